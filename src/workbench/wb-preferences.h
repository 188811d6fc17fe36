/* wb-preferences.h: language and colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void wb_preferences_show (GtkWindow *parent);

G_END_DECLS
