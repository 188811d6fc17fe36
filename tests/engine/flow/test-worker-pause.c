/* test-worker-pause.c: runs that rest, and what the rest of the computer has of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "shop-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-run.h"
#include "tn-worker.h"

#define N_CUSTOMERS 160
#define MS          1000

/* A worker spoken to by hand. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *from;
  GOutputStream *to;
  pid_t pid;
} Peer;

static void
peer_send (Peer *self, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  g_assert_true (g_output_stream_write_all (self->to, text, strlen (text), NULL, NULL, NULL));
}

static JsonObject *
peer_read (Peer *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (self->from, NULL, NULL, &error);
  g_autoptr (JsonNode) node = line != NULL ? tn_json_parse (line, -1, &error) : NULL;

  g_assert_no_error (error);

  return node != NULL ? json_node_dup_object (node) : NULL;
}

/* Reads up to an event; what comes before is of the run. */
static JsonObject *
peer_wait (Peer *self, const char *what)
{
  for (;;)
    {
      g_autoptr (JsonObject) event = peer_read (self);
      const char *is;

      g_assert_nonnull (event);
      is = json_object_get_string_member (event, "event");
      if (g_str_equal (is, what))
        return g_steal_pointer (&event);
      g_assert_cmpstr (is, !=, "failed");
      g_assert_cmpstr (is, !=, "done");
    }
}

static void
peer_wait_only (Peer *self, const char *what)
{
  json_object_unref (peer_wait (self, what));
}

static Peer *
peer_new (TnProject *project)
{
  Peer *self = g_new0 (Peer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) ready = NULL;

  self->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        shop_program (), "worker", tn_project_get_session (project), NULL);
  g_assert_no_error (error);
  self->to = g_subprocess_get_stdin_pipe (self->process);
  self->from = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  ready = peer_wait (self, "ready");
  self->pid = json_object_get_int_member (ready, "pid");

  return self;
}

static void
peer_quit (Peer *self)
{
  peer_send (self, "{\"do\":\"quit\"}");
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_object_unref (self->from);
  g_object_unref (self->process);
  g_free (self);
}

static TnProject *
make_long_project (const char *directory)
{
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);

  shop_set (project, "boosting.rounds=1000");
  shop_set (project, "boosting.patience=0");

  return project;
}

static void
peer_run (Peer *self, guint seed)
{
  g_autofree char *request =
      g_strdup_printf ("{\"do\":\"run\",\"pipeline\":\"churn\",\"seed\":%u,\"threads\":2}", seed);

  peer_send (self, request);
}

/* Clock ticks of all its threads, and the letter of its state. */
static gint64
read_ticks (pid_t pid, char *state)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  g_assert_cmpuint (g_strv_length (fields), >, 13);
  if (state != NULL)
    *state = fields[0][0];

  return g_ascii_strtoll (fields[11], NULL, 10) + g_ascii_strtoll (fields[12], NULL, 10);
}

/* Milliseconds of processor in the next @ms. */
static double
use_in (pid_t pid, guint ms)
{
  gint64 before = read_ticks (pid, NULL);

  g_usleep (ms * MS);

  return (double) (read_ticks (pid, NULL) - before) * 1000 / (double) sysconf (_SC_CLK_TCK);
}

/* Something of another process, as an edit in the window is. */
static void
assert_store_is_free (TnProject *project, guint number)
{
  g_autofree char *setting = g_strdup_printf ("list.explained=%u", 100 + number);

  shop_set (project, setting);
}

static void
test_frees_the_processor (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_long_project (directory);
  Peer *peer = peer_new (project);
  g_autoptr (JsonObject) done = NULL;
  gint64 asked, began, paused;
  double used;

  asked = g_get_monotonic_time ();
  peer_run (peer, 1);
  peer_wait_only (peer, "curve");
  began = g_get_monotonic_time ();
  peer_send (peer, "{\"do\":\"pause\"}");
  peer_wait_only (peer, "paused");
  g_usleep (200 * MS);
  used = use_in (peer->pid, 1000);
  g_test_message ("%.0f ms of processor in one second, 0.2 s after it was asked", used);
  g_assert_cmpfloat (used, <=, 30);
  assert_store_is_free (project, 0);
  peer_send (peer, "{\"do\":\"ping\"}");
  peer_wait_only (peer, "pong");
  peer_send (peer, "{\"do\":\"go_on\"}");
  peer_wait_only (peer, "going_on");
  paused = g_get_monotonic_time () - began;
  g_assert_cmpint (paused, >=, 1200 * MS);
  done = peer_wait (peer, "done");
  /* What it rested is not told as work. */
  g_assert_cmpfloat (json_object_get_double_member (done, "seconds"), <=,
                     (double) (g_get_monotonic_time () - asked - paused) / 1e6 + 0.5);
  peer_quit (peer);
  shop_close (project);
}

static char *
describe_metrics (TnProject *project, gint64 run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) described =
      tn_project_describe_run (project, run, tn_language_get ("en"), &error);
  JsonNode *metrics = json_object_get_member (json_node_get_object (described), "metrics");

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (metrics)), >, 5);

  return json_to_string (metrics, FALSE);
}

/* At any moment: the store is free, and in the end the figures are those of a run that was not
 * disturbed. */
static void
test_any_moment (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  guint n = g_test_slow () ? 100 : 12;
  gint64 ids[2] = { 0 };
  g_autofree char *plain = NULL;
  g_autofree char *disturbed = NULL;

  for (guint i = 0; i < 2; i++)
    {
      Peer *peer = peer_new (project);
      g_autoptr (JsonObject) done = NULL;

      /* Another seed, so that nothing is recalled, and then the same again in pieces. */
      shop_set (project, i == 0 ? "boosting.rounds=60" : "boosting.rounds=61");
      shop_set (project, "boosting.rounds=60");
      peer_run (peer, 7 + i);
      for (guint k = 0; i == 1 && k < n; k++)
        {
          g_usleep ((gulong) g_test_rand_int_range (0, 30) * MS);
          peer_send (peer, "{\"do\":\"pause\"}");
          for (;;)
            {
              g_autoptr (JsonObject) event = peer_read (peer);
              const char *what = json_object_get_string_member (event, "event");

              g_assert_cmpstr (what, !=, "failed");
              if (g_str_equal (what, "done"))
                done = json_object_ref (event);
              if (g_str_equal (what, "paused") || g_str_equal (what, "not_understood"))
                break;
            }
          assert_store_is_free (project, k);
          peer_send (peer, "{\"do\":\"go_on\"}");
          if (done != NULL)
            {
              peer_wait_only (peer, "not_understood");
              break;
            }
        }
      if (done == NULL)
        done = peer_wait (peer, "done");
      ids[i] = json_object_get_int_member (done, "run");
      peer_quit (peer);
    }
  /* The same seed, undisturbed. */
  {
    Peer *peer = peer_new (project);
    g_autoptr (JsonObject) done = NULL;

    shop_set (project, "boosting.rounds=60");
    shop_set (project, "list.explained=100");
    peer_run (peer, 8);
    done = peer_wait (peer, "done");
    plain = describe_metrics (project, json_object_get_int_member (done, "run"));
    peer_quit (peer);
  }
  disturbed = describe_metrics (project, ids[1]);
  g_assert_cmpstr (plain, ==, disturbed);
  shop_close (project);
}

static void
test_cancel_in_a_pause (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_long_project (directory);
  Peer *peer = peer_new (project);

  peer_run (peer, 1);
  peer_wait_only (peer, "curve");
  peer_send (peer, "{\"do\":\"pause\"}");
  peer_wait_only (peer, "paused");
  peer_send (peer, "{\"do\":\"cancel\"}");
  peer_wait_only (peer, "cancelling");
  peer_wait_only (peer, "cancelled");
  /* The next one does not rest. */
  peer_run (peer, 2);
  peer_wait_only (peer, "curve");
  peer_send (peer, "{\"do\":\"pause\"}");
  peer_wait_only (peer, "paused");
  /* Nor does one that was left in its pause keep the worker from ending. */
  peer_quit (peer);
  shop_close (project);
}

static void
test_nothing_to_pause (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  Peer *peer = peer_new (project);

  peer_send (peer, "{\"do\":\"pause\"}");
  peer_wait_only (peer, "not_understood");
  peer_send (peer, "{\"do\":\"go_on\"}");
  peer_wait_only (peer, "not_understood");
  peer_run (peer, 1);
  peer_wait_only (peer, "done");
  peer_quit (peer);
  shop_close (project);
}

static gboolean
becomes (pid_t pid, char wanted)
{
  char state = 0;

  for (guint i = 0; i < 2000 && state != wanted; i++)
    {
      read_ticks (pid, &state);
      g_usleep (MS);
    }

  return state == wanted;
}

/* Ctrl-Z and fg. A signal alone would stop it in the middle of a transaction now and then. */
static void
test_ctrl_z (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_long_project (directory);
  Peer *peer = peer_new (project);
  g_autoptr (JsonObject) done = NULL;
  guint n = g_test_slow () ? 100 : 12;

  peer_run (peer, 1);
  peer_wait_only (peer, "started");
  for (guint i = 0; i < n; i++)
    {
      g_usleep ((gulong) g_test_rand_int_range (0, 25) * MS);
      kill (peer->pid, SIGTSTP);
      g_assert_true (becomes (peer->pid, 'T'));
      assert_store_is_free (project, i);
      kill (peer->pid, SIGCONT);
    }
  done = peer_wait (peer, "done");
  g_assert_cmpint (json_object_get_int_member (done, "run"), ==, 1);
  peer_quit (peer);
  shop_close (project);
}

/* The client's side: paused by a person, and told to go on by a clock. */
typedef struct
{
  TnRunControl *control;
  gboolean paused;
  gboolean went_on;
  guint n_between;
} Watcher;

static gpointer
go_on_later (gpointer data)
{
  g_usleep (400 * MS);
  tn_run_control_pause (data, FALSE);

  return NULL;
}

static void
on_event (JsonObject *event, gpointer user_data)
{
  Watcher *self = user_data;
  const char *what = json_object_get_string_member (event, "event");

  if (g_str_equal (what, "paused"))
    {
      self->paused = TRUE;
      g_thread_unref (g_thread_new ("later", go_on_later, self->control));
    }
  else if (g_str_equal (what, "going_on"))
    self->went_on = TRUE;
  else if (g_str_equal (what, "curve") && !self->paused)
    tn_run_control_pause (self->control, TRUE);
}

static void
test_client (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_long_project (directory);
  g_autoptr (TnRunControl) control = tn_run_control_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) asked = tn_project_get_pipeline (project, "churn", &error);
  g_autoptr (TnRun) run = NULL;
  g_autoptr (TnGraph) ran = NULL;
  TnWorkerOrder order = { .pipeline = "churn", .graph = asked, .seed = 3, .n_threads = 2 };
  Watcher watcher = { .control = control };
  gint64 id;

  /* Changed after it was asked for: the run is of what was asked for. */
  shop_set (project, "boosting.rounds=7");
  id = tn_worker_run_order (project, shop_program (), &order, on_event, &watcher, control, NULL,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  g_assert_true (watcher.paused);
  g_assert_true (watcher.went_on);
  run = tn_project_get_run (project, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (run->pipeline, ==, "churn");
  ran = tn_graph_from_json (run->snapshot, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_json_int (json_node_get_object (run->info), "peak", 0), >, 1000000);
  {
    g_autoptr (JsonNode) a = tn_graph_to_json (asked);
    g_autoptr (JsonNode) b = tn_graph_to_json (ran);
    g_autofree char *x = json_to_string (a, FALSE);
    g_autofree char *y = json_to_string (b, FALSE);

    g_assert_cmpstr (x, ==, y);
    g_assert_nonnull (strstr (x, "1000"));
  }
  shop_close (project);
}

/* What a round says is what the losses mean: of those who would be contacted, how many left. */
static void
test_round_says_who_left (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  Peer *peer;
  guint n_counted = 0;
  gboolean done = FALSE;

  shop_set (project, "list.contacts=20");
  peer = peer_new (project);
  peer_run (peer, 1);
  while (!done)
    {
      g_autoptr (JsonObject) event = peer_read (peer);
      const char *what = json_object_get_string_member (event, "event");
      gint64 contacted, checked;
      double found, leavers;

      g_assert_cmpstr (what, !=, "failed");
      done = g_str_equal (what, "done");
      if (g_str_equal (what, "started"))
        {
          JsonObject *machine = json_object_get_object_member (event, "machine");

          g_assert_cmpint (json_object_get_int_member (event, "seed"), ==, 1);
          g_assert_cmpint (json_object_get_int_member (event, "threads"), ==, 2);
          g_assert_cmpint (json_object_get_int_member (machine, "processors"), >, 0);
        }
      if (!g_str_equal (what, "curve"))
        continue;
      contacted = json_object_get_int_member (event, "contacted");
      checked = json_object_get_int_member (event, "checked");
      if (checked == 0)
        continue;
      leavers = json_object_get_double_member (event, "leavers");
      found = json_object_get_double_member (event, "found");
      g_assert_cmpint (contacted, ==, MIN (20, checked / 2));
      g_assert_cmpfloat (found, >=, 0);
      g_assert_cmpfloat (found, <=, MIN ((double) contacted, leavers));
      g_assert_cmpfloat (json_object_get_double_member (event, "found_low"), <=, found);
      g_assert_cmpfloat (json_object_get_double_member (event, "found_high"), >=, found);
      g_assert_cmpfloat (json_object_get_double_member (event, "found_high"), <=, contacted);
      g_assert_cmpint (json_object_get_int_member (event, "most"), >, 0);
      n_counted++;
    }
  g_assert_cmpuint (n_counted, >, 3);
  peer_quit (peer);
  shop_close (project);
}

int
main (int argc, char **argv)
{
  struct rlimit no_core = { 0, 0 };

  setrlimit (RLIMIT_CORE, &no_core);
  tn_nodes_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker-pause/frees-the-processor", test_frees_the_processor);
  g_test_add_func ("/worker-pause/never-in-a-transaction", test_any_moment);
  g_test_add_func ("/worker-pause/can-be-cancelled", test_cancel_in_a_pause);
  g_test_add_func ("/worker-pause/nothing-to-pause-is-said", test_nothing_to_pause);
  g_test_add_func ("/worker-pause/ctrl-z-sleeps-outside-transactions", test_ctrl_z);
  g_test_add_func ("/worker-pause/a-client-pauses-what-it-asked-for", test_client);
  g_test_add_func ("/worker-pause/a-round-says-who-left", test_round_says_who_left);

  return g_test_run ();
}
