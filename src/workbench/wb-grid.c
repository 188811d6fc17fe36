/* wb-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-grid-private.h"
#include "wb-ui.h"
#include "wb-work.h"

#define MAX_COPY  100000
#define EDGE      4
#define MAX_WIDTH 600

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  COLUMN_CHOSEN,
  COLUMN_MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (WbGrid,
                               wb_grid,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Places */

static double
get_scroll (WbGrid *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? floor (gtk_adjustment_get_value (adjustment)) : 0;
}

int
_wb_grid_get_width (WbGrid *self, guint place)
{
  return g_array_index (self->starts, int, place + 1) - g_array_index (self->starts, int, place);
}

int
_wb_grid_get_x (WbGrid *self, guint place)
{
  int x = self->gutter + g_array_index (self->starts, int, place);

  return place < self->n_frozen ? x : x - (int) get_scroll (self, GTK_ORIENTATION_HORIZONTAL);
}

double
_wb_grid_get_y (WbGrid *self, gsize row)
{
  return WB_GRID_HEADER + (double) row * WB_GRID_ROW - get_scroll (self, GTK_ORIENTATION_VERTICAL);
}

static int
get_total_width (WbGrid *self)
{
  return g_array_index (self->starts, int, self->columns->len);
}

/* The column that begins at or before @x, counted from the first. */
static guint
find_place (WbGrid *self, int x)
{
  guint low = 0, high = self->columns->len;

  while (low + 1 < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->starts, int, middle) <= x)
        low = middle;
      else
        high = middle;
    }

  return low;
}

void
_wb_grid_get_view (WbGrid *self, WbGridView *view)
{
  int frozen = g_array_index (self->starts, int, self->n_frozen);
  int left = (int) get_scroll (self, GTK_ORIENTATION_HORIZONTAL) + frozen;
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - self->gutter - frozen;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - WB_GRID_HEADER;
  double top = get_scroll (self, GTK_ORIENTATION_VERTICAL);
  gsize n_rows = self->sheet != NULL ? wb_sheet_get_n_rows (self->sheet) : 0;

  view->first_row = MIN ((gsize) (top / WB_GRID_ROW), n_rows);
  view->last_row =
      height > 0 ? MIN ((gsize) ((top + height) / WB_GRID_ROW) + 1, n_rows) : view->first_row;
  view->first_place = MAX (find_place (self, left), self->n_frozen);
  view->last_place = view->first_place;
  while (view->last_place < self->columns->len &&
         g_array_index (self->starts, int, view->last_place) < left + width)
    view->last_place++;
}

gboolean
_wb_grid_is_selected (WbGrid *self, gsize row, guint place)
{
  return row >= MIN (self->row, self->anchor_row) && row <= MAX (self->row, self->anchor_row) &&
         place >= MIN (self->place, self->anchor_place) &&
         place <= MAX (self->place, self->anchor_place) &&
         (self->row != self->anchor_row || self->place != self->anchor_place);
}

/* Sizes */

static int
get_column_width (WbGrid *self, guint column)
{
  return g_array_index (self->widths, int, column);
}

static void
update_starts (WbGrid *self)
{
  int at = 0;

  g_array_set_size (self->starts, 0);
  for (guint i = 0; i <= self->columns->len; i++)
    {
      g_array_append_val (self->starts, at);
      if (i < self->columns->len)
        at += get_column_width (self, g_array_index (self->columns, guint, i));
    }
}

/* As wide as the greatest row number. */
static void
update_gutter (WbGrid *self)
{
  gsize n = self->sheet != NULL ? tn_table_get_n_rows (wb_sheet_get_table (self->sheet)) : 0;
  g_autofree char *text = tn_language_format_count (wb_language (), n);

  self->gutter = 24 + 7 * (int) g_utf8_strlen (text, -1);
}

static void
configure (GtkAdjustment *adjustment, double upper, double page, double step)
{
  double value = gtk_adjustment_get_value (adjustment);

  upper = MAX (upper, page);
  gtk_adjustment_configure (adjustment, CLAMP (value, 0, upper - page), 0, upper, step,
                            MAX (page - step, step), page);
}

static void
update_adjustments (WbGrid *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - self->gutter;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - WB_GRID_HEADER;
  gsize n_rows = self->sheet != NULL ? wb_sheet_get_n_rows (self->sheet) : 0;

  if (self->adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL], get_total_width (self),
               MAX (width, 1), WB_GRID_LEAST);
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    configure (self->adjustments[GTK_ORIENTATION_VERTICAL], (double) n_rows * WB_GRID_ROW,
               MAX (height, 1), WB_GRID_ROW);
}

static void
update (WbGrid *self)
{
  update_adjustments (self);
  _wb_grid_place_proxies (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_scrolled (WbGrid *self)
{
  _wb_grid_place_proxies (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_sheet_changed (WbSheet *sheet, WbGrid *self)
{
  gsize n_rows = wb_sheet_get_n_rows (sheet);

  self->row = MIN (self->row, n_rows > 0 ? n_rows - 1 : 0);
  self->anchor_row = MIN (self->anchor_row, n_rows > 0 ? n_rows - 1 : 0);
  update (self);
}

/* The cursor */

/* What a screen reader says as it moves. */
static void
say_cursor (WbGrid *self)
{
  const TnField *field = tn_table_get_field (wb_sheet_get_table (self->sheet),
                                             g_array_index (self->columns, guint, self->place));
  g_autofree char *name = tn_field_say (field, wb_language ());
  const char *value = NULL;
  TnMessage *message = tn_message_new (N_ ("{column}: {value}, row {row} of {rows}"));
  g_autofree char *said = NULL;
  gboolean there = wb_sheet_peek (self->sheet, g_array_index (self->columns, guint, self->place),
                                  self->row, &value);

  message = tn_message_text (message, "column", name);
  message = tn_message_text (message, "value",
                             !there          ? wb_say (N_ ("loading"))
                             : value != NULL ? value
                                             : wb_say (N_ ("missing")));
  message = tn_message_count (message, "row", self->row + 1);
  said = wb_say_take (tn_message_count (message, "rows", wb_sheet_get_n_rows (self->sheet)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

static void
scroll_to_cursor (WbGrid *self)
{
  GtkAdjustment *h = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *v = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int frozen = g_array_index (self->starts, int, self->n_frozen);
  double top = (double) self->row * WB_GRID_ROW;

  if (v != NULL)
    gtk_adjustment_clamp_page (v, top, top + WB_GRID_ROW);
  if (h == NULL || self->place < self->n_frozen)
    return;
  gtk_adjustment_clamp_page (h, g_array_index (self->starts, int, self->place) - frozen,
                             g_array_index (self->starts, int, self->place + 1));
}

static void
set_cursor (WbGrid *self, gsize row, guint place, gboolean extend)
{
  gboolean other_column = place != self->place;

  self->row = row;
  self->place = place;
  if (!extend)
    {
      self->anchor_row = row;
      self->anchor_place = place;
    }
  scroll_to_cursor (self);
  say_cursor (self);
  if (other_column)
    g_signal_emit (self, signals[COLUMN_CHOSEN], 0, g_array_index (self->columns, guint, place));
  on_scrolled (self);
}

static gboolean
is_empty (WbGrid *self)
{
  return self->sheet == NULL || self->columns->len == 0 || wb_sheet_get_n_rows (self->sheet) == 0;
}

static void
move_by (WbGrid *self, gssize rows, int columns, gboolean extend)
{
  gssize row = (gssize) self->row + rows;
  int place = (int) self->place + columns;

  if (is_empty (self))
    return;
  set_cursor (self, CLAMP (row, 0, (gssize) wb_sheet_get_n_rows (self->sheet) - 1),
              CLAMP (place, 0, (int) self->columns->len - 1), extend);
}

static void
ask_menu (WbGrid *self, guint place)
{
  g_signal_emit (self, signals[COLUMN_MENU], 0, g_array_index (self->columns, guint, place),
                 _wb_grid_get_x (self, place) + _wb_grid_get_width (self, place) / 2,
                 WB_GRID_HEADER);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        WbGrid *self)
{
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  gboolean far = (state & GDK_CONTROL_MASK) != 0;
  gssize all = G_MAXSSIZE / 4;
  gssize page = MAX (gtk_widget_get_height (GTK_WIDGET (self)) / WB_GRID_ROW - 4, 1);
  int side = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (is_empty (self))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Down:
      if (state & GDK_ALT_MASK)
        ask_menu (self, self->place);
      else
        move_by (self, far ? all : 1, 0, extend);
      break;
    case GDK_KEY_Up:
      move_by (self, far ? -all : -1, 0, extend);
      break;
    case GDK_KEY_Left:
      move_by (self, 0, far ? -G_MAXINT / 2 : -side, extend);
      break;
    case GDK_KEY_Right:
      move_by (self, 0, far ? G_MAXINT / 2 : side, extend);
      break;
    case GDK_KEY_Page_Down:
      move_by (self, page, 0, extend);
      break;
    case GDK_KEY_Page_Up:
      move_by (self, -page, 0, extend);
      break;
    case GDK_KEY_Home:
      move_by (self, far ? -all : 0, -G_MAXINT / 2, extend);
      break;
    case GDK_KEY_End:
      move_by (self, far ? all : 0, G_MAXINT / 2, extend);
      break;
    case GDK_KEY_c:
      if (!far)
        return GDK_EVENT_PROPAGATE;
      wb_grid_copy (self);
      break;
    case GDK_KEY_Menu:
      ask_menu (self, self->place);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  return GDK_EVENT_STOP;
}

/* The pointer */

static guint
find_place_at (WbGrid *self, double x)
{
  int frozen = self->gutter + g_array_index (self->starts, int, self->n_frozen);
  double inside = x - self->gutter;

  if (x >= frozen)
    inside += get_scroll (self, GTK_ORIENTATION_HORIZONTAL);

  return find_place (self, MAX ((int) inside, 0));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WbGrid *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean is_menu =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY;
  guint place;
  gsize row;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (is_empty (self) || x < self->gutter ||
      x > self->gutter + get_total_width (self) - get_scroll (self, GTK_ORIENTATION_HORIZONTAL))
    return;
  place = find_place_at (self, x);
  if (y < WB_GRID_HEADER)
    {
      set_cursor (self, self->row, place, FALSE);
      if (is_menu)
        ask_menu (self, place);
      return;
    }
  row = (gsize) ((y - WB_GRID_HEADER + get_scroll (self, GTK_ORIENTATION_VERTICAL)) / WB_GRID_ROW);
  if (row < wb_sheet_get_n_rows (self->sheet))
    set_cursor (self, row, place, (state & GDK_SHIFT_MASK) != 0);
}

/* The place of the column whose right edge is at @x, or -1. */
static int
find_edge (WbGrid *self, double x, double y)
{
  if (y > WB_GRID_HEADER || self->columns->len == 0)
    return -1;
  for (int side = -EDGE; side <= EDGE; side += EDGE)
    {
      guint place = find_place_at (self, x + side);
      int end = _wb_grid_get_x (self, place) + _wb_grid_get_width (self, place);

      if (fabs (end - x) <= EDGE)
        return place;
    }

  return -1;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, WbGrid *self)
{
  self->resized = find_edge (self, x, y);
  if (self->resized < 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->resized_width = _wb_grid_get_width (self, self->resized);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, WbGrid *self)
{
  guint column;

  if (self->resized < 0)
    return;
  column = g_array_index (self->columns, guint, self->resized);
  g_array_index (self->widths, int, column) =
      CLAMP (self->resized_width + (int) x, WB_GRID_LEAST, MAX_WIDTH);
  update_starts (self);
  update (self);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, WbGrid *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   find_edge (self, x, y) >= 0 ? "col-resize" : NULL);
}

/* Copying */

static void
on_copied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autofree char *text = wb_work_finish (result, NULL);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

void
wb_grid_copy (WbGrid *self)
{
  guint from = MIN (self->place, self->anchor_place), to = MAX (self->place, self->anchor_place);
  gsize first = MIN (self->row, self->anchor_row), last = MAX (self->row, self->anchor_row);

  if (is_empty (self))
    return;
  wb_sheet_copy (self->sheet, &g_array_index (self->columns, guint, from), to - from + 1, first,
                 MIN (last, first + MAX_COPY), on_copied, g_object_ref (self));
}

/* The widget */

static void
wb_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbGrid *self = WB_GRID (widget);

  if (self->sheet != NULL)
    _wb_grid_draw (self, snapshot);
}

static void
wb_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbGrid *self = WB_GRID (widget);

  update_adjustments (self);
  _wb_grid_place_proxies (self);
}

static void
wb_grid_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : WB_GRID_HEADER + 3 * WB_GRID_ROW;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : WB_GRID_HEADER + 16 * WB_GRID_ROW;
}

static void
set_adjustment (WbGrid *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment **place = &self->adjustments[orientation];

  if (*place == adjustment && adjustment != NULL)
    return;
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, on_scrolled, self);
  g_clear_object (place);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *place = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
  update_adjustments (self);
}

static void
wb_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WbGrid *self = WB_GRID (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
wb_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WbGrid *self = WB_GRID (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
wb_grid_dispose (GObject *object)
{
  WbGrid *self = WB_GRID (object);

  _wb_grid_drop_proxies (self);
  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_clear_object (&self->sheet);
  for (guint i = 0; i < 2; i++)
    {
      if (self->adjustments[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }

  G_OBJECT_CLASS (wb_grid_parent_class)->dispose (object);
}

static void
wb_grid_finalize (GObject *object)
{
  WbGrid *self = WB_GRID (object);

  g_array_unref (self->columns);
  g_array_unref (self->widths);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (wb_grid_parent_class)->finalize (object);
}

static void
wb_grid_class_init (WbGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = wb_grid_set_property;
  object_class->get_property = wb_grid_get_property;
  object_class->dispose = wb_grid_dispose;
  object_class->finalize = wb_grid_finalize;
  widget_class->snapshot = wb_grid_snapshot;
  widget_class->size_allocate = wb_grid_size_allocate;
  widget_class->measure = wb_grid_measure;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_css_name (widget_class, "grid-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  signals[COLUMN_CHOSEN] = g_signal_new ("column-chosen", WB_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[COLUMN_MENU] =
      g_signal_new ("column-menu", WB_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_INT, G_TYPE_INT);
}

static void
add_controllers (WbGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, key);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (widget, motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

static void
wb_grid_init (WbGrid *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->widths = g_array_new (FALSE, FALSE, sizeof (int));
  self->starts = g_array_new (FALSE, FALSE, sizeof (int));
  self->rows = g_ptr_array_new ();
  self->sorted = -1;
  self->resized = -1;
  update_starts (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* Columns stand in the order of the file, whatever way the words of the window run. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  add_controllers (self);
}

GtkWidget *
wb_grid_new (void)
{
  return g_object_new (WB_TYPE_GRID, NULL);
}

/* Wide enough for the name, and for the cells as they usually are. */
static int
guess_width (TnTable *table, guint column)
{
  const TnField *field = tn_table_get_field (table, column);
  glong letters = g_utf8_strlen (field->name, -1);

  switch (tn_column_get_column_type (tn_table_get_column (table, column)))
    {
    case TN_COLUMN_TIME:
      return MAX (184, 40 + 8 * (int) MIN (letters, 20));
    case TN_COLUMN_TEXT:
      return 220;
    default:
      return CLAMP (44 + 9 * (int) letters, 110, 200);
    }
}

/**
 * wb_grid_set_sheet:
 * @sheet: (nullable): what to show, all columns of it
 */
void
wb_grid_set_sheet (WbGrid *self, WbSheet *sheet)
{
  guint n = sheet != NULL ? wb_sheet_get_n_columns (sheet) : 0;

  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_set_object (&self->sheet, sheet);
  g_array_set_size (self->columns, 0);
  g_array_set_size (self->widths, 0);
  for (guint i = 0; i < n; i++)
    {
      int width = guess_width (wb_sheet_get_table (sheet), i);

      g_array_append_val (self->columns, i);
      g_array_append_val (self->widths, width);
    }
  self->row = self->anchor_row = 0;
  self->place = self->anchor_place = 0;
  self->n_frozen = 0;
  self->sorted = -1;
  if (sheet != NULL)
    g_signal_connect (sheet, "changed", G_CALLBACK (on_sheet_changed), self);
  update_starts (self);
  update_gutter (self);
  update (self);
}

WbSheet *
wb_grid_get_sheet (WbGrid *self)
{
  return self->sheet;
}

void
wb_grid_set_columns (WbGrid *self, const guint *columns, guint n_columns)
{
  g_array_set_size (self->columns, 0);
  g_array_append_vals (self->columns, columns, n_columns);
  self->n_frozen = MIN (self->n_frozen, n_columns);
  self->place = self->anchor_place = MIN (self->place, n_columns > 0 ? n_columns - 1 : 0);
  update_starts (self);
  update (self);
}

gboolean
wb_grid_is_column_shown (WbGrid *self, guint column)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_array_index (self->columns, guint, i) == column)
      return TRUE;

  return FALSE;
}

void
wb_grid_set_frozen (WbGrid *self, guint n_frozen)
{
  self->n_frozen = MIN (n_frozen, self->columns->len);
  update (self);
}

guint
wb_grid_get_frozen (WbGrid *self)
{
  return self->n_frozen;
}

gboolean
wb_grid_get_cursor (WbGrid *self, gsize *row, guint *column)
{
  if (is_empty (self))
    return FALSE;
  *row = self->row;
  *column = g_array_index (self->columns, guint, self->place);

  return TRUE;
}

/**
 * wb_grid_move_to:
 * @row: shown row, from 0
 * @column: of the table
 *
 * Moves the cursor there and into view.
 */
void
wb_grid_move_to (WbGrid *self, gsize row, guint column)
{
  if (is_empty (self) || row >= wb_sheet_get_n_rows (self->sheet))
    return;
  for (guint i = 0; i < self->columns->len; i++)
    if (g_array_index (self->columns, guint, i) == column)
      set_cursor (self, row, i, FALSE);
}

void
wb_grid_set_sorted (WbGrid *self, int column, gboolean descending)
{
  self->sorted = column;
  self->descending = descending;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
