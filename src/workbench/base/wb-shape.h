/* wb-shape.h: what the values of a column look like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

#define WB_SHAPE_BINS 16
#define WB_SHAPE_TOP  8

/**
 * WbShape:
 * @n_rows: of the column
 * @n_missing: of them without an entry
 * @n_distinct: kinds of a category; of other columns 0, or 1 when all values are one
 * @bins: how many values in each of @n_bins equal steps from @bins_low to @bins_high,
 *   those beyond in the outermost; of a category the counts of @top. All rows are counted
 * @n_bins: at most %WB_SHAPE_BINS; 0 when there is nothing to draw
 * @bins_low: a round value below which hardly 1% of the values lie
 * @bins_high: another above which hardly 1% lie
 * @low: least value; of a time in microseconds
 * @high: greatest
 * @n_below_zero: of the values
 * @is_whole: as far as a sample tells, all of them are whole numbers
 * @quarter: a quarter of a sample of values is below it
 * @middle: half of it is
 * @three_quarters: three quarters are
 * @top: (array length=n_top): the most frequent kinds of a category
 * @top_counts: how often
 * @n_top: how many
 */
typedef struct
{
  gsize n_rows, n_missing, n_distinct;
  gsize bins[WB_SHAPE_BINS];
  guint n_bins;
  double bins_low, bins_high;
  double low, high;
  gsize n_below_zero;
  gboolean is_whole;
  double quarter, middle, three_quarters;
  char *top[WB_SHAPE_TOP];
  gsize top_counts[WB_SHAPE_TOP];
  guint n_top;
} WbShape;

WbShape *wb_shape_read (TnColumn *column,
                        const char *zone,
                        GCancellable *cancellable,
                        GError **error);
void wb_shape_free (WbShape *self);

/* "3% missing", or how many kinds there are. */
char *wb_shape_say_missing (const WbShape *self);

G_END_DECLS
