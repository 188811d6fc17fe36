/* tn-row-match.h: finds rows of one table in another by customer and cut date
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

GBytes *tn_match_rows (TnTable *rows, TnTable *in, GError **error);

G_END_DECLS
