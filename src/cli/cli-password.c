/* cli-password.c: passwords from files, and asked for without showing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "cli.h"

/* A file of another kind, taken for one with a password, is not read to its end. */
#define MAX_BYTES 1024

/* How often Ctrl-C is looked for while nothing is typed. */
#define PATIENCE_MS 100

void
cli_password_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

/* The first line, without its end. */
static char *
take_line (char *text, gsize size)
{
  char *password = g_strndup (text, MIN (size, strcspn (text, "\r\n")));

  explicit_bzero (text, size);

  return password;
}

/**
 * cli_password_read:
 * @file: its first line is the password
 *
 * Returns: (transfer full): the password, to be freed with cli_password_free()
 */
char *
cli_password_read (const char *file, GError **error)
{
  char text[MAX_BYTES + 1] = { 0 };
  FILE *stream = g_fopen (file, "re");
  gsize size = stream != NULL ? fread (text, 1, MAX_BYTES, stream) : 0;
  gboolean known = stream != NULL && ferror (stream) == 0;
  char *password;

  if (!known)
    tn_error_set_errno (error, errno, file);
  if (stream != NULL)
    fclose (stream);
  if (!known)
    return NULL;
  password = take_line (text, size);
  if (*password != '\0' && g_utf8_validate (password, -1, NULL))
    return password;
  cli_password_free (password);
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The first line of {file} is no password: it is empty or not UTF-8. Write the "
                    "password there."),
                "file", file, NULL);

  return NULL;
}

static gboolean
wait_for_line (Cli *cli, GError **error)
{
  struct pollfd input = { STDIN_FILENO, POLLIN, 0 };

  while (!tn_cancelled (cli->cancellable, error))
    if (poll (&input, 1, PATIENCE_MS) > 0)
      return TRUE;

  return FALSE;
}

/* Nothing that is typed is shown, from before @prompt on: what is typed as soon as it is there is
 * neither seen nor lost. The terminal shows again what is typed, however this ends. */
static char *
read_unseen (Cli *cli, const char *prompt, GError **error)
{
  char text[MAX_BYTES + 1] = { 0 };
  struct termios shown, unseen;
  char *password = NULL;
  gssize n;

  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    return NULL;
  unseen = shown;
  unseen.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &unseen);
  fprintf (stderr, "%s ", prompt);
  fflush (stderr);
  if (wait_for_line (cli, error) && (n = read (STDIN_FILENO, text, MAX_BYTES)) > 0)
    password = take_line (text, n);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fprintf (stderr, "\n");

  return password;
}

gboolean
cli_password_can_ask (Cli *cli)
{
  return !cli->json && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/**
 * cli_password_ask:
 * @prompt: (transfer full): said before
 *
 * Returns: (transfer full) (nullable): what was typed; %NULL at the end of the input, and with
 *   @error when it was stopped
 */
char *
cli_password_ask (Cli *cli, TnMessage *prompt, GError **error)
{
  g_autofree char *text = tn_message_say (prompt, cli->language);

  tn_message_unref (prompt);
  cli_progress_clear (cli);

  return read_unseen (cli, text, error);
}
