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
      if (output == NULL)
        return FALSE;
      if (output->state == NULL || !g_variant_is_of_type (output->state, G_VARIANT_TYPE_VARDICT))
        {
          tn_error_set (
              error, TN_ERROR_DAMAGED,
              N_ ("What the step “{step}” had learned is damaged. Run the pipeline again."), "step",
              node->id, NULL);
          return FALSE;
        }
      state = tn_node_state_new (output->type, output->version, output->state);
      tn_runner_set_state (runner, node->id, state);
    }

  return TRUE;
}

/**
 * tn_project_score:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the learner; %NULL for the one the customer list was made with
 * @data: with the columns of the data the run was made from
 * @as_of: the moment to score as of; %TN_TIME_MISSING for the end of the data
 * @error: as the pipeline's steps
 *
 * Nothing is learned: every step applies what it learned in the final fit of the run.
 *
 * Returns: (transfer full): keys and scores
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

  return tn_table_ref (tn_packet_get_table (scores));
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
