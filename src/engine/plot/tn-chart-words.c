/* tn-chart-words.c: a chart for those who do not see it: sentences and a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-chart-private.h"

/* Sentences follow each other with a space, in Chinese without one. */
static void
append_sentence (GString *words,
                 const TnMessage *message,
                 gboolean close,
                 const TnLanguage *language)
{
  g_autofree char *text = message != NULL ? tn_message_say (message, language) : NULL;
  gboolean cjk = tn_language_is_cjk (language);

  if (text == NULL || *text == '\0')
    return;
  if (words->len > 0 && !cjk)
    g_string_append_c (words, ' ');
  g_string_append (words, text);
  if (close && !g_str_has_suffix (text, ".") && !g_str_has_suffix (text, "?") &&
      !g_str_has_suffix (text, "。") && !g_str_has_suffix (text, "？"))
    g_string_append (words, cjk ? "。" : ".");
}

/* Facts end with a full stop of their language in the catalogue. */
static void
append_axes (GString *words, const TnChart *self, const TnLanguage *language)
{
  const TnPanel *panel = self->panels->len > 0 ? g_ptr_array_index (self->panels, 0) : NULL;
  g_autoptr (TnMessage) axes = NULL;

  if (panel == NULL || panel->x.label == NULL || panel->y.label == NULL)
    return;
  axes = tn_message_new (N_ ("Across: {x}. Up: {y}."));
  tn_message_take (axes, "x", tn_message_ref (panel->x.label));
  tn_message_take (axes, "y", tn_message_ref (panel->y.label));
  append_sentence (words, axes, TRUE, language);
}

/**
 * tn_chart_describe:
 * @self: a chart
 * @language: the language
 *
 * Says in one paragraph what the picture shows, for alternative texts and screen readers:
 * the finding, what is shown, the axes, the main figures.
 *
 * Returns: (transfer full): the paragraph
 */
char *
tn_chart_describe (const TnChart *self, const TnLanguage *language)
{
  GString *words = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && language != NULL, g_string_free (words, FALSE));

  append_sentence (words, self->title, TRUE, language);
  append_sentence (words, self->subtitle, TRUE, language);
  if (self->empty != NULL)
    {
      append_sentence (words, self->empty, TRUE, language);
      return g_string_free (words, FALSE);
    }
  append_axes (words, self, language);
  for (guint i = 0; i < self->facts->len; i++)
    append_sentence (words, g_ptr_array_index (self->facts, i), TRUE, language);
  append_sentence (words, self->note, TRUE, language);

  return g_string_free (words, FALSE);
}

/* "from 0% to 100%" of what is said of one axis. */
static void
append_range (GString *words, const TnPanel *panel, gboolean vertical, const TnLanguage *language)
{
  TnAxisPlan plan = { .axis = vertical ? &panel->y : &panel->x };
  const TnAxis *axis = plan.axis;
  g_autoptr (TnMessage) range = NULL;

  if (axis->scale == TN_SCALE_CATEGORY)
    {
      range = tn_message_new_plural (TN_PLURAL ("{n} row.", "{n} rows."), axis->names->len);
      tn_message_count (range, "n", axis->names->len);
    }
  else if (axis->label != NULL)
    {
      tn_axis_plan_range (&plan, panel, vertical);
      range = tn_message_new (vertical ? N_ ("Up: {label}, from {from} to {to}.")
                                       : N_ ("Across: {label}, from {from} to {to}."));
      tn_message_take (range, "label", tn_message_ref (axis->label));
      tn_message_take (range, "from", tn_axis_say (axis, plan.from));
      tn_message_take (range, "to", tn_axis_say (axis, plan.to));
    }
  append_sentence (words, range, FALSE, language);
}

static void
append_curves (GString *words, const TnPanel *panel, const TnLanguage *language)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_autoptr (TnMessage) curves = NULL;

  /* The curve that is spoken of was added last. */
  for (guint i = panel->marks->len; i-- > 0;)
    {
      const TnMark *mark = g_ptr_array_index (panel->marks, i);

      if ((mark->kind == TN_MARK_LINE || mark->kind == TN_MARK_STEP) && mark->label != NULL)
        g_ptr_array_add (names, tn_message_ref (mark->label));
    }
  if (names->len == 0)
    return;
  curves = tn_message_list (tn_message_new (N_ ("Curves: {names}.")), "names", names);
  append_sentence (words, curves, FALSE, language);
}

/**
 * tn_chart_summarize:
 * @self: a chart
 * @language: the language
 *
 * As tn_chart_describe(), with the ends of the axes and the names of the curves: for those who
 * go on to walk through the values.
 *
 * Returns: (transfer full): the paragraph
 */
char *
tn_chart_summarize (const TnChart *self, const TnLanguage *language)
{
  GString *words = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && language != NULL, g_string_free (words, FALSE));

  append_sentence (words, self->title, TRUE, language);
  append_sentence (words, self->subtitle, TRUE, language);
  append_sentence (words, self->empty, TRUE, language);
  for (guint i = 0; self->empty == NULL && i < self->panels->len; i++)
    {
      const TnPanel *panel = g_ptr_array_index (self->panels, i);

      append_sentence (words, panel->title, TRUE, language);
      append_range (words, panel, FALSE, language);
      append_range (words, panel, TRUE, language);
      append_curves (words, panel, language);
    }
  for (guint i = 0; self->empty == NULL && i < self->facts->len; i++)
    append_sentence (words, g_ptr_array_index (self->facts, i), TRUE, language);
  append_sentence (words, self->note, TRUE, language);

  return g_string_free (words, FALSE);
}

/* Data */

#define MOST_TABLE_ROWS 1000

static const TnMark *
points_of (const TnChart *self)
{
  return self->points != NULL && self->points->marks->len > 0
             ? g_ptr_array_index (self->points->marks, 0)
             : NULL;
}

/**
 * tn_chart_get_n_rows:
 *
 * Returns: rows of the table behind the picture, with that of the heads; 0 where there is none
 */
gsize
tn_chart_get_n_rows (const TnChart *self)
{
  const TnMark *points = points_of (self);

  return self->rows->len + (points != NULL ? points->n : 0);
}

guint
tn_chart_get_n_columns (const TnChart *self)
{
  return self->rows->len > 0 ? self->n_columns : 0;
}

/**
 * tn_chart_say_cell:
 * @row: below tn_chart_get_n_rows(); 0 for the heads
 * @column: below tn_chart_get_n_columns()
 *
 * Returns: (transfer full): the cell in words
 */
char *
tn_chart_say_cell (const TnChart *self, gsize row, guint column, const TnLanguage *language)
{
  const TnMark *points = points_of (self);
  g_autoptr (TnMessage) value = NULL;
  const TnMessage *cell;

  g_return_val_if_fail (row < tn_chart_get_n_rows (self) && column < self->n_columns, NULL);

  if (row >= self->rows->len)
    {
      const TnAxis *axis = column == 0 ? &self->points->x : &self->points->y;

      value = tn_axis_say (axis, (column == 0 ? points->x : points->y)[row - self->rows->len]);
      return tn_message_say (value, language);
    }
  cell = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (self->rows, row), column);

  return cell != NULL ? tn_message_say (cell, language) : g_strdup ("");
}

/**
 * tn_chart_to_table:
 * @self: a chart
 * @language: the language
 *
 * Gives the data behind the picture, in words; of points the first thousand.
 *
 * Returns: (transfer full) (element-type GStrv): rows of cells, the first with the heads;
 *   no rows where the chart has none
 */
GPtrArray *
tn_chart_to_table (const TnChart *self, const TnLanguage *language)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gsize n_rows;

  g_return_val_if_fail (self != NULL && language != NULL, table);

  n_rows = MIN (tn_chart_get_n_rows (self), self->rows->len + MOST_TABLE_ROWS);
  for (gsize i = 0; i < n_rows; i++)
    {
      char **cells = g_new0 (char *, self->n_columns + 1);

      for (guint k = 0; k < self->n_columns; k++)
        cells[k] = tn_chart_say_cell (self, i, k, language);
      g_ptr_array_add (table, cells);
    }

  return table;
}
