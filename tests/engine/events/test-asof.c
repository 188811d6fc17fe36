/* test-asof.c: features against a twin that looks at every row, and the guard of time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tn-asof.h"
#include "tn-error.h"
#include "tn-field-unit.h"
#include "tn-pool.h"
#include "tn-retail.h"
#include "tn-test.h"

#define N_CUSTOMERS 12

static const char *const types[] = { "order", "view", "review", "return", "cart" };

/* A line for somebody, some time in 400 days from 2026-01-01, with ties and odd values. */
static void
add_random_line (TnLog *log, gint64 from, gint64 to, const char *prefix)
{
  const char *type = types[g_test_rand_int_range (0, 9) % 5 * (g_test_rand_int_range (0, 3) > 0)];
  g_autofree char *customer =
      g_strdup_printf ("%s%d", prefix, g_test_rand_int_range (0, N_CUSTOMERS));
  g_autofree char *item = g_strdup_printf ("i%d", g_test_rand_int_range (0, 15));
  g_autofree char *category = g_strdup_printf ("k%d", g_test_rand_int_range (0, 6));
  gint64 time = from + g_test_rand_int_range (0, (int) ((to - from) / 1800000000)) * 1800000000LL;
  gboolean is_return = strcmp (type, "return") == 0;
  double quantity = g_test_rand_int_range (1, 6) * (is_return ? -1 : 1);
  double amount = g_test_rand_int_range (0, 12) == 0 ? NAN : g_test_rand_int_range (0, 400) / 8.0;
  /* An order number now and then; without one, the day makes the order. */
  g_autofree char *order = g_test_rand_int_range (0, 3) == 0
                               ? g_strdup_printf ("o%d", g_test_rand_int_range (0, 30))
                               : NULL;

  tn_log_add (log, g_test_rand_int_range (0, 25) == 0 ? NULL : customer, time, order,
              g_test_rand_int_range (0, 20) == 0 ? NULL : item,
              g_test_rand_int_range (0, 20) == 0 ? NULL : category,
              g_test_rand_int_range (0, 30) == 0 ? NULL : type, quantity,
              is_return ? -fabs (amount) : amount);
}

static gint64
origin (void)
{
  return tn_test_date ("2026-01-01");
}

static TnLog *
make_log (guint n)
{
  TnLog *log = tn_log_new ();

  /* Known from the start, so that what counts as an order does not depend on luck. */
  tn_log_add (log, "anchor", origin (), NULL, "i0", "k0", "order", 1, 5);
  tn_log_add (log, "anchor", origin () + 400 * TN_DAY, NULL, "i0", "k0", "view", 1, 0);
  for (guint i = 0; i < n; i++)
    add_random_line (log, origin (), origin () + 400 * TN_DAY, "c");

  return log;
}

/* The twin: everything from the raw lines, by definitions of the help texts. */
typedef struct
{
  gint64 time;
  gint64 first; /* of its order */
  guint index;
  char kind; /* s ale, r eturn, o ther */
  char *key; /* of its order */
  const char *item;
  const char *category;
  const char *type;
  double quantity;
  double amount;
} Line;

typedef struct
{
  gint64 time;
  double amount;
  double units;
  double lines;
  const char *key;
} Order;

typedef struct
{
  gint64 cut;
  GArray *lines;  /* of Line */
  GArray *orders; /* of Order */
} Past;

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;

  return (x->index > y->index) - (x->index < y->index);
}

static gint64
day_of (gint64 time)
{
  return time / TN_DAY;
}

static char
kind_of (const char *type, const char *order, double quantity, double amount)
{
  if (g_strcmp0 (type, "return") == 0 || quantity < 0 || amount < 0)
    return 'r';
  if (amount == 0)
    return 'o';

  return g_strcmp0 (type, "order") == 0 || (type == NULL && order != NULL) ? 's' : 'o';
}

static Order *
find_order (Past *past, const Line *line)
{
  Order order = { line->time, 0, 0, 0, line->key };

  for (guint i = 0; i < past->orders->len; i++)
    if (strcmp (g_array_index (past->orders, Order, i).key, line->key) == 0)
      return &g_array_index (past->orders, Order, i);
  g_array_append_val (past->orders, order);

  return &g_array_index (past->orders, Order, past->orders->len - 1);
}

static void
past_init (Past *self, const TnLog *log, const char *customer, gint64 cut)
{
  self->cut = cut;
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  for (guint i = 0; i < log->times->len; i++)
    {
      const char *order = g_ptr_array_index (log->orders, i);
      Line line = { .time = g_array_index (log->times, gint64, i),
                    .index = i,
                    .item = g_ptr_array_index (log->items, i),
                    .category = g_ptr_array_index (log->categories, i),
                    .type = g_ptr_array_index (log->types, i),
                    .quantity = g_array_index (log->quantities, double, i),
                    .amount = g_array_index (log->amounts, double, i) };

      if (g_strcmp0 (g_ptr_array_index (log->customers, i), customer) != 0 || line.time >= cut)
        continue;
      line.kind = kind_of (line.type, order, line.quantity, line.amount);
      line.key = order != NULL ? g_strconcat ("#", order, NULL)
                               : g_strdup_printf ("day %" G_GINT64_FORMAT, day_of (line.time));
      g_array_append_val (self->lines, line);
    }
  g_array_sort (self->lines, compare_lines);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);
      Order *order = line->kind == 's' ? find_order (self, line) : NULL;

      if (order == NULL)
        continue;
      order->lines++;
      order->amount += isnan (line->amount) ? 0 : line->amount;
      order->units += line->quantity;
    }
}

static void
past_clear (Past *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    g_free (g_array_index (self->lines, Line, i).key);
  g_array_unref (self->lines);
  g_array_unref (self->orders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Past, past_clear)

#define EACH_ORDER(past, name)                                   \
  for (const Order *name = (const Order *) (past)->orders->data; \
       name < (const Order *) (past)->orders->data + (past)->orders->len; name++)
#define EACH_LINE(past, name)                                 \
  for (const Line *name = (const Line *) (past)->lines->data; \
       name < (const Line *) (past)->lines->data + (past)->lines->len; name++)

static double
days (gint64 time)
{
  return (double) time / (double) TN_DAY;
}

/* Orders of [from, to), and what they cost. */
static double
count_in (const Past *past, gint64 from, gint64 to, double *spend)
{
  double n = 0;

  *spend = 0;
  EACH_ORDER (past, order)
  if (order->time >= from && order->time < to)
    {
      n++;
      *spend += order->amount;
    }

  return n;
}

static double
share (double a, double b)
{
  return b > 0 ? a / b : NAN;
}

static double
distinct_in (const Past *past, gint64 from, gboolean categories, double *n_new)
{
  g_autoptr (GHashTable) inside = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer word;

  EACH_LINE (past, line)
  {
    const char *value = categories ? line->category : line->item;

    if (line->kind == 's' && value != NULL)
      g_hash_table_add (line->time >= from ? inside : before, (gpointer) value);
  }
  *n_new = 0;
  g_hash_table_iter_init (&iter, inside);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    *n_new += !g_hash_table_contains (before, word);

  return g_hash_table_size (inside);
}

/* Whether the line's item was part of another order whose line comes earlier. */
static gboolean
is_repeat (const Past *past, const Line *line)
{
  EACH_LINE (past, other)
  if (other->kind == 's' && g_strcmp0 (other->item, line->item) == 0)
    return strcmp (other->key, line->key) != 0;

  return FALSE;
}

static void
gather_gaps (const Past *past, GArray *gaps)
{
  const Order *orders = (const Order *) past->orders->data;

  for (guint i = 1; i < past->orders->len; i++)
    {
      double gap = (double) (day_of (orders[i].time) - day_of (orders[i - 1].time));

      if (gap > 0)
        g_array_append_val (gaps, gap);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static double
mean_of (const GArray *values)
{
  double sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i) / values->len;

  return values->len > 0 ? sum : NAN;
}

static double
sd_of (const GArray *values)
{
  double mean = mean_of (values), sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += pow (g_array_index (values, double, i) - mean, 2);

  return values->len > 1 ? sqrt (sum / (values->len - 1)) : NAN;
}

static double
rhythm (const Past *past, const char *name, double silence)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  double mean, median, last, shorter = 0;
  guint n;

  gather_gaps (past, gaps);
  n = gaps->len;
  if (n == 0)
    return NAN;
  mean = mean_of (gaps);
  last = g_array_index (gaps, double, n - 1);
  for (guint i = 0; i < n; i++)
    shorter += g_array_index (gaps, double, i) < silence;
  if (g_str_equal (name, "sd_gap_days"))
    return sd_of (gaps);
  if (g_str_equal (name, "gap_variation"))
    return sd_of (gaps) / mean;
  g_array_sort (gaps, compare_doubles);
  median = (g_array_index (gaps, double, (n - 1) / 2) + g_array_index (gaps, double, n / 2)) / 2;

  if (g_str_equal (name, "mean_gap_days"))
    return mean;
  if (g_str_equal (name, "median_gap_days"))
    return median;
  if (g_str_equal (name, "last_gap_days"))
    return last;
  if (g_str_equal (name, "gap_trend"))
    return last / mean;
  if (g_str_equal (name, "overdue_ratio"))
    return silence / mean;
  if (g_str_equal (name, "overdue_ratio_median"))
    return silence / median;

  return shorter / n;
}

static double
circle (const Past *past, gboolean weekday, gboolean strength)
{
  double x = 0, y = 0, n = past->orders->len, turn = weekday ? 7 : 24, angle;

  EACH_ORDER (past, order)
  {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (order->time / 1000000);
    double place = weekday ? g_date_time_get_day_of_week (date) - 1
                           : g_date_time_get_hour (date) + g_date_time_get_minute (date) / 60.0;

    x += cos (place * 2 * G_PI / turn) / n;
    y += sin (place * 2 * G_PI / turn) / n;
  }
  if (strength)
    return hypot (x, y);
  angle = atan2 (y, x) * turn / (2 * G_PI);

  return hypot (x, y) < 1e-9 ? NAN : angle < -1e-9 ? angle + turn : fmax (angle, 0);
}

static double
weekend (const Past *past)
{
  double n = 0;

  EACH_ORDER (past, order)
  {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (order->time / 1000000);

    n += g_date_time_get_day_of_week (date) >= 6;
  }

  return n / past->orders->len;
}

static double
returns (const Past *past, const char *name, gint64 from)
{
  double n = 0, value = 0, sales = 0, spend;
  gint64 last = G_MININT64;

  EACH_LINE (past, line)
  {
    sales += line->kind == 's';
    if (line->kind != 'r' || line->time < from)
      continue;
    n++;
    value += isnan (line->amount) ? 0 : fabs (line->amount);
    last = line->time;
  }
  count_in (past, G_MININT64, past->cut, &spend);
  if (g_str_equal (name, "returned_line_share"))
    return share (n, n + sales);
  if (g_str_equal (name, "returned_value_share"))
    return share (value, spend);
  if (g_str_equal (name, "return_recency_days"))
    return n > 0 ? days (past->cut - last) : NAN;

  return n;
}

static double
of_lines (const Past *past, const char *name)
{
  const Order *last = &g_array_index (past->orders, Order, past->orders->len - 1);
  double n = 0, repeats = 0, n_last = 0, new_last = 0, units = 0, lines = 0, spend;

  EACH_LINE (past, line)
  {
    gboolean in_last = strcmp (line->key, last->key) == 0;

    lines += line->kind == 's';
    units += line->kind == 's' ? line->quantity : 0;
    if (line->kind != 's' || line->item == NULL)
      continue;
    n++;
    n_last += in_last;
    repeats += is_repeat (past, line);
    new_last += in_last && !is_repeat (past, line);
  }
  count_in (past, G_MININT64, past->cut, &spend);
  if (g_str_equal (name, "new_item_share_last_order"))
    return share (new_last, n_last);
  if (g_str_equal (name, "repeat_item_share"))
    return share (repeats, n);
  if (g_str_equal (name, "lines_per_order"))
    return lines / past->orders->len;
  if (g_str_equal (name, "last_order_lines"))
    return last->lines;
  if (g_str_equal (name, "units_per_order"))
    return units / past->orders->len;
  g_assert_cmpstr (name, ==, "mean_unit_price");

  return share (spend, units);
}

static double
affinity (const Past *past, const char *category)
{
  double own = 0, all = 0;

  EACH_LINE (past, line)
  if (line->kind == 's' && !isnan (line->amount))
    {
      all += line->amount;
      own += g_strcmp0 (line->category, category) == 0 ? line->amount : 0;
    }

  return share (own, all);
}

static double
count_events (const Past *past, const char *type, gint64 from)
{
  double n = 0;

  EACH_LINE (past, line)
  n += line->time >= from && g_strcmp0 (line->type, type) == 0;

  return n;
}

static double
of_money (const Past *past, const char *name, double tenure)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  double largest = 0, last = 0, sum = 0;

  EACH_ORDER (past, order)
  {
    g_array_append_val (values, order->amount);
    largest = fmax (largest, order->amount);
    last = order->amount;
    sum += order->amount;
  }
  if (g_str_equal (name, "last_order_value"))
    return last;
  if (g_str_equal (name, "largest_order_value"))
    return largest;
  if (g_str_equal (name, "sd_order_value"))
    return sd_of (values);
  if (g_str_equal (name, "last_order_ratio"))
    return mean_of (values) > 0 ? last / mean_of (values) : NAN;
  g_assert_cmpstr (name, ==, "spend_per_month");

  return sum / fmax (tenure, 30) * 30;
}

static double
trend (const Past *past, const char *name, gint64 window)
{
  double now, before, spend_now, spend_before, all;
  double usual = count_in (past, G_MININT64, past->cut, &all);

  usual = all / usual;
  now = count_in (past, past->cut - window, past->cut, &spend_now);
  before = count_in (past, past->cut - 2 * window, past->cut - window, &spend_before);
  if (g_str_has_prefix (name, "orders"))
    return (now + 1) / (before + 1);

  return usual > 0 ? (spend_now + usual) / (spend_before + usual) : NAN;
}

/* The value of the feature @name, by its definition. */
static double
twin (const Past *past, const char *name)
{
  const Order *orders = (const Order *) past->orders->data;
  double silence = days (past->cut - orders[past->orders->len - 1].time);
  double tenure = days (past->cut - orders[0].time);
  const char *end = strrchr (name, '_') + 1;
  gboolean spans =
      g_str_equal (end, "all") || (g_ascii_isdigit (*end) && strchr (end, 'd') != NULL);
  gint64 window = g_ascii_isdigit (*end) ? atoi (end) * TN_DAY : 0;
  gint64 from = g_str_equal (end, "all") ? G_MININT64 : past->cut - window;
  double n, spend, n_new;

  n = count_in (past, spans ? from : G_MININT64, past->cut, &spend);
  if (strstr (name, "_trend_") != NULL)
    return trend (past, name, window);
  if (g_str_has_prefix (name, "events_"))
    {
      g_autofree char *type = g_strndup (name + 7, strlen (name) - 8 - strlen (end));

      return count_events (past, type, from);
    }
  if (g_str_has_prefix (name, "spend_share_"))
    return affinity (past, name + strlen ("spend_share_"));
  if (g_str_has_prefix (name, "distinct_items_"))
    return distinct_in (past, from, FALSE, &n_new);
  if (g_str_has_prefix (name, "distinct_categories_"))
    return distinct_in (past, from, TRUE, &n_new);
  if (spans && g_str_has_prefix (name, "new_item_share_"))
    {
      n = distinct_in (past, from, FALSE, &n_new);
      return share (n_new, n);
    }
  if (spans && g_str_has_prefix (name, "orders_"))
    return n;
  if (spans && g_str_has_prefix (name, "spend_"))
    return spend;
  if (spans && g_str_has_prefix (name, "mean_order_value_"))
    return share (spend, n);
  if (g_str_has_prefix (name, "return"))
    return returns (past, name, spans ? from : G_MININT64);
  if (g_str_equal (name, "recency_days"))
    return silence;
  if (g_str_equal (name, "tenure_days"))
    return tenure;
  if (g_str_equal (name, "silent_share"))
    return silence / tenure;
  if (g_str_equal (name, "activity_recency_days"))
    return days (past->cut - g_array_index (past->lines, Line, past->lines->len - 1).time);
  if (g_str_equal (name, "orders_per_month"))
    return n / fmax (tenure, 30) * 30;
  if (g_str_equal (name, "weekend_share"))
    return weekend (past);
  if (g_str_has_prefix (name, "weekday_") || g_str_has_prefix (name, "hour_"))
    return circle (past, *name == 'w', g_str_has_suffix (name, "strength"));
  if (strstr (name, "gap") != NULL || g_str_has_prefix (name, "overdue"))
    return rhythm (past, name, silence);
  if (strstr (name, "order_value") != NULL || g_str_equal (name, "last_order_ratio") ||
      g_str_equal (name, "spend_per_month"))
    return of_money (past, name, tenure);

  return of_lines (past, name);
}

static TnTable *
compute (const TnLog *log, const char *roles, const gint64 *cuts, guint n_cuts, guint families)
{
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEvents) events = tn_log_read ((TnLog *) log, roles, NULL, &error);
  TnTable *features;

  g_assert_no_error (error);
  params.families = families;
  features = tn_asof_features (events, cuts, n_cuts, &params, NULL, NULL, &error);
  g_assert_no_error (error);

  return features;
}

static gint64
random_cut (int from_day, int to_day)
{
  return origin () + g_test_rand_int_range (from_day * 48, to_day * 48) * 1800000000LL;
}

static void
check_row (const TnLog *log, TnTable *features, gsize row)
{
  g_autofree char *customer = tn_column_dup_cell (tn_table_get_column (features, 0), row, NULL);
  g_autofree gint64 *cuts = tn_column_dup_times (tn_table_get_column (features, 1), NULL);
  g_autofree gint64 *evidence = tn_column_dup_times (tn_table_get_column (features, 2), NULL);
  g_auto (Past) past = { 0 };

  past_init (&past, log, customer, cuts[row]);
  g_assert_cmpint (evidence[row], <, cuts[row]);
  g_assert_cmpint (evidence[row], ==, g_array_index (past.lines, Line, past.lines->len - 1).time);
  for (guint i = 3; i < tn_table_get_n_columns (features); i++)
    {
      const char *name = tn_table_get_field (features, i)->name;
      g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (features, i), row, NULL);
      double value = cell != NULL ? g_ascii_strtod (cell, NULL) : NAN;
      double expected = twin (&past, name);

      if (isnan (value) != isnan (expected) ||
          fabs (value - expected) > 1e-9 * fmax (1, fabs (expected)))
        g_error ("%s of %s is %.12g, the twin says %.12g", name, customer, value, expected);
    }
}

static void
test_twin (void)
{
  guint n_rows = 0;

  for (int round = 0; round < (g_test_slow () ? 200 : 25); round++)
    {
      g_autoptr (TnLog) log = make_log ((guint) g_test_rand_int_range (50, 500));
      gint64 cuts[3] = { random_cut (30, 400), random_cut (30, 400), random_cut (30, 400) };
      g_autoptr (TnTable) features = NULL;

      if (cuts[0] == cuts[1] || cuts[1] == cuts[2] || cuts[0] == cuts[2])
        continue;
      features = compute (log, "cotikeqa", cuts, 3, TN_ASOF_ALL);
      g_assert_cmpuint (tn_table_get_n_columns (features), >, 60);
      for (gsize i = 0; i < tn_table_get_n_rows (features); i++, n_rows++)
        check_row (log, features, i);
    }
  g_test_message ("%u rows agree in every feature", n_rows);
  g_assert_cmpuint (n_rows, >, 100);
}

/* Every customer with an order before the cut has a row, once, and nobody else. */
static void
test_population (void)
{
  g_autoptr (TnLog) log = make_log (300);
  gint64 cut = random_cut (100, 300);
  g_autoptr (TnTable) features = compute (log, "cotikeqa", &cut, 1, TN_ASOF_RECENCY);
  gsize row = 0;

  /* "anchor" < "c0" < "c1" < "c10" < "c11" < "c2" …: by bytes. */
  for (int i = -1; i < N_CUSTOMERS; i++)
    {
      static const char *const order[] = { "anchor", "c0", "c1", "c10", "c11", "c2", "c3",
                                           "c4",     "c5", "c6", "c7",  "c8",  "c9" };
      const char *customer = order[i + 1];
      g_auto (Past) past = { 0 };
      g_autofree char *cell = NULL;

      past_init (&past, log, customer, cut);
      if (past.orders->len == 0)
        continue;
      cell = tn_column_dup_cell (tn_table_get_column (features, 0), row++, NULL);
      g_assert_cmpstr (cell, ==, customer);
    }
  g_assert_cmpuint (tn_table_get_n_rows (features), ==, row);
}

/* A copy of @log in which whatever happened at or after @cut is changed, dropped, or joined
 * by more, in other places of the file. */
static TnLog *
rewrite_future (const TnLog *log, gint64 cut)
{
  TnLog *other = tn_log_new ();
  gint64 end = origin () + 500 * TN_DAY;

  for (guint i = 0; i < log->times->len; i++)
    {
      gint64 time = g_array_index (log->times, gint64, i);

      while (g_test_rand_int_range (0, 4) == 0)
        add_random_line (other, cut, end, g_test_rand_int_range (0, 2) ? "c" : "aa");
      if (time < cut)
        tn_log_add (other, g_ptr_array_index (log->customers, i), time,
                    g_ptr_array_index (log->orders, i), g_ptr_array_index (log->items, i),
                    g_ptr_array_index (log->categories, i), g_ptr_array_index (log->types, i),
                    g_array_index (log->quantities, double, i),
                    g_array_index (log->amounts, double, i));
    }
  /* The end of the data stays late enough for the cut to be allowed. */
  tn_log_add (other, "aaa", end, "o1", "i99", "k99", "share", 1, 1e6);

  return other;
}

static void
test_future (void)
{
  for (int round = 0; round < (g_test_slow () ? 300 : 40); round++)
    {
      g_autoptr (TnLog) log = make_log ((guint) g_test_rand_int_range (50, 300));
      gint64 late = random_cut (200, 399), early = late - TN_DAY * g_test_rand_int_range (1, 100);
      gint64 cuts[2] = { late, early };
      g_autoptr (TnLog) other = rewrite_future (log, late);
      g_autoptr (TnTable) a = compute (log, "cotikeqa", cuts, 2, TN_ASOF_ALL);
      g_autoptr (TnTable) b = compute (other, "cotikeqa", cuts, 2, TN_ASOF_ALL);
      g_autofree char *print_a = tn_table_fingerprint (a, NULL);
      g_autofree char *print_b = tn_table_fingerprint (b, NULL);

      g_assert_cmpstr (print_a, ==, print_b);
    }
}

/* An event moved from after the cut to before it must show: the test above can fail. */
static void
test_past_matters (void)
{
  gint64 cut = origin () + 200 * TN_DAY;
  char *prints[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      g_autoptr (TnTable) features = NULL;

      tn_log_add (log, "a", origin (), NULL, "i", "k", "order", 1, 5);
      tn_log_add (log, "a", i == 0 ? cut : cut - 1, NULL, "i", "k", "view", 1, 0);
      tn_log_add (log, "a", origin () + 300 * TN_DAY, NULL, "i", "k", "order", 1, 5);
      features = compute (log, "ctikeqa", &cut, 1, TN_ASOF_ALL);
      prints[i] = tn_table_fingerprint (features, NULL);
    }
  g_assert_cmpstr (prints[0], !=, prints[1]);
  g_free (prints[0]);
  g_free (prints[1]);
}

/* A log with enough customers and lines for several parts. */
static TnTable *
make_long_table (void)
{
  g_autoptr (TnLog) log = tn_log_new ();

  for (guint i = 0; i < 150000; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("p%d_", g_test_rand_int_range (0, 400));

      add_random_line (log, origin (), origin () + 400 * TN_DAY, prefix);
    }

  return tn_log_end (log, "cotikeqa");
}

static void
test_threads (void)
{
  g_autoptr (TnTable) table = make_long_table ();
  gint64 cuts[2] = { origin () + 250 * TN_DAY, origin () + 350 * TN_DAY };
  TnEventsParams read = TN_EVENTS_PARAMS_INIT;
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  char *prints[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TnEvents) events = NULL;
      g_autoptr (TnTable) features = NULL;

      tn_pool_set_threads (i + 1);
      events = tn_events_new (table, &read, NULL, NULL, NULL);
      features = tn_asof_features (events, cuts, 2, &params, NULL, NULL, NULL);
      prints[i] = tn_table_fingerprint (features, NULL);
    }
  tn_pool_set_threads (0);
  g_assert_cmpstr (prints[0], ==, prints[1]);
  g_assert_cmpstr (prints[0], ==, prints[2]);
  for (guint i = 0; i < 3; i++)
    g_free (prints[i]);
}

static void
cancel_cb (double fraction, const TnMessage *phase, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Cancelled from inside, when the first part is done and others are not. A progress never goes
 * back, so each of the two calls has one of its own. */
static void
test_cancel_midway (void)
{
  g_autoptr (TnTable) table = make_long_table ();
  gint64 cut = origin () + 250 * TN_DAY;
  TnEventsParams read = TN_EVENTS_PARAMS_INIT;
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  g_autoptr (TnEvents) events = tn_events_new (table, &read, NULL, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnProgress) progress = tn_progress_new (cancel_cb, cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_asof_features (events, &cut, 1, &params, progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_cancellable_reset (cancellable);
  tn_progress_unref (progress);
  progress = tn_progress_new (cancel_cb, cancellable);
  g_assert_null (tn_events_new (table, &read, progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* In winter Berlin is UTC + 1 h: the same lines an hour later in UTC have the same features. */
static void
test_zone (void)
{
  g_autoptr (TnLog) here = make_log (0), there = make_log (0);
  TnEventsParams read = TN_EVENTS_PARAMS_INIT;
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  gint64 hour = 3600000000, cut = origin () + 60 * TN_DAY;
  TnTable *tables[2], *features[2];

  g_array_index (here->times, gint64, 1) = g_array_index (there->times, gint64, 1) = cut + TN_DAY;
  for (guint i = 0; i < 400; i++)
    {
      add_random_line (here, origin () + TN_DAY, cut, "c");
      tn_log_add (there, g_ptr_array_index (here->customers, i + 2),
                  g_array_index (here->times, gint64, i + 2) + hour,
                  g_ptr_array_index (here->orders, i + 2), g_ptr_array_index (here->items, i + 2),
                  g_ptr_array_index (here->categories, i + 2),
                  g_ptr_array_index (here->types, i + 2),
                  g_array_index (here->quantities, double, i + 2),
                  g_array_index (here->amounts, double, i + 2));
    }
  g_array_index (there->times, gint64, 0) += hour;
  tables[0] = tn_log_end (here, "cotikeqa");
  tables[1] = tn_log_end (there, "cotikeqa");
  for (guint i = 0; i < 2; i++)
    {
      int place = tn_table_find_role (tables[i], TN_ROLE_TIME);
      TnTableBuilder *builder = tn_table_builder_new_from (tables[i]);
      TnField *field = tn_field_new ("when", TN_ROLE_TIME);
      g_autoptr (TnTable) with_zone = NULL;
      g_autoptr (TnEvents) events = NULL;
      gint64 at = cut + (i == 1 ? hour : 0);

      field->zone = g_strdup (i == 0 ? "Europe/Berlin" : "UTC");
      tn_table_builder_take (builder, field,
                             tn_column_ref (tn_table_get_column (tables[i], (guint) place)));
      with_zone = tn_table_builder_end (builder);
      events = tn_events_new (with_zone, &read, NULL, NULL, NULL);
      features[i] = tn_asof_features (events, &at, 1, &params, NULL, NULL, NULL);
      g_assert_nonnull (features[i]);
    }
  g_assert_cmpuint (tn_table_get_n_columns (features[0]), ==, tn_table_get_n_columns (features[1]));
  for (guint i = 3; i < tn_table_get_n_columns (features[0]); i++)
    {
      g_autofree double *a = tn_column_dup_numbers (tn_table_get_column (features[0], i), NULL);
      g_autofree double *b = tn_column_dup_numbers (tn_table_get_column (features[1], i), NULL);

      g_assert_cmpmem (a, 8 * tn_table_get_n_rows (features[0]), b,
                       8 * tn_table_get_n_rows (features[1]));
    }
  for (guint i = 0; i < 2; i++)
    {
      tn_table_unref (tables[i]);
      tn_table_unref (features[i]);
    }
}

/* Families on and off leave the values of the others alone; a log of little gives little. */
static void
test_families (void)
{
  g_autoptr (TnLog) log = make_log (200);
  gint64 cut = origin () + 300 * TN_DAY;
  g_autoptr (TnTable) all = compute (log, "cotikeqa", &cut, 1, TN_ASOF_ALL);
  g_autoptr (TnTable) bare = compute (log, "ctqe", &cut, 1, TN_ASOF_ALL);

  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    {
      g_autoptr (TnTable) one = compute (log, "cotikeqa", &cut, 1, 1u << i);

      g_assert_nonnull (tn_asof_family_to_id (1 << i));
      g_assert_nonnull (tn_asof_family_get_title (1 << i));
      for (guint j = 3; j < tn_table_get_n_columns (one); j++)
        {
          const TnField *field = tn_table_get_field (one, j);
          int place = tn_table_find (all, field->name);
          g_autofree double *a = NULL;
          g_autofree double *b = NULL;

          g_assert_cmpint (place, >=, 0);
          g_assert_cmpint (field->role, ==, TN_ROLE_FEATURE);
          g_assert_nonnull (field->label);
          g_assert_nonnull (field->help);
          a = tn_column_dup_numbers (tn_table_get_column (one, j), NULL);
          b = tn_column_dup_numbers (tn_table_get_column (all, (guint) place), NULL);
          g_assert_cmpmem (a, 8 * tn_table_get_n_rows (one), b, 8 * tn_table_get_n_rows (all));
        }
    }
  g_assert_cmpint (tn_table_find (bare, "spend_all"), ==, -1);
  g_assert_cmpint (tn_table_find (bare, "distinct_items_all"), ==, -1);
  g_assert_cmpint (tn_table_find (bare, "units_per_order"), >, 0);
}

static void
assert_refused (const TnLog *log,
                const gint64 *cuts,
                guint n_cuts,
                const TnAsofParams *params,
                const char *words)
{
  TnEventsParams read = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnTable) table = tn_log_end ((TnLog *) log, "cotikeqa");
  g_autoptr (TnEvents) events = tn_events_new (table, &read, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_asof_features (events, cuts, n_cuts, params, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_refusals (void)
{
  g_autoptr (TnLog) log = make_log (100);
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  gint64 twice[2] = { origin () + 100 * TN_DAY, origin () + 100 * TN_DAY };
  gint64 early = origin (), late = origin () + 402 * TN_DAY;

  assert_refused (log, NULL, 0, &params, "no cut date");
  assert_refused (log, twice, 2, &params, "given twice");
  assert_refused (log, &early, 1, &params, "Nobody had ordered before");
  assert_refused (log, &late, 1, &params, "lies after the last event");
  params.windows[1] = 7;
  assert_refused (log, twice, 1, &params, "windows");
  params.windows[0] = 1;
  assert_refused (log, twice, 1, &params, "windows");
}

static void
test_active (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  TnEventsParams read = TN_EVENTS_PARAMS_INIT;
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  gint64 cut = origin () + 100 * TN_DAY;
  g_autoptr (TnTable) table = NULL, features = NULL;
  g_autoptr (TnEvents) events = NULL;
  g_autofree char *cell = NULL;

  tn_log_add (log, "out", cut - 30 * TN_DAY - 1, NULL, NULL, NULL, NULL, 1, 5);
  tn_log_add (log, "in", cut - 30 * TN_DAY, NULL, NULL, NULL, NULL, 1, 5);
  tn_log_add (log, "later", cut, NULL, NULL, NULL, NULL, 1, 5);
  table = tn_log_end (log, "cta");
  events = tn_events_new (table, &read, NULL, NULL, NULL);
  params.active_days = 30;
  features = tn_asof_features (events, &cut, 1, &params, NULL, NULL, NULL);
  cell = tn_column_dup_cell (tn_table_get_column (features, 0), 0, NULL);

  g_assert_cmpuint (tn_table_get_n_rows (features), ==, 1);
  g_assert_cmpstr (cell, ==, "in");
}

static void
test_cancel (void)
{
  g_autoptr (TnLog) log = make_log (100);
  TnEventsParams read = TN_EVENTS_PARAMS_INIT;
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  g_autoptr (TnTable) table = tn_log_end (log, "cotikeqa");
  g_autoptr (TnEvents) events = tn_events_new (table, &read, NULL, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 cut = origin () + 300 * TN_DAY;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_asof_features (events, &cut, 1, &params, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (tn_events_new (table, &read, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Every unit is of the closed set, or that of the log's amounts. */
static void
test_units (void)
{
  g_autoptr (TnLog) log = make_log (300);
  gint64 cut = origin () + 200 * TN_DAY;
  g_autoptr (TnTable) features = compute (log, "cteoikqa", &cut, 1, TN_ASOF_ALL);

  for (guint i = 0; i < tn_table_get_n_columns (features); i++)
    {
      const TnField *field = tn_table_get_field (features, i);

      g_assert_true (field->unit == NULL || tn_field_unit_is_known (field->unit));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/asof/every-feature-agrees-with-a-naive-twin", test_twin);
  g_test_add_func ("/asof/population-is-everyone-with-an-order-before", test_population);
  g_test_add_func ("/asof/nothing-at-or-after-the-cut-has-any-influence", test_future);
  g_test_add_func ("/asof/a-microsecond-before-the-cut-has", test_past_matters);
  g_test_add_func ("/asof/same-bytes-for-any-number-of-threads", test_threads);
  g_test_add_func ("/asof/families-do-not-touch-each-other", test_families);
  g_test_add_func ("/asof/what-cannot-be-is-refused", test_refusals);
  g_test_add_func ("/asof/active-population-ends-at-its-edge", test_active);
  g_test_add_func ("/asof/cancelling-leaves-nothing", test_cancel);
  g_test_add_func ("/asof/cancelling-midway-leaves-nothing", test_cancel_midway);
  g_test_add_func ("/asof/days-and-hours-are-those-of-the-zone", test_zone);
  g_test_add_func ("/asof/units-are-of-the-closed-set", test_units);

  return g_test_run ();
}
