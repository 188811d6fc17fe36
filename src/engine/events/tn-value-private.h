/* tn-value-private.h: for the files of expected revenue only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-value.h"

G_BEGIN_DECLS

#define TN_VALUE_RETURN_ORDERS                                      \
  5.0 /* mean orders that weigh as much as a customer's own returns \
       */
#define TN_VALUE_MOST_CREDIBILITY 1e9

/**
 * TnPast:
 * @repeats: orders after the first
 * @exposure: days since the first order
 * @sold: capped order values summed
 * @squares: of them
 * @gross: as @sold, before capping
 *
 * One customer before a cut.
 */
typedef struct
{
  double repeats;
  double exposure;
  double n_orders;
  double sold;
  double squares;
  double gross;
  double returned;
} TnPast;

/**
 * TnValueRow:
 * @orders: expected orders in the window
 * @value: usual order
 * @returned: expected share returned
 *
 * What one customer is expected to do.
 */
typedef struct
{
  double orders;
  double value;
  double returned;
} TnValueRow;

void _tn_value_expect (const TnValueFit *fit, const TnPast *past, guint days, TnValueRow *row);
double _tn_value_credibility (double within, double between);
double _tn_value_digamma (double x);

void _tn_value_fit_errors (const TnPast *pasts, gsize n, gsize stride, TnValueFit *fit);
void _tn_value_errors (const TnValueFit *fit,
                       const TnPast *past,
                       guint days,
                       double *own,
                       double *shop);

G_END_DECLS
