/* wb-curve.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-curve.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-json.h"

/* It is called memorising when so many rounds took back so much of what the best one had gained:
 * less is the noise of a curve. */
#define MEMORISING_ROUNDS 3
#define MEMORISING_SHARE  0.05
/* An axis is as long as that at least. */
#define LEAST_ROUNDS 20

WbCurve *
wb_curve_new (const char *node, guint fold)
{
  WbCurve *self = g_new0 (WbCurve, 1);
  GArray **const arrays[] = { &self->round, &self->train,     &self->validate,
                              &self->found, &self->found_low, &self->found_high };

  self->node = g_strdup (node);
  self->fold = fold;
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i] = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

void
wb_curve_free (WbCurve *self)
{
  g_free (self->node);
  g_array_unref (self->round);
  g_array_unref (self->train);
  g_array_unref (self->validate);
  g_array_unref (self->found);
  g_array_unref (self->found_low);
  g_array_unref (self->found_high);
  g_free (self);
}

static void
add (GArray *array, JsonObject *event, const char *member, double more)
{
  double value = tn_json_double (event, member, NAN) + more;

  g_array_append_val (array, value);
}

void
wb_curve_take (WbCurve *self, JsonObject *event)
{
  add (self->round, event, "round", 1);
  add (self->train, event, "train", 0);
  add (self->validate, event, "validate", 0);
  add (self->found, event, "found", 0);
  add (self->found_low, event, "found_low", 0);
  add (self->found_high, event, "found_high", 0);
  self->most = tn_json_int (event, "most", self->most);
  self->patience = tn_json_int (event, "patience", self->patience);
  self->checked = tn_json_int (event, "checked", self->checked);
  self->contacted = tn_json_int (event, "contacted", self->contacted);
  self->leavers = tn_json_double (event, "leavers", self->leavers);
}

static double
at (const GArray *array, gssize index)
{
  return index >= 0 && index < (gssize) array->len ? g_array_index (array, double, index) : NAN;
}

/**
 * wb_curve_find_best:
 *
 * Returns: the round with the lowest loss on what is not learned from, the first of several; -1
 *   when there is none
 */
gssize
wb_curve_find_best (const WbCurve *self)
{
  gssize best = -1;

  for (guint i = 0; i < self->validate->len; i++)
    if (isfinite (at (self->validate, i)) &&
        (best < 0 || at (self->validate, i) < at (self->validate, best)))
      best = i;

  return best;
}

WbCurveState
wb_curve_get_state (const WbCurve *self)
{
  gssize best = wb_curve_find_best (self), last = (gssize) self->round->len - 1;
  double gained, lost;

  if (best < 0)
    return WB_CURVE_BLIND;
  if ((self->patience > 0 && last - best >= self->patience) ||
      (self->most > 0 && last + 1 >= self->most))
    return WB_CURVE_ENDED;
  if (best == last)
    return WB_CURVE_IMPROVING;
  gained = at (self->validate, 0) - at (self->validate, best);
  lost = at (self->validate, last) - at (self->validate, best);

  return last - best >= MEMORISING_ROUNDS && lost > MEMORISING_SHARE * gained &&
                 at (self->train, last) < at (self->train, best)
             ? WB_CURVE_MEMORISING
             : WB_CURVE_RESTING;
}

static TnMessage *
say_end (TnMessage *message, const WbCurve *self, gssize best)
{
  gint64 since = (gint64) self->round->len - 1 - best;
  gint64 left = self->patience - since;

  message = tn_message_count (message, "n", since);
  message = tn_message_count (message, "best", (gint64) at (self->round, best));

  return tn_message_count (message, "left", MAX (left, 0));
}

/**
 * wb_curve_say:
 *
 * Returns: (transfer full): what goes on, and what will happen by itself
 */
TnMessage *
wb_curve_say (const WbCurve *self)
{
  gssize best = wb_curve_find_best (self);
  gint64 since = (gint64) self->round->len - 1 - best;
  TnMessage *message;

  switch (wb_curve_get_state (self))
    {
    case WB_CURVE_BLIND:
      return tn_message_count (
          tn_message_new (N_ ("Round {n}. No customers are kept for checking here, so nothing says "
                              "which round is best.")),
          "n", (gint64) self->round->len);
    case WB_CURVE_IMPROVING:
      return tn_message_count (
          tn_message_new (N_ ("Still improving: round {best} is the best so far.")), "best",
          (gint64) at (self->round, best));
    case WB_CURVE_ENDED:
      return tn_message_count (tn_message_new (N_ ("Learned: round {best} is kept.")), "best",
                               (gint64) at (self->round, best));
    case WB_CURVE_MEMORISING:
      message = tn_message_new (
          self->patience > 0
              ? N_ ("Memorising: on customers kept for checking it got worse since round {best}. "
                    "It stops by itself after {left} more, and keeps round {best}.")
              : N_ ("Memorising: on customers kept for checking it got worse since round {best}. "
                    "Round {best} is kept."));
      return say_end (message, self, best);
    default:
      if (self->patience > 0)
        message = tn_message_new_plural (
            TN_PLURAL ("No gain for {n} round; it stops by itself after {left} more, and keeps "
                       "round {best}.",
                       "No gain for {n} rounds; it stops by itself after {left} more, and keeps "
                       "round {best}."),
            since);
      else
        message = tn_message_new_plural (
            TN_PLURAL ("No gain for {n} round. Round {best} is the best so far.",
                       "No gain for {n} rounds. Round {best} is the best so far."),
            since);
      return say_end (message, self, best);
    }
}

/* Charts */

/* Whole rounds from the first on; the axis only ever grows. */
static void
set_rounds (const WbCurve *self, TnChart *chart)
{
  TnPanel *panel = g_ptr_array_index (tn_chart_get_panels (chart), 0);

  panel->x.from = 0;
  panel->x.to = MAX (self->round->len, LEAST_ROUNDS);
}

TnChart *
wb_curve_draw_loss (const WbCurve *self)
{
  TnChart *chart = tn_chart_learning (
      tn_message_new (N_ ("Error of the forecast")), tn_message_new (N_ ("Lower is better")),
      tn_message_new (N_ ("Error")), self->round->len, (const double *) self->round->data,
      (const double *) self->train->data, (const double *) self->validate->data,
      wb_curve_find_best (self));

  set_rounds (self, chart);

  return chart;
}

static TnMessage *
say_found (const WbCurve *self, gssize best)
{
  TnMessage *message = tn_message_count (
      tn_message_new (N_ ("Of {n} you would contact, {found} really leave")), "n", self->contacted);

  return tn_message_count (message, "found", llround (at (self->found, best)));
}

static TnMessage *
say_checked (const WbCurve *self)
{
  return tn_message_count (
      tn_message_new_plural (
          TN_PLURAL ("By round, on the {n} customer kept for checking; more is better",
                     "By round, on the {n} customers kept for checking; more is better"),
          self->checked),
      "n", self->checked);
}

/* The same as a table. */
static void
add_rows (const WbCurve *self, TnChart *chart)
{
  TnMessage *heads[] = { tn_message_new (N_ ("round")), tn_message_new (N_ ("Really leave")) };

  tn_chart_set_head (chart, G_N_ELEMENTS (heads), heads);
  for (guint i = 0; i < self->round->len; i++)
    {
      TnMessage *cells[] = { tn_unit_say (TN_UNIT_COUNT, at (self->round, i), 0, NULL),
                             tn_unit_say (TN_UNIT_COUNT, at (self->found, i), 0, NULL) };

      tn_chart_add_row (chart, cells);
    }
}

static void
add_best (const WbCurve *self, TnPanel *panel, gssize best)
{
  double round = at (self->round, best), found = at (self->found, best);
  TnMark *mark = tn_panel_add_mark (panel, TN_MARK_POINT, 2, 1, &round, &found, NULL, NULL);

  mark->tone = TN_TONE_OUTLINE;
  mark->place = TN_PLACE_ABOVE;
  tn_mark_add_text (mark, tn_unit_say (TN_UNIT_COUNT, found, 0, NULL), NULL);
}

/* One round says nothing of how it goes. */
TnChart *
wb_curve_draw_found (const WbCurve *self)
{
  gssize best = wb_curve_find_best (self);
  double chance =
      self->checked > 0 ? (double) self->contacted * self->leavers / self->checked : NAN;
  const double *x = (const double *) self->round->data, *y = (const double *) self->found->data;
  TnChart *chart;
  TnPanel *panel;
  TnMark *mark;

  if (self->contacted == 0 || !isfinite (at (self->found, best)))
    return NULL;
  chart = tn_chart_new ("found", say_found (self, best), say_checked (self));
  panel = tn_chart_add_panel (chart, 0, 0, 1, 1);
  tn_axis_set (&panel->x, TN_UNIT_COUNT, tn_message_new (N_ ("round")), NAN, NAN);
  tn_axis_set (&panel->y, TN_UNIT_COUNT, tn_message_new (N_ ("Really leave")), NAN, NAN);
  panel->y.grid = TRUE;
  tn_panel_add_mark (panel, TN_MARK_BAND, 2, self->round->len, x,
                     (const double *) self->found_low->data, NULL,
                     (const double *) self->found_high->data);
  mark = tn_panel_add_mark (panel, TN_MARK_LINE, 2, self->round->len, x, y, NULL, NULL);
  mark->label = tn_message_new (N_ ("this model"));
  tn_panel_add_rule (panel, 0, NAN, chance, tn_message_new (N_ ("by chance")));
  set_rounds (self, chart);
  add_best (self, panel, best);
  add_rows (self, chart);
  tn_chart_add_fact (chart, tn_message_count (tn_message_new (N_ ("By chance it would be {n}.")),
                                              "n", llround (chance)));

  return chart;
}
