/* cli-graph.c: pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-graph.h"

#include <string.h>

#include "tn-arrange.h"
#include "tn-file-replace.h"
#include "tn-graph-part.h"
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

/* With how it is drawn, when anybody said how. */
static JsonNode *
to_json (TnGraph *graph, const TnBoard *board)
{
  TnBox extent;

  return tn_board_get_extent (board, &extent) ? tn_pipeline_to_json (graph, board)
                                              : tn_graph_to_json (graph);
}

gboolean
cli_graph_write_text (const char *path, const char *text, GError **error)
{
  TnFileReplace file = { 0 };

  return tn_file_replace_begin (&file, path, error) &&
         tn_file_replace_write (&file, text, strlen (text), error) &&
         tn_file_replace_commit (&file, error);
}

char *
cli_graph_read_text (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GBytes) bytes =
      stream != NULL
          ? g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_GRAPH_BYTES, NULL, NULL)
          : NULL;

  if (bytes == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("There is no file {file} that can be read. Check its name."), "file", path,
                    NULL);
      return NULL;
    }

  return g_bytes_get_size (bytes) > 0
             ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
             : g_strdup ("");
}

/* @board: (out): as the file has it, or as it was with the steps the file has. */
static TnGraph *
read_graph (TnProject *project, const char *name, const char *path, TnBoard **board, GError **error)
{
  g_autofree char *text = cli_graph_read_text (path, error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnBoard) read = NULL;
  g_autoptr (TnBoard) before = NULL;

  if (text == NULL)
    return NULL;
  if (*text != '\0')
    node = tn_json_parse (text, -1, NULL);
  if (node == NULL)
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("{file} is not a pipeline. Write one with --out, and change that."), "file",
                    path, NULL);
      return NULL;
    }
  graph = tn_pipeline_from_json (node, &read, error);
  if (graph == NULL)
    return NULL;
  if (json_object_has_member (json_node_get_object (node), "board"))
    *board = g_steal_pointer (&read);
  else
    {
      before = tn_project_get_board (project, name, NULL);
      *board = before != NULL ? g_steal_pointer (&before) : g_steal_pointer (&read);
    }

  return g_steal_pointer (&graph);
}

/* An unfinished pipeline is kept as well: what it lacks is said, as “fix” would. */
static int
take_graph (Cli *cli, TnProject *project, const char *name, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnBoard) board = NULL;
  g_autoptr (TnGraph) graph = read_graph (project, name, path, &board, &error);
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_text (
      tn_message_text (tn_message_new (N_ ("Read pipeline {name} from {file}")), "name", name),
      "file", path));
  g_autoptr (GPtrArray) issues = NULL;
  TnBox extent;

  if (graph == NULL)
    return cli_fail (cli, error);
  tn_edit_put_pipeline (edit, name, graph);
  if (tn_board_get_extent (board, &extent))
    tn_edit_put_board (edit, name, board);
  if (!tn_project_edit (project, edit, &error))
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
  g_autoptr (TnBoard) board = graph != NULL ? tn_project_get_board (project, name, &error) : NULL;
  g_autoptr (JsonNode) node = board != NULL ? to_json (graph, board) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  if (node == NULL)
    return cli_fail (cli, error);
  text = tn_json_print (node, TRUE);
  line = g_strconcat (text, "\n", NULL);
  if (out != NULL && !cli_graph_write_text (out, line, &error))
    return cli_fail (cli, error);
  if (out == NULL)
    print_graph (cli, graph);
  else
    cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", out));

  return cli_done (cli, g_steal_pointer (&node));
}

static int
arrange (Cli *cli, TnProject *project, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, name, &error);
  g_autoptr (TnBoard) board = graph != NULL ? tn_project_get_board (project, name, &error) : NULL;
  g_autoptr (TnBoard) arranged = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = json_object_new ();
  TnArrangeFacts facts = { 0 };

  if (board != NULL)
    {
      arranged = tn_arrange (graph, board, &facts);
      edit = tn_edit_new (
          tn_message_text (tn_message_new (N_ ("Arranged pipeline {name}")), "name", name));
      tn_edit_put_board (edit, name, arranged);
    }
  json_object_set_int_member (object, "crossings", facts.n_crossings);
  json_object_set_int_member (object, "moved", facts.n_moved);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  if (board == NULL || !tn_project_edit (project, edit, &error) || !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_count (
                    tn_message_count (
                        tn_message_text (tn_message_new (N_ ("Arranged pipeline {name}: {moved} "
                                                             "steps moved, {crossings} crossings "
                                                             "of links.")),
                                         "name", name),
                        "moved", facts.n_moved),
                    "crossings", facts.n_crossings));

  return cli_done (cli, g_steal_pointer (&node));
}

int
cli_graph (Cli *cli, const CliVerb *verb, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;
  gboolean tidy = FALSE;
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
      N_ ("Writes the pipeline as JSON, to be seen, changed and used again"), "FILE" },
    { "in", 0, 0, G_OPTION_ARG_FILENAME, &in,
      N_ ("Lays the pipeline out as this file of --out says, as it is or changed"), "FILE" },
    { "arrange", 0, 0, G_OPTION_ARG_NONE, &tidy,
      N_ ("Arranges the steps on the canvas; they keep their order where no links cross by it"),
      NULL },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, verb, entries, &argc, &argv, 1, 2, &status))
    return status;
  if (argc < 3 && (in != NULL || out != NULL || tidy))
    return cli_usage (cli, tn_message_new (N_ ("Say which pipeline is meant.")));
  if (in != NULL && out != NULL)
    return cli_usage (cli, tn_message_new (N_ ("Use either --in or --out.")));
  if (tidy && (in != NULL || out != NULL))
    return cli_usage (cli, tn_message_new (N_ ("Use --arrange without --in and --out.")));
  project = cli_open (cli, argv[1], in != NULL || tidy ? TN_OPEN_EDIT : TN_OPEN_READ_ONLY, &error);
  if (project == NULL)
    return cli_fail (cli, error);
  if (argc < 3)
    return list_pipelines (cli, project);
  if (tidy)
    return arrange (cli, project, argv[2]);

  return in != NULL ? take_graph (cli, project, argv[2], in)
                    : show_graph (cli, project, argv[2], out);
}
