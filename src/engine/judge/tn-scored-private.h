/* tn-scored-private.h: the sorted rows, for the passes over them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-scored.h"
#include "tn-strata.h"

G_BEGIN_DECLS

#define TN_SORTED_LABEL 1 /* the row's label is 1 */
#define TN_SORTED_LAST  2 /* the next row has a lower score */

struct _TnScored
{
  gatomicrefcount ref_count;
  gsize n_rows;
  gsize n_positive;
  gsize n_units;  /* customers, or rows when each is a customer of its own */
  gsize n_groups; /* distinct scores */
  guint32 n_folds;
  gboolean is_probability;

  /* By row, as given. */
  double *score;
  guint8 *label;
  double *weight; /* or NULL */
  guint32 *unit;  /* 0 to n_units - 1 by first appearance, or NULL: the row itself */
  guint32 *fold;  /* or NULL */

  /* By place in descending order of the score; ties in the order of rows. */
  guint32 *order;
  guint8 *flags;
  guint32 *sorted_unit; /* @order itself when each row is a unit */
  double *sorted_score;
  double *sorted_weight; /* or NULL */

  TnStrata *strata; /* or NULL: ranked by their own scores, all together */
};

gsize _tn_scored_count_above (const TnScored *self, double threshold);
gpointer _tn_judge_try_malloc (gsize n, gsize size, GError **error);

G_END_DECLS
