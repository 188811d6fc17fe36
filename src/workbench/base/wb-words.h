/* wb-words.h: the language the window speaks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-message.h"

G_BEGIN_DECLS

const TnLanguage *wb_language (void);
void wb_language_choose (const char *id);

/* Marked for the catalogues like N_(); the answer lives as long as the program. */
const char *wb_say (const char *id);
/* An id with a context before a bar, which is never shown: N_ ("button|Run"). */
const char *wb_say_in (const char *id);
char *wb_say_message (const TnMessage *message);
char *wb_say_take (TnMessage *message);
char *wb_say_error (const GError *error);

/* Short forms for sentences with one value. */
char *wb_say_text (const char *id, const char *name, const char *value);
char *wb_say_count (const char *one, const char *other, const char *name, gint64 count);

/* Figures of an estimate with their interval: "64% (55% to 72%)", or without when there is none. */
char *wb_say_share (double value, double low, double high);
/* 0.05, 3,650 */
char *wb_say_number (double number);
char *wb_say_when (gint64 time);
char *wb_say_size (gint64 bytes);

G_END_DECLS
