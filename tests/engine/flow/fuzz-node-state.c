/* fuzz-node-state.c: states of nodes from bytes of unknown origin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is read is used: fields are asked for, printed and written again. With libFuzzer:
 * compile this file alone with -fsanitize=fuzzer,address.
 */

#include "config.h"

#include "fuzz-node-state.h"

#include "tn-node-state.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnNodeState) state = tn_node_state_from_bytes (bytes, &error);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (TnNodeState) again = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autofree char *print = NULL;

  if (state == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  value = tn_node_state_get (state, "value", "d", NULL);
  g_assert_true (g_utf8_validate (tn_node_state_get_node_id (state), -1, NULL));
  print = tn_node_state_fingerprint (state);
  written = tn_node_state_to_bytes (state);
  again = tn_node_state_from_bytes (written, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_variant_equal (tn_node_state_get_fields (again), tn_node_state_get_fields (state)));

  return 0;
}
