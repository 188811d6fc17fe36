/* tn-node-list.c: today's customers, ranked, with reasons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-calibrated.h"
#include "tn-error.h"
#include "tn-evaluation.h"
#include "tn-fitted.h"
#include "tn-json.h"
#include "tn-list-chance.h"
#include "tn-list-figures.h"
#include "tn-list-plan.h"
#include "tn-outlook.h"
#include "tn-reasons.h"

extern const TnNodeSpec tn_node_list;

enum
{
  IN_SCORES,
  IN_MODELS,
  IN_EVALUATION,
  IN_FACTS,
};

/* One customer of the list. */
typedef struct
{
  gsize row; /* in the table of facts */
  const char *name;
  double chance;
  double low;
  double high;
  double revenue; /* NaN when it is not known */
  double stake;
  double pays_from;   /* share of such customers that must come back, NaN when it is not known */
  gboolean is_behind; /* too unlikely to leave to stand first */
  TnPlan plan;
  gint64 last_order; /* %TN_TIME_MISSING when it is not known */
} Entry;

typedef struct
{
  TnStep *step;
  guint link;         /* the learner that ranks */
  gboolean is_judged; /* it was chosen by its result in earlier rehearsals */
  TnTable *scores;
  TnDictionary *customers;
  TnListChance chance;
  double shift_sd;
  gsize n_neighbours; /* tested customers an interval of one customer rests on, at least */
  Entry *entries;
  gsize n_entries;
  GPtrArray **reasons; /* of the first n_explained */
  gsize n_explained;
  JsonNode *importance;
  JsonNode *topics;
  JsonNode *parts;
  JsonNode *shares;
  JsonNode *plan;
  const char *currency; /* of the settings or the data; "" when neither names one */
  double least_chance;  /* of those who stand first */
  gsize n_first;        /* how many stand first */
  gsize n_contacts;
  gboolean stayed; /* there are no rows to score: those who have not left are listed */
} List;

static void
list_clear (List *self)
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

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

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
warn_unjudged (const List *self)
{
  const TnNodeSpec *spec = tn_step_get_input_spec (self->step, IN_SCORES, self->link);

  tn_step_warn (
      self->step, "list.unjudged",
      tn_message_take (
          tn_message_new (N_ ("The list is made by {method}, the first of the models linked to it: "
                              "in every earlier rehearsal all customers stayed or all left, so "
                              "none of the models could be chosen by its result.")),
          "method", tn_message_new (spec->title)));
}

static gboolean
is_currency (const char *unit)
{
  return unit != NULL && strlen (unit) == 3 && g_ascii_isupper (unit[0]) &&
         g_ascii_isupper (unit[1]) && g_ascii_isupper (unit[2]);
}

/* As stated; otherwise that of the amounts, where the data name one and only one. */
static const char *
find_currency (TnStep *step)
{
  const char *stated = tn_params_get_text (tn_step_get_params (step), "currency");
  TnTable *facts = tn_step_get_table (step, IN_FACTS);
  const char *found = NULL;

  if (*stated != '\0')
    return stated;
  for (guint i = 0; i < tn_table_get_n_columns (facts); i++)
    {
      const char *unit = tn_table_get_field (facts, i)->unit;

      if (!is_currency (unit))
        continue;
      if (found != NULL && strcmp (found, unit) != 0)
        return "";
      found = unit;
    }

  return found != NULL ? found : "";
}

static int
find_link (TnStep *step, const char *node)
{
  for (guint i = 0; i < tn_step_count_links (step, IN_SCORES); i++)
    if (strcmp (tn_step_get_input_node (step, IN_SCORES, i), node) == 0)
      return (int) i;

  return -1;
}

static gboolean
choose_model (List *self, GError **error)
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
      tn_packet_get_document (tn_step_get_input (self->step, IN_EVALUATION, 0)), error);
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
calibrate (const List *self, const double *scores, gsize n, double *chances)
{
  if (self->chance.calibrator != NULL)
    tn_calibrator_apply (self->chance.calibrator, scores, n, chances);
  else
    memcpy (chances, scores, n * sizeof (double));
}

/* What out-of-fold scores say of the chances, of their intervals and of the level. The level is
 * judged by chances that did not know the fold: what the next fold may hold. */
static gboolean
learn_from_folds (List *self, const TnCalibrated *folds, GError **error)
{
  const TnScorePool *pool = &folds->test;
  gsize n = pool->scores->len;
  const double *scores = (const double *) pool->scores->data;
  g_autofree double *chances = g_new (double, MAX (n, 1));
  g_autoptr (GError) fit_error = NULL;
  g_autoptr (TnScored) scored = NULL;
  TnScoredInput input = { n,
                          chances,
                          pool->labels->data,
                          NULL,
                          (const guint32 *) pool->customers->data,
                          (const guint32 *) pool->folds->data };

  self->chance.model = g_strdup (tn_step_get_input_node (self->step, IN_SCORES, self->link));
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
                    "model", tn_step_get_input_node (self->step, IN_SCORES, self->link), NULL);
      return FALSE;
    }
  self->chance.risk = tn_risk_new (scored);
  self->n_neighbours = MIN (tn_scored_get_n_customers (scored), TN_RISK_NEIGHBOURS);
  self->shift_sd =
      tn_outlook_level_shift (pool, folds->test_chances, tn_step_get_n_folds (self->step));

  return self->chance.risk != NULL;
}

static double *
read_column (TnTable *table, const char *name, GError **error)
{
  int place = tn_table_find (table, name);

  return place >= 0 ? tn_column_dup_numbers (tn_table_get_column (table, place), error) : NULL;
}

static void
add_entry (List *self, gsize row, const guint32 *codes, double score, const double *revenue)
{
  Entry *entry = &self->entries[self->n_entries++];

  entry->row = row;
  entry->name =
      codes[row] != TN_CODE_MISSING ? tn_dictionary_get (self->customers, codes[row], NULL) : "";
  tn_list_chance_query (&self->chance, score, &entry->chance, &entry->low, &entry->high);
  entry->revenue = revenue != NULL ? revenue[row] : NAN;
  entry->stake = isfinite (entry->revenue) ? entry->chance * MAX (entry->revenue, 0) : NAN;
}

/* Rows to be scored are today's customers. A table without such rows lists those who have
 * not left, by the scores of the folds that did not learn from them. */
static gboolean
make_entries (List *self, const TnScorePool *pool, GError **error)
{
  TnColumn *customer = tn_table_require_role (self->scores, TN_ROLE_CUSTOMER, error);
  const guint8 *roles = tn_table_get_row_roles (self->scores);
  gsize n = tn_table_get_n_rows (self->scores);
  g_autofree guint32 *codes = customer != NULL ? tn_column_dup_codes (customer, error) : NULL;
  g_autofree double *scores =
      codes != NULL ? read_column (self->scores, TN_SCORE_COLUMN, error) : NULL;
  g_autofree double *revenue =
      scores != NULL ? read_column (self->scores, "expected_net_revenue", NULL) : NULL;

  if (scores == NULL)
    return FALSE;
  self->customers = tn_column_get_dictionary (customer, error);
  if (self->customers == NULL)
    return FALSE;

  self->entries = g_new0 (Entry, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    if (roles[i] == TN_ROW_SCORE)
      add_entry (self, i, codes, scores[i], revenue);
  self->stayed = self->n_entries == 0;
  for (guint i = 0; self->stayed && i < 1; i++)
    for (guint j = 0; j < pool->scores->len; j++)
      if (pool->labels->data[j] == 0)
        add_entry (self, g_array_index (pool->rows, gsize, j), codes,
                   g_array_index (pool->scores, double, j), revenue);

  return TRUE;
}

/* The date of the last order, from the days since then. */
static gboolean
find_last_orders (List *self, GError **error)
{
  TnTable *facts = tn_step_get_table (self->step, IN_FACTS);
  int cut_place = tn_table_find_role (facts, TN_ROLE_CUT);
  g_autofree gint64 *cuts = NULL;
  g_autofree double *days = NULL;

  for (gsize i = 0; i < self->n_entries; i++)
    self->entries[i].last_order = TN_TIME_MISSING;
  if (!tn_facts_are_of_events (facts))
    return TRUE;
  cuts = tn_column_dup_times (tn_table_get_column (facts, cut_place), error);
  days = cuts != NULL ? read_column (facts, "recency_days", error) : NULL;
  if (days == NULL)
    return cuts != NULL;
  for (gsize i = 0; i < self->n_entries; i++)
    {
      Entry *entry = &self->entries[i];

      if (isfinite (days[entry->row]))
        entry->last_order = cuts[entry->row] - llround (days[entry->row] * 86400 * G_USEC_PER_SEC);
    }

  return TRUE;
}

static int
compare_by_stake (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->is_behind != y->is_behind)
    return x->is_behind ? 1 : -1;
  if (isfinite (x->stake) && isfinite (y->stake) && x->stake != y->stake)
    return x->stake < y->stake ? 1 : -1;
  if (x->chance != y->chance)
    return x->chance < y->chance ? 1 : -1;

  return strcmp (x->name, y->name);
}

static int
compare_by_revenue (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->is_behind != y->is_behind)
    return x->is_behind ? 1 : -1;
  if (isfinite (x->revenue) && isfinite (y->revenue) && x->revenue != y->revenue)
    return x->revenue < y->revenue ? 1 : -1;

  return compare_by_stake (a, b);
}

static int
compare_by_chance (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->chance != y->chance)
    return x->chance < y->chance ? 1 : -1;

  return strcmp (x->name, y->name);
}

/* Revenue is spread so much wider than chances that by stake alone the list would begin with the
 * largest customers, however surely they stay. */
static double
find_least_chance (const List *self)
{
  const TnParams *params = tn_step_get_params (self->step);
  double sum = 0;

  if (tn_params_is_choice (params, "first", "stated"))
    return tn_params_get_number (params, "least_chance") / 100;
  for (gsize i = 0; i < self->n_entries; i++)
    sum += self->entries[i].chance;

  return tn_params_is_choice (params, "first", "likely") && self->n_entries > 0
             ? sum / (double) self->n_entries
             : 0;
}

static void
order_entries (List *self)
{
  const TnParams *params = tn_step_get_params (self->step);
  double margin = tn_params_get_number (params, "margin") / 100;
  double cost = tn_params_get_number (params, "cost");

  self->least_chance = find_least_chance (self);
  for (gsize i = 0; i < self->n_entries; i++)
    {
      Entry *entry = &self->entries[i];

      entry->is_behind = entry->chance < self->least_chance;
      self->n_first += !entry->is_behind;
      entry->pays_from =
          margin > 0 && cost > 0 && entry->stake > 0 ? cost / (margin * entry->stake) : NAN;
    }
  qsort (self->entries, self->n_entries, sizeof (Entry),
         tn_params_is_choice (params, "order", "chance")    ? compare_by_chance
         : tn_params_is_choice (params, "order", "revenue") ? compare_by_revenue
                                                            : compare_by_stake);
}

/* Who of the first is contacted, and who is left alone. */
static void
draw_plan (List *self)
{
  const TnParams *params = tn_step_get_params (self->step);
  double share = tn_params_get_number (params, "held_out") / 100;
  gsize n = MIN (self->n_entries, (gsize) tn_params_get_int (params, "contacts"));
  g_autofree const char **names = g_new (const char *, MAX (n, 1));
  g_autofree double *chances = g_new (double, MAX (n, 1));
  g_autofree guint8 *plan = g_new0 (guint8, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      names[i] = self->entries[i].name;
      chances[i] = self->entries[i].chance;
    }
  tn_list_plan_draw (names, chances, n, share, tn_step_get_seed (self->step), plan);
  for (gsize i = 0; i < n; i++)
    self->entries[i].plan = plan[i];
  self->n_contacts = n;
  if (n > 0)
    self->plan = tn_list_plan_to_json (chances, plan, n, share);
}

/* Groups of today's customers and of the tested ones, for a reader of the list. */
static gboolean
find_figures (List *self,
              const TnReasons *reasons,
              const TnScorePool *pool,
              const gsize *rows,
              GError **error)
{
  TnTable *facts = tn_step_get_table (self->step, IN_FACTS);
  gboolean has_dates = tn_table_find_role (self->scores, TN_ROLE_CUT) >= 0;
  g_autofree double *chances = g_new (double, MAX (self->n_entries, 1));
  g_autofree double *stakes = g_new (double, MAX (self->n_entries, 1));
  g_autoptr (GError) parts_error = NULL;
  gboolean has_stakes = FALSE;

  for (gsize i = 0; i < self->n_entries; i++)
    {
      chances[i] = self->entries[i].chance;
      has_stakes = has_stakes || isfinite (self->entries[i].stake);
      stakes[i] = isfinite (self->entries[i].stake) ? self->entries[i].stake : 0;
    }
  self->parts = tn_list_parts_to_json (facts, reasons, rows, chances, has_stakes ? stakes : NULL,
                                       self->n_entries, self->currency, &parts_error);
  if (parts_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&parts_error));
      return FALSE;
    }
  if (reasons == NULL)
    return TRUE;
  self->shares = tn_list_shares_to_json (facts, reasons, pool, tn_step_get_n_folds (self->step),
                                         has_dates, self->currency, error);

  return self->shares != NULL;
}

static gboolean
explain_first (List *self, TnReasons *reasons, GError **error)
{
  gsize most = (gsize) tn_params_get_int (tn_step_get_params (self->step), "explained");
  g_autofree gsize *first = NULL;

  self->importance = tn_reasons_importance_to_json (reasons);
  self->topics = tn_reasons_topics_to_json (reasons);
  self->n_explained = MIN (self->n_entries, most);
  self->reasons = g_new0 (GPtrArray *, MAX (self->n_explained, 1));
  first = g_new (gsize, MAX (self->n_explained, 1));
  for (gsize i = 0; i < self->n_explained; i++)
    first[i] = i;

  return tn_reasons_explain (reasons, first, self->n_explained, self->reasons, error);
}

static gboolean
find_reasons (List *self, const TnScorePool *pool, GError **error)
{
  g_autofree gsize *rows = g_new (gsize, MAX (self->n_entries, 1));
  g_autoptr (TnReasons) reasons = NULL;
  g_autoptr (GError) reasons_error = NULL;

  for (gsize i = 0; i < self->n_entries; i++)
    rows[i] = self->entries[i].row;
  reasons = tn_reasons_new (self->step, tn_step_get_table (self->step, IN_FACTS),
                            tn_step_get_input (self->step, IN_MODELS, self->link),
                            tn_step_get_input_spec (self->step, IN_MODELS, self->link), rows,
                            self->n_entries, self->currency, &reasons_error);
  if (reasons_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reasons_error));
      return FALSE;
    }

  return find_figures (self, reasons, pool, rows, error) &&
         (reasons == NULL || explain_first (self, reasons, error));
}

/* What was made, as a table and a document */

static char *
reasons_to_text (const List *self, gsize index)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (index >= self->n_explained)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < self->reasons[index]->len; i++)
    json_array_add_element (array,
                            tn_message_to_json (g_ptr_array_index (self->reasons[index], i)));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return json_to_string (node, FALSE);
}

static void
add_numbers (TnTableBuilder *builder,
             const List *self,
             const char *name,
             const char *label,
             gsize offset)
{
  g_autofree double *values = g_new (double, MAX (self->n_entries, 1));
  TnField *field = tn_field_new (name, TN_ROLE_NONE);

  for (gsize i = 0; i < self->n_entries; i++)
    values[i] = G_STRUCT_MEMBER (double, &self->entries[i], offset);
  field->label = tn_message_new (label);
  tn_table_builder_take (builder, field, tn_column_new_numbers (values, self->n_entries));
}

static void
add_plan (TnTableBuilder *builder, const List *self)
{
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, MAX (self->n_entries, 1));
  g_autoptr (TnDictionary) dictionary = NULL;
  TnField *field = tn_field_new ("action", TN_ROLE_NONE);

  for (gsize i = 0; i < self->n_entries; i++)
    {
      const char *word = tn_plan_ids[self->entries[i].plan];

      codes[i] = tn_dictionary_builder_intern (words, word, strlen (word));
    }
  dictionary = tn_dictionary_builder_end (words);
  field->label = tn_message_new (N_ ("What to do"));
  tn_table_builder_take (
      builder, field, tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, self->n_entries));
}

static void
add_last_orders (TnTableBuilder *builder, const List *self)
{
  g_autofree gint64 *times = g_new (gint64, MAX (self->n_entries, 1));
  gboolean any = FALSE;
  TnField *field;

  for (gsize i = 0; i < self->n_entries; i++)
    {
      times[i] = self->entries[i].last_order;
      any = any || times[i] != TN_TIME_MISSING;
    }
  if (!any)
    return;
  field = tn_field_new ("last_order", TN_ROLE_NONE);
  field->label = tn_message_new (N_ ("Last order"));
  tn_table_builder_take (builder, field, tn_column_new_times (times, self->n_entries));
}

static TnTable *
make_table (const List *self)
{
  TnTableBuilder *builder = tn_table_builder_new (self->n_entries);
  TnDictionaryBuilder *names = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, MAX (self->n_entries, 1));
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnDictionary) dictionary = NULL;
  TnField *field = tn_field_new ("customer", TN_ROLE_CUSTOMER);

  for (gsize i = 0; i < self->n_entries; i++)
    {
      codes[i] = tn_dictionary_builder_intern (names, self->entries[i].name,
                                               strlen (self->entries[i].name));
      g_ptr_array_add (reasons, reasons_to_text (self, i));
    }
  dictionary = tn_dictionary_builder_end (names);
  field->label = tn_message_new (N_ ("Customer"));
  tn_table_builder_take (
      builder, field, tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, self->n_entries));
  add_plan (builder, self);
  add_numbers (builder, self, "chance", N_ ("Chance of leaving"), G_STRUCT_OFFSET (Entry, chance));
  add_numbers (builder, self, "low", N_ ("At least"), G_STRUCT_OFFSET (Entry, low));
  add_numbers (builder, self, "high", N_ ("At most"), G_STRUCT_OFFSET (Entry, high));
  add_numbers (builder, self, "revenue", N_ ("Expected net revenue"),
               G_STRUCT_OFFSET (Entry, revenue));
  add_numbers (builder, self, "stake", N_ ("Value at stake"), G_STRUCT_OFFSET (Entry, stake));
  if (self->n_entries > 0 && isfinite (self->entries[0].pays_from))
    add_numbers (builder, self, "pays_from", N_ ("Pays from this share won back"),
                 G_STRUCT_OFFSET (Entry, pays_from));
  add_last_orders (builder, self);
  field = tn_field_new ("reasons", TN_ROLE_TEXT);
  field->label = tn_message_new (N_ ("Reasons"));
  tn_table_builder_take (
      builder, field, tn_column_new_texts ((const char *const *) reasons->pdata, self->n_entries));

  return tn_table_builder_end (builder);
}

static JsonObject *
outlook_to_json (const TnOutlook *outlook)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "value", outlook->value);
  json_object_set_double_member (object, "low", outlook->low);
  json_object_set_double_member (object, "high", outlook->high);

  return object;
}

/* Leavers, value at stake and revenue of the first @n of the list. */
static void
add_outlooks (const List *self, JsonObject *object, gsize n)
{
  g_autofree double *chances = g_new (double, MAX (n, 1));
  g_autofree double *revenue = g_new (double, MAX (n, 1));
  gboolean has_revenue = FALSE;
  double sum = 0;
  TnOutlook outlook;

  for (gsize i = 0; i < n; i++)
    {
      chances[i] = self->entries[i].chance;
      has_revenue |= isfinite (self->entries[i].revenue);
      revenue[i] = isfinite (self->entries[i].revenue) ? MAX (self->entries[i].revenue, 0) : 0;
      sum += revenue[i];
    }
  tn_outlook_sum (&outlook, chances, NULL, n, self->shift_sd);
  outlook.high = MIN (outlook.high, (double) n);
  json_object_set_object_member (object, "leavers", outlook_to_json (&outlook));
  if (!has_revenue)
    return;
  tn_outlook_sum (&outlook, chances, revenue, n, self->shift_sd);
  outlook.high = MIN (outlook.high, sum);
  json_object_set_object_member (object, "stake", outlook_to_json (&outlook));
  json_object_set_double_member (object, "revenue", sum);
}

static JsonObject *
first_to_json (const List *self)
{
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "n", self->n_contacts);
  add_outlooks (self, object, self->n_contacts);

  return object;
}

/* The first moment any of today's customers is known from. */
static void
add_history (const List *self, JsonObject *object)
{
  TnTable *facts = tn_step_get_table (self->step, IN_FACTS);
  gint64 as_of = tn_json_int (object, "as_of", 0);
  g_autofree double *tenure =
      tn_facts_are_of_events (facts) ? read_column (facts, "tenure_days", NULL) : NULL;
  double most = 0;

  if (tenure == NULL || as_of == 0)
    return;
  for (gsize i = 0; i < self->n_entries; i++)
    if (isfinite (tenure[self->entries[i].row]))
      most = MAX (most, tenure[self->entries[i].row]);
  json_object_set_int_member (object, "since", as_of - llround (most * 86400 * G_USEC_PER_SEC));
}

/* Each is absent when there is nothing to say. */
static void
add_found (JsonObject *object, const char *name, JsonNode *node)
{
  if (node != NULL)
    json_object_set_member (object, name, json_node_copy (node));
}

/* The moment the rows are as of, and the end of the window asked about. */
static void
add_times (const List *self, JsonObject *object)
{
  static const struct
  {
    TnRole role;
    const char *name;
  } times[] = { { TN_ROLE_CUT, "as_of" }, { TN_ROLE_LABEL_END, "until" } };

  for (guint i = 0; self->n_entries > 0 && i < G_N_ELEMENTS (times); i++)
    {
      int place = tn_table_find_role (self->scores, times[i].role);
      gsize row = self->entries[0].row;
      g_autoptr (TnChunk) chunk =
          place >= 0 ? tn_column_get_chunk (tn_table_get_column (self->scores, place),
                                            row / TN_CHUNK_ROWS, NULL)
                     : NULL;

      if (chunk != NULL && !tn_chunk_is_missing (chunk, row % TN_CHUNK_ROWS))
        json_object_set_int_member (object, times[i].name, chunk->time[row % TN_CHUNK_ROWS]);
    }
}

static JsonNode *
make_document (const List *self, JsonNode *cuts)
{
  const TnParams *params = tn_step_get_params (self->step);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", "list");
  json_object_set_string_member (object, "model",
                                 tn_step_get_input_node (self->step, IN_SCORES, self->link));
  json_object_set_int_member (object, "n", self->n_entries);
  json_object_set_boolean_member (object, "judged", self->is_judged);
  json_object_set_boolean_member (object, "calibrated", self->chance.calibrator != NULL);
  json_object_set_double_member (object, "level_shift", self->shift_sd);
  json_object_set_int_member (object, "neighbours", (gint64) self->n_neighbours);
  json_object_set_string_member (object, "currency", self->currency);
  json_object_set_double_member (object, "margin", tn_params_get_number (params, "margin") / 100);
  json_object_set_double_member (object, "cost", tn_params_get_number (params, "cost"));
  json_object_set_int_member (object, "contacts", self->n_contacts);
  json_object_set_double_member (object, "least_chance", self->least_chance);
  json_object_set_int_member (object, "above_least", self->n_first);
  add_times (self, object);
  json_object_set_boolean_member (object, "stayed", self->stayed);
  add_history (self, object);
  add_outlooks (self, object, self->n_entries);
  json_object_set_object_member (object, "first", first_to_json (self));
  add_found (object, "importance", self->importance);
  add_found (object, "topics", self->topics);
  add_found (object, "parts", self->parts);
  add_found (object, "shares", self->shares);
  add_found (object, "plan", self->plan);
  add_found (object, "cuts", cuts);
  json_node_take_object (node, object);

  return node;
}

static gboolean
gather (TnStep *step, TnPacket **outputs, GError **error)
{
  g_auto (List) self = { .step = step };
  g_auto (TnCalibrated) folds = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (JsonNode) cuts = NULL;
  g_autoptr (GError) cuts_error = NULL;

  if (!choose_model (&self, error))
    return FALSE;
  self.currency = find_currency (step);
  self.scores = tn_packet_get_table (
      tn_step_get_fold_input (step, IN_SCORES, self.link, tn_step_get_n_folds (step)));
  if (!tn_calibrated_read (&folds, step, IN_SCORES, self.link, error) ||
      !learn_from_folds (&self, &folds, error) || !make_entries (&self, &folds.test, error) ||
      !find_last_orders (&self, error))
    return FALSE;
  order_entries (&self);
  draw_plan (&self);
  if (!find_reasons (&self, &folds.test, error))
    return FALSE;

  cuts = tn_list_cuts_to_json (self.scores, &cuts_error);
  if (cuts_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cuts_error));
      return FALSE;
    }
  tn_step_keep_state (step,
                      tn_fitted_to_state (&tn_node_list, tn_list_chance_to_variant (&self.chance)));
  table = make_table (&self);
  outputs[0] = tn_packet_new_result (make_document (&self, cuts), table);

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
    N_ ("The shop's currency as three letters, such as GBP or CNY; empty takes that of the "
        "amounts, where the data name one."),
    .text = "" },
  { "margin", TN_PARAM_NUMBER, N_ ("Margin"),
    N_ ("What is left of the price after the cost of the goods; 0 if not stated."), 0, 0, 100,
    .unit = N_ ("%") },
  { "cost", TN_PARAM_NUMBER, N_ ("Cost of one contact"),
    N_ ("What contacting one customer costs in all, offer included; 0 if not stated."), 0, 0, 1e9 },
  { "explained", TN_PARAM_INT, N_ ("Customers with reasons"),
    N_ ("Reasons are worked out for this many of the first customers."), 1000, 0, 100000,
    .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_list = {
  .id = "list",
  .version = 4,
  .group = "judge",
  .title = N_ ("Customer list"),
  .summary = N_ (
      "Ranks today's customers by what is at stake, with the chance, its interval and reasons."),
  .method = N_ ("The chosen method, trained once more on all dates, ranked today's customers."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_GATHERS,
  .learns =
      N_ ("From out-of-fold scores: the chance a score stands for, and what became of customers "
          "with a similar one."),
  .gather = gather,
  .finish = finish,
};
