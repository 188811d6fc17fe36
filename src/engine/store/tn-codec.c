/* tn-codec.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-codec.h"

#include <math.h>
#include <string.h>
#include <zstd.h>

#include "tn-error.h"
#include "tn-pack.h"

/* A chunk of texts larger than this is not stored; a forged header cannot ask for more. */
#define MAX_PLAIN_BYTES (512 * 1024 * 1024)
#define LEVEL           1

/* The plain form of each kind, before zstd. All little-endian.
 *   number: form 0, then the doubles in byte planes; or form 1 + k, base, packed:
 *     the values are whole multiples of 10^-k, which most amounts and quantities are
 *   time: unit, form, base, packed: whole units; form 1: differences of neighbours
 *   code: packed code + 1, so that missing is 0
 *   text: 0 or 1, the missing bits if 1, packed lengths, the bytes
 *   bytes: themselves */

static const double powers[] = { 1, 10, 100, 1000, 10000 };
static const gint64 units[] = {
  1, 1000, 1000000, 60000000, G_GINT64_CONSTANT (3600000000), G_GINT64_CONSTANT (86400000000)
};

void
tn_piece_free (TnPiece *self)
{
  g_bytes_unref (self->data);
  g_free (self);
}

/**
 * tn_piece_get_mark:
 *
 * Returns: the first eight bytes of a hash, as what refers to the piece keeps them
 */
gint64
tn_piece_get_mark (const guint8 *hash)
{
  gint64 mark;

  memcpy (&mark, hash, sizeof mark);

  return GINT64_FROM_LE (mark);
}

static void
free_compressor (gpointer data)
{
  ZSTD_freeCCtx (data);
}

static void
free_decompressor (gpointer data)
{
  ZSTD_freeDCtx (data);
}

static ZSTD_CCtx *
get_compressor (void)
{
  static GPrivate key = G_PRIVATE_INIT (free_compressor);
  ZSTD_CCtx *context = g_private_get (&key);

  if (context == NULL)
    {
      context = ZSTD_createCCtx ();
      g_private_set (&key, context);
    }

  return context;
}

static ZSTD_DCtx *
get_decompressor (void)
{
  static GPrivate key = G_PRIVATE_INIT (free_decompressor);
  ZSTD_DCtx *context = g_private_get (&key);

  if (context == NULL)
    {
      context = ZSTD_createDCtx ();
      g_private_set (&key, context);
    }

  return context;
}

static void
take_memory_error (GError **error)
{
  tn_error_set (
      error, TN_ERROR_SPACE,
      N_ ("There is not enough memory to store or read this part of the data. Close other "
          "programs and try again."),
      NULL);
}

static gboolean
refuse (GError **error)
{
  tn_error_set (error, TN_ERROR_DAMAGED, N_ ("A stored piece of the project is damaged."), NULL);

  return FALSE;
}

static void
hash_piece (int kind,
            guint n_rows,
            gconstpointer data,
            gsize size,
            guint8 out[TN_FINGERPRINT_BYTES])
{
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  tn_fingerprint_add_int (hash, kind);
  tn_fingerprint_add_int (hash, n_rows);
  tn_fingerprint_add (hash, data, size);
  tn_fingerprint_end_bytes (hash, out);
}

/* Compresses @plain; the piece is named by what is stored, so reading checks before it
 * unpacks, and hashing costs the compressed size only. */
static TnPiece *
piece_new (int kind, guint n_rows, gconstpointer plain, gsize size, GError **error)
{
  gsize bound = ZSTD_compressBound (size);
  guint8 *out = g_try_malloc (bound);
  ZSTD_CCtx *context = get_compressor ();
  gpointer fitted;
  TnPiece *self;
  gsize used = 0;

  if (out != NULL && context != NULL)
    used = ZSTD_compressCCtx (context, out, bound, plain, size, LEVEL);
  /* The buffer is long enough: it is the workspace that there is no memory for. */
  if (used == 0 || ZSTD_isError (used))
    {
      g_free (out);
      take_memory_error (error);
      return NULL;
    }

  self = g_new0 (TnPiece, 1);
  self->kind = kind;
  self->n_rows = n_rows;
  /* Where there is no memory even for less, it stays larger than it need be. */
  fitted = g_try_realloc (out, MAX (used, 1));
  self->data = g_bytes_new_take (fitted != NULL ? fitted : out, used);
  hash_piece (kind, n_rows, g_bytes_get_data (self->data, NULL), used, self->hash);

  return self;
}

static gboolean
is_plain_nan (double value)
{
  const double nan_value = NAN;

  return memcmp (&value, &nan_value, sizeof value) == 0;
}

/* Whether all values are whole multiples of 1 / @power, to the bit; @out gets the
 * multiples, NaN becomes TN_PACK_MISSING. */
static gboolean
to_multiples (const double *values, guint n, double power, gint64 *out)
{
  for (guint i = 0; i < n; i++)
    {
      double v = values[i];
      double multiple = rint (v * power);

      if (fabs (multiple) <= 9007199254740992.0 && multiple / power == v &&
          !(multiple == 0 && signbit (v)))
        out[i] = (gint64) multiple;
      else if (is_plain_nan (v))
        out[i] = TN_PACK_MISSING;
      else
        return FALSE;
    }

  return TRUE;
}

/* Returns the bytes written, as all of the following. */
static gsize
plain_from_numbers (const TnChunk *chunk, gint64 *scratch, guint8 *plain)
{
  const double *values = chunk->number;
  guint n = chunk->n_rows;

  for (guint k = 0; k < G_N_ELEMENTS (powers); k++)
    if (to_multiples (values, n, powers[k], scratch))
      {
        plain[0] = 1 + k;
        return 1 + tn_pack_signed (scratch, n, plain + 1);
      }
  plain[0] = 0;
  memcpy (scratch, values, n * sizeof *values);
  tn_pack_planes ((const guint64 *) scratch, n, 8, plain + 1);

  return 1 + 8 * (gsize) n;
}

static guint
largest_unit (const gint64 *times, guint n)
{
  guint unit = G_N_ELEMENTS (units) - 1;

  for (guint i = 0; i < n && unit > 0; i++)
    while (unit > 0 && times[i] != TN_TIME_MISSING && times[i] % units[unit] != 0)
      unit--;

  return unit;
}

/* Returns the first value. It has no neighbour, and its difference would widen all
 * others, so it repeats the second one's. */
static gint64
to_differences (gint64 *values, guint n)
{
  gint64 first = values[0];
  gint64 before = first;

  for (guint i = 1; i < n; i++)
    {
      gint64 value = values[i];

      values[i] = (gint64) ((guint64) value - (guint64) before);
      before = value;
    }
  values[0] = values[1];

  return first;
}

static gsize
plain_from_times (const TnChunk *chunk, gint64 *scratch, guint8 *plain)
{
  guint n = chunk->n_rows;
  guint unit = largest_unit (chunk->time, n);
  gint64 first = 0;

  for (guint i = 0; i < n; i++)
    scratch[i] = chunk->time[i] == TN_TIME_MISSING ? TN_PACK_MISSING : chunk->time[i] / units[unit];

  plain[0] = unit;
  plain[1] = 0;
  if (tn_pack_is_steady (scratch, n))
    {
      plain[1] = 1;
      first = to_differences (scratch, n);
    }
  first = GINT64_TO_LE (first);
  memcpy (plain + 2, &first, 8);

  return 10 + tn_pack_signed (scratch, n, plain + 10);
}

static gsize
plain_from_codes (const TnChunk *chunk, gint64 *scratch, guint8 *plain)
{
  guint64 *out = (guint64 *) scratch;

  for (guint i = 0; i < chunk->n_rows; i++)
    out[i] = (guint32) (chunk->code[i] + 1u);

  return tn_pack_unsigned (out, chunk->n_rows, plain);
}

static gsize
plain_from_texts (const TnChunk *chunk, gint64 *scratch, guint8 *plain)
{
  guint64 *lengths = (guint64 *) scratch;
  guint n = chunk->n_rows;
  gsize mask = chunk->missing != NULL ? (n + 7) / 8 : 0;
  gsize used = 1 + mask;

  plain[0] = chunk->missing != NULL;
  if (mask > 0)
    memcpy (plain + 1, chunk->missing, mask);
  for (guint i = 0; i < n; i++)
    lengths[i] = chunk->offset[i + 1] - chunk->offset[i];
  used += tn_pack_unsigned (lengths, n, plain + used);
  memcpy (plain + used, chunk->text, chunk->offset[n]);

  return used + chunk->offset[n];
}

static gsize
plain_bound (const TnChunk *chunk)
{
  gsize bound = 64 + 8 * (gsize) chunk->n_rows;

  if (chunk->kind == TN_CHUNK_TEXT)
    bound += chunk->n_rows + chunk->offset[chunk->n_rows];

  return bound;
}

/**
 * tn_codec_encode_chunk:
 * @chunk: at most %TN_CHUNK_ROWS rows
 * @error: %TN_ERROR_SPACE when memory is short or the texts are larger than 512 MiB
 *
 * The same values give the same bytes, with one version of zstd. About 500 MB a second
 * and core.
 *
 * Returns: (transfer full): the piece to be stored
 */
TnPiece *
tn_codec_encode_chunk (const TnChunk *chunk, GError **error)
{
  static gsize (*const makers[]) (const TnChunk *, gint64 *, guint8 *) = {
    [TN_CHUNK_NUMBER] = plain_from_numbers,
    [TN_CHUNK_CODE] = plain_from_codes,
    [TN_CHUNK_TIME] = plain_from_times,
    [TN_CHUNK_TEXT] = plain_from_texts,
  };
  gsize bound = plain_bound (chunk);
  g_autofree guint8 *plain = bound <= MAX_PLAIN_BYTES ? g_try_malloc (bound) : NULL;
  g_autofree gint64 *scratch = g_try_new (gint64, MAX (chunk->n_rows, 1));

  if (plain == NULL || scratch == NULL)
    {
      take_memory_error (error);
      return NULL;
    }

  return piece_new (chunk->kind, chunk->n_rows, plain, makers[chunk->kind](chunk, scratch, plain),
                    error);
}

/**
 * tn_codec_encode_bytes:
 * @size: at most %TN_PIECE_MAX_BYTES
 */
TnPiece *
tn_codec_encode_bytes (gconstpointer data, gsize size, GError **error)
{
  g_return_val_if_fail (size <= TN_PIECE_MAX_BYTES, NULL);

  return piece_new (TN_PIECE_BYTES, size, data, size, error);
}

/**
 * tn_codec_check:
 * @hash: %TN_FINGERPRINT_BYTES bytes
 *
 * Compares a stored piece with its checksum. Whatever passes is what somebody stored;
 * it may still be forged, so decoding checks, too.
 */
gboolean
tn_codec_check (int kind,
                guint n_rows,
                gconstpointer data,
                gsize size,
                const guint8 *hash,
                GError **error)
{
  guint8 found[TN_FINGERPRINT_BYTES];

  hash_piece (kind, n_rows, data, size, found);

  return memcmp (found, hash, sizeof found) == 0 || refuse (error);
}

static guint8 *
inflate (gconstpointer data, gsize size, gsize limit, gsize *plain_size, GError **error)
{
  unsigned long long declared = ZSTD_getFrameContentSize (data, size);
  ZSTD_DCtx *context = get_decompressor ();
  guint8 *plain;
  gsize used;

  /* Also true for both of zstd's error values. */
  if (declared > limit)
    {
      refuse (error);
      return NULL;
    }
  plain = context != NULL ? g_try_malloc (MAX (declared, 1)) : NULL;
  if (plain == NULL)
    {
      take_memory_error (error);
      return NULL;
    }
  used = ZSTD_decompressDCtx (context, plain, declared, data, size);
  if (ZSTD_isError (used) || used != declared)
    {
      g_free (plain);
      refuse (error);
      return NULL;
    }
  *plain_size = used;

  return plain;
}

static gboolean
numbers_from_plain (const guint8 *plain, gsize size, gint64 *scratch, TnChunk *chunk)
{
  guint n = chunk->n_rows;

  if (size < 1 || plain[0] > G_N_ELEMENTS (powers))
    return FALSE;
  if (plain[0] == 0)
    {
      if (size != 1 + 8 * (gsize) n)
        return FALSE;
      tn_unpack_planes (plain + 1, n, 8, (guint64 *) scratch);
      memcpy (chunk->number, scratch, n * sizeof *chunk->number);
      return TRUE;
    }
  if (tn_unpack_signed (plain + 1, size - 1, n, scratch) != size - 1)
    return FALSE;
  for (guint i = 0; i < n; i++)
    chunk->number[i] =
        scratch[i] == TN_PACK_MISSING ? NAN : (double) scratch[i] / powers[plain[0] - 1];

  return TRUE;
}

/* Sums differences and scales; unsigned, for a forged piece may overflow. */
static gboolean
times_from_plain (const guint8 *plain, gsize size, gint64 *scratch, TnChunk *chunk)
{
  guint n = chunk->n_rows;
  guint64 unit, sum = 0;
  gint64 first;

  if (size < 10 || plain[0] >= G_N_ELEMENTS (units) || plain[1] > 1 ||
      tn_unpack_signed (plain + 10, size - 10, n, scratch) != size - 10)
    return FALSE;
  unit = (guint64) units[plain[0]];
  memcpy (&first, plain + 2, 8);
  if (plain[1] == 1 && n > 0)
    scratch[0] = GINT64_FROM_LE (first);
  for (guint i = 0; i < n; i++)
    {
      sum = plain[1] == 1 ? sum + (guint64) scratch[i] : (guint64) scratch[i];
      chunk->time[i] = scratch[i] == TN_PACK_MISSING ? TN_TIME_MISSING : (gint64) (sum * unit);
    }

  return TRUE;
}

static gboolean
codes_from_plain (const guint8 *plain, gsize size, gint64 *scratch, TnChunk *chunk)
{
  const guint64 *codes = (const guint64 *) scratch;

  if (tn_unpack_unsigned (plain, size, chunk->n_rows, (guint64 *) scratch) != size)
    return FALSE;
  for (guint i = 0; i < chunk->n_rows; i++)
    {
      if (codes[i] > G_MAXUINT32)
        return FALSE;
      chunk->code[i] = (guint32) codes[i] - 1u;
    }

  return TRUE;
}

/* NUL is a character here, which g_utf8_validate_len() does not accept. */
static gboolean
is_text (const char *text, gsize size)
{
  while (size > 0)
    {
      const char *end;

      if (g_utf8_validate_len (text, size, &end))
        return TRUE;
      if (*end != '\0')
        return FALSE;
      size -= end - text + 1;
      text = end + 1;
    }

  return TRUE;
}

static gboolean
set_offsets (TnChunk *chunk, const guint64 *lengths, gsize text_size)
{
  guint64 offset = 0;

  for (guint i = 0; i < chunk->n_rows; i++)
    {
      if (lengths[i] > text_size - offset)
        return FALSE;
      offset += lengths[i];
      /* A text may not begin in the middle of a character. */
      if (offset < text_size && (chunk->text[offset] & 0xc0) == 0x80)
        return FALSE;
      chunk->offset[i + 1] = offset;
    }

  return offset == text_size;
}

static TnChunk *
texts_from_plain (const guint8 *plain, gsize size, guint n, gint64 *scratch, GError **error)
{
  gboolean has_mask = size > 0 && plain[0] == 1;
  gsize used = 1 + (has_mask ? (n + 7) / 8 : 0);
  gsize packed, text_size;
  g_autoptr (TnChunk) chunk = NULL;

  packed = size >= used && plain[0] <= 1
               ? tn_unpack_unsigned (plain + used, size - used, n, (guint64 *) scratch)
               : 0;
  if (packed == 0)
    {
      refuse (error);
      return NULL;
    }
  text_size = size - used - packed;
  chunk = tn_chunk_try_new_text (n, text_size, has_mask);
  if (chunk == NULL)
    {
      take_memory_error (error);
      return NULL;
    }
  if (has_mask)
    memcpy (chunk->missing, plain + 1, (n + 7) / 8);
  memcpy (chunk->text, plain + used + packed, text_size);
  if (!is_text (chunk->text, text_size) ||
      !set_offsets (chunk, (const guint64 *) scratch, text_size))
    {
      refuse (error);
      return NULL;
    }

  return g_steal_pointer (&chunk);
}

static TnChunk *
fixed_from_plain (int kind,
                  const guint8 *plain,
                  gsize size,
                  guint n,
                  gint64 *scratch,
                  GError **error)
{
  g_autoptr (TnChunk) chunk = tn_chunk_try_new (kind, n);
  gboolean sound = FALSE;

  if (chunk == NULL)
    {
      take_memory_error (error);
      return NULL;
    }
  if (kind == TN_CHUNK_NUMBER)
    sound = numbers_from_plain (plain, size, scratch, chunk);
  else if (kind == TN_CHUNK_TIME)
    sound = times_from_plain (plain, size, scratch, chunk);
  else
    sound = codes_from_plain (plain, size, scratch, chunk);

  return sound || refuse (error) ? g_steal_pointer (&chunk) : NULL;
}

/**
 * tn_codec_decode_chunk:
 * @error: %TN_ERROR_DAMAGED when @data cannot be a chunk of @kind with @n_rows rows,
 *   %TN_ERROR_SPACE
 *
 * Safe for bytes of any origin.
 *
 * Returns: (transfer full): the chunk
 */
TnChunk *
tn_codec_decode_chunk (int kind, guint n_rows, gconstpointer data, gsize size, GError **error)
{
  g_autofree guint8 *plain = NULL;
  g_autofree gint64 *scratch = NULL;
  gsize limit = kind == TN_CHUNK_TEXT ? MAX_PLAIN_BYTES : 64 + 8 * (gsize) TN_CHUNK_ROWS;
  gsize plain_size;

  if (kind < 0 || kind > TN_CHUNK_TEXT || n_rows > TN_CHUNK_ROWS)
    {
      refuse (error);
      return NULL;
    }
  plain = inflate (data, size, limit, &plain_size, error);
  if (plain == NULL)
    return NULL;
  scratch = g_try_new (gint64, MAX (n_rows, 1));
  if (scratch == NULL)
    {
      take_memory_error (error);
      return NULL;
    }

  return kind == TN_CHUNK_TEXT ? texts_from_plain (plain, plain_size, n_rows, scratch, error)
                               : fixed_from_plain (kind, plain, plain_size, n_rows, scratch, error);
}

/**
 * tn_codec_decode_bytes:
 * @n_rows: the number of bytes that must come out
 */
GBytes *
tn_codec_decode_bytes (guint n_rows, gconstpointer data, gsize size, GError **error)
{
  gsize plain_size = 0;
  guint8 *plain = n_rows <= TN_PIECE_MAX_BYTES ? inflate (data, size, n_rows, &plain_size, error)
                                               : (refuse (error), NULL);

  if (plain == NULL)
    return NULL;
  if (plain_size != n_rows)
    {
      g_free (plain);
      refuse (error);
      return NULL;
    }

  return g_bytes_new_take (plain, plain_size);
}
