/* tn-fold-rows.c: what the schemes and the guard read of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-folds-private.h"
#include "tn-keys.h"
#include "tn-scored-private.h"

/* Equal cells are the same customer; their codes, and how many codes there may be. */
static guint32 *
codes_of_customers (TnColumn *column, guint32 *n_codes, GError **error)
{
  g_autoptr (TnDictionary) dictionary = NULL;
  guint32 *codes = NULL;

  if (!tn_keys_dup_codes (column, &codes, &dictionary, error))
    return NULL;
  *n_codes = tn_dictionary_get_size (dictionary);

  return codes;
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
  g_autofree guint32 *codes = NULL, *numbers = NULL;
  guint32 n_codes = 0;

  *n_customers = 0;
  codes = place >= 0 ? codes_of_customers (tn_table_get_column (table, place), &n_codes, error)
                     : _tn_judge_try_malloc (n_rows, sizeof (guint32), error);
  numbers = codes != NULL ? _tn_judge_try_malloc (n_codes, sizeof (guint32), error) : NULL;
  if (numbers == NULL)
    return NULL;

  for (guint32 i = 0; i < n_codes; i++)
    numbers[i] = TN_CODE_MISSING;
  /* Customers are numbered as they come; a row without one is a customer of its own. */
  for (gsize i = 0; i < n_rows; i++)
    if (place < 0 || codes[i] == TN_CODE_MISSING)
      codes[i] = (guint32) (*n_customers)++;
    else
      {
        if (numbers[codes[i]] == TN_CODE_MISSING)
          numbers[codes[i]] = (guint32) (*n_customers)++;
        codes[i] = numbers[codes[i]];
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
  int cut = tn_table_find_role (table, TN_ROLE_CUT);

  self->n_rows = tn_table_get_n_rows (table);
  self->has_customer = tn_table_find_role (table, TN_ROLE_CUSTOMER) >= 0;
  if (cut >= 0)
    self->zone = g_strdup (tn_table_get_field (table, (guint) cut)->zone);

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
  g_clear_pointer (&self->zone, g_free);
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
