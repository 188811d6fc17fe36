/* bench-start.c: from exec to the first frame on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Starts itself as the window program five times, after once for the caches, and prints the median
 * of the time from before exec to the first after-paint, and of the processor time it took.
 */

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wb-application.h"
#include "wb-settings.h"
#include "wb-window.h"
#include "wb-words.h"

#define N_STARTS 5
#define WANTED   0.7

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();

  if (write (STDOUT_FILENO, &now, sizeof now) != sizeof now)
    _exit (1);
  _exit (0);
}

static void
on_activate (GApplication *application, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (on_after_paint), NULL);
}

/* As wb-main.c. */
static int
run_window (int argc, char **argv)
{
  g_autofree char *id = g_settings_get_string (wb_settings (), "language");
  g_autoptr (WbApplication) application = NULL;

  wb_language_choose (id);
  setlocale (LC_ALL, "");
  application = wb_application_new (G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect_after (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), 1, argv);
}

static double
start_once (const char *program, double *processor)
{
  struct rusage usage;
  int out[2], status;
  gint64 begun = 0, painted = 0;
  pid_t pid;

  if (pipe (out) != 0)
    g_error ("pipe: %s", g_strerror (errno));
  begun = g_get_monotonic_time ();
  pid = fork ();
  if (pid == 0)
    {
      dup2 (out[1], STDOUT_FILENO);
      execl (program, program, "--window", NULL);
      _exit (127);
    }
  close (out[1]);
  if (read (out[0], &painted, sizeof painted) != sizeof painted)
    painted = 0;
  close (out[0]);
  wait4 (pid, &status, 0, &usage);
  if (painted == 0)
    g_error ("The window did not come.");
  *processor = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;

  return (painted - begun) / 1e6;
}

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

int
main (int argc, char **argv)
{
  double seconds[N_STARTS], processor[N_STARTS];

  if (argc > 1 && strcmp (argv[1], "--window") == 0)
    return run_window (argc, argv);
  start_once (argv[0], processor);
  for (guint i = 0; i < N_STARTS; i++)
    seconds[i] = start_once (argv[0], &processor[i]);
  qsort (seconds, N_STARTS, sizeof (double), compare_doubles);
  qsort (processor, N_STARTS, sizeof (double), compare_doubles);
  g_print ("exec to first after-paint, median of %d: %.3f s (%.3f to %.3f), wanted %.1f: %s\n",
           N_STARTS, seconds[N_STARTS / 2], seconds[0], seconds[N_STARTS - 1], WANTED,
           seconds[N_STARTS / 2] <= WANTED ? "met" : "not met");
  g_print ("processor time of a start, median: %.3f s\n", processor[N_STARTS / 2]);

  return 0;
}
