/* tn-synth-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-rows.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  gint64 seconds;
  guint32 offset;
  guint32 length;
} Row;

typedef struct
{
  Row *rows;
  gsize n_rows;
  gsize n_allocated;
  char *text;
  gsize size;
  gsize allocated;
  char *sorted;
  gsize sorted_allocated;
} Part;

struct _TnSynthRows
{
  Part parts[TN_SYNTH_N_FILES];
};

TnSynthRows *
tn_synth_rows_new (void)
{
  return g_new0 (TnSynthRows, 1);
}

void
tn_synth_rows_free (TnSynthRows *self)
{
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_free (self->parts[i].rows);
      g_free (self->parts[i].text);
      g_free (self->parts[i].sorted);
    }
  g_free (self);
}

void
tn_synth_rows_clear (TnSynthRows *self)
{
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    self->parts[i].n_rows = self->parts[i].size = 0;
}

/**
 * tn_synth_rows_begin:
 * @seconds: since the first day of the world's calendar
 *
 * Returns: (transfer none): where to write the row, room for %TN_SYNTH_ROW_BYTES
 */
char *
tn_synth_rows_begin (TnSynthRows *self, TnSynthFile file, gint64 seconds)
{
  Part *part = &self->parts[file];

  if (part->n_rows == part->n_allocated)
    {
      part->n_allocated = MAX (256, 2 * part->n_allocated);
      part->rows = g_renew (Row, part->rows, part->n_allocated);
    }
  if (part->size + TN_SYNTH_ROW_BYTES > part->allocated)
    {
      part->allocated = MAX (16 * TN_SYNTH_ROW_BYTES, 2 * part->allocated);
      part->text = g_realloc (part->text, part->allocated);
    }
  part->rows[part->n_rows].seconds = seconds;
  part->rows[part->n_rows].offset = (guint32) part->size;

  return part->text + part->size;
}

void
tn_synth_rows_end (TnSynthRows *self, TnSynthFile file, char *end)
{
  Part *part = &self->parts[file];

  *end++ = '\n';
  part->rows[part->n_rows].length = (guint32) (end - part->text - part->size);
  g_assert (part->rows[part->n_rows].length <= TN_SYNTH_ROW_BYTES);
  part->size = end - part->text;
  part->n_rows++;
}

/* The last row of @file once more: shops export some rows twice. */
void
tn_synth_rows_repeat (TnSynthRows *self, TnSynthFile file)
{
  Part *part = &self->parts[file];
  Row last = part->rows[part->n_rows - 1];
  char *p = tn_synth_rows_begin (self, file, last.seconds);

  memcpy (p, part->text + last.offset, last.length);
  tn_synth_rows_end (self, file, p + last.length - 1);
}

guint64
tn_synth_rows_count (const TnSynthRows *self, TnSynthFile file)
{
  return self->parts[file].n_rows;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *x = a, *y = b;

  if (x->seconds != y->seconds)
    return x->seconds < y->seconds ? -1 : 1;

  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static void
part_sort (Part *part)
{
  char *to;

  if (part->sorted_allocated < part->size)
    {
      part->sorted_allocated = part->size;
      g_free (part->sorted);
      part->sorted = g_malloc (part->sorted_allocated);
    }
  if (part->n_rows > 1)
    qsort (part->rows, part->n_rows, sizeof (Row), compare_rows);
  to = part->sorted;
  for (gsize i = 0; i < part->n_rows; i++)
    {
      memcpy (to, part->text + part->rows[i].offset, part->rows[i].length);
      to += part->rows[i].length;
    }
}

/* Once all rows are there: puts them in order. */
void
tn_synth_rows_sort (TnSynthRows *self)
{
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    part_sort (&self->parts[i]);
}

/**
 * tn_synth_rows_get:
 * @size: (out): bytes
 *
 * Returns: (transfer none) (array length=size): the rows of @file as they were sorted, valid
 *   until they are cleared
 */
const char *
tn_synth_rows_get (const TnSynthRows *self, TnSynthFile file, gsize *size)
{
  *size = self->parts[file].size;

  return self->parts[file].sorted;
}

char *
tn_synth_put_text (char *p, const char *text)
{
  gsize length = strlen (text);

  memcpy (p, text, length);

  return p + length;
}

char *
tn_synth_put_uint (char *p, guint64 value)
{
  char digits[20];
  guint n = 0;

  do
    digits[n++] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);
  while (n > 0)
    *p++ = digits[--n];

  return p;
}

char *
tn_synth_put_padded (char *p, guint64 value, guint n_digits)
{
  for (guint i = n_digits; i > 0; i--, value /= 10)
    p[i - 1] = (char) ('0' + value % 10);

  return p + n_digits;
}

char *
tn_synth_put_hex (char *p, guint64 value, guint n_digits)
{
  for (guint i = n_digits; i > 0; i--, value >>= 4)
    p[i - 1] = "0123456789abcdef"[value & 15];

  return p + n_digits;
}

/* Money: -1234 is -12.34. */
char *
tn_synth_put_cents (char *p, gint64 cents)
{
  if (cents < 0)
    {
      *p++ = '-';
      cents = -cents;
    }
  p = tn_synth_put_uint (p, (guint64) cents / 100);
  *p++ = '.';

  return tn_synth_put_padded (p, (guint64) cents % 100, 2);
}

/* A number in 1/65536 with three decimals, cut off. */
char *
tn_synth_put_milli (char *p, gint32 number)
{
  gint64 milli = (gint64) number * 1000 / TN_SYNTH_ONE;

  if (milli < 0)
    {
      *p++ = '-';
      milli = -milli;
    }
  p = tn_synth_put_uint (p, (guint64) milli / 1000);
  *p++ = '.';

  return tn_synth_put_padded (p, (guint64) milli % 1000, 3);
}

char *
tn_synth_put_day (char *p, const TnSynthWorld *world, gint64 seconds)
{
  memcpy (p, world->dates + 10 * (seconds / 86400), 10);

  return p + 10;
}

/* 2026-03-01 14:05:09 */
char *
tn_synth_put_time (char *p, const TnSynthWorld *world, gint64 seconds)
{
  guint of_day = (guint) (seconds % 86400);

  p = tn_synth_put_day (p, world, seconds);
  *p++ = ' ';
  p = tn_synth_put_padded (p, of_day / 3600, 2);
  *p++ = ':';
  p = tn_synth_put_padded (p, of_day / 60 % 60, 2);
  *p++ = ':';

  return tn_synth_put_padded (p, of_day % 60, 2);
}
