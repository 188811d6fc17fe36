/* tn-run-outcome.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-outcome.h"

#include <math.h>

#include "tn-evaluation.h"
#include "tn-field.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-run-data.h"

/* As of models of one run: what is less does not matter. */
#define TOO_SMALL 0.01

static const char *const metrics[] = { "auc", "lift_10", "log_loss", "brier" };

/* What of a run is compared. */
typedef struct
{
  TnEvaluation *evaluation;  /* nullable */
  const TnJudgedModel *best; /* that made the list, else the recommended one */
  char *list_model;          /* nullable */
  gint64 as_of;
} Found;

static void
found_clear (Found *self)
{
  g_clear_pointer (&self->evaluation, tn_evaluation_unref);
  g_clear_pointer (&self->list_model, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static void
look_at (Found *self, const TnRun *run, JsonNode *body)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;
  gint64 as_of = tn_json_int (object, "as_of", 0);
  g_autoptr (GArray) data = NULL;

  if (object == NULL)
    return;
  if (tn_json_array (object, "models") != NULL && self->evaluation == NULL)
    self->evaluation = tn_evaluation_from_json (body, NULL);
  if (as_of == 0)
    return;
  if (self->list_model == NULL)
    self->list_model = g_strdup (tn_json_string (object, "model", NULL));
  data = tn_run_get_data (run);
  self->as_of = tn_zone_to_local (tn_run_data_find_zone (data), as_of);
}

/* Parts of a run that was stopped half way are nobody's answer. */
static gboolean
find (Found *self, TnProject *project, const TnRun *run, GError **error)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run->id, error);

  if (outputs == NULL)
    return FALSE;
  for (guint i = 0; run->status == TN_RUN_DONE && i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = NULL;

      if (!g_str_equal (at->name, "result"))
        continue;
      output = tn_project_get_output (project, run->id, at->node, at->name, error);
      if (output == NULL)
        return FALSE;
      if (output->body != NULL)
        look_at (self, run, output->body);
    }
  if (self->evaluation != NULL && self->list_model != NULL)
    self->best = tn_evaluation_find_model (self->evaluation, self->list_model);
  if (self->evaluation != NULL && self->best == NULL)
    self->best = tn_evaluation_get_best (self->evaluation);

  return TRUE;
}

/**
 * tn_metric_subtract:
 * @difference: (out caller-allocates): @after less @before
 *
 * The ends are made of the ends of both intervals (square-and-add: Newcombe, “Interval estimation
 * for the difference between independent proportions”, 1998; for other figures Zou and Donner,
 * 2008), as if the two were tested on different customers. Where they were tested on the same, the
 * true interval is narrower, so that a difference is never called more than chance for this.
 */
void
tn_metric_subtract (const TnMetric *before, const TnMetric *after, TnMetric *difference)
{
  *difference = *after;
  difference->value = after->value - before->value;
  difference->low =
      difference->value - hypot (after->value - after->low, before->high - before->value);
  difference->high =
      difference->value + hypot (after->high - after->value, before->value - before->low);
  difference->n = MIN (before->n, after->n);
  if (!isfinite (difference->low) || !isfinite (difference->high))
    difference->method = TN_INTERVAL_NONE;
}

static void
add_figure (GArray *figures,
            const TnJudgedModel *before,
            const TnJudgedModel *after,
            const char *id)
{
  const TnMetric *old = tn_judgement_find (before->pooled, id);
  const TnMetric *new = tn_judgement_find (after->pooled, id);
  TnFigureChange change;

  if (old == NULL || new == NULL || !isfinite (old->value) || !isfinite (new->value))
    return;
  change.before = *old;
  change.after = *new;
  tn_metric_subtract (old, new, &change.difference);
  change.verdict = tn_comparison_judge (&change.difference, TOO_SMALL);
  g_array_append_val (figures, change);
}

static gboolean
is_same_test (const TnJudgedModel *before, const TnJudgedModel *after)
{
  const TnMetric *old = tn_judgement_find (before->pooled, "base_rate");
  const TnMetric *new = tn_judgement_find (after->pooled, "base_rate");

  return old != NULL && new != NULL && old->n == new->n && old->value == new->value;
}

/**
 * tn_run_outcome_new:
 *
 * Runs without figures (not done, up to a step, judging nothing) give none.
 *
 * Returns: (transfer full): how the best models of both runs differ
 */
TnRunOutcome *
tn_run_outcome_new (TnProject *project, const TnRun *before, const TnRun *after, GError **error)
{
  g_auto (Found) old = { 0 };
  g_auto (Found) new = { 0 };
  TnRunOutcome *self;

  if (!find (&old, project, before, error) || !find (&new, project, after, error))
    return NULL;
  self = g_new0 (TnRunOutcome, 1);
  self->figures = g_array_new (FALSE, TRUE, sizeof (TnFigureChange));
  self->as_of_before = old.as_of;
  self->as_of_after = new.as_of;
  if (old.best != NULL)
    self->model_before = tn_message_ref (old.best->label);
  if (new.best != NULL)
    self->model_after = tn_message_ref (new.best->label);
  if (old.best == NULL || new.best == NULL)
    return self;
  self->is_same_test = is_same_test (old.best, new.best);
  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    add_figure (self->figures, old.best, new.best, metrics[i]);

  return self;
}

void
tn_run_outcome_free (TnRunOutcome *self)
{
  g_clear_pointer (&self->model_before, tn_message_unref);
  g_clear_pointer (&self->model_after, tn_message_unref);
  g_array_unref (self->figures);
  g_free (self);
}

/* --- In words --- */

static const char *
choose_sentence (TnVerdict verdict)
{
  switch (verdict)
    {
    case TN_VERDICT_BETTER:
      return N_ ("{metric} was {before} and is {after}: better, by more than chance (difference "
                 "{low} to {high}).");
    case TN_VERDICT_WORSE:
      return N_ ("{metric} was {before} and is {after}: worse, by more than chance (difference "
                 "{low} to {high}).");
    case TN_VERDICT_TRIVIAL:
      return N_ ("{metric} was {before} and is {after}: too little to matter (difference {low} to "
                 "{high}).");
    case TN_VERDICT_TIE:
      return N_ ("{metric} was {before} and is {after}: that may be chance (difference {low} to "
                 "{high}).");
    case TN_VERDICT_UNKNOWN:
    default:
      return N_ ("{metric} was {before} and is {after}; there are too few data to say whether that "
                 "is chance.");
    }
}

static TnMessage *
say_figure (const TnFigureChange *figure)
{
  TnMessage *message = tn_message_new (choose_sentence (figure->verdict));
  int decimals = tn_metric_get_decimals (figure->before.id);

  message = tn_message_take (message, "metric", tn_metric_get_name (figure->before.id));
  message = tn_message_number (message, "before", figure->before.value, decimals);
  message = tn_message_number (message, "after", figure->after.value, decimals);
  if (figure->verdict == TN_VERDICT_UNKNOWN)
    return message;
  message = tn_message_number (message, "low", figure->difference.low, decimals);

  return tn_message_number (message, "high", figure->difference.high, decimals);
}

static TnMessage *
say_cause (guint n_changes)
{
  if (n_changes == 0)
    return tn_message_new (N_ ("Pipeline, settings and data of the two runs are the same."));
  if (n_changes == 1)
    return tn_message_new (
        N_ ("Only one thing differs: what has really changed can only come from it."));

  return tn_message_count (
      tn_message_new_plural (TN_PLURAL ("{n} thing differs.",
                                        "{n} things differ. To know which of them did it, change "
                                        "one at a time."),
                             n_changes),
      "n", n_changes);
}

static TnMessage *
say_moment (const TnRunOutcome *self)
{
  TnMessage *message = tn_message_new (
      N_ ("The earlier list knows everything up to {before}, the later one up to {after}."));

  message = tn_message_date (message, "before", self->as_of_before - 1);

  return tn_message_date (message, "after", self->as_of_after - 1);
}

/**
 * tn_run_outcome_say:
 *
 * Returns: (transfer full): “Why did this change?”: AUC alone of the figures, then what makes the
 *   two hard to compare, then how much differs
 */
GPtrArray *
tn_run_outcome_say (const TnRunOutcome *self, GPtrArray *changes)
{
  GPtrArray *said = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  if (self->figures->len > 0)
    g_ptr_array_add (said, say_figure (&g_array_index (self->figures, TnFigureChange, 0)));
  else
    g_ptr_array_add (
        said, tn_message_new (N_ ("One of the two runs has no figures that could be compared.")));
  if (self->figures->len > 0 && !self->is_same_test)
    g_ptr_array_add (said, tn_message_new (N_ ("They were tested on different customers or asked "
                                               "different questions, so figures may differ for "
                                               "that reason alone.")));
  if (self->as_of_before != 0 && self->as_of_after != 0 && self->as_of_before != self->as_of_after)
    g_ptr_array_add (said, say_moment (self));
  g_ptr_array_add (said, say_cause (changes->len));

  return said;
}

static JsonObject *
describe_metric (const TnMetric *metric)
{
  JsonObject *object = json_object_new ();

  tn_json_set_double (object, "value", metric->value);
  tn_json_set_double (object, "low", metric->low);
  tn_json_set_double (object, "high", metric->high);

  return object;
}

JsonArray *
tn_run_outcome_describe (const TnRunOutcome *self, const TnLanguage *language)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->figures->len; i++)
    {
      const TnFigureChange *figure = &g_array_index (self->figures, TnFigureChange, i);
      g_autoptr (TnMessage) message = say_figure (figure);
      g_autofree char *text = tn_message_say (message, language);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "metric", figure->before.id);
      json_object_set_object_member (object, "before", describe_metric (&figure->before));
      json_object_set_object_member (object, "after", describe_metric (&figure->after));
      json_object_set_object_member (object, "difference", describe_metric (&figure->difference));
      json_object_set_string_member (object, "verdict", tn_verdict_to_id (figure->verdict));
      json_object_set_string_member (object, "text", text);
      json_array_add_object_element (array, object);
    }

  return array;
}
