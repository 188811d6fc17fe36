/* wb-work.h: engine calls off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbLane:
 * @WB_LANE_STORE: edits and what shows them, one after the other in the order they were asked for
 * @WB_LANE_LOOK: reading for the screen: previews, statistics, pages
 * @WB_LANE_LONG: opening, importing, saving, exporting
 * @WB_LANE_PAGES: laying out and drawing pages, always on one thread: so the fonts want it
 */
typedef enum
{
  WB_LANE_STORE,
  WB_LANE_LOOK,
  WB_LANE_LONG,
  WB_LANE_PAGES,
} WbLane;

#define WB_N_LANES 4

/* Carried out on a thread of the lane; gives a result, or %NULL with an error. */
typedef gpointer (*WbWorkFunc) (gpointer data, GCancellable *cancellable, GError **error);

void wb_work_start (WbLane lane,
                    gpointer owner,
                    WbWorkFunc func,
                    gpointer data,
                    GDestroyNotify free_data,
                    GDestroyNotify free_result,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);
gpointer wb_work_finish (GAsyncResult *result, GError **error);

/* Lets the main loop turn until no work is left; for the end of the program and for tests. */
void wb_work_drain (void);

G_END_DECLS
