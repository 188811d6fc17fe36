/* cli-project.c: new, undo, redo, history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli.h"
#include "tn-edit.h"

static int
run_new (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  int status;

  if (!cli_parse (cli, &cli_project_verbs[0], NULL, &argc, &argv, 1, 1, &status))
    return status;
  project = tn_project_create (argv[1], &error);
  if (project == NULL || !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  cli_say (cli,
           tn_message_text (tn_message_new (N_ ("Made the project {file}.")), "file", argv[1]));

  return cli_done (cli, NULL);
}

static int
step_history (Cli *cli,
              const CliVerb *verb,
              int argc,
              char **argv,
              gboolean (*step) (TnProject *, TnMessage **, GError **),
              const char *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnMessage) label = NULL;
  gboolean any;
  int status;

  if (!cli_parse (cli, verb, NULL, &argc, &argv, 1, 1, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL)
    return cli_fail (cli, error);
  any = step (project, &label, &error);
  if (error != NULL || !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  if (!any)
    cli_say (cli, tn_message_new (N_ ("There is nothing to take back or to do again.")));
  else
    cli_say (cli, tn_message_take (tn_message_new (said), "what",
                                   label != NULL ? tn_message_ref (label)
                                                 : tn_message_new_literal ("")));

  return cli_done (cli, NULL);
}

static int
run_undo (Cli *cli, int argc, char **argv)
{
  return step_history (cli, &cli_project_verbs[1], argc, argv, tn_project_undo,
                       N_ ("Taken back: {what}"));
}

static int
run_redo (Cli *cli, int argc, char **argv)
{
  return step_history (cli, &cli_project_verbs[2], argc, argv, tn_project_redo,
                       N_ ("Done again: {what}"));
}

static int
run_history (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  JsonArray *array = json_array_new ();
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  int status;

  json_object_set_array_member (object, "history", array);
  json_object_unref (object);
  if (!cli_parse (cli, &cli_project_verbs[3], NULL, &argc, &argv, 1, 1, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  entries = project != NULL ? tn_project_list_history (project, 100, &error) : NULL;
  if (entries == NULL)
    return cli_fail (cli, error);
  for (guint i = 0; i < entries->len; i++)
    {
      const TnHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *text =
          entry->label != NULL ? tn_message_say (entry->label, cli->language) : g_strdup ("");
      g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT "  %s%s", entry->id,
                                               entry->undone ? "– " : "", text);
      JsonObject *item = json_object_new ();

      json_object_set_int_member (item, "id", entry->id);
      json_object_set_boolean_member (item, "undone", entry->undone);
      json_object_set_string_member (item, "text", text);
      json_array_add_object_element (array, item);
      cli_print (cli, line);
    }

  return cli_done (cli, node);
}

const CliVerb cli_project_verbs[] = {
  { "new", "PROJECT", N_ ("Makes an empty project"), run_new, "shop.tenure" },
  { "undo", "PROJECT", N_ ("Takes the last change back"), run_undo },
  { "redo", "PROJECT", N_ ("Does the change that was taken back again"), run_redo },
  { "history", "PROJECT", N_ ("Lists the changes, newest first"), run_history },
  { NULL },
};
