/* wb-histogram.h: the values of a column as bars that can be asked and chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-shape.h"

G_BEGIN_DECLS

/**
 * WbHistogram:
 *
 * Tells of each bar, under the pointer or under the cursor, what it holds. Bars that are dragged
 * over, or chosen with Shift and the arrows and Enter, are “brushed” (from, to): values from one,
 * included, to the other, excluded; infinite where the bars reach to the ends.
 */
#define WB_TYPE_HISTOGRAM (wb_histogram_get_type ())
G_DECLARE_FINAL_TYPE (WbHistogram, wb_histogram, WB, HISTOGRAM, GtkWidget)

/* @shape: of numbers or times; @zone: (nullable): of times */
GtkWidget *wb_histogram_new (const WbShape *shape, TnColumnType type, const char *zone);

/* What a bar, counted from 0, says. */
char *wb_histogram_say_bar (WbHistogram *self, guint bar);
void wb_histogram_choose (WbHistogram *self, guint from, guint to);

/* A value of a column for people; "–" when there is none. */
char *wb_histogram_say_value (double value, TnColumnType type, const char *zone);

G_END_DECLS
