/* cli-output.c: report, export, score, explain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "cli-graph.h"
#include "cli.h"
#include "tn-canonical.h"
#include "tn-html.h"
#include "tn-list-file.h"
#include "tn-pdf.h"
#include "tn-png.h"
#include "tn-report-editor.h"
#include "tn-table-file.h"
#include "tn-worker.h"

static gboolean
write_report (Cli *cli, TnDocument *document, const char *file, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);

  if (g_str_has_suffix (file, ".pdf"))
    return tn_pdf_write (document, cli->language, file, progress, cli->cancellable, error);
  if (g_str_has_suffix (file, ".html"))
    return tn_html_write (document, cli->language, file, progress, cli->cancellable, error);
  if (g_str_has_suffix (file, ".png"))
    {
      g_autoptr (GPtrArray) pages = tn_png_write (document, cli->language, file, TN_PNG_DPI,
                                                  progress, cli->cancellable, error);

      return pages != NULL;
    }

  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{file}” has an ending that cannot be written here. Choose one of: {known}."),
                "file", file, "known", ".pdf, .html, .png", NULL);

  return FALSE;
}

static JsonNode *
file_object (const char *file)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "file", file);
  json_node_take_object (node, object);

  return node;
}

static int
run_report (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnDocument) document = NULL;
  g_autofree char *out = NULL;
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .pdf, .html or .png"), "FILE" },
    { NULL },
  };
  gint64 run;
  int status;

  if (!cli_parse (cli, &cli_output_verbs[0], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &run, &status))
    return status;
  if (out == NULL)
    out = g_strdup ("report.pdf");
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  document = project != NULL ? tn_report_new_arranged (project, run, cli->language, &error) : NULL;
  if (document == NULL || !write_report (cli, document, out, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, file_object (out));
}

gboolean
cli_write_table (Cli *cli, TnTable *table, const char *file, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);

  return tn_table_file_write (table, file, cli->language, progress, cli->cancellable, error);
}

/* A number after an option; NaN when it is not given. */
static gboolean
parse_number (const char *text, double scale, double *number, GError **error)
{
  char *end = NULL;

  *number = text != NULL ? g_ascii_strtod (text, &end) / scale : NAN;
  if (text == NULL || (end != text && *end == '\0' && isfinite (*number)))
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("“{value}” is not a number. Write it such as 12.5."),
                "value", text, NULL);

  return FALSE;
}

/* Who is exported, as it is written on the command line. */
typedef struct
{
  char *find, *reason, *action;
  char *chance_from, *chance_to, *stake_from, *stake_to;
  int first;
} Asked;

static void
asked_clear (Asked *self)
{
  char *texts[] = { self->find,      self->reason,     self->action,  self->chance_from,
                    self->chance_to, self->stake_from, self->stake_to };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static gboolean
make_filter (const Asked *asked, TnListFilter *filter, GError **error)
{
  filter->text = g_strdup (asked->find);
  filter->reason = g_strdup (asked->reason);
  if (asked->action != NULL)
    {
      filter->column = g_strdup ("action");
      filter->value = g_strdup (asked->action);
    }
  filter->first = (gsize) MAX (asked->first, 0);

  return parse_number (asked->chance_from, 100, &filter->chance_from, error) &&
         parse_number (asked->chance_to, 100, &filter->chance_to, error) &&
         parse_number (asked->stake_from, 1, &filter->stake_from, error) &&
         parse_number (asked->stake_to, 1, &filter->stake_to, error);
}

static JsonNode *
describe_export (const char *out, gsize n_rows)
{
  JsonNode *node = file_object (out);
  JsonObject *object = json_node_get_object (node);
  g_auto (GStrv) companions = tn_list_file_get_companions (out);
  JsonArray *files = json_array_new ();

  for (guint i = 0; companions[i] != NULL; i++)
    json_array_add_string_element (files, companions[i]);
  json_object_set_int_member (object, "customers", (gint64) n_rows);
  json_object_set_array_member (object, "manifest", files);

  return node;
}

static gboolean
export_list (Cli *cli, const char *path, const TnListJob *job, gsize *n_rows, GError **error)
{
  g_autoptr (TnProject) project = cli_open (cli, path, TN_OPEN_READ_ONLY, error);
  g_autoptr (TnProgress) progress = project != NULL ? cli_progress_new (cli) : NULL;

  return project != NULL && tn_list_write (project, job, n_rows, progress, cli->cancellable, error);
}

/* What the user made, as text that is equal where the work is. */
static int
export_canonical (Cli *cli, const char *path, const char *out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = cli_open (cli, path, TN_OPEN_READ_ONLY, &error);
  g_autoptr (JsonNode) canonical =
      project != NULL ? tn_project_to_canonical (project, &error) : NULL;
  g_autofree char *text = canonical != NULL ? tn_json_print (canonical, TRUE) : NULL;
  g_autofree char *line = text != NULL ? g_strconcat (text, "\n", NULL) : NULL;

  if (text == NULL || (out != NULL && !cli_graph_write_text (out, line, &error)))
    return cli_fail (cli, error);
  if (out == NULL && cli->json)
    return cli_done (cli, g_steal_pointer (&canonical));
  if (out == NULL)
    {
      cli_print (cli, text);
      return cli_done (cli, NULL);
    }
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, file_object (out));
}

static int
run_export (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean canonical = FALSE;
  g_autofree char *out = NULL;
  g_autofree char *node = NULL;
  g_auto (Asked) asked = { 0 };
  g_auto (TnListFilter) filter = { 0 };
  TnListJob job = { .filter = &filter, .language = cli->language };
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .csv or .xlsx"), "FILE" },
    { "node", 0, 0, G_OPTION_ARG_STRING, &node, N_ ("Step whose table is wanted"), "ID" },
    { "find", 0, 0, G_OPTION_ARG_STRING, &asked.find, N_ ("Part of the customer's number"),
      "TEXT" },
    { "chance-from", 0, 0, G_OPTION_ARG_STRING, &asked.chance_from,
      N_ ("Least chance of leaving, in percent"), "PERCENT" },
    { "chance-to", 0, 0, G_OPTION_ARG_STRING, &asked.chance_to,
      N_ ("Largest chance of leaving, in percent"), "PERCENT" },
    { "stake-from", 0, 0, G_OPTION_ARG_STRING, &asked.stake_from, N_ ("Least value at stake"),
      "AMOUNT" },
    { "stake-to", 0, 0, G_OPTION_ARG_STRING, &asked.stake_to, N_ ("Largest value at stake"),
      "AMOUNT" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &asked.reason,
      N_ ("Kind of reason, such as silence, orders, spend or returns"), "KIND" },
    { "action", 0, 0, G_OPTION_ARG_STRING, &asked.action,
      N_ ("What to do: contact, hold_out or none"), "WORD" },
    { "first", 0, 0, G_OPTION_ARG_INT, &asked.first, N_ ("Only of the first N of the list"), "N" },
    { "canonical", 0, 0, G_OPTION_ARG_NONE, &canonical,
      N_ ("Instead of the list what the project is made of, as sorted JSON that is equal byte for "
          "byte where the work is: data sets, pipelines, where steps stand"),
      NULL },
    { NULL },
  };
  gsize n_rows = 0;
  int status;

  tn_list_filter_init (&filter);
  if (!cli_parse (cli, &cli_output_verbs[1], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &job.run, &status))
    return status;
  if (canonical)
    return argc > 2 ? cli_usage (cli, tn_message_new (N_ ("--canonical takes no run.")))
                    : export_canonical (cli, argv[1], out);
  if (out == NULL)
    out = g_strdup ("customers.csv");
  job.out = out;
  job.node = node;
  if (!make_filter (&asked, &filter, &error) || !export_list (cli, argv[1], &job, &n_rows, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, describe_export (out, n_rows));
}

static gboolean
parse_as_of (const char *text, gint64 *time, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *whole = text != NULL ? g_strdup_printf ("%sT00:00:00", text) : NULL;
  g_autoptr (GDateTime) date = whole != NULL ? g_date_time_new_from_iso8601 (whole, utc) : NULL;

  *time = date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC : TN_TIME_MISSING;
  if (text != NULL && date == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{value}” is not a date. Write it such as 2026-03-01."), "value", text,
                    NULL);
      return FALSE;
    }

  return TRUE;
}

/* The worker reads the file itself, also when it comes by the standard input of this process. */
static void
set_data (Cli *cli, TnScoreJob *job, const char *file)
{
  if (strcmp (file, "-") != 0)
    {
      job->data = g_strdup (file);
      return;
    }
  job->data = g_strdup_printf ("/proc/%d/fd/%d", getpid (), STDIN_FILENO);
  job->name = g_strdup (tn_language_lookup (cli->language, N_ ("standard input")));
}

static void
show_progress (JsonObject *event, gpointer user_data)
{
  g_autoptr (TnMessage) phase = tn_message_read (event, "phase");

  if (g_str_equal (tn_json_string (event, "event", ""), "progress"))
    cli_progress_show (user_data, tn_json_double (event, "fraction", 0),
                       tn_json_double (event, "seconds_left", NAN), phase);
}

/* @job: what it lacks is added */
static JsonObject *
carry_out (Cli *cli, const char *path, TnScoreJob *job, GError **error)
{
  g_autoptr (TnProject) project = cli_open (cli, path, TN_OPEN_READ_ONLY, error);

  job->language = g_strdup (tn_language_get_id (cli->language));

  return project != NULL ? tn_worker_score (project, cli->program, job, show_progress, cli,
                                            cli->cancellable, error)
                         : NULL;
}

/* With the day, which was chosen when it was not given. */
static void
say_scored (Cli *cli, JsonObject *made, const char *file)
{
  gint64 day = tn_json_int (made, "day", TN_TIME_MISSING);
  gint64 n = tn_json_int (made, "customers", 0);
  TnMessage *message;

  if (day == TN_TIME_MISSING)
    message = tn_message_new_plural (TN_PLURAL (N_ ("Scored {n} customer, wrote {file}."),
                                                N_ ("Scored {n} customers, wrote {file}.")),
                                     n);
  else
    message = tn_message_date (
        tn_message_new_plural (TN_PLURAL (N_ ("Scored {n} customer as of {date}, wrote {file}."),
                                          N_ ("Scored {n} customers as of {date}, wrote {file}.")),
                               n),
        "date", day);
  cli_say (cli, tn_message_text (message, "file", file));
}

static JsonNode *
describe_scored (JsonObject *made, const char *file)
{
  JsonNode *node = file_object (file);
  JsonObject *object = json_node_get_object (node);
  gint64 day = tn_json_int (made, "day", TN_TIME_MISSING);

  json_object_set_int_member (object, "customers", tn_json_int (made, "customers", 0));
  if (day != TN_TIME_MISSING)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (day / G_USEC_PER_SEC);
      g_autofree char *text = g_date_time_format (time, "%F");

      json_object_set_string_member (object, "as_of", text);
    }

  return node;
}

static GPtrArray *
list_found (JsonObject *made)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  JsonArray *found = tn_json_array (made, "found");

  for (guint i = 0; found != NULL && i < json_array_get_length (found); i++)
    {
      TnMessage *message = tn_message_from_json (json_array_get_element (found, i), NULL);

      if (message != NULL)
        g_ptr_array_add (sentences, message);
    }

  return sentences;
}

static int
run_score (Cli *cli, int argc, char **argv)
{
  g_autoptr (GPtrArray) sentences = NULL;
  JsonNode *described;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) made = NULL;
  g_autofree char *key_file = NULL;
  g_autofree char *file = NULL;
  g_autofree char *out = NULL;
  g_autofree char *node = NULL;
  g_autofree char *as_of = NULL;
  g_auto (TnScoreJob) job = { 0 };
  GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &file,
      N_ ("File to score, of the same kind as the run's data"), "FILE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .csv or .xlsx"), "FILE" },
    { "node", 0, 0, G_OPTION_ARG_STRING, &node, N_ ("Model to score with"), "ID" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &as_of,
      N_ ("Score as of this day; otherwise that of the run, or a later end of the file"), "DATE" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &key_file,
      N_ ("File with the key that pseudonyms are made by"), "FILE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_output_verbs[2], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &job.run, &status))
    return status;
  if (file == NULL || out == NULL)
    {
      return cli_usage (cli, tn_message_new (N_ ("Say which file to score by --data, and where to "
                                                 "write by --out.")));
    }
  if (!parse_as_of (as_of, &job.as_of, &error))
    return cli_fail (cli, error);
  set_data (cli, &job, file);
  job.node = g_strdup (node);
  job.out = g_strdup (out);
  job.key = g_strdup (key_file);
  made = carry_out (cli, argv[1], &job, &error);
  if (made == NULL)
    return cli_fail (cli, error);
  say_scored (cli, made, out);
  sentences = list_found (made);
  described = describe_scored (made, out);
  json_object_set_array_member (json_node_get_object (described), "found",
                                cli_say_found (cli, sentences));

  return cli_done (cli, described);
}

static int
run_explain (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) made = NULL;
  g_auto (TnScoreJob) job = { .explain = TRUE, .as_of = TN_TIME_MISSING };
  GOptionEntry entries[] = {
    { "customer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &job.customers,
      N_ ("Customer to explain; may be said again. Otherwise all"), "ID" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &job.out, N_ ("File to write: .csv or .xlsx"), "FILE" },
    { "node", 0, 0, G_OPTION_ARG_STRING, &job.node, N_ ("Model to explain"), "ID" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_output_verbs[3], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &job.run, &status))
    return status;
  if (job.out == NULL)
    job.out = g_strdup ("explained.csv");
  made = carry_out (cli, argv[1], &job, &error);
  if (made == NULL)
    return cli_fail (cli, error);
  cli_say (cli,
           tn_message_text (tn_message_new_plural (
                                TN_PLURAL ("Explained the score of {n} customer, wrote {file}.",
                                           "Explained the scores of {n} customers, wrote {file}."),
                                tn_json_int (made, "customers", 0)),
                            "file", job.out));

  return cli_done (cli, describe_scored (made, job.out));
}

static TnMessage *
add_chance (TnMessage *message, const char *name, JsonObject *chance)
{
  return tn_message_percent (message, name, tn_json_double (chance, "chance", NAN), 0);
}

/* Now and then, and what that is not. */
static void
say_what_if (Cli *cli, JsonObject *made, const char *customer)
{
  JsonObject *then = tn_json_object (made, "then");
  TnMessage *message =
      then != NULL
          ? tn_message_new (N_ ("The model gives customer {customer} a chance of leaving of {now}; "
                                "with these facts it would be {then}. That is the model’s view, "
                                "not a promise: only these facts are changed."))
          : tn_message_new (N_ ("The model gives customer {customer} a chance of leaving of {now}. "
                                "Say with --set which fact is to be another."));

  message = tn_message_text (message, "customer", customer);
  message = add_chance (message, "now", tn_json_object (made, "now"));
  cli_say (cli, then != NULL ? add_chance (message, "then", then) : message);
}

static int
run_what_if (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) made = NULL;
  g_autofree char *customer = NULL;
  g_auto (TnScoreJob) job = { .what_if = TRUE, .as_of = TN_TIME_MISSING };
  GOptionEntry entries[] = {
    { "customer", 0, 0, G_OPTION_ARG_STRING, &customer, N_ ("Number of the customer"), "ID" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &job.set,
      N_ ("Fact that is to be another; can be given again"), "FACT=NUMBER" },
    { NULL },
  };
  JsonNode *node;
  int status;

  if (!cli_parse (cli, &cli_output_verbs[4], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &job.run, &status))
    return status;
  if (customer == NULL)
    {
      tn_error_set (&error, TN_ERROR_ARGUMENT,
                    N_ ("Nobody is named. Say with --customer whom this is to be tried on."), NULL);
      return cli_fail (cli, error);
    }
  job.customers = g_new0 (char *, 2);
  job.customers[0] = g_steal_pointer (&customer);
  made = carry_out (cli, argv[1], &job, &error);
  if (made == NULL)
    return cli_fail (cli, error);
  say_what_if (cli, made, job.customers[0]);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, made);

  return cli_done (cli, node);
}

const CliVerb cli_output_verbs[] = {
  { "report", "PROJECT [RUN]", N_ ("Writes the report of a run as PDF, HTML or pictures"),
    run_report, "shop.tenure --lang zh_CN --out report.pdf" },
  { "export", "PROJECT [RUN]", N_ ("Writes the customer list as CSV or Excel file"), run_export,
    "shop.tenure --out customers.xlsx" },
  { "score", "PROJECT [RUN]", N_ ("Scores another file with what a run learned"), run_score,
    "shop.tenure 3 --data may.csv --out scores.csv" },
  { "explain", "PROJECT [RUN]", N_ ("Says what each fact adds to customers' scores"), run_explain,
    "shop.tenure --customer 17850 --out why.csv" },
  { "whatif", "PROJECT [RUN]", N_ ("Says what the model would make of other facts of a customer"),
    run_what_if, "shop.tenure --customer 17850 --set recency_days=3" },
  { NULL },
};
