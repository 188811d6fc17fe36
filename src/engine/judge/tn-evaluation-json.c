/* tn-evaluation-json.c: the result document as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-error.h"
#include "tn-evaluation-private.h"
#include "tn-json.h"

#define MAX_FOLDS    100
#define POOLED       "pooled"
#define WITHIN_FOLDS "within_folds"
#define TOGETHER     "together"

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/* Members of a judgement: its metrics join those of the model, its curves stand apart. */
static void
write_judgement (const TnJudgement *judgement,
                 const char *split,
                 JsonArray *metrics,
                 JsonObject *curves)
{
  for (guint i = 0; i < tn_judgement_get_n_metrics (judgement); i++)
    json_array_add_element (metrics,
                            tn_metric_to_json (tn_judgement_get_metric (judgement, i), split));
  for (guint i = 0; i < tn_judgement_get_n_curves (judgement); i++)
    {
      const TnCurve *curve = tn_judgement_get_curve (judgement, i);

      json_object_set_member (curves, curve->id, tn_curve_to_json (curve));
    }
}

static JsonNode *
write_model (const TnEvaluation *self, const TnJudgedModel *model)
{
  JsonObject *object = json_object_new (), *curves = json_object_new ();
  JsonArray *metrics = json_array_new (), *fold_curves = json_array_new ();

  json_object_set_string_member (object, "id", model->id);
  json_object_set_member (object, "label", tn_message_to_json (model->label));
  json_object_set_string_member (object, "kind", model->is_baseline ? "baseline" : "model");
  json_object_set_int_member (object, "complexity", model->complexity);
  json_object_set_boolean_member (object, "calibrated", model->is_calibrated);
  json_object_set_int_member (object, "rank", model->rank);
  json_object_set_boolean_member (object, "tied", model->tied);
  write_judgement (model->pooled, POOLED, metrics, curves);
  for (guint i = 0; model->folds != NULL && i < self->folds->len; i++)
    {
      JsonObject *of_fold = json_object_new ();

      write_judgement (model->folds[i], tn_evaluation_get_fold (self, i)->name, metrics, of_fold);
      json_array_add_object_element (fold_curves, of_fold);
    }
  json_object_set_array_member (object, "metrics", metrics);
  json_object_set_object_member (object, "curves", curves);
  json_object_set_array_member (object, "fold_curves", fold_curves);

  return take_object (object);
}

static JsonNode *
write_fold (const TnJudgedFold *fold)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", fold->name);
  if (fold->cut != TN_TIME_MISSING)
    json_object_set_int_member (object, "cut", fold->cut);
  json_object_set_int_member (object, "train", (gint64) fold->n_train);
  json_object_set_int_member (object, "validate", (gint64) fold->n_validate);
  json_object_set_int_member (object, "test", (gint64) fold->n_test);
  tn_json_set_double (object, "base_rate", fold->base_rate);

  return take_object (object);
}

static JsonNode *
write_comparison (const TnComparison *comparison)
{
  JsonNode *node = tn_metric_to_json (&comparison->metric, NULL);
  JsonObject *object = json_node_get_object (node);

  json_object_set_string_member (object, "a", comparison->a);
  json_object_set_string_member (object, "b", comparison->b);
  json_object_set_string_member (object, "split", comparison->split);
  tn_json_set_double (object, "limit", comparison->limit);
  json_object_set_string_member (object, "verdict", tn_verdict_to_id (comparison->verdict));

  return node;
}

/**
 * tn_evaluation_to_json:
 *
 * Returns: (transfer full): {"models": [{"id", "label", "kind", "complexity", "calibrated",
 *   "rank", "tied", "metrics": [{"metric", "split", "value", "low", "high", "n", "method",
 * "unit"}], "curves": {ID: {"x", "y", "low", "high", "n"}}, "fold_curves": [{…}]}], "comparisons":
 * [{"a", "b", "metric", "value", "low", "high", "n", "method", "unit", "limit", "verdict"}],
 * "folds": [{"name", "cut", "train", "validate", "test", "base_rate"}], "findings": [{"code",
 * "severity", "model", "message"}], "ranked": "within_folds" or "together"}; splits are "pooled"
 * and the names of the folds; NaN is null; messages are those of tn_message_to_json()
 */
JsonNode *
tn_evaluation_to_json (const TnEvaluation *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *models = json_array_new (), *comparisons = json_array_new ();
  JsonArray *folds = json_array_new (), *findings = json_array_new ();

  for (guint i = 0; i < self->models->len; i++)
    json_array_add_element (models, write_model (self, tn_evaluation_get_model (self, i)));
  for (guint i = 0; i < self->comparisons->len; i++)
    json_array_add_element (comparisons, write_comparison (tn_evaluation_get_comparison (self, i)));
  for (guint i = 0; i < self->folds->len; i++)
    json_array_add_element (folds, write_fold (tn_evaluation_get_fold (self, i)));
  for (guint i = 0; i < self->findings->len; i++)
    json_array_add_element (findings, tn_finding_to_json (tn_evaluation_get_finding (self, i)));
  json_object_set_array_member (object, "models", models);
  json_object_set_array_member (object, "comparisons", comparisons);
  json_object_set_array_member (object, "folds", folds);
  json_object_set_array_member (object, "findings", findings);
  json_object_set_string_member (object, "ranked", self->is_within_folds ? WITHIN_FOLDS : TOGETHER);

  return take_object (object);
}

static gboolean
refuse (GError **error)
{
  tn_error_set (error, TN_ERROR_FORMAT, N_ ("This evaluation cannot be read. Run the step again."),
                NULL);

  return FALSE;
}

static JsonObject *
object_at (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_folds (TnEvaluation *self, JsonArray *array, GError **error)
{
  if (array == NULL || json_array_get_length (array) == 0 ||
      json_array_get_length (array) > MAX_FOLDS)
    return refuse (error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = object_at (array, i);
      const char *name = tn_json_string (object, "name", NULL);
      TnJudgedFold *fold;

      if (name == NULL)
        return refuse (error);
      fold = g_new0 (TnJudgedFold, 1);
      fold->name = g_strdup (name);
      fold->cut = tn_json_int (object, "cut", TN_TIME_MISSING);
      fold->n_train = (gsize) MAX (tn_json_int (object, "train", 0), 0);
      fold->n_validate = (gsize) MAX (tn_json_int (object, "validate", 0), 0);
      fold->n_test = (gsize) MAX (tn_json_int (object, "test", 0), 0);
      fold->base_rate = tn_json_double (object, "base_rate", (double) NAN);
      g_ptr_array_add (self->folds, fold);
    }

  return TRUE;
}

/* Puts the metrics of one split and its curves together again. */
static TnJudgement *
read_judgement (JsonArray *metrics, const char *split, JsonObject *curves, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *of_split = json_array_new ();

  for (guint i = 0; i < json_array_get_length (metrics); i++)
    if (g_strcmp0 (tn_json_string (object_at (metrics, i), "split", NULL), split) == 0)
      json_array_add_element (of_split, json_node_ref (json_array_get_element (metrics, i)));
  json_object_set_array_member (object, "metrics", of_split);
  if (curves != NULL)
    json_object_set_object_member (object, "curves", json_object_ref (curves));
  json_node_take_object (node, object);

  return tn_judgement_from_json (node, error);
}

static gboolean
read_judgements (TnEvaluation *self, TnJudgedModel *model, JsonObject *object, GError **error)
{
  JsonArray *metrics = tn_json_array (object, "metrics");
  JsonArray *fold_curves = tn_json_array (object, "fold_curves");

  if (metrics == NULL || fold_curves == NULL)
    return refuse (error);
  model->pooled = read_judgement (metrics, POOLED, tn_json_object (object, "curves"), error);
  if (model->pooled == NULL)
    return FALSE;
  if (json_array_get_length (fold_curves) == 0)
    return TRUE;
  if (json_array_get_length (fold_curves) != self->folds->len)
    return refuse (error);

  model->folds = g_new0 (TnJudgement *, self->folds->len);
  for (guint i = 0; i < self->folds->len; i++)
    {
      model->folds[i] = read_judgement (metrics, tn_evaluation_get_fold (self, i)->name,
                                        object_at (fold_curves, i), error);
      if (model->folds[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_model (TnEvaluation *self, JsonObject *object, GError **error)
{
  const char *id = tn_json_string (object, "id", NULL);
  JsonNode *label = object != NULL ? json_object_get_member (object, "label") : NULL;
  TnJudgedModel *model;

  if (id == NULL || label == NULL)
    return refuse (error);
  model = g_new0 (TnJudgedModel, 1);
  g_ptr_array_add (self->models, model);
  model->id = g_intern_string (id);
  model->label = tn_message_from_json (label, error);
  if (model->label == NULL)
    return FALSE;
  model->is_baseline = g_strcmp0 (tn_json_string (object, "kind", NULL), "baseline") == 0;
  model->complexity = (guint) CLAMP (tn_json_int (object, "complexity", 0), 0, G_MAXINT);
  model->rank = (guint) CLAMP (tn_json_int (object, "rank", 0), 0, G_MAXINT);
  model->is_calibrated = tn_json_bool (object, "calibrated", FALSE);
  model->tied = tn_json_bool (object, "tied", FALSE);

  return read_judgements (self, model, object, error);
}

static gboolean
read_comparison (TnEvaluation *self, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *a = tn_json_string (object, "a", NULL), *b = tn_json_string (object, "b", NULL);
  TnComparison comparison = { 0 };

  if (a == NULL || b == NULL ||
      !tn_verdict_from_id (tn_json_string (object, "verdict", NULL), &comparison.verdict))
    return refuse (error);
  if (tn_evaluation_find_model (self, a) == NULL || tn_evaluation_find_model (self, b) == NULL)
    return refuse (error);
  comparison.a = g_intern_string (a);
  comparison.b = g_intern_string (b);
  comparison.split = g_intern_string (tn_json_string (object, "split", "pooled"));
  comparison.limit = tn_json_double (object, "limit", (double) NAN);
  if (!tn_metric_from_json (node, &comparison.metric, error))
    return FALSE;
  g_array_append_val (self->comparisons, comparison);

  return TRUE;
}

static gboolean
read_finding (TnEvaluation *self, JsonNode *node, GError **error)
{
  TnFinding *finding = tn_finding_from_json (node, error);

  if (finding != NULL)
    g_ptr_array_add (self->findings, finding);

  return finding != NULL;
}

/**
 * tn_evaluation_from_json:
 * @node: of unknown origin
 * @error: %TN_ERROR_FORMAT when it is none of ours
 *
 * Returns: (transfer full) (nullable): what tn_evaluation_to_json() wrote
 */
TnEvaluation *
tn_evaluation_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TnEvaluation) self = _tn_evaluation_new_empty ();
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *models = tn_json_array (object, "models");
  JsonArray *comparisons = tn_json_array (object, "comparisons");
  JsonArray *findings = tn_json_array (object, "findings");

  if (models == NULL || comparisons == NULL || findings == NULL)
    {
      refuse (error);
      return NULL;
    }
  if (!read_folds (self, tn_json_array (object, "folds"), error))
    return NULL;
  self->is_within_folds = g_str_equal (tn_json_string (object, "ranked", TOGETHER), WITHIN_FOLDS);
  for (guint i = 0; i < json_array_get_length (models); i++)
    if (!read_model (self, object_at (models, i), error))
      return NULL;
  for (guint i = 0; i < json_array_get_length (comparisons); i++)
    if (!read_comparison (self, json_array_get_element (comparisons, i), error))
      return NULL;
  for (guint i = 0; i < json_array_get_length (findings); i++)
    if (!read_finding (self, json_array_get_element (findings, i), error))
      return NULL;

  return g_steal_pointer (&self);
}
