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
      risk = tn_risk_new (scored, NULL);
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
  risk = tn_risk_new (scored, NULL);
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
  a = tn_risk_new (alone, NULL);
  b = tn_risk_new (together, NULL);
  tn_risk_query (a, 0.5, 200, &narrow);
  /* The same 200 rows. */
  tn_risk_query (b, 0.5, 40, &wide);
  g_assert_cmpuint (wide.n, ==, narrow.n);
  g_assert_cmpfloat (narrow.rate, ==, wide.rate);
  g_assert_cmpfloat (wide.high - wide.low, >, 2 * (narrow.high - narrow.low));
}

/* "At least 100 customers" means customers, however often each was seen. */
static void
neighbours_are_customers (void)
{
  for (int round = 0; round < 50; round++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnRisk) risk = NULL;
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      gsize n_customers = (gsize) g_test_rand_int_range (120, 300);
      double query = g_test_rand_double (), near = 0;
      TnRiskInterval interval;
      gsize inside = 0;

      case_random (&rows, 1500, 400);
      g_free (rows.customer);
      rows.customer = g_new (guint32, rows.n);
      for (gsize i = 0; i < rows.n; i++)
        rows.customer[i] = (guint32) g_test_rand_int_range (0, (gint32) n_customers);
      scored = case_score (&rows);
      risk = tn_risk_new (scored, NULL);
      tn_risk_query (risk, query, 100, &interval);
      g_assert_cmpfloat (interval.customers, >=, 100 - 1e-6);
      /* The rows said to be neighbours, found again by their distance. */
      for (; inside < interval.n; near += 0.0005)
        {
          inside = 0;
          for (gsize i = 0; i < rows.n; i++)
            inside += fabs (rows.score[i] - query) <= near;
        }
      for (gsize i = 0; i < rows.n; i++)
        if (fabs (rows.score[i] - query) <= near - 0.0005)
          g_hash_table_add (seen, GUINT_TO_POINTER (rows.customer[i] + 1));
      g_assert_cmpuint (g_hash_table_size (seen), >=, 100);
    }
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
  g_autoptr (GBytes) counts = NULL;
  g_autoptr (GError) error = NULL;

  case_golden (&rows, 70, 900);
  scored = case_score (&rows);
  risk = tn_risk_new (scored, NULL);
  scores = tn_risk_dup_scores (risk);
  labels = tn_risk_dup_labels (risk);
  counts = tn_risk_dup_counts (risk);
  read = tn_risk_new_from_state (scores, labels, counts, &error);
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
  static const guint32 once[2] = { 1, 1 }, never[2] = { 0, 1 }, often[2] = { 1, 3 };
  const struct
  {
    const double *scores;
    gsize n_scores;
    const guint8 *labels;
    gsize n_labels;
    const guint32 *counts;
    gsize n_counts;
  } cases[] = {
    { falling, 2, good, 2, once, 2 }, { rising, 2, bad, 2, once, 2 },
    { rising, 1, good, 2, once, 2 },  { rising, 0, good, 0, once, 0 },
    { missing, 2, good, 2, once, 2 }, { rising, 2, good, 2, never, 2 },
    { rising, 2, good, 2, often, 2 }, { rising, 2, good, 2, once, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) scores =
          g_bytes_new (cases[i].scores, cases[i].n_scores * sizeof (double));
      g_autoptr (GBytes) labels = g_bytes_new (cases[i].labels, cases[i].n_labels);
      g_autoptr (GBytes) counts =
          g_bytes_new (cases[i].counts, cases[i].n_counts * sizeof (guint32));
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_risk_new_from_state (scores, labels, counts, &error));
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
  g_test_add_func ("/risk/a-hundred-neighbours-are-a-hundred-customers", neighbours_are_customers);
  g_test_add_func ("/risk/state-gives-the-same-answers", state_gives_the_same_answers);
  g_test_add_func ("/risk/damaged-state-is-refused", damaged_state_is_refused);

  return g_test_run ();
}
