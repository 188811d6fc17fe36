/* test-hash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-hash.h"

static void
assert_digits (TnFingerprint *fingerprint, const char *wanted)
{
  g_autoptr (TnFingerprint) owned = fingerprint;
  g_autofree char *digits = tn_fingerprint_end (owned);

  g_assert_cmpstr (digits, ==, wanted);
}

/* BLAKE2b with 32 bytes of output (RFC 7693). The values were made by another implementation:
 * Python's hashlib.blake2b (digest_size=32) over length (8 bytes, little endian) and item. */
static void
blake2b_vectors (void)
{
  TnFingerprint *fingerprint;

  assert_digits (tn_fingerprint_new (),
                 "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");

  fingerprint = tn_fingerprint_new ();
  tn_fingerprint_add (fingerprint, "abc", 3);
  assert_digits (fingerprint, "3bdc62cfd65e3b78e3d90e32e0a91ebfbc229c30abe54e6abd16c5d4def0db7b");

  fingerprint = tn_fingerprint_new ();
  tn_fingerprint_add_string (fingerprint, "ab");
  tn_fingerprint_add_string (fingerprint, "c");
  assert_digits (fingerprint, "20263e794775e4edf2b306c0f306af9e50175c831c857604b481e847f790bf95");

  fingerprint = tn_fingerprint_new ();
  tn_fingerprint_add (fingerprint, NULL, 0);
  assert_digits (fingerprint, "81e47a19e6b29b0a65b9591762ce5143ed30d0261e5d24a3201752506b20f15c");

  fingerprint = tn_fingerprint_new ();
  tn_fingerprint_add_int (fingerprint, -1);
  assert_digits (fingerprint, "d3e2394ae31e3407f707daeebbf6b2222df11222930717449b9fc458507fe815");

  fingerprint = tn_fingerprint_new ();
  tn_fingerprint_add_double (fingerprint, 1.5);
  assert_digits (fingerprint, "6e2101314b85005d7b4d5a379455c56694c4ff3ca25abf09e1c784002ea29220");
}

static char *
fingerprint_of (const char *const *texts, guint n_texts)
{
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();

  for (guint i = 0; i < n_texts; i++)
    tn_fingerprint_add_string (fingerprint, texts[i]);

  return tn_fingerprint_end (fingerprint);
}

static void
borders_matter (void)
{
  const char *items[][3] = {
    { "ab", "c", "" }, { "a", "bc", "" }, { "abc", "", "" }, { "", "ab", "c" }, { "ab", "c", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    for (guint j = 0; j < i; j++)
      {
        g_autofree char *a = fingerprint_of (items[i], 3);
        g_autofree char *b = fingerprint_of (items[j], 3);

        g_assert_cmpstr (a, !=, b);
      }
}

static void
bytes_are_digits (void)
{
  g_autoptr (TnFingerprint) a = tn_fingerprint_new ();
  g_autoptr (TnFingerprint) b = tn_fingerprint_new ();
  guint8 bytes[TN_FINGERPRINT_BYTES];
  g_autofree char *digits = NULL;

  tn_fingerprint_add_string (a, "shop");
  tn_fingerprint_add_string (b, "shop");
  tn_fingerprint_end_bytes (a, bytes);
  digits = tn_fingerprint_end (b);
  g_assert_cmpuint (strlen (digits), ==, 64);
  for (int i = 0; i < TN_FINGERPRINT_BYTES; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("%02x", bytes[i]);

      g_assert_cmpint (strncmp (digits + 2 * i, wanted, 2), ==, 0);
    }
}

/* The finalizer fmix64 of MurmurHash3 (A. Appleby, public domain), computed with Python's
 * integers; 1 → b456bcfc34c2cb2c is also printed in many tests of other projects. */
static void
murmur_values (void)
{
  g_assert_cmphex (tn_hash_u64 (0), ==, 0);
  g_assert_cmphex (tn_hash_u64 (1), ==, G_GUINT64_CONSTANT (0xb456bcfc34c2cb2c));
  g_assert_cmphex (tn_hash_u64 (2), ==, G_GUINT64_CONSTANT (0x3abf2a20650683e7));
  g_assert_cmphex (tn_hash_u64 (0x123456789abcdef), ==, G_GUINT64_CONSTANT (0x87cbfbfe89022cea));
  g_assert_cmphex (tn_hash_u64 (G_MAXUINT64), ==, G_GUINT64_CONSTANT (0x64b5720b4b825f21));
}

static void
murmur_avalanche (void)
{
  for (int bit = 0; bit < 64; bit++)
    {
      int flipped = 0;

      for (guint64 value = 1; value <= 256; value++)
        flipped += __builtin_popcountll (tn_hash_u64 (value) ^
                                         tn_hash_u64 (value ^ (G_GUINT64_CONSTANT (1) << bit)));
      /* 16,384 bits, half expected, standard deviation 64. */
      g_assert_cmpint (ABS (flipped - 8192), <, 6 * 64);
    }
}

/* XXH3_64bits of nothing with seed 0 is 2d06800538d394c2: xxHash's own test table. */
static void
xxh3_value (void)
{
  char text[1000];

  g_assert_cmphex (tn_hash_bytes ("", 0), ==, G_GUINT64_CONSTANT (0x2d06800538d394c2));
  memset (text, 'x', sizeof text);
  for (gsize n = 1; n < sizeof text; n++)
    g_assert_cmphex (tn_hash_bytes (text, n), !=, tn_hash_bytes (text, n - 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/fingerprint-is-blake2b-over-lengths-and-items", blake2b_vectors);
  g_test_add_func ("/hash/fingerprint-sees-where-items-end", borders_matter);
  g_test_add_func ("/hash/fingerprint-digits-are-its-bytes", bytes_are_digits);
  g_test_add_func ("/hash/u64-is-the-murmur-finalizer", murmur_values);
  g_test_add_func ("/hash/u64-one-bit-moves-half-of-all", murmur_avalanche);
  g_test_add_func ("/hash/bytes-is-xxh3", xxh3_value);

  return g_test_run ();
}
