/* tn-xlsx-check.c: whether a workbook just written is whole
 *
 * libxlsxwriter keeps the sheet in temporary files and does not look whether writing them
 * worked: on a full disk it packs half a sheet and reports success. So the sheet is
 * unpacked again, without keeping it, and must end as a sheet ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "tn-xlsx-check-private.h"

#define BLOCK       (64 * 1024)
#define END_BYTES   22
#define ENTRY_BYTES 46
#define LOCAL_BYTES 30

static guint32
get_u16 (const guint8 *p)
{
  return p[0] | (guint32) p[1] << 8;
}

static guint32
get_u32 (const guint8 *p)
{
  return get_u16 (p) | get_u16 (p + 2) << 16;
}

/* Where the packed bytes of @name begin; -1 when the directory does not name it. */
static gint64
find_entry (int fd, const char *name, guint32 *packed)
{
  guint8 end[END_BYTES];
  g_autofree guint8 *directory = NULL;
  gint64 size = lseek (fd, 0, SEEK_END);
  gsize length;
  gsize n_name = strlen (name);

  if (size < END_BYTES || pread (fd, end, END_BYTES, size - END_BYTES) != END_BYTES ||
      memcmp (end, "PK\005\006", 4) != 0)
    return -1;
  length = get_u32 (end + 12);
  if (length > (gsize) size)
    return -1;
  directory = g_try_malloc (length + 1);
  if (directory == NULL || pread (fd, directory, length, get_u32 (end + 16)) != (gssize) length)
    return -1;
  for (gsize at = 0; at + ENTRY_BYTES <= length;)
    {
      const guint8 *entry = directory + at;
      gsize name_length = get_u16 (entry + 28);
      guint8 local[LOCAL_BYTES];
      gint64 offset = get_u32 (entry + 42);

      at += ENTRY_BYTES + name_length + get_u16 (entry + 30) + get_u16 (entry + 32);
      if (at > length || name_length != n_name || memcmp (entry + ENTRY_BYTES, name, n_name) != 0)
        continue;
      if (pread (fd, local, LOCAL_BYTES, offset) != LOCAL_BYTES)
        return -1;
      *packed = get_u32 (entry + 20);
      return offset + LOCAL_BYTES + get_u16 (local + 26) + get_u16 (local + 28);
    }

  return -1;
}

/* Keeps the last bytes that were unpacked. */
static void
keep_tail (char *tail, gsize n_tail, const char *data, gsize size)
{
  if (size >= n_tail)
    memcpy (tail, data + size - n_tail, n_tail);
  else
    {
      memmove (tail, tail + size, n_tail - size);
      memcpy (tail + n_tail - size, data, size);
    }
}

static gboolean
unpack_tail (int fd, gint64 at, guint32 packed, char *tail, gsize n_tail, guint64 *unpacked)
{
  g_autofree guint8 *in = g_malloc (BLOCK);
  g_autofree char *out = g_malloc (BLOCK);
  z_stream z = { 0 };
  int rc = Z_OK;

  *unpacked = 0;
  if (inflateInit2 (&z, -15) != Z_OK)
    return FALSE;
  while (rc == Z_OK && packed > 0)
    {
      gssize n = pread (fd, in, MIN (packed, BLOCK), at);

      if (n <= 0)
        break;
      at += n;
      packed -= n;
      z.next_in = in;
      z.avail_in = n;
      while (rc == Z_OK && z.avail_in > 0)
        {
          z.next_out = (guint8 *) out;
          z.avail_out = BLOCK;
          rc = inflate (&z, Z_NO_FLUSH);
          keep_tail (tail, n_tail, out, BLOCK - z.avail_out);
          *unpacked += BLOCK - z.avail_out;
        }
    }
  inflateEnd (&z);

  return rc == Z_STREAM_END;
}

/* Whether sheet @sheet, from 1, of the workbook is there to its end and no smaller than its rows.
 */
gboolean
_tn_xlsx_is_whole (int fd, guint sheet, guint64 row_bytes)
{
  static const char mark[] = "</worksheet>";
  char tail[sizeof mark - 1] = { 0 };
  guint32 packed = 0;
  guint64 unpacked = 0;
  g_autofree char *name = g_strdup_printf ("xl/worksheets/sheet%u.xml", sheet);
  gint64 at = find_entry (fd, name, &packed);

  return at >= 0 && unpack_tail (fd, at, packed, tail, sizeof tail, &unpacked) &&
         memcmp (tail, mark, sizeof tail) == 0 && unpacked > row_bytes;
}
