/* tn-step.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-step-private.h"

const TnParams *
tn_step_get_params (const TnStep *self)
{
  return self->params;
}

/* What is not declared would be missing in the key of what the step makes. */
static const TnStepRead *
find_read (const TnStep *self, const char *node, const char *param)
{
  const TnReadSpec *reads = self->spec->reads;

  for (guint i = 0; reads != NULL && reads[i].node != NULL; i++)
    if (g_str_equal (reads[i].node, node) && g_str_equal (reads[i].param, param))
      return &self->reads[i];
  g_return_val_if_reached (NULL);
}

/**
 * tn_step_get_read_node:
 *
 * Returns: (nullable): id of the node upstream the setting stands in
 */
const char *
tn_step_get_read_node (const TnStep *self, const char *node, const char *param)
{
  const TnStepRead *read = find_read (self, node, param);

  return read != NULL ? read->node_id : NULL;
}

/**
 * tn_step_read_number:
 * @fallback: where no such node stands upstream
 *
 * Returns: what was stated there, or the default of its description
 */
double
tn_step_read_number (const TnStep *self, const char *node, const char *param, double fallback)
{
  const TnStepRead *read = find_read (self, node, param);

  return read != NULL && read->params != NULL ? tn_params_get_number (read->params, param)
                                              : fallback;
}

/**
 * tn_step_read_text:
 * @fallback: where no such node stands upstream
 *
 * Returns: (transfer none): as tn_step_read_number()
 */
const char *
tn_step_read_text (const TnStep *self, const char *node, const char *param, const char *fallback)
{
  const TnStepRead *read = find_read (self, node, param);

  return read != NULL && read->params != NULL ? tn_params_get_text (read->params, param) : fallback;
}

const char *
tn_step_get_node_id (const TnStep *self)
{
  return self->node_id;
}

/**
 * tn_step_get_seed:
 *
 * Returns: a seed of this node's and this fold's own, from the seed of the run
 */
guint64
tn_step_get_seed (const TnStep *self)
{
  return self->seed;
}

TnProgress *
tn_step_get_progress (const TnStep *self)
{
  return self->progress;
}

GCancellable *
tn_step_get_cancellable (const TnStep *self)
{
  return self->cancellable;
}

guint
tn_step_get_fold (const TnStep *self)
{
  return self->fold;
}

guint
tn_step_get_n_folds (const TnStep *self)
{
  return self->n_folds;
}

gboolean
tn_step_is_final (const TnStep *self)
{
  return self->fold == self->n_folds;
}

gboolean
tn_step_is_scoring (const TnStep *self)
{
  return self->scoring;
}

/**
 * tn_step_get_as_of:
 *
 * Returns: when scoring: the moment rows are made as of; %TN_TIME_MISSING for the end of the data
 */
gint64
tn_step_get_as_of (const TnStep *self)
{
  return self->as_of;
}

static const TnStepLink *
get_link (const TnStep *self, guint port, guint link)
{
  g_return_val_if_fail (link < self->ports[port]->len, NULL);

  return &g_array_index (self->ports[port], TnStepLink, link);
}

guint
tn_step_count_links (const TnStep *self, guint port)
{
  return self->ports[port]->len;
}

TnPacket *
tn_step_get_input (const TnStep *self, guint port, guint link)
{
  return get_link (self, port, link)->packet;
}

/**
 * tn_step_get_table:
 *
 * Returns: (transfer none) (nullable): the table at the first link of an input
 */
TnTable *
tn_step_get_table (const TnStep *self, guint port)
{
  if (tn_step_count_links (self, port) == 0)
    return NULL;

  return tn_packet_get_table (tn_step_get_input (self, port, 0));
}

/**
 * tn_step_get_validate:
 *
 * Returns: (transfer none) (nullable): while fitting: the rows to choose by; %NULL when there are
 *   none, as in the final fit
 */
TnTable *
tn_step_get_validate (const TnStep *self, guint port)
{
  return tn_step_count_links (self, port) > 0 ? get_link (self, port, 0)->validate : NULL;
}

const char *
tn_step_get_input_node (const TnStep *self, guint port, guint link)
{
  return get_link (self, port, link)->node_id;
}

const TnNodeSpec *
tn_step_get_input_spec (const TnStep *self, guint port, guint link)
{
  return get_link (self, port, link)->spec;
}

/**
 * tn_step_get_fold_input:
 * @fold: up to the number of folds; that number itself is the final fit
 *
 * Returns: (transfer none) (nullable): what the link gave in that fold; the same for every fold
 *   when it does not depend on folds
 */
TnPacket *
tn_step_get_fold_input (const TnStep *self, guint port, guint link, guint fold)
{
  const TnStepLink *at = get_link (self, port, link);

  return at->packets != NULL ? at->packets[fold] : at->packet;
}

const TnNodeState *
tn_step_get_fold_state (const TnStep *self, guint port, guint link, guint fold)
{
  const TnStepLink *at = get_link (self, port, link);

  return at->states != NULL ? at->states[fold] : NULL;
}

const TnNodeState *
tn_step_get_own_state (const TnStep *self, guint fold)
{
  return self->own_states != NULL ? self->own_states[fold] : NULL;
}

/**
 * tn_step_get_folds:
 *
 * Returns: (nullable): the folds of the run, when its rows were split
 */
const TnFolds *
tn_step_get_folds (const TnStep *self)
{
  return self->folds;
}

void
tn_step_keep_state (TnStep *self, TnNodeState *state)
{
  g_clear_pointer (&self->kept, tn_node_state_unref);
  self->kept = state;
}

/**
 * tn_step_load:
 * @dataset: its name
 * @error: %TN_ERROR_NOT_FOUND, or what loading gives
 *
 * Returns: (transfer full) (nullable): the data set, as the run sees it
 */
TnPacket *
tn_step_load (const TnStep *self, const char *dataset, GError **error)
{
  return self->hooks->load (dataset, self->hook_data, error);
}

static void
note_free (gpointer data)
{
  TnStepNote *note = data;

  g_free (note->code);
  tn_message_unref (note->message);
  g_free (note);
}

void
tn_step_notes_add (GPtrArray **notes, const char *code, const TnMessage *message)
{
  TnStepNote *note = g_new (TnStepNote, 1);

  note->code = g_strdup (code);
  note->message = tn_message_ref (message);
  if (*notes == NULL)
    *notes = g_ptr_array_new_with_free_func (note_free);
  g_ptr_array_add (*notes, note);
}

void
tn_step_notes_clear (TnStepNotes *self)
{
  g_clear_pointer (&self->fit, g_ptr_array_unref);
  g_clear_pointer (&self->apply, g_ptr_array_unref);
}

void
tn_step_warn (const TnStep *self, const char *code, TnMessage *message)
{
  if (self->notes != NULL)
    {
      g_mutex_lock (self->notes_lock);
      tn_step_notes_add (self->notes_fit ? &self->notes->fit : &self->notes->apply, code, message);
      g_mutex_unlock (self->notes_lock);
    }
  if (self->hooks->warn != NULL)
    self->hooks->warn (self->node_id, code, message, self->hook_data);
  tn_message_unref (message);
}

/* Whoever is learning when it is asked for stops, and whoever begins later makes no more rounds
 * than those had made. */
static gboolean
goes_on (const TnStep *self, guint n_rounds)
{
  const TnStepStop *stop = &self->stop;
  gboolean is_asked, is_enough;

  if (stop->lock == NULL || self->hooks->count_stops == NULL)
    return TRUE;
  is_asked = self->hooks->count_stops (self->hook_data) > stop->before;
  g_mutex_lock (stop->lock);
  if (is_asked)
    *stop->limit = MAX (*stop->limit, n_rounds);
  is_enough = is_asked || (*stop->limit > 0 && n_rounds >= *stop->limit);
  *stop->stopped |= is_enough;
  g_mutex_unlock (stop->lock);

  return !is_enough;
}

/**
 * tn_step_curve:
 * @round: what is known after it
 *
 * Tells a point of the learning curve, and asks whether to learn on.
 *
 * Returns: %FALSE when the step is to end with what it has
 */
gboolean
tn_step_curve (const TnStep *self, const TnRound *round)
{
  if (self->hooks->curve != NULL)
    self->hooks->curve (self->node_id, self->fold, round, self->hook_data);

  return goes_on (self, round->round + 1);
}

/**
 * tn_step_get_contacts:
 *
 * Only for what is told while learning goes on: results must not depend on it, because it is not
 * part of what they are known by.
 */
gsize
tn_step_get_contacts (const TnStep *self)
{
  return self->contacts;
}

/**
 * tn_step_recall_checkpoint:
 *
 * Returns: (transfer full) (nullable): what this step, or the same one of a run that was
 *   interrupted, kept last under that name
 */
GVariant *
tn_step_recall_checkpoint (const TnStep *self, const char *name)
{
  return self->checkpoint != NULL ? g_variant_lookup_value (self->checkpoint, name, NULL) : NULL;
}

/**
 * tn_step_keep_checkpoint:
 * @state: floating references are sunk
 *
 * Keeps how far the step is, in place of what was kept under that name. On the step's thread.
 */
void
tn_step_keep_checkpoint (TnStep *self, const char *name, GVariant *state)
{
  GVariantDict dict;
  g_autoptr (TnNodeState) kept = NULL;

  g_variant_dict_init (&dict, self->checkpoint);
  g_variant_dict_insert_value (&dict, name, state);
  g_clear_pointer (&self->checkpoint, g_variant_unref);
  self->checkpoint = g_variant_ref_sink (g_variant_dict_end (&dict));
  if (self->checkpoint_key == NULL || self->hooks->store_state == NULL)
    return;
  kept = tn_node_state_new (TN_CHECKPOINT_ID, TN_CHECKPOINT_VERSION, self->checkpoint);
  self->hooks->store_state (self->checkpoint_key, kept, self->hook_data);
}

double
tn_step_get_checkpoint_seconds (const TnStep *self)
{
  return self->hooks->checkpoint_seconds;
}

void
tn_step_offer (const TnStep *self, TnRepair *repair)
{
  if (self->offers == NULL)
    {
      tn_repair_unref (repair);
      return;
    }
  g_mutex_lock (self->notes_lock);
  g_ptr_array_add (self->offers, repair);
  g_mutex_unlock (self->notes_lock);
}

void
tn_step_offer_int (const TnStep *self, const char *param, gint64 value, TnMessage *text)
{
  g_autofree char *id = g_strdup_printf ("%s-%" G_GINT64_FORMAT, param, value);

  tn_step_offer (self, tn_repair_set (tn_repair_new (id, text), self->node_id, param,
                                      json_node_init_int (json_node_alloc (), value)));
}
