/* test-delong.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "asah.h"
#include "judge-cases.h"
#include "tn-delong.h"
#include "tn-metric.h"

static TnScored *
asah (const double *score)
{
  g_autoptr (GError) error = NULL;
  TnScored *scored = tn_scored_new (
      &(TnScoredInput){ .n_rows = ASAH_ROWS, .score = score, .label = asah_poor }, &error);

  g_assert_no_error (error);

  return scored;
}

/* pROC 1.19.0.1, tests/testthat/test-var.R, test-cov.R and test-ci.auc.R; the AUCs are those of
 * Robin et al., "pROC: an open-source package for R and S+", BMC Bioinformatics 12, 2011. */
static void
asah_agrees (void)
{
  g_autoptr (TnScored) wfns = asah (asah_wfns);
  g_autoptr (TnScored) ndka = asah (asah_ndka);
  g_autoptr (TnScored) s100b = asah (asah_s100b);
  TnDelong result;
  double low, high;

  g_assert_true (tn_delong (wfns, s100b, &result, NULL));
  tn_assert_close (result.auc[0], 0.8236789, 5e-8);
  tn_assert_close (result.auc[1], 0.7313686, 5e-8);
  tn_assert_close (result.covariance[0][0], 0.00146991470882363, 1e-15);
  tn_assert_close (result.covariance[1][1], 0.00266868245717244, 1e-15);
  tn_assert_close (result.covariance[0][1], 0.00119615567376754, 1e-15);

  g_assert_true (tn_delong (ndka, s100b, &result, NULL));
  tn_assert_close (result.covariance[0][0], 0.0031908105493913, 1e-15);
  tn_assert_close (result.covariance[1][0], -0.000756164938056579, 1e-15);
  tn_delong_interval (result.auc[0], result.covariance[0][0], 41, 72, &low, &high);
  tn_assert_close (low, 0.501244999271703, 1e-13);
  tn_assert_close (result.auc[0], 0.611957994579946, 1e-14);
  tn_assert_close (high, 0.722670989888189, 1e-13);
}

static double
naive_side (double a, double b)
{
  return a > b ? 1 : a == b ? 0.5 : 0;
}

/* The paper's definition, pair by pair. */
static void
naive_delong (const Case *a, const double *other, TnDelong *result)
{
  const double *score[2] = { a->score, other };
  double m = 0, n = 0, sum = 0;
  g_autofree double *component = g_new0 (double, 2 * a->n);

  for (gsize i = 0; i < a->n; i++)
    *(a->label[i] ? &m : &n) += 1;
  for (int k = 0; k < 2; k++)
    {
      result->auc[k] = 0;
      for (gsize i = 0; i < a->n; i++)
        for (gsize j = 0; j < a->n; j++)
          if (a->label[i] && !a->label[j])
            {
              double side = naive_side (score[k][i], score[k][j]);

              component[k * a->n + i] += side / n;
              component[k * a->n + j] += side / m;
              result->auc[k] += side / (m * n);
            }
    }
  for (int k = 0; k < 2; k++)
    for (int l = 0; l < 2; l++)
      {
        result->covariance[k][l] = 0;
        for (int class = 0; class < 2; class ++)
          {
            double size = class ? m : n;

            sum = 0;
            for (gsize i = 0; i < a->n; i++)
              if (a->label[i] == class)
                sum += (component[k * a->n + i] - result->auc[k]) *
                       (component[l * a->n + i] - result->auc[l]);
            result->covariance[k][l] += sum / (size - 1) / size;
          }
      }
}

static void
equals_pair_by_pair (void)
{
  for (int round = 0; round < 50; round++)
    {
      g_auto (Case) a = { 0 };
      g_auto (Case) b = { 0 };
      g_autoptr (TnScored) first = NULL;
      g_autoptr (TnScored) second = NULL;
      TnDelong fast, naive;
      gsize n = (gsize) g_test_rand_int_range (6, 120);
      guint levels = (guint) g_test_rand_int_range (2, 40);

      case_random (&a, n, levels);
      case_random (&b, n, 1000);
      a.label[1] = 1;
      a.label[2] = 0;
      for (gsize i = 0; i < n; i++)
        b.label[i] = a.label[i];
      first = case_score (&a);
      second = case_score (&b);
      g_assert_true (tn_delong (first, second, &fast, NULL));
      naive_delong (&a, b.score, &naive);
      tn_assert_close (tn_auc (first), naive.auc[0], 1e-13);
      for (int k = 0; k < 2; k++)
        {
          tn_assert_close (fast.auc[k], naive.auc[k], 1e-12);
          for (int l = 0; l < 2; l++)
            tn_assert_close (fast.covariance[k][l], naive.covariance[k][l], 1e-12);
        }
    }
}

static void
one_class_has_no_auc (void)
{
  double score[3] = { 0.1, 0.2, 0.3 };
  guint8 label[3] = { 1, 1, 1 };
  g_autoptr (TnScored) scored =
      tn_scored_new (&(TnScoredInput){ .n_rows = 3, .score = score, .label = label }, NULL);
  TnDelong result;
  double low, high;

  g_assert_true (isnan (tn_auc (scored)));
  g_assert_true (tn_delong (scored, NULL, &result, NULL));
  g_assert_true (isnan (result.covariance[0][0]));
  tn_delong_interval (result.auc[0], result.covariance[0][0], 3, 0, &low, &high);
  g_assert_true (isnan (low) && isnan (high));
}

/* A variance of 0 must not be taken for certainty. */
static void
perfect_order_is_not_certain (void)
{
  double low, high, wilson_low, wilson_high;

  tn_delong_interval (1, 0, 8, 30, &low, &high);
  tn_wilson (1, 8, &wilson_low, &wilson_high);
  g_assert_cmpfloat (low, ==, wilson_low);
  g_assert_cmpfloat (low, <, 0.7);
  g_assert_cmpfloat (high, ==, 1);
}

/* How often the interval holds the truth: two normal classes, one standard deviation apart, so
 * the AUC is Φ(1/√2). */
static double
coverage (guint n_rounds, gsize n_positive, gsize n_negative)
{
  double truth = 0.5 * erfc (-0.5);
  guint n_held = 0;
  TnRandom random;
  g_auto (Case) rows = { 0 };

  tn_random_init (&random, (guint64) g_test_rand_int (), 7);
  case_allocate (&rows, n_positive + n_negative);
  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (TnScored) scored = NULL;
      TnDelong result;
      double low, high;

      for (gsize i = 0; i < rows.n; i++)
        {
          rows.label[i] = i < n_positive;
          rows.score[i] = tn_random_normal (&random) + rows.label[i];
        }
      scored = case_score (&rows);
      g_assert_true (tn_delong (scored, NULL, &result, NULL));
      tn_delong_interval (result.auc[0], result.covariance[0][0], n_positive, n_negative, &low,
                          &high);
      n_held += low <= truth && truth <= high;
    }

  return (double) n_held / n_rounds;
}

/* 95 ± 2 % in the long form (standard error 0.2 %); the short form's error is 0.5 %, so its band
 * of four of them is 2 % as well. */
static void
interval_holds_the_truth_in_95_of_100 (void)
{
  double held = coverage (g_test_slow () ? 10000 : 2000, 80, 160);

  g_test_message ("DeLong's 95 %% interval held the truth in %.2f %%", 100 * held);
  g_assert_cmpfloat (held, >, 0.93);
  g_assert_cmpfloat (held, <, 0.97);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delong/agrees-with-proc-on-asah", asah_agrees);
  g_test_add_func ("/delong/equals-pair-by-pair", equals_pair_by_pair);
  g_test_add_func ("/delong/one-class-has-no-auc", one_class_has_no_auc);
  g_test_add_func ("/delong/perfect-order-is-not-certain", perfect_order_is_not_certain);
  g_test_add_func ("/delong/interval-holds-the-truth-in-95-of-100",
                   interval_holds_the_truth_in_95_of_100);

  return g_test_run ();
}
