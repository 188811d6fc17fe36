/* tn-pipeline-score.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pipeline-score.h"

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-import.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-pipeline-score-private.h"
#include "tn-run-data.h"
#include "tn-runner.h"
#include "tn-step-private.h"

/* So many rows are explained at once. */
#define EXPLAIN_ROWS 2000

/* What takes the place of the data the run was made from. */
typedef struct
{
  TnProject *project;
  const char *name; /* of the data set that is replaced; others are the project's */
  TnTable *table;
  const TnScoreAlter *alter; /* nullable */
} Given;

static TnPacket *
load_given (const char *dataset, gpointer user_data, GError **error)
{
  Given *given = user_data;
  g_autoptr (TnTable) table = g_strcmp0 (dataset, given->name) == 0
                                  ? tn_table_ref (given->table)
                                  : tn_project_load_dataset (given->project, dataset, error);
  TnPacket *packet;

  if (table == NULL)
    return NULL;
  packet = tn_packet_new_table (TN_PORT_TABLE, table);
  tn_packet_set_key (packet, dataset);

  return packet;
}

static TnTable *
alter_given (const char *node, TnTable *made, gpointer user_data, GError **error)
{
  const TnScoreAlter *alter = ((Given *) user_data)->alter;

  return alter != NULL && g_str_equal (node, alter->node) ? alter->func (made, alter->data, error)
                                                          : tn_table_ref (made);
}

static const TnRunnerHooks hooks = { .load = load_given, .alter = alter_given };

static const TnGraphNode *
find_type (TnGraph *graph, const char *type)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (g_str_equal (tn_graph_get_node (graph, i)->type, type))
      return tn_graph_get_node (graph, i);

  return NULL;
}

/* The first data set of the pipeline: the one a new file stands for. */
static const char *
get_main_dataset (TnGraph *graph)
{
  const TnGraphNode *source = find_type (graph, "dataset");

  return source != NULL ? tn_json_string (source->values, "name", NULL) : NULL;
}

/* The model the run's customer list was made with; otherwise the last learner. */
static char *
choose_model (TnProject *project, gint64 run, TnGraph *graph)
{
  const TnGraphNode *list = find_type (graph, "list");
  g_autoptr (TnOutput) output =
      list != NULL ? tn_project_get_output (project, run, list->id, "result", NULL) : NULL;
  JsonObject *document =
      output != NULL && output->body != NULL ? json_node_get_object (output->body) : NULL;
  const char *model = tn_json_string (document, "model", NULL);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);

      if (document == NULL && node->spec != NULL && (node->spec->flags & TN_NODE_LEARNER))
        model = node->id;
    }

  return g_strdup (model);
}

static TnNodeState *
take_state (const TnOutput *output, GError **error)
{
  if (output->state != NULL && g_variant_is_of_type (output->state, G_VARIANT_TYPE_VARDICT))
    return tn_node_state_new (output->type, output->version, output->state);
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("What the step “{step}” had learned is damaged. Run the pipeline again."),
                "step", output->node, NULL);

  return NULL;
}

static gboolean
give_states (TnProject *project, gint64 run, TnGraph *graph, TnRunner *runner, GError **error)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);
      g_autoptr (TnOutput) output = NULL;
      g_autoptr (TnNodeState) state = NULL;

      if (node->spec == NULL || node->spec->fit == NULL)
        continue;
      output = tn_project_get_output (project, run, node->id, "state", error);
      state = output != NULL ? take_state (output, error) : NULL;
      if (state == NULL)
        return FALSE;
      tn_runner_set_state (runner, node->id, state);
    }

  return TRUE;
}

/* What steps behind the model say of new rows: a list their chances. A step that kept nothing says
 * nothing. */
static gboolean
finish_scores (TnProject *project,
               gint64 run,
               TnGraph *graph,
               const char *model,
               TnTable **scores,
               GError **error)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, i);
      g_autoptr (TnOutput) output = NULL;
      g_autoptr (TnNodeState) state = NULL;

      if (node->spec == NULL || node->spec->finish == NULL)
        continue;
      output = tn_project_get_output (project, run, node->id, "state", NULL);
      if (output == NULL)
        continue;
      state = take_state (output, error);
      if (state == NULL || !node->spec->finish (state, model, scores, error))
        return FALSE;
    }

  return TRUE;
}

/* A run that applies what was learned, carried out up to its model. */
typedef struct
{
  TnRun *run;
  TnGraph *graph;
  TnRunner *runner;
  char *model;
  TnTable *loaded;
  Given given;
} Scoring;

static void
scoring_clear (Scoring *self)
{
  g_clear_pointer (&self->runner, tn_runner_free);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->run, tn_run_free);
  g_clear_pointer (&self->loaded, tn_table_unref);
  g_clear_pointer (&self->model, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scoring, scoring_clear)

static TnField *
read_field (JsonArray *columns, guint place)
{
  JsonNode *node = json_array_get_element (columns, place);
  JsonNode *said = JSON_NODE_HOLDS_OBJECT (node)
                       ? json_object_get_member (json_node_get_object (node), "field")
                       : NULL;

  return said != NULL ? tn_field_from_json (said, NULL) : NULL;
}

/* The first column of the run's data with one of @roles that @data lack; %NULL when all are
 * there. */
static TnField *
find_lacking (const Scoring *self, TnTable *data, gboolean (*is_meant) (TnRole role))
{
  g_autoptr (GArray) all = tn_run_get_data (self->run);
  const TnRunData *known =
      self->given.name != NULL ? tn_run_find_data (all, self->given.name) : NULL;

  for (guint i = 0; known != NULL && i < json_array_get_length (known->columns); i++)
    {
      g_autoptr (TnField) field = read_field (known->columns, i);

      if (field != NULL && is_meant (field->role) && tn_table_find (data, field->name) < 0)
        return g_steal_pointer (&field);
    }

  return NULL;
}

static void
take_lacking_error (const TnField *field, GError **error)
{
  tn_error_take (
      error, TN_ERROR_DATA,
      tn_message_take (
          tn_message_text (tn_message_new (N_ ("The new file has no column “{column}”, which "
                                               "this run reads as “{role}”. Choose a file that "
                                               "has it, or call the column so in the file.")),
                           "column", field->name),
          "role", tn_role_say (field->role)));
  tn_error_place (error, NULL, field->name, 0);
}

static gboolean
has_any_role (TnRole role)
{
  return role != TN_ROLE_NONE && role != TN_ROLE_IGNORE && role != TN_ROLE_TARGET;
}

/* Without these steps go on, and count other things as orders, or facts as if there were none:
 * scores would look sound and mean something else than when the model learned. */
static gboolean
decides_orders (TnRole role)
{
  return role == TN_ROLE_ORDER || role == TN_ROLE_EVENT || role == TN_ROLE_ITEM ||
         role == TN_ROLE_AMOUNT || role == TN_ROLE_QUANTITY;
}

static gboolean
require_columns (const Scoring *self, TnTable *data, GError **error)
{
  g_autoptr (TnField) field = find_lacking (self, data, decides_orders);

  if (field != NULL)
    take_lacking_error (field, error);

  return field == NULL;
}

/* What a step lacks may be made of a column that another file has not: that one is told. Whether it
 * is lacked at all is the steps' business. */
static void
blame_column (const Scoring *self, TnTable *data, GError **error)
{
  g_autoptr (TnField) field = find_lacking (self, data, has_any_role);

  if (field == NULL)
    return;
  g_clear_error (error);
  take_lacking_error (field, error);
}

static gboolean
scoring_run (Scoring *self,
             TnProject *project,
             gint64 run,
             const char *node,
             TnTable *data,
             gint64 as_of,
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GError) run_error = NULL;

  self->run = tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  self->graph = self->run != NULL ? tn_graph_from_json (self->run->snapshot, error) : NULL;
  if (self->graph == NULL)
    return FALSE;
  self->given.project = project;
  self->given.name = get_main_dataset (self->graph);
  self->given.table = data;
  if (data == NULL)
    {
      self->loaded = tn_project_load_dataset (project, self->given.name, error);
      self->given.table = self->loaded;
      if (self->loaded == NULL)
        return FALSE;
    }
  if (data != NULL && !require_columns (self, data, error))
    return FALSE;
  self->runner = tn_runner_new (self->graph, self->run->seed, &hooks, &self->given, error);
  if (self->runner == NULL ||
      !give_states (project, self->run->id, self->graph, self->runner, error))
    return FALSE;
  self->model = node != NULL ? g_strdup (node) : choose_model (project, self->run->id, self->graph);
  if (self->model == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND, N_ ("This pipeline has no model to score with."),
                    NULL);
      return FALSE;
    }
  if (!tn_runner_score (self->runner, self->model, as_of, progress, cancellable, &run_error))
    {
      if (data != NULL && (g_error_matches (run_error, TN_ERROR, TN_ERROR_DATA) ||
                           g_error_matches (run_error, TN_ERROR, TN_ERROR_NOT_FOUND)))
        blame_column (self, data, &run_error);
      g_propagate_error (error, g_steal_pointer (&run_error));
      return FALSE;
    }
  if (tn_runner_get_output (self->runner, self->model, "scores", 0) == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The step “{step}” gives no scores. Choose a model."), "step", self->model,
                    NULL);
      return FALSE;
    }

  return TRUE;
}

/**
 * tn_project_score:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the learner; %NULL for the one the customer list was made with
 * @data: with the columns of the data the run was made from
 * @as_of: the moment to score as of, also past the last of @data; %TN_TIME_MISSING for the day the
 *   run was made for or, when @data go on later, the day after their end
 * @error: as the pipeline's steps
 *
 * Nothing is learned: every step applies what it learned in the final fit of the run.
 *
 * Returns: (transfer full): keys and scores; of the model the customer list was made with also
 *   chance, low and high, which are those of the list
 */
TnTable *
tn_project_score (TnProject *project,
                  gint64 run,
                  const char *node,
                  TnTable *data,
                  gint64 as_of,
                  TnProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_auto (Scoring) scoring = { 0 };
  g_autoptr (TnTable) finished = NULL;

  if (!scoring_run (&scoring, project, run, node, data, as_of, progress, cancellable, error))
    return NULL;
  finished = tn_table_ref (
      tn_packet_get_table (tn_runner_get_output (scoring.runner, scoring.model, "scores", 0)));

  return finish_scores (project, scoring.run->id, scoring.graph, scoring.model, &finished, error)
             ? g_steal_pointer (&finished)
             : NULL;
}

/* What each column adds to the score of the first row. */
static gboolean
explain_first (const Scoring *scoring, TnExplanation *explanation, GError **error)
{
  const TnGraphNode *node = tn_graph_get_node (
      scoring->graph, (guint) tn_graph_find_node (scoring->graph, scoring->model));
  TnPacket *model = tn_runner_get_output (scoring->runner, scoring->model, "model", 0);
  TnStep step = { .spec = node->spec, .node_id = node->id };
  gsize row = 0;
  g_autoptr (GBytes) bytes = g_bytes_new (&row, sizeof row);
  g_autoptr (TnTable) view = NULL;

  if (node->spec->explain == NULL || model == NULL || tn_packet_get_table (model) == NULL)
    return TRUE;
  view = tn_table_try_new_view (tn_packet_get_table (model), bytes, error);

  return view != NULL &&
         node->spec->explain (&step, tn_packet_get_state (model), view, explanation, error);
}

/* Scores with the table of a step replaced; @explanation: (out): of the first row, empty when the
 * model explains nothing. */
TnTable *
_tn_score_altered (TnProject *project,
                   gint64 run,
                   const TnScoreAlter *alter,
                   TnExplanation *explanation,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  g_auto (Scoring) scoring = { 0 };
  g_autoptr (TnTable) finished = NULL;

  scoring.given.alter = alter;
  if (!scoring_run (&scoring, project, run, NULL, NULL, TN_TIME_MISSING, progress, cancellable,
                    error))
    return NULL;
  finished = tn_table_ref (
      tn_packet_get_table (tn_runner_get_output (scoring.runner, scoring.model, "scores", 0)));

  return finish_scores (project, scoring.run->id, scoring.graph, scoring.model, &finished, error) &&
                 explain_first (&scoring, explanation, error)
             ? g_steal_pointer (&finished)
             : NULL;
}

/* Rows of the customers asked for, of all when none are. */
static GArray *
find_rows (TnTable *scores, const char *const *customers, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean all = customers == NULL || customers[0] == NULL;
  TnColumn *customer = all ? NULL : tn_table_require_role (scores, TN_ROLE_CUSTOMER, error);

  if (!all && customer == NULL)
    return NULL;
  for (guint i = 0; !all && customers[i] != NULL; i++)
    g_hash_table_insert (asked, (char *) customers[i], GINT_TO_POINTER (FALSE));
  for (gsize i = 0; i < tn_table_get_n_rows (scores); i++)
    {
      g_autofree char *name = all ? NULL : tn_column_dup_cell (customer, i, NULL);
      gpointer key;

      if (!all && (name == NULL || !g_hash_table_lookup_extended (asked, name, &key, NULL)))
        continue;
      if (!all)
        g_hash_table_insert (asked, key, GINT_TO_POINTER (TRUE));
      g_array_append_val (rows, i);
    }
  for (guint i = 0; !all && customers[i] != NULL; i++)
    if (!GPOINTER_TO_INT (g_hash_table_lookup (asked, customers[i])))
      {
        tn_error_set (error, TN_ERROR_NOT_FOUND,
                      N_ ("There is no customer “{customer}” among those this run scores. Check "
                          "how it is written in the list."),
                      "customer", customers[i], NULL);
        return NULL;
      }

  return g_steal_pointer (&rows);
}

/* What each column adds, in blocks, as columns: the base is the last. */
typedef struct
{
  char **names;
  double **values; /* one array a column, and one of the base */
  gsize n_columns;
  gsize n_rows;
} Additions;

static void
additions_clear (Additions *self)
{
  for (gsize i = 0; self->values != NULL && i <= self->n_columns; i++)
    g_free (self->values[i]);
  g_free (self->values);
  g_strfreev (self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Additions, additions_clear)

static gboolean
additions_begin (Additions *self, const TnExplanation *first, gsize n_rows, GError **error)
{
  self->names = g_strdupv (first->names);
  self->n_columns = first->n_columns;
  self->n_rows = n_rows;
  self->values = g_new0 (double *, self->n_columns + 1);
  for (gsize i = 0; i <= self->n_columns; i++)
    {
      self->values[i] = g_try_new (double, MAX (n_rows, 1));
      if (self->values[i] == NULL)
        {
          tn_error_set (
              error, TN_ERROR_SPACE,
              N_ ("There is not enough free memory to explain so many customers at once."), NULL);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
explain_blocks (const TnGraphNode *node,
                TnPacket *model,
                const GArray *rows,
                Additions *additions,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  TnStep step = { .spec = node->spec, .node_id = node->id, .cancellable = cancellable };

  for (gsize from = 0; from < rows->len; from += EXPLAIN_ROWS)
    {
      gsize n = MIN (EXPLAIN_ROWS, rows->len - from);
      g_autoptr (GBytes) block =
          g_bytes_new (&g_array_index (rows, gsize, from), n * sizeof (gsize));
      g_autoptr (TnTable) view = tn_table_try_new_view (tn_packet_get_table (model), block, error);
      g_auto (TnExplanation) explanation = { 0 };

      if (view == NULL || tn_cancelled (cancellable, error) ||
          !node->spec->explain (&step, tn_packet_get_state (model), view, &explanation, error) ||
          (from == 0 && !additions_begin (additions, &explanation, rows->len, error)))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        {
          for (gsize col = 0; col < explanation.n_columns; col++)
            additions->values[col][from + i] = explanation.values[i * explanation.n_columns + col];
          additions->values[explanation.n_columns][from + i] = explanation.base;
        }
      tn_progress_report (progress, (double) (from + n) / (double) rows->len);
    }

  return TRUE;
}

/* Keys and score, the base, and a column “+ name” for what each column adds. */
static TnTable *
make_explained (TnTable *scores, const GArray *rows, const Additions *additions, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rows->data, rows->len * sizeof (gsize));
  g_autoptr (TnTable) view = tn_table_try_new_view (scores, bytes, error);
  g_autoptr (TnTableBuilder) builder = NULL;

  if (view == NULL)
    return NULL;
  builder = tn_table_builder_new_from (view);
  for (gsize i = 0; additions->values != NULL && i <= additions->n_columns; i++)
    {
      gboolean is_base = i == additions->n_columns;
      g_autofree char *name =
          is_base ? g_strdup ("base") : g_strdup_printf ("+ %s", additions->names[i]);
      TnColumn *column = tn_column_try_new_numbers (additions->values[i], additions->n_rows, error);

      if (column == NULL)
        return NULL;
      tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_NONE), column);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/**
 * tn_project_explain:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the learner; %NULL for the one the customer list was made with
 * @customers: (nullable) (array zero-terminated=1): whom to explain; %NULL or none for everybody
 * @progress: (nullable): told of blocks done
 * @error: %TN_ERROR_NOT_FOUND for a customer the run does not score; %TN_ERROR_ARGUMENT for a model
 *   that cannot be explained; as tn_project_score()
 *
 * Why each customer has the score it has, exactly (SHAP values of trees, terms of a logistic
 * regression): the base and what each column adds to it sum to the log-odds of the score. Rows are
 * explained in blocks of 2,000, so memory grows with rows × columns alone.
 *
 * Returns: (transfer full): keys and score, “base”, and “+ ” with the name of each column
 */
TnTable *
tn_project_explain (TnProject *project,
                    gint64 run,
                    const char *node,
                    const char *const *customers,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (Scoring) scoring = { 0 };
  g_auto (Additions) additions = { 0 };
  g_autoptr (GArray) rows = NULL;
  const TnGraphNode *learner;
  TnPacket *model;
  TnTable *scores;

  if (!scoring_run (&scoring, project, run, node, NULL, TN_TIME_MISSING, NULL, cancellable, error))
    return NULL;
  scores = tn_packet_get_table (tn_runner_get_output (scoring.runner, scoring.model, "scores", 0));
  model = tn_runner_get_output (scoring.runner, scoring.model, "model", 0);
  learner =
      tn_graph_get_node (scoring.graph, (guint) tn_graph_find_node (scoring.graph, scoring.model));
  if (learner->spec->explain == NULL || model == NULL || tn_packet_get_table (model) == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The step “{step}” is a rule and has no parts to explain a score by. "
                        "Choose a model."),
                    "step", scoring.model, NULL);
      return NULL;
    }
  rows = find_rows (scores, customers, error);
  if (rows == NULL ||
      !explain_blocks (learner, model, rows, &additions, progress, cancellable, error))
    return NULL;

  return make_explained (scores, rows, &additions, error);
}

/**
 * tn_scores_get_day:
 *
 * Returns: the day, where the shop is, that begins when the rows know nothing any more, as its
 *   midnight UTC; %TN_TIME_MISSING without dates or rows
 */
gint64
tn_scores_get_day (TnTable *scores)
{
  int place = tn_table_find_role (scores, TN_ROLE_CUT);
  const char *zone = place >= 0 ? tn_table_get_field (scores, (guint) place)->zone : NULL;
  g_autofree gint64 *cuts =
      place >= 0 && tn_table_get_n_rows (scores) > 0
          ? tn_column_dup_times (tn_table_get_column (scores, (guint) place), NULL)
          : NULL;
  gint64 seconds;

  if (cuts == NULL || cuts[0] == TN_TIME_MISSING)
    return TN_TIME_MISSING;
  seconds = tn_zone_to_local (zone, cuts[0]) / G_USEC_PER_SEC;

  return (seconds - (seconds % 86400 + 86400) % 86400) * G_USEC_PER_SEC;
}

/* How the run's file was read, with every word of it held fast; %NULL without error when that is
 * not known. */
static TnImportPlan *
make_wish (const TnRunData *data, GError **error)
{
  TnImportPlan *wish =
      data != NULL && data->plan != NULL ? tn_import_plan_from_json (data->plan, error) : NULL;

  if (wish != NULL)
    tn_import_plan_lock_all (wish);

  return wish;
}

static GPtrArray *
describe_reading (const TnImportPlan *plan, const TnImportSummary *summary)
{
  GPtrArray *sentences = tn_import_plan_describe (plan);

  if (summary->n_problem_rows > 0)
    g_ptr_array_insert (
        sentences, 0,
        tn_message_count (
            tn_message_new_plural (
                TN_PLURAL ("{n} of {all} rows could not be read as it is and is not scored. Import "
                           "the file to see it.",
                           "{n} of {all} rows could not be read as they are and are not scored. "
                           "Import the file to see them."),
                summary->n_problem_rows),
            "all", summary->n_rows + summary->n_problem_rows));

  return sentences;
}

/**
 * tn_project_read_source_like_run:
 * @run: its number, 0 for the latest
 * @source: of the same kind as the one the run's data set was read from
 * @key: (nullable): of the pseudonyms, when some of its columns were read as such
 * @error: as tn_import_detect() and tn_import_run(); %TN_ERROR_KEY without @key, or with another
 * one
 *
 * Types, formats and names of columns are those of the run, and so are their roles, also where
 * they were changed by hand after the import. What the run kept of its data is enough: the data set
 * itself may be gone.
 *
 * @sentences: (out) (optional) (element-type TnMessage): what was altered, and rows that are left
 *   out, as they are kept nowhere
 *
 * Returns: (transfer full): rows for tn_project_score()
 */
TnTable *
tn_project_read_source_like_run (TnProject *project,
                                 gint64 run,
                                 TnSource *source,
                                 TnPseudonymKey *key,
                                 GPtrArray **sentences,
                                 TnProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error)
{
  g_autoptr (TnRun) found =
      tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  g_autoptr (TnGraph) graph = found != NULL ? tn_graph_from_json (found->snapshot, error) : NULL;
  g_autoptr (GArray) all = graph != NULL ? tn_run_get_data (found) : NULL;
  const TnRunData *data = all != NULL ? tn_run_find_data (all, get_main_dataset (graph)) : NULL;
  g_autoptr (GError) wish_error = NULL;
  g_autoptr (TnImportPlan) wish = make_wish (data, &wish_error);
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  TnImportSummary summary;

  if (graph == NULL)
    return NULL;
  if (wish_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wish_error));
      return NULL;
    }
  plan = tn_import_detect (source, wish, NULL, cancellable, error);
  if (plan == NULL || (key != NULL && !tn_import_plan_set_key (plan, key, error)) ||
      !tn_import_run (source, plan, NULL, &tn_memory_sink, sink, &summary, progress, cancellable,
                      error))
    return NULL;
  if (sentences != NULL)
    *sentences = describe_reading (plan, &summary);

  return data != NULL ? tn_run_data_dress (data, tn_memory_sink_get_table (sink), error)
                      : tn_table_ref (tn_memory_sink_get_table (sink));
}

/**
 * tn_project_read_like_run:
 * @file: its path; "-" for standard input
 * @error: as tn_source_open() and tn_project_read_source_like_run()
 *
 * Opens a file and reads it by tn_project_read_source_like_run().
 *
 * Returns: (transfer full): rows for tn_project_score()
 */
TnTable *
tn_project_read_like_run (TnProject *project,
                          gint64 run,
                          const char *file,
                          TnPseudonymKey *key,
                          GPtrArray **sentences,
                          TnProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (TnSource) source = tn_source_open (file, cancellable, error);

  return source != NULL ? tn_project_read_source_like_run (project, run, source, key, sentences,
                                                           progress, cancellable, error)
                        : NULL;
}
