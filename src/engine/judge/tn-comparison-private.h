/* tn-comparison-private.h: comparisons from resamples that several of them share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-comparison.h"
#include "tn-sweep.h"

G_BEGIN_DECLS

gboolean _tn_comparison_fill (const TnSweep *a,
                              const TnSweep *b,
                              const double *samples_a,
                              const double *samples_b,
                              const char *metric,
                              double limit,
                              TnComparison *comparison,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
