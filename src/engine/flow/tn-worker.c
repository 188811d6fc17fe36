/* tn-worker.c: the worker's side of the line protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-worker.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib-unix.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-memory.h"
#include "tn-metric.h"
#include "tn-pause.h"
#include "tn-pool.h"
#include "tn-run-machine.h"
#include "tn-score-job.h"

#define MAX_LINE          (4 * 1024 * 1024)
#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 20)
#define PULSE_INTERVAL    (2 * G_USEC_PER_SEC)

/* One worker: a thread reads requests, another runs or scores. */
typedef struct
{
  TnProject *project;
  int output;
  GMutex lock; /* one line at a time; guards what follows */
  gint64 run;
  gint64 started;
  gint64 last_progress;
  const char *last_phase; /* interned */
  GCancellable *cancellable;
  double expected; /* seconds the run is thought to take, 0 when it is not known */
  int stops;       /* atomic: how often it was asked to stop and keep the best */
  int running;     /* atomic */
  guint64 seed;
  GCond ending; /* with lock: ends the pulse */
  gboolean ended;
} Worker;

/* Requests are taken apart here and handed to the running thread. */
typedef struct
{
  char *pipeline;
  char *to;
  JsonNode *graph; /* (nullable) */
  guint64 seed;
  double checkpoint;
} Request;

static void
write_line (Worker *self, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  gsize done = 0, size;

  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);
  line = g_strconcat (text, "\n", NULL);
  size = strlen (line);
  while (done < size)
    {
      gssize n = write (self->output, line + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return;
      done += n;
    }
}

static void
send_event (Worker *self, const char *event, JsonObject *object)
{
  json_object_set_string_member (object, "event", event);
  g_mutex_lock (&self->lock);
  write_line (self, object);
  g_mutex_unlock (&self->lock);
}

/* What is left by the pace so far; at first, while that says little, by what is expected. */
static double
guess_left (const Worker *self, double fraction, double elapsed)
{
  double by_pace = fraction > 0 ? elapsed / fraction * (1 - fraction) : NAN;
  double by_plan = MAX (self->expected - elapsed, 0);
  double trust = MIN (fraction * 4, 1);

  if (self->expected <= 0)
    return fraction > 0.02 ? by_pace : NAN;
  if (fraction <= 0)
    return by_plan;

  return trust * by_pace + (1 - trust) * by_plan;
}

static void
send_progress (double fraction, const TnMessage *phase, gpointer user_data)
{
  Worker *self = user_data;
  gint64 now = g_get_monotonic_time ();
  double elapsed = (tn_pause_get_work_time () - self->started) / 1e6;
  const char *id = phase != NULL ? g_intern_string (tn_message_get_id (phase)) : NULL;
  struct rusage usage;
  JsonObject *object;

  /* A phase is named before it begins, however soon it comes after another. */
  if (now - self->last_progress < PROGRESS_INTERVAL && fraction < 1 && id == self->last_phase)
    return;
  self->last_progress = now;
  self->last_phase = id;
  getrusage (RUSAGE_SELF, &usage);
  object = json_object_new ();
  json_object_set_double_member (object, "fraction", fraction);
  json_object_set_double_member (object, "seconds", elapsed);
  tn_json_set_double (object, "seconds_left", guess_left (self, fraction, elapsed));
  json_object_set_int_member (object, "memory", (gint64) usage.ru_maxrss * 1024);
  if (phase != NULL)
    json_object_set_member (object, "phase", tn_message_to_json (phase));
  send_event (self, "progress", object);
}

/* Every step is named before it begins, with what it is thought to need. */
static void
send_started (gint64 run, const TnEstimate *estimate, gpointer user_data)
{
  Worker *self = user_data;
  JsonObject *object = json_object_new ();
  JsonArray *nodes = json_array_new ();

  self->expected = estimate->is_measured ? estimate->seconds : 0;
  for (guint i = 0; i < estimate->nodes->len; i++)
    {
      const TnNodeEstimate *at = g_ptr_array_index (estimate->nodes, i);
      g_autoptr (TnMessage) title = tn_message_new (at->title);
      JsonObject *node = json_object_new ();

      json_object_set_string_member (node, "node", at->node);
      json_object_set_member (node, "title", tn_message_to_json (title));
      json_object_set_int_member (node, "rows", at->rows);
      json_object_set_double_member (node, "seconds", at->seconds);
      json_object_set_int_member (node, "memory", at->bytes);
      json_array_add_object_element (nodes, node);
    }
  json_object_set_int_member (object, "run", run);
  json_object_set_int_member (object, "seed", (gint64) self->seed);
  json_object_set_int_member (object, "threads", tn_pool_get_threads ());
  json_object_set_object_member (object, "machine", tn_run_machine_describe ());
  json_object_set_array_member (object, "nodes", nodes);
  json_object_set_double_member (object, "seconds", estimate->seconds);
  json_object_set_int_member (object, "memory", estimate->bytes);
  send_event (self, "started", object);
}

static void
send_status (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "node", node);
  json_object_set_string_member (object, "status", tn_node_status_to_id (status));
  json_object_set_double_member (object, "seconds", seconds);
  send_event (user_data, "node", object);
}

static void
send_warning (const char *node, const char *code, const TnMessage *message, gpointer user_data)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "node", node);
  json_object_set_string_member (object, "code", code);
  json_object_set_member (object, "message", tn_message_to_json (message));
  send_event (user_data, "warning", object);
}

static void
send_curve (const char *node, guint fold, const TnRound *round, gpointer user_data)
{
  Worker *self = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "node", node);
  json_object_set_int_member (object, "fold", fold);
  json_object_set_int_member (object, "round", round->round);
  tn_json_set_double (object, "train", round->train);
  tn_json_set_double (object, "validate", round->validate);
  json_object_set_int_member (object, "most", round->most);
  json_object_set_int_member (object, "patience", round->patience);
  json_object_set_int_member (object, "checked", (gint64) round->checked);
  tn_json_set_double (object, "leavers", round->leavers);
  json_object_set_int_member (object, "contacted", (gint64) round->contacted);
  tn_json_set_double (object, "found", round->found);
  if (round->contacted > 0 && isfinite (round->found))
    {
      double n = (double) round->contacted, low, high;

      tn_wilson (round->found / n, n, &low, &high);
      json_object_set_double_member (object, "found_low", n * low);
      json_object_set_double_member (object, "found_high", n * high);
    }
  send_event (self, "curve", object);
}

static guint
count_stops (gpointer user_data)
{
  return (guint) g_atomic_int_get (&((Worker *) user_data)->stops);
}

static void
send_error (Worker *self, const GError *error)
{
  JsonObject *object = json_object_new ();
  JsonObject *what = json_object_new ();
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  json_object_set_string_member (what, "code", tn_error_code_to_id (error));
  json_object_set_int_member (what, "number", error->domain == TN_ERROR ? error->code : -1);
  json_object_set_string_member (what, "text", error->message);
  if (tn_error_get_message (error) != NULL)
    json_object_set_member (what, "message", tn_message_to_json (tn_error_get_message (error)));
  if (tn_error_get_node (error) != NULL)
    json_object_set_string_member (what, "node", tn_error_get_node (error));
  if (tn_error_get_column (error) != NULL)
    json_object_set_string_member (what, "column", tn_error_get_column (error));
  json_object_set_int_member (what, "line", tn_error_get_line (error));
  json_object_set_object_member (object, "error", what);
  send_event (self, is_cancelled ? "cancelled" : "failed", object);
}

static const TnRunEvents run_events = {
  .started = send_started,
  .status = send_status,
  .warn = send_warning,
  .curve = send_curve,
  .count_stops = count_stops,
};

typedef struct
{
  Worker *worker;
  Request request;
  TnScoreJob scoring;
} Job;

static void
job_free (Job *self)
{
  g_free (self->request.pipeline);
  g_free (self->request.to);
  g_clear_pointer (&self->request.graph, json_node_unref);
  tn_score_job_clear (&self->scoring);
  g_free (self);
}

/* @object: (transfer full): what else there is to say */
static void
send_done (Worker *self, JsonObject *object)
{
  json_object_set_double_member (object, "seconds",
                                 (tn_pause_get_work_time () - self->started) / 1e6);
  send_event (self, "done", object);
}

static gpointer
run_in_thread (gpointer data)
{
  Job *job = data;
  Worker *self = job->worker;
  g_autoptr (TnProgress) progress = tn_progress_new (send_progress, self);
  g_autoptr (GError) error = NULL;
  TnRunEvents events = run_events;
  gint64 run;

  events.checkpoint_seconds = job->request.checkpoint;
  run = tn_project_run_snapshot (self->project, job->request.pipeline, job->request.graph,
                                 job->request.to, job->request.seed, &events, self, progress,
                                 self->cancellable, &error);

  g_atomic_int_set (&self->running, FALSE);
  if (run != 0)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "run", run);
      send_done (self, object);
    }
  else
    send_error (self, error);
  job_free (job);

  return NULL;
}

static gpointer
score_in_thread (gpointer data)
{
  Job *job = data;
  Worker *self = job->worker;
  g_autoptr (TnProgress) progress = tn_progress_new (send_progress, self);
  g_autoptr (GError) error = NULL;
  JsonObject *made =
      tn_score_job_carry_out (&job->scoring, self->project, progress, self->cancellable, &error);

  g_atomic_int_set (&self->running, FALSE);
  if (made != NULL)
    send_done (self, made);
  else
    send_error (self, error);
  job_free (job);

  return NULL;
}

/* %FALSE when the request does not say what to do. */
static gboolean
read_job (Job *job, JsonObject *request)
{
  if (!g_str_equal (tn_json_string (request, "do", ""), "run"))
    return tn_score_job_from_request (&job->scoring, request);
  job->request.pipeline = g_strdup (tn_json_string (request, "pipeline", NULL));
  job->request.to = g_strdup (tn_json_string (request, "to", NULL));
  if (tn_json_object (request, "graph") != NULL)
    job->request.graph = json_node_copy (json_object_get_member (request, "graph"));
  job->request.seed = (guint64) tn_json_int (request, "seed", 1);
  job->request.checkpoint = CLAMP (tn_json_double (request, "checkpoint", 0), 0, 86400);

  return TRUE;
}

/* @job: (transfer full) */
static GThread *
begin (Worker *self, Job *job, JsonObject *request)
{
  gboolean is_run = job->scoring.out == NULL && !job->scoring.what_if;

  job->worker = self;
  tn_pool_set_threads (CLAMP (tn_json_int (request, "threads", 0), 0, 1024));
  tn_memory_set_limit (tn_json_int (request, "limit", 0));
  self->started = tn_pause_get_work_time ();
  self->last_progress = 0;
  self->seed = job->request.seed;
  self->expected = 0;
  g_cancellable_reset (self->cancellable);
  g_atomic_int_set (&self->running, TRUE);
  g_atomic_int_set (&self->stops, 0);

  return g_thread_new (is_run ? "run" : "score", is_run ? run_in_thread : score_in_thread, job);
}

/* What work is going on rests, or goes on. */
static void
answer_pause (Worker *self, gboolean pause)
{
  if (!g_atomic_int_get (&self->running))
    {
      send_event (self, "not_understood", json_object_new ());
      return;
    }
  if (pause)
    tn_pause_begin ();
  else
    tn_pause_end ();
  send_event (self, pause ? "paused" : "going_on", json_object_new ());
}

static gboolean
is_work (const char *what)
{
  return g_str_equal (what, "run") || g_str_equal (what, "score") ||
         g_str_equal (what, "explain") || g_str_equal (what, "what-if");
}

static void
answer_work (Worker *self, JsonObject *request, GThread **thread)
{
  Job *job;

  if (g_atomic_int_get (&self->running))
    {
      send_event (self, "busy", json_object_new ());
      return;
    }
  job = g_new0 (Job, 1);
  if (!read_job (job, request))
    {
      job_free (job);
      send_event (self, "not_understood", json_object_new ());
      return;
    }
  if (*thread != NULL)
    g_thread_join (*thread);
  *thread = begin (self, job, request);
}

/* Answers one request; %FALSE when the worker is to end. */
static gboolean
answer (Worker *self, const char *line, GThread **thread)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tn_json_parse (line, -1, &error);
  JsonObject *request =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *what = tn_json_string (request, "do", "");

  if (g_str_equal (what, "quit"))
    return FALSE;
  if (is_work (what))
    answer_work (self, request, thread);
  else if (g_str_equal (what, "cancel"))
    {
      g_cancellable_cancel (self->cancellable);
      tn_pause_end ();
      send_event (self, "cancelling", json_object_new ());
    }
  else if (g_str_equal (what, "pause") || g_str_equal (what, "go_on"))
    answer_pause (self, g_str_equal (what, "pause"));
  else if (g_str_equal (what, "stop"))
    {
      g_atomic_int_inc (&self->stops);
      send_event (self, "stopping", json_object_new ());
    }
  else if (g_str_equal (what, "ping"))
    send_event (self, "pong", json_object_new ());
  else
    send_event (self, "not_understood", json_object_new ());

  return TRUE;
}

static void
serve_lines (Worker *self, GDataInputStream *input)
{
  GThread *thread = NULL;

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL || strlen (line) > MAX_LINE || !answer (self, line, &thread))
        break;
    }

  /* Whoever asked is gone: nobody waits for the rest. */
  g_cancellable_cancel (self->cancellable);
  tn_pause_end ();
  if (thread != NULL)
    g_thread_join (thread);
}

/* Says, while a run goes on, that this process is alive, and whether its work is: a step that
 * spins in a library no longer asks whether it is cancelled. */
static gpointer
pulse_in_thread (gpointer data)
{
  Worker *self = data;

  g_mutex_lock (&self->lock);
  while (!self->ended)
    {
      JsonObject *object;

      if (g_cond_wait_until (&self->ending, &self->lock,
                             g_get_monotonic_time () + PULSE_INTERVAL) ||
          self->ended || !g_atomic_int_get (&self->running))
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "event", "pulse");
      json_object_set_boolean_member (object, "works", tn_cancelled_was_asked ());
      json_object_set_boolean_member (object, "paused", tn_pause_is_on ());
      write_line (self, object);
    }
  g_mutex_unlock (&self->lock);

  return NULL;
}

static void
end_pulse (Worker *self, GThread *thread)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->ending);
  g_mutex_unlock (&self->lock);
  g_thread_join (thread);
}

/* Ctrl-Z: a signal handler may only say that it was pressed, so a thread puts the process to
 * sleep. Once for the process, as signals are. */
static int sleep_pipe[2] = { -1, -1 };

static void
on_sleep_signal (int number)
{
  int saved = errno;

  tn_pause_set_woken (number == SIGCONT);
  if (number == SIGTSTP && write (sleep_pipe[1], "z", 1) < 0)
    raise (SIGSTOP);
  errno = saved;
}

static gpointer
sleep_in_thread (gpointer data)
{
  char byte;

  while (read (sleep_pipe[0], &byte, 1) == 1 || errno == EINTR)
    if (byte == 'z')
      tn_pause_sleep ();

  return NULL;
}

static void
catch_sleep (void)
{
  struct sigaction action = { .sa_handler = on_sleep_signal, .sa_flags = SA_RESTART };

  if (!g_unix_open_pipe (sleep_pipe, FD_CLOEXEC, NULL))
    return;
  /* It reads to the end of the process. */
  g_thread_unref (g_thread_new ("sleep", sleep_in_thread, NULL));
  sigaction (SIGTSTP, &action, NULL);
  sigaction (SIGCONT, &action, NULL);
}

static void
send_ready (Worker *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "protocol", TN_WORKER_PROTOCOL);
  json_object_set_string_member (object, "version", TN_VERSION);
  json_object_set_int_member (object, "pid", getpid ());
  send_event (self, "ready", object);
}

/**
 * tn_worker_serve:
 * @session: directory of the project's live store
 * @look: open it to be read alone, as for a client that only looks: nothing can be run
 * @input_fd: requests, a JSON object a line
 * @output_fd: events, likewise
 *
 * Serves until @input_fd ends or "quit" comes. Dies with the process that started it.
 *
 * Returns: the exit status: 0, or 1 when the project cannot be opened
 */
int
tn_worker_serve (const char *session, gboolean look, int input_fd, int output_fd)
{
  Worker self = { .output = output_fd };
  g_autoptr (GInputStream) raw = g_unix_input_stream_new (input_fd, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (raw);
  g_autoptr (GError) error = NULL;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  signal (SIGPIPE, SIG_IGN);
  catch_sleep ();
  g_mutex_init (&self.lock);
  g_cond_init (&self.ending);
  self.cancellable = g_cancellable_new ();
  self.project =
      look ? tn_project_look_session (session, &error) : tn_project_open_session (session, &error);
  if (self.project == NULL)
    send_error (&self, error);
  else
    {
      GThread *pulse = g_thread_new ("pulse", pulse_in_thread, &self);

      send_ready (&self);
      serve_lines (&self, input);
      end_pulse (&self, pulse);
      tn_project_close (self.project, NULL);
      tn_project_unref (self.project);
    }
  g_object_unref (self.cancellable);
  g_cond_clear (&self.ending);
  g_mutex_clear (&self.lock);

  return error == NULL ? 0 : 1;
}
