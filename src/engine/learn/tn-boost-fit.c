/* tn-boost-fit.c: the rounds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-boost-private.h"
#include "tn-error.h"
#include "tn-pool.h"

/* Rows handed to XGBoost at a time; it keeps one or two bytes a cell of them. */
#define BATCH_ROWS 65536

#define SMALL_CELLS ((gsize) 2 << 20)

/* --- Rows for XGBoost, a batch at a time --- */

typedef struct
{
  const TnBoostData *data;
  GCancellable *cancellable;
  DMatrixHandle proxy;
  gsize next;
  float *values;  /* BATCH_ROWS × n_cols */
  float *numbers; /* BATCH_ROWS, for labels, weights, margins in turn */
  GError *error;
} Batches;

static void
batches_clear (Batches *self)
{
  if (self->proxy != NULL)
    XGDMatrixFree (self->proxy);
  g_free (self->values);
  g_free (self->numbers);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batches, batches_clear)

static void
batches_reset_cb (DataIterHandle handle)
{
  ((Batches *) handle)->next = 0;
}

static gboolean
set_numbers (Batches *self, const char *field, const double *numbers, gsize start, gsize n)
{
  if (numbers == NULL)
    return TRUE;
  for (gsize i = 0; i < n; i++)
    self->numbers[i] = (float) numbers[start + i];

  return XGDMatrixSetFloatInfo (self->proxy, field, self->numbers, n) == 0;
}

/* Gives XGBoost the next rows. Ending early is the only way to stop it; @error then says why
 * and what it made is thrown away. */
static int
batches_next_cb (DataIterHandle handle)
{
  Batches *self = handle;
  TnMatrix *x = self->data->x;
  gsize n_cols = tn_matrix_get_n_cols (x), start = self->next;
  gsize n = MIN (BATCH_ROWS, tn_matrix_get_n_rows (x) - start);
  g_autofree char *array = NULL;

  if (n == 0 || self->error != NULL ||
      !_tn_boost_fill_rows (x, NULL, n_cols, start, n, self->values, self->cancellable,
                            &self->error))
    return 0;
  array = _tn_boost_describe_array (self->values, n, n_cols);
  if (XGProxyDMatrixSetDataDense (self->proxy, array) != 0 ||
      !set_numbers (self, "label", self->data->y, start, n) ||
      !set_numbers (self, "weight", self->data->weights, start, n) ||
      !set_numbers (self, "base_margin", self->data->margin, start, n))
    {
      _tn_boost_take_error (&self->error);
      return 0;
    }
  self->next += n;

  return 1;
}

/* How many threads a round is worth. A round has dozens of parallel pieces; with few cells each
 * is shorter than waiting for a second thread. The result is the same. */
static guint
threads_for (const TnBoostData *data)
{
  gsize cells = tn_matrix_get_n_rows (data->x) * tn_matrix_get_n_cols (data->x);

  return cells < SMALL_CELLS ? 1 : tn_pool_get_share ();
}

/* The rows as bin numbers. */
static DMatrixHandle
new_quantile_matrix (const TnBoostData *data,
                     const TnBoostParams *params,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Batches) batches = { data, cancellable };
  gsize n = MIN (BATCH_ROWS, tn_matrix_get_n_rows (data->x));
  g_autofree char *config = g_strdup_printf ("{\"missing\": NaN, \"nthread\": %u, \"max_bin\": %u}",
                                             threads_for (data), params->max_bin);
  DMatrixHandle matrix = NULL;
  int status;

  batches.values = g_try_malloc_n (n * MAX (1, tn_matrix_get_n_cols (data->x)), sizeof (float));
  batches.numbers = g_try_malloc_n (n, sizeof (float));
  if (batches.values == NULL || batches.numbers == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory for the boosted trees: use fewer columns, a "
                        "smaller depth or a sample of the rows."),
                    NULL);
      return NULL;
    }
  if (XGProxyDMatrixCreate (&batches.proxy) != 0)
    {
      _tn_boost_take_error (error);
      return NULL;
    }
  status = XGQuantileDMatrixCreateFromCallback (&batches, batches.proxy, NULL, batches_reset_cb,
                                                batches_next_cb, config, &matrix);
  if (status == 0 && batches.error == NULL)
    return matrix;

  if (batches.error != NULL)
    g_propagate_error (error, g_steal_pointer (&batches.error));
  else
    _tn_boost_take_error (error);
  if (status == 0)
    XGDMatrixFree (matrix);

  return NULL;
}

/* --- Checks --- */

static gboolean
check_params (const TnBoostParams *params, gsize n_cols, GError **error)
{
  gboolean fine =
      params->rounds >= 1 && params->rounds <= 100000 && params->max_depth >= 1 &&
      params->max_depth <= 16 && params->eta > 0 && params->eta <= 1 && params->subsample > 0 &&
      params->subsample <= 1 && params->colsample > 0 && params->colsample <= 1 &&
      params->min_child_weight >= 0 && params->l2 >= 0 && params->l1 >= 0 && params->gamma >= 0 &&
      isfinite (params->min_child_weight) && isfinite (params->l2) && isfinite (params->l1) &&
      isfinite (params->gamma) && params->max_bin >= 2 && params->max_bin <= 65535 &&
      (isnan (params->base_score) || (params->base_score > 0 && params->base_score < 1));

  for (gsize j = 0; fine && params->monotone != NULL && j < n_cols; j++)
    fine = params->monotone[j] >= -1 && params->monotone[j] <= 1;
  if (!fine)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("A setting of the boosted trees is out of its range: depth is 1 to 16, rate "
                      "and shares are above 0 and up to 1, penalties are 0 or more."),
                  NULL);

  return fine;
}

/* Labels, weights and margins; gives the weighted rate. */
static gboolean
check_rows (const TnBoostData *data, double *rate, GError **error)
{
  gsize n = tn_matrix_get_n_rows (data->x);
  double total = 0, positive = 0;

  for (gsize i = 0; i < n; i++)
    {
      double w = data->weights != NULL ? data->weights[i] : 1;
      const char *sentence = NULL;
      TnMessage *message;

      if (data->y[i] != 0 && data->y[i] != 1)
        sentence = N_ ("The target of row {row} is neither 0 nor 1: choose a target with two "
                       "outcomes and no missing cells.");
      else if (!(w >= 0 && w <= G_MAXFLOAT))
        sentence = N_ ("The weight of row {row} is missing or below 0: weights are numbers from 0 "
                       "up.");
      else if (data->margin != NULL && !isfinite (data->margin[i]))
        sentence = N_ ("The starting score of row {row} is missing: give every row one, or none.");
      total += w;
      positive += w * data->y[i];
      if (sentence == NULL)
        continue;
      message = tn_message_new (sentence);
      tn_message_count (message, "row", (gint64) i + 1);
      tn_error_take (error, TN_ERROR_DATA, message);
      return FALSE;
    }
  *rate = positive / total;

  return TRUE;
}

static gboolean
check_outcomes (double rate, gsize n_rows, gsize n_cols, GError **error)
{
  const char *sentence = NULL;

  if (n_rows == 0 || isnan (rate))
    sentence = N_ ("There are no rows to learn from: loosen the filters or choose earlier cut "
                   "dates.");
  else if (!(rate > 0 && rate < 1))
    sentence = N_ ("All rows have the same outcome, so there is nothing to learn: choose a longer "
                   "period or another target.");
  else if (n_cols == 0)
    sentence = N_ ("There are no columns to learn from: give at least one column the role "
                   "feature.");
  if (sentence != NULL)
    tn_error_set (error, TN_ERROR_DATA, sentence, NULL);

  return sentence == NULL;
}

/* --- Settings --- */

static gboolean
set_number (BoosterHandle booster, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return XGBoosterSetParam (booster, name, g_ascii_formatd (text, sizeof text, "%.9g", value)) == 0;
}

static char *
describe_monotone (const gint8 *monotone, gsize n_cols)
{
  GString *text = g_string_new ("(");

  for (gsize j = 0; j < n_cols; j++)
    g_string_append_printf (text, "%s%d", j > 0 ? "," : "", monotone[j]);
  g_string_append (text, ")");

  return g_string_free (text, FALSE);
}

/* Everything a result depends on is said, nothing is left to a default of the library. */
static gboolean
set_params (BoosterHandle booster,
            const TnBoostParams *params,
            double base_score,
            gsize n_cols,
            guint n_threads)
{
  g_autofree char *seed = g_strdup_printf ("%d", (int) (params->seed % G_MAXINT32));
  g_autofree char *monotone =
      params->monotone != NULL ? describe_monotone (params->monotone, n_cols) : NULL;
  const char *const texts[][2] = {
    { "booster", "gbtree" },        { "objective", "binary:logistic" },
    { "tree_method", "hist" },      { "verbosity", "0" },
    { "grow_policy", "depthwise" }, { "seed", seed },
    { "seed_per_iteration", "1" },  { "disable_default_eval_metric", "1" },
  };
  const struct
  {
    const char *name;
    double value;
  } numbers[] = {
    { "nthread", n_threads },
    { "base_score", base_score },
    { "max_depth", params->max_depth },
    { "eta", params->eta },
    { "subsample", params->subsample },
    { "colsample_bytree", params->colsample },
    { "min_child_weight", params->min_child_weight },
    { "lambda", params->l2 },
    { "alpha", params->l1 },
    { "gamma", params->gamma },
    { "max_bin", params->max_bin },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (XGBoosterSetParam (booster, texts[i][0], texts[i][1]) != 0)
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!set_number (booster, numbers[i].name, numbers[i].value))
      return FALSE;

  return monotone == NULL || XGBoosterSetParam (booster, "monotone_constraints", monotone) == 0;
}

/* --- Rounds --- */

static void
fit_clear (TnBoostFit *self)
{
  if (self->booster != NULL)
    XGBoosterFree (self->booster);
  _tn_boost_watch_clear (&self->validate_watch);
  _tn_boost_watch_clear (&self->train_watch);
  if (self->matrix != NULL)
    XGDMatrixFree (self->matrix);
  g_clear_pointer (&self->train_curve, g_array_unref);
  g_clear_pointer (&self->validate_curve, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBoostFit, fit_clear)

gboolean
_tn_boost_set_params (TnBoostFit *self, double base_score)
{
  return set_params (self->booster, self->params, base_score, tn_matrix_get_n_cols (self->train->x),
                     threads_for (self->train));
}

static gboolean
new_booster (TnBoostFit *self, double base_score, GError **error)
{
  if (XGBoosterCreate (&self->matrix, 1, &self->booster) == 0 &&
      _tn_boost_set_params (self, base_score))
    return TRUE;
  _tn_boost_take_error (error);

  return FALSE;
}

/* With the rounds that were kept, or none. */
static gboolean
make_booster (TnBoostFit *self, double base_score, GError **error)
{
  if (!new_booster (self, base_score, error))
    return FALSE;
  if (self->params->checkpoint == NULL || _tn_boost_take_rounds (self, base_score))
    return TRUE;
  XGBoosterFree (self->booster);
  self->booster = NULL;
  g_array_set_size (self->train_curve, 0);
  g_array_set_size (self->validate_curve, 0);
  self->best = 0;

  return new_booster (self, base_score, error);
}

/* Drawn with weights that are all alike, columns follow from the seed of the round, and not from
 * the rounds before: a fit can be gone on with. */
static gboolean
weigh_columns (TnBoostFit *self, GError **error)
{
  gsize n = tn_matrix_get_n_cols (self->train->x);
  g_autofree float *ones = NULL;

  if (self->params->colsample >= 1)
    return TRUE;
  ones = g_new (float, n);
  for (gsize j = 0; j < n; j++)
    ones[j] = 1;
  if (XGDMatrixSetFloatInfo (self->matrix, "feature_weights", ones, n) == 0)
    return TRUE;
  _tn_boost_take_error (error);

  return FALSE;
}

static gboolean
prepare (TnBoostFit *self,
         double base_score,
         TnProgress *progress,
         GCancellable *cancellable,
         GError **error)
{
  self->matrix = new_quantile_matrix (self->train, self->params, cancellable, error);
  if (self->matrix == NULL || !weigh_columns (self, error))
    return FALSE;
  tn_progress_report (progress, 0.02);
  if (!_tn_boost_watch_init (&self->train_watch, self->train, self->matrix, cancellable, error) ||
      (self->validate != NULL &&
       !_tn_boost_watch_init (&self->validate_watch, self->validate, NULL, cancellable, error)))
    return FALSE;
  if (self->validate != NULL && self->params->round_func != NULL)
    _tn_boost_watch_count_top (&self->validate_watch, self->params->n_top);

  return make_booster (self, base_score, error);
}

/* Of an earlier round its losses alone are known. */
static gboolean
tell_round (TnBoostFit *self, guint round)
{
  const TnBoostWatch *watch = &self->validate_watch;
  gboolean is_latest = round + 1 == self->train_curve->len;
  TnBoostRound told = { .round = round,
                        .train_loss = g_array_index (self->train_curve, double, round),
                        .validate_loss = g_array_index (self->validate_curve, double, round),
                        .found = NAN };

  if (self->validate != NULL)
    {
      told.n_validate = tn_matrix_get_n_rows (self->validate->x);
      told.n_ones = watch->n_ones;
      told.n_top = watch->n_top;
      told.found = is_latest ? watch->found : NAN;
    }

  return self->params->round_func (&told, self->params->round_data);
}

/* Tells the latest round; whether another one is worth it. */
static gboolean
goes_on (TnBoostFit *self)
{
  const TnBoostParams *params = self->params;
  guint round = self->train_curve->len - 1;

  if (params->round_func != NULL && !tell_round (self, round))
    return FALSE;

  return self->validate == NULL || params->early_stop == 0 ||
         round - self->best < params->early_stop;
}

/* One tree more. */
static gboolean
do_round (TnBoostFit *self, GCancellable *cancellable, GError **error)
{
  guint round = self->train_curve->len;
  double train = NAN, validate = NAN;

  if (XGBoosterUpdateOneIter (self->booster, (int) round, self->matrix) != 0)
    {
      _tn_boost_take_error (error);
      return FALSE;
    }
  if (!_tn_boost_watch_measure (&self->train_watch, self->booster, round, &train, cancellable,
                                error) ||
      (self->validate != NULL && !_tn_boost_watch_measure (&self->validate_watch, self->booster,
                                                           round, &validate, cancellable, error)))
    return FALSE;
  g_array_append_val (self->train_curve, train);
  g_array_append_val (self->validate_curve, validate);
  if (self->validate == NULL || validate < g_array_index (self->validate_curve, double, self->best))
    self->best = round;

  return TRUE;
}

/* Rounds that were taken over are told again: whoever draws the curve has not seen them. */
static gboolean
replay (TnBoostFit *self, gboolean *go_on, GCancellable *cancellable, GError **error)
{
  const TnBoostParams *params = self->params;
  guint n = self->train_curve->len;

  for (guint round = 0; params->round_func != NULL && round + 1 < n; round++)
    tell_round (self, round);
  *go_on = n == 0 || goes_on (self);

  return self->validate == NULL ||
         _tn_boost_watch_replay (&self->validate_watch, self->booster, n, cancellable, error);
}

static gboolean
do_rounds (TnBoostFit *self, TnProgress *progress, GCancellable *cancellable, GError **error)
{
  gboolean go_on;

  if (!replay (self, &go_on, cancellable, error))
    return FALSE;
  self->kept_at = g_get_monotonic_time ();
  while (go_on && self->train_curve->len < self->params->rounds)
    {
      if (tn_cancelled (cancellable, error) || !do_round (self, cancellable, error))
        return FALSE;
      go_on = goes_on (self);
      _tn_boost_keep_round (self);
      tn_progress_report (progress, 0.02 + 0.98 * (double) self->train_curve->len /
                                               (double) self->params->rounds);
    }

  return TRUE;
}

/* The trees up to the best round, apart from the matrices they were learned on. */
static GBytes *
take_best (TnBoostFit *self, GError **error)
{
  BoosterHandle slice = NULL;
  bst_ulong size = 0;
  const char *data = NULL;
  GBytes *bytes = NULL;

  if (XGBoosterSlice (self->booster, 0, (int) self->best + 1, 1, &slice) == 0 &&
      XGBoosterSaveModelToBuffer (slice, "{\"format\": \"ubj\"}", &size, &data) == 0)
    bytes = g_bytes_new (data, size);
  else
    _tn_boost_take_error (error);
  if (slice != NULL)
    XGBoosterFree (slice);

  return bytes;
}

static void
take_columns (TnBoost *self, TnMatrix *x)
{
  self->names = g_new0 (char *, self->n_cols + 1);
  self->labels = g_new0 (TnMessage *, self->n_cols + 1);
  for (gsize j = 0; j < self->n_cols; j++)
    {
      const TnMessage *label = tn_matrix_get_label (x, j);

      self->names[j] = g_strdup (tn_matrix_get_name (x, j));
      self->labels[j] = label != NULL ? tn_message_ref (label) : NULL;
    }
}

static TnBoost *
finish (TnBoostFit *self, GError **error)
{
  g_autoptr (GBytes) bytes = take_best (self, error);
  TnBoost *boost;

  if (bytes == NULL ||
      (boost = _tn_boost_new (bytes, tn_matrix_get_n_cols (self->train->x), error)) == NULL)
    return NULL;
  take_columns (boost, self->train->x);
  boost->n_curve = self->train_curve->len;
  boost->train_curve =
      g_memdup2 (self->train_curve->data, self->train_curve->len * sizeof (double));
  boost->validate_curve =
      g_memdup2 (self->validate_curve->data, self->validate_curve->len * sizeof (double));

  return boost;
}

/**
 * tn_boost_fit:
 * @train: rows to learn from
 * @validate: (nullable): rows that choose the number of rounds; same columns in the same order
 * @params: see #TnBoostParams
 * @progress: (nullable): told after each round
 * @cancellable: (nullable): looked at between rounds and batches of rows. A round of 10 M rows
 *   takes seconds: the worker process is ended then
 * @error: %TN_ERROR_DATA for unusable labels or weights or one outcome only,
 *   %TN_ERROR_ARGUMENT, %TN_ERROR_SPACE
 *
 * Boosts trees on the log loss with XGBoost's histogram method, one or two bytes of memory a
 * cell. The same rows, parameters and seed give the same bytes for any number of threads.
 * Values beyond the range of single precision count as its largest. With a checkpoint, rounds
 * are kept every few seconds, and a fit of the same rows and parameters goes on from them to the
 * same bytes.
 *
 * Returns: (transfer full) (nullable): the trees up to the best round
 */
TnBoost *
tn_boost_fit (const TnBoostData *train,
              const TnBoostData *validate,
              const TnBoostParams *params,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_auto (TnBoostFit) fit = { train, validate, params };
  gsize n_cols = tn_matrix_get_n_cols (train->x);
  double rate = NAN, other = NAN;

  g_return_val_if_fail (validate == NULL || tn_matrix_get_n_cols (validate->x) == n_cols, NULL);

  if (validate != NULL && tn_matrix_get_n_rows (validate->x) == 0)
    fit.validate = NULL;
  if (!check_params (params, n_cols, error) || tn_cancelled (cancellable, error) ||
      !check_rows (train, &rate, error) ||
      !check_outcomes (rate, tn_matrix_get_n_rows (train->x), n_cols, error) ||
      (fit.validate != NULL && !check_rows (validate, &other, error)))
    return NULL;

  _tn_boost_quiet ();
  fit.train_curve = g_array_new (FALSE, FALSE, sizeof (double));
  fit.validate_curve = g_array_new (FALSE, FALSE, sizeof (double));
  if (!isnan (params->base_score))
    rate = params->base_score;
  if (!prepare (&fit, CLAMP (rate, 1e-6, 1 - 1e-6), progress, cancellable, error) ||
      !do_rounds (&fit, progress, cancellable, error))
    return NULL;

  return finish (&fit, error);
}
