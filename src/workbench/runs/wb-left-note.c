/* wb-left-note.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-left-note.h"

#include "wb-ui.h"
#include "wb-words.h"

struct _WbLeftNote
{
  AdwBin parent_instance;

  WbQueue *queue;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (WbLeftNote, wb_left_note, ADW_TYPE_BIN)

static void
on_lined_up (WbQueue *queue, WbLeftNote *self)
{
  guint n = wb_queue_get_left (queue)->len;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return;
  text = wb_say_count (
      TN_PLURAL ("A run was not done when Tenure ended. Its finished steps are known.",
                 "{n} runs were not done when Tenure ended. Their finished steps are known."),
      "n", n);
  gtk_label_set_text (self->words, text);
}

static void
on_run (GtkButton *button, WbLeftNote *self)
{
  wb_queue_add_left (self->queue);
}

static void
on_forget (GtkButton *button, WbLeftNote *self)
{
  wb_queue_forget_left (self->queue);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.run-removed", NULL);
}

static void
wb_left_note_dispose (GObject *object)
{
  WbLeftNote *self = WB_LEFT_NOTE (object);

  if (self->queue != NULL)
    g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (wb_left_note_parent_class)->dispose (object);
}

static void
wb_left_note_class_init (WbLeftNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_left_note_dispose;
}

static void
add_button (WbLeftNote *self, GtkBox *box, const char *label, GCallback on_clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", on_clicked, self);
  gtk_box_append (box, button);
}

static void
wb_left_note_init (WbLeftNote *self)
{
  GtkWidget *said = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *note = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->words = GTK_LABEL (wb_label_new ("", NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_widget_add_css_class (note, "note");
  gtk_widget_add_css_class (note, "warning-note");
  gtk_box_append (GTK_BOX (said), gtk_image_new_from_icon_name ("tenure-clock-symbolic"));
  gtk_box_append (GTK_BOX (said), GTK_WIDGET (self->words));
  add_button (self, GTK_BOX (buttons), wb_say_in (N_ ("runs left over|Run Them")),
              G_CALLBACK (on_run));
  add_button (self, GTK_BOX (buttons), wb_say_in (N_ ("runs left over|Forget")),
              G_CALLBACK (on_forget));
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (note), said);
  gtk_box_append (GTK_BOX (note), buttons);
  gtk_widget_set_margin_top (note, 12);
  gtk_widget_set_margin_start (note, 18);
  gtk_widget_set_margin_end (note, 18);
  adw_bin_set_child (ADW_BIN (self), note);
}

GtkWidget *
wb_left_note_new (WbQueue *queue)
{
  WbLeftNote *self = g_object_new (WB_TYPE_LEFT_NOTE, NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect (queue, "lined-up", G_CALLBACK (on_lined_up), self);
  on_lined_up (queue, self);

  return GTK_WIDGET (self);
}
