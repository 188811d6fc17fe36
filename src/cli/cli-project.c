/* cli-project.c: new, undo, redo, history, password, previous
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli.h"
#include "tn-edit.h"

static gboolean
set_password (Cli *cli, TnProject *project, const char *file, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  char *password = cli_password_read (file, error);
  gboolean set = password != NULL &&
                 tn_project_set_password (project, password, progress, cli->cancellable, error);

  cli_password_free (password);

  return set;
}

static int
run_new (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  int status;

  if (!cli_parse (cli, &cli_project_verbs[0], NULL, &argc, &argv, 1, 1, &status))
    return status;
  project = tn_project_create (argv[1], &error);
  if (project != NULL && cli->password_file != NULL &&
      !set_password (cli, project, cli->password_file, &error))
    return cli_fail (cli, error);
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
              const char *said,
              const char *nothing)
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
  if (error != NULL || (any && !cli_save (cli, project, &error)))
    return cli_fail (cli, error);
  if (!any)
    cli_say (cli, tn_message_new (nothing));
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
                       N_ ("Taken back: {what}"), N_ ("There is no change to take back."));
}

static int
run_redo (Cli *cli, int argc, char **argv)
{
  return step_history (cli, &cli_project_verbs[2], argc, argv, tn_project_redo,
                       N_ ("Done again: {what}"),
                       N_ ("Nothing was taken back that could be done again."));
}

static int
run_history (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  JsonArray *array;
  JsonObject *object;
  JsonNode *node;
  int status;

  if (!cli_parse (cli, &cli_project_verbs[3], NULL, &argc, &argv, 1, 1, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  entries = project != NULL ? tn_project_list_history (project, 100, &error) : NULL;
  if (entries == NULL)
    return cli_fail (cli, error);
  array = json_array_new ();
  object = json_object_new ();
  node = json_node_init_object (json_node_alloc (), object);
  json_object_set_array_member (object, "history", array);
  json_object_unref (object);
  if (entries->len == 0)
    cli_say (cli, tn_message_new (N_ ("No changes yet.")));
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

/* Typed twice, as nobody sees what is typed. */
static gboolean
ask_new_password (Cli *cli, TnProject *project, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  char *one = cli_password_ask (cli, tn_message_new (N_ ("New password:")), error);
  char *other =
      one != NULL ? cli_password_ask (cli, tn_message_new (N_ ("Once more:")), error) : NULL;
  gboolean set = FALSE;

  if (other != NULL && strcmp (one, other) != 0)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("The two passwords are not the same, and nothing was changed. Try again."),
                  NULL);
  else if (other != NULL)
    set = tn_project_set_password (project, one, progress, cli->cancellable, error);
  else if (error != NULL && *error == NULL)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("No password was typed, and nothing was changed. Try again."), NULL);
  cli_password_free (one);
  cli_password_free (other);

  return set;
}

static gboolean
change_password (Cli *cli,
                 TnProject *project,
                 const char *new_file,
                 gboolean removing,
                 GError **error)
{
  g_autoptr (TnProgress) progress = removing ? cli_progress_new (cli) : NULL;

  if (removing)
    return tn_project_set_password (project, NULL, progress, cli->cancellable, error);
  if (new_file != NULL)
    return set_password (cli, project, new_file, error);
  if (cli_password_can_ask (cli))
    return ask_new_password (cli, project, error);
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("There is no terminal to ask for the new password. Give it with "
                    "--new-password-file, or --remove."),
                NULL);

  return FALSE;
}

static JsonNode *
describe_seal (gboolean sealed)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "sealed", sealed);
  json_node_take_object (node, object);

  return node;
}

static int
run_password (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *new_file = NULL;
  gboolean removing = FALSE;
  GOptionEntry entries[] = {
    { "new-password-file", 0, 0, G_OPTION_ARG_FILENAME, &new_file,
      N_ ("The new password is the first line of this file; otherwise it is asked for"), "FILE" },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &removing,
      N_ ("The file needs no password any more, and everybody can read it"), NULL },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_project_verbs[4], entries, &argc, &argv, 1, 1, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL || !change_password (cli, project, new_file, removing, &error) ||
      !tn_project_close (project, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (
                    tn_message_new (
                        removing ? N_ ("{file} needs no password any more.")
                                 : N_ ("{file} is sealed; nobody opens it without the password, "
                                       "not even you. While it is open its working copy on this "
                                       "computer is not sealed, and copies made before are not.")),
                    "file", argv[1]));

  return cli_done (cli, describe_seal (!removing));
}

static JsonNode *
describe_previous (const TnPrevious *previous, gboolean brought_back)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "save", previous->generation);
  json_object_set_int_member (object, "changes", previous->n_changes);
  json_object_set_int_member (object, "bytes", previous->size);
  json_object_set_boolean_member (object, "brought_back", brought_back);
  json_node_take_object (node, object);

  return node;
}

static void
say_previous (Cli *cli, const TnPrevious *previous)
{
  g_autofree char *size = g_format_size (previous->size);
  TnMessage *message = tn_message_new_plural (
      TN_PLURAL ("The version before is save number {save} ({size}); {n} change was made since. "
                 "--bring-back puts it in the place of the present one.",
                 "The version before is save number {save} ({size}); {n} changes were made since. "
                 "--bring-back puts it in the place of the present one."),
      previous->n_changes);

  tn_message_count (message, "save", previous->generation);
  tn_message_text (message, "size", size);
  cli_say (cli, tn_message_count (message, "n", previous->n_changes));
}

static int
run_previous (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnProgress) progress = NULL;
  g_autofree TnPrevious *previous = NULL;
  gboolean bringing = FALSE;
  GOptionEntry entries[] = {
    { "bring-back", 0, 0, G_OPTION_ARG_NONE, &bringing,
      N_ ("Put it in the place of the present version, which then is the version before"), NULL },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_project_verbs[5], entries, &argc, &argv, 1, 1, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  previous = project != NULL ? tn_project_get_previous (project, &error) : NULL;
  if (previous == NULL)
    return cli_fail (cli, error);
  progress = cli_progress_new (cli);
  if ((bringing && !tn_project_bring_back_previous (project, progress, cli->cancellable, &error)) ||
      !tn_project_close (project, &error))
    return cli_fail (cli, error);
  if (bringing)
    cli_say (cli, tn_message_text (
                      tn_message_new (N_ ("{file} is as it was one save before. The same again "
                                          "takes that back.")),
                      "file", argv[1]));
  else
    say_previous (cli, previous);

  return cli_done (cli, describe_previous (previous, bringing));
}

const CliVerb cli_project_verbs[] = {
  { "new", "PROJECT", N_ ("Makes an empty project"), run_new, "shop.tenure" },
  { "undo", "PROJECT", N_ ("Takes the last change back"), run_undo },
  { "redo", "PROJECT", N_ ("Does the change that was taken back again"), run_redo },
  { "history", "PROJECT", N_ ("Lists the changes, newest first"), run_history },
  { "password", "PROJECT", N_ ("Seals the project file with a password, changes or removes it"),
    run_password, "shop.tenure --new-password-file secret.txt" },
  { "previous", "PROJECT", N_ ("Tells of the version saved before, and brings it back"),
    run_previous, "shop.tenure --bring-back" },
  { NULL },
};
