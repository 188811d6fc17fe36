/* tn-events-build.c: from a table to an event log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-events-build.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-events.h"
#include "tn-keys.h"
#include "tn-pool.h"
#include "tn-sort.h"

#define BLOCK_LINES        (4 * TN_CHUNK_ROWS)
#define ROWS_BETWEEN_LOOKS (1 << 18)

static void
build_clear (TnEventsBuild *self)
{
  g_clear_pointer (&self->events, tn_events_unref);
  g_clear_pointer (&self->orders, tn_dictionary_unref);
  g_clear_pointer (&self->rows, g_free);
  g_clear_pointer (&self->order_code, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnEventsBuild, build_clear)

static TnColumn *
find_column (TnEventsBuild *self, TnRole role)
{
  int place = tn_table_find_role (self->table, role);

  return place >= 0 ? tn_table_get_column (self->table, (guint) place) : NULL;
}

static const TnField *
find_field (TnEventsBuild *self, TnRole role)
{
  int place = tn_table_find_role (self->table, role);

  return place >= 0 ? tn_table_get_field (self->table, (guint) place) : NULL;
}

static gboolean
check_roles (TnEventsBuild *self, GError **error)
{
  const TnField *time = find_field (self, TN_ROLE_TIME);

  if (tn_table_get_n_rows (self->table) == 0)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("No row is left of the event log. Loosen the steps that leave rows out, or "
                      "choose another data set."),
                  NULL);
  else if (find_column (self, TN_ROLE_CUSTOMER) == NULL)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("To count customers, Tenure needs the column that says who ordered. Give "
                      "that column the role “customer”."),
                  NULL);
  else if (time == NULL)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("To look back from a date, Tenure needs the column that says when. Give "
                      "that column the role “time”."),
                  NULL);
  else if (tn_column_get_column_type (find_column (self, TN_ROLE_TIME)) != TN_COLUMN_TIME)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("“{column}” has the role “time” and does not hold dates. Read it as a "
                        "time, or give the role to another column."),
                    "column", time->name, NULL);
      tn_error_place (error, NULL, time->name, 0);
    }
  else
    return tn_keys_check_rows (tn_table_get_n_rows (self->table), error);

  return FALSE;
}

/* Marks rows that cannot be used by a missing code, counts them, and finds the ends. */
static void
set_aside (TnEventsBuild *self, guint32 *codes, const gint64 *times)
{
  TnEvents *events = self->events;
  gsize n = tn_table_get_n_rows (self->table);
  gint64 now = self->params->now;
  gint64 first = G_MAXINT64, last = G_MININT64;

  events->counts.n_rows = n;
  for (gsize i = 0; i < n; i++)
    if (codes[i] == TN_CODE_MISSING)
      events->counts.n_without_customer++;
    else if (times[i] == TN_TIME_MISSING)
      {
        events->counts.n_without_time++;
        codes[i] = TN_CODE_MISSING;
      }
    else if (now != TN_TIME_MISSING && times[i] > now)
      {
        events->counts.n_future++;
        codes[i] = TN_CODE_MISSING;
      }
    else
      {
        first = MIN (first, times[i]);
        last = MAX (last, times[i]);
        events->n_lines++;
      }
  events->first = first;
  events->last = last;
}

/* Names the customers that have a line, ascending; @codes becomes their places. */
static gboolean
rank_customers (TnEventsBuild *self, guint32 *codes, TnDictionary *dictionary, GError **error)
{
  TnEvents *events = self->events;
  gsize n = tn_table_get_n_rows (self->table);
  guint32 size = tn_dictionary_get_size (dictionary);
  g_autofree guint32 *order = tn_sort_dictionary (dictionary, error);
  g_autofree guint32 *rank =
      order != NULL ? tn_keys_try_alloc (size, sizeof (guint32), error) : NULL;
  g_autofree guint8 *used = rank != NULL ? tn_keys_try_alloc (size, 1, error) : NULL;
  TnDictionaryBuilder *builder;

  if (used == NULL)
    return FALSE;
  builder = tn_dictionary_builder_new ();
  for (gsize i = 0; i < n; i++)
    if (codes[i] != TN_CODE_MISSING)
      used[codes[i]] = 1;
  for (guint32 i = 0; i < size; i++)
    if (used[order[i]])
      {
        gsize length;
        const char *name = tn_dictionary_get (dictionary, order[i], &length);

        rank[order[i]] = tn_dictionary_builder_intern (builder, name, length);
      }
  events->customers = tn_dictionary_builder_try_end (builder, error);
  if (events->customers == NULL)
    return FALSE;
  events->counts.n_customers = tn_dictionary_get_size (events->customers);

  for (gsize i = 0; i < n; i++)
    if (codes[i] != TN_CODE_MISSING)
      codes[i] = rank[codes[i]];

  return TRUE;
}

static gboolean
alloc_lines (TnEventsBuild *self, GError **error)
{
  TnEvents *events = self->events;

  events->line_start = tn_keys_try_alloc (events->counts.n_customers + 1, sizeof (gsize), error);
  if (events->line_start == NULL)
    return FALSE;
  events->time = tn_keys_try_alloc (events->n_lines, sizeof (gint64), error);
  if (events->time == NULL)
    return FALSE;
  self->rows = tn_keys_try_alloc (events->n_lines, sizeof (guint32), error);

  return self->rows != NULL;
}

/* A counting sort: the rows of each customer in file order. */
static gboolean
group_lines (TnEventsBuild *self, const guint32 *ranks, const gint64 *times, GError **error)
{
  TnEvents *events = self->events;
  gsize n = tn_table_get_n_rows (self->table);
  gsize n_customers = events->counts.n_customers;
  g_autofree gsize *place = NULL;

  place = tn_keys_try_alloc (n_customers + 1, sizeof (gsize), error);
  if (place == NULL || !alloc_lines (self, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    if (ranks[i] != TN_CODE_MISSING)
      place[ranks[i] + 1]++;
  for (gsize i = 0; i < n_customers; i++)
    place[i + 1] += place[i];
  memcpy (events->line_start, place, (n_customers + 1) * sizeof (gsize));
  for (gsize i = 0; i < n; i++)
    if (ranks[i] != TN_CODE_MISSING)
      {
        gsize to = place[ranks[i]]++;

        self->rows[to] = (guint32) i;
        events->time[to] = times[i];
        if (i % ROWS_BETWEEN_LOOKS == 0 && tn_cancelled (self->cancellable, error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
sort_customer (gint64 *times, guint32 *rows, gsize n, GError **error)
{
  g_autofree TnMoment *moments = NULL;
  gboolean sorted = TRUE;

  for (gsize i = 1; sorted && i < n; i++)
    sorted = times[i - 1] <= times[i];
  if (sorted)
    return TRUE;

  moments = tn_keys_try_alloc (n, sizeof (TnMoment), error);
  if (moments == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    moments[i] = (TnMoment){ times[i], rows[i] };
  tn_sort_moments (moments, n);
  for (gsize i = 0; i < n; i++)
    {
      times[i] = moments[i].time;
      rows[i] = moments[i].row;
    }

  return TRUE;
}

static gboolean
sort_part (gsize index, gpointer user_data, GError **error)
{
  TnEventsBuild *self = user_data;
  TnEvents *events = self->events;
  gsize from, to;

  _tn_events_get_part (events, (guint) index, &from, &to);
  for (gsize i = from; i < to; i++)
    {
      gsize start = events->line_start[i];

      if (!sort_customer (events->time + start, self->rows + start,
                          events->line_start[i + 1] - start, error))
        return FALSE;
      if (i % 1024 == 0 && tn_cancelled (self->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* Brings the values of one column into the order of the lines. */
typedef struct
{
  const guint32 *rows;
  gsize n;
  const guint32 *codes;
  guint32 *codes_out;
  const double *numbers;
  double *doubles_out;
  float *floats_out;
} Gather;

static gboolean
gather_block (gsize index, gpointer user_data, GError **error)
{
  Gather *gather = user_data;
  gsize end = MIN (gather->n, (index + 1) * BLOCK_LINES);

  for (gsize i = index * BLOCK_LINES; i < end; i++)
    if (gather->codes_out != NULL)
      gather->codes_out[i] = gather->codes[gather->rows[i]];
    else if (gather->doubles_out != NULL)
      gather->doubles_out[i] = gather->numbers[gather->rows[i]];
    else
      gather->floats_out[i] = (float) gather->numbers[gather->rows[i]];

  return TRUE;
}

static gboolean
run_gather (TnEventsBuild *self, Gather *gather, GError **error)
{
  gather->rows = self->rows;
  gather->n = self->events->n_lines;

  return tn_pool_for ((gather->n + BLOCK_LINES - 1) / BLOCK_LINES, gather_block, gather,
                      self->cancellable, error);
}

static gboolean
take_codes (TnEventsBuild *self,
            TnRole role,
            guint32 **codes,
            TnDictionary **dictionary,
            GError **error)
{
  TnColumn *column = find_column (self, role);
  g_autoptr (TnDictionary) found = NULL;
  g_autofree guint32 *all = NULL;
  Gather gather = { 0 };

  if (column == NULL)
    return TRUE;
  if (!tn_keys_dup_codes (column, &all, &found, error))
    return FALSE;
  *codes = gather.codes_out = tn_keys_try_alloc (self->events->n_lines, sizeof (guint32), error);
  if (*codes == NULL)
    return FALSE;
  gather.codes = all;
  if (dictionary != NULL)
    *dictionary = g_steal_pointer (&found);

  return run_gather (self, &gather, error);
}

static double *
dup_numbers (TnEventsBuild *self, TnRole role, GError **error)
{
  const TnField *field = find_field (self, role);
  TnColumn *column = find_column (self, role);

  if (tn_column_get_column_type (column) == TN_COLUMN_NUMBER)
    return tn_column_dup_numbers (column, error);

  tn_error_set (error, TN_ERROR_DATA,
                N_ ("“{column}” should hold amounts, prices or quantities, and does not hold "
                    "numbers. Read it as a number, or take its role away."),
                "column", field->name, NULL);
  tn_error_place (error, NULL, field->name, 0);

  return NULL;
}

static gboolean
take_quantity (TnEventsBuild *self, GError **error)
{
  g_autofree double *numbers = NULL;
  Gather gather = { 0 };

  if (find_column (self, TN_ROLE_QUANTITY) == NULL)
    return TRUE;
  numbers = dup_numbers (self, TN_ROLE_QUANTITY, error);
  if (numbers == NULL)
    return FALSE;
  self->events->quantity = gather.floats_out =
      tn_keys_try_alloc (self->events->n_lines, sizeof (float), error);
  gather.numbers = numbers;

  return gather.floats_out != NULL && run_gather (self, &gather, error);
}

/* The amount of a line: its own column, or price times quantity. */
static gboolean
take_amount (TnEventsBuild *self, GError **error)
{
  TnRole role = find_column (self, TN_ROLE_AMOUNT) != NULL ? TN_ROLE_AMOUNT : TN_ROLE_PRICE;
  TnEvents *events = self->events;
  g_autofree double *numbers = NULL, *quantity = NULL;
  Gather gather = { 0 };

  if (find_column (self, role) == NULL)
    return TRUE;
  numbers = dup_numbers (self, role, error);
  if (numbers == NULL)
    return FALSE;
  if (role == TN_ROLE_PRICE && find_column (self, TN_ROLE_QUANTITY) != NULL)
    {
      quantity = dup_numbers (self, TN_ROLE_QUANTITY, error);
      if (quantity == NULL)
        return FALSE;
      for (gsize i = 0; i < events->counts.n_rows; i++)
        numbers[i] *= quantity[i];
    }
  events->unit = g_strdup (find_field (self, role)->unit);
  events->amount = gather.doubles_out = tn_keys_try_alloc (events->n_lines, sizeof (double), error);
  gather.numbers = numbers;

  return gather.doubles_out != NULL && run_gather (self, &gather, error);
}

static gboolean
is_midnight (const TnCalendar *calendar, gint64 time)
{
  return tn_calendar_to_local (calendar, time) % TN_DAY == 0;
}

/* The zone, and where the log ends: a log of whole days knows its last day whole. */
static void
find_end (TnEventsBuild *self)
{
  TnEvents *events = self->events;
  gboolean by_day = TRUE;

  events->zone = g_strdup (find_field (self, TN_ROLE_TIME)->zone);
  events->calendar =
      tn_calendar_new (events->zone, events->first - 3700 * TN_DAY, events->last + 3700 * TN_DAY);
  for (gsize i = 0; by_day && i < events->n_lines; i++)
    by_day = is_midnight (events->calendar, events->time[i]);
  events->by_day = by_day;
  events->end =
      by_day ? tn_calendar_get_day_start (events->calendar,
                                          tn_calendar_get_day (events->calendar, events->last) + 1)
             : events->last + 1;
}

static gboolean
sort_lines (TnEventsBuild *self, GError **error)
{
  g_autofree guint32 *codes = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree gint64 *times = NULL;

  if (!tn_keys_dup_codes (find_column (self, TN_ROLE_CUSTOMER), &codes, &dictionary, error))
    return FALSE;
  times = tn_column_dup_times (find_column (self, TN_ROLE_TIME), error);
  if (times == NULL)
    return FALSE;

  set_aside (self, codes, times);
  if (self->events->n_lines == 0)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("No row of this log has both a customer and a time that is not in the "
                        "future. Check which columns have these two roles."),
                    NULL);
      return FALSE;
    }

  return !tn_cancelled (self->cancellable, error) &&
         rank_customers (self, codes, dictionary, error) &&
         !tn_cancelled (self->cancellable, error) && group_lines (self, codes, times, error) &&
         tn_pool_for (_tn_events_get_n_parts (self->events), sort_part, self, self->cancellable,
                      error);
}

/* When each line was cancelled; nothing is kept where none was. */
static gboolean
take_undone (TnEventsBuild *self, GError **error)
{
  TnColumn *column = find_column (self, TN_ROLE_UNDONE);
  TnEvents *events = self->events;
  g_autofree gint64 *times = NULL;
  gboolean any = FALSE;

  if (column == NULL || tn_column_get_column_type (column) != TN_COLUMN_TIME)
    return TRUE;
  times = tn_column_dup_times (column, error);
  events->undone =
      times != NULL ? tn_keys_try_alloc (events->n_lines, sizeof (gint64), error) : NULL;
  if (events->undone == NULL)
    return FALSE;
  for (gsize i = 0; i < events->n_lines; i++)
    {
      events->undone[i] = times[self->rows[i]];
      any = any || events->undone[i] != TN_TIME_MISSING;
    }
  if (!any)
    g_clear_pointer (&events->undone, g_free);

  return TRUE;
}

static gboolean
take_columns (TnEventsBuild *self, TnProgress *progress, GError **error)
{
  TnEvents *events = self->events;

  if (!take_quantity (self, error) || !take_amount (self, error))
    return FALSE;
  tn_progress_report (progress, 0.5);
  if (!take_codes (self, TN_ROLE_ORDER, &self->order_code, &self->orders, error) ||
      !take_codes (self, TN_ROLE_ITEM, &events->item, NULL, error))
    return FALSE;
  tn_progress_report (progress, 0.7);

  return take_codes (self, TN_ROLE_CATEGORY, &events->category, &events->categories, error) &&
         take_codes (self, TN_ROLE_EVENT, &events->type, &events->types, error) &&
         take_undone (self, error);
}

/**
 * tn_events_new:
 * @table: an event log: a customer column and a time column are needed; order, item, event,
 *   amount, price, quantity and category are used when there
 * @params: how to read it
 * @error: %TN_ERROR_DATA when a needed role is missing or nothing is left, %TN_ERROR_SPACE
 *
 * Sorts the log by customer and time and groups lines into orders: by order number where
 * there is one, by customer and day otherwise. Which rows are orders and which returns says
 * the column with the role “line” where the log has one, and the reading of @params otherwise.
 *
 * What the log itself proposes when there is neither depends on all of its rows: a pipeline
 * that is scored again later should keep the reading it began with.
 *
 * Time about 0.1 µs a row and thread; at the peak about 60 bytes a row.
 *
 * Returns: (transfer full) (nullable): the log
 */
TnEvents *
tn_events_new (TnTable *table,
               const TnEventsParams *params,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (TnEventsBuild) build = { .table = table, .params = params, .cancellable = cancellable };

  build.events = g_new0 (TnEvents, 1);
  g_atomic_ref_count_init (&build.events->ref_count);

  if (!check_roles (&build, error) ||
      !tn_zone_check (find_field (&build, TN_ROLE_TIME)->zone, error) ||
      !sort_lines (&build, error))
    return NULL;
  tn_progress_report (progress, 0.3);
  find_end (&build);
  if (!take_columns (&build, progress, error))
    return NULL;
  tn_progress_report (progress, 0.8);
  if (!_tn_events_classify (&build, error) || !_tn_events_group_orders (&build, error))
    return NULL;
  tn_progress_report (progress, 1);

  return g_steal_pointer (&build.events);
}
