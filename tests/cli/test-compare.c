/* test-compare.c: two columns of a data set against each other, from the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli-support.h"
#include "tn-json.h"
#include "tn-test.h"

static void
make_project (void)
{
  GString *csv = g_string_new ("order,paid,items,kind\n");

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (csv, "o%u,%u.25,%u,%s\n", i, i * 3 % 101, 200 - i * 3 % 101,
                            i % 3 == 0 ? "gift" : "own");
  cli_scene ();
  cli_write ("orders.csv", csv->str);
  g_string_free (csv, TRUE);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", "--type", "kind=category", NULL);
}

static void
test_numbers_give_correlation (void)
{
  g_autoptr (Said) said = NULL;
  JsonObject *object;

  make_project ();
  said = cli_say_to ("compare", "a.tenure", "paid", "items", "--json", NULL);
  g_assert_cmpint (said->status, ==, 0);
  object = json_node_get_object (said->json);
  g_assert_cmpint (tn_json_int (object, "rows", 0), ==, 200);
  g_assert_cmpfloat_with_epsilon (tn_json_double (object, "rank_correlation", NAN), -1, 1e-12);
  g_assert_nonnull (strstr (tn_json_string (object, "finding", ""), "opposite ways"));
}

static void
test_kinds_give_averages (void)
{
  g_autoptr (Said) said = NULL;

  make_project ();
  said = cli_say_to ("compare", "a.tenure", "kind", "paid", NULL);
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (strstr (said->out, "\nown\t"));
  g_assert_nonnull (strstr (said->out, "\ngift\t"));
}

static void
test_files_are_written (void)
{
  static const struct
  {
    const char *name, *start;
  } files[] = {
    { "a.csv", "paid,items\n0.25,200\n3.25,197\n" },
    { "a.png", "\x89PNG" },
    { "a.svg", "<?xml" },
    { "a.pdf", "%PDF" },
  };

  make_project ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = NULL;

      cli_do ("compare", "a.tenure", "paid", "items", "--out", files[i].name, NULL);
      g_assert_true (g_file_get_contents (files[i].name, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, files[i].start));
    }
}

static void
test_what_cannot_be_is_said (void)
{
  static const char *const wrong[][4] = {
    { "paid", "price", "There is no column “price” here", "a.csv" },
    { "paid", "paid", "not compared with itself", "a.csv" },
    { "paid", "kind", "choose another column", "a.csv" },
    { "paid", "items", "has an ending that cannot be written", "a.doc" },
  };

  make_project ();
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (Said) said =
          cli_say_to ("compare", "a.tenure", wrong[i][0], wrong[i][1], "--out", wrong[i][3], NULL);

      g_assert_cmpint (said->status, !=, 0);
      g_assert_nonnull (strstr (said->err, wrong[i][2]));
      g_assert_false (g_file_test (wrong[i][3], G_FILE_TEST_EXISTS));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/numbers-give-correlation", test_numbers_give_correlation);
  g_test_add_func ("/compare/kinds-give-averages", test_kinds_give_averages);
  g_test_add_func ("/compare/files-are-written", test_files_are_written);
  g_test_add_func ("/compare/what-cannot-be-is-said", test_what_cannot_be_is_said);

  return g_test_run ();
}
