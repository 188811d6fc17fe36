/* tn-pipeline-score.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pipeline-score.h"

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-import.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-run-data.h"
#include "tn-runner.h"

/* What takes the place of the data the run was made from. */
typedef struct
{
  TnProject *project;
  const char *name; /* of the data set that is replaced; others are the project's */
  TnTable *table;
} Given;

static TnPacket *
load_given (const char *dataset, gpointer user_data, GError **error)
{
  Given *given = user_data;
  g_autoptr (TnTable) table = g_strcmp0 (dataset, given->name) == 0
                                  ? tn_table_ref (given->table)
                                  : tn_project_load_dataset (given->project, dataset, error);
  TnPacket *packet;

  if (table == NULL)
    return NULL;
  packet = tn_packet_new_table (TN_PORT_TABLE, table);
  tn_packet_set_key (packet, dataset);

  return packet;
}

static const TnRunnerHooks hooks = { .load = load_given };

static const TnGraphNode *
find_type (TnGraph *graph, const char *type)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (g_str_equal (tn_graph_get_node (graph, i)->type, type))
      return tn_graph_get_node (graph, i);

  return NULL;
}

/* The first data set of the pipeline: the one a new file stands for. */
static const char *
get_main_dataset (TnGraph *graph)
{
  const TnGraphNode *source = find_type (graph, "dataset");

  return source != NULL ? tn_json_string (source->values, "name", NULL) : NULL;
}

/* The model the run's customer list was made with; otherwise the last learner. */
static char *
choose_model (TnProject *project, gint64 run, TnGraph *graph)
{
  const TnGraphNode *list = find_type (graph, "list");
  g_autoptr (TnOutput) output =
      list != NULL ? tn_project_get_output (project, run, list->id, "result", NULL) : NULL;
  JsonObject *document =
      output != NULL && output->body != NULL ? json_node_get_object (output->body) : NULL;
  const char *model = tn_json_string (document, "model", NULL);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);

      if (document == NULL && node->spec != NULL && (node->spec->flags & TN_NODE_LEARNER))
        model = node->id;
    }

  return g_strdup (model);
}

static TnNodeState *
take_state (const TnOutput *output, GError **error)
{
  if (output->state != NULL && g_variant_is_of_type (output->state, G_VARIANT_TYPE_VARDICT))
    return tn_node_state_new (output->type, output->version, output->state);
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("What the step “{step}” had learned is damaged. Run the pipeline again."),
                "step", output->node, NULL);

  return NULL;
}

static gboolean
give_states (TnProject *project, gint64 run, TnGraph *graph, TnRunner *runner, GError **error)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);
      g_autoptr (TnOutput) output = NULL;
      g_autoptr (TnNodeState) state = NULL;

      if (node->spec == NULL || node->spec->fit == NULL)
        continue;
      output = tn_project_get_output (project, run, node->id, "state", error);
      state = output != NULL ? take_state (output, error) : NULL;
      if (state == NULL)
        return FALSE;
      tn_runner_set_state (runner, node->id, state);
    }

  return TRUE;
}

/* What steps behind the model say of new rows: a list their chances. A step that kept nothing says
 * nothing. */
static gboolean
finish_scores (TnProject *project,
               gint64 run,
               TnGraph *graph,
               const char *model,
               TnTable **scores,
               GError **error)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);
      g_autoptr (TnOutput) output = NULL;
      g_autoptr (TnNodeState) state = NULL;

      if (node->spec == NULL || node->spec->finish == NULL)
        continue;
      output = tn_project_get_output (project, run, node->id, "state", NULL);
      if (output == NULL)
        continue;
      state = take_state (output, error);
      if (state == NULL || !node->spec->finish (state, model, scores, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_project_score:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the learner; %NULL for the one the customer list was made with
 * @data: with the columns of the data the run was made from
 * @as_of: the moment to score as of, also past the last of @data; %TN_TIME_MISSING for the day the
 *   run was made for or, when @data go on later, the day after their end
 * @error: as the pipeline's steps
 *
 * Nothing is learned: every step applies what it learned in the final fit of the run.
 *
 * Returns: (transfer full): keys and scores; of the model the customer list was made with also
 *   chance, low and high, which are those of the list
 */
TnTable *
tn_project_score (TnProject *project,
                  gint64 run,
                  const char *node,
                  TnTable *data,
                  gint64 as_of,
                  TnProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TnRun) found =
      tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  g_autoptr (TnGraph) graph = found != NULL ? tn_graph_from_json (found->snapshot, error) : NULL;
  g_autoptr (TnRunner) runner = NULL;
  g_autofree char *model = NULL;
  g_autoptr (TnTable) finished = NULL;
  Given given = { project, NULL, data };
  TnPacket *scores;

  if (graph == NULL)
    return NULL;
  given.name = get_main_dataset (graph);
  runner = tn_runner_new (graph, found->seed, &hooks, &given, error);

  if (runner == NULL || !give_states (project, found->id, graph, runner, error))
    return NULL;
  model = node != NULL ? g_strdup (node) : choose_model (project, found->id, graph);
  if (model == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND, N_ ("This pipeline has no model to score with."),
                    NULL);
      return NULL;
    }
  if (!tn_runner_score (runner, model, as_of, progress, cancellable, error))
    return NULL;
  scores = tn_runner_get_output (runner, model, "scores", 0);
  if (scores == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The step “{step}” gives no scores. Choose a model."), "step", model, NULL);
      return NULL;
    }

  finished = tn_table_ref (tn_packet_get_table (scores));

  return finish_scores (project, found->id, graph, model, &finished, error)
             ? g_steal_pointer (&finished)
             : NULL;
}

/**
 * tn_scores_get_day:
 *
 * Returns: the day, where the shop is, that begins when the rows know nothing any more, as its
 *   midnight UTC; %TN_TIME_MISSING without dates or rows
 */
gint64
tn_scores_get_day (TnTable *scores)
{
  int place = tn_table_find_role (scores, TN_ROLE_CUT);
  const char *zone = place >= 0 ? tn_table_get_field (scores, (guint) place)->zone : NULL;
  g_autofree gint64 *cuts =
      place >= 0 && tn_table_get_n_rows (scores) > 0
          ? tn_column_dup_times (tn_table_get_column (scores, (guint) place), NULL)
          : NULL;
  g_autoptr (GTimeZone) there = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  gint64 seconds;

  if (cuts == NULL || cuts[0] == TN_TIME_MISSING)
    return TN_TIME_MISSING;
  seconds = cuts[0] / G_USEC_PER_SEC;
  if (there != NULL)
    seconds += g_time_zone_get_offset (
        there, g_time_zone_find_interval (there, G_TIME_TYPE_UNIVERSAL, seconds));

  return (seconds - (seconds % 86400 + 86400) % 86400) * G_USEC_PER_SEC;
}

/* How the run's file was read, with every word of it held fast; %NULL without error when that is
 * not known. */
static TnImportPlan *
make_wish (const TnRunData *data, GError **error)
{
  TnImportPlan *wish =
      data != NULL && data->plan != NULL ? tn_import_plan_from_json (data->plan, error) : NULL;

  if (wish != NULL)
    tn_import_plan_lock_all (wish);

  return wish;
}

/**
 * tn_project_read_like_run:
 * @run: its number, 0 for the latest
 * @file: of the same kind as the one the run's data set was read from
 * @error: as tn_import_detect() and tn_import_run()
 *
 * Types, formats and names of columns are those of the run, and so are their roles, also where
 * they were changed by hand after the import. What the run kept of its data is enough: the data set
 * itself may be gone.
 *
 * Returns: (transfer full): rows for tn_project_score()
 */
TnTable *
tn_project_read_like_run (TnProject *project,
                          gint64 run,
                          const char *file,
                          TnProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (TnRun) found =
      tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  g_autoptr (TnGraph) graph = found != NULL ? tn_graph_from_json (found->snapshot, error) : NULL;
  g_autoptr (GArray) all = graph != NULL ? tn_run_get_data (found) : NULL;
  const TnRunData *data = all != NULL ? tn_run_find_data (all, get_main_dataset (graph)) : NULL;
  g_autoptr (GError) wish_error = NULL;
  g_autoptr (TnImportPlan) wish = make_wish (data, &wish_error);
  g_autoptr (TnSource) source = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  TnImportSummary summary;

  if (graph == NULL)
    return NULL;
  if (wish_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wish_error));
      return NULL;
    }
  source = tn_source_open (file, cancellable, error);
  plan = source != NULL ? tn_import_detect (source, wish, NULL, cancellable, error) : NULL;
  if (plan == NULL || !tn_import_run (source, plan, NULL, &tn_memory_sink, sink, &summary, progress,
                                      cancellable, error))
    return NULL;

  return data != NULL ? tn_run_data_dress (data, tn_memory_sink_get_table (sink), error)
                      : tn_table_ref (tn_memory_sink_get_table (sink));
}
