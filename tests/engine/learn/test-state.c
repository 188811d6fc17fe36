/* test-state.c: stored states, whole and altered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "fuzz-state.h"
#include "learn-data.h"
#include "tn-baseline.h"
#include "tn-boost.h"
#include "tn-calibrator.h"
#include "tn-encoder.h"
#include "tn-error.h"
#include "tn-imputer.h"
#include "tn-logit.h"
#include "tn-random.h"
#include "tn-scaler.h"
#include "tn-test.h"

static TnBoost *
new_boost (void)
{
  double y[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;

  params.rounds = 4;

  return tn_boost_fit (&(TnBoostData){ x, y }, NULL, &params, NULL, NULL, NULL);
}

static TnTable *
state_table (void)
{
  static const char *const texts[] = { "Bern", "Oslo", "Rome" };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (texts, 3);
  TnTableBuilder *builder = tn_table_builder_new (60);
  double x[60];
  guint32 codes[60];
  guint8 flags[60];

  for (guint32 i = 0; i < 60; i++)
    {
      x[i] = i % 7 == 0 ? NAN : i * i;
      codes[i] = i % 11 == 3 ? TN_CODE_MISSING : i % 3;
      flags[i] = i % 4 == 0;
    }
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (x, 60));
  tn_table_builder_take (builder, tn_field_new ("city", TN_ROLE_FEATURE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, 60));
  tn_table_builder_take (builder, tn_field_new ("flag", TN_ROLE_FEATURE),
                         tn_column_new_flags (flags, 60));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_flags (flags, 60));

  return tn_table_builder_end (builder);
}

static GVariant *
step_state (guint kind, TnTable *table)
{
  TnImputerParams impute = TN_IMPUTER_PARAMS_DEFAULT;
  TnEncoderParams encode = TN_ENCODER_PARAMS_DEFAULT;
  TnScalerParams scale = TN_SCALER_PARAMS_DEFAULT;
  g_autoptr (TnPreparer) imputer = NULL;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (TnPreparer) scaler = NULL;

  impute.indicator = TRUE;
  encode.min_count = 1;
  encode.method = g_test_rand_bit () ? TN_ENCODE_TARGET : TN_ENCODE_ONE_HOT;
  if (kind == 2)
    return tn_preparer_to_variant (imputer = tn_imputer_fit (table, &impute, NULL, NULL, NULL));
  if (kind == 3)
    return tn_preparer_to_variant (encoder = tn_encoder_fit (table, &encode, NULL, NULL, NULL));

  return tn_preparer_to_variant (scaler = tn_scaler_fit (table, &scale, NULL, NULL, NULL));
}

/* A good state of each kind, as the target takes it: the kind, then the bytes. */
static GByteArray *
new_seed (guint kind)
{
  double y[SMALL_ROWS], p[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  g_autoptr (TnTable) table = state_table ();
  g_autoptr (TnBoost) boost = NULL;
  g_autoptr (TnLogit) logit = NULL;
  g_autoptr (TnBaseline) rule = NULL;
  g_autoptr (TnCalibrator) curve = NULL;
  g_autoptr (GVariant) state = NULL;
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  GByteArray *bytes = g_byte_array_new ();
  guint8 first = (guint8) kind;

  g_byte_array_append (bytes, &first, 1);
  for (gsize i = 0; i < SMALL_ROWS; i++)
    p[i] = 0.5 + tn_matrix_get_column (x, 0)[i] / 2;
  if (kind == 0 || kind == 7)
    boost = new_boost ();
  if (kind == 7)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (tn_boost_get_bytes (boost), &size);

      g_byte_array_append (bytes, data, (guint) size);
      return bytes;
    }
  if (kind == 0)
    state = tn_boost_to_variant (boost);
  else if (kind == 1)
    state = tn_logit_to_variant (logit = tn_logit_fit (x, y, &params, NULL, NULL, NULL));
  else if (kind < 5)
    state = step_state (kind, table);
  else if (kind == 5)
    state = tn_baseline_to_variant (
        rule = tn_baseline_fit (TN_BASELINE_ISOTONIC, "x0", p, y, NULL, SMALL_ROWS, 0, NULL, NULL));
  else
    state = tn_calibrator_to_variant (
        curve = tn_calibrator_fit (TN_CALIBRATOR_ISOTONIC, p, y, NULL, SMALL_ROWS, NULL, NULL));
  state = g_variant_ref_sink (state);
  g_byte_array_append (bytes, g_variant_get_data (state), (guint) g_variant_get_size (state));

  return bytes;
}

/* A few bytes other than they were, or an end that comes too soon. */
static void
mutate (TnRandom *random, GByteArray *bytes)
{
  guint n_changes = 1 + tn_random_below (random, 4);

  for (guint k = 0; k < n_changes; k++)
    {
      guint at = 1 + tn_random_below (random, bytes->len - 1);

      switch (tn_random_below (random, 4))
        {
        case 0:
          bytes->data[at] ^= (guint8) (1u << tn_random_below (random, 8));
          break;
        case 1:
          bytes->data[at] = (guint8) tn_random_below (random, 256);
          break;
        case 2:
          bytes->data[at] = tn_random_below (random, 2) ? 0xff : 0;
          break;
        default:
          if (tn_random_below (random, 8) == 0)
            g_byte_array_set_size (bytes, at + 1);
        }
      if (bytes->len < 2)
        break;
    }
}

static void
test_altered_states_are_survived (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data);
  guint n_rounds = g_test_slow () ? 100000 : 600;
  g_autoptr (GByteArray) seed = new_seed (kind);
  g_autofree char *name = g_strdup_printf ("kind-%u", kind);
  TnRandom random;

  tn_test_fuzz_seed ("state", name, seed->data, seed->len);
  tn_random_init (&random, (guint64) g_test_rand_int (), kind);
  LLVMFuzzerTestOneInput (seed->data, seed->len);
  for (guint k = 0; k < n_rounds; k++)
    {
      g_autoptr (GByteArray) altered = g_byte_array_sized_new (seed->len);

      g_byte_array_append (altered, seed->data, seed->len);
      mutate (&random, altered);
      LLVMFuzzerTestOneInput (altered->data, altered->len);
    }
}

static void
test_cases_found_before (void)
{
  tn_test_fuzz_cases ("state", LLVMFuzzerTestOneInput);
}

/* Replaces the first place of @from in the model by @to of the same length. */
static GBytes *
patch (GBytes *model, const char *from, gsize from_size, gssize offset, const char *to, gsize size)
{
  gsize n;
  const char *data = g_bytes_get_data (model, &n);
  char *copy = g_memdup2 (data, n);
  char *at = memmem (copy, n, from, from_size);

  g_assert_nonnull (at);
  memcpy (at + from_size + offset, to, size);

  return g_bytes_new_take (copy, n);
}

/* What an altered file would use to make XGBoost read elsewhere, one at a time: the arrays
 * begin 13 bytes after their name ("[$l#L" and eight bytes of length). */
static void
test_hostile_trees_are_refused (void)
{
  static const struct
  {
    const char *name;
    gsize offset;
    const char *bytes;
    gsize size;
  } cases[] = {
    { "left_children", 13, "\x00\x0f\x00\x00", 4 },    /* a child far away */
    { "left_children", 13, "\x00\x00\x00\x00", 4 },    /* a root that is its own child */
    { "right_children", 13, "\x00\x00\x00\x01", 4 },   /* both children the same */
    { "right_children", 13, "\xff\xff\xff\xff", 4 },   /* a split with one child */
    { "right_children", 13, "\x80\x00\x00\x00", 4 },   /* below −1 */
    { "split_indices", 13, "\x00\x00\x00\x04", 4 },    /* a column too many */
    { "split_indices", 13, "\xff\xff\xff\xff", 4 },    /* a column below 0 */
    { "split_conditions", 13, "\x7f\xc0\x00\x00", 4 }, /* NaN */
    { "split_conditions", 13, "\x7f\x80\x00\x00", 4 }, /* infinity */
    { "sum_hessian", 13, "\xbf\x80\x00\x00", 4 },      /* negative cover: SHAP divides by it */
    { "parents", 13, "\x00\x00\x00\x02", 4 },          /* a root with a parent */
    { "split_type", 13, "\x01", 1 },                   /* a split on categories without any */
    { "left_children", 11, "\x7f", 1 },                /* an array longer than it is */
    { "num_nodes", 10, "9", 1 },                       /* a node count that is another */
    { "num_trees", 10, "9", 1 },                       /* more trees than there are */
    { "num_feature", 10, "9", 1 },                     /* more columns than there are */
    { "tree_info", 12, "\x05", 1 },                    /* a tree of a class that is not */
  };
  g_autoptr (TnBoost) boost = new_boost ();
  GBytes *model = tn_boost_get_bytes (boost);
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_boost_check (model, SMALL_COLS, &error));
  g_assert_false (tn_boost_check (model, SMALL_COLS + 1, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (GError) refusal = NULL;
      g_autoptr (GBytes) hostile = patch (model, cases[k].name, strlen (cases[k].name),
                                          (gssize) cases[k].offset, cases[k].bytes, cases[k].size);

      g_test_message ("case %zu: %s", k, cases[k].name);
      g_assert_false (tn_boost_check (hostile, SMALL_COLS, &refusal));
      g_assert_error (refusal, TN_ERROR, TN_ERROR_DAMAGED);
    }
}

static void
test_every_truncation_is_refused (void)
{
  g_autoptr (TnBoost) boost = new_boost ();
  gsize n;
  const char *data = g_bytes_get_data (tn_boost_get_bytes (boost), &n);

  for (gsize k = 0; k < n; k++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, k);

      g_assert_false (tn_boost_check (cut, SMALL_COLS, NULL));
    }
}

static void
test_nesting_without_end_is_refused (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) deep = NULL;

  for (int i = 0; i < 200000; i++)
    g_byte_array_append (bytes, (const guint8 *) "{L\0\0\0\0\0\0\0\001a", 11);
  deep = g_bytes_new (bytes->data, bytes->len);
  g_assert_false (tn_boost_check (deep, 3, NULL));
}

static void
test_other_kinds_and_newer_versions_are_told_apart (void)
{
  double y[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = tn_logit_fit (x, y, &params, NULL, NULL, NULL);
  g_autoptr (GVariant) state = g_variant_ref_sink (tn_logit_to_variant (model));
  g_autoptr (GVariant) newer = NULL;
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("no"));
  g_autoptr (GError) error = NULL;
  GVariantDict dict;

  g_assert_null (tn_preparer_from_variant (&tn_scaler, state, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (tn_logit_from_variant (text, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_clear_error (&error);
  g_variant_dict_init (&dict, state);
  g_variant_dict_insert (&dict, "version", "u", 2);
  newer = g_variant_ref_sink (g_variant_dict_end (&dict));
  g_assert_null (tn_logit_from_variant (newer, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NEWER);
}

int
main (int argc, char *argv[])
{
  static const char *const kinds[FUZZ_STATE_KINDS] = { "boost",      "logit",     "imputer",
                                                       "encoder",    "scaler",    "baseline",
                                                       "calibrator", "tree-bytes" };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/state/cases-found-before-are-survived", test_cases_found_before);
  for (guint kind = 0; kind < FUZZ_STATE_KINDS; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/state/altered-%s-is-survived", kinds[kind]);

      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_altered_states_are_survived);
    }
  g_test_add_func ("/state/hostile-trees-are-refused", test_hostile_trees_are_refused);
  g_test_add_func ("/state/every-truncation-is-refused", test_every_truncation_is_refused);
  g_test_add_func ("/state/nesting-without-end-is-refused", test_nesting_without_end_is_refused);
  g_test_add_func ("/state/other-kinds-and-newer-versions-are-told-apart",
                   test_other_kinds_and_newer_versions_are_told_apart);

  return g_test_run ();
}
