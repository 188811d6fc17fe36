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

static const char *const order_words[] = {
  "order", "orders", "ordered", "purchase", "purchased", "buy",         "bought",
  "sale",  "sold",   "pay",     "paid",     "payment",   "transaction", "下单",
  "购买",  "订单",   "支付",    "付款",     "成交",      NULL,
};

static const char *const return_words[] = {
  "return",    "returned",     "refund", "refunded", "cancel", "canceled",
  "cancelled", "cancellation", "退货",   "退款",     "取消",   NULL,
};

static gboolean
is_among (const char *word, const char *const *words)
{
  g_autofree char *folded = g_utf8_casefold (word, -1);

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autofree char *other = g_utf8_casefold (words[i], -1);

      if (strcmp (folded, other) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Which event types are orders and which are returns. */
static void
classify_types (TnEventsBuild *self)
{
  TnEvents *events = self->events;
  const TnEventsParams *params = self->params;
  const char *const *orders = params->order_types != NULL ? params->order_types : order_words;
  const char *const *returns = params->return_types != NULL ? params->return_types : return_words;
  guint32 n = events->types != NULL ? tn_dictionary_get_size (events->types) : 0;

  events->type_kinds = g_new0 (guint8, MAX (n, 1));
  for (guint32 i = 0; i < n; i++)
    {
      const char *word = tn_dictionary_get (events->types, i, NULL);

      if (is_among (word, orders))
        {
          events->type_kinds[i] = TN_LINE_SALE;
          self->has_order_types = TRUE;
        }
      else if (is_among (word, returns))
        events->type_kinds[i] = TN_LINE_RETURN;
    }
}

static void
mark_cancels (TnEventsBuild *self)
{
  const char *prefix = self->params->cancel_prefix;
  guint32 n = self->orders != NULL ? tn_dictionary_get_size (self->orders) : 0;

  self->cancels = g_new0 (guint8, MAX (n, 1));
  for (guint32 i = 0; prefix != NULL && *prefix != '\0' && i < n; i++)
    self->cancels[i] = g_str_has_prefix (tn_dictionary_get (self->orders, i, NULL), prefix);
}

/* Whether a line that is no return is part of an order. */
static gboolean
is_sale (TnEventsBuild *self, gsize line, TnLineKind type_kind)
{
  TnEvents *events = self->events;
  gboolean has_number = self->order_code != NULL && self->order_code[line] != TN_CODE_MISSING;
  double amount = events->amount != NULL ? events->amount[line] : NAN;

  if (amount == 0 && !self->params->free_orders)
    return FALSE;
  if (events->type == NULL || type_kind == TN_LINE_SALE)
    return TRUE;
  if (self->has_order_types)
    return events->type[line] == TN_CODE_MISSING && has_number;

  return self->order_code != NULL ? has_number : amount > 0;
}

static TnLineKind
classify_line (TnEventsBuild *self, gsize line)
{
  TnEvents *events = self->events;
  guint32 type = events->type != NULL ? events->type[line] : TN_CODE_MISSING;
  TnLineKind type_kind = type != TN_CODE_MISSING ? events->type_kinds[type] : TN_LINE_OTHER;
  guint32 code = self->order_code != NULL ? self->order_code[line] : TN_CODE_MISSING;

  if (type_kind == TN_LINE_RETURN || (code != TN_CODE_MISSING && self->cancels[code]) ||
      (events->quantity != NULL && events->quantity[line] < 0) ||
      (events->amount != NULL && events->amount[line] < 0))
    return TN_LINE_RETURN;

  return is_sale (self, line, type_kind) ? TN_LINE_SALE : TN_LINE_OTHER;
}

static gboolean
classify_block (gsize index, gpointer user_data, GError **error)
{
  TnEventsBuild *self = user_data;
  TnEvents *events = self->events;
  gsize end = MIN (events->n_lines, (index + 1) * BLOCK_LINES);

  for (gsize i = index * BLOCK_LINES; i < end; i++)
    {
      events->kind[i] = classify_line (self, i);
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

  classify_types (self);
  mark_cancels (self);
  events->kind = tn_keys_try_alloc (events->n_lines, 1, error);
  if (events->kind == NULL || !tn_pool_for ((events->n_lines + BLOCK_LINES - 1) / BLOCK_LINES,
                                            classify_block, self, self->cancellable, error))
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
