/* tn-graph-fit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-fit.h"

#include "tn-graph-edit.h"
#include "tn-template.h"

void
tn_fit_free (TnFit *self)
{
  g_clear_pointer (&self->trouble, tn_message_unref);
  g_free (self);
}

/* The lanes of a pipeline, from left to right. */
static int
get_lane (const TnNodeSpec *spec)
{
  static const char *const lanes[] = { "prepare", "features", "model", "judge" };

  for (int i = 0; i < (int) G_N_ELEMENTS (lanes); i++)
    if (g_strcmp0 (spec->group, lanes[i]) == 0)
      return i;

  return G_N_ELEMENTS (lanes);
}

/* How often the questions use a step: by description. */
static GHashTable *
count_uses (void)
{
  GHashTable *uses = g_hash_table_new (NULL, NULL);

  for (const TnTemplate *const *at = tn_template_list (); *at != NULL; at++)
    {
      g_autoptr (TnGraph) graph = (*at)->build ("", NULL, NULL);

      for (guint i = 0; graph != NULL && i < tn_graph_get_n_nodes (graph); i++)
        {
          gpointer spec = (gpointer) tn_graph_get_node (graph, i)->spec;
          guint n = GPOINTER_TO_UINT (g_hash_table_lookup (uses, spec));

          g_hash_table_insert (uses, spec, GUINT_TO_POINTER (n + 1));
        }
    }

  return uses;
}

typedef struct
{
  GHashTable *uses;
  int lane;      /* of the step it is about */
  gboolean back; /* what gives, not what takes */
} Order;

/* The same lane, the next one…; those that would be a way back last. */
static int
get_distance (const Order *order, const TnNodeSpec *spec)
{
  int steps = (get_lane (spec) - order->lane) * (order->back ? -1 : 1);

  return steps >= 0 ? steps : 100 - steps;
}

static int
compare_fits (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TnFit *x = *(TnFit *const *) a, *y = *(TnFit *const *) b;
  const Order *order = user_data;
  int by_distance = get_distance (order, x->spec) - get_distance (order, y->spec);
  guint n_x = GPOINTER_TO_UINT (g_hash_table_lookup (order->uses, x->spec));
  guint n_y = GPOINTER_TO_UINT (g_hash_table_lookup (order->uses, y->spec));

  if ((x->trouble != NULL) != (y->trouble != NULL))
    return x->trouble != NULL ? 1 : -1;
  if (by_distance != 0)
    return by_distance;

  return (n_x < n_y) - (n_x > n_y);
}

/* Equal ones stay in the order of the registry: the sort of GLib keeps it. */
static void
sort_fits (GPtrArray *fits, const TnNodeSpec *about, gboolean back)
{
  g_autoptr (GHashTable) uses = count_uses ();
  Order order = { uses, get_lane (about), back };

  g_ptr_array_sort_with_data (fits, compare_fits, &order);
}

/* Issues that are not about inputs @id, the new step, still lacks. */
static guint
count_issues (GPtrArray *issues, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);

      n += g_strcmp0 (issue->node, id) != 0 || !g_str_equal (issue->code, "missing_input");
    }

  return n;
}

/* @changed: with the new step @id. What is wrong already is not its fault. */
static TnMessage *
find_trouble (TnGraph *changed, const char *id, guint n_before)
{
  g_autoptr (GPtrArray) issues = tn_graph_check (changed);
  const TnGraphIssue *said = NULL;

  if (count_issues (issues, id) <= n_before)
    return NULL;
  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      gboolean own = g_strcmp0 (issue->node, id) == 0;

      if (own && g_str_equal (issue->code, "missing_input"))
        continue;
      /* What is said of the step itself tells more than what others miss. */
      if (said == NULL || (own && g_strcmp0 (said->node, id) != 0))
        said = issue;
    }

  return tn_message_ref (said->message);
}

/* @changed: (transfer full) (nullable). @id: (transfer full) */
static void
add_fit (GPtrArray *fits,
         const TnNodeSpec *spec,
         int input,
         int output,
         TnGraph *changed,
         char *id,
         guint n_before)
{
  if (changed != NULL)
    {
      TnFit *fit = g_new0 (TnFit, 1);

      fit->spec = spec;
      fit->input = input >= 0 ? spec->inputs[input].id : NULL;
      fit->output = output >= 0 ? spec->outputs[output].id : NULL;
      fit->trouble = find_trouble (changed, id, n_before);
      g_ptr_array_add (fits, fit);
      tn_graph_unref (changed);
    }
  g_free (id);
}

static guint
count_before (TnGraph *graph)
{
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);

  return issues->len;
}

static const TnNodeSpec *
find_spec (TnGraph *graph, const char *node)
{
  int place = tn_graph_find_node (graph, node);

  return place >= 0 ? tn_graph_get_node (graph, (guint) place)->spec : NULL;
}

/**
 * tn_graph_list_takers:
 *
 * Returns: (transfer full) (element-type TnFit): every kind of step that takes what the output
 *   gives: for a link that is dropped in the void
 */
GPtrArray *
tn_graph_list_takers (TnGraph *graph, const char *from, const char *from_port)
{
  GPtrArray *fits = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_fit_free);
  const TnNodeSpec *about = find_spec (graph, from);
  int output = about != NULL ? tn_node_spec_find_output (about, from_port) : -1;
  guint n_before;

  if (output < 0)
    return fits;
  n_before = count_before (graph);
  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    {
      int input = tn_ports_find_type ((*at)->inputs, about->outputs[output].type);
      char *id = NULL;
      TnGraph *changed =
          input >= 0 ? tn_graph_insert_at_output (graph, (*at)->id, from, from_port, &id) : NULL;

      add_fit (fits, *at, input, -1, changed, id, n_before);
    }
  sort_fits (fits, about, FALSE);

  return fits;
}

/**
 * tn_graph_list_givers:
 *
 * Returns: (transfer full) (element-type TnFit): every kind of step that gives what the input takes
 */
GPtrArray *
tn_graph_list_givers (TnGraph *graph, const char *to, const char *to_port)
{
  GPtrArray *fits = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_fit_free);
  const TnNodeSpec *about = find_spec (graph, to);
  int input = about != NULL ? tn_node_spec_find_input (about, to_port) : -1;
  guint n_before;

  if (input < 0)
    return fits;
  n_before = count_before (graph);
  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    {
      int output = tn_ports_find_type ((*at)->outputs, about->inputs[input].type);
      char *id = NULL;
      TnGraph *changed =
          output >= 0 ? tn_graph_insert_at_input (graph, (*at)->id, to, to_port, &id) : NULL;

      add_fit (fits, *at, -1, output, changed, id, n_before);
    }
  sort_fits (fits, about, TRUE);

  return fits;
}

/**
 * tn_graph_list_between:
 * @link: its place in the graph
 *
 * Returns: (transfer full) (element-type TnFit): every kind of step that can be put in the link
 */
GPtrArray *
tn_graph_list_between (TnGraph *graph, guint link)
{
  GPtrArray *fits = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_fit_free);
  const TnNodeSpec *about;
  TnPortType type;
  guint n_before;

  if (link >= tn_graph_get_n_links (graph))
    return fits;
  about = tn_graph_get_node (graph, tn_graph_get_link (graph, link)->from)->spec;
  type = about->outputs[tn_graph_get_link (graph, link)->from_port].type;
  n_before = count_before (graph);
  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    {
      char *id = NULL;
      TnGraph *changed = tn_graph_insert_in_link (graph, (*at)->id, link, &id);

      add_fit (fits, *at, tn_ports_find_type ((*at)->inputs, type),
               tn_ports_find_type ((*at)->outputs, type), changed, id, n_before);
    }
  sort_fits (fits, about, FALSE);

  return fits;
}
