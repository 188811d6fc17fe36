/* wb-timeline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-timeline.h"

#include <math.h>
#include <string.h>

#include "tn-dataset.h"
#include "tn-error.h"

#define DAY    ((gint64) 86400 * G_USEC_PER_SEC)
#define MARGIN (3 * DAY) /* beside the first and the last day */

struct _WbTimeline
{
  GArray *days; /* of WbDay, by time */
  gint64 as_of; /* 0 when there is none */
};

typedef struct
{
  TnTable *table;
  TnColumn *customer, *time, *amount, *price, *quantity;
  guint32 code;
  const char *zone; /* nullable: where the shop's clock stands */
  GHashTable *days; /* of WbDay, by number of the day */
} Search;

static TnColumn *
find_column (TnTable *table, TnRole role)
{
  int place = tn_table_find_role (table, role);

  return place >= 0 ? tn_table_get_column (table, place) : NULL;
}

static gboolean
find_code (Search *self, const char *customer, GError **error)
{
  g_autoptr (TnDictionary) names = tn_column_get_dictionary (self->customer, error);

  if (names == NULL || !tn_dictionary_find (names, customer, strlen (customer), &self->code))
    return FALSE;

  return TRUE;
}

static void
take_row (Search *self, gint64 time, double amount)
{
  /* A day of the shop's calendar: its midnight is another day elsewhere. */
  gint64 local = tn_zone_to_local (self->zone, time);
  gint64 number = (local - ((local % DAY) + DAY) % DAY) / DAY;
  WbDay *day = g_hash_table_lookup (self->days, &number);

  if (day == NULL)
    {
      gint64 *key = g_new (gint64, 1);

      *key = number;
      day = g_new0 (WbDay, 1);
      day->time = local;
      g_hash_table_insert (self->days, key, day);
    }
  if (amount < 0)
    day->returned += amount;
  else
    day->bought += isfinite (amount) ? amount : 0;
}

static double
get_number (const TnChunk *chunk, guint row)
{
  return chunk != NULL && chunk->kind == TN_CHUNK_NUMBER ? chunk->number[row] : NAN;
}

static gboolean
take_chunk (Search *self, gsize index, GError **error)
{
  g_autoptr (TnChunk) customers = tn_column_get_chunk (self->customer, index, error);
  g_autoptr (TnChunk) times =
      customers != NULL ? tn_column_get_chunk (self->time, index, error) : NULL;
  g_autoptr (TnChunk) amounts =
      self->amount != NULL ? tn_column_get_chunk (self->amount, index, NULL) : NULL;
  g_autoptr (TnChunk) prices =
      self->price != NULL ? tn_column_get_chunk (self->price, index, NULL) : NULL;
  g_autoptr (TnChunk) quantities =
      self->quantity != NULL ? tn_column_get_chunk (self->quantity, index, NULL) : NULL;

  if (times == NULL)
    return FALSE;
  for (guint i = 0; i < customers->n_rows; i++)
    if (customers->code[i] == self->code && times->time[i] != TN_TIME_MISSING)
      take_row (self, times->time[i],
                amounts != NULL ? get_number (amounts, i)
                                : get_number (prices, i) * get_number (quantities, i));

  return TRUE;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const WbDay *x = a, *y = b;

  return x->time < y->time ? -1 : x->time > y->time;
}

static void
timeline_clear (gpointer data)
{
  g_array_unref (((WbTimeline *) data)->days);
}

WbTimeline *
wb_timeline_ref (WbTimeline *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
wb_timeline_unref (WbTimeline *self)
{
  g_atomic_rc_box_release_full (self, timeline_clear);
}

/**
 * wb_timeline_new:
 * @days: (array length=n): in any order
 * @as_of: where the list's knowledge ends, by the shop's clock; 0 when there is none
 */
WbTimeline *
wb_timeline_new (const WbDay *days, guint n, gint64 as_of)
{
  WbTimeline *self = g_atomic_rc_box_new0 (WbTimeline);

  self->days = g_array_new (FALSE, FALSE, sizeof (WbDay));
  g_array_append_vals (self->days, days, n);
  g_array_sort (self->days, compare_days);
  self->as_of = as_of;

  return self;
}

guint
wb_timeline_get_n (const WbTimeline *self)
{
  return self->days->len;
}

const WbDay *
wb_timeline_get_day (const WbTimeline *self, guint index)
{
  return &g_array_index (self->days, WbDay, index);
}

void
wb_timeline_get_range (const WbTimeline *self, gint64 *from, gint64 *to)
{
  guint n = self->days->len;

  *from = n > 0 ? wb_timeline_get_day (self, 0)->time - MARGIN : self->as_of;
  *to = n > 0 ? MAX (wb_timeline_get_day (self, n - 1)->time, self->as_of) + MARGIN : self->as_of;
}

static void
add_points (TnPanel *panel,
            const WbTimeline *self,
            gint64 from,
            gint64 to,
            gboolean returns,
            TnMessage *label)
{
  g_autofree double *x = g_new (double, MAX (self->days->len, 1));
  g_autofree double *y = g_new (double, MAX (self->days->len, 1));
  gsize n = 0;
  TnMark *mark;

  for (guint i = 0; i < self->days->len; i++)
    {
      const WbDay *day = wb_timeline_get_day (self, i);
      double value = returns ? day->returned : day->bought;

      if (day->time < from || day->time > to ||
          (returns ? value >= 0 : (value <= 0 && day->returned < 0)))
        continue;
      x[n] = (double) day->time;
      y[n++] = value;
    }
  if (n == 0)
    {
      tn_message_unref (label);
      return;
    }
  mark = tn_panel_add_mark (panel, TN_MARK_POINT, returns ? 2 : 1, n, x, y, NULL, NULL);
  mark->label = label;
  mark->place = TN_PLACE_LEGEND;
}

static guint
count_within (const WbTimeline *self, gint64 from, gint64 to)
{
  guint n = 0;

  for (guint i = 0; i < self->days->len; i++)
    n += wb_timeline_get_day (self, i)->time >= from && wb_timeline_get_day (self, i)->time <= to;

  return n;
}

TnChart *
wb_timeline_make_chart (const WbTimeline *self,
                        gint64 from,
                        gint64 to,
                        guint chosen,
                        const char *currency)
{
  guint n = count_within (self, from, to);
  TnChart *chart = tn_chart_new (
      "timeline",
      tn_message_count (
          tn_message_new_plural (TN_PLURAL ("Active on {n} day", "Active on {n} days"), n), "n", n),
      NULL);
  TnPanel *panel = tn_chart_add_panel (chart, 0, 0, 1, 1);

  panel->x.scale = TN_SCALE_TIME;
  panel->x.unit = TN_UNIT_DATE;
  panel->x.from = (double) from;
  panel->x.to = (double) to;
  tn_axis_set_money (&panel->y, currency, tn_message_new (N_ ("Amount a day")));
  panel->y.grid = TRUE;
  add_points (panel, self, from, to, FALSE, tn_message_new (N_ ("bought")));
  add_points (panel, self, from, to, TRUE, tn_message_new (N_ ("sent back")));
  if (chosen < self->days->len)
    tn_panel_add_rule (panel, 1, (double) wb_timeline_get_day (self, chosen)->time, NAN, NULL);
  if (self->as_of != 0 && self->as_of >= from && self->as_of <= to)
    tn_panel_add_rule (panel, 0, (double) self->as_of, NAN,
                       tn_message_new (N_ ("known until here")));

  return chart;
}

/**
 * wb_timeline_read:
 * @dataset: an event log
 * @customer: number of the customer
 * @as_of: where the list's knowledge ends, 0 when there is none
 *
 * Returns: (transfer full) (nullable): amounts bought and sent back, day by day
 */
WbTimeline *
wb_timeline_read (TnProject *project,
                  const char *dataset,
                  const char *customer,
                  gint64 as_of,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TnTable) table = tn_project_load_dataset (project, dataset, error);
  g_autoptr (GHashTable) days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (WbDay));
  Search self = { .table = table, .days = days };
  GHashTableIter iter;
  gpointer day;

  if (table == NULL)
    return NULL;
  self.customer = find_column (table, TN_ROLE_CUSTOMER);
  self.time = find_column (table, TN_ROLE_TIME);
  if (self.time != NULL)
    self.zone = tn_table_get_field (table, tn_table_find_role (table, TN_ROLE_TIME))->zone;
  self.amount = find_column (table, TN_ROLE_AMOUNT);
  self.price = find_column (table, TN_ROLE_PRICE);
  self.quantity = find_column (table, TN_ROLE_QUANTITY);
  if (self.customer == NULL || self.time == NULL ||
      tn_column_get_column_type (self.customer) != TN_COLUMN_CATEGORY ||
      tn_column_get_column_type (self.time) != TN_COLUMN_TIME ||
      !find_code (&self, customer, error))
    return NULL;
  for (gsize i = 0; i < tn_column_get_n_chunks (self.customer); i++)
    if (tn_cancelled (cancellable, error) || !take_chunk (&self, i, error))
      return NULL;
  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, NULL, &day))
    g_array_append_vals (found, day, 1);

  return found->len > 0 ? wb_timeline_new ((const WbDay *) found->data, found->len,
                                           as_of != 0 ? tn_zone_to_local (self.zone, as_of) : 0)
                        : NULL;
}
