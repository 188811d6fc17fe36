/* tn-pipeline-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pipeline-run.h"

#include <sys/resource.h>

#include <cblas.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-memory.h"
#include "tn-node-cache.h"
#include "tn-pause.h"
#include "tn-pool.h"
#include "tn-repair.h"
#include "tn-run-data.h"
#include "tn-run-figure.h"
#include "tn-run-log.h"
#include "tn-run-machine.h"
#include "tn-run-memory.h"
#include "tn-run.h"

#define PIPELINE_VERSION 1

/* One run going on. */
typedef struct
{
  TnProject *project;
  TnNodeCache *cache;
  const TnRunEvents *events;
  gpointer user_data;
  gint64 id;
  gint64 rows; /* of all data sets */
  GMutex lock; /* guards what follows */
  JsonArray *warnings;
  JsonObject *seconds;
  JsonObject *shapes; /* by step: rows and columns of each output */
  JsonObject *data;   /* by name: data sets as they were */
  TnRunLog *log;
  TnRunMemory *memory;
  JsonObject *figure; /* (nullable): of the first evaluation */
  gint64 started;
} Run;

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->cache, tn_node_cache_unref);
  json_array_unref (self->warnings);
  json_object_unref (self->seconds);
  json_object_unref (self->shapes);
  json_object_unref (self->data);
  g_clear_pointer (&self->log, tn_run_log_free);
  g_clear_pointer (&self->memory, tn_run_memory_free);
  g_clear_pointer (&self->figure, json_object_unref);
  g_mutex_clear (&self->lock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/**
 * tn_project_get_pipeline:
 * @name: (nullable): %NULL for the only or latest one
 *
 * Returns: (transfer full): the pipeline
 */
TnGraph *
tn_project_get_pipeline (TnProject *project, const char *name, GError **error)
{
  g_autoptr (TnRecord) document = NULL;

  if (name == NULL)
    {
      g_auto (GStrv) names = tn_project_list_documents (project, TN_DOCUMENT_PIPELINE, error);
      guint n = names != NULL ? g_strv_length (names) : 0;

      if (names == NULL)
        return NULL;
      if (n == 0)
        {
          tn_error_set (
              error, TN_ERROR_NOT_FOUND,
              N_ ("This project has no pipeline yet. Apply a template to a data set first."), NULL);
          return NULL;
        }
      document = tn_project_get_document (project, TN_DOCUMENT_PIPELINE, names[n - 1], error);
    }
  else
    document = tn_project_get_document (project, TN_DOCUMENT_PIPELINE, name, error);

  return document != NULL ? tn_graph_from_json (document->body, error) : NULL;
}

void
tn_edit_put_pipeline (TnEdit *edit, const char *name, TnGraph *graph)
{
  g_autoptr (JsonNode) body = tn_graph_to_json (graph);

  tn_edit_put (edit, TN_DOCUMENT_PIPELINE, name, PIPELINE_VERSION, body);
}

/**
 * tn_project_put_pipeline:
 * @label: (transfer full): what was done, for the history
 */
gboolean
tn_project_put_pipeline (TnProject *project,
                         const char *name,
                         TnGraph *graph,
                         TnMessage *label,
                         GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (label);

  tn_edit_put_pipeline (edit, name, graph);

  return tn_project_edit (project, edit, error);
}

/* Hooks of the runner */

static TnPacket *
load (const char *dataset, gpointer user_data, GError **error)
{
  Run *self = user_data;
  g_autoptr (TnDataset) found = tn_project_find_dataset (self->project, dataset, error);
  g_autoptr (TnTable) table =
      found != NULL ? tn_project_load_dataset (self->project, dataset, error) : NULL;
  g_autofree char *key = NULL;
  TnPacket *packet;

  if (table == NULL)
    return NULL;
  /* A key over the values, not the table's number: the same data anywhere, the same key. */
  key = tn_table_fingerprint (table, error);
  if (key == NULL)
    return NULL;
  packet = tn_packet_new_table (TN_PORT_TABLE, table);
  tn_packet_set_key (packet, key);
  g_mutex_lock (&self->lock);
  if (!json_object_has_member (self->data, dataset))
    json_object_set_object_member (self->data, dataset, tn_run_data_to_json (found, table, key));
  g_mutex_unlock (&self->lock);

  return packet;
}

static void
status (const char *node, TnNodeStatus now, double seconds, gpointer user_data)
{
  Run *self = user_data;

  if (now == TN_NODE_DONE)
    {
      g_mutex_lock (&self->lock);
      json_object_set_double_member (self->seconds, node, seconds);
      g_mutex_unlock (&self->lock);
    }
  if (self->events != NULL && self->events->status != NULL)
    self->events->status (node, now, seconds, self->user_data);
}

/* Peak of the process so far. */
static gint64
get_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (gint64) usage.ru_maxrss * 1024;
}

static void
task (const char *node, int fold, gboolean done, double seconds, gpointer user_data)
{
  Run *self = user_data;
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "node", node);
  if (fold == TN_TASK_FINAL)
    json_object_set_string_member (event, "fold", "final");
  else if (fold >= 0)
    json_object_set_int_member (event, "fold", fold);
  if (done)
    {
      json_object_set_double_member (event, "seconds", seconds);
      json_object_set_int_member (event, "memory", get_memory ());
      tn_run_memory_end (self->memory, node);
    }
  else
    tn_run_memory_begin (self->memory, node);
  tn_run_log_add (self->log, done ? "end" : "begin", event);
}

static void
shape (const char *node, const char *port, gint64 n_rows, gint64 n_columns, gpointer user_data)
{
  Run *self = user_data;
  JsonArray *pair = json_array_new ();

  json_array_add_int_element (pair, n_rows);
  json_array_add_int_element (pair, n_columns);
  g_mutex_lock (&self->lock);
  if (!json_object_has_member (self->shapes, node))
    json_object_set_object_member (self->shapes, node, json_object_new ());
  json_object_set_array_member (json_object_get_object_member (self->shapes, node), port, pair);
  g_mutex_unlock (&self->lock);
}

static void
log_warning (Run *self, const char *node, const char *code, const TnMessage *message)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "node", node);
  json_object_set_string_member (event, "code", code);
  json_object_set_member (event, "message", tn_message_to_json (message));
  tn_run_log_add (self->log, "warning", event);
}

static void
warn (const char *node, const char *code, const TnMessage *message, gpointer user_data)
{
  Run *self = user_data;
  JsonObject *warning = json_object_new ();

  json_object_set_string_member (warning, "node", node);
  json_object_set_string_member (warning, "code", code);
  json_object_set_member (warning, "message", tn_message_to_json (message));
  g_mutex_lock (&self->lock);
  json_array_add_object_element (self->warnings, warning);
  g_mutex_unlock (&self->lock);
  log_warning (self, node, code, message);
  if (self->events != NULL && self->events->warn != NULL)
    self->events->warn (node, code, message, self->user_data);
}

static void
curve (const char *node, guint fold, const TnRound *round, gpointer user_data)
{
  Run *self = user_data;

  if (self->events != NULL && self->events->curve != NULL)
    self->events->curve (node, fold, round, self->user_data);
}

static guint
count_stops (gpointer user_data)
{
  Run *self = user_data;

  return self->events != NULL && self->events->count_stops != NULL
             ? self->events->count_stops (self->user_data)
             : 0;
}

static TnNodeState *
recall_state (const char *key, gpointer user_data)
{
  Run *self = user_data;
  g_autoptr (GBytes) bytes = tn_node_cache_get (self->cache, key);

  return bytes != NULL ? tn_node_state_from_bytes (bytes, NULL) : NULL;
}

/* Without memory for it the node learns again next time. */
static void
store_state (const char *key, const TnNodeState *state, gpointer user_data)
{
  Run *self = user_data;
  g_autoptr (GBytes) bytes = tn_node_state_try_to_bytes (state);

  if (bytes != NULL)
    tn_node_cache_put (self->cache, key, bytes);
}

static void
forget_state (const char *key, gpointer user_data)
{
  tn_node_cache_forget (((Run *) user_data)->cache, key);
}

static TnTable *
recall_table (const char *key, gpointer user_data)
{
  return tn_node_cache_get_table (((Run *) user_data)->cache, key);
}

/* A cache that cannot take it is no error: the node is carried out again next time. */
static void
store_table (const char *key, TnTable *table, gpointer user_data)
{
  tn_node_cache_put_table (((Run *) user_data)->cache, key, table, NULL, NULL);
}

static const TnRunnerHooks hooks = {
  .load = load,
  .status = status,
  .task = task,
  .shape = shape,
  .warn = warn,
  .curve = curve,
  .count_stops = count_stops,
  .recall_state = recall_state,
  .store_state = store_state,
  .forget_state = forget_state,
  .recall_table = recall_table,
  .store_table = store_table,
};

/* Keeping what was made */

static gboolean
keep_state (Run *self, TnRunner *runner, const TnGraphNode *node, guint fold, GError **error)
{
  const TnNodeState *state = tn_runner_get_state (runner, node->id, fold);
  gboolean is_final = fold == tn_runner_get_n_folds (runner);
  g_autofree char *name = is_final ? g_strdup ("state") : g_strdup_printf ("fold-%u/state", fold);
  TnOutput output = { node->id, name, node->type, node->spec->version };

  if (state == NULL)
    return TRUE;
  output.state = tn_node_state_get_fields (state);

  return tn_project_put_output (self->project, self->id, &output, error);
}

static gboolean
keep_packet (Run *self,
             const TnGraphNode *node,
             const char *port,
             TnPacket *packet,
             GCancellable *cancellable,
             GError **error)
{
  TnOutput output = { node->id, (char *) port, node->type, node->spec->version };

  output.body = tn_packet_get_document (packet);
  if (output.body != NULL && self->figure == NULL)
    self->figure = tn_run_figure_describe (output.body);
  if (tn_packet_get_table (packet) != NULL)
    {
      output.table = tn_project_add_table (self->project, tn_packet_get_table (packet), NULL,
                                           cancellable, error);
      if (output.table == 0)
        return FALSE;
    }

  return tn_project_put_output (self->project, self->id, &output, error);
}

static gboolean
keep_node (Run *self,
           TnRunner *runner,
           const TnGraphNode *node,
           GCancellable *cancellable,
           GError **error)
{
  guint n_folds = tn_runner_get_n_folds (runner);

  for (guint fold = 0; fold <= n_folds; fold++)
    {
      /* A node outside the folds has one state: that of the final fit. */
      if (fold < n_folds && tn_runner_get_state (runner, node->id, fold) ==
                                tn_runner_get_state (runner, node->id, n_folds))
        continue;
      if (!keep_state (self, runner, node, fold, error))
        return FALSE;
    }
  for (guint i = 0; i < tn_node_spec_count_outputs (node->spec); i++)
    {
      const TnPortSpec *port = &node->spec->outputs[i];
      TnPacket *packet = tn_runner_get_output (runner, node->id, port->id, n_folds);

      if (packet == NULL || (port->type != TN_PORT_SCORES && port->type != TN_PORT_RESULT))
        continue;
      if (!keep_packet (self, node, port->id, packet, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
keep_all (Run *self, TnRunner *runner, TnGraph *graph, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (!keep_node (self, runner, tn_graph_get_node (graph, i), cancellable, error))
      return FALSE;

  return TRUE;
}

static JsonArray *
describe_data (Run *self)
{
  g_autoptr (GList) all = json_object_get_values (self->data);
  JsonArray *array = json_array_new ();

  for (GList *at = all; at != NULL; at = at->next)
    json_array_add_element (array, json_node_copy (at->data));

  return array;
}

/* Of every step, whether it comes to make the list or is only compared. */
static JsonArray *
list_libraries (const TnGraph *graph)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnNodeSpec *spec = tn_graph_get_node (graph, i)->spec;
      const char *library = spec != NULL && spec->library != NULL ? spec->library () : NULL;

      if (library != NULL && g_hash_table_add (seen, (char *) library))
        json_array_add_string_element (array, library);
    }

  return array;
}

static JsonNode *
describe_versions (const TnGraph *graph)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "tenure", TN_VERSION);
  json_object_set_string_member (object, "blas", openblas_get_config ());
  json_object_set_string_member (object, "core", openblas_get_corename ());
  json_object_set_array_member (object, "libraries", list_libraries (graph));
  json_object_set_object_member (object, "machine", tn_run_machine_describe ());
  json_node_take_object (node, object);

  return node;
}

/* Each once, though several folds may have said it. */
static JsonArray *
describe_offers (TnRunner *runner)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *offers = tn_runner_get_offers (runner);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < offers->len && json_array_get_length (array) < TN_REPAIRS_MAX; i++)
    {
      const TnRepair *repair = g_ptr_array_index (offers, i);

      if (g_hash_table_add (seen, (char *) tn_repair_get_id (repair)))
        json_array_add_element (array, tn_repair_to_json (repair));
    }

  return array;
}

static JsonNode *
describe_end (Run *self, TnRunner *runner, const GError *error)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "warnings", json_array_ref (self->warnings));
  json_object_set_object_member (object, "seconds", json_object_ref (self->seconds));
  json_object_set_object_member (object, "shapes", json_object_ref (self->shapes));
  json_object_set_double_member (object, "elapsed",
                                 (tn_pause_get_work_time () - self->started) / 1e6);
  json_object_set_object_member (object, "memory", tn_run_memory_describe (self->memory));
  json_object_set_int_member (object, "peak", get_memory ());
  if (self->figure != NULL && error == NULL)
    json_object_set_object_member (object, "figure", json_object_ref (self->figure));
  json_object_set_int_member (object, "rows", self->rows);
  json_object_set_array_member (object, "data", describe_data (self));
  if (error != NULL)
    {
      JsonObject *what = json_object_new ();

      json_object_set_string_member (what, "code", tn_error_code_to_id (error));
      if (tn_error_get_message (error) != NULL)
        json_object_set_member (what, "message", tn_message_to_json (tn_error_get_message (error)));
      if (tn_error_get_node (error) != NULL)
        json_object_set_string_member (what, "node", tn_error_get_node (error));
      if (tn_error_get_column (error) != NULL)
        json_object_set_string_member (what, "column", tn_error_get_column (error));
      json_object_set_array_member (what, "repairs", describe_offers (runner));
      json_object_set_object_member (object, "error", what);
    }
  json_node_take_object (node, object);

  return node;
}

static void
log_begin (Run *self, guint64 seed)
{
  JsonObject *event = json_object_new ();

  self->started = tn_pause_get_work_time ();
  self->log = tn_run_log_new (self->project, self->id);
  json_object_set_int_member (event, "seed", (gint64) seed);
  json_object_set_int_member (event, "threads", tn_pool_get_threads ());
  json_object_set_int_member (event, "memory", get_memory ());
  tn_run_log_add (self->log, "run", event);
}

static void
log_end (Run *self, TnRunStatus how, const GError *failure)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "status", tn_run_status_to_id (how));
  json_object_set_double_member (event, "seconds",
                                 (tn_pause_get_work_time () - self->started) / 1e6);
  json_object_set_int_member (event, "memory", get_memory ());
  if (failure != NULL && tn_error_get_node (failure) != NULL)
    json_object_set_string_member (event, "node", tn_error_get_node (failure));
  if (failure != NULL && tn_error_get_message (failure) != NULL)
    json_object_set_member (event, "message", tn_message_to_json (tn_error_get_message (failure)));
  tn_run_log_add (self->log, "run_end", event);
}

static gboolean
end_run (Run *self, TnRunner *runner, const GError *failure, GError **error)
{
  g_autoptr (JsonNode) info = describe_end (self, runner, failure);
  TnRunStatus how = TN_RUN_DONE;

  if (failure != NULL)
    how = g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? TN_RUN_STOPPED
                                                                      : TN_RUN_FAILED;

  log_end (self, how, failure);

  return tn_project_end_run (self->project, self->id, how, info, error);
}

static void
tell_seconds (TnRunner *runner, const TnEstimate *estimate)
{
  for (guint i = 0; i < estimate->nodes->len; i++)
    {
      const TnNodeEstimate *at = g_ptr_array_index (estimate->nodes, i);

      tn_runner_set_seconds (runner, at->node, at->seconds);
    }
}

/* The latest, where none is asked for: a run keeps the name of what it ran. */
static char *
choose_name (TnProject *project, const char *asked)
{
  g_auto (GStrv) names =
      asked == NULL ? tn_project_list_documents (project, TN_DOCUMENT_PIPELINE, NULL) : NULL;
  guint n = names != NULL ? g_strv_length (names) : 0;

  return g_strdup (n > 0 ? names[n - 1] : asked);
}

/* What is carried out of it: the steps that are on, all or those one needs. */
static TnGraph *
take_active (TnGraph *graph, const char *to, GError **error)
{
  g_autoptr (TnGraph) part = NULL;

  /* Of the whole: a sentence about a step that is off names it. */
  if (to == NULL)
    return tn_graph_require_sound (graph, error) ? tn_graph_new_active (graph) : NULL;
  part = tn_graph_new_up_to (graph, to, error);
  if (part == NULL || !tn_graph_require_sound (part, error))
    return NULL;

  return g_steal_pointer (&part);
}

/**
 * tn_project_run_snapshot:
 * @asked: (nullable): name of the pipeline; %NULL for the latest
 * @given: (nullable): the pipeline itself, of unknown origin; %NULL for as the project has it
 * @to: (nullable): the step that is wanted; %NULL for all
 * @seed: of every random choice
 * @events: (nullable): told while it goes on
 * @error: as the pipeline's first node that could not go on
 *
 * Runs a pipeline, without the steps that are switched off, and stores what it made: results,
 * scores of the final fit, what each node learned in each fold and in the final fit. The run keeps
 * the part that ran as its snapshot. A run that waited is given the pipeline it was asked for,
 * whatever became of it since.
 *
 * Returns: the number of the run; 0 with @error set, and the run is kept as stopped or failed
 */
gint64
tn_project_run_snapshot (TnProject *project,
                         const char *asked,
                         JsonNode *given,
                         const char *to,
                         guint64 seed,
                         const TnRunEvents *events,
                         gpointer user_data,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  g_auto (Run) self = { .project = project, .events = events, .user_data = user_data };
  g_autofree char *name = choose_name (project, asked);
  g_autoptr (TnGraph) whole = given != NULL ? tn_graph_from_json (given, error)
                                            : tn_project_get_pipeline (project, name, error);
  g_autoptr (TnGraph) graph = whole != NULL ? take_active (whole, to, error) : NULL;
  g_autoptr (JsonNode) snapshot = graph != NULL ? tn_graph_to_json (graph) : NULL;
  g_autoptr (JsonNode) versions = graph != NULL ? describe_versions (graph) : NULL;
  g_autoptr (TnProgress) running = tn_progress_new_part (progress, 0, 0.98);
  g_autoptr (TnEstimate) estimate = NULL;
  TnRunnerHooks run_hooks = hooks;
  g_autoptr (TnRunner) runner = NULL;
  g_autoptr (GError) failure = NULL;

  g_mutex_init (&self.lock);
  self.warnings = json_array_new ();
  self.seconds = json_object_new ();
  self.shapes = json_object_new ();
  self.data = json_object_new ();
  if (graph == NULL)
    return 0;
  estimate = tn_estimate_new (project, graph, name, tn_pool_get_threads (), error);
  if (estimate == NULL || !tn_estimate_require_memory (estimate, tn_memory_available (), error))
    return 0;
  tn_memory_reserve_blas (tn_pool_get_threads ());
  self.rows = estimate->rows_in;
  self.memory = tn_run_memory_new ();
  self.cache = tn_node_cache_open (tn_project_get_session (project), TN_NODE_CACHE_BUDGET);
  if (events != NULL)
    run_hooks.checkpoint_seconds = events->checkpoint_seconds;
  runner = tn_runner_new (graph, seed, &run_hooks, &self, error);
  if (runner == NULL)
    return 0;
  tell_seconds (runner, estimate);
  self.id =
      tn_project_begin_run (project, name != NULL ? name : "", snapshot, seed, versions, error);
  if (self.id == 0)
    return 0;
  log_begin (&self, seed);
  if (events != NULL && events->started != NULL)
    events->started (self.id, estimate, user_data);

  if (tn_runner_run (runner, running, cancellable, &failure))
    keep_all (&self, runner, graph, cancellable, &failure);
  if (!end_run (&self, runner, failure, error))
    return 0;
  tn_progress_report (progress, 1);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return 0;
    }

  return self.id;
}

/**
 * tn_project_run_pipeline_to:
 *
 * As tn_project_run_snapshot(), of the pipeline as the project has it.
 */
gint64
tn_project_run_pipeline_to (TnProject *project,
                            const char *asked,
                            const char *to,
                            guint64 seed,
                            const TnRunEvents *events,
                            gpointer user_data,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  return tn_project_run_snapshot (project, asked, NULL, to, seed, events, user_data, progress,
                                  cancellable, error);
}

/**
 * tn_project_run_pipeline:
 *
 * As tn_project_run_pipeline_to(), all steps.
 */
gint64
tn_project_run_pipeline (TnProject *project,
                         const char *asked,
                         guint64 seed,
                         const TnRunEvents *events,
                         gpointer user_data,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  return tn_project_run_snapshot (project, asked, NULL, NULL, seed, events, user_data, progress,
                                  cancellable, error);
}
