/* tn-stray-dates.h: rows dated long after all others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnStrayDates:
 * @n_marked: rows that are left out and were not before
 * @row: the first of them in the table, from 0
 * @date: its moment
 * @n_far: rows too many to be left out that still stand more than a year behind all others;
 *   their dates decide where the data end
 * @far_row: the first of them in the table, from 0
 * @far_date: its moment
 */
typedef struct
{
  gsize n_marked;
  gsize row;
  gint64 date;
  gsize n_far;
  gsize far_row;
  gint64 far_date;
} TnStrayDates;

gboolean tn_mark_stray_dates (TnTable *table,
                              gint64 last,
                              guint8 *marks,
                              TnStrayDates *found,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
