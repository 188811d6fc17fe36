/* test-keys.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-test-data.h"
#include "tn-test.h"

static gboolean
cells_are_equal (TnColumn *column, gsize i, gsize j)
{
  g_autofree char *a = tn_column_dup_cell (column, i, NULL);
  g_autofree char *b = tn_column_dup_cell (column, j, NULL);

  return g_strcmp0 (a, b) == 0;
}

static void
test_values (void)
{
  guint n_pairs = g_test_slow () ? 20000 : 1500;
  gsize n = 70000;

  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      g_autoptr (TnColumn) column = tn_test_random_column (type, n, 30);
      guint bits;
      g_autofree guint64 *values = tn_keys_dup_values (column, &bits, NULL);

      for (guint k = 0; k < n_pairs; k++)
        {
          gsize i = (gsize) g_test_rand_int_range (0, (gint32) n);
          gsize j = (gsize) g_test_rand_int_range (0, (gint32) n);

          g_assert_cmpint (values[i] == values[j], ==, cells_are_equal (column, i, j));
        }
      for (gsize i = 0; i < n && bits < 64; i++)
        g_assert_cmpuint (values[i] >> bits, ==, 0);
    }
}

/* IEEE 754 has two zeros and many NaN; a key has one of each. */
static void
test_numbers (void)
{
  guint64 signalling = G_GUINT64_CONSTANT (0xfff4000000000001);
  double values[] = { 0.0, -0.0, NAN, -NAN, 0, 5e-324, -5e-324, INFINITY, -INFINITY };
  g_autoptr (TnColumn) column = NULL;
  g_autofree guint64 *keys = NULL;
  guint bits;

  memcpy (&values[4], &signalling, sizeof signalling);
  column = tn_column_new_numbers (values, G_N_ELEMENTS (values));
  keys = tn_keys_dup_values (column, &bits, NULL);

  g_assert_cmpuint (bits, ==, 64);
  g_assert_cmpuint (keys[0], ==, keys[1]);
  g_assert_cmpuint (keys[2], ==, TN_KEYS_MISSING_NUMBER);
  g_assert_cmpuint (keys[3], ==, TN_KEYS_MISSING_NUMBER);
  g_assert_cmpuint (keys[4], ==, TN_KEYS_MISSING_NUMBER);
  for (guint i = 4; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < i; j++)
      if (i > 4)
        g_assert_cmpuint (keys[i], !=, keys[j]);
}

/* As few bits as the words need, with one place for missing. */
static void
test_bits (void)
{
  static const struct
  {
    guint n_words, bits;
  } cases[] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 2 }, { 4, 3 }, { 255, 8 }, { 256, 9 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
      g_autoptr (TnDictionary) dictionary = NULL;
      g_autoptr (TnColumn) column = NULL;
      guint32 codes[2] = { TN_CODE_MISSING, cases[i].n_words - 1 };
      g_autofree guint64 *values = NULL;
      guint bits;

      for (guint k = 0; k < cases[i].n_words; k++)
        {
          g_autofree char *word = g_strdup_printf ("%u", k);

          tn_dictionary_builder_intern (builder, word, strlen (word));
        }
      dictionary = tn_dictionary_builder_end (builder);
      column = tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, 2);
      values = tn_keys_dup_values (column, &bits, NULL);
      g_assert_cmpuint (bits, ==, cases[i].bits);
      g_assert_cmpuint (values[0], ==, 0);
      g_assert_cmpuint (values[1], ==, cases[i].n_words);
    }
}

static void
test_codes (void)
{
  gsize n = 70000;

  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      g_autoptr (TnColumn) column = tn_test_random_column (type, n, 30);
      g_autoptr (TnDictionary) dictionary = NULL;
      g_autofree guint32 *codes = NULL;

      g_assert_true (tn_keys_dup_codes (column, &codes, &dictionary, NULL));
      for (gsize i = 0; i < n; i += 1 + i % 31)
        {
          g_autofree char *cell = tn_column_dup_cell (column, i, NULL);
          g_autofree char *word =
              codes[i] == TN_CODE_MISSING ? NULL : tn_dictionary_dup (dictionary, codes[i]);

          g_assert_cmpstr (word, ==, cell);
        }
    }
}

static void
test_unreadable (void)
{
  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      TnTestLoads loads = { 0, 1, FALSE };
      g_autoptr (TnColumn) from = tn_test_random_column (type, 100000, 10);
      g_autoptr (TnColumn) lazy = tn_test_lazy_column (from, &loads);
      g_autoptr (GError) error = NULL, values_error = NULL;
      TnDictionary *dictionary = NULL;
      guint32 *codes = NULL;
      guint bits;

      g_assert_false (tn_keys_dup_codes (lazy, &codes, &dictionary, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
      g_assert_null (codes);
      g_assert_null (dictionary);
      g_assert_null (tn_keys_dup_values (lazy, &bits, &values_error));
      g_assert_error (values_error, TN_ERROR, TN_ERROR_DAMAGED);
    }
}

static void
test_require (void)
{
  g_autoptr (TnTable) table = tn_test_random_table (5, 3);
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_keys_require (table, "time", &error) ==
                 tn_table_get_column (table, tn_table_find (table, "time")));
  g_assert_no_error (error);
  g_assert_null (tn_keys_require (table, "Time", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_cmpstr (tn_error_get_column (error), ==, "Time");
}

static void
test_sizes (void)
{
  g_autoptr (GError) rows_error = NULL, error = NULL;
  g_autofree guint8 *none = tn_keys_try_alloc (0, 8, NULL);
  g_autofree guint64 *some = tn_keys_try_alloc (100000, 8, NULL);

  g_assert_true (tn_keys_check_rows (G_MAXUINT32 - 1, &rows_error));
  g_assert_no_error (rows_error);
  g_assert_false (tn_keys_check_rows (G_MAXUINT32, &rows_error));
  g_assert_error (rows_error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_nonnull (none);
  for (guint i = 0; i < 100000; i++)
    g_assert_cmpuint (some[i], ==, 0);
  /* A product that would wrap around must not become a small block. */
  g_assert_null (tn_keys_try_alloc (G_MAXSIZE / 4, 8, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keys/values-are-equal-where-cells-are", test_values);
  g_test_add_func ("/keys/zero-and-missing-have-one-form", test_numbers);
  g_test_add_func ("/keys/no-more-bits-than-the-words-need", test_bits);
  g_test_add_func ("/keys/codes-stand-for-the-cells", test_codes);
  g_test_add_func ("/keys/what-cannot-be-read-is-said", test_unreadable);
  g_test_add_func ("/keys/a-missing-column-is-named", test_require);
  g_test_add_func ("/keys/sizes-are-checked", test_sizes);

  return g_test_run ();
}
