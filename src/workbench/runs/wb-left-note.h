/* wb-left-note.h: that runs were not done when the program ended, and what can be done with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-queue.h"

G_BEGIN_DECLS

/* Shown while the queue has runs that are left over. */
#define WB_TYPE_LEFT_NOTE (wb_left_note_get_type ())
G_DECLARE_FINAL_TYPE (WbLeftNote, wb_left_note, WB, LEFT_NOTE, AdwBin)

GtkWidget *wb_left_note_new (WbQueue *queue);

G_END_DECLS
