/* tn-bench.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-bench.h"

#include <stdlib.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "tn-test.h"

#define PEER "tools/peers/peer-bench.py"

double
tn_bench_seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts @seconds. */
double
tn_bench_median (double *seconds, gsize n)
{
  qsort (seconds, n, sizeof *seconds, compare_doubles);

  return seconds[n / 2];
}

double
tn_bench_peak_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) usage.ru_maxrss / 1024;
}

/* BLAS of the peer gets @n_threads, as ours has; 0 leaves that as it is. */
char *
tn_bench_ask_python (const char *const *arguments, guint n_threads)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *threads = g_strdup_printf ("%u", n_threads);
  g_auto (GStrv) environment = g_get_environ ();
  g_auto (GStrv) words = NULL;
  char *said = NULL;
  int status = -1;

  g_strv_builder_add (argv, "/usr/bin/python3");
  g_strv_builder_addv (argv, (const char **) arguments);
  words = g_strv_builder_end (argv);
  if (n_threads > 0)
    environment = g_environ_setenv (environment, "OPENBLAS_NUM_THREADS", threads, TRUE);
  if (!g_spawn_sync (NULL, words, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &said, NULL,
                     &status, NULL) ||
      status != 0)
    g_clear_pointer (&said, g_free);

  return said;
}

/* The peer's inputs are half a gigabyte and the same on every machine. They are made beside the
 * tests, under another name first: a benchmark that was stopped leaves nothing half made. */
char *
tn_bench_peer_data (void)
{
  g_autofree char *script = tn_test_shared (PEER);
  g_autofree char *dir = g_test_build_filename (G_TEST_BUILT, "peer-data", NULL);
  g_autofree char *making = g_strconcat (dir, ".new", NULL);
  const char *arguments[] = { script, "data", making, NULL };
  g_autofree char *said = NULL;

  if (script == NULL)
    return NULL;
  if (g_file_test (dir, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&dir);
  said = tn_bench_ask_python (arguments, 0);
  if (said == NULL || g_rename (making, dir) != 0)
    return NULL;

  return g_steal_pointer (&dir);
}

GPtrArray *
tn_bench_ask_peer (const char *task, const char *dir, guint n_threads)
{
  g_autofree char *script = tn_test_shared (PEER);
  g_autofree char *threads = g_strdup_printf ("%u", n_threads);
  const char *arguments[] = { script, task, dir, threads, NULL };
  g_autofree char *said = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  said = tn_bench_ask_python (arguments, n_threads);
  lines = g_strsplit (said != NULL ? said : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (JsonNode) node = *lines[i] != '\0' ? json_from_string (lines[i], NULL) : NULL;

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (answers, json_node_dup_object (node));
    }
  if (answers->len == 0)
    g_clear_pointer (&answers, g_ptr_array_unref);

  return answers;
}
