/* tn-synth-person.h: one customer of the simulated shop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth-rows.h"

G_BEGIN_DECLS

/**
 * TnSynthPerson:
 * @index: from 0
 * @join: day of the first order, in the world's calendar
 * @loyalty: standard normal: who stays
 * @thrift: standard normal: who looks at prices and answers to coupons
 * @privacy: standard normal: who shuns reviews, newsletters and being written to
 * @rhythm: days of ordinary buying from an order to the next, in 1/65536
 * @effect: how much a coupon adds to the chance of an order, in 1/65536; below zero it
 *   makes the customer leave instead
 * @review_chance: of writing about an item
 * @tastes: chances of the categories, summed up, in 1/2^32
 * @in_shop: has a customer number of the shop
 * @in_market: has one of the second channel
 * @market_share: chance of an order to be placed there
 * @newsletter: may be written to
 * @chinese: writes Chinese
 * @birth_year: of the person
 * @city: of the eight of the language
 */
typedef struct
{
  guint64 index;
  gint32 join;
  gint32 loyalty;
  gint32 thrift;
  gint32 privacy;
  gint32 rhythm;
  gint32 effect;
  guint32 review_chance;
  guint32 tastes[TN_SYNTH_N_CATEGORIES];
  gboolean in_shop;
  gboolean in_market;
  guint32 market_share;
  gboolean newsletter;
  gboolean chinese;
  guint birth_year;
  guint city;
} TnSynthPerson;

void tn_synth_person_init (TnSynthPerson *self,
                           const TnSynthWorld *world,
                           guint64 index,
                           TnRandom *random);
guint tn_synth_person_draw_category (const TnSynthPerson *self, TnRandom *random);
char *tn_synth_person_put_id (const TnSynthPerson *self, char *p, gboolean market);
void tn_synth_person_write (const TnSynthPerson *self,
                            const TnSynthWorld *world,
                            TnRandom *random,
                            TnSynthRows *rows);

G_END_DECLS
