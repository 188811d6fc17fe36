/* wb-grid-draw.c: the grid as it is seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-chart-view.h"
#include "wb-grid-private.h"
#include "wb-role.h"
#include "wb-words.h"

typedef struct
{
  WbGrid *grid;
  GtkSnapshot *snapshot;
  PangoLayout *layout;
  PangoFontDescription *plain, *bold, *small;
  GdkRGBA ink, soft, line, wash, accent, tint, series, warning, risk;
  WbGridView view;
  int width, height;
} Painter;

static void
fill (Painter *self, const GdkRGBA *colour, double x, double y, double width, double height)
{
  gtk_snapshot_append_color (self->snapshot, colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* One line of text in a box, cut with an ellipsis; @align 0 to 1. */
static void
write_text (Painter *self,
            const char *text,
            const PangoFontDescription *font,
            const GdkRGBA *colour,
            double x,
            double y,
            double width,
            double height,
            double align)
{
  int text_width, text_height;

  if (width < 6)
    return;
  pango_layout_set_font_description (self->layout, font);
  pango_layout_set_width (self->layout, (int) width * PANGO_SCALE);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT (x + MAX (width - text_width, 0) * align,
                                                y + (height - text_height) / 2));
  gtk_snapshot_append_layout (self->snapshot, self->layout, colour);
  gtk_snapshot_restore (self->snapshot);
}

const char *
_wb_grid_type_icon (TnColumnType type)
{
  switch (type)
    {
    case TN_COLUMN_NUMBER:
      return "tenure-number-symbolic";
    case TN_COLUMN_CATEGORY:
      return "tenure-category-symbolic";
    case TN_COLUMN_TIME:
      return "tenure-clock-symbolic";
    case TN_COLUMN_FLAG:
      return "tenure-flag-symbolic";
    default:
      return "tenure-text-symbolic";
    }
}

static void
draw_icon (Painter *self, const char *name, const GdkRGBA *colour, double x, double y, int size)
{
  GtkWidget *widget = GTK_WIDGET (self->grid);
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), name, NULL, size,
      gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget),
      GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), self->snapshot, size,
                                            size, colour, 1);
  gtk_snapshot_restore (self->snapshot);
}

/* Headers */

/* The whole bar is. */
static gboolean
is_below_zero (const WbShape *shape, guint bin)
{
  double end = shape->bins_low + (shape->bins_high - shape->bins_low) * (bin + 1) / shape->n_bins;

  return shape->n_below_zero > 0 && end <= 0;
}

static void
draw_shape (Painter *self, const WbShape *shape, double x, double y, double width, double height)
{
  gsize most = 1;
  double step;

  for (guint i = 0; i < shape->n_bins; i++)
    most = MAX (most, shape->bins[i]);
  if (shape->n_bins == 0)
    return;
  step = width / MAX (shape->n_bins, 3);
  for (guint i = 0; i < shape->n_bins; i++)
    {
      double bar = shape->bins[i] > 0 ? MAX (height * shape->bins[i] / most, 1) : 0;

      fill (self, is_below_zero (shape, i) ? &self->risk : &self->series, x + i * step,
            y + height - bar, MAX (step - 1, 1), bar);
    }
}

static void
draw_role (Painter *self, TnRole role, double x, double y, double width)
{
  GskRoundedRect chip;
  int text_width, text_height;
  const char *text = wb_role_say (role);

  if (role == TN_ROLE_NONE)
    return;
  pango_layout_set_font_description (self->layout, self->small);
  pango_layout_set_width (self->layout, (int) width * PANGO_SCALE);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  gsk_rounded_rect_init_from_rect (&chip, &GRAPHENE_RECT_INIT (x, y, text_width + 14, 18), 9);
  gtk_snapshot_push_rounded_clip (self->snapshot, &chip);
  gtk_snapshot_append_color (self->snapshot, &self->tint, &chip.bounds);
  gtk_snapshot_pop (self->snapshot);
  write_text (self, text, self->small, &self->accent, x + 7, y, width - 7, 18, 0);
}

/* Behind the name, from the end: the menu, how the rows are sorted, that they are filtered by it.
 * Gives how much room they take. */
static double
draw_marks (Painter *self, guint place)
{
  WbGrid *grid = self->grid;
  guint column = _wb_grid_get_column (grid, place);
  double end = _wb_grid_get_x (grid, place) + _wb_grid_get_width (grid, place) - WB_GRID_PAD;
  double x = end;

  if (place == grid->place || (int) place == grid->hovered)
    draw_icon (self, "view-more-symbolic", &self->soft, x -= 14, 7, 14);
  if (grid->sorted == (int) column)
    draw_icon (self,
               grid->descending ? "view-sort-descending-symbolic" : "view-sort-ascending-symbolic",
               &self->accent, x -= 18, 7, 14);
  if (_wb_grid_is_marked (grid, column, WB_GRID_FILTERED))
    draw_icon (self, "tenure-filter-symbolic", &self->accent, x -= 18, 7, 14);

  return end - x;
}

static void
draw_summary (Painter *self, const WbShape *shape, double x, double width)
{
  g_autofree char *missing = wb_shape_say_missing (shape);
  gboolean much = shape->n_missing > shape->n_rows / 5;

  draw_shape (self, shape, x, 49, width, 22);
  write_text (self, missing, self->small,
              much                   ? &self->warning
              : shape->n_missing > 0 ? &self->ink
                                     : &self->soft,
              x, 74, width, 18, 0);
}

static void
draw_header (Painter *self, guint place)
{
  WbGrid *grid = self->grid;
  guint column = _wb_grid_get_column (grid, place);
  TnTable *table = wb_sheet_get_table (grid->sheet);
  const TnField *field = tn_table_get_field (table, column);
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
  const WbShape *shape = wb_sheet_peek_shape (grid->sheet, column);
  double x = _wb_grid_get_x (grid, place), width = _wb_grid_get_width (grid, place);
  double inner = width - 2 * WB_GRID_PAD;
  g_autofree char *name = tn_field_say (field, wb_language ());
  double marks;

  if (place == grid->place || _wb_grid_is_marked (grid, column, WB_GRID_PICKED))
    fill (self, &self->tint, x, 0, width, WB_GRID_HEADER);
  if (place == grid->place)
    fill (self, &self->accent, x, 0, width - 1, 2);
  draw_icon (self, _wb_grid_type_icon (type), &self->soft, x + WB_GRID_PAD, 7, 14);
  marks = draw_marks (self, place);
  write_text (self, name, self->bold, &self->ink, x + WB_GRID_PAD + 19, 4, inner - 19 - marks, 20,
              0);
  draw_role (self, field->role, x + WB_GRID_PAD, 27, inner);
  if (shape != NULL)
    draw_summary (self, shape, x + WB_GRID_PAD, inner);
  fill (self, &self->line, x + width - 1, 0, 1, WB_GRID_HEADER);
}

/* Where a dragged column would go. */
static void
draw_drop (Painter *self)
{
  WbGrid *grid = self->grid;
  guint last = grid->columns->len - 1;
  int x;

  if (grid->drop < 0)
    return;
  x = (guint) grid->drop <= last ? _wb_grid_get_x (grid, (guint) grid->drop)
                                 : _wb_grid_get_x (grid, last) + _wb_grid_get_width (grid, last);
  fill (self, &self->accent, x - 2, 0, 3, self->height);
}

/* Cells */

static void
draw_cell (Painter *self, gsize row, guint place)
{
  WbGrid *grid = self->grid;
  guint column = _wb_grid_get_column (grid, place);
  TnColumn *data = tn_table_get_column (wb_sheet_get_table (grid->sheet), column);
  gboolean is_number = tn_column_get_column_type (data) == TN_COLUMN_NUMBER;
  double x = _wb_grid_get_x (grid, place), y = _wb_grid_get_y (grid, row);
  double width = _wb_grid_get_width (grid, place);
  const char *text = NULL;

  if (_wb_grid_is_selected (grid, row, place))
    fill (self, &self->tint, x, y, width, WB_GRID_ROW);
  fill (self, &self->line, x + width - 1, y, 1, WB_GRID_ROW);
  if (!wb_sheet_peek (grid->sheet, column, row, &text))
    {
      fill (self, &self->wash, x + WB_GRID_PAD, y + 10, MIN (width - 2 * WB_GRID_PAD, 60), 8);
      return;
    }
  write_text (self, text != NULL ? text : wb_say (N_ ("missing")),
              text != NULL ? self->plain : self->small, text != NULL ? &self->ink : &self->soft,
              x + WB_GRID_PAD, y, width - 2 * WB_GRID_PAD, WB_GRID_ROW, is_number ? 1 : 0);
}

static void
draw_cursor (Painter *self)
{
  WbGrid *grid = self->grid;
  double x, y, width;

  if (grid->columns->len == 0 || wb_sheet_get_n_rows (grid->sheet) == 0)
    return;
  x = _wb_grid_get_x (grid, grid->place);
  y = _wb_grid_get_y (grid, grid->row);
  width = _wb_grid_get_width (grid, grid->place);
  fill (self, &self->accent, x - 1, y - 1, width + 1, 2);
  fill (self, &self->accent, x - 1, y + WB_GRID_ROW - 1, width + 1, 2);
  fill (self, &self->accent, x - 1, y - 1, 2, WB_GRID_ROW);
  fill (self, &self->accent, x + width - 2, y - 1, 2, WB_GRID_ROW);
}

static void
draw_columns (Painter *self, guint from, guint to, double left, double right)
{
  gtk_snapshot_push_clip (self->snapshot,
                          &GRAPHENE_RECT_INIT (left, 0, MAX (right - left, 0), self->height));
  gtk_snapshot_push_clip (self->snapshot,
                          &GRAPHENE_RECT_INIT (left, WB_GRID_HEADER, MAX (right - left, 0),
                                               MAX (self->height - WB_GRID_HEADER, 0)));
  for (guint place = from; place < to; place++)
    for (gsize row = self->view.first_row; row < self->view.last_row; row++)
      draw_cell (self, row, place);
  if (self->grid->place >= from && self->grid->place < to)
    draw_cursor (self);
  gtk_snapshot_pop (self->snapshot);
  for (guint place = from; place < to; place++)
    draw_header (self, place);
  gtk_snapshot_pop (self->snapshot);
}

static void
draw_gutter (Painter *self)
{
  WbGrid *grid = self->grid;

  fill (self, &self->wash, 0, WB_GRID_HEADER, grid->gutter, self->height - WB_GRID_HEADER);
  gtk_snapshot_push_clip (
      self->snapshot,
      &GRAPHENE_RECT_INIT (0, WB_GRID_HEADER, self->width, MAX (self->height - WB_GRID_HEADER, 0)));
  for (gsize row = self->view.first_row; row < self->view.last_row; row++)
    {
      gsize number = wb_sheet_get_table_row (grid->sheet, row) + 1;
      g_autofree char *text = tn_language_format_count (wb_language (), number);
      double y = _wb_grid_get_y (grid, row);

      write_text (self, text, self->small, &self->soft, 4, y, grid->gutter - 12, WB_GRID_ROW, 1);
      fill (self, &self->line, 0, y + WB_GRID_ROW - 1, self->width, 1);
    }
  gtk_snapshot_pop (self->snapshot);
}

static GdkRGBA
look_up (WbGrid *grid, const char *name, GdkRGBA fallback)
{
  GdkRGBA colour = fallback;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (grid)), name, &colour);

  return colour;
}

static void
choose_colours (Painter *self)
{
  TnPlotStyle style = wb_plot_style (FALSE);

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self->grid)), &self->ink);
  self->soft = self->line = self->wash = self->ink;
  self->soft.alpha *= 0.62;
  self->line.alpha *= 0.12;
  self->wash.alpha *= 0.04;
  self->accent = look_up (self->grid, "accent_color", self->ink);
  self->tint = look_up (self->grid, "accent_bg_color", self->ink);
  self->tint.alpha = 0.14;
  self->series = wb_plot_colour (&style.series[1]);
  self->risk = wb_plot_colour (&style.series[2]);
  self->warning = look_up (self->grid, "warning_color", self->ink);
}

/* Sizes of a theme are pixels, those of a settings file points: either is scaled as it is. */
static void
scale_font (PangoFontDescription *font, int points)
{
  int size = pango_font_description_get_size (font) * points / 11;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, size);
}

static void
choose_fonts (Painter *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->grid));

  self->layout = pango_layout_new (context);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  self->plain = pango_font_description_copy (pango_context_get_font_description (context));
  self->bold = pango_font_description_copy (self->plain);
  self->small = pango_font_description_copy (self->plain);
  scale_font (self->plain, 10);
  scale_font (self->bold, 10);
  pango_font_description_set_weight (self->bold, PANGO_WEIGHT_BOLD);
  scale_font (self->small, 9);
}

static void
drop_fonts (Painter *self)
{
  pango_font_description_free (self->plain);
  pango_font_description_free (self->bold);
  pango_font_description_free (self->small);
  g_object_unref (self->layout);
}

static int
measure_text (Painter *self, const char *text, const PangoFontDescription *font)
{
  int width;

  pango_layout_set_font_description (self->layout, font);
  pango_layout_set_width (self->layout, -1);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);

  return width;
}

/* Pixels its name and its cells in view want. */
int
_wb_grid_measure_column (WbGrid *grid, guint place)
{
  Painter self = { .grid = grid };
  guint column = _wb_grid_get_column (grid, place);
  g_autofree char *name =
      tn_field_say (tn_table_get_field (wb_sheet_get_table (grid->sheet), column), wb_language ());
  WbGridView view;
  int width;

  choose_fonts (&self);
  _wb_grid_get_view (grid, &view);
  width = measure_text (&self, name, self.bold) + 19 + 18;
  for (gsize row = view.first_row; row < view.last_row; row++)
    {
      const char *text = NULL;

      if (wb_sheet_peek (grid->sheet, column, row, &text) && text != NULL)
        width = MAX (width, measure_text (&self, text, self.plain));
    }
  drop_fonts (&self);

  return width + 2 * WB_GRID_PAD + 2;
}

void
_wb_grid_draw (WbGrid *grid, GtkSnapshot *snapshot)
{
  Painter self = { .grid = grid,
                   .snapshot = snapshot,
                   .width = gtk_widget_get_width (GTK_WIDGET (grid)),
                   .height = gtk_widget_get_height (GTK_WIDGET (grid)) };
  int frozen_end;

  choose_colours (&self);
  choose_fonts (&self);
  _wb_grid_get_view (grid, &self.view);
  frozen_end = grid->gutter + g_array_index (grid->starts, int, grid->n_frozen);
  fill (&self, &self.wash, 0, 0, self.width, WB_GRID_HEADER);
  draw_gutter (&self);
  draw_columns (&self, self.view.first_place, self.view.last_place, frozen_end, self.width);
  draw_columns (&self, 0, grid->n_frozen, grid->gutter, frozen_end);
  draw_drop (&self);
  fill (&self, &self.line, 0, WB_GRID_HEADER - 1, self.width, 1);
  fill (&self, &self.line, frozen_end - 1, 0, grid->n_frozen > 0 ? 2 : 1, self.height);
  wb_sheet_fetch (grid->sheet);
  drop_fonts (&self);
}
