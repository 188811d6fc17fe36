/* cli-output.c: report, export
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli.h"
#include "tn-csv-writer.h"
#include "tn-html.h"
#include "tn-list-export.h"
#include "tn-pdf.h"
#include "tn-pipeline-score.h"
#include "tn-png.h"
#include "tn-report.h"
#include "tn-xlsx-writer.h"

static gboolean
fail_format (const char *file, const char *known, GError **error)
{
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{file}” has an ending that cannot be written here. Choose one of: {known}."),
                "file", file, "known", known, NULL);

  return FALSE;
}

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

  return fail_format (file, ".pdf, .html, .png", error);
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
  document = project != NULL ? tn_report_new (project, run, &error) : NULL;
  if (document == NULL || !write_report (cli, document, out, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, file_object (out));
}

gboolean
cli_write_table (Cli *cli, TnTable *table, const char *file, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  TnWriteOptions options;

  tn_write_options_init (&options);
  options.language = cli->language;
  if (g_str_has_suffix (file, ".csv"))
    return tn_csv_write (table, file, &options, progress, cli->cancellable, error);
  if (g_str_has_suffix (file, ".xlsx"))
    return tn_xlsx_write (table, file, &options, progress, cli->cancellable, error);

  return fail_format (file, ".csv, .xlsx", error);
}

static int
run_export (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autofree char *out = NULL;
  g_autofree char *node = NULL;
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .csv or .xlsx"), "FILE" },
    { "node", 0, 0, G_OPTION_ARG_STRING, &node, N_ ("Step whose table is wanted"), "ID" },
    { NULL },
  };
  gint64 run;
  int status;

  if (!cli_parse (cli, &cli_output_verbs[1], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &run, &status))
    return status;
  if (out == NULL)
    out = g_strdup ("customers.csv");
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  table = project != NULL ? tn_list_export (project, run, node, cli->language, &error) : NULL;
  if (table == NULL || !cli_write_table (cli, table, out, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, file_object (out));
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

/* With the day, which was chosen when it was not given. */
static void
say_scored (Cli *cli, TnTable *scores, const char *file)
{
  gint64 day = tn_scores_get_day (scores);
  gsize n = tn_table_get_n_rows (scores);
  TnMessage *message;

  if (day == TN_TIME_MISSING)
    message = tn_message_new_plural (TN_PLURAL (N_ ("Scored {n} customer, wrote {file}."),
                                                N_ ("Scored {n} customers, wrote {file}.")),
                                     (gint64) n);
  else
    message = tn_message_date (
        tn_message_new_plural (TN_PLURAL (N_ ("Scored {n} customer as of {date}, wrote {file}."),
                                          N_ ("Scored {n} customers as of {date}, wrote {file}.")),
                               (gint64) n),
        "date", day);
  cli_say (cli, tn_message_text (message, "file", file));
}

static JsonNode *
describe_scored (TnTable *scores, const char *file)
{
  JsonNode *node = file_object (file);
  JsonObject *object = json_node_get_object (node);
  gint64 day = tn_scores_get_day (scores);

  json_object_set_int_member (object, "customers", (gint64) tn_table_get_n_rows (scores));
  if (day != TN_TIME_MISSING)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (day / G_USEC_PER_SEC);
      g_autofree char *text = g_date_time_format (time, "%F");

      json_object_set_string_member (object, "as_of", text);
    }

  return node;
}

static int
run_score (Cli *cli, int argc, char **argv)
{
  g_autoptr (GPtrArray) sentences = NULL;
  JsonNode *described;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnTable) data = NULL;
  g_autoptr (TnTable) scores = NULL;
  g_autoptr (TnProgress) progress = NULL;
  g_autoptr (TnPseudonymKey) key = NULL;
  g_autofree char *key_file = NULL;
  g_autofree char *file = NULL;
  g_autofree char *out = NULL;
  g_autofree char *node = NULL;
  g_autofree char *as_of = NULL;
  gint64 run, moment;
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
      !cli_parse_run (cli, argc, argv, &run, &status))
    return status;
  if (file == NULL || out == NULL)
    {
      return cli_usage (cli, tn_message_new (N_ ("Say which file to score by --data, and where to "
                                                 "write by --out.")));
    }
  if (key_file != NULL)
    key = tn_pseudonym_key_read (key_file, &error);
  if (error != NULL || !parse_as_of (as_of, &moment, &error))
    return cli_fail (cli, error);
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  progress = cli_progress_new (cli);
  data = project != NULL ? tn_project_read_like_run (project, run, file, key, &sentences, NULL,
                                                     cli->cancellable, &error)
                         : NULL;
  scores = data != NULL ? tn_project_score (project, run, node, data, moment, progress,
                                            cli->cancellable, &error)
                        : NULL;
  if (scores == NULL || !cli_write_table (cli, scores, out, &error))
    return cli_fail (cli, error);
  say_scored (cli, scores, out);
  described = describe_scored (scores, out);
  json_object_set_array_member (json_node_get_object (described), "found",
                                cli_say_found (cli, sentences));

  return cli_done (cli, described);
}

static int
run_explain (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnProgress) progress = NULL;
  g_auto (GStrv) customers = NULL;
  g_autofree char *out = NULL;
  g_autofree char *node = NULL;
  GOptionEntry entries[] = {
    { "customer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &customers,
      N_ ("Customer to explain; may be said again. Otherwise all"), "ID" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .csv or .xlsx"), "FILE" },
    { "node", 0, 0, G_OPTION_ARG_STRING, &node, N_ ("Model to explain"), "ID" },
    { NULL },
  };
  gint64 run;
  int status;

  if (!cli_parse (cli, &cli_output_verbs[3], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &run, &status))
    return status;
  if (out == NULL)
    out = g_strdup ("explained.csv");
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  progress = cli_progress_new (cli);
  table = project != NULL ? tn_project_explain (project, run, node, (const char *const *) customers,
                                                progress, cli->cancellable, &error)
                          : NULL;
  if (table == NULL || !cli_write_table (cli, table, out, &error))
    return cli_fail (cli, error);
  cli_say (cli,
           tn_message_text (tn_message_new_plural (
                                TN_PLURAL ("Explained the score of {n} customer, wrote {file}.",
                                           "Explained the scores of {n} customers, wrote {file}."),
                                (gint64) tn_table_get_n_rows (table)),
                            "file", out));

  return cli_done (cli, describe_scored (table, out));
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
  { NULL },
};
