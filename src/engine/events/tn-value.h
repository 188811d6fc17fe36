/* tn-value.h: what a customer is expected to bring in the next days
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events.h"

G_BEGIN_DECLS

/**
 * TnValueParams:
 * @days: length of the coming window, 1 to 3650
 * @cap: orders above this share of all order values count as that value, 0.5 to 1
 */
typedef struct
{
  guint days;
  double cap;
} TnValueParams;

#define TN_VALUE_PARAMS_INIT \
  {                          \
    90, 0.99                 \
  }

/* Of the shop: log r, log alpha, mean value, log credibility, return share. */
#define TN_VALUE_N_PARAMS     5
#define TN_VALUE_N_COVARIANCE (TN_VALUE_N_PARAMS * (TN_VALUE_N_PARAMS + 1) / 2)

/* Columns with standard errors of expected_net_revenue: the customer's own, and what all share. */
#define TN_VALUE_OWN_ERROR  "expected_net_revenue_own_error"
#define TN_VALUE_SHOP_ERROR "expected_net_revenue_shop_error"

/**
 * TnValueFit:
 * @r: shape of the gamma distribution of order rates over customers
 * @alpha: its rate, in days
 * @mean_value: mean order value of the shop
 * @credibility: so many orders make a customer's own mean weigh as much as the shop's
 * @return_share: returned amount over sold amount
 * @largest: order values above count as this
 * @n_customers: how many it was fitted on
 * @order_variance: of the order values of one customer
 * @covariance: of the parameters, lower triangle by rows; all 0 when it is not known
 *
 * The shop as it was before one cut date: what customers' own figures are shrunk to.
 */
typedef struct
{
  double r;
  double alpha;
  double mean_value;
  double credibility;
  double return_share;
  double largest;
  gsize n_customers;
  double order_variance;
  double covariance[TN_VALUE_N_COVARIANCE];
} TnValueFit;

/**
 * TnValueAt:
 * @cut: only what is before it was looked at
 * @fit: the shop then
 */
typedef struct
{
  gint64 cut;
  TnValueFit fit;
} TnValueAt;

gboolean tn_value_fit (const TnEvents *events,
                       gint64 cut,
                       const TnValueParams *params,
                       TnValueFit *fit,
                       GCancellable *cancellable,
                       GError **error);
/* (element-type TnValueAt): the shop at each cut of @table, ascending. */
GArray *tn_value_fit_cuts (TnEvents *events,
                           TnTable *table,
                           const TnValueParams *params,
                           TnProgress *progress,
                           GCancellable *cancellable,
                           GError **error);
/* @shop (nullable): as it was learned before; otherwise from @events. */
TnTable *tn_value_expected (TnEvents *events,
                            TnTable *table,
                            const TnValueParams *params,
                            GArray *shop,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
