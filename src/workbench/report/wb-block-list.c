/* wb-block-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-block-list.h"

#include "wb-block-row.h"
#include "wb-report-change.h"
#include "wb-ui.h"

struct _WbBlockList
{
  AdwBin parent_instance;

  WbReportBlocks *blocks; /* %NULL once disposed of */
  GtkListBox *list;
  GtkScrolledWindow *scrolled;
  gboolean marking;
  gboolean keeps_focus; /* rows that move are made anew */
};

static guint opened;

G_DEFINE_FINAL_TYPE (WbBlockList, wb_block_list, ADW_TYPE_BIN)

static WbReportBlock *
get_chosen (WbBlockList *self)
{
  return wb_report_blocks_get_chosen (self->blocks);
}

static GtkListBoxRow *
find_row (WbBlockList *self, const char *id)
{
  int place = wb_report_blocks_find_place (self->blocks, id);

  return place >= 0 ? gtk_list_box_get_row_at_index (self->list, place) : NULL;
}

/* Which is chosen */

/* Also while the keyboard is elsewhere: on the page, or in the words. */
static void
scroll_to (WbBlockList *self, GtkListBoxRow *row)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scrolled);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds) &&
      bounds.size.height > 0)
    gtk_adjustment_clamp_page (place, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
mark_chosen (WbBlockList *self)
{
  WbReportBlock *chosen = get_chosen (self);
  GtkListBoxRow *row = chosen != NULL ? find_row (self, wb_report_block_get_id (chosen)) : NULL;

  self->marking = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->marking = FALSE;
  if (row == NULL)
    return;
  if (self->keeps_focus)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    scroll_to (self, row);
  self->keeps_focus = FALSE;
}

static void
on_selected (GtkListBox *list, GtkListBoxRow *row, WbBlockList *self)
{
  /* The list lets go of its rows when it ends, too. */
  if (self->marking || row == NULL || self->blocks == NULL)
    return;
  wb_report_blocks_choose (self->blocks, wb_block_row_get_id (WB_BLOCK_ROW (row)));
}

static void
on_activated (GtkListBox *list, GtkListBoxRow *row, WbBlockList *self)
{
  g_signal_emit (self, opened, 0);
}

/* Moving and hiding */

void
wb_block_list_keep_focus (WbBlockList *self)
{
  self->keeps_focus = TRUE;
}

static void
toggle (WbBlockList *self, WbReportBlock *block)
{
  const TnBlockEntry *entry = wb_report_block_get (block);

  if (entry->covered || entry->state == TN_BLOCK_GONE)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    wb_report_show (self->blocks, entry->id, entry->hidden);
}

static void
on_toggled (WbBlockRow *row, WbBlockList *self)
{
  toggle (self, wb_report_blocks_find (self->blocks, wb_block_row_get_id (row)));
}

static void
on_folded (WbBlockRow *row, WbBlockList *self)
{
  const char *id = wb_block_row_get_id (row);

  wb_report_blocks_open (self->blocks, id, !wb_report_blocks_is_open (self->blocks, id));
}

static gboolean
is_point (WbReportBlock *block)
{
  return g_str_equal (wb_report_block_get (block)->kind, "item");
}

/* The block before that one among all that are shown; nullable. */
static WbReportBlock *
find_above (WbBlockList *self, const char *id)
{
  int place = wb_report_blocks_find_place (self->blocks, id);
  g_autoptr (WbReportBlock) above =
      place > 0 ? g_list_model_get_item (G_LIST_MODEL (self->blocks), (guint) place - 1) : NULL;

  return above;
}

/* Parts go among parts: to that the row is of, or is in. */
static const char *
find_part_before (WbBlockList *self, const char *part, gboolean above)
{
  const char *before = "";

  if (!above)
    return part;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->blocks)); i++)
    {
      g_autoptr (WbReportBlock) block = g_list_model_get_item (G_LIST_MODEL (self->blocks), i);

      if (!wb_report_block_is_part (block))
        continue;
      if (g_str_equal (wb_report_block_get_id (block), part))
        return before;
      before = wb_report_block_get_id (block);
    }

  return before;
}

static void
on_dropped (WbBlockRow *row, const char *id, gboolean above, WbBlockList *self)
{
  WbReportBlock *moved = wb_report_blocks_find (self->blocks, id);
  WbReportBlock *target = wb_report_blocks_find (self->blocks, wb_block_row_get_id (row));
  const char *after;

  if (wb_report_block_is_part (moved))
    after = find_part_before (self, wb_report_block_get (target)->part,
                              above && wb_report_block_is_part (target));
  else
    {
      if (above && !wb_report_block_is_part (target))
        target = find_above (self, wb_report_block_get_id (target));
      if (target == NULL || (is_point (moved) && !is_point (target) &&
                             !g_str_equal (wb_report_block_get (target)->kind, "list")))
        {
          gtk_widget_error_bell (GTK_WIDGET (self));
          return;
        }
      after = wb_report_block_get_id (target);
    }
  if (g_str_equal (after, id))
    return;
  wb_report_blocks_choose (self->blocks, id);
  wb_block_list_keep_focus (self);
  wb_report_move (self->blocks, id, after);
}

/* The keyboard */

static gboolean
on_move_key (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  WbBlockList *self = WB_BLOCK_LIST (widget);
  WbReportBlock *chosen = get_chosen (self);

  if (chosen == NULL)
    return FALSE;
  wb_block_list_keep_focus (self);
  wb_report_step (self->blocks, wb_report_block_get_id (chosen), GPOINTER_TO_INT (user_data));

  return TRUE;
}

static gboolean
on_delete_key (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  WbBlockList *self = WB_BLOCK_LIST (widget);
  WbReportBlock *chosen = get_chosen (self);

  if (chosen == NULL)
    return FALSE;
  if (wb_report_block_is_own (chosen) || wb_report_block_get (chosen)->state == TN_BLOCK_GONE)
    wb_report_remove (self->blocks, wb_report_block_get_id (chosen));
  else
    toggle (self, chosen);

  return TRUE;
}

static gboolean
on_fold_key (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  WbBlockList *self = WB_BLOCK_LIST (widget);
  WbReportBlock *chosen = get_chosen (self);
  gboolean open = GPOINTER_TO_INT (user_data);

  if (chosen == NULL || *wb_report_block_get (chosen)->part == '\0')
    return FALSE;
  if (!wb_report_block_is_part (chosen) && !open)
    {
      wb_block_list_keep_focus (self);
      wb_report_blocks_choose (self->blocks, wb_report_block_get (chosen)->part);
    }
  else if (wb_report_block_is_part (chosen))
    wb_report_blocks_open (self->blocks, wb_report_block_get_id (chosen), open);

  return TRUE;
}

static void
add_key (WbBlockList *self,
         GtkShortcutController *keys,
         const char *trigger,
         GtkShortcutFunc func,
         int number)
{
  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                              gtk_callback_action_new (func, GINT_TO_POINTER (number), NULL)));
}

static void
add_keys (WbBlockList *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (keys);
  gboolean rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  add_key (self, controller, "<Alt>Up|<Alt>KP_Up", on_move_key, -1);
  add_key (self, controller, "<Alt>Down|<Alt>KP_Down", on_move_key, 1);
  add_key (self, controller, "Delete|KP_Delete", on_delete_key, 0);
  add_key (self, controller, rtl ? "Right" : "Left", on_fold_key, FALSE);
  add_key (self, controller, rtl ? "Left" : "Right", on_fold_key, TRUE);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* The widget */

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  WbBlockList *self = user_data;
  GtkWidget *row = wb_block_row_new (self->blocks, item);

  g_signal_connect (row, "toggled", G_CALLBACK (on_toggled), self);
  g_signal_connect (row, "folded", G_CALLBACK (on_folded), self);
  g_signal_connect (row, "dropped", G_CALLBACK (on_dropped), self);

  return row;
}

static void
wb_block_list_dispose (GObject *object)
{
  WbBlockList *self = WB_BLOCK_LIST (object);

  if (self->blocks != NULL)
    g_signal_handlers_disconnect_by_data (self->blocks, self);
  g_clear_object (&self->blocks);

  G_OBJECT_CLASS (wb_block_list_parent_class)->dispose (object);
}

static void
wb_block_list_class_init (WbBlockListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_block_list_dispose;
  opened = g_signal_new ("opened", WB_TYPE_BLOCK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 0);
}

static void
wb_block_list_init (WbBlockList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_list_box_set_activate_on_single_click (self->list, FALSE);
  wb_name_widget (self->list, wb_say (N_ ("Blocks of the report")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->list), NULL);
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scrolled));
  g_signal_connect (self->list, "row-selected", G_CALLBACK (on_selected), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_activated), self);
  add_keys (self);
}

GtkWidget *
wb_block_list_new (WbReportBlocks *blocks)
{
  WbBlockList *self = g_object_new (WB_TYPE_BLOCK_LIST, NULL);

  self->blocks = g_object_ref (blocks);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (blocks), make_row, self, NULL);
  g_signal_connect_swapped (blocks, "chosen", G_CALLBACK (mark_chosen), self);

  return GTK_WIDGET (self);
}
