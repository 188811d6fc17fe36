/* tn-node-boosting.c: gradient boosted trees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-boost.h"
#include "tn-concat.h"
#include "tn-error.h"
#include "tn-fitted.h"
#include "tn-keys.h"
#include "tn-learner.h"

extern const TnNodeSpec tn_node_boosting;

static gboolean
report_round (const TnBoostRound *told, gpointer user_data)
{
  TnStep *step = user_data;
  const TnParams *params = tn_step_get_params (step);
  TnRound round = { .round = told->round,
                    .train = told->train_loss,
                    .validate = told->validate_loss,
                    .most = (guint) tn_params_get_int (params, "rounds"),
                    .patience = (guint) tn_params_get_int (params, "patience"),
                    .checked = told->n_validate,
                    .leavers = told->n_ones,
                    .contacted = told->n_top,
                    .found = told->found };

  return tn_step_curve (step, &round);
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
  how->n_top = tn_step_get_contacts (step);
}

/* A fact by its own name, or the rate that was made of a category. */
static gboolean
is_column_of (const char *column, const char *name)
{
  gsize length = strlen (name);

  return g_str_equal (column, name) ||
         (strncmp (column, name, length) == 0 && g_str_equal (column + length, "=rate"));
}

static gboolean
take_direction (const char *const *names, gint8 sign, TnMatrix *x, gint8 *monotone, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (gsize col = 0; col < tn_matrix_get_n_cols (x); col++)
        {
          if (!is_column_of (tn_matrix_get_name (x, col), names[i]))
            continue;
          if (monotone[col] == -sign)
            {
              tn_error_set (error, TN_ERROR_DATA,
                            N_ ("“{column}” is said both to only raise and to only lower the "
                                "chance. Take it out of one of the two settings."),
                            "column", names[i], NULL);
              tn_error_place (error, NULL, names[i], 0);
              return FALSE;
            }
          monotone[col] = sign;
          found = TRUE;
        }
      if (!found)
        {
          tn_error_set (error, TN_ERROR_DATA,
                        N_ ("There is no fact “{column}” that could only raise or only lower the "
                            "chance. Name a column of numbers that reaches this step."),
                        "column", names[i], NULL);
          tn_error_place (error, NULL, names[i], 0);
          return FALSE;
        }
    }

  return TRUE;
}

/* What a shop knows for certain: a +1, −1 or 0 for every column; %NULL where nothing is said. */
static gboolean
read_monotone (TnStep *step, TnMatrix *x, gint8 **monotone, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  g_auto (GStrv) rises = tn_params_get_lines (params, "rises");
  g_auto (GStrv) falls = tn_params_get_lines (params, "falls");

  *monotone = NULL;
  if (rises[0] == NULL && falls[0] == NULL)
    return TRUE;
  *monotone = g_new0 (gint8, tn_matrix_get_n_cols (x));

  return take_direction ((const char *const *) rises, 1, x, *monotone, error) &&
         take_direction ((const char *const *) falls, -1, x, *monotone, error);
}

/* What is learned: the model, and beside it the one that chose the number of rounds, which
 * has not seen the rows to choose by and so gives their scores. */
static GVariant *
to_variant (const TnBoost *model, const TnBoost *chooser)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "model", tn_boost_to_variant (model));
  if (chooser != NULL)
    g_variant_builder_add (&builder, "{sv}", "chooser", tn_boost_to_variant (chooser));

  return g_variant_builder_end (&builder);
}

static TnBoost *
from_state (const TnNodeState *state, const char *name, GError **error)
{
  g_autoptr (GVariant) fields = NULL;

  if (tn_fitted_get_fields (&tn_node_boosting, state, error) == NULL)
    return NULL;
  fields = tn_node_state_get (state, name, "a{sv}", error);

  return fields != NULL ? tn_boost_from_variant (fields, error) : NULL;
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
      g_autoptr (TnBoost) model = state != NULL ? from_state (state, "model", NULL) : NULL;
      guint n = model != NULL ? tn_boost_get_n_rounds (model) : 0;

      if (n > 0)
        g_array_append_val (rounds, n);
    }
  if (rounds->len == 0)
    return most;
  g_array_sort (rounds, compare_numbers);

  return g_array_index (rounds, guint, rounds->len / 2);
}

/* Rounds are chosen on rows the first model knows nothing of; then everything is learned from with
 * that number. */
static gboolean
fit_twice (TnStep *step,
           TnTable *known,
           TnTable *validate_table,
           TnBoostParams *how,
           TnBoost **model,
           TnBoost **chooser,
           GError **error)
{
  g_auto (TnLearnRows) rows = { 0 };
  g_auto (TnLearnRows) chosen = { 0 };
  g_auto (TnLearnRows) all = { 0 };
  TnTable *parts[] = { tn_step_get_table (step, 0), validate_table };
  g_autoptr (TnTable) both = NULL;
  TnLearnerCheckpoint checkpoint;
  TnBoostData train, validate;

  if (!tn_learn_rows_read (&rows, known, tn_step_get_cancellable (step), error) ||
      !tn_learn_rows_read (&chosen, validate_table, tn_step_get_cancellable (step), error))
    return FALSE;
  train = (TnBoostData){ .x = rows.x, .y = rows.y };
  validate = (TnBoostData){ .x = chosen.x, .y = chosen.y };
  how->checkpoint = tn_learner_checkpoint_init (&checkpoint, step, "chooser");
  *chooser = tn_boost_fit (&train, &validate, how, tn_step_get_progress (step),
                           tn_step_get_cancellable (step), error);
  both = *chooser != NULL ? tn_table_concat (parts, 2, error) : NULL;
  if (both == NULL || !tn_learn_rows_read (&all, both, tn_step_get_cancellable (step), error))
    return FALSE;

  how->rounds = MAX (tn_boost_get_n_rounds (*chooser), 1);
  how->early_stop = 0;
  how->round_func = NULL;
  how->checkpoint = tn_learner_checkpoint_init (&checkpoint, step, "model");
  train = (TnBoostData){ .x = all.x, .y = all.y };
  *model = tn_boost_fit (&train, NULL, how, NULL, tn_step_get_cancellable (step), error);

  return *model != NULL;
}

/* Without rows to choose by: the final fit goes by what the folds found, another makes as many
 * rounds as it may. */
static TnBoost *
fit_once (TnStep *step, const TnLearnRows *rows, TnBoostParams *how, GError **error)
{
  TnBoostData train = { .x = rows->x, .y = rows->y };
  TnLearnerCheckpoint checkpoint;

  if (tn_step_is_final (step))
    how->rounds = choose_rounds (step, how->rounds);
  how->checkpoint = tn_learner_checkpoint_init (&checkpoint, step, "model");

  return tn_boost_fit (&train, NULL, how, tn_step_get_progress (step),
                       tn_step_get_cancellable (step), error);
}

/* Rows that may decide by which others to choose: %NULL when there are none, or when either are of
 * one class only. */
static gboolean
find_known (TnStep *step, TnTable **known, GError **error)
{
  TnTable *validate = tn_step_get_validate (step, 0);
  gboolean both = FALSE;

  *known = NULL;
  if (validate != NULL && !tn_learner_find_both_classes (validate, &both, error))
    return FALSE;
  if (!both)
    return TRUE;
  *known = tn_learner_known_before (tn_step_get_table (step, 0), validate, error);
  if (*known == NULL || !tn_learner_find_both_classes (*known, &both, error))
    return FALSE;
  if (!both)
    {
      g_clear_pointer (known, tn_table_unref);
      tn_step_warn (step, "boosting.unchosen",
                    tn_message_new (N_ ("The rows to choose by share their days with all rows to "
                                        "learn from, so the number of trees was not chosen by "
                                        "them. Let them be of a later date.")));
    }

  return TRUE;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  g_auto (TnLearnRows) rows = { 0 };
  g_autofree gint8 *monotone = NULL;
  g_autoptr (TnTable) known = NULL;
  g_autoptr (TnBoost) model = NULL;
  g_autoptr (TnBoost) chooser = NULL;
  TnBoostParams how;

  if (!tn_learn_rows_read (&rows, table, tn_step_get_cancellable (step), error))
    return FALSE;
  read_params (step, &how);
  if (!read_monotone (step, rows.x, &monotone, error) || !find_known (step, &known, error))
    return FALSE;
  how.monotone = monotone;
  if (known == NULL)
    model = fit_once (step, &rows, &how, error);
  else if (!fit_twice (step, known, tn_step_get_validate (step, 0), &how, &model, &chooser, error))
    return FALSE;
  if (model == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_boosting, to_variant (model, chooser));

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  gsize n = tn_table_get_n_rows (table);
  g_autoptr (TnBoost) model = from_state (state, "model", error);
  g_autoptr (TnBoost) chooser = NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autofree double *scores = model != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;
  g_autofree double *chosen = NULL;

  if (scores == NULL)
    return FALSE;
  x = tn_learner_matrix (table, tn_step_get_cancellable (step), error);
  if (x == NULL ||
      !tn_boost_predict (model, x, NULL, scores, tn_step_get_cancellable (step), error))
    return FALSE;
  if (tn_learner_has_chooser (state) && tn_table_count_row_role (table, TN_ROW_VALIDATE) > 0)
    {
      chooser = from_state (state, "chooser", error);
      chosen = chooser != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;
      if (chosen == NULL ||
          !tn_boost_predict (chooser, x, NULL, chosen, tn_step_get_cancellable (step), error))
        return FALSE;
      tn_learner_take_validate (table, chosen, scores);
    }

  return tn_learner_give (step, outputs, state, table, scores, error);
}

static gboolean
explain (TnStep *step,
         const TnNodeState *state,
         TnTable *rows,
         TnExplanation *explanation,
         GError **error)
{
  g_autoptr (TnBoost) model = from_state (state, "model", error);
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

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table in folds") }, { NULL } };
static const TnPortSpec outputs[] = {
  { "model", TN_PORT_MODEL, N_ ("Model") },
  { "scores", TN_PORT_SCORES, N_ ("Scores") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "rounds", TN_PARAM_INT, N_ ("Trees at most"),
    N_ ("Training stops earlier when it no longer helps."), 500, 1, 10000 },
  { "depth", TN_PARAM_INT, N_ ("Depth"),
    N_ ("How many questions a tree may ask one after the other."), 3, 1, 16 },
  { "rate", TN_PARAM_NUMBER, N_ ("Learning rate"),
    N_ ("How much of each tree's correction is taken; smaller is steadier and takes more trees."),
    0.05, 0.001, 1 },
  { "patience", TN_PARAM_INT, N_ ("Patience"),
    N_ ("Stop after so many trees without an improvement on customers it does not learn from."), 30,
    0, 1000, .unit = N_ ("trees") },
  { "row_share", TN_PARAM_NUMBER, N_ ("Rows a tree sees"),
    N_ ("Each tree learns from this share of the rows."), 1, 0.05, 1, .advanced = TRUE },
  { "column_share", TN_PARAM_NUMBER, N_ ("Facts a tree sees"),
    N_ ("Each tree may use this share of the facts."), 0.7, 0.05, 1, .advanced = TRUE },
  { "leaf_weight", TN_PARAM_NUMBER, N_ ("Least weight of a leaf"),
    N_ ("A leaf must rest on at least this much evidence."), 10, 0, 1e6, .advanced = TRUE },
  { "l2", TN_PARAM_NUMBER, N_ ("Caution"),
    N_ ("How strongly each tree's correction is held towards zero."), 5, 0, 1e6, .advanced = TRUE },
  { "l1", TN_PARAM_NUMBER, N_ ("Drop small corrections"),
    N_ ("How readily small corrections are dropped."), 0, 0, 1e6, .advanced = TRUE },
  { "rises", TN_PARAM_COLUMNS, N_ ("Only raise the chance"),
    N_ ("More of these facts may raise the chance of leaving and never lower it."), .text = "",
    .advanced = TRUE, .takes = TN_TAKES_NUMBERS },
  { "falls", TN_PARAM_COLUMNS, N_ ("Only lower the chance"),
    N_ ("More of these facts may lower the chance of leaving and never raise it."), .text = "",
    .advanced = TRUE, .takes = TN_TAKES_NUMBERS },
  { NULL },
};

const TnNodeSpec tn_node_boosting = {
  .id = "boosting",
  .version = 1,
  .group = "model",
  .title = N_ ("Gradient boosting"),
  .words = N_ ("xgboost; gbdt; gradient boosted trees; decision trees; forest; machine learning; "
               "train a model; predict who will leave; best accuracy"),
  .summary = N_ ("Many small decision trees, each correcting those before it."),
  .learns = N_ ("The trees, and after how many of them to stop."),
  .method =
      N_ ("Gradient boosting added up small decision trees, each correcting those before it."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_LEARNER | TN_NODE_FINAL_LAST,
  .fit = fit,
  .apply = apply,
  .explain = explain,
  .library = tn_boost_get_library,
};
