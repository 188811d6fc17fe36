/* tn-list-figures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-figures.h"

#include <math.h>
#include <stdlib.h>

#include "tn-fact-groups.h"
#include "tn-folds.h"
#include "tn-json.h"
#include "tn-metric.h"

/* Groups of today's customers, and groups and facts of the shares that left. */
#define MOST_PARTS  4
#define MOST_GROUPS 6
#define MOST_SHARES 3

static JsonNode *
wrap_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);

  return node;
}

static TnFactGroups *
group_customers (TnTable *facts,
                 const TnReasons *reasons,
                 const gsize *rows,
                 gsize n_rows,
                 const char *currency,
                 const TnField **field,
                 GError **error)
{
  if (tn_facts_are_of_events (facts) && tn_table_find (facts, "orders_all") >= 0)
    {
      *field = tn_table_get_field (facts, (guint) tn_table_find (facts, "orders_all"));
      return tn_fact_groups_new_orders (facts, rows, n_rows, error);
    }
  if (reasons == NULL || tn_reasons_get_n_facts (reasons) == 0)
    return NULL;
  *field = tn_reasons_get_fact (reasons, 0)->field;

  return tn_fact_groups_new (facts, tn_reasons_get_fact (reasons, 0)->column, rows, n_rows,
                             MOST_PARTS, currency, error);
}

/**
 * tn_list_parts_to_json:
 * @facts: about customers
 * @reasons: (nullable): which facts matter
 * @rows: (array length=n_rows): today's customers, as rows of @facts
 * @chances: (array length=n_rows): of leaving
 * @stakes: (nullable) (array length=n_rows): value at stake
 *
 * Returns: (transfer full) (nullable): {"label", "orders", "groups": [{"label", "customers",
 *   "leavers", "stake"}]}: by the number of orders so far, else by the fact that matters most;
 * %NULL without error when there is nothing to group by
 */
JsonNode *
tn_list_parts_to_json (TnTable *facts,
                       const TnReasons *reasons,
                       const gsize *rows,
                       const double *chances,
                       const double *stakes,
                       gsize n_rows,
                       const char *currency,
                       GError **error)
{
  const TnField *field = NULL;
  g_autoptr (TnFactGroups) groups =
      group_customers (facts, reasons, rows, n_rows, currency, &field, error);
  g_autoptr (TnMessage) label = NULL;
  JsonNode *node;
  JsonObject *object;
  JsonArray *array;

  if (groups == NULL || groups->n_groups < 2)
    return NULL;
  label = tn_fact_get_label (field);
  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  array = json_array_new ();
  json_object_set_member (object, "label", tn_message_to_json (label));
  json_object_set_boolean_member (
      object, "orders", g_str_equal (field->name, "orders_all") && tn_facts_are_of_events (facts));
  for (guint at = 0; at < groups->n_groups; at++)
    {
      JsonObject *group = json_object_new ();
      gint64 n = 0;
      double leavers = 0, stake = 0;

      for (gsize i = 0; i < n_rows; i++)
        if (groups->group[i] == (gint32) at)
          {
            n++;
            leavers += chances[i];
            stake += stakes != NULL ? stakes[i] : 0;
          }
      json_object_set_member (group, "label", tn_message_to_json (groups->labels[at]));
      json_object_set_int_member (group, "customers", n);
      json_object_set_double_member (group, "leavers", leavers);
      if (stakes != NULL)
        json_object_set_double_member (group, "stake", stake);
      json_array_add_object_element (array, group);
    }
  json_object_set_array_member (object, "groups", array);
  json_node_take_object (node, object);

  return node;
}

/* Tested customers: rows of the facts with what became of them. */
typedef struct
{
  TnItems *rows; /* of gsize */
  TnItems *left;
} Tested;

static void
tested_clear (Tested *self)
{
  g_clear_pointer (&self->rows, tn_items_free);
  g_clear_pointer (&self->left, tn_items_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tested, tested_clear)

static gboolean
read_tested (Tested *self,
             const TnScorePool *pool,
             guint n_folds,
             gboolean last_only,
             GError **error)
{
  self->rows = tn_items_new (sizeof (gsize));
  self->left = tn_items_new (1);
  for (gsize i = 0; i < pool->rows->len; i++)
    if (!last_only || g_array_index (pool->folds, guint32, i) + 1 == n_folds)
      if (!tn_items_append (self->rows, &g_array_index (pool->rows, gsize, i), 1, error) ||
          !tn_items_append (self->left, &pool->labels->data[i], 1, error))
        return FALSE;

  return TRUE;
}

static JsonArray *
shares_to_json (const TnFactGroups *groups, const Tested *tested)
{
  JsonArray *array = json_array_new ();

  for (guint at = 0; at < groups->n_groups; at++)
    {
      JsonObject *group = json_object_new ();
      double n = 0, left = 0, low = NAN, high = NAN;

      for (gsize i = 0; i < groups->n_rows; i++)
        if (groups->group[i] == (gint32) at)
          {
            n++;
            left += tested->left->data[i];
          }
      if (n > 0)
        tn_wilson (left / n, n, &low, &high);
      json_object_set_member (group, "label", tn_message_to_json (groups->labels[at]));
      json_object_set_int_member (group, "customers", (gint64) n);
      json_object_set_int_member (group, "left", (gint64) left);
      tn_json_set_double (group, "rate", n > 0 ? left / n : NAN);
      tn_json_set_double (group, "low", low);
      tn_json_set_double (group, "high", high);
      json_array_add_object_element (array, group);
    }

  return array;
}

/* Of a topic the plainest fact is drawn: everyone knows days and orders. */
static guint
choose_column (TnTable *facts, const TnFact *fact)
{
  int place = -1;

  if (fact->topic == TN_TOPIC_SILENCE)
    place = tn_table_find (facts, "recency_days");
  if (fact->topic == TN_TOPIC_ORDERS)
    place = tn_table_find (facts, "orders_all");
  if (fact->topic == TN_TOPIC_VARIETY)
    place = tn_table_find (facts, "distinct_items_all");

  return place >= 0 ? (guint) place : fact->column;
}

/* What tells little in words makes a poor picture. */
static gboolean
is_picture (const TnFact *fact)
{
  return fact->topic != TN_TOPIC_HABIT && fact->topic != TN_TOPIC_PLACE &&
         fact->topic != TN_TOPIC_TREND;
}

/**
 * tn_list_shares_to_json:
 * @pool: tested rows
 * @last_only: those of the last fold alone: the latest test cut, where a customer stands once
 *
 * Returns: (transfer full) (nullable): [{"label", "fact", "groups": [{"label", "customers", "left",
 *   "rate", "low", "high"}]}]: shares that really left, by the facts that matter most, one of each
 *   topic, with Wilson intervals
 */
JsonNode *
tn_list_shares_to_json (TnTable *facts,
                        const TnReasons *reasons,
                        const TnScorePool *pool,
                        guint n_folds,
                        gboolean last_only,
                        const char *currency,
                        GError **error)
{
  g_auto (Tested) tested = { 0 };
  g_autoptr (JsonArray) array = json_array_new ();
  guint topics = 0;

  if (!read_tested (&tested, pool, n_folds, last_only, error))
    return NULL;
  for (guint i = 0;
       i < tn_reasons_get_n_facts (reasons) && json_array_get_length (array) < MOST_SHARES; i++)
    {
      const TnFact *fact = tn_reasons_get_fact (reasons, i);
      g_autoptr (TnFactGroups) groups = NULL;
      g_autoptr (TnMessage) label = NULL;
      const TnField *field;
      JsonObject *object;
      guint column;

      if (!is_picture (fact) ||
          (fact->topic != TN_TOPIC_NONE && (topics & (1u << fact->topic)) != 0))
        continue;
      column = choose_column (facts, fact);
      field = tn_table_get_field (facts, column);
      groups = tn_fact_groups_new (facts, column, (const gsize *) tested.rows->data,
                                   tested.rows->len, MOST_GROUPS, currency, error);
      if (groups == NULL)
        return NULL;
      if (groups->n_groups < 2)
        continue;
      topics |= 1u << fact->topic;
      label = tn_fact_get_label (field);
      object = json_object_new ();
      json_object_set_member (object, "label", tn_message_to_json (label));
      json_object_set_string_member (object, "fact", field->name);
      json_object_set_array_member (object, "groups", shares_to_json (groups, &tested));
      json_array_add_object_element (array, object);
    }

  return wrap_array (g_steal_pointer (&array));
}

/* One date rows are as of. */
typedef struct
{
  gint64 cut;
  gint64 end;
  gint64 n;
  gint64 known;
  gint64 left;
} Cut;

static int
compare_cuts (gconstpointer a, gconstpointer b)
{
  const Cut *x = a, *y = b;

  return (x->cut > y->cut) - (x->cut < y->cut);
}

static Cut *
get_cut (GArray *cuts, gint64 cut, gint64 end)
{
  Cut fresh = { cut, end, 0, 0, 0 };

  for (guint i = 0; i < cuts->len; i++)
    if (g_array_index (cuts, Cut, i).cut == cut)
      return &g_array_index (cuts, Cut, i);
  g_array_append_val (cuts, fresh);

  return &g_array_index (cuts, Cut, cuts->len - 1);
}

/**
 * tn_list_cuts_to_json:
 * @scores: with the dates of its rows
 *
 * Returns: (transfer full) (nullable): [{"cut", "until", "customers", "known", "left"}] by date;
 *   %NULL without error when rows have no dates
 */
JsonNode *
tn_list_cuts_to_json (TnTable *scores, GError **error)
{
  int cut_place = tn_table_find_role (scores, TN_ROLE_CUT),
      end_place = tn_table_find_role (scores, TN_ROLE_LABEL_END);
  g_autofree gint64 *cut = NULL;
  g_autofree gint64 *end = NULL;
  g_autofree guint8 *labels = NULL;
  g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (Cut));
  JsonArray *array;

  if (cut_place < 0 || end_place < 0)
    return NULL;
  cut = tn_column_dup_times (tn_table_get_column (scores, (guint) cut_place), error);
  end = cut != NULL ? tn_column_dup_times (tn_table_get_column (scores, (guint) end_place), error)
                    : NULL;
  labels = end != NULL ? tn_table_dup_labels (scores, error) : NULL;
  if (labels == NULL)
    return NULL;
  for (gsize i = 0; i < tn_table_get_n_rows (scores); i++)
    {
      Cut *at = get_cut (cuts, cut[i], end[i]);

      at->n++;
      at->known += labels[i] <= 1;
      at->left += labels[i] == 1;
    }
  g_array_sort (cuts, compare_cuts);
  array = json_array_new ();
  for (guint i = 0; i < cuts->len; i++)
    {
      const Cut *at = &g_array_index (cuts, Cut, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "cut", at->cut);
      json_object_set_int_member (object, "until", at->end);
      json_object_set_int_member (object, "customers", at->n);
      json_object_set_int_member (object, "known", at->known);
      json_object_set_int_member (object, "left", at->left);
      json_array_add_object_element (array, object);
    }

  return wrap_array (array);
}
