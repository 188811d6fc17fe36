/* test-grouping.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-grouping.h"
#include "tn-hash.h"
#include "tn-pool.h"
#include "tn-random.h"
#include "tn-test.h"

typedef enum
{
  KEYS_ONE,
  KEYS_FEW,
  KEYS_MANY,
  KEYS_DISTINCT,
  KEYS_ONE_PART, /* different keys whose hashes all fall into one part */
  N_KEYS,
} Keys;

static guint64 *
make_keys (Keys kind, gsize n)
{
  guint64 *keys = g_new (guint64, n + 1), next = 0;
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (gsize i = 0; i < n; i++)
    switch (kind)
      {
      case KEYS_ONE:
        keys[i] = G_MAXUINT64;
        break;
      case KEYS_FEW:
        keys[i] = tn_random_below (&random, 7);
        break;
      case KEYS_MANY:
        keys[i] = (guint64) tn_random_below (&random, (guint32) n / 3 + 1) << 40;
        break;
      case KEYS_DISTINCT:
        keys[i] = i * 0x9e3779b97f4a7c15u;
        break;
      case KEYS_ONE_PART:
      default:
        while (tn_hash_u64 (++next) % TN_GROUPING_PARTS != 3)
          ;
        keys[i] = next % 2 == 0 || i == 0 ? next : keys[i - 1];
      }

  return keys;
}

/* That of GLib takes the low bits alone. */
static guint
hash_key (gconstpointer key)
{
  return (guint) (*(const guint64 *) key * 0x9e3779b97f4a7c15u >> 32);
}

/* Group of each row by the order of first rows, by a hash table of GLib's; how many there are. */
static guint32
group_naively (const guint64 *keys, gsize n, guint32 *ranks)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_key, g_int64_equal);

  for (gsize i = 0; i < n; i++)
    {
      gpointer found;

      if (!g_hash_table_lookup_extended (seen, &keys[i], NULL, &found))
        {
          found = GUINT_TO_POINTER (g_hash_table_size (seen));
          g_hash_table_insert (seen, (gpointer) &keys[i], found);
        }
      ranks[i] = GPOINTER_TO_UINT (found);
    }

  return g_hash_table_size (seen);
}

/* Every row stands once, ascending, in the group the twin put it into. */
static void
check_grouping (const TnGrouping *self, const guint64 *keys, gsize n)
{
  g_autofree guint32 *ranks = g_new (guint32, n + 1);
  guint32 n_groups = group_naively (keys, n, ranks);
  guint part = 0;

  g_assert_cmpuint (self->n_rows, ==, n);
  g_assert_cmpuint (self->n_groups, ==, n_groups);
  g_assert_cmpuint (self->start[n_groups], ==, n);
  g_assert_cmpuint (self->part_start[0], ==, 0);
  g_assert_cmpuint (self->part_start[TN_GROUPING_PARTS], ==, n_groups);
  for (guint32 i = 0; i < n_groups; i++)
    {
      g_assert_cmpuint (self->start[i], <, self->start[i + 1]);
      for (guint32 j = self->start[i]; j < self->start[i + 1]; j++)
        {
          g_assert_cmpuint (ranks[self->rows[j]], ==, self->rank[i]);
          if (j > self->start[i])
            g_assert_cmpuint (self->rows[j - 1], <, self->rows[j]);
        }
      while (self->part_start[part + 1] <= i)
        part++;
      g_assert_cmpuint (tn_hash_u64 (keys[self->rows[self->start[i]]]) % TN_GROUPING_PARTS, ==,
                        part);
    }
}

static void
test_naive (void)
{
  static const gsize sizes[] = { 0, 1, 63, 64, 65, 4096, 262144, 262145 };
  guint n_random = g_test_slow () ? 40 : 4;

  for (guint i = 0; i < G_N_ELEMENTS (sizes) + n_random; i++)
    for (Keys kind = 0; kind < N_KEYS; kind++)
      {
        gsize n = i < G_N_ELEMENTS (sizes) ? sizes[i] : (gsize) g_test_rand_int_range (2, 20000);
        g_autofree guint64 *keys = make_keys (kind, kind == KEYS_ONE_PART ? MIN (n, 5000) : n);
        g_autoptr (GError) error = NULL;
        g_autoptr (TnGrouping) grouping = NULL;

        n = kind == KEYS_ONE_PART ? MIN (n, 5000) : n;
        grouping = tn_grouping_new (keys, n, NULL, &error);
        g_assert_no_error (error);
        check_grouping (grouping, keys, n);
      }
}

static void
test_threads (void)
{
  gsize n = 600000;
  g_autofree guint64 *keys = make_keys (KEYS_MANY, n);
  g_autoptr (TnGrouping) one = NULL, three = NULL;

  tn_pool_set_threads (1);
  one = tn_grouping_new (keys, n, NULL, NULL);
  tn_pool_set_threads (3);
  three = tn_grouping_new (keys, n, NULL, NULL);
  tn_pool_set_threads (0);

  g_assert_cmpmem (one->part_start, sizeof one->part_start, three->part_start,
                   sizeof three->part_start);
  g_assert_cmpmem (one->start, (one->n_groups + 1) * sizeof (guint32), three->start,
                   (three->n_groups + 1) * sizeof (guint32));
  g_assert_cmpmem (one->rows, n * sizeof (guint32), three->rows, n * sizeof (guint32));
  g_assert_cmpmem (one->rank, one->n_groups * sizeof (guint32), three->rank,
                   three->n_groups * sizeof (guint32));
}

static void
test_too_many_rows (void)
{
  static const guint64 none;
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_grouping_new (&none, G_MAXUINT32, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_nonnull (strstr (error->message, "sample of the rows"));
}

static void
test_cancel (void)
{
  gsize n = 300000;
  g_autofree guint64 *keys = make_keys (KEYS_MANY, n);
  g_autofree guint64 *more = make_keys (KEYS_MANY, n);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, fold_error = NULL;
  guint bits = 64;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_grouping_new (keys, n, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Two columns of 64 bits do not stand side by side, so folding has to group. */
  g_assert_false (tn_grouping_fold (keys, &bits, more, 64, n, cancellable, &fold_error));
  g_assert_error (fold_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define MOST_COLUMNS 6

/* One hash of a row's values in all columns, wide enough that equal ones mean equal rows. */
static guint64
hash_row (guint64 *const *columns, guint n_columns, gsize row)
{
  guint64 hash = 0;

  for (guint i = 0; i < n_columns; i++)
    hash = tn_hash_u64 (hash * 31 + i + tn_hash_u64 (columns[i][row] + 1));

  return hash;
}

/* Folded keys are equal just where all columns are: the two ways to group give one answer. */
static void
check_fold (gsize n)
{
  guint n_columns = (guint) g_test_rand_int_range (1, MOST_COLUMNS + 1), bits = 0;
  guint64 *columns[MOST_COLUMNS];
  g_autofree guint64 *keys = g_new0 (guint64, n + 1), *hashes = g_new (guint64, n + 1);
  g_autofree guint32 *ranks = g_new (guint32, n + 1), *other = g_new (guint32, n + 1);

  for (guint i = 0; i < n_columns; i++)
    {
      guint more_bits = (guint) g_test_rand_int_range (0, 65);
      g_autofree guint64 *more = NULL;

      columns[i] = make_keys (KEYS_FEW, n);
      for (gsize k = 0; k < n; k++)
        columns[i][k] =
            more_bits == 0 ? 0 : columns[i][k] * 0x9e3779b97f4a7c15u >> (64 - more_bits);
      more = g_memdup2 (columns[i], (n + 1) * sizeof (guint64));
      g_assert_true (tn_grouping_fold (keys, &bits, more, more_bits, n, NULL, NULL));
      g_assert_cmpuint (bits, <=, 64);
      for (gsize k = 0; k < n && bits < 64; k++)
        g_assert_cmpuint (keys[k] >> bits, ==, 0);
    }
  for (gsize i = 0; i < n; i++)
    hashes[i] = hash_row (columns, n_columns, i);
  g_assert_cmpuint (group_naively (keys, n, ranks), ==, group_naively (hashes, n, other));
  g_assert_cmpmem (ranks, n * sizeof (guint32), other, n * sizeof (guint32));
  for (guint i = 0; i < n_columns; i++)
    g_free (columns[i]);
}

static void
test_fold (void)
{
  guint n_cases = g_test_slow () ? 2000 : 150;

  for (guint i = 0; i < n_cases; i++)
    check_fold ((gsize) g_test_rand_int_range (0, 400));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/grouping/agrees-with-a-naive-twin", test_naive);
  g_test_add_func ("/grouping/same-bytes-for-any-number-of-threads", test_threads);
  g_test_add_func ("/grouping/too-many-rows-are-refused", test_too_many_rows);
  g_test_add_func ("/grouping/cancelling-leaves-nothing", test_cancel);
  g_test_add_func ("/grouping/folded-keys-are-equal-where-all-columns-are", test_fold);

  return g_test_run ();
}
