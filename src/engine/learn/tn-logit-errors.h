/* tn-logit-errors.h: how sure the coefficients are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-design.h"

G_BEGIN_DECLS

/* The covariance of the n_cols + 1 coefficients of the design, whole, column-major. */
double *tn_logit_covariance (TnDesign *design,
                             const double *beta,
                             const double *ridge,
                             const guint32 *clusters,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
