/* tn-boost-watch.c: the loss after each round
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-boost-private.h"
#include "tn-error.h"
#include "tn-kernel-logistic.h"
#include "tn-kernel-tree.h"
#include "tn-pool.h"
#include "tn-top-found.h"

#define PART_ROWS 16384

/* Up to so many cells XGBoost holds the rows, 8 bytes a cell, and is asked for their margins:
 * it reads every cell every round, 2 ns each. Beyond, the new tree is taken out of the model,
 * which costs 0.4 ms whatever its size, and walked over the rows as they are. */
#define HELD_CELLS ((gsize) 1 << 18)

/* --- Margins --- */

static gboolean
no_memory (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory for the boosted trees: use fewer columns, a "
                    "smaller depth or a sample of the rows."),
                NULL);

  return FALSE;
}

static gboolean
hold_margin (TnBoostWatch *self, gsize n_rows, GError **error)
{
  g_autofree float *numbers = NULL;

  if (self->data->margin == NULL)
    return TRUE;
  if ((numbers = g_try_new (float, n_rows)) == NULL)
    return no_memory (error);
  for (gsize i = 0; i < n_rows; i++)
    numbers[i] = (float) self->data->margin[i];
  if (XGDMatrixSetFloatInfo (self->held, "base_margin", numbers, n_rows) == 0)
    return TRUE;
  _tn_boost_take_error (error);

  return FALSE;
}

/* As plain values: asked for the margins of binned rows, XGBoost 1.7 searches the bins of
 * every cell again, which takes longer than a round. */
static gboolean
hold_rows (TnBoostWatch *self, GCancellable *cancellable, GError **error)
{
  TnMatrix *x = self->data->x;
  gsize n_rows = tn_matrix_get_n_rows (x), n_cols = tn_matrix_get_n_cols (x);
  g_autofree float *values = g_try_malloc_n (n_rows * MAX (1, n_cols), sizeof (float));
  g_autofree char *array = NULL;

  if (values == NULL)
    return no_memory (error);
  if (!_tn_boost_fill_rows (x, NULL, n_cols, 0, n_rows, values, cancellable, error))
    return FALSE;
  array = _tn_boost_describe_array (values, n_rows, n_cols);
  if (XGDMatrixCreateFromDense (array, "{\"missing\": NaN, \"nthread\": 1}", &self->held) != 0)
    {
      _tn_boost_take_error (error);
      return FALSE;
    }
  self->matrix = self->held;

  return hold_margin (self, n_rows, error);
}

/* @matrix (nullable): the rows as XGBoost learns from them: it knows their margins. */
gboolean
_tn_boost_watch_init (TnBoostWatch *self,
                      const TnBoostData *data,
                      DMatrixHandle matrix,
                      GCancellable *cancellable,
                      GError **error)
{
  gsize n_rows = tn_matrix_get_n_rows (data->x);

  *self = (TnBoostWatch){ .data = data, .matrix = matrix, .found = NAN };
  if (matrix != NULL)
    return TRUE;
  if (n_rows * tn_matrix_get_n_cols (data->x) <= HELD_CELLS)
    return hold_rows (self, cancellable, error);
  self->margins = g_try_new (float, n_rows);

  return self->margins != NULL || no_memory (error);
}

void
_tn_boost_watch_clear (TnBoostWatch *self)
{
  if (self->held != NULL)
    XGDMatrixFree (self->held);
  g_free (self->margins);
  g_free (self->scratch);
}

/* Without memory for it nothing is counted: it is told and not learned from. */
void
_tn_boost_watch_count_top (TnBoostWatch *self, gsize n_top)
{
  gsize n_rows = tn_matrix_get_n_rows (self->data->x);

  self->n_top = MIN (n_top, MAX (n_rows / 2, 1));
  self->scratch = n_top > 0 ? g_try_new (float, n_rows) : NULL;
  if (self->scratch == NULL)
    self->n_top = 0;
  for (gsize i = 0; i < n_rows; i++)
    self->n_ones += self->data->y[i];
}

static TnTrees *
take_round (BoosterHandle booster, guint round, gsize n_cols, GError **error)
{
  BoosterHandle slice = NULL;
  bst_ulong size = 0;
  const char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (XGBoosterSlice (booster, (int) round, (int) round + 1, 1, &slice) == 0 &&
      XGBoosterSaveModelToBuffer (slice, "{\"format\": \"ubj\"}", &size, &data) == 0)
    bytes = g_bytes_new (data, size);
  else
    _tn_boost_take_error (error);
  if (slice != NULL)
    XGBoosterFree (slice);

  return bytes != NULL ? tn_trees_parse (bytes, n_cols, error) : NULL;
}

/* Where all rows start: XGBoost's own formula in its own precision. */
static void
start_margins (TnBoostWatch *self, double base_score)
{
  gsize n = tn_matrix_get_n_rows (self->data->x);
  float base = -logf (1.0f / (float) base_score - 1.0f);

  for (gsize i = 0; i < n; i++)
    self->margins[i] = self->data->margin != NULL ? (float) self->data->margin[i] : base;
}

static guint32 *
pair_children (const TnTree *tree)
{
  guint32 *children = g_new (guint32, 2 * (gsize) tree->n_nodes);

  for (guint k = 0; k < tree->n_nodes; k++)
    {
      gboolean is_leaf = tree->left[k] == -1;

      children[2 * k] = is_leaf ? k : (guint32) tree->right[k];
      children[2 * k + 1] = is_leaf ? k : (guint32) tree->left[k];
    }

  return children;
}

typedef struct
{
  TnBoostWatch *watch;
  TnKernelTree tree;
} Addition;

static gboolean
add_part (gsize index, gpointer user_data, GError **error)
{
  Addition *work = user_data;
  TnMatrix *x = work->watch->data->x;
  gsize start = index * PART_ROWS, n = MIN (PART_ROWS, tn_matrix_get_n_rows (x) - start);

  tn_kernel_tree_add (n, tn_matrix_get_column (x, 0) + start, tn_matrix_get_stride (x), &work->tree,
                      work->watch->margins + start);

  return TRUE;
}

static gboolean
add_round (TnBoostWatch *self,
           BoosterHandle booster,
           guint round,
           GCancellable *cancellable,
           GError **error)
{
  TnMatrix *x = self->data->x;
  g_autoptr (TnTrees) trees = take_round (booster, round, tn_matrix_get_n_cols (x), error);
  g_autofree guint32 *children = NULL;
  const TnTree *tree;
  Addition work;

  if (trees == NULL)
    return FALSE;
  g_assert (trees->trees->len == 1);
  tree = g_ptr_array_index (trees->trees, 0);
  children = pair_children (tree);
  if (round == 0)
    start_margins (self, trees->base_score);
  work =
      (Addition){ self,
                  { tree->depth, children, tree->feature, tree->threshold, tree->default_left } };

  return tn_pool_for ((tn_matrix_get_n_rows (x) + PART_ROWS - 1) / PART_ROWS, add_part, &work,
                      cancellable, error);
}

gboolean
_tn_boost_watch_replay (TnBoostWatch *self,
                        BoosterHandle booster,
                        guint n_rounds,
                        GCancellable *cancellable,
                        GError **error)
{
  for (guint round = 0; self->matrix == NULL && round < n_rounds; round++)
    if (!add_round (self, booster, round, cancellable, error))
      return FALSE;

  return TRUE;
}

/* --- Loss --- */

typedef struct
{
  const TnBoostData *data;
  const float *margins;
  double *losses;
  double *weights;
} Losses;

static gboolean
sum_losses (gsize index, gpointer user_data, GError **error)
{
  Losses *work = user_data;
  gsize start = index * PART_ROWS;
  gsize n = MIN (PART_ROWS, tn_matrix_get_n_rows (work->data->x) - start);
  const double *weights = work->data->weights != NULL ? work->data->weights + start : NULL;

  work->losses[index] =
      tn_kernel_logistic_loss_float (n, work->margins + start, work->data->y + start, weights);
  work->weights[index] = 0;
  for (gsize i = 0; i < n; i++)
    work->weights[index] += weights != NULL ? weights[i] : 1;

  return TRUE;
}

static gboolean
mean_loss (const TnBoostData *data,
           const float *margins,
           double *loss,
           GCancellable *cancellable,
           GError **error)
{
  gsize n_parts = (tn_matrix_get_n_rows (data->x) + PART_ROWS - 1) / PART_ROWS;
  g_autofree double *losses = g_new (double, n_parts);
  g_autofree double *weights = g_new (double, n_parts);
  Losses work = { data, margins, losses, weights };
  double sum = 0, total = 0;

  if (!tn_pool_for (n_parts, sum_losses, &work, cancellable, error))
    return FALSE;
  for (gsize k = 0; k < n_parts; k++)
    {
      sum += losses[k];
      total += weights[k];
    }
  *loss = sum / total;

  return TRUE;
}

/* Mean log loss after @round, to be called after each, in double precision; XGBoost's own
 * comes rounded to six places. Of the rows it learns from it keeps the margins up to date,
 * sampled or not; of rows it holds, it adds the new tree to those of the round before. */
gboolean
_tn_boost_watch_measure (TnBoostWatch *self,
                         BoosterHandle booster,
                         guint round,
                         double *loss,
                         GCancellable *cancellable,
                         GError **error)
{
  static const char config[] = "{\"type\": 1, \"training\": false, \"iteration_begin\": 0, "
                               "\"iteration_end\": 0, \"strict_shape\": false}";
  const float *margins = self->margins;
  bst_ulong const *shape = NULL;
  bst_ulong dim = 0;

  if (self->matrix == NULL)
    {
      if (!add_round (self, booster, round, cancellable, error))
        return FALSE;
    }
  else if (XGBoosterPredictFromDMatrix (booster, self->matrix, config, &shape, &dim, &margins) != 0)
    {
      _tn_boost_take_error (error);
      return FALSE;
    }

  if (self->n_top > 0)
    self->found = tn_top_found (margins, self->data->y, tn_matrix_get_n_rows (self->data->x),
                                self->n_top, self->scratch);

  return mean_loss (self->data, margins, loss, cancellable, error);
}
