/* tn-assumptions.h: what was stated about money in the step of expected revenue
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-money.h"
#include "tn-step.h"

G_BEGIN_DECLS

#define TN_MARGIN_PARAM   "margin"
#define TN_COST_PARAM     "cost"
#define TN_OFFER_PARAM    "offer"
#define TN_CURRENCY_PARAM "currency"

/* For the list of a description of a step that calls tn_assumptions_read(). */
/* clang-format off */
#define TN_READS_MONEY            \
  { "value", TN_MARGIN_PARAM },   \
  { "value", TN_COST_PARAM },     \
  { "value", TN_OFFER_PARAM }
/* clang-format on */

void tn_assumptions_read (TnMoney *money, const TnStep *step);

G_END_DECLS
