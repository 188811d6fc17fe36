/* tn-node-evaluate.c: how good the models are, compared on the same customers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-assumptions.h"
#include "tn-calibrated.h"
#include "tn-error.h"
#include "tn-evaluation.h"
#include "tn-json.h"
#include "tn-odds.h"

extern const TnNodeSpec tn_node_evaluate;

typedef struct
{
  TnContender *contenders;
  guint n;
} Contenders;

static void
contenders_clear (Contenders *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_clear_pointer (&self->contenders[i].test, tn_scored_unref);
      g_clear_pointer (&self->contenders[i].chances, tn_scored_unref);
      g_clear_pointer (&self->contenders[i].validate, tn_scored_unref);
      tn_message_unref ((TnMessage *) self->contenders[i].label);
      g_free ((TnFeatureShare *) self->contenders[i].features);
    }
  g_free (self->contenders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contenders, contenders_clear)

/* The chances that are judged are those the list shows. */
static gboolean
read_scores (TnStep *step, guint link, TnContender *contender, GError **error)
{
  g_auto (TnCalibrated) calibrated = { 0 };

  if (!tn_calibrated_read (&calibrated, step, 0, link, error))
    return FALSE;
  contender->test = tn_calibrated_dup_test (&calibrated, error);
  if (contender->test == NULL)
    return FALSE;
  contender->validate = tn_calibrated_dup_validate (&calibrated, NULL);
  if (!calibrated.is_calibrated)
    return TRUE;
  contender->chances = tn_calibrated_dup_chances (&calibrated, error);

  return contender->chances != NULL;
}

/* The columns a model was given: both learners keep their names, one of them a level deeper. */
static char **
dup_model_columns (const TnNodeState *state)
{
  GVariant *fields = state != NULL ? tn_node_state_get_fields (state) : NULL;
  g_autoptr (GVariant) model =
      fields != NULL ? g_variant_lookup_value (fields, "model", G_VARIANT_TYPE_VARDICT) : NULL;
  char **names = NULL;

  if (fields != NULL)
    g_variant_lookup (model != NULL ? model : fields, "names", "^as", &names);

  return names;
}

/* A column made of another carries its name, followed by what was made of it. */
static gboolean
is_made_of (const char *column, const char *source)
{
  gsize length = strlen (source);

  return strncmp (column, source, length) == 0 && !g_ascii_isalnum (column[length]);
}

/* What the columns of a model say by themselves, for the warning on one that carries everything. */
static void
take_features (TnStep *step, guint link, TnContender *contender)
{
  const GArray *powers = tn_folds_get_powers (tn_step_get_folds (step));
  g_auto (GStrv) names =
      dup_model_columns (tn_step_get_fold_state (step, 0, link, tn_step_get_n_folds (step)));
  TnFeatureShare *features;

  if (powers == NULL || names == NULL || contender->is_baseline)
    return;
  contender->features = features = g_new0 (TnFeatureShare, powers->len + 1);
  for (guint i = 0; i < powers->len; i++)
    {
      const TnColumnPower *power = &g_array_index (powers, TnColumnPower, i);
      gboolean is_used = FALSE;

      for (guint k = 0; names[k] != NULL; k++)
        is_used = is_used || is_made_of (names[k], power->name);
      if (is_used)
        features[contender->n_features++] =
            (TnFeatureShare){ .label = power->name, .importance = (double) NAN, .auc = power->auc };
    }
}

static gboolean
read_contenders (TnStep *step, Contenders *self, GError **error)
{
  self->contenders = g_new0 (TnContender, tn_step_count_links (step, 0));
  for (guint link = 0; link < tn_step_count_links (step, 0); link++)
    {
      const TnNodeSpec *spec = tn_step_get_input_spec (step, 0, link);
      TnContender *contender = &self->contenders[self->n++];

      contender->id = tn_step_get_input_node (step, 0, link);
      contender->label = tn_message_new (spec->title);
      contender->is_baseline = (spec->flags & TN_NODE_BASELINE) != 0;
      contender->complexity = link;
      if (!read_scores (step, link, contender, error))
        return FALSE;
      take_features (step, link, contender);
    }

  return TRUE;
}

/* What the final fit of each logistic regression says of its facts. */
static gboolean
add_odds (TnStep *step, JsonObject *document, GError **error)
{
  JsonArray *list = json_array_new ();

  for (guint link = 0; link < tn_step_count_links (step, 0); link++)
    {
      const TnNodeState *state = tn_step_get_fold_state (step, 0, link, tn_step_get_n_folds (step));
      JsonNode *odds;

      if (state == NULL || !g_str_equal (tn_node_state_get_node_id (state), "logistic"))
        continue;
      odds = tn_odds_to_json (state, error);
      if (odds == NULL)
        {
          json_array_unref (list);
          return FALSE;
        }
      json_object_set_string_member (json_node_get_object (odds), "model",
                                     tn_step_get_input_node (step, 0, link));
      json_array_add_element (list, odds);
    }
  json_object_set_array_member (document, "odds", list);

  return TRUE;
}

/* The mean of what the tested customers who left had been expected to bring; NaN when nothing is
 * known of it. */
static double
find_leaver_revenue (TnStep *step, GError **error)
{
  g_auto (TnScorePool) pool = { 0 };
  TnTable *table =
      tn_packet_get_table (tn_step_get_fold_input (step, 0, 0, tn_step_get_n_folds (step)));
  int place = tn_table_find (table, "expected_net_revenue");
  g_autofree double *revenue = NULL;
  double sum = 0, n = 0;

  if (place < 0)
    return NAN;
  if (!tn_score_pool_read (&pool, step, 0, 0, TN_ROW_TEST, error))
    return NAN;
  revenue = tn_column_dup_numbers (tn_table_get_column (table, (guint) place), error);
  for (guint i = 0; revenue != NULL && i < pool.rows->len; i++)
    {
      double value = revenue[g_array_index (pool.rows, gsize, i)];

      if (pool.labels->data[i] != 1 || !isfinite (value))
        continue;
      sum += MAX (value, 0);
      n++;
    }

  return n > 0 ? sum / n : NAN;
}

/* What a contact costs and a leaver reached is worth. The offer is used by stayers as well, so it
 * is counted with the contact: a leaver reached brings his margin less offer and contact. */
static gboolean
read_money (TnStep *step, TnJudgeOptions *options, JsonObject *said, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  double cost = tn_params_get_number (params, "cost"), gain = tn_params_get_number (params, "gain");
  gboolean is_stated = gain > 0;
  g_autoptr (GError) read_error = NULL;
  TnMoney money;

  tn_assumptions_read (&money, step);
  if (!(cost > 0))
    cost = tn_money_contact (&money);
  if (!is_stated && tn_money_is_stated (&money))
    {
      double revenue = find_leaver_revenue (step, &read_error);

      if (read_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&read_error));
          return FALSE;
        }
      gain = money.margin * revenue;
      tn_json_set_double (said, "revenue", revenue);
    }
  if (!(gain > 0))
    return TRUE;
  options->cost = cost;
  options->gain = gain;
  json_object_set_double_member (said, "cost", cost);
  json_object_set_double_member (said, "gain", gain);
  json_object_set_boolean_member (said, "stated", is_stated);

  return TRUE;
}

static gboolean
gather (TnStep *step, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Contenders) contenders = { 0 };
  g_autoptr (TnEvaluation) evaluation = NULL;
  g_autoptr (JsonObject) money = json_object_new ();
  JsonNode *document;

  if (tn_step_get_folds (step) == NULL)
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("These scores come without rows to test on. Put a split before the models."), NULL);
      return FALSE;
    }
  if (!read_contenders (step, &contenders, error))
    return FALSE;

  options.seed = tn_step_get_seed (step);
  options.n_resamples = tn_params_get_int (params, "resamples");
  options.threshold = tn_params_get_number (params, "threshold");
  if (!read_money (step, &options, money, error))
    return FALSE;
  evaluation =
      tn_evaluation_new (contenders.contenders, contenders.n, tn_step_get_folds (step), &options,
                         tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (evaluation == NULL)
    return FALSE;

  document = tn_evaluation_to_json (evaluation);
  json_object_set_string_member (json_node_get_object (document), "kind", "evaluation");
  if (json_object_has_member (money, "gain"))
    json_object_set_object_member (json_node_get_object (document), "money",
                                   json_object_ref (money));
  if (!add_odds (step, json_node_get_object (document), error))
    {
      json_node_unref (document);
      return FALSE;
    }
  outputs[0] = tn_packet_new_result (document, NULL);

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "scores", TN_PORT_SCORES, N_ ("Scores"), .many = TRUE },
  { NULL },
};
static const TnPortSpec outputs[] = { { "result", TN_PORT_RESULT, N_ ("Evaluation") }, { NULL } };

static const TnParamSpec params[] = {
  { "threshold", TN_PARAM_NUMBER, N_ ("Threshold"),
    N_ ("From this chance on a customer counts as leaving, for accuracy and the like."), 0.5, 0,
    1 },
  { "cost", TN_PARAM_NUMBER, N_ ("Cost of one contact"),
    N_ ("What contacting one customer costs in all, offer included; 0 takes what the step "
        "“Expected revenue” states."),
    0, 0, 1e9, .zero = N_ ("automatic"), .advanced = TRUE },
  { "gain", TN_PARAM_NUMBER, N_ ("Worth of one leaver reached"),
    N_ ("What contacting one customer who would leave brings on average, before the cost of the "
        "contact; 0 takes the margin on what tested leavers had been expected to bring."),
    0, 0, 1e9, .zero = N_ ("automatic"), .advanced = TRUE },
  { "resamples", TN_PARAM_INT, N_ ("Draws for intervals"),
    N_ ("How often customers are drawn again to see how much the figures wobble."), 2000, 100,
    100000, .advanced = TRUE },
  { NULL },
};

static const TnReadSpec reads[] = { TN_READS_MONEY, { NULL } };

static const TnMovedSpec moved[] = { { "cost", "value", TN_COST_PARAM }, { NULL } };

const TnNodeSpec tn_node_evaluate = {
  .id = "evaluate",
  .version = 2,
  .group = "judge",
  .title = N_ ("Evaluate"),
  .words = N_ ("compare models; test; validate; auc; score; metrics; accuracy; how good is it; "
               "which model is best; judge"),
  .summary = N_ ("Compares models with each other and with simple rules, on customers they did not "
                 "learn from."),
  .method = N_ (
      "Methods were compared on the same customers; intervals come from drawing customers again."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .reads = reads,
  .moved = moved,
  .flags = TN_NODE_GATHERS,
  .gather = gather,
};
