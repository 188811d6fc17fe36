/* tn-pool.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pool.h"

#include <unistd.h>

#include <cblas.h>

#include "tn-error.h"

/* One parallel loop. The caller and every helping thread draw the next part from
 * @next; whoever ends the last one wakes the caller. */
typedef struct
{
  gatomicrefcount ref_count;
  TnPoolFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  gsize n_parts;
  gsize next;  /* atomic: the next part to draw */
  int stopped; /* atomic: a part ended in error */
  GMutex lock; /* guards what follows */
  GCond finished;
  gsize n_active; /* threads between drawing and ending a part */
  gsize error_index;
  GError *error;
} Loop;

static GMutex pool_lock;
static GThreadPool *pool; /* under pool_lock */
static guint n_pool_threads;

static Loop *
loop_ref (Loop *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
loop_unref (Loop *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->finished);
  g_free (self);
}

/* Keeps the error of the lowest part, so that the message does not depend on luck. */
static void
loop_take_error (Loop *self, gsize index, GError *error)
{
  g_atomic_int_set (&self->stopped, TRUE);
  if (self->error == NULL || index < self->error_index)
    {
      g_clear_error (&self->error);
      self->error = error;
      self->error_index = index;
    }
  else
    g_error_free (error);
}

static gboolean
loop_is_over (Loop *self)
{
  return g_atomic_int_get (&self->stopped) ||
         (self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable));
}

static void
loop_work (Loop *self)
{
  g_mutex_lock (&self->lock);
  self->n_active++;
  g_mutex_unlock (&self->lock);

  while (!loop_is_over (self))
    {
      gsize index = __atomic_fetch_add (&self->next, 1, __ATOMIC_RELAXED);
      GError *error = NULL;

      if (index >= self->n_parts)
        break;
      if (!self->func (index, self->user_data, &error))
        {
          g_mutex_lock (&self->lock);
          loop_take_error (self, index, error);
          g_mutex_unlock (&self->lock);
        }
    }

  g_mutex_lock (&self->lock);
  if (--self->n_active == 0)
    g_cond_broadcast (&self->finished);
  g_mutex_unlock (&self->lock);
}

static void
help_in_worker (gpointer data, gpointer user_data)
{
  Loop *loop = data;

  loop_work (loop);
  loop_unref (loop);
}

/**
 * tn_pool_set_threads:
 * @n_threads: at least 1; 0 for one a processor
 *
 * Sets how many threads a loop may use, the caller's own included. Results do not
 * depend on it. To be called while no loop runs.
 */
void
tn_pool_set_threads (guint n_threads)
{
  if (n_threads == 0)
    n_threads = g_get_num_processors ();

  g_mutex_lock (&pool_lock);
  if (pool == NULL)
    pool = g_thread_pool_new (help_in_worker, NULL, MAX (1, (int) n_threads - 1), FALSE, NULL);
  else
    g_thread_pool_set_max_threads (pool, MAX (1, (int) n_threads - 1), NULL);
  /* Last: who reads a number here finds a pool. */
  g_atomic_int_set (&n_pool_threads, n_threads);
  g_mutex_unlock (&pool_lock);

  openblas_set_num_threads (1);
}

/**
 * tn_pool_get_threads:
 *
 * Returns: how many threads a loop may use
 */
guint
tn_pool_get_threads (void)
{
  if (g_atomic_int_get (&n_pool_threads) == 0)
    tn_pool_set_threads (0);

  return g_atomic_int_get (&n_pool_threads);
}

/**
 * tn_pool_for:
 * @n_parts: how many parts
 * @func: does one part
 * @user_data: for @func
 * @cancellable: (nullable): looked at before each part
 * @error: the error of the lowest part that ended in one
 *
 * Does all parts, on the calling thread and on idle ones of the pool, and returns
 * when no part runs any more. A part may itself call tn_pool_for(): the caller always
 * works along, so nested loops cannot wait for each other.
 *
 * Returns: %TRUE when every part was done
 */
gboolean
tn_pool_for (gsize n_parts,
             TnPoolFunc func,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  guint n_helpers = MIN (tn_pool_get_threads () - 1, n_parts > 0 ? n_parts - 1 : 0);
  Loop *loop = g_new0 (Loop, 1);
  GError *loop_error = NULL;
  gboolean done;

  g_atomic_ref_count_init (&loop->ref_count);
  g_mutex_init (&loop->lock);
  g_cond_init (&loop->finished);
  loop->func = func;
  loop->user_data = user_data;
  loop->cancellable = cancellable;
  loop->n_parts = n_parts;

  for (guint i = 0; i < n_helpers; i++)
    g_thread_pool_push (pool, loop_ref (loop), NULL);

  loop_work (loop);

  g_mutex_lock (&loop->lock);
  while (loop->n_active > 0)
    g_cond_wait (&loop->finished, &loop->lock);
  /* Helpers that start only now find nothing to draw. */
  __atomic_store_n (&loop->next, n_parts, __ATOMIC_RELAXED);
  g_atomic_int_set (&loop->stopped, TRUE);
  loop_error = g_steal_pointer (&loop->error);
  g_mutex_unlock (&loop->lock);
  loop_unref (loop);

  if (loop_error != NULL)
    {
      g_propagate_error (error, loop_error);
      return FALSE;
    }
  done = !tn_cancelled (cancellable, error);

  return done;
}
