/* tn-node-encode.c: turns categories into numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-encoder.h"
#include "tn-fitted.h"
#include "tn-step.h"

extern const TnNodeSpec tn_node_encode;

static void
read_params (TnStep *step, TnEncoderParams *how, char **columns)
{
  const TnParams *params = tn_step_get_params (step);

  *how = TN_ENCODER_PARAMS_DEFAULT;
  tn_encode_method_from_id (tn_params_get_text (params, "method"), &how->method);
  how->columns = columns[0] != NULL ? (const char *const *) columns : NULL;
  how->min_count = tn_params_get_int (params, "min_count");
  how->max_categories = tn_params_get_int (params, "max_categories");
  how->smoothing = tn_params_get_number (params, "smoothing");
  how->seed = tn_step_get_seed (step);
}

static gboolean
fit_apply (TnStep *step, TnNodeState **state, TnPacket **outputs, GError **error)
{
  g_auto (GStrv) columns = tn_params_get_lines (tn_step_get_params (step), "columns");
  g_autoptr (TnEncoder) encoder = NULL;
  g_autoptr (TnTable) table = NULL;
  TnEncoderParams how;

  read_params (step, &how, columns);
  encoder =
      tn_encoder_fit_apply (tn_step_get_table (step, 0), &how, &table, tn_step_get_progress (step),
                            tn_step_get_cancellable (step), error);
  if (encoder == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_encode, tn_encoder_to_variant (encoder));
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  g_auto (GStrv) columns = tn_params_get_lines (tn_step_get_params (step), "columns");
  g_autoptr (TnEncoder) encoder = NULL;
  TnEncoderParams how;

  read_params (step, &how, columns);
  encoder = tn_encoder_fit (tn_step_get_table (step, 0), &how, tn_step_get_progress (step),
                            tn_step_get_cancellable (step), error);
  if (encoder == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_encode, tn_encoder_to_variant (encoder));

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  GVariant *fields = tn_fitted_get_fields (&tn_node_encode, state, error);
  g_autoptr (TnEncoder) encoder = fields != NULL ? tn_encoder_from_variant (fields, error) : NULL;
  g_autoptr (TnTable) table = NULL;

  if (encoder == NULL)
    return FALSE;
  table = tn_encoder_apply (encoder, tn_step_get_table (step, 0), tn_step_get_progress (step),
                            tn_step_get_cancellable (step), error);
  if (table == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
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
    .text = "", .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_encode = {
  .id = "encode",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Encode categories"),
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
