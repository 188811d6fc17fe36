/* test-condition-text.c: conditions as people type them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-condition-text.h"
#include "tn-conditions.h"
#include "tn-error.h"
#include "tn-test.h"

#define N_ROWS 2

static TnTable *
make_table (void)
{
  static const char *const words[] = { "France", "Gifts and toys" };
  const double numbers[] = { 1, 2 };
  const gint64 times[] = { 0, 1 };
  const guint8 flags[] = { 0, 1 };
  guint32 codes[] = { 0, 1 };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, 2);
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);
  TnField *called = tn_field_new ("qty", TN_ROLE_QUANTITY);

  called->label = tn_message_new_literal ("pieces sold");
  tn_table_builder_take (builder, tn_field_new ("country", TN_ROLE_NONE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, N_ROWS));
  tn_table_builder_take (builder, called, tn_column_new_numbers (numbers, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("Order date", TN_ROLE_TIME),
                         tn_column_new_times (times, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("new", TN_ROLE_NONE),
                         tn_column_new_flags (flags, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("金额", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (numbers, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("国家", TN_ROLE_NONE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, N_ROWS));

  return tn_table_builder_end (builder);
}

static TnConditionText *
read_text (TnTable *table, const char *text)
{
  g_test_message ("%s", text);

  return tn_condition_text_read (text, table, tn_language_get ("en"));
}

/* Every line is one that a step takes. */
static void
assert_lines_are_taken (TnTable *table, const TnConditionText *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnConditions) conditions =
      tn_conditions_new (table, (const char *const *) text->lines->pdata, &error);

  g_assert_no_error (error);
  g_assert_nonnull (conditions);
}

static void
test_understood (void)
{
  static const struct
  {
    const char *text;
    const char *lines; /* with | between */
    gboolean any;
  } cases[] = {
    { "country is not France and qty over 10", "country != France|qty > 10", FALSE },
    { "Country is France", "country = France", FALSE },
    { "COUNTRY IS MISSING", "country is missing", FALSE },
    { "country contains gifts and toys", "country contains gifts and toys", FALSE },
    { "country is Gifts and toys and qty < 3", "country = Gifts and toys|qty < 3", FALSE },
    { "country = \"a, b and c\", qty >= 2", "country = a, b and c|qty >= 2", FALSE },
    { "country = \"\"", "country = \"\"", FALSE },
    { "pieces sold at least 1,200", "qty >= 1200", FALSE },
    { "qty is over 5; country is known", "qty > 5|country is known", FALSE },
    { "qty<5 or qty>7", "qty < 5|qty > 7", TRUE },
    { "qty over −2.5", "qty > -2.5", FALSE },
    { "order date since 2026-03", "Order date >= 2026-03-01", FALSE },
    { "order date after 2025", "Order date >= 2026-01-01", FALSE },
    { "order date is 2026-12", "Order date >= 2026-12-01|Order date < 2027-01-01", FALSE },
    { "order date until 2026/2/28", "Order date < 2026-03-01", FALSE },
    { "order date = 2026-03-01 15:30", "Order date = 2026-03-01 15:30", FALSE },
    { "new is true", "new = yes", FALSE },
    { "金额大于5且国家不是英国", "金额 > 5|国家 != 英国", FALSE },
    { "金额至少 1，国家包含国", "金额 >= 1|国家 contains 国", FALSE },
    { "国家为空", "国家 is missing", FALSE },
    { "金额>5 或 金额<2", "金额 > 5|金额 < 2", TRUE },
    { "qty > 1, and country is known", "qty > 1|country is known", FALSE },
    { "country is France and", "country = France", FALSE },
    { "\"country\" = x", "country = x", FALSE },
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnConditionText) text = read_text (table, cases[i].text);
      g_autofree char *lines = g_strjoinv ("|", (char **) text->lines->pdata);

      g_assert_no_error (text->error);
      g_assert_false (text->is_words);
      g_assert_cmpstr (lines, ==, cases[i].lines);
      g_assert_cmpint (text->any, ==, cases[i].any);
      assert_lines_are_taken (table, text);
    }
}

/* What is begun is neither a mistake nor a condition yet. */
static void
test_unfinished (void)
{
  static const struct
  {
    const char *text;
    TnConditionExpect expect;
    gsize start;
    int column;
  } cases[] = {
    { "", TN_CONDITION_EXPECT_COLUMN, 0, -1 },
    { "coun", TN_CONDITION_EXPECT_COLUMN, 0, -1 },
    { "country", TN_CONDITION_EXPECT_COLUMN, 0, -1 },
    { "country ", TN_CONDITION_EXPECT_OPERATOR, 8, 0 },
    { "country is", TN_CONDITION_EXPECT_OPERATOR, 8, 0 },
    { "country cont", TN_CONDITION_EXPECT_OPERATOR, 8, 0 },
    { "country is ", TN_CONDITION_EXPECT_VALUE, 11, 0 },
    { "qty over 2 and ", TN_CONDITION_EXPECT_COLUMN, 15, -1 },
    { "qty over 2 and cou", TN_CONDITION_EXPECT_COLUMN, 15, -1 },
    { "qty at", TN_CONDITION_EXPECT_OPERATOR, 4, 1 },
    { "country is missing", TN_CONDITION_EXPECT_NOTHING, 18, 0 },
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnConditionText) text = read_text (table, cases[i].text);

      g_assert_no_error (text->error);
      g_assert_cmpint (text->expect, ==, cases[i].expect);
      g_assert_cmpuint (text->expect_start, ==, cases[i].start);
      g_assert_cmpint (text->column, ==, cases[i].column);
    }
}

static void
test_words (void)
{
  static const char *const texts[] = { "france", "lunch box", "英国", "a, b", "12 34" };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TnConditionText) text = read_text (table, texts[i]);

      g_assert_true (text->is_words);
      g_assert_no_error (text->error);
      g_assert_cmpuint (text->lines->len, ==, 1); /* the end */
    }
}

static void
test_mistakes (void)
{
  static const struct
  {
    const char *text;
    const char *place;
    guint n_lines;
  } cases[] = {
    { "price > 3", "price", 0 },
    { "qty over two", "two", 0 },
    { "qty frobs 3", "frobs", 0 },
    { "country = x and qty > 1 and colour = red", "colour", 2 },
    { "qty > 1, 2 or more", "2", 1 },
    { "order date since yesterday", "yesterday", 0 },
    { "qty > 1 and qty < 3 or qty = 7", "or", 2 },
    { "order date is 2026 or qty = 7", "or", 2 },
    { "qty is missing today", "today", 1 },
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnConditionText) text = read_text (table, cases[i].text);
      g_autofree char *place =
          g_strndup (cases[i].text + text->error_start, text->error_end - text->error_start);

      g_assert_error (text->error, TN_ERROR, TN_ERROR_ARGUMENT);
      g_assert_cmpstr (place, ==, cases[i].place);
      g_assert_cmpuint (text->lines->len, ==, cases[i].n_lines + 1);
      g_assert_null (strchr (text->error->message, '{'));
    }
}

/* Parts cover what they say, in order; lines are always taken; nothing crashes. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "country",  "qty",  "Order date", "金额", "国家", " is ", " not ", " and ", " or ", ",",
    " ",        "3",    "2026-03",    "\"",   "“",    "大于", "且",    "x",     ">",    "<=",
    "contains", "为空", "is missing", "\t",   "é",    "，",   "new",   "over ",
  };
  g_autoptr (TnTable) table = make_table ();

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (TnConditionText) text = NULL;
      gsize at = 0;

      for (int j = g_test_rand_int_range (0, 9); j > 0; j--)
        g_string_append (line, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      text = tn_condition_text_read (line->str, table, i % 2 ? tn_language_get ("en") : NULL);
      for (guint j = 0; j < text->parts->len; j++)
        {
          const TnConditionPart *part = &g_array_index (text->parts, TnConditionPart, j);

          g_assert_cmpuint (part->start, >=, at);
          g_assert_cmpuint (part->end, >, part->start);
          g_assert_cmpuint (part->end, <=, line->len);
          g_assert_true (g_utf8_validate (line->str + part->start, part->end - part->start, NULL));
          at = part->end;
        }
      g_assert_cmpuint (text->expect_start, <=, line->len);
      if (text->error != NULL)
        g_assert_cmpuint (text->error_end, <=, line->len);
      if (!strchr (line->str, '"') && !strstr (line->str, "“"))
        assert_lines_are_taken (table, text);
    }
}

/* "2026-03-29" is the day of the column's zone, also where it has 23 hours. */
static void
test_days_of_the_zone (void)
{
  static const char *const lines[] = { "at = 2026-03-29", NULL };
  const gint64 hour = (gint64) 3600 * G_USEC_PER_SEC;
  const gint64 midnight = (gint64) 1774738800 * G_USEC_PER_SEC; /* 2026-03-28 23:00 UTC */
  const gint64 times[] = { midnight - 1, midnight, midnight + 23 * hour - 1, midnight + 23 * hour };
  TnTableBuilder *builder = tn_table_builder_new (4);
  TnField *field = tn_field_new ("at", TN_ROLE_TIME);
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnConditions) conditions = NULL;
  g_autoptr (GBytes) rows = NULL;
  const gsize *at;
  gsize size;

  field->zone = g_strdup ("Europe/Berlin");
  if (!tn_zone_check (field->zone, NULL))
    {
      tn_field_free (field);
      tn_table_builder_free (builder);
      g_test_skip ("there is no time zone data");
      return;
    }
  tn_table_builder_take (builder, field, tn_column_new_times (times, 4));
  table = tn_table_builder_end (builder);
  conditions = tn_conditions_new (table, lines, NULL);
  rows = tn_conditions_select (conditions, table, FALSE, NULL, NULL);
  at = g_bytes_get_data (rows, &size);
  g_assert_cmpuint (size, ==, 2 * sizeof (gsize));
  g_assert_cmpuint (at[0], ==, 1);
  g_assert_cmpuint (at[1], ==, 2);
}

static void
test_operators_are_understood (void)
{
  static const char *const languages[] = { "en", "zh_CN" };
  g_autoptr (TnTable) table = make_table ();

  for (guint column = 0; column < tn_table_get_n_columns (table); column++)
    for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
      {
        TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
        const char *const *operators = tn_condition_text_operators (type);

        for (guint j = 0; operators[j] != NULL; j++)
          {
            const char *said = tn_condition_text_say (operators[j], tn_language_get (languages[i]));
            g_autofree char *line =
                g_strdup_printf ("%s %s %s", tn_table_get_field (table, column)->name, said,
                                 !tn_condition_text_has_value (said) ? ""
                                 : type == TN_COLUMN_TIME            ? "2026-01-01"
                                                                     : "1");
            g_autoptr (TnConditionText) text = read_text (table, line);

            g_assert_no_error (text->error);
            g_assert_false (text->is_unfinished);
            g_assert_cmpuint (text->lines->len, >, 1);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condition-text/plain-words-become-lines", test_understood);
  g_test_add_func ("/condition-text/what-is-begun-is-no-mistake", test_unfinished);
  g_test_add_func ("/condition-text/words-are-no-conditions", test_words);
  g_test_add_func ("/condition-text/a-mistake-has-its-place", test_mistakes);
  g_test_add_func ("/condition-text/what-is-offered-is-understood", test_operators_are_understood);
  g_test_add_func ("/condition-text/any-text-can-be-read", test_random);
  g_test_add_func ("/condition-text/days-are-those-of-the-zone", test_days_of_the_zone);

  return g_test_run ();
}
