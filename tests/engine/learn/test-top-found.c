/* test-top-found.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-top-found.h"

static void
test_known (void)
{
  const float scores[] = { 0.1f, 0.9f, 0.5f, 0.7f, 0.3f };
  const double y[] = { 1, 0, 1, 1, 0 };
  float scratch[5];

  g_assert_cmpfloat (tn_top_found (scores, y, 5, 1, scratch), ==, 0);
  g_assert_cmpfloat (tn_top_found (scores, y, 5, 2, scratch), ==, 1);
  g_assert_cmpfloat (tn_top_found (scores, y, 5, 3, scratch), ==, 2);
  g_assert_cmpfloat (tn_top_found (scores, y, 5, 5, scratch), ==, 3);
}

/* Two places for four equal scores of which three left: one and a half on average. */
static void
test_ties (void)
{
  const float scores[] = { 2, 1, 1, 1, 1, 0 };
  const double y[] = { 0, 1, 1, 0, 1, 1 };
  float scratch[6];

  g_assert_cmpfloat_with_epsilon (tn_top_found (scores, y, 6, 3, scratch), 1.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (tn_top_found (scores, y, 6, 5, scratch), 3, 1e-12);
}

typedef struct
{
  float score;
  double y;
} Row;

static int
compare_rows (const void *a, const void *b)
{
  float x = ((const Row *) a)->score, z = ((const Row *) b)->score;

  return x > z ? -1 : x < z;
}

/* The naive twin sorts, and averages over the group that shares the last place. */
static double
count_slowly (const float *scores, const double *y, gsize n, gsize n_top)
{
  g_autofree Row *rows = g_new (Row, n);
  double found = 0;

  for (gsize i = 0; i < n; i++)
    rows[i] = (Row){ scores[i], y[i] };
  qsort (rows, n, sizeof (Row), compare_rows);
  for (gsize i = 0; i < n;)
    {
      gsize end = i;
      double ones = 0;

      for (; end < n && rows[end].score == rows[i].score; end++)
        ones += rows[end].y;
      found += ones * (double) (MIN (end, n_top) - MIN (i, n_top)) / (double) (end - i);
      i = end;
    }

  return found;
}

static void
test_twin (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (1, 60);
      gsize n_top = (gsize) g_test_rand_int_range (1, (gint32) n + 1);
      gint32 n_values = g_test_rand_int_range (1, 40);
      g_autofree float *scores = g_new (float, n);
      g_autofree float *scratch = g_new (float, n);
      g_autofree double *y = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        {
          scores[i] = (float) g_test_rand_int_range (0, n_values) / 3 - 4;
          y[i] = g_test_rand_int_range (0, 2);
        }
      /* Sorted ones, too. */
      if (round % 3 == 0)
        for (gsize i = 0; i < n; i++)
          scores[i] = (float) (round % 2 == 0 ? i : n - i);
      g_assert_cmpfloat_with_epsilon (tn_top_found (scores, y, n, n_top, scratch),
                                      count_slowly (scores, y, n, n_top), 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/top-found/counts-the-ones-of-the-highest", test_known);
  g_test_add_func ("/top-found/equal-scores-count-in-part", test_ties);
  g_test_add_func ("/top-found/as-by-sorting", test_twin);

  return g_test_run ();
}
