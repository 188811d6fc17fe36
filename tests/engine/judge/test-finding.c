/* test-finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "judge-cases.h"
#include "tn-finding.h"
#include "tn-json.h"

static const TnFinding *
find (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const TnFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->code, code))
        return finding;
    }

  return NULL;
}

static char *
say (const TnFinding *finding)
{
  return tn_message_say (finding->message, tn_language_get ("en"));
}

static void
assert_says (GPtrArray *findings, const char *code, const char *sentence)
{
  const TnFinding *finding = find (findings, code);
  g_autofree char *said = NULL;

  g_assert_nonnull (finding);
  said = say (finding);
  g_assert_cmpstr (said, ==, sentence);
}

static void
add_target (GPtrArray *findings, gsize n_left, gsize n_stayed)
{
  g_autofree guint8 *labels = g_new0 (guint8, n_left + n_stayed + 1);

  memset (labels, 1, n_left);
  labels[n_left + n_stayed] = 255;
  tn_findings_add_target (findings, labels, n_left + n_stayed + 1);
}

static void
one_class_is_told_before_fitting (void)
{
  g_autoptr (GPtrArray) all = tn_findings_new ();
  g_autoptr (GPtrArray) none = tn_findings_new ();
  g_autoptr (GPtrArray) unknown = tn_findings_new ();

  add_target (all, 40, 0);
  assert_says (all, "warn.oneclass",
               "All 40 known customers left, so there is nothing to tell apart. A longer outcome "
               "window may find some who stay.");
  g_assert_cmpint (find (all, "warn.oneclass")->severity, ==, TN_SEVERITY_SERIOUS);
  g_assert_cmpuint (all->len, ==, 1);
  add_target (none, 0, 40);
  assert_says (
      none, "warn.oneclass",
      "All 40 known customers stayed, so there is nothing to tell apart. A shorter outcome "
      "window may find some who leave.");
  add_target (unknown, 0, 0);
  g_assert_cmpuint (unknown->len, ==, 0);
}

static void
small_groups_are_not_judged (void)
{
  g_autoptr (GPtrArray) one = tn_findings_new ();
  g_autoptr (GPtrArray) few = tn_findings_new ();
  g_autoptr (GPtrArray) stayers = tn_findings_new ();
  g_autoptr (GPtrArray) people = tn_findings_new ();
  g_autoptr (GPtrArray) enough = tn_findings_new ();

  add_target (one, 1, 60);
  assert_says (one, "warn.small",
               "There is only 1 leaver in this group. We cannot tell how the group behaves.");
  add_target (few, 9, 60);
  assert_says (few, "warn.small",
               "There are only 9 leavers in this group. We cannot tell how the group behaves; 10 "
               "would do.");
  add_target (stayers, 60, 9);
  assert_says (stayers, "warn.small",
               "There are only 9 customers who stayed in this group. We cannot tell how the group "
               "behaves; 10 would do.");
  add_target (people, 12, 14);
  assert_says (
      people, "warn.small",
      "There are only 26 customers in this group. We cannot tell how the group behaves; 30 "
      "would do.");
  add_target (enough, 10, 20);
  g_assert_null (find (enough, "warn.small"));
}

static void
imbalance_is_told_on_both_sides (void)
{
  g_autoptr (GPtrArray) few_leave = tn_findings_new ();
  g_autoptr (GPtrArray) few_stay = tn_findings_new ();
  g_autoptr (GPtrArray) balanced = tn_findings_new ();

  add_target (few_leave, 30, 970);
  assert_says (few_leave, "warn.imbalance",
               "Only 3% leave. “Nobody leaves” would be right 97% of the time, so accuracy says "
               "nothing here; look at lift.");
  add_target (few_stay, 950, 50);
  assert_says (few_stay, "warn.imbalance",
               "Only 5% stay. “Everybody leaves” would be right 95% of the time, so accuracy says "
               "nothing here; look at lift.");
  add_target (balanced, 200, 800);
  g_assert_cmpuint (balanced->len, ==, 0);
}

static void
equal_scores_are_told (void)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (GPtrArray) findings = tn_findings_new ();

  case_golden (&rows, 1, 300);
  scored = case_score (&rows);
  tn_findings_add_scores (findings, "logistic", scored);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_nonnull (find (findings, "warn.allequal"));
  g_assert_cmpstr (find (findings, "warn.allequal")->model, ==, "logistic");
}

/* Chances multiplied by @factor, labels drawn from the chances themselves. */
static TnJudgement *
judge_scaled (double factor, gsize n)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  TnRandom random;

  tn_random_init (&random, 5, 5);
  case_allocate (&rows, n);
  for (gsize i = 0; i < n; i++)
    {
      double p = 0.1 + 0.5 * tn_random_uniform (&random);

      rows.label[i] = tn_random_uniform (&random) < p;
      rows.score[i] = p * factor;
    }
  scored = case_score (&rows);
  options.n_resamples = 300;

  return tn_judgement_new (scored, &options, NULL, NULL, NULL);
}

static void
calibration_is_told_from_its_interval (void)
{
  static const struct
  {
    double factor;
    const char *code;
  } cases[] = {
    { 1, "metric.calibration.good" },
    { 1.3, "metric.calibration.over" },
    { 0.7, "metric.calibration.under" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnJudgement) judgement = judge_scaled (cases[i].factor, 4000);
      g_autoptr (GPtrArray) findings = tn_findings_new ();
      g_autofree char *said = NULL;

      tn_findings_add_judgement (findings, NULL, judgement);
      g_assert_cmpuint (findings->len, ==, 1);
      said = say (g_ptr_array_index (findings, 0));
      g_test_message ("%s", said);
      g_assert_nonnull (find (findings, cases[i].code));
      g_assert_null (strchr (said, '{'));
    }
}

static TnJudgement *
judge_with_auc (double distance, gsize n)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  TnRandom random;

  tn_random_init (&random, 9, 9);
  case_allocate (&rows, n);
  for (gsize i = 0; i < n; i++)
    {
      rows.label[i] = i % 3 == 0;
      rows.score[i] = 50 + distance * rows.label[i] + tn_random_normal (&random);
    }
  scored = case_score (&rows);
  options.n_resamples = 0;

  return tn_judgement_new (scored, &options, NULL, NULL, NULL);
}

static void
too_good_is_suspicious (void)
{
  g_autoptr (TnJudgement) good = judge_with_auc (1, 2000);
  g_autoptr (TnJudgement) too_good = judge_with_auc (3.5, 2000);
  g_autoptr (GPtrArray) quiet = tn_findings_new ();
  g_autoptr (GPtrArray) loud = tn_findings_new ();

  tn_findings_add_judgement (quiet, "m", good);
  g_assert_cmpuint (quiet->len, ==, 0);
  tn_findings_add_judgement (loud, "m", too_good);
  g_assert_nonnull (find (loud, "warn.toogood"));
}

static void
no_better_than_lot_is_told (void)
{
  g_autoptr (TnJudgement) useless = judge_with_auc (0, 200);
  g_autoptr (GPtrArray) findings = tn_findings_new ();

  tn_findings_add_judgement (findings, "m", useless);
  g_assert_nonnull (find (findings, "warn.wide"));
}

static void
one_column_that_carries_everything_is_told (void)
{
  static const TnFeatureShare harmless[] = {
    { "recency", 0.4, 0.7 },
    { "orders", (double) NAN, 0.68 },
  };
  static const TnFeatureShare by_importance[] = { { "a", 0.3, 0.6 }, { "last_login", 0.71, 0.8 } };
  static const TnFeatureShare by_auc[] = { { "cancel_reason", 0.2, 0.985 } };
  g_autoptr (TnJudgement) weak = judge_with_auc (0.8, 2000);
  g_autoptr (TnJudgement) good = judge_with_auc (2, 2000);
  g_autoptr (TnJudgement) perfect = judge_with_auc (4, 2000);
  g_autoptr (GPtrArray) findings = tn_findings_new ();
  g_autofree char *said = NULL;

  tn_findings_add_features (findings, "m", good, harmless, 2);
  /* In a weak model a strong column is how things are. */
  tn_findings_add_features (findings, "m", weak, by_importance, 2);
  g_assert_cmpuint (findings->len, ==, 0);
  tn_findings_add_features (findings, "m", good, by_importance, 2);
  assert_says (findings, "warn.leak",
               "“last_login” alone explains 71% of the result and may have been recorded after the "
               "fact. Check when it is filled in; if that is once a customer has left, leave the "
               "column out.");
  g_ptr_array_set_size (findings, 0);
  tn_findings_add_features (findings, "m", perfect, by_auc, 1);
  said = say (find (findings, "warn.leak"));
  g_assert_nonnull (strstr (said, "cancel_reason"));
  g_assert_nonnull (strstr (said, "better than shops usually see"));
  g_assert_cmpint (find (findings, "warn.leak")->severity, ==, TN_SEVERITY_SERIOUS);
}

/* A table with one row a customer and cut, of which rising shares leave. */
static TnFolds *
backtest (const double *rates, guint n_cuts, guint n_customers)
{
  const gint64 day = G_GINT64_CONSTANT (86400000000);
  gsize n = (gsize) n_cuts * n_customers;
  g_autofree double *target = g_new (double, n);
  g_autofree gint64 *cut = g_new (gint64, n);
  g_autofree gint64 *known = g_new (gint64, n);
  TnTableBuilder *builder = tn_table_builder_new (n);
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_autoptr (TnTable) table = NULL;

  for (gsize i = 0; i < n; i++)
    {
      gsize k = i / n_customers;

      target[i] = (double) (i % n_customers) < rates[k] * n_customers;
      cut[i] = (gint64) (15000 + 100 * k) * day;
      known[i] = cut[i] + 90 * day;
    }
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_numbers (target, n));
  tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT), tn_column_new_times (cut, n));
  tn_table_builder_take (builder, tn_field_new ("known", TN_ROLE_LABEL_END),
                         tn_column_new_times (known, n));
  table = tn_table_builder_end (builder);
  params.scheme = TN_FOLDS_BACKTEST;
  params.n_folds = 0;

  return tn_folds_new (table, &params, NULL);
}

static void
shift_between_cuts_is_told (void)
{
  static const double steady[4] = { 0.3, 0.31, 0.3, 0.32 }, moving[4] = { 0.3, 0.3, 0.32, 0.45 };
  g_autoptr (TnFolds) quiet = backtest (steady, 4, 600);
  g_autoptr (TnFolds) loud = backtest (moving, 4, 600);
  g_autoptr (TnFolds) few = backtest (moving, 4, 20);
  g_autoptr (GPtrArray) findings = tn_findings_new ();

  tn_findings_add_folds (findings, quiet);
  /* With 20 customers a cut the same rates may be chance. */
  tn_findings_add_folds (findings, few);
  g_assert_cmpuint (findings->len, ==, 0);
  tn_findings_add_folds (findings, loud);
  assert_says (findings, "warn.shift",
               "The leaving rate differs between test cuts: 30% at 6 May 2011, 45% at 22 November "
               "2011. The chances may be off by as much; the order of the list is less affected.");
}

static void
json_keeps_findings (void)
{
  g_autoptr (GPtrArray) findings = tn_findings_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (TnFinding) read = NULL;
  g_autoptr (TnFinding) copy = NULL;
  g_autoptr (JsonNode) bad = json_from_string ("{\"code\":\"x\",\"severity\":\"mild\"}", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *there = NULL;
  g_autofree char *back = NULL;

  add_target (findings, 3, 60);
  node = tn_finding_to_json (g_ptr_array_index (findings, 0));
  read = tn_finding_from_json (node, &error);
  g_assert_no_error (error);
  copy = tn_finding_copy (read);
  there = say (g_ptr_array_index (findings, 0));
  back = say (copy);
  g_assert_cmpstr (there, ==, back);
  g_assert_null (tn_finding_from_json (bad, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/one-class-is-told-before-fitting", one_class_is_told_before_fitting);
  g_test_add_func ("/finding/small-groups-are-not-judged", small_groups_are_not_judged);
  g_test_add_func ("/finding/imbalance-is-told-on-both-sides", imbalance_is_told_on_both_sides);
  g_test_add_func ("/finding/equal-scores-are-told", equal_scores_are_told);
  g_test_add_func ("/finding/calibration-is-told-from-its-interval",
                   calibration_is_told_from_its_interval);
  g_test_add_func ("/finding/too-good-is-suspicious", too_good_is_suspicious);
  g_test_add_func ("/finding/no-better-than-lot-is-told", no_better_than_lot_is_told);
  g_test_add_func ("/finding/one-column-that-carries-everything-is-told",
                   one_column_that_carries_everything_is_told);
  g_test_add_func ("/finding/shift-between-cuts-is-told", shift_between_cuts_is_told);
  g_test_add_func ("/finding/json-keeps-findings", json_keeps_findings);

  return g_test_run ();
}
