/* test-chunk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chunk.h"

static void
aligned (void)
{
  for (guint n = 0; n <= TN_CHUNK_ROWS; n = 3 * n + 1)
    {
      g_autoptr (TnChunk) number = tn_chunk_new (TN_CHUNK_NUMBER, n);
      g_autoptr (TnChunk) code = tn_chunk_new (TN_CHUNK_CODE, n);
      g_autoptr (TnChunk) text = tn_chunk_new_text (n, 3 * n, TRUE);

      g_assert_cmpuint ((guintptr) number->number % 64, ==, 0);
      g_assert_cmpuint ((guintptr) code->code % 64, ==, 0);
      g_assert_cmpuint ((guintptr) text->offset % 64, ==, 0);
      g_assert_cmpuint (number->n_rows, ==, n);
      /* Every byte promised may be written. */
      memset (number->number, 1, sizeof (double) * n);
      memset (code->code, 1, sizeof (guint32) * n);
      memset (text->offset, 0, sizeof (guint32) * (n + 1));
      memset (text->text, 'x', 3 * n);
      memset (text->missing, 0xff, (n + 7) / 8);
    }
}

static void
missing_fixed (void)
{
  g_autoptr (TnChunk) number = tn_chunk_new (TN_CHUNK_NUMBER, 3);
  g_autoptr (TnChunk) code = tn_chunk_new (TN_CHUNK_CODE, 3);
  g_autoptr (TnChunk) time = tn_chunk_new (TN_CHUNK_TIME, 3);

  for (guint i = 0; i < 3; i++)
    {
      number->number[i] = i == 1 ? NAN : 0;
      code->code[i] = i == 1 ? TN_CODE_MISSING : 0;
      time->time[i] = i == 1 ? TN_TIME_MISSING : 0;
    }
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (tn_chunk_is_missing (number, i), ==, i == 1);
      g_assert_cmpint (tn_chunk_is_missing (code, i), ==, i == 1);
      g_assert_cmpint (tn_chunk_is_missing (time, i), ==, i == 1);
    }
  g_assert_cmpuint (tn_chunk_count_missing (number), ==, 1);
  g_assert_cmpuint (tn_chunk_get_size (number), ==, 24);
  g_assert_cmpuint (tn_chunk_get_size (code), ==, 12);
}

static void
missing_text (void)
{
  g_autoptr (TnChunk) chunk = tn_chunk_new_text (20, 0, TRUE);
  g_autoptr (TnChunk) whole = tn_chunk_new_text (20, 0, FALSE);
  guint n = 0;

  memset (chunk->offset, 0, 21 * sizeof (guint32));
  memset (whole->offset, 0, 21 * sizeof (guint32));
  g_assert_cmpuint (tn_chunk_count_missing (chunk), ==, 0);
  for (guint i = 0; i < 20; i += 3, n++)
    chunk->missing[i >> 3] |= 1 << (i & 7);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (tn_chunk_is_missing (chunk, i), ==, i % 3 == 0);
  g_assert_cmpuint (tn_chunk_count_missing (chunk), ==, n);
  g_assert_cmpuint (tn_chunk_count_missing (whole), ==, 0);
  /* 21 offsets, and a bit a row where any is missing. */
  g_assert_cmpuint (tn_chunk_get_size (chunk), ==, 21 * sizeof (guint32) + 3);
  g_assert_cmpuint (tn_chunk_get_size (whole), ==, 21 * sizeof (guint32));
}

static void
sharing (void)
{
  TnChunk *chunk = tn_chunk_new (TN_CHUNK_NUMBER, 1);
  TnChunk *again = tn_chunk_ref (chunk);

  g_assert_true (again == chunk);
  chunk->number[0] = 5;
  tn_chunk_unref (chunk);
  g_assert_cmpfloat (again->number[0], ==, 5);
  tn_chunk_unref (again);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chunk/memory-is-aligned-and-large-enough", aligned);
  g_test_add_func ("/chunk/missing-numbers-codes-and-times-are-marked-in-place", missing_fixed);
  g_test_add_func ("/chunk/missing-texts-are-bits", missing_text);
  g_test_add_func ("/chunk/lives-as-long-as-one-holds-it", sharing);

  return g_test_run ();
}
