/* cli-step.c: step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-graph.h"
#include "tn-graph-edit.h"
#include "tn-graph-fit.h"
#include "tn-graph-part.h"
#include "tn-pipeline-check.h"
#include "tn-pipeline-run.h"

/* One change of a pipeline going on. */
typedef struct
{
  Cli *cli;
  TnProject *project;
  const char *pipeline;
  TnGraph *graph;
  TnBoard *board;
  char *after;
  char *file;
  TnGraph *changed; /* nullable */
  TnBoard *drawn;   /* nullable */
  GStrv ids;        /* nullable: of new steps */
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->board, tn_board_unref);
  g_clear_pointer (&self->changed, tn_graph_unref);
  g_clear_pointer (&self->drawn, tn_board_unref);
  g_free (self->after);
  g_free (self->file);
  g_strfreev (self->ids);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
require_type (const char *type, GError **error)
{
  if (tn_node_registry_find (type) != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no step “{id}”. “tenure-cli nodes” lists them."), "id", type, NULL);

  return FALSE;
}

/* "clean.events" → step and port. */
static gboolean
read_port (const Change *self, const char *text, char **node, char **port, GError **error)
{
  const char *dot = strrchr (text, '.');

  if (dot == NULL || dot == text || dot[1] == '\0')
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("An end of a link is written STEP.PORT, as in clean.events, not “{value}”."), "value",
          text, NULL);
      return FALSE;
    }
  *node = g_strndup (text, (gsize) (dot - text));
  *port = g_strdup (dot + 1);

  return tn_graph_require_node (self->graph, *node, error) >= 0;
}

static GStrv
take_id (char *id)
{
  GStrv ids = g_new0 (char *, 2);

  ids[0] = id;

  return ids;
}

static gboolean
add (Change *self, char **args, GError **error)
{
  char *id = NULL;

  if (!require_type (args[0], error) ||
      (self->after != NULL && tn_graph_require_node (self->graph, self->after, error) < 0))
    return FALSE;
  self->changed = tn_graph_insert (self->graph, args[0], self->after, &id);
  self->ids = take_id (id);

  return TRUE;
}

static gboolean
take_out (Change *self, char **args, GError **error)
{
  if (tn_graph_require_node (self->graph, args[0], error) < 0)
    return FALSE;
  self->changed = tn_graph_take_out (self->graph, args[0]);

  return TRUE;
}

static gboolean
replace (Change *self, char **args, GError **error)
{
  if (tn_graph_require_node (self->graph, args[0], error) < 0 || !require_type (args[1], error))
    return FALSE;
  self->changed = tn_graph_replace (self->graph, args[0], args[1]);
  if (self->changed == NULL)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("“{step}” is of this kind already, or of one that is not known here. Name "
                      "another kind."),
                  "step", args[0], NULL);

  return self->changed != NULL;
}

static gboolean
duplicate (Change *self, char **args, GError **error)
{
  char *id = NULL;

  if (tn_graph_require_node (self->graph, args[0], error) < 0)
    return FALSE;
  self->changed = tn_graph_duplicate (self->graph, args[0], &id);
  self->ids = take_id (id);

  return TRUE;
}

static gboolean
change_link (Change *self, char **args, gboolean link, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *from_port = NULL;
  g_autofree char *to = NULL;
  g_autofree char *to_port = NULL;

  if (!read_port (self, args[0], &from, &from_port, error) ||
      !read_port (self, args[1], &to, &to_port, error))
    return FALSE;
  self->changed = tn_graph_copy (self->graph);
  if (link)
    return tn_graph_link (self->changed, from, from_port, to, to_port, error);
  if (!tn_graph_unlink (self->changed, from, from_port, to, to_port))
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("{from} and {to} are not linked. “pipeline” shows the links."), "from",
                    args[0], "to", args[1], NULL);
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_link (Change *self, char **args, GError **error)
{
  return change_link (self, args, TRUE, error);
}

static gboolean
remove_link (Change *self, char **args, GError **error)
{
  return change_link (self, args, FALSE, error);
}

static gboolean
paste (Change *self, char **args, GError **error)
{
  g_autofree char *text = cli_graph_read_text (args[0], error);
  g_auto (TnPasted) pasted = { 0 };

  if (text == NULL || !tn_graph_paste (self->graph, self->board, text, NULL, &pasted, error))
    return FALSE;
  self->changed = g_steal_pointer (&pasted.graph);
  self->drawn = g_steal_pointer (&pasted.board);
  self->ids = g_steal_pointer (&pasted.ids);

  return TRUE;
}

/* Nothing is changed: the text goes to a file or to standard output. */
static gboolean
copy (Change *self, char **args, GError **error)
{
  g_autofree char *text = NULL;

  for (guint i = 0; args[i] != NULL; i++)
    if (tn_graph_require_node (self->graph, args[i], error) < 0)
      return FALSE;
  text = tn_graph_part_to_text (self->graph, self->board, (const char *const *) args, NULL);
  if (self->file != NULL)
    return cli_graph_write_text (self->file, text, error);
  cli_print (self->cli, text);

  return TRUE;
}

static JsonObject *
describe_fit (Cli *cli, const TnFit *fit)
{
  JsonObject *object = json_object_new ();
  const char *port = fit->input != NULL ? fit->input : fit->output;
  g_autofree char *trouble =
      fit->trouble != NULL ? tn_message_say (fit->trouble, cli->language) : NULL;
  g_autofree char *line = g_strdup_printf (
      "%-16s %-10s %s", fit->spec->id, port,
      trouble != NULL ? trouble : tn_language_lookup (cli->language, fit->spec->title));

  cli_print (cli, line);
  json_object_set_string_member (object, "type", fit->spec->id);
  json_object_set_string_member (object, fit->input != NULL ? "input" : "output", port);
  if (trouble != NULL)
    json_object_set_string_member (object, "trouble", trouble);

  return object;
}

/* What could be linked to a port. */
static int
list_fits (Change *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *node = NULL;
  g_autofree char *port = NULL;
  g_autoptr (GPtrArray) fits = NULL;
  JsonNode *said;
  JsonArray *array;

  if (!read_port (self, text, &node, &port, &error))
    return cli_fail (self->cli, error);
  fits = tn_graph_list_takers (self->graph, node, port);
  if (fits->len == 0)
    {
      g_ptr_array_unref (fits);
      fits = tn_graph_list_givers (self->graph, node, port);
    }
  if (fits->len == 0)
    {
      tn_error_set (&error, TN_ERROR_NOT_FOUND,
                    N_ ("Nothing fits {port}, or there is no such port. “tenure-cli nodes” shows "
                        "the ports of a step."),
                    "port", text, NULL);
      return cli_fail (self->cli, error);
    }
  array = json_array_new ();
  for (guint i = 0; i < fits->len; i++)
    json_array_add_object_element (array, describe_fit (self->cli, g_ptr_array_index (fits, i)));
  said = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (said, json_object_new ());
  json_object_set_array_member (json_node_get_object (said), "fits", array);

  return cli_done (self->cli, said);
}

typedef struct
{
  const char *name;
  int n_args; /* -1 for one or more */
  gboolean (*change) (Change *self, char **args, GError **error);
  const char *label; /* of the history; NULL where nothing changes */
} Action;

static const Action actions[] = {
  { "add", 1, add, N_ ("Added {what}") },
  { "remove", 1, take_out, N_ ("Removed {what}") },
  { "replace", 2, replace, N_ ("Replaced {what}") },
  { "duplicate", 1, duplicate, N_ ("Duplicated {what}") },
  { "link", 2, add_link, N_ ("Linked {what}") },
  { "unlink", 2, remove_link, N_ ("Unlinked {what}") },
  { "paste", 1, paste, N_ ("Pasted {what}") },
  { "copy", -1, copy, NULL },
  { "fits", 1, NULL, NULL },
};

static const Action *
find_action (const char *name, int n_args)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name) &&
        (actions[i].n_args < 0 ? n_args > 0 : actions[i].n_args == n_args))
      return &actions[i];

  return NULL;
}

/* The pipeline, and how it is drawn when anybody said how, in one step of the history. What the
 * pipeline lacks then is told as “pipeline --in” does. */
static int
keep (Change *self, const Action *action, char **args)
{
  g_autofree char *what = g_strjoinv (" ", args);
  g_autoptr (TnEdit) edit =
      tn_edit_new (tn_message_text (tn_message_new (action->label), "what", what));
  g_autoptr (TnBoard) fit = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;

  tn_edit_put_pipeline (edit, self->pipeline, self->changed);
  if (tn_board_get_n_places (self->drawn != NULL ? self->drawn : self->board) > 0)
    {
      fit = tn_board_fit (self->drawn != NULL ? self->drawn : self->board, self->changed);
      tn_edit_put_board (edit, self->pipeline, fit);
    }
  if (!tn_project_edit (self->project, edit, &error))
    return cli_fail (self->cli, error);
  issues = tn_project_check_pipeline (self->project, self->pipeline, &error);
  if (issues == NULL || !cli_save (self->cli, self->project, &error))
    return cli_fail (self->cli, error);
  for (guint i = 0; self->ids != NULL && self->ids[i] != NULL; i++)
    cli_print (self->cli, self->ids[i]);

  return cli_graph_list_repairs (self->cli, issues);
}

static int
run_step (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_auto (Change) change = { .cli = cli };
  const Action *action;
  GOptionEntry entries[] = {
    { "after", 0, 0, G_OPTION_ARG_STRING, &change.after,
      N_ ("With add: the step it is put behind, in what that gives to others"), "STEP" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &change.file, N_ ("With copy: the file to write"),
      "FILE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_step_verbs[0], entries, &argc, &argv, 3, G_MAXINT, &status))
    return status;
  action = find_action (argv[3], argc - 4);
  if (action == NULL)
    return cli_usage (
        cli,
        tn_message_text (
            tn_message_new (N_ (
                "“{what}” is not understood here. Say add KIND, remove STEP, replace STEP KIND, "
                "duplicate STEP, link STEP.PORT STEP.PORT, unlink STEP.PORT STEP.PORT, copy "
                "STEP…, paste FILE or fits STEP.PORT.")),
            "what", argv[3]));
  project =
      cli_open (cli, argv[1], action->label != NULL ? TN_OPEN_EDIT : TN_OPEN_READ_ONLY, &error);
  change.project = project;
  change.pipeline = argv[2];
  if (project != NULL)
    change.graph = tn_project_get_pipeline (project, argv[2], &error);
  if (change.graph != NULL)
    change.board = tn_project_get_board (project, argv[2], &error);
  if (change.board == NULL)
    return cli_fail (cli, error);
  if (action->change == NULL)
    return list_fits (&change, argv[4]);
  if (!action->change (&change, argv + 4, &error))
    return cli_fail (cli, error);

  return action->label != NULL ? keep (&change, action, argv + 4) : cli_done (cli, NULL);
}

const CliVerb cli_step_verbs[] = {
  { "step", "PROJECT PIPELINE WHAT …",
    N_ ("Changes steps and links of a pipeline. WHAT is add, remove, replace, duplicate, link, "
        "unlink, copy, paste, or fits, which lists what could be linked to a port"),
    run_step, "shop.tenure churn add filter_events --after data" },
  { NULL },
};
