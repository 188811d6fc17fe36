/* tn-worker-client.c: the client's side of the line protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-memory.h"
#include "tn-run-log.h"
#include "tn-run.h"
#include "tn-worker.h"

/* A worker asked to cancel that has not ended by then is killed. */
#define CANCEL_PATIENCE_MS 150
/* A worker that says nothing for so long, not even its pulse, hangs; one that lives but whose work
 * shows no sign for so long spins. Work shows one every few milliseconds, and a round of a learner
 * on millions of rows takes seconds. */
#define SILENCE_MS 60000
#define SPIN_MS    600000
#define WAIT_MS    1000
/* For both, on a computer that is slower than any. */
#define PATIENCE_VARIABLE "TENURE_WORKER_PATIENCE_MS"

typedef struct
{
  GSubprocess *process;
  int to;   /* its standard input */
  int from; /* its standard output */
  GString *pending;
  gint64 run;
  gint64 silent;   /* for so many microseconds no line came */
  gint64 idle;     /* … and no work showed */
  gboolean lost;   /* it did not answer */
  guint n_stops;   /* asked of it so far */
  gboolean paused; /* likewise */
  JsonObject *started;
  JsonObject *made; /* “done” */
  GPtrArray *begun; /* ids of steps that began and did not end */
  gboolean ended;   /* done, failed or cancelled came */
  gboolean done;
  GError *error;
  TnWorkerEventFunc func;
  gpointer user_data;
} Client;

static void
client_clear (Client *self)
{
  if (self->process != NULL)
    {
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  g_clear_object (&self->process);
  if (self->pending != NULL)
    g_string_free (self->pending, TRUE);
  g_clear_pointer (&self->begun, g_ptr_array_unref);
  g_clear_pointer (&self->started, json_object_unref);
  g_clear_pointer (&self->made, json_object_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

static gboolean
client_start (Client *self, TnProject *project, const char *program, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  const char *argv[] = { program, "worker", tn_project_get_session (project), NULL, NULL };

  if (tn_project_is_read_only (project))
    argv[3] = "--look";

  self->process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (self->process == NULL)
    {
      g_clear_error (error);
      tn_error_set (
          error, TN_ERROR_WORKER,
          N_ ("The background process “{program}” could not be started. Install Tenure again, or "
              "close other programs."),
          "program", program, NULL);
      return FALSE;
    }
  self->to = g_unix_output_stream_get_fd (
      G_UNIX_OUTPUT_STREAM (g_subprocess_get_stdin_pipe (self->process)));
  self->from = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process)));
  self->pending = g_string_new (NULL);
  self->begun = g_ptr_array_new_with_free_func (g_free);

  return TRUE;
}

/* Writes without a signal when nobody reads: that the worker is gone shows when reading. */
static void
write_quietly (int fd, const char *line)
{
  struct timespec now = { 0, 0 };
  sigset_t pipe_signal, before;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &before);
  if (write (fd, line, strlen (line)) < 0)
    {
      g_debug ("worker does not listen: %s", g_strerror (errno));
      sigtimedwait (&pipe_signal, NULL, &now);
    }
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}

static void
client_send (Client *self, JsonObject *request)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_node_take_object (node, request);
  text = json_to_string (node, FALSE);
  line = g_strconcat (text, "\n", NULL);
  write_quietly (self->to, line);
}

static void
take_error (Client *self, JsonObject *event)
{
  JsonObject *what = tn_json_object (event, "error");
  g_autoptr (TnMessage) message = tn_message_read (what, "message");
  gint64 number = tn_json_int (what, "number", -1);

  if (message == NULL)
    message = tn_message_new_literal (tn_json_string (what, "text", ""));
  tn_error_take (&self->error, number >= 0 && number <= TN_ERROR_KEY ? number : TN_ERROR_WORKER,
                 g_steal_pointer (&message));
  tn_error_place (&self->error, tn_json_string (what, "node", NULL),
                  tn_json_string (what, "column", NULL), tn_json_int (what, "line", 0));
}

/* Which steps are going on, in case the worker cannot say it any more. */
static void
take_node (Client *self, JsonObject *event)
{
  const char *node = tn_json_string (event, "node", "");
  const char *status = tn_json_string (event, "status", "");
  guint place;

  if (g_ptr_array_find_with_equal_func (self->begun, node, g_str_equal, &place))
    g_ptr_array_remove_index (self->begun, place);
  if (g_str_equal (status, "running") || g_str_equal (status, "resumed"))
    g_ptr_array_add (self->begun, g_strdup (node));
}

static void
take_line (Client *self, const char *line)
{
  g_autoptr (JsonNode) node = tn_json_parse (line, -1, NULL);
  JsonObject *event =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *what = tn_json_string (event, "event", "");

  self->silent = 0;
  if (!g_str_equal (what, "pulse") || tn_json_bool (event, "works", TRUE) || self->paused)
    self->idle = 0;
  if (g_str_equal (what, "node"))
    take_node (self, event);
  if (g_str_equal (what, "started") && self->started == NULL)
    self->started = json_object_ref (event);
  if (g_str_equal (what, "started") || g_str_equal (what, "done"))
    self->run = tn_json_int (event, "run", self->run);
  if (g_str_equal (what, "done"))
    {
      self->done = self->ended = TRUE;
      g_clear_pointer (&self->made, json_object_unref);
      self->made = json_object_ref (event);
    }
  else if (g_str_equal (what, "cancelled"))
    {
      g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      self->ended = TRUE;
    }
  else if (g_str_equal (what, "failed"))
    {
      take_error (self, event);
      self->ended = TRUE;
    }
  if (event != NULL && self->func != NULL)
    self->func (event, self->user_data);
}

/* Reads what is there; %FALSE when the worker's output has ended. */
static gboolean
read_lines (Client *self)
{
  char buffer[16384];
  gssize n = read (self->from, buffer, sizeof buffer);
  char *end;

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return TRUE;
  if (n <= 0)
    return FALSE;
  g_string_append_len (self->pending, buffer, n);
  while ((end = strchr (self->pending->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->pending->str, end - self->pending->str);

      g_string_erase (self->pending, 0, end - self->pending->str + 1);
      take_line (self, line);
    }

  return TRUE;
}

static JsonObject *
new_request (const char *what)
{
  JsonObject *request = json_object_new ();

  json_object_set_string_member (request, "do", what);
  json_object_set_int_member (request, "limit", tn_memory_get_limit ());

  return request;
}

/* The cancellable as a file descriptor; -1 when it is not there or no longer of interest. */
typedef struct
{
  GCancellable *cancellable;
  GPollFD fd;
  gboolean has_fd;
} Wish;

static void
wish_init (Wish *self, GCancellable *cancellable)
{
  self->cancellable = cancellable;
  self->fd.fd = -1;
  self->has_fd = g_cancellable_make_pollfd (cancellable, &self->fd);
}

/* TRUE once: when it was wished and not yet heard. */
static gboolean
wish_hear (Wish *self)
{
  if (self->fd.fd < 0 || !g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  self->fd.fd = -1;

  return TRUE;
}

static void
wish_clear (Wish *self)
{
  if (self->has_fd)
    g_cancellable_release_fd (self->cancellable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

/* Put to sleep from outside, as by Ctrl-Z: that is no hanging. */
static gboolean
is_asleep (Client *self)
{
  const char *pid = g_subprocess_get_identifier (self->process);
  g_autofree char *path = pid != NULL ? g_build_filename ("/proc", pid, "stat", NULL) : NULL;
  g_autofree char *text = NULL;

  return path != NULL && g_file_get_contents (path, &text, NULL, NULL) &&
         strstr (text, ") T ") != NULL;
}

static gint64
get_patience (gint64 usual)
{
  const char *value = g_getenv (PATIENCE_VARIABLE);
  gint64 set = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;

  return set > 0 ? set : usual;
}

/* Counts a wait; a long one is that of a client that slept itself, and says nothing. */
static gboolean
is_lost (Client *self, gint64 waited)
{
  self->silent += MIN (waited, WAIT_MS * 1000);
  self->idle += MIN (waited, WAIT_MS * 1000);
  if (self->silent < get_patience (SILENCE_MS) * 1000 && self->idle < get_patience (SPIN_MS) * 1000)
    return FALSE;
  if (!is_asleep (self))
    return TRUE;
  self->silent = self->idle = 0;

  return FALSE;
}

/* Tells the worker what is wished of the run and was not yet. */
static void
obey (Client *self, TnRunControl *control)
{
  gboolean paused;

  if (control == NULL)
    return;
  tn_run_control_heard (control);
  paused = tn_run_control_is_paused (control);
  for (; self->n_stops < tn_run_control_get_n_stops (control); self->n_stops++)
    client_send (self, new_request ("stop"));
  if (paused == self->paused)
    return;
  client_send (self, new_request (paused ? "pause" : "go_on"));
  self->paused = paused;
  self->idle = 0;
}

/* Waits for the end of the run. When cancelled, the worker is asked once and then killed. */
static void
wait_for_end (Client *self, TnRunControl *control, GCancellable *cancellable)
{
  g_auto (Wish) cancelling = { 0 };
  gint64 asked = 0;

  wish_init (&cancelling, cancellable);
  while (!self->ended)
    {
      struct pollfd fds[] = { { self->from, POLLIN, 0 },
                              { cancelling.fd.fd, POLLIN, 0 },
                              { control != NULL ? tn_run_control_get_fd (control) : -1, POLLIN,
                                0 } };
      gint64 left = CANCEL_PATIENCE_MS - (g_get_monotonic_time () - asked) / 1000;
      gint64 before = g_get_monotonic_time (), waited;
      int n;

      if (asked != 0 && left <= 0)
        break;
      n = poll (fds, G_N_ELEMENTS (fds), asked != 0 ? (int) left : WAIT_MS);
      waited = g_get_monotonic_time () - before;
      if (n < 0 && errno != EINTR)
        break;
      if (wish_hear (&cancelling))
        {
          client_send (self, new_request ("cancel"));
          asked = g_get_monotonic_time ();
        }
      obey (self, control);
      if (n > 0 && (fds[0].revents & (POLLIN | POLLHUP)) && !read_lines (self))
        break;
      /* Lines that came count first. */
      self->lost = !self->ended && asked == 0 && is_lost (self, waited);
      if (self->lost)
        break;
    }
}

static gboolean
is_done (TnProject *project, gint64 id)
{
  g_autoptr (TnRun) run = id != 0 ? tn_project_get_run (project, id, NULL) : NULL;

  return run != NULL && run->status == TN_RUN_DONE;
}

/* The last word of a log whose worker cannot write any more. */
static void
log_death (Client *self, TnProject *project, gboolean cancelled)
{
  g_autoptr (TnRunLog) log = tn_run_log_new (project, self->run);
  JsonObject *event = json_object_new ();

  if (g_subprocess_get_if_signaled (self->process))
    json_object_set_int_member (event, "signal", g_subprocess_get_term_sig (self->process));
  else if (g_subprocess_get_if_exited (self->process))
    json_object_set_int_member (event, "exit", g_subprocess_get_exit_status (self->process));
  json_object_set_boolean_member (event, "asked", cancelled);
  tn_run_log_add (log, "worker", event);
}

/* The step that began last of those going on. */
static TnMessage *
find_title (Client *self, const char **node)
{
  JsonArray *nodes = self->started != NULL ? tn_json_array (self->started, "nodes") : NULL;

  *node = self->begun->len > 0 ? g_ptr_array_index (self->begun, self->begun->len - 1) : NULL;
  for (guint i = 0; *node != NULL && nodes != NULL && i < json_array_get_length (nodes); i++)
    {
      JsonObject *at = tn_json_object_at (nodes, i);

      if (g_str_equal (tn_json_string (at, "node", ""), *node))
        return tn_message_read (at, "title");
    }

  return NULL;
}

static void
take_death (Client *self)
{
  const char *node;
  g_autoptr (TnMessage) title = find_title (self, &node);
  TnMessage *message;

  if (self->lost && title != NULL)
    message = tn_message_new (
        N_ ("The run did not answer any more in the step “{step}” and was ended. The steps "
            "finished so far are kept; close other programs and run it again."));
  else if (self->lost)
    message = tn_message_new (N_ ("The background process did not answer and was ended. Close "
                                  "other programs, and run it again."));
  else if (title != NULL)
    message = tn_message_new (
        N_ ("The run ended unexpectedly in the step “{step}”. The steps finished so far are kept; "
            "run it again to go on from there."));
  else
    message = tn_message_new (
        N_ ("The run ended unexpectedly. The steps finished so far are kept; run it again to go "
            "on from there."));
  if (title != NULL)
    message = tn_message_take (message, "step", g_steal_pointer (&title));
  tn_error_take (&self->error, TN_ERROR_WORKER, message);
  tn_error_place (&self->error, node, NULL, 0);
}

/* The worker cannot say any more how its run ended. */
static void
mark_run (Client *self, TnProject *project, gboolean cancelled)
{
  /* It may have died between the last write and the last word. */
  if (is_done (project, self->run))
    return;
  if (self->run != 0)
    log_death (self, project, cancelled);
  if (self->run != 0)
    tn_project_end_run (project, self->run, cancelled ? TN_RUN_STOPPED : TN_RUN_INTERRUPTED, NULL,
                        NULL);
  if (cancelled)
    g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else
    take_death (self);
}

static JsonObject *
describe_order (const TnWorkerOrder *order)
{
  JsonObject *request = new_request ("run");

  if (order->pipeline != NULL)
    json_object_set_string_member (request, "pipeline", order->pipeline);
  if (order->graph != NULL)
    json_object_set_member (request, "graph", tn_graph_to_json (order->graph));
  if (order->to != NULL)
    json_object_set_string_member (request, "to", order->to);
  json_object_set_int_member (request, "seed", (gint64) order->seed);
  json_object_set_int_member (request, "threads", order->n_threads);

  return request;
}

/**
 * tn_worker_run_order:
 * @program: the path of tenure-cli
 * @func: (nullable): told of every event, on this thread
 * @control: (nullable): to stop learning early, to pause and to go on
 * @cancellable: (nullable): cancelled to end the run without a result
 * @error: the run's, G_IO_ERROR_CANCELLED, or %TN_ERROR_WORKER when the worker ended without an
 *   answer
 *
 * Runs a pipeline in a process of its own and waits for it, also while it is paused.
 *
 * Returns: the number of the run, or 0
 */
gint64
tn_worker_run_order (TnProject *project,
                     const char *program,
                     const TnWorkerOrder *order,
                     TnWorkerEventFunc func,
                     gpointer user_data,
                     TnRunControl *control,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Client) self = { .func = func, .user_data = user_data };

  if (!client_start (&self, project, program, error))
    return 0;

  client_send (&self, describe_order (order));
  wait_for_end (&self, control, cancellable);
  if (self.ended)
    client_send (&self, new_request ("quit"));
  else
    {
      g_subprocess_force_exit (self.process);
      g_subprocess_wait (self.process, NULL, NULL);
      mark_run (&self, project, g_cancellable_is_cancelled (cancellable));
    }
  if (self.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self.error));
      return 0;
    }
  g_subprocess_wait (self.process, NULL, NULL);
  g_clear_object (&self.process);

  return self.run;
}

/**
 * tn_worker_run:
 *
 * @pipeline: (nullable): of the project
 * @n_threads: 0 for one a processor
 *
 * As tn_worker_run_order(), without a way to do anything but cancel.
 */
gint64
tn_worker_run (TnProject *project,
               const char *program,
               const char *pipeline,
               guint64 seed,
               guint n_threads,
               TnWorkerEventFunc func,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  TnWorkerOrder order = { .pipeline = pipeline, .seed = seed, .n_threads = n_threads };

  return tn_worker_run_order (project, program, &order, func, user_data, NULL, cancellable, error);
}

static void
take_score_death (Client *self, const TnScoreJob *job)
{
  TnMessage *message;

  if (self->lost)
    message = tn_message_new (N_ ("The background process did not answer and was ended. Close "
                                  "other programs, and run it again."));
  else if (job->explain)
    message = tn_message_new (
        N_ ("The explaining ended unexpectedly. The project is whole and no file was written; try "
            "it again with fewer customers, or run the pipeline again."));
  else
    message = tn_message_new (
        N_ ("The scoring ended unexpectedly. The project is whole and no file was written; try it "
            "again with a smaller file, or run the pipeline again."));
  tn_error_take (&self->error, TN_ERROR_WORKER, message);
}

/**
 * tn_worker_score:
 * @project: may be one that is only looked at
 * @program: the path of tenure-cli
 * @func: (nullable): told of every event, on this thread
 * @error: as tn_score_job_carry_out(), G_IO_ERROR_CANCELLED, or %TN_ERROR_WORKER when the worker
 *   ended without an answer
 *
 * Scores or explains in a process of its own, which also reads and writes the files, and waits for
 * it.
 *
 * Returns: (transfer full): “customers”, “day”, “found”, as tn_score_job_carry_out()
 */
JsonObject *
tn_worker_score (TnProject *project,
                 const char *program,
                 const TnScoreJob *job,
                 TnWorkerEventFunc func,
                 gpointer user_data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_auto (Client) self = { .func = func, .user_data = user_data };

  if (!client_start (&self, project, program, error))
    return NULL;
  client_send (&self, tn_score_job_to_request (job));
  wait_for_end (&self, NULL, cancellable);
  if (!self.ended && g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (&self.error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else if (!self.ended)
    take_score_death (&self, job);
  if (self.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self.error));
      return NULL;
    }

  return g_steal_pointer (&self.made);
}
