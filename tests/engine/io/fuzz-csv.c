/* fuzz-csv.c: no bytes may crash the CSV reader, hang it, or make it lose rows
 *
 * LLVMFuzzerTestOneInput() is for libFuzzer (clang -fsanitize=fuzzer -DTN_LIBFUZZER); the
 * main() below runs it on files given, or on seeded mutations of small seeds and of the
 * corpus, as part of the tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-import.h"
#include "tn-test.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "fuzz");
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  gint64 n_rows[2] = { 0, 0 };

  if (plan == NULL)
    {
      g_assert_true (error->domain == TN_ERROR);
      return 0;
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
      TnImportOptions options = { .use_libcsv = i == 1 };
      TnImportSummary summary;
      gboolean done = tn_import_run (source, plan, &options, &tn_memory_sink, sink, &summary, NULL,
                                     NULL, &error);

      g_assert_no_error (error);
      g_assert_true (done);
      g_assert_cmpint (tn_table_get_n_rows (tn_memory_sink_get_table (sink)), ==, summary.n_rows);
      g_assert_cmpint (tn_table_get_n_rows (tn_memory_sink_get_problems (sink)), ==,
                       summary.n_problem_rows + summary.n_problem_cells);
      n_rows[i] = summary.n_rows + summary.n_problem_rows;
    }
  /* Both ways to cut see the same rows of the file. */
  g_assert_cmpint (n_rows[0], ==, n_rows[1]);

  return 0;
}

#ifndef TN_LIBFUZZER

static const char *const seeds[] = {
  "id,day,amount,word\n1,2026-01-02,3.5,a\n2,2026-01-03,4.5,\"b,c\"\n3,,5,\"d\"\"e\"\n",
  "a;b;c\r\n1,5;2;x\r\n\"2,5\";3;\"y\nz\"\r\n",
  "\xef\xbb\xbf用户,金额\n张三,\"¥1,200\"\n李四,¥3\n",
  "a\tb\n1\t00123\n2\t00456\n",
  "x y  z\n 1  2 3\n4 5 6 \n",
  "\xff\xfe"
  "a\0,\0b\0\n\0"
  "1\0,\0"
  "2\0\n\0",
  "title,,\n,,\nname,n,flag\nq,1,yes\nr,2,no\n\nTotal,3,\n",
  "a,b\n\"\\\"x\\\"\",1\n",
};

static const char *const pieces[] = { "\"", "\"\"", ",",  "\n",   "\r\n",     "\r",
                                      "\0", "\xff", "中", ";",    "\t",       "'",
                                      "\\", "1e9",  "%",  "¥",    "\xd6\xd0", "2026-13-40",
                                      "-",  "#",    " ",  "0x1F", "=1",       "\xef\xbb\xbf" };

static void
mutate (GByteArray *text)
{
  guint n = g_test_rand_int_range (1, 8);

  for (guint i = 0; i < n; i++)
    {
      guint at = text->len > 0 ? (guint) g_test_rand_int_range (0, text->len) : 0;
      const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];
      gsize length = MAX (strlen (piece), 1);
      guint8 *grown;

      switch (g_test_rand_int_range (0, 5))
        {
        case 0:
          if (text->len > 0)
            text->data[at] ^= 1 << g_test_rand_int_range (0, 8);
          break;
        case 1:
          length = g_test_rand_int_range (1, 20);
          if (text->len > 0)
            g_byte_array_remove_range (text, at, MIN (text->len - at, length));
          break;
        case 2:
          grown = g_memdup2 (text->data + at, text->len - at);
          length = MIN (text->len - at, 200);
          g_byte_array_append (text, grown, length);
          g_free (grown);
          break;
        default:
          g_byte_array_append (text, (const guint8 *) piece, length);
          memmove (text->data + at + length, text->data + at, text->len - length - at);
          memcpy (text->data + at, piece, length);
        }
    }
}

static void
fuzz_one (const void *data, gsize size)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();

  g_byte_array_append (text, data, size);
  mutate (text);
  LLVMFuzzerTestOneInput (text->data, text->len);
}

static void
test_seeds (void)
{
  guint n = g_test_slow () ? 300000 : 6000;

  for (guint i = 0; i < n; i++)
    {
      const char *seed = seeds[i % G_N_ELEMENTS (seeds)];
      gsize size = i % G_N_ELEMENTS (seeds) == 5 ? 18 : strlen (seed);
      g_autofree char *name = g_strdup_printf ("seed-%zu", i % G_N_ELEMENTS (seeds));

      if (i < G_N_ELEMENTS (seeds))
        tn_test_fuzz_seed ("csv", name, seed, size);
      fuzz_one (seed, size);
    }
}

static void
fuzz_directory (const char *directory, guint n)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *text = NULL;
      gsize size;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        fuzz_directory (path, n);
      else if (g_file_get_contents (path, &text, &size, NULL))
        for (guint i = 0; i < n; i++)
          fuzz_one (text, MIN (size, 3000));
    }
}

static void
test_cases (void)
{
  tn_test_fuzz_cases ("csv", LLVMFuzzerTestOneInput);
}

static void
test_corpus (void)
{
  g_autofree char *root = tn_test_shared ("datasets/csv-torture");

  if (root != NULL)
    fuzz_directory (root, g_test_slow () ? 100 : 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (argc > 1)
    {
      for (int i = 1; i < argc; i++)
        {
          g_autofree char *text = NULL;
          gsize size;

          if (g_file_get_contents (argv[i], &text, &size, NULL))
            LLVMFuzzerTestOneInput ((const uint8_t *) text, size);
        }
      return 0;
    }
  g_test_add_func ("/fuzz-csv/cases-found-before", test_cases);
  g_test_add_func ("/fuzz-csv/mutated-seeds", test_seeds);
  g_test_add_func ("/fuzz-csv/mutated-corpus", test_corpus);

  return g_test_run ();
}

#endif
