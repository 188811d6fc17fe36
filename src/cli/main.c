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

static const CliVerb *const verb_lists[] = { cli_project_verbs,  cli_data_verbs,
                                             cli_pipeline_verbs, cli_run_verbs,
                                             cli_output_verbs,   cli_demo_verbs };

static void
print_help (Cli *cli, FILE *to)
{
  fprintf (to, "tenure-cli VERB …\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (verb_lists); i++)
    {
      for (const CliVerb *verb = verb_lists[i]; verb->name != NULL; verb++)
        fprintf (to, "  %s %s\n      %s\n", verb->name, verb->synopsis,
                 tn_language_lookup (cli->language, verb->summary));
      fprintf (to, "\n");
    }
  fprintf (to, "  --help, --version, --json, --quiet, --lang en|zh_CN\n");
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
  Cli cli = { .language = choose_language () };
  const CliVerb *verb;
  int status;

  cli_choose_blas (argv);
  g_set_prgname ("tenure-cli");
  tn_nodes_init ();
  cli.program = g_file_read_link ("/proc/self/exe", NULL);
  cli.cancellable = g_cancellable_new ();

  if (argc < 2 || strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help (&cli, argc < 2 ? stderr : stdout);
      return argc < 2 ? CLI_USAGE : CLI_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("Tenure %s\n", TN_VERSION);
      return CLI_DONE;
    }
  verb = find_verb (argv[1]);
  if (verb == NULL)
    {
      fprintf (stderr, "tenure-cli: “%s” is not a verb. “tenure-cli --help” lists them.\n",
               argv[1]);
      return CLI_USAGE;
    }

  catch_signals (&cli);
  status = verb->run (&cli, argc - 1, argv + 1);
  g_free (cli.program);

  return status;
}
