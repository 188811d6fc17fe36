/* wb-print.h: prints the pages of a report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-pages.h"

G_BEGIN_DECLS

/* @error: (nullable): why nothing was printed */
typedef void (*WbPrinted) (const GError *error, gpointer user_data);

/* Asks with the dialog of the desktop, or writes to @file when there is one. Returns at once. */
void wb_print (WbPages *pages,
               GtkWindow *window,
               const char *name,
               const char *file,
               WbPrinted printed,
               gpointer user_data);

G_END_DECLS
