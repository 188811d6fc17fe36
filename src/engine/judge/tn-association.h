/* tn-association.h: whether two columns go the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-message.h"
#include "tn-table.h"

G_BEGIN_DECLS

/* Fewer rows than this tell nothing. */
#define TN_ASSOCIATION_LEAST 10

/**
 * TnAssociation:
 * @n: rows that have both values
 * @value: Spearman's rank correlation, −1 to 1; NaN where there are too few rows or one column
 *   does not vary
 * @low: lower end of its 95 % interval, or NaN
 * @high: upper end
 */
typedef struct
{
  gsize n;
  double value, low, high;
} TnAssociation;

gboolean tn_associate (TnTable *table,
                       guint x_column,
                       guint y_column,
                       const double *x,
                       const double *y,
                       TnAssociation *result,
                       GCancellable *cancellable,
                       GError **error);
void tn_association_set_interval (TnAssociation *self);

/* @x and @y: (transfer full): what the columns are called */
TnMessage *tn_association_say (const TnAssociation *self, TnMessage *x, TnMessage *y);

G_END_DECLS
