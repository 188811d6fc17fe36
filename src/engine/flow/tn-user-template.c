/* tn-user-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-user-template.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file-replace.h"
#include "tn-graph-part.h"
#include "tn-json.h"

#define FORMAT        "tenure-template"
#define VERSION       1
#define ENDING        ".json"
#define MAX_TEMPLATES 1000

void
tn_user_template_free (TnUserTemplate *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self);
}

static char *
get_directory (void)
{
  return g_build_filename (g_get_user_data_dir (), "tenure", "templates", NULL);
}

/* An id is no path: it stays in the directory. */
static gboolean
is_id (const char *id)
{
  gsize size = strlen (id);

  if (size == 0 || size > 100)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (id[i]) && id[i] != '-')
      return FALSE;

  return TRUE;
}

static char *
get_path (const char *id)
{
  g_autofree char *directory = get_directory ();
  g_autofree char *name = g_strconcat (id, ENDING, NULL);

  return g_build_filename (directory, name, NULL);
}

static gboolean
require (const char *id, GError **error)
{
  g_autofree char *path = is_id (id) ? get_path (id) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no question “{id}”. “tenure-cli templates” lists them."), "id", id,
                NULL);

  return FALSE;
}

/* --- Files --- */

static gboolean
set_format_error (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("{file} is not a template of Tenure. Choose a file that was exported as one."),
                "file", name, NULL);

  return FALSE;
}

/* Bytes of a file that is not larger than a template is. */
static GBytes *
read_bytes (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  GBytes *bytes = stream != NULL ? g_input_stream_read_bytes (G_INPUT_STREAM (stream),
                                                              TN_PART_MAX_BYTES, NULL, NULL)
                                 : NULL;

  if (bytes == NULL)
    tn_error_set (error, TN_ERROR_NOT_FOUND,
                  N_ ("There is no file {file} that can be read. Check its name."), "file", path,
                  NULL);

  return bytes;
}

/* (out) (optional): whatever is asked for. */
static gboolean
read_template (const char *path, char **title, TnGraph **graph, TnBoard **board, GError **error)
{
  g_autoptr (GBytes) bytes = read_bytes (path, error);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  g_autoptr (JsonNode) node =
      size > 0 ? tn_json_parse (g_bytes_get_data (bytes, NULL), (gssize) size, NULL) : NULL;
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *said = tn_json_string (object, "title", "");
  JsonObject *pipeline = tn_json_object (object, "pipeline");

  if (bytes == NULL)
    return FALSE;
  if (strcmp (tn_json_string (object, "format", ""), FORMAT) != 0 || pipeline == NULL ||
      *said == '\0' || g_utf8_strlen (said, -1) > TN_USER_TEMPLATE_MAX_TITLE)
    return set_format_error (path, error);
  if (tn_json_int (object, "version", 1) > VERSION)
    {
      tn_error_set (error, TN_ERROR_NEWER,
                    N_ ("This template was made by a newer Tenure. Use that one to open it."),
                    NULL);
      return FALSE;
    }
  if (title != NULL)
    *title = g_strdup (said);
  if (graph != NULL)
    *graph = tn_pipeline_from_json (json_object_get_member (object, "pipeline"), board, error);

  return graph == NULL || *graph != NULL;
}

static gboolean
write_file (const char *path, const char *text, gsize size, GError **error)
{
  TnFileReplace file = { 0 };

  return tn_file_replace_begin (&file, path, error) &&
         tn_file_replace_write (&file, text, size, error) && tn_file_replace_commit (&file, error);
}

/* "My own question" → "my-own-question"; "谁会流失" → "template". One that is not taken. */
static char *
make_id (const char *title)
{
  GString *stem = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (const char *at = title; *at != '\0' && stem->len < 40; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (stem, g_ascii_tolower (*at));
    else if (stem->len > 0 && stem->str[stem->len - 1] != '-')
      g_string_append_c (stem, '-');
  while (stem->len > 0 && stem->str[stem->len - 1] == '-')
    g_string_truncate (stem, stem->len - 1);
  if (stem->len == 0)
    g_string_append (stem, "template");
  text = g_string_free (stem, FALSE);
  for (guint i = 1;; i++)
    {
      g_autofree char *id =
          i == 1 ? g_strdup_printf ("my-%s", text) : g_strdup_printf ("my-%s-%u", text, i);
      g_autofree char *path = get_path (id);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&id);
    }
}

/* --- What one does with them --- */

static int
compare_templates (gconstpointer a, gconstpointer b)
{
  const TnUserTemplate *x = *(TnUserTemplate *const *) a, *y = *(TnUserTemplate *const *) b;
  int by_title = strcmp (x->title, y->title);

  return by_title != 0 ? by_title : strcmp (x->id, y->id);
}

/**
 * tn_user_template_list:
 *
 * Returns: (transfer full) (element-type TnUserTemplate): those in the user's data folder
 */
GPtrArray *
tn_user_template_list (void)
{
  GPtrArray *templates = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_user_template_free);
  g_autofree char *path = get_directory ();
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && templates->len < MAX_TEMPLATES &&
         (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *id = g_str_has_suffix (name, ENDING)
                                ? g_strndup (name, strlen (name) - strlen (ENDING))
                                : NULL;
      g_autofree char *file = id != NULL && is_id (id) ? get_path (id) : NULL;
      TnUserTemplate *template;
      char *title = NULL;

      if (file == NULL || !read_template (file, &title, NULL, NULL, NULL))
        continue;
      template = g_new0 (TnUserTemplate, 1);
      template->id = g_steal_pointer (&id);
      template->title = title;
      g_ptr_array_add (templates, template);
    }
  g_ptr_array_sort (templates, compare_templates);

  return templates;
}

/* A copy whose data steps read @dataset. */
static TnGraph *
with_dataset (TnGraph *graph, const char *dataset)
{
  TnGraph *copy = tn_graph_copy (graph);

  for (guint i = 0; i < tn_graph_get_n_nodes (copy); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (copy, i);

      if (node->spec != NULL && (node->spec->flags & TN_NODE_SOURCE))
        tn_graph_set_value (copy, node->id, "name",
                            json_node_init_string (json_node_alloc (), dataset));
    }

  return copy;
}

/**
 * tn_user_template_save:
 * @title: of 1 to %TN_USER_TEMPLATE_MAX_TITLE characters
 * @id: (out): what it is found by
 *
 * Keeps a pipeline with its settings, notes and groups, and without the name of its data set. No
 * data are kept.
 */
gboolean
tn_user_template_save (const char *title,
                       TnGraph *graph,
                       const TnBoard *board,
                       char **id,
                       GError **error)
{
  g_autofree char *directory = get_directory ();
  g_autoptr (TnGraph) blank = with_dataset (graph, "");
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *made = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  if (*title == '\0' || g_utf8_strlen (title, -1) > TN_USER_TEMPLATE_MAX_TITLE)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The name of a template has 1 to 200 characters. Choose another one."),
                    NULL);
      return FALSE;
    }
  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "title", title);
  json_object_set_member (object, "pipeline", tn_pipeline_to_json (blank, board));
  text = tn_json_print (node, TRUE);
  made = make_id (title);
  path = get_path (made);
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      tn_error_set (error, TN_ERROR_IO,
                    N_ ("The folder {folder} cannot be made: {detail}. Make room there or mend its "
                        "rights."),
                    "folder", directory, "detail", g_strerror (errno), NULL);
      return FALSE;
    }
  if (!write_file (path, text, strlen (text), error))
    return FALSE;
  *id = g_steal_pointer (&made);

  return TRUE;
}

gboolean
tn_user_template_lay_out (const char *id,
                          const char *dataset,
                          TnGraph **graph,
                          TnBoard **board,
                          GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (TnGraph) blank = NULL;

  if (!require (id, error))
    return FALSE;
  path = get_path (id);
  if (!read_template (path, NULL, &blank, board, error))
    return FALSE;
  *graph = with_dataset (blank, dataset);

  return TRUE;
}

gboolean
tn_user_template_remove (const char *id, GError **error)
{
  g_autofree char *path = NULL;

  if (!require (id, error))
    return FALSE;
  path = get_path (id);
  if (g_unlink (path) == 0)
    return TRUE;
  tn_error_set (error, TN_ERROR_IO,
                N_ ("{file} cannot be removed: {detail}. Mend the rights of its folder."), "file",
                path, "detail", g_strerror (errno), NULL);

  return FALSE;
}

gboolean
tn_user_template_export (const char *id, const char *path, GError **error)
{
  g_autofree char *from = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!require (id, error))
    return FALSE;
  from = get_path (id);
  bytes = read_bytes (from, error);

  return bytes != NULL &&
         write_file (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

/**
 * tn_user_template_import:
 * @path: of unknown origin
 * @id: (out): what it is found by
 *
 * What is kept is what was understood, and links and kinds of step of a newer version as they are.
 */
gboolean
tn_user_template_import (const char *path, char **id, GError **error)
{
  g_autofree char *title = NULL;
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnBoard) board = NULL;

  return read_template (path, &title, &graph, &board, error) &&
         tn_user_template_save (title, graph, board, id, error);
}
