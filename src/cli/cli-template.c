/* cli-template.c: template
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli.h"
#include "tn-pipeline-run.h"
#include "tn-user-template.h"

static gboolean
save_template (Cli *cli, char **args, char **id, GError **error)
{
  g_autoptr (TnProject) project = cli_open (cli, args[0], TN_OPEN_READ_ONLY, error);
  g_autoptr (TnGraph) graph =
      project != NULL ? tn_project_get_pipeline (project, args[1], error) : NULL;
  g_autoptr (TnBoard) board = graph != NULL ? tn_project_get_board (project, args[1], error) : NULL;
  g_autoptr (TnBoard) fit = board != NULL ? tn_board_fit (board, graph) : NULL;

  return fit != NULL && tn_user_template_save (args[2], graph, fit, id, error);
}

static gboolean
do_template (Cli *cli, const char *what, char **args, char **id, GError **error)
{
  if (g_str_equal (what, "save"))
    return save_template (cli, args, id, error);
  if (g_str_equal (what, "import"))
    return tn_user_template_import (args[0], id, error);
  *id = g_strdup (args[0]);
  if (g_str_equal (what, "export"))
    return tn_user_template_export (args[0], args[1], error);

  return tn_user_template_remove (args[0], error);
}

static int
run_template (Cli *cli, int argc, char **argv)
{
  static const struct
  {
    const char *what;
    int n_args;
    const char *said;
  } known[] = { { "save", 3, N_ ("Kept as template {id}.") },
                { "import", 1, N_ ("Kept as template {id}.") },
                { "export", 2, N_ ("Wrote template {id}.") },
                { "remove", 1, N_ ("Removed template {id}.") } };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  JsonNode *node;
  int status;

  if (!cli_parse (cli, &cli_template_verbs[0], NULL, &argc, &argv, 2, 4, &status))
    return status;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (!g_str_equal (argv[1], known[i].what) || argc - 2 != known[i].n_args)
        continue;
      if (!do_template (cli, argv[1], argv + 2, &id, &error))
        return cli_fail (cli, error);
      cli_say (cli, tn_message_text (tn_message_new (known[i].said), "id", id));
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      json_object_set_string_member (json_node_get_object (node), "id", id);
      return cli_done (cli, node);
    }

  return cli_usage (
      cli, tn_message_text (tn_message_new (N_ ("“{what}” is not understood here. Say save PROJECT "
                                                "PIPELINE TITLE, export TEMPLATE FILE, import FILE "
                                                "or remove TEMPLATE.")),
                            "what", argv[1]));
}

const CliVerb cli_template_verbs[] = {
  { "template", "WHAT …",
    N_ ("Keeps pipelines as templates of your own, for “apply” in any project. WHAT is save "
        "PROJECT "
        "PIPELINE TITLE, export TEMPLATE FILE, import FILE or remove TEMPLATE"),
    run_template, "save shop.tenure churn 'Leavers of the club'" },
  { NULL },
};
