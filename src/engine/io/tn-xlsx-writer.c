/* tn-xlsx-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-xlsx-writer.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file-replace.h"
#include "tn-plain.h"
#include "tn-xlsx-check-private.h"

#define MAX_CELL_CHARS 32767
#define CANCEL_ROWS    1024
#define FIRST_SERIAL   61 /* 1 March 1900, behind the leap year that Excel has and nobody else */

/* What is needed while rows are written. */
typedef struct
{
  TnTable *table;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *date;
  lxw_format *moment;
  TnDictionary **dictionaries;
  TnChunk **chunks;
  GString *cell;
} Sheet;

/* Excel allows 32,767 characters; a longer text is cut, with a mark, at a character. */
static const char *
fit_text (Sheet *self, const char *text, gsize length)
{
  g_string_truncate (self->cell, 0);
  g_string_append_len (self->cell, text, length);
  if (length > MAX_CELL_CHARS)
    {
      const char *p = self->cell->str;

      for (guint n = 0; n < MAX_CELL_CHARS - 1 && *p != '\0'; n++)
        /* Above U+FFFF a character counts twice. */
        n += g_utf8_get_char (p) > 0xffff, p = g_utf8_next_char (p);
      if (*p != '\0')
        {
          g_string_truncate (self->cell, p - self->cell->str);
          g_string_append (self->cell, "…");
        }
    }

  return self->cell->str;
}

static lxw_error
write_time (Sheet *self, lxw_row_t row, lxw_col_t col, gint64 time)
{
  double serial = (double) time / (24.0 * G_TIME_SPAN_HOUR) + 25569;
  char text[TN_PLAIN_BYTES];

  if (serial < FIRST_SERIAL || serial >= 2958466)
    {
      tn_plain_time (time, text);
      return worksheet_write_string (self->sheet, row, col, text, NULL);
    }

  return worksheet_write_number (self->sheet, row, col, serial,
                                 time % (24 * G_TIME_SPAN_HOUR) == 0 ? self->date : self->moment);
}

static lxw_error
write_cell (Sheet *self, guint j, guint i, lxw_row_t row)
{
  TnChunk *chunk = self->chunks[j];
  const char *text;
  gsize length;

  if (tn_chunk_is_missing (chunk, i))
    return LXW_NO_ERROR;
  switch (chunk->kind)
    {
    case TN_CHUNK_NUMBER:
      return worksheet_write_number (self->sheet, row, j, chunk->number[i], NULL);
    case TN_CHUNK_TIME:
      return write_time (self, row, j, chunk->time[i]);
    case TN_CHUNK_CODE:
      text = tn_dictionary_get (self->dictionaries[j], chunk->code[i], &length);
      break;
    case TN_CHUNK_TEXT:
    default:
      text = chunk->text + chunk->offset[i];
      length = chunk->offset[i + 1] - chunk->offset[i];
    }

  return worksheet_write_string (self->sheet, row, j, fit_text (self, text, length), NULL);
}

static gboolean
load_chunks (Sheet *self, gsize index, GError **error)
{
  for (guint j = 0; j < tn_table_get_n_columns (self->table); j++)
    {
      g_clear_pointer (&self->chunks[j], tn_chunk_unref);
      self->chunks[j] = tn_column_get_chunk (tn_table_get_column (self->table, j), index, error);
      if (self->chunks[j] == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_xlsx_error (lxw_error code, TnFileReplace *file, GError **error)
{
  if (code == LXW_NO_ERROR)
    return TRUE;
  /* The library keeps errno of what went wrong below it, or has none. */
  tn_file_replace_set_error (file, errno != 0 ? errno : ENOSPC, error);

  return FALSE;
}

static gboolean
write_rows (Sheet *self,
            TnFileReplace *file,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  gsize n_rows = tn_table_get_n_rows (self->table);
  guint n_columns = tn_table_get_n_columns (self->table);

  for (gsize i = 0; i < n_rows; i++)
    {
      if (i % TN_CHUNK_ROWS == 0 && !load_chunks (self, i / TN_CHUNK_ROWS, error))
        return FALSE;
      if (i % CANCEL_ROWS == 0)
        {
          if (tn_cancelled (cancellable, error))
            return FALSE;
          tn_progress_report (progress, (double) i / n_rows);
        }
      for (guint j = 0; j < n_columns; j++)
        if (!set_xlsx_error (write_cell (self, j, i % TN_CHUNK_ROWS, (lxw_row_t) (i + 1)), file,
                             error))
          return FALSE;
    }

  return TRUE;
}

static gboolean
write_header (Sheet *self, const TnWriteOptions *options, GError **error)
{
  lxw_format *bold = workbook_add_format (self->book);

  format_set_bold (bold);
  for (guint j = 0; j < tn_table_get_n_columns (self->table); j++)
    {
      const TnField *field = tn_table_get_field (self->table, j);
      TnColumn *column = tn_table_get_column (self->table, j);
      g_autofree char *label = options->language != NULL ? tn_field_say (field, options->language)
                                                         : g_strdup (field->name);

      worksheet_write_string (self->sheet, 0, j, fit_text (self, label, strlen (label)), bold);
      if (tn_column_type_get_kind (tn_column_get_column_type (column)) != TN_CHUNK_CODE)
        continue;
      self->dictionaries[j] = tn_column_get_dictionary (column, error);
      if (self->dictionaries[j] == NULL)
        return FALSE;
    }
  worksheet_freeze_panes (self->sheet, 1, 0);

  return TRUE;
}

static gboolean
check_size (TnTable *table, GError **error)
{
  TnMessage *message;

  if (tn_table_get_n_rows (table) < LXW_ROW_MAX && tn_table_get_n_columns (table) <= LXW_COL_MAX)
    return TRUE;
  message = tn_message_new (N_ ("A spreadsheet holds up to {rows} rows and {columns} columns, and "
                                "this table has more; write it as CSV."));
  tn_message_count (message, "rows", LXW_ROW_MAX - 1);
  tn_message_count (message, "columns", LXW_COL_MAX);
  tn_error_take (error, TN_ERROR_DATA, message);

  return FALSE;
}

/* The library does not look whether its temporary files take what it writes. */
static gboolean
rows_are_written (const Sheet *self, guint64 *n_bytes)
{
  FILE *rows = self->sheet->optimize_tmpfile;
  long size;

  if (rows == NULL)
    return TRUE;
  if (fflush (rows) != 0 || ferror (rows))
    return FALSE;
  size = ftell (rows);
  *n_bytes = (guint64) MAX (size, 0);

  return TRUE;
}

/* A sheet of the book with all its rows. */
static gboolean
write_sheet (Sheet *self,
             const char *name,
             TnFileReplace *file,
             const TnWriteOptions *options,
             TnProgress *progress,
             GCancellable *cancellable,
             guint64 *row_bytes,
             GError **error)
{
  self->sheet = workbook_add_worksheet (self->book, name);
  if (self->sheet == NULL)
    return set_xlsx_error (LXW_ERROR_MEMORY_MALLOC_FAILED, file, error);
  if (!write_header (self, options, error) ||
      !write_rows (self, file, progress, cancellable, error))
    return FALSE;
  if (rows_are_written (self, row_bytes))
    return TRUE;
  tn_file_replace_set_error (file, ENOSPC, error);

  return FALSE;
}

static void
sheet_begin (Sheet *self, TnTable *table)
{
  guint n_columns = tn_table_get_n_columns (table);

  self->table = table;
  self->dictionaries = g_new0 (TnDictionary *, n_columns + 1);
  self->chunks = g_new0 (TnChunk *, n_columns + 1);
  self->cell = g_string_new (NULL);
}

static void
sheet_end (Sheet *self)
{
  for (guint j = 0; j < tn_table_get_n_columns (self->table); j++)
    {
      g_clear_pointer (&self->chunks[j], tn_chunk_unref);
      g_clear_pointer (&self->dictionaries[j], tn_dictionary_unref);
    }
  g_free (self->chunks);
  g_free (self->dictionaries);
  g_string_free (self->cell, TRUE);
}

/* What is said of the rows: few of it, but long. */
static gboolean
write_about (const Sheet *rows,
             TnFileReplace *file,
             const TnWriteOptions *options,
             guint64 *row_bytes,
             GError **error)
{
  Sheet self = { .book = rows->book, .date = rows->date, .moment = rows->moment };
  gboolean ok;

  sheet_begin (&self, (TnTable *) options->about);
  ok = write_sheet (&self, options->about_name, file, options, NULL, NULL, row_bytes, error);
  if (ok)
    {
      worksheet_set_column (self.sheet, 0, 1, 28, NULL);
      worksheet_set_column (self.sheet, 2, 2, 90, NULL);
    }
  sheet_end (&self);

  return ok;
}

static gboolean
write_sheets (Sheet *self,
              TnFileReplace *file,
              const TnWriteOptions *options,
              TnProgress *progress,
              GCancellable *cancellable,
              guint64 row_bytes[2],
              GError **error)
{
  /* The same table gives the same bytes: no date of writing. */
  lxw_doc_properties properties = { .created = 946684800 };

  workbook_set_properties (self->book, &properties);
  self->date = workbook_add_format (self->book);
  self->moment = workbook_add_format (self->book);
  format_set_num_format (self->date, "yyyy-mm-dd");
  format_set_num_format (self->moment, "yyyy-mm-dd hh:mm:ss");

  return write_sheet (self, options->name, file, options, progress, cancellable, &row_bytes[0],
                      error) &&
         (options->about == NULL || write_about (self, file, options, &row_bytes[1], error));
}

static gboolean
write_book (Sheet *self,
            TnFileReplace *file,
            const TnWriteOptions *options,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *dir = g_path_get_dirname (file->path);
  /* Rows go to a file in the same folder as they come: memory stays small. */
  lxw_workbook_options book_options = { .constant_memory = LXW_TRUE, .tmpdir = dir };
  guint64 row_bytes[2] = { 0, 0 };
  lxw_error closed;

  self->book = workbook_new_opt (file->name, &book_options);
  if (self->book == NULL)
    return set_xlsx_error (LXW_ERROR_MEMORY_MALLOC_FAILED, file, error);
  if (!write_sheets (self, file, options, progress, cancellable, row_bytes, error))
    {
      lxw_workbook_free (self->book);
      return FALSE;
    }
  errno = 0;
  closed = workbook_close (self->book);
  if (!set_xlsx_error (closed, file, error))
    return FALSE;
  if (_tn_xlsx_is_whole (file->fd, 1, row_bytes[0]) &&
      (options->about == NULL || _tn_xlsx_is_whole (file->fd, 2, row_bytes[1])))
    return TRUE;
  tn_file_replace_set_error (file, ENOSPC, error);

  return FALSE;
}

/**
 * tn_xlsx_write:
 * @options: (nullable): the header's language; text is written typed and is never run, so
 *   nothing needs a guard
 * @progress: (nullable): how far it is
 *
 * Writes a table as one sheet, and what is said of it as a second: numbers and times typed, all
 * else as text, identifiers too; missing cells stay empty. Memory does not grow with the rows. The
 * file appears whole or not at all.
 *
 * Returns: %FALSE with @error: %TN_ERROR_DATA when it has more rows or columns than a sheet,
 *   %TN_ERROR_IO or %TN_ERROR_SPACE
 */
gboolean
tn_xlsx_write (TnTable *table,
               const char *path,
               const TnWriteOptions *options,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  Sheet sheet = { 0 };
  TnWriteOptions defaults;
  TnFileReplace file;
  gboolean ok;

  if (options == NULL)
    {
      tn_write_options_init (&defaults);
      options = &defaults;
    }
  if (!check_size (table, error) || !tn_file_replace_begin (&file, path, error))
    return FALSE;
  sheet_begin (&sheet, table);
  ok = write_book (&sheet, &file, options, progress, cancellable, error);
  sheet_end (&sheet);
  if (!ok)
    {
      tn_file_replace_abort (&file);
      return FALSE;
    }

  return tn_file_replace_commit (&file, error);
}
