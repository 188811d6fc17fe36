/* tn-node-cache.h: node outputs by what made them, beside the live store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"
#include "tn-table.h"

G_BEGIN_DECLS

#define TN_NODE_CACHE_BUDGET (G_GINT64_CONSTANT (2) << 30)

/**
 * TnNodeCache:
 *
 * What a node gave for a key (the hash of node, build, parameters, seed and inputs).
 * A file of its own, cache.db in the session directory: never saved, safe to lose,
 * under a budget, least recently used first. Any thread.
 */
typedef struct _TnNodeCache TnNodeCache;

/* Never fails: without a usable file the cache is empty and stays so. */
TnNodeCache *tn_node_cache_open (const char *session_directory, gint64 budget);
TnNodeCache *tn_node_cache_ref (TnNodeCache *self);
void tn_node_cache_unref (TnNodeCache *self);

/* Bytes are checked when read; damaged ones are forgotten and %NULL given. */
GBytes *tn_node_cache_get (TnNodeCache *self, const char *key);
void tn_node_cache_put (TnNodeCache *self, const char *key, GBytes *value);
TnTable *tn_node_cache_get_table (TnNodeCache *self, const char *key);
gboolean tn_node_cache_put_table (TnNodeCache *self,
                                  const char *key,
                                  TnTable *table,
                                  GCancellable *cancellable,
                                  GError **error);
void tn_node_cache_forget (TnNodeCache *self, const char *key);
void tn_node_cache_clear (TnNodeCache *self);
gint64 tn_node_cache_get_size (TnNodeCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnNodeCache, tn_node_cache_unref)

G_END_DECLS
