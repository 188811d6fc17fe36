/* test-strata.c: figures over several cut dates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "judge-cases.h"
#include "tn-delong.h"
#include "tn-evaluation.h"
#include "tn-sweep.h"

#define N_FOLDS 4

/* Folds of different levels: both the leaving rate and the scores move from one to the next. */
static void
case_folds (Case *self, gsize n, guint levels)
{
  case_random (self, n, levels);
  self->fold = g_new0 (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      self->fold[i] =
          i < N_FOLDS * 2 ? (guint32) i / 2 : (guint32) g_test_rand_int_range (0, N_FOLDS);
      self->label[i] = g_test_rand_double () < 0.1 + 0.15 * self->fold[i] + 0.3 * self->score[i];
      self->score[i] = (self->score[i] + (N_FOLDS - self->fold[i])) / (N_FOLDS + 1);
    }
  for (guint8 i = 0; i < 2 * N_FOLDS; i++)
    self->label[i] = i % 2;
}

static TnScored *
rank_within (const Case *rows)
{
  g_autoptr (TnScored) scored = case_score (rows);
  g_autoptr (GError) error = NULL;
  TnScored *within = tn_scored_rank (scored, NULL, TRUE, &error);

  g_assert_no_error (error);

  return within;
}

static double
figure_of (TnScored *scored, const char *id)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (TnJudgement) judgement = NULL;

  options.n_resamples = 0;
  judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);

  return tn_judgement_value (judgement, id);
}

/* A score that only knows which fold a row is of ranks nobody, whatever the levels say. */
static void
constant_within_folds_is_a_coin (void)
{
  for (int round = 0; round < 20; round++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) together = NULL;
      g_autoptr (TnScored) within = NULL;

      case_folds (&rows, (gsize) g_test_rand_int_range (40, 400), 50);
      for (gsize i = 0; i < rows.n; i++)
        rows.score[i] = 0.9 - 0.15 * rows.fold[i];
      together = case_score (&rows);
      within = rank_within (&rows);
      g_assert_cmpfloat (figure_of (within, "auc"), ==, 0.5);
      g_assert_cmpfloat (tn_auc (within), ==, 0.5);
      tn_assert_close (figure_of (within, "lift_10"), 1, 1e-12);
      tn_assert_close (figure_of (within, "lift_20"), 1, 1e-12);
      g_assert_cmpuint (tn_scored_get_n_distinct (within), ==, N_FOLDS);
      g_assert_true (tn_scored_is_within_folds (within));
      /* The levels of scores go against those of leaving here. */
      if (rows.n > 200)
        g_assert_cmpfloat (figure_of (together, "auc"), <, 0.5);
    }
}

/* Pairs of the same fold, one by one. */
static double
count_pairs (const Case *rows)
{
  double right = 0, pairs = 0;

  for (gsize i = 0; i < rows->n; i++)
    for (gsize j = 0; j < rows->n; j++)
      if (rows->fold[i] == rows->fold[j] && rows->label[i] == 1 && rows->label[j] == 0)
        {
          double weight = rows->weight != NULL ? rows->weight[i] * rows->weight[j] : 1;

          pairs += weight;
          if (rows->score[i] > rows->score[j])
            right += weight;
          else if (rows->score[i] == rows->score[j])
            right += weight / 2;
        }

  return right / pairs;
}

static void
auc_equals_pairs_of_the_same_fold (void)
{
  for (int round = 0; round < 40; round++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) within = NULL;

      case_folds (&rows, (gsize) g_test_rand_int_range (20, 200),
                  (guint) g_test_rand_int_range (1, 60));
      if (round % 2)
        {
          rows.weight = g_new (double, rows.n);
          for (gsize i = 0; i < rows.n; i++)
            rows.weight[i] = g_test_rand_int_range (1, 5);
        }
      within = rank_within (&rows);
      tn_assert_close (figure_of (within, "auc"), count_pairs (&rows), 1e-12);
      if (rows.weight == NULL)
        tn_assert_close (tn_auc (within), count_pairs (&rows), 1e-12);
    }
}

/* PR-AUC by leavers, lift by the same share of each; what is no rank is as without folds. */
static void
figures_are_means_over_folds (void)
{
  static const char *const absolute[] = { "log_loss", "brier",     "ece",       "accuracy",
                                          "recall",   "base_rate", "mean_score" };

  for (int round = 0; round < 30; round++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) together = NULL;
      g_autoptr (TnScored) within = NULL;
      double pr_auc = 0, found = 0, leavers = 0;

      case_folds (&rows, (gsize) g_test_rand_int_range (40, 300),
                  (guint) g_test_rand_int_range (2, 60));
      together = case_score (&rows);
      within = rank_within (&rows);
      for (guint32 fold = 0; fold < N_FOLDS; fold++)
        {
          g_autoptr (TnScored) one = tn_scored_select_fold (together, fold, NULL);
          double n = (double) tn_scored_get_n_positive (one);

          leavers += n;
          pr_auc += n * figure_of (one, "pr_auc");
          found += n * 0.1 * figure_of (one, "lift_10");
        }
      tn_assert_close (figure_of (within, "pr_auc"), pr_auc / leavers, 1e-12);
      tn_assert_close (figure_of (within, "lift_10"), found / (0.1 * leavers), 1e-12);
      for (guint i = 0; i < G_N_ELEMENTS (absolute); i++)
        g_assert_cmpfloat (figure_of (within, absolute[i]), ==, figure_of (together, absolute[i]));
    }
}

/* Drawn customers in the pass do what copies of their rows do. */
static void
counts_equal_copies (void)
{
  for (int round = 0; round < 30; round++)
    {
      TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
      g_auto (Case) rows = { 0 };
      g_auto (Case) copies = { 0 };
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnScored) copied = NULL;
      g_autoptr (TnSweep) sweep = NULL;
      g_autoptr (TnSweep) twin = NULL;
      guint8 count[200];
      double out[TN_SWEEP_WIDTH], expected[TN_SWEEP_WIDTH];
      gsize m = 0;

      case_folds (&rows, (gsize) g_test_rand_int_range (20, 200),
                  (guint) g_test_rand_int_range (1, 100));
      case_allocate (&copies, 4 * rows.n);
      copies.fold = g_new0 (guint32, 4 * rows.n);
      for (gsize i = 0; i < rows.n; i++)
        {
          /* Each fold keeps both classes: its number is known by its highest row. */
          count[i] = (guint8) (i < 2 * N_FOLDS ? 1 : g_test_rand_int_range (0, 4));
          for (guint8 c = 0; c < count[i]; c++, m++)
            {
              copies.score[m] = rows.score[i];
              copies.label[m] = rows.label[i];
              copies.fold[m] = rows.fold[i];
            }
        }
      copies.n = m;
      scored = rank_within (&rows);
      copied = rank_within (&copies);
      sweep = tn_sweep_new (scored, &options, NULL);
      twin = tn_sweep_new (copied, &options, NULL);
      g_assert_true (tn_sweep_run (sweep, count, out, NULL, NULL));
      g_assert_true (tn_sweep_run (twin, NULL, expected, NULL, NULL));
      for (guint i = 0; i < TN_SWEEP_WIDTH; i++)
        {
          g_test_message ("%u", i);
          if (!isnan (expected[i]) && i != TN_SWEEP_PROFIT)
            tn_assert_close (out[i], expected[i], 1e-9);
        }
    }
}

/* Folds share no row: their variances add, by the square of their weights. */
static void
variance_is_that_of_a_mean (void)
{
  for (int round = 0; round < 20; round++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) together = NULL;
      g_autoptr (TnScored) within = NULL;
      double sum = 0, pairs = 0;
      TnDelong delong;

      case_folds (&rows, 300, (guint) g_test_rand_int_range (2, 60));
      together = case_score (&rows);
      within = rank_within (&rows);
      for (guint32 fold = 0; fold < N_FOLDS; fold++)
        {
          g_autoptr (TnScored) one = tn_scored_select_fold (together, fold, NULL);
          double m = (double) tn_scored_get_n_positive (one);
          double weight = m * ((double) tn_scored_get_n_rows (one) - m);

          g_assert_true (tn_delong (one, NULL, &delong, NULL));
          sum += weight * weight * delong.covariance[0][0];
          pairs += weight;
        }
      g_assert_true (tn_delong (within, NULL, &delong, NULL));
      tn_assert_close (delong.covariance[0][0], sum / (pairs * pairs), 1e-12);
      tn_assert_close (delong.auc[0], count_pairs (&rows), 1e-12);
    }
}

static double
area_below (const TnCurve *curve)
{
  double area = 0;

  for (gsize i = 1; i < curve->n_points; i++)
    area += (curve->x[i] - curve->x[i - 1]) * (curve->y[i] + curve->y[i - 1]) / 2;

  return area;
}

static void
roc_curve_holds_its_area (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) within = NULL;
  g_autoptr (TnJudgement) judgement = NULL;
  const TnCurve *roc;

  case_folds (&rows, 3000, 1000);
  case_add_customers (&rows, 900);
  options.n_resamples = 200;
  within = rank_within (&rows);
  judgement = tn_judgement_new (within, &options, NULL, NULL, NULL);
  roc = tn_judgement_find_curve (judgement, "roc");
  tn_assert_close (area_below (roc), tn_judgement_value (judgement, "auc"), 0.003);
  g_assert_nonnull (roc->low);
  for (gsize i = 0; i < roc->n_points; i++)
    {
      g_assert_cmpfloat (roc->low[i], <=, roc->y[i]);
      g_assert_cmpfloat (roc->high[i], >=, roc->y[i]);
      g_assert_true (i == 0 || roc->y[i] >= roc->y[i - 1]);
    }
  /* In the middle the band is as wide as that of a share of some hundred leavers. */
  g_assert_cmpfloat (roc->high[roc->n_points / 2] - roc->low[roc->n_points / 2], >, 0.02);
  g_assert_cmpfloat (roc->high[roc->n_points / 2] - roc->low[roc->n_points / 2], <, 0.2);
  g_assert_cmpint (tn_judgement_find (judgement, "auc")->method, ==, TN_INTERVAL_BOOTSTRAP);
  g_assert_cmpint (tn_judgement_find (judgement, "auc")->unit, ==, TN_SAMPLE_CUSTOMERS);
}

/* A curve for each fold changes the chances and no rank. */
static void
chances_are_ranked_by_their_scores (void)
{
  static const char *const of_rank[] = { "auc", "pr_auc", "lift_10", "lift_20" };
  static const char *const of_chances[] = { "log_loss", "brier", "ece", "accuracy", "mean_score" };

  for (int within = 0; within < 2; within++)
    {
      g_auto (Case) rows = { 0 };
      g_autoptr (TnScored) scored = NULL;
      g_autoptr (TnScored) chances = NULL;
      g_autoptr (TnScored) expected = NULL;
      g_autoptr (TnScored) ranked = NULL;

      case_folds (&rows, 600, 300);
      scored = case_score (&rows);
      for (gsize i = 0; i < rows.n; i++)
        rows.score[i] = 0.25 * rows.fold[i] + 0.2 * rows.score[i];
      chances = case_score (&rows);
      expected = tn_scored_rank (scored, NULL, within, NULL);
      ranked = tn_scored_rank (chances, scored, within, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (of_rank); i++)
        tn_assert_close (figure_of (ranked, of_rank[i]), figure_of (expected, of_rank[i]), 1e-12);
      for (guint i = 0; i < G_N_ELEMENTS (of_chances); i++)
        g_assert_cmpfloat (figure_of (ranked, of_chances[i]), ==,
                           figure_of (chances, of_chances[i]));
      g_assert_cmpfloat (fabs (figure_of (chances, "auc") - figure_of (ranked, "auc")), >, 0.01);
    }
}

static TnFolds *
make_folds (gsize n_rows, gboolean with_cuts)
{
  static const char *const names[N_FOLDS] = { "a", "b", "c", "d" };
  const gint64 cuts[N_FOLDS] = { 1, 2, 3, 4 };
  g_autofree guint8 *bytes = g_new0 (guint8, n_rows);
  g_autoptr (GBytes) roles = g_bytes_new (bytes, n_rows);
  GBytes *const all[N_FOLDS] = { roles, roles, roles, roles };

  return tn_folds_new_from_roles (TN_FOLDS_BACKTEST, n_rows, names, with_cuts ? cuts : NULL, all,
                                  N_FOLDS, 0);
}

/* A backtest ranks within its cuts; k folds of one table are pooled as they are. */
static void
evaluation_ranks_within_cuts (void)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnScored) within = NULL;
  g_autoptr (TnMessage) name = tn_message_new_literal ("base rate");

  case_folds (&rows, 400, 1);
  scored = case_score (&rows);
  within = rank_within (&rows);
  g_assert_cmpfloat (figure_of (within, "auc"), ==, 0.5);
  for (int with_cuts = 0; with_cuts < 2; with_cuts++)
    {
      TnContender contender = { .id = "rate", .label = name, .is_baseline = TRUE, .test = scored };
      TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
      g_autoptr (TnFolds) folds = make_folds (rows.n, with_cuts);
      g_autoptr (TnEvaluation) evaluation = NULL;
      g_autoptr (TnEvaluation) again = NULL;
      g_autoptr (JsonNode) node = NULL;
      const TnJudgedModel *model;

      options.n_resamples = 100;
      evaluation = tn_evaluation_new (&contender, 1, folds, &options, NULL, NULL, NULL);
      model = tn_evaluation_get_model (evaluation, 0);
      g_assert_cmpint (tn_evaluation_is_within_folds (evaluation), ==, with_cuts);
      g_assert_cmpfloat (tn_judgement_value (model->pooled, "auc"), ==,
                         with_cuts ? 0.5 : tn_auc (scored));
      node = tn_evaluation_to_json (evaluation);
      again = tn_evaluation_from_json (node, NULL);
      g_assert_cmpint (tn_evaluation_is_within_folds (again), ==, with_cuts);
    }
  g_assert_cmpfloat (tn_auc (scored), <, 0.5);
  g_assert_false (tn_scored_has_same_rows (scored, within));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strata/constant-within-folds-is-a-coin", constant_within_folds_is_a_coin);
  g_test_add_func ("/strata/auc-equals-pairs-of-the-same-fold", auc_equals_pairs_of_the_same_fold);
  g_test_add_func ("/strata/figures-are-means-over-folds", figures_are_means_over_folds);
  g_test_add_func ("/strata/counts-equal-copies", counts_equal_copies);
  g_test_add_func ("/strata/variance-is-that-of-a-mean", variance_is_that_of_a_mean);
  g_test_add_func ("/strata/roc-curve-holds-its-area", roc_curve_holds_its_area);
  g_test_add_func ("/strata/chances-are-ranked-by-their-scores",
                   chances_are_ranked_by_their_scores);
  g_test_add_func ("/strata/evaluation-ranks-within-cuts", evaluation_ranks_within_cuts);

  return g_test_run ();
}
