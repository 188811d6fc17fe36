/* wb-storage-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-storage-group.h"

#include "tn-project.h"
#include "wb-ui.h"
#include "wb-work.h"

struct _WbStorageGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *folder;
  AdwActionRow *spare;
  GtkWidget *clear;
};

G_DEFINE_FINAL_TYPE (WbStorageGroup, wb_storage_group, ADW_TYPE_PREFERENCES_GROUP)

static void measure (WbStorageGroup *self);

static gpointer
measure_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_storage_measure (error);
}

static void
show_error (WbStorageGroup *self, const GError *error)
{
  g_autofree char *text = wb_say_error (error);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->spare, escaped);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbStorageGroup *self = WB_STORAGE_GROUP (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStorage) storage = wb_work_finish (result, &error);
  g_autofree char *size = storage != NULL ? wb_say_size (storage->bytes) : NULL;
  g_autofree char *spare = storage != NULL ? wb_say_size (storage->spare) : NULL;
  g_autofree char *name = storage != NULL ? g_filename_display_name (storage->folder) : NULL;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;

  if (storage == NULL)
    {
      show_error (self, error);
      return;
    }
  folder = g_markup_escape_text (name, -1);
  adw_action_row_set_subtitle (self->folder, folder);
  text = wb_say_take (tn_message_text (
      tn_message_text (
          tn_message_new (N_ ("{size} are in use; {spare} of them can be made again.")), "size",
          size),
      "spare", spare));
  adw_action_row_set_subtitle (self->spare, text);
  gtk_widget_set_sensitive (self->clear, storage->spare > 0);
}

static void
measure (WbStorageGroup *self)
{
  wb_work_start (WB_LANE_LOOK, self, measure_in_worker, NULL, NULL,
                 (GDestroyNotify) tn_storage_free, NULL, on_measured, NULL);
}

static gpointer
clear_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  tn_storage_clear (error);

  return NULL;
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbStorageGroup *self = WB_STORAGE_GROUP (source);
  g_autoptr (GError) error = NULL;

  wb_work_finish (result, &error);
  if (error != NULL)
    show_error (self, error);
  else
    measure (self);
}

static void
on_clear (GtkButton *button, WbStorageGroup *self)
{
  gtk_widget_set_sensitive (self->clear, FALSE);
  wb_work_start (WB_LANE_STORE, self, clear_in_worker, NULL, NULL, NULL, NULL, on_cleared, NULL);
}

static AdwActionRow *
add_row (WbStorageGroup *self, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);

  return ADW_ACTION_ROW (row);
}

static void
wb_storage_group_class_init (WbStorageGroupClass *klass)
{
}

static void
wb_storage_group_init (WbStorageGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), wb_say (N_ ("Temporary data")));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      wb_say (N_ ("Open projects, and results of steps that are known already. Making room removes "
                  "nothing that no file holds; the next run takes longer.")));
  self->folder = add_row (self, wb_say (N_ ("Folder")));
  adw_action_row_set_subtitle_lines (self->folder, 3);
  adw_action_row_set_subtitle (self->folder, "…");
  self->spare = add_row (self, wb_say (N_ ("Space")));
  adw_action_row_set_subtitle (self->spare, "…");
  self->clear = gtk_button_new_with_label (wb_say (N_ ("Make Room")));
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->clear, FALSE);
  g_signal_connect (self->clear, "clicked", G_CALLBACK (on_clear), self);
  adw_action_row_add_suffix (self->spare, self->clear);
  measure (self);
}

GtkWidget *
wb_storage_group_new (void)
{
  return g_object_new (WB_TYPE_STORAGE_GROUP, NULL);
}
