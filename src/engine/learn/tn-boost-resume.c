/* tn-boost-resume.c: keeps the rounds of a long fit, and goes on from them
 *
 * What a round does follows from the model so far, the seed and the round's number, with one
 * exception: making its tree grower, before its first round, XGBoost 1.7 takes one more number
 * from the generator it has just seeded for that round. A booster that goes on would take it in
 * the middle. It is led to make the grower in a round that cannot be done, beforehand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-boost-private.h"

static GVariant *
curve_to_variant (GArray *curve)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, curve->data, curve->len,
                                    sizeof (double));
}

/* After each round: keeps it when the last one kept is long ago. */
void
_tn_boost_keep_round (TnBoostFit *self)
{
  const TnCheckpoint *checkpoint = self->params->checkpoint;
  bst_ulong size = 0;
  const char *data = NULL;
  GVariantBuilder builder;

  if (!tn_checkpoint_is_due (checkpoint, &self->kept_at) ||
      XGBoosterSaveModelToBuffer (self->booster, "{\"format\": \"ubj\"}", &size, &data) != 0)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "train", curve_to_variant (self->train_curve));
  g_variant_builder_add (&builder, "{sv}", "validate", curve_to_variant (self->validate_curve));
  g_variant_builder_add (&builder, "{sv}", "model",
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, size, 1));
  checkpoint->keep (g_variant_builder_end (&builder), checkpoint->user_data);
}

static gboolean
read_curve (GVariant *fields, const char *name, gboolean known, GArray *curve)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (fields, name, G_VARIANT_TYPE ("ad"));
  gsize n = 0;
  const double *numbers =
      value != NULL ? g_variant_get_fixed_array (value, &n, sizeof (double)) : NULL;

  for (gsize i = 0; i < n; i++)
    if (known ? !(numbers[i] >= 0 && isfinite (numbers[i])) : !isnan (numbers[i]))
      return FALSE;
  g_array_append_vals (curve, numbers, (guint) n);

  return n > 0;
}

/* The trees, when they are what this fit could have made. */
static GBytes *
read_model (TnBoostFit *self, GVariant *fields, double base_score)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (fields, "model", G_VARIANT_TYPE ("ay"));
  g_autoptr (GBytes) bytes = value != NULL ? g_variant_get_data_as_bytes (value) : NULL;
  g_autoptr (TnTrees) trees =
      bytes != NULL ? tn_trees_parse (bytes, tn_matrix_get_n_cols (self->train->x), NULL) : NULL;

  if (trees == NULL || trees->trees->len != self->train_curve->len ||
      trees->trees->len != self->validate_curve->len || trees->trees->len > self->params->rounds ||
      !(fabs (trees->base_score - base_score) < 1e-6))
    return NULL;

  return g_steal_pointer (&bytes);
}

/* An unknown way of drawing rows is refused after the grower was made and before any tree is. */
static gboolean
make_grower (TnBoostFit *self, int round)
{
  const TnBoostParams *params = self->params;
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  int n_rounds = -1;

  if (params->subsample >= 1 && params->colsample >= 1)
    return TRUE;

  return XGBoosterSetParam (self->booster, "subsample", "0.5") == 0 &&
         XGBoosterSetParam (self->booster, "sampling_method", "gradient_based") == 0 &&
         XGBoosterUpdateOneIter (self->booster, round, self->matrix) != 0 &&
         XGBoosterSetParam (self->booster, "sampling_method", "uniform") == 0 &&
         XGBoosterSetParam (self->booster, "subsample",
                            g_ascii_formatd (text, sizeof text, "%.9g", params->subsample)) == 0 &&
         XGBoosterBoostedRounds (self->booster, &n_rounds) == 0 && n_rounds == round;
}

static void
find_best (TnBoostFit *self)
{
  const double *validate = (const double *) (gpointer) self->validate_curve->data;

  for (guint i = 1; i < self->validate_curve->len; i++)
    if (self->validate == NULL || validate[i] < validate[self->best])
      self->best = i;
}

/* Puts the rounds kept before into a booster that was just made. %FALSE when there are none
 * that can be used: the booster is of no use then. */
gboolean
_tn_boost_take_rounds (TnBoostFit *self, double base_score)
{
  const TnCheckpoint *checkpoint = self->params->checkpoint;
  g_autoptr (GVariant) fields =
      checkpoint != NULL ? checkpoint->recall (checkpoint->user_data) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  const void *data;
  gsize size;

  if (fields == NULL || !g_variant_is_of_type (fields, G_VARIANT_TYPE_VARDICT) ||
      !read_curve (fields, "train", TRUE, self->train_curve) ||
      !read_curve (fields, "validate", self->validate != NULL, self->validate_curve))
    return FALSE;
  bytes = read_model (self, fields, base_score);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  find_best (self);

  return XGBoosterLoadModelFromBuffer (self->booster, data, size) == 0 &&
         _tn_boost_set_params (self, base_score) &&
         make_grower (self, (int) self->train_curve->len);
}
