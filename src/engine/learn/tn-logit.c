/* tn-logit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-logit.h"

#include <math.h>
#include <string.h>

#include <cblas.h>

#include "tn-error.h"
#include "tn-kernel-dense.h"
#include "tn-kernel-logistic.h"
#include "tn-logit-errors.h"
#include "tn-logit-private.h"
#include "tn-pool.h"
#include "tn-state.h"

#define STATE_KIND    "logit"
#define STATE_VERSION 1

/* A column whose variance is explained by the ones before it up to this share. */
#define COLLINEAR 1e-10

#define PREDICT_ROWS 4096

/* The normal's 97.5 % point. */
#define Z_95 1.959963984540054

struct _TnLogit
{
  gatomicrefcount ref_count;
  gsize n_cols;
  char **names;
  TnMessage **labels;
  double *center;       /* n_cols means; predicting from them keeps the digits of large values */
  double *coefficients; /* n_cols, per original unit; 0 when dropped */
  double base;          /* log-odds at the means */
  double *std_errors;   /* n_cols + 1, the last the intercept's; NaN when not known */
  guint32 *dropped;     /* n_cols */
  double log_loss;
  double lambda;
  double alpha;
  guint n_iterations;
  GPtrArray *findings; /* of TnMessage */
};

static TnLogit *
logit_new (gsize n_cols)
{
  TnLogit *self = g_new0 (TnLogit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_cols = n_cols;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  return self;
}

TnLogit *
tn_logit_ref (TnLogit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_logit_unref (TnLogit *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->names);
  for (gsize j = 0; self->labels != NULL && j < self->n_cols; j++)
    g_clear_pointer (&self->labels[j], tn_message_unref);
  g_free (self->labels);
  g_free (self->center);
  g_free (self->coefficients);
  g_free (self->std_errors);
  g_free (self->dropped);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

/* --- Fitting --- */

gboolean
_tn_logit_check_params (const TnLogitParams *params, GError **error)
{
  if (params->lambda >= 0 && isfinite (params->lambda) && params->alpha >= 0 &&
      params->alpha <= 1 && params->tolerance > 0 && params->tolerance < 1 &&
      params->max_iterations > 0)
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The logistic regression needs a penalty from 0 up, a lasso share from 0 to 1, "
                    "a tolerance between 0 and 1 and at least one step: change the settings."),
                NULL);

  return FALSE;
}

static void
add_finding (TnLogit *self, TnMatrix *x, gsize col, const char *sentence)
{
  const TnMessage *label = tn_matrix_get_label (x, col);
  TnMessage *message = tn_message_new (sentence);

  if (label != NULL)
    tn_message_take (message, "column", tn_message_ref (label));
  else
    tn_message_text (message, "column", tn_matrix_get_name (x, col));
  g_ptr_array_add (self->findings, message);
}

static void
note_constant_columns (TnLogit *self, const TnDesign *design)
{
  gsize next = 0;

  for (gsize j = 0; j < self->n_cols; j++)
    if (next < design->n_cols && design->columns[next] == j)
      next++;
    else
      {
        self->dropped[j] = TRUE;
        add_finding (self, design->x, j,
                     N_ ("“{column}” has the same value in every row and was left out."));
      }
}

/* Cholesky of the correlations, passing over columns of which nothing is left. @a: q², of
 * which the first p rows and columns count. */
static gboolean
mark_collinear (gsize p,
                gsize q,
                const double *a,
                gboolean *drop,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree double *u = g_try_malloc_n (p * p + 1, sizeof (double));
  g_autofree gsize *kept = g_new (gsize, p + 1);
  gsize n = 0;

  if (u == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return FALSE;
    }
  tn_pool_hold_blas ();
  for (gsize j = 0; j < p; j++)
    {
      double *r = u + n * p, rest;

      if (tn_cancelled (cancellable, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        r[i] = a[kept[i] + j * q];
      if (n > 0)
        cblas_dtrsv (CblasColMajor, CblasUpper, CblasTrans, CblasNonUnit, (int) n, u, (int) p, r,
                     1);
      rest = a[j + j * q] - cblas_ddot ((int) n, r, 1, r, 1);
      drop[j] = rest <= COLLINEAR * a[j + j * q];
      if (drop[j])
        continue;
      r[n] = sqrt (rest);
      kept[n++] = j;
    }

  return TRUE;
}

/* Without a penalty a column that follows from others has no weight of its own: the later
 * one goes, with a note. At β = 0 the curvature is the same in all rows, so second
 * derivatives are the correlations of the columns. */
static gboolean
drop_collinear (TnLogit *self, TnDesign *design, GCancellable *cancellable, GError **error)
{
  gsize p = design->n_cols, q = p + 1;
  g_autofree double *beta = g_new0 (double, q);
  g_autofree double *gradient = g_new0 (double, q);
  g_autofree double *hessian = NULL;
  g_autofree gboolean *drop = g_new0 (gboolean, q);
  double loss;

  if (q > TN_DESIGN_MAX_DENSE || p == 0)
    return TRUE;
  hessian = g_try_malloc_n (q * q, sizeof (double));
  if (hessian == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return FALSE;
    }
  if (!tn_design_derive (design, beta, &loss, gradient, hessian, cancellable, error) ||
      !mark_collinear (p, q, hessian, drop, cancellable, error))
    return FALSE;
  for (gsize j = 0; j < p; j++)
    if (drop[j])
      {
        self->dropped[design->columns[j]] = TRUE;
        add_finding (self, design->x, design->columns[j],
                     N_ ("“{column}” follows from the columns before it and was left out."));
      }
  tn_design_drop (design, drop);

  return TRUE;
}

/* Penalties in the coordinates of the design, where βⱼ = σⱼ bⱼ. */
void
_tn_logit_set_penalties (const TnDesign *design,
                         const TnLogitParams *params,
                         double lambda,
                         double *ridge,
                         double *lasso)
{
  for (gsize j = 0; j < design->n_cols; j++)
    {
      double factor = params->standardize ? 1 : design->factor[j];

      ridge[j] = lambda * (1 - params->alpha) * factor * factor;
      lasso[j] = lambda * params->alpha * factor;
    }
}

gboolean
_tn_logit_check_size (const TnDesign *design, const TnLogitParams *params, GError **error)
{
  if (params->alpha == 0 || design->n_cols < TN_DESIGN_MAX_DENSE)
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("A lasso share above 0 works for up to 2,048 columns and there are more: set "
                    "it to 0, or choose fewer columns."),
                NULL);

  return FALSE;
}

/* From the design's coordinates to original units. */
static void
store_coefficients (TnLogit *self, const TnDesign *design, const double *beta)
{
  for (gsize j = 0; j < self->n_cols; j++)
    self->std_errors[j] = NAN;
  self->std_errors[self->n_cols] = NAN;
  for (gsize j = 0; j < design->n_cols; j++)
    {
      self->center[design->columns[j]] = design->mean[j];
      self->coefficients[design->columns[j]] = beta[j] * design->factor[j];
    }
  self->base = beta[design->n_cols];
}

static gboolean
store_errors (TnLogit *self,
              TnDesign *design,
              const double *beta,
              const double *ridge,
              const guint32 *clusters,
              GCancellable *cancellable,
              GError **error)
{
  gsize p = design->n_cols, q = p + 1;
  g_autofree double *covariance = NULL;
  double variance = 0;

  if (q > TN_DESIGN_MAX_DENSE)
    return TRUE;
  covariance = tn_logit_covariance (design, beta, ridge, clusters, cancellable, error);
  if (covariance == NULL)
    return FALSE;

  for (gsize j = 0; j < p; j++)
    self->std_errors[design->columns[j]] = design->factor[j] * sqrt (covariance[j + j * q]);
  /* The intercept in original units is base − Σ βⱼ factorⱼ meanⱼ. */
  for (gsize j = 0; j < q; j++)
    for (gsize i = 0; i < q; i++)
      variance += (i < p ? -design->factor[i] * design->mean[i] : 1) *
                  (j < p ? -design->factor[j] * design->mean[j] : 1) * covariance[i + j * q];
  self->std_errors[self->n_cols] = variance > 0 ? sqrt (variance) : NAN;

  return TRUE;
}

static TnLogit *
logit_new_for_matrix (TnMatrix *x, const TnLogitParams *params)
{
  gsize p = tn_matrix_get_n_cols (x);
  TnLogit *self = logit_new (p);

  self->names = g_new0 (char *, p + 1);
  self->labels = g_new0 (TnMessage *, p + 1);
  self->center = g_new0 (double, p + 1);
  self->coefficients = g_new0 (double, p + 1);
  self->std_errors = g_new0 (double, p + 1);
  self->dropped = g_new0 (guint32, p + 1);
  self->lambda = params->lambda;
  self->alpha = params->alpha;
  for (gsize j = 0; j < p; j++)
    {
      const TnMessage *label = tn_matrix_get_label (x, j);

      self->names[j] = g_strdup (tn_matrix_get_name (x, j));
      self->labels[j] = label != NULL ? tn_message_ref (label) : NULL;
    }

  return self;
}

static gboolean
fit_design (TnLogit *self,
            TnDesign *design,
            const TnLogitParams *params,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  gsize q = design->n_cols + 1;
  gboolean lasso_used = params->lambda > 0 && params->alpha > 0;
  g_autofree double *beta = g_new0 (double, q);
  g_autofree double *ridge = g_new0 (double, q);
  g_autofree double *lasso = g_new0 (double, q);
  TnLogitTask task = { design,
                       ridge,
                       lasso_used ? lasso : NULL,
                       params->tolerance,
                       params->max_iterations,
                       params->lambda == 0,
                       params->checkpoint };

  tn_logit_start (design, beta);
  _tn_logit_set_penalties (design, params, params->lambda, ridge, lasso);
  if (!tn_logit_solve (&task, beta, &self->n_iterations, progress, cancellable, error))
    return FALSE;
  store_coefficients (self, design, beta);
  if (params->std_errors && !lasso_used &&
      !store_errors (self, design, beta, ridge, params->clusters, cancellable, error))
    return FALSE;

  return tn_design_derive (design, beta, &self->log_loss, NULL, NULL, cancellable, error);
}

/**
 * tn_logit_fit:
 * @x: n × p, finite
 * @y: n labels, 0 or 1
 * @params: see #TnLogitParams
 * @progress: (nullable): told after each step
 * @cancellable: (nullable): looked at every few milliseconds, also inside factorisations
 * @error: %TN_ERROR_DATA for unusable labels, weights or values, or one outcome only;
 *   %TN_ERROR_ARGUMENT for parameters out of range; %TN_ERROR_NUMERIC when there is no
 *   maximum (without penalty only: the sentence names the column) or it was not reached;
 *   %TN_ERROR_SPACE
 *
 * Fits a logistic regression. Memory beyond @x: about 64 (p + 1)² doubles, at most 128 MiB.
 * Time: a few passes of n p² multiplications.
 *
 * Columns of one value, and without penalty those that follow from earlier ones, get no
 * coefficient and a finding. Standard errors come from the observed information (ridge
 * penalties counted), with @clusters from the sandwich; none with a lasso part.
 *
 * Returns: (transfer full) (nullable)
 */
TnLogit *
tn_logit_fit (TnMatrix *x,
              const double *y,
              const TnLogitParams *params,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TnLogit) self = NULL;
  g_autoptr (TnDesign) design = NULL;

  if (!_tn_logit_check_params (params, error) || tn_cancelled (cancellable, error) ||
      (design = tn_design_new (x, y, params->weights, cancellable, error)) == NULL ||
      !_tn_logit_check_size (design, params, error))
    return NULL;

  self = logit_new_for_matrix (x, params);
  note_constant_columns (self, design);
  if ((params->lambda == 0 && !drop_collinear (self, design, cancellable, error)) ||
      !fit_design (self, design, params, progress, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* --- What was found --- */

gsize
tn_logit_get_n_columns (const TnLogit *self)
{
  return self->n_cols;
}

/**
 * tn_logit_get_intercept:
 *
 * Returns: log-odds of a row of zeros
 */
double
tn_logit_get_intercept (const TnLogit *self)
{
  double intercept = self->base;

  for (gsize j = 0; j < self->n_cols; j++)
    intercept -= self->coefficients[j] * self->center[j];

  return intercept;
}

/**
 * tn_logit_get_coefficients:
 *
 * Returns: n_columns log-odds per unit, in the order of the columns; 0 for dropped ones
 */
const double *
tn_logit_get_coefficients (const TnLogit *self)
{
  return self->coefficients;
}

/**
 * tn_logit_get_term:
 * @index: a column, or −1 for the intercept
 * @term: (out caller-allocates): strings and label are valid as long as the model
 */
void
tn_logit_get_term (const TnLogit *self, gssize index, TnLogitTerm *term)
{
  gboolean intercept = index < 0;
  double b = intercept ? tn_logit_get_intercept (self) : self->coefficients[index];
  double se = self->std_errors[intercept ? self->n_cols : (gsize) index];

  g_return_if_fail (index >= -1 && (index < 0 || (gsize) index < self->n_cols));

  term->name = intercept ? "(intercept)" : self->names[index];
  term->label = intercept ? NULL : self->labels[index];
  term->dropped = !intercept && self->dropped[index];
  term->estimate = b;
  term->std_error = se;
  term->z = b / se;
  term->p = isnan (se) ? NAN : erfc (fabs (b / se) * M_SQRT1_2);
  term->odds_ratio = exp (b);
  term->low = exp (b - Z_95 * se);
  term->high = exp (b + Z_95 * se);
}

/**
 * tn_logit_get_log_loss:
 *
 * Returns: mean weighted log loss of the rows learned from, in natural units, without penalty
 */
double
tn_logit_get_log_loss (const TnLogit *self)
{
  return self->log_loss;
}

double
tn_logit_get_lambda (const TnLogit *self)
{
  return self->lambda;
}

guint
tn_logit_get_n_iterations (const TnLogit *self)
{
  return self->n_iterations;
}

/**
 * tn_logit_get_findings:
 *
 * Returns: (element-type TnMessage): sentences about columns left out; empty as a rule
 */
const GPtrArray *
tn_logit_get_findings (const TnLogit *self)
{
  return self->findings;
}

/* --- Using it --- */

typedef struct
{
  const TnLogit *model;
  TnMatrix *x;
  const gsize *columns; /* of @x, for each coefficient */
  double *out;
  gboolean chance;
} Prediction;

static gboolean
set_missing (const TnLogit *self, gsize col, GError **error)
{
  tn_error_set (error, TN_ERROR_DATA,
                N_ ("“{column}” has missing or infinite values, which this model cannot use: fill "
                    "them in first."),
                "column", self->names[col], NULL);
  tn_error_place (error, NULL, self->names[col], 0);

  return FALSE;
}

/* Where the model's columns stand in @x: by name, or by place in a matrix without names. */
gsize *
_tn_matrix_find_columns (TnMatrix *x, char **names, gsize n_names, GError **error)
{
  gsize n_cols = tn_matrix_get_n_cols (x);
  g_autofree gsize *columns = g_new (gsize, n_names + 1);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize j = n_cols; j-- > 0;)
    g_hash_table_insert (places, (gpointer) tn_matrix_get_name (x, j), GSIZE_TO_POINTER (j + 1));
  for (gsize j = 0; j < n_names; j++)
    {
      gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (places, names[j]));

      if (names[j][0] == '\0')
        place = j < n_cols ? j + 1 : 0;
      if (place == 0)
        {
          tn_error_set (error, TN_ERROR_NOT_FOUND,
                        N_ ("The table has no column “{column}”, which the model uses: choose a "
                            "file that has it."),
                        "column", names[j], NULL);
          tn_error_place (error, NULL, names[j], 0);
          return NULL;
        }
      columns[j] = place - 1;
    }

  return g_steal_pointer (&columns);
}

static gboolean
predict_part (gsize index, gpointer user_data, GError **error)
{
  Prediction *work = user_data;
  const TnLogit *self = work->model;
  gsize start = index * PREDICT_ROWS;
  gsize n = MIN (PREDICT_ROWS, tn_matrix_get_n_rows (work->x) - start);
  double *out = work->out + start;

  for (gsize i = 0; i < n; i++)
    out[i] = self->base;
  for (gsize j = 0; j < self->n_cols; j++)
    {
      const double *x = tn_matrix_get_column (work->x, work->columns[j]) + start;

      if (self->coefficients[j] == 0)
        continue;
      if (!tn_kernel_all_finite (n, x))
        return set_missing (self, j, error);
      tn_kernel_add_centered (n, x, self->center[j], self->coefficients[j], out);
    }
  if (work->chance)
    tn_kernel_logistic_chance (n, out, out);

  return TRUE;
}

static gboolean
predict (const TnLogit *self,
         TnMatrix *x,
         double *out,
         gboolean chance,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree gsize *columns = _tn_matrix_find_columns (x, self->names, self->n_cols, error);
  Prediction work = { self, x, columns, out, chance };
  gsize n_rows = tn_matrix_get_n_rows (x);

  if (columns == NULL)
    return FALSE;

  return tn_pool_for ((n_rows + PREDICT_ROWS - 1) / PREDICT_ROWS, predict_part, &work, cancellable,
                      error);
}

/**
 * tn_logit_predict:
 * @x: rows with the model's columns, found by name
 * @out: n_rows places for chances, 0 to 1
 * @error: %TN_ERROR_NOT_FOUND for a missing column, %TN_ERROR_DATA for missing values
 *
 * Returns: whether @out was filled
 */
gboolean
tn_logit_predict (const TnLogit *self,
                  TnMatrix *x,
                  double *out,
                  GCancellable *cancellable,
                  GError **error)
{
  return predict (self, x, out, TRUE, cancellable, error);
}

/**
 * tn_logit_predict_margin:
 * @out: n_rows places for log-odds
 *
 * As tn_logit_predict(), without the last step.
 */
gboolean
tn_logit_predict_margin (const TnLogit *self,
                         TnMatrix *x,
                         double *out,
                         GCancellable *cancellable,
                         GError **error)
{
  return predict (self, x, out, FALSE, cancellable, error);
}

static gboolean
explain_part (gsize index, gpointer user_data, GError **error)
{
  Prediction *work = user_data;
  const TnLogit *self = work->model;
  gsize start = index * PREDICT_ROWS, stride = self->n_cols + 1;
  gsize end = MIN (start + PREDICT_ROWS, tn_matrix_get_n_rows (work->x));

  for (gsize j = 0; j < self->n_cols; j++)
    {
      const double *x = tn_matrix_get_column (work->x, work->columns[j]);

      if (self->coefficients[j] != 0 && !tn_kernel_all_finite (end - start, x + start))
        return set_missing (self, j, error);
      for (gsize i = start; i < end; i++)
        work->out[i * stride + j] =
            self->coefficients[j] != 0 ? (x[i] - self->center[j]) * self->coefficients[j] : 0;
    }
  for (gsize i = start; i < end; i++)
    work->out[i * stride + self->n_cols] = self->base;

  return TRUE;
}

/**
 * tn_logit_explain:
 * @out: n_rows × (n_columns + 1) places, row by row
 *
 * What each column adds to a row's log-odds, against the average row: bⱼ (xⱼ − meanⱼ), and
 * last the log-odds of the average row. A row sums to its margin. For a linear model
 * these are the SHAP values when columns are taken as independent (Lundberg & Lee 2017).
 */
gboolean
tn_logit_explain (const TnLogit *self,
                  TnMatrix *x,
                  double *out,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree gsize *columns = _tn_matrix_find_columns (x, self->names, self->n_cols, error);
  Prediction work = { self, x, columns, out };
  gsize n_rows = tn_matrix_get_n_rows (x);

  if (columns == NULL)
    return FALSE;

  return tn_pool_for ((n_rows + PREDICT_ROWS - 1) / PREDICT_ROWS, explain_part, &work, cancellable,
                      error);
}

/* --- Stored form --- */

/**
 * tn_logit_to_variant:
 *
 * Returns: (transfer floating): the model as an a{sv} of typed fields
 */
GVariant *
tn_logit_to_variant (const TnLogit *self)
{
  gsize p = self->n_cols;
  GVariantBuilder builder;

  tn_state_begin (&builder, STATE_KIND, STATE_VERSION);
  tn_state_add_strings (&builder, "names", (const char *const *) self->names, p);
  tn_state_add_labels (&builder, "labels", self->labels, p);
  tn_state_add_doubles (&builder, "center", self->center, p);
  tn_state_add_doubles (&builder, "coefficients", self->coefficients, p);
  tn_state_add_doubles (&builder, "std-errors", self->std_errors, p + 1);
  tn_state_add_uints (&builder, "dropped", self->dropped, p);
  g_variant_builder_add (&builder, "{sv}", "base", g_variant_new_double (self->base));
  g_variant_builder_add (&builder, "{sv}", "log-loss", g_variant_new_double (self->log_loss));
  g_variant_builder_add (&builder, "{sv}", "lambda", g_variant_new_double (self->lambda));
  g_variant_builder_add (&builder, "{sv}", "alpha", g_variant_new_double (self->alpha));
  g_variant_builder_add (&builder, "{sv}", "iterations", g_variant_new_uint32 (self->n_iterations));

  return g_variant_builder_end (&builder);
}

/**
 * tn_logit_from_variant:
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Findings are not stored: they belong to the run.
 *
 * Returns: (transfer full) (nullable)
 */
TnLogit *
tn_logit_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (TnLogit) self = logit_new (0);
  TnState state;
  gsize p = 0;

  if (tn_state_open (&state, variant, STATE_KIND, STATE_VERSION))
    {
      self->names = tn_state_dup_strings (&state, "names", G_MAXSIZE, &p);
      self->n_cols = p;
      self->labels = tn_state_dup_labels (&state, "labels", p);
      self->center = tn_state_dup_doubles (&state, "center", p, FALSE, NULL);
      self->coefficients = tn_state_dup_doubles (&state, "coefficients", p, FALSE, NULL);
      self->std_errors = tn_state_dup_doubles (&state, "std-errors", p + 1, TRUE, NULL);
      self->dropped = tn_state_dup_uints (&state, "dropped", p, 1, NULL);
      self->base = tn_state_get_double (&state, "base", -G_MAXDOUBLE, G_MAXDOUBLE);
      self->log_loss = tn_state_get_double (&state, "log-loss", 0, G_MAXDOUBLE);
      self->lambda = tn_state_get_double (&state, "lambda", 0, G_MAXDOUBLE);
      self->alpha = tn_state_get_double (&state, "alpha", 0, 1);
      self->n_iterations = tn_state_get_uint (&state, "iterations", 0, G_MAXUINT32);
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}
