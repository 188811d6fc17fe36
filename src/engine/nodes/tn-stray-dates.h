/* tn-stray-dates.h: rows dated long after all others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

gboolean tn_mark_stray_dates (TnTable *table,
                              gint64 last,
                              guint8 *marks,
                              gsize *n_marked,
                              gint64 *limit,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
