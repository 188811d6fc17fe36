/* wb-comparison.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-comparison.h"

#include "wb-work.h"

static void
step_free (gpointer data)
{
  WbRunStep *self = data;

  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->outcome, tn_run_outcome_free);
  g_clear_pointer (&self->why, g_ptr_array_unref);
  g_free (self);
}

static void
comparison_clear (gpointer data)
{
  WbComparison *self = data;

  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
}

void
wb_comparison_unref (WbComparison *self)
{
  g_atomic_rc_box_release_full (self, comparison_clear);
}

static gboolean
add_step (WbComparison *self,
          TnProject *project,
          const TnRun *before,
          const TnRun *after,
          GError **error)
{
  WbRunStep *step = g_new0 (WbRunStep, 1);

  g_ptr_array_add (self->steps, step);
  step->changes = tn_run_diff (before, after);
  step->outcome = tn_run_outcome_new (project, before, after, error);
  if (step->outcome == NULL)
    return FALSE;
  step->why = tn_run_outcome_say (step->outcome, step->changes);

  return TRUE;
}

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

WbComparison *
wb_comparison_read (TnProject *project, GArray *runs, GError **error)
{
  g_autoptr (WbComparison) self = g_atomic_rc_box_new0 (WbComparison);
  g_autoptr (GArray) order = g_array_copy (runs);

  g_array_sort (order, compare_runs);
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_result_unref);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  for (guint i = 0; i < order->len; i++)
    {
      WbResult *result = wb_result_read (project, g_array_index (order, gint64, i), error);

      if (result == NULL)
        return NULL;
      g_ptr_array_add (self->results, result);
      if (i > 0 && !add_step (self, project,
                              ((const WbResult *) g_ptr_array_index (self->results, i - 1))->record,
                              result->record, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

typedef struct
{
  TnProject *project;
  GArray *runs;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_array_unref (self->runs);
  g_free (self);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return wb_comparison_read (request->project, request->runs, error);
}

void
wb_comparison_load (gpointer owner,
                    TnProject *project,
                    GArray *runs,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->project = tn_project_ref (project);
  request->runs = g_array_copy (runs);
  wb_work_start (WB_LANE_LOOK, owner, read_in_worker, request, request_free,
                 (GDestroyNotify) wb_comparison_unref, cancellable, callback, user_data);
}
