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
make_row (WbWaiting *self, WbRun *run, guint place)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *title = say_place (place);
  g_autofree char *name = wb_say_text (N_ ("Remove from the queue: {place}"), "place", title);
  g_autofree char *when = wb_say_when (wb_run_get_asked (run));
  g_autofree char *about = wb_say_text (N_ ("The pipeline as it was at {time}"), "time", when);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
  wb_name_widget (remove, name);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (remove), "run", g_object_ref (run), g_object_unref);
  g_signal_connect (remove, "clicked", G_CALLBACK (on_remove), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);

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
      gtk_list_box_append (self->list, make_row (self, run, i + 1));
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

  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->none = wb_label_new (
      wb_say (N_ ("No other run waits. Change a setting meanwhile, and queue a run with it.")),
      "dim-label");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
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
