/* tn-learn-guard.h: only rows marked for training are learned from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

gboolean tn_learn_guard (const TnTable *table, GError **error);

G_END_DECLS
