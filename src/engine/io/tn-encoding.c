/* tn-encoding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "tn-error.h"

#define BLOCK                 (256 * 1024)
#define SAMPLE_BLOCK          (64 * 1024)
#define N_SAMPLES             8
#define MIN_SINGLE_BYTE_LINES 20

struct _TnDecoder
{
  TnSource *source;
  iconv_t converter; /* (iconv_t) -1 for UTF-8, which is handed on as it is */
  gint64 offset;     /* of the file: the next byte to read */
  char *raw;         /* read, not yet converted */
  gsize raw_start;
  gsize raw_end;
  guint unit;  /* bytes of a code unit: what is skipped where nothing fits */
  int pending; /* a byte behind TN_ENCODING_MARK that found no room */
};

/**
 * tn_utf8_check:
 * @text: may hold NUL
 *
 * Looks for the first byte that is not part of a well-formed UTF-8 sequence (Unicode
 * 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
 *
 * Returns: how many bytes before it are well-formed; @length when all are
 */
gsize
tn_utf8_check (const char *text, gsize length)
{
  const guint8 *p = (const guint8 *) text;
  const guint8 *end = p + length;

  while (p < end)
    {
      guint64 word;
      guint8 c = *p;

      if (c < 0x80)
        {
          while (end - p >= 8 && (memcpy (&word, p, 8), (word & 0x8080808080808080) == 0))
            p += 8;
          while (p < end && *p < 0x80)
            p++;
          continue;
        }
      if (c >= 0xe1 && c <= 0xef && c != 0xed && end - p >= 3)
        {
          if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
            break;
          p += 3;
        }
      else if (c >= 0xc2 && c <= 0xdf && end - p >= 2)
        {
          if ((p[1] & 0xc0) != 0x80)
            break;
          p += 2;
        }
      else if ((c == 0xe0 || c == 0xed) && end - p >= 3)
        {
          if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 ||
              (c == 0xe0 ? p[1] < 0xa0 : p[1] > 0x9f))
            break;
          p += 3;
        }
      else if (c >= 0xf0 && c <= 0xf4 && end - p >= 4)
        {
          if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80 ||
              (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f))
            break;
          p += 4;
        }
      else
        break;
    }

  return p - (const guint8 *) text;
}

/* Whether the bytes at @p are the beginning of a sequence that goes on behind @end. */
static gboolean
is_cut_off (const char *p, gsize n)
{
  guint8 c = *p;
  gsize need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;

  if (c < 0xc2 || c > 0xf4 || n >= need)
    return FALSE;
  for (gsize i = 1; i < n; i++)
    if (((guint8) p[i] & 0xc0) != 0x80)
      return FALSE;

  return TRUE;
}

/**
 * tn_encoding_intern:
 * @name: name of an encoding in any usual spelling
 *
 * Returns: (nullable): the name this module uses for it, valid forever; %NULL when it
 *   cannot be read
 */
const char *
tn_encoding_intern (const char *name)
{
  static const char *const aliases[][2] = {
    { "UTF8", "UTF-8" },          { "ASCII", "UTF-8" },         { "US-ASCII", "UTF-8" },
    { "GBK", "GB18030" },         { "GB2312", "GB18030" },      { "CP936", "GB18030" },
    { "BIG-5", "BIG5" },          { "UTF-16", "UTF-16LE" },     { "LATIN1", "ISO-8859-1" },
    { "CP1252", "WINDOWS-1252" }, { "SHIFT-JIS", "SHIFT_JIS" }, { "SJIS", "SHIFT_JIS" },
  };
  g_autofree char *upper = g_ascii_strup (name, -1);
  iconv_t converter;

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (upper, aliases[i][0]) == 0)
      return aliases[i][1];
  converter = iconv_open ("UTF-8", upper);
  if (converter == (iconv_t) -1)
    return NULL;
  iconv_close (converter);

  return g_intern_string (upper);
}

/**
 * tn_decoder_new:
 * @encoding: a name of tn_encoding_intern()
 * @offset: where to begin, behind a byte order mark
 *
 * Returns: (transfer full): a reader that gives UTF-8, or %NULL with %TN_ERROR_ARGUMENT
 */
TnDecoder *
tn_decoder_new (TnSource *source, const char *encoding, gint64 offset, GError **error)
{
  TnDecoder *self = g_new0 (TnDecoder, 1);

  self->source = tn_source_ref (source);
  self->offset = offset;
  self->converter = (iconv_t) -1;
  self->unit = g_str_has_prefix (encoding, "UTF-16") ? 2 : 1;
  self->pending = -1;
  if (strcmp (encoding, "UTF-8") == 0)
    return self;

  self->converter = iconv_open ("UTF-8", encoding);
  self->raw = g_malloc (BLOCK);
  if (self->converter == (iconv_t) -1)
    {
      tn_decoder_free (self);
      tn_error_take (error, TN_ERROR_ARGUMENT,
                     tn_message_text (tn_message_new (N_ ("Tenure does not know the encoding "
                                                          "{encoding}; choose UTF-8, GB18030 or "
                                                          "another from the list.")),
                                      "encoding", encoding));
      return NULL;
    }

  return self;
}

void
tn_decoder_free (TnDecoder *self)
{
  if (self->converter != (iconv_t) -1)
    iconv_close (self->converter);
  tn_source_unref (self->source);
  g_free (self->raw);
  g_free (self);
}

/**
 * tn_decoder_get_offset:
 *
 * Returns: how many bytes of the file were read so far
 */
gint64
tn_decoder_get_offset (const TnDecoder *self)
{
  return self->offset;
}

static gboolean
decoder_refill (TnDecoder *self, GError **error)
{
  gsize left = self->raw_end - self->raw_start;
  gssize n;

  memmove (self->raw, self->raw + self->raw_start, left);
  self->raw_start = 0;
  self->raw_end = left;
  n = tn_source_read (self->source, self->offset, self->raw + left, BLOCK - left, error);
  if (n < 0)
    return FALSE;
  self->offset += n;
  self->raw_end += n;

  return TRUE;
}

/* Puts one byte that fits no character as the mark and itself. */
static void
decoder_pass_byte (TnDecoder *self, char **out, gsize *room)
{
  guint n = MIN (self->unit, self->raw_end - self->raw_start);

  for (guint i = 0; i < n && *room >= 2; i++)
    {
      *(*out)++ = (char) TN_ENCODING_MARK;
      *(*out)++ = self->raw[self->raw_start++];
      *room -= 2;
    }
}

/**
 * tn_decoder_read:
 * @buffer: (out caller-allocated): at least 64 bytes
 *
 * Gives the next piece of the text. UTF-8 comes as it stands, unchecked. In other
 * encodings a byte that fits no character comes as %TN_ENCODING_MARK and itself, so
 * that one check for UTF-8 finds it and the byte is not lost.
 *
 * Returns: bytes written, 0 at the end, -1 with @error
 */
gssize
tn_decoder_read (TnDecoder *self, char *buffer, gsize size, GError **error)
{
  char *out = buffer;
  gsize room = size;

  if (self->converter == (iconv_t) -1)
    {
      gssize n = tn_source_read (self->source, self->offset, buffer, size, error);

      self->offset += MAX (n, 0);
      return n;
    }
  while (room >= 16)
    {
      char *in;
      gsize left;

      if (self->raw_end - self->raw_start < 16 && !decoder_refill (self, error))
        return -1;
      left = self->raw_end - self->raw_start;
      if (left == 0)
        break;
      in = self->raw + self->raw_start;
      errno = 0;
      (void) iconv (self->converter, &in, &left, &out, &room);
      self->raw_start = self->raw_end - left;
      if (left > 0 && errno == EILSEQ)
        decoder_pass_byte (self, &out, &room);
      else if (left > 0 && errno == EINVAL)
        {
          if (!decoder_refill (self, error))
            return -1;
          if (self->raw_end == left) /* cut off at the end of the file */
            decoder_pass_byte (self, &out, &room);
        }
      else if (errno == E2BIG)
        break;
    }

  return size - room;
}

/**
 * tn_encoding_fits:
 * @fits: (out): whether every byte of the file is text in the encoding
 *
 * Reads the whole file.
 *
 * Returns: %FALSE when reading stopped with @error
 */
gboolean
tn_encoding_fits (TnSource *source,
                  const char *name,
                  GCancellable *cancellable,
                  gboolean *fits,
                  GError **error)
{
  g_autoptr (TnDecoder) decoder = tn_decoder_new (source, name, 0, error);
  g_autofree char *buffer = g_malloc (BLOCK);
  gssize n;
  gsize left = 0;

  *fits = TRUE;
  if (decoder == NULL)
    return FALSE;
  while (*fits && (n = tn_decoder_read (decoder, buffer + left, BLOCK - left, error)) != 0)
    {
      gsize good;

      if (n < 0 || tn_cancelled (cancellable, error))
        return FALSE;
      n += left;
      good = tn_utf8_check (buffer, n);
      left = n - good;
      *fits = left == 0 || is_cut_off (buffer + good, left);
      memmove (buffer, buffer + good, *fits ? left : 0);
    }
  *fits = *fits && left == 0;

  return TRUE;
}

/* What a sample says about one encoding. */
typedef struct
{
  gsize n_bad;   /* bytes that fit no character */
  gsize n_chars; /* characters above ASCII */
  gsize n_rare;  /* of those: outside what texts are usually made of */
} Fit;

static gboolean
is_rare (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
         (c >= 0x7f && c < 0xa0) || (c >= 0xe000 && c < 0xf900) || (c >= 0xfff0 && c < 0x10000) ||
         (c >= 0x3400 && c < 0x4e00) || c >= 0x20000 ||
         (c >= 0x0100 && c < 0x2000 && !(c >= 0x370 && c < 0x460)) || (c >= 0x2400 && c < 0x2500);
}

static void
count_text (const char *text, gsize length, Fit *fit)
{
  const char *p = text;
  const char *end = text + length;

  while (p < end)
    {
      gsize good = tn_utf8_check (p, end - p);

      for (const char *q = p; q < p + good; q = g_utf8_next_char (q))
        {
          gunichar c = g_utf8_get_char (q);

          fit->n_chars += c >= 0x80;
          fit->n_rare += is_rare (c);
        }
      p += good;
      if (p < end)
        {
          if (is_cut_off (p, end - p))
            return;
          fit->n_bad++;
          p += (guint8) *p == TN_ENCODING_MARK ? MIN (2, end - p) : 1;
        }
    }
}

/* Converts a sample. Where it begins in the middle of a character, up to 3 bytes are
 * not counted; a cut at its end is none. */
static void
try_encoding (GBytes *sample, const char *name, Fit *fit)
{
  gsize size = g_bytes_get_size (sample);
  g_autofree char *text = g_malloc (size * 4 + 64);
  g_autoptr (TnSource) source = tn_source_open_bytes (sample, "");
  g_autoptr (TnDecoder) decoder = tn_decoder_new (source, name, 0, NULL);
  gssize n = decoder != NULL ? tn_decoder_read (decoder, text, size * 4 + 64, NULL) : -1;
  gsize bad_before = fit->n_bad;

  if (n < 0)
    {
      fit->n_bad += size;
      return;
    }
  /* Cut in the middle of a character: iconv reported it as bytes that do not fit. */
  while (n >= 2 && size > 0 && (guint8) text[n - 2] == TN_ENCODING_MARK && size - n < 8)
    n -= 2;
  count_text (text, n, fit);
  if (fit->n_bad == bad_before + 1 && (guint8) text[0] == TN_ENCODING_MARK)
    fit->n_bad--;
}

static GPtrArray *
read_samples (TnSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gint64 size = tn_source_get_size (source);
  guint n = size <= N_SAMPLES * SAMPLE_BLOCK ? 1 : N_SAMPLES;
  gsize block = n == 1 ? (gsize) size : SAMPLE_BLOCK;

  for (guint i = 0; i < n; i++)
    {
      gint64 offset = n == 1 ? 0 : (size - (gint64) block) / (n - 1) * i;
      char *buffer = g_malloc (block + 1);
      gsize skip = 0;
      gssize got;

      offset &= ~G_GINT64_CONSTANT (3);
      got = tn_source_read (source, offset, buffer, block, error);
      if (got < 0 || tn_cancelled (cancellable, error))
        {
          g_free (buffer);
          return NULL;
        }
      /* Begin and end with a line: both are ends of characters in every encoding but
       * UTF-16, which is looked for before. */
      while (i > 0 && skip < (gsize) got && buffer[skip] != '\n')
        skip++;
      if (skip == (gsize) got)
        skip = 0;
      if (n > 1)
        while (got > (gssize) skip + 1 && buffer[got - 1] != '\n')
          got--;
      memmove (buffer, buffer + skip, got - skip);
      g_ptr_array_add (samples, g_bytes_new_take (buffer, got - skip));
    }

  return g_steal_pointer (&samples);
}

/* UTF-16 without a mark. Texts in one byte a character hold no zero bytes; here ASCII has
 * one in each pair, and Chinese has at least its line ends. The byte order is the one in
 * which the text is of usual characters. */
static const char *
guess_utf16 (TnSource *source, GBytes *sample)
{
  static const char *const names[2] = { "UTF-16LE", "UTF-16BE" };
  const char *best = NULL;
  double best_cost = 0.1;
  gsize size;
  const guint8 *p = g_bytes_get_data (sample, &size);
  gsize n_zero = 0;

  for (gsize i = 0; i < size; i++)
    n_zero += p[i] == 0;
  if (n_zero == 0 || size < 4)
    return NULL;
  for (guint i = 0; i < 2; i++)
    {
      Fit fit = { 0 };
      double cost;
      gboolean lines = FALSE;

      for (gsize j = 0; j + 1 < size && !lines; j += 2)
        lines = (p[j + i] == '\n' || p[j + i] == '\r') && p[j + 1 - i] == 0;
      if (!lines)
        continue;

      try_encoding (sample, names[i], &fit);
      cost = (fit.n_bad * 10.0 + fit.n_rare) / (size / 2);
      if (cost < best_cost)
        {
          best = names[i];
          best_cost = cost;
        }
    }

  return best;
}

static const char *
guess_single_byte (GPtrArray *samples)
{
  uchardet_t detector = uchardet_new ();
  const char *found = NULL;

  for (guint i = 0; i < samples->len; i++)
    {
      GBytes *sample = g_ptr_array_index (samples, i);

      uchardet_handle_data (detector, g_bytes_get_data (sample, NULL), g_bytes_get_size (sample));
    }
  uchardet_data_end (detector);
  if (*uchardet_get_charset (detector) != '\0')
    found = tn_encoding_intern (uchardet_get_charset (detector));
  uchardet_delete (detector);

  return found;
}

static void
fit_all (GPtrArray *samples, const char *name, Fit *fit)
{
  memset (fit, 0, sizeof *fit);
  for (guint i = 0; i < samples->len; i++)
    {
      GBytes *sample = g_ptr_array_index (samples, i);

      if (strcmp (name, "UTF-8") == 0)
        count_text (g_bytes_get_data (sample, NULL), g_bytes_get_size (sample), fit);
      else
        try_encoding (sample, name, fit);
    }
}

static gboolean
guess_mark (TnSource *source, TnEncodingGuess *guess, GError **error)
{
  static const struct
  {
    const char *bytes;
    guint n;
    const char *name;
  } marks[] = {
    { "\xef\xbb\xbf\xef\xbb\xbf", 6, "UTF-8" },
    { "\xef\xbb\xbf", 3, "UTF-8" },
    { "\xff\xfe", 2, "UTF-16LE" },
    { "\xfe\xff", 2, "UTF-16BE" },
    { "\x84\x31\x95\x33", 4, "GB18030" },
  };
  char head[8] = { 0 };

  if (tn_source_read (source, 0, head, 6, error) < 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (marks) && guess->name == NULL; i++)
    if (memcmp (head, marks[i].bytes, marks[i].n) == 0)
      *guess = (TnEncodingGuess){ marks[i].name, marks[i].n, TRUE, TRUE };

  return TRUE;
}

/* Texts of the West in one byte a character: nearly all bytes are ASCII, the others stand
 * alone between letters, while Chinese comes in runs of pairs. */
static gboolean
looks_western (GPtrArray *samples)
{
  gsize n_high = 0;
  gsize n_alone = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      gsize size;
      const guint8 *p = g_bytes_get_data (g_ptr_array_index (samples, i), &size);

      for (gsize j = 0; j < size; j++)
        if (p[j] >= 0x80)
          {
            n_high++;
            n_alone += (j == 0 || p[j - 1] < 0x80) && (j + 1 == size || p[j + 1] < 0x80);
          }
    }

  return n_alone * 4 >= n_high * 3;
}

/* How unlike usual Chinese the pairs of bytes are: in GB 2312 both bytes are above 0xa0;
 * in Big5 the frequent characters are in the lower half of the plane. */
static void
count_pairs (GPtrArray *samples, double *gb_unlike, double *big5_unlike)
{
  gsize n_pairs = 0;
  gsize n_gb = 0;
  gsize n_big5 = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      gsize size;
      const guint8 *p = g_bytes_get_data (g_ptr_array_index (samples, i), &size);

      for (gsize j = 0; j + 1 < size; j++)
        if (p[j] >= 0x81)
          {
            n_pairs++;
            n_gb += p[j] >= 0xa1 && p[j] <= 0xf7 && p[j + 1] >= 0xa1;
            n_big5 += p[j] >= 0xa1 && p[j] <= 0xc6 && (p[j + 1] >= 0xa1 || p[j + 1] < 0x7f);
            j++;
          }
    }
  *gb_unlike = 1 - (double) n_gb / MAX (n_pairs, 1);
  *big5_unlike = 1 - (double) n_big5 / MAX (n_pairs, 1);
}

/* The decision from samples that hold no mark. */
static void
decide (TnSource *source, GPtrArray *samples, TnEncodingGuess *guess)
{
  Fit utf8;
  Fit gb;
  Fit big5;
  const char *single;

  guess->sure = TRUE;
  fit_all (samples, "UTF-8", &utf8);
  guess->name = "UTF-8";
  /* Few breaks among many good sequences: UTF-8 with damaged rows. */
  if (utf8.n_bad == 0 || utf8.n_bad * 20 < utf8.n_chars)
    return;

  fit_all (samples, "GB18030", &gb);
  fit_all (samples, "BIG5", &big5);
  guess->sure = FALSE;
  single = guess_single_byte (samples);
  if (looks_western (samples))
    {
      guess->name =
          single != NULL && g_str_has_prefix (single, "WINDOWS-12") ? single : "WINDOWS-1252";
      return;
    }
  if (gb.n_bad * 50 <= gb.n_chars || big5.n_bad * 50 <= big5.n_chars)
    {
      double gb_cost;
      double big5_cost;

      count_pairs (samples, &gb_cost, &big5_cost);
      gb_cost += (gb.n_bad * 10.0 + gb.n_rare) / MAX (gb.n_chars, 1);
      big5_cost += (big5.n_bad * 10.0 + big5.n_rare) / MAX (big5.n_chars, 1);
      guess->name = gb_cost <= big5_cost ? "GB18030" : "BIG5";
      guess->sure = MIN (gb_cost, big5_cost) < 0.05;
      return;
    }
  guess->name = single != NULL ? single : "WINDOWS-1252";
}

/* In a large file an encoding that takes every byte needs more than a stray one to speak
 * for it: rows with such bytes are otherwise damaged rows of UTF-8. */
static void
doubt_single_byte (GPtrArray *samples, TnEncodingGuess *guess)
{
  gsize n_lines = 0;

  if (guess->sure || strcmp (guess->name, "GB18030") == 0 || strcmp (guess->name, "BIG5") == 0)
    return;
  for (guint i = 0; i < samples->len; i++)
    {
      gsize size;
      const guint8 *p = g_bytes_get_data (g_ptr_array_index (samples, i), &size);
      gboolean high = FALSE;

      for (gsize j = 0; j < size; j++)
        {
          n_lines += !high && p[j] >= 0x80;
          high = (high || p[j] >= 0x80) && p[j] != '\n';
        }
    }
  if (n_lines < MIN_SINGLE_BYTE_LINES)
    *guess = (TnEncodingGuess){ "UTF-8", 0, FALSE, TRUE };
}

/**
 * tn_encoding_guess:
 * @guess: (out caller-allocated): what was found
 *
 * Looks at samples from several places of the file: byte order mark, strict UTF-8,
 * UTF-16 without a mark, GB18030, Big5; a single-byte encoding only when none of these
 * fits or bytes above ASCII stand alone, and never as sure. Encodings that accept every
 * byte are thus never a silent way out.
 *
 * Returns: %FALSE with @error when the file cannot be read
 */
gboolean
tn_encoding_guess (TnSource *source,
                   TnEncodingGuess *guess,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;

  memset (guess, 0, sizeof *guess);
  if (!guess_mark (source, guess, error))
    return FALSE;
  if (guess->name != NULL)
    return TRUE;
  samples = read_samples (source, cancellable, error);
  if (samples == NULL)
    return FALSE;
  guess->sure = TRUE;
  guess->name = guess_utf16 (source, g_ptr_array_index (samples, 0));
  if (guess->name == NULL)
    decide (source, samples, guess);
  if (samples->len > 1)
    doubt_single_byte (samples, guess);
  return TRUE;
}

/* Lines of @text with bytes above ASCII, up to @room of them. */
static void
collect_high_lines (GByteArray *lines, const char *text, gsize size, gsize room)
{
  const char *p = text;
  const char *end = text + size;

  while (p < end && lines->len < room)
    {
      const char *line_end = memchr (p, '\n', end - p);
      gsize n = (line_end != NULL ? line_end + 1 : end) - p;
      gboolean high = FALSE;

      for (gsize i = 0; i < n && !high; i++)
        high = (guint8) p[i] >= 0x80;
      if (high)
        g_byte_array_append (lines, (const guint8 *) p, n);
      p += n;
    }
}

/**
 * tn_encoding_guess_whole:
 * @guess: (out caller-allocated): what was found
 *
 * Like tn_encoding_guess(), on the lines of the whole file that hold anything above
 * ASCII (the first MiB of them). For a file whose samples were plain ASCII.
 *
 * Returns: %FALSE with @error when the file cannot be read
 */
gboolean
tn_encoding_guess_whole (TnSource *source,
                         TnEncodingGuess *guess,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GByteArray *lines = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (BLOCK);
  gint64 offset = 0;
  gssize n = 0;

  memset (guess, 0, sizeof *guess);
  while (lines->len < 4 * BLOCK && (n = tn_source_read (source, offset, buffer, BLOCK, error)) > 0)
    {
      gsize used = n;

      if (tn_cancelled (cancellable, error))
        n = -1;
      if (n < 0)
        break;
      /* Up to the last line end, where there is one. */
      if (n == BLOCK)
        while (used > 0 && buffer[used - 1] != '\n')
          used--;
      used = used == 0 ? (gsize) n : used;
      collect_high_lines (lines, buffer, used, 4 * BLOCK);
      offset += used;
    }
  g_ptr_array_add (samples, g_byte_array_free_to_bytes (lines));
  if (n < 0)
    return FALSE;
  decide (source, samples, guess);
  doubt_single_byte (samples, guess);

  return TRUE;
}
