/* tn-pool.h: the engine's threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnPoolFunc:
 * @index: which of the parts, from 0
 *
 * Does one part of a parallel loop. Parts may run in any order and at the same
 * time; results must go to a place of their own, to be put together in order.
 */
typedef gboolean (*TnPoolFunc) (gsize index, gpointer user_data, GError **error);

void tn_pool_set_threads (guint n_threads);
guint tn_pool_get_threads (void);
guint tn_pool_get_share (void);
void tn_pool_hold_blas (void);

gboolean tn_pool_for (gsize n_parts,
                      TnPoolFunc func,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error);

G_END_DECLS
