/* cli-help.c: says how a verb is used, to people and to the man page's maker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli.h"

/* Options stand in one column, what they do in the next. */
#define HELP_COLUMN 28

static char *
option_usage (const GOptionEntry *option)
{
  GString *usage = g_string_new (NULL);

  if (option->short_name != 0)
    g_string_append_printf (usage, "-%c, ", option->short_name);
  g_string_append_printf (usage, "--%s", option->long_name);
  if (option->arg_description != NULL)
    g_string_append_printf (usage, "=%s", option->arg_description);

  return g_string_free (usage, FALSE);
}

static void
print_options (Cli *cli, const GOptionEntry *options, FILE *to)
{
  for (const GOptionEntry *option = options; option != NULL && option->long_name != NULL; option++)
    {
      g_autofree char *usage = option_usage (option);

      fprintf (to, "  %-*s %s\n", HELP_COLUMN, usage,
               tn_language_lookup (cli->language, option->description));
    }
}

/**
 * cli_help_print:
 * @options: (nullable): of the verb
 * @common: of every verb
 *
 * GOption's own help goes through the locale, in which a plain terminal has no “ ” and no Chinese.
 */
void
cli_help_print (Cli *cli,
                const CliVerb *verb,
                const GOptionEntry *options,
                const GOptionEntry *common,
                FILE *to)
{
  fprintf (to, "tenure-cli %s%s%s [%s]…\n\n%s\n\n", verb->name, *verb->synopsis != '\0' ? " " : "",
           verb->synopsis, tn_language_lookup (cli->language, N_ ("OPTION")),
           tn_language_lookup (cli->language, verb->summary));
  print_options (cli, options, to);
  print_options (cli, common, to);
  if (verb->example != NULL)
    fprintf (to, "\n%s\n  tenure-cli %s %s\n",
             tn_language_lookup (cli->language, N_ ("For example:")), verb->name, verb->example);
}

static JsonArray *
options_to_json (Cli *cli, const GOptionEntry *options)
{
  JsonArray *array = json_array_new ();

  for (const GOptionEntry *option = options; option != NULL && option->long_name != NULL; option++)
    {
      JsonObject *object = json_object_new ();
      char short_name[] = { option->short_name, '\0' };

      json_object_set_string_member (object, "name", option->long_name);
      if (option->short_name != 0)
        json_object_set_string_member (object, "short", short_name);
      if (option->arg_description != NULL)
        json_object_set_string_member (object, "argument", option->arg_description);
      json_object_set_string_member (object, "help",
                                     tn_language_lookup (cli->language, option->description));
      json_array_add_object_element (array, object);
    }

  return array;
}

/**
 * cli_help_to_json:
 *
 * Returns: (transfer full): the same as data
 */
JsonObject *
cli_help_to_json (Cli *cli, const CliVerb *verb, const GOptionEntry *options)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", verb->name);
  json_object_set_string_member (object, "synopsis", verb->synopsis);
  json_object_set_string_member (object, "summary",
                                 tn_language_lookup (cli->language, verb->summary));
  if (verb->example != NULL)
    json_object_set_string_member (object, "example", verb->example);
  json_object_set_array_member (object, "options", options_to_json (cli, options));

  return object;
}
