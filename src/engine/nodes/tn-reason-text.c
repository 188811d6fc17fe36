/* tn-reason-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-reason-text.h"

#include <math.h>
#include <string.h>

/* One number of the row by the name of its column; NaN when there is none. */
static double
get_number (TnTable *facts, const char *name, gsize row)
{
  int place = tn_table_find (facts, name);
  g_autoptr (TnChunk) chunk = NULL;

  if (place < 0 ||
      tn_column_get_column_type (tn_table_get_column (facts, place)) != TN_COLUMN_NUMBER)
    return NAN;
  chunk = tn_column_get_chunk (tn_table_get_column (facts, place), row / TN_CHUNK_ROWS, NULL);

  return chunk != NULL ? chunk->number[row % TN_CHUNK_ROWS] : NAN;
}

static gboolean
is_said (GPtrArray *already, const char *id)
{
  for (guint i = 0; i < already->len; i++)
    if (strcmp (tn_message_get_id (g_ptr_array_index (already, i)), id) == 0)
      return TRUE;

  return FALSE;
}

/* Silence and rhythm are told together, once: two of these facts are one reason. */
static TnMessage *
say_silence (TnTable *facts, gsize row, GPtrArray *already)
{
  static const char *const usual = N_("Last order {days} days ago; usually every {gap} days");
  static const char *const once = N_("One order, {days} days ago");
  static const char *const day = N_("Several orders, all on one day, {days} days ago");
  double days = get_number (facts, "recency_days", row);
  double gap = get_number (facts, "median_gap_days", row);
  double orders = get_number (facts, "orders_all", row);

  if (!isfinite (days) || is_said (already, usual) || is_said (already, once) || is_said (already, day))
    return NULL;
  if (isfinite (gap))
    return tn_message_number (tn_message_number (tn_message_new (usual), "days", days, 0), "gap", gap, 0);

  return tn_message_number (tn_message_new (orders > 1 ? day : once), "days", days, 0);
}

static gboolean
is_silence (const char *name)
{
  static const char *const names[] = { "recency_days",   "median_gap_days", "mean_gap_days",
                                       "overdue_ratio",  "overdue_ratio_median", "shorter_gaps_share",
                                       "silent_share",   "last_gap_days", NULL };

  return g_strv_contains (names, name);
}

static TnMessage *
add_value (TnMessage *message, const char *name, double value, const char *unit)
{
  int decimals = fabs (value) >= 20 || value == floor (value) ? 0 : fabs (value) >= 2 ? 1 : 2;

  if (g_strcmp0 (unit, "share") == 0)
    return tn_message_percent (message, name, value, 0);

  return tn_message_number (message, name, value, decimals);
}

static TnMessage *
field_label (const TnField *field)
{
  return field->label != NULL ? tn_message_ref (field->label) : tn_message_new_literal (field->name);
}

static TnMessage *
say_number (const TnFact *fact, double value)
{
  const char *unit = fact->field->unit;
  TnMessage *message;

  if (!isfinite (value))
    return tn_message_take (tn_message_new (N_("{label}: not known")), "label", field_label (fact->field));

  message = tn_message_new (isfinite (fact->middle) ? N_("{label}: {value}; half of all customers are below {middle}")
                                                    : N_("{label}: {value}"));
  message = tn_message_take (message, "label", field_label (fact->field));
  message = add_value (message, "value", value, unit);

  return isfinite (fact->middle) ? add_value (message, "middle", fact->middle, unit) : message;
}

static TnMessage *
say_cell (TnTable *facts, gsize row, const TnFact *fact)
{
  g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (facts, fact->column), row, NULL);
  TnMessage *message = tn_message_take (
      tn_message_new (cell != NULL ? N_("{label}: {value}") : N_("{label}: not known")), "label",
      field_label (fact->field));

  return cell != NULL ? tn_message_text (message, "value", cell) : message;
}

/**
 * tn_reason_say:
 * @facts: features as people read them
 * @row: of the customer
 * @fact: what raises the chance
 * @already: what was said of this customer before
 *
 * Returns: (transfer full) (nullable): the customer's own value and a comparison, as a sentence;
 *   %NULL when it was said already in other words
 */
TnMessage *
tn_reason_say (TnTable *facts, gsize row, const TnFact *fact, GPtrArray *already)
{
  if (is_silence (fact->field->name) && tn_table_find (facts, "recency_days") >= 0)
    return say_silence (facts, row, already);
  if (tn_column_get_column_type (tn_table_get_column (facts, fact->column)) == TN_COLUMN_NUMBER)
    return say_number (fact, get_number (facts, fact->field->name, row));

  return say_cell (facts, row, fact);
}
