/* tn-judgement.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-judgement.h"

#include <math.h>
#include <stdlib.h>

#include "tn-delong.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-judgement-private.h"
#include "tn-scored-private.h"

struct _TnJudgement
{
  gatomicrefcount ref_count;
  GArray *metrics;   /* of TnMetric */
  GPtrArray *curves; /* of TnCurve */
};

/* The figures that come straight from a pass, in the order they are told. */
static const struct
{
  const char *id;
  TnSweepValue value;
} told[] = {
  { "auc", TN_SWEEP_AUC },
  { "pr_auc", TN_SWEEP_PR_AUC },
  { "log_loss", TN_SWEEP_LOG_LOSS },
  { "brier", TN_SWEEP_BRIER },
  { "ece", TN_SWEEP_ECE },
  { "accuracy", TN_SWEEP_ACCURACY },
  { "precision", TN_SWEEP_PRECISION },
  { "recall", TN_SWEEP_RECALL },
  { "f1", TN_SWEEP_F1 },
  { "accuracy_best", TN_SWEEP_ACCURACY_BEST },
  { "precision_best", TN_SWEEP_PRECISION_BEST },
  { "recall_best", TN_SWEEP_RECALL_BEST },
  { "f1_best", TN_SWEEP_F1_BEST },
  { "profit", TN_SWEEP_PROFIT },
  { "base_rate", TN_SWEEP_BASE_RATE },
  { "mean_score", TN_SWEEP_MEAN_SCORE },
  { "calibration_gap", TN_SWEEP_GAP },
};

static char *
lift_id (double share)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.4g", 100 * share);

  return g_strconcat ("lift_", text, NULL);
}

/* Where a pass notes the figure with that id. */
gboolean
_tn_judge_find_value (const TnSweep *sweep, const char *id, TnSweepValue *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    if (g_str_equal (id, told[i].id))
      {
        *value = told[i].value;
        return TRUE;
      }
  for (guint i = 0; i < sweep->n_shares; i++)
    {
      g_autofree char *lift = lift_id (sweep->options.shares[i]);

      if (g_str_equal (id, lift))
        {
          *value = TN_SWEEP_LIFT + i;
          return TRUE;
        }
    }

  return FALSE;
}

void
_tn_judge_ends (const double *sorted, guint n_defined, guint n_samples, double *low, double *high)
{
  gboolean enough = n_samples > 0 && n_defined * 20 >= n_samples * 19;

  *low = enough ? tn_quantile (sorted, n_defined, 0.025) : (double) NAN;
  *high = enough ? tn_quantile (sorted, n_defined, 0.975) : (double) NAN;
}

/* How many rows a share is of; 0 when the figure is no share of independent rows. */
static double
trials_of (const TnSweep *sweep, TnSweepValue value)
{
  const TnScored *scored = sweep->scored;

  if (tn_scored_is_clustered (scored) || tn_scored_is_weighted (scored))
    return 0;
  switch ((guint) value)
    {
    case TN_SWEEP_ACCURACY:
    case TN_SWEEP_ACCURACY_BEST:
    case TN_SWEEP_BASE_RATE:
      return (double) scored->n_rows;
    case TN_SWEEP_PRECISION:
      return (double) sweep->stop[0];
    case TN_SWEEP_PRECISION_BEST:
      return (double) sweep->n_best;
    case TN_SWEEP_RECALL:
    case TN_SWEEP_RECALL_BEST:
      return (double) scored->n_positive;
    default:
      return 0;
    }
}

static void
set_bootstrap (TnMetric *metric, TnSweepValue value, const double *samples, guint n_samples)
{
  guint n_defined = 0;
  g_autofree double *sorted = tn_sweep_pick (samples, n_samples, value, &n_defined);

  _tn_judge_ends (sorted, n_defined, n_samples, &metric->low, &metric->high);
  metric->method = isnan (metric->low) ? TN_INTERVAL_NONE : TN_INTERVAL_BOOTSTRAP;
}

/* Resamples of a mean distance from zero lie above the estimate, as it lies above the truth:
 * plain percentiles would leave out the estimate itself. So they are moved by that bias. */
static void
centre (TnMetric *metric, TnSweepValue value, const double *samples, guint n_samples)
{
  guint n_defined = 0;
  g_autofree double *sorted = tn_sweep_pick (samples, n_samples, value, &n_defined);
  double sum = 0, bias;

  if (metric->method != TN_INTERVAL_BOOTSTRAP)
    return;
  for (guint i = 0; i < n_defined; i++)
    sum += sorted[i];
  bias = sum / n_defined - metric->value;
  metric->low = CLAMP (metric->low - bias, 0, metric->value);
  metric->high = MAX (metric->high - bias, metric->value);
  metric->method = TN_INTERVAL_BOOTSTRAP_CENTRED;
}

static gboolean
set_delong (TnMetric *metric, const TnScored *scored, GError **error)
{
  TnDelong delong;

  if (!tn_delong (scored, NULL, &delong, error))
    return FALSE;
  tn_delong_interval (metric->value, delong.covariance[0][0], scored->n_positive,
                      scored->n_rows - scored->n_positive, &metric->low, &metric->high);
  metric->method = isnan (metric->low) ? TN_INTERVAL_NONE : TN_INTERVAL_DELONG;

  return TRUE;
}

static gboolean
add_metric (TnJudgement *self,
            const TnSweep *sweep,
            const char *id,
            TnSweepValue value,
            const double *point,
            const double *samples,
            GError **error)
{
  const TnScored *scored = sweep->scored;
  guint n_samples = samples != NULL ? sweep->options.n_resamples : 0;
  double trials = trials_of (sweep, value);
  TnMetric metric = { .id = g_intern_string (id),
                      .value = point[value],
                      .low = (double) NAN,
                      .high = (double) NAN,
                      .n = scored->n_rows,
                      .unit =
                          tn_scored_is_clustered (scored) ? TN_SAMPLE_CUSTOMERS : TN_SAMPLE_ROWS };

  if (isnan (metric.value))
    ;
  else if (value == TN_SWEEP_AUC && !tn_scored_is_clustered (scored) &&
           !tn_scored_is_weighted (scored))
    {
      if (!set_delong (&metric, scored, error))
        return FALSE;
    }
  else if (trials > 0)
    {
      tn_wilson (metric.value, trials, &metric.low, &metric.high);
      metric.method = TN_INTERVAL_WILSON;
    }
  else if (n_samples > 0)
    set_bootstrap (&metric, value, samples, n_samples);
  if (value == TN_SWEEP_ECE)
    centre (&metric, value, samples, n_samples);
  g_array_append_val (self->metrics, metric);

  return TRUE;
}

static void
add_constant (TnJudgement *self, const TnSweep *sweep, const char *id, double value)
{
  TnMetric metric = {
    .id = id, .value = value, .low = (double) NAN, .high = (double) NAN, .n = sweep->scored->n_rows
  };

  if (!isnan (value))
    g_array_append_val (self->metrics, metric);
}

/* Which figures there are at all depends on what was given, not on what came out: a figure
 * without a value stays in, as NaN, so that its absence can be explained. */
static gboolean
is_asked_for (const TnSweep *sweep, TnSweepValue value)
{
  gboolean probability = tn_scored_is_probability (sweep->scored);

  if (value >= TN_SWEEP_ACCURACY_BEST && value <= TN_SWEEP_F1_BEST)
    return sweep->has_best;
  if (value == TN_SWEEP_PROFIT)
    return !isnan (sweep->threshold_profit);

  return probability || value == TN_SWEEP_AUC || value == TN_SWEEP_PR_AUC ||
         value == TN_SWEEP_BASE_RATE;
}

static gboolean
add_metrics (TnJudgement *self,
             const TnSweep *sweep,
             const double *point,
             const double *samples,
             GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    if (is_asked_for (sweep, told[i].value) &&
        !add_metric (self, sweep, told[i].id, told[i].value, point, samples, error))
      return FALSE;

  for (guint i = 0; i < sweep->n_shares; i++)
    {
      g_autofree char *id = lift_id (sweep->options.shares[i]);

      if (!add_metric (self, sweep, id, TN_SWEEP_LIFT + i, point, samples, error))
        return FALSE;
    }
  if (tn_scored_is_probability (sweep->scored))
    add_constant (self, sweep, "threshold", sweep->options.threshold);
  add_constant (self, sweep, "threshold_best", sweep->options.threshold_best);

  return TRUE;
}

static TnJudgement *
judgement_new (void)
{
  TnJudgement *self = g_new0 (TnJudgement, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->metrics = g_array_new (FALSE, FALSE, sizeof (TnMetric));
  self->curves = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_curve_free);

  return self;
}

/* From resamples already drawn (of several models together), or without any. */
TnJudgement *
_tn_judgement_make (const TnSweep *sweep,
                    const double *samples,
                    gboolean all_curves,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (TnJudgement) self = judgement_new ();
  double point[TN_SWEEP_WIDTH];

  if (!tn_sweep_run (sweep, NULL, point, cancellable, error) ||
      !add_metrics (self, sweep, point, samples, error))
    return NULL;
  g_ptr_array_unref (self->curves);
  self->curves = _tn_judge_curves (sweep, point, samples, all_curves, cancellable, error);

  return self->curves != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_judgement_new:
 * @scored: rows with score and truth
 * @options: thresholds, shares, money, resamples
 * @progress: (nullable): told of resamples done
 * @cancellable: (nullable): looked at at least every 65,536 rows
 * @error: %TN_ERROR_SPACE; G_IO_ERROR_CANCELLED
 *
 * Makes every figure with its 95 % interval, and the curves. Time O(n) for each resample, parallel
 * over resamples; equal options give the same bytes for any number of threads.
 *
 * Intervals: DeLong for AUC and Wilson for shares where each row is a customer of its own and
 * rows have no weights; otherwise percentiles over resampled customers (Efron & Tibshirani, "An
 * introduction to the bootstrap", 1993, chapter 13).
 *
 * Returns: (transfer full) (nullable): the judgement
 */
TnJudgement *
tn_judgement_new (TnScored *scored,
                  const TnJudgeOptions *options,
                  TnProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TnSweep) sweep = NULL;
  g_autofree double *samples = NULL;
  TnSweep *sweeps[1];

  g_return_val_if_fail (scored != NULL && options != NULL, NULL);

  sweep = tn_sweep_new (scored, options, error);
  if (sweep == NULL)
    return NULL;
  sweeps[0] = sweep;
  if (options->n_resamples > 0)
    {
      samples = tn_sweep_bootstrap (sweeps, 1, progress, cancellable, error);
      if (samples == NULL)
        return NULL;
    }

  return _tn_judgement_make (sweep, samples, TRUE, cancellable, error);
}

/**
 * tn_judgement_ref:
 *
 * Returns: (transfer full): @self
 */
TnJudgement *
tn_judgement_ref (TnJudgement *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * tn_judgement_unref:
 * @self: (transfer full): a judgement
 */
void
tn_judgement_unref (TnJudgement *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->metrics);
  g_clear_pointer (&self->curves, g_ptr_array_unref);
  g_free (self);
}

/**
 * tn_judgement_get_n_metrics:
 *
 * Returns: how many figures there are
 */
guint
tn_judgement_get_n_metrics (const TnJudgement *self)
{
  return self->metrics->len;
}

/**
 * tn_judgement_get_metric:
 * @index: below tn_judgement_get_n_metrics()
 *
 * Returns: a figure, as long as the judgement lives
 */
const TnMetric *
tn_judgement_get_metric (const TnJudgement *self, guint index)
{
  return &g_array_index (self->metrics, TnMetric, index);
}

/**
 * tn_judgement_find:
 * @id: of a metric
 *
 * Returns: (nullable): the metric, as long as the judgement lives
 */
const TnMetric *
tn_judgement_find (const TnJudgement *self, const char *id)
{
  for (guint i = 0; i < self->metrics->len; i++)
    if (g_str_equal (g_array_index (self->metrics, TnMetric, i).id, id))
      return &g_array_index (self->metrics, TnMetric, i);

  return NULL;
}

/**
 * tn_judgement_value:
 *
 * Returns: the value of that metric, NaN when there is none
 */
double
tn_judgement_value (const TnJudgement *self, const char *id)
{
  const TnMetric *metric = tn_judgement_find (self, id);

  return metric != NULL ? metric->value : (double) NAN;
}

/**
 * tn_judgement_get_n_curves:
 *
 * Returns: how many curves there are; none for one class
 */
guint
tn_judgement_get_n_curves (const TnJudgement *self)
{
  return self->curves->len;
}

/**
 * tn_judgement_get_curve:
 * @index: below tn_judgement_get_n_curves()
 *
 * Returns: a curve, as long as the judgement lives
 */
const TnCurve *
tn_judgement_get_curve (const TnJudgement *self, guint index)
{
  return g_ptr_array_index (self->curves, index);
}

/**
 * tn_judgement_find_curve:
 * @id: of a curve
 *
 * Returns: (nullable): the curve, as long as the judgement lives
 */
const TnCurve *
tn_judgement_find_curve (const TnJudgement *self, const char *id)
{
  for (guint i = 0; i < self->curves->len; i++)
    {
      const TnCurve *curve = g_ptr_array_index (self->curves, i);

      if (g_str_equal (curve->id, id))
        return curve;
    }

  return NULL;
}

/**
 * tn_judgement_to_json:
 * @split: (nullable): written beside every metric
 *
 * Returns: (transfer full): {"metrics": […], "curves": {…}}
 */
JsonNode *
tn_judgement_to_json (const TnJudgement *self, const char *split)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *metrics = json_array_new ();
  JsonObject *curves = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < self->metrics->len; i++)
    json_array_add_element (metrics, tn_metric_to_json (tn_judgement_get_metric (self, i), split));
  for (guint i = 0; i < self->curves->len; i++)
    {
      const TnCurve *curve = g_ptr_array_index (self->curves, i);

      json_object_set_member (curves, curve->id, tn_curve_to_json (curve));
    }
  json_object_set_array_member (object, "metrics", metrics);
  json_object_set_object_member (object, "curves", curves);
  json_node_set_object (node, object);

  return node;
}

static gboolean
read_metrics (TnJudgement *self, JsonArray *array, GError **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      TnMetric metric = { 0 };

      if (!tn_metric_from_json (json_array_get_element (array, i), &metric, error))
        return FALSE;
      g_array_append_val (self->metrics, metric);
    }

  return TRUE;
}

static gboolean
read_curves (TnJudgement *self, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (object == NULL)
    return TRUE;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      TnCurve *curve = tn_curve_from_json (id, node, error);

      if (curve == NULL)
        return FALSE;
      g_ptr_array_add (self->curves, curve);
    }

  return TRUE;
}

/**
 * tn_judgement_from_json:
 * @error: %TN_ERROR_FORMAT when it is none of ours
 *
 * Returns: (transfer full) (nullable): what tn_judgement_to_json() wrote
 */
TnJudgement *
tn_judgement_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TnJudgement) self = judgement_new ();
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (!read_metrics (self, tn_json_array (object, "metrics"), error) ||
      !read_curves (self, tn_json_object (object, "curves"), error))
    return NULL;

  return g_steal_pointer (&self);
}

static double
auc_of_values (const double *values, const guint8 *label, gsize n_rows, double missing)
{
  g_autofree double *score = g_try_new (double, MAX (n_rows, 1));
  g_autoptr (TnScored) scored = NULL;

  if (score == NULL)
    return (double) NAN;
  for (gsize i = 0; i < n_rows; i++)
    score[i] = isfinite (values[i]) ? values[i] : missing;
  scored =
      tn_scored_new (&(TnScoredInput){ .n_rows = n_rows, .score = score, .label = label }, NULL);

  return scored != NULL ? tn_auc (scored) : (double) NAN;
}

/**
 * tn_feature_auc:
 * @values: (array length=n_rows): of one column, NaN where missing
 * @label: (array length=n_rows): 0 or 1
 *
 * How well one column alone tells leavers from stayers, whichever way it points: missing values
 * are taken as one value, below or above all others, whatever tells more.
 *
 * Returns: from 0.5 to 1; NaN for one class
 */
double
tn_feature_auc (const double *values, const guint8 *label, gsize n_rows)
{
  double low = auc_of_values (values, label, n_rows, -G_MAXDOUBLE);
  double high = auc_of_values (values, label, n_rows, G_MAXDOUBLE);

  low = MAX (low, 1 - low);
  high = MAX (high, 1 - high);

  return MAX (low, high);
}
