/* wb-problem-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-problem-table.h"

#include <string.h>

#include "tn-problem.h"
#include "wb-words.h"

static const struct
{
  const char *name;
  const char *label;
} columns[] = {
  { "line", N_ ("Line of the file") },     { "reason", N_ ("What is wrong") },
  { "row", N_ ("Row of the table") },      { "column", N_ ("Column of the cell") },
  { "text", N_ ("As it is in the file") }, { "size", N_ ("Size in bytes") },
  { "file", N_ ("File of the row") },
};

/* Reasons in words */

static char *
say_reason (const char *id)
{
  for (guint i = 0; i < TN_N_PROBLEM_REASONS; i++)
    if (strcmp (tn_problem_reason_to_id (i), id) == 0)
      {
        TnProblem problem = { .reason = i };

        return wb_say_take (tn_problem_describe (&problem));
      }

  return g_strdup (id);
}

static TnDictionary *
load_reasons (gpointer column, GError **error)
{
  g_autoptr (TnDictionary) ids = tn_column_get_dictionary (column, error);
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();

  for (guint32 i = 0; ids != NULL && i < tn_dictionary_get_size (ids); i++)
    {
      g_autofree char *id = tn_dictionary_dup (ids, i);
      g_autofree char *said = say_reason (id);

      tn_dictionary_builder_intern (words, said, strlen (said));
    }

  return tn_dictionary_builder_end (words);
}

static TnChunk *
load_same (gsize index, gpointer column, GError **error)
{
  return tn_column_get_chunk (column, index, error);
}

/* The table counts its rows from 0, people from 1. */
static TnChunk *
load_next (gsize index, gpointer column, GError **error)
{
  g_autoptr (TnChunk) stored = tn_column_get_chunk (column, index, error);
  TnChunk *chunk;

  if (stored == NULL)
    return NULL;
  chunk = tn_chunk_new (TN_CHUNK_NUMBER, stored->n_rows);
  for (guint i = 0; i < stored->n_rows; i++)
    chunk->number[i] = stored->number[i] + 1;

  return chunk;
}

static TnColumn *
dress (const char *name, TnColumn *column)
{
  TnColumnType type = tn_column_get_column_type (column);
  gsize n = tn_column_get_n_rows (column);

  if (strcmp (name, "reason") == 0 && type == TN_COLUMN_CATEGORY)
    return tn_column_new_lazy (type, n, load_same, load_reasons, tn_column_ref (column),
                               (GDestroyNotify) tn_column_unref);
  if (strcmp (name, "row") == 0 && type == TN_COLUMN_NUMBER)
    return tn_column_new_lazy (type, n, load_next, NULL, tn_column_ref (column),
                               (GDestroyNotify) tn_column_unref);

  return tn_column_ref (column);
}

TnTable *
wb_problem_table_new (TnTable *stored)
{
  TnTableBuilder *builder = tn_table_builder_new (tn_table_get_n_rows (stored));

  for (guint i = 0; i < tn_table_get_n_columns (stored); i++)
    {
      TnField *field = tn_field_copy (tn_table_get_field (stored, i));

      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        if (strcmp (columns[j].name, field->name) == 0 && field->label == NULL)
          field->label = tn_message_new (columns[j].label);
      tn_table_builder_take (builder, field, dress (field->name, tn_table_get_column (stored, i)));
    }

  return tn_table_builder_end (builder);
}
