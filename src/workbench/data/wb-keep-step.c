/* wb-keep-step.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-keep-step.h"

#include <string.h>

#include "tn-condition-text.h"
#include "tn-graph-edit.h"
#include "wb-words.h"

static const struct
{
  const char *method; /* of the step that fills; NULL for none */
  const char *words;
} rules[WB_N_MISSING_RULES] = {
  [WB_MISSING_LEAVE] = { NULL, N_ ("Leave empty") },
  [WB_MISSING_DROP] = { NULL, N_ ("Leave the rows out") },
  [WB_MISSING_MEDIAN] = { "median", N_ ("Fill with the middle value") },
  [WB_MISSING_MEAN] = { "mean", N_ ("Fill with the average") },
  [WB_MISSING_FREQUENT] = { "most_frequent", N_ ("Fill with the most frequent") },
};

const char *
wb_missing_rule_say (WbMissingRule rule)
{
  return wb_say (rules[rule].words);
}

/* Looking at a pipeline */

static const char *
get_text (const TnGraphNode *node, const char *param)
{
  JsonNode *value = node->values != NULL ? json_object_get_member (node->values, param) : NULL;

  return value != NULL && json_node_get_value_type (value) == G_TYPE_STRING
             ? json_node_get_string (value)
             : "";
}

static JsonNode *
make_text (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static gboolean
brings (const TnGraphNode *node, const char *dataset)
{
  return g_str_equal (node->type, "dataset") && g_str_equal (get_text (node, "name"), dataset);
}

static gboolean
is_filter (const TnGraphNode *node)
{
  return g_str_equal (node->type, "filter") || g_str_equal (node->type, "filter_events");
}

/* Whether something is linked to an output of that kind. */
static gboolean
gives (TnGraph *graph, guint place, TnPortType type)
{
  const TnNodeSpec *spec = tn_graph_get_node (graph, place)->spec;

  for (guint i = 0; spec != NULL && i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      if (link->from == place && spec->outputs[link->from_port].type == type)
        return TRUE;
    }

  return FALSE;
}

/* Steps that what @from gives goes through, @from among them. */
static void
mark_downstream (TnGraph *graph, guint from, gboolean *marks)
{
  if (marks[from])
    return;
  marks[from] = TRUE;
  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    if (tn_graph_get_link (graph, i)->from == from)
      mark_downstream (graph, tn_graph_get_link (graph, i)->to, marks);
}

static gboolean *
find_downstream (TnGraph *graph, const char *dataset)
{
  gboolean *marks = g_new0 (gboolean, tn_graph_get_n_nodes (graph) + 1);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (brings (tn_graph_get_node (graph, i), dataset))
      mark_downstream (graph, i, marks);

  return marks;
}

/* Lines of a setting */

static char *
with_line (const char *lines, const char *line)
{
  return *lines == '\0' ? g_strdup (line) : g_strconcat (lines, "\n", line, NULL);
}

static char *
without_line (const char *lines, const char *line)
{
  g_auto (GStrv) all = g_strsplit (lines, "\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0' && !g_str_equal (all[i], line))
      g_ptr_array_add (kept, all[i]);
  g_ptr_array_add (kept, NULL);

  return g_strjoinv ("\n", (char **) kept->pdata);
}

static gboolean
has_line (const char *lines, const char *line)
{
  g_auto (GStrv) all = g_strsplit (lines, "\n", -1);

  return g_strv_contains ((const char *const *) all, line);
}

/* Changes, each of a graph that is given away */

static TnGraph *
take_set (TnGraph *graph, const char *node, const char *param, const char *text)
{
  TnGraph *changed =
      tn_graph_with_value (graph, node, param, *text != '\0' ? make_text (text) : NULL);

  tn_graph_unref (graph);

  return changed;
}

static TnGraph *
take_insert (TnGraph *graph, const char *type, const char *after, char **id)
{
  TnGraph *changed = tn_graph_insert (graph, type, after, id);

  if (changed == NULL)
    return graph;
  tn_graph_unref (graph);

  return changed;
}

static TnGraph *
take_remove (TnGraph *graph, const char *node)
{
  TnGraph *changed = tn_graph_take_out (graph, node);

  if (changed == NULL)
    return graph;
  tn_graph_unref (graph);

  return changed;
}

/* The data set itself, where the pipeline does not use it yet. */
static TnGraph *
with_dataset (TnGraph *graph, const char *dataset)
{
  TnGraph *copy = graph != NULL ? tn_graph_copy (graph) : tn_graph_new ();
  g_autofree char *id = NULL;

  for (guint i = 0; i < tn_graph_get_n_nodes (copy); i++)
    if (brings (tn_graph_get_node (copy, i), dataset))
      return copy;
  if (tn_graph_get_n_nodes (copy) > 0)
    copy = take_insert (copy, "dataset", NULL, &id);
  else
    {
      id = g_strdup ("data");
      tn_graph_add_node (copy, id, "dataset");
    }
  tn_graph_set_value (copy, id, "name", make_text (dataset));

  return copy;
}

static TnGraph *
take_filter (TnGraph *graph, const char *type, const char *after, const char *lines, gboolean any)
{
  g_autofree char *id = NULL;

  graph = take_insert (graph, type, after, &id);
  if (id == NULL)
    return graph;
  graph = take_set (graph, id, "conditions", lines);

  return any ? take_set (graph, id, "match", "any") : graph;
}

/**
 * wb_keep_filter:
 * @graph: (nullable): %NULL makes a pipeline
 * @lines: conditions
 * @any: one of them is enough
 *
 * Puts a step that filters right behind the data set, wherever the pipeline brings it in, so that
 * everything behind sees those rows alone.
 *
 * Returns: (transfer full): the pipeline with it
 */
TnGraph *
wb_keep_filter (TnGraph *graph, const char *dataset, const char *const *lines, gboolean any)
{
  TnGraph *kept = with_dataset (graph, dataset);
  g_autofree char *text = g_strjoinv ("\n", (char **) lines);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tn_graph_get_n_nodes (kept); i++)
    if (brings (tn_graph_get_node (kept, i), dataset))
      g_ptr_array_add (ids, g_strdup (tn_graph_get_node (kept, i)->id));
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      guint place = (guint) tn_graph_find_node (kept, id);
      gboolean as_table = gives (kept, place, TN_PORT_TABLE);
      gboolean as_events = gives (kept, place, TN_PORT_EVENTS) || !as_table;

      if (as_table)
        kept = take_filter (kept, "filter", id, text, any);
      if (as_events)
        kept = take_filter (kept, "filter_events", id, text, any);
    }

  return kept;
}

/* Missing values */

static char *
make_known_line (const char *column)
{
  g_autoptr (TnField) field = tn_field_new (column, TN_ROLE_NONE);

  return tn_condition_line_new (field, "is known", NULL);
}

static gboolean
fills_only (const TnGraphNode *node, const char *column)
{
  return g_str_equal (node->type, "impute") && g_str_equal (get_text (node, "columns"), column);
}

/**
 * wb_keep_get_missing:
 *
 * Returns: what the pipeline does about missing values of @column, as far as a step says so of this
 *   column by name
 */
WbMissingRule
wb_keep_get_missing (TnGraph *graph, const char *dataset, const char *column)
{
  g_autofree char *line = make_known_line (column);
  g_autofree gboolean *marks = graph != NULL ? find_downstream (graph, dataset) : NULL;

  for (guint i = 0; graph != NULL && i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);

      if (!marks[i])
        continue;
      if ((is_filter (node) && has_line (get_text (node, "conditions"), line)) ||
          (g_str_equal (node->type, "clean") && has_line (get_text (node, "required"), column)))
        return WB_MISSING_DROP;
      for (guint rule = WB_MISSING_MEDIAN; fills_only (node, column) && rule < WB_N_MISSING_RULES;
           rule++)
        if (g_str_equal (get_text (node, "number"), rules[rule].method))
          return rule;
    }

  return WB_MISSING_LEAVE;
}

gboolean
wb_keep_can (TnGraph *graph, const char *dataset, TnColumnType type, WbMissingRule rule)
{
  gboolean is_number = type == TN_COLUMN_NUMBER;
  gboolean is_kind = type == TN_COLUMN_CATEGORY || type == TN_COLUMN_FLAG;

  if (rule == WB_MISSING_LEAVE || rule == WB_MISSING_DROP)
    return TRUE;
  if (graph == NULL || (!is_number && (!is_kind || rule != WB_MISSING_FREQUENT)))
    return FALSE;
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (brings (tn_graph_get_node (graph, i), dataset) && gives (graph, i, TN_PORT_TABLE))
      return TRUE;

  return FALSE;
}

/* The first step of that type behind the data set, or %NULL. */
static const char *
find_step (TnGraph *graph, const char *dataset, const char *type)
{
  g_autofree gboolean *marks = find_downstream (graph, dataset);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (marks[i] && g_str_equal (tn_graph_get_node (graph, i)->type, type))
      return tn_graph_get_node (graph, i)->id;

  return NULL;
}

/* What a rule of before had set; a step that was there for it alone goes. */
static TnGraph *
take_back (TnGraph *graph, const char *dataset, const char *column)
{
  g_autofree char *line = make_known_line (column);
  g_autofree gboolean *marks = find_downstream (graph, dataset);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (marks[i])
      g_ptr_array_add (ids, g_strdup (tn_graph_get_node (graph, i)->id));
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      const TnGraphNode *node = tn_graph_get_node (graph, (guint) tn_graph_find_node (graph, id));
      g_autofree char *rest = NULL;

      if (fills_only (node, column))
        graph = take_remove (graph, id);
      else if (is_filter (node) && has_line (get_text (node, "conditions"), line))
        {
          rest = without_line (get_text (node, "conditions"), line);
          graph =
              *rest != '\0' ? take_set (graph, id, "conditions", rest) : take_remove (graph, id);
        }
      else if (g_str_equal (node->type, "clean") && has_line (get_text (node, "required"), column))
        {
          rest = without_line (get_text (node, "required"), column);
          graph = take_set (graph, id, "required", rest);
        }
    }

  return graph;
}

/* Where a log is cleaned there is a setting for it; elsewhere a filter says the same. */
static TnGraph *
take_drop (TnGraph *graph, const char *dataset, const char *column)
{
  g_autofree char *clean = g_strdup (find_step (graph, dataset, "clean"));
  g_autofree char *line = make_known_line (column);
  g_autofree char *lines = NULL;
  const char *conditions[] = { line, NULL };
  TnGraph *kept;

  if (clean != NULL)
    {
      guint place = (guint) tn_graph_find_node (graph, clean);

      lines = with_line (get_text (tn_graph_get_node (graph, place), "required"), column);
      return take_set (graph, clean, "required", lines);
    }
  kept = wb_keep_filter (graph, dataset, conditions, FALSE);
  tn_graph_unref (graph);

  return kept;
}

/* A value that is learned is learned from training rows: behind the split, before what fills the
 * other columns. */
static TnGraph *
take_fill (TnGraph *graph, const char *dataset, const char *column, WbMissingRule rule)
{
  const char *split = find_step (graph, dataset, "split");
  g_autofree char *after = g_strdup (split);
  g_autofree char *id = NULL;
  const char *other = find_step (graph, dataset, "impute");

  if (other != NULL)
    {
      guint place = (guint) tn_graph_find_node (graph, other);

      for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
        if (tn_graph_get_link (graph, i)->to == place)
          {
            g_free (after);
            after = g_strdup (tn_graph_get_node (graph, tn_graph_get_link (graph, i)->from)->id);
          }
    }
  if (after == NULL)
    return graph;
  graph = take_insert (graph, "impute", after, &id);
  if (id == NULL)
    return graph;
  graph = take_set (graph, id, "columns", column);
  graph = take_set (graph, id, "number", rules[rule].method);

  return rule == WB_MISSING_FREQUENT ? take_set (graph, id, "category", rules[rule].method) : graph;
}

/**
 * wb_keep_missing:
 * @graph: (nullable): %NULL makes a pipeline
 *
 * Returns: (transfer full): the pipeline with a step that follows @rule, in place of another rule
 */
TnGraph *
wb_keep_missing (TnGraph *graph, const char *dataset, const char *column, WbMissingRule rule)
{
  TnGraph *kept = take_back (with_dataset (graph, dataset), dataset, column);

  if (rule == WB_MISSING_LEAVE)
    return kept;

  return rule == WB_MISSING_DROP ? take_drop (kept, dataset, column)
                                 : take_fill (kept, dataset, column, rule);
}
