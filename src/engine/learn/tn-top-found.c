/* tn-top-found.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-top-found.h"

#include <string.h>

/* The n-th highest, from 0: what is before it in @values is at least as high afterwards. Hoare's
 * selection with the middle as pivot: sorted scores, the usual case, halve each time. */
static float
select_highest (float *values, gsize n_values, gsize n)
{
  gssize low = 0, high = (gssize) n_values - 1;

  while (low < high)
    {
      float pivot = values[low + (high - low) / 2];
      gssize i = low, j = high;

      while (i <= j)
        {
          while (values[i] > pivot)
            i++;
          while (values[j] < pivot)
            j--;
          if (i <= j)
            {
              float value = values[i];

              values[i++] = values[j];
              values[j--] = value;
            }
        }
      if ((gssize) n <= j)
        high = j;
      else if ((gssize) n >= i)
        low = i;
      else
        break;
    }

  return values[n];
}

/**
 * tn_top_found:
 * @scores: (array length=n_rows): no NaN
 * @y: (array length=n_rows): 1 for who left, 0 for who stayed
 * @n_top: so many with the highest scores, from 1 to n_rows
 * @scratch: (array length=n_rows): overwritten
 *
 * Counts the ones among the rows with the highest scores. Where the last place is shared by rows
 * of equal score, each of them counts with the chance to be drawn for it, so the answer does not
 * depend on the order of rows. In linear time.
 *
 * Returns: a number from 0 to @n_top
 */
double
tn_top_found (const float *scores, const double *y, gsize n_rows, gsize n_top, float *scratch)
{
  gsize n_above = 0, n_ties = 0;
  double above = 0, ties = 0;
  float least;

  g_return_val_if_fail (n_top >= 1 && n_top <= n_rows, 0);

  memcpy (scratch, scores, n_rows * sizeof (float));
  least = select_highest (scratch, n_rows, n_top - 1);
  for (gsize i = 0; i < n_rows; i++)
    if (scores[i] > least)
      {
        n_above++;
        above += y[i];
      }
    else if (scores[i] == least)
      {
        n_ties++;
        ties += y[i];
      }

  return above + (double) (n_top - n_above) * ties / (double) n_ties;
}
