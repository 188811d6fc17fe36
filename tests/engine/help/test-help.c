/* test-help.c: the handbook is whole in both languages and finds what is asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-help-private.h"
#include "tn-nodes.h"

static const char *const languages[] = { "en", "zh_CN" };

static const TnHelp *
get (const char *language)
{
  return tn_help_get (tn_language_get (language));
}

static gboolean
is_chinese (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_get_script (g_utf8_get_char (at)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;

  return FALSE;
}

static void
test_both_languages (void)
{
  const TnHelp *en = get ("en"), *zh = get ("zh_CN");

  g_assert_cmpuint (tn_help_get_n_pages (en), ==, tn_help_get_n_pages (zh));
  for (guint i = 0; i < tn_help_get_n_pages (en); i++)
    {
      const TnHelpPage *one = tn_help_get_page (en, i), *other = tn_help_get_page (zh, i);

      g_assert_cmpstr (one->id, ==, other->id);
      g_assert_nonnull (one->title);
      g_assert_nonnull (one->summary);
      g_assert_true (is_chinese (other->title));
      g_assert_cmpuint (one->blocks->len, ==, other->blocks->len);
      for (guint j = 0; j < one->blocks->len; j++)
        {
          const TnHelpBlock *a = g_ptr_array_index (one->blocks, j);
          const TnHelpBlock *b = g_ptr_array_index (other->blocks, j);

          /* Sentences are parted as the language parts them. */
          g_assert_false (g_regex_match_simple ("[a-z]\\.[A-Z]", a->text, 0, 0));
          g_assert_false (g_regex_match_simple ("。 ", b->text, 0, 0));
          if (a->kind != b->kind || !is_chinese (b->text) || is_chinese (a->text))
            g_error ("%s: “%s” is “%s” in Chinese", one->id, a->text, b->text);
          g_assert_cmpint (a->title != NULL, ==, b->title != NULL);
          g_assert_cmpuint (a->number, ==, b->number);
        }
    }
}

static void
on_element (GMarkupParseContext *context,
            const char *name,
            const char **names,
            const char **values,
            gpointer user_data,
            GError **error)
{
  if (!g_str_equal (name, "a"))
    return;
  g_assert_cmpstr (names[0], ==, "href");
  if (tn_help_find (user_data, values[0]) == NULL)
    g_error ("there is no page “%s”", values[0]);
}

/* Markup that Pango would refuse would leave a page empty. */
static void
test_links (void)
{
  static const GMarkupParser parser = { .start_element = on_element };

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    for (guint i = 0; i < tn_help_get_n_pages (get (languages[l])); i++)
      {
        const TnHelpPage *page = tn_help_get_page (get (languages[l]), i);

        for (guint j = 0; j < page->blocks->len; j++)
          {
            const TnHelpBlock *block = g_ptr_array_index (page->blocks, j);
            g_autofree char *whole = g_strconcat ("<p>", block->markup, "</p>", NULL);
            g_autoptr (GMarkupParseContext) context =
                g_markup_parse_context_new (&parser, 0, (gpointer) get (languages[l]), NULL);
            g_autoptr (GError) error = NULL;

            g_markup_parse_context_parse (context, whole, -1, &error);
            g_assert_no_error (error);
            g_assert_null (strstr (block->text, "**"));
            g_assert_null (strstr (block->text, "]("));
          }
      }
}

static gboolean
says (const TnHelpPage *page, const char *words)
{
  g_autofree char *text = tn_help_page_to_text (page);

  return strstr (text, words) != NULL;
}

static void
test_steps (void)
{
  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      const TnLanguage *language = tn_language_get (languages[l]);

      for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
        {
          g_autofree char *id = g_strconcat ("step-", (*at)->id, NULL);
          const TnHelpPage *page = tn_help_find (tn_help_get (language), id);

          g_assert_nonnull (page);
          g_assert_cmpint (page->kind, ==, TN_HELP_STEP);
          g_assert_true (says (page, tn_language_lookup (language, (*at)->summary)));
          for (const TnParamSpec *param = (*at)->params; param != NULL && param->id != NULL;
               param++)
            {
              g_assert_true (says (page, tn_language_lookup (language, param->title)));
              g_assert_true (says (page, tn_language_lookup (language, param->help)));
            }
        }
    }
}

static void
test_usual (void)
{
  const TnHelpPage *page = tn_help_find (get ("en"), "boosting");

  /* As the description of the step has them. */
  g_assert_true (says (page, "• Trees at most\n"));
  g_assert_true (says (page, "Usually 500."));
  g_assert_true (says (page, "From 1 to 10,000."));
}

static void
test_numbers (void)
{
  const TnHelpPage *page = tn_help_find (get ("en"), "first-answer");
  guint next = 1;

  for (guint i = 0; i < page->blocks->len; i++)
    {
      const TnHelpBlock *block = g_ptr_array_index (page->blocks, i);

      if (block->kind == TN_HELP_NUMBER)
        g_assert_cmpuint (block->number, ==, next++);
    }
  g_assert_cmpuint (next, ==, 6);
}

static void
test_search (void)
{
  static const struct
  {
    const char *language;
    const char *words;
    const char *page;
  } cases[] = {
    { "en", "pseudonyms", "privacy" },
    { "en", "CALIBRATION", "words" },
    { "en", "who will leave", "who-will-leave" },
    { "en", "boosting", "step-boosting" },
    { "en", "trees at most", "step-boosting" },
    { "en", "keyboard", "keyboard" },
    { "zh_CN", "假名", "privacy" },
    { "zh_CN", "流失", "who-will-leave" },
    { "zh_CN", "梯度提升树", "step-boosting" },
    { "zh_CN", "乱码", "trouble" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) hits = tn_help_search (get (cases[i].language), cases[i].words);

      g_assert_cmpuint (hits->len, >, 0);
      g_assert_cmpstr (g_array_index (hits, TnHelpHit, 0).page->id, ==, cases[i].page);
    }
}

static void
test_search_nothing (void)
{
  static const char *const words[] = { "", "   ", "zzzz", "leave zzzz", "\xff\xfe" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GArray) hits = tn_help_search (get ("en"), words[i]);

      g_assert_cmpuint (hits->len, ==, 0);
    }
}

static void
test_inline (void)
{
  g_autofree char *markup = NULL;
  g_autofree char *text = NULL;

  _tn_help_inline ("a **b & c** <d> [e](f) `g` *h*", &markup, &text);
  g_assert_cmpstr (markup, ==, "a <b>b &amp; c</b>  <a href=\"f\">e</a> <tt>g</tt> <i>h</i>");
  g_assert_cmpstr (text, ==, "a b & c  e g h");
}

int
main (int argc, char **argv)
{
  tn_nodes_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/help/is-whole-in-both-languages", test_both_languages);
  g_test_add_func ("/help/links-lead-to-pages", test_links);
  g_test_add_func ("/help/every-setting-of-every-step-is-explained", test_steps);
  g_test_add_func ("/help/usual-value-and-range-are-told", test_usual);
  g_test_add_func ("/help/things-to-do-are-counted", test_numbers);
  g_test_add_func ("/help/words-find-their-page", test_search);
  g_test_add_func ("/help/what-nobody-says-is-not-found", test_search_nothing);
  g_test_add_func ("/help/inline-markup-is-pango-s", test_inline);

  return g_test_run ();
}
