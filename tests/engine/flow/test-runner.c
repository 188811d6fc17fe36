/* test-runner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "flow-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-pool.h"

static TnRunner *
run_graph (TnGraph *graph, FlowKeep *keep, guint64 seed, GError **error)
{
  TnRunner *runner = tn_runner_new (graph, seed, &flow_hooks, keep, error);

  if (runner != NULL && !tn_runner_run (runner, NULL, keep->cancel_at, error))
    g_clear_pointer (&runner, tn_runner_free);

  return runner;
}

static TnRunner *
run_soundly (TnGraph *graph, FlowKeep *keep)
{
  g_autoptr (GError) error = NULL;
  TnRunner *runner = run_graph (graph, keep, 1, &error);

  g_assert_no_error (error);

  return runner;
}

static char *
print_result (TnRunner *runner)
{
  TnPacket *packet =
      tn_runner_get_output (runner, "judge", "result", tn_runner_get_n_folds (runner));

  g_assert_nonnull (packet);

  return tn_json_print (tn_packet_get_document (packet), FALSE);
}

/* Fingerprints of everything a run leaves. */
static char *
print_all (TnRunner *runner)
{
  static const char *const nodes[] = { "center", "stretch", "learner", "last" };
  GString *text = g_string_new (NULL);
  g_autofree char *result = print_result (runner);
  guint n = tn_runner_get_n_folds (runner);

  g_string_append (text, result);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    for (guint fold = 0; fold <= n; fold++)
      {
        g_autofree char *print =
            tn_node_state_fingerprint (tn_runner_get_state (runner, nodes[i], fold));

        g_string_append (text, print);
      }
  for (guint i = 2; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autofree char *print = tn_table_fingerprint (
          tn_packet_get_table (tn_runner_get_output (runner, nodes[i], "scores", n)), NULL);

      g_string_append (text, print);
    }

  return g_string_free (text, FALSE);
}

static void
test_folds (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = run_soundly (graph, keep);
  g_auto (GStrv) log = flow_take_log ();

  g_assert_cmpuint (tn_runner_get_n_folds (runner), ==, 3);
  g_assert_cmpuint (flow_count_log (log, "apply prep/"), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "split "), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "fit center/"), ==, 4);
  g_assert_cmpuint (flow_count_log (log, "fit_apply stretch/"), ==, 4);
  g_assert_cmpuint (flow_count_log (log, "fit stretch/"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "fit learner/"), ==, 4);
  g_assert_cmpuint (flow_count_log (log, "fit last/"), ==, 4);
  g_assert_cmpuint (flow_count_log (log, "gather judge"), ==, 1);
}

/* 54 of 60 rows have a label: every fold tests 18 of them, and no fit sees any other row. */
static void
test_fit_sees_train (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = run_soundly (graph, keep);
  g_auto (GStrv) log = flow_take_log ();
  guint n_seen = 0;

  for (guint fold = 0; fold <= 3; fold++)
    {
      g_autofree char *prefix = g_strdup_printf ("fit center/%u ", fold);

      for (guint i = 0; log[i] != NULL; i++)
        {
          guint rows, other, validate;

          if (!g_str_has_prefix (log[i], prefix))
            continue;
          g_assert_cmpint (sscanf (log[i] + strlen (prefix), "rows=%u other=%u validate=%u", &rows,
                                   &other, &validate),
                           ==, 3);
          n_seen++;
          g_assert_cmpuint (other, ==, 0);
          if (fold < 3)
            {
              const TnFold *at = tn_folds_get_fold (tn_runner_get_folds (runner), fold);

              g_assert_cmpuint (rows, ==, at->count[TN_ROW_TRAIN]);
              g_assert_cmpuint (validate, ==, at->count[TN_ROW_VALIDATE]);
              g_assert_cmpuint (validate, >, 0);
              g_assert_cmpuint (at->count[TN_ROW_TEST], ==, 18);
            }
          else
            {
              g_assert_cmpuint (rows, ==, 54);
              g_assert_cmpuint (validate, ==, 0);
            }
        }
    }
  g_assert_cmpuint (n_seen, ==, 4);
}

/* A naive run by hand: means of the train rows, row by row. */
static void
test_values (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = run_soundly (graph, keep);
  TnTable *scores = tn_packet_get_table (tn_runner_get_output (runner, "learner", "scores", 3));
  const guint8 *roles = tn_table_get_row_roles (scores);
  g_autofree double *x =
      tn_column_dup_numbers (tn_table_get_column (scores, tn_table_find (scores, "x")), NULL);
  double mean = 0;
  g_auto (GStrv) log = flow_take_log ();

  for (guint i = 0; i < FLOW_ROWS; i++)
    mean += i % 10 == 9 ? 0 : i / 54.0;
  for (guint i = 0; i < FLOW_ROWS; i++)
    {
      /* fit_apply stretched what trains, apply the rest; both are back in their order. */
      double times = i % 10 == 9 ? 1 : 1000;

      g_assert_cmpint (roles[i], ==, i % 10 == 9 ? TN_ROW_SCORE : TN_ROW_TRAIN);
      g_assert_cmpfloat_with_epsilon (x[i], (i - mean) * times, 1e-6);
    }
}

static void
test_second_run (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) first = run_soundly (graph, keep);
  g_autofree char *first_print = print_all (first);
  g_auto (GStrv) first_log = flow_take_log ();
  guint n_warnings = keep->n_warnings;
  g_autoptr (TnRunner) second = run_soundly (graph, keep);
  g_autofree char *second_print = print_all (second);
  g_auto (GStrv) log = flow_take_log ();

  g_assert_cmpstr (second_print, ==, first_print);
  for (guint i = 0; log[i] != NULL; i++)
    g_assert_true (g_str_has_prefix (log[i], "load ") || g_str_has_prefix (log[i], "split "));
  g_assert_nonnull (strstr (keep->events->str, "cached learner"));
  g_assert_cmpuint (n_warnings, ==, 2);
  g_assert_cmpuint (keep->n_warnings, ==, 4);
}

/* A stop cuts short the fit that goes on; those after it are given as many rounds, and the final
 * fit all of them. None of it is recalled by a run that is not stopped. */
static void
test_stop (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) stopped = NULL;
  g_autoptr (TnRunner) plain = NULL;
  g_auto (GStrv) log = NULL;
  g_auto (GStrv) plain_log = NULL;

  tn_pool_set_threads (1);
  keep->stop_at_round = 2;
  stopped = run_soundly (graph, keep);
  tn_pool_set_threads (0);
  log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (log, "rounds learner/0: 2"), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "rounds learner/1: 2"), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "rounds learner/2: 2"), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "rounds learner/3: 5"), ==, 1);
  g_assert_cmpstr (keep->last_code, ==, "learning.stopped");

  keep->stop_at_round = 0;
  keep->n_stops = 0;
  plain = run_soundly (graph, keep);
  plain_log = flow_take_log ();
  for (guint fold = 0; fold < 3; fold++)
    {
      g_autofree char *all = g_strdup_printf ("rounds learner/%u: 5", fold);

      g_assert_cmpuint (flow_count_log (plain_log, all), ==, 1);
    }
  /* What was not cut short is recalled, what was made from it is not. */
  g_assert_cmpuint (flow_count_log (plain_log, "fit center"), ==, 0);
  g_assert_cmpuint (flow_count_log (plain_log, "rounds learner/3"), ==, 0);
  g_assert_cmpuint (flow_count_log (plain_log, "gather"), ==, 1);
  g_assert_cmpstr (keep->last_code, !=, "learning.stopped");
}

/* Only the step whose setting changed, and what stands behind it. */
static void
test_changed_setting (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) first = run_soundly (graph, keep);
  g_auto (GStrv) first_log = flow_take_log ();
  g_autoptr (TnRunner) second = NULL;
  g_auto (GStrv) log = NULL;
  g_autoptr (TnRunner) third = NULL;
  g_auto (GStrv) third_log = NULL;

  flow_set (graph, "judge.plus=1");
  second = run_soundly (graph, keep);
  log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (log, "fit"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "apply"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "gather"), ==, 1);

  flow_set (graph, "learner.plus=1");
  third = run_soundly (graph, keep);
  third_log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (third_log, "fit learner"), ==, 4);
  g_assert_cmpuint (flow_count_log (third_log, "fit center"), ==, 0);
  g_assert_cmpuint (flow_count_log (third_log, "fit last"), ==, 0);
  g_assert_cmpuint (flow_count_log (third_log, "apply last"), ==, 0);
  g_assert_cmpuint (flow_count_log (third_log, "apply prep"), ==, 0);
  g_assert_cmpuint (flow_count_log (third_log, "gather"), ==, 1);
}

/* From what is recalled the same comes out as from scratch, whatever the cache has lost. */
static void
test_lossy_cache (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) scratch = flow_keep_new ();
  g_autoptr (TnRunner) clean = NULL;
  g_autofree char *expected = NULL;

  clean = run_soundly (graph, scratch);
  expected = print_all (clean);
  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (TnRunner) runner = NULL;
      g_autofree char *print = NULL;
      GHashTable *tables[] = { scratch->states, scratch->tables };

      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        {
          GHashTableIter iter;
          gpointer key;

          g_hash_table_iter_init (&iter, tables[i]);
          while (g_hash_table_iter_next (&iter, &key, NULL))
            if (g_test_rand_int_range (0, 4) == 0)
              g_hash_table_iter_remove (&iter);
        }
      runner = run_soundly (graph, scratch);
      print = print_all (runner);
      g_assert_cmpstr (print, ==, expected);
    }
  g_strfreev (flow_take_log ());
}

static void
test_seed_and_data (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRunner) one = run_graph (graph, keep, 1, &error);
  g_autoptr (TnRunner) two = run_graph (graph, keep, 2, &error);
  g_autoptr (TnRunner) other = NULL;
  g_autofree char *one_print = print_all (one);
  g_autofree char *two_print = print_all (two);
  g_autofree char *other_print = NULL;

  flow_set (graph, "data.name=other");
  other = run_graph (graph, keep, 1, &error);
  g_assert_no_error (error);
  other_print = print_all (other);
  g_assert_cmpstr (one_print, !=, two_print);
  g_assert_cmpstr (one_print, !=, other_print);
  g_strfreev (flow_take_log ());
}

static void
test_threads (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autofree char *prints[3] = { NULL };
  static const guint n_threads[] = { 1, 2, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      g_autoptr (FlowKeep) keep = flow_keep_new ();
      g_autoptr (TnRunner) runner = NULL;

      tn_pool_set_threads (n_threads[i]);
      runner = run_soundly (graph, keep);
      prints[i] = print_all (runner);
      g_assert_cmpstr (prints[i], ==, prints[0]);
    }
  g_free (g_steal_pointer (&prints[1]));
  g_free (g_steal_pointer (&prints[2]));
  tn_pool_set_threads (2);
  g_strfreev (flow_take_log ());
}

static TnGraph *
make_stumbling (const char *setting)
{
  g_autoptr (GError) error = NULL;
  TnGraph *graph = flow_make_graph ();

  tn_graph_add_node (graph, "stone", "stumble");
  g_assert_true (tn_graph_link (graph, "split", "table", "stone", "table", &error));
  flow_set (graph, setting);

  return graph;
}

/* Whichever fold is first to fall, the lowest is told. */
static void
test_lowest_error (void)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (TnGraph) graph = make_stumbling ("stone.n=1");
      g_autoptr (FlowKeep) keep = flow_keep_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (TnRunner) runner = NULL;

      /* Nobody reads it: only the final fit would be carried out. */
      tn_graph_add_node (graph, "center2", "center");
      g_assert_true (tn_graph_link (graph, "stone", "table", "center2", "table", NULL));
      tn_pool_set_threads (1 + i % 4);
      runner = run_graph (graph, keep, 1, &error);
      g_assert_null (runner);
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
      g_assert_cmpstr (tn_error_get_node (error), ==, "stone");
      g_assert_nonnull (strstr (error->message, "Fold n "));
    }
  tn_pool_set_threads (2);
  g_strfreev (flow_take_log ());
}

/* Whatever a step says of itself, and so whatever the check of the graph let pass. */
static void
test_rows_stay (void)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autoptr (TnGraph) before = tn_graph_new ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRunner) runner = NULL;

  tn_graph_add_node (graph, "data", "source");
  tn_graph_add_node (graph, "split", "split");
  tn_graph_add_node (graph, "sieve", "sieve");
  tn_graph_add_node (graph, "learner", "learner");
  tn_graph_add_node (graph, "judge", "judge");
  tn_graph_link (graph, "data", "table", "split", "table", &error);
  tn_graph_link (graph, "split", "table", "sieve", "table", &error);
  tn_graph_link (graph, "sieve", "table", "learner", "table", &error);
  tn_graph_link (graph, "learner", "scores", "judge", "scores", &error);
  g_assert_no_error (error);
  g_assert_true (tn_graph_require_sound (graph, &error));
  runner = run_graph (graph, keep, 1, &error);
  g_assert_null (runner);
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_assert_cmpstr (tn_error_get_node (error), ==, "sieve");
  g_assert_null (strstr (keep->events->str, "done learner"));
  g_clear_error (&error);

  /* Before the split it may. */
  tn_graph_add_node (before, "data", "source");
  tn_graph_add_node (before, "sieve", "sieve");
  tn_graph_add_node (before, "split", "split");
  tn_graph_add_node (before, "learner", "learner");
  tn_graph_add_node (before, "judge", "judge");
  tn_graph_link (before, "data", "table", "sieve", "table", &error);
  tn_graph_link (before, "sieve", "table", "split", "table", &error);
  tn_graph_link (before, "split", "table", "learner", "table", &error);
  tn_graph_link (before, "learner", "scores", "judge", "scores", &error);
  g_assert_no_error (error);
  runner = run_soundly (before, keep);
  g_strfreev (flow_take_log ());
}

static void
test_missing_data (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRunner) runner = NULL;

  flow_set (graph, "data.name=nothing");
  runner = run_graph (graph, keep, 1, &error);
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_cmpstr (tn_error_get_node (error), ==, "data");
  g_strfreev (flow_take_log ());
}

static guint
count_checkpoints (FlowKeep *keep)
{
  GHashTableIter iter;
  gpointer bytes;
  guint n = 0;

  g_hash_table_iter_init (&iter, keep->states);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      g_autoptr (TnNodeState) state = tn_node_state_from_bytes (bytes, NULL);

      n += g_str_equal (tn_node_state_get_node_id (state), "checkpoint");
    }

  return n;
}

/* A node that was cancelled while it ran is the last: nothing else begins. What was finished is
 * kept, and the next run goes on from there. */
static void
test_cancel (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRunner) runner = NULL;
  g_auto (GStrv) log = NULL;
  g_auto (GStrv) second_log = NULL;

  tn_pool_set_threads (1);
  g_strfreev (flow_take_log ());
  keep->cancel_at = g_cancellable_new ();
  keep->cancel_node = "learner";
  runner = run_graph (graph, keep, 1, &error);
  g_assert_null (runner);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (log, "fit learner"), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "fit center"), ==, 1);
  g_assert_cmpuint (flow_count_log (log, "gather"), ==, 0);
  g_assert_cmpuint (count_checkpoints (keep), ==, 1);

  g_clear_object (&keep->cancel_at);
  keep->cancel_node = NULL;
  runner = run_soundly (graph, keep);
  second_log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (second_log, "fit learner"), ==, 4);
  g_assert_cmpuint (flow_count_log (second_log, "resumed learner"), ==, 1);
  g_assert_cmpuint (flow_count_log (second_log, "resumed"), ==, 1);
  g_assert_nonnull (strstr (keep->events->str, "resumed learner"));
  g_assert_cmpuint (count_checkpoints (keep), ==, 0);
  g_assert_cmpuint (flow_count_log (second_log, "apply prep"), ==, 0);
  tn_pool_set_threads (2);
}

static void
test_scoring (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) fitted = run_soundly (graph, keep);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRunner) scorer = tn_runner_new (graph, 1, &flow_hooks, keep, &error);
  TnTable *then = tn_packet_get_table (tn_runner_get_output (fitted, "last", "scores", 3));
  g_autofree double *expected =
      tn_column_dup_numbers (tn_table_get_column (then, tn_table_find (then, "score")), NULL);
  g_autofree double *scores = NULL;
  g_auto (GStrv) log = NULL;
  TnTable *now;

  g_strfreev (flow_take_log ());
  g_assert_false (tn_runner_score (scorer, "last", TN_TIME_MISSING, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_pointer (&scorer, tn_runner_free);
  g_strfreev (flow_take_log ());

  scorer = tn_runner_new (graph, 1, &flow_hooks, keep, &error);
  tn_runner_set_state (scorer, "center", tn_runner_get_state (fitted, "center", 3));
  tn_runner_set_state (scorer, "last", tn_runner_get_state (fitted, "last", 3));
  g_assert_true (tn_runner_score (scorer, "last", TN_TIME_MISSING, NULL, NULL, &error));
  g_assert_no_error (error);
  now = tn_packet_get_table (tn_runner_get_output (scorer, "last", "scores", 0));
  scores = tn_column_dup_numbers (tn_table_get_column (now, tn_table_find (now, "score")), NULL);
  for (guint i = 0; i < FLOW_ROWS; i++)
    g_assert_cmpfloat (scores[i], ==, expected[i]);
  log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (log, "fit"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "apply stretch"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "apply learner"), ==, 0);
}

/* The final fit of a node that comes last saw three folds that each learned 1. */
static void
test_final_last (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = run_soundly (graph, keep);
  g_autoptr (GVariant) value =
      tn_node_state_get (tn_runner_get_state (runner, "last", 3), "value", "d", NULL);

  g_assert_cmpfloat (g_variant_get_double (value), ==, 3);
  g_strfreev (flow_take_log ());
}

/* What the folds made is let go once it was read; what is kept is kept. */
static void
test_release (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = run_soundly (graph, keep);

  for (guint fold = 0; fold <= 3; fold++)
    {
      g_assert_null (tn_runner_get_output (runner, "center", "table", fold));
      g_assert_null (tn_runner_get_output (runner, "split", "table", fold));
      g_assert_true ((tn_runner_get_output (runner, "learner", "scores", fold) != NULL) ==
                     (fold == 3));
    }
  g_strfreev (flow_take_log ());
}

static double last_fraction;

static void
take_progress (double fraction, const TnMessage *phase, gpointer user_data)
{
  g_assert_cmpfloat (fraction, >=, last_fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  last_fraction = fraction;
}

static void
test_progress (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnProgress) progress = tn_progress_new (take_progress, NULL);
      g_autoptr (TnRunner) runner = tn_runner_new (graph, 1, &flow_hooks, keep, &error);

      last_fraction = 0;
      tn_runner_set_seconds (runner, "learner", 30);
      g_assert_true (tn_runner_run (runner, progress, NULL, &error));
      g_assert_cmpfloat_with_epsilon (last_fraction, 1, 1e-9);
    }
  g_strfreev (flow_take_log ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();
  tn_pool_set_threads (2);

  g_test_add_func ("/runner/a-node-behind-the-split-runs-once-a-fold-and-at-the-end", test_folds);
  g_test_add_func ("/runner/fit-sees-train-rows-only", test_fit_sees_train);
  g_test_add_func ("/runner/fit-apply-is-put-back-in-order", test_values);
  g_test_add_func ("/runner/final-fit-that-comes-last-sees-the-folds", test_final_last);
  g_test_add_func ("/runner/a-second-run-carries-nothing-out", test_second_run);
  g_test_add_func ("/runner/a-stop-cuts-short-what-goes-on-and-is-not-recalled", test_stop);
  g_test_add_func ("/runner/a-changed-setting-runs-what-is-behind-it", test_changed_setting);
  g_test_add_func ("/runner/a-lossy-cache-changes-nothing", test_lossy_cache);
  g_test_add_func ("/runner/another-seed-or-other-data-differ", test_seed_and_data);
  g_test_add_func ("/runner/threads-change-nothing", test_threads);
  g_test_add_func ("/runner/the-lowest-fold-tells-the-error", test_lowest_error);
  g_test_add_func ("/runner/a-row-lost-behind-the-split-ends-the-run", test_rows_stay);
  g_test_add_func ("/runner/an-error-names-its-node", test_missing_data);
  g_test_add_func ("/runner/cancelling-is-seen-between-nodes-and-keeps-what-is-done", test_cancel);
  g_test_add_func ("/runner/scoring-fits-nothing", test_scoring);
  g_test_add_func ("/runner/tables-that-were-read-are-let-go", test_release);
  g_test_add_func ("/runner/progress-goes-forward-to-the-end", test_progress);

  return g_test_run ();
}
