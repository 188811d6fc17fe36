/* cli-run.c: run, runs, results, worker
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
#include "tn-money.h"
#include "tn-pipeline-check.h"
#include "tn-pipeline-run.h"
#include "tn-run-label.h"
#include "tn-run-log.h"
#include "tn-run.h"
#include "tn-step-record.h"
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
      JsonNode *node = json_object_get_member (event, "phase");
      g_autoptr (TnMessage) phase = node != NULL ? tn_message_from_json (node, NULL) : NULL;

      cli_progress_show (cli, tn_json_double (event, "fraction", 0),
                         tn_json_double (event, "seconds_left", NAN), phase);
    }
}

static void
print_metrics (Cli *cli, JsonObject *run)
{
  JsonArray *metrics = tn_json_array (run, "metrics");

  for (guint i = 0; metrics != NULL && i < json_array_get_length (metrics); i++)
    {
      JsonObject *metric = json_array_get_object_element (metrics, i);
      const char *id = tn_json_string (metric, "metric", "");
      g_autofree char *value = NULL;
      g_autofree char *low = NULL;
      g_autofree char *high = NULL;
      g_autofree char *line = NULL;

      if (!g_str_equal (id, "auc") && !g_str_equal (id, "log_loss") && !g_str_equal (id, "lift_10"))
        continue;
      value = tn_language_format_number (cli->language, tn_json_double (metric, "value", NAN), 3);
      low = tn_language_format_number (cli->language, tn_json_double (metric, "low", NAN), 3);
      high = tn_language_format_number (cli->language, tn_json_double (metric, "high", NAN), 3);
      line = g_strdup_printf ("  %-14s %-10s %-12s %s  (%s – %s)",
                              tn_json_string (metric, "model", ""), id,
                              tn_json_string (metric, "split", ""), value, low, high);
      cli_print (cli, line);
    }
}

static void
print_warnings (Cli *cli, JsonObject *run)
{
  JsonArray *warnings = tn_json_array (run, "warnings");

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    cli_print (cli, tn_json_string (json_array_get_object_element (warnings, i), "text", ""));
}

/* What only a person can say, and how to say it. */
static void
ask (Cli *cli, const char *path, JsonObject *run)
{
  JsonObject *list = tn_json_object (tn_json_object (run, "results"), "list");
  const char *step = list != NULL ? tn_json_string (list, "money_node", NULL) : NULL;
  TnMoney money;

  if (step == NULL || tn_json_object (list, "stake") == NULL)
    return;
  money = (TnMoney){ tn_json_double (list, "margin", 0), tn_json_double (list, "cost", 0),
                     tn_json_double (list, "offer", 0) };
  if (!tn_json_bool (list, "currency_known", TRUE))
    cli_say (cli, tn_message_text (
                      tn_message_text (
                          tn_message_new (N_ ("Which currency are the amounts in? Say it with, for "
                                              "example: tenure-cli set {project} "
                                              "{step}.currency=GBP")),
                          "project", path),
                      "step", step));
  if (!tn_money_is_stated (&money))
    cli_say (cli,
             tn_message_text (
                 tn_message_text (
                     tn_message_new (N_ ("When contacting pays can be told once margin and cost of "
                                         "a contact are stated, for example: tenure-cli set "
                                         "{project} {step}.margin=40 {step}.cost=2")),
                     "project", path),
                 "step", step));
}

static int
show_run (Cli *cli, TnProject *project, const char *path, gint64 run, gboolean save)
{
  g_autoptr (GError) error = NULL;
  JsonNode *described = tn_project_describe_run (project, run, cli->language, &error);

  if (described == NULL || (save && !cli_save (cli, project, &error)))
    return cli_fail (cli, error);
  print_warnings (cli, json_node_get_object (described));
  print_metrics (cli, json_node_get_object (described));
  ask (cli, path, json_node_get_object (described));

  return cli_done (cli, described);
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
  gint64 seed = 1, run = 0;
  int threads = 0, status;
  double memory = 0;
  GOptionEntry entries[] = {
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
  tn_memory_set_limit ((gint64) (CLAMP (memory, 0, 1e6) * 1e9));
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  pipeline =
      project != NULL ? cli_choose_pipeline (project, argc > 2 ? argv[2] : NULL, &error) : NULL;
  if (pipeline == NULL || !cli_change_settings (project, pipeline, settings, &error))
    return cli_fail (cli, error);

  order = (TnWorkerOrder){
    .pipeline = pipeline, .to = to, .seed = (guint64) seed, .n_threads = threads
  };
  run = tn_worker_run_order (project, cli->program, &order, show_event, &watch, control,
                             cli->cancellable, &error);
  if (run == 0)
    {
      g_autoptr (GPtrArray) issues = tn_project_check_pipeline (project, pipeline, NULL);

      /* What was changed and finished before is kept. */
      tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &save_error);
      tn_project_close (project, NULL);
      status = cli_fail_with (cli, error, issues);
      if (issues != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say_repairs (cli, argv[1], pipeline, error, issues);
      return status;
    }

  return show_run (cli, project, argv[1], run, TRUE);
}

/* "12:03:04.120  boosting 2     end      1.24 s  180 MB  …" */
static void
print_event (Cli *cli, JsonObject *event)
{
  gint64 at = tn_json_int (event, "at", 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autofree char *clock = g_date_time_format (time, "%F %T");
  JsonNode *fold = json_object_get_member (event, "fold");
  JsonNode *said = json_object_get_member (event, "message");
  g_autofree char *where = fold != NULL ? json_to_string (fold, FALSE) : g_strdup ("");
  g_autoptr (TnMessage) message = said != NULL ? tn_message_from_json (said, NULL) : NULL;
  g_autofree char *text = message != NULL ? tn_message_say (message, cli->language) : NULL;
  GString *line = g_string_new (NULL);

  g_strdelimit (where, "\"", ' ');
  g_string_printf (line, "%s.%03d  %-8s %-14s %-6s", clock, (int) (at % G_USEC_PER_SEC / 1000),
                   tn_json_string (event, "event", ""), tn_json_string (event, "node", ""),
                   g_strstrip (where));
  if (json_object_has_member (event, "seconds"))
    {
      g_autofree char *seconds =
          tn_language_format_number (cli->language, tn_json_double (event, "seconds", 0), 3);

      g_string_append_printf (line, " %s s", seconds);
    }
  if (json_object_has_member (event, "memory"))
    g_string_append_printf (line, "  %" G_GINT64_FORMAT " MB",
                            tn_json_int (event, "memory", 0) / 1000000);
  if (json_object_has_member (event, "status"))
    g_string_append_printf (line, "  %s", tn_json_string (event, "status", ""));
  if (json_object_has_member (event, "signal"))
    g_string_append_printf (line, "  signal %" G_GINT64_FORMAT, tn_json_int (event, "signal", 0));
  if (text != NULL)
    g_string_append_printf (line, "  %s", text);
  cli_print (cli, line->str);
  g_string_free (line, TRUE);
}

static int
show_log (Cli *cli, TnProject *project, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = tn_project_get_run (project, id, &error);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *events;

  json_node_take_object (node, object);
  if (run == NULL)
    {
      json_node_unref (node);
      return cli_fail (cli, error);
    }
  events = tn_run_log_read (project, run->id);
  json_object_set_int_member (object, "run", run->id);
  json_object_set_array_member (object, "log", events);
  for (guint i = 0; i < json_array_get_length (events); i++)
    print_event (cli, json_array_get_object_element (events, i));

  return cli_done (cli, node);
}

static const char *
say_status (Cli *cli, TnRunStatus status)
{
  static const char *const words[] = {
    [TN_RUN_RUNNING] = N_ ("running"),         [TN_RUN_DONE] = N_ ("done"),
    [TN_RUN_STOPPED] = N_ ("stopped"),         [TN_RUN_FAILED] = N_ ("failed"),
    [TN_RUN_INTERRUPTED] = N_ ("interrupted"),
  };

  return tn_language_lookup (cli->language, words[status]);
}

static JsonObject *
describe_listed (const TnRun *run, const TnRunLabel *label)
{
  JsonObject *item = json_object_new ();

  json_object_set_int_member (item, "run", run->id);
  json_object_set_string_member (item, "pipeline", run->pipeline);
  json_object_set_string_member (item, "status", tn_run_status_to_id (run->status));
  json_object_set_int_member (item, "seed", (gint64) run->seed);
  if (run->info != NULL && tn_json_object (json_node_get_object (run->info), "figure") != NULL)
    json_object_set_object_member (
        item, "figure",
        json_object_ref (tn_json_object (json_node_get_object (run->info), "figure")));
  if (label != NULL && label->name != NULL)
    json_object_set_string_member (item, "name", label->name);
  if (label != NULL && label->note != NULL)
    json_object_set_string_member (item, "note", label->note);
  json_object_set_boolean_member (item, "pinned", label != NULL && label->pinned);
  json_object_set_boolean_member (item, "deleted", label != NULL && label->deleted);

  return item;
}

/* What was thrown away is in the data, to be brought back by its number, and not in the list. */
static void
list_run (Cli *cli, const TnRun *run, const TnRunLabel *label)
{
  g_autofree char *line = NULL;

  if (label != NULL && label->deleted)
    return;
  line = g_strdup_printf ("%4" G_GINT64_FORMAT "%s %-12s %s%s%s%s%s", run->id,
                          label != NULL && label->pinned ? "*" : " ", run->pipeline,
                          say_status (cli, run->status),
                          label != NULL && label->name != NULL ? "  " : "",
                          label != NULL && label->name != NULL ? label->name : "",
                          label != NULL && label->note != NULL ? " – " : "",
                          label != NULL && label->note != NULL ? label->note : "");
  cli_print (cli, line);
}

static int
run_runs (Cli *cli, int argc, char **argv)
{
  gboolean log = FALSE;
  GOptionEntry entries[] = {
    { "log", 0, 0, G_OPTION_ARG_NONE, &log,
      N_ ("Print what happened in a run, and when; the latest unless RUN is given"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GHashTable) labels = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  gint64 id;
  int status;

  json_node_take_object (node, object);
  json_object_set_array_member (object, "runs", array);
  if (!cli_parse (cli, &cli_run_verbs[2], entries, &argc, &argv, 1, 4, &status))
    return status;
  if (cli_runs_is_action (argc, argv))
    return cli_runs_act (cli, argc, argv);
  if (argc > 3)
    return cli_usage (cli, tn_message_text (tn_message_new (N_ ("“{value}” is nothing that can be "
                                                                "done with runs.")),
                                            "value", argv[2]));
  if (!cli_parse_run (cli, argc, argv, &id, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  if (project != NULL && (log || argc > 2))
    return show_log (cli, project, id);
  runs = project != NULL ? tn_project_list_runs (project, &error) : NULL;
  labels = runs != NULL ? tn_project_list_run_labels (project, &error) : NULL;
  if (labels == NULL)
    return cli_fail (cli, error);
  if (runs->len == 0)
    cli_say (cli, tn_message_text (
                      tn_message_new (N_ ("No runs yet: tenure-cli run {project} makes one.")),
                      "project", argv[1]));
  for (guint i = 0; i < runs->len; i++)
    {
      const TnRun *run = g_ptr_array_index (runs, i);
      const TnRunLabel *label = g_hash_table_lookup (labels, &run->id);

      json_array_add_object_element (array, describe_listed (run, label));
      list_run (cli, run, label);
    }

  return cli_done (cli, g_steal_pointer (&node));
}

static void
print_shape (Cli *cli, const TnStepShape *shape)
{
  TnMessage *message = tn_message_new_plural (
      TN_PLURAL ("{port}: {n} row × {columns}", "{port}: {n} rows × {columns}"), shape->rows);

  message = tn_message_text (tn_message_count (message, "n", shape->rows), "port", shape->port);
  cli_say (cli, tn_message_count (message, "columns", shape->columns));
}

static int
show_step (Cli *cli, TnProject *project, gint64 run, const char *step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStepRecord) record = tn_step_record_read (project, run, step, &error);
  JsonNode *described;

  if (record == NULL)
    return cli_fail (cli, error);
  for (guint i = 0; i < record->shapes->len; i++)
    print_shape (cli, g_ptr_array_index (record->shapes, i));
  for (guint i = 0; i < record->said->len; i++)
    cli_say (cli, tn_message_ref (g_ptr_array_index (record->said, i)));
  if (record->error != NULL)
    cli_say (cli, tn_message_ref (record->error));
  described = tn_step_record_describe (record, step, cli->language);
  print_metrics (cli, json_node_get_object (described));

  return cli_done (cli, described);
}

static int
run_results (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *step = NULL;
  GOptionEntry entries[] = {
    { "step", 0, 0, G_OPTION_ARG_STRING, &step, N_ ("Of one step alone"), "STEP" },
    { NULL },
  };
  gint64 run;
  int status;

  if (!cli_parse (cli, &cli_run_verbs[3], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &run, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  if (project == NULL)
    return cli_fail (cli, error);

  return step != NULL ? show_step (cli, project, run, step)
                      : show_run (cli, project, argv[1], run, FALSE);
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

  if (!cli_parse (cli, &cli_run_verbs[4], entries, &argc, &argv, 1, 1, &status))
    return status;

  return tn_worker_serve (argv[1], look, 0, 1);
}

const CliVerb cli_run_verbs[] = {
  { "run", "PROJECT [PIPELINE]", N_ ("Runs a pipeline in a process of its own"), run_run,
    "shop.tenure churn --seed 1 --threads 2" },
  { "fix", "PROJECT PIPELINE [NUMBER]",
    N_ ("Says what keeps a pipeline from running, and does one of the things offered"), run_fix,
    "shop.tenure churn 1" },
  { "runs", "PROJECT [RUN | diff RUN RUN | ACTION RUN [TEXT]]",
    N_ ("Lists the runs, newest first, shows the log of one, says in what two differ and why "
        "figures changed, or does with one: pin, unpin, name, note, delete, restore"),
    run_runs, "shop.tenure diff 1 2" },
  { "results", "PROJECT [RUN]", N_ ("Shows what a run found, or what one of its steps gave"),
    run_results, "shop.tenure --step clean" },
  { "worker", "SESSION",
    N_ ("Serves runs to another process, by lines on standard input and output"), run_worker },
  { NULL },
};
