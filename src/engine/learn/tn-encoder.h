/* tn-encoder.h: categories as numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-preparer.h"

G_BEGIN_DECLS

/**
 * TnEncodeMethod:
 * @TN_ENCODE_ONE_HOT: a column of 0 and 1 for each category
 * @TN_ENCODE_ORDINAL: the place of the category in the order of its text
 * @TN_ENCODE_TARGET: the smoothed rate of the target among rows of the category; for the rows
 *   learned from it is computed out of fold
 */
typedef enum
{
  TN_ENCODE_ONE_HOT,
  TN_ENCODE_ORDINAL,
  TN_ENCODE_TARGET,
} TnEncodeMethod;

const char *tn_encode_method_to_id (TnEncodeMethod method);
gboolean tn_encode_method_from_id (const char *id, TnEncodeMethod *method);

/**
 * TnEncodeUnknown:
 * @TN_ENCODE_UNKNOWN_OTHER: like a rare category; where nothing was pooled, as none of the known
 *   (zeros; NaN for ordinal; the overall rate for target)
 * @TN_ENCODE_UNKNOWN_MISSING: like a missing value
 * @TN_ENCODE_UNKNOWN_REFUSE: %TN_ERROR_DATA that names column and category
 */
typedef enum
{
  TN_ENCODE_UNKNOWN_OTHER,
  TN_ENCODE_UNKNOWN_MISSING,
  TN_ENCODE_UNKNOWN_REFUSE,
} TnEncodeUnknown;

/**
 * TnEncoderParams:
 * @columns: (nullable) (array zero-terminated=1): which; %NULL for every category and flag column
 *   with the role feature
 * @method: how
 * @min_count: categories with fewer rows are pooled as "other"
 * @max_categories: at most so many categories of a column keep their own place, the most
 *   frequent ones
 * @unknown: what becomes of a category first seen when applied
 * @smoothing: for target: weight of the overall rate, in rows
 * @n_folds: for target: folds for the rows learned from, grouped by the customer column
 * @seed: for target: of the folds
 *
 * Missing cells: their own column (one-hot, when there were any), NaN (ordinal), their own
 * category (target).
 */
typedef struct
{
  const char *const *columns;
  TnEncodeMethod method;
  guint min_count;
  guint max_categories;
  TnEncodeUnknown unknown;
  double smoothing;
  guint n_folds;
  guint64 seed;
} TnEncoderParams;

#define TN_ENCODER_PARAMS_DEFAULT                  \
  ((TnEncoderParams){ .method = TN_ENCODE_ONE_HOT, \
                      .min_count = 20,             \
                      .max_categories = 50,        \
                      .smoothing = 20,             \
                      .n_folds = 5,                \
                      .seed = 1 })

extern const TnPreparerKind tn_encoder;

/* Target encoding reads the column with the role target (flag, or number 0 and 1). */
TnPreparer *tn_encoder_fit (TnTable *table,
                            const TnEncoderParams *params,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
/* Also gives the rows learned from, out of fold where the method needs it. */
TnPreparer *tn_encoder_fit_apply (TnTable *table,
                                  const TnEncoderParams *params,
                                  TnTable **out,
                                  TnProgress *progress,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
