/* cli-options.c: what stands behind a verb
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli.h"

/* An option that takes a number; GOption would read 010 as eight, and say so in English only. */
typedef struct
{
  const GOptionEntry *entry;
  char *text;
} NumberOption;

static void
number_option_clear (NumberOption *self)
{
  g_free (self->text);
}

static gboolean
is_number (const GOptionEntry *entry)
{
  return entry->arg == G_OPTION_ARG_INT || entry->arg == G_OPTION_ARG_INT64 ||
         entry->arg == G_OPTION_ARG_DOUBLE;
}

/* GOption reads strings in the locale's encoding, and the engine sets no locale: they are
 * taken as they are, and have to be UTF-8. Numbers are read below. */
static GArray *
take_as_they_are (const GOptionEntry *entries, GArray *numbers)
{
  GArray *taken = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  guint n = 0;

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    if (is_number (entry))
      {
        NumberOption number = { entry, NULL };

        g_array_append_val (numbers, number);
      }
  /* No more are added: their places stay. */
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      GOptionEntry copy = *entry;

      if (is_number (entry))
        copy.arg_data = &g_array_index (numbers, NumberOption, n++).text;
      if (is_number (entry) || copy.arg == G_OPTION_ARG_STRING)
        copy.arg = G_OPTION_ARG_FILENAME;
      else if (copy.arg == G_OPTION_ARG_STRING_ARRAY)
        copy.arg = G_OPTION_ARG_FILENAME_ARRAY;
      g_array_append_val (taken, copy);
    }

  return taken;
}

static TnMessage *
not_utf8 (int argc, char **argv)
{
  for (int i = 0; i < argc; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      {
        g_autofree char *shown = g_utf8_make_valid (argv[i], -1);

        return tn_message_text (
            tn_message_new (N_ ("“{value}” is not UTF-8. Write it in a terminal that uses UTF-8.")),
            "value", shown);
      }

  return NULL;
}

static const GOptionEntry *
find_option (GArray *all, const char *name, gsize length)
{
  for (guint i = 0; i < all->len; i++)
    {
      const GOptionEntry *entry = &g_array_index (all, GOptionEntry, i);

      if (strlen (entry->long_name) == length && strncmp (entry->long_name, name, length) == 0)
        return entry;
    }

  return NULL;
}

/* Short options take no value here, and may stand together. */
static gboolean
knows_short (GArray *all, const char *names)
{
  for (; *names != '\0'; names++)
    {
      gboolean known = FALSE;

      for (guint i = 0; i < all->len; i++)
        known = known || g_array_index (all, GOptionEntry, i).short_name == *names;
      if (!known)
        return FALSE;
    }

  return TRUE;
}

static TnMessage *
unknown_option (const CliVerb *verb, const char *option)
{
  TnMessage *message =
      tn_message_new (N_ ("“{option}” is not an option here. “{help}” lists them."));
  /* “tenure-cli --help” itself is no verb. */
  g_autofree char *help = *verb->name == '-' ? g_strdup ("tenure-cli --help")
                                             : g_strdup_printf ("tenure-cli %s --help", verb->name);

  tn_message_text (message, "option", option);

  return tn_message_text (message, "help", help);
}

static TnMessage *
wants_value (const GOptionEntry *entry)
{
  TnMessage *message =
      tn_message_new (N_ ("“--{option}” needs a value. Write --{option}={value}."));

  tn_message_text (message, "option", entry->long_name);

  return tn_message_text (message, "value",
                          entry->arg_description != NULL ? entry->arg_description : "…");
}

static TnMessage *
takes_no_value (const GOptionEntry *entry)
{
  return tn_message_text (
      tn_message_new (N_ ("“--{option}” takes no value. Write it without an equals sign.")),
      "option", entry->long_name);
}

/* What GOption would say in English only: options nobody knows, and values too few or too many. */
static TnMessage *
check_options (const CliVerb *verb, GArray *all, int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    {
      const char *name = argv[i] + 2;
      const char *equals = strchr (argv[i], '=');
      const GOptionEntry *entry;

      if (argv[i][0] != '-' || argv[i][1] == '\0')
        continue;
      if (argv[i][1] != '-')
        {
          if (!knows_short (all, argv[i] + 1))
            return unknown_option (verb, argv[i]);
          continue;
        }
      entry = find_option (all, name, equals != NULL ? (gsize) (equals - name) : strlen (name));
      if (entry == NULL)
        return unknown_option (verb, argv[i]);
      if (entry->arg == G_OPTION_ARG_NONE && equals != NULL)
        return takes_no_value (entry);
      if (entry->arg != G_OPTION_ARG_NONE && equals == NULL && ++i == argc)
        return wants_value (entry);
    }

  return NULL;
}

static TnMessage *
bad_number (const GOptionEntry *entry, const char *text)
{
  TnMessage *message = tn_message_new (
      entry->arg == G_OPTION_ARG_DOUBLE
          ? N_ ("“{value}” is not a number from 0 on. --{option} takes one, such as 2.5.")
          : N_ ("“{value}” is not a whole number from 0 on. --{option} takes one, such as 3."));

  return tn_message_text (tn_message_text (message, "value", text), "option", entry->long_name);
}

static gboolean
read_number (const NumberOption *self)
{
  const char *text = self->text;
  char *end;
  gint64 whole;
  double number;

  if (self->entry->arg == G_OPTION_ARG_DOUBLE)
    {
      number = g_ascii_strtod (text, &end);
      if (!g_ascii_isdigit (*text) || *end != '\0' || !isfinite (number))
        return FALSE;
      *(double *) self->entry->arg_data = number;
      return TRUE;
    }
  if (!g_ascii_isdigit (*text) ||
      !g_ascii_string_to_signed (
          text, 10, 0, self->entry->arg == G_OPTION_ARG_INT ? G_MAXINT : G_MAXINT64, &whole, NULL))
    return FALSE;
  if (self->entry->arg == G_OPTION_ARG_INT)
    *(int *) self->entry->arg_data = (int) whole;
  else
    *(gint64 *) self->entry->arg_data = whole;

  return TRUE;
}

/* Gives what is wrong with the arguments, %NULL when nothing is. */
static TnMessage *
parse_options (const CliVerb *verb, const GOptionEntry *entries, int *argc, char ***argv)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (NumberOption));
  g_autoptr (GArray) all = take_as_they_are (entries, numbers);
  g_autoptr (GError) error = NULL;
  TnMessage *wrong = not_utf8 (*argc, *argv);
  GOptionContext *context;

  g_array_set_clear_func (numbers, (GDestroyNotify) number_option_clear);
  if (wrong == NULL)
    wrong = check_options (verb, all, *argc, *argv);
  if (wrong != NULL)
    return wrong;
  context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, (const GOptionEntry *) all->data, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    wrong = tn_message_new_literal (error->message);
  g_option_context_free (context);
  for (guint i = 0; i < numbers->len && wrong == NULL; i++)
    {
      const NumberOption *number = &g_array_index (numbers, NumberOption, i);

      if (number->text != NULL && !read_number (number))
        wrong = bad_number (number->entry, number->text);
    }

  return wrong;
}

/* What came instead of the arguments a verb needs. */
static TnMessage *
wrong_usage (const CliVerb *verb)
{
  g_autofree char *usage = g_strdup_printf ("tenure-cli %s %s", verb->name, verb->synopsis);
  TnMessage *message =
      tn_message_new (N_ ("Write it as “{usage}”. “tenure-cli {verb} --help” says more."));

  tn_message_text (message, "usage", g_strchomp (usage));

  return tn_message_text (message, "verb", verb->name);
}

static void
add_entries (GArray *all, const GOptionEntry *entries)
{
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    g_array_append_val (all, *entry);
}

/* Options of the verb, and of every verb that takes a project. */
static GArray *
add_project_options (Cli *cli, const CliVerb *verb, const GOptionEntry *entries)
{
  GArray *all = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  GOptionEntry password = { "password-file",
                            0,
                            0,
                            G_OPTION_ARG_FILENAME,
                            &cli->password_file,
                            N_ ("The password of a sealed project is the first line of this file"),
                            "FILE" };

  add_entries (all, entries);
  if (g_str_has_prefix (verb->synopsis, "PROJECT"))
    g_array_append_val (all, password);

  return all;
}

/* @name as given by --lang. */
static gboolean
set_language (Cli *cli, const char *name)
{
  const TnLanguage *language = name != NULL ? tn_language_get (name) : cli->language;

  if (language != NULL)
    cli->language = language;

  return language != NULL;
}

/**
 * cli_look_ahead:
 *
 * Errors in the arguments themselves are told in the language and form that these ask for.
 */
void
cli_look_ahead (Cli *cli, int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    {
      if (strcmp (argv[i], "--json") == 0)
        cli->json = TRUE;
      else if (g_str_has_prefix (argv[i], "--lang="))
        set_language (cli, argv[i] + strlen ("--lang="));
      else if (strcmp (argv[i], "--lang") == 0 && i + 1 < argc)
        set_language (cli, argv[i + 1]);
    }
}

static TnMessage *
unknown_language (const char *name)
{
  return tn_message_text (
      tn_message_new (N_ ("“{value}” is not a language here. --lang takes en or zh_CN.")), "value",
      name);
}

/**
 * cli_parse:
 * @entries: (nullable): options of the verb; numbers are from 0 on
 * @argc: (inout): arguments; what is left are those that are no options
 * @min_args: least number of arguments left
 * @max_args: greatest
 * @status: (out): exit status when there is nothing more to do
 *
 * Returns: %FALSE when help was asked for and given, or the arguments are others than the verb
 * takes
 */
gboolean
cli_parse (Cli *cli,
           const CliVerb *verb,
           GOptionEntry *entries,
           int *argc,
           char ***argv,
           int min_args,
           int max_args,
           int *status)
{
  g_autofree char *language = NULL;
  g_autoptr (GArray) options = add_project_options (cli, verb, entries);
  g_autoptr (GArray) all = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print one JSON object"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &cli->quiet, N_ ("No progress, no words but errors"),
      NULL },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &language, N_ ("Language of all texts: en or zh_CN"),
      "LANG" },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &cli->help, N_ ("Says how this is used"), NULL },
    { NULL },
  };
  TnMessage *wrong;

  add_entries (all, (const GOptionEntry *) options->data);
  add_entries (all, common);
  wrong = parse_options (verb, (const GOptionEntry *) all->data, argc, argv);
  if (wrong == NULL && !set_language (cli, language))
    wrong = unknown_language (language);
  if (wrong == NULL && cli->help)
    {
      *status = CLI_DONE;
      if (cli->described != NULL)
        json_array_add_object_element (
            cli->described, cli_help_to_json (cli, verb, (const GOptionEntry *) options->data));
      else
        cli_help_print (cli, verb, (const GOptionEntry *) options->data, common, stdout);
      return FALSE;
    }
  if (wrong == NULL && (*argc - 1 < min_args || *argc - 1 > max_args))
    wrong = wrong_usage (verb);
  if (wrong == NULL)
    return TRUE;
  *status = cli_usage (cli, wrong);

  return FALSE;
}

/**
 * cli_parse_run:
 *
 * A name instead of a number is not taken for the latest run.
 */
gboolean
cli_parse_run (Cli *cli, int argc, char **argv, gint64 *run, int *status)
{
  *run = 0;
  if (argc <= 2 || (g_ascii_isdigit (argv[2][0]) &&
                    g_ascii_string_to_signed (argv[2], 10, 1, G_MAXINT64, run, NULL)))
    return TRUE;
  *status = cli_usage (
      cli, tn_message_text (
               tn_message_new (N_ ("“{value}” is not the number of a run. “tenure-cli runs” lists "
                                   "them.")),
               "value", argv[2]));

  return FALSE;
}
