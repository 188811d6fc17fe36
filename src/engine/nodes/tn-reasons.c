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
#include "tn-reason-text.h"

/* So many rows say what matters in general. */
#define SAMPLE_ROWS 2000
/* A fact that moves the log-odds by less is no reason. */
#define LEAST_REASON 0.02

struct _TnReasons
{
  TnStep *step;
  TnTable *facts;
  TnTable *inputs; /* what the model was applied to: same rows, encoded columns */
  const TnNodeState *state;
  const TnNodeSpec *spec;
  gsize *rows;
  gsize n_rows;
  GArray *ranked; /* of TnFact, by share */
};

void
tn_reasons_free (TnReasons *self)
{
  g_clear_pointer (&self->ranked, g_array_unref);
  g_clear_pointer (&self->facts, tn_table_unref);
  g_clear_pointer (&self->inputs, tn_table_unref);
  g_free (self->rows);
  g_free (self);
}

static TnTable *
select_rows (TnTable *table, const gsize *rows, gsize n_rows)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rows, n_rows * sizeof (gsize));

  return tn_table_new_view (table, bytes);
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

      if (field->role != TN_ROLE_FEATURE || length <= best_length || !g_str_has_prefix (name, field->name))
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
sum_by_source (const TnReasons *self, const TnExplanation *explanation)
{
  guint n_facts = tn_table_get_n_columns (self->facts);
  double *sums = g_new0 (double, MAX (explanation->n_rows, 1) * n_facts);

  for (gsize col = 0; col < explanation->n_columns; col++)
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
  g_autoptr (TnTable) view = select_rows (self->inputs, rows, n_rows);
  g_auto (TnExplanation) explanation = { 0 };

  if (!self->spec->explain (self->step, self->state, view, &explanation, error))
    return NULL;

  return sum_by_source (self, &explanation);
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

/* The fact's values on the rows, or %NULL for what is no number. */
static double *
read_numbers (TnTable *view, guint column, GError **error)
{
  TnColumn *at = tn_table_get_column (view, column);

  return tn_column_get_column_type (at) == TN_COLUMN_NUMBER ? tn_column_dup_numbers (at, error) : NULL;
}

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
  view = select_rows (self->facts, sample, n);

  for (guint col = 0; col < n_facts; col++)
    {
      TnFact fact = { col, tn_table_get_field (self->facts, col), NAN, 0, FALSE };
      g_autofree double *values = NULL;

      if (fact.field->role != TN_ROLE_FEATURE)
        continue;
      for (gsize row = 0; row < n; row++)
        fact.share += fabs (sums[row * n_facts + col]);
      if (fact.share == 0)
        continue;
      total += fact.share;
      values = read_numbers (view, col, error);
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

  return TRUE;
}

/**
 * tn_reasons_new:
 * @step: borrowed as long as the reasons
 * @facts: the features as they are read by people, before encoding
 * @model: of a learner's final fit, with the rows it was applied to
 * @spec: of that learner
 * @rows: (array length=n_rows): today's customers
 *
 * Returns: (transfer full) (nullable): the facts in order; %NULL without error when the learner
 *   explains nothing
 */
TnReasons *
tn_reasons_new (TnStep *step, TnTable *facts, TnPacket *model, const TnNodeSpec *spec,
                const gsize *rows, gsize n_rows, GError **error)
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
  self->rows = g_memdup2 (rows, n_rows * sizeof (gsize));
  self->n_rows = n_rows;
  self->ranked = g_array_new (FALSE, FALSE, sizeof (TnFact));
  if (!rank_facts (self, error))
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
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", fact->field->name);
      if (fact->field->label != NULL)
        json_object_set_member (object, "label", tn_message_to_json (fact->field->label));
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

/* The facts of one row that raise its chance, strongest first. */
static guint
pick_facts (const TnReasons *self, const double *sums, const TnFact **picked)
{
  guint n = 0;

  for (guint i = 0; i < self->ranked->len; i++)
    {
      const TnFact *fact = tn_reasons_get_fact (self, i);
      guint at = n;

      if (sums[fact->column] < LEAST_REASON)
        continue;
      while (at > 0 && sums[picked[at - 1]->column] < sums[fact->column])
        at--;
      if (at == TN_MAX_REASONS)
        continue;
      n = MIN (n + 1, TN_MAX_REASONS);
      memmove (picked + at + 1, picked + at, (n - at - 1) * sizeof *picked);
      picked[at] = fact;
    }

  return n;
}

static GPtrArray *
say_facts (TnTable *view, gsize row, const TnFact *const *picked, guint n_picked)
{
  GPtrArray *said = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  for (guint i = 0; i < n_picked; i++)
    {
      TnMessage *message = tn_reason_say (view, row, picked[i], said);

      if (message != NULL)
        g_ptr_array_add (said, message);
    }

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
tn_reasons_explain (TnReasons *self, const gsize *indices, gsize n_indices, GPtrArray **reasons,
                    GError **error)
{
  guint n_facts = tn_table_get_n_columns (self->facts);
  g_autofree gsize *rows = g_new (gsize, MAX (n_indices, 1));
  g_autofree double *sums = NULL;
  g_autoptr (TnTable) view = NULL;

  for (gsize i = 0; i < n_indices; i++)
    rows[i] = self->rows[indices[i]];
  sums = explain_rows (self, rows, n_indices, error);
  if (sums == NULL)
    return FALSE;
  view = select_rows (self->facts, rows, n_indices);
  for (gsize i = 0; i < n_indices; i++)
    {
      const TnFact *picked[TN_MAX_REASONS + 1];
      guint n = pick_facts (self, sums + i * n_facts, picked);

      reasons[i] = say_facts (view, i, picked, n);
    }

  return TRUE;
}
