/* tn-json-spoil.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-json-spoil.h"

#include "tn-json.h"

static const char *const instead[] = {
  "null",      "true",
  "0",         "-1",
  "1e308",     "-9223372036854775808",
  "\"\"",      "\"x\"",
  "[]",        "{}",
  "[[[1]]]",   "[null,{},\"\"]",
  "4e9",       "0.5",
  "[1,2]",     "{\"id\":\"\"}",
  "{\"x\":1}", "\"{n} \\u0000\"",
};

static guint
count (JsonNode *node)
{
  guint n = 1;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *at = values; at != NULL; at = at->next)
        n += count (at->data);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      n += count (json_array_get_element (json_node_get_array (node), i));

  return n;
}

static JsonNode *
make_other (JsonNode *node)
{
  gint32 n = G_N_ELEMENTS (instead);

  return json_from_string (instead[g_test_rand_int_range (0, n)], NULL);
}

static JsonNode *spoil (JsonNode *node, guint *place);

static JsonNode *
spoil_object (JsonObject *object, guint *place)
{
  JsonNode *copy = json_node_init_object (json_node_alloc (), json_object_new ());
  JsonObject *to = json_node_get_object (copy);
  g_autoptr (GList) names = json_object_get_members (object);

  json_object_unref (to); /* the node holds one, too */
  for (GList *at = names; at != NULL; at = at->next)
    {
      gboolean is_here = *place == 0;
      JsonNode *value = spoil (json_object_get_member (object, at->data), place);

      /* Gone, now and then. */
      if (is_here && g_test_rand_int_range (0, 6) == 0)
        json_node_unref (value);
      else
        json_object_set_member (to, at->data, value);
    }

  return copy;
}

static JsonNode *
spoil_array (JsonArray *array, guint *place)
{
  JsonNode *copy = json_node_init_array (json_node_alloc (), json_array_new ());
  JsonArray *to = json_node_get_array (copy);

  json_array_unref (to);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gboolean is_here = *place == 0;
      JsonNode *value = spoil (json_array_get_element (array, i), place);

      json_array_add_element (to, value);
      if (is_here && g_test_rand_int_range (0, 4) == 0)
        json_array_add_element (to, tn_json_copy (value));
    }

  return copy;
}

/* @place: (inout): how many values are left as they are before the one that is spoilt */
static JsonNode *
spoil (JsonNode *node, guint *place)
{
  gboolean is_here = *place == 0;

  (*place)--;
  if (is_here)
    return make_other (node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return spoil_object (json_node_get_object (node), place);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return spoil_array (json_node_get_array (node), place);

  return tn_json_copy (node);
}

JsonNode *
tn_json_spoil (JsonNode *node)
{
  guint place = (guint) g_test_rand_int_range (0, (gint32) count (node));

  return spoil (node, &place);
}
