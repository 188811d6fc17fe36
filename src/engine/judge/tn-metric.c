/* tn-metric.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-metric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"

static const char *const method_ids[] = {
  [TN_INTERVAL_NONE] = "none",
  [TN_INTERVAL_DELONG] = "delong",
  [TN_INTERVAL_WILSON] = "wilson",
  [TN_INTERVAL_BOOTSTRAP] = "bootstrap",
  [TN_INTERVAL_BOOTSTRAP_CENTRED] = "bootstrap_centred",
};

static const char *const unit_ids[] = {
  [TN_SAMPLE_ROWS] = "rows",
  [TN_SAMPLE_CUSTOMERS] = "customers",
};

/* What is known of each figure. Lifts are all one entry. */
typedef struct
{
  const char *id;
  const char *name;
  const char *help;
  guint8 decimals;
  gboolean lower_is_better;
  gboolean is_share;
} Known;

static const Known known[] = {
  { "auc", N_ ("AUC"),
    N_ ("In how many of 100 pairs of one leaver and one stayer the leaver has the higher score, "
        "as a share; 0.5 is drawing by lot."),
    3, FALSE, FALSE },
  { "pr_auc", N_ ("PR-AUC"),
    N_ ("Precision averaged over all lengths of the list (average precision); the leaving rate is "
        "drawing by lot."),
    3, FALSE, FALSE },
  { "log_loss", N_ ("Log loss"),
    N_ ("How surprised the chances are by what happened, on average; lower is better."), 4, TRUE,
    FALSE },
  { "brier", N_ ("Brier score"),
    N_ ("Mean squared distance of chance and outcome; lower is better."), 4, TRUE, FALSE },
  { "ece", N_ ("Calibration error"),
    N_ ("Mean distance of chance and observed rate over ten groups of equal size (ECE)."), 3, TRUE,
    FALSE },
  { "accuracy", N_ ("Accuracy"),
    N_ ("Share of customers foretold rightly at the threshold of 0.5 or the one stated."), 3, FALSE,
    TRUE },
  { "precision", N_ ("Precision"),
    N_ ("Of the customers above the threshold, the share that left."), 3, FALSE, TRUE },
  { "recall", N_ ("Recall"), N_ ("Of the customers that left, the share above the threshold."), 3,
    FALSE, TRUE },
  { "f1", N_ ("F1"), N_ ("The harmonic mean of precision and recall at the threshold."), 3, FALSE,
    FALSE },
  { "accuracy_best", N_ ("Accuracy, best threshold"),
    N_ ("Accuracy at the threshold chosen on validation rows."), 3, FALSE, TRUE },
  { "precision_best", N_ ("Precision, best threshold"),
    N_ ("Precision at the threshold chosen on validation rows."), 3, FALSE, TRUE },
  { "recall_best", N_ ("Recall, best threshold"),
    N_ ("Recall at the threshold chosen on validation rows."), 3, FALSE, TRUE },
  { "f1_best", N_ ("F1, best threshold"), N_ ("F1 at the threshold chosen on validation rows."), 3,
    FALSE, FALSE },
  { "threshold", N_ ("Threshold"), N_ ("The chance from which on a customer is taken as leaving."),
    3, FALSE, FALSE },
  { "threshold_best", N_ ("Best threshold"),
    N_ ("The threshold with the highest F1 on validation rows."), 3, FALSE, FALSE },
  { "profit", N_ ("Profit"),
    N_ ("Gain from the leavers contacted less the cost of all contacts, at the stated cost and "
        "gain."),
    0, FALSE, FALSE },
  { "base_rate", N_ ("Leaving rate"), N_ ("Share of the judged customers that left."), 3, FALSE,
    TRUE },
  { "mean_score", N_ ("Mean chance"), N_ ("Mean of the chances the model gave."), 3, FALSE, TRUE },
  { "calibration_gap", N_ ("Mean chance less leaving rate"),
    N_ ("By how much the chances are too high on average; below zero they are too low."), 3, FALSE,
    FALSE },
};

static const Known known_lift = {
  "lift",
  N_ ("Lift, top {share}"),
  N_ ("Leaving rate among those with the highest scores, divided by the leaving rate of all."),
  2,
  FALSE,
  FALSE
};

static const Known *
find_known (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (id, known[i].id))
      return &known[i];

  return g_str_has_prefix (id, "lift_") ? &known_lift : NULL;
}

static gboolean
find_id (const char *const *ids, gsize n_ids, const char *id, guint *place)
{
  for (guint i = 0; id != NULL && i < n_ids; i++)
    if (g_str_equal (id, ids[i]))
      {
        *place = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * tn_interval_method_to_id:
 *
 * Returns: the name of a method in result documents
 */
const char *
tn_interval_method_to_id (TnIntervalMethod method)
{
  return method_ids[method];
}

/**
 * tn_interval_method_from_id:
 * @id: (nullable): a name
 * @method: (out): its method
 *
 * Returns: whether there is such a method
 */
gboolean
tn_interval_method_from_id (const char *id, TnIntervalMethod *method)
{
  return find_id (method_ids, G_N_ELEMENTS (method_ids), id, method);
}

/**
 * tn_sample_unit_to_id:
 *
 * Returns: the name of a unit in result documents
 */
const char *
tn_sample_unit_to_id (TnSampleUnit unit)
{
  return unit_ids[unit];
}

/**
 * tn_sample_unit_from_id:
 * @id: (nullable): a name
 * @unit: (out): its unit
 *
 * Returns: whether there is such a unit
 */
gboolean
tn_sample_unit_from_id (const char *id, TnSampleUnit *unit)
{
  return find_id (unit_ids, G_N_ELEMENTS (unit_ids), id, unit);
}

/**
 * tn_metric_is_lower_better:
 * @id: of a metric
 *
 * Returns: whether a lower value is the better one
 */
gboolean
tn_metric_is_lower_better (const char *id)
{
  const Known *entry = find_known (id);

  return entry != NULL && entry->lower_is_better;
}

/**
 * tn_metric_get_decimals:
 *
 * Returns: how many decimals its values are shown with
 */
int
tn_metric_get_decimals (const char *id)
{
  const Known *entry = find_known (id);

  return entry != NULL ? entry->decimals : 3;
}

/**
 * tn_metric_is_share:
 *
 * Returns: whether people read it best in percent
 */
gboolean
tn_metric_is_share (const char *id)
{
  const Known *entry = find_known (id);

  return entry != NULL && entry->is_share;
}

/**
 * tn_metric_get_name:
 *
 * Returns: (transfer full): its name for people; the id itself for an unknown one
 */
TnMessage *
tn_metric_get_name (const char *id)
{
  const Known *entry = find_known (id);
  TnMessage *message;

  if (entry == NULL)
    return tn_message_new_literal (id);

  message = tn_message_new (entry->name);
  if (entry == &known_lift)
    tn_message_percent (message, "share", g_ascii_strtod (id + strlen ("lift_"), NULL) / 100, 0);

  return message;
}

/**
 * tn_metric_get_help:
 *
 * Returns: (transfer full) (nullable): the sentence that explains it
 */
TnMessage *
tn_metric_get_help (const char *id)
{
  const Known *entry = find_known (id);

  return entry != NULL ? tn_message_new (entry->help) : NULL;
}

/**
 * tn_interval_method_get_name:
 *
 * Returns: (transfer full): how the interval was made and what is taken as independent
 */
TnMessage *
tn_interval_method_get_name (TnIntervalMethod method, TnSampleUnit unit)
{
  gboolean by_customer = unit == TN_SAMPLE_CUSTOMERS;

  switch (method)
    {
    case TN_INTERVAL_DELONG:
      return tn_message_new (N_ ("DeLong, one row a customer"));
    case TN_INTERVAL_WILSON:
      return tn_message_new (N_ ("Wilson, one row a customer"));
    case TN_INTERVAL_BOOTSTRAP:
      return tn_message_new (by_customer ? N_ ("Customers drawn again, all rows of each together")
                                         : N_ ("Customers drawn again, one row each"));
    case TN_INTERVAL_BOOTSTRAP_CENTRED:
      return tn_message_new (by_customer
                                 ? N_ ("Customers drawn again, all rows of each together, centred: "
                                       "a spread that holds a small true error less often than "
                                       "95 times in 100")
                                 : N_ ("Customers drawn again, one row each, centred: a spread "
                                       "that holds a small true error less often than 95 times "
                                       "in 100"));
    case TN_INTERVAL_NONE:
    default:
      return tn_message_new (N_ ("No interval"));
    }
}

/**
 * tn_metric_to_json:
 * @split: (nullable): "pooled" or the name of a fold
 *
 * Returns: (transfer full): {"metric", "split", "value", "low", "high", "n", "method", "unit"};
 *   NaN is null
 */
JsonNode *
tn_metric_to_json (const TnMetric *self, const char *split)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "metric", self->id);
  if (split != NULL)
    json_object_set_string_member (object, "split", split);
  tn_json_set_double (object, "value", self->value);
  tn_json_set_double (object, "low", self->low);
  tn_json_set_double (object, "high", self->high);
  json_object_set_int_member (object, "n", (gint64) self->n);
  json_object_set_string_member (object, "method", method_ids[self->method]);
  json_object_set_string_member (object, "unit", unit_ids[self->unit]);
  json_node_set_object (node, object);

  return node;
}

/**
 * tn_metric_from_json:
 * @metric: (out caller-allocates): what was written
 * @error: %TN_ERROR_FORMAT when it is none of ours
 */
gboolean
tn_metric_from_json (JsonNode *node, TnMetric *metric, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id = tn_json_string (object, "metric", NULL);
  gint64 n = tn_json_int (object, "n", -1);
  double missing = (double) NAN;

  if (id == NULL || n < 0 ||
      !tn_interval_method_from_id (tn_json_string (object, "method", NULL), &metric->method) ||
      !tn_sample_unit_from_id (tn_json_string (object, "unit", NULL), &metric->unit))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("A figure of this result cannot be read. Run the step again."), NULL);
      return FALSE;
    }

  metric->id = g_intern_string (id);
  metric->value = tn_json_double (object, "value", missing);
  metric->low = tn_json_double (object, "low", missing);
  metric->high = tn_json_double (object, "high", missing);
  metric->n = (gsize) n;

  return TRUE;
}

/**
 * tn_wilson:
 * @share: observed, in [0, 1]
 * @n: of so many; may be an effective number that is no integer
 * @low: (out): lower end of the 95 % interval
 * @high: (out): upper end
 *
 * The score interval of a share; NaN for no observations.
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference",
 * JASA 22, 1927.
 */
void
tn_wilson (double share, double n, double *low, double *high)
{
  double z2 = TN_Z95 * TN_Z95;
  double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  double half = TN_Z95 * sqrt (share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n);

  *low = *high = (double) NAN;
  if (!(n > 0) || isnan (share))
    return;
  /* At the ends the score interval reaches them exactly; rounding must not miss. */
  *low = share <= 0 ? 0 : MAX (0, centre - half);
  *high = share >= 1 ? 1 : MIN (1, centre + half);
}

/**
 * tn_quantile:
 * @sorted: (array length=n): ascending
 * @p: in [0, 1]
 *
 * Linear between order statistics (type 7 of Hyndman & Fan 1996, as R and NumPy).
 *
 * Returns: the quantile, NaN of nothing
 */
double
tn_quantile (const double *sorted, gsize n, double p)
{
  double place = p * (double) (n > 0 ? n - 1 : 0);
  gsize i = (gsize) place;

  if (n == 0)
    return (double) NAN;

  return i + 1 < n ? sorted[i] + (place - (double) i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}
