/* tn-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-template.h"

#include <string.h>

#include "tn-error.h"

extern const TnTemplate tn_template_churn;

static const TnTemplate *const templates[] = { &tn_template_churn, NULL };

const TnTemplate *const *
tn_template_list (void)
{
  return templates;
}

/**
 * tn_template_find:
 *
 * Returns: (nullable): the template with that id
 */
const TnTemplate *
tn_template_find (const char *id)
{
  for (guint i = 0; templates[i] != NULL; i++)
    if (strcmp (templates[i]->id, id) == 0)
      return templates[i];

  return NULL;
}

/* @need: ids of roles, one of which is enough. */
static gboolean
has_need (const TnImportPlan *plan, const char *need)
{
  g_auto (GStrv) roles = g_strsplit (need, "|", -1);

  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);

      if (column->included &&
          g_strv_contains ((const char *const *) roles, tn_role_to_id (column->role)))
        return TRUE;
    }

  return FALSE;
}

/**
 * tn_template_say_lack:
 * @plan: how a file is going to be read
 *
 * Returns: (transfer full) (nullable): which column a file lacks to answer the question
 */
TnMessage *
tn_template_say_lack (const TnTemplate *self, const TnImportPlan *plan)
{
  for (guint i = 0; self->needs[i] != NULL; i++)
    if (!has_need (plan, self->needs[i]))
      {
        g_autofree char *first = g_strndup (self->needs[i], strcspn (self->needs[i], "|"));
        TnRole role = TN_ROLE_NONE;

        tn_role_from_id (first, &role);

        return tn_message_take (tn_message_new (N_ ("No column has the role “{role}”")), "role",
                                tn_role_say (role));
      }

  return NULL;
}

/* Every setting of the pipeline as NODE.PARAM, as --set takes it. */
static JsonArray *
list_params (TnGraph *graph, const TnLanguage *language)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; graph != NULL && i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);
      g_autoptr (JsonNode) spec = tn_node_spec_to_json (node->spec, language);
      JsonArray *params = json_object_get_array_member (json_node_get_object (spec), "parameters");

      for (guint j = 0; j < json_array_get_length (params); j++)
        {
          JsonNode *copy = json_node_copy (json_array_get_element (params, j));
          JsonObject *param = json_node_get_object (copy);
          const char *id = json_object_get_string_member (param, "id");
          g_autofree char *name = g_strdup_printf ("%s.%s", node->id, id);
          JsonNode *set = json_object_get_member (node->values, id);

          json_object_set_string_member (param, "name", name);
          json_object_remove_member (param, "id");
          if (set != NULL)
            json_object_set_member (param, "default", json_node_copy (set));
          json_array_add_element (array, copy);
        }
    }

  return array;
}

/**
 * tn_template_to_json:
 *
 * Returns: (transfer full): id, question, needed roles, and all settings with defaults and help
 */
JsonNode *
tn_template_to_json (const TnTemplate *self, const TnLanguage *language)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *needs = json_array_new ();
  g_autoptr (TnGraph) graph = self->build ("", NULL, NULL);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "question", tn_language_lookup (language, self->question));
  json_object_set_string_member (object, "summary", tn_language_lookup (language, self->summary));
  for (guint i = 0; self->needs[i] != NULL; i++)
    json_array_add_string_element (needs, self->needs[i]);
  json_object_set_array_member (object, "needs", needs);
  json_object_set_array_member (object, "parameters", list_params (graph, language));
  json_node_take_object (node, object);

  return node;
}
