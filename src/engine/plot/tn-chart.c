/* tn-chart.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-chart.h"

#include <math.h>

#include "tn-chart-private.h"

static void
mark_free (gpointer data)
{
  TnMark *self = data;

  g_clear_pointer (&self->cloud, tn_cloud_free);
  g_free (self->x);
  g_free (self->y);
  g_free (self->x2);
  g_free (self->y2);
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->details, g_ptr_array_unref);
  g_free (self);
}

static void
axis_clear (TnAxis *self)
{
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->details, g_ptr_array_unref);
}

static void
panel_free (gpointer data)
{
  TnPanel *self = data;

  axis_clear (&self->x);
  axis_clear (&self->y);
  g_clear_pointer (&self->title, tn_message_unref);
  g_ptr_array_unref (self->marks);
  g_free (self);
}

static void
message_free (gpointer data)
{
  if (data != NULL)
    tn_message_unref (data);
}

static void
row_free (gpointer data)
{
  g_ptr_array_unref (data);
}

/**
 * tn_chart_new:
 * @kind: what it is, as an id: "roc"
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 *
 * Returns: (transfer full): a chart without panels
 */
TnChart *
tn_chart_new (const char *kind, TnMessage *title, TnMessage *subtitle)
{
  TnChart *self = g_new0 (TnChart, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = g_strdup (kind);
  self->title = title;
  self->subtitle = subtitle;
  self->panels = g_ptr_array_new_with_free_func (panel_free);
  self->facts = g_ptr_array_new_with_free_func (message_free);
  self->rows = g_ptr_array_new_with_free_func (row_free);

  return self;
}

/**
 * tn_chart_ref:
 * @self: a chart
 *
 * Returns: (transfer full): the same chart
 */
TnChart *
tn_chart_ref (const TnChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&((TnChart *) self)->ref_count);

  return (TnChart *) self;
}

/**
 * tn_chart_unref:
 * @self: (transfer full): a chart
 *
 * Gives back one reference.
 */
void
tn_chart_unref (TnChart *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->kind);
  g_clear_pointer (&self->title, tn_message_unref);
  g_clear_pointer (&self->subtitle, tn_message_unref);
  g_clear_pointer (&self->empty, tn_message_unref);
  g_clear_pointer (&self->note, tn_message_unref);
  g_ptr_array_unref (self->panels);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

const char *
tn_chart_get_kind (const TnChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind;
}

const TnMessage *
tn_chart_get_title (const TnChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

const TnMessage *
tn_chart_get_subtitle (const TnChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->subtitle;
}

/**
 * tn_chart_get_panels:
 * @self: a chart
 *
 * Returns: (transfer none) (element-type TnPanel): the panels, for those who look up what
 *   is under the pointer; not to be changed
 */
GPtrArray *
tn_chart_get_panels (const TnChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->panels;
}

/**
 * tn_chart_add_panel:
 * @self: a chart being built
 * @row: which row, from 0
 * @column: which column, from 0
 * @height: share of the height; below 0 a fixed number of text heights
 * @width: share of the width
 *
 * Adds a panel whose axes are linear and go as far as the data.
 *
 * Returns: (transfer none): the panel
 */
TnPanel *
tn_chart_add_panel (TnChart *self, guint row, guint column, double height, double width)
{
  TnPanel *panel;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < TN_CHART_MAX_ROWS && column < TN_CHART_MAX_COLUMNS, NULL);

  panel = g_new0 (TnPanel, 1);
  panel->row = row;
  panel->column = column;
  panel->height = height;
  panel->width = width;
  panel->x.from = panel->x.to = panel->y.from = panel->y.to = NAN;
  panel->marks = g_ptr_array_new_with_free_func (mark_free);
  g_ptr_array_add (self->panels, panel);

  return panel;
}

static void
replace (TnMessage **place, TnMessage *message)
{
  g_clear_pointer (place, tn_message_unref);
  *place = message;
}

/**
 * tn_chart_set_empty:
 * @self: a chart being built
 * @why: (transfer full): one sentence
 *
 * Says why there is nothing to draw; the sentence is drawn instead of the panels.
 */
void
tn_chart_set_empty (TnChart *self, TnMessage *why)
{
  g_return_if_fail (self != NULL);

  replace (&self->empty, why);
}

/**
 * tn_chart_set_note:
 * @self: a chart being built
 * @note: (transfer full): a sentence or two under the picture
 */
void
tn_chart_set_note (TnChart *self, TnMessage *note)
{
  g_return_if_fail (self != NULL);

  replace (&self->note, note);
}

/**
 * tn_chart_add_fact:
 * @self: a chart being built
 * @sentence: (transfer full): something the picture shows
 *
 * Adds a sentence to what tn_chart_describe() says.
 */
void
tn_chart_add_fact (TnChart *self, TnMessage *sentence)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->facts, sentence);
}

/**
 * tn_chart_set_head:
 * @self: a chart being built
 * @n_columns: number of columns of the table behind the chart
 * @heads: (array length=n_columns) (transfer full): their names
 */
void
tn_chart_set_head (TnChart *self, guint n_columns, TnMessage **heads)
{
  g_return_if_fail (self != NULL && self->rows->len == 0 && n_columns > 0);

  self->n_columns = n_columns;
  tn_chart_add_row (self, heads);
}

/**
 * tn_chart_add_row:
 * @self: a chart being built, after tn_chart_set_head()
 * @cells: (transfer full): one a column, %NULL for an empty cell
 */
void
tn_chart_add_row (TnChart *self, TnMessage **cells)
{
  GPtrArray *row = g_ptr_array_new_with_free_func (message_free);

  g_return_if_fail (self != NULL && self->n_columns > 0);

  for (guint i = 0; i < self->n_columns; i++)
    g_ptr_array_add (row, cells[i]);
  g_ptr_array_add (self->rows, row);
}

/**
 * tn_axis_set:
 * @self: an axis of a panel
 * @unit: how values are said
 * @label: (transfer full) (nullable): what is measured
 * @from: where it begins, or NaN
 * @to: where it ends, or NaN
 */
void
tn_axis_set (TnAxis *self, TnUnit unit, TnMessage *label, double from, double to)
{
  self->unit = unit;
  self->scale = unit == TN_UNIT_DATE ? TN_SCALE_TIME : TN_SCALE_LINEAR;
  replace (&self->label, label);
  self->from = from;
  self->to = to;
}

/* The same of money in a currency. */
void
tn_axis_set_money (TnAxis *self, const char *currency, TnMessage *label)
{
  tn_axis_set (self, TN_UNIT_MONEY, label, NAN, NAN);
  g_strlcpy (self->currency, currency != NULL ? currency : "", sizeof self->currency);
}

/**
 * tn_axis_add_category:
 * @self: an axis of a panel
 * @name: (transfer full): the next category
 * @detail: (transfer full) (nullable): a second line
 *
 * Makes the axis one of categories and adds one.
 */
void
tn_axis_add_category (TnAxis *self, TnMessage *name, TnMessage *detail)
{
  if (self->names == NULL)
    {
      self->names = g_ptr_array_new_with_free_func (message_free);
      self->details = g_ptr_array_new_with_free_func (message_free);
    }
  self->scale = TN_SCALE_CATEGORY;
  g_ptr_array_add (self->names, name);
  g_ptr_array_add (self->details, detail);
}

static double *
copy (const double *values, gsize n)
{
  return values != NULL ? g_memdup2 (values, n * sizeof *values) : NULL;
}

/**
 * tn_panel_add_mark:
 * @self: a panel
 * @kind: what it is; says which arrays are needed
 * @series: whose colour, dash and shape it has
 * @n: length of the arrays
 * @x: (array length=n) (nullable): places
 * @y: (array length=n) (nullable): places
 * @x2: (array length=n) (nullable): other ends
 * @y2: (array length=n) (nullable): other ends
 *
 * Adds a mark on top of those there are. More than 20,000 points are sorted by place, which
 * takes a while: make such a chart off the main loop.
 *
 * Returns: (transfer none): the mark
 */
TnMark *
tn_panel_add_mark (TnPanel *self,
                   TnMarkKind kind,
                   guint series,
                   gsize n,
                   const double *x,
                   const double *y,
                   const double *x2,
                   const double *y2)
{
  TnMark *mark = g_new0 (TnMark, 1);

  mark->kind = kind;
  mark->series = series < TN_PLOT_N_SERIES ? series : 1 + (series - 1) % (TN_PLOT_N_SERIES - 1);
  mark->n = n;
  mark->x = copy (x, n);
  mark->y = copy (y, n);
  mark->x2 = copy (x2, n);
  mark->y2 = copy (y2, n);
  if (kind == TN_MARK_POINT && n > TN_CLOUD_FROM)
    mark->cloud = tn_cloud_new (n, mark->x, mark->y);
  g_ptr_array_add (self->marks, mark);

  return mark;
}

/* One text at one place. */
TnMark *
tn_panel_add_text (TnPanel *self, guint series, double x, double y, TnPlace place, TnMessage *text)
{
  TnMark *mark = tn_panel_add_mark (self, TN_MARK_TEXT, series, 1, &x, &y, NULL, NULL);

  mark->place = place;
  tn_mark_add_text (mark, text, NULL);

  return mark;
}

/**
 * tn_panel_add_rule:
 * @self: a panel
 * @series: whose colour
 * @x: where it stands, or NaN for one that lies at @y
 * @y: where it lies, or NaN
 * @label: (transfer full) (nullable): said at it
 *
 * Returns: (transfer none): the mark
 */
TnMark *
tn_panel_add_rule (TnPanel *self, guint series, double x, double y, TnMessage *label)
{
  TnMark *mark = tn_panel_add_mark (self, TN_MARK_RULE, series, 1, isnan (x) ? NULL : &x,
                                    isnan (x) ? &y : NULL, NULL, NULL);

  mark->label = label;
  mark->dashed = TRUE;

  return mark;
}

/**
 * tn_mark_add_text:
 * @self: a mark
 * @text: (transfer full) (nullable): of its next element
 * @detail: (transfer full) (nullable): a softer second line
 */
void
tn_mark_add_text (TnMark *self, TnMessage *text, TnMessage *detail)
{
  if (self->texts == NULL)
    {
      self->texts = g_ptr_array_new_with_free_func (message_free);
      self->details = g_ptr_array_new_with_free_func (message_free);
    }
  g_ptr_array_add (self->texts, text);
  g_ptr_array_add (self->details, detail);
}

/* As many decimals as a figure needs, of at most six that count. */
static int
count_decimals (double value)
{
  int most = (int) CLAMP (6 - ceil (log10 (MAX (fabs (value), 1e-300))), 0, 9);
  double scale = pow (10, most);
  double whole = rint (value * scale);

  for (; most > 0 && fmod (whole, 10) == 0; most--)
    whole /= 10;

  return most;
}

/**
 * tn_axis_say:
 * @self: an axis
 * @value: a value on it
 *
 * Says a value of the data as exactly as it is of use, more exactly than figures at an axis.
 *
 * Returns: (transfer full): the value with its unit
 */
TnMessage *
tn_axis_say (const TnAxis *self, double value)
{
  int decimals = self->decimals;

  switch (self->unit)
    {
    case TN_UNIT_SHARE:
      decimals = MAX (decimals, 1);
      break;
    case TN_UNIT_COUNT:
      decimals = value == rint (value) ? 0 : 1;
      break;
    case TN_UNIT_MONEY:
    case TN_UNIT_TIMES:
      decimals = 2;
      break;
    case TN_UNIT_NUMBER:
      decimals = isfinite (value) ? MIN (count_decimals (value), 9) : 0;
      break;
    case TN_UNIT_DATE:
      break;
    }

  return tn_unit_say (self->unit, value, decimals, self->currency);
}

/**
 * tn_unit_say:
 * @unit: what the value is
 * @value: the value; NaN is a dash
 * @decimals: digits after the point, of percents after the percent's
 * @currency: (nullable): for money
 *
 * Returns: (transfer full): the value as words of any language
 */
TnMessage *
tn_unit_say (TnUnit unit, double value, int decimals, const char *currency)
{
  switch (isfinite (value) ? (int) unit : -1)
    {
    case -1:
      return tn_message_new_literal ("–");
    case TN_UNIT_COUNT:
      if (fabs (value) < 9e15 && decimals == 0)
        return tn_message_count (tn_message_new ("{value}"), "value", (gint64) rint (value));
      return tn_message_number (tn_message_new ("{value}"), "value", value, decimals);
    case TN_UNIT_SHARE:
      return tn_message_percent (tn_message_new ("{value}"), "value", value, decimals);
    case TN_UNIT_MONEY:
      return tn_message_money (tn_message_new ("{value}"), "value", value,
                               currency != NULL ? currency : "", decimals > 0 ? -1 : 0);
    case TN_UNIT_TIMES:
      return tn_message_number (tn_message_new (N_ ("{value}×")), "value", value, decimals);
    case TN_UNIT_DATE:
      return tn_message_date (tn_message_new ("{value}"), "value", (gint64) value);
    default:
      return tn_message_number (tn_message_new ("{value}"), "value", value, decimals);
    }
}
