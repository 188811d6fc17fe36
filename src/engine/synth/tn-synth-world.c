/* tn-synth-world.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-world.h"

/* Streams of the seed: customers have those from 0. */
#define STREAM_ITEMS     (G_GUINT64_CONSTANT (1) << 63)
#define STREAM_CAMPAIGNS (STREAM_ITEMS + 1)
#define STREAM_SECRET    (STREAM_ITEMS + 2)

/* How much is bought in a month, in thousandths of the mean. */
static const guint months_pace[12] = { 880, 840, 930,  960,  980,  950,
                                       900, 890, 1010, 1070, 1330, 1280 };
/* From Monday on. */
static const guint weekdays_pace[7] = { 1010, 980, 970, 960, 990, 1060, 1030 };

/* What things of a category cost in the middle, in cents. */
static const guint32 category_prices[TN_SYNTH_N_CATEGORIES] = { 1450, 2600, 690,  1900,
                                                                3200, 2250, 1200, 4100 };

typedef struct
{
  int year;
  int month; /* from 1 */
  int day;
} Date;

/* Days since 1970-01-01 → date of the Gregorian calendar, by Howard Hinnant's
 * "chrono-compatible low-level date algorithms" (public domain). */
static Date
date_of (gint32 days)
{
  gint32 shifted = days + 719468;
  gint32 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  guint32 of_era = (guint32) (shifted - era * 146097);
  guint32 year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  guint32 of_year = of_era - (365 * year + year / 4 - year / 100);
  guint32 month = (5 * of_year + 2) / 153;
  Date date = { .year = (int) year + era * 400 + (month >= 10),
                .month = (int) (month < 10 ? month + 3 : month - 9),
                .day = (int) (of_year - (153 * month + 2) / 5 + 1) };

  return date;
}

/* Whole months: from the 1st to the 1st; a day that a month lacks is passed over. */
static gint32
count_days (gint32 start_day, guint n_months)
{
  Date first = date_of (start_day);
  int months = first.year * 12 + first.month - 1 + (int) n_months;
  gint32 day = start_day;

  while (TRUE)
    {
      Date date = date_of (day);
      int now = date.year * 12 + date.month - 1;

      if (now > months || (now == months && date.day >= first.day))
        return day - start_day;
      day++;
    }
}

static gint32
season_of (gint32 days, const Date *date)
{
  gint32 weekday = ((days % 7) + 10) % 7; /* 1970-01-01 was a Thursday */
  /* From the middle of one month to the middle of the next in a straight line. */
  int other = date->day < 15 ? (date->month + 10) % 12 : date->month % 12;
  int distance = ABS (date->day - 15);
  gint64 pace = ((gint64) months_pace[date->month - 1] * (30 - distance) +
                 (gint64) months_pace[other] * distance) /
                30;

  if (date->month == 11 && date->day >= 8 && date->day <= 12)
    pace = pace * 14 / 10; /* the sale of the year */

  return (gint32) (pace * weekdays_pace[weekday] * TN_SYNTH_ONE / 1000000);
}

static void
make_calendar (TnSynthWorld *self)
{
  gint32 first = self->params.start_day - TN_SYNTH_BURN_IN;

  self->dates = g_malloc (10 * (gsize) self->n_days + 1);
  self->pace = g_new (gint64, self->n_days + 1);
  self->season = g_new (gint32, self->n_days);
  self->pace[0] = 0;
  for (gint32 i = 0; i < self->n_days; i++)
    {
      Date date = date_of (first + i);

      g_snprintf (self->dates + 10 * (gsize) i, 11, "%04d-%02d-%02d", date.year, date.month,
                  date.day);
      self->season[i] = season_of (first + i, &date);
      self->pace[i + 1] = self->pace[i] + self->season[i];
    }
}

/* The shop grows: at the end twice as many come a day as a year and a half before. */
static void
make_arrivals (TnSynthWorld *self)
{
  g_autofree guint64 *sums = g_new (guint64, self->end);
  guint64 sum = 0;

  self->arrivals = g_new (guint32, self->end);
  for (gint32 i = 0; i < self->end; i++)
    {
      sum += (guint64) self->season[i] * (guint32) (540 + i);
      sums[i] = sum;
    }
  for (gint32 i = 0; i < self->end; i++)
    self->arrivals[i] = (guint32) (sums[i] / (sum / G_MAXUINT32 + 1));
  self->arrivals[self->end - 1] = G_MAXUINT32;
}

/* The k-th of a category's items is bought in proportion to 1 / (k + 4). */
static void
make_popularity (TnSynthWorld *self)
{
  guint64 total = 0, sum = 0;

  for (guint k = 0; k < TN_SYNTH_ITEMS_EACH; k++)
    total += 1000000000u / (k + 4);
  for (guint k = 0; k < TN_SYNTH_ITEMS_EACH; k++)
    {
      sum += 1000000000u / (k + 4);
      self->popularity[k] = (guint32) (sum * G_MAXUINT32 / total);
    }
}

static void
make_items (TnSynthWorld *self)
{
  TnRandom random;

  tn_random_init (&random, self->params.seed, STREAM_ITEMS);
  for (guint i = 0; i < TN_SYNTH_N_ITEMS; i++)
    {
      TnSynthItem *item = &self->items[i];
      gint32 spread =
          tn_synth_times (tn_synth_draw (&random, tn_synth_normal), TN_SYNTH_MILLI (550));
      gint64 price;

      item->category = (guint8) (i / TN_SYNTH_ITEMS_EACH);
      price = (gint64) category_prices[item->category] * tn_synth_exp (spread) >> 16;
      item->price = (guint32) (MAX (price, 150) / 50 * 50 + 49);
      item->quality =
          tn_synth_times (tn_synth_draw (&random, tn_synth_normal), TN_SYNTH_MILLI (450));
    }
}

/* Far enough apart that the outcome of one is over before the next begins, and none whose
 * outcome would lie past the end of the log. */
static void
make_campaigns (TnSynthWorld *self)
{
  static const guint percents[] = { 10, 15, 10, 20 };
  static const guint32 shares[] = { TN_SYNTH_CHANCE (500), TN_SYNTH_CHANCE (667),
                                    TN_SYNTH_CHANCE (500), TN_SYNTH_CHANCE (400) };
  TnRandom random;
  gint32 day = self->start + TN_SYNTH_FIRST_CAMPAIGN;

  tn_random_init (&random, self->params.seed, STREAM_CAMPAIGNS);
  self->campaigns = g_array_new (FALSE, FALSE, sizeof (TnSynthCampaign));
  while (day + TN_SYNTH_OUTCOME_DAYS + 1 < self->end)
    {
      guint place = self->campaigns->len % G_N_ELEMENTS (percents);
      TnSynthCampaign campaign = { day, shares[place], percents[place],
                                   self->campaigns->len % 3 == 2 };

      g_array_append_val (self->campaigns, campaign);
      day += TN_SYNTH_CAMPAIGN_EVERY + tn_synth_between (&random, 0, 14);
    }
}

static void
make_secret (TnSynthWorld *self)
{
  TnRandom random;

  tn_random_init (&random, self->params.seed, STREAM_SECRET);
  for (guint i = 0; i < sizeof self->secret; i++)
    self->secret[i] = (guint8) tn_random_next (&random);
}

/**
 * tn_synth_world_new:
 * @params: checked
 *
 * Returns: (transfer full): calendar, items and campaigns of that seed
 */
TnSynthWorld *
tn_synth_world_new (const TnSynthParams *params)
{
  TnSynthWorld *self = g_new0 (TnSynthWorld, 1);

  self->params = *params;
  self->start = TN_SYNTH_BURN_IN;
  self->end = self->start + count_days (params->start_day, params->n_months);
  self->n_days = self->end + 400;
  make_calendar (self);
  make_arrivals (self);
  make_popularity (self);
  make_items (self);
  make_campaigns (self);
  make_secret (self);

  return self;
}

void
tn_synth_world_free (TnSynthWorld *self)
{
  g_free (self->dates);
  g_free (self->pace);
  g_free (self->season);
  g_free (self->arrivals);
  g_array_unref (self->campaigns);
  g_free (self);
}

/**
 * tn_synth_world_after:
 * @day: below the days known
 * @pace: days of ordinary buying, in 1/65536
 *
 * A customer whose rhythm is 30 days comes back sooner in December than in February:
 * rhythms are counted in days of ordinary buying.
 *
 * Returns: the day on which @pace is used up, at least the next; the last day known when
 *   it lies beyond
 */
gint32
tn_synth_world_after (const TnSynthWorld *self, gint32 day, gint64 pace)
{
  gint64 wanted = self->pace[day] + pace;
  gint32 low = day + 1, high = self->n_days - 1;

  if (low >= high)
    return self->n_days - 1;
  while (low < high)
    {
      gint32 middle = low + (high - low) / 2;

      if (self->pace[middle] < wanted)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * tn_synth_world_draw_item:
 *
 * Returns: one of the items of @category, the popular ones more often
 */
guint
tn_synth_world_draw_item (const TnSynthWorld *self, TnRandom *random, guint category)
{
  guint32 dice = tn_random_next (random);
  guint place = 0;

  while (place + 1 < TN_SYNTH_ITEMS_EACH && dice >= self->popularity[place])
    place++;

  return category * TN_SYNTH_ITEMS_EACH + place;
}
