/* tn-money.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-money.h"

#include <math.h>

/**
 * tn_money_is_stated:
 *
 * Returns: whether it can be told when contacting pays: there is a margin, and something to pay
 */
gboolean
tn_money_is_stated (const TnMoney *self)
{
  return self->margin > 0 && self->cost + self->offer > 0;
}

/**
 * tn_money_gain:
 * @revenue: what the customer is expected to bring in the window
 *
 * Returns: what one leaver is worth who comes back because of the contact: margin × revenue −
 *   offer; the cost of the contact is not in it
 */
double
tn_money_gain (const TnMoney *self, double revenue)
{
  return self->margin * revenue - self->offer;
}

/**
 * tn_money_contact:
 *
 * Returns: what contacting a customer costs who then orders: the contact and the offer
 */
double
tn_money_contact (const TnMoney *self)
{
  return self->cost + self->offer;
}

/**
 * tn_money_break_even:
 * @n: customers contacted
 * @leavers: of them expected to leave: the sum of their chances
 * @stake: their value at stake: the sum of chance × expected net revenue
 *
 * Of the leavers contacted a share s comes back and brings what it would have brought. Contacting
 * then earns s (margin × stake − offer × leavers), and costs cost × n + offer × (n − leavers).
 *
 * Returns: the s at which the two are equal, above 1 when even all of them would not pay; infinity
 *   when an offer takes more than a leaver brings; NaN when it is not stated
 */
double
tn_money_break_even (const TnMoney *self, double n, double leavers, double stake)
{
  double gained = self->margin * stake - self->offer * leavers;
  double spent = self->cost * n + self->offer * (n - leavers);

  if (!tn_money_is_stated (self) || isnan (stake) || isnan (leavers))
    return NAN;

  return gained > 0 ? spent / gained : INFINITY;
}
