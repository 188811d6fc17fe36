/* tn-node-split.c: which rows train, choose and test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-step.h"

extern const TnNodeSpec tn_node_split;

static TnFoldScheme
choose_scheme (const TnParams *params, TnTable *table)
{
  TnFoldScheme scheme;

  if (tn_fold_scheme_from_id (tn_params_get_text (params, "scheme"), &scheme))
    return scheme;

  /* Rows as of several dates are tested on the latest ones: never shuffle time. */
  return tn_table_find_role (table, TN_ROLE_CUT) >= 0 ? TN_FOLDS_BACKTEST : TN_FOLDS_KFOLD;
}

static gboolean
split (TnStep *step, TnFolds **folds, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnTable *table = tn_step_get_table (step, 0);
  TnFoldsParams how = TN_FOLDS_PARAMS_INIT;

  how.scheme = choose_scheme (params, table);
  how.seed = tn_step_get_seed (step);
  how.n_folds = how.scheme == TN_FOLDS_BACKTEST ? tn_params_get_int (params, "n_cuts")
                                                : tn_params_get_int (params, "n_folds");
  how.test_share = tn_params_get_number (params, "test_share");
  how.validate_share = tn_params_get_number (params, "validate_share");
  how.column = tn_params_get_text (params, "column");
  how.embargo = tn_params_get_int (params, "embargo") * 86400 * G_USEC_PER_SEC;
  *folds = tn_folds_new (table, &how, error);

  if (*folds == NULL)
    return FALSE;
  if (!tn_folds_measure_columns (*folds, table, tn_step_get_cancellable (step), error))
    {
      g_clear_pointer (folds, tn_folds_unref);
      return FALSE;
    }
  if ((how.scheme == TN_FOLDS_KFOLD || how.scheme == TN_FOLDS_HOLDOUT) &&
      tn_table_find_role (table, TN_ROLE_CUT) >= 0)
    tn_step_warn (
        step, "split.one_date",
        tn_message_new (N_ ("All known outcomes are of one date, and customers are tested "
                            "by others of that date. How well the model tells apart "
                            "those of a later date was not tested.")));

  return TRUE;
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Table in folds") }, { NULL } };

static const TnChoice schemes[] = {
  { "auto", N_ ("By time when there are dates, otherwise in folds") },
  { "backtest", N_ ("By time: learn before a date, test after it") },
  { "kfold", N_ ("Folds with equal shares of leavers: every customer is tested once") },
  { "holdout", N_ ("One random part is held back for testing") },
  { "column", N_ ("A column says which row is what") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "scheme", TN_PARAM_CHOICE, N_ ("How to test"),
    N_ ("How rows to learn from are kept apart from rows to test on."), .text = "auto",
    .choices = schemes,
    .why =
        N_ ("With dates, only learning from the past and testing on what came later is honest.") },
  { "n_cuts", TN_PARAM_INT, N_ ("Rehearsals"),
    N_ ("By time: so many of the latest cut dates are tested; 0 tests all that can be."), 4, 0, 100,
    .zero = N_ ("all that can be") },
  { "n_folds", TN_PARAM_INT, N_ ("Folds"),
    N_ ("Into how many folds customers are divided, each with its share of those who left."), 10, 2,
    100 },
  { "test_share", TN_PARAM_NUMBER, N_ ("Test share"),
    N_ ("For one random part: the share of customers held back."), 0.25, 0.01, 0.9 },
  { "validate_share", TN_PARAM_NUMBER, N_ ("Share for choosing"),
    N_ ("The share of customers to learn from that is used only to choose settings and rounds."),
    0.15, 0, 0.9, .advanced = TRUE },
  { "column", TN_PARAM_COLUMN, N_ ("Column"),
    N_ ("The column with “train”, “validate”, “test”, or with the number of the fold."), .text = "",
    .advanced = TRUE },
  { "embargo", TN_PARAM_INT, N_ ("Waiting days"),
    N_ ("By time: so many days must lie between a label and the test date."), 0, 0, 3650,
    .unit = N_ ("days"), .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_split = {
  .id = "split",
  .version = 1,
  .group = "judge",
  .title = N_ ("Split"),
  .words = N_ ("train and test; cross-validation; folds; backtest; hold out; validate; avoid "
               "cheating; learn and test"),
  .summary =
      N_ ("Keeps rows to learn from apart from rows to test on, by time when there are dates."),
  .method = N_ ("Rows to learn from were kept apart from rows to test on: by time where there are "
                "dates, otherwise by customer."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_SPLITS,
  .split = split,
};
