/* test-coverage.c: whether 95 % intervals hold the truth 95 times in 100, by simulation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "judge-cases.h"
#include "tn-judgement.h"

/* Customers of a shop whose chance is known; the model overstates differences a little, so that no
 * figure is at the end of its range. Rows of a customer share most of what moves them. */
#define N_ROWS       600
#define N_TRUTH      400000
#define COST         1
#define GAIN         4
#define PER_CUSTOMER 3

static const char *const figures[] = { "pr_auc", "log_loss", "brier",   "accuracy", "precision",
                                       "recall", "lift_10",  "lift_20", "profit",   "ece" };

static void
draw (Case *rows, TnRandom *random, gsize n, gboolean shared)
{
  double own = 0;

  case_allocate (rows, n);
  if (shared)
    rows->customer = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      double x;

      if (!shared || i % PER_CUSTOMER == 0)
        own = tn_random_normal (random);
      x = shared ? 0.9 * own + sqrt (1 - 0.81) * tn_random_normal (random) : own;
      if (shared)
        rows->customer[i] = (guint32) (i / PER_CUSTOMER);
      rows->label[i] = tn_random_uniform (random) < 1 / (1 + exp (0.7 - x));
      rows->score[i] = 1 / (1 + exp (0.7 - 1.3 * x));
    }
}

static TnJudgement *
judge (TnRandom *random, gsize n, gboolean shared, guint n_resamples, guint seed)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (GError) error = NULL;
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  TnJudgement *judgement;

  draw (&rows, random, n, shared);
  scored = case_score (&rows);
  options.seed = seed;
  options.n_resamples = n_resamples;
  options.cost = COST;
  options.gain = GAIN;
  judgement = tn_judgement_new (scored, &options, NULL, NULL, &error);
  g_assert_no_error (error);

  return judgement;
}

/* In the short form the share itself is known to three standard errors only. */
static void
intervals_hold_the_truth (gconstpointer data)
{
  gboolean shared = GPOINTER_TO_INT (data);
  guint n_rounds = g_test_slow () ? 2000 : 300, n_resamples = g_test_slow () ? 400 : 200;
  double tolerance = 0.02 + (g_test_slow () ? 0 : 3 * sqrt (0.95 * 0.05 / 300));
  guint held[G_N_ELEMENTS (figures)] = { 0 };
  g_autoptr (TnJudgement) truth = NULL;
  TnRandom random;

  tn_random_init (&random, 77, shared);
  truth = judge (&random, N_TRUTH, FALSE, 0, 1);
  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (TnJudgement) judgement = judge (&random, N_ROWS, shared, n_resamples, round + 1);

      for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
        {
          const TnMetric *metric = tn_judgement_find (judgement, figures[i]);
          double value = tn_judgement_value (truth, figures[i]);

          /* Profit is that of the rows judged. */
          if (g_str_equal (figures[i], "profit"))
            value *= (double) N_ROWS / N_TRUTH;
          held[i] += metric->low <= value && value <= metric->high;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      double share = (double) held[i] / n_rounds;

      g_test_message ("%s: %.1f %% of %u intervals hold the truth", figures[i], 100 * share,
                      n_rounds);
      /* The calibration error is a mean distance from zero: its interval says how much it wobbles
       * around what this sample shows, and a small error lies below it. */
      if (g_str_equal (figures[i], "ece"))
        continue;
      g_assert_cmpfloat (fabs (share - 0.95), <=, tolerance);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/coverage/intervals-of-rows-hold-the-truth", GINT_TO_POINTER (FALSE),
                        intervals_hold_the_truth);
  g_test_add_data_func ("/coverage/intervals-of-customers-hold-the-truth", GINT_TO_POINTER (TRUE),
                        intervals_hold_the_truth);

  return g_test_run ();
}
