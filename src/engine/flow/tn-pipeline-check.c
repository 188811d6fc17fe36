/* tn-pipeline-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pipeline-check.h"

#include <math.h>
#include <string.h>

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-graph-private.h"
#include "tn-json.h"
#include "tn-memory.h"
#include "tn-pool.h"
#include "tn-run.h"

/* One pipeline looked at with its data. */
typedef struct
{
  TnProject *project;
  TnGraph *graph;
  TnGraphEnds incoming;
  GPtrArray *issues;
} Check;

static gboolean
is_source (const TnGraphNode *node)
{
  return node->spec != NULL && (node->spec->flags & TN_NODE_SOURCE) &&
         tn_node_spec_find_param (node->spec, "name") != NULL;
}

static JsonNode *
text_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/* --- Data sets --- */

static void
tell_no_dataset (Check *self, const TnGraphNode *node, const char *name)
{
  g_autoptr (GPtrArray) datasets = tn_project_list_datasets (self->project, NULL);
  TnGraphIssue *issue = tn_graph_add_issue (
      self->issues, node, "name", "no_dataset",
      tn_message_text (tn_message_new (N_ ("There is no data set “{name}” in this project. Choose "
                                           "one that is there, or import it.")),
                       "name", name));

  for (guint i = datasets != NULL ? datasets->len : 0;
       i-- > 0 && issue->repairs->len < TN_REPAIRS_MAX;)
    {
      const TnDataset *dataset = g_ptr_array_index (datasets, i);
      g_autofree char *id = g_strdup_printf ("use-%s", dataset->name);
      TnRepair *repair =
          tn_repair_new (id, tn_message_text (tn_message_new (N_ ("Use the data set “{name}”")),
                                              "name", dataset->name));

      g_ptr_array_add (issue->repairs,
                       tn_repair_set (repair, node->id, "name", text_node (dataset->name)));
    }
}

/* --- The answer --- */

static gboolean
may_be_answer (TnTable *table, guint place)
{
  TnColumn *column = tn_table_get_column (table, place);
  TnRole role = tn_table_get_field (table, place)->role;
  g_autoptr (TnDictionary) words = NULL;

  if (role == TN_ROLE_CUSTOMER || role == TN_ROLE_TIME || role == TN_ROLE_TARGET)
    return FALSE;
  if (tn_column_get_column_type (column) == TN_COLUMN_FLAG)
    return TRUE;
  words = tn_column_get_column_type (column) == TN_COLUMN_CATEGORY
              ? tn_column_get_dictionary (column, NULL)
              : NULL;

  return words != NULL && tn_dictionary_get_size (words) == 2;
}

/* The columns that could be the answer, the last ones first: there tables have it. */
static void
offer_answers (TnTable *table, const char *dataset, TnGraphIssue *issue)
{
  int old = tn_table_find_role (table, TN_ROLE_TARGET);

  for (guint i = tn_table_get_n_columns (table); i-- > 0 && issue->repairs->len < TN_REPAIRS_MAX;)
    {
      const char *column = tn_table_get_field (table, i)->name;
      g_autofree char *id = g_strdup_printf ("target-%s", column);
      TnRepair *repair;

      if (!may_be_answer (table, i))
        continue;
      repair = tn_repair_new (
          id, tn_message_text (tn_message_new (N_ ("Take “{column}” as the answer to learn")),
                               "column", column));
      if (old >= 0)
        tn_repair_set_role (repair, dataset, tn_table_get_field (table, old)->name, TN_ROLE_NONE);
      g_ptr_array_add (issue->repairs,
                       tn_repair_set_role (repair, dataset, column, TN_ROLE_TARGET));
    }
}

static gboolean
has_two_answers (TnTable *table)
{
  g_autofree guint8 *labels = tn_table_dup_labels (table, NULL);
  gsize n[2] = { 0, 0 };

  for (gsize i = 0; labels != NULL && i < tn_table_get_n_rows (table); i++)
    if (labels[i] <= 1)
      n[labels[i]]++;

  /* What cannot be read as an answer is told by the step that reads it. */
  return labels == NULL || (n[0] > 0 && n[1] > 0);
}

static void
check_answer (Check *self, const TnGraphNode *node, TnTable *table, const char *dataset)
{
  int target = tn_table_find_role (table, TN_ROLE_TARGET);
  TnGraphIssue *issue;

  if (target < 0)
    {
      issue = tn_graph_add_issue (
          self->issues, node, NULL, "no_target",
          tn_message_text (tn_message_new (N_ ("No column of “{name}” says what is to be learned. "
                                               "Choose the column with the answer.")),
                           "name", dataset));
      offer_answers (table, dataset, issue);
    }
  else if (!has_two_answers (table))
    {
      const char *column = tn_table_get_field (table, target)->name;

      issue = tn_graph_add_issue (
          self->issues, node, NULL, "one_class",
          tn_message_text (tn_message_new (N_ ("All customers have the same answer in “{column}”, "
                                               "so there is nothing to learn. Choose another "
                                               "answer, or import customers of both kinds.")),
                           "column", column));
      issue->column = g_strdup (column);
      offer_answers (table, dataset, issue);
    }
}

/* --- Columns that settings name --- */

static void
offer_column (const TnGraphNode *node,
              const TnParamSpec *param,
              const char *value,
              const char *wrong,
              const char *near,
              TnGraphIssue *issue)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  g_autofree char *id = g_strdup_printf ("column-%s", near);
  g_autofree char *text = NULL;
  TnMessage *said;

  for (guint k = 0; lines[k] != NULL; k++)
    if (g_str_equal (g_strstrip (lines[k]), wrong))
      {
        g_free (lines[k]);
        lines[k] = g_strdup (near);
      }
  text = g_strjoinv ("\n", lines);
  said = tn_message_new (N_ ("Take the column “{near}” for “{column}”"));
  said = tn_message_text (tn_message_text (said, "near", near), "column", wrong);
  g_ptr_array_add (issue->repairs,
                   tn_repair_set (tn_repair_new (id, said), node->id, param->id, text_node (text)));
}

static void
offer_columns (TnTable *table,
               const TnGraphNode *node,
               const TnParamSpec *param,
               const char *value,
               const char *wrong,
               TnGraphIssue *issue)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    g_ptr_array_add (known, tn_table_get_field (table, i)->name);
  g_ptr_array_add (known, NULL);
  for (guint i = 0; issue->repairs->len + 1 < TN_REPAIRS_MAX; i++)
    {
      g_autofree char *near = tn_nearest_name (wrong, (const char *const *) known->pdata, i);

      if (near == NULL)
        break;
      offer_column (node, param, value, wrong, near, issue);
    }
}

/* Columns that would do, instead of one that is of another type. */
static void
offer_fitting (TnTable *table,
               const TnGraphNode *node,
               const TnParamSpec *param,
               const char *value,
               const char *wrong,
               TnGraphIssue *issue)
{
  g_auto (GStrv) named = g_strsplit (value, "\n", -1);

  for (guint i = 0; i < tn_table_get_n_columns (table) && issue->repairs->len + 1 < TN_REPAIRS_MAX;
       i++)
    {
      const char *name = tn_table_get_field (table, i)->name;
      g_autoptr (TnMessage) why =
          tn_param_spec_refuse (param, tn_column_get_column_type (tn_table_get_column (table, i)));

      if (why == NULL && !g_strv_contains ((const char *const *) named, name))
        offer_column (node, param, value, wrong, name, issue);
    }
}

static void
check_type (Check *self,
            const TnGraphNode *node,
            const TnParamSpec *param,
            const char *value,
            const char *name,
            TnTable *table)
{
  guint place = (guint) tn_table_find (table, name);
  TnMessage *why =
      tn_param_spec_refuse (param, tn_column_get_column_type (tn_table_get_column (table, place)));
  TnMessage *message;
  TnGraphIssue *issue;

  if (why == NULL)
    return;
  message = tn_message_new (N_ ("“{step}” names the column “{column}” under “{setting}”. {why} "
                                "Choose another one."));
  message = tn_message_take (message, "step", tn_graph_node_title (node));
  message = tn_message_take (message, "setting", tn_message_new (param->title));
  message = tn_message_take (message, "why", why);
  issue = tn_graph_add_issue (self->issues, node, param->id, "column_type",
                              tn_message_text (message, "column", name));
  issue->column = g_strdup (name);
  offer_fitting (table, node, param, value, name, issue);
  tn_graph_offer_value (node, param, json_object_get_member (node->values, param->id),
                        issue->repairs);
}

static void
check_column (Check *self,
              const TnGraphNode *node,
              const TnParamSpec *param,
              const char *value,
              TnTable *table)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      TnGraphIssue *issue;
      TnMessage *message;

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      if (tn_table_find (table, lines[i]) >= 0)
        {
          check_type (self, node, param, value, lines[i], table);
          continue;
        }
      message = tn_message_new (N_ ("“{step}” names the column “{column}”, which is not there. "
                                    "Choose another one."));
      message = tn_message_take (message, "step", tn_graph_node_title (node));
      issue = tn_graph_add_issue (self->issues, node, param->id, "unknown_column",
                                  tn_message_text (message, "column", lines[i]));
      issue->column = g_strdup (lines[i]);
      offer_columns (table, node, param, value, lines[i], issue);
      tn_graph_offer_value (node, param, json_object_get_member (node->values, param->id),
                            issue->repairs);
    }
}

static void
check_columns (Check *self, const TnGraphNode *node, TnTable *table)
{
  for (const TnParamSpec *param = node->spec->params; param != NULL && param->id != NULL; param++)
    {
      const char *value = tn_json_string (node->values, param->id, "");

      if ((param->type == TN_PARAM_COLUMN || param->type == TN_PARAM_COLUMNS) && *value != '\0' &&
          tn_node_spec_count_inputs (node->spec) == 1 &&
          node->spec->inputs[0].type == TN_PORT_TABLE)
        check_column (self, node, param, value, table);
    }
}

/* --- By time --- */

/* A split by time of rows that have no dates. */
static void
check_scheme (Check *self, const TnGraphNode *node, TnTable *table)
{
  const TnParamSpec *scheme = tn_node_spec_find_param (node->spec, "scheme");
  TnGraphIssue *issue;

  if (!(node->spec->flags & TN_NODE_SPLITS) || scheme == NULL ||
      tn_table_find_role (table, TN_ROLE_CUT) >= 0 ||
      !g_str_equal (tn_json_string (node->values, "scheme", ""), "backtest"))
    return;
  issue = tn_graph_add_issue (
      self->issues, node, scheme->id, "no_dates",
      tn_message_new (N_ ("These rows have no dates, so they cannot be tested by time. Test them "
                          "in folds, or begin with events.")));
  g_ptr_array_add (
      issue->repairs,
      tn_repair_set (tn_repair_new ("folds", tn_message_new (N_ ("Test in folds, each with its "
                                                                 "share of both answers"))),
                     node->id, scheme->id, text_node ("kfold")));
  tn_graph_offer_value (node, scheme, json_object_get_member (node->values, scheme->id),
                        issue->repairs);
}

/* --- The walk --- */

/* Marks what a source's table reaches without being made into something else. @exact: with the
 * columns as they are. */
static void
walk_table (Check *self, guint place, TnTable *table, const char *dataset)
{
  g_autofree guint *order = tn_graph_sort (self->graph, NULL);
  guint n = tn_graph_get_n_nodes (self->graph);
  g_autofree guint8 *reached = g_new0 (guint8, n + 1); /* 1 as it is, 2 with other columns */
  gboolean asked = FALSE;

  reached[place] = 1;
  for (guint k = 0; k < n; k++)
    {
      const TnGraphNode *node = tn_graph_get_node (self->graph, order[k]);

      for (guint i = self->incoming.begin[order[k]]; i < self->incoming.begin[order[k] + 1]; i++)
        {
          const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);
          const TnGraphNode *from = tn_graph_get_node (self->graph, link->from);

          if (!reached[link->from] || from->spec->outputs[link->from_port].type != TN_PORT_TABLE)
            continue;
          if (reached[link->from] == 1)
            check_columns (self, node, table);
          check_scheme (self, node, table);
          if (node->spec->flags & TN_NODE_LEARNER && !asked)
            {
              asked = TRUE;
              check_answer (self, node, table, dataset);
            }
          reached[order[k]] = reached[link->from] == 1 &&
                                      (node->spec->flags & (TN_NODE_CHANGES_ROWS | TN_NODE_SPLITS))
                                  ? 1
                                  : 2;
        }
    }
}

static void
check_data (Check *self)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self->graph, i);
      const char *name = is_source (node) ? tn_json_string (node->values, "name", "") : "";
      g_autoptr (TnTable) table = NULL;
      g_autoptr (GError) error = NULL;

      if (!is_source (node))
        continue;
      table = tn_project_load_dataset (self->project, name, &error);
      if (table != NULL)
        walk_table (self, i, table, name);
      else if (g_error_matches (error, TN_ERROR, TN_ERROR_NOT_FOUND))
        tell_no_dataset (self, node, name);
    }
}

/* --- The last run --- */

static TnRun *
find_failed_run (TnProject *project, const char *name, TnGraph *graph)
{
  g_autoptr (GPtrArray) runs = tn_project_find_runs (project, name, -1, 1, NULL);
  const TnRun *last =
      name != NULL && runs != NULL && runs->len > 0 ? g_ptr_array_index (runs, 0) : NULL;

  return last != NULL && last->status == TN_RUN_FAILED && last->info != NULL &&
                 JSON_NODE_HOLDS_OBJECT (last->info) && tn_run_is_of (last, graph)
             ? g_ptr_array_steal_index (runs, 0)
             : NULL;
}

/* More memory than there is: a share of the customers that fits. */
static void
check_memory (Check *self, const char *name)
{
  gint64 available = tn_memory_available_to_worker ();
  g_autoptr (TnEstimate) estimate =
      tn_estimate_new (self->project, self->graph, name, tn_pool_get_threads (), NULL);
  g_autoptr (GError) error = NULL;
  TnGraphIssue *issue;
  double share;

  if (estimate == NULL || tn_estimate_require_memory (estimate, available, &error))
    return;
  issue = tn_graph_add_issue (self->issues, NULL, NULL, "memory",
                              tn_message_ref (tn_error_get_message (error)));
  /* Rounded down to whole hundredths, with something to spare. */
  share = floor (tn_estimate_get_share (estimate, available) * 90) / 100;
  for (guint i = 0; share > 0 && i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self->graph, i);
      double now = is_source (node) ? tn_json_double (node->values, "share", 1) : 1;
      TnMessage *said;

      if (!is_source (node) || tn_node_spec_find_param (node->spec, "share") == NULL)
        continue;
      said = tn_message_new (N_ ("Learn from {share} of the customers, chosen by lot"));
      tn_message_percent (said, "share", now * share, 0);
      g_ptr_array_add (issue->repairs,
                       tn_repair_set (tn_repair_new ("sample", said), node->id, "share",
                                      json_node_init_double (json_node_alloc (), now * share)));
      break;
    }
}

static void
add_failure (Check *self, const char *name)
{
  g_autoptr (TnRun) run = find_failed_run (self->project, name, self->graph);
  JsonObject *what = run != NULL ? tn_json_object (tn_run_get_info (run), "error") : NULL;
  TnMessage *message = tn_message_read (what, "message");
  JsonArray *repairs = tn_json_array (what, "repairs");
  int place = tn_graph_find_node (self->graph, tn_json_string (what, "node", ""));
  TnGraphIssue *issue;

  if (message == NULL)
    return;
  issue = tn_graph_add_issue (self->issues,
                              place >= 0 ? tn_graph_get_node (self->graph, (guint) place) : NULL,
                              NULL, tn_json_string (what, "code", "failed"), message);
  issue->column = g_strdup (tn_json_string (what, "column", NULL));
  for (guint i = 0; repairs != NULL && i < json_array_get_length (repairs) &&
                    issue->repairs->len < TN_REPAIRS_MAX;
       i++)
    {
      TnRepair *repair = tn_repair_from_json (json_array_get_element (repairs, i), NULL);

      if (repair != NULL)
        g_ptr_array_add (issue->repairs, repair);
    }
}

/**
 * tn_project_check_pipeline:
 * @name: of the pipeline
 * @error: as tn_project_get_pipeline(), not for what is found
 *
 * Returns: (transfer full) (element-type TnGraphIssue): what is found; empty when nothing is
 */
GPtrArray *
tn_project_check_pipeline (TnProject *project, const char *name, GError **error)
{
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, name, error);
  g_autoptr (TnGraph) active = NULL;
  Check check = { project, graph };

  if (graph == NULL)
    return NULL;
  check.issues = tn_graph_check (graph);
  if (check.issues->len > 0)
    return check.issues;
  check.graph = active = tn_graph_new_active (graph);
  tn_graph_ends_init (&check.incoming, active, TRUE);
  check_data (&check);
  tn_graph_issues_sort (check.issues, active);
  if (check.issues->len == 0)
    check_memory (&check, name);
  if (check.issues->len == 0)
    add_failure (&check, name);
  tn_graph_ends_clear (&check.incoming);

  return check.issues;
}

static void
set_or_null (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

JsonNode *
tn_graph_issues_describe (GPtrArray *issues, const TnLanguage *language)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      g_autofree char *text = tn_message_say (issue->message, language);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "code", issue->code);
      set_or_null (item, "node", issue->node);
      set_or_null (item, "param", issue->param);
      set_or_null (item, "column", issue->column);
      json_object_set_string_member (item, "text", text);
      json_object_set_array_member (item, "repairs",
                                    tn_repairs_describe (issue->repairs, language));
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (object, "issues", array);
  json_node_take_object (node, object);

  return node;
}
