/* tn-encoder-rates.c: target encoding: the usual rate of a category
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-encoder-private.h"
#include "tn-error.h"
#include "tn-labels.h"
#include "tn-prepare.h"
#include "tn-random.h"

void
_tn_target_clear (TnTarget *self)
{
  g_free (self->y);
  g_free (self->folds);
}

/* Read as every learner reads it. */
static double *
read_labels (TnTable *table, GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autofree double *y = labels != NULL ? g_try_new (double, n + 1) : NULL;

  if (labels == NULL)
    return NULL;
  if (y == NULL)
    {
      tn_prepare_no_memory (error);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (labels[i] == TN_LABEL_UNKNOWN)
        {
          TnMessage *message = tn_message_new (
              N_ ("The target of row {row} is not known, so its category cannot be given a rate: "
                  "filter out rows without an answer, or encode in another way."));

          tn_error_take (error, TN_ERROR_DATA, tn_message_count (message, "row", (gint64) i + 1));
          return NULL;
        }
      y[i] = labels[i];
    }

  return g_steal_pointer (&y);
}

/* Rows of one customer share a fold: out of fold then means out of customer. */
static guint32 *
draw_folds (TnTable *table, const TnEncoderParams *params, GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);
  g_autofree guint32 *codes = NULL;
  g_autofree guint32 *folds = g_try_new (guint32, n + 1);
  const guint32 key[2] = { (guint32) params->seed, (guint32) (params->seed >> 32) };

  if (folds == NULL)
    {
      tn_prepare_no_memory (error);
      return NULL;
    }
  if (place >= 0)
    {
      TnColumn *column = tn_table_get_column (table, (guint) place);

      if (tn_column_type_get_kind (tn_column_get_column_type (column)) == TN_CHUNK_CODE &&
          (codes = tn_column_dup_codes (column, error)) == NULL)
        return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      gboolean known = codes != NULL && codes[i] != TN_CODE_MISSING;
      const guint64 group = known ? codes[i] : i;
      const guint32 counter[4] = { (guint32) group, (guint32) (group >> 32), known, 0 };
      guint32 block[4];

      tn_random_philox (counter, key, block);
      folds[i] = (guint32) ((guint64) block[0] * params->n_folds >> 32);
    }

  return g_steal_pointer (&folds);
}

gboolean
_tn_target_init (TnTarget *self, TnTable *table, const TnEncoderParams *params, GError **error)
{
  double sum = 0;

  self->n_rows = tn_table_get_n_rows (table);
  if ((self->y = read_labels (table, error)) == NULL ||
      (self->folds = draw_folds (table, params, error)) == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_rows; i++)
    sum += self->y[i];
  self->rate = self->n_rows > 0 ? sum / (double) self->n_rows : 0;

  return TRUE;
}

/* Sums of rows and positives by fold and place; the last fold's row is all folds. */
typedef struct
{
  gsize n_places;
  double *rows;
  double *positives;
} RateSums;

static void
rate_sums_clear (RateSums *self)
{
  g_free (self->rows);
  g_free (self->positives);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RateSums, rate_sums_clear)

static gboolean
sum_rates (RateSums *self,
           const TnCode *code,
           const guint32 *places,
           guint32 size,
           TnColumn *column,
           const TnTarget *target,
           guint n_folds,
           GError **error)
{
  self->n_places = code->n_kept + 2;
  self->rows = g_try_new0 (double, self->n_places *(n_folds + 1));
  self->positives = g_try_new0 (double, self->n_places *(n_folds + 1));
  if (self->rows == NULL || self->positives == NULL)
    return tn_prepare_no_memory (error);
  for (gsize c = 0; c < tn_column_get_n_chunks (column); c++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, c, error);

      if (chunk == NULL)
        return FALSE;
      for (guint i = 0; i < chunk->n_rows; i++)
        {
          gsize row = c * TN_CHUNK_ROWS + i;
          gsize place = _tn_code_place (code, places, size, chunk->code[i]);
          gsize own = target->folds[row] * self->n_places + place;
          gsize all = n_folds * self->n_places + place;

          self->rows[own]++;
          self->rows[all]++;
          self->positives[own] += target->y[row];
          self->positives[all] += target->y[row];
        }
    }

  return TRUE;
}

/* (positives + m × prior) / (rows + m): Micci-Barreca 2001, with a fixed weight m of the prior. */
static double
smooth (double positives, double rows, double prior, double m)
{
  return rows + m > 0 ? (positives + m * prior) / (rows + m) : prior;
}

static void
take_rates (TnCode *code, const RateSums *sums, guint n_folds, double prior, double m)
{
  const double *rows = sums->rows + n_folds * sums->n_places;
  const double *positives = sums->positives + n_folds * sums->n_places;

  code->rates = g_new (double, sums->n_places);
  for (gsize k = 0; k < sums->n_places; k++)
    code->rates[k] = smooth (positives[k], rows[k], prior, m);
}

/* The rates of the rows learned from: from the rows of other folds only. */
static TnColumn *
make_out_of_fold (const TnCode *code,
                  const guint32 *places,
                  guint32 size,
                  TnColumn *column,
                  const TnTarget *target,
                  const RateSums *sums,
                  const TnEncoderParams *params,
                  GError **error)
{
  guint n_folds = params->n_folds;
  g_autofree double *values = g_try_new (double, target->n_rows + 1);
  g_autofree double *prior_rows = g_new0 (double, n_folds);
  g_autofree double *prior_positives = g_new0 (double, n_folds);
  double total = (double) target->n_rows, positives = target->rate * total;
  const double *all_rows = sums->rows + n_folds * sums->n_places;
  const double *all_positives = sums->positives + n_folds * sums->n_places;

  if (values == NULL)
    {
      tn_prepare_no_memory (error);
      return NULL;
    }
  for (gsize f = 0; f < n_folds; f++)
    for (gsize k = 0; k < sums->n_places; k++)
      {
        prior_rows[f] += sums->rows[f * sums->n_places + k];
        prior_positives[f] += sums->positives[f * sums->n_places + k];
      }
  for (gsize c = 0; c < tn_column_get_n_chunks (column); c++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, c, error);

      if (chunk == NULL)
        return NULL;
      for (guint i = 0; i < chunk->n_rows; i++)
        {
          gsize row = c * TN_CHUNK_ROWS + i, f = target->folds[row];
          gsize k = _tn_code_place (code, places, size, chunk->code[i]);
          gsize own = f * sums->n_places + k;
          double rest = total - prior_rows[f];
          double prior = rest > 0 ? (positives - prior_positives[f]) / rest : target->rate;

          values[row] = smooth (all_positives[k] - sums->positives[own],
                                all_rows[k] - sums->rows[own], prior, params->smoothing);
        }
    }

  return tn_column_try_new_numbers (values, target->n_rows, error);
}

TnField *
_tn_code_rate_field (const TnCode *code, const TnField *field)
{
  g_autofree char *name = g_strdup_printf ("%s=rate", code->name);
  TnField *rate = tn_field_new (name, TN_ROLE_FEATURE);

  rate->label = tn_message_take (tn_message_new (N_ ("{column}: usual rate")), "column",
                                 tn_prepare_label (field));
  rate->help = tn_message_take (
      tn_message_new (N_ ("Share with the outcome among rows of the same “{column}”, drawn towards "
                          "the share of all rows when there are few.")),
      "column", tn_prepare_label (field));

  return rate;
}

/* Rates of one column; @builder (nullable) gets the out-of-fold ones. */
gboolean
_tn_code_learn_rates (TnCode *code,
                      TnColumn *column,
                      const TnField *field,
                      const TnTarget *target,
                      const TnEncoderParams *params,
                      TnTableBuilder *builder,
                      GError **error)
{
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);
  g_autofree guint32 *places = NULL;
  g_auto (RateSums) sums = { 0 };
  TnColumn *values;
  guint32 size;

  if (dictionary == NULL ||
      (places = _tn_code_map (code, dictionary, TN_ENCODE_UNKNOWN_OTHER, error)) == NULL)
    return FALSE;
  size = tn_dictionary_get_size (dictionary);
  if (!sum_rates (&sums, code, places, size, column, target, params->n_folds, error))
    return FALSE;
  take_rates (code, &sums, params->n_folds, target->rate, params->smoothing);
  if (builder == NULL)
    return TRUE;

  values = make_out_of_fold (code, places, size, column, target, &sums, params, error);
  if (values == NULL)
    return FALSE;
  tn_table_builder_remove (builder, code->name);
  tn_table_builder_take (builder, _tn_code_rate_field (code, field), values);

  return TRUE;
}
