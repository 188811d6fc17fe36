/* test-pipeline-run.c: whole runs in a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#ifdef __GLIBC__
#  include <malloc.h>
#endif

#include "shop-support.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-node-cache.h"
#include "tn-nodes.h"
#include "tn-pool.h"
#include "tn-run.h"
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

/* Bytes in use, in blocks of the heap and in mappings of their own, after a run that is cancelled
 * when @node begins. */
static gsize
cancel_at (TnProject *project, const char *node, guint64 seed)
{
  static const TnRunEvents events = { .status = cancel_at_node };
  CancelAt at = { node, g_cancellable_new () };
  g_autoptr (GError) error = NULL;
  struct mallinfo2 info;

  g_assert_cmpint (
      tn_project_run_pipeline (project, "churn", seed, &events, &at, NULL, at.cancellable, &error),
      ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (at.cancellable);
  info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Wherever it is cancelled, a run gives back what it took: a table of this run is 2.4 MB, and
 * less than half of that is more than at the first time. The store keeps pages it has read, up to a
 * bound of its own. */
static void
test_cancel_memory (void)
{
  static const char *const nodes[] = { "clean",    "features", "impute", "logistic",
                                       "boosting", "evaluate", "list" };
  enum
  {
    ROUNDS = 3,
  };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gsize first[G_N_ELEMENTS (nodes)];

  /* What is made once: threads, caches of the store, tables of the libraries. */
  run (project, 1);
  cancel_at (project, "list", 2);
  for (guint i = 0; i < ROUNDS * G_N_ELEMENTS (nodes); i++)
    {
      guint place = i % G_N_ELEMENTS (nodes);
      gsize after = cancel_at (project, nodes[place], 10 + i);

      if (i < G_N_ELEMENTS (nodes))
        first[place] = after;
      g_test_message ("%s: %.2f MB, first %.2f MB", nodes[place], after / 1e6, first[place] / 1e6);
      g_assert_cmpuint (after, <=, first[place] + (1 << 20));
    }
  shop_close (project);
}

#endif

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
#endif
  g_test_add_func ("/pipeline-run/a-failed-run-is-kept-without-results", test_failed_run);
  g_test_add_func ("/pipeline-run/is-described-by-ids-and-numbers", test_description);

  return g_test_run ();
}
