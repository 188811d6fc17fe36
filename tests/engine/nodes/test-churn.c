/* test-churn.c: “Who will leave?” from data to list, as the template lays it out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "nodes-support.h"
#include "tn-boost.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pool.h"
#include "tn-retail.h"
#include "tn-template.h"

static const char *const learners[] = { "logistic", "boosting" };

static Lab *
new_lab (TnTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = NULL;
  Lab *lab;

  tn_nodes_init ();
  graph = tn_template_find ("churn")->build ("shop", table, &error);
  g_assert_no_error (error);
  g_assert_true (tn_graph_require_sound (graph, &error));
  lab = lab_new_with_graph (graph);
  lab_put (lab, "shop", tn_table_ref (table));
  lab_set (lab, "boosting.rounds=60");
  lab_set (lab, "evaluate.resamples=200");

  return lab;
}

static double
metric_of (Lab *lab, const char *model, const char *metric, const char *split)
{
  JsonArray *models = tn_json_array (lab_result (lab, "evaluate.result"), "models");

  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      JsonObject *object = json_array_get_object_element (models, i);
      JsonArray *metrics = tn_json_array (object, "metrics");

      if (g_strcmp0 (tn_json_string (object, "id", NULL), model) != 0)
        continue;
      for (guint j = 0; j < json_array_get_length (metrics); j++)
        {
          JsonObject *at = json_array_get_object_element (metrics, j);

          if (g_strcmp0 (tn_json_string (at, "metric", NULL), metric) == 0 &&
              g_strcmp0 (tn_json_string (at, "split", NULL), split) == 0)
            return tn_json_double (at, "value", NAN);
        }
    }
  g_error ("%s has no %s", model, metric);
}

static void
assert_beats_base_rate (Lab *lab)
{
  double loss = metric_of (lab, "base_rate", "log_loss", "pooled");

  g_assert_cmpfloat_with_epsilon (metric_of (lab, "base_rate", "auc", "pooled"), 0.5, 0.1);
  for (guint i = 0; i < G_N_ELEMENTS (learners); i++)
    {
      g_test_message ("%s: AUC %.3f, log loss %.3f against %.3f", learners[i],
                      metric_of (lab, learners[i], "auc", "pooled"),
                      metric_of (lab, learners[i], "log_loss", "pooled"), loss);
      g_assert_cmpfloat (metric_of (lab, learners[i], "log_loss", "pooled"), <=, loss);
      g_assert_cmpfloat (metric_of (lab, learners[i], "auc", "pooled"), >=, 0.6);
    }
}

static TnTable *
get_list (Lab *lab)
{
  TnPacket *packet = tn_runner_get_output (lab->runner, "list", "result", 0);
  TnTable *table;

  g_assert_nonnull (packet);
  table = tn_packet_get_table (packet);
  g_assert_nonnull (table);

  return table;
}

static void
assert_ranked (Lab *lab)
{
  TnTable *list = get_list (lab);
  g_autofree double *stake = lab_numbers (list, "stake");
  g_autofree double *chance = lab_numbers (list, "chance");

  double mean = 0;

  g_assert_cmpuint (tn_table_get_n_rows (list), >, 10);
  for (gsize i = 0; i < tn_table_get_n_rows (list); i++)
    mean += chance[i] / (double) tn_table_get_n_rows (list);
  /* By stake: first those likelier to leave than the average, then the others. */
  for (gsize i = 1; i < tn_table_get_n_rows (list); i++)
    if ((chance[i] < mean) == (chance[i - 1] < mean))
      g_assert_cmpfloat (stake[i], <=, stake[i - 1]);
    else
      g_assert_cmpfloat (chance[i], <, mean);
  for (gsize i = 0; i < tn_table_get_n_rows (list); i++)
    g_assert_true (chance[i] > 0 && chance[i] < 1);
}

/* Rows to be scored in the run, and those of a scoring with what it learned, bit for bit. */
static void
assert_scores_again (Lab *lab, TnTable *table, gboolean only_score_rows)
{
  for (guint i = 0; i < G_N_ELEMENTS (learners); i++)
    {
      g_autoptr (Lab) other = new_lab (table);
      g_autoptr (GError) error = NULL;
      g_autofree char *output = g_strdup_printf ("%s.scores", learners[i]);
      g_autoptr (TnTable) rows = NULL;
      g_autofree double *before = NULL;
      g_autofree double *after = NULL;
      TnTable *of_run = lab_table (lab, output);
      gsize n;

      lab_score (lab, other, learners[i], TN_TIME_MISSING, &error);
      g_assert_no_error (error);
      rows =
          only_score_rows ? tn_table_select_row_role (of_run, TN_ROW_SCORE) : tn_table_ref (of_run);
      n = tn_table_get_n_rows (rows);
      before = lab_numbers (rows, "score");
      after = lab_numbers (lab_table (other, output), "score");
      g_assert_cmpuint (n, >, 100);
      g_assert_cmpuint (tn_table_get_n_rows (lab_table (other, output)), ==, n);
      g_assert_cmpmem (before, n * sizeof (double), after, n * sizeof (double));
    }
}

/* Everything a run ends with, in one text. */
static char *
write_results (Lab *lab)
{
  GString *text = g_string_new (NULL);
  static const char *const nodes[] = { "evaluate", "list", "report" };
  guint final = tn_runner_get_n_folds (lab->runner);

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      TnPacket *packet = tn_runner_get_output (lab->runner, nodes[i], "result", final);
      g_autofree char *json = json_to_string (tn_packet_get_document (packet), FALSE);

      g_string_append (text, json);
      if (tn_packet_get_table (packet) != NULL)
        {
          g_autofree char *print = tn_table_fingerprint (tn_packet_get_table (packet), NULL);

          g_string_append (text, print);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (learners); i++)
    for (guint fold = 0; fold <= final; fold++)
      {
        g_autofree char *print =
            tn_node_state_fingerprint (tn_runner_get_state (lab->runner, learners[i], fold));

        g_string_append (text, print);
      }

  return g_string_free (text, FALSE);
}

static void
assert_same_for_threads (Lab *lab)
{
  guint n_threads = tn_pool_get_threads ();
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  tn_pool_set_threads (1);
  lab_run (lab);
  one = write_results (lab);
  tn_pool_set_threads (2);
  lab_run (lab);
  two = write_results (lab);
  tn_pool_set_threads (n_threads);
  g_assert_cmpstr (one, ==, two);
}

static void
test_log (void)
{
  g_autoptr (TnTable) table = lab_make_log (7);
  g_autoptr (Lab) lab = new_lab (table);

  assert_same_for_threads (lab);
  g_assert_cmpuint (tn_runner_get_n_folds (lab->runner), ==, 4);
  assert_beats_base_rate (lab);
  assert_ranked (lab);
  assert_scores_again (lab, table, TRUE);
}

static void
test_customers (void)
{
  g_autoptr (TnTable) table = lab_make_customers (7);
  g_autoptr (Lab) lab = new_lab (table);

  assert_same_for_threads (lab);
  g_assert_cmpuint (tn_runner_get_n_folds (lab->runner), ==, 10);
  assert_beats_base_rate (lab);
  assert_scores_again (lab, table, FALSE);
}

static guint
count_rounds (Lab *lab, guint fold)
{
  const TnNodeState *state = tn_runner_get_state (lab->runner, "boosting", fold);
  g_autoptr (GVariant) fields = tn_node_state_get (state, "model", "a{sv}", NULL);
  g_autoptr (TnBoost) model = tn_boost_from_variant (fields, NULL);

  g_assert_nonnull (model);

  return tn_boost_get_n_rounds (model);
}

/* The final fit's rounds are the middle of the folds'; validate rows are scored by the model
 * that did not learn from them. */
static void
test_boosting (void)
{
  g_autoptr (TnTable) table = lab_make_customers (3);
  g_autoptr (Lab) lab = new_lab (table);
  guint final, rounds[3], middle;

  lab_set (lab, "split.n_folds=3");
  lab_set (lab, "boosting.rounds=500");
  lab_set (lab, "boosting.patience=5");
  lab_run (lab);
  final = tn_runner_get_n_folds (lab->runner);
  g_assert_cmpuint (final, ==, 3);
  for (guint l = 0; l < G_N_ELEMENTS (learners); l++)
    for (guint fold = 0; fold <= final; fold++)
      {
        const TnNodeState *state = tn_runner_get_state (lab->runner, learners[l], fold);
        g_autoptr (GVariant) chooser = g_variant_lookup_value (tn_node_state_get_fields (state),
                                                               "chooser", G_VARIANT_TYPE_VARDICT);

        g_assert_true ((chooser != NULL) == (fold < final));
      }
  for (guint fold = 0; fold < final; fold++)
    rounds[fold] = count_rounds (lab, fold);
  middle = MAX (MIN (rounds[0], rounds[1]), MIN (MAX (rounds[0], rounds[1]), rounds[2]));
  g_assert_cmpuint (middle, <, 500);
  g_assert_cmpuint (count_rounds (lab, final), ==, middle);
  g_assert_nonnull (strstr (lab->curve->str, "boosting/0 "));
  g_assert_nonnull (strstr (lab->curve->str, "boosting/2 "));
}

static void
test_bad_tables (void)
{
  static const char *const none = "churn:target:no no no no no no no no no no no no";
  static const char *const all = "churn:target:yes yes yes yes yes yes yes yes yes yes yes yes";
  static const char *const ids = "id:customer:a b c d e f g h i j k l";
  static const char *const x = "x:number:1 2 3 4 5 6 7 8 9 1 2 3";
  static const char *const mixed = "churn:target:no yes no yes no yes no yes no yes no yes";
  g_autoptr (TnTable) nobody = lab_table_of (ids, x, none, NULL);
  g_autoptr (TnTable) everybody = lab_table_of (ids, x, all, NULL);
  g_autoptr (TnTable) factless = lab_table_of (ids, mixed, NULL);
  g_autoptr (TnTable) one = lab_table_of ("id:customer:a", "x:number:1", "churn:target:no", NULL);
  TnTable *tables[] = { nobody, everybody, factless, one };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (Lab) lab = new_lab (tables[i]);
      g_autoptr (GError) error = NULL;

      lab->runner = NULL;
      lab_set (lab, "split.n_folds=2");
      lab_run_refused_somewhere (lab, &error);
      g_assert_nonnull (tn_error_get_node (error));
    }
}

/* Customers in three parts to be tested in turn, who leave where exactly one of two facts is high:
 * trees see that, added weights do not. In the first part all stay. */
static TnTable *
make_parts (void)
{
  g_autoptr (GString) id = g_string_new ("id:customer:");
  g_autoptr (GString) part = g_string_new ("part:number:");
  g_autoptr (GString) a = g_string_new ("a:feature:");
  g_autoptr (GString) b = g_string_new ("b:feature:");
  g_autoptr (GString) churn = g_string_new ("churn:target:");

  for (guint i = 0; i < 900; i++)
    {
      guint in = i % 3, x = (guint) g_test_rand_int_range (0, 100),
            y = (guint) g_test_rand_int_range (0, 100);

      g_string_append_printf (id, "c%u ", i);
      g_string_append_printf (part, "%u ", in);
      g_string_append_printf (a, "%u ", x);
      g_string_append_printf (b, "%u ", y);
      g_string_append (churn, in > 0 && (x < 50) != (y < 50) ? "yes " : "no ");
    }

  return lab_table_of (id->str, part->str, a->str, b->str, churn->str, NULL);
}

/* Where all stayed no model is better than another: that part takes no part in the choice. */
static void
test_choice_by_what_tells (void)
{
  g_autoptr (TnTable) table = make_parts ();
  g_autoptr (Lab) lab = new_lab (table);

  lab_set (lab, "split.scheme=column");
  lab_set (lab, "split.column=part");
  lab_set (lab, "evaluate.resamples=100");
  lab_run (lab);
  g_assert_cmpstr (tn_json_string (lab_result (lab, "list.result"), "model", ""), ==, "boosting");
  g_assert_true (tn_json_bool (lab_result (lab, "list.result"), "judged", FALSE));
  g_assert_null (lab_find_warning (lab, "list.unjudged"));
}

/* A year in which customers leave in summer and after the latest date that is tested, and nobody
 * in between: the only earlier rehearsal has one answer. */
static TnTable *
make_quiet_autumn (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  gint64 start = tn_test_date ("2025-01-01");

  for (guint i = 0; i < 300; i++)
    {
      guint end = i % 3 == 0 ? 130 + i % 70 : i % 3 == 1 ? 369 : 400;
      g_autofree char *name = g_strdup_printf ("C%03u", i);

      for (guint day = i % 7, k = 0; day < end; day += 5 + (i + k) % 5, k++)
        {
          g_autofree char *order = g_strdup_printf ("%s-%u", name, k);

          tn_log_add (log, name, start + day * G_TIME_SPAN_DAY, order, "I", "tea", "order", 1,
                      5 + (i + 3 * k) % 17);
        }
    }

  return tn_log_end (log, "ctoikeqa");
}

/* No result tells the models apart: the first is taken, and that is said. */
static void
test_nothing_to_choose_by (void)
{
  g_autoptr (TnTable) table = make_quiet_autumn ();
  g_autoptr (Lab) lab = new_lab (table);

  lab_set (lab, "churn.horizon_days=30");
  lab_set (lab, "churn.active_days=60");
  lab_set (lab, "split.n_cuts=2");
  lab_set (lab, "evaluate.resamples=100");
  lab_run (lab);
  g_assert_cmpuint (tn_runner_get_n_folds (lab->runner), ==, 2);
  g_assert_cmpstr (tn_json_string (lab_result (lab, "list.result"), "model", ""), ==, "logistic");
  g_assert_false (tn_json_bool (lab_result (lab, "list.result"), "judged", TRUE));
  g_assert_nonnull (lab_find_warning (lab, "list.unjudged"));
}

/* @every: days between the orders of one customer; 0 for one order in a life. */
static TnTable *
make_monotonous_log (guint every)
{
  g_autoptr (TnLog) log = tn_log_new ();

  for (guint i = 0; i < 200; i++)
    {
      gint64 first = tn_test_date ("2025-01-01") + (every > 0 ? i % 30 : 2 * i) * G_TIME_SPAN_DAY;
      g_autofree char *name = g_strdup_printf ("C%03u", i);

      for (guint k = 0; k == 0 || (every > 0 && k * every < 360); k++)
        {
          g_autofree char *order = g_strdup_printf ("%s-%u", name, k);

          tn_log_add (log, name, first + k * every * G_TIME_SPAN_DAY, order, "I", "tea", "order", 1,
                      10);
        }
    }

  return tn_log_end (log, "ctoikeqa");
}

static void
test_one_answer (void)
{
  static const struct
  {
    guint every;
    const char *begins;
  } cases[] = { { 7, "None of the " }, { 0, "All " } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnTable) table = make_monotonous_log (cases[i].every);
      g_autoptr (Lab) lab = new_lab (table);
      g_autoptr (GError) error = NULL;

      lab_set (lab, "churn.horizon_days=30");
      lab_run_refused_somewhere (lab, &error);
      g_assert_true (g_str_has_prefix (error->message, cases[i].begins));
    }
}

static void
test_no_roles (void)
{
  g_autoptr (TnTable) table = lab_table_of ("x:number:1 2", NULL);
  g_autoptr (TnTable) undated = lab_table_of ("id:customer:a b", "x:number:1 2", NULL);
  g_autoptr (GError) error = NULL;

  tn_nodes_init ();
  g_assert_null (tn_template_find ("churn")->build ("shop", table, &error));
  lab_assert_sentence (error);
  g_clear_error (&error);
  g_assert_null (tn_template_find ("churn")->build ("shop", undated, &error));
  lab_assert_sentence (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/a-part-of-one-class-takes-no-part-in-the-choice",
                   test_choice_by_what_tells);
  g_test_add_func ("/list/a-choice-without-a-result-is-said", test_nothing_to_choose_by);
  g_test_add_func ("/churn/a-log-becomes-a-ranked-list", test_log);
  g_test_add_func ("/churn/a-customer-table-becomes-scores", test_customers);
  g_test_add_func ("/churn/rows-to-choose-by-are-not-learned-from", test_boosting);
  g_test_add_func ("/churn/hopeless-tables-get-one-sentence", test_bad_tables);
  g_test_add_func ("/churn/a-log-where-all-or-none-left-gets-one-sentence", test_one_answer);
  g_test_add_func ("/churn/a-table-without-roles-gets-one-sentence", test_no_roles);

  return g_test_run ();
}
