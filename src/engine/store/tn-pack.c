/* tn-pack.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pack.h"

#include <string.h>

/**
 * tn_pack_planes:
 * @values: (array length=n): below 256 to the power of @width
 * @width: bytes a value, 0 to 8
 * @out: @n × @width bytes: the lowest byte of every value, then the next lowest of every value …
 *
 * Bytes that mean the same stand side by side, which is what a compressor looks for.
 */
void
tn_pack_planes (const guint64 *values, guint n, guint width, guint8 *out)
{
  for (guint b = 0; b < width; b++)
    for (guint i = 0; i < n; i++)
      out[(gsize) b * n + i] = (guint8) (values[i] >> (8 * b));
}

/**
 * tn_unpack_planes:
 * @planes: @n × @width bytes, as tn_pack_planes() wrote them
 * @out: (array length=n): the values
 */
void
tn_unpack_planes (const guint8 *planes, guint n, guint width, guint64 *out)
{
  memset (out, 0, n * sizeof *out);
  for (guint b = 0; b < width; b++)
    for (guint i = 0; i < n; i++)
      out[i] |= (guint64) planes[(gsize) b * n + i] << (8 * b);
}

static guint
width_of (guint64 largest)
{
  guint width = 0;

  while (width < 8 && largest >> (8 * width) != 0)
    width++;

  return width;
}

/**
 * tn_pack_unsigned:
 * @out: of at least 1 + 8 @n bytes
 *
 * One byte for the width, then that many planes.
 */
gsize
tn_pack_unsigned (const guint64 *values, guint n, guint8 *out)
{
  guint64 all = 0;
  guint width;

  for (guint i = 0; i < n; i++)
    all |= values[i];
  width = width_of (all);
  out[0] = width;
  tn_pack_planes (values, n, width, out + 1);

  return 1 + (gsize) width * n;
}

/**
 * tn_pack_signed:
 * @values: overwritten; %TN_PACK_MISSING for missing
 * @out: of at least 9 + 8 @n bytes
 *
 * The smallest value, then what each lies above it, plus one: 0 is missing.
 */
gsize
tn_pack_signed (gint64 *values, guint n, guint8 *out)
{
  gint64 base = G_MAXINT64;
  guint64 *above = (guint64 *) values;

  for (guint i = 0; i < n; i++)
    base = values[i] != TN_PACK_MISSING && values[i] < base ? values[i] : base;
  for (guint i = 0; i < n; i++)
    above[i] = values[i] == TN_PACK_MISSING ? 0 : (guint64) values[i] - (guint64) base + 1;
  base = GINT64_TO_LE (base);
  memcpy (out, &base, 8);

  return 8 + tn_pack_unsigned (above, n, out + 8);
}

/**
 * tn_unpack_unsigned:
 * @in: (array length=size): of any origin
 * @out: (array length=n): the values
 *
 * Reads what tn_pack_unsigned() wrote.
 *
 * Returns: bytes that were read; 0 when @in is too short or is not of that form
 */
gsize
tn_unpack_unsigned (const guint8 *in, gsize size, guint n, guint64 *out)
{
  if (size < 1 || in[0] > 8 || (size - 1) / MAX (in[0], 1) < (in[0] > 0 ? n : 0))
    return 0;
  tn_unpack_planes (in + 1, n, in[0], out);

  return 1 + (gsize) in[0] * n;
}

/**
 * tn_unpack_signed:
 * @in: (array length=size): of any origin
 * @out: (array length=n): the values, %TN_PACK_MISSING among them
 *
 * Reads what tn_pack_signed() wrote.
 *
 * Returns: bytes that were read; 0 when @in is too short or is not of that form
 */
gsize
tn_unpack_signed (const guint8 *in, gsize size, guint n, gint64 *out)
{
  guint64 *above = (guint64 *) out;
  gint64 base;
  gsize used;

  if (size < 8)
    return 0;
  memcpy (&base, in, 8);
  base = GINT64_FROM_LE (base);
  used = tn_unpack_unsigned (in + 8, size - 8, n, above);
  if (used == 0)
    return 0;
  for (guint i = 0; i < n; i++)
    out[i] = above[i] == 0 ? TN_PACK_MISSING : (gint64) (above[i] - 1 + (guint64) base);

  return 8 + used;
}

/**
 * tn_pack_is_steady:
 *
 * Returns: whether differences of neighbours need fewer bytes than the values above
 *   their smallest, and none is missing
 */
gboolean
tn_pack_is_steady (const gint64 *values, guint n)
{
  gint64 low = G_MAXINT64, high = G_MININT64;
  gint64 step_low = G_MAXINT64, step_high = G_MININT64;

  for (guint i = 0; i < n; i++)
    {
      if (values[i] == TN_PACK_MISSING)
        return FALSE;
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
      if (i > 0)
        {
          gint64 step = (gint64) ((guint64) values[i] - (guint64) values[i - 1]);

          step_low = MIN (step_low, step);
          step_high = MAX (step_high, step);
        }
    }
  /* A step that looks like missing would come back as such. */
  if (n < 2 || step_low == TN_PACK_MISSING)
    return FALSE;

  return width_of ((guint64) step_high - (guint64) step_low + 1) <
         width_of ((guint64) high - (guint64) low + 1);
}
