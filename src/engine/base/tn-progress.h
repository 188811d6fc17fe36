/* tn-progress.h: how far a long call has come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TnProgress:
 *
 * Where a long call says how far it is. A progress may be a part of another
 * (0.2 to 0.6 of it), so a step need not know what it is a step of. Reporting
 * is cheap and allowed from any thread; fractions only grow.
 */
typedef struct _TnProgress TnProgress;

/* Called on the reporting thread, one call at a time; @phase may be %NULL. */
typedef void (*TnProgressFunc) (double fraction, const TnMessage *phase, gpointer user_data);

TnProgress *tn_progress_new (TnProgressFunc func, gpointer user_data);
TnProgress *tn_progress_new_part (TnProgress *whole, double from, double to);
TnProgress *tn_progress_ref (TnProgress *self);
void tn_progress_unref (TnProgress *self);

/* All accept a %NULL progress, for callers that do not care. */
void tn_progress_report (TnProgress *self, double fraction);
void tn_progress_say (TnProgress *self, TnMessage *phase);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnProgress, tn_progress_unref)

G_END_DECLS
