/* tn-features-private.h: what one feature family is given, and what it gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-asof.h"
#include "tn-events-private.h"
#include "tn-field-unit.h"
#include "tn-stamp-map.h"

G_BEGIN_DECLS

#define TN_MAX_SPANS (TN_ASOF_MAX_WINDOWS + 1)
#define TN_NO_SLOT   G_MAXUINT8

/* What holds for all rows. Chosen from parameters and from events before the earliest cut
 * alone, so that no column exists because of something that came later. */
typedef struct
{
  const TnEvents *events;
  const TnAsofParams *params;
  guint n_spans; /* the windows, and all history last */
  gboolean has_hours;
  guint n_types;
  guint32 types[TN_ASOF_MAX_TOP]; /* TN_CODE_MISSING: not in these data */
  const char *type_names[TN_ASOF_MAX_TOP];
  guint8 *type_slot; /* of each type: its place in @types, or TN_NO_SLOT */
  guint n_categories;
  guint32 categories[TN_ASOF_MAX_TOP];
  const char *category_names[TN_ASOF_MAX_TOP];
  guint8 *category_slot;
} TnFeatureContext;

/* One customer as of one cut: the arrays hold what is strictly before the cut and nothing
 * else, so no family can look further. @order_… are of the orders begun before the cut. */
typedef struct
{
  gint64 cut;
  gsize n_lines;
  const gint64 *time;
  const guint8 *kind;
  const guint32 *order;
  const double *amount;
  const float *quantity;
  const guint32 *item;
  const guint32 *category;
  const guint32 *type;
  gsize n_orders;
  const gint64 *order_time;

  /* Made from these by _tn_history_begin(). */
  double *order_amount;
  double *order_units;
  guint32 *order_lines;
  gsize n_sales;
  gsize n_gaps;
  double *gaps; /* days between successive order days */
  double *sorted;
  gsize n_allocated;
  TnStampMap map;
} TnHistory;

typedef struct
{
  GPtrArray *fields; /* of TnField */
  GHashTable *names;
} TnFeatureList;

/* A family names its features and computes their values, both in the same order;
 * computing returns how many values it wrote. */
typedef struct
{
  TnAsofFamily family;
  void (*describe) (const TnFeatureContext *context, TnFeatureList *list);
  guint (*compute) (const TnFeatureContext *context, TnHistory *history, double *out);
} TnFeatureFamily;

extern const TnFeatureFamily _tn_feature_families[TN_N_ASOF_FAMILIES];

void _tn_feature_list_add (TnFeatureList *list,
                           const char *name,
                           const char *unit,
                           TnMessage *label,
                           TnMessage *help);
void _tn_feature_list_add_spans (const TnFeatureContext *context,
                                 TnFeatureList *list,
                                 const char *name,
                                 const char *unit,
                                 const char *const texts[4],
                                 gboolean with_all);
char *_tn_feature_slug (const char *text);

gboolean _tn_feature_context_init (TnFeatureContext *self,
                                   const TnEvents *events,
                                   const TnAsofParams *params,
                                   gint64 earliest,
                                   GError **error);
void _tn_feature_context_clear (TnFeatureContext *self);

gboolean _tn_history_begin (TnHistory *self,
                            const TnFeatureContext *context,
                            gsize customer,
                            gint64 cut,
                            GError **error);
void _tn_history_clear (TnHistory *self);

/* The beginning of span @span: the smallest time that is in it. */
static inline gint64
_tn_span_start (const TnFeatureContext *context, const TnHistory *history, guint span)
{
  return span + 1 == context->n_spans
             ? G_MININT64
             : history->cut - (gint64) context->params->windows[span] * TN_DAY;
}

/* The smallest span a moment is in. */
static inline guint
_tn_span_of (const TnFeatureContext *context, const TnHistory *history, gint64 time)
{
  guint span = 0;

  while (time < _tn_span_start (context, history, span))
    span++;

  return span;
}

void _tn_describe_recency (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_recency (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_frequency (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_frequency (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_money (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_money (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_trend (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_trend (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_rhythm (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_rhythm (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_returns (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_returns (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_variety (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_variety (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_habit (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_habit (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_events (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_events (const TnFeatureContext *context, TnHistory *history, double *out);
void _tn_describe_affinity (const TnFeatureContext *context, TnFeatureList *list);
guint _tn_compute_affinity (const TnFeatureContext *context, TnHistory *history, double *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnFeatureContext, _tn_feature_context_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnHistory, _tn_history_clear)

G_END_DECLS
