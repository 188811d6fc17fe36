/* tn-outlook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-outlook.h"

#include <math.h>

#define NORMAL_975 1.959963984540054

static double
shifted (double chance, double shift)
{
  double p = CLAMP (chance, 1e-9, 1 - 1e-9);
  double odds = log (p / (1 - p)) + shift;

  return odds >= 0 ? 1 / (1 + exp (-odds)) : exp (odds) / (1 + exp (odds));
}

/* The shift of all log-odds after which the mean chance of a fold is what happened. */
static double
find_shift (const TnScorePool *pool, const double *chances, guint fold, gboolean *any)
{
  double low = -6, high = 6, observed = 0, n = 0;

  for (guint i = 0; i < pool->scores->len; i++)
    if (g_array_index (pool->folds, guint32, i) == fold)
      {
        observed += pool->labels->data[i];
        n++;
      }
  *any = n > 0;
  if (n == 0)
    return 0;

  for (int step = 0; step < 60; step++)
    {
      double middle = (low + high) / 2, expected = 0;

      for (guint i = 0; i < pool->scores->len; i++)
        if (g_array_index (pool->folds, guint32, i) == fold)
          expected += shifted (chances[i], middle);
      if (expected < observed)
        low = middle;
      else
        high = middle;
    }

  return (low + high) / 2;
}

/**
 * tn_outlook_level_shift:
 * @pool: test rows of all folds
 * @chances: (array): their chances, out of fold
 *
 * From one cut date to the next the level of leaving moves more than chance alone would
 * move it: seasons, campaigns. What was seen is taken as the size of the next move.
 *
 * Returns: the root of the mean squared shift of the log-odds over the folds; 0 with no fold
 */
double
tn_outlook_level_shift (const TnScorePool *pool, const double *chances, guint n_folds)
{
  double sum = 0;
  guint n = 0;

  for (guint fold = 0; fold < n_folds; fold++)
    {
      gboolean any;
      double shift = find_shift (pool, chances, fold, &any);

      if (any)
        {
          sum += shift * shift;
          n++;
        }
    }

  return n > 0 ? sqrt (sum / n) : 0;
}

static double
sum_shifted (const double *chances, const double *weights, gsize n, double shift)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += shifted (chances[i], shift) * (weights != NULL ? weights[i] : 1);

  return sum;
}

/* Variance of the sum of what leavers would bring, and half an interval of what is shared. */
static double
find_luck (const double *chances, const TnAmounts *amounts, gsize n)
{
  double variance = 0, shared = 0;

  for (gsize i = 0; i < n; i++)
    {
      double weight = amounts != NULL ? amounts->expected[i] : 1;

      variance += chances[i] * (1 - chances[i]) * weight * weight;
      if (amounts == NULL)
        continue;
      variance += chances[i] * amounts->own_error[i] * amounts->own_error[i];
      shared += chances[i] * amounts->shop_error[i];
    }

  return NORMAL_975 * sqrt (variance + shared * shared);
}

/**
 * tn_outlook_sum:
 * @chances: (array length=n): of leaving
 * @amounts: (nullable): what each would bring; %NULL to count customers
 * @shift_sd: as tn_outlook_level_shift() says
 *
 * Sums chances times amounts: what those who will leave would have brought. The 95 % interval
 * takes in
 *
 * - the luck of each customer and what is not known of it: with leaving L of chance p and amount W
 *   of mean w and own error e, independent of each other, Var (L W) = p (1 − p) w² + p e²;
 * - the errors all amounts share: Σ p s, as if they moved together. They nearly do, and more
 *   cannot be: the true error of the sum is at most that;
 * - a shift of the level of leaving common to all.
 *
 * It does not hold that all amounts may shift together, as with prices or a season.
 */
void
tn_outlook_sum (TnOutlook *self,
                const double *chances,
                const TnAmounts *amounts,
                gsize n,
                double shift_sd)
{
  const double *weights = amounts != NULL ? amounts->expected : NULL;
  double luck = find_luck (chances, amounts, n), down, up;

  self->value = sum_shifted (chances, weights, n, 0);
  down = self->value - sum_shifted (chances, weights, n, -NORMAL_975 * shift_sd);
  up = sum_shifted (chances, weights, n, NORMAL_975 * shift_sd) - self->value;
  self->low = MAX (0, self->value - sqrt (down * down + luck * luck));
  self->high = self->value + sqrt (up * up + luck * luck);
}
