/* test-evaluation.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "judge-cases.h"
#include "tn-evaluation.h"
#include "tn-json.h"
#include "tn-judge-narrator.h"
#include "tn-pool.h"

#define N_ROWS  1200
#define N_FOLDS 3

/* One truth, several models that see more or less of it. */
typedef struct
{
  Case truth; /* the scores are the latent */
  TnMessage *names[4];
  TnScored *test[4];
  TnScored *validate;
  TnContender contenders[4];
} Shop;

static void
shop_clear (Shop *self)
{
  case_clear (&self->truth);
  for (int i = 0; i < 4; i++)
    {
      tn_message_unref (self->names[i]);
      tn_scored_unref (self->test[i]);
    }
  tn_scored_unref (self->validate);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

static TnScored *
score_with (const Case *truth, TnRandom *random, double noise, gboolean days)
{
  g_auto (Case) rows = { 0 };

  case_allocate (&rows, truth->n);
  rows.customer = g_memdup2 (truth->customer, truth->n * sizeof (guint32));
  rows.fold = g_memdup2 (truth->fold, truth->n * sizeof (guint32));
  for (gsize i = 0; i < truth->n; i++)
    {
      double x = truth->score[i] + noise * tn_random_normal (random);

      rows.label[i] = truth->label[i];
      rows.score[i] = days ? floor (90 + 30 * x) : 1 / (1 + exp (0.8 - x));
    }

  return case_score (&rows);
}

/* A rule in days, a good model, its twin, and one with little to go by. */
static void
shop_init (Shop *self, double rule_noise)
{
  static const char *const ids[] = { "logistic", "recency", "boosting", "weak" };
  static const char *const names[] = { "logistic regression", "last purchase", "boosting",
                                       "two columns" };
  const double noise[] = { 0.2, rule_noise, 0.2, 3 };
  TnRandom random;

  memset (self, 0, sizeof *self);
  tn_random_init (&random, 21, 4);
  case_allocate (&self->truth, N_ROWS);
  self->truth.customer = g_new (guint32, N_ROWS);
  self->truth.fold = g_new (guint32, N_ROWS);
  for (gsize i = 0; i < N_ROWS; i++)
    {
      self->truth.score[i] = tn_random_normal (&random);
      self->truth.label[i] =
          tn_random_uniform (&random) < 1 / (1 + exp (0.8 - self->truth.score[i]));
      self->truth.fold[i] = (guint32) (i * N_FOLDS / N_ROWS);
      self->truth.customer[i] = (guint32) (i % 500);
    }
  self->validate = score_with (&self->truth, &random, 0.2, FALSE);
  for (int i = 0; i < 4; i++)
    {
      self->names[i] = tn_message_new_literal (names[i]);
      self->test[i] = score_with (&self->truth, &random, noise[i], i == 1);
      self->contenders[i] = (TnContender){ .id = ids[i],
                                           .label = self->names[i],
                                           .is_baseline = i == 1,
                                           .complexity = i == 1 ? 0 : i + 1,
                                           .test = self->test[i],
                                           .validate = i == 1 ? NULL : self->validate };
    }
}

static TnEvaluation *
evaluate (Shop *shop, guint n_resamples)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  TnEvaluation *evaluation;

  options.n_resamples = n_resamples;
  evaluation = tn_evaluation_new (shop->contenders, 4, NULL, &options, NULL, NULL, &error);
  g_assert_no_error (error);

  return evaluation;
}

static void
models_are_judged_folded_and_ranked (void)
{
  g_auto (Shop) shop;
  g_autoptr (TnEvaluation) evaluation = NULL;
  const TnJudgedModel *logistic, *recency, *boosting, *weak;

  shop_init (&shop, 1);
  evaluation = evaluate (&shop, 150);
  g_assert_cmpuint (tn_evaluation_get_n_models (evaluation), ==, 4);
  g_assert_cmpuint (tn_evaluation_get_n_folds (evaluation), ==, N_FOLDS);
  recency = tn_evaluation_get_model (evaluation, 0);
  logistic = tn_evaluation_get_model (evaluation, 1);
  boosting = tn_evaluation_find_model (evaluation, "boosting");
  weak = tn_evaluation_find_model (evaluation, "weak");
  g_assert_cmpstr (recency->id, ==, "recency");
  g_assert_true (recency->is_baseline);
  g_assert_cmpuint (logistic->rank, ==, 1);
  g_assert_cmpuint (boosting->rank, ==, 1);
  g_assert_true (logistic->tied && boosting->tied);
  g_assert_cmpuint (recency->rank, ==, 3);
  g_assert_cmpuint (weak->rank, ==, 4);
  g_assert_false (weak->tied);
  /* Tied with boosting, and simpler. */
  g_assert_true (tn_evaluation_get_best (evaluation) == logistic);
  g_assert_nonnull (tn_judgement_find (logistic->pooled, "f1_best"));
  g_assert_null (tn_judgement_find (recency->pooled, "f1_best"));
  for (guint i = 0; i < N_FOLDS; i++)
    {
      g_assert_cmpuint (tn_judgement_find (logistic->folds[i], "auc")->n, ==, N_ROWS / N_FOLDS);
      g_assert_cmpuint (tn_evaluation_get_fold (evaluation, i)->n_test, ==, N_ROWS / N_FOLDS);
    }
}

static double
own_threshold (TnScored *validate, guint fold)
{
  g_autoptr (TnScored) part = tn_scored_select_fold (validate, fold, NULL);

  return tn_scored_best_f1_threshold (part);
}

/* Validate rows of one fold may be test rows of another: what is pooled are decisions, each by the
 * threshold of its own fold. Counted by hand. */
static void
each_fold_decides_by_its_own_threshold (void)
{
  g_auto (Shop) shop;
  g_autoptr (TnEvaluation) evaluation = NULL;
  const TnJudgedModel *model;
  double hits = 0, contacted = 0, leavers = 0;
  double lowest = 1, highest = 0;

  shop_init (&shop, 1);
  evaluation = evaluate (&shop, 120);
  model = tn_evaluation_find_model (evaluation, "weak");
  for (gsize i = 0; i < N_ROWS; i++)
    {
      double threshold = own_threshold (shop.validate, shop.truth.fold[i]);

      lowest = MIN (lowest, threshold);
      highest = MAX (highest, threshold);
      leavers += shop.truth.label[i];
      if (tn_scored_get_scores (shop.test[3])[i] < threshold)
        continue;
      contacted++;
      hits += shop.truth.label[i];
    }
  g_assert_cmpfloat (lowest, <, highest);
  tn_assert_close (tn_judgement_value (model->pooled, "recall_best"), hits / leavers, 1e-14);
  tn_assert_close (tn_judgement_value (model->pooled, "precision_best"), hits / contacted, 1e-14);
  /* There is no one threshold to state, except in each fold. */
  g_assert_null (tn_judgement_find (model->pooled, "threshold_best"));
  for (guint i = 0; i < N_FOLDS; i++)
    tn_assert_close (tn_judgement_value (model->folds[i], "threshold_best"),
                     own_threshold (shop.validate, i), 0);
}

/* The pooled judgement of a model is what it gets alone. */
static void
company_does_not_change_a_judgement (void)
{
  g_auto (Shop) shop;
  g_autoptr (TnEvaluation) evaluation = NULL;
  g_autoptr (TnJudgement) alone = NULL;
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  const TnJudgedModel *model;
  double thresholds[N_FOLDS];

  shop_init (&shop, 1);
  evaluation = evaluate (&shop, 120);
  model = tn_evaluation_find_model (evaluation, "weak");
  options.n_resamples = 120;
  options.fold_thresholds = thresholds;
  for (guint i = 0; i < N_FOLDS; i++)
    thresholds[i] = own_threshold (shop.validate, i);
  alone = tn_judgement_new (shop.test[3], &options, NULL, NULL, NULL);
  g_assert_cmpuint (tn_judgement_get_n_metrics (alone), ==,
                    tn_judgement_get_n_metrics (model->pooled));
  for (guint i = 0; i < tn_judgement_get_n_metrics (alone); i++)
    {
      const TnMetric *a = tn_judgement_get_metric (alone, i);
      const TnMetric *b = tn_judgement_get_metric (model->pooled, i);

      g_assert_cmpstr (a->id, ==, b->id);
      g_assert_cmpmem (&a->value, sizeof (double), &b->value, sizeof (double));
      g_assert_cmpmem (&a->low, sizeof (double), &b->low, sizeof (double));
    }
}

static void
unbeaten_rule_is_told (void)
{
  g_auto (Shop) good;
  g_auto (Shop) plain;
  g_autoptr (TnEvaluation) beaten = NULL;
  g_autoptr (TnEvaluation) unbeaten = NULL;
  gboolean told = FALSE;

  shop_init (&plain, 1);
  beaten = evaluate (&plain, 100);
  for (guint i = 0; i < tn_evaluation_get_n_findings (beaten); i++)
    g_assert_cmpstr (tn_evaluation_get_finding (beaten, i)->code, !=, "compare.baseline.notbeaten");
  shop_init (&good, 0);
  unbeaten = evaluate (&good, 100);
  for (guint i = 0; i < tn_evaluation_get_n_findings (unbeaten); i++)
    told = told || g_str_equal (tn_evaluation_get_finding (unbeaten, i)->code,
                                "compare.baseline.notbeaten");
  g_assert_true (told);
}

static char *
evaluate_as_text (Shop *shop, guint n_threads)
{
  g_autoptr (TnEvaluation) evaluation = NULL;
  g_autoptr (JsonNode) node = NULL;

  tn_pool_set_threads (n_threads);
  evaluation = evaluate (shop, 100);
  node = tn_evaluation_to_json (evaluation);

  return tn_json_print (node, FALSE);
}

static void
threads_do_not_change_a_byte (void)
{
  g_auto (Shop) shop;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  shop_init (&shop, 1);
  one = evaluate_as_text (&shop, 1);
  two = evaluate_as_text (&shop, 2);
  g_assert_cmpstr (one, ==, two);
}

static void
json_keeps_everything (void)
{
  g_auto (Shop) shop;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) second = NULL;
  g_autoptr (TnEvaluation) read = NULL;
  g_autoptr (GError) error = NULL;

  shop_init (&shop, 1);
  text = evaluate_as_text (&shop, 2);
  g_assert_null (strstr (text, "nan"));
  node = tn_json_parse (text, -1, &error);
  g_assert_no_error (error);
  read = tn_evaluation_from_json (node, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_evaluation_get_best (read)->id, ==, "logistic");
  g_assert_nonnull (tn_evaluation_find_comparison (read, "recency", "logistic", "auc"));
  second = tn_evaluation_to_json (read);
  again = tn_json_print (second, FALSE);
  g_assert_cmpstr (text, ==, again);
}

/* Whatever is cut out of the document or put in its place: refused or read, never a crash. */
static void
damaged_documents_are_survived (void)
{
  static const char *const others[] = { "0", "\"x\"", "[]", "{}", "null", "-1e300", "[{}]" };
  g_auto (Shop) shop;
  g_autofree char *text = NULL;
  gsize length;
  guint n_refused = 0, n_rounds = g_test_slow () ? 3000 : 150;

  shop_init (&shop, 1);
  text = evaluate_as_text (&shop, 2);
  length = strlen (text);
  for (guint round = 0; round < n_rounds; round++)
    {
      gsize from = (gsize) g_test_rand_int_range (0, (gint32) length);
      const char *start = strchr (text + from, ':');
      gsize skip = start != NULL ? strcspn (start + 1, ",}]") : 0;
      g_autoptr (GString) damaged = g_string_new (NULL);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (TnEvaluation) read = NULL;
      g_autoptr (GError) error = NULL;

      if (start == NULL)
        continue;
      g_string_append_len (damaged, text, start + 1 - text);
      g_string_append (damaged, others[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (others))]);
      g_string_append (damaged, start + 1 + skip);
      node = json_from_string (damaged->str, NULL);
      if (node == NULL)
        continue;
      read = tn_evaluation_from_json (node, &error);
      g_assert_true ((read == NULL) == (error != NULL));
      n_refused += read == NULL;
    }
  g_test_message ("%u of %u refused", n_refused, n_rounds);
  g_assert_cmpuint (n_refused, >, 0);
}

static void
other_rows_are_refused (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Shop) shop;
  g_auto (Case) other = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (GError) error = NULL;

  shop_init (&shop, 1);
  case_golden (&other, 50, 77);
  scored = case_score (&other);
  shop.contenders[2].test = scored;
  g_assert_null (tn_evaluation_new (shop.contenders, 4, NULL, &options, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "boosting"));
}

static void
one_class_is_a_finding_not_a_number (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autoptr (TnEvaluation) evaluation = NULL;
  g_autoptr (GPtrArray) sentences = NULL;
  TnContender contender = { .id = "logistic" };
  g_autofree char *said = NULL;

  case_golden (&rows, 50, 200);
  memset (rows.label, 1, rows.n);
  contender.test = scored = case_score (&rows);
  evaluation = tn_evaluation_new (&contender, 1, NULL, &options, NULL, NULL, NULL);
  g_assert_cmpstr (tn_evaluation_get_finding (evaluation, 0)->code, ==, "warn.oneclass");
  sentences = tn_say_evaluation (evaluation);
  said = tn_message_say (g_ptr_array_index (sentences, 0), tn_language_get ("en"));
  g_assert_true (g_str_has_prefix (said, "Cannot tell"));
}

static void
cancelling_ends_it (void)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Shop) shop;

  shop_init (&shop, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (tn_evaluation_new (shop.contenders, 4, NULL, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The templates of the product's voice, word for word. */
static void
sentences_are_those_of_the_voice (void)
{
  const TnMetric auc = { "auc", 0.7412, 0.7251, 0.7574, 3000, TN_INTERVAL_DELONG, TN_SAMPLE_ROWS };
  TnComparison better = { "a",      "b",
                          "pooled", { "auc", 0.056, 0.031, 0.081, 3000 },
                          0.01,     TN_VERDICT_BETTER };
  TnComparison worse = { "a",      "b",
                         "pooled", { "auc", -0.056, -0.081, -0.031, 3000 },
                         0.01,     TN_VERDICT_WORSE };
  TnComparison tie = { "a",  "b",           "pooled", { "auc", 0.004, -0.006, 0.014, 3000 },
                       0.01, TN_VERDICT_TIE };
  TnComparison trivial = { "a",      "b",
                           "pooled", { "auc", -0.003, -0.005, -0.001, 3000 },
                           0.01,     TN_VERDICT_TRIVIAL };
  g_autoptr (TnMessage) a = tn_message_new_literal ("Boosting");
  g_autoptr (TnMessage) b = tn_message_new_literal ("Recency");
  g_autoptr (TnMessage) reason = tn_message_new_literal ("no date");
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  const TnMetric profit = { "profit", 1260, 530, 2700, 3000 };
  struct
  {
    TnMessage *message;
    const char *sentence;
  } cases[] = {
    { tn_say_auc (&auc),
      "Take one customer who left and one who stayed: in 74 of 100 such pairs the model ranks the "
      "leaver higher (AUC 0.741, 95% interval 0.725 to 0.757)." },
    { tn_say_topn (1, 1, 0.2, 1), "The customer you would contact first really leaves: 1 of 1." },
    { tn_say_topn (600, 0.62, 0.58, 0.66),
      "Of the 600 customers you would contact, 372 really leave (348 to 396)." },
    { tn_say_comparison (&better, a, b, NULL),
      "Boosting is better than Recency by 0.056 in AUC (0.031 to 0.081)." },
    { tn_say_comparison (&worse, a, b, NULL),
      "Recency is better than Boosting by 0.056 in AUC (0.031 to 0.081)." },
    { tn_say_comparison (&tie, a, b, b),
      "Boosting and Recency cannot be told apart on this data: the difference is 0.004 (−0.006 to "
      "0.014). Choose the simpler, Recency." },
    { tn_say_comparison (&trivial, a, b, NULL),
      "Recency is ahead of Boosting by 0.003: measurable, too small to matter." },
    { tn_say_baseline_not_beaten (b), "No model beats the rule “Recency” here. Use the rule." },
    { tn_say_small (1, 10),
      "There is only 1 leaver in this group. We cannot tell how the group behaves." },
    { tn_say_season (a), "No rehearsal covers Boosting. The level of leaving may differ; the order "
                         "of the list is less "
                         "affected." },
    { tn_say_excluded (1, reason), "1 row was set aside: no date. It is kept as a problem row." },
    { tn_say_excluded (2500, reason),
      "2,500 rows were set aside: no date. They are kept as problem rows." },
    { tn_say_drift (b, "country", 0.314),
      "The customers of Recency differ from those the model learned from, most of all in country "
      "(PSI 0.31). Train again before relying on the list." },
    { tn_say_tie_group ((g_ptr_array_add (labels, a), g_ptr_array_add (labels, b), labels), reason,
                        &profit),
      "Boosting and Recency earn the same within what this data can show. no date earns less, by "
      "1,300 (530 to 2,700)." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = tn_message_say (cases[i].message, tn_language_get ("en"));

      g_assert_cmpstr (said, ==, cases[i].sentence);
      tn_message_unref (cases[i].message);
    }
}

static void
whole_evaluation_is_told (void)
{
  g_auto (Shop) shop;
  g_autoptr (TnEvaluation) evaluation = NULL;
  g_autoptr (GPtrArray) sentences = NULL;

  shop_init (&shop, 1);
  evaluation = evaluate (&shop, 150);
  sentences = tn_say_evaluation (evaluation);
  g_assert_cmpuint (sentences->len, >=, 6);
  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *said =
          tn_message_say (g_ptr_array_index (sentences, i), tn_language_get ("en"));

      g_test_message ("%s", said);
      g_assert_null (strchr (said, '{'));
      g_assert_null (strstr (said, "nan"));
      g_assert_true (g_str_has_suffix (said, "."));
    }
  for (guint i = 0; i < tn_evaluation_get_n_findings (evaluation); i++)
    {
      g_autofree char *said = tn_message_say (tn_evaluation_get_finding (evaluation, i)->message,
                                              tn_language_get ("en"));

      g_test_message ("%s: %s", tn_evaluation_get_finding (evaluation, i)->code, said);
      g_assert_null (strchr (said, '{'));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/models-are-judged-folded-and-ranked",
                   models_are_judged_folded_and_ranked);
  g_test_add_func ("/evaluation/each-fold-decides-by-its-own-threshold",
                   each_fold_decides_by_its_own_threshold);
  g_test_add_func ("/evaluation/company-does-not-change-a-judgement",
                   company_does_not_change_a_judgement);
  g_test_add_func ("/evaluation/unbeaten-rule-is-told", unbeaten_rule_is_told);
  g_test_add_func ("/evaluation/threads-do-not-change-a-byte", threads_do_not_change_a_byte);
  g_test_add_func ("/evaluation/json-keeps-everything", json_keeps_everything);
  g_test_add_func ("/evaluation/damaged-documents-are-survived", damaged_documents_are_survived);
  g_test_add_func ("/evaluation/other-rows-are-refused", other_rows_are_refused);
  g_test_add_func ("/evaluation/one-class-is-a-finding-not-a-number",
                   one_class_is_a_finding_not_a_number);
  g_test_add_func ("/evaluation/cancelling-ends-it", cancelling_ends_it);
  g_test_add_func ("/evaluation/sentences-are-those-of-the-voice",
                   sentences_are_those_of_the_voice);
  g_test_add_func ("/evaluation/whole-evaluation-is-told", whole_evaluation_is_told);

  return g_test_run ();
}
