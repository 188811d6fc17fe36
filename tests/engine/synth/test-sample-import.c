/* test-sample-import.c: the sample shop is read without help
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "synth-data.h"
#include "tn-import.h"

typedef struct
{
  const char *name;
  TnColumnType type;
  TnRole role;
} Wanted;

static void
assert_read (TnSynthFile file, gint64 n_rows, const Wanted *wanted, guint n_wanted)
{
  g_autofree char *dir = g_build_filename (TN_SOURCE_DIR, "data", "sample", NULL);
  g_autofree char *path = synth_path (dir, file, ".csv.gz");
  g_autoptr (TnTable) problems = NULL;
  g_autoptr (GError) error = NULL;
  TnImportSummary summary = { 0 };
  g_autoptr (TnTable) table = tn_import_file (path, &problems, NULL, &summary, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (summary.n_rows, ==, n_rows);
  g_assert_cmpint (summary.n_problem_rows, ==, 0);
  g_assert_cmpint (summary.n_problem_cells, ==, 0);
  for (guint i = 0; i < n_wanted; i++)
    {
      int place = tn_table_find (table, wanted[i].name);

      g_assert_cmpint (place, >=, 0);
      g_test_message (
          "%s: %s, %s", wanted[i].name,
          tn_column_type_to_id (tn_column_get_column_type (tn_table_get_column (table, place))),
          tn_role_to_id (tn_table_get_field (table, place)->role));
      g_assert_cmpstr (
          tn_column_type_to_id (tn_column_get_column_type (tn_table_get_column (table, place))), ==,
          tn_column_type_to_id (wanted[i].type));
      g_assert_cmpstr (tn_role_to_id (tn_table_get_field (table, place)->role), ==,
                       tn_role_to_id (wanted[i].role));
    }
}

static void
orders (void)
{
  static const Wanted wanted[] = {
    { "order_id", TN_COLUMN_CATEGORY, TN_ROLE_ORDER },
    { "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER },
    { "order_date", TN_COLUMN_TIME, TN_ROLE_TIME },
    { "event_type", TN_COLUMN_CATEGORY, TN_ROLE_EVENT },
    { "item_id", TN_COLUMN_CATEGORY, TN_ROLE_ITEM },
    { "category", TN_COLUMN_CATEGORY, TN_ROLE_CATEGORY },
    { "quantity", TN_COLUMN_NUMBER, TN_ROLE_QUANTITY },
    { "unit_price", TN_COLUMN_NUMBER, TN_ROLE_PRICE },
    { "amount", TN_COLUMN_NUMBER, TN_ROLE_AMOUNT },
  };

  assert_read (TN_SYNTH_ORDERS, 20065, wanted, G_N_ELEMENTS (wanted));
}

static void
events (void)
{
  static const Wanted wanted[] = {
    { "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER },
    { "event_time", TN_COLUMN_TIME, TN_ROLE_TIME },
    { "event_type", TN_COLUMN_CATEGORY, TN_ROLE_EVENT },
    { "item_id", TN_COLUMN_CATEGORY, TN_ROLE_ITEM },
    { "order_id", TN_COLUMN_CATEGORY, TN_ROLE_ORDER },
    { "quantity", TN_COLUMN_NUMBER, TN_ROLE_QUANTITY },
    { "amount", TN_COLUMN_NUMBER, TN_ROLE_AMOUNT },
  };

  assert_read (TN_SYNTH_EVENTS, 116479, wanted, G_N_ELEMENTS (wanted));
}

static void
tables (void)
{
  static const Wanted items[] = {
    { "item_id", TN_COLUMN_CATEGORY, TN_ROLE_ITEM },
    { "price", TN_COLUMN_NUMBER, TN_ROLE_PRICE },
  };
  static const Wanted customers[] = {
    { "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER },
    { "signup_date", TN_COLUMN_TIME, TN_ROLE_NONE },
    { "newsletter", TN_COLUMN_FLAG, TN_ROLE_NONE },
  };
  static const Wanted contacts[] = {
    { "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER },
  };

  assert_read (TN_SYNTH_ITEMS, 400, items, G_N_ELEMENTS (items));
  assert_read (TN_SYNTH_CUSTOMERS, 2919, customers, G_N_ELEMENTS (customers));
  assert_read (TN_SYNTH_CONTACTS, 2919, contacts, G_N_ELEMENTS (contacts));
}

static void
reviews_and_campaigns (void)
{
  static const Wanted reviews[] = {
    { "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER },
    { "review_date", TN_COLUMN_TIME, TN_ROLE_TIME },
    { "item_id", TN_COLUMN_CATEGORY, TN_ROLE_ITEM },
    { "rating", TN_COLUMN_NUMBER, TN_ROLE_NONE },
    { "review", TN_COLUMN_TEXT, TN_ROLE_TEXT },
  };
  static const Wanted campaigns[] = {
    { "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER },
    { "contact_date", TN_COLUMN_TIME, TN_ROLE_TIME },
    { "treatment", TN_COLUMN_FLAG, TN_ROLE_NONE },
  };

  assert_read (TN_SYNTH_REVIEWS, 2447, reviews, G_N_ELEMENTS (reviews));
  assert_read (TN_SYNTH_CAMPAIGNS, 5044, campaigns, G_N_ELEMENTS (campaigns));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample-import/orders-are-typed-without-help", orders);
  g_test_add_func ("/sample-import/events-are-typed-without-help", events);
  g_test_add_func ("/sample-import/items-customers-and-contacts-too", tables);
  g_test_add_func ("/sample-import/reviews-and-campaigns-too", reviews_and_campaigns);

  return g_test_run ();
}
