/* tn-horizon.c: a window that the data propose, and that leaves dates to test at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-churn.h"
#include "tn-error.h"

/* So few gaps say nothing about nine in ten of them. */
#define FEW_GAPS 20
/* Each step looks at less of the log; two or three are usual. */
#define MOST_STEPS 24

static TnCutPlan *
plan_cuts (const TnEvents *events, guint horizon, guint gap, guint n_training)
{
  TnChurnParams params = { .horizon_days = horizon, .gap_days = gap };

  return tn_events_propose_cuts (events, &params, n_training, NULL);
}

/* How many cuts of the plan can be tested: something is known of earlier ones by then. The
 * earliest of the latest @n_latest goes to @earliest. */
static guint
count_tests (const TnCutPlan *plan, gint64 window, guint n_latest, gint64 *earliest)
{
  gint64 from = plan->training[0] + window;
  guint n = 1;

  *earliest = plan->test;
  for (guint i = plan->n_between; i-- > 0 && plan->between[i] >= from;)
    if (++n <= n_latest)
      *earliest = plan->between[i];
  for (guint i = plan->n_training; i-- > 0 && plan->training[i] >= from;)
    if (++n <= n_latest)
      *earliest = plan->training[i];

  return n;
}

static guint
tests_of (const TnEvents *events,
          guint horizon,
          guint gap,
          guint n_training,
          guint n_latest,
          gint64 *earliest)
{
  g_autoptr (TnCutPlan) plan = plan_cuts (events, horizon, gap, n_training);

  return plan == NULL ? 0
                      : count_tests (plan, ((gint64) horizon + gap) * TN_DAY, n_latest, earliest);
}

/* The longest window below @horizon that leaves two cuts to test at, otherwise one; @horizon
 * itself when none does. */
static guint
find_longest (const TnEvents *events, guint horizon, guint gap, guint n_training)
{
  gint64 earliest;

  for (guint n_tests = 2; n_tests > 0; n_tests--)
    for (guint days = horizon; days-- > 1;)
      if (tests_of (events, days, gap, n_training, 1, &earliest) >= n_tests)
        return days;

  return horizon;
}

static TnGapHistory *
gaps_before (const TnEvents *events, gint64 *before, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnGapHistory) gaps = NULL;

  if (*before != TN_TIME_MISSING)
    gaps = tn_churn_propose_horizon (events, *before, cancellable, NULL);
  if (gaps != NULL && gaps->n_gaps >= FEW_GAPS)
    return g_steal_pointer (&gaps);
  *before = TN_TIME_MISSING;

  return tn_churn_propose_horizon (events, TN_TIME_MISSING, cancellable, error);
}

/* What the gaps before a moment propose, cut to what fits the log. */
static gboolean
propose_before (TnHorizon *self,
                const TnEvents *events,
                gint64 before,
                guint gap,
                guint n_training,
                guint n_latest,
                gint64 *earliest,
                GCancellable *cancellable,
                GError **error)
{
  g_clear_pointer (&self->gaps, tn_gap_history_free);
  self->before = before;
  self->gaps = gaps_before (events, &self->before, cancellable, error);
  if (self->gaps == NULL)
    return FALSE;
  self->days = CLAMP (self->gaps->proposal, 1, 3650);
  self->n_tests = tests_of (events, self->days, gap, n_training, n_latest, earliest);
  if (self->n_tests == 0)
    {
      self->days = find_longest (events, self->days, gap, n_training);
      self->n_tests = tests_of (events, self->days, gap, n_training, n_latest, earliest);
    }

  return TRUE;
}

/**
 * tn_events_propose_horizon:
 * @gap_days: days between a cut and its window
 * @n_training: training cuts, as for tn_events_propose_cuts()
 * @n_latest: so many of the latest cuts are going to be tested; at least 1
 * @before: orders from this moment on are not looked at; %TN_TIME_MISSING to find the moment
 * @error: %TN_ERROR_DATA when nobody ordered on two days
 *
 * Proposes the 90th percentile of the times between order days, see tn_churn_propose_horizon(),
 * from orders before the earliest cut that is going to be tested: what a rehearsal is asked must
 * not be decided by what came after it. Which cut that is depends on the window, so the two are
 * found in turn, each time from less of the log, until no test lies before what was looked at.
 * Where fewer than 20 gaps would be left, all are taken and @before of the answer is
 * %TN_TIME_MISSING. Where the log is too short to learn and test with that window, the longest
 * one with two cuts to test at is taken, or with one.
 *
 * Returns: (transfer full) (nullable): the window and where it comes from
 */
TnHorizon *
tn_events_propose_horizon (const TnEvents *events,
                           guint gap_days,
                           guint n_training,
                           guint n_latest,
                           gint64 before,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (TnHorizon) self = g_new0 (TnHorizon, 1);
  gboolean search = before == TN_TIME_MISSING;
  gint64 earliest;

  for (guint step = 0; step < MOST_STEPS; step++)
    {
      if (!propose_before (self, events, before, gap_days, n_training, n_latest, &earliest,
                           cancellable, error))
        return NULL;
      if (!search || self->n_tests == 0 || (before != TN_TIME_MISSING && earliest >= before))
        break;
      if (before != TN_TIME_MISSING && self->before == TN_TIME_MISSING)
        break;
      before = earliest;
    }

  return g_steal_pointer (&self);
}

/**
 * tn_horizon_is_shortened:
 *
 * Returns: whether the log is too short for what the gaps propose
 */
gboolean
tn_horizon_is_shortened (const TnHorizon *self)
{
  return self->days < self->gaps->proposal;
}

/**
 * tn_horizon_say:
 * @events: the log it was proposed for
 *
 * Returns: (transfer full): what the gaps say about a good window
 */
TnMessage *
tn_horizon_say (const TnHorizon *self, const TnEvents *events)
{
  TnMessage *message;

  if (self->before == TN_TIME_MISSING)
    return tn_gap_history_say (self->gaps);
  message = tn_message_new (
      N_ ("Half of the {count} repeat orders before {date} come within {median} days, nine in ten "
          "within {proposal}. Who is silent for longer has probably left. Later orders are not "
          "looked at: they test what is learned."));
  message = tn_message_count (message, "count", (gint64) self->gaps->n_gaps);
  message = tn_message_count (message, "median", self->gaps->median);
  message = tn_message_count (message, "proposal", self->gaps->proposal);

  return tn_events_add_date (events, message, "date", self->before);
}

/**
 * tn_horizon_say_shortened:
 * @events: the log it was proposed for
 *
 * Returns: (transfer full) (nullable): both windows, where the log is too short for the proposed
 * one
 */
TnMessage *
tn_horizon_say_shortened (const TnHorizon *self, const TnEvents *events)
{
  gint64 covered = tn_events_get_end (events) - tn_events_get_first (events);
  TnMessage *message;

  if (!tn_horizon_is_shortened (self))
    return NULL;
  message = tn_message_new_plural (
      TN_PLURAL ("The log covers {have} days, too few to learn and to test with a window of "
                 "{proposal} days. The window is {days} days: the longest that leaves a date to "
                 "test at. Some who are counted as gone would still have come back.",
                 "The log covers {have} days, too few to learn and to test with a window of "
                 "{proposal} days. The window is {days} days: the longest that leaves {n} dates "
                 "to test at. Some who are counted as gone would still have come back."),
      self->n_tests);
  message = tn_message_count (message, "have", covered / TN_DAY);
  message = tn_message_count (message, "proposal", self->gaps->proposal);

  return tn_message_count (message, "days", self->days);
}

void
tn_horizon_free (TnHorizon *self)
{
  g_clear_pointer (&self->gaps, tn_gap_history_free);
  g_free (self);
}
