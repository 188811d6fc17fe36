/* cli-results.c: runs, results: what runs found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli-runs.h"
#include "tn-money.h"
#include "tn-pipeline-run.h"
#include "tn-run-label.h"
#include "tn-run-log.h"
#include "tn-run.h"
#include "tn-step-record.h"

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

int
cli_show_run (Cli *cli, TnProject *project, const char *path, gint64 run, gboolean save)
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

/* "12:03:04.120  boosting 2     end      1.24 s  180 MB  …" */
static void
print_event (Cli *cli, JsonObject *event)
{
  gint64 at = tn_json_int (event, "at", 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autofree char *clock = g_date_time_format (time, "%F %T");
  JsonNode *fold = json_object_get_member (event, "fold");
  g_autofree char *where = fold != NULL ? json_to_string (fold, FALSE) : g_strdup ("");
  g_autoptr (TnMessage) message = tn_message_read (event, "message");
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
  JsonObject *figure = tn_json_object (tn_run_get_info (run), "figure");

  json_object_set_int_member (item, "run", run->id);
  json_object_set_string_member (item, "pipeline", run->pipeline);
  json_object_set_string_member (item, "status", tn_run_status_to_id (run->status));
  json_object_set_int_member (item, "seed", (gint64) run->seed);
  if (figure != NULL)
    json_object_set_object_member (item, "figure", json_object_ref (figure));
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
  if (!cli_parse (cli, &cli_result_verbs[0], entries, &argc, &argv, 1, 4, &status))
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

  if (!cli_parse (cli, &cli_result_verbs[1], entries, &argc, &argv, 1, 2, &status) ||
      !cli_parse_run (cli, argc, argv, &run, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  if (project == NULL)
    return cli_fail (cli, error);

  return step != NULL ? show_step (cli, project, run, step)
                      : cli_show_run (cli, project, argv[1], run, FALSE);
}

const CliVerb cli_result_verbs[] = {
  { "runs", "PROJECT [RUN | diff RUN RUN | ACTION RUN [TEXT]]",
    N_ ("Lists the runs, newest first, shows the log of one, says in what two differ and why "
        "figures changed, or does with one: pin, unpin, name, note, delete, restore"),
    run_runs, "shop.tenure diff 1 2" },
  { "results", "PROJECT [RUN]", N_ ("Shows what a run found, or what one of its steps gave"),
    run_results, "shop.tenure --step clean" },
  { NULL },
};
