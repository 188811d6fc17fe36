/* tn-join.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-join.h"

#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-gather.h"
#include "tn-grouping.h"
#include "tn-keys.h"
#include "tn-pool.h"

#define LEAST_MAX_ROWS  1000000
#define MAX_ROWS_FACTOR 10

/* Rows of both tables are grouped together, the right ones behind the left ones: a group
 * with both is a match. */
struct _TnJoinPlan
{
  TnTable *left;
  TnTable *right;
  TnJoinKind kind;
  char **left_keys;
  char **right_keys;
  guint n_keys;
  char *suffix;
  guint64 max_rows;
  gsize n_left;
  TnGrouping *grouping; /* not of an as-of join */
  guint32 *found;       /* of an as-of join: the right row of each left row */
  guint8 *no_key;       /* of each row of both: a key is missing */
  gsize n_matched;
  guint64 n_rows;
  gboolean repeats_left;
  gboolean repeats_right;
};

void
tn_join_plan_free (TnJoinPlan *self)
{
  tn_table_unref (self->left);
  tn_table_unref (self->right);
  g_strfreev (self->left_keys);
  g_strfreev (self->right_keys);
  g_free (self->suffix);
  g_clear_pointer (&self->grouping, tn_grouping_free);
  g_free (self->found);
  g_free (self->no_key);
  g_free (self);
}

/* Right codes become codes of the left dictionary; strings it does not have come after. */
static gboolean
translate_codes (TnDictionary *left, TnDictionary *right, guint32 *codes, gsize n, GError **error)
{
  guint32 n_right = tn_dictionary_get_size (right), next = tn_dictionary_get_size (left);
  g_autofree guint32 *map = tn_keys_try_alloc (n_right, sizeof (guint32), error);

  if (map == NULL)
    return FALSE;
  for (guint32 i = 0; i < n_right; i++)
    {
      gsize length;
      const char *text = tn_dictionary_get (right, i, &length);

      if (!tn_dictionary_find (left, text, length, &map[i]))
        map[i] = next++;
    }
  for (gsize i = 0; i < n; i++)
    if (codes[i] != TN_CODE_MISSING)
      codes[i] = map[codes[i]];

  return TRUE;
}

static guint64 *
join_codes (TnJoinPlan *self, TnColumn *left, TnColumn *right, guint *bits, GError **error)
{
  gsize n_left = tn_column_get_n_rows (left), n_right = tn_column_get_n_rows (right);
  g_autofree guint32 *left_codes = NULL, *right_codes = NULL;
  g_autoptr (TnDictionary) left_words = NULL, right_words = NULL;
  guint64 *keys, size;

  if (!tn_keys_dup_codes (left, &left_codes, &left_words, error) ||
      !tn_keys_dup_codes (right, &right_codes, &right_words, error))
    return NULL;
  if (left_words != right_words &&
      !translate_codes (left_words, right_words, right_codes, n_right, error))
    return NULL;
  keys = tn_keys_try_alloc (n_left + n_right, sizeof (guint64), error);
  if (keys == NULL)
    return NULL;
  for (gsize i = 0; i < n_left + n_right; i++)
    {
      guint32 code = i < n_left ? left_codes[i] : right_codes[i - n_left];

      self->no_key[i] |= code == TN_CODE_MISSING;
      keys[i] = code == TN_CODE_MISSING ? 0 : code;
    }
  size = (guint64) tn_dictionary_get_size (left_words) + tn_dictionary_get_size (right_words);
  *bits = size > 1 ? g_bit_storage (size - 1) : 0;

  return keys;
}

static void
mark_missing (TnJoinPlan *self, TnChunkKind kind, const guint64 *values, gsize from, gsize n)
{
  guint64 missing = kind == TN_CHUNK_TIME ? (guint64) TN_TIME_MISSING : TN_KEYS_MISSING_NUMBER;

  for (gsize i = 0; i < n; i++)
    self->no_key[from + i] |= values[i] == missing;
}

static guint64 *
join_values (TnJoinPlan *self, TnColumn *left, TnColumn *right, guint *bits, GError **error)
{
  TnChunkKind kind = tn_column_type_get_kind (tn_column_get_column_type (left));
  gsize n_left = tn_column_get_n_rows (left), n_right = tn_column_get_n_rows (right);
  g_autofree guint64 *left_values = tn_keys_dup_values (left, bits, error);
  g_autofree guint64 *right_values =
      left_values != NULL ? tn_keys_dup_values (right, bits, error) : NULL;
  guint64 *keys =
      right_values != NULL ? tn_keys_try_alloc (n_left + n_right, sizeof (guint64), error) : NULL;

  if (keys == NULL)
    return NULL;
  memcpy (keys, left_values, n_left * sizeof (guint64));
  memcpy (keys + n_left, right_values, n_right * sizeof (guint64));
  mark_missing (self, kind, left_values, 0, n_left);
  mark_missing (self, kind, right_values, n_left, n_right);

  return keys;
}

/* Words match words, numbers numbers, times times. */
static TnChunkKind
kind_of (TnColumn *column)
{
  TnChunkKind kind = tn_column_type_get_kind (tn_column_get_column_type (column));

  return kind == TN_CHUNK_TEXT ? TN_CHUNK_CODE : kind;
}

static guint64 *
join_column (TnJoinPlan *self, guint index, guint *bits, GError **error)
{
  TnColumn *left = tn_keys_require (self->left, self->left_keys[index], error);
  TnColumn *right =
      left != NULL ? tn_keys_require (self->right, self->right_keys[index], error) : NULL;

  if (right == NULL)
    return NULL;
  if (kind_of (left) != kind_of (right))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{left}” and “{right}” hold different kinds of values, so they never "
                        "match. Read both as the same type."),
                    "left", self->left_keys[index], "right", self->right_keys[index], NULL);
      tn_error_place (error, NULL, self->left_keys[index], 0);
      return NULL;
    }

  return kind_of (left) == TN_CHUNK_CODE ? join_codes (self, left, right, bits, error)
                                         : join_values (self, left, right, bits, error);
}

/* A missing value equals nothing, but looks like some key: rows with and without one must
 * not stand in the same group. */
static gboolean
fold_no_key (TnJoinPlan *self,
             guint64 *keys,
             guint *bits,
             gsize n,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree guint64 *flags = tn_keys_try_alloc (n, sizeof (guint64), error);

  if (flags == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    flags[i] = self->no_key[i];

  return tn_grouping_fold (keys, bits, flags, 1, n, cancellable, error);
}

static gboolean
group_both (TnJoinPlan *self, GCancellable *cancellable, GError **error)
{
  gsize n = self->n_left + tn_table_get_n_rows (self->right);
  g_autofree guint64 *keys = NULL;
  guint bits = 0;

  if (!tn_keys_check_rows (n, error))
    return FALSE;
  keys = tn_keys_try_alloc (n, sizeof (guint64), error);
  self->no_key = keys != NULL ? tn_keys_try_alloc (n, 1, error) : NULL;
  if (self->no_key == NULL)
    return FALSE;
  for (guint i = 0; i < self->n_keys; i++)
    {
      guint more_bits;
      g_autofree guint64 *more = join_column (self, i, &more_bits, error);

      if (more == NULL || !tn_grouping_fold (keys, &bits, more, more_bits, n, cancellable, error))
        return FALSE;
    }
  if (!fold_no_key (self, keys, &bits, n, cancellable, error))
    return FALSE;
  self->grouping = tn_grouping_new (keys, n, cancellable, error);

  return self->grouping != NULL;
}

/* Rows of a group: left ones in [left, right), right ones in [right, end). */
typedef struct
{
  guint32 left;
  guint32 right;
  guint32 end;
} Span;

static Span
get_span (const TnJoinPlan *self, guint32 group)
{
  const TnGrouping *grouping = self->grouping;
  Span span = { grouping->start[group], grouping->start[group], grouping->start[group + 1] };
  guint32 high = span.end;

  if (self->no_key[grouping->rows[span.left]])
    return (Span){ 0, 0, 0 };
  while (span.right < high)
    {
      guint32 middle = span.right + (high - span.right) / 2;

      if (grouping->rows[middle] < self->n_left)
        span.right = middle + 1;
      else
        high = middle;
    }

  return span;
}

/* What the groups of one part make. */
typedef struct
{
  gsize n_matched;
  guint64 n_rows;
  gboolean repeats_left;
  gboolean repeats_right;
} Counts;

typedef struct
{
  const TnJoinPlan *plan;
  Counts counts[TN_GROUPING_PARTS];
} Count;

static gboolean
count_part (gsize index, gpointer user_data, GError **error)
{
  Count *self = user_data;
  const TnGrouping *grouping = self->plan->grouping;
  Counts *counts = &self->counts[index];

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      Span span = get_span (self->plan, i);
      guint32 n_left = span.right - span.left, n_right = span.end - span.right;

      counts->repeats_left |= n_left > 1;
      counts->repeats_right |= n_right > 1;
      counts->n_matched += n_right > 0 ? n_left : 0;
      counts->n_rows += (guint64) n_left * n_right;
    }

  return TRUE;
}

static gboolean
count_matches (TnJoinPlan *self, GCancellable *cancellable, GError **error)
{
  Count count = { self, { { 0 } } };

  if (!tn_pool_for (TN_GROUPING_PARTS, count_part, &count, cancellable, error))
    return FALSE;
  for (guint i = 0; i < TN_GROUPING_PARTS; i++)
    {
      self->n_matched += count.counts[i].n_matched;
      self->n_rows += count.counts[i].n_rows;
      self->repeats_left |= count.counts[i].repeats_left;
      self->repeats_right |= count.counts[i].repeats_right;
    }

  return TRUE;
}

/* A right row of an as-of join and when it became known. */
typedef struct
{
  gint64 time;
  guint32 row;
} Known;

static int
compare_known (gconstpointer a, gconstpointer b)
{
  const Known *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

/* The latest row strictly before @time; of several of one moment, the last of the table. */
static guint32
find_before (const Known *known, guint32 n, gint64 time)
{
  guint32 low = 0, high = n;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (known[middle].time < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low > 0 ? known[low - 1].row : TN_NO_ROW;
}

typedef struct
{
  TnJoinPlan *plan;
  const gint64 *left_times;
  const gint64 *right_times;
} AsOf;

static void
find_in_group (const AsOf *self, const Span *span)
{
  TnJoinPlan *plan = self->plan;
  const guint32 *rows = plan->grouping->rows;
  g_autofree Known *known = g_new (Known, span->end - span->right + 1);
  guint32 n = 0;

  for (guint32 i = span->right; i < span->end; i++)
    {
      guint32 row = (guint32) (rows[i] - plan->n_left);

      if (self->right_times[row] != TN_TIME_MISSING)
        known[n++] = (Known){ self->right_times[row], row };
    }
  qsort (known, n, sizeof (Known), compare_known);
  for (guint32 i = span->left; i < span->right; i++)
    if (self->left_times[rows[i]] != TN_TIME_MISSING)
      plan->found[rows[i]] = find_before (known, n, self->left_times[rows[i]]);
}

static gboolean
find_part (gsize index, gpointer user_data, GError **error)
{
  AsOf *self = user_data;
  const TnGrouping *grouping = self->plan->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      Span span = get_span (self->plan, i);

      if (span.right > span.left && span.end > span.right)
        find_in_group (self, &span);
    }

  return TRUE;
}

static gint64 *
dup_times (TnTable *table, const char *name, GError **error)
{
  TnColumn *column = tn_keys_require (table, name, error);

  if (column == NULL)
    return NULL;
  if (tn_column_get_column_type (column) == TN_COLUMN_TIME)
    return tn_column_dup_times (column, error);

  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{column}” does not hold dates, so nothing can be joined as of it. Read it as "
                    "a time, or choose another column."),
                "column", name, NULL);
  tn_error_place (error, NULL, name, 0);

  return NULL;
}

static gboolean
find_as_of (TnJoinPlan *self, const TnJoinParams *params, GCancellable *cancellable, GError **error)
{
  g_autofree gint64 *left_times = dup_times (self->left, params->left_time, error);
  g_autofree gint64 *right_times =
      left_times != NULL ? dup_times (self->right, params->right_time, error) : NULL;
  AsOf as_of = { self, left_times, right_times };

  if (right_times == NULL)
    return FALSE;
  self->found = tn_keys_try_alloc (self->n_left, sizeof (guint32), error);
  if (self->found == NULL)
    return FALSE;
  memset (self->found, 0xff, self->n_left * sizeof (guint32));
  if (!tn_pool_for (TN_GROUPING_PARTS, find_part, &as_of, cancellable, error))
    return FALSE;

  self->n_matched = 0;
  for (gsize i = 0; i < self->n_left; i++)
    self->n_matched += self->found[i] != TN_NO_ROW;
  self->n_rows = self->n_matched;
  g_clear_pointer (&self->grouping, tn_grouping_free);

  return TRUE;
}

static char **
dup_names (const char *const *names, guint n)
{
  char **copy = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    copy[i] = g_strdup (names[i]);

  return copy;
}

/**
 * tn_join_plan:
 * @left: the table that gets more columns
 * @right: where they come from
 * @error: %TN_ERROR_NOT_FOUND for a column that is not there, %TN_ERROR_ARGUMENT for keys of
 *   types that never match, %TN_ERROR_SPACE
 *
 * Finds out what the join would do. A missing key matches nothing. About 30 bytes a row of
 * both tables while it works, 5 afterwards.
 *
 * Returns: (transfer full) (nullable): the plan; holds both tables
 */
TnJoinPlan *
tn_join_plan (TnTable *left,
              TnTable *right,
              const TnJoinParams *params,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TnJoinPlan) self = g_new0 (TnJoinPlan, 1);

  g_return_val_if_fail (params->n_keys > 0, NULL);
  g_return_val_if_fail ((params->left_time == NULL) == (params->right_time == NULL), NULL);

  self->left = tn_table_ref (left);
  self->right = tn_table_ref (right);
  self->kind = params->kind;
  self->n_keys = params->n_keys;
  self->left_keys = dup_names (params->left_keys, params->n_keys);
  self->right_keys = dup_names (params->right_keys, params->n_keys);
  self->suffix = g_strdup (params->suffix != NULL ? params->suffix : "_2");
  self->n_left = tn_table_get_n_rows (left);
  self->max_rows = params->max_rows > 0
                       ? params->max_rows
                       : MAX (LEAST_MAX_ROWS, (guint64) self->n_left * MAX_ROWS_FACTOR);
  if (!group_both (self, cancellable, error) || !count_matches (self, cancellable, error))
    return NULL;
  if (params->left_time != NULL && !find_as_of (self, params, cancellable, error))
    return NULL;
  if (self->kind == TN_JOIN_LEFT)
    self->n_rows += self->n_left - self->n_matched;

  return g_steal_pointer (&self);
}

/**
 * tn_join_plan_get_n_rows:
 *
 * Returns: how many rows the join makes
 */
guint64
tn_join_plan_get_n_rows (const TnJoinPlan *self)
{
  return self->n_rows;
}

/**
 * tn_join_plan_get_n_matched:
 *
 * Returns: how many left rows have a match
 */
gsize
tn_join_plan_get_n_matched (const TnJoinPlan *self)
{
  return self->n_matched;
}

/**
 * tn_join_plan_get_match_rate:
 *
 * Returns: the share of left rows that have a match; 0 for an empty table
 */
double
tn_join_plan_get_match_rate (const TnJoinPlan *self)
{
  return self->n_left > 0 ? (double) self->n_matched / (double) self->n_left : 0;
}

gboolean
tn_join_plan_repeats_left (const TnJoinPlan *self)
{
  return self->repeats_left;
}

gboolean
tn_join_plan_repeats_right (const TnJoinPlan *self)
{
  return self->repeats_right;
}

guint64
tn_join_plan_get_max_rows (const TnJoinPlan *self)
{
  return self->max_rows;
}

/**
 * tn_join_plan_say:
 *
 * Returns: (transfer full): what the join will do, in one sentence
 */
TnMessage *
tn_join_plan_say (const TnJoinPlan *self)
{
  TnMessage *message = tn_message_new (
      self->repeats_right && self->found == NULL
          ? N_ ("{matched} of {left} rows find a match ({share}); some find several, which makes "
                "{rows} rows.")
          : N_ ("{matched} of {left} rows find a match ({share}); the result has {rows} rows."));

  message = tn_message_count (message, "matched", (gint64) self->n_matched);
  message = tn_message_count (message, "left", (gint64) self->n_left);
  message = tn_message_percent (message, "share", tn_join_plan_get_match_rate (self), 0);

  return tn_message_count (message, "rows", (gint64) self->n_rows);
}

static gboolean
check_rows (const TnJoinPlan *self, GError **error)
{
  g_autofree char *keys = g_strjoinv (", ", self->right_keys);
  TnMessage *message;

  if (self->n_rows <= self->max_rows && self->n_rows < TN_NO_ROW)
    return TRUE;

  message = tn_message_new (
      self->repeats_left
          ? N_ ("This join would make {rows} rows of {left}, because “{keys}” repeats in both "
                "tables. Add a key column, or group the second table by “{keys}” first.")
          : N_ ("This join would make {rows} rows of {left}, because “{keys}” repeats in the "
                "second table. Group that table by “{keys}” first."));
  message = tn_message_count (message, "rows", (gint64) self->n_rows);
  message = tn_message_count (message, "left", (gint64) self->n_left);
  tn_error_take (error, TN_ERROR_ARGUMENT, tn_message_text (message, "keys", keys));

  return FALSE;
}

/* Which left and which right row make each new row. */
typedef struct
{
  const TnJoinPlan *plan;
  guint32 *left;
  guint32 *right;
  guint32 *place; /* of each left row: matches, then its first new row */
} Pairs;

static void
pairs_clear (Pairs *self)
{
  g_free (self->left);
  g_free (self->right);
  g_free (self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pairs, pairs_clear)

static void
pair_as_of (const TnJoinPlan *self, Pairs *pairs)
{
  gsize n = 0;

  for (gsize i = 0; i < self->n_left; i++)
    if (self->found[i] != TN_NO_ROW || self->kind == TN_JOIN_LEFT)
      {
        pairs->left[n] = (guint32) i;
        pairs->right[n++] = self->found[i];
      }
}

static gboolean
count_right_part (gsize index, gpointer user_data, GError **error)
{
  Pairs *pairs = user_data;
  const TnGrouping *grouping = pairs->plan->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      Span span = get_span (pairs->plan, i);

      for (guint32 j = span.left; j < span.right; j++)
        pairs->place[grouping->rows[j]] = span.end - span.right;
    }

  return TRUE;
}

static void
place_rows (const TnJoinPlan *self, Pairs *pairs)
{
  guint32 at = 0;

  for (gsize i = 0; i < self->n_left; i++)
    {
      guint32 n = pairs->place[i] == 0 && self->kind == TN_JOIN_LEFT ? 1 : pairs->place[i];

      pairs->place[i] = at;
      for (guint32 j = 0; j < n; j++)
        {
          pairs->left[at] = (guint32) i;
          pairs->right[at++] = TN_NO_ROW;
        }
    }
}

static gboolean
fill_right_part (gsize index, gpointer user_data, GError **error)
{
  Pairs *pairs = user_data;
  const TnGrouping *grouping = pairs->plan->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      Span span = get_span (pairs->plan, i);

      for (guint32 j = span.left; j < span.right; j++)
        for (guint32 k = span.right; k < span.end; k++)
          pairs->right[pairs->place[grouping->rows[j]] + k - span.right] =
              (guint32) (grouping->rows[k] - pairs->plan->n_left);
    }

  return TRUE;
}

/* Rows stand in the order of the left table, matches of one row in that of the right. */
static gboolean
pair_groups (const TnJoinPlan *self, Pairs *pairs, GCancellable *cancellable, GError **error)
{
  pairs->plan = self;
  pairs->place = tn_keys_try_alloc (self->n_left, sizeof (guint32), error);
  if (pairs->place == NULL ||
      !tn_pool_for (TN_GROUPING_PARTS, count_right_part, pairs, cancellable, error))
    return FALSE;
  place_rows (self, pairs);

  return tn_pool_for (TN_GROUPING_PARTS, fill_right_part, pairs, cancellable, error);
}

static gboolean
make_pairs (const TnJoinPlan *self, Pairs *pairs, GCancellable *cancellable, GError **error)
{
  pairs->left = tn_keys_try_alloc (self->n_rows, sizeof (guint32), error);
  pairs->right =
      pairs->left != NULL ? tn_keys_try_alloc (self->n_rows, sizeof (guint32), error) : NULL;
  if (pairs->right == NULL)
    return FALSE;
  if (self->found == NULL)
    return pair_groups (self, pairs, cancellable, error);
  pair_as_of (self, pairs);

  return TRUE;
}

static gboolean
is_right_key (const TnJoinPlan *self, const char *name)
{
  return g_strv_contains ((const char *const *) self->right_keys, name);
}

/* A name that is free in @left, and no second customer or time. */
static TnField *
new_right_field (const TnJoinPlan *self, const TnField *from, GHashTable *names)
{
  TnField *field = tn_field_copy (from);

  while (!g_hash_table_add (names, g_strdup (field->name)))
    {
      char *longer = g_strconcat (field->name, self->suffix, NULL);

      g_free (field->name);
      field->name = longer;
    }
  if (field->role != TN_ROLE_FEATURE && tn_table_find_role (self->left, field->role) >= 0)
    field->role = TN_ROLE_NONE;

  return field;
}

/* Left columns are shared where every left row stands in its place. */
static TnColumn *
take_left (const TnJoinPlan *self,
           TnColumn *column,
           const Pairs *pairs,
           GCancellable *cancellable,
           GError **error)
{
  gboolean same = self->n_rows == self->n_left &&
                  (self->kind == TN_JOIN_LEFT || self->n_matched == self->n_left);

  return same ? tn_column_ref (column)
              : tn_gather (column, pairs->left, self->n_rows, cancellable, error);
}

static gboolean
fill_builder (const TnJoinPlan *self,
              TnTableBuilder *builder,
              const Pairs *pairs,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_left = tn_table_get_n_columns (self->left);
  guint n_right = tn_table_get_n_columns (self->right);

  for (guint i = 0; i < n_left + n_right; i++)
    {
      TnTable *table = i < n_left ? self->left : self->right;
      guint place = i < n_left ? i : i - n_left;
      const TnField *field = tn_table_get_field (table, place);
      TnColumn *column = tn_table_get_column (table, place);
      TnField *copy;

      if (i >= n_left && is_right_key (self, field->name))
        continue;
      column = i < n_left ? take_left (self, column, pairs, cancellable, error)
                          : tn_gather (column, pairs->right, self->n_rows, cancellable, error);
      if (column == NULL)
        return FALSE;
      if (i < n_left)
        g_hash_table_add (names, g_strdup (field->name));
      copy = i < n_left ? tn_field_copy (field) : new_right_field (self, field, names);
      tn_table_builder_take (builder, copy, column);
      tn_progress_report (progress, (double) (i + 1) / (n_left + n_right));
    }

  return TRUE;
}

static void
take_row_roles (const TnJoinPlan *self, TnTableBuilder *builder, const Pairs *pairs)
{
  const guint8 *roles = tn_table_get_row_roles (self->left);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *taken;

  if (roles == NULL)
    return;
  taken = g_malloc (MAX (self->n_rows, 1));
  for (guint64 i = 0; i < self->n_rows; i++)
    taken[i] = roles[pairs->left[i]];
  bytes = g_bytes_new_take (taken, self->n_rows);
  tn_table_builder_set_row_roles (builder, bytes);
}

/**
 * tn_join_run:
 * @error: %TN_ERROR_ARGUMENT when more rows would come out than the plan allows, and why;
 *   %TN_ERROR_SPACE
 *
 * Makes the table of the plan: all left columns, then the right ones without the keys. Rows
 * stand in the order of the left table, several matches of one row in that of the right.
 *
 * Returns: (transfer full) (nullable): the table
 */
TnTable *
tn_join_run (const TnJoinPlan *self,
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_auto (Pairs) pairs = { 0 };
  TnTableBuilder *builder;
  g_autoptr (TnTable) table = NULL;
  gboolean done;

  if (!check_rows (self, error) || !make_pairs (self, &pairs, cancellable, error))
    return NULL;

  builder = tn_table_builder_new (self->n_rows);
  done = fill_builder (self, builder, &pairs, progress, cancellable, error);
  if (done)
    take_row_roles (self, builder, &pairs);
  table = tn_table_builder_end (builder);

  return done ? g_steal_pointer (&table) : NULL;
}
