/* test-gather.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-gather.h"
#include "tn-pool.h"
#include "tn-test-data.h"
#include "tn-test.h"

static guint32 *
random_rows (gsize n_from, gsize n)
{
  guint32 *rows = g_new (guint32, n + 1);

  for (gsize i = 0; i < n; i++)
    rows[i] = n_from == 0 || g_test_rand_int_range (0, 20) == 0
                  ? TN_NO_ROW
                  : (guint32) g_test_rand_int_range (0, (gint32) n_from);

  return rows;
}

/* Each cell of the answer is the cell of its row, read by itself. */
static void
check_cells (TnColumn *from, const guint32 *rows, gsize n, TnColumn *gathered)
{
  g_assert_cmpuint (tn_column_get_n_rows (gathered), ==, n);
  g_assert_cmpint (tn_column_get_column_type (gathered), ==, tn_column_get_column_type (from));
  /* Reading one by one is slow: all of a small column, some of a large one. */
  for (gsize i = 0; i < n; i += 1 + n / 3000)
    {
      g_autofree char *expected =
          rows[i] == TN_NO_ROW ? NULL : tn_column_dup_cell (from, rows[i], NULL);
      g_autofree char *cell = tn_column_dup_cell (gathered, i, NULL);

      g_assert_cmpstr (cell, ==, expected);
    }
}

static void
test_naive (void)
{
  static const struct
  {
    gsize n_from, n;
  } cases[] = { { 0, 0 },     { 0, 5 },          { 5, 0 },         { 1, 1 },
                { 100, 300 }, { 200000, 70000 }, { 70000, 131072 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
      {
        g_autoptr (TnColumn) from = tn_test_random_column (type, cases[i].n_from, 40);
        g_autofree guint32 *rows = random_rows (cases[i].n_from, cases[i].n);
        g_autoptr (GError) error = NULL;
        g_autoptr (TnColumn) gathered = tn_gather (from, rows, cases[i].n, NULL, &error);

        g_assert_no_error (error);
        check_cells (from, rows, cases[i].n, gathered);
      }
}

/* Gathering twice is gathering once with the rows of the rows. */
static void
test_twice (void)
{
  gsize n = 5000;

  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      g_autoptr (TnColumn) from = tn_test_random_column (type, n, 100);
      g_autofree guint32 *first = random_rows (n, n), *second = random_rows (n, n);
      g_autofree guint32 *both = g_new (guint32, n);
      g_autoptr (TnColumn) once = tn_gather (from, first, n, NULL, NULL);
      g_autoptr (TnColumn) twice = tn_gather (once, second, n, NULL, NULL);
      g_autoptr (TnColumn) direct = NULL;

      for (gsize i = 0; i < n; i++)
        both[i] = second[i] == TN_NO_ROW ? TN_NO_ROW : first[second[i]];
      direct = tn_gather (from, both, n, NULL, NULL);
      tn_assert_equal_columns (twice, direct);
    }
}

static void
test_dictionary (void)
{
  static const guint32 rows[] = { 3, TN_NO_ROW, 3 };
  g_autoptr (TnColumn) from = tn_test_random_column (TN_COLUMN_CATEGORY, 10, 5);
  g_autoptr (TnColumn) gathered = tn_gather (from, rows, 3, NULL, NULL);
  g_autoptr (TnDictionary) mine = tn_column_get_dictionary (from, NULL);
  g_autoptr (TnDictionary) its = tn_column_get_dictionary (gathered, NULL);

  g_assert_true (mine == its);
}

/* A few rows of a long stored column must not read all of it. */
static void
test_loads (void)
{
  gsize n = 5 * TN_CHUNK_ROWS - 7;
  static const guint32 rows[] = { 2 * TN_CHUNK_ROWS + 1, TN_NO_ROW, 4 * TN_CHUNK_ROWS,
                                  2 * TN_CHUNK_ROWS };

  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      TnTestLoads loads = { 0, -1, FALSE };
      g_autoptr (TnColumn) from = tn_test_random_column (type, n, 40);
      g_autoptr (TnColumn) lazy = tn_test_lazy_column (from, &loads);
      g_autoptr (TnColumn) gathered = tn_gather (lazy, rows, G_N_ELEMENTS (rows), NULL, NULL);

      check_cells (from, rows, G_N_ELEMENTS (rows), gathered);
      g_assert_cmpint (loads.n_loads, ==, 2);
    }
}

static void
test_unreadable (void)
{
  g_autofree guint32 *rows = random_rows (200000, 200000);

  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      TnTestLoads loads = { 0, 1, FALSE };
      g_autoptr (TnColumn) from = tn_test_random_column (type, 200000, 40);
      g_autoptr (TnColumn) lazy = tn_test_lazy_column (from, &loads);
      g_autoptr (GError) error = NULL, words_error = NULL;

      g_assert_null (tn_gather (lazy, rows, 200000, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
      loads = (TnTestLoads){ 0, -1, TRUE };
      if (type == TN_COLUMN_CATEGORY)
        {
          g_assert_null (tn_gather (lazy, rows, 200000, NULL, &words_error));
          g_assert_error (words_error, TN_ERROR, TN_ERROR_DAMAGED);
        }
    }
}

static void
test_cancel (void)
{
  g_autofree guint32 *rows = random_rows (100000, 100000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      g_autoptr (TnColumn) from = tn_test_random_column (type, 100000, 40);
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_gather (from, rows, 100000, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gather/agrees-with-a-naive-twin", test_naive);
  g_test_add_func ("/gather/twice-is-once-with-the-rows-of-the-rows", test_twice);
  g_test_add_func ("/gather/words-are-shared", test_dictionary);
  g_test_add_func ("/gather/only-chunks-with-wanted-rows-are-read", test_loads);
  g_test_add_func ("/gather/what-cannot-be-read-is-said", test_unreadable);
  g_test_add_func ("/gather/cancelling-leaves-nothing", test_cancel);

  return g_test_run ();
}
