/* tn-word-cache-private.h: codes of short words seen before, one cache line away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include "tn-dictionary.h"

G_BEGIN_DECLS

#define TN_WORD_CACHE_FIRST 1024
#define TN_WORD_CACHE_MAX   (512 * 1024)

/* A word of 1 to 16 bytes. @low and @high overlap below 16; with the length they are
 * the word, so nothing else is compared. */
typedef struct
{
  guint64 low;
  guint64 high;
  guint32 length; /* 0: free */
  guint32 code;
} TnWordCacheEntry;

/**
 * TnWordCache:
 *
 * In front of a dictionary builder. The builder's answer takes three places in memory
 * (slot, offset, arena), which for many customers are three misses; this takes one. Each
 * word has one place, where a later word with the same place replaces it; it never
 * decides a code, so it does not change any result.
 */
typedef struct
{
  TnWordCacheEntry *entries;
  gsize n_entries; /* a power of two */
} TnWordCache;

static inline void
tn_word_cache_clear (TnWordCache *self)
{
  g_clear_pointer (&self->entries, g_free);
  self->n_entries = 0;
}

static inline guint64
tn_word_load (const char *p, gsize n)
{
  guint64 value = 0;

  memcpy (&value, p, n);
  return value;
}

/* More room when the dictionary outgrows it; the words come in again by themselves. */
static inline void
tn_word_cache_fit (TnWordCache *self, guint32 n_words)
{
  gsize wanted = self->n_entries > 0 ? self->n_entries : TN_WORD_CACHE_FIRST;
  TnWordCacheEntry *entries;

  while (wanted < TN_WORD_CACHE_MAX && wanted < 2 * (gsize) n_words)
    wanted *= 4;
  wanted = MIN (wanted, TN_WORD_CACHE_MAX);
  if (wanted == self->n_entries)
    return;
  entries = g_try_new0 (TnWordCacheEntry, wanted);
  if (entries == NULL)
    return;
  g_free (self->entries);
  self->entries = entries;
  self->n_entries = wanted;
}

static inline guint32
tn_word_cache_intern (TnWordCache *self, TnDictionaryBuilder *words, const char *text, gsize length)
{
  TnWordCacheEntry *entry;
  guint64 low;
  guint64 high;
  guint64 hash;

  if (length > 16 || length == 0 || self->n_entries == 0)
    return tn_dictionary_builder_intern (words, text, length);
  if (length >= 8)
    {
      low = tn_word_load (text, 8);
      high = tn_word_load (text + length - 8, 8);
    }
  else if (length >= 4)
    {
      low = tn_word_load (text, 4);
      high = tn_word_load (text + length - 4, 4);
    }
  else
    {
      low = tn_word_load (text, 1) | tn_word_load (text + length / 2, 1) << 8;
      high = tn_word_load (text + length - 1, 1);
    }
  hash = (low ^ (high << 29 | high >> 35) ^ length) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  entry = &self->entries[(hash >> 40) & (self->n_entries - 1)];
  if (entry->low != low || entry->high != high || entry->length != length)
    {
      entry->low = low;
      entry->high = high;
      entry->length = (guint32) length;
      entry->code = tn_dictionary_builder_intern (words, text, length);
    }

  return entry->code;
}

G_END_DECLS
