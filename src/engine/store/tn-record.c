/* tn-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-record.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-project-private.h"

void
tn_record_free (TnRecord *self)
{
  g_free (self->kind);
  g_free (self->id);
  g_clear_pointer (&self->body, json_node_unref);
  g_free (self);
}

/* What a person calls a kind. */
static TnMessage *
name_kind (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *name;
  } names[] = {
    { "dataset", N_ ("data set") },
    { "pipeline", N_ ("pipeline") },
    { "plan", N_ ("plan") },
    { "setting", N_ ("setting") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (kind, names[i].kind) == 0)
      return tn_message_new (names[i].name);

  return tn_message_new_literal (kind);
}

static void
take_kind_error (GError **error,
                 TnErrorCode code,
                 const char *sentence,
                 const char *kind,
                 const char *id,
                 const char *place)
{
  TnMessage *message = tn_message_new (sentence);

  tn_message_take (message, "kind", name_kind (kind));
  tn_message_text (message, "name", id);
  if (place != NULL)
    tn_message_text (message, "place", place);
  tn_error_take (error, code, message);
}

static void
take_missing_error (const char *kind, const char *id, GError **error)
{
  take_kind_error (error, TN_ERROR_NOT_FOUND,
                   N_ ("The project has no {kind} named “{name}”. Look at the list for its name."),
                   kind, id, NULL);
}

static TnStatement *
find_document (TnDatabase *database,
               const char *kind,
               const char *id,
               gboolean *row,
               GError **error)
{
  TnStatement *find = tn_database_query (
      database, "SELECT version, body FROM document WHERE kind = ?1 AND id = ?2", error);

  if (find == NULL)
    return NULL;
  sqlite3_bind_text (find, 1, kind, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (find, 2, id, -1, SQLITE_TRANSIENT);
  if (tn_database_step (database, find, row, error))
    return find;
  tn_statement_reset (find);

  return NULL;
}

/**
 * tn_record_read:
 * @error: %TN_ERROR_NOT_FOUND when there is none, %TN_ERROR_DAMAGED when it cannot be read
 */
TnRecord *
tn_record_read (TnDatabase *database, const char *kind, const char *id, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (TnStatement) find = find_document (database, kind, id, &row, error);
  g_autoptr (TnRecord) self = NULL;

  if (find == NULL)
    return NULL;
  if (!row)
    {
      take_missing_error (kind, id, error);
      return NULL;
    }
  self = g_new0 (TnRecord, 1);
  self->kind = g_strdup (kind);
  self->id = g_strdup (id);
  self->version = sqlite3_column_int (find, 0);
  self->body = tn_json_parse ((const char *) sqlite3_column_text (find, 1),
                              sqlite3_column_bytes (find, 1), NULL);
  if (self->body == NULL)
    {
      take_kind_error (
          error, TN_ERROR_DAMAGED,
          N_ ("“{name}” ({kind}) is damaged. Take it from an older copy of the project."), kind, id,
          NULL);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* A document that is there keeps its place in the order of making. */
static gboolean
write_document (TnDatabase *database,
                const char *kind,
                const char *id,
                int version,
                JsonNode *body,
                GError **error)
{
  g_autoptr (TnStatement) put =
      tn_database_query (database,
                         "INSERT INTO document (kind, id, version, body) VALUES (?1, ?2, ?3, ?4)"
                         " ON CONFLICT (kind, id) DO UPDATE SET version = ?3, body = ?4",
                         error);
  g_autofree char *text = tn_json_print (body, FALSE);

  if (put == NULL)
    return FALSE;
  if (strlen (text) > TN_JSON_MAX_BYTES)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{name}” is larger than 64 MB and cannot be kept in a project. Make it "
                        "smaller."),
                    "name", id, NULL);
      return FALSE;
    }
  sqlite3_bind_text (put, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (put, 2, id, -1, SQLITE_STATIC);
  sqlite3_bind_int (put, 3, version);
  sqlite3_bind_text (put, 4, text, -1, SQLITE_STATIC);

  return tn_database_run (database, put, error);
}

/* Each of the following carries out one command and returns the one that takes it back. */

static JsonNode *
apply_put (TnDatabase *database,
           JsonObject *command,
           const char *kind,
           const char *id,
           GError **error)
{
  g_autoptr (GError) find_error = NULL;
  g_autoptr (TnRecord) before = tn_record_read (database, kind, id, &find_error);

  if (before == NULL && !g_error_matches (find_error, TN_ERROR, TN_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&find_error));
      return NULL;
    }
  if (!write_document (database, kind, id, tn_json_int (command, "version", 1),
                       json_object_get_member (command, "body"), error))
    return NULL;

  return before != NULL ? tn_command_new_put (kind, id, before->version, before->body)
                        : tn_command_new_delete (kind, id);
}

static JsonNode *
apply_delete (TnDatabase *database,
              JsonObject *command,
              const char *kind,
              const char *id,
              GError **error)
{
  g_autoptr (TnRecord) before = tn_record_read (database, kind, id, error);
  g_autoptr (TnStatement) delete = NULL;

  if (before == NULL)
    return NULL;
  delete = tn_database_query (database, "DELETE FROM document WHERE kind = ?1 AND id = ?2", error);
  if (delete == NULL)
    return NULL;
  sqlite3_bind_text (delete, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (delete, 2, id, -1, SQLITE_STATIC);
  if (!tn_database_run (database, delete, error))
    return NULL;

  return tn_command_new_put (kind, id, before->version, before->body);
}

static JsonNode *
apply_rename (TnDatabase *database,
              JsonObject *command,
              const char *kind,
              const char *id,
              GError **error)
{
  const char *to = tn_json_string (command, "to", "");
  gboolean here = FALSE, there = FALSE;
  g_autoptr (TnStatement) rename = NULL;
  TnStatement *find;

  find = find_document (database, kind, id, &here, error);
  if (find == NULL)
    return NULL;
  tn_statement_reset (find);
  find = find_document (database, kind, to, &there, error);
  if (find == NULL)
    return NULL;
  tn_statement_reset (find);
  if (!here)
    take_missing_error (kind, id, error);
  else if (there)
    take_kind_error (error, TN_ERROR_ARGUMENT,
                     N_ ("There is a {kind} named “{name}” already. Choose another name."), kind,
                     to, NULL);
  if (!here || there)
    return NULL;

  rename = tn_database_query (database, "UPDATE document SET id = ?3 WHERE kind = ?1 AND id = ?2",
                              error);
  if (rename == NULL)
    return NULL;
  sqlite3_bind_text (rename, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (rename, 2, id, -1, SQLITE_STATIC);
  sqlite3_bind_text (rename, 3, to, -1, SQLITE_STATIC);
  if (!tn_database_run (database, rename, error))
    return NULL;

  return tn_command_new_rename (kind, to, id);
}

/* Parsed JSON cannot be changed, and json_node_copy() shares what is inside. */
static JsonNode *
copy_for_change (JsonNode *node)
{
  JsonNode *copy = json_node_new (json_node_get_node_type (node));

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *to = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        json_object_set_member (to, name, copy_for_change (member));
      json_node_take_object (copy, to);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);
      JsonArray *to = json_array_new ();

      for (guint i = 0; i < json_array_get_length (from); i++)
        json_array_add_element (to, copy_for_change (json_array_get_element (from, i)));
      json_node_take_array (copy, to);
    }
  else
    {
      json_node_unref (copy);
      copy = json_node_copy (node);
    }

  return copy;
}

static gboolean
parse_index (const char *text, guint limit, guint *index)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, limit, &value, NULL))
    return FALSE;
  *index = value;

  return TRUE;
}

static JsonNode *
child_of (JsonNode *node, const char *step)
{
  guint index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), step);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint n = json_array_get_length (array);

      if (n > 0 && parse_index (step, n - 1, &index))
        return json_array_get_element (array, index);
    }

  return NULL;
}

/* json-glib cannot insert into an array: what follows is moved. */
static void
array_insert (JsonArray *array, guint index, JsonNode *value)
{
  guint n = json_array_get_length (array);
  g_autoptr (GPtrArray) tail = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  for (guint i = index; i < n; i++)
    {
      g_ptr_array_add (tail, json_node_copy (json_array_get_element (array, index)));
      json_array_remove_element (array, index);
    }
  json_array_add_element (array, json_node_copy (value));
  for (guint i = 0; i < tail->len; i++)
    json_array_add_element (array, json_node_copy (g_ptr_array_index (tail, i)));
}

/* @insert: the inverse of removing from the middle of an array. */
static gboolean
set_in_array (JsonArray *array, const char *step, JsonNode *value, gboolean insert)
{
  guint n = json_array_get_length (array);
  guint index;

  if (!parse_index (step, n, &index) || (value == NULL && index == n))
    return FALSE;
  if (value != NULL && (insert || index == n))
    {
      array_insert (array, index, value);
      return TRUE;
    }
  json_array_remove_element (array, index);
  if (value != NULL)
    array_insert (array, index, value);

  return TRUE;
}

static gboolean
set_in_parent (JsonNode *parent, const char *step, JsonNode *value, gboolean insert)
{
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (parent))
    return set_in_array (json_node_get_array (parent), step, value, insert);
  if (!JSON_NODE_HOLDS_OBJECT (parent))
    return FALSE;
  object = json_node_get_object (parent);
  if (value != NULL)
    json_object_set_member (object, step, json_node_copy (value));
  else if (!json_object_has_member (object, step))
    return FALSE;
  else
    json_object_remove_member (object, step);

  return TRUE;
}

static void
take_path_error (const char *kind, const char *id, const char *step, GError **error)
{
  take_kind_error (error, TN_ERROR_ARGUMENT,
                   N_ ("“{name}” ({kind}) has nothing at “{place}” that could be set. Look at what "
                       "it holds first."),
                   kind, id, step);
}

static JsonNode *
apply_set (TnDatabase *database,
           JsonObject *command,
           const char *kind,
           const char *id,
           GError **error)
{
  g_autoptr (TnRecord) document = tn_record_read (database, kind, id, error);
  JsonArray *path = tn_json_array (command, "path");
  guint n = json_array_get_length (path);
  JsonNode *value = json_object_get_member (command, "value");
  gboolean insert = tn_json_bool (command, "insert", FALSE);
  const char *step = json_array_get_string_element (path, 0);
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) inverse = NULL;
  g_autoptr (JsonNode) body = NULL;
  JsonNode *parent;

  if (document == NULL)
    return NULL;
  body = copy_for_change (document->body);
  parent = body;
  for (guint i = 0; parent != NULL && i + 1 < n; i++)
    {
      parent = child_of (parent, step);
      step = json_array_get_string_element (path, i + 1);
    }
  if (parent != NULL && !insert && child_of (parent, step) != NULL)
    before = json_node_ref (child_of (parent, step));
  if (parent == NULL || !set_in_parent (parent, step, value, insert))
    {
      take_path_error (kind, id, step, error);
      return NULL;
    }
  inverse = tn_command_new_set (kind, id, path, before);
  if (value == NULL && JSON_NODE_HOLDS_ARRAY (parent))
    json_object_set_boolean_member (json_node_get_object (inverse), "insert", TRUE);
  if (!write_document (database, kind, id, document->version, body, error))
    return NULL;

  return g_steal_pointer (&inverse);
}

static JsonNode *
apply_command (TnDatabase *database, JsonNode *node, GError **error)
{
  JsonObject *command;
  const char *verb, *kind, *id;

  if (!tn_command_check (node, error))
    return NULL;
  command = json_node_get_object (node);
  verb = tn_json_string (command, "do", "");
  kind = tn_json_string (command, "kind", "");
  id = tn_json_string (command, "id", "");
  if (strcmp (verb, "put") == 0)
    return apply_put (database, command, kind, id, error);
  if (strcmp (verb, "delete") == 0)
    return apply_delete (database, command, kind, id, error);
  if (strcmp (verb, "rename") == 0)
    return apply_rename (database, command, kind, id, error);

  return apply_set (database, command, kind, id, error);
}

/**
 * tn_record_apply:
 * @commands: of any origin
 * @error: %TN_ERROR_ARGUMENT, %TN_ERROR_NOT_FOUND…: then the write is to be given up
 *
 * The one way in which documents change. Inside a write.
 *
 * Returns: (transfer full): the commands that take it back, in the order to be applied
 */
JsonArray *
tn_record_apply (TnDatabase *database, JsonArray *commands, GError **error)
{
  g_autoptr (GPtrArray) inverses =
      g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  JsonArray *result;

  for (guint i = 0; i < json_array_get_length (commands); i++)
    {
      JsonNode *inverse = apply_command (database, json_array_get_element (commands, i), error);

      if (inverse == NULL)
        return NULL;
      g_ptr_array_add (inverses, inverse);
    }
  result = json_array_new ();
  for (guint i = inverses->len; i > 0; i--)
    json_array_add_element (result, json_node_ref (g_ptr_array_index (inverses, i - 1)));

  return result;
}

/**
 * tn_project_get_document:
 * @error: %TN_ERROR_NOT_FOUND when there is none
 *
 * Returns: (transfer full): the document
 */
TnRecord *
tn_project_get_document (TnProject *self, const char *kind, const char *id, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  TnRecord *document;

  if (database == NULL)
    return NULL;
  document = tn_record_read (database, kind, id, error);
  tn_project_return_reader (self, database);

  return document;
}

static gboolean
read_ids (TnDatabase *database, const char *kind, GStrvBuilder *ids, GError **error)
{
  g_autoptr (TnStatement) list =
      tn_database_query (database, "SELECT id FROM document WHERE kind = ?1 ORDER BY seq", error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  sqlite3_bind_text (list, 1, kind, -1, SQLITE_STATIC);
  while (row)
    {
      g_autofree char *id = NULL;

      if (!tn_database_step (database, list, &row, error))
        return FALSE;
      id = row ? tn_statement_dup_text (list, 0) : NULL;
      if (id != NULL)
        g_strv_builder_add (ids, id);
    }

  return TRUE;
}

/**
 * tn_project_list_documents:
 *
 * Returns: (transfer full): the ids of @kind in the order of making
 */
GStrv
tn_project_list_documents (TnProject *self, const char *kind, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  gboolean read;

  if (database == NULL)
    return NULL;
  read = read_ids (database, kind, ids, error);
  tn_project_return_reader (self, database);

  return read ? g_strv_builder_end (ids) : NULL;
}
