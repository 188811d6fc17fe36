/* wb-flow.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-flow.h"

#include "wb-ui.h"

struct _WbFlow
{
  GtkWidget parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (WbFlow, wb_flow, GTK_TYPE_WIDGET)

static GtkWidget *
go_on (GtkWidget *box, GtkWidget *at, GtkDirectionType direction)
{
  if (direction == GTK_DIR_TAB_BACKWARD)
    return at != NULL ? gtk_widget_get_prev_sibling (at) : gtk_widget_get_last_child (box);

  return at != NULL ? gtk_widget_get_next_sibling (at) : gtk_widget_get_first_child (box);
}

static gboolean
wb_flow_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *box = WB_FLOW (widget)->box;
  GtkWidget *at = gtk_widget_get_focus_child (box);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (box, direction);
  for (at = at != NULL ? at : go_on (box, NULL, direction); at != NULL;
       at = go_on (box, at, direction))
    if (gtk_widget_get_mapped (at) &&
        gtk_widget_child_focus (gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (at)), direction))
      return TRUE;

  return FALSE;
}

static void
wb_flow_dispose (GObject *object)
{
  g_clear_pointer (&WB_FLOW (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (wb_flow_parent_class)->dispose (object);
}

static void
wb_flow_class_init (WbFlowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_flow_dispose;
  GTK_WIDGET_CLASS (klass)->focus = wb_flow_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
wb_flow_init (WbFlow *self)
{
  self->box = gtk_flow_box_new ();
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->box), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->box), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->box), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->box), 12);
}

GtkFlowBox *
wb_flow_get_box (GtkWidget *flow)
{
  return GTK_FLOW_BOX (WB_FLOW (flow)->box);
}

GtkWidget *
wb_flow_new (guint most)
{
  GtkWidget *flow = g_object_new (WB_TYPE_FLOW, NULL);

  gtk_flow_box_set_max_children_per_line (wb_flow_get_box (flow), most);

  return flow;
}

void
wb_flow_add (GtkWidget *flow, GtkWidget *child)
{
  gtk_flow_box_append (wb_flow_get_box (flow), child);
  gtk_widget_set_focusable (gtk_widget_get_parent (child), FALSE);
}

GtkWidget *
wb_card_new (const char *title)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  if (title != NULL)
    gtk_box_append (GTK_BOX (card), wb_label_new (title, "heading"));

  return card;
}
