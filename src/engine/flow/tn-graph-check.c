/* tn-graph-check.c: what a pipeline lacks before it can run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-private.h"

#include "tn-error.h"

static void
issue_free (gpointer data)
{
  TnGraphIssue *issue = data;

  tn_message_unref (issue->message);
  g_free (issue);
}

static void
add_issue (GPtrArray *issues, const TnGraphNode *node, const char *param, const char *code,
           TnMessage *message)
{
  TnGraphIssue *issue = g_new0 (TnGraphIssue, 1);

  issue->node = node != NULL ? node->id : NULL;
  issue->param = param;
  issue->code = code;
  issue->message = message;
  g_ptr_array_add (issues, issue);
}

static TnMessage *
node_title (const TnGraphNode *node)
{
  return node->spec != NULL ? tn_message_new (node->spec->title) : tn_message_new_literal (node->type);
}

static guint
count_links_to (const TnGraph *self, guint node, guint port)
{
  guint n = 0;

  for (guint i = 0; i < self->links->len; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self, i);

      n += link->to == node && link->to_port == port;
    }

  return n;
}

static void
check_inputs (TnGraph *self, guint place, GPtrArray *issues)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);

  for (guint port = 0; port < tn_node_spec_count_inputs (node->spec); port++)
    {
      const TnPortSpec *input = &node->spec->inputs[port];
      guint n = count_links_to (self, place, port);

      if (n == 0 && !input->optional)
        add_issue (issues, node, NULL, "missing_input",
                   tn_message_take (
                       tn_message_take (tn_message_new (N_("The step “{step}” has nothing at its input "
                                                           "“{input}”. Link a step to it.")),
                                        "step", node_title (node)),
                       "input", tn_message_new (input->title)));
      if (n > 1 && !input->many)
        add_issue (issues, node, NULL, "too_many_inputs",
                   tn_message_take (
                       tn_message_take (tn_message_new (N_("The input “{input}” of “{step}” takes one "
                                                           "link. Remove the others.")),
                                        "step", node_title (node)),
                       "input", tn_message_new (input->title)));
    }
}

static void
check_params (const TnGraphNode *node, GPtrArray *issues)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnParams) params = tn_params_new (node->spec, node->values, &error);

  if (params == NULL)
    add_issue (issues, node, NULL, "setting", tn_message_ref (tn_error_get_message (error)));
}

/* Places of all nodes from which @place can be reached, as a bit each. */
static void
mark_upstream (const TnGraph *self, guint place, gboolean *marked)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self, i);

      if (link->to == place && !marked[link->from])
        {
          marked[link->from] = TRUE;
          mark_upstream (self, link->from, marked);
        }
    }
}

static gboolean
takes_table (const TnNodeSpec *spec)
{
  for (const TnPortSpec *port = spec->inputs; port != NULL && port->id != NULL; port++)
    if (port->type == TN_PORT_EVENTS)
      return FALSE;

  return tn_node_spec_count_inputs (spec) > 0;
}

/* What learns from rows before the rows are split has seen the test rows. */
static void
check_order_of_learning (TnGraph *self, guint split, GPtrArray *issues)
{
  g_autofree gboolean *upstream = g_new0 (gboolean, self->nodes->len);

  mark_upstream (self, split, upstream);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);

      if (upstream[i] && node->spec != NULL && node->spec->fit != NULL && takes_table (node->spec))
        add_issue (issues, node, NULL, "learns_before_split",
                   tn_message_take (
                       tn_message_take (tn_message_new (N_("“{step}” learns from rows that are tested "
                                                           "later. Move it behind “{split}”.")),
                                        "step", node_title (node)),
                       "split", node_title (tn_graph_get_node (self, split))));
    }
}

static void
check_splits (TnGraph *self, GPtrArray *issues)
{
  g_autofree gboolean *upstream = g_new0 (gboolean, MAX (self->nodes->len, 1));
  guint n_splits = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);

      if (node->spec == NULL || !(node->spec->flags & TN_NODE_SPLITS))
        continue;
      check_order_of_learning (self, i, issues);
      if (++n_splits > 1)
        add_issue (issues, node, NULL, "two_splits",
                   tn_message_new (N_("A pipeline is split into folds once. Remove one of the two steps "
                                      "that split.")));
    }
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);
      gboolean has_split = FALSE;

      if (node->spec == NULL || !(node->spec->flags & TN_NODE_LEARNER))
        continue;
      memset (upstream, 0, sizeof (gboolean) * self->nodes->len);
      mark_upstream (self, i, upstream);
      for (guint j = 0; j < self->nodes->len; j++)
        {
          const TnGraphNode *other = tn_graph_get_node (self, j);

          has_split |= upstream[j] && other->spec != NULL && (other->spec->flags & TN_NODE_SPLITS);
        }
      if (!has_split)
        add_issue (issues, node, NULL, "no_split",
                   tn_message_take (tn_message_new (N_("“{step}” needs rows to be tested on that it does "
                                                       "not learn from. Put a split before it.")),
                                    "step", node_title (node)));
    }
}

/**
 * tn_graph_check:
 *
 * Returns: (transfer full) (element-type TnGraphIssue): everything that keeps the pipeline from
 *   running; empty when nothing does
 */
GPtrArray *
tn_graph_check (TnGraph *self)
{
  GPtrArray *issues = g_ptr_array_new_with_free_func (issue_free);
  g_autoptr (GError) error = NULL;
  g_autofree guint *order = tn_graph_sort (self, &error);

  if (self->nodes->len == 0)
    add_issue (issues, NULL, NULL, "empty",
               tn_message_new (N_("This pipeline has no steps. Choose a question to begin with.")));
  if (order == NULL)
    {
      add_issue (issues, NULL, NULL, "cycle", tn_message_ref (tn_error_get_message (error)));
      return issues;
    }

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);

      if (node->spec == NULL)
        {
          add_issue (issues, node, NULL, "unknown_node",
                     tn_message_text (tn_message_new (N_("The step “{step}” is not known to this version. "
                                                         "It is kept as it is; use a newer Tenure to run "
                                                         "it.")),
                                      "step", node->type));
          continue;
        }
      check_inputs (self, i, issues);
      check_params (node, issues);
    }
  check_splits (self, issues);

  return issues;
}

/**
 * tn_graph_require_sound:
 * @error: %TN_ERROR_ARGUMENT with the first issue and its node
 */
gboolean
tn_graph_require_sound (TnGraph *self, GError **error)
{
  g_autoptr (GPtrArray) issues = tn_graph_check (self);
  const TnGraphIssue *first = issues->len > 0 ? g_ptr_array_index (issues, 0) : NULL;

  if (first == NULL)
    return TRUE;
  tn_error_take (error,
                 g_str_equal (first->code, "learns_before_split") ? TN_ERROR_LEAK : TN_ERROR_ARGUMENT,
                 tn_message_ref (first->message));
  tn_error_place (error, first->node, NULL, 0);

  return FALSE;
}

/**
 * tn_graph_sort:
 * @error: %TN_ERROR_ARGUMENT when the links form a circle
 *
 * Returns: (transfer full) (array): places of the nodes so that each comes after what it needs,
 *   otherwise in the order they were made
 */
guint *
tn_graph_sort (const TnGraph *self, GError **error)
{
  guint n = self->nodes->len, n_done = 0, done_before;
  g_autofree guint *order = g_new (guint, MAX (n, 1));
  g_autofree guint *n_waiting = g_new0 (guint, MAX (n, 1));

  for (guint i = 0; i < self->links->len; i++)
    n_waiting[tn_graph_get_link (self, i)->to]++;

  do
    {
      done_before = n_done;
      for (guint i = 0; i < n; i++)
        {
          if (n_waiting[i] != 0)
            continue;
          n_waiting[i] = G_MAXUINT;
          order[n_done++] = i;
          for (guint j = 0; j < self->links->len; j++)
            if (tn_graph_get_link (self, j)->from == i)
              n_waiting[tn_graph_get_link (self, j)->to]--;
        }
    }
  while (n_done > done_before);

  if (n_done < n)
    {
      for (guint i = 0; i < n; i++)
        if (n_waiting[i] != G_MAXUINT)
          {
            tn_error_set (error, TN_ERROR_ARGUMENT,
                          N_("The links around “{step}” form a circle. Remove one of them."), "step",
                          tn_graph_get_node (self, i)->id, NULL);
            break;
          }
      return NULL;
    }

  return g_steal_pointer (&order);
}
