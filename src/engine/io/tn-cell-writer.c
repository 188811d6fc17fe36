/* tn-cell-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-cell-writer.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

#define FIRST_VALUES 256
#define MAX_ARENA    (G_MAXUINT32 - TN_CSV_MAX_CELL)

static gsize
value_size (TnColumnType type)
{
  switch (type)
    {
    case TN_COLUMN_NUMBER:
    case TN_COLUMN_TIME:
      return 8;
    default:
      return 4;
    }
}

void
tn_cell_writer_init (TnCellWriter *self,
                     const TnImportColumn *column,
                     const TnCsvDialect *dialect,
                     guint in_file,
                     guint in_table,
                     const TnTableSink *sink,
                     gpointer sink_data)
{
  memset (self, 0, sizeof *self);
  self->dialect = dialect;
  self->in_table = in_table;
  self->sink = sink;
  self->sink_data = sink_data;
  self->first = G_MAXINT64;
  self->last = TN_TIME_MISSING;
  self->bad = g_array_new (FALSE, FALSE, sizeof (TnBadCell));
  if (column->type == TN_COLUMN_CATEGORY)
    self->words = tn_dictionary_builder_new ();
  if (column->type == TN_COLUMN_TEXT)
    self->text = g_byte_array_new ();
  tn_cell_writer_turn (self, column, in_file);
}

/* Goes on with another file: what @column says holds from there on; its type is the same. */
void
tn_cell_writer_turn (TnCellWriter *self, const TnImportColumn *column, guint in_file)
{
  self->column = column;
  self->in_file = in_file;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (column->zone != NULL)
    self->zone = g_time_zone_new_identifier (column->zone);
  memset (self->mark_first, 0, sizeof self->mark_first);
  for (char **mark = column->missing; *mark != NULL; mark++)
    self->mark_first[(guint8) * *mark] = 1;
}

void
tn_cell_writer_clear (TnCellWriter *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->missing, g_free);
  g_clear_pointer (&self->scratch, g_free);
  g_clear_pointer (&self->text, g_byte_array_unref);
  g_clear_pointer (&self->words, tn_dictionary_builder_free);
  tn_word_cache_clear (&self->cache);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->bad, g_array_unref);
}

static gboolean
set_no_memory (TnCellWriter *self, GError **error)
{
  tn_error_take (error, TN_ERROR_SPACE,
                 tn_message_text (tn_message_new (N_ ("There is not enough memory for the column "
                                                      "{column}; leave it out, or close other "
                                                      "programs.")),
                                  "column", self->column->name));
  return FALSE;
}

/* Room for @n_more values; grows from little, so that 10,000 columns of ten rows are cheap. */
static gboolean
reserve (TnCellWriter *self, guint n_more)
{
  guint max = MAX (self->max_values, FIRST_VALUES);
  gpointer values;

  if (self->n_values + n_more <= self->max_values)
    return TRUE;
  while (max < self->n_values + n_more)
    max *= 2;
  values = g_try_realloc_n (self->values, max + 1, value_size (self->column->type));
  if (values == NULL)
    return FALSE;
  self->values = values;
  if (self->column->type == TN_COLUMN_TEXT)
    {
      guint8 *missing = g_try_realloc (self->missing, (max + 7) / 8);

      if (missing == NULL)
        return FALSE;
      memset (missing + (self->max_values + 7) / 8, 0, (max + 7) / 8 - (self->max_values + 7) / 8);
      self->missing = missing;
    }
  self->max_values = max;

  return TRUE;
}

static TnChunk *
make_chunk (TnCellWriter *self)
{
  guint n = self->n_values;
  TnChunk *chunk;

  if (self->column->type != TN_COLUMN_TEXT)
    {
      chunk = tn_chunk_try_new (tn_column_type_get_kind (self->column->type), n);
      if (chunk != NULL && n > 0)
        memcpy (chunk->number, self->values, n * value_size (self->column->type));
      return chunk;
    }
  chunk = tn_chunk_try_new_text (n, self->text->len, self->any_missing);
  if (chunk == NULL)
    return NULL;
  if (n > 0)
    memcpy (chunk->offset, self->values, n * sizeof (guint32));
  chunk->offset[n] = self->text->len;
  if (self->text->len > 0)
    memcpy (chunk->text, self->text->data, self->text->len);
  if (self->any_missing)
    memcpy (chunk->missing, self->missing, (n + 7) / 8);

  return chunk;
}

static gboolean
flush (TnCellWriter *self, GError **error)
{
  g_autoptr (TnChunk) chunk = make_chunk (self);

  if (chunk == NULL)
    return set_no_memory (self, error);
  self->n_values = 0;
  if (self->text != NULL)
    g_byte_array_set_size (self->text, 0);
  if (self->any_missing)
    memset (self->missing, 0, (self->max_values + 7) / 8);
  self->any_missing = FALSE;

  return self->sink->chunk (self->sink_data, self->in_table, self->next_chunk++, chunk, error);
}

/* Blanks off both ends: ASCII, no-break and ideographic. */
void
tn_cell_trim (const char **text, gsize *length)
{
  const char *p = *text;
  const char *end = p + *length;

  for (;;)
    if (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
      p++;
    else if (end - p >= 2 && p[0] == '\xc2' && p[1] == '\xa0')
      p += 2;
    else if (end - p >= 3 && p[0] == '\xe3' && p[1] == '\x80' && p[2] == '\x80')
      p += 3;
    else
      break;
  for (;;)
    if (end > p && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r' || end[-1] == '\n'))
      end--;
    else if (end - p >= 2 && end[-2] == '\xc2' && end[-1] == '\xa0')
      end -= 2;
    else if (end - p >= 3 && end[-3] == '\xe3' && end[-2] == '\x80' && end[-1] == '\x80')
      end -= 3;
    else
      break;
  *text = p;
  *length = end - p;
}

gboolean
tn_cell_is_mark (char *const *marks, const char *text, gsize length)
{
  for (; *marks != NULL; marks++)
    if (strlen (*marks) == length && memcmp (*marks, text, length) == 0)
      return TRUE;

  return FALSE;
}

/**
 * tn_cell_parse_flag:
 *
 * Returns: 1 for yes, 0 for no, -1 for neither
 */
int
tn_cell_parse_flag (const char *text, gsize length)
{
  static const char *const words[][2] = {
    { "no", "yes" }, { "false", "true" }, { "0", "1" },     { "n", "y" },     { "f", "t" },
    { "否", "是" },  { "无", "有" },      { "nein", "ja" }, { "non", "oui" }, { "0.0", "1.0" },
  };

  if (length > 5)
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    for (int j = 0; j < 2; j++)
      if (strlen (words[i][j]) == length && g_ascii_strncasecmp (words[i][j], text, length) == 0)
        return j;

  return -1;
}

/* 17850.0: digits, and ".0" behind. */
gboolean
tn_cell_is_zero_tail (const char *text, gsize length)
{
  if (length < 3 || text[length - 1] != '0' || text[length - 2] != '.')
    return FALSE;
  for (gsize i = 0; i + 2 < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;

  return TRUE;
}

static void
add_bad (TnCellWriter *self, const TnCsvCell *cell, guint i, TnProblemReason reason)
{
  TnBadCell bad = { self->n_rows + i, reason, cell->start, cell->length & TN_CELL_LENGTH_MASK };

  g_array_append_val (self->bad, bad);
  self->n_problems++;
}

/* The text of a cell, unescaped; %NULL when memory is out. */
static inline const char *
get_text (TnCellWriter *self, const TnCsvBatch *batch, const TnCsvCell *cell, gsize *length)
{
  const char *text = batch->text + cell->start;

  *length = cell->length & TN_CELL_LENGTH_MASK;
  if (G_LIKELY ((cell->length & TN_CELL_ESCAPED) == 0))
    return text;
  if (*length > self->max_scratch)
    {
      char *scratch = g_try_realloc (self->scratch, 2 * *length);

      if (scratch == NULL)
        return NULL;
      self->scratch = scratch;
      self->max_scratch = 2 * *length;
    }
  *length = tn_csv_unescape (self->dialect, text, *length, self->scratch);

  return self->scratch;
}

/* memcmp() without the call for what most cells are: up to 16 bytes. */
static inline gboolean
same_bytes (const char *a, const char *b, gsize n)
{
  guint64 x[2];
  guint64 y[2];

  if (n > 16)
    return memcmp (a, b, n) == 0;
  if (n >= 8)
    {
      memcpy (&x[0], a, 8);
      memcpy (&y[0], b, 8);
      memcpy (&x[1], a + n - 8, 8);
      memcpy (&y[1], b + n - 8, 8);
      return x[0] == y[0] && x[1] == y[1];
    }
  for (gsize i = 0; i < n; i++)
    if (a[i] != b[i])
      return FALSE;

  return TRUE;
}

static inline gboolean
is_missing (TnCellWriter *self, const char *text, gsize length)
{
  return length == 0 || (self->mark_first[(guint8) *text] &&
                         tn_cell_is_mark (self->column->missing, text, length));
}

static gboolean
take_numbers (TnCellWriter *self, const TnCsvBatch *batch, guint from, guint n)
{
  double *out = (double *) self->values + self->n_values;

  for (guint i = 0; i < n; i++)
    {
      const TnCsvCell *cell = &batch->cut.cells[batch->first[from + i] + self->in_file];
      gsize length;
      const char *text = get_text (self, batch, cell, &length);

      if (text == NULL)
        return FALSE;
      if (G_LIKELY (length > 0 && tn_number_parse_plain (text, length, &out[i]) &&
                    self->column->format.decimal == '.' && self->column->format.group != '.'))
        continue;
      tn_cell_trim (&text, &length);
      if (is_missing (self, text, length))
        {
          out[i] = NAN;
          self->n_missing++;
        }
      else if (!tn_number_parse (text, length, &self->column->format, &out[i]))
        {
          out[i] = NAN;
          add_bad (self, cell, from + i, TN_PROBLEM_NUMBER);
        }
    }

  return TRUE;
}

/* By the clock of the file to UTC. A moment the clock shows twice is the first one. */
static gint64
to_utc (GTimeZone *zone, gint64 time)
{
  gint64 seconds = time / G_USEC_PER_SEC - (time % G_USEC_PER_SEC < 0);
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, seconds);

  if (interval < 0)
    interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &seconds);

  return time - g_time_zone_get_offset (zone, interval) * G_TIME_SPAN_SECOND;
}

static gboolean
take_times (TnCellWriter *self, const TnCsvBatch *batch, guint from, guint n)
{
  gint64 *out = (gint64 *) self->values + self->n_values;
  const char *before = NULL; /* orders have many lines with the same time */
  gsize before_length = 0;

  for (guint i = 0; i < n; i++)
    {
      const TnCsvCell *cell = &batch->cut.cells[batch->first[from + i] + self->in_file];
      gsize length;
      const char *text = get_text (self, batch, cell, &length);
      gboolean has_zone;

      if (text == NULL)
        return FALSE;
      if (before != NULL && length == before_length && same_bytes (text, before, length))
        {
          out[i] = out[i - 1];
          continue;
        }
      before = NULL;
      tn_cell_trim (&text, &length);
      if (is_missing (self, text, length))
        {
          out[i] = TN_TIME_MISSING;
          self->n_missing++;
        }
      else if (!tn_time_parse (text, length, &self->column->layout, &out[i], &has_zone))
        {
          out[i] = TN_TIME_MISSING;
          add_bad (self, cell, from + i, TN_PROBLEM_TIME);
        }
      else
        {
          if (self->zone != NULL && !has_zone)
            out[i] = to_utc (self->zone, out[i]);
          self->first = MIN (self->first, out[i]);
          self->last = MAX (self->last, out[i]);
          before = text != self->scratch ? batch->text + cell->start : NULL;
          before_length = cell->length & TN_CELL_LENGTH_MASK;
        }
    }

  return TRUE;
}

static gboolean
take_flags (TnCellWriter *self, const TnCsvBatch *batch, guint from, guint n)
{
  guint32 *out = (guint32 *) self->values + self->n_values;

  for (guint i = 0; i < n; i++)
    {
      const TnCsvCell *cell = &batch->cut.cells[batch->first[from + i] + self->in_file];
      gsize length;
      const char *text = get_text (self, batch, cell, &length);
      int flag;

      if (text == NULL)
        return FALSE;
      tn_cell_trim (&text, &length);
      flag = tn_cell_parse_flag (text, length);
      out[i] = flag >= 0 ? (guint32) flag : TN_CODE_MISSING;
      if (flag >= 0)
        continue;
      if (is_missing (self, text, length))
        self->n_missing++;
      else
        add_bad (self, cell, from + i, TN_PROBLEM_FLAG);
    }

  return TRUE;
}

static inline void
strip_zero (TnCellWriter *self, const char *text, gsize *length)
{
  if (tn_cell_is_zero_tail (text, *length))
    {
      *length -= 2;
      self->n_stripped++;
    }
  else if (memchr (text, '.', *length) != NULL)
    self->n_fraction++;
}

/* The cell itself goes no further than here. */
static guint32
intern_pseudonym (TnCellWriter *self, const char *text, gsize length)
{
  char pseudonym[TN_PSEUDONYM_LENGTH];

  tn_pseudonym_make (self->key, text, length, pseudonym);

  return tn_word_cache_intern (&self->cache, self->words, pseudonym, sizeof pseudonym);
}

static gboolean
take_words (TnCellWriter *self, const TnCsvBatch *batch, guint from, guint n)
{
  guint32 *out = (guint32 *) self->values + self->n_values;
  const char *before = NULL; /* neighbours are often equal */
  gsize before_length = 0;
  gint64 stripped_before = 0;
  gint64 trimmed_before = 0;

  tn_word_cache_fit (&self->cache, tn_dictionary_builder_get_size (self->words));
  for (guint i = 0; i < n; i++)
    {
      const TnCsvCell *cell = &batch->cut.cells[batch->first[from + i] + self->in_file];
      gsize length;
      const char *text = get_text (self, batch, cell, &length);
      gsize raw_length = length;
      const char *raw = text;
      gint64 stripped = self->n_stripped;
      gint64 trimmed = self->n_trimmed;

      if (text == NULL)
        return FALSE;
      if (before != NULL && length == before_length && same_bytes (text, before, length))
        {
          out[i] = out[i - 1];
          self->n_stripped += stripped_before;
          self->n_trimmed += trimmed_before;
          self->n_missing += out[i] == TN_CODE_MISSING;
          continue;
        }
      if (self->column->trim)
        {
          tn_cell_trim (&text, &length);
          self->n_trimmed += length != raw_length && length > 0;
        }
      if (is_missing (self, text, length))
        {
          out[i] = TN_CODE_MISSING;
          self->n_missing++;
        }
      else
        {
          if (self->column->strip_zero)
            strip_zero (self, text, &length);
          out[i] = self->key != NULL
                       ? intern_pseudonym (self, text, length)
                       : tn_word_cache_intern (&self->cache, self->words, text, length);
        }
      stripped_before = self->n_stripped - stripped;
      trimmed_before = self->n_trimmed - trimmed;
      before = raw != self->scratch ? raw : NULL;
      before_length = raw_length;
    }

  return TRUE;
}

static void
take_constant (TnCellWriter *self, guint n)
{
  guint32 *out = (guint32 *) self->values + self->n_values;
  guint32 code =
      tn_dictionary_builder_intern (self->words, self->constant, strlen (self->constant));

  for (guint i = 0; i < n; i++)
    out[i] = code;
}

static gboolean
take_texts (TnCellWriter *self, const TnCsvBatch *batch, guint from, guint n, gboolean *full)
{
  guint32 *out = (guint32 *) self->values + self->n_values;

  for (guint i = 0; i < n; i++)
    {
      const TnCsvCell *cell = &batch->cut.cells[batch->first[from + i] + self->in_file];
      gsize length;
      const char *text = get_text (self, batch, cell, &length);

      if (text == NULL || self->text->len > MAX_ARENA)
        {
          *full = text != NULL;
          return FALSE;
        }
      out[i] = self->text->len;
      if (is_missing (self, text, length))
        {
          guint row = self->n_values + i;

          self->missing[row >> 3] |= 1 << (row & 7);
          self->any_missing = TRUE;
          self->n_missing++;
        }
      else
        g_byte_array_append (self->text, (const guint8 *) text, length);
      self->n_bytes += length;
    }

  return TRUE;
}

static gboolean
take_some (TnCellWriter *self, const TnCsvBatch *batch, guint from, guint n, GError **error)
{
  gboolean full = FALSE;
  gboolean ok;

  if (!reserve (self, n))
    return set_no_memory (self, error);
  switch (self->column->type)
    {
    case TN_COLUMN_NUMBER:
      ok = take_numbers (self, batch, from, n);
      break;
    case TN_COLUMN_TIME:
      ok = take_times (self, batch, from, n);
      break;
    case TN_COLUMN_FLAG:
      ok = take_flags (self, batch, from, n);
      break;
    case TN_COLUMN_TEXT:
      ok = take_texts (self, batch, from, n, &full);
      break;
    case TN_COLUMN_CATEGORY:
    default:
      ok = TRUE;
      if (self->constant != NULL)
        take_constant (self, n);
      else
        ok = take_words (self, batch, from, n) && tn_dictionary_builder_check (self->words, NULL);
    }
  if (!ok)
    return set_no_memory (self, error);
  self->n_values += n;

  return TRUE;
}

/**
 * tn_cell_writer_take:
 *
 * Converts this column's cells of a batch; full chunks go to the sink. Cells that do not
 * fit are in `bad` until the next call.
 */
gboolean
tn_cell_writer_take (TnCellWriter *self, const TnCsvBatch *batch, GError **error)
{
  guint done = 0;

  g_array_set_size (self->bad, 0);
  while (done < batch->n_rows)
    {
      guint n = MIN (batch->n_rows - done, TN_CHUNK_ROWS - self->n_values);

      if (!take_some (self, batch, done, n, error))
        return FALSE;
      done += n;
      if (self->n_values == TN_CHUNK_ROWS && !flush (self, error))
        return FALSE;
    }
  self->n_rows += batch->n_rows;

  return TRUE;
}

/**
 * tn_cell_writer_end:
 *
 * Gives the last chunk, if there is one in the making.
 */
gboolean
tn_cell_writer_end (TnCellWriter *self, GError **error)
{
  return self->n_values == 0 || flush (self, error);
}
