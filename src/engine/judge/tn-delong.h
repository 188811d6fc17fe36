/* tn-delong.h: variance of one AUC and of the difference of two
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-scored.h"

G_BEGIN_DECLS

/**
 * TnDelong:
 * @auc: of the first and of the second model; P(score+ > score-) + 0.5 P(tie)
 * @covariance: of the two; the diagonal holds the variances; NaN with fewer than two of a class
 */
typedef struct
{
  double auc[2];
  double covariance[2][2];
} TnDelong;

double tn_auc (const TnScored *scored);
gboolean tn_delong (const TnScored *a, const TnScored *b, TnDelong *result, GError **error);
void tn_delong_interval (double auc,
                         double variance,
                         gsize n_positive,
                         gsize n_negative,
                         double *low,
                         double *high);

G_END_DECLS
