/* tn-baseline.h: rules that need no model: the base rate, and one column alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TN_BASELINE_RATE,     /* everyone gets the rate of the rows learned from */
  TN_BASELINE_ISOTONIC, /* monotone steps of one column */
  TN_BASELINE_LOGISTIC, /* a logistic curve of one column */
} TnBaselineKind;

/* A fitted rule; immutable, reference-counted. */
typedef struct _TnBaseline TnBaseline;

/* @x is ignored (may be %NULL) for the rate. @direction: +1 rising, −1 falling, 0 as the data say.
 */
TnBaseline *tn_baseline_fit (TnBaselineKind kind,
                             const char *column,
                             const double *x,
                             const double *y,
                             const double *weights,
                             gsize n_rows,
                             int direction,
                             GCancellable *cancellable,
                             GError **error);
gboolean tn_baseline_predict (const TnBaseline *self,
                              const double *x,
                              gsize n_rows,
                              double *out,
                              GCancellable *cancellable,
                              GError **error);
TnBaselineKind tn_baseline_get_kind (const TnBaseline *self);
const char *tn_baseline_get_column (const TnBaseline *self);
double tn_baseline_get_rate (const TnBaseline *self);
int tn_baseline_get_direction (const TnBaseline *self);
GVariant *tn_baseline_to_variant (const TnBaseline *self);
TnBaseline *tn_baseline_from_variant (GVariant *variant, GError **error);
TnBaseline *tn_baseline_ref (TnBaseline *self);
void tn_baseline_unref (TnBaseline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBaseline, tn_baseline_unref)

G_END_DECLS
