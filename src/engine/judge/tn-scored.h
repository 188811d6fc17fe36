/* tn-scored.h: scores beside what came true, sorted once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnScoredInput:
 * @n_rows: how many rows all arrays have
 * @score: chance of leaving, or any score that is higher for likelier leavers; finite
 * @label: 1 for what the score foretells (left), 0 otherwise
 * @weight: (nullable): importance of each row, finite and not negative; 1 each otherwise
 * @customer: (nullable): any code that is the same for rows of the same customer;
 *   each row is a customer of its own otherwise
 * @fold: (nullable): in which fold the row was a test row; 0 otherwise
 */
typedef struct
{
  gsize n_rows;
  const double *score;
  const guint8 *label;
  const double *weight;
  const guint32 *customer;
  const guint32 *fold;
} TnScoredInput;

/**
 * TnScored:
 *
 * Rows with score and truth, in descending order of the score and with ties known.
 * Sorting happens once, in tn_scored_new(); every metric, curve, comparison and
 * resample is a linear pass afterwards. Immutable, reference-counted.
 */
typedef struct _TnScored TnScored;

TnScored *tn_scored_new (const TnScoredInput *input, GError **error);
TnScored *tn_scored_ref (TnScored *self);
void tn_scored_unref (TnScored *self);
TnScored *tn_scored_select_fold (TnScored *self, guint32 fold, GError **error);
TnScored *tn_scored_rank (const TnScored *self,
                          const TnScored *by,
                          gboolean within_folds,
                          GError **error);

gsize tn_scored_get_n_rows (const TnScored *self);
gsize tn_scored_get_n_positive (const TnScored *self);
gsize tn_scored_get_n_customers (const TnScored *self);
gsize tn_scored_get_n_distinct (const TnScored *self);
guint32 tn_scored_get_n_folds (const TnScored *self);
double tn_scored_get_base_rate (const TnScored *self);
double tn_scored_get_mean_score (const TnScored *self);
gboolean tn_scored_is_probability (const TnScored *self);
gboolean tn_scored_is_weighted (const TnScored *self);
gboolean tn_scored_is_clustered (const TnScored *self);
gboolean tn_scored_is_within_folds (const TnScored *self);
gboolean tn_scored_has_same_rows (const TnScored *self, const TnScored *other);

/* The rows as they were given. */
const double *tn_scored_get_scores (const TnScored *self);
const guint8 *tn_scored_get_labels (const TnScored *self);

/* The threshold that does best on these rows: give validation rows, never test rows. */
double tn_scored_best_f1_threshold (const TnScored *self);
double tn_scored_best_profit_threshold (const TnScored *self, double cost, double gain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnScored, tn_scored_unref)

G_END_DECLS
