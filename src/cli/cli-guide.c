/* cli-guide.c: the verb guide: pages of the handbook
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli.h"
#include "tn-help.h"

static JsonObject *
page_to_json (const TnHelpPage *page)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", page->id);
  json_object_set_string_member (object, "kind", page->kind == TN_HELP_STEP ? "step" : "guide");
  json_object_set_string_member (object, "title", page->title);
  json_object_set_string_member (object, "summary", page->summary);

  return object;
}

static int
show_page (Cli *cli, const TnHelpPage *page)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), NULL);
  JsonObject *object = page_to_json (page);
  g_autofree char *text = tn_help_page_to_text (page);

  json_object_set_string_member (object, "text", text);
  json_node_take_object (node, object);
  cli_print (cli, g_strchomp (text));

  return cli_done (cli, node);
}

static int
list_done (Cli *cli, JsonArray *pages)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), NULL);
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "pages", pages);
  json_node_take_object (node, object);

  return cli_done (cli, node);
}

static void
list_page (Cli *cli, JsonArray *pages, const TnHelpPage *page)
{
  g_autofree char *line = g_strdup_printf ("%-22s %s", page->id, page->title);

  json_array_add_object_element (pages, page_to_json (page));
  cli_print (cli, line);
}

static int
find_pages (Cli *cli, const TnHelp *help, const char *words)
{
  g_autoptr (GArray) hits = tn_help_search (help, words);
  g_autoptr (GError) error = NULL;
  JsonArray *pages;

  if (hits->len == 0)
    {
      tn_error_set (&error, TN_ERROR_NOT_FOUND,
                    N_ ("No page says “{words}”. Try another word, or fewer."), "words", words,
                    NULL);
      return cli_fail (cli, error);
    }
  pages = json_array_new ();
  for (guint i = 0; i < hits->len; i++)
    list_page (cli, pages, g_array_index (hits, TnHelpHit, i).page);

  return list_done (cli, pages);
}

static int
run_guide (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GOptionEntry entries[] = {
    { "find", 0, 0, G_OPTION_ARG_STRING, &words, N_ ("Find pages that say these words"), "WORDS" },
    { NULL },
  };
  const TnHelp *help = tn_help_get (cli->language);
  const TnHelpPage *page;
  JsonArray *pages;
  int status;

  if (!cli_parse (cli, &cli_guide_verbs[0], entries, &argc, &argv, 0, 1, &status))
    return status;
  if (words != NULL)
    return find_pages (cli, help, words);
  page = argc > 1 ? tn_help_find (help, argv[1]) : NULL;
  if (page != NULL)
    return show_page (cli, page);
  if (argc > 1)
    {
      tn_error_set (&error, TN_ERROR_NOT_FOUND,
                    N_ ("There is no page “{id}”. “tenure-cli guide” lists them."), "id", argv[1],
                    NULL);
      return cli_fail (cli, error);
    }
  pages = json_array_new ();
  for (guint i = 0; i < tn_help_get_n_pages (help); i++)
    list_page (cli, pages, tn_help_get_page (help, i));

  return list_done (cli, pages);
}

const CliVerb cli_guide_verbs[] = {
  { "guide", "[PAGE]", N_ ("Explains questions, steps and words, or finds what explains them"),
    run_guide, "who-will-leave" },
  { NULL },
};
