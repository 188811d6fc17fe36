/* cli-pipeline.c: nodes, templates, apply, set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-graph.h"
#include "tn-dataset.h"
#include "tn-palette-search.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"
#include "tn-user-template.h"

static int
fail_unknown (Cli *cli, const char *id, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  tn_error_set (&error, TN_ERROR_NOT_FOUND, sentence, "id", id, NULL);

  return cli_fail (cli, error);
}

/* A value as a person would type it: 0.05, not 0.050000000000000003. */
static char *
dup_value (JsonNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_formatd (number, sizeof number, "%.15g", json_node_get_double (node)));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (*json_node_get_string (node) != '\0' ? json_node_get_string (node) : "–");

  return json_to_string (node, FALSE);
}

static void
print_choices (Cli *cli, JsonArray *choices)
{
  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    {
      JsonObject *choice = json_array_get_object_element (choices, i);
      g_autofree char *line =
          g_strdup_printf ("        %-16s %s", tn_json_string (choice, "id", ""),
                           tn_json_string (choice, "title", ""));

      cli_print (cli, line);
    }
}

/* "Trees at most, 1 to 10000" */
static char *
dup_title (Cli *cli, JsonObject *param)
{
  const char *title = tn_json_string (param, "title", "");
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autoptr (TnMessage) range = NULL;

  if (!json_object_has_member (param, "min") || !json_object_has_member (param, "max"))
    return g_strdup (title);
  least = dup_value (json_object_get_member (param, "min"));
  most = dup_value (json_object_get_member (param, "max"));
  range = tn_message_text (
      tn_message_text (
          tn_message_text (tn_message_new (N_ ("{title}, {least} to {most}")), "title", title),
          "least", least),
      "most", most);

  return tn_message_say (range, cli->language);
}

static void
print_ports (Cli *cli, JsonObject *object, const char *member, const char *sentence)
{
  JsonArray *ports = tn_json_array (object, member);

  for (guint i = 0; ports != NULL && i < json_array_get_length (ports); i++)
    {
      JsonObject *port = json_array_get_object_element (ports, i);
      TnMessage *message = tn_message_new (sentence);

      tn_message_text (message, "title", tn_json_string (port, "title", ""));
      tn_message_text (message, "id", tn_json_string (port, "id", ""));
      cli_say (cli, tn_message_text (message, "type", tn_json_string (port, "type", "")));
    }
}

static void
print_node (Cli *cli, JsonObject *object)
{
  const char *learns = tn_json_string (object, "learns", NULL);

  cli_print (cli, tn_json_string (object, "title", ""));
  cli_print (cli, tn_json_string (object, "summary", ""));
  if (learns != NULL)
    cli_say (cli, tn_message_text (tn_message_new (N_ ("Learns: {what}")), "what", learns));
  print_ports (cli, object, "inputs", N_ ("Takes: {id} ({type}), {title}"));
  print_ports (cli, object, "outputs", N_ ("Gives: {id} ({type}), {title}"));
}

static void
print_params (Cli *cli, JsonObject *object, const char *name_member)
{
  JsonArray *params = tn_json_array (object, "parameters");

  for (guint i = 0; params != NULL && i < json_array_get_length (params); i++)
    {
      JsonObject *param = json_array_get_object_element (params, i);
      g_autofree char *value = dup_value (json_object_get_member (param, "default"));
      const char *unit = tn_json_string (param, "unit", "");
      g_autofree char *title = dup_title (cli, param);
      g_autofree char *line = g_strdup_printf (
          "  %s = %s%s%s\n      %s\n      %s", tn_json_string (param, name_member, ""), value,
          *unit != '\0' ? " " : "", unit, title, tn_json_string (param, "help", ""));

      cli_print (cli, line);
      print_choices (cli, tn_json_array (param, "choices"));
    }
}

static int
run_nodes (Cli *cli, int argc, char **argv)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *find = NULL;
  GOptionEntry entries[] = {
    { "find", 0, 0, G_OPTION_ARG_STRING, &find,
      N_ ("Only steps people would look for by these words, in English or Chinese; the best first"),
      "WORDS" },
    { NULL },
  };
  JsonObject *object;
  JsonArray *array;
  int status;

  if (!cli_parse (cli, &cli_pipeline_verbs[0], entries, &argc, &argv, 0, 1, &status))
    return status;
  if (argc > 1)
    {
      const TnNodeSpec *spec = tn_node_registry_find (argv[1]);

      if (spec == NULL)
        return fail_unknown (cli, argv[1],
                             N_ ("There is no step “{id}”. “tenure-cli nodes” lists them."));
      node = tn_node_spec_to_json (spec, cli->language);
      print_node (cli, json_node_get_object (node));
      print_params (cli, json_node_get_object (node), "id");
      return cli_done (cli, g_steal_pointer (&node));
    }

  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  array = json_array_new ();
  json_node_take_object (node, object);
  json_object_set_array_member (object, "nodes", array);
  found = tn_palette_search (find != NULL ? find : "");
  for (guint i = 0; i < found->len; i++)
    {
      const TnNodeSpec *spec = g_ptr_array_index (found, i);
      g_autofree char *line =
          g_strdup_printf ("%-16s %s", spec->id, tn_language_lookup (cli->language, spec->summary));

      json_array_add_element (array, tn_node_spec_to_json (spec, cli->language));
      cli_print (cli, line);
    }
  if (found->len == 0)
    cli_say (cli, tn_message_new (N_ ("No step is called that. Try another word.")));

  return cli_done (cli, g_steal_pointer (&node));
}

static int
run_templates (Cli *cli, int argc, char **argv)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) own = NULL;
  JsonObject *object;
  JsonArray *array;
  int status;

  if (!cli_parse (cli, &cli_pipeline_verbs[1], NULL, &argc, &argv, 0, 1, &status))
    return status;
  if (argc > 1)
    {
      const TnTemplate *template = tn_template_find (argv[1]);

      if (template == NULL)
        return fail_unknown (
            cli, argv[1], N_ ("There is no question “{id}”. “tenure-cli templates” lists them."));
      node = tn_template_to_json (template, cli->language);
      cli_print (cli, tn_language_lookup (cli->language, template->question));
      print_params (cli, json_node_get_object (node), "name");
      return cli_done (cli, g_steal_pointer (&node));
    }

  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  array = json_array_new ();
  json_node_take_object (node, object);
  json_object_set_array_member (object, "templates", array);
  for (const TnTemplate *const *at = tn_template_list (); *at != NULL; at++)
    {
      g_autofree char *line = g_strdup_printf ("%-12s %s", (*at)->id,
                                               tn_language_lookup (cli->language, (*at)->question));

      json_array_add_element (array, tn_template_to_json (*at, cli->language));
      cli_print (cli, line);
    }
  own = tn_user_template_list ();
  for (guint i = 0; i < own->len; i++)
    {
      const TnUserTemplate *template = g_ptr_array_index (own, i);
      g_autofree char *line = g_strdup_printf ("%-12s %s", template->id, template->title);
      JsonObject *described = json_object_new ();

      json_object_set_string_member (described, "id", template->id);
      json_object_set_string_member (described, "question", template->title);
      json_object_set_boolean_member (described, "own", TRUE);
      json_array_add_object_element (array, described);
      cli_print (cli, line);
    }

  return cli_done (cli, g_steal_pointer (&node));
}

/* A question of the program's, or one of the user's own. */
static TnGraph *
build (Cli *cli,
       TnProject *project,
       const char *id,
       const char *dataset,
       TnBoard **board,
       GError **error)
{
  const TnTemplate *template = tn_template_find (id);
  g_autoptr (TnTable) table = tn_project_load_dataset (project, dataset, error);
  TnGraph *graph = NULL;

  if (table == NULL)
    return NULL;
  if (template == NULL)
    return tn_user_template_lay_out (id, dataset, &graph, board, error) ? graph : NULL;
  graph = template->build (dataset, table, error);
  if (graph != NULL)
    *board = tn_graph_draw_lanes (graph, cli->language);

  return graph;
}

static gboolean
apply (Cli *cli,
       TnProject *project,
       const char *template,
       const char *dataset,
       char **settings,
       const char *name,
       GError **error)
{
  g_autoptr (TnBoard) board = NULL;
  g_autoptr (TnGraph) graph = build (cli, project, template, dataset, &board, error);

  if (graph == NULL)
    return FALSE;
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    if (!tn_graph_set_text (graph, settings[i], error))
      return FALSE;

  return tn_graph_require_sound (graph, error) &&
         tn_project_lay_out (
             project, name, graph, board,
             tn_message_text (tn_message_new (N_ ("Make pipeline {name}")), "name", name), error);
}

static gboolean
is_template (const char *id)
{
  g_autoptr (GPtrArray) own = tn_user_template_list ();

  for (guint i = 0; i < own->len; i++)
    if (strcmp (((TnUserTemplate *) g_ptr_array_index (own, i))->id, id) == 0)
      return TRUE;

  return tn_template_find (id) != NULL;
}

static int
run_apply (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *dataset = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) settings = NULL;
  GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_STRING, &dataset, N_ ("Data set to ask"), "NAME" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_ ("One setting"), "NODE.PARAM=VALUE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Name of the pipeline"), "PIPELINE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_pipeline_verbs[2], entries, &argc, &argv, 2, 2, &status))
    return status;
  if (!is_template (argv[2]))
    return fail_unknown (cli, argv[2],
                         N_ ("There is no question “{id}”. “tenure-cli templates” lists them."));
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL)
    return cli_fail (cli, error);
  if (dataset == NULL)
    {
      g_autoptr (GPtrArray) datasets = tn_project_list_datasets (project, &error);

      if (datasets != NULL && datasets->len > 0)
        dataset = g_strdup (((TnDataset *) g_ptr_array_index (datasets, datasets->len - 1))->name);
    }
  if (dataset == NULL && error == NULL)
    tn_error_set (&error, TN_ERROR_NOT_FOUND,
                  N_ ("This project has no data set yet. Import a file first."), NULL);
  if (dataset == NULL)
    return cli_fail (cli, error);
  if (!apply (cli, project, argv[2], dataset, settings, name != NULL ? name : argv[2], &error) ||
      !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Made pipeline {name}")), "name",
                                 name != NULL ? name : argv[2]));

  return cli_done (cli, NULL);
}

static int
run_pipeline (Cli *cli, int argc, char **argv)
{
  return cli_graph (cli, &cli_pipeline_verbs[3], argc, argv);
}

static int
run_set (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *pipeline = NULL;
  g_autofree char *what = NULL;
  GOptionEntry entries[] = {
    { "pipeline", 0, 0, G_OPTION_ARG_STRING, &asked, N_ ("Name of the pipeline"), "PIPELINE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_pipeline_verbs[4], entries, &argc, &argv, 2, G_MAXINT, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  pipeline = project != NULL ? cli_choose_pipeline (project, asked, &error) : NULL;
  if (pipeline == NULL || !cli_change_settings (project, pipeline, argv + 2, &error) ||
      !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  what = g_strjoinv (", ", argv + 2);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Set {what}")), "what", what));

  return cli_done (cli, NULL);
}

static int
run_preview (Cli *cli, int argc, char **argv)
{
  return cli_preview (cli, &cli_pipeline_verbs[5], argc, argv);
}

const CliVerb cli_pipeline_verbs[] = {
  { "nodes", "[ID]", N_ ("Lists the steps a pipeline is made of, or describes one"), run_nodes,
    "boosting" },
  { "templates", "[ID]", N_ ("Lists the questions that can be asked, or the settings of one"),
    run_templates, "churn --json" },
  { "apply", "PROJECT TEMPLATE", N_ ("Lays out the pipeline of a question for a data set"),
    run_apply, "shop.tenure churn --data orders --set churn.horizon_days=90" },
  { "pipeline", "PROJECT [NAME]",
    N_ ("Shows the steps of a pipeline, writes it to a file or reads it from one"), run_pipeline,
    "shop.tenure churn --out churn.json" },
  { "set", "PROJECT STEP.SETTING=VALUE…",
    N_ ("Changes settings of a pipeline, or switches a step: STEP=off, STEP=on"), run_set,
    "shop.tenure value.margin=40 value.cost=2 value.currency=GBP" },
  { "preview", "PROJECT PIPELINE STEP",
    N_ ("Shows what a step gives on a sample of rows; nothing is changed"), run_preview,
    "shop.tenure churn features --rows 5000" },
  { NULL },
};
