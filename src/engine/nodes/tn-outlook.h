/* tn-outlook.h: how many will leave in all, and how sure that is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "tn-score-pool.h"

G_BEGIN_DECLS

/**
 * TnOutlook:
 * @value: the sum over all customers
 * @low: lower end of its 95 % interval
 * @high: upper end
 */
typedef struct
{
  double value;
  double low;
  double high;
} TnOutlook;

/**
 * TnAmounts:
 * @expected: what each customer would bring, 0 or more
 * @own_error: standard error of it that is the customer's own
 * @shop_error: standard error of it that all customers share
 */
typedef struct
{
  double *expected;
  double *own_error;
  double *shop_error;
} TnAmounts;

double tn_outlook_level_shift (const TnScorePool *pool, const double *chances, guint n_folds);
void tn_outlook_sum (TnOutlook *self,
                     const double *chances,
                     const TnAmounts *amounts,
                     gsize n,
                     double shift_sd);

G_END_DECLS
