/* test-judgement.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "judge-cases.h"
#include "tn-delong.h"
#include "tn-judgement.h"
#include "tn-pool.h"
#include "tn-sweep.h"

typedef struct
{
  const char *id;
  double value;
} Golden;

/* scikit-learn 1.2.1 by golden.py. */
static const Golden tied[] = {
  { "auc", 0.7101632164275592 },
  { "pr_auc", 0.50093248095268983 },
  { "log_loss", 0.74955567666429623 },
  { "brier", 0.24997500000000003 },
  { "accuracy", 0.63 },
  { "precision", 0.43186180422264875 },
  { "recall", 0.75250836120401343 },
  { "f1", 0.54878048780487809 },
};

static const Golden weighted[] = {
  { "auc", 0.71557141172308059 },      { "pr_auc", 0.50517184478930222 },
  { "log_loss", 0.75474830172406626 }, { "brier", 0.24932749999999998 },
  { "accuracy", 0.64249999999999996 }, { "precision", 0.45004757373929594 },
  { "recall", 0.77540983606557379 },   { "f1", 0.56953642384105962 },
};

/* ECE and lift with NumPy 1.24.2 by the same file: array_split of 1,000 different scores. */
static const Golden untied[] = {
  { "auc", 0.74504827586206901 },      { "pr_auc", 0.53843202788921707 },
  { "log_loss", 0.68856462642834226 }, { "brier", 0.23221508346803524 },
  { "accuracy", 0.64500000000000002 }, { "precision", 0.41836734693877553 },
  { "recall", 0.74545454545454548 },   { "f1", 0.53594771241830075 },
  { "ece", 0.21816004729270935 },      { "lift_10", 2.3636363636363633 },
};

static TnJudgement *
judge (const Case *rows, const TnJudgeOptions *options)
{
  g_autoptr (TnScored) scored = case_score (rows);
  g_autoptr (GError) error = NULL;
  TnJudgement *judgement = tn_judgement_new (scored, options, NULL, NULL, &error);

  g_assert_no_error (error);

  return judgement;
}

static void
check_golden (const Case *rows, const Golden *golden, gsize n_golden)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (TnJudgement) judgement = NULL;

  options.n_resamples = 0;
  judgement = judge (rows, &options);
  for (gsize i = 0; i < n_golden; i++)
    {
      g_test_message ("%s", golden[i].id);
      tn_assert_close (tn_judgement_value (judgement, golden[i].id), golden[i].value, 1e-12);
    }
}

static void
agrees_with_sklearn (void)
{
  g_auto (Case) a = { 0 };
  g_auto (Case) b = { 0 };
  g_autoptr (TnScored) scored = NULL;

  case_golden (&a, 20, 1000);
  check_golden (&a, tied, G_N_ELEMENTS (tied));
  a.weight = g_new (double, a.n);
  for (gsize i = 0; i < a.n; i++)
    a.weight[i] = (double) (i * 7 % 5);
  check_golden (&a, weighted, G_N_ELEMENTS (weighted));
  case_golden (&b, 1 << 22, 1000);
  check_golden (&b, untied, G_N_ELEMENTS (untied));
}

/* golden.py: the threshold of the highest F1. */
static void
best_threshold_agrees_with_sklearn (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnJudgement) judgement = NULL;

  case_golden (&rows, 1 << 22, 1000);
  scored = case_score (&rows);
  options.n_resamples = 0;
  options.threshold_best = tn_scored_best_f1_threshold (scored);
  tn_assert_close (options.threshold_best, 0.60561597347259521, 1e-15);
  judgement = judge (&rows, &options);
  tn_assert_close (tn_judgement_value (judgement, "f1_best"), 0.55203619909502266, 1e-13);
}

/* Weights in the pass do what copies of the rows do: for any counts, ties, customers. */
static void
counts_equal_copies (void)
{
  for (int round = 0; round < 60; round++)
    {
      TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
      g_auto (Case) rows = { 0 };
      g_auto (Case) copies = { 0 };
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnScored) copied = NULL;
      g_autoptr (TnSweep) sweep = NULL;
      g_autoptr (TnSweep) twin = NULL;
      guint8 count[200];
      guint32 number[200];
      double out[TN_SWEEP_WIDTH], expected[TN_SWEEP_WIDTH];
      gsize n_seen = 0, m = 0;

      case_random (&rows, (gsize) g_test_rand_int_range (2, 200),
                   (guint) g_test_rand_int_range (1, 300));
      case_add_customers (&rows, (gsize) g_test_rand_int_range (1, 200));
      for (gsize i = 0; i < G_N_ELEMENTS (count); i++)
        {
          count[i] = (guint8) g_test_rand_int_range (0, 4);
          number[i] = G_MAXUINT32;
        }
      case_allocate (&copies, 4 * rows.n);
      /* Customers are numbered by first appearance. */
      for (gsize i = 0; i < rows.n; i++)
        {
          guint32 *place = &number[rows.customer[i]];

          *place = *place == G_MAXUINT32 ? (guint32) n_seen++ : *place;
          for (guint8 k = 0; k < count[*place]; k++)
            {
              copies.score[m] = rows.score[i];
              copies.label[m++] = rows.label[i];
            }
        }
      if (m == 0)
        continue;
      copies.n = m;
      scored = case_score (&rows);
      copied = case_score (&copies);
      options.cost = 3;
      options.gain = 10;
      options.threshold_best = 0.7;
      sweep = tn_sweep_new (scored, &options, NULL);
      twin = tn_sweep_new (copied, &options, NULL);
      g_assert_true (tn_sweep_run (sweep, count, out, NULL, NULL));
      g_assert_true (tn_sweep_run (twin, NULL, expected, NULL, NULL));
      expected[TN_SWEEP_PROFIT] *= (double) rows.n / (double) copies.n;
      for (guint i = 0; i < TN_SWEEP_WIDTH; i++)
        if (isnan (expected[i]))
          g_assert_true (isnan (out[i]));
        else
          tn_assert_close (out[i], expected[i], 1e-11);
    }
}

/* Step by step over all thresholds, with no sorting and no shortcuts. */
static double
naive_average_precision (const Case *rows)
{
  double positive = 0, sum = 0;

  for (gsize i = 0; i < rows->n; i++)
    positive += rows->label[i];
  for (gsize i = 0; i < rows->n; i++)
    {
      double above = 0, hits = 0;

      if (!rows->label[i])
        continue;
      for (gsize j = 0; j < rows->n; j++)
        if (rows->score[j] >= rows->score[i])
          {
            above++;
            hits += rows->label[j];
          }
      sum += hits / above / positive;
    }

  return sum;
}

static void
pr_auc_equals_definition (void)
{
  for (int round = 0; round < 30; round++)
    {
      TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
      g_auto (Case) rows = { 0 };
      g_autoptr (TnJudgement) judgement = NULL;

      options.n_resamples = 0;
      case_random (&rows, (gsize) g_test_rand_int_range (2, 150),
                   (guint) g_test_rand_int_range (1, 100));
      judgement = judge (&rows, &options);
      tn_assert_close (tn_judgement_value (judgement, "pr_auc"), naive_average_precision (&rows),
                       1e-12);
    }
}

static void
assert_same_point (const TnJudgement *a, const TnJudgement *b, const char *id)
{
  tn_assert_close (tn_judgement_value (a, id), tn_judgement_value (b, id), 1e-11);
}

static void
order_of_rows_does_not_matter (void)
{
  static const char *const ids[] = { "auc",     "pr_auc", "log_loss", "brier",  "ece",
                                     "lift_10", "f1",     "lift_5",   "recall", "base_rate" };
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;

  options.n_resamples = 0;
  for (int round = 0; round < 20; round++)
    {
      g_auto (Case) rows = { 0 };
      g_auto (Case) mixed = { 0 };
      g_autoptr (TnJudgement) a = NULL;
      g_autoptr (TnJudgement) b = NULL;
      TnRandom random;
      guint32 order[300];

      case_random (&rows, 300, (guint) g_test_rand_int_range (2, 50));
      case_allocate (&mixed, 300);
      tn_random_init (&random, (guint64) g_test_rand_int (), 1);
      for (guint32 i = 0; i < 300; i++)
        order[i] = i;
      tn_random_shuffle (&random, order, 300);
      for (gsize i = 0; i < 300; i++)
        {
          mixed.score[i] = rows.score[order[i]];
          mixed.label[i] = rows.label[order[i]];
        }
      a = judge (&rows, &options);
      b = judge (&mixed, &options);
      for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
        assert_same_point (a, b, ids[i]);
    }
}

/* What ranks only depends on ranks; days since the last order are no chances. */
static void
rising_transform_keeps_ranks (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnJudgement) a = NULL;
  g_autoptr (TnJudgement) b = NULL;

  options.n_resamples = 200;
  case_random (&rows, 500, 60);
  a = judge (&rows, &options);
  for (gsize i = 0; i < rows.n; i++)
    rows.score[i] = exp (3 * rows.score[i]) - 40;
  b = judge (&rows, &options);
  for (guint i = 0; i < tn_judgement_get_n_metrics (b); i++)
    {
      const TnMetric *ranked = tn_judgement_get_metric (b, i);
      const TnMetric *metric = tn_judgement_find (a, ranked->id);

      tn_assert_close (ranked->value, metric->value, 1e-12);
      tn_assert_close (ranked->low, metric->low, 1e-12);
      tn_assert_close (ranked->high, metric->high, 1e-12);
    }
  g_assert_nonnull (tn_judgement_find (b, "auc"));
  g_assert_nonnull (tn_judgement_find (b, "lift_10"));
  g_assert_null (tn_judgement_find (b, "log_loss"));
  g_assert_null (tn_judgement_find (b, "f1"));
  g_assert_null (tn_judgement_find_curve (b, "reliability"));
}

static void
turned_scores_turn_auc (void)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) a = NULL;
  g_autoptr (TnScored) b = NULL;

  case_random (&rows, 400, 30);
  a = case_score (&rows);
  for (gsize i = 0; i < rows.n; i++)
    rows.score[i] = -rows.score[i];
  b = case_score (&rows);
  tn_assert_close (tn_auc (a) + tn_auc (b), 1, 1e-13);
}

/* Equal weights change nothing, whatever they are, but the interval's method. */
static void
equal_weights_change_nothing (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnJudgement) a = NULL;
  g_autoptr (TnJudgement) b = NULL;

  options.n_resamples = 300;
  case_random (&rows, 300, 40);
  a = judge (&rows, &options);
  rows.weight = g_new (double, rows.n);
  for (gsize i = 0; i < rows.n; i++)
    rows.weight[i] = 2.5;
  b = judge (&rows, &options);
  for (guint i = 0; i < tn_judgement_get_n_metrics (a); i++)
    assert_same_point (a, b, tn_judgement_get_metric (a, i)->id);
  g_assert_cmpint (tn_judgement_find (a, "auc")->method, ==, TN_INTERVAL_DELONG);
  g_assert_cmpint (tn_judgement_find (b, "auc")->method, ==, TN_INTERVAL_BOOTSTRAP);
  g_assert_cmpint (tn_judgement_find (a, "accuracy")->method, ==, TN_INTERVAL_WILSON);
}

/* Each interval holds its estimate and tells how it was made. */
static void
intervals_hold_their_estimates (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnJudgement) judgement = NULL;

  options.cost = 3;
  options.gain = 10;
  options.threshold_best = 0.4;
  case_golden (&rows, 1000, 800);
  rows.customer = g_new (guint32, rows.n);
  for (gsize i = 0; i < rows.n; i++)
    rows.customer[i] = (guint32) (i / 3);
  judgement = judge (&rows, &options);
  for (guint i = 0; i < tn_judgement_get_n_metrics (judgement); i++)
    {
      const TnMetric *metric = tn_judgement_get_metric (judgement, i);

      if (g_str_has_prefix (metric->id, "threshold"))
        continue;
      g_test_message ("%s %g (%g to %g)", metric->id, metric->value, metric->low, metric->high);
      g_assert_cmpfloat (metric->low, <=, metric->value);
      g_assert_cmpfloat (metric->high, >=, metric->value);
      g_assert_cmpfloat (metric->low, <, metric->high);
      g_assert_cmpint (metric->unit, ==, TN_SAMPLE_CUSTOMERS);
      g_assert_cmpint (metric->method, ==,
                       g_str_equal (metric->id, "ece") ? TN_INTERVAL_BOOTSTRAP_CENTRED
                                                       : TN_INTERVAL_BOOTSTRAP);
    }
}

/* For independent rows the bootstrap and DeLong answer the same question. */
static void
bootstrap_agrees_with_delong (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnJudgement) delong = NULL;
  g_autoptr (TnJudgement) bootstrap = NULL;
  const TnMetric *a, *b;

  options.n_resamples = 4000;
  case_golden (&rows, 1 << 22, 3000);
  delong = judge (&rows, &options);
  rows.weight = g_new (double, rows.n);
  for (gsize i = 0; i < rows.n; i++)
    rows.weight[i] = 1;
  bootstrap = judge (&rows, &options);
  a = tn_judgement_find (delong, "auc");
  b = tn_judgement_find (bootstrap, "auc");
  g_assert_cmpfloat (fabs (a->low - b->low), <, 0.1 * (a->high - a->low));
  g_assert_cmpfloat (fabs (a->high - b->high), <, 0.1 * (a->high - a->low));
}

/* Customers of three rows each, whose rows share a label and most of their noise. Within a class
 * each row is standard normal, a distance apart, so the AUC is Φ(distance/√2). */
static void
make_clustered (Case *rows, TnRandom *random, double distance)
{
  for (gsize i = 0; i < rows->n; i += 3)
    {
      guint8 label = tn_random_uniform (random) < 0.4;
      double shared = tn_random_normal (random);

      for (gsize k = i; k < i + 3; k++)
        {
          rows->customer[k] = (guint32) (i / 3);
          rows->label[k] = label;
          rows->score[k] = distance * label + 0.8 * shared + 0.6 * tn_random_normal (random);
        }
    }
}

/* 95 ± 2 % in the long form (standard error 0.4 %); the short form's error is 1.1 %, and its
 * few resamples cost up to 1 % more, so its band is wider. Intervals that take the rows as
 * independent fail by far: the test could. */
static void
clustered_interval_holds_the_truth (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  guint n_rounds = g_test_slow () ? 3000 : 400, n_held = 0, n_by_rows = 0;
  double truth = 0.5 * erfc (-0.5), band = g_test_slow () ? 0.02 : 0.05;
  g_auto (Case) rows = { 0 };
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 11);
  case_allocate (&rows, 3 * 200);
  rows.customer = g_new (guint32, rows.n);
  options.n_resamples = g_test_slow () ? 1000 : 250;
  options.shares[0] = 0;
  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnJudgement) judgement = NULL;
      const TnMetric *auc;
      TnDelong delong;
      double low, high;

      make_clustered (&rows, &random, 1);
      options.seed = round;
      scored = case_score (&rows);
      judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
      auc = tn_judgement_find (judgement, "auc");
      n_held += auc->low <= truth && truth <= auc->high;
      g_assert_true (tn_delong (scored, NULL, &delong, NULL));
      tn_delong_interval (auc->value, delong.covariance[0][0], 100, 100, &low, &high);
      n_by_rows += low <= truth && truth <= high;
    }
  g_test_message ("by customer %.1f %%, by row %.1f %%", 100.0 * n_held / n_rounds,
                  100.0 * n_by_rows / n_rounds);
  g_assert_cmpfloat (fabs ((double) n_held / n_rounds - 0.95), <, band);
  g_assert_cmpfloat ((double) n_by_rows / n_rounds, <, 0.9);
}

static char *
judge_as_text (const Case *rows, const TnJudgeOptions *options, guint n_threads)
{
  g_autoptr (TnJudgement) judgement = NULL;
  g_autoptr (JsonNode) node = NULL;

  tn_pool_set_threads (n_threads);
  judgement = judge (rows, options);
  node = tn_judgement_to_json (judgement, "pooled");

  return json_to_string (node, FALSE);
}

static void
threads_do_not_change_a_byte (void)
{
  static const gsize sizes[] = { 700, 25000 };
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;

  options.n_resamples = 150;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Case) rows = { 0 };
      g_autofree char *one = NULL;
      g_autofree char *two = NULL;
      g_autofree char *other_seed = NULL;

      case_golden (&rows, 5000, sizes[i]);
      options.seed = 3;
      one = judge_as_text (&rows, &options, 1);
      two = judge_as_text (&rows, &options, 2);
      g_assert_cmpstr (one, ==, two);
      options.seed = 4;
      other_seed = judge_as_text (&rows, &options, 2);
      g_assert_cmpstr (one, !=, other_seed);
    }
}

static void
json_keeps_everything (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnJudgement) judgement = NULL;
  g_autoptr (TnJudgement) read = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *second = NULL;

  options.n_resamples = 200;
  options.cost = 1;
  options.gain = 4;
  case_golden (&rows, 300, 900);
  judgement = judge (&rows, &options);
  node = tn_judgement_to_json (judgement, "fold 1");
  read = tn_judgement_from_json (node, &error);
  g_assert_no_error (error);
  again = tn_judgement_to_json (read, "fold 1");
  text = json_to_string (node, FALSE);
  second = json_to_string (again, FALSE);
  g_assert_cmpstr (text, ==, second);
  g_assert_null (strstr (text, "nan"));
  g_assert_cmpuint (tn_judgement_get_n_curves (read), ==, 6);
}

static void
foreign_json_is_refused (void)
{
  static const char *const texts[] = {
    "{\"metrics\":[{}]}",
    "{\"metrics\":[3]}",
    "{\"metrics\":[{\"metric\":\"auc\",\"n\":-4,\"method\":\"delong\",\"unit\":\"rows\"}]}",
    "{\"metrics\":[{\"metric\":\"auc\",\"n\":4,\"method\":\"guess\",\"unit\":\"rows\"}]}",
    "{\"metrics\":[],\"curves\":{\"roc\":{\"x\":[1,2],\"y\":[1]}}}",
    "{\"metrics\":[],\"curves\":{\"roc\":{\"x\":[1],\"y\":[\"1\"]}}}",
    "{\"metrics\":[],\"curves\":{\"roc\":{\"x\":[1],\"y\":[1],\"low\":[1]}}}",
    "{\"metrics\":[],\"curves\":{\"roc\":7}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_judgement_from_json (node, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
    }
}

/* What has no answer is NaN inside and null outside, never a number. */
static void
one_class_gives_no_numbers (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnJudgement) judgement = NULL;
  const TnMetric *auc;

  options.n_resamples = 200;
  case_golden (&rows, 50, 40);
  memset (rows.label, 0, rows.n);
  judgement = judge (&rows, &options);
  auc = tn_judgement_find (judgement, "auc");
  g_assert_nonnull (auc);
  g_assert_true (isnan (auc->value) && isnan (auc->low) && isnan (auc->high));
  g_assert_cmpint (auc->method, ==, TN_INTERVAL_NONE);
  g_assert_true (isnan (tn_judgement_value (judgement, "pr_auc")));
  g_assert_true (isnan (tn_judgement_value (judgement, "lift_10")));
  g_assert_cmpfloat (tn_judgement_value (judgement, "base_rate"), ==, 0);
  g_assert_cmpuint (tn_judgement_get_n_curves (judgement), ==, 0);
}

static void
two_rows_and_equal_scores_are_survived (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  double score[4] = { 0.5, 0.5, 0.5, 0.5 };
  guint8 label[4] = { 1, 0, 0, 1 };

  options.n_resamples = 100;
  options.cost = 0;
  options.gain = 1;
  for (gsize n = 1; n <= 4; n++)
    {
      g_autoptr (TnScored) scored =
          tn_scored_new (&(TnScoredInput){ .n_rows = n, .score = score, .label = label }, NULL);
      g_autoptr (TnJudgement) judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
      const TnMetric *auc = tn_judgement_find (judgement, "auc");

      if (n == 1)
        g_assert_true (isnan (auc->value));
      else
        g_assert_cmpfloat (auc->value, ==, 0.5);
      if (n < 4)
        g_assert_true (isnan (auc->low));
    }
}

static void
bad_rows_are_refused (void)
{
  double good = 0.5, missing = (double) NAN, infinite = (double) INFINITY, negative = -1;
  guint8 label = 1, unknown = 255;
  const TnScoredInput inputs[] = {
    { .n_rows = 0, .score = &good, .label = &label },
    { .n_rows = 1, .score = &missing, .label = &label },
    { .n_rows = 1, .score = &infinite, .label = &label },
    { .n_rows = 1, .score = &good, .label = &unknown },
    { .n_rows = 1, .score = &good, .label = &label, .weight = &negative },
    { .n_rows = 1, .score = &good, .label = &label, .weight = &missing },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_scored_new (&inputs[i], &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
      g_test_message ("%s", error->message);
      g_assert_null (strstr (error->message, "{"));
    }
}

static void
cancelling_ends_the_bootstrap (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;

  case_golden (&rows, 500, 2000);
  scored = case_score (&rows);
  g_cancellable_cancel (cancellable);
  g_assert_null (tn_judgement_new (scored, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
count_progress (double fraction, const TnMessage *phase, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
progress_ends_at_one (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  double last = 0;
  g_autoptr (TnProgress) progress = tn_progress_new (count_progress, &last);
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnJudgement) judgement = NULL;

  options.n_resamples = 300;
  case_golden (&rows, 500, 500);
  scored = case_score (&rows);
  judgement = tn_judgement_new (scored, &options, progress, NULL, NULL);
  g_assert_nonnull (judgement);
  tn_assert_close (last, 1, 1e-12);
}

/* By hand: contact from 0.3 on (cost 3, gain 10): four rows, two leavers. */
static void
profit_is_gain_less_cost (void)
{
  static const double score[6] = { 0.9, 0.6, 0.4, 0.3, 0.2, 0.1 };
  static const guint8 label[6] = { 1, 0, 1, 0, 1, 0 };
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (TnScored) scored =
      tn_scored_new (&(TnScoredInput){ .n_rows = 6, .score = score, .label = label }, NULL);
  g_autoptr (TnJudgement) judgement = NULL;

  options.n_resamples = 200;
  options.cost = 3;
  options.gain = 10;
  judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
  tn_assert_close (tn_judgement_value (judgement, "profit"), 2 * 10 - 4 * 3, 1e-12);
  tn_assert_close (tn_curve_at (tn_judgement_find_curve (judgement, "profit"), 0.5), 2 * 10 - 3 * 3,
                   1e-9);
  /* 30 - 15 from 0.2 on is more than 20 - 9 from 0.4 on. */
  tn_assert_close (tn_scored_best_profit_threshold (scored, 3, 10), 0.2, 1e-15);
  g_assert_true (isinf (tn_scored_best_profit_threshold (scored, 30, 10)));
}

static void
feature_auc_sees_missing_values (void)
{
  double values[8] = { 1, 1, 1, 1, (double) NAN, (double) NAN, (double) NAN, 1 };
  static const guint8 label[8] = { 0, 0, 0, 0, 1, 1, 1, 1 };

  tn_assert_close (tn_feature_auc (values, label, 8), 0.875, 1e-15);
  for (int i = 0; i < 8; i++)
    values[i] = -label[i];
  tn_assert_close (tn_feature_auc (values, label, 8), 1, 1e-15);
}

static void
wilson_agrees_with_published_example (void)
{
  double low, high;

  /* Newcombe, Statistics in Medicine 17, 1998, table I: 81/263, 15/148, 0/20, 1/29, method 3. */
  tn_wilson (81.0 / 263, 263, &low, &high);
  tn_assert_close (low, 0.2553, 5e-5);
  tn_assert_close (high, 0.3662, 5e-5);
  tn_wilson (15.0 / 148, 148, &low, &high);
  tn_assert_close (low, 0.0624, 5e-5);
  tn_assert_close (high, 0.1605, 5e-5);
  tn_wilson (0, 20, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  tn_assert_close (high, 0.1611, 5e-5);
  tn_wilson (1.0 / 29, 29, &low, &high);
  tn_assert_close (low, 0.0061, 5e-5);
  tn_assert_close (high, 0.1718, 5e-5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judgement/agrees-with-sklearn", agrees_with_sklearn);
  g_test_add_func ("/judgement/best-threshold-agrees-with-sklearn",
                   best_threshold_agrees_with_sklearn);
  g_test_add_func ("/judgement/counts-equal-copies", counts_equal_copies);
  g_test_add_func ("/judgement/pr-auc-equals-definition", pr_auc_equals_definition);
  g_test_add_func ("/judgement/order-of-rows-does-not-matter", order_of_rows_does_not_matter);
  g_test_add_func ("/judgement/rising-transform-keeps-ranks", rising_transform_keeps_ranks);
  g_test_add_func ("/judgement/turned-scores-turn-auc", turned_scores_turn_auc);
  g_test_add_func ("/judgement/equal-weights-change-nothing", equal_weights_change_nothing);
  g_test_add_func ("/judgement/intervals-hold-their-estimates", intervals_hold_their_estimates);
  g_test_add_func ("/judgement/bootstrap-agrees-with-delong", bootstrap_agrees_with_delong);
  g_test_add_func ("/judgement/clustered-interval-holds-the-truth",
                   clustered_interval_holds_the_truth);
  g_test_add_func ("/judgement/threads-do-not-change-a-byte", threads_do_not_change_a_byte);
  g_test_add_func ("/judgement/json-keeps-everything", json_keeps_everything);
  g_test_add_func ("/judgement/foreign-json-is-refused", foreign_json_is_refused);
  g_test_add_func ("/judgement/one-class-gives-no-numbers", one_class_gives_no_numbers);
  g_test_add_func ("/judgement/two-rows-and-equal-scores-are-survived",
                   two_rows_and_equal_scores_are_survived);
  g_test_add_func ("/judgement/bad-rows-are-refused", bad_rows_are_refused);
  g_test_add_func ("/judgement/cancelling-ends-the-bootstrap", cancelling_ends_the_bootstrap);
  g_test_add_func ("/judgement/progress-ends-at-one", progress_ends_at_one);
  g_test_add_func ("/judgement/profit-is-gain-less-cost", profit_is_gain_less_cost);
  g_test_add_func ("/judgement/feature-auc-sees-missing-values", feature_auc_sees_missing_values);
  g_test_add_func ("/judgement/wilson-agrees-with-published-example",
                   wilson_agrees_with_published_example);

  return g_test_run ();
}
