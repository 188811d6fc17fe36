/* tn-runner-strays.c: dates that make it look as if everybody had left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-runner-private.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
/* Behind a year without a row up to one row in ten is suspected; in the future up to half. */
#define GAP          (366 * DAY)
#define GAP_SHARE    0.1
#define FUTURE_SHARE 0.5
#define LAST_DAY     "last_day"

/* Rows behind the end of the data, as it seems to be. */
typedef struct
{
  gsize n_rows;
  gsize n_strays;
  gint64 last;  /* moment of the last row that is none */
  gint64 first; /* … of the first that is one */
  gint64 end;   /* … of the latest */
} Strays;

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* A clock is asked: this is about a run that gave up, and is kept with no result. */
static gboolean
find_strays (gint64 *times, gsize n, gint64 now, Strays *found)
{
  gsize first = n, n_future = 0;

  qsort (times, n, sizeof *times, compare_times);
  for (gsize i = n; i > 1 && (double) (n - i + 1) <= GAP_SHARE * (double) n; i--)
    if (times[i - 1] / 2 - times[i - 2] / 2 > GAP / 2)
      first = i - 1;
  while (n_future < n && times[n - n_future - 1] > now)
    n_future++;
  if (n_future > 0 && n_future < n && (double) n_future <= FUTURE_SHARE * (double) n)
    first = MIN (first, n - n_future);
  if (first == n || first == 0)
    return FALSE;
  *found = (Strays){ n, n - first, times[first - 1], times[first], times[n - 1] };

  return TRUE;
}

static gsize
drop_missing (gint64 *times, gsize n)
{
  gsize n_known = 0;

  for (gsize i = 0; i < n; i++)
    if (times[i] != TN_TIME_MISSING)
      times[n_known++] = times[i];

  return n_known;
}

/* The step that may be told where the data end, and is not. */
static TnRunnerNode *
find_cleaner (TnRunner *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    if (tn_node_spec_find_param (self->nodes[i].node->spec, LAST_DAY) != NULL &&
        tn_params_get_date (self->nodes[i].params, LAST_DAY) == TN_TIME_MISSING)
      return &self->nodes[i];

  return NULL;
}

/* The data set that comes to @node, also by other steps: what it was made of is let go by now. */
static TnTable *
load_source (TnRunner *self, const TnRunnerNode *node)
{
  guint place = (guint) (node - self->nodes);
  g_autoptr (TnPacket) packet = NULL;

  for (guint i = 0;
       i < self->n_nodes && self->incoming.begin[place] < self->incoming.begin[place + 1]; i++)
    place =
        tn_graph_get_link (self->graph, self->incoming.links[self->incoming.begin[place]])->from;
  if (!(self->nodes[place].node->spec->flags & TN_NODE_SOURCE) || self->hooks.load == NULL)
    return NULL;
  packet = self->hooks.load (tn_json_string (self->nodes[place].node->values, "name", ""),
                             self->hook_data, NULL);

  return packet != NULL ? tn_table_ref (tn_packet_get_table (packet)) : NULL;
}

static TnMessage *
say (const char *one, const char *other, const Strays *found, const char *zone)
{
  TnMessage *message = tn_message_new_plural (one, other, (gint64) found->n_strays);

  message = tn_message_count (message, "all", (gint64) found->n_rows);
  message = tn_message_date (message, "last", tn_zone_to_local (zone, found->last));
  message = tn_message_date (message, "first", tn_zone_to_local (zone, found->first));

  return tn_message_date (message, "end", tn_zone_to_local (zone, found->end));
}

static TnRepair *
make_repair (const TnRunnerNode *node, const Strays *found, const char *zone)
{
  g_autoptr (GDateTime) day =
      g_date_time_new_from_unix_utc (tn_zone_to_local (zone, found->last) / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (day, "%F");

  return tn_repair_set (
      tn_repair_new ("last-day", say (TN_PLURAL ("Leave out the {n} row dated after {last}",
                                                 "Leave out the {n} rows dated after {last}"),
                                      found, zone)),
      node->node->id, LAST_DAY, json_node_init_string (json_node_alloc (), text));
}

/**
 * tn_runner_find_strays:
 * @error: that everybody left; told anew where dates of the data are to blame
 *
 * The end of the data is that of the latest row. A few rows dated years ahead put it where nobody
 * has ordered for long, and everybody seems gone.
 *
 * Returns: (transfer full) (nullable): the last day of the data, to be set
 */
TnRepair *
tn_runner_find_strays (TnRunner *self, GError **error)
{
  TnRunnerNode *cleaner = find_cleaner (self);
  g_autoptr (TnTable) table = cleaner != NULL ? load_source (self, cleaner) : NULL;
  int place = table != NULL ? tn_table_find_role (table, TN_ROLE_TIME) : -1;
  g_autofree gint64 *times =
      place >= 0 ? tn_column_dup_times (tn_table_get_column (table, (guint) place), NULL) : NULL;
  const char *zone = place >= 0 ? tn_table_get_field (table, (guint) place)->zone : NULL;
  Strays found;

  if (times == NULL || !find_strays (times, drop_missing (times, tn_table_get_n_rows (table)),
                                     g_get_real_time (), &found))
    return NULL;
  g_clear_error (error);
  tn_error_take (
      error, TN_ERROR_DATA,
      say (TN_PLURAL ("{n} of {all} rows is dated {first}, long after the others or in the future, "
                      "so it looks as if everybody had left. Correct its date, or set the last "
                      "day of the data to {last}.",
                      "{n} of {all} rows are dated from {first} to {end}, long after the others or "
                      "in the future, so it looks as if everybody had left. Correct these dates, "
                      "or set the last day of the data to {last}."),
           &found, zone));

  return make_repair (cleaner, &found, zone);
}
