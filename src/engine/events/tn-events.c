/* tn-events.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-events.h"

#include "tn-events-private.h"
#include "tn-keys.h"

#define PART_LINES 65536
#define MAX_PARTS  512

TnEvents *
tn_events_ref (TnEvents *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_events_unref (TnEvents *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->calendar, tn_calendar_free);
  g_free (self->zone);
  g_free (self->unit);
  g_clear_pointer (&self->customers, tn_dictionary_unref);
  g_clear_pointer (&self->categories, tn_dictionary_unref);
  g_clear_pointer (&self->types, tn_dictionary_unref);
  g_free (self->line_start);
  g_free (self->order_start);
  g_free (self->order_time);
  g_free (self->time);
  g_free (self->kind);
  g_free (self->order);
  g_free (self->amount);
  g_free (self->quantity);
  g_free (self->item);
  g_free (self->category);
  g_free (self->type);
  g_free (self->undone);
  g_free (self);
}

const TnEventsCounts *
tn_events_get_counts (const TnEvents *self)
{
  return &self->counts;
}

/**
 * tn_events_get_first:
 *
 * Returns: time of the earliest line that is used
 */
gint64
tn_events_get_first (const TnEvents *self)
{
  return self->first;
}

gint64
tn_events_get_last (const TnEvents *self)
{
  return self->last;
}

/**
 * tn_events_get_end:
 *
 * Returns: the first moment the log knows nothing of: one microsecond after the last
 *   line, or the next midnight when times are whole days
 */
gint64
tn_events_get_end (const TnEvents *self)
{
  return self->end;
}

/**
 * tn_events_get_today:
 *
 * Returns: the first midnight after the last line, where the shop is: the moment from which a list
 *   of today's customers knows nothing. People are told dates, and no clock would tell them of the
 *   microsecond after the last order
 */
gint64
tn_events_get_today (const TnEvents *self)
{
  return tn_calendar_get_day_start (self->calendar,
                                    tn_calendar_get_day (self->calendar, self->last) + 1);
}

/**
 * tn_events_get_day_start:
 * @date: a date as people write it, as its midnight UTC
 *
 * Returns: the moment at which that date begins where the shop is: in the zone of the time
 *   column
 */
gint64
tn_events_get_day_start (const TnEvents *self, gint64 date)
{
  return tn_calendar_get_day_start (self->calendar, date / TN_DAY - (date % TN_DAY < 0));
}

/**
 * tn_events_add_date:
 * @message: not yet shared
 * @name: the placeholder
 * @time: a moment
 *
 * Puts the date of a moment into a sentence as the shop's calendar has it.
 *
 * Returns: (transfer none): @message
 */
TnMessage *
tn_events_add_date (const TnEvents *self, TnMessage *message, const char *name, gint64 time)
{
  return tn_message_date (message, name, tn_calendar_to_local (self->calendar, time));
}

/**
 * tn_events_get_zone:
 *
 * Returns: (transfer none) (nullable): the zone days are counted in; UTC when %NULL
 */
const char *
tn_events_get_zone (const TnEvents *self)
{
  return self->zone;
}

/**
 * tn_events_get_unit:
 *
 * Returns: (transfer none) (nullable): the unit of amounts
 */
const char *
tn_events_get_unit (const TnEvents *self)
{
  return self->unit;
}

static void
add_count (GPtrArray *sentences, const char *one, const char *other, gsize count)
{
  TnMessage *message;

  if (count == 0)
    return;
  message = tn_message_new_plural (one, other, (gint64) count);
  g_ptr_array_add (sentences, tn_message_count (message, "count", (gint64) count));
}

/**
 * tn_events_describe:
 *
 * Says what became of the rows, as whole sentences.
 *
 * Returns: (transfer full) (element-type TnMessage): at least one
 */
GPtrArray *
tn_events_describe (const TnEvents *self)
{
  const TnEventsCounts *counts = &self->counts;
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  TnMessage *message;

  message = tn_message_new (N_ ("{orders} orders by {customers} customers, from {first} to "
                                "{last}."));
  message = tn_message_count (message, "orders", (gint64) counts->n_orders);
  message = tn_message_count (message, "customers", (gint64) counts->n_buyers);
  message = tn_events_add_date (self, message, "first", self->first);
  g_ptr_array_add (sentences, tn_events_add_date (self, message, "last", self->last));

  add_count (sentences,
             TN_PLURAL ("One row has no customer. It stays in the data and goes into no "
                        "feature.",
                        "{count} rows have no customer. They stay in the data and go into no "
                        "feature."),
             counts->n_without_customer);
  add_count (sentences,
             TN_PLURAL ("One row has a customer and no time. It goes into no feature.",
                        "{count} rows have a customer and no time. They go into no feature."),
             counts->n_without_time);
  add_count (sentences,
             TN_PLURAL ("One row lies in the future and is kept aside. Check its date.",
                        "{count} rows lie in the future and are kept aside. Check their "
                        "dates."),
             counts->n_future);
  add_count (sentences,
             TN_PLURAL ("One row is a return or a cancellation. It does not count as an "
                        "order.",
                        "{count} rows are returns or cancellations. They do not count as "
                        "orders."),
             counts->n_returns);

  return sentences;
}

guint
_tn_events_get_n_parts (const TnEvents *self)
{
  return (guint) CLAMP (self->n_lines / PART_LINES, 1, MAX_PARTS);
}

/* First customer whose lines begin at or after line @line. */
static gsize
customer_at (const TnEvents *self, gsize line)
{
  gsize low = 0, high = self->counts.n_customers;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->line_start[middle] < line)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

void
_tn_events_get_part (const TnEvents *self, guint part, gsize *from, gsize *to)
{
  guint n_parts = _tn_events_get_n_parts (self);

  *from = customer_at (self, (gsize) ((guint64) self->n_lines * part / n_parts));
  *to = part + 1 == n_parts
            ? self->counts.n_customers
            : customer_at (self, (gsize) ((guint64) self->n_lines * (part + 1) / n_parts));
}

gsize
_tn_events_count_before (const gint64 *times, gsize n, gint64 limit)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (times[middle] < limit)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Where the customers of @dictionary stand in the log; TN_CODE_MISSING for strangers. */
guint32 *
_tn_events_find_customers (const TnEvents *self, const TnDictionary *dictionary, GError **error)
{
  guint32 n = tn_dictionary_get_size (dictionary);
  guint32 *customers = tn_keys_try_alloc (n, sizeof (guint32), error);

  for (guint32 i = 0; customers != NULL && i < n; i++)
    {
      gsize length;
      const char *name = tn_dictionary_get (dictionary, i, &length);

      tn_dictionary_find (self->customers, name, length, &customers[i]);
    }

  return customers;
}
