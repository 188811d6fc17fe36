/* tn-association.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-association.h"

#include <math.h>

#include "tn-error.h"
#include "tn-metric.h"
#include "tn-sort.h"

#define HARDLY 0.1 /* correlations below it hardly tell one from the other */

/* Middle ranks, from 1, of the rows that have both values; equal values share theirs. */
static gboolean
fill_ranks (const guint32 *order,
            gsize n,
            const double *values,
            const double *other,
            double *ranks,
            GCancellable *cancellable,
            GError **error)
{
  gsize place = 0, start = 0;

  while (start < n)
    {
      double value = values[order[start]];
      gsize end = start, n_equal = 0;

      if (tn_cancelled (cancellable, error))
        return FALSE;
      for (; end < n && (values[order[end]] == value || isnan (value)); end++)
        n_equal += isfinite (values[order[end]]) && isfinite (other[order[end]]);
      for (gsize i = start; i < end; i++)
        ranks[order[i]] = (double) place + ((double) n_equal + 1) / 2;
      place += n_equal;
      start = end;
    }

  return TRUE;
}

/* The product-moment correlation of ranks; their mean is known. */
static double
correlate (gsize n, const double *x, const double *y, const double *a, const double *b, gsize m)
{
  double mean = ((double) m + 1) / 2, xx = 0, yy = 0, xy = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]) && isfinite (y[i]))
      {
        xx += (a[i] - mean) * (a[i] - mean);
        yy += (b[i] - mean) * (b[i] - mean);
        xy += (a[i] - mean) * (b[i] - mean);
      }

  return xx > 0 && yy > 0 ? CLAMP (xy / sqrt (xx * yy), -1, 1) : (double) NAN;
}

/**
 * tn_association_set_interval:
 * @self: with number of rows and value
 *
 * Sets the 95 % interval: Fisher's z with the variance (1 + r² / 2) / (n − 3) of Bonett & Wright,
 * Psychometrika 65 (2000) 23–28. It takes the rows as independent of each other.
 */
void
tn_association_set_interval (TnAssociation *self)
{
  double z, half;

  self->low = self->high = NAN;
  if (self->n < TN_ASSOCIATION_LEAST)
    self->value = NAN;
  if (!isfinite (self->value))
    return;
  z = atanh (CLAMP (self->value, -1 + 1e-12, 1 - 1e-12));
  half = TN_Z95 * sqrt ((1 + self->value * self->value / 2) / ((double) self->n - 3));
  self->low = tanh (z - half);
  self->high = tanh (z + half);
}

static gboolean
associate (TnTable *table,
           const guint columns[2],
           const double *const values[2],
           TnAssociation *result,
           GCancellable *cancellable,
           GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree double *a = g_try_new (double, MAX (n, 1));
  g_autofree double *b = g_try_new (double, MAX (n, 1));
  double *const ranks[2] = { a, b };

  if (a == NULL || b == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to compare these columns; close other "
                        "programs."),
                    NULL);
      return FALSE;
    }
  for (int i = 0; i < 2; i++)
    {
      TnSortKey key = { tn_table_get_field (table, columns[i])->name, FALSE };
      g_autofree guint32 *order = tn_sort_permutation (table, &key, 1, cancellable, error);

      if (order == NULL ||
          !fill_ranks (order, n, values[i], values[1 - i], ranks[i], cancellable, error))
        return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    result->n += isfinite (values[0][i]) && isfinite (values[1][i]);
  result->value = correlate (n, values[0], values[1], a, b, result->n);
  tn_association_set_interval (result);

  return TRUE;
}

/**
 * tn_associate:
 * @table: the table
 * @x_column: of numbers or times
 * @y_column: of numbers or times
 * @x: its values, NaN where there is none
 * @y: those of the other
 * @result: (out): how much they have the same order, over rows with both values
 *
 * Spearman's rank correlation: a few very large values do not decide it, and it asks for no
 * straight line. Errors: %TN_ERROR_SPACE, %G_IO_ERROR_CANCELLED, and those of reading.
 */
gboolean
tn_associate (TnTable *table,
              guint x_column,
              guint y_column,
              const double *x,
              const double *y,
              TnAssociation *result,
              GCancellable *cancellable,
              GError **error)
{
  const guint columns[2] = { x_column, y_column };
  const double *const values[2] = { x, y };

  *result = (TnAssociation){ 0, NAN, NAN, NAN };

  return associate (table, columns, values, result, cancellable, error);
}

static const char *
choose_sentence (const TnAssociation *self)
{
  if (self->low <= 0 && self->high >= 0)
    return N_ ("The data do not show that {x} and {y} go together: rank correlation {value} ({low} "
               "to {high}), over {n} rows that have both.");
  if (fabs (self->value) < HARDLY)
    return N_ ("{x} and {y} hardly go together: rank correlation {value} ({low} to {high}), over "
               "{n} rows that have both.");
  if (self->value > 0)
    return N_ ("{x} and {y} tend to go the same way: rank correlation {value} ({low} to {high}), "
               "over {n} rows that have both.");

  return N_ ("{x} and {y} tend to go opposite ways: rank correlation {value} ({low} to {high}), "
             "over {n} rows that have both.");
}

/**
 * tn_association_say:
 *
 * Returns: (transfer full): the finding in one sentence, with its interval
 */
TnMessage *
tn_association_say (const TnAssociation *self, TnMessage *x, TnMessage *y)
{
  TnMessage *message;
  int decimals = self->high - self->low < 0.02 ? 3 : 2;

  if (isfinite (self->value))
    {
      message = tn_message_new (choose_sentence (self));
      tn_message_number (message, "value", self->value, decimals);
      tn_message_number (message, "low", self->low, decimals);
      tn_message_number (message, "high", self->high, decimals);
      tn_message_count (message, "n", (gint64) self->n);
    }
  else if (self->n < TN_ASSOCIATION_LEAST)
    message = tn_message_new_plural (
        TN_PLURAL ("{n} row has both {x} and {y}: too few to say whether they go together.",
                   "{n} rows have both {x} and {y}: too few to say whether they go together."),
        (gint64) self->n);
  else
    message = tn_message_new (
        N_ ("{x} and {y} cannot be compared: one of them is the same in all rows."));
  tn_message_take (message, "x", x);

  return tn_message_take (message, "y", y);
}
