/* test-conditions.c: lines that say which rows are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-conditions.h"
#include "tn-error.h"
#include "tn-test.h"

#define N_ROWS 6

static gint64
moment (int day, int hour, int minute)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 3, day, hour, minute, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static TnColumn *
make_words (const char *const *words)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  guint32 codes[N_ROWS];

  for (guint i = 0; i < N_ROWS; i++)
    codes[i] = words[i] == NULL
                   ? TN_CODE_MISSING
                   : tn_dictionary_builder_intern (builder, words[i], strlen (words[i]));
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, N_ROWS);
}

/* Row 2 is missing in every column. */
static TnTable *
make_table (void)
{
  static const char *const words[] = { "France", "Germany", NULL, "United Kingdom", "fr", "" };
  static const char *const texts[] = { "a gift", "Gift card", NULL, "gifts = many", "", "“no”" };
  const double numbers[] = { 1, 2, NAN, 3, -1, 2.5 };
  const gint64 times[] = { moment (1, 0, 0), moment (1, 15, 30), TN_TIME_MISSING,
                           moment (2, 0, 0), moment (3, 23, 59), moment (1, 23, 59) + 59999999 };
  const guint8 flags[] = { 0, 1, 255, 1, 0, 1 };
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);

  tn_table_builder_take (builder, tn_field_new ("Price", TN_ROLE_PRICE),
                         tn_column_new_numbers (numbers, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("Price net", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("Country", TN_ROLE_NONE), make_words (words));
  tn_table_builder_take (builder, tn_field_new ("Order date", TN_ROLE_TIME),
                         tn_column_new_times (times, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("Text", TN_ROLE_TEXT),
                         tn_column_new_texts (texts, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("new", TN_ROLE_NONE),
                         tn_column_new_flags (flags, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("金额", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("\"odd\" name", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, N_ROWS));

  return tn_table_builder_end (builder);
}

/* A character a row, 1 where the row is meant. */
static char *
select_rows (TnTable *table, const char *const *lines, gboolean any)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnConditions) conditions = tn_conditions_new (table, lines, &error);
  g_autoptr (GBytes) rows = NULL;
  char *marks = g_strdup ("000000");
  const gsize *at;
  gsize size;

  g_assert_no_error (error);
  rows = tn_conditions_select (conditions, table, any, NULL, &error);
  g_assert_no_error (error);
  at = g_bytes_get_data (rows, &size);
  for (gsize i = 0; i < size / sizeof (gsize); i++)
    {
      g_assert_true (i == 0 || at[i] > at[i - 1]);
      marks[at[i]] = '1';
    }

  return marks;
}

static void
test_operators (void)
{
  static const struct
  {
    const char *line;
    const char *rows;
  } cases[] = {
    { "Price = 2", "010000" },
    { "Price != 2", "100111" },
    { "Price < 2", "100010" },
    { "Price <= 2", "110010" },
    { "Price > 2", "000101" },
    { "Price >= 2.5", "000101" },
    { "Price is missing", "001000" },
    { "Price is known", "110111" },
    { "Price>=2.5", "000101" },
    { "Price   =   1e0", "100000" },
    { "Country = France", "100000" },
    { "Country != France", "010111" },
    { "Country < Germany", "100001" },
    { "Country <= Germany", "110001" },
    { "Country > Germany", "000110" },
    { "Country >= Germany", "010110" },
    { "Country contains r", "110010" },
    { "Country is missing", "001000" },
    { "Country is known", "110111" },
    { "Country = United Kingdom", "000100" },
    { "Country = \"United Kingdom\"", "000100" },
    { "Country = “United Kingdom”", "000100" },
    { "Country = \"\"", "000001" },
    { "Order date = 2026-03-01", "110001" },
    { "Order date != 2026-03-01", "000110" },
    { "Order date < 2026-03-02", "110001" },
    { "Order date <= 2026-03-01", "110001" },
    { "Order date > 2026-03-01", "000110" },
    { "Order date >= 2026-03-02", "000110" },
    { "Order date = 2026-03-01 15:30", "010000" },
    { "Order date = 2026-03-01 23:59", "000001" },
    { "Order date = 2026-03-01 15:30:00", "010000" },
    { "Order date > 2026-03-01T15:30:00", "000111" },
    { "Order date is missing", "001000" },
    { "Order date is known", "110111" },
    { "Text = a gift", "100000" },
    { "Text != a gift", "010111" },
    { "Text contains gift", "100100" },
    { "Text contains gifts = many", "000100" },
    { "Text < b", "110010" },
    { "Text >= a", "100101" },
    { "Text is missing", "001000" },
    { "Text is known", "110111" },
    { "new = yes", "010101" },
    { "new != yes", "100010" },
    { "new contains e", "010101" },
    { "new is missing", "001000" },
    { "new is known", "110111" },
    { "金额 > 2", "000101" },
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *lines[] = { cases[i].line, NULL };
      g_autofree char *rows = select_rows (table, lines, i % 2);

      g_test_message ("%s", cases[i].line);
      g_assert_cmpstr (rows, ==, cases[i].rows);
    }
}

static void
test_names (void)
{
  static const char *const lines[] = {
    "Price net = 2", "\"Price net\" = 2", "“Price net” = 2",
    "\"Price\" = 2", "\"odd\" name = 2",  "Price net=2",
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *one[] = { lines[i], NULL };
      g_autofree char *rows = select_rows (table, one, FALSE);

      g_assert_cmpstr (rows, ==, "010000");
    }
}

/* “a” and “a b”: the longest name that fits is meant, though “a” would fit as well. */
static void
test_longest (void)
{
  const double shorter[N_ROWS] = { 1, 1, 1, 1, 1, 1 };
  const double longer[N_ROWS] = { 2, 2, 2, 2, 2, 2 };
  static const char *const lines[] = { "a < b = 2", NULL };
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);
  g_autoptr (TnTable) table = NULL;
  g_autofree char *rows = NULL;

  tn_table_builder_take (builder, tn_field_new ("a", TN_ROLE_NONE),
                         tn_column_new_numbers (shorter, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("a < b", TN_ROLE_NONE),
                         tn_column_new_numbers (longer, N_ROWS));
  table = tn_table_builder_end (builder);
  rows = select_rows (table, lines, FALSE);
  g_assert_cmpstr (rows, ==, "111111");
}

static void
test_several (void)
{
  static const char *const lines[] = { "Price > 1", "Country contains r", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *all = select_rows (table, lines, FALSE);
  g_autofree char *any = select_rows (table, lines, TRUE);
  g_autofree char *nothing_asked = select_rows (table, none, FALSE);
  g_autofree char *nothing_asked_any = select_rows (table, none, TRUE);

  g_assert_cmpstr (all, ==, "010000");
  g_assert_cmpstr (any, ==, "110111");
  g_assert_cmpstr (nothing_asked, ==, "111111");
  g_assert_cmpstr (nothing_asked_any, ==, "111111");
}

/* A view reads other rows of the same columns: the dictionary is shared, the rows are not. */
static void
test_view (void)
{
  static const char *const lines[] = { "Country contains an", NULL };
  const gsize order[] = { 5, 1, 1, 0, 3, 2 };
  g_autoptr (GBytes) bytes = g_bytes_new (order, sizeof order);
  g_autoptr (TnTable) table = make_table ();
  g_autoptr (TnTable) view = tn_table_new_view (table, bytes);
  g_autofree char *rows = select_rows (view, lines, FALSE);

  g_assert_cmpstr (rows, ==, "011100");
}

static void
assert_refused (TnTable *table, const char *line)
{
  const char *lines[] = { "Price > 0", line, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnConditions) conditions = tn_conditions_new (table, lines, &error);

  g_test_message ("%s: %s", line, error != NULL ? error->message : "taken");
  g_assert_null (conditions);
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strchr (error->message, '{'));
}

static void
test_refused (void)
{
  static const char *const lines[] = {
    "",
    " ",
    "Pricey > 0",
    "Price_net > 0",
    "price > 0",
    "Price",
    "Price >",
    "Price > ",
    "Price 2",
    "Price is",
    "Price is missing today",
    "Price is missingfoo",
    "Price is known = 2",
    "Price = two",
    "Price = 1,5",
    "Price = nan",
    "Price < inf",
    "Price = 1 2",
    "Price contains 2",
    "Order date contains 2026",
    "Order date = yesterday",
    "Order date = 2026-13-01",
    "Order date = 01.03.2026",
    "Order date = 2026-03-01 25:00",
    "Country containsgift",
    "Country =",
    "Country",
    "\"Price > 0",
    "\"Price net > 0",
    "“Price > 0",
    "\"\" = 1",
    "\"No such\" = 1",
    "Price => 2",
    "= 2",
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    assert_refused (table, lines[i]);
}

/* Pieces of the language in any order, and any bytes: taken or refused, never worse. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "Price", "Price net", "Country", "Order date", "Text",   "new",        "金额", "\"",
    "“",     "”",         "=",       "!=",         "<",      "<=",         ">",    ">=",
    " ",     "contains",  "is",      "missing",    "known",  "2026-03-01", "2",    "1e400",
    "-",     "is known",  "\t",      "\xc3\xa9",   "France", "%s{line}",   "_",    "0x1p4",
  };
  g_autoptr (TnTable) table = make_table ();
  guint n_taken = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      guint n = (guint) g_test_rand_int_range (0, 7);
      const char *lines[] = { NULL, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (TnConditions) conditions = NULL;
      g_autoptr (GBytes) rows = NULL;

      for (guint j = 0; j < n; j++)
        if (g_test_rand_int_range (0, 10) == 0)
          g_string_append_unichar (line, (gunichar) g_test_rand_int_range (1, 0xD7FF));
        else
          g_string_append (line, pieces[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (pieces))]);
      lines[0] = line->str;
      conditions = tn_conditions_new (table, lines, &error);
      g_assert_true ((conditions == NULL) == (error != NULL));
      if (conditions == NULL)
        continue;
      n_taken++;
      rows = tn_conditions_select (conditions, table, FALSE, NULL, NULL);
      g_assert_nonnull (rows);
    }
  g_assert_cmpuint (n_taken, >, 20);
}

static void
test_cancelled (void)
{
  static const char *const lines[] = { "Price > 1", NULL };
  g_autoptr (TnTable) table = make_table ();
  g_autoptr (TnConditions) conditions = tn_conditions_new (table, lines, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_conditions_select (conditions, table, FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conditions/every-operator-reads-every-type", test_operators);
  g_test_add_func ("/conditions/names-may-stand-in-quotes", test_names);
  g_test_add_func ("/conditions/the-longest-name-is-meant", test_longest);
  g_test_add_func ("/conditions/any-or-all-must-hold", test_several);
  g_test_add_func ("/conditions/a-view-is-read-in-its-own-order", test_view);
  g_test_add_func ("/conditions/a-wrong-line-gets-one-sentence", test_refused);
  g_test_add_func ("/conditions/random-lines-never-crash", test_random);
  g_test_add_func ("/conditions/cancel-is-seen", test_cancelled);

  return g_test_run ();
}
