/* tn-space.h: memory for data, that may be refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void tn_space_set_error (GError **error);
gpointer tn_space_try_alloc (gsize n, gsize size, GError **error);
gboolean tn_space_grow (gpointer *items,
                        gsize *n_allocated,
                        gsize n_needed,
                        gsize size,
                        GError **error);

G_END_DECLS
