/* tn-dataset-sink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-dataset-sink.h"

#include <math.h>
#include <string.h>

#include "tn-space.h"

/* Of the texts of one chunk of problem rows. A file of nothing but problems may not fill
 * the memory: when this much is kept, further texts are cut; their size is kept. */
#define MAX_TEXT_BYTES (64 * 1024 * 1024)
#define CUT_BYTES      1024

enum
{
  PROBLEM_LINE,
  PROBLEM_REASON,
  PROBLEM_ROW,
  PROBLEM_COLUMN,
  PROBLEM_TEXT,
  PROBLEM_SIZE,
  PROBLEM_FILE, /* where several files became one table */
  N_PROBLEM_COLUMNS,
};

struct _TnDatasetSink
{
  TnProject *project;
  TnTable *before; /* (nullable): whose words for columns are kept */
  TnTableWriter *rows;
  TnTableWriter *problems; /* %NULL while there is none */
  TnDictionaryBuilder *reasons;
  TnDictionaryBuilder *columns;
  TnDictionaryBuilder *files;
  gboolean has_files;
  GArray *numbers[N_PROBLEM_COLUMNS]; /* double, of line, row and size */
  GArray *codes[N_PROBLEM_COLUMNS];   /* guint32, of reason and column */
  GArray *ends;                       /* guint32, of the texts */
  GString *text;
};

/**
 * tn_dataset_sink_new:
 *
 * Returns: (transfer full): a sink; what is not published goes when it is freed
 */
TnDatasetSink *
tn_dataset_sink_new (TnProject *project)
{
  TnDatasetSink *self = g_new0 (TnDatasetSink, 1);

  self->project = tn_project_ref (project);
  for (guint i = 0; i < N_PROBLEM_COLUMNS; i++)
    {
      self->numbers[i] = g_array_new (FALSE, FALSE, sizeof (double));
      self->codes[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->text = g_string_new (NULL);
  self->reasons = tn_dictionary_builder_new ();
  self->columns = tn_dictionary_builder_new ();
  self->files = tn_dictionary_builder_new ();

  return self;
}

static void
forget (TnDatasetSink *self)
{
  g_clear_pointer (&self->rows, tn_table_writer_free);
  g_clear_pointer (&self->problems, tn_table_writer_free);
  g_clear_pointer (&self->reasons, tn_dictionary_builder_free);
  g_clear_pointer (&self->columns, tn_dictionary_builder_free);
  g_clear_pointer (&self->files, tn_dictionary_builder_free);
  for (guint i = 0; i < N_PROBLEM_COLUMNS; i++)
    {
      g_array_set_size (self->numbers[i], 0);
      g_array_set_size (self->codes[i], 0);
    }
  g_array_set_size (self->ends, 0);
  g_string_truncate (self->text, 0);
}

void
tn_dataset_sink_free (TnDatasetSink *self)
{
  forget (self);
  for (guint i = 0; i < N_PROBLEM_COLUMNS; i++)
    {
      g_array_unref (self->numbers[i]);
      g_array_unref (self->codes[i]);
    }
  g_array_unref (self->ends);
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->before, tn_table_unref);
  tn_project_unref (self->project);
  g_free (self);
}

/**
 * tn_dataset_sink_keep_words:
 * @before: a table read from the same files earlier
 *
 * Columns of the same name keep their labels, explanations, and units that the files do not say.
 */
void
tn_dataset_sink_keep_words (TnDatasetSink *self, TnTable *before)
{
  g_clear_pointer (&self->before, tn_table_unref);
  self->before = tn_table_ref (before);
}

static TnField *
dress (const TnDatasetSink *self, const TnField *field)
{
  TnField *dressed = tn_field_copy (field);
  int index = self->before != NULL ? tn_table_find (self->before, field->name) : -1;
  const TnField *known = index >= 0 ? tn_table_get_field (self->before, (guint) index) : NULL;

  if (known == NULL)
    return dressed;
  if (dressed->label == NULL && known->label != NULL)
    dressed->label = tn_message_ref (known->label);
  if (dressed->help == NULL && known->help != NULL)
    dressed->help = tn_message_ref (known->help);
  if (dressed->unit == NULL)
    dressed->unit = g_strdup (known->unit);

  return dressed;
}

static gboolean
sink_begin (gpointer data,
            guint n_columns,
            const TnField *const *fields,
            const TnColumnType *types,
            GError **error)
{
  TnDatasetSink *self = data;

  forget (self);
  self->reasons = tn_dictionary_builder_new ();
  self->columns = tn_dictionary_builder_new ();
  self->files = tn_dictionary_builder_new ();
  self->rows = tn_table_writer_new (self->project, error);
  if (self->rows == NULL)
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr (TnField) field = dress (self, fields[i]);

      tn_table_writer_add_column (self->rows, field, types[i]);
    }

  return TRUE;
}

static gboolean
sink_chunk (gpointer data, guint column, gsize index, TnChunk *chunk, GError **error)
{
  TnDatasetSink *self = data;

  return tn_table_writer_append (self->rows, column, chunk, error);
}

static gboolean
begin_problems (TnDatasetSink *self, GError **error)
{
  static const struct
  {
    const char *name;
    TnColumnType type;
  } columns[N_PROBLEM_COLUMNS] = {
    [PROBLEM_LINE] = { "line", TN_COLUMN_NUMBER },
    [PROBLEM_REASON] = { "reason", TN_COLUMN_CATEGORY },
    [PROBLEM_ROW] = { "row", TN_COLUMN_NUMBER },
    [PROBLEM_COLUMN] = { "column", TN_COLUMN_CATEGORY },
    [PROBLEM_TEXT] = { "text", TN_COLUMN_TEXT },
    [PROBLEM_SIZE] = { "size", TN_COLUMN_NUMBER },
    [PROBLEM_FILE] = { "file", TN_COLUMN_CATEGORY },
  };

  self->problems = tn_table_writer_new (self->project, error);
  if (self->problems == NULL)
    return FALSE;
  for (guint i = 0; i < (self->has_files ? N_PROBLEM_COLUMNS : PROBLEM_FILE); i++)
    {
      g_autoptr (TnField) field = tn_field_new (columns[i].name, TN_ROLE_NONE);

      tn_table_writer_add_column (self->problems, field, columns[i].type);
    }

  return TRUE;
}

static gboolean
append_numbers (TnDatasetSink *self, guint column, GError **error)
{
  GArray *values = self->numbers[column];
  g_autoptr (TnChunk) chunk = tn_chunk_try_new (TN_CHUNK_NUMBER, values->len);

  if (chunk == NULL)
    {
      tn_space_set_error (error);
      return FALSE;
    }
  memcpy (chunk->number, values->data, values->len * sizeof (double));
  g_array_set_size (values, 0);

  return tn_table_writer_append (self->problems, column, chunk, error);
}

static gboolean
append_codes (TnDatasetSink *self, guint column, GError **error)
{
  GArray *values = self->codes[column];
  g_autoptr (TnChunk) chunk = tn_chunk_try_new (TN_CHUNK_CODE, values->len);

  if (chunk == NULL)
    {
      tn_space_set_error (error);
      return FALSE;
    }
  memcpy (chunk->code, values->data, values->len * sizeof (guint32));
  g_array_set_size (values, 0);

  return tn_table_writer_append (self->problems, column, chunk, error);
}

static gboolean
append_texts (TnDatasetSink *self, GError **error)
{
  g_autoptr (TnChunk) chunk = tn_chunk_try_new_text (self->ends->len, self->text->len, FALSE);

  if (chunk == NULL)
    {
      tn_space_set_error (error);
      return FALSE;
    }
  memcpy (chunk->offset + 1, self->ends->data, self->ends->len * sizeof (guint32));
  memcpy (chunk->text, self->text->str, self->text->len);
  g_array_set_size (self->ends, 0);
  g_string_truncate (self->text, 0);

  return tn_table_writer_append (self->problems, PROBLEM_TEXT, chunk, error);
}

static gboolean
append_problems (TnDatasetSink *self, GError **error)
{
  if (self->ends->len == 0)
    return TRUE;

  return append_numbers (self, PROBLEM_LINE, error) && append_codes (self, PROBLEM_REASON, error) &&
         append_numbers (self, PROBLEM_ROW, error) && append_codes (self, PROBLEM_COLUMN, error) &&
         append_texts (self, error) && append_numbers (self, PROBLEM_SIZE, error) &&
         (!self->has_files || append_codes (self, PROBLEM_FILE, error));
}

static void
add_number (TnDatasetSink *self, guint column, double value)
{
  g_array_append_val (self->numbers[column], value);
}

static void
add_code (TnDatasetSink *self, guint column, TnDictionaryBuilder *builder, const char *text)
{
  guint32 code =
      text != NULL ? tn_dictionary_builder_intern (builder, text, strlen (text)) : TN_CODE_MISSING;

  g_array_append_val (self->codes[column], code);
}

static void
add_text (TnDatasetSink *self, const char *text, gsize length)
{
  guint32 end;

  if (self->text->len > MAX_TEXT_BYTES && length > CUT_BYTES)
    for (length = CUT_BYTES; length > 0 && (text[length] & 0xc0) == 0x80; length--)
      ;
  g_string_append_len (self->text, text, length);
  end = self->text->len;
  g_array_append_val (self->ends, end);
}

static gboolean
sink_problem (gpointer data, const TnProblem *problem, GError **error)
{
  TnDatasetSink *self = data;

  if (self->problems == NULL)
    {
      self->has_files = problem->file != NULL;
      if (!begin_problems (self, error))
        return FALSE;
    }
  add_number (self, PROBLEM_LINE, problem->line);
  add_code (self, PROBLEM_REASON, self->reasons, tn_problem_reason_to_id (problem->reason));
  add_number (self, PROBLEM_ROW, problem->row < 0 ? NAN : (double) problem->row);
  add_code (self, PROBLEM_COLUMN, self->columns, problem->column);
  add_text (self, problem->text, problem->length);
  add_number (self, PROBLEM_SIZE, problem->size);
  if (self->has_files)
    add_code (self, PROBLEM_FILE, self->files, problem->file);

  return self->ends->len < TN_CHUNK_ROWS || append_problems (self, error);
}

static gboolean
sink_restart (gpointer data, GError **error)
{
  forget (data);

  return TRUE;
}

static gboolean
end_problems (TnDatasetSink *self, GError **error)
{
  g_autoptr (TnDictionary) reasons = NULL;
  g_autoptr (TnDictionary) columns = NULL;
  g_autoptr (TnDictionary) files = NULL;

  if (self->problems == NULL)
    return TRUE;
  reasons = tn_dictionary_builder_end (g_steal_pointer (&self->reasons));
  columns = tn_dictionary_builder_end (g_steal_pointer (&self->columns));
  files = tn_dictionary_builder_end (g_steal_pointer (&self->files));

  return append_problems (self, error) &&
         tn_table_writer_set_dictionary (self->problems, PROBLEM_REASON, reasons, error) &&
         tn_table_writer_set_dictionary (self->problems, PROBLEM_COLUMN, columns, error) &&
         (!self->has_files ||
          tn_table_writer_set_dictionary (self->problems, PROBLEM_FILE, files, error));
}

static gboolean
sink_end (gpointer data, gsize n_rows, TnDictionary *const *dictionaries, GError **error)
{
  TnDatasetSink *self = data;
  guint n_columns = tn_table_writer_get_n_columns (self->rows);

  for (guint i = 0; i < n_columns; i++)
    if (dictionaries[i] != NULL &&
        tn_table_writer_get_column_type (self->rows, i) == TN_COLUMN_CATEGORY &&
        !tn_table_writer_set_dictionary (self->rows, i, dictionaries[i], error))
      return FALSE;

  return end_problems (self, error);
}

const TnTableSink tn_dataset_sink = {
  .begin = sink_begin,
  .chunk = sink_chunk,
  .problem = sink_problem,
  .restart = sink_restart,
  .end = sink_end,
};

/**
 * tn_dataset_sink_publish:
 * @label: (transfer full) (nullable): for the history
 * @error: as tn_project_add_dataset(); can be tried again
 */
gboolean
tn_dataset_sink_publish (TnDatasetSink *self,
                         const char *name,
                         JsonNode *info,
                         TnMessage *label,
                         GError **error)
{
  return tn_project_add_dataset (self->project, name, self->rows, self->problems, info, label,
                                 error);
}
