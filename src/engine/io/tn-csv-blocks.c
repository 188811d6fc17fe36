/* tn-csv-blocks.c: cutting 64 bytes at a time
 *
 * A block becomes four masks of 64 bits: quotes, delimiters, row ends, and, by a prefix
 * sum of the quotes modulo two, what is inside quotes (Langdale & Lemire, "Parsing
 * gigabytes of JSON per second", VLDB Journal 2019). The marks outside quotes are then
 * visited by counting trailing zeros. A quote that neither opens nor closes a cell makes
 * the sum worthless from there on: that one row is cut byte by byte, and blocks begin
 * anew behind it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-csv-cutter-private.h"

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

typedef struct
{
  guint64 quote;
  guint64 delimiter;
  guint64 row_end;
  guint64 cr;
} Masks;

/* What goes from one block to the next. */
typedef struct
{
  guint64 inside;       /* all ones when the block begins inside quotes */
  guint64 mark_before;  /* bit 0: the byte before was a mark, or there was none */
  guint64 close_before; /* bit 0: the byte before closed quotes */
} Carry;

typedef void (*ClassifyFunc) (const char *p, const TnCsvDialect *d, Masks *masks);

static inline __attribute__ ((always_inline)) void
classify_scalar (const char *p, const TnCsvDialect *d, Masks *masks)
{
  gboolean lf = d->row_end != TN_ROW_END_CR;
  gboolean cr = d->row_end != TN_ROW_END_LF;

  memset (masks, 0, sizeof *masks);
  for (guint i = 0; i < 64; i++)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << i;

      if (d->quote != 0 && p[i] == d->quote)
        masks->quote |= bit;
      if (p[i] == d->delimiter)
        masks->delimiter |= bit;
      if (p[i] == '\r')
        masks->cr |= bit;
      if ((lf && p[i] == '\n') || (cr && p[i] == '\r'))
        masks->row_end |= bit;
    }
}

static inline __attribute__ ((always_inline)) guint64
prefix_xor_scalar (guint64 x)
{
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;

  return x;
}

/* Positions of marks, put in one go and then walked. */
typedef struct
{
  TnCsvCut *cut;
  const TnCsvDialect *dialect;
  const char *text;
  gsize row_start;
  gsize cell_start;
  gsize first_cell;
} Walk;

/* Ends a cell at @p. FALSE when its quotes are not those of a well-formed cell. */
static inline __attribute__ ((always_inline)) gboolean
walk_cell (Walk *w, gsize p, gboolean last)
{
  const TnCsvDialect *d = w->dialect;
  gsize start = w->cell_start;
  gsize end = p;
  guint32 flags = 0;

  if (last && d->row_end == TN_ROW_END_LF)
    while (end > start && w->text[end - 1] == '\r')
      end--;
  if (G_UNLIKELY (start < end && w->text[start] == d->quote && d->quote != 0))
    {
      if (end - start < 2 || w->text[end - 1] != d->quote)
        return FALSE;
      start++;
      end--;
      if (memchr (w->text + start, d->quote, end - start) != NULL)
        {
          if (d->escape == 0)
            return FALSE;
          flags = TN_CELL_ESCAPED;
        }
    }
  w->cut->cells[w->cut->n_cells].start = start;
  w->cut->cells[w->cut->n_cells++].length = (guint32) (end - start) | flags;
  w->cell_start = p + 1;

  return TRUE;
}

static inline __attribute__ ((always_inline)) void
walk_row (Walk *w, gsize p)
{
  TnCsvRow *row = &w->cut->rows[w->cut->n_rows++];

  row->start = w->row_start;
  row->end = p;
  row->first_cell = w->first_cell;
  row->n_cells = w->cut->n_cells - w->first_cell;
  row->state = TN_CSV_ROW_OK;
  w->row_start = p + 1;
  w->first_cell = w->cut->n_cells;
}

static gboolean
row_is_large (const Walk *w, gsize p)
{
  return p - w->row_start > TN_CSV_MAX_CELL;
}

/* Visits the marks of one block. FALSE when the current row must be cut byte by byte. */
static inline __attribute__ ((always_inline)) gboolean
walk_block (Walk *w, gsize base, guint64 marks, guint64 row_ends)
{
  while (marks != 0)
    {
      guint i = __builtin_ctzll (marks);
      gsize p = base + i;
      gboolean last = row_ends >> i & 1;

      marks &= marks - 1;
      if (w->dialect->row_end == TN_ROW_END_ANY && last && w->text[p] == '\n' &&
          p == w->cell_start && p == w->row_start && p > 0 && w->text[p - 1] == '\r')
        {
          /* The LF of CR LF. */
          w->row_start = w->cell_start = p + 1;
          continue;
        }
      if (!walk_cell (w, p, last) || (last && row_is_large (w, p)))
        return FALSE;
      if (last)
        walk_row (w, p);
    }

  return TRUE;
}

/* Irregular quotes: an opening one not behind a mark, a closing one not before a mark
 * (or CR, whose right to stand there is looked at when the cell ends). */
static inline __attribute__ ((always_inline)) guint64
find_irregular (const Masks *m, guint64 inside, guint64 marks, Carry *carry)
{
  guint64 opens = m->quote & inside;
  guint64 closes = m->quote & ~inside;
  guint64 behind_mark = (marks << 1) | carry->mark_before;
  guint64 behind_close = (closes << 1) | carry->close_before;
  guint64 bad_open = opens & ~(behind_mark | behind_close);
  guint64 bad_next = behind_close & ~(marks | opens | m->cr);

  carry->mark_before = marks >> 63;
  carry->close_before = closes >> 63;

  return bad_open | bad_next;
}

static inline __attribute__ ((always_inline)) gsize
cut_blocks (TnCsvCut *self,
            const TnCsvDialect *d,
            const char *text,
            gsize size,
            gboolean at_end,
            guint n_expected,
            ClassifyFunc classify,
            guint64 (*prefix_xor) (guint64))
{
  Walk w = { self, d, text, 0, 0, 0 };
  gsize base = 0;
  Carry carry = { 0, 1, 0 };
  /* With mixed row ends a CR at the end of the piece may have its LF in the next. */
  gboolean hold_last =
      d->row_end == TN_ROW_END_ANY && !at_end && size > 0 && text[size - 1] == '\r';

  while (base < size)
    {
      const char *p = text + base;
      gsize n = MIN (size - base, 64);
      char tail[64];
      Masks m;
      guint64 inside;
      guint64 marks;
      guint64 bad;
      guint64 valid = n == 64 ? ~G_GUINT64_CONSTANT (0) : (G_GUINT64_CONSTANT (1) << n) - 1;

      if (!_tn_csv_cut_reserve_cells (self, 65) || !_tn_csv_cut_reserve_rows (self, 65))
        return w.row_start;
      if (n < 64)
        {
          memset (tail, 0, sizeof tail);
          memcpy (tail, p, n);
          p = tail;
        }
      classify (p, d, &m);
      inside = prefix_xor (m.quote) ^ carry.inside;
      marks = (m.delimiter | m.row_end) & ~inside & valid;
      if (hold_last && base + n == size)
        marks &= ~(G_GUINT64_CONSTANT (1) << (n - 1));
      carry.inside = (guint64) ((gint64) inside >> 63);
      bad = find_irregular (&m, inside, marks, &carry) & valid;
      if (G_UNLIKELY (bad != 0))
        marks &= (bad & -bad) - 1;
      if (G_LIKELY (walk_block (&w, base, marks, m.row_end) && bad == 0))
        {
          base += 64;
          continue;
        }

      /* The row as it stands is cut byte by byte; then blocks begin anew. */
      self->n_cells = w.first_cell;
      base = w.row_start;
      if (!_tn_csv_cut_row (self, d, text, size, at_end, n_expected, &base))
        return w.row_start;
      w.row_start = w.cell_start = base;
      w.first_cell = self->n_cells;
      carry = (Carry){ 0, 1, 0 };
    }

  /* The last row has no end, or stops in the middle. */
  self->n_cells = w.first_cell;
  base = w.row_start;
  while (base < size && _tn_csv_cut_row (self, d, text, size, at_end, n_expected, &base))
    ;

  return base;
}

#if defined(__x86_64__)

#  define TARGET __attribute__ ((target ("avx2,pclmul,bmi,bmi2,popcnt")))

TARGET static inline guint64
equal_64 (__m256i low, __m256i high, char c)
{
  __m256i wanted = _mm256_set1_epi8 (c);
  guint32 a = _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (low, wanted));
  guint32 b = _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (high, wanted));

  return (guint64) b << 32 | a;
}

TARGET static inline void
classify_avx2 (const char *p, const TnCsvDialect *d, Masks *masks)
{
  __m256i low = _mm256_loadu_si256 ((const __m256i *) p);
  __m256i high = _mm256_loadu_si256 ((const __m256i *) (p + 32));

  masks->quote = d->quote != 0 ? equal_64 (low, high, d->quote) : 0;
  masks->delimiter = equal_64 (low, high, d->delimiter);
  masks->cr = equal_64 (low, high, '\r');
  masks->row_end = d->row_end != TN_ROW_END_CR ? equal_64 (low, high, '\n') : 0;
  if (d->row_end != TN_ROW_END_LF)
    masks->row_end |= masks->cr;
}

TARGET static inline guint64
prefix_xor_clmul (guint64 x)
{
  __m128i all = _mm_set1_epi8 ((char) 0xff);
  __m128i product = _mm_clmulepi64_si128 (_mm_set_epi64x (0, (gint64) x), all, 0);

  return (guint64) _mm_cvtsi128_si64 (product);
}

TARGET static gsize
cut_avx2 (TnCsvCut *self,
          const TnCsvDialect *d,
          const char *text,
          gsize size,
          gboolean at_end,
          guint n_expected)
{
  return cut_blocks (self, d, text, size, at_end, n_expected, classify_avx2, prefix_xor_clmul);
}

#endif

static gsize
cut_scalar (TnCsvCut *self,
            const TnCsvDialect *d,
            const char *text,
            gsize size,
            gboolean at_end,
            guint n_expected)
{
  return cut_blocks (self, d, text, size, at_end, n_expected, classify_scalar, prefix_xor_scalar);
}

/* All of @text by blocks; see tn_csv_cut(). */
gsize
_tn_csv_cut_blocks (TnCsvCut *self,
                    const TnCsvDialect *dialect,
                    gboolean simd,
                    const char *text,
                    gsize size,
                    gboolean at_end,
                    guint n_expected)
{
#if defined(__x86_64__)
  if (simd)
    return cut_avx2 (self, dialect, text, size, at_end, n_expected);
#endif

  return cut_scalar (self, dialect, text, size, at_end, n_expected);
}
