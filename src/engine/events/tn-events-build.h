/* tn-events-build.h: what is at hand while an event log is made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events-private.h"

G_BEGIN_DECLS

typedef struct
{
  TnTable *table;
  const TnEventsParams *params;
  GCancellable *cancellable;
  TnEvents *events;
  guint32 *rows;        /* table row of each line */
  guint32 *order_code;  /* of each line, while building */
  TnDictionary *orders; /* order numbers */
} TnEventsBuild;

/* Tells sales, returns and other lines apart, then groups sales into orders. */
gboolean _tn_events_classify (TnEventsBuild *self, GError **error);
gboolean _tn_events_group_orders (TnEventsBuild *self, GError **error);

G_END_DECLS
