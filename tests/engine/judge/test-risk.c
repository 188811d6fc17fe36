/* test-risk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>

#include "judge-cases.h"
#include "tn-metric.h"
#include "tn-risk.h"

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The distance of the k-th nearest decides; everything nearer must be in, nothing farther that
 * does not tie with a neighbour. */
static void
neighbours_are_the_nearest (void)
{
  for (int round = 0; round < 200; round++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnRisk) risk = NULL;
      g_autofree double *distance = NULL;
      gsize n = (gsize) g_test_rand_int_range (2, 400), k = (gsize) g_test_rand_int_range (1, 200);
      double query = 1.4 * g_test_rand_double () - 0.2;
      double inside = 0, inside_left = 0, at_border = 0, border;
      TnRiskInterval interval;

      case_random (&rows, n, (guint) g_test_rand_int_range (1, 500));
      scored = case_score (&rows);
      risk = tn_risk_new (scored);
      tn_risk_query (risk, query, k, &interval);
      k = MIN (k, n);
      distance = g_new (double, n);
      for (gsize i = 0; i < n; i++)
        distance[i] = fabs (rows.score[i] - query);
      qsort (distance, n, sizeof (double), compare_doubles);
      border = distance[k - 1];
      for (gsize i = 0; i < n; i++)
        {
          double d = fabs (rows.score[i] - query);

          inside += d < border;
          inside_left += d < border && rows.label[i];
          at_border += d == border;
        }
      g_assert_cmpuint (interval.n, >=, k);
      g_assert_cmpfloat ((double) interval.n, >=, inside);
      g_assert_cmpfloat ((double) interval.n, <=, inside + at_border);
      g_assert_cmpfloat (interval.rate * (double) interval.n, >=, inside_left - 1e-9);
      g_assert_cmpfloat (interval.low, <=, interval.rate);
      g_assert_cmpfloat (interval.high, >=, interval.rate);
    }
}

static void
interval_is_wilson_of_the_neighbours (void)
{
  double score[300];
  guint8 label[300];
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnRisk) risk = NULL;
  TnRiskInterval interval;
  double low, high;

  for (int i = 0; i < 300; i++)
    {
      score[i] = i / 300.0;
      label[i] = i >= 200 ? i % 5 != 0 : i % 10 == 0;
    }
  scored = tn_scored_new (&(TnScoredInput){ .n_rows = 300, .score = score, .label = label }, NULL);
  risk = tn_risk_new (scored);
  tn_risk_query (risk, 0.99, TN_RISK_NEIGHBOURS, &interval);
  g_assert_cmpuint (interval.n, ==, 100);
  tn_assert_close (interval.rate, 0.8, 1e-12);
  tn_wilson (0.8, 100, &low, &high);
  g_assert_cmpfloat (interval.low, ==, low);
  g_assert_cmpfloat (interval.high, ==, high);
}

/* A customer seen five times is one customer. */
static void
rows_of_one_customer_count_once (void)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) alone = NULL;
  g_autoptr (TnScored) together = NULL;
  g_autoptr (TnRisk) a = NULL;
  g_autoptr (TnRisk) b = NULL;
  TnRiskInterval narrow, wide;

  case_golden (&rows, 1000, 1000);
  alone = case_score (&rows);
  rows.customer = g_new (guint32, rows.n);
  for (gsize i = 0; i < rows.n; i++)
    rows.customer[i] = (guint32) (i / 5);
  together = case_score (&rows);
  a = tn_risk_new (alone);
  b = tn_risk_new (together);
  tn_risk_query (a, 0.5, 200, &narrow);
  tn_risk_query (b, 0.5, 200, &wide);
  g_assert_cmpfloat (narrow.rate, ==, wide.rate);
  g_assert_cmpfloat (wide.high - wide.low, >, 2 * (narrow.high - narrow.low));
}

static void
state_gives_the_same_answers (void)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnRisk) risk = NULL;
  g_autoptr (TnRisk) read = NULL;
  g_autoptr (GBytes) scores = NULL;
  g_autoptr (GBytes) labels = NULL;
  g_autoptr (GError) error = NULL;

  case_golden (&rows, 70, 900);
  scored = case_score (&rows);
  risk = tn_risk_new (scored);
  scores = tn_risk_dup_scores (risk);
  labels = tn_risk_dup_labels (risk);
  read = tn_risk_new_from_state (scores, labels, tn_risk_get_rows_per_customer (risk), &error);
  g_assert_no_error (error);
  for (double score = -0.1; score < 1.1; score += 0.01)
    {
      TnRiskInterval a, b;

      tn_risk_query (risk, score, 100, &a);
      tn_risk_query (read, score, 100, &b);
      g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
    }
}

static void
damaged_state_is_refused (void)
{
  static const double falling[2] = { 0.5, 0.4 }, rising[2] = { 0.4, 0.5 };
  static const double missing[2] = { 0.4, (double) NAN };
  static const guint8 good[2] = { 0, 1 }, bad[2] = { 0, 2 };
  const struct
  {
    const double *scores;
    gsize n_scores;
    const guint8 *labels;
    gsize n_labels;
    double rows;
  } cases[] = {
    { falling, 2, good, 2, 1 }, { rising, 2, bad, 2, 1 },   { rising, 1, good, 2, 1 },
    { rising, 0, good, 0, 1 },  { missing, 2, good, 2, 1 }, { rising, 2, good, 2, 0.5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) scores =
          g_bytes_new (cases[i].scores, cases[i].n_scores * sizeof (double));
      g_autoptr (GBytes) labels = g_bytes_new (cases[i].labels, cases[i].n_labels);
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_risk_new_from_state (scores, labels, cases[i].rows, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/risk/neighbours-are-the-nearest", neighbours_are_the_nearest);
  g_test_add_func ("/risk/interval-is-wilson-of-the-neighbours",
                   interval_is_wilson_of_the_neighbours);
  g_test_add_func ("/risk/rows-of-one-customer-count-once", rows_of_one_customer_count_once);
  g_test_add_func ("/risk/state-gives-the-same-answers", state_gives_the_same_answers);
  g_test_add_func ("/risk/damaged-state-is-refused", damaged_state_is_refused);

  return g_test_run ();
}
