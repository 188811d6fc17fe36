/* tn-runner-plan.c: what a run carries out, and what it recalls instead
 *
 * A cell (a node in one fold) has a key: a hash of everything that makes it. Keys of cells
 * follow from keys alone, so they are known before any value is. What is known under its key
 * is recalled, and a cell whose value nobody reads is not carried out at all: when only the
 * last step of a pipeline changed, only that one runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-build.h"
#include "tn-hash.h"
#include "tn-json.h"
#include "tn-runner-private.h"

#define RECORD_VERSION 1

/* Keys */

guint64
tn_runner_make_seed (const TnRunner *self, const TnRunnerNode *node, guint fold)
{
  g_autofree char *name = g_strdup_printf ("%s/%u", node->node->id, node->folded ? fold : 0);

  return tn_hash_u64 (self->seed ^ tn_hash_u64 (tn_hash_bytes (name, strlen (name))));
}

static void
add_node (TnFingerprint *hash, const TnRunner *self, const TnRunnerNode *node, guint fold)
{
  const TnNodeSpec *spec = node->node->spec;
  g_autoptr (JsonNode) params = tn_params_to_json (node->params);
  g_autofree char *text = json_to_string (params, FALSE);

  tn_fingerprint_add_string (hash, tn_build_get_id ());
  tn_fingerprint_add_string (hash, spec->id);
  tn_fingerprint_add_int (hash, spec->version);
  tn_fingerprint_add_string (hash, text);
  tn_fingerprint_add_int (hash, (gint64) tn_runner_make_seed (self, node, fold));
  tn_fingerprint_add_int (hash, node->folded && fold == self->n_folds);
  tn_fingerprint_add_int (hash, self->scoring);
  tn_fingerprint_add_int (hash, self->as_of);
}

/* What it reads of settings upstream; those are in no key but those of their readers. */
static void
add_reads (TnFingerprint *hash, const TnRunnerNode *node)
{
  const TnReadSpec *reads = node->node->spec->reads;

  for (guint i = 0; reads != NULL && reads[i].node != NULL; i++)
    {
      g_autofree char *text = node->reads[i].params != NULL
                                  ? tn_params_print (node->reads[i].params, reads[i].param)
                                  : NULL;

      tn_fingerprint_add_string (hash, reads[i].param);
      tn_fingerprint_add_string (hash, text != NULL ? text : "");
    }
}

static void
add_inputs (TnFingerprint *hash, const TnRunner *self, const TnRunnerNode *node, guint fold)
{
  guint place = node - self->nodes;
  gboolean gathers = node->node->spec->flags & TN_NODE_GATHERS;

  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);
      const TnRunnerNode *from = &self->nodes[link->from];

      tn_fingerprint_add_int (hash, link->to_port);
      tn_fingerprint_add_int (hash, link->from_port);
      tn_fingerprint_add_string (hash, from->node->id);
      for (guint k = gathers ? 0 : fold; k <= (gathers ? self->n_folds : fold); k++)
        tn_fingerprint_add_string (hash, tn_runner_cell (from, k)->key);
    }
}

static char *
make_key (const TnRunner *self, const TnRunnerNode *node, guint fold)
{
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  add_node (hash, self, node, fold);
  add_reads (hash, node);
  if ((node->node->spec->flags & TN_NODE_FINAL_LAST) && node->folded && fold == self->n_folds)
    for (guint i = 0; i < self->n_folds; i++)
      tn_fingerprint_add_string (hash, node->cells[i].key);
  add_inputs (hash, self, node, fold);

  return tn_fingerprint_end (hash);
}

static char *
make_part_key (const TnCell *cell, const char *what, guint index)
{
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  tn_fingerprint_add_string (hash, cell->key);
  tn_fingerprint_add_string (hash, what);
  tn_fingerprint_add_int (hash, index);

  return tn_fingerprint_end (hash);
}

char *
tn_runner_output_key (const TnCell *cell, guint port)
{
  return make_part_key (cell, "output", port);
}

char *
tn_runner_checkpoint_key (const TnCell *cell)
{
  return make_part_key (cell, TN_CHECKPOINT_ID, 0);
}

/* Records: documents and warnings of a cell, beside its state */

static char *
notes_to_text (GPtrArray *notes)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const TnStepNote *note = g_ptr_array_index (notes, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "code", note->code);
      json_object_set_member (object, "message", tn_message_to_json (note->message));
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);

  return json_to_string (node, FALSE);
}

static GPtrArray *
notes_from_field (const TnNodeState *record, const char *name)
{
  g_autoptr (GVariant) value = tn_node_state_get (record, name, "s", NULL);
  g_autoptr (JsonNode) node =
      value != NULL ? tn_json_parse (g_variant_get_string (value, NULL), -1, NULL) : NULL;
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GPtrArray *notes = NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = tn_json_object_at (array, i);
      g_autoptr (TnMessage) message = tn_message_read (object, "message");

      if (message != NULL)
        tn_step_notes_add (&notes, tn_json_string (object, "code", ""), message);
    }

  return notes;
}

static TnNodeState *
make_record (const TnRunnerNode *node, const TnCell *cell)
{
  g_autofree char *fit = notes_to_text (cell->notes.fit);
  g_autofree char *apply = notes_to_text (cell->notes.apply);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "fit", g_variant_new_string (fit));
  g_variant_builder_add (&builder, "{sv}", "apply", g_variant_new_string (apply));
  for (guint i = 0; cell->outputs != NULL && i < tn_node_spec_count_outputs (node->node->spec); i++)
    if (tn_packet_get_document (cell->outputs[i]) != NULL)
      {
        g_autofree char *name = g_strdup_printf ("document-%u", i);
        g_autofree char *text = json_to_string (tn_packet_get_document (cell->outputs[i]), FALSE);

        g_variant_builder_add (&builder, "{sv}", name, g_variant_new_string (text));
        g_free (name);
        name = g_strdup_printf ("table-%u", i);
        g_variant_builder_add (
            &builder, "{sv}", name,
            g_variant_new_boolean (tn_packet_get_table (cell->outputs[i]) != NULL));
      }

  return tn_node_state_new ("record", RECORD_VERSION, g_variant_builder_end (&builder));
}

static TnNodeState *
recall (TnRunner *self, const TnCell *cell, const char *what)
{
  g_autofree char *key = make_part_key (cell, what, 0);

  return self->hooks.recall_state != NULL ? self->hooks.recall_state (key, self->hook_data) : NULL;
}

static void
store (TnRunner *self, const TnCell *cell, const char *what, const TnNodeState *state)
{
  g_autofree char *key = make_part_key (cell, what, 0);

  if (self->hooks.store_state != NULL)
    self->hooks.store_state (key, state, self->hook_data);
}

/**
 * tn_runner_stores:
 *
 * Returns: whether the table at that output is kept between runs: what stands before the folds,
 *   scores, and tables of results
 */
gboolean
tn_runner_stores (const TnRunnerNode *node, guint port)
{
  TnPortType type = node->node->spec->outputs[port].type;

  if (node->node->spec->flags & (TN_NODE_SOURCE | TN_NODE_SPLITS))
    return FALSE;

  return type == TN_PORT_SCORES || type == TN_PORT_RESULT ||
         (!node->folded && (type == TN_PORT_TABLE || type == TN_PORT_EVENTS));
}

void
tn_runner_store_cell (TnRunner *self, const TnRunnerNode *node, const TnCell *cell)
{
  g_autoptr (TnNodeState) record = NULL;

  if (self->scoring || cell->short_of ||
      node->node->spec->flags & (TN_NODE_SOURCE | TN_NODE_SPLITS))
    return;
  if (cell->state != NULL && !cell->state_recalled)
    store (self, cell, "state", cell->state);
  for (guint i = 0; cell->outputs != NULL && i < tn_node_spec_count_outputs (node->node->spec); i++)
    {
      TnTable *table = tn_packet_get_table (cell->outputs[i]);
      g_autofree char *key = tn_runner_output_key (cell, i);

      if (tn_runner_stores (node, i) && table != NULL && self->hooks.store_table != NULL)
        self->hooks.store_table (key, table, self->hook_data);
    }
  /* Last: a record says that the rest is there. */
  record = make_record (node, cell);
  store (self, cell, "record", record);
}

/* Looks once for what is known of a cell beside its tables. */
void
tn_runner_recall_state (TnRunner *self, const TnRunnerNode *node, TnCell *cell)
{
  g_autoptr (TnNodeState) record = NULL;

  if (cell->looked_up || self->scoring)
    return;
  cell->looked_up = TRUE;
  record = recall (self, cell, "record");
  if (record == NULL)
    return;
  cell->notes.fit = notes_from_field (record, "fit");
  cell->notes.apply = notes_from_field (record, "apply");
  if (node->node->spec->fit == NULL && node->node->spec->finish == NULL)
    return;
  cell->state = recall (self, cell, "state");
  cell->state_recalled = cell->state != NULL;
}

static TnPacket *
recall_result (TnRunner *self, TnCell *cell, const TnNodeState *record, guint port)
{
  g_autofree char *name = g_strdup_printf ("document-%u", port);
  g_autofree char *table_name = g_strdup_printf ("table-%u", port);
  g_autofree char *key = tn_runner_output_key (cell, port);
  g_autoptr (GVariant) text = tn_node_state_get (record, name, "s", NULL);
  g_autoptr (GVariant) has_table = tn_node_state_get (record, table_name, "b", NULL);
  g_autoptr (TnTable) table = NULL;
  JsonNode *document;

  if (text == NULL || has_table == NULL)
    return NULL;
  if (g_variant_get_boolean (has_table))
    {
      table = self->hooks.recall_table (key, self->hook_data);
      if (table == NULL)
        return NULL;
    }
  document = tn_json_parse (g_variant_get_string (text, NULL), -1, NULL);

  return document != NULL ? tn_packet_new_result (document, table) : NULL;
}

static TnPacket *
recall_table (TnRunner *self, TnCell *cell, TnPortType type, guint port)
{
  g_autofree char *key = tn_runner_output_key (cell, port);
  g_autoptr (TnTable) table = self->hooks.recall_table (key, self->hook_data);

  return table != NULL ? tn_packet_new_table (type, table) : NULL;
}

/* A model of the final fit comes with the rows it was applied to: those are not stored. */
static gboolean
can_recall (const TnRunner *self, const TnRunnerNode *node, const TnCell *cell, guint port)
{
  gboolean is_final = cell == tn_runner_cell (node, self->n_folds);

  if (node->node->spec->outputs[port].type == TN_PORT_MODEL)
    return cell->state != NULL && !(is_final && cell->model_wanted);

  return tn_runner_stores (node, port);
}

/**
 * tn_runner_recall_outputs:
 *
 * Returns: whether all outputs of the cell are there now
 */
gboolean
tn_runner_recall_outputs (TnRunner *self, const TnRunnerNode *node, TnCell *cell)
{
  const TnNodeSpec *spec = node->node->spec;
  guint n = tn_node_spec_count_outputs (spec);
  g_autoptr (TnNodeState) record = NULL;

  if (self->hooks.recall_table == NULL || self->scoring ||
      (spec->finish != NULL && cell->state == NULL))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!can_recall (self, node, cell, i))
      return FALSE;
  record = recall (self, cell, "record");
  if (record == NULL)
    return FALSE;

  cell->outputs = g_new0 (TnPacket *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      TnPortType type = spec->outputs[i].type;
      g_autofree char *key = tn_runner_output_key (cell, i);

      if (type == TN_PORT_MODEL)
        cell->outputs[i] = tn_packet_new_model (cell->state, NULL);
      else if (type == TN_PORT_RESULT)
        cell->outputs[i] = recall_result (self, cell, record, i);
      else
        cell->outputs[i] = recall_table (self, cell, type, i);
      if (cell->outputs[i] == NULL)
        {
          tn_cell_clear_outputs (cell, spec);
          return FALSE;
        }
      tn_packet_set_key (cell->outputs[i], key);
    }

  return TRUE;
}

/* Tells again what was told when the cell was made. @all: not only what fitting told. */
void
tn_runner_tell_notes (TnRunner *self, const TnRunnerNode *node, const TnCell *cell, gboolean all)
{
  GPtrArray *lists[] = { cell->notes.fit, all ? cell->notes.apply : NULL };

  if (self->hooks.warn == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && j < lists[i]->len; j++)
      {
        const TnStepNote *note = g_ptr_array_index (lists[i], j);

        self->hooks.warn (node->node->id, note->code, note->message, self->hook_data);
      }
}

/* The plan */

static gboolean
has_reader (const TnRunner *self, guint place)
{
  for (guint i = self->outgoing.begin[place]; i < self->outgoing.begin[place + 1]; i++)
    if (self->nodes[tn_graph_get_link (self->graph, self->outgoing.links[i])->to].wanted)
      return TRUE;

  return FALSE;
}

static gboolean
gives_to_keep (const TnNodeSpec *spec)
{
  for (const TnPortSpec *port = spec->outputs; port != NULL && port->id != NULL; port++)
    if (port->type == TN_PORT_SCORES || port->type == TN_PORT_RESULT)
      return TRUE;

  return FALSE;
}

/* Cells and keys of one node; those it takes from have theirs. */
static void
lay_out (TnRunner *self, guint place)
{
  TnRunnerNode *node = &self->nodes[place];
  guint flags = node->node->spec->flags;

  if (node->cells != NULL)
    return;
  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    node->folded |=
        self->nodes[tn_graph_get_link (self->graph, self->incoming.links[i])->from].folded;
  if (flags & (TN_NODE_GATHERS | TN_NODE_FINAL_ONLY))
    node->folded = FALSE;
  node->n_cells = node->folded ? self->n_folds + 1 : 1;
  node->cells = g_new0 (TnCell, node->n_cells);
  for (guint i = 0; i < node->n_cells; i++)
    node->cells[i].key = make_key (self, node, node->folded ? i : self->n_folds);
}

/* Whoever runs reads all its inputs, in the same fold or, when it gathers, in all. */
static void
ask_inputs (TnRunner *self, guint place, guint fold)
{
  gboolean gathers = self->nodes[place].node->spec->flags & TN_NODE_GATHERS;

  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);

      for (guint k = gathers ? 0 : fold; k <= (gathers ? self->n_folds : fold); k++)
        {
          const TnNodeSpec *spec = self->nodes[link->from].node->spec;
          TnCell *from = tn_runner_cell (&self->nodes[link->from], k);

          from->wanted = TRUE;
          from->model_wanted |= spec->outputs[link->from_port].type == TN_PORT_MODEL;
          from->n_readers++;
        }
    }
}

static void
decide (TnRunner *self, guint place, guint fold)
{
  TnRunnerNode *node = &self->nodes[place];
  const TnNodeSpec *spec = node->node->spec;
  TnCell *cell = tn_runner_cell (node, fold);
  gboolean is_final = !node->folded || fold == self->n_folds;

  tn_runner_recall_state (self, node, cell);
  cell->kept = is_final && (node->is_asked || gives_to_keep (spec) || !has_reader (self, place));
  cell->wanted |= cell->kept;
  if (cell->wanted && cell->outputs == NULL && !(spec->flags & TN_NODE_SPLITS))
    tn_runner_recall_outputs (self, node, cell);
  cell->runs = (cell->wanted && cell->outputs == NULL) ||
               (!self->scoring && spec->fit != NULL && cell->state == NULL) ||
               ((spec->flags & TN_NODE_SPLITS) && !cell->ran);
  if (!cell->runs)
    return;
  cell->ran = FALSE;
  node->n_runs++;
  node->n_left++;
  ask_inputs (self, place, fold);
}

/* Sources first: what they bring is part of every key. */
void
tn_runner_plan_sources (TnRunner *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TnRunnerNode *node = &self->nodes[self->order[i]];

      if (!node->wanted || !(node->node->spec->flags & TN_NODE_SOURCE))
        continue;
      lay_out (self, self->order[i]);
      node->cells[0].wanted = TRUE;
      node->cells[0].kept = node->is_asked;
      node->cells[0].runs = TRUE;
      node->n_runs = node->n_left = 1;
    }
}

/* What a source brought goes into its key. */
static void
sign_source (TnRunnerNode *node)
{
  TnCell *cell = &node->cells[0];
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  tn_fingerprint_add_string (hash, cell->key);
  for (guint i = 0; i < tn_node_spec_count_outputs (node->node->spec); i++)
    tn_fingerprint_add_string (hash, tn_packet_get_key (cell->outputs[i]));
  g_free (cell->key);
  cell->key = tn_fingerprint_end (hash);
  for (guint i = 0; i < tn_node_spec_count_outputs (node->node->spec); i++)
    {
      g_autofree char *key = tn_runner_output_key (cell, i);

      tn_packet_set_key (cell->outputs[i], key);
    }
}

/**
 * tn_runner_plan:
 * @behind_split: the folds are known: plan everything; otherwise what does not depend on them
 *
 * From the end to the beginning: what is asked for and not known runs, and asks for its inputs.
 */
void
tn_runner_plan (TnRunner *self, gboolean behind_split)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TnRunnerNode *node = &self->nodes[self->order[i]];

      node->n_runs = node->n_left = 0;
      if (!behind_split && (node->node->spec->flags & TN_NODE_SOURCE) && node->wanted)
        sign_source (node);
      if (node->wanted && (behind_split || !node->behind))
        lay_out (self, self->order[i]);
    }
  for (guint i = self->n_nodes; i-- > 0;)
    {
      TnRunnerNode *node = &self->nodes[self->order[i]];

      if (!node->wanted || (!behind_split && node->behind) ||
          (node->node->spec->flags & TN_NODE_SOURCE))
        continue;
      for (guint fold = 0; fold < node->n_cells; fold++)
        decide (self, self->order[i], node->folded ? fold : self->n_folds);
    }
}
