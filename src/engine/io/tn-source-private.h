/* tn-source-private.h: what a source keeps for the readers of io
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-source.h"

G_BEGIN_DECLS

typedef gpointer (*TnSourceMake) (TnSource *source, GCancellable *cancellable, GError **error);

/* What @make gives at the first call, kept as long as the source; one thread at a time. */
gpointer _tn_source_keep (TnSource *self,
                          TnSourceMake make,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
