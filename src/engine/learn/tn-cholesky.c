/* tn-cholesky.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-cholesky.h"

#include <string.h>

#include <cblas.h>

#include "tn-error.h"
#include "tn-pool.h"

/* Columns of a diagonal block, and of a piece of the rest: about 3 ms each at n = 2,000. */
#define BLOCK 128
#define PIECE 256

/* LAPACK, in OpenBLAS. Debian has no LAPACKE for it. */
extern void dpotrf_ (const char *uplo, const int *n, double *a, const int *lda, int *info);

/* Columns @from to @to of the trailing matrix, after block @k of @size rows was factored. */
static void
update_columns (gsize n, double *a, gsize k, gsize size, gsize from, gsize to)
{
  int ld = (int) n, width = (int) (to - from), below = (int) (to - k - size);

  cblas_dtrsm (CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, (int) size, width,
               1.0, a + k + k * n, ld, a + k + from * n, ld);
  cblas_dgemm (CblasColMajor, CblasTrans, CblasNoTrans, below, width, (int) size, -1.0,
               a + k + (k + size) * n, ld, a + k + from * n, ld, 1.0, a + (k + size) + from * n,
               ld);
}

/**
 * tn_cholesky_factor:
 * @n: size, at most 46,340
 * @a: n × n, column-major; the upper triangle is read and replaced by U with A = UᵀU, what is
 *   below the diagonal is scratch
 * @cancellable: (nullable): looked at every few milliseconds
 * @error: only %G_IO_ERROR_CANCELLED
 *
 * Returns: whether @a was positive definite
 */
TnCholeskyResult
tn_cholesky_factor (gsize n, double *a, GCancellable *cancellable, GError **error)
{
  tn_pool_hold_blas ();
  for (gsize k = 0; k < n; k += BLOCK)
    {
      int size = (int) MIN (BLOCK, n - k), ld = (int) n, info = 0;

      if (tn_cancelled (cancellable, error))
        return TN_CHOLESKY_CANCELLED;
      dpotrf_ ("U", &size, a + k + k * n, &ld, &info);
      if (info != 0)
        return TN_CHOLESKY_SINGULAR;
      for (gsize j = k + (gsize) size; j < n; j += PIECE)
        {
          if (tn_cancelled (cancellable, error))
            return TN_CHOLESKY_CANCELLED;
          update_columns (n, a, k, (gsize) size, j, MIN (j + PIECE, n));
        }
    }

  return TN_CHOLESKY_DONE;
}

/**
 * tn_cholesky_solve:
 * @u: a factor made by tn_cholesky_factor()
 * @b: n right-hand sides, replaced by the solution of UᵀU x = b
 */
void
tn_cholesky_solve (gsize n, const double *u, double *b)
{
  cblas_dtrsv (CblasColMajor, CblasUpper, CblasTrans, CblasNonUnit, (int) n, u, (int) n, b, 1);
  cblas_dtrsv (CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, (int) n, u, (int) n, b, 1);
}

typedef struct
{
  gsize n;
  const double *u;
  double *inverse;
} Inversion;

static gboolean
invert_columns (gsize index, gpointer user_data, GError **error)
{
  Inversion *work = user_data;
  gsize n = work->n, from = index * 32, width = MIN (32, n - from);
  double *out = work->inverse + from * n;

  memset (out, 0, n * width * sizeof (double));
  for (gsize j = 0; j < width; j++)
    out[from + j + j * n] = 1;
  cblas_dtrsm (CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, (int) n, (int) width,
               1.0, work->u, (int) n, out, (int) n);
  cblas_dtrsm (CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit, (int) n,
               (int) width, 1.0, work->u, (int) n, out, (int) n);

  return TRUE;
}

/**
 * tn_cholesky_invert:
 * @u: a factor made by tn_cholesky_factor()
 * @inverse: n × n places for the whole symmetric inverse
 *
 * Returns: %FALSE when cancelled
 */
gboolean
tn_cholesky_invert (gsize n,
                    const double *u,
                    double *inverse,
                    GCancellable *cancellable,
                    GError **error)
{
  Inversion work = { n, u, inverse };

  return tn_pool_for ((n + 31) / 32, invert_columns, &work, cancellable, error);
}
