/* tn-node-recency-rule.c: the longer silent, the likelier gone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-learner.h"
#include "tn-rule.h"

extern const TnNodeSpec tn_node_recency_rule;

static TnColumn *
find_column (TnStep *step, TnTable *table, GError **error)
{
  const char *name = tn_params_get_text (tn_step_get_params (step), "column");
  int place = tn_table_find (table, name);

  if (place < 0 ||
      tn_column_get_column_type (tn_table_get_column (table, place)) != TN_COLUMN_NUMBER)
    {
      tn_error_set (
          error, TN_ERROR_DATA,
          N_ ("The rule needs a column of numbers; “{column}” is not one. Choose another."),
          "column", name, NULL);
      return NULL;
    }

  return tn_table_get_column (table, place);
}

static TnBaseline *
learn_curve (TnStep *step, TnTable *table, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnColumn *column = find_column (step, table, error);
  g_autofree guint8 *labels = column != NULL ? tn_table_dup_labels (table, error) : NULL;
  g_autofree double *x = labels != NULL ? tn_column_dup_numbers (column, error) : NULL;
  g_autofree double *y = NULL;
  gsize n = 0, n_positive = 0;

  if (x == NULL)
    return NULL;
  y = tn_keys_try_alloc (tn_table_get_n_rows (table), sizeof (double), error);
  if (y == NULL)
    return NULL;
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (labels[i] <= 1)
      {
        x[n] = x[i];
        y[n++] = labels[i];
        n_positive += labels[i];
      }
  if (!tn_learner_check_classes (table, n_positive, n, error))
    return NULL;

  /* A logistic curve keeps the order of the column: the rule ranks by it alone. */
  return tn_baseline_fit (TN_BASELINE_LOGISTIC, tn_params_get_text (params, "column"), x, y, NULL,
                          n, tn_params_get_bool (params, "rising") ? 1 : -1,
                          tn_step_get_cancellable (step), error);
}

static gboolean
read_column (TnStep *step, TnTable *table, double **x, GError **error)
{
  TnColumn *column = find_column (step, table, error);

  *x = column != NULL ? tn_column_dup_numbers (column, error) : NULL;

  return *x != NULL;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  return tn_rule_fit (step, &tn_node_recency_rule, learn_curve, state, error);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_rule_apply (step, &tn_node_recency_rule, read_column, state, outputs, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table in folds") }, { NULL } };
static const TnPortSpec outputs[] = {
  { "model", TN_PORT_MODEL, N_ ("Rule") },
  { "scores", TN_PORT_SCORES, N_ ("Scores") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "column", TN_PARAM_COLUMN, N_ ("Column"), N_ ("The one fact that ranks customers."),
    .text = "recency_days", .takes = TN_TAKES_NUMBERS },
  { "rising", TN_PARAM_BOOL, N_ ("More means likelier"),
    N_ ("Whether a higher value means a higher chance of leaving."), 1 },
  { NULL },
};

const TnNodeSpec tn_node_recency_rule = {
  .id = "recency_rule",
  .version = 2,
  .group = "model",
  .title = N_ ("Recency rule"),
  .words =
      N_ ("baseline; silent customers; last order; rule of thumb; without a model; simple rule"),
  .summary =
      N_ ("Ranks customers by one fact alone, days since the last order, as anyone would by hand."),
  .learns = N_ ("The chance of leaving for each value of that one fact."),
  .method = N_ ("Customers were ranked by days since their last order alone."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_LEARNER | TN_NODE_BASELINE,
  .fit = fit,
  .apply = apply,
};
