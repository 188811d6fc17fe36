/* tn-node-logistic.c: logistic regression
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-concat.h"
#include "tn-fitted.h"
#include "tn-keys.h"
#include "tn-learner.h"
#include "tn-logit.h"
#include "tn-odds.h"

extern const TnNodeSpec tn_node_logistic;

/* Nothing is chosen here, so rows to choose by are learned from as well. */
static TnTable *
all_labelled (TnStep *step, GError **error)
{
  TnTable *parts[] = { tn_step_get_table (step, 0), tn_step_get_validate (step, 0) };

  return parts[1] != NULL ? tn_table_concat (parts, 2, error) : tn_table_ref (parts[0]);
}

static TnLogit *
fit_rows (TnStep *step,
          TnTable *table,
          const char *name,
          gboolean std_errors,
          GVariant **spread,
          GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnLogitParams how = TN_LOGIT_PARAMS_DEFAULT;
  g_auto (TnLearnRows) rows = { 0 };
  TnLearnerCheckpoint checkpoint;

  if (!tn_learn_rows_read (&rows, table, tn_step_get_cancellable (step), error))
    return NULL;
  how.lambda = tn_params_get_number (params, "penalty");
  how.alpha = tn_params_get_number (params, "sparsity");
  how.std_errors = std_errors && how.alpha == 0;
  /* Rows of one customer at several dates are not independent. */
  how.clusters = rows.customers;
  how.checkpoint = tn_learner_checkpoint_init (&checkpoint, step, name);
  if (spread != NULL)
    *spread = g_variant_ref_sink (tn_odds_measure_spread (rows.x));

  return tn_logit_fit (rows.x, rows.y, &how, tn_step_get_progress (step),
                       tn_step_get_cancellable (step), error);
}

/* What is learned: the model, and beside its fields how widely each fact differs, and a model that
 * has not seen the rows to choose by and so gives their scores: a threshold chosen on them would
 * flatter itself otherwise. */
static GVariant *
to_variant (const TnLogit *model, GVariant *spread, const TnLogit *chooser)
{
  g_autoptr (GVariant) fields = g_variant_ref_sink (tn_logit_to_variant (model));
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (fields);

  g_variant_dict_insert_value (&dict, TN_ODDS_SPREAD, spread);
  if (chooser != NULL)
    g_variant_dict_insert_value (&dict, "chooser", tn_logit_to_variant (chooser));

  return g_variant_dict_end (&dict);
}

/* Without rows that were known before those to choose by there is none, and that is no error. */
static gboolean
fit_chooser (TnStep *step, TnLogit **chooser, GError **error)
{
  TnTable *validate = tn_step_get_validate (step, 0);
  g_autoptr (TnTable) known = NULL;
  gboolean both;

  if (validate == NULL)
    return TRUE;
  known = tn_learner_known_before (tn_step_get_table (step, 0), validate, error);
  if (known == NULL || !tn_learner_find_both_classes (known, &both, error))
    return FALSE;
  if (both)
    *chooser = fit_rows (step, known, "chooser", FALSE, NULL, error);

  return *chooser != NULL || !both;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  gboolean std_errors = tn_params_get_bool (tn_step_get_params (step), "std_errors");
  g_autoptr (TnTable) table = all_labelled (step, error);
  g_autoptr (GVariant) spread = NULL;
  g_autoptr (TnLogit) model =
      table != NULL ? fit_rows (step, table, "model", std_errors, &spread, error) : NULL;
  g_autoptr (TnLogit) chooser = NULL;

  if (model == NULL)
    return FALSE;
  tn_fitted_tell (step, "logistic.note", tn_logit_get_findings (model));
  if (!fit_chooser (step, &chooser, error))
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_logistic, to_variant (model, spread, chooser));

  return TRUE;
}

static gboolean
score_validate (TnStep *step,
                const TnNodeState *state,
                TnTable *table,
                TnMatrix *x,
                double *scores,
                GError **error)
{
  g_autoptr (GVariant) fields = tn_node_state_get (state, "chooser", "a{sv}", error);
  g_autoptr (TnLogit) chooser = fields != NULL ? tn_logit_from_variant (fields, error) : NULL;
  g_autofree double *chosen =
      chooser != NULL ? tn_keys_try_alloc (tn_table_get_n_rows (table), sizeof (double), error)
                      : NULL;

  if (chosen == NULL ||
      !tn_logit_predict (chooser, x, chosen, tn_step_get_cancellable (step), error))
    return FALSE;
  tn_learner_take_validate (table, chosen, scores);

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  GVariant *fields = tn_fitted_get_fields (&tn_node_logistic, state, error);
  g_autoptr (TnLogit) model = fields != NULL ? tn_logit_from_variant (fields, error) : NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autofree double *scores =
      model != NULL ? tn_keys_try_alloc (tn_table_get_n_rows (table), sizeof (double), error)
                    : NULL;

  if (scores == NULL)
    return FALSE;
  x = tn_learner_matrix (table, tn_step_get_cancellable (step), error);
  if (x == NULL || !tn_logit_predict (model, x, scores, tn_step_get_cancellable (step), error))
    return FALSE;
  if (tn_learner_has_chooser (state) && tn_table_count_row_role (table, TN_ROW_VALIDATE) > 0 &&
      !score_validate (step, state, table, x, scores, error))
    return FALSE;

  return tn_learner_give (step, outputs, state, table, scores, error);
}

static gboolean
explain (TnStep *step,
         const TnNodeState *state,
         TnTable *rows,
         TnExplanation *explanation,
         GError **error)
{
  GVariant *fields = tn_fitted_get_fields (&tn_node_logistic, state, error);
  g_autoptr (TnLogit) model = fields != NULL ? tn_logit_from_variant (fields, error) : NULL;
  g_autoptr (TnMatrix) x = NULL;

  if (model == NULL)
    return FALSE;
  x = tn_learner_matrix (rows, tn_step_get_cancellable (step), error);
  if (x == NULL || !tn_explanation_init (explanation, x, error))
    return FALSE;
  if (!tn_logit_explain (model, x, explanation->values, tn_step_get_cancellable (step), error))
    return FALSE;
  tn_explanation_take_base (explanation);

  return TRUE;
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table in folds") }, { NULL } };
static const TnPortSpec outputs[] = {
  { "model", TN_PORT_MODEL, N_ ("Model") },
  { "scores", TN_PORT_SCORES, N_ ("Scores") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "penalty", TN_PARAM_NUMBER, N_ ("Caution"),
    N_ ("How strongly weights are held towards zero; more is calmer and less exact."), 0.003, 0,
    1000, .why = N_ ("Enough to keep facts that say the same thing from fighting each other.") },
  { "sparsity", TN_PARAM_NUMBER, N_ ("Use fewer facts"),
    N_ ("From 0, all facts are used, to 1, as few as possible."), 0, 0, 1, .advanced = TRUE },
  { "std_errors", TN_PARAM_BOOL, N_ ("Standard errors"),
    N_ ("Computes how sure each weight is, allowing for several rows of one customer."), 1,
    .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_logistic = {
  .id = "logistic",
  .version = 1,
  .group = "model",
  .title = N_ ("Logistic regression"),
  .words = N_ ("linear model; logit; glm; coefficients; weights; simple model; explainable; train "
               "a model; predict who will leave"),
  .summary = N_ ("Adds up weighted facts to a chance of leaving; every weight can be read."),
  .learns = N_ ("A weight for each fact."),
  .method = N_ ("Logistic regression added up weighted facts to a chance."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_LEARNER,
  .fit = fit,
  .apply = apply,
  .explain = explain,
};
