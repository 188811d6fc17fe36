/* wb-result.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-result.h"

#include <math.h>

#include "tn-dataset.h"
#include "tn-json.h"
#include "wb-work.h"

static void
result_clear (gpointer data)
{
  WbResult *self = data;

  g_clear_pointer (&self->evaluation, tn_evaluation_unref);
  g_clear_pointer (&self->learning, tn_learning_free);
  g_clear_pointer (&self->currency, g_free);
  g_clear_pointer (&self->list, json_node_unref);
  g_clear_pointer (&self->customers, tn_table_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->record, tn_run_free);
}

WbResult *
wb_result_ref (WbResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
wb_result_unref (WbResult *self)
{
  g_atomic_rc_box_release_full (self, result_clear);
}

static void
read_warnings (WbResult *self, const TnRun *run)
{
  JsonObject *info = tn_run_get_info (run);
  JsonArray *array = tn_json_array (info, "warnings");

  self->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *warning = tn_json_object_at (array, i);
      TnMessage *message = tn_message_read (warning, "message");

      if (message != NULL)
        g_ptr_array_add (self->warnings, message);
    }
}

/* Runs of older programs and those without figures of money have none. */
static void
read_money (WbResult *self, JsonNode *document)
{
  JsonObject *money = tn_json_object (json_node_get_object (document), "money");

  if (money == NULL)
    return;
  self->money = (WbMoney){ tn_json_double (money, "cost", 0), tn_json_double (money, "gain", 0),
                           tn_json_bool (money, "stated", TRUE) };
}

static gboolean
take_output (WbResult *self, TnProject *project, const TnOutput *at, GError **error)
{
  g_autoptr (TnOutput) output =
      tn_project_get_output (project, self->run, at->node, at->name, error);

  if (output == NULL)
    return FALSE;
  if (g_str_equal (at->type, "evaluate") && output->body != NULL && self->evaluation == NULL)
    {
      self->evaluation = tn_evaluation_from_json (output->body, error);
      read_money (self, output->body);
      return self->evaluation != NULL;
    }
  if (!g_str_equal (at->type, "list") || output->body == NULL || self->list != NULL)
    return TRUE;
  self->list = json_node_copy (output->body);
  if (output->table != 0)
    self->customers = tn_project_load_table (project, output->table, error);

  return output->table == 0 || self->customers != NULL;
}

static void
choose_models (WbResult *self)
{
  JsonObject *list = self->list != NULL ? json_node_get_object (self->list) : NULL;
  const char *model = tn_json_string (list, "model", NULL);
  double best = -1;

  if (self->evaluation == NULL)
    return;
  self->best = model != NULL ? tn_evaluation_find_model (self->evaluation, model) : NULL;
  if (self->best == NULL)
    self->best = tn_evaluation_get_best (self->evaluation);
  for (guint i = 0; i < tn_evaluation_get_n_models (self->evaluation); i++)
    {
      const TnJudgedModel *at = tn_evaluation_get_model (self->evaluation, i);
      double auc = tn_judgement_value (at->pooled, "auc");

      if (at->is_baseline && auc > best)
        {
          best = auc;
          self->rule = at;
        }
    }
}

/**
 * wb_result_read:
 * @run: its number
 *
 * Returns: (transfer full): what the run found; members are missing where it found nothing
 */
WbResult *
wb_result_read (TnProject *project, gint64 run, GError **error)
{
  g_autoptr (TnRun) found = tn_project_get_run (project, run, error);
  g_autoptr (GPtrArray) outputs =
      found != NULL ? tn_project_list_outputs (project, run, error) : NULL;
  g_autoptr (WbResult) self = NULL;

  if (outputs == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (WbResult);
  self->run = run;
  read_warnings (self, found);
  for (guint i = 0; found->status == TN_RUN_DONE && i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);

      if (g_str_equal (at->name, "result") && !take_output (self, project, at, error))
        return NULL;
    }
  choose_models (self);
  self->currency = g_strdup (tn_json_string (
      self->list != NULL ? json_node_get_object (self->list) : NULL, "currency", ""));
  if (self->best != NULL &&
      !tn_learning_read (project, run, self->best->id, &self->learning, error))
    return NULL;
  self->graph = found->snapshot != NULL ? tn_graph_from_json (found->snapshot, NULL) : NULL;
  self->record = g_steal_pointer (&found);

  return g_steal_pointer (&self);
}

typedef struct
{
  TnProject *project;
  gint64 run;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return wb_result_read (request->project, request->run, error);
}

/**
 * wb_result_load:
 *
 * As wb_result_read(), off the main loop; wb_work_finish() gives the #WbResult.
 */
void
wb_result_load (gpointer owner,
                TnProject *project,
                gint64 run,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->project = tn_project_ref (project);
  request->run = run;
  wb_work_start (WB_LANE_LOOK, owner, read_in_worker, request, request_free,
                 (GDestroyNotify) wb_result_unref, cancellable, callback, user_data);
}

static double
band_at (const TnCurve *curve, const double *band, double x)
{
  TnCurve line = *curve;

  if (band == NULL)
    return NAN;
  line.y = (double *) band;

  return tn_curve_at (&line, x);
}

/**
 * wb_result_count:
 * @model: judged over all tests together
 * @share: of customers contacted, highest chance first, 0 to 1
 * @counts: (out caller-allocates): what would have come of it
 *
 * The four counts follow from the gains curve (share of leavers found) and the rate of leavers:
 * with n customers of whom n·r left, contacting n·s finds n·r·g(s) of them.
 *
 * Returns: %FALSE when the model has no such curve
 */
gboolean
wb_result_count (const TnJudgedModel *model, double share, WbCounts *counts)
{
  const TnCurve *gains = tn_judgement_find_curve (model->pooled, "gains");
  const TnCurve *lift = tn_judgement_find_curve (model->pooled, "lift");
  const TnMetric *auc = tn_judgement_find (model->pooled, "auc");
  double rate = tn_judgement_value (model->pooled, "base_rate");
  double n = auc != NULL ? auc->n : 0;
  double recall;

  if (gains == NULL || lift == NULL || n <= 0 || !(rate > 0) || rate >= 1)
    return FALSE;
  recall = CLAMP (tn_curve_at (gains, share), 0, 1);
  counts->recall = recall;
  counts->contacted = share * n;
  counts->found = MIN (n * rate * recall, counts->contacted);
  counts->missed = n * rate - counts->found;
  counts->in_vain = counts->contacted - counts->found;
  counts->spared = MAX (n - counts->contacted - counts->missed, 0);
  counts->false_alarms = counts->in_vain / (n * (1 - rate));
  counts->precision = counts->contacted > 0 ? counts->found / counts->contacted : NAN;
  counts->precision_low = CLAMP (rate * band_at (lift, lift->low, share), 0, 1);
  counts->precision_high = CLAMP (rate * band_at (lift, lift->high, share), 0, 1);
  if (lift->low == NULL || lift->high == NULL)
    counts->precision_low = counts->precision_high = NAN;

  return TRUE;
}

/**
 * wb_result_earn:
 * @model: judged over all tests together
 * @share: of customers contacted, highest chance first, 0 to 1
 * @money: what a contact costs and a leaver reached is worth
 * @earnings: (out caller-allocates): what would have come of it
 *
 * The profit is gain times leavers found less cost times customers contacted. The interval follows
 * from that of lift, which is that of the share of leavers among those contacted.
 *
 * Returns: %FALSE when nothing is known of money, or the model has no such curve
 */
gboolean
wb_result_earn (const TnJudgedModel *model,
                double share,
                const WbMoney *money,
                WbEarnings *earnings)
{
  WbCounts counts;

  if (!(money->gain > 0) || !wb_result_count (model, share, &counts))
    return FALSE;
  earnings->cost = money->cost * counts.contacted;
  earnings->gain = money->gain * counts.found;
  earnings->profit = earnings->gain - earnings->cost;
  earnings->low = money->gain * counts.precision_low * counts.contacted - earnings->cost;
  earnings->high = money->gain * counts.precision_high * counts.contacted - earnings->cost;

  return TRUE;
}

/**
 * wb_result_find_most:
 *
 * Returns: the share of customers at which the curve earns most, in whole percents; NaN when
 *   nothing is known of money
 */
double
wb_result_find_most (const TnJudgedModel *model, const WbMoney *money)
{
  double best = NAN, most = -INFINITY;
  WbEarnings earnings;

  for (int percent = 1; percent <= 100; percent++)
    if (wb_result_earn (model, percent / 100.0, money, &earnings) && earnings.profit > most)
      {
        most = earnings.profit;
        best = percent / 100.0;
      }

  return best;
}
