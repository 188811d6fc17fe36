/* test-pause.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-pause.h"
#include "tn-pool.h"

typedef struct
{
  GThread *thread;
  int n_done; /* atomic */
  int end;    /* atomic */
  gboolean holds;
} Work;

static gpointer
work_in_thread (gpointer data)
{
  Work *self = data;

  if (self->holds)
    tn_pause_hold ();
  while (!g_atomic_int_get (&self->end))
    {
      tn_cancelled (NULL, NULL);
      g_atomic_int_inc (&self->n_done);
      g_thread_yield ();
    }
  if (self->holds)
    tn_pause_release ();

  return NULL;
}

static void
work_begin (Work *self, gboolean holds)
{
  *self = (Work){ .holds = holds };
  self->thread = g_thread_new ("work", work_in_thread, self);
  while (g_atomic_int_get (&self->n_done) == 0)
    g_thread_yield ();
}

static void
work_end (Work *self)
{
  g_atomic_int_set (&self->end, TRUE);
  g_thread_join (self->thread);
}

/* Whether anything is done while this thread does nothing. */
static gboolean
rests (Work *self)
{
  int before;

  g_usleep (20000);
  before = g_atomic_int_get (&self->n_done);
  g_usleep (50000);

  return g_atomic_int_get (&self->n_done) == before;
}

static void
test_rest (void)
{
  Work work;

  work_begin (&work, FALSE);
  g_assert_false (tn_pause_is_on ());
  tn_pause_begin ();
  tn_pause_begin ();
  g_assert_true (tn_pause_is_on ());
  g_assert_true (rests (&work));
  tn_pause_end ();
  g_assert_false (tn_pause_is_on ());
  g_assert_false (rests (&work));
  work_end (&work);
}

/* Who holds something goes on, and so does everybody it may wait for. */
static void
test_hold (void)
{
  Work holder, other;

  work_begin (&holder, TRUE);
  work_begin (&other, FALSE);
  tn_pause_begin ();
  g_assert_false (rests (&holder));
  g_assert_false (rests (&other));
  work_end (&holder);
  g_assert_true (rests (&other));
  tn_pause_end ();
  work_end (&other);
}

static gpointer
hold_in_thread (gpointer data)
{
  tn_pause_hold ();
  g_atomic_int_set ((int *) data, TRUE);
  tn_pause_release ();

  return NULL;
}

/* Nothing new is taken in a pause. */
static void
test_hold_waits (void)
{
  int held = FALSE;
  GThread *thread;

  tn_pause_begin ();
  thread = g_thread_new ("hold", hold_in_thread, &held);
  g_usleep (50000);
  g_assert_false (g_atomic_int_get (&held));
  tn_pause_end ();
  g_thread_join (thread);
  g_assert_true (held);
}

static gboolean
do_part (gsize index, gpointer user_data, GError **error)
{
  g_atomic_int_inc ((int *) user_data);

  return TRUE;
}

static gpointer
loop_in_thread (gpointer data)
{
  g_assert_true (tn_pool_for (1000, do_part, data, NULL, NULL));

  return NULL;
}

static void
test_loops (void)
{
  int n_done = 0;
  GThread *thread;

  tn_pause_begin ();
  thread = g_thread_new ("loop", loop_in_thread, &n_done);
  g_usleep (50000);
  g_assert_cmpint (g_atomic_int_get (&n_done), ==, 0);
  tn_pause_end ();
  g_thread_join (thread);
  g_assert_cmpint (n_done, ==, 1000);
}

static void
test_time (void)
{
  gint64 before = tn_pause_get_work_time (), wall = g_get_monotonic_time ();
  gint64 worked, passed;

  tn_pause_begin ();
  g_usleep (100000);
  g_assert_cmpint (tn_pause_get_work_time (), <=, before + 50000);
  tn_pause_end ();
  worked = tn_pause_get_work_time () - before;
  passed = g_get_monotonic_time () - wall;
  g_assert_cmpint (worked, >=, 0);
  g_assert_cmpint (passed - worked, >=, 99000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pause/work-rests-where-it-may-be-cancelled", test_rest);
  g_test_add_func ("/pause/who-holds-something-goes-on", test_hold);
  g_test_add_func ("/pause/nothing-new-is-taken", test_hold_waits);
  g_test_add_func ("/pause/no-part-of-a-loop-begins", test_loops);
  g_test_add_func ("/pause/is-no-work", test_time);

  return g_test_run ();
}
