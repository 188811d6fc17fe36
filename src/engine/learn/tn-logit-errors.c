/* tn-logit-errors.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-logit-errors.h"

#include <string.h>

#include <cblas.h>

#include "tn-cholesky.h"
#include "tn-error.h"
#include "tn-pool.h"

#define MAX_PARTS 16

/* Scores are summed for so many clusters at a time before their products are taken. */
#define BLOCK_CLUSTERS 256

/* Row numbers in the order of their cluster, and where each cluster starts. */
typedef struct
{
  guint32 *rows;
  gsize *starts;
  gsize n_clusters;
} Grouping;

static void
grouping_clear (Grouping *self)
{
  g_free (self->rows);
  g_free (self->starts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Grouping, grouping_clear)

/* A cluster and a row in one number, so that sorting is plain and stable. */
static int
compare_keys (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
grouping_init (Grouping *self, const guint32 *clusters, gsize n, GError **error)
{
  g_autofree guint64 *keys = g_try_new (guint64, n);

  self->rows = g_try_new (guint32, n);
  self->starts = g_try_new (gsize, n + 1);
  if (keys == NULL || self->rows == NULL || self->starts == NULL || n > G_MAXUINT32)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    keys[i] = (guint64) clusters[i] << 32 | i;
  qsort (keys, n, sizeof (guint64), compare_keys);
  for (gsize i = 0; i < n; i++)
    {
      self->rows[i] = (guint32) keys[i];
      if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32)
        self->starts[self->n_clusters++] = i;
    }
  self->starts[self->n_clusters] = n;

  return TRUE;
}

typedef struct
{
  const TnDesign *design;
  const Grouping *grouping;
  const double *residuals;
  double *sums; /* n_parts × q² */
  gsize n_parts;
  GCancellable *cancellable;
} Sandwich;

/* The score of one cluster, Σ residual × (x, 1), as row @k of @scores. */
static void
sum_cluster (const Sandwich *work, gsize cluster, double *score, gsize stride)
{
  const TnDesign *design = work->design;
  gsize p = design->n_cols;

  for (gsize i = work->grouping->starts[cluster]; i < work->grouping->starts[cluster + 1]; i++)
    {
      guint32 row = work->grouping->rows[i];
      double residual = work->residuals[row];

      for (gsize j = 0; j < p; j++)
        score[j * stride] +=
            residual *
            ((tn_matrix_get_column (design->x, design->columns[j])[row] - design->mean[j]) *
             design->factor[j]);
      score[p * stride] += residual;
    }
}

static gboolean
sum_part (gsize index, gpointer user_data, GError **error)
{
  Sandwich *work = user_data;
  gsize q = work->design->n_cols + 1, n = work->grouping->n_clusters;
  gsize from = n * index / work->n_parts, to = n * (index + 1) / work->n_parts;
  g_autofree double *scores = g_new (double, BLOCK_CLUSTERS *q);

  for (gsize start = from; start < to; start += BLOCK_CLUSTERS)
    {
      gsize width = MIN (BLOCK_CLUSTERS, to - start);

      if (tn_cancelled (work->cancellable, error))
        return FALSE;
      memset (scores, 0, BLOCK_CLUSTERS * q * sizeof (double));
      for (gsize k = 0; k < width; k++)
        sum_cluster (work, start + k, scores + k, BLOCK_CLUSTERS);
      cblas_dsyrk (CblasColMajor, CblasUpper, CblasTrans, (int) q, (int) width, 1.0, scores,
                   BLOCK_CLUSTERS, 1.0, work->sums + index * q * q, (int) q);
    }

  return TRUE;
}

/* Σ over clusters of score scoreᵀ, whole. Its size is that of a matrix of few columns, and
 * so are the parts. */
static double *
sum_scores (const TnDesign *design,
            const double *beta,
            const Grouping *grouping,
            GCancellable *cancellable,
            GError **error)
{
  gsize q = design->n_cols + 1;
  Sandwich work = { design, grouping };
  g_autofree double *residuals = g_try_new (double, design->n_rows);
  g_autofree double *sums = NULL;

  work.n_parts = CLAMP (((gsize) 128 << 20) / (q * q * sizeof (double)), 1, MAX_PARTS);
  work.cancellable = cancellable;
  work.residuals = residuals;
  work.sums = sums = g_try_malloc0_n (work.n_parts * q * q, sizeof (double));
  if (residuals == NULL || sums == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return NULL;
    }
  if (!tn_design_residuals (design, beta, residuals, cancellable, error) ||
      !tn_pool_for (work.n_parts, sum_part, &work, cancellable, error))
    return NULL;
  for (gsize k = 1; k < work.n_parts; k++)
    for (gsize i = 0; i < q * q; i++)
      sums[i] += sums[k * q * q + i];
  for (gsize j = 0; j < q; j++)
    for (gsize i = 0; i < j; i++)
      sums[j + i * q] = sums[i + j * q];

  return g_steal_pointer (&sums);
}

static double *
invert_information (TnDesign *design,
                    const double *beta,
                    const double *ridge,
                    GCancellable *cancellable,
                    GError **error)
{
  gsize q = design->n_cols + 1;
  g_autofree double *gradient = g_new (double, q);
  g_autofree double *hessian = g_try_malloc_n (q * q, sizeof (double));
  g_autofree double *inverse = g_try_malloc_n (q * q, sizeof (double));
  double loss;

  if (hessian == NULL || inverse == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return NULL;
    }
  if (!tn_design_derive (design, beta, &loss, gradient, hessian, cancellable, error))
    return NULL;
  for (gsize j = 0; j + 1 < q; j++)
    hessian[j + j * q] += ridge[j];
  switch (tn_cholesky_factor (q, hessian, cancellable, error))
    {
    case TN_CHOLESKY_CANCELLED:
      return NULL;
    case TN_CHOLESKY_SINGULAR:
      tn_error_set (error, TN_ERROR_NUMERIC,
                    N_ ("The columns overlap so much that no single set of weights is best: set a "
                        "penalty above 0 or leave columns out."),
                    NULL);
      return NULL;
    case TN_CHOLESKY_DONE:
      break;
    }
  if (!tn_cholesky_invert (q, hessian, inverse, cancellable, error))
    return NULL;

  return g_steal_pointer (&inverse);
}

/* out = factor a b, all q × q and symmetric in storage, a few columns at a time. */
typedef struct
{
  gsize q;
  double factor;
  const double *a;
  const double *b;
  double *out;
} Product;

static gboolean
multiply_columns (gsize index, gpointer user_data, GError **error)
{
  Product *work = user_data;
  gsize q = work->q, from = index * 32, width = MIN (32, q - from);

  cblas_dgemm (CblasColMajor, CblasNoTrans, CblasNoTrans, (int) q, (int) width, (int) q,
               work->factor, work->a, (int) q, work->b + from * q, (int) q, 0.0,
               work->out + from * q, (int) q);

  return TRUE;
}

static gboolean
multiply (gsize q,
          double factor,
          const double *a,
          const double *b,
          double *out,
          GCancellable *cancellable,
          GError **error)
{
  Product work = { q, factor, a, b, out };

  return tn_pool_for ((q + 31) / 32, multiply_columns, &work, cancellable, error);
}

/**
 * tn_logit_covariance:
 * @beta: n_cols + 1 coefficients at the minimum
 * @ridge: n_cols penalties
 * @clusters: (nullable): n cluster numbers
 * @error: %TN_ERROR_SPACE, %TN_ERROR_NUMERIC, cancelled
 *
 * The inverse of the observed information, A⁻¹/W, the penalty counted as information. With
 * clusters A⁻¹ B A⁻¹, where B sums the outer products of the clusters' scores, times
 * G / (G − 1) (Liang & Zeger 1986; Cameron & Miller 2015, section II.C).
 *
 * Returns: (transfer full) (nullable): (n_cols + 1)² values
 */
double *
tn_logit_covariance (TnDesign *design,
                     const double *beta,
                     const double *ridge,
                     const guint32 *clusters,
                     GCancellable *cancellable,
                     GError **error)
{
  gsize q = design->n_cols + 1;
  double total = design->total_weight, factor;
  g_autofree double *bread = invert_information (design, beta, ridge, cancellable, error);
  g_autofree double *meat = NULL;
  g_autofree double *half = NULL;
  g_auto (Grouping) grouping = { NULL };

  if (bread == NULL)
    return NULL;
  if (clusters == NULL)
    {
      cblas_dscal ((int) (q * q), 1 / total, bread, 1);
      return g_steal_pointer (&bread);
    }

  if (!grouping_init (&grouping, clusters, design->n_rows, error) ||
      (meat = sum_scores (design, beta, &grouping, cancellable, error)) == NULL)
    return NULL;
  if (grouping.n_clusters < 2)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("All rows belong to one customer, so nothing can be said about others: "
                        "use the orders of more customers."),
                    NULL);
      return NULL;
    }
  factor = (double) grouping.n_clusters / ((double) grouping.n_clusters - 1) / (total * total);
  half = g_malloc_n (q * q, sizeof (double));
  if (!multiply (q, 1, bread, meat, half, cancellable, error) ||
      !multiply (q, factor, half, bread, meat, cancellable, error))
    return NULL;

  return g_steal_pointer (&meat);
}
