/* tn-trees.h: the trees inside a boosted model, checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_TREES_MAX_DEPTH 64

/**
 * TnTree:
 * @n_nodes: nodes, the root first
 * @n_leaves: leaves among them
 * @depth: edges from the root to the deepest leaf
 * @left: child for values below the threshold; −1 in a leaf
 * @right: the other child
 * @feature: column a node looks at
 * @threshold: of a split; the value of a leaf
 * @default_left: whether a missing value goes left
 * @gain: what a split gained
 * @cover: sum of second derivatives in a node
 */
typedef struct
{
  guint n_nodes;
  guint n_leaves;
  guint depth;
  gint32 *left;
  gint32 *right;
  gint32 *feature;
  float *threshold;
  guint8 *default_left;
  float *gain;
  float *cover;
} TnTree;

/**
 * TnTrees:
 * @base_score: chance before the first tree
 * @n_columns: columns the model reads
 * @trees: of #TnTree
 *
 * Every node is reached from the root once, every number is finite, every column exists.
 */
typedef struct
{
  double base_score;
  gsize n_columns;
  GPtrArray *trees;
} TnTrees;

TnTrees *tn_trees_parse (GBytes *bytes, gsize n_columns, GError **error);
void tn_trees_free (TnTrees *self);
double tn_trees_get_cost (const TnTrees *self);
void tn_trees_add_importance (const TnTrees *self, double *gain, double *cover);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTrees, tn_trees_free)

G_END_DECLS
