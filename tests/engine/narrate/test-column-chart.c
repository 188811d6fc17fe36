/* test-column-chart.c: two columns against each other, from a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-column-chart.h"
#include "tn-error.h"
#include "tn-figure.h"
#include "tn-language.h"

#define N 60

/* "paid" and "items" (each the other's half), "when" a day apart, "kind" of twenty kinds and "yes".
 */
static TnTable *
make_table (void)
{
  TnTableBuilder *builder = tn_table_builder_new (N);
  double paid[N], items[N];
  gint64 when[N];
  guint32 kind[N], yes[N];
  char names[20][8];
  const char *words[20];
  const char *const flags[] = { "no", "yes" };
  g_autoptr (TnDictionary) kinds = NULL;
  g_autoptr (TnDictionary) yesses = tn_dictionary_new (flags, 2);
  TnField *field;

  for (guint i = 0; i < 20; i++)
    {
      g_snprintf (names[i], sizeof names[i], "k%02u", i);
      words[i] = names[i];
    }
  kinds = tn_dictionary_new (words, 20);
  for (guint i = 0; i < N; i++)
    {
      paid[i] = i == 3 ? NAN : 10.25 * i;
      items[i] = i;
      when[i] = (gint64) (1704067200 - 3600 + i * 86400) * G_USEC_PER_SEC;
      kind[i] = i % 20;
      yes[i] = i == 5 ? TN_CODE_MISSING : i >= N / 2;
    }
  field = tn_field_new ("paid", TN_ROLE_AMOUNT);
  field->unit = g_strdup ("GBP");
  tn_table_builder_take (builder, field, tn_column_new_numbers (paid, N));
  tn_table_builder_take (builder, tn_field_new ("items", TN_ROLE_NONE),
                         tn_column_new_numbers (items, N));
  field = tn_field_new ("when", TN_ROLE_TIME);
  field->zone = g_strdup ("Europe/Paris");
  tn_table_builder_take (builder, field, tn_column_new_times (when, N));
  tn_table_builder_take (builder, tn_field_new ("kind", TN_ROLE_NONE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, kinds, kind, N));
  tn_table_builder_take (builder, tn_field_new ("yes", TN_ROLE_NONE),
                         tn_column_new_codes (TN_COLUMN_FLAG, yesses, yes, N));

  return tn_table_builder_end (builder);
}

static TnChart *
make_chart (TnTable *table, guint x, guint y, char **said, TnAssociation *association)
{
  g_autoptr (TnMessage) finding = NULL;
  g_autoptr (GError) error = NULL;
  TnChart *chart = tn_column_chart_new (table, x, y, &finding, association, NULL, &error);

  g_assert_no_error (error);
  *said = tn_message_say (finding, tn_language_get ("en"));

  return chart;
}

static char *
write_text (const TnChart *chart)
{
  g_autoptr (GBytes) bytes = tn_chart_to_text (chart, ',', tn_language_get ("en"), NULL, NULL);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_numbers_are_points_with_a_finding (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *said = NULL;
  TnAssociation association;
  g_autoptr (TnChart) chart = make_chart (table, 1, 0, &said, &association);
  g_autofree char *text = write_text (chart);
  g_autofree char *words = tn_chart_summarize (chart, tn_language_get ("en"));

  g_assert_cmpstr (tn_chart_get_kind (chart), ==, "scatter");
  g_assert_cmpuint (association.n, ==, N - 1);
  g_assert_cmpfloat (association.value, ==, 1);
  g_assert_true (g_str_has_prefix (text, "items,paid (GBP)\n0,0\n1,10.25\n2,20.5\n3,\n"));
  /* Heard by those who do not see the picture. */
  g_assert_nonnull (strstr (said, "items and paid tend to go the same way"));
  g_assert_nonnull (strstr (words, said));
}

/* 23:00 UTC is midnight in Paris. */
static void
test_days_are_those_of_the_zone (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *said = NULL;
  TnAssociation association;
  g_autoptr (TnChart) chart = make_chart (table, 2, 1, &said, &association);
  g_autofree char *text = write_text (chart);

  g_assert_true (
      g_str_has_prefix (text, "when (Europe/Paris),items\n2024-01-01,0\n2024-01-02,1\n"));
}

static void
test_kinds_have_averages_with_intervals (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *said = NULL;
  TnAssociation association;
  g_autoptr (TnChart) chart = make_chart (table, 4, 1, &said, &association);
  g_autofree char *text = write_text (chart);
  /* 30 whole numbers in a row: sd = sqrt (30 · 31 / 12) */
  double half = 1.959963984540054 * sqrt (30.0 * 31 / 12) / sqrt (30);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) cells = g_strsplit (lines[1], ",", -1);

  g_assert_cmpstr (tn_chart_get_kind (chart), ==, "forest");
  g_assert_cmpuint (association.n, ==, 0);
  g_assert_cmpstr (cells[0], ==, "yes");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[1], NULL), 44.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[2], NULL), 44.5 - half, 1e-9);
  g_assert_cmpstr (said, ==,
                   "Of the kinds of yes, items is on average highest for yes and lowest "
                   "for no.");
}

/* Twenty kinds are fifteen bars and one for the rest, which loses no row. */
static void
test_many_kinds_end_in_one_bar (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *said = NULL;
  TnAssociation association;
  g_autoptr (TnChart) chart = make_chart (table, 3, 1, &said, &association);
  g_autofree char *text = write_text (chart);

  g_assert_cmpuint (tn_chart_get_n_rows (chart), ==, 17);
  /* 15 to 19, 35 to 39, 55 to 59 */
  g_assert_nonnull (strstr (text, "5 other kinds,37,"));
  g_assert_cmpstr (said, ==, "The data do not show that items on average differs by kind.");
}

static void
test_other_columns_are_refused (void)
{
  g_autoptr (TnTable) table = make_table ();
  const guint pairs[][2] = { { 0, 0 }, { 0, 3 }, { 3, 4 }, { 3, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (TnMessage) finding = NULL;
      g_autoptr (GError) error = NULL;
      TnAssociation association;

      g_assert_null (tn_column_chart_new (table, pairs[i][0], pairs[i][1], &finding, &association,
                                          NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
      g_assert_null (finding);
    }
}

static void
test_can_be_cancelled (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (guint x = 1; x < 5; x++)
    {
      g_autoptr (TnMessage) finding = NULL;
      g_autoptr (GError) error = NULL;
      TnAssociation association;

      g_assert_null (
          tn_column_chart_new (table, x, 0, &finding, &association, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column-chart/numbers-are-points-with-a-finding",
                   test_numbers_are_points_with_a_finding);
  g_test_add_func ("/column-chart/days-are-those-of-the-zone", test_days_are_those_of_the_zone);
  g_test_add_func ("/column-chart/kinds-have-averages-with-intervals",
                   test_kinds_have_averages_with_intervals);
  g_test_add_func ("/column-chart/many-kinds-end-in-one-bar", test_many_kinds_end_in_one_bar);
  g_test_add_func ("/column-chart/other-columns-are-refused", test_other_columns_are_refused);
  g_test_add_func ("/column-chart/can-be-cancelled", test_can_be_cancelled);

  return g_test_run ();
}
