/* tn-runner-cell.c: carries out one node in one fold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-concat.h"
#include "tn-error.h"
#include "tn-hash.h"
#include "tn-keys.h"
#include "tn-runner-private.h"

void
tn_cell_clear_outputs (TnCell *self, const TnNodeSpec *spec)
{
  for (guint i = 0; self->outputs != NULL && i < tn_node_spec_count_outputs (spec); i++)
    g_clear_pointer (&self->outputs[i], tn_packet_unref);
  g_clear_pointer (&self->outputs, g_free);
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
  if (step->ports == NULL)
    return;
  for (guint i = 0; i < tn_node_spec_count_inputs (step->spec); i++)
    g_array_unref (step->ports[i]);
  g_free (step->ports);
  g_free (step->own_states);
  g_clear_pointer (&step->kept, tn_node_state_unref);
  g_free (step->checkpoint_key);
  g_clear_pointer (&step->checkpoint, g_variant_unref);
  g_clear_pointer (&step->progress, tn_progress_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnStep, step_clear)

static void
add_gathered (TnRunner *self, TnStepLink *link, const TnRunnerNode *from, guint port)
{
  link->packets = g_new0 (TnPacket *, self->n_folds + 1);
  link->states = g_new0 (TnNodeState *, self->n_folds + 1);
  for (guint fold = 0; fold <= self->n_folds; fold++)
    {
      link->packets[fold] = tn_runner_cell (from, fold)->outputs[port];
      link->states[fold] = tn_runner_cell (from, fold)->state;
    }
  link->packet = tn_packet_ref (link->packets[self->n_folds]);
}

static void
add_links (TnStep *step, TnRunner *self, const TnRunnerNode *node, guint fold)
{
  guint place = node - self->nodes;

  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *at = tn_graph_get_link (self->graph, self->incoming.links[i]);
      const TnRunnerNode *from = &self->nodes[at->from];
      TnStepLink link = { from->node->id, from->node->spec };

      if (step->spec->flags & TN_NODE_GATHERS)
        add_gathered (self, &link, from, at->from_port);
      else
        link.packet = tn_packet_ref (tn_runner_cell (from, fold)->outputs[at->from_port]);
      g_array_append_val (step->ports[at->to_port], link);
    }
}

static void
step_init (TnStep *step, TnRunner *self, TnRunnerNode *node, guint fold, TnProgress *progress)
{
  const TnNodeSpec *spec = node->node->spec;
  guint n_inputs = tn_node_spec_count_inputs (spec);

  memset (step, 0, sizeof *step);
  step->spec = spec;
  step->node_id = node->node->id;
  step->params = node->params;
  step->reads = node->reads;
  step->fold = fold;
  step->n_folds = self->n_folds;
  step->folds = self->folds;
  step->seed = tn_runner_make_seed (self, node, fold);
  step->contacts = self->contacts;
  step->scoring = self->scoring;
  step->as_of = self->as_of;
  step->hooks = &self->hooks;
  step->hook_data = self->hook_data;
  step->cancellable = self->cancellable;
  step->progress = progress != NULL ? tn_progress_ref (progress) : NULL;
  step->notes_lock = &self->lock;
  step->offers = self->offers;
  step->notes = node->cells != NULL ? &tn_runner_cell (node, fold)->notes : NULL;
  if ((spec->flags & TN_NODE_FINAL_LAST) && node->folded && fold == self->n_folds)
    {
      step->own_states = g_new0 (TnNodeState *, self->n_folds + 1);
      for (guint i = 0; i < self->n_folds; i++)
        step->own_states[i] = node->cells[i].state;
    }
  step->ports = g_new0 (GArray *, n_inputs + 1);
  for (guint i = 0; i < n_inputs; i++)
    {
      step->ports[i] = g_array_new (FALSE, FALSE, sizeof (TnStepLink));
      g_array_set_clear_func (step->ports[i], step_link_clear);
    }
  add_links (step, self, node, fold);
}

/* Replaces the tables of the step by views of the rows that train; validate rows beside. */
static gboolean
step_narrow (TnStep *step, GError **error)
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
        narrow = tn_table_try_select_row_role (table, TN_ROW_TRAIN, error);
        if (narrow == NULL)
          return FALSE;
        if (tn_table_count_row_role (table, TN_ROW_VALIDATE) > 0)
          {
            link->validate = tn_table_try_select_row_role (table, TN_ROW_VALIDATE, error);
            if (link->validate == NULL)
              return FALSE;
          }
        packet = tn_packet_new_table (tn_packet_get_port_type (link->packet), narrow);
        tn_packet_unref (link->packet);
        link->packet = packet;
      }

  return TRUE;
}

/* What an interrupted run kept of the same step. */
static void
step_recall (TnStep *step, TnRunner *self, const TnCell *cell)
{
  g_autoptr (TnNodeState) kept = NULL;

  if (self->hooks.recall_state == NULL || self->hooks.forget_state == NULL)
    return;
  step->checkpoint_key = tn_runner_checkpoint_key (cell);
  kept = self->hooks.recall_state (step->checkpoint_key, self->hook_data);
  if (kept != NULL && g_str_equal (tn_node_state_get_node_id (kept), TN_CHECKPOINT_ID) &&
      tn_node_state_get_version (kept) == TN_CHECKPOINT_VERSION)
    step->checkpoint = g_variant_ref (tn_node_state_get_fields (kept));
  if (step->checkpoint != NULL && self->hooks.status != NULL)
    self->hooks.status (step->node_id, TN_NODE_RESUMED, 0, self->hook_data);
}

/* The final fit behind folds makes as many rounds as they found best: cut short, it would not be
 * the model they judged. */
static void
step_listen (TnStep *step, TnRunner *self, TnRunnerNode *node, TnCell *cell)
{
  if (self->hooks.count_stops == NULL || (node->folded && step->fold == self->n_folds))
    return;
  step->stop = (TnStepStop){ &self->lock, self->hooks.count_stops (self->hook_data),
                             &node->stop_limit, &cell->stopped };
}

static gboolean
is_short_of (const TnRunner *self, const TnRunnerNode *node, const TnCell *cell, guint fold)
{
  guint place = node - self->nodes;
  guint flags = node->node->spec->flags;
  gboolean is_short = cell->stopped;

  for (guint i = 0;
       (flags & TN_NODE_FINAL_LAST) && node->folded && fold == self->n_folds && i < self->n_folds;
       i++)
    is_short |= node->cells[i].short_of;
  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);
      gboolean gathers = flags & TN_NODE_GATHERS;

      for (guint k = gathers ? 0 : fold; k <= (gathers ? self->n_folds : fold); k++)
        is_short |= tn_runner_cell (&self->nodes[link->from], k)->short_of;
    }

  return is_short;
}

/* The verbs */

static gboolean
fit (TnRunner *self,
     TnRunnerNode *node,
     TnCell *cell,
     guint fold,
     TnProgress *progress,
     GError **error)
{
  g_auto (TnStep) step = { 0 };

  step_init (&step, self, node, fold, progress);
  step.notes_fit = TRUE;
  step_listen (&step, self, node, cell);
  if (!step_narrow (&step, error))
    return FALSE;
  step_recall (&step, self, cell);
  if (!node->node->spec->fit (&step, &cell->state, error))
    return FALSE;
  if (step.checkpoint != NULL)
    cell->checkpoint_key = g_steal_pointer (&step.checkpoint_key);

  return TRUE;
}

/* The rows of @table whose role is, or is not, train. */
static gsize *
find_rows (TnTable *table, gboolean train, gsize *n_rows, GError **error)
{
  const guint8 *roles = tn_table_get_row_roles (table);
  gsize n = tn_table_get_n_rows (table);
  gsize *rows = g_try_new (gsize, MAX (n, 1));

  if (rows == NULL)
    {
      tn_error_set (
          error, TN_ERROR_SPACE,
          N_ ("There is not enough free memory for the rows of this step. Use fewer rows, or "
              "close other programs."),
          NULL);
      return NULL;
    }
  *n_rows = 0;
  for (gsize i = 0; i < n; i++)
    if ((roles[i] == TN_ROW_TRAIN) == train)
      rows[(*n_rows)++] = i;

  return rows;
}

static gboolean
step_set_rows (TnStep *step, const gsize *rows, gsize n_rows, GError **error)
{
  TnStepLink *link = &g_array_index (step->ports[0], TnStepLink, 0);
  gsize *copy = tn_keys_try_alloc (n_rows, sizeof (gsize), error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnTable) view = NULL;
  TnPacket *packet;

  if (copy == NULL)
    return FALSE;
  if (n_rows > 0)
    memcpy (copy, rows, n_rows * sizeof (gsize));
  bytes = g_bytes_new_take (copy, n_rows * sizeof (gsize));
  view = tn_table_try_new_view (tn_packet_get_table (link->packet), bytes, error);
  if (view == NULL)
    return FALSE;
  packet = tn_packet_new_table (tn_packet_get_port_type (link->packet), view);
  tn_packet_unref (link->packet);
  link->packet = packet;

  return TRUE;
}

/* Both parts in one table: in the order of the rows when none were added or dropped. */
static TnTable *
put_together (TnTable *train,
              const gsize *train_rows,
              gsize n_train,
              TnTable *rest,
              const gsize *rest_rows,
              GError **error)
{
  TnTable *parts[] = { train, rest };

  if (tn_table_get_n_rows (train) == n_train)
    return tn_table_interleave (train, train_rows, rest, rest_rows, error);

  return tn_table_concat (parts, 2, error);
}

/* Train rows by fit_apply, the others by apply. */
static gboolean
fit_apply (TnRunner *self,
           TnRunnerNode *node,
           TnCell *cell,
           guint fold,
           TnProgress *progress,
           GError **error)
{
  const TnNodeSpec *spec = node->node->spec;
  g_auto (TnStep) train = { 0 };
  g_auto (TnStep) rest = { 0 };
  g_autofree gsize *train_rows = NULL;
  g_autofree gsize *rest_rows = NULL;
  g_autoptr (TnPacket) train_out = NULL;
  g_autoptr (TnPacket) rest_out = NULL;
  g_autoptr (TnTable) whole = NULL;
  gsize n_train, n_rest;

  step_init (&train, self, node, fold, progress);
  step_init (&rest, self, node, fold, NULL);
  train_rows = find_rows (tn_step_get_table (&train, 0), TRUE, &n_train, error);
  rest_rows =
      train_rows != NULL ? find_rows (tn_step_get_table (&train, 0), FALSE, &n_rest, error) : NULL;
  if (rest_rows == NULL || !step_set_rows (&rest, rest_rows, n_rest, error))
    return FALSE;
  train.notes_fit = TRUE;
  step_listen (&train, self, node, cell);
  if (!step_narrow (&train, error))
    return FALSE;

  g_clear_pointer (&cell->state, tn_node_state_unref);
  if (!spec->fit_apply (&train, &cell->state, &train_out, error) ||
      !spec->apply (&rest, cell->state, &rest_out, error))
    return FALSE;
  whole = put_together (tn_packet_get_table (train_out), train_rows, n_train,
                        tn_packet_get_table (rest_out), rest_rows, error);
  if (whole == NULL)
    return FALSE;
  cell->outputs = g_new0 (TnPacket *, 1);
  cell->outputs[0] = tn_packet_new_table (spec->outputs[0].type, whole);

  return TRUE;
}

/* Whatever a step says of itself: in folds, labels and scores are matched by row. */
static gboolean
keeps_rows (TnStep *step, const TnCell *cell, GError **error)
{
  TnTable *in = tn_node_spec_count_inputs (step->spec) > 0 ? tn_step_get_table (step, 0) : NULL;

  for (guint i = 0; in != NULL && i < tn_node_spec_count_outputs (step->spec); i++)
    {
      TnTable *out = cell->outputs[i] != NULL ? tn_packet_get_table (cell->outputs[i]) : NULL;

      if (step->spec->outputs[i].type != TN_PORT_TABLE || out == NULL ||
          tn_table_get_n_rows (out) == tn_table_get_n_rows (in))
        continue;
      tn_error_take (error, TN_ERROR_LEAK,
                     tn_message_take (
                         tn_message_new (N_ ("“{step}” gave other rows than it got, and rows that "
                                             "are to be tested or scored must stay. Move it "
                                             "before the split.")),
                         "step", tn_message_new (step->spec->title)));
      return FALSE;
    }

  return TRUE;
}

static gboolean
apply (TnRunner *self,
       TnRunnerNode *node,
       TnCell *cell,
       guint fold,
       TnProgress *progress,
       GError **error)
{
  const TnNodeSpec *spec = node->node->spec;
  g_auto (TnStep) step = { 0 };

  step_init (&step, self, node, fold, progress);
  cell->outputs = g_new0 (TnPacket *, tn_node_spec_count_outputs (spec) + 1);

  if (!(spec->flags & TN_NODE_GATHERS))
    return spec->apply (&step, cell->state, cell->outputs, error) &&
           (!node->folded || keeps_rows (&step, cell, error));
  if (!spec->gather (&step, cell->outputs, error))
    return FALSE;
  g_clear_pointer (&cell->state, tn_node_state_unref);
  cell->state = g_steal_pointer (&step.kept);
  cell->state_recalled = FALSE;

  return TRUE;
}

static gboolean
has_roles (TnRunner *self, TnRunnerNode *node, guint fold)
{
  g_auto (TnStep) step = { 0 };
  TnTable *table;

  step_init (&step, self, node, fold, NULL);
  table = tn_step_get_table (&step, 0);

  return table != NULL && tn_table_get_row_roles (table) != NULL;
}

static gboolean
take_given_state (TnRunner *self, TnRunnerNode *node, TnCell *cell, GError **error)
{
  if (node->given != NULL && cell->state == NULL)
    cell->state = tn_node_state_ref (node->given);
  if (node->node->spec->fit == NULL || cell->state != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("The step “{step}” has not learned anything yet. Run the pipeline first."),
                "step", node->node->id, NULL);

  return FALSE;
}

/* Somebody wants to know what would be if tables were others. */
static gboolean
alter_outputs (TnRunner *self, TnRunnerNode *node, TnCell *cell, GError **error)
{
  for (guint i = 0; i < tn_node_spec_count_outputs (node->node->spec); i++)
    {
      TnPacket *packet = cell->outputs[i];
      g_autoptr (TnTable) altered = NULL;

      if (packet == NULL || tn_packet_get_port_type (packet) != TN_PORT_TABLE)
        continue;
      altered =
          self->hooks.alter (node->node->id, tn_packet_get_table (packet), self->hook_data, error);
      if (altered == NULL)
        return FALSE;
      if (altered == tn_packet_get_table (packet))
        continue;
      cell->outputs[i] = tn_packet_new_table (TN_PORT_TABLE, altered);
      tn_packet_unref (packet);
    }

  return TRUE;
}

static gboolean
make_cell (TnRunner *self, TnRunnerNode *node, guint fold, TnProgress *progress, GError **error)
{
  const TnNodeSpec *spec = node->node->spec;
  TnCell *cell = tn_runner_cell (node, fold);

  g_clear_pointer (&cell->notes.apply, g_ptr_array_unref);
  if (self->scoring)
    {
      if (!take_given_state (self, node, cell, error))
        return FALSE;
    }
  /* A recalled state says nothing of the train rows where those are treated differently. */
  else if (spec->fit_apply != NULL && has_roles (self, node, fold))
    {
      g_clear_pointer (&cell->notes.fit, g_ptr_array_unref);
      if (!fit_apply (self, node, cell, fold, progress, error))
        return FALSE;
    }
  else if (cell->state_recalled)
    tn_runner_tell_notes (self, node, cell, FALSE);
  else if (spec->fit != NULL && !fit (self, node, cell, fold, progress, error))
    return FALSE;

  if (cell->outputs != NULL || !cell->wanted)
    return TRUE;

  return apply (self, node, cell, fold, progress, error) &&
         (!self->scoring || self->hooks.alter == NULL || alter_outputs (self, node, cell, error));
}

/* The split */

static TnPacket **
table_with_roles (TnTable *table, GBytes *row_roles)
{
  g_autoptr (TnTable) with_roles = tn_table_with_row_roles (table, row_roles);
  TnPacket **outputs = g_new0 (TnPacket *, 2);

  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, with_roles);

  return outputs;
}

/* One cell for each fold instead of the one it was planned as. */
static void
take_folds (TnRunner *self, TnRunnerNode *node, TnTable *table, TnFolds *folds, TnFolds *final)
{
  TnCell planned = node->cells[0];

  self->n_folds = tn_folds_get_n_folds (folds);
  self->folds = tn_folds_ref (folds);
  g_free (node->cells);
  node->n_cells = self->n_folds + 1;
  node->cells = g_new0 (TnCell, node->n_cells);
  node->folded = TRUE;
  for (guint i = 0; i < node->n_cells; i++)
    {
      const TnFold *fold =
          i < self->n_folds ? tn_folds_get_fold (folds, i) : tn_folds_get_fold (final, 0);
      g_autofree char *name =
          g_strdup_printf ("%s/%s", i < self->n_folds ? "fold" : "final", fold->name);
      g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

      tn_fingerprint_add_string (hash, planned.key);
      tn_fingerprint_add_int (hash, i);
      tn_fingerprint_add_string (hash, name);
      node->cells[i].key = tn_fingerprint_end (hash);
      node->cells[i].outputs = table_with_roles (table, fold->row_roles);
      node->cells[i].ran = TRUE;
    }
  node->cells[self->n_folds].notes = planned.notes;
  g_free (planned.key);
}

/* A split gives its table once for each fold, with that fold's roles, and once for the end. */
static gboolean
make_split (TnRunner *self, TnRunnerNode *node, TnProgress *progress, GError **error)
{
  g_auto (TnStep) step = { 0 };
  TnFoldsParams final_params = TN_FOLDS_PARAMS_INIT;
  g_autoptr (TnFolds) folds = NULL;
  g_autoptr (TnFolds) final = NULL;
  TnTable *table;

  step_init (&step, self, node, 0, progress);
  table = tn_step_get_table (&step, 0);
  if (!node->node->spec->split (&step, &folds, error) || !tn_folds_check (table, folds, error))
    return FALSE;
  final_params.scheme = TN_FOLDS_FINAL;
  final = tn_folds_new (table, &final_params, error);
  if (final == NULL)
    return FALSE;
  take_folds (self, node, table, folds, final);

  return TRUE;
}

/* When scoring there are no folds: the rows pass through. */
static gboolean
pass_split (TnRunner *self, TnRunnerNode *node, GError **error)
{
  g_auto (TnStep) step = { 0 };
  g_autoptr (GBytes) roles = NULL;
  gsize n_rows;
  guint8 *bytes;

  step_init (&step, self, node, 0, NULL);
  n_rows = tn_table_get_n_rows (tn_step_get_table (&step, 0));
  bytes = tn_keys_try_alloc (n_rows, 1, error);
  if (bytes == NULL)
    return FALSE;
  memset (bytes, TN_ROW_SCORE, n_rows);
  roles = g_bytes_new_take (bytes, n_rows);
  node->cells[0].outputs = table_with_roles (tn_step_get_table (&step, 0), roles);

  return TRUE;
}

static void
set_output_keys (const TnRunnerNode *node, TnCell *cell)
{
  gboolean is_source = node->node->spec->flags & TN_NODE_SOURCE;

  /* A source is known by what it brought: its packets came with the data's own key. */
  for (guint i = 0; !is_source && i < tn_node_spec_count_outputs (node->node->spec); i++)
    {
      g_autofree char *key = tn_runner_output_key (cell, i);

      if (cell->outputs != NULL && cell->outputs[i] != NULL)
        tn_packet_set_key (cell->outputs[i], key);
    }
}

static void
tell_shapes (TnRunner *self, const TnRunnerNode *node, const TnCell *cell)
{
  const TnPortSpec *ports = node->node->spec->outputs;

  if (self->hooks.shape == NULL || cell != tn_runner_cell (node, self->n_folds))
    return;
  for (guint i = 0; cell->outputs != NULL && i < tn_node_spec_count_outputs (node->node->spec); i++)
    {
      TnTable *table = cell->outputs[i] != NULL ? tn_packet_get_table (cell->outputs[i]) : NULL;

      if (table != NULL && ports[i].type != TN_PORT_MODEL)
        self->hooks.shape (node->node->id, ports[i].id, (gint64) tn_table_get_n_rows (table),
                           (gint64) tn_table_get_n_columns (table), self->hook_data);
    }
}

/**
 * tn_runner_do_cell:
 * @fold: below the number of folds, or that number
 *
 * Learns and applies as far as it is planned, and keeps what was made.
 */
gboolean
tn_runner_do_cell (TnRunner *self,
                   TnRunnerNode *node,
                   guint fold,
                   TnProgress *progress,
                   GError **error)
{
  gboolean is_split = node->node->spec->flags & TN_NODE_SPLITS;
  TnCell *cell;

  if (is_split && !self->scoring)
    return make_split (self, node, progress, error);
  if (!(is_split ? pass_split (self, node, error) : make_cell (self, node, fold, progress, error)))
    return FALSE;

  cell = tn_runner_cell (node, fold);
  cell->short_of = is_short_of (self, node, cell, fold);
  set_output_keys (node, cell);
  tell_shapes (self, node, cell);
  tn_runner_store_cell (self, node, cell);
  /* Not before: what was learned is safe now. */
  if (cell->checkpoint_key != NULL)
    self->hooks.forget_state (cell->checkpoint_key, self->hook_data);
  g_clear_pointer (&cell->checkpoint_key, g_free);
  cell->ran = TRUE;
  if (!cell->wanted)
    tn_cell_clear_outputs (cell, node->node->spec);

  return TRUE;
}
