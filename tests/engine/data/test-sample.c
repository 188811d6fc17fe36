/* test-sample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-sample.h"
#include "tn-test.h"

/* Columns who (of @n_customers) and row; who of row i is (i × 31 + shift) mod n_customers. */
static TnTable *
make_table (gsize n, guint n_customers, guint shift)
{
  TnTableBuilder *builder = tn_table_builder_new (n);
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, n + 1);
  g_autofree double *rows = g_new (double, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", (guint) ((i * i * 31 + shift) % n_customers));

      codes[i] = tn_dictionary_builder_intern (words, name, strlen (name));
      rows[i] = (double) i;
    }
  dictionary = tn_dictionary_builder_end (words);
  tn_table_builder_take (builder, tn_field_new ("who", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_table_builder_take (builder, tn_field_new ("row", TN_ROLE_NONE),
                         tn_column_new_numbers (rows, n));

  return tn_table_builder_end (builder);
}

static double *
rows_of (TnTable *table)
{
  return tn_column_dup_numbers (tn_table_get_column (table, 1), NULL);
}

static void
test_uniform (void)
{
  g_autoptr (TnTable) table = make_table (20000, 50, 0);
  g_autoptr (TnTable) a = tn_sample_uniform (table, 5000, 7, NULL, NULL);
  g_autoptr (TnTable) b = tn_sample_uniform (table, 5000, 7, NULL, NULL);
  g_autoptr (TnTable) c = tn_sample_uniform (table, 5000, 8, NULL, NULL);
  g_autofree double *rows = rows_of (a);
  g_autofree double *other = rows_of (c);
  g_autofree char *print_a = tn_table_fingerprint (a, NULL);
  g_autofree char *print_b = tn_table_fingerprint (b, NULL);
  double mean = 0;
  guint same = 0;

  g_assert_cmpuint (tn_table_get_n_rows (a), ==, 5000);
  g_assert_cmpstr (print_a, ==, print_b);
  for (guint i = 0; i < 5000; i++)
    {
      if (i > 0)
        g_assert_cmpfloat (rows[i - 1], <, rows[i]);
      mean += rows[i] / 5000;
      same += rows[i] == other[i];
    }
  g_assert_cmpuint (same, <, 2500);
  /* Mean of a quarter of 0 … 19999 drawn without replacement: sd 71; six of them. */
  g_assert_cmpfloat (fabs (mean - 9999.5), <, 426);
}

static void
test_all (void)
{
  g_autoptr (TnTable) table = make_table (100, 5, 0);
  g_autoptr (TnTable) more = tn_sample_uniform (table, 1000, 1, NULL, NULL);
  g_autoptr (TnTable) none = tn_sample_uniform (table, 0, 1, NULL, NULL);

  g_assert_cmpuint (tn_table_get_n_rows (more), ==, 100);
  g_assert_cmpuint (tn_table_get_n_rows (none), ==, 0);
}

static void
count_customers (TnTable *table, gsize *counts, guint n_customers)
{
  memset (counts, 0, n_customers * sizeof *counts);
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      g_autofree char *name = tn_column_dup_cell (tn_table_get_column (table, 0), i, NULL);

      counts[atoi (name + 1)]++;
    }
}

static void
test_stratified (void)
{
  g_autoptr (TnTable) table = make_table (7777, 40, 3);
  g_autoptr (TnTable) sample = tn_sample_stratified (table, "who", 1000, 5, NULL, NULL);
  gsize whole[40], part[40];

  g_assert_cmpuint (tn_table_get_n_rows (sample), ==, 1000);
  count_customers (table, whole, 40);
  count_customers (sample, part, 40);
  for (guint i = 0; i < 40; i++)
    g_assert_cmpfloat (fabs ((double) part[i] - (double) whole[i] * 1000 / 7777), <, 1);
}

static void
test_customers (void)
{
  g_autoptr (TnTable) table = make_table (9000, 500, 0);
  g_autoptr (TnTable) other = make_table (4000, 500, 17);
  g_autoptr (TnTable) small = tn_sample_by_customer (table, "who", 0.2, 3, NULL, NULL);
  g_autoptr (TnTable) large = tn_sample_by_customer (table, "who", 0.5, 3, NULL, NULL);
  g_autoptr (TnTable) same = tn_sample_by_customer (other, "who", 0.5, 3, NULL, NULL);
  gsize whole[500], few[500], many[500], again[500], whole_other[500];

  count_customers (table, whole, 500);
  count_customers (small, few, 500);
  count_customers (large, many, 500);
  count_customers (other, whole_other, 500);
  count_customers (same, again, 500);
  for (guint i = 0; i < 500; i++)
    {
      /* All rows or none; a larger share keeps the smaller; two tables agree. */
      g_assert_true (few[i] == 0 || few[i] == whole[i]);
      g_assert_true (many[i] == 0 || many[i] == whole[i]);
      g_assert_true (few[i] == 0 || many[i] == whole[i]);
      if (whole[i] > 0 && whole_other[i] > 0)
        g_assert_cmpint (many[i] > 0, ==, again[i] > 0);
    }
  g_assert_cmpuint (tn_table_get_n_rows (small), >, 0);
  g_assert_cmpuint (tn_table_get_n_rows (large), <, 9000);
}

static void
test_refusals (void)
{
  g_autoptr (TnTable) table = make_table (10, 5, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_sample_stratified (table, "nowhere", 5, 1, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tn_sample_by_customer (table, "nowhere", 0.5, 1, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sample/uniform-is-exact-fair-and-repeatable", test_uniform);
  g_test_add_func ("/sample/all-or-nothing-can-be-asked-for", test_all);
  g_test_add_func ("/sample/strata-keep-their-shares", test_stratified);
  g_test_add_func ("/sample/customers-stay-whole-and-the-same-in-two-tables", test_customers);
  g_test_add_func ("/sample/unknown-column-is-named", test_refusals);

  return g_test_run ();
}
