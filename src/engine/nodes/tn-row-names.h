/* tn-row-names.h: names for the rows of a table that names no customers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-step.h"

G_BEGIN_DECLS

TnTable *tn_name_rows (TnStep *step, TnTable *table, GError **error);
gboolean tn_field_is_row_name (const TnField *field);

G_END_DECLS
