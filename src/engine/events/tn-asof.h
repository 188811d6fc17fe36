/* tn-asof.h: what was known about each customer before a cut date
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events.h"

G_BEGIN_DECLS

/**
 * TnAsofFamily:
 *
 * Groups of features that are switched on and off together.
 */
typedef enum
{
  TN_ASOF_RECENCY = 1 << 0,   /* silence, age of the relationship */
  TN_ASOF_FREQUENCY = 1 << 1, /* orders in each window */
  TN_ASOF_MONEY = 1 << 2,     /* sums and averages in each window */
  TN_ASOF_TREND = 1 << 3,     /* each window against the one before */
  TN_ASOF_RHYTHM = 1 << 4,    /* gaps between orders, and where the silence stands */
  TN_ASOF_RETURNS = 1 << 5,   /* returns and cancellations */
  TN_ASOF_VARIETY = 1 << 6,   /* items, categories, new items, price level, basket */
  TN_ASOF_HABIT = 1 << 7,     /* weekdays and hours */
  TN_ASOF_EVENTS = 1 << 8,    /* counts by event type */
  TN_ASOF_AFFINITY = 1 << 9,  /* share of spend by category */
  TN_ASOF_ALL = (1 << 10) - 1,
} TnAsofFamily;

#define TN_N_ASOF_FAMILIES  10
#define TN_ASOF_MAX_WINDOWS 8
#define TN_ASOF_MAX_TOP     50

/**
 * TnAsofVocabulary:
 * @types: event types counted apart, most frequent first
 * @categories: categories with a share of spend of their own, heaviest first
 * @has_hours: whether times have a time of day
 *
 * What decides which columns there are. Learned from events before one moment, and kept, so
 * that later data give the same columns.
 */
typedef struct
{
  char **types;
  char **categories;
  gboolean has_hours;
} TnAsofVocabulary;

/**
 * TnAsofParams:
 * @windows: (array length=n_windows): days, ascending, 2 to 3650; all history is always there too
 * @n_windows: 0 to %TN_ASOF_MAX_WINDOWS
 * @active_days: 0 for everyone with an order before the cut; otherwise only those with an
 *   order in so many days before it
 * @families: which [flags@AsofFamily] are computed
 * @top_types: at most so many event types are counted apart
 * @top_categories: at most so many categories get a share of spend
 * @past_end: cut dates after the end of the log are taken: the log is a part of a larger one, such
 *   as the lines of two customers, and says itself nothing of when that ends
 * @vocabulary: (nullable): as learned before; %NULL to learn it from events before the
 *   earliest cut
 */
typedef struct
{
  guint windows[TN_ASOF_MAX_WINDOWS];
  guint n_windows;
  guint active_days;
  guint families;
  guint top_types;
  guint top_categories;
  gboolean past_end;
  const TnAsofVocabulary *vocabulary;
} TnAsofParams;

#define TN_ASOF_PARAMS_INIT                     \
  {                                             \
    { 7, 30, 90, 365 }, 4, 0, TN_ASOF_ALL, 8, 8 \
  }

const char *tn_asof_family_to_id (TnAsofFamily family);
gboolean tn_asof_family_from_id (const char *id, TnAsofFamily *family);
const char *tn_asof_family_get_title (TnAsofFamily family);

TnAsofVocabulary *tn_asof_vocabulary_new (const TnEvents *events,
                                          gint64 before,
                                          const TnAsofParams *params,
                                          GError **error);
TnAsofVocabulary *tn_asof_vocabulary_new_from (const char *const *types,
                                               const char *const *categories,
                                               gboolean has_hours);
void tn_asof_vocabulary_free (TnAsofVocabulary *self);

TnTable *tn_asof_features (TnEvents *events,
                           const gint64 *cuts,
                           guint n_cuts,
                           const TnAsofParams *params,
                           TnProgress *progress,
                           GCancellable *cancellable,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnAsofVocabulary, tn_asof_vocabulary_free)

G_END_DECLS
