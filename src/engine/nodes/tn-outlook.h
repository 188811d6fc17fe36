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

double tn_outlook_level_shift (const TnScorePool *pool, const double *chances, guint n_folds);
void tn_outlook_sum (TnOutlook *self,
                     const double *chances,
                     const double *weights,
                     gsize n,
                     double shift_sd);

G_END_DECLS
