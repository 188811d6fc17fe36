/* test-pipeline-run.c: whole runs in a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#ifdef __GLIBC__
#  include <malloc.h>
#endif

#include <sqlite3.h>

#include "shop-support.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-node-cache.h"
#include "tn-nodes.h"
#include "tn-pool.h"
#include "tn-run.h"
#include "tn-synth.h"
#include "tn-test.h"

#define N_CUSTOMERS 160

static gint64
run (TnProject *project, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tn_project_run_pipeline (project, "churn", seed, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);

  return id;
}

static void
add_output (GString *text, TnProject *project, gint64 id, const TnOutput *at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output = tn_project_get_output (project, id, at->node, at->name, &error);

  g_assert_no_error (error);
  g_string_append_printf (text, "%s/%s\n", at->node, at->name);
  if (output->body != NULL)
    {
      g_autofree char *body = tn_json_print (output->body, FALSE);

      g_string_append (text, body);
    }
  if (output->state != NULL)
    {
      g_autoptr (TnNodeState) state =
          tn_node_state_new (output->type, output->version, output->state);
      g_autofree char *print = tn_node_state_fingerprint (state);

      g_string_append (text, print);
    }
  if (output->table != 0)
    {
      g_autoptr (TnTable) table = tn_project_load_table (project, output->table, &error);
      g_autofree char *print = NULL;

      g_assert_no_error (error);
      print = tn_table_fingerprint (table, &error);
      g_string_append (text, print);
    }
  g_string_append_c (text, '\n');
}

/* Every document, state and table of a run, in one text; not its log, which knows of times. */
static char *
print_run (TnProject *project, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, id, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < outputs->len; i++)
    if (*((const TnOutput *) g_ptr_array_index (outputs, i))->node != '\0')
      add_output (text, project, id, g_ptr_array_index (outputs, i));

  return g_string_free (text, FALSE);
}

static void
forget (TnProject *project)
{
  g_autoptr (TnNodeCache) cache =
      tn_node_cache_open (tn_project_get_session (project), TN_NODE_CACHE_BUDGET);

  tn_node_cache_clear (cache);
}

static void
assert_same (const char *a, const char *b)
{
  g_auto (GStrv) lines = g_strsplit (a, "\n", -1);
  g_auto (GStrv) others = g_strsplit (b, "\n", -1);

  for (guint i = 0; lines[i] != NULL && others[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, others[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (others));
}

/* One and two threads, a second time, after saving and opening elsewhere: the same bytes. */
static void
test_same_bytes (void)
{
  g_autofree char *directory = shop_directory ();
  g_autofree char *elsewhere = g_build_filename (directory, "elsewhere", NULL);
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *again = NULL;
  g_autofree char *reopened = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *other = NULL;
  gint64 id;

  tn_pool_set_threads (1);
  one = print_run (project, run (project, 7));
  g_assert_cmpuint (strlen (one), >, 5000);
  forget (project);
  tn_pool_set_threads (2);
  id = run (project, 7);
  two = print_run (project, id);
  assert_same (one, two);
  again = print_run (project, run (project, 7));
  assert_same (one, again);
  other = print_run (project, run (project, 8));
  g_assert_cmpstr (one, !=, other);

  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_close (project);
  g_setenv ("TENURE_SESSIONS", elsewhere, TRUE);
  project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  reopened = print_run (project, id);
  assert_same (one, reopened);
  moved = print_run (project, run (project, 7));
  assert_same (one, moved);
  shop_close (project);
}

static void
test_estimate (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", &error);
  g_autoptr (TnEstimate) before = tn_estimate_new (project, graph, "churn", 2, &error);
  g_autoptr (TnEstimate) after = NULL;
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, "orders", &error);
  double sum = 0;

  g_assert_no_error (error);
  g_assert_false (before->is_measured);
  g_assert_cmpint (before->rows_in, ==, dataset->n_rows);
  g_assert_cmpuint (before->nodes->len, ==, tn_graph_get_n_nodes (graph));
  g_assert_cmpint (before->bytes, >, 1 << 20);
  g_assert_true (tn_estimate_require_memory (before, before->bytes, &error));
  g_assert_false (tn_estimate_require_memory (before, before->bytes - 1, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_nonnull (strstr (error->message, "GB"));
  g_assert_nonnull (strstr (error->message, "sample"));
  g_clear_error (&error);

  run (project, 1);
  run (project, 1);
  after = tn_estimate_new (project, graph, "churn", 2, &error);
  g_assert_no_error (error);
  g_assert_true (after->is_measured);
  for (guint i = 0; i < after->nodes->len; i++)
    sum += ((TnNodeEstimate *) g_ptr_array_index (after->nodes, i))->seconds;
  g_assert_cmpfloat_with_epsilon (sum, after->seconds, 1e-9);
  shop_close (project);
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

/* Pages each connection keeps at most: PRAGMA cache_size of the store, and what SQLite itself
 * needs; a writer, readers as threads ask for, and those of the node cache. */
#  define PAGES_BYTES   (5 << 20)
#  define N_CONNECTIONS 6

typedef struct
{
  const char *node;
  GCancellable *cancellable;
} CancelAt;

static void
cancel_at_node (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  CancelAt *self = user_data;

  if (status == TN_NODE_RUNNING && g_str_equal (node, self->node))
    g_cancellable_cancel (self->cancellable);
}

/* Of the heap and of mappings of its own, less the pages SQLite keeps, which it does up to a bound
 * for each connection. */
static gsize
measure (void)
{
  struct mallinfo2 info = mallinfo2 ();
  int pages, most;

  sqlite3_status (SQLITE_STATUS_MEMORY_USED, &pages, &most, FALSE);
  g_assert_cmpint (pages, <, N_CONNECTIONS * PAGES_BYTES);

  return info.uordblks + info.hblkhd - (gsize) pages;
}

/* Bytes in use after a run that is cancelled when @node begins. */
static gsize
cancel_at (TnProject *project, const char *node, guint64 seed)
{
  static const TnRunEvents events = { .status = cancel_at_node };
  CancelAt at = { node, g_cancellable_new () };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (
      tn_project_run_pipeline (project, "churn", seed, &events, &at, NULL, at.cancellable, &error),
      ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (at.cancellable);

  return measure ();
}

static const char *const cancel_nodes[] = { "clean",    "features", "impute", "logistic",
                                            "boosting", "evaluate", "list" };

/* Cancels everywhere, so many times: memory is back to 5 % of what it was after the first times.
 * Where exactly the threads are when they hear of it differs, and with it what GLib keeps at hand
 * of small blocks; that does not add up. */
static void
cancel_often (TnProject *project, const char *const *nodes, guint n_nodes, guint n_rounds)
{
  gsize first = 0;

  for (guint i = 0; i < (n_rounds + 1) * n_nodes; i++)
    {
      gsize after = cancel_at (project, nodes[i % n_nodes], 2 + i);

      if (i < n_nodes)
        first = MAX (first, after);
      g_test_message ("%s: %.3f MB, first %.3f MB", nodes[i % n_nodes], after / 1e6, first / 1e6);
      g_assert_cmpfloat ((double) after, <=, 1.05 * (double) first);
    }
}

static void
test_cancel_memory (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);

  run (project, 1);
  cancel_often (project, cancel_nodes, G_N_ELEMENTS (cancel_nodes), g_test_slow () ? 30 : 4);
  shop_close (project);
}

/* 1.9 million events: what a run takes is hundreds of times what is allowed to stay. */
static void
test_cancel_memory_of_many (void)
{
  static const char *const nodes[] = { "features", "impute", "boosting" };
  g_autofree char *directory = NULL;
  g_autofree char *csv = NULL;
  TnSynthParams params = TN_SYNTH_PARAMS_INIT;
  TnSynthCounts counts;
  g_autoptr (GError) error = NULL;
  TnProject *project;

  if (!g_test_slow ())
    {
      g_test_skip ("takes minutes");
      return;
    }
  directory = shop_directory ();
  csv = g_build_filename (directory, "events.csv", NULL);
  params.n_customers = 36000;
  g_assert_true (tn_synth_write (&params, directory, &counts, NULL, NULL, &error));
  project = shop_make_project_of (directory, csv);
  shop_set (project, "boosting.rounds=5");
  cancel_often (project, nodes, G_N_ELEMENTS (nodes), 2);
  shop_close (project);
}

#endif

/* How many customers the list of a run says are to be contacted, by its result. */
static gint64
count_contacts (TnProject *project, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output = tn_project_get_output (project, id, "list", "result", &error);
  g_autoptr (TnTable) table = NULL;
  g_autofree guint32 *codes = NULL;
  g_autoptr (TnDictionary) words = NULL;
  TnColumn *column;
  gint64 n = 0;

  g_assert_no_error (error);
  table = tn_project_load_table (project, output->table, &error);
  g_assert_no_error (error);
  column = tn_table_get_column (table, (guint) tn_table_find (table, "action"));
  codes = tn_column_dup_codes (column, &error);
  words = tn_column_get_dictionary (column, &error);
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    n += !g_str_equal (tn_dictionary_get (words, codes[i], NULL), "none");

  return n;
}

static char *
print_pipeline (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", &error);
  g_autoptr (JsonNode) node = tn_graph_to_json (graph);

  g_assert_no_error (error);

  return json_to_string (node, FALSE);
}

static char *
print_snapshot (TnProject *project, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) kept = tn_project_get_run (project, id, &error);

  g_assert_no_error (error);

  return json_to_string (kept->snapshot, FALSE);
}

/* Settings change fifty times between runs: each result is that of the settings kept with it, an
 * older one stays what it was, and memory does not grow. */
static void
test_changes_between (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  guint n_runs = g_test_slow () ? 50 : 5;
  g_autofree gint64 *ids = g_new0 (gint64, n_runs);
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
  gsize before = 0;
#endif

  shop_set (project, "list.first=all");
  shop_set (project, "list.held_out=0");
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *setting = g_strdup_printf ("list.contacts=%u", i + 1);
      guint n = i * n_runs / 50;
      g_autofree char *now = NULL;
      g_autofree char *kept = NULL;

      shop_set (project, setting);
      if ((i + 1) * n_runs / 50 == n)
        continue;
      ids[n] = run (project, 1);
      now = print_pipeline (project);
      kept = print_snapshot (project, ids[n]);
      g_assert_cmpstr (kept, ==, now);
      g_assert_cmpint (count_contacts (project, ids[n]), ==, i + 1);
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
      g_test_message ("%u contacts: %.3f MB", i + 1, measure () / 1e6);
      /* It goes up and down by what is recalled: the higher of the first two is the measure. */
      if (n <= 1)
        before = MAX (before, measure ());
      else
        g_assert_cmpfloat ((double) measure (), <=, 1.05 * (double) before);
#endif
    }
  for (guint n = 0; n < n_runs; n++)
    g_assert_cmpint (count_contacts (project, ids[n]), ==,
                     (gint64) ((n + 1) * 50 + n_runs - 1) / n_runs);
  shop_close (project);
}

typedef struct
{
  TnProject *project;
  char *before; /* the pipeline when the run began */
  guint n_changes;
} Meanwhile;

/* Another thread would do the same: a run has taken its settings when it began. */
static void
change_meanwhile (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  Meanwhile *self = user_data;

  for (guint i = 0; i < 5 && self->n_changes < 50; i++)
    {
      g_autofree char *setting = g_strdup_printf ("list.contacts=%u", ++self->n_changes);

      shop_set (self->project, setting);
    }
}

static void
test_changes_meanwhile (void)
{
  static const TnRunEvents events = { .status = change_meanwhile };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *now = NULL;
  g_autofree char *back = NULL;
  Meanwhile meanwhile = { .project = project };
  gint64 id;

  shop_set (project, "list.first=all");
  shop_set (project, "list.held_out=0");
  shop_set (project, "list.contacts=77");
  meanwhile.before = print_pipeline (project);
  id = tn_project_run_pipeline (project, "churn", 1, &events, &meanwhile, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (meanwhile.n_changes, ==, 50);
  kept = print_snapshot (project, id);
  now = print_pipeline (project);
  g_assert_cmpstr (kept, ==, meanwhile.before);
  g_assert_cmpstr (kept, !=, now);
  g_assert_cmpint (count_contacts (project, id), ==, 77);
  /* Every change was an edit of its own, and all can be taken back. */
  for (guint i = 0; i < 50; i++)
    g_assert_true (tn_project_undo (project, NULL, &error));
  g_assert_no_error (error);
  back = print_pipeline (project);
  g_assert_cmpstr (back, ==, meanwhile.before);
  g_free (meanwhile.before);
  shop_close (project);
}

static void
test_failed_run (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) described = NULL;
  g_autoptr (TnRun) kept = NULL;
  gint64 done = run (project, 1), id;

  shop_set (project, "data.name=gone");
  id = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);
  g_assert_cmpint (id, ==, 0);
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_cmpstr (tn_error_get_node (error), ==, "data");
  g_clear_error (&error);
  kept = tn_project_get_run (project, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kept->status, ==, TN_RUN_FAILED);
  g_assert_cmpint (tn_project_find_run (project, 0, &error), ==, done);
  described = tn_project_describe_run (project, kept->id, tn_language_get ("en"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (
                        json_node_get_object (described), "results")),
                    ==, 0);
  shop_close (project);
}

static void
test_description (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  gint64 id = run (project, 5);
  g_autoptr (JsonNode) described =
      tn_project_describe_run (project, 0, tn_language_get ("en"), &error);
  JsonObject *object = json_node_get_object (described);
  JsonArray *metrics = json_object_get_array_member (object, "metrics");
  gboolean has_auc = FALSE;

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "run"), ==, id);
  g_assert_cmpint (json_object_get_int_member (object, "seed"), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "done");
  g_assert_cmpstr (json_object_get_string_member (object, "pipeline"), ==, "churn");
  for (guint i = 0; i < json_array_get_length (metrics); i++)
    {
      JsonObject *metric = json_array_get_object_element (metrics, i);

      g_assert_true (
          json_object_has_member (metric, "model") && json_object_has_member (metric, "split") &&
          json_object_has_member (metric, "value") && json_object_has_member (metric, "low") &&
          json_object_has_member (metric, "high") && json_object_has_member (metric, "n"));
      has_auc |= g_str_equal (json_object_get_string_member (metric, "metric"), "auc");
    }
  g_assert_true (has_auc);
  g_assert_true (
      json_object_has_member (json_object_get_object_member (object, "results"), "evaluate"));
  shop_close (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/pipeline-run/same-seed-same-bytes", test_same_bytes);
  g_test_add_func ("/pipeline-run/needs-are-known-before-it-runs", test_estimate);
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
  g_test_add_func ("/pipeline-run/a-cancelled-run-gives-its-memory-back", test_cancel_memory);
  g_test_add_func ("/pipeline-run/a-large-cancelled-run-gives-its-memory-back",
                   test_cancel_memory_of_many);
#endif
  g_test_add_func ("/pipeline-run/results-are-those-of-their-settings", test_changes_between);
  g_test_add_func ("/pipeline-run/changes-do-not-reach-a-run-that-goes-on", test_changes_meanwhile);
  g_test_add_func ("/pipeline-run/a-failed-run-is-kept-without-results", test_failed_run);
  g_test_add_func ("/pipeline-run/is-described-by-ids-and-numbers", test_description);

  return g_test_run ();
}
