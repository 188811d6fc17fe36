/* test-group-by.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-group-by.h"
#include "tn-pool.h"
#include "tn-test.h"

/* A table of @n random rows: word w (a few missing), number x (a few missing), time t, flag f. */
static TnTable *
make_table (gsize n, int n_words)
{
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autoptr (TnDictionary) dictionary = NULL;
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, n + 1);
  g_autofree double *numbers = g_new (double, n + 1);
  g_autofree gint64 *times = g_new (gint64, n + 1);
  g_autofree guint8 *flags = g_new (guint8, n + 1);

  for (int i = 0; i < n_words; i++)
    {
      g_autofree char *word = g_strdup_printf ("w%d", (i * 7919) % 100003);

      tn_dictionary_builder_intern (words, word, strlen (word));
    }
  dictionary = tn_dictionary_builder_end (words);
  for (gsize i = 0; i < n; i++)
    {
      codes[i] = g_test_rand_int_range (0, 20) == 0 ? TN_CODE_MISSING
                                                    : (guint32) g_test_rand_int_range (0, n_words);
      numbers[i] = g_test_rand_int_range (0, 10) == 0
                       ? NAN
                       : g_test_rand_int_range (-50, 50) / 8.0 * (i % 100 == 0 ? 1e9 : 1);
      times[i] = g_test_rand_int_range (0, 30) == 0 ? TN_TIME_MISSING
                                                    : g_test_rand_int_range (0, 9) * 1000000000LL;
      flags[i] = (guint8) g_test_rand_int_range (0, 3);
    }
  tn_table_builder_take (builder, tn_field_new ("w", TN_ROLE_NONE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, n));
  tn_table_builder_take (builder, tn_field_new ("t", TN_ROLE_NONE), tn_column_new_times (times, n));
  tn_table_builder_take (builder, tn_field_new ("f", TN_ROLE_NONE), tn_column_new_flags (flags, n));

  return tn_table_builder_end (builder);
}

static char *
cell (TnTable *table, const char *column, gsize row)
{
  return tn_column_dup_cell (tn_table_get_column (table, tn_table_find (table, column)), row, NULL);
}

/* What one group must be, by looking at every row: strings compared, long double sums. */
typedef struct
{
  gsize first;
  gsize n;
  gsize n_x;
  long double sum;
  long double squares;
  double min;
  double max;
  char *first_x;
  char *last_x;
  gint64 earliest;
  GHashTable *distinct;
} Naive;

static void
naive_free (gpointer data)
{
  Naive *self = data;

  g_free (self->first_x);
  g_free (self->last_x);
  g_hash_table_unref (self->distinct);
  g_free (self);
}

static void
naive_add (Naive *self, TnTable *table, gsize row)
{
  g_autofree char *x = cell (table, "x", row);
  g_autofree gint64 *times = tn_column_dup_times (tn_table_get_column (table, 2), NULL);
  double value = x != NULL ? g_ascii_strtod (x, NULL) : NAN;

  self->n++;
  if (times[row] != TN_TIME_MISSING &&
      (self->earliest == TN_TIME_MISSING || times[row] < self->earliest))
    self->earliest = times[row];
  if (x == NULL)
    return;
  self->n_x++;
  self->sum += value;
  self->squares += (long double) value * value;
  self->min = fmin (self->min, value);
  self->max = fmax (self->max, value);
  if (self->first_x == NULL)
    self->first_x = g_strdup (x);
  g_free (self->last_x);
  self->last_x = g_strdup (x);
  g_hash_table_add (self->distinct, g_strdup (x));
}

static GPtrArray *
group_naively (TnTable *table, const char *const *keys, guint n_keys)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (naive_free);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      g_autoptr (GString) key = g_string_new (NULL);
      Naive *group;

      for (guint j = 0; j < n_keys; j++)
        {
          g_autofree char *text = cell (table, keys[j], i);

          g_string_append_printf (key, "%s|", text != NULL ? text : "(none)");
        }
      group = g_hash_table_lookup (places, key->str);
      if (group == NULL)
        {
          group = g_new0 (Naive, 1);
          group->first = i;
          group->min = INFINITY;
          group->max = -INFINITY;
          group->earliest = TN_TIME_MISSING;
          group->distinct = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (places, g_strdup (key->str), group);
          g_ptr_array_add (groups, group);
        }
      naive_add (group, table, i);
    }

  return groups;
}

static const TnAggregate aggregates[] = {
  { TN_AGGREGATE_COUNT, NULL, NULL },    { TN_AGGREGATE_COUNT, "x", NULL },
  { TN_AGGREGATE_SUM, "x", NULL },       { TN_AGGREGATE_MEAN, "x", NULL },
  { TN_AGGREGATE_MIN, "x", NULL },       { TN_AGGREGATE_MAX, "x", NULL },
  { TN_AGGREGATE_FIRST, "x", NULL },     { TN_AGGREGATE_LAST, "x", NULL },
  { TN_AGGREGATE_STD, "x", NULL },       { TN_AGGREGATE_DISTINCT, "x", NULL },
  { TN_AGGREGATE_MIN, "t", "earliest" },
};

static double
number_at (TnTable *table, const char *column, gsize row)
{
  g_autofree char *text = cell (table, column, row);

  return text != NULL ? g_ascii_strtod (text, NULL) : NAN;
}

static void
assert_same (double a, double b)
{
  if (isnan (a) || isnan (b))
    g_assert_true (isnan (a) && isnan (b));
  else
    tn_assert_close (a, b, 1e-9);
}

static void
check_group (TnTable *grouped, gsize row, const Naive *naive)
{
  double n = (double) naive->n_x, mean = n > 0 ? (double) (naive->sum / n) : NAN;
  g_autofree char *first = cell (grouped, "x_first", row);
  g_autofree char *last = cell (grouped, "x_last", row);
  g_autofree gint64 *earliest = tn_column_dup_times (
      tn_table_get_column (grouped, tn_table_find (grouped, "earliest")), NULL);

  assert_same (number_at (grouped, "count", row), (double) naive->n);
  assert_same (number_at (grouped, "x_count", row), n);
  assert_same (number_at (grouped, "x_sum", row), (double) naive->sum);
  assert_same (number_at (grouped, "x_mean", row), mean);
  assert_same (number_at (grouped, "x_min", row), n > 0 ? naive->min : NAN);
  assert_same (number_at (grouped, "x_max", row), n > 0 ? naive->max : NAN);
  assert_same (number_at (grouped, "x_distinct", row), g_hash_table_size (naive->distinct));
  assert_same (
      number_at (grouped, "x_std", row),
      n > 1 ? sqrt (fmax (0, (double) ((naive->squares - naive->sum * naive->sum / n) / (n - 1))))
            : NAN);
  g_assert_cmpstr (first, ==, naive->first_x);
  g_assert_cmpstr (last, ==, naive->last_x);
  g_assert_cmpint (earliest[row], ==, naive->earliest);
}

static void
test_naive (void)
{
  static const char *const keys[] = { "w", "t", "f" };

  for (int round = 0; round < 12; round++)
    {
      guint n_keys = (guint) (round % 4), from = n_keys == 3 ? 0 : (guint) (round % 2);
      g_autoptr (TnTable) table = make_table ((gsize) g_test_rand_int_range (0, 300), 12);
      g_autoptr (GPtrArray) naive = group_naively (table, keys + from, n_keys);
      g_autoptr (GError) error = NULL;
      g_autoptr (TnTable) grouped =
          tn_group_by (table, keys + from, n_keys, aggregates, G_N_ELEMENTS (aggregates),
                       TN_GROUP_ORDER_FIRST, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (tn_table_get_n_rows (grouped), ==, naive->len);
      for (guint i = 0; i < naive->len; i++)
        check_group (grouped, i, g_ptr_array_index (naive, i));
    }
}

static void
test_groups (void)
{
  static const char *const keys[] = { "w", "f" };
  g_autoptr (TnTable) table = make_table (5000, 40);
  g_autoptr (GPtrArray) naive = group_naively (table, keys, 2);
  g_autoptr (TnGroups) groups = tn_groups_new (table, keys, 2, NULL, NULL);

  g_assert_cmpuint (groups->n_groups, ==, naive->len);
  g_assert_cmpuint (groups->start[groups->n_groups], ==, 5000);
  for (guint32 i = 0; i < groups->n_groups; i++)
    {
      const Naive *group = g_ptr_array_index (naive, i);

      g_assert_cmpuint (groups->first[i], ==, group->first);
      g_assert_cmpuint (groups->start[i + 1] - groups->start[i], ==, group->n);
      for (guint32 j = groups->start[i] + 1; j < groups->start[i + 1]; j++)
        g_assert_cmpuint (groups->rows[j - 1], <, groups->rows[j]);
    }
}

static void
test_threads (void)
{
  static const char *const keys[] = { "w", "t" };
  g_autoptr (TnTable) table = make_table (400000, 3000);
  char *prints[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TnTable) grouped = NULL;

      tn_pool_set_threads (i + 1);
      grouped = tn_group_by (table, keys, 2, aggregates, G_N_ELEMENTS (aggregates),
                             TN_GROUP_ORDER_FIRST, NULL, NULL, NULL);
      prints[i] = tn_table_fingerprint (grouped, NULL);
    }
  tn_pool_set_threads (0);
  g_assert_cmpstr (prints[0], ==, prints[1]);
  g_assert_cmpstr (prints[0], ==, prints[2]);
  for (guint i = 0; i < 3; i++)
    g_free (prints[i]);
}

static void
test_key_order (void)
{
  static const char *const keys[] = { "w" };
  static const TnAggregate count[] = { { TN_AGGREGATE_COUNT, NULL, NULL } };
  g_autoptr (TnTable) table = make_table (3000, 50);
  g_autoptr (TnTable) grouped =
      tn_group_by (table, keys, 1, count, 1, TN_GROUP_ORDER_KEY, NULL, NULL, NULL);
  gsize n = tn_table_get_n_rows (grouped);
  double sum = number_at (grouped, "count", n - 1);
  g_autofree char *missing = cell (grouped, "w", n - 1);

  g_assert_cmpstr (missing, ==, NULL);
  for (gsize i = 0; i + 1 < n; i++)
    {
      g_autofree char *a = cell (grouped, "w", i);
      g_autofree char *b = cell (grouped, "w", i + 1);

      g_assert_cmpstr (a, !=, NULL);
      if (b != NULL)
        g_assert_cmpint (strcmp (a, b), <, 0);
      sum += number_at (grouped, "count", i);
    }
  g_assert_cmpfloat (sum, ==, 3000);
}

/* 1 + 1e100 + 1 − 1e100 is 2 (the example of Neumaier's sum); a plain sum gives 0. */
static void
test_compensation (void)
{
  static const double values[] = { 1, 1e100, 1, -1e100 };
  static const TnAggregate sum[] = { { TN_AGGREGATE_SUM, "x", NULL } };
  TnTableBuilder *builder = tn_table_builder_new (4);
  g_autoptr (TnTable) table = NULL, grouped = NULL;

  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_NONE),
                         tn_column_new_numbers (values, 4));
  table = tn_table_builder_end (builder);
  grouped = tn_group_by (table, NULL, 0, sum, 1, TN_GROUP_ORDER_FIRST, NULL, NULL, NULL);

  g_assert_cmpuint (tn_table_get_n_rows (grouped), ==, 1);
  g_assert_cmpfloat (number_at (grouped, "x_sum", 0), ==, 2);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *key;
    TnAggregate aggregates[2];
    int code;
  } cases[] = {
    { "nowhere",
      { { TN_AGGREGATE_COUNT, NULL, NULL }, { TN_AGGREGATE_SUM, "x", NULL } },
      TN_ERROR_NOT_FOUND },
    { "w",
      { { TN_AGGREGATE_SUM, "w", NULL }, { TN_AGGREGATE_SUM, "x", NULL } },
      TN_ERROR_ARGUMENT },
    { "w",
      { { TN_AGGREGATE_MEAN, "t", NULL }, { TN_AGGREGATE_SUM, "x", NULL } },
      TN_ERROR_ARGUMENT },
    { "w",
      { { TN_AGGREGATE_SUM, "nowhere", NULL }, { TN_AGGREGATE_SUM, "x", NULL } },
      TN_ERROR_NOT_FOUND },
    { "w", { { TN_AGGREGATE_SUM, "x", "y" }, { TN_AGGREGATE_MEAN, "x", "y" } }, TN_ERROR_ARGUMENT },
  };
  g_autoptr (TnTable) table = make_table (10, 3);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      TnTable *grouped = tn_group_by (table, &cases[i].key, 1, cases[i].aggregates, 2,
                                      TN_GROUP_ORDER_FIRST, NULL, NULL, &error);

      g_assert_null (grouped);
      g_assert_error (error, TN_ERROR, cases[i].code);
    }
}

static void
test_cancel (void)
{
  static const char *const keys[] = { "w" };
  g_autoptr (TnTable) table = make_table (1000, 10);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_group_by (table, keys, 1, aggregates, G_N_ELEMENTS (aggregates),
                              TN_GROUP_ORDER_FIRST, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group-by/agrees-with-a-naive-twin", test_naive);
  g_test_add_func ("/group-by/groups-hold-every-row-once-in-order", test_groups);
  g_test_add_func ("/group-by/same-bytes-for-any-number-of-threads", test_threads);
  g_test_add_func ("/group-by/key-order-is-ascending-with-missing-last", test_key_order);
  g_test_add_func ("/group-by/sums-are-compensated", test_compensation);
  g_test_add_func ("/group-by/what-cannot-be-is-refused", test_refusals);
  g_test_add_func ("/group-by/cancelling-leaves-nothing", test_cancel);

  return g_test_run ();
}
