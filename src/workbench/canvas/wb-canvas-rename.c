/* wb-canvas-rename.c: what a group is called, written in a popover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-step-change.h"
#include "wb-ui.h"

#define WIDTH 30

typedef struct
{
  WbCanvas *canvas;
  GtkWidget *entry;
  char *id;
  gboolean gives_up;
} Naming;

static void
naming_free (gpointer data, GClosure *closure)
{
  Naming *self = data;

  g_object_unref (self->entry);
  g_free (self->id);
  g_free (self);
}

static void
on_closed (GtkPopover *popover, Naming *self)
{
  WbCanvas *canvas = self->canvas;
  int group = canvas->scene != NULL ? tn_board_find_group (canvas->scene->board, self->id) : -1;
  g_autofree char *title =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autoptr (TnBoard) board = NULL;

  /* The popover goes once it has closed, and with it what is written. */
  wb_popover_drop (popover);
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  /* Meanwhile the group may have gone; one without a name keeps its own. */
  if (group < 0 || *title == '\0' || self->gives_up)
    return;
  board = tn_board_copy (canvas->scene->board);
  tn_board_set_group_title (board, self->id, title);
  if (!tn_board_equal (board, canvas->scene->board))
    wb_steps_draw (
        canvas->steps, NULL, board,
        tn_message_text (tn_message_new (N_ ("Name a group “{group}”")), "group", title));
}

static void
on_activated (GtkEntry *entry, GtkPopover *popover)
{
  gtk_popover_popdown (popover);
}

/* Escape leaves it as it was. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Naming *naming)
{
  naming->gives_up = key == GDK_KEY_Escape;

  return FALSE;
}

static GtkWidget *
make_entry (const char *title)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), TN_BOARD_MAX_TITLE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), WIDTH);
  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  wb_name_widget (entry, wb_say (N_ ("Name of the group")));

  return entry;
}

void
_wb_canvas_rename_group (WbCanvas *self, guint index)
{
  const TnBoardGroup *group = tn_board_get_group (self->scene->board, index);
  GtkWidget *popover = gtk_popover_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  Naming *naming;
  TnBox box = { 0 };
  double x, y;

  if (!wb_steps_may_change (self->steps))
    {
      g_object_unref (g_object_ref_sink (popover));
      g_object_unref (keys);
      return;
    }
  naming = g_new0 (Naming, 1);
  naming->canvas = self;
  naming->entry = g_object_ref_sink (make_entry (group->title));
  naming->id = g_strdup (group->id);
  wb_scene_get_group_box (self->scene, index, &box);
  _wb_canvas_to_view (self, box.x + box.width / 2, box.y + TN_GROUP_HEAD / 2.0, &x, &y);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), naming);
  gtk_widget_add_controller (naming->entry, keys);
  g_signal_connect (naming->entry, "activate", G_CALLBACK (on_activated), popover);
  gtk_popover_set_child (GTK_POPOVER (popover), naming->entry);
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect_data (popover, "closed", G_CALLBACK (on_closed), naming, naming_free, 0);
  gtk_popover_popup (GTK_POPOVER (popover));
}
