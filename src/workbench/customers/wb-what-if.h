/* wb-what-if.h: why one customer has its chance, and what other facts would make of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

/* Asks the worker once; every choice is then answered at once. Facts that stay changed while others
 * are tried are asked of it again. */
#define WB_TYPE_WHAT_IF (wb_what_if_get_type ())
G_DECLARE_FINAL_TYPE (WbWhatIf, wb_what_if, WB, WHAT_IF, AdwBin)

/* @list: the document of the list; @as_of: day of the facts, by the shop's calendar, as if it were
 * UTC; 0 without */
GtkWidget *wb_what_if_new (WbProject *project,
                           gint64 run,
                           const char *customer,
                           JsonObject *list,
                           gint64 as_of);
/* What the worker answered, for the display of it alone. */
void wb_what_if_show (WbWhatIf *self, JsonObject *made);
/* Chooses a fact by its name, and one of its points. */
gboolean wb_what_if_choose (WbWhatIf *self, const char *fact, guint point);
/* Keeps what is chosen and goes on to the next fact, when the worker has answered. */
void wb_what_if_keep (WbWhatIf *self);

G_END_DECLS
