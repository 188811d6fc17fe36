/* tn-list-document.c: what is said of a list as a whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-fact-words.h"
#include "tn-json.h"
#include "tn-list-private.h"
#include "tn-outlook.h"
#include "tn-space.h"

static JsonObject *
outlook_to_json (const TnOutlook *outlook)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "value", outlook->value);
  json_object_set_double_member (object, "low", outlook->low);
  json_object_set_double_member (object, "high", outlook->high);

  return object;
}

/* What the first @n customers would bring, for tn_outlook_sum(). */
static double
read_amounts (const TnList *self, gsize n, TnAmounts *amounts)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const TnListEntry *entry = &self->entries[i];
      gboolean is_known = isfinite (entry->revenue) && entry->revenue > 0;

      amounts->expected[i] = is_known ? entry->revenue : 0;
      amounts->own_error[i] = is_known ? entry->own_error : 0;
      amounts->shop_error[i] = is_known ? entry->shop_error : 0;
      sum += amounts->expected[i];
    }

  return sum;
}

static gboolean
has_revenue (const TnList *self, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (isfinite (self->entries[i].revenue))
      return TRUE;

  return FALSE;
}

/* Leavers, value at stake and revenue of the first @n of the list. */
static gboolean
add_outlooks (const TnList *self, JsonObject *object, gsize n, GError **error)
{
  g_autofree double *numbers = tn_space_try_alloc (4 * n, sizeof (double), error);
  double *chances = numbers;
  TnAmounts amounts;
  TnOutlook outlook;
  double sum;

  if (numbers == NULL)
    return FALSE;
  amounts = (TnAmounts){ numbers + n, numbers + 2 * n, numbers + 3 * n };
  for (gsize i = 0; i < n; i++)
    chances[i] = self->entries[i].chance;
  tn_outlook_sum (&outlook, chances, NULL, n, self->shift_sd);
  outlook.high = MIN (outlook.high, (double) n);
  json_object_set_object_member (object, "leavers", outlook_to_json (&outlook));
  if (!has_revenue (self, n))
    return TRUE;
  sum = read_amounts (self, n, &amounts);
  tn_outlook_sum (&outlook, chances, &amounts, n, self->shift_sd);
  json_object_set_object_member (object, "stake", outlook_to_json (&outlook));
  json_object_set_double_member (object, "revenue", sum);

  return TRUE;
}

static gboolean
add_first (const TnList *self, JsonObject *object, GError **error)
{
  JsonObject *first = json_object_new ();

  json_object_set_int_member (first, "n", self->n_contacts);
  json_object_set_object_member (object, "first", first);

  return add_outlooks (self, first, self->n_contacts, error);
}

/* The first moment any of today's customers is known from. */
static void
add_history (const TnList *self, JsonObject *object)
{
  TnTable *facts = tn_step_get_table (self->step, TN_LIST_IN_FACTS);
  gint64 as_of = tn_json_int (object, "as_of", 0);
  g_autofree double *tenure =
      tn_facts_are_of_events (facts) ? tn_list_read_column (facts, "tenure_days", NULL) : NULL;
  double most = 0;

  if (tenure == NULL || as_of == 0)
    return;
  for (gsize i = 0; i < self->n_entries; i++)
    if (isfinite (tenure[self->entries[i].row]))
      most = MAX (most, tenure[self->entries[i].row]);
  json_object_set_int_member (object, "since", as_of - llround (most * 86400 * G_USEC_PER_SEC));
}

/* Each is absent when there is nothing to say. */
static void
add_found (JsonObject *object, const char *name, JsonNode *node)
{
  if (node != NULL)
    json_object_set_member (object, name, json_node_copy (node));
}

/* The moment the rows are as of, and the end of the window asked about. */
static void
add_times (const TnList *self, JsonObject *object)
{
  static const struct
  {
    TnRole role;
    const char *name;
  } times[] = { { TN_ROLE_CUT, "as_of" }, { TN_ROLE_LABEL_END, "until" } };

  for (guint i = 0; self->n_entries > 0 && i < G_N_ELEMENTS (times); i++)
    {
      int place = tn_table_find_role (self->scores, times[i].role);
      gsize row = self->entries[0].row;
      g_autoptr (TnChunk) chunk =
          place >= 0 ? tn_column_get_chunk (tn_table_get_column (self->scores, place),
                                            row / TN_CHUNK_ROWS, NULL)
                     : NULL;

      if (chunk != NULL && !tn_chunk_is_missing (chunk, row % TN_CHUNK_ROWS))
        json_object_set_int_member (object, times[i].name, chunk->time[row % TN_CHUNK_ROWS]);
    }
}

JsonNode *
tn_list_make_document (const TnList *self, JsonNode *cuts, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "kind", "list");
  json_object_set_string_member (
      object, "model", tn_step_get_input_node (self->step, TN_LIST_IN_SCORES, self->link));
  json_object_set_int_member (object, "n", self->n_entries);
  json_object_set_boolean_member (object, "judged", self->is_judged);
  json_object_set_boolean_member (object, "calibrated", self->chance.calibrator != NULL);
  json_object_set_double_member (object, "level_shift", self->shift_sd);
  json_object_set_int_member (object, "neighbours", (gint64) self->n_neighbours);
  json_object_set_string_member (object, "currency", self->currency);
  json_object_set_boolean_member (object, "currency_known", self->currency_known);
  json_object_set_double_member (object, "margin", self->money.margin);
  json_object_set_double_member (object, "cost", self->money.cost);
  json_object_set_double_member (object, "offer", self->money.offer);
  if (self->money_node != NULL)
    json_object_set_string_member (object, "money_node", self->money_node);
  /* Older lists left the error of each customer's revenue out. */
  json_object_set_boolean_member (object, "stake_errors", TRUE);
  json_object_set_int_member (object, "contacts", self->n_contacts);
  json_object_set_double_member (object, "least_chance", self->least_chance);
  json_object_set_int_member (object, "above_least", self->n_first);
  add_times (self, object);
  json_object_set_boolean_member (object, "stayed", self->stayed);
  add_history (self, object);
  if (!add_outlooks (self, object, self->n_entries, error) || !add_first (self, object, error))
    return NULL;
  add_found (object, "importance", self->importance);
  add_found (object, "topics", self->topics);
  add_found (object, "parts", self->parts);
  add_found (object, "shares", self->shares);
  add_found (object, "plan", self->plan);
  add_found (object, "cuts", cuts);

  return g_steal_pointer (&node);
}
