/* test-synth.c: the files of the simulated shop, as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "synth-data.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-test.h"

static const TnSynthParams small = { 300, 6, 7, 19723, FALSE, TRUE };

/* No published value: this tells that the shop of a seed has changed. A change that is
 * meant changes this line and data/sample together. */
#define GOLDEN "9c4d41cd1ae01a7750eb7c7ca77788b6fd1e9630a8b8f0700ff0033d3a82ba8a"

static void
golden (void)
{
  g_autofree char *dir = synth_write (&small, NULL);
  g_autofree char *fingerprint = synth_fingerprint (dir, ".csv");

  g_assert_cmpstr (fingerprint, ==, GOLDEN);
}

static void
threads (void)
{
  static const guint counts[] = { 1, 2, 8 };
  TnSynthParams params = { 5000, 3, 11, 19723, FALSE, TRUE };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *dir = NULL;
      g_autofree char *fingerprint = NULL;

      tn_pool_set_threads (counts[i]);
      dir = synth_write (&params, NULL);
      fingerprint = synth_fingerprint (dir, ".csv");
      if (first == NULL)
        first = g_steal_pointer (&fingerprint);
      else
        g_assert_cmpstr (fingerprint, ==, first);
    }
}

static void
seeds (void)
{
  TnSynthParams params = small;
  g_autofree char *a = synth_write (&params, NULL);
  g_autofree char *fa = synth_fingerprint (a, ".csv");
  g_autofree char *b = NULL;
  g_autofree char *fb = NULL;

  params.seed++;
  b = synth_write (&params, NULL);
  fb = synth_fingerprint (b, ".csv");
  g_assert_cmpstr (fa, !=, fb);
}

/* More customers, and those that were there stay as they are: a stream each. */
static void
growing (void)
{
  TnSynthParams params = small;
  g_autofree char *few = NULL, *many = NULL;
  g_autoptr (SynthTable) a = NULL, b = NULL;

  params.n_customers = 100;
  few = synth_write (&params, NULL);
  params.n_customers = 128;
  many = synth_write (&params, NULL);
  a = synth_table_read (few, TN_SYNTH_TRUTH);
  b = synth_table_read (many, TN_SYNTH_TRUTH);
  for (guint i = 0, k = 0; i < synth_table_n_rows (a); i++, k++)
    {
      while (synth_table_number (b, k, "person") >= 100)
        k++;
      for (guint c = 0; a->header[c] != NULL; c++)
        g_assert_cmpstr (synth_table_get (a, i, a->header[c]), ==,
                         synth_table_get (b, k, a->header[c]));
    }
}

static void
gunzip (const char *path, char **data, gsize *size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) raw = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GZlibDecompressor) decompressor =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (raw, G_CONVERTER (decompressor));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  *size = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  *data = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
compressed (void)
{
  TnSynthParams params = small;
  g_autofree char *plain = synth_write (&params, NULL);
  g_autofree char *a = NULL, *b = NULL, *fa = NULL, *fb = NULL;

  params.compress = TRUE;
  a = synth_write (&params, NULL);
  b = synth_write (&params, NULL);
  fa = synth_fingerprint (a, ".csv.gz");
  fb = synth_fingerprint (b, ".csv.gz");
  g_assert_cmpstr (fa, ==, fb);
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_autofree char *path = synth_path (plain, i, ".csv");
      g_autofree char *zipped = synth_path (a, i, ".csv.gz");
      g_autofree char *wanted = NULL, *got = NULL, *head = NULL;
      gsize wanted_size, got_size;

      g_assert_true (g_file_get_contents (path, &wanted, &wanted_size, NULL));
      gunzip (zipped, &got, &got_size);
      g_assert_cmpmem (got, got_size, wanted, wanted_size);
      /* RFC 1952: bytes 4 to 7 are the time, flags say whether a name follows. */
      g_assert_true (g_file_get_contents (zipped, &head, NULL, NULL));
      g_assert_cmpmem (head, 8, "\x1f\x8b\x08\0\0\0\0\0", 8);
    }
}

static void
counted (void)
{
  TnSynthCounts counts;
  g_autofree char *dir = synth_write (&small, &counts);

  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_autoptr (SynthTable) table = synth_table_read (dir, i);

      g_assert_cmpuint (counts.n_rows[i], ==, synth_table_n_rows (table));
      g_assert_cmpuint (counts.n_rows[i], >, 0);
    }
  g_assert_cmpuint (synth_count_files (dir), ==, TN_SYNTH_N_FILES);
}

static void
without_truth (void)
{
  TnSynthParams params = small;
  g_autofree char *dir = NULL;
  g_autofree char *truth = NULL;

  params.with_truth = FALSE;
  dir = synth_write (&params, NULL);
  truth = synth_path (dir, TN_SYNTH_TRUTH, ".csv");
  g_assert_cmpuint (synth_count_files (dir), ==, TN_SYNTH_N_FILES - 2);
  g_assert_false (g_file_test (truth, G_FILE_TEST_EXISTS));
}

static void
dates (void)
{
  /* 2023-11-15 and four months: a leap day in between. */
  TnSynthParams params = { 300, 4, 3, 19676, FALSE, TRUE };
  g_autofree char *dir = synth_write (&params, NULL);
  g_autoptr (SynthTable) events = synth_table_read (dir, TN_SYNTH_EVENTS);
  const char *first = "9", *last = "0";
  gboolean leap_day = FALSE;

  for (guint i = 0; i < synth_table_n_rows (events); i++)
    {
      const char *time = synth_table_get (events, i, "event_time");

      g_assert_cmpuint (strlen (time), ==, 19);
      first = strcmp (time, first) < 0 ? time : first;
      last = strcmp (time, last) > 0 ? time : last;
      leap_day |= g_str_has_prefix (time, "2024-02-29");
    }
  g_assert_true (leap_day);
  g_assert_cmpstr (first, >=, "2023-11-15");
  g_assert_cmpstr (first, <, "2023-11-17");
  g_assert_cmpstr (last, <, "2024-03-15");
  g_assert_cmpstr (last, >=, "2024-03-13");
}

static void
assert_refused (const TnSynthParams *params)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *inside = g_build_filename (dir, "shop", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_synth_write (params, inside, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_false (g_file_test (inside, G_FILE_TEST_EXISTS));
}

static void
bad_params (void)
{
  TnSynthParams params = small;

  params.n_customers = 0;
  assert_refused (&params);
  params.n_customers = TN_SYNTH_MAX_CUSTOMERS + 1;
  assert_refused (&params);
  params.n_customers = G_MAXUINT64;
  assert_refused (&params);
  params = small;
  params.n_months = 0;
  assert_refused (&params);
  params.n_months = TN_SYNTH_MAX_MONTHS + 1;
  assert_refused (&params);
  params = small;
  params.start_day = 47482;
  assert_refused (&params);
  params.start_day = -25568;
  assert_refused (&params);
}

static void
smallest_and_edges (void)
{
  TnSynthParams params = { 1, 1, 0, -25567, FALSE, TRUE };
  g_autofree char *a = synth_write (&params, NULL);
  g_autofree char *b = NULL;

  params.start_day = 47481;
  params.n_customers = 129;
  b = synth_write (&params, NULL);
  g_assert_cmpuint (synth_count_files (a), ==, TN_SYNTH_N_FILES);
  g_assert_cmpuint (synth_count_files (b), ==, TN_SYNTH_N_FILES);
}

static void
no_folder (void)
{
  g_autofree char *file = tn_test_file ("a file", "x", 1);
  g_autofree char *inside = g_build_filename (file, "shop", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_synth_write (&small, inside, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tn_synth_write (&small, file, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "a file"));
}

static void
cancelled_before (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (tn_synth_write (&small, dir, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (synth_count_files (dir), ==, 0);
}

typedef struct
{
  GCancellable *cancellable;
  double at;
  double fraction;
} Stopping;

static void
stop_cb (double fraction, const TnMessage *phase, gpointer user_data)
{
  Stopping *self = user_data;

  g_assert_cmpfloat (fraction, >=, self->fraction);
  self->fraction = fraction;
  if (fraction >= self->at)
    g_cancellable_cancel (self->cancellable);
}

/* An older file stays until a whole new one takes its place. */
static void
cancelled_midway (void)
{
  TnSynthParams params = { 10000, 1, 1, 19723, FALSE, TRUE };

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *dir = tn_test_directory ();
      g_autofree char *orders = synth_path (dir, TN_SYNTH_ORDERS, ".csv");
      g_autofree char *text = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Stopping stopping = { cancellable, i / 3.0, 0 };
      g_autoptr (TnProgress) progress = tn_progress_new (stop_cb, &stopping);

      g_assert_true (g_file_set_contents (orders, "older", -1, NULL));
      g_assert_false (tn_synth_write (&params, dir, NULL, progress, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (synth_count_files (dir), ==, 1);
      g_assert_true (g_file_get_contents (orders, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "older");
    }
}

/* The kernel refuses the bytes past a limit, as a full disk does. */
static void
no_room (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  for (rlim_t limit = 0; limit <= 200000; limit += 50000)
    for (int compress = 0; compress < 2; compress++)
      {
        g_autofree char *dir = tn_test_directory ();
        TnSynthParams params = { 20000, 6, 1, 19723, compress, TRUE };
        struct rlimit room = { limit, RLIM_INFINITY };
        g_autoptr (GError) error = NULL;

        signal (SIGXFSZ, SIG_IGN);
        setrlimit (RLIMIT_FSIZE, &room);
        g_assert_false (tn_synth_write (&params, dir, NULL, NULL, NULL, &error));
        room.rlim_cur = RLIM_INFINITY;
        setrlimit (RLIMIT_FSIZE, &room);
        g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
        g_assert_nonnull (strstr (error->message, ".csv"));
        g_assert_null (strstr (error->message, ".part"));
        g_assert_cmpuint (synth_count_files (dir), ==, 0);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/a-seed-gives-the-bytes-it-always-gave", golden);
  g_test_add_func ("/synth/1-2-8-threads-write-the-same-bytes", threads);
  g_test_add_func ("/synth/another-seed-is-another-shop", seeds);
  g_test_add_func ("/synth/more-customers-leave-the-others-as-they-are", growing);
  g_test_add_func ("/synth/gzip-holds-the-same-and-no-time", compressed);
  g_test_add_func ("/synth/rows-are-counted", counted);
  g_test_add_func ("/synth/the-truth-can-be-left-out", without_truth);
  g_test_add_func ("/synth/the-log-covers-its-months-and-no-more", dates);
  g_test_add_func ("/synth/numbers-out-of-range-are-refused", bad_params);
  g_test_add_func ("/synth/one-customer-and-the-outermost-years", smallest_and_edges);
  g_test_add_func ("/synth/a-path-that-is-no-folder-is-named", no_folder);
  g_test_add_func ("/synth/cancelled-before-it-writes-nothing", cancelled_before);
  g_test_add_func ("/synth/cancelled-midway-it-leaves-what-was-there", cancelled_midway);
  g_test_add_func ("/synth/without-room-it-says-so-and-leaves-nothing", no_room);

  return g_test_run ();
}
