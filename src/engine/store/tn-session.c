/* tn-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-database.h"
#include "tn-error.h"
#include "tn-file.h"
#include "tn-json.h"

#define RECORD_NAME "session.json"

/**
 * tn_session_set_errno:
 * @path: of a file in a session directory
 *
 * As tn_error_set_errno() for files whose names a person does not know: their folder is
 * named.
 */
void
tn_session_set_errno (GError **error, int errnum, const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *folder = g_filename_display_name (directory);

  if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
    tn_database_take_space_error (path, errnum, error);
  else
    tn_error_set (error, TN_ERROR_IO,
                  N_ ("The folder {folder}, where open projects are kept, cannot be used. Check "
                      "its disk and that it can be written, and try again."),
                  "folder", folder, NULL);
}

void
tn_session_record_free (TnSessionRecord *self)
{
  g_free (self->path);
  g_free (self->file);
  g_free (self->seal);
  g_free (self);
}

/**
 * tn_session_record_load:
 *
 * Returns: (transfer full): what the session remembers; an empty record where that
 *   cannot be read
 */
TnSessionRecord *
tn_session_record_load (const char *directory)
{
  TnSessionRecord *self = g_new0 (TnSessionRecord, 1);
  g_autofree char *name = g_build_filename (directory, RECORD_NAME, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize size;

  self->revision = -1;
  if (g_file_get_contents (name, &text, &size, NULL))
    node = tn_json_parse (text, size, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);

      self->path = g_strdup (tn_json_string (object, "path", NULL));
      self->file = g_strdup (tn_json_string (object, "file", NULL));
      self->seal = g_strdup (tn_json_string (object, "seal", NULL));
      self->revision = tn_json_int (object, "revision", -1);
      self->edit = tn_json_int (object, "edit", 0);
      self->run = tn_json_int (object, "run", 0);
    }

  return self;
}

/**
 * tn_session_record_store:
 * @directory: of the session
 * @error: %TN_ERROR_IO, %TN_ERROR_SPACE
 *
 * Replaces the record as a whole; it is on the disk when the call returns.
 */
gboolean
tn_session_record_store (const TnSessionRecord *self, const char *directory, GError **error)
{
  g_autofree char *name = g_build_filename (directory, RECORD_NAME, NULL);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  if (self->path != NULL)
    json_object_set_string_member (object, "path", self->path);
  if (self->file != NULL)
    json_object_set_string_member (object, "file", self->file);
  json_object_set_int_member (object, "revision", self->revision);
  json_object_set_int_member (object, "edit", self->edit);
  json_object_set_int_member (object, "run", self->run);
  if (self->seal != NULL)
    json_object_set_string_member (object, "seal", self->seal);
  json_node_set_object (node, object);
  text = tn_json_print (node, FALSE);

  if (g_file_set_contents_full (
          name, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, NULL))
    return TRUE;
  tn_session_set_errno (error, errno, name);

  return FALSE;
}

/**
 * tn_session_get_root:
 *
 * Returns: (transfer full): `$TENURE_SESSIONS`, or `tenure/sessions` in the user's data
 *   directory, made where missing; without links, which SQLite is told not to follow
 */
char *
tn_session_get_root (GError **error)
{
  const char *chosen = g_getenv ("TENURE_SESSIONS");
  g_autofree char *path =
      chosen != NULL && *chosen != '\0'
          ? g_strdup (chosen)
          : g_build_filename (g_get_user_data_dir (), "tenure", "sessions", NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      tn_session_set_errno (error, errno, path);
      return NULL;
    }

  return tn_file_resolve (path);
}

/**
 * tn_session_make_directory:
 * @prefix: "new-" or "scratch-"
 *
 * Returns: (transfer full): a new directory in @root
 */
char *
tn_session_make_directory (const char *root, const char *prefix, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s/%sXXXXXX", root, prefix);

  if (g_mkdtemp_full (path, 0700) == NULL)
    {
      tn_session_set_errno (error, errno, path);
      return NULL;
    }

  return g_steal_pointer (&path);
}

/**
 * tn_session_has_store:
 *
 * Returns: whether there is a live store; of a project under a password only the version
 *   before stays when it is closed
 */
gboolean
tn_session_has_store (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, TN_SESSION_STORE, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_session_name (const char *name)
{
  return g_uuid_string_is_valid (name);
}

/**
 * tn_session_find_by_path:
 * @path: resolved
 *
 * Returns: (transfer full) (nullable): the session directory whose chosen file is @path
 */
char *
tn_session_find_by_path (const char *root, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (root, name, NULL);
      g_autoptr (TnSessionRecord) record = NULL;

      if (!is_session_name (name))
        continue;
      record = tn_session_record_load (child);
      if (g_strcmp0 (record->path, path) == 0)
        return g_steal_pointer (&child);
    }

  return NULL;
}

/**
 * tn_session_sweep:
 *
 * Removes what copies and looks that were killed left behind. Directories in use hold
 * their lock and stay.
 */
void
tn_session_sweep (const char *root)
{
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (root, name, NULL);
      g_autoptr (TnLock) lock = NULL;

      if (!g_str_has_prefix (name, "new-") && !g_str_has_prefix (name, "scratch-"))
        continue;
      lock = tn_lock_acquire (child, FALSE, NULL);
      if (lock != NULL)
        tn_file_remove_tree (child);
    }
}
