/* tn-chart-kinds.h: the charts Tenure draws, from plain arrays
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"

G_BEGIN_DECLS

/**
 * TnTrace:
 * @name: said at the curve, with its figure if there is one: "boosting 0.741"
 * @series: 0 for a rule without a model, 1 for the best, 2 to 5
 * @n: number of points; 0 is allowed
 * @x: rising
 * @low: (nullable): lower end of the 95% interval of @y
 * @high: (nullable): upper end
 *
 * Messages are taken, arrays copied, also in the structs below. NaN in any array is a
 * gap.
 */
typedef struct
{
  TnMessage *name;
  guint series;
  gsize n;
  const double *x, *y, *low, *high;
} TnTrace;

/* A value with its 95% interval; NaN low and high where there is none. */
typedef struct
{
  TnMessage *name;
  TnMessage *detail; /* (nullable) */
  guint series;
  gboolean strong;
  double value, low, high;
} TnEstimate;

/* Shares of rates, 0 to 1. */
TnChart *tn_chart_roc (TnMessage *title,
                       TnMessage *subtitle,
                       gsize n_traces,
                       const TnTrace *traces);
TnChart *tn_chart_precision_recall (TnMessage *title,
                                    TnMessage *subtitle,
                                    gsize n_traces,
                                    const TnTrace *traces,
                                    double base_rate);
/* x share of customers taken, y times better than by lot; @mark_at the share spoken of, or NaN. */
TnChart *tn_chart_lift (TnMessage *title,
                        TnMessage *subtitle,
                        gsize n_traces,
                        const TnTrace *traces,
                        double base_rate,
                        double mark_at);
/* x share of customers taken, y share of leavers found. */
TnChart *tn_chart_gains (TnMessage *title,
                         TnMessage *subtitle,
                         gsize n_traces,
                         const TnTrace *traces,
                         double base_rate,
                         double mark_at);
/* Equal-mass bins: mean forecast, share that left with interval; counts in equal-width bins. */
TnChart *tn_chart_calibration (TnMessage *title,
                               TnMessage *subtitle,
                               gsize n_bins,
                               const double *forecast,
                               const double *happened,
                               const double *low,
                               const double *high,
                               gsize n_counts,
                               const double *counts);

/* @n_bins counts between n_bins + 1 rising edges; bars from @threshold on (or NaN) stand out. */
typedef struct
{
  TnMessage *x_label, *y_label;
  TnUnit unit;
  const char *currency;
  gsize n_bins;
  const double *edges, *counts;
  double threshold;
  TnMessage *threshold_label;
} TnHistogram;
TnChart *tn_chart_histogram (TnMessage *title, TnMessage *subtitle, const TnHistogram *data);

/* Bars from 0 with whiskers; the strong ones are spoken of. */
TnChart *tn_chart_bars (TnMessage *title,
                        TnMessage *subtitle,
                        TnMessage *x_label,
                        TnUnit unit,
                        const char *currency,
                        int decimals,
                        gsize n,
                        const TnEstimate *items);
/* Points with whiskers on one scale; @lane the item whose interval is shaded, or -1. */
TnChart *tn_chart_forest (TnMessage *title,
                          TnMessage *subtitle,
                          TnMessage *x_label,
                          TnUnit unit,
                          const char *currency,
                          int decimals,
                          gsize n,
                          const TnEstimate *items,
                          gssize lane);
/* One panel a grouping: shares of its groups, the average dashed. */
typedef struct
{
  TnMessage *title;
  gsize n;
  const TnEstimate *groups;
} TnGrouping;
TnChart *tn_chart_shares (TnMessage *title,
                          TnMessage *subtitle,
                          TnMessage *y_label,
                          gsize n_groupings,
                          const TnGrouping *groupings,
                          double average);

/* Loss by round; @best the index of the round kept, or -1. */
TnChart *tn_chart_learning (TnMessage *title,
                            TnMessage *subtitle,
                            TnMessage *y_label,
                            gsize n,
                            const double *round,
                            const double *train,
                            const double *validation,
                            gssize best);
/* Money by customers contacted, best first; @chosen the number contacted, or NaN. */
TnChart *tn_chart_profit (TnMessage *title,
                          TnMessage *subtitle,
                          const char *currency,
                          gsize n_traces,
                          const TnTrace *traces,
                          double chosen);

/* A cut date and what was learned and tested at it; times in microseconds since 1970. */
typedef struct
{
  TnMessage *name;
  gint64 history_from, cut, outcome_to;
  gsize n_training;
  const gint64 *training_cuts; /* their outcomes end at or before the cut */
  double share;                /* that left in the test outcome; NaN while not known */
  double low, value, high;     /* of the measure, or NaN */
  double rule_low, rule_value, rule_high;
} TnRehearsal;

typedef struct
{
  gsize n;
  const TnRehearsal *rehearsals;
  gsize n_months; /* 0: without the bars of orders a month */
  const gint64 *month_starts;
  const double *orders;
  gint64 data_end;
  TnMessage *measure; /* (nullable): "AUC, 95% interval" */
  TnMessage *rule_name, *model_name;
} TnTimeline;
TnChart *tn_chart_timeline (TnMessage *title, TnMessage *subtitle, const TnTimeline *data);

/* Width: customers of a group; filled: share expected to leave; under it the sum. */
typedef struct
{
  TnMessage *name;
  double customers, share;
} TnPart;
TnChart *tn_chart_parts (TnMessage *title,
                         TnMessage *subtitle,
                         gsize n_parts,
                         const TnPart *parts,
                         double total,
                         double low,
                         double high);

/* Equally likely values of an amount of money: "each dot is one chance in n". */
TnChart *tn_chart_chances (TnMessage *title,
                           TnMessage *subtitle,
                           const char *currency,
                           gsize n,
                           const double *values,
                           double low,
                           double middle,
                           double high);

/* The cell of a table: one interval on a common scale; lane_low to lane_high shaded, or NaN. */
TnChart *tn_chart_interval (double low,
                            double value,
                            double high,
                            double from,
                            double to,
                            guint series,
                            double lane_low,
                            double lane_high);

/* A cloud of points; beyond 20,000 as density. */
TnChart *tn_chart_scatter (TnMessage *title,
                           TnMessage *subtitle,
                           TnMessage *x_label,
                           TnMessage *y_label,
                           guint series,
                           gsize n,
                           const double *x,
                           const double *y);

G_END_DECLS
