/* tn-power.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-power.h"

#include <math.h>

#include "tn-metric.h"

#define HALVINGS 60

/* Quantile of the normal distribution, by halving its distribution function. */
static double
normal_quantile (double p)
{
  double low = -10, high = 10;

  for (int i = 0; i < HALVINGS; i++)
    {
      double middle = (low + high) / 2;

      if (erfc (-middle / G_SQRT2) / 2 < p)
        low = middle;
      else
        high = middle;
    }

  return (low + high) / 2;
}

/**
 * tn_power_count:
 * @share_a: of the first group, in (0, 1)
 * @share_b: of the second group; another one
 * @ratio: how many of the second group there are for one of the first
 * @power: chance to find the difference, such as %TN_POWER_USUAL
 *
 * How many customers the first group needs so that a test of two shares at the 5 % level, both
 * sides, finds their difference.
 *
 * Source: Fleiss, Levin & Paik, "Statistical methods for rates and proportions", 3rd edition,
 * 2003, section 4.2, without the correction for continuity.
 *
 * Returns: customers in the first group; infinity for equal shares
 */
double
tn_power_count (double share_a, double share_b, double ratio, double power)
{
  double mean = (share_a + ratio * share_b) / (1 + ratio);
  double under_equal = TN_Z95 * sqrt ((ratio + 1) * mean * (1 - mean));
  double under_other =
      normal_quantile (power) * sqrt (ratio * share_a * (1 - share_a) + share_b * (1 - share_b));
  double difference = share_a - share_b, sum = under_equal + under_other;

  return sum * sum / (ratio * difference * difference);
}

/**
 * tn_power_effect:
 * @share: of the first group: the leaving rate of those who are held out, say
 * @n_a: customers in the first group
 * @n_b: customers in the second group
 * @power: chance to find the difference
 *
 * The least drop of the second group's share that the groups can show, by tn_power_count().
 *
 * Returns: a difference of shares, above 0; NaN when not even a share of 0 could be told apart
 */
double
tn_power_effect (double share, double n_a, double n_b, double power)
{
  double low = 0, high = share;

  if (!(n_a > 0 && n_b > 0) || !(tn_power_count (share, 0, n_b / n_a, power) <= n_a))
    return (double) NAN;
  for (int i = 0; i < HALVINGS; i++)
    {
      double middle = (low + high) / 2;

      if (tn_power_count (share, share - middle, n_b / n_a, power) <= n_a)
        high = middle;
      else
        low = middle;
    }

  return high;
}
