/* tn-help-step.c: the page of a step, made from its description
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-help-private.h"
#include "tn-message.h"
#include "tn-param-words.h"

static char *
say_text (const char *template, const char *name, const char *text, const TnLanguage *language)
{
  g_autoptr (TnMessage) message = tn_message_text (tn_message_new (template), name, text);

  return tn_message_say (message, language);
}

static void
append (GString *text, const TnLanguage *language, const char *sentence)
{
  if (sentence == NULL)
    return;
  /* Chinese takes it away again. */
  g_string_append_c (text, ' ');
  tn_language_append (language, text, sentence);
}

/* “Table: rows (Table). May stay empty.” */
static void
add_ports (TnHelpPage *page,
           const TnPortSpec *ports,
           const char *heading,
           const TnLanguage *language)
{
  if (ports == NULL || ports->id == NULL)
    return;
  _tn_help_page_add_plain (page, TN_HELP_HEADING, NULL, tn_language_lookup (language, heading));
  for (const TnPortSpec *at = ports; at->id != NULL; at++)
    {
      g_autofree char *kind =
          say_text (N_ ("Kind: {kind}."), "kind", tn_port_type_say (at->type, language), language);
      GString *text = g_string_new (kind);

      if (at->optional)
        append (text, language, tn_language_lookup (language, N_ ("May stay empty.")));
      if (at->many)
        append (text, language, tn_language_lookup (language, N_ ("Takes several links.")));
      _tn_help_page_add_plain (page, TN_HELP_TERM, tn_language_lookup (language, at->title),
                               text->str);
      g_string_free (text, TRUE);
    }
}

static void
add_choices (GString *text, const TnParamSpec *spec, const TnLanguage *language)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  g_autofree char *sentence = NULL;

  for (const TnChoice *at = spec->choices; at != NULL && at->id != NULL; at++)
    g_ptr_array_add (names, (char *) tn_language_lookup (language, at->title));
  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  joined = tn_language_join (language, (char **) names->pdata);
  sentence = say_text (N_ ("One of: {choices}."), "choices", joined, language);
  append (text, language, sentence);
}

static void
add_param (TnHelpPage *page, const TnParamSpec *spec, const TnLanguage *language)
{
  g_autofree char *usual = tn_param_say_usual (spec, language);
  g_autofree char *usually = say_text (N_ ("Usually {usual}."), "usual", usual, language);
  g_autofree char *range = tn_param_say_range (spec, language);
  GString *text = g_string_new (tn_language_lookup (language, spec->help));

  add_choices (text, spec, language);
  append (text, language, usually);
  append (text, language, range);
  append (text, language, spec->why != NULL ? tn_language_lookup (language, spec->why) : NULL);
  _tn_help_page_add_plain (page, TN_HELP_TERM, tn_language_lookup (language, spec->title),
                           text->str);
  g_string_free (text, TRUE);
}

static void
add_params (TnHelpPage *page,
            const TnNodeSpec *spec,
            gboolean advanced,
            const char *heading,
            const TnLanguage *language)
{
  gboolean begun = FALSE;

  for (const TnParamSpec *at = spec->params; at != NULL && at->id != NULL; at++)
    {
      if (at->advanced != advanced)
        continue;
      if (!begun)
        _tn_help_page_add_plain (page, TN_HELP_HEADING, NULL,
                                 tn_language_lookup (language, heading));
      begun = TRUE;
      add_param (page, at, language);
    }
}

TnHelpPage *
_tn_help_step_new (const TnNodeSpec *spec, const TnLanguage *language)
{
  g_autofree char *id = g_strconcat ("step-", spec->id, NULL);
  TnHelpPage *page = _tn_help_page_new (TN_HELP_STEP, id);

  page->title = g_strdup (tn_language_lookup (language, spec->title));
  _tn_help_page_add_plain (page, TN_HELP_PARAGRAPH, NULL,
                           tn_language_lookup (language, spec->summary));
  add_params (page, spec, FALSE, N_ ("Settings"), language);
  add_params (page, spec, TRUE, N_ ("Further settings"), language);
  if (spec->learns != NULL)
    {
      _tn_help_page_add_plain (page, TN_HELP_HEADING, NULL,
                               tn_language_lookup (language, N_ ("What it learns")));
      _tn_help_page_add_plain (page, TN_HELP_PARAGRAPH, NULL,
                               tn_language_lookup (language, spec->learns));
    }
  add_ports (page, spec->inputs, N_ ("What it takes"), language);
  add_ports (page, spec->outputs, N_ ("What it gives"), language);

  return page;
}
