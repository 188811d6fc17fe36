/* tn-column-chart.h: a picture of two columns against each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-association.h"
#include "tn-chart.h"
#include "tn-table.h"

G_BEGIN_DECLS

/* Why two columns cannot be set against each other; nullable: they can. */
TnMessage *tn_column_chart_refuse (TnTable *table, guint x_column, guint y_column);

TnChart *tn_column_chart_new (TnTable *table,
                              guint x_column,
                              guint y_column,
                              TnMessage **finding,
                              TnAssociation *association,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
