/* tn-list-chance.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-chance.h"

#include "tn-error.h"
#include "tn-fitted.h"
#include "tn-learner.h"

void
tn_list_chance_clear (TnListChance *self)
{
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->calibrator, tn_calibrator_unref);
  g_clear_pointer (&self->risk, tn_risk_unref);
}

/**
 * tn_list_chance_query:
 * @chance: (out): of leaving
 * @low: (out): lower end of what became of customers like this one; at most @chance
 * @high: (out): upper end
 */
void
tn_list_chance_query (const TnListChance *self,
                      double score,
                      double *chance,
                      double *low,
                      double *high)
{
  TnRiskInterval interval;

  *chance = score;
  if (self->calibrator != NULL)
    tn_calibrator_apply (self->calibrator, &score, 1, chance);
  tn_risk_query (self->risk, *chance, TN_RISK_NEIGHBOURS, &interval);
  *low = MIN (interval.low, *chance);
  *high = MAX (interval.high, *chance);
}

/**
 * tn_list_chance_add:
 * @scores: with the column of scores
 *
 * Returns: (transfer full) (nullable): the same with chance, low and high behind
 */
TnTable *
tn_list_chance_add (const TnListChance *self, TnTable *scores, GError **error)
{
  static const char *const names[] = { "chance", "low", "high" };
  static const char *const labels[] = { N_ ("Chance of leaving"), N_ ("At least"), N_ ("At most") };
  gsize n = tn_table_get_n_rows (scores);
  int place = tn_table_find (scores, TN_SCORE_COLUMN);
  g_autofree double *score =
      place >= 0 ? tn_column_dup_numbers (tn_table_get_column (scores, (guint) place), error)
                 : NULL;
  g_autofree double *values = g_try_new (double, 3 * MAX (n, 1));
  g_autoptr (TnTableBuilder) builder = NULL;

  if (score == NULL)
    return place < 0 ? tn_table_ref (scores) : NULL;
  if (values == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough free memory for the chances. Score fewer rows at "
                        "once."),
                    NULL);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    tn_list_chance_query (self, score[i], &values[i], &values[n + i], &values[2 * n + i]);
  builder = tn_table_builder_new_from (scores);
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      TnColumn *column = tn_column_try_new_numbers (values + k * n, n, error);
      TnField *field;

      if (column == NULL)
        return NULL;
      field = tn_field_new (names[k], TN_ROLE_NONE);
      field->label = tn_message_new (labels[k]);
      tn_table_builder_take (builder, field, column);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/**
 * tn_list_chance_to_variant:
 *
 * Returns: (transfer floating): typed fields
 */
GVariant *
tn_list_chance_to_variant (const TnListChance *self)
{
  GVariantBuilder builder;
  g_autoptr (GBytes) scores = tn_risk_dup_scores (self->risk);
  g_autoptr (GBytes) labels = tn_risk_dup_labels (self->risk);
  g_autoptr (GBytes) counts = tn_risk_dup_counts (self->risk);

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "model", g_variant_new_string (self->model));
  if (self->calibrator != NULL)
    g_variant_builder_add (&builder, "{sv}", "calibrator",
                           tn_calibrator_to_variant (self->calibrator));
  g_variant_builder_add (&builder, "{sv}", "scores",
                         g_variant_new_from_bytes (G_VARIANT_TYPE ("ad"), scores, FALSE));
  g_variant_builder_add (&builder, "{sv}", "labels",
                         g_variant_new_from_bytes (G_VARIANT_TYPE ("ay"), labels, TRUE));
  g_variant_builder_add (&builder, "{sv}", "counts",
                         g_variant_new_from_bytes (G_VARIANT_TYPE ("au"), counts, FALSE));

  return g_variant_builder_end (&builder);
}

static gboolean
read_risk (TnListChance *self, const TnNodeState *state, GError **error)
{
  g_autoptr (GVariant) scores = tn_node_state_get (state, "scores", "ad", error);
  g_autoptr (GVariant) labels =
      scores != NULL ? tn_node_state_get (state, "labels", "ay", error) : NULL;
  g_autoptr (GVariant) counts =
      labels != NULL ? tn_node_state_get (state, "counts", "au", error) : NULL;
  g_autoptr (GBytes) score_bytes = NULL;
  g_autoptr (GBytes) label_bytes = NULL;
  g_autoptr (GBytes) count_bytes = NULL;

  if (counts == NULL)
    return FALSE;
  score_bytes = g_variant_get_data_as_bytes (scores);
  label_bytes = g_variant_get_data_as_bytes (labels);
  count_bytes = g_variant_get_data_as_bytes (counts);
  self->risk = tn_risk_new_from_state (score_bytes, label_bytes, count_bytes, error);

  return self->risk != NULL;
}

/**
 * tn_list_chance_from_state:
 * @self: (out caller-allocates): cleared by tn_list_chance_clear(), also after an error
 * @spec: of the node @state is of
 * @error: %TN_ERROR_DAMAGED
 */
gboolean
tn_list_chance_from_state (TnListChance *self,
                           const TnNodeSpec *spec,
                           const TnNodeState *state,
                           GError **error)
{
  GVariant *fields = tn_fitted_get_fields (spec, state, error);
  g_autoptr (GVariant) calibrator = NULL;
  g_autoptr (GVariant) model = NULL;

  *self = (TnListChance){ 0 };
  if (fields == NULL || !read_risk (self, state, error))
    return FALSE;
  model = tn_node_state_get (state, "model", "s", error);
  if (model == NULL)
    return FALSE;
  self->model = g_variant_dup_string (model, NULL);
  calibrator = g_variant_lookup_value (fields, "calibrator", NULL);
  if (calibrator == NULL)
    return TRUE;
  self->calibrator = tn_calibrator_from_variant (calibrator, error);

  return self->calibrator != NULL;
}
