/* tn-reasons.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-reasons.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-metric.h"
#include "tn-random.h"
#include "tn-reason-text.h"

/* So many rows say what matters in general. */
#define SAMPLE_ROWS 2000
/* A fact that moves the log-odds by less is no reason. */
#define LEAST_REASON 0.02
/* Draws of the sample for the intervals of the shares. */
#define DRAWS 400

struct _TnReasons
{
  TnStep *step;
  TnTable *facts;
  TnTable *inputs; /* what the model was applied to: same rows, encoded columns */
  const TnNodeState *state;
  const TnNodeSpec *spec;
  gsize *rows;
  gsize n_rows;
  const char *currency;
  GArray *ranked;  /* of TnFact, by share */
  double *weights; /* n_sample × ranked facts: how much each moved each customer of the sample */
  gsize n_sample;
  double *sums;  /* as many, for tn_reasons_topics_to_json() */
  double *draws; /* ranked facts × DRAWS, likewise */
};

/* A fact that could be a reason of one customer. */
typedef struct
{
  const TnFact *fact;
  TnTopic topic;
  double own;
  double all; /* of its topic */
} Candidate;

void
tn_reasons_free (TnReasons *self)
{
  g_clear_pointer (&self->ranked, g_array_unref);
  g_clear_pointer (&self->facts, tn_table_unref);
  g_clear_pointer (&self->inputs, tn_table_unref);
  g_free (self->weights);
  g_free (self->sums);
  g_free (self->draws);
  g_free (self->rows);
  g_free (self);
}

static gsize *
copy_rows (const gsize *rows, gsize n_rows, GError **error)
{
  gsize *copy = tn_keys_try_alloc (n_rows, sizeof (gsize), error);

  if (copy != NULL && n_rows > 0)
    memcpy (copy, rows, n_rows * sizeof (gsize));

  return copy;
}

static TnTable *
select_rows (TnTable *table, const gsize *rows, gsize n_rows, GError **error)
{
  gsize *copy = copy_rows (rows, n_rows, error);
  g_autoptr (GBytes) bytes = copy != NULL ? g_bytes_new_take (copy, n_rows * sizeof (gsize)) : NULL;

  return bytes != NULL ? tn_table_try_new_view (table, bytes, error) : NULL;
}

/* A column made of a fact carries its name, followed by what was made of it. */
static int
find_source (TnTable *facts, const char *name)
{
  int best = -1;
  gsize best_length = 0;

  for (guint i = 0; i < tn_table_get_n_columns (facts); i++)
    {
      const TnField *field = tn_table_get_field (facts, i);
      gsize length = strlen (field->name);

      if (field->role != TN_ROLE_FEATURE || length <= best_length ||
          !g_str_has_prefix (name, field->name))
        continue;
      if (name[length] == '\0' || !g_ascii_isalnum (name[length]))
        {
          best = (int) i;
          best_length = length;
        }
    }

  return best;
}

/* Sums columns of one source: n_rows × number of columns of @facts. */
static double *
sum_by_source (const TnReasons *self, const TnExplanation *explanation, GError **error)
{
  guint n_facts = tn_table_get_n_columns (self->facts);
  double *sums = tn_keys_try_alloc (explanation->n_rows * n_facts, sizeof (double), error);

  for (gsize col = 0; sums != NULL && col < explanation->n_columns; col++)
    {
      int source = find_source (self->facts, explanation->names[col]);

      for (gsize row = 0; source >= 0 && row < explanation->n_rows; row++)
        sums[row * n_facts + source] += explanation->values[row * explanation->n_columns + col];
    }

  return sums;
}

static double *
explain_rows (TnReasons *self, const gsize *rows, gsize n_rows, GError **error)
{
  g_autoptr (TnTable) view = select_rows (self->inputs, rows, n_rows, error);
  g_auto (TnExplanation) explanation = { 0 };

  if (view == NULL || !self->spec->explain (self->step, self->state, view, &explanation, error))
    return NULL;

  return sum_by_source (self, &explanation, error);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static int
compare_facts (gconstpointer a, gconstpointer b)
{
  const TnFact *x = a, *y = b;

  if (x->share != y->share)
    return x->share < y->share ? 1 : -1;

  return (x->column > y->column) - (x->column < y->column);
}

/* The fact's values on the rows; %NULL in @values for what is no number. */
static gboolean
read_numbers (TnTable *view, guint column, double **values, GError **error)
{
  TnColumn *at = tn_table_get_column (view, column);

  *values = NULL;
  if (tn_column_get_column_type (at) != TN_COLUMN_NUMBER)
    return TRUE;
  *values = tn_column_dup_numbers (at, error);

  return *values != NULL;
}

/* Of at most SAMPLE_ROWS values. */
static double
find_middle (const double *values, gsize n)
{
  g_autofree double *sorted = g_new (double, MAX (n, 1));
  gsize n_known = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      sorted[n_known++] = values[i];
  if (n_known == 0)
    return NAN;
  qsort (sorted, n_known, sizeof (double), compare_doubles);

  return sorted[n_known / 2];
}

static gboolean
is_rising (const double *values, const double *sums, guint column, guint n_facts, gsize n)
{
  double mean = 0, covariance = 0;
  gsize n_known = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        mean += values[i];
        n_known++;
      }
  mean /= MAX (n_known, 1);
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      covariance += (values[i] - mean) * sums[i * n_facts + column];

  return covariance > 0;
}

/* Also makes the room in which topics are summed and drawn later: there are at most as many as
 * facts. */
static gboolean
keep_weights (TnReasons *self, const double *sums, gsize n, GError **error)
{
  guint n_facts = tn_table_get_n_columns (self->facts);
  gsize n_ranked = self->ranked->len;

  self->n_sample = n;
  self->weights = tn_keys_try_alloc (n * n_ranked, sizeof (double), error);
  self->sums =
      self->weights != NULL ? tn_keys_try_alloc (n * n_ranked, sizeof (double), error) : NULL;
  self->draws =
      self->sums != NULL ? tn_keys_try_alloc (n_ranked * DRAWS, sizeof (double), error) : NULL;
  if (self->draws == NULL)
    return FALSE;
  for (gsize row = 0; row < n; row++)
    for (guint i = 0; i < self->ranked->len; i++)
      self->weights[row * self->ranked->len + i] =
          fabs (sums[row * n_facts + g_array_index (self->ranked, TnFact, i).column]);

  return TRUE;
}

static gboolean
rank_facts (TnReasons *self, GError **error)
{
  gsize n = MIN (self->n_rows, SAMPLE_ROWS);
  guint n_facts = tn_table_get_n_columns (self->facts);
  g_autofree gsize *sample = g_new (gsize, MAX (n, 1));
  g_autofree double *sums = NULL;
  g_autoptr (TnTable) view = NULL;
  double total = 0;

  /* Every so many-th row: the rows come in no order of chance. */
  for (gsize i = 0; i < n; i++)
    sample[i] = self->rows[i * self->n_rows / n];
  sums = explain_rows (self, sample, n, error);
  if (sums == NULL)
    return FALSE;
  view = select_rows (self->facts, sample, n, error);
  if (view == NULL)
    return FALSE;

  for (guint col = 0; col < n_facts; col++)
    {
      TnFact fact = { col, tn_table_get_field (self->facts, col), NAN, 0, FALSE, TN_TOPIC_NONE };
      g_autofree double *values = NULL;

      if (fact.field->role != TN_ROLE_FEATURE)
        continue;
      for (gsize row = 0; row < n; row++)
        fact.share += fabs (sums[row * n_facts + col]);
      if (fact.share == 0)
        continue;
      fact.topic = tn_fact_get_topic (self->facts, fact.field);
      total += fact.share;
      if (!read_numbers (view, col, &values, error))
        return FALSE;
      if (values != NULL)
        {
          fact.middle = find_middle (values, n);
          fact.rising = is_rising (values, sums, col, n_facts, n);
        }
      g_array_append_val (self->ranked, fact);
    }
  for (guint i = 0; i < self->ranked->len; i++)
    g_array_index (self->ranked, TnFact, i).share /= total;
  g_array_sort (self->ranked, compare_facts);

  return keep_weights (self, sums, n, error);
}

/**
 * tn_reasons_new:
 * @step: borrowed as long as the reasons
 * @facts: the features as they are read by people, before encoding
 * @model: of a learner's final fit, with the rows it was applied to
 * @spec: of that learner
 * @rows: (array length=n_rows): today's customers
 * @currency: three letters, or ""; borrowed as long as the reasons
 *
 * Returns: (transfer full) (nullable): the facts in order; %NULL without error when the learner
 *   explains nothing
 */
TnReasons *
tn_reasons_new (TnStep *step,
                TnTable *facts,
                TnPacket *model,
                const TnNodeSpec *spec,
                const gsize *rows,
                gsize n_rows,
                const char *currency,
                GError **error)
{
  g_autoptr (TnReasons) self = NULL;
  TnTable *inputs = tn_packet_get_table (model);

  if (spec->explain == NULL || inputs == NULL || n_rows == 0 ||
      tn_table_get_n_rows (inputs) != tn_table_get_n_rows (facts))
    return NULL;

  self = g_new0 (TnReasons, 1);
  self->step = step;
  self->facts = tn_table_ref (facts);
  self->inputs = tn_table_ref (inputs);
  self->state = tn_packet_get_state (model);
  self->spec = spec;
  self->rows = copy_rows (rows, n_rows, error);
  self->n_rows = n_rows;
  self->currency = currency;
  self->ranked = g_array_new (FALSE, FALSE, sizeof (TnFact));
  if (self->rows == NULL || !rank_facts (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

guint
tn_reasons_get_n_facts (const TnReasons *self)
{
  return self->ranked->len;
}

const TnFact *
tn_reasons_get_fact (const TnReasons *self, guint index)
{
  return &g_array_index (self->ranked, TnFact, index);
}

/**
 * tn_reasons_importance_to_json:
 *
 * Returns: (transfer full): [{"name", "label", "unit", "share", "rising", "middle"}], largest first
 */
JsonNode *
tn_reasons_importance_to_json (const TnReasons *self)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->ranked->len; i++)
    {
      const TnFact *fact = tn_reasons_get_fact (self, i);
      g_autoptr (TnMessage) label = tn_fact_get_label (fact->field);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", fact->field->name);
      json_object_set_member (object, "label", tn_message_to_json (label));
      if (fact->field->unit != NULL)
        json_object_set_string_member (object, "unit", fact->field->unit);
      json_object_set_double_member (object, "share", fact->share);
      if (isfinite (fact->middle))
        {
          json_object_set_boolean_member (object, "rising", fact->rising);
          json_object_set_double_member (object, "middle", fact->middle);
        }
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);

  return node;
}

/* Facts of one topic are one bar; a column of a customer table is its own. */
static guint
number_topics (const TnReasons *self, guint *topic_of, const TnFact **first)
{
  guint n = 0;

  for (guint i = 0; i < self->ranked->len; i++)
    {
      const TnFact *fact = tn_reasons_get_fact (self, i);
      guint at = 0;

      while (at < n && (fact->topic == TN_TOPIC_NONE || first[at]->topic != fact->topic))
        at++;
      if (at == n)
        first[n++] = fact;
      topic_of[i] = at;
    }

  return n;
}

/* What each topic moves each customer of the sample: n_sample × n_topics. */
static void
sum_topics (const TnReasons *self, const guint *topic_of, guint n_topics)
{
  guint n_facts = self->ranked->len;
  double *sums = self->sums;

  memset (sums, 0, self->n_sample * n_topics * sizeof (double));
  for (gsize row = 0; row < self->n_sample; row++)
    for (guint i = 0; i < n_facts; i++)
      sums[row * n_topics + topic_of[i]] += self->weights[row * n_facts + i];
}

/* Shares of @n_topics in a draw of the sample; the sample itself without @random. */
static void
draw_shares (const TnReasons *self, guint n_topics, TnRandom *random, double *shares)
{
  const double *sums = self->sums;
  double total = 0;

  memset (shares, 0, n_topics * sizeof (double));
  for (gsize i = 0; i < self->n_sample; i++)
    {
      gsize row = random != NULL ? tn_random_below (random, (guint32) self->n_sample) : i;

      for (guint topic = 0; topic < n_topics; topic++)
        shares[topic] += sums[row * n_topics + topic];
    }
  for (guint topic = 0; topic < n_topics; topic++)
    total += shares[topic];
  for (guint topic = 0; topic < n_topics; topic++)
    shares[topic] = total > 0 ? shares[topic] / total : 0;
}

/* n_topics × DRAWS, each topic's draws sorted. */
static void
draw_all (const TnReasons *self, guint n_topics)
{
  double *draws = self->draws;
  g_autofree double *shares = g_new (double, MAX (n_topics, 1));

  for (guint draw = 0; draw < DRAWS; draw++)
    {
      TnRandom random;

      tn_random_init (&random, tn_step_get_seed (self->step), draw);
      draw_shares (self, n_topics, &random, shares);
      for (guint topic = 0; topic < n_topics; topic++)
        draws[topic * DRAWS + draw] = shares[topic];
    }
  for (guint topic = 0; topic < n_topics; topic++)
    qsort (draws + topic * DRAWS, DRAWS, sizeof (double), compare_doubles);
}

static int
compare_topics (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *shares = user_data;
  guint x = *(const guint *) a, y = *(const guint *) b;

  if (shares[x] != shares[y])
    return shares[x] < shares[y] ? 1 : -1;

  return (x > y) - (x < y);
}

static JsonObject *
topic_to_json (const TnReasons *self, const TnFact *first, double share, const double *draws)
{
  JsonObject *object = json_object_new ();
  g_autoptr (TnMessage) label = first->topic != TN_TOPIC_NONE ? tn_topic_get_label (first->topic)
                                                              : tn_fact_get_label (first->field);

  json_object_set_member (object, "label", tn_message_to_json (label));
  json_object_set_string_member (object, "fact", first->field->name);
  json_object_set_double_member (object, "share", share);
  json_object_set_double_member (object, "low", MIN (share, tn_quantile (draws, DRAWS, 0.025)));
  json_object_set_double_member (object, "high", MAX (share, tn_quantile (draws, DRAWS, 0.975)));

  return object;
}

/**
 * tn_reasons_topics_to_json:
 *
 * Returns: (transfer full): [{"label", "fact", "share", "low", "high"}], largest first: what moves
 *   the chances, facts of one topic together, with 95 % intervals over draws of the customers;
 *   "fact" is the strongest of the topic
 */
JsonNode *
tn_reasons_topics_to_json (const TnReasons *self)
{
  guint n_facts = self->ranked->len;
  g_autofree guint *topic_of = g_new0 (guint, MAX (n_facts, 1));
  g_autofree const TnFact **first = g_new0 (const TnFact *, MAX (n_facts, 1));
  guint n_topics = number_topics (self, topic_of, first);
  g_autofree double *shares = g_new (double, MAX (n_topics, 1));
  g_autofree guint *order = g_new (guint, MAX (n_topics, 1));
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  sum_topics (self, topic_of, n_topics);
  draw_all (self, n_topics);
  draw_shares (self, n_topics, NULL, shares);
  for (guint i = 0; i < n_topics; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) n_topics, sizeof (guint), compare_topics, shares);
  for (guint i = 0; i < n_topics; i++)
    json_array_add_object_element (array, topic_to_json (self, first[order[i]], shares[order[i]],
                                                         self->draws + order[i] * DRAWS));
  json_node_take_array (node, array);

  return node;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->all != y->all)
    return x->all < y->all ? 1 : -1;
  if (x->own != y->own)
    return x->own < y->own ? 1 : -1;

  return (x->fact->column > y->fact->column) - (x->fact->column < y->fact->column);
}

/* The facts of one row that raise its chance, those of the strongest topic first. */
static GArray *
find_candidates (const TnReasons *self, TnTable *view, gsize row, const double *sums)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  double all[TN_N_TOPICS] = { 0 };

  for (guint i = 0; i < self->ranked->len; i++)
    {
      const TnFact *fact = tn_reasons_get_fact (self, i);
      Candidate candidate = { fact, tn_reason_get_topic (view, row, fact), sums[fact->column], 0 };

      all[candidate.topic] += candidate.own;
      if (candidate.own > 0)
        g_array_append_val (found, candidate);
    }
  for (guint i = 0; i < found->len; i++)
    {
      Candidate *candidate = &g_array_index (found, Candidate, i);

      candidate->all = candidate->topic != TN_TOPIC_NONE ? all[candidate->topic] : candidate->own;
    }
  g_array_sort (found, compare_candidates);

  return found;
}

/* Weekdays and places are said only where there is little else: nobody can act on them. */
static gboolean
is_weak (TnTopic topic)
{
  return topic == TN_TOPIC_HABIT || topic == TN_TOPIC_PLACE;
}

static void
say_some (const TnReasons *self,
          TnTable *view,
          gsize row,
          GArray *found,
          gboolean weak,
          GPtrArray *said)
{
  guint topics = 0, most = weak ? TN_MAX_REASONS - 1 : TN_MAX_REASONS;

  for (guint i = 0; i < found->len && said->len < most; i++)
    {
      const Candidate *candidate = &g_array_index (found, Candidate, i);
      TnMessage *message;

      if (candidate->all < LEAST_REASON)
        break;
      if (is_weak (candidate->topic) != weak ||
          (candidate->topic != TN_TOPIC_NONE && (topics & (1u << candidate->topic)) != 0))
        continue;
      message = tn_reason_say (view, row, candidate->fact, self->currency);
      if (message == NULL)
        continue;
      topics |= 1u << candidate->topic;
      /* The silence is what a reader looks for first. */
      g_ptr_array_insert (said, candidate->topic == TN_TOPIC_SILENCE ? 0 : -1, message);
    }
}

/* At most three, no two on one topic. */
static GPtrArray *
say_facts (const TnReasons *self, TnTable *view, gsize row, const double *sums)
{
  g_autoptr (GArray) found = find_candidates (self, view, row, sums);
  GPtrArray *said = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  say_some (self, view, row, found, FALSE, said);
  say_some (self, view, row, found, TRUE, said);

  return said;
}

/**
 * tn_reasons_explain:
 * @indices: (array length=n_indices): among the rows given to tn_reasons_new()
 * @reasons: (out caller-allocates) (array length=n_indices): an array of #TnMessage for each
 *
 * Exact, in one block: for the customers that are listed, not for all.
 */
gboolean
tn_reasons_explain (TnReasons *self,
                    const gsize *indices,
                    gsize n_indices,
                    GPtrArray **reasons,
                    GError **error)
{
  guint n_facts = tn_table_get_n_columns (self->facts);
  g_autofree gsize *rows = tn_keys_try_alloc (n_indices, sizeof (gsize), error);
  g_autofree double *sums = NULL;
  g_autoptr (TnTable) view = NULL;

  if (rows == NULL)
    return FALSE;
  for (gsize i = 0; i < n_indices; i++)
    rows[i] = self->rows[indices[i]];
  sums = explain_rows (self, rows, n_indices, error);
  if (sums == NULL)
    return FALSE;
  view = select_rows (self->facts, rows, n_indices, error);
  if (view == NULL)
    return FALSE;
  for (gsize i = 0; i < n_indices; i++)
    reasons[i] = say_facts (self, view, i, sums + i * n_facts);

  return TRUE;
}
