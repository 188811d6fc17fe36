/* tn-param-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-param-words.h"

#include <math.h>

#include "tn-message.h"

/* A range that ends here ends nowhere: it says nothing to a person. */
#define NO_END 1e9

const TnChoice *
tn_param_find_choice (const TnParamSpec *spec, const char *id)
{
  for (const TnChoice *at = spec->choices; at != NULL && at->id != NULL; at++)
    if (g_strcmp0 (at->id, id) == 0)
      return at;

  return NULL;
}

const char *
tn_param_find_zero (const TnParamSpec *spec, double number)
{
  return number == 0 ? spec->zero : NULL;
}

char *
tn_param_say_usual (const TnParamSpec *spec, const TnLanguage *language)
{
  const TnChoice *choice;
  g_autofree char *number = NULL;

  switch (spec->type)
    {
    case TN_PARAM_BOOL:
      return g_strdup (tn_language_lookup (language, spec->number != 0 ? N_ ("on") : N_ ("off")));
    case TN_PARAM_INT:
    case TN_PARAM_NUMBER:
      if (tn_param_find_zero (spec, spec->number) != NULL)
        return g_strdup (tn_language_lookup (language, spec->zero));
      number = tn_language_format_plain (language, spec->number);
      if (spec->unit == NULL)
        return g_steal_pointer (&number);
      /* 40%, and 30 days. */
      return g_strconcat (number, g_str_equal (spec->unit, "%") ? "" : " ",
                          tn_language_lookup (language, spec->unit), NULL);
    case TN_PARAM_CHOICE:
      choice = tn_param_find_choice (spec, spec->text);
      return g_strdup (choice != NULL ? tn_language_lookup (language, choice->title) : spec->text);
    default:
      if (spec->text != NULL && *spec->text != '\0')
        return g_strdup (spec->text);
      return g_strdup (tn_language_lookup (language, N_ ("automatic")));
    }
}

char *
tn_param_say_range (const TnParamSpec *spec, const TnLanguage *language)
{
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autoptr (TnMessage) message = NULL;

  if ((spec->type != TN_PARAM_INT && spec->type != TN_PARAM_NUMBER) || fabs (spec->max) >= NO_END)
    return NULL;
  least = tn_language_format_plain (language, spec->min);
  most = tn_language_format_plain (language, spec->max);
  message = tn_message_new (N_ ("From {least} to {most}."));
  message = tn_message_text (tn_message_text (message, "least", least), "most", most);

  return tn_message_say (message, language);
}

const char *
tn_port_type_say (TnPortType type, const TnLanguage *language)
{
  static const char *const names[TN_N_PORT_TYPES] = {
    [TN_PORT_EVENTS] = N_ ("Events"), [TN_PORT_TABLE] = N_ ("Table"),
    [TN_PORT_MODEL] = N_ ("Model"),   [TN_PORT_SCORES] = N_ ("Scores"),
    [TN_PORT_RESULT] = N_ ("Result"),
  };

  return tn_language_lookup (language, names[type]);
}
