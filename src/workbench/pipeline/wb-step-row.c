/* wb-step-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-row.h"

#include "wb-step-facts.h"
#include "wb-ui.h"

struct _WbStepRow
{
  GtkListBoxRow parent_instance;

  char *node;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *settings;
  GtkLabel *result;
  GtkLabel *state;
  GtkWidget *trouble;
  GtkLabel *finding;
  GtkWidget *repair;
  GtkLabel *repair_label;
  TnRepair *way_out; /* nullable */
};

enum
{
  REPAIR,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbStepRow, wb_step_row, GTK_TYPE_LIST_BOX_ROW)

/* What is shown */

static void
show_trouble (WbStepRow *self, const TnGraphIssue *issue)
{
  g_autofree char *text = issue != NULL ? wb_say_message (issue->message) : NULL;
  g_autofree char *way = NULL;

  g_clear_pointer (&self->way_out, tn_repair_unref);
  gtk_widget_set_visible (self->trouble, issue != NULL);
  if (issue == NULL)
    return;
  gtk_label_set_text (self->finding, text);
  gtk_widget_set_visible (self->repair, issue->repairs->len > 0);
  if (issue->repairs->len == 0)
    return;
  self->way_out = tn_repair_ref (g_ptr_array_index (issue->repairs, 0));
  way = wb_say_message (tn_repair_get_text (self->way_out));
  gtk_label_set_text (self->repair_label, way);
  wb_name_widget (self->repair, way);
}

static void
show_marks (WbStepRow *self, WbStanding standing)
{
  gboolean stale = standing == WB_STANDING_CHANGED || standing == WB_STANDING_STALE;

  gtk_image_set_from_icon_name (self->icon, wb_standing_get_icon (standing));
  if (stale)
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "stale-mark");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "stale-mark");
  if (standing == WB_STANDING_OFF)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
}

void
wb_step_row_show (WbStepRow *self,
                  const TnGraphNode *node,
                  const WbStepState *state,
                  GPtrArray *issues)
{
  const char *title = wb_step_say_title (node);
  const char *standing = wb_standing_say (state->standing);
  g_autofree char *settings = wb_step_say_settings (node);
  g_autofree char *result = wb_step_state_say_result (state);
  g_autofree char *name = g_strdup_printf (
      "%s, %s%s%s", title, standing, result != NULL ? ", " : "", result != NULL ? result : "");

  wb_set_help (self, node->type);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->settings, settings);
  gtk_label_set_text (self->result, result != NULL ? result : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result), result != NULL);
  gtk_label_set_text (self->state, standing);
  show_marks (self, state->standing);
  show_trouble (self, wb_issues_find (issues, node->id));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, settings, -1);
}

const char *
wb_step_row_get_node (WbStepRow *self)
{
  return self->node;
}

/* Dragging */

static GdkContentProvider *
on_drag (GtkDragSource *source, double x, double y, WbStepRow *self)
{
  return gdk_content_provider_new_typed (G_TYPE_STRING, self->node);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, WbStepRow *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 12, 12);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WbStepRow *self)
{
  const char *node = g_value_get_string (value);

  if (node == NULL || g_str_equal (node, self->node))
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, node);

  return TRUE;
}

static void
add_dragging (WbStepRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_drag), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* The widget */

static void
on_repair (GtkButton *button, WbStepRow *self)
{
  g_signal_emit (self, signals[REPAIR], 0, self->way_out);
}

static void
wb_step_row_finalize (GObject *object)
{
  WbStepRow *self = WB_STEP_ROW (object);

  g_free (self->node);
  g_clear_pointer (&self->way_out, tn_repair_unref);

  G_OBJECT_CLASS (wb_step_row_parent_class)->finalize (object);
}

static void
wb_step_row_class_init (WbStepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_step_row_finalize;
  signals[REPAIR] = g_signal_new ("repair", WB_TYPE_STEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[DROPPED] = g_signal_new ("dropped", WB_TYPE_STEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkLabel *
make_line (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (wb_label_new (NULL, css_class));

  gtk_label_set_wrap (label, FALSE);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);

  return label;
}

static GtkWidget *
make_trouble (WbStepRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->finding = GTK_LABEL (wb_label_new (NULL, "caption"));
  self->repair = gtk_button_new ();
  self->repair_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->repair_label, TRUE);
  gtk_label_set_xalign (self->repair_label, 0);
  gtk_button_set_child (GTK_BUTTON (self->repair), GTK_WIDGET (self->repair_label));
  gtk_widget_set_halign (self->repair, GTK_ALIGN_START);
  g_signal_connect (self->repair, "clicked", G_CALLBACK (on_repair), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->finding));
  gtk_box_append (GTK_BOX (box), self->repair);

  return box;
}

static void
wb_step_row_init (WbStepRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->title = make_line (NULL);
  self->settings = make_line ("dim-label");
  self->result = make_line ("tabular");
  self->state = GTK_LABEL (gtk_label_new (NULL));
  self->trouble = make_trouble (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->settings), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->result), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "dim-label");
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->icon), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->icon), 2);
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (lines), top);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->settings));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->result));
  gtk_box_append (GTK_BOX (lines), self->trouble);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_add_css_class (box, "step-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  add_dragging (self);
}

GtkWidget *
wb_step_row_new (const char *node)
{
  WbStepRow *self = g_object_new (WB_TYPE_STEP_ROW, NULL);

  self->node = g_strdup (node);

  return GTK_WIDGET (self);
}
