/* tn-dictionary.h: the distinct strings of a category column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnDictionary:
 *
 * Strings in the order of their first appearance; a string's place is its code.
 * Immutable, reference-counted.
 *
 * [struct@DictionaryBuilder] makes one: intern strings, then end. Strings are
 * UTF-8, unique, without NUL. At most 2^32 - 2 of them, 2^32 - 1 bytes in all each
 * arena block; interning is one XXH3 and usually one probe.
 */
typedef struct _TnDictionary TnDictionary;
typedef struct _TnDictionaryBuilder TnDictionaryBuilder;

TnDictionaryBuilder *tn_dictionary_builder_new (void);
void tn_dictionary_builder_free (TnDictionaryBuilder *self);
guint32 tn_dictionary_builder_intern (TnDictionaryBuilder *self, const char *text, gsize length);
guint32 tn_dictionary_builder_get_size (const TnDictionaryBuilder *self);
gsize tn_dictionary_builder_get_bytes (const TnDictionaryBuilder *self);
const char *tn_dictionary_builder_get (const TnDictionaryBuilder *self,
                                       guint32 code,
                                       gsize *length);
gboolean tn_dictionary_builder_check (const TnDictionaryBuilder *self, GError **error);
TnDictionary *tn_dictionary_builder_end (TnDictionaryBuilder *self);
TnDictionary *tn_dictionary_builder_try_end (TnDictionaryBuilder *self, GError **error);

TnDictionary *tn_dictionary_new (const char *const *texts, guint32 n_texts);
TnDictionary *tn_dictionary_new_from_arena (GBytes *offsets, GBytes *arena, GError **error);
TnDictionary *tn_dictionary_get_flags (void);
TnDictionary *tn_dictionary_ref (TnDictionary *self);
void tn_dictionary_unref (TnDictionary *self);

guint32 tn_dictionary_get_size (const TnDictionary *self);
const char *tn_dictionary_get (const TnDictionary *self, guint32 code, gsize *length);
char *tn_dictionary_dup (const TnDictionary *self, guint32 code);
gboolean tn_dictionary_find (TnDictionary *self, const char *text, gsize length, guint32 *code);

gboolean tn_dictionary_prepare_find (TnDictionary *self, GError **error);

/* 64-bit offsets (size + 1 of them) and the bytes, as stored in a project. */
GBytes *tn_dictionary_dup_offsets (const TnDictionary *self);
GBytes *tn_dictionary_dup_arena (const TnDictionary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDictionaryBuilder, tn_dictionary_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDictionary, tn_dictionary_unref)

G_END_DECLS
