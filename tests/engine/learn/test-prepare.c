/* test-prepare.c: filling, encoding and scaling
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "tn-encoder.h"
#include "tn-error.h"
#include "tn-imputer.h"
#include "tn-matrix.h"
#include "tn-random.h"
#include "tn-scaler.h"
#include "tn-test.h"

static TnColumn *
categories (const char *const *texts, gsize n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, n);
  g_autoptr (TnDictionary) dictionary = NULL;

  for (gsize i = 0; i < n; i++)
    codes[i] = texts[i] != NULL
                   ? tn_dictionary_builder_intern (builder, texts[i], strlen (texts[i]))
                   : TN_CODE_MISSING;
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

static const double ages[] = { 30, NAN, 20, 50, 20, NAN };
static const char *const cities[] = { "Bern", "Oslo", NULL, "Bern", "Rome", "Oslo" };
static const guint8 left[] = { 0, 1, 0, 0, 1, 1 };

#define N 6

static TnTable *
small_table (void)
{
  TnTableBuilder *builder = tn_table_builder_new (N);
  TnField *age = tn_field_new ("age", TN_ROLE_FEATURE);

  age->label = tn_message_new ("Age of the customer");
  tn_table_builder_take (builder, age, tn_column_new_numbers (ages, N));
  tn_table_builder_take (builder, tn_field_new ("city", TN_ROLE_FEATURE), categories (cities, N));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_flags (left, N));

  return tn_table_builder_end (builder);
}

static double *
numbers_of (TnTable *table, const char *name)
{
  int place = tn_table_find (table, name);

  g_assert_cmpint (place, >=, 0);

  return tn_column_dup_numbers (tn_table_get_column (table, (guint) place), NULL);
}

static char *
cell_of (TnTable *table, const char *name, gsize row)
{
  return tn_column_dup_cell (tn_table_get_column (table, (guint) tn_table_find (table, name)), row,
                             NULL);
}

static void
assert_numbers (TnTable *table, const char *name, const double *wanted)
{
  g_autofree double *values = numbers_of (table, name);

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (isnan (wanted[i]))
      g_assert_true (isnan (values[i]));
    else
      tn_assert_close (values[i], wanted[i], 1e-12);
}

/* Every state goes through its stored form before it is used. */
static TnPreparer *
fit_imputer (TnTable *table, const TnImputerParams *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnPreparer) fitted = tn_imputer_fit (table, params, NULL, NULL, &error);
  g_autoptr (GVariant) state = NULL;
  TnPreparer *loaded;

  g_assert_no_error (error);
  state = g_variant_ref_sink (tn_preparer_to_variant (fitted));
  loaded = tn_preparer_from_variant (&tn_imputer, state, &error);
  g_assert_no_error (error);

  return loaded;
}

static TnPreparer *
fit_encoder (TnTable *table, const TnEncoderParams *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnPreparer) fitted = tn_encoder_fit (table, params, NULL, NULL, &error);
  g_autoptr (GVariant) state = NULL;
  TnPreparer *loaded;

  g_assert_no_error (error);
  state = g_variant_ref_sink (tn_preparer_to_variant (fitted));
  loaded = tn_preparer_from_variant (&tn_encoder, state, &error);
  g_assert_no_error (error);

  return loaded;
}

static TnPreparer *
fit_scaler (TnTable *table, const TnScalerParams *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnPreparer) fitted = tn_scaler_fit (table, params, NULL, NULL, &error);
  g_autoptr (GVariant) state = NULL;
  TnPreparer *loaded;

  g_assert_no_error (error);
  state = g_variant_ref_sink (tn_preparer_to_variant (fitted));
  loaded = tn_preparer_from_variant (&tn_scaler, state, &error);
  g_assert_no_error (error);

  return loaded;
}

static void
test_missing_numbers_get_the_median (void)
{
  const struct
  {
    TnImputeMethod method;
    double value;
  } cases[] = { { TN_IMPUTE_MEDIAN, 25 },
                { TN_IMPUTE_MEAN, 30 },
                { TN_IMPUTE_MOST_FREQUENT, 20 },
                { TN_IMPUTE_CONSTANT, -1 },
                { TN_IMPUTE_NONE, NAN } };
  g_autoptr (TnTable) table = small_table ();

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnImputerParams params = TN_IMPUTER_PARAMS_DEFAULT;
      const double wanted[] = { 30, cases[k].value, 20, 50, 20, cases[k].value };
      g_autoptr (TnPreparer) imputer = NULL;
      g_autoptr (TnTable) filled = NULL;
      g_autofree char *city = NULL;
      g_autofree char *flag = NULL;

      params.number = cases[k].method;
      params.constant = -1;
      params.indicator = TRUE;
      imputer = fit_imputer (table, &params);
      filled = tn_preparer_apply (imputer, table, NULL, NULL, NULL);
      assert_numbers (filled, "age", wanted);
      city = cell_of (filled, "city", 2);
      g_assert_cmpstr (city, ==, "Bern"); /* of ties the first */
      flag = cell_of (filled, "age is missing", 1);
      g_assert_cmpstr (flag, ==, "yes");
      g_assert_cmpint (tn_table_find (filled, "city is missing"), >, 0);
      g_assert_cmpint (tn_table_find (filled, "left is missing"), ==, -1);
    }
}

static void
test_labels_come_along (void)
{
  g_autoptr (TnTable) table = small_table ();
  TnImputerParams params = TN_IMPUTER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) imputer = NULL;
  g_autoptr (TnTable) filled = NULL;
  g_autofree char *said = NULL;

  params.indicator = TRUE;
  imputer = fit_imputer (table, &params);
  filled = tn_preparer_apply (imputer, table, NULL, NULL, NULL);
  said =
      tn_field_say (tn_table_get_field (filled, (guint) tn_table_find (filled, "age is missing")),
                    tn_language_get ("en"));
  g_assert_cmpstr (said, ==, "Age of the customer is missing");
}

static void
test_new_word_fills_categories (void)
{
  g_autoptr (TnTable) table = small_table ();
  TnImputerParams params = TN_IMPUTER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) imputer = NULL;
  g_autoptr (TnTable) filled = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *city = NULL;

  params.category = TN_IMPUTE_CONSTANT;
  params.constant_text = "nowhere";
  imputer = fit_imputer (table, &params);
  filled = tn_preparer_apply (imputer, table, NULL, NULL, NULL);
  city = cell_of (filled, "city", 2);
  kept = cell_of (filled, "city", 4);
  g_assert_cmpstr (city, ==, "nowhere");
  g_assert_cmpstr (kept, ==, "Rome");
}

static void
test_one_hot_marks_each_category (void)
{
  const double bern[] = { 1, 0, 0, 1, 0, 0 }, oslo[] = { 0, 1, 0, 0, 0, 1 };
  const double other[] = { 0, 0, 0, 0, 1, 0 }, missing[] = { 0, 0, 1, 0, 0, 0 };
  g_autoptr (TnTable) table = small_table ();
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (TnTable) out = NULL;
  g_autofree char *said = NULL;

  params.min_count = 2;
  encoder = fit_encoder (table, &params);
  out = tn_preparer_apply (encoder, table, NULL, NULL, NULL);
  g_assert_cmpint (tn_table_find (out, "city"), ==, -1);
  assert_numbers (out, "city=Bern", bern);
  assert_numbers (out, "city=Oslo", oslo);
  assert_numbers (out, "city=other", other);
  assert_numbers (out, "city=missing", missing);
  g_assert_cmpint (tn_table_find (out, "city=Rome"), ==, -1);
  said = tn_field_say (tn_table_get_field (out, (guint) tn_table_find (out, "city=Bern")),
                       tn_language_get ("en"));
  g_assert_cmpstr (said, ==, "city: Bern");
}

/* New rows with another dictionary: codes differ, places do not; unknown ones as asked. */
static void
test_unknown_categories_are_handled_as_asked (void)
{
  static const char *const fresh[] = { "Paris", "Oslo", "Bern", NULL };
  g_autoptr (TnTable) table = small_table ();
  TnTableBuilder *builder = tn_table_builder_new (4);
  g_autoptr (TnTable) rows = NULL;

  tn_table_builder_take (builder, tn_field_new ("city", TN_ROLE_FEATURE), categories (fresh, 4));
  rows = tn_table_builder_end (builder);
  for (int k = 0; k < 3; k++)
    {
      const double bern[] = { 0, 0, 1, 0 }, none[] = { 0, 0, 0, 1 }, two[] = { 1, 0, 0, 1 };
      TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
      g_autoptr (TnPreparer) encoder = NULL;
      g_autoptr (TnTable) out = NULL;
      g_autoptr (GError) error = NULL;

      params.min_count = 1;
      params.unknown = (TnEncodeUnknown) k;
      encoder = fit_encoder (table, &params);
      out = tn_preparer_apply (encoder, rows, NULL, NULL, &error);
      if (k == TN_ENCODE_UNKNOWN_REFUSE)
        {
          g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
          g_assert_nonnull (strstr (error->message, "Paris"));
          g_assert_cmpstr (tn_error_get_column (error), ==, "city");
          continue;
        }
      g_assert_no_error (error);
      assert_numbers (out, "city=Bern", bern);
      assert_numbers (out, "city=missing", k == TN_ENCODE_UNKNOWN_MISSING ? two : none);
    }
}

static void
test_ordinal_follows_the_text (void)
{
  const double wanted[] = { 0, 1, NAN, 0, 2, 1 };
  g_autoptr (TnTable) table = small_table ();
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (TnTable) out = NULL;

  params.method = TN_ENCODE_ORDINAL;
  params.min_count = 1;
  encoder = fit_encoder (table, &params);
  out = tn_preparer_apply (encoder, table, NULL, NULL, NULL);
  assert_numbers (out, "city", wanted);
}

static void
test_flags_become_one_column (void)
{
  const double wanted[] = { 0, 1, 0, 0, 1, 1 };
  TnTableBuilder *builder = tn_table_builder_new (N);
  g_autoptr (TnTable) table = NULL;
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (TnTable) out = NULL;

  tn_table_builder_take (builder, tn_field_new ("f", TN_ROLE_FEATURE),
                         tn_column_new_flags (left, N));
  table = tn_table_builder_end (builder);
  encoder = fit_encoder (table, &params);
  out = tn_preparer_apply (encoder, table, NULL, NULL, NULL);
  g_assert_cmpuint (tn_table_get_n_columns (out), ==, 1);
  assert_numbers (out, "f", wanted);
}

/* Rates by hand: 6 rows, half of them left, weight 2 of the prior. */
static void
test_target_rates_are_smoothed (void)
{
  const double bern = (0 + 2 * 0.5) / 4, oslo = (2 + 2 * 0.5) / 4, rome = (1 + 2 * 0.5) / 3;
  const double wanted[] = { bern, oslo, (0 + 2 * 0.5) / 3, bern, rome, oslo };
  g_autoptr (TnTable) table = small_table ();
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (TnTable) out = NULL;

  params.method = TN_ENCODE_TARGET;
  params.min_count = 1;
  params.smoothing = 2;
  encoder = fit_encoder (table, &params);
  out = tn_preparer_apply (encoder, table, NULL, NULL, NULL);
  assert_numbers (out, "city=rate", wanted);
}

/* “left” and “stayed”, or 1 and 2, are read as the learners read them. */
static void
test_targets_are_read_as_learners_do (void)
{
  static const char *const words[] = { "stayed", "left", "stayed", "stayed", "left", "left" };
  static const double numbers[] = { 1, 2, 1, 1, 2, 2 };
  g_autoptr (TnTable) flags = small_table ();
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (TnTable) out = NULL;
  g_autofree double *wanted = NULL;

  params.method = TN_ENCODE_TARGET;
  params.min_count = 1;
  encoder = fit_encoder (flags, &params);
  out = tn_preparer_apply (encoder, flags, NULL, NULL, NULL);
  wanted = numbers_of (out, "city=rate");
  for (guint k = 0; k < 2; k++)
    {
      TnTableBuilder *builder = tn_table_builder_new_from (flags);
      g_autoptr (TnTable) table = NULL;
      g_autoptr (TnPreparer) other = NULL;
      g_autoptr (TnTable) rates = NULL;

      tn_table_builder_remove (builder, "left");
      tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                             k == 0 ? categories (words, N) : tn_column_new_numbers (numbers, N));
      table = tn_table_builder_end (builder);
      other = fit_encoder (table, &params);
      rates = tn_preparer_apply (other, table, NULL, NULL, NULL);
      assert_numbers (rates, "city=rate", wanted);
    }
}

/* 2,000 rows, 500 customers, a category of their own for each customer: a rate that saw its
 * own customer would tell the outcome, one that did not knows only the prior of the others. */
static void
test_target_rates_do_not_see_their_own_customer (void)
{
  const gsize n = 2000;
  g_autofree double *y = g_new (double, n);
  g_autofree guint32 *codes = g_new (guint32, n);
  g_auto (GStrv) names = g_new0 (char *, 501);
  TnTableBuilder *builder = tn_table_builder_new (n);
  TnEncoderParams params = TN_ENCODER_PARAMS_DEFAULT;
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnTable) out = NULL;
  g_autoptr (TnTable) again = NULL;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autofree double *rates = NULL;
  g_autofree double *seen = NULL;
  double gap = 0, seen_gap = 0;

  for (int i = 0; i < 500; i++)
    names[i] = g_strdup_printf ("C%03d", i);
  dictionary = tn_dictionary_new ((const char *const *) names, 500);
  for (gsize i = 0; i < n; i++)
    {
      codes[i] = (guint32) (i % 500);
      y[i] = i % 500 % 2;
    }
  tn_table_builder_take (builder, tn_field_new ("who", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_table_builder_take (builder, tn_field_new ("street", TN_ROLE_FEATURE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_table_builder_take (builder, tn_field_new ("y", TN_ROLE_TARGET), tn_column_new_numbers (y, n));
  table = tn_table_builder_end (builder);
  params.method = TN_ENCODE_TARGET;
  params.min_count = 1;
  params.max_categories = 1000;
  params.smoothing = 1;
  encoder = tn_encoder_fit_apply (table, &params, &out, NULL, NULL, NULL);
  again = tn_preparer_apply (encoder, table, NULL, NULL, NULL);
  rates = numbers_of (out, "street=rate");
  seen = numbers_of (again, "street=rate");
  for (gsize i = 0; i < n; i++)
    {
      gap += (y[i] == 1 ? 1 : -1) * rates[i] / (double) n;
      seen_gap += (y[i] == 1 ? 1 : -1) * seen[i] / (double) n;
    }
  g_assert_cmpfloat (fabs (gap), <, 0.02);
  g_assert_cmpfloat (seen_gap, >, 0.3);
}

static void
test_scaled_columns_have_unit_spread (void)
{
  const gsize n = 3001;
  g_autofree double *x = g_new (double, n);
  g_autofree double *spend = g_new (double, n);
  g_autofree double *marks = g_new (double, n);
  TnRandom random;
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autoptr (TnTable) table = NULL;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = i % 10 == 0 ? NAN : 1e6 + 3 * tn_random_normal (&random);
      spend[i] = exp (2 * tn_random_normal (&random));
      marks[i] = tn_random_below (&random, 2);
    }
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (x, n));
  tn_table_builder_take (builder, tn_field_new ("spend", TN_ROLE_FEATURE),
                         tn_column_new_numbers (spend, n));
  tn_table_builder_take (builder, tn_field_new ("marks", TN_ROLE_FEATURE),
                         tn_column_new_numbers (marks, n));
  table = tn_table_builder_end (builder);
  for (int k = 0; k < 2; k++)
    {
      TnScalerParams params = TN_SCALER_PARAMS_DEFAULT;
      g_autoptr (TnPreparer) scaler = NULL;
      g_autoptr (TnTable) out = NULL;
      g_autofree double *a = NULL;
      g_autofree double *b = NULL;
      g_autofree double *c = NULL;
      double sum = 0, square = 0;
      gsize below = 0, present = 0;

      params.method = k == 0 ? TN_SCALE_STANDARD : TN_SCALE_ROBUST;
      params.log_skewed = TRUE;
      params.clip = 3;
      scaler = fit_scaler (table, &params);
      out = tn_preparer_apply (scaler, table, NULL, NULL, NULL);
      a = numbers_of (out, "x");
      b = numbers_of (out, "spend");
      c = numbers_of (out, "marks");
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (c[i], ==, marks[i]);
          g_assert_true (fabs (b[i]) <= 3);
          g_assert_true (isnan (a[i]) == isnan (x[i]));
          if (isnan (a[i]))
            continue;
          present++;
          below += a[i] < 0;
          sum += a[i];
          square += a[i] * a[i];
        }
      if (k == 0)
        {
          /* The cut at 3 takes a little of both. */
          g_assert_cmpfloat_with_epsilon (sum / (double) present, 0, 0.01);
          g_assert_cmpfloat_with_epsilon (square / (double) present, 1, 0.05);
        }
      else
        g_assert_cmpuint (below, ==, present / 2);
    }
}

/* Rows that may not be learned from are refused by every fit, with their number. */
static void
test_other_rows_are_refused (void)
{
  const guint8 roles[] = { TN_ROW_TRAIN, TN_ROW_TRAIN, TN_ROW_TEST,
                           TN_ROW_TRAIN, TN_ROW_SCORE, TN_ROW_TRAIN };
  const guint8 fine[] = { TN_ROW_TRAIN, TN_ROW_TRAIN, TN_ROW_TRAIN,
                          TN_ROW_TRAIN, TN_ROW_TRAIN, TN_ROW_TRAIN };
  g_autoptr (TnTable) table = small_table ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (roles, sizeof roles);
  g_autoptr (GBytes) fine_bytes = g_bytes_new_static (fine, sizeof fine);
  g_autoptr (TnTable) mixed = tn_table_with_row_roles (table, bytes);
  g_autoptr (TnTable) train = tn_table_with_row_roles (table, fine_bytes);
  g_autoptr (TnTable) chosen = tn_table_select_row_role (mixed, TN_ROW_TRAIN);
  TnImputerParams impute = TN_IMPUTER_PARAMS_DEFAULT;
  TnEncoderParams encode = TN_ENCODER_PARAMS_DEFAULT;
  TnScalerParams scale = TN_SCALER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) imputer = NULL;
  g_autoptr (TnPreparer) of_chosen = NULL;
  g_autoptr (TnTable) out = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_imputer_fit (mixed, &impute, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_assert_nonnull (strstr (error->message, "2 rows"));
  g_clear_error (&error);
  g_assert_null (tn_encoder_fit (mixed, &encode, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_clear_error (&error);
  encode.method = TN_ENCODE_TARGET;
  g_assert_null (tn_encoder_fit_apply (mixed, &encode, &out, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_clear_error (&error);
  g_assert_null (tn_scaler_fit (mixed, &scale, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  imputer = fit_imputer (train, &impute);
  of_chosen = fit_imputer (chosen, &impute);
  /* Applying is for all rows. */
  out = tn_preparer_apply (imputer, mixed, NULL, NULL, NULL);
  g_assert_cmpuint (tn_table_get_n_rows (out), ==, N);
}

static void
test_odd_columns_are_refused_by_name (void)
{
  static const char *const numbers[] = { "city", NULL }, *const absent[] = { "nothing", NULL };
  g_autoptr (TnTable) table = small_table ();
  TnScalerParams params = TN_SCALER_PARAMS_DEFAULT;
  g_autoptr (GError) error = NULL;

  params.columns = numbers;
  g_assert_null (tn_scaler_fit (table, &params, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_cmpstr (tn_error_get_column (error), ==, "city");
  g_clear_error (&error);
  params.columns = absent;
  g_assert_null (tn_scaler_fit (table, &params, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_empty_columns_leave_a_note (void)
{
  const double none[] = { NAN, NAN, NAN }, zero[] = { 0, 0, 0 };
  TnTableBuilder *builder = tn_table_builder_new (3);
  g_autoptr (TnTable) table = NULL;
  TnImputerParams impute = TN_IMPUTER_PARAMS_DEFAULT;
  TnScalerParams scale = TN_SCALER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) imputer = NULL;
  g_autoptr (TnPreparer) scaler = NULL;
  g_autoptr (TnTable) out = NULL;

  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (none, 3));
  table = tn_table_builder_end (builder);
  imputer = tn_imputer_fit (table, &impute, NULL, NULL, NULL);
  g_assert_cmpuint (tn_preparer_get_findings (imputer)->len, ==, 1);
  out = tn_preparer_apply (imputer, table, NULL, NULL, NULL);
  assert_numbers (out, "x", zero);
  scaler = tn_scaler_fit (table, &scale, NULL, NULL, NULL);
  g_assert_cmpuint (tn_preparer_get_findings (scaler)->len, ==, 1);
}

static void
test_matrix_takes_numbers_flags_and_times (void)
{
  const gint64 times[] = { 0, 86400000000, TN_TIME_MISSING, -43200000000, 1, 2 };
  static const char *const names[] = { "t", "left", "age", NULL }, *const words[] = { "city",
                                                                                      NULL };
  g_autoptr (TnTable) table = small_table ();
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_autoptr (TnTable) timed = NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) some = NULL;
  g_autoptr (GError) error = NULL;
  const gsize rows[] = { 3, 3, 0 };

  tn_table_builder_take (builder, tn_field_new ("t", TN_ROLE_FEATURE),
                         tn_column_new_times (times, N));
  timed = tn_table_builder_end (builder);
  x = tn_matrix_new_from_table (timed, names, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (tn_matrix_get_column (x, 0)[1], ==, 1);
  g_assert_cmpfloat (tn_matrix_get_column (x, 0)[3], ==, -0.5);
  g_assert_true (isnan (tn_matrix_get_column (x, 0)[2]));
  g_assert_cmpfloat (tn_matrix_get_column (x, 1)[4], ==, 1);
  g_assert_cmpstr (tn_matrix_get_name (x, 2), ==, "age");
  g_assert_nonnull (tn_matrix_get_label (x, 2));
  g_assert_cmpuint ((gsize) tn_matrix_get_column (x, 2) % 64, ==, 0);
  some = tn_matrix_new_rows (x, rows, 3, NULL);
  g_assert_cmpfloat (tn_matrix_get_column (some, 2)[1], ==, 50);
  g_assert_cmpstr (tn_matrix_get_name (some, 2), ==, "age");

  g_assert_null (tn_matrix_new_from_table (timed, words, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/impute/missing-numbers-get-the-median", test_missing_numbers_get_the_median);
  g_test_add_func ("/impute/labels-come-along", test_labels_come_along);
  g_test_add_func ("/impute/new-word-fills-categories", test_new_word_fills_categories);
  g_test_add_func ("/encode/one-hot-marks-each-category", test_one_hot_marks_each_category);
  g_test_add_func ("/encode/unknown-categories-are-handled-as-asked",
                   test_unknown_categories_are_handled_as_asked);
  g_test_add_func ("/encode/ordinal-follows-the-text", test_ordinal_follows_the_text);
  g_test_add_func ("/encode/flags-become-one-column", test_flags_become_one_column);
  g_test_add_func ("/encode/target-rates-are-smoothed", test_target_rates_are_smoothed);
  g_test_add_func ("/encode/targets-are-read-as-learners-do", test_targets_are_read_as_learners_do);
  g_test_add_func ("/encode/target-rates-do-not-see-their-own-customer",
                   test_target_rates_do_not_see_their_own_customer);
  g_test_add_func ("/scale/scaled-columns-have-unit-spread", test_scaled_columns_have_unit_spread);
  g_test_add_func ("/prepare/other-rows-are-refused", test_other_rows_are_refused);
  g_test_add_func ("/prepare/odd-columns-are-refused-by-name",
                   test_odd_columns_are_refused_by_name);
  g_test_add_func ("/prepare/empty-columns-leave-a-note", test_empty_columns_leave_a_note);
  g_test_add_func ("/matrix/takes-numbers-flags-and-times",
                   test_matrix_takes_numbers_flags_and_times);

  return g_test_run ();
}
