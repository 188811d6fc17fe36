/* tn-churn.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-churn.h"

#include <string.h>

#include "tn-error.h"
#include "tn-events-private.h"
#include "tn-keys.h"
#include "tn-pool.h"

#define MISSING_FLAG 2

typedef struct
{
  TnEvents *events;
  TnEvents *then; /* the log as known when the labels of the cut at work are */
  gint64 cut;     /* which cut that is */
  const TnChurnParams *params;
  const guint32 *codes;    /* of the table's customers */
  const guint32 *customer; /* of each code: the log's customer */
  const gint64 *cuts;
  gsize n_rows;
  guint8 *left;
  gint64 *label_end;
} Labels;

static gboolean
check_params (const TnChurnParams *params, GError **error)
{
  if (params->horizon_days >= 1 && params->horizon_days <= 3650 && params->gap_days <= 3650)
    return TRUE;

  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The window must be 1 to 3,650 days long, and the gap before it at most 3,650 "
                    "days. Change one of the two."),
                NULL);

  return FALSE;
}

/**
 * tn_churn_last_cut:
 *
 * Returns: the latest moment that can be a cut with a label: its window just ends with
 *   the data
 */
gint64
tn_churn_last_cut (const TnEvents *events, const TnChurnParams *params)
{
  return events->end - ((gint64) params->gap_days + params->horizon_days) * TN_DAY;
}

/**
 * tn_churn_check_cut:
 * @error: %TN_ERROR_DATA when the window of @cut reaches past the end of the data
 *
 * Returns: whether rows of @cut can have a label
 */
gboolean
tn_churn_check_cut (const TnEvents *events, gint64 cut, const TnChurnParams *params, GError **error)
{
  gint64 last = tn_churn_last_cut (events, params);
  TnMessage *message;

  if (cut <= last)
    return TRUE;

  message = tn_message_new (N_ ("Who leaves after {cut} cannot be told yet: the {days} days to "
                                "judge by end after the last event, {end}. The last cut date that "
                                "works is {last}."));
  message = tn_events_add_date (events, message, "cut", cut);
  message = tn_message_count (message, "days", (gint64) params->gap_days + params->horizon_days);
  message = tn_events_add_date (events, message, "end", events->last);
  tn_error_take (error, TN_ERROR_DATA, tn_events_add_date (events, message, "last", last));

  return FALSE;
}

static gboolean
has_order (const TnEvents *events, gsize customer, gint64 from, gint64 to)
{
  gsize start = events->order_start[customer];
  gsize n = events->order_start[customer + 1] - start;
  const gint64 *times = events->order_time + start;
  gsize first = _tn_events_count_before (times, n, from);

  return first < n && times[first] < to;
}

static gboolean
label_block (gsize index, gpointer user_data, GError **error)
{
  Labels *self = user_data;
  gint64 gap = (gint64) self->params->gap_days * TN_DAY;
  gint64 horizon = (gint64) self->params->horizon_days * TN_DAY;
  gsize end = MIN (self->n_rows, (index + 1) * TN_CHUNK_ROWS);

  for (gsize i = index * TN_CHUNK_ROWS; i < end; i++)
    {
      gint64 from = self->cuts[i] + gap;
      guint32 customer = self->customer[self->codes[i]];

      if (self->cuts[i] != self->cut)
        continue;
      self->label_end[i] = from + horizon;
      if (from + horizon > self->events->end)
        self->left[i] = MISSING_FLAG;
      else
        self->left[i] =
            customer == TN_CODE_MISSING || !has_order (self->then, customer, from, from + horizon);
    }

  return TRUE;
}

/* Labels the rows of each cut by the log as it was known when their window ended. */
static gboolean
label_cuts (Labels *self, GCancellable *cancellable, GError **error)
{
  gint64 window = ((gint64) self->params->gap_days + self->params->horizon_days) * TN_DAY;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < self->n_rows; i++)
    if (g_hash_table_add (seen, (gpointer) &self->cuts[i]))
      {
        g_autoptr (TnEvents) then = _tn_events_as_of (self->events, self->cuts[i] + window, error);

        self->then = then;
        self->cut = self->cuts[i];
        if (then == NULL || !tn_pool_for ((self->n_rows + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS,
                                          label_block, self, cancellable, error))
          return FALSE;
      }

  return TRUE;
}

/* Every row must have a customer and a cut; those with labels wanted, a whole window. */
static gboolean
check_rows (const Labels *self, GError **error)
{
  for (gsize i = 0; i < self->n_rows; i++)
    {
      if (self->codes[i] == TN_CODE_MISSING || self->cuts[i] == TN_TIME_MISSING)
        {
          tn_error_set (error, TN_ERROR_DATA,
                        N_ ("A row without customer or cut date cannot be given a label. Filter "
                            "such rows out."),
                        NULL);
          return FALSE;
        }
      if (self->params->need_labels &&
          !tn_churn_check_cut (self->events, self->cuts[i], self->params, error))
        return FALSE;
    }

  return TRUE;
}

static TnTable *
add_labels (TnTable *table, const Labels *labels, GError **error)
{
  g_autoptr (TnColumn) flags = tn_column_try_new_flags (labels->left, labels->n_rows, error);
  g_autoptr (TnColumn) ends =
      flags != NULL ? tn_column_try_new_times (labels->label_end, labels->n_rows, error) : NULL;
  guint horizon = labels->params->horizon_days, gap = labels->params->gap_days;
  TnTableBuilder *builder;
  TnField *left, *end;

  if (ends == NULL)
    return NULL;
  builder = tn_table_builder_new_from (table);
  left = tn_field_new ("left", TN_ROLE_TARGET);
  end = tn_field_new ("label_end", TN_ROLE_LABEL_END);
  left->label = tn_message_new (N_ ("Left"));
  left->help = tn_message_count (
      tn_message_count (
          tn_message_new (gap > 0 ? N_ ("Yes when the customer made no order in the {days} days "
                                        "that begin {gap} days after the cut date. Returns and "
                                        "cancellations do not count as orders.")
                                  : N_ ("Yes when the customer made no order in the {days} days "
                                        "from the cut date on. Returns and cancellations do not "
                                        "count as orders.")),
          "days", horizon),
      "gap", gap);
  end->zone = g_strdup (labels->events->zone);
  end->label = tn_message_new (N_ ("Label known from"));
  end->help = tn_message_new (N_ ("End of the window that decides who left."));

  tn_table_builder_take (builder, left, g_steal_pointer (&flags));
  tn_table_builder_take (builder, end, g_steal_pointer (&ends));

  return tn_table_builder_end (builder);
}

/**
 * tn_churn_label:
 * @table: rows with customer and cut, as tn_asof_features() makes
 * @error: %TN_ERROR_DATA when a label is wanted that the data cannot give
 *
 * Adds the flag column "left" (role target): yes when the customer made no order in
 * [cut + gap, cut + gap + horizon), and "label_end", the end of that window. An order counts
 * by its first line; returns and cancellations are no orders, and an order that was cancelled
 * before its window ended is none. Where the window reaches past
 * the end of the data the label is missing: such rows can be scored, not learned from.
 *
 * Returns: (transfer full) (nullable): @table with two more columns
 */
TnTable *
tn_churn_label (TnEvents *events,
                TnTable *table,
                const TnChurnParams *params,
                GCancellable *cancellable,
                GError **error)
{
  gsize n_rows = tn_table_get_n_rows (table);
  TnColumn *customer = tn_table_require_role (table, TN_ROLE_CUSTOMER, error);
  TnColumn *cut = customer != NULL ? tn_table_require_role (table, TN_ROLE_CUT, error) : NULL;
  g_autofree guint32 *codes = NULL, *customers = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree gint64 *cuts = NULL, *label_end = NULL;
  g_autofree guint8 *left = NULL;
  Labels labels;

  if (cut == NULL || !check_params (params, error) ||
      !tn_keys_dup_codes (customer, &codes, &dictionary, error))
    return NULL;
  cuts = tn_column_dup_times (cut, error);
  label_end = cuts != NULL ? tn_keys_try_alloc (n_rows, sizeof (gint64), error) : NULL;
  left = label_end != NULL ? tn_keys_try_alloc (n_rows, 1, error) : NULL;
  if (left == NULL)
    return NULL;

  customers = _tn_events_find_customers (events, dictionary, error);
  if (customers == NULL)
    return NULL;
  labels = (Labels){ .events = events,
                     .params = params,
                     .codes = codes,
                     .customer = customers,
                     .cuts = cuts,
                     .n_rows = n_rows,
                     .left = left,
                     .label_end = label_end };
  if (!check_rows (&labels, error) || !label_cuts (&labels, cancellable, error))
    return NULL;

  return add_labels (table, &labels, error);
}

static gboolean
refuse_labels (GError **error, const char *id, gsize n)
{
  tn_error_take (error, TN_ERROR_DATA, tn_message_count (tn_message_new (id), "count", (gint64) n));

  return FALSE;
}

/**
 * tn_churn_check_labels:
 * @table: with a target, as tn_churn_label() makes
 * @error: %TN_ERROR_DATA when there is nothing to learn
 *
 * Returns: whether the labelled rows are of several customers, some who left and some who stayed
 */
gboolean
tn_churn_check_labels (TnTable *table, GError **error)
{
  gsize n_rows = tn_table_get_n_rows (table), n_left = 0, n_labels = 0, n_customers = 0;
  TnColumn *target = tn_table_require_role (table, TN_ROLE_TARGET, error);
  TnColumn *customer =
      target != NULL ? tn_table_require_role (table, TN_ROLE_CUSTOMER, error) : NULL;
  g_autofree guint32 *labels = NULL, *codes = NULL;
  g_autofree guint8 *seen = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;

  if (customer == NULL || !tn_keys_dup_codes (customer, &codes, &dictionary, error))
    return FALSE;
  labels = tn_column_dup_codes (target, error);
  if (labels == NULL)
    return FALSE;

  seen = tn_keys_try_alloc ((gsize) tn_dictionary_get_size (dictionary) + 1, 1, error);
  if (seen == NULL)
    return FALSE;
  for (gsize i = 0; i < n_rows; i++)
    if (labels[i] != TN_CODE_MISSING)
      {
        guint8 *mark = &seen[MIN (codes[i], tn_dictionary_get_size (dictionary))];

        n_customers += !*mark;
        *mark = 1;
        n_labels++;
        n_left += labels[i] == 1;
      }
  if (n_labels == 0)
    return refuse_labels (error,
                          N_ ("No row has a label: every window reaches past the end of the data. "
                              "Choose earlier cut dates or a shorter window."),
                          0);
  if (n_customers == 1)
    return refuse_labels (error,
                          N_ ("There is only one customer, so there is nothing to compare. Import "
                              "the orders of more customers."),
                          1);
  if (n_left == n_labels)
    return refuse_labels (error,
                          N_ ("All {count} customers at these cut dates left, so there is nothing "
                              "to learn. The window may be too short: choose a longer one."),
                          n_customers);
  if (n_left == 0)
    return refuse_labels (error,
                          N_ ("None of the {count} customers at these cut dates left, so there is "
                              "nothing to learn. The window may be too long: choose a shorter "
                              "one."),
                          n_customers);

  return TRUE;
}
