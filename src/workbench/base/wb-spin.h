/* wb-spin.h: what is heard of a number that can be changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A screen reader hears the number as it is shown, and not with six digits behind the point.
 * @unit: (nullable): as it is shown, said behind the number */
void wb_spin_speak (GtkWidget *spin, const char *unit);

G_END_DECLS
