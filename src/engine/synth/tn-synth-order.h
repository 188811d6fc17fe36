/* tn-synth-order.h: an order of the simulated shop and what follows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth-person.h"

G_BEGIN_DECLS

#define TN_SYNTH_N_RECENT 8

/**
 * TnSynthLife:
 * @person: who
 * @random: the person's stream
 * @alive: whether the next order is coming by itself
 * @next_order: the day it comes; past the end when none does
 * @extra_order: the day of an order that a coupon brings
 * @next_visit: the day of the next look around without buying
 * @coupon_until: the day after the last on which the coupon counts
 * @coupon_percent: what it takes off
 * @coupon: which campaign it is of, from 1
 * @n_orders: so far, the burn-in's too
 * @n_logged: in the time of the log
 * @dropout: the day they left, -1 while they have not
 * @recent: items bought last
 * @n_recent: so many of them are set
 */
typedef struct
{
  const TnSynthPerson *person;
  const TnSynthWorld *world;
  TnRandom *random;
  TnSynthRows *rows;
  gboolean alive;
  gint32 next_order;
  gint32 extra_order;
  gint32 next_visit;
  gint32 coupon_until;
  guint coupon_percent;
  guint coupon;
  guint n_orders;
  guint n_logged;
  gint32 dropout;
  guint16 recent[TN_SYNTH_N_RECENT];
  guint n_recent;
} TnSynthLife;

/**
 * TnSynthOrder:
 * @seconds: when, since the first day of the calendar
 * @number: unique over all customers
 * @market: placed in the second channel
 * @guest: without saying who
 * @percent: taken off by a coupon
 * @delivery_days: until it came
 * @satisfaction: with it, in 1/65536
 * @leaves: it was the last one
 */
typedef struct
{
  gint64 seconds;
  guint64 number;
  gboolean market;
  gboolean guest;
  guint percent;
  guint delivery_days;
  gint32 satisfaction;
  gboolean leaves;
} TnSynthOrder;

gint64 tn_synth_draw_moment (TnSynthLife *self, gint32 day);
guint tn_synth_draw_liked_item (TnSynthLife *self);
void tn_synth_write_visit (TnSynthLife *self, gint32 day);
void tn_synth_place_order (TnSynthLife *self, gint32 day);

G_END_DECLS
