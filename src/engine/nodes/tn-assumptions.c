/* tn-assumptions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-assumptions.h"

/**
 * tn_assumptions_read:
 * @money: (out caller-allocates): all 0 where no step of expected revenue stands upstream
 */
void
tn_assumptions_read (TnMoney *money, const TnStep *step)
{
  money->margin = tn_step_read_number (step, "value", TN_MARGIN_PARAM, 0) / 100;
  money->cost = tn_step_read_number (step, "value", TN_COST_PARAM, 0);
  money->offer = tn_step_read_number (step, "value", TN_OFFER_PARAM, 0);
}
