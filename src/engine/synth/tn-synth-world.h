/* tn-synth-world.h: what all customers of the simulated shop share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth-math.h"
#include "tn-synth.h"

G_BEGIN_DECLS

/* Customers come and buy for a year before the log begins: a shop does not start empty. */
#define TN_SYNTH_BURN_IN 360

#define TN_SYNTH_N_CATEGORIES   8
#define TN_SYNTH_ITEMS_EACH     50
#define TN_SYNTH_N_ITEMS        (TN_SYNTH_N_CATEGORIES * TN_SYNTH_ITEMS_EACH)
#define TN_SYNTH_OUTCOME_DAYS   30 /* an outcome is an order so soon after a contact */
#define TN_SYNTH_COUPON_DAYS    14 /* a coupon is good for so long */
#define TN_SYNTH_CAMPAIGN_EVERY 63
#define TN_SYNTH_FIRST_CAMPAIGN 50

/**
 * TnSynthItem:
 * @category: below %TN_SYNTH_N_CATEGORIES
 * @price: in cents
 * @quality: what the satisfaction of its buyers has from it, in 1/65536
 */
typedef struct
{
  guint8 category;
  guint32 price;
  gint32 quality;
} TnSynthItem;

/**
 * TnSynthCampaign:
 * @day: of its contacts
 * @treated: the chance of a customer of the campaign to get the coupon, by lot
 * @percent: what the coupon takes off
 * @is_text: by text message, by mail otherwise
 */
typedef struct
{
  gint32 day;
  guint32 treated;
  guint percent;
  gboolean is_text;
} TnSynthCampaign;

/**
 * TnSynthWorld:
 * @params: of the run
 * @start: the log's first day, as days are counted here: from the first day of the burn-in
 * @end: the day after its last
 * @n_days: of calendar known, past @end for what lies ahead
 * @dates: a text "2026-03-01" of 10 bytes for each day
 * @pace: how much buying a day holds, summed up over the days before; n_days + 1, in 1/65536
 * @season: of each day, in 1/65536, around 1: sales of the late year
 * @arrivals: chance, in 1/2^32, to have come by the end of a day; @end of them
 * @popularity: of the places of a category's items, summed up; in 1/2^32
 * @secret: what phone and mail are hashed with
 *
 * Made once, read by all threads.
 */
typedef struct
{
  TnSynthParams params;
  gint32 start;
  gint32 end;
  gint32 n_days;
  char *dates;
  gint64 *pace;
  gint32 *season;
  guint32 *arrivals;
  TnSynthItem items[TN_SYNTH_N_ITEMS];
  guint32 popularity[TN_SYNTH_ITEMS_EACH];
  GArray *campaigns; /* of TnSynthCampaign, by day */
  guint8 secret[32];
} TnSynthWorld;

TnSynthWorld *tn_synth_world_new (const TnSynthParams *params);
void tn_synth_world_free (TnSynthWorld *self);

gint32 tn_synth_world_after (const TnSynthWorld *self, gint32 day, gint64 pace);
guint tn_synth_world_draw_item (const TnSynthWorld *self, TnRandom *random, guint category);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSynthWorld, tn_synth_world_free)

G_END_DECLS
