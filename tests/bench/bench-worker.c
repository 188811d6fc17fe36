/* bench-worker.c: what it costs that a run happens in a process of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-worker TENURE-CLI ORDERS.csv
 *
 * Two projects of the same shop with caches of their own: one is run in this process, the other by
 * the worker, in turn and with the same seeds, and their results must be equal first.
 */

#include "config.h"

#include <stdio.h>
#include <sys/resource.h>

#include "tn-bench.h"
#include "tn-import-dataset.h"
#include "tn-nodes.h"
#include "tn-pool.h"
#include "tn-template.h"
#include "tn-test.h"
#include "tn-worker.h"

#define REPEATS 5

static TnProject *
new_project (const char *dir, const char *name, const char *orders)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSource) source = tn_source_open (orders, NULL, &error);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  TnProject *project = tn_project_create (path, &error);
  g_autoptr (TnDataset) dataset = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnGraph) graph = NULL;
  TnImportSummary summary;

  g_assert_no_error (error);
  dataset = tn_project_import (project, "orders", source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  table = tn_project_load_dataset (project, "orders", &error);
  g_assert_no_error (error);
  graph = tn_template_find ("churn")->build ("orders", table, &error);
  g_assert_no_error (error);
  tn_project_put_pipeline (project, "churn", graph, tn_message_new ("Make pipeline"), &error);
  g_assert_no_error (error);

  return project;
}

/* The figures of a run as text. */
static char *
get_results (TnProject *project, gint64 run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) described =
      tn_project_describe_run (project, run, tn_language_get ("en"), &error);
  JsonObject *results;
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  results = json_object_get_object_member (json_node_get_object (described), "results");
  node = json_node_init_object (json_node_alloc (), results);

  return json_to_string (node, FALSE);
}

static double
run_here (TnProject *project, guint64 seed, char **results)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 run = tn_project_run_pipeline (project, "churn", seed, NULL, NULL, NULL, NULL, &error);
  double seconds = tn_bench_seconds_since (start);

  g_assert_no_error (error);
  *results = get_results (project, run);

  return seconds;
}

static double
run_there (TnProject *project, const char *program, guint64 seed, char **results)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 run = tn_worker_run (project, program, "churn", seed, 0, NULL, NULL, NULL, &error);
  double seconds = tn_bench_seconds_since (start);

  g_assert_no_error (error);
  *results = get_results (project, run);

  return seconds;
}

int
main (int argc, char **argv)
{
  g_autofree char *dir = NULL, *sessions = NULL;
  TnProject *mine, *theirs;
  double here[REPEATS], there[REPEATS], in_process, in_worker;
  struct rusage children;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  dir = tn_test_directory ();
  sessions = g_build_filename (dir, "sessions", NULL);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  tn_nodes_init ();
  mine = new_project (dir, "here.tenure", argv[2]);
  theirs = new_project (dir, "there.tenure", argv[2]);

  for (guint i = 0; i < REPEATS; i++)
    {
      g_autofree char *ours = NULL, *other = NULL;

      here[i] = run_here (mine, i + 1, &ours);
      there[i] = run_there (theirs, argv[1], i + 1, &other);
      g_assert_cmpstr (ours, ==, other);
    }
  getrusage (RUSAGE_CHILDREN, &children);
  in_process = tn_bench_median (here, REPEATS);
  in_worker = tn_bench_median (there, REPEATS);
  printf ("who will leave, sample shop, %u threads: %.2f s in this process, %.2f s by the worker, "
          "equal results; overhead %.0f ms, %.1f %% (medians of %d)\n",
          tn_pool_get_threads (), in_process, in_worker, 1000 * (in_worker - in_process),
          100 * (in_worker / in_process - 1), REPEATS);
  printf ("peak memory: %.0f MB in this process, %.0f MB in the worker\n", tn_bench_peak_mb (),
          (double) children.ru_maxrss / 1024);
  tn_project_close (mine, NULL);
  tn_project_unref (mine);
  tn_project_close (theirs, NULL);
  tn_project_unref (theirs);

  return 0;
}
