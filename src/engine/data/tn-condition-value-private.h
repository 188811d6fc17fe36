/* tn-condition-value-private.h: a condition that was typed as lines that are stored
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-condition-text.h"

G_BEGIN_DECLS

void _tn_condition_text_add (TnConditionText *out,
                             TnTable *table,
                             guint column,
                             const char *op,
                             const char *value);

G_END_DECLS
