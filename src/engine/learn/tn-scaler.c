/* tn-scaler.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-scaler.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-prepare.h"
#include "tn-preparer-private.h"

/* The one choice for all columns: a TnScaleMethod. */
#define METHOD 0

static const char *const method_ids[] = { "none", "standard", "robust" };

/* (log1p (x) or x, − center) / scale, cut at ± clip. */
typedef struct
{
  char *name;
  gboolean use_log;
  double center;
  double scale;
  double clip;
} Scale;

const char *
tn_scale_method_to_id (TnScaleMethod method)
{
  return method_ids[method];
}

gboolean
tn_scale_method_from_id (const char *id, TnScaleMethod *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (method_ids); i++)
    if (strcmp (id, method_ids[i]) == 0)
      {
        *method = (TnScaleMethod) i;
        return TRUE;
      }

  return FALSE;
}

/* --- Fitting --- */

typedef struct
{
  double mean;
  double deviation;
  double skewness;
  double low;
  gboolean only_marks; /* zeros and ones */
} Moments;

static Moments
measure (const double *values, gsize n)
{
  Moments m = { 0, 0, 0, INFINITY, TRUE };
  double second = 0, third = 0;

  for (gsize i = 0; i < n; i++)
    {
      m.mean += (values[i] - m.mean) / (double) (i + 1);
      m.low = MIN (m.low, values[i]);
      m.only_marks = m.only_marks && (values[i] == 0 || values[i] == 1);
    }
  for (gsize i = 0; i < n; i++)
    {
      double d = values[i] - m.mean;

      second += d * d;
      third += d * d * d;
    }
  second /= (double) n;
  third /= (double) n;
  m.deviation = sqrt (second);
  m.skewness = second > 0 ? third / (second * m.deviation) : 0;

  return m;
}

/* What is smaller than rounding of the mean is no spread. */
static double
usable_scale (double spread, double center)
{
  return spread > 1e-13 * fabs (center) && isfinite (1 / spread) ? spread : 1;
}

static void
learn_scale (Scale *self, double *values, gsize n, const TnScalerParams *params)
{
  Moments m = measure (values, n);

  if (params->columns == NULL && m.only_marks)
    return;
  self->use_log = params->log_skewed && m.low >= 0 && m.skewness > params->skewness;
  for (gsize i = 0; self->use_log && i < n; i++)
    values[i] = log1p (values[i]);
  if (self->use_log)
    m = measure (values, n);
  self->clip = params->clip;
  if (params->method == TN_SCALE_STANDARD)
    {
      self->center = m.mean;
      self->scale = usable_scale (m.deviation, m.mean);
    }
  else if (params->method == TN_SCALE_ROBUST)
    {
      double spread = tn_prepare_quantile (values, n, 0.75);

      spread -= tn_prepare_quantile (values, n, 0.25);
      self->center = tn_prepare_quantile (values, n, 0.5);
      self->scale = usable_scale (spread, self->center);
    }
}

static gboolean
learn_column (TnPreparer *self,
              gpointer item,
              TnColumn *column,
              const TnField *field,
              gpointer fit,
              GError **error)
{
  Scale *scale = item;
  gsize n = 0;
  g_autofree double *values = tn_prepare_dup_present (column, &n, error);

  if (values == NULL)
    return FALSE;
  scale->scale = 1;
  if (n > 0)
    learn_scale (scale, values, n, fit);
  else
    tn_prepare_note (self->findings, field,
                     N_ ("“{column}” is empty in the rows learned from and is left as it is."));

  return TRUE;
}

/* --- Applying --- */

static void
scale_chunk (const TnChunk *in, TnChunk *out, gpointer user_data)
{
  const Scale *self = user_data;

  for (guint i = 0; i < in->n_rows; i++)
    {
      double x = in->number[i];

      /* Below what was seen the logarithm goes on as 0, as if nothing had happened. */
      if (self->use_log)
        x = isnan (x) ? x : log1p (MAX (x, 0));
      x = (x - self->center) / self->scale;
      if (self->clip > 0)
        x = isnan (x) ? x : CLAMP (x, -self->clip, self->clip);
      out->number[i] = x;
    }
}

static TnMessage *
describe (TnScaleMethod method, const Scale *scale, const TnField *field)
{
  const char *sentence =
      method == TN_SCALE_STANDARD
          ? (scale->use_log ? N_ ("Logarithm of 1 + “{column}”, less its mean, in standard "
                                  "deviations.")
                            : N_ ("“{column}”, less its mean, in standard deviations."))
      : method == TN_SCALE_ROBUST
          ? (scale->use_log ? N_ ("Logarithm of 1 + “{column}”, less its median, in distances of "
                                  "the quartiles.")
                            : N_ ("“{column}”, less its median, in distances of the quartiles."))
      : scale->use_log ? N_ ("Logarithm of 1 + “{column}”.")
                       : N_ ("“{column}”, as it was.");

  return tn_message_take (tn_message_new (sentence), "column", tn_prepare_label (field));
}

static gboolean
apply_scale (const TnPreparer *self,
             gconstpointer item,
             TnTable *table,
             TnTableBuilder *builder,
             GCancellable *cancellable,
             GError **error)
{
  const Scale *scale = item;
  const TnField *field = NULL;
  TnColumn *column = tn_prepare_find (table, scale->name, TN_PREPARE_NUMBERS, &field, error);
  TnColumn *scaled;
  TnField *copy;

  if (column == NULL)
    return FALSE;
  if (!scale->use_log && scale->center == 0 && scale->scale == 1 && scale->clip == 0)
    return TRUE;
  scaled = tn_prepare_map (column, TN_COLUMN_NUMBER, NULL, scale_chunk, (gpointer) scale,
                           cancellable, error);
  if (scaled == NULL)
    return FALSE;
  copy = tn_field_copy (field);
  g_clear_pointer (&copy->unit, g_free);
  g_clear_pointer (&copy->help, tn_message_unref);
  copy->help = describe ((TnScaleMethod) self->choices[METHOD], scale, field);
  tn_table_builder_take (builder, copy, scaled);

  return TRUE;
}

/* --- Stored form --- */

static void
write_scale (gconstpointer item, GVariantBuilder *builder)
{
  const Scale *self = item;

  g_variant_builder_add (builder, "{sv}", "log", g_variant_new_boolean (self->use_log));
  g_variant_builder_add (builder, "{sv}", "center", g_variant_new_double (self->center));
  g_variant_builder_add (builder, "{sv}", "scale", g_variant_new_double (self->scale));
  g_variant_builder_add (builder, "{sv}", "clip", g_variant_new_double (self->clip));
}

static void
read_scale (const TnPreparer *preparer, gpointer item, TnState *state)
{
  Scale *self = item;

  self->use_log = tn_state_get_boolean (state, "log");
  self->center = tn_state_get_double (state, "center", -G_MAXDOUBLE, G_MAXDOUBLE);
  self->scale = tn_state_get_double (state, "scale", G_MINDOUBLE, G_MAXDOUBLE);
  self->clip = tn_state_get_double (state, "clip", 0, G_MAXDOUBLE);
}

const TnPreparerKind tn_scaler = {
  .id = "scaler",
  .version = 2,
  .types = TN_PREPARE_NUMBERS,
  .n_choices = 1,
  .highest = { TN_SCALE_ROBUST },
  .item_size = sizeof (Scale),
  .learn = learn_column,
  .apply = apply_scale,
  .write = write_scale,
  .read = read_scale,
};

static gboolean
check_params (const TnScalerParams *params, GError **error)
{
  gboolean fine = params->method <= TN_SCALE_ROBUST && params->clip >= 0 &&
                  isfinite (params->clip) && !isnan (params->skewness);

  if (!fine)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("Scaling cuts values at a number from 0 up, 0 for no cutting: change the "
                      "settings."),
                  NULL);

  return fine;
}

/**
 * tn_scaler_fit:
 * @table: the rows to learn from
 * @error: %TN_ERROR_LEAK when rows are not train rows, %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA,
 *   %TN_ERROR_ARGUMENT
 *
 * Learns centre and scale of each column from the cells that are not missing. Applying it
 * scales columns in place; they keep name and label, the help says what was done.
 *
 * Returns: (transfer full) (nullable)
 */
TnPreparer *
tn_scaler_fit (TnTable *table,
               const TnScalerParams *params,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnPreparer) self = _tn_preparer_begin (&tn_scaler, table, error);

  if (self == NULL || !check_params (params, error))
    return NULL;
  self->choices[METHOD] = params->method;
  if (!_tn_preparer_learn (self, table, params->columns, (gpointer) params, progress, cancellable,
                           error))
    return NULL;

  return g_steal_pointer (&self);
}
