/* tn-graph-ends.c: the two ends of a link: walks by them, and what fits between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-private.h"

/**
 * tn_graph_ends_init:
 * @incoming: by the node a link goes to; otherwise by the one it comes from
 */
void
tn_graph_ends_init (TnGraphEnds *self, const TnGraph *graph, gboolean incoming)
{
  guint n_nodes = graph->nodes->len, n_links = graph->links->len;
  g_autofree guint *next = NULL;

  self->begin = g_new0 (guint, n_nodes + 1);
  self->links = g_new (guint, MAX (n_links, 1));
  for (guint i = 0; i < n_links; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      self->begin[(incoming ? link->to : link->from) + 1]++;
    }
  for (guint i = 0; i < n_nodes; i++)
    self->begin[i + 1] += self->begin[i];
  next = g_memdup2 (self->begin, (n_nodes + 1) * sizeof *next);
  for (guint i = 0; i < n_links; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      self->links[next[incoming ? link->to : link->from]++] = i;
    }
}

void
tn_graph_ends_clear (TnGraphEnds *self)
{
  g_clear_pointer (&self->begin, g_free);
  g_clear_pointer (&self->links, g_free);
}

TnMessage *
tn_graph_node_title (const TnGraphNode *node)
{
  return node->spec != NULL ? tn_message_new (node->spec->title)
                            : tn_message_new_literal (node->type);
}

/**
 * tn_graph_find_between:
 * @nth: from 0
 *
 * Returns: (nullable): a step that takes @gives, gives @takes and needs nothing else
 */
const TnNodeSpec *
tn_graph_find_between (TnPortType gives, TnPortType takes, guint nth)
{
  for (const TnNodeSpec *const *at = tn_node_registry_list (); at != NULL && *at != NULL; at++)
    if (tn_ports_find_type ((*at)->inputs, gives) >= 0 &&
        tn_ports_find_type ((*at)->outputs, takes) >= 0 && tn_node_spec_count_needed (*at) == 1 &&
        nth-- == 0)
      return *at;

  return NULL;
}

/**
 * tn_graph_say_misfit:
 *
 * Returns: (transfer full): why such a link is impossible, and which step makes it possible
 */
TnMessage *
tn_graph_say_misfit (const char *from, TnPortType gives, const char *to, TnPortType takes)
{
  const TnNodeSpec *between = tn_graph_find_between (gives, takes, 0);
  TnMessage *message = tn_message_new (
      between != NULL
          ? N_ ("“{from}” gives {gives}, but “{to}” takes {takes}. Put “{between}” between them.")
          : N_ ("“{from}” gives {gives}, but “{to}” takes {takes}. Remove this link."));

  message = tn_message_text (tn_message_text (message, "from", from), "to", to);
  message = tn_message_text (message, "gives", tn_port_type_to_id (gives));
  message = tn_message_text (message, "takes", tn_port_type_to_id (takes));

  return between != NULL ? tn_message_take (message, "between", tn_message_new (between->title))
                         : message;
}
