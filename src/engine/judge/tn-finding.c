/* tn-finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-finding.h"

#include <math.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-judge-narrator.h"

#define MIN_CUSTOMERS     30
#define MIN_EVENTS        10
#define RARE              0.1  /* class below this share: accuracy says nothing */
#define TOO_GOOD          0.95 /* AUC */
#define LEAK_MIN_AUC      0.85 /* below it a strong column is a find, not a fault */
#define LEAK_SHARE        0.5  /* of the importance */
#define LEAK_SINGLE_SHARE 0.85 /* of the model's lead over drawing by lot */
#define SHIFT_POINTS      0.05 /* between test cuts */
#define SHIFT_SIGMAS      3.0

static const char *const severity_ids[] = {
  [TN_SEVERITY_NOTE] = "note",
  [TN_SEVERITY_WARNING] = "warning",
  [TN_SEVERITY_SERIOUS] = "serious",
};

/**
 * tn_severity_to_id:
 *
 * Returns: the name of a severity in result documents
 */
const char *
tn_severity_to_id (TnSeverity severity)
{
  return severity_ids[severity];
}

/**
 * tn_finding_new:
 * @model: (nullable): id of the model it is about
 * @message: (transfer full): the sentence
 *
 * Returns: (transfer full): a finding
 */
TnFinding *
tn_finding_new (const char *code, TnSeverity severity, const char *model, TnMessage *message)
{
  TnFinding *self = g_new0 (TnFinding, 1);

  self->code = g_intern_string (code);
  self->severity = severity;
  self->model = g_intern_string (model);
  self->message = message;

  return self;
}

/**
 * tn_finding_copy:
 *
 * Returns: (transfer full): a finding with the same sentence
 */
TnFinding *
tn_finding_copy (const TnFinding *self)
{
  return tn_finding_new (self->code, self->severity, self->model, tn_message_ref (self->message));
}

/**
 * tn_finding_free:
 * @self: (transfer full): a finding
 */
void
tn_finding_free (TnFinding *self)
{
  tn_message_unref (self->message);
  g_free (self);
}

/**
 * tn_finding_to_json:
 *
 * Returns: (transfer full): {"code", "severity", "model", "message"}
 */
JsonNode *
tn_finding_to_json (const TnFinding *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "code", self->code);
  json_object_set_string_member (object, "severity", severity_ids[self->severity]);
  if (self->model != NULL)
    json_object_set_string_member (object, "model", self->model);
  json_object_set_member (object, "message", tn_message_to_json (self->message));
  json_node_take_object (node, object);

  return node;
}

static gboolean
severity_from_id (const char *id, TnSeverity *severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (severity_ids); i++)
    if (g_strcmp0 (id, severity_ids[i]) == 0)
      {
        *severity = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * tn_finding_from_json:
 * @error: %TN_ERROR_FORMAT when it is none of ours
 *
 * Returns: (transfer full) (nullable): what tn_finding_to_json() wrote
 */
TnFinding *
tn_finding_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *code = tn_json_string (object, "code", NULL);
  JsonNode *said = object != NULL ? json_object_get_member (object, "message") : NULL;
  TnMessage *message;
  TnSeverity severity;

  if (code == NULL || said == NULL ||
      !severity_from_id (tn_json_string (object, "severity", NULL), &severity))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("A warning of this result cannot be read. Run the step again."), NULL);
      return NULL;
    }
  message = tn_message_from_json (said, error);

  return message != NULL
             ? tn_finding_new (code, severity, tn_json_string (object, "model", NULL), message)
             : NULL;
}

/**
 * tn_findings_new:
 *
 * Returns: (transfer full) (element-type TnFinding): nothing found yet
 */
GPtrArray *
tn_findings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tn_finding_free);
}

static void
add (GPtrArray *findings,
     const char *code,
     TnSeverity severity,
     const char *model,
     TnMessage *message)
{
  g_ptr_array_add (findings, tn_finding_new (code, severity, model, message));
}

static void
add_one_class (GPtrArray *findings, const char *model, gsize n, gboolean all_left)
{
  TnMessage *message =
      all_left
          ? tn_message_new_plural (
                TN_PLURAL ("The only known customer left, so there is nothing to tell apart. A "
                           "longer outcome window may find some who stay.",
                           "All {n} known customers left, so there is nothing to tell apart. A "
                           "longer outcome window may find some who stay."),
                (gint64) n)
          : tn_message_new_plural (
                TN_PLURAL ("The only known customer stayed, so there is nothing to tell apart. A "
                           "shorter outcome window may find some who leave.",
                           "All {n} known customers stayed, so there is nothing to tell apart. A "
                           "shorter outcome window may find some who leave."),
                (gint64) n);

  add (findings, "warn.oneclass", TN_SEVERITY_SERIOUS, model, message);
}

static void
add_counts (GPtrArray *findings,
            const char *model,
            gsize n_customers,
            gsize n_positive,
            gsize n_negative)
{
  gsize n = n_positive + n_negative;
  double rate = (double) n_positive / (double) n;
  TnMessage *message = NULL;

  if (n_positive == 0 || n_negative == 0)
    {
      add_one_class (findings, model, n, n_negative == 0);
      return;
    }
  if (n_positive < MIN_EVENTS)
    message = tn_say_small ((gint64) n_positive, MIN_EVENTS);
  else if (n_negative < MIN_EVENTS)
    message = tn_message_count (
        tn_message_new_plural (TN_PLURAL ("There is only {n} customer who stayed in this group. We "
                                          "cannot tell how the group behaves.",
                                          "There are only {n} customers who stayed in this group. "
                                          "We cannot tell how the group behaves; {need} would do."),
                               (gint64) n_negative),
        "need", MIN_EVENTS);
  else if (n_customers < MIN_CUSTOMERS)
    message =
        tn_message_count (tn_message_new_plural (
                              TN_PLURAL ("There is only {n} customer in this group. We cannot tell "
                                         "how the group behaves.",
                                         "There are only {n} customers in this group. We cannot "
                                         "tell how the group behaves; {need} would do."),
                              (gint64) n_customers),
                          "need", MIN_CUSTOMERS);
  if (message != NULL)
    add (findings, "warn.small", TN_SEVERITY_SERIOUS, model, message);
  if (rate < RARE || rate > 1 - RARE)
    add (findings, "warn.imbalance", TN_SEVERITY_NOTE, model, tn_say_imbalance (rate));
}

/**
 * tn_findings_add_target:
 * @labels: (array length=n_rows): 0, 1, or above where unknown; one row a customer
 *
 * Before anything is fitted: one class only, few leavers, imbalance.
 */
void
tn_findings_add_target (GPtrArray *findings, const guint8 *labels, gsize n_rows)
{
  gsize count[2] = { 0, 0 };

  for (gsize i = 0; i < n_rows; i++)
    if (labels[i] <= 1)
      count[labels[i]]++;
  if (count[0] + count[1] > 0)
    add_counts (findings, NULL, count[0] + count[1], count[1], count[0]);
}

/**
 * tn_findings_add_counts:
 * @scored: of any model; only labels and customers are looked at
 *
 * One class only, few customers or leavers, imbalance among the judged rows.
 */
void
tn_findings_add_counts (GPtrArray *findings, const TnScored *scored)
{
  gsize n = tn_scored_get_n_rows (scored), n_positive = tn_scored_get_n_positive (scored);

  add_counts (findings, NULL, tn_scored_get_n_customers (scored), n_positive, n - n_positive);
}

/**
 * tn_findings_add_scores:
 * @model: (nullable): id of the model
 *
 * Equal scores for all.
 */
void
tn_findings_add_scores (GPtrArray *findings, const char *model, const TnScored *scored)
{
  if (tn_scored_get_n_rows (scored) > 1 && tn_scored_get_n_distinct (scored) == 1)
    add (
        findings, "warn.allequal", TN_SEVERITY_WARNING, model,
        tn_message_new (N_ ("Every customer gets the same chance, so this model cannot put them in "
                            "order. Give it columns that differ between customers.")));
}

static void
add_too_good (GPtrArray *findings, const char *model, double auc)
{
  TnMessage *message = tn_message_new (
      N_ ("AUC {auc} is better than shops usually see. Check that every column was recorded before "
          "the cut date."));

  add (findings, "warn.toogood", TN_SEVERITY_WARNING, model,
       tn_message_number (message, "auc", auc, 3));
}

static void
add_wide (GPtrArray *findings, const char *model, const TnMetric *auc)
{
  TnMessage *message = tn_message_new (
      N_ ("Cannot tell whether this model is better than drawing by lot: its AUC lies between {lo} "
          "and {hi}. More customers or a longer history would narrow it."));

  tn_message_number (message, "lo", auc->low, 3);
  add (findings, "warn.wide", TN_SEVERITY_SERIOUS, model,
       tn_message_number (message, "hi", auc->high, 3));
}

/**
 * tn_findings_add_judgement:
 * @model: (nullable): id of the model
 *
 * Suspiciously good results, results no better than chance, and whether the chances can be taken
 * at their word.
 */
void
tn_findings_add_judgement (GPtrArray *findings, const char *model, const TnJudgement *judgement)
{
  const TnMetric *auc = tn_judgement_find (judgement, "auc");
  const char *code = NULL;
  g_autoptr (TnMessage) calibration = tn_say_calibration (judgement, &code);

  if (auc != NULL && auc->value > TOO_GOOD)
    add_too_good (findings, model, auc->value);
  /* A model that gives everybody the same chance has no width, and a finding of its own. */
  if (auc != NULL && auc->low <= 0.5 && auc->high >= 0.5 && auc->low < auc->high)
    add_wide (findings, model, auc);
  if (calibration != NULL)
    add (findings, code,
         g_str_equal (code, "metric.calibration.good") ? TN_SEVERITY_NOTE : TN_SEVERITY_WARNING,
         model, g_steal_pointer (&calibration));
}

static void
add_leak (GPtrArray *findings,
          const char *model,
          const TnFeatureShare *feature,
          double share,
          double auc)
{
  TnMessage *message;

  if (auc <= TOO_GOOD)
    {
      add (findings, "warn.leak", TN_SEVERITY_WARNING, model, tn_say_leak (feature->label, share));
      return;
    }
  message =
      tn_message_new (N_ ("AUC {auc} is better than shops usually see. “{column}” alone "
                          "carries {share} of it. Check when it is filled in; if that is once "
                          "a customer has left, leave the column out."));
  tn_message_number (message, "auc", auc, 3);
  tn_message_text (message, "column", feature->label);
  add (findings, "warn.leak", TN_SEVERITY_SERIOUS, model,
       tn_message_percent (message, "share", share, 0));
}

/**
 * tn_findings_add_features:
 * @model: (nullable): id of the model
 * @judgement: how good the model is
 * @features: (array length=n_features): importances and single AUCs
 *
 * A single column that carries everything in a good model: half of the importance, or alone 85 % of
 * the model's lead over drawing by lot. In a weak model that is how things are.
 */
void
tn_findings_add_features (GPtrArray *findings,
                          const char *model,
                          const TnJudgement *judgement,
                          const TnFeatureShare *features,
                          guint n_features)
{
  double auc = tn_judgement_value (judgement, "auc");

  if (isnan (auc) || auc < LEAK_MIN_AUC)
    return;
  for (guint i = 0; i < n_features; i++)
    {
      double single = (features[i].auc - 0.5) / (auc - 0.5);

      if (features[i].importance >= LEAK_SHARE)
        add_leak (findings, model, &features[i], MIN (features[i].importance, 1), auc);
      else if (single >= LEAK_SINGLE_SHARE)
        add_leak (findings, model, &features[i], MIN (single, 1), auc);
    }
}

static gboolean
levels_differ (const TnFold *low, const TnFold *high)
{
  double n_low = (double) low->count[TN_ROW_TEST], n_high = (double) high->count[TN_ROW_TEST];
  double pooled = (n_low * low->test_rate + n_high * high->test_rate) / (n_low + n_high);
  double error = sqrt (pooled * (1 - pooled) * (1 / n_low + 1 / n_high));
  double difference = high->test_rate - low->test_rate;

  return difference >= SHIFT_POINTS && difference > SHIFT_SIGMAS * error;
}

/**
 * tn_findings_add_folds:
 *
 * A leaving rate that moves between the cuts of a backtest by 5 points and three standard errors or
 * more.
 */
void
tn_findings_add_folds (GPtrArray *findings, const TnFolds *folds)
{
  const TnFold *low = NULL, *high = NULL;
  TnMessage *message;

  if (tn_folds_get_scheme (folds) != TN_FOLDS_BACKTEST)
    return;
  for (guint i = 0; i < tn_folds_get_n_folds (folds); i++)
    {
      const TnFold *fold = tn_folds_get_fold (folds, i);

      if (isnan (fold->test_rate))
        continue;
      low = low == NULL || fold->test_rate < low->test_rate ? fold : low;
      high = high == NULL || fold->test_rate > high->test_rate ? fold : high;
    }
  if (low == NULL || !levels_differ (low, high))
    return;

  message = tn_message_new (N_ (
      "The leaving rate differs between test cuts: {low} at {a}, {high} at {b}. The chances may "
      "be off by as much; the order of the list is less affected."));
  tn_message_percent (message, "low", low->test_rate, 0);
  tn_message_percent (message, "high", high->test_rate, 0);
  tn_message_take (message, "a", tn_fold_say_name (low->name, low->cut));
  tn_message_take (message, "b", tn_fold_say_name (high->name, high->cut));
  add (findings, "warn.shift", TN_SEVERITY_WARNING, NULL, message);
}
