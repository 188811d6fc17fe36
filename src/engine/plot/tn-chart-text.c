/* tn-chart-text.c: the data behind a chart for other programs: raw values, lines of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chart-private.h"
#include "tn-error.h"
#include "tn-plain.h"

/* As RFC 4180 has it: quoted where it must be. */
static void
append_quoted (GString *text, const char *cell, char separator)
{
  const char special[] = { separator, '"', '\n', '\r', '\0' };

  if (strpbrk (cell, special) == NULL)
    {
      g_string_append (text, cell);
      return;
    }
  g_string_append_c (text, '"');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *cell);
    }
  g_string_append_c (text, '"');
}

/* What is not known is an empty cell. */
static void
append_number (GString *text, double value)
{
  char plain[TN_PLAIN_BYTES];

  if (!isfinite (value))
    return;
  tn_plain_number (value, plain);
  g_string_append (text, plain);
}

static void
append_time (GString *text, gint64 time)
{
  char plain[TN_PLAIN_BYTES];

  tn_plain_time (time, plain);
  g_string_append (text, plain);
}

static const TnMessage *
cell_at (const TnChart *self, gsize row, guint column)
{
  return g_ptr_array_index ((GPtrArray *) g_ptr_array_index (self->rows, row), column);
}

static void
append_cell (GString *text, const TnMessage *cell, char separator, const TnLanguage *language)
{
  g_autofree char *words = NULL;
  const char *currency;
  double number;
  gint64 time;

  if (cell == NULL)
    return;
  switch (tn_message_get_value (cell, &number, &time, &currency))
    {
    case TN_MESSAGE_NUMBER:
    case TN_MESSAGE_SHARE:
    case TN_MESSAGE_MONEY:
      append_number (text, number);
      break;
    case TN_MESSAGE_TIME:
      append_time (text, time);
      break;
    case TN_MESSAGE_WORDS:
    default:
      words = tn_message_say (cell, language);
      /* A dash is said where there is no value. */
      if (!g_str_equal (words, "–"))
        append_quoted (text, words, separator);
    }
}

static void
append_point (GString *text, const TnChart *self, gsize i, guint column)
{
  const TnMark *points = g_ptr_array_index (self->points->marks, 0);
  const TnAxis *axis = column == 0 ? &self->points->x : &self->points->y;
  double value = (column == 0 ? points->x : points->y)[i];

  if (axis->unit == TN_UNIT_DATE && isfinite (value))
    append_time (text, (gint64) value);
  else
    append_number (text, value);
}

/* The unit that figures have in words and lose as numbers: of the first cell that has one. */
static TnMessage *
dup_unit (const TnChart *self, guint column)
{
  for (guint i = 1; i < self->rows->len; i++)
    {
      const TnMessage *cell = cell_at (self, i, column);
      const char *currency;
      double number;
      gint64 time;

      switch (cell != NULL ? tn_message_get_value (cell, &number, &time, &currency)
                           : TN_MESSAGE_WORDS)
        {
        case TN_MESSAGE_SHARE:
          return tn_message_new (N_ ("share, 0 to 1"));
        case TN_MESSAGE_MONEY:
          return *currency != '\0' ? tn_message_new_literal (currency) : NULL;
        case TN_MESSAGE_NUMBER:
          return strstr (tn_message_get_id (cell), "×") != NULL ? tn_message_new_literal ("×")
                                                                : NULL;
        case TN_MESSAGE_TIME:
          return NULL;
        case TN_MESSAGE_WORDS:
        default:
          break;
        }
    }

  return NULL;
}

static void
append_head (GString *text,
             const TnChart *self,
             guint column,
             char separator,
             const TnLanguage *language)
{
  const TnMessage *name = cell_at (self, 0, column);
  TnMessage *unit = dup_unit (self, column);
  g_autoptr (TnMessage) head = NULL;
  g_autofree char *words = NULL;

  if (unit != NULL && name != NULL)
    {
      head = tn_message_new (N_ ("{name} ({unit})"));
      tn_message_take (head, "name", tn_message_ref (name));
      tn_message_take (head, "unit", unit);
    }
  else
    {
      head = name != NULL ? tn_message_ref (name) : tn_message_new_literal ("");
      g_clear_pointer (&unit, tn_message_unref);
    }
  words = tn_message_say (head, language);
  append_quoted (text, words, separator);
}

/**
 * tn_chart_to_text:
 * @self: a chart
 * @separator: between cells: a tab for the clipboard, a comma for a file
 * @language: of names and heads; figures are the same in all
 *
 * Gives all data behind the picture as lines of text in UTF-8, for a program to go on with: numbers
 * as they are, with a point and as many digits as bring them back, shares from 0 to 1, days as
 * 2026-03-01, and nothing where nothing is known. Their unit stands in the heads. Errors:
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the lines
 */
GBytes *
tn_chart_to_text (const TnChart *self,
                  char separator,
                  const TnLanguage *language,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n_rows = tn_chart_get_n_rows (self);

  for (gsize i = 0; i < n_rows; i++)
    {
      if (i % 256 == 0 && tn_cancelled (cancellable, error))
        return NULL;
      for (guint k = 0; k < self->n_columns; k++)
        {
          if (k > 0)
            g_string_append_c (text, separator);
          if (i == 0)
            append_head (text, self, k, separator, language);
          else if (i < self->rows->len)
            append_cell (text, cell_at (self, i, k), separator, language);
          else
            append_point (text, self, i - self->rows->len, k);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}
