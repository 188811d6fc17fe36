/* test-repair.c: every finding has a way out, and the way leads out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "shop-support.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-import-dataset.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-check.h"
#include "tn-template.h"
#include "tn-test.h"

static TnGraph *
read_graph (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tn_json_parse (text, -1, &error);
  TnGraph *graph;

  g_assert_no_error (error);
  graph = tn_graph_from_json (node, &error);
  g_assert_no_error (error);

  return graph;
}

static char *
print_graph (TnGraph *graph)
{
  g_autoptr (JsonNode) node = tn_graph_to_json (graph);

  return tn_json_print (node, FALSE);
}

static const TnGraphIssue *
find_issue (GPtrArray *issues, const char *code, const char *node)
{
  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);

      if (g_str_equal (issue->code, code) && g_strcmp0 (issue->node, node) == 0)
        return issue;
    }

  return NULL;
}

/* Said in both languages, at most three, each with an id of its own. */
static void
assert_presentable (const TnGraphIssue *issue)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (issue->repairs->len, <=, TN_REPAIRS_MAX);
  for (guint i = 0; i < issue->repairs->len; i++)
    {
      const TnRepair *repair = g_ptr_array_index (issue->repairs, i);
      g_autofree char *english =
          tn_message_say (tn_repair_get_text (repair), tn_language_get ("en"));
      g_autofree char *chinese =
          tn_message_say (tn_repair_get_text (repair), tn_language_get ("zh_CN"));
      g_autoptr (JsonNode) json = tn_repair_to_json (repair);
      g_autoptr (GError) error = NULL;
      g_autoptr (TnRepair) again = tn_repair_from_json (json, &error);
      g_autoptr (JsonNode) json_again = NULL;

      g_assert_no_error (error);
      json_again = tn_repair_to_json (again);
      g_assert_true (json_node_equal (json, json_again));
      g_test_message ("%s@%s: %s: %s", issue->code, issue->node, tn_repair_get_id (repair),
                      english);
      g_assert_null (strchr (english, '{'));
      g_assert_cmpstr (english, !=, chinese);
      g_assert_true (g_hash_table_add (ids, (char *) tn_repair_get_id (repair)));
    }
}

/* Each repair that is offered for that finding ends it. @sound: and nothing else is left. */
static void
assert_repairs (TnGraph *graph, const char *code, const char *node, guint n, gboolean sound)
{
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);
  const TnGraphIssue *issue = find_issue (issues, code, node);
  g_autofree char *before = print_graph (graph);

  g_assert_nonnull (issue);
  assert_presentable (issue);
  g_assert_cmpuint (issue->repairs->len, >=, n);
  for (guint i = 0; i < issue->repairs->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnGraph) fixed =
          tn_repair_apply_to_graph (g_ptr_array_index (issue->repairs, i), graph, &error);
      g_autoptr (GPtrArray) left = NULL;
      g_autofree char *after = print_graph (graph);

      g_assert_no_error (error);
      g_assert_cmpstr (before, ==, after);
      left = tn_graph_check (fixed);
      g_assert_null (find_issue (left, code, node));
      if (i == 0 && sound)
        g_assert_cmpuint (left->len, ==, 0);
    }
}

static TnGraph *
make_churn (void)
{
  g_autoptr (GError) error = NULL;
  TnGraph *graph = tn_template_find ("churn")->build ("orders", NULL, &error);

  g_assert_no_error (error);

  return graph;
}

static void
test_settings (void)
{
  static const struct
  {
    const char *node, *param, *value;
    guint n;
  } cases[] = { { "boosting", "depth", "99", 2 },          { "boosting", "rate", "-3", 2 },
                { "split", "scheme", "\"back_test\"", 2 }, { "boosting", "deph", "4", 2 },
                { "boosting", "rounds", "\"many\"", 1 },   { "clean", "last_day", "\"soon\"", 1 },
                { "logistic", "penaltie", "0.1", 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnGraph) graph = make_churn ();
      JsonNode *value = tn_json_parse (cases[i].value, -1, NULL);

      tn_graph_set_value (graph, cases[i].node, cases[i].param, value);
      assert_repairs (graph, "setting", cases[i].node, cases[i].n, TRUE);
    }
}

static void
test_nearest_value (void)
{
  g_autoptr (TnGraph) graph = make_churn ();
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (TnGraph) fixed = NULL;
  const TnGraphIssue *issue;

  tn_graph_set_value (graph, "boosting", "depth", json_node_init_int (json_node_alloc (), 99));
  issues = tn_graph_check (graph);
  issue = find_issue (issues, "setting", "boosting");
  g_assert_cmpstr (issue->param, ==, "depth");
  fixed = tn_repair_apply_to_graph (g_ptr_array_index (issue->repairs, 0), graph, NULL);
  g_assert_cmpint (
      tn_json_int (tn_graph_get_node (fixed, tn_graph_find_node (fixed, "boosting"))->values,
                   "depth", 0),
      ==, 16);
}

static void
test_links (void)
{
  g_autoptr (TnGraph) unlinked = make_churn ();
  g_autoptr (TnGraph) twice = make_churn ();
  g_autoptr (TnGraph) round = NULL;

  g_assert_true (tn_graph_unlink (unlinked, "encode", "table", "boosting", "table"));
  g_assert_false (tn_graph_unlink (unlinked, "encode", "table", "boosting", "table"));
  assert_repairs (unlinked, "missing_input", "boosting", 2, FALSE);

  g_assert_true (tn_graph_link (twice, "split", "table", "boosting", "table", NULL));
  assert_repairs (twice, "too_many_inputs", "boosting", 2, TRUE);

  round = read_graph (
      "{\"nodes\":[{\"id\":\"i\",\"type\":\"impute\"},{\"id\":\"s\",\"type\":\"scale\"}],"
      "\"links\":[{\"from\":\"i\",\"output\":\"table\",\"to\":\"s\",\"input\":\"table\"},"
      "{\"from\":\"s\",\"output\":\"table\",\"to\":\"i\",\"input\":\"table\"}]}");
  assert_repairs (round, "cycle", "i", 1, FALSE);
}

/* Events where a table belongs, and the other way round. */
static void
test_impossible_links (void)
{
  g_autoptr (TnGraph) graph = read_graph (
      "{\"nodes\":[{\"id\":\"data\",\"type\":\"dataset\"},{\"id\":\"split\",\"type\":\"split\"}],"
      "\"links\":[{\"from\":\"data\",\"output\":\"events\",\"to\":\"split\",\"input\":\"table\"}]"
      "}");
  g_autoptr (TnGraph) churn = make_churn ();
  g_autoptr (GPtrArray) offers = tn_graph_offer_link (churn, "data", "events", "split", "table");
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) linked = NULL;

  assert_repairs (graph, "impossible_link", "split", 2, TRUE);
  g_assert_cmpuint (offers->len, >, 0);
  g_assert_false (tn_graph_link (churn, "data", "events", "split", "table", &error));
  g_assert_nonnull (strstr (error->message, "Define leaving"));
  linked = tn_repair_apply_to_graph (g_ptr_array_index (offers, 0), churn, NULL);
  g_assert_cmpuint (tn_graph_get_n_nodes (linked), ==, tn_graph_get_n_nodes (churn) + 1);
  g_clear_pointer (&offers, g_ptr_array_unref);
  offers = tn_graph_offer_link (churn, "nobody", "events", "split", "table");
  g_assert_cmpuint (offers->len, ==, 0);
}

static void
test_places (void)
{
  g_autoptr (TnGraph) no_split = make_churn ();
  g_autoptr (TnGraph) filter = make_churn ();
  g_autoptr (TnGraph) early = make_churn ();
  g_autoptr (TnGraph) two = make_churn ();

  /* Without its split, everything hangs on what fed it. */
  {
    g_autoptr (GPtrArray) none = tn_graph_check (no_split);
    static const char *const readers[] = { "base_rate", "impute", "recency_rule" };

    g_assert_cmpuint (none->len, ==, 0);
    g_assert_true (tn_graph_remove_node (no_split, "split"));
    for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
      g_assert_true (tn_graph_link (no_split, "value", "table", readers[i], "table", NULL));
    assert_repairs (no_split, "no_split", "boosting", 1, TRUE);
    assert_repairs (no_split, "no_split", "base_rate", 1, TRUE);
  }

  g_assert_true (tn_graph_unlink (filter, "encode", "table", "boosting", "table"));
  tn_graph_add_node (filter, "filter", "filter");
  g_assert_true (tn_graph_link (filter, "encode", "table", "filter", "table", NULL));
  g_assert_true (tn_graph_link (filter, "filter", "table", "boosting", "table", NULL));
  assert_repairs (filter, "changes_rows_behind_split", "filter", 2, TRUE);

  g_assert_true (tn_graph_unlink (early, "value", "table", "split", "table"));
  tn_graph_add_node (early, "early", "impute");
  g_assert_true (tn_graph_link (early, "value", "table", "early", "table", NULL));
  g_assert_true (tn_graph_link (early, "early", "table", "split", "table", NULL));
  assert_repairs (early, "learns_before_split", "early", 2, TRUE);

  g_assert_true (tn_graph_unlink (two, "encode", "table", "boosting", "table"));
  tn_graph_add_node (two, "again", "split");
  g_assert_true (tn_graph_link (two, "encode", "table", "again", "table", NULL));
  g_assert_true (tn_graph_link (two, "again", "table", "boosting", "table", NULL));
  assert_repairs (two, "two_splits", "again", 1, TRUE);
}

/* --- With data --- */

static void
put_graph (TnProject *project, TnGraph *graph)
{
  g_autoptr (GError) error = NULL;

  tn_project_put_pipeline (project, "churn", graph, tn_message_new_literal ("Make"), &error);
  g_assert_no_error (error);
}

/* Applies the offers for a finding one after another and takes each back. */
static void
assert_project_repairs (TnProject *project, const char *code, const char *node, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) issues = tn_project_check_pipeline (project, "churn", &error);
  const TnGraphIssue *issue;

  g_assert_no_error (error);
  issue = find_issue (issues, code, node);
  g_assert_nonnull (issue);
  assert_presentable (issue);
  g_assert_cmpuint (issue->repairs->len, >=, n);
  for (guint i = 0; i < issue->repairs->len; i++)
    {
      g_autoptr (GPtrArray) left = NULL;
      g_autoptr (GPtrArray) back = NULL;

      g_assert_true (
          tn_repair_apply (g_ptr_array_index (issue->repairs, i), project, "churn", &error));
      g_assert_no_error (error);
      left = tn_project_check_pipeline (project, "churn", &error);
      g_assert_null (find_issue (left, code, node));
      g_assert_true (tn_project_undo (project, NULL, &error));
      back = tn_project_check_pipeline (project, "churn", &error);
      g_assert_nonnull (find_issue (back, code, node));
    }
}

static TnProject *
make_table_project (const char *directory, gboolean one_class)
{
  g_autofree char *path = g_build_filename (directory, "table.tenure", NULL);
  g_autofree char *csv = g_build_filename (directory, "table.csv", NULL);
  g_autoptr (GString) text = g_string_new ("customer,age,plan,active,churned\n");
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);
  g_autoptr (TnSource) source = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnDataset) dataset = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnGraph) graph = NULL;
  TnImportSummary summary;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "K%04u,%u,%s,%s,%s\n", i, 20 + i * 7 % 50,
                            i % 3 ? "basic" : "gold", i % 5 ? "yes" : "no",
                            one_class || i % 4 ? "no" : "yes");
  g_assert_true (g_file_set_contents (csv, text->str, -1, NULL));
  source = tn_source_open (csv, NULL, &error);
  plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_import_plan_set_role (plan, 4, TN_ROLE_TARGET);
  dataset = tn_project_import (project, "people", source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  table = tn_project_load_dataset (project, "people", &error);
  graph = tn_template_find ("churn")->build ("people", table, &error);
  g_assert_no_error (error);
  put_graph (project, graph);

  return project;
}

static void
drop_target (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRepair) drop = tn_repair_set_role (tn_repair_new ("x", tn_message_new_literal ("x")),
                                                  "people", "churned", TN_ROLE_NONE);

  g_assert_true (tn_repair_apply (drop, project, "churn", &error));
  g_assert_no_error (error);
}

/* A setting that takes numbers names words: said with what it needs, and a column that would do. */
static void
test_type_of_column (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_table_project (directory, FALSE);
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  const TnGraphIssue *issue;
  g_autofree char *said = NULL;

  tn_graph_add_node (graph, "data", "dataset");
  tn_graph_add_node (graph, "scale", "scale");
  g_assert_true (tn_graph_set_text (graph, "data.name=people", &error));
  g_assert_true (tn_graph_set_text (graph, "scale.columns=age\nplan", &error));
  g_assert_true (tn_graph_link (graph, "data", "table", "scale", "table", &error));
  g_assert_no_error (error);
  put_graph (project, graph);
  issues = tn_project_check_pipeline (project, "churn", &error);
  g_assert_no_error (error);
  issue = find_issue (issues, "column_type", "scale");
  g_assert_nonnull (issue);
  g_assert_cmpstr (issue->column, ==, "plan");
  said = tn_message_say (issue->message, tn_language_get ("en"));
  g_test_message ("%s", said);
  g_assert_nonnull (strstr (said, "“plan” under “Columns”. This setting needs a column of numbers. "
                                  "Choose another one."));
  assert_project_repairs (project, "column_type", "scale", 1);
  shop_close (project);
}

static void
test_data (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_table_project (directory, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = tn_project_check_pipeline (project, "churn", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  shop_set (project, "split.scheme=backtest");
  assert_project_repairs (project, "no_dates", "split", 1);
  shop_set (project, "split.scheme=auto");
  shop_set (project, "columns.drop=aeg");
  assert_project_repairs (project, "unknown_column", "columns", 2);
  shop_set (project, "columns.drop=");
  shop_set (project, "data.name=poeple");
  assert_project_repairs (project, "no_dataset", "data", 1);
  shop_set (project, "data.name=people");
  drop_target (project);
  assert_project_repairs (project, "no_target", "base_rate", 2);
  shop_close (project);
}

static void
test_one_class (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = make_table_project (directory, TRUE);

  assert_project_repairs (project, "one_class", "base_rate", 2);
  shop_close (project);
}

/* What a run stumbled over: the finding and its ways out are kept with the run, as long as the
 * pipeline is the one that ran. */
static void
stumble (TnProject *project, const char *setting, const char *code, const char *node)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  const TnGraphIssue *issue;

  shop_set (project, setting);
  g_assert_cmpint (tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error),
                   ==, 0);
  g_test_message ("%s: %s", setting, error->message);
  g_clear_error (&error);
  issues = tn_project_check_pipeline (project, "churn", &error);
  g_assert_no_error (error);
  issue = find_issue (issues, code, node);
  g_assert_nonnull (issue);
  assert_presentable (issue);
  g_assert_cmpuint (issue->repairs->len, >, 0);
  g_assert_true (tn_repair_apply (g_ptr_array_index (issue->repairs, 0), project, "churn", &error));
  g_assert_no_error (error);
  g_clear_pointer (&issues, g_ptr_array_unref);
  issues = tn_project_check_pipeline (project, "churn", &error);
  g_assert_cmpuint (issues->len, ==, 0);
  g_assert_cmpint (tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error), >,
                   0);
  g_assert_no_error (error);
}

static void
test_failed_runs (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, 150, 1);

  /* A window longer than the data; dates that cannot be judged yet; a column of no such name. */
  stumble (project, "churn.horizon_days=3000", "data", "churn");
  shop_set (project, "churn.horizon_days=60");
  stumble (project, "churn.cuts=2025-12-20", "data", "churn");
  shop_close (project);
}

/* Orders of two years, and @n more of other customers dated days @from to @to from now. */
static void
put_strays (TnProject *project, const char *directory, guint n, gint64 from, gint64 to)
{
  g_autofree char *plain = shop_make_csv (150, 1);
  g_autoptr (GString) text = g_string_new (plain);
  g_autofree char *csv = g_build_filename (directory, "strays.csv", NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSource) source = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GDateTime) then =
          g_date_time_add_days (now, (int) (from + (to - from) * (gint64) i / n));
      g_autofree char *day = g_date_time_format (then, "%F");

      g_string_append_printf (text, "S%05u-000,C%05u,%s 12:00:00,SKU01,1,9.50\n", i, i % 150, day);
    }
  g_assert_true (g_file_set_contents (csv, text->str, -1, NULL));
  source = tn_source_open (csv, NULL, &error);
  plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  dataset = tn_project_import (project, "strays", source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_set (project, "data.name=strays");
}

/* Too many to be left out by themselves: the run says which they are, and can be told the last day
 * of the data at one click. */
static void
check_strays (guint n, gint64 from, gint64 to)
{
  g_autofree char *directory = shop_directory ();
  g_autofree char *count = g_strdup_printf ("%u of ", n);
  TnProject *project = shop_make_project (directory, 150, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  const TnGraphIssue *issue;
  const TnRepair *repair;

  put_strays (project, directory, n, from, to);
  g_assert_cmpint (tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error),
                   ==, 0);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, count));
  g_assert_nonnull (strstr (error->message, "set the last day of the data"));
  g_clear_error (&error);
  issues = tn_project_check_pipeline (project, "churn", &error);
  g_assert_cmpuint (issues->len, ==, 1);
  issue = g_ptr_array_index (issues, 0);
  assert_presentable (issue);
  repair = g_ptr_array_index (issue->repairs, 0);
  g_assert_cmpstr (tn_repair_get_id (repair), ==, "last-day");
  g_assert_true (tn_repair_apply (repair, project, "churn", &error));
  g_assert_cmpint (tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error), >,
                   0);
  g_assert_no_error (error);
  shop_close (project);
}

static void
test_strays (void)
{
  check_strays (30, 27000, 27010);
  check_strays (120, 30, 40);
}

static void
test_stale (void)
{
  g_autoptr (TnGraph) graph = make_churn ();
  g_autoptr (TnRepair) repair =
      tn_repair_set (tn_repair_new ("x", tn_message_new_literal ("x")), "nobody", "depth", NULL);
  static const char *const bad[] = { "[]", "{}", "{\"id\":\"x\"}",
                                     "{\"id\":\"x\",\"message\":3,\"edits\":[]}",
                                     "{\"id\":\"x\",\"message\":{\"id\":\"y\"},\"edits\":[3]}" };
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_repair_apply_to_graph (repair, graph, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) node = tn_json_parse (bad[i], -1, NULL);

      g_clear_error (&error);
      g_assert_null (tn_repair_from_json (node, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
    }
}

/* As the command line has it: the run says what can be done, numbered, and “fix” does it. */
static char *
call (const char *const *argv, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  *status = g_subprocess_get_exit_status (process);
  g_test_message ("%s", output);

  return output;
}

static void
test_command_line (void)
{
  g_autofree char *directory = shop_directory ();
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  TnProject *project = shop_make_project (directory, 150, 1);
  const char *const run[] = { shop_program (), "run", path, "churn", NULL };
  const char *const run_json[] = { shop_program (), "run", path, "churn", "--json", NULL };
  const char *const fix[] = { shop_program (), "fix", path, "churn", "1", NULL };
  const char *const list[] = { shop_program (), "fix", path, "churn", NULL };
  const char *const wrong[] = { shop_program (), "fix", path, "churn", "99", NULL };
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", NULL);
  g_autofree char *said = NULL;
  g_autofree char *json = NULL;
  int status;

  tn_graph_set_value (graph, "boosting", "depth", json_node_init_int (json_node_alloc (), 99));
  put_graph (project, graph);
  g_assert_true (tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, NULL));
  shop_close (project);
  said = call (run, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (said, "  1. Set “Depth” of “Gradient boosting” to 16"));
  json = call (run_json, &status);
  g_assert_nonnull (strstr (json, "\"repairs\""));
  g_assert_nonnull (strstr (json, "\"nearest\""));
  g_free (call (wrong, &status));
  g_assert_cmpint (status, ==, 1);
  g_free (call (list, &status));
  g_assert_cmpint (status, ==, 0);
  g_free (call (fix, &status));
  g_assert_cmpint (status, ==, 0);
  g_free (call (run, &status));
  g_assert_cmpint (status, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/repair/column-of-another-type-is-told", test_type_of_column);
  g_test_add_func ("/repair/settings-get-the-nearest-value-or-the-default", test_settings);
  g_test_add_func ("/repair/the-nearest-value-is-the-nearest", test_nearest_value);
  g_test_add_func ("/repair/links-are-made-and-cut", test_links);
  g_test_add_func ("/repair/impossible-links-get-the-step-between", test_impossible_links);
  g_test_add_func ("/repair/steps-are-put-where-they-belong", test_places);
  g_test_add_func ("/repair/data-sets-and-their-roles-are-set-right", test_data);
  g_test_add_func ("/repair/one-answer-only-offers-other-answers", test_one_class);
  g_test_add_func ("/repair/a-failed-run-offers-what-would-do", test_failed_runs);
  g_test_add_func ("/repair/stray-dates-are-named-and-left-out", test_strays);
  g_test_add_func ("/repair/what-does-not-fit-any-more-is-refused", test_stale);
  g_test_add_func ("/repair/the-command-line-numbers-and-does-them", test_command_line);

  return g_test_run ();
}
