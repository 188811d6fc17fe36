/* test-worker.c: the line protocol, cancelling, and workers that die
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>

#include "shop-support.h"
#include "tn-boost.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-run-log.h"
#include "tn-run.h"
#include "tn-table-file.h"
#include "tn-test.h"
#include "tn-worker.h"

#define N_CUSTOMERS 160
#define PATIENCE_MS 60000

#if defined(__SANITIZE_ADDRESS__)
#  define UNDER_ASAN 1
#else
#  define UNDER_ASAN 0
#endif

/* A worker spoken to by hand. */
typedef struct
{
  GSubprocess *process;
  int to;
  int from;
  GString *pending;
} Peer;

static Peer *
peer_new (TnProject *project)
{
  Peer *self = g_new0 (Peer, 1);
  g_autoptr (GError) error = NULL;

  self->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        shop_program (), "worker", tn_project_get_session (project), NULL);
  g_assert_no_error (error);
  self->to = g_unix_output_stream_get_fd (
      G_UNIX_OUTPUT_STREAM (g_subprocess_get_stdin_pipe (self->process)));
  self->from = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process)));
  self->pending = g_string_new (NULL);

  return self;
}

static void
peer_send (Peer *self, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  g_assert_cmpint (write (self->to, text, strlen (text)), ==, strlen (text));
}

/* The next event; %NULL when the worker's output has ended. */
static JsonObject *
peer_read (Peer *self)
{
  char *end;

  while ((end = strchr (self->pending->str, '\n')) == NULL)
    {
      struct pollfd fd = { self->from, POLLIN, 0 };
      char buffer[4096];
      gssize n;

      g_assert_cmpint (poll (&fd, 1, PATIENCE_MS), ==, 1);
      n = read (self->from, buffer, sizeof buffer);
      if (n <= 0)
        return NULL;
      g_string_append_len (self->pending, buffer, n);
    }
  {
    g_autofree char *line = g_strndup (self->pending->str, end - self->pending->str);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = tn_json_parse (line, -1, &error);

    g_assert_no_error (error);
    g_string_erase (self->pending, 0, end - self->pending->str + 1);

    return json_node_dup_object (node);
  }
}

/* An event that is another one says in the log what it had to say: an error, mostly. */
static void
assert_event (JsonObject *event, const char *what)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  g_assert_nonnull (event);
  if (g_str_equal (json_object_get_string_member (event, "event"), what))
    return;
  json_node_set_object (node, event);
  text = json_to_string (node, FALSE);
  g_test_message ("not “%s” but %s", what, text);
  g_assert_cmpstr (json_object_get_string_member (event, "event"), ==, what);
}

static JsonObject *
peer_expect (Peer *self, const char *what)
{
  JsonObject *event = peer_read (self);

  assert_event (event, what);

  return event;
}

static void
peer_expect_only (Peer *self, const char *what)
{
  json_object_unref (peer_expect (self, what));
}

static void
peer_free (Peer *self, int status)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, status);
  g_object_unref (self->process);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

/* Reads a run to its end: what came, in order, and how it was told. */
typedef struct
{
  GHashTable *listed;  /* nodes of “started” */
  GHashTable *running; /* nodes that began */
  guint n_done;
  guint n_cached;
  guint n_resumed;
  guint n_warnings;
  guint n_progress;
  gint64 last_round; /* greatest of all curves */
  double fraction;
  gint64 run;
} Told;

static void
told_init (Told *self)
{
  *self = (Told){ .listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  .running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
}

static void
told_clear (Told *self)
{
  g_hash_table_unref (self->listed);
  g_hash_table_unref (self->running);
}

static void
take_started (Told *self, JsonObject *event)
{
  JsonArray *nodes = json_object_get_array_member (event, "nodes");

  self->run = json_object_get_int_member (event, "run");
  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonObject *node = json_array_get_object_element (nodes, i);

      g_assert_cmpfloat (json_object_get_double_member (node, "seconds"), >=, 0);
      g_assert_cmpint (json_object_get_int_member (node, "memory"), >=, 0);
      g_assert_true (json_object_has_member (node, "title"));
      g_hash_table_add (self->listed, g_strdup (json_object_get_string_member (node, "node")));
    }
}

static void
take_node (Told *self, JsonObject *event)
{
  const char *node = json_object_get_string_member (event, "node");
  const char *status = json_object_get_string_member (event, "status");

  g_assert_true (g_hash_table_contains (self->listed, node));
  if (g_str_equal (status, "running"))
    g_hash_table_add (self->running, g_strdup (node));
  else if (g_str_equal (status, "done"))
    {
      g_assert_true (g_hash_table_contains (self->running, node));
      self->n_done++;
    }
  else if (g_str_equal (status, "resumed"))
    {
      g_assert_true (g_hash_table_contains (self->running, node));
      self->n_resumed++;
    }
  else
    {
      g_assert_cmpstr (status, ==, "cached");
      self->n_cached++;
    }
}

static void
take_progress (Told *self, JsonObject *event)
{
  double fraction = json_object_get_double_member (event, "fraction");

  g_assert_cmpfloat (fraction, >=, self->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  g_assert_cmpfloat (tn_json_double (event, "seconds_left", 0), >=, 0);
  g_assert_cmpint (json_object_get_int_member (event, "memory"), >, 0);
  self->fraction = fraction;
  self->n_progress++;
}

/* Takes one event of a run; %TRUE when it was the last. */
static gboolean
told_take (Told *self, JsonObject *event)
{
  const char *what = json_object_get_string_member (event, "event");

  if (g_str_equal (what, "started"))
    take_started (self, event);
  else if (g_str_equal (what, "node"))
    take_node (self, event);
  else if (g_str_equal (what, "progress"))
    take_progress (self, event);
  else if (g_str_equal (what, "warning"))
    self->n_warnings++;
  else if (g_str_equal (what, "curve"))
    self->last_round = MAX (self->last_round, json_object_get_int_member (event, "round"));

  return g_str_equal (what, "done") || g_str_equal (what, "failed") ||
         g_str_equal (what, "cancelled");
}

static JsonObject *
peer_read_run (Peer *self, Told *told)
{
  for (;;)
    {
      JsonObject *event = peer_read (self);

      g_assert_nonnull (event);
      if (told_take (told, event))
        return event;
      json_object_unref (event);
    }
}

static void
test_protocol (void)
{
  static const char *const garbage[] = {
    "",         "not json", "[1]", "{\"do\":7}", "{\"do\":\"dance\"}",
    "{\"do\":", "\"run\"",  "{}",  "\xff\xfe"
  };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  Peer *peer = peer_new (project);
  JsonObject *event = peer_expect (peer, "ready");
  Told first, second;

  g_assert_cmpint (json_object_get_int_member (event, "protocol"), ==, TN_WORKER_PROTOCOL);
  g_assert_cmpint (json_object_get_int_member (event, "pid"), ==,
                   g_ascii_strtoll (g_subprocess_get_identifier (peer->process), NULL, 10));
  json_object_unref (event);
  peer_send (peer, "{\"do\":\"ping\"}");
  peer_expect_only (peer, "pong");
  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      peer_send (peer, garbage[i]);
      peer_expect_only (peer, "not_understood");
    }

  told_init (&first);
  peer_send (peer, "{\"do\":\"run\",\"pipeline\":\"churn\",\"seed\":3,\"threads\":2}");
  event = peer_read_run (peer, &first);
  assert_event (event, "done");
  g_assert_cmpint (json_object_get_int_member (event, "run"), ==, first.run);
  json_object_unref (event);
  g_assert_cmpuint (first.n_cached, ==, 0);
  g_assert_cmpuint (first.n_done, ==, g_hash_table_size (first.listed));
  g_assert_cmpuint (first.n_progress, >, 0);
  g_assert_cmpint (first.last_round, >, 0);
  g_assert_cmpfloat (first.fraction, ==, 1);

  told_init (&second);
  peer_send (peer, "{\"do\":\"run\",\"seed\":3,\"threads\":1}");
  event = peer_read_run (peer, &second);
  assert_event (event, "done");
  json_object_unref (event);
  g_assert_cmpuint (second.n_cached, >, 8);
  g_assert_cmpuint (second.n_warnings, ==, first.n_warnings);
  g_assert_cmpint (second.run, >, first.run);
  /* The latest pipeline was meant, and the run says which that is. */
  {
    g_autoptr (TnRun) run = tn_project_get_run (project, second.run, NULL);

    g_assert_cmpstr (run->pipeline, ==, "churn");
  }

  peer_send (peer, "{\"do\":\"quit\"}");
  g_assert_null (peer_read (peer));
  peer_free (peer, 0);
  told_clear (&first);
  told_clear (&second);
  shop_close (project);
}

static void
test_cancel_by_hand (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  Peer *peer = peer_new (project);
  gboolean was_acknowledged = FALSE, was_busy = FALSE;
  const char *what;

  shop_set (project, "boosting.rounds=10000");
  shop_set (project, "boosting.patience=0");
  peer_expect_only (peer, "ready");
  peer_send (peer, "{\"do\":\"run\",\"pipeline\":\"churn\"}");
  peer_expect_only (peer, "started");
  peer_send (peer, "{\"do\":\"run\",\"pipeline\":\"churn\"}");
  peer_send (peer, "{\"do\":\"cancel\"}");
  do
    {
      g_autoptr (JsonObject) event = peer_read (peer);

      what = g_intern_string (json_object_get_string_member (event, "event"));
      was_busy |= g_str_equal (what, "busy");
      was_acknowledged |= g_str_equal (what, "cancelling");
    }
  while (!g_str_equal (what, "cancelled"));
  g_assert_true (was_busy && was_acknowledged);

  /* It serves on, until its input ends. */
  peer_send (peer, "{\"do\":\"ping\"}");
  peer_expect_only (peer, "pong");
  g_output_stream_close (g_subprocess_get_stdin_pipe (peer->process), NULL, NULL);
  g_assert_null (peer_read (peer));
  peer_free (peer, 0);
  shop_close (project);
}

static void
test_wrong_session (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = shop_directory ();
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error,
                        shop_program (), "worker", directory, NULL);
  g_autofree char *out = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, "", NULL, &out, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (strstr (out, "\"failed\""));
  g_assert_nonnull (strstr (out, "no open project"));
}

/* The client's side */

/* What to do at which event of a run. */
typedef struct
{
  const char *node;  /* (nullable): when it begins … */
  guint n_events;    /* … so many events later; without a node from the start on */
  gboolean at_curve; /* at the first point of a curve instead */
  gboolean armed;
  gboolean fired;
  GCancellable *cancel;
  TnRunControl *control; /* (nullable): asked to stop then */
  int signal;
  gboolean starve; /* no more memory from then on */
  pid_t pid;
  gint64 fired_at;
  gint64 acknowledged;
  Told told;
} Scene;

static void
scene_init (Scene *self, const char *node, guint n_events)
{
  *self = (Scene){ .node = node, .n_events = n_events };
  told_init (&self->told);
}

static void
scene_clear (Scene *self)
{
  told_clear (&self->told);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->control, tn_run_control_unref);
}

/* By another process: nothing is heard of the worker until then. */
static void
wake_later (int pid)
{
  g_autofree char *command = g_strdup_printf ("sleep 0.3; kill -CONT %d", pid);
  const char *const argv[] = { "sh", "-c", command, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
}

static void
fire (Scene *self)
{
  self->fired = TRUE;
  self->fired_at = g_get_monotonic_time ();
  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
  if (self->control != NULL)
    tn_run_control_stop (self->control);
  if (self->starve)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/statm", self->pid);
      g_autofree char *text = NULL;
      struct rlimit limit;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      limit.rlim_cur = limit.rlim_max = g_ascii_strtoull (text, NULL, 10) * 4096;
      g_assert_cmpint (prlimit (self->pid, RLIMIT_AS, &limit, NULL), ==, 0);
    }
  if (self->signal != 0)
    kill (self->pid, self->signal);
  if (self->signal == SIGSTOP)
    wake_later (self->pid);
}

static void
on_event (JsonObject *event, gpointer user_data)
{
  Scene *self = user_data;
  const char *what = json_object_get_string_member (event, "event");

  if (g_str_equal (what, "ready"))
    self->pid = json_object_get_int_member (event, "pid");
  if (self->fired && g_str_equal (what, "cancelling"))
    self->acknowledged = g_get_monotonic_time ();
  told_take (&self->told, event);
  if (self->at_curve)
    self->armed |= g_str_equal (what, "curve");
  else if (self->node == NULL)
    self->armed |= g_str_equal (what, "started");
  else
    self->armed |= g_str_equal (what, "node") &&
                   g_str_equal (json_object_get_string_member (event, "node"), self->node) &&
                   g_str_equal (json_object_get_string_member (event, "status"), "running");
  if (self->armed && !self->fired && self->n_events-- == 0)
    fire (self);
}

/* Gone from the table of processes, or waiting to be collected by somebody else. */
static gboolean
is_gone (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  return !g_file_get_contents (path, &text, NULL, NULL) || strstr (text, ") Z ") != NULL ||
         strstr (text, ") X ") != NULL;
}

static gint64
play (Scene *self, TnProject *project, guint64 seed, GError **error)
{
  TnWorkerOrder order = { .pipeline = "churn", .seed = seed, .n_threads = 2 };

  return tn_worker_run_order (project, shop_program (), &order, on_event, self, self->control,
                              self->cancel, error);
}

static TnRunStatus
latest_status (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = tn_project_get_run (project, 0, &error);

  g_assert_no_error (error);

  return run->status;
}

static void
assert_nothing_visible (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = tn_project_get_run (project, 0, &error);
  g_autoptr (JsonNode) described =
      tn_project_describe_run (project, run->id, tn_language_get ("en"), &error);
  JsonObject *object = json_node_get_object (described);

  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (object, "results")), ==,
                    0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "metrics")), ==,
                    0);
}

/* Cancels at one moment. Times are of a busy computer: a moment that was too slow gets two more
 * chances; what is slow by itself is slow three times. */
static gboolean
cancel_at (TnProject *project, const char *node, guint n_events, guint64 seed)
{
  Scene scene;
  g_autoptr (GError) error = NULL;
  gint64 acknowledged, gone, run;

  scene_init (&scene, node, n_events);
  scene.cancel = g_cancellable_new ();
  run = play (&scene, project, seed, &error);
  gone = g_get_monotonic_time () - scene.fired_at;
  /* The run was faster than the moment asked for. */
  if (run != 0)
    {
      g_assert_no_error (error);
      scene_clear (&scene);
      return TRUE;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (is_gone (scene.pid));
  g_assert_cmpint (latest_status (project), ==, TN_RUN_STOPPED);
  assert_nothing_visible (project);
  acknowledged = scene.acknowledged != 0 ? scene.acknowledged - scene.fired_at : gone;
  g_test_message ("%s + %u: acknowledged after %.1f ms, gone after %.1f ms",
                  node != NULL ? node : "start", n_events, acknowledged / 1e3, gone / 1e3);
  scene_clear (&scene);

  return acknowledged <= 200000 && gone <= 1000000;
}

static void
test_cancel (void)
{
  /* Where the matrix is built, the first round, SHAP, Cholesky, folds, sums, draws. */
  static const char *const nodes[] = { "features", "boosting", "list",  "logistic", "split",
                                       "value",    "evaluate", "clean", "encode",   NULL };
  g_autofree char *directory = shop_directory ();
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  guint n = g_test_slow () ? 50 : 10;
  g_autoptr (GError) error = NULL;
  guint64 seed = 100;

  shop_set (project, "boosting.rounds=300");
  shop_set (project, "boosting.patience=0");
  for (guint i = 0; i < n; i++)
    {
      const char *node = nodes[i % G_N_ELEMENTS (nodes)];
      guint n_events =
          node == NULL ? (guint) g_test_rand_int_range (0, 200) : i / (guint) G_N_ELEMENTS (nodes);
      gboolean in_time = FALSE;

      for (guint chance = 0; !in_time && chance < 3; chance++)
        in_time = cancel_at (project, node, n_events, seed++);
      g_assert_true (in_time);
    }
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_close (project);
  project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_close (project);
}

static TnBoost *
get_boost (const TnOutput *output, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) fields =
      g_variant_lookup_value (output->state, name, G_VARIANT_TYPE_VARDICT);
  TnBoost *boost = tn_boost_from_variant (fields, &error);

  g_assert_no_error (error);

  return boost;
}

/* Rounds that were made to choose the trees of a fold, and the trees; %FALSE past the last fold. */
static gboolean
count_rounds (TnProject *project, gint64 run, guint fold, guint *n_rounds, guint *n_trees)
{
  g_autoptr (TnBoost) chooser = NULL;
  g_autoptr (TnBoost) model = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("fold-%u/state", fold);
  g_autoptr (TnOutput) output = tn_project_get_output (project, run, "boosting", name, &error);

  if (g_error_matches (error, TN_ERROR, TN_ERROR_NOT_FOUND))
    return FALSE;
  g_assert_no_error (error);
  chooser = get_boost (output, "chooser");
  model = get_boost (output, "model");
  *n_rounds = tn_boost_get_n_curve (chooser);
  *n_trees = tn_boost_get_n_rounds (model);

  return TRUE;
}

static gboolean
was_told (TnProject *project, gint64 run, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) described =
      tn_project_describe_run (project, run, tn_language_get ("en"), &error);
  JsonArray *warnings;

  g_assert_no_error (error);
  warnings = tn_json_array (json_node_get_object (described), "warnings");
  for (guint i = 0; i < json_array_get_length (warnings); i++)
    if (g_strcmp0 (tn_json_string (json_array_get_object_element (warnings, i), "code", ""),
                   code) == 0)
      return TRUE;

  return FALSE;
}

/* Every fold keeps as many rounds as there were, the run says so, and the same run without a stop
 * recalls none of it. */
static void
test_stop (void)
{
  enum
  {
    ROUNDS = 1000,
    EVENTS = 200,
  };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  guint n_rounds, n_trees, fold, longest = 0;
  gint64 run;
  Scene scene, plain;

  shop_set (project, "boosting.rounds=1000");
  shop_set (project, "boosting.patience=0");
  scene_init (&scene, NULL, EVENTS);
  scene.at_curve = TRUE;
  scene.control = tn_run_control_new ();
  run = play (&scene, project, 1, &error);
  g_assert_no_error (error);
  g_assert_true (scene.fired);
  g_assert_cmpint (latest_status (project), ==, TN_RUN_DONE);
  for (fold = 0; count_rounds (project, run, fold, &n_rounds, &n_trees); fold++)
    {
      g_test_message ("fold %u: %u rounds, %u trees kept", fold, n_rounds, n_trees);
      g_assert_cmpuint (n_trees, >, 0);
      longest = MAX (longest, n_rounds);
      g_assert_cmpuint (n_rounds, <, ROUNDS);
    }
  g_assert_cmpuint (fold, >, 1);
  /* Two folds go on side by side, however unequally, and their rounds are what the events were. */
  g_assert_cmpuint (longest, >=, EVENTS / 2);
  g_assert_true (was_told (project, run, "learning.stopped"));
  scene_clear (&scene);

  scene_init (&plain, NULL, G_MAXUINT);
  run = play (&plain, project, 1, &error);
  g_assert_no_error (error);
  for (fold = 0; count_rounds (project, run, fold, &n_rounds, &n_trees); fold++)
    g_assert_cmpuint (n_rounds, ==, ROUNDS);
  g_assert_cmpuint (fold, >, 1);
  g_assert_false (was_told (project, run, "learning.stopped"));
  scene_clear (&plain);
  shop_close (project);
}

static guint
count_events (JsonArray *log, const char *what, const char *node)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (log); i++)
    {
      JsonObject *event = json_array_get_object_element (log, i);

      n += g_str_equal (tn_json_string (event, "event", ""), what) &&
           (node == NULL || g_str_equal (tn_json_string (event, "node", ""), node));
    }

  return n;
}

/* Every step that began ended, times never fall, and the run has its first and its last word. */
static void
test_log (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  JsonArray *log;
  gint64 run, last = 0;
  guint n;
  Scene scene;

  scene_init (&scene, NULL, G_MAXUINT);
  run = play (&scene, project, 1, &error);
  g_assert_no_error (error);
  log = tn_run_log_read (project, run);
  n = json_array_get_length (log);
  g_assert_cmpuint (n, >, 40);
  g_assert_cmpuint (count_events (log, "begin", NULL), ==, count_events (log, "end", NULL));
  /* Three folds and the final fit. */
  g_assert_cmpuint (count_events (log, "begin", "boosting"), ==, 4);
  g_assert_cmpuint (count_events (log, "begin", "list"), ==, 1);
  g_assert_cmpuint (count_events (log, "warning", NULL), ==, scene.told.n_warnings);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *event = json_array_get_object_element (log, i);
      gint64 at = json_object_get_int_member (event, "at");

      g_assert_cmpint (at, >=, last - G_USEC_PER_SEC);
      last = at;
      if (g_str_equal (json_object_get_string_member (event, "event"), "end"))
        {
          g_assert_cmpfloat (json_object_get_double_member (event, "seconds"), >=, 0);
          g_assert_cmpint (json_object_get_int_member (event, "memory"), >, 1000000);
        }
    }
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (log, 0), "event"),
                   ==, "run");
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (log, n - 1), "status"), ==,
      "done");
  json_array_unref (log);
  scene_clear (&scene);
  shop_close (project);
}

/* A log is bounded, and has room for the end of its run all the same. */
static void
test_long_log (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) snapshot = tn_json_parse ("{}", -1, NULL);
  gint64 run = tn_project_begin_run (project, "churn", snapshot, 1, NULL, &error);
  g_autoptr (TnRunLog) log = tn_run_log_new (project, run);
  JsonArray *read;

  g_assert_no_error (error);
  for (guint i = 0; i < TN_RUN_LOG_MAX + 100; i++)
    tn_run_log_add (log, "begin", json_object_new ());
  tn_run_log_add (log, "run_end", json_object_new ());
  read = tn_run_log_read (project, run);
  g_assert_cmpuint (json_array_get_length (read), ==, TN_RUN_LOG_MAX + 1);
  g_assert_cmpuint (count_events (read, "run_end", NULL), ==, 1);
  json_array_unref (read);
  tn_project_end_run (project, run, TN_RUN_STOPPED, NULL, NULL);
  shop_close (project);
}

/* The log of a run whose worker died tells what it was at, and how the worker ended. */
static void
assert_log_of_death (TnProject *project, const char *node, int number)
{
  g_autoptr (TnRun) run = tn_project_get_run (project, 0, NULL);
  JsonArray *log = tn_run_log_read (project, run->id);
  guint n = json_array_get_length (log);
  JsonObject *last = json_array_get_object_element (log, n - 1);

  g_assert_cmpuint (count_events (log, "begin", node), >, 0);
  g_assert_cmpstr (json_object_get_string_member (last, "event"), ==, "worker");
  g_assert_cmpint (json_object_get_int_member (last, "signal"), ==, number);
  json_array_unref (log);
}

/* A worker that dies says nothing: the client finds the words, and the project is whole. The
 * next run goes on from the steps that were finished. */
static void
die_at (TnProject *project, const char *node, int number, gboolean starve)
{
  static guint64 seed = 500;
  g_autoptr (GError) error = NULL;
  Scene scene, again;

  seed++;
  scene_init (&scene, node, 0);
  scene.signal = number;
  scene.starve = starve;
  if (play (&scene, project, seed, &error) != 0)
    {
      /* It was done before the signal came. */
      g_assert_no_error (error);
      g_assert_cmpint (latest_status (project), ==, TN_RUN_DONE);
      scene_clear (&scene);
      return;
    }
  g_assert_true (scene.fired);
  g_test_message ("%s, signal %d: %s", node, number, error->message);
  if (starve && !g_error_matches (error, TN_ERROR, TN_ERROR_WORKER))
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
      g_assert_cmpint (latest_status (project), ==, TN_RUN_FAILED);
    }
  else
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_WORKER);
      g_assert_cmpint (latest_status (project), ==, TN_RUN_INTERRUPTED);
      /* Other folds go on beside it, so it may be another step by then. */
      g_assert_true (tn_error_get_node (error) != NULL &&
                     g_hash_table_contains (scene.told.running, tn_error_get_node (error)));
      g_assert_nonnull (strstr (error->message, "in the step “"));
      if (!starve)
        assert_log_of_death (project, node, number);
    }
  g_assert_true (is_gone (scene.pid));
  assert_nothing_visible (project);
  g_clear_error (&error);

  scene_init (&again, NULL, G_MAXUINT);
  g_assert_cmpint (play (&again, project, seed, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (again.told.n_cached, >, 0);
  g_assert_cmpint (latest_status (project), ==, TN_RUN_DONE);
  scene_clear (&scene);
  scene_clear (&again);
}

static void
test_death (void)
{
  static const char *const nodes[] = { "split", "boosting", "logistic", "evaluate" };
  static const int signals[] = { SIGSEGV, SIGABRT, SIGKILL };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  guint n = g_test_slow () ? G_N_ELEMENTS (nodes) * G_N_ELEMENTS (signals) : 3;

  for (guint i = 0; i < n; i++)
    die_at (project, nodes[i % G_N_ELEMENTS (nodes)], signals[i % G_N_ELEMENTS (signals)], FALSE);
  shop_close (project);
}

/* As when the computer sleeps: the run goes on where it was. */
static void
test_sleep (void)
{
  static const char *const nodes[] = { "features", "boosting", "evaluate" };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autoptr (GError) error = NULL;
      Scene scene;

      scene_init (&scene, nodes[i], 0);
      scene.signal = SIGSTOP;
      g_assert_cmpint (play (&scene, project, 900 + i, &error), >, 0);
      g_assert_no_error (error);
      g_assert_true (scene.fired);
      g_assert_cmpint (latest_status (project), ==, TN_RUN_DONE);
      scene_clear (&scene);
    }
  shop_close (project);
}

static void
test_no_memory (void)
{
  g_autofree char *directory = NULL;
  TnProject *project;

  if (UNDER_ASAN)
    {
      g_test_skip ("a sanitizer needs its address space");
      return;
    }
  directory = shop_directory ();
  project = shop_make_project (directory, N_CUSTOMERS, 1);
  die_at (project, "boosting", 0, TRUE);
  shop_close (project);
}

/* A worker that is none: what it says is known, and when. */
static gint64
play_script (TnProject *project, const char *directory, const char *script, GError **error)
{
  g_autofree char *program = g_build_filename (directory, "worker", NULL);
  g_autofree char *text =
      g_strdup_printf ("#!/bin/sh\n"
                       "echo '{\"event\":\"ready\",\"protocol\":1}'\n"
                       "echo '{\"event\":\"started\",\"nodes\":"
                       "[{\"node\":\"clean\",\"title\":{\"id\":\"Clean the event log\"}}]}'\n"
                       "echo '{\"event\":\"node\",\"node\":\"clean\",\"status\":\"running\"}'\n"
                       "%s\n",
                       script);

  g_assert_true (g_file_set_contents (program, text, -1, NULL));
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);

  return tn_worker_run (project, program, "churn", 1, 1, NULL, NULL, NULL, error);
}

/* Neither one that is silent nor one that spins is waited for; one whose work goes on is. */
static void
test_no_answer (void)
{
  static const char *const lost[] = {
    "exec sleep 100",
    "while sleep 0.2; do echo '{\"event\":\"pulse\",\"works\":false}' || exit; done",
  };
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;

  g_setenv ("TENURE_WORKER_PATIENCE_MS", "3000", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_assert_cmpint (play_script (project, directory, lost[i], &error), ==, 0);
      g_assert_error (error, TN_ERROR, TN_ERROR_WORKER);
      g_assert_nonnull (strstr (error->message, "did not answer"));
      g_assert_nonnull (strstr (error->message, "Clean the event log"));
      g_assert_cmpstr (tn_error_get_node (error), ==, "clean");
      g_clear_error (&error);
    }
  g_assert_cmpint (play_script (project, directory,
                                "for i in 1 2 3 4 5 6 7 8; do sleep 0.5; "
                                "echo '{\"event\":\"pulse\",\"works\":true}'; done; "
                                "echo '{\"event\":\"done\",\"run\":7}'",
                                &error),
                   ==, 7);
  g_assert_no_error (error);
  g_unsetenv ("TENURE_WORKER_PATIENCE_MS");
  shop_close (project);
}

static void
test_error (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  Scene scene;

  shop_set (project, "data.name=gone");
  scene_init (&scene, NULL, G_MAXUINT);
  g_assert_cmpint (play (&scene, project, 1, &error), ==, 0);
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_cmpstr (tn_error_get_node (error), ==, "data");
  g_assert_nonnull (tn_error_get_message (error));
  g_clear_error (&error);
  g_assert_cmpint (
      tn_worker_run (project, "/nowhere/tenure-cli", "churn", 1, 1, NULL, NULL, NULL, &error), ==,
      0);
  g_assert_error (error, TN_ERROR, TN_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "/nowhere/tenure-cli"));
  scene_clear (&scene);
  shop_close (project);
}

/* What learners learned and what was found, as bytes that must be those of another run. */
static char *
describe_made (TnProject *project, gint64 run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output =
          tn_project_get_output (project, run, at->node, at->name, &error);
      g_autoptr (GBytes) bytes =
          output->state != NULL ? g_variant_get_data_as_bytes (output->state) : NULL;
      g_autofree char *state =
          bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : g_strdup ("");
      g_autofree char *body = output->body != NULL ? json_to_string (output->body, FALSE) : NULL;

      /* The log, which alone knows of times, is of the run and of no step. */
      if (*at->node == '\0')
        continue;
      g_assert_no_error (error);
      g_string_append_printf (text, "%s %s %s %s\n", at->node, at->name, state,
                              body != NULL ? body : "");
    }
  g_assert_cmpuint (outputs->len, >, 10);

  return g_string_free (text, FALSE);
}

static const char long_run[] =
    "{\"do\":\"run\",\"pipeline\":\"churn\",\"seed\":%u,\"threads\":2,\"checkpoint\":1e-6}";

/* Lets a run begin and kills it after so many rounds of boosting. */
static void
kill_at_round (TnProject *project, guint seed, guint n_rounds)
{
  Peer *peer = peer_new (project);
  g_autofree char *request = g_strdup_printf (long_run, seed);
  guint n_curves = 0;

  peer_expect_only (peer, "ready");
  peer_send (peer, request);
  while (n_curves < n_rounds)
    {
      g_autoptr (JsonObject) event = peer_read (peer);

      n_curves += g_str_equal (json_object_get_string_member (event, "event"), "curve");
    }
  g_subprocess_send_signal (peer->process, SIGKILL);
  g_subprocess_wait (peer->process, NULL, NULL);
  g_object_unref (peer->process);
  g_string_free (peer->pending, TRUE);
  g_free (peer);
}

static char *
run_to_the_end (TnProject *project, guint seed, Told *told)
{
  Peer *peer = peer_new (project);
  g_autofree char *request = g_strdup_printf (long_run, seed);
  g_autoptr (JsonObject) event = NULL;

  peer_expect_only (peer, "ready");
  peer_send (peer, request);
  event = peer_read_run (peer, told);
  assert_event (event, "done");
  peer_send (peer, "{\"do\":\"quit\"}");
  g_assert_null (peer_read (peer));
  peer_free (peer, 0);

  return describe_made (project, told->run);
}

static TnProject *
make_long_project (const char *directory)
{
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);

  shop_set (project, "boosting.rounds=60");
  shop_set (project, "boosting.patience=0");
  shop_set (project, "boosting.row_share=0.8");

  return project;
}

static void
test_resume (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_long_project (directory);
  guint n = g_test_slow () ? 20 : 2, n_resumed = 0;

  /* Between the folds there is nothing to go on from: that may be so once, not always. */
  for (guint i = 0; i < n || (n_resumed == 0 && i < n + 5); i++)
    {
      g_autofree char *other_directory = shop_directory ();
      TnProject *other;
      g_autofree char *plain = NULL;
      g_autofree char *resumed = NULL;
      Told told, other_told;

      told_init (&told);
      told_init (&other_told);
      kill_at_round (project, i + 1, (guint) g_test_rand_int_range (5, 150));
      resumed = run_to_the_end (project, i + 1, &told);
      n_resumed += told.n_resumed;
      other = make_long_project (other_directory);
      plain = run_to_the_end (other, i + 1, &other_told);
      g_assert_cmpuint (other_told.n_resumed, ==, 0);
      g_assert_cmpstr (plain, ==, resumed);
      told_clear (&told);
      told_clear (&other_told);
      shop_close (other);
    }
  g_assert_cmpuint (n_resumed, >, 0);
  shop_close (project);
}

static void
assert_same_file (const char *path, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  gsize a_size, b_size;

  g_file_get_contents (path, &a, &a_size, &error);
  g_assert_no_error (error);
  g_file_get_contents (other, &b, &b_size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (a_size, >, 100);
  g_assert_cmpmem (a, a_size, b, b_size);
}

/* @table: (transfer full) */
static char *
write_here (const char *directory, TnTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) taken = table;
  char *path = g_build_filename (directory, "here.csv", NULL);

  g_assert_nonnull (taken);
  tn_table_file_write (taken, path, tn_language_get ("en"), NULL, NULL, &error);
  g_assert_no_error (error);

  return path;
}

static void
expect_done (Peer *peer, gint64 n_customers)
{
  g_autoptr (JsonObject) event = NULL;
  Told told;

  told_init (&told);
  event = peer_read_run (peer, &told);
  assert_event (event, "done");
  g_assert_cmpint (json_object_get_int_member (event, "customers"), ==, n_customers);
  g_assert_cmpfloat (json_object_get_double_member (event, "seconds"), >, 0);
  told_clear (&told);
}

static void
expect_failed (Peer *peer, const char *words)
{
  g_autoptr (JsonObject) event = NULL;
  Told told;

  told_init (&told);
  event = peer_read_run (peer, &told);
  assert_event (event, "failed");
  g_assert_nonnull (strstr (
      json_object_get_string_member (json_object_get_object_member (event, "error"), "text"),
      words));
  told_clear (&told);
}

static gint64
run_once (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return run;
}

/* What the worker writes is what the functions it calls give here, to the last byte. */
static void
test_score_protocol (void)
{
  g_autofree char *directory = shop_directory ();
  g_autofree char *csv = shop_write_csv (directory, N_CUSTOMERS, 1);
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gint64 run = run_once (project);
  g_autofree char *out = g_build_filename (directory, "there 100%.csv", NULL);
  g_autofree char *escaped = g_uri_escape_string (out, "/", TRUE);
  g_autofree char *here = NULL;
  g_autofree char *score = g_strdup_printf (
      "{\"do\":\"score\",\"data\":\"%s\",\"out\":\"%s\",\"language\":\"en\"}", csv, escaped);
  g_autofree char *explain = g_strdup_printf (
      "{\"do\":\"explain\",\"node\":\"boosting\",\"out\":\"%s\",\"language\":\"en\"}", escaped);
  g_autofree char *unknown =
      g_strdup_printf ("{\"do\":\"explain\",\"customers\":[\"nobody\"],\"out\":\"%s\"}", escaped);
  g_autoptr (TnTable) data =
      tn_project_read_like_run (project, run, csv, NULL, NULL, NULL, NULL, NULL);
  TnTable *table = tn_project_score (project, run, NULL, data, TN_TIME_MISSING, NULL, NULL, NULL);
  Peer *peer = peer_new (project);

  peer_expect_only (peer, "ready");
  peer_send (peer, score);
  expect_done (peer, (gint64) tn_table_get_n_rows (table));
  here = write_here (directory, table);
  assert_same_file (here, out);
  g_clear_pointer (&here, g_free);

  table = tn_project_explain (project, run, "boosting", NULL, NULL, NULL, NULL);
  peer_send (peer, explain);
  expect_done (peer, (gint64) tn_table_get_n_rows (table));
  here = write_here (directory, table);
  assert_same_file (here, out);

  peer_send (peer, unknown);
  expect_failed (peer, "no customer “nobody”");
  peer_send (peer, "{\"do\":\"score\",\"data\":\"a.csv\",\"out\":\"a.pdf\"}");
  expect_failed (peer, ".xlsx");
  peer_send (peer, "{\"do\":\"score\",\"data\":\"a.csv\"}");
  peer_expect_only (peer, "not_understood");
  peer_send (peer, "{\"do\":\"explain\",\"customers\":[7],\"out\":\"a.csv\"}");
  peer_expect_only (peer, "not_understood");
  peer_send (peer, "{\"do\":\"quit\"}");
  g_assert_null (peer_read (peer));
  peer_free (peer, 0);
  shop_close (project);
}

/* Kills the worker, or wishes it to end, when it first says how far it is. */
typedef struct
{
  GCancellable *cancel; /* otherwise it is killed */
  pid_t pid;
  guint n_progress;
} Intruder;

static void
intrude (JsonObject *event, gpointer user_data)
{
  Intruder *self = user_data;
  const char *what = json_object_get_string_member (event, "event");

  if (g_str_equal (what, "ready"))
    self->pid = (pid_t) json_object_get_int_member (event, "pid");
  if (!g_str_equal (what, "progress") || self->n_progress++ > 0)
    return;
  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
  else
    kill (self->pid, SIGKILL);
}

/* Also of a project that is only looked at: the client lives, no file is left behind, and the
 * project is as it was. */
static void
test_score_dies (void)
{
  g_autofree char *directory = shop_directory ();
  g_autofree char *csv = shop_write_csv (directory, N_CUSTOMERS, 1);
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (TnScoreJob) job = { .data = g_strdup (csv),
                              .as_of = TN_TIME_MISSING,
                              .out = g_build_filename (directory, "out.csv", NULL) };
  Intruder killer = { 0 }, canceller = { .cancel = cancel };
  g_autoptr (JsonObject) made = NULL;

  run_once (project);
  g_assert_true (tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, NULL));
  shop_close (project);
  project = tn_project_open (path, TN_OPEN_READ_ONLY, NULL, NULL, &error);
  g_assert_no_error (error);

  g_assert_null (tn_worker_score (project, shop_program (), &job, intrude, &killer, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "The project is whole"));
  g_assert_false (g_file_test (job.out, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_null (
      tn_worker_score (project, shop_program (), &job, intrude, &canceller, cancel, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (job.out, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  made = tn_worker_score (project, shop_program (), &job, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (made, "customers"), >, 0);
  g_assert_true (g_file_test (job.out, G_FILE_TEST_EXISTS));
  g_assert_cmpint (latest_status (project), ==, TN_RUN_DONE);

  /* What only looks does not run. */
  g_assert_cmpint (
      tn_worker_run (project, shop_program (), "churn", 1, 1, NULL, NULL, NULL, &error), ==, 0);
  g_assert_nonnull (error);
  shop_close (project);
}

/* Runs in a process of its own, which is killed when it has told its worker's number. */
static void
tell_pid (JsonObject *event, gpointer user_data)
{
  if (!g_str_equal (json_object_get_string_member (event, "event"), "started") &&
      !g_str_equal (json_object_get_string_member (event, "event"), "ready"))
    return;
  if (json_object_has_member (event, "pid"))
    printf ("%d\n", (int) json_object_get_int_member (event, "pid"));
  else
    printf ("started\n");
  fflush (stdout);
}

static int
client_main (const char *path)
{
  g_autoptr (TnProject) project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, NULL);

  tn_worker_run (project, shop_program (), "churn", 1, 1, tell_pid, NULL, NULL, NULL);

  return 0;
}

static void
test_killed_client (void)
{
  g_autofree char *directory = shop_directory ();
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) client = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *started = NULL;

  shop_set (project, "boosting.rounds=10000");
  shop_set (project, "boosting.patience=0");
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_close (project);
  client = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--client",
                             path, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (client));
  pid = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  started = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (started, ==, "started");
  g_assert_false (is_gone (atoi (pid)));
  g_subprocess_force_exit (client);
  g_subprocess_wait (client, NULL, NULL);
  for (guint i = 0; i < 1000 && !is_gone (atoi (pid)); i++)
    g_usleep (1000);
  g_assert_true (is_gone (atoi (pid)));

  project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (latest_status (project), ==, TN_RUN_INTERRUPTED);
  shop_close (project);
}

int
main (int argc, char **argv)
{
  struct rlimit no_core = { 0, 0 };

  setrlimit (RLIMIT_CORE, &no_core);
  tn_nodes_init ();
  if (argc == 3 && strcmp (argv[1], "--client") == 0)
    return client_main (argv[2]);
  /* A sanitizer would turn the signals that workers die of here into an exit. */
  g_setenv ("ASAN_OPTIONS", "handle_segv=0:handle_abort=0", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/speaks-its-protocol", test_protocol);
  g_test_add_func ("/worker/cancels-and-serves-on", test_cancel_by_hand);
  g_test_add_func ("/worker/says-that-there-is-no-project", test_wrong_session);
  g_test_add_func ("/worker/cancelling-is-heard-and-leaves-nothing", test_cancel);
  g_test_add_func ("/worker/stops-and-keeps-the-best", test_stop);
  g_test_add_func ("/worker/run-has-a-log", test_log);
  g_test_add_func ("/worker/log-is-bounded", test_long_log);
  g_test_add_func ("/worker/a-death-is-told-and-the-next-run-goes-on", test_death);
  g_test_add_func ("/worker/a-killed-run-goes-on-to-the-same-bytes", test_resume);
  g_test_add_func ("/worker/sleeps-and-goes-on", test_sleep);
  g_test_add_func ("/worker/no-memory-is-told", test_no_memory);
  g_test_add_func ("/worker/one-that-spins-is-not-waited-for", test_no_answer);
  g_test_add_func ("/worker/an-error-comes-with-its-node", test_error);
  g_test_add_func ("/worker/scores-and-explains-as-here", test_score_protocol);
  g_test_add_func ("/worker/a-death-while-scoring-costs-nothing", test_score_dies);
  g_test_add_func ("/worker/dies-with-its-client", test_killed_client);

  return g_test_run ();
}
