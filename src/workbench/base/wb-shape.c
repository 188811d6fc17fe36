/* wb-shape.c: what the values of a column look like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-shape.h"

#include <math.h>
#include <stdlib.h>

#include "tn-error.h"
#include "wb-kind.h"
#include "wb-words.h"

#define MAX_SAMPLE 65536

typedef struct
{
  TnColumn *column;
  WbShape *shape;
  GArray *sample; /* of double */
  gsize step;     /* every so many rows are sampled */
  const char *zone;
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
          shape->n_below_zero += value < 0 && !self->is_time;
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

static void
count_value (WbShape *shape, double value)
{
  double step = (shape->bins_high - shape->bins_low) / shape->n_bins;
  double place = step > 0 ? (value - shape->bins_low) / step : 0;
  int bin = (int) floor (CLAMP (place, -1, WB_SHAPE_BINS + 1));

  shape->bins[CLAMP (bin, 0, (int) shape->n_bins - 1)]++;
}

/* 1, 2, 2.5 or 5 of some power of ten, at least @least; of whole numbers a whole one. */
static double
find_round_step (double least, gboolean whole)
{
  static const double sizes[] = { 1, 2, 2.5, 5, 10 };
  double ten = pow (10, floor (log10 (least)));

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] * ten >= least && (!whole || sizes[i] * ten == floor (sizes[i] * ten)))
      return sizes[i] * ten;

  return 10 * ten;
}

static gboolean
is_whole (GArray *sample)
{
  for (guint i = 0; i < sample->len; i++)
    if (g_array_index (sample, double, i) != floor (g_array_index (sample, double, i)))
      return FALSE;

  return TRUE;
}

/* Hours, days, weeks, or twice as many weeks as often as needed. */
static double
find_time_step (double least)
{
  static const guint hours[] = { 1, 2, 6, 12, 24, 48, 168, 336 };
  double hour = 3600.0 * G_USEC_PER_SEC, step;

  for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
    if (hours[i] * hour >= least)
      return hours[i] * hour;
  for (step = 672 * hour; step < least; step *= 2)
    ;

  return step;
}

/* Between the ends of the middle 98%, so that one wild value does not hide the rest, in steps that
 * can be said: a bar becomes a condition. */
static void
choose_bins (const Reader *self)
{
  WbShape *shape = self->shape;
  double low = get_quantile (self->sample, 0.01), high = get_quantile (self->sample, 0.99);
  double least = (high - low) / (WB_SHAPE_BINS - 1);
  double step, origin = 0;

  shape->is_whole = !self->is_time && is_whole (self->sample);

  if (!(high > low) || !isfinite (least))
    {
      shape->n_bins = 1;
      shape->bins_low = shape->bins_high = low;
      return;
    }
  step = self->is_time     ? find_time_step (least)
         : shape->is_whole ? find_round_step (MAX (least, 1), TRUE)
                           : find_round_step (least, FALSE);
  if (self->is_time)
    origin = (double) ((gint64) low - tn_zone_to_local (self->zone, (gint64) low));
  shape->bins_low = floor ((low - origin) / step) * step + origin;
  shape->n_bins = (guint) CLAMP (floor ((high - shape->bins_low) / step) + 1, 1, WB_SHAPE_BINS);
  shape->bins_high = shape->bins_low + shape->n_bins * step;
}

/* A second pass counts all rows: what a bar says is what a filter by it finds. */
static gboolean
fill_bins (const Reader *self, GCancellable *cancellable, GError **error)
{
  WbShape *shape = self->shape;

  if (self->sample->len == 0)
    return TRUE;
  choose_bins (self);
  shape->n_distinct = shape->low >= shape->high ? 1 : 0;
  for (gsize i = 0; i < tn_column_get_n_chunks (self->column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (self->column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < chunk->n_rows; j++)
        {
          double value = get_value (self, chunk, j);

          if (isfinite (value))
            count_value (shape, value);
        }
    }

  return TRUE;
}

static gboolean
read_numbers (WbShape *shape,
              TnColumn *column,
              const char *zone,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (double));
  Reader reader = { column, shape,
                    sample, 1 + shape->n_rows / MAX_SAMPLE,
                    zone,   tn_column_get_column_type (column) == TN_COLUMN_TIME };

  if (!read_ends (&reader, cancellable, error))
    return FALSE;
  g_array_sort (sample, compare_numbers);
  shape->quarter = get_quantile (sample, 0.25);
  shape->middle = get_quantile (sample, 0.5);
  shape->three_quarters = get_quantile (sample, 0.75);

  return fill_bins (&reader, cancellable, error);
}

static void
find_top (WbShape *shape, TnColumnType type, const TnDictionary *dictionary, const gsize *counts)
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
      gsize length;
      const char *text = wb_kind_get (type, dictionary, top[i], wb_language (), &length);

      shape->top[i] = g_strndup (text, length);
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
    find_top (shape, tn_column_get_column_type (column), dictionary, counts);

  return TRUE;
}

/**
 * wb_shape_read:
 * @zone: (nullable): of times
 *
 * On any thread; reads the whole column, piece by piece.
 *
 * Returns: (transfer full): what its values look like
 */
WbShape *
wb_shape_read (TnColumn *column, const char *zone, GCancellable *cancellable, GError **error)
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
      done = read_numbers (shape, column, zone, cancellable, error);
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

char *
wb_shape_say_missing (const WbShape *self)
{
  double share = self->n_rows > 0 ? (double) self->n_missing / self->n_rows : 0;
  g_autofree char *percent = NULL;

  if (self->n_missing == 0)
    return self->n_distinct > 1
               ? wb_say_count (TN_PLURAL ("{n} kind", "{n} kinds"), "n", self->n_distinct)
               : g_strdup (wb_say (N_ ("none missing")));
  percent = tn_language_format_share (wb_language (), share, share < 0.01 ? 1 : 0);

  return wb_say_text (N_ ("{share} missing"), "share", percent);
}
