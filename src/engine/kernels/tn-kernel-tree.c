/* tn-kernel-tree.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-kernel-tree.h"

#include <math.h>
#include <string.h>

#define BLOCK 256

/* As tn_kernel_to_float_rows() does: rows are compared as XGBoost sees them. */
TN_KERNEL_INLINE float
to_float (double v)
{
  v = v > 3.4028234663852886e38 ? 3.4028234663852886e38 : v;
  v = v < -3.4028234663852886e38 ? -3.4028234663852886e38 : v;

  return (float) v;
}

/* All rows take a step before any takes the next: steps of one row wait for each other,
 * steps of many do not, and rows that have arrived stay where they are. */
TN_KERNEL_INLINE void
step_down (gsize n, const double *x, gsize stride, const TnKernelTree *tree, guint32 *at)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 node = at[i];
      float v = to_float (x[(gsize) tree->feature[node] * stride + i]);
      guint32 below = v < tree->value[node];
      guint32 missing = isnan (v) != 0;

      at[i] = tree->children[2 * node + (below | (missing & tree->default_left[node]))];
    }
}

/**
 * tn_kernel_tree_add:
 * @n: rows
 * @x: first row, column-major
 * @stride: doubles from a column to the next
 * @tree: checked: children and columns exist
 * @margin: n sums, each raised by the value of the row's leaf
 */
void
tn_kernel_tree_add (gsize n, const double *x, gsize stride, const TnKernelTree *tree, float *margin)
{
  guint32 at[BLOCK];

  for (gsize start = 0; start < n; start += BLOCK)
    {
      gsize rows = MIN (BLOCK, n - start);

      memset (at, 0, sizeof at);
      for (guint d = 0; d < tree->depth; d++)
        step_down (rows, x + start, stride, tree, at);
      for (gsize i = 0; i < rows; i++)
        margin[start + i] += tree->value[at[i]];
    }
}
