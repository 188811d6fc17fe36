/* test-kernel-tree.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib.h>

#include "tn-kernel-tree.h"
#include "tn-test.h"

#define MAX_NODES 200
#define P         5

/* A random tree: leaves are split until there are enough. */
typedef struct
{
  guint n;
  guint32 children[2 * MAX_NODES];
  gint32 feature[MAX_NODES];
  float value[MAX_NODES];
  guint8 default_left[MAX_NODES];
  guint depth[MAX_NODES];
  TnKernelTree tree;
} RandomTree;

static guint
add_leaf (RandomTree *self, guint depth)
{
  guint node = self->n++;

  self->children[2 * node] = self->children[2 * node + 1] = node;
  self->feature[node] = 0;
  self->value[node] = (float) g_test_rand_double_range (-3, 3);
  self->default_left[node] = (guint8) g_test_rand_int_range (0, 2);
  self->depth[node] = depth;

  return node;
}

static void
make_tree (RandomTree *self, guint n_splits)
{
  self->n = 0;
  self->tree = (TnKernelTree){ 0, self->children, self->feature, self->value, self->default_left };
  add_leaf (self, 0);
  for (guint k = 0; k < n_splits; k++)
    {
      guint node = (guint) g_test_rand_int_range (0, (gint32) self->n);

      if (self->children[2 * node] != node)
        continue;
      self->feature[node] = g_test_rand_int_range (0, P);
      self->value[node] = (float) g_test_rand_int_range (-4, 5) / 2;
      self->tree.depth = MAX (self->tree.depth, self->depth[node] + 1);
      self->children[2 * node] = add_leaf (self, self->depth[node] + 1);
      self->children[2 * node + 1] = add_leaf (self, self->depth[node] + 1);
    }
}

static float
naive_leaf (const RandomTree *self, const double *row, gsize stride)
{
  guint32 node = 0;

  while (self->children[2 * node] != node)
    {
      double v = row[(gsize) self->feature[node] * stride];
      gboolean below = isnan (v) ? self->default_left[node] : v < (double) self->value[node];

      node = self->children[2 * node + (below ? 1 : 0)];
    }

  return self->value[node];
}

/* Values are halves, so that many stand exactly on a threshold. */
static double
draw_value (void)
{
  switch (g_test_rand_int_range (0, 12))
    {
    case 0:
      return NAN;
    case 1:
      return INFINITY;
    case 2:
      return -1e300;
    default:
      return (double) g_test_rand_int_range (-6, 7) / 2;
    }
}

static void
test_rows_reach_the_naive_leaf (void)
{
  static RandomTree tree;

  for (int round = 0; round < 300; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (1, 800), stride = n + 3;
      g_autofree double *x = g_new0 (double, stride *P);
      g_autofree float *margin = g_new (float, n);
      g_autofree float *expected = g_new (float, n);

      make_tree (&tree, (guint) g_test_rand_int_range (0, MAX_NODES / 2 - 1));
      for (gsize k = 0; k < stride * P; k++)
        x[k] = draw_value ();
      for (gsize i = 0; i < n; i++)
        {
          margin[i] = (float) i / 7;
          expected[i] = margin[i] + naive_leaf (&tree, x + i, stride);
        }
      tn_kernel_tree_add (n, x, stride, &tree.tree, margin);
      g_assert_cmpmem (margin, n * sizeof (float), expected, n * sizeof (float));
    }
}

/* 1 − 2⁻³⁰ is 1 in single precision, hence not below a threshold of 1; 1 − 2⁻²⁴ is itself. */
static void
test_values_are_compared_in_single_precision (void)
{
  const guint32 children[] = { 1, 2, 1, 1, 2, 2 };
  const gint32 feature[] = { 0, 0, 0 };
  const guint8 default_left[] = { 0, 0, 0 };
  const float value[] = { 1, 10, 20 };
  const TnKernelTree tree = { 1, children, feature, value, default_left };
  const double x[] = { 1 - 0x1p-30, 1, 1 - 0x1p-24, NAN };
  float margin[4] = { 0 };

  tn_kernel_tree_add (4, x, 4, &tree, margin);
  g_assert_cmpfloat (margin[0], ==, 10);
  g_assert_cmpfloat (margin[1], ==, 10);
  g_assert_cmpfloat (margin[2], ==, 20);
  g_assert_cmpfloat (margin[3], ==, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel-tree/rows-reach-the-naive-leaf", test_rows_reach_the_naive_leaf);
  g_test_add_func ("/kernel-tree/values-are-compared-in-single-precision",
                   test_values_are_compared_in_single_precision);

  return g_test_run ();
}
