/* tn-matrix.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-matrix.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-pool.h"

#define ALIGNMENT        64
#define DAY_MICROSECONDS 86400e6

/* Rows a part of a parallel loop copies; a multiple of 8, so that parts start on cache lines. */
#define PART_ROWS TN_CHUNK_ROWS

struct _TnMatrix
{
  gatomicrefcount ref_count;
  gsize n_rows;
  gsize n_cols;
  gsize stride;
  double *values; /* aligned, inside @slab */
  gpointer slab;
  char **names;       /* n_cols */
  TnMessage **labels; /* n_cols, each may be NULL */
};

static void
set_no_memory (GError **error, gsize n_rows, gsize n_cols)
{
  TnMessage *message = tn_message_new (
      N_ ("A table of {rows} rows and {cols} columns needs about {size} GB of memory and there is "
          "less: use fewer columns or a sample of the rows."));

  tn_message_count (message, "rows", (gint64) n_rows);
  tn_message_count (message, "cols", (gint64) n_cols);
  tn_message_round (message, "size", (double) n_rows * (double) n_cols * sizeof (double) / 1e9, 2);
  tn_error_take (error, TN_ERROR_SPACE, message);
}

/* Columns are padded to whole cache lines. */
static gboolean
measure (gsize n_rows, gsize n_cols, gsize *stride, gsize *bytes)
{
  gsize cells;

  if (n_cols > G_MAXINT32 || !g_size_checked_add (stride, n_rows, 7))
    return FALSE;
  *stride &= ~(gsize) 7;

  return g_size_checked_mul (&cells, *stride, n_cols) &&
         g_size_checked_mul (bytes, cells, sizeof (double)) &&
         g_size_checked_add (bytes, *bytes, ALIGNMENT) && *bytes <= G_MAXSSIZE;
}

/**
 * tn_matrix_new:
 * @n_rows: rows, 0 allowed
 * @n_cols: columns, 0 allowed
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full): a matrix of zeros for the caller to fill before sharing it
 */
TnMatrix *
tn_matrix_new (gsize n_rows, gsize n_cols, GError **error)
{
  gsize stride, bytes;
  gpointer slab = NULL;
  TnMatrix *self;

  if (!measure (n_rows, n_cols, &stride, &bytes) || (slab = g_try_malloc0 (bytes)) == NULL)
    {
      set_no_memory (error, n_rows, n_cols);
      return NULL;
    }

  self = g_new0 (TnMatrix, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_rows = n_rows;
  self->n_cols = n_cols;
  self->stride = stride;
  self->slab = slab;
  self->values = (double *) (((gsize) slab + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1));
  self->names = g_new0 (char *, n_cols + 1);
  self->labels = g_new0 (TnMessage *, n_cols + 1);

  return self;
}

TnMatrix *
tn_matrix_ref (TnMatrix *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_matrix_unref (TnMatrix *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (gsize j = 0; j < self->n_cols; j++)
    {
      g_free (self->names[j]);
      g_clear_pointer (&self->labels[j], tn_message_unref);
    }
  g_free (self->names);
  g_free (self->labels);
  g_free (self->slab);
  g_free (self);
}

gsize
tn_matrix_get_n_rows (const TnMatrix *self)
{
  return self->n_rows;
}

gsize
tn_matrix_get_n_cols (const TnMatrix *self)
{
  return self->n_cols;
}

/**
 * tn_matrix_get_stride:
 *
 * Returns: doubles from one column's first value to the next one's; BLAS calls it lda
 */
gsize
tn_matrix_get_stride (const TnMatrix *self)
{
  return self->stride;
}

/**
 * tn_matrix_get_column:
 * @col: which
 *
 * Returns: its n_rows values, valid as long as the matrix
 */
const double *
tn_matrix_get_column (const TnMatrix *self, gsize col)
{
  return self->values + col * self->stride;
}

/**
 * tn_matrix_fill_column:
 * @col: which
 *
 * Returns: its n_rows places, to be written before the matrix is shared
 */
double *
tn_matrix_fill_column (TnMatrix *self, gsize col)
{
  return self->values + col * self->stride;
}

/**
 * tn_matrix_get_name:
 * @col: which
 *
 * Returns: the name of a column; "" when it was never given one
 */
const char *
tn_matrix_get_name (const TnMatrix *self, gsize col)
{
  return self->names[col] != NULL ? self->names[col] : "";
}

/**
 * tn_matrix_get_label:
 * @col: which
 *
 * Returns: (nullable): the plain name, for people
 */
const TnMessage *
tn_matrix_get_label (const TnMatrix *self, gsize col)
{
  return self->labels[col];
}

void
tn_matrix_set_name (TnMatrix *self, gsize col, const char *name)
{
  g_free (self->names[col]);
  self->names[col] = g_strdup (name);
}

/**
 * tn_matrix_take_label:
 * @label: (transfer full) (nullable): the plain name
 */
void
tn_matrix_take_label (TnMatrix *self, gsize col, TnMessage *label)
{
  g_clear_pointer (&self->labels[col], tn_message_unref);
  self->labels[col] = label;
}

static void
fill_from_chunk (const TnChunk *chunk, double *out)
{
  switch (chunk->kind)
    {
    case TN_CHUNK_NUMBER:
      memcpy (out, chunk->number, chunk->n_rows * sizeof (double));
      break;
    case TN_CHUNK_CODE:
      for (guint i = 0; i < chunk->n_rows; i++)
        out[i] = chunk->code[i] == TN_CODE_MISSING ? NAN : (double) chunk->code[i];
      break;
    case TN_CHUNK_TIME:
      for (guint i = 0; i < chunk->n_rows; i++)
        out[i] =
            chunk->time[i] == TN_TIME_MISSING ? NAN : (double) chunk->time[i] / DAY_MICROSECONDS;
      break;
    case TN_CHUNK_TEXT:
      g_assert_not_reached ();
    }
}

typedef struct
{
  TnMatrix *matrix;
  TnColumn **columns;
  gsize n_chunks;
} TableCopy;

static gboolean
copy_chunk (gsize index, gpointer user_data, GError **error)
{
  TableCopy *copy = user_data;
  gsize col = index / copy->n_chunks, chunk_index = index % copy->n_chunks;
  g_autoptr (TnChunk) chunk = tn_column_get_chunk (copy->columns[col], chunk_index, error);

  if (chunk == NULL)
    return FALSE;
  fill_from_chunk (chunk, tn_matrix_fill_column (copy->matrix, col) + chunk_index * TN_CHUNK_ROWS);

  return TRUE;
}

/* Looks up the columns asked for and refuses those that are not numbers. */
static gboolean
find_columns (TnTable *table,
              const char *const *names,
              TnColumn **columns,
              const TnField **fields,
              GError **error)
{
  for (gsize j = 0; names[j] != NULL; j++)
    {
      int index = tn_table_find (table, names[j]);
      TnColumnType type;

      if (index < 0)
        {
          tn_error_set (error, TN_ERROR_NOT_FOUND,
                        N_ ("The table has no column “{column}”, which the model uses: choose "
                            "a file that has it."),
                        "column", names[j], NULL);
          tn_error_place (error, NULL, names[j], 0);
          return FALSE;
        }
      columns[j] = tn_table_get_column (table, (guint) index);
      fields[j] = tn_table_get_field (table, (guint) index);
      type = tn_column_get_column_type (columns[j]);
      if (type == TN_COLUMN_CATEGORY || type == TN_COLUMN_TEXT)
        {
          tn_error_set (error, TN_ERROR_DATA,
                        N_ ("“{column}” holds words, and a model reads numbers: encode the "
                            "column first or leave it out."),
                        "column", names[j], NULL);
          tn_error_place (error, NULL, names[j], 0);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * tn_matrix_new_from_table:
 * @table: where from
 * @columns: (array zero-terminated=1): names, in the order wanted
 * @cancellable: (nullable): looked at between chunks
 * @error: %TN_ERROR_NOT_FOUND for a missing column, %TN_ERROR_DATA for categories and text,
 *   %TN_ERROR_SPACE
 *
 * Copies number, flag (0 and 1) and time columns (days since 1970-01-01 UTC); missing
 * cells become NaN. Names and labels come along. Reads 64 Ki rows at a time.
 *
 * Returns: (transfer full) (nullable): n_rows × number of names
 */
TnMatrix *
tn_matrix_new_from_table (TnTable *table,
                          const char *const *columns,
                          GCancellable *cancellable,
                          GError **error)
{
  gsize n_cols = g_strv_length ((char **) columns);
  gsize n_rows = tn_table_get_n_rows (table);
  g_autofree TnColumn **sources = g_new0 (TnColumn *, n_cols + 1);
  g_autofree const TnField **fields = g_new0 (const TnField *, n_cols + 1);
  g_autoptr (TnMatrix) self = NULL;
  TableCopy copy;

  if (!find_columns (table, columns, sources, fields, error))
    return NULL;
  if ((self = tn_matrix_new (n_rows, n_cols, error)) == NULL)
    return NULL;

  copy = (TableCopy){ self, sources, (n_rows + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS };
  if (!tn_pool_for (n_cols * copy.n_chunks, copy_chunk, &copy, cancellable, error))
    return NULL;
  for (gsize j = 0; j < n_cols; j++)
    {
      tn_matrix_set_name (self, j, fields[j]->name);
      if (fields[j]->label != NULL)
        tn_matrix_take_label (self, j, tn_message_ref (fields[j]->label));
    }

  return g_steal_pointer (&self);
}

typedef struct
{
  const TnMatrix *from;
  TnMatrix *to;
  const gsize *rows;
  gsize n_parts;
} RowCopy;

static gboolean
copy_rows (gsize index, gpointer user_data, GError **error)
{
  RowCopy *copy = user_data;
  gsize col = index / copy->n_parts;
  gsize start = (index % copy->n_parts) * PART_ROWS;
  gsize end = MIN (start + PART_ROWS, copy->to->n_rows);
  const double *from = tn_matrix_get_column (copy->from, col);
  double *to = tn_matrix_fill_column (copy->to, col);

  for (gsize i = start; i < end; i++)
    to[i] = from[copy->rows[i]];

  return TRUE;
}

/**
 * tn_matrix_new_rows:
 * @rows: (array length=n_rows): row numbers of @self, in the order wanted, repeats allowed
 * @n_rows: how many
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): a copy of the rows asked for, with names and labels
 */
TnMatrix *
tn_matrix_new_rows (TnMatrix *self, const gsize *rows, gsize n_rows, GError **error)
{
  g_autoptr (TnMatrix) copy = tn_matrix_new (n_rows, self->n_cols, error);
  RowCopy work = { self, copy, rows, (n_rows + PART_ROWS - 1) / PART_ROWS };

  if (copy == NULL)
    return NULL;
  for (gsize i = 0; i < n_rows; i++)
    g_assert (rows[i] < self->n_rows);
  if (!tn_pool_for (self->n_cols * work.n_parts, copy_rows, &work, NULL, error))
    return NULL;
  for (gsize j = 0; j < self->n_cols; j++)
    {
      copy->names[j] = g_strdup (self->names[j]);
      copy->labels[j] = self->labels[j] != NULL ? tn_message_ref (self->labels[j]) : NULL;
    }

  return g_steal_pointer (&copy);
}

/**
 * tn_matrix_new_row_role:
 * @row_roles: n_rows bytes of #TnRowRole
 * @role: which rows
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): a copy of the rows that have the role, in their order
 */
TnMatrix *
tn_matrix_new_row_role (TnMatrix *self, const guint8 *row_roles, TnRowRole role, GError **error)
{
  g_autofree gsize *rows = g_try_new (gsize, self->n_rows + 1);
  gsize n = 0;

  if (rows == NULL)
    {
      set_no_memory (error, self->n_rows, 1);
      return NULL;
    }
  for (gsize i = 0; i < self->n_rows; i++)
    if (row_roles[i] == role)
      rows[n++] = i;

  return tn_matrix_new_rows (self, rows, n, error);
}
