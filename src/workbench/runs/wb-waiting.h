/* wb-waiting.h: runs that wait for the one that goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-queue.h"

G_BEGIN_DECLS

#define WB_TYPE_WAITING (wb_waiting_get_type ())
G_DECLARE_FINAL_TYPE (WbWaiting, wb_waiting, WB, WAITING, AdwBin)

GtkWidget *wb_waiting_new (WbQueue *queue);

G_END_DECLS
