/* tn-boost.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-boost.h"

#include <string.h>

#include "tn-boost-private.h"
#include "tn-error.h"
#include "tn-kernel-dense.h"
#include "tn-kernel-logistic.h"
#include "tn-logit-private.h"
#include "tn-pool.h"
#include "tn-state.h"

#define STATE_KIND    "boost"
#define STATE_VERSION 1

/* Rows converted and predicted at a time: about 50 ms with 300 trees of depth 6. */
#define PREDICT_ROWS 16384

/* Rows explained at a time, at most; fewer when one row is much work. */
#define EXPLAIN_ROWS 2000
#define EXPLAIN_COST 2e7 /* leaves × depth², about 50 ms */

/* --- XGBoost's manners --- */

/* Its settings are per thread, and by default it writes warnings to standard error. */
void
_tn_boost_quiet (void)
{
  XGBSetGlobalConfig ("{\"verbosity\": 0}");
}

/* XGBoost reports everything as text; only running out of memory is recognised. */
void
_tn_boost_take_error (GError **error)
{
  const char *text = XGBGetLastError ();
  g_autofree char *first = g_strndup (text, strcspn (text, "\n"));

  if (strstr (text, "bad_alloc") != NULL || strstr (text, "memory") != NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough memory for the boosted trees: use fewer columns, a "
                      "smaller depth or a sample of the rows."),
                  NULL);
  else
    tn_error_set (error, TN_ERROR_NUMERIC,
                  N_ ("The boosted trees stopped: XGBoost says “{detail}”. Check the columns, or "
                      "use the logistic regression."),
                  "detail", first, NULL);
}

char *
_tn_boost_describe_array (const float *values, gsize n_rows, gsize n_cols)
{
  return g_strdup_printf ("{\"data\": [%" G_GSIZE_FORMAT ", true], \"shape\": [%" G_GSIZE_FORMAT
                          ", %" G_GSIZE_FORMAT "], \"typestr\": \"<f4\", \"version\": 3}",
                          (gsize) values, n_rows, n_cols);
}

typedef struct
{
  TnMatrix *x;
  const gsize *columns;
  gsize n_cols;
  gsize start;
  gsize n_rows;
  float *out;
} Conversion;

/* A stripe of rows at a time, so that the row-major side stays in cache. */
static gboolean
convert_stripe (gsize index, gpointer user_data, GError **error)
{
  Conversion *work = user_data;
  gsize from = index * 512, n = MIN (512, work->n_rows - from);

  for (gsize j = 0; j < work->n_cols; j++)
    {
      gsize col = work->columns != NULL ? work->columns[j] : j;

      tn_kernel_to_float_rows (n, tn_matrix_get_column (work->x, col) + work->start + from,
                               work->n_cols, work->out + from * work->n_cols + j);
    }

  return TRUE;
}

/* Rows @start… of @x as row-major floats. @columns (nullable): which, in the model's order. */
gboolean
_tn_boost_fill_rows (TnMatrix *x,
                     const gsize *columns,
                     gsize n_cols,
                     gsize start,
                     gsize n_rows,
                     float *out,
                     GCancellable *cancellable,
                     GError **error)
{
  Conversion work = { x, columns, n_cols, start, n_rows, out };

  return tn_pool_for ((n_rows + 511) / 512, convert_stripe, &work, cancellable, error);
}

/* --- The object --- */

TnBoost *
tn_boost_ref (TnBoost *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_boost_unref (TnBoost *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->booster != NULL)
    XGBoosterFree (self->booster);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->trees, tn_trees_free);
  g_strfreev (self->names);
  for (gsize j = 0; self->labels != NULL && j < self->n_cols; j++)
    g_clear_pointer (&self->labels[j], tn_message_unref);
  g_free (self->labels);
  g_free (self->train_curve);
  g_free (self->validate_curve);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
load_booster (TnBoost *self, GError **error)
{
  g_autofree char *threads = g_strdup_printf ("%u", tn_pool_get_share ());
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (self->bytes, &size);

  if (XGBoosterCreate (NULL, 0, &self->booster) == 0 &&
      XGBoosterSetParam (self->booster, "nthread", threads) == 0 &&
      XGBoosterSetParam (self->booster, "verbosity", "0") == 0 &&
      XGBoosterLoadModelFromBuffer (self->booster, data, size) == 0)
    return TRUE;
  _tn_boost_take_error (error);

  return FALSE;
}

/* A model from bytes of any origin: XGBoost sees them only after they were checked. */
TnBoost *
_tn_boost_new (GBytes *bytes, gsize n_cols, GError **error)
{
  g_autoptr (TnBoost) self = g_new0 (TnBoost, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->n_cols = n_cols;
  self->bytes = g_bytes_ref (bytes);
  _tn_boost_quiet ();
  if ((self->trees = tn_trees_parse (bytes, n_cols, error)) == NULL || !load_booster (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_boost_check:
 * @bytes: a model in XGBoost's UBJ form, of unknown origin
 * @n_columns: columns it must read
 * @error: %TN_ERROR_DAMAGED naming the part
 *
 * Returns: whether XGBoost can load the model and predict with it safely
 */
gboolean
tn_boost_check (GBytes *bytes, gsize n_columns, GError **error)
{
  g_autoptr (TnTrees) trees = tn_trees_parse (bytes, n_columns, error);

  return trees != NULL;
}

gsize
tn_boost_get_n_columns (const TnBoost *self)
{
  return self->n_cols;
}

const char *
tn_boost_get_name (const TnBoost *self, gsize col)
{
  return self->names[col];
}

const TnMessage *
tn_boost_get_label (const TnBoost *self, gsize col)
{
  return self->labels[col];
}

/**
 * tn_boost_get_n_rounds:
 *
 * Returns: trees in the model: up to the best round of the validation rows
 */
guint
tn_boost_get_n_rounds (const TnBoost *self)
{
  return self->trees->trees->len;
}

/**
 * tn_boost_get_library:
 *
 * Returns: name and version of what the trees are grown with
 */
const char *
tn_boost_get_library (void)
{
  int major, minor, patch;
  g_autofree char *text = NULL;

  XGBoostVersion (&major, &minor, &patch);
  text = g_strdup_printf ("XGBoost %d.%d.%d", major, minor, patch);

  return g_intern_string (text);
}

/**
 * tn_boost_get_n_curve:
 *
 * Returns: rounds done in fitting, the ones after the best included
 */
guint
tn_boost_get_n_curve (const TnBoost *self)
{
  return self->n_curve;
}

/**
 * tn_boost_get_train_curve:
 *
 * Returns: n_curve log losses of the train rows, one after each round
 */
const double *
tn_boost_get_train_curve (const TnBoost *self)
{
  return self->train_curve;
}

/**
 * tn_boost_get_validate_curve:
 *
 * Returns: n_curve log losses of the validation rows; NaN without such rows
 */
const double *
tn_boost_get_validate_curve (const TnBoost *self)
{
  return self->validate_curve;
}

/**
 * tn_boost_get_bytes:
 *
 * Returns: (transfer none): the model in XGBoost's UBJ form
 */
GBytes *
tn_boost_get_bytes (const TnBoost *self)
{
  return self->bytes;
}

/* --- Predicting --- */

static float *
new_block (gsize rows, gsize cols, GError **error)
{
  float *block = g_try_malloc_n (MAX (rows, 1) * MAX (1, cols), sizeof (float));

  if (block == NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough memory for the boosted trees: use fewer columns, a "
                      "smaller depth or a sample of the rows."),
                  NULL);

  return block;
}

static gboolean
predict_block (TnBoost *self, const float *rows, gsize n, double *out, GError **error)
{
  static const char config[] =
      "{\"type\": 1, \"training\": false, \"iteration_begin\": 0, \"iteration_end\": 0, "
      "\"strict_shape\": false, \"missing\": NaN, \"cache_id\": 0}";
  g_autofree char *array = _tn_boost_describe_array (rows, n, self->n_cols);
  bst_ulong const *shape = NULL;
  bst_ulong dim = 0;
  const float *result = NULL;

  if (XGBoosterPredictFromDense (self->booster, array, config, NULL, &shape, &dim, &result) != 0)
    {
      _tn_boost_take_error (error);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    out[i] = (double) result[i];

  return TRUE;
}

static gboolean
predict_rows (TnBoost *self, TnMatrix *x, double *out, GCancellable *cancellable, GError **error)
{
  g_autofree gsize *columns = _tn_matrix_find_columns (x, self->names, self->n_cols, error);
  gsize n_rows = tn_matrix_get_n_rows (x);
  g_autofree float *block = NULL;

  if (columns == NULL ||
      (block = new_block (MIN (PREDICT_ROWS, n_rows), self->n_cols, error)) == NULL)
    return FALSE;
  for (gsize start = 0; start < n_rows; start += PREDICT_ROWS)
    {
      gsize n = MIN (PREDICT_ROWS, n_rows - start);

      if (!_tn_boost_fill_rows (x, columns, self->n_cols, start, n, block, cancellable, error) ||
          !predict_block (self, block, n, out + start, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_boost_predict_margin:
 * @x: rows with the model's columns, found by name; NaN is missing
 * @margin: (nullable): n_rows log-odds to start from instead of the base score
 * @out: n_rows places for log-odds, of single precision
 * @error: %TN_ERROR_NOT_FOUND for a missing column, %TN_ERROR_SPACE
 *
 * Works in blocks of 16 Ki rows; safe on any thread.
 */
gboolean
tn_boost_predict_margin (const TnBoost *self,
                         TnMatrix *x,
                         const double *margin,
                         double *out,
                         GCancellable *cancellable,
                         GError **error)
{
  TnBoost *shared = (TnBoost *) self;
  double base = self->trees->base_score;
  gboolean done;

  _tn_boost_quiet ();
  g_mutex_lock (&shared->lock);
  done = predict_rows (shared, x, out, cancellable, error);
  g_mutex_unlock (&shared->lock);
  for (gsize i = 0; done && margin != NULL && i < tn_matrix_get_n_rows (x); i++)
    out[i] += margin[i] - (log (base) - log1p (-base));

  return done;
}

/**
 * tn_boost_predict:
 * @out: n_rows places for chances, 0 to 1
 *
 * As tn_boost_predict_margin(), as chances.
 */
gboolean
tn_boost_predict (const TnBoost *self,
                  TnMatrix *x,
                  const double *margin,
                  double *out,
                  GCancellable *cancellable,
                  GError **error)
{
  if (!tn_boost_predict_margin (self, x, margin, out, cancellable, error))
    return FALSE;
  tn_kernel_logistic_chance (tn_matrix_get_n_rows (x), out, out);

  return TRUE;
}

/* --- Explaining --- */

static gboolean
explain_block (TnBoost *self, const float *rows, gsize n, double *out, GError **error)
{
  static const char config[] = "{\"type\": 2, \"training\": false, \"iteration_begin\": 0, "
                               "\"iteration_end\": 0, \"strict_shape\": true}";
  g_autofree char *array = _tn_boost_describe_array (rows, n, self->n_cols);
  g_autofree char *options =
      g_strdup_printf ("{\"missing\": NaN, \"nthread\": %u}", tn_pool_get_share ());
  DMatrixHandle matrix = NULL;
  bst_ulong const *shape = NULL;
  bst_ulong dim = 0;
  const float *result = NULL;
  gboolean done;

  done = XGDMatrixCreateFromDense (array, options, &matrix) == 0 &&
         XGBoosterPredictFromDMatrix (self->booster, matrix, config, &shape, &dim, &result) == 0;
  if (!done)
    _tn_boost_take_error (error);
  for (gsize i = 0; done && i < n * (self->n_cols + 1); i++)
    out[i] = (double) result[i];
  if (matrix != NULL)
    XGDMatrixFree (matrix);

  return done;
}

static gboolean
explain_rows (TnBoost *self,
              TnMatrix *x,
              double *out,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree gsize *columns = _tn_matrix_find_columns (x, self->names, self->n_cols, error);
  gsize n_rows = tn_matrix_get_n_rows (x);
  gsize rows = (gsize) CLAMP (EXPLAIN_COST / tn_trees_get_cost (self->trees), 8, EXPLAIN_ROWS);
  g_autofree float *block = NULL;

  if (columns == NULL || (block = new_block (MIN (rows, n_rows), self->n_cols, error)) == NULL)
    return FALSE;
  for (gsize start = 0; start < n_rows; start += rows)
    {
      gsize n = MIN (rows, n_rows - start);

      if (!_tn_boost_fill_rows (x, columns, self->n_cols, start, n, block, cancellable, error) ||
          !explain_block (self, block, n, out + start * (self->n_cols + 1), error))
        return FALSE;
      tn_progress_report (progress, (double) (start + n) / (double) n_rows);
    }

  return TRUE;
}

/**
 * tn_boost_explain:
 * @out: n_rows × (n_columns + 1) places, row by row
 * @progress: (nullable): told after each block
 * @cancellable: (nullable): looked at between blocks of at most 2,000 rows, fewer for large
 *   models: about 50 ms each
 *
 * What each column adds to a row's log-odds, and last what all rows start from; a row sums
 * to its margin. Exact SHAP values by the path algorithm of Lundberg, Erion & Lee 2018
 * ("Consistent individualized feature attribution for tree ensembles"). Time grows with rows
 * × trees × leaves × depth²: about 5 s for 10,000 rows and 100 trees of depth 6 on one core.
 */
gboolean
tn_boost_explain (const TnBoost *self,
                  TnMatrix *x,
                  double *out,
                  TnProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  TnBoost *shared = (TnBoost *) self;
  gboolean done;

  _tn_boost_quiet ();
  g_mutex_lock (&shared->lock);
  done = explain_rows (shared, x, out, progress, cancellable, error);
  g_mutex_unlock (&shared->lock);

  return done;
}

/**
 * tn_boost_get_importance:
 * @gain: n_columns places for the summed gain of the splits on a column
 * @cover: n_columns places for the summed second derivatives that passed them
 */
gboolean
tn_boost_get_importance (const TnBoost *self, double *gain, double *cover, GError **error)
{
  memset (gain, 0, self->n_cols * sizeof (double));
  memset (cover, 0, self->n_cols * sizeof (double));
  tn_trees_add_importance (self->trees, gain, cover);

  return TRUE;
}

/* --- Stored form --- */

/**
 * tn_boost_to_variant:
 *
 * Returns: (transfer floating): the model as an a{sv} of typed fields
 */
GVariant *
tn_boost_to_variant (const TnBoost *self)
{
  GVariantBuilder builder;

  tn_state_begin (&builder, STATE_KIND, STATE_VERSION);
  tn_state_add_strings (&builder, "names", (const char *const *) self->names, self->n_cols);
  tn_state_add_labels (&builder, "labels", self->labels, self->n_cols);
  tn_state_add_doubles (&builder, "train-curve", self->train_curve, self->n_curve);
  tn_state_add_doubles (&builder, "validate-curve", self->validate_curve, self->n_curve);
  g_variant_builder_add (&builder, "{sv}", "model",
                         g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, self->bytes, TRUE));

  return g_variant_builder_end (&builder);
}

/**
 * tn_boost_from_variant:
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable)
 */
TnBoost *
tn_boost_from_variant (GVariant *variant, GError **error)
{
  g_auto (GStrv) names = NULL;
  TnMessage **labels = NULL;
  g_autofree double *train = NULL;
  g_autofree double *validate = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnBoost) self = NULL;
  gsize p = 0, n_curve = 0;
  TnState state;

  if (tn_state_open (&state, variant, STATE_KIND, STATE_VERSION))
    {
      names = tn_state_dup_strings (&state, "names", G_MAXSIZE, &p);
      labels = tn_state_dup_labels (&state, "labels", p);
      train = tn_state_dup_doubles (&state, "train-curve", G_MAXSIZE, FALSE, &n_curve);
      validate = tn_state_dup_doubles (&state, "validate-curve", n_curve, TRUE, NULL);
      bytes = tn_state_dup_bytes (&state, "model");
    }
  if (tn_state_close (&state, error))
    self = _tn_boost_new (bytes, p, error);
  if (self == NULL)
    {
      for (gsize j = 0; labels != NULL && j < p; j++)
        g_clear_pointer (&labels[j], tn_message_unref);
      g_free (labels);
      return NULL;
    }
  self->names = g_steal_pointer (&names);
  self->labels = labels;
  self->train_curve = g_steal_pointer (&train);
  self->validate_curve = g_steal_pointer (&validate);
  self->n_curve = (guint) n_curve;

  return g_steal_pointer (&self);
}
