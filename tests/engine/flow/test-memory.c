/* test-memory.c: limits are seen before a run begins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "shop-support.h"
#include "tn-error.h"
#include "tn-exhaust.h"
#include "tn-json.h"
#include "tn-memory.h"
#include "tn-nodes.h"
#include "tn-pipeline-check.h"
#include "tn-run-log.h"
#include "tn-run.h"
#include "tn-test.h"
#include "tn-worker.h"

#define MB (G_GINT64_CONSTANT (1) << 20)

static void
put (const char *root, const char *path, const char *text)
{
  g_autofree char *whole = g_build_filename (root, path, NULL);
  g_autofree char *directory = g_path_get_dirname (whole);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_assert_true (g_file_set_contents (whole, text, -1, NULL));
}

static void
test_free_memory (void)
{
  g_autofree char *root = tn_test_directory ();

  put (root, "proc/meminfo", "MemTotal: 9000000 kB\nMemAvailable:    4096 kB\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 4 * MB);
}

static void
test_version_2 (void)
{
  g_autofree char *root = tn_test_directory ();

  put (root, "proc/meminfo", "MemAvailable: 8388608 kB\n");
  put (root, "proc/self/cgroup", "0::/user.slice/app.scope\n");
  put (root, "sys/fs/cgroup/user.slice/app.scope/memory.max", "max\n");
  put (root, "sys/fs/cgroup/user.slice/app.scope/memory.high", "max\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 8192 * MB);
  /* Of the group itself; pages it can let go at once do not count. */
  put (root, "sys/fs/cgroup/user.slice/app.scope/memory.max", "1073741824\n");
  put (root, "sys/fs/cgroup/user.slice/app.scope/memory.current", "314572800\n");
  put (root, "sys/fs/cgroup/user.slice/app.scope/memory.stat",
       "anon 1\ninactive_file 104857600\nactive_file 2\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 824 * MB);
  /* Where it begins to be slowed down. */
  put (root, "sys/fs/cgroup/user.slice/app.scope/memory.high", "536870912\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 312 * MB);
  /* The one above may be narrower. */
  put (root, "sys/fs/cgroup/user.slice/memory.max", "419430400\n");
  put (root, "sys/fs/cgroup/user.slice/memory.current", "314572800\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 100 * MB);
  /* More is used than may be. */
  put (root, "sys/fs/cgroup/user.slice/memory.current", "514572800\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 0);
}

static void
test_version_1 (void)
{
  g_autofree char *root = tn_test_directory ();

  put (root, "proc/meminfo", "MemAvailable: 8388608 kB\n");
  put (root, "proc/self/cgroup", "5:cpu,cpuacct:/box\n4:memory:/host/box\n0::/\n");
  put (root, "sys/fs/cgroup/memory/host/box/memory.limit_in_bytes", "9223372036854771712\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 8192 * MB);
  put (root, "sys/fs/cgroup/memory/host/memory.limit_in_bytes", "209715200\n");
  put (root, "sys/fs/cgroup/memory/host/memory.usage_in_bytes", "104857600\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 100 * MB);
}

/* In a container the path is that of the host, and the limit stands at the top. */
static void
test_container (void)
{
  g_autofree char *root = tn_test_directory ();

  put (root, "proc/meminfo", "MemAvailable: 8388608 kB\n");
  put (root, "proc/self/cgroup", "0::/docker/abc\n");
  put (root, "sys/fs/cgroup/memory.max", "104857600\n");
  g_assert_cmpint (tn_memory_available_at (root), ==, 100 * MB);
}

/* What a person allows counts beside what is free; what the process has already, against it. */
static void
test_chosen_limit (void)
{
  g_autofree char *root = tn_test_directory ();
  gint64 here;

  put (root, "proc/meminfo", "MemAvailable: 1073741824 kB\n");
  tn_memory_set_limit (4096 * MB);
  here = tn_memory_available_at (root);
  g_assert_cmpint (here, >, 0);
  g_assert_cmpint (here, <, 4096 * MB);
  g_assert_cmpint (tn_memory_available_to_worker (), <=, 4096 * MB);
  tn_memory_set_limit (1);
  g_assert_cmpint (tn_memory_available_at (root), ==, 0);
  tn_memory_set_limit (0);
  g_assert_cmpint (tn_memory_available_at (root), ==, 1048576 * MB);
}

static void
test_strange_trees (void)
{
  static const char *const groups[] = { "",         "nonsense",   "0::/../../etc\n",
                                        "0:\n::\n", "4:memory\n", "0::/a/b/c/d\n" };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autofree char *root = tn_test_directory ();

      put (root, "proc/meminfo", "MemAvailable: 1024 kB\n");
      put (root, "proc/self/cgroup", groups[i]);
      put (root, "sys/fs/cgroup/memory.max", "soon\n");
      g_assert_cmpint (tn_memory_available_at (root), ==, MB);
    }
}

/* The worker's address space is limited: a run is told before it starts, or ends with one sentence,
 * and the project stays whole. */
static int
run_under (TnProject *project, const char *directory, int megabytes)
{
  g_autofree char *program = g_build_filename (directory, "limited", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nulimit -v %d\nexec '%s' \"$@\"\n",
                                             megabytes * 1024, shop_program ());
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = NULL;

  g_assert_true (g_file_set_contents (program, script, -1, NULL));
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  if (tn_worker_run (project, program, "churn", (guint64) megabytes, 2, NULL, NULL, NULL, &error) >
      0)
    return 0;
  g_test_message ("%d MB: %s", megabytes, error->message);
  run = tn_project_get_run (project, 0, NULL);
  g_assert_true (run == NULL || run->status != TN_RUN_RUNNING);
  if (g_error_matches (error, TN_ERROR, TN_ERROR_SPACE))
    return strstr (error->message, "sample") != NULL ? 1 : 2;
  g_assert_error (error, TN_ERROR, TN_ERROR_WORKER);

  return 3;
}

static void
test_address_space (void)
{
  static const int sizes[] = { 60, 200, 500, 700, 900, 1500 };
  g_autofree char *directory = shop_directory ();
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project;
  guint n[4] = { 0 };

#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("a sanitizer needs its address space");
  return;
#endif
  project = shop_make_project (directory, 200, 1);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      n[run_under (project, directory, sizes[i])]++;
      tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
      g_assert_no_error (error);
      shop_close (project);
      project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  /* OpenBLAS would ask for its buffers for ever: it is told before it is loaded. */
  g_assert_cmpint (run_under (project, directory, 200), ==, 2);
  g_test_message ("%u done, %u told before, %u without memory, %u ended", n[0], n[1], n[2], n[3]);
  g_assert_cmpuint (n[1], >, 0);
  /* Without a limit it runs, so the project was never at fault. */
  g_assert_cmpint (run_under (project, directory, 100000), ==, 0);
  shop_close (project);
}

/* A share of the customers is whole customers, and less work. */
static void
test_share (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, 200, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", &error);
  g_autoptr (TnEstimate) whole = tn_estimate_new (project, graph, "churn", 2, &error);
  g_autoptr (TnEstimate) half = NULL;
  g_autoptr (TnGraph) less = NULL;

  shop_set (project, "data.share=0.5");
  less = tn_project_get_pipeline (project, "churn", &error);
  half = tn_estimate_new (project, less, "churn", 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (half->bytes, <, whole->bytes);
  g_assert_cmpint (half->rows_in, <=, whole->rows_in / 2 + 1);
  g_assert_cmpint (tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error), >,
                   0);
  g_assert_no_error (error);
  shop_close (project);
}

/* What a worker really took at its peak, as the log of its run says. */
static double
measure_peak (TnProject *project, gint64 run)
{
  JsonArray *log = tn_run_log_read (project, run);
  gint64 peak = 0;

  for (guint i = 0; i < json_array_get_length (log); i++)
    peak = MAX (peak, tn_json_int (json_array_get_object_element (log, i), "memory", 0));
  json_array_unref (log);

  return (double) peak;
}

/* Peaks depend on which folds meet: within 30 % for a log whose learners need more than the
 * program, and not much too little for one that is nearly nothing, where it hardly matters. */
static void
test_peak (void)
{
  static const guint sizes[] = { 200, 8000 };

#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("a sanitizer takes memory of its own");
  return;
#endif
  for (guint i = 0; i < (g_test_slow () ? 2 : 1); i++)
    {
      g_autofree char *directory = shop_directory ();
      TnProject *project = shop_make_project (directory, sizes[i], 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (TnGraph) graph = NULL;
      g_autoptr (TnEstimate) estimate = NULL;
      gint64 run;
      double ratio;

      shop_set (project, "boosting.rounds=5");
      graph = tn_project_get_pipeline (project, "churn", &error);
      estimate = tn_estimate_new (project, graph, "churn", 2, &error);
      g_assert_no_error (error);
      run = tn_worker_run (project, shop_program (), "churn", 1, 2, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      ratio = (double) estimate->bytes / measure_peak (project, run);
      g_test_message ("%u customers: %.0f MB estimated, %.2f of the peak", sizes[i],
                      estimate->bytes / 1e6, ratio);
      g_assert_cmpfloat (ratio, >, 1 / 1.3);
      g_assert_cmpfloat (ratio, <, i == 0 ? 2 : 1.3);
      shop_close (project);
    }
}

int
main (int argc, char **argv)
{
  struct rlimit no_core = { 0, 0 };

  setrlimit (RLIMIT_CORE, &no_core);
  tn_nodes_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/what-a-person-allows-is-a-limit", test_chosen_limit);
  g_test_add_func ("/memory/what-is-free-is-read", test_free_memory);
  g_test_add_func ("/memory/limits-of-control-groups-are-read", test_version_2);
  g_test_add_func ("/memory/limits-of-old-control-groups-are-read", test_version_1);
  g_test_add_func ("/memory/a-container-has-its-limit-at-the-top", test_container);
  g_test_add_func ("/memory/strange-trees-are-no-limit", test_strange_trees);
  g_test_add_func ("/memory/a-tight-limit-is-told-and-the-project-whole", test_address_space);
  g_test_add_func ("/memory/a-share-of-customers-needs-less", test_share);
  g_test_add_func ("/memory/what-is-estimated-is-what-is-used", test_peak);

  return g_test_run ();
}
