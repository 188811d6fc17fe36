/* tn-node-base-rate.c: everyone gets the average chance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-keys.h"
#include "tn-learner.h"
#include "tn-rule.h"

extern const TnNodeSpec tn_node_base_rate;

static TnBaseline *
learn_rate (TnStep *step, TnTable *table, GError **error)
{
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autofree double *y = NULL;
  gsize n = 0;

  if (labels == NULL)
    return NULL;
  y = tn_keys_try_alloc (tn_table_get_n_rows (table), sizeof (double), error);
  if (y == NULL)
    return NULL;
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (labels[i] <= 1)
      y[n++] = labels[i];

  return tn_baseline_fit (TN_BASELINE_RATE, NULL, NULL, y, NULL, n, 0,
                          tn_step_get_cancellable (step), error);
}

static gboolean
read_nothing (TnStep *step, TnTable *table, double **x, GError **error)
{
  *x = NULL;

  return TRUE;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  return tn_rule_fit (step, &tn_node_base_rate, learn_rate, state, error);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_rule_apply (step, &tn_node_base_rate, read_nothing, state, outputs, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table in folds") }, { NULL } };
static const TnPortSpec outputs[] = {
  { "model", TN_PORT_MODEL, N_ ("Rule") },
  { "scores", TN_PORT_SCORES, N_ ("Scores") },
  { NULL },
};

const TnNodeSpec tn_node_base_rate = {
  .id = "base_rate",
  .version = 2,
  .group = "model",
  .title = N_ ("Base rate"),
  .words = N_ ("baseline; average; mean; dummy; guess; chance level; what a model must beat"),
  .summary = N_ ("Gives everyone the average chance: what a model must beat to be worth using."),
  .learns = N_ ("The share that left."),
  .method = N_ ("Everyone was given the average chance."),
  .inputs = inputs,
  .outputs = outputs,
  .flags = TN_NODE_LEARNER | TN_NODE_BASELINE,
  .fit = fit,
  .apply = apply,
};
