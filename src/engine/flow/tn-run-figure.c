/* tn-run-figure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-figure.h"

#include <math.h>

#include "tn-evaluation.h"
#include "tn-json.h"

static guint
count_tied (const TnEvaluation *evaluation, const TnJudgedModel *best)
{
  guint n = 0;

  for (guint i = 0; i < tn_evaluation_get_n_models (evaluation); i++)
    n += tn_evaluation_get_model (evaluation, i)->rank == best->rank;

  return n;
}

/* Of each model, by the step it comes from. */
static JsonObject *
describe_models (const TnEvaluation *evaluation)
{
  JsonObject *models = json_object_new ();

  for (guint i = 0; i < tn_evaluation_get_n_models (evaluation); i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (evaluation, i);
      const TnMetric *auc = tn_judgement_find (model->pooled, "auc");

      if (auc != NULL && isfinite (auc->value))
        json_object_set_double_member (models, model->id, auc->value);
    }

  return models;
}

/**
 * tn_run_figure_describe:
 * @document: what a step gave as its result
 *
 * Returns: (transfer full) (nullable): the member “figure” of what a run keeps
 */
JsonObject *
tn_run_figure_describe (JsonNode *document)
{
  g_autoptr (TnEvaluation) evaluation =
      JSON_NODE_HOLDS_OBJECT (document) &&
              tn_json_array (json_node_get_object (document), "models") != NULL
          ? tn_evaluation_from_json (document, NULL)
          : NULL;
  const TnJudgedModel *best = evaluation != NULL ? tn_evaluation_get_best (evaluation) : NULL;
  const TnMetric *auc = best != NULL ? tn_judgement_find (best->pooled, "auc") : NULL;
  JsonObject *object;

  if (auc == NULL || !isfinite (auc->value))
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "metric", "auc");
  json_object_set_double_member (object, "value", auc->value);
  tn_json_set_double (object, "low", auc->low);
  tn_json_set_double (object, "high", auc->high);
  json_object_set_member (object, "model", tn_message_to_json (best->label));
  json_object_set_int_member (object, "tied", count_tied (evaluation, best));
  json_object_set_object_member (object, "models", describe_models (evaluation));

  return object;
}

/**
 * tn_run_get_figure:
 * @figure: (out caller-allocates): to be cleared
 */
gboolean
tn_run_get_figure (const TnRun *run, TnRunFigure *figure)
{
  JsonObject *info = tn_run_get_info (run);
  JsonObject *object = tn_json_object (info, "figure");
  JsonNode *model = object != NULL ? json_object_get_member (object, "model") : NULL;

  *figure = (TnRunFigure){ .value = tn_json_double (object, "value", NAN) };
  if (model == NULL || !isfinite (figure->value))
    return FALSE;
  figure->model = tn_message_from_json (model, NULL);
  if (figure->model == NULL)
    return FALSE;
  figure->metric = g_strdup (tn_json_string (object, "metric", ""));
  figure->low = tn_json_double (object, "low", NAN);
  figure->high = tn_json_double (object, "high", NAN);
  figure->n_tied = (guint) CLAMP (tn_json_int (object, "tied", 1), 1, 1000);

  return TRUE;
}

/**
 * tn_run_get_model_figure:
 * @model: id of the step that learned it
 *
 * Returns: its AUC in the tests of the run; NaN where the run did not keep it, as those of earlier
 *   versions did not
 */
double
tn_run_get_model_figure (const TnRun *run, const char *model)
{
  JsonObject *info = tn_run_get_info (run);
  JsonObject *figure = tn_json_object (info, "figure");
  JsonObject *models = figure != NULL ? tn_json_object (figure, "models") : NULL;

  return models != NULL ? tn_json_double (models, model, NAN) : (double) NAN;
}

void
tn_run_figure_clear (TnRunFigure *self)
{
  g_free (self->metric);
  g_clear_pointer (&self->model, tn_message_unref);
}
