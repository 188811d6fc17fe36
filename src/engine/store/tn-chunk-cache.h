/* tn-chunk-cache.h: the chunks read last, under a memory budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chunk.h"

G_BEGIN_DECLS

/**
 * TnChunkCache:
 *
 * One for all columns of a project: chunks by the mark of their stored piece, least
 * recently used first out. Chunks somebody holds stay alive without it. Any thread.
 */
typedef struct _TnChunkCache TnChunkCache;

TnChunkCache *tn_chunk_cache_new (gsize budget);
void tn_chunk_cache_free (TnChunkCache *self);
void tn_chunk_cache_set_budget (TnChunkCache *self, gsize budget);
TnChunk *tn_chunk_cache_get (TnChunkCache *self, gint64 id);
void tn_chunk_cache_put (TnChunkCache *self, gint64 id, TnChunk *chunk);
void tn_chunk_cache_clear (TnChunkCache *self);
gsize tn_chunk_cache_get_size (TnChunkCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnChunkCache, tn_chunk_cache_free)

G_END_DECLS
