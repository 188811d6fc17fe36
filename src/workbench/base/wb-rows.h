/* wb-rows.h: which rows of a table are shown, and in which order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * WbRowsWish:
 * @conditions: (nullable): conditions as tn_condition_text_read() takes them, or words to find in
 *   any cell
 * @sort: column of the table to sort by, -1 for the order of the file
 * @descending: largest first
 */
typedef struct
{
  char *conditions;
  int sort;
  gboolean descending;
} WbRowsWish;

/* On any thread. Rows as guint32; %NULL without error for all of them as they are. */
GBytes *wb_rows_find (TnTable *table,
                      const WbRowsWish *wish,
                      GCancellable *cancellable,
                      GError **error);

/* wb_work_finish() gives the rows. */
void wb_rows_start (gpointer owner,
                    TnTable *table,
                    const WbRowsWish *wish,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);

G_END_DECLS
