/* tn-calibrator.h: scores into chances that can be taken at their word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TN_CALIBRATOR_PLATT,    /* logistic curve of the score's log-odds */
  TN_CALIBRATOR_ISOTONIC, /* monotone steps, joined by lines between their middles */
} TnCalibratorKind;

/* A fitted curve; immutable, reference-counted. */
typedef struct _TnCalibrator TnCalibrator;

/* @scores: out-of-fold chances in [0, 1]; @y: 0 or 1; @weights (nullable). */
TnCalibrator *tn_calibrator_fit (TnCalibratorKind kind,
                                 const double *scores,
                                 const double *y,
                                 const double *weights,
                                 gsize n_rows,
                                 GCancellable *cancellable,
                                 GError **error);
void tn_calibrator_apply (const TnCalibrator *self,
                          const double *scores,
                          gsize n_rows,
                          double *out);
TnCalibratorKind tn_calibrator_get_kind (const TnCalibrator *self);
GVariant *tn_calibrator_to_variant (const TnCalibrator *self);
TnCalibrator *tn_calibrator_from_variant (GVariant *variant, GError **error);
TnCalibrator *tn_calibrator_ref (TnCalibrator *self);
void tn_calibrator_unref (TnCalibrator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCalibrator, tn_calibrator_unref)

G_END_DECLS
