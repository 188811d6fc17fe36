/* tn-pseudonym.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pseudonym.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "tn-error.h"

#define KEY_BYTES crypto_generichash_KEYBYTES
#define ID_BYTES  8
#define HEAD      "tenure-key-1 "
/* More is no key. */
#define MAX_FILE_BYTES 4096

/* What the key is used for goes into the hash, so that a pseudonym never tells of an id. */
static const guint8 for_pseudonyms[crypto_generichash_blake2b_PERSONALBYTES + 1] =
    "tenure pseudonym";
static const guint8 for_ids[crypto_generichash_blake2b_PERSONALBYTES + 1] = "tenure key name ";

struct _TnPseudonymKey
{
  guint8 *bytes; /* of sodium_malloc() */
  char id[2 * ID_BYTES + 1];
};

static void
key_clear (TnPseudonymKey *self)
{
  sodium_free (self->bytes);
}

static void
hash (const TnPseudonymKey *self,
      const guint8 *use,
      const char *text,
      gsize length,
      guint8 *out,
      gsize n)
{
  crypto_generichash_blake2b_salt_personal (out, n, (const guint8 *) text, length, self->bytes,
                                            KEY_BYTES, NULL, use);
}

static TnPseudonymKey *
key_alloc (void)
{
  TnPseudonymKey *self = g_atomic_rc_box_new0 (TnPseudonymKey);

  g_assert (sodium_init () >= 0);
  self->bytes = sodium_malloc (KEY_BYTES);
  g_assert (self->bytes != NULL);

  return self;
}

static TnPseudonymKey *
key_end (TnPseudonymKey *self)
{
  guint8 id[crypto_generichash_blake2b_BYTES_MIN];

  hash (self, for_ids, "", 0, id, sizeof id);
  sodium_bin2hex (self->id, sizeof self->id, id, ID_BYTES);
  sodium_mprotect_readonly (self->bytes);

  return self;
}

/**
 * tn_pseudonym_key_new:
 *
 * Returns: (transfer full): a new key, of the system's random numbers: nothing brings a lost one
 *   back
 */
TnPseudonymKey *
tn_pseudonym_key_new (void)
{
  TnPseudonymKey *self = key_alloc ();

  randombytes_buf (self->bytes, KEY_BYTES);

  return key_end (self);
}

TnPseudonymKey *
tn_pseudonym_key_ref (TnPseudonymKey *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tn_pseudonym_key_unref (TnPseudonymKey *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) key_clear);
}

/**
 * tn_pseudonym_key_from_text:
 * @text: as tn_pseudonym_key_to_text() gave it; blanks around it do not count
 * @file: where it is from, for the sentence
 *
 * Returns: (transfer full): the key, or %NULL with %TN_ERROR_KEY when it is none
 */
TnPseudonymKey *
tn_pseudonym_key_from_text (const char *text, const char *file, GError **error)
{
  g_autoptr (TnPseudonymKey) self = key_alloc ();
  const char *hex = text + strspn (text, " \t\r\n");
  gsize n_hex;
  gsize n = 0;

  if (g_str_has_prefix (hex, HEAD))
    {
      hex += strlen (HEAD);
      n_hex = strcspn (hex, " \t\r\n");
      if (n_hex == 2 * KEY_BYTES && hex[n_hex + strspn (hex + n_hex, " \t\r\n")] == '\0' &&
          sodium_hex2bin (self->bytes, KEY_BYTES, hex, n_hex, NULL, &n, NULL) == 0 &&
          n == KEY_BYTES)
        return key_end (g_steal_pointer (&self));
    }
  tn_error_set (error, TN_ERROR_KEY,
                N_ ("{file} is not a key for pseudonyms; choose the file that was written when the "
                    "first of them were made."),
                "file", file, NULL);

  return NULL;
}

/**
 * tn_pseudonym_key_to_text:
 *
 * Returns: (transfer full): one line; for tn_pseudonym_text_free()
 */
char *
tn_pseudonym_key_to_text (const TnPseudonymKey *self)
{
  char *text = g_malloc0 (strlen (HEAD) + 2 * KEY_BYTES + 1);

  memcpy (text, HEAD, strlen (HEAD));
  sodium_bin2hex (text + strlen (HEAD), 2 * KEY_BYTES + 1, self->bytes, KEY_BYTES);

  return text;
}

/**
 * tn_pseudonym_text_free:
 * @text: (transfer full) (nullable): of tn_pseudonym_key_to_text()
 *
 * Leaves nothing of it in the memory.
 */
void
tn_pseudonym_text_free (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

/**
 * tn_pseudonym_key_read:
 *
 * Returns: (transfer full): the key in a file, or %NULL: %TN_ERROR_NOT_FOUND, %TN_ERROR_IO, or
 *   %TN_ERROR_KEY when it holds none
 */
TnPseudonymKey *
tn_pseudonym_key_read (const char *path, GError **error)
{
  char text[MAX_FILE_BYTES];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  gssize n = fd >= 0 ? read (fd, text, sizeof text - 1) : -1;
  int errnum = errno;
  TnPseudonymKey *self;

  if (fd >= 0)
    close (fd);
  if (n < 0)
    {
      tn_error_set_errno (error, errnum, path);
      return NULL;
    }
  text[n] = '\0';
  self = tn_pseudonym_key_from_text (text, path, error);
  sodium_memzero (text, sizeof text);

  return self;
}

/**
 * tn_pseudonym_key_write:
 * @path: of a file that is not there yet: writing over a key would lose it
 *
 * Writes a file that only its owner can read.
 *
 * Returns: %FALSE with %TN_ERROR_ARGUMENT when there is such a file, or %TN_ERROR_IO
 */
gboolean
tn_pseudonym_key_write (const TnPseudonymKey *self, const char *path, GError **error)
{
  char *text = tn_pseudonym_key_to_text (self);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gsize size = strlen (text);
  gboolean ok;
  int errnum;

  text[size] = '\n'; /* in place of its NUL, which goes */
  ok = fd >= 0 && write (fd, text, size + 1) == (gssize) (size + 1) && fsync (fd) == 0;
  errnum = errno;
  sodium_memzero (text, size + 1);
  g_free (text);
  if (fd >= 0)
    close (fd);
  if (ok)
    return TRUE;
  if (fd >= 0)
    unlink (path);
  if (errnum == EEXIST)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("{file} is there already; choose another name for the new key, so that no "
                      "other key is lost."),
                  "file", path, NULL);
  else
    tn_error_set_errno (error, errnum, path);

  return FALSE;
}

/**
 * tn_pseudonym_key_get_id:
 *
 * Returns: a name of the key that says nothing about it: equal for equal keys
 */
const char *
tn_pseudonym_key_get_id (const TnPseudonymKey *self)
{
  return self->id;
}

/**
 * tn_pseudonym_make:
 * @text: (array length=length): a value, UTF-8
 * @pseudonym: (out): letters a to z and digits 2 to 7
 *
 * The first 80 bits of a keyed BLAKE2b: the same for the same value and key, whatever the data set,
 * so pseudonyms can be joined by. Of ten million values the chance that two share one is below
 * 1 in 10¹⁰. Without the key neither values can be had back nor guesses be tried.
 */
void
tn_pseudonym_make (const TnPseudonymKey *self,
                   const char *text,
                   gsize length,
                   char pseudonym[TN_PSEUDONYM_LENGTH])
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
  guint8 bytes[crypto_generichash_blake2b_BYTES_MIN];
  guint32 bits = 0;
  guint n_bits = 0;
  guint at = 0;

  hash (self, for_pseudonyms, text, length, bytes, sizeof bytes);
  for (guint i = 0; i < TN_PSEUDONYM_LENGTH; i++)
    {
      if (n_bits < 5)
        {
          bits = bits << 8 | bytes[at++];
          n_bits += 8;
        }
      n_bits -= 5;
      pseudonym[i] = letters[bits >> n_bits & 31];
    }
}

/**
 * tn_pseudonym_mask:
 * @text: (array length=length): UTF-8
 * @masked_length: (out): bytes of the result
 *
 * Puts a dot for every letter, digit and character beyond ASCII: what stands between cells, quotes
 * and the length of things can still be seen.
 *
 * Returns: (transfer full): the rest
 */
char *
tn_pseudonym_mask (const char *text, gsize length, gsize *masked_length)
{
  GString *masked = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalnum (text[i]) || ((guint8) text[i] & 0xc0) == 0xc0)
      g_string_append (masked, "•");
    else if ((guint8) text[i] < 0x80)
      g_string_append_c (masked, text[i]);
  *masked_length = masked->len;

  return g_string_free (masked, FALSE);
}
