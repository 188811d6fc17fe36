/* wb-window-open.c: opening projects, going on with what no file holds, and recent ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "wb-open.h"
#include "wb-settings.h"
#include "wb-ui.h"
#include "wb-unsaved.h"
#include "wb-window-private.h"

/* Loading */

typedef struct
{
  WbWindow *window;
  double fraction;
} Tick;

static gboolean
show_tick_cb (gpointer data)
{
  Tick *tick = data;

  gtk_progress_bar_set_fraction (tick->window->loading_bar, tick->fraction);
  g_object_unref (tick->window);
  g_free (tick);

  return G_SOURCE_REMOVE;
}

/* On the thread that loads. */
static void
on_progress_in_worker (double fraction, const TnMessage *phase, gpointer user_data)
{
  Tick *tick = g_new (Tick, 1);

  tick->window = g_object_ref (user_data);
  tick->fraction = fraction;
  g_idle_add (show_tick_cb, tick);
}

static TnProgress *
begin_loading (WbWindow *self, const char *title)
{
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  adw_status_page_set_title (self->loading_page, title);
  gtk_progress_bar_set_fraction (self->loading_bar, 0);
  _wb_window_show_place (self, "loading");

  return tn_progress_new (on_progress_in_worker, self);
}

static void
remember_project (WbProject *project)
{
  const WbState *state = wb_project_get_state (project);
  const TnDataset *dataset =
      state->datasets->len > 0 ? g_ptr_array_index (state->datasets, 0) : NULL;
  g_autofree char *rows =
      dataset != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) dataset->n_rows) : NULL;

  if (state->path != NULL)
    wb_recent_add (state->path, rows != NULL ? rows : "");
}

/* Above the pages: what a person should know about the project as it was opened. */

/* @action: (nullable): of a button named @label */
static void
show_notice (WbWindow *self, const char *text, const char *action, const char *label)
{
  gtk_label_set_text (self->notice_label, text);
  gtk_widget_set_visible (self->notice_button, action != NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->notice_button), action);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->notice_button), label);
  gtk_revealer_set_reveal_child (self->notice, TRUE);
}

static gpointer
find_unsaved_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_project_get_unsaved (data, error);
}

static void
on_unsaved_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWindow *self = WB_WINDOW (source);
  g_autoptr (TnUnsaved) unsaved = wb_work_finish (result, NULL);
  g_autofree char *what = unsaved != NULL ? wb_unsaved_say (unsaved) : NULL;
  g_autofree char *text = NULL;

  if (unsaved == NULL || self->project == NULL)
    return;
  text =
      wb_say_text (N_ ("What was not saved the last time was brought back: {what}."), "what", what);
  show_notice (self, text, "win.save", wb_say (N_ ("Save")));
}

static void
tell_how_it_opened (WbWindow *self, WbProject *project)
{
  TnProject *store = wb_project_get_store (project);
  const WbState *state = wb_project_get_state (project);
  const TnMessage *notice = tn_project_get_notice (store);
  g_autofree char *text = notice != NULL ? wb_say_message (notice) : NULL;

  if (text != NULL)
    show_notice (self, text, NULL, NULL);
  else if (state->read_only)
    show_notice (self,
                 wb_say (N_ ("Open to look: nothing can be changed here. Save under another name "
                             "to go on with a copy.")),
                 "win.save-as", wb_say (N_ ("Save as…")));
  else if (state->unsaved && state->path != NULL)
    wb_work_start (WB_LANE_LOOK, self, find_unsaved_in_worker, tn_project_ref (store),
                   (GDestroyNotify) tn_project_unref, (GDestroyNotify) tn_unsaved_free, NULL,
                   on_unsaved_found, NULL);
}

void
_wb_window_show_project (WbWindow *self, WbProject *project)
{
  _wb_window_set_project (self, project);
  remember_project (project);
  tell_how_it_opened (self, project);
}

/* What is being opened: it may have to be asked for again, in another way. */
typedef struct
{
  char *path;
  gboolean is_unsaved; /* @path is that of a live store */
  TnOpenMode mode;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->path);
  g_free (self);
}

static Wish *
wish_new (const char *path, gboolean is_unsaved, TnOpenMode mode)
{
  Wish *self = g_new0 (Wish, 1);

  self->path = g_strdup (path);
  self->is_unsaved = is_unsaved;
  self->mode = mode;

  return self;
}

static void on_opened (GObject *source, GAsyncResult *result, gpointer user_data);

/* @wish: (transfer full) */
static void
open_wish (WbWindow *self, Wish *wish, const char *password)
{
  g_autoptr (TnProgress) progress = begin_loading (self, wb_say (N_ ("Opening the project")));

  if (wish->is_unsaved)
    wb_open_unsaved (self, wish->path, password, on_opened, wish);
  else
    wb_open_file (self, wish->path, wish->mode, password, progress, self->loading, on_opened, wish);
}

/* Somebody else has it open */

static void
on_busy_response (AdwMessageDialog *dialog, const char *response, WbWindow *self)
{
  const Wish *wish = g_object_get_data (G_OBJECT (dialog), "wish");
  TnOpenMode mode = g_str_equal (response, "take-over") ? TN_OPEN_TAKE_OVER : TN_OPEN_READ_ONLY;

  if (!g_str_equal (response, "cancel"))
    open_wish (self, wish_new (wish->path, wish->is_unsaved, mode), NULL);
}

static void
ask_busy (WbWindow *self, const Wish *wish, const GError *error)
{
  g_autofree char *text = wb_say_error (error);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), wb_say (N_ ("Open elsewhere")), text));

  adw_message_dialog_add_response (dialog, "cancel", wb_say (N_ ("Cancel")));
  adw_message_dialog_add_response (dialog, "take-over", wb_say (N_ ("Take Over")));
  adw_message_dialog_add_response (dialog, "look", wb_say (N_ ("Open to Look")));
  adw_message_dialog_set_default_response (dialog, "look");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "wish",
                          wish_new (wish->path, wish->is_unsaved, wish->mode), wish_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_busy_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Somebody else took it over meanwhile: the one thing to do is to open it anew. */

static void
on_taken_over_response (AdwMessageDialog *dialog, const char *response, WbWindow *self)
{
  g_autofree char *path = g_strdup (wb_project_get_state (self->project)->path);

  if (!g_str_equal (response, "open") || path == NULL)
    return;
  _wb_window_open_path (self, path);
  gtk_window_close (GTK_WINDOW (self));
}

void
_wb_window_tell_taken_over (WbWindow *self, const GError *error)
{
  g_autofree char *text = wb_say_error (error);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), wb_say (N_ ("Open elsewhere")), text));

  adw_message_dialog_add_response (dialog, "close", wb_say (N_ ("Close")));
  if (wb_project_get_state (self->project)->path != NULL)
    adw_message_dialog_add_response (dialog, "open", wb_say (N_ ("Open Again")));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_taken_over_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* It is under a password */

static void
on_password_response (AdwMessageDialog *dialog, const char *response, WbWindow *self)
{
  const Wish *wish = g_object_get_data (G_OBJECT (dialog), "wish");
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);

  if (g_str_equal (response, "open"))
    open_wish (self, wish_new (wish->path, wish->is_unsaved, wish->mode),
               gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
ask_password (WbWindow *self, const Wish *wish, const GError *error)
{
  g_autofree char *text = wb_say_error (error);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), wb_say (N_ ("The project is sealed")), text));
  /* GtkPasswordEntry of 4.8 hears of Caps Lock when it is gone already. */
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_visibility (GTK_ENTRY (entry), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (N_ ("Password")), -1);
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_add_response (dialog, "cancel", wb_say (N_ ("Cancel")));
  adw_message_dialog_add_response (dialog, "open", wb_say (N_ ("Open")));
  adw_message_dialog_set_response_appearance (dialog, "open", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "open");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "wish",
                          wish_new (wish->path, wish->is_unsaved, wish->mode), wish_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_password_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWindow *self = WB_WINDOW (source);
  Wish *wish = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbProject) project = wb_open_finish (result, &error);

  if (project != NULL)
    _wb_window_show_project (self, project);
  else
    {
      _wb_window_show_place (self, "start");
      if (g_error_matches (error, TN_ERROR, TN_ERROR_BUSY))
        ask_busy (self, wish, error);
      else if (g_error_matches (error, TN_ERROR, TN_ERROR_PASSWORD))
        ask_password (self, wish, error);
      else
        _wb_window_fail (self, error);
    }
  wish_free (wish);
}

/**
 * _wb_window_open_path:
 * @path: of a project
 *
 * Here, or in a window of its own where a project is open; one that is open is shown.
 */
void
_wb_window_open_path (WbWindow *self, const char *path)
{
  WbWindow *other;

  if (self->project == NULL)
    {
      open_wish (self, wish_new (path, FALSE, TN_OPEN_EDIT), NULL);
      return;
    }
  other = wb_window_new (gtk_window_get_application (GTK_WINDOW (self)));
  gtk_window_present (GTK_WINDOW (other));
  _wb_window_open_path (other, path);
}

/* The sample goes straight to its answer. */
static void
on_sample_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWindow *self = WB_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbProject) project = wb_open_finish (result, &error);

  if (project == NULL)
    {
      _wb_window_show_place (self, "start");
      _wb_window_fail (self, error);
      return;
    }
  _wb_window_show_project (self, project);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.run", NULL);
}

/* Recent projects */

/* @list: what the undo brings back */
static void
offer_undo (WbWindow *self, const char *path, GVariant *list)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *file = g_filename_display_name (base);
  g_autofree char *text = wb_say_text (N_ ("{file} is no longer listed"), "file", file);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, wb_say (N_ ("Undo")));
  adw_toast_set_action_name (toast, "win.set-recent");
  adw_toast_set_action_target_value (toast, list);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
do_forget (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *path = g_variant_get_string (parameter, NULL);
  g_autoptr (GVariant) before = wb_recent_get ();

  wb_recent_remove (path);
  offer_undo (user_data, path, before);
}

static void
do_set_recent (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  wb_recent_set (parameter);
}

static void
take_located (WbWindow *self, const char *path, const char *before)
{
  wb_recent_move (before, path);
  _wb_window_open_path (self, path);
}

static void
do_locate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *file = g_filename_display_name (base);
  g_autofree char *title = wb_say_text (N_ ("Where is {file} now?"), "file", file);

  _wb_window_choose_project (user_data, title, take_located, path);
}

static void
do_open_path (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _wb_window_open_path (user_data, g_variant_get_string (parameter, NULL));
}

static void
do_open_unsaved (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project == NULL)
    open_wish (self, wish_new (g_variant_get_string (parameter, NULL), TRUE, TN_OPEN_EDIT), NULL);
}

static void
do_sample (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;
  g_autoptr (TnProgress) progress = NULL;

  if (self->project != NULL)
    return;
  progress = begin_loading (self, wb_say (N_ ("Setting up the sample shop")));
  wb_open_sample (self, progress, self->loading, on_sample_opened, NULL);
}

static const GActionEntry actions[] = {
  { .name = "open-path", .activate = do_open_path, .parameter_type = "s" },
  { .name = "open-unsaved", .activate = do_open_unsaved, .parameter_type = "s" },
  { .name = "sample", .activate = do_sample },
  { .name = "forget", .activate = do_forget, .parameter_type = "s" },
  { .name = "set-recent", .activate = do_set_recent, .parameter_type = "a(sxs)" },
  { .name = "locate", .activate = do_locate, .parameter_type = "s" },
};

void
_wb_window_add_open_actions (WbWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
