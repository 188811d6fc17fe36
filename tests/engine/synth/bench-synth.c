/* bench-synth.c: how fast a shop is simulated, and in how much memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "synth-data.h"
#include "tn-pool.h"
#include "tn-test.h"

/* So many rows of events one customer makes in the 18 months. */
#define EVENTS_EACH 46

typedef struct
{
  double seconds;
  guint64 n_events;
  guint64 n_bytes;
} Run;

static guint64
remove_files (const char *dir)
{
  guint64 size = 0;

  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_autofree char *path = synth_path (dir, i, ".csv");
      GStatBuf info;

      if (g_stat (path, &info) == 0)
        size += info.st_size;
      g_unlink (path);
    }

  return size;
}

static Run
measure (const TnSynthParams *params, guint n_threads)
{
  TnSynthCounts counts;
  gint64 start;
  g_autofree char *dir = NULL;
  Run run;

  tn_pool_set_threads (n_threads);
  start = g_get_monotonic_time ();
  dir = synth_write (params, &counts);
  run.seconds = (g_get_monotonic_time () - start) / 1e6;
  run.n_events = counts.n_rows[TN_SYNTH_EVENTS];
  run.n_bytes = remove_files (dir);

  return run;
}

/* @n_events as first argument; 10 million otherwise. */
int
main (int argc, char *argv[])
{
  guint64 n_events = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 10000000;
  TnSynthParams params = TN_SYNTH_PARAMS_INIT;
  struct rusage usage;

  params.n_customers = CLAMP (n_events / EVENTS_EACH, 1, TN_SYNTH_MAX_CUSTOMERS);
  for (guint n_threads = 1; n_threads <= g_get_num_processors (); n_threads *= 2)
    {
      Run run = measure (&params, n_threads);

      g_print ("%u threads: %" G_GUINT64_FORMAT " customers, %" G_GUINT64_FORMAT
               " events in %.2f s: %.2f million events/s, %.0f MB/s of all files\n",
               n_threads, params.n_customers, run.n_events, run.seconds,
               run.n_events / run.seconds / 1e6, run.n_bytes / run.seconds / 1e6);
    }
  getrusage (RUSAGE_SELF, &usage);
  g_print ("peak memory %.1f MB\n", usage.ru_maxrss / 1024.0);

  return EXIT_SUCCESS;
}
