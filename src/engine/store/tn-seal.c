/* tn-seal.c
 *
 * A sealed file, all numbers little-endian:
 *
 *     0  "Tenure sealed\r\n\x1a"      magic: shows a transfer that changed line ends
 *    16  u32 version of this layout   20  u32 version of the project's layout
 *    24  u64 Argon2id passes          32  u64 Argon2id memory, bytes
 *    40  salt, 16                     56  uuid, 36 characters
 *    92  save id, 36 characters      128  i64 generation     136  i64 revision
 *   144  u64 bytes of the database   152  secretstream header, 24
 *   176  a piece of 16 zeros under the key, with all before it as additional data: 33
 *   209  BLAKE2b-128 of all before it
 *   225  the database in pieces of 64 KiB, each with 17 bytes of secretstream; the last
 *        one, and no other, bears the tag FINAL
 *
 * A head whose checksum does not fit is damaged; one that fits and does not open has another
 * password. Which project and which save it is stands in the clear: it decides which copy is
 * newer before a password is asked for. It says nothing of the content, and is sealed
 * against change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file.h"

#define MAGIC          "Tenure sealed\r\n\x1a"
#define LAYOUT_VERSION 1

#define AT_LAYOUT     16
#define AT_VERSION    20
#define AT_PASSES     24
#define AT_MEMORY     32
#define AT_SALT       40
#define AT_UUID       56
#define AT_SAVE_ID    92
#define AT_GENERATION 128
#define AT_REVISION   136
#define AT_SIZE       144
#define AT_STREAM     152
#define AT_CHECK      176
#define AT_CHECKSUM   209
#define UUID_CHARS    36
#define CHECK_BYTES   16

#define PIECE_BYTES  65536
#define SEALED_BYTES (PIECE_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES)

/* What a file may ask of the computer that opens it; what we ask is a quarter of it. */
#define MAX_PASSES 16
#define MAX_MEMORY (G_GUINT64_CONSTANT (1) << 30)

G_STATIC_ASSERT (AT_CHECKSUM + 16 == TN_SEAL_HEAD_BYTES);
G_STATIC_ASSERT (AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES == AT_CHECK);
G_STATIC_ASSERT (AT_CHECK + CHECK_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES ==
                 AT_CHECKSUM);
G_STATIC_ASSERT (AT_SALT + crypto_pwhash_SALTBYTES == AT_UUID);

typedef crypto_secretstream_xchacha20poly1305_state Stream;

struct _TnSeal
{
  gatomicrefcount ref_count;
  guint8 *key; /* of sodium_malloc() */
  guint64 passes;
  guint64 memory;
  guint8 salt[crypto_pwhash_SALTBYTES];
};

static void
put_number (guint8 *at, guint64 value, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    at[i] = (guint8) (value >> (8 * i));
}

static guint64
get_number (const guint8 *at, guint n_bytes)
{
  guint64 value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value |= (guint64) at[i] << (8 * i);

  return value;
}

static gboolean
derive_key (TnSeal *self, const char *password, GError **error)
{
  if (sodium_init () >= 0 &&
      (self->key = sodium_malloc (crypto_secretstream_xchacha20poly1305_KEYBYTES)) != NULL &&
      crypto_pwhash (self->key, crypto_secretstream_xchacha20poly1305_KEYBYTES, password,
                     strlen (password), self->salt, self->passes, self->memory,
                     crypto_pwhash_ALG_ARGON2ID13) == 0)
    return TRUE;
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to try the password. Close other programs and try "
                    "again."),
                NULL);

  return FALSE;
}

/**
 * tn_seal_new_with_cost:
 * @passes: of Argon2id
 * @memory: its memory in bytes; less than tn_seal_new() takes is for tests
 */
TnSeal *
tn_seal_new_with_cost (const char *password, guint64 passes, guint64 memory, GError **error)
{
  g_autoptr (TnSeal) self = g_new0 (TnSeal, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->passes = passes;
  self->memory = memory;
  if (*password == '\0')
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The password is empty. Choose one of at least one character."), NULL);
      return NULL;
    }
  if (sodium_init () >= 0)
    randombytes_buf (self->salt, sizeof self->salt);

  return derive_key (self, password, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_seal_new:
 * @password: UTF-8
 * @error: %TN_ERROR_ARGUMENT when it is empty, %TN_ERROR_SPACE without 256 MB of memory
 *
 * Makes a key with a fresh salt; takes about a second, by intention (RFC 9106, Argon2id).
 *
 * Returns: (transfer full): the seal
 */
TnSeal *
tn_seal_new (const char *password, GError **error)
{
  return tn_seal_new_with_cost (password, crypto_pwhash_OPSLIMIT_MODERATE,
                                crypto_pwhash_MEMLIMIT_MODERATE, error);
}

TnSeal *
tn_seal_ref (TnSeal *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tn_seal_unref (TnSeal *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->key != NULL)
    sodium_free (self->key);
  g_free (self);
}

gboolean
tn_seal_is_head (const guint8 *head, gsize size)
{
  return size >= AT_LAYOUT && memcmp (head, MAGIC, AT_LAYOUT) == 0;
}

static void
checksum (const guint8 *head, guint8 *sum)
{
  crypto_generichash (sum, 16, head, AT_CHECKSUM, NULL, 0);
}

static void
take_damaged_error (const char *name, GError **error)
{
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("The beginning of {file} is damaged, and without it no password opens it. Open "
                    "another copy of the file."),
                "file", name, NULL);
}

/* Whole, of a layout known here, and asking for no more than a computer has. */
static gboolean
check_head (const guint8 *head, gsize size, const char *name, GError **error)
{
  guint8 sum[16];

  if (size >= TN_SEAL_HEAD_BYTES)
    checksum (head, sum);
  if (size < TN_SEAL_HEAD_BYTES || memcmp (sum, head + AT_CHECKSUM, sizeof sum) != 0)
    {
      take_damaged_error (name, error);
      return FALSE;
    }
  if (get_number (head + AT_LAYOUT, 4) > LAYOUT_VERSION)
    {
      tn_error_set (error, TN_ERROR_NEWER,
                    N_ ("{file} was sealed by a newer Tenure. Open it there."), "file", name, NULL);
      return FALSE;
    }
  if (get_number (head + AT_PASSES, 8) < crypto_pwhash_OPSLIMIT_MIN ||
      get_number (head + AT_PASSES, 8) > MAX_PASSES ||
      get_number (head + AT_MEMORY, 8) < crypto_pwhash_MEMLIMIT_MIN ||
      get_number (head + AT_MEMORY, 8) > MAX_MEMORY)
    {
      take_damaged_error (name, error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_stream (const TnSeal *self, const guint8 *head, Stream *stream)
{
  guint8 zeros[CHECK_BYTES];
  guint8 tag;

  return crypto_secretstream_xchacha20poly1305_init_pull (stream, head + AT_STREAM, self->key) ==
             0 &&
         crypto_secretstream_xchacha20poly1305_pull (stream, zeros, NULL, &tag, head + AT_CHECK,
                                                     AT_CHECKSUM - AT_CHECK, head, AT_CHECK) == 0;
}

/**
 * tn_seal_open:
 * @head: the first bytes of a sealed file
 * @password: (nullable): tried
 * @name: of the file, for messages
 * @error: %TN_ERROR_PASSWORD when it is another one or none is given, %TN_ERROR_DAMAGED,
 * %TN_ERROR_NEWER, %TN_ERROR_SPACE
 *
 * Returns: (transfer full): the seal of the file
 */
TnSeal *
tn_seal_open (const guint8 *head,
              gsize size,
              const char *password,
              const char *name,
              GError **error)
{
  g_autoptr (TnSeal) self = NULL;
  Stream stream;

  if (!check_head (head, size, name, error))
    return NULL;
  if (password == NULL)
    {
      tn_error_set (error, TN_ERROR_PASSWORD,
                    N_ ("{file} is sealed with a password. Give the password to open it."), "file",
                    name, NULL);
      return NULL;
    }
  self = g_new0 (TnSeal, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->passes = get_number (head + AT_PASSES, 8);
  self->memory = get_number (head + AT_MEMORY, 8);
  memcpy (self->salt, head + AT_SALT, sizeof self->salt);
  if (!derive_key (self, password, error))
    return NULL;
  if (open_stream (self, head, &stream))
    return g_steal_pointer (&self);
  tn_error_set (error, TN_ERROR_PASSWORD,
                N_ ("This is not the password of {file}. Try again; without the password nobody "
                    "can open the file."),
                "file", name, NULL);

  return NULL;
}

static TnFileIdentity *
read_identity (const guint8 *head)
{
  TnFileIdentity *identity = g_new0 (TnFileIdentity, 1);

  identity->uuid = g_strndup ((const char *) head + AT_UUID, UUID_CHARS);
  identity->save_id = g_strndup ((const char *) head + AT_SAVE_ID, UUID_CHARS);
  identity->generation = (gint64) get_number (head + AT_GENERATION, 8);
  identity->revision = (gint64) get_number (head + AT_REVISION, 8);
  identity->version = (int) get_number (head + AT_VERSION, 4);
  identity->sealed = TRUE;

  return identity;
}

/**
 * tn_seal_read_identity:
 * @head: the first bytes of a sealed file
 *
 * Returns: (transfer full): what the head says, which only the password proves
 */
TnFileIdentity *
tn_seal_read_identity (const guint8 *head, gsize size, const char *name, GError **error)
{
  g_autoptr (TnFileIdentity) identity = NULL;

  if (!check_head (head, size, name, error))
    return NULL;
  identity = read_identity (head);
  /* The name becomes that of a directory. */
  if (g_uuid_string_is_valid (identity->uuid) && g_uuid_string_is_valid (identity->save_id))
    return g_steal_pointer (&identity);
  take_damaged_error (name, error);

  return NULL;
}

static void
make_head (TnSeal *self, const TnFileIdentity *identity, goffset size, guint8 *head, Stream *stream)
{
  const guint8 zeros[CHECK_BYTES] = { 0 };

  memset (head, 0, TN_SEAL_HEAD_BYTES);
  memcpy (head, MAGIC, AT_LAYOUT);
  put_number (head + AT_LAYOUT, LAYOUT_VERSION, 4);
  put_number (head + AT_VERSION, identity->version, 4);
  put_number (head + AT_PASSES, self->passes, 8);
  put_number (head + AT_MEMORY, self->memory, 8);
  memcpy (head + AT_SALT, self->salt, sizeof self->salt);
  memcpy (head + AT_UUID, identity->uuid, MIN (UUID_CHARS, strlen (identity->uuid)));
  memcpy (head + AT_SAVE_ID, identity->save_id, MIN (UUID_CHARS, strlen (identity->save_id)));
  put_number (head + AT_GENERATION, identity->generation, 8);
  put_number (head + AT_REVISION, identity->revision, 8);
  put_number (head + AT_SIZE, size, 8);
  crypto_secretstream_xchacha20poly1305_init_push (stream, head + AT_STREAM, self->key);
  crypto_secretstream_xchacha20poly1305_push (stream, head + AT_CHECK, NULL, zeros, sizeof zeros,
                                              head, AT_CHECK,
                                              crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  checksum (head, head + AT_CHECKSUM);
}

/**
 * tn_seal_to_text:
 *
 * Returns: (transfer full): by which a password can be tried without the file
 */
char *
tn_seal_to_text (TnSeal *self)
{
  TnFileIdentity nobody = { .uuid = (char *) "", .save_id = (char *) "" };
  guint8 head[TN_SEAL_HEAD_BYTES];
  Stream stream;

  make_head (self, &nobody, 0, head, &stream);
  sodium_memzero (&stream, sizeof stream);

  return g_base64_encode (head, sizeof head);
}

/**
 * tn_seal_open_text:
 * @text: as tn_seal_to_text() gave it
 * @name: of the file, for the sentence
 * @error: %TN_ERROR_PASSWORD when it is not the password, %TN_ERROR_DAMAGED
 *
 * Returns: (transfer full) (nullable): the key of the file
 */
TnSeal *
tn_seal_open_text (const char *text, const char *password, const char *name, GError **error)
{
  gsize size;
  g_autofree guint8 *head = g_base64_decode (text, &size);

  return tn_seal_open (head, size, password, name, error);
}

/* Of a file as it is now. */
TnSeal *
tn_seal_open_file (const char *path, const char *password, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  g_autofree char *name = g_filename_display_basename (path);
  guint8 head[TN_SEAL_HEAD_BYTES];
  gssize n = fd >= 0 ? tn_file_read_fully (fd, head, sizeof head) : -1;

  if (n < 0)
    tn_error_set_errno (error, errno, path);
  if (fd >= 0)
    close (fd);

  return n >= 0 ? tn_seal_open (head, n, password, name, error) : NULL;
}

typedef struct
{
  Stream stream;
  guint8 plain[PIECE_BYTES];
  guint8 sealed[SEALED_BYTES];
} Work;

static void
work_free (Work *work)
{
  sodium_memzero (work, sizeof *work);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

/* A copy of the store says that it needs no journal, as tn-save.c explains. */
static void
mark_as_plain (guint8 *page)
{
  page[18] = page[19] = 1;
}

static gboolean
seal_pieces (Work *work,
             int from,
             goffset size,
             int to,
             const char *to_path,
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  for (goffset done = 0; done < size;)
    {
      gsize wanted = MIN (PIECE_BYTES, size - done);
      gboolean last = done + (goffset) wanted == size;

      if (tn_cancelled (cancellable, error))
        return FALSE;
      if (tn_file_read_fully (from, work->plain, wanted) != (gssize) wanted)
        {
          tn_error_set (error, TN_ERROR_IO,
                        N_ ("A file of the project became shorter while it was copied. Try again."),
                        NULL);
          return FALSE;
        }
      if (done == 0)
        mark_as_plain (work->plain);
      crypto_secretstream_xchacha20poly1305_push (
          &work->stream, work->sealed, NULL, work->plain, wanted, NULL, 0,
          last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
               : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
      if (!tn_file_write_fully (to, work->sealed,
                                wanted + crypto_secretstream_xchacha20poly1305_ABYTES))
        {
          tn_error_set_errno (error, errno, to_path);
          return FALSE;
        }
      done += wanted;
      tn_progress_report (progress, (double) done / size);
    }

  return TRUE;
}

/**
 * tn_seal_write:
 * @identity: of the save
 * @from: a database at rest, read from its beginning
 * @to: an empty file
 * @to_path: for messages
 *
 * Seals @from into @to, which is not synced.
 */
gboolean
tn_seal_write (TnSeal *self,
               const TnFileIdentity *identity,
               int from,
               int to,
               const char *to_path,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (Work) work = g_new (Work, 1);
  guint8 head[TN_SEAL_HEAD_BYTES];
  struct stat info;

  if (fstat (from, &info) != 0)
    {
      tn_error_set_errno (error, errno, to_path);
      return FALSE;
    }
  make_head (self, identity, info.st_size, head, &work->stream);
  if (!tn_file_write_fully (to, head, sizeof head))
    {
      tn_error_set_errno (error, errno, to_path);
      return FALSE;
    }

  return seal_pieces (work, from, info.st_size, to, to_path, progress, cancellable, error);
}

/* @whole: (out): whether every piece was there as it was sealed, and nothing more. What
 * stands before a damaged piece is whole, and may be enough to open the rest. */
static gboolean
unseal_pieces (Work *work,
               int from,
               goffset size,
               int to,
               const char *to_path,
               gboolean *whole,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  goffset done = 0;
  guint8 tag = 0;

  *whole = FALSE;
  while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    {
      unsigned long long n_plain;
      gssize n = tn_file_read_fully (from, work->sealed, SEALED_BYTES);

      if (tn_cancelled (cancellable, error))
        return FALSE;
      if (n < (gssize) crypto_secretstream_xchacha20poly1305_ABYTES ||
          crypto_secretstream_xchacha20poly1305_pull (&work->stream, work->plain, &n_plain, &tag,
                                                      work->sealed, n, NULL, 0) != 0)
        return TRUE;
      if (!tn_file_write_fully (to, work->plain, n_plain))
        {
          tn_session_set_errno (error, errno, to_path);
          return FALSE;
        }
      done += n_plain;
      tn_progress_report (progress, size > 0 ? MIN (1, (double) done / size) : 1);
    }
  *whole = done == size && tn_file_read_fully (from, work->sealed, 1) == 0;

  return TRUE;
}

static gboolean
unseal (TnSeal *self,
        int from,
        const char *from_path,
        int to,
        const char *to_path,
        gboolean *whole,
        TnProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (Work) work = g_new (Work, 1);
  g_autofree char *name = g_filename_display_basename (from_path);
  guint8 head[TN_SEAL_HEAD_BYTES];
  gssize n = tn_file_read_fully (from, head, sizeof head);
  struct stat info;

  if (n < 0)
    {
      tn_error_set_errno (error, errno, from_path);
      return FALSE;
    }
  if (!tn_seal_is_head (head, n) || !check_head (head, n, name, error) ||
      !open_stream (self, head, &work->stream))
    {
      g_clear_error (error);
      take_damaged_error (name, error);
      return FALSE;
    }
  if (!unseal_pieces (work, from, (goffset) get_number (head + AT_SIZE, 8), to, to_path, whole,
                      progress, cancellable, error))
    return FALSE;
  if (fstat (to, &info) == 0 && info.st_size > 0)
    return TRUE;
  take_damaged_error (name, error);

  return FALSE;
}

/**
 * tn_seal_read:
 * @from_path: a sealed file, of this seal
 * @to_path: the store to be made, in a session directory
 * @whole: (out): whether nothing was missing; otherwise @to_path holds what stood before
 * @error: %TN_ERROR_DAMAGED when nothing can be read, %TN_ERROR_IO, %TN_ERROR_SPACE
 */
gboolean
tn_seal_read (TnSeal *self,
              const char *from_path,
              const char *to_path,
              gboolean *whole,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  int from = open (from_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  int to = from >= 0 ? open (to_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
  gboolean unsealed = FALSE;

  if (from < 0)
    tn_error_set_errno (error, errno, from_path);
  else if (to < 0)
    tn_session_set_errno (error, errno, to_path);
  else
    unsealed = unseal (self, from, from_path, to, to_path, whole, progress, cancellable, error);
  if (from >= 0)
    close (from);
  if (to >= 0)
    {
      close (to);
      if (!unsealed)
        g_unlink (to_path);
    }

  return unsealed;
}
