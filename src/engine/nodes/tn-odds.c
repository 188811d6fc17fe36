/* tn-odds.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-odds.h"

#include <math.h>
#include <string.h>

/* The normal's 97.5 % point. */
#define Z_95 1.959963984540054

/**
 * tn_odds_measure_spread:
 *
 * Odds ratios of facts in days, orders and money can be compared only over differences that are
 * usual for each of them.
 *
 * Returns: (transfer floating): the standard deviation of each column, of type ad
 */
GVariant *
tn_odds_measure_spread (TnMatrix *x)
{
  gsize n = tn_matrix_get_n_rows (x), n_cols = tn_matrix_get_n_cols (x);
  g_autofree double *spread = g_new0 (double, MAX (n_cols, 1));

  for (gsize col = 0; col < n_cols; col++)
    {
      const double *values = tn_matrix_get_column (x, col);
      double mean = 0, sum = 0;

      for (gsize i = 0; i < n; i++)
        mean += values[i];
      mean /= (double) MAX (n, 1);
      for (gsize i = 0; i < n; i++)
        sum += (values[i] - mean) * (values[i] - mean);
      sum = n > 1 ? sqrt (sum / (double) (n - 1)) : 0;
      spread[col] = isfinite (sum) ? sum : 0;
    }

  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, spread, n_cols, sizeof (double));
}

typedef struct
{
  TnLogitTerm term;
  double spread; /* 0 where it is not known */
} Odds;

/* What moves the chance most over its usual differences comes first. */
static int
compare_odds (gconstpointer a, gconstpointer b)
{
  const Odds *x = a, *y = b;
  double left = fabs (x->term.estimate) * x->spread, right = fabs (y->term.estimate) * y->spread;

  return left != right ? (left < right) - (left > right) : strcmp (x->term.name, y->term.name);
}

static void
set_ratio (JsonObject *object, const char *name, const TnLogitTerm *term, double step)
{
  JsonObject *ratio = json_object_new ();
  double low = exp (step * (term->estimate - Z_95 * term->std_error));
  double high = exp (step * (term->estimate + Z_95 * term->std_error));

  /* What is beyond all numbers is no number a document can hold. */
  if (isfinite (exp (step * term->estimate)))
    json_object_set_double_member (ratio, "value", exp (step * term->estimate));
  if (isfinite (low) && isfinite (high))
    {
      json_object_set_double_member (ratio, "low", low);
      json_object_set_double_member (ratio, "high", high);
    }
  json_object_set_object_member (object, name, ratio);
}

static JsonNode *
odds_to_json (const Odds *odds)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  const TnLogitTerm *term = &odds->term;

  json_object_set_string_member (object, "term", term->name);
  if (term->label != NULL)
    json_object_set_member (object, "label", tn_message_to_json (term->label));
  json_object_set_double_member (object, "estimate", term->estimate);
  if (isfinite (term->std_error))
    json_object_set_double_member (object, "std_error", term->std_error);
  set_ratio (object, "per_unit", term, 1);
  if (odds->spread > 0)
    {
      json_object_set_double_member (object, "sd", odds->spread);
      set_ratio (object, "per_sd", term, odds->spread);
    }
  json_node_take_object (node, object);

  return node;
}

/**
 * tn_odds_to_json:
 * @state: what a step “logistic” learned
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * The table of odds ratios: of each fact that has a weight, by how much the odds of leaving are
 * multiplied for one unit and for one standard deviation more, with Wald's 95 % interval where
 * standard errors were computed. Those that move most come first.
 *
 * Returns: (transfer full) (nullable): {"method", "penalty", "terms"}
 */
JsonNode *
tn_odds_to_json (const TnNodeState *state, GError **error)
{
  GVariant *fields = tn_node_state_get_fields (state);
  g_autoptr (TnLogit) model = tn_logit_from_variant (fields, error);
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Odds));
  const double *spread = NULL;
  gsize n_spread = 0;
  JsonNode *node;
  JsonObject *object;
  JsonArray *terms;

  if (model == NULL)
    return NULL;
  list = g_variant_lookup_value (fields, TN_ODDS_SPREAD, G_VARIANT_TYPE ("ad"));
  if (list != NULL)
    spread = g_variant_get_fixed_array (list, &n_spread, sizeof (double));
  for (gsize i = 0; i < tn_logit_get_n_columns (model); i++)
    {
      Odds odds = { .spread = i < n_spread && isfinite (spread[i]) ? MAX (spread[i], 0) : 0 };

      tn_logit_get_term (model, (gssize) i, &odds.term);
      if (!odds.term.dropped && odds.term.estimate != 0)
        g_array_append_val (found, odds);
    }
  g_array_sort (found, compare_odds);

  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  terms = json_array_new ();
  for (guint i = 0; i < found->len; i++)
    json_array_add_element (terms, odds_to_json (&g_array_index (found, Odds, i)));
  json_object_set_string_member (object, "method", "wald-by-customer");
  json_object_set_double_member (object, "penalty", tn_logit_get_lambda (model));
  json_object_set_array_member (object, "terms", terms);
  json_node_take_object (node, object);

  return node;
}
