/* wb-param-row.h: one setting: the control that fits its kind, its help, and the way back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-node-spec.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * WbParamRow:
 *
 * Emits “set” with a JsonNode (transfer none), or %NULL for the usual value, when a person has
 * chosen; “typed” likewise at every letter before that. A value that does not fit is said below the
 * control and not given on.
 */
#define WB_TYPE_PARAM_ROW (wb_param_row_get_type ())
G_DECLARE_FINAL_TYPE (WbParamRow, wb_param_row, WB, PARAM_ROW, AdwBin)

GtkWidget *wb_param_row_new (const TnParamSpec *spec);
void wb_param_row_set_node (WbParamRow *self, const TnNodeSpec *node);
void wb_param_row_set_columns (WbParamRow *self, TnTable *table);
void wb_param_row_set_names (WbParamRow *self,
                             const char *const *names,
                             const char *const *details);
/* @reason: (nullable): what the data say of this setting. */
void wb_param_row_set_reason (WbParamRow *self, const char *reason);
const TnParamSpec *wb_param_row_get_spec (WbParamRow *self);
/* @value: (nullable): as set, %NULL for the usual. */
void wb_param_row_show (WbParamRow *self, JsonNode *value);

G_END_DECLS
