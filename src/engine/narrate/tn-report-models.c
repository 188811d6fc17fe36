/* tn-report-models.c: which method to trust
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-judge-narrator.h"
#include "tn-report-private.h"

static void
add_metric (TnGrid *grid, const TnJudgement *judgement, const char *id, int decimals)
{
  const TnMetric *metric = tn_judgement_find (judgement, id);

  if (metric == NULL || !isfinite (metric->value))
    {
      tn_grid_add_text (grid, tn_text_new (tn_message_new_literal ("–")));
      return;
    }
  if (!isfinite (metric->low) || !isfinite (metric->high))
    {
      tn_grid_add_text (grid, tn_text_new (tn_report_say_number (metric->value, decimals)));
      return;
    }
  tn_grid_add_lines (
      grid, tn_text_new (tn_report_say_number (metric->value, decimals)),
      tn_text_new_styled (tn_report_say_ends (metric->low, metric->high, decimals), TN_TEXT_SOFT));
}

static void
add_auc_bar (const TnReport *self, TnGrid *grid, const TnJudgedModel *model)
{
  const TnMetric *auc = tn_judgement_find (model->pooled, "auc");

  if (auc == NULL || !isfinite (auc->value) || !isfinite (auc->low))
    {
      tn_grid_add_empty (grid);
      return;
    }
  tn_grid_add_bar (grid, TN_GRID_BAR_INTERVAL,
                   model == self->best ? TN_GRID_TONE_BLUE : TN_GRID_TONE_GREY, auc->value,
                   auc->low, auc->high, NULL, NULL);
}

static void
find_scale (const TnReport *self, double *low, double *high)
{
  *low = 0.5;
  *high = 0.5;
  for (guint i = 0; i < tn_evaluation_get_n_models (self->evaluation); i++)
    {
      const TnMetric *auc =
          tn_judgement_find (tn_evaluation_get_model (self->evaluation, i)->pooled, "auc");

      if (auc != NULL && isfinite (auc->low) && isfinite (auc->high))
        {
          *low = MIN (*low, auc->low);
          *high = MAX (*high, auc->high);
        }
    }
  *low = floor (20 * *low) / 20;
  *high = ceil (20 * *high) / 20;
}

static void
add_model (const TnReport *self, TnGrid *grid, const TnJudgedModel *model)
{
  TnRank rank = { 0, model->rank, model->tied };
  g_autofree char *rank_text = tn_rank_to_text (&rank);
  TnText *name = tn_text_new_styled (tn_message_ref (model->label),
                                     model == self->best ? TN_TEXT_STRONG : TN_TEXT_PLAIN);

  tn_grid_add_row (grid, model->is_baseline ? TN_GRID_ROW_BASE : TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid, tn_text_new (tn_message_new_literal (rank_text)));
  if (model->is_baseline)
    tn_grid_add_lines (grid, name, tn_report_say (N_ ("no model")));
  else
    tn_grid_add_text (grid, name);
  add_auc_bar (self, grid, model);
  add_metric (grid, model->pooled, "auc", 3);
  add_metric (grid, model->pooled, "lift_10", 2);
  add_metric (grid, model->pooled, "pr_auc", 3);
  add_metric (grid, model->pooled, "log_loss", 3);
  add_metric (grid, model->pooled, "brier", 3);
}

static void
add_leaderboard (const TnReport *self, TnDocumentBuilder *builder)
{
  TnGrid *grid = tn_grid_new (NULL);
  double low, high;
  TnMessage *scale;
  guint bar;

  find_scale (self, &low, &high);
  scale = tn_message_number (
      tn_message_number (tn_message_new (N_ ("{low} to {high}")), "low", low, 2), "high", high, 2);
  tn_grid_add_column (grid, tn_report_say (N_ ("Rank")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Method")), TN_GRID_START);
  bar = tn_grid_add_column (grid, tn_text_new (scale), TN_GRID_START);
  tn_grid_set_scale (grid, bar, low, high);
  tn_grid_add_column (grid, tn_text_note (tn_report_say (N_ ("AUC")), "auc"), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_note (tn_report_say (N_ ("Lift, top tenth")), "lift"),
                      TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("PR-AUC")), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_note (tn_report_say (N_ ("Log loss")), "log-loss"),
                      TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Brier")), TN_GRID_END);
  tn_grid_add_group (grid, tn_report_say (N_ ("Putting customers in order")), 2, 4);
  tn_grid_add_group (grid, tn_report_say (N_ ("Chances")), 6, 2);
  tn_grid_set_row_header (grid, 1);
  tn_grid_set_dense (grid, TRUE);
  for (guint i = 0; i < tn_evaluation_get_n_models (self->evaluation); i++)
    add_model (self, grid, tn_evaluation_get_model (self->evaluation, i));
  tn_document_builder_grid (builder, grid, "leaderboard");
}

static const TnJudgedModel *
find_simpler (const TnJudgedModel *a, const TnJudgedModel *b)
{
  return a->complexity <= b->complexity ? a : b;
}

/* The list's method against each of the others, on the same customers. */
static void
add_comparisons (const TnReport *self, TnDocumentBuilder *builder)
{
  gboolean any = FALSE;

  for (guint i = tn_evaluation_get_n_models (self->evaluation); i-- > 0;)
    {
      const TnJudgedModel *other = tn_evaluation_get_model (self->evaluation, i);
      const TnComparison *comparison =
          other != self->best
              ? tn_evaluation_find_comparison (self->evaluation, self->best->id, other->id, "auc")
              : NULL;
      const TnJudgedModel *a, *b;

      if (comparison == NULL)
        continue;
      /* Its sign is that of the first it names, whichever was asked for first. */
      a = g_str_equal (comparison->a, other->id) ? other : self->best;
      b = a == other ? self->best : other;
      if (!any)
        {
          tn_document_builder_heading (builder, 2,
                                       tn_report_say (N_ ("Compared on the same customers")), NULL);
          tn_document_builder_begin_bullets (builder);
        }
      any = TRUE;
      tn_document_builder_item (builder, NULL,
                                tn_text_new (tn_say_comparison (comparison, a->label, b->label,
                                                                find_simpler (a, b)->label)));
    }
  if (any)
    tn_document_builder_end_block (builder);
}

/* Why the list uses its method, also where another does as well. */
static void
add_choice (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnGraphNode *step = tn_report_find_step (self, "list");
  gboolean was_set = step != NULL && *tn_json_string (step->values, "model", "") != '\0';
  TnMessage *message;

  if (was_set)
    message = tn_message_new (N_ ("The list uses {method}, as it was set."));
  else if (!tn_json_bool (self->list, "judged", TRUE))
    message = tn_message_new (N_ ("The list uses {method}, the first of the models: no rehearsal "
                                  "before the last could tell them apart."));
  else if (tn_report_is_by_time (self) && tn_evaluation_get_n_folds (self->evaluation) > 1)
    message = tn_message_new (
        N_ ("The list uses {method}, first by AUC in the rehearsals before the last, which took no "
            "part in the choice."));
  else
    message = tn_message_new (N_ ("The list uses {method}: of the models it had the highest AUC."));
  tn_document_builder_paragraph (
      builder,
      tn_text_new (tn_message_take (message, "method", tn_message_ref (self->best->label))));
}

#define MOST_TERMS 12

/* By which figure the facts of a model are told: over a usual difference, where that is known. */
static JsonObject *
get_ratio (JsonObject *term)
{
  JsonObject *ratio = tn_json_object (term, "per_sd");

  return ratio != NULL ? ratio : tn_json_object (term, "per_unit");
}

static TnText *
say_term (JsonObject *term)
{
  return tn_text_new (json_object_has_member (term, "label")
                          ? tn_report_read_message (term, "label")
                          : tn_message_new_literal (tn_json_string (term, "term", "")));
}

static void
add_term (TnGrid *grid, JsonObject *term)
{
  JsonObject *ratio = get_ratio (term), *unit = tn_json_object (term, "per_unit");
  double value = tn_json_double (ratio, "value", NAN), low = tn_json_double (ratio, "low", NAN),
         high = tn_json_double (ratio, "high", NAN);

  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid, say_term (term));
  if (isfinite (value) && isfinite (low) && isfinite (high))
    {
      tn_grid_add_bar (grid, TN_GRID_BAR_INTERVAL, TN_GRID_TONE_BLUE, value, low, high, NULL, NULL);
      tn_grid_add_lines (grid, tn_text_new (tn_report_say_number (value, 2)),
                         tn_text_new_styled (tn_report_say_ends (low, high, 2), TN_TEXT_SOFT));
    }
  else
    {
      tn_grid_add_empty (grid);
      tn_grid_add_text (grid, tn_text_new (tn_report_say_number (value, 2)));
    }
  tn_grid_add_text (grid,
                    tn_text_new (tn_report_say_number (tn_json_double (unit, "value", NAN), 3)));
}

static void
find_ratio_scale (JsonArray *terms, guint n, double *low, double *high)
{
  *low = 1;
  *high = 1;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *ratio = get_ratio (tn_json_object_at (terms, i));
      double a = tn_json_double (ratio, "low", NAN), b = tn_json_double (ratio, "high", NAN);

      if (isfinite (a) && isfinite (b))
        {
          *low = MIN (*low, a);
          *high = MAX (*high, b);
        }
    }
  *low = floor (10 * *low) / 10;
  *high = ceil (10 * *high) / 10;
}

static void
add_terms (TnDocumentBuilder *builder, JsonArray *terms)
{
  TnGrid *grid = tn_grid_new (NULL);
  guint n = MIN (json_array_get_length (terms), MOST_TERMS), bar;
  double low, high;
  TnMessage *scale = tn_message_new (N_ ("{low} to {high}"));

  find_ratio_scale (terms, n, &low, &high);
  scale = tn_message_number (tn_message_number (scale, "low", low, 1), "high", high, 1);
  tn_grid_add_column (grid, tn_report_say (N_ ("Fact")), TN_GRID_START);
  bar = tn_grid_add_column (grid, tn_text_new (scale), TN_GRID_START);
  tn_grid_set_scale (grid, bar, low, MAX (high, low + 0.1));
  tn_grid_add_column (grid, tn_report_say (N_ ("Odds ratio for a usual difference")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("for one more")), TN_GRID_END);
  tn_grid_set_row_header (grid, 0);
  tn_grid_set_dense (grid, TRUE);
  for (guint i = 0; i < n; i++)
    add_term (grid, tn_json_object_at (terms, i));
  tn_document_builder_grid (builder, grid, "odds");
}

/* What each logistic regression says of its facts, whether the list uses it or not. */
void
tn_report_add_odds (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonArray *list = tn_json_array (json_node_get_object (self->evaluation_node), "odds");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *odds = tn_json_object_at (list, i);
      JsonArray *terms = tn_json_array (odds, "terms");
      const TnJudgedModel *model =
          tn_evaluation_find_model (self->evaluation, tn_json_string (odds, "model", ""));
      TnMessage *title =
          tn_message_new (N_ ("{method}: what raises and lowers the odds of leaving"));

      if (model == NULL || terms == NULL || json_array_get_length (terms) == 0)
        {
          tn_message_unref (title);
          continue;
        }
      tn_document_builder_heading (
          builder, 1,
          tn_text_new (tn_message_take (title, "method", tn_message_ref (model->label))),
          i == 0 ? "odds-ratios" : NULL);
      add_terms (builder, terms);
      tn_document_builder_paragraph (
          builder,
          tn_report_say (
              N_ ("An odds ratio of 1.5 means that the odds of leaving are half as high again, "
                  "with all other facts equal; below 1 they are lower. A usual difference is one "
                  "standard deviation. “For one more” counts in the units the model was given. "
                  "The facts that move most stand first. 95% intervals by Wald, from standard "
                  "errors that allow for several rows of one customer; weights are held towards "
                  "no effect, so these are odds ratios of this model and prove no cause.")));
    }
}

void
tn_report_add_models (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnMetric *auc = tn_judgement_find (self->best->pooled, "auc");
  TnMessage *lead = tn_message_new_plural (
      TN_PLURAL (N_ ("All tests together: {n} forecast that was compared with what happened. The "
                     "rules that need no "
                     "model{note} come first. 95% intervals stand below each number."),
                 N_ ("All tests together: {n} forecasts that were compared with what happened. The "
                     "rules that need no "
                     "model{note} come first. 95% intervals stand below each number.")),
      auc != NULL ? (gint64) auc->n : 0);

  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("Which method to trust")), "methods");
  tn_document_builder_lead (builder, tn_text_new (tn_text_fill_note (lead, "note", "baseline")));
  add_leaderboard (self, builder);
  if (tn_evaluation_is_within_folds (self->evaluation))
    tn_document_builder_small (builder, tn_text_new (tn_say_pooling ()));
  add_comparisons (self, builder);
  add_choice (self, builder);
}
