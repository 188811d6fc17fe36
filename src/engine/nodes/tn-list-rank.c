/* tn-list-rank.c: the customers of a list in their order, and who of them is contacted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-fact-words.h"
#include "tn-list-private.h"
#include "tn-space.h"
#include "tn-value.h"

double *
tn_list_read_column (TnTable *table, const char *name, GError **error)
{
  int place = tn_table_find (table, name);

  return place >= 0 ? tn_column_dup_numbers (tn_table_get_column (table, place), error) : NULL;
}

/* What customers are expected to bring, by row of the scores; %NULL where it is not known. */
typedef struct
{
  double *expected;
  double *own_error;
  double *shop_error;
} Revenue;

static void
revenue_clear (Revenue *self)
{
  g_free (self->expected);
  g_free (self->own_error);
  g_free (self->shop_error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Revenue, revenue_clear)

static void
read_revenue (Revenue *self, TnTable *scores)
{
  self->expected = tn_list_read_column (scores, "expected_net_revenue", NULL);
  self->own_error = tn_list_read_column (scores, TN_VALUE_OWN_ERROR, NULL);
  self->shop_error = tn_list_read_column (scores, TN_VALUE_SHOP_ERROR, NULL);
}

/* Rows of other dates than the latest have none. */
static double
read_error (const double *errors, gsize row)
{
  return errors != NULL && isfinite (errors[row]) ? errors[row] : 0;
}

static void
add_entry (TnList *self, gsize row, const guint32 *codes, double score, const Revenue *revenue)
{
  TnListEntry *entry = &self->entries[self->n_entries++];

  entry->row = row;
  entry->name =
      codes[row] != TN_CODE_MISSING ? tn_dictionary_get (self->customers, codes[row], NULL) : "";
  tn_list_chance_query (&self->chance, score, &entry->chance, &entry->low, &entry->high);
  entry->revenue = revenue->expected != NULL ? revenue->expected[row] : NAN;
  entry->own_error = read_error (revenue->own_error, row);
  entry->shop_error = read_error (revenue->shop_error, row);
  entry->stake = isfinite (entry->revenue) ? entry->chance * MAX (entry->revenue, 0) : NAN;
}

/* Rows to be scored are today's customers. A table without such rows lists those who have
 * not left, by the scores of the folds that did not learn from them. */
gboolean
tn_list_make_entries (TnList *self, const TnScorePool *pool, GError **error)
{
  TnColumn *customer = tn_table_require_role (self->scores, TN_ROLE_CUSTOMER, error);
  const guint8 *roles = tn_table_get_row_roles (self->scores);
  gsize n = tn_table_get_n_rows (self->scores);
  g_autofree guint32 *codes = customer != NULL ? tn_column_dup_codes (customer, error) : NULL;
  g_autofree double *scores =
      codes != NULL ? tn_list_read_column (self->scores, TN_SCORE_COLUMN, error) : NULL;
  g_auto (Revenue) revenue = { 0 };

  if (scores == NULL)
    return FALSE;
  self->customers = tn_column_get_dictionary (customer, error);
  if (self->customers == NULL)
    return FALSE;

  read_revenue (&revenue, self->scores);
  self->entries = tn_space_try_alloc (n, sizeof (TnListEntry), error);
  if (self->entries == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (roles[i] == TN_ROW_SCORE)
      add_entry (self, i, codes, scores[i], &revenue);
  self->stayed = self->n_entries == 0;
  for (gsize i = 0; self->stayed && i < pool->scores->len; i++)
    if (pool->labels->data[i] == 0)
      add_entry (self, g_array_index (pool->rows, gsize, i), codes,
                 g_array_index (pool->scores, double, i), &revenue);

  return TRUE;
}

/* The date of the last order, from the days since then. */
gboolean
tn_list_find_last_orders (TnList *self, GError **error)
{
  TnTable *facts = tn_step_get_table (self->step, TN_LIST_IN_FACTS);
  int cut_place = tn_table_find_role (facts, TN_ROLE_CUT);
  g_autofree gint64 *cuts = NULL;
  g_autofree double *days = NULL;

  for (gsize i = 0; i < self->n_entries; i++)
    self->entries[i].last_order = TN_TIME_MISSING;
  if (!tn_facts_are_of_events (facts))
    return TRUE;
  cuts = tn_column_dup_times (tn_table_get_column (facts, cut_place), error);
  days = cuts != NULL ? tn_list_read_column (facts, "recency_days", error) : NULL;
  if (days == NULL)
    return cuts != NULL;
  for (gsize i = 0; i < self->n_entries; i++)
    {
      TnListEntry *entry = &self->entries[i];

      if (isfinite (days[entry->row]))
        entry->last_order = cuts[entry->row] - llround (days[entry->row] * 86400 * G_USEC_PER_SEC);
    }

  return TRUE;
}

static int
compare_by_stake (gconstpointer a, gconstpointer b)
{
  const TnListEntry *x = a, *y = b;

  if (x->is_behind != y->is_behind)
    return x->is_behind ? 1 : -1;
  if (isfinite (x->stake) && isfinite (y->stake) && x->stake != y->stake)
    return x->stake < y->stake ? 1 : -1;
  if (x->chance != y->chance)
    return x->chance < y->chance ? 1 : -1;

  return strcmp (x->name, y->name);
}

static int
compare_by_revenue (gconstpointer a, gconstpointer b)
{
  const TnListEntry *x = a, *y = b;

  if (x->is_behind != y->is_behind)
    return x->is_behind ? 1 : -1;
  if (isfinite (x->revenue) && isfinite (y->revenue) && x->revenue != y->revenue)
    return x->revenue < y->revenue ? 1 : -1;

  return compare_by_stake (a, b);
}

static int
compare_by_chance (gconstpointer a, gconstpointer b)
{
  const TnListEntry *x = a, *y = b;

  if (x->chance != y->chance)
    return x->chance < y->chance ? 1 : -1;

  return strcmp (x->name, y->name);
}

/* Revenue is spread so much wider than chances that by stake alone the list would begin with the
 * largest customers, however surely they stay. */
static double
find_least_chance (const TnList *self)
{
  const TnParams *params = tn_step_get_params (self->step);
  double sum = 0;

  if (tn_params_is_choice (params, "first", "stated"))
    return tn_params_get_number (params, "least_chance") / 100;
  for (gsize i = 0; i < self->n_entries; i++)
    sum += self->entries[i].chance;

  return tn_params_is_choice (params, "first", "likely") && self->n_entries > 0
             ? sum / (double) self->n_entries
             : 0;
}

void
tn_list_order (TnList *self)
{
  const TnParams *params = tn_step_get_params (self->step);

  self->least_chance = find_least_chance (self);
  for (gsize i = 0; i < self->n_entries; i++)
    {
      TnListEntry *entry = &self->entries[i];

      entry->is_behind = entry->chance < self->least_chance;
      self->n_first += !entry->is_behind;
      entry->pays_from = tn_money_break_even (&self->money, 1, entry->chance, entry->stake);
      /* No share is enough: a table has no better word for it. */
      if (!isfinite (entry->pays_from))
        entry->pays_from = NAN;
    }
  qsort (self->entries, self->n_entries, sizeof (TnListEntry),
         tn_params_is_choice (params, "order", "chance")    ? compare_by_chance
         : tn_params_is_choice (params, "order", "revenue") ? compare_by_revenue
                                                            : compare_by_stake);
}

/* Who of the first is contacted, and who is left alone. */
gboolean
tn_list_draw (TnList *self, GError **error)
{
  const TnParams *params = tn_step_get_params (self->step);
  double share = tn_params_get_number (params, "held_out") / 100;
  gsize n = MIN (self->n_entries, (gsize) tn_params_get_int (params, "contacts"));
  g_autofree const char **names = tn_space_try_alloc (n, sizeof (char *), error);
  g_autofree double *chances =
      names != NULL ? tn_space_try_alloc (n, sizeof (double), error) : NULL;
  g_autofree guint8 *plan = chances != NULL ? tn_space_try_alloc (n, 1, error) : NULL;

  if (plan == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      names[i] = self->entries[i].name;
      chances[i] = self->entries[i].chance;
    }
  if (!tn_list_plan_draw (names, chances, n, share, tn_step_get_seed (self->step), plan, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    self->entries[i].plan = plan[i];
  self->n_contacts = n;
  if (n > 0)
    self->plan = tn_list_plan_to_json (chances, plan, n, share);

  return TRUE;
}
