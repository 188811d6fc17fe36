/* cli-demo.c: synth, demo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <math.h>

#include "cli.h"
#include "tn-dataset.h"
#include "tn-html.h"
#include "tn-list-file.h"
#include "tn-pdf.h"
#include "tn-pipeline-run.h"
#include "tn-report.h"
#include "tn-run.h"
#include "tn-sample-shop.h"
#include "tn-synth.h"
#include "tn-template.h"
#include "tn-worker.h"

static gboolean
check_most (Cli *cli, const char *option, gint64 value, gint64 most)
{
  TnMessage *message;

  if (value <= most)
    return TRUE;
  message = tn_message_new (N_ ("--{option} goes up to {most}, and {value} is more."));
  tn_message_text (message, "option", option);
  tn_message_count (message, "value", value);
  cli_usage (cli, tn_message_count (message, "most", most));

  return FALSE;
}

static JsonNode *
describe_files (const char *folder, const TnSynthCounts *counts)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *files = json_array_new ();

  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_autofree char *name = g_strconcat (tn_synth_file_to_id (i), ".csv", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      JsonObject *file = json_object_new ();

      json_object_set_string_member (file, "file", path);
      json_object_set_int_member (file, "rows", (gint64) counts->n_rows[i]);
      json_array_add_object_element (files, file);
    }
  json_object_set_array_member (object, "files", files);
  json_node_take_object (node, object);

  return node;
}

static int
run_synth (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProgress) progress = NULL;
  g_autofree char *out = NULL;
  gint64 customers = 2500, months = 18, seed = 1;
  TnSynthParams params = TN_SYNTH_PARAMS_INIT;
  TnSynthCounts counts;
  GOptionEntry entries[] = {
    { "customers", 0, 0, G_OPTION_ARG_INT64, &customers, N_ ("How many customers"), "N" },
    { "months", 0, 0, G_OPTION_ARG_INT64, &months, N_ ("How many months"), "M" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("Seed of every random choice"), "S" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("Folder to write to"), "DIR" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_demo_verbs[0], entries, &argc, &argv, 0, 0, &status))
    return status;
  if (out == NULL)
    out = g_strdup ("shop");
  if (!check_most (cli, "customers", customers, TN_SYNTH_MAX_CUSTOMERS) ||
      !check_most (cli, "months", months, TN_SYNTH_MAX_MONTHS))
    return CLI_USAGE;
  params.n_customers = customers;
  params.n_months = months;
  params.seed = seed;
  progress = cli_progress_new (cli);
  if (!tn_synth_write (&params, out, &counts, progress, cli->cancellable, &error))
    return cli_fail (cli, error);
  cli_say (cli,
           tn_message_text (tn_message_new (N_ ("Wrote the files of a made-up shop to {folder}.")),
                            "folder", out));

  return cli_done (cli, describe_files (out, &counts));
}

static gboolean
import_sample (Cli *cli, TnProject *project, GError **error)
{
  g_autoptr (TnDataset) dataset =
      tn_project_import_sample (project, "orders", NULL, cli->cancellable, error);

  return dataset != NULL;
}

static gboolean
ask_sample (Cli *cli, TnProject *project, GError **error)
{
  const TnTemplate *template = tn_template_find ("churn");
  g_autoptr (TnTable) table = tn_project_load_dataset (project, "orders", error);
  g_autoptr (TnGraph) graph = table != NULL ? template->build ("orders", table, error) : NULL;
  g_autoptr (TnBoard) board = graph != NULL ? tn_graph_draw_lanes (graph, cli->language) : NULL;

  return graph != NULL &&
         tn_project_lay_out (
             project, "churn", graph, board,
             tn_message_text (tn_message_new (N_ ("Make pipeline {name}")), "name", "churn"),
             error);
}

static gboolean
write_reports (Cli *cli, TnProject *project, gint64 run, const char *dir, GError **error)
{
  static const char *const languages[] = { "en", "zh_CN" };
  g_autoptr (TnDocument) document = tn_report_new (project, run, error);

  if (document == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      const TnLanguage *language = tn_language_get (languages[i]);
      g_autofree char *pdf = g_strdup_printf ("%s/report-%s.pdf", dir, languages[i]);
      g_autofree char *html = g_strdup_printf ("%s/report-%s.html", dir, languages[i]);

      if (!tn_pdf_write (document, language, pdf, NULL, cli->cancellable, error) ||
          !tn_html_write (document, language, html, NULL, cli->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_lists (Cli *cli, TnProject *project, gint64 run, const char *dir, GError **error)
{
  g_autofree char *csv = g_build_filename (dir, "customers.csv", NULL);
  g_autofree char *xlsx = g_build_filename (dir, "customers.xlsx", NULL);
  TnListJob job = { .run = run, .language = cli->language, .out = csv };

  if (!tn_list_write (project, &job, NULL, NULL, cli->cancellable, error))
    return FALSE;
  job.out = xlsx;

  return tn_list_write (project, &job, NULL, NULL, cli->cancellable, error);
}

/* What was found and where to look, in three lines. */
static void
say_found (Cli *cli, JsonObject *run, const char *dir)
{
  JsonObject *list = tn_json_object (tn_json_object (run, "results"), "list");
  JsonObject *leavers = tn_json_object (list, "leavers");
  JsonObject *stake = tn_json_object (list, "stake");
  const char *currency = tn_json_string (list, "currency", "");
  TnMessage *message;

  message = tn_message_new (
      N_ ("About {leavers} of {all} customers will probably leave by {date} ({low} to {high})."));
  message = tn_message_date (message, "date", tn_json_int (list, "until", 0));
  message = tn_message_round (message, "leavers", tn_json_double (leavers, "value", NAN), 3);
  message = tn_message_count (message, "all", tn_json_int (list, "n", 0));
  message = tn_message_round (message, "low", tn_json_double (leavers, "low", NAN), 3);
  cli_say (cli, tn_message_round (message, "high", tn_json_double (leavers, "high", NAN), 3));

  message = tn_message_new (N_ ("At stake until then: {value} (95% interval {low} to {high})."));
  message = tn_message_money (message, "value", tn_json_double (stake, "value", NAN), currency, 2);
  message = tn_message_money (message, "low", tn_json_double (stake, "low", NAN), currency, 2);
  cli_say (cli,
           tn_message_money (message, "high", tn_json_double (stake, "high", NAN), currency, 2));

  message = tn_message_new (
      N_ ("Look at {folder}: report-en.pdf, report-zh_CN.pdf, customers.xlsx, shop.tenure."));
  cli_say (cli, tn_message_text (message, "folder", dir));
}

static JsonNode *
do_demo (Cli *cli, const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "shop.tenure", NULL);
  g_autoptr (TnProject) project = NULL;
  g_autoptr (JsonNode) described = NULL;
  gint64 run;

  if (g_mkdir_with_parents (dir, 0777) != 0)
    {
      tn_error_set_errno (error, errno, dir);
      return NULL;
    }
  /* It may be a project somebody works in. */
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("{file} is there already. Choose another folder with --out, or remove it."),
                    "file", path, NULL);
      return NULL;
    }
  project = tn_project_create (path, error);
  if (project == NULL || !import_sample (cli, project, error) || !ask_sample (cli, project, error))
    return NULL;
  run = tn_worker_run (project, cli->program, "churn", 1, 0, NULL, NULL, cli->cancellable, error);
  if (run == 0 || !write_reports (cli, project, run, dir, error) ||
      !write_lists (cli, project, run, dir, error))
    return NULL;
  described = tn_project_describe_run (project, run, cli->language, error);
  if (described == NULL || !cli_save (cli, project, error))
    return NULL;

  return g_steal_pointer (&described);
}

static int
run_demo (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  JsonNode *described;
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("Folder to write to"), "DIR" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_demo_verbs[1], entries, &argc, &argv, 0, 0, &status))
    return status;
  if (out == NULL)
    out = g_strdup ("demo");
  described = do_demo (cli, out, &error);
  if (described == NULL)
    return cli_fail (cli, error);
  say_found (cli, json_node_get_object (described), out);

  return cli_done (cli, described);
}

const CliVerb cli_demo_verbs[] = {
  { "synth", "", N_ ("Makes up a shop: orders, events, items, customers, reviews, campaigns"),
    run_synth, "--customers 100000 --months 36 --seed 7 --out shop" },
  { "demo", "", N_ ("Does the main job on the sample shop: project, reports, lists"), run_demo,
    "--out demo" },
  { NULL },
};
