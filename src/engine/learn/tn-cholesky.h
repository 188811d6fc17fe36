/* tn-cholesky.h: Cholesky factors in blocks, so that cancelling is seen in time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TN_CHOLESKY_DONE,
  TN_CHOLESKY_SINGULAR, /* not positive definite; no error is set */
  TN_CHOLESKY_CANCELLED,
} TnCholeskyResult;

TnCholeskyResult tn_cholesky_factor (gsize n, double *a, GCancellable *cancellable, GError **error);
void tn_cholesky_solve (gsize n, const double *u, double *b);
gboolean tn_cholesky_invert (gsize n,
                             const double *u,
                             double *inverse,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
