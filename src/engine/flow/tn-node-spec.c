/* tn-node-spec.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-node-spec.h"

#include "tn-json.h"

static const TnNodeSpec *const no_specs[] = { NULL };
static const TnNodeSpec *const *registry = no_specs;

const char *
tn_port_type_to_id (TnPortType type)
{
  static const char *const ids[TN_N_PORT_TYPES] = { "events", "table", "model", "scores",
                                                    "result" };

  g_return_val_if_fail (type < TN_N_PORT_TYPES, NULL);

  return ids[type];
}

const char *
tn_param_type_to_id (TnParamType type)
{
  static const char *const ids[TN_N_PARAM_TYPES] = {
    "bool",   "int",     "number", "choice",  "text",       "date",
    "column", "columns", "dates",  "numbers", "conditions",
  };

  g_return_val_if_fail (type < TN_N_PARAM_TYPES, NULL);

  return ids[type];
}

void
tn_explanation_clear (TnExplanation *self)
{
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->values, g_free);
}

static int
find_port (const TnPortSpec *ports, const char *id)
{
  for (int i = 0; ports != NULL && ports[i].id != NULL; i++)
    if (g_strcmp0 (ports[i].id, id) == 0)
      return i;

  return -1;
}

static guint
count_ports (const TnPortSpec *ports)
{
  guint n = 0;

  while (ports != NULL && ports[n].id != NULL)
    n++;

  return n;
}

guint
tn_node_spec_count_inputs (const TnNodeSpec *self)
{
  return count_ports (self->inputs);
}

guint
tn_node_spec_count_outputs (const TnNodeSpec *self)
{
  return count_ports (self->outputs);
}

int
tn_node_spec_find_input (const TnNodeSpec *self, const char *id)
{
  return find_port (self->inputs, id);
}

int
tn_node_spec_find_output (const TnNodeSpec *self, const char *id)
{
  return find_port (self->outputs, id);
}

/**
 * tn_ports_find_type:
 * @ports: (nullable) (array zero-terminated=1): inputs or outputs of a step
 *
 * Returns: place of the first port of @type, or -1
 */
int
tn_ports_find_type (const TnPortSpec *ports, TnPortType type)
{
  for (int i = 0; ports != NULL && ports[i].id != NULL; i++)
    if (ports[i].type == type)
      return i;

  return -1;
}

/**
 * tn_node_spec_count_needed:
 *
 * Returns: how many inputs must have a link before the step can run
 */
guint
tn_node_spec_count_needed (const TnNodeSpec *self)
{
  guint n = 0;

  for (const TnPortSpec *port = self->inputs; port != NULL && port->id != NULL; port++)
    n += !port->optional;

  return n;
}

/**
 * tn_node_spec_find_param:
 *
 * Returns: (nullable): the parameter with that id
 */
const TnParamSpec *
tn_node_spec_find_param (const TnNodeSpec *self, const char *id)
{
  for (const TnParamSpec *param = self->params; param != NULL && param->id != NULL; param++)
    if (g_strcmp0 (param->id, id) == 0)
      return param;

  return NULL;
}

static void
set_text (JsonObject *object, const char *name, const char *id, const TnLanguage *language)
{
  if (id != NULL)
    json_object_set_string_member (object, name, tn_language_lookup (language, id));
}

static JsonArray *
ports_to_json (const TnPortSpec *ports, const TnLanguage *language)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; ports != NULL && ports[i].id != NULL; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", ports[i].id);
      json_object_set_string_member (object, "type", tn_port_type_to_id (ports[i].type));
      set_text (object, "title", ports[i].title, language);
      json_object_set_boolean_member (object, "optional", ports[i].optional);
      json_object_set_boolean_member (object, "many", ports[i].many);
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
set_default (JsonObject *object, const TnParamSpec *param)
{
  switch (param->type)
    {
    case TN_PARAM_BOOL:
      json_object_set_boolean_member (object, "default", param->number != 0);
      break;
    case TN_PARAM_INT:
      json_object_set_int_member (object, "default", (gint64) param->number);
      break;
    case TN_PARAM_NUMBER:
      tn_json_set_double (object, "default", param->number);
      break;
    case TN_PARAM_CHOICE:
    case TN_PARAM_TEXT:
    case TN_PARAM_DATE:
    case TN_PARAM_COLUMN:
    case TN_PARAM_COLUMNS:
    case TN_PARAM_DATES:
    case TN_PARAM_NUMBERS:
    case TN_PARAM_CONDITIONS:
    default:
      json_object_set_string_member (object, "default", param->text != NULL ? param->text : "");
      break;
    }
  if (param->type == TN_PARAM_INT || param->type == TN_PARAM_NUMBER)
    {
      tn_json_set_double (object, "min", param->min);
      tn_json_set_double (object, "max", param->max);
    }
}

/**
 * tn_param_spec_refuse:
 * @self: a setting that names columns
 * @type: of a column
 *
 * Returns: (transfer full) (nullable): what the setting needs instead, in one sentence; %NULL where
 * a column of that type will do
 */
TnMessage *
tn_param_spec_refuse (const TnParamSpec *self, TnColumnType type)
{
  if (self->takes == 0 || (self->takes & 1u << type) != 0)
    return NULL;
  switch (self->takes)
    {
    case TN_TAKES_NUMBERS:
      return tn_message_new (N_ ("This setting needs a column of numbers."));
    case TN_TAKES_DATES:
      return tn_message_new (N_ ("This setting needs a column of dates."));
    case TN_TAKES_CATEGORIES:
      return tn_message_new (N_ ("This setting needs a column of categories."));
    case TN_TAKES_NUMBERS | TN_TAKES_CATEGORIES:
      return tn_message_new (N_ ("This setting needs a column of numbers or categories."));
    default:
      return tn_message_new (N_ ("This setting cannot use a column of this type."));
    }
}

static JsonArray *
takes_to_json (guint takes)
{
  JsonArray *array = json_array_new ();

  for (guint type = 0; type < TN_N_COLUMN_TYPES; type++)
    if (takes & 1u << type)
      json_array_add_string_element (array, tn_column_type_to_id (type));

  return array;
}

static JsonObject *
param_to_json (const TnParamSpec *param, const TnLanguage *language)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", param->id);
  json_object_set_string_member (object, "type", tn_param_type_to_id (param->type));
  set_text (object, "title", param->title, language);
  set_text (object, "help", param->help, language);
  set_default (object, param);
  set_text (object, "unit", param->unit, language);
  set_text (object, "zero", param->zero, language);
  set_text (object, "why", param->why, language);
  json_object_set_boolean_member (object, "advanced", param->advanced);
  json_object_set_boolean_member (object, "downstream", param->downstream);
  if (param->takes != 0)
    json_object_set_array_member (object, "takes", takes_to_json (param->takes));
  if (param->choices != NULL)
    {
      JsonArray *choices = json_array_new ();

      for (const TnChoice *choice = param->choices; choice->id != NULL; choice++)
        {
          JsonObject *entry = json_object_new ();

          json_object_set_string_member (entry, "id", choice->id);
          set_text (entry, "title", choice->title, language);
          json_array_add_object_element (choices, entry);
        }
      json_object_set_array_member (object, "choices", choices);
    }

  return object;
}

static JsonArray *
reads_to_json (const TnReadSpec *reads)
{
  JsonArray *array = json_array_new ();

  for (const TnReadSpec *at = reads; at != NULL && at->node != NULL; at++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "node", at->node);
      json_object_set_string_member (object, "parameter", at->param);
      json_array_add_object_element (array, object);
    }

  return array;
}

/**
 * tn_node_spec_to_json:
 *
 * Returns: (transfer full): the description with ids, and texts in @language
 */
JsonNode *
tn_node_spec_to_json (const TnNodeSpec *self, const TnLanguage *language)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *params = json_array_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_int_member (object, "version", self->version);
  json_object_set_string_member (object, "group", self->group);
  set_text (object, "title", self->title, language);
  set_text (object, "summary", self->summary, language);
  set_text (object, "learns", self->learns, language);
  json_object_set_array_member (object, "inputs", ports_to_json (self->inputs, language));
  json_object_set_array_member (object, "outputs", ports_to_json (self->outputs, language));
  for (const TnParamSpec *param = self->params; param != NULL && param->id != NULL; param++)
    json_array_add_object_element (params, param_to_json (param, language));
  json_object_set_array_member (object, "parameters", params);
  json_object_set_array_member (object, "reads", reads_to_json (self->reads));
  json_node_take_object (node, object);

  return node;
}

/**
 * tn_node_registry_set:
 * @specs: (array zero-terminated=1): every node, valid for ever
 *
 * Called once, before any thread reads the list.
 */
void
tn_node_registry_set (const TnNodeSpec *const *specs)
{
  registry = specs;
}

/**
 * tn_node_registry_find:
 *
 * Returns: (nullable): the node with that id
 */
const TnNodeSpec *
tn_node_registry_find (const char *id)
{
  for (guint i = 0; registry[i] != NULL; i++)
    if (g_strcmp0 (registry[i]->id, id) == 0)
      return registry[i];

  return NULL;
}

const TnNodeSpec *const *
tn_node_registry_list (void)
{
  return registry;
}
