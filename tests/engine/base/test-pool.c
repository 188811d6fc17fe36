/* test-pool.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <omp.h>

#include "tn-error.h"
#include "tn-pool.h"
#include "tn-random.h"

#define N_PARTS 5000

static const guint thread_counts[] = { 1, 2, 8 };

static gboolean
count_part (gsize index, gpointer user_data, GError **error)
{
  g_atomic_int_inc (&((int *) user_data)[index]);
  return TRUE;
}

static void
every_part_once (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (thread_counts); t++)
    for (gsize n = 0; n <= N_PARTS; n = 3 * n + 1)
      {
        g_autofree int *counts = g_new0 (int, N_PARTS + 1);
        g_autoptr (GError) error = NULL;

        tn_pool_set_threads (thread_counts[t]);
        g_assert_cmpuint (tn_pool_get_threads (), ==, thread_counts[t]);
        g_assert_true (tn_pool_for (n, count_part, counts, NULL, &error));
        g_assert_no_error (error);
        for (gsize i = 0; i < n; i++)
          g_assert_cmpint (counts[i], ==, 1);
        g_assert_cmpint (counts[n], ==, 0);
      }
}

static gboolean
sum_part (gsize index, gpointer user_data, GError **error)
{
  TnRandom random;
  double sum = 0;

  tn_random_init (&random, 42, index);
  for (gsize i = 0; i < 100 + index % 97; i++)
    sum += tn_random_uniform (&random);
  ((double *) user_data)[index] = sum;

  return TRUE;
}

static void
same_for_any_threads (void)
{
  double totals[G_N_ELEMENTS (thread_counts)] = { 0 };

  for (guint t = 0; t < G_N_ELEMENTS (thread_counts); t++)
    {
      g_autofree double *sums = g_new0 (double, 700);

      tn_pool_set_threads (thread_counts[t]);
      g_assert_true (tn_pool_for (700, sum_part, sums, NULL, NULL));
      for (int i = 0; i < 700; i++)
        totals[t] += sums[i];
      g_assert_cmpfloat (totals[t], ==, totals[0]);
    }
}

static gboolean
nested_part (gsize index, gpointer user_data, GError **error)
{
  g_autofree int *counts = g_new0 (int, 50);

  if (!tn_pool_for (50, count_part, counts, NULL, error))
    return FALSE;
  for (int i = 0; i < 50; i++)
    g_atomic_int_add ((int *) user_data, counts[i]);

  return TRUE;
}

static gboolean
doubly_nested_part (gsize index, gpointer user_data, GError **error)
{
  return tn_pool_for (8, nested_part, user_data, NULL, error);
}

static void
nested_loops (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (thread_counts); t++)
    {
      int total = 0;

      tn_pool_set_threads (thread_counts[t]);
      g_assert_true (tn_pool_for (40, doubly_nested_part, &total, NULL, NULL));
      g_assert_cmpint (total, ==, 40 * 8 * 50);
    }
}

static gboolean
fail_at (gsize index, gpointer user_data, GError **error)
{
  const gboolean *bad = user_data;
  g_autofree char *name = g_strdup_printf ("%zu", index);

  if (!bad[index])
    return TRUE;
  tn_error_set (error, TN_ERROR_DATA, "part {part}", "part", name, NULL);

  return FALSE;
}

/* Parts are drawn in order, so the lowest bad one has always been begun. */
static void
lowest_error (void)
{
  for (int round = 0; round < 300; round++)
    {
      gboolean bad[200] = { FALSE };
      g_autoptr (GError) error = NULL;
      g_autofree char *wanted = NULL;
      int lowest = g_test_rand_int_range (0, 200);

      tn_pool_set_threads (thread_counts[round % G_N_ELEMENTS (thread_counts)]);
      for (int i = lowest; i < 200; i++)
        bad[i] = i == lowest || g_test_rand_bit ();
      wanted = g_strdup_printf ("part %d", lowest);
      g_assert_false (tn_pool_for (200, fail_at, bad, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
      g_assert_cmpstr (error->message, ==, wanted);
    }
}

typedef struct
{
  GCancellable *cancellable;
  int n_done; /* atomic */
} Cancelling;

static gboolean
cancel_at_10 (gsize index, gpointer user_data, GError **error)
{
  Cancelling *self = user_data;

  if (index == 10)
    g_cancellable_cancel (self->cancellable);
  g_atomic_int_inc (&self->n_done);

  return TRUE;
}

static void
cancel (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (thread_counts); t++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Cancelling data = { cancellable, 0 };

      tn_pool_set_threads (thread_counts[t]);
      g_assert_false (tn_pool_for (1000000, cancel_at_10, &data, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (data.n_done, <, 1000000);

      data.n_done = 0;
      g_clear_error (&error);
      g_assert_false (tn_pool_for (100, cancel_at_10, &data, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (data.n_done, ==, 0);
    }
}

static gpointer
loop_in_thread (gpointer data)
{
  for (int i = 0; i < 200; i++)
    {
      g_autofree int *counts = g_new0 (int, 64);

      g_assert_true (tn_pool_for (64, count_part, counts, NULL, NULL));
      for (int k = 0; k < 64; k++)
        g_assert_cmpint (counts[k], ==, 1);
    }

  return NULL;
}

static void
loops_of_many_threads (void)
{
  GThread *threads[6];

  tn_pool_set_threads (4);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("loop", loop_in_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Before anyone said how many threads there are: asked by several at once. */
static void
first_use_by_many (void)
{
  GThread *threads[6];

  if (!g_test_subprocess ())
    {
      for (int i = 0; i < 10; i++)
        {
          g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
          g_test_trap_assert_passed ();
        }
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("loop", loop_in_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Parts that wait for each other, so that none is done while another notes its share. */
typedef struct
{
  GMutex lock;
  GCond changed;
  guint n_parts;
  guint n_here;
  guint shares[8];
  guint inner[8];
  int blas[8];
} Sharing;

static gboolean
note_inner (gsize index, gpointer user_data, GError **error)
{
  ((guint *) user_data)[index] = tn_pool_get_share ();
  return TRUE;
}

static gboolean
note_share (gsize index, gpointer user_data, GError **error)
{
  Sharing *sharing = user_data;
  guint inner[2];

  sharing->blas[index] = omp_get_max_threads ();
  omp_set_num_threads (7); /* as a library might */
  g_mutex_lock (&sharing->lock);
  sharing->shares[index] = tn_pool_get_share ();
  g_assert_true (tn_pool_for (2, note_inner, inner, NULL, NULL));
  sharing->inner[index] = inner[0];
  sharing->n_here++;
  g_cond_broadcast (&sharing->changed);
  while (sharing->n_parts <= tn_pool_get_threads () && sharing->n_here < sharing->n_parts)
    g_cond_wait (&sharing->changed, &sharing->lock);
  g_mutex_unlock (&sharing->lock);

  return TRUE;
}

static void
parts_share_the_threads (void)
{
  static const struct
  {
    guint threads;
    guint parts;
    guint share;
    guint inner;
  } cases[] = { { 1, 1, 1, 1 }, { 8, 1, 8, 4 }, { 8, 2, 4, 2 }, { 8, 3, 2, 1 }, { 8, 8, 1, 1 } };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      Sharing sharing = { .n_parts = cases[k].parts };

      tn_pool_set_threads (cases[k].threads);
      g_assert_cmpuint (tn_pool_get_share (), ==, cases[k].threads);
      g_assert_true (tn_pool_for (cases[k].parts, note_share, &sharing, NULL, NULL));
      for (guint i = 0; i < cases[k].parts; i++)
        {
          g_assert_cmpuint (sharing.shares[i], ==, cases[k].share);
          g_assert_cmpuint (sharing.inner[i], ==, cases[k].inner);
        }
      g_assert_cmpuint (tn_pool_get_share (), ==, cases[k].threads);
    }
}

static void
lone_part_gets_all (void)
{
  guint shares[2];

  tn_pool_set_threads (4);
  g_assert_true (tn_pool_for (1, note_inner, shares, NULL, NULL));
  g_assert_cmpuint (shares[0], ==, 4);
}

static void
parts_have_single_blas (void)
{
  Sharing sharing = { .n_parts = 8 };

  tn_pool_set_threads (3);
  for (int k = 0; k < 20; k++)
    {
      g_assert_true (tn_pool_for (8, note_share, &sharing, NULL, NULL));
      for (guint i = 0; i < 8; i++)
        g_assert_cmpint (sharing.blas[i], ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/first-use-by-many-threads-is-safe", first_use_by_many);
  g_test_add_func ("/pool/every-part-runs-once", every_part_once);
  g_test_add_func ("/pool/1-2-8-threads-give-the-same", same_for_any_threads);
  g_test_add_func ("/pool/nested-loops-end", nested_loops);
  g_test_add_func ("/pool/the-lowest-error-wins", lowest_error);
  g_test_add_func ("/pool/cancelling-ends-a-loop", cancel);
  g_test_add_func ("/pool/loops-of-many-threads-share-the-pool", loops_of_many_threads);
  g_test_add_func ("/pool/parts-share-the-threads", parts_share_the_threads);
  g_test_add_func ("/pool/a-lone-part-gets-all-threads", lone_part_gets_all);
  g_test_add_func ("/pool/every-part-finds-blas-of-one-thread", parts_have_single_blas);

  return g_test_run ();
}
