/* wb-shape.c: what the values of a column look like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "tn-error.h"
#include "wb-sheet.h"

#define MAX_SAMPLE 65536

typedef struct
{
  TnColumn *column;
  WbShape *shape;
  GArray *sample; /* of double */
  gsize step;     /* every so many rows are sampled */
  gboolean is_time;
} Reader;

static double
get_value (const Reader *self, const TnChunk *chunk, guint row)
{
  if (self->is_time)
    return chunk->time[row] != TN_TIME_MISSING ? (double) chunk->time[row] : NAN;

  return chunk->number[row];
}

/* One pass: how many are missing, the ends, and a sample. */
static gboolean
read_ends (Reader *self, GCancellable *cancellable, GError **error)
{
  WbShape *shape = self->shape;
  gsize at = 0;

  shape->low = INFINITY;
  shape->high = -INFINITY;
  for (gsize i = 0; i < tn_column_get_n_chunks (self->column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (self->column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < chunk->n_rows; j++, at++)
        {
          double value = get_value (self, chunk, j);

          if (!isfinite (value))
            {
              shape->n_missing++;
              continue;
            }
          shape->low = MIN (shape->low, value);
          shape->high = MAX (shape->high, value);
          if (at % self->step == 0)
            g_array_append_val (self->sample, value);
        }
    }

  return TRUE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
get_quantile (GArray *sorted, double p)
{
  return sorted->len > 0 ? g_array_index (sorted, double, (guint) (p * (sorted->len - 1))) : NAN;
}

/* Drawn between the ends of the middle 98%, so that one wild value does not hide the rest. */
static void
fill_bins (WbShape *shape, GArray *sample)
{
  double low = get_quantile (sample, 0.01), high = get_quantile (sample, 0.99);

  if (sample->len == 0)
    return;
  shape->n_bins = WB_SHAPE_BINS;
  shape->bins_low = low;
  shape->bins_high = high;
  for (guint i = 0; i < sample->len; i++)
    {
      double value = g_array_index (sample, double, i);
      double place = high > low ? (value - low) / (high - low) : 0.5;
      int bin = (int) floor (place * WB_SHAPE_BINS);

      shape->bins[CLAMP (bin, 0, WB_SHAPE_BINS - 1)]++;
    }
}

static gboolean
read_numbers (WbShape *shape, TnColumn *column, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (double));
  Reader reader = { column, shape, sample, 1 + shape->n_rows / MAX_SAMPLE,
                    tn_column_get_column_type (column) == TN_COLUMN_TIME };

  if (!read_ends (&reader, cancellable, error))
    return FALSE;
  g_array_sort (sample, compare_numbers);
  shape->quarter = get_quantile (sample, 0.25);
  shape->middle = get_quantile (sample, 0.5);
  shape->three_quarters = get_quantile (sample, 0.75);
  fill_bins (shape, sample);

  return TRUE;
}

static void
find_top (WbShape *shape, const TnDictionary *dictionary, const gsize *counts)
{
  gsize size = tn_dictionary_get_size (dictionary);
  guint32 top[WB_SHAPE_TOP];

  for (gsize code = 0; code < size; code++)
    {
      guint place = shape->n_top;

      if (counts[code] == 0)
        continue;
      shape->n_distinct++;
      while (place > 0 && counts[code] > counts[top[place - 1]])
        place--;
      if (place >= WB_SHAPE_TOP)
        continue;
      shape->n_top = MIN (shape->n_top + 1, WB_SHAPE_TOP);
      for (guint i = shape->n_top - 1; i > place; i--)
        top[i] = top[i - 1];
      top[place] = code;
    }
  for (guint i = 0; i < shape->n_top; i++)
    {
      shape->top[i] = tn_dictionary_dup (dictionary, top[i]);
      shape->top_counts[i] = counts[top[i]];
      shape->bins[i] = counts[top[i]];
    }
  shape->n_bins = shape->n_top;
}

static gboolean
read_kinds (WbShape *shape, TnColumn *column, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);
  g_autofree gsize *counts = NULL;

  if (dictionary == NULL)
    return FALSE;
  counts = g_try_new0 (gsize, MAX (tn_dictionary_get_size (dictionary), 1));
  for (gsize i = 0; counts != NULL && i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < chunk->n_rows; j++)
        if (chunk->code[j] == TN_CODE_MISSING)
          shape->n_missing++;
        else
          counts[chunk->code[j]]++;
    }
  if (counts != NULL)
    find_top (shape, dictionary, counts);

  return TRUE;
}

/**
 * wb_shape_read:
 *
 * On any thread; reads the whole column, piece by piece.
 *
 * Returns: (transfer full): what its values look like
 */
WbShape *
wb_shape_read (TnColumn *column, GCancellable *cancellable, GError **error)
{
  WbShape *shape = g_new0 (WbShape, 1);
  gboolean done;

  shape->n_rows = tn_column_get_n_rows (column);
  switch (tn_column_type_get_kind (tn_column_get_column_type (column)))
    {
    case TN_CHUNK_CODE:
      done = read_kinds (shape, column, cancellable, error);
      break;
    case TN_CHUNK_TEXT:
      done = tn_column_count_missing (column, &shape->n_missing, error);
      break;
    default:
      done = read_numbers (shape, column, cancellable, error);
      break;
    }
  if (done)
    return shape;
  wb_shape_free (shape);

  return NULL;
}

void
wb_shape_free (WbShape *self)
{
  for (guint i = 0; i < self->n_top; i++)
    g_free (self->top[i]);
  g_free (self);
}
