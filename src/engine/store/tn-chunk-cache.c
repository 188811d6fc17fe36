/* tn-chunk-cache.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-chunk-cache.h"

typedef struct
{
  gint64 id;
  TnChunk *chunk;
  GList link; /* in the order of use */
} Entry;

struct _TnChunkCache
{
  GMutex lock;
  GHashTable *entries; /* &id → Entry */
  GQueue order;        /* head: used last */
  gsize size;
  gsize budget;
};

static void
entry_free (gpointer data)
{
  Entry *self = data;

  tn_chunk_unref (self->chunk);
  g_free (self);
}

TnChunkCache *
tn_chunk_cache_new (gsize budget)
{
  TnChunkCache *self = g_new0 (TnChunkCache, 1);

  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  self->budget = budget;

  return self;
}

void
tn_chunk_cache_free (TnChunkCache *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
drop_last (TnChunkCache *self)
{
  Entry *entry = g_queue_peek_tail (&self->order);

  g_queue_unlink (&self->order, &entry->link);
  self->size -= tn_chunk_get_size (entry->chunk);
  g_hash_table_remove (self->entries, &entry->id);
}

static void
keep_to_budget (TnChunkCache *self)
{
  while (self->size > self->budget && self->order.length > 0)
    drop_last (self);
}

void
tn_chunk_cache_set_budget (TnChunkCache *self, gsize budget)
{
  g_mutex_lock (&self->lock);
  self->budget = budget;
  keep_to_budget (self);
  g_mutex_unlock (&self->lock);
}

/**
 * tn_chunk_cache_get:
 *
 * Returns: (transfer full) (nullable): the chunk of piece @id (its mark), if it is still there
 */
TnChunk *
tn_chunk_cache_get (TnChunkCache *self, gint64 id)
{
  TnChunk *chunk = NULL;
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, &id);
  if (entry != NULL)
    {
      g_queue_unlink (&self->order, &entry->link);
      g_queue_push_head_link (&self->order, &entry->link);
      chunk = tn_chunk_ref (entry->chunk);
    }
  g_mutex_unlock (&self->lock);

  return chunk;
}

/**
 * tn_chunk_cache_put:
 * @chunk: a reference is taken
 */
void
tn_chunk_cache_put (TnChunkCache *self, gint64 id, TnChunk *chunk)
{
  g_mutex_lock (&self->lock);
  if (!g_hash_table_contains (self->entries, &id))
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->id = id;
      entry->chunk = tn_chunk_ref (chunk);
      entry->link.data = entry;
      g_hash_table_insert (self->entries, &entry->id, entry);
      g_queue_push_head_link (&self->order, &entry->link);
      self->size += tn_chunk_get_size (chunk);
      keep_to_budget (self);
    }
  g_mutex_unlock (&self->lock);
}

void
tn_chunk_cache_clear (TnChunkCache *self)
{
  g_mutex_lock (&self->lock);
  while (self->order.length > 0)
    drop_last (self);
  g_mutex_unlock (&self->lock);
}

gsize
tn_chunk_cache_get_size (TnChunkCache *self)
{
  gsize size;

  g_mutex_lock (&self->lock);
  size = self->size;
  g_mutex_unlock (&self->lock);

  return size;
}
