/* tn-node-evaluate.c: how good the models are, compared on the same customers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-error.h"
#include "tn-evaluation.h"
#include "tn-learner.h"

extern const TnNodeSpec tn_node_evaluate;

/* The rows of one role in all folds, one after the other. */
typedef struct
{
  GArray *scores;    /* of double */
  GByteArray *labels;
  GArray *customers; /* of guint32 */
  GArray *folds;     /* of guint32 */
} Pool;

static void
pool_init (Pool *self)
{
  self->scores = g_array_new (FALSE, FALSE, sizeof (double));
  self->labels = g_byte_array_new ();
  self->customers = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->folds = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
pool_clear (Pool *self)
{
  g_array_unref (self->scores);
  g_byte_array_unref (self->labels);
  g_array_unref (self->customers);
  g_array_unref (self->folds);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pool, pool_clear)

static gboolean
pool_add_fold (Pool *self, TnTable *table, TnRowRole role, guint32 fold, GError **error)
{
  const guint8 *roles = tn_table_get_row_roles (table);
  int place = tn_table_find (table, TN_SCORE_COLUMN);
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autofree double *scores = NULL;
  g_autofree guint32 *customers = NULL;
  gsize n_customers;

  g_return_val_if_fail (roles != NULL && place >= 0, FALSE);

  scores = labels != NULL ? tn_column_dup_numbers (tn_table_get_column (table, place), error) : NULL;
  customers = scores != NULL ? tn_table_dup_customers (table, &n_customers, error) : NULL;
  if (customers == NULL)
    return FALSE;

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (roles[i] == role && labels[i] <= 1)
      {
        g_array_append_val (self->scores, scores[i]);
        g_byte_array_append (self->labels, &labels[i], 1);
        g_array_append_val (self->customers, customers[i]);
        g_array_append_val (self->folds, fold);
      }

  return TRUE;
}

static TnScored *
pool_scores (TnStep *step, guint link, TnRowRole role, GError **error)
{
  g_auto (Pool) pool = { 0 };
  TnScoredInput input = { 0 };

  pool_init (&pool);
  for (guint fold = 0; fold < tn_step_get_n_folds (step); fold++)
    if (!pool_add_fold (&pool, tn_packet_get_table (tn_step_get_fold_input (step, 0, link, fold)), role,
                        fold, error))
      return NULL;
  /* Rows to choose by may be missing; rows to test on may not. */
  if (pool.scores->len == 0 && role != TN_ROW_TEST)
    return NULL;

  input.n_rows = pool.scores->len;
  input.score = (const double *) pool.scores->data;
  input.label = pool.labels->data;
  input.customer = (const guint32 *) pool.customers->data;
  input.fold = (const guint32 *) pool.folds->data;

  return tn_scored_new (&input, error);
}

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
      g_clear_pointer (&self->contenders[i].validate, tn_scored_unref);
      tn_message_unref ((TnMessage *) self->contenders[i].label);
    }
  g_free (self->contenders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contenders, contenders_clear)

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
      contender->test = pool_scores (step, link, TN_ROW_TEST, error);
      contender->validate = pool_scores (step, link, TN_ROW_VALIDATE, NULL);
      if (contender->test == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
gather (TnStep *step, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_auto (Contenders) contenders = { 0 };
  g_autoptr (TnEvaluation) evaluation = NULL;
  JsonNode *document;

  if (tn_step_get_folds (step) == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_("These scores come without rows to test on. Put a split before the models."), NULL);
      return FALSE;
    }
  if (!read_contenders (step, &contenders, error))
    return FALSE;

  options.seed = tn_step_get_seed (step);
  options.n_resamples = tn_params_get_int (params, "resamples");
  options.threshold = tn_params_get_number (params, "threshold");
  if (tn_params_get_number (params, "gain") > 0)
    {
      options.cost = tn_params_get_number (params, "cost");
      options.gain = tn_params_get_number (params, "gain");
    }
  evaluation = tn_evaluation_new (contenders.contenders, contenders.n, tn_step_get_folds (step), &options,
                                  tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (evaluation == NULL)
    return FALSE;

  document = tn_evaluation_to_json (evaluation);
  json_object_set_string_member (json_node_get_object (document), "kind", "evaluation");
  outputs[0] = tn_packet_new_result (document, NULL);

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "scores", TN_PORT_SCORES, N_("Scores"), .many = TRUE },
  { NULL },
};
static const TnPortSpec outputs[] = { { "result", TN_PORT_RESULT, N_("Evaluation") }, { NULL } };

static const TnParamSpec params[] = {
  { "threshold", TN_PARAM_NUMBER, N_("Dividing line"),
    N_("From this chance on a customer counts as leaving, for accuracy and the like."), 0.5, 0, 1 },
  { "cost", TN_PARAM_NUMBER, N_("Cost of one contact"), N_("What it costs to contact one customer."), 0, 0,
    1e9 },
  { "gain", TN_PARAM_NUMBER, N_("Worth of one leaver reached"),
    N_("What contacting one customer who would leave is worth on average; 0 if it is not known."), 0, 0, 1e9 },
  { "resamples", TN_PARAM_INT, N_("Draws for intervals"),
    N_("How often customers are drawn again to see how much the figures wobble."), 2000, 100, 100000,
    .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_evaluate = {
  .id = "evaluate",
  .version = 1,
  .group = "judge",
  .title = N_("Evaluate"),
  .summary = N_("Compares models with each other and with simple rules, on customers they did not learn from."),
  .method = N_("Methods were compared on the same customers; intervals come from drawing customers again."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_GATHERS,
  .gather = gather,
};
