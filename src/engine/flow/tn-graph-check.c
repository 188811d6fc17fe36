/* tn-graph-check.c: what a pipeline lacks before it can run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-graph-private.h"
#include "tn-json.h"
#include "tn-repair.h"

static void
issue_free (gpointer data)
{
  TnGraphIssue *issue = data;

  g_free (issue->node);
  g_free (issue->param);
  g_free (issue->column);
  g_ptr_array_unref (issue->repairs);
  tn_message_unref (issue->message);
  g_free (issue);
}

GPtrArray *
tn_graph_issues_new (void)
{
  return g_ptr_array_new_with_free_func (issue_free);
}

typedef struct
{
  const TnGraph *graph;
  guint *places; /* of each node in the order of the pipeline */
} Sorting;

static int
compare_issues (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Sorting *self = user_data;
  const TnGraphIssue *one = *(TnGraphIssue *const *) a, *other = *(TnGraphIssue *const *) b;
  int i = one->node != NULL ? tn_graph_find_node (self->graph, one->node) : -1;
  int k = other->node != NULL ? tn_graph_find_node (self->graph, other->node) : -1;
  gint64 place = i >= 0 ? (gint64) self->places[i] : -1;
  gint64 other_place = k >= 0 ? (gint64) self->places[k] : -1;

  return (place > other_place) - (place < other_place);
}

void
tn_graph_issues_sort (GPtrArray *issues, const TnGraph *graph)
{
  guint n = tn_graph_get_n_nodes (graph);
  g_autofree guint *order = tn_graph_sort (graph, NULL);
  g_autofree guint *places = g_new0 (guint, n + 1);
  Sorting sorting = { graph, places };

  for (guint i = 0; order != NULL && i < n; i++)
    places[order[i]] = i;
  if (order != NULL)
    g_ptr_array_sort_with_data (issues, compare_issues, &sorting);
}

TnGraphIssue *
tn_graph_add_issue (GPtrArray *issues,
                    const TnGraphNode *node,
                    const char *param,
                    const char *code,
                    TnMessage *message)
{
  TnGraphIssue *issue = g_new0 (TnGraphIssue, 1);

  issue->node = node != NULL ? g_strdup (node->id) : NULL;
  issue->param = g_strdup (param);
  issue->code = g_intern_string (code);
  issue->message = message;
  issue->repairs = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_repair_unref);
  g_ptr_array_add (issues, issue);

  return issue;
}

static TnMessage *
say_input (const char *id, const TnGraphNode *node, const TnPortSpec *input)
{
  return tn_message_take (tn_message_take (tn_message_new (id), "step", tn_graph_node_title (node)),
                          "input", tn_message_new (input->title));
}

static void
check_inputs (TnGraph *self, const TnGraphEnds *incoming, guint place, GPtrArray *issues)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  guint n_ports = tn_node_spec_count_inputs (node->spec);
  g_autofree guint *n_links = g_new0 (guint, n_ports + 1);

  for (guint i = incoming->begin[place]; i < incoming->begin[place + 1]; i++)
    n_links[tn_graph_get_link (self, incoming->links[i])->to_port]++;
  for (guint port = 0; port < n_ports; port++)
    {
      const TnPortSpec *input = &node->spec->inputs[port];
      guint n = n_links[port];
      TnGraphIssue *issue;

      if (n == 0 && !input->optional)
        {
          issue = tn_graph_add_issue (
              issues, node, NULL, "missing_input",
              say_input (N_ ("The step “{step}” has nothing at its input “{input}”. Link a step to "
                             "it."),
                         node, input));
          tn_graph_offer_input (self, place, port, issue->repairs);
        }
      if (n > 1 && !input->many)
        {
          issue = tn_graph_add_issue (
              issues, node, NULL, "too_many_inputs",
              say_input (N_ ("The input “{input}” of “{step}” takes one link. Remove the others."),
                         node, input));
          tn_graph_offer_one_link (self, place, port, issue->repairs);
        }
    }
}

/* Each setting by itself, so that each is told. */
static void
check_params (const TnGraphNode *node, GPtrArray *issues)
{
  g_autoptr (GList) names = json_object_get_members (node->values);

  for (GList *at = names; at != NULL; at = at->next)
    {
      const TnParamSpec *param = tn_node_spec_find_param (node->spec, at->data);
      JsonNode *value = json_object_get_member (node->values, at->data);
      g_autoptr (GError) error = NULL;
      TnGraphIssue *issue;

      if (tn_params_check_value (node->spec, at->data, value, &error))
        continue;
      issue = tn_graph_add_issue (issues, node, param != NULL ? param->id : NULL, "setting",
                                  tn_message_ref (tn_error_get_message (error)));
      if (param != NULL)
        tn_graph_offer_value (node, param, value, issue->repairs);
      else
        tn_graph_offer_known_param (node, at->data, issue->repairs);
    }
}

/* Marks every node that can be reached from the marked ones along @ends, with the mark of
 * the one it was reached from first. Marks are places + 1. */
static void
spread_marks (const TnGraph *self, const TnGraphEnds *ends, gboolean incoming, guint *marks)
{
  g_autofree guint *queue = g_new (guint, MAX (self->nodes->len, 1));
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    if (marks[i] != 0)
      queue[n++] = i;
  for (guint at = 0; at < n; at++)
    for (guint i = ends->begin[queue[at]]; i < ends->begin[queue[at] + 1]; i++)
      {
        const TnGraphLink *link = tn_graph_get_link (self, ends->links[i]);
        guint next = incoming ? link->from : link->to;

        if (marks[next] != 0)
          continue;
        marks[next] = marks[queue[at]];
        queue[n++] = next;
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

static gboolean
splits (const TnGraphNode *node)
{
  return node->spec != NULL && (node->spec->flags & TN_NODE_SPLITS);
}

static guint *
mark_splits (const TnGraph *self)
{
  guint *marks = g_new0 (guint, MAX (self->nodes->len, 1));

  for (guint i = 0; i < self->nodes->len; i++)
    if (splits (tn_graph_get_node (self, i)))
      marks[i] = i + 1;

  return marks;
}

static TnMessage *
say_beside_split (const char *id, const TnGraph *self, const TnGraphNode *node, guint split)
{
  return tn_message_take (tn_message_take (tn_message_new (id), "step", tn_graph_node_title (node)),
                          "split", tn_graph_node_title (tn_graph_get_node (self, split)));
}

/* What learns from rows before the rows are split has seen the test rows. */
static void
check_order_of_learning (TnGraph *self, const TnGraphEnds *incoming, GPtrArray *issues)
{
  g_autofree guint *marks = mark_splits (self);

  spread_marks (self, incoming, TRUE, marks);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);

      TnGraphIssue *issue;

      if (marks[i] == 0 || node->spec == NULL || node->spec->fit == NULL ||
          !takes_table (node->spec))
        continue;
      issue = tn_graph_add_issue (
          issues, node, NULL, "learns_before_split",
          say_beside_split (N_ ("“{step}” learns from rows that are tested later. Move it behind "
                                "“{split}”."),
                            self, node, marks[i] - 1));
      tn_graph_offer_move (self, i, marks[i] - 1, TRUE, issue->repairs);
      tn_graph_offer_removal (self, i, issue->repairs);
    }
}

static void
tell_second_split (TnGraph *self, guint place, GPtrArray *issues)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  TnGraphIssue *issue = tn_graph_add_issue (
      issues, node, NULL, "two_splits",
      tn_message_text (tn_message_new (N_ ("“{step}” would split the rows a second time. Remove "
                                           "it, or the split before it.")),
                       "step", node->id));

  tn_graph_offer_removal (self, place, issue->repairs);
}

static void
tell_no_split (TnGraph *self, guint place, GPtrArray *issues)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  TnGraphIssue *issue = tn_graph_add_issue (
      issues, node, NULL, "no_split",
      tn_message_take (tn_message_new (N_ ("“{step}” needs rows to be tested on that it does not "
                                           "learn from. Put a split before it.")),
                       "step", tn_graph_node_title (node)));

  tn_graph_offer_split (self, place, issue->repairs);
}

/* Behind a split rows are kept one to one: folds, labels and scores are matched by row. */
static void
tell_changed_rows (TnGraph *self, guint place, guint split, GPtrArray *issues)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  TnGraphIssue *issue = tn_graph_add_issue (
      issues, node, NULL, "changes_rows_behind_split",
      say_beside_split (N_ ("“{step}” would drop rows that are to be tested or scored. Move it "
                            "before “{split}”."),
                        self, node, split));

  tn_graph_offer_move (self, place, split, FALSE, issue->repairs);
  tn_graph_offer_removal (self, place, issue->repairs);
}

static void
tell_loose (TnGraph *self,
            JsonObject *loose,
            const TnGraphNode *a,
            const TnGraphNode *b,
            GPtrArray *issues)
{
  const char *from = tn_json_string (loose, "output", "");
  const char *to = tn_json_string (loose, "input", "");
  int output = tn_node_spec_find_output (a->spec, from);
  int input = tn_node_spec_find_input (b->spec, to);
  TnMessage *message;
  TnGraphIssue *issue;

  if (output >= 0 && input >= 0)
    message = tn_graph_say_misfit (a->id, a->spec->outputs[output].type, b->id,
                                   b->spec->inputs[input].type);
  else
    {
      message = tn_message_new (N_ ("The link from “{from}” to “{to}” begins or ends at a place "
                                    "this version does not know. Remove it, or use a newer "
                                    "Tenure."));
      message = tn_message_text (tn_message_text (message, "from", a->id), "to", b->id);
    }
  issue = tn_graph_add_issue (issues, b, NULL, "impossible_link", message);
  tn_graph_offer_loose (self, loose, issue->repairs);
}

static void
check_splits (TnGraph *self, GPtrArray *issues)
{
  g_autofree guint *marks = mark_splits (self);
  g_auto (TnGraphEnds) outgoing = { 0 };
  guint n_splits = 0;

  tn_graph_ends_init (&outgoing, self, FALSE);
  spread_marks (self, &outgoing, FALSE, marks);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);

      if (splits (node) && ++n_splits > 1)
        tell_second_split (self, i, issues);
      if (node->spec == NULL)
        continue;
      if ((node->spec->flags & TN_NODE_LEARNER) && marks[i] == 0)
        tell_no_split (self, i, issues);
      if ((node->spec->flags & TN_NODE_CHANGES_ROWS) && marks[i] != 0)
        tell_changed_rows (self, i, marks[i] - 1, issues);
    }
}

/* Links of a file that join two known steps at ports that do not fit. Those of unknown steps are
 * kept as they are. */
static void
check_loose (TnGraph *self, GPtrArray *issues)
{
  for (guint i = 0; i < json_array_get_length (self->loose); i++)
    {
      JsonObject *object = tn_json_object_at (self->loose, i);
      int from = tn_graph_find_node (self, tn_json_string (object, "from", ""));
      int to = tn_graph_find_node (self, tn_json_string (object, "to", ""));
      const TnGraphNode *a = from >= 0 ? tn_graph_get_node (self, from) : NULL;
      const TnGraphNode *b = to >= 0 ? tn_graph_get_node (self, to) : NULL;

      if (a == NULL || b == NULL || a->spec == NULL || b->spec == NULL)
        continue;
      tell_loose (self, object, a, b, issues);
    }
}

static void
tell_unknown (TnGraph *self, guint place, GPtrArray *issues)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  TnGraphIssue *issue = tn_graph_add_issue (
      issues, node, NULL, "unknown_node",
      tn_message_text (tn_message_new (N_ ("The step “{step}” is not known to this version. It is "
                                           "kept as it is; use a newer Tenure to run it.")),
                       "step", node->type));

  tn_graph_offer_removal (self, place, issue->repairs);
}

/**
 * tn_graph_check:
 *
 * Steps that are switched off are passed over (see tn_graph_new_active()).
 *
 * Returns: (transfer full) (element-type TnGraphIssue): everything that keeps the pipeline from
 *   running; empty when nothing does
 */
GPtrArray *
tn_graph_check (TnGraph *self)
{
  GPtrArray *issues = tn_graph_check_active (self);
  g_autoptr (GError) error = NULL;
  g_autofree guint *order = NULL;
  g_auto (TnGraphEnds) incoming = { 0 };

  if (issues != NULL)
    return issues;
  issues = tn_graph_issues_new ();
  order = tn_graph_sort (self, &error);
  if (self->nodes->len == 0)
    tn_graph_add_issue (
        issues, NULL, NULL, "empty",
        tn_message_new (N_ ("This pipeline has no steps. Choose a question to begin with.")));
  if (order == NULL)
    {
      int place = tn_graph_find_node (self, tn_error_get_node (error));
      TnGraphIssue *issue =
          tn_graph_add_issue (issues, tn_graph_get_node (self, place), NULL, "cycle",
                              tn_message_ref (tn_error_get_message (error)));

      tn_graph_offer_cut (self, (guint) place, issue->repairs);
      return issues;
    }
  tn_graph_ends_init (&incoming, self, TRUE);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);

      if (node->spec == NULL)
        {
          tell_unknown (self, i, issues);
          continue;
        }
      check_inputs (self, &incoming, i, issues);
      check_params (node, issues);
    }
  check_loose (self, issues);
  check_order_of_learning (self, &incoming, issues);
  check_splits (self, issues);
  tn_graph_issues_sort (issues, self);

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
  tn_error_take (
      error, g_str_equal (first->code, "learns_before_split") ? TN_ERROR_LEAK : TN_ERROR_ARGUMENT,
      tn_message_ref (first->message));
  tn_error_place (error, first->node, NULL, 0);

  return FALSE;
}

/* A walk down what a node needs, by hand: a chain of 100,000 nodes is no reason to run out
 * of stack. */
typedef struct
{
  const TnGraph *graph;
  TnGraphEnds incoming;
  guint8 *marks; /* 0 not seen, 1 on the way down, 2 in the order */
  guint *stack;
  guint *next; /* for each node: the link to look at next */
  guint *order;
  guint n_done;
} Walk;

/* %FALSE, with the node in @stack[0], when the way down comes back to where it was. */
static gboolean
walk_down (Walk *self, guint start)
{
  guint depth = 0;

  self->stack[depth++] = start;
  self->marks[start] = 1;
  while (depth > 0)
    {
      guint at = self->stack[depth - 1];
      guint from;

      if (self->next[at] == self->incoming.begin[at + 1])
        {
          self->marks[at] = 2;
          self->order[self->n_done++] = at;
          depth--;
          continue;
        }
      from = tn_graph_get_link (self->graph, self->incoming.links[self->next[at]++])->from;
      if (self->marks[from] == 1)
        {
          self->stack[0] = from;
          return FALSE;
        }
      if (self->marks[from] == 0)
        {
          self->marks[from] = 1;
          self->stack[depth++] = from;
        }
    }

  return TRUE;
}

static void
walk_clear (Walk *self)
{
  tn_graph_ends_clear (&self->incoming);
  g_free (self->marks);
  g_free (self->stack);
  g_free (self->next);
  g_free (self->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

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
  guint n = self->nodes->len;
  g_auto (Walk) walk = { .graph = self };

  tn_graph_ends_init (&walk.incoming, self, TRUE);
  walk.marks = g_new0 (guint8, MAX (n, 1));
  walk.stack = g_new (guint, MAX (n, 1));
  walk.next = g_memdup2 (walk.incoming.begin, (n + 1) * sizeof (guint));
  walk.order = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    if (walk.marks[i] == 0 && !walk_down (&walk, i))
      {
        const char *id = tn_graph_get_node (self, walk.stack[0])->id;

        tn_error_set (error, TN_ERROR_ARGUMENT,
                      N_ ("The links around “{step}” form a circle. Remove one of them."), "step",
                      id, NULL);
        tn_error_place (error, id, NULL, 0);
        return NULL;
      }

  return g_steal_pointer (&walk.order);
}
