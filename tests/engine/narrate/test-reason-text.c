/* test-reason-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-fact-groups.h"
#include "tn-reason-text.h"

/* One customer's facts, as an event log gives them. */
typedef struct
{
  const char *name;
  const char *unit;
  double value;
  double middle;
} Given;

static TnTable *
make_facts (const Given *given, guint n)
{
  static const gint64 now = G_GINT64_CONSTANT (1767225600000000);
  TnTableBuilder *builder = tn_table_builder_new (1);

  tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT), tn_column_new_times (&now, 1));
  for (guint i = 0; i < n; i++)
    {
      TnField *field = tn_field_new (given[i].name, TN_ROLE_FEATURE);

      field->unit = g_strdup (given[i].unit);
      tn_table_builder_take (builder, field, tn_column_new_numbers (&given[i].value, 1));
    }

  return tn_table_builder_end (builder);
}

static char *
say (TnTable *facts, const char *name, double middle, const char *language)
{
  guint column = (guint) tn_table_find (facts, name);
  TnFact fact = { column, tn_table_get_field (facts, column), middle, 0.1, TRUE, TN_TOPIC_NONE };
  g_autoptr (TnMessage) message = tn_reason_say (facts, 0, &fact, "GBP");

  return message != NULL ? tn_message_say (message, tn_language_get (language)) : NULL;
}

#define assert_said(facts, name, middle, expected)            \
  G_STMT_START                                                \
  {                                                           \
    g_autofree char *said_ = say (facts, name, middle, "en"); \
    g_assert_cmpstr (said_, ==, expected);                    \
  }                                                           \
  G_STMT_END

static void
test_silence (void)
{
  static const Given once[] = { { "recency_days", "days", 128.4, 50 },
                                { "orders_all", "orders", 1, 3 } };
  static const Given yesterday[] = { { "recency_days", "days", 1.2, 50 },
                                     { "orders_all", "orders", 1, 3 } };
  static const Given usual[] = { { "recency_days", "days", 156, 50 },
                                 { "orders_all", "orders", 7, 3 },
                                 { "median_gap_days", "days", 25, 40 },
                                 { "overdue_ratio", "times", 6, 1 } };
  static const Given one_day[] = { { "recency_days", "days", 34, 50 },
                                   { "orders_all", "orders", 2, 3 } };
  static const Given slow[] = { { "recency_days", "days", 20, 50 },
                                { "orders_all", "orders", 3, 3 },
                                { "median_gap_days", "days", 160, 40 },
                                { "overdue_ratio", "times", 0.1, 1 } };
  g_autoptr (TnTable) e = make_facts (slow, G_N_ELEMENTS (slow));
  g_autoptr (TnTable) a = make_facts (once, G_N_ELEMENTS (once));
  g_autoptr (TnTable) b = make_facts (yesterday, G_N_ELEMENTS (yesterday));
  g_autoptr (TnTable) c = make_facts (usual, G_N_ELEMENTS (usual));
  g_autoptr (TnTable) d = make_facts (one_day, G_N_ELEMENTS (one_day));

  assert_said (a, "recency_days", 50, "One order, 128 days ago");
  assert_said (a, "orders_all", 3, "One order, 128 days ago");
  assert_said (b, "recency_days", 50, "One order, 1 day ago");
  assert_said (c, "recency_days", 50, "Silent for 156 days, usually every 25");
  assert_said (c, "overdue_ratio", 1, "Silent for 156 days, usually every 25");
  assert_said (e, "overdue_ratio", 1, "About 160 days between orders");
  assert_said (d, "recency_days", 50, "Several orders, all on one day, 34 days ago");
}

static void
test_values (void)
{
  static const Given given[] = {
    { "recency_days", "days", 40, 0 },
    { "orders_all", "orders", 4, 0 },
    { "spend_90d", NULL, 0, 0 },
    { "spend_all", NULL, 1234.5, 0 },
    { "orders_30d", "orders", 0, 0 },
    { "orders_90d", "orders", 1, 0 },
    { "mean_unit_price", NULL, 4.5, 0 },
    { "distinct_items_all", "items", 1, 0 },
    { "spend_trend_90d", "times", 0.4, 0 },
    { "tenure_days", "days", 1, 0 },
    { "last_order_lines", "lines", 2, 0 },
    { "returned_value_share", "share", 0.67, 0 },
    { "weekday_mean", "weekday", 6.9, 0 },
    { "sd_order_value", NULL, NAN, 0 },
  };
  g_autoptr (TnTable) facts = make_facts (given, G_N_ELEMENTS (given));

  assert_said (facts, "spend_90d", 277,
               "Spent £0 in the last 90 days; half of all customers £277 or more");
  assert_said (facts, "spend_all", 277, "Spent £1,235 so far; half of all customers £277 or less");
  assert_said (facts, "orders_30d", 0, "No order in the last 30 days");
  assert_said (facts, "orders_90d", 3,
               "1 order in the last 90 days; half of all customers 3 or more");
  assert_said (facts, "mean_unit_price", 1.79,
               "£4.50 a piece on average; half of all customers £1.79 or less");
  assert_said (facts, "distinct_items_all", 12,
               "1 different item so far; half of all customers 12 or more");
  assert_said (facts, "spend_trend_90d", 1,
               "Spent less in the last 90 days than in the 90 days before");
  assert_said (facts, "tenure_days", 1, "First order 1 day ago");
  assert_said (facts, "last_order_lines", 15,
               "2 products in the last order; half of all customers 15 or more");
  assert_said (facts, "returned_value_share", 0,
               "67% of the spend returned; half of all customers none");
  assert_said (facts, "weekday_mean", 3, "Orders mostly around Monday");
  assert_said (facts, "sd_order_value", 100, NULL);
}

/* The columns of a customer table are told by their header, spelled out. */
static void
test_unknown_columns (void)
{
  static const double charges = 95.5;
  TnTableBuilder *builder = tn_table_builder_new (1);
  g_autoptr (TnTable) facts = NULL;
  static const char *const names[][2] = {
    { "MonthlyCharges", "Monthly charges: 95; half of all customers 70 or less" },
    { "monthly_charges", "Monthly charges: 95; half of all customers 70 or less" },
    { "StreamingTV", "Streaming TV: 95; half of all customers 70 or less" },
    { "余额", "余额: 95; half of all customers 70 or less" },
    { "spend_90d", "Spend 90d: 95; half of all customers 70 or less" },
    { "{n} <b>", "{n} <b>: 95; half of all customers 70 or less" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    tn_table_builder_take (builder, tn_field_new (names[i][0], TN_ROLE_FEATURE),
                           tn_column_new_numbers (&charges, 1));
  facts = tn_table_builder_end (builder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *said = say (facts, names[i][0], 70, "en");

      g_assert_nonnull (said);
      /* 95.5 is rounded half to even or up by the language: either is fine. */
      g_assert_true (g_str_equal (said, names[i][1]) ||
                     strstr (said, ": 96; half of all customers 70 or less") != NULL);
    }
}

/* Every name any family can make gives a sentence without its name, or none. */
static void
test_every_family (void)
{
  static const char *const stems[] = { "orders",         "spend",          "mean_order_value",
                                       "returned_lines", "distinct_items", "distinct_categories",
                                       "new_item_share", "orders_trend",   "spend_trend" };
  static const char *const singles[] = { "silent_share",
                                         "activity_recency_days",
                                         "orders_per_month",
                                         "last_order_value",
                                         "largest_order_value",
                                         "sd_order_value",
                                         "last_order_ratio",
                                         "spend_per_month",
                                         "mean_gap_days",
                                         "median_gap_days",
                                         "sd_gap_days",
                                         "last_gap_days",
                                         "gap_variation",
                                         "gap_trend",
                                         "overdue_ratio",
                                         "shorter_gaps_share",
                                         "returned_line_share",
                                         "return_recency_days",
                                         "returned_value_share",
                                         "new_item_share_last_order",
                                         "repeat_item_share",
                                         "lines_per_order",
                                         "last_order_lines",
                                         "units_per_order",
                                         "mean_unit_price",
                                         "weekend_share",
                                         "weekday_mean",
                                         "weekday_strength",
                                         "hour_mean",
                                         "hour_strength",
                                         "tenure_days" };
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (Given));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Given recency = { "recency_days", "days", 12, 0 }, orders = { "orders_all", "orders", 5, 0 };
  g_autoptr (TnTable) facts = NULL;

  g_array_append_val (given, recency);
  g_array_append_val (given, orders);
  for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
    for (guint days = 7; days < 400; days = days * 7 + 1)
      g_ptr_array_add (names, g_strdup_printf ("%s_%ud", stems[i], days));
  for (guint i = 0; i < G_N_ELEMENTS (singles); i++)
    g_ptr_array_add (names, g_strdup (singles[i]));
  for (guint i = 0; i < names->len; i++)
    {
      Given one = { g_ptr_array_index (names, i), NULL, g_test_rand_double_range (0, 3), 0 };

      g_array_append_val (given, one);
    }
  facts = make_facts ((const Given *) given->data, given->len);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *said = say (facts, name, g_test_rand_double_range (0, 3), "en");

      g_assert_nonnull (said);
      g_assert_null (strchr (said, '{'));
      g_assert_null (strchr (said, '_'));
      g_assert_true (g_ascii_isupper (*said) || g_ascii_isdigit (*said) ||
                     g_str_has_prefix (said, "£"));
    }
}

/* Groups take in every known value, once, in order, and none is too small to speak of. */
static void
test_groups (void)
{
  for (guint round = 0; round < 40; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (1, 2000);
      g_autofree double *values = g_new (double, n);
      g_autofree gsize *rows = g_new (gsize, n);
      TnTableBuilder *builder = tn_table_builder_new (n);
      g_autoptr (TnTable) facts = NULL;
      g_autoptr (TnFactGroups) groups = NULL;
      gboolean whole = g_test_rand_bit ();

      for (gsize i = 0; i < n; i++)
        {
          double value = exp (g_test_rand_double_range (-2, 6));

          values[i] = g_test_rand_int_range (0, 20) == 0 ? (double) NAN
                      : whole                            ? floor (value)
                                                         : value;
          rows[i] = i;
        }
      tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                             tn_column_new_numbers (values, n));
      facts = tn_table_builder_end (builder);
      groups = tn_fact_groups_new (facts, 0, rows, n, 6, "", NULL);
      g_assert_nonnull (groups);
      g_assert_cmpuint (groups->n_groups, <=, 6);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpint (groups->group[i] == -1, ==, isnan (values[i]));
          if (i > 0 && groups->group[i] >= 0 && groups->group[i - 1] >= 0 &&
              values[i] > values[i - 1])
            g_assert_cmpint (groups->group[i], >=, groups->group[i - 1]);
          if (groups->group[i] >= 0)
            g_assert_cmpint (groups->group[i], <, groups->n_groups);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reason/silence-and-rhythm-are-one-sentence", test_silence);
  g_test_add_func ("/reason/values-have-units-plurals-and-comparison", test_values);
  g_test_add_func ("/reason/unknown-columns-are-spelled-out", test_unknown_columns);
  g_test_add_func ("/reason/every-family-has-sentences", test_every_family);
  g_test_add_func ("/groups/cover-every-known-value-in-order", test_groups);

  return g_test_run ();
}
