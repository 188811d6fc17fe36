/* wb-block-words.h: the chosen block of a report: its words, and what can be done to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-report-blocks.h"

G_BEGIN_DECLS

#define WB_TYPE_BLOCK_WORDS (wb_block_words_get_type ())
G_DECLARE_FINAL_TYPE (WbBlockWords, wb_block_words, WB, BLOCK_WORDS, AdwBin)

GtkWidget *wb_block_words_new (WbReportBlocks *blocks);
/* Puts the keyboard into the words; %FALSE where there are none to write. */
gboolean wb_block_words_write (WbBlockWords *self);
/* Keeps what was written, as one step of the history. */
void wb_block_words_leave (WbBlockWords *self);

G_END_DECLS
