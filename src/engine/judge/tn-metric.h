/* tn-metric.h: one figure with its interval, and how the interval was made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-message.h"

G_BEGIN_DECLS

/* Half the width of a 95 % interval in standard deviations. */
#define TN_Z95 1.959963984540054

/**
 * TnIntervalMethod:
 * @TN_INTERVAL_NONE: the figure has no interval (a count, or too little data)
 * @TN_INTERVAL_DELONG: DeLong, DeLong & Clarke-Pearson 1988
 * @TN_INTERVAL_WILSON: Wilson 1927, for shares of independent rows
 * @TN_INTERVAL_BOOTSTRAP: percentiles over resampled customers
 * @TN_INTERVAL_BOOTSTRAP_CENTRED: percentiles less the resamples' own bias (calibration error)
 */
typedef enum
{
  TN_INTERVAL_NONE,
  TN_INTERVAL_DELONG,
  TN_INTERVAL_WILSON,
  TN_INTERVAL_BOOTSTRAP,
  TN_INTERVAL_BOOTSTRAP_CENTRED,
} TnIntervalMethod;

/* What was resampled, or counted as independent. */
typedef enum
{
  TN_SAMPLE_ROWS,
  TN_SAMPLE_CUSTOMERS,
} TnSampleUnit;

/**
 * TnMetric:
 * @id: "auc", "pr_auc", "log_loss", "brier", "ece", "accuracy", "precision", "recall",
 *   "f1" (at the stated threshold), the last four with "_best" (at the threshold chosen on
 *   validation rows), "threshold", "threshold_best", "lift_10" and other shares in percent,
 *   "profit" (of the judged rows together), "base_rate", "mean_score", "calibration_gap"; interned
 * @value: NaN where the data give none
 * @low: lower end of the 95 % interval, NaN where the data give none
 * @high: upper end
 * @n: rows it is made of
 * @method: how the interval was made
 * @unit: what @method takes as independent
 */
typedef struct
{
  const char *id;
  double value;
  double low;
  double high;
  gsize n;
  TnIntervalMethod method;
  TnSampleUnit unit;
} TnMetric;

const char *tn_interval_method_to_id (TnIntervalMethod method);
gboolean tn_interval_method_from_id (const char *id, TnIntervalMethod *method);
const char *tn_sample_unit_to_id (TnSampleUnit unit);
gboolean tn_sample_unit_from_id (const char *id, TnSampleUnit *unit);

gboolean tn_metric_is_lower_better (const char *id);
int tn_metric_get_decimals (const char *id);
gboolean tn_metric_is_share (const char *id);
TnMessage *tn_metric_get_name (const char *id);
TnMessage *tn_metric_get_help (const char *id);
TnMessage *tn_interval_method_get_name (TnIntervalMethod method, TnSampleUnit unit);

JsonNode *tn_metric_to_json (const TnMetric *self, const char *split);
gboolean tn_metric_from_json (JsonNode *node, TnMetric *metric, GError **error);

/* Ready statistics. @share and the ends are fractions. */
void tn_wilson (double share, double n, double *low, double *high);
double tn_quantile (const double *sorted, gsize n, double p);

G_END_DECLS
