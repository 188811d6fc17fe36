/* test-reading.c: how a log tells orders from returns, and what a cancellation undoes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-asof.h"
#include "tn-churn.h"
#include "tn-error.h"
#include "tn-retail.h"
#include "tn-test.h"
#include "tn-undo.h"
#include "tn-value.h"

#define AT(day) (tn_test_date ("2026-03-01") + (gint64) (day) *TN_DAY)

static TnReading *
propose (TnTable *table)
{
  g_autoptr (GError) error = NULL;
  TnReading *reading = tn_reading_propose (table, NULL, &error);

  g_assert_no_error (error);

  return reading;
}

static guint8 *
mark (TnTable *table)
{
  g_autoptr (TnReading) reading = propose (table);
  g_autoptr (GError) error = NULL;
  guint8 *kinds = tn_reading_mark (reading, table, NULL, &error);

  g_assert_no_error (error);

  return kinds;
}

/* Order numbers as one text, "-" before those with a negative quantity. */
static char *
prefix_of (const char *numbers)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_auto (GStrv) parts = g_strsplit (numbers, " ", -1);
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnReading) reading = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean negative = parts[i][0] == '-';

      tn_log_add (log, "a", AT (i), parts[i] + negative, "i", "k", NULL, negative ? -1 : 1, 10);
    }
  table = tn_log_end (log, "ctoqa");
  reading = propose (table);

  return g_strdup (reading->cancel_prefix);
}

static void
test_prefix (void)
{
  static const struct
  {
    const char *numbers;
    const char *prefix;
  } cases[] = {
    { "1 2 3 4 -C5 -C6 -C7", "C" },
    { "SO-1 SO-2 SO-3 SO-4 -RMA-5 -RMA-6 -RMA-7", "RMA-" },
    { "订1 订2 订3 订4 -退5 -退6 -退7", "退" },
    /* Too few to tell; every number begins so; others come back as often. */
    { "1 2 3 4 -C5 -C6", "" },
    { "-C1 -C2 -C3 -C4", "" },
    { "1 2 -3 -4 -C5 -C6 -C7", "" },
    /* A prefix of ordinary orders; numbers without figures. */
    { "A1 A2 A3 A4 -A5 -A6 9 8 7", "" },
    { "1 2 3 4 -C -CC -CCC", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *prefix = prefix_of (cases[i].numbers);

      g_assert_cmpstr (prefix, ==, cases[i].prefix);
    }
}

/* A log with one more column of words. */
static TnTable *
with_words (TnLog *log, const char *name, TnColumnType type, const char *words)
{
  g_autoptr (TnTable) table = tn_log_end (log, "ctoqa");
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_auto (GStrv) cells = g_strsplit (words, " ", -1);
  TnDictionaryBuilder *dictionary = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) ended = NULL;
  g_autofree guint32 *codes = g_new (guint32, g_strv_length (cells));
  TnColumn *column;

  g_assert_cmpuint (g_strv_length (cells), ==, tn_table_get_n_rows (table));
  for (guint i = 0; cells[i] != NULL; i++)
    codes[i] = type == TN_COLUMN_FLAG
                   ? strcmp (cells[i], "yes") == 0
                   : tn_dictionary_builder_intern (dictionary, cells[i], strlen (cells[i]));
  ended = tn_dictionary_builder_end (dictionary);
  column = tn_column_new_codes (type, ended, codes, g_strv_length (cells));
  tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_NONE), column);

  return tn_table_builder_end (builder);
}

static guint
count_sentences (const TnReading *reading)
{
  g_autoptr (GPtrArray) sentences = tn_reading_say (reading);

  return sentences->len;
}

/* When an order was cancelled is not known from its status: it is found, said and not used. */
static void
test_status (void)
{
  static const struct
  {
    const char *name;
    TnColumnType type;
    const char *words;
    const char *kinds; /* of the three rows: s ale, r eturn */
  } cases[] = {
    { "order_status", TN_COLUMN_CATEGORY, "done Cancelled done", "srs" },
    { "订单状态", TN_COLUMN_CATEGORY, "已完成 交易关闭 已退款", "srr" },
    { "Cancelled", TN_COLUMN_FLAG, "no yes no", "srs" },
    { "is_refunded", TN_COLUMN_FLAG, "yes no no", "rss" },
    /* No status by its name; a status without such a word. */
    { "channel", TN_COLUMN_CATEGORY, "web return web", "sss" },
    { "status", TN_COLUMN_CATEGORY, "paid sent done", "sss" },
    { "member", TN_COLUMN_FLAG, "yes yes no", "sss" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      g_autoptr (TnTable) table = NULL;
      g_autoptr (TnReading) reading = NULL;
      g_autofree guint8 *kinds = NULL;

      for (guint j = 0; j < 3; j++)
        tn_log_add (log, "a", AT (j), "1", "i", "k", NULL, 1, 10);
      table = with_words (log, cases[i].name, cases[i].type, cases[i].words);
      reading = propose (table);
      kinds = mark (table);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpuint (kinds[j], ==, TN_LINE_SALE);
      g_assert_true ((reading->found_column != NULL) == (strchr (cases[i].kinds, 'r') != NULL));
      g_assert_cmpuint (count_sentences (reading), ==, reading->found_column != NULL);
      if (reading->found_column == NULL)
        continue;
      g_assert_cmpstr (reading->found_column, ==, cases[i].name);

      /* With a person's word for it, its words are cancellations. */
      g_clear_pointer (&kinds, g_free);
      g_free (reading->status_column);
      g_strfreev (reading->cancel_statuses);
      reading->status_column = g_strdup (cases[i].name);
      reading->cancel_statuses = tn_reading_find_statuses (table, cases[i].name, NULL);
      kinds = tn_reading_mark (reading, table, NULL, NULL);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpuint (kinds[j], ==, cases[i].kinds[j] == 'r' ? TN_LINE_RETURN : TN_LINE_SALE);
    }
}

/* What was learned from one file decides about the next, whatever that one holds. */
static void
test_kept (void)
{
  g_autoptr (TnLog) first = tn_log_new (), second = tn_log_new ();
  g_autoptr (TnTable) learned = NULL, later = NULL;
  g_autoptr (TnReading) reading = NULL, back = NULL;
  g_autoptr (GVariant) stored = NULL;
  g_autofree guint8 *own = NULL, *kept = NULL;

  tn_log_add (first, "a", AT (0), NULL, "i", "k", "order", 1, 10);
  tn_log_add (first, "a", AT (1), NULL, "i", "k", "wish", 1, 10);
  /* No order word at all: by itself, every amount would be an order. */
  tn_log_add (second, "a", AT (2), NULL, "i", "k", "wish", 1, 10);
  tn_log_add (second, "a", AT (3), NULL, "i", "k", "view", 1, 10);
  learned = tn_log_end (first, "ctea");
  later = tn_log_end (second, "ctea");

  reading = propose (learned);
  stored = g_variant_ref_sink (tn_reading_to_variant (reading));
  back = tn_reading_from_variant (stored);
  g_assert_nonnull (back);
  own = mark (later);
  kept = tn_reading_mark (back, later, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (own[i], ==, TN_LINE_SALE);
      g_assert_cmpuint (kept[i], ==, TN_LINE_OTHER);
    }
}

static void
test_stored (void)
{
  g_autoptr (TnReading) reading = tn_reading_new ();
  g_autoptr (GVariant) whole = g_variant_ref_sink (tn_reading_to_variant (reading));
  GVariantIter iter;
  const char *left_out;

  g_variant_iter_init (&iter, whole);
  while (g_variant_iter_loop (&iter, "{&sv}", &left_out, NULL))
    {
      GVariantDict dict;
      g_autoptr (GVariant) part = NULL, wrong = NULL;
      g_autoptr (TnReading) none = NULL;

      g_variant_dict_init (&dict, whole);
      g_variant_dict_remove (&dict, left_out);
      part = g_variant_ref_sink (g_variant_dict_end (&dict));
      none = tn_reading_from_variant (part);
      g_assert_null (none);
      g_variant_dict_init (&dict, whole);
      g_variant_dict_insert (&dict, left_out, "d", 1.0);
      wrong = g_variant_ref_sink (g_variant_dict_end (&dict));
      none = tn_reading_from_variant (wrong);
      g_assert_null (none);
    }
}

static void
test_status_gone (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnReading) reading = tn_reading_new ();
  g_autoptr (GError) error = NULL;

  tn_log_add (log, "a", AT (0), "1", "i", "k", NULL, 1, 10);
  table = tn_log_end (log, "ctoqa");
  g_free (reading->status_column);
  reading->status_column = g_strdup ("status");
  g_strfreev (reading->cancel_statuses);
  reading->cancel_statuses = g_strsplit ("void", "\n", -1);
  g_assert_null (tn_reading_mark (reading, table, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "status"));
}

/* Marks that stand in the table are read, not guessed again. */
static void
test_marks (void)
{
  static const guint8 kinds[] = { TN_LINE_SALE, TN_LINE_RETURN, TN_LINE_OTHER, TN_LINE_SALE };
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnTable) table = NULL, marked = NULL;
  g_autoptr (TnEvents) events = NULL;
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  TnTableBuilder *builder;

  for (guint i = 0; i < 4; i++)
    tn_log_add (log, "a", AT (i), NULL, "i", "k", NULL, 1, 10);
  table = tn_log_end (log, "ctqa");
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, tn_field_new ("line", TN_ROLE_LINE),
                         tn_line_kinds_to_column (kinds, 4, NULL));
  marked = tn_table_builder_end (builder);
  events = tn_events_new (marked, &params, NULL, NULL, NULL);
  g_assert_cmpuint (tn_events_get_counts (events)->n_sales, ==, 2);
  g_assert_cmpuint (tn_events_get_counts (events)->n_returns, ==, 1);
  g_assert_cmpuint (tn_events_get_counts (events)->n_other, ==, 1);
}

/* --- What a cancellation undoes --- */

static TnLog *
random_log (guint n)
{
  TnLog *log = tn_log_new ();

  tn_log_add (log, "c0", AT (0), NULL, "i0", "k", NULL, 1, 10);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *customer = g_strdup_printf ("c%d", g_test_rand_int_range (0, 5));
      g_autofree char *item = g_strdup_printf ("i%d", g_test_rand_int_range (0, 3));
      double quantity = g_test_rand_int_range (1, 3);
      int sign = g_test_rand_int_range (0, 3) == 0 ? -1 : 1;

      tn_log_add (log, g_test_rand_int_range (0, 20) == 0 ? NULL : customer,
                  AT (g_test_rand_int_range (0, 200)), NULL,
                  g_test_rand_int_range (0, 20) == 0 ? NULL : item, "k", NULL, sign * quantity,
                  sign * quantity * 5);
    }

  return log;
}

typedef struct
{
  guint8 *kinds;
  guint8 *dropped;
  gint64 *undone;
  TnUndoCounts counts;
} Undone;

static void
undone_clear (Undone *self)
{
  g_free (self->kinds);
  g_free (self->dropped);
  g_free (self->undone);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undone, undone_clear)

static void
match (Undone *self, TnTable *table)
{
  gsize n = tn_table_get_n_rows (table);
  g_autoptr (GError) error = NULL;

  self->kinds = mark (table);
  self->dropped = g_new0 (guint8, n);
  self->undone = g_new (gint64, n);
  for (gsize i = 0; i < n; i++)
    self->undone[i] = TN_TIME_MISSING;
  tn_undo_match (table, self->kinds, self->dropped, self->undone, &self->counts, NULL, &error);
  g_assert_no_error (error);
}

static const char *
word (GPtrArray *words, gsize i)
{
  const char *text = g_ptr_array_index (words, i);

  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
same_thing (const TnLog *log, gsize i, gsize j)
{
  return word (log->customers, i) != NULL && word (log->items, i) != NULL &&
         g_strcmp0 (word (log->customers, i), word (log->customers, j)) == 0 &&
         g_strcmp0 (word (log->items, i), word (log->items, j)) == 0 &&
         fabs (g_array_index (log->quantities, double, i)) ==
             fabs (g_array_index (log->quantities, double, j));
}

/* Returns in order of time, each looking through all lines for the latest that is free. */
static void
match_naively (const TnLog *log, guint8 *dropped, gint64 *undone)
{
  gsize n = log->times->len;

  for (gint64 day = 0; day < 200; day++)
    for (gsize i = 0; i < n; i++)
      {
        gint64 time = g_array_index (log->times, gint64, i), best_time = G_MININT64;
        gsize best = n;

        if (time != AT (day) || g_array_index (log->quantities, double, i) > 0)
          continue;
        for (gsize j = 0; j < n; j++)
          {
            gint64 other = g_array_index (log->times, gint64, j);

            if (g_array_index (log->quantities, double, j) > 0 && same_thing (log, i, j) &&
                other < time && undone[j] == TN_TIME_MISSING && other >= best_time)
              {
                best = j;
                best_time = other;
              }
          }
        if (best == n)
          continue;
        dropped[i] = TRUE;
        undone[best] = time;
      }
}

static void
test_undo (void)
{
  for (guint run = 0; run < 30; run++)
    {
      g_autoptr (TnLog) log = random_log (150);
      g_autoptr (TnTable) table = tn_log_end (log, "cteiqa");
      gsize n = tn_table_get_n_rows (table), n_matched = 0;
      g_auto (Undone) found = { 0 };
      g_autofree guint8 *dropped = g_new0 (guint8, n);
      g_autofree gint64 *undone = g_new (gint64, n);

      for (gsize i = 0; i < n; i++)
        undone[i] = TN_TIME_MISSING;
      match_naively (log, dropped, undone);
      match (&found, table);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpuint (found.dropped[i], ==, dropped[i]);
          g_assert_cmpint (found.undone[i], ==, undone[i]);
          n_matched += dropped[i];
        }
      g_assert_cmpuint (found.counts.n_matched, ==, n_matched);
      g_assert_cmpuint (n_matched, >, 0);
    }
}

static void
test_undo_needs (void)
{
  static const char *const roles[] = { "teiqa", "ceiqa", "cteqa", "ctei" };
  g_autoptr (TnLog) log = random_log (10);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autoptr (TnTable) table = tn_log_end (log, roles[i]);
      gsize n = tn_table_get_n_rows (table);
      g_autofree guint8 *kinds = g_new0 (guint8, n), *dropped = g_new0 (guint8, n);
      g_autofree gint64 *undone = g_new0 (gint64, n);
      TnUndoCounts counts;
      g_autoptr (GError) error = NULL;

      g_assert_false (tn_undo_match (table, kinds, dropped, undone, &counts, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
    }
}

/* Rows that are kept, with their marks; those undone before @moment are taken out as well. */
static TnEvents *
read_undone (TnTable *table, const Undone *found, gint64 moment)
{
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnTable) marked = NULL, kept = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = tn_table_get_n_rows (table);
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  TnEvents *events;

  tn_table_builder_take (builder, tn_field_new ("line", TN_ROLE_LINE),
                         tn_line_kinds_to_column (found->kinds, n, NULL));
  if (moment == TN_TIME_MISSING)
    tn_table_builder_take (builder, tn_field_new ("undone", TN_ROLE_UNDONE),
                           tn_column_new_times (found->undone, n));
  marked = tn_table_builder_end (builder);
  for (gsize i = 0; i < n; i++)
    if (!found->dropped[i] && (moment == TN_TIME_MISSING || found->undone[i] == TN_TIME_MISSING ||
                               found->undone[i] >= moment))
      g_array_append_val (rows, i);
  bytes = g_bytes_new (rows->data, rows->len * sizeof (gsize));
  kept = tn_table_new_view (marked, bytes);
  events = tn_events_new (kept, &params, NULL, NULL, &error);
  g_assert_no_error (error);

  return events;
}

static TnTable *
describe (TnEvents *events, TnEvents *later, gint64 cut)
{
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  TnChurnParams churn = TN_CHURN_PARAMS_INIT;
  TnValueParams value = TN_VALUE_PARAMS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) features = tn_asof_features (events, &cut, 1, &asof, NULL, NULL, &error);
  g_autoptr (TnTable) valued = NULL;
  TnTable *labelled;

  g_assert_no_error (error);
  valued = tn_value_expected (events, features, &value, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  churn.horizon_days = 30;
  labelled = tn_churn_label (later, valued, &churn, NULL, &error);
  g_assert_no_error (error);

  return labelled;
}

/* Facts, value and labels as of a date, against logs from which what had been undone by then
 * was really taken out: a cancellation after the date has no influence, one before it undoes
 * the order. */
static void
test_known_then (void)
{
  gboolean differs = FALSE;

  for (guint run = 0; run < 20; run++)
    {
      g_autoptr (TnLog) log = random_log (200);
      g_autoptr (TnTable) table = tn_log_end (log, "cteiqa");
      gint64 cut = AT (g_test_rand_int_range (60, 150));
      g_auto (Undone) found = { 0 };
      g_autoptr (TnEvents) events = NULL, at_cut = NULL, at_end = NULL;
      g_autoptr (TnTable) all = NULL, then = NULL, naive = NULL;
      g_autofree char *fingerprint = NULL, *then_fingerprint = NULL, *naive_fingerprint = NULL;

      match (&found, table);
      events = read_undone (table, &found, TN_TIME_MISSING);
      at_cut = read_undone (table, &found, cut);
      at_end = read_undone (table, &found, cut + 30 * TN_DAY);
      all = describe (events, events, cut);
      then = describe (at_cut, at_end, cut);
      fingerprint = tn_table_fingerprint (all, NULL);
      then_fingerprint = tn_table_fingerprint (then, NULL);
      g_assert_cmpstr (fingerprint, ==, then_fingerprint);

      naive = describe (at_end, at_end, cut);
      naive_fingerprint = tn_table_fingerprint (naive, NULL);
      differs = differs || strcmp (fingerprint, naive_fingerprint) != 0;
    }
  g_assert_true (differs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reading/prefix-of-cancellations-is-found", test_prefix);
  g_test_add_func ("/reading/a-status-is-said-and-not-used", test_status);
  g_test_add_func ("/reading/what-was-learned-decides-about-the-next-file", test_kept);
  g_test_add_func ("/reading/damaged-fields-are-refused", test_stored);
  g_test_add_func ("/reading/a-status-column-that-is-gone-is-named", test_status_gone);
  g_test_add_func ("/reading/marks-are-read-not-guessed-again", test_marks);
  g_test_add_func ("/undo/equals-a-search-row-by-row", test_undo);
  g_test_add_func ("/undo/needs-customer-time-item-and-size", test_undo_needs);
  g_test_add_func ("/undo/a-cancellation-counts-from-its-day-on", test_known_then);

  return g_test_run ();
}
