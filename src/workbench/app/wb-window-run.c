/* wb-window-run.c: the run button, its progress, and the word when it is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-toast.h"
#include "wb-ui.h"
#include "wb-window-private.h"

static char *
say_time_left (WbRun *run)
{
  double left = wb_run_get_seconds_left (run);
  g_autofree char *time = NULL;

  if (wb_run_is_paused (run) || wb_run_is_aside (run))
    return g_strdup (wb_say (N_ ("Paused")));
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
      style_button (self,
                    wb_run_is_paused (run) || wb_run_is_aside (run)
                        ? "media-playback-pause-symbolic"
                        : "content-loading-symbolic",
                    label, FALSE);
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

/* The program stays while something runs, also without a window. */
static void
hold (WbWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application == NULL || self->held != NULL)
    return;
  self->held = g_object_ref (G_APPLICATION (application));
  g_application_hold (self->held);
}

void
_wb_window_let_go (WbWindow *self)
{
  if (self->held == NULL)
    return;
  if (self->inhibit_cookie != 0)
    gtk_application_uninhibit (GTK_APPLICATION (self->held), self->inhibit_cookie);
  self->inhibit_cookie = 0;
  g_application_release (self->held);
  g_clear_object (&self->held);
}

/* Logging out would end what takes long to do again; a run that rests may sleep with the
 * computer. */
static void
inhibit (WbWindow *self, WbRun *run)
{
  GtkApplicationInhibitFlags flags = GTK_APPLICATION_INHIBIT_LOGOUT;
  const char *why = N_ ("A run goes on");

  if (!wb_queue_is_busy (wb_project_get_queue (self->project)))
    {
      _wb_window_let_go (self);
      self->inhibit_flags = 0;
      return;
    }
  if (run != NULL && wb_run_is_paused (run))
    why = N_ ("A paused run would be lost");
  else
    flags |= GTK_APPLICATION_INHIBIT_SUSPEND;
  hold (self);
  if (self->held == NULL || self->inhibit_flags == flags)
    return;
  if (self->inhibit_cookie != 0)
    gtk_application_uninhibit (GTK_APPLICATION (self->held), self->inhibit_cookie);
  self->inhibit_flags = flags;
  self->inhibit_cookie = gtk_application_inhibit (GTK_APPLICATION (self->held), GTK_WINDOW (self),
                                                  flags, wb_say (why));
}

/* What is not so any more is said no longer. */
static void
forget_waiting (WbWindow *self)
{
  guint n = wb_queue_get_waiting (wb_project_get_queue (self->project))->len;
  AdwToast *toast = self->waits;

  if (toast == NULL || n >= self->n_waiting)
    return;
  g_clear_weak_pointer (&self->waits);
  adw_toast_dismiss (toast);
}

static void
tell_waiting (WbWindow *self, guint n)
{
  g_autofree char *text =
      wb_say_count (TN_PLURAL ("The run waits; it is next", "The run waits, at place {n}"), "n", n);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (self->waits != NULL)
    adw_toast_dismiss (self->waits);
  g_set_weak_pointer (&self->waits, toast);
  self->n_waiting = n;
  wb_toast_show (GTK_WIDGET (self), toast);
}

static void
on_run_changed (WbProject *project, WbWindow *self)
{
  forget_waiting (self);
  inhibit (self, wb_project_get_run (project));
  _wb_window_update_run (self);
}

/* Where to find the result again when this window is no more: a file, or a project in none. */
static GVariant *
say_where (WbWindow *self)
{
  const WbState *state = wb_project_get_state (self->project);
  TnProject *store = wb_project_get_store (self->project);

  return g_variant_new ("(sb)", state->path != NULL ? state->path : tn_project_get_session (store),
                        state->path == NULL);
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
  g_autoptr (GVariant) where = g_variant_ref_sink (say_where (self));

  /* A window that was closed meanwhile may still believe that it is the active one. */
  if (application == NULL ||
      (gtk_window_is_active (GTK_WINDOW (self)) && gtk_widget_get_visible (GTK_WIDGET (self))))
    return;
  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target_value (notification, "app.show", where);
  g_notification_add_button_with_target_value (notification,
                                               error == NULL ? wb_say (N_ ("Open the Result"))
                                                             : wb_say (N_ ("See What Happened")),
                                               "app.show", where);
  g_application_send_notification (application, "run", notification);
}

static gboolean
close_cb (gpointer user_data)
{
  WbWindow *self = user_data;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)) && self->project != NULL &&
      !wb_queue_is_busy (wb_project_get_queue (self->project)))
    gtk_window_close (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

static void
on_run_ended (WbProject *project, WbWindow *self)
{
  const GError *error = wb_run_get_error (wb_project_get_run (project));

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    notify (self, error);
  /* Of a window that was closed meanwhile only what the runs made is left, when all are over. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (self), g_object_unref);
  inhibit (self, wb_project_get_run (project));
}

/* Behind others it waits, and says so. */
static void
do_run (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;
  guint n_waiting;

  if (self->project == NULL)
    return;
  wb_project_run (self->project, NULL);
  n_waiting = wb_queue_get_waiting (wb_project_get_queue (self->project))->len;
  if (n_waiting > 0)
    tell_waiting (self, n_waiting);
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

static WbRun *
find_run (WbWindow *self)
{
  return self->project != NULL ? wb_project_get_run (self->project) : NULL;
}

static void
do_discard (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;
  WbRun *run = find_run (self);

  if (run == NULL || !wb_run_is_going (run))
    return;
  wb_run_set_aside (run);
  wb_toast_offer (GTK_WIDGET (self), wb_say (N_ ("Run discarded")), "win.keep-run",
                  wb_say (N_ ("Undo")));
}

static void
do_keep (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbRun *run = find_run (user_data);

  if (run != NULL)
    wb_run_take_back (run);
}

static void
do_pause (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbRun *run = find_run (user_data);

  if (run != NULL && !wb_run_is_aside (run))
    wb_run_pause (run, !wb_run_is_paused (run));
}

static void
do_removed (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  wb_toast_offer (user_data, wb_say (N_ ("Removed from the queue")), "win.run-put-back",
                  wb_say (N_ ("Undo")));
}

static void
do_put_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    wb_queue_put_back (wb_project_get_queue (self->project));
}

/* Runs of a program that was killed are found a moment after their project was opened. */
static void
on_lined_up (WbQueue *queue, WbWindow *self)
{
  guint n = wb_queue_get_left (queue)->len;
  gboolean is_new = n > 0 && !self->told_left;

  self->told_left = n > 0;
  if (is_new && !wb_queue_is_busy (queue) &&
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "runs") != 0)
    wb_toast_offer (GTK_WIDGET (self), wb_say (N_ ("Not all runs were done when Tenure ended")),
                    "win.page::runs", wb_say (N_ ("Show Runs")));
}

static const GActionEntry actions[] = {
  { .name = "run", .activate = do_run },
  { .name = "run-to", .activate = do_run_to, .parameter_type = "s" },
  { .name = "discard-run", .activate = do_discard },
  { .name = "keep-run", .activate = do_keep },
  { .name = "pause-run", .activate = do_pause },
  { .name = "run-removed", .activate = do_removed },
  { .name = "run-put-back", .activate = do_put_back },
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
  self->told_left = FALSE;
  g_signal_connect_object (wb_project_get_queue (self->project), "lined-up",
                           G_CALLBACK (on_lined_up), self, 0);
  on_lined_up (wb_project_get_queue (self->project), self);
}
