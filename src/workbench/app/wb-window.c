/* wb-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "wb-customers-page.h"
#include "wb-data-page.h"
#include "wb-pipeline-page.h"
#include "wb-report-page.h"
#include "wb-runs-page.h"
#include "wb-settings.h"
#include "wb-start-page.h"
#include "wb-toast.h"
#include "wb-ui.h"
#include "wb-window-private.h"

#define NARROW_BELOW 560

G_DEFINE_FINAL_TYPE (WbWindow, wb_window, ADW_TYPE_APPLICATION_WINDOW)

static void update_steps (WbWindow *self);

void
_wb_window_show_place (WbWindow *self, const char *place)
{
  gtk_stack_set_visible_child_name (self->places, place);
  update_steps (self);
}

/* A long sentence needs a dialog to be read in peace; it never comes for a cancelled thing. */
void
_wb_window_fail (WbWindow *self, const GError *error)
{
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = wb_say_error (error);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), wb_say (N_ ("This could not be done")), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", wb_say (N_ ("Close")));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The head of the window */

static const char *
say_saved (WbWindow *self, const WbState *state)
{
  if (wb_project_is_saving (self->project))
    return wb_say (N_ ("Saving…"));
  if (state->read_only)
    return wb_say (N_ ("Open to look"));
  if (state->path == NULL)
    return wb_say (N_ ("Kept here, in no file yet"));

  return state->unsaved ? wb_say (N_ ("Kept here, not in the file yet")) : wb_say (N_ ("Saved"));
}

static void
name_step (GtkWidget *button, const char *plain, const char *with_label, const TnMessage *label)
{
  g_autofree char *what = wb_say_message (label);
  g_autofree char *name = label != NULL && *what != '\0' ? wb_say_text (with_label, "what", what)
                                                         : g_strdup (wb_say (plain));

  wb_name_widget (button, name);
}

static void
enable (WbWindow *self, const char *name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

/* An import has steps of its own: there the keys are not the project's. */
static void
update_steps (WbWindow *self)
{
  const WbState *state = self->project != NULL ? wb_project_get_state (self->project) : NULL;
  gboolean here = state != NULL && !state->read_only &&
                  g_strcmp0 (gtk_stack_get_visible_child_name (self->places), "import") != 0;

  enable (self, "undo", here && state->undo != NULL);
  enable (self, "redo", here && state->redo != NULL);
}

static void
update_head (WbWindow *self)
{
  const WbState *state = self->project != NULL ? wb_project_get_state (self->project) : NULL;
  g_autofree char *name = self->project != NULL ? wb_project_get_name (self->project) : NULL;

  update_steps (self);
  enable (self, "save", state != NULL && !state->read_only);
  enable (self, "save-as", state != NULL);
  if (state == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), "Tenure");
      return;
    }
  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_label_set_text (self->name_label, name);
  adw_view_switcher_title_set_title (self->switcher_title, name);
  gtk_label_set_text (self->saved_label, say_saved (self, state));
  name_step (self->undo_button, N_ ("Undo"), N_ ("Undo: {what}"), state->undo);
  name_step (self->redo_button, N_ ("Redo"), N_ ("Redo: {what}"), state->redo);
  _wb_window_update_run (self);
}

static void
on_changed (WbProject *project, WbWindow *self)
{
  update_head (self);
}

static void
on_failed (WbProject *project, const GError *error, WbWindow *self)
{
  /* A file that was changed underneath is another matter: saving asks about it. */
  if (g_error_matches (error, TN_ERROR, TN_ERROR_BUSY) && !wb_project_is_saving (project))
    _wb_window_tell_taken_over (self, error);
  else
    _wb_window_fail (self, error);
}

static void
on_stepped (WbProject *project, const TnMessage *label, gboolean redo, WbWindow *self)
{
  g_autofree char *what = wb_say_message (label);
  g_autofree char *text =
      wb_say_text (redo ? N_ ("Done again: {what}") : N_ ("Undone: {what}"), "what", what);

  wb_toast_offer (GTK_WIDGET (self), text, redo ? "win.undo" : "win.redo",
                  redo ? wb_say (N_ ("Undo")) : wb_say (N_ ("Redo")));
}

/* Where the window is narrow, undo and redo are in the menu, and the title says the name. */
static void
set_narrow (WbWindow *self, gboolean narrow)
{
  adw_view_switcher_bar_set_reveal (self->switcher_bar, narrow);
  gtk_widget_set_visible (self->undo_button, !narrow);
  gtk_widget_set_visible (self->redo_button, !narrow);
  gtk_widget_set_visible (self->name_box, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->run_label), !narrow);
}

static void
on_title_visible (WbWindow *self)
{
  set_narrow (self, adw_view_switcher_title_get_title_visible (self->switcher_title));
}

/* Pages */

static void
add_page (WbWindow *self, GtkWidget *page, const char *name, const char *title, const char *icon)
{
  AdwViewStackPage *added = adw_view_stack_add_titled (self->pages, page, name, title);

  adw_view_stack_page_set_icon_name (added, icon);
}

static void
add_pages (WbWindow *self)
{
  add_page (self, wb_data_page_new (self->project), "data", wb_say (N_ ("Data")),
            "tenure-data-symbolic");
  add_page (self, wb_pipeline_page_new (self->project), "pipeline", wb_say (N_ ("Pipeline")),
            "tenure-pipeline-symbolic");
  add_page (self, wb_runs_page_new (self->project), "runs", wb_say (N_ ("Runs")),
            "tenure-runs-symbolic");
  add_page (self, wb_customers_page_new (self->project), "customers",
            wb_say_in (N_ ("page|Customers")), "system-users-symbolic");
  add_page (self, wb_report_page_new (self->project), "report", wb_say (N_ ("Report")),
            "x-office-document-symbolic");
}

void
wb_window_show_page (WbWindow *self, const char *name)
{
  if (self->project == NULL)
    return;
  adw_view_stack_set_visible_child_name (self->pages, name);
  _wb_window_show_place (self, "project");
}

static void
show_start (WbWindow *self)
{
  GtkWidget *old = gtk_stack_get_child_by_name (self->places, "start");

  if (old != NULL)
    gtk_stack_remove (self->places, old);
  gtk_stack_add_named (self->places, wb_start_page_new (), "start");
  _wb_window_show_place (self, "start");
}

static void
bind_widgets (WbWindow *self, GtkBuilder *ui)
{
  self->toasts = wb_ui_get (ui, "root");
  self->places = wb_ui_get (ui, "places");
  self->loading_page = wb_ui_get (ui, "loading_page");
  self->loading_bar = wb_ui_get (ui, "loading_bar");
  self->switcher_title = wb_ui_get (ui, "switcher_title");
  self->switcher_bar = wb_ui_get (ui, "switcher_bar");
  self->pages = wb_ui_get (ui, "pages");
  self->name_box = wb_ui_get (ui, "name_box");
  self->name_label = wb_ui_get (ui, "name_label");
  self->saved_label = wb_ui_get (ui, "saved_label");
  self->undo_button = wb_ui_get (ui, "undo_button");
  self->redo_button = wb_ui_get (ui, "redo_button");
  self->run_button = wb_ui_get (ui, "run_button");
  self->run_icon = wb_ui_get (ui, "run_icon");
  self->run_label = wb_ui_get (ui, "run_label");
  self->run_bar = wb_ui_get (ui, "run_bar");
  self->notice = wb_ui_get (ui, "notice");
  self->notice_label = wb_ui_get (ui, "notice_label");
  self->notice_button = wb_ui_get (ui, "notice_button");
}

static void
on_loading_cancel (GtkButton *button, WbWindow *self)
{
  g_cancellable_cancel (self->loading);
}

static void
on_notice_close (GtkButton *button, WbWindow *self)
{
  gtk_revealer_set_reveal_child (self->notice, FALSE);
}

static void
build (WbWindow *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("window");

  bind_widgets (self, ui);
  wb_name_widget (wb_ui_get (ui, "menu_button"), wb_say (N_ ("Menu")));
  wb_name_widget (wb_ui_get (ui, "notice_close"), wb_say (N_ ("Close")));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->loading_bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (N_ ("Progress")), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (N_ ("Progress of the run")), -1);
  wb_name_widget (self->undo_button, wb_say (N_ ("Undo")));
  wb_name_widget (self->redo_button, wb_say (N_ ("Redo")));
  g_signal_connect (wb_ui_get (ui, "loading_cancel"), "clicked", G_CALLBACK (on_loading_cancel),
                    self);
  g_signal_connect (wb_ui_get (ui, "notice_close"), "clicked", G_CALLBACK (on_notice_close), self);
  g_signal_connect_swapped (self->switcher_title, "notify::title-visible",
                            G_CALLBACK (on_title_visible), self);
  _wb_window_connect_run (self);
  _wb_window_add_drop_sign (self, GTK_OVERLAY (wb_ui_get (ui, "under_drop")));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), wb_ui_get (ui, "root"));
  _wb_window_make_keys (self);
  if (self->project != NULL)
    add_pages (self);
  update_head (self);
}

/**
 * wb_window_rebuild:
 *
 * Says everything once more in the language of the moment; the page shown stays.
 */
void
wb_window_rebuild (WbWindow *self)
{
  g_autofree char *page = g_strdup (adw_view_stack_get_visible_child_name (self->pages));
  GtkWidget *import = gtk_stack_get_child_by_name (self->places, "import");

  /* What was found out and corrected there is not thrown away for a word. */
  if (import != NULL)
    {
      g_object_ref (import);
      gtk_stack_remove (self->places, import);
    }
  build (self);
  if (self->project == NULL)
    show_start (self);
  else
    wb_window_show_page (self, page);
  if (import != NULL)
    {
      gtk_stack_add_named (self->places, import, "import");
      _wb_window_show_place (self, "import");
      g_object_unref (import);
    }
}

/* A project may be there before the window has got its size. */
static int
guess_width (WbWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height;

  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);

  return width;
}

void
_wb_window_set_project (WbWindow *self, WbProject *project)
{
  const WbState *state = wb_project_get_state (project);

  g_assert (self->project == NULL);
  self->project = g_object_ref (project);
  g_signal_connect_object (project, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (project, "failed", G_CALLBACK (on_failed), self, 0);
  g_signal_connect_object (project, "stepped", G_CALLBACK (on_stepped), self, 0);
  add_pages (self);
  _wb_window_connect_run (self);
  update_head (self);
  /* A window never shrinks by itself: what is too wide must not be there in the first place. */
  set_narrow (self, guess_width (self) < NARROW_BELOW);
  wb_window_show_page (self, state->runs->len > 0 ? "runs" : "data");
}

WbProject *
wb_window_get_project (WbWindow *self)
{
  return self->project;
}

/* Actions */

static void
do_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    wb_project_undo (self->project);
}

static void
do_redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    wb_project_redo (self->project);
}

static void
do_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  wb_window_show_page (user_data, g_variant_get_string (parameter, NULL));
}

static void
do_find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);

  if (page != NULL)
    gtk_widget_activate_action (page, "page.find", NULL);
}

static void
do_jump (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);

  if (page != NULL)
    gtk_widget_activate_action (page, "page.jump", NULL);
}

static void
do_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _wb_window_help (user_data);
}

static const GActionEntry actions[] = {
  { .name = "help", .activate = do_help },
  { .name = "undo", .activate = do_undo },
  { .name = "redo", .activate = do_redo },
  { .name = "page", .activate = do_page, .parameter_type = "s" },
  { .name = "find", .activate = do_find },
  { .name = "jump", .activate = do_jump },
};

/* Closing */

/* What no file holds is kept, and offered at the next start. */
void
_wb_window_end (WbWindow *self)
{
  wb_project_close (self->project);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_last_save (WbProject *project, gboolean saved, WbWindow *self)
{
  _wb_window_end (self);
}

/* While the file is written there is nothing to see. */
void
_wb_window_end_when_saved (WbWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (self->project, "saved", G_CALLBACK (on_last_save), self, 0);
}

static void
remember (WbWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (!gtk_window_is_maximized (GTK_WINDOW (self)) && width > 0)
    g_settings_set (wb_settings (), "window-size", "(ii)", width, height);
}

/* What was changed is written to its file; what has no file is kept, and offered again. A run
 * goes on behind a closed window. */
static gboolean
wb_window_close_request (GtkWindow *window)
{
  WbWindow *self = WB_WINDOW (window);
  const WbState *state;

  remember (self);
  if (self->project == NULL)
    return GDK_EVENT_PROPAGATE;
  if (wb_queue_is_busy (wb_project_get_queue (self->project)))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return GDK_EVENT_STOP;
    }
  if (self->is_closing)
    return GDK_EVENT_STOP;
  self->is_closing = TRUE;
  state = wb_project_get_state (self->project);
  if (state->path == NULL || state->read_only || !state->unsaved)
    {
      wb_project_close (self->project);
      return GDK_EVENT_PROPAGATE;
    }
  _wb_window_save_and_end (self);

  return GDK_EVENT_STOP;
}

static void
wb_window_dispose (GObject *object)
{
  WbWindow *self = WB_WINDOW (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->project);
  g_clear_weak_pointer (&self->waits);
  _wb_window_let_go (self);

  G_OBJECT_CLASS (wb_window_parent_class)->dispose (object);
}

static void
wb_window_class_init (WbWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = wb_window_close_request;
}

static void
wb_window_init (WbWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  _wb_window_add_file_actions (self);
  _wb_window_add_open_actions (self);
  _wb_window_add_drop_target (self);
  build (self);
  show_start (self);
}

WbWindow *
wb_window_new (GtkApplication *application)
{
  WbWindow *self = g_object_new (WB_TYPE_WINDOW, "application", application, NULL);
  int width, height;

  g_settings_get (wb_settings (), "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 480);

  return self;
}
