/* tn-hash.h: fingerprints of data (BLAKE2b-256) and hashes of keys (XXH3)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_FINGERPRINT_BYTES 32

/**
 * TnFingerprint:
 *
 * Takes in bytes, strings and numbers and gives 64 hexadecimal digits that change
 * whenever one of them does. Every item is preceded by its length, so that "ab","c"
 * and "a","bc" differ.
 */
typedef struct _TnFingerprint TnFingerprint;

TnFingerprint *tn_fingerprint_new (void);
void tn_fingerprint_free (TnFingerprint *self);
void tn_fingerprint_add (TnFingerprint *self, gconstpointer data, gsize size);
void tn_fingerprint_add_string (TnFingerprint *self, const char *text);
void tn_fingerprint_add_int (TnFingerprint *self, gint64 value);
void tn_fingerprint_add_double (TnFingerprint *self, double value);
char *tn_fingerprint_end (TnFingerprint *self);
void tn_fingerprint_end_bytes (TnFingerprint *self, guint8 out[TN_FINGERPRINT_BYTES]);

guint64 tn_hash_bytes (gconstpointer data, gsize size);
guint64 tn_hash_u64 (guint64 value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFingerprint, tn_fingerprint_free)

G_END_DECLS
