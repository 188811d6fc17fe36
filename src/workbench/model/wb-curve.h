/* wb-curve.h: how a learner gets on, and what that means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-chart.h"

G_BEGIN_DECLS

/**
 * WbCurve:
 * @node: of the learner
 * @fold: which fold
 * @round: (element-type double): from 1
 * @train: (element-type double): loss on what is learned from
 * @validate: (element-type double): loss on what is not; NaN where it is not known
 * @found: (element-type double): of @contacted, how many really left; NaN where not counted
 * @found_low: (element-type double): lower end of its 95% interval
 * @found_high: (element-type double): upper end
 * @most: rounds at most
 * @patience: learning ends after so many rounds without gain; 0 never
 * @checked: customers it does not learn from
 * @leavers: how many of those left
 * @contacted: how many of them would be contacted; 0 when it is not known
 */
typedef struct
{
  char *node;
  guint fold;
  GArray *round, *train, *validate, *found, *found_low, *found_high;
  gint64 most, patience;
  gint64 checked, contacted;
  double leavers;
} WbCurve;

WbCurve *wb_curve_new (const char *node, guint fold);
void wb_curve_free (WbCurve *self);
/* A line "curve" of the worker. */
void wb_curve_take (WbCurve *self, JsonObject *event);

typedef enum
{
  WB_CURVE_BLIND, /* nothing to check by */
  WB_CURVE_IMPROVING,
  WB_CURVE_RESTING,    /* no gain since the best round */
  WB_CURVE_MEMORISING, /* worse and worse on what it does not learn from */
  WB_CURVE_ENDED,
} WbCurveState;

/* The place of the best round, or -1. */
gssize wb_curve_find_best (const WbCurve *self);
WbCurveState wb_curve_get_state (const WbCurve *self);
TnMessage *wb_curve_say (const WbCurve *self);

TnChart *wb_curve_draw_loss (const WbCurve *self);
/* %NULL where nothing was counted. */
TnChart *wb_curve_draw_found (const WbCurve *self);

G_END_DECLS
