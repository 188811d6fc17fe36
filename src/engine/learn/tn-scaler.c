/* tn-scaler.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-scaler.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-learn-guard.h"
#include "tn-prepare.h"
#include "tn-state.h"

#define STATE_KIND    "scaler"
#define STATE_VERSION 1

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

struct _TnScaler
{
  gatomicrefcount ref_count;
  TnScaleMethod method;
  GPtrArray *scales;
  GPtrArray *findings;
};

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

static void
scale_free (Scale *self)
{
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scale, scale_free)

static TnScaler *
scaler_new (void)
{
  TnScaler *self = g_new0 (TnScaler, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->scales = g_ptr_array_new_with_free_func ((GDestroyNotify) scale_free);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  return self;
}

TnScaler *
tn_scaler_ref (TnScaler *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_scaler_unref (TnScaler *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->scales);
  g_ptr_array_unref (self->findings);
  g_free (self);
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
learn_column (TnScaler *self,
              TnTable *table,
              guint place,
              const TnScalerParams *params,
              GError **error)
{
  const TnField *field = tn_table_get_field (table, place);
  g_autoptr (Scale) scale = g_new0 (Scale, 1);
  gsize n = 0;
  g_autofree double *values =
      tn_prepare_dup_present (tn_table_get_column (table, place), &n, error);

  if (values == NULL)
    return FALSE;
  scale->name = g_strdup (field->name);
  scale->scale = 1;
  if (n > 0)
    learn_scale (scale, values, n, params);
  else
    tn_prepare_note (self->findings, field,
                     N_ ("“{column}” is empty in the rows learned from and is left as it is."));
  g_ptr_array_add (self->scales, g_steal_pointer (&scale));

  return TRUE;
}

/**
 * tn_scaler_fit:
 * @table: the rows to learn from
 * @error: %TN_ERROR_LEAK when rows are not train rows, %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA,
 *   %TN_ERROR_ARGUMENT
 *
 * Learns centre and scale of each column from the cells that are not missing.
 *
 * Returns: (transfer full) (nullable)
 */
TnScaler *
tn_scaler_fit (TnTable *table,
               const TnScalerParams *params,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnScaler) self = scaler_new ();
  g_autoptr (GArray) places = NULL;

  if (!tn_learn_guard (table, error))
    return NULL;
  if (params->method > TN_SCALE_ROBUST || !(params->clip >= 0) || !isfinite (params->clip) ||
      isnan (params->skewness))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("Scaling cuts values at a number from 0 up, 0 for no cutting: change the "
                        "settings."),
                    NULL);
      return NULL;
    }
  if ((places = tn_prepare_choose (table, params->columns, TN_PREPARE_NUMBERS, error)) == NULL)
    return NULL;
  self->method = params->method;
  for (guint k = 0; k < places->len; k++)
    {
      if (tn_cancelled (cancellable, error) ||
          !learn_column (self, table, g_array_index (places, guint, k), params, error))
        return NULL;
      tn_progress_report (progress, (double) (k + 1) / places->len);
    }

  return g_steal_pointer (&self);
}

/**
 * tn_scaler_get_findings:
 *
 * Returns: (element-type TnMessage): sentences about columns that had nothing to learn from
 */
const GPtrArray *
tn_scaler_get_findings (const TnScaler *self)
{
  return self->findings;
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
describe (const TnScaler *self, const Scale *scale, const TnField *field)
{
  const char *sentence =
      self->method == TN_SCALE_STANDARD
          ? (scale->use_log ? N_ ("Logarithm of 1 + “{column}”, less its mean, in standard "
                                  "deviations.")
                            : N_ ("“{column}”, less its mean, in standard deviations."))
      : self->method == TN_SCALE_ROBUST
          ? (scale->use_log ? N_ ("Logarithm of 1 + “{column}”, less its median, in distances of "
                                  "the quartiles.")
                            : N_ ("“{column}”, less its median, in distances of the quartiles."))
      : scale->use_log ? N_ ("Logarithm of 1 + “{column}”.")
                       : N_ ("“{column}”, as it was.");

  return tn_message_take (tn_message_new (sentence), "column", tn_prepare_label (field));
}

static gboolean
apply_scale (TnScaler *self,
             Scale *scale,
             TnTable *table,
             TnTableBuilder *builder,
             GCancellable *cancellable,
             GError **error)
{
  const TnField *field = NULL;
  TnColumn *column = tn_prepare_find (table, scale->name, TN_PREPARE_NUMBERS, &field, error);
  TnColumn *scaled;
  TnField *copy;

  if (column == NULL)
    return FALSE;
  if (!scale->use_log && scale->center == 0 && scale->scale == 1 && scale->clip == 0)
    return TRUE;
  scaled = tn_prepare_map (column, TN_COLUMN_NUMBER, NULL, scale_chunk, scale, cancellable, error);
  if (scaled == NULL)
    return FALSE;
  copy = tn_field_copy (field);
  g_clear_pointer (&copy->unit, g_free);
  g_clear_pointer (&copy->help, tn_message_unref);
  copy->help = describe (self, scale, field);
  tn_table_builder_take (builder, copy, scaled);

  return TRUE;
}

/**
 * tn_scaler_apply:
 * @table: any rows with the columns learned
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA for a column of another type
 *
 * Scales columns in place; they keep name and label, the help says what was done.
 *
 * Returns: (transfer full) (nullable): as many rows as @table
 */
TnTable *
tn_scaler_apply (TnScaler *self,
                 TnTable *table,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new_from (table);

  for (guint k = 0; k < self->scales->len; k++)
    {
      if (!apply_scale (self, g_ptr_array_index (self->scales, k), table, builder, cancellable,
                        error))
        return NULL;
      tn_progress_report (progress, (double) (k + 1) / self->scales->len);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/* --- Stored form --- */

static GVariant *
scale_to_variant (const Scale *self)
{
  GVariantBuilder builder;

  tn_state_begin (&builder, "scale", STATE_VERSION);
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (self->name));
  g_variant_builder_add (&builder, "{sv}", "log", g_variant_new_boolean (self->use_log));
  g_variant_builder_add (&builder, "{sv}", "center", g_variant_new_double (self->center));
  g_variant_builder_add (&builder, "{sv}", "scale", g_variant_new_double (self->scale));
  g_variant_builder_add (&builder, "{sv}", "clip", g_variant_new_double (self->clip));

  return g_variant_builder_end (&builder);
}

/**
 * tn_scaler_to_variant:
 *
 * Returns: (transfer floating): what was learned, as an a{sv}
 */
GVariant *
tn_scaler_to_variant (const TnScaler *self)
{
  GVariantBuilder builder, list;

  tn_state_begin (&builder, STATE_KIND, STATE_VERSION);
  g_variant_builder_add (&builder, "{sv}", "method", g_variant_new_uint32 (self->method));
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint k = 0; k < self->scales->len; k++)
    g_variant_builder_add_value (&list, scale_to_variant (g_ptr_array_index (self->scales, k)));
  g_variant_builder_add (&builder, "{sv}", "columns", g_variant_builder_end (&list));

  return g_variant_builder_end (&builder);
}

static Scale *
scale_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (Scale) self = g_new0 (Scale, 1);
  TnState state;

  if (tn_state_open (&state, variant, "scale", STATE_VERSION))
    {
      self->name = tn_state_dup_string (&state, "name");
      self->use_log = tn_state_get_boolean (&state, "log");
      self->center = tn_state_get_double (&state, "center", -G_MAXDOUBLE, G_MAXDOUBLE);
      self->scale = tn_state_get_double (&state, "scale", G_MINDOUBLE, G_MAXDOUBLE);
      self->clip = tn_state_get_double (&state, "clip", 0, G_MAXDOUBLE);
      if (self->name[0] == '\0')
        tn_state_refuse (&state, "name");
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_scaler_from_variant:
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable)
 */
TnScaler *
tn_scaler_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (TnScaler) self = scaler_new ();
  g_autoptr (GVariant) list = NULL;
  TnState state;
  gsize n = 0;

  if (tn_state_open (&state, variant, STATE_KIND, STATE_VERSION))
    {
      self->method = (TnScaleMethod) tn_state_get_uint (&state, "method", 0, TN_SCALE_ROBUST);
      list = tn_state_get_list (&state, "columns", &n);
    }
  for (gsize k = 0; k < n && state.error == NULL; k++)
    {
      g_autoptr (GVariant) item = g_variant_get_child_value (list, k);
      Scale *scale = scale_from_variant (item, &state.error);

      if (scale != NULL)
        g_ptr_array_add (self->scales, scale);
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}
