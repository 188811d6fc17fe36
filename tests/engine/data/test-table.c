/* test-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-table.h"

static TnTable *
shop_table (void)
{
  const double amounts[] = { 1, 2, 3, 4 };
  const guint8 flags[] = { 0, 1, 0, 1 };
  TnTableBuilder *builder = tn_table_builder_new (4);

  tn_table_builder_take (builder, tn_field_new ("amount", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (amounts, 4));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_flags (flags, 4));

  return tn_table_builder_end (builder);
}

static TnTable *
shop_table_with_roles (void)
{
  const guint8 roles[] = { TN_ROW_TRAIN, TN_ROW_TEST, TN_ROW_TRAIN, TN_ROW_SCORE };
  g_autoptr (TnTable) table = shop_table ();
  g_autoptr (GBytes) bytes = g_bytes_new (roles, 4);

  return tn_table_with_row_roles (table, bytes);
}

static void
assert_cell (TnTable *table, const char *name, gsize row, const char *wanted)
{
  int place = tn_table_find (table, name);
  g_autofree char *cell = NULL;

  g_assert_cmpint (place, >=, 0);
  cell = tn_column_dup_cell (tn_table_get_column (table, place), row, NULL);
  g_assert_cmpstr (cell, ==, wanted);
}

static void
finding (void)
{
  g_autoptr (TnTable) table = shop_table ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (tn_table_get_n_rows (table), ==, 4);
  g_assert_cmpuint (tn_table_get_n_columns (table), ==, 2);
  g_assert_cmpint (tn_table_find (table, "left"), ==, 1);
  g_assert_cmpint (tn_table_find (table, "Left"), ==, -1);
  g_assert_cmpint (tn_table_find_role (table, TN_ROLE_AMOUNT), ==, 0);
  g_assert_cmpint (tn_table_find_role (table, TN_ROLE_ITEM), ==, -1);
  g_assert_true (tn_table_require_role (table, TN_ROLE_TARGET, &error) ==
                 tn_table_get_column (table, 1));
  g_assert_no_error (error);
  g_assert_null (tn_table_require_role (table, TN_ROLE_CUSTOMER, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "customer"));
}

static void
sharing (void)
{
  TnTable *table = shop_table ();
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  TnColumn *amount = tn_table_get_column (table, 0);
  const double doubled[] = { 2, 4, 6, 8 };
  g_autoptr (TnTable) changed = NULL;

  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_FEATURE),
                         tn_column_new_numbers (doubled, 4));
  tn_table_builder_take (builder, tn_field_new ("extra", TN_ROLE_NONE),
                         tn_column_new_numbers (doubled, 4));
  changed = tn_table_builder_end (builder);

  g_assert_true (tn_table_get_column (changed, 0) == amount);
  g_assert_cmpuint (tn_table_get_n_columns (changed), ==, 3);
  g_assert_cmpint (tn_table_find (changed, "left"), ==, 1);
  assert_cell (changed, "left", 3, "8");
  assert_cell (table, "left", 3, "yes");
  g_assert_cmpint (tn_table_get_field (changed, 1)->role, ==, TN_ROLE_FEATURE);
  tn_table_unref (table);
  assert_cell (changed, "amount", 2, "3");
}

static void
removing (void)
{
  g_autoptr (TnTable) table = shop_table ();
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_autoptr (TnTable) changed = NULL;

  g_assert_true (tn_table_builder_remove (builder, "amount"));
  g_assert_false (tn_table_builder_remove (builder, "amount"));
  changed = tn_table_builder_end (builder);
  g_assert_cmpuint (tn_table_get_n_columns (changed), ==, 1);
  g_assert_cmpint (tn_table_find (changed, "left"), ==, 0);
  g_assert_cmpint (tn_table_find (changed, "amount"), ==, -1);
  g_assert_cmpuint (tn_table_get_n_columns (table), ==, 2);
}

static void
row_roles (void)
{
  g_autoptr (TnTable) plain = shop_table ();
  g_autoptr (TnTable) table = shop_table_with_roles ();
  g_autoptr (TnTable) train = tn_table_select_row_role (table, TN_ROW_TRAIN);
  g_autoptr (TnTable) validate = tn_table_select_row_role (table, TN_ROW_VALIDATE);
  g_autoptr (TnTable) all = tn_table_select_row_role (plain, TN_ROW_TRAIN);
  g_autoptr (TnTable) none = tn_table_select_row_role (plain, TN_ROW_TEST);

  g_assert_null (tn_table_get_row_roles (plain));
  g_assert_cmpuint (tn_table_count_row_role (plain, TN_ROW_TRAIN), ==, 0);
  g_assert_cmpuint (tn_table_count_row_role (table, TN_ROW_TRAIN), ==, 2);
  g_assert_cmpuint (tn_table_count_row_role (table, TN_ROW_VALIDATE), ==, 0);
  g_assert_cmpuint (tn_table_get_n_rows (train), ==, 2);
  assert_cell (train, "amount", 1, "3");
  g_assert_cmpint (tn_table_get_row_roles (train)[1], ==, TN_ROW_TRAIN);
  g_assert_cmpuint (tn_table_get_n_rows (validate), ==, 0);
  g_assert_cmpuint (tn_table_get_n_rows (all), ==, 4);
  g_assert_cmpuint (tn_table_get_n_rows (none), ==, 0);
}

static void
views (void)
{
  const gsize places[] = { 3, 0, 3 };
  g_autoptr (TnTable) table = shop_table_with_roles ();
  g_autoptr (GBytes) rows = g_bytes_new (places, sizeof places);
  g_autoptr (TnTable) view = tn_table_new_view (table, rows);
  const guint8 wanted[] = { TN_ROW_SCORE, TN_ROW_TRAIN, TN_ROW_SCORE };

  g_assert_cmpuint (tn_table_get_n_rows (view), ==, 3);
  g_assert_cmpmem (tn_table_get_row_roles (view), 3, wanted, 3);
  assert_cell (view, "amount", 0, "4");
  assert_cell (view, "left", 1, "no");
}

static char *
fingerprint (TnTable *table)
{
  g_autoptr (GError) error = NULL;
  char *digits = tn_table_fingerprint (table, &error);

  g_assert_no_error (error);

  return digits;
}

static void
fingerprints (void)
{
  g_autoptr (TnTable) a = shop_table ();
  g_autoptr (TnTable) b = shop_table ();
  g_autoptr (TnTable) with_roles = shop_table_with_roles ();
  g_autoptr (TnTable) changed = NULL;
  TnTableBuilder *builder = tn_table_builder_new_from (a);
  g_autofree char *fa = fingerprint (a);
  g_autofree char *fb = fingerprint (b);
  g_autofree char *froles = fingerprint (with_roles);
  g_autofree char *fchanged = NULL;

  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_NONE),
                         tn_column_ref (tn_table_get_column (a, 1)));
  changed = tn_table_builder_end (builder);
  fchanged = fingerprint (changed);
  g_assert_cmpstr (fa, ==, fb);
  g_assert_cmpstr (fa, !=, froles);
  g_assert_cmpstr (fa, !=, fchanged);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/columns-are-found-by-name-and-role", finding);
  g_test_add_func ("/table/a-changed-table-shares-the-rest", sharing);
  g_test_add_func ("/table/a-removed-column-is-gone-from-the-new-one-only", removing);
  g_test_add_func ("/table/row-roles-select-rows", row_roles);
  g_test_add_func ("/table/a-view-keeps-order-repeats-and-roles", views);
  g_test_add_func ("/table/fingerprint-sees-values-roles-and-row-roles", fingerprints);

  return g_test_run ();
}
