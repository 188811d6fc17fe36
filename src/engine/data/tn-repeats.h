/* tn-repeats.h: rows that equal an earlier row in every column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

gboolean tn_mark_repeats (TnTable *table,
                          guint8 *marks,
                          gsize *n_marked,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
