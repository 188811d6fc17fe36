/* tn-column-power.h: what each column alone says about the target
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnColumnPower:
 * @name: of the column, interned
 * @auc: of the column alone, from about 0.5 to 1; NaN when it could not be said
 */
typedef struct
{
  const char *name;
  double auc;
} TnColumnPower;

GArray *tn_column_powers_new (TnTable *table,
                              const guint8 *row_roles,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
