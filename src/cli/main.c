/* main.c: finds the verb
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#include "cli.h"
#include "tn-nodes.h"

static const CliVerb *const verb_lists[] = {
  cli_project_verbs, cli_data_verbs, cli_pipeline_verbs, cli_step_verbs,   cli_template_verbs,
  cli_name_verbs,    cli_run_verbs,  cli_result_verbs,   cli_output_verbs, cli_block_verbs,
  cli_storage_verbs, cli_demo_verbs, cli_guide_verbs
};

static void
print_verbs (Cli *cli, FILE *to)
{
  fprintf (to, "tenure-cli %s …\n\n", tn_language_lookup (cli->language, N_ ("VERB")));
  for (guint i = 0; i < G_N_ELEMENTS (verb_lists); i++)
    {
      for (const CliVerb *verb = verb_lists[i]; verb->name != NULL; verb++)
        fprintf (to, "  %s%s%s\n      %s\n", verb->name, *verb->synopsis != '\0' ? " " : "",
                 verb->synopsis, tn_language_lookup (cli->language, verb->summary));
      fprintf (to, "\n");
    }
  fprintf (to, "%s\n  --json  --quiet  --lang=en|zh_CN  --help\n",
           tn_language_lookup (cli->language, N_ ("Every verb takes:")));
}

/* Each verb is asked for its help, and so puts itself on the list. */
static void
describe_verbs (Cli *cli)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_node_take_object (node, object);
  json_object_set_string_member (object, "version", TN_VERSION);
  cli->described = json_array_new ();
  json_object_set_array_member (object, "verbs", cli->described);
  for (guint i = 0; i < G_N_ELEMENTS (verb_lists); i++)
    for (const CliVerb *verb = verb_lists[i]; verb->name != NULL; verb++)
      {
        g_autofree char *name = g_strdup (verb->name);
        g_autofree char *option = g_strdup ("--help");
        char *argv[] = { name, option, NULL };

        cli->help = FALSE;
        verb->run (cli, 2, argv);
      }
  text = tn_json_print (node, TRUE);
  printf ("%s\n", text);
}

static int
run_help (Cli *cli, int argc, char **argv)
{
  static const CliVerb help = { "--help", "", "" };
  int status;

  if (!cli_parse (cli, &help, NULL, &argc, &argv, 0, 0, &status))
    return status;
  if (cli->json)
    describe_verbs (cli);
  else
    print_verbs (cli, stdout);

  return CLI_DONE;
}

static const CliVerb *
find_verb (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verb_lists); i++)
    for (const CliVerb *verb = verb_lists[i]; verb->name != NULL; verb++)
      if (strcmp (verb->name, name) == 0)
        return verb;

  return NULL;
}

/* Ctrl-C: the first asks politely from a signal-safe place, the second ends at once. */
static int signal_pipe[2];

static void
on_signal (int number)
{
  if (write (signal_pipe[1], "!", 1) < 0)
    _exit (130);
}

static gpointer
watch_signals (gpointer data)
{
  Cli *cli = data;
  char byte;

  if (read (signal_pipe[0], &byte, 1) == 1)
    g_cancellable_cancel (cli->cancellable);
  if (read (signal_pipe[0], &byte, 1) == 1)
    _exit (130);

  return NULL;
}

static void
catch_signals (Cli *cli)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  if (!g_unix_open_pipe (signal_pipe, FD_CLOEXEC, NULL))
    return;
  g_thread_unref (g_thread_new ("signals", watch_signals, cli));
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  signal (SIGPIPE, SIG_IGN);
  /* A full disk under a file size limit is an error of write, not the end. */
  signal (SIGXFSZ, SIG_IGN);
}

/* The language a person set for this terminal. Parsing and exports never look at it. */
static const TnLanguage *
choose_language (void)
{
  static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
  const TnLanguage *language = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        {
          language = tn_language_get (value);
          break;
        }
    }

  return language != NULL ? language : tn_language_get ("en");
}

int
main (int argc, char **argv)
{
  /* The thread that watches signals reads it to the end of the process. */
  static Cli cli;
  const CliVerb *verb;
  int status;

  cli_choose_blas (argv);
  g_set_prgname ("tenure-cli");
  tn_nodes_init ();
  cli.language = choose_language ();
  cli.program = g_file_read_link ("/proc/self/exe", NULL);
  cli.cancellable = g_cancellable_new ();
  cli_look_ahead (&cli, argc, argv);

  if (argc < 2)
    {
      print_verbs (&cli, stderr);
      return CLI_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return run_help (&cli, argc - 1, argv + 1);
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("Tenure %s\n", TN_VERSION);
      return CLI_DONE;
    }
  verb = find_verb (argv[1]);
  if (verb == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (argv[1], -1);

      return cli_usage (
          &cli, tn_message_text (
                    tn_message_new (N_ ("“{verb}” is not a verb. “tenure-cli --help” lists them.")),
                    "verb", shown));
    }

  catch_signals (&cli);
  status = verb->run (&cli, argc - 1, argv + 1);
  g_free (cli.program);

  return status;
}
