/* test-message.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-message.h"

#define NBSP "\302\240"

/* Sentences of which the catalogue is known to have both forms. */
#define LEAVERS                                                                                 \
  TN_PLURAL ("There is only {n} leaver in this group. We cannot tell how the group behaves.",   \
             "There are only {n} leavers in this group. We cannot tell how the group behaves; " \
             "{need} would do.")

static void
assert_said (const TnMessage *message, const char *language, const char *wanted)
{
  g_autofree char *said = tn_message_say (message, tn_language_get (language));

  g_assert_cmpstr (said, ==, wanted);
}

static void
plural (void)
{
  g_autoptr (TnMessage) one = tn_message_new_plural (LEAVERS, 1);
  g_autoptr (TnMessage) many = tn_message_new_plural (LEAVERS, 1234);

  tn_message_count (one, "need", 30);
  tn_message_count (many, "need", 3000);
  assert_said (one, "en",
               "There is only 1 leaver in this group. We cannot tell how the group behaves.");
  assert_said (one, "zh", "这一组只有 1 位流失用户，还看不出规律；至少要 30 位。");
  assert_said (many, "en",
               "There are only 1,234 leavers in this group. We cannot tell how the group behaves; "
               "3,000 would do.");
  assert_said (many, "zh", "这一组只有 1,234 位流失用户，还看不出规律；至少要 3,000 位。");
}

static TnMessage *
every_kind (void)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  TnMessage *self;

  g_ptr_array_add (parts, tn_message_new_literal ("RFM"));
  g_ptr_array_add (parts, tn_message_new_literal ("XGBoost"));
  self = tn_message_new ("{t}|{c}|{x}|{r}|{p}|{m}|{d}|{b}|{w}|{l}|{g}|{s}|{a}|{t}");
  tn_message_text (self, "t", "{c} “ü”");
  tn_message_count (self, "c", G_GINT64_CONSTANT (9007199254740993));
  tn_message_number (self, "x", 0.1 + 0.2, 3);
  tn_message_round (self, "r", 1263.7, 3);
  tn_message_percent (self, "p", 0.38, 0);
  tn_message_money (self, "m", -2681.4, "GBP", 2);
  tn_message_date (self, "d", 0);
  tn_message_date_brief (self, "b", 0);
  tn_message_period (self, "w", 0, 29 * G_TIME_SPAN_DAY);
  tn_message_duration (self, "l", 80);
  tn_message_duration_about (self, "g", 300);
  tn_message_list (self, "s", parts);
  tn_message_take (self, "a", tn_message_count (tn_message_new ("{n} s"), "n", 4));
  tn_message_count (self, "unused", 1);

  return self;
}

static void
kinds (void)
{
  static const char *const english =
      "{c} “ü”|9,007,199,254,740,993|0.300|1,260|38%|−£2,700|1 January 1970|1 Jan 1970|1 to 30 "
      "January 1970|1" NBSP "min 20" NBSP "s|5" NBSP "minutes|RFM and XGBoost|4 s|{c} “ü”";
  static const char *const chinese =
      "{c} “ü”|9,007,199,254,740,993|0.300|1,260|38%|−£2,700|1970年1月1日|1970年1月1日|"
      "1970年1月1日至30日|1" NBSP "分 20" NBSP "秒|5" NBSP "分钟|RFM 和 XGBoost|4 秒|{c} “ü”";
  g_autoptr (TnMessage) message = every_kind ();

  assert_said (message, "en", english);
  assert_said (message, "zh", chinese);
}

static void
literal (void)
{
  g_autoptr (TnMessage) message = tn_message_new_literal ("{n} s");

  assert_said (message, "zh", "{n} s");
}

static void
braces (void)
{
  g_autoptr (TnMessage) message = tn_message_new ("{ } {} {A} {{n}} {n {n}");

  tn_message_text (message, "n", "x");
  assert_said (message, "en", "{ } {} {A} {x} {n x");
}

static void
last_value (void)
{
  g_autoptr (TnMessage) message = tn_message_new ("{n}");

  tn_message_text (message, "n", "x");
  tn_message_count (message, "n", 5);
  assert_said (message, "en", "5");
}

static void
bytes_that_are_no_text (void)
{
  g_autoptr (TnMessage) message = tn_message_new ("{n}");

  tn_message_text (message, "n", "a\xff");
  assert_said (message, "en", "a\xef\xbf\xbd");
}

static void
missing_value (void)
{
  g_autoptr (TnMessage) message = tn_message_new ("{who} left");

  g_test_expect_message ("tn-base", G_LOG_LEVEL_WARNING, "*no value for {who}*");
  assert_said (message, "en", "{who} left");
  g_test_assert_expected_messages ();
}

static void
chinese_spaces (void)
{
  g_autoptr (TnMessage) message = tn_message_new (
      "{a} and {b} cannot be told apart on this data: the difference is {diff} ({lo} to {hi}). "
      "Choose the simpler, {simple}.");

  tn_message_text (message, "a", "逻辑回归");
  tn_message_text (message, "b", "XGBoost");
  tn_message_number (message, "diff", 0.004, 3);
  tn_message_number (message, "lo", -0.002, 3);
  tn_message_number (message, "hi", 0.01, 3);
  tn_message_text (message, "simple", "逻辑回归");
  assert_said (message, "zh",
               "就这份数据，逻辑回归与 XGBoost 不分高下，相差 0.004（−0.002 至 0.010）。"
               "选更简单的逻辑回归即可。");
}

/* Programs read the value, not how it is said; a sentence is no value. */
static void
test_value_is_told_from_words (void)
{
  struct
  {
    TnMessage *message;
    TnMessageValue kind;
    double number;
  } cases[] = {
    { tn_message_number (tn_message_new ("{value}"), "value", 1.0 / 3, 2), TN_MESSAGE_NUMBER,
      1.0 / 3 },
    { tn_message_number (tn_message_new ("{value}×"), "value", 1.67, 1), TN_MESSAGE_NUMBER, 1.67 },
    { tn_message_count (tn_message_new ("{n}"), "n", 12), TN_MESSAGE_NUMBER, 12 },
    { tn_message_percent (tn_message_new ("{share}"), "share", 0.381, 0), TN_MESSAGE_SHARE, 0.381 },
    { tn_message_money (tn_message_new ("{value}"), "value", 12.5, "GBP", 0), TN_MESSAGE_MONEY,
      12.5 },
    { tn_message_date (tn_message_new ("{date}"), "date", 5), TN_MESSAGE_TIME, 0 },
    { tn_message_new_literal ("{value}"), TN_MESSAGE_WORDS, 0 },
    { tn_message_count (tn_message_new ("about {n}"), "n", 12), TN_MESSAGE_WORDS, 0 },
    { tn_message_count (tn_message_new ("{n} rows"), "n", 12), TN_MESSAGE_WORDS, 0 },
    { tn_message_text (tn_message_new ("{name}"), "name", "12"), TN_MESSAGE_WORDS, 0 },
    { tn_message_new_plural ("{n}", "{n}", 2), TN_MESSAGE_WORDS, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *currency = "";
      double number = 0;
      gint64 time = 0;

      g_assert_cmpint (tn_message_get_value (cases[i].message, &number, &time, &currency), ==,
                       cases[i].kind);
      g_assert_cmpfloat (number, ==, cases[i].number);
      g_assert_cmpint (time, ==, cases[i].kind == TN_MESSAGE_TIME ? 5 : 0);
      g_assert_cmpstr (currency, ==, cases[i].kind == TN_MESSAGE_MONEY ? "GBP" : "");
      tn_message_unref (cases[i].message);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message/count-picks-the-form", plural);
  g_test_add_func ("/message/each-kind-is-said-by-the-language", kinds);
  g_test_add_func ("/message/literal-is-said-as-it-is", literal);
  g_test_add_func ("/message/braces-without-a-name-stay", braces);
  g_test_add_func ("/message/name-given-twice-has-the-last-value", last_value);
  g_test_add_func ("/message/bytes-that-are-no-text-are-replaced", bytes_that_are_no_text);
  g_test_add_func ("/message/placeholder-without-value-stays-visible", missing_value);
  g_test_add_func ("/message/chinese-spaces-follow-the-values", chinese_spaces);
  g_test_add_func ("/message/value-is-told-from-words", test_value_is_told_from_words);

  return g_test_run ();
}
