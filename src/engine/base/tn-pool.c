/* tn-pool.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pool.h"

#include <omp.h>
#include <unistd.h>

#include <cblas.h>

#include "tn-error.h"
#include "tn-pause.h"

/* One parallel loop. The caller and every helping thread draw the next part from
 * @next; whoever ends the last one wakes the caller. */
typedef struct _Loop Loop;

struct _Loop
{
  gatomicrefcount ref_count;
  const Loop *outer; /* whose part called this loop; valid while a part of this one runs */
  TnPoolFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  gsize n_parts;
  gsize next;  /* atomic: the next part to draw */
  gsize done;  /* atomic: parts that have ended */
  int stopped; /* atomic: a part ended in error */
  GMutex lock; /* guards what follows */
  GCond finished;
  gsize n_active; /* threads between drawing and ending a part */
  gsize error_index;
  GError *error;
};

static GMutex pool_lock;
static GThreadPool *pool; /* under pool_lock */
static guint n_pool_threads;

/* Whose part runs on this thread. */
static _Thread_local const Loop *current;

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
  tn_pause_wait ();

  return g_atomic_int_get (&self->stopped) ||
         (self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable));
}

/* One part, with the thread as parts find it: BLAS of one thread, whatever ran here before. */
static void
loop_do_part (Loop *self, gsize index)
{
  const Loop *before = current;
  GError *error = NULL;

  tn_pool_hold_blas ();
  current = self;
  if (!self->func (index, self->user_data, &error))
    {
      g_mutex_lock (&self->lock);
      loop_take_error (self, index, error);
      g_mutex_unlock (&self->lock);
    }
  current = before;
  __atomic_fetch_add (&self->done, 1, __ATOMIC_RELAXED);
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

      if (index >= self->n_parts)
        break;
      loop_do_part (self, index);
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

  /* For an OpenBLAS built with threads of its own; with OpenMP it is tn_pool_hold_blas(). */
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

static guint
loop_get_share (const Loop *self)
{
  guint threads = self != NULL ? loop_get_share (self->outer) : tn_pool_get_threads ();
  gsize open = self != NULL ? self->n_parts - __atomic_load_n (&self->done, __ATOMIC_RELAXED) : 1;

  return threads / (guint) MIN (open, threads);
}

/**
 * tn_pool_get_share:
 *
 * For a part that hands its work to a library with threads of its own (XGBoost): the pool's
 * threads divided by the parts not done yet, through all loops around the caller. Outside of
 * loops, and in a loop's last part, that is all of them. It depends on how far other parts
 * are, so it may only be used where results do not depend on the number of threads.
 *
 * Returns: how many threads the calling part may keep busy; at least 1
 */
guint
tn_pool_get_share (void)
{
  return loop_get_share (current);
}

/**
 * tn_pool_hold_blas:
 *
 * Holds BLAS to the calling thread: more threads would add in another order and change
 * bits. OpenBLAS built with OpenMP asks for the number of threads of the thread that calls,
 * which starts at one a processor on each new thread whatever was set on another. Parts of
 * loops find it done; whoever calls BLAS outside of them calls this first. Costs nothing.
 */
void
tn_pool_hold_blas (void)
{
  omp_set_num_threads (1);
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

  g_atomic_ref_count_init (&loop->ref_count);
  g_mutex_init (&loop->lock);
  g_cond_init (&loop->finished);
  loop->outer = current;
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

  return !tn_cancelled (cancellable, error);
}
