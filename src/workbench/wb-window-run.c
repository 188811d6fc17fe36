/* wb-window-run.c: the run button, its progress, and the word when it is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-ui.h"
#include "wb-window-private.h"

static char *
say_time_left (WbRun *run)
{
  double left = wb_run_get_seconds_left (run);
  g_autofree char *time = NULL;

  if (!isfinite (left))
    return g_strdup (wb_say (N_ ("Running")));
  time = tn_language_format_duration_about (wb_language (), left);

  return wb_say_text (N_ ("{time} left"), "time", time);
}

static void
style_button (WbWindow *self, const char *icon, const char *label, gboolean suggested)
{
  gtk_image_set_from_icon_name (self->run_icon, icon);
  gtk_label_set_text (self->run_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  if (suggested)
    gtk_widget_add_css_class (self->run_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->run_button, "suggested-action");
}

/* Grey while results belong to the settings, blue when a run would change something. */
void
_wb_window_update_run (WbWindow *self)
{
  WbRun *run = wb_project_get_run (self->project);
  const WbState *state = wb_project_get_state (self->project);
  const TnRun *last = wb_state_find_last_done (state);
  gboolean is_going = run != NULL && wb_run_is_going (run);

  gtk_widget_set_visible (GTK_WIDGET (self->run_bar), is_going);
  gtk_widget_set_sensitive (self->run_button, is_going || state->graph != NULL);
  if (is_going)
    {
      g_autofree char *label = say_time_left (run);

      gtk_progress_bar_set_fraction (self->run_bar, wb_run_get_fraction (run));
      gtk_widget_set_tooltip_text (self->run_button, wb_say (N_ ("Show how the run goes on")));
      style_button (self, "content-loading-symbolic", label, FALSE);
      return;
    }
  gtk_widget_set_tooltip_text (self->run_button, wb_say (N_ ("Work out the answer (Ctrl+R)")));
  style_button (self, "media-playback-start-symbolic", wb_say_in (N_ ("button|Run")),
                state->graph != NULL && (last == NULL || wb_state_is_stale (state, last)));
}

static void
on_run_clicked (GtkButton *button, WbWindow *self)
{
  WbRun *run = self->project != NULL ? wb_project_get_run (self->project) : NULL;

  if (run == NULL || !wb_run_is_going (run))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run", NULL);
  wb_window_show_page (self, "runs");
}

/* Logging out would end what takes long to do again. */
static void
inhibit (WbWindow *self, gboolean is_going)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application == NULL)
    return;
  if (is_going && self->inhibit_cookie == 0)
    self->inhibit_cookie =
        gtk_application_inhibit (application, GTK_WINDOW (self),
                                 GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                                 wb_say (N_ ("A run is going on")));
  else if (!is_going && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (application, self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
}

static void
on_run_changed (WbProject *project, WbWindow *self)
{
  WbRun *run = wb_project_get_run (project);

  inhibit (self, run != NULL && wb_run_is_going (run));
  _wb_window_update_run (self);
}

static void
notify (WbWindow *self, const GError *error)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autofree char *name = wb_project_get_name (self->project);
  g_autofree char *title = wb_say_text (error == NULL ? N_ ("{name}: the answer is ready")
                                                      : N_ ("{name}: the run has stopped"),
                                        "name", name);
  g_autofree char *body = error != NULL ? wb_say_error (error) : NULL;
  g_autoptr (GNotification) notification = g_notification_new (title);
  const char *path = wb_project_get_state (self->project)->path;

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self)))
    return;
  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (
      notification, "app.show", "(us)",
      gtk_application_window_get_id (GTK_APPLICATION_WINDOW (self)), path != NULL ? path : "");
  g_application_send_notification (application, "run", notification);
}

static void
on_run_ended (WbProject *project, WbWindow *self)
{
  const GError *error = wb_run_get_error (wb_project_get_run (project));

  inhibit (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    notify (self, error);
  /* Of a window that was closed meanwhile only what the run made is left. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_close (GTK_WINDOW (self));
}

static void
do_run (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project == NULL)
    return;
  wb_project_run (self->project, NULL);
  wb_window_show_page (self, "runs");
}

/* Up to one step: what it gave is looked at where it stands. */
static void
do_run_to (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    wb_project_run (self->project, g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { .name = "run", .activate = do_run },
  { .name = "run-to", .activate = do_run_to, .parameter_type = "s" },
};

/* Called when the widgets are new, and when there is a project. */
void
_wb_window_connect_run (WbWindow *self)
{
  if (g_action_map_lookup_action (G_ACTION_MAP (self), "run") == NULL)
    g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_signal_handlers_disconnect_by_func (self->run_button, on_run_clicked, self);
  g_signal_connect (self->run_button, "clicked", G_CALLBACK (on_run_clicked), self);
  if (self->project == NULL || g_signal_handler_find (self->project, G_SIGNAL_MATCH_FUNC, 0, 0,
                                                      NULL, on_run_changed, NULL) != 0)
    return;
  g_signal_connect_object (self->project, "run-changed", G_CALLBACK (on_run_changed), self, 0);
  g_signal_connect_object (self->project, "run-ended", G_CALLBACK (on_run_ended), self, 0);
}
