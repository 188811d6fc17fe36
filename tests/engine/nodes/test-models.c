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

/* Rows of one date may be dealt by customer, and what that leaves untested is said. */
static void
test_one_date (void)
{
  g_autoptr (Lab) lab = new_lab ("base_rate");
  g_autoptr (TnTable) table = make_table ("churn:target:");
  gsize n = tn_table_get_n_rows (table);
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_autofree gint64 *cuts = g_new (gint64, n);

  for (gsize i = 0; i < n; i++)
    cuts[i] = 15000 * G_TIME_SPAN_DAY;
  tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT), tn_column_new_times (cuts, n));
  lab_put (lab, "t", tn_table_builder_end (builder));
  lab_set (lab, "s.scheme=kfold");
  lab_set (lab, "s.n_folds=5");
  lab_run (lab);
  g_assert_nonnull (lab_find_warning (lab, "split.one_date"));

  for (gsize i = 0; i < n / 2; i++)
    cuts[i] += 30 * G_TIME_SPAN_DAY;
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT), tn_column_new_times (cuts, n));
  lab_put (lab, "t", tn_table_builder_end (builder));
  lab_run_refused (lab, TN_ERROR_LEAK, "s");
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

#define MONTH (30 * G_TIME_SPAN_DAY)

/* 80 customers as of eight months, told apart by x; outcomes are known three months later. With
 * @cheating, rows as of the third and fourth month say the opposite. */
static TnTable *
make_dated_table (gboolean cheating)
{
  enum
  {
    N_CUSTOMERS = 80,
    N_CUTS = 8,
    N = N_CUSTOMERS * N_CUTS
  };
  TnTableBuilder *builder = tn_table_builder_new (N);
  double x[N], left[N], who[N];
  gint64 cuts[N], ends[N];
  TnRandom random;

  tn_random_init (&random, 5, 9);
  for (guint i = 0; i < N; i++)
    {
      guint month = i / N_CUSTOMERS;

      x[i] = tn_random_uniform (&random);
      left[i] = tn_random_uniform (&random) < x[i];
      if (cheating && (month == 2 || month == 3))
        left[i] = 1 - left[i];
      who[i] = i % N_CUSTOMERS;
      cuts[i] = (500 + month) * MONTH;
      ends[i] = cuts[i] + 3 * MONTH;
    }
  tn_table_builder_take (builder, tn_field_new ("who", TN_ROLE_CUSTOMER),
                         tn_column_new_numbers (who, N));
  tn_table_builder_take (builder, tn_field_new ("recency_days", TN_ROLE_FEATURE),
                         tn_column_new_numbers (x, N));
  tn_table_builder_take (builder, tn_field_new ("churn", TN_ROLE_TARGET),
                         tn_column_new_numbers (left, N));
  tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT), tn_column_new_times (cuts, N));
  tn_table_builder_take (builder, tn_field_new ("known", TN_ROLE_LABEL_END),
                         tn_column_new_times (ends, N));

  return tn_table_builder_end (builder);
}

static GVariant *
learn_dated (Lab *lab, gboolean cheating, GVariant **chooser)
{
  const TnNodeState *state;
  GVariantDict all;

  lab_put (lab, "t", make_dated_table (cheating));
  lab_run (lab);
  state = tn_runner_get_state (lab->runner, "m", 0);
  *chooser = tn_node_state_get (state, "chooser", "a{sv}", NULL);
  g_assert_nonnull (*chooser);
  g_variant_dict_init (&all, tn_node_state_get_fields (state));
  g_variant_dict_remove (&all, "chooser");

  return g_variant_ref_sink (g_variant_dict_end (&all));
}

/* Tested at the eighth month, learned up to the fifth, which chooses. Windows of the third and
 * fourth reach past it and share its days: what they say may change the model, and must not change
 * by a byte what the number of trees, thresholds and curves are chosen with. */
static void
test_chooser_is_blind (gconstpointer data)
{
  g_autofree char *learner = g_strdelimit (g_strdup (data), "-", '_');
  g_autoptr (Lab) lab = new_lab (learner);
  g_autoptr (GVariant) honest = NULL, cheated = NULL, honest_chooser = NULL, cheated_chooser = NULL;
  const TnFold *fold;

  lab_set (lab, "s.n_cuts=1");
  honest = learn_dated (lab, FALSE, &honest_chooser);
  fold = tn_folds_get_fold (tn_runner_get_folds (lab->runner), 0);
  g_assert_cmpuint (fold->count[TN_ROW_TRAIN], ==, 4 * 80);
  g_assert_cmpuint (fold->count[TN_ROW_VALIDATE], ==, 80);
  cheated = learn_dated (lab, TRUE, &cheated_chooser);
  g_assert_true (g_variant_equal (honest_chooser, cheated_chooser));
  g_assert_false (g_variant_equal (honest, cheated));
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

/* The odds ratios of the final fit stand in the result: x raises the odds, and what it does over
 * one standard deviation follows from what it does over one unit. */
static void
test_odds (void)
{
  g_autoptr (Lab) lab = lab_new (
      "d dataset", "d.name=t", "s split", "d.table > s.table", "b base_rate", "s.table > b.table",
      "m logistic", "s.table > m.table", "e evaluate", "b.scores > e.scores", "m.scores > e.scores",
      "e.resamples=100", "s.n_folds=3", "m.penalty=0", NULL);
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree double *x = lab_numbers (table, "x");
  g_autofree guint8 *labels = tn_table_dup_labels (table, NULL);
  double n = 0, mean = 0, sum = 0, sd;
  JsonArray *list;
  JsonObject *odds, *term, *unit, *over_sd;

  for (guint i = 0; i < 240; i++)
    if (labels[i] <= 1)
      {
        n++;
        mean += x[i];
      }
  mean /= n;
  for (guint i = 0; i < 240; i++)
    if (labels[i] <= 1)
      sum += (x[i] - mean) * (x[i] - mean);
  sd = sqrt (sum / (n - 1));

  lab_put (lab, "t", tn_table_ref (table));
  lab_run (lab);
  list = tn_json_array (lab_result (lab, "e.result"), "odds");
  g_assert_nonnull (list);
  g_assert_cmpuint (json_array_get_length (list), ==, 1);
  odds = json_array_get_object_element (list, 0);
  g_assert_cmpstr (tn_json_string (odds, "model", NULL), ==, "m");
  g_assert_cmpuint (json_array_get_length (tn_json_array (odds, "terms")), ==, 1);
  term = json_array_get_object_element (tn_json_array (odds, "terms"), 0);
  unit = tn_json_object (term, "per_unit");
  over_sd = tn_json_object (term, "per_sd");
  g_assert_cmpstr (tn_json_string (term, "term", NULL), ==, "x");
  g_assert_cmpfloat_with_epsilon (tn_json_double (term, "sd", NAN), sd, 1e-12);
  g_assert_cmpfloat (tn_json_double (unit, "low", NAN), >, 1);
  g_assert_cmpfloat (tn_json_double (over_sd, "low", NAN), >, 1);
  g_assert_cmpfloat (tn_json_double (over_sd, "high", NAN), <, tn_json_double (unit, "high", NAN));
  g_assert_cmpfloat_with_epsilon (log (tn_json_double (over_sd, "low", NAN)),
                                  sd * log (tn_json_double (unit, "low", NAN)), 1e-10);
}

/* 600 customers with a weak fact and, written after the fact, a fee, or in words a reason, of nine
 * in ten who left and one in forty who stayed. */
static TnTable *
make_told (gboolean in_words, gboolean is_fact)
{
  g_autoptr (GString) who = g_string_new ("who:customer:");
  g_autoptr (GString) x = g_string_new ("x:feature:");
  g_autoptr (GString) told = g_string_new (is_fact    ? "closing:feature:"
                                           : in_words ? "closing:ignore:"
                                                      : "closing:number:");
  g_autoptr (GString) churn = g_string_new ("churn:target:");
  TnRandom random;

  tn_random_init (&random, 5, 8);
  for (guint i = 0; i < 600; i++)
    {
      double value = tn_random_uniform (&random);
      gboolean left = tn_random_uniform (&random) < 0.2 + 0.4 * value;
      gboolean is_told = tn_random_uniform (&random) < (left ? 0.9 : 0.025);

      g_string_append_printf (who, "w%u ", i);
      g_string_append_printf (x, "%.4f ", value);
      if (in_words)
        g_string_append (told, !is_told ? "none " : i % 2 ? "moved " : "price ");
      else
        g_string_append_printf (told, "%.2f ", is_told ? 5 + value : 0);
      g_string_append (churn, left ? "yes " : "no ");
    }

  return lab_table_of (who->str, x->str, told->str, churn->str, NULL);
}

static char *
find_leak (Lab *lab)
{
  JsonArray *findings = tn_json_array (lab_result (lab, "e.result"), "findings");

  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);
      g_autoptr (TnMessage) message = NULL;

      if (g_strcmp0 (tn_json_string (finding, "code", NULL), "warn.leak") != 0)
        continue;
      message = tn_message_from_json (json_object_get_member (finding, "message"), NULL);

      return tn_message_say (message, tn_language_get ("en"));
    }

  return NULL;
}

/* The column is named as it came, also where the encoder made several of it, and only as long as a
 * model uses it. */
static void
test_told_after (gconstpointer data)
{
  gboolean in_words = GPOINTER_TO_INT (data);
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=t", "s split", "d.table > s.table", "n encode",
               "s.table > n.table", "m logistic", "n.table > m.table", "e evaluate",
               "m.scores > e.scores", "e.resamples=100", "s.n_folds=3", NULL);
  g_autoptr (Lab) without = lab_new ("d dataset", "d.name=t", "s split", "d.table > s.table",
                                     "m logistic", "s.table > m.table", "e evaluate",
                                     "m.scores > e.scores", "e.resamples=100", "s.n_folds=3", NULL);
  g_autofree char *said = NULL;
  g_autofree char *unsaid = NULL;

  lab_put (lab, "t", make_told (in_words, TRUE));
  lab_run (lab);
  said = find_leak (lab);
  g_test_message ("%s", said);
  g_assert_nonnull (said);
  g_assert_nonnull (strstr (said, "“closing” alone"));
  g_assert_nonnull (strstr (said, "leave the column out"));

  lab_put (without, "t", make_told (in_words, FALSE));
  lab_run (without);
  unsaid = find_leak (without);
  g_assert_null (unsaid);
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (x[0] > y[0]) - (x[0] < y[0]);
}

/* Whether scores of a whole run never move against @sign as x rises; @n_steps: how often they
 * move. */
static gboolean
is_monotone (const char *setting, int sign, guint *n_steps)
{
  g_autoptr (Lab) lab = new_lab ("boosting");
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree double *x = lab_numbers (table, "x");
  g_autofree double *scores = NULL;
  g_autofree double *pairs = g_new (double, 480);
  gboolean kept = TRUE;

  lab_put (lab, "t", tn_table_ref (table));
  lab_set (lab, "s.n_folds=3");
  lab_set (lab, "m.leaf_weight=1");
  lab_set (lab, "m.patience=0");
  lab_set (lab, "m.rounds=40");
  lab_set (lab, setting);
  lab_run (lab);
  scores = lab_numbers (lab_table (lab, "m.scores"), "score");
  for (guint i = 0; i < 240; i++)
    {
      pairs[2 * i] = x[i];
      pairs[2 * i + 1] = scores[i];
    }
  qsort (pairs, 240, 2 * sizeof (double), compare_pairs);
  *n_steps = 0;
  for (guint i = 1; i < 240; i++)
    {
      double step = pairs[2 * i + 1] - pairs[2 * i - 1];

      kept = kept && sign * step >= 0;
      *n_steps += step != 0;
    }

  return kept;
}

static void
test_monotone (void)
{
  g_autoptr (Lab) lab = new_lab ("boosting");
  guint n_steps;

  g_assert_true (is_monotone ("m.rises=x", 1, &n_steps));
  g_assert_cmpuint (n_steps, >, 3);
  /* Free trees follow the noise, so this test could fail. */
  g_assert_false (is_monotone ("m.rises=", 1, &n_steps));
  /* The chance rises with x: a model that may only lower it has nothing to say. */
  g_assert_true (is_monotone ("m.falls=x", -1, &n_steps));

  lab_put (lab, "t", make_table ("churn:target:"));
  lab_set (lab, "m.rises=no_such");
  lab_run_refused (lab, TN_ERROR_DATA, "m");
  lab_set (lab, "m.rises=x");
  lab_set (lab, "m.falls=x");
  lab_run_refused (lab, TN_ERROR_DATA, "m");
}

/* What the steps learned about columns is told once, not for every fold. */
static void
test_notes (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=t", "s split", "d.table > s.table", "s.n_folds=3", "i impute",
               "s.table > i.table", "c scale", "i.table > c.table", "m logistic",
               "c.table > m.table", "m.penalty=0", NULL);
  TnTableBuilder *builder;
  g_autoptr (TnTable) table = make_table ("churn:target:");
  g_autofree double *x = lab_numbers (table, "x");
  g_autofree double *twice = g_new (double, 240);
  g_autofree double *none = g_new (double, 240);
  guint n_notes = 0;

  for (guint i = 0; i < 240; i++)
    {
      twice[i] = 2 * x[i] + 1;
      none[i] = (double) NAN;
    }
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, tn_field_new ("twice", TN_ROLE_FEATURE),
                         tn_column_new_numbers (twice, 240));
  tn_table_builder_take (builder, tn_field_new ("none", TN_ROLE_FEATURE),
                         tn_column_new_numbers (none, 240));
  lab_put (lab, "t", tn_table_builder_end (builder));
  lab_run (lab);
  for (guint i = 0; i < lab->warnings->len; i++)
    {
      const char *warning = g_ptr_array_index (lab->warnings, i);

      g_test_message ("%s", warning);
      n_notes += strstr (warning, "“twice” follows from the columns before it") != NULL;
    }
  g_assert_cmpuint (n_notes, ==, 1);
  g_assert_nonnull (lab_find_warning (lab, "prepare.note"));
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
  static const char *const all_learners[] = { "base-rate", "recency-rule", "logistic", "boosting" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/every-customer-tests-once", test_kfold);
  g_test_add_func ("/split/rows-of-one-date-are-said-to-be", test_one_date);
  g_test_add_func ("/split/auto-goes-by-time-where-there-are-cuts", test_auto_is_by_time);
  g_test_add_func ("/rules/learn-from-the-rows-models-learn-from", test_rules_see_what_models_see);
  for (guint i = 0; i < G_N_ELEMENTS (all_learners); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/%s/what-shares-its-days-has-no-part-in-choosing", all_learners[i]);

      g_test_add_data_func (path, all_learners[i], test_chooser_is_blind);
    }
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
  g_test_add_func ("/boosting/chances-rise-or-fall-as-told", test_monotone);
  g_test_add_func ("/prepare/what-was-found-is-told-once", test_notes);
  g_test_add_func ("/evaluate/odds-ratios-of-the-final-fit-are-told", test_odds);
  g_test_add_data_func ("/evaluate/a-number-told-after-the-fact-is-named", GINT_TO_POINTER (FALSE),
                        test_told_after);
  g_test_add_data_func ("/evaluate/a-word-told-after-the-fact-is-named", GINT_TO_POINTER (TRUE),
                        test_told_after);
  g_test_add_func ("/evaluate/learning-before-the-split-is-refused", test_leak);

  return g_test_run ();
}
