/* test-comparison.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "asah.h"
#include "judge-cases.h"
#include "tn-comparison.h"

static TnMetric
difference (const char *id, double low, double value, double high)
{
  return (TnMetric){ .id = id, .value = value, .low = low, .high = high };
}

static void
interval_decides (void)
{
  static const struct
  {
    const char *id;
    double low, value, high;
    TnVerdict verdict;
  } cases[] = {
    { "auc", -0.01, 0.02, 0.05, TN_VERDICT_TIE },
    { "auc", 0, 0.02, 0.05, TN_VERDICT_TIE },
    { "auc", 0.001, 0.02, 0.05, TN_VERDICT_BETTER },
    { "auc", -0.05, -0.02, -0.001, TN_VERDICT_WORSE },
    { "auc", 0.001, 0.003, 0.005, TN_VERDICT_TRIVIAL },
    { "auc", -0.005, -0.003, -0.001, TN_VERDICT_TRIVIAL },
    /* Small, but it might matter: not called trivial. */
    { "auc", 0.001, 0.006, 0.011, TN_VERDICT_BETTER },
    { "log_loss", 0.02, 0.03, 0.04, TN_VERDICT_WORSE },
    { "log_loss", -0.04, -0.03, -0.02, TN_VERDICT_BETTER },
    { "auc", (double) NAN, 0.03, 0.04, TN_VERDICT_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnMetric metric = difference (cases[i].id, cases[i].low, cases[i].value, cases[i].high);

      g_assert_cmpint (tn_comparison_judge (&metric, 0.01), ==, cases[i].verdict);
    }
}

/* roc.test (wfns, s100b) of pROC 1.19 on aSAH: Z = 2.209, p = 0.02718 (its README and manual); so
 * the interval is 0.0923103 ± 1.96 * 0.0923103 / 2.209. */
static void
asah_agrees (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (TnScored) wfns = NULL;
  g_autoptr (TnScored) s100b = NULL;
  TnComparison comparison;

  wfns = tn_scored_new (
      &(TnScoredInput){ .n_rows = ASAH_ROWS, .score = asah_wfns, .label = asah_poor }, NULL);
  s100b = tn_scored_new (
      &(TnScoredInput){ .n_rows = ASAH_ROWS, .score = asah_s100b, .label = asah_poor }, NULL);
  options.n_resamples = 0;
  g_assert_true (tn_comparison_make (wfns, s100b, "auc", &options, (double) NAN, &comparison, NULL,
                                     NULL, NULL));
  g_assert_cmpint (comparison.metric.method, ==, TN_INTERVAL_DELONG);
  tn_assert_close (comparison.metric.value, 0.8236789 - 0.7313686, 2e-7);
  tn_assert_close (comparison.metric.value / (comparison.metric.high - comparison.metric.value) *
                       TN_Z95,
                   2.209, 5e-4);
  g_assert_cmpint (comparison.verdict, ==, TN_VERDICT_BETTER);
  g_assert_cmpfloat (comparison.limit, ==, 0.01);
}

/* Two models of the same customers: shared luck cancels in pairs. */
static void
make_pair (Case *a, Case *b, gsize n, double noise, gboolean clustered)
{
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 3);
  case_allocate (a, n);
  case_allocate (b, n);
  if (clustered)
    {
      a->customer = g_new (guint32, n);
      b->customer = g_new (guint32, n);
    }
  for (gsize i = 0; i < n; i++)
    {
      double latent = tn_random_normal (&random);

      a->label[i] = b->label[i] = latent + tn_random_normal (&random) > 0.5;
      a->score[i] = 1 / (1 + exp (-latent));
      b->score[i] = 1 / (1 + exp (-latent - noise * tn_random_normal (&random)));
      if (clustered)
        a->customer[i] = b->customer[i] = (guint32) (i / 2);
    }
}

static void
compare (const Case *a, const Case *b, const char *metric, TnComparison *comparison)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (TnScored) first = case_score (a);
  g_autoptr (TnScored) second = case_score (b);
  g_autoptr (GError) error = NULL;

  options.n_resamples = 500;
  options.cost = 1;
  options.gain = 4;
  g_assert_true (tn_comparison_make (first, second, metric, &options, (double) NAN, comparison,
                                     NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
pairs_show_what_bars_hide (void)
{
  for (int clustered = 0; clustered < 2; clustered++)
    {
      g_auto (Case) a = { 0 };
      g_auto (Case) b = { 0 };
      TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
      const Case *cases[2] = { &a, &b };
      TnComparison comparison;
      double squares = 0;

      make_pair (&a, &b, 1500, 0.8, clustered);
      compare (&a, &b, "auc", &comparison);
      g_assert_cmpint (comparison.verdict, ==, TN_VERDICT_BETTER);
      g_assert_cmpint (comparison.metric.method, ==,
                       clustered ? TN_INTERVAL_BOOTSTRAP : TN_INTERVAL_DELONG);
      /* The difference is known better than if the two had been judged on other customers. */
      options.n_resamples = 500;
      for (int i = 0; i < 2; i++)
        {
          g_autoptr (TnScored) scored = case_score (cases[i]);
          g_autoptr (TnJudgement) judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
          const TnMetric *auc = tn_judgement_find (judgement, "auc");

          squares += (auc->high - auc->low) * (auc->high - auc->low);
        }
      g_assert_cmpfloat (comparison.metric.high - comparison.metric.low, <, 0.85 * sqrt (squares));
    }
}

static void
turning_the_pair_turns_the_verdict (void)
{
  static const char *const metrics[] = {
    "auc", "pr_auc", "log_loss", "brier", "lift_10", "profit"
  };
  g_auto (Case) a = { 0 };
  g_auto (Case) b = { 0 };

  make_pair (&a, &b, 900, 1.5, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (metrics); i++)
    {
      TnComparison there, back;

      compare (&a, &b, metrics[i], &there);
      compare (&b, &a, metrics[i], &back);
      tn_assert_close (there.metric.value, -back.metric.value, 1e-12);
      tn_assert_close (there.metric.low, -back.metric.high, 1e-9);
      g_assert_cmpint (there.verdict == TN_VERDICT_BETTER, ==, back.verdict == TN_VERDICT_WORSE);
    }
}

static void
a_model_ties_with_itself (void)
{
  static const char *const metrics[] = { "auc", "log_loss", "lift_10" };

  for (int clustered = 0; clustered < 2; clustered++)
    for (gsize i = 0; i < G_N_ELEMENTS (metrics); i++)
      {
        g_auto (Case) a = { 0 };
        g_auto (Case) b = { 0 };
        TnComparison comparison;

        make_pair (&a, &b, 300, 0, clustered);
        compare (&a, &b, metrics[i], &comparison);
        g_assert_cmpfloat (comparison.metric.value, ==, 0);
        g_assert_cmpint (comparison.verdict, ==, TN_VERDICT_TIE);
      }
}

/* Two models equally good: the interval of their difference holds 0 in 95 of 100. Standard error
 * 0.3 % in the long form, 1 % in the short. */
static void
equal_models_tie_in_95_of_100 (void)
{
  guint n_rounds = g_test_slow () ? 5000 : 500, n_tied = 0;
  double band = g_test_slow () ? 0.02 : 0.04;
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  TnRandom random;
  g_auto (Case) a = { 0 };
  g_auto (Case) b = { 0 };

  tn_random_init (&random, (guint64) g_test_rand_int (), 5);
  case_allocate (&a, 300);
  case_allocate (&b, 300);
  options.n_resamples = 0;
  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (TnScored) first = NULL;
      g_autoptr (TnScored) second = NULL;
      TnComparison comparison;

      for (gsize i = 0; i < a.n; i++)
        {
          double shared = tn_random_normal (&random);

          a.label[i] = b.label[i] = i < 100;
          a.score[i] = a.label[i] + shared + tn_random_normal (&random);
          b.score[i] = b.label[i] + shared + tn_random_normal (&random);
        }
      first = case_score (&a);
      second = case_score (&b);
      g_assert_true (
          tn_comparison_make (first, second, "auc", &options, 0, &comparison, NULL, NULL, NULL));
      n_tied += comparison.verdict == TN_VERDICT_TIE;
    }
  g_test_message ("tied in %.1f %%", 100.0 * n_tied / n_rounds);
  g_assert_cmpfloat (fabs ((double) n_tied / n_rounds - 0.95), <, band);
}

static void
other_rows_are_refused (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) a = { 0 };
  g_auto (Case) b = { 0 };
  g_autoptr (TnScored) first = NULL;
  g_autoptr (TnScored) second = NULL;
  g_autoptr (GError) error = NULL;
  TnComparison comparison;

  make_pair (&a, &b, 100, 1, FALSE);
  b.label[7] ^= 1;
  first = case_score (&a);
  second = case_score (&b);
  g_assert_false (
      tn_comparison_make (first, second, "auc", &options, 0.01, &comparison, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (
      tn_comparison_make (first, first, "beauty", &options, 0.01, &comparison, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
}

static gboolean
tied_within (guint a, guint b, gpointer user_data)
{
  const double *values = user_data;

  return fabs (values[a] - values[b]) < 0.025;
}

static void
ties_are_shown_as_ties (void)
{
  double values[7] = { 0.70, 0.80, 0.79, 0.78, (double) NAN, 0.77, 0.60 };
  TnRank ranks[7];
  g_autofree char *second = NULL;
  g_autofree char *last = NULL;

  tn_rank_models (values, 7, FALSE, tied_within, values, ranks);
  /* 0.80, 0.79 and 0.78 share the first rank; 0.77 ties with 0.78, but not with the best. */
  g_assert_cmpuint (ranks[0].model, ==, 1);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpuint (ranks[i].rank, ==, 1);
      g_assert_true (ranks[i].tied);
    }
  g_assert_cmpuint (ranks[3].model, ==, 5);
  g_assert_cmpuint (ranks[3].rank, ==, 4);
  g_assert_false (ranks[3].tied);
  g_assert_cmpuint (ranks[6].model, ==, 4);
  second = tn_rank_to_text (&ranks[1]);
  last = tn_rank_to_text (&ranks[3]);
  g_assert_cmpstr (second, ==, "1 =");
  g_assert_cmpstr (last, ==, "4");

  tn_rank_models (values, 7, TRUE, tied_within, values, ranks);
  g_assert_cmpuint (ranks[0].model, ==, 6);
  tn_rank_models (values, 0, FALSE, tied_within, values, ranks);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/interval-decides", interval_decides);
  g_test_add_func ("/comparison/agrees-with-proc-on-asah", asah_agrees);
  g_test_add_func ("/comparison/pairs-show-what-bars-hide", pairs_show_what_bars_hide);
  g_test_add_func ("/comparison/turning-the-pair-turns-the-verdict",
                   turning_the_pair_turns_the_verdict);
  g_test_add_func ("/comparison/a-model-ties-with-itself", a_model_ties_with_itself);
  g_test_add_func ("/comparison/equal-models-tie-in-95-of-100", equal_models_tie_in_95_of_100);
  g_test_add_func ("/comparison/other-rows-are-refused", other_rows_are_refused);
  g_test_add_func ("/comparison/ties-are-shown-as-ties", ties_are_shown_as_ties);

  return g_test_run ();
}
