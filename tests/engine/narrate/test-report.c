/* test-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "narrate-support.h"
#include "tn-dataset.h"
#include "tn-html.h"
#include "tn-json.h"
#include "tn-list-export.h"
#include "tn-nodes.h"
#include "tn-pdf.h"
#include "tn-pipeline-run.h"
#include "tn-random.h"
#include "tn-test.h"

static Ran *
get_table_run (void)
{
  static Ran *ran = NULL;

  if (ran == NULL)
    {
      g_autofree char *csv = make_customers (1, FALSE);

      ran = ran_new (csv, fast_table, NULL);
    }

  return ran;
}

static void
assert_says (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not said in: %s", words, text);
}

static void
assert_silent (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_nonnull (regex);
  if (g_regex_match (regex, text, 0, &match))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);
      int start = 0;

      g_match_info_fetch_pos (match, 0, &start, NULL);
      g_error ("“%s” is said: …%.200s", found, text + MAX (0, start - 80));
    }
}

/* What no report may say, whatever the data. */
static void
assert_sound (const char *text)
{
  assert_silent (text, "\\{[a-z][a-z0-9_]*\\}");
  assert_silent (text, "\\b(nan|inf)\\b");
  assert_silent (text,
                 "(?<![0-9.,–])1 "
                 "(days|orders|customers|rows|dates|lines|products|items|times|rehearsals|tests) ");
  assert_silent (text, "recency_days|spend_\\d|orders_all|_\\d+d\\b");
  assert_silent (text, "\\b(significant|proves|accuracy|causes|because)\\b");
}

static void
test_log (void)
{
  g_autofree char *text = ran_read (get_log_run (), "en");

  assert_says (text, "will probably not order again by");
  assert_says (text, "would not surprise us");
  assert_says (text, "Value at stake in 60 days");
  assert_says (text, "Three things to do");
  assert_says (text, "chosen by lot.");
  assert_says (text, "What could be wrong");
  assert_says (text, "rehearsals on the past");
  assert_says (text, "Which method to trust");
  assert_says (text, "Gradient boosting");
  assert_says (text, "Whom to write to first");
  assert_says (text, "Data fingerprint");
  assert_says (text, "churn.horizon_days = 60");
  assert_says (text, "Words used");
  assert_sound (text);
}

/* What became of the run's list. */
static double
get_stake (Ran *ran)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output =
      tn_project_get_output (ran->project, ran->run, "list", "result", &error);

  g_assert_no_error (error);

  return tn_json_double (tn_json_object (json_node_get_object (output->body), "stake"), "value",
                         NAN);
}

/* The amount and the days it is said of go together. */
static void
test_value_window (void)
{
  static const char *const same[] = { "boosting.rounds=40", "churn.horizon_days=60",
                                      "value.days=60", NULL };
  static const char *const shorter[] = { "boosting.rounds=40", "churn.horizon_days=60",
                                         "value.days=30", NULL };
  g_autofree char *csv = make_log (1, NULL);
  g_autoptr (Ran) stated = ran_new (csv, same, NULL);
  g_autoptr (Ran) half = ran_new (csv, shorter, NULL);
  g_autofree char *text = ran_read (half, "en");

  tn_assert_close (get_stake (get_log_run ()), get_stake (stated), 1e-6);
  tn_assert_close (get_stake (half), get_stake (stated) / 2, 1e-6);
  assert_says (text, "Value at stake in 30 days");
  assert_says (text, "no order in the 60 days from");
}

/* The log ends on 31 March 2026, or a day or two before. */
static void
test_gap (void)
{
  static const char *const settings[] = { "boosting.rounds=40", "churn.horizon_days=40",
                                          "churn.gap_days=20", NULL };
  g_autofree char *csv = make_log (1, NULL);
  g_autoptr (Ran) ran = ran_new (csv, settings, NULL);
  g_autofree char *text = ran_read (ran, "en");

  assert_says (text, "no order in the 40 days from 2");
  assert_says (text, "April 2026");
  assert_says (text, "No order from day 21 to day 60 after the cut date.");
  assert_says (text, "Gap before it 20 days");
  assert_says (text, "Value at stake in 60 days");
  assert_sound (text);
}

static void
test_intervals (void)
{
  g_autofree char *log = ran_read (get_log_run (), "en");
  g_autofree char *table = ran_read (get_table_run (), "en");

  assert_says (log, "Intervals, all tests together Customers drawn again, all rows of each "
                    "together");
  assert_says (log, "Intervals, AUC of one test DeLong, one row a customer");
  assert_says (log, "Intervals, differences Customers drawn again");
  assert_says (log, "Intervals, shares that left Wilson, one row a customer, at the last cut");
  assert_says (log, "Intervals, chance of a customer Wilson, over at least 100 tested customers");
  assert_says (log, "Intervals, number of leavers Luck of each customer");
  assert_says (log, "Intervals, value at stake As the number of leavers, with customers drawn");
  assert_silent (table, "Intervals, value at stake|last cut date tested");
}

static void
test_table (void)
{
  g_autofree char *text = ran_read (get_table_run (), "en");

  assert_says (text, "customers who are still here");
  assert_says (text, "The table has no dates");
  assert_says (text, "No dates.");
  assert_says (text, "Contract");
  assert_says (text, "Months here");
  assert_silent (text, "not order again|Value at stake|rehearsal|Last "
                       "order|list\\.margin|value\\.margin|Which currency");
  assert_sound (text);
}

static void
test_one_learner (void)
{
  static const char *const settings[] = { "churn.horizon_days=60", "value.currency=GBP", NULL };
  g_autofree char *csv = make_log (2, NULL);
  g_autoptr (Ran) ran = ran_new (csv, settings, "boosting");
  g_autofree char *text = ran_read (ran, "en");

  assert_says (text, "Logistic regression");
  assert_silent (text, "Gradient boosting");
  assert_says (text, "Whom to write to first");
  assert_sound (text);
}

static void
test_no_gain (void)
{
  g_autofree char *log = ran_read (get_log_run (), "en");
  g_autofree char *table = ran_read (get_table_run (), "en");

  assert_silent (
      log, "\\b(?<!no )gains?\\b|profit|\\byou will earn|would have paid|keeps them|\\bworks\\b");
  assert_silent (
      table, "\\b(?<!no )gains?\\b|profit|\\byou will earn|would have paid|keeps them|\\bworks\\b");
  assert_says (log, "no gain is claimed");
  assert_says (log, "It is not what a campaign would earn");
}

/* What the logistic regression says of its facts, with intervals and what they mean. */
static void
test_odds (void)
{
  g_autofree char *english = ran_read (get_log_run (), "en");
  g_autofree char *chinese = ran_read (get_log_run (), "zh_CN");

  assert_says (english, "Odds ratio for a usual difference");
  assert_says (english, "95% intervals by Wald");
  assert_says (chinese, "优势比");
}

/* Puts another result in place of the list's, as if the run had found it. */
static void
replace_list (Ran *ran, void (*change) (JsonObject *list, gpointer user_data), gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output =
      tn_project_get_output (ran->project, ran->run, "list", "result", &error);

  g_assert_no_error (error);
  change (json_node_get_object (output->body), user_data);
  tn_project_put_output (ran->project, ran->run, output, &error);
  g_assert_no_error (error);
}

static void
set_money (JsonObject *list, gpointer user_data)
{
  const double *money = user_data;

  json_object_set_double_member (list, "margin", money[0]);
  json_object_set_double_member (list, "cost", money[1]);
  json_object_set_double_member (list, "offer", money[2]);
}

/* What the report of the shared run says at that margin, cost and offer. */
static char *
read_at (double margin, double cost, double offer, const char *language)
{
  double money[3] = { margin, cost, offer }, none[3] = { 0, 0, 0 };
  char *text;

  replace_list (get_log_run (), set_money, money);
  text = ran_read (get_log_run (), language);
  replace_list (get_log_run (), set_money, none);

  return text;
}

/* By the names people see, and a command that works; no name of the program's own. */
static void
test_asks (void)
{
  g_autofree char *asked = read_at (0, 0, 0, "en");
  g_autofree char *chinese = read_at (0, 0, 0, "zh_CN");
  g_autofree char *stated = read_at (0.35, 0.3, 0, "en");
  g_autofree char *half = read_at (0.35, 0, 0, "en");
  g_autofree char *offered = read_at (0.35, 0.3, 5, "en");

  assert_says (asked, "State “Margin” and “Cost of one contact” in the step “Expected revenue”");
  assert_says (asked, "tenure-cli set PROJECT value.margin=40 value.cost=2.");
  assert_says (half, "State “Margin” and “Cost of one contact”");
  assert_says (chinese, "毛利率");
  assert_says (chinese, "tenure-cli set PROJECT value.margin=40 value.cost=2");
  assert_silent (asked, "list\\.(margin|cost)|Which currency");
  assert_says (stated, "of the leavers among them come back (");
  assert_says (stated, "Margin 35%, £0.30 a contact.");
  assert_says (offered, "£5.00 an offer used");
  assert_says (offered, "Everyone contacted who orders uses the offer once");
  assert_silent (stated, "State “Margin”|tenure-cli set|an offer used");
  assert_sound (stated);
  assert_sound (offered);
}

static void
test_dear_contact (void)
{
  g_autofree char *text = read_at (0.01, 100000, 0, "en");

  assert_says (text, "contacting them does not pay, even if every leaver came back");
  assert_sound (text);
}

static void
set_currency (JsonObject *list, gpointer user_data)
{
  const char *currency = user_data;

  json_object_set_string_member (list, "currency", currency);
  json_object_set_boolean_member (list, "currency_known", g_str_equal (currency, "GBP"));
}

/* A sign that many have is shown as it is and asked about; nothing at all likewise. */
static void
test_asks_currency (void)
{
  static const char *const signs[] = { "¥", "$", "元", "" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autofree char *english = NULL;
      g_autofree char *chinese = NULL;

      replace_list (get_log_run (), set_currency, (gpointer) signs[i]);
      english = ran_read (get_log_run (), "en");
      chinese = ran_read (get_log_run (), "zh_CN");
      replace_list (get_log_run (), set_currency, (gpointer) "GBP");
      assert_says (english, "Which currency are the amounts in?");
      assert_says (english, "value.currency=GBP");
      assert_says (chinese, "金额是哪种货币？");
      if (*signs[i] != '\0')
        assert_says (english, signs[i]);
      assert_silent (english, "CNY|USD|JPY");
      assert_sound (english);
    }
}

/* The bounds of the value at stake in a result. */
static double
read_stake (Ran *ran, const char *member)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output =
      tn_project_get_output (ran->project, ran->run, "list", "result", &error);

  g_assert_no_error (error);

  return tn_json_double (tn_json_object (json_node_get_object (output->body), "stake"), member,
                         NAN);
}

/* What the evaluation took a leaver reached to be worth. */
static void
read_worth (Ran *ran, double *gain, double *cost, double *revenue)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output =
      tn_project_get_output (ran->project, ran->run, "evaluate", "result", &error);
  JsonObject *money;

  g_assert_no_error (error);
  money = tn_json_object (json_node_get_object (output->body), "money");
  g_assert_nonnull (money);
  *gain = tn_json_double (money, "gain", NAN);
  *cost = tn_json_double (money, "cost", NAN);
  *revenue = tn_json_double (money, "revenue", NAN);
}

/* Derived from the margin, offer counted with the contact; what is stated there comes first. */
static void
test_worth (void)
{
  static const char *const derived[] = { "churn.horizon_days=60", "boosting.rounds=5",
                                         "value.margin=40",       "value.cost=0.5",
                                         "value.offer=3",         NULL };
  static const char *const stated[] = { "churn.horizon_days=60", "boosting.rounds=5",
                                        "value.margin=40",       "value.cost=0.5",
                                        "evaluate.gain=20",      NULL };
  g_autofree char *csv = make_log (1, NULL);
  g_autoptr (Ran) first = ran_new (csv, derived, "logistic");
  g_autoptr (Ran) second = ran_new (csv, stated, "logistic");
  double gain, cost, revenue;

  read_worth (first, &gain, &cost, &revenue);
  g_assert_cmpfloat (revenue, >, 0);
  tn_assert_close (gain, 0.4 * revenue, 1e-9);
  tn_assert_close (cost, 3.5, 1e-12);
  read_worth (second, &gain, &cost, &revenue);
  g_assert_cmpfloat (gain, ==, 20);
  g_assert_cmpfloat (cost, ==, 0.5);
  g_assert_true (isnan (revenue));
}

/* Stated once, in the step of expected revenue: the list prices contacts by it, and the judge
 * finds a profit. An older pipeline says the same by its own names. */
static void
test_stated_once (void)
{
  static const char *const settings[] = { "churn.horizon_days=60", "boosting.rounds=40",
                                          "value.currency=GBP",    "value.margin=40",
                                          "value.cost=0.5",        NULL };
  static const char *const older[] = { "churn.horizon_days=60", "boosting.rounds=40",
                                       "list.currency=GBP",     "list.margin=40",
                                       "evaluate.cost=0.5",     NULL };
  g_autofree char *csv = make_log (1, NULL);
  g_autoptr (Ran) ran = ran_new (csv, settings, NULL);
  g_autoptr (Ran) old = ran_new (csv, older, NULL);
  g_autofree char *text = ran_read (ran, "en");
  g_autofree char *old_text = ran_read (old, "en");
  g_autofree char *chinese = ran_read (ran, "zh_CN");

  assert_says (text, "Margin 40%, £0.50 a contact.");
  assert_says (text, "How many to contact, at the stated cost and margin");
  assert_says (text, "No round wins all of them back");
  assert_says (chinese, "毛利率 40%");
  assert_sound (text);
  g_assert_cmpstr (text, ==, old_text);
  /* What is assumed moves nothing that was learned. */
  g_assert_cmpfloat (read_stake (ran, "value"), ==, read_stake (get_log_run (), "value"));
  g_assert_cmpfloat (read_stake (ran, "low"), ==, read_stake (get_log_run (), "low"));
}

static void
test_leak (void)
{
  g_autofree char *csv = make_customers (3, TRUE);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autofree char *text = ran_read (ran, "en");

  assert_says (text, "Too good?");
  assert_sound (text);
}

static void
test_chinese (void)
{
  const TnLanguage *chinese = tn_language_get ("zh_CN");
  g_autofree char *log = NULL;
  g_autofree char *table = NULL;

  g_assert_true (tn_language_has (chinese, "Three things to do"));
  log = ran_read (get_log_run (), "zh_CN");
  table = ran_read (get_table_run (), "zh_CN");
  assert_says (log, "三项行动");
  assert_says (log, "哪里可能不准");
  /* Three English words in a row are a sentence nobody translated. */
  assert_silent (log, "[a-z]{3,} (?-i:[a-z]{2,} [a-z]{2,})");
  assert_silent (table, "[a-z]{3,} (?-i:[a-z]{2,} [a-z]{2,})");
  assert_silent (log, "\\{[a-z][a-z0-9_]*\\}");
}

static void
test_hostile (void)
{
  static const char *const who[] = { "<script>alert(1)</script>",
                                     "=HYPERLINK(1)",
                                     "{leavers} {n}",
                                     "a&b;%s%n",
                                     "\xe2\x80\xae"
                                     "evil",
                                     "👩‍👩‍👧",
                                     NULL };
  g_autofree char *csv = make_log (4, who);
  g_autoptr (Ran) ran = ran_new (csv, fast, NULL);
  g_autoptr (TnDocument) document = ran_report (ran);
  g_autoptr (GError) error = NULL;

  for (const char *const *id = tn_language_list (); *id != NULL; id++)
    {
      g_autoptr (GBytes) html =
          tn_html_render (document, tn_language_get (*id), NULL, NULL, &error);
      g_autoptr (GBytes) pdf = tn_pdf_render (document, tn_language_get (*id), NULL, NULL, &error);
      g_autofree char *text = g_strndup (g_bytes_get_data (html, NULL), g_bytes_get_size (html));

      g_assert_no_error (error);
      g_assert_null (strstr (text, "<script"));
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (g_bytes_get_size (pdf), >, 1000);
    }
}

static void
test_same_bytes (void)
{
  Ran *ran = get_log_run ();

  for (const char *const *id = tn_language_list (); *id != NULL; id++)
    {
      g_autoptr (TnDocument) first = ran_report (ran);
      g_autoptr (TnDocument) second = ran_report (ran);
      g_autoptr (GBytes) a = tn_pdf_render (first, tn_language_get (*id), NULL, NULL, NULL);
      g_autoptr (GBytes) b = tn_pdf_render (second, tn_language_get (*id), NULL, NULL, NULL);

      g_assert_true (g_bytes_equal (a, b));
    }
}

/* A second run of the same data and seed says the same. */
static void
test_same_run (void)
{
  g_autofree char *csv = make_customers (5, FALSE);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autofree char *first = ran_read (ran, "en");
  g_autofree char *second = NULL;

  ran_again (ran);
  second = ran_read (ran, "en");
  g_assert_cmpstr (first, ==, second);
}

/* The days @text names from @from up to @to. */
static char *
dup_days (const char *text, const char *from, const char *to)
{
  const char *begin = strstr (text, from), *end = begin != NULL ? strstr (begin, to) : NULL;
  g_autofree char *part = end != NULL ? g_strndup (begin, (gsize) (end - begin)) : NULL;
  g_autoptr (GRegex) day = g_regex_new ("\\d{1,2} [A-Z][a-z]+ 20\\d\\d", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GString *days = g_string_new (NULL);

  g_assert_nonnull (part);
  for (g_regex_match (day, part, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *one = g_match_info_fetch (match, 0);

      g_string_append_printf (days, "%s; ", one);
    }
  g_assert_cmpuint (days->len, >, 0);

  return g_string_free (days, FALSE);
}

/* All orders of the log are of half past nine. */
static void
check_exported_times (Ran *ran)
{
  g_autoptr (TnTable) list =
      tn_list_export (ran->project, ran->run, NULL, tn_language_get ("en"), NULL);
  TnColumn *last = tn_table_get_column (list, (guint) tn_table_find (list, "last_order"));

  for (gsize i = 0; i < tn_table_get_n_rows (list); i++)
    {
      g_autofree char *cell = tn_column_dup_cell (last, i, NULL);

      g_assert_nonnull (strstr (cell, " 09:30:00"));
    }
}

static char *
read_in_zone (const char *csv, const char *shop, const char *here)
{
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  g_autoptr (Ran) ran = NULL;
  char *text;

  g_setenv ("TZ", here, TRUE);
  tzset ();
  ran = ran_new_in_zone (csv, shop, fast);
  text = ran_read (ran, "en");
  check_exported_times (ran);
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();

  return text;
}

/* The days a report names are those of the file, wherever its clock and this one stand: midnight
 * in Shanghai is the day before in UTC, midnight in New York is not. */
static void
test_days_are_the_shops (void)
{
  static const struct
  {
    const char *shop;
    const char *here;
  } clocks[] = { { NULL, "Asia/Shanghai" },
                 { "Asia/Shanghai", "America/New_York" },
                 { "America/New_York", "Asia/Shanghai" } };
  static const char *const parts[][2] = { { "data until", "Between" },
                                          { "“Leave” means", "Asked about" },
                                          { "No rehearsal covers", "The level" },
                                          { "Figures of this picture", "Over the 4 tests" },
                                          { "share that left after", "Each dot" },
                                          { "as of ", "in order of" },
                                          { "Cut dates learned from", "Method of the list" } };
  g_autofree char *csv = make_log (6, NULL);
  g_autofree char *plain = read_in_zone (csv, NULL, "UTC");

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autofree char *text = read_in_zone (csv, clocks[i].shop, clocks[i].here);

      g_test_message ("shop in %s, computer in %s", clocks[i].shop, clocks[i].here);
      for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
        {
          g_autofree char *told = dup_days (text, parts[k][0], parts[k][1]);
          g_autofree char *expected = dup_days (plain, parts[k][0], parts[k][1]);

          g_assert_cmpstr (told, ==, expected);
        }
    }
}

static void
test_export (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = tn_list_export (get_log_run ()->project, get_log_run ()->run, NULL,
                                              tn_language_get ("en"), &error);
  TnColumn *reasons;

  g_assert_no_error (error);
  reasons = tn_table_get_column (table, (guint) tn_table_find (table, "reasons"));
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      g_autofree char *cell = tn_column_dup_cell (reasons, i, NULL);
      g_auto (GStrv) parts = g_strsplit (cell != NULL ? cell : "", " · ", -1);

      g_assert_cmpuint (g_strv_length (parts), <=, 3);
      for (guint a = 0; parts[a] != NULL; a++)
        for (guint b = 0; b < a; b++)
          g_assert_cmpstr (parts[a], !=, parts[b]);
      assert_sound (cell != NULL ? cell : "");
    }
}

static void
set_two_groups (JsonObject *list, gpointer user_data)
{
  const double *ends = user_data;
  JsonArray *groups =
      tn_json_array (json_array_get_object_element (tn_json_array (list, "shares"), 0), "groups");

  while (json_array_get_length (groups) > 2)
    json_array_remove_element (groups, 0);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *group = json_array_get_object_element (groups, i);

      json_object_set_double_member (group, "low", ends[3 * i]);
      json_object_set_double_member (group, "rate", ends[3 * i + 1]);
      json_object_set_double_member (group, "high", ends[3 * i + 2]);
    }
}

/* Two groups are set against each other only where their intervals lie apart. */
static void
test_words_within_intervals (void)
{
  g_autofree char *csv = make_customers (6, FALSE);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autoptr (GRegex) regex = g_regex_new (": \\d+% left \\(\\d+% to \\d+%\\)\\.", 0, 0, NULL);

  for (guint i = 0; i < (g_test_slow () ? 300 : 8); i++)
    {
      double ends[6];
      g_autofree char *text = NULL;
      gboolean apart;

      for (guint j = 0; j < 2; j++)
        {
          double rate = g_test_rand_double_range (0.1, 0.9),
                 wide = g_test_rand_double_range (0.01, 0.3);

          ends[3 * j] = MAX (0, rate - wide);
          ends[3 * j + 1] = rate;
          ends[3 * j + 2] = MIN (1, rate + wide);
        }
      apart = ends[0] > ends[5] || ends[3] > ends[2];
      replace_list (ran, set_two_groups, ends);
      text = ran_read (ran, "en");
      g_assert_cmpint (g_regex_match (regex, text, 0, NULL), ==, apart);
    }
}

static void
drop_extras (JsonObject *list, gpointer user_data)
{
  static const char *const extras[] = { "topics", "parts", "shares",     "cuts",
                                        "first",  "stake", "importance", "since" };

  for (guint i = 0; i < G_N_ELEMENTS (extras); i++)
    json_object_remove_member (list, extras[i]);
}

/* A run of an older version has less in its results. */
static void
test_less_is_reported (void)
{
  g_autofree char *csv = make_customers (7, FALSE);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autofree char *text = NULL;

  replace_list (ran, drop_extras, NULL);
  text = ran_read (ran, "en");
  assert_says (text, "Whom to write to first");
  assert_sound (text);
}

/* A run that was asked to stop has other figures than its settings would give: that comes first
 * among what could be wrong. */
static void
test_stopped (void)
{
  g_autofree char *csv = make_customers (10, FALSE);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = tn_project_get_run (ran->project, ran->run, &error);
  g_autoptr (TnMessage) message = tn_message_new_literal ("Cut at your wish.");
  g_autofree char *before = ran_read (ran, "en");
  g_autofree char *after = NULL;
  JsonObject *warning = json_object_new ();

  g_assert_no_error (error);
  g_assert_null (strstr (before, "Learning was cut short."));
  json_object_set_string_member (warning, "node", "boosting");
  json_object_set_string_member (warning, "code", "learning.stopped");
  json_object_set_member (warning, "message", tn_message_to_json (message));
  json_array_add_object_element (tn_json_array (json_node_get_object (run->info), "warnings"),
                                 warning);
  tn_project_end_run (ran->project, ran->run, TN_RUN_DONE, run->info, &error);
  g_assert_no_error (error);
  after = ran_read (ran, "en");
  assert_says (after, "Learning was cut short.");
  assert_says (after, "Cut at your wish.");
}

static char *
get_data (Ran *ran)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) run =
      tn_project_describe_run (ran->project, ran->run, tn_language_get ("en"), &error);
  g_autoptr (JsonNode) data = NULL;

  g_assert_no_error (error);
  data = json_node_copy (json_object_get_member (json_node_get_object (run), "data"));

  return json_to_string (data, FALSE);
}

/* The page to repeat a report is about the data it was made from: neither other data under the same
 * name nor none at all change a word of it. */
static void
test_other_data (void)
{
  g_autofree char *csv = make_customers (8, FALSE);
  g_autofree char *other = make_customers (9, FALSE);
  g_autofree char *more = g_strconcat (other, strchr (other, '\n') + 1, NULL);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autofree char *text = ran_read (ran, "en");
  g_autofree char *data = get_data (ran);
  g_autoptr (TnTable) table = tn_project_load_dataset (ran->project, "shop", NULL);
  g_autofree char *fingerprint = tn_table_fingerprint (table, NULL);
  g_autofree char *replaced = NULL;
  g_autofree char *replaced_data = NULL;
  g_autofree char *removed = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new_literal ("Remove"));
  g_autoptr (GError) error = NULL;

  assert_says (text, fingerprint);
  /* Of every step, also where another method makes the list. */
  assert_says (text, "XGBoost ");
  g_assert_nonnull (strstr (data, fingerprint));
  ran_import (ran->project, more);
  replaced = ran_read (ran, "en");
  replaced_data = get_data (ran);
  g_assert_cmpstr (replaced, ==, text);
  g_assert_cmpstr (replaced_data, ==, data);
  tn_edit_delete (edit, TN_DOCUMENT_DATASET, "shop");
  tn_project_edit (ran->project, edit, &error);
  g_assert_no_error (error);
  removed = ran_read (ran, "en");
  g_assert_cmpstr (removed, ==, text);
}

static void
test_no_result (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *path = g_build_filename (directory, "empty.tenure", NULL);
  g_autoptr (TnProject) project = tn_project_create (path, &error);
  g_autoptr (TnTable) table = NULL;

  g_assert_no_error (error);
  table = tn_list_export (project, 0, NULL, tn_language_get ("en"), &error);
  g_assert_null (table);
  g_assert_nonnull (error);
  tn_project_close (project, NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *sessions = NULL;

  g_test_init (&argc, &argv, NULL);
  sessions = tn_test_directory ();
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  tn_nodes_init ();
  g_test_add_func ("/report/odds-ratios-are-told-with-intervals", test_odds);
  g_test_add_func ("/report/log/reads-whole", test_log);
  g_test_add_func ("/report/value-and-its-days-go-together", test_value_window);
  g_test_add_func ("/report/gap-and-window-are-told-apart", test_gap);
  g_test_add_func ("/report/every-interval-names-unit-and-method", test_intervals);
  g_test_add_func ("/report/table/reads-whole-without-dates", test_table);
  g_test_add_func ("/report/one-learner/reads-whole", test_one_learner);
  g_test_add_func ("/report/claims-no-gain", test_no_gain);
  g_test_add_func ("/report/margin-and-cost-are-asked-for-until-stated", test_asks);
  g_test_add_func ("/report/asks-for-a-currency-nobody-named", test_asks_currency);
  g_test_add_func ("/report/assumptions-are-stated-once", test_stated_once);
  g_test_add_func ("/report/worth-of-a-leaver-follows-from-the-margin", test_worth);
  g_test_add_func ("/report/dear-contacts-do-not-pay", test_dear_contact);
  g_test_add_func ("/report/leak-is-told", test_leak);
  g_test_add_func ("/report/chinese-is-whole", test_chinese);
  g_test_add_func ("/report/hostile-names-stay-text", test_hostile);
  g_test_add_func ("/report/same-run-same-bytes", test_same_bytes);
  g_test_add_func ("/report/same-seed-same-words", test_same_run);
  g_test_add_func ("/report/days-are-those-of-the-shop", test_days_are_the_shops);
  g_test_add_func ("/report/groups-are-contrasted-only-when-apart", test_words_within_intervals);
  g_test_add_func ("/report/older-results-are-reported", test_less_is_reported);
  g_test_add_func ("/report/other-data-of-the-same-name-change-nothing", test_other_data);
  g_test_add_func ("/report/stopped-learning-is-told-first", test_stopped);
  g_test_add_func ("/list-export/reasons-are-few-and-differ", test_export);
  g_test_add_func ("/list-export/no-run-is-told", test_no_result);

  return g_test_run ();
}
