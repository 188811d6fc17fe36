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

/**
 * tn_outlook_sum:
 * @chances: (array length=n): of leaving
 * @weights: (nullable) (array length=n): what each would bring; 1 to count customers
 * @shift_sd: as tn_outlook_level_shift() says
 *
 * Sums chances times weights. The interval takes in the luck of each customer (a sum of
 * independent events) and a shift of the level common to all. With weights it also takes in that
 * these are known of these customers only: customers are drawn again with their chances and
 * weights (a Poisson bootstrap, whose variance is Σ (p w)²), so that a few large ones widen it.
 * It does not hold that all weights may be wrong together, as with prices or a season.
 */
void
tn_outlook_sum (TnOutlook *self,
                const double *chances,
                const double *weights,
                gsize n,
                double shift_sd)
{
  double variance = 0, down, up, luck;

  for (gsize i = 0; i < n; i++)
    {
      double weight = weights != NULL ? weights[i] : 1;

      variance += chances[i] * (1 - chances[i]) * weight * weight;
      if (weights != NULL)
        variance += chances[i] * chances[i] * weight * weight;
    }
  luck = NORMAL_975 * sqrt (variance);
  self->value = sum_shifted (chances, weights, n, 0);
  down = self->value - sum_shifted (chances, weights, n, -NORMAL_975 * shift_sd);
  up = sum_shifted (chances, weights, n, NORMAL_975 * shift_sd) - self->value;
  self->low = MAX (0, self->value - sqrt (down * down + luck * luck));
  self->high = self->value + sqrt (up * up + luck * luck);
}
