/* test-column.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-column.h"
#include "tn-error.h"
#include "tn-hash.h"
#include "tn-test.h"

/* Row counts around the borders of chunks. */
static const gsize sizes[] = {
  0, 1, 2, TN_CHUNK_ROWS - 1, TN_CHUNK_ROWS, TN_CHUNK_ROWS + 1, 2 * TN_CHUNK_ROWS + 17
};

static void
assert_cell (TnColumn *column, gsize row, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cell = tn_column_dup_cell (column, row, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cell, ==, wanted);
}

static void
types (void)
{
  for (TnColumnType type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      TnColumnType back;

      g_assert_true (tn_column_type_from_id (tn_column_type_to_id (type), &back));
      g_assert_cmpint (back, ==, type);
    }
  g_assert_false (tn_column_type_from_id ("blob", &(TnColumnType){ 0 }));
  g_assert_false (tn_column_type_from_id (NULL, &(TnColumnType){ 0 }));
}

static void
arrays_come_back (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s], n_missing;
      g_autofree double *numbers = g_new (double, n + 1);
      g_autofree gint64 *times = g_new (gint64, n + 1);
      g_autofree guint32 *codes = g_new (guint32, n + 1);
      g_autoptr (TnColumn) number = NULL, time = NULL, code = NULL;
      g_autofree double *numbers_back = NULL;
      g_autofree gint64 *times_back = NULL;
      g_autofree guint32 *codes_back = NULL;
      const char *const texts[] = { "a", "b", "c" };
      g_autoptr (TnDictionary) dictionary = tn_dictionary_new (texts, 3);

      for (gsize i = 0; i < n; i++)
        {
          numbers[i] = i % 5 == 4 ? NAN : (double) i / 4;
          times[i] = i % 5 == 4 ? TN_TIME_MISSING : (gint64) i * -1000003;
          codes[i] = i % 5 == 4 ? TN_CODE_MISSING : i % 3;
        }
      number = tn_column_new_numbers (numbers, n);
      time = tn_column_new_times (times, n);
      code = tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
      numbers_back = tn_column_dup_numbers (number, NULL);
      times_back = tn_column_dup_times (time, NULL);
      codes_back = tn_column_dup_codes (code, NULL);

      g_assert_cmpuint (tn_column_get_n_rows (number), ==, n);
      g_assert_cmpuint (tn_column_get_n_chunks (number), ==, (n + 65535) / 65536);
      g_assert_cmpmem (numbers_back, n * 8, numbers, n * 8);
      g_assert_cmpmem (times_back, n * 8, times, n * 8);
      g_assert_cmpmem (codes_back, n * 4, codes, n * 4);
      for (guint k = 0; k < 3; k++)
        {
          TnColumn *const columns[] = { number, time, code };

          g_assert_true (tn_column_count_missing (columns[k], &n_missing, NULL));
          g_assert_cmpuint (n_missing, ==, n / 5);
        }
    }
}

static void
texts_come_back (void)
{
  gsize n = TN_CHUNK_ROWS + 100, n_missing;
  g_autofree const char **texts = g_new (const char *, n);
  g_autoptr (TnColumn) column = NULL;

  for (gsize i = 0; i < n; i++)
    texts[i] = i % 7 == 0 ? NULL : i % 7 == 1 ? "" : i % 2 ? "中文，\"quoted\"\n" : "x";
  column = tn_column_new_texts (texts, n);
  g_assert_true (tn_column_count_missing (column, &n_missing, NULL));
  g_assert_cmpuint (n_missing, ==, (n + 6) / 7);
  for (gsize i = 0; i < n; i += i % 101 == 100 ? 1 : 13)
    assert_cell (column, i, texts[i]);
  assert_cell (column, n - 1, texts[n - 1]);
}

static void
flags_come_back (void)
{
  const guint8 flags[] = { 0, 1, 2, 255 };
  g_autoptr (TnColumn) column = tn_column_new_flags (flags, 4);

  g_assert_cmpint (tn_column_get_column_type (column), ==, TN_COLUMN_FLAG);
  assert_cell (column, 0, "no");
  assert_cell (column, 1, "yes");
  assert_cell (column, 2, NULL);
  assert_cell (column, 3, NULL);
}

static void
cells_of_numbers (void)
{
  static const struct
  {
    double value;
    const char *cell;
  } cases[] = { { 0, "0" },
                { 0.1, "0.1" },
                { -2.5, "-2.5" },
                { 17850, "17850" },
                { NAN, NULL },
                { 1.0 / 3, "0.3333333333333333" },
                { 0.1 + 0.2, "0.30000000000000004" },
                { 123456789012, "123456789012" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnColumn) column = tn_column_new_numbers (&cases[i].value, 1);

      assert_cell (column, 0, cases[i].cell);
    }
  for (int i = 0; i < 2000; i++)
    {
      double value = ldexp (g_test_rand_double (), g_test_rand_int_range (-60, 60));
      g_autoptr (TnColumn) column = tn_column_new_numbers (&value, 1);
      g_autofree char *cell = tn_column_dup_cell (column, 0, NULL);

      g_assert_cmpfloat (g_ascii_strtod (cell, NULL), ==, value);
    }
}

static void
cells_of_times (void)
{
  const gint64 day = 86400 * (gint64) G_USEC_PER_SEC;
  const gint64 times[] = { 0,
                           day,
                           1,
                           -1,
                           1234567890 * (gint64) G_USEC_PER_SEC,
                           -day - 1500000,
                           TN_TIME_MISSING,
                           G_MAXINT64,
                           G_MININT64 + 1 };
  static const char *const wanted[] = { "1970-01-01",
                                        "1970-01-02",
                                        "1970-01-01 00:00:00.000001",
                                        "1969-12-31 23:59:59.999999",
                                        "2009-02-13 23:31:30",
                                        "1969-12-30 23:59:58.500000",
                                        NULL,
                                        NULL,
                                        NULL };
  g_autoptr (TnColumn) column = tn_column_new_times (times, G_N_ELEMENTS (times));

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    assert_cell (column, i, wanted[i]);
}

typedef struct
{
  int n_loads; /* atomic */
  gboolean freed;
  gsize n_rows;
  gsize bad_chunk;
} Loader;

static TnChunk *
load_chunk (gsize index, gpointer user_data, GError **error)
{
  Loader *loader = user_data;
  guint n = MIN (TN_CHUNK_ROWS, loader->n_rows - index * TN_CHUNK_ROWS);
  TnChunk *chunk;

  g_atomic_int_inc (&loader->n_loads);
  if (index == loader->bad_chunk)
    {
      tn_error_set (error, TN_ERROR_DAMAGED, "chunk is damaged", NULL);
      return NULL;
    }
  chunk = tn_chunk_new (TN_CHUNK_NUMBER, n);
  for (guint i = 0; i < n; i++)
    chunk->number[i] = (double) (index * TN_CHUNK_ROWS + i);

  return chunk;
}

static void
loader_free (gpointer data)
{
  ((Loader *) data)->freed = TRUE;
}

static void
lazy_loads (void)
{
  Loader loader = { .n_rows = 3 * TN_CHUNK_ROWS + 5, .bad_chunk = G_MAXSIZE };
  TnColumn *column =
      tn_column_new_lazy (TN_COLUMN_NUMBER, loader.n_rows, load_chunk, NULL, &loader, loader_free);

  g_assert_cmpint (loader.n_loads, ==, 0);
  assert_cell (column, 2 * TN_CHUNK_ROWS + 3, "131075");
  g_assert_cmpint (loader.n_loads, ==, 1);
  g_assert_false (loader.freed);
  tn_column_unref (column);
  g_assert_true (loader.freed);
}

static void
lazy_errors (void)
{
  Loader loader = { .n_rows = 3 * TN_CHUNK_ROWS, .bad_chunk = 1 };
  g_autoptr (TnColumn) column =
      tn_column_new_lazy (TN_COLUMN_NUMBER, loader.n_rows, load_chunk, NULL, &loader, loader_free);
  gsize rows[] = { 0, TN_CHUNK_ROWS + 1 }, n_missing;
  g_autoptr (GBytes) bytes = g_bytes_new (rows, sizeof rows);
  g_autoptr (TnColumn) view = tn_column_new_view (column, bytes);
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();
  GError *error = NULL;

  g_assert_null (tn_column_dup_numbers (column, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (tn_column_dup_cell (column, TN_CHUNK_ROWS, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (tn_column_count_missing (column, &n_missing, &error));
  g_clear_error (&error);
  g_assert_false (tn_column_add_to_fingerprint (column, fingerprint, &error));
  g_clear_error (&error);
  g_assert_null (tn_column_get_chunk (view, 0, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_clear_error (&error);
}

static char *
fingerprint_of (TnColumn *column)
{
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();

  g_assert_true (tn_column_add_to_fingerprint (column, fingerprint, NULL));

  return tn_fingerprint_end (fingerprint);
}

/* Loaded or resident, the same values are the same column; any other value is another one. */
static void
fingerprints (void)
{
  Loader loader = { .n_rows = TN_CHUNK_ROWS + 9, .bad_chunk = G_MAXSIZE };
  g_autoptr (TnColumn) lazy =
      tn_column_new_lazy (TN_COLUMN_NUMBER, loader.n_rows, load_chunk, NULL, &loader, loader_free);
  g_autofree double *values = tn_column_dup_numbers (lazy, NULL);
  g_autoptr (TnColumn) same = tn_column_new_numbers (values, loader.n_rows);
  g_autoptr (TnColumn) other = NULL;
  g_autofree char *a = fingerprint_of (lazy);
  g_autofree char *b = fingerprint_of (same);
  g_autofree char *c = NULL;

  g_assert_cmpstr (a, ==, b);
  values[TN_CHUNK_ROWS + 3] += 1;
  other = tn_column_new_numbers (values, loader.n_rows);
  c = fingerprint_of (other);
  g_assert_cmpstr (a, !=, c);
}

static void
fingerprints_of_missing (void)
{
  const char *const one[] = { "", NULL }, *const two[] = { NULL, "" }, *const three[] = { "", "" };
  g_autoptr (TnColumn) a = tn_column_new_texts (one, 2);
  g_autoptr (TnColumn) b = tn_column_new_texts (two, 2);
  g_autoptr (TnColumn) c = tn_column_new_texts (three, 2);
  g_autofree char *fa = fingerprint_of (a);
  g_autofree char *fb = fingerprint_of (b);
  g_autofree char *fc = fingerprint_of (c);

  g_assert_cmpstr (fa, !=, fb);
  g_assert_cmpstr (fa, !=, fc);
  g_assert_cmpstr (fb, !=, fc);
}

static TnColumn *
column_of_type (TnColumnType type, gsize n)
{
  g_autofree double *numbers = g_new0 (double, n);
  g_autofree gint64 *times = g_new0 (gint64, n);
  g_autofree guint32 *codes = g_new0 (guint32, n);
  g_autofree guint8 *flags = g_new0 (guint8, n);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  const char *const words[] = { "x", "y", "z" };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, 3);

  for (gsize i = 0; i < n; i++)
    {
      gboolean missing = i % 11 == 3;

      numbers[i] = missing ? NAN : (double) i;
      times[i] = missing ? TN_TIME_MISSING : (gint64) i * 1000000;
      codes[i] = missing ? TN_CODE_MISSING : (guint32) (i % 3);
      flags[i] = missing ? 9 : i & 1;
      g_ptr_array_add (texts, missing ? NULL : g_strdup_printf ("text %zu", i * i % 1000));
    }

  switch (type)
    {
    case TN_COLUMN_NUMBER:
      return tn_column_new_numbers (numbers, n);
    case TN_COLUMN_TIME:
      return tn_column_new_times (times, n);
    case TN_COLUMN_CATEGORY:
      return tn_column_new_codes (type, dictionary, codes, n);
    case TN_COLUMN_FLAG:
      return tn_column_new_flags (flags, n);
    case TN_COLUMN_TEXT:
    default:
      return tn_column_new_texts ((const char *const *) texts->pdata, n);
    }
}

static void
views_gather (void)
{
  gsize n_parent = 2 * TN_CHUNK_ROWS + 100, n = TN_CHUNK_ROWS + 50;

  for (TnColumnType type = 0; type < TN_N_COLUMN_TYPES; type++)
    {
      g_autoptr (TnColumn) parent = column_of_type (type, n_parent);
      g_autofree gsize *rows = g_new (gsize, n);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (TnColumn) view = NULL;

      for (gsize i = 0; i < n; i++)
        rows[i] = g_test_rand_int_range (0, (int) n_parent);
      bytes = g_bytes_new (rows, n * sizeof (gsize));
      view = tn_column_new_view (parent, bytes);
      g_assert_cmpuint (tn_column_get_n_rows (view), ==, n);
      g_assert_cmpint (tn_column_get_column_type (view), ==, type);
      for (int k = 0; k < 60; k++)
        {
          gsize at = k == 0 ? n - 1 : (gsize) g_test_rand_int_range (0, (int) n);
          g_autofree char *wanted = tn_column_dup_cell (parent, rows[at], NULL);

          assert_cell (view, at, wanted);
        }
    }
}

static void
views_of_views (void)
{
  const double values[] = { 10, 11, 12, 13 };
  const gsize first[] = { 3, 1, 1 }, second[] = { 2, 0 };
  g_autoptr (TnColumn) column = tn_column_new_numbers (values, 4);
  g_autoptr (GBytes) a = g_bytes_new (first, sizeof first);
  g_autoptr (GBytes) b = g_bytes_new (second, sizeof second);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (TnColumn) view = tn_column_new_view (column, a);
  g_autoptr (TnColumn) again = tn_column_new_view (view, b);
  g_autoptr (TnColumn) empty = tn_column_new_view (view, none);

  assert_cell (view, 0, "13");
  assert_cell (view, 2, "11");
  assert_cell (again, 0, "11");
  assert_cell (again, 1, "13");
  g_assert_cmpuint (tn_column_get_n_rows (empty), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column/types-have-ids", types);
  g_test_add_func ("/column/arrays-come-back-across-chunks", arrays_come_back);
  g_test_add_func ("/column/texts-keep-empty-and-missing-apart", texts_come_back);
  g_test_add_func ("/column/flags-are-no-yes-or-missing", flags_come_back);
  g_test_add_func ("/column/cells-of-numbers-read-back-exactly", cells_of_numbers);
  g_test_add_func ("/column/cells-of-times-are-utc-to-the-microsecond", cells_of_times);
  g_test_add_func ("/column/a-lazy-one-loads-what-is-asked-for", lazy_loads);
  g_test_add_func ("/column/a-chunk-that-cannot-be-loaded-is-an-error", lazy_errors);
  g_test_add_func ("/column/fingerprint-is-of-values-not-of-storage", fingerprints);
  g_test_add_func ("/column/fingerprint-tells-empty-from-missing", fingerprints_of_missing);
  g_test_add_func ("/column/a-view-gathers-rows-of-every-type", views_gather);
  g_test_add_func ("/column/a-view-of-a-view-and-of-nothing", views_of_views);

  return g_test_run ();
}
