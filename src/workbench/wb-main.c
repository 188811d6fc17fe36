/* wb-main.c: starts the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "wb-application.h"
#include "wb-settings.h"
#include "wb-words.h"

/* GTK has words of its own, in its dialogs. Their language is that of the process, and is set
 * before there is a second thread. */
static void
choose_language_of_toolkit (void)
{
  g_autofree char *id = g_settings_get_string (wb_settings (), "language");

  wb_language_choose (id);
  if (*id != '\0')
    g_setenv ("LANGUAGE", id, TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (WbApplication) application = NULL;

  choose_language_of_toolkit ();
  /* For GTK's own words, sorting and input methods; the engine reads and writes without it. */
  setlocale (LC_ALL, "");
  g_set_prgname (TN_APP_ID);
  application = wb_application_new (G_APPLICATION_DEFAULT_FLAGS);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
