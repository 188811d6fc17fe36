/* tn-conditions.h: which rows are meant, as conditions on columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnConditions:
 *
 * Lines such as `Quantity > 0`, `Country = United Kingdom`, `"Order date" >= 2026-03-01`,
 * `Description contains gift`, `CustomerID is missing`: a column, an operator, a value. The
 * operators are = != < <= > >= contains, is missing, is known. What a value is follows from
 * the column's type; a date without a time of day means the whole day, as the clock of the
 * column's zone has it. Names and values may
 * stand in quotes, "so" or “so”; of names without quotes the longest that fits is meant. A
 * missing cell fulfils nothing but "is missing".
 */
typedef struct _TnConditions TnConditions;

TnConditions *tn_conditions_new (TnTable *table, const char *const *lines, GError **error);
void tn_conditions_free (TnConditions *self);
GBytes *tn_conditions_select (TnConditions *self,
                              TnTable *table,
                              gboolean any,
                              GCancellable *cancellable,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnConditions, tn_conditions_free)

G_END_DECLS
