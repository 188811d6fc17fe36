/* test-curve.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "judge-cases.h"
#include "tn-curve.h"
#include "tn-judgement.h"

static void
short_lines_stay_whole (void)
{
  static const double x[4] = { 0, 0.5, 0.5, 1 }, y[4] = { 0, 0.2, 0.7, 1 };
  g_autoptr (TnCurve) curve = tn_curve_thin ("roc", x, y, 4, 200);

  g_assert_cmpuint (curve->n_points, ==, 4);
  g_assert_cmpmem (curve->x, sizeof x, x, sizeof x);
  g_assert_cmpmem (curve->y, sizeof y, y, sizeof y);
}

static void
straight_lines_need_two_points (void)
{
  double x[1000], y[1000];
  g_autoptr (TnCurve) curve = NULL;

  for (int i = 0; i < 1000; i++)
    {
      x[i] = i;
      y[i] = 3 * i;
    }
  curve = tn_curve_thin ("gains", x, y, 1000, 200);
  g_assert_cmpuint (curve->n_points, ==, 2);
  g_assert_cmpfloat (curve->y[1], ==, 2997);
}

static void
few_points_are_no_trouble (void)
{
  double x[2] = { 1, 2 }, y[2] = { 5, 6 };

  for (gsize n = 0; n <= 2; n++)
    {
      g_autoptr (TnCurve) curve = tn_curve_thin ("pr", x, y, n, 200);

      g_assert_cmpuint (curve->n_points, ==, n);
    }
}

/* However the line runs, the thinned one stays near it, and one outlier stays in it. */
static void
shape_is_kept (void)
{
  for (int round = 0; round < 10; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (3000, 50000);
      gsize spike = (gsize) g_test_rand_int_range (10, (gint32) n - 10);
      g_autofree double *x = g_new (double, n);
      g_autofree double *y = g_new (double, n);
      g_autoptr (TnCurve) curve = NULL;
      double worst = 0;
      gboolean has_spike = FALSE;

      for (gsize i = 0; i < n; i++)
        {
          x[i] = (double) i / (double) n;
          y[i] = sin (9 * x[i]) + x[i] * x[i];
        }
      y[spike] = 7;
      curve = tn_curve_thin ("pr", x, y, n, 200);
      g_assert_cmpuint (curve->n_points, <=, 200);
      g_assert_cmpfloat (curve->x[0], ==, x[0]);
      g_assert_cmpfloat (curve->x[curve->n_points - 1], ==, x[n - 1]);
      for (gsize i = 0; i < curve->n_points; i++)
        has_spike = has_spike || curve->y[i] == 7;
      g_assert_true (has_spike);
      for (gsize i = 0; i < n; i++)
        if (i + 8 * n / 800 < spike || i > spike + 8 * n / 800)
          worst = MAX (worst, fabs (tn_curve_at (curve, x[i]) - y[i]));
      g_assert_cmpfloat (worst, <, 0.01 * 8);
    }
}

/* The area under the thinned ROC is the AUC, to a thousandth. */
static void
thinned_roc_keeps_its_area (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnJudgement) judgement = NULL;
  const TnCurve *roc, *gains;
  double area = 0;

  options.n_resamples = 0;
  case_golden (&rows, 1 << 22, 40000);
  scored = case_score (&rows);
  judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
  roc = tn_judgement_find_curve (judgement, "roc");
  g_assert_cmpuint (roc->n_points, <=, TN_CURVE_MAX_POINTS);
  for (gsize i = 1; i < roc->n_points; i++)
    {
      g_assert_cmpfloat (roc->x[i], >=, roc->x[i - 1]);
      g_assert_cmpfloat (roc->y[i], >=, roc->y[i - 1]);
      area += (roc->x[i] - roc->x[i - 1]) * (roc->y[i] + roc->y[i - 1]) / 2;
    }
  tn_assert_close (area, tn_judgement_value (judgement, "auc"), 1e-3);

  gains = tn_judgement_find_curve (judgement, "gains");
  g_assert_cmpfloat (gains->y[0], ==, 0);
  tn_assert_close (gains->y[gains->n_points - 1], 1, 1e-12);
  tn_assert_close (tn_curve_at (gains, 0.1) * 10, tn_judgement_value (judgement, "lift_10"), 1e-9);
}

/* Bins of equal mass add up to all rows and to all leavers. */
static void
reliability_adds_up (void)
{
  static const guint levels[] = { 3, 7, 1000 };

  for (gsize k = 0; k < G_N_ELEMENTS (levels); k++)
    {
      TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnJudgement) judgement = NULL;
      const TnCurve *bins;
      double n = 0, hits = 0, chances = 0;

      options.n_resamples = 0;
      case_golden (&rows, levels[k], 1234);
      scored = case_score (&rows);
      judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
      bins = tn_judgement_find_curve (judgement, "reliability");
      for (gsize i = 0; i < bins->n_points; i++)
        {
          n += bins->n[i];
          hits += bins->n[i] * bins->y[i];
          chances += bins->n[i] * bins->x[i];
          g_assert_cmpfloat (bins->low[i], <=, bins->y[i]);
          g_assert_cmpfloat (bins->high[i], >=, bins->y[i]);
          if (i > 0)
            g_assert_cmpfloat (bins->x[i], >, bins->x[i - 1]);
        }
      tn_assert_close (n, 1234, 1e-9);
      tn_assert_close (hits, (double) tn_scored_get_n_positive (scored), 1e-9);
      tn_assert_close (chances / n, tn_scored_get_mean_score (scored), 1e-9);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve/short-lines-stay-whole", short_lines_stay_whole);
  g_test_add_func ("/curve/straight-lines-need-two-points", straight_lines_need_two_points);
  g_test_add_func ("/curve/few-points-are-no-trouble", few_points_are_no_trouble);
  g_test_add_func ("/curve/shape-is-kept", shape_is_kept);
  g_test_add_func ("/curve/thinned-roc-keeps-its-area", thinned_roc_keeps_its_area);
  g_test_add_func ("/curve/reliability-adds-up", reliability_adds_up);

  return g_test_run ();
}
