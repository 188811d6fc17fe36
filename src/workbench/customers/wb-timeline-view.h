/* wb-timeline-view.h: what one customer did, to be gone through day by day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-timeline.h"

G_BEGIN_DECLS

/* Left and right go from day to day, Home and End to the first and last, + and − zoom, 0 shows
 * all. */
#define WB_TYPE_TIMELINE_VIEW (wb_timeline_view_get_type ())
G_DECLARE_FINAL_TYPE (WbTimelineView, wb_timeline_view, WB, TIMELINE_VIEW, AdwBin)

GtkWidget *wb_timeline_view_new (WbTimeline *timeline, const char *currency);
/* The time that is shown, by the shop's clock. */
void wb_timeline_view_get_range (WbTimelineView *self, gint64 *from, gint64 *to);

G_END_DECLS
