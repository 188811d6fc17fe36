/* fuzz-state.c: fitted states of unknown origin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says which kind of state the rest is. What loads is used on a few rows:
 * nothing may crash, hang or read outside its memory. With libFuzzer: compile this file with
 * -fsanitize=fuzzer,address and without TN_FUZZ_DRIVER.
 */

#include "config.h"

#include "fuzz-state.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "tn-baseline.h"
#include "tn-boost.h"
#include "tn-calibrator.h"
#include "tn-encoder.h"
#include "tn-imputer.h"
#include "tn-logit.h"
#include "tn-scaler.h"

#define N_ROWS 12

static const double values[N_ROWS] = { 0,   1, -1,        NAN,    INFINITY, 1e300,
                                       0.5, 3, -INFINITY, 1e-300, 2,        7 };

/* A matrix with the columns a model asks for. */
static TnMatrix *
matrix_for (gsize n_cols,
            const char *(*get_name) (gconstpointer, gsize),
            gconstpointer model,
            gboolean finite)
{
  TnMatrix *x = tn_matrix_new (N_ROWS, n_cols, NULL);

  for (gsize j = 0; x != NULL && j < n_cols; j++)
    {
      tn_matrix_set_name (x, j, get_name (model, j));
      for (gsize i = 0; i < N_ROWS; i++)
        tn_matrix_fill_column (x, j)[i] = finite ? (double) i : values[(i + j) % N_ROWS];
    }

  return x;
}

static const char *
boost_name (gconstpointer model, gsize col)
{
  return tn_boost_get_name (model, col);
}

static const char *
logit_name (gconstpointer model, gsize col)
{
  TnLogitTerm term;

  tn_logit_get_term (model, (gssize) col, &term);

  return term.name;
}

static void
use_boost (GVariant *state)
{
  g_autoptr (TnBoost) model = tn_boost_from_variant (state, NULL);
  gsize p = model != NULL ? tn_boost_get_n_columns (model) : 0;
  g_autoptr (TnMatrix) x = NULL;
  g_autofree double *out = g_new (double, N_ROWS *(MIN (p, 1000) + 1));
  g_autofree double *gain = g_new (double, 2 * p + 1);

  if (model == NULL || p > 1000)
    return;
  x = matrix_for (p, boost_name, model, FALSE);
  if (tn_boost_predict (model, x, NULL, out, NULL, NULL))
    for (gsize i = 0; i < N_ROWS; i++)
      g_assert_true (out[i] >= 0 && out[i] <= 1);
  (void) tn_boost_explain (model, x, out, NULL, NULL, NULL);
  (void) tn_boost_get_importance (model, gain, gain + p, NULL);
}

static void
use_logit (GVariant *state)
{
  g_autoptr (TnLogit) model = tn_logit_from_variant (state, NULL);
  gsize p = model != NULL ? tn_logit_get_n_columns (model) : 0;
  g_autoptr (TnMatrix) x = NULL;
  double out[N_ROWS];

  if (model == NULL || p > 1000)
    return;
  x = matrix_for (p, logit_name, model, TRUE);
  (void) tn_logit_predict (model, x, out, NULL, NULL);
}

/* Columns that the states of the driver's corpus were learned on. */
static TnTable *
fuzz_table (void)
{
  static const char *const texts[] = { "Bern", "Oslo", "Rome" };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (texts, 3);
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);
  guint32 codes[N_ROWS];
  guint8 flags[N_ROWS];

  for (guint32 i = 0; i < N_ROWS; i++)
    {
      codes[i] = i % 4 == 3 ? TN_CODE_MISSING : i % 4;
      flags[i] = i % 3 == 0;
    }
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (values, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("city", TN_ROLE_FEATURE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("flag", TN_ROLE_FEATURE),
                         tn_column_new_flags (flags, N_ROWS));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_flags (flags, N_ROWS));

  return tn_table_builder_end (builder);
}

static void
use_step (guint kind, GVariant *state)
{
  g_autoptr (TnTable) table = fuzz_table ();
  g_autoptr (TnTable) out = NULL;
  g_autoptr (TnPreparer) imputer =
      kind == 2 ? tn_preparer_from_variant (&tn_imputer, state, NULL) : NULL;
  g_autoptr (TnPreparer) encoder =
      kind == 3 ? tn_preparer_from_variant (&tn_encoder, state, NULL) : NULL;
  g_autoptr (TnPreparer) scaler =
      kind == 4 ? tn_preparer_from_variant (&tn_scaler, state, NULL) : NULL;

  if (imputer != NULL)
    out = tn_preparer_apply (imputer, table, NULL, NULL, NULL);
  else if (encoder != NULL)
    out = tn_preparer_apply (encoder, table, NULL, NULL, NULL);
  else if (scaler != NULL)
    out = tn_preparer_apply (scaler, table, NULL, NULL, NULL);
  if (out != NULL)
    g_assert_cmpuint (tn_table_get_n_rows (out), ==, N_ROWS);
}

static void
use_curve (guint kind, GVariant *state)
{
  g_autoptr (TnBaseline) rule = kind == 5 ? tn_baseline_from_variant (state, NULL) : NULL;
  g_autoptr (TnCalibrator) curve = kind == 6 ? tn_calibrator_from_variant (state, NULL) : NULL;
  const double scores[] = { 0, 1, 0.5, NAN };
  double out[N_ROWS];

  if (rule != NULL)
    (void) tn_baseline_predict (rule, values, N_ROWS, out, NULL, NULL);
  if (curve != NULL)
    tn_calibrator_apply (curve, scores, 4, out);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) state = NULL;
  guint kind;

  if (size < 1)
    return 0;
  kind = data[0] % FUZZ_STATE_KINDS;
  bytes = g_bytes_new (data + 1, size - 1);
  if (kind == 7)
    {
      (void) tn_boost_check (bytes, 3, NULL);
      return 0;
    }
  state = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  if (kind == 0)
    use_boost (state);
  else if (kind == 1)
    use_logit (state);
  else if (kind < 5)
    use_step (kind, state);
  else
    use_curve (kind, state);

  return 0;
}
