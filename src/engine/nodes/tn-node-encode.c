/* tn-node-encode.c: turns categories into numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-encoder.h"
#include "tn-preparing.h"

extern const TnNodeSpec tn_node_encode;

static TnPreparer *
learn (TnStep *step, const char *const *columns, TnTable **out, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnTable *table = tn_step_get_table (step, 0);
  TnProgress *progress = tn_step_get_progress (step);
  GCancellable *cancellable = tn_step_get_cancellable (step);
  TnEncoderParams how = TN_ENCODER_PARAMS_DEFAULT;

  tn_encode_method_from_id (tn_params_get_text (params, "method"), &how.method);
  how.columns = columns;
  how.min_count = tn_params_get_int (params, "min_count");
  how.max_categories = tn_params_get_int (params, "max_categories");
  how.smoothing = tn_params_get_number (params, "smoothing");
  how.seed = tn_step_get_seed (step);

  return out != NULL ? tn_encoder_fit_apply (table, &how, out, progress, cancellable, error)
                     : tn_encoder_fit (table, &how, progress, cancellable, error);
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  return tn_preparing_fit (step, &tn_node_encode, learn, state, NULL, error);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_preparing_apply (step, &tn_node_encode, &tn_encoder, state, outputs, error);
}

static gboolean
fit_apply (TnStep *step, TnNodeState **state, TnPacket **outputs, GError **error)
{
  return tn_preparing_fit (step, &tn_node_encode, learn, state, outputs, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Table of numbers") },
                                      { NULL } };

static const TnChoice methods[] = {
  { "one_hot", N_ ("A column for each category") },
  { "ordinal", N_ ("The place in alphabetical order") },
  { "target", N_ ("The smoothed rate of leaving, learned without the row itself") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "method", TN_PARAM_CHOICE, N_ ("How"), N_ ("How a category becomes numbers."),
    .text = "one_hot", .choices = methods },
  { "min_count", TN_PARAM_INT, N_ ("Rare below"),
    N_ ("Categories with fewer rows are put together as “other”."), 20, 1, 1000000,
    .unit = N_ ("rows") },
  { "max_categories", TN_PARAM_INT, N_ ("At most"),
    N_ ("So many of the most frequent categories keep a place of their own."), 50, 1, 10000,
    .advanced = TRUE },
  { "smoothing", TN_PARAM_NUMBER, N_ ("Smoothing"),
    N_ ("For rates: so many rows of the overall rate are mixed into each category."), 20, 0, 1e6,
    .unit = N_ ("rows"), .advanced = TRUE },
  { "columns", TN_PARAM_COLUMNS, N_ ("Columns"), N_ ("Only these; empty for all features."),
    .text = "", .advanced = TRUE, .takes = TN_TAKES_CATEGORIES },
  { NULL },
};

const TnNodeSpec tn_node_encode = {
  .id = "encode",
  .version = 2,
  .group = "prepare",
  .title = N_ ("Encode categories"),
  .words = N_ ("one-hot; dummy variables; categorical; text to numbers; category codes; ordinal"),
  .summary = N_ ("Turns categories into numbers that a model can use."),
  .learns = N_ ("Which categories there are, and for rates the rate of each."),
  .method = N_ (
      "Categories became numbers; which ones there are was learned from the training rows alone."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .fit = fit,
  .apply = apply,
  .fit_apply = fit_apply,
};
