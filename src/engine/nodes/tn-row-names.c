/* tn-row-names.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-row-names.h"

#include <string.h>

#include "tn-keys.h"

#define LABEL N_ ("Row")

/* Roles of which any says that a row is something else than one customer. */
static const TnRole keys[] = {
  TN_ROLE_CUSTOMER, TN_ROLE_TIME, TN_ROLE_CUT, TN_ROLE_ORDER, TN_ROLE_ITEM,
};

/* A file to be scored has no answer yet. */
static gboolean
is_nameless (TnStep *step, TnTable *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (tn_table_find_role (table, keys[i]) >= 0)
      return FALSE;

  return tn_step_is_scoring (step) || tn_table_find_role (table, TN_ROLE_TARGET) >= 0;
}

static TnColumn *
make_names (gsize n, GError **error)
{
  g_autofree guint32 *codes = tn_keys_try_alloc (n, sizeof (guint32), error);
  g_autoptr (TnDictionaryBuilder) builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) names = NULL;

  if (codes == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      char name[32];

      g_snprintf (name, sizeof name, "row %" G_GSIZE_FORMAT, i + 1);
      codes[i] = tn_dictionary_builder_intern (builder, name, strlen (name));
    }
  names = tn_dictionary_builder_end (g_steal_pointer (&builder));

  return tn_column_try_new_codes (TN_COLUMN_CATEGORY, names, codes, n, error);
}

/**
 * tn_name_rows:
 * @table: as imported, before any row is left out
 *
 * Where a table has an answer and nothing that says whose the rows are, each row is a customer
 * of its own: it gets a column of the role customer with “row 17” for the seventeenth, so that
 * lists and reports can say which is meant. It is said in a note.
 *
 * Returns: (transfer full) (nullable): @table, or with one more column
 */
TnTable *
tn_name_rows (TnStep *step, TnTable *table, GError **error)
{
  g_autofree char *name = g_strdup ("row");
  TnTableBuilder *builder;
  TnColumn *names;
  TnField *field;

  if (!is_nameless (step, table))
    return tn_table_ref (table);
  names = make_names (tn_table_get_n_rows (table), error);
  if (names == NULL)
    return NULL;

  for (guint i = 2; tn_table_find (table, name) >= 0; i++)
    {
      g_free (name);
      name = g_strdup_printf ("row %u", i);
    }
  field = tn_field_new (name, TN_ROLE_CUSTOMER);
  field->label = tn_message_new (LABEL);
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, field, names);
  tn_step_warn (step, "dataset.rows_named",
                tn_message_new (N_ ("No column says who the customers are, so each row counts as "
                                    "one and is called by its number, such as “row 17”. If a "
                                    "column names them, give it the role “customer”.")));

  return tn_table_builder_end (builder);
}

/**
 * tn_field_is_row_name:
 *
 * Returns: whether tn_name_rows() made this column
 */
gboolean
tn_field_is_row_name (const TnField *field)
{
  return field->role == TN_ROLE_CUSTOMER && field->label != NULL &&
         g_str_equal (tn_message_get_id (field->label), LABEL);
}
