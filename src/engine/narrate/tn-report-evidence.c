/* tn-report-evidence.c: how we know: the rehearsals on the past
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-json.h"
#include "tn-report-private.h"

/* The judgement of a model in one fold; with one fold that of all. */
static const TnJudgement *
get_judgement (const TnJudgedModel *model, guint fold)
{
  return model->folds != NULL ? model->folds[fold] : model->pooled;
}

static const TnMetric *
get_auc (const TnJudgedModel *model, guint fold)
{
  return model != NULL ? tn_judgement_find (get_judgement (model, fold), "auc") : NULL;
}

static JsonObject *
find_cut (const TnReport *self, gint64 cut)
{
  JsonArray *cuts = tn_json_array (self->list, "cuts");

  for (guint i = 0; cuts != NULL && i < json_array_get_length (cuts); i++)
    if (tn_json_int (tn_json_object_at (cuts, i), "cut", 0) == cut)
      return tn_json_object_at (cuts, i);

  return NULL;
}

/* Cut dates whose outcomes were known by @cut, which is what a model tested at it learned from; as
 * the shop's clock shows them. */
static gint64 *
list_training (const TnReport *self, gint64 cut, gsize *n)
{
  JsonArray *cuts = tn_json_array (self->list, "cuts");
  guint n_cuts = cuts != NULL ? json_array_get_length (cuts) : 0;
  gint64 embargo =
      (gint64) tn_report_get_setting (self, "split", "embargo", 0) * 86400 * G_USEC_PER_SEC;
  gint64 *training = g_new (gint64, MAX (n_cuts, 1));

  *n = 0;
  for (guint i = 0; i < n_cuts; i++)
    {
      JsonObject *at = tn_json_object_at (cuts, i);

      if (tn_json_int (at, "known", 0) > 0 && tn_json_int (at, "until", 0) + embargo <= cut)
        training[(*n)++] = tn_report_to_local (self, tn_json_int (at, "cut", 0));
    }

  return training;
}

static void
set_measure (const TnMetric *metric, double *low, double *value, double *high)
{
  *low = metric != NULL ? metric->low : NAN;
  *value = metric != NULL ? metric->value : NAN;
  *high = metric != NULL ? metric->high : NAN;
}

static TnRehearsal
make_rehearsal (const TnReport *self, guint fold)
{
  const TnJudgedFold *judged = tn_evaluation_get_fold (self->evaluation, fold);
  JsonObject *cut = find_cut (self, judged->cut);
  TnRehearsal rehearsal = { 0 };

  rehearsal.name =
      tn_message_count (tn_message_new (N_ ("Rehearsal {number}")), "number", fold + 1);
  rehearsal.history_from =
      tn_report_to_local (self, tn_json_int (self->list, "since", judged->cut));
  rehearsal.cut = tn_report_to_local (self, judged->cut);
  rehearsal.outcome_to = tn_report_to_local_end (
      self, cut != NULL ? tn_json_int (cut, "until", judged->cut) : judged->cut);
  rehearsal.training_cuts = list_training (self, judged->cut, &rehearsal.n_training);
  rehearsal.share = judged->base_rate;
  set_measure (get_auc (self->best, fold), &rehearsal.low, &rehearsal.value, &rehearsal.high);
  set_measure (get_auc (self->rule, fold), &rehearsal.rule_low, &rehearsal.rule_value,
               &rehearsal.rule_high);

  return rehearsal;
}

static TnRehearsal
make_list_row (const TnReport *self)
{
  TnRehearsal row = { 0 };
  gint64 cut = tn_json_int (self->list, "as_of", 0);

  row.name = tn_message_new (N_ ("The list"));
  row.history_from = tn_report_to_local (self, tn_json_int (self->list, "since", cut));
  row.cut = self->as_of;
  row.outcome_to = self->until;
  row.training_cuts = list_training (self, cut, &row.n_training);
  row.share = row.low = row.value = row.high = row.rule_low = row.rule_value = row.rule_high = NAN;

  return row;
}

static void
add_timeline (const TnReport *self, TnDocumentBuilder *builder)
{
  guint n = tn_evaluation_get_n_folds (self->evaluation), n_rows = n + (self->until > 0 ? 1 : 0);
  g_autofree TnRehearsal *rows = g_new0 (TnRehearsal, n_rows);
  TnTimeline timeline = { .n = n_rows, .rehearsals = rows, .data_end = self->as_of };

  for (guint i = 0; i < n; i++)
    rows[i] = make_rehearsal (self, i);
  if (n_rows > n)
    rows[n] = make_list_row (self);
  timeline.measure = tn_message_new (N_ ("AUC, 95% interval"));
  timeline.model_name = tn_message_ref (self->best->label);
  timeline.rule_name =
      self->rule != NULL ? tn_message_ref (self->rule->label) : tn_message_new_literal ("");
  tn_document_builder_chart (builder, tn_chart_timeline (NULL, NULL, &timeline), NULL, "timeline");
  for (guint i = 0; i < n_rows; i++)
    g_free ((gpointer) rows[i].training_cuts);
}

static void
add_auc_cell (TnGrid *grid, const TnMetric *auc)
{
  if (auc == NULL || !isfinite (auc->value))
    {
      tn_grid_add_empty (grid);
      return;
    }
  tn_grid_add_beside (
      grid, tn_text_new (tn_report_say_number (auc->value, 3)),
      tn_text_new_styled (tn_report_say_ends (auc->low, auc->high, 3), TN_TEXT_SOFT));
}

static void
add_fold_row (const TnReport *self, TnGrid *grid, guint fold)
{
  const TnJudgedFold *judged = tn_evaluation_get_fold (self->evaluation, fold);
  gsize n_training = 0;
  g_autofree gint64 *training =
      judged->cut != TN_TIME_MISSING ? list_training (self, judged->cut, &n_training) : NULL;

  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (
      grid, tn_text_new (tn_fold_say_name (judged->name, tn_report_to_local (self, judged->cut))));
  tn_grid_add_text (
      grid, tn_text_new (training != NULL
                             ? tn_message_new_plural (TN_PLURAL (N_ ("{n} date"), N_ ("{n} dates")),
                                                      (gint64) n_training)
                             : tn_message_count (tn_message_new ("{n}"), "n",
                                                 (gint64) (judged->n_train + judged->n_validate))));
  tn_grid_add_text (
      grid, tn_text_new (tn_message_count (tn_message_new ("{n}"), "n", (gint64) judged->n_test)));
  tn_grid_add_text (grid, tn_text_new (tn_message_percent (tn_message_new ("{value}"), "value",
                                                           judged->base_rate, 0)));
  if (self->rule != NULL)
    add_auc_cell (grid, get_auc (self->rule, fold));
  add_auc_cell (grid, get_auc (self->best, fold));
}

static void
add_folds (const TnReport *self, TnDocumentBuilder *builder)
{
  TnGrid *grid = tn_grid_new (NULL);
  gboolean by_time = tn_report_is_by_time (self);

  tn_grid_add_column (grid, tn_report_say (by_time ? N_ ("Cut date") : N_ ("Part")), TN_GRID_START);
  tn_grid_add_column (grid, tn_report_say (N_ ("Learned from")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Customers tested")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Left")), TN_GRID_END);
  if (self->rule != NULL)
    tn_grid_add_column (grid, tn_text_new (tn_message_ref (self->rule->label)), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_new (tn_message_ref (self->best->label)), TN_GRID_END);
  tn_grid_add_group (grid, tn_report_say (N_ ("AUC, 95% interval")), 4, self->rule != NULL ? 2 : 1);
  tn_grid_set_dense (grid, TRUE);
  for (guint i = 0; i < tn_evaluation_get_n_folds (self->evaluation); i++)
    add_fold_row (self, grid, i);
  tn_document_builder_grid (builder, grid, "rehearsals");
}

/* The least and the greatest of the folds. */
static void
find_range (const TnReport *self, gboolean of_rate, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < tn_evaluation_get_n_folds (self->evaluation); i++)
    {
      const TnMetric *auc = get_auc (self->best, i);
      double value = of_rate       ? tn_evaluation_get_fold (self->evaluation, i)->base_rate
                     : auc != NULL ? auc->value
                                   : NAN;

      if (isfinite (value))
        {
          *low = MIN (*low, value);
          *high = MAX (*high, value);
        }
    }
}

static void
add_summary (const TnReport *self, TnDocumentBuilder *builder)
{
  double low, high;
  TnMessage *message;
  TnText *text;

  find_range (self, FALSE, &low, &high);
  if (!(low <= high))
    return;
  message = tn_message_new_plural (
      TN_PLURAL (N_ ("In the one test the AUC{note} is {low}."),
                 N_ ("Over the {n} tests the AUC{note} lies between {low} and {high}.")),
      tn_evaluation_get_n_folds (self->evaluation));
  message = tn_message_number (tn_message_number (message, "low", low, 3), "high", high, 3);
  text = tn_text_new (tn_text_fill_note (message, "note", "auc"));
  find_range (self, TRUE, &low, &high);
  message = tn_message_new (low < high ? N_ ("The share that left lies between {low} and {high}.")
                                       : N_ ("The share that left is {low}."));
  message = tn_message_percent (tn_message_percent (message, "low", low, 0), "high", high, 0);
  tn_text_add (text, message, TN_TEXT_PLAIN);
  tn_document_builder_paragraph (builder, text);
}

void
tn_report_add_evidence (const TnReport *self, TnDocumentBuilder *builder)
{
  gboolean by_time = tn_report_is_by_time (self);
  guint n = tn_evaluation_get_n_folds (self->evaluation);
  TnMessage *lead;

  tn_document_builder_heading (
      builder, 1,
      tn_text_new (by_time ? tn_message_new_plural (
                                 TN_PLURAL (N_ ("How we know: {n} rehearsal on the past"),
                                            N_ ("How we know: {n} rehearsals on the past")),
                                 n)
                           : tn_message_new (N_ ("How we know: tested on customers kept apart"))),
      "evidence");
  if (by_time)
    lead = tn_text_fill_note (
        tn_message_new_plural (
            TN_PLURAL (
                N_ ("{n} time the calendar was set back to a cut date{note}. The model saw only "
                    "what was known "
                    "then, ranked the customers, and was compared with what they did next."),
                N_ ("{n} times the calendar was set back to a cut date{note}. The model saw only "
                    "what was known "
                    "then, ranked the customers, and was compared with what they did next.")),
            n),
        "note", "cut");
  else
    lead = tn_message_new_plural (
        TN_PLURAL (N_ ("{n} time a part of the customers was kept apart. The model learned "
                       "from the others only, and was compared with what is known of these."),
                   N_ ("{n} times a part of the customers was kept apart. The model learned "
                       "from the others only, and was compared with what is known of these.")),
        n);
  tn_document_builder_lead (builder, tn_text_new (lead));
  if (by_time)
    add_timeline (self, builder);
  add_folds (self, builder);
  add_summary (self, builder);
}
