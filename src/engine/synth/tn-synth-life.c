/* tn-synth-life.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-life.h"

#include "tn-synth-order.h"

/* Days from one look around to the next. */
#define VISIT_RHYTHM       (24 * TN_SYNTH_ONE)
#define VISIT_RHYTHM_AFTER (32 * TN_SYNTH_ONE)

static void
plan_visit (TnSynthLife *self, gint32 day)
{
  gint32 gap = tn_synth_draw (self->random, tn_synth_exponential);

  /* Who left still looks in for a while, then no more. */
  if (!self->alive && !tn_synth_happens (self->random, TN_SYNTH_CHANCE (800)))
    self->next_visit = G_MAXINT32;
  else
    self->next_visit = tn_synth_world_after (
        self->world, day, tn_synth_times (self->alive ? VISIT_RHYTHM : VISIT_RHYTHM_AFTER, gap));
}

static char *
put_campaign_id (char *p, guint number)
{
  p = tn_synth_put_char (p, 'C');

  return tn_synth_put_padded (p, number, 2);
}

static void
write_contact (TnSynthLife *self, const TnSynthCampaign *campaign, guint number, gboolean treated)
{
  gint64 seconds = (gint64) campaign->day * 86400 + 6 * 3600 + tn_random_below (self->random, 3600);
  char *p = tn_synth_rows_begin (self->rows, TN_SYNTH_CAMPAIGNS, seconds);

  p = put_campaign_id (p, number);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_person_put_id (self->person, p, FALSE);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_time (p, self->world, seconds);
  p = tn_synth_put_text (p, campaign->is_text ? ",text," : ",mail,");
  p = tn_synth_put_text (p, treated ? "yes," : "no,");
  if (treated)
    {
      p = tn_synth_put_uint (p, campaign->percent);
      p = tn_synth_put_text (p, "% off");
    }
  tn_synth_rows_end (self->rows, TN_SYNTH_CAMPAIGNS, p);
}

static void
write_outcomes (TnSynthLife *self,
                const TnSynthCampaign *campaign,
                guint number,
                gboolean treated,
                gboolean without,
                gboolean with)
{
  char *p =
      tn_synth_rows_begin (self->rows, TN_SYNTH_TRUTH_CAMPAIGNS, (gint64) campaign->day * 86400);

  p = put_campaign_id (p, number);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_uint (p, self->person->index);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_person_put_id (self->person, p, FALSE);
  p = tn_synth_put_text (p, treated ? ",1," : ",0,");
  p = tn_synth_put_text (p, self->alive ? "1," : "0,");
  p = tn_synth_put_text (p, without ? "1," : "0,");
  p = tn_synth_put_text (p, with ? "1," : "0,");
  p = tn_synth_put_milli (p, self->person->effect);
  tn_synth_rows_end (self->rows, TN_SYNTH_TRUTH_CAMPAIGNS, p);
}

/* The coupon: those it wins come for an extra order, those it reminds leave. */
static void
give_coupon (TnSynthLife *self,
             const TnSynthCampaign *campaign,
             guint number,
             gboolean moved,
             gint32 delay)
{
  self->coupon = number;
  self->coupon_percent = campaign->percent;
  self->coupon_until = campaign->day + TN_SYNTH_COUPON_DAYS;
  if (!moved)
    return;
  if (self->person->effect > 0)
    self->extra_order = campaign->day + delay;
  else
    {
      self->alive = FALSE;
      self->next_order = G_MAXINT32;
      self->dropout = campaign->day;
    }
}

/* Seven in ten of those who may be written to, by lot; of them by lot again who gets the
 * coupon. Both outcomes are settled before the second lot is drawn: the next order of a
 * customer is known by now, and whether a coupon would move them is drawn for everyone. */
static void
be_contacted (TnSynthLife *self, const TnSynthCampaign *campaign, guint number)
{
  gint32 effect = self->person->effect;
  guint32 chance = (guint32) MIN (ABS (effect), TN_SYNTH_ONE - 1) << 16;
  gboolean chosen = tn_synth_happens (self->random, TN_SYNTH_CHANCE (700));
  gboolean treated = tn_synth_happens (self->random, campaign->treated);
  /* A coupon brings back a third of those it would have moved while they were here. */
  gboolean moved = tn_synth_happens (self->random, self->alive  ? chance
                                                   : effect > 0 ? chance / 3
                                                                : 0);
  gint32 delay = tn_synth_between (self->random, 0, TN_SYNTH_COUPON_DAYS - 1);
  gboolean without = self->next_order < campaign->day + TN_SYNTH_OUTCOME_DAYS;
  gboolean with = effect > 0 ? without || moved : without && !moved;

  if (!chosen || !self->person->in_shop || !self->person->newsletter || self->n_orders == 0)
    return;

  write_contact (self, campaign, number, treated);
  write_outcomes (self, campaign, number, treated, without, with);
  if (treated)
    give_coupon (self, campaign, number, moved, delay);
}

static void
write_truth (TnSynthLife *self)
{
  const TnSynthPerson *person = self->person;
  char *p = tn_synth_rows_begin (self->rows, TN_SYNTH_TRUTH, (gint64) person->join * 86400);

  p = tn_synth_put_uint (p, person->index);
  p = tn_synth_put_char (p, ',');
  if (person->in_shop)
    p = tn_synth_person_put_id (person, p, FALSE);
  p = tn_synth_put_char (p, ',');
  if (person->in_market)
    p = tn_synth_person_put_id (person, p, TRUE);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_day (p, self->world, (gint64) person->join * 86400);
  p = tn_synth_put_char (p, ',');
  if (self->dropout >= 0)
    p = tn_synth_put_day (p, self->world, (gint64) self->dropout * 86400);
  for (guint i = 0; i < 5; i++)
    {
      const gint32 values[] = { person->loyalty, person->thrift, person->privacy, person->rhythm,
                                person->effect };

      p = tn_synth_put_char (p, ',');
      p = tn_synth_put_milli (p, values[i]);
    }
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_uint (p, self->n_orders);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_uint (p, self->n_logged);
  tn_synth_rows_end (self->rows, TN_SYNTH_TRUTH, p);
}

/**
 * tn_synth_live:
 * @person: drawn from @random
 * @random: the person's own stream
 * @rows: takes what happens in the time of the log
 *
 * Goes from one thing to the next in the order of time: contacts of campaigns, orders,
 * looks around. README.md has the equations.
 */
void
tn_synth_live (const TnSynthPerson *person,
               const TnSynthWorld *world,
               TnRandom *random,
               TnSynthRows *rows)
{
  TnSynthLife self = { .person = person,
                       .world = world,
                       .random = random,
                       .rows = rows,
                       .alive = TRUE,
                       .next_order = person->join,
                       .extra_order = G_MAXINT32,
                       .coupon_until = -1,
                       .dropout = -1 };
  guint n_campaigns = 0;

  self.next_visit = person->join + tn_synth_between (random, 0, 20);
  while (TRUE)
    {
      const TnSynthCampaign *campaign =
          n_campaigns < world->campaigns->len
              ? &g_array_index (world->campaigns, TnSynthCampaign, n_campaigns)
              : NULL;
      gint32 order = MIN (self.next_order, self.extra_order);
      gint32 contact = campaign != NULL ? campaign->day : G_MAXINT32;
      gint32 day = MIN (MIN (order, contact), self.next_visit);

      if (day >= world->end)
        break;
      if (day == contact)
        be_contacted (&self, campaign, ++n_campaigns);
      else if (day == order)
        tn_synth_place_order (&self, day);
      else
        {
          tn_synth_write_visit (&self, day);
          plan_visit (&self, day);
        }
    }
  write_truth (&self);
}
