/* cli-run-label.c: runs PROJECT pin, unpin, name, note, delete, restore RUN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-runs.h"
#include "tn-run-label.h"

typedef enum
{
  ACTION_DIFF,
  ACTION_PIN,
  ACTION_UNPIN,
  ACTION_NAME,
  ACTION_NOTE,
  ACTION_DELETE,
  ACTION_RESTORE,
} Action;

/* How many words come behind the project, the action itself included. */
static const struct
{
  const char *id;
  int n;
} actions[] = {
  [ACTION_DIFF] = { "diff", 3 },       [ACTION_PIN] = { "pin", 2 },
  [ACTION_UNPIN] = { "unpin", 2 },     [ACTION_NAME] = { "name", 3 },
  [ACTION_NOTE] = { "note", 3 },       [ACTION_DELETE] = { "delete", 2 },
  [ACTION_RESTORE] = { "restore", 2 },
};

static gboolean
find_action (int argc, char **argv, Action *action)
{
  for (guint i = 0; argc > 2 && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (argv[2], actions[i].id))
      {
        *action = i;
        return TRUE;
      }

  return FALSE;
}

gboolean
cli_runs_is_action (int argc, char **argv)
{
  Action action;

  return find_action (argc, argv, &action);
}

static void
apply (TnRunLabel *label, Action action, const char *text)
{
  switch (action)
    {
    case ACTION_PIN:
    case ACTION_UNPIN:
      label->pinned = action == ACTION_PIN;
      break;
    case ACTION_NAME:
      g_free (label->name);
      label->name = *text != '\0' ? g_strdup (text) : NULL;
      break;
    case ACTION_NOTE:
      g_free (label->note);
      label->note = *text != '\0' ? g_strdup (text) : NULL;
      break;
    case ACTION_DELETE:
    case ACTION_RESTORE:
      label->deleted = action == ACTION_DELETE;
      break;
    case ACTION_DIFF:
    default:
      g_assert_not_reached ();
    }
}

static int
change (Cli *cli, TnProject *project, Action action, gint64 id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = tn_project_get_run (project, id, &error);
  g_auto (TnRunLabel) before = { 0 };
  g_auto (TnRunLabel) after = { 0 };
  g_autoptr (TnEdit) edit = NULL;

  if (run == NULL || !tn_project_get_run_label (project, id, &before, &error) ||
      !tn_project_get_run_label (project, id, &after, &error))
    return cli_fail (cli, error);
  apply (&after, action, text);
  edit = tn_run_label_edit (id, &before, &after);
  if (!tn_project_edit (project, edit, &error) || !cli_save (cli, project, &error))
    return cli_fail (cli, error);

  return cli_done (cli, NULL);
}

int
cli_runs_act (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  Action action = ACTION_DIFF;
  gint64 id;
  int status;

  find_action (argc, argv, &action);
  if (argc != 2 + actions[action].n)
    return cli_usage (
        cli, tn_message_text (tn_message_new (N_ ("“{action}” takes the number of a run, and what "
                                                  "belongs to it. “tenure-cli runs --help” says "
                                                  "how.")),
                              "action", argv[2]));
  if (!cli_parse_run (cli, 3, argv + 1, &id, &status))
    return status;
  project =
      cli_open (cli, argv[1], action == ACTION_DIFF ? TN_OPEN_READ_ONLY : TN_OPEN_EDIT, &error);
  if (project == NULL)
    return cli_fail (cli, error);
  if (action == ACTION_DIFF)
    return cli_run_diff (cli, project, argv[3], argv[4]);

  return change (cli, project, action, id, actions[action].n > 2 ? argv[4] : "");
}
