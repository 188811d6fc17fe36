/* tn-events-orders.c: which lines are sales or returns, and which make an order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-events-build.h"
#include "tn-keys.h"
#include "tn-pool.h"
#include "tn-stamp-map.h"

#define BLOCK_LINES (4 * TN_CHUNK_ROWS)

/* What each row of the table is: as it is marked, or as the log is to be read. */
static guint8 *
read_kinds (TnEventsBuild *self, GError **error)
{
  int place = tn_table_find_role (self->table, TN_ROLE_LINE);
  g_autoptr (TnReading) proposed = NULL;

  if (place >= 0)
    return tn_line_kinds_from_column (tn_table_get_column (self->table, (guint) place), error);
  if (self->params->reading != NULL)
    return tn_reading_mark (self->params->reading, self->table, self->cancellable, error);
  proposed = tn_reading_propose (self->table, self->cancellable, error);

  return proposed != NULL ? tn_reading_mark (proposed, self->table, self->cancellable, error)
                          : NULL;
}

typedef struct
{
  TnEventsBuild *build;
  const guint8 *kinds; /* of each row of the table */
} Classes;

static gboolean
classify_block (gsize index, gpointer user_data, GError **error)
{
  Classes *self = user_data;
  TnEvents *events = self->build->events;
  gsize end = MIN (events->n_lines, (index + 1) * BLOCK_LINES);

  for (gsize i = index * BLOCK_LINES; i < end; i++)
    {
      events->kind[i] = self->kinds[self->build->rows[i]];
      if (events->kind[i] == TN_LINE_RETURN && events->amount != NULL)
        events->amount[i] = -fabs (events->amount[i]);
    }

  return TRUE;
}

/**
 * _tn_events_classify:
 * @error: %TN_ERROR_DATA when no line is part of an order
 *
 * Gives each line its kind, and returns a negative amount.
 */
gboolean
_tn_events_classify (TnEventsBuild *self, GError **error)
{
  TnEvents *events = self->events;
  g_autofree guint8 *kinds = read_kinds (self, error);
  Classes classes = { self, kinds };

  events->kind = kinds != NULL ? tn_keys_try_alloc (events->n_lines, 1, error) : NULL;
  if (events->kind == NULL || !tn_pool_for ((events->n_lines + BLOCK_LINES - 1) / BLOCK_LINES,
                                            classify_block, &classes, self->cancellable, error))
    return FALSE;

  for (gsize i = 0; i < events->n_lines; i++)
    {
      events->counts.n_sales += events->kind[i] == TN_LINE_SALE;
      events->counts.n_returns += events->kind[i] == TN_LINE_RETURN;
      events->counts.n_other += events->kind[i] == TN_LINE_OTHER;
    }
  if (events->counts.n_sales > 0)
    return TRUE;

  tn_error_set (error, TN_ERROR_DATA,
                N_ ("No row of this log is an order. Say which event types are orders, or which "
                    "column holds the amount."),
                NULL);

  return FALSE;
}

/* What makes two lines of one customer the same order: its number, else the day. */
static guint64
order_key (const TnEventsBuild *self, gsize line)
{
  guint32 code = self->order_code != NULL ? self->order_code[line] : TN_CODE_MISSING;

  if (code != TN_CODE_MISSING)
    return code;

  return G_GUINT64_CONSTANT (1) << 63 |
         (guint64) (tn_calendar_get_day (self->events->calendar, self->events->time[line]) +
                    (G_GINT64_CONSTANT (1) << 40));
}

/* Numbers a customer's orders by their first lines; returns how many there are. */
static gsize
number_orders (TnEventsBuild *self, gsize customer, TnStampMap *map)
{
  TnEvents *events = self->events;
  gsize from = events->line_start[customer], to = events->line_start[customer + 1];
  guint32 n_orders = 0;

  tn_stamp_map_begin (map, to - from);
  for (gsize i = from; i < to; i++)
    {
      TnStampSlot *slot;
      gboolean is_new;

      events->order[i] = TN_NO_ORDER;
      if (events->kind[i] != TN_LINE_SALE)
        continue;
      slot = tn_stamp_map_get (map, order_key (self, i), &is_new);
      if (is_new)
        slot->value = n_orders++;
      events->order[i] = slot->value;
    }

  return n_orders;
}

static gboolean
number_part (gsize index, gpointer user_data, GError **error)
{
  TnEventsBuild *self = user_data;
  TnEvents *events = self->events;
  g_auto (TnStampMap) map = { 0 };
  gsize from, to;

  _tn_events_get_part (events, (guint) index, &from, &to);
  for (gsize i = from; i < to; i++)
    {
      if (!tn_stamp_map_reserve (&map, events->line_start[i + 1] - events->line_start[i], error))
        return FALSE;
      events->order_start[i + 1] = number_orders (self, i, &map);
      if (i % 1024 == 0 && tn_cancelled (self->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* Lines are in order of time, so each order's first line is the first that names it. */
static gboolean
date_part (gsize index, gpointer user_data, GError **error)
{
  TnEventsBuild *self = user_data;
  TnEvents *events = self->events;
  gsize from, to;

  _tn_events_get_part (events, (guint) index, &from, &to);
  for (gsize i = from; i < to; i++)
    {
      guint32 seen = 0;

      for (gsize j = events->line_start[i]; j < events->line_start[i + 1]; j++)
        if (events->order[j] == seen)
          events->order_time[events->order_start[i] + seen++] = events->time[j];
    }

  return TRUE;
}

/**
 * _tn_events_group_orders:
 *
 * Numbers each customer's orders by their first lines, and counts them.
 */
gboolean
_tn_events_group_orders (TnEventsBuild *self, GError **error)
{
  TnEvents *events = self->events;
  guint n_parts = _tn_events_get_n_parts (events);
  gsize n_customers = events->counts.n_customers;

  events->order = tn_keys_try_alloc (events->n_lines, sizeof (guint32), error);
  if (events->order == NULL)
    return FALSE;
  events->order_start = tn_keys_try_alloc (n_customers + 1, sizeof (gsize), error);
  if (events->order_start == NULL ||
      !tn_pool_for (n_parts, number_part, self, self->cancellable, error))
    return FALSE;

  for (gsize i = 0; i < n_customers; i++)
    {
      events->counts.n_buyers += events->order_start[i + 1] > 0;
      events->order_start[i + 1] += events->order_start[i];
    }
  events->counts.n_orders = events->order_start[n_customers];
  events->order_time = tn_keys_try_alloc (events->counts.n_orders, sizeof (gint64), error);

  return events->order_time != NULL &&
         tn_pool_for (n_parts, date_part, self, self->cancellable, error);
}
