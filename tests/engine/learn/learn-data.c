/* learn-data.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "learn-data.h"

#include <math.h>

#include <glib.h>

TnMatrix *
learn_data_new_small (double *y)
{
  TnMatrix *x = tn_matrix_new (SMALL_ROWS, SMALL_COLS, NULL);

  for (gsize j = 0; j < SMALL_COLS; j++)
    {
      double *column = tn_matrix_fill_column (x, j);
      g_autofree char *name = g_strdup_printf ("x%zu", j);

      tn_matrix_set_name (x, j, name);
      for (gsize i = 0; i < SMALL_ROWS; i++)
        {
          column[i] = (double) ((i * 37 + j * 101 + i * i * (j + 1)) % 97) / 97.0 - 0.5;
          if (j == 3)
            column[i] = column[i] * 1000 + 5;
        }
    }
  for (gsize i = 0; i < SMALL_ROWS; i++)
    y[i] = (i * 53 + i * i * 7) % 101 < 20 + ((i * 37 + i * i) % 97) * 60 / 97;

  return x;
}

TnMatrix *
learn_data_new_random (TnRandom *random, gsize n, gsize p, double offset, double scale, double *y)
{
  TnMatrix *x = tn_matrix_new (n, p, NULL);

  for (gsize j = 0; j < p; j++)
    {
      double *column = tn_matrix_fill_column (x, j);
      g_autofree char *name = g_strdup_printf ("x%zu", j);

      tn_matrix_set_name (x, j, name);
      for (gsize i = 0; i < n; i++)
        column[i] = offset + scale * (2 * tn_random_uniform (random) - 1);
    }
  for (gsize i = 0; i < n; i++)
    {
      double a = p > 0 ? (tn_matrix_get_column (x, 0)[i] - offset) / scale : 0;
      double b = p > 1 ? (tn_matrix_get_column (x, 1)[i] - offset) / scale : 0;

      y[i] = tn_random_uniform (random) < 1 / (1 + exp (-(a - 0.5 * b)));
    }
  /* Both outcomes, whatever was drawn. */
  y[0] = 0;
  y[n - 1] = 1;

  return x;
}

typedef struct
{
  double score;
  double y;
} Scored;

static int
compare_scored (gconstpointer a, gconstpointer b)
{
  double x = ((const Scored *) a)->score, z = ((const Scored *) b)->score;

  return (x > z) - (x < z);
}

/* The chance that a positive ranks above a negative, ties half: by the sum of ranks. */
double
learn_data_auc (const double *score, const double *y, gsize n)
{
  g_autofree Scored *rows = g_new (Scored, n);
  double sum = 0, positive = 0;

  for (gsize i = 0; i < n; i++)
    rows[i] = (Scored){ score[i], y[i] };
  qsort (rows, n, sizeof (Scored), compare_scored);
  for (gsize i = 0; i < n;)
    {
      gsize end = i;
      double rank;

      while (end < n && rows[end].score == rows[i].score)
        end++;
      rank = (double) (i + end + 1) / 2;
      for (; i < end; i++)
        if (rows[i].y == 1)
          {
            sum += rank;
            positive++;
          }
    }

  return (sum - positive * (positive + 1) / 2) / (positive * ((double) n - positive));
}

double
learn_data_log_loss (const double *p, const double *y, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum -= y[i] == 1 ? log (p[i]) : log1p (-p[i]);

  return sum / (double) n;
}
