/* wb-step-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-state.h"

#include <math.h>

#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-run-figure.h"
#include "wb-step-facts.h"
#include "wb-words.h"

/* One run as far as steps are concerned. */
typedef struct
{
  const TnRun *run;
  TnGraph *graph;  /* nullable */
  gboolean *fresh; /* for each node of the pipeline: the same, and all that leads to it */
} Then;

static void
then_clear (Then *self)
{
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_free (self->fresh);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Then, then_clear)

static gboolean
had_link (TnGraph *then, const TnGraph *now, const TnGraphLink *link)
{
  int from = tn_graph_find_node (then, tn_graph_get_node (now, link->from)->id);
  int to = tn_graph_find_node (then, tn_graph_get_node (now, link->to)->id);

  for (guint i = 0; i < tn_graph_get_n_links (then); i++)
    {
      const TnGraphLink *at = tn_graph_get_link (then, i);

      if ((int) at->from == from && (int) at->to == to && at->from_port == link->from_port &&
          at->to_port == link->to_port)
        return TRUE;
    }

  return FALSE;
}

static guint
count_links (TnGraph *graph, int to)
{
  guint n = 0;

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    n += (int) tn_graph_get_link (graph, i)->to == to;

  return n;
}

static gboolean
is_fresh (const Then *self, TnGraph *active, guint place)
{
  const TnGraphNode *node = tn_graph_get_node (active, place);
  int before = tn_graph_find_node (self->graph, node->id);

  if (before < 0 ||
      !tn_graph_node_is_same (node, tn_graph_get_node (self->graph, (guint) before)) ||
      count_links (active, (int) place) != count_links (self->graph, before))
    return FALSE;
  for (guint i = 0; i < tn_graph_get_n_links (active); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (active, i);

      if (link->to == place && (!self->fresh[link->from] || !had_link (self->graph, active, link)))
        return FALSE;
    }

  return TRUE;
}

static void
then_init (Then *self, const TnRun *run, TnGraph *active, const guint *order)
{
  self->run = run;
  self->graph = run->snapshot != NULL ? tn_graph_from_json (run->snapshot, NULL) : NULL;
  self->fresh = g_new0 (gboolean, tn_graph_get_n_nodes (active) + 1);
  for (guint i = 0; self->graph != NULL && i < tn_graph_get_n_nodes (active); i++)
    self->fresh[order[i]] = is_fresh (self, active, order[i]);
}

static JsonObject *
get_info (const TnRun *run, const char *member)
{
  return tn_json_object (tn_run_get_info (run), member);
}

/* The largest of its outputs. A step that was recalled tells nothing; an older run may. */
static void
take_result (WbStepState *self, const TnRun *run, const char *node)
{
  JsonObject *shapes = tn_json_object (get_info (run, "shapes"), node);
  g_autoptr (GList) pairs = shapes != NULL ? json_object_get_values (shapes) : NULL;
  double seconds = tn_json_double (get_info (run, "seconds"), node, -1);

  if (self->seconds < 0)
    self->seconds = seconds;
  if (!isfinite (self->auc))
    self->auc = tn_run_get_model_figure (run, node);
  for (GList *at = pairs; at != NULL && self->rows < 0; at = at->next)
    {
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (at->data) ? json_node_get_array (at->data) : NULL;
      gint64 rows = tn_json_int_at (pair, 0, -1), columns = tn_json_int_at (pair, 1, -1);

      if (rows < 0 || columns < 0)
        continue;
      self->rows = rows;
      self->columns = columns;
    }
}

static gboolean
stumbled_at (const TnRun *run, const char *node)
{
  return run->status == TN_RUN_FAILED &&
         g_strcmp0 (tn_json_string (get_info (run, "error"), "node", NULL), node) == 0;
}

static void
look_at_run (WbStepState *self, const Then *then, const TnGraphNode *node, gboolean fresh)
{
  int before = then->graph != NULL ? tn_graph_find_node (then->graph, node->id) : -1;
  gboolean settled = self->standing != WB_STANDING_READY;

  if (before < 0)
    return;
  if (fresh && !settled && stumbled_at (then->run, node->id))
    self->standing = WB_STANDING_FAILED;
  if (then->run->status != TN_RUN_DONE)
    return;
  if (fresh && (!settled || self->standing == WB_STANDING_DONE))
    {
      self->standing = WB_STANDING_DONE;
      self->run = self->run != 0 ? self->run : then->run->id;
      take_result (self, then->run, node->id);
    }
  else if (!settled && self->run == 0)
    {
      self->run = then->run->id;
      self->standing = tn_graph_node_is_same (node, tn_graph_get_node (then->graph, (guint) before))
                           ? WB_STANDING_STALE
                           : WB_STANDING_CHANGED;
    }
}

static gboolean
is_settled (const WbStepState *states, guint n)
{
  for (guint i = 0; i < n; i++)
    if (states[i].standing == WB_STANDING_READY || states[i].standing == WB_STANDING_CHANGED ||
        states[i].standing == WB_STANDING_STALE)
      return FALSE;

  return TRUE;
}

/* An older run that is of the step as it is now counts more than a younger one that is not. */
static void
look_at_runs (WbStepState *states, TnGraph *graph, TnGraph *active, GPtrArray *runs)
{
  g_autofree guint *order = tn_graph_sort (active, NULL);
  guint n_looked = MIN (runs->len, TN_RUNS_LOOKED_AT);

  for (guint i = 0; order != NULL && i < n_looked; i++)
    {
      /* A few more, for what recalled steps gave. */
      if (i >= 3 && is_settled (states, tn_graph_get_n_nodes (graph)))
        break;

      g_auto (Then) then = { 0 };

      then_init (&then, g_ptr_array_index (runs, i), active, order);
      for (guint k = 0; k < tn_graph_get_n_nodes (graph); k++)
        {
          const TnGraphNode *node = tn_graph_get_node (graph, k);
          int place = tn_graph_find_node (active, node->id);
          gboolean fresh = place >= 0 && then.fresh[place];

          if (states[k].standing == WB_STANDING_UNREADY && fresh &&
              stumbled_at (then.run, node->id))
            states[k].standing = WB_STANDING_FAILED;
          if (place < 0 || states[k].standing < WB_STANDING_READY)
            continue;
          if (states[k].standing == WB_STANDING_CHANGED || states[k].standing == WB_STANDING_STALE)
            {
              if (!fresh || then.run->status != TN_RUN_DONE)
                continue;
              states[k].standing = WB_STANDING_READY;
              states[k].run = 0;
            }
          look_at_run (&states[k], &then, node, fresh);
        }
    }
}

/* What goes on now says more than any run before. */
static void
look_at_live (WbStepState *states, TnGraph *graph, WbRun *run)
{
  GPtrArray *steps = run != NULL && wb_run_is_going (run) ? wb_run_get_steps (run) : NULL;

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const WbStep *step = g_ptr_array_index (steps, i);
      int place = tn_graph_find_node (graph, step->node);

      if (place < 0 || states[place].standing <= WB_STANDING_OFF)
        continue;
      if (step->status == WB_STEP_RUNNING)
        states[place].standing = WB_STANDING_RUNNING;
      else if (step->status == WB_STEP_WAITING)
        states[place].standing = WB_STANDING_WAITING;
      else
        {
          states[place].standing = WB_STANDING_DONE;
          states[place].seconds = step->seconds;
        }
    }
}

static void
expect (WbStepState *states, const TnGraph *graph, const TnEstimate *estimate)
{
  for (guint i = 0; i < estimate->nodes->len; i++)
    {
      const TnNodeEstimate *at = g_ptr_array_index (estimate->nodes, i);
      int place = tn_graph_find_node (graph, at->node);

      if (place < 0)
        continue;
      states[place].expected_seconds = at->seconds;
      states[place].expected_bytes = at->bytes;
    }
}

WbStepState *
wb_step_states_read (WbProject *project, GPtrArray *issues, const TnEstimate *estimate)
{
  const WbState *state = wb_project_get_state (project);
  guint n = tn_graph_get_n_nodes (state->graph);
  g_autoptr (TnGraph) active = tn_graph_new_active (state->graph);
  WbStepState *states = g_new0 (WbStepState, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (state->graph, i);

      states[i] = (WbStepState){ WB_STANDING_READY, 0, -1, -1, -1, -1, -1, NAN };
      if (node->spec == NULL)
        states[i].standing = WB_STANDING_UNKNOWN;
      else if (tn_graph_node_is_off (node))
        states[i].standing = WB_STANDING_OFF;
      else if (wb_issues_find (issues, node->id) != NULL)
        states[i].standing = WB_STANDING_UNREADY;
    }
  look_at_runs (states, state->graph, active, state->runs);
  look_at_live (states, state->graph, wb_project_get_run (project));
  if (estimate != NULL)
    expect (states, state->graph, estimate);

  return states;
}

const char *
wb_standing_say (WbStanding standing)
{
  static const char *const words[] = {
    [WB_STANDING_UNKNOWN] = N_ ("Not known"),
    [WB_STANDING_OFF] = N_ ("Switched off"),
    [WB_STANDING_UNREADY] = N_ ("Cannot run yet"),
    [WB_STANDING_READY] = N_ ("Not run yet"),
    [WB_STANDING_WAITING] = N_ ("Waiting"),
    [WB_STANDING_RUNNING] = N_ ("Running"),
    [WB_STANDING_DONE] = N_ ("Done"),
    [WB_STANDING_CHANGED] = N_ ("Settings changed"),
    [WB_STANDING_STALE] = N_ ("Needs a new run"),
    [WB_STANDING_FAILED] = N_ ("Stopped here"),
  };

  return wb_say (words[standing]);
}

const char *
wb_standing_get_icon (WbStanding standing)
{
  static const char *const icons[] = {
    [WB_STANDING_UNKNOWN] = "dialog-question-symbolic",
    [WB_STANDING_OFF] = "tenure-off-symbolic",
    [WB_STANDING_UNREADY] = "dialog-warning-symbolic",
    [WB_STANDING_READY] = "media-playback-start-symbolic",
    [WB_STANDING_WAITING] = "tenure-clock-symbolic",
    [WB_STANDING_RUNNING] = "content-loading-symbolic",
    [WB_STANDING_DONE] = "object-select-symbolic",
    [WB_STANDING_CHANGED] = "view-refresh-symbolic",
    [WB_STANDING_STALE] = "view-refresh-symbolic",
    [WB_STANDING_FAILED] = "dialog-error-symbolic",
  };

  return icons[standing];
}

static gboolean
is_to_come (WbStanding standing)
{
  return standing == WB_STANDING_READY || standing == WB_STANDING_WAITING ||
         standing == WB_STANDING_CHANGED || standing == WB_STANDING_STALE;
}

char *
wb_step_state_say_expected (const WbStepState *self)
{
  g_autofree char *size = wb_say_size (MAX (self->expected_bytes, 0));
  TnMessage *message;

  /* Without rows there is nothing to reckon with. */
  if (self->expected_seconds < 0 || self->expected_bytes <= 0)
    return NULL;
  if (self->expected_seconds < 1)
    message = tn_message_new (N_ ("less than a second, {size} of memory"));
  else
    message = tn_message_duration_about (tn_message_new (N_ ("about {time}, {size} of memory")),
                                         "time", self->expected_seconds);

  return wb_say_take (tn_message_text (message, "size", size));
}

static char *
say_rows (const WbStepState *self)
{
  TnMessage *message;

  if (self->rows < 0)
    return NULL;
  message =
      tn_message_new_plural (TN_PLURAL ("{n} row × {columns}", "{n} rows × {columns}"), self->rows);
  tn_message_count (message, "n", self->rows);

  return wb_say_take (tn_message_count (message, "columns", self->columns));
}

static char *
say_auc (const WbStepState *self)
{
  if (!isfinite (self->auc))
    return NULL;

  return wb_say_take (
      tn_message_number (tn_message_new (N_ ("AUC {value}")), "value", self->auc, 3));
}

static void
add_part (GString *text, const char *part)
{
  if (part == NULL)
    return;
  g_string_append (text, text->len > 0 ? " · " : "");
  g_string_append (text, part);
}

/**
 * wb_step_state_say_result:
 *
 * Returns: (transfer full) (nullable): “541,909 rows × 8 · 0.2 s”, of a learner “AUC 0.741 · 3 s”
 */
char *
wb_step_state_say_result (const WbStepState *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *auc = say_auc (self);
  g_autofree char *rows = say_rows (self);
  g_autofree char *seconds =
      self->seconds >= 0.05 ? tn_language_format_duration (wb_language (), self->seconds) : NULL;

  if (is_to_come (self->standing))
    return wb_step_state_say_expected (self);
  if (self->standing != WB_STANDING_DONE)
    return NULL;
  add_part (text, auc);
  add_part (text, rows);
  add_part (text, seconds);

  return text->len > 0 ? g_strdup (text->str) : NULL;
}
