/* tn-concat.h: tables one under the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

TnTable *tn_table_concat (TnTable *const *parts, guint n_parts, GError **error);
TnTable *tn_table_interleave (TnTable *a,
                              const gsize *a_rows,
                              TnTable *b,
                              const gsize *b_rows,
                              GError **error);

G_END_DECLS
