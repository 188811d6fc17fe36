/* wb-refusal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-refusal.h"

#include "wb-ui.h"

#define WIDTH 38 /* characters */

static void
on_way (GtkButton *button, WbProject *project)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  wb_project_repair (project, g_object_get_data (G_OBJECT (button), "repair"));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
make_way (WbProject *project, const TnRepair *repair)
{
  g_autofree char *text = wb_say_message (tn_repair_get_text (repair));
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = wb_label_new (text, NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH);
  gtk_button_set_child (GTK_BUTTON (button), label);
  wb_name_widget (button, text);
  g_object_set_data_full (G_OBJECT (button), "repair", tn_repair_ref (repair),
                          (GDestroyNotify) tn_repair_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_way), project, 0);

  return button;
}

static void
on_closed (GtkPopover *popover)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (popover));

  /* The focus goes back to where the link began. */
  if (parent != NULL)
    gtk_widget_grab_focus (parent);
  wb_popover_drop (popover);
}

GtkWidget *
wb_refusal_show (GtkWidget *parent,
                 WbProject *project,
                 const char *said,
                 GPtrArray *ways,
                 double x,
                 double y)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *label = wb_label_new (said, NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH);
  gtk_widget_add_css_class (box, "card-pad");
  gtk_box_append (GTK_BOX (box), label);
  for (guint i = 0; ways != NULL && i < ways->len; i++)
    gtk_box_append (GTK_BOX (box), make_way (project, g_ptr_array_index (ways, i)));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_set_parent (popover, parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  wb_name_widget (popover, said);
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));

  return popover;
}
