/* tn-group-by.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-group-by.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-gather.h"
#include "tn-grouping.h"
#include "tn-keys.h"
#include "tn-pool.h"
#include "tn-sort.h"

static const char *const kind_ids[TN_N_AGGREGATE_KINDS] = {
  "count", "sum", "mean", "min", "max", "first", "last", "std", "distinct",
};

const char *
tn_aggregate_kind_to_id (TnAggregateKind kind)
{
  g_return_val_if_fail (kind < TN_N_AGGREGATE_KINDS, NULL);

  return kind_ids[kind];
}

gboolean
tn_aggregate_kind_from_id (const char *id, TnAggregateKind *kind)
{
  for (guint i = 0; i < TN_N_AGGREGATE_KINDS; i++)
    if (g_strcmp0 (id, kind_ids[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/* Groups the rows of @table by all key columns. */
static TnGrouping *
group_rows (TnTable *table,
            const char *const *keys,
            guint n_keys,
            GCancellable *cancellable,
            GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint64 *all = NULL;
  guint bits = 0;

  if (!tn_keys_check_rows (n, error))
    return NULL;
  all = tn_keys_try_alloc (n, sizeof (guint64), error);
  if (all == NULL)
    return NULL;
  for (guint i = 0; i < n_keys; i++)
    {
      TnColumn *column = tn_keys_require (table, keys[i], error);
      guint more_bits;
      g_autofree guint64 *more =
          column != NULL ? tn_keys_dup_values (column, &more_bits, error) : NULL;

      if (more == NULL || !tn_grouping_fold (all, &bits, more, more_bits, n, cancellable, error))
        return NULL;
    }

  return tn_grouping_new (all, n, cancellable, error);
}

static TnGroups *
groups_alloc (guint32 n_groups, gsize n_rows, GError **error)
{
  g_autoptr (TnGroups) self = g_new0 (TnGroups, 1);

  self->n_groups = n_groups;
  self->first = tn_keys_try_alloc ((gsize) n_groups + 1, sizeof (guint32), error);
  if (self->first == NULL)
    return NULL;
  self->start = tn_keys_try_alloc ((gsize) n_groups + 1, sizeof (guint32), error);
  if (self->start == NULL)
    return NULL;
  self->rows = tn_keys_try_alloc (n_rows, sizeof (guint32), error);

  return self->rows != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_groups_new:
 * @keys: (array length=n_keys): names of columns
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_SPACE
 *
 * Finds which rows have equal keys. A missing key is a value of its own.
 *
 * Returns: (transfer full) (nullable): the groups in the order of their first rows
 */
TnGroups *
tn_groups_new (TnTable *table,
               const char *const *keys,
               guint n_keys,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnGrouping) grouping = group_rows (table, keys, n_keys, cancellable, error);
  TnGroups *self;

  if (grouping == NULL)
    return NULL;

  self = groups_alloc (grouping->n_groups, grouping->n_rows, error);
  if (self == NULL)
    return NULL;
  for (guint32 i = 0; i < self->n_groups; i++)
    self->start[grouping->rank[i] + 1] = grouping->start[i + 1] - grouping->start[i];
  for (guint32 i = 0; i < self->n_groups; i++)
    self->start[i + 1] += self->start[i];
  for (guint32 i = 0; i < self->n_groups; i++)
    {
      guint32 n = grouping->start[i + 1] - grouping->start[i], rank = grouping->rank[i];

      memcpy (self->rows + self->start[rank], grouping->rows + grouping->start[i],
              n * sizeof (guint32));
      self->first[rank] = grouping->rows[grouping->start[i]];
    }

  return self;
}

void
tn_groups_free (TnGroups *self)
{
  g_free (self->first);
  g_free (self->start);
  g_free (self->rows);
  g_free (self);
}

/* One aggregate over all groups; a part of the groups is the unit of parallel work. */
typedef struct
{
  const TnGrouping *grouping;
  TnAggregateKind kind;
  TnChunkKind chunk_kind;
  const double *numbers;
  const gint64 *times;
  const guint32 *codes;
  guint32 n_codes;
  const guint8 *missing; /* of each row, for first, last and count */
  double *out;           /* by rank */
  gint64 *out_times;
  guint32 *out_rows;
} Job;

typedef struct
{
  double n;
  double sum;
  double rest; /* what rounding took from @sum (Neumaier 1974) */
  double min;
  double max;
} Sums;

static inline void
sums_add (Sums *self, double value)
{
  double sum = self->sum + value;

  if (fabs (self->sum) >= fabs (value))
    self->rest += (self->sum - sum) + value;
  else
    self->rest += (value - sum) + self->sum;
  self->sum = sum;
  self->n++;
  self->min = value < self->min ? value : self->min;
  self->max = value > self->max ? value : self->max;
}

static Sums
sum_group (const Job *self, guint32 group)
{
  const TnGrouping *grouping = self->grouping;
  Sums sums = { 0, 0, 0, INFINITY, -INFINITY };

  for (guint32 i = grouping->start[group]; i < grouping->start[group + 1]; i++)
    {
      double value = self->numbers[grouping->rows[i]];

      if (!isnan (value))
        sums_add (&sums, value);
    }
  /* An infinite sum has no rest: ∞ − ∞ would make it NaN. */
  if (isfinite (sums.sum))
    sums.sum += sums.rest;

  return sums;
}

/* In two passes, so that large means take no digits away. */
static double
deviate_group (const Job *self, guint32 group, const Sums *sums)
{
  const TnGrouping *grouping = self->grouping;
  double mean = sums->sum / sums->n, sum = 0;

  if (sums->n < 2)
    return NAN;
  for (guint32 i = grouping->start[group]; i < grouping->start[group + 1]; i++)
    {
      double value = self->numbers[grouping->rows[i]];

      if (!isnan (value))
        sum += (value - mean) * (value - mean);
    }

  return sqrt (sum / (sums->n - 1));
}

static double
aggregate_numbers (const Job *self, guint32 group)
{
  Sums sums = sum_group (self, group);

  switch (self->kind)
    {
    case TN_AGGREGATE_SUM:
      return sums.sum;
    case TN_AGGREGATE_MEAN:
      return sums.n > 0 ? sums.sum / sums.n : NAN;
    case TN_AGGREGATE_MIN:
      return sums.n > 0 ? sums.min : NAN;
    case TN_AGGREGATE_MAX:
      return sums.n > 0 ? sums.max : NAN;
    case TN_AGGREGATE_STD:
      return deviate_group (self, group, &sums);
    default:
      g_assert_not_reached ();
    }
}

static gint64
aggregate_times (const Job *self, guint32 group)
{
  const TnGrouping *grouping = self->grouping;
  gint64 best = TN_TIME_MISSING;

  for (guint32 i = grouping->start[group]; i < grouping->start[group + 1]; i++)
    {
      gint64 time = self->times[grouping->rows[i]];

      if (time != TN_TIME_MISSING &&
          (best == TN_TIME_MISSING || (self->kind == TN_AGGREGATE_MIN ? time < best : time > best)))
        best = time;
    }

  return best;
}

static double
count_present (const Job *self, guint32 group)
{
  const TnGrouping *grouping = self->grouping;
  guint32 n = grouping->start[group + 1] - grouping->start[group];

  for (guint32 i = grouping->start[group]; self->missing != NULL && i < grouping->start[group + 1];
       i++)
    n -= self->missing[grouping->rows[i]];

  return n;
}

static guint32
find_present (const Job *self, guint32 group)
{
  const TnGrouping *grouping = self->grouping;
  guint32 start = grouping->start[group], n = grouping->start[group + 1] - start;

  for (guint32 i = 0; i < n; i++)
    {
      guint32 row =
          grouping->rows[self->kind == TN_AGGREGATE_FIRST ? start + i : start + n - 1 - i];

      if (!self->missing[row])
        return row;
    }

  return TN_NO_ROW;
}

/* @seen: of each code, the last group (+ 1) of this part that had it. */
static double
count_distinct (const Job *self, guint32 group, guint32 *seen)
{
  const TnGrouping *grouping = self->grouping;
  guint32 n = 0;

  for (guint32 i = grouping->start[group]; i < grouping->start[group + 1]; i++)
    {
      guint32 code = self->codes[grouping->rows[i]];

      if (code != TN_CODE_MISSING && seen[code] != group + 1)
        {
          seen[code] = group + 1;
          n++;
        }
    }

  return n;
}

static gboolean
aggregate_part (gsize index, gpointer user_data, GError **error)
{
  Job *self = user_data;
  const TnGrouping *grouping = self->grouping;
  g_autofree guint32 *seen = NULL;

  if (self->kind == TN_AGGREGATE_DISTINCT)
    {
      seen = tn_keys_try_alloc (self->n_codes, sizeof (guint32), error);
      if (seen == NULL)
        return FALSE;
    }
  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      guint32 rank = grouping->rank[i];

      if (self->out_rows != NULL)
        self->out_rows[rank] = find_present (self, i);
      else if (self->out_times != NULL)
        self->out_times[rank] = aggregate_times (self, i);
      else if (self->kind == TN_AGGREGATE_DISTINCT)
        self->out[rank] = count_distinct (self, i, seen);
      else if (self->kind == TN_AGGREGATE_COUNT)
        self->out[rank] = count_present (self, i);
      else
        self->out[rank] = aggregate_numbers (self, i);
    }

  return TRUE;
}

static guint8 *
dup_missing (TnColumn *column, GError **error)
{
  guint8 *missing = tn_keys_try_alloc (tn_column_get_n_rows (column), 1, error);

  for (gsize i = 0; missing != NULL && i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL)
        {
          g_free (missing);
          return NULL;
        }
      for (guint j = 0; j < chunk->n_rows; j++)
        missing[i * TN_CHUNK_ROWS + j] = tn_chunk_is_missing (chunk, j);
    }

  return missing;
}

/* Numbers, or a flag as 0 and 1: its mean is the share of yes. */
static double *
dup_numbers (TnColumn *column, GError **error)
{
  gsize n = tn_column_get_n_rows (column);
  g_autofree guint32 *codes = NULL;
  double *numbers;

  if (tn_column_get_column_type (column) == TN_COLUMN_NUMBER)
    return tn_column_dup_numbers (column, error);

  codes = tn_column_dup_codes (column, error);
  numbers = codes != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;
  for (gsize i = 0; numbers != NULL && i < n; i++)
    numbers[i] = codes[i] == TN_CODE_MISSING ? NAN : codes[i];

  return numbers;
}

/* Codes of any column; numbers and times by the groups of their values. */
static guint32 *
dup_codes (TnColumn *column, guint32 *n_codes, GCancellable *cancellable, GError **error)
{
  gsize n = tn_column_get_n_rows (column);
  g_autofree guint64 *values = NULL;
  g_autofree guint8 *missing = NULL;
  g_autoptr (TnGrouping) groups = NULL;
  g_autofree guint32 *codes = NULL;
  guint bits;

  if (tn_column_get_column_type (column) != TN_COLUMN_NUMBER &&
      tn_column_get_column_type (column) != TN_COLUMN_TIME)
    {
      g_autoptr (TnDictionary) dictionary = NULL;

      if (!tn_keys_dup_codes (column, &codes, &dictionary, error))
        return NULL;
      *n_codes = tn_dictionary_get_size (dictionary);
      return g_steal_pointer (&codes);
    }

  values = tn_keys_dup_values (column, &bits, error);
  groups = values != NULL ? tn_grouping_new (values, n, cancellable, error) : NULL;
  codes = groups != NULL ? tn_keys_try_alloc (n, sizeof (guint32), error) : NULL;
  missing = codes != NULL ? dup_missing (column, error) : NULL;
  if (missing == NULL)
    return NULL;
  for (guint32 i = 0; i < groups->n_groups; i++)
    for (guint32 j = groups->start[i]; j < groups->start[i + 1]; j++)
      codes[groups->rows[j]] = missing[groups->rows[j]] ? TN_CODE_MISSING : i;
  *n_codes = groups->n_groups;

  return g_steal_pointer (&codes);
}

static gboolean
can_compute (TnAggregateKind kind, TnColumnType type)
{
  switch (kind)
    {
    case TN_AGGREGATE_SUM:
    case TN_AGGREGATE_MEAN:
    case TN_AGGREGATE_STD:
      return type == TN_COLUMN_NUMBER || type == TN_COLUMN_FLAG;
    case TN_AGGREGATE_MIN:
    case TN_AGGREGATE_MAX:
      return type == TN_COLUMN_NUMBER || type == TN_COLUMN_FLAG || type == TN_COLUMN_TIME;
    case TN_AGGREGATE_COUNT:
    case TN_AGGREGATE_FIRST:
    case TN_AGGREGATE_LAST:
    case TN_AGGREGATE_DISTINCT:
    default:
      return TRUE;
    }
}

static gboolean
check_aggregate (TnTable *table, const TnAggregate *aggregate, GError **error)
{
  TnColumn *column;

  if (aggregate->column == NULL)
    {
      g_return_val_if_fail (aggregate->kind == TN_AGGREGATE_COUNT, FALSE);
      return TRUE;
    }
  column = tn_keys_require (table, aggregate->column, error);
  if (column == NULL)
    return FALSE;
  if (can_compute (aggregate->kind, tn_column_get_column_type (column)))
    return TRUE;

  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{column}” does not hold numbers, so its values cannot be added up or "
                    "compared by size. Choose count, distinct, first or last, or another column."),
                "column", aggregate->column, NULL);
  tn_error_place (error, NULL, aggregate->column, 0);

  return FALSE;
}

/* What a job reads and writes; freed with it. */
typedef struct
{
  double *numbers;
  gint64 *times;
  guint32 *codes;
  guint8 *missing;
  double *out;
  gint64 *out_times;
  guint32 *out_rows;
} Buffers;

static void
buffers_clear (Buffers *self)
{
  g_free (self->numbers);
  g_free (self->times);
  g_free (self->codes);
  g_free (self->missing);
  g_free (self->out);
  g_free (self->out_times);
  g_free (self->out_rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Buffers, buffers_clear)

static gboolean
prepare (Buffers *buffers, Job *job, TnColumn *column, GCancellable *cancellable, GError **error)
{
  guint32 n_groups = job->grouping->n_groups;
  gboolean is_time = column != NULL && tn_column_get_column_type (column) == TN_COLUMN_TIME;

  switch (job->kind)
    {
    case TN_AGGREGATE_COUNT:
      job->missing = buffers->missing = column != NULL ? dup_missing (column, error) : NULL;
      if (column != NULL && job->missing == NULL)
        return FALSE;
      break;
    case TN_AGGREGATE_FIRST:
    case TN_AGGREGATE_LAST:
      job->missing = buffers->missing = dup_missing (column, error);
      job->out_rows = buffers->out_rows =
          job->missing != NULL ? tn_keys_try_alloc (n_groups, sizeof (guint32), error) : NULL;
      return job->out_rows != NULL;
    case TN_AGGREGATE_DISTINCT:
      job->codes = buffers->codes = dup_codes (column, &job->n_codes, cancellable, error);
      if (job->codes == NULL)
        return FALSE;
      break;
    case TN_AGGREGATE_SUM:
    case TN_AGGREGATE_MEAN:
    case TN_AGGREGATE_MIN:
    case TN_AGGREGATE_MAX:
    case TN_AGGREGATE_STD:
    default:
      if (is_time)
        {
          job->times = buffers->times = tn_column_dup_times (column, error);
          job->out_times = buffers->out_times =
              job->times != NULL ? tn_keys_try_alloc (n_groups, sizeof (gint64), error) : NULL;
          return job->out_times != NULL;
        }
      job->numbers = buffers->numbers = dup_numbers (column, error);
      if (job->numbers == NULL)
        return FALSE;
    }
  job->out = buffers->out = tn_keys_try_alloc (n_groups, sizeof (double), error);

  return job->out != NULL;
}

static TnColumn *
aggregate_column (TnTable *table,
                  const TnGrouping *grouping,
                  const TnAggregate *aggregate,
                  GCancellable *cancellable,
                  GError **error)
{
  TnColumn *column = aggregate->column != NULL
                         ? tn_table_get_column (table, tn_table_find (table, aggregate->column))
                         : NULL;
  g_auto (Buffers) buffers = { 0 };
  Job job = { .grouping = grouping, .kind = aggregate->kind };

  if (!prepare (&buffers, &job, column, cancellable, error) ||
      !tn_pool_for (TN_GROUPING_PARTS, aggregate_part, &job, cancellable, error))
    return NULL;
  if (job.out_rows != NULL)
    return tn_gather (column, job.out_rows, grouping->n_groups, cancellable, error);
  if (job.out_times != NULL)
    return tn_column_try_new_times (job.out_times, grouping->n_groups, error);

  return tn_column_try_new_numbers (job.out, grouping->n_groups, error);
}

static TnField *
new_field (TnTable *table, const TnAggregate *aggregate)
{
  const char *id = kind_ids[aggregate->kind];
  const TnField *from = aggregate->column != NULL
                            ? tn_table_get_field (table, tn_table_find (table, aggregate->column))
                            : NULL;
  g_autofree char *name = aggregate->name != NULL ? g_strdup (aggregate->name)
                          : from != NULL          ? g_strdup_printf ("%s_%s", from->name, id)
                                                  : g_strdup (id);
  TnField *field = tn_field_new (name, TN_ROLE_NONE);

  if (from != NULL && aggregate->kind != TN_AGGREGATE_COUNT &&
      aggregate->kind != TN_AGGREGATE_DISTINCT)
    {
      field->unit = g_strdup (from->unit);
      field->zone = g_strdup (from->zone);
    }

  return field;
}

/* No two columns of the result may have the same name. */
static gboolean
check_names (TnTable *table,
             const char *const *keys,
             guint n_keys,
             const TnAggregate *aggregates,
             guint n_aggregates,
             GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_keys; i++)
    g_hash_table_add (names, g_strdup (keys[i]));
  for (guint i = 0; i < n_aggregates; i++)
    {
      g_autoptr (TnField) field = new_field (table, &aggregates[i]);

      if (!g_hash_table_add (names, g_strdup (field->name)))
        {
          tn_error_set (error, TN_ERROR_ARGUMENT,
                        N_ ("Two columns of the result would be called “{column}”. Give one of "
                            "them another name."),
                        "column", field->name, NULL);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
take_keys (TnTableBuilder *builder,
           TnTable *table,
           const char *const *keys,
           guint n_keys,
           const TnGrouping *grouping,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree guint32 *first = tn_keys_try_alloc (grouping->n_groups, sizeof (guint32), error);

  if (first == NULL)
    return FALSE;
  for (guint32 i = 0; i < grouping->n_groups; i++)
    first[grouping->rank[i]] = grouping->rows[grouping->start[i]];
  for (guint i = 0; i < n_keys; i++)
    {
      int place = tn_table_find (table, keys[i]);
      TnColumn *column = tn_gather (tn_table_get_column (table, place), first, grouping->n_groups,
                                    cancellable, error);

      if (column == NULL)
        return FALSE;
      tn_table_builder_take (builder, tn_field_copy (tn_table_get_field (table, place)), column);
    }

  return TRUE;
}

static TnTable *
sort_by_keys (TnTable *table,
              const char *const *keys,
              guint n_keys,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree TnSortKey *sort_keys = g_new0 (TnSortKey, MAX (n_keys, 1));

  for (guint i = 0; i < n_keys; i++)
    sort_keys[i].column = keys[i];

  return tn_sort (table, sort_keys, n_keys, cancellable, error);
}

/**
 * tn_group_by:
 * @keys: (array length=n_keys): names of the columns whose equal values make a group
 * @aggregates: (array length=n_aggregates): what is computed of each group
 * @order: in which order groups come out
 * @error: %TN_ERROR_NOT_FOUND for a column that is not there, %TN_ERROR_ARGUMENT for an
 *   aggregate its type does not have, %TN_ERROR_SPACE
 *
 * Makes one row of each group: the keys, then the aggregates. Missing keys are a group of
 * their own; missing values are left out of aggregates. Sums are compensated and added in
 * row order: the same bytes for any number of threads. About 40 bytes a row while it runs.
 *
 * Returns: (transfer full) (nullable): the groups as a table
 */
TnTable *
tn_group_by (TnTable *table,
             const char *const *keys,
             guint n_keys,
             const TnAggregate *aggregates,
             guint n_aggregates,
             TnGroupOrder order,
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TnGrouping) grouping = NULL;
  g_autoptr (TnTable) grouped = NULL;
  TnTableBuilder *builder;
  gboolean done;

  for (guint i = 0; i < n_aggregates; i++)
    if (!check_aggregate (table, &aggregates[i], error))
      return NULL;
  if (!check_names (table, keys, n_keys, aggregates, n_aggregates, error))
    return NULL;
  grouping = group_rows (table, keys, n_keys, cancellable, error);
  if (grouping == NULL)
    return NULL;
  tn_progress_report (progress, 0.5);

  builder = tn_table_builder_new (grouping->n_groups);
  done = take_keys (builder, table, keys, n_keys, grouping, cancellable, error);
  for (guint i = 0; done && i < n_aggregates; i++)
    {
      TnColumn *column = aggregate_column (table, grouping, &aggregates[i], cancellable, error);

      done = column != NULL;
      if (done)
        tn_table_builder_take (builder, new_field (table, &aggregates[i]), column);
      tn_progress_report (progress, 0.5 + 0.5 * (i + 1) / n_aggregates);
    }
  grouped = tn_table_builder_end (builder);
  if (!done)
    return NULL;

  return order == TN_GROUP_ORDER_KEY ? sort_by_keys (grouped, keys, n_keys, cancellable, error)
                                     : g_steal_pointer (&grouped);
}
