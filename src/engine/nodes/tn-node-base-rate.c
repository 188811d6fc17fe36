/* tn-node-base-rate.c: everyone gets the average chance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-baseline.h"
#include "tn-fitted.h"
#include "tn-learner.h"

extern const TnNodeSpec tn_node_base_rate;

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autoptr (TnBaseline) rule = NULL;
  g_autofree double *y = NULL;
  gsize n = 0;

  if (labels == NULL)
    return FALSE;
  y = g_new (double, MAX (tn_table_get_n_rows (table), 1));
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (labels[i] <= 1)
      y[n++] = labels[i];
  rule = tn_baseline_fit (TN_BASELINE_RATE, NULL, NULL, y, NULL, n, 0,
                          tn_step_get_cancellable (step), error);
  if (rule == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_base_rate, tn_baseline_to_variant (rule));

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  gsize n = tn_table_get_n_rows (table);
  GVariant *fields = tn_fitted_get_fields (&tn_node_base_rate, state, error);
  g_autoptr (TnBaseline) rule = fields != NULL ? tn_baseline_from_variant (fields, error) : NULL;
  g_autofree double *scores = g_new (double, MAX (n, 1));

  if (rule == NULL ||
      !tn_baseline_predict (rule, NULL, n, scores, tn_step_get_cancellable (step), error))
    return FALSE;

  return tn_learner_give (step, outputs, state, table, scores, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table in folds") }, { NULL } };
static const TnPortSpec outputs[] = {
  { "model", TN_PORT_MODEL, N_ ("Rule") },
  { "scores", TN_PORT_SCORES, N_ ("Scores") },
  { NULL },
};

const TnNodeSpec tn_node_base_rate = {
  .id = "base_rate",
  .version = 1,
  .group = "model",
  .title = N_ ("Base rate"),
  .summary = N_ ("Gives everyone the average chance: what a model must beat to be worth using."),
  .learns = N_ ("The share that left."),
  .method = N_ ("Everyone was given the average chance."),
  .inputs = inputs,
  .outputs = outputs,
  .flags = TN_NODE_LEARNER | TN_NODE_BASELINE,
  .fit = fit,
  .apply = apply,
};
