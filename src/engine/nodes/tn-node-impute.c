/* tn-node-impute.c: fills missing values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-imputer.h"
#include "tn-preparing.h"

extern const TnNodeSpec tn_node_impute;

static TnPreparer *
learn (TnStep *step, const char *const *columns, TnTable **out, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnImputerParams how = TN_IMPUTER_PARAMS_DEFAULT;

  tn_impute_method_from_id (tn_params_get_text (params, "number"), &how.number);
  tn_impute_method_from_id (tn_params_get_text (params, "category"), &how.category);
  how.columns = columns;
  how.constant = tn_params_get_number (params, "constant");
  how.constant_text = tn_params_get_text (params, "constant_text");
  how.indicator = tn_params_get_bool (params, "indicator");

  return tn_imputer_fit (tn_step_get_table (step, 0), &how, tn_step_get_progress (step),
                         tn_step_get_cancellable (step), error);
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  return tn_preparing_fit (step, &tn_node_impute, learn, state, NULL, error);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_preparing_apply (step, &tn_node_impute, &tn_imputer, state, outputs, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE,
                                        N_ ("Table without missing values") },
                                      { NULL } };

static const TnChoice number_methods[] = {
  { "median", N_ ("The middle value") },
  { "mean", N_ ("The average") },
  { "most_frequent", N_ ("The most frequent value") },
  { "constant", N_ ("A fixed value") },
  { "none", N_ ("Leave it empty") },
  { NULL },
};

static const TnChoice category_methods[] = {
  { "most_frequent", N_ ("The most frequent value") },
  { "constant", N_ ("A fixed value") },
  { "none", N_ ("Leave it empty") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "number", TN_PARAM_CHOICE, N_ ("Numbers"), N_ ("What a missing number becomes."),
    .text = "median", .choices = number_methods,
    .why = N_ ("The middle value is not moved by a few very large ones.") },
  { "category", TN_PARAM_CHOICE, N_ ("Categories"), N_ ("What a missing category becomes."),
    .text = "none", .choices = category_methods,
    .why = N_ ("That a category is missing may itself be a sign, so encoding gives it a place of "
               "its own.") },
  { "indicator", TN_PARAM_BOOL, N_ ("Mark missing values"),
    N_ ("Adds a column that says where a value was missing."), 1 },
  { "constant", TN_PARAM_NUMBER, N_ ("Fixed number"), N_ ("The number used for “a fixed value”."),
    0, -1e300, 1e300, .advanced = TRUE },
  { "constant_text", TN_PARAM_TEXT, N_ ("Fixed category"),
    N_ ("The category used for “a fixed value”."), .text = "missing", .advanced = TRUE },
  { "columns", TN_PARAM_COLUMNS, N_ ("Columns"), N_ ("Only these; empty for all features."),
    .text = "", .advanced = TRUE, .takes = TN_TAKES_NUMBERS | TN_TAKES_CATEGORIES },
  { NULL },
};

const TnNodeSpec tn_node_impute = {
  .id = "impute",
  .version = 2,
  .group = "prepare",
  .title = N_ ("Fill missing values"),
  .words =
      N_ ("imputation; missing; null; empty cells; na; gaps; fill blanks; what is not filled in"),
  .summary = N_ ("Replaces missing values by what is usual among the rows it learned from."),
  .learns = N_ ("The usual value of each column, and which columns had missing values."),
  .method = N_ ("Missing numbers were filled with a value learned from the training rows alone."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .fit = fit,
  .apply = apply,
};
