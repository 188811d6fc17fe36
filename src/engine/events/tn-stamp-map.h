/* tn-stamp-map.h: a small map from integers to integers that is emptied in no time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

#include "tn-hash.h"
#include "tn-keys.h"

G_BEGIN_DECLS

/* One key of the map. It is there only while @stamp is the map's own. */
typedef struct
{
  guint64 key;
  guint32 stamp;
  guint32 value;
} TnStampSlot;

/**
 * TnStampMap:
 *
 * Open addressing, at most half full, sized anew for each customer so that it stays
 * in the cache for the many who have few lines. Emptying it is one increment.
 */
typedef struct
{
  TnStampSlot *slots;
  gsize n_slots;
  gsize mask;
  guint32 stamp;
} TnStampMap;

static inline void
tn_stamp_map_clear (TnStampMap *self)
{
  g_free (self->slots);
  self->slots = NULL;
}

static inline gsize
tn_stamp_map_slots_for (gsize n)
{
  gsize needed = 16;

  while (needed < 2 * n)
    needed *= 2;

  return needed;
}

/* Makes sure that @n keys will have room; %FALSE with %TN_ERROR_SPACE. */
static inline gboolean
tn_stamp_map_reserve (TnStampMap *self, gsize n, GError **error)
{
  gsize needed = tn_stamp_map_slots_for (n);

  if (needed <= self->n_slots)
    return TRUE;
  g_free (self->slots);
  self->slots = tn_keys_try_alloc (needed, sizeof (TnStampSlot), error);
  self->n_slots = self->slots != NULL ? needed : 0;
  self->stamp = 0;

  return self->slots != NULL;
}

/* Empties the map; room for @n keys was made before. */
static inline void
tn_stamp_map_begin (TnStampMap *self, gsize n)
{
  gsize needed = tn_stamp_map_slots_for (n);

  g_assert (needed <= self->n_slots);
  if (self->stamp == G_MAXUINT32)
    {
      memset (self->slots, 0, self->n_slots * sizeof (TnStampSlot));
      self->stamp = 0;
    }
  self->mask = needed - 1;
  self->stamp++;
}

/* The slot of @key; @is_new says that it was not there (its value is 0 then). */
static inline TnStampSlot *
tn_stamp_map_get (TnStampMap *self, guint64 key, gboolean *is_new)
{
  gsize at = tn_hash_u64 (key) & self->mask;

  while (self->slots[at].stamp == self->stamp && self->slots[at].key != key)
    at = (at + 1) & self->mask;
  *is_new = self->slots[at].stamp != self->stamp;
  if (*is_new)
    self->slots[at] = (TnStampSlot){ key, self->stamp, 0 };

  return &self->slots[at];
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnStampMap, tn_stamp_map_clear)

G_END_DECLS
