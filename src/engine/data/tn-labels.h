/* tn-labels.h: who left, read from the target in the one way there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

#define TN_LABEL_UNKNOWN 255

guint8 *tn_table_dup_labels (TnTable *table, GError **error);

G_END_DECLS
