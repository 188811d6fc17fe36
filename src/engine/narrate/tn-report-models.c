/* tn-report-models.c: which method to trust
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-report-private.h"

static void
add_metric (TnGrid *grid, const TnJudgement *judgement, const char *id, int decimals)
{
  const TnMetric *metric = tn_judgement_find (judgement, id);
  TnMessage *interval;

  if (metric == NULL)
    {
      tn_grid_add_empty (grid);
      return;
    }
  interval = tn_message_number (tn_message_number (tn_message_new ("{low}–{high}"), "low", metric->low, decimals),
                                "high", metric->high, decimals);
  tn_grid_add_lines (
      grid, tn_text_new (tn_message_number (tn_message_new ("{value}"), "value", metric->value, decimals)),
      tn_text_new_styled (interval, TN_TEXT_SOFT));
}

void
tn_report_add_models (const TnReport *self, TnDocumentBuilder *builder)
{
  TnGrid *grid = tn_grid_new (NULL);

  tn_document_builder_heading (builder, 1, tn_text_new (tn_message_new (N_("Which method to trust"))), "methods");
  tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Method"))), TN_GRID_START);
  tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("AUC"))), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Lift, top tenth"))), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Log loss"))), TN_GRID_END);
  for (guint i = 0; i < tn_evaluation_get_n_models (self->evaluation); i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (self->evaluation, i);

      tn_grid_add_row (grid, model->is_baseline ? TN_GRID_ROW_BASE : TN_GRID_ROW_PLAIN);
      tn_grid_add_text (grid, tn_text_new (tn_message_ref (model->label)));
      add_metric (grid, model->pooled, "auc", 3);
      add_metric (grid, model->pooled, "lift_10", 2);
      add_metric (grid, model->pooled, "log_loss", 3);
    }
  tn_document_builder_grid (builder, grid, "leaderboard");
}
