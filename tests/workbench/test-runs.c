/* test-runs.c: runs as the window has them: watched, paused, queued, discarded, killed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "shop-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-run-figure.h"
#include "wb-application.h"
#include "wb-leaderboard.h"
#include "wb-result.h"
#include "wb-runs-page.h"
#include "wb-test-desktop.h"
#include "wb-test.h"
#include "wb-ui.h"
#include "wb-window-private.h"
#include "wb-work.h"

#define N_CUSTOMERS 160

#if defined(__SANITIZE_ADDRESS__)
#  define UNDER_ASAN 1
#else
#  define UNDER_ASAN 0
#endif

static WbApplication *application;

/* A project of a small shop, as it is open in a window. */
static WbProject *
make_project (const char *setting)
{
  g_autofree char *directory = shop_directory ();
  g_autoptr (GError) error = NULL;
  TnProject *store = shop_make_project (directory, N_CUSTOMERS, 1);
  WbState *state;

  if (setting != NULL)
    {
      shop_set (store, setting);
      shop_set (store, "boosting.patience=0");
    }
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

static void
end_project (WbProject *project)
{
  wb_project_close (project);
  wb_test_settle ();
  g_object_unref (project);
  wb_test_settle ();
}

/* Turns the main loop until something is so: no test waits for a time. */
#define WAIT_FOR(condition)                                            \
  G_STMT_START                                                         \
  {                                                                    \
    gint64 patience_ = g_get_monotonic_time () + 120 * G_USEC_PER_SEC; \
    guint tick_ = g_timeout_add (10, on_tick, NULL);                   \
    while (!(condition) && g_get_monotonic_time () < patience_)        \
      g_main_context_iteration (NULL, TRUE);                           \
    g_source_remove (tick_);                                           \
    g_assert_true (condition);                                         \
  }                                                                    \
  G_STMT_END

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
has_rounds (WbRun *run, guint n)
{
  GPtrArray *curves = wb_run_get_curves (run);

  for (guint i = 0; i < curves->len; i++)
    if (((WbCurve *) g_ptr_array_index (curves, i))->round->len >= n)
      return TRUE;

  return FALSE;
}

/* The one child of this process that is a worker. */
static pid_t
find_worker (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *stat_path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *line_path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *text = NULL;
      g_autofree char *line = NULL;
      gsize length;
      gboolean is_worker = FALSE;
      int parent;

      if (!g_ascii_isdigit (*name) || !g_file_get_contents (stat_path, &text, NULL, NULL) ||
          sscanf (strrchr (text, ')'), ") %*c %d", &parent) != 1 || parent != getpid () ||
          !g_file_get_contents (line_path, &line, &length, NULL))
        continue;
      for (gsize at = 0; at < length; at += strlen (line + at) + 1)
        is_worker |= g_str_equal (line + at, "worker");
      if (is_worker)
        return atoi (name);
    }

  return 0;
}

static void
collect_text (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    collect_text (at, text);
}

static gboolean
shows (GtkWidget *widget, const char *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  collect_text (widget, text);

  return strstr (text->str, words) != NULL;
}

static WbWindow *
show_window (WbProject *project)
{
  WbWindow *window = wb_window_new (GTK_APPLICATION (application));

  _wb_window_set_project (window, project);
  gtk_window_present (GTK_WINDOW (window));
  wb_window_show_page (window, "runs");
  wb_test_settle ();

  return window;
}

/* After anything: it can be changed, changed back, and run to an answer. */
static void
assert_goes_on (WbProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_graph_copy (wb_project_get_state (project)->graph);
  TnEdit *edit = tn_edit_new (tn_message_new_literal ("fewer rounds"));
  WbRun *run;

  tn_graph_set_text (graph, "boosting.rounds=5", &error);
  g_assert_no_error (error);
  tn_edit_put_pipeline (edit, "churn", graph);
  wb_project_edit (project, edit);
  wb_test_settle ();
  g_assert_nonnull (wb_project_get_state (project)->undo);
  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_no_error (wb_run_get_error (run));
  wb_test_settle ();
  g_assert_nonnull (wb_state_find_last_done (wb_project_get_state (project)));
}

static void
assert_told (WbProject *project, WbWindow *window, TnRunStatus status)
{
  WbRun *run = wb_project_get_run (project);
  const GError *error = wb_run_get_error (run);
  g_autofree char *text = NULL;
  const TnRun *record;

  g_assert_nonnull (error);
  text = wb_say_error (error);
  g_test_message ("%s", text);
  g_assert_cmpuint (strlen (text), >, 20);
  WAIT_FOR ((record = wb_state_find_run (wb_project_get_state (project), wb_run_get_id (run))) !=
                NULL &&
            record->status == status);
  WAIT_FOR (shows (GTK_WIDGET (window), text));
  g_assert_true (shows (GTK_WIDGET (window), wb_say (N_ ("Run again"))));
}

static void
test_killed (void)
{
  WbProject *project = make_project ("boosting.rounds=2000");
  WbWindow *window = show_window (project);
  WbRun *run;

  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (has_rounds (run, 10));
  g_assert_cmpint (kill (find_worker (), SIGKILL), ==, 0);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_error (wb_run_get_error (run), TN_ERROR, TN_ERROR_WORKER);
  assert_told (project, window, TN_RUN_INTERRUPTED);
  assert_goes_on (project);
  gtk_window_destroy (GTK_WINDOW (window));
  end_project (project);
}

/* The worker is started by a script that a test may change: the environment may not be changed
 * while threads read it. */
static char *script_path;

static void
wrap_worker (const char *what)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\n%s\nexec \"%s\" \"$@\"\n", what, g_getenv ("TENURE_CLI_REAL"));

  g_assert_true (g_file_set_contents (script_path, script, -1, NULL));
  g_chmod (script_path, 0700);
}

/* Before there is any thread. */
static void
prepare_worker (void)
{
  g_autofree char *directory = g_dir_make_tmp ("tenure-worker-XXXXXX", NULL);
  g_autofree char *folder = shop_directory ();

  script_path = g_build_filename (directory, "worker", NULL);
  g_setenv ("TENURE_CLI_REAL", shop_program (), TRUE);
  g_setenv ("TENURE_CLI", script_path, TRUE);
  wrap_worker ("");
}

static void
test_crashed (void)
{
  g_autofree char *preload = NULL;
  WbProject *project;
  WbWindow *window;
  WbRun *run;

  if (UNDER_ASAN)
    {
      g_test_skip ("a sanitizer wants to be the first library");
      return;
    }
  preload = g_strdup_printf ("ulimit -c 0; export LD_PRELOAD=%s", g_getenv ("TENURE_CRASH"));
  project = make_project ("boosting.rounds=2000");
  window = show_window (project);
  wrap_worker (preload);
  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_error (wb_run_get_error (run), TN_ERROR, TN_ERROR_WORKER);
  g_assert_cmpstr (tn_error_get_node (wb_run_get_error (run)), ==, "boosting");
  assert_told (project, window, TN_RUN_INTERRUPTED);
  wrap_worker ("");
  assert_goes_on (project);
  gtk_window_destroy (GTK_WINDOW (window));
  end_project (project);
}

static void
close_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWidget *dialog = NULL;

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data))
      dialog = at->data;
  g_assert_nonnull (dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_no_memory (void)
{
  WbProject *project;
  WbWindow *window;
  struct rlimit limit;
  WbRun *run;
  pid_t pid;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (UNDER_ASAN)
    {
      g_test_skip ("a sanitizer needs its address space");
      return;
    }
  project = make_project ("boosting.rounds=2000");
  window = show_window (project);
  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  /* It rests from the first moment, however late this is looked at: what a step has taken already
   * it need not ask for. */
  wb_run_pause (run, TRUE);
  WAIT_FOR (wb_run_is_resting (run) && find_worker () != 0);
  pid = find_worker ();
  path = g_strdup_printf ("/proc/%d/statm", pid);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  limit.rlim_cur = limit.rlim_max = g_ascii_strtoull (text, NULL, 10) * sysconf (_SC_PAGESIZE);
  g_assert_cmpint (prlimit (pid, RLIMIT_AS, &limit, NULL), ==, 0);
  wb_run_pause (run, FALSE);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_nonnull (wb_run_get_error (run));
  g_test_message ("%s", wb_run_get_error (run)->message);
  /* Whoever asks first for what there is none of: a step or the store, which say so, or the worker
   * ends. */
  g_assert_true (wb_run_get_error (run)->domain == TN_ERROR);
  /* There may not even be memory for beginning: no history knows of it, and a dialog tells it. */
  if (wb_run_get_id (run) == 0)
    close_dialog ();
  else
    assert_told (project, window,
                 g_error_matches (wb_run_get_error (run), TN_ERROR, TN_ERROR_WORKER)
                     ? TN_RUN_INTERRUPTED
                     : TN_RUN_FAILED);
  assert_goes_on (project);
  gtk_window_destroy (GTK_WINDOW (window));
  end_project (project);
}

static void
test_pause (void)
{
  WbProject *project = make_project ("boosting.rounds=2000");
  WbWindow *window = show_window (project);
  guint n_points = 0;
  WbRun *run;

  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (has_rounds (run, 5));
  wb_run_pause (run, TRUE);
  WAIT_FOR (shows (GTK_WIDGET (window), wb_say (N_ ("Paused"))));
  WAIT_FOR (shows (GTK_WIDGET (window), wb_say (N_ ("Go On"))));
  /* What was on its way comes, then nothing: without a pause rounds would come until the run ends.
   */
  for (guint quiet = 0; quiet < 2 && wb_run_is_going (run);)
    {
      guint n = 0;
      gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
      guint tick = g_timeout_add (20, on_tick, NULL);

      while (g_get_monotonic_time () < until)
        g_main_context_iteration (NULL, TRUE);
      g_source_remove (tick);
      for (guint k = 0; k < wb_run_get_curves (run)->len; k++)
        n += ((WbCurve *) g_ptr_array_index (wb_run_get_curves (run), k))->round->len;
      quiet = n == n_points ? quiet + 1 : 0;
      n_points = n;
    }
  g_assert_true (wb_run_is_going (run));
  wb_run_pause (run, FALSE);
  wb_run_stop (run);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_no_error (wb_run_get_error (run));
  gtk_window_destroy (GTK_WINDOW (window));
  end_project (project);
}

/* The second waits, and is of the pipeline as it was when it was asked for. */
static void
test_queue (void)
{
  WbProject *project = make_project ("boosting.rounds=400");
  WbWindow *window = show_window (project);
  WbQueue *queue = wb_project_get_queue (project);
  GPtrArray *waiting = wb_queue_get_waiting (queue);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbRun) first = NULL;
  g_autoptr (WbRun) second = NULL;
  g_autoptr (TnGraph) graph = NULL;
  TnEdit *edit = tn_edit_new (tn_message_new_literal ("other"));
  const TnRun *record;

  wb_project_run (project, NULL);
  first = g_object_ref (wb_project_get_run (project));
  WAIT_FOR (wb_run_get_steps (first)->len > 0);
  wb_run_pause (first, TRUE);
  wb_project_run (project, NULL);
  wb_project_run (project, NULL);
  g_assert_cmpuint (waiting->len, ==, 2);
  g_assert_true (wb_queue_get_current (queue) == first);
  second = g_object_ref (g_ptr_array_index (waiting, 0));
  g_assert_true (shows (GTK_WIDGET (window), wb_say (N_ ("Next"))));

  /* Out and back to its place. */
  wb_queue_remove (queue, second);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_true (wb_queue_put_back (queue));
  g_assert_true (g_ptr_array_index (waiting, 0) == second);
  g_assert_false (wb_queue_put_back (queue));
  wb_queue_remove (queue, g_ptr_array_index (waiting, 1));

  graph = tn_graph_copy (wb_project_get_state (project)->graph);
  tn_graph_set_text (graph, "boosting.rounds=3", &error);
  g_assert_no_error (error);
  tn_edit_put_pipeline (edit, "churn", graph);
  wb_project_edit (project, edit);
  wb_run_pause (first, FALSE);
  WAIT_FOR (!wb_run_is_going (first));
  g_assert_no_error (wb_run_get_error (first));
  WAIT_FOR (wb_queue_get_current (queue) == second);
  WAIT_FOR (!wb_run_is_going (second));
  g_assert_no_error (wb_run_get_error (second));
  g_assert_false (wb_queue_is_busy (queue));
  WAIT_FOR ((record = wb_state_find_run (wb_project_get_state (project), wb_run_get_id (second))) !=
                NULL &&
            record->status == TN_RUN_DONE);
  {
    g_autofree char *text = json_to_string (record->snapshot, FALSE);

    g_assert_nonnull (strstr (text, "\"rounds\":400"));
  }
  gtk_window_destroy (GTK_WINDOW (window));
  end_project (project);
}

static void
test_discard (void)
{
  WbProject *project = make_project ("boosting.rounds=2000");
  WbWindow *window = show_window (project);
  const TnRun *record;
  WbRun *run;

  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (has_rounds (run, 3));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.discard-run", NULL);
  g_assert_true (wb_run_is_aside (run));
  g_assert_true (wb_run_is_going (run));
  WAIT_FOR (shows (GTK_WIDGET (window), wb_say (N_ ("Undo"))));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.keep-run", NULL);
  g_assert_false (wb_run_is_aside (run));
  WAIT_FOR (has_rounds (run, 30));
  wb_run_set_aside (run);
  wb_run_discard (run);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_error (wb_run_get_error (run), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  WAIT_FOR ((record = wb_state_find_run (wb_project_get_state (project), wb_run_get_id (run))) !=
                NULL &&
            record->status == TN_RUN_STOPPED);
  gtk_window_destroy (GTK_WINDOW (window));
  end_project (project);
}

/* The window is gone when the run is over, and the answer is in the file. */
static void
test_closed_window (void)
{
  WbProject *project = make_project ("boosting.rounds=300");
  WbWindow *window = show_window (project);
  g_autofree char *path = g_strdup (wb_project_get_state (project)->path);
  guint n_notes = wb_test_desktop_get_n_notes ();
  g_autoptr (GError) error = NULL;
  TnProject *again;
  WbRun *run;
  gint64 id;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  wb_project_run (project, NULL);
  run = g_object_ref (wb_project_get_run (project));
  WAIT_FOR (wb_run_get_steps (run)->len > 0);
  gtk_window_close (GTK_WINDOW (window));
  wb_test_settle ();
  g_assert_nonnull (window);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_true (wb_run_is_going (run));
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_no_error (wb_run_get_error (run));
  id = wb_run_get_id (run);
  g_object_unref (run);
  g_object_unref (project);
  WAIT_FOR (window == NULL);
  WAIT_FOR (wb_test_desktop_get_n_notes () > n_notes);
  wb_test_settle ();
  again = tn_project_open (path, TN_OPEN_READ_ONLY, NULL, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (TnRun) record = tn_project_get_run (again, id, &error);

    g_assert_no_error (error);
    g_assert_cmpint (record->status, ==, TN_RUN_DONE);
  }
  shop_close (again);
}

static gboolean
shows_profit (const WbResult *result)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *table = wb_leaderboard_new (result);
  gboolean shown;

  gtk_window_set_child (GTK_WINDOW (window), table);
  wb_leaderboard_set_share (table, result, 0.2);
  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  shown = shows (table, wb_say (N_ ("Expected profit")));
  g_assert_true (shows (table, wb_say (N_ ("Practical"))));
  g_assert_true (shows (table, wb_say (N_ ("for each customer"))));
  g_assert_cmpint (
      shown, !=, shows (table, "The profit to expect is shown once margin and cost of a contact"));
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();

  return shown;
}

/* What a run kept, and what one of an earlier version did not. */
static void
test_costs (void)
{
  WbProject *project = make_project ("boosting.rounds=20");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbResult) result = NULL;
  g_autoptr (TnRun) bare = NULL;
  g_auto (TnRunFigure) figure = { 0 };
  g_auto (TnRunFigure) none = { 0 };
  JsonObject *info, *memory, *seconds;
  WbRun *run;

  wb_language_choose ("en");
  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_no_error (wb_run_get_error (run));
  result = wb_result_read (wb_project_get_store (project), wb_run_get_id (run), &error);
  g_assert_no_error (error);
  info = json_node_get_object (result->record->info);
  memory = json_object_get_object_member (info, "memory");
  seconds = json_object_get_object_member (info, "seconds");
  g_assert_cmpint (json_object_get_int_member (memory, "boosting"), >, 1000000);
  g_assert_cmpfloat (json_object_get_double_member (seconds, "boosting"), >, 0);
  g_assert_true (json_object_has_member (
      json_object_get_object_member (json_node_get_object (result->record->versions), "machine"),
      "processors"));
  g_assert_true (tn_run_get_figure (result->record, &figure));
  g_assert_cmpfloat (figure.value, >, 0.4);
  g_assert_cmpfloat (figure.low, <=, figure.value);
  g_assert_false (shows_profit (result));

  json_object_remove_member (info, "memory");
  json_object_remove_member (info, "figure");
  json_object_remove_member (info, "peak");
  g_assert_false (tn_run_get_figure (result->record, &none));
  g_assert_false (shows_profit (result));
  end_project (project);
}

/* Margin and cost are stated: each model has a profit to expect. */
static void
test_profit (void)
{
  WbProject *project = make_project ("boosting.rounds=20");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbResult) result = NULL;
  WbRun *run;

  wb_language_choose ("en");
  shop_set (wb_project_get_store (project), "value.margin=40");
  shop_set (wb_project_get_store (project), "value.cost=1");
  wb_project_refresh (project);
  wb_test_settle ();
  wb_project_run (project, NULL);
  run = wb_project_get_run (project);
  WAIT_FOR (!wb_run_is_going (run));
  g_assert_no_error (wb_run_get_error (run));
  result = wb_result_read (wb_project_get_store (project), wb_run_get_id (run), &error);
  g_assert_no_error (error);
  g_assert_true (shows_profit (result));
  end_project (project);
}

/* Curves */

static void
add_round (WbCurve *curve, guint round, double train, double validate, guint patience)
{
  g_autoptr (JsonObject) event = json_object_new ();

  json_object_set_int_member (event, "round", round);
  json_object_set_double_member (event, "train", train);
  tn_json_set_double (event, "validate", validate);
  json_object_set_int_member (event, "most", 100);
  json_object_set_int_member (event, "patience", patience);
  json_object_set_int_member (event, "checked", 1000);
  json_object_set_int_member (event, "contacted", 200);
  json_object_set_double_member (event, "leavers", 300);
  tn_json_set_double (event, "found", validate < 0.5 ? 120 : 100);
  json_object_set_double_member (event, "found_low", 90);
  json_object_set_double_member (event, "found_high", 130);
  wb_curve_take (curve, event);
}

static void
assert_says (const WbCurve *curve, WbCurveState state, const char *sentence)
{
  g_autoptr (TnMessage) message = wb_curve_say (curve);
  g_autofree char *text = wb_say_message (message);

  g_assert_cmpint (wb_curve_get_state (curve), ==, state);
  g_assert_cmpstr (text, ==, sentence);
}

static void
test_curve_says_how_it_goes (void)
{
  WbCurve *curve = wb_curve_new ("boosting", 0);
  TnChart *chart;

  wb_language_choose ("en");
  add_round (curve, 0, 0.69, 0.69, 6);
  add_round (curve, 1, 0.60, 0.62, 6);
  add_round (curve, 2, 0.50, 0.49, 6);
  assert_says (curve, WB_CURVE_IMPROVING, "Still improving: round 3 is the best so far.");
  chart = wb_curve_draw_found (curve);
  g_assert_nonnull (chart);
  {
    g_autofree char *title = wb_say_message (tn_chart_get_title (chart));

    g_assert_cmpstr (title, ==, "Of 200 you would contact, 120 really leave");
  }
  tn_chart_unref (chart);
  add_round (curve, 3, 0.45, 0.495, 6);
  assert_says (curve, WB_CURVE_RESTING,
               "No gain for 1 round; it stops by itself after 5 more, and keeps round 3.");
  add_round (curve, 4, 0.42, 0.492, 6);
  assert_says (curve, WB_CURVE_RESTING,
               "No gain for 2 rounds; it stops by itself after 4 more, and keeps round 3.");
  add_round (curve, 5, 0.40, 0.53, 6);
  assert_says (curve, WB_CURVE_MEMORISING,
               "Memorising: on customers kept for checking it got worse since round 3. It stops by "
               "itself after 3 more, and keeps round 3.");
  for (guint i = 6; i < 9; i++)
    add_round (curve, i, 0.39, 0.54, 6);
  assert_says (curve, WB_CURVE_ENDED, "Learned: round 3 is kept.");
  wb_curve_free (curve);
}

/* Without rows to check by, and with a line of a program that says less. */
static void
test_curve_without_checks (void)
{
  WbCurve *curve = wb_curve_new ("boosting", 0);
  g_autoptr (JsonObject) bare = json_object_new ();

  add_round (curve, 0, 0.69, NAN, 0);
  g_assert_cmpint (wb_curve_get_state (curve), ==, WB_CURVE_BLIND);
  g_assert_cmpint (wb_curve_find_best (curve), ==, -1);
  g_assert_null (wb_curve_draw_found (curve));
  wb_curve_take (curve, bare);
  g_assert_cmpuint (curve->round->len, ==, 2);
  g_assert_cmpint (wb_curve_get_state (curve), ==, WB_CURVE_BLIND);
  wb_curve_free (curve);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  prepare_worker ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  wb_test_desktop_begin ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/runs/curve-says-how-it-goes", test_curve_says_how_it_goes);
  g_test_add_func ("/runs/curve-without-checks", test_curve_without_checks);
  g_test_add_func ("/runs/killed-is-said-and-all-goes-on", test_killed);
  g_test_add_func ("/runs/crashed-is-said-and-all-goes-on", test_crashed);
  g_test_add_func ("/runs/no-memory-is-said-and-all-goes-on", test_no_memory);
  g_test_add_func ("/runs/paused-rests", test_pause);
  g_test_add_func ("/runs/second-waits", test_queue);
  g_test_add_func ("/runs/discarding-can-be-undone", test_discard);
  g_test_add_func ("/runs/goes-on-behind-a-closed-window", test_closed_window);
  g_test_add_func ("/runs/keeps-what-it-took", test_costs);
  g_test_add_func ("/runs/profit-of-what-is-stated", test_profit);

  status = g_test_run ();
  wb_test_desktop_end ();
  g_free (script_path);

  return status;
}
