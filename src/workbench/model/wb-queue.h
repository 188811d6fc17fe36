/* wb-queue.h: one run at a time, and those that wait for it or were left over
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

/* Earlier by one place, or later. */
void wb_queue_move (WbQueue *self, WbRun *run, gboolean later);
/* One that waits leaves; what left last can come back to its place. */
void wb_queue_remove (WbQueue *self, WbRun *run);
gboolean wb_queue_put_back (WbQueue *self);

/* Runs that went on or waited when the program ended before they were done, in their order.
 * Nothing begins by itself: they are added to those that wait, or forgotten until put back. */
void wb_queue_set_left (WbQueue *self, GPtrArray *runs);
/* (element-type WbRun) */
GPtrArray *wb_queue_get_left (WbQueue *self);
void wb_queue_add_left (WbQueue *self);
void wb_queue_forget_left (WbQueue *self);
/* Nothing waits any more, and what goes on is discarded. */
void wb_queue_close (WbQueue *self);

G_END_DECLS
