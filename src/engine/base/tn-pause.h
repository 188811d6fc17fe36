/* tn-pause.h: work that rests until it is told to go on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void tn_pause_begin (void);
void tn_pause_end (void);
gboolean tn_pause_is_on (void);

/* Where work may rest: tn_cancelled() and each part of a loop ask. */
void tn_pause_wait (void);

/* Between the two nobody rests: others wait for what is held. */
void tn_pause_hold (void);
void tn_pause_release (void);

/* Lets the whole process sleep, where nothing is held, until it gets SIGCONT. */
void tn_pause_sleep (void);
/* From signal handlers: that it was told to sleep, and that it was woken, maybe before it slept. */
void tn_pause_set_woken (gboolean woken);

/* The monotonic clock without the time that was rested, in microseconds. */
gint64 tn_pause_get_work_time (void);

G_END_DECLS
