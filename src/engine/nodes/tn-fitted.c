/* tn-fitted.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-fitted.h"

#include "tn-error.h"

/**
 * tn_fitted_to_state:
 * @fields: (transfer floating): what the fitted object's to_variant gave
 */
TnNodeState *
tn_fitted_to_state (const TnNodeSpec *spec, GVariant *fields)
{
  return tn_node_state_new (spec->id, spec->version, fields);
}

/**
 * tn_fitted_set_damaged:
 *
 * Says that fields are missing or not what they must be.
 */
void
tn_fitted_set_damaged (const TnNodeSpec *spec, GError **error)
{
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("What the step “{step}” had learned is damaged. Run the pipeline again."),
                "step", spec->id, NULL);
}

/**
 * tn_fitted_get_fields:
 * @error: %TN_ERROR_DAMAGED for another node's state, %TN_ERROR_NEWER for another version's
 *
 * Returns: (transfer none): for the fitted object's from_variant
 */
GVariant *
tn_fitted_get_fields (const TnNodeSpec *spec, const TnNodeState *state, GError **error)
{
  if (!g_str_equal (tn_node_state_get_node_id (state), spec->id))
    {
      tn_fitted_set_damaged (spec, error);
      return NULL;
    }
  if (tn_node_state_get_version (state) != spec->version)
    {
      tn_error_set (
          error, TN_ERROR_NEWER,
          N_ ("What the step “{step}” had learned is of another version. Run the pipeline "
              "again."),
          "step", spec->id, NULL);
      return NULL;
    }

  return tn_node_state_get_fields (state);
}

/**
 * tn_fitted_tell:
 * @findings: (element-type TnMessage): of what was fitted
 *
 * Tells as notes of the step what a fit found out about its columns: left out, rare, constant.
 */
void
tn_fitted_tell (TnStep *step, const char *code, const GPtrArray *findings)
{
  for (guint i = 0; tn_step_is_final (step) && i < findings->len; i++)
    tn_step_warn (step, code, tn_message_ref (g_ptr_array_index (findings, i)));
}
