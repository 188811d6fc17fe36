/* tn-round.h: a point of a learning curve
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnRound:
 * @round: from 0
 * @train: loss on the rows that are learned from
 * @validate: loss on the rows held back; NaN without any
 * @most: so many rounds at most; 0 when it is not known
 * @patience: learning ends after so many rounds without a lower @validate; 0 never
 * @checked: rows held back
 * @leavers: of those, how many really left
 * @contacted: how many of them would be contacted, by the list's own setting; 0 when it is not
 * known
 * @found: of these, how many really left; customers of equal score count in part. NaN when it was
 *   not counted
 *
 * What a learner tells after each round. The last four say what a loss means: by the model as it
 * is now, of so many customers you would contact so many really leave.
 */
typedef struct
{
  guint round;
  double train;
  double validate;
  guint most;
  guint patience;
  gsize checked;
  double leavers;
  gsize contacted;
  double found;
} TnRound;

G_END_DECLS
