/* test-sort.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-pool.h"
#include "tn-sort.h"
#include "tn-test.h"

typedef struct
{
  gsize n;
  double *x;
  gint64 *t;
  char **w;
  TnTable *table;
} Rows;

static void
rows_init (Rows *self, gsize n)
{
  TnTableBuilder *builder = tn_table_builder_new (n);

  self->n = n;
  self->x = g_new (double, n + 1);
  self->t = g_new (gint64, n + 1);
  self->w = g_new0 (char *, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      static const double odd[] = { NAN, INFINITY, -INFINITY, 0.0, -0.0, 1e-300, -1e300 };

      self->x[i] = g_test_rand_int_range (0, 3) == 0 ? odd[g_test_rand_int_range (0, 7)]
                                                     : g_test_rand_int_range (-9, 9) / 4.0;
      self->t[i] = g_test_rand_int_range (0, 9) == 0
                       ? TN_TIME_MISSING
                       : g_test_rand_int_range (-1000, 1000) * 1000000LL;
      self->w[i] = g_strdup_printf ("%s%d", g_test_rand_int_range (0, 2) ? "abcdefgh" : "ä",
                                    g_test_rand_int_range (0, 12));
    }
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_NONE),
                         tn_column_new_numbers (self->x, n));
  tn_table_builder_take (builder, tn_field_new ("t", TN_ROLE_NONE),
                         tn_column_new_times (self->t, n));
  tn_table_builder_take (builder, tn_field_new ("w", TN_ROLE_NONE),
                         tn_column_new_texts ((const char *const *) self->w, n));
  self->table = tn_table_builder_end (builder);
}

static void
rows_clear (Rows *self)
{
  for (gsize i = 0; i < self->n; i++)
    g_free (self->w[i]);
  g_free (self->x);
  g_free (self->t);
  g_free (self->w);
  tn_table_unref (self->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static int
compare_by (const Rows *rows, const TnSortKey *key, guint32 a, guint32 b)
{
  gboolean no_a = FALSE, no_b = FALSE;
  int order = 0;

  switch (*key->column)
    {
    case 'x':
      no_a = isnan (rows->x[a]);
      no_b = isnan (rows->x[b]);
      order = (rows->x[a] > rows->x[b]) - (rows->x[a] < rows->x[b]);
      break;
    case 't':
      no_a = rows->t[a] == TN_TIME_MISSING;
      no_b = rows->t[b] == TN_TIME_MISSING;
      order = (rows->t[a] > rows->t[b]) - (rows->t[a] < rows->t[b]);
      break;
    default:
      order = strcmp (rows->w[a], rows->w[b]);
    }
  if (no_a || no_b)
    return (int) no_a - (int) no_b;

  return key->descending ? -order : order;
}

static void
check_order (const Rows *rows, const TnSortKey *keys, guint n_keys)
{
  g_autofree guint32 *order = tn_sort_permutation (rows->table, keys, n_keys, NULL, NULL);
  g_autofree guint8 *seen = g_new0 (guint8, rows->n + 1);

  g_assert_nonnull (order);
  for (gsize i = 0; i < rows->n; i++)
    {
      int compared = 0;

      g_assert_cmpuint (seen[order[i]]++, ==, 0);
      for (guint j = 0; i > 0 && compared == 0 && j < n_keys; j++)
        compared = compare_by (rows, &keys[j], order[i - 1], order[i]);
      if (i > 0)
        g_assert_true (compared < 0 || (compared == 0 && order[i - 1] < order[i]));
    }
}

static void
test_order (void)
{
  static const char *const names[] = { "x", "t", "w" };

  for (int round = 0; round < 40; round++)
    {
      g_auto (Rows) rows = { 0 };
      TnSortKey keys[3];
      guint n_keys = (guint) g_test_rand_int_range (0, 4);

      rows_init (&rows, (gsize) g_test_rand_int_range (0, 400));
      for (guint i = 0; i < 3; i++)
        keys[i] = (TnSortKey){ names[g_test_rand_int_range (0, 3)], g_test_rand_int_range (0, 2) };
      check_order (&rows, keys, n_keys);
    }
}

static void
test_large (void)
{
  static const TnSortKey keys[] = { { "w", TRUE }, { "x", FALSE } };
  g_auto (Rows) rows = { 0 };

  /* Several blocks, so that counts of blocks are put together. */
  rows_init (&rows, 600000);
  check_order (&rows, keys, 2);
}

static void
test_view (void)
{
  static const TnSortKey keys[] = { { "x", FALSE } };
  static const TnSortKey nowhere[] = { { "nowhere", FALSE } };
  g_auto (Rows) rows = { 0 };
  g_autoptr (TnTable) sorted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *x = NULL;

  rows_init (&rows, 500);
  sorted = tn_sort (rows.table, keys, 1, NULL, NULL);
  x = tn_column_dup_numbers (tn_table_get_column (sorted, 0), NULL);
  for (gsize i = 1; i < 500; i++)
    g_assert_true (x[i - 1] <= x[i] || isnan (x[i]));

  g_assert_null (tn_sort (rows.table, nowhere, 1, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_dictionary (void)
{
  static const char *const words[] = { "b", "", "abcdefghz", "abcdefgh", "ä", "abcdefgha", "Z" };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, G_N_ELEMENTS (words));
  g_autofree guint32 *order = tn_sort_dictionary (dictionary, NULL);

  for (guint i = 1; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpint (strcmp (words[order[i - 1]], words[order[i]]), <, 0);
}

/* By time, by row at one time, and nothing lost. */
static void
test_moments (void)
{
  for (int round = 0; round < 50; round++)
    {
      TnMoment moments[100];
      gboolean seen[100] = { FALSE };
      guint n = (guint) g_test_rand_int_range (0, 101);

      for (guint i = 0; i < n; i++)
        moments[i] = (TnMoment){ g_test_rand_int_range (-5, 5) * (G_MAXINT64 / 5), n - 1 - i };
      tn_sort_moments (moments, n);
      for (guint i = 0; i < n; i++)
        {
          g_assert_false (seen[moments[i].row]);
          seen[moments[i].row] = TRUE;
          if (i > 0 && moments[i - 1].time == moments[i].time)
            g_assert_cmpuint (moments[i - 1].row, <, moments[i].row);
          else if (i > 0)
            g_assert_cmpint (moments[i - 1].time, <, moments[i].time);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sort/is-stable-and-agrees-with-comparisons", test_order);
  g_test_add_func ("/sort/holds-over-several-blocks", test_large);
  g_test_add_func ("/sort/view-reads-in-order-and-unknown-column-is-named", test_view);
  g_test_add_func ("/sort/moments-stand-by-time-and-row", test_moments);
  g_test_add_func ("/sort/dictionary-is-sorted-by-bytes", test_dictionary);

  return g_test_run ();
}
