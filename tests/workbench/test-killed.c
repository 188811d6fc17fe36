/* test-killed.c: a window that is killed while somebody edits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another process shows a window and edits in it, without end; it notes in a log what was asked
 * for and what the window showed as done, and when. It is killed at random moments; what the next
 * start offers is held against the log.
 */

#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "shop-support.h"
#include "tn-graph-edit.h"
#include "tn-nodes.h"
#include "wb-application.h"
#include "wb-test.h"
#include "wb-window-private.h"

#define N_CUSTOMERS 20
#define FIRST_VALUE 100
/* So much may be lost, in microseconds. */
#define MAY_BE_LOST (3 * G_USEC_PER_SEC)

static int
read_value (TnGraph *graph)
{
  const TnGraphNode *node = tn_graph_get_node (graph, (guint) tn_graph_find_node (graph, "list"));

  return (int) json_object_get_int_member_with_default (node->values, "explained", -1);
}

/* The one that edits */

typedef struct
{
  WbProject *project;
  FILE *log;
  int asked;
  int shown;
} Editor;

static void
note (Editor *self, const char *what, int value)
{
  fprintf (self->log, "%s %d %" G_GINT64_FORMAT "\n", what, value, g_get_monotonic_time ());
  fflush (self->log);
}

static void
on_changed (WbProject *project, Editor *self)
{
  int value = read_value (wb_project_get_state (project)->graph);

  if (value <= self->shown)
    return;
  self->shown = value;
  note (self, "shown", value);
}

/* One edit after the other, some in a row before the window has drawn the first; now and then the
 * file is saved meanwhile. */
static gboolean
edit_cb (gpointer user_data)
{
  Editor *self = user_data;
  TnGraph *now = wb_project_get_state (self->project)->graph;
  int n = g_random_int_range (1, 4);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (TnGraph) changed = NULL;
      TnEdit *edit = tn_edit_new (tn_message_new_literal ("another"));

      self->asked++;
      changed = tn_graph_with_value (now, "list", "explained",
                                     json_node_init_int (json_node_alloc (), self->asked));
      note (self, "asked", self->asked);
      tn_edit_put_pipeline (edit, "churn", changed);
      wb_project_edit (self->project, edit);
    }
  if (self->asked % 40 < n && !wb_project_is_saving (self->project))
    wb_project_save (self->project, NULL, TN_SAVE_DEFAULT);
  g_timeout_add (g_random_int_range (0, 40), edit_cb, self);

  return G_SOURCE_REMOVE;
}

static int
edit_until_killed (const char *log)
{
  g_autofree char *directory = g_path_get_dirname (log);
  g_autoptr (WbApplication) application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  Editor self = { .log = fopen (log, "w"), .asked = FIRST_VALUE };
  TnProject *store;
  WbState *state;
  WbWindow *window;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  store = shop_make_project (directory, N_CUSTOMERS, 1);
  shop_set (store, "list.explained=100");
  state = wb_state_read (store, NULL);
  self.project = wb_project_new (store, state);
  window = wb_window_new (GTK_APPLICATION (application));
  _wb_window_set_project (window, self.project);
  gtk_window_present (GTK_WINDOW (window));
  wb_window_show_page (window, "pipeline");
  g_signal_connect (self.project, "changed", G_CALLBACK (on_changed), &self);
  g_timeout_add (1, edit_cb, &self);
  for (;;)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}

/* The one that kills and looks */

typedef struct
{
  int asked, shown; /* the last of each */
  gint64 *times;    /* by value: when it was asked for */
  gsize n_times;
} Log;

static void
log_read (Log *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  *self = (Log){ FIRST_VALUE, FIRST_VALUE };
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  self->n_times = g_strv_length (lines) + FIRST_VALUE + 1;
  self->times = g_new0 (gint64, self->n_times);
  /* The last line may be half of one. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      char what[8];
      int value;
      gint64 time;

      g_assert_cmpint (sscanf (lines[i], "%7s %d %" G_GINT64_FORMAT, what, &value, &time), ==, 3);
      if (g_str_equal (what, "shown"))
        self->shown = value;
      else
        {
          self->asked = value;
          self->times[value] = time;
        }
    }
}

/* Waits for the first edit that was shown, and kills some time later. */
static gint64
kill_editor (const char *program, const char *path, guint most_ms)
{
  const char *const argv[] = { program, "--edit", path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  gint64 killed;

  g_assert_no_error (error);
  for (guint i = 0; i < 60000 && g_subprocess_get_identifier (process) != NULL; i++)
    {
      Log log;
      gboolean begun;

      log_read (&log, path);
      begun = log.shown > FIRST_VALUE;
      g_free (log.times);
      if (begun)
        break;
      g_usleep (1000);
    }
  g_usleep ((gulong) g_test_rand_int_range (0, (gint32) most_ms) * 1000);
  killed = g_get_monotonic_time ();
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (process));
  /* And not by an error of its own. */
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);

  return killed;
}

/* As the start page offers it, or from the file when it holds everything. */
static TnProject *
open_again (const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) unsaved = tn_project_list_unsaved (&error);
  g_autofree char *file = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project;

  g_assert_no_error (error);
  g_assert_cmpuint (unsaved->len, <=, 1);
  if (unsaved->len == 1)
    project =
        tn_project_open_unsaved (((TnUnsaved *) g_ptr_array_index (unsaved, 0))->directory, &error);
  else
    project = tn_project_open (file, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);

  return project;
}

static int
read_stored (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", &error);

  g_assert_no_error (error);

  return read_value (graph);
}

static void
test_killed (gconstpointer program)
{
  guint n = g_test_slow () ? 100 : 10;
  gint64 worst = 0;
  int n_edits = 0, n_lost = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *directory = shop_directory ();
      g_autofree char *path = g_build_filename (directory, "log", NULL);
      gint64 killed = kill_editor (program, path, g_test_slow () && i % 5 == 0 ? 6000 : 600);
      TnProject *project = open_again (directory);
      int stored = read_stored (project);
      g_autoptr (GError) error = NULL;
      TnMessage *label = NULL;
      Log log;

      log_read (&log, path);
      /* What the window showed is there, and nothing that was never asked for. */
      g_assert_cmpint (stored, >=, log.shown);
      g_assert_cmpint (stored, <=, log.asked + 1);
      if (stored < log.asked)
        {
          gint64 lost = killed - log.times[stored + 1];

          g_assert_cmpint (lost, <=, MAY_BE_LOST);
          worst = MAX (worst, lost);
        }
      n_edits += log.asked - FIRST_VALUE;
      n_lost += MAX (log.asked - stored, 0);
      /* The history came along. */
      g_assert_true (tn_project_undo (project, &label, &error));
      g_assert_no_error (error);
      g_clear_pointer (&label, tn_message_unref);
      g_assert_cmpint (read_stored (project), ==, stored - 1);
      shop_close (project);
      g_free (log.times);
    }
  g_test_message ("%u kills, %d edits: %d not there, the oldest of them asked for %.0f ms before",
                  n, n_edits, n_lost, (double) worst / 1000);
  g_assert_cmpint (n_edits, >, (int) n * 3);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 3 && g_str_equal (argv[1], "--edit"))
    {
      gtk_init ();
      adw_init ();
      return edit_until_killed (argv[2]);
    }
  tn_nodes_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/window/killed-offers-what-was-edited", argv[0], test_killed);

  return g_test_run ();
}
