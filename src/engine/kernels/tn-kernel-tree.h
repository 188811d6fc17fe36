/* tn-kernel-tree.h: which leaf of a tree rows fall into
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-kernel.h"

G_BEGIN_DECLS

/**
 * TnKernelTree:
 * @depth: edges from the root, node 0, to the deepest leaf
 * @children: two a node: where values go that are not below the threshold, and those that
 *   are; a leaf is its own child twice
 * @feature: column a node looks at; any that exists in a leaf
 * @value: threshold of a split, or what a leaf adds
 * @default_left: whether a missing value counts as below
 */
typedef struct
{
  guint depth;
  const guint32 *children;
  const gint32 *feature;
  const float *value;
  const guint8 *default_left;
} TnKernelTree;

void tn_kernel_tree_add (gsize n,
                         const double *x,
                         gsize stride,
                         const TnKernelTree *tree,
                         float *margin);

G_END_DECLS
