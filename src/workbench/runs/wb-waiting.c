/* wb-waiting.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-waiting.h"

#include "wb-flow.h"
#include "wb-ui.h"

struct _WbWaiting
{
  AdwBin parent_instance;

  WbQueue *queue;
  GtkListBox *list;
  GtkWidget *none;
  GPtrArray *shown; /* of WbRun: what the list has rows for */
};

G_DEFINE_FINAL_TYPE (WbWaiting, wb_waiting, ADW_TYPE_BIN)

static void
on_remove (GtkButton *button, WbWaiting *self)
{
  wb_queue_remove (self->queue, g_object_get_data (G_OBJECT (button), "run"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.run-removed", NULL);
}

static char *
say_place (guint place)
{
  return place == 1
             ? g_strdup (wb_say (N_ ("Next")))
             : wb_say_take (tn_message_count (tn_message_new (N_ ("Place {n}")), "n", place));
}

static GtkWidget *
make_button (WbRun *run, const char *icon, const char *name, GCallback on_clicked, WbWaiting *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  wb_name_widget (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "run", g_object_ref (run), g_object_unref);
  g_signal_connect (button, "clicked", on_clicked, self);

  return button;
}

static void
move (WbWaiting *self, WbRun *run, gboolean later)
{
  GPtrArray *waiting = wb_queue_get_waiting (self->queue);
  guint place;

  wb_queue_move (self->queue, run, later);
  /* Rows were made anew: who works by keys goes on where the run is now. */
  if (g_ptr_array_find (waiting, run, &place))
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) place)));
}

static void
on_earlier (GtkButton *button, WbWaiting *self)
{
  move (self, g_object_get_data (G_OBJECT (button), "run"), FALSE);
}

static void
on_later (GtkButton *button, WbWaiting *self)
{
  move (self, g_object_get_data (G_OBJECT (button), "run"), TRUE);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, WbWaiting *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  if (row == NULL || (state & GDK_ALT_MASK) == 0 || (key != GDK_KEY_Up && key != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  move (
      self,
      g_ptr_array_index (self->shown, (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row))),
      key == GDK_KEY_Down);

  return GDK_EVENT_STOP;
}

static GtkWidget *
make_row (WbWaiting *self, WbRun *run, guint place, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = say_place (place);
  g_autofree char *earlier = wb_say_text (N_ ("Move up: {place}"), "place", title);
  g_autofree char *later = wb_say_text (N_ ("Move down: {place}"), "place", title);
  g_autofree char *remove = wb_say_text (N_ ("Remove from the queue: {place}"), "place", title);
  g_autofree char *when = wb_say_when (wb_run_get_asked (run));
  g_autofree char *about = wb_say_text (N_ ("The pipeline as it was at {time}"), "time", when);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
  if (place > 1)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (run, "go-up-symbolic", earlier,
                                                                  G_CALLBACK (on_earlier), self));
  if (place < n)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (run, "go-down-symbolic", later,
                                                                  G_CALLBACK (on_later), self));
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      make_button (run, "window-close-symbolic", remove, G_CALLBACK (on_remove), self));

  return row;
}

/* A run says something many times a second: rows are made anew when those that wait are others. */
static gboolean
is_shown (WbWaiting *self, GPtrArray *waiting)
{
  if (waiting->len != self->shown->len)
    return FALSE;
  for (guint i = 0; i < waiting->len; i++)
    if (g_ptr_array_index (waiting, i) != g_ptr_array_index (self->shown, i))
      return FALSE;

  return TRUE;
}

static void
update (WbQueue *queue, WbWaiting *self)
{
  GPtrArray *waiting = wb_queue_get_waiting (queue);

  gtk_widget_set_visible (GTK_WIDGET (self->list), waiting->len > 0);
  gtk_widget_set_visible (self->none, waiting->len == 0);
  if (is_shown (self, waiting))
    return;
  wb_list_clear (self->list);
  g_ptr_array_set_size (self->shown, 0);
  for (guint i = 0; i < waiting->len; i++)
    {
      WbRun *run = g_ptr_array_index (waiting, i);

      g_ptr_array_add (self->shown, g_object_ref (run));
      gtk_list_box_append (self->list, make_row (self, run, i + 1, waiting->len));
    }
}

static void
wb_waiting_dispose (GObject *object)
{
  WbWaiting *self = WB_WAITING (object);

  if (self->queue != NULL)
    g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_waiting_parent_class)->dispose (object);
}

static void
wb_waiting_class_init (WbWaitingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_waiting_dispose;
}

static void
wb_waiting_init (WbWaiting *self)
{
  GtkWidget *card = wb_card_new (wb_say (N_ ("Waiting")));
  GtkWidget *more = gtk_button_new_with_label (wb_say (N_ ("Queue Another Run")));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->none = wb_label_new (
      wb_say (N_ ("No other run waits. Change a setting meanwhile, and queue a run with it.")),
      "dim-label");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (more), "win.run");
  gtk_widget_set_halign (more, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (card), self->none);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (card), more);
  adw_bin_set_child (ADW_BIN (self), card);
}

GtkWidget *
wb_waiting_new (WbQueue *queue)
{
  WbWaiting *self = g_object_new (WB_TYPE_WAITING, NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect (queue, "changed", G_CALLBACK (update), self);
  update (queue, self);

  return GTK_WIDGET (self);
}
