/* wb-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-work.h"

typedef struct
{
  WbWorkFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
} Work;

static GThreadPool *lanes[WB_N_LANES];
static int n_waiting; /* main thread only */

static void
work_free (Work *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

/* The owner may be a widget that is kept by nobody else by now: it ends on the main loop. */
static gboolean
release (gpointer task)
{
  n_waiting--;
  g_object_unref (task);

  return G_SOURCE_REMOVE;
}

static void
carry_out (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return;
  result = work->func (work->data, g_task_get_cancellable (task), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, work->free_result);
}

static void
carry_out_in_worker (gpointer data, gpointer user_data)
{
  carry_out (data);
  g_idle_add_full (G_PRIORITY_DEFAULT, release, data, NULL);
}

static GThreadPool *
get_lane (WbLane lane)
{
  static const int n_threads[WB_N_LANES] = { 1, 2, 4, 1 };

  if (lanes[lane] == NULL)
    lanes[lane] =
        g_thread_pool_new (carry_out_in_worker, NULL, n_threads[lane], lane == WB_LANE_PAGES, NULL);

  return lanes[lane];
}

/**
 * wb_work_start:
 * @lane: with what it stands in line
 * @owner: (type GObject): handed to @callback, kept until then
 * @func: what to do; the work owns its data and sees no widget
 * @data: (transfer full): of @func
 * @free_data: (nullable): how to free it, on any thread
 * @free_result: (nullable): how to free what @func gives, when nobody takes it
 * @cancellable: (nullable): to give up
 * @callback: (nullable): called on the main loop
 *
 * Returns at once.
 */
void
wb_work_start (WbLane lane,
               gpointer owner,
               WbWorkFunc func,
               gpointer data,
               GDestroyNotify free_data,
               GDestroyNotify free_result,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (owner, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->func = func;
  work->data = data;
  work->free_data = free_data;
  work->free_result = free_result;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  n_waiting++;
  g_thread_pool_push (get_lane (lane), task, NULL);
}

gpointer
wb_work_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
wb_work_drain (void)
{
  while (n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}
