/* wb-leaderboard.h: models side by side, rules first, ties shown as ties
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-result.h"

G_BEGIN_DECLS

GtkWidget *wb_leaderboard_new (const WbResult *result);
/* Which share of customers the business column speaks of. */
void wb_leaderboard_set_share (GtkWidget *leaderboard, const WbResult *result, double share);

G_END_DECLS
