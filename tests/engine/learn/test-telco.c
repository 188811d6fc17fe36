/* test-telco.c: the preparing steps and both learners on real customers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "learn-data.h"
#include "tn-boost.h"
#include "tn-encoder.h"
#include "tn-error.h"
#include "tn-imputer.h"
#include "tn-logit.h"
#include "tn-scaler.h"
#include "tn-test.h"

#define N_ROWS  7043
#define N_FOLDS 10
#define N_SEEDS 3

/* The file has neither quotes nor commas inside cells. */
typedef struct
{
  char **header;
  GPtrArray *rows; /* of char ** */
} Csv;

static void
csv_clear (Csv *self)
{
  g_strfreev (self->header);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Csv, csv_clear)

static gboolean
csv_read (Csv *self, const char *name)
{
  g_autofree char *path = tn_test_shared (name);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL)
    return FALSE;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  self->header = g_strsplit (lines[0], ",", -1);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (gsize i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    g_ptr_array_add (self->rows, g_strsplit (lines[i], ",", -1));
  g_assert_cmpuint (self->rows->len, ==, N_ROWS);

  return TRUE;
}

static const char *
cell (const Csv *csv, gsize row, gsize col)
{
  return ((char **) g_ptr_array_index (csv->rows, row))[col];
}

static TnColumn *
number_column (const Csv *csv, gsize col)
{
  g_autofree double *values = g_new (double, N_ROWS);

  for (gsize i = 0; i < N_ROWS; i++)
    {
      char *end;

      values[i] = g_ascii_strtod (cell (csv, i, col), &end);
      if (end == cell (csv, i, col))
        values[i] = NAN;
    }

  return tn_column_new_numbers (values, N_ROWS);
}

static TnColumn *
category_column (const Csv *csv, gsize col)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, N_ROWS);

  for (gsize i = 0; i < N_ROWS; i++)
    codes[i] =
        tn_dictionary_builder_intern (builder, cell (csv, i, col), strlen (cell (csv, i, col)));
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, N_ROWS);
}

static TnTable *
read_table (const Csv *csv)
{
  static const char *const numbers[] = { "SeniorCitizen", "tenure", "MonthlyCharges",
                                         "TotalCharges", NULL };
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);

  for (gsize j = 0; csv->header[j] != NULL; j++)
    {
      const char *name = csv->header[j];
      gboolean is_number = g_strv_contains (numbers, name);

      if (strcmp (name, "Churn") == 0)
        continue;
      tn_table_builder_take (builder,
                             tn_field_new (name, strcmp (name, "customerID") == 0
                                                     ? TN_ROLE_CUSTOMER
                                                     : TN_ROLE_FEATURE),
                             is_number ? number_column (csv, j) : category_column (csv, j));
    }

  return tn_table_builder_end (builder);
}

static TnTable *
select_rows (TnTable *table, const gsize *rows, gsize n)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rows, n * sizeof (gsize));

  return tn_table_new_view (table, bytes);
}

static TnMatrix *
feature_matrix (TnTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  TnMatrix *x;

  for (guint j = 0; j < tn_table_get_n_columns (table); j++)
    if (tn_table_get_field (table, j)->role == TN_ROLE_FEATURE)
      g_ptr_array_add (names, tn_table_get_field (table, j)->name);
  g_ptr_array_add (names, NULL);
  x = tn_matrix_new_from_table (table, (const char *const *) names->pdata, NULL, &error);
  g_assert_no_error (error);

  return x;
}

/* What a fold's rows become, learned on its train rows alone, with default settings. */
static void
prepare (TnTable *train, TnTable *rest, TnMatrix **x, TnMatrix **z)
{
  TnImputerParams impute = TN_IMPUTER_PARAMS_DEFAULT;
  TnEncoderParams encode = TN_ENCODER_PARAMS_DEFAULT;
  TnScalerParams scale = TN_SCALER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) imputer = tn_imputer_fit (train, &impute, NULL, NULL, NULL);
  g_autoptr (TnTable) a = tn_preparer_apply (imputer, train, NULL, NULL, NULL);
  g_autoptr (TnTable) b = tn_preparer_apply (imputer, rest, NULL, NULL, NULL);
  g_autoptr (TnPreparer) encoder = tn_encoder_fit (a, &encode, NULL, NULL, NULL);
  g_autoptr (TnTable) c = tn_preparer_apply (encoder, a, NULL, NULL, NULL);
  g_autoptr (TnTable) d = tn_preparer_apply (encoder, b, NULL, NULL, NULL);
  g_autoptr (TnPreparer) scaler = tn_scaler_fit (c, &scale, NULL, NULL, NULL);
  g_autoptr (TnTable) e = tn_preparer_apply (scaler, c, NULL, NULL, NULL);
  g_autoptr (TnTable) f = tn_preparer_apply (scaler, d, NULL, NULL, NULL);

  *x = feature_matrix (e);
  *z = feature_matrix (f);
  g_assert_cmpuint (tn_matrix_get_n_cols (*x), ==, tn_matrix_get_n_cols (*z));
}

static void
score_logit (TnMatrix *x, const double *y, TnMatrix *z, double *out)
{
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnLogit) model = tn_logit_fit (x, y, &params, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (tn_logit_predict (model, z, out, NULL, NULL));
}

/* Every fifth train row validates, as where a scheme gives no validation rows of its own. */
static void
score_boost (TnMatrix *x, const double *y, TnMatrix *z, double *out)
{
  gsize n = tn_matrix_get_n_rows (x), n_train = 0, n_validate = 0;
  g_autofree gsize *train = g_new (gsize, n);
  g_autofree gsize *validate = g_new (gsize, n);
  g_autofree double *y_train = g_new (double, n);
  g_autofree double *y_validate = g_new (double, n);
  g_autoptr (TnMatrix) a = NULL;
  g_autoptr (TnMatrix) b = NULL;
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnBoost) model = NULL;

  for (gsize i = 0; i < n; i++)
    if (i % 5 == 4)
      {
        y_validate[n_validate] = y[i];
        validate[n_validate++] = i;
      }
    else
      {
        y_train[n_train] = y[i];
        train[n_train++] = i;
      }
  a = tn_matrix_new_rows (x, train, n_train, NULL);
  b = tn_matrix_new_rows (x, validate, n_validate, NULL);
  model = tn_boost_fit (&(TnBoostData){ a, y_train }, &(TnBoostData){ b, y_validate }, &params,
                        NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_boost_predict (model, z, NULL, out, NULL, NULL));
}

static void
score_fold (TnTable *table,
            const double *y,
            const Csv *folds,
            int seed,
            int fold,
            double *logit,
            double *boost)
{
  g_autofree gsize *train = g_new (gsize, N_ROWS);
  g_autofree gsize *test = g_new (gsize, N_ROWS);
  g_autofree double *y_train = g_new (double, N_ROWS);
  g_autofree double *out = g_new (double, N_ROWS);
  gsize n_train = 0, n_test = 0;
  g_autoptr (TnTable) a = NULL;
  g_autoptr (TnTable) b = NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) z = NULL;

  for (gsize i = 0; i < N_ROWS; i++)
    if (atoi (cell (folds, i, (gsize) seed + 1)) == fold)
      test[n_test++] = i;
    else
      {
        y_train[n_train] = y[i];
        train[n_train++] = i;
      }
  a = select_rows (table, train, n_train);
  b = select_rows (table, test, n_test);
  prepare (a, b, &x, &z);
  score_logit (x, y_train, z, out);
  for (gsize i = 0; i < n_test; i++)
    logit[test[i]] = out[i];
  score_boost (x, y_train, z, out);
  for (gsize i = 0; i < n_test; i++)
    boost[test[i]] = out[i];
}

/* The gates of the reference results: pooled AUC of ten stratified folds, logistic ≥ 0.843,
 * boosting ≥ 0.846. Settings are the defaults. */
static void
test_ten_folds_reach_the_reference (void)
{
  g_auto (Csv) customers = { NULL };
  g_auto (Csv) folds = { NULL };
  g_autoptr (TnTable) table = NULL;
  g_autofree double *y = g_new (double, N_ROWS);
  g_autofree double *logit = g_new (double, N_ROWS);
  g_autofree double *boost = g_new (double, N_ROWS);
  int n_seeds = g_test_slow () ? N_SEEDS : 1;

  if (!csv_read (&customers, "datasets/telco-churn/Telco-Customer-Churn.csv") ||
      !csv_read (&folds, "datasets/telco-churn/folds.csv"))
    return;
  table = read_table (&customers);
  for (gsize i = 0; i < N_ROWS; i++)
    y[i] = strcmp (cell (&customers, i, g_strv_length (customers.header) - 1), "Yes") == 0;
  for (int seed = 0; seed < n_seeds; seed++)
    {
      double a, b;

      for (int fold = 1; fold <= N_FOLDS; fold++)
        score_fold (table, y, &folds, seed, fold, logit, boost);
      a = learn_data_auc (logit, y, N_ROWS);
      b = learn_data_auc (boost, y, N_ROWS);
      g_test_message ("folds of seed %d: logistic AUC %.4f, log loss %.4f; boosting %.4f, %.4f",
                      seed, a, learn_data_log_loss (logit, y, N_ROWS), b,
                      learn_data_log_loss (boost, y, N_ROWS));
      g_assert_cmpfloat (a, >=, 0.843);
      g_assert_cmpfloat (b, >=, 0.846);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/telco/ten-folds-reach-the-reference", test_ten_folds_reach_the_reference);

  return g_test_run ();
}
