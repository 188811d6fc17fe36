/* tn-canonical.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-canonical.h"

#include <string.h>

#include "tn-project-private.h"
#include "tn-record.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static JsonNode *sort_node (JsonNode *node);

static void
add_sorted (JsonArray *array, guint index, JsonNode *element, gpointer sorted)
{
  json_array_add_element (sorted, sort_node (element));
}

static JsonNode *
sort_object (JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonObject *sorted = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (GList *at = members; at != NULL; at = at->next)
    g_ptr_array_add (names, at->data);
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      json_object_set_member (sorted, name, sort_node (json_object_get_member (object, name)));
    }
  json_node_take_object (node, sorted);

  return node;
}

/* A copy whose objects have their members in the order of their names' bytes. As deep as JSON of
 * unknown origin may be when it is read. */
static JsonNode *
sort_node (JsonNode *node)
{
  JsonNode *sorted;
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return sort_object (json_node_get_object (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return json_node_copy (node);
  array = json_array_new ();
  json_array_foreach_element (json_node_get_array (node), add_sorted, array);
  sorted = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (sorted, array);

  return sorted;
}

static JsonNode *
describe_document (const TnRecord *document)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_member (object, "body", sort_node (document->body));
  json_object_set_string_member (object, "id", document->id);
  json_object_set_string_member (object, "kind", document->kind);
  json_object_set_int_member (object, "version", document->version);
  json_node_take_object (node, object);

  return node;
}

/* As long as the list is open its connection sees one moment, whoever writes meanwhile. */
static gboolean
read_documents (TnDatabase *database, JsonArray *documents, GError **error)
{
  g_autoptr (TnStatement) list =
      tn_database_query (database, "SELECT kind, id FROM document ORDER BY kind, id", error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  while (tn_database_step (database, list, &row, error))
    {
      g_autofree char *kind = row ? tn_statement_dup_text (list, 0) : NULL;
      g_autofree char *id = row ? tn_statement_dup_text (list, 1) : NULL;
      g_autoptr (TnRecord) document = NULL;

      if (!row)
        return TRUE;
      document = tn_record_read (database, kind, id, error);
      if (document == NULL)
        return FALSE;
      json_array_add_element (documents, describe_document (document));
    }

  return FALSE;
}

/**
 * tn_project_to_canonical:
 * @error: %TN_ERROR_DAMAGED when a document cannot be read
 *
 * Everything the user made (data sets with the plans they were read by, pipelines with their
 * settings, where their steps stand, how tables are shown), and nothing else: no run, no moment, no
 * order of making. Documents stand in the order of kind and id, members in that of their names, so
 * that printed it is equal byte for byte where the work is equal.
 *
 * Returns: (transfer full): `format`, `version` and `documents`
 */
JsonNode *
tn_project_to_canonical (TnProject *self, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  g_autoptr (JsonArray) documents = json_array_new ();
  JsonObject *object;
  JsonNode *node;
  gboolean read;

  if (database == NULL)
    return NULL;
  read = read_documents (database, documents, error);
  tn_project_return_reader (self, database);
  if (!read)
    return NULL;
  object = json_object_new ();
  json_object_set_array_member (object, "documents", g_steal_pointer (&documents));
  json_object_set_string_member (object, "format", TN_CANONICAL_FORMAT);
  json_object_set_int_member (object, "version", TN_CANONICAL_VERSION);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);

  return node;
}
