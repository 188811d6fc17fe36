/* cli-run.c: run, fix, worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli-graph.h"
#include "cli-runs.h"
#include "tn-edit.h"
#include "tn-memory.h"
#include "tn-pipeline-check.h"
#include "tn-pipeline-run.h"
#include "tn-worker.h"

/* A run that is watched, and stopped learning when it has learned for long enough. */
typedef struct
{
  Cli *cli;
  double patience; /* seconds; 0 for without end */
  gint64 since;    /* when learning began, 0 before */
  TnRunControl *control;
} Watch;

/* A learner tells of every round, so it is looked at often enough. */
static void
lose_patience (Watch *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->since == 0)
    self->since = now;
  if (self->patience > 0 && !tn_run_control_is_stopping (self->control) &&
      (double) (now - self->since) >= self->patience * G_USEC_PER_SEC)
    tn_run_control_stop (self->control);
}

static void
show_event (JsonObject *event, gpointer user_data)
{
  Watch *watch = user_data;
  Cli *cli = watch->cli;
  const char *what = tn_json_string (event, "event", "");

  if (g_str_equal (what, "curve"))
    lose_patience (watch);

  if (g_str_equal (what, "progress"))
    {
      g_autoptr (TnMessage) phase = tn_message_read (event, "phase");

      cli_progress_show (cli, tn_json_double (event, "fraction", 0),
                         tn_json_double (event, "seconds_left", NAN), phase);
    }
}

/* --set changes the pipeline for this run and for later ones, as one step of the history. */
gboolean
cli_change_settings (TnProject *project, const char *pipeline, char **settings, GError **error)
{
  g_autoptr (TnGraph) graph = NULL;
  g_autofree char *what = NULL;

  if (settings == NULL)
    return TRUE;
  graph = tn_project_get_pipeline (project, pipeline, error);
  if (graph == NULL)
    return FALSE;
  for (guint i = 0; settings[i] != NULL; i++)
    if (!tn_graph_set_text (graph, settings[i], error))
      return FALSE;
  what = g_strjoinv (", ", settings);

  return tn_project_put_pipeline (
      project, pipeline, graph, tn_message_text (tn_message_new (N_ ("Set {what}")), "what", what),
      error);
}

char *
cli_choose_pipeline (TnProject *project, const char *asked, GError **error)
{
  g_auto (GStrv) names = NULL;
  guint n;

  if (asked != NULL)
    return g_strdup (asked);
  names = tn_project_list_documents (project, TN_DOCUMENT_PIPELINE, error);
  n = names != NULL ? g_strv_length (names) : 0;
  if (names != NULL && n == 0)
    tn_error_set (error, TN_ERROR_NOT_FOUND,
                  N_ ("This project has no pipeline yet. Apply a template to a data set first."),
                  NULL);

  return n > 0 ? g_strdup (names[n - 1]) : NULL;
}

/* What else keeps it from running, and what can be done about each, numbered as “fix” counts. */
static void
say_repairs (Cli *cli,
             const char *path,
             const char *pipeline,
             const GError *error,
             GPtrArray *issues)
{
  g_autofree char *told = tn_error_render (error, cli->language);
  guint number = 0;

  if (cli->json)
    return;
  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      g_autofree char *said = tn_message_say (issue->message, cli->language);

      if (!g_str_equal (said, told))
        fprintf (stderr, "%s\n", said);
      for (guint k = 0; k < issue->repairs->len; k++)
        {
          const TnRepair *repair = g_ptr_array_index (issue->repairs, k);
          g_autofree char *text = tn_message_say (tn_repair_get_text (repair), cli->language);

          fprintf (stderr, "  %u. %s\n", ++number, text);
        }
    }
  if (number > 0)
    fprintf (stderr, "  tenure-cli fix %s %s 1\n", path, pipeline);
}

static const TnRepair *
find_repair (GPtrArray *issues, const char *asked)
{
  guint64 wanted = 0;
  guint number = 0;

  /* Otherwise it is the id of one. */
  if (g_ascii_isdigit (*asked))
    g_ascii_string_to_unsigned (asked, 10, 1, G_MAXUINT, &wanted, NULL);

  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);

      for (guint k = 0; k < issue->repairs->len; k++)
        {
          const TnRepair *repair = g_ptr_array_index (issue->repairs, k);

          if (++number == wanted || g_str_equal (tn_repair_get_id (repair), asked))
            return repair;
        }
    }

  return NULL;
}

/* By the step's id: two steps may be called the same. */
static char *
say_of_step (Cli *cli, const TnGraphIssue *issue)
{
  g_autofree char *text = tn_message_say (issue->message, cli->language);

  return issue->node != NULL ? g_strdup_printf ("%s: %s", issue->node, text)
                             : g_steal_pointer (&text);
}

int
cli_graph_list_repairs (Cli *cli, GPtrArray *issues)
{
  guint number = 0;

  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);

      g_autofree char *said = say_of_step (cli, issue);

      cli_print (cli, said);
      for (guint k = 0; k < issue->repairs->len; k++)
        {
          const TnRepair *repair = g_ptr_array_index (issue->repairs, k);
          g_autofree char *text = tn_message_say (tn_repair_get_text (repair), cli->language);
          g_autofree char *line = g_strdup_printf ("  %u. %s", ++number, text);

          cli_print (cli, line);
        }
    }
  if (issues->len == 0)
    cli_say (cli, tn_message_new (N_ ("Nothing keeps this pipeline from running.")));

  return cli_done (cli, tn_graph_issues_describe (issues, cli->language));
}

static int
run_fix (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  gboolean asked;
  const TnRepair *repair;
  int status;

  if (!cli_parse (cli, &cli_run_verbs[1], NULL, &argc, &argv, 2, 3, &status))
    return status;
  asked = argc > 3;
  project = cli_open (cli, argv[1], asked ? TN_OPEN_EDIT : TN_OPEN_READ_ONLY, &error);
  issues = project != NULL ? tn_project_check_pipeline (project, argv[2], &error) : NULL;
  if (issues == NULL)
    return cli_fail (cli, error);
  if (!asked)
    return cli_graph_list_repairs (cli, issues);

  repair = find_repair (issues, argv[3]);
  if (repair == NULL)
    tn_error_set (&error, TN_ERROR_NOT_FOUND,
                  N_ ("There is no repair “{id}” here. “tenure-cli fix” without a number lists "
                      "them."),
                  "id", argv[3], NULL);
  if (repair == NULL || !tn_repair_apply (repair, project, argv[2], &error) ||
      !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_ref (tn_repair_get_text (repair)));

  return cli_done (cli, NULL);
}

/* As an earlier run was: its pipeline, settings, step wanted and seed, on the data there are now.
 * The pipeline of the project stays as it is. @earlier owns what @order points to. */
static gboolean
repeat_run (TnProject *project,
            gint64 number,
            TnRun **earlier,
            TnGraph **graph,
            TnWorkerOrder *order,
            GError **error)
{
  *earlier = tn_project_get_run (project, number, error);
  if (*earlier == NULL)
    return FALSE;
  if ((*earlier)->snapshot == NULL)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("Run {run} kept no pipeline, so it cannot be repeated."), "run", text,
                    NULL);
      return FALSE;
    }
  *graph = tn_graph_from_json ((*earlier)->snapshot, error);
  if (*graph == NULL)
    return FALSE;
  order->pipeline = (*earlier)->pipeline;
  order->graph = *graph;
  order->to = tn_run_get_target (*earlier);
  order->seed = (*earlier)->seed;

  return TRUE;
}

static int
run_run (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) save_error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *pipeline = NULL;
  g_autofree char *to = NULL;
  g_auto (GStrv) settings = NULL;
  g_autoptr (TnRunControl) control = tn_run_control_new ();
  Watch watch = { cli, 0, 0, control };
  TnWorkerOrder order = { 0 };
  g_autoptr (TnRun) earlier = NULL;
  g_autoptr (TnGraph) graph = NULL;
  gint64 seed = 1, again = 0, run = 0;
  int threads = 0, status;
  double memory = 0;
  GOptionEntry entries[] = {
    { "again", 0, 0, G_OPTION_ARG_INT64, &again,
      N_ ("As this earlier run, with its settings and seed, on the data there are now"), "RUN" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_ ("One setting"), "NODE.PARAM=VALUE" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Only this step and what it needs"), "STEP" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("Seed of every random choice"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_ ("Threads; 0 for one a processor"), "N" },
    { "memory", 0, 0, G_OPTION_ARG_DOUBLE, &memory,
      N_ ("Gigabytes a run may take; 0 for what is free"), "GB" },
    { "stop-after", 0, 0, G_OPTION_ARG_DOUBLE, &watch.patience,
      N_ ("After so many seconds of learning, models stop and keep their best"), "SECONDS" },
    { NULL },
  };

  if (!cli_parse (cli, &cli_run_verbs[0], entries, &argc, &argv, 1, 2, &status))
    return status;
  if (again != 0 && (argc > 2 || settings != NULL || to != NULL || seed != 1))
    return cli_usage (cli, tn_message_new (N_ ("“--again” takes pipeline, settings, step and seed "
                                               "of the earlier run; leave them out.")));
  tn_memory_set_limit ((gint64) (CLAMP (memory, 0, 1e6) * 1e9));
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL ||
      (again != 0 && !repeat_run (project, again, &earlier, &graph, &order, &error)))
    return cli_fail (cli, error);
  if (again == 0)
    {
      pipeline = cli_choose_pipeline (project, argc > 2 ? argv[2] : NULL, &error);
      if (pipeline == NULL || !cli_change_settings (project, pipeline, settings, &error))
        return cli_fail (cli, error);
      order = (TnWorkerOrder){ .pipeline = pipeline, .to = to, .seed = (guint64) seed };
    }
  order.n_threads = (guint) threads;

  run = tn_worker_run_order (project, cli->program, &order, show_event, &watch, control,
                             cli->cancellable, &error);
  if (run == 0)
    {
      g_autoptr (GPtrArray) issues =
          pipeline != NULL ? tn_project_check_pipeline (project, pipeline, NULL) : NULL;

      /* What was changed and finished before is kept. */
      tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &save_error);
      tn_project_close (project, NULL);
      status = cli_fail_with (cli, error, issues);
      if (issues != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say_repairs (cli, argv[1], pipeline, error, issues);
      return status;
    }

  return cli_show_run (cli, project, argv[1], run, TRUE);
}

static int
run_worker (Cli *cli, int argc, char **argv)
{
  gboolean look = FALSE;
  GOptionEntry entries[] = {
    { "look", 0, 0, G_OPTION_ARG_NONE, &look,
      N_ ("Change nothing: score and explain, but do not run"), NULL },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_run_verbs[2], entries, &argc, &argv, 1, 1, &status))
    return status;

  return tn_worker_serve (argv[1], look, 0, 1);
}

const CliVerb cli_run_verbs[] = {
  { "run", "PROJECT [PIPELINE]", N_ ("Runs a pipeline in a process of its own"), run_run,
    "shop.tenure churn --seed 1 --threads 2" },
  { "fix", "PROJECT PIPELINE [NUMBER]",
    N_ ("Says what keeps a pipeline from running, and does one of the things offered"), run_fix,
    "shop.tenure churn 1" },
  { "worker", "SESSION",
    N_ ("Serves runs to another process, by lines on standard input and output"), run_worker },
  { NULL },
};
