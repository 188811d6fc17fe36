/* wb-portrait.h: one customer: chance, value, reasons, what happened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-customers.h"
#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_PORTRAIT (wb_portrait_get_type ())
G_DECLARE_FINAL_TYPE (WbPortrait, wb_portrait, WB, PORTRAIT, AdwBin)

GtkWidget *wb_portrait_new (WbProject *project,
                            WbCustomerData *data,
                            gsize row,
                            gint64 run,
                            JsonObject *list);

G_END_DECLS
