/* test-customers.c: the page of customers, also of a million
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>
#include <time.h>

#include "tn-nodes.h"
#include "wb-customer-filter.h"
#include "wb-customer-list.h"
#include "wb-customer-row.h"
#include "wb-customers-page.h"
#include "wb-customers.h"
#include "wb-portrait.h"
#include "wb-test-list.h"
#include "wb-test.h"
#include "wb-timeline-view.h"
#include "wb-words.h"
#include "wb-work.h"

#define N_MANY       1000000
#define MOST_SECONDS 0.05

typedef struct
{
  WbProject *project;
  GtkWidget *window;
  GtkWidget *page;
  double longest; /* seconds of work of one turn of the main loop */
} Shown;

static double
get_work (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);

  return (double) at.tv_sec + at.tv_nsec / 1e9;
}

/* One turn; what it worked, not what it waited for others on this computer. */
static gboolean
turn (Shown *self)
{
  double before = get_work ();
  gboolean any = g_main_context_iteration (NULL, FALSE);

  self->longest = MAX (self->longest, get_work () - before);

  return any;
}

/* Turns while it has not come true, and some frames more. */
static void
turn_until (Shown *self, gboolean (*is_true) (Shown *self, gpointer data), gpointer data)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!is_true (self, data) && g_get_monotonic_time () < patience)
    if (!turn (self))
      g_usleep (1000);
  g_assert_true (is_true (self, data));
  for (guint i = 0; i < 40; i++)
    if (!turn (self))
      g_usleep (1000);
}

static gboolean
page_says (Shown *self, gpointer words)
{
  return wb_test_says (self->page, words);
}

static void
show (Shown *self, TnTable *list)
{
  wb_language_choose ("en");
  self->project = wb_test_list_project (list);
  self->window = gtk_window_new ();
  self->page = wb_customers_page_new (self->project);
  gtk_window_set_child (GTK_WINDOW (self->window), self->page);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
hide (Shown *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  wb_project_close (self->project);
  wb_test_settle ();
  g_object_unref (self->project);
}

static void
search (Shown *self, const char *text)
{
  gtk_editable_set_text (
      GTK_EDITABLE (wb_test_find (self->page, g_type_name (GTK_TYPE_SEARCH_ENTRY))), text);
}

/* Chances fall evenly from 95% to 5%. */
static void
test_filter_is_said_and_counted (void)
{
  g_autoptr (TnTable) list = wb_test_list_table (900, "Asia/Shanghai", FALSE);
  Shown self = { 0 };
  GtkWidget *filter;
  g_auto (TnListFilter) chosen = { 0 };

  show (&self, list);
  turn_until (&self, page_says, (gpointer) "900 of 900 customers shown.");
  filter = wb_test_find (self.page, g_type_name (WB_TYPE_CUSTOMER_FILTER));
  wb_customer_filter_choose_reason (WB_CUSTOMER_FILTER (filter), "returns");
  turn_until (&self, page_says, (gpointer) "450 of 900 customers shown.");
  g_assert_true (wb_test_says (self.page, "Only customers with reason “What they send back”."));
  tn_list_filter_init (&chosen);
  wb_customer_filter_get (WB_CUSTOMER_FILTER (filter), &chosen);
  g_assert_cmpstr (chosen.reason, ==, "returns");
  search (&self, "100007");
  turn_until (&self, page_says, (gpointer) "0 of 900 customers shown.");
  turn_until (&self, page_says, (gpointer) "Nobody like this");
  gtk_widget_activate_action (self.page, "page.show-all", NULL);
  turn_until (&self, page_says, (gpointer) "900 of 900 customers shown.");
  hide (&self);
}

/* Half past midnight in Shanghai is the day before in UTC and in New York. */
static void
test_days_are_the_shops (void)
{
  static const struct
  {
    const char *zone;
    const char *last;
    const char *as_of;
  } shops[] = { { "Asia/Shanghai", "Last order 20 December 2025", "as of 1 January 2026" },
                { "America/New_York", "Last order 19 December 2025", "as of 31 December 2025" },
                { "Pacific/Kiritimati", "Last order 20 December 2025", "as of 1 January 2026" } };

  for (guint i = 0; i < G_N_ELEMENTS (shops); i++)
    {
      g_autoptr (TnTable) list = wb_test_list_table (5, shops[i].zone, FALSE);
      Shown self = { 0 };

      show (&self, list);
      turn_until (&self, page_says, (gpointer) "5 of 5 customers shown.");
      g_assert_true (wb_test_says (self.page, shops[i].last));
      g_assert_true (wb_test_says (self.page, shops[i].as_of));
      hide (&self);
    }
}

/* A list made before lists said their zone has that of its run's data. */
static void
test_older_lists_take_the_zone_of_the_run (void)
{
  g_autoptr (TnTable) list = wb_test_list_table (5, NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCustomerData) data = wb_customer_data_read (list, "Asia/Shanghai", NULL, &error);
  g_autofree char *day = NULL;
  WbCustomer customer;

  g_assert_no_error (error);
  wb_customer_data_get (data, 0, &customer);
  day = tn_language_format_date (tn_language_get ("en"), customer.last_order);
  g_assert_cmpstr (day, ==, "20 December 2025");
}

static void
test_next_and_previous (void)
{
  g_autoptr (TnTable) list = wb_test_list_table (30, "UTC", FALSE);
  Shown self = { 0 };

  show (&self, list);
  turn_until (&self, page_says, (gpointer) "Customer 100000");
  gtk_widget_activate_action (self.page, "page.next", NULL);
  gtk_widget_activate_action (self.page, "page.next", NULL);
  turn_until (&self, page_says, (gpointer) "Customer 100014");
  g_assert_true (wb_test_says (self.page, "3 of 30"));
  gtk_widget_activate_action (self.page, "page.previous", NULL);
  turn_until (&self, page_says, (gpointer) "Customer 100007");
  search (&self, "100203");
  turn_until (&self, page_says, (gpointer) "1 of 30 customers shown.");
  gtk_widget_activate_action (self.page, "page.next", NULL);
  turn_until (&self, page_says, (gpointer) "Customer 100203");
  hide (&self);
}

/* Days are gone through and zoomed into by actions, which keys and buttons are for. */
static void
test_timeline (void)
{
  const gint64 day = G_TIME_SPAN_DAY;
  const WbDay days[] = { { 1000 * day, 120, 0 }, { 200 * day, 30.5, 0 }, { 1100 * day, 0, -12 } };
  g_autoptr (WbTimeline) timeline = wb_timeline_new (days, G_N_ELEMENTS (days), 1200 * day);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view;
  gint64 from, to, from_near, to_near;

  wb_language_choose ("en");
  view = wb_timeline_view_new (timeline, "GBP");
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  wb_timeline_view_get_range (WB_TIMELINE_VIEW (view), &from, &to);
  g_assert_cmpint (from, <=, 200 * day);
  g_assert_cmpint (to, >=, 1200 * day);
  g_assert_true (gtk_widget_activate_action (view, "timeline.go", "i", -2));
  g_assert_true (wb_test_says (view, "20 July 1970: bought £30.50"));
  gtk_widget_activate_action (view, "timeline.go", "i", 1);
  g_assert_true (wb_test_says (view, "27 September 1972: bought £120"));
  gtk_widget_activate_action (view, "timeline.larger", NULL);
  gtk_widget_activate_action (view, "timeline.larger", NULL);
  wb_timeline_view_get_range (WB_TIMELINE_VIEW (view), &from_near, &to_near);
  g_assert_cmpint (to_near - from_near, <, (to - from) / 3);
  g_assert_cmpint (from_near, <=, 1000 * day);
  g_assert_cmpint (to_near, >=, 1000 * day);
  gtk_widget_activate_action (view, "timeline.go", "i", -2);
  wb_timeline_view_get_range (WB_TIMELINE_VIEW (view), &from_near, &to_near);
  g_assert_cmpint (from_near, <=, 200 * day);
  gtk_widget_activate_action (view, "timeline.go", "i", 2);
  gtk_widget_activate_action (view, "timeline.go", "i", 1);
  g_assert_true (wb_test_says (view, "5 January 1973: sent back £12"));
  gtk_widget_activate_action (view, "timeline.all", NULL);
  wb_timeline_view_get_range (WB_TIMELINE_VIEW (view), &from_near, &to_near);
  g_assert_cmpint (from_near, ==, from);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

/* Who was looked at stays so while others come and go. */
static void
test_selected_stays (void)
{
  static const guint32 rows[] = { 2, 5, 9, 28 };
  g_autoptr (TnTable) list = wb_test_list_table (30, "UTC", FALSE);
  g_autoptr (GBytes) some = g_bytes_new_static (rows, sizeof rows);
  g_autoptr (GBytes) fewer = g_bytes_new_static (rows + 1, 2 * sizeof (guint32));
  g_autoptr (GBytes) others = g_bytes_new_static (rows + 3, sizeof (guint32));
  g_autoptr (WbCustomerData) data = wb_customer_data_read (list, NULL, NULL, NULL);
  WbCustomerList *self = g_object_ref_sink (WB_CUSTOMER_LIST (wb_customer_list_new ()));

  wb_customer_list_set_data (self, data, "GBP");
  g_assert_cmpuint (wb_customer_list_get_selected (self), ==, WB_NOBODY);
  wb_customer_list_set_rows (self, some);
  wb_customer_list_select (self, 2);
  wb_customer_list_set_rows (self, fewer);
  g_assert_cmpuint (wb_customer_list_get_selected (self), ==, 1);
  wb_customer_list_set_rows (self, others);
  g_assert_cmpuint (wb_customer_list_get_selected (self), ==, 0);
  wb_customer_list_set_rows (self, NULL);
  g_assert_cmpuint (wb_customer_list_get_selected (self), ==, WB_NOBODY);
  g_object_unref (self);
}

static void
count_rows (GtkWidget *widget, guint *n)
{
  if (WB_IS_CUSTOMER_ROW (widget) && gtk_widget_get_mapped (widget))
    ++*n;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    count_rows (at, n);
}

/* Rows in view, and no others. */
static void
assert_filled (Shown *self)
{
  guint n = 0;

  count_rows (self->page, &n);
  g_assert_cmpuint (n, >, 8);
  g_assert_cmpuint (n, <, 40);
}

/* Loading, searching, filtering and scrolling a million customers: what each turn of the main loop
 * works. */
static void
test_a_million_customers (void)
{
  g_autoptr (TnTable) list = wb_test_list_table (N_MANY, "Asia/Shanghai", FALSE);
  Shown self = { 0 };
  GtkWidget *scrolled;
  GtkAdjustment *adjustment;
  double first;

  show (&self, list);
  /* The first frames read style and fonts, whatever the page. */
  for (guint i = 0; i < 20; i++)
    turn (&self);
  first = self.longest;
  self.longest = 0;
  turn_until (&self, page_says, (gpointer) "1,000,000 of 1,000,000 customers shown.");
  g_test_message ("first frames %.0f ms, then loading %.1f ms", first * 1e3, self.longest * 1e3);
  assert_filled (&self);
  search (&self, "77777");
  turn_until (&self, page_says, (gpointer) " of 1,000,000 customers shown.");
  search (&self, "");
  turn_until (&self, page_says, (gpointer) "1,000,000 of 1,000,000 customers shown.");
  wb_customer_filter_choose_reason (
      WB_CUSTOMER_FILTER (wb_test_find (self.page, g_type_name (WB_TYPE_CUSTOMER_FILTER))),
      "silence");
  turn_until (&self, page_says, (gpointer) "1,000 of 1,000,000 customers shown.");
  gtk_widget_activate_action (self.page, "page.show-all", NULL);
  turn_until (&self, page_says, (gpointer) "1,000,000 of 1,000,000 customers shown.");
  scrolled = gtk_widget_get_ancestor (wb_test_find (self.page, g_type_name (WB_TYPE_CUSTOMER_LIST)),
                                      GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  for (guint i = 1; i <= 20; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * i / 21.0);
      for (guint k = 0; k < 10; k++)
        if (!turn (&self))
          g_usleep (1000);
      assert_filled (&self);
    }
  g_assert_true (wb_test_says (self.page, "952,"));
  g_test_message ("longest turn of the main loop: %.1f ms of work", self.longest * 1e3);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (self.longest, <, MOST_SECONDS);
#endif
  hide (&self);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tn_nodes_init ();
  g_test_add_func ("/customers/who-was-selected-stays-so", test_selected_stays);
  g_test_add_func ("/customers/a-filter-is-said-and-counted", test_filter_is_said_and_counted);
  g_test_add_func ("/customers/days-are-those-of-the-shop", test_days_are_the_shops);
  g_test_add_func ("/customers/older-lists-take-the-zone-of-their-run",
                   test_older_lists_take_the_zone_of_the_run);
  g_test_add_func ("/customers/next-and-previous", test_next_and_previous);
  g_test_add_func ("/customers/a-timeline-is-gone-through", test_timeline);
  g_test_add_func ("/customers/a-million-keep-the-loop-free", test_a_million_customers);

  return g_test_run ();
}
