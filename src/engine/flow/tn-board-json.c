/* tn-board-json.c: a board as JSON, read as of unknown origin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-board-private.h"
#include "tn-error.h"

#define BOARD_VERSION 1
#define MAX_ID        1000 /* bytes */

static JsonObject *
get_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A copy without the members this version knows. */
static JsonObject *
dup_others (JsonObject *object, const char *const *known)
{
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *at = names; at != NULL; at = at->next)
    if (!g_strv_contains (known, at->data))
      json_object_set_member (copy, at->data,
                              tn_json_copy (json_object_get_member (object, at->data)));

  return copy;
}

static void
add_others (JsonObject *to, JsonObject *others)
{
  g_autoptr (GList) names = json_object_get_members (others);

  for (GList *at = names; at != NULL; at = at->next)
    json_object_set_member (to, at->data, tn_json_copy (json_object_get_member (others, at->data)));
}

/* --- Writing --- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static JsonObject *
places_to_json (const TnBoard *self)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->places), compare_names);

  for (GList *at = ids; at != NULL; at = at->next)
    {
      JsonArray *place = json_array_new ();
      double x, y;

      tn_board_get_place (self, at->data, &x, &y);
      json_array_add_double_element (place, x);
      json_array_add_double_element (place, y);
      json_object_set_array_member (object, at->data, place);
    }

  return object;
}

static JsonObject *
group_to_json (const TnBoardGroup *group)
{
  JsonObject *object = json_object_new ();
  JsonArray *nodes = json_array_new ();

  json_object_set_string_member (object, "id", group->id);
  json_object_set_string_member (object, "title", group->title);
  for (guint i = 0; i < group->nodes->len; i++)
    json_array_add_string_element (nodes, g_ptr_array_index (group->nodes, i));
  json_object_set_array_member (object, "nodes", nodes);
  json_object_set_boolean_member (object, "folded", group->folded);
  add_others (object, group->json);

  return object;
}

static JsonObject *
note_to_json (const TnBoardNote *note)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", note->id);
  json_object_set_string_member (object, "text", note->text);
  json_object_set_double_member (object, "x", note->box.x);
  json_object_set_double_member (object, "y", note->box.y);
  json_object_set_double_member (object, "width", note->box.width);
  json_object_set_double_member (object, "height", note->box.height);
  add_others (object, note->json);

  return object;
}

/**
 * tn_board_to_json:
 *
 * Returns: (transfer full): equal boards give equal bytes
 */
JsonNode *
tn_board_to_json (const TnBoard *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *groups = json_array_new ();
  JsonArray *notes = json_array_new ();

  json_object_set_int_member (object, "version", BOARD_VERSION);
  json_object_set_object_member (object, "places", places_to_json (self));
  for (guint i = 0; i < self->groups->len; i++)
    json_array_add_object_element (groups, group_to_json (tn_board_get_group (self, i)));
  json_object_set_array_member (object, "groups", groups);
  for (guint i = 0; i < self->notes->len; i++)
    json_array_add_object_element (notes, note_to_json (tn_board_get_note (self, i)));
  json_object_set_array_member (object, "notes", notes);
  add_others (object, self->json);
  json_node_take_object (node, object);

  return node;
}

/* --- Reading --- */

static gboolean
is_id (const char *id)
{
  return id != NULL && *id != '\0' && strlen (id) <= MAX_ID;
}

static gboolean
is_place (double value)
{
  return isfinite (value) && fabs (value) <= TN_BOARD_MAX_PLACE;
}

static gboolean
is_size (double value)
{
  return isfinite (value) && value >= 1 && value <= TN_BOARD_MAX_SIZE;
}

static double
read_number (JsonNode *node)
{
  GType type =
      node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  return type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;
}

static gboolean
read_places (TnBoard *self, JsonObject *places, GError **error)
{
  g_autoptr (GList) ids = places != NULL ? json_object_get_members (places) : NULL;

  for (GList *at = ids; at != NULL; at = at->next)
    {
      JsonNode *node = json_object_get_member (places, at->data);
      JsonArray *place = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      gboolean is_pair = place != NULL && json_array_get_length (place) == 2;
      double x = is_pair ? read_number (json_array_get_element (place, 0)) : NAN;
      double y = is_pair ? read_number (json_array_get_element (place, 1)) : NAN;

      if (!is_id (at->data) || !is_place (x) || !is_place (y))
        {
          g_autofree char *id =
              g_utf8_substring (at->data, 0, MIN (g_utf8_strlen (at->data, -1), 80));

          tn_error_set (error, TN_ERROR_FORMAT,
                        N_ ("The place of step “{step}” on the board is not two numbers between "
                            "-1000000 and 1000000. Correct them, or leave the place out."),
                        "step", id, NULL);
          return FALSE;
        }
      tn_board_set_place (self, at->data, x, y);
    }

  return TRUE;
}

static gboolean
set_group_error (const char *id, GError **error)
{
  g_autofree char *number = g_strdup (is_id (id) ? id : "?");

  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("Group “{group}” of the board needs an id of its own, a title of at most 200 "
                    "characters, and steps that are in no other group. Correct it, or leave it "
                    "out."),
                "group", number, NULL);

  return FALSE;
}

static gboolean
read_members (TnBoard *self, TnBoardGroup *group, JsonArray *nodes)
{
  guint n = nodes != NULL ? json_array_get_length (nodes) : 0;

  if (n == 0 || n > TN_GRAPH_MAX_NODES)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (nodes, i);
      const char *id =
          json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      if (!is_id (id) || g_hash_table_contains (self->members, id))
        return FALSE;
      tn_board_join_group (self, group, id);
    }

  return TRUE;
}

static gboolean
read_group (TnBoard *self, GHashTable *ids, JsonNode *node, GError **error)
{
  static const char *const known[] = { "id", "title", "nodes", "folded", NULL };
  JsonObject *object = get_object (node);
  const char *id = tn_json_string (object, "id", NULL);
  const char *title = tn_json_string (object, "title", "");
  TnBoardGroup *group;

  if (!is_id (id) || !g_hash_table_add (ids, g_strdup (id)) ||
      g_utf8_strlen (title, -1) > TN_BOARD_MAX_TITLE)
    return set_group_error (id, error);
  group = tn_board_take_group (self, id, title, dup_others (object, known));
  group->folded = tn_json_bool (object, "folded", FALSE);

  return read_members (self, group, tn_json_array (object, "nodes")) || set_group_error (id, error);
}

static gboolean
read_note (TnBoard *self, GHashTable *ids, JsonNode *node, GError **error)
{
  static const char *const known[] = { "id", "text", "x", "y", "width", "height", NULL };
  JsonObject *object = get_object (node);
  const char *id = tn_json_string (object, "id", NULL);
  const char *text = tn_json_string (object, "text", "");
  TnBox box = { tn_json_double (object, "x", NAN), tn_json_double (object, "y", NAN),
                tn_json_double (object, "width", NAN), tn_json_double (object, "height", NAN) };

  if (!is_id (id) || !g_hash_table_add (ids, g_strdup (id)) ||
      g_utf8_strlen (text, -1) > TN_BOARD_MAX_TEXT || !is_place (box.x) || !is_place (box.y) ||
      !is_size (box.width) || !is_size (box.height))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("Note “{note}” of the board needs an id of its own, a text of at most 4000 "
                        "characters, a place within 1000000 and a size from 1 to 10000. Correct "
                        "it, or leave it out."),
                    "note", is_id (id) ? id : "?", NULL);
      return FALSE;
    }
  tn_board_take_note (self, id, text, &box, dup_others (object, known));

  return TRUE;
}

static gboolean
read_each (TnBoard *self,
           JsonArray *array,
           gboolean (*read) (TnBoard *, GHashTable *, JsonNode *, GError **),
           GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!read (self, ids, json_array_get_element (array, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
is_within (JsonObject *object, const char *name, guint most)
{
  JsonArray *array = tn_json_array (object, name);

  return json_object_has_member (object, name)
             ? array != NULL && json_array_get_length (array) <= most
             : TRUE;
}

/**
 * tn_board_from_json:
 * @node: of unknown origin
 * @error: %TN_ERROR_FORMAT
 *
 * Members nobody knows are kept.
 *
 * Returns: (transfer full): the board; it may name steps nobody has
 */
TnBoard *
tn_board_from_json (JsonNode *node, GError **error)
{
  static const char *const known[] = { "version", "places", "groups", "notes", NULL };
  JsonObject *object = get_object (node);
  JsonObject *places = tn_json_object (object, "places");
  g_autoptr (TnBoard) self = tn_board_new ();

  if (object == NULL || (json_object_has_member (object, "places") && places == NULL) ||
      (places != NULL && json_object_get_size (places) > TN_GRAPH_MAX_NODES) ||
      !is_within (object, "groups", TN_BOARD_MAX_GROUPS) ||
      !is_within (object, "notes", TN_BOARD_MAX_NOTES))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("This does not say how a pipeline is drawn. Arrange the pipeline again."),
                    NULL);
      return NULL;
    }
  json_object_unref (self->json);
  self->json = dup_others (object, known);
  if (!read_places (self, places, error) ||
      !read_each (self, tn_json_array (object, "groups"), read_group, error) ||
      !read_each (self, tn_json_array (object, "notes"), read_note, error))
    return NULL;

  return g_steal_pointer (&self);
}
