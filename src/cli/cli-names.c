/* cli-names.c: rename, delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli.h"
#include "tn-board.h"
#include "tn-pipeline-run.h"
#include "tn-report-editor.h"

/* What has a name of its own. */
static gboolean
check_kind (Cli *cli, const char *kind, int *status)
{
  if (strcmp (kind, TN_DOCUMENT_DATASET) == 0 || strcmp (kind, TN_DOCUMENT_PIPELINE) == 0)
    return TRUE;
  *status = cli_usage (
      cli, tn_message_text (tn_message_new (N_ ("“{kind}” is neither “dataset” nor “pipeline”.")),
                            "kind", kind));

  return FALSE;
}

static gboolean
reads (const TnGraphNode *node, const char *dataset)
{
  return node->spec != NULL && (node->spec->flags & TN_NODE_SOURCE) &&
         g_str_equal (tn_json_string (node->values, "name", ""), dataset);
}

/* Pipelines that read a data set: told, and with @edit made to read it by its new name. */
static char **
follow (TnProject *project, const char *dataset, const char *new_name, TnEdit *edit, GError **error)
{
  g_auto (GStrv) names = tn_project_list_documents (project, TN_DOCUMENT_PIPELINE, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  if (names == NULL)
    return NULL;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, names[i], NULL);
      gboolean reading = FALSE;

      for (guint k = 0; graph != NULL && k < tn_graph_get_n_nodes (graph); k++)
        {
          const TnGraphNode *node = tn_graph_get_node (graph, k);

          if (!reads (node, dataset))
            continue;
          reading = TRUE;
          if (new_name != NULL)
            tn_graph_set_value (graph, node->id, "name",
                                json_node_init_string (json_node_alloc (), new_name));
        }
      if (!reading)
        continue;
      if (new_name != NULL)
        tn_edit_put_pipeline (edit, names[i], graph);
      g_ptr_array_add (found, g_strdup (names[i]));
    }
  g_ptr_array_add (found, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}

static gboolean
require (TnProject *project, const char *kind, const char *name, gboolean there, GError **error)
{
  g_auto (GStrv) names = tn_project_list_documents (project, kind, error);

  if (names == NULL)
    return FALSE;
  if (g_strv_contains ((const char *const *) names, name) == there && *name != '\0')
    return TRUE;
  if (there)
    tn_error_set (error, TN_ERROR_NOT_FOUND,
                  N_ ("There is no {kind} “{name}” in this project. Check its name."), "kind", kind,
                  "name", name, NULL);
  else
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("There is a {kind} “{name}” already, or the name is empty. Choose another "
                      "name."),
                  "kind", kind, "name", name, NULL);

  return FALSE;
}

/* @text: (transfer full): of the history */
static int
carry_out (Cli *cli, TnProject *project, TnEdit *edit, TnMessage *text, char **readers)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *pipelines = json_array_new ();

  for (guint i = 0; readers != NULL && readers[i] != NULL; i++)
    json_array_add_string_element (pipelines, readers[i]);
  json_object_set_array_member (object, "pipelines", pipelines);
  json_node_take_object (node, object);
  if (!tn_project_edit (project, edit, &error) || !cli_save (cli, project, &error))
    {
      tn_message_unref (text);
      json_node_unref (node);
      return cli_fail (cli, error);
    }
  cli_say (cli, text);

  return cli_done (cli, node);
}

static TnMessage *
label (const char *id, const char *name, const char *new_name)
{
  TnMessage *message = tn_message_text (tn_message_new (id), "name", name);

  return new_name != NULL ? tn_message_text (message, "new", new_name) : message;
}

static int
run_rename (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_auto (GStrv) readers = NULL;
  const char *text = N_ ("Renamed {name} to {new}");
  int status;

  if (!cli_parse (cli, &cli_name_verbs[0], NULL, &argc, &argv, 4, 4, &status) ||
      !check_kind (cli, argv[2], &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL || !require (project, argv[2], argv[3], TRUE, &error) ||
      !require (project, argv[2], argv[4], FALSE, &error))
    return cli_fail (cli, error);
  edit = tn_edit_new (label (text, argv[3], argv[4]));
  if (strcmp (argv[2], TN_DOCUMENT_PIPELINE) != 0)
    tn_edit_rename (edit, argv[2], argv[3], argv[4]);
  else if (!tn_edit_rename_pipeline (edit, project, argv[3], argv[4], &error) ||
           !tn_edit_copy_report (edit, project, argv[3], argv[4], &error))
    return cli_fail (cli, error);
  if (strcmp (argv[2], TN_DOCUMENT_DATASET) == 0)
    {
      readers = follow (project, argv[3], argv[4], edit, &error);
      if (readers == NULL)
        return cli_fail (cli, error);
    }

  return carry_out (cli, project, edit, label (text, argv[3], argv[4]), readers);
}

static int
run_delete (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_auto (GStrv) readers = NULL;
  g_autofree char *list = NULL;
  int status;

  if (!cli_parse (cli, &cli_name_verbs[1], NULL, &argc, &argv, 3, 3, &status) ||
      !check_kind (cli, argv[2], &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL || !require (project, argv[2], argv[3], TRUE, &error))
    return cli_fail (cli, error);
  edit = tn_edit_new (label (N_ ("Deleted {name}"), argv[3], NULL));
  if (strcmp (argv[2], TN_DOCUMENT_PIPELINE) != 0)
    tn_edit_delete (edit, argv[2], argv[3]);
  else if (!tn_edit_delete_pipeline (edit, project, argv[3], &error))
    return cli_fail (cli, error);
  if (strcmp (argv[2], TN_DOCUMENT_DATASET) == 0)
    {
      readers = follow (project, argv[3], NULL, edit, &error);
      if (readers == NULL)
        return cli_fail (cli, error);
    }
  if (readers == NULL || readers[0] == NULL)
    return carry_out (cli, project, edit,
                      label (N_ ("Deleted {name}. “undo” brings it back."), argv[3], NULL),
                      readers);
  list = g_strjoinv (", ", readers);

  return carry_out (
      cli, project, edit,
      label (N_ ("Deleted {name}, which {new} still reads. “undo” brings it back."), argv[3], list),
      readers);
}

const CliVerb cli_name_verbs[] = {
  { "rename", "PROJECT KIND NAME NEW",
    N_ ("Gives a data set or a pipeline another name; KIND is dataset or pipeline"), run_rename,
    "shop.tenure dataset orders-2025 orders" },
  { "delete", "PROJECT KIND NAME",
    N_ ("Takes a data set or a pipeline out; KIND is dataset or pipeline"), run_delete,
    "shop.tenure pipeline churn-2" },
  { NULL },
};
