/* tn-cuts.c: how long silence must last, and which cut dates to use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-churn.h"
#include "tn-error.h"
#include "tn-events-private.h"
#include "tn-items.h"

#define PROPOSED_SHARE 0.9

/* Makes room to count gaps of @gap days. */
static gboolean
reach (TnItems *days, gsize gap, GError **error)
{
  static const guint64 none = 0;

  while (days->len <= gap)
    if (!tn_items_append (days, &none, 1, error))
      return FALSE;

  return TRUE;
}

/* Counts the customer's times between order days before @before in @days. */
static gboolean
count_gaps (const TnEvents *events, gsize customer, gint64 before, TnItems *days, GError **error)
{
  gint64 last = 0;

  for (gsize i = events->order_start[customer];
       i < events->order_start[customer + 1] && events->order_time[i] < before; i++)
    {
      gint64 day = tn_calendar_get_day (events->calendar, events->order_time[i]);

      if (i > events->order_start[customer] && day > last)
        {
          if (!reach (days, (gsize) (day - last), error))
            return FALSE;
          g_array_index (days, guint64, day - last)++;
        }
      last = day;
    }

  return TRUE;
}

/* The smallest number of days that at least @share of the gaps do not exceed. */
static guint
find_quantile (const TnGapHistory *self, double share)
{
  guint64 needed = (guint64) (share * (double) self->n_gaps + 0.999999);
  guint64 sum = 0;

  for (guint i = 0; i < self->n_days; i++)
    {
      sum += self->days[i];
      if (sum >= needed)
        return i;
    }

  return self->n_days - 1;
}

/**
 * tn_churn_propose_horizon:
 * @before: orders from this moment on are not looked at; %TN_TIME_MISSING for all
 * @error: %TN_ERROR_DATA when nobody ordered on two days
 *
 * Collects all times from one order day of a customer to the next (several orders of a day
 * are one) and proposes the 90th percentile: nine in ten of those who came back had come
 * back by then. Gaps that were still open when the data end are not counted, so the figure
 * is somewhat low for a young log.
 *
 * Returns: (transfer full) (nullable): the gaps and the proposal
 */
TnGapHistory *
tn_churn_propose_horizon (const TnEvents *events,
                          gint64 before,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (TnItems) days = tn_items_new (sizeof (guint64));
  g_autoptr (TnGapHistory) self = g_new0 (TnGapHistory, 1);

  for (gsize i = 0; i < events->counts.n_customers; i++)
    {
      if (!count_gaps (events, i, before != TN_TIME_MISSING ? before : events->end, days, error))
        return NULL;
      if (i % 4096 == 0 && tn_cancelled (cancellable, error))
        return NULL;
    }
  self->n_days = (guint) days->len;
  self->days = (guint64 *) g_steal_pointer (&days->data);
  for (guint i = 0; i < self->n_days; i++)
    self->n_gaps += self->days[i];
  if (self->n_gaps == 0)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("No customer ordered on two different days, so the data do not say how "
                        "long a usual silence is. Set the number of days yourself, or import a "
                        "longer period."),
                    NULL);
      return NULL;
    }
  self->median = find_quantile (self, 0.5);
  self->proposal = find_quantile (self, PROPOSED_SHARE);

  return g_steal_pointer (&self);
}

/**
 * tn_gap_history_share_within:
 *
 * Returns: the share of repeat orders that came within @days days
 */
double
tn_gap_history_share_within (const TnGapHistory *self, guint days)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->n_days && i <= days; i++)
    sum += self->days[i];

  return (double) sum / (double) self->n_gaps;
}

/**
 * tn_gap_history_say:
 *
 * Returns: (transfer full): what the gaps say about a good window
 */
TnMessage *
tn_gap_history_say (const TnGapHistory *self)
{
  TnMessage *message = tn_message_new (
      N_ ("Half of the {count} repeat orders come within {median} days, nine in ten within "
          "{proposal}. Who is silent for longer has probably left."));

  message = tn_message_count (message, "count", (gint64) self->n_gaps);
  message = tn_message_count (message, "median", self->median);

  return tn_message_count (message, "proposal", self->proposal);
}

void
tn_gap_history_free (TnGapHistory *self)
{
  g_free (self->days);
  g_free (self);
}

/* @months before the day the data end, at its local midnight. */
static gint64
month_before (const TnEvents *events, int months)
{
  gint64 day = tn_calendar_get_day (events->calendar, events->end);

  return tn_calendar_get_day_start (events->calendar,
                                    tn_calendar_add_months (events->calendar, day, -months));
}

/* Cuts lie whole months apart: however short the window, learning and testing take one each. */
static gboolean
refuse_short_log (const TnEvents *events, const TnChurnParams *params, GError **error)
{
  gint64 months = MAX (1, ((gint64) params->gap_days + params->horizon_days + 15) / 30);
  gint64 span = months * 2 * 365 / 12 + params->horizon_days;
  TnMessage *message =
      tn_message_new (N_ ("The log covers {have} days. With a window of {days} days a model needs "
                          "about {need}: some history, a window to learn from and a window to "
                          "test. Choose a shorter window, or import a longer period."));

  message = tn_message_count (message, "have", (events->end - events->first) / TN_DAY);
  message = tn_message_count (message, "days", params->horizon_days);
  tn_error_take (error, TN_ERROR_DATA, tn_message_count (message, "need", span));

  return FALSE;
}

/**
 * tn_events_propose_cuts:
 * @n_training: at most so many training cuts; at least 1
 * @error: %TN_ERROR_DATA when the log is too short for one training cut and one test
 *
 * Steps back month by month from the day of the last event. The test cut is the latest one
 * whose label window is over; training cuts are those before it whose windows end by the
 * test cut and that have at least a window's length of history. Today's cut is the end of
 * the data.
 *
 * Returns: (transfer full) (nullable): the plan
 */
TnCutPlan *
tn_events_propose_cuts (const TnEvents *events,
                        const TnChurnParams *params,
                        guint n_training,
                        GError **error)
{
  gint64 window = ((gint64) params->gap_days + params->horizon_days) * TN_DAY;
  gint64 earliest = events->first + (gint64) params->horizon_days * TN_DAY;
  g_autoptr (GArray) training = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) between = g_array_new (FALSE, FALSE, sizeof (gint64));
  TnCutPlan *self;
  gint64 test, cut;
  int months = 1;

  while ((test = month_before (events, months)) + window > events->end)
    months++;
  while ((cut = month_before (events, ++months)) >= earliest && training->len < n_training)
    {
      GArray *kind = cut + window <= test ? training : between;

      g_array_prepend_val (kind, cut);
    }
  if (training->len == 0)
    {
      refuse_short_log (events, params, error);
      return NULL;
    }

  self = g_new0 (TnCutPlan, 1);
  self->n_training = training->len;
  self->training = (gint64 *) g_array_steal (training, NULL);
  self->n_between = between->len;
  self->between = (gint64 *) g_array_steal (between, NULL);
  self->test = test;
  self->today = tn_events_get_today (events);

  return self;
}

void
tn_cut_plan_free (TnCutPlan *self)
{
  g_free (self->training);
  g_free (self->between);
  g_free (self);
}
