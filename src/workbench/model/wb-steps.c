/* wb-steps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-steps.h"

#include "tn-estimate.h"
#include "tn-pipeline-check.h"
#include "tn-pool.h"
#include "wb-work.h"

struct _WbSteps
{
  GObject parent_instance;

  WbProject *project;
  char *chosen;       /* nullable */
  GHashTable *picked; /* ids of all that are chosen */
  GPtrArray *issues;
  TnEstimate *estimate; /* nullable: of the pipeline before the last change until it is reckoned */
  WbStepState *states;  /* nullable */
  GCancellable *checking; /* nullable */
};

enum
{
  CHANGED,
  FACTS_CHANGED,
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbSteps, wb_steps, G_TYPE_OBJECT)

WbProject *
wb_steps_get_project (WbSteps *self)
{
  return self->project;
}

TnGraph *
wb_steps_get_graph (WbSteps *self)
{
  return wb_project_get_state (self->project)->graph;
}

TnBoard *
wb_steps_get_board (WbSteps *self)
{
  return wb_project_get_state (self->project)->board;
}

gboolean
wb_steps_may_change (WbSteps *self)
{
  const WbState *state = wb_project_get_state (self->project);

  return state->graph != NULL && !state->read_only;
}

GPtrArray *
wb_steps_get_issues (WbSteps *self)
{
  return self->issues;
}

const WbStepState *
wb_steps_get_states (WbSteps *self)
{
  return self->states;
}

/* How they stand: what the graph lacks at once, what its data lack as soon as that is known */

typedef struct
{
  TnProject *store;
  char *pipeline;
  TnGraph *graph;
} CheckWork;

/* @estimate: (nullable): a pipeline that cannot run costs nothing that could be told */
typedef struct
{
  GPtrArray *issues;
  TnEstimate *estimate;
} Checked;

static void
checked_free (gpointer data)
{
  Checked *self = data;

  g_clear_pointer (&self->issues, g_ptr_array_unref);
  g_clear_pointer (&self->estimate, tn_estimate_free);
  g_free (self);
}

static void
check_free (gpointer data)
{
  CheckWork *self = data;

  tn_project_unref (self->store);
  tn_graph_unref (self->graph);
  g_free (self->pipeline);
  g_free (self);
}

static gpointer
check_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  CheckWork *self = data;
  GPtrArray *issues = tn_project_check_pipeline (self->store, self->pipeline, error);
  Checked *checked;

  if (issues == NULL)
    return NULL;
  checked = g_new0 (Checked, 1);
  checked->issues = issues;
  checked->estimate =
      tn_estimate_new (self->store, self->graph, self->pipeline, tn_pool_get_threads (), NULL);

  return checked;
}

static void
read_states (WbSteps *self)
{
  g_free (self->states);
  self->states = wb_step_states_read (self->project, self->issues, self->estimate);
  g_signal_emit (self, signals[FACTS_CHANGED], 0);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbSteps *self = user_data;
  g_autoptr (GError) error = NULL;
  Checked *checked = wb_work_finish (result, &error);

  if (checked == NULL)
    return;
  if (wb_steps_get_graph (self) != NULL)
    {
      g_clear_object (&self->checking);
      g_ptr_array_unref (self->issues);
      self->issues = g_steal_pointer (&checked->issues);
      g_clear_pointer (&self->estimate, tn_estimate_free);
      self->estimate = g_steal_pointer (&checked->estimate);
      read_states (self);
    }
  checked_free (checked);
}

static void
stop_checking (WbSteps *self)
{
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
check (WbSteps *self, TnGraph *graph)
{
  CheckWork *work = g_new0 (CheckWork, 1);

  stop_checking (self);
  g_ptr_array_unref (self->issues);
  self->issues = tn_graph_check (graph);
  self->checking = g_cancellable_new ();
  work->store = tn_project_ref (wb_project_get_store (self->project));
  work->pipeline = g_strdup (wb_project_get_state (self->project)->pipeline);
  work->graph = tn_graph_ref (graph);
  wb_work_start (WB_LANE_LOOK, self, check_in_worker, work, check_free, checked_free,
                 self->checking, on_checked, self);
}

/* Which are chosen */

const char *
wb_steps_get_chosen (WbSteps *self)
{
  return self->chosen;
}

gboolean
wb_steps_is_chosen (WbSteps *self, const char *node)
{
  return g_hash_table_contains (self->picked, node);
}

GPtrArray *
wb_steps_list_chosen (WbSteps *self)
{
  TnGraph *graph = wb_steps_get_graph (self);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; graph != NULL && i < tn_graph_get_n_nodes (graph); i++)
    if (wb_steps_is_chosen (self, tn_graph_get_node (graph, i)->id))
      g_ptr_array_add (list, g_strdup (tn_graph_get_node (graph, i)->id));

  return list;
}

static void
set_chosen (WbSteps *self, const char *node)
{
  char *copy = g_strdup (node);

  g_free (self->chosen);
  self->chosen = copy;
}

void
wb_steps_choose (WbSteps *self, const char *node)
{
  set_chosen (self, node);
  g_hash_table_remove_all (self->picked);
  if (self->chosen != NULL)
    g_hash_table_add (self->picked, g_strdup (self->chosen));
  g_signal_emit (self, signals[CHOSEN], 0);
}

void
wb_steps_choose_all (WbSteps *self, GPtrArray *nodes)
{
  if (nodes->len == 0)
    return;
  g_hash_table_remove_all (self->picked);
  for (guint i = 0; i < nodes->len; i++)
    g_hash_table_add (self->picked, g_strdup (g_ptr_array_index (nodes, i)));
  set_chosen (self, g_ptr_array_index (nodes, nodes->len - 1));
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* One stays chosen: settings and preview are always of something. */
void
wb_steps_toggle (WbSteps *self, const char *node)
{
  if (!wb_steps_is_chosen (self, node))
    {
      g_hash_table_add (self->picked, g_strdup (node));
      set_chosen (self, node);
    }
  else if (g_hash_table_size (self->picked) > 1)
    {
      GHashTableIter iter;
      gpointer other;

      g_hash_table_remove (self->picked, node);
      g_hash_table_iter_init (&iter, self->picked);
      if (g_strcmp0 (self->chosen, node) == 0 && g_hash_table_iter_next (&iter, &other, NULL))
        set_chosen (self, other);
    }
  g_signal_emit (self, signals[CHOSEN], 0);
}

void
wb_steps_choose_next (WbSteps *self, const char *node)
{
  set_chosen (self, node);
  g_hash_table_remove_all (self->picked);
  g_hash_table_add (self->picked, g_strdup (node));
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  return tn_graph_find_node (user_data, key) < 0;
}

static void
keep_choice (WbSteps *self, TnGraph *graph)
{
  g_hash_table_foreach_remove (self->picked, is_gone, graph);
  if (self->chosen != NULL && tn_graph_find_node (graph, self->chosen) < 0)
    g_clear_pointer (&self->chosen, g_free);
  if (self->chosen == NULL && tn_graph_get_n_nodes (graph) > 0)
    self->chosen = g_strdup (tn_graph_get_node (graph, 0)->id);
  if (self->chosen != NULL)
    g_hash_table_add (self->picked, g_strdup (self->chosen));
}

/* The project */

static void
on_changed (WbProject *project, WbSteps *self)
{
  TnGraph *graph = wb_steps_get_graph (self);

  if (graph == NULL)
    {
      stop_checking (self);
      g_clear_pointer (&self->states, g_free);
      g_clear_pointer (&self->chosen, g_free);
      g_hash_table_remove_all (self->picked);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  keep_choice (self, graph);
  check (self, graph);
  g_free (self->states);
  self->states = wb_step_states_read (self->project, self->issues, self->estimate);
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[FACTS_CHANGED], 0);
}

static void
on_run_changed (WbProject *project, WbSteps *self)
{
  if (self->states != NULL)
    read_states (self);
}

static void
wb_steps_dispose (GObject *object)
{
  WbSteps *self = WB_STEPS (object);

  stop_checking (self);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  G_OBJECT_CLASS (wb_steps_parent_class)->dispose (object);
}

static void
wb_steps_finalize (GObject *object)
{
  WbSteps *self = WB_STEPS (object);

  g_clear_object (&self->project);
  g_free (self->chosen);
  g_free (self->states);
  g_hash_table_unref (self->picked);
  g_ptr_array_unref (self->issues);
  g_clear_pointer (&self->estimate, tn_estimate_free);

  G_OBJECT_CLASS (wb_steps_parent_class)->finalize (object);
}

static void
wb_steps_class_init (WbStepsClass *klass)
{
  static const char *const names[] = { "changed", "facts-changed", "chosen" };

  G_OBJECT_CLASS (klass)->dispose = wb_steps_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_steps_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], WB_TYPE_STEPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
wb_steps_init (WbSteps *self)
{
  self->picked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->issues = g_ptr_array_new ();
}

WbSteps *
wb_steps_new (WbProject *project)
{
  WbSteps *self = g_object_new (WB_TYPE_STEPS, NULL);

  self->project = g_object_ref (project);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (project, "run-changed", G_CALLBACK (on_run_changed), self);
  on_changed (project, self);

  return self;
}
