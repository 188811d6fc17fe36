/* tn-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-report.h"

#include "tn-error.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-report-private.h"

/* Customers in the report, unless its step says otherwise. */
#define LISTED 20
/* A rule that orders nobody is no curve to compare with. */
#define GUESSING 0.51

static void
report_clear (TnReport *self)
{
  g_clear_pointer (&self->run, tn_run_free);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->evaluation, tn_evaluation_unref);
  g_clear_pointer (&self->evaluation_node, json_node_unref);
  g_clear_pointer (&self->list_node, json_node_unref);
  g_clear_pointer (&self->customers, tn_table_unref);
  g_clear_pointer (&self->learning, tn_learning_free);
  g_clear_pointer (&self->data, g_array_unref);
  g_clear_pointer (&self->list_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnReport, report_clear)

/* The result of the run with that kind. */
static TnOutput *
find_result (TnProject *project, gint64 run, const char *kind, GError **error)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run, error);

  if (outputs == NULL)
    return NULL;
  for (guint i = 0; i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = NULL;

      if (!g_str_equal (at->name, "result"))
        continue;
      output = tn_project_get_output (project, run, at->node, at->name, error);
      if (output == NULL)
        return NULL;
      if (output->body != NULL &&
          g_strcmp0 (tn_json_string (json_node_get_object (output->body), "kind", NULL), kind) == 0)
        return g_steal_pointer (&output);
    }
  tn_error_set (
      error, TN_ERROR_NOT_FOUND,
      N_ ("This run has no result of the kind “{kind}”, so there is nothing to report. Run the "
          "pipeline to its end."),
      "kind", kind, NULL);

  return NULL;
}

/* As the run found them: what has their names today may be something else. */
static void
read_data (TnReport *self)
{
  const TnGraphNode *source = tn_report_find_step (self, "dataset");

  self->data = tn_run_get_data (self->run);
  if (source != NULL)
    self->main = tn_run_find_data (self->data, tn_json_string (source->values, "name", NULL));
}

/* The model that made the list, and the best of the rules beside it. */
static gboolean
choose_models (TnReport *self, GError **error)
{
  self->best =
      tn_evaluation_find_model (self->evaluation, tn_json_string (self->list, "model", ""));
  if (self->best == NULL)
    self->best = tn_evaluation_get_best (self->evaluation);
  if (self->best == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("This run judged no model, so there is nothing to report. Link a model to "
                        "the evaluation and "
                        "run again."),
                    NULL);
      return FALSE;
    }
  for (guint i = 0; i < tn_evaluation_get_n_models (self->evaluation); i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (self->evaluation, i);

      if (model->is_baseline && model != self->best &&
          tn_judgement_value (model->pooled, "auc") > GUESSING &&
          (self->rule == NULL || tn_judgement_value (model->pooled, "auc") >
                                     tn_judgement_value (self->rule->pooled, "auc")))
        self->rule = model;
    }

  return TRUE;
}

static void
read_facts (TnReport *self)
{
  const TnGraphNode *step = tn_report_find_step (self, "report");

  self->currency = tn_json_string (self->list, "currency", "");
  self->zone = tn_run_data_get_zone (self->main);
  if (tn_json_int (self->list, "as_of", 0) != 0)
    self->as_of = tn_report_to_local (self, tn_json_int (self->list, "as_of", 0));
  if (tn_json_int (self->list, "until", 0) != 0)
    self->until = tn_report_to_local_end (self, tn_json_int (self->list, "until", 0));
  self->listed = LISTED;
  if (step != NULL)
    self->listed =
        (guint) CLAMP (tn_report_get_setting (self, "report", "listed", LISTED), 1, 2000);
}

static gboolean
report_read (TnReport *self, TnProject *project, gint64 run, GError **error)
{
  g_autoptr (TnOutput) evaluation = NULL;
  g_autoptr (TnOutput) list = NULL;

  self->run = tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  self->graph = self->run != NULL ? tn_graph_from_json (self->run->snapshot, error) : NULL;
  evaluation =
      self->graph != NULL ? find_result (project, self->run->id, "evaluation", error) : NULL;
  list = evaluation != NULL ? find_result (project, self->run->id, "list", error) : NULL;
  if (list == NULL)
    return FALSE;

  self->evaluation_node = json_node_ref (evaluation->body);
  self->evaluation = tn_evaluation_from_json (evaluation->body, error);
  self->list_node = json_node_ref (list->body);
  self->list = json_node_get_object (self->list_node);
  self->list_id = g_strdup (list->node);
  self->customers = tn_project_load_table (project, list->table, error);
  if (self->evaluation == NULL || self->customers == NULL)
    return FALSE;
  read_data (self);
  read_facts (self);

  return choose_models (self, error) &&
         tn_learning_read (project, self->run->id, self->best->id, &self->learning, error);
}

static TnMessage *
say_about (const TnReport *self)
{
  const TnGraphNode *step = tn_report_find_step (self, "report");
  const char *shop = step != NULL ? tn_json_string (step->values, "shop", "") : "";
  TnMessage *message;

  if (*shop == '\0' && self->main != NULL)
    shop = self->main->name;
  if (self->as_of == 0)
    return tn_message_new_literal (shop);
  message = tn_message_text (tn_message_new (N_ ("{shop} · data until {date}")), "shop", shop);

  return tn_message_date (message, "date", self->as_of - 1);
}

/**
 * tn_report_new:
 * @run: its number, 0 for the latest
 * @error: %TN_ERROR_NOT_FOUND when the run did not come to its end
 *
 * Writes the report from what the run stored and nothing else, so that the same run gives the
 * same report at any time.
 *
 * Returns: (transfer full): the report
 */
TnDocument *
tn_report_new (TnProject *project, gint64 run, GError **error)
{
  g_auto (TnReport) self = { 0 };
  g_autoptr (TnDocumentBuilder) builder = NULL;

  if (!report_read (&self, project, run, error))
    return NULL;

  builder = tn_document_builder_new (tn_message_new (N_ ("Who will leave?")));
  tn_document_builder_set_author (builder, tn_message_new_literal ("Tenure"));
  tn_document_builder_set_time (builder, self.as_of);
  tn_document_builder_set_header (builder, tn_message_new (N_ ("Who will leave?")),
                                  say_about (&self));
  tn_document_builder_set_notes (builder, TN_DOCUMENT_NOTES_END);
  tn_report_define_notes (&self, builder);
  tn_report_add_front (&self, builder);
  tn_report_add_evidence (&self, builder);
  tn_report_add_models (&self, builder);
  tn_report_add_quality (&self, builder);
  tn_report_add_reach (&self, builder);
  tn_report_add_why (&self, builder);
  if (!tn_report_add_list (&self, builder, error))
    return NULL;
  tn_report_add_method (&self, builder);
  tn_report_add_repeat (&self, builder);

  return tn_document_builder_end (g_steal_pointer (&builder));
}
