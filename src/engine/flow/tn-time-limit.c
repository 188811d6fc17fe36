/* tn-time-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-time-limit.h"

#include <time.h>

#define LOOK_EVERY (20 * G_TIME_SPAN_MILLISECOND)

struct _TnTimeLimit
{
  GCancellable *cancellable;
  GCancellable *outer; /* nullable */
  gulong handler;
  gint64 end; /* on the clock of the process's processors */
  GThread *thread;
  GMutex lock;
  GCond ending;
  gboolean ended, hit;
};

static gint64
read_clock (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gpointer
watch_in_thread (gpointer data)
{
  TnTimeLimit *self = data;

  g_mutex_lock (&self->lock);
  while (!self->ended && read_clock () < self->end)
    g_cond_wait_until (&self->ending, &self->lock, g_get_monotonic_time () + LOOK_EVERY);
  self->hit = !self->ended;
  g_mutex_unlock (&self->lock);
  if (self->hit)
    g_cancellable_cancel (self->cancellable);

  return NULL;
}

static void
on_outer_cancelled (GCancellable *outer, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/**
 * tn_time_limit_new:
 * @microseconds: of work of this process from now on; 0 for no limit
 * @outer: (nullable): also ends it
 */
TnTimeLimit *
tn_time_limit_new (gint64 microseconds, GCancellable *outer)
{
  TnTimeLimit *self = g_new0 (TnTimeLimit, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->ending);
  self->cancellable = g_cancellable_new ();
  self->outer = outer != NULL ? g_object_ref (outer) : NULL;
  if (outer != NULL)
    self->handler = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled),
                                           g_object_ref (self->cancellable), g_object_unref);
  self->end = read_clock () + microseconds;
  if (microseconds > 0)
    self->thread = g_thread_new ("time-limit", watch_in_thread, self);

  return self;
}

GCancellable *
tn_time_limit_get_cancellable (TnTimeLimit *self)
{
  return self->cancellable;
}

/**
 * tn_time_limit_free:
 * @self: (transfer full): work that is over
 *
 * Returns: whether the limit was reached before the work was over, and not given up by who asked
 */
gboolean
tn_time_limit_free (TnTimeLimit *self)
{
  gboolean hit;

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->ending);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  hit = self->hit && !g_cancellable_is_cancelled (self->outer);
  g_cancellable_disconnect (self->outer, self->handler);
  g_clear_object (&self->outer);
  g_object_unref (self->cancellable);
  g_cond_clear (&self->ending);
  g_mutex_clear (&self->lock);
  g_free (self);

  return hit;
}
