/* cli-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-support.h"

#include <stdarg.h>
#include <unistd.h>

#include <gio/gio.h>

#include "shop-support.h"
#include "tn-json.h"

Said *
cli_say_to_argv (const char *const *args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Said *said = g_new0 (Said, 1);

  g_ptr_array_add (argv, (gpointer) shop_program ());
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);
  process =
      g_subprocess_newv ((const char *const *) argv->pdata,
                         G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said->out, &said->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  said->status = g_subprocess_get_exit_status (process);
  said->json = tn_json_parse (said->out, -1, NULL);

  return said;
}

static GPtrArray *
collect (const char *first, va_list args)
{
  GPtrArray *array = g_ptr_array_new ();

  for (const char *at = first; at != NULL; at = va_arg (args, const char *))
    g_ptr_array_add (array, (gpointer) at);
  g_ptr_array_add (array, NULL);

  return array;
}

Said *
cli_say_to (const char *first, ...)
{
  g_autoptr (GPtrArray) array = NULL;
  va_list args;

  va_start (args, first);
  array = collect (first, args);
  va_end (args);

  return cli_say_to_argv ((const char *const *) array->pdata);
}

void
cli_do (const char *first, ...)
{
  g_autoptr (GPtrArray) array = NULL;
  g_autoptr (Said) said = NULL;
  va_list args;

  va_start (args, first);
  array = collect (first, args);
  va_end (args);
  said = cli_say_to_argv ((const char *const *) array->pdata);
  if (said->status != 0)
    g_error ("%s: %s", first, said->err);
}

void
said_free (Said *self)
{
  g_free (self->out);
  g_free (self->err);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

void
cli_scene (void)
{
  g_autofree char *directory = shop_directory ();

  g_assert_cmpint (chdir (directory), ==, 0);
}

void
cli_write (const char *name, const char *text)
{
  g_assert_true (g_file_set_contents (name, text, -1, NULL));
}
