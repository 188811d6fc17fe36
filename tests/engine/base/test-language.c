/* test-language.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "tn-catalogue.h"
#include "tn-language.h"
#include "tn-message.h"

#define NBSP "\302\240"
#define DAY  (G_TIME_SPAN_DAY)

static const TnLanguage *en, *zh;

/* 2026-03-01T14:05:00Z, a Sunday. */
#define MARCH_1 (G_GINT64_CONSTANT (1772373900) * G_USEC_PER_SEC)

static void
assert_takes (char *got, const char *wanted)
{
  g_assert_cmpstr (got, ==, wanted);
  g_free (got);
}

#define assert_both(call_en, text_en, call_zh, text_zh) \
  G_STMT_START                                          \
  {                                                     \
    assert_takes (call_en, text_en);                    \
    assert_takes (call_zh, text_zh);                    \
  }                                                     \
  G_STMT_END

/* The same call in both languages. */
#define both(func, text_en, text_zh, ...) \
  assert_both (func (en, __VA_ARGS__), text_en, func (zh, __VA_ARGS__), text_zh)

/* The table of the voice, row by row. */
static void
check_voice (void)
{
  both (tn_language_format_count, "12,345", "12,345", 12345);
  both (tn_language_format_plain, "3,650", "3,650", 3650);
  both (tn_language_format_plain, "0.05", "0.05", 0.05);
  both (tn_language_format_plain, "0.333333", "0.333333", 1.0 / 3);
  both (tn_language_format_round, "1.2" NBSP "million", "120" NBSP "万", 1200000, 2);
  both (tn_language_format_round, "120" NBSP "million", "1.2" NBSP "亿", 1.2e8, 2);
  both (tn_language_format_round, "1,200,000", "1,200,000", 1200000, 3);
  both (tn_language_format_number, "0.741", "0.741", 0.741, 3);
  both (tn_language_format_number, "−149", "−149", -149, 0);
  both (tn_language_format_count, "−149", "−149", -149);
  both (tn_language_format_percent, "38%", "38%", 0.38, 0);
  both (tn_language_format_share, "38%", "38%", 0.38, 0);
  both (tn_language_format_share, "<" NBSP "0.1%", "<" NBSP "0.1%", 2e-6, 1);
  both (tn_language_format_share, "<" NBSP "0.1%", "<" NBSP "0.1%", 0.0005, 1);
  both (tn_language_format_share, "0.1%", "0.1%", 0.00051, 1);
  both (tn_language_format_share, ">" NBSP "99%", ">" NBSP "99%", 0.998, 0);
  both (tn_language_format_share, "0.0%", "0.0%", 0, 1);
  both (tn_language_format_share, "100%", "100%", 1, 0);
  both (tn_language_format_share, "–", "–", NAN, 0);
  both (tn_language_format_number, "1.67", "1.67", 1.67, 2);
  both (tn_language_format_money, "¥12,000", "¥12,000", 12000, "CNY", 0);
  both (tn_language_format_money, "£2,681", "£2,681", 2681, "GBP", 0);
  both (tn_language_format_money, "¥12,000", "¥1.2" NBSP "万", 12000, "CNY", 2);
  both (tn_language_format_money, "£2,700", "£2,700", 2681, "GBP", 2);
  both (tn_language_format_money, "¥3,800", "¥3,800", 3800, "CNY", 2);
  both (tn_language_format_interval, "530 to 5,300", "530 至 5,300", "530", "5,300", FALSE);
  both (tn_language_format_interval, "530–5,300", "530–5,300", "530", "5,300", TRUE);
  both (tn_language_format_interval, "−149 to 313", "−149 至 313", "−149", "313", TRUE);
  both (tn_language_format_date, "1 March 2026", "2026年3月1日", MARCH_1);
  both (tn_language_format_date_short, "1 Mar", "3月1日", MARCH_1);
  both (tn_language_format_date_brief, "1 Mar 2026", "2026年3月1日", MARCH_1);
  both (tn_language_format_month, "March 2026", "2026年3月", MARCH_1);
  both (tn_language_format_date_range, "1 to 7 March 2026", "2026年3月1日至7日", MARCH_1,
        MARCH_1 + 6 * DAY);
  both (tn_language_format_clock, "14:05", "14:05", MARCH_1);
  both (tn_language_format_duration, "1" NBSP "min 20" NBSP "s", "1" NBSP "分 20" NBSP "秒", 80);
  both (tn_language_format_duration_about, "5" NBSP "minutes", "5" NBSP "分钟", 290);
  both (tn_language_format_duration, "90" NBSP "days", "90" NBSP "天", 90 * 86400);
  both (tn_language_format_number, "–", "–", NAN, 2);
}

static void
in_locale (gconstpointer data)
{
  const char *locale = data;
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));

  if (setlocale (LC_ALL, locale) == NULL)
    {
      g_test_skip_printf ("the locale %s is not installed", locale);
      return;
    }
  check_voice ();
  setlocale (LC_ALL, before);
}

static void
names (void)
{
  static const char *const chinese[] = { "zh",      "zh_CN",      "zh-CN",
                                         "zh_Hans", "ZH-hans-cn", "zh_CN.UTF-8" };
  static const char *const unknown[] = { "", "de", "zh_TW", "zh-Hant", "english", "zh_CN_x" };

  for (guint i = 0; i < G_N_ELEMENTS (chinese); i++)
    g_assert_true (tn_language_get (chinese[i]) == zh);
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_null (tn_language_get (unknown[i]));
  g_assert_null (tn_language_get (NULL));
  g_assert_true (tn_language_get ("en_GB.UTF-8") == en);

  for (const char *const *id = tn_language_list (); *id != NULL; id++)
    g_assert_cmpstr (tn_language_get_id (tn_language_get (*id)), ==, *id);
  g_assert_cmpstr (tn_language_get_bcp47 (zh), ==, "zh-CN");
  g_assert_true (tn_language_is_cjk (zh));
  g_assert_false (tn_language_is_cjk (en));
}

static void
lookup (void)
{
  g_assert_cmpstr (tn_language_lookup (en, "{n} s"), ==, "{n} s");
  g_assert_cmpstr (tn_language_lookup (zh, "{n} s"), ==, "{n} 秒");
  g_assert_cmpstr (tn_language_lookup (zh, "not in any catalogue"), ==, "not in any catalogue");
  g_assert_cmpstr (tn_language_lookup (zh, ""), ==, "");
  g_assert_true (tn_language_has (zh, "{n} s"));
  g_assert_false (tn_language_has (zh, "not in any catalogue"));
}

static void
plural (void)
{
  static const struct
  {
    gint64 count;
    const char *english;
  } cases[] = { { 0, "{n} days" },  { 1, "{n} day" },    { 2, "{n} days" },
                { 21, "{n} days" }, { 101, "{n} days" }, { G_MAXINT64, "{n} days" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (
          tn_language_lookup_plural (en, TN_PLURAL ("{n} day", "{n} days"), cases[i].count), ==,
          cases[i].english);
      g_assert_cmpstr (
          tn_language_lookup_plural (zh, TN_PLURAL ("{n} day", "{n} days"), cases[i].count), ==,
          "{n} 天");
    }
  g_assert_cmpstr (tn_language_lookup_plural (zh, "one of none", "many of none", 1), ==,
                   "one of none");
  g_assert_cmpstr (tn_language_lookup_plural (zh, "one of none", "many of none", 5), ==,
                   "many of none");
}

static void
rounding (void)
{
  both (tn_language_format_round, "1,260", "1,260", 1263, 3);
  both (tn_language_format_round, "1,300", "1,300", 1263, 2);
  both (tn_language_format_round, "0.74", "0.74", 0.7412, 2);
  both (tn_language_format_round, "0.70", "0.70", 0.7, 2);
  both (tn_language_format_round, "0", "0", 0, 2);
  both (tn_language_format_round, "1" NBSP "million", "100" NBSP "万", 999999, 2);
  both (tn_language_format_round, "−1.2" NBSP "million", "−120" NBSP "万", -1234567, 2);
  both (tn_language_format_round, "∞", "∞", INFINITY, 2);
  /* Halves go away from zero, and are halves in decimal: 1.005 is not 1.00. */
  both (tn_language_format_number, "1.01", "1.01", 1.005, 2);
  both (tn_language_format_number, "−3", "−3", -2.5, 0);
  both (tn_language_format_percent, "29%", "29%", 0.285, 0);
  both (tn_language_format_percent, "0.4%", "0.4%", 0.004, 1);
  /* Nothing is less than no thing. */
  both (tn_language_format_number, "0", "0", -0.2, 0);
  both (tn_language_format_percent, "0%", "0%", -0.001, 0);
  both (tn_language_format_count, "−9,223,372,036,854,775,808", "−9,223,372,036,854,775,808",
        G_MININT64);
}

static void
money (void)
{
  both (tn_language_format_money, "−£149", "−£149", -149, "GBP", 0);
  both (tn_language_format_money, "£0.80", "£0.80", 0.8, "GBP", 2);
  both (tn_language_format_money, "€12.34", "€12.34", 12.344, "EUR", -1);
  both (tn_language_format_money, "$1,235", "$1,235", 1234.5, "USD", 0);
  both (tn_language_format_money, "¥12", "¥12", 12.3, "JPY", -1);
  both (tn_language_format_money, "CHF" NBSP "1,200", "CHF" NBSP "1,200", 1200, "CHF", 0);
  both (tn_language_format_money, "XQZ" NBSP "5", "XQZ" NBSP "5", 5, "XQZ", 0);
  both (tn_language_format_money, "¥1,200", "¥1,200", 1200, "¥", 0);
  both (tn_language_format_money, "−$0.80", "−$0.80", -0.8, "$", 2);
  both (tn_language_format_money, "1,200" NBSP "元", "1,200" NBSP "元", 1200, "元", 0);
  both (tn_language_format_money, "−1,200" NBSP "kr", "−1,200" NBSP "kr", -1200, "kr", 0);
  both (tn_language_format_money, "7.50" NBSP "元", "7.50" NBSP "元", 7.5, "元", -1);
  both (tn_language_format_money, "12,000", "12,000", 12000, "", 0);
  both (tn_language_format_money, "12,000", "1.2" NBSP "万", 12000, "", 2);
  both (tn_language_format_money, "12,000", "12,000", 12000, NULL, 3);
  both (tn_language_format_money, "£0", "£0", 0, "GBP", 2);
  /* What is rounded up to 10,000 is said as such. */
  both (tn_language_format_money, "¥10,000", "¥1" NBSP "万", 9960, "CNY", 2);
  both (tn_language_format_money, "−£1.2" NBSP "million", "−£120" NBSP "万", -1.23e6, "GBP", 2);
  both (tn_language_format_money, "–", "–", NAN, "GBP", 2);
}

static void
dates (void)
{
  both (tn_language_format_date, "31 December 1969", "1969年12月31日", -1);
  both (tn_language_format_clock, "23:59", "23:59", -1);
  both (tn_language_format_date, "1 January 1970", "1970年1月1日", 0);
  both (tn_language_format_date, "–", "–", G_MININT64);
  both (tn_language_format_month, "–", "–", G_MAXINT64);
  both (tn_language_format_date_range, "28 February to 1 March 2026", "2026年2月28日至3月1日",
        MARCH_1 - DAY, MARCH_1);
  both (tn_language_format_date_range, "31 December 2025 to 1 March 2026",
        "2025年12月31日至2026年3月1日", MARCH_1 - 60 * DAY, MARCH_1);
  both (tn_language_format_date_short, "1 Sep", "9月1日", MARCH_1 + 184 * DAY);
}

/* Each day of 400 years has the date that GLib's calendar gives it. */
static void
date_of_any_day (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      gint32 day = g_test_rand_int_range (-73000, 73000);
      gint64 time = day * DAY + (gint64) (g_test_rand_double () * (double) (DAY - 1));
      GDate date;
      g_autofree char *wanted = NULL;

      g_date_set_julian (&date, (guint32) (719163 + day));
      wanted = g_strdup_printf ("%d年%d月%d日", g_date_get_year (&date), g_date_get_month (&date),
                                g_date_get_day (&date));
      assert_takes (tn_language_format_date (zh, time), wanted);
    }
}

static void
durations (void)
{
  both (tn_language_format_duration, "0" NBSP "s", "0" NBSP "秒", 0);
  both (tn_language_format_duration, "3" NBSP "ms", "3" NBSP "毫秒", 0.003);
  both (tn_language_format_duration, "0.3" NBSP "s", "0.3" NBSP "秒", 0.33);
  both (tn_language_format_duration, "42" NBSP "s", "42" NBSP "秒", 42.2);
  both (tn_language_format_duration, "1" NBSP "min", "1" NBSP "分钟", 59.7);
  both (tn_language_format_duration, "2" NBSP "h 5" NBSP "min", "2" NBSP "小时 5" NBSP "分",
        2 * 3600 + 5 * 60 + 10);
  both (tn_language_format_duration, "1" NBSP "day 3" NBSP "h", "1" NBSP "天 3" NBSP "小时",
        27 * 3600);
  both (tn_language_format_duration, "–", "–", -1);
  both (tn_language_format_duration, "–", "–", INFINITY);
  both (tn_language_format_duration_about, "4" NBSP "s", "4" NBSP "秒", 4.2);
  both (tn_language_format_duration_about, "1" NBSP "minute", "1" NBSP "分钟", 61);
  both (tn_language_format_duration_about, "2" NBSP "hours", "2" NBSP "小时", 7000);
  both (tn_language_format_duration_about, "1" NBSP "day", "1" NBSP "天", 86000);
}

static void
join (void)
{
  char *parts[] = { (char *) "甲", (char *) "RFM", (char *) "乙", NULL };

  assert_takes (tn_language_join (en, parts), "甲, RFM and 乙");
  assert_takes (tn_language_join (zh, parts), "甲、RFM 和乙");
  assert_takes (tn_language_join (zh, parts + 1), "RFM 和乙");
  assert_takes (tn_language_join (zh, parts + 2), "乙");
  assert_takes (tn_language_join (en, parts + 3), "");
}

static char *
put (const TnLanguage *language, const char *left, const char *right)
{
  GString *text = g_string_new (left);

  tn_language_append (language, text, right);
  return g_string_free (text, FALSE);
}

static void
spacing (void)
{
  assert_takes (put (zh, "约剩", "5 分钟"), "约剩 5 分钟");
  assert_takes (put (zh, "从", "2026年3月1日"), "从 2026年3月1日");
  assert_takes (put (zh, "2026年3月1日", "到"), "2026年3月1日到");
  assert_takes (put (zh, "方法 ", "逻辑回归"), "方法逻辑回归");
  assert_takes (put (zh, "方法 ", "XGBoost"), "方法 XGBoost");
  assert_takes (put (zh, "XGBoost", " 最好"), "XGBoost 最好");
  assert_takes (put (zh, "共", "£240"), "共 £240");
  assert_takes (put (zh, "“", "country"), "“country");
  assert_takes (put (zh, "38%", "，"), "38%，");
  assert_takes (put (zh, "AUC ", "0.741"), "AUC 0.741");
  assert_takes (put (en, "方法 ", "逻辑回归"), "方法 逻辑回归");
  assert_takes (put (zh, "", " a"), " a");
}

/* Damage of any byte of a catalogue is refused or harmless; ASan sees the rest. */
static void
damaged_catalogue (void)
{
  static const guint32 words[] = { 0x950412deu, 0, 1, 28, 36, 0, 0, 1, 44, 3, 46, 0 };
  guint8 whole[64] = { 0 };
  gsize size = 50;
  g_autoptr (GBytes) good = NULL;
  g_autoptr (TnCatalogue) catalogue = NULL;

  memcpy (whole, words, sizeof words);
  memcpy (whole + 44, "a\0b\0c", 6);
  good = g_bytes_new (whole, size);
  catalogue = tn_catalogue_new (good);
  g_assert_nonnull (catalogue);
  g_assert_cmpuint (tn_catalogue_get_size (catalogue), ==, 1);
  g_assert_cmpstr (tn_catalogue_lookup (catalogue, "a", 0), ==, "b");
  g_assert_cmpstr (tn_catalogue_lookup (catalogue, "a", 1), ==, "c");
  g_assert_null (tn_catalogue_lookup (catalogue, "a", 2));
  g_assert_null (tn_catalogue_lookup (catalogue, "b", 0));

  for (gsize cut = 0; cut < size; cut++)
    {
      g_autofree guint8 *part = g_memdup2 (whole, cut);
      g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&part), cut);

      g_assert_null (tn_catalogue_new (bytes));
    }
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (whole, size);
      g_autoptr (GBytes) bytes = NULL;
      TnCatalogue *other;

      for (guint j = g_test_rand_int_range (1, 4); j > 0; j--)
        copy[g_test_rand_int_range (0, (gint32) size)] = (guint8) g_test_rand_int ();
      bytes = g_bytes_new_take (g_steal_pointer (&copy), size);
      other = tn_catalogue_new (bytes);
      if (other == NULL)
        continue;
      for (guint form = 0; form < 4; form++)
        {
          const char *text = tn_catalogue_lookup (other, "a", form);

          g_assert_true (text == NULL || strlen (text) < size);
        }
      tn_catalogue_free (other);
    }
}

static void
catalogue_of_other_byte_order (void)
{
  static const guint32 words[] = { 0x950412deu, 0, 1, 28, 36, 0, 0, 1, 44, 1, 46 };
  guint8 whole[48] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnCatalogue) catalogue = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      guint32 word = GUINT32_SWAP_LE_BE (words[i]);

      memcpy (whole + 4 * i, &word, 4);
    }
  memcpy (whole + 44, "a\0b", 4);
  bytes = g_bytes_new (whole, sizeof whole);
  catalogue = tn_catalogue_new (bytes);
  g_assert_nonnull (catalogue);
  g_assert_cmpstr (tn_catalogue_lookup (catalogue, "a", 0), ==, "b");
}

static gpointer
speak_in_thread (gpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      check_voice ();
      for (int digits = 1; digits < 10; digits++)
        g_free (tn_language_format_round (zh, 0.123456789 * i, digits));
    }

  return NULL;
}

static void
threads (void)
{
  GThread *all[8];

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    all[i] = g_thread_new ("speaker", speak_in_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_thread_join (all[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  en = tn_language_get ("en");
  zh = tn_language_get ("zh_CN");

  g_test_add_data_func ("/language/voice-in-locale-C", "C", in_locale);
  g_test_add_data_func ("/language/voice-in-locale-C-UTF-8", "C.UTF-8", in_locale);
  g_test_add_data_func ("/language/voice-in-locale-de", "de_DE.UTF-8", in_locale);
  g_test_add_func ("/language/usual-names-find-the-language", names);
  g_test_add_func ("/language/unknown-text-stays-english", lookup);
  g_test_add_func ("/language/plural-form-follows-the-count", plural);
  g_test_add_func ("/language/halves-round-away-from-zero", rounding);
  g_test_add_func ("/language/money-has-no-decimals-or-all", money);
  g_test_add_func ("/language/dates-before-1970-and-missing-ones", dates);
  g_test_add_func ("/language/any-day-has-the-date-of-the-calendar", date_of_any_day);
  g_test_add_func ("/language/duration-says-two-units", durations);
  g_test_add_func ("/language/list-is-joined-by-the-language", join);
  g_test_add_func ("/language/chinese-space-follows-from-its-neighbours", spacing);
  g_test_add_func ("/catalogue/damaged-file-is-refused", damaged_catalogue);
  g_test_add_func ("/catalogue/either-byte-order-is-read", catalogue_of_other_byte_order);
  g_test_add_func ("/language/many-threads-say-the-same", threads);

  return g_test_run ();
}
