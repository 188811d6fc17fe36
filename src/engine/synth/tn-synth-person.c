/* tn-synth-person.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-person.h"

#include <sodium.h>
#include <string.h>

/* English cities, then Chinese ones, eight of each. */
#define N_CITIES 8

static const char *const cities[2][N_CITIES] = {
  { "London", "Leeds", "Bristol", "Manchester", "Glasgow", "Cardiff", "Dublin", "York" },
  { "上海", "北京", "杭州", "成都", "广州", "南京", "西安", "厦门" },
};

/* a · x + b · y: two normal numbers into one, with the correlation a to the first. */
static gint32
mix (gint32 x, gint32 a, gint32 y, gint32 b)
{
  return tn_synth_times (x, TN_SYNTH_MILLI (a)) + tn_synth_times (y, TN_SYNTH_MILLI (b));
}

static void
draw_tastes (TnSynthPerson *self, TnRandom *random)
{
  guint64 weights[TN_SYNTH_N_CATEGORIES], total = 0, sum = 0;

  for (guint i = 0; i < TN_SYNTH_N_CATEGORIES; i++)
    {
      gint32 z = tn_synth_draw (random, tn_synth_normal);

      weights[i] = (guint64) tn_synth_exp (tn_synth_times (z, TN_SYNTH_MILLI (1200)));
      total += weights[i];
    }
  for (guint i = 0; i < TN_SYNTH_N_CATEGORIES; i++)
    {
      sum += weights[i];
      self->tastes[i] = (guint32) (sum * G_MAXUINT32 / total);
    }
}

/* Half of all do not mind a coupon, the thrifty are won by it, and it reminds those who
 * do not want to be written to of leaving. */
static gint32
effect_of (const TnSynthPerson *self)
{
  if (self->privacy > TN_SYNTH_MILLI (900))
    return -TN_SYNTH_MILLI (120) -
           tn_synth_times (self->privacy - TN_SYNTH_MILLI (900), TN_SYNTH_MILLI (250));
  if (self->thrift > -TN_SYNTH_MILLI (200))
    return MIN (tn_synth_times (self->thrift + TN_SYNTH_MILLI (200), TN_SYNTH_MILLI (230)),
                TN_SYNTH_MILLI (450));

  return 0;
}

static gint32
draw_join (const TnSynthWorld *world, TnRandom *random)
{
  guint32 dice = tn_random_next (random);
  gint32 low = 0, high = world->end - 1;

  while (low < high)
    {
      gint32 middle = low + (high - low) / 2;

      if (world->arrivals[middle] < dice)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
draw_channels (TnSynthPerson *self, TnRandom *random)
{
  guint dice = tn_random_below (random, 100);

  self->in_shop = dice < 85;
  self->in_market = dice >= 70;
  self->market_share = !self->in_shop     ? G_MAXUINT32
                       : !self->in_market ? 0
                                          : TN_SYNTH_CHANCE (tn_synth_between (random, 150, 600));
}

/**
 * tn_synth_person_init:
 * @random: the person's own stream
 *
 * Draws who the person is. README.md has the equations.
 */
void
tn_synth_person_init (TnSynthPerson *self,
                      const TnSynthWorld *world,
                      guint64 index,
                      TnRandom *random)
{
  gint32 z;

  memset (self, 0, sizeof *self);
  self->index = index;
  self->join = draw_join (world, random);
  self->loyalty = tn_synth_draw (random, tn_synth_normal);
  self->thrift = mix (self->loyalty, -300, tn_synth_draw (random, tn_synth_normal), 954);
  self->privacy = tn_synth_draw (random, tn_synth_normal);
  z = tn_synth_draw (random, tn_synth_normal);
  self->rhythm = tn_synth_exp (TN_SYNTH_MILLI (3900) + mix (z, 550, self->loyalty, -150));
  self->rhythm = CLAMP (self->rhythm, 7 * TN_SYNTH_ONE, 200 * TN_SYNTH_ONE);
  self->effect = effect_of (self);
  z = tn_synth_draw (random, tn_synth_normal);
  self->review_chance =
      tn_synth_chance_of (-TN_SYNTH_MILLI (2300) + mix (z, 800, self->privacy, -400));
  draw_tastes (self, random);
  draw_channels (self, random);
  self->newsletter = tn_synth_happens (
      random, tn_synth_chance_of (TN_SYNTH_MILLI (1900) -
                                  tn_synth_times (self->privacy, TN_SYNTH_MILLI (500))));
  self->chinese = tn_synth_happens (random, TN_SYNTH_CHANCE (450));
  z = tn_synth_draw (random, tn_synth_normal);
  self->birth_year = (guint) (1985 + (tn_synth_times (z, 11 * TN_SYNTH_ONE) >> 16));
  self->city = tn_random_below (random, N_CITIES);
}

guint
tn_synth_person_draw_category (const TnSynthPerson *self, TnRandom *random)
{
  guint32 dice = tn_random_next (random);
  guint category = 0;

  while (category + 1 < TN_SYNTH_N_CATEGORIES && dice >= self->tastes[category])
    category++;

  return category;
}

/**
 * tn_synth_person_put_id:
 * @market: the number in the second channel, which tells nothing about that of the shop
 *
 * Both are one-to-one: a multiplier without a common factor shuffles the numbers.
 */
char *
tn_synth_person_put_id (const TnSynthPerson *self, char *p, gboolean market)
{
  if (!market)
    return tn_synth_put_padded (p, (self->index * 61803399 + 7306121) % 100000000, 8);

  *p++ = 'M';

  return tn_synth_put_hex (p, self->index * G_GUINT64_CONSTANT (0x9e3779b97f) + 0x5bd1e995, 10);
}

/* The hash by which two shops find common customers without showing anybody's number. */
static char *
put_hash (char *p, const TnSynthWorld *world, const char *kind, guint64 number)
{
  char text[64];
  guint8 hash[crypto_generichash_BYTES_MIN];
  int length = g_snprintf (text, sizeof text, "%s%" G_GUINT64_FORMAT, kind, number);

  crypto_generichash (hash, sizeof hash, (const guint8 *) text, length, world->secret,
                      sizeof world->secret);
  for (guint i = 0; i < sizeof hash; i++)
    p = tn_synth_put_hex (p, hash[i], 2);

  return p;
}

static void
write_customer (const TnSynthPerson *self,
                const TnSynthWorld *world,
                TnRandom *random,
                gboolean market,
                TnSynthRows *rows)
{
  gint64 seconds = (gint64) self->join * 86400;
  char *p = tn_synth_rows_begin (rows, TN_SYNTH_CUSTOMERS, seconds);

  p = tn_synth_person_put_id (self, p, market);
  p = tn_synth_put_text (p, market ? ",market," : ",shop,");
  p = tn_synth_put_day (p, world, seconds);
  p = tn_synth_put_char (p, ',');
  if (!tn_synth_happens (random, tn_synth_chance_of (tn_synth_times (self->privacy, TN_SYNTH_ONE) -
                                                     TN_SYNTH_MILLI (2000))))
    p = tn_synth_put_uint (p, self->birth_year);
  p = tn_synth_put_char (p, ',');
  if (!tn_synth_happens (random, TN_SYNTH_CHANCE (30)))
    p = tn_synth_put_text (p, cities[self->chinese][self->city]);
  p = tn_synth_put_text (p, self->chinese ? ",zh," : ",en,");
  p = tn_synth_put_text (p, self->newsletter ? "yes" : "no");
  tn_synth_rows_end (rows, TN_SYNTH_CUSTOMERS, p);
}

/* Everybody has one phone; many use another mail address in the second channel. */
static void
write_contact (const TnSynthPerson *self,
               const TnSynthWorld *world,
               TnRandom *random,
               gboolean market,
               TnSynthRows *rows)
{
  char *p = tn_synth_rows_begin (rows, TN_SYNTH_CONTACTS, (gint64) self->join * 86400);
  gboolean other_mail = market && tn_synth_happens (random, TN_SYNTH_CHANCE (350));

  p = tn_synth_person_put_id (self, p, market);
  p = tn_synth_put_text (p, market ? ",market," : ",shop,");
  if (!tn_synth_happens (random, TN_SYNTH_CHANCE (60)))
    p = put_hash (p, world, "+86139", self->index * 7919 % G_GUINT64_CONSTANT (100000000000));
  p = tn_synth_put_char (p, ',');
  if (!tn_synth_happens (random, TN_SYNTH_CHANCE (40)))
    p = put_hash (p, world, other_mail ? "b@mail" : "a@mail", self->index);
  tn_synth_rows_end (rows, TN_SYNTH_CONTACTS, p);
}

/**
 * tn_synth_person_write:
 *
 * Adds the person's rows of customers and contacts: one a channel.
 */
void
tn_synth_person_write (const TnSynthPerson *self,
                       const TnSynthWorld *world,
                       TnRandom *random,
                       TnSynthRows *rows)
{
  for (int market = 0; market < 2; market++)
    if (market ? self->in_market : self->in_shop)
      {
        write_customer (self, world, random, market, rows);
        write_contact (self, world, random, market, rows);
      }
}
