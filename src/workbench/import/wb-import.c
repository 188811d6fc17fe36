/* wb-import.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import.h"

#include <string.h>

#include "wb-import-private.h"

/* A time left is told once there is something to reckon by. */
#define FIRST_SECONDS  0.7
#define FIRST_FRACTION 0.02

enum
{
  BEGAN,
  LOOKED,
  CHECKED,
  PROGRESSED,
  KEY_CHANGED,
  FAILED,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbImport, wb_import, G_TYPE_OBJECT)

/* Progress, told by a thread */

typedef struct
{
  WbImport *import;
  gboolean importing; /* or checking */
  double fraction;
} Tick;

/* Seconds left, or negative while nothing can be said. */
static double
estimate_left (WbImport *self, double fraction)
{
  double seconds = (double) (g_get_monotonic_time () - self->begun) / G_USEC_PER_SEC;

  if (fraction < FIRST_FRACTION || seconds < FIRST_SECONDS)
    return -1;

  return seconds * (1 - fraction) / fraction;
}

static gboolean
tell_tick_cb (gpointer data)
{
  Tick *tick = data;

  if (tick->importing ? tick->import->importing
                      : !tick->import->importing && tick->import->check == NULL)
    g_signal_emit (tick->import, signals[PROGRESSED], 0, tick->fraction,
                   estimate_left (tick->import, tick->fraction));
  g_object_unref (tick->import);
  g_free (tick);

  return G_SOURCE_REMOVE;
}

static void
tell_in_worker (WbImport *self, gboolean importing, double fraction)
{
  Tick *tick = g_new (Tick, 1);

  tick->import = g_object_ref (self);
  tick->importing = importing;
  tick->fraction = fraction;
  g_idle_add (tell_tick_cb, tick);
}

static void
on_check_progress_in_worker (double fraction, const TnMessage *phase, gpointer user_data)
{
  tell_in_worker (user_data, FALSE, fraction);
}

static void
on_import_progress_in_worker (double fraction, const TnMessage *phase, gpointer user_data)
{
  tell_in_worker (user_data, TRUE, fraction);
}

static void
fail (WbImport *self, const GError *error, gboolean unreadable)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error, unreadable);
}

static void
renew (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_object_unref (*cancellable);
  *cancellable = g_cancellable_new ();
}

/* Checking */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImport *self = WB_IMPORT (source);
  g_autoptr (GError) error = NULL;
  WbCheck *check = wb_work_finish (result, &error);

  if (check == NULL)
    {
      fail (self, error, FALSE);
      return;
    }
  g_clear_pointer (&self->check, wb_check_free);
  self->check = check;
  g_signal_emit (self, signals[CHECKED], 0);
}

static const char *
get_file_column (WbImport *self)
{
  return self->recalled != NULL ? self->recalled->file_column : NULL;
}

static void
start_check (WbImport *self)
{
  g_autoptr (TnProgress) progress = tn_progress_new (on_check_progress_in_worker, self);

  g_clear_pointer (&self->check, wb_check_free);
  renew (&self->checking);
  self->begun = g_get_monotonic_time ();
  wb_import_check (self, self->draft, get_file_column (self), self->key, progress, self->checking,
                   on_checked, NULL);
}

/* Looking */

/* Files were to be added, and none could be. */
static void
forget_empty_step (WbImport *self)
{
  const WbDraft *before =
      self->undo->len > 0 ? g_ptr_array_index (self->undo, self->undo->len - 1) : NULL;

  if (self->preview->refused->len > 0 && before != NULL && before->len == self->draft->len)
    g_ptr_array_set_size (self->undo, self->undo->len - 1);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImport *self = WB_IMPORT (source);
  g_autoptr (GError) error = NULL;
  WbPreview *preview = wb_work_finish (result, &error);

  self->n_looking--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (preview == NULL)
    {
      fail (self, error, TRUE);
      return;
    }
  self->usable = TRUE;
  g_clear_pointer (&self->preview, wb_preview_free);
  self->preview = preview;
  g_ptr_array_unref (self->draft);
  self->draft = g_ptr_array_ref (preview->draft);
  self->shown = MIN (self->shown, self->draft->len - 1);
  forget_empty_step (self);
  _wb_import_update_key (self);
  start_check (self);
  g_signal_emit (self, signals[LOOKED], 0);
  for (guint i = 0; i < preview->refused->len; i++)
    fail (self, g_ptr_array_index (preview->refused, i), FALSE);
}

void
_wb_import_look (WbImport *self, gboolean keep)
{
  renew (&self->looking);
  g_cancellable_cancel (self->checking);
  self->n_looking++;
  self->usable = FALSE;
  g_signal_emit (self, signals[BEGAN], 0);
  wb_import_look (self, self->draft, self->shown, keep, self->key, self->looking, on_looked, NULL);
}

/* Steps */

WbDraft *
_wb_import_begin_step (WbImport *self)
{
  g_ptr_array_set_size (self->redo, 0);
  g_ptr_array_add (self->undo, self->draft);
  self->draft = wb_draft_copy (self->draft);

  return self->draft;
}

static void
travel (WbImport *self, GPtrArray *from, GPtrArray *to)
{
  if (from->len == 0 || self->importing)
    return;
  g_ptr_array_add (to, self->draft);
  self->draft = g_ptr_array_steal_index (from, from->len - 1);
  self->shown = MIN (self->shown, self->draft->len - 1);
  _wb_import_look (self, TRUE);
}

gboolean
wb_import_can_undo (WbImport *self)
{
  return self->undo->len > 0 && !self->importing;
}

gboolean
wb_import_can_redo (WbImport *self)
{
  return self->redo->len > 0 && !self->importing;
}

void
wb_import_undo (WbImport *self)
{
  travel (self, self->undo, self->redo);
}

void
wb_import_redo (WbImport *self)
{
  travel (self, self->redo, self->undo);
}

/* Files */

/**
 * wb_import_add:
 * @paths: %NULL-terminated: files to be appended to those that are there
 *
 * A file of another shape is left out; “failed” says why.
 */
void
wb_import_add (WbImport *self, const char *const *paths)
{
  WbDraft *draft =
      self->draft->len > 0 && self->preview != NULL ? _wb_import_begin_step (self) : self->draft;

  for (guint i = 0; paths[i] != NULL; i++)
    wb_draft_add (draft, paths[i], NULL);
  _wb_import_look (self, TRUE);
}

/**
 * wb_import_remove:
 *
 * Leaves a file out again; the last one stays.
 */
void
wb_import_remove (WbImport *self, guint index)
{
  WbDraft *draft;

  if (self->draft->len < 2)
    return;
  draft = _wb_import_begin_step (self);
  g_ptr_array_remove_index (draft, index);
  if (self->shown > index || self->shown >= draft->len)
    self->shown--;
  _wb_import_look (self, TRUE);
}

void
wb_import_show (WbImport *self, guint index)
{
  if (index >= self->draft->len || index == self->shown)
    return;
  self->shown = index;
  _wb_import_look (self, TRUE);
}

guint
wb_import_get_n_files (WbImport *self)
{
  return self->draft->len;
}

const char *
wb_import_get_file_name (WbImport *self, guint index)
{
  const WbDraftFile *file = wb_draft_get (self->draft, index);
  const char *slash;

  if (file->source != NULL)
    return tn_source_get_name (file->source);
  if (file->origin != NULL)
    return file->origin->name;
  slash = strrchr (file->path, '/');

  return slash != NULL ? slash + 1 : file->path;
}

gint64
wb_import_get_size (WbImport *self)
{
  gint64 size = 0;

  for (guint i = 0; i < self->draft->len; i++)
    if (wb_draft_get (self->draft, i)->source != NULL)
      size += tn_source_get_size (wb_draft_get (self->draft, i)->source);

  return size;
}

guint
wb_import_get_shown (WbImport *self)
{
  return self->shown;
}

/* Importing again */

static void
on_recalled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImport *self = WB_IMPORT (source);
  g_autoptr (GError) error = NULL;

  self->n_looking--;
  self->recalled = wb_work_finish (result, &error);
  if (self->recalled == NULL)
    {
      fail (self, error, TRUE);
      return;
    }
  for (guint i = 0; i < self->recalled->origins->len; i++)
    wb_draft_add (self->draft, NULL, g_ptr_array_index (self->recalled->origins, i));
  _wb_import_look (self, TRUE);
}

/**
 * wb_import_again:
 * @dataset: of the project
 *
 * Looks at the files of a data set once more, with everything that was decided about them. What is
 * imported then takes the place of the data set, as one step of the project's history.
 */
void
wb_import_again (WbImport *self, const char *dataset)
{
  self->dataset = g_strdup (dataset);
  self->n_looking++;
  wb_import_recall (self, wb_project_get_store (self->project), dataset, on_recalled, NULL);
}

void
wb_import_locate (WbImport *self, const char *path)
{
  for (guint i = 0; i < self->draft->len; i++)
    {
      WbDraftFile *file = wb_draft_get (self->draft, i);

      if (file->source != NULL)
        continue;
      g_free (file->path);
      file->path = g_strdup (path);
      break;
    }
  _wb_import_look (self, TRUE);
}

/* @label: (transfer full) */
void
wb_import_set_label (WbImport *self, TnMessage *label)
{
  g_clear_pointer (&self->label, tn_message_unref);
  self->label = label;
}

void
_wb_import_tell_key (WbImport *self)
{
  g_signal_emit (self, signals[KEY_CHANGED], 0);
}

/* Importing */

static void
on_brought (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImport *self = WB_IMPORT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbProject) project = wb_import_finish (result, self->project, &error);

  if (project != NULL)
    {
      self->importing = FALSE;
      g_signal_emit (self, signals[DONE], 0, project);
      return;
    }
  if (user_data != self->looking) /* stopped */
    return;
  self->importing = FALSE;
  fail (self, error, FALSE);
}

/**
 * wb_import_start:
 *
 * Brings the files in: “done” or “failed” follows.
 */
void
wb_import_start (WbImport *self)
{
  g_autoptr (TnProgress) progress = tn_progress_new (on_import_progress_in_worker, self);
  WbBring bring = { .draft = self->draft,
                    .name = self->dataset,
                    .file_column = get_file_column (self),
                    .question = self->question,
                    .key = wb_import_get_key_state (self) != WB_IMPORT_KEY_NONE ? self->key : NULL,
                    .keep_key =
                        wb_import_get_key_state (self) == WB_IMPORT_KEY_RING && self->key_is_new,
                    .label = self->label };

  if (!wb_import_can_start (self))
    return;
  g_cancellable_cancel (self->checking);
  renew (&self->looking);
  self->importing = TRUE;
  self->begun = g_get_monotonic_time ();
  bring.store = self->project != NULL ? wb_project_get_store (self->project) : NULL;
  wb_import_bring (self, &bring, progress, self->looking, on_brought, self->looking);
}

/**
 * wb_import_stop:
 *
 * Whatever goes on ends; of an import nothing stays. It can be started again at once.
 */
void
wb_import_stop (WbImport *self)
{
  gboolean was_importing = self->importing;

  self->importing = FALSE;
  renew (&self->looking);
  g_cancellable_cancel (self->checking);
  if (was_importing && self->check == NULL)
    start_check (self);
}

/* The object */

static void
wb_import_dispose (GObject *object)
{
  WbImport *self = WB_IMPORT (object);

  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_import_parent_class)->dispose (object);
}

static void
wb_import_finalize (GObject *object)
{
  WbImport *self = WB_IMPORT (object);

  g_ptr_array_unref (self->draft);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_clear_pointer (&self->preview, wb_preview_free);
  g_clear_pointer (&self->check, wb_check_free);
  g_clear_pointer (&self->recalled, wb_recalled_free);
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  g_free (self->key_file);
  g_free (self->question);
  g_free (self->dataset);
  g_object_unref (self->looking);
  g_object_unref (self->checking);

  G_OBJECT_CLASS (wb_import_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second)
{
  return g_signal_new (name, WB_TYPE_IMPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n,
                       first, second);
}

static void
wb_import_class_init (WbImportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_import_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_import_finalize;
  signals[BEGAN] = add_signal ("began", 0, 0, 0);
  signals[LOOKED] = add_signal ("looked", 0, 0, 0);
  signals[CHECKED] = add_signal ("checked", 0, 0, 0);
  signals[PROGRESSED] = add_signal ("progressed", 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[KEY_CHANGED] = add_signal ("key-changed", 0, 0, 0);
  signals[FAILED] = add_signal ("failed", 2, G_TYPE_ERROR, G_TYPE_BOOLEAN);
  signals[DONE] = add_signal ("done", 1, WB_TYPE_PROJECT, 0);
}

static void
wb_import_init (WbImport *self)
{
  self->draft = wb_draft_new ();
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->looking = g_cancellable_new ();
  self->checking = g_cancellable_new ();
}

/**
 * wb_import_new:
 * @project: (nullable): where to; %NULL makes a new project
 * @question: (nullable): id of a template to ask of the data
 *
 * Returns: (transfer full): an import without files
 */
WbImport *
wb_import_new (WbProject *project, const char *question)
{
  WbImport *self = g_object_new (WB_TYPE_IMPORT, NULL);

  self->project = project != NULL ? g_object_ref (project) : NULL;
  self->question = g_strdup (question);

  return self;
}
