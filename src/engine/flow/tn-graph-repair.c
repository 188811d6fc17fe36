/* tn-graph-repair.c: what can be done about what a pipeline lacks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-graph-private.h"
#include "tn-json.h"
#include "tn-repair.h"

static gboolean
is_full (GPtrArray *repairs)
{
  return repairs->len >= TN_REPAIRS_MAX;
}

static void
add (GPtrArray *repairs, TnRepair *repair)
{
  if (is_full (repairs))
    tn_repair_unref (repair);
  else
    g_ptr_array_add (repairs, repair);
}

/* A name for a step that will be added. */
static char *
free_id (const TnGraph *self, const char *type)
{
  char *id = g_strdup (type);

  for (guint i = 2; tn_graph_find_node (self, id) >= 0; i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s_%u", type, i);
    }

  return id;
}

/* --- Names --- */

/* Edits that turn one name into the other, letters of either case alike. */
static guint
count_edits (const char *a, const char *b)
{
  g_autofree char *x = g_utf8_casefold (a, -1);
  g_autofree char *y = g_utf8_casefold (b, -1);
  gsize m = strlen (x), n = strlen (y);
  g_autofree guint *row = NULL;

  if (m > 200 || n > 200)
    return G_MAXUINT;
  row = g_new (guint, n + 1);
  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= m; i++)
    {
      guint corner = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= n; j++)
        {
          guint change = corner + (x[i - 1] != y[j - 1]);

          corner = row[j];
          row[j] = MIN (change, MIN (row[j], row[j - 1]) + 1);
        }
    }

  return row[n];
}

/**
 * tn_nearest_name:
 * @known: (array zero-terminated=1)
 * @nth: from 0
 *
 * Returns: (transfer full) (nullable): the nth nearest of the known names; %NULL when it shares
 *   too little with @name
 */
char *
tn_nearest_name (const char *name, const char *const *known, guint nth)
{
  guint n = g_strv_length ((char **) known);
  g_autofree gboolean *taken = g_new0 (gboolean, n + 1);

  for (guint round = 0; round < n; round++)
    {
      guint best = G_MAXUINT, place = 0;

      for (guint i = 0; i < n; i++)
        {
          guint edits = taken[i] ? G_MAXUINT : count_edits (name, known[i]);

          if (edits < best)
            {
              best = edits;
              place = i;
            }
        }
      if (best == G_MAXUINT || best > MAX (2, MAX (strlen (name), strlen (known[place])) / 2))
        return NULL;
      taken[place] = TRUE;
      if (round == nth)
        return g_strdup (known[place]);
    }

  return NULL;
}

/* --- Links --- */

/* Whether @place can be reached from @start. */
static gboolean
reaches (const TnGraph *self, guint start, guint place)
{
  g_auto (TnGraphEnds) outgoing = { 0 };
  g_autofree guint8 *seen = g_new0 (guint8, self->nodes->len + 1);
  g_autofree guint *queue = g_new (guint, self->nodes->len + 1);
  guint n = 0;

  tn_graph_ends_init (&outgoing, self, FALSE);
  seen[start] = 1;
  queue[n++] = start;
  for (guint at = 0; at < n; at++)
    for (guint i = outgoing.begin[queue[at]]; i < outgoing.begin[queue[at] + 1]; i++)
      {
        guint next = tn_graph_get_link (self, outgoing.links[i])->to;

        if (!seen[next])
          {
            seen[next] = 1;
            queue[n++] = next;
          }
      }

  return seen[place];
}

static TnMessage *
say_two (const char *id, const char *name, TnMessage *a, const char *other, TnMessage *b)
{
  return tn_message_take (tn_message_take (tn_message_new (id), name, a), other, b);
}

/* The latest steps that give what the input takes and do not need this one. */
void
tn_graph_offer_input (TnGraph *self, guint place, guint port, GPtrArray *repairs)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  TnPortType type = node->spec->inputs[port].type;
  g_autofree guint *order = tn_graph_sort (self, NULL);
  guint n_looked = 0;

  for (guint k = self->nodes->len; k-- > 0 && !is_full (repairs) && n_looked < 100;)
    {
      guint i = order[k];
      const TnGraphNode *from = tn_graph_get_node (self, i);

      n_looked++;
      for (guint out = 0; from->spec != NULL && out < tn_node_spec_count_outputs (from->spec);
           out++)
        {
          g_autofree char *id = NULL;

          if (from->spec->outputs[out].type != type || i == place || reaches (self, place, i))
            continue;
          id = g_strdup_printf ("link-%s", from->id);
          add (repairs,
               tn_repair_link (tn_repair_new (id, say_two (N_ ("Link “{from}” to “{step}”"), "from",
                                                           tn_graph_node_title (from), "step",
                                                           tn_graph_node_title (node))),
                               from->id, from->spec->outputs[out].id, node->id,
                               node->spec->inputs[port].id));
          break;
        }
    }
  tn_graph_offer_removal (self, place, repairs);
}

static void
add_unlink (const TnGraph *self, TnRepair *repair, guint index)
{
  const TnGraphLink *link = tn_graph_get_link (self, index);
  const TnGraphNode *from = tn_graph_get_node (self, link->from);
  const TnGraphNode *to = tn_graph_get_node (self, link->to);

  tn_repair_unlink (repair, from->id, from->spec->outputs[link->from_port].id, to->id,
                    to->spec->inputs[link->to_port].id);
}

/* One of several links stays. */
void
tn_graph_offer_one_link (TnGraph *self, guint place, guint port, GPtrArray *repairs)
{
  for (guint kept = 0; kept < self->links->len && !is_full (repairs); kept++)
    {
      const TnGraphLink *keep = tn_graph_get_link (self, kept);
      const TnGraphNode *from = tn_graph_get_node (self, keep->from);
      g_autofree char *id = g_strdup_printf ("keep-%s", from->id);
      TnRepair *repair;

      if (keep->to != place || keep->to_port != port)
        continue;
      repair = tn_repair_new (
          id, tn_message_take (tn_message_new (N_ ("Keep the link from “{from}” alone")), "from",
                               tn_graph_node_title (from)));
      for (guint i = 0; i < self->links->len; i++)
        {
          const TnGraphLink *other = tn_graph_get_link (self, i);

          if (i != kept && other->to == place && other->to_port == port)
            add_unlink (self, repair, i);
        }
      add (repairs, repair);
    }
}

/* A circle: the links into the step that come from behind it. */
void
tn_graph_offer_cut (TnGraph *self, guint place, GPtrArray *repairs)
{
  for (guint i = 0; i < self->links->len && !is_full (repairs); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self, i);
      const TnGraphNode *from = tn_graph_get_node (self, link->from);
      g_autofree char *id = g_strdup_printf ("cut-%s", from->id);
      TnRepair *repair;

      if (link->to != place || !reaches (self, place, link->from))
        continue;
      repair = tn_repair_new (id, say_two (N_ ("Remove the link from “{from}” to “{step}”"), "from",
                                           tn_graph_node_title (from), "step",
                                           tn_graph_node_title (tn_graph_get_node (self, place))));
      add_unlink (self, repair, i);
      add (repairs, repair);
    }
}

/* --- Links that do not fit --- */

static void
offer_between (TnGraph *self,
               const TnGraphNode *from,
               guint output,
               const TnGraphNode *to,
               guint input,
               gboolean is_there,
               GPtrArray *repairs)
{
  TnPortType gives = from->spec->outputs[output].type, takes = to->spec->inputs[input].type;
  const char *output_id = from->spec->outputs[output].id, *input_id = to->spec->inputs[input].id;
  const TnNodeSpec *between;

  for (guint i = 0;
       i + 1 < TN_REPAIRS_MAX && (between = tn_graph_find_between (gives, takes, i)) != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("insert-%s", between->id);
      g_autofree char *node = free_id (self, between->id);
      TnRepair *repair =
          tn_repair_new (id, tn_message_take (tn_message_new (N_ ("Put “{step}” between them")),
                                              "step", tn_message_new (between->title)));

      if (is_there)
        tn_repair_unlink (repair, from->id, output_id, to->id, input_id);
      tn_repair_add_node (repair, node, between->id);
      tn_repair_link (repair, from->id, output_id, node,
                      between->inputs[tn_ports_find_type (between->inputs, gives)].id);
      tn_repair_link (repair, node,
                      between->outputs[tn_ports_find_type (between->outputs, takes)].id, to->id,
                      input_id);
      add (repairs, repair);
    }
}

/**
 * tn_graph_offer_link:
 *
 * Returns: (transfer full) (element-type TnRepair): steps that could stand between; empty when
 *   nodes or ports do not exist, or the link is possible as it is
 */
GPtrArray *
tn_graph_offer_link (TnGraph *self,
                     const char *from,
                     const char *from_port,
                     const char *to,
                     const char *to_port)
{
  GPtrArray *repairs = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_repair_unref);
  int a = tn_graph_find_node (self, from), b = tn_graph_find_node (self, to);
  const TnGraphNode *source = a >= 0 ? tn_graph_get_node (self, a) : NULL;
  const TnGraphNode *sink = b >= 0 ? tn_graph_get_node (self, b) : NULL;
  int output = -1, input = -1;

  if (source != NULL && source->spec != NULL && sink != NULL && sink->spec != NULL)
    {
      output = tn_node_spec_find_output (source->spec, from_port);
      input = tn_node_spec_find_input (sink->spec, to_port);
    }
  if (output >= 0 && input >= 0 &&
      source->spec->outputs[output].type != sink->spec->inputs[input].type)
    offer_between (self, source, output, sink, input, FALSE, repairs);

  return repairs;
}

/* A link of a file between steps that exist and ports that do not fit. */
void
tn_graph_offer_loose (TnGraph *self, JsonObject *loose, GPtrArray *repairs)
{
  const char *from = tn_json_string (loose, "from", ""), *to = tn_json_string (loose, "to", "");
  const char *output = tn_json_string (loose, "output", "");
  const char *input = tn_json_string (loose, "input", "");
  const TnGraphNode *source = tn_graph_get_node (self, tn_graph_find_node (self, from));
  const TnGraphNode *sink = tn_graph_get_node (self, tn_graph_find_node (self, to));
  int a = tn_node_spec_find_output (source->spec, output);
  int b = tn_node_spec_find_input (sink->spec, input);

  if (a >= 0 && b >= 0)
    offer_between (self, source, a, sink, b, TRUE, repairs);
  add (repairs,
       tn_repair_unlink (tn_repair_new ("remove-link", tn_message_new (N_ ("Remove this link"))),
                         from, output, to, input));
}

/* --- Settings --- */

static double
nearest_legal (const TnParamSpec *param, double value)
{
  value = CLAMP (value, param->min, param->max);

  return param->type == TN_PARAM_INT ? CLAMP (round (value), param->min, param->max) : value;
}

static void
add_value (const TnGraphNode *node,
           const TnParamSpec *param,
           const char *id,
           JsonNode *value,
           const char *shown,
           GPtrArray *repairs)
{
  TnMessage *text =
      tn_message_text (say_two (N_ ("Set “{setting}” of “{step}” to {value}"), "setting",
                                tn_message_new (param->title), "step", tn_graph_node_title (node)),
                       "value", shown);

  add (repairs, tn_repair_set (tn_repair_new (id, text), node->id, param->id, value));
}

static void
offer_number (const TnGraphNode *node, const TnParamSpec *param, double value, GPtrArray *repairs)
{
  double legal = nearest_legal (param, value);
  char shown[G_ASCII_DTOSTR_BUF_SIZE];
  JsonNode *number = param->type == TN_PARAM_INT
                         ? json_node_init_int (json_node_alloc (), (gint64) legal)
                         : json_node_init_double (json_node_alloc (), legal);

  add_value (node, param, "nearest", number, g_ascii_formatd (shown, sizeof shown, "%.10g", legal),
             repairs);
}

static void
offer_choices (const TnGraphNode *node,
               const TnParamSpec *param,
               const char *value,
               GPtrArray *repairs)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *nearest = NULL;

  for (const TnChoice *choice = param->choices; choice != NULL && choice->id != NULL; choice++)
    g_ptr_array_add (known, (char *) choice->id);
  g_ptr_array_add (known, NULL);
  nearest = tn_nearest_name (value, (const char *const *) known->pdata, 0);
  if (nearest != NULL && !g_str_equal (nearest, value))
    add_value (node, param, "nearest", json_node_init_string (json_node_alloc (), nearest), nearest,
               repairs);
}

/* The nearest value that is legal, and the default. */
void
tn_graph_offer_value (const TnGraphNode *node,
                      const TnParamSpec *param,
                      JsonNode *value,
                      GPtrArray *repairs)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  gboolean is_number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;

  if ((param->type == TN_PARAM_INT || param->type == TN_PARAM_NUMBER) && is_number &&
      isfinite (json_node_get_double (value)))
    offer_number (node, param, json_node_get_double (value), repairs);
  else if (param->type == TN_PARAM_CHOICE && type == G_TYPE_STRING)
    offer_choices (node, param, json_node_get_string (value), repairs);
  add (repairs,
       tn_repair_set (
           tn_repair_new ("default", say_two (N_ ("Take the default of “{setting}” of “{step}”"),
                                              "setting", tn_message_new (param->title), "step",
                                              tn_graph_node_title (node))),
           node->id, param->id, NULL));
}

/* A setting nobody knows: under the name it was likely meant for, or not at all. */
void
tn_graph_offer_known_param (const TnGraphNode *node, const char *param, GPtrArray *repairs)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *nearest = NULL;
  JsonNode *value = json_object_get_member (node->values, param);

  for (const TnParamSpec *at = node->spec->params; at != NULL && at->id != NULL; at++)
    if (!json_object_has_member (node->values, at->id))
      g_ptr_array_add (known, (char *) at->id);
  g_ptr_array_add (known, NULL);
  nearest = tn_nearest_name (param, (const char *const *) known->pdata, 0);
  if (nearest != NULL && tn_params_check_value (node->spec, nearest, value, NULL))
    {
      TnRepair *repair = tn_repair_new (
          "rename", tn_message_text (
                        tn_message_text (tn_message_new (N_ ("Take “{setting}” for “{nearest}”")),
                                         "setting", param),
                        "nearest", nearest));

      tn_repair_set (repair, node->id, param, NULL);
      add (repairs, tn_repair_set (repair, node->id, nearest, tn_json_copy (value)));
    }
  add (repairs,
       tn_repair_set (
           tn_repair_new ("remove", tn_message_text (tn_message_new (N_ ("Remove “{setting}”")),
                                                     "setting", param)),
           node->id, param, NULL));
}

/* --- Where steps stand --- */

/* Who feeds the step's one input of that type; the link's place, or -1. */
static int
find_feed (const TnGraph *self, guint place, TnPortType type)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);

  for (guint i = 0; i < self->links->len; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self, i);

      if (link->to == place && node->spec->inputs[link->to_port].type == type)
        return (int) i;
    }

  return -1;
}

/* What reads an output reads that of another step instead; what gathers folds needs the rows
 * that were not split, and is left alone. */
static void
move_readers (const TnGraph *self,
              TnRepair *repair,
              guint place,
              guint port,
              guint except,
              const char *from,
              const char *output)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self, i);
      const TnGraphNode *to = tn_graph_get_node (self, link->to);

      if (link->from != place || link->from_port != port || link->to == except ||
          (to->spec->flags & TN_NODE_GATHERS))
        continue;
      add_unlink (self, repair, i);
      tn_repair_link (repair, from, output, to->id, to->spec->inputs[link->to_port].id);
    }
}

/* A step with one table in and one out that can be taken out of its place. */
static gboolean
is_movable (const TnGraphNode *node)
{
  return node->spec != NULL && tn_node_spec_count_inputs (node->spec) == 1 &&
         tn_node_spec_count_outputs (node->spec) == 1 &&
         node->spec->inputs[0].type == node->spec->outputs[0].type;
}

/* Without it, its readers read what it read; what cannot be bridged loses its links. */
void
tn_graph_offer_removal (TnGraph *self, guint place, GPtrArray *repairs)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  int feed = is_movable (node) ? find_feed (self, place, node->spec->inputs[0].type) : -1;
  TnRepair *repair =
      tn_repair_new ("remove-step", tn_message_take (tn_message_new (N_ ("Remove “{step}”")),
                                                     "step", tn_graph_node_title (node)));

  if (feed >= 0)
    {
      const TnGraphLink *link = tn_graph_get_link (self, feed);
      const TnGraphNode *from = tn_graph_get_node (self, link->from);

      move_readers (self, repair, place, 0, G_MAXUINT, from->id,
                    from->spec->outputs[link->from_port].id);
    }
  add (repairs, tn_repair_remove_node (repair, node->id));
}

/* Takes the step out of its place and puts it at the other side of the split. */
void
tn_graph_offer_move (TnGraph *self, guint place, guint split, gboolean behind, GPtrArray *repairs)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  const TnGraphNode *splitter = tn_graph_get_node (self, split);
  int feed = is_movable (node) ? find_feed (self, place, TN_PORT_TABLE) : -1;
  int split_feed = find_feed (self, split, TN_PORT_TABLE);
  const TnGraphLink *in, *split_in;
  const TnGraphNode *from, *split_from;
  TnRepair *repair;

  if (feed < 0 || split_feed < 0)
    return;
  in = tn_graph_get_link (self, feed);
  from = tn_graph_get_node (self, in->from);
  split_in = tn_graph_get_link (self, split_feed);
  split_from = tn_graph_get_node (self, split_in->from);
  repair = tn_repair_new (behind ? "move-behind-split" : "move-before-split",
                          say_two (behind ? N_ ("Move “{step}” behind “{split}”")
                                          : N_ ("Move “{step}” before “{split}”"),
                                   "step", tn_graph_node_title (node), "split",
                                   tn_graph_node_title (splitter)));
  add_unlink (self, repair, (guint) feed);
  move_readers (self, repair, place, 0, G_MAXUINT, from->id, from->spec->outputs[in->from_port].id);
  if (behind)
    {
      move_readers (self, repair, split, 0, place, node->id, node->spec->outputs[0].id);
      tn_repair_link (repair, splitter->id, splitter->spec->outputs[0].id, node->id,
                      node->spec->inputs[0].id);
    }
  else
    {
      add_unlink (self, repair, (guint) split_feed);
      tn_repair_link (repair, split_from->id, split_from->spec->outputs[split_in->from_port].id,
                      node->id, node->spec->inputs[0].id);
      tn_repair_link (repair, node->id, node->spec->outputs[0].id, splitter->id,
                      splitter->spec->inputs[split_in->to_port].id);
    }
  add (repairs, repair);
}

static const TnNodeSpec *
find_split (void)
{
  for (const TnNodeSpec *const *at = tn_node_registry_list (); at != NULL && *at != NULL; at++)
    if (((*at)->flags & TN_NODE_SPLITS) && tn_node_spec_count_needed (*at) == 1)
      return *at;

  return NULL;
}

/* A split before the learner, and before everything on the way that learns from the table too:
 * all that reads there reads what is split. */
void
tn_graph_offer_split (TnGraph *self, guint place, GPtrArray *repairs)
{
  const TnNodeSpec *spec = find_split ();
  int feed = find_feed (self, place, TN_PORT_TABLE);
  g_autofree char *id = NULL;
  const TnGraphLink *link;
  const TnGraphNode *from;
  TnRepair *repair;

  if (spec == NULL || feed < 0)
    return;
  link = tn_graph_get_link (self, feed);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *at = tn_graph_get_node (self, link->from);
      int before = at->spec->fit != NULL ? find_feed (self, link->from, TN_PORT_TABLE) : -1;

      if (before < 0)
        break;
      link = tn_graph_get_link (self, before);
    }
  from = tn_graph_get_node (self, link->from);
  id = free_id (self, spec->id);
  repair = tn_repair_new ("insert-split", say_two (N_ ("Put “{split}” behind “{step}”"), "split",
                                                   tn_message_new (spec->title), "step",
                                                   tn_graph_node_title (from)));
  tn_repair_add_node (repair, id, spec->id);
  move_readers (self, repair, link->from, link->from_port, G_MAXUINT, id, spec->outputs[0].id);
  tn_repair_link (repair, from->id, from->spec->outputs[link->from_port].id, id,
                  spec->inputs[0].id);
  add (repairs, repair);
}
