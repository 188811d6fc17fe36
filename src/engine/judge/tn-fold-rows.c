/* tn-fold-rows.c: what the schemes and the guard read of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-error.h"
#include "tn-folds-private.h"
#include "tn-scored-private.h"

static guint8 *
labels_of_numbers (TnColumn *column, gsize n_rows, GError **error)
{
  g_autofree double *values = tn_column_dup_numbers (column, error);
  guint8 *labels = values != NULL ? _tn_judge_try_malloc (n_rows, 1, error) : NULL;

  for (gsize i = 0; labels != NULL && i < n_rows; i++)
    {
      if (isnan (values[i]))
        labels[i] = TN_LABEL_UNKNOWN;
      else
        labels[i] = values[i] != 0;
    }

  return labels;
}

static guint8 *
labels_of_codes (TnColumn *column, gsize n_rows, GError **error)
{
  g_autofree guint32 *codes = tn_column_dup_codes (column, error);
  guint8 *labels = codes != NULL ? _tn_judge_try_malloc (n_rows, 1, error) : NULL;

  for (gsize i = 0; labels != NULL && i < n_rows; i++)
    labels[i] = codes[i] == TN_CODE_MISSING ? TN_LABEL_UNKNOWN : (guint8) MIN (codes[i], 254);

  return labels;
}

/**
 * tn_table_dup_labels:
 * @table: with a target column: a flag, numbers (0 is no, any other is yes) or categories
 * @error: %TN_ERROR_DATA without a target, or one that is a time or a text; %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): one byte a row: 0 for no, 1 for yes (the code of a
 *   category), 255 where missing
 */
guint8 *
tn_table_dup_labels (TnTable *table, GError **error)
{
  TnColumn *column = tn_table_require_role (table, TN_ROLE_TARGET, error);
  gsize n_rows = tn_table_get_n_rows (table);

  if (column == NULL)
    return NULL;
  switch (tn_column_get_column_type (column))
    {
    case TN_COLUMN_NUMBER:
      return labels_of_numbers (column, n_rows, error);
    case TN_COLUMN_CATEGORY:
    case TN_COLUMN_FLAG:
      return labels_of_codes (column, n_rows, error);
    case TN_COLUMN_TIME:
    case TN_COLUMN_TEXT:
    default:
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("The target “{column}” is a time or a text; a model needs yes or no. "
                        "Choose another target column."),
                    "column",
                    tn_table_get_field (table, tn_table_find_role (table, TN_ROLE_TARGET))->name,
                    NULL);
      return NULL;
    }
}

/* Texts and numbers as identifiers: equal cells are the same customer. */
static guint32 *
codes_of_cells (TnColumn *column, gsize n_rows, GError **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint32 *codes = _tn_judge_try_malloc (n_rows, sizeof (guint32), error);

  for (gsize i = 0; codes != NULL && i < n_rows; i++)
    {
      g_autoptr (GError) cell_error = NULL;
      g_autofree char *cell = tn_column_dup_cell (column, i, &cell_error);
      gpointer place;

      if (cell_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cell_error));
          return NULL;
        }
      if (cell == NULL)
        codes[i] = TN_CODE_MISSING;
      else if (g_hash_table_lookup_extended (places, cell, NULL, &place))
        codes[i] = GPOINTER_TO_UINT (place);
      else
        {
          codes[i] = g_hash_table_size (places);
          g_hash_table_insert (places, g_steal_pointer (&cell), GUINT_TO_POINTER (codes[i]));
        }
    }

  return g_steal_pointer (&codes);
}

static guint32 *
codes_of_customers (TnColumn *column, gsize n_rows, GError **error)
{
  TnColumnType type = tn_column_get_column_type (column);

  return type == TN_COLUMN_CATEGORY || type == TN_COLUMN_FLAG
             ? tn_column_dup_codes (column, error)
             : codes_of_cells (column, n_rows, error);
}

/**
 * tn_table_dup_customers:
 * @n_customers: (out): how many different ones
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): for each row a number from 0 that is the same for rows of
 *   the same customer, by first appearance; rows without a customer, and all rows of a table
 *   without a customer column, are customers of their own
 */
guint32 *
tn_table_dup_customers (TnTable *table, gsize *n_customers, GError **error)
{
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);
  gsize n_rows = tn_table_get_n_rows (table);
  g_autoptr (GHashTable) seen = NULL;
  g_autofree guint32 *codes = NULL;

  *n_customers = 0;
  codes = place >= 0 ? codes_of_customers (tn_table_get_column (table, place), n_rows, error)
                     : _tn_judge_try_malloc (n_rows, sizeof (guint32), error);
  if (codes == NULL)
    return NULL;

  seen = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < n_rows; i++)
    {
      gpointer number;

      if (place < 0 || codes[i] == TN_CODE_MISSING)
        codes[i] = (guint32) (*n_customers)++;
      else if (g_hash_table_lookup_extended (seen, GUINT_TO_POINTER (codes[i]), NULL, &number))
        codes[i] = GPOINTER_TO_UINT (number);
      else
        {
          g_hash_table_insert (seen, GUINT_TO_POINTER (codes[i]),
                               GUINT_TO_POINTER ((guint) *n_customers));
          codes[i] = (guint32) (*n_customers)++;
        }
    }

  return g_steal_pointer (&codes);
}

static gboolean
read_times (TnTable *table, TnRole role, gint64 **times, GError **error)
{
  int place = tn_table_find_role (table, role);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, place) : NULL;

  if (column == NULL)
    return TRUE;
  if (tn_column_get_column_type (column) != TN_COLUMN_TIME)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("The column “{column}” should hold times, and does not. Give it another "
                        "role."),
                    "column", tn_table_get_field (table, place)->name, NULL);
      return FALSE;
    }
  *times = tn_column_dup_times (column, error);

  return *times != NULL;
}

gboolean
_tn_fold_rows_read (TnFoldRows *self, TnTable *table, GError **error)
{
  self->n_rows = tn_table_get_n_rows (table);
  self->has_customer = tn_table_find_role (table, TN_ROLE_CUSTOMER) >= 0;

  return (self->label = tn_table_dup_labels (table, error)) != NULL &&
         (self->customer = tn_table_dup_customers (table, &self->n_customers, error)) != NULL &&
         read_times (table, TN_ROLE_CUT, &self->cut, error) &&
         read_times (table, TN_ROLE_LABEL_END, &self->label_end, error) &&
         read_times (table, TN_ROLE_EVIDENCE, &self->evidence, error);
}

void
_tn_fold_rows_clear (TnFoldRows *self)
{
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->customer, g_free);
  g_clear_pointer (&self->cut, g_free);
  g_clear_pointer (&self->label_end, g_free);
  g_clear_pointer (&self->evidence, g_free);
}

/* The customer of a row as people know it, for sentences. */
char *
_tn_fold_rows_dup_customer (TnTable *table, gsize row)
{
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);
  char *cell =
      place >= 0 ? tn_column_dup_cell (tn_table_get_column (table, place), row, NULL) : NULL;

  return cell != NULL ? cell : g_strdup_printf ("%" G_GSIZE_FORMAT, row + 1);
}
