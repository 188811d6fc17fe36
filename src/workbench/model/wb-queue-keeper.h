/* wb-queue-keeper.h: the queue of runs, on the disk beside the live store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-queue.h"

G_BEGIN_DECLS

/* Writes down what goes on and waits in @queue whenever that is other, so that a program that was
 * killed or lost its power can offer it again: what was written down before is left over in @queue
 * a moment later (see wb_queue_get_left()). Both stop with @queue. */
void wb_queue_keep (WbQueue *queue, TnProject *store);

G_END_DECLS
