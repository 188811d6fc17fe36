/* tn-undo.h: which cancellation undoes which order line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-reading.h"

G_BEGIN_DECLS

/**
 * TnUndoCounts:
 * @n_matched: returns that undo a line of an order
 * @n_unmatched: returns that no earlier line answers to
 */
typedef struct
{
  gsize n_matched;
  gsize n_unmatched;
} TnUndoCounts;

gboolean tn_undo_match (TnTable *table,
                        const guint8 *kinds,
                        guint8 *dropped,
                        gint64 *undone,
                        TnUndoCounts *counts,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
