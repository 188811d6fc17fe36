/* tn-preparing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-preparing.h"

#include "tn-fitted.h"

/**
 * tn_preparing_fit:
 * @outputs: (nullable): of fit and apply in one; %NULL to learn alone
 */
gboolean
tn_preparing_fit (TnStep *step,
                  const TnNodeSpec *spec,
                  TnPreparingFunc learn,
                  TnNodeState **state,
                  TnPacket **outputs,
                  GError **error)
{
  g_auto (GStrv) columns = tn_params_get_lines (tn_step_get_params (step), "columns");
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnPreparer) preparer =
      learn (step, columns[0] != NULL ? (const char *const *) columns : NULL,
             outputs != NULL ? &table : NULL, error);

  if (preparer == NULL)
    return FALSE;
  tn_fitted_tell (step, "prepare.note", tn_preparer_get_findings (preparer));
  *state = tn_fitted_to_state (spec, tn_preparer_to_variant (preparer));
  if (outputs != NULL)
    outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
}

/**
 * tn_preparing_apply:
 * @kind: imputer, scaler or encoder
 * @state: what was learned
 * @outputs: (out) (array): the table, with the columns treated and the rows one to one
 * @error: %TN_ERROR_DAMAGED for a state that is not of @kind, or what treating a column gives
 */
gboolean
tn_preparing_apply (TnStep *step,
                    const TnNodeSpec *spec,
                    const TnPreparerKind *kind,
                    const TnNodeState *state,
                    TnPacket **outputs,
                    GError **error)
{
  GVariant *fields = tn_fitted_get_fields (spec, state, error);
  g_autoptr (TnPreparer) preparer =
      fields != NULL ? tn_preparer_from_variant (kind, fields, error) : NULL;
  g_autoptr (TnTable) table = NULL;

  if (preparer == NULL)
    return FALSE;
  table = tn_preparer_apply (preparer, tn_step_get_table (step, 0), tn_step_get_progress (step),
                             tn_step_get_cancellable (step), error);
  if (table == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
}
