/* tn-html-grid.c: tables in HTML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-error.h"
#include "tn-html-private.h"

static double
on_scale (const TnGridColumn *column, double value)
{
  return 100 * CLAMP ((value - column->low) / (column->high - column->low), 0, 1);
}

static void
put_number (TnHtml *self, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.1f", value);
  g_string_append_printf (self->out, " %s=\"%s\"", name, text);
}

static void
put_bar (TnHtml *self, const TnGridColumn *column, const TnCell *cell)
{
  static const char *const tones[] = {
    [TN_GRID_TONE_GREY] = "grey", [TN_GRID_TONE_BLUE] = "blue", [TN_GRID_TONE_RUST] = "rust"
  };

  _tn_html_put (self, "<svg class=\"bar\" viewBox=\"-4 0 108 16\" aria-hidden=\"true\" "
                      "preserveAspectRatio=\"none\">");
  if (cell->bar == TN_GRID_BAR_LENGTH && isfinite (cell->value))
    {
      g_string_append_printf (self->out, "<rect class=\"%s\" x=\"0\" y=\"3\" height=\"10\"",
                              tones[cell->tone]);
      put_number (self, "width", MAX (0.5, on_scale (column, cell->value)));
      _tn_html_put (self, "/>");
    }
  if (cell->bar == TN_GRID_BAR_INTERVAL)
    _tn_html_put (self, "<line class=\"axis\" x1=\"0\" x2=\"100\" y1=\"8\" y2=\"8\"/>");
  if (cell->bar == TN_GRID_BAR_INTERVAL && isfinite (cell->low) && isfinite (cell->high))
    {
      g_string_append_printf (self->out,
                              "<line class=\"%s\" stroke-width=\"2.5\" y1=\"8\" y2=\"8\"",
                              tones[cell->tone]);
      put_number (self, "x1", on_scale (column, cell->low));
      put_number (self, "x2", on_scale (column, cell->high));
      _tn_html_put (self, "/>");
    }
  if (cell->bar == TN_GRID_BAR_INTERVAL && isfinite (cell->value))
    {
      g_string_append_printf (self->out, "<circle class=\"%s\" r=\"4\" cy=\"8\"",
                              tones[cell->tone]);
      put_number (self, "cx", on_scale (column, cell->value));
      _tn_html_put (self, "/>");
    }
  _tn_html_put (self, "</svg>");
}

static void
put_more (TnHtml *self, const TnText *text, const char *class)
{
  if (text == NULL)
    return;
  g_string_append_printf (self->out, " <span class=\"%s\">", class);
  _tn_html_put_text (self, text);
  _tn_html_put (self, "</span>");
}

static void
put_cell (TnHtml *self, const TnGridColumn *column, const TnCell *cell)
{
  switch (cell->kind)
    {
    case TN_CELL_TEXT:
      _tn_html_put_text (self, cell->text);
      break;
    case TN_CELL_LINES:
      _tn_html_put_text (self, cell->text);
      put_more (self, cell->more, "more below");
      break;
    case TN_CELL_BAR:
    case TN_CELL_BESIDE:
      _tn_html_put (self, "<span class=\"figures\">");
      if (cell->kind == TN_CELL_BAR)
        put_bar (self, column, cell);
      _tn_html_put_text (self, cell->text);
      put_more (self, cell->more, "more");
      _tn_html_put (self, "</span>");
      break;
    case TN_CELL_TAG:
      _tn_html_put (self, cell->filled ? "<span class=\"tag filled\">" : "<span class=\"tag\">");
      _tn_html_put_text (self, cell->text);
      _tn_html_put (self, "</span>");
      break;
    case TN_CELL_EMPTY:
    default:
      break;
    }
}

static gboolean
starts_group (const TnGrid *grid, guint column)
{
  for (guint i = 0; i < grid->groups->len; i++)
    if (g_array_index (grid->groups, TnGridGroup, i).first == column && column > 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_tied (const TnGrid *grid, guint row, guint column)
{
  for (guint i = 0; i < grid->ties->len; i++)
    {
      const TnGridTie *tie = &g_array_index (grid->ties, TnGridTie, i);

      if (tie->column == column && row >= tie->first_row && row - tie->first_row < tie->n_rows)
        return TRUE;
    }
  return FALSE;
}

static void
put_classes (TnHtml *self, const TnGrid *grid, guint column, gboolean tied)
{
  TnGridAlign align = g_array_index (grid->columns, TnGridColumn, column).align;
  const char *parts[] = { align == TN_GRID_END      ? "e"
                          : align == TN_GRID_CENTER ? "m"
                                                    : "",
                          starts_group (grid, column) ? " g" : "", tied ? " t" : "" };
  g_autofree char *classes = g_strconcat (parts[0], parts[1], parts[2], NULL);

  if (classes[0] != '\0')
    g_string_append_printf (self->out, " class=\"%s\"", g_strchug (classes));
}

static void
write_groups (TnHtml *self, const TnGrid *grid)
{
  guint at = 0;

  if (grid->groups->len == 0)
    return;
  _tn_html_put (self, "<tr class=\"groups\">");
  for (guint i = 0; i < grid->groups->len; i++)
    {
      const TnGridGroup *group = &g_array_index (grid->groups, TnGridGroup, i);

      if (group->first > at)
        g_string_append_printf (self->out, "<td colspan=\"%u\"></td>", group->first - at);
      g_string_append_printf (self->out, "<th scope=\"colgroup\" colspan=\"%u\"%s>",
                              group->n_columns, group->first > 0 ? " class=\"g\"" : "");
      _tn_html_put_text (self, group->title);
      _tn_html_put (self, "</th>");
      at = group->first + group->n_columns;
    }
  if (at < grid->columns->len)
    g_string_append_printf (self->out, "<td colspan=\"%u\"></td>", grid->columns->len - at);
  _tn_html_put (self, "</tr>\n");
}

static void
write_head (TnHtml *self, const TnGrid *grid)
{
  _tn_html_put (self, "<thead>\n");
  write_groups (self, grid);
  _tn_html_put (self, "<tr>");
  for (guint j = 0; j < grid->columns->len; j++)
    {
      const TnGridColumn *column = &g_array_index (grid->columns, TnGridColumn, j);

      _tn_html_put (self, column->title == NULL ? "<td" : "<th scope=\"col\"");
      put_classes (self, grid, j, FALSE);
      _tn_html_put (self, ">");
      if (column->title != NULL)
        _tn_html_put_text (self, column->title);
      _tn_html_put (self, column->title == NULL ? "</td>" : "</th>");
    }
  _tn_html_put (self, "</tr>\n</thead>\n");
}

static void
write_row (TnHtml *self, const TnGrid *grid, guint row)
{
  static const char *const starts[] = {
    [TN_GRID_ROW_PLAIN] = "<tr>",
    [TN_GRID_ROW_BASE] = "<tr class=\"base\">",
    [TN_GRID_ROW_QUIET] = "<tr class=\"quiet\">",
    [TN_GRID_ROW_STRONG] = "<tr class=\"strong\">",
  };

  _tn_html_put (self, starts[g_array_index (grid->rows, TnGridRow, row)]);
  for (guint j = 0; j < grid->columns->len; j++)
    {
      gboolean header = j == grid->row_header;

      _tn_html_put (self, header ? "<th scope=\"row\"" : "<td");
      put_classes (self, grid, j, is_tied (grid, row, j));
      _tn_html_put (self, ">");
      put_cell (self, &g_array_index (grid->columns, TnGridColumn, j),
                &g_array_index (grid->cells, TnCell, (gsize) row * grid->columns->len + j));
      _tn_html_put (self, header ? "</th>" : "</td>");
    }
  _tn_html_put (self, "</tr>\n");
}

gboolean
_tn_html_put_grid (TnHtml *self, const TnBlock *block, GError **error)
{
  const TnGrid *grid = block->grid;

  if (grid->columns->len == 0)
    return TRUE;
  /* Wide tables scroll in a frame of their own, which the keyboard can reach. */
  _tn_html_put (self, "<div class=\"scroll\" tabindex=\"0\">");
  _tn_html_open_element (self, "table", grid->dense ? "dense" : NULL, block);
  if (grid->caption != NULL)
    _tn_html_put_element (self, "caption", NULL, NULL, grid->caption);
  write_head (self, grid);
  _tn_html_put (self, "<tbody>\n");
  for (guint i = 0; i < grid->rows->len; i++)
    {
      if (i % 16 == 0 && tn_cancelled (self->cancellable, error))
        return FALSE;
      write_row (self, grid, i);
    }
  _tn_html_put (self, "</tbody></table></div>\n");
  if (grid->footer != NULL)
    _tn_html_put_element (self, "p", "small", NULL, grid->footer);
  return TRUE;
}
