/* tn-csv-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-csv-writer.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-number.h"
#include "tn-plain.h"

#define FLUSH_BYTES (24 * 1024) /* small enough that no memory for it never comes up */
#define FLUSH_ROWS  4096

/* One column while a chunk of it is written. */
typedef struct
{
  TnColumn *column;
  TnDictionary *dictionary;
  TnChunk *chunk;
} Writing;

/**
 * tn_write_options_init:
 *
 * Sets what suits a spreadsheet: names as header, a byte order mark, guarded cells.
 */
void
tn_write_options_init (TnWriteOptions *self)
{
  *self = (TnWriteOptions){ .language = NULL, .bom = TRUE, .guard = TRUE };
}

/**
 * tn_csv_needs_guard:
 * @text: a cell
 *
 * A spreadsheet runs text that begins with =, +, -, @, tab, carriage return or NUL as a
 * formula (CWE-1236; OWASP, "CSV injection"). Plain numbers such as -12.5 are none and
 * stay as they are.
 *
 * Returns: whether @text must not stand as it is
 */
gboolean
tn_csv_needs_guard (const char *text, gsize length)
{
  double value;

  if (length == 0 || (*text != '\0' && strchr ("=+-@\t\r", *text) == NULL))
    return FALSE;

  return !tn_number_parse_plain (text, length, &value);
}

static void
append_text (GString *out, const char *text, gsize length, gboolean guard)
{
  gboolean quoted = FALSE;

  if (guard && tn_csv_needs_guard (text, length))
    {
      /* Behind the quote, so that it is the first character of the cell. */
      g_string_append (out, "\"'");
      quoted = TRUE;
    }
  else
    {
      for (gsize i = 0; i < length && !quoted; i++)
        quoted = text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r';
      /* Blanks at the ends are lost by some readers otherwise. */
      quoted = quoted || (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
      if (quoted)
        g_string_append_c (out, '"');
    }
  if (!quoted)
    {
      g_string_append_len (out, text, length);
      return;
    }
  for (const char *p = text, *end = text + length; p < end;)
    {
      const char *mark = memchr (p, '"', end - p);
      gsize n = (mark != NULL ? mark + 1 : end) - p;

      g_string_append_len (out, p, n);
      if (mark != NULL)
        g_string_append_c (out, '"');
      p += n;
    }
  g_string_append_c (out, '"');
}

static void
append_cell (GString *out, const Writing *w, guint row, gboolean guard)
{
  char buffer[TN_PLAIN_BYTES];
  gsize length;
  const char *text;

  if (tn_chunk_is_missing (w->chunk, row))
    return;
  switch (w->chunk->kind)
    {
    case TN_CHUNK_NUMBER:
      length = tn_plain_number (w->chunk->number[row], buffer);
      g_string_append_len (out, buffer, length);
      break;
    case TN_CHUNK_TIME:
      length = tn_plain_time (w->chunk->time[row], buffer);
      g_string_append_len (out, buffer, length);
      break;
    case TN_CHUNK_CODE:
      text = tn_dictionary_get (w->dictionary, w->chunk->code[row], &length);
      append_text (out, text, length, guard);
      break;
    case TN_CHUNK_TEXT:
    default:
      append_text (out, w->chunk->text + w->chunk->offset[row],
                   w->chunk->offset[row + 1] - w->chunk->offset[row], guard);
    }
}

static void
append_header (GString *out, TnTable *table, const TnWriteOptions *options)
{
  for (guint j = 0; j < tn_table_get_n_columns (table); j++)
    {
      const TnField *field = tn_table_get_field (table, j);
      g_autofree char *label = options->language != NULL ? tn_field_say (field, options->language)
                                                         : g_strdup (field->name);

      if (j > 0)
        g_string_append_c (out, ',');
      append_text (out, label, strlen (label), options->guard);
    }
  g_string_append (out, "\r\n");
}

static gboolean
flush (GString *out, TnFileReplace *file, gsize limit, GError **error)
{
  if (out->len <= limit)
    return TRUE;
  if (!tn_file_replace_write (file, out->str, out->len, error))
    return FALSE;
  g_string_truncate (out, 0);

  return TRUE;
}

/* The rows of chunk @index of every column. */
static gboolean
write_chunk (TnTable *table,
             Writing *columns,
             gsize index,
             const TnWriteOptions *options,
             GString *out,
             TnFileReplace *file,
             GCancellable *cancellable,
             GError **error)
{
  guint n_columns = tn_table_get_n_columns (table);
  guint n_rows = MIN (TN_CHUNK_ROWS, tn_table_get_n_rows (table) - index * TN_CHUNK_ROWS);

  for (guint j = 0; j < n_columns; j++)
    {
      g_clear_pointer (&columns[j].chunk, tn_chunk_unref);
      columns[j].chunk = tn_column_get_chunk (columns[j].column, index, error);
      if (columns[j].chunk == NULL)
        return FALSE;
    }
  for (guint i = 0; i < n_rows; i++)
    {
      for (guint j = 0; j < n_columns; j++)
        {
          gsize before = out->len;

          if (j > 0)
            g_string_append_c (out, ',');
          append_cell (out, &columns[j], i, options->guard);
          /* A row of one missing cell would be an empty line. */
          if (n_columns == 1 && out->len == before)
            g_string_append (out, "\"\"");
        }
      g_string_append (out, "\r\n");
      if (i % FLUSH_ROWS == 0 && tn_cancelled (cancellable, error))
        return FALSE;
      if (!flush (out, file, FLUSH_BYTES, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_rows (TnTable *table,
            const TnWriteOptions *options,
            TnFileReplace *file,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  guint n_columns = tn_table_get_n_columns (table);
  g_autofree Writing *columns = g_new0 (Writing, MAX (n_columns, 1));
  g_autoptr (GString) out = g_string_sized_new (FLUSH_BYTES + 4096);
  gsize n_chunks = (tn_table_get_n_rows (table) + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS;
  gboolean ok = TRUE;

  if (options->bom)
    g_string_append (out, "\xef\xbb\xbf");
  append_header (out, table, options);
  for (guint j = 0; j < n_columns && ok; j++)
    {
      columns[j].column = tn_table_get_column (table, j);
      if (tn_column_type_get_kind (tn_column_get_column_type (columns[j].column)) == TN_CHUNK_CODE)
        {
          columns[j].dictionary = tn_column_get_dictionary (columns[j].column, error);
          ok = columns[j].dictionary != NULL;
        }
    }
  for (gsize i = 0; i < n_chunks && ok; i++)
    {
      ok = write_chunk (table, columns, i, options, out, file, cancellable, error);
      tn_progress_report (progress, (double) (i + 1) / n_chunks);
    }
  ok = ok && flush (out, file, 0, error);
  for (guint j = 0; j < n_columns; j++)
    {
      g_clear_pointer (&columns[j].chunk, tn_chunk_unref);
      g_clear_pointer (&columns[j].dictionary, tn_dictionary_unref);
    }

  return ok;
}

/**
 * tn_csv_write_part:
 * @file: begun; it is the caller's to commit
 * @options: (nullable): as by tn_write_options_init()
 *
 * As tn_csv_write(), for a file that gets its name together with others.
 */
gboolean
tn_csv_write_part (TnTable *table,
                   TnFileReplace *file,
                   const TnWriteOptions *options,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  TnWriteOptions defaults;

  tn_write_options_init (&defaults);

  return write_rows (table, options != NULL ? options : &defaults, file, progress, cancellable,
                     error);
}

/**
 * tn_csv_write:
 * @path: the file; what was there is replaced only when all is written
 * @options: (nullable): as by tn_write_options_init()
 * @progress: (nullable): how far it is
 *
 * Writes a table by RFC 4180: commas, CR LF, quotes where needed, UTF-8. Numbers in the C
 * locale with as few digits as give the same double back, times as YYYY-MM-DD
 * or YYYY-MM-DD HH:MM:SS (UTC), flags as no and yes, missing as nothing. The file appears whole or
 * not at all.
 *
 * Returns: %FALSE with @error: %TN_ERROR_IO or %TN_ERROR_SPACE
 */
gboolean
tn_csv_write (TnTable *table,
              const char *path,
              const TnWriteOptions *options,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  TnFileReplace file;

  if (!tn_file_replace_begin (&file, path, error))
    return FALSE;
  if (!tn_csv_write_part (table, &file, options, progress, cancellable, error))
    {
      tn_file_replace_abort (&file);
      return FALSE;
    }

  return tn_file_replace_commit (&file, error);
}
