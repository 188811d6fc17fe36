/* tn-node-list.c: today's customers, ranked, with reasons
 *
 * What makes the list stands beside it: which model ranks (tn-list-model), who stands where
 * (tn-list-rank), what is assumed of money (tn-list-money), why (tn-list-why), and what is handed
 * on (tn-list-table, tn-list-document).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-assumptions.h"
#include "tn-fitted.h"
#include "tn-list-figures.h"
#include "tn-list-private.h"

extern const TnNodeSpec tn_node_list;

static void
list_clear (TnList *self)
{
  g_clear_pointer (&self->customers, tn_dictionary_unref);
  tn_list_chance_clear (&self->chance);
  for (gsize i = 0; self->reasons != NULL && i < self->n_explained; i++)
    g_clear_pointer (&self->reasons[i], g_ptr_array_unref);
  g_free (self->reasons);
  g_free (self->entries);
  g_clear_pointer (&self->importance, json_node_unref);
  g_clear_pointer (&self->topics, json_node_unref);
  g_clear_pointer (&self->parts, json_node_unref);
  g_clear_pointer (&self->shares, json_node_unref);
  g_clear_pointer (&self->plan, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnList, list_clear)

static gboolean
gather (TnStep *step, TnPacket **outputs, GError **error)
{
  g_auto (TnList) self = { .step = step };
  g_auto (TnCalibrated) folds = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (JsonNode) cuts = NULL;
  g_autoptr (GError) cuts_error = NULL;
  JsonNode *document;

  if (!tn_list_choose_model (&self, error))
    return FALSE;
  tn_list_read_money (&self);
  self.scores = tn_packet_get_table (
      tn_step_get_fold_input (step, TN_LIST_IN_SCORES, self.link, tn_step_get_n_folds (step)));
  if (!tn_calibrated_read (&folds, step, TN_LIST_IN_SCORES, self.link, error) ||
      !tn_list_learn_from_folds (&self, &folds, error) ||
      !tn_list_make_entries (&self, &folds.test, error) || !tn_list_find_last_orders (&self, error))
    return FALSE;
  tn_list_order (&self);
  if (!tn_list_draw (&self, error) || !tn_list_find_reasons (&self, &folds.test, error))
    return FALSE;

  cuts = tn_list_cuts_to_json (self.scores, &cuts_error);
  if (cuts_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cuts_error));
      return FALSE;
    }
  tn_step_keep_state (step,
                      tn_fitted_to_state (&tn_node_list, tn_list_chance_to_variant (&self.chance)));
  table = tn_list_make_table (&self, error);
  document = table != NULL ? tn_list_make_document (&self, cuts, error) : NULL;
  if (document == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_result (document, table);

  return TRUE;
}

/* New rows get the chance and the interval they would have in the list. */
static gboolean
finish (const TnNodeState *state, const char *model, TnTable **scores, GError **error)
{
  g_auto (TnListChance) chance = { 0 };
  TnTable *finished;

  if (!tn_list_chance_from_state (&chance, &tn_node_list, state, error))
    return FALSE;
  if (strcmp (chance.model, model) != 0)
    return TRUE;
  finished = tn_list_chance_add (&chance, *scores, error);
  if (finished == NULL)
    return FALSE;
  tn_table_unref (*scores);
  *scores = finished;

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "scores", TN_PORT_SCORES, N_ ("Scores"), .many = TRUE },
  { "models", TN_PORT_MODEL, N_ ("Models"), .many = TRUE },
  { "evaluation", TN_PORT_RESULT, N_ ("Evaluation") },
  { "facts", TN_PORT_TABLE, N_ ("Facts about customers") },
  { NULL },
};
static const TnPortSpec outputs[] = { { "result", TN_PORT_RESULT, N_ ("Customer list") },
                                      { NULL } };

static const TnChoice orders[] = {
  { "stake", N_ ("By value at stake") },
  { "chance", N_ ("By chance of leaving") },
  { "revenue", N_ ("By expected revenue") },
  { NULL },
};

static const TnChoice firsts[] = {
  { "likely", N_ ("Those more likely to leave than the average") },
  { "stated", N_ ("Those above the least chance") },
  { "all", N_ ("Everyone") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "model", TN_PARAM_TEXT, N_ ("Model"),
    N_ ("Which model ranks customers; empty takes the best of the earlier rehearsals."),
    .text = "" },
  { "order", TN_PARAM_CHOICE, N_ ("Ranked by"), N_ ("What decides who comes first."),
    .text = "stake", .choices = orders },
  { "first", TN_PARAM_CHOICE, N_ ("Who stands first"),
    N_ ("By value alone the largest customers would lead, however surely they stay: the others "
        "follow after these."),
    .text = "likely", .choices = firsts },
  { "least_chance", TN_PARAM_NUMBER, N_ ("Least chance"),
    N_ ("From this chance of leaving on a customer can stand first, where that is to be stated."),
    50, 0, 100, .unit = N_ ("%") },
  { "contacts", TN_PARAM_INT, N_ ("Customers to contact"),
    N_ ("So many of the first are contacted or held out."), 600, 1, 100000000 },
  { "held_out", TN_PARAM_NUMBER, N_ ("Held out for comparison"),
    N_ ("This share of them is left alone, drawn by lot, so that the effect of contacting can be "
        "measured; the same seed leaves the same customers alone."),
    25, 0, 90, .unit = N_ ("%") },
  { "currency", TN_PARAM_TEXT, N_ ("Currency"),
    N_ ("Only for pipelines without the step “Expected revenue”, where it stands otherwise."),
    .text = "", .advanced = TRUE },
  { "explained", TN_PARAM_INT, N_ ("Customers with reasons"),
    N_ ("Reasons are worked out for this many of the first customers."), 1000, 0, 100000,
    .advanced = TRUE },
  { NULL },
};

static const TnReadSpec reads[] = {
  TN_READS_MONEY,
  { "value", TN_CURRENCY_PARAM },
  { NULL },
};

static const TnMovedSpec moved[] = {
  { "margin", "value", TN_MARGIN_PARAM },
  { "cost", "value", TN_COST_PARAM },
  { "currency", "value", TN_CURRENCY_PARAM },
  { NULL },
};

const TnNodeSpec tn_node_list = {
  .id = "list",
  .version = 4,
  .group = "judge",
  .title = N_ ("Customer list"),
  .words = N_ ("who to contact; ranking; top customers; campaign; target list; export customers; "
               "call list; reasons"),
  .summary = N_ (
      "Ranks today's customers by what is at stake, with the chance, its interval and reasons."),
  .method = N_ ("The chosen method, trained once more on all dates, ranked today's customers."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .reads = reads,
  .moved = moved,
  .flags = TN_NODE_GATHERS,
  .learns =
      N_ ("From out-of-fold scores: the chance a score stands for, and what became of customers "
          "with a similar one."),
  .gather = gather,
  .finish = finish,
};
