/* wb-step-facts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-facts.h"

#include "tn-param-words.h"
#include "wb-words.h"

const char *
wb_step_say_title (const TnGraphNode *node)
{
  return node->spec != NULL ? wb_say (node->spec->title) : node->type;
}

const char *
wb_step_say_title_of (const TnGraph *graph, const char *id)
{
  int place = tn_graph_find_node (graph, id);

  return place >= 0 ? wb_step_say_title (tn_graph_get_node (graph, (guint) place)) : id;
}

/* What was set one a line: columns, dates, conditions. */
static char *
say_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) said = g_ptr_array_new ();

  for (char **at = lines; *at != NULL; at++)
    if (*g_strstrip (*at) != '\0')
      g_ptr_array_add (said, *at);
  g_ptr_array_add (said, NULL);

  return tn_language_join (wb_language (), (char **) said->pdata);
}

char *
wb_param_say_value (const TnParamSpec *spec, JsonNode *value)
{
  g_autofree char *number = NULL;

  for (const TnChoice *at = spec->choices; at != NULL && at->id != NULL; at++)
    if (JSON_NODE_HOLDS_VALUE (value) && g_strcmp0 (json_node_get_string (value), at->id) == 0)
      return g_strdup (wb_say (at->title));
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return say_lines (json_node_get_string (value));
  if (json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? wb_say (N_ ("on")) : wb_say (N_ ("off")));
  if (tn_param_find_zero (spec, json_node_get_double (value)) != NULL)
    return g_strdup (wb_say (spec->zero));
  number = wb_say_number (json_node_get_double (value));

  return spec->unit != NULL ? g_strdup_printf ("%s %s", number, wb_say (spec->unit))
                            : g_steal_pointer (&number);
}

char *
wb_step_say_settings (const TnGraphNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (node->spec == NULL)
    return g_strdup (node->type);
  for (const TnParamSpec *at = node->spec->params; at != NULL && at->id != NULL; at++)
    {
      g_autofree char *value = NULL;

      if (!json_object_has_member (node->values, at->id))
        continue;
      value = wb_param_say_value (at, json_object_get_member (node->values, at->id));
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", wb_say (at->title),
                              value);
    }

  return g_strdup (text->len > 0 ? text->str : wb_say (node->spec->summary));
}

const TnGraphIssue *
wb_issues_find (GPtrArray *issues, const char *node)
{
  for (guint i = 0; issues != NULL && i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);

      if (g_strcmp0 (issue->node, node) == 0)
        return issue;
    }

  return NULL;
}

const char *
wb_group_say (const char *group)
{
  static const struct
  {
    const char *id;
    const char *name;
  } groups[] = { { "prepare", N_ ("Prepare") },
                 { "features", N_ ("Describe") },
                 { "model", N_ ("Predict") },
                 { "judge", N_ ("Judge and deliver") } };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].id, group))
      return wb_say (groups[i].name);

  return group;
}

/* Of the step, where there is one that says it; of its group else. */
const char *
wb_step_get_icon (const TnNodeSpec *spec)
{
  static const struct
  {
    const char *id;
    const char *icon;
  } known[] = {
    { "dataset", "tenure-shop-symbolic" },         { "define_churn", "tenure-flag-symbolic" },
    { "evaluate", "tenure-number-symbolic" },      { "filter", "tenure-filter-symbolic" },
    { "filter_events", "tenure-filter-symbolic" }, { "list", "system-users-symbolic" },
    { "report", "x-office-document-symbolic" },    { "split", "tenure-category-symbolic" },
    { "value", "tenure-number-symbolic" },         { "prepare", "tenure-data-symbolic" },
    { "features", "tenure-data-symbolic" },        { "model", "tenure-pipeline-symbolic" },
    { "judge", "tenure-runs-symbolic" },
  };
  const char *const names[] = { spec != NULL ? spec->id : "", spec != NULL ? spec->group : "" };

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
      if (g_str_equal (known[i].id, names[k]))
        return known[i].icon;

  return "dialog-question-symbolic";
}

const char *
wb_port_say (TnPortType type)
{
  static const char *const kinds[] = {
    [TN_PORT_EVENTS] = N_ ("Events"), [TN_PORT_TABLE] = N_ ("Table"),
    [TN_PORT_MODEL] = N_ ("Model"),   [TN_PORT_SCORES] = N_ ("Scores"),
    [TN_PORT_RESULT] = N_ ("Result"),
  };

  return wb_say (kinds[type]);
}

const char *
wb_port_get_letter (TnPortType type)
{
  static const char *const letters[] = {
    [TN_PORT_EVENTS] = "E", [TN_PORT_TABLE] = "T",  [TN_PORT_MODEL] = "M",
    [TN_PORT_SCORES] = "S", [TN_PORT_RESULT] = "R",
  };

  return letters[type];
}

/* “Model and Scores”, each kind once. */
char *
wb_ports_say (const TnPortSpec *ports)
{
  g_autoptr (GStrvBuilder) kinds = g_strv_builder_new ();
  g_auto (GStrv) each = NULL;
  guint seen = 0;

  for (const TnPortSpec *at = ports; at != NULL && at->id != NULL; at++)
    {
      if (!(seen & 1u << at->type))
        g_strv_builder_add (kinds, wb_port_say (at->type));
      seen |= 1u << at->type;
    }
  each = g_strv_builder_end (kinds);

  return tn_language_join (wb_language (), each);
}
