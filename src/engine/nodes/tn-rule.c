/* tn-rule.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-rule.h"

#include "tn-concat.h"
#include "tn-fitted.h"
#include "tn-keys.h"
#include "tn-learner.h"

static GVariant *
to_variant (const TnBaseline *rule, const TnBaseline *chooser)
{
  g_autoptr (GVariant) fields = g_variant_ref_sink (tn_baseline_to_variant (rule));
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (fields);

  if (chooser != NULL)
    g_variant_dict_insert_value (&dict, "chooser", tn_baseline_to_variant (chooser));

  return g_variant_dict_end (&dict);
}

/**
 * tn_rule_fit:
 * @fit: learns the rule
 *
 * Learns from the rows to choose by as well, as the models do that are compared with the rule:
 * otherwise they alone would have seen the latest customers. Beside it stands the rule without
 * those rows, which gives their scores, so that a threshold chosen on them does not flatter
 * itself.
 */
gboolean
tn_rule_fit (TnStep *step,
             const TnNodeSpec *spec,
             TnRuleFitFunc fit,
             TnNodeState **state,
             GError **error)
{
  TnTable *parts[] = { tn_step_get_table (step, 0), tn_step_get_validate (step, 0) };
  g_autoptr (TnTable) all =
      parts[1] != NULL ? tn_table_concat (parts, 2, error) : tn_table_ref (parts[0]);
  g_autoptr (TnBaseline) rule = all != NULL ? fit (step, all, error) : NULL;
  g_autoptr (TnBaseline) chooser = NULL;
  g_autoptr (TnTable) known = NULL;
  gboolean both = FALSE;

  if (rule == NULL)
    return FALSE;
  if (parts[1] != NULL)
    {
      known = tn_learner_known_before (parts[0], parts[1], error);
      if (known == NULL || !tn_learner_find_both_classes (known, &both, error))
        return FALSE;
    }
  if (both)
    {
      chooser = fit (step, known, error);
      if (chooser == NULL)
        return FALSE;
    }
  *state = tn_fitted_to_state (spec, to_variant (rule, chooser));

  return TRUE;
}

static gboolean
score_validate (TnStep *step,
                const TnNodeState *state,
                TnTable *table,
                const double *x,
                double *scores,
                GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autoptr (GVariant) fields = tn_node_state_get (state, "chooser", "a{sv}", error);
  g_autoptr (TnBaseline) chooser = fields != NULL ? tn_baseline_from_variant (fields, error) : NULL;
  g_autofree double *chosen =
      chooser != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;

  if (chosen == NULL ||
      !tn_baseline_predict (chooser, x, n, chosen, tn_step_get_cancellable (step), error))
    return FALSE;
  tn_learner_take_validate (table, chosen, scores);

  return TRUE;
}

/**
 * tn_rule_apply:
 * @read: what the rule looks at
 *
 * Scores all rows of the table.
 */
gboolean
tn_rule_apply (TnStep *step,
               const TnNodeSpec *spec,
               TnRuleReadFunc read,
               const TnNodeState *state,
               TnPacket **outputs,
               GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  gsize n = tn_table_get_n_rows (table);
  GVariant *fields = tn_fitted_get_fields (spec, state, error);
  g_autoptr (TnBaseline) rule = fields != NULL ? tn_baseline_from_variant (fields, error) : NULL;
  g_autofree double *x = NULL;
  g_autofree double *scores = rule != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;

  if (scores == NULL || !read (step, table, &x, error) ||
      !tn_baseline_predict (rule, x, n, scores, tn_step_get_cancellable (step), error))
    return FALSE;
  if (tn_learner_has_chooser (state) && tn_table_count_row_role (table, TN_ROW_VALIDATE) > 0 &&
      !score_validate (step, state, table, x, scores, error))
    return FALSE;

  return tn_learner_give (step, outputs, state, table, scores, error);
}
