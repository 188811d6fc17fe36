/* wb-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-grid-private.h"
#include "wb-ui.h"
#include "wb-work.h"

#define MAX_COPY 100000

static guint signals[WB_GRID_N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (WbGrid,
                               wb_grid,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

guint
_wb_grid_get_signal (WbGridSignal which)
{
  return signals[which];
}

/* Places */

double
_wb_grid_get_scroll (WbGrid *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->scrolling.adjustments[orientation];

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

  return place < self->n_frozen ? x
                                : x - (int) _wb_grid_get_scroll (self, GTK_ORIENTATION_HORIZONTAL);
}

double
_wb_grid_get_y (WbGrid *self, gsize row)
{
  return WB_GRID_HEADER + (double) row * WB_GRID_ROW -
         _wb_grid_get_scroll (self, GTK_ORIENTATION_VERTICAL);
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
  int left = (int) _wb_grid_get_scroll (self, GTK_ORIENTATION_HORIZONTAL) + frozen;
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - self->gutter - frozen;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - WB_GRID_HEADER;
  double top = _wb_grid_get_scroll (self, GTK_ORIENTATION_VERTICAL);
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

/* The place at @x of the widget; frozen columns lie over those that scroll. */
guint
_wb_grid_find_place (WbGrid *self, double x)
{
  int frozen = self->gutter + g_array_index (self->starts, int, self->n_frozen);
  double inside = x - self->gutter;

  if (x >= frozen)
    inside += _wb_grid_get_scroll (self, GTK_ORIENTATION_HORIZONTAL);

  return find_place (self, MAX ((int) inside, 0));
}

gboolean
_wb_grid_is_empty (WbGrid *self)
{
  return self->sheet == NULL || self->columns->len == 0 || wb_sheet_get_n_rows (self->sheet) == 0;
}

gboolean
_wb_grid_is_selected (WbGrid *self, gsize row, guint place)
{
  if (_wb_grid_is_marked (self, _wb_grid_get_column (self, place), WB_GRID_PICKED))
    return TRUE;

  return row >= MIN (self->row, self->anchor_row) && row <= MAX (self->row, self->anchor_row) &&
         place >= MIN (self->place, self->anchor_place) &&
         place <= MAX (self->place, self->anchor_place) &&
         (self->row != self->anchor_row || self->place != self->anchor_place);
}

/* Sizes */

void
_wb_grid_update_starts (WbGrid *self)
{
  int at = 0;

  g_array_set_size (self->starts, 0);
  for (guint i = 0; i <= self->columns->len; i++)
    {
      g_array_append_val (self->starts, at);
      if (i < self->columns->len)
        at += wb_grid_get_width (self, g_array_index (self->columns, guint, i));
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

  if (self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    configure (self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL], get_total_width (self),
               MAX (width, 1), WB_GRID_LEAST);
  if (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    configure (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL], (double) n_rows * WB_GRID_ROW,
               MAX (height, 1), WB_GRID_ROW);
}

void
_wb_grid_update (WbGrid *self)
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
  _wb_grid_update (self);
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

/* The selected cells; whole columns when those are chosen. */
void
wb_grid_copy (WbGrid *self)
{
  g_autoptr (GArray) columns = NULL;
  gsize first = MIN (self->row, self->anchor_row), last = MAX (self->row, self->anchor_row);

  if (_wb_grid_is_empty (self))
    return;
  columns = wb_grid_get_picked (self);
  if (_wb_grid_is_marked (self, g_array_index (columns, guint, 0), WB_GRID_PICKED))
    {
      first = 0;
      last = wb_sheet_get_n_rows (self->sheet) - 1;
    }
  wb_sheet_copy (self->sheet, (const guint *) columns->data, columns->len, first,
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
wb_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WbGrid *self = WB_GRID (object);

  if (wb_scrolling_set (&self->scrolling, self, G_CALLBACK (on_scrolled), id, value))
    update_adjustments (self);
}

static void
wb_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  wb_scrolling_get (&WB_GRID (object)->scrolling, id, value);
}

static void
wb_grid_dispose (GObject *object)
{
  WbGrid *self = WB_GRID (object);

  _wb_grid_drop_proxies (self);
  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_clear_object (&self->sheet);
  wb_scrolling_clear (&self->scrolling, self);

  G_OBJECT_CLASS (wb_grid_parent_class)->dispose (object);
}

static void
wb_grid_finalize (GObject *object)
{
  WbGrid *self = WB_GRID (object);

  g_array_unref (self->columns);
  g_array_unref (self->widths);
  g_array_unref (self->starts);
  g_array_unref (self->marks);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->headers);

  G_OBJECT_CLASS (wb_grid_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second, GType third)
{
  return g_signal_new (name, WB_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n,
                       first, second, third);
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
  wb_scrolling_install (object_class);
  gtk_widget_class_set_css_name (widget_class, "grid-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  signals[WB_GRID_COLUMN_CHOSEN] = add_signal ("column-chosen", 1, G_TYPE_UINT, 0, 0);
  signals[WB_GRID_COLUMN_OPENED] = add_signal ("column-opened", 1, G_TYPE_UINT, 0, 0);
  signals[WB_GRID_COLUMN_MENU] = add_signal ("column-menu", 3, G_TYPE_UINT, G_TYPE_INT, G_TYPE_INT);
  signals[WB_GRID_ARRANGED] = add_signal ("arranged", 2, G_TYPE_UINT, G_TYPE_BOOLEAN, 0);
}

static void
wb_grid_init (WbGrid *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->widths = g_array_new (FALSE, FALSE, sizeof (int));
  self->starts = g_array_new (FALSE, FALSE, sizeof (int));
  self->marks = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->rows = g_ptr_array_new ();
  self->headers = g_ptr_array_new ();
  self->sorted = -1;
  self->hovered = self->resized = self->moved = self->drop = -1;
  _wb_grid_update_starts (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* Columns stand in the order of the file, whatever way the words of the window run. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  _wb_grid_add_keys (self);
  _wb_grid_add_pointer (self);
}

GtkWidget *
wb_grid_new (void)
{
  return g_object_new (WB_TYPE_GRID, NULL);
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
  g_array_set_size (self->marks, 0);
  g_array_set_size (self->marks, n);
  for (guint i = 0; i < n; i++)
    {
      int width = wb_grid_guess_width (self, i);

      g_array_append_val (self->columns, i);
      g_array_append_val (self->widths, width);
    }
  self->row = self->anchor_row = 0;
  self->place = self->anchor_place = 0;
  self->n_frozen = 0;
  self->sorted = -1;
  self->hovered = self->resized = self->moved = self->drop = -1;
  if (sheet != NULL)
    g_signal_connect (sheet, "changed", G_CALLBACK (on_sheet_changed), self);
  _wb_grid_update_starts (self);
  update_gutter (self);
  _wb_grid_update (self);
}

WbSheet *
wb_grid_get_sheet (WbGrid *self)
{
  return self->sheet;
}

/**
 * wb_grid_get_first_row:
 *
 * Returns: the shown row at the top
 */
gsize
wb_grid_get_first_row (WbGrid *self)
{
  WbGridView view;

  _wb_grid_get_view (self, &view);

  return view.first_row;
}
