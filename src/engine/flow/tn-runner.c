/* tn-runner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-step-private.h"

#include <string.h>

#include "tn-build.h"
#include "tn-concat.h"
#include "tn-error.h"
#include "tn-hash.h"
#include "tn-pool.h"

/* What a node gave in one fold. */
typedef struct
{
  char *key; /* hash of what makes it */
  TnNodeState *state;
  TnPacket **outputs; /* one a port; %NULL before it ran */
} Cell;

typedef struct
{
  const TnGraphNode *node;
  TnParams *params;
  gboolean folded;  /* one cell a fold and one for the final fit; otherwise one cell */
  gboolean done;
  guint n_cells;
  Cell *cells;
  TnNodeState *given;   /* when scoring: what was stored */
  gint64 started;
  gint n_running;   /* atomic: cells not yet ended */
} Node;

struct _TnRunner
{
  TnGraph *graph;
  guint64 seed;
  TnRunnerHooks hooks;
  gpointer hook_data;
  guint *order;
  guint n_nodes;
  Node *nodes;
  TnFolds *folds;
  guint n_folds; /* 0 before the split */

  gboolean scoring;
  gint64 as_of;
  TnProgress *progress;
  GCancellable *cancellable;
  GMutex lock; /* guards @work_done */
  double work_done;
  double work_all;
};

/* One cell to be made. */
typedef struct
{
  TnRunner *runner;
  Node *node;
  guint fold;
  double fraction; /* of it done; under the runner's lock */
} Task;

typedef struct
{
  TnRunner *runner;
  GArray *tasks;
} Wave;

const char *
tn_node_status_to_id (TnNodeStatus status)
{
  static const char *const ids[] = { "waiting", "running", "done", "cached" };

  g_return_val_if_fail (status < G_N_ELEMENTS (ids), NULL);

  return ids[status];
}

static Cell *
get_cell (const Node *node, guint fold)
{
  return &node->cells[node->folded ? fold : 0];
}

static void
cell_clear_outputs (Cell *cell, const TnNodeSpec *spec)
{
  for (guint i = 0; cell->outputs != NULL && i < tn_node_spec_count_outputs (spec); i++)
    g_clear_pointer (&cell->outputs[i], tn_packet_unref);
  g_clear_pointer (&cell->outputs, g_free);
}

static void
node_clear (Node *node)
{
  for (guint i = 0; i < node->n_cells; i++)
    {
      cell_clear_outputs (&node->cells[i], node->node->spec);
      g_clear_pointer (&node->cells[i].state, tn_node_state_unref);
      g_free (node->cells[i].key);
    }
  g_free (node->cells);
  g_clear_pointer (&node->params, tn_params_unref);
  g_clear_pointer (&node->given, tn_node_state_unref);
}

/**
 * tn_runner_new:
 * @graph: sound, or the first issue is the error
 * @seed: of every random choice
 * @hooks: copied
 * @hook_data: for the hooks
 *
 * Returns: (transfer full): a run that has not begun
 */
TnRunner *
tn_runner_new (TnGraph *graph, guint64 seed, const TnRunnerHooks *hooks, gpointer hook_data,
               GError **error)
{
  g_autoptr (TnRunner) self = g_new0 (TnRunner, 1);

  g_mutex_init (&self->lock);
  self->graph = tn_graph_ref (graph);
  self->seed = seed;
  self->hooks = *hooks;
  self->hook_data = hook_data;
  self->as_of = TN_TIME_MISSING;
  if (!tn_graph_require_sound (graph, error))
    return NULL;
  self->order = tn_graph_sort (graph, error);
  self->n_nodes = tn_graph_get_n_nodes (graph);
  self->nodes = g_new0 (Node, self->n_nodes);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      Node *node = &self->nodes[i];

      node->node = tn_graph_get_node (graph, i);
      node->params = tn_params_new (node->node->spec, node->node->values, error);
      if (node->params == NULL)
        {
          tn_error_place (error, node->node->id, NULL, 0);
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

void
tn_runner_free (TnRunner *self)
{
  for (guint i = 0; self->nodes != NULL && i < self->n_nodes; i++)
    node_clear (&self->nodes[i]);
  g_free (self->nodes);
  g_free (self->order);
  g_clear_pointer (&self->folds, tn_folds_unref);
  tn_graph_unref (self->graph);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The step as a verb sees it */

static void
step_link_clear (gpointer data)
{
  TnStepLink *link = data;

  g_clear_pointer (&link->packet, tn_packet_unref);
  g_clear_pointer (&link->validate, tn_table_unref);
  g_free (link->packets);
  g_free (link->states);
}

static void
step_clear (TnStep *step)
{
  for (guint i = 0; i < tn_node_spec_count_inputs (step->spec); i++)
    g_array_unref (step->ports[i]);
  g_free (step->ports);
  g_free (step->own_states);
  g_clear_pointer (&step->progress, tn_progress_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnStep, step_clear)

static guint64
make_seed (const TnRunner *self, const char *node_id, guint fold)
{
  g_autofree char *name = g_strdup_printf ("%s/%u", node_id, fold);

  return tn_hash_u64 (self->seed ^ tn_hash_u64 (tn_hash_bytes (name, strlen (name))));
}

static void
add_gathered (TnRunner *self, TnStepLink *link, const Node *from, guint port)
{
  link->packets = g_new0 (TnPacket *, self->n_folds + 1);
  link->states = g_new0 (TnNodeState *, self->n_folds + 1);
  for (guint fold = 0; fold <= self->n_folds; fold++)
    {
      link->packets[fold] = get_cell (from, fold)->outputs[port];
      link->states[fold] = get_cell (from, fold)->state;
    }
  link->packet = tn_packet_ref (link->packets[self->n_folds]);
}

static void
step_init (TnStep *step, TnRunner *self, const Node *node, guint fold)
{
  const TnNodeSpec *spec = node->node->spec;
  guint n_inputs = tn_node_spec_count_inputs (spec);

  memset (step, 0, sizeof *step);
  step->spec = spec;
  step->node_id = node->node->id;
  step->params = node->params;
  step->fold = fold;
  step->n_folds = self->n_folds;
  step->folds = self->folds;
  step->seed = make_seed (self, node->node->id, node->folded ? fold : 0);
  step->scoring = self->scoring;
  step->as_of = self->as_of;
  step->hooks = &self->hooks;
  step->hook_data = self->hook_data;
  step->cancellable = self->cancellable;
  if ((spec->flags & TN_NODE_FINAL_LAST) && node->folded && fold == self->n_folds)
    {
      step->own_states = g_new0 (TnNodeState *, self->n_folds + 1);
      for (guint i = 0; i < self->n_folds; i++)
        step->own_states[i] = node->cells[i].state;
    }
  step->ports = g_new0 (GArray *, n_inputs);
  for (guint i = 0; i < n_inputs; i++)
    {
      step->ports[i] = g_array_new (FALSE, FALSE, sizeof (TnStepLink));
      g_array_set_clear_func (step->ports[i], step_link_clear);
    }

  for (guint i = 0; i < tn_graph_get_n_links (self->graph); i++)
    {
      const TnGraphLink *at = tn_graph_get_link (self->graph, i);
      const Node *from = &self->nodes[at->from];
      TnStepLink link = { from->node->id, from->node->spec };

      if (&self->nodes[at->to] != node)
        continue;
      if (spec->flags & TN_NODE_GATHERS)
        add_gathered (self, &link, from, at->from_port);
      else
        link.packet = tn_packet_ref (get_cell (from, fold)->outputs[at->from_port]);
      g_array_append_val (step->ports[at->to_port], link);
    }
}

/* Replaces the tables of the step by views of the rows with one role. */
static void
step_narrow (TnStep *step, gboolean to_train)
{
  for (guint i = 0; i < tn_node_spec_count_inputs (step->spec); i++)
    for (guint j = 0; j < step->ports[i]->len; j++)
      {
        TnStepLink *link = &g_array_index (step->ports[i], TnStepLink, j);
        TnTable *table = tn_packet_get_table (link->packet);
        g_autoptr (TnTable) narrow = NULL;
        TnPacket *packet;

        if (table == NULL || tn_table_get_row_roles (table) == NULL)
          continue;
        narrow = tn_table_select_row_role (table, TN_ROW_TRAIN);
        if (to_train && tn_table_count_row_role (table, TN_ROW_VALIDATE) > 0)
          link->validate = tn_table_select_row_role (table, TN_ROW_VALIDATE);
        packet = tn_packet_new_table (tn_packet_get_port_type (link->packet), narrow);
        tn_packet_unref (link->packet);
        link->packet = packet;
      }
}

/* Keys: a hash of all that makes a cell */

static char *
make_key (TnRunner *self, const Node *node, const TnStep *step, guint fold)
{
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();
  g_autoptr (JsonNode) params = tn_params_to_json (node->params);
  g_autofree char *text = json_to_string (params, FALSE);
  const TnNodeSpec *spec = node->node->spec;

  tn_fingerprint_add_string (hash, tn_build_get_id ());
  tn_fingerprint_add_string (hash, spec->id);
  tn_fingerprint_add_int (hash, spec->version);
  tn_fingerprint_add_string (hash, text);
  tn_fingerprint_add_int (hash, (gint64) step->seed);
  tn_fingerprint_add_int (hash, self->scoring);
  tn_fingerprint_add_int (hash, self->as_of);
  for (guint i = 0; step->own_states != NULL && i < self->n_folds; i++)
    tn_fingerprint_add_string (hash, node->cells[i].key);
  for (guint i = 0; i < tn_node_spec_count_inputs (spec); i++)
    for (guint j = 0; j < step->ports[i]->len; j++)
      {
        const TnStepLink *link = &g_array_index (step->ports[i], TnStepLink, j);

        tn_fingerprint_add_int (hash, i);
        tn_fingerprint_add_string (hash, link->node_id);
        for (guint k = 0; link->packets != NULL && k <= self->n_folds; k++)
          tn_fingerprint_add_string (hash, tn_packet_get_key (link->packets[k]));
        tn_fingerprint_add_string (hash, tn_packet_get_key (link->packet));
      }

  return tn_fingerprint_end (hash);
}

static char *
make_output_key (const char *cell_key, guint port, const char *content)
{
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  tn_fingerprint_add_string (hash, cell_key);
  tn_fingerprint_add_int (hash, port);
  tn_fingerprint_add_string (hash, content);

  return tn_fingerprint_end (hash);
}

/* A source is known by what it brought: the packet came with the data's own key. */
static void
set_output_keys (const Node *node, Cell *cell)
{
  for (guint i = 0; i < tn_node_spec_count_outputs (node->node->spec); i++)
    {
      gboolean is_source = node->node->spec->flags & TN_NODE_SOURCE;
      const char *content = is_source ? tn_packet_get_key (cell->outputs[i]) : NULL;
      g_autofree char *key = make_output_key (cell->key, i, content);

      tn_packet_set_key (cell->outputs[i], key);
    }
}

/* Carrying out */

/* Which tables are kept between runs: what stands before the folds, and scores. */
static gboolean
is_kept (const Node *node, guint port)
{
  TnPortType type = node->node->spec->outputs[port].type;

  if (node->node->spec->flags & (TN_NODE_SOURCE | TN_NODE_SPLITS | TN_NODE_GATHERS))
    return FALSE;

  return type == TN_PORT_SCORES || (!node->folded && (type == TN_PORT_TABLE || type == TN_PORT_EVENTS));
}

static gboolean
recall_outputs (TnRunner *self, const Node *node, Cell *cell, gboolean is_final)
{
  const TnNodeSpec *spec = node->node->spec;
  guint n = tn_node_spec_count_outputs (spec);
  TnPacket **outputs;

  if (self->hooks.recall_table == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_kept (node, i) && !(spec->outputs[i].type == TN_PORT_MODEL && cell->state != NULL && !is_final))
      return FALSE;

  outputs = g_new0 (TnPacket *, n);
  cell->outputs = outputs;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = make_output_key (cell->key, i, NULL);
      g_autoptr (TnTable) table = NULL;

      if (spec->outputs[i].type == TN_PORT_MODEL)
        {
          outputs[i] = tn_packet_new_model (cell->state, NULL);
          continue;
        }
      table = self->hooks.recall_table (key, self->hook_data);
      if (table == NULL)
        {
          cell_clear_outputs (cell, spec);
          return FALSE;
        }
      outputs[i] = tn_packet_new_table (spec->outputs[i].type, table);
    }

  return TRUE;
}

static void
store_outputs (TnRunner *self, const Node *node, const Cell *cell)
{
  if (self->hooks.store_table == NULL)
    return;
  for (guint i = 0; i < tn_node_spec_count_outputs (node->node->spec); i++)
    if (is_kept (node, i))
      self->hooks.store_table (tn_packet_get_key (cell->outputs[i]),
                               tn_packet_get_table (cell->outputs[i]), self->hook_data);
}

static gboolean
fit (TnRunner *self, const Node *node, Cell *cell, guint fold, TnProgress *progress, GError **error)
{
  g_auto (TnStep) step = { 0 };

  step_init (&step, self, node, fold);
  step.progress = progress != NULL ? tn_progress_ref (progress) : NULL;
  step_narrow (&step, TRUE);

  return node->node->spec->fit (&step, &cell->state, error);
}

/* The rows of @table whose role is, or is not, train. */
static gsize *
find_rows (TnTable *table, gboolean train, gsize *n_rows)
{
  const guint8 *roles = tn_table_get_row_roles (table);
  gsize n = tn_table_get_n_rows (table);
  gsize *rows = g_new (gsize, MAX (n, 1));

  *n_rows = 0;
  for (gsize i = 0; i < n; i++)
    if ((roles[i] == TN_ROW_TRAIN) == train)
      rows[(*n_rows)++] = i;

  return rows;
}

static void
step_set_rows (TnStep *step, const gsize *rows, gsize n_rows)
{
  TnStepLink *link = &g_array_index (step->ports[0], TnStepLink, 0);
  g_autoptr (GBytes) bytes = g_bytes_new (rows, n_rows * sizeof (gsize));
  g_autoptr (TnTable) view = tn_table_new_view (tn_packet_get_table (link->packet), bytes);
  TnPacket *packet = tn_packet_new_table (tn_packet_get_port_type (link->packet), view);

  tn_packet_unref (link->packet);
  link->packet = packet;
}

/* Train rows by fit_apply, the others by apply, put back in their order. */
static gboolean
fit_apply (TnRunner *self, const Node *node, Cell *cell, guint fold, TnProgress *progress,
           GError **error)
{
  g_auto (TnStep) train = { 0 };
  g_auto (TnStep) rest = { 0 };
  g_autofree gsize *train_rows = NULL;
  g_autofree gsize *rest_rows = NULL;
  g_autoptr (TnPacket) train_out = NULL;
  g_autoptr (TnPacket) rest_out = NULL;
  g_autoptr (TnTable) whole = NULL;
  gsize n_train, n_rest;
  TnTable *table;

  step_init (&train, self, node, fold);
  step_init (&rest, self, node, fold);
  train.progress = progress != NULL ? tn_progress_ref (progress) : NULL;
  table = tn_step_get_table (&train, 0);
  train_rows = find_rows (table, TRUE, &n_train);
  rest_rows = find_rows (table, FALSE, &n_rest);
  step_set_rows (&rest, rest_rows, n_rest);
  step_narrow (&train, TRUE);

  if (!node->node->spec->fit_apply (&train, &cell->state, &train_out, error) ||
      !node->node->spec->apply (&rest, cell->state, &rest_out, error))
    return FALSE;
  if (tn_table_get_n_rows (tn_packet_get_table (train_out)) == n_train)
    whole = tn_table_interleave (tn_packet_get_table (train_out), train_rows,
                                 tn_packet_get_table (rest_out), rest_rows, error);
  else
    {
      TnTable *parts[] = { tn_packet_get_table (train_out), tn_packet_get_table (rest_out) };

      whole = tn_table_concat (parts, 2, error);
    }
  if (whole == NULL)
    return FALSE;
  cell->outputs = g_new0 (TnPacket *, 1);
  cell->outputs[0] = tn_packet_new_table (node->node->spec->outputs[0].type, whole);

  return TRUE;
}

static gboolean
apply (TnRunner *self, const Node *node, Cell *cell, guint fold, TnProgress *progress, GError **error)
{
  const TnNodeSpec *spec = node->node->spec;
  g_auto (TnStep) step = { 0 };

  step_init (&step, self, node, fold);
  step.progress = progress != NULL ? tn_progress_ref (progress) : NULL;
  cell->outputs = g_new0 (TnPacket *, tn_node_spec_count_outputs (spec));

  return (spec->flags & TN_NODE_GATHERS ? spec->gather (&step, cell->outputs, error)
                                        : spec->apply (&step, cell->state, cell->outputs, error));
}

static gboolean
has_roles (TnRunner *self, const Node *node, guint fold)
{
  g_auto (TnStep) step = { 0 };
  TnTable *table;

  step_init (&step, self, node, fold);
  table = tn_step_get_table (&step, 0);

  return table != NULL && tn_table_get_row_roles (table) != NULL;
}

static gboolean
learn (TnRunner *self, const Node *node, Cell *cell, guint fold, TnProgress *progress, GError **error)
{
  const TnNodeSpec *spec = node->node->spec;

  if (self->scoring)
    {
      cell->state = node->given != NULL ? tn_node_state_ref (node->given) : NULL;
      if (spec->fit != NULL && cell->state == NULL)
        {
          tn_error_set (error, TN_ERROR_NOT_FOUND,
                        N_("The step “{step}” has not learned anything yet. Run the pipeline first."),
                        "step", node->node->id, NULL);
          return FALSE;
        }
      return TRUE;
    }
  if (spec->fit == NULL)
    return TRUE;
  if (self->hooks.recall_state != NULL)
    cell->state = self->hooks.recall_state (cell->key, self->hook_data);
  if (cell->state != NULL)
    return TRUE;
  if (spec->fit_apply != NULL && has_roles (self, node, fold))
    return fit_apply (self, node, cell, fold, progress, error);

  return fit (self, node, cell, fold, progress, error);
}

static gboolean
make_cell (TnRunner *self, Node *node, guint fold, TnProgress *progress, GError **error)
{
  Cell *cell = get_cell (node, fold);
  gboolean was_known;

  {
    g_auto (TnStep) step = { 0 };

    step_init (&step, self, node, fold);
    cell->key = make_key (self, node, &step, fold);
  }
  if (!learn (self, node, cell, fold, progress, error))
    return FALSE;
  if (self->hooks.store_state != NULL && cell->state != NULL && !self->scoring)
    self->hooks.store_state (cell->key, cell->state, self->hook_data);

  was_known = cell->outputs == NULL && recall_outputs (self, node, cell, fold == self->n_folds);
  if (cell->outputs == NULL && !apply (self, node, cell, fold, progress, error))
    return FALSE;
  set_output_keys (node, cell);
  if (!was_known)
    store_outputs (self, node, cell);

  return TRUE;
}

/* A split gives its table once for each fold, with that fold's roles, and once for the end. */
static gboolean
make_split (TnRunner *self, Node *node, TnProgress *progress, GError **error)
{
  g_auto (TnStep) step = { 0 };
  TnFoldsParams final_params = TN_FOLDS_PARAMS_INIT;
  g_autoptr (TnFolds) folds = NULL;
  g_autoptr (TnFolds) final = NULL;
  g_autofree char *key = NULL;
  TnTable *table;

  final_params.scheme = TN_FOLDS_FINAL;

  step_init (&step, self, node, 0);
  step.progress = progress != NULL ? tn_progress_ref (progress) : NULL;
  key = make_key (self, node, &step, 0);
  table = tn_step_get_table (&step, 0);
  if (!node->node->spec->split (&step, &folds, error) || !tn_folds_check (table, folds, error))
    return FALSE;

  final = tn_folds_new (table, &final_params, error);
  if (final == NULL)
    return FALSE;
  self->n_folds = tn_folds_get_n_folds (folds);
  self->folds = g_steal_pointer (&folds);
  node->n_cells = self->n_folds + 1;
  node->cells = g_new0 (Cell, node->n_cells);
  node->folded = TRUE;
  for (guint i = 0; i < node->n_cells; i++)
    {
      const TnFold *fold = i < self->n_folds ? tn_folds_get_fold (self->folds, i)
                                             : tn_folds_get_fold (final, 0);
      g_autoptr (TnTable) with_roles = tn_table_with_row_roles (table, fold->row_roles);

      node->cells[i].key = make_output_key (key, i, fold->name);
      node->cells[i].outputs = g_new0 (TnPacket *, 1);
      node->cells[i].outputs[0] = tn_packet_new_table (TN_PORT_TABLE, with_roles);
      set_output_keys (node, &node->cells[i]);
    }

  return TRUE;
}

/* When scoring there are no folds: the rows pass through. */
static gboolean
pass_split (TnRunner *self, Node *node, GError **error)
{
  g_auto (TnStep) step = { 0 };
  TnTable *table;
  g_autoptr (TnTable) with_roles = NULL;
  g_autoptr (GBytes) roles = NULL;
  guint8 *bytes;

  step_init (&step, self, node, 0);
  table = tn_step_get_table (&step, 0);
  bytes = g_malloc (MAX (tn_table_get_n_rows (table), 1));
  memset (bytes, TN_ROW_SCORE, tn_table_get_n_rows (table));
  roles = g_bytes_new_take (bytes, tn_table_get_n_rows (table));
  with_roles = tn_table_with_row_roles (table, roles);
  node->n_cells = 1;
  node->cells = g_new0 (Cell, 1);
  node->cells[0].key = make_key (self, node, &step, 0);
  node->cells[0].outputs = g_new0 (TnPacket *, 1);
  node->cells[0].outputs[0] = tn_packet_new_table (TN_PORT_TABLE, with_roles);
  set_output_keys (node, &node->cells[0]);

  return TRUE;
}

/* How long a node takes beside others, until its own times are known. */
static double
get_weight (const TnNodeSpec *spec)
{
  return g_str_equal (spec->group, "model") || g_str_equal (spec->group, "features") ? 4 : 1;
}

static void
task_progressed (double fraction, const TnMessage *phase, gpointer user_data)
{
  Task *task = user_data;
  TnRunner *self = task->runner;
  double weight = get_weight (task->node->node->spec) / MAX (task->node->n_cells, 1);

  g_mutex_lock (&self->lock);
  self->work_done += weight * (fraction - task->fraction);
  task->fraction = fraction;
  tn_progress_report (self->progress, self->work_done / self->work_all);
  g_mutex_unlock (&self->lock);
}

static void
task_ended (TnRunner *self, Task *task)
{
  task_progressed (1, NULL, task);
  if (g_atomic_int_dec_and_test (&task->node->n_running) && self->hooks.status != NULL)
    self->hooks.status (task->node->node->id, TN_NODE_DONE,
                        (g_get_monotonic_time () - task->node->started) / 1e6, self->hook_data);
}

static gboolean
do_task (gsize index, gpointer user_data, GError **error)
{
  Wave *wave = user_data;
  TnRunner *self = wave->runner;
  Task *task = &g_array_index (wave->tasks, Task, index);
  const TnNodeSpec *spec = task->node->node->spec;
  g_autoptr (TnProgress) progress = tn_progress_new (task_progressed, task);
  gboolean done;

  if (self->progress != NULL && task->fold == 0)
    tn_progress_say (self->progress, tn_message_new (spec->title));
  if (spec->flags & TN_NODE_SPLITS)
    done = self->scoring ? pass_split (self, task->node, error)
                         : make_split (self, task->node, progress, error);
  else
    done = make_cell (self, task->node, task->fold, progress, error);
  if (!done)
    {
      tn_error_place (error, task->node->node->id, NULL, 0);
      return FALSE;
    }
  task_ended (self, task);

  return TRUE;
}

static gboolean
is_ready (const TnRunner *self, guint place, gboolean *folded)
{
  *folded = FALSE;
  for (guint i = 0; i < tn_graph_get_n_links (self->graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, i);

      if (link->to != place)
        continue;
      if (!self->nodes[link->from].done)
        return FALSE;
      *folded |= self->nodes[link->from].folded;
    }

  return TRUE;
}

static void
add_tasks (TnRunner *self, Node *node, gboolean folded, GArray *tasks, GArray *last_tasks)
{
  guint flags = node->node->spec->flags;

  if (!(flags & TN_NODE_SPLITS))
    {
      node->folded = folded && !(flags & (TN_NODE_GATHERS | TN_NODE_FINAL_ONLY));
      node->n_cells = node->folded ? self->n_folds + 1 : 1;
      node->cells = g_new0 (Cell, node->n_cells);
    }
  node->started = g_get_monotonic_time ();
  node->n_running = MAX (node->n_cells, 1);
  if (self->hooks.status != NULL)
    self->hooks.status (node->node->id, TN_NODE_RUNNING, 0, self->hook_data);
  for (guint i = 0; i < (guint) node->n_running; i++)
    {
      /* What is not in folds behind a split sees the final fit. */
      Task task = { self, node, node->folded ? i : self->n_folds };
      gboolean is_last = (flags & TN_NODE_FINAL_LAST) && node->folded && i == self->n_folds;

      if (is_last)
        g_array_append_val (last_tasks, task);
      else
        g_array_append_val (tasks, task);
    }
}

/* Tables that nobody will read again are let go: each fold has its own. */
static void
release_read (TnRunner *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      Node *node = &self->nodes[i];
      gboolean is_read = node->done;

      for (guint j = 0; j < tn_graph_get_n_links (self->graph); j++)
        {
          const TnGraphLink *link = tn_graph_get_link (self->graph, j);

          is_read &= link->from != i || self->nodes[link->to].done;
        }
      for (guint j = 0; is_read && node->folded && j < node->n_cells; j++)
        if (node->cells[j].outputs != NULL && node->node->spec->outputs[0].type == TN_PORT_TABLE)
          cell_clear_outputs (&node->cells[j], node->node->spec);
    }
}

static gboolean
run_waves (TnRunner *self, const gboolean *wanted, GError **error)
{
  for (;;)
    {
      g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (Task));
      g_autoptr (GArray) last_tasks = g_array_new (FALSE, FALSE, sizeof (Task));
      g_autoptr (GPtrArray) begun = g_ptr_array_new ();
      Wave wave = { self, tasks };
      Wave last_wave = { self, last_tasks };

      for (guint i = 0; i < self->n_nodes; i++)
        {
          Node *node = &self->nodes[self->order[i]];
          gboolean folded;

          if (node->done || !wanted[self->order[i]] || !is_ready (self, self->order[i], &folded))
            continue;
          add_tasks (self, node, folded, tasks, last_tasks);
          g_ptr_array_add (begun, node);
        }
      if (tasks->len == 0)
        return TRUE;
      if (!tn_pool_for (tasks->len, do_task, &wave, self->cancellable, error) ||
          !tn_pool_for (last_tasks->len, do_task, &last_wave, self->cancellable, error))
        return FALSE;
      for (guint i = 0; i < begun->len; i++)
        ((Node *) g_ptr_array_index (begun, i))->done = TRUE;
      release_read (self);
    }
}

/**
 * tn_runner_run:
 * @error: as the first node says that could not go on, with that node's id
 *
 * Carries out every node.
 */
gboolean
tn_runner_run (TnRunner *self, TnProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autofree gboolean *wanted = g_new (gboolean, MAX (self->n_nodes, 1));

  self->progress = progress;
  self->cancellable = cancellable;
  self->work_all = 0;
  for (guint i = 0; i < self->n_nodes; i++)
    {
      wanted[i] = TRUE;
      self->work_all += get_weight (self->nodes[i].node->spec);
    }

  return run_waves (self, wanted, error);
}

static void
want_upstream (const TnRunner *self, guint place, gboolean *wanted)
{
  if (wanted[place])
    return;
  wanted[place] = TRUE;
  for (guint i = 0; i < tn_graph_get_n_links (self->graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, i);

      if (link->to == place)
        want_upstream (self, link->from, wanted);
    }
}

/**
 * tn_runner_set_state:
 *
 * Gives what a node of the final fit learned, before tn_runner_score().
 */
void
tn_runner_set_state (TnRunner *self, const char *node, const TnNodeState *state)
{
  int place = tn_graph_find_node (self->graph, node);

  g_return_if_fail (place >= 0);

  g_clear_pointer (&self->nodes[place].given, tn_node_state_unref);
  self->nodes[place].given = tn_node_state_ref (state);
}

/**
 * tn_runner_score:
 * @until: id of the node whose output is wanted
 * @as_of: the moment rows are made as of; %TN_TIME_MISSING for the end of the data
 * @error: %TN_ERROR_NOT_FOUND when a node on the way has no stored state
 *
 * Applies; nothing is fitted.
 */
gboolean
tn_runner_score (TnRunner *self, const char *until, gint64 as_of, TnProgress *progress,
                 GCancellable *cancellable, GError **error)
{
  g_autofree gboolean *wanted = g_new0 (gboolean, MAX (self->n_nodes, 1));
  int place = tn_graph_find_node (self->graph, until);

  if (place < 0)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND, N_("This pipeline has no step “{step}”."), "step",
                    until, NULL);
      return FALSE;
    }
  want_upstream (self, place, wanted);
  self->scoring = TRUE;
  self->as_of = as_of;
  self->progress = progress;
  self->cancellable = cancellable;
  self->work_all = 0;
  for (guint i = 0; i < self->n_nodes; i++)
    self->work_all += wanted[i] ? get_weight (self->nodes[i].node->spec) : 0;

  return run_waves (self, wanted, error);
}

guint
tn_runner_get_n_folds (const TnRunner *self)
{
  return self->n_folds;
}

const TnFolds *
tn_runner_get_folds (const TnRunner *self)
{
  return self->folds;
}

/**
 * tn_runner_get_output:
 *
 * Returns: (transfer none) (nullable): what the node gave, as long as it is kept: scores, models
 *   and results to the end
 */
TnPacket *
tn_runner_get_output (const TnRunner *self, const char *node, const char *port, guint fold)
{
  int place = tn_graph_find_node (self->graph, node);
  int output =
      place >= 0 ? tn_node_spec_find_output (self->nodes[place].node->spec, port) : -1;
  const Cell *cell;

  if (output < 0 || self->nodes[place].cells == NULL)
    return NULL;
  cell = get_cell (&self->nodes[place], fold);

  return cell->outputs != NULL ? cell->outputs[output] : NULL;
}

const TnNodeState *
tn_runner_get_state (const TnRunner *self, const char *node, guint fold)
{
  int place = tn_graph_find_node (self->graph, node);

  if (place < 0 || self->nodes[place].cells == NULL)
    return NULL;

  return get_cell (&self->nodes[place], fold)->state;
}
