/* cli-graph.c: pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-graph.h"

#include <string.h>

#include "tn-file-replace.h"
#include "tn-graph.h"
#include "tn-pipeline-check.h"
#include "tn-pipeline-run.h"

/* A file of another kind, taken for a pipeline, is not read to its end. */
#define MAX_GRAPH_BYTES (16 * 1024 * 1024)

static JsonObject *
describe_pipeline (const char *name, const TnGraph *graph)
{
  JsonObject *object = json_object_new ();
  const char *question = tn_graph_get_template (graph);

  json_object_set_string_member (object, "name", name);
  if (question != NULL)
    json_object_set_string_member (object, "template", question);
  json_object_set_int_member (object, "steps", tn_graph_get_n_nodes (graph));

  return object;
}

static int
list_pipelines (Cli *cli, TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = tn_project_list_documents (project, TN_DOCUMENT_PIPELINE, &error);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  json_node_take_object (node, object);
  json_object_set_array_member (object, "pipelines", array);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, names[i], &error);

      if (graph == NULL)
        return cli_fail (cli, error);
      json_array_add_object_element (array, describe_pipeline (names[i], graph));
      cli_print (cli, names[i]);
    }
  if (names == NULL)
    return cli_fail (cli, error);
  if (names[0] == NULL)
    cli_say (cli, tn_message_new (N_ ("This project has no pipeline yet.")));

  return cli_done (cli, g_steal_pointer (&node));
}

static void
print_settings (Cli *cli, const TnGraphNode *node)
{
  g_autoptr (GList) names = json_object_get_members (node->values);

  for (GList *at = names; at != NULL; at = at->next)
    {
      g_autofree char *value =
          json_to_string (json_object_get_member (node->values, at->data), FALSE);
      g_autofree char *line = g_strdup_printf ("    %s = %s", (const char *) at->data, value);

      cli_print (cli, line);
    }
}

static void
print_inputs (Cli *cli, const TnGraph *graph, guint place)
{
  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);
      const TnGraphNode *from = tn_graph_get_node (graph, link->from);
      const TnGraphNode *to = tn_graph_get_node (graph, link->to);
      g_autofree char *line = NULL;

      if (link->to != place)
        continue;
      line = g_strdup_printf ("    %s <- %s.%s", to->spec->inputs[link->to_port].id, from->id,
                              from->spec->outputs[link->from_port].id);
      cli_print (cli, line);
    }
}

static void
print_graph (Cli *cli, const TnGraph *graph)
{
  g_autofree guint *order = tn_graph_sort (graph, NULL);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      guint place = order != NULL ? order[i] : i;
      const TnGraphNode *node = tn_graph_get_node (graph, place);
      const char *title =
          node->spec != NULL ? tn_language_lookup (cli->language, node->spec->title) : node->type;
      g_autofree char *line = g_strdup_printf ("%-16s %s", node->id, title);

      cli_print (cli, line);
      if (tn_graph_node_is_off (node))
        cli_say (cli, tn_message_new (N_ ("    switched off")));
      print_settings (cli, node);
      print_inputs (cli, graph, place);
    }
}

static gboolean
write_graph (const TnGraph *graph, const char *path, GError **error)
{
  g_autoptr (JsonNode) node = tn_graph_to_json (graph);
  g_autofree char *text = tn_json_print (node, TRUE);
  TnFileReplace file = { 0 };

  return tn_file_replace_begin (&file, path, error) &&
         tn_file_replace_write (&file, text, strlen (text), error) &&
         tn_file_replace_write (&file, "\n", 1, error) && tn_file_replace_commit (&file, error);
}

static TnGraph *
read_graph (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GBytes) bytes =
      stream != NULL
          ? g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_GRAPH_BYTES, NULL, NULL)
          : NULL;
  g_autoptr (JsonNode) node = NULL;
  TnGraph *graph;

  if (bytes == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("There is no file {file} that can be read. Check its name."), "file", path,
                    NULL);
      return NULL;
    }
  if (g_bytes_get_size (bytes) > 0)
    node = tn_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL);
  graph = node != NULL ? tn_graph_from_json (node, error) : NULL;
  if (node == NULL)
    tn_error_set (error, TN_ERROR_FORMAT,
                  N_ ("{file} is not a pipeline. Write one with --out, and change that."), "file",
                  path, NULL);

  return graph;
}

/* An unfinished pipeline is kept as well: what it lacks is said, as “fix” would. */
static int
take_graph (Cli *cli, TnProject *project, const char *name, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = read_graph (path, &error);
  g_autoptr (GPtrArray) issues = NULL;

  if (graph == NULL ||
      !tn_project_put_pipeline (
          project, name, graph,
          tn_message_text (
              tn_message_text (tn_message_new (N_ ("Read pipeline {name} from {file}")), "name",
                               name),
              "file", path),
          &error))
    return cli_fail (cli, error);
  issues = tn_project_check_pipeline (project, name, &error);
  if (issues == NULL || !cli_save (cli, project, &error))
    return cli_fail (cli, error);

  return cli_graph_list_repairs (cli, issues);
}

static int
show_graph (Cli *cli, TnProject *project, const char *name, const char *out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, name, &error);

  if (graph == NULL || (out != NULL && !write_graph (graph, out, &error)))
    return cli_fail (cli, error);
  if (out == NULL)
    print_graph (cli, graph);
  else
    cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, tn_graph_to_json (graph));
}

int
cli_graph (Cli *cli, const CliVerb *verb, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
      N_ ("Writes the pipeline as JSON, to be seen, changed and used again"), "FILE" },
    { "in", 0, 0, G_OPTION_ARG_FILENAME, &in,
      N_ ("Lays the pipeline out as this file of --out says, as it is or changed"), "FILE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, verb, entries, &argc, &argv, 1, 2, &status))
    return status;
  if (argc < 3 && (in != NULL || out != NULL))
    return cli_usage (cli, tn_message_new (N_ ("Say which pipeline is meant.")));
  if (in != NULL && out != NULL)
    return cli_usage (cli, tn_message_new (N_ ("Use either --in or --out.")));
  project = cli_open (cli, argv[1], in != NULL ? TN_OPEN_EDIT : TN_OPEN_READ_ONLY, &error);
  if (project == NULL)
    return cli_fail (cli, error);
  if (argc < 3)
    return list_pipelines (cli, project);

  return in != NULL ? take_graph (cli, project, argv[2], in)
                    : show_graph (cli, project, argv[2], out);
}
