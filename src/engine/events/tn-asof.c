/* tn-asof.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-asof.h"

#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-features-private.h"
#include "tn-keys.h"
#include "tn-pool.h"

#define LINES_BETWEEN_LOOKS 8192

static const struct
{
  TnAsofFamily family;
  const char *id;
  const char *title;
} families[TN_N_ASOF_FAMILIES] = {
  { TN_ASOF_RECENCY, "recency", N_ ("Recency") },
  { TN_ASOF_FREQUENCY, "frequency", N_ ("Frequency") },
  { TN_ASOF_MONEY, "money", N_ ("Spend") },
  { TN_ASOF_TREND, "trend", N_ ("Trends") },
  { TN_ASOF_RHYTHM, "rhythm", N_ ("Own rhythm") },
  { TN_ASOF_RETURNS, "returns", N_ ("Returns") },
  { TN_ASOF_VARIETY, "variety", N_ ("Items and baskets") },
  { TN_ASOF_HABIT, "habit", N_ ("Weekdays and hours") },
  { TN_ASOF_EVENTS, "events", N_ ("Other events") },
  { TN_ASOF_AFFINITY, "affinity", N_ ("Favourite categories") },
};

typedef struct
{
  TnEvents *events;
  TnEvents *now; /* the log as known at the cut at work */
  guint c;       /* which cut that is */
  const TnAsofParams *params;
  GCancellable *cancellable;
  TnProgress *progress;
  TnFeatureContext context;
  TnFeatureList list;

  gint64 *cuts;
  guint n_cuts;
  guint n_parts;
  gsize *place;  /* n_cuts × n_parts: rows, then the first row */
  guint8 *known; /* of each customer: in the population of some cut */
  guint32 *code; /* of each customer: in the new dictionary */
  gsize n_rows;
  gsize n_chunks;
  guint n_done; /* atomic: parts, over all cuts */

  TnChunk **customer; /* each n_chunks */
  TnChunk **cut;
  TnChunk **evidence;
  TnChunk **features; /* n_features × n_chunks */
} Run;

static void
clear_chunks (TnChunk ***chunks, gsize n)
{
  for (gsize i = 0; *chunks != NULL && i < n; i++)
    g_clear_pointer (&(*chunks)[i], tn_chunk_unref);
  g_clear_pointer (chunks, g_free);
}

static void
run_clear (Run *self)
{
  clear_chunks (&self->customer, self->n_chunks);
  clear_chunks (&self->cut, self->n_chunks);
  clear_chunks (&self->evidence, self->n_chunks);
  clear_chunks (&self->features, self->n_chunks * self->list.fields->len);
  _tn_feature_context_clear (&self->context);
  g_clear_pointer (&self->now, tn_events_unref);
  g_hash_table_unref (self->list.names);
  g_ptr_array_unref (self->list.fields);
  g_free (self->cuts);
  g_free (self->place);
  g_free (self->known);
  g_free (self->code);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

const char *
tn_asof_family_to_id (TnAsofFamily family)
{
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (families[i].family == family)
      return families[i].id;

  return NULL;
}

gboolean
tn_asof_family_from_id (const char *id, TnAsofFamily *family)
{
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (g_strcmp0 (id, families[i].id) == 0)
      {
        *family = families[i].family;
        return TRUE;
      }

  return FALSE;
}

/**
 * tn_asof_family_get_title:
 *
 * Returns: (transfer none): its name as a message id
 */
const char *
tn_asof_family_get_title (TnAsofFamily family)
{
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (families[i].family == family)
      return families[i].title;

  return NULL;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
check_windows (const TnAsofParams *params, GError **error)
{
  gboolean good = params->n_windows <= TN_ASOF_MAX_WINDOWS;

  for (guint i = 0; good && i < params->n_windows; i++)
    good = params->windows[i] >= 2 && params->windows[i] <= 3650 &&
           (i == 0 || params->windows[i] > params->windows[i - 1]);
  if (!good)
    tn_error_take (
        error, TN_ERROR_ARGUMENT,
        tn_message_count (tn_message_new (N_ ("The windows must be at most {most} whole numbers of "
                                              "days from 2 to 3,650, each longer than the one "
                                              "before. Change the windows.")),
                          "most", TN_ASOF_MAX_WINDOWS));

  return good;
}

static void
refuse_cut (const Run *self, const char *id, gint64 cut, gint64 other, GError **error)
{
  TnMessage *message = tn_events_add_date (self->events, tn_message_new (id), "cut", cut);

  tn_error_take (error, TN_ERROR_ARGUMENT,
                 tn_events_add_date (self->events, message, "date", other));
}

static gboolean
check_cuts (const Run *self, GError **error)
{
  const TnEvents *events = self->events;

  if (self->n_cuts == 0)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("There is no cut date. Choose at least one."),
                    NULL);
      return FALSE;
    }
  for (guint i = 1; i < self->n_cuts; i++)
    if (self->cuts[i] == self->cuts[i - 1])
      {
        refuse_cut (self, N_ ("The cut date {cut} is given twice. Remove one of the two."),
                    self->cuts[i], self->cuts[i], error);
        return FALSE;
      }
  if (!self->params->past_end &&
      self->cuts[self->n_cuts - 1] > MAX (tn_events_get_today (events), events->end))
    {
      refuse_cut (self,
                  N_ ("The cut date {cut} lies after the last event, {date}: silence after that "
                      "day would only mean that data are missing. Choose an earlier cut date."),
                  self->cuts[self->n_cuts - 1], events->last, error);
      return FALSE;
    }

  return TRUE;
}

/* How many orders the customer had made, if it belongs to the population of the cut at work. */
static gsize
count_orders (const Run *self, gsize customer)
{
  const TnEvents *events = self->now;
  gint64 cut = self->cuts[self->c];
  const gint64 *times = events->order_time + events->order_start[customer];
  gsize n = _tn_events_count_before (
      times, events->order_start[customer + 1] - events->order_start[customer], cut);

  if (n > 0 && self->params->active_days > 0 &&
      times[n - 1] < cut - (gint64) self->params->active_days * TN_DAY)
    return 0;

  return n;
}

/* Carries out @part for every part and cut, each cut on the log as it was known then. */
static gboolean
each_cut (Run *self, TnPoolFunc part, GError **error)
{
  for (self->c = 0; self->c < self->n_cuts; self->c++)
    {
      g_clear_pointer (&self->now, tn_events_unref);
      self->now = _tn_events_as_of (self->events, self->cuts[self->c], error);
      self->context.events = self->now;
      if (self->now == NULL || !tn_pool_for (self->n_parts, part, self, self->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
count_part (gsize index, gpointer user_data, GError **error)
{
  Run *self = user_data;
  gsize *count = &self->place[self->c * self->n_parts + index];
  gsize from, to;

  _tn_events_get_part (self->events, (guint) index, &from, &to);
  for (gsize i = from; i < to; i++)
    if (count_orders (self, i) > 0)
      {
        self->known[i] = 1;
        (*count)++;
      }

  return TRUE;
}

static gboolean
refuse_empty (const Run *self, GError **error)
{
  gint64 cut = self->cuts[self->n_cuts - 1];

  if (self->params->active_days > 0 && self->events->first < cut)
    refuse_cut (self,
                N_ ("No customer ordered shortly enough before {cut} to count as active. Choose "
                    "another cut date, or count everyone who ever ordered."),
                cut, cut, error);
  else
    refuse_cut (self,
                N_ ("Nobody had ordered before {cut}: the log begins on {date}. Choose a later "
                    "cut date."),
                cut, self->events->first, error);

  return FALSE;
}

/* Finds the population of each cut and where each part's rows go. */
static gboolean
place_rows (Run *self, GError **error)
{
  gsize n_customers = self->events->counts.n_customers;

  self->place = tn_keys_try_alloc ((gsize) self->n_cuts * self->n_parts, sizeof (gsize), error);
  self->known = self->place != NULL ? tn_keys_try_alloc (n_customers, 1, error) : NULL;
  if (self->known == NULL || !each_cut (self, count_part, error))
    return FALSE;

  for (gsize i = 0; i < (gsize) self->n_cuts * self->n_parts; i++)
    {
      gsize n = self->place[i];

      self->place[i] = self->n_rows;
      self->n_rows += n;
    }

  return self->n_rows > 0 || refuse_empty (self, error);
}

/* Names only those who have a row, so that nothing of later customers is in the table. */
static TnDictionary *
name_customers (Run *self, GError **error)
{
  TnDictionaryBuilder *builder;
  gsize n_customers = self->events->counts.n_customers;

  self->code = tn_keys_try_alloc (n_customers, sizeof (guint32), error);
  if (self->code == NULL)
    return NULL;
  builder = tn_dictionary_builder_new ();
  for (gsize i = 0; i < n_customers; i++)
    if (self->known[i])
      {
        gsize length;
        const char *name = tn_dictionary_get (self->events->customers, (guint32) i, &length);

        self->code[i] = tn_dictionary_builder_intern (builder, name, length);
      }

  return tn_dictionary_builder_try_end (builder, error);
}

static TnChunk **
alloc_chunks (const Run *self, TnChunkKind kind, guint n_columns)
{
  TnChunk **chunks = g_new0 (TnChunk *, self->n_chunks * n_columns);

  for (gsize i = 0; i < self->n_chunks * n_columns; i++)
    {
      gsize from = i % self->n_chunks * TN_CHUNK_ROWS;

      chunks[i] = tn_chunk_try_new (kind, (guint) MIN (TN_CHUNK_ROWS, self->n_rows - from));
      if (chunks[i] == NULL)
        break;
    }

  return chunks;
}

static gboolean
alloc_rows (Run *self, GError **error)
{
  guint n_features = self->list.fields->len;
  TnMessage *message;

  self->n_chunks = (self->n_rows + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS;
  self->customer = alloc_chunks (self, TN_CHUNK_CODE, 1);
  self->cut = alloc_chunks (self, TN_CHUNK_TIME, 1);
  self->evidence = alloc_chunks (self, TN_CHUNK_TIME, 1);
  self->features = alloc_chunks (self, TN_CHUNK_NUMBER, n_features);
  if (self->customer[self->n_chunks - 1] != NULL && self->cut[self->n_chunks - 1] != NULL &&
      self->evidence[self->n_chunks - 1] != NULL &&
      (n_features == 0 || self->features[self->n_chunks * n_features - 1] != NULL))
    return TRUE;

  message = tn_message_new (N_ ("{rows} rows of {features} features need about {size} GB of "
                                "memory, which are not free. Choose fewer cut dates or features, "
                                "or a sample of customers."));
  message = tn_message_count (message, "rows", (gint64) self->n_rows);
  message = tn_message_count (message, "features", n_features);
  tn_error_take (
      error, TN_ERROR_SPACE,
      tn_message_number (message, "size", (double) self->n_rows * (n_features + 3) * 8 / 1e9, 1));

  return FALSE;
}

static gboolean
fill_row (Run *self,
          TnHistory *history,
          double *values,
          gsize customer,
          gint64 cut,
          gsize row,
          GError **error)
{
  gsize chunk = row / TN_CHUNK_ROWS;
  guint at = row % TN_CHUNK_ROWS;
  guint n = 0;

  if (!_tn_history_begin (history, &self->context, customer, cut, error))
    return FALSE;
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (self->params->families & _tn_feature_families[i].family)
      n += _tn_feature_families[i].compute (&self->context, history, values + n);
  g_assert (n == self->list.fields->len);

  self->customer[chunk]->code[at] = self->code[customer];
  self->cut[chunk]->time[at] = cut;
  self->evidence[chunk]->time[at] = history->time[history->n_lines - 1];
  g_assert (self->evidence[chunk]->time[at] < cut);
  for (guint i = 0; i < n; i++)
    self->features[i * self->n_chunks + chunk]->number[at] = values[i];

  return TRUE;
}

static gboolean
fill_part (gsize index, gpointer user_data, GError **error)
{
  Run *self = user_data;
  g_auto (TnHistory) history = { 0 };
  g_autofree double *values = g_new (double, self->list.fields->len + 1);
  gsize row = self->place[self->c * self->n_parts + index];
  gsize from, to, n_lines = 0;

  _tn_events_get_part (self->events, (guint) index, &from, &to);
  for (gsize i = from; i < to; i++)
    {
      if (count_orders (self, i) == 0)
        continue;
      if (!fill_row (self, &history, values, i, self->cuts[self->c], row++, error))
        return FALSE;
      n_lines += history.n_lines + 16;
      if (n_lines > LINES_BETWEEN_LOOKS)
        {
          n_lines = 0;
          if (tn_cancelled (self->cancellable, error))
            return FALSE;
        }
    }
  tn_progress_report (self->progress, (double) (g_atomic_int_add (&self->n_done, 1) + 1) /
                                          ((double) self->n_parts * self->n_cuts));

  return TRUE;
}

static TnField *
new_time_field (const Run *self, const char *name, TnRole role, const char *label, const char *help)
{
  TnField *field = tn_field_new (name, role);

  field->zone = g_strdup (self->events->zone);
  field->label = tn_message_new (label);
  field->help = tn_message_new (help);

  return field;
}

/* The column takes over the chunks. */
static TnColumn *
take_column (const Run *self, TnColumnType type, TnDictionary *dictionary, TnChunk **chunks)
{
  TnColumn *column = tn_column_new (type, dictionary, chunks, self->n_chunks);

  memset (chunks, 0, self->n_chunks * sizeof *chunks);

  return column;
}

static TnTable *
end_table (Run *self, TnDictionary *customers)
{
  TnTableBuilder *builder = tn_table_builder_new (self->n_rows);
  TnField *customer = tn_field_new ("customer", TN_ROLE_CUSTOMER);

  customer->label = tn_message_new (N_ ("Customer"));
  tn_table_builder_take (builder, customer,
                         take_column (self, TN_COLUMN_CATEGORY, customers, self->customer));
  tn_table_builder_take (builder,
                         new_time_field (self, "cut", TN_ROLE_CUT, N_ ("Cut date"),
                                         N_ ("The row knows nothing from this moment on.")),
                         take_column (self, TN_COLUMN_TIME, NULL, self->cut));
  tn_table_builder_take (builder,
                         new_time_field (self, "evidence", TN_ROLE_EVIDENCE, N_ ("Last event used"),
                                         N_ ("Time of the latest event that went into the row; "
                                             "always before the cut date.")),
                         take_column (self, TN_COLUMN_TIME, NULL, self->evidence));
  for (guint i = 0; i < self->list.fields->len; i++)
    tn_table_builder_take (
        builder, tn_field_copy (g_ptr_array_index (self->list.fields, i)),
        take_column (self, TN_COLUMN_NUMBER, NULL, self->features + i * self->n_chunks));

  return tn_table_builder_end (builder);
}

/**
 * tn_asof_features:
 * @cuts: (array length=n_cuts): moments, in any order
 * @error: %TN_ERROR_ARGUMENT for cut dates or windows that cannot be, %TN_ERROR_SPACE
 *
 * Makes one row for each cut and each customer of its population, cuts ascending, customers
 * by the bytes of their names. A row is computed from the customer's own lines strictly
 * before its cut; which event types and categories get a column of their own is decided
 * by all lines before the earliest cut. Nothing at or after a cut has any influence on
 * its rows; a line that was cancelled later was an order when the cut was made.
 *
 * Columns: customer, cut, evidence (the latest line that went in), then features, each with
 * name, plain label, unit and formula. A window of N days is [cut − N days, cut).
 *
 * Time grows with the lines before each cut, summed over cuts: about 0.1 µs a line.
 * Memory: 8 bytes a row and feature.
 *
 * Returns: (transfer full) (nullable): the table; rows without row roles
 */
TnTable *
tn_asof_features (TnEvents *events,
                  const gint64 *cuts,
                  guint n_cuts,
                  const TnAsofParams *params,
                  TnProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_auto (Run) run = { .events = events,
                       .params = params,
                       .cancellable = cancellable,
                       .progress = progress,
                       .n_cuts = n_cuts,
                       .n_parts = _tn_events_get_n_parts (events) };
  g_autoptr (TnDictionary) customers = NULL;

  run.list.fields = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_field_free);
  run.list.names = g_hash_table_new (g_str_hash, g_str_equal);
  run.cuts = g_memdup2 (cuts, n_cuts * sizeof (gint64));
  if (n_cuts > 0)
    qsort (run.cuts, n_cuts, sizeof (gint64), compare_times);
  if (!check_windows (params, error) || !check_cuts (&run, error) || !place_rows (&run, error))
    return NULL;

  if (!_tn_feature_context_init (&run.context, events, params, run.cuts[0], error))
    return NULL;
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (params->families & _tn_feature_families[i].family)
      _tn_feature_families[i].describe (&run.context, &run.list);
  customers = name_customers (&run, error);
  if (customers == NULL || !alloc_rows (&run, error) || !each_cut (&run, fill_part, error))
    return NULL;

  return end_table (&run, customers);
}
