/* wb-queue.h: one run at a time, and those that wait for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-run.h"

G_BEGIN_DECLS

#define WB_TYPE_QUEUE (wb_queue_get_type ())
G_DECLARE_FINAL_TYPE (WbQueue, wb_queue, WB, QUEUE, GObject)

WbQueue *wb_queue_new (void);

/* Begins, or waits for those before it. */
void wb_queue_add (WbQueue *self, WbRun *run);
/* The one that goes on, or the last that did. */
WbRun *wb_queue_get_current (WbQueue *self);
/* (element-type WbRun): in their order. */
GPtrArray *wb_queue_get_waiting (WbQueue *self);
gboolean wb_queue_is_busy (WbQueue *self);

/* One that waits leaves; the last that left can come back to its place. */
void wb_queue_remove (WbQueue *self, WbRun *run);
gboolean wb_queue_put_back (WbQueue *self);
/* Nothing waits any more, and what goes on is discarded. */
void wb_queue_close (WbQueue *self);

G_END_DECLS
