/* test-blocks.c: a report is laid out from the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib.h>

#include "cli-support.h"
#include "shop-support.h"

static void
make_run (void)
{
  g_autofree char *csv = shop_make_csv (120, 1);

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.model=boosting", "--set", "list.explained=0",
          NULL);
  cli_do ("run", "a.tenure", NULL);
}

static char *
read_report (const char *language)
{
  g_autoptr (GError) error = NULL;
  char *text;

  cli_do ("report", "a.tenure", "--lang", language, "--out", "a.html", NULL);
  g_file_get_contents ("a.html", &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static JsonObject *
find_block (Said *said, const char *id)
{
  JsonArray *blocks = json_object_get_array_member (json_node_get_object (said->json), "blocks");

  for (guint i = 0; i < json_array_get_length (blocks); i++)
    {
      JsonObject *block = json_array_get_object_element (blocks, i);

      if (g_str_equal (json_object_get_string_member (block, "id"), id))
        return block;
    }
  g_error ("no block “%s”", id);
}

static void
assert_refused (int status, const char *words, const char *a, const char *b, const char *c)
{
  g_autoptr (Said) said = cli_say_to ("blocks", "a.tenure", a, b, c, NULL);

  g_assert_cmpint (said->status, ==, status);
  if (strstr (said->err, words) == NULL)
    g_error ("“%s” is not said in: %s", words, said->err);
}

static void
test_blocks (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *chinese = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) added = NULL;

  make_run ();
  before = read_report ("en");
  cli_do ("blocks", "a.tenure", "write", "front-lead", "Ask <b>Anna</b>.", "--lang", "en", NULL);
  cli_do ("blocks", "a.tenure", "hide", "methods", NULL);
  cli_do ("blocks", "a.tenure", "move", "list", "--after", "front", NULL);
  cli_do ("blocks", "a.tenure", "colour", "#a0105a", NULL);
  added = cli_say_to ("blocks", "a.tenure", "text", "Spoken over.", "--json", NULL);
  g_assert_cmpint (added->status, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (added->json), "id"), ==,
                   "own-1");

  said = cli_say_to ("blocks", "a.tenure", "list", "--json", NULL);
  g_assert_cmpint (said->status, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (find_block (said, "front-lead"), "state"), ==,
                   "edited");
  g_assert_true (json_object_get_boolean_member (find_block (said, "leaderboard"), "hidden"));
  after = read_report ("en");
  g_assert_nonnull (strstr (after, "Ask &lt;b&gt;Anna&lt;/b&gt;."));
  g_assert_nonnull (strstr (after, "Spoken over."));
  g_assert_nonnull (strstr (after, "#a0105a"));
  g_assert_null (strstr (after, "Which method to trust"));
  chinese = read_report ("zh_CN");
  g_assert_null (strstr (chinese, "Anna"));

  for (guint i = 0; i < 5; i++)
    cli_do ("undo", "a.tenure", NULL);
  undone = read_report ("en");
  g_assert_cmpstr (undone, ==, before);

  cli_write ("no.png", "This is no picture, whatever its name says.");
  assert_refused (1, "PNG", "logo", "no.png", NULL);
  assert_refused (1, "absent.png", "logo", "absent.png", NULL);
  assert_refused (1, "not a colour", "colour", "red", NULL);
  assert_refused (1, "full, boss, appendix", "template", "poster", NULL);
  assert_refused (1, "no block", "hide", "nothing", NULL);
  assert_refused (1, "written by hand", "write", "customers", "x");
  assert_refused (2, "not understood", "paint", "front", NULL);
  g_clear_pointer (&undone, g_free);
  undone = read_report ("en");
  g_assert_cmpstr (undone, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blocks/a-report-is-laid-out-and-taken-back", test_blocks);

  return g_test_run ();
}
