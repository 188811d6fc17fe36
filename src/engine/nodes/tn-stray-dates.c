/* tn-stray-dates.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-stray-dates.h"

#include "tn-calendar.h"
#include "tn-error.h"
#include "tn-keys.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
/* A date is stray when it comes more than a year after all but one in a thousand rows, or after
 * all but three where a thousandth is less than that; of few rows three would be many. */
#define STRAY_AFTER (366 * DAY)
#define STRAY_SHARE 0.001
#define STRAY_ROWS  3
#define FEW_SHARE   0.01
/* Up to one row in ten behind a year without any row is said, and kept. */
#define FAR_SHARE 0.1
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
  g_autofree guint64 *days = tn_keys_try_alloc (MAX_DAYS + 1, sizeof (guint64), error);

  if (days == NULL)
    return NULL;
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

static guint64
most_strays (gsize n_known)
{
  guint64 few = (guint64) MIN (STRAY_ROWS, FEW_SHARE * (double) n_known);

  return MAX ((guint64) (STRAY_SHARE * (double) n_known), few);
}

/* The moment a year after the start of a day counted from @first. */
static gint64
year_after (gint64 first, gint64 day)
{
  gint64 moment;

  if (__builtin_mul_overflow (first + day, DAY, &moment) ||
      __builtin_add_overflow (moment, STRAY_AFTER, &moment))
    return G_MAXINT64;

  return moment;
}

/* The first day after more than a year without a row that few enough rows are behind, up to
 * @last; -1 where there is none. */
static gint64
find_gap (const guint64 *days, gint64 last, gsize n_known)
{
  guint64 n_before = 0;
  gint64 before = 0;

  for (gint64 day = 0; day <= last; day++)
    {
      if (days[day] == 0)
        continue;
      if ((day - before) * DAY > STRAY_AFTER &&
          (double) (n_known - n_before) <= FAR_SHARE * (double) n_known)
        return day;
      before = day;
      n_before += days[day];
    }

  return -1;
}

/* @limit: rows from it on are stray; @far: those from it on are kept, and far from the others. */
static gboolean
find_limits (TnColumn *column,
             gint64 *limit,
             gint64 *far,
             GCancellable *cancellable,
             GError **error)
{
  gint64 first;
  gsize n_known;
  g_autofree guint64 *days = count_days (column, &first, &n_known, cancellable, error);
  guint64 n_after = 0;
  gint64 day = MAX_DAYS, gap;

  if (days == NULL)
    return FALSE;
  /* From the end back to where more than the strays lies behind. */
  while (day > 0 && n_after + days[day] <= most_strays (n_known))
    n_after += days[day--];
  *limit = n_known > 0 ? year_after (first, day) : G_MAXINT64;
  gap = find_gap (days, day, n_known);
  *far = gap >= 0 ? (first + gap) * DAY : G_MAXINT64;

  return TRUE;
}

/* The moment the day after @date begins, in a time zone. */
static gint64
day_after (const char *zone, gint64 date)
{
  g_autoptr (TnCalendar) calendar = tn_calendar_new (zone, date - 2 * DAY, date + 2 * DAY);

  return tn_calendar_get_day_start (calendar, day_of (date) + 1);
}

static inline void
mark_row (gsize row, gint64 time, gint64 limit, gint64 far, guint8 *marks, TnStrayDates *found)
{
  if (time == TN_TIME_MISSING || marks[row] || time < MIN (limit, far))
    return;
  if (time >= limit)
    {
      marks[row] = TRUE;
      if (found->n_marked++ == 0)
        {
          found->row = row;
          found->date = time;
        }
    }
  else if (found->n_far++ == 0)
    {
      found->far_row = row;
      found->far_date = time;
    }
}

/**
 * tn_mark_stray_dates:
 * @last: the last day of the data, as a person said: its midnight UTC, and meant is the day in
 *   the zone of the time column; %TN_TIME_MISSING to find stray dates
 * @marks: (array): a byte for each row; set to 1 for rows after the limit
 * @found: (out caller-allocates): how many were set that were not before, and what stands out
 *
 * One order dated 2099 would move the end of the data there and make everyone a leaver. No
 * clock is asked, so the answer is the same on every day. Where more rows than a few are that
 * far behind the others, they may well be meant: they are counted and not marked.
 */
gboolean
tn_mark_stray_dates (TnTable *table,
                     gint64 last,
                     guint8 *marks,
                     TnStrayDates *found,
                     GCancellable *cancellable,
                     GError **error)
{
  int place = tn_table_find_role (table, TN_ROLE_TIME);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, place) : NULL;
  gint64 limit = G_MAXINT64, far = G_MAXINT64;

  *found = (TnStrayDates){ .date = TN_TIME_MISSING, .far_date = TN_TIME_MISSING };
  if (column == NULL || tn_column_get_column_type (column) != TN_COLUMN_TIME)
    return TRUE;
  if (last != TN_TIME_MISSING)
    limit = day_after (tn_table_get_field (table, place)->zone, last);
  else if (!find_limits (column, &limit, &far, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint row = 0; row < chunk->n_rows; row++)
        mark_row (i * TN_CHUNK_ROWS + row, chunk->time[row], limit, far, marks, found);
    }

  return TRUE;
}
