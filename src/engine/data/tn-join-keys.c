/* tn-join-keys.c: the keys of both tables of a join as groups of equal ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-join-private.h"
#include "tn-keys.h"

/* Right codes become codes of the left dictionary; strings it does not have come after. */
static gboolean
translate_codes (TnDictionary *left, TnDictionary *right, guint32 *codes, gsize n, GError **error)
{
  guint32 n_right = tn_dictionary_get_size (right), next = tn_dictionary_get_size (left);
  g_autofree guint32 *map = tn_keys_try_alloc (n_right, sizeof (guint32), error);

  if (map == NULL || !tn_dictionary_prepare_find (left, error))
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

/* Brings equal keys of both tables together; sets @grouping and @no_key. */
gboolean
tn_join_plan_group (TnJoinPlan *self, GCancellable *cancellable, GError **error)
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

/* Left and right rows of a group; nothing for a group whose key is missing. */
TnJoinSpan
tn_join_plan_get_span (const TnJoinPlan *self, guint32 group)
{
  const TnGrouping *grouping = self->grouping;
  TnJoinSpan span = { grouping->start[group], grouping->start[group], grouping->start[group + 1] };
  guint32 high = span.end;

  if (self->no_key[grouping->rows[span.left]])
    return (TnJoinSpan){ 0, 0, 0 };
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
