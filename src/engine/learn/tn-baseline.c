/* tn-baseline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-baseline.h"

#include <math.h>

#include "tn-error.h"
#include "tn-score-curve.h"
#include "tn-state.h"

#define STATE_KIND    "baseline"
#define STATE_VERSION 1

struct _TnBaseline
{
  gatomicrefcount ref_count;
  TnBaselineKind kind;
  char *column;
  double rate;         /* of all rows learned from */
  double missing_rate; /* of rows whose column is missing */
  int direction;
  TnSteps steps; /* of direction × x */
  double center; /* logistic: chance of intercept + slope (x − center) / scale */
  double scale;
  double slope;
  double intercept;
};

static TnBaseline *
baseline_new (void)
{
  TnBaseline *self = g_new0 (TnBaseline, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->scale = 1;
  self->direction = 1;

  return self;
}

TnBaseline *
tn_baseline_ref (TnBaseline *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_baseline_unref (TnBaseline *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->column);
  tn_steps_clear (&self->steps);
  g_free (self);
}

/* Rows whose column is not missing, and what they say about scale and direction. */
typedef struct
{
  double *x;
  double *y;
  double *weights;
  gsize n;
} Rows;

static void
rows_clear (Rows *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->weights);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static gboolean
take_present (TnBaseline *self,
              Rows *rows,
              const double *x,
              const double *y,
              const double *weights,
              gsize n,
              GError **error)
{
  double missing = 0, missing_positive = 0;

  rows->x = g_try_new (double, n + 1);
  rows->y = g_try_new (double, n + 1);
  rows->weights = g_try_new (double, n + 1);
  if (rows->x == NULL || rows->y == NULL || rows->weights == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to prepare these columns: use fewer columns or "
                        "a sample of the rows."),
                    NULL);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      double w = weights != NULL ? weights[i] : 1;

      if (isfinite (x[i]))
        {
          rows->x[rows->n] = x[i];
          rows->y[rows->n] = y[i];
          rows->weights[rows->n++] = w;
        }
      else
        {
          missing += w;
          missing_positive += w * y[i];
        }
    }
  /* As if twenty rows of the usual rate had been missing too. */
  self->missing_rate = (missing_positive + 20 * self->rate) / (missing + 20);

  return TRUE;
}

static void
measure (TnBaseline *self, const Rows *rows, int direction)
{
  double total = 0, mean = 0, variance = 0, covariance = 0;

  for (gsize i = 0; i < rows->n; i++)
    {
      total += rows->weights[i];
      mean += rows->weights[i] * rows->x[i];
    }
  mean /= total;
  for (gsize i = 0; i < rows->n; i++)
    {
      double d = rows->x[i] - mean;

      variance += rows->weights[i] * d * d / total;
      covariance += rows->weights[i] * d * (rows->y[i] - self->rate);
    }
  self->center = isfinite (mean) ? mean : 0;
  self->scale = variance > 0 && isfinite (variance) ? sqrt (variance) : 1;
  self->direction = direction != 0 ? direction : covariance < 0 ? -1 : 1;
}

static gboolean
fit_steps (TnBaseline *self, Rows *rows, GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; i < rows->n; i++)
    rows->x[i] *= self->direction;

  return tn_steps_fit (&self->steps, rows->x, rows->y, rows->weights, rows->n, cancellable, error);
}

static gboolean
fit_logistic (TnBaseline *self, Rows *rows, GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; i < rows->n; i++)
    rows->x[i] = (rows->x[i] - self->center) / self->scale;
  if (!tn_curve_fit (rows->x, rows->y, rows->weights, rows->n, 1e-6, &self->slope, &self->intercept,
                     cancellable, error))
    return FALSE;
  /* Against the direction asked for the best curve is a level one. */
  if (self->slope * self->direction < 0)
    {
      self->slope = 0;
      self->intercept = log (self->rate) - log1p (-self->rate);
    }

  return TRUE;
}

/**
 * tn_baseline_fit:
 * @kind: which rule
 * @column: (nullable): name of the column, for people
 * @x: (nullable): n values of it, NaN where missing; not needed for the rate
 * @y: n labels, 0 or 1
 * @weights: (nullable): n weights
 * @direction: +1 when more means likelier, −1 when less does, 0 as the rows say
 * @error: %TN_ERROR_DATA for unusable labels, or a column without a value
 *
 * Learns what anyone could do without a model. Rows whose column is missing get their own
 * rate, drawn towards that of all rows.
 *
 * Returns: (transfer full) (nullable)
 */
TnBaseline *
tn_baseline_fit (TnBaselineKind kind,
                 const char *column,
                 const double *x,
                 const double *y,
                 const double *weights,
                 gsize n_rows,
                 int direction,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TnBaseline) self = baseline_new ();
  g_auto (Rows) rows = { NULL };
  double total = 0, present = 0;

  g_return_val_if_fail (kind == TN_BASELINE_RATE || x != NULL, NULL);

  self->kind = kind;
  self->column = g_strdup (column != NULL ? column : "");
  if (!tn_curve_check (y, weights, n_rows, &self->rate, &total, error))
    return NULL;
  self->missing_rate = self->rate;
  if (kind == TN_BASELINE_RATE)
    return g_steal_pointer (&self);

  if (!(self->rate > 0 && self->rate < 1))
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("All rows have the same outcome, so there is nothing to learn: choose a "
                        "longer period or another target."),
                    NULL);
      return NULL;
    }
  if (!take_present (self, &rows, x, y, weights, n_rows, error))
    return NULL;
  for (gsize i = 0; i < rows.n; i++)
    present += rows.weights[i];
  if (!(present > 0))
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("“{column}” is empty, so no rule can be made of it: choose another "
                        "column."),
                    "column", self->column, NULL);
      return NULL;
    }
  measure (self, &rows, direction);
  if (!(kind == TN_BASELINE_ISOTONIC ? fit_steps (self, &rows, cancellable, error)
                                     : fit_logistic (self, &rows, cancellable, error)))
    return NULL;

  return g_steal_pointer (&self);
}

static double
predict_row (const TnBaseline *self, double x)
{
  double m;

  if (self->kind == TN_BASELINE_RATE)
    return self->rate;
  if (!isfinite (x))
    return self->missing_rate;
  if (self->kind == TN_BASELINE_ISOTONIC)
    return tn_steps_get (&self->steps, self->direction * x);
  m = self->intercept + self->slope * (x - self->center) / self->scale;

  return m >= 0 ? 1 / (1 + exp (-m)) : exp (m) / (1 + exp (m));
}

/**
 * tn_baseline_predict:
 * @x: (nullable): n values; not needed for the rate
 * @out: n places for chances, 0 to 1
 */
gboolean
tn_baseline_predict (const TnBaseline *self,
                     const double *x,
                     gsize n_rows,
                     double *out,
                     GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (self->kind == TN_BASELINE_RATE || x != NULL, FALSE);

  for (gsize i = 0; i < n_rows; i++)
    {
      if (i % 65536 == 0 && tn_cancelled (cancellable, error))
        return FALSE;
      out[i] = predict_row (self, x != NULL ? x[i] : 0);
    }

  return TRUE;
}

TnBaselineKind
tn_baseline_get_kind (const TnBaseline *self)
{
  return self->kind;
}

const char *
tn_baseline_get_column (const TnBaseline *self)
{
  return self->column;
}

double
tn_baseline_get_rate (const TnBaseline *self)
{
  return self->rate;
}

/**
 * tn_baseline_get_direction:
 *
 * Returns: +1 when more of the column means likelier, −1 when less does
 */
int
tn_baseline_get_direction (const TnBaseline *self)
{
  return self->direction;
}

/**
 * tn_baseline_to_variant:
 *
 * Returns: (transfer floating): the rule as an a{sv}
 */
GVariant *
tn_baseline_to_variant (const TnBaseline *self)
{
  const double numbers[] = { self->rate,  self->missing_rate, self->center,
                             self->scale, self->slope,        self->intercept };
  GVariantBuilder builder;

  tn_state_begin (&builder, STATE_KIND, STATE_VERSION);
  g_variant_builder_add (&builder, "{sv}", "rule", g_variant_new_uint32 (self->kind));
  g_variant_builder_add (&builder, "{sv}", "column", g_variant_new_string (self->column));
  g_variant_builder_add (&builder, "{sv}", "rising", g_variant_new_boolean (self->direction > 0));
  tn_state_add_doubles (&builder, "numbers", numbers, G_N_ELEMENTS (numbers));
  tn_state_add_doubles (&builder, "start", self->steps.start, self->steps.n);
  tn_state_add_doubles (&builder, "value", self->steps.value, self->steps.n);

  return g_variant_builder_end (&builder);
}

static void
read_numbers (TnBaseline *self, TnState *state)
{
  g_autofree double *numbers = tn_state_dup_doubles (state, "numbers", 6, FALSE, NULL);

  if (numbers == NULL)
    return;
  self->rate = numbers[0];
  self->missing_rate = numbers[1];
  self->center = numbers[2];
  self->scale = numbers[3];
  self->slope = numbers[4];
  self->intercept = numbers[5];
  if (!(self->rate >= 0 && self->rate <= 1 && self->missing_rate >= 0 && self->missing_rate <= 1 &&
        self->scale > 0))
    tn_state_refuse (state, "numbers");
}

/**
 * tn_baseline_from_variant:
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable)
 */
TnBaseline *
tn_baseline_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (TnBaseline) self = baseline_new ();
  TnSteps *steps = &self->steps;
  TnState state;

  if (tn_state_open (&state, variant, STATE_KIND, STATE_VERSION))
    {
      self->kind = (TnBaselineKind) tn_state_get_uint (&state, "rule", 0, TN_BASELINE_LOGISTIC);
      self->column = tn_state_dup_string (&state, "column");
      self->direction = tn_state_get_boolean (&state, "rising") ? 1 : -1;
      read_numbers (self, &state);
      steps->start = tn_state_dup_doubles (&state, "start", G_MAXSIZE, FALSE, &steps->n);
      steps->value = tn_state_dup_doubles (&state, "value", steps->n, FALSE, NULL);
      if (self->kind == TN_BASELINE_ISOTONIC && steps->n == 0)
        tn_state_refuse (&state, "start");
      for (gsize k = 0; state.error == NULL && k < steps->n; k++)
        if (!(steps->value[k] >= 0 && steps->value[k] <= 1) ||
            (k > 0 && !(steps->start[k] > steps->start[k - 1])))
          tn_state_refuse (&state, "value");
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}
