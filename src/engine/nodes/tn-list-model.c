/* tn-list-model.c: which model ranks, and what its scores say of chances
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-evaluation.h"
#include "tn-list-private.h"
#include "tn-outlook.h"
#include "tn-space.h"

/* AUC over all folds but the last: the last is left to judge the choice by. */
static double
judge_for_choice (const TnEvaluation *evaluation, const TnJudgedModel *model)
{
  guint n = tn_evaluation_get_n_folds (evaluation), n_judged = 0;
  double sum = 0;

  if (model->folds == NULL || n < 2)
    return tn_judgement_value (model->pooled, "auc");
  for (guint i = 0; i + 1 < n; i++)
    {
      double auc = tn_judgement_value (model->folds[i], "auc");

      /* Where all stayed or all left there is nothing to tell apart. */
      if (!isfinite (auc))
        continue;
      sum += auc;
      n_judged++;
    }

  return n_judged > 0 ? sum / n_judged : NAN;
}

/* No earlier rehearsal tells models apart: which one is taken is said, and that it was not judged.
 */
static void
warn_unjudged (const TnList *self)
{
  const TnNodeSpec *spec = tn_step_get_input_spec (self->step, TN_LIST_IN_SCORES, self->link);

  tn_step_warn (
      self->step, "list.unjudged",
      tn_message_take (
          tn_message_new (N_ ("The list is made by {method}, the first of the models linked to it: "
                              "in every earlier rehearsal all customers stayed or all left, so "
                              "none of the models could be chosen by its result.")),
          "method", tn_message_new (spec->title)));
}

static int
find_link (TnStep *step, const char *node)
{
  for (guint i = 0; i < tn_step_count_links (step, TN_LIST_IN_SCORES); i++)
    if (strcmp (tn_step_get_input_node (step, TN_LIST_IN_SCORES, i), node) == 0)
      return (int) i;

  return -1;
}

gboolean
tn_list_choose_model (TnList *self, GError **error)
{
  const char *asked = tn_params_get_text (tn_step_get_params (self->step), "model");
  g_autoptr (TnEvaluation) evaluation = NULL;
  gboolean any = FALSE;
  double best = -1;

  if (*asked != '\0')
    {
      int link = find_link (self->step, asked);

      if (link < 0)
        {
          tn_error_set (
              error, TN_ERROR_ARGUMENT,
              N_ ("No model “{model}” is linked to the list. Choose one of those that are."),
              "model", asked, NULL);
          return FALSE;
        }
      self->link = link;
      return TRUE;
    }

  evaluation = tn_evaluation_from_json (
      tn_packet_get_document (tn_step_get_input (self->step, TN_LIST_IN_EVALUATION, 0)), error);
  if (evaluation == NULL)
    return FALSE;
  for (guint i = 0; i < tn_evaluation_get_n_models (evaluation); i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (evaluation, i);
      int link = find_link (self->step, model->id);
      double value = judge_for_choice (evaluation, model);

      if (link < 0 || model->is_baseline)
        continue;
      if (value > best || !any)
        self->link = link;
      if (value > best)
        best = value;
      any = TRUE;
    }
  self->is_judged = best >= 0;
  if (!self->is_judged)
    warn_unjudged (self);

  return TRUE;
}

static void
calibrate (const TnList *self, const double *scores, gsize n, double *chances)
{
  if (self->chance.calibrator != NULL)
    tn_calibrator_apply (self->chance.calibrator, scores, n, chances);
  else
    memcpy (chances, scores, n * sizeof (double));
}

/* What out-of-fold scores say of the chances, of their intervals and of the level. The level is
 * judged by chances that did not know the fold: what the next fold may hold. */
gboolean
tn_list_learn_from_folds (TnList *self, const TnCalibrated *folds, GError **error)
{
  const TnScorePool *pool = &folds->test;
  gsize n = pool->scores->len;
  const double *scores = (const double *) pool->scores->data;
  g_autofree double *chances = tn_space_try_alloc (n, sizeof (double), error);
  g_autoptr (GError) fit_error = NULL;
  g_autoptr (TnScored) scored = NULL;
  TnScoredInput input = { n,
                          chances,
                          pool->labels->data,
                          NULL,
                          (const guint32 *) pool->customers->data,
                          (const guint32 *) pool->folds->data };

  if (chances == NULL)
    return FALSE;
  self->chance.model =
      g_strdup (tn_step_get_input_node (self->step, TN_LIST_IN_SCORES, self->link));
  self->chance.calibrator = tn_calibrated_fit_all (folds, self->step, &fit_error);
  if (fit_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fit_error));
      return FALSE;
    }
  calibrate (self, scores, n, chances);
  scored = tn_scored_new (&input, error);
  if (scored == NULL)
    return FALSE;
  if (!tn_scored_is_probability (scored))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The scores of “{model}” put customers in order and are no chances, so no "
                        "list can be made of them. Choose another model for the list."),
                    "model", tn_step_get_input_node (self->step, TN_LIST_IN_SCORES, self->link),
                    NULL);
      return FALSE;
    }
  self->chance.risk = tn_risk_new (scored, error);
  self->n_neighbours = MIN (tn_scored_get_n_customers (scored), TN_RISK_NEIGHBOURS);
  self->shift_sd =
      tn_outlook_level_shift (pool, folds->test_chances, tn_step_get_n_folds (self->step));

  return self->chance.risk != NULL;
}
