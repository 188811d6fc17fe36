/* wb-condition-adder.h: a condition put together from a column, a comparison and a value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-table.h"

G_BEGIN_DECLS

/* A button with a popover; emits “added” with a line such as `"Order date" >= 2026-03-01`. */
#define WB_TYPE_CONDITION_ADDER (wb_condition_adder_get_type ())
G_DECLARE_FINAL_TYPE (WbConditionAdder, wb_condition_adder, WB, CONDITION_ADDER, AdwBin)

GtkWidget *wb_condition_adder_new (void);
/* @table: (nullable): whose columns there are. */
void wb_condition_adder_set_columns (WbConditionAdder *self, TnTable *table);
/* As one line; the name stands in quotes. */
char *wb_condition_write (const char *column, const char *comparison, const char *value);

G_END_DECLS
