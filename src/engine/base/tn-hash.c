/* tn-hash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-hash.h"

#include <sodium.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

G_STATIC_ASSERT (TN_FINGERPRINT_BYTES == crypto_generichash_BYTES);

struct _TnFingerprint
{
  crypto_generichash_state state; /* wants 64-byte alignment: allocated so */
};

TnFingerprint *
tn_fingerprint_new (void)
{
  TnFingerprint *self = g_aligned_alloc0 (1, sizeof *self, 64);

  crypto_generichash_init (&self->state, NULL, 0, TN_FINGERPRINT_BYTES);

  return self;
}

void
tn_fingerprint_free (TnFingerprint *self)
{
  g_aligned_free (self);
}

void
tn_fingerprint_add (TnFingerprint *self, gconstpointer data, gsize size)
{
  guint64 length = GUINT64_TO_LE (size);

  crypto_generichash_update (&self->state, (const guint8 *) &length, sizeof length);
  if (size > 0)
    crypto_generichash_update (&self->state, data, size);
}

/**
 * tn_fingerprint_add_string:
 * @text: (nullable): %NULL differs from ""
 */
void
tn_fingerprint_add_string (TnFingerprint *self, const char *text)
{
  if (text == NULL)
    tn_fingerprint_add_int (self, -1);
  else
    tn_fingerprint_add (self, text, strlen (text));
}

void
tn_fingerprint_add_int (TnFingerprint *self, gint64 value)
{
  gint64 little = GINT64_TO_LE (value);

  tn_fingerprint_add (self, &little, sizeof little);
}

/**
 * tn_fingerprint_add_double:
 * @value: by its bits: 0 and −0 differ, and so do two kinds of NaN
 */
void
tn_fingerprint_add_double (TnFingerprint *self, double value)
{
  gint64 bits;

  memcpy (&bits, &value, sizeof bits);
  tn_fingerprint_add_int (self, bits);
}

void
tn_fingerprint_end_bytes (TnFingerprint *self, guint8 out[TN_FINGERPRINT_BYTES])
{
  crypto_generichash_final (&self->state, out, TN_FINGERPRINT_BYTES);
}

/**
 * tn_fingerprint_end:
 *
 * Ends the taking in; only freeing is allowed after it.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
tn_fingerprint_end (TnFingerprint *self)
{
  guint8 bytes[TN_FINGERPRINT_BYTES];
  char *text = g_malloc (2 * TN_FINGERPRINT_BYTES + 1);

  tn_fingerprint_end_bytes (self, bytes);
  sodium_bin2hex (text, 2 * TN_FINGERPRINT_BYTES + 1, bytes, sizeof bytes);

  return text;
}

/**
 * tn_hash_bytes:
 *
 * XXH3, 64 bits: for tables in memory. Never for what must resist an opponent.
 */
guint64
tn_hash_bytes (gconstpointer data, gsize size)
{
  return XXH3_64bits (data, size);
}

/**
 * tn_hash_u64:
 *
 * The finalizer of MurmurHash3: every bit of @value moves every bit of the hash.
 */
guint64
tn_hash_u64 (guint64 value)
{
  value ^= value >> 33;
  value *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  value ^= value >> 33;
  value *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  value ^= value >> 33;

  return value;
}
