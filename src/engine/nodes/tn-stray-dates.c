/* tn-stray-dates.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-stray-dates.h"

#include "tn-calendar.h"
#include "tn-error.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
/* A date is stray when it comes more than a year after all but one in a thousand rows. */
#define STRAY_AFTER (366 * DAY)
#define STRAY_SHARE 0.001
/* Dates beyond a span of 400 years are counted with its last day. */
#define MAX_DAYS (400 * 366)

static inline gint64
day_of (gint64 time)
{
  return time / DAY - (time % DAY < 0);
}

/* First day of the column, and how many rows there are on each day from it on. */
static guint64 *
count_days (TnColumn *column,
            gint64 *first,
            gsize *n_known,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree guint64 *days = g_new0 (guint64, MAX_DAYS + 1);

  *first = G_MAXINT64;
  *n_known = 0;
  for (int pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
      {
        g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

        if (chunk == NULL || tn_cancelled (cancellable, error))
          return NULL;
        for (guint row = 0; row < chunk->n_rows; row++)
          {
            gint64 time = chunk->time[row];

            if (time == TN_TIME_MISSING)
              continue;
            if (pass == 0)
              *first = MIN (*first, day_of (time));
            else
              {
                days[MIN (day_of (time) - *first, MAX_DAYS)]++;
                (*n_known)++;
              }
          }
      }

  return g_steal_pointer (&days);
}

static gboolean
find_limit (TnColumn *column, gint64 *limit, GCancellable *cancellable, GError **error)
{
  gint64 first;
  gsize n_known;
  g_autofree guint64 *days = count_days (column, &first, &n_known, cancellable, error);
  guint64 n_after = 0;
  gint64 day = MAX_DAYS;

  if (days == NULL)
    return FALSE;
  /* From the end back to where more than the stray share lies behind. */
  while (day > 0 && n_after + days[day] <= (guint64) (STRAY_SHARE * (double) n_known))
    n_after += days[day--];
  if (n_known == 0 || __builtin_mul_overflow (first + day, DAY, limit) ||
      __builtin_add_overflow (*limit, STRAY_AFTER, limit))
    *limit = G_MAXINT64;

  return TRUE;
}

/* The moment the day after @date begins, in a time zone. */
static gint64
day_after (const char *zone, gint64 date)
{
  g_autoptr (TnCalendar) calendar = tn_calendar_new (zone, date - 2 * DAY, date + 2 * DAY);

  return tn_calendar_get_day_start (calendar, day_of (date) + 1);
}

/**
 * tn_mark_stray_dates:
 * @last: the last day of the data, as a person said: its midnight UTC, and meant is the day in
 *   the zone of the time column; %TN_TIME_MISSING to find stray dates
 * @marks: (array): a byte for each row; set to 1 for rows after the limit
 * @n_marked: (out): how many were set that were not before
 * @limit: (out): rows from this moment on are marked
 *
 * One order dated 2099 would move the end of the data there and make everyone a leaver. No
 * clock is asked, so the answer is the same on every day.
 */
gboolean
tn_mark_stray_dates (TnTable *table,
                     gint64 last,
                     guint8 *marks,
                     gsize *n_marked,
                     gint64 *limit,
                     GCancellable *cancellable,
                     GError **error)
{
  int place = tn_table_find_role (table, TN_ROLE_TIME);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, place) : NULL;

  *n_marked = 0;
  *limit = G_MAXINT64;
  if (column == NULL || tn_column_get_column_type (column) != TN_COLUMN_TIME)
    return TRUE;
  if (last != TN_TIME_MISSING)
    *limit = day_after (tn_table_get_field (table, place)->zone, last);
  else if (!find_limit (column, limit, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint row = 0; row < chunk->n_rows; row++)
        if (chunk->time[row] != TN_TIME_MISSING && chunk->time[row] >= *limit &&
            !marks[i * TN_CHUNK_ROWS + row])
          {
            marks[i * TN_CHUNK_ROWS + row] = TRUE;
            (*n_marked)++;
          }
    }

  return TRUE;
}
