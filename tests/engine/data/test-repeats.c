/* test-repeats.c: rows that equal an earlier row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-hash.h"
#include "tn-pool.h"
#include "tn-repeats.h"
#include "tn-test.h"

static TnColumn *
random_codes (TnColumnType type, gsize n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, MAX (n, 1));

  tn_dictionary_builder_intern (builder, "no", 2);
  tn_dictionary_builder_intern (builder, "yes", 3);
  dictionary = tn_dictionary_builder_end (builder);
  for (gsize i = 0; i < n; i++)
    codes[i] = g_test_rand_int_range (0, 6) == 0 ? TN_CODE_MISSING
                                                 : (guint32) g_test_rand_int_range (0, 2);

  return tn_column_new_codes (type, dictionary, codes, n);
}

static TnColumn *
random_texts (gsize n)
{
  static const char *const texts[] = { "", "a", "b", "ab", NULL };
  g_autofree const char **cells = g_new (const char *, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    cells[i] = texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];

  return tn_column_new_texts (cells, n);
}

/* Missing numbers of both signs, and both zeros. */
static TnColumn *
random_numbers (gsize n)
{
  const double numbers[] = { 0, -0.0, 1, NAN, -NAN };
  g_autofree double *cells = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    cells[i] = numbers[g_test_rand_int_range (0, G_N_ELEMENTS (numbers))];

  return tn_column_new_numbers (cells, n);
}

static TnColumn *
random_times (gsize n)
{
  const gint64 times[] = { 0, 86400, TN_TIME_MISSING };
  g_autofree gint64 *cells = g_new (gint64, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    cells[i] = times[g_test_rand_int_range (0, G_N_ELEMENTS (times))];

  return tn_column_new_times (cells, n);
}

static TnTable *
random_table (gsize n)
{
  guint n_columns = (guint) g_test_rand_int_range (1, 6);
  TnTableBuilder *builder = tn_table_builder_new (n);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);
      TnColumnType type = (TnColumnType) g_test_rand_int_range (0, TN_N_COLUMN_TYPES);

      tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_NONE),
                             type == TN_COLUMN_NUMBER ? random_numbers (n)
                             : type == TN_COLUMN_TIME ? random_times (n)
                             : type == TN_COLUMN_TEXT ? random_texts (n)
                                                      : random_codes (type, n));
    }

  return tn_table_builder_end (builder);
}

/* The row as one text, a missing cell unlike any other. */
static char *
write_row (TnTable *table, gsize row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (table, i), row, NULL);

      g_string_append_printf (text, "|%s",
                              cell == NULL               ? "\001"
                              : g_str_equal (cell, "-0") ? "0"
                                                         : cell);
    }

  return g_string_free (text, FALSE);
}

static gsize
mark_naively (TnTable *table, guint8 *marks)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n_marked = 0;

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      marks[i] = !g_hash_table_add (seen, write_row (table, i));
      n_marked += marks[i];
    }

  return n_marked;
}

static void
test_naive (void)
{
  guint n_cases = g_test_slow () ? 2000 : 150;

  for (guint i = 0; i < n_cases; i++)
    {
      gsize n = (gsize) g_test_rand_int_range (0, 300), n_marked, n_naive;
      g_autoptr (TnTable) table = random_table (n);
      g_autofree guint8 *marks = g_malloc0 (n + 1);
      g_autofree guint8 *naive = g_malloc0 (n + 1);
      g_autoptr (GError) error = NULL;

      g_assert_true (tn_mark_repeats (table, marks, &n_marked, NULL, &error));
      g_assert_no_error (error);
      n_naive = mark_naively (table, naive);
      g_assert_cmpmem (marks, n, naive, n);
      g_assert_cmpuint (n_marked, ==, n_naive);
    }
}

/* Across chunks, for one and two threads. */
static void
test_chunks (void)
{
  gsize n = TN_CHUNK_ROWS * 2 + 77, n_marked;
  g_autofree double *numbers = g_new (double, n);
  g_autofree guint8 *marks = g_malloc0 (n);
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autoptr (TnTable) table = NULL;
  guint n_threads = tn_pool_get_threads ();

  for (gsize i = 0; i < n; i++)
    numbers[i] = (double) (i % (TN_CHUNK_ROWS + 5));
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, n));
  table = tn_table_builder_end (builder);
  for (guint threads = 1; threads <= 2; threads++)
    {
      tn_pool_set_threads (threads);
      memset (marks, 0, n);
      g_assert_true (tn_mark_repeats (table, marks, &n_marked, NULL, NULL));
      g_assert_cmpuint (n_marked, ==, n - TN_CHUNK_ROWS - 5);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpuint (marks[i], ==, i >= TN_CHUNK_ROWS + 5);
    }
  tn_pool_set_threads (n_threads);
}

/* What a row's hash is after its first cell, as rows are hashed. */
static guint64
hash_cell (guint64 value)
{
  return tn_hash_u64 (value) + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
}

/* The second cell that gives (@first, ·) the hash of (0, 0): rows are hashed cell by cell,
 * and the second is mixed in by exclusive or. */
static gint64
collide (gint64 first)
{
  return (gint64) (hash_cell ((guint64) first) ^ hash_cell (0));
}

static void
test_collisions (void)
{
  /* Six rows of one hash: 0 different, 3 repeats 1, 4 repeats 0, 5 repeats 2. */
  const gint64 a[] = { 0, 7, 9, 7, 0, 9 };
  gint64 b[G_N_ELEMENTS (a)];
  static const guint8 expected[] = { 0, 0, 0, 1, 1, 1 };
  guint8 marks[G_N_ELEMENTS (a)] = { 0 };
  TnTableBuilder *builder = tn_table_builder_new (G_N_ELEMENTS (a));
  g_autoptr (TnTable) table = NULL;
  gsize n_marked;

  for (guint i = 0; i < G_N_ELEMENTS (a); i++)
    {
      b[i] = collide (a[i]);
      g_assert_cmpuint (hash_cell (hash_cell ((guint64) a[i]) ^ (guint64) b[i]), ==,
                        hash_cell (hash_cell (0)));
    }
  tn_table_builder_take (builder, tn_field_new ("a", TN_ROLE_NONE),
                         tn_column_new_times (a, G_N_ELEMENTS (a)));
  tn_table_builder_take (builder, tn_field_new ("b", TN_ROLE_NONE),
                         tn_column_new_times (b, G_N_ELEMENTS (a)));
  table = tn_table_builder_end (builder);

  g_assert_true (tn_mark_repeats (table, marks, &n_marked, NULL, NULL));
  g_assert_cmpmem (marks, sizeof marks, expected, sizeof expected);
  g_assert_cmpuint (n_marked, ==, 3);
}

static void
test_cancelled (void)
{
  g_autoptr (TnTable) table = random_table (1000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree guint8 *marks = g_malloc0 (1000);
  g_autoptr (GError) error = NULL;
  gsize n_marked;

  g_cancellable_cancel (cancellable);
  g_assert_false (tn_mark_repeats (table, marks, &n_marked, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repeats/equal-what-a-naive-search-finds", test_naive);
  g_test_add_func ("/repeats/are-found-across-chunks", test_chunks);
  g_test_add_func ("/repeats/rows-of-one-hash-are-told-apart", test_collisions);
  g_test_add_func ("/repeats/cancel-is-seen", test_cancelled);

  return g_test_run ();
}
