/* tn-judge-narrator.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-judge-narrator.h"

#include <math.h>

#define GOOD_BINS 0.8 /* of the reliability bins whose interval must hold the mean chance */

/* Whole percents; one decimal where the interval is narrower than 2 points or the share is
 * below 1 %. */
static TnMessage *
add_share (TnMessage *message, const char *name, double share, double width)
{
  gboolean fine = width < 0.02 || (share > 0 && share < 0.01);

  return tn_message_percent (message, name, share, fine ? 1 : 0);
}

/* Both ends, shown like the estimate. */
static TnMessage *
add_share_ends (TnMessage *message, double low, double high)
{
  add_share (message, "lo", low, high - low);

  return add_share (message, "hi", high, high - low);
}

static TnMessage *
add_ends (TnMessage *message, double low, double high, int decimals)
{
  tn_message_number (message, "lo", low, decimals);

  return tn_message_number (message, "hi", high, decimals);
}

static gboolean
has_interval (const TnMetric *metric)
{
  return metric != NULL && !isnan (metric->value) && !isnan (metric->low) && !isnan (metric->high);
}

/* What is said instead of a number that does not exist. */
static TnMessage *
say_no_figure (const TnMetric *metric)
{
  if (metric == NULL || isnan (metric->value))
    return tn_message_new (
        N_ ("Cannot tell: this figure needs customers who left and customers who "
            "stayed, and chances that differ. A longer period would give both."));

  return tn_message_new (N_ ("Cannot tell how sure this figure is: there are too few customers. A "
                             "longer period would give more."));
}

/**
 * tn_say_auc:
 * @auc: the metric "auc"
 *
 * Returns: (transfer full): `metric.auc`
 */
TnMessage *
tn_say_auc (const TnMetric *auc)
{
  TnMessage *message;

  if (!has_interval (auc))
    return say_no_figure (auc);
  message = tn_message_new (
      N_ ("Take one customer who left and one who stayed: in {auc100} of 100 such pairs the model "
          "ranks the leaver higher (AUC {auc}, 95% interval {lo} to {hi})."));
  tn_message_number (message, "auc100", 100 * auc->value, 0);
  tn_message_number (message, "auc", auc->value, 3);

  return add_ends (message, auc->low, auc->high, 3);
}

/**
 * tn_say_pooling:
 *
 * Returns: (transfer full): how figures of several cut dates were put together, see
 *   tn_scored_rank()
 */
TnMessage *
tn_say_pooling (void)
{
  return tn_message_new (
      N_ ("Customers are ranked only against others of the same cut date. Over all dates, AUC "
          "counts the pairs of a leaver and a stayer of one date, PR-AUC weighs each date by its "
          "leavers, and lift takes the same share of each date."));
}

/**
 * tn_say_lift:
 * @judgement: with the lift at that share
 * @share: contacted
 *
 * Returns: (transfer full): `metric.lift`
 */
TnMessage *
tn_say_lift (const TnJudgement *judgement, double share)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *id =
      g_strconcat ("lift_", g_ascii_formatd (text, sizeof text, "%.4g", 100 * share), NULL);
  const TnMetric *lift = tn_judgement_find (judgement, id);
  TnMessage *message;

  if (!has_interval (lift))
    return say_no_figure (lift);
  message = tn_message_new (N_ ("Among the {share} with the highest chance, {rate} really left: "
                                "{lift} times the average ({lo} to {hi})."));
  tn_message_percent (message, "share", share, 0);
  add_share (message, "rate", lift->value * tn_judgement_value (judgement, "base_rate"), 1);
  tn_message_round (message, "lift", lift->value, 2);
  tn_message_round (message, "lo", lift->low, 2);

  return tn_message_round (message, "hi", lift->high, 2);
}

/**
 * tn_say_topn:
 * @n: customers to contact
 * @rate: share of them that really leaves
 * @low: lower end of its interval
 * @high: upper end
 *
 * Returns: (transfer full): `metric.topn`
 */
TnMessage *
tn_say_topn (gint64 n, double rate, double low, double high)
{
  TnMessage *message;

  if (isnan (rate) || isnan (low) || isnan (high))
    return say_no_figure (NULL);
  message = tn_message_new_plural (
      TN_PLURAL ("The customer you would contact first really leaves: {hit} of 1.",
                 "Of the {n} customers you would contact, {hit} really leave ({lo} to {hi})."),
      n);
  tn_message_number (message, "hit", (double) n * rate, 0);

  return add_ends (message, (double) n * low, (double) n * high, 0);
}

/* The bin of customers with the highest chances, by which the sentence is made concrete. */
static TnMessage *
say_bin (const char *id, const TnCurve *bins)
{
  gsize last = bins->n_points - 1;
  TnMessage *message = tn_message_new (id);

  add_share (message, "pred", bins->x[last], 1);
  add_share (message, "obs", bins->y[last], 1);

  return add_share_ends (message, bins->low[last], bins->high[last]);
}

static gboolean
bins_are_good (const TnCurve *bins)
{
  gsize n_good = 0;

  for (gsize i = 0; i < bins->n_points; i++)
    n_good += bins->x[i] >= bins->low[i] && bins->x[i] <= bins->high[i];

  return (double) n_good >= GOOD_BINS * (double) bins->n_points;
}

static TnMessage *
say_gap (const char *id, const TnJudgement *judgement, double gap)
{
  TnMessage *message = tn_message_new (id);

  tn_message_number (message, "gap", 100 * fabs (gap), 100 * fabs (gap) < 2 ? 1 : 0);
  add_share (message, "pred", tn_judgement_value (judgement, "mean_score"), fabs (gap));

  return add_share (message, "obs", tn_judgement_value (judgement, "base_rate"), fabs (gap));
}

/**
 * tn_say_calibration:
 * @judgement: of probabilities
 * @code: (out) (optional): which of the sentences it is
 *
 * Too high or too low when the interval of mean chance less leaving rate leaves out 0 and the gap
 * is a point or more; good when, besides, four of five groups of equal chance hold what they
 * promise.
 *
 * Returns: (transfer full) (nullable): `metric.calibration.over`, `.under`, `.good` or `.uneven`;
 *   %NULL for scores that are no probabilities
 */
TnMessage *
tn_say_calibration (const TnJudgement *judgement, const char **code)
{
  const TnMetric *gap = tn_judgement_find (judgement, "calibration_gap");
  const TnCurve *bins = tn_judgement_find_curve (judgement, "reliability");
  const char *unused;

  code = code != NULL ? code : &unused;
  *code = NULL;
  if (bins == NULL || bins->n_points == 0 || !has_interval (gap))
    return NULL;

  if (gap->low > 0 && gap->value >= 0.01)
    {
      *code = "metric.calibration.over";
      return say_gap (
          N_ ("The chances are too high by {gap} points on average: {pred} expected, {obs} "
              "happened. Use them to compare customers, not to add up."),
          judgement, gap->value);
    }
  if (gap->high < 0 && gap->value <= -0.01)
    {
      *code = "metric.calibration.under";
      return say_gap (
          N_ ("The chances are too low by {gap} points on average: {pred} expected, {obs} "
              "happened. Use them to compare customers, not to add up."),
          judgement, gap->value);
    }
  if (bins_are_good (bins))
    {
      *code = "metric.calibration.good";
      return say_bin (
          N_ ("The chances can be taken at their word: of customers given {pred}, {obs} "
              "left ({lo} to {hi})."),
          bins);
    }

  *code = "metric.calibration.uneven";
  return say_bin (
      N_ ("The chances are right on average, but not in every group: of customers given "
          "{pred}, {obs} left ({lo} to {hi}). Use them to compare customers, not to add "
          "up."),
      bins);
}

/* Over several folds there is no one threshold to state. */
static TnMessage *
say_own_thresholds (void)
{
  return tn_message_new (
      N_ ("Contacting everyone above a threshold that each test chose beforehand, on other "
          "customers, reaches {recall} of the leavers; of those contacted, {precision} would have "
          "left."));
}

/**
 * tn_say_threshold:
 * @best: the threshold chosen on validation rows, not the stated one
 *
 * Returns: (transfer full): `metric.threshold`
 */
TnMessage *
tn_say_threshold (const TnJudgement *judgement, gboolean best)
{
  const TnMetric *recall = tn_judgement_find (judgement, best ? "recall_best" : "recall");
  const TnMetric *precision = tn_judgement_find (judgement, best ? "precision_best" : "precision");
  double cut = tn_judgement_value (judgement, best ? "threshold_best" : "threshold");
  TnMessage *message;

  if (!has_interval (recall) || !has_interval (precision) || (isnan (cut) && !best))
    return say_no_figure (recall);
  message = isnan (cut) ? say_own_thresholds ()
                        : tn_message_new (N_ (
                              "Contacting everyone above {cut} reaches {recall} of the leavers; of "
                              "those contacted, {precision} would have left."));
  if (isnan (cut))
    ;
  else if (cut >= 0 && cut <= 1)
    tn_message_percent (message, "cut", cut, 0);
  else
    tn_message_round (message, "cut", cut, 3);
  add_share (message, "recall", recall->value, recall->high - recall->low);

  return add_share (message, "precision", precision->value, precision->high - precision->low);
}

/**
 * tn_say_profit:
 * @profit: the metric "profit"
 * @currency: (nullable): ISO 4217 code
 *
 * Returns: (transfer full): what contacting by the model would have earned, if the stated gain is
 *   right
 */
TnMessage *
tn_say_profit (const TnMetric *profit, const char *currency)
{
  TnMessage *message;

  if (!has_interval (profit))
    return say_no_figure (profit);
  if (profit->low <= 0 && profit->high >= 0)
    message = tn_message_new (
        N_ ("Cannot tell whether contacting pays at the stated cost and gain: {value}, and the "
            "interval from {lo} to {hi} holds both a gain and a loss."));
  else if (profit->value > 0)
    message =
        tn_message_new (N_ ("At the stated cost and gain, contacting by this model would have "
                            "paid: {value} ({lo} to {hi})."));
  else
    message = tn_message_new (N_ ("At the stated cost and gain, contacting by this model would not "
                                  "have paid: {value} ({lo} to {hi})."));
  tn_message_money (message, "value", profit->value, currency, 2);
  tn_message_money (message, "lo", profit->low, currency, 2);

  return tn_message_money (message, "hi", profit->high, currency, 2);
}

/* A value as its figure is shown. */
static TnMessage *
add_value (TnMessage *message, const char *name, const TnMetric *metric, double value)
{
  if (g_str_equal (metric->id, "profit"))
    return tn_message_round (message, name, value, 2);
  if (tn_metric_is_share (metric->id))
    return add_share (message, name, value, metric->high - metric->low);

  return tn_message_number (message, name, value, tn_metric_get_decimals (metric->id));
}

/**
 * tn_say_metric:
 * @metric: any
 *
 * Returns: (transfer full): a plain line with value and interval, or that there is none
 */
TnMessage *
tn_say_metric (const TnMetric *metric)
{
  TnMessage *message;

  if (isnan (metric->value))
    message = tn_message_new (N_ ("{name}: cannot tell."));
  else if (!has_interval (metric))
    message = tn_message_new (N_ ("{name}: {value}."));
  else
    message = tn_message_new (N_ ("{name}: {value} ({lo} to {hi})."));
  tn_message_take (message, "name", tn_metric_get_name (metric->id));
  if (!isnan (metric->value))
    add_value (message, "value", metric, metric->value);
  if (has_interval (metric))
    {
      add_value (message, "lo", metric, metric->low);
      add_value (message, "hi", metric, metric->high);
    }

  return message;
}

/* A difference is told as a positive number, with its ends in order. */
static TnMessage *
add_difference (TnMessage *message, const TnMetric *metric, gboolean turned)
{
  double low = turned ? -metric->high : metric->low, high = turned ? -metric->low : metric->high;

  add_value (message, "diff", metric, turned ? -metric->value : metric->value);
  add_value (message, "lo", metric, low);

  return add_value (message, "hi", metric, high);
}

/* @winner stands first. Of a figure that is better low, the difference is how much lower. */
static TnMessage *
say_better (const TnMetric *metric, const TnMessage *winner, const TnMessage *loser)
{
  TnMessage *message =
      tn_metric_is_lower_better (metric->id)
          ? tn_message_new (
                N_ ("{a} is better than {b}: lower by {diff} in {metric} ({lo} to {hi})."))
          : tn_message_new (N_ ("{a} is better than {b} by {diff} in {metric} ({lo} to {hi})."));

  tn_message_take (message, "a", tn_message_ref (winner));
  tn_message_take (message, "b", tn_message_ref (loser));
  tn_message_take (message, "metric", tn_metric_get_name (metric->id));

  return add_difference (message, metric, metric->value < 0);
}

static TnMessage *
say_trivial (const TnMetric *metric, const TnMessage *winner, const TnMessage *loser)
{
  TnMessage *message =
      tn_metric_is_lower_better (metric->id)
          ? tn_message_new (N_ ("{a} is ahead of {b}, lower by {diff} in {metric}: measurable, too "
                                "small to matter."))
          : tn_message_new (N_ ("{a} is ahead of {b} by {diff}: measurable, too small to matter."));

  tn_message_take (message, "a", tn_message_ref (winner));
  tn_message_take (message, "b", tn_message_ref (loser));
  tn_message_take (message, "metric", tn_metric_get_name (metric->id));

  return add_value (message, "diff", metric, fabs (metric->value));
}

static TnMessage *
say_tie (const TnMetric *metric, const TnMessage *a, const TnMessage *b, const TnMessage *simple)
{
  TnMessage *message = tn_message_new (
      N_ ("{a} and {b} cannot be told apart on this data: the difference is {diff} ({lo} to {hi}). "
          "Choose the simpler, {simple}."));

  tn_message_take (message, "a", tn_message_ref (a));
  tn_message_take (message, "b", tn_message_ref (b));
  tn_message_take (message, "simple", tn_message_ref (simple != NULL ? simple : b));

  return add_difference (message, metric, FALSE);
}

/**
 * tn_say_comparison:
 * @a: name of the first model
 * @b: name of the second
 * @simple: (nullable): name of the simpler one; @b otherwise
 *
 * Returns: (transfer full): `compare.better`, `compare.tie` or `compare.trivial`
 */
TnMessage *
tn_say_comparison (const TnComparison *comparison,
                   const TnMessage *a,
                   const TnMessage *b,
                   const TnMessage *simple)
{
  const TnMetric *metric = &comparison->metric;
  gboolean a_ahead = (metric->value > 0) != tn_metric_is_lower_better (metric->id);
  TnMessage *message;

  switch (comparison->verdict)
    {
    case TN_VERDICT_BETTER:
      return say_better (metric, a, b);
    case TN_VERDICT_WORSE:
      return say_better (metric, b, a);
    case TN_VERDICT_TIE:
      return say_tie (metric, a, b, simple);
    case TN_VERDICT_TRIVIAL:
      return say_trivial (metric, a_ahead ? a : b, a_ahead ? b : a);
    case TN_VERDICT_UNKNOWN:
    default:
      message =
          tn_message_new (N_ ("Cannot tell {a} and {b} apart: there are too few customers for "
                              "an interval. A longer period would give more."));
      tn_message_take (message, "a", tn_message_ref (a));
      return tn_message_take (message, "b", tn_message_ref (b));
    }
}

/**
 * tn_say_baseline_not_beaten:
 * @rule: its name
 *
 * Returns: (transfer full): `compare.baseline.notbeaten`
 */
TnMessage *
tn_say_baseline_not_beaten (const TnMessage *rule)
{
  return tn_message_take (
      tn_message_new (N_ ("No model beats the rule “{rule}” here. Use the rule.")), "rule",
      tn_message_ref (rule));
}

/**
 * tn_say_tie_group:
 * @labels: (element-type TnMessage): names of models that cannot be told apart
 * @loser: name of the one behind
 * @difference: of profit, with interval, of the group's best less @loser
 *
 * Returns: (transfer full): `compare.tiegroup`
 */
TnMessage *
tn_say_tie_group (GPtrArray *labels, const TnMessage *loser, const TnMetric *difference)
{
  TnMessage *message = tn_message_new (N_ ("{list} earn the same within what this data can show. "
                                           "{loser} earns less, by {diff} ({lo} to {hi})."));

  tn_message_list (message, "list", labels);
  tn_message_take (message, "loser", tn_message_ref (loser));

  return add_difference (message, difference, difference->value < 0);
}

/* Warnings */

/**
 * tn_say_leak:
 * @column: its name
 * @share: of the result it explains
 *
 * Returns: (transfer full): `warn.leak`
 */
TnMessage *
tn_say_leak (const char *column, double share)
{
  TnMessage *message = tn_message_new (
      N_ ("“{column}” alone explains {share} of the result and may have been recorded after the "
          "fact. Check when it is filled in; if that is once a customer has left, leave the column "
          "out."));

  return tn_message_percent (tn_message_text (message, "column", column), "share", share, 0);
}

/**
 * tn_say_small:
 * @n_events: leavers in the group
 * @need: how many would do
 *
 * Returns: (transfer full): `warn.small`
 */
TnMessage *
tn_say_small (gint64 n_events, gint64 need)
{
  TnMessage *message = tn_message_new_plural (
      TN_PLURAL ("There is only {n} leaver in this group. We cannot tell how the group behaves.",
                 "There are only {n} leavers in this group. We cannot tell how the group behaves; "
                 "{need} would do."),
      n_events);

  return tn_message_count (message, "need", need);
}

/**
 * tn_say_imbalance:
 * @base_rate: share that left, in (0, 1)
 *
 * Returns: (transfer full): `warn.imbalance`, of the rarer class
 */
TnMessage *
tn_say_imbalance (double base_rate)
{
  gboolean few_leave = base_rate < 0.5;
  TnMessage *message =
      few_leave
          ? tn_message_new (
                N_ ("Only {rate} leave. “Nobody leaves” would be right {acc} of the time, "
                    "so accuracy says nothing here; look at lift."))
          : tn_message_new (N_ ("Only {rate} stay. “Everybody leaves” would be right {acc} of the "
                                "time, so accuracy says nothing here; look at lift."));
  double rate = few_leave ? base_rate : 1 - base_rate;

  add_share (message, "rate", rate, 1);

  return add_share (message, "acc", 1 - rate, rate < 0.01 ? 0 : 1);
}

/**
 * tn_say_drift:
 * @month: of the customers that differ
 * @column: that differs most
 * @psi: its population stability index
 *
 * Returns: (transfer full): `warn.drift`
 */
TnMessage *
tn_say_drift (const TnMessage *month, const char *column, double psi)
{
  TnMessage *message = tn_message_new (
      N_ ("The customers of {month} differ from those the model learned from, most of all in "
          "{column} (PSI {psi}). Train again before relying on the list."));

  tn_message_take (message, "month", tn_message_ref (month));
  tn_message_text (message, "column", column);

  return tn_message_number (message, "psi", psi, 2);
}

/**
 * tn_say_season:
 * @period: without a rehearsal
 *
 * Returns: (transfer full): `warn.season`
 */
TnMessage *
tn_say_season (const TnMessage *period)
{
  return tn_message_take (
      tn_message_new (
          N_ ("No rehearsal covers {period}. The level of leaving may differ; the order "
              "of the list is less affected.")),
      "period", tn_message_ref (period));
}

/**
 * tn_say_excluded:
 * @n_rows: set aside
 * @reason: why
 *
 * Returns: (transfer full): `warn.excluded`
 */
TnMessage *
tn_say_excluded (gint64 n_rows, const TnMessage *reason)
{
  TnMessage *message = tn_message_new_plural (
      TN_PLURAL ("{n} row was set aside: {reason}. It is kept as a problem row.",
                 "{n} rows were set aside: {reason}. They are kept as problem rows."),
      n_rows);

  return tn_message_take (message, "reason", tn_message_ref (reason));
}

static void
say_best (GPtrArray *sentences, const TnEvaluation *evaluation, const TnJudgedModel *best)
{
  const TnMetric *auc = tn_judgement_find (best->pooled, "auc");
  const TnMetric *lift = tn_judgement_find (best->pooled, "lift_10");
  TnMessage *calibration = tn_say_calibration (best->pooled, NULL);

  g_ptr_array_add (sentences, tn_say_auc (auc));
  if (has_interval (lift))
    g_ptr_array_add (sentences, tn_say_lift (best->pooled, 0.1));
  if (calibration != NULL)
    g_ptr_array_add (sentences, calibration);
  if (tn_judgement_find (best->pooled, "recall_best") != NULL)
    g_ptr_array_add (sentences, tn_say_threshold (best->pooled, TRUE));
}

static const TnMessage *
simpler_of (const TnJudgedModel *a, const TnJudgedModel *b)
{
  return a->complexity < b->complexity ? a->label : b->label;
}

/**
 * tn_say_evaluation:
 *
 * Returns: (transfer full) (element-type TnMessage): how good the recommended model is, then how it
 *   compares with each of the others by AUC
 */
GPtrArray *
tn_say_evaluation (const TnEvaluation *evaluation)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  const TnJudgedModel *best = tn_evaluation_get_best (evaluation);

  if (best == NULL)
    return sentences;
  say_best (sentences, evaluation, best);
  for (guint i = 0; i < tn_evaluation_get_n_comparisons (evaluation); i++)
    {
      const TnComparison *comparison = tn_evaluation_get_comparison (evaluation, i);
      const TnJudgedModel *a = tn_evaluation_find_model (evaluation, comparison->a);
      const TnJudgedModel *b = tn_evaluation_find_model (evaluation, comparison->b);

      if (g_str_equal (comparison->metric.id, "auc") && (a == best || b == best))
        g_ptr_array_add (sentences,
                         tn_say_comparison (comparison, a->label, b->label, simpler_of (a, b)));
    }

  return sentences;
}
