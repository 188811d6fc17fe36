/* tn-column-power.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-column-power.h"

#include <math.h>

#include "tn-error.h"
#include "tn-folds-private.h"
#include "tn-judgement.h"
#include "tn-scored-private.h"

/* Enough to tell 0.85 from 0.80, and little enough for every column of every run. */
#define MAX_ROWS  20000
#define N_PARTS   5
#define SMOOTHING 10 /* rows of the usual rate each category is given */

/* The rows that are looked at: evenly spread over the train rows. */
typedef struct
{
  gsize *rows;
  guint8 *label;
  guint8 *part; /* rows of one customer share one */
  gsize n;
} Sample;

static void
sample_clear (Sample *self)
{
  g_free (self->rows);
  g_free (self->label);
  g_free (self->part);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

static gboolean
sample_read (Sample *self, TnTable *table, const guint8 *row_roles, GError **error)
{
  gsize n_rows = tn_table_get_n_rows (table), n_train = 0, n_seen = 0, n_customers;
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autofree guint32 *customers =
      labels != NULL ? tn_table_dup_customers (table, &n_customers, error) : NULL;

  if (customers == NULL)
    return FALSE;
  for (gsize i = 0; i < n_rows; i++)
    n_train += row_roles[i] == TN_ROW_TRAIN && labels[i] <= 1;
  self->rows = _tn_judge_try_malloc (MAX_ROWS, sizeof (gsize), error);
  if (self->rows == NULL)
    return FALSE;
  self->label = g_new (guint8, MAX_ROWS);
  self->part = g_new (guint8, MAX_ROWS);
  for (gsize i = 0; i < n_rows; i++)
    {
      if (row_roles[i] != TN_ROW_TRAIN || labels[i] > 1)
        continue;
      /* Row k is taken when the share of rows taken falls behind. */
      if (n_train <= MAX_ROWS || (gsize) ((double) (n_seen + 1) * MAX_ROWS / (double) n_train) >
                                     (gsize) ((double) n_seen * MAX_ROWS / (double) n_train))
        if (self->n < MAX_ROWS)
          {
            self->rows[self->n] = i;
            self->label[self->n] = labels[i];
            self->part[self->n++] = (guint8) (customers[i] % N_PARTS);
          }
      n_seen++;
    }

  return TRUE;
}

static double
auc_of_numbers (TnColumn *column, const Sample *sample, GError **error)
{
  g_autofree double *values = tn_column_dup_numbers (column, error);

  return values != NULL ? tn_feature_auc (values, sample->label, sample->n) : (double) NAN;
}

static double
auc_of_times (TnColumn *column, const Sample *sample, GError **error)
{
  g_autofree gint64 *times = tn_column_dup_times (column, error);
  g_autofree double *values = times != NULL ? g_new (double, MAX (sample->n, 1)) : NULL;

  if (values == NULL)
    return (double) NAN;
  for (gsize i = 0; i < sample->n; i++)
    values[i] = times[i] != TN_TIME_MISSING ? (double) times[i] : (double) NAN;

  return tn_feature_auc (values, sample->label, sample->n);
}

/* The usual rate of each row's category among customers of the other parts: a category of its own
 * for every customer then says nothing, as it should. */
static void
fill_rates (const guint32 *codes, guint32 n_codes, const Sample *sample, double *rates)
{
  gsize n_places = (gsize) n_codes + 1; /* the last one for missing cells */
  g_autofree double *rows = g_new0 (double, n_places *(N_PARTS + 1));
  g_autofree double *hits = g_new0 (double, n_places *(N_PARTS + 1));
  double part_rows[N_PARTS + 1] = { 0 }, part_hits[N_PARTS + 1] = { 0 };

  for (gsize i = 0; i < sample->n; i++)
    {
      gsize place = codes[i] != TN_CODE_MISSING ? codes[i] : n_codes;
      const gsize parts[2] = { sample->part[i], N_PARTS };

      for (guint k = 0; k < 2; k++)
        {
          rows[parts[k] * n_places + place]++;
          hits[parts[k] * n_places + place] += sample->label[i];
          part_rows[parts[k]]++;
          part_hits[parts[k]] += sample->label[i];
        }
    }
  for (gsize i = 0; i < sample->n; i++)
    {
      gsize place = codes[i] != TN_CODE_MISSING ? codes[i] : n_codes;
      gsize own = sample->part[i] * n_places + place, all = N_PARTS * n_places + place;
      double rest = part_rows[N_PARTS] - part_rows[sample->part[i]];
      double usual = rest > 0 ? (part_hits[N_PARTS] - part_hits[sample->part[i]]) / rest : 0;

      rates[i] = (hits[all] - hits[own] + SMOOTHING * usual) / (rows[all] - rows[own] + SMOOTHING);
    }
}

static double
auc_of_codes (TnColumn *column, const Sample *sample, GError **error)
{
  g_autofree guint32 *codes = tn_column_dup_codes (column, error);
  g_autofree double *rates = g_new (double, MAX (sample->n, 1));
  g_autofree guint32 *seen = NULL;
  g_autoptr (GHashTable) places = NULL;

  if (codes == NULL)
    return (double) NAN;
  /* A dictionary may be far larger than the sample: codes are numbered as they come. */
  places = g_hash_table_new (NULL, NULL);
  seen = g_new (guint32, MAX (sample->n, 1));
  for (gsize i = 0; i < sample->n; i++)
    {
      gpointer place = NULL;

      if (codes[i] == TN_CODE_MISSING)
        seen[i] = TN_CODE_MISSING;
      else if (g_hash_table_lookup_extended (places, GUINT_TO_POINTER (codes[i]), NULL, &place))
        seen[i] = GPOINTER_TO_UINT (place);
      else
        {
          seen[i] = g_hash_table_size (places);
          g_hash_table_insert (places, GUINT_TO_POINTER (codes[i]), GUINT_TO_POINTER (seen[i]));
        }
    }
  fill_rates (seen, g_hash_table_size (places), sample, rates);

  return tn_feature_auc (rates, sample->label, sample->n);
}

static double
auc_of_column (TnColumn *column, const Sample *sample, GError **error)
{
  switch (tn_column_get_column_type (column))
    {
    case TN_COLUMN_NUMBER:
      return auc_of_numbers (column, sample, error);
    case TN_COLUMN_TIME:
      return auc_of_times (column, sample, error);
    case TN_COLUMN_CATEGORY:
    case TN_COLUMN_FLAG:
      return auc_of_codes (column, sample, error);
    case TN_COLUMN_TEXT:
    default:
      return (double) NAN;
    }
}

/**
 * tn_column_powers_new:
 * @table: with a target
 * @row_roles: (array): a #TnRowRole each row; only rows to learn from are looked at
 * @cancellable: (nullable): looked at before each column
 * @error: of reading; G_IO_ERROR_CANCELLED
 *
 * How well each column that is or may become a fact tells leavers from stayers by itself: numbers
 * and times by their order, categories by the rate of the same category among other customers. At
 * most 20,000 rows are looked at, evenly spread.
 *
 * Returns: (transfer full) (element-type TnColumnPower) (nullable): in the order of the table
 */
GArray *
tn_column_powers_new (TnTable *table,
                      const guint8 *row_roles,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GArray) powers = g_array_new (FALSE, FALSE, sizeof (TnColumnPower));
  g_autoptr (GBytes) rows = NULL;
  g_autoptr (TnTable) view = NULL;
  g_auto (Sample) sample = { 0 };

  if (!sample_read (&sample, table, row_roles, error))
    return NULL;
  rows = g_bytes_new_take (g_steal_pointer (&sample.rows), sample.n * sizeof (gsize));
  view = tn_table_try_new_view (table, rows, error);
  if (view == NULL)
    return NULL;
  for (guint i = 0; sample.n > 0 && i < tn_table_get_n_columns (view); i++)
    {
      const TnField *field = tn_table_get_field (view, i);
      TnColumnPower power = { .name = g_intern_string (field->name) };
      GError *problem = NULL;

      /* A later step may make facts of columns that have no role yet. */
      if (field->role != TN_ROLE_FEATURE && field->role != TN_ROLE_NONE)
        continue;
      if (tn_cancelled (cancellable, error))
        return NULL;
      power.auc = auc_of_column (tn_table_get_column (view, i), &sample, &problem);
      if (problem != NULL)
        {
          g_propagate_error (error, problem);
          return NULL;
        }
      g_array_append_val (powers, power);
    }

  return g_steal_pointer (&powers);
}
