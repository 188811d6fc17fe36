/* tn-scaler.h: columns on a common scale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-preparer.h"

G_BEGIN_DECLS

/**
 * TnScaleMethod:
 * @TN_SCALE_NONE: centre and scale stay as they are
 * @TN_SCALE_STANDARD: mean 0, standard deviation 1
 * @TN_SCALE_ROBUST: median 0, distance of the quartiles 1
 */
typedef enum
{
  TN_SCALE_NONE,
  TN_SCALE_STANDARD,
  TN_SCALE_ROBUST,
} TnScaleMethod;

const char *tn_scale_method_to_id (TnScaleMethod method);
gboolean tn_scale_method_from_id (const char *id, TnScaleMethod *method);

/**
 * TnScalerParams:
 * @columns: (nullable) (array zero-terminated=1): which; %NULL for every number column with the
 *   role feature
 * @method: how
 * @log_skewed: take log (1 + x) first of columns that are never negative and whose skewness
 *   is above @skewness
 * @skewness: see @log_skewed
 * @clip: cut scaled values at ± this; 0 for no clipping
 *
 * A column of one value is centred and left unscaled; missing cells stay missing. Columns
 * of zeros and ones only (indicators) are left as they are.
 */
typedef struct
{
  const char *const *columns;
  TnScaleMethod method;
  gboolean log_skewed;
  double skewness;
  double clip;
} TnScalerParams;

#define TN_SCALER_PARAMS_DEFAULT ((TnScalerParams){ .method = TN_SCALE_STANDARD, .skewness = 2 })

extern const TnPreparerKind tn_scaler;

TnPreparer *tn_scaler_fit (TnTable *table,
                           const TnScalerParams *params,
                           TnProgress *progress,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
