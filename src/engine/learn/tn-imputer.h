/* tn-imputer.h: filling in missing values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-preparer.h"

G_BEGIN_DECLS

/**
 * TnImputeMethod:
 * @TN_IMPUTE_NONE: leave missing values as they are
 * @TN_IMPUTE_MEDIAN: the column's median (numbers)
 * @TN_IMPUTE_MEAN: the column's mean (numbers)
 * @TN_IMPUTE_MOST_FREQUENT: the most frequent value; of ties the smallest, or the first in
 *   the dictionary
 * @TN_IMPUTE_CONSTANT: a value of the caller's choice
 */
typedef enum
{
  TN_IMPUTE_NONE,
  TN_IMPUTE_MEDIAN,
  TN_IMPUTE_MEAN,
  TN_IMPUTE_MOST_FREQUENT,
  TN_IMPUTE_CONSTANT,
} TnImputeMethod;

const char *tn_impute_method_to_id (TnImputeMethod method);
gboolean tn_impute_method_from_id (const char *id, TnImputeMethod *method);

/**
 * TnImputerParams:
 * @columns: (nullable) (array zero-terminated=1): which columns; %NULL for every number, category
 *   and flag column with the role feature
 * @number: for numbers
 * @category: for categories and flags: most frequent, constant or none
 * @constant: value for numbers with %TN_IMPUTE_CONSTANT
 * @constant_text: value for categories with %TN_IMPUTE_CONSTANT (flags: "yes" or "no")
 * @indicator: add a flag "<name> is missing" for every column with a missing value in the
 *   rows learned from
 */
typedef struct
{
  const char *const *columns;
  TnImputeMethod number;
  TnImputeMethod category;
  double constant;
  const char *constant_text;
  gboolean indicator;
} TnImputerParams;

#define TN_IMPUTER_PARAMS_DEFAULT                          \
  ((TnImputerParams){ .number = TN_IMPUTE_MEDIAN,          \
                      .category = TN_IMPUTE_MOST_FREQUENT, \
                      .constant_text = "missing" })

extern const TnPreparerKind tn_imputer;

TnPreparer *tn_imputer_fit (TnTable *table,
                            const TnImputerParams *params,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
