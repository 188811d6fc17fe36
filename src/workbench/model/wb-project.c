/* wb-project.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-project.h"

#include "tn-pipeline-run.h"
#include "wb-queue-keeper.h"
#include "wb-settings.h"
#include "wb-words.h"

/* So often it is looked whether the store has written the file by itself. */
#define WATCH_SECONDS 20

struct _WbProject
{
  GObject parent_instance;

  TnProject *store;
  WbState *state;
  WbQueue *queue;
  gint64 shown_run;
  gint64 told_run;    /* the one that was read when it began */
  guint n_refreshing; /* asked for and not yet answered */
  guint watch;        /* nullable: source */
  guint is_saving : 1;
};

enum
{
  CHANGED,
  FAILED,
  STEPPED,
  SAVED,
  RUN_CHANGED,
  RUN_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbProject, wb_project, G_TYPE_OBJECT)

void
wb_project_fail (WbProject *self, const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/* Reading */

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return wb_state_read (data, error);
}

/* What the file lacks may be written by the store, every ten minutes: the window says so then. */

static gpointer
look_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (tn_project_has_unsaved (data));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbProject *self = WB_PROJECT (source);

  if (wb_work_finish (result, NULL) == NULL && self->state->unsaved && !self->is_saving)
    wb_project_refresh (self);
}

static gboolean
look_cb (gpointer data)
{
  WbProject *self = data;

  wb_work_start (WB_LANE_LOOK, self, look_in_worker, tn_project_ref (self->store),
                 (GDestroyNotify) tn_project_unref, NULL, NULL, on_looked, NULL);

  return G_SOURCE_CONTINUE;
}

static void
update_watch (WbProject *self)
{
  gboolean wanted = self->state->unsaved && self->state->path != NULL && !self->state->read_only;

  if (wanted && self->watch == 0)
    self->watch = g_timeout_add_seconds (WATCH_SECONDS, look_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->watch, g_source_remove);
}

static void
on_periodic_copy_changed (WbProject *self)
{
  if (!self->state->read_only)
    tn_project_set_periodic_copy (self->store,
                                  g_settings_get_boolean (wb_settings (), "periodic-copy"));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbProject *self = WB_PROJECT (source);
  g_autoptr (GError) error = NULL;
  WbState *state = wb_work_finish (result, &error);

  self->n_refreshing--;
  if (state == NULL)
    {
      wb_project_fail (self, error);
      return;
    }
  wb_state_unref (self->state);
  self->state = state;
  update_watch (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_project_refresh:
 *
 * Reads the project anew behind everything that was asked for before; “changed” follows.
 */
void
wb_project_refresh (WbProject *self)
{
  self->n_refreshing++;
  wb_work_start (WB_LANE_STORE, self, read_in_worker, tn_project_ref (self->store),
                 (GDestroyNotify) tn_project_unref, (GDestroyNotify) wb_state_unref, NULL, on_read,
                 NULL);
}

/* Editing */

typedef struct
{
  TnProject *store;
  TnEdit *edit;
  gboolean redo;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  tn_project_unref (self->store);
  g_clear_pointer (&self->edit, tn_edit_free);
  g_free (self);
}

static Change *
change_new (WbProject *self, TnEdit *edit, gboolean redo)
{
  Change *change = g_new0 (Change, 1);

  change->store = tn_project_ref (self->store);
  change->edit = edit;
  change->redo = redo;

  return change;
}

static gpointer
edit_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  tn_project_edit (change->store, change->edit, error);

  return NULL;
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbProject *self = WB_PROJECT (source);
  g_autoptr (GError) error = NULL;

  wb_work_finish (result, &error);
  wb_project_fail (self, error);
  wb_project_refresh (self);
}

/**
 * wb_project_edit:
 * @edit: (transfer full): one step of the history
 *
 * Carries it out off the main loop, after all edits asked for before.
 */
void
wb_project_edit (WbProject *self, TnEdit *edit)
{
  wb_work_start (WB_LANE_STORE, self, edit_in_worker, change_new (self, edit, FALSE), change_free,
                 NULL, NULL, on_edited, NULL);
}

typedef struct
{
  TnProject *store;
  TnRepair *repair;
  char *pipeline;
} Repair;

static void
repair_free (gpointer data)
{
  Repair *self = data;

  tn_project_unref (self->store);
  tn_repair_unref (self->repair);
  g_free (self->pipeline);
  g_free (self);
}

static gpointer
repair_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Repair *self = data;

  tn_repair_apply (self->repair, self->store, self->pipeline, error);

  return NULL;
}

/**
 * wb_project_repair:
 *
 * Takes a way out of a finding, as one step of the history.
 */
void
wb_project_repair (WbProject *self, const TnRepair *repair)
{
  Repair *work = g_new0 (Repair, 1);

  work->store = tn_project_ref (self->store);
  work->repair = tn_repair_ref (repair);
  work->pipeline = g_strdup (self->state->pipeline);
  wb_work_start (WB_LANE_STORE, self, repair_in_worker, work, repair_free, NULL, NULL, on_edited,
                 NULL);
}

static gpointer
step_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;
  TnMessage *label = NULL;
  gboolean any = change->redo ? tn_project_redo (change->store, &label, error)
                              : tn_project_undo (change->store, &label, error);

  if (any && label == NULL)
    label = tn_message_new_literal ("");

  return label;
}

static void
on_stepped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbProject *self = WB_PROJECT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnMessage) label = wb_work_finish (result, &error);

  wb_project_fail (self, error);
  if (label != NULL)
    g_signal_emit (self, signals[STEPPED], 0, label, GPOINTER_TO_INT (user_data));
  wb_project_refresh (self);
}

static void
step (WbProject *self, gboolean redo)
{
  wb_work_start (WB_LANE_STORE, self, step_in_worker, change_new (self, NULL, redo), change_free,
                 (GDestroyNotify) tn_message_unref, NULL, on_stepped, GINT_TO_POINTER (redo));
}

void
wb_project_undo (WbProject *self)
{
  step (self, FALSE);
}

void
wb_project_redo (WbProject *self)
{
  step (self, TRUE);
}

/* Saving */

typedef struct
{
  TnProject *store;
  char *path;
  TnSaveFlags flags;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  tn_project_unref (self->store);
  g_free (self->path);
  g_free (self);
}

static gpointer
save_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  if (save->path != NULL)
    tn_project_save_as (save->store, save->path, save->flags, NULL, cancellable, error);
  else
    tn_project_save (save->store, save->flags, NULL, cancellable, error);

  return NULL;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbProject *self = WB_PROJECT (source);
  g_autoptr (GError) error = NULL;

  wb_work_finish (result, &error);
  wb_project_fail (self, error);
  self->is_saving = FALSE;
  g_signal_emit (self, signals[SAVED], 0, error == NULL);
  wb_project_refresh (self);
}

void
wb_project_save (WbProject *self, const char *path, TnSaveFlags flags)
{
  Save *save = g_new0 (Save, 1);

  save->store = tn_project_ref (self->store);
  save->path = g_strdup (path);
  save->flags =
      flags | (g_settings_get_boolean (wb_settings (), "keep-previous") ? TN_SAVE_KEEP_PREVIOUS
                                                                        : TN_SAVE_DEFAULT);
  self->is_saving = TRUE;
  wb_work_start (WB_LANE_LONG, self, save_in_worker, save, save_free, NULL, NULL, on_saved, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
wb_project_is_saving (WbProject *self)
{
  return self->is_saving;
}

/* Running */

static void
on_run_changed (WbQueue *queue, WbProject *self)
{
  WbRun *run = wb_queue_get_current (queue);
  gint64 id = run != NULL ? wb_run_get_id (run) : 0;

  /* From now on it stands in the history. */
  if (id != 0 && id != self->told_run)
    {
      self->told_run = id;
      wb_project_refresh (self);
    }
  g_signal_emit (self, signals[RUN_CHANGED], 0);
}

static void
on_run_ended (WbQueue *queue, WbProject *self)
{
  WbRun *run = wb_queue_get_current (queue);

  /* One up to a step has no answer to show. */
  if (wb_run_get_error (run) == NULL && wb_run_get_target (run) == NULL)
    self->shown_run = wb_run_get_id (run);
  wb_project_refresh (self);
  g_signal_emit (self, signals[RUN_ENDED], 0);
}

/**
 * wb_project_run:
 * @to: (nullable): the step that is wanted; %NULL for all
 *
 * Runs the pipeline shown as it is now: at once, or behind the runs that go on and wait.
 */
void
wb_project_run (WbProject *self, const char *to)
{
  g_autoptr (WbRun) run = NULL;

  if (self->state->pipeline == NULL)
    return;
  run = wb_run_new (self->store, self->state->pipeline, self->state->graph, to, 1);
  wb_queue_add (self->queue, run);
}

/**
 * wb_project_run_again:
 *
 * Runs the pipeline of @run with its settings and seed, on the data there are now; the pipeline
 * shown stays as it is.
 */
void
wb_project_run_again (WbProject *self, const TnRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph =
      run->snapshot != NULL ? tn_graph_from_json (run->snapshot, &error) : NULL;
  g_autoptr (WbRun) again = NULL;

  if (graph == NULL)
    {
      wb_project_fail (self, error);
      return;
    }
  again = wb_run_new (self->store, run->pipeline, graph, tn_run_get_target (run), run->seed);
  wb_queue_add (self->queue, again);
}

/**
 * wb_project_get_run:
 *
 * Returns: (nullable) (transfer none): the run that goes on, or the last that did
 */
WbRun *
wb_project_get_run (WbProject *self)
{
  return wb_queue_get_current (self->queue);
}

WbQueue *
wb_project_get_queue (WbProject *self)
{
  return self->queue;
}

void
wb_project_show_run (WbProject *self, gint64 run)
{
  if (self->shown_run == run)
    return;
  self->shown_run = run;
  g_signal_emit (self, signals[CHANGED], 0);
}

const TnRun *
wb_project_get_shown_run (WbProject *self)
{
  const TnRun *run = self->shown_run != 0 ? wb_state_find_run (self->state, self->shown_run) : NULL;

  return run != NULL ? run : wb_state_find_last_done (self->state);
}

/* The object */

static void
wb_project_finalize (GObject *object)
{
  WbProject *self = WB_PROJECT (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->state, wb_state_unref);
  g_clear_pointer (&self->store, tn_project_unref);

  G_OBJECT_CLASS (wb_project_parent_class)->finalize (object);
}

static void
wb_project_class_init (WbProjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_project_finalize;

  /* The state is another, or another run is shown. */
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /* Something could not be done; the argument is a GError. */
  signals[FAILED] = g_signal_new ("failed", WB_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  /* Undone, or done again: a TnMessage, and whether it was redo. */
  signals[STEPPED] = g_signal_new ("stepped", WB_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);
  signals[SAVED] = g_signal_new ("saved", WB_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[RUN_CHANGED] = g_signal_new ("run-changed", WB_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[RUN_ENDED] = g_signal_new ("run-ended", WB_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
wb_project_init (WbProject *self)
{
  self->queue = wb_queue_new ();
  g_signal_connect (self->queue, "changed", G_CALLBACK (on_run_changed), self);
  g_signal_connect (self->queue, "ended", G_CALLBACK (on_run_ended), self);
}

/**
 * wb_project_new:
 * @store: (transfer full): an open project
 * @state: (transfer full): what it holds
 */
WbProject *
wb_project_new (TnProject *store, WbState *state)
{
  WbProject *self = g_object_new (WB_TYPE_PROJECT, NULL);

  self->store = store;
  self->state = state;
  wb_queue_keep (self->queue, store);
  on_periodic_copy_changed (self);
  update_watch (self);
  g_signal_connect_object (wb_settings (), "changed::periodic-copy",
                           G_CALLBACK (on_periodic_copy_changed), self, G_CONNECT_SWAPPED);

  return self;
}

TnProject *
wb_project_get_store (WbProject *self)
{
  return self->store;
}

WbState *
wb_project_get_state (WbProject *self)
{
  return self->state;
}

/**
 * wb_project_get_name:
 *
 * Returns: (transfer full): the file's name without ending, or that there is none yet
 */
char *
wb_project_get_name (WbProject *self)
{
  char *name;

  if (self->state->path == NULL)
    return g_strdup (wb_say (N_ ("New project")));
  name = g_path_get_basename (self->state->path);
  if (g_str_has_suffix (name, ".tenure"))
    name[strlen (name) - strlen (".tenure")] = '\0';

  return name;
}

static gpointer
close_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  tn_project_close (data, error);

  return NULL;
}

/* Behind all edits that were asked for. Tables still held stay readable. */
void
wb_project_close (WbProject *self)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  wb_queue_close (self->queue);
  wb_work_start (WB_LANE_STORE, self, close_in_worker, tn_project_ref (self->store),
                 (GDestroyNotify) tn_project_unref, NULL, NULL, NULL, NULL);
}
