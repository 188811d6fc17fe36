/* plot-samples.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Curves from formulas that look like the ones a shop gets; titles as a narrator
 * would write them. The Chinese of these sentences is in samples[] below, since test
 * sentences have no place in the catalogue.
 */

#include "config.h"

#include "plot-samples.h"

#include <math.h>

#define N 60

static TnMessage *
m (const char *text)
{
  return tn_message_new_literal (text);
}

/* Binormal ROC: y = Φ(a + Φ⁻¹(x)), here by its logistic cousin y = σ(a + logit x). */
static double
roc_at (double x, double a)
{
  if (x <= 0 || x >= 1)
    return x;

  return 1 / (1 + exp (-a) * (1 - x) / x);
}

typedef struct
{
  double x[N + 1], y[3][N + 1], low[N + 1], high[N + 1];
} Curves;

static void
fill_roc (Curves *self)
{
  static const double strengths[3] = { 1.75, 1.45, 1.0 };

  for (int i = 0; i <= N; i++)
    {
      self->x[i] = i / (double) N;
      for (int k = 0; k < 3; k++)
        self->y[k][i] =
            roc_at (self->x[i], strengths[k]) + 0.006 * sin (i * (2.1 + k)) * (i > 0 && i < N);
      self->low[i] = MAX (0, self->y[0][i] - 0.12 * sqrt (self->x[i] * (1 - self->x[i])));
      self->high[i] = MIN (1, self->y[0][i] + 0.10 * sqrt (self->x[i] * (1 - self->x[i])));
    }
}

static TnChart *
sample_roc (void)
{
  Curves c;
  TnCurve curves[3];

  fill_roc (&c);
  curves[0] = (TnCurve){ m ("gradient boosting 0.741"), 1, N + 1, c.x, c.y[0], c.low, c.high };
  curves[1] = (TnCurve){ m ("logistic regression 0.723"), 3, N + 1, c.x, c.y[1], NULL, NULL };
  curves[2] = (TnCurve){ m ("recency rule 0.658"), 0, N + 1, c.x, c.y[2], NULL, NULL };

  return tn_chart_roc (m ("In 74 of 100 pairs the leaver gets the higher chance"),
                       m ("2,775 customers after 9 September 2011. The band is a 95% interval."), 3,
                       curves);
}

static TnChart *
sample_bars (void)
{
  const TnEstimate items[] = {
    { m ("Few orders, or long gaps between them"), NULL, 1, TRUE, 0.37, 0.365, 0.378 },
    { m ("Little spent in the last 90 and 180 days"), NULL, 1, TRUE, 0.24, 0.235, 0.244 },
    { m ("Longer without an order than is usual for them"), NULL, 1, TRUE, 0.17, 0.166, 0.173 },
    { m ("Average price of what they buy"), NULL, 1, FALSE, 0.08, 0.077, 0.082 },
    { m ("Few different products"), NULL, 1, FALSE, 0.07, 0.068, 0.072 },
    { m ("Share of the value returned"), NULL, 1, FALSE, 0.03, 0.028, 0.033 },
    { m ("Inside or outside the United Kingdom"), NULL, 1, FALSE, 0.013, 0.012, 0.015 },
    { m ("Time since the first order"), NULL, 1, FALSE, 0.012, 0.011, 0.012 },
  };

  return tn_chart_bars (m ("Three things carry 79% of the judgement"),
                        m ("What moves the chance of leaving, share of the total"), NULL,
                        TN_UNIT_SHARE, NULL, 0, G_N_ELEMENTS (items), items);
}

const PlotSample plot_samples[] = {
  { "roc", 420, 360, sample_roc },
  { "bars", 640, 0, sample_bars },
};
const guint n_plot_samples = G_N_ELEMENTS (plot_samples);
