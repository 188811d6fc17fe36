/* tn-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-table.h"

#include <string.h>

#include "tn-error.h"
#include "tn-hash.h"
#include "tn-space.h"

typedef struct
{
  TnField *field;
  TnColumn *column;
} Entry;

struct _TnTable
{
  gatomicrefcount ref_count;
  gsize n_rows;
  GArray *entries;    /* of Entry, in order */
  GHashTable *places; /* name → place + 1 */
  GBytes *row_roles;  /* n_rows bytes, or %NULL */
};

struct _TnTableBuilder
{
  TnTable *table; /* not shared yet */
};

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  tn_field_free (entry->field);
  tn_column_unref (entry->column);
}

static void
index_places (TnTable *self)
{
  g_hash_table_remove_all (self->places);
  for (guint i = 0; i < self->entries->len; i++)
    g_hash_table_insert (self->places, g_array_index (self->entries, Entry, i).field->name,
                         GUINT_TO_POINTER (i + 1));
}

/**
 * tn_table_builder_new:
 * @n_rows: the length of every column to come
 *
 * Returns: (transfer full): a table to be filled
 */
TnTableBuilder *
tn_table_builder_new (gsize n_rows)
{
  TnTableBuilder *self = g_new0 (TnTableBuilder, 1);

  self->table = g_new0 (TnTable, 1);
  g_atomic_ref_count_init (&self->table->ref_count);
  self->table->n_rows = n_rows;
  self->table->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->table->entries, entry_clear);
  self->table->places = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * tn_table_builder_new_from:
 *
 * Returns: (transfer full): a builder that begins with the columns and row roles of @table
 */
TnTableBuilder *
tn_table_builder_new_from (TnTable *table)
{
  TnTableBuilder *self = tn_table_builder_new (table->n_rows);

  for (guint i = 0; i < table->entries->len; i++)
    {
      const Entry *entry = &g_array_index (table->entries, Entry, i);

      tn_table_builder_add (self, entry->field, entry->column);
    }
  tn_table_builder_set_row_roles (self, table->row_roles);

  return self;
}

void
tn_table_builder_free (TnTableBuilder *self)
{
  tn_table_unref (self->table);
  g_free (self);
}

/**
 * tn_table_builder_take:
 * @field: (transfer full): replaces the column of the same name, in its place
 * @column: (transfer full): as long as the table
 */
void
tn_table_builder_take (TnTableBuilder *self, TnField *field, TnColumn *column)
{
  Entry entry = { field, column };
  int place = tn_table_find (self->table, field->name);

  g_assert (tn_column_get_n_rows (column) == self->table->n_rows);

  if (place >= 0)
    {
      Entry *old = &g_array_index (self->table->entries, Entry, place);

      entry_clear (old);
      *old = entry;
      index_places (self->table);
    }
  else
    {
      g_array_append_val (self->table->entries, entry);
      g_hash_table_insert (self->table->places, field->name,
                           GUINT_TO_POINTER (self->table->entries->len));
    }
}

void
tn_table_builder_add (TnTableBuilder *self, const TnField *field, TnColumn *column)
{
  tn_table_builder_take (self, tn_field_copy (field), tn_column_ref (column));
}

gboolean
tn_table_builder_remove (TnTableBuilder *self, const char *name)
{
  int place = tn_table_find (self->table, name);

  if (place < 0)
    return FALSE;
  g_array_remove_index (self->table->entries, place);
  index_places (self->table);

  return TRUE;
}

/**
 * tn_table_builder_set_row_roles:
 * @row_roles: (nullable): a #TnRowRole byte for each row
 */
void
tn_table_builder_set_row_roles (TnTableBuilder *self, GBytes *row_roles)
{
  g_assert (row_roles == NULL || g_bytes_get_size (row_roles) == self->table->n_rows);

  g_clear_pointer (&self->table->row_roles, g_bytes_unref);
  self->table->row_roles = row_roles != NULL ? g_bytes_ref (row_roles) : NULL;
}

/**
 * tn_table_builder_end:
 * @self: (transfer full): ends with this call
 *
 * Returns: (transfer full): the table
 */
TnTable *
tn_table_builder_end (TnTableBuilder *self)
{
  TnTable *table = self->table;

  g_free (self);

  return table;
}

TnTable *
tn_table_ref (TnTable *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_table_unref (TnTable *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->entries);
  g_hash_table_unref (self->places);
  g_clear_pointer (&self->row_roles, g_bytes_unref);
  g_free (self);
}

gsize
tn_table_get_n_rows (const TnTable *self)
{
  return self->n_rows;
}

guint
tn_table_get_n_columns (const TnTable *self)
{
  return self->entries->len;
}

/**
 * tn_table_get_field:
 *
 * Returns: (transfer none): valid as long as the table
 */
const TnField *
tn_table_get_field (const TnTable *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_array_index (self->entries, Entry, index).field;
}

/**
 * tn_table_get_column:
 *
 * Returns: (transfer none): valid as long as the table
 */
TnColumn *
tn_table_get_column (const TnTable *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_array_index (self->entries, Entry, index).column;
}

/**
 * tn_table_find:
 *
 * Returns: the place of the column with that name, -1 when there is none
 */
int
tn_table_find (const TnTable *self, const char *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->places, name)) - 1;
}

/**
 * tn_table_find_role:
 *
 * Returns: the place of the first column with that role, -1 when there is none
 */
int
tn_table_find_role (const TnTable *self, TnRole role)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_array_index (self->entries, Entry, i).field->role == role)
      return (int) i;

  return -1;
}

/**
 * tn_table_require_role:
 * @error: %TN_ERROR_DATA when no column has the role
 *
 * Returns: (transfer none) (nullable): the first column with that role
 */
TnColumn *
tn_table_require_role (const TnTable *self, TnRole role, GError **error)
{
  int place = tn_table_find_role (self, role);

  if (place < 0)
    {
      tn_error_take (
          error, TN_ERROR_DATA,
          tn_message_take (tn_message_new (N_ ("This needs a column with the role “{role}”, and no "
                                               "column has it. Say which column it is.")),
                           "role", tn_role_say (role)));
      return NULL;
    }

  return tn_table_get_column (self, place);
}

/**
 * tn_table_get_row_roles:
 *
 * Returns: (transfer none) (nullable) (array): a #TnRowRole byte for each row, or %NULL when rows
 *   have no roles: then all may be used
 */
const guint8 *
tn_table_get_row_roles (const TnTable *self)
{
  return self->row_roles != NULL ? g_bytes_get_data (self->row_roles, NULL) : NULL;
}

gsize
tn_table_count_row_role (const TnTable *self, TnRowRole role)
{
  const guint8 *roles = tn_table_get_row_roles (self);
  gsize n = 0;

  for (gsize i = 0; roles != NULL && i < self->n_rows; i++)
    n += roles[i] == role;

  return n;
}

/**
 * tn_table_with_row_roles:
 * @row_roles: (nullable): a #TnRowRole byte for each row
 *
 * Returns: (transfer full): the same columns with other row roles
 */
TnTable *
tn_table_with_row_roles (TnTable *self, GBytes *row_roles)
{
  TnTableBuilder *builder = tn_table_builder_new_from (self);

  tn_table_builder_set_row_roles (builder, row_roles);

  return tn_table_builder_end (builder);
}

static GBytes *
try_select_roles (TnTable *self, GBytes *rows, gsize n, GError **error)
{
  const gsize *places = g_bytes_get_data (rows, NULL);
  const guint8 *roles = tn_table_get_row_roles (self);
  guint8 *selected = tn_space_try_alloc (n, 1, error);

  if (selected == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    selected[i] = roles[places[i]];

  return g_bytes_new_take (selected, n);
}

/* For tables whose length the program knows. */
static TnTable *
insist (TnTable *table)
{
  if (table == NULL)
    g_error ("no memory for the rows of a view");

  return table;
}

/**
 * tn_table_try_new_view:
 * @rows: row numbers as gsize, in the order wanted
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): those rows with their roles; nothing is copied before it
 *   is read
 */
TnTable *
tn_table_try_new_view (TnTable *self, GBytes *rows, GError **error)
{
  gsize n = g_bytes_get_size (rows) / sizeof (gsize);
  g_autoptr (GBytes) roles =
      self->row_roles != NULL ? try_select_roles (self, rows, n, error) : NULL;
  TnTableBuilder *builder;

  if (self->row_roles != NULL && roles == NULL)
    return NULL;
  builder = tn_table_builder_new (n);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      tn_table_builder_take (builder, tn_field_copy (entry->field),
                             tn_column_new_view (entry->column, rows));
    }
  if (roles != NULL)
    tn_table_builder_set_row_roles (builder, roles);

  return tn_table_builder_end (builder);
}

TnTable *
tn_table_new_view (TnTable *self, GBytes *rows)
{
  return insist (tn_table_try_new_view (self, rows, NULL));
}

/**
 * tn_table_try_select_row_role:
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): a view of the rows with that role; of all rows when rows
 *   have no roles and @role is %TN_ROW_TRAIN
 */
TnTable *
tn_table_try_select_row_role (TnTable *self, TnRowRole role, GError **error)
{
  const guint8 *roles = tn_table_get_row_roles (self);
  g_autoptr (GBytes) rows = NULL;
  gsize *places;
  gsize n = 0;

  if (roles == NULL && role == TN_ROW_TRAIN)
    return tn_table_ref (self);

  places = tn_space_try_alloc (tn_table_count_row_role (self, role), sizeof (gsize), error);
  if (places == NULL)
    return NULL;
  for (gsize i = 0; roles != NULL && i < self->n_rows; i++)
    if (roles[i] == role)
      places[n++] = i;
  rows = g_bytes_new_take (places, n * sizeof (gsize));

  return tn_table_try_new_view (self, rows, error);
}

TnTable *
tn_table_select_row_role (TnTable *self, TnRowRole role)
{
  return insist (tn_table_try_select_row_role (self, role, NULL));
}

/**
 * tn_table_fingerprint:
 *
 * Returns: (transfer full): 64 hexadecimal digits over names, roles, values and row roles
 */
char *
tn_table_fingerprint (TnTable *self, GError **error)
{
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();

  tn_fingerprint_add_int (fingerprint, self->n_rows);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      tn_fingerprint_add_string (fingerprint, entry->field->name);
      tn_fingerprint_add_int (fingerprint, entry->field->role);
      if (!tn_column_add_to_fingerprint (entry->column, fingerprint, error))
        return NULL;
    }
  if (self->row_roles != NULL)
    tn_fingerprint_add (fingerprint, tn_table_get_row_roles (self), self->n_rows);

  return tn_fingerprint_end (fingerprint);
}
