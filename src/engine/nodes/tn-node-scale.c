/* tn-node-scale.c: brings numbers to one scale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-preparing.h"
#include "tn-scaler.h"

extern const TnNodeSpec tn_node_scale;

static TnPreparer *
learn (TnStep *step, const char *const *columns, TnTable **out, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnScalerParams how = TN_SCALER_PARAMS_DEFAULT;

  tn_scale_method_from_id (tn_params_get_text (params, "method"), &how.method);
  how.columns = columns;
  how.log_skewed = tn_params_get_bool (params, "log_skewed");
  how.skewness = tn_params_get_number (params, "skewness");
  how.clip = tn_params_get_number (params, "clip");

  return tn_scaler_fit (tn_step_get_table (step, 0), &how, tn_step_get_progress (step),
                        tn_step_get_cancellable (step), error);
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  return tn_preparing_fit (step, &tn_node_scale, learn, state, NULL, error);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_preparing_apply (step, &tn_node_scale, &tn_scaler, state, outputs, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Scaled table") }, { NULL } };

static const TnChoice methods[] = {
  { "standard", N_ ("Average 0, standard deviation 1") },
  { "robust", N_ ("Middle value 0, middle half 1 wide") },
  { "none", N_ ("Leave as it is") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "method", TN_PARAM_CHOICE, N_ ("Scale"), N_ ("To which scale numbers are brought."),
    .text = "standard", .choices = methods },
  { "log_skewed", TN_PARAM_BOOL, N_ ("Logarithm of skewed columns"),
    N_ ("Takes the logarithm first of columns with a few very large values, such as spending."), 1,
    .why = N_ ("Twice as much matters more to a small customer than to a large one.") },
  { "skewness", TN_PARAM_NUMBER, N_ ("Skewed from"),
    N_ ("From which skewness on a column counts as skewed."), 2, 0, 100, .advanced = TRUE },
  { "clip", TN_PARAM_NUMBER, N_ ("Cut at"),
    N_ ("Scaled values beyond this are cut; 0 for no cutting."), 5, 0, 100,
    .zero = N_ ("no cutting"), .advanced = TRUE },
  { "columns", TN_PARAM_COLUMNS, N_ ("Columns"), N_ ("Only these; empty for all features."),
    .text = "", .advanced = TRUE, .takes = TN_TAKES_NUMBERS },
  { NULL },
};

const TnNodeSpec tn_node_scale = {
  .id = "scale",
  .version = 2,
  .group = "prepare",
  .title = N_ ("Scale"),
  .words = N_ ("normalise; normalize; standardise; standardize; z-score; same unit; range"),
  .summary = N_ ("Brings numbers to one scale, so that no column weighs more for its unit alone."),
  .learns = N_ ("Centre and spread of each column."),
  .method = N_ ("Numbers were brought to one scale, learned from the training rows alone."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .fit = fit,
  .apply = apply,
};
