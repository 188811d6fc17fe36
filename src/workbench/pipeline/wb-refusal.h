/* wb-refusal.h: why something cannot be, and what would help
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

/* A popover at (@x, @y) of @parent. @ways: (element-type TnRepair): each one click. */
GtkWidget *wb_refusal_show (GtkWidget *parent,
                            WbProject *project,
                            const char *said,
                            GPtrArray *ways,
                            double x,
                            double y);

G_END_DECLS
