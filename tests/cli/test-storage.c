/* test-storage.c: temporary data are told, and make room when asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-support.h"
#include "tn-json.h"

static gint64
get_int (const Said *said, const char *name)
{
  g_assert_nonnull (said->json);

  return tn_json_int (json_node_get_object (said->json), name, -1);
}

static const char *
get_folder (const Said *said)
{
  return tn_json_string (json_node_get_object (said->json), "folder", "");
}

/* What was saved and closed can be read from its file again. */
static void
test_told_and_cleared (void)
{
  g_autoptr (Said) before = NULL;
  g_autoptr (Said) cleared = NULL;
  g_autoptr (Said) after = NULL;

  cli_scene ();
  cli_do ("new", "shop.tenure", NULL);
  cli_write ("orders.csv", "customer,date,amount\na,2025-01-01,3\nb,2025-01-02,4\n");
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  before = cli_say_to ("storage", "--json", NULL);
  g_assert_cmpint (before->status, ==, 0);
  g_assert_cmpint (get_int (before, "spare"), >, 0);
  g_assert_cmpint (get_int (before, "spare"), <=, get_int (before, "bytes"));
  g_assert_cmpint (get_int (before, "freed"), ==, 0);
  g_assert_true (g_path_is_absolute (get_folder (before)));
  cleared = cli_say_to ("storage", "--clear", "--json", NULL);
  g_assert_cmpint (cleared->status, ==, 0);
  g_assert_cmpint (get_int (cleared, "freed"), ==, get_int (before, "spare"));
  g_assert_cmpint (get_int (cleared, "spare"), ==, 0);
  /* The project says what it said before. */
  after = cli_say_to ("describe", "shop.tenure", "orders", "--json", NULL);
  g_assert_cmpint (after->status, ==, 0);
  g_assert_nonnull (strstr (after->out, "amount"));
}

static void
test_words (void)
{
  g_autoptr (Said) empty = NULL;
  g_autoptr (Said) twice = NULL;
  g_autoptr (Said) chinese = NULL;

  cli_scene ();
  empty = cli_say_to ("storage", NULL);
  g_assert_cmpint (empty->status, ==, 0);
  g_assert_nonnull (strstr (empty->out, "are in use; 0 bytes of them can be made again."));
  twice = cli_say_to ("storage", "--clear", "--quiet", NULL);
  g_assert_cmpint (twice->status, ==, 0);
  g_assert_cmpstr (twice->out, ==, "");
  chinese = cli_say_to ("storage", "--clear", "--lang", "zh_CN", NULL);
  g_assert_cmpint (chinese->status, ==, 0);
  g_assert_nonnull (strstr (chinese->out, "已腾出"));
}

static void
test_nothing_more (void)
{
  g_autoptr (Said) said = NULL;

  cli_scene ();
  said = cli_say_to ("storage", "shop.tenure", NULL);
  g_assert_cmpint (said->status, ==, 2);
  g_assert_cmpstr (said->err, !=, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-storage/is-told-and-makes-room", test_told_and_cleared);
  g_test_add_func ("/cli-storage/is-told-in-both-languages", test_words);
  g_test_add_func ("/cli-storage/takes-no-project", test_nothing_more);

  return g_test_run ();
}
