/* tn-table-sink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-table-sink.h"

#include <math.h>
#include <string.h>

#include "tn-space.h"

struct _TnMemorySink
{
  guint n_columns;
  TnField **fields;
  TnColumnType *types;
  GPtrArray **chunks; /* of each column; only its own call touches it */
  TnTable *table;
  TnTable *problems;

  GArray *lines; /* of problems, a column each */
  GArray *rows;
  GPtrArray *reasons;
  GPtrArray *columns;
  GPtrArray *files;
  gboolean has_files;
  GPtrArray *texts;
};

static void
memory_sink_forget (TnMemorySink *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      tn_field_free (self->fields[i]);
      g_ptr_array_unref (self->chunks[i]);
    }
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->types, g_free);
  g_clear_pointer (&self->chunks, g_free);
  self->n_columns = 0;
  g_array_set_size (self->lines, 0);
  g_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->reasons, 0);
  g_ptr_array_set_size (self->columns, 0);
  g_ptr_array_set_size (self->files, 0);
  g_ptr_array_set_size (self->texts, 0);
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->problems, tn_table_unref);
}

/**
 * tn_memory_sink_new:
 *
 * Makes a sink that keeps everything in memory; hand it to an import together with
 * `tn_memory_sink`.
 *
 * Returns: (transfer full): the sink
 */
TnMemorySink *
tn_memory_sink_new (void)
{
  TnMemorySink *self = g_new0 (TnMemorySink, 1);

  self->lines = g_array_new (FALSE, FALSE, sizeof (double));
  self->rows = g_array_new (FALSE, FALSE, sizeof (double));
  self->reasons = g_ptr_array_new ();
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
tn_memory_sink_free (TnMemorySink *self)
{
  memory_sink_forget (self);
  g_array_unref (self->lines);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

static gboolean
memory_begin (gpointer sink,
              guint n_columns,
              const TnField *const *fields,
              const TnColumnType *types,
              GError **error)
{
  TnMemorySink *self = sink;

  memory_sink_forget (self);
  self->n_columns = n_columns;
  self->fields = g_new0 (TnField *, n_columns);
  self->types = g_memdup2 (types, n_columns * sizeof *types);
  self->chunks = g_new0 (GPtrArray *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      self->fields[i] = tn_field_copy (fields[i]);
      self->chunks[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_chunk_unref);
    }

  return TRUE;
}

static gboolean
memory_chunk (gpointer sink, guint column, gsize index, TnChunk *chunk, GError **error)
{
  TnMemorySink *self = sink;

  g_return_val_if_fail (index == self->chunks[column]->len, FALSE);
  g_ptr_array_add (self->chunks[column], tn_chunk_ref (chunk));

  return TRUE;
}

static gboolean
memory_problem (gpointer sink, const TnProblem *problem, GError **error)
{
  TnMemorySink *self = sink;
  double line = (double) problem->line;
  double row = problem->row < 0 ? NAN : (double) problem->row;

  g_array_append_val (self->lines, line);
  g_array_append_val (self->rows, row);
  g_ptr_array_add (self->reasons, (char *) tn_problem_reason_to_id (problem->reason));
  g_ptr_array_add (self->columns, g_strdup (problem->column));
  g_ptr_array_add (self->files, g_strdup (problem->file));
  self->has_files = self->has_files || problem->file != NULL;
  g_ptr_array_add (self->texts, g_strndup (problem->text, problem->length));

  return TRUE;
}

static gboolean
memory_restart (gpointer sink, GError **error)
{
  memory_sink_forget (sink);
  return TRUE;
}

static TnColumn *
new_words (GPtrArray *words, GError **error)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_try_new (guint32, MAX (words->len, 1));

  for (guint i = 0; codes != NULL && i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      codes[i] = word == NULL ? TN_CODE_MISSING
                              : tn_dictionary_builder_intern (builder, word, strlen (word));
    }
  dictionary = tn_dictionary_builder_try_end (builder, error);
  if (dictionary == NULL)
    return NULL;
  if (codes == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }

  return tn_column_try_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, words->len, error);
}

/* %FALSE where the column was not made. */
static gboolean
add_column (TnTableBuilder *builder, const char *name, TnColumn *column)
{
  if (column != NULL)
    tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_NONE), column);

  return column != NULL;
}

static TnTable *
memory_sink_make_problems (TnMemorySink *self, GError **error)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new (self->lines->len);
  gsize n = self->lines->len;
  const double *lines = (const double *) (gpointer) self->lines->data;
  const double *rows = (const double *) (gpointer) self->rows->data;
  const char *const *texts = (const char *const *) self->texts->pdata;

  if (!add_column (builder, "line", tn_column_try_new_numbers (lines, n, error)) ||
      !add_column (builder, "row", tn_column_try_new_numbers (rows, n, error)) ||
      !add_column (builder, "column", new_words (self->columns, error)) ||
      !add_column (builder, "reason", new_words (self->reasons, error)) ||
      !add_column (builder, "text", tn_column_try_new_texts (texts, n, error)) ||
      (self->has_files && !add_column (builder, "file", new_words (self->files, error))))
    return NULL;

  return tn_table_builder_end (g_steal_pointer (&builder));
}

static gboolean
memory_end (gpointer sink, gsize n_rows, TnDictionary *const *dictionaries, GError **error)
{
  TnMemorySink *self = sink;
  TnTableBuilder *builder = tn_table_builder_new (n_rows);

  for (guint i = 0; i < self->n_columns; i++)
    tn_table_builder_take (builder, g_steal_pointer (&self->fields[i]),
                           tn_column_new (self->types[i], dictionaries[i],
                                          (TnChunk **) self->chunks[i]->pdata,
                                          self->chunks[i]->len));
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_ptr_array_set_free_func (self->chunks[i], NULL); /* the columns have them now */
      g_ptr_array_unref (self->chunks[i]);
    }
  self->n_columns = 0;
  self->table = tn_table_builder_end (builder);
  self->problems = memory_sink_make_problems (self, error);

  return self->problems != NULL;
}

/**
 * tn_memory_sink_get_table:
 *
 * Returns: (nullable) (transfer none): the table, once an import ended well
 */
TnTable *
tn_memory_sink_get_table (TnMemorySink *self)
{
  return self->table;
}

/**
 * tn_memory_sink_get_problems:
 *
 * Columns `line`, `row` (missing where the row was set aside), `column`, `reason`, `text`.
 *
 * Returns: (nullable) (transfer none): problem rows and cells, once an import ended well
 */
TnTable *
tn_memory_sink_get_problems (TnMemorySink *self)
{
  return self->problems;
}

const TnTableSink tn_memory_sink = { memory_begin, memory_chunk, memory_problem, memory_restart,
                                     memory_end };

static gboolean
drop_begin (gpointer self,
            guint n_columns,
            const TnField *const *fields,
            const TnColumnType *types,
            GError **error)
{
  return TRUE;
}

static gboolean
drop_chunk (gpointer self, guint column, gsize index, TnChunk *chunk, GError **error)
{
  return TRUE;
}

static gboolean
drop_restart (gpointer self, GError **error)
{
  return TRUE;
}

static gboolean
drop_end (gpointer self, gsize n_rows, TnDictionary *const *dictionaries, GError **error)
{
  return TRUE;
}

const TnTableSink tn_null_sink = { drop_begin, drop_chunk, NULL, drop_restart, drop_end };
