/* test-models.c: splits, rules, learners, evaluation and report, node by node
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "nodes-support.h"
#include "tn-baseline.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-random.h"

/* data → split → @learner */
static Lab *
new_lab (const char *learner)
{
  g_autofree char *step = g_strdup_printf ("m %s", learner);

  return lab_new ("d dataset", "d.name=t", "s split", "d.table > s.table", step,
                  "s.table > m.table", NULL);
}

/* 240 rows whose chance rises with x; every eighth has no answer. */
static TnTable *
make_table (const char *key)
{
  g_autoptr (GString) who = g_string_new ("who:customer:");
  g_autoptr (GString) x = g_string_new ("x:feature:");
  g_autoptr (GString) recency = g_string_new ("recency_days:number:");
  g_autoptr (GString) churn = g_string_new (key);
  TnRandom random;

  tn_random_init (&random, 11, 3);
  for (guint i = 0; i < 240; i++)
    {
      double value = tn_random_uniform (&random);
      gboolean left = tn_random_uniform (&random) < value;

      g_string_append_printf (who, "w%u ", i / 2);
      g_string_append_printf (x, "%.4f ", value);
      if (i % 10 == 3)
        g_string_append (recency, "- ");
      else
        g_string_append_printf (recency, "%.1f ", 100 * value);
      g_string_append (churn, i % 8 == 7 ? "- " : left ? "yes " : "no ");
    }

  return lab_table_of (who->str, x->str, recency->str, churn->str, NULL);
}

static void
test_kfold (void)
{
  g_autoptr (Lab) lab = new_lab ("base_rate");
  const TnFolds *folds;
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree guint *n_tests = g_new0 (guint, 240);

  lab_put (lab, "t", tn_table_ref (table));
  lab_set (lab, "s.n_folds=5");
  lab_run (lab);
  folds = tn_runner_get_folds (lab->runner);
  g_assert_cmpint (tn_folds_get_scheme (folds), ==, TN_FOLDS_KFOLD);
  g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, 5);
  for (guint fold = 0; fold < 5; fold++)
    {
      const guint8 *roles = g_bytes_get_data (tn_folds_get_fold (folds, fold)->row_roles, NULL);

      for (guint i = 0; i < 240; i++)
        {
          n_tests[i] += roles[i] == TN_ROW_TEST;
          /* Both rows of a customer stand on one side, where they have an answer. */
          if (i % 2 == 0 && (i + 1) % 8 != 7)
            g_assert_true ((roles[i] == TN_ROW_TEST) == (roles[i + 1] == TN_ROW_TEST));
        }
    }
  for (guint i = 0; i < 240; i++)
    g_assert_cmpuint (n_tests[i], ==, i % 8 == 7 ? 0 : 1);
}

static void
test_auto_is_by_time (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=log", "c define_churn", "d.events > c.events",
               "f asof_features", "d.events > f.events", "c.table > f.rows", "s split",
               "f.table > s.table", "m base_rate", "s.table > m.table", "s.n_cuts=2", NULL);
  const TnFolds *folds;

  lab_put (lab, "log", lab_make_log (2));
  lab_run (lab);
  folds = tn_runner_get_folds (lab->runner);
  g_assert_cmpint (tn_folds_get_scheme (folds), ==, TN_FOLDS_BACKTEST);
  g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, 2);
  g_assert_cmpint (tn_folds_get_fold (folds, 0)->cut, !=, tn_folds_get_fold (folds, 1)->cut);
  lab_set (lab, "s.scheme=column");
  lab_set (lab, "s.column=no_such");
  {
    g_autoptr (GError) error = NULL;

    lab_run_refused_somewhere (lab, &error);
    g_assert_cmpstr (tn_error_get_node (error), ==, "s");
  }
}

/* Everyone gets the rate of the rows learned from, the final one that of all labelled rows. */
static void
test_base_rate (void)
{
  g_autoptr (Lab) lab = new_lab ("base_rate");
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree guint8 *labels = tn_table_dup_labels (table, NULL);
  g_autofree double *scores = NULL;
  double sum = 0, n = 0;

  lab_put (lab, "t", tn_table_ref (table));
  lab_run (lab);
  for (guint i = 0; i < 240; i++)
    if (labels[i] <= 1)
      {
        sum += labels[i];
        n++;
      }
  scores = lab_numbers (lab_table (lab, "m.scores"), "score");
  for (guint i = 0; i < 240; i++)
    g_assert_cmpfloat_with_epsilon (scores[i], sum / n, 1e-12);
  g_assert_cmpint (tn_table_find (lab_table (lab, "m.scores"), "x"), ==, -1);
}

static TnBaseline *
rule_of (const TnNodeState *state, const char *field)
{
  g_autoptr (GVariant) fields = field != NULL ? tn_node_state_get (state, field, "a{sv}", NULL)
                                              : g_variant_ref (tn_node_state_get_fields (state));
  g_autoptr (GError) error = NULL;
  TnBaseline *rule = tn_baseline_from_variant (fields, &error);

  g_assert_no_error (error);

  return rule;
}

/* A rule is measured against models that learn from the rows to choose by as well, so it does
 * too; their own scores come from the rule that has not seen them. */
static void
test_rules_see_what_models_see (void)
{
  static const char *const rules[] = { "base_rate", "recency_rule" };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (Lab) lab = new_lab (rules[i]);
      g_autoptr (TnBaseline) rule = NULL, chooser = NULL;
      const TnNodeState *state;

      lab_set (lab, "s.scheme=column");
      lab_set (lab, "s.column=part");
      lab_put (lab, "t",
               lab_table_of ("who:customer:a b c d e f g h i j",
                             "recency_days:number:1 2 3 4 5 6 7 8 9 10",
                             "churn:target:yes no no no yes yes no yes - yes",
                             "part:none:train train train train validate validate validate "
                             "validate test test",
                             NULL));
      lab_run (lab);
      state = tn_runner_get_state (lab->runner, "m", 0);
      rule = rule_of (state, NULL);
      chooser = rule_of (state, "chooser");
      g_assert_cmpfloat_with_epsilon (tn_baseline_get_rate (rule), 4.0 / 8, 1e-12);
      g_assert_cmpfloat_with_epsilon (tn_baseline_get_rate (chooser), 1.0 / 4, 1e-12);
    }
}

static void
test_recency (void)
{
  g_autoptr (Lab) lab = new_lab ("recency_rule");
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree double *days = lab_numbers (table, "recency_days");
  g_autofree double *scores = NULL;

  lab_put (lab, "t", tn_table_ref (table));
  lab_run (lab);
  scores = lab_numbers (lab_table (lab, "m.scores"), "score");
  for (guint i = 0; i < 240; i++)
    {
      g_assert_true (scores[i] >= 0 && scores[i] <= 1);
      for (guint j = 0; j < i; j++)
        if (days[i] > days[j])
          g_assert_cmpfloat (scores[i], >=, scores[j]);
    }
  lab_set (lab, "m.column=who");
  lab_run_refused (lab, TN_ERROR_DATA, "m");
  lab_set (lab, "m.column=");
  lab_run_refused (lab, TN_ERROR_DATA, "m");
}

static void
test_learner (gconstpointer data)
{
  g_autoptr (Lab) lab = new_lab (data);
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree double *x = lab_numbers (table, "x");
  g_autofree double *scores = NULL;
  double low = 0, high = 0;

  lab_put (lab, "t", tn_table_ref (table));
  lab_run (lab);
  scores = lab_numbers (lab_table (lab, "m.scores"), "score");
  for (guint i = 0; i < 240; i++)
    {
      g_assert_true (scores[i] > 0 && scores[i] < 1);
      *(x[i] < 0.5 ? &low : &high) += scores[i] / 120;
    }
  g_assert_cmpfloat (high, >, low + 0.1);
}

/* A key or an answer called as scores will be is not overwritten. */
static void
test_score_name (gconstpointer data)
{
  g_autoptr (Lab) lab = new_lab (data);

  lab_put (lab, "t", make_table ("score:target:"));
  lab_run_refused (lab, TN_ERROR_DATA, "m");
}

static void
test_words_refused (gconstpointer data)
{
  g_autoptr (Lab) lab = new_lab (data);

  lab_put (lab, "t",
           lab_table_of ("who:customer:a b c d e f g h", "plan:feature:p q p q p q p q",
                         "churn:target:yes no yes no yes no no yes", NULL));
  lab_set (lab, "s.n_folds=2");
  lab_run_refused (lab, TN_ERROR_DATA, "m");
}

static void
test_evaluate (void)
{
  g_autoptr (Lab) lab = lab_new (
      "d dataset", "d.name=t", "s split", "d.table > s.table", "b base_rate", "s.table > b.table",
      "m logistic", "s.table > m.table", "e evaluate", "b.scores > e.scores", "m.scores > e.scores",
      "r report", "e.result > r.results", "r.shop=Tea & Cups", "e.resamples=100", NULL);
  JsonObject *report;
  JsonArray *models;

  lab_put (lab, "t", make_table ("churn:target:"));
  lab_run (lab);
  models = tn_json_array (lab_result (lab, "e.result"), "models");
  g_assert_cmpuint (json_array_get_length (models), ==, 2);
  g_assert_cmpstr (tn_json_string (lab_result (lab, "e.result"), "kind", NULL), ==, "evaluation");
  report = lab_result (lab, "r.result");
  g_assert_cmpstr (tn_json_string (report, "kind", NULL), ==, "report");
  g_assert_cmpstr (tn_json_string (report, "shop", NULL), ==, "Tea & Cups");
  g_assert_cmpuint (json_array_get_length (tn_json_array (report, "parts")), ==, 1);
}

/* What learns before the rows are split has seen the test rows. */
static void
test_leak (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=t", "i impute", "d.table > i.table", "s split",
               "i.table > s.table", "m logistic", "s.table > m.table", NULL);
  g_autoptr (Lab) unsplit =
      lab_new ("d dataset", "d.name=t", "m logistic", "d.table > m.table", NULL);

  lab_put (lab, "t", make_table ("churn:target:"));
  lab_run_refused (lab, TN_ERROR_LEAK, "i");
  lab_put (unsplit, "t", make_table ("churn:target:"));
  lab_run_refused (unsplit, TN_ERROR_ARGUMENT, "m");
}

int
main (int argc, char **argv)
{
  static const char *const learners[] = { "logistic", "boosting" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/every-customer-tests-once", test_kfold);
  g_test_add_func ("/split/auto-goes-by-time-where-there-are-cuts", test_auto_is_by_time);
  g_test_add_func ("/rules/learn-from-the-rows-models-learn-from", test_rules_see_what_models_see);
  g_test_add_func ("/base-rate/is-the-rate-of-labelled-rows", test_base_rate);
  g_test_add_func ("/recency-rule/rises-with-silence", test_recency);
  for (guint i = 0; i < G_N_ELEMENTS (learners); i++)
    {
      g_autofree char *learns = g_strdup_printf ("/%s/finds-what-matters", learners[i]);
      g_autofree char *name = g_strdup_printf ("/%s/no-key-is-called-score", learners[i]);
      g_autofree char *words = g_strdup_printf ("/%s/words-are-refused", learners[i]);

      g_test_add_data_func (learns, learners[i], test_learner);
      g_test_add_data_func (name, learners[i], test_score_name);
      g_test_add_data_func (words, learners[i], test_words_refused);
    }
  g_test_add_func ("/evaluate/judges-and-reports", test_evaluate);
  g_test_add_func ("/evaluate/learning-before-the-split-is-refused", test_leak);

  return g_test_run ();
}
