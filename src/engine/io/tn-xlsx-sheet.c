/* tn-xlsx-sheet.c
 *
 * A sheet is unpacked and parsed 32 KiB at a time, and a row leaves as soon as it ends: of a
 * sheet of a million rows no more is in memory than one. What the sheet says of its own
 * dimension is not looked at; it is wrong too often.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-csv-dialect.h"
#include "tn-error.h"
#include "tn-xlsx-sheet-private.h"

#define SLICE       (32 * 1024)
#define MAX_FORMULA 1024
#define MAX_ROW     (64 * 1024 * 1024)
#define MAX_LINE    (G_GINT64_CONSTANT (1) << 40)
/* Shared strings may make a sheet larger than its file, but not beyond all measure. */
#define FREE_EXPANDED (G_GINT64_CONSTANT (256) * 1024 * 1024)
#define MAX_EXPANDED  2000

static void
fail_damaged (TnXlsxSheet *self)
{
  GError *error = NULL;

  _tn_xlsx_set_damaged (&error, self->source);
  _tn_xlsx_xml_fail (&self->xml, error);
}

static void
fail_too_much (TnXlsxSheet *self)
{
  GError *error = NULL;

  _tn_xlsx_set_too_much (&error, self->source);
  _tn_xlsx_xml_fail (&self->xml, error);
}

/* Column of "BC23", from 0; @fallback where there is no letter. */
static guint32
read_column (const char *reference, guint32 fallback)
{
  guint32 column = 0;
  gsize i = 0;

  for (; i < 4 && g_ascii_isalpha (reference[i]); i++)
    column = column * 26 + (guint32) (g_ascii_toupper (reference[i]) - 'A' + 1);

  return i > 0 ? column - 1 : fallback;
}

static char
read_type (const char *type)
{
  if (type == NULL || strcmp (type, "n") == 0)
    return 'n';
  if (strcmp (type, "str") == 0)
    return 't';
  if (strcmp (type, "inlineStr") == 0)
    return 'i';

  return type[1] == '\0' ? *type : 'n';
}

static void
start_row (TnXlsxSheet *self, const XML_Char **attributes)
{
  const char *number = _tn_xlsx_attribute (attributes, "r");
  const char *hidden = _tn_xlsx_attribute (attributes, "hidden");
  gint64 before = self->row_number;

  self->row_number =
      number != NULL ? CLAMP (g_ascii_strtoll (number, NULL, 10), 1, MAX_LINE) : before + 1;
  self->row_gap = MAX (self->row_number - before - 1, 0);
  self->row_hidden = hidden != NULL && (*hidden == '1' || *hidden == 't');
  self->in_row = TRUE;
  self->column = G_MAXUINT32;
  self->sorted = TRUE;
  g_array_set_size (self->cells, 0);
  g_string_truncate (self->text, 0);
}

static void
start_cell (TnXlsxSheet *self, const XML_Char **attributes)
{
  const char *type = NULL;
  guint32 next = self->column + 1;

  self->column = next;
  self->style = 0;
  for (gsize i = 0; attributes[i] != NULL; i += 2)
    {
      if (attributes[i][0] == '\0' || attributes[i][1] != '\0')
        continue;
      if (attributes[i][0] == 'r')
        self->column = read_column (attributes[i + 1], next);
      else if (attributes[i][0] == 's')
        self->style = (guint32) g_ascii_strtoull (attributes[i + 1], NULL, 10);
      else if (attributes[i][0] == 't')
        type = attributes[i + 1];
    }
  if (self->column >= TN_CSV_MAX_COLUMNS)
    {
      fail_damaged (self);
      return;
    }
  self->type = read_type (type);
  self->in_cell = TRUE;
  self->has_formula = FALSE;
  self->has_value = FALSE;
  self->in_phonetic = 0;
  g_string_truncate (self->value, 0);
  g_string_truncate (self->formula, 0);
}

static void
start_in_cell (TnXlsxSheet *self, const char *name)
{
  if (strcmp (name, "v") == 0)
    {
      self->has_value = TRUE;
      self->capture = self->value;
    }
  else if (strcmp (name, "f") == 0)
    {
      self->has_formula = TRUE;
      self->capture = self->formula;
    }
  else if (strcmp (name, "rPh") == 0)
    self->in_phonetic++;
  else if (strcmp (name, "t") == 0 && self->type == 'i' && self->in_phonetic == 0)
    self->capture = self->value;
}

static void
on_start (void *user_data, const XML_Char *name, const XML_Char **attributes)
{
  TnXlsxSheet *self = user_data;

  name = _tn_xlsx_local (name);
  if (self->in_cell)
    start_in_cell (self, name);
  else if (self->in_row)
    {
      if (strcmp (name, "c") == 0)
        start_cell (self, attributes);
    }
  else if (self->in_data)
    {
      if (strcmp (name, "row") == 0)
        start_row (self, attributes);
    }
  else if (strcmp (name, "sheetData") == 0)
    self->in_data = TRUE;
  else if (strcmp (name, "mergeCell") == 0)
    self->n_merged++;
  else if (strcmp (name, "col") == 0)
    {
      const char *hidden = _tn_xlsx_attribute (attributes, "hidden");
      const char *min = _tn_xlsx_attribute (attributes, "min");
      const char *max = _tn_xlsx_attribute (attributes, "max");

      if (hidden != NULL && (*hidden == '1' || *hidden == 't') && min != NULL && max != NULL)
        self->n_hidden_columns +=
            CLAMP (g_ascii_strtoll (max, NULL, 10) - g_ascii_strtoll (min, NULL, 10) + 1, 0,
                   TN_CSV_MAX_COLUMNS);
    }
}

static void
trim_value (const char **text, gsize *length)
{
  while (*length > 0 && g_ascii_isspace (**text))
    (*text)++, (*length)--;
  while (*length > 0 && g_ascii_isspace ((*text)[*length - 1]))
    (*length)--;
}

static void
take_shared (TnXlsxSheet *self, TnXlsxCell *cell, const char **text, gsize *length)
{
  const TnXlsxStrings *s = &self->book->strings;
  char *end;
  guint64 index = g_ascii_strtoull (self->value->str, &end, 10);

  if (end == self->value->str || index >= s->n)
    {
      fail_damaged (self);
      return;
    }
  *text = s->text + (index > 0 ? s->ends[index - 1] : 0);
  *length = s->ends[index] - (index > 0 ? s->ends[index - 1] : 0);
  self->n_expanded += (gint64) *length;
  if (self->n_expanded > FREE_EXPANDED &&
      self->n_expanded / MAX_EXPANDED > tn_source_get_size (self->source))
    fail_too_much (self);
}

/* What stands in the cell, as text. */
static void
take_value (TnXlsxSheet *self,
            TnXlsxCell *cell,
            char buffer[TN_XLSX_VALUE_BYTES],
            const char **text,
            gsize *length)
{
  static const TnXlsxStyle plain = { TN_XLSX_PLAIN, NULL };
  const TnXlsxStyle *style = &plain;
  const TnXlsxColumn *column = NULL;
  gboolean inexact;

  *text = self->value->str;
  *length = self->value->len;
  cell->kind = TN_XLSX_CELL_TEXT;
  switch (self->type)
    {
    case 's':
      take_shared (self, cell, text, length);
      break;
    case 't':
    case 'i':
      if (_tn_xlsx_unescape (self->value))
        *length = self->value->len;
      break;
    case 'b':
      cell->kind = TN_XLSX_CELL_FLAG;
      trim_value (text, length);
      if (*length == 1 && (**text == '0' || **text == '1'))
        *text = **text == '1' ? "TRUE" : "FALSE", *length = strlen (*text);
      break;
    case 'e':
      cell->kind = strcmp (*text, "#N/A") == 0 ? TN_XLSX_CELL_MISSING : TN_XLSX_CELL_ERROR;
      break;
    case 'd':
      cell->kind = TN_XLSX_CELL_TIME;
      break;
    default:
      cell->kind = TN_XLSX_CELL_NUMBER;
      trim_value (text, length);
      if (self->style < self->book->styles->len)
        style = &g_array_index (self->book->styles, TnXlsxStyle, self->style);
      if (self->columns != NULL && cell->column - self->first_column < self->n_columns)
        column = &self->columns[cell->column - self->first_column];
      else if (self->columns != NULL)
        style = &plain;
      *length = _tn_xlsx_format_value (*text, *length, style, column, self->book->date_1904, buffer,
                                       &inexact);
      *text = buffer;
      cell->inexact = inexact;
      if (style->show >= TN_XLSX_DATE)
        cell->kind = TN_XLSX_CELL_TIME;
    }
}

static void
end_cell (TnXlsxSheet *self)
{
  TnXlsxCell cell = { .column = self->column, .start = (guint32) self->text->len };
  char buffer[TN_XLSX_VALUE_BYTES];
  const char *text;
  gsize length;

  self->in_cell = FALSE;
  self->capture = NULL;
  self->n_formulas += self->has_formula;
  if (self->has_formula && self->value->len == 0 && (self->type != 't' || !self->has_value))
    {
      cell.kind = TN_XLSX_CELL_FORMULA;
      g_string_prepend_c (self->formula, '=');
      text = self->formula->str;
      length = self->formula->len;
    }
  else if (self->value->len == 0)
    return;
  else if (self->scan)
    text = self->value->str, length = 1;
  else
    take_value (self, &cell, buffer, &text, &length);
  if (self->xml.error != NULL || length == 0)
    return;
  if (length > TN_CSV_MAX_CELL)
    {
      cell.kind = TN_XLSX_CELL_LARGE;
      length = MIN (length, 1024);
      length = (gsize) (g_utf8_find_prev_char (text, text + length) - text);
    }
  if (self->text->len > MAX_ROW)
    {
      fail_too_much (self);
      return;
    }
  cell.length = (guint32) length;
  g_string_append_len (self->text, text, (gssize) length);
  if (self->cells->len > 0 &&
      g_array_index (self->cells, TnXlsxCell, self->cells->len - 1).column >= cell.column)
    self->sorted = FALSE;
  g_array_append_val (self->cells, cell);
}

static int
compare_cells (gconstpointer a, gconstpointer b)
{
  const TnXlsxCell *x = a;
  const TnXlsxCell *y = b;

  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;

  return (x->start > y->start) - (x->start < y->start);
}

/* By column; of two for one column the later counts, as in Excel. */
static void
sort_cells (GArray *cells)
{
  guint n = 0;

  g_array_sort (cells, compare_cells);
  for (guint i = 0; i < cells->len; i++)
    {
      TnXlsxCell *all = (TnXlsxCell *) (gpointer) cells->data;

      if (n > 0 && all[n - 1].column == all[i].column)
        n--;
      all[n++] = all[i];
    }
  g_array_set_size (cells, n);
}

static void
end_row (TnXlsxSheet *self)
{
  TnXlsxRow row = { .number = self->row_number, .gap = self->row_gap, .hidden = self->row_hidden };
  GError *error = NULL;

  self->in_row = FALSE;
  if (!self->sorted)
    sort_cells (self->cells);
  row.cells = (const TnXlsxCell *) (gpointer) self->cells->data;
  row.n_cells = self->cells->len;
  row.text = self->text->str;
  self->n_rows++;
  self->n_hidden_rows += row.hidden && row.n_cells > 0;
  if (!self->take (self->user_data, &row, &error))
    _tn_xlsx_xml_fail (&self->xml, error);
}

static void
on_end (void *user_data, const XML_Char *name)
{
  TnXlsxSheet *self = user_data;

  name = _tn_xlsx_local (name);
  if (self->in_cell)
    {
      if (strcmp (name, "c") == 0)
        end_cell (self);
      else if (strcmp (name, "rPh") == 0)
        self->in_phonetic -= self->in_phonetic > 0;
      else
        self->capture = NULL;
    }
  else if (self->in_row)
    {
      if (strcmp (name, "row") == 0)
        end_row (self);
    }
  else if (self->in_data && strcmp (name, "sheetData") == 0)
    self->in_data = FALSE;
}

static void
on_text (void *user_data, const XML_Char *text, int n)
{
  TnXlsxSheet *self = user_data;
  gsize max = self->capture == self->formula ? MAX_FORMULA : TN_CSV_MAX_CELL;

  if (self->capture != NULL && self->capture->len <= max)
    g_string_append_len (self->capture, text, n);
}

/**
 * _tn_xlsx_sheet_open:
 * @index: of the sheet in the workbook
 * @scan: only where there are cells is asked, not what they hold; needs no strings
 *
 * Opens a sheet at its top, with the strings it may refer to. `take` and what belongs to it
 * are to be set before the first step.
 *
 * Returns: (transfer full): the sheet, or %NULL with @error
 */
TnXlsxSheet *
_tn_xlsx_sheet_open (TnSource *source,
                     guint index,
                     gboolean scan,
                     GCancellable *cancellable,
                     GError **error)
{
  TnXlsxWorkbook *book = _tn_xlsx_workbook_get (source, cancellable, error);
  g_autoptr (TnXlsxSheet) self = NULL;
  const TnXlsxSheetEntry *entry;

  if (book == NULL || (!scan && !_tn_xlsx_workbook_need_strings (book, source, cancellable, error)))
    return NULL;
  g_return_val_if_fail (index < book->sheets->len, NULL);
  entry = book->sheets->pdata[index];
  self = g_new0 (TnXlsxSheet, 1);
  self->source = tn_source_ref (source);
  self->book = book;
  self->scan = scan;
  self->value = g_string_new (NULL);
  self->formula = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->cells = g_array_new (FALSE, FALSE, sizeof (TnXlsxCell));
  self->n_bytes = _tn_xlsx_workbook_get_size (book, entry->part);
  self->part = _tn_xlsx_part_open (source, entry->part, error);
  if (self->part == NULL)
    return NULL;
  if (!_tn_xlsx_xml_init (&self->xml, on_start, on_end, on_text))
    {
      _tn_xlsx_set_no_memory (error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
_tn_xlsx_sheet_free (TnXlsxSheet *self)
{
  _tn_xlsx_xml_clear (&self->xml);
  g_clear_pointer (&self->part, _tn_xlsx_part_free);
  g_string_free (self->value, TRUE);
  g_string_free (self->formula, TRUE);
  g_string_free (self->text, TRUE);
  g_array_unref (self->cells);
  tn_source_unref (self->source);
  g_free (self);
}

/**
 * _tn_xlsx_sheet_step:
 *
 * Reads on by 32 KiB at most, well below a millisecond of work, and gives the rows that end
 * in it. `at_end` says when there are no more.
 *
 * Returns: %FALSE with @error
 */
gboolean
_tn_xlsx_sheet_step (TnXlsxSheet *self, GError **error)
{
  gssize n;

  if (self->n_block == 0)
    {
      self->n_block = _tn_xlsx_part_read (self->part, &self->block, error);
      if (self->n_block < 0)
        {
          self->n_block = 0;
          return FALSE;
        }
      if (self->n_block == 0)
        {
          self->at_end = TRUE;
          return _tn_xlsx_xml_end (&self->xml, self->source, error);
        }
    }
  n = MIN (self->n_block, SLICE);
  if (!_tn_xlsx_xml_feed (&self->xml, self->source, self->block, (gsize) n, error))
    return FALSE;
  self->block += n;
  self->n_block -= n;
  self->n_read += n;

  return TRUE;
}

/* How far it is, as far as the file's word can be taken. */
double
_tn_xlsx_sheet_get_fraction (const TnXlsxSheet *self)
{
  if (self->at_end)
    return 1;

  return self->n_bytes > 0 ? MIN (0.99, (double) self->n_read / (double) self->n_bytes) : 0;
}
