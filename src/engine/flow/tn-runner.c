/* tn-runner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-pause.h"
#include "tn-pool.h"
#include "tn-runner-private.h"

/* Known once a header of the C library was read. */
#ifdef __GLIBC__
#  include <malloc.h>
#endif

/* One cell to be carried out. */
typedef struct
{
  TnRunner *runner;
  TnRunnerNode *node;
  guint fold;
  double fraction; /* of it done; under the runner's lock */
} Task;

/* Cells of one fold, or those outside the folds. */
typedef enum
{
  LANE_OUTSIDE,
  LANE_FOLD,
  LANE_LAST, /* outside, and the final fit of what comes last */
} LaneKind;

const char *
tn_node_status_to_id (TnNodeStatus status)
{
  static const char *const ids[] = { "waiting", "running", "done", "cached", "resumed" };

  g_return_val_if_fail (status < G_N_ELEMENTS (ids), NULL);

  return ids[status];
}

static void
node_clear (TnRunnerNode *node)
{
  for (guint i = 0; i < node->n_cells; i++)
    {
      tn_cell_clear_outputs (&node->cells[i], node->node->spec);
      tn_step_notes_clear (&node->cells[i].notes);
      g_clear_pointer (&node->cells[i].state, tn_node_state_unref);
      g_free (node->cells[i].key);
      g_free (node->cells[i].checkpoint_key);
    }
  g_free (node->cells);
  g_clear_pointer (&node->params, tn_params_unref);
  g_clear_pointer (&node->stated, tn_params_unref);
  g_free (node->reads);
  g_clear_pointer (&node->given, tn_node_state_unref);
}

/* How long a node takes beside others, until its own times are known. */
static double
get_weight (const TnNodeSpec *spec)
{
  return g_str_equal (spec->group, "model") || g_str_equal (spec->group, "features") ? 4 : 1;
}

static gboolean
init_node (TnRunner *self, guint place, GError **error)
{
  TnRunnerNode *node = &self->nodes[place];

  node->node = tn_graph_get_node (self->graph, place);
  node->weight = get_weight (node->node->spec);
  node->stated = tn_params_new (node->node->spec, node->node->values, error);
  if (node->stated == NULL)
    tn_error_place (error, node->node->id, NULL, 0);
  else
    node->params = tn_params_new_own (node->stated);

  return node->stated != NULL;
}

static void
find_reads (TnRunner *self, guint place)
{
  TnRunnerNode *node = &self->nodes[place];
  const TnReadSpec *reads = node->node->spec->reads;
  guint n = 0;

  while (reads != NULL && reads[n].node != NULL)
    n++;
  node->reads = g_new0 (TnStepRead, n + 1);
  for (guint i = 0; i < n; i++)
    {
      int upstream = tn_graph_find_upstream (self->graph, &self->incoming, place, reads[i].node);

      if (upstream >= 0)
        node->reads[i] =
            (TnStepRead){ self->nodes[upstream].node->id, self->nodes[upstream].stated };
    }
}

/* What is told of a learner while it learns speaks of as many customers as the list will. */
static void
find_contacts (TnRunner *self)
{
  for (guint i = 0; i < self->n_nodes && self->contacts == 0; i++)
    {
      const TnParamSpec *param =
          tn_node_spec_find_param (self->nodes[i].node->spec, TN_PARAM_CONTACTS);

      if (param != NULL && param->type == TN_PARAM_INT)
        self->contacts =
            (gsize) MAX (tn_params_get_int (self->nodes[i].stated, TN_PARAM_CONTACTS), 0);
    }
}

static void
mark_behind (TnRunner *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      guint place = self->order[i];

      for (guint j = self->incoming.begin[place]; j < self->incoming.begin[place + 1]; j++)
        {
          const TnRunnerNode *from =
              &self->nodes[tn_graph_get_link (self->graph, self->incoming.links[j])->from];

          self->nodes[place].behind |= from->behind || (from->node->spec->flags & TN_NODE_SPLITS);
        }
    }
}

/**
 * tn_runner_new:
 * @graph: sound, or the first issue is the error; steps that are off are not carried out
 * @seed: of every random choice
 * @hooks: copied
 * @hook_data: for the hooks
 *
 * Returns: (transfer full): a run that has not begun
 */
TnRunner *
tn_runner_new (TnGraph *graph,
               guint64 seed,
               const TnRunnerHooks *hooks,
               gpointer hook_data,
               GError **error)
{
  g_autoptr (TnRunner) self = g_new0 (TnRunner, 1);

  g_mutex_init (&self->lock);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_repair_unref);
  self->graph = tn_graph_new_active (graph);
  self->seed = seed;
  self->hooks = *hooks;
  self->hook_data = hook_data;
  self->as_of = TN_TIME_MISSING;
  if (!tn_graph_require_sound (graph, error))
    return NULL;
  self->order = tn_graph_sort (self->graph, error);
  tn_graph_ends_init (&self->incoming, self->graph, TRUE);
  tn_graph_ends_init (&self->outgoing, self->graph, FALSE);
  self->n_nodes = tn_graph_get_n_nodes (self->graph);
  self->nodes = g_new0 (TnRunnerNode, self->n_nodes);
  for (guint i = 0; i < self->n_nodes; i++)
    if (!init_node (self, i, error))
      return NULL;
  for (guint i = 0; i < self->n_nodes; i++)
    find_reads (self, i);
  mark_behind (self);
  find_contacts (self);

  return g_steal_pointer (&self);
}

void
tn_runner_free (TnRunner *self)
{
  for (guint i = 0; self->nodes != NULL && i < self->n_nodes; i++)
    node_clear (&self->nodes[i]);
  g_free (self->nodes);
  g_free (self->order);
  tn_graph_ends_clear (&self->incoming);
  tn_graph_ends_clear (&self->outgoing);
  g_clear_pointer (&self->folds, tn_folds_unref);
  tn_graph_unref (self->graph);
  g_ptr_array_unref (self->offers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * tn_runner_set_seconds:
 * @seconds: at least 0
 *
 * Says how long a node is thought to take, for the time left. Before the run.
 */
void
tn_runner_set_seconds (TnRunner *self, const char *node, double seconds)
{
  int place = tn_graph_find_node (self->graph, node);

  g_return_if_fail (place >= 0);

  self->nodes[place].weight = MAX (seconds, 1e-3);
}

/**
 * tn_runner_keep_inputs:
 *
 * Of the final fit, for tn_runner_get_output(). Before the run.
 */
void
tn_runner_keep_inputs (TnRunner *self, const char *node)
{
  int place = tn_graph_find_node (self->graph, node);

  g_return_if_fail (place >= 0);

  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    self->nodes[tn_graph_get_link (self->graph, self->incoming.links[i])->from].is_asked = TRUE;
}

/* Carrying out */

static void
add_progress (TnRunner *self, double weight)
{
  g_mutex_lock (&self->lock);
  self->work_done += weight;
  tn_progress_report (self->progress, self->work_done / self->work_all);
  g_mutex_unlock (&self->lock);
}

static void
task_progressed (double fraction, const TnMessage *phase, gpointer user_data)
{
  Task *task = user_data;
  double weight = task->node->weight / MAX (task->node->n_runs, 1);
  double before = task->fraction;

  task->fraction = MAX (fraction, before);
  add_progress (task->runner, weight * (task->fraction - before));
}

static void
begin_task (TnRunner *self, TnRunnerNode *node)
{
  if (!g_atomic_int_compare_and_exchange (&node->begun, FALSE, TRUE))
    return;
  node->ever_ran = TRUE;
  if (self->hooks.status != NULL)
    self->hooks.status (node->node->id, TN_NODE_RUNNING, 0, self->hook_data);
  tn_progress_say (self->progress, tn_message_new (node->node->spec->title));
}

static void
end_task (Task *task, double seconds)
{
  TnRunner *self = task->runner;
  TnRunnerNode *node = task->node;

  task_progressed (1, NULL, task);
  g_mutex_lock (&self->lock);
  node->seconds += seconds;
  g_mutex_unlock (&self->lock);
  if (!g_atomic_int_dec_and_test (&node->n_left))
    return;
  g_atomic_int_set (&node->begun, FALSE);
  if (self->hooks.status != NULL)
    self->hooks.status (node->node->id, TN_NODE_DONE, node->seconds, self->hook_data);
}

/* Tables that nobody will read again are let go: each fold has its own. */
static void
release_inputs (TnRunner *self, TnRunnerNode *node, guint fold)
{
  guint place = node - self->nodes;
  gboolean gathers = node->node->spec->flags & TN_NODE_GATHERS;

  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);
      TnRunnerNode *from = &self->nodes[link->from];

      for (guint k = gathers ? 0 : fold; k <= (gathers ? self->n_folds : fold); k++)
        {
          TnCell *cell = tn_runner_cell (from, k);

          if (g_atomic_int_dec_and_test (&cell->n_readers) && self->all_planned && !cell->kept)
            tn_cell_clear_outputs (cell, from->node->spec);
        }
    }
}

static void
tell_task (const Task *task, gboolean done, double seconds)
{
  TnRunner *self = task->runner;
  int fold = !task->node->folded           ? TN_TASK_WHOLE
             : task->fold == self->n_folds ? TN_TASK_FINAL
                                           : (int) task->fold;

  if (self->hooks.task != NULL)
    self->hooks.task (task->node->node->id, fold, done, seconds, self->hook_data);
}

/* A learner frees hundreds of megabytes in pieces, and the next fold runs in another thread with an
 * arena of its own: without this a run grows with folds. Under the address sanitizer the arenas are
 * never set up, and two threads that trim them at once crash. */
static void
give_back (const TnRunnerNode *node)
{
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
  if (node->node->spec->flags & TN_NODE_LEARNER)
    malloc_trim (0);
#endif
}

static gboolean
do_task (gsize index, gpointer user_data, GError **error)
{
  Task *task = &g_array_index ((GArray *) user_data, Task, index);
  TnRunner *self = task->runner;
  g_autoptr (TnProgress) progress = tn_progress_new (task_progressed, task);
  gint64 started = tn_pause_get_work_time ();
  g_autoptr (GError) failure = NULL;

  tell_task (task, FALSE, 0);
  begin_task (self, task->node);
  if (!tn_runner_do_cell (self, task->node, task->fold, progress, &failure))
    {
      tn_runner_offer (self, task->node, task->fold, &failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      tn_error_place (error, task->node->node->id, NULL, 0);
      return FALSE;
    }
  tell_task (task, TRUE, (tn_pause_get_work_time () - started) / 1e6);
  release_inputs (self, task->node, task->fold);
  give_back (task->node);
  end_task (task, (tn_pause_get_work_time () - started) / 1e6);

  return TRUE;
}

/* Whether everything @node takes in that fold is there. */
static gboolean
is_ready (const TnRunner *self, guint place, guint fold)
{
  const TnRunnerNode *node = &self->nodes[place];
  gboolean gathers = node->node->spec->flags & TN_NODE_GATHERS;

  if ((node->node->spec->flags & TN_NODE_FINAL_LAST) && node->folded && fold == self->n_folds &&
      !self->folds_done)
    return FALSE;
  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);

      for (guint k = gathers ? 0 : fold; k <= (gathers ? self->n_folds : fold); k++)
        {
          const TnCell *from = tn_runner_cell (&self->nodes[link->from], k);

          if (from->runs && !from->ran)
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_in_lane (const TnRunner *self, const TnRunnerNode *node, LaneKind kind, guint fold)
{
  if (node->cells == NULL)
    return FALSE;
  if (kind == LANE_FOLD || (kind == LANE_LAST && node->folded))
    return node->folded && node->cells[fold].runs && !node->cells[fold].ran;

  return !node->folded && node->cells[0].runs && !node->cells[0].ran;
}

static gboolean
flush (TnRunner *self, GArray *tasks, GError **error)
{
  gboolean done = tn_pool_for (tasks->len, do_task, tasks, self->cancellable, error);

  g_array_set_size (tasks, 0);

  return done;
}

/* Carries out what is planned in a lane, in the order of the graph; neighbours that do not wait
 * for each other run side by side. What waits for other lanes is passed over. */
static gboolean
run_lane (TnRunner *self, LaneKind kind, guint fold, GError **error)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (Task));

  for (guint i = 0; i < self->n_nodes; i++)
    {
      guint place = self->order[i];
      Task task = { self, &self->nodes[place], fold };
      gboolean is_split = task.node->node->spec->flags & TN_NODE_SPLITS;

      if (!is_in_lane (self, task.node, kind, fold))
        continue;
      /* A split runs by itself: from then on there is another number of folds. */
      if (tasks->len > 0 && (is_split || !is_ready (self, place, fold)) &&
          !flush (self, tasks, error))
        return FALSE;
      task.fold = kind == LANE_FOLD ? fold : self->n_folds;
      if (is_ready (self, place, fold))
        g_array_append_val (tasks, task);
      if (is_split && !flush (self, tasks, error))
        return FALSE;
    }

  return flush (self, tasks, error);
}

static gboolean
run_fold (gsize index, gpointer user_data, GError **error)
{
  return run_lane (user_data, LANE_FOLD, index, error);
}

/* A fold is carried out to its end before the next one begins, as far as threads allow: so many
 * tables are in memory at once as there are threads, not folds. */
static gboolean
run_planned (TnRunner *self, GError **error)
{
  self->folds_done = FALSE;
  if (!run_lane (self, LANE_OUTSIDE, self->n_folds, error))
    return FALSE;
  if (self->folds != NULL &&
      !tn_pool_for (self->n_folds + 1, run_fold, self, self->cancellable, error))
    return FALSE;
  self->folds_done = TRUE;

  return run_lane (self, LANE_LAST, self->n_folds, error);
}

/* Once everything is planned: who needs not run says so, and what was kept for readers that
 * did not come is let go. */
static void
settle (TnRunner *self)
{
  self->all_planned = TRUE;
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TnRunnerNode *node = &self->nodes[self->order[i]];

      for (guint j = 0; j < node->n_cells; j++)
        {
          TnCell *cell = &node->cells[j];

          if (!cell->ran && !cell->runs)
            tn_runner_tell_notes (self, node, cell, TRUE);
          if (cell->n_readers == 0 && !cell->kept && !cell->runs)
            tn_cell_clear_outputs (cell, node->node->spec);
        }
      if (!node->wanted || node->n_runs > 0 || node->ever_ran)
        continue;
      add_progress (self, node->weight);
      if (self->hooks.status != NULL)
        self->hooks.status (node->node->id, TN_NODE_CACHED, 0, self->hook_data);
    }
}

/* Once for each step: how many of its fits were cut short. */
static void
tell_stops (TnRunner *self)
{
  for (guint i = 0; i < self->n_nodes && self->hooks.warn != NULL; i++)
    {
      const TnRunnerNode *node = &self->nodes[self->order[i]];
      g_autoptr (TnMessage) message = NULL;
      guint n_stopped = 0;

      for (guint j = 0; j < node->n_cells; j++)
        n_stopped += node->cells[j].stopped;
      if (n_stopped == 0)
        continue;
      message = tn_message_new_plural (
          TN_PLURAL (
              N_ ("“{step}” was asked to stop: {n} fit of {all} was cut short after at most "
                  "{rounds} rounds and kept its best. All figures are of this shorter run."),
              N_ ("“{step}” was asked to stop: {n} fits of {all} were cut short after at most "
                  "{rounds} rounds and kept their best. All figures are of this shorter "
                  "run.")),
          n_stopped);
      message = tn_message_take (message, "step", tn_message_new (node->node->spec->title));
      message = tn_message_count (message, "all", node->n_cells);
      message = tn_message_count (message, "rounds", node->stop_limit);
      self->hooks.warn (node->node->id, "learning.stopped", message, self->hook_data);
    }
}

static gboolean
run_wanted (TnRunner *self, TnProgress *progress, GCancellable *cancellable, GError **error)
{
  gboolean has_folds = FALSE;

  self->progress = progress;
  self->cancellable = cancellable;
  self->work_all = 0;
  for (guint i = 0; i < self->n_nodes; i++)
    {
      self->work_all += self->nodes[i].wanted ? self->nodes[i].weight : 0;
      self->nodes[i].behind &= !self->scoring;
      has_folds |= self->nodes[i].wanted && self->nodes[i].behind;
    }

  tn_runner_plan_sources (self);
  if (!run_lane (self, LANE_OUTSIDE, self->n_folds, error))
    return FALSE;
  tn_runner_plan (self, FALSE);
  if (!has_folds)
    settle (self);
  if (!run_planned (self, error))
    return FALSE;
  if (!has_folds)
    return TRUE;
  tn_runner_plan (self, TRUE);
  settle (self);

  return run_planned (self, error);
}

/**
 * tn_runner_run:
 * @error: as the first node says that could not go on, with that node's id
 *
 * Carries out every node, as far as it is not known already.
 */
gboolean
tn_runner_run (TnRunner *self, TnProgress *progress, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->n_nodes; i++)
    self->nodes[i].wanted = TRUE;
  if (!run_wanted (self, progress, cancellable, error))
    return FALSE;
  tell_stops (self);

  return TRUE;
}

/* Everything @place needs; places come after what they need, so one way back is enough. */
static void
want_upstream (TnRunner *self, guint wanted)
{
  self->nodes[wanted].wanted = TRUE;
  for (guint i = self->n_nodes; i-- > 0;)
    {
      guint place = self->order[i];

      for (guint j = self->incoming.begin[place];
           self->nodes[place].wanted && j < self->incoming.begin[place + 1]; j++)
        self->nodes[tn_graph_get_link (self->graph, self->incoming.links[j])->from].wanted = TRUE;
    }
}

/**
 * tn_runner_set_state:
 *
 * Gives what a node of the final fit learned, before tn_runner_score().
 */
void
tn_runner_set_state (TnRunner *self, const char *node, const TnNodeState *state)
{
  int place = tn_graph_find_node (self->graph, node);

  g_return_if_fail (place >= 0);

  g_clear_pointer (&self->nodes[place].given, tn_node_state_unref);
  self->nodes[place].given = tn_node_state_ref (state);
}

/**
 * tn_runner_score:
 * @until: id of the node whose output is wanted
 * @as_of: the moment rows are made as of; %TN_TIME_MISSING for the end of the data
 * @error: %TN_ERROR_NOT_FOUND when a node on the way has no stored state
 *
 * Applies; nothing is fitted.
 */
gboolean
tn_runner_score (TnRunner *self,
                 const char *until,
                 gint64 as_of,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  int place = tn_graph_require_node (self->graph, until, error);

  if (place < 0)
    return FALSE;
  self->scoring = TRUE;
  self->as_of = as_of;
  self->nodes[place].is_asked = TRUE;
  want_upstream (self, place);

  return run_wanted (self, progress, cancellable, error);
}

/**
 * tn_runner_get_offers:
 *
 * Returns: (transfer none) (element-type TnRepair): after a run that ended with an error: what
 *   its steps say can be done about it; several folds may say the same
 */
GPtrArray *
tn_runner_get_offers (const TnRunner *self)
{
  return self->offers;
}

guint
tn_runner_get_n_folds (const TnRunner *self)
{
  return self->n_folds;
}

const TnFolds *
tn_runner_get_folds (const TnRunner *self)
{
  return self->folds;
}

/**
 * tn_runner_get_output:
 *
 * Returns: (transfer none) (nullable): what the node gave, as long as it is kept: scores and
 *   results of the final fit, and what no other node takes, to the end
 */
TnPacket *
tn_runner_get_output (const TnRunner *self, const char *node, const char *port, guint fold)
{
  int place = tn_graph_find_node (self->graph, node);
  int output = place >= 0 ? tn_node_spec_find_output (self->nodes[place].node->spec, port) : -1;
  const TnCell *cell;

  if (output < 0 || self->nodes[place].cells == NULL)
    return NULL;
  cell = tn_runner_cell (&self->nodes[place], fold);

  return cell->outputs != NULL ? cell->outputs[output] : NULL;
}

const TnNodeState *
tn_runner_get_state (const TnRunner *self, const char *node, guint fold)
{
  int place = tn_graph_find_node (self->graph, node);

  if (place < 0 || self->nodes[place].cells == NULL)
    return NULL;

  return tn_runner_cell (&self->nodes[place], fold)->state;
}
