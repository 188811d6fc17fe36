/* tn-keys.h: columns of any type as integers that can be hashed, compared and sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/* The one form a missing number has among the values below. */
#define TN_KEYS_MISSING_NUMBER G_GUINT64_CONSTANT (0x7ff8000000000000)

gboolean tn_keys_dup_codes (TnColumn *column,
                            guint32 **codes,
                            TnDictionary **dictionary,
                            GError **error);
guint64 *tn_keys_dup_values (TnColumn *column, guint *bits, GError **error);
TnColumn *tn_keys_require (TnTable *table, const char *name, GError **error);
gpointer tn_keys_try_alloc (gsize n, gsize size, GError **error);
gboolean tn_keys_check_rows (gsize n_rows, GError **error);

G_END_DECLS
