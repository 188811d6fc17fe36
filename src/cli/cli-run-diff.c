/* cli-run-diff.c: runs PROJECT diff RUN RUN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-runs.h"
#include "tn-run-diff.h"
#include "tn-run-outcome.h"

static TnRun *
find_run (Cli *cli, TnProject *project, char *number, int *status)
{
  char *argv[] = { number, number, number, NULL };
  g_autoptr (GError) error = NULL;
  TnRun *run;
  gint64 id;

  if (!cli_parse_run (cli, 3, argv, &id, status))
    return NULL;
  run = tn_project_get_run (project, id, &error);
  if (run == NULL)
    *status = cli_fail (cli, error);

  return run;
}

static JsonNode *
describe (Cli *cli, GPtrArray *changes, const TnRunOutcome *outcome, GPtrArray *why)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *texts = json_array_new ();

  for (guint i = 0; i < why->len; i++)
    {
      g_autofree char *text = tn_message_say (g_ptr_array_index (why, i), cli->language);

      json_array_add_string_element (texts, text);
    }
  json_object_set_array_member (object, "changes", tn_run_diff_describe (changes, cli->language));
  json_object_set_array_member (object, "figures",
                                tn_run_outcome_describe (outcome, cli->language));
  json_object_set_boolean_member (object, "same_test", outcome->is_same_test);
  json_object_set_array_member (object, "why", texts);
  json_node_take_object (node, object);

  return node;
}

static int
show (Cli *cli, TnProject *project, const TnRun *before, const TnRun *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = tn_run_diff (before, after);
  g_autoptr (TnRunOutcome) outcome = tn_run_outcome_new (project, before, after, &error);
  g_autoptr (GPtrArray) why = NULL;

  if (outcome == NULL)
    return cli_fail (cli, error);
  why = tn_run_outcome_say (outcome, changes);
  for (guint i = 0; i < why->len; i++)
    cli_say (cli, tn_message_ref (g_ptr_array_index (why, i)));
  for (guint i = 0; i < changes->len; i++)
    {
      const TnRunChange *change = g_ptr_array_index (changes, i);

      cli_say (cli, tn_message_take (tn_message_new (N_ ("• {text}")), "text",
                                     tn_message_ref (change->message)));
    }

  return cli_done (cli, describe (cli, changes, outcome, why));
}

int
cli_run_diff (Cli *cli, TnProject *project, char *before, char *after)
{
  g_autoptr (TnRun) first = NULL;
  g_autoptr (TnRun) second = NULL;
  int status;

  first = find_run (cli, project, before, &status);
  if (first == NULL)
    return status;
  second = find_run (cli, project, after, &status);

  return second != NULL ? show (cli, project, first, second) : status;
}
