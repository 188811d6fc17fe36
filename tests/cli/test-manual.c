/* test-manual.c: manual pages and completion say what the program does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *out;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return out;
}

static gboolean
has_programs (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *bash = g_find_program_in_path ("bash");

  if (python == NULL || bash == NULL)
    g_test_skip ("python3 and bash are needed");

  return python != NULL && bash != NULL;
}

static JsonArray *
describe (Said **said, const char *language)
{
  *said = cli_say_to ("--help", "--json", "--lang", language, NULL);
  g_assert_cmpint ((*said)->status, ==, 0);
  cli_write ("described.json", (*said)->out);

  return json_object_get_array_member (json_node_get_object ((*said)->json), "verbs");
}

static char *
escape (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", -1);

  return g_strjoinv ("\\-", parts);
}

static void
assert_page (const char *language)
{
  g_autoptr (Said) said = NULL;
  JsonArray *verbs = describe (&said, language);
  g_autofree char *page = run ((const char *[]){ "python3", TN_SOURCE_DIR "/build-aux/make-man",
                                                 language, "described.json", NULL });

  for (guint i = 0; i < json_array_get_length (verbs); i++)
    {
      JsonObject *verb = json_array_get_object_element (verbs, i);
      JsonArray *options = tn_json_array (verb, "options");
      const char *name = tn_json_string (verb, "name", "");
      g_autofree char *heading = g_strdup_printf (".SS %s ", name);
      const char *part = strstr (page, heading);
      const char *end;
      g_autofree char *section = NULL;

      g_assert_nonnull (part);
      end = strstr (part + 1, "\n.S");
      section = end != NULL ? g_strndup (part, end - part) : g_strdup (part);
      for (guint k = 0; k < json_array_get_length (options); k++)
        {
          const char *option =
              tn_json_string (json_array_get_object_element (options, k), "name", "");
          g_autofree char *dashed = g_strconcat ("--", option, NULL);
          g_autofree char *escaped = escape (dashed);

          /* Told once, of all verbs. */
          if (strcmp (option, "password-file") == 0)
            g_assert_nonnull (strstr (page, escaped));
          else
            g_assert_nonnull (strstr (section, escaped));
        }
    }
}

static void
test_pages (void)
{
  if (!has_programs ())
    return;
  cli_scene ();
  assert_page ("en");
  assert_page ("zh_CN");
}

/* What bash offers behind @words, the last of which is being typed. */
static char *
complete (const char *words)
{
  g_autofree char *script = g_strdup_printf (
      "source ./completion; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
      "_tenure_cli; printf ' %%s' \"${COMPREPLY[@]}\"",
      words);

  return run ((const char *[]){ "bash", "-c", script, NULL });
}

static void
test_completion (void)
{
  g_autoptr (Said) said = NULL;
  g_autofree char *script = NULL;
  g_autofree char *options = NULL;
  g_autofree char *orders = NULL;
  g_autofree char *datasets = NULL;
  g_autofree char *line = NULL;
  JsonArray *verbs;

  if (!has_programs ())
    return;
  cli_scene ();
  verbs = describe (&said, "en");
  script = run ((const char *[]){ "python3", TN_SOURCE_DIR "/build-aux/make-completion",
                                  "described.json", NULL });
  cli_write ("completion", script);
  for (guint i = 0; i < json_array_get_length (verbs); i++)
    {
      const char *name = tn_json_string (json_array_get_object_element (verbs, i), "name", "");
      g_autofree char *words = g_strdup_printf ("tenure-cli %s", name);
      g_autofree char *found = complete (words);
      g_autofree char *wanted = g_strdup_printf (" %s", name);

      /* The worker is spoken to by programs. */
      if (strcmp (name, "worker") != 0)
        g_assert_nonnull (strstr (found, wanted));
    }
  options = complete ("tenure-cli import a.tenure --de");
  g_assert_cmpstr (options, ==, " --decimal --delimiter");
  orders = complete ("tenure-cli import a.tenure --date-order m");
  g_assert_cmpstr (orders, ==, " mdy");

  cli_write ("orders.csv", "a,b\n1,2\n");
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  line = g_strdup_printf ("%s problems a.tenure o", shop_program ());
  datasets = complete (line);
  g_assert_cmpstr (datasets, ==, " orders");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/manual/pages-tell-every-verb-and-option", test_pages);
  g_test_add_func ("/manual/bash-offers-every-verb-and-option", test_completion);

  return g_test_run ();
}
