/* test-demo.c: the main job in one command, on the sample shop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "cli-support.h"

static const char *const outputs[] = {
  "report-en.pdf",     "report-en.html", "report-zh_CN.pdf",
  "report-zh_CN.html", "customers.csv",  "customers.xlsx",
};

static GBytes *
read_output (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *content;
  gsize size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size);
}

static char *
read_pdf (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const char *argv[] = { "pdftotext", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                &error);
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    return NULL;
  g_assert_no_error (error);

  return text;
}

static void
run_demo (const char *folder, const char *locale)
{
  g_autoptr (Said) said = NULL;
  g_auto (GStrv) lines = NULL;

  g_setenv ("LC_ALL", locale, TRUE);
  said = cli_say_to ("demo", "--out", folder, NULL);
  if (said->status != 0)
    g_error ("%s", said->err);
  /* What was found and where to look, in three lines. */
  lines = g_strsplit (g_strchomp (said->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_nonnull (strstr (lines[0], "will probably leave"));
  g_assert_nonnull (strstr (lines[1], "At stake"));
  g_assert_nonnull (strstr (lines[2], folder));
}

/* A locale with other marks in its numbers, where the machine has one. */
static const char *
find_other_locale (void)
{
  const char *found = setlocale (LC_NUMERIC, "de_DE.UTF-8") != NULL ? "de_DE.UTF-8" : "C.UTF-8";

  setlocale (LC_NUMERIC, "C");

  return found;
}

static void
check_texts (void)
{
  g_autofree char *english = read_pdf ("one", "report-en.pdf");
  g_autofree char *chinese = read_pdf ("one", "report-zh_CN.pdf");

  if (english == NULL || chinese == NULL)
    {
      g_test_message ("pdftotext is not here: the texts of the reports were not read");
      return;
    }
  g_assert_nonnull (strstr (english, "Who will leave?"));
  g_assert_nonnull (strstr (english, "Three things to do"));
  g_assert_nonnull (strstr (chinese, "谁"));
  g_assert_null (strstr (chinese, "Three things to do"));
}

static void
check_list (void)
{
  g_autoptr (GBytes) bytes = read_output ("one", "customers.csv");
  g_autoptr (Said) said = cli_say_to ("results", "one/shop.tenure", "--json", NULL);
  JsonObject *results, *list;
  const char *text;
  gsize size;
  gint64 n_lines = 0;

  g_assert_cmpint (said->status, ==, 0);
  results = json_object_get_object_member (json_node_get_object (said->json), "results");
  list = json_object_get_object_member (results, "list");
  text = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < size; i++)
    n_lines += text[i] == '\n';
  g_assert_cmpint (n_lines, ==, json_object_get_int_member (list, "n") + 1);
  g_assert_cmpint (n_lines, >, 500);
}

static void
test_demo (void)
{
  const char *other = find_other_locale ();

  cli_scene ();
  run_demo ("one", "C");
  run_demo ("two", other);
  g_test_message ("compared with %s", other);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autoptr (GBytes) one = read_output ("one", outputs[i]);
      g_autoptr (GBytes) two = read_output ("two", outputs[i]);

      g_assert_cmpuint (g_bytes_get_size (one), >, 1000);
      g_assert_true (g_bytes_equal (one, two));
    }
  check_texts ();
  check_list ();
}

static void
test_twice (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (GBytes) bytes = NULL;

  cli_scene ();
  g_assert_cmpint (g_mkdir_with_parents ("mine", 0700), ==, 0);
  cli_write ("mine/shop.tenure", "a project somebody works in");
  said = cli_say_to ("demo", "--out", "mine", NULL);
  g_assert_cmpint (said->status, ==, 1);
  g_assert_nonnull (strstr (said->err, "is there already"));
  bytes = read_output ("mine", "shop.tenure");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   "a project somebody works in", 27);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/same-reports-and-lists-in-every-locale", test_demo);
  g_test_add_func ("/demo/overwrites-no-project", test_twice);

  return g_test_run ();
}
