/* tn-time-limit.h: work that ends by itself when it took too long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnTimeLimit:
 *
 * A cancellable that is cancelled when another is, or when the process has worked so long. What
 * counts is time of processors, so that a computer that is busy with something else, or sleeps,
 * cuts nothing short.
 */
typedef struct _TnTimeLimit TnTimeLimit;

TnTimeLimit *tn_time_limit_new (gint64 microseconds, GCancellable *outer);
/* Valid as long as the limit is. */
GCancellable *tn_time_limit_get_cancellable (TnTimeLimit *self);
/* Whether it was the limit that ended it. */
gboolean tn_time_limit_free (TnTimeLimit *self);

G_END_DECLS
