/* tn-strata.h: sorted rows, each fold by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-scored.h"

G_BEGIN_DECLS

/**
 * TnSorted:
 * @n: rows
 * @order: which row stands at each place, in descending order of the score
 * @flags: %TN_SORTED_LABEL, %TN_SORTED_LAST
 * @unit: customer
 * @score: descending
 * @weight: (nullable)
 *
 * A view of sorted rows; owns nothing.
 */
typedef struct
{
  gsize n;
  const guint32 *order;
  const guint8 *flags;
  const guint32 *unit;
  const double *score;
  const double *weight;
} TnSorted;

/**
 * TnStrata:
 *
 * The rows of a #TnScored once more, in the order they are ranked in where that is not the order of
 * their scores: one fold after the other, or by other scores.
 */
typedef struct
{
  guint n; /* one more than the highest fold, or 1; a stratum may be empty */
  gsize n_groups;
  gsize *start; /* n + 1 */
  guint32 *order;
  guint8 *flags;
  guint32 *unit;
  double *score;
  double *weight; /* or NULL */
} TnStrata;

TnStrata *_tn_strata_new (const TnScored *scored,
                          const TnScored *by,
                          gboolean within_folds,
                          GError **error);
void _tn_strata_free (TnStrata *self);

/* All rows, and the strata: one of all rows where rows are ranked together. */
void _tn_scored_view (const TnScored *scored, TnSorted *all);
guint _tn_scored_count_strata (const TnScored *scored);
void _tn_scored_view_stratum (const TnScored *scored, guint stratum, TnSorted *view);
gsize _tn_sorted_count_positive (const TnSorted *self);

G_END_DECLS
