/* tn-value-error.c: how far off what a customer is expected to bring may be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-value-private.h"

#define MOST_GROUPS 50
#define MOST_STEP   2.0 /* of a logarithm, when one group is left out */

enum
{
  LOG_R,
  LOG_ALPHA,
  MEAN_VALUE,
  LOG_CREDIBILITY,
  RETURN_SHARE,
};

G_STATIC_ASSERT (RETURN_SHARE + 1 == TN_VALUE_N_PARAMS);

/* Sums over customers from which the shop's parameters follow. */
typedef struct
{
  double n;
  double slope[2];     /* of the likelihood, in log r and log alpha */
  double curvature[3]; /* r r, r alpha, alpha alpha */
  double orders;
  double sold;
  double squares; /* of numbers of orders */
  double means;   /* sold² / orders */
  double within;
  double freedom;
  double weights; /* of own means in the shop's */
  double weighted;
  double gross;
  double returned;
} Sums;

/* The second derivative of lgamma: recurrence up to 8, then the asymptotic series (Abramowitz &
 * Stegun 6.4.6 and 6.4.12). */
static double
trigamma (double x)
{
  double sum = 0, inverse;

  for (; x < 8; x++)
    sum += 1 / (x * x);
  inverse = 1 / (x * x);

  return sum + 1 / x + inverse / 2 +
         inverse / x * (1.0 / 6 - inverse * (1.0 / 30 - inverse * (1.0 / 42 - inverse / 30)));
}

static void
add_rates (Sums *sums, const TnPast *past, const TnValueFit *fit)
{
  double r = fit->r, alpha = fit->alpha, x = past->repeats, all = alpha + past->exposure;
  double by_r = _tn_value_digamma (r + x) - _tn_value_digamma (r) + log (alpha / all);
  double by_alpha = r / alpha - (r + x) / all;

  sums->slope[0] += r * by_r;
  sums->slope[1] += alpha * by_alpha;
  sums->curvature[0] += r * r * (trigamma (r + x) - trigamma (r)) + r * by_r;
  sums->curvature[1] += r * alpha * (1 / alpha - 1 / all);
  sums->curvature[2] +=
      alpha * alpha * ((r + x) / (all * all) - r / (alpha * alpha)) + alpha * by_alpha;
}

static void
add_values (Sums *sums, const TnPast *past, const TnValueFit *fit)
{
  double weight = past->n_orders / (past->n_orders + fit->credibility);

  sums->n++;
  sums->orders += past->n_orders;
  sums->sold += past->sold;
  sums->squares += past->n_orders * past->n_orders;
  sums->means += past->sold * past->sold / past->n_orders;
  sums->within += past->squares - past->sold * past->sold / past->n_orders;
  sums->freedom += past->n_orders - 1;
  sums->weights += weight;
  sums->weighted += weight * past->sold / past->n_orders;
  sums->gross += past->gross;
  sums->returned += past->returned;
}

static void
add (Sums *all, const Sums *part, double sign)
{
  double *to = (double *) all;
  const double *from = (const double *) part;

  for (gsize i = 0; i < sizeof (Sums) / sizeof (double); i++)
    to[i] += sign * from[i];
}

/* One step of Newton from the fit on everyone. Where rates do not tell the shape apart, as when
 * all customers order alike, only the mean rate moves. */
static void
step_rates (const Sums *sums, double *change)
{
  const double *u = sums->slope, *h = sums->curvature;
  double det = h[0] * h[2] - h[1] * h[1];

  change[LOG_R] = change[LOG_ALPHA] = 0;
  if (h[0] < 0 && h[2] < 0 && det > 1e-6 * h[0] * h[2])
    {
      change[LOG_R] = CLAMP ((h[1] * u[1] - h[2] * u[0]) / det, -MOST_STEP, MOST_STEP);
      change[LOG_ALPHA] = CLAMP ((h[1] * u[0] - h[0] * u[1]) / det, -MOST_STEP, MOST_STEP);
    }
  else if (h[2] < 0)
    change[LOG_ALPHA] = CLAMP (-u[1] / h[2], -MOST_STEP, MOST_STEP);
}

static double
find_credibility (const Sums *sums)
{
  double within = sums->freedom > 0 ? sums->within / sums->freedom : 0;
  double between = sums->means - sums->sold * sums->sold / sums->orders;

  between = (between - (sums->n - 1) * within) / (sums->orders - sums->squares / sums->orders);

  return _tn_value_credibility (within, between);
}

/* How the parameters differ from those of everyone. */
static void
find_change (const Sums *sums, const TnValueFit *fit, double *change)
{
  double credibility = sums->orders > 0 ? find_credibility (sums) : fit->credibility;

  step_rates (sums, change);
  change[MEAN_VALUE] = sums->weights > 0 ? sums->weighted / sums->weights - fit->mean_value : 0;
  change[LOG_CREDIBILITY] =
      credibility > 0 && fit->credibility > 0
          ? CLAMP (log (credibility / fit->credibility), -MOST_STEP, MOST_STEP)
          : 0;
  change[RETURN_SHARE] =
      sums->gross > 0 ? MIN (sums->returned / sums->gross, 1) - fit->return_share : 0;
}

/* Of the parameters as they are when one group after the other is left out. */
static void
find_covariance (const double (*changes)[TN_VALUE_N_PARAMS], guint n_groups, TnValueFit *fit)
{
  double mean[TN_VALUE_N_PARAMS] = { 0 }, *out = fit->covariance;
  double scale = (double) (n_groups - 1) / n_groups;

  for (guint g = 0; g < n_groups; g++)
    for (guint i = 0; i < TN_VALUE_N_PARAMS; i++)
      mean[i] += changes[g][i] / n_groups;
  for (guint i = 0; i < TN_VALUE_N_PARAMS; i++)
    for (guint j = 0; j <= i; j++, out++)
      {
        *out = 0;
        for (guint g = 0; g < n_groups; g++)
          *out += scale * (changes[g][i] - mean[i]) * (changes[g][j] - mean[j]);
      }
}

/**
 * _tn_value_fit_errors:
 * @pasts: (array length=n): the customers the shop was fitted on
 * @stride: every so manieth of them told the rates
 * @fit: fitted; its @covariance is filled in
 *
 * How sure the shop's parameters are: customers are dealt to up to 50 groups and each group is
 * left out in turn (the delete-a-group jackknife: Shao & Tu, "The Jackknife and Bootstrap", 1995,
 * section 2.3). It draws customers again without drawing: the likelihood's parameters move by one
 * step of Newton (ibid., section 5.1.2 on one-step variants), the others follow from sums.
 */
void
_tn_value_fit_errors (const TnPast *pasts, gsize n, gsize stride, TnValueFit *fit)
{
  guint n_groups = (guint) MIN (n / stride, MOST_GROUPS);
  g_autofree Sums *groups = g_new0 (Sums, MAX (n_groups, 1));
  double changes[MOST_GROUPS][TN_VALUE_N_PARAMS];
  Sums all = { 0 };

  if (n_groups < 2)
    return;
  for (gsize i = 0; i < n; i++)
    {
      Sums *group = &groups[i / stride % n_groups];

      add_values (group, &pasts[i], fit);
      if (i % stride == 0)
        add_rates (group, &pasts[i], fit);
    }
  for (guint g = 0; g < n_groups; g++)
    add (&all, &groups[g], 1);
  for (guint g = 0; g < n_groups; g++)
    {
      Sums rest = all;

      add (&rest, &groups[g], -1);
      find_change (&rest, fit, changes[g]);
    }
  find_covariance ((const double (*)[TN_VALUE_N_PARAMS]) changes, n_groups, fit);
}

/* The variance of a product of independent factors, from their means and variances. */
static double
vary_product (const double *means, const double *variances, guint n)
{
  double squares = 1, both = 1;

  for (guint i = 0; i < n; i++)
    {
      squares *= means[i] * means[i];
      both *= means[i] * means[i] + variances[i];
    }

  return MAX (both - squares, 0);
}

/* What the expected net revenue changes by with each parameter of the shop. */
static void
find_slopes (const TnValueFit *fit, const TnPast *past, const TnValueRow *row, double *slopes)
{
  double all = fit->alpha + past->exposure, orders = past->n_orders + fit->credibility;
  double shop = fit->mean_value * TN_VALUE_RETURN_ORDERS;
  double kept = 1 - row->returned;

  slopes[LOG_R] = row->orders * fit->r / (fit->r + past->repeats) * row->value * kept;
  slopes[LOG_ALPHA] = -row->orders * fit->alpha / all * row->value * kept;
  slopes[MEAN_VALUE] = row->orders * kept * fit->credibility / orders;
  slopes[LOG_CREDIBILITY] =
      row->orders * kept * (fit->credibility / orders) * (fit->mean_value - row->value);
  slopes[RETURN_SHARE] =
      shop + past->gross > 0 ? -row->orders * row->value * shop / (past->gross + shop) : 0;
}

static double
find_own_error (const TnValueFit *fit, const TnPast *past, const TnValueRow *row, guint days)
{
  double weight = TN_VALUE_RETURN_ORDERS +
                  (fit->mean_value > 0 ? past->gross / fit->mean_value : past->n_orders);
  const double means[] = { row->orders, row->value, 1 - row->returned };
  const double variances[] = { row->orders * days / (fit->alpha + past->exposure),
                               fit->order_variance / (past->n_orders + fit->credibility),
                               row->returned * (1 - row->returned) / (weight + 1) };

  return sqrt (vary_product (means, variances, G_N_ELEMENTS (means)));
}

static double
find_shop_error (const TnValueFit *fit, const TnPast *past, const TnValueRow *row)
{
  double slopes[TN_VALUE_N_PARAMS], variance = 0;
  const double *cell = fit->covariance;

  find_slopes (fit, past, row, slopes);
  for (guint i = 0; i < TN_VALUE_N_PARAMS; i++)
    for (guint j = 0; j <= i; j++, cell++)
      variance += (i == j ? 1 : 2) * slopes[i] * slopes[j] * *cell;

  return sqrt (MAX (variance, 0));
}

/**
 * _tn_value_errors:
 * @own: (out): standard error that is this customer's own
 * @shop: (out): standard error that follows from the shop's parameters; all customers share it
 *
 * Given the shop, a customer's rate has a gamma distribution with shape r + repeat orders and rate
 * alpha + days (Fader & Hardie, "A note on the NBD", 2004, or any text on the conjugate prior of
 * the Poisson distribution); the usual order has the variance within / (orders + k) (Bühlmann &
 * Gisler 2005, theorem 4.3 and its corollary: (1 − Z) times the variance between customers); the
 * share returned, mixed with five of the shop's orders, that of a beta distribution of that
 * weight, as if each order were kept or sent back whole. The three are taken as independent.
 */
void
_tn_value_errors (const TnValueFit *fit, const TnPast *past, guint days, double *own, double *shop)
{
  TnValueRow row;

  _tn_value_expect (fit, past, days, &row);
  *own = find_own_error (fit, past, &row, days);
  *shop = find_shop_error (fit, past, &row);
}
