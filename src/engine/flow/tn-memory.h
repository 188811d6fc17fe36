/* tn-memory.h: how much memory this process may still take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 tn_memory_available (void);
gint64 tn_memory_available_to_worker (void);

/* What a person lets runs take: here, and in workers started from here. */
void tn_memory_set_limit (gint64 bytes);
gint64 tn_memory_get_limit (void);

void tn_memory_reserve_blas (guint n_threads);
/* The same as read below @root instead of "/". */
gint64 tn_memory_available_at (const char *root);

G_END_DECLS
