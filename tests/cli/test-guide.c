/* test-guide.c: the handbook on the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-support.h"
#include "tn-json.h"

static JsonObject *
get_object (const Said *said)
{
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (said->json);

  return json_node_get_object (said->json);
}

static JsonArray *
get_pages (const Said *said)
{
  return json_object_get_array_member (get_object (said), "pages");
}

static const char *
get_text (JsonObject *page, const char *name)
{
  const char *text = tn_json_string (page, name, "");

  g_assert_cmpstr (text, !=, "");

  return text;
}

/* Whatever is listed can be read, in both languages. */
static void
test_every_page_is_shown (void)
{
  static const char *const languages[] = { "en", "zh_CN" };
  guint n_pages[G_N_ELEMENTS (languages)];

  cli_scene ();
  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      g_autoptr (Said) list = cli_say_to ("guide", "--json", "--lang", languages[l], NULL);
      JsonArray *pages = get_pages (list);

      n_pages[l] = json_array_get_length (pages);
      for (guint i = 0; i < n_pages[l]; i++)
        {
          JsonObject *page = json_array_get_object_element (pages, i);
          g_autoptr (Said) said =
              cli_say_to ("guide", get_text (page, "id"), "--json", "--lang", languages[l], NULL);

          g_assert_nonnull (
              strstr (get_text (get_object (said), "text"), get_text (page, "title")));
          g_assert_cmpstr (get_text (get_object (said), "summary"), ==, get_text (page, "summary"));
        }
    }
  g_assert_cmpuint (n_pages[0], ==, n_pages[1]);
}

static void
test_pages_are_found_by_words (void)
{
  g_autoptr (Said) english = NULL;
  g_autoptr (Said) chinese = NULL;
  g_autoptr (Said) nothing = NULL;

  cli_scene ();
  english = cli_say_to ("guide", "--find", "pseudonyms", "--json", NULL);
  g_assert_cmpstr (get_text (json_array_get_object_element (get_pages (english), 0), "id"), ==,
                   "privacy");
  chinese = cli_say_to ("guide", "--find", "假名", "--json", "--lang", "zh_CN", NULL);
  g_assert_cmpstr (get_text (json_array_get_object_element (get_pages (chinese), 0), "id"), ==,
                   "privacy");
  nothing = cli_say_to ("guide", "--find", "zzzz", NULL);
  g_assert_cmpint (nothing->status, ==, 1);
  g_assert_nonnull (strstr (nothing->err, "No page says “zzzz”"));
  g_assert_cmpstr (nothing->out, ==, "");
}

static void
test_absent_page_is_told (void)
{
  g_autoptr (Said) absent = NULL;
  g_autoptr (Said) many = NULL;

  cli_scene ();
  absent = cli_say_to ("guide", "no-such-page", NULL);
  g_assert_cmpint (absent->status, ==, 1);
  g_assert_nonnull (strstr (absent->err, "There is no page “no-such-page”."));
  many = cli_say_to ("guide", "words", "import", NULL);
  g_assert_cmpint (many->status, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guide/every-page-is-shown", test_every_page_is_shown);
  g_test_add_func ("/guide/pages-are-found-by-words", test_pages_are_found_by_words);
  g_test_add_func ("/guide/absent-page-is-told", test_absent_page_is_told);

  return g_test_run ();
}
