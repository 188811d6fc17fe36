/* tn-calibrator.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-calibrator.h"

#include <math.h>

#include "tn-error.h"
#include "tn-score-curve.h"
#include "tn-state.h"

#define STATE_KIND    "calibrator"
#define STATE_VERSION 1

/* Scores closer to 0 or 1 than this count as being there. */
#define SCORE_EDGE 1e-12

struct _TnCalibrator
{
  gatomicrefcount ref_count;
  TnCalibratorKind kind;
  double slope;
  double intercept;
  double edge; /* isotonic chances stay this far from 0 and 1 */
  TnSteps steps;
};

static TnCalibrator *
calibrator_new (void)
{
  TnCalibrator *self = g_new0 (TnCalibrator, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

TnCalibrator *
tn_calibrator_ref (TnCalibrator *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_calibrator_unref (TnCalibrator *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  tn_steps_clear (&self->steps);
  g_free (self);
}

static double
log_odds (double score)
{
  double p = CLAMP (score, SCORE_EDGE, 1 - SCORE_EDGE);

  return log (p) - log1p (-p);
}

/* Platt 1999: targets a little inside 0 and 1, as if one more row of each kind had been seen,
 * so that separable scores do not give certainties. */
static gboolean
fit_platt (TnCalibrator *self,
           const double *scores,
           const double *y,
           const double *weights,
           gsize n,
           double rate,
           double total,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree double *x = g_try_new (double, n + 1);
  g_autofree double *targets = g_try_new (double, n + 1);
  double high = (rate * total + 1) / (rate * total + 2);
  double low = 1 / ((1 - rate) * total + 2);

  if (x == NULL || targets == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to prepare these columns: use fewer columns or "
                        "a sample of the rows."),
                    NULL);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      x[i] = log_odds (scores[i]);
      targets[i] = y[i] == 1 ? high : low;
    }

  return tn_curve_fit (x, targets, weights, n, 1e-9, &self->slope, &self->intercept, cancellable,
                       error);
}

/**
 * tn_calibrator_fit:
 * @kind: which curve
 * @scores: n chances in [0, 1] of rows the model did not learn from
 * @y: n labels, 0 or 1
 * @weights: (nullable): n weights
 * @error: %TN_ERROR_DATA for unusable labels, one outcome only, or scores outside [0, 1]
 *
 * Learns how often a score of p really came true.
 *
 * Returns: (transfer full) (nullable)
 */
TnCalibrator *
tn_calibrator_fit (TnCalibratorKind kind,
                   const double *scores,
                   const double *y,
                   const double *weights,
                   gsize n_rows,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TnCalibrator) self = calibrator_new ();
  double rate = 0, total = 0;
  gboolean fine = TRUE;

  self->kind = kind;
  if (!tn_curve_check (y, weights, n_rows, &rate, &total, error))
    return NULL;
  for (gsize i = 0; i < n_rows; i++)
    fine = fine && scores[i] >= 0 && scores[i] <= 1;
  if (!fine || !(rate > 0 && rate < 1))
    {
      tn_error_set (error, TN_ERROR_DATA,
                    fine ? N_ ("All rows have the same outcome, so there is nothing to learn: "
                               "choose a longer period or another target.")
                         : N_ ("Chances can be corrected only where every row has one from 0 to 1: "
                               "leave out the rows without a score."),
                    NULL);
      return NULL;
    }
  self->edge = 1 / (total + 2);
  if (!(kind == TN_CALIBRATOR_PLATT
            ? fit_platt (self, scores, y, weights, n_rows, rate, total, cancellable, error)
            : tn_steps_fit (&self->steps, scores, y, weights, n_rows, cancellable, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_calibrator_apply:
 * @scores: n chances; NaN stays NaN
 * @out: n places; may be @scores itself
 */
void
tn_calibrator_apply (const TnCalibrator *self, const double *scores, gsize n_rows, double *out)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      double m;

      if (isnan (scores[i]))
        out[i] = scores[i];
      else if (self->kind == TN_CALIBRATOR_ISOTONIC)
        out[i] = CLAMP (tn_steps_interpolate (&self->steps, scores[i]), self->edge, 1 - self->edge);
      else
        {
          m = self->intercept + self->slope * log_odds (scores[i]);
          out[i] = m >= 0 ? 1 / (1 + exp (-m)) : exp (m) / (1 + exp (m));
        }
    }
}

TnCalibratorKind
tn_calibrator_get_kind (const TnCalibrator *self)
{
  return self->kind;
}

/**
 * tn_calibrator_to_variant:
 *
 * Returns: (transfer floating): the curve as an a{sv}
 */
GVariant *
tn_calibrator_to_variant (const TnCalibrator *self)
{
  GVariantBuilder builder;

  tn_state_begin (&builder, STATE_KIND, STATE_VERSION);
  g_variant_builder_add (&builder, "{sv}", "curve", g_variant_new_uint32 (self->kind));
  g_variant_builder_add (&builder, "{sv}", "slope", g_variant_new_double (self->slope));
  g_variant_builder_add (&builder, "{sv}", "intercept", g_variant_new_double (self->intercept));
  g_variant_builder_add (&builder, "{sv}", "edge", g_variant_new_double (self->edge));
  tn_state_add_doubles (&builder, "middle", self->steps.middle, self->steps.n);
  tn_state_add_doubles (&builder, "value", self->steps.value, self->steps.n);

  return g_variant_builder_end (&builder);
}

/**
 * tn_calibrator_from_variant:
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable)
 */
TnCalibrator *
tn_calibrator_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (TnCalibrator) self = calibrator_new ();
  TnSteps *steps = &self->steps;
  TnState state;

  if (tn_state_open (&state, variant, STATE_KIND, STATE_VERSION))
    {
      self->kind =
          (TnCalibratorKind) tn_state_get_uint (&state, "curve", 0, TN_CALIBRATOR_ISOTONIC);
      self->slope = tn_state_get_double (&state, "slope", -G_MAXDOUBLE, G_MAXDOUBLE);
      self->intercept = tn_state_get_double (&state, "intercept", -G_MAXDOUBLE, G_MAXDOUBLE);
      self->edge = tn_state_get_double (&state, "edge", 0, 0.5);
      steps->middle = tn_state_dup_doubles (&state, "middle", G_MAXSIZE, FALSE, &steps->n);
      steps->value = tn_state_dup_doubles (&state, "value", steps->n, FALSE, NULL);
      if (self->kind == TN_CALIBRATOR_ISOTONIC && steps->n == 0)
        tn_state_refuse (&state, "middle");
      for (gsize k = 0; state.error == NULL && k < steps->n; k++)
        if (!(steps->value[k] >= 0 && steps->value[k] <= 1) ||
            (k > 0 && !(steps->middle[k] >= steps->middle[k - 1])))
          tn_state_refuse (&state, "value");
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}
