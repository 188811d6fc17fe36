/* tn-trees.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-trees.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-ubj.h"

#define MAX_BYTES ((gsize) 512 << 20)
#define MAX_TREES 100000
#define MAX_NODES (1u << 20)

/* What XGBoost writes as the parent of the root. */
#define NO_PARENT G_MAXINT32

static void
tree_free (TnTree *self)
{
  g_free (self->left);
  g_free (self->right);
  g_free (self->feature);
  g_free (self->threshold);
  g_free (self->default_left);
  g_free (self->gain);
  g_free (self->cover);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTree, tree_free)

void
tn_trees_free (TnTrees *self)
{
  g_ptr_array_unref (self->trees);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *part)
{
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("The stored trees are damaged at “{part}”: run the pipeline again to make new "
                    "ones."),
                "part", part, NULL);

  return FALSE;
}

/* A parameter written as text must be this whole number. */
static gboolean
text_is (const TnUbj *object, const char *name, double wanted)
{
  double number;

  return tn_ubj_get_text_number (tn_ubj_get (object, name), &number) && number == wanted;
}

/* Whole numbers from @low to @high, one a node. */
static gint32 *
take_integers (const TnUbj *tree, const char *name, guint n, double low, double high)
{
  const TnUbj *list = tn_ubj_get (tree, name);
  g_autofree gint32 *values = NULL;

  if (tn_ubj_get_length (list) != n)
    return NULL;
  values = g_new (gint32, n);
  for (guint i = 0; i < n; i++)
    {
      double value = tn_ubj_get_item (list, i);

      if (!(value >= low && value <= high) || value != floor (value))
        return NULL;
      values[i] = (gint32) value;
    }

  return g_steal_pointer (&values);
}

static float *
take_floats (const TnUbj *tree, const char *name, guint n, double low)
{
  const TnUbj *list = tn_ubj_get (tree, name);
  g_autofree float *values = NULL;

  if (tn_ubj_get_length (list) != n)
    return NULL;
  values = g_new (float, n);
  for (guint i = 0; i < n; i++)
    {
      double value = tn_ubj_get_item (list, i);

      if (!(value >= low && value <= G_MAXFLOAT))
        return NULL;
      values[i] = (float) value;
    }

  return g_steal_pointer (&values);
}

/* Walks down from the root: each node once, each child knowing its parent. */
static gboolean
check_shape (TnTree *self, const gint32 *parents)
{
  g_autofree guint8 *depth = g_new0 (guint8, self->n_nodes);
  g_autofree guint32 *queue = g_new (guint32, self->n_nodes);
  g_autofree gboolean *seen = g_new0 (gboolean, self->n_nodes);
  guint from = 0, to = 1;

  queue[0] = 0;
  seen[0] = TRUE;
  if (parents[0] != NO_PARENT && parents[0] != -1)
    return FALSE;
  while (from < to)
    {
      guint32 node = queue[from++];
      const gint32 children[] = { self->left[node], self->right[node] };

      self->depth = MAX (self->depth, depth[node]);
      if (children[0] == -1 && children[1] == -1)
        {
          self->n_leaves++;
          continue;
        }
      for (int k = 0; k < 2; k++)
        {
          gint32 child = children[k];

          if (child <= 0 || seen[child] || parents[child] != (gint32) node ||
              depth[node] >= TN_TREES_MAX_DEPTH)
            return FALSE;
          seen[child] = TRUE;
          depth[child] = (guint8) (depth[node] + 1);
          queue[to++] = (guint32) child;
        }
    }

  return to == self->n_nodes;
}

/* No splits on sets of categories: we never make them, and their tables are one more thing
 * that could point anywhere. */
static gboolean
has_no_categories (const TnUbj *tree, guint n)
{
  static const char *const names[] = { "categories", "categories_nodes", "categories_segments",
                                       "categories_sizes" };
  g_autofree gint32 *types = take_integers (tree, "split_type", n, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (tn_ubj_get_length (tn_ubj_get (tree, names[i])) != 0)
      return FALSE;

  return types != NULL;
}

static gboolean
check_tree_params (const TnUbj *tree, gsize n_columns, guint index, guint n)
{
  const TnUbj *params = tn_ubj_get (tree, "tree_param");
  const TnUbj *id = tn_ubj_get (tree, "id");

  return text_is (params, "num_nodes", n) && text_is (params, "num_deleted", 0) &&
         text_is (params, "num_feature", (double) n_columns) &&
         (text_is (params, "size_leaf_vector", 0) || text_is (params, "size_leaf_vector", 1)) &&
         id != NULL && id->kind == TN_UBJ_NUMBER && id->number == index;
}

static TnTree *
parse_tree (const TnUbj *source, gsize n_columns, guint index)
{
  g_autoptr (TnTree) self = g_new0 (TnTree, 1);
  g_autofree gint32 *parents = NULL;
  g_autofree gint32 *default_left = NULL;
  g_autofree float *weights = NULL;
  gsize n = tn_ubj_get_length (tn_ubj_get (source, "left_children"));

  if (n == 0 || n > MAX_NODES || !check_tree_params (source, n_columns, index, (guint) n) ||
      !has_no_categories (source, (guint) n))
    return NULL;
  self->n_nodes = (guint) n;
  self->left = take_integers (source, "left_children", self->n_nodes, -1, (double) n - 1);
  self->right = take_integers (source, "right_children", self->n_nodes, -1, (double) n - 1);
  parents = take_integers (source, "parents", self->n_nodes, -1, NO_PARENT);
  self->feature =
      take_integers (source, "split_indices", self->n_nodes, 0, MAX (0, (double) n_columns - 1));
  default_left = take_integers (source, "default_left", self->n_nodes, 0, 1);
  self->threshold = take_floats (source, "split_conditions", self->n_nodes, -G_MAXFLOAT);
  self->gain = take_floats (source, "loss_changes", self->n_nodes, -G_MAXFLOAT);
  self->cover = take_floats (source, "sum_hessian", self->n_nodes, 0);
  weights = take_floats (source, "base_weights", self->n_nodes, -G_MAXFLOAT);
  if (self->left == NULL || self->right == NULL || parents == NULL || self->feature == NULL ||
      default_left == NULL || self->threshold == NULL || self->gain == NULL ||
      self->cover == NULL || weights == NULL || !check_shape (self, parents))
    return NULL;
  self->default_left = g_new (guint8, n);
  for (gsize i = 0; i < n; i++)
    self->default_left[i] = (guint8) default_left[i];

  return g_steal_pointer (&self);
}

static gboolean
check_learner (const TnUbj *learner, gsize n_columns, double *base_score, GError **error)
{
  const TnUbj *params = tn_ubj_get (learner, "learner_model_param");
  const TnUbj *booster = tn_ubj_get (learner, "gradient_booster");
  const TnUbj *objective = tn_ubj_get (learner, "objective");
  double weight;

  if (!text_is (params, "num_feature", (double) n_columns))
    return refuse (error, "num_feature");
  if (!text_is (params, "num_class", 0) ||
      (tn_ubj_get (params, "num_target") != NULL && !text_is (params, "num_target", 1)))
    return refuse (error, "num_class");
  if (!tn_ubj_get_text_number (tn_ubj_get (params, "base_score"), base_score) ||
      !(*base_score > 0 && *base_score < 1))
    return refuse (error, "base_score");
  if (!tn_ubj_is_text (tn_ubj_get (booster, "name"), "gbtree"))
    return refuse (error, "gradient_booster");
  if (!tn_ubj_is_text (tn_ubj_get (objective, "name"), "binary:logistic") ||
      !tn_ubj_get_text_number (
          tn_ubj_get (tn_ubj_get (objective, "reg_loss_param"), "scale_pos_weight"), &weight) ||
      weight <= 0)
    return refuse (error, "objective");
  if (tn_ubj_get_length (tn_ubj_get (learner, "feature_names")) != 0 ||
      tn_ubj_get_length (tn_ubj_get (learner, "feature_types")) != 0)
    return refuse (error, "feature_names");

  return TRUE;
}

/* Versions before 1 had another layout, which XGBoost would read by guessing. */
static gboolean
check_version (const TnUbj *root, GError **error)
{
  const TnUbj *version = tn_ubj_get (root, "version");

  if (tn_ubj_get_length (version) != 3)
    return refuse (error, "version");
  for (gsize i = 0; i < 3; i++)
    {
      double number = tn_ubj_get_item (version, i);

      if (!(number >= (i == 0 ? 1 : 0) && number < 100))
        return refuse (error, "version");
    }

  return TRUE;
}

static gboolean
check_model (const TnUbj *model, gsize n_trees, GError **error)
{
  const TnUbj *params = tn_ubj_get (model, "gbtree_model_param");
  const TnUbj *info = tn_ubj_get (model, "tree_info");

  if (n_trees > MAX_TREES || !text_is (params, "num_trees", (double) n_trees) ||
      !text_is (params, "num_parallel_tree", 1))
    return refuse (error, "gbtree_model_param");
  if (tn_ubj_get_length (info) != n_trees)
    return refuse (error, "tree_info");
  for (gsize i = 0; i < n_trees; i++)
    if (tn_ubj_get_item (info, i) != 0)
      return refuse (error, "tree_info");

  return TRUE;
}

/**
 * tn_trees_parse:
 * @bytes: a model in XGBoost's UBJ form, of unknown origin
 * @n_columns: columns it must read
 * @error: %TN_ERROR_DAMAGED naming the part that is not as it should be
 *
 * XGBoost trusts what it loads: a changed child or column number makes it read outside its
 * arrays when it predicts. What passes here cannot: sizes agree, each tree is a tree, columns
 * exist, numbers are finite.
 *
 * Returns: (transfer full) (nullable)
 */
TnTrees *
tn_trees_parse (GBytes *bytes, gsize n_columns, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (TnUbj) root = NULL;
  g_autoptr (TnTrees) self = NULL;
  const TnUbj *learner, *model, *trees;

  if (size <= MAX_BYTES)
    root = tn_ubj_parse (data, size);
  learner = tn_ubj_get (root, "learner");
  model = tn_ubj_get (tn_ubj_get (learner, "gradient_booster"), "model");
  trees = tn_ubj_get (model, "trees");
  if (root == NULL || trees == NULL || trees->kind != TN_UBJ_LIST)
    {
      refuse (error, "trees");
      return NULL;
    }

  self = g_new0 (TnTrees, 1);
  self->n_columns = n_columns;
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) tree_free);
  if (!check_version (root, error) ||
      !check_learner (learner, n_columns, &self->base_score, error) ||
      !check_model (model, trees->items->len, error))
    return NULL;
  for (guint i = 0; i < trees->items->len; i++)
    {
      TnTree *tree = parse_tree (g_ptr_array_index (trees->items, i), n_columns, i);

      if (tree == NULL)
        {
          g_autofree char *part = g_strdup_printf ("tree %u", i);

          refuse (error, part);
          return NULL;
        }
      g_ptr_array_add (self->trees, tree);
    }

  return g_steal_pointer (&self);
}

/**
 * tn_trees_get_cost:
 *
 * Returns: work of the exact SHAP values of one row, Σ leaves × depth² (Lundberg et al. 2018)
 */
double
tn_trees_get_cost (const TnTrees *self)
{
  double cost = 1;

  for (guint i = 0; i < self->trees->len; i++)
    {
      const TnTree *tree = g_ptr_array_index (self->trees, i);

      cost += (double) tree->n_leaves * (1 + tree->depth) * (1 + tree->depth);
    }

  return cost;
}

/**
 * tn_trees_add_importance:
 * @gain: n_columns sums, raised by what splits on a column gained
 * @cover: n_columns sums, raised by the second derivatives that passed them
 */
void
tn_trees_add_importance (const TnTrees *self, double *gain, double *cover)
{
  for (guint i = 0; i < self->trees->len; i++)
    {
      const TnTree *tree = g_ptr_array_index (self->trees, i);

      for (guint k = 0; k < tree->n_nodes; k++)
        {
          if (tree->left[k] == -1)
            continue;
          gain[tree->feature[k]] += (double) tree->gain[k];
          cover[tree->feature[k]] += (double) tree->cover[k];
        }
    }
}
