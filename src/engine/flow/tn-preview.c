/* tn-preview.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-preview.h"

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-graph-private.h"
#include "tn-preview-sample-private.h"
#include "tn-runner.h"
#include "tn-time-limit.h"

#define SEED 1
/* Looks are short; beyond so many things that were made, all are made anew. */
#define MAX_KEPT 400

struct _TnPreviewer
{
  gatomicrefcount ref_count;
  TnProject *project;
  gsize n_rows;
  gint64 limit;        /* microseconds of processors; 0 for none */
  GMutex lock;         /* one look at a time */
  GHashTable *samples; /* name → TnPreviewSample */
  GHashTable *states;  /* key → TnNodeState */
  GHashTable *tables;  /* key → TnTable */
  GMutex kept_lock;    /* guards @states, @tables and @looking, which threads of a look fill */
  TnPreview *looking;
  const char *node; /* looked at */
  char *running;    /* nullable: the step that began last */
  GCancellable *cancellable;
};

/* --- What a look gives --- */

static void
input_free (gpointer data)
{
  TnPreviewInput *self = data;

  g_free (self->port);
  tn_table_unref (self->table);
  g_free (self);
}

static void
note_free (gpointer data)
{
  TnPreviewNote *self = data;

  g_free (self->code);
  tn_message_unref (self->message);
  g_free (self);
}

static TnPreview *
preview_new (void)
{
  TnPreview *self = g_new0 (TnPreview, 1);

  self->inputs = g_ptr_array_new_with_free_func (input_free);
  self->notes = g_ptr_array_new_with_free_func (note_free);

  return self;
}

void
tn_preview_free (TnPreview *self)
{
  g_free (self->port);
  g_clear_pointer (&self->table, tn_table_unref);
  g_ptr_array_unref (self->inputs);
  g_strfreev (self->added);
  g_strfreev (self->removed);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->needs, tn_message_unref);
  g_free (self->too_long);
  g_free (self);
}

/**
 * tn_preview_say_rows:
 * @self: with a table
 *
 * Returns: (transfer full): one sentence
 */
TnMessage *
tn_preview_say_rows (const TnPreview *self)
{
  gint64 n = (gint64) tn_table_get_n_rows (self->table);
  TnMessage *message;

  if (self->run != 0)
    message = tn_message_new_plural (TN_PLURAL ("{n} row × {columns}, as run {run} kept it.",
                                                "{n} rows × {columns}, as run {run} kept them."),
                                     n);
  else if (self->rows_in == 0 && self->rows_read == self->rows_all)
    message =
        tn_message_new_plural (TN_PLURAL ("{n} row × {columns}.", "{n} rows × {columns}."), n);
  else if (self->rows_in == 0)
    message = tn_message_new_plural (
        TN_PLURAL ("{n} row × {columns}, on a sample of {read} of {all} rows.",
                   "{n} rows × {columns}, on a sample of {read} of {all} rows."),
        n);
  else if (self->rows_read == self->rows_all)
    message =
        tn_message_new_plural (TN_PLURAL ("{in} × {columns_in} in, {n} row × {columns} out.",
                                          "{in} × {columns_in} in, {n} rows × {columns} out."),
                               n);
  else
    message = tn_message_new_plural (
        TN_PLURAL (
            "{in} × {columns_in} in, {n} row × {columns} out, on a sample of {read} of {all} rows.",
            "{in} × {columns_in} in, {n} rows × {columns} out, on a sample of {read} of {all} "
            "rows."),
        n);
  tn_message_count (message, "n", n);
  tn_message_count (message, "columns", tn_table_get_n_columns (self->table));
  tn_message_count (message, "in", self->rows_in);
  tn_message_count (message, "columns_in", self->columns_in);
  tn_message_count (message, "read", self->rows_read);
  tn_message_count (message, "all", self->rows_all);

  return tn_message_count (message, "run", self->run);
}

/* --- Hooks of the runner --- */

static TnPacket *
load (const char *dataset, gpointer user_data, GError **error)
{
  TnPreviewer *self = user_data;
  TnPreviewSample *sample;

  g_mutex_lock (&self->kept_lock);
  sample = _tn_preview_sample_take (self->project, self->samples, dataset, self->n_rows,
                                    self->cancellable, error);
  if (sample != NULL)
    {
      self->looking->rows_read += sample->n_read;
      self->looking->rows_all += sample->n_all;
    }
  g_mutex_unlock (&self->kept_lock);

  return sample != NULL ? tn_packet_ref (sample->packet) : NULL;
}

static void
note_status (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  TnPreviewer *self = user_data;

  if (status != TN_NODE_RUNNING && status != TN_NODE_RESUMED)
    return;
  g_mutex_lock (&self->kept_lock);
  g_free (self->running);
  self->running = g_strdup (node);
  g_mutex_unlock (&self->kept_lock);
}

static gboolean
has_note (const GPtrArray *notes, const char *code, const TnMessage *message)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const TnPreviewNote *note = g_ptr_array_index (notes, i);

      if (g_str_equal (note->code, code) &&
          g_str_equal (tn_message_get_id (note->message), tn_message_get_id (message)))
        return TRUE;
    }

  return FALSE;
}

static void
warn (const char *node, const char *code, const TnMessage *message, gpointer user_data)
{
  TnPreviewer *self = user_data;
  TnPreviewNote *note;

  if (!g_str_equal (node, self->node))
    return;
  g_mutex_lock (&self->kept_lock);
  /* Several folds say the same. */
  if (!has_note (self->looking->notes, code, message))
    {
      note = g_new0 (TnPreviewNote, 1);
      note->code = g_strdup (code);
      note->message = tn_message_ref ((TnMessage *) message);
      g_ptr_array_add (self->looking->notes, note);
    }
  g_mutex_unlock (&self->kept_lock);
}

static TnNodeState *
recall_state (const char *key, gpointer user_data)
{
  TnPreviewer *self = user_data;
  TnNodeState *state;

  g_mutex_lock (&self->kept_lock);
  state = g_hash_table_lookup (self->states, key);
  if (state != NULL)
    tn_node_state_ref (state);
  g_mutex_unlock (&self->kept_lock);

  return state;
}

static void
store_state (const char *key, const TnNodeState *state, gpointer user_data)
{
  TnPreviewer *self = user_data;

  g_mutex_lock (&self->kept_lock);
  g_hash_table_replace (self->states, g_strdup (key), tn_node_state_ref (state));
  g_mutex_unlock (&self->kept_lock);
}

static TnTable *
recall_table (const char *key, gpointer user_data)
{
  TnPreviewer *self = user_data;
  TnTable *table;

  g_mutex_lock (&self->kept_lock);
  table = g_hash_table_lookup (self->tables, key);
  if (table != NULL)
    tn_table_ref (table);
  g_mutex_unlock (&self->kept_lock);

  return table;
}

static void
store_table (const char *key, TnTable *table, gpointer user_data)
{
  TnPreviewer *self = user_data;

  g_mutex_lock (&self->kept_lock);
  g_hash_table_replace (self->tables, g_strdup (key), tn_table_ref (table));
  g_mutex_unlock (&self->kept_lock);
}

static const TnRunnerHooks hooks = {
  .load = load,
  .status = note_status,
  .warn = warn,
  .recall_state = recall_state,
  .store_state = store_state,
  .recall_table = recall_table,
  .store_table = store_table,
};

/* --- Looking --- */

/* What one step takes and gives, by ports that carry tables. */
static TnTable *
get_output (TnRunner *runner, const char *node, const char *port)
{
  TnPacket *packet = tn_runner_get_output (runner, node, port, tn_runner_get_n_folds (runner));

  return packet != NULL ? tn_packet_get_table (packet) : NULL;
}

static void
take_inputs (TnPreview *self, TnRunner *runner, TnGraph *part, const char *node)
{
  guint place = (guint) tn_graph_find_node (part, node);

  for (guint i = 0; i < tn_graph_get_n_links (part); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (part, i);
      const TnGraphNode *from = tn_graph_get_node (part, link->from);
      TnTable *table = get_output (runner, from->id, from->spec->outputs[link->from_port].id);
      TnPreviewInput *input;

      if (link->to != place || table == NULL)
        continue;
      input = g_new0 (TnPreviewInput, 1);
      input->port = g_strdup (tn_graph_get_node (part, place)->spec->inputs[link->to_port].id);
      input->table = tn_table_ref (table);
      g_ptr_array_add (self->inputs, input);
    }
}

/* Of several outputs of a source, the one that somebody takes. */
static const TnPortSpec *
choose_port (TnGraph *graph, const char *node)
{
  guint place = (guint) tn_graph_find_node (graph, node);
  const TnNodeSpec *spec = tn_graph_get_node (graph, place)->spec;
  const TnPortSpec *chosen = NULL;

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      if (link->from == place && spec->outputs[link->from_port].type != TN_PORT_MODEL)
        return &spec->outputs[link->from_port];
    }
  for (const TnPortSpec *at = spec->outputs; at != NULL && at->id != NULL && chosen == NULL; at++)
    if (at->type != TN_PORT_MODEL)
      chosen = at;

  return chosen;
}

static GStrv
list_missing (TnTable *table, TnTable *other)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    if (tn_table_find (other, tn_table_get_field (table, i)->name) < 0)
      g_strv_builder_add (names, tn_table_get_field (table, i)->name);

  return g_strv_builder_end (names);
}

/* Against the input of the same kind, else the first. */
static void
compare (TnPreview *self, const TnNodeSpec *spec, const TnPortSpec *output)
{
  TnTable *before = NULL;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const TnPreviewInput *input = g_ptr_array_index (self->inputs, i);
      int port = tn_node_spec_find_input (spec, input->port);

      if (before == NULL || (port >= 0 && spec->inputs[port].type == output->type))
        before = input->table;
      if (port >= 0 && spec->inputs[port].type == output->type)
        break;
    }
  if (before == NULL)
    return;
  self->rows_in = (gint64) tn_table_get_n_rows (before);
  self->columns_in = tn_table_get_n_columns (before);
  if (self->table == NULL)
    return;
  self->added = list_missing (self->table, before);
  self->removed = list_missing (before, self->table);
}

/* Learning from a sample would show a model nobody gets. */
static const TnGraphNode *
find_learner (TnGraph *part)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (part); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (part, i);

      if (node->spec != NULL && (node->spec->flags & (TN_NODE_LEARNER | TN_NODE_GATHERS)))
        return node;
    }

  return NULL;
}

/* --- What a run kept --- */

static gboolean
was_part_of (const TnRun *run, JsonNode *now, const char *node)
{
  g_autoptr (TnGraph) then =
      run->snapshot != NULL ? tn_graph_from_json (run->snapshot, NULL) : NULL;
  g_autoptr (TnGraph) part = then != NULL && tn_graph_find_node (then, node) >= 0
                                 ? tn_graph_new_up_to (then, node, NULL)
                                 : NULL;
  g_autoptr (JsonNode) part_node = part != NULL ? tn_graph_to_json (part) : NULL;

  return part_node != NULL && json_node_equal (part_node, now);
}

/**
 * tn_project_find_run_of_step:
 * @node: of @graph
 *
 * Returns: the latest run that was done and carried out @node with everything it needs as they are
 *   in @graph now; 0 when there is none
 */
gint64
tn_project_find_run_of_step (TnProject *project, TnGraph *graph, const char *node)
{
  g_autoptr (GPtrArray) runs =
      tn_project_find_runs (project, NULL, TN_RUN_DONE, TN_RUNS_LOOKED_AT, NULL);
  g_autoptr (TnGraph) part = tn_graph_new_up_to (graph, node, NULL);
  g_autoptr (JsonNode) now = part != NULL ? tn_graph_to_json (part) : NULL;

  for (guint i = 0; now != NULL && runs != NULL && i < runs->len; i++)
    if (was_part_of (g_ptr_array_index (runs, i), now, node))
      return ((const TnRun *) g_ptr_array_index (runs, i))->id;

  return 0;
}

static TnMessage *
say_needs (const TnGraphNode *node, const TnGraphNode *learner)
{
  TnMessage *message;

  if (node->spec->flags & TN_NODE_GATHERS)
    message = tn_message_new (N_ ("“{step}” sums up what a run found, so there is nothing to show "
                                  "before one. Run up to here."));
  else if (learner == node)
    message = tn_message_new (N_ ("“{step}” learns from all rows, so there is nothing to show "
                                  "before a run. Run up to here."));
  else
    message = tn_message_new (N_ ("“{step}” needs what “{learner}” learns from all rows, so there "
                                  "is nothing to show before a run. Run up to here."));
  message = tn_message_take (message, "step", tn_graph_node_title (node));

  return tn_message_take (message, "learner", tn_graph_node_title (learner));
}

static gboolean look_at_sample (TnPreviewer *self,
                                TnGraph *graph,
                                TnGraph *part,
                                const char *node,
                                TnPreview *preview,
                                GCancellable *cancellable,
                                GError **error);

/* What would arrive at a step that is not carried out: its columns are there to choose from. What
 * cannot be looked at is left out. */
static void
look_above (TnPreviewer *self,
            TnGraph *graph,
            TnGraph *part,
            const TnGraphNode *node,
            TnPreview *preview,
            GCancellable *cancellable)
{
  guint place = (guint) tn_graph_find_node (part, node->id);

  for (guint i = 0; i < tn_graph_get_n_links (part); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (part, i);
      const TnGraphNode *from = tn_graph_get_node (part, link->from);
      g_autoptr (TnGraph) above =
          link->to == place ? tn_graph_new_up_to (graph, from->id, NULL) : NULL;
      g_autoptr (TnPreview) seen = NULL;
      TnPreviewInput *input;

      if (above == NULL || find_learner (above) != NULL)
        continue;
      seen = preview_new ();
      self->looking = seen;
      self->node = from->id;
      if (look_at_sample (self, graph, above, from->id, seen, cancellable, NULL) &&
          seen->table != NULL)
        {
          input = g_new0 (TnPreviewInput, 1);
          input->port = g_strdup (node->spec->inputs[link->to_port].id);
          input->table = tn_table_ref (seen->table);
          g_ptr_array_add (preview->inputs, input);
        }
    }
  self->looking = preview;
  self->node = node->id;
}

/* A step that takes long on few rows takes longer on all: in a preview nobody waits for it. */
static TnMessage *
say_too_long (TnGraph *part, const char *node, const char *slow, double seconds)
{
  const TnGraphNode *asked = tn_graph_get_node (part, (guint) tn_graph_find_node (part, node));
  int place = tn_graph_find_node (part, slow);
  const TnGraphNode *at = place >= 0 ? tn_graph_get_node (part, (guint) place) : asked;
  TnMessage *message = tn_message_new (
      at == asked ? N_ ("“{step}” works for more than {time} even on a sample: too long for a "
                        "preview. Run up to here.")
                  : N_ ("“{slow}”, before this step, works for more than {time} even on a sample: "
                        "too long for a preview. Run up to here."));

  message = tn_message_take (message, "step", tn_graph_node_title (asked));
  message = tn_message_take (message, "slow", tn_graph_node_title (at));

  return tn_message_duration (message, "time", MAX (seconds, 1));
}

/* @needs: (transfer full): what is said where no run kept it */
static gboolean
look_stored (TnPreviewer *self,
             TnGraph *graph,
             const TnGraphNode *node,
             TnMessage *needs,
             TnPreview *preview,
             GError **error)
{
  const TnPortSpec *port = choose_port (graph, node->id);
  g_autoptr (TnOutput) output = NULL;

  preview->run = tn_project_find_run_of_step (self->project, graph, node->id);
  if (preview->run != 0 && port != NULL)
    output = tn_project_get_output (self->project, preview->run, node->id, port->id, NULL);
  if (output == NULL)
    {
      preview->run = 0;
      preview->needs = needs;
      return TRUE;
    }
  tn_message_unref (needs);
  preview->port = g_strdup (port->id);
  if (output->table != 0)
    {
      preview->table = tn_project_load_table (self->project, output->table, error);
      return preview->table != NULL;
    }
  preview->needs =
      tn_message_take (tn_message_new (N_ ("What “{step}” says is a document and no table: see "
                                           "the runs and the report.")),
                       "step", tn_graph_node_title (node));

  return TRUE;
}

static gboolean
look_at_sample (TnPreviewer *self,
                TnGraph *graph,
                TnGraph *part,
                const char *node,
                TnPreview *preview,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TnRunner) runner = tn_runner_new (part, SEED, &hooks, self, error);
  const TnPortSpec *port = choose_port (graph, node);
  gboolean done;

  if (runner == NULL)
    return FALSE;
  tn_runner_keep_inputs (runner, node);
  done = tn_runner_run (runner, NULL, cancellable, error);
  take_inputs (preview, runner, part, node);
  if (!done)
    return FALSE;
  if (port != NULL)
    {
      TnTable *table = get_output (runner, node, port->id);

      preview->port = g_strdup (port->id);
      preview->table = table != NULL ? tn_table_ref (table) : NULL;
      compare (preview, tn_graph_get_node (part, tn_graph_find_node (part, node))->spec, port);
    }

  return TRUE;
}

static gboolean
look_at (TnPreviewer *self,
         TnGraph *graph,
         TnGraph *part,
         TnPreview *preview,
         GCancellable *cancellable,
         GError **error)
{
  const TnGraphNode *learner = find_learner (part);
  const TnGraphNode *asked;

  if (learner == NULL)
    return look_at_sample (self, graph, part, self->node, preview, cancellable, error);
  asked = tn_graph_get_node (part, (guint) tn_graph_find_node (part, self->node));
  look_above (self, graph, part, asked, preview, cancellable);

  return look_stored (self, graph, asked, say_needs (asked, learner), preview, error) &&
         !tn_cancelled (cancellable, error);
}

/* Which step it was that took too long, and what a run kept instead. What arrives at the step that
 * is looked at stays, where it was made in time. */
static gboolean
look_after_limit (TnPreviewer *self,
                  TnGraph *graph,
                  TnGraph *part,
                  TnPreview *preview,
                  GError **error)
{
  const TnGraphNode *asked =
      tn_graph_get_node (part, (guint) tn_graph_find_node (part, self->node));
  const char *slow = self->running != NULL ? self->running : self->node;

  preview->too_long = g_strdup (slow);

  return look_stored (self, graph, asked,
                      say_too_long (part, self->node, slow, (double) self->limit / G_USEC_PER_SEC),
                      preview, error);
}

static gboolean
look_in_time (TnPreviewer *self,
              TnGraph *graph,
              TnGraph *part,
              TnPreview *preview,
              GCancellable *cancellable,
              GError **error)
{
  TnTimeLimit *limit = tn_time_limit_new (self->limit, cancellable);
  g_autoptr (GError) local = NULL;
  gboolean done, hit;

  self->cancellable = tn_time_limit_get_cancellable (limit);
  done = look_at (self, graph, part, preview, self->cancellable, &local);
  self->cancellable = NULL;
  hit = tn_time_limit_free (limit);
  if (done)
    return TRUE;
  if (hit && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return look_after_limit (self, graph, part, preview, error);
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static void
forget_old (TnPreviewer *self)
{
  if (g_hash_table_size (self->states) + g_hash_table_size (self->tables) < MAX_KEPT)
    return;
  g_hash_table_remove_all (self->states);
  g_hash_table_remove_all (self->tables);
}

/**
 * tn_previewer_new:
 * @project: may be one that is only looked at
 * @n_rows: of each data set, at most, but for the last customer; 0 for %TN_PREVIEW_ROWS
 */
TnPreviewer *
tn_previewer_new (TnProject *project, gsize n_rows)
{
  TnPreviewer *self = g_new0 (TnPreviewer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->project = tn_project_ref (project);
  self->n_rows = n_rows > 0 ? n_rows : TN_PREVIEW_ROWS;
  self->limit = TN_PREVIEW_SECONDS * G_USEC_PER_SEC;
  g_mutex_init (&self->lock);
  g_mutex_init (&self->kept_lock);
  self->samples = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, _tn_preview_sample_free);
  self->states =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tn_node_state_unref);
  self->tables =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tn_table_unref);

  return self;
}

void
tn_previewer_set_limit (TnPreviewer *self, double seconds)
{
  self->limit = (gint64) (CLAMP (seconds, 0, 86400) * G_USEC_PER_SEC);
}

TnPreviewer *
tn_previewer_ref (TnPreviewer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tn_previewer_unref (TnPreviewer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->samples);
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->tables);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->kept_lock);
  tn_project_unref (self->project);
  g_free (self->running);
  g_free (self);
}

/**
 * tn_previewer_look:
 * @graph: may hold what is being typed and is stored nowhere
 * @node: the step
 * @error: as the first step says that cannot go on, with its node; %TN_ERROR_ARGUMENT for what
 * keeps the part from running at all
 *
 * Carries out what @node needs on a sample: whole customers where there are any. What learners and
 * what stands behind them give comes from a run of the same steps, if there is one. So does what
 * takes too long: see tn_previewer_set_limit().
 *
 * Returns: (transfer full): what there is to show
 */
TnPreview *
tn_previewer_look (TnPreviewer *self,
                   TnGraph *graph,
                   const char *node,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TnGraph) part = tn_graph_new_up_to (graph, node, error);
  g_autoptr (TnPreview) preview = preview_new ();
  gboolean done;

  if (part == NULL || !tn_graph_require_sound (part, error))
    return NULL;
  g_mutex_lock (&self->lock);
  forget_old (self);
  g_clear_pointer (&self->running, g_free);
  self->looking = preview;
  self->node = node;
  done = look_in_time (self, graph, part, preview, cancellable, error);
  self->looking = NULL;
  g_mutex_unlock (&self->lock);

  return done ? g_steal_pointer (&preview) : NULL;
}
