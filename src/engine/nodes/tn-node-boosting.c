/* tn-node-boosting.c: gradient boosted trees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-boost.h"
#include "tn-fitted.h"
#include "tn-learner.h"

extern const TnNodeSpec tn_node_boosting;

static gboolean
report_round (guint round, double train_loss, double validate_loss, gpointer user_data)
{
  return tn_step_curve (user_data, round, train_loss, validate_loss);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

/* The final fit has no rows to stop by: it takes the middle of what the folds found best. */
static guint
choose_rounds (TnStep *step, guint most)
{
  g_autoptr (GArray) rounds = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < tn_step_get_n_folds (step); i++)
    {
      const TnNodeState *state = tn_step_get_own_state (step, i);
      g_autoptr (GVariant) fields =
          state != NULL ? g_variant_ref (tn_node_state_get_fields (state)) : NULL;
      g_autoptr (TnBoost) model = fields != NULL ? tn_boost_from_variant (fields, NULL) : NULL;
      guint n = model != NULL ? tn_boost_get_n_rounds (model) : 0;

      if (n > 0)
        g_array_append_val (rounds, n);
    }
  if (rounds->len == 0)
    return most;
  g_array_sort (rounds, compare_numbers);

  return g_array_index (rounds, guint, rounds->len / 2);
}

static void
read_params (TnStep *step, TnBoostParams *how)
{
  const TnParams *params = tn_step_get_params (step);

  *how = TN_BOOST_PARAMS_DEFAULT;
  how->rounds = tn_params_get_int (params, "rounds");
  how->early_stop = tn_params_get_int (params, "patience");
  how->max_depth = tn_params_get_int (params, "depth");
  how->eta = tn_params_get_number (params, "rate");
  how->subsample = tn_params_get_number (params, "row_share");
  how->colsample = tn_params_get_number (params, "column_share");
  how->min_child_weight = tn_params_get_number (params, "leaf_weight");
  how->l2 = tn_params_get_number (params, "l2");
  how->l1 = tn_params_get_number (params, "l1");
  how->seed = tn_step_get_seed (step);
  how->round_func = report_round;
  how->round_data = step;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  TnTable *validate_table = tn_step_get_validate (step, 0);
  g_auto (TnLearnRows) rows = { 0 };
  g_auto (TnLearnRows) chosen = { 0 };
  g_autoptr (TnBoost) model = NULL;
  g_autofree gint8 *monotone = NULL;
  TnBoostData train, validate;
  TnBoostParams how;

  if (!tn_learn_rows_read (&rows, tn_step_get_table (step, 0), tn_step_get_cancellable (step), error))
    return FALSE;
  /* Rows to choose by may be of one class only: then all rounds are done. */
  if (validate_table != NULL &&
      !tn_learn_rows_read (&chosen, validate_table, tn_step_get_cancellable (step), NULL))
    validate_table = NULL;
  read_params (step, &how);
  if (validate_table == NULL && tn_step_is_final (step))
    how.rounds = choose_rounds (step, how.rounds);

  train = (TnBoostData){ .x = rows.x, .y = rows.y };
  validate = (TnBoostData){ .x = chosen.x, .y = chosen.y };
  model = tn_boost_fit (&train, validate_table != NULL ? &validate : NULL, &how,
                        tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (model == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_boosting, tn_boost_to_variant (model));

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  GVariant *fields = tn_fitted_get_fields (&tn_node_boosting, state, error);
  g_autoptr (TnBoost) model = fields != NULL ? tn_boost_from_variant (fields, error) : NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autofree double *scores = g_new (double, MAX (tn_table_get_n_rows (table), 1));

  if (model == NULL)
    return FALSE;
  x = tn_learner_matrix (table, tn_step_get_cancellable (step), error);
  if (x == NULL || !tn_boost_predict (model, x, NULL, scores, tn_step_get_cancellable (step), error))
    return FALSE;

  return tn_learner_give (step, outputs, state, table, scores);
}

static gboolean
explain (TnStep *step, const TnNodeState *state, TnTable *rows, TnExplanation *explanation, GError **error)
{
  GVariant *fields = tn_fitted_get_fields (&tn_node_boosting, state, error);
  g_autoptr (TnBoost) model = fields != NULL ? tn_boost_from_variant (fields, error) : NULL;
  g_autoptr (TnMatrix) x = NULL;

  if (model == NULL)
    return FALSE;
  x = tn_learner_matrix (rows, tn_step_get_cancellable (step), error);
  if (x == NULL || !tn_explanation_init (explanation, x, error))
    return FALSE;
  if (!tn_boost_explain (model, x, explanation->values, tn_step_get_progress (step),
                         tn_step_get_cancellable (step), error))
    return FALSE;
  tn_explanation_take_base (explanation);

  return TRUE;
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_("Table in folds") }, { NULL } };
static const TnPortSpec outputs[] = {
  { "model", TN_PORT_MODEL, N_("Model") },
  { "scores", TN_PORT_SCORES, N_("Scores") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "rounds", TN_PARAM_INT, N_("Trees at most"), N_("Training stops earlier when it no longer helps."), 500, 1,
    10000 },
  { "depth", TN_PARAM_INT, N_("Depth"), N_("How many questions a tree may ask one after the other."), 3, 1, 16 },
  { "rate", TN_PARAM_NUMBER, N_("Learning rate"),
    N_("How much of each tree's correction is taken; smaller is steadier and takes more trees."), 0.05,
    0.001, 1 },
  { "patience", TN_PARAM_INT, N_("Patience"),
    N_("Stop after so many trees without an improvement on customers it does not learn from."), 30, 0, 1000,
    .unit = N_("trees") },
  { "row_share", TN_PARAM_NUMBER, N_("Rows a tree sees"), N_("Each tree learns from this share of the rows."), 0.8,
    0.05, 1, .advanced = TRUE },
  { "column_share", TN_PARAM_NUMBER, N_("Facts a tree sees"), N_("Each tree may use this share of the facts."),
    0.7, 0.05, 1, .advanced = TRUE },
  { "leaf_weight", TN_PARAM_NUMBER, N_("Least weight of a leaf"),
    N_("A leaf must rest on at least this much evidence."), 10, 0, 1e6, .advanced = TRUE },
  { "l2", TN_PARAM_NUMBER, N_("Caution"), N_("How strongly each tree's correction is held towards zero."), 5, 0,
    1e6, .advanced = TRUE },
  { "l1", TN_PARAM_NUMBER, N_("Leave out"), N_("How readily small corrections are dropped."), 0, 0, 1e6,
    .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_boosting = {
  .id = "boosting",
  .version = 1,
  .group = "model",
  .title = N_("Gradient boosting"),
  .summary = N_("Many small decision trees, each correcting those before it."),
  .learns = N_("The trees, and after how many of them to stop."),
  .method = N_("Gradient boosting added up small decision trees, each correcting those before it."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_LEARNER | TN_NODE_FINAL_LAST,
  .fit = fit,
  .apply = apply,
  .explain = explain,
};
