/* test-synth-shop.c: the files of the simulated shop against the truth they come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "synth-data.h"

#define N_PERSONS 6000

/* One shop for all tests of this file; its seed is fixed, so what holds once holds always. */
static struct
{
  SynthTable *orders;
  SynthTable *customers;
  SynthTable *contacts;
  SynthTable *reviews;
  SynthTable *campaigns;
  SynthTable *truth;
  SynthTable *outcomes;
  GHashTable *persons; /* customer number → row of truth + 1 */
  guint *rows;         /* person → row of truth */
} shop;

static void
index_persons (void)
{
  shop.persons = g_hash_table_new (g_str_hash, g_str_equal);
  shop.rows = g_new0 (guint, N_PERSONS);
  for (guint i = 0; i < synth_table_n_rows (shop.truth); i++)
    {
      const char *ids[] = { synth_table_get (shop.truth, i, "shop_id"),
                            synth_table_get (shop.truth, i, "market_id") };

      shop.rows[(guint) synth_table_number (shop.truth, i, "person")] = i;
      for (int k = 0; k < 2; k++)
        if (*ids[k] != '\0')
          g_assert_true (
              g_hash_table_insert (shop.persons, (gpointer) ids[k], GUINT_TO_POINTER (i + 1)));
    }
}

static void
open_shop (void)
{
  TnSynthParams params = { N_PERSONS, 18, 5, 19905, FALSE, TRUE };
  g_autofree char *dir = synth_write (&params, NULL);

  shop.orders = synth_table_read (dir, TN_SYNTH_ORDERS);
  shop.customers = synth_table_read (dir, TN_SYNTH_CUSTOMERS);
  shop.contacts = synth_table_read (dir, TN_SYNTH_CONTACTS);
  shop.reviews = synth_table_read (dir, TN_SYNTH_REVIEWS);
  shop.campaigns = synth_table_read (dir, TN_SYNTH_CAMPAIGNS);
  shop.truth = synth_table_read (dir, TN_SYNTH_TRUTH);
  shop.outcomes = synth_table_read (dir, TN_SYNTH_TRUTH_CAMPAIGNS);
  g_assert_cmpuint (synth_table_n_rows (shop.truth), ==, N_PERSONS);
  index_persons ();
}

static void
close_shop (void)
{
  SynthTable *tables[] = { shop.orders,    shop.customers, shop.contacts, shop.reviews,
                           shop.campaigns, shop.truth,     shop.outcomes };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    synth_table_free (tables[i]);
  g_hash_table_unref (shop.persons);
  g_free (shop.rows);
}

/* Row of the truth of a customer number, -1 for a guest. */
static int
person_of (const char *id)
{
  gpointer row = g_hash_table_lookup (shop.persons, id);

  g_assert_true (row != NULL || *id == '\0');

  return GPOINTER_TO_INT (row) - 1;
}

static gboolean
is_order (guint row)
{
  return strcmp (synth_table_get (shop.orders, row, "event_type"), "order") == 0;
}

/* First line of each order, in the order of the file: rows of shop.orders. */
static GArray *
first_lines (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < synth_table_n_rows (shop.orders); i++)
    if (is_order (i) &&
        g_hash_table_add (seen, (gpointer) synth_table_get (shop.orders, i, "order_id")))
      g_array_append_val (rows, i);

  return rows;
}

static void
every_order (void)
{
  g_autoptr (GArray) lines = first_lines ();
  g_autofree guint *found = g_new0 (guint, N_PERSONS);
  double logged = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      int person =
          person_of (synth_table_get (shop.orders, g_array_index (lines, guint, i), "customer_id"));

      if (person >= 0)
        found[person]++;
    }
  for (guint i = 0; i < N_PERSONS; i++)
    {
      double n = synth_table_number (shop.truth, i, "orders_logged");

      g_assert_cmpfloat (found[i], <=, n);
      g_assert_cmpfloat (n, <=, synth_table_number (shop.truth, i, "orders"));
      logged += n;
    }
  g_assert_cmpfloat (logged, ==, lines->len);
}

static void
nobody_after (void)
{
  for (guint i = 0; i < synth_table_n_rows (shop.orders); i++)
    {
      int person = person_of (synth_table_get (shop.orders, i, "customer_id"));
      int left = person >= 0 ? synth_table_day (shop.truth, person, "left") : -1;
      int day = synth_table_day (shop.orders, i, "order_date");

      g_assert_true (left < 0 || day <= left || !is_order (i));
      g_assert_true (person < 0 || day >= synth_table_day (shop.truth, person, "joined"));
    }
}

/* Leaving an order comes from loyalty: logit = -2.6 - 1.1 loyalty + what averages out. So
 * between loyalty -1 and 1 the odds differ by exp (2.2), 9; less for being mixed with the
 * rest: between 4 and 9. */
static void
loyalty_keeps (void)
{
  double left[2] = { 0 }, orders[2] = { 0 }, odds[2];

  for (guint i = 0; i < N_PERSONS; i++)
    {
      double loyalty = synth_table_number (shop.truth, i, "loyalty");
      int group = loyalty > 0.7 && loyalty < 1.3 ? 1 : loyalty < -0.7 && loyalty > -1.3 ? 0 : -1;

      if (group < 0)
        continue;
      left[group] += synth_table_day (shop.truth, i, "left") >= 0;
      orders[group] += synth_table_number (shop.truth, i, "orders");
    }
  for (int k = 0; k < 2; k++)
    odds[k] = left[k] / (orders[k] - left[k]);
  g_test_message ("odds to leave at an order: %.3f and %.3f", odds[0], odds[1]);
  g_assert_cmpfloat (odds[0] / odds[1], >, 4);
  g_assert_cmpfloat (odds[0] / odds[1], <, 10);
}

/* The days from an order to the next of those who are here all the time are the rhythm of
 * the truth, on average: gamma gaps of mean 1, one in eight three times as long. Those who
 * order often have many gaps inside the log, which cuts long ones off. */
static void
rhythm_beats (void)
{
  g_autoptr (GArray) lines = first_lines ();
  g_autofree int *last = g_new (int, N_PERSONS);
  double sum = 0, n = 0, squares = 0;

  for (guint i = 0; i < N_PERSONS; i++)
    last[i] = -1;
  for (guint i = 0; i < lines->len; i++)
    {
      guint row = g_array_index (lines, guint, i);
      int person = person_of (synth_table_get (shop.orders, row, "customer_id"));
      int day = synth_table_day (shop.orders, row, "order_date");
      double rhythm = person >= 0 ? synth_table_number (shop.truth, person, "rhythm_days") : 0;

      if (person >= 0 && rhythm > 10 && rhythm < 25 && last[person] >= 0)
        {
          double gap = (day - last[person]) / rhythm;

          sum += gap;
          squares += gap * gap;
          n++;
        }
      if (person >= 0)
        last[person] = day;
    }
  g_test_message ("%.0f gaps, mean %.3f, variance %.3f", n, sum / n,
                  squares / n - sum / n * sum / n);
  g_assert_cmpfloat (n, >, 1000);
  g_assert_cmpfloat (sum / n, >, 0.95);
  g_assert_cmpfloat (sum / n, <, 1.3);
  /* Of gamma gaps alone it were 0.5; of regular ones 0. */
  g_assert_cmpfloat (squares / n - sum / n * sum / n, >, 0.45);
}

static void
share_that_comes_back (void)
{
  g_autoptr (GArray) lines = first_lines ();
  g_autofree guint8 *before = g_new0 (guint8, N_PERSONS);
  g_autofree guint8 *after = g_new0 (guint8, N_PERSONS);
  int end = 0;
  double n = 0, gone = 0;

  for (guint i = 0; i < lines->len; i++)
    end = MAX (end, synth_table_day (shop.orders, g_array_index (lines, guint, i), "order_date"));
  for (guint i = 0; i < lines->len; i++)
    {
      guint row = g_array_index (lines, guint, i);
      int person = person_of (synth_table_get (shop.orders, row, "customer_id"));

      if (person >= 0)
        (synth_table_day (shop.orders, row, "order_date") <= end - 90 ? before : after)[person] = 1;
    }
  for (guint i = 0; i < N_PERSONS; i++)
    {
      n += before[i];
      gone += before[i] && !after[i];
    }
  g_test_message ("of %.0f customers %.3f do not order in 90 days", n, gone / n);
  g_assert_cmpfloat (gone / n, >, 0.35);
  g_assert_cmpfloat (gone / n, <, 0.55);
}

/* More than a chance in a million apart would be a fault of the lot. */
static void
lots_are_fair (void)
{
  static const double planned[] = { 0.5, 2.0 / 3, 0.5, 0.4 };
  static const char *const traits[] = { "loyalty", "thrift", "privacy", "rhythm_days", "orders" };
  guint n_campaigns = 0;

  for (guint i = 0; i < synth_table_n_rows (shop.outcomes); i++)
    n_campaigns =
        MAX (n_campaigns, (guint) atoi (synth_table_get (shop.outcomes, i, "campaign_id") + 1));
  g_assert_cmpuint (n_campaigns, >=, 5);

  for (guint c = 1; c <= n_campaigns; c++)
    for (guint t = 0; t < G_N_ELEMENTS (traits); t++)
      {
        double n[2] = { 0 }, sum[2] = { 0 }, squares = 0, mean, sd, share;

        for (guint i = 0; i < synth_table_n_rows (shop.outcomes); i++)
          {
            int arm = (int) synth_table_number (shop.outcomes, i, "treated");
            guint row = shop.rows[(guint) synth_table_number (shop.outcomes, i, "person")];
            double value = synth_table_number (shop.truth, row, traits[t]);

            if (atoi (synth_table_get (shop.outcomes, i, "campaign_id") + 1) != (int) c)
              continue;
            n[arm]++;
            sum[arm] += value;
            squares += value * value;
          }
        share = n[1] / (n[0] + n[1]);
        mean = (sum[0] + sum[1]) / (n[0] + n[1]);
        sd = sqrt (squares / (n[0] + n[1]) - mean * mean);
        g_assert_cmpfloat (fabs (share - planned[(c - 1) % 4]), <, 5 * 0.5 / sqrt (n[0] + n[1]));
        if (strcmp (traits[t], "orders") != 0) /* the coupon itself makes orders */
          g_assert_cmpfloat (fabs (sum[1] / n[1] - sum[0] / n[0]), <,
                             5 * sd * sqrt (1 / n[0] + 1 / n[1]));
      }
}

/* Days of the orders of each person, guests' too where the truth cannot tell them apart. */
static GPtrArray *
order_days (void)
{
  g_autoptr (GArray) lines = first_lines ();
  GPtrArray *days = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < N_PERSONS; i++)
    g_ptr_array_add (days, g_array_new (FALSE, FALSE, sizeof (int)));
  for (guint i = 0; i < lines->len; i++)
    {
      guint row = g_array_index (lines, guint, i);
      int person = person_of (synth_table_get (shop.orders, row, "customer_id"));
      int day = synth_table_day (shop.orders, row, "order_date");

      if (person >= 0)
        g_array_append_val ((GArray *) g_ptr_array_index (days, person), day);
    }

  return days;
}

static gboolean
orders_within (GPtrArray *days, guint person, int first, int n)
{
  GArray *of_person = g_ptr_array_index (days, person);

  for (guint i = 0; i < of_person->len; i++)
    if (g_array_index (of_person, int, i) >= first && g_array_index (of_person, int, i) < first + n)
      return TRUE;

  return FALSE;
}

/* What happened is the potential outcome of the arm, but for orders placed as a guest. */
static void
outcomes_happen (void)
{
  g_autoptr (GPtrArray) days = order_days ();
  guint n = synth_table_n_rows (shop.outcomes), n_missed = 0, n_seen = 0;

  g_assert_cmpuint (n, ==, synth_table_n_rows (shop.campaigns));
  for (guint i = 0; i < n; i++)
    {
      gboolean treated = synth_table_number (shop.outcomes, i, "treated") > 0;
      gboolean wanted =
          synth_table_number (shop.outcomes, i, treated ? "order_with" : "order_without") > 0;
      guint person = shop.rows[(guint) synth_table_number (shop.outcomes, i, "person")];
      int day = 0;
      gboolean seen;

      /* The log of contacts is in order of the second, the truth in that of the person: the
       * day of a campaign is the same for all. */
      for (guint k = 0; day == 0; k++)
        if (strcmp (synth_table_get (shop.campaigns, k, "campaign_id"),
                    synth_table_get (shop.outcomes, i, "campaign_id")) == 0)
          day = synth_table_day (shop.campaigns, k, "contact_date");
      seen = orders_within (days, person, day, 30);
      g_assert_true (wanted || !seen);
      n_missed += wanted && !seen;
      n_seen += seen;
    }
  g_test_message ("%u contacts, %u followed by an order, %u hidden by guests", n, n_seen, n_missed);
  g_assert_cmpfloat (n_missed, <, 0.05 * n_seen);
}

static void
effect_is_found (void)
{
  double n[2] = { 0 }, sum[2] = { 0 }, effect = 0, p[2], error;
  guint rows = synth_table_n_rows (shop.outcomes);

  for (guint i = 0; i < rows; i++)
    {
      int arm = (int) synth_table_number (shop.outcomes, i, "treated");
      double without = synth_table_number (shop.outcomes, i, "order_without");
      double with = synth_table_number (shop.outcomes, i, "order_with");

      n[arm]++;
      sum[arm] += arm ? with : without;
      effect += (with - without) / rows;
    }
  for (int k = 0; k < 2; k++)
    p[k] = sum[k] / n[k];
  error = sqrt (p[0] * (1 - p[0]) / n[0] + p[1] * (1 - p[1]) / n[1]);
  g_test_message ("difference %.4f, truth %.4f, standard error %.4f", p[1] - p[0], effect, error);
  g_assert_cmpfloat (fabs (p[1] - p[0] - effect), <, 4 * error);
  g_assert_cmpfloat (effect, >, 3 * error);
}

static void
dogs_sleep (void)
{
  double n[3] = { 0 }, change[3] = { 0 };

  for (guint i = 0; i < synth_table_n_rows (shop.outcomes); i++)
    {
      double effect = synth_table_number (shop.outcomes, i, "effect");
      double difference = synth_table_number (shop.outcomes, i, "order_with") -
                          synth_table_number (shop.outcomes, i, "order_without");
      int kind = effect < 0 ? 0 : effect > 0 ? 2 : 1;

      n[kind]++;
      change[kind] += difference;
      g_assert_true (kind == 0 ? difference <= 0 : kind == 1 ? difference == 0 : difference >= 0);
    }
  g_test_message ("harmed %.0f of %.0f, won %.0f of %.0f, unmoved %.0f", -change[0], n[0],
                  change[2], n[2], n[1]);
  for (int k = 0; k < 3; k++)
    g_assert_cmpfloat (n[k], >, 0.1 * synth_table_n_rows (shop.outcomes));
  g_assert_cmpfloat (change[0], <, -50);
  g_assert_cmpfloat (change[2], >, 200);
}

/* What a contact set hashed the same way finds: the same person behind two numbers. */
static void
contacts_link (void)
{
  g_autoptr (GHashTable) phones = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) mails = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *numbers = g_new0 (guint, N_PERSONS);
  g_autofree guint8 *linked = g_new0 (guint8, N_PERSONS);
  guint n_both = 0, n_linked = 0, n_empty = 0;

  for (guint i = 0; i < synth_table_n_rows (shop.contacts); i++)
    {
      int person = person_of (synth_table_get (shop.contacts, i, "customer_id"));
      const char *hashes[] = { synth_table_get (shop.contacts, i, "phone_hash"),
                               synth_table_get (shop.contacts, i, "mail_hash") };

      g_assert_cmpint (person, >=, 0);
      numbers[person]++;
      for (int k = 0; k < 2; k++)
        {
          GHashTable *table = k == 0 ? phones : mails;
          gpointer known = g_hash_table_lookup (table, hashes[k]);

          n_empty += *hashes[k] == '\0';
          if (*hashes[k] == '\0')
            continue;
          g_assert_cmpuint (strlen (hashes[k]), ==, 32);
          g_assert_cmpuint (strspn (hashes[k], "0123456789abcdef"), ==, 32);
          g_assert_true (known == NULL || GPOINTER_TO_INT (known) == person + 1);
          linked[person] |= known != NULL;
          g_hash_table_insert (table, (gpointer) hashes[k], GINT_TO_POINTER (person + 1));
        }
    }
  for (guint i = 0; i < N_PERSONS; i++)
    {
      n_both += numbers[i] == 2;
      n_linked += linked[i];
      g_assert_true (numbers[i] == 1 || numbers[i] == 2);
      g_assert_true (!linked[i] || numbers[i] == 2);
    }
  g_test_message ("%u persons with two numbers, %u linked, %u empty cells", n_both, n_linked,
                  n_empty);
  g_assert_cmpfloat (n_both, >, 0.1 * N_PERSONS);
  g_assert_cmpfloat (n_linked, >, 0.9 * n_both);
  g_assert_cmpuint (n_linked, <, n_both);
  g_assert_cmpuint (n_empty, >, 0);
}

static gboolean
has_chinese (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;

  return FALSE;
}

static void
reviews_speak (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = synth_table_n_rows (shop.reviews), n_chinese = 0;

  for (guint i = 0; i < n; i++)
    {
      const char *text = synth_table_get (shop.reviews, i, "review");
      gboolean chinese = strcmp (synth_table_get (shop.reviews, i, "language"), "zh") == 0;
      double rating = synth_table_number (shop.reviews, i, "rating");

      g_assert_cmpint (has_chinese (text), ==, chinese);
      g_assert_null (strchr (text, '@'));
      g_assert_true (rating >= 1 && rating <= 5);
      g_assert_true (
          g_hash_table_add (ids, (gpointer) synth_table_get (shop.reviews, i, "review_id")));
      g_hash_table_add (texts, (gpointer) text);
      n_chinese += chinese;
    }
  g_test_message ("%u reviews, %u in Chinese, %u different", n, n_chinese,
                  g_hash_table_size (texts));
  g_assert_cmpfloat (fabs (n_chinese / (double) n - 0.45), <, 0.08);
  g_assert_cmpfloat (g_hash_table_size (texts), >, 0.75 * n);
}

/* Who leaves has written worse in the last weeks than who stays, in stars and in words. */
static void
reviews_tell_of_leaving (void)
{
  static const char *const farewells[] = { "again",        "last order", "elsewhere", "account",
                                           "以后不会再买", "最后一次",   "卸载",      "拉黑" };
  double n[2] = { 0 }, stars[2] = { 0 }, said[2] = { 0 };

  for (guint i = 0; i < synth_table_n_rows (shop.reviews); i++)
    {
      int person = person_of (synth_table_get (shop.reviews, i, "customer_id"));
      int left = person >= 0 ? synth_table_day (shop.truth, person, "left") : -1;
      int day = synth_table_day (shop.reviews, i, "review_date");
      gboolean leaves = left >= 0 && day > left && day < left + 30;
      double rating = synth_table_number (shop.reviews, i, "rating");
      gboolean farewell = FALSE;

      for (guint k = 0; rating <= 3 && k < G_N_ELEMENTS (farewells); k++)
        farewell |= strstr (synth_table_get (shop.reviews, i, "review"), farewells[k]) != NULL;
      if (person < 0)
        continue;
      n[leaves]++;
      stars[leaves] += rating;
      said[leaves] += farewell;
    }
  g_test_message ("stars %.2f and %.2f of those who leave; farewells %.3f and %.3f",
                  stars[0] / n[0], stars[1] / n[1], said[0] / n[0], said[1] / n[1]);
  g_assert_cmpfloat (n[1], >, 200);
  g_assert_cmpfloat (stars[0] / n[0] - stars[1] / n[1], >, 0.4);
  g_assert_cmpfloat (said[1] / n[1], >, 3 * said[0] / n[0]);
}

static void
money_adds_up (void)
{
  guint n_back = 0;

  for (guint i = 0; i < synth_table_n_rows (shop.orders); i++)
    {
      double quantity = synth_table_number (shop.orders, i, "quantity");
      double price = synth_table_number (shop.orders, i, "unit_price");

      g_assert_cmpfloat (fabs (quantity * price - synth_table_number (shop.orders, i, "amount")), <,
                         0.001);
      g_assert_true ((quantity < 0) == !is_order (i));
      n_back += quantity < 0;
    }
  g_assert_cmpfloat (n_back, >, 0.02 * synth_table_n_rows (shop.orders));
  g_assert_cmpfloat (n_back, <, 0.12 * synth_table_n_rows (shop.orders));
}

static void
dirt_is_there (void)
{
  guint n = synth_table_n_rows (shop.orders), n_guests = 0, n_repeats = 0, n_blank = 0;

  for (guint i = 0; i < n; i++)
    {
      n_guests += *synth_table_get (shop.orders, i, "customer_id") == '\0';
      n_blank += *synth_table_get (shop.orders, i, "category") == '\0';
      if (i > 0)
        {
          char **a = g_ptr_array_index (shop.orders->rows, i - 1);
          char **b = g_ptr_array_index (shop.orders->rows, i);

          n_repeats += g_strv_equal ((const char *const *) a, (const char *const *) b);
        }
    }
  g_test_message ("of %u lines %u without customer, %u without category, %u repeats", n, n_guests,
                  n_blank, n_repeats);
  g_assert_cmpfloat (n_guests, >, 0.01 * n);
  g_assert_cmpfloat (n_guests, <, 0.05 * n);
  g_assert_cmpfloat (n_blank, >, 0.002 * n);
  g_assert_cmpfloat (n_repeats, >, 0.001 * n);
  g_assert_cmpfloat (n_repeats, <, 0.01 * n);
}

/* A late year sells more than a spring, and the second year more than the first. */
static void
season_and_growth (void)
{
  g_autoptr (GArray) lines = first_lines ();
  double months[2][12] = { { 0 } };

  for (guint i = 0; i < lines->len; i++)
    {
      const char *date =
          synth_table_get (shop.orders, g_array_index (lines, guint, i), "order_date");

      months[atoi (date) - 2024][atoi (date + 5) - 1]++;
    }
  g_assert_cmpfloat (months[0][10] + months[0][11], >, 1.15 * (months[1][0] + months[1][1]));
  for (int m = 6; m < 12; m++)
    g_assert_cmpfloat (months[1][m], >, 1.1 * months[0][m]);
}

static void
counts_are_linear (void)
{
  TnSynthParams params = { 1000, 12, 9, 19905, FALSE, TRUE };
  TnSynthCounts one, four;
  g_autofree char *a = synth_write (&params, &one);
  g_autofree char *b = NULL;

  params.n_customers = 4000;
  b = synth_write (&params, &four);
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    if (i == TN_SYNTH_ITEMS)
      g_assert_cmpuint (one.n_rows[i], ==, four.n_rows[i]);
    else
      g_assert_cmpfloat (fabs (four.n_rows[i] / (4.0 * one.n_rows[i]) - 1), <, 0.1);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  open_shop ();
  g_test_add_func ("/synth-shop/every-order-is-in-the-log-once", every_order);
  g_test_add_func ("/synth-shop/nobody-orders-before-joining-or-after-leaving", nobody_after);
  g_test_add_func ("/synth-shop/the-loyal-stay", loyalty_keeps);
  g_test_add_func ("/synth-shop/gaps-follow-the-rhythm-of-the-truth", rhythm_beats);
  g_test_add_func ("/synth-shop/35-to-55-in-100-do-not-come-back", share_that_comes_back);
  g_test_add_func ("/synth-shop/coupons-are-given-by-lot", lots_are_fair);
  g_test_add_func ("/synth-shop/what-happens-is-the-potential-outcome", outcomes_happen);
  g_test_add_func ("/synth-shop/difference-of-means-finds-the-effect", effect_is_found);
  g_test_add_func ("/synth-shop/some-are-won-some-unmoved-some-harmed", dogs_sleep);
  g_test_add_func ("/synth-shop/hashed-contacts-link-both-channels", contacts_link);
  g_test_add_func ("/synth-shop/reviews-are-varied-in-both-languages", reviews_speak);
  g_test_add_func ("/synth-shop/reviews-tell-of-leaving", reviews_tell_of_leaving);
  g_test_add_func ("/synth-shop/amounts-are-price-times-quantity", money_adds_up);
  g_test_add_func ("/synth-shop/some-dirt-and-some-guests", dirt_is_there);
  g_test_add_func ("/synth-shop/season-and-growth", season_and_growth);
  g_test_add_func ("/synth-shop/four-times-the-customers-four-times-the-rows", counts_are_linear);
  result = g_test_run ();
  close_shop ();

  return result;
}
