/* test-node-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "fuzz-node-state.h"
#include "tn-error.h"
#include "tn-node-state.h"
#include "tn-test.h"

static TnNodeState *
make_state (void)
{
  static const double weights[] = { 0.5, -1, 3e300 };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "value", g_variant_new_double (0.1));
  g_variant_builder_add (
      &builder, "{sv}", "weights",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, weights, 3, sizeof (double)));
  g_variant_builder_add (&builder, "{sv}", "names",
                         g_variant_new_strv ((const char *[]){ "a", "“b”" }, 2));
  g_variant_builder_add (&builder, "{sv}", "n", g_variant_new_uint32 (7));

  return tn_node_state_new ("center", 3, g_variant_builder_end (&builder));
}

static void
test_round_trip (void)
{
  g_autoptr (TnNodeState) state = make_state ();
  g_autoptr (GBytes) bytes = tn_node_state_to_bytes (state);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnNodeState) again = tn_node_state_from_bytes (bytes, &error);
  g_autofree char *print = tn_node_state_fingerprint (state);
  g_autofree char *again_print = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (tn_node_state_get_node_id (again), ==, "center");
  g_assert_cmpuint (tn_node_state_get_version (again), ==, 3);
  again_print = tn_node_state_fingerprint (again);
  g_assert_cmpstr (print, ==, again_print);
}

static void
test_fields (void)
{
  g_autoptr (TnNodeState) state = make_state ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tn_node_state_get (state, "value", "d", &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (g_variant_get_double (value), ==, 0.1);
  g_assert_null (tn_node_state_get (state, "value", "u", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "center"));
  g_clear_error (&error);
  g_assert_null (tn_node_state_get (state, "absent", "d", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
}

/* Every prefix, every bit turned over, and bytes at an odd address. */
static void
test_damage (void)
{
  g_autoptr (TnNodeState) state = make_state ();
  g_autoptr (GBytes) bytes = tn_node_state_to_bytes (state);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *copy = g_malloc (size + 1);
  g_autoptr (GBytes) odd = NULL;
  g_autoptr (GBytes) slice = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnNodeState) again = NULL;

  tn_test_fuzz_seed ("node-state", "state", g_bytes_get_data (bytes, NULL), size);
  tn_test_fuzz_cases ("node-state", LLVMFuzzerTestOneInput);
  for (gsize i = 0; i < size; i++)
    LLVMFuzzerTestOneInput (g_bytes_get_data (bytes, NULL), i);
  for (gsize bit = 0; bit < 8 * size; bit++)
    {
      memcpy (copy, g_bytes_get_data (bytes, NULL), size);
      copy[bit / 8] ^= 1 << bit % 8;
      LLVMFuzzerTestOneInput (copy, size);
    }
  memcpy (copy + 1, g_bytes_get_data (bytes, NULL), size);
  odd = g_bytes_new (copy, size + 1);
  slice = g_bytes_new_from_bytes (odd, 1, size);
  again = tn_node_state_from_bytes (slice, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_node_state_get_node_id (again), ==, "center");
}

static void
test_noise (void)
{
  g_autoptr (TnNodeState) state = make_state ();
  g_autoptr (GBytes) bytes = tn_node_state_to_bytes (state);
  gsize size = g_bytes_get_size (bytes);
  guint n = g_test_slow () ? 1000000 : 20000;
  g_autofree guint8 *copy = g_malloc (size);

  for (guint i = 0; i < n; i++)
    {
      gsize length = g_test_rand_int_range (0, size + 1);

      memcpy (copy, g_bytes_get_data (bytes, NULL), size);
      for (gint edits = g_test_rand_int_range (1, 20); edits > 0; edits--)
        copy[g_test_rand_int_range (0, size)] = g_test_rand_int_range (0, 256);
      LLVMFuzzerTestOneInput (copy, i % 4 == 0 ? length : size);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/node-state/comes-back-from-bytes", test_round_trip);
  g_test_add_func ("/node-state/a-field-of-another-type-is-damage", test_fields);
  g_test_add_func ("/node-state/every-bit-may-be-wrong", test_damage);
  g_test_add_func ("/node-state/noise-is-refused-or-read-safely", test_noise);

  return g_test_run ();
}
