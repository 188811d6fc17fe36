/* tn-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-filter.h"

#include "tn-conditions.h"

static const TnChoice matches[] = {
  { "all", N_ ("All conditions hold") },
  { "any", N_ ("At least one condition holds") },
  { NULL },
};

const TnParamSpec tn_filter_params[] = {
  { "conditions", TN_PARAM_CONDITIONS, N_ ("Conditions"),
    N_ ("One a line, such as: Quantity > 0, Country = France, “Order date” >= 2026-03-01, "
        "Description contains "
        "gift, CustomerID is missing."),
    .text = "" },
  { "match", TN_PARAM_CHOICE, N_ ("Keep a row when"), N_ ("How several conditions go together."),
    .text = "all", .choices = matches },
  { NULL },
};

/**
 * tn_filter_apply:
 * @type: of the input and the output
 *
 * Keeps the rows for which the conditions hold, and says how many were left out.
 */
gboolean
tn_filter_apply (TnStep *step, TnPortType type, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnTable *table = tn_step_get_table (step, 0);
  g_auto (GStrv) lines = tn_params_get_lines (params, "conditions");
  g_autoptr (TnConditions) conditions =
      tn_conditions_new (table, (const char *const *) lines, error);
  g_autoptr (GBytes) rows = NULL;
  g_autoptr (TnTable) kept = NULL;
  gsize n_left_out;

  if (conditions == NULL)
    return FALSE;
  rows = tn_conditions_select (conditions, table, tn_params_is_choice (params, "match", "any"),
                               tn_step_get_cancellable (step), error);
  if (rows == NULL)
    return FALSE;

  kept = tn_table_try_new_view (table, rows, error);
  if (kept == NULL)
    return FALSE;
  n_left_out = tn_table_get_n_rows (table) - tn_table_get_n_rows (kept);
  if (n_left_out > 0)
    tn_step_warn (step, "filter.left_out",
                  tn_message_new_plural (
                      TN_PLURAL (N_ ("{n} row did not meet the conditions and was left out."),
                                 N_ ("{n} rows did not meet the conditions and were left out.")),
                      n_left_out));
  outputs[0] = tn_packet_new_table (type, kept);

  return TRUE;
}
