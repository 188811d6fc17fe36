/* wb-preferences.h: what a person chooses for every project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWindow *wb_preferences_show (GtkWindow *parent);

G_END_DECLS
