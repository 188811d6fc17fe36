/* wb-retype.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-retype.h"

#include "tn-error.h"
#include "wb-import.h"
#include "wb-role.h"
#include "wb-words.h"

struct _WbRetype
{
  GObject parent_instance;

  WbImport *import;
  char *column;
  TnColumnType type;
  gboolean is_set;   /* the plan has the type */
  gboolean was_lost; /* a file had to be looked for: another one may be shown by mistake */
  WbRetypeState state;
  GError *error;
  double fraction;
};

static guint changed;

G_DEFINE_FINAL_TYPE (WbRetype, wb_retype, G_TYPE_OBJECT)

static void
set_state (WbRetype *self, WbRetypeState state, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  g_signal_emit (self, changed, 0);
}

static void
fail (WbRetype *self, const char *sentence)
{
  GError *error = NULL;

  tn_error_set (&error, TN_ERROR_ARGUMENT, sentence, "column", self->column, NULL);
  set_state (self, WB_RETYPE_FAILED, error);
}

/* As soon as the files were looked at with the type, and the key is there where one is needed. */
static void
go_on (WbRetype *self)
{
  WbImportKey key = wb_import_get_key_state (self->import);
  int index;

  if (self->state != WB_RETYPE_WORKING || wb_import_is_importing (self->import) ||
      wb_import_is_looking (self->import) || wb_import_get_plan (self->import) == NULL)
    return;
  if (!self->is_set)
    {
      index = tn_import_plan_find (wb_import_get_plan (self->import), self->column);
      if (index < 0)
        {
          fail (self, N_ ("{column} is no column of the files; the pipeline made it. Its type "
                          "follows from the step that did."));
          return;
        }
      self->is_set = TRUE;
      wb_import_set_type (self->import, (guint) index, self->type);
      return;
    }
  if (key == WB_IMPORT_KEY_LOST || key == WB_IMPORT_KEY_HOMELESS)
    fail (self, N_ ("The key of this data set's pseudonyms is not in the keyring; choose Correct "
                    "the Import… and give the file it is in."));
  else if (wb_import_can_start (self->import))
    wb_import_start (self->import);
}

static void
on_failed (WbImport *import, const GError *error, gboolean unreadable, WbRetype *self)
{
  gboolean lost = g_error_matches (error, TN_ERROR, TN_ERROR_NOT_FOUND) ||
                  (self->was_lost && g_error_matches (error, TN_ERROR, TN_ERROR_DATA));

  self->was_lost |= lost;
  set_state (self, lost ? WB_RETYPE_LOST : WB_RETYPE_FAILED, g_error_copy (error));
}

static void
on_done (WbImport *import, WbProject *project, WbRetype *self)
{
  set_state (self, WB_RETYPE_DONE, NULL);
}

static void
on_progressed (WbImport *import, double fraction, double seconds, WbRetype *self)
{
  self->fraction = wb_import_is_importing (import) ? fraction : 0;
  g_signal_emit (self, changed, 0);
}

static void
wb_retype_dispose (GObject *object)
{
  WbRetype *self = WB_RETYPE (object);

  if (self->import != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->import, self);
      wb_import_stop (self->import);
    }
  g_clear_object (&self->import);

  G_OBJECT_CLASS (wb_retype_parent_class)->dispose (object);
}

static void
wb_retype_finalize (GObject *object)
{
  WbRetype *self = WB_RETYPE (object);

  g_clear_error (&self->error);
  g_free (self->column);

  G_OBJECT_CLASS (wb_retype_parent_class)->finalize (object);
}

static void
wb_retype_class_init (WbRetypeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_retype_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_retype_finalize;
  changed = g_signal_new ("changed", WB_TYPE_RETYPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
wb_retype_init (WbRetype *self)
{
}

/**
 * wb_retype_new:
 * @column: by its name
 *
 * Begins at once.
 */
WbRetype *
wb_retype_new (WbProject *project, const char *dataset, const char *column, TnColumnType type)
{
  WbRetype *self = g_object_new (WB_TYPE_RETYPE, NULL);
  TnMessage *label = tn_message_new (N_ ("Read {column} as: {type}"));

  self->column = g_strdup (column);
  self->type = type;
  self->import = wb_import_new (project, NULL);
  label = tn_message_text (label, "column", column);
  wb_import_set_label (
      self->import, tn_message_take (label, "type", tn_message_new_literal (wb_type_say (type))));
  g_signal_connect_swapped (self->import, "looked", G_CALLBACK (go_on), self);
  g_signal_connect_swapped (self->import, "key-changed", G_CALLBACK (go_on), self);
  g_signal_connect (self->import, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->import, "progressed", G_CALLBACK (on_progressed), self);
  g_signal_connect (self->import, "done", G_CALLBACK (on_done), self);
  wb_import_again (self->import, dataset);

  return self;
}

void
wb_retype_locate (WbRetype *self, const char *path)
{
  set_state (self, WB_RETYPE_WORKING, NULL);
  wb_import_locate (self->import, path);
}

/* Whatever was begun ends; the data set stays as it is. */
void
wb_retype_stop (WbRetype *self)
{
  if (self->state == WB_RETYPE_WORKING)
    wb_import_stop (self->import);
  self->state = WB_RETYPE_FAILED;
}

WbRetypeState
wb_retype_get_state (WbRetype *self)
{
  return self->state;
}

const GError *
wb_retype_get_error (WbRetype *self)
{
  return self->error;
}

const char *
wb_retype_get_column (WbRetype *self)
{
  return self->column;
}

TnColumnType
wb_retype_get_column_type (WbRetype *self)
{
  return self->type;
}

double
wb_retype_get_fraction (WbRetype *self)
{
  return self->fraction;
}
