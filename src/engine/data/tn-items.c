/* tn-items.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-items.h"

#include <string.h>

#include "tn-space.h"

/**
 * tn_items_new:
 * @size: of an item, in bytes
 *
 * Returns: (transfer full): an empty list
 */
TnItems *
tn_items_new (gsize size)
{
  TnItems *self = g_new0 (TnItems, 1);

  g_assert (size > 0);
  self->size = size;

  return self;
}

void
tn_items_free (TnItems *self)
{
  g_free (self->data);
  g_free (self);
}

/**
 * tn_items_reserve:
 * @n: so many items more
 *
 * Returns: whether they can be appended without memory; %FALSE with %TN_ERROR_SPACE
 */
gboolean
tn_items_reserve (TnItems *self, gsize n, GError **error)
{
  gpointer data = self->data;
  gboolean has_room = tn_space_grow (&data, &self->n_allocated, self->len + n, self->size, error);

  self->data = data;

  return has_room;
}

/**
 * tn_items_append:
 * @items: (array length=n): copied
 * @error: %TN_ERROR_SPACE; the list is as it was then
 */
gboolean
tn_items_append (TnItems *self, gconstpointer items, gsize n, GError **error)
{
  if (!tn_items_reserve (self, n, error))
    return FALSE;
  if (n > 0)
    memcpy (self->data + self->len * self->size, items, n * self->size);
  self->len += n;

  return TRUE;
}
