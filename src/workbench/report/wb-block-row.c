/* wb-block-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-block-row.h"

#include "wb-ui.h"

#define POINT_INDENT 18

struct _WbBlockRow
{
  GtkListBoxRow parent_instance;

  WbReportBlocks *blocks; /* not owned: rows go with their list */
  WbReportBlock *block;
  GtkWidget *lead; /* icon of a block, arrow of a part */
  GtkLabel *name;
  GtkLabel *words;
  GtkImage *state;
  GtkButton *eye;
};

enum
{
  TOGGLED,
  FOLDED,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbBlockRow, wb_block_row, GTK_TYPE_LIST_BOX_ROW)

/* What it shows */

static const char *
get_state_icon (const TnBlockEntry *entry)
{
  switch (entry->state)
    {
    case TN_BLOCK_CHANGED:
      return "dialog-warning-symbolic";
    case TN_BLOCK_EDITED:
      return "document-edit-symbolic";
    case TN_BLOCK_OWN:
      return "avatar-default-symbolic";
    case TN_BLOCK_GONE:
      return "tenure-clock-symbolic";
    case TN_BLOCK_AS_MADE:
    default:
      return entry->dropped ? "tenure-off-symbolic" : NULL;
    }
}

static void
show_state (WbBlockRow *self, const TnBlockEntry *entry)
{
  const char *icon = get_state_icon (entry);

  gtk_widget_set_visible (GTK_WIDGET (self->state), icon != NULL);
  gtk_image_set_from_icon_name (self->state, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), wb_report_block_say_state (self->block));
}

static void
show_eye (WbBlockRow *self, const TnBlockEntry *entry, const char *name)
{
  g_autofree char *label = wb_say_text (
      entry->hidden ? N_ ("Show “{what}” in the report") : N_ ("Hide “{what}”"), "what", name);

  gtk_button_set_icon_name (self->eye,
                            entry->hidden ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->eye), entry->state != TN_BLOCK_GONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->eye),
                            !entry->covered && wb_report_blocks_may_change (self->blocks));
  wb_name_widget (self->eye, label);
  if (entry->covered)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->eye),
                                 wb_say (N_ ("Hidden with the part or list it is in")));
}

static void
show_fold (WbBlockRow *self, const char *name)
{
  gboolean open = wb_report_blocks_is_open (self->blocks, wb_report_block_get_id (self->block));
  g_autofree char *label =
      wb_say_text (open ? N_ ("Close “{what}”") : N_ ("Open “{what}”"), "what", name);

  gtk_button_set_icon_name (GTK_BUTTON (self->lead),
                            open ? "pan-down-symbolic" : "pan-end-symbolic");
  wb_name_widget (self->lead, label);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->lead), GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
}

static void
show (WbBlockRow *self)
{
  const TnBlockEntry *entry = wb_report_block_get (self->block);
  g_autofree char *name = wb_report_block_say_name (self->block);
  g_autofree char *words = wb_report_block_say_words (self->block);
  g_autofree char *all = wb_report_block_describe (self->block);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
  show_state (self, entry);
  show_eye (self, entry, name);
  if (wb_report_block_is_part (self->block))
    show_fold (self, name);
  if (entry->hidden || entry->dropped)
    gtk_widget_add_css_class (GTK_WIDGET (self), "hidden-block");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "hidden-block");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

const char *
wb_block_row_get_id (WbBlockRow *self)
{
  return wb_report_block_get_id (self->block);
}

/* What a person does */

static void
on_eye (WbBlockRow *self)
{
  g_signal_emit (self, signals[TOGGLED], 0);
}

static void
on_fold (WbBlockRow *self)
{
  g_signal_emit (self, signals[FOLDED], 0);
}

static GdkContentProvider *
on_drag (GtkDragSource *source, double x, double y, WbBlockRow *self)
{
  if (!wb_report_blocks_may_change (self->blocks) ||
      wb_report_block_get (self->block)->state == TN_BLOCK_GONE)
    return NULL;

  return gdk_content_provider_new_typed (G_TYPE_STRING, wb_block_row_get_id (self));
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, WbBlockRow *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 12, 12);
}

static gboolean
is_above (WbBlockRow *self, double y)
{
  return y < gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
}

static void
unmark (WbBlockRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-above");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-below");
}

/* Where it would come to stand. */
static GdkDragAction
on_motion (GtkDropTarget *target, double x, double y, WbBlockRow *self)
{
  unmark (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), is_above (self, y) ? "drop-above" : "drop-below");

  return GDK_ACTION_MOVE;
}

static void
on_leave (GtkDropTarget *target, WbBlockRow *self)
{
  unmark (self);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WbBlockRow *self)
{
  const char *id = g_value_get_string (value);

  unmark (self);
  /* Text from elsewhere names no block. */
  if (id == NULL || g_str_equal (id, wb_block_row_get_id (self)) ||
      wb_report_blocks_find (self->blocks, id) == NULL)
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, id, is_above (self, y));

  return TRUE;
}

static void
add_dragging (WbBlockRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_drag), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (target, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* The widget */

static void
wb_block_row_dispose (GObject *object)
{
  WbBlockRow *self = WB_BLOCK_ROW (object);

  if (self->block != NULL)
    g_signal_handlers_disconnect_by_data (self->block, self);
  g_clear_object (&self->block);

  G_OBJECT_CLASS (wb_block_row_parent_class)->dispose (object);
}

static void
wb_block_row_class_init (WbBlockRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_block_row_dispose;
  signals[TOGGLED] = g_signal_new ("toggled", WB_TYPE_BLOCK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FOLDED] = g_signal_new ("folded", WB_TYPE_BLOCK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", WB_TYPE_BLOCK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static GtkLabel *
make_line (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (wb_label_new (NULL, css_class));

  gtk_label_set_wrap (label, FALSE);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  /* The pane does not grow with what is said in it. */
  gtk_label_set_max_width_chars (label, 12);

  return label;
}

static void
wb_block_row_init (WbBlockRow *self)
{
  self->name = make_line (NULL);
  self->words = make_line ("dim-label");
  self->state = GTK_IMAGE (gtk_image_new ());
  self->eye = GTK_BUTTON (gtk_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->eye), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->eye), "block-eye");
  gtk_widget_set_valign (GTK_WIDGET (self->eye), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->eye, "clicked", G_CALLBACK (on_eye), self);
  add_dragging (self);
}

static GtkWidget *
make_lead (WbBlockRow *self)
{
  GtkWidget *arrow;

  if (!wb_report_block_is_part (self->block))
    return gtk_image_new_from_icon_name (wb_report_block_get_icon (self->block));
  arrow = gtk_button_new ();
  gtk_widget_add_css_class (arrow, "flat");
  gtk_widget_add_css_class (arrow, "block-eye");
  gtk_widget_set_valign (arrow, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (arrow, "clicked", G_CALLBACK (on_fold), self);

  return arrow;
}

static void
build (WbBlockRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->lead = make_lead (self);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), self->lead);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->eye));
  if (wb_report_block_is_part (self->block))
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  else if (g_str_equal (wb_report_block_get (self->block)->kind, "item"))
    gtk_widget_set_margin_start (box, POINT_INDENT);
  gtk_widget_add_css_class (GTK_WIDGET (self), "block-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
wb_block_row_new (WbReportBlocks *blocks, WbReportBlock *block)
{
  WbBlockRow *self = g_object_new (WB_TYPE_BLOCK_ROW, NULL);

  self->blocks = blocks;
  self->block = g_object_ref (block);
  build (self);
  g_signal_connect_swapped (block, "changed", G_CALLBACK (show), self);
  show (self);

  return GTK_WIDGET (self);
}
