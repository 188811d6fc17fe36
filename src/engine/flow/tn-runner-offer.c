/* tn-runner-offer.c: what can be done about a step that gave up, seen from its inputs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-runner-private.h"

static void
offer (TnRunner *self, TnRepair *repair)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->offers, repair);
  g_mutex_unlock (&self->lock);
}

/* --- A column that is not there --- */

static void
offer_name (TnRunner *self,
            const TnRunnerNode *node,
            const TnParamSpec *param,
            const char *wrong,
            const char *near)
{
  const char *value = tn_json_string (node->node->values, param->id, "");
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  g_autofree char *id = g_strdup_printf ("column-%s", near);
  g_autofree char *text = NULL;
  TnMessage *said = tn_message_new (N_ ("Take the column “{near}” for “{column}”"));

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_equal (g_strstrip (lines[i]), wrong))
      {
        g_free (lines[i]);
        lines[i] = g_strdup (near);
      }
  text = g_strjoinv ("\n", lines);
  said = tn_message_text (tn_message_text (said, "near", near), "column", wrong);
  offer (self, tn_repair_set (tn_repair_new (id, said), node->node->id, param->id,
                              json_node_init_string (json_node_alloc (), text)));
}

static gboolean
names_column (const TnRunnerNode *node, const TnParamSpec *param, const char *column)
{
  g_auto (GStrv) lines = NULL;

  if (param->type != TN_PARAM_COLUMN && param->type != TN_PARAM_COLUMNS)
    return FALSE;
  lines = g_strsplit (tn_json_string (node->node->values, param->id, ""), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_equal (g_strstrip (lines[i]), column))
      return TRUE;

  return FALSE;
}

static void
offer_columns (TnRunner *self, const TnRunnerNode *node, TnTable *table, const char *column)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    g_ptr_array_add (known, tn_table_get_field (table, i)->name);
  g_ptr_array_add (known, NULL);
  for (const TnParamSpec *param = node->node->spec->params; param != NULL && param->id != NULL;
       param++)
    for (guint i = 0; names_column (node, param, column) && i < TN_REPAIRS_MAX; i++)
      {
        g_autofree char *near = tn_nearest_name (column, (const char *const *) known->pdata, i);

        if (near != NULL)
          offer_name (self, node, param, column, near);
      }
}

/* --- One answer only --- */

/* The one answer of all labelled rows; -1 when there are both or none. */
static int
find_only_answer (TnTable *table)
{
  g_autofree guint8 *labels = tn_table_dup_labels (table, NULL);
  gsize n[2] = { 0, 0 };

  for (gsize i = 0; labels != NULL && i < tn_table_get_n_rows (table); i++)
    if (labels[i] <= 1)
      n[labels[i]]++;

  return (n[0] > 0) == (n[1] > 0) ? -1 : n[1] > 0;
}

/* The step that says how long silence must last; its days may have been found by itself. */
static TnRunnerNode *
find_horizon (TnRunner *self, gint64 *days)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TnRunnerNode *node = &self->nodes[i];
      const TnNodeState *state = node->n_cells > 0 ? node->cells[0].state : NULL;
      g_autoptr (GVariant) found = NULL;

      if (tn_node_spec_find_param (node->node->spec, "horizon_days") == NULL)
        continue;
      *days = tn_params_get_int (node->params, "horizon_days");
      found = state != NULL ? tn_node_state_get (state, "horizon_days", "u", NULL) : NULL;
      if (*days == 0 && found != NULL)
        *days = g_variant_get_uint32 (found);
      return *days > 0 ? node : NULL;
    }

  return NULL;
}

static void
offer_horizon (TnRunner *self, gboolean all_left)
{
  gint64 days = 0;
  TnRunnerNode *node = find_horizon (self, &days);
  const TnParamSpec *param =
      node != NULL ? tn_node_spec_find_param (node->node->spec, "horizon_days") : NULL;
  static const double factors[2][2] = { { 0.5, 0.25 }, { 2, 4 } };

  for (guint i = 0; param != NULL && i < 2; i++)
    {
      gint64 other = (gint64) CLAMP (days * factors[all_left][i], 1, param->max);
      g_autofree char *id = g_strdup_printf ("horizon_days-%" G_GINT64_FORMAT, other);
      TnMessage *said = tn_message_new_plural (
          TN_PLURAL ("Count customers as gone after {n} day without an order",
                     "Count customers as gone after {n} days without an order"),
          other);

      offer (self,
             tn_repair_set (tn_repair_new (id, tn_message_count (said, "n", other)), node->node->id,
                            param->id, json_node_init_int (json_node_alloc (), other)));
    }
}

/**
 * tn_runner_offer:
 * @error: (inout): what @node said when it gave up; told anew where more is known
 *
 * Adds what follows from its inputs to what the step offered itself.
 */
void
tn_runner_offer (TnRunner *self, const TnRunnerNode *node, guint fold, GError **error)
{
  guint place = (guint) (node - self->nodes);
  const TnGraphLink *link;
  const TnCell *from;
  TnTable *table;
  TnRepair *strays = NULL;
  /* One that has learned its dates gives up when nobody or everybody left. */
  gboolean is_definition = tn_node_spec_find_param (node->node->spec, "horizon_days") != NULL &&
                           node->n_cells > 0 && node->cells[0].state != NULL;
  int answer;

  if ((*error)->domain != TN_ERROR ||
      self->incoming.begin[place] == self->incoming.begin[place + 1] ||
      (node->node->spec->flags & TN_NODE_GATHERS))
    return;
  link = tn_graph_get_link (self->graph, self->incoming.links[self->incoming.begin[place]]);
  from = tn_runner_cell (&self->nodes[link->from], fold);
  table = from->outputs != NULL ? tn_packet_get_table (from->outputs[link->from_port]) : NULL;
  if (table == NULL)
    return;
  if (tn_error_get_column (*error) != NULL &&
      tn_table_find (table, tn_error_get_column (*error)) < 0)
    offer_columns (self, node, table, tn_error_get_column (*error));
  answer = (node->node->spec->flags & TN_NODE_LEARNER) ? find_only_answer (table) : -1;
  if (answer == TRUE || (is_definition && (*error)->code == TN_ERROR_DATA))
    strays = tn_runner_find_strays (self, error);
  if (strays != NULL)
    offer (self, strays);
  else if (answer >= 0)
    offer_horizon (self, answer);
}
