/* tn-money.h: what contacting is assumed to cost and to bring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnMoney:
 * @margin: share of net revenue left after the cost of the goods, 0 to 1; 0 when it is not stated
 * @cost: of contacting one customer, without the offer; it is paid for everyone contacted
 * @offer: what an offer, such as a coupon, takes off the margin when a customer uses it; 0
 *   without an offer
 *
 * Stated, never learned. Revenue is net revenue: what orders of the window asked about bring, less
 * returns, in the unit and with or without tax as the amounts of the data are. An offer is used
 * once, by everyone contacted who orders: leavers who come back, and stayers who would have
 * ordered anyway. A leaver who does not come back costs the contact alone.
 */
typedef struct
{
  double margin;
  double cost;
  double offer;
} TnMoney;

gboolean tn_money_is_stated (const TnMoney *self);
double tn_money_gain (const TnMoney *self, double revenue);
double tn_money_contact (const TnMoney *self);
double tn_money_break_even (const TnMoney *self, double n, double leavers, double stake);

G_END_DECLS
