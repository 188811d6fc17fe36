/* test-concat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-concat.h"
#include "tn-error.h"

/* Columns of every type; words are interned in an order that depends on @salt. */
static TnTable *
random_table (gsize n, guint salt)
{
  TnTableBuilder *builder = tn_table_builder_new (n);
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree double *numbers = g_new (double, n + 1);
  g_autofree gint64 *times = g_new (gint64, n + 1);
  g_autofree guint32 *codes = g_new (guint32, n + 1);
  g_autofree guint8 *flags = g_new (guint8, n + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n; i++)
    {
      guint dice = g_test_rand_int_range (0, 10);
      g_autofree char *word = g_strdup_printf ("w%u", (dice * (salt + 1)) % 11);

      numbers[i] = dice == 0 ? NAN : dice + salt * 100.0;
      times[i] = dice == 1 ? TN_TIME_MISSING : (gint64) dice * 1000000;
      codes[i] =
          dice == 2 ? TN_CODE_MISSING : tn_dictionary_builder_intern (words, word, strlen (word));
      flags[i] = dice == 3 ? 9 : dice & 1;
      g_ptr_array_add (texts, dice == 4 ? NULL : g_strdup_printf ("%u/%zu", salt, i));
    }
  dictionary = tn_dictionary_builder_end (words);
  tn_table_builder_take (builder, tn_field_new ("number", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (numbers, n));
  tn_table_builder_take (builder, tn_field_new ("time", TN_ROLE_TIME),
                         tn_column_new_times (times, n));
  tn_table_builder_take (builder, tn_field_new ("word", TN_ROLE_ITEM),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_table_builder_take (builder, tn_field_new ("flag", TN_ROLE_NONE),
                         tn_column_new_flags (flags, n));
  tn_table_builder_take (builder, tn_field_new ("text", TN_ROLE_TEXT),
                         tn_column_new_texts ((const char *const *) texts->pdata, n));

  return tn_table_builder_end (builder);
}

static void
assert_same_row (TnTable *a, gsize a_row, TnTable *b, gsize b_row)
{
  for (guint i = 0; i < tn_table_get_n_columns (a); i++)
    {
      int place = tn_table_find (b, tn_table_get_field (a, i)->name);
      g_autofree char *x = tn_column_dup_cell (tn_table_get_column (a, i), a_row, NULL);
      g_autofree char *y = tn_column_dup_cell (tn_table_get_column (b, place), b_row, NULL);

      g_assert_cmpstr (x, ==, y);
    }
}

static void
rows_in_order (void)
{
  static const gsize sizes[][3] = {
    { 3, 4, 5 },
    { 0, 7, 0 },
    { 0, 0, 0 },
    { TN_CHUNK_ROWS - 2, 5, TN_CHUNK_ROWS + 3 },
  };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (TnTable) a = random_table (sizes[s][0], 0);
      g_autoptr (TnTable) b = random_table (sizes[s][1], 1);
      g_autoptr (TnTable) c = random_table (sizes[s][2], 2);
      TnTable *parts[] = { a, b, c };
      g_autoptr (GError) error = NULL;
      g_autoptr (TnTable) joined = tn_table_concat (parts, 3, &error);
      gsize start = 0;

      g_assert_no_error (error);
      g_assert_null (tn_table_get_row_roles (joined));
      for (int p = 0; p < 3; p++)
        {
          gsize n = sizes[s][p];

          for (gsize k = 0; k < MIN (n, 40); k++)
            {
              gsize row = n <= 40 ? k : k == 0 ? n - 1 : (gsize) g_test_rand_int_range (0, (int) n);

              assert_same_row (parts[p], row, joined, start + row);
            }
          start += n;
        }
      g_assert_cmpuint (tn_table_get_n_rows (joined), ==, start);
    }
}

static void
one_dictionary (void)
{
  g_autoptr (TnTable) a = random_table (50, 0);
  TnTable *parts[] = { a, a };
  g_autoptr (TnTable) joined = tn_table_concat (parts, 2, NULL);
  int place = tn_table_find (joined, "word");
  g_autoptr (TnDictionary) before = tn_column_get_dictionary (tn_table_get_column (a, place), NULL);
  g_autoptr (TnDictionary) after =
      tn_column_get_dictionary (tn_table_get_column (joined, place), NULL);

  g_assert_true (before == after);
  assert_same_row (a, 49, joined, 99);
}

static void
roles (void)
{
  const guint8 test[] = { TN_ROW_TEST, TN_ROW_TRAIN };
  const guint8 wanted[] = { TN_ROW_NONE, TN_ROW_NONE, TN_ROW_NONE, TN_ROW_TEST, TN_ROW_TRAIN };
  g_autoptr (TnTable) a = random_table (3, 0);
  g_autoptr (TnTable) plain = random_table (2, 1);
  g_autoptr (GBytes) bytes = g_bytes_new (test, 2);
  g_autoptr (TnTable) b = tn_table_with_row_roles (plain, bytes);
  TnTable *parts[] = { a, b };
  g_autoptr (TnTable) joined = tn_table_concat (parts, 2, NULL);

  g_assert_cmpmem (tn_table_get_row_roles (joined), 5, wanted, 5);
}

static void
misfits (void)
{
  g_autoptr (TnTable) a = random_table (3, 0);
  TnTableBuilder *builder = tn_table_builder_new_from (a);
  g_autoptr (TnTable) lacking = NULL;
  g_autoptr (TnTable) other = NULL;
  const double numbers[] = { 1, 2, 3 };
  GError *error = NULL;

  tn_table_builder_remove (builder, "flag");
  lacking = tn_table_builder_end (builder);
  builder = tn_table_builder_new_from (a);
  tn_table_builder_take (builder, tn_field_new ("word", TN_ROLE_ITEM),
                         tn_column_new_numbers (numbers, 3));
  other = tn_table_builder_end (builder);

  g_assert_null (tn_table_concat ((TnTable *[]){ a, lacking }, 2, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "flag"));
  g_clear_error (&error);
  g_assert_null (tn_table_concat ((TnTable *[]){ a, other }, 2, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "word"));
  g_clear_error (&error);
}

static void
interleaved (void)
{
  const gsize a_rows[] = { 4, 0, 2 }, b_rows[] = { 1, 3 };
  g_autoptr (TnTable) a = random_table (3, 0);
  g_autoptr (TnTable) b = random_table (2, 1);
  g_autoptr (TnTable) both = tn_table_interleave (a, a_rows, b, b_rows, NULL);

  g_assert_cmpuint (tn_table_get_n_rows (both), ==, 5);
  for (gsize i = 0; i < 3; i++)
    assert_same_row (a, i, both, a_rows[i]);
  for (gsize i = 0; i < 2; i++)
    assert_same_row (b, i, both, b_rows[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/concat/rows-of-all-parts-in-order-across-chunks", rows_in_order);
  g_test_add_func ("/concat/an-equal-dictionary-stays", one_dictionary);
  g_test_add_func ("/concat/parts-without-row-roles-have-none-in-the-whole", roles);
  g_test_add_func ("/concat/a-part-that-does-not-fit-is-named", misfits);
  g_test_add_func ("/concat/interleaved-rows-stand-where-asked", interleaved);

  return g_test_run ();
}
