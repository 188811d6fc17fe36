/* test-sample-shop.c: the sample shop that ships is the one its seed gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <zlib.h>

#include "synth-data.h"
#include "tn-test.h"

#define MOST_BYTES (3 * 1000 * 1000)

static char *
sample_path (guint file)
{
  g_autofree char *dir = g_build_filename (TN_SOURCE_DIR, "data", "sample", NULL);

  return synth_path (dir, file, ".csv.gz");
}

static void
read_packed (const char *path, char **data, gsize *size)
{
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, data, size, &error);
  g_assert_no_error (error);
}

static GByteArray *
read_unpacked (const char *path)
{
  GByteArray *bytes = g_byte_array_new ();
  gzFile file = gzopen (path, "rb");
  guint8 block[16384];
  int n;

  g_assert_nonnull (file);
  while ((n = gzread (file, block, sizeof block)) > 0)
    g_byte_array_append (bytes, block, n);
  g_assert_cmpint (n, ==, 0);
  g_assert_cmpint (gzclose (file), ==, Z_OK);

  return bytes;
}

static void
same_bytes (void)
{
  TnSynthParams params = TN_SYNTH_PARAMS_INIT;
  g_autofree char *dir = NULL;

  params.compress = TRUE;
  params.with_truth = FALSE;
  dir = synth_write (&params, NULL);
  for (guint i = 0; i < TN_SYNTH_TRUTH; i++)
    {
      g_autofree char *shipped = sample_path (i);
      g_autofree char *made = synth_path (dir, i, ".csv.gz");
      g_autoptr (GByteArray) a = read_unpacked (shipped);
      g_autoptr (GByteArray) b = read_unpacked (made);
      g_autofree char *x = NULL, *y = NULL;
      gsize x_size, y_size;

      g_test_message ("%s", tn_synth_file_to_id (i));
      g_assert_cmpuint (a->len, >, 0);
      g_assert_cmpmem (a->data, a->len, b->data, b->len);
      read_packed (shipped, &x, &x_size);
      read_packed (made, &y, &y_size);
      /* zlib-ng packs the same bytes in another way. */
      if (strstr (zlibVersion (), "ng") == NULL)
        g_assert_cmpmem (x, x_size, y, y_size);
    }
}

static void
small_enough (void)
{
  gsize total = 0;

  for (guint i = 0; i < TN_SYNTH_TRUTH; i++)
    {
      g_autofree char *path = sample_path (i);
      g_autofree char *data = NULL;
      gsize size;

      read_packed (path, &data, &size);
      total += size;
    }
  g_test_message ("%zu bytes", total);
  g_assert_cmpuint (total, <=, MOST_BYTES);
}

static void
no_truth (void)
{
  for (guint i = TN_SYNTH_TRUTH; i < TN_SYNTH_N_FILES; i++)
    {
      g_autofree char *path = sample_path (i);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample-shop/is-what-its-seed-gives", same_bytes);
  g_test_add_func ("/sample-shop/is-at-most-3-megabytes", small_enough);
  g_test_add_func ("/sample-shop/does-not-tell-the-truth", no_truth);

  return g_test_run ();
}
