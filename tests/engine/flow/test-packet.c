/* test-packet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "flow-support.h"
#include "tn-error.h"
#include "tn-pool.h"

static int n_made;
static int n_freed;

static gpointer
make_extra (TnPacket *packet, gpointer user_data, GError **error)
{
  if (user_data == NULL)
    {
      tn_error_set (error, TN_ERROR_DATA, "There is nothing to index. Bring rows.", NULL);
      return NULL;
    }
  g_atomic_int_inc (&n_made);

  return g_strdup (user_data);
}

static void
free_extra (gpointer data)
{
  n_freed++;
  g_free (data);
}

static gboolean
ask_extra (gsize index, gpointer user_data, GError **error)
{
  return tn_packet_get_extra (user_data, "index", make_extra, (gpointer) "made", free_extra,
                              error) != NULL;
}

static void
test_extra (void)
{
  g_autoptr (TnTable) table = flow_make_table (0);
  TnPacket *packet = tn_packet_new_table (TN_PORT_TABLE, table);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_packet_get_extra (packet, "index", make_extra, NULL, free_extra, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_true (tn_pool_for (64, ask_extra, packet, NULL, &error));
  g_assert_cmpint (n_made, ==, 1);
  tn_packet_unref (packet);
  g_assert_cmpint (n_freed, ==, 1);
}

static void
test_contents (void)
{
  g_autoptr (TnTable) table = flow_make_table (0);
  g_autoptr (JsonNode) sealed = NULL;
  JsonNode *document = json_node_init_object (json_node_alloc (), NULL);
  g_autoptr (TnPacket) scores = tn_packet_new_table (TN_PORT_SCORES, table);
  g_autoptr (TnPacket) result = NULL;

  json_node_take_object (document, json_object_new ());
  result = tn_packet_new_result (document, table);
  g_assert_cmpint (tn_packet_get_port_type (scores), ==, TN_PORT_SCORES);
  g_assert_true (tn_packet_get_table (scores) == table);
  g_assert_null (tn_packet_get_document (scores));
  g_assert_null (tn_packet_get_key (scores));
  tn_packet_set_key (scores, "abc");
  g_assert_cmpstr (tn_packet_get_key (scores), ==, "abc");
  g_assert_cmpint (tn_packet_get_port_type (result), ==, TN_PORT_RESULT);
  g_assert_true (json_node_is_immutable (tn_packet_get_document (result)));
  g_assert_true (tn_packet_get_table (result) == table);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_pool_set_threads (4);

  g_test_add_func ("/packet/an-index-is-made-once-for-all-readers", test_extra);
  g_test_add_func ("/packet/holds-what-its-port-says", test_contents);

  return g_test_run ();
}
