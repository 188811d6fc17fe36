/* tn-graph-off.c: steps that are switched off, and the part of a pipeline that one step needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-graph-private.h"
#include "tn-json.h"
#include "tn-repair.h"

#define OFF    "off"
#define TARGET "to"

/**
 * tn_graph_node_is_off:
 *
 * Returns: whether the step is switched off: it stays in the pipeline and is not carried out
 */
gboolean
tn_graph_node_is_off (const TnGraphNode *node)
{
  return tn_json_bool (node->json, OFF, FALSE);
}

/**
 * tn_graph_set_off:
 * @node: of the graph
 */
void
tn_graph_set_off (TnGraph *self, const char *node, gboolean off)
{
  int place = tn_graph_find_node (self, node);

  g_return_if_fail (place >= 0);

  if (off)
    json_object_set_boolean_member (tn_graph_get_node (self, (guint) place)->json, OFF, TRUE);
  else
    json_object_remove_member (tn_graph_get_node (self, (guint) place)->json, OFF);
}

/**
 * tn_graph_require_node:
 * @error: %TN_ERROR_NOT_FOUND
 *
 * Returns: the place of the node with that id, or -1
 */
int
tn_graph_require_node (const TnGraph *self, const char *id, GError **error)
{
  int place = tn_graph_find_node (self, id);

  if (place < 0)
    tn_error_set (error, TN_ERROR_NOT_FOUND,
                  N_ ("This pipeline has no step “{step}”. Choose one of its steps."), "step", id,
                  NULL);

  return place;
}

/* --- Passing through --- */

static gboolean
is_off (const TnGraph *self, guint place)
{
  return tn_graph_node_is_off (tn_graph_get_node (self, place));
}

static gboolean
has_link (const GArray *links, const TnGraphLink *link)
{
  for (guint i = 0; i < links->len; i++)
    {
      const TnGraphLink *at = &g_array_index (links, TnGraphLink, i);

      if (at->from == link->from && at->from_port == link->from_port && at->to == link->to &&
          at->to_port == link->to_port)
        return TRUE;
    }

  return FALSE;
}

/* Adds to @links what @link gives once steps that are off let their first input of the same kind
 * through. There is no circle, so the way up ends; @seen: by link, as many ways may lead over one.
 */
static void
follow (const TnGraph *self,
        const TnGraphEnds *incoming,
        const TnGraphLink *link,
        const TnGraphLink *end,
        gboolean *seen,
        GArray *links)
{
  const TnNodeSpec *spec = tn_graph_get_node (self, link->from)->spec;
  TnGraphLink made = { link->from, link->from_port, end->to, end->to_port };
  int input;

  if (!is_off (self, link->from))
    {
      if (!has_link (links, &made))
        g_array_append_val (links, made);
      return;
    }
  input =
      spec != NULL ? tn_ports_find_type (spec->inputs, spec->outputs[link->from_port].type) : -1;
  for (guint i = incoming->begin[link->from]; input >= 0 && i < incoming->begin[link->from + 1];
       i++)
    {
      const TnGraphLink *up = tn_graph_get_link (self, incoming->links[i]);

      if ((int) up->to_port != input || seen[incoming->links[i]])
        continue;
      seen[incoming->links[i]] = TRUE;
      follow (self, incoming, up, end, seen, links);
    }
}

static gboolean
has_off (const TnGraph *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    if (is_off (self, i))
      return TRUE;

  return FALSE;
}

/**
 * tn_graph_new_active:
 *
 * What is carried out of a pipeline: steps that are switched off are gone, and what came to them
 * goes on to those they gave the same kind to. What they alone could give, nobody gets.
 *
 * Returns: (transfer full): a graph without steps that are off; one that runs in a circle comes
 *   back as it is
 */
TnGraph *
tn_graph_new_active (TnGraph *self)
{
  g_autoptr (TnGraph) active = NULL;
  g_autofree guint *order = NULL;
  g_auto (TnGraphEnds) incoming = { 0 };
  GArray *links;

  if (!has_off (self))
    return tn_graph_ref (self);
  order = tn_graph_sort (self, NULL);
  if (order == NULL)
    return tn_graph_ref (self);
  active = tn_graph_copy (self);
  links = g_array_new (FALSE, FALSE, sizeof (TnGraphLink));
  tn_graph_ends_init (&incoming, self, TRUE);
  for (guint i = 0; i < self->links->len; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self, i);
      g_autofree gboolean *seen = g_new0 (gboolean, self->links->len);

      if (!is_off (self, link->to))
        follow (self, &incoming, link, link, seen, links);
    }
  g_array_unref (active->links);
  active->links = links;
  for (guint i = 0; i < self->nodes->len; i++)
    if (is_off (self, i))
      tn_graph_remove_node (active, tn_graph_get_node (self, i)->id);

  return g_steal_pointer (&active);
}

/**
 * tn_graph_new_up_to:
 * @node: the step that is wanted
 * @error: %TN_ERROR_NOT_FOUND, or %TN_ERROR_ARGUMENT when it is switched off
 *
 * Returns: (transfer full): what is carried out for @node alone, see tn_graph_new_active(); it says
 *   so by tn_graph_get_target()
 */
TnGraph *
tn_graph_new_up_to (TnGraph *self, const char *node, GError **error)
{
  int asked = tn_graph_require_node (self, node, error);
  g_autoptr (TnGraph) active = NULL;
  g_autoptr (TnGraph) part = NULL;
  g_auto (TnGraphEnds) incoming = { 0 };
  g_autofree guint *order = NULL;
  g_autofree gboolean *wanted = NULL;
  guint n;

  if (asked < 0)
    return NULL;
  if (is_off (self, (guint) asked))
    {
      tn_error_take (error, TN_ERROR_ARGUMENT,
                     tn_message_take (tn_message_new (N_ ("“{step}” is switched off. Switch it on "
                                                          "to run it.")),
                                      "step",
                                      tn_graph_node_title (tn_graph_get_node (self, asked))));
      tn_error_place (error, node, NULL, 0);
      return NULL;
    }
  active = tn_graph_new_active (self);
  order = tn_graph_sort (active, error);
  if (order == NULL)
    return NULL;
  n = tn_graph_get_n_nodes (active);
  wanted = g_new0 (gboolean, n);
  wanted[tn_graph_find_node (active, node)] = TRUE;
  tn_graph_ends_init (&incoming, active, TRUE);
  for (guint i = n; i-- > 0;)
    for (guint k = incoming.begin[order[i]]; wanted[order[i]] && k < incoming.begin[order[i] + 1];
         k++)
      wanted[tn_graph_get_link (active, incoming.links[k])->from] = TRUE;
  part = tn_graph_copy (active);
  for (guint i = 0; i < n; i++)
    if (!wanted[i])
      tn_graph_remove_node (part, tn_graph_get_node (active, i)->id);
  json_object_set_string_member (part->json, TARGET, node);

  return g_steal_pointer (&part);
}

/**
 * tn_graph_get_target:
 *
 * Returns: (nullable): the step a part of a pipeline is for; %NULL of a whole one
 */
const char *
tn_graph_get_target (const TnGraph *self)
{
  return tn_json_string (self->json, TARGET, NULL);
}

/* --- What the rest of the pipeline misses --- */

static TnMessage *
say_step (const char *id, const TnGraphNode *node)
{
  return tn_message_take (tn_message_new (id), "step", tn_graph_node_title (node));
}

static void
offer_on (const TnGraphNode *node, GPtrArray *repairs)
{
  if (repairs->len < TN_REPAIRS_MAX)
    g_ptr_array_add (
        repairs,
        tn_repair_switch (tn_repair_new ("switch-on", say_step (N_ ("Switch “{step}” on"), node)),
                          node->id, FALSE));
}

static void
offer_off (const TnGraphNode *node, GPtrArray *repairs)
{
  if (repairs->len < TN_REPAIRS_MAX)
    g_ptr_array_add (
        repairs, tn_repair_switch (tn_repair_new ("switch-off-too",
                                                  say_step (N_ ("Switch “{step}” off too"), node)),
                                   node->id, TRUE));
}

/* The first step that is off among those @place would take from at that kind of issue: upward
 * through links, the nearest first. */
static int
find_off_above (TnGraph *self, const TnGraphEnds *incoming, guint place, gboolean split)
{
  g_autofree guint *queue = g_new (guint, self->nodes->len + 1);
  g_autofree gboolean *seen = g_new0 (gboolean, self->nodes->len + 1);
  guint n = 0;

  queue[n++] = place;
  seen[place] = TRUE;
  for (guint at = 0; at < n; at++)
    for (guint i = incoming->begin[queue[at]]; i < incoming->begin[queue[at] + 1]; i++)
      {
        guint from = tn_graph_get_link (self, incoming->links[i])->from;
        const TnGraphNode *node = tn_graph_get_node (self, from);
        gboolean fits = !split || (node->spec != NULL && (node->spec->flags & TN_NODE_SPLITS));

        if (seen[from])
          continue;
        if (is_off (self, from) && fits)
          return (int) from;
        seen[from] = TRUE;
        /* Beyond a step that is on, only a split is looked for. */
        if (split || is_off (self, from))
          queue[n++] = from;
      }

  return -1;
}

/* What is found in the active part, told of the whole: a step that misses what one that is off
 * would give names that one. Gives the place of that step, or -1. */
static int
retell (TnGraph *self, const TnGraphEnds *incoming, TnGraphIssue *issue)
{
  gboolean split = g_str_equal (issue->code, "no_split");
  int place = issue->node != NULL ? tn_graph_find_node (self, issue->node) : -1;
  int off = place >= 0 && (split || g_str_equal (issue->code, "missing_input"))
                ? find_off_above (self, incoming, (guint) place, split)
                : -1;
  const TnGraphNode *reader, *node;

  if (off < 0)
    return -1;
  reader = tn_graph_get_node (self, (guint) place);
  node = tn_graph_get_node (self, (guint) off);
  tn_message_unref (issue->message);
  issue->message = tn_message_take (
      say_step (N_ ("“{step}” is switched off, but “{reader}” needs what it gives. Switch it on, "
                    "or switch “{reader}” off too."),
                node),
      "reader", tn_graph_node_title (reader));
  issue->code = g_intern_string ("needs_off");
  g_ptr_array_set_size (issue->repairs, 0);
  offer_on (node, issue->repairs);
  offer_off (reader, issue->repairs);

  return off;
}

/* A way out that is meant for the active part may not be one of the whole. */
static void
drop_foreign_repairs (TnGraph *self, GPtrArray *repairs)
{
  for (guint i = repairs->len; i-- > 0;)
    {
      g_autoptr (TnGraph) fixed =
          tn_repair_apply_to_graph (g_ptr_array_index (repairs, i), self, NULL);

      if (fixed == NULL)
        g_ptr_array_remove_index (repairs, i);
    }
}

/**
 * tn_graph_check_active:
 *
 * Returns: (transfer full) (nullable) (element-type TnGraphIssue): what keeps the steps that are
 *   on from running; %NULL when no step is off
 */
GPtrArray *
tn_graph_check_active (TnGraph *self)
{
  g_autoptr (TnGraph) active = has_off (self) ? tn_graph_new_active (self) : NULL;
  g_auto (TnGraphEnds) incoming = { 0 };
  g_autofree gboolean *told = NULL;
  GPtrArray *issues;

  if (active == NULL || active == self)
    return NULL;
  issues = tn_graph_check (active);
  tn_graph_ends_init (&incoming, self, TRUE);
  if (tn_graph_get_n_nodes (active) == 0)
    {
      TnGraphIssue *issue = g_ptr_array_index (issues, 0);

      tn_message_unref (issue->message);
      issue->message =
          tn_message_new (N_ ("Every step is switched off. Switch on what is to run."));
    }
  told = g_new0 (gboolean, self->nodes->len);
  for (guint i = 0; i < issues->len; i++)
    {
      TnGraphIssue *issue = g_ptr_array_index (issues, i);
      int off = retell (self, &incoming, issue);

      /* Once for each step that is off, however many need it. */
      if (off >= 0 && told[off])
        {
          g_ptr_array_remove_index (issues, i--);
          continue;
        }
      if (off >= 0)
        told[off] = TRUE;
      drop_foreign_repairs (self, issue->repairs);
    }

  return issues;
}
