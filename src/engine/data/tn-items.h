/* tn-items.h: a list that grows with the data, and may be refused its memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnItems:
 * @data: the items, one after the other; g_array_index() reads them
 * @len: how many
 *
 * What #GArray is for lists that stay small: that one ends the program when there is no memory.
 */
typedef struct
{
  guint8 *data;
  gsize len;
  gsize n_allocated; /* private */
  gsize size;        /* private: of an item */
} TnItems;

TnItems *tn_items_new (gsize size);
void tn_items_free (TnItems *self);
gboolean tn_items_reserve (TnItems *self, gsize n, GError **error);
gboolean tn_items_append (TnItems *self, gconstpointer items, gsize n, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnItems, tn_items_free)

G_END_DECLS
