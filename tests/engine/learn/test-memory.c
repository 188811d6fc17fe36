/* test-memory.c: learning when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "learn-data.h"
#include "tn-boost.h"
#include "tn-encoder.h"
#include "tn-exhaust.h"
#include "tn-imputer.h"
#include "tn-logit.h"
#include "tn-scaler.h"
#include "tn-test-data.h"
#include "tn-test.h"

#define N_ROWS 20000
#define N_COLS 5

typedef struct
{
  TnMatrix *x;
  double *y;
} Data;

static void
data_init (Data *self)
{
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  self->y = g_new (double, N_ROWS);
  self->x = learn_data_new_random (&random, N_ROWS, N_COLS, 0, 1, self->y);
}

static void
data_clear (Data *self)
{
  tn_matrix_unref (self->x);
  g_free (self->y);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Data, data_clear)

static gboolean
make_matrix (gpointer data, GError **error)
{
  static const char *const columns[] = { "number", "flag", NULL };
  g_autoptr (TnMatrix) x = tn_matrix_new_from_table (data, columns, NULL, error);

  return x != NULL;
}

static void
test_matrix (void)
{
  g_autoptr (TnTable) table = tn_test_random_table (N_ROWS, 100);

  g_assert_cmpuint (tn_exhaust_memory (make_matrix, table, TN_EXHAUST_NONE), >, 0);
}

static gboolean
learn_logit (gpointer data, GError **error)
{
  const Data *self = data;
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = tn_logit_fit (self->x, self->y, &params, NULL, NULL, error);
  static double out[N_ROWS];

  return model != NULL && tn_logit_predict (model, self->x, out, NULL, error);
}

static void
test_logit (void)
{
  g_auto (Data) data = { 0 };

  data_init (&data);
  g_assert_cmpuint (tn_exhaust_memory (learn_logit, &data, TN_EXHAUST_NONE), >, 0);
}

static gboolean
learn_boost (gpointer data, GError **error)
{
  const Data *self = data;
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (TnBoost) model = NULL;
  static double out[N_ROWS];

  params.rounds = 3;
  model = tn_boost_fit (&(TnBoostData){ self->x, self->y }, NULL, &params, NULL, NULL, error);

  return model != NULL && tn_boost_predict (model, self->x, NULL, out, NULL, error);
}

static void
test_boost (void)
{
  g_auto (Data) data = { 0 };

  data_init (&data);
  g_assert_cmpuint (tn_exhaust_memory (learn_boost, &data, TN_EXHAUST_NONE), >, 0);
}

/* Features of each kind that is prepared, and what is to be foretold. */
static TnTable *
make_table (void)
{
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);
  g_autofree guint8 *left = g_new (guint8, N_ROWS);

  for (gsize i = 0; i < N_ROWS; i++)
    left[i] = (guint8) (i % 3 == 0);
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_test_random_column (TN_COLUMN_NUMBER, N_ROWS, 1000));
  tn_table_builder_take (builder, tn_field_new ("city", TN_ROLE_FEATURE),
                         tn_test_random_column (TN_COLUMN_CATEGORY, N_ROWS, 12));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_flags (left, N_ROWS));

  return tn_table_builder_end (builder);
}

static gboolean
apply (TnPreparer *fitted, TnTable *table, GError **error)
{
  g_autoptr (TnPreparer) self = fitted;
  g_autoptr (TnTable) out =
      self != NULL ? tn_preparer_apply (self, table, NULL, NULL, error) : NULL;

  return out != NULL;
}

static gboolean
impute (gpointer data, GError **error)
{
  TnImputerParams params = TN_IMPUTER_PARAMS_DEFAULT;

  params.indicator = TRUE;

  return apply (tn_imputer_fit (data, &params, NULL, NULL, error), data, error);
}

static gboolean
encode_one_hot (gpointer data, GError **error)
{
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;

  return apply (tn_encoder_fit (data, &params, NULL, NULL, error), data, error);
}

static gboolean
encode_by_target (gpointer data, GError **error)
{
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnTable) out = NULL;
  g_autoptr (TnPreparer) fitted = NULL;

  params.method = TN_ENCODE_TARGET;
  fitted = tn_encoder_fit_apply (data, &params, &out, NULL, NULL, error);

  return fitted != NULL && out != NULL;
}

static gboolean
scale (gpointer data, GError **error)
{
  TnScalerParams params = TN_SCALER_PARAMS_DEFAULT;

  params.method = TN_SCALE_ROBUST;

  return apply (tn_scaler_fit (data, &params, NULL, NULL, error), data, error);
}

static const struct
{
  const char *path;
  TnExhaustFunc func;
} preparations[] = {
  { "/memory/imputing-says-so", impute },
  { "/memory/encoding-says-so", encode_one_hot },
  { "/memory/encoding-by-target-says-so", encode_by_target },
  { "/memory/scaling-says-so", scale },
};

static void
test_preparation (gconstpointer data)
{
  const TnExhaustFunc *func = data;
  g_autoptr (TnTable) table = make_table ();

  g_assert_cmpuint (tn_exhaust_memory (*func, table, TN_EXHAUST_NONE), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (preparations); i++)
    g_test_add_data_func (preparations[i].path, &preparations[i].func, test_preparation);
  g_test_add_func ("/memory/matrix-says-so", test_matrix);
  g_test_add_func ("/memory/logistic-regression-says-so", test_logit);
  g_test_add_func ("/memory/boosting-says-so", test_boost);

  return g_test_run ();
}
