/* cli-console.c: sentences, JSON and progress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "tn-graph.h"
#include "tn-repair.h"

/* So often a password is asked for. */
#define MAX_ASKED 3

static JsonNode *
wrap (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/* The shortest form that reads as the same number: 0.05 and not 0.050000000000000003. */
static void
append_number (GString *out, const char *from, gsize length)
{
  g_autofree char *text = g_strndup (from, length);
  double value = g_ascii_strtod (text, NULL);
  char shorter[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 1; strpbrk (text, ".eE") != NULL && digits < 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (shorter, sizeof shorter, format, value);
      if (g_ascii_strtod (shorter, NULL) != value)
        continue;
      g_string_append (out, shorter);
      /* Still a number with a fraction to whom it matters. */
      if (strpbrk (shorter, ".e") == NULL)
        g_string_append (out, ".0");
      return;
    }
  g_string_append (out, text);
}

static char *
shorten_numbers (const char *json)
{
  GString *out = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = json; *p != '\0'; p++)
    {
      gsize length = quoted ? 0 : strspn (p, "-+.0123456789eE");

      /* Words such as true and null begin with no digit. */
      if (length > 0 && (g_ascii_isdigit (*p) || *p == '-'))
        {
          append_number (out, p, length);
          p += length - 1;
          continue;
        }
      g_string_append_c (out, *p);
      if (quoted && *p == '\\' && p[1] != '\0')
        g_string_append_c (out, *++p);
      else if (*p == '"')
        quoted = !quoted;
    }

  return g_string_free (out, FALSE);
}

static void
print_json (JsonNode *node)
{
  g_autofree char *exact = tn_json_print (node, TRUE);
  g_autofree char *text = shorten_numbers (exact);

  fprintf (stdout, "%s\n", text);
  fflush (stdout);
}

static void
set_or_null (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/* Beside a step, in a window, the sentence stands where it belongs; here it has to say where. */
static void
say_failure (Cli *cli, const GError *error, const char *text)
{
  const TnMessage *said = tn_error_get_message (error);
  /* Most sentences about a setting name the step themselves, as people call it. */
  gboolean names_step = said != NULL && strstr (tn_message_get_id (said), "{step}") != NULL;
  const char *node = names_step ? NULL : tn_error_get_node (error);
  g_autoptr (TnMessage) message = NULL;
  g_autofree char *placed = NULL;

  if (node != NULL)
    {
      message = tn_message_new (N_ ("In the step “{node}”: {text}"));
      message = tn_message_text (tn_message_text (message, "node", node), "text", text);
      placed = tn_message_say (message, cli->language);
    }
  fprintf (stderr, "%s\n", placed != NULL ? placed : text);
}

/**
 * cli_fail:
 *
 * Says what went wrong: one sentence on standard error, or the error object.
 *
 * Returns: the exit status
 */
int
cli_fail (Cli *cli, const GError *error)
{
  return cli_fail_with (cli, error, NULL);
}

static JsonArray *
list_repairs (Cli *cli, GPtrArray *issues)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; issues != NULL && i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      g_autoptr (JsonArray) some = tn_repairs_describe (issue->repairs, cli->language);

      for (guint k = 0; k < json_array_get_length (some); k++)
        json_array_add_element (array, json_node_copy (json_array_get_element (some, k)));
    }

  return array;
}

/* Everything that keeps the pipeline from running, in its order. */
static JsonArray *
list_issues (Cli *cli, GPtrArray *issues)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      g_autofree char *text = tn_message_say (issue->message, cli->language);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "text", text);
      set_or_null (object, "node", issue->node);
      set_or_null (object, "setting", issue->param);
      json_array_add_object_element (array, object);
    }

  return array;
}

int
cli_fail_with (Cli *cli, const GError *error, GPtrArray *issues)
{
  g_autofree char *text = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                              ? g_strdup (tn_language_lookup (
                                    cli->language, N_ ("Stopped. What was finished is kept.")))
                              : tn_error_render (error, cli->language);

  cli_progress_clear (cli);
  if (cli->json)
    {
      JsonObject *what = json_object_new ();
      JsonObject *object = json_object_new ();
      g_autoptr (JsonNode) node = wrap (object);

      json_object_set_string_member (what, "code", tn_error_code_to_id (error));
      json_object_set_string_member (what, "text", text);
      set_or_null (what, "node", tn_error_get_node (error));
      set_or_null (what, "column", tn_error_get_column (error));
      if (tn_error_get_line (error) > 0)
        json_object_set_int_member (what, "line", tn_error_get_line (error));
      else
        json_object_set_null_member (what, "line");
      if (issues != NULL)
        {
          json_object_set_array_member (what, "repairs", list_repairs (cli, issues));
          json_object_set_array_member (what, "issues", list_issues (cli, issues));
        }
      json_object_set_object_member (object, "error", what);
      print_json (node);
    }
  say_failure (cli, error, text);

  return CLI_FAILED;
}

/**
 * cli_done:
 * @object: (nullable) (transfer full): printed with --json
 *
 * Returns: the exit status
 */
int
cli_done (Cli *cli, JsonNode *object)
{
  cli_progress_clear (cli);
  if (cli->json && object != NULL)
    print_json (object);
  else if (cli->json)
    fprintf (stdout, "{}\n");
  if (object != NULL)
    json_node_unref (object);

  return CLI_DONE;
}

/**
 * cli_usage:
 * @message: (transfer full): what was written and what the verb takes
 *
 * Returns: the exit status
 */
int
cli_usage (Cli *cli, TnMessage *message)
{
  g_autoptr (GError) error = NULL;

  tn_error_take (&error, TN_ERROR_ARGUMENT, message);
  cli_fail (cli, error);

  return CLI_USAGE;
}

/* @message: (transfer full): said unless --json or --quiet */
void
cli_say (Cli *cli, TnMessage *message)
{
  g_autofree char *text = tn_message_say (message, cli->language);

  cli_print (cli, text);
  tn_message_unref (message);
}

void
cli_print (Cli *cli, const char *text)
{
  if (cli->json || cli->quiet)
    return;
  cli_progress_clear (cli);
  fprintf (stdout, "%s\n", text);
}

static gboolean
shows_progress (Cli *cli)
{
  return !cli->quiet && isatty (STDERR_FILENO);
}

static void
report (double fraction, const TnMessage *phase, gpointer user_data)
{
  cli_progress_show (user_data, fraction, NAN, phase);
}

TnProgress *
cli_progress_new (Cli *cli)
{
  return shows_progress (cli) ? tn_progress_new (report, cli) : NULL;
}

/**
 * cli_progress_show:
 * @seconds_left: NaN when it is not known
 * @phase: (nullable): what is being done
 *
 * One line on standard error that the next one overwrites; nothing unless that is a terminal.
 */
void
cli_progress_show (Cli *cli, double fraction, double seconds_left, const TnMessage *phase)
{
  g_autofree char *what = NULL;
  g_autofree char *left = NULL;

  if (!shows_progress (cli))
    return;
  what = phase != NULL ? tn_message_say (phase, cli->language) : g_strdup ("");
  if (isfinite (seconds_left))
    left = tn_language_format_duration (cli->language, seconds_left);
  fprintf (stderr, "\r\033[K%3d%%  %s  %s", (int) (100 * fraction), what, left != NULL ? left : "");
  fflush (stderr);
}

void
cli_progress_clear (Cli *cli)
{
  if (shows_progress (cli))
    fprintf (stderr, "\r\033[K");
}

static TnProject *
open_with (Cli *cli, const char *path, TnOpenMode mode, const char *password, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);

  return tn_project_open_with_password (path, mode, password, progress, cli->cancellable, error);
}

/* On a terminal, until it fits or nothing more is typed. */
static TnProject *
open_asking (Cli *cli, const char *path, TnOpenMode mode, GError **error)
{
  g_autoptr (GError) open_error = NULL;
  TnProject *project = open_with (cli, path, mode, NULL, &open_error);

  for (guint i = 0; i < MAX_ASKED && project == NULL && cli_password_can_ask (cli) &&
                    g_error_matches (open_error, TN_ERROR, TN_ERROR_PASSWORD);
       i++)
    {
      g_autofree char *name = g_filename_display_basename (path);
      char *password;

      if (i > 0)
        {
          g_autofree char *text = tn_error_render (open_error, cli->language);

          fprintf (stderr, "%s\n", text);
        }
      password = cli_password_ask (
          cli, tn_message_text (tn_message_new (N_ ("Password of {file}:")), "file", name), error);
      if (password == NULL)
        break;
      g_clear_error (&open_error);
      project = open_with (cli, path, mode, password, &open_error);
      cli_password_free (password);
    }
  if (project == NULL && (error == NULL || *error == NULL))
    g_propagate_error (error, g_steal_pointer (&open_error));

  return project;
}

/**
 * cli_open:
 *
 * Opens a project, with the password of --password-file or one asked for on the terminal.
 */
TnProject *
cli_open (Cli *cli, const char *path, TnOpenMode mode, GError **error)
{
  char *password;
  TnProject *project;

  if (cli->password_file == NULL)
    return open_asking (cli, path, mode, error);
  password = cli_password_read (cli->password_file, error);
  if (password == NULL)
    return NULL;
  project = open_with (cli, path, mode, password, error);
  cli_password_free (password);

  return project;
}

/**
 * cli_save:
 *
 * Every verb that changes a project ends with this.
 */
gboolean
cli_save (Cli *cli, TnProject *project, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);

  return tn_project_save (project, TN_SAVE_DEFAULT, progress, cli->cancellable, error) &&
         tn_project_close (project, error);
}
