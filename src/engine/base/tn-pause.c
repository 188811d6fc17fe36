/* tn-pause.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pause.h"

#include <signal.h>
#include <unistd.h>

/* One for the process: work rests wherever its threads are, and no call has to hand it on. */
static struct
{
  GMutex lock;
  GCond changed;
  int is_on; /* atomic: written under the lock */
  guint n_holds;
  gint64 since;  /* when it began */
  gint64 rested; /* microseconds, before that */
  int woken;     /* atomic */
} gate;

/* Under the lock. */
static void
set_on (gboolean on)
{
  if (on && !gate.is_on)
    gate.since = g_get_monotonic_time ();
  else if (!on && gate.is_on)
    gate.rested += g_get_monotonic_time () - gate.since;
  g_atomic_int_set (&gate.is_on, on);
  g_cond_broadcast (&gate.changed);
}

/**
 * tn_pause_begin:
 *
 * From now on work rests where it asks tn_pause_wait(). Threads get there within milliseconds;
 * what holds something goes on until it lets go of it.
 */
void
tn_pause_begin (void)
{
  g_mutex_lock (&gate.lock);
  set_on (TRUE);
  g_mutex_unlock (&gate.lock);
}

void
tn_pause_end (void)
{
  g_mutex_lock (&gate.lock);
  set_on (FALSE);
  g_mutex_unlock (&gate.lock);
}

gboolean
tn_pause_is_on (void)
{
  return g_atomic_int_get (&gate.is_on);
}

/**
 * tn_pause_wait:
 *
 * Rests while there is a pause. Costs nothing otherwise.
 */
void
tn_pause_wait (void)
{
  if (!__atomic_load_n (&gate.is_on, __ATOMIC_RELAXED))
    return;
  g_mutex_lock (&gate.lock);
  while (gate.is_on && gate.n_holds == 0)
    g_cond_wait (&gate.changed, &gate.lock);
  g_mutex_unlock (&gate.lock);
}

/**
 * tn_pause_hold:
 *
 * Before something is taken that another process waits for, such as the right to write to a
 * store. Rests first when there is a pause. Until tn_pause_release() no thread rests, because the
 * caller may be waiting for its work; holds may be nested.
 */
void
tn_pause_hold (void)
{
  g_mutex_lock (&gate.lock);
  while (gate.is_on && gate.n_holds == 0)
    g_cond_wait (&gate.changed, &gate.lock);
  gate.n_holds++;
  g_cond_broadcast (&gate.changed);
  g_mutex_unlock (&gate.lock);
}

void
tn_pause_release (void)
{
  g_mutex_lock (&gate.lock);
  g_assert (gate.n_holds > 0);
  gate.n_holds--;
  g_cond_broadcast (&gate.changed);
  g_mutex_unlock (&gate.lock);
}

/**
 * tn_pause_sleep:
 *
 * For Ctrl-Z: stops the process as soon as nothing is held, and returns when it goes on. A signal
 * alone would stop it in the middle of a transaction, and lock out everybody else.
 */
void
tn_pause_sleep (void)
{
  gboolean was_on;

  g_mutex_lock (&gate.lock);
  was_on = gate.is_on;
  set_on (TRUE);
  while (gate.n_holds > 0)
    g_cond_wait (&gate.changed, &gate.lock);
  if (!g_atomic_int_get (&gate.woken))
    kill (getpid (), SIGSTOP);
  set_on (was_on);
  g_mutex_unlock (&gate.lock);
}

void
tn_pause_set_woken (gboolean woken)
{
  g_atomic_int_set (&gate.woken, woken);
}

/**
 * tn_pause_get_work_time:
 *
 * For how long something took: a pause is no work.
 */
gint64
tn_pause_get_work_time (void)
{
  gint64 time;

  g_mutex_lock (&gate.lock);
  time = (gate.is_on ? gate.since : g_get_monotonic_time ()) - gate.rested;
  g_mutex_unlock (&gate.lock);

  return time;
}
