/* test-join.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-join.h"
#include "tn-pool.h"
#include "tn-test.h"

static TnColumn *
new_words (const int *numbers, gsize n, int offset)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, n + 1);

  /* The two tables number their words differently: codes must never be compared. */
  for (int i = 0; i < offset; i++)
    {
      g_autofree char *word = g_strdup_printf ("unused%d", i);

      tn_dictionary_builder_intern (builder, word, strlen (word));
    }
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *word = g_strdup_printf ("k%d", numbers[i]);

      codes[i] = numbers[i] < 0 ? TN_CODE_MISSING
                                : tn_dictionary_builder_intern (builder, word, strlen (word));
    }
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

/* Columns k (word), m (number), at (time), row (the row's number). */
typedef struct
{
  gsize n;
  int *k;
  double *m;
  gint64 *at;
  TnTable *table;
} Side;

static void
side_init (Side *self, gsize n, int n_keys, int offset)
{
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autofree double *rows = g_new (double, n + 1);

  self->n = n;
  self->k = g_new (int, n + 1);
  self->m = g_new (double, n + 1);
  self->at = g_new (gint64, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      self->k[i] = g_test_rand_int_range (-1, n_keys);
      self->m[i] = g_test_rand_int_range (0, 10) == 0 ? NAN : g_test_rand_int_range (0, 2);
      self->at[i] =
          g_test_rand_int_range (0, 10) == 0 ? TN_TIME_MISSING : g_test_rand_int_range (0, 20);
      rows[i] = (double) i;
    }
  tn_table_builder_take (builder, tn_field_new ("k", TN_ROLE_CUSTOMER),
                         new_words (self->k, n, offset));
  tn_table_builder_take (builder, tn_field_new ("m", TN_ROLE_NONE),
                         tn_column_new_numbers (self->m, n));
  tn_table_builder_take (builder, tn_field_new ("at", TN_ROLE_TIME),
                         tn_column_new_times (self->at, n));
  tn_table_builder_take (builder, tn_field_new ("row", TN_ROLE_NONE),
                         tn_column_new_numbers (rows, n));
  self->table = tn_table_builder_end (builder);
}

static void
side_clear (Side *self)
{
  g_free (self->k);
  g_free (self->m);
  g_free (self->at);
  tn_table_unref (self->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static gboolean
matches (const Side *left, gsize i, const Side *right, gsize j, guint n_keys)
{
  return left->k[i] >= 0 && left->k[i] == right->k[j] &&
         (n_keys < 2 || left->m[i] == right->m[j]); /* NaN equals nothing */
}

/* Pairs of row numbers, by comparing every row with every row; −1 for no match. */
static GArray *
join_naively (const Side *left, const Side *right, guint n_keys, gboolean as_of, TnJoinKind kind)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (double));
  double none = -1;

  for (gsize i = 0; i < left->n; i++)
    {
      double row = (double) i, best = -1;
      guint before = pairs->len;

      for (gsize j = 0; j < right->n; j++)
        {
          double other = (double) j;

          if (!matches (left, i, right, j, n_keys))
            continue;
          if (!as_of)
            {
              g_array_append_val (pairs, row);
              g_array_append_val (pairs, other);
            }
          else if (left->at[i] != TN_TIME_MISSING && right->at[j] != TN_TIME_MISSING &&
                   right->at[j] < left->at[i] &&
                   (best < 0 || right->at[j] >= right->at[(gsize) best]))
            best = other;
        }
      if (best >= 0)
        {
          g_array_append_val (pairs, row);
          g_array_append_val (pairs, best);
        }
      if (pairs->len == before && kind == TN_JOIN_LEFT)
        {
          g_array_append_val (pairs, row);
          g_array_append_val (pairs, none);
        }
    }

  return pairs;
}

static const char *const both_keys[] = { "k", "m" };

static TnJoinParams
make_params (guint n_keys, gboolean as_of, TnJoinKind kind)
{
  TnJoinParams params = { kind, both_keys, both_keys, n_keys, NULL, NULL, 0, NULL };

  if (as_of)
    params.left_time = params.right_time = "at";

  return params;
}

static void
check_join (const Side *left, const Side *right, guint n_keys, gboolean as_of, TnJoinKind kind)
{
  TnJoinParams params = make_params (n_keys, as_of, kind);
  g_autoptr (GArray) pairs = join_naively (left, right, n_keys, as_of, kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnJoinPlan) plan = tn_join_plan (left->table, right->table, &params, NULL, &error);
  g_autoptr (TnTable) joined = NULL;
  g_autofree double *left_rows = NULL, *right_rows = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (tn_join_plan_get_n_rows (plan), ==, pairs->len / 2);
  joined = tn_join_run (plan, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_table_get_n_rows (joined), ==, pairs->len / 2);
  left_rows =
      tn_column_dup_numbers (tn_table_get_column (joined, tn_table_find (joined, "row")), NULL);
  right_rows =
      tn_column_dup_numbers (tn_table_get_column (joined, tn_table_find (joined, "row_2")), NULL);
  for (guint i = 0; i < pairs->len / 2; i++)
    {
      double other = g_array_index (pairs, double, 2 * i + 1);

      g_assert_cmpfloat (left_rows[i], ==, g_array_index (pairs, double, 2 * i));
      if (other < 0)
        g_assert_true (isnan (right_rows[i]));
      else
        g_assert_cmpfloat (right_rows[i], ==, other);
    }
}

static void
test_naive (void)
{
  for (int round = 0; round < 60; round++)
    {
      g_auto (Side) left = { 0 };
      g_auto (Side) right = { 0 };

      side_init (&left, (gsize) g_test_rand_int_range (0, 60), 12, 0);
      side_init (&right, (gsize) g_test_rand_int_range (0, 60), 12, 5);
      check_join (&left, &right, 1 + (guint) (round & 1), (round & 2) != 0,
                  (round & 4) != 0 ? TN_JOIN_LEFT : TN_JOIN_INNER);
    }
}

static void
test_roles (void)
{
  TnJoinParams params = make_params (1, FALSE, TN_JOIN_LEFT);
  g_auto (Side) left = { 0 };
  g_auto (Side) right = { 0 };
  g_autoptr (TnJoinPlan) plan = NULL;
  g_autoptr (TnTable) joined = NULL;
  guint n_times = 0;

  side_init (&left, 50, 5, 0);
  side_init (&right, 5, 1000, 0);
  plan = tn_join_plan (left.table, right.table, &params, NULL, NULL);
  joined = tn_join_run (plan, NULL, NULL, NULL);

  /* Not another copy of the key, and no second time. */
  g_assert_cmpint (tn_table_find (joined, "k_2"), ==, -1);
  for (guint i = 0; i < tn_table_get_n_columns (joined); i++)
    n_times += tn_table_get_field (joined, i)->role == TN_ROLE_TIME;
  g_assert_cmpuint (n_times, ==, 1);
}

static void
test_explosion (void)
{
  TnJoinParams params = make_params (1, FALSE, TN_JOIN_INNER);
  g_auto (Side) left = { 0 };
  g_auto (Side) right = { 0 };
  g_autoptr (TnJoinPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  side_init (&left, 3000, 1, 0);
  side_init (&right, 3000, 1, 0);
  plan = tn_join_plan (left.table, right.table, &params, NULL, NULL);

  g_assert_true (tn_join_plan_repeats_left (plan));
  g_assert_true (tn_join_plan_repeats_right (plan));
  g_assert_cmpuint (tn_join_plan_get_n_rows (plan), >, 1000000);
  g_assert_cmpuint (tn_join_plan_get_max_rows (plan), ==, 1000000);
  g_assert_null (tn_join_run (plan, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "“k” repeats in both tables"));
}

static void
test_types (void)
{
  static const char *const word[] = { "k" };
  static const char *const number[] = { "m" };
  static const char *const nowhere[] = { "nowhere" };
  const TnJoinParams cases[] = {
    { TN_JOIN_LEFT, word, number, 1, NULL, NULL, 0, NULL },
    { TN_JOIN_LEFT, word, nowhere, 1, NULL, NULL, 0, NULL },
    { TN_JOIN_LEFT, word, word, 1, "m", "at", 0, NULL },
  };
  const int codes[] = { TN_ERROR_ARGUMENT, TN_ERROR_NOT_FOUND, TN_ERROR_ARGUMENT };
  g_auto (Side) side = { 0 };

  side_init (&side, 20, 5, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_join_plan (side.table, side.table, &cases[i], NULL, &error));
      g_assert_error (error, TN_ERROR, codes[i]);
    }
}

static void
test_row_roles (void)
{
  TnJoinParams params = make_params (1, FALSE, TN_JOIN_INNER);
  g_auto (Side) left = { 0 };
  g_auto (Side) right = { 0 };
  g_autofree guint8 *roles = g_malloc (200);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnTable) with_roles = NULL, joined = NULL;
  g_autoptr (TnJoinPlan) plan = NULL;
  g_autofree double *rows = NULL;

  side_init (&left, 200, 8, 0);
  side_init (&right, 20, 8, 3);
  for (guint i = 0; i < 200; i++)
    roles[i] = (guint8) g_test_rand_int_range (0, TN_N_ROW_ROLES);
  bytes = g_bytes_new (roles, 200);
  with_roles = tn_table_with_row_roles (left.table, bytes);
  plan = tn_join_plan (with_roles, right.table, &params, NULL, NULL);
  joined = tn_join_run (plan, NULL, NULL, NULL);
  rows = tn_column_dup_numbers (tn_table_get_column (joined, tn_table_find (joined, "row")), NULL);

  for (gsize i = 0; i < tn_table_get_n_rows (joined); i++)
    g_assert_cmpuint (tn_table_get_row_roles (joined)[i], ==, roles[(gsize) rows[i]]);
}

static void
test_threads (void)
{
  TnJoinParams params = make_params (2, TRUE, TN_JOIN_LEFT);
  g_auto (Side) left = { 0 };
  g_auto (Side) right = { 0 };
  char *prints[2];

  side_init (&left, 200000, 5000, 0);
  side_init (&right, 100000, 5000, 7);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnJoinPlan) plan = NULL;
      g_autoptr (TnTable) joined = NULL;

      tn_pool_set_threads (i + 1);
      plan = tn_join_plan (left.table, right.table, &params, NULL, NULL);
      joined = tn_join_run (plan, NULL, NULL, NULL);
      prints[i] = tn_table_fingerprint (joined, NULL);
    }
  tn_pool_set_threads (0);
  g_assert_cmpstr (prints[0], ==, prints[1]);
  g_free (prints[0]);
  g_free (prints[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/join/agrees-with-a-naive-twin", test_naive);
  g_test_add_func ("/join/keys-and-roles-come-once", test_roles);
  g_test_add_func ("/join/row-explosion-is-refused-with-the-reason", test_explosion);
  g_test_add_func ("/join/keys-that-never-match-are-refused", test_types);
  g_test_add_func ("/join/row-roles-travel-along", test_row_roles);
  g_test_add_func ("/join/same-bytes-for-any-number-of-threads", test_threads);

  return g_test_run ();
}
