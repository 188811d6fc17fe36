/* wb-main.c: starts the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "wb-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (WbApplication) application = NULL;

  /* For GTK's own words, sorting and input methods; the engine reads and writes without it. */
  setlocale (LC_ALL, "");
  g_set_prgname (TN_APP_ID);
  application = wb_application_new (G_APPLICATION_DEFAULT_FLAGS);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
