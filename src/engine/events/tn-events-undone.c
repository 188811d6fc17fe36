/* tn-events-undone.c: an event log as it was known before later cancellations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-events-private.h"
#include "tn-keys.h"

/* Copies the items of @from whose line is kept; %NULL stays %NULL. */
static gboolean
keep (const TnEvents *self,
      const guint8 *kept,
      gsize n_kept,
      gconstpointer from,
      gsize size,
      gpointer to,
      GError **error)
{
  guint8 *items;
  gsize n = 0;

  if (from == NULL)
    return TRUE;
  items = tn_keys_try_alloc (n_kept, size, error);
  if (items == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_lines; i++)
    if (kept[i])
      memcpy (items + size * n++, (const guint8 *) from + size * i, size);
  *(gpointer *) to = items;

  return TRUE;
}

/* What does not depend on the lines. */
static TnEvents *
copy_frame (const TnEvents *self)
{
  TnEvents *copy = g_new0 (TnEvents, 1);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->counts = self->counts;
  copy->counts.n_buyers = 0;
  copy->zone = g_strdup (self->zone);
  copy->unit = g_strdup (self->unit);
  copy->calendar =
      tn_calendar_new (self->zone, self->first - 3700 * TN_DAY, self->last + 3700 * TN_DAY);
  copy->first = self->first;
  copy->last = self->last;
  copy->end = self->end;
  copy->by_day = self->by_day;
  copy->customers = tn_dictionary_ref (self->customers);
  copy->categories = self->categories != NULL ? tn_dictionary_ref (self->categories) : NULL;
  copy->types = self->types != NULL ? tn_dictionary_ref (self->types) : NULL;

  return copy;
}

/* Marks the lines that had not been undone before @moment; returns how many. */
static gsize
mark_kept (const TnEvents *self, gint64 moment, guint8 *kept)
{
  gsize n = 0;

  for (gsize i = 0; i < self->n_lines; i++)
    {
      kept[i] = self->undone[i] == TN_TIME_MISSING || self->undone[i] >= moment;
      n += kept[i];
    }

  return n;
}

/* An order all of whose lines are gone was none: orders are numbered anew, in the order of
 * their first lines, and dated by them. */
static gboolean
number_orders (TnEvents *self, const TnEvents *whole, GError **error)
{
  g_autofree guint32 *numbers = tn_keys_try_alloc (whole->counts.n_orders, sizeof (guint32), error);
  gsize n = 0;

  if (numbers == NULL)
    return FALSE;
  for (gsize i = 0; i < self->counts.n_customers; i++)
    {
      gsize n_old = whole->order_start[i + 1] - whole->order_start[i];

      self->order_start[i] = n;
      memset (numbers, 0xff, n_old * sizeof (guint32));
      for (gsize j = self->line_start[i]; j < self->line_start[i + 1]; j++)
        {
          guint32 *number = self->order[j] != TN_NO_ORDER ? &numbers[self->order[j]] : NULL;

          if (number == NULL)
            continue;
          if (*number == TN_NO_ORDER)
            {
              *number = (guint32) (n - self->order_start[i]);
              self->order_time[n++] = self->time[j];
            }
          self->order[j] = *number;
        }
      self->counts.n_buyers += n > self->order_start[i];
    }
  self->order_start[self->counts.n_customers] = n;
  self->counts.n_orders = n;

  return TRUE;
}

static gboolean
keep_lines (TnEvents *self, const TnEvents *whole, const guint8 *kept, gsize n_kept, GError **error)
{
  gsize n_customers = whole->counts.n_customers, n = 0;

  self->line_start = tn_keys_try_alloc (n_customers + 1, sizeof (gsize), error);
  if (self->line_start == NULL)
    return FALSE;
  for (gsize i = 0; i < n_customers; i++)
    {
      self->line_start[i] = n;
      for (gsize j = whole->line_start[i]; j < whole->line_start[i + 1]; j++)
        n += kept[j];
    }
  self->line_start[n_customers] = n;
  self->n_lines = n_kept;

  return keep (whole, kept, n_kept, whole->time, sizeof (gint64), &self->time, error) &&
         keep (whole, kept, n_kept, whole->kind, 1, &self->kind, error) &&
         keep (whole, kept, n_kept, whole->order, sizeof (guint32), &self->order, error) &&
         keep (whole, kept, n_kept, whole->amount, sizeof (double), &self->amount, error) &&
         keep (whole, kept, n_kept, whole->quantity, sizeof (float), &self->quantity, error) &&
         keep (whole, kept, n_kept, whole->item, sizeof (guint32), &self->item, error) &&
         keep (whole, kept, n_kept, whole->category, sizeof (guint32), &self->category, error) &&
         keep (whole, kept, n_kept, whole->type, sizeof (guint32), &self->type, error);
}

/**
 * _tn_events_as_of:
 * @moment: the cut, or the end of a label's window
 * @error: %TN_ERROR_SPACE
 *
 * A line that was cancelled counts as long as nobody knew: lines undone strictly before
 * @moment are left out, those undone later are orders like any other. Customers, their places
 * and the ends of the data stay as they are.
 *
 * Returns: (transfer full) (nullable): @self itself when nothing was ever undone
 */
TnEvents *
_tn_events_as_of (TnEvents *self, gint64 moment, GError **error)
{
  g_autoptr (TnEvents) copy = NULL;
  g_autofree guint8 *kept = NULL;
  gsize n_kept;

  if (self->undone == NULL)
    return tn_events_ref (self);
  kept = tn_keys_try_alloc (self->n_lines, 1, error);
  if (kept == NULL)
    return NULL;
  n_kept = mark_kept (self, moment, kept);
  copy = copy_frame (self);
  if (!keep_lines (copy, self, kept, n_kept, error))
    return NULL;
  copy->order_start = tn_keys_try_alloc (self->counts.n_customers + 1, sizeof (gsize), error);
  copy->order_time = copy->order_start != NULL
                         ? tn_keys_try_alloc (self->counts.n_orders, sizeof (gint64), error)
                         : NULL;
  if (copy->order_time == NULL || !number_orders (copy, self, error))
    return NULL;

  return g_steal_pointer (&copy);
}
