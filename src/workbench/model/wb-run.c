/* wb-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-run.h"

#include <math.h>

#include "tn-json.h"
#include "tn-worker.h"
#include "wb-settings.h"

struct _WbRun
{
  GObject parent_instance;

  TnProject *project;
  char *pipeline;
  TnGraph *graph;
  char *to; /* nullable: the step that is wanted */
  guint64 seed;
  guint n_threads; /* 0: one a processor */
  TnRunControl *control;
  GCancellable *cancellable;
  GAsyncQueue *events; /* of JsonObject: filled by the thread, emptied by the main loop */
  gint is_scheduled;   /* atomic: an idle that empties the queue is on its way */

  gint64 id;
  double fraction;
  double seconds;
  double seconds_left;
  gint64 memory;
  TnMessage *phase;
  GPtrArray *steps;
  GPtrArray *curves;
  GPtrArray *warnings;
  GError *error;
  JsonObject *machine;
  gint64 asked, began; /* as the clock says */
  guint aside_timer;   /* until what was set aside is discarded */
  guint is_going : 1;
  guint is_rested : 1;  /* a person paused it */
  guint is_resting : 1; /* the worker said that it does */
};

/* So long discarding can be taken back. */
#define ASIDE_SECONDS 10

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbRun, wb_run, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  WbStep *self = data;

  g_free (self->node);
  tn_message_unref (self->title);
  g_free (self);
}

static TnMessage *
read_message (JsonObject *object, const char *member)
{
  TnMessage *message = tn_message_read (object, member);

  return message != NULL ? message : tn_message_new_literal (tn_json_string (object, member, ""));
}

/* What the worker says, one event after the other */

static const char *
find_group (WbRun *self, const char *node)
{
  int place = self->graph != NULL ? tn_graph_find_node (self->graph, node) : -1;
  const TnNodeSpec *spec = place >= 0 ? tn_graph_get_node (self->graph, place)->spec : NULL;

  return spec != NULL ? g_intern_string (spec->group) : NULL;
}

static void
take_started (WbRun *self, JsonObject *event)
{
  JsonArray *nodes = tn_json_array (event, "nodes");

  g_clear_pointer (&self->machine, json_object_unref);
  if (tn_json_object (event, "machine") != NULL)
    self->machine = json_object_ref (tn_json_object (event, "machine"));
  self->id = tn_json_int (event, "run", 0);
  g_ptr_array_set_size (self->steps, 0);
  for (guint i = 0; nodes != NULL && i < json_array_get_length (nodes); i++)
    {
      JsonObject *node = tn_json_object_at (nodes, i);
      WbStep *step = g_new0 (WbStep, 1);

      step->node = g_strdup (tn_json_string (node, "node", ""));
      step->title = read_message (node, "title");
      step->group = find_group (self, step->node);
      step->seconds = tn_json_double (node, "seconds", NAN);
      g_ptr_array_add (self->steps, step);
    }
}

static void
take_node (WbRun *self, JsonObject *event)
{
  const char *node = tn_json_string (event, "node", "");
  const char *status = tn_json_string (event, "status", "");

  for (guint i = 0; i < self->steps->len; i++)
    {
      WbStep *step = g_ptr_array_index (self->steps, i);

      if (!g_str_equal (step->node, node))
        continue;
      if (g_str_equal (status, "running"))
        step->status = WB_STEP_RUNNING;
      else
        {
          step->status = g_str_equal (status, "cached") ? WB_STEP_CACHED : WB_STEP_DONE;
          step->seconds = tn_json_double (event, "seconds", NAN);
        }
    }
}

static void
take_progress (WbRun *self, JsonObject *event)
{
  self->fraction = tn_json_double (event, "fraction", self->fraction);
  self->seconds = tn_json_double (event, "seconds", self->seconds);
  self->seconds_left = tn_json_double (event, "seconds_left", NAN);
  self->memory = tn_json_int (event, "memory", self->memory);
  if (json_object_has_member (event, "phase"))
    {
      g_clear_pointer (&self->phase, tn_message_unref);
      self->phase = read_message (event, "phase");
    }
}

static WbCurve *
find_curve (WbRun *self, const char *node, guint fold)
{
  WbCurve *curve;

  for (guint i = 0; i < self->curves->len; i++)
    {
      curve = g_ptr_array_index (self->curves, i);
      if (curve->fold == fold && g_str_equal (curve->node, node))
        return curve;
    }
  curve = wb_curve_new (node, fold);
  g_ptr_array_add (self->curves, curve);

  return curve;
}

static void
take_curve (WbRun *self, JsonObject *event)
{
  wb_curve_take (
      find_curve (self, tn_json_string (event, "node", ""), (guint) tn_json_int (event, "fold", 0)),
      event);
}

static void
take_event (WbRun *self, JsonObject *event)
{
  const char *what = tn_json_string (event, "event", "");

  if (g_str_equal (what, "started"))
    take_started (self, event);
  else if (g_str_equal (what, "node"))
    take_node (self, event);
  else if (g_str_equal (what, "progress"))
    take_progress (self, event);
  else if (g_str_equal (what, "curve"))
    take_curve (self, event);
  else if (g_str_equal (what, "paused") || g_str_equal (what, "going_on"))
    self->is_resting = g_str_equal (what, "paused");
  else if (g_str_equal (what, "warning"))
    g_ptr_array_add (self->warnings, read_message (event, "message"));
}

static gboolean
empty_queue_cb (gpointer user_data)
{
  WbRun *self = user_data;
  JsonObject *event;

  g_atomic_int_set (&self->is_scheduled, FALSE);
  while ((event = g_async_queue_try_pop (self->events)) != NULL)
    {
      take_event (self, event);
      json_object_unref (event);
    }
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* On the thread of the run, which goes on with the event: the main loop gets a copy. At most one
 * idle is on its way, whatever the worker says. */
static void
on_event_in_worker (JsonObject *event, gpointer user_data)
{
  WbRun *self = user_data;

  g_async_queue_push (self->events, tn_json_copy_object (event));
  if (g_atomic_int_compare_and_exchange (&self->is_scheduled, FALSE, TRUE))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, empty_queue_cb, g_object_ref (self), g_object_unref);
}

char *
wb_run_find_worker (void)
{
  const char *asked = g_getenv ("TENURE_CLI");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  static const char *const places[] = { "tenure-cli", "../cli/tenure-cli",
                                        "../../src/cli/tenure-cli" };

  if (asked != NULL)
    return g_strdup (asked);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (dir, places[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }

  return g_strdup ("tenure-cli");
}

static void
run_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  WbRun *self = source;
  g_autofree char *program = wb_run_find_worker ();
  GError *error = NULL;
  TnWorkerOrder order = { self->pipeline, self->graph, self->to, self->seed, self->n_threads };
  gint64 id = tn_worker_run_order (self->project, program, &order, on_event_in_worker, self,
                                   self->control, self->cancellable, &error);

  if (id == 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, id);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbRun *self = WB_RUN (source);
  gint64 id = g_task_propagate_int (G_TASK (result), &self->error);

  empty_queue_cb (self);
  if (id > 0)
    self->id = id;
  self->is_going = FALSE;
  g_clear_handle_id (&self->aside_timer, g_source_remove);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
wb_run_finalize (GObject *object)
{
  WbRun *self = WB_RUN (object);

  tn_project_unref (self->project);
  g_free (self->pipeline);
  g_free (self->to);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->machine, json_object_unref);
  g_clear_handle_id (&self->aside_timer, g_source_remove);
  tn_run_control_unref (self->control);
  g_object_unref (self->cancellable);
  g_async_queue_unref (self->events);
  g_clear_pointer (&self->phase, tn_message_unref);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->curves);
  g_ptr_array_unref (self->warnings);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (wb_run_parent_class)->finalize (object);
}

static void
wb_run_class_init (WbRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_run_finalize;

  /* The worker said something; at most once a turn of the main loop. */
  signals[CHANGED] =
      g_signal_new ("changed", WB_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* It is over, one way or the other. */
  signals[ENDED] =
      g_signal_new ("ended", WB_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_run_init (WbRun *self)
{
  self->control = tn_run_control_new ();
  self->cancellable = g_cancellable_new ();
  self->events = g_async_queue_new_full ((GDestroyNotify) json_object_unref);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->curves = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_curve_free);
  self->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  self->seconds_left = NAN;
  self->asked = g_get_real_time ();
}

/**
 * wb_run_new:
 * @graph: (nullable): the pipeline to be run, as it is now; %NULL for as the project has it then
 * @to: (nullable): only this step and what it needs
 */
WbRun *
wb_run_new (TnProject *project, const char *pipeline, TnGraph *graph, const char *to, guint64 seed)
{
  WbRun *self = g_object_new (WB_TYPE_RUN, NULL);

  self->project = tn_project_ref (project);
  self->pipeline = g_strdup (pipeline);
  self->graph = graph != NULL ? tn_graph_ref (graph) : NULL;
  self->to = g_strdup (to);
  self->seed = seed;

  return self;
}

/**
 * wb_run_start:
 *
 * Starts the worker. “changed” tells what it says, “ended” that it is over.
 */
void
wb_run_start (WbRun *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_ended, NULL);

  self->is_going = TRUE;
  self->n_threads = g_settings_get_int (wb_settings (), "threads");
  self->began = g_get_real_time ();
  g_task_run_in_thread (task, run_in_worker);
}

/* It rests while a person wishes it, or while it is about to be discarded. */
static void
update_rest (WbRun *self)
{
  tn_run_control_pause (self->control, self->is_rested || self->aside_timer != 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Learners keep their best, and the run goes on to its end. */
void
wb_run_stop (WbRun *self)
{
  tn_run_control_stop (self->control);
  self->is_rested = FALSE;
  update_rest (self);
}

void
wb_run_pause (WbRun *self, gboolean pause)
{
  if (!self->is_going)
    return;
  self->is_rested = pause;
  update_rest (self);
}

void
wb_run_discard (WbRun *self)
{
  g_clear_handle_id (&self->aside_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

gboolean
wb_run_is_discarded (WbRun *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
on_aside_cb (gpointer user_data)
{
  WbRun *self = user_data;

  self->aside_timer = 0;
  wb_run_discard (self);

  return G_SOURCE_REMOVE;
}

/**
 * wb_run_set_aside:
 *
 * Discards the run, unless it is taken back within a few seconds.
 */
void
wb_run_set_aside (WbRun *self)
{
  if (!self->is_going || self->aside_timer != 0)
    return;
  self->aside_timer = g_timeout_add_seconds (ASIDE_SECONDS, on_aside_cb, self);
  update_rest (self);
}

void
wb_run_take_back (WbRun *self)
{
  if (self->aside_timer == 0)
    return;
  g_clear_handle_id (&self->aside_timer, g_source_remove);
  update_rest (self);
}

gboolean
wb_run_is_aside (WbRun *self)
{
  return self->aside_timer != 0;
}

gboolean
wb_run_is_going (WbRun *self)
{
  return self->is_going;
}

gboolean
wb_run_is_stopping (WbRun *self)
{
  return tn_run_control_is_stopping (self->control);
}

gboolean
wb_run_is_paused (WbRun *self)
{
  return self->is_rested;
}

/* As the worker says: a moment after it was asked for. */
gboolean
wb_run_is_resting (WbRun *self)
{
  return self->is_resting;
}

gint64
wb_run_get_id (WbRun *self)
{
  return self->id;
}

const char *
wb_run_get_pipeline (WbRun *self)
{
  return self->pipeline;
}

/* (nullable): as given to wb_run_new(). */
TnGraph *
wb_run_get_graph (WbRun *self)
{
  return self->graph;
}

const char *
wb_run_get_target (WbRun *self)
{
  return self->to;
}

guint64
wb_run_get_seed (WbRun *self)
{
  return self->seed;
}

gint64
wb_run_get_asked (WbRun *self)
{
  return self->asked;
}

/* For a run that was asked for in an earlier program. */
void
wb_run_set_asked (WbRun *self, gint64 asked)
{
  self->asked = asked;
}

/* 0 before it began. */
gint64
wb_run_get_began (WbRun *self)
{
  return self->began;
}

JsonObject *
wb_run_get_machine (WbRun *self)
{
  return self->machine;
}

double
wb_run_get_fraction (WbRun *self)
{
  return self->fraction;
}

double
wb_run_get_seconds (WbRun *self)
{
  return self->seconds;
}

double
wb_run_get_seconds_left (WbRun *self)
{
  return self->seconds_left;
}

gint64
wb_run_get_memory (WbRun *self)
{
  return self->memory;
}

const TnMessage *
wb_run_get_phase (WbRun *self)
{
  return self->phase;
}

GPtrArray *
wb_run_get_steps (WbRun *self)
{
  return self->steps;
}

GPtrArray *
wb_run_get_curves (WbRun *self)
{
  return self->curves;
}

GPtrArray *
wb_run_get_warnings (WbRun *self)
{
  return self->warnings;
}

const GError *
wb_run_get_error (WbRun *self)
{
  return self->error;
}
