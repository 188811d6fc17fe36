/* tn-reading.h: which rows of an event log are orders, which returns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

typedef enum
{
  TN_LINE_OTHER,
  TN_LINE_SALE,
  TN_LINE_RETURN,
} TnLineKind;

#define TN_N_LINE_KINDS 3

/**
 * TnReading:
 * @order_types: (array zero-terminated=1): values of the event column that are orders; when
 *   empty, an order number or else an amount makes the order
 * @return_types: (array zero-terminated=1): values that are returns or cancellations
 * @cancel_prefix: order numbers that begin so are cancellations ("C"); "" for none
 * @status_column: the column that says how an order ended; "" for none
 * @cancel_statuses: (array zero-terminated=1): its values that say cancelled or returned
 * @free_orders: rows of amount zero make an order too
 * @found_column: (nullable): a column that seems to say what was cancelled, and not when: it is
 *   told and not used. Of a proposal alone, not stored
 * @found_statuses: (nullable) (array zero-terminated=1): its values that seem to say so
 *
 * How a log is to be read. Proposed from one log and then kept: another file of the same shop
 * is read in the same way, whatever it happens to hold.
 */
typedef struct
{
  char **order_types;
  char **return_types;
  char *cancel_prefix;
  char *status_column;
  char **cancel_statuses;
  gboolean free_orders;
  char *found_column;
  char **found_statuses;
} TnReading;

TnReading *tn_reading_new (void);
TnReading *tn_reading_propose (TnTable *table, GCancellable *cancellable, GError **error);
char **tn_reading_find_statuses (TnTable *table, const char *column, GError **error);
void tn_reading_free (TnReading *self);

GPtrArray *tn_reading_say (const TnReading *self);
GVariant *tn_reading_to_variant (const TnReading *self);
TnReading *tn_reading_from_variant (GVariant *variant);

guint8 *tn_reading_mark (const TnReading *self,
                         TnTable *table,
                         GCancellable *cancellable,
                         GError **error);
TnColumn *tn_line_kinds_to_column (const guint8 *kinds, gsize n_rows, GError **error);
guint8 *tn_line_kinds_from_column (TnColumn *column, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnReading, tn_reading_free)

G_END_DECLS
