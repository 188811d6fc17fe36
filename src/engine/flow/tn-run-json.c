/* tn-run-json.c: what the command line prints about a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-run-data.h"
#include "tn-run-label.h"

/* Flattens {"models":[{"id","metrics":[…]}]} into one list with the model beside each. */
static void
add_metrics (JsonArray *metrics, JsonObject *document)
{
  JsonArray *models = tn_json_array (document, "models");

  for (guint i = 0; models != NULL && i < json_array_get_length (models); i++)
    {
      JsonObject *model = tn_json_object_at (models, i);
      JsonArray *own = tn_json_array (model, "metrics");

      for (guint j = 0; own != NULL && j < json_array_get_length (own); j++)
        {
          g_autoptr (JsonNode) copy = NULL;
          JsonObject *metric;

          if (tn_json_object_at (own, j) == NULL)
            continue;
          copy = json_node_copy (json_array_get_element (own, j));
          metric = json_node_get_object (copy);
          json_object_set_string_member (metric, "model", tn_json_string (model, "id", ""));
          if (!json_object_has_member (metric, "metric"))
            json_object_set_string_member (metric, "metric", tn_json_string (metric, "id", ""));
          json_array_add_element (metrics, json_node_copy (copy));
        }
    }
}

static gboolean
add_results (TnProject *project, const TnRun *run, JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run->id, error);
  gboolean is_done = run->status == TN_RUN_DONE;
  JsonObject *results = json_object_new ();
  JsonArray *metrics = json_array_new ();

  json_object_set_object_member (object, "results", results);
  json_object_set_array_member (object, "metrics", metrics);
  /* Of a run that was stopped half way there may be parts: they are nobody's answer. */
  for (guint i = 0; is_done && outputs != NULL && i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = NULL;

      if (!g_str_equal (at->name, "result"))
        continue;
      output = tn_project_get_output (project, run->id, at->node, at->name, error);
      if (output == NULL)
        return FALSE;
      if (output->body == NULL)
        continue;
      add_metrics (metrics, json_node_get_object (output->body));
      json_object_set_member (results, at->node, json_node_copy (output->body));
    }

  return outputs != NULL;
}

static void
add_warnings (JsonObject *object, JsonObject *info, const TnLanguage *language)
{
  JsonArray *stored = tn_json_array (info, "warnings");
  JsonArray *warnings = json_array_new ();

  for (guint i = 0; stored != NULL && i < json_array_get_length (stored); i++)
    {
      JsonObject *from = tn_json_object_at (stored, i);
      g_autoptr (TnMessage) message = tn_message_read (from, "message");
      g_autofree char *text = message != NULL ? tn_message_say (message, language) : g_strdup ("");
      JsonObject *warning = json_object_new ();

      json_object_set_string_member (warning, "node", tn_json_string (from, "node", ""));
      json_object_set_string_member (warning, "code", tn_json_string (from, "code", ""));
      json_object_set_string_member (warning, "text", text);
      json_array_add_object_element (warnings, warning);
    }
  json_object_set_array_member (object, "warnings", warnings);
}

/* What the steps took: as far as the run kept it, which those of earlier versions did not. */
static void
add_costs (JsonObject *object, const TnRun *run)
{
  JsonObject *info = tn_run_get_info (run);
  JsonObject *versions = run->versions != NULL ? json_node_get_object (run->versions) : NULL;
  JsonObject *machine = tn_json_object (versions, "machine");
  static const char *const members[] = { "seconds", "memory" };
  JsonObject *costs = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (tn_json_object (info, members[i]) != NULL)
      json_object_set_object_member (costs, members[i],
                                     json_object_ref (tn_json_object (info, members[i])));
  if (info != NULL && json_object_has_member (info, "peak"))
    json_object_set_int_member (costs, "peak", tn_json_int (info, "peak", 0));
  json_object_set_object_member (object, "costs", costs);
  if (machine != NULL)
    json_object_set_object_member (object, "machine", json_object_ref (machine));
}

static void
add_data (JsonObject *object, const TnRun *run)
{
  g_autoptr (GArray) all = tn_run_get_data (run);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      const TnRunData *at = &g_array_index (all, TnRunData, i);
      JsonObject *data = json_object_new ();

      json_object_set_string_member (data, "name", at->name);
      json_object_set_int_member (data, "rows", at->n_rows);
      json_object_set_int_member (data, "problem_rows", at->n_problem_rows);
      json_object_set_string_member (data, "fingerprint", at->fingerprint);
      if (at->plan_id != NULL)
        json_object_set_string_member (data, "plan", at->plan_id);
      json_array_add_object_element (array, data);
    }
  json_object_set_array_member (object, "data", array);
}

/* A run that was thrown away, or went up to one step only, is nobody's answer. */
static gboolean
counts (const TnRun *run, GHashTable *labels)
{
  const TnRunLabel *label = g_hash_table_lookup (labels, &run->id);

  return tn_run_get_target (run) == NULL && (label == NULL || !label->deleted);
}

/**
 * tn_project_find_run:
 * @error: %TN_ERROR_NOT_FOUND when there is no run at all
 */
gint64
tn_project_find_run (TnProject *project, gint64 run, GError **error)
{
  g_autoptr (GHashTable) labels = run == 0 ? tn_project_list_run_labels (project, error) : NULL;

  /* Nearly always the first one is it. */
  for (guint most = 1, last = 0; run == 0; most = G_MAXINT)
    {
      g_autoptr (GPtrArray) runs = tn_project_find_runs (project, NULL, TN_RUN_DONE, most, error);
      guint n = runs != NULL ? runs->len : 0;

      if (labels == NULL)
        return 0;
      for (; last < n; last++)
        if (counts (g_ptr_array_index (runs, last), labels))
          return ((const TnRun *) g_ptr_array_index (runs, last))->id;
      if (n < most)
        return run;
    }

  return run;
}

const char *
tn_run_get_target (const TnRun *run)
{
  return run->snapshot != NULL && JSON_NODE_HOLDS_OBJECT (run->snapshot)
             ? tn_json_string (json_node_get_object (run->snapshot), "to", NULL)
             : NULL;
}

/**
 * tn_run_is_of:
 *
 * Steps that are switched off are no part of either; settings are compared as
 * tn_graph_is_same() does.
 */
gboolean
tn_run_is_of (const TnRun *run, TnGraph *graph)
{
  const char *target = tn_run_get_target (run);
  g_autoptr (TnGraph) now =
      target != NULL ? tn_graph_new_up_to (graph, target, NULL) : tn_graph_new_active (graph);
  g_autoptr (TnGraph) then =
      now != NULL && run->snapshot != NULL ? tn_graph_from_json (run->snapshot, NULL) : NULL;

  return then != NULL && tn_graph_is_same (now, then);
}

/**
 * tn_project_describe_run:
 * @run: its number, 0 for the latest that was done
 * @language: of the texts; everything else is ids
 *
 * Returns: (transfer full): {"run", "pipeline", "seed", "status", "seconds", "data", "costs",
 *   "machine", "metrics", "warnings", "results"}; data sets as they were when it ran. “costs” are
 *   the seconds and the bytes of memory by step
 */
JsonNode *
tn_project_describe_run (TnProject *project, gint64 run, const TnLanguage *language, GError **error)
{
  g_autoptr (TnRun) found =
      tn_project_get_run (project, tn_project_find_run (project, run, NULL), error);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  if (found == NULL)
    return NULL;
  json_object_set_int_member (object, "run", found->id);
  json_object_set_string_member (object, "pipeline", found->pipeline);
  json_object_set_int_member (object, "seed", (gint64) found->seed);
  json_object_set_string_member (object, "status", tn_run_status_to_id (found->status));
  json_object_set_double_member (
      object, "seconds", found->finished > 0 ? (found->finished - found->started) / 1e6 : 0);
  add_data (object, found);
  add_costs (object, found);
  add_warnings (object, tn_run_get_info (found), language);
  if (!add_results (project, found, object, error))
    return NULL;

  return g_steal_pointer (&node);
}
