/* wb-scatter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-scatter.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-error.h"
#include "wb-words.h"
#include "wb-work.h"

static double *
read_times (TnColumn *column, GError **error)
{
  g_autofree gint64 *times = tn_column_dup_times (column, error);
  gsize n = tn_column_get_n_rows (column);
  double *values = times != NULL ? g_try_malloc_n (MAX (n, 1), sizeof *values) : NULL;

  if (times != NULL && values == NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough memory for a picture of this size; make it smaller."),
                  NULL);
  for (gsize i = 0; values != NULL && i < n; i++)
    values[i] = times[i] == TN_TIME_MISSING ? NAN : (double) times[i];

  return values;
}

static double *
read_values (TnTable *table, guint index, GError **error)
{
  TnColumn *column = tn_table_get_column (table, index);

  switch (tn_column_get_column_type (column))
    {
    case TN_COLUMN_NUMBER:
      return tn_column_dup_numbers (column, error);
    case TN_COLUMN_TIME:
      return read_times (column, error);
    default:
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("Only numbers and dates can be set against each other; choose another "
                        "column."),
                    NULL);
      return NULL;
    }
}

static TnMessage *
name_of (TnTable *table, guint column, const TnLanguage *language)
{
  g_autofree char *name = tn_field_say (tn_table_get_field (table, column), language);

  return tn_message_new_literal (name);
}

/**
 * wb_scatter_new:
 * @x_column: of numbers or moments, across
 * @y_column: of numbers or moments, upwards
 *
 * Errors: %TN_ERROR_ARGUMENT for other columns, %TN_ERROR_SPACE, and those of reading.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
wb_scatter_new (TnTable *table,
                guint x_column,
                guint y_column,
                const TnLanguage *language,
                GError **error)
{
  g_autofree double *x = read_values (table, x_column, error);
  g_autofree double *y = x != NULL ? read_values (table, y_column, error) : NULL;
  TnMessage *title;
  TnChart *chart;
  TnPanel *panel;

  if (y == NULL)
    return NULL;
  title = tn_message_new (N_ ("{y} against {x}"));
  tn_message_take (title, "y", name_of (table, y_column, language));
  tn_message_take (title, "x", name_of (table, x_column, language));
  chart =
      tn_chart_scatter (title, NULL, name_of (table, x_column, language),
                        name_of (table, y_column, language), 1, tn_table_get_n_rows (table), x, y);
  panel = g_ptr_array_index (tn_chart_get_panels (chart), 0);
  for (int i = 0; i < 2; i++)
    if (tn_column_get_column_type (tn_table_get_column (table, i == 0 ? x_column : y_column)) ==
        TN_COLUMN_TIME)
      {
        TnAxis *axis = i == 0 ? &panel->x : &panel->y;

        axis->unit = TN_UNIT_DATE;
        axis->scale = TN_SCALE_TIME;
      }

  return chart;
}

typedef struct
{
  TnTable *table;
  guint x, y;
  const TnLanguage *language;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_table_unref (self->table);
  g_free (self);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return wb_scatter_new (request->table, request->x, request->y, request->language, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnChart) chart = wb_work_finish (result, &error);

  if (chart == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *why = wb_say_error (error);

      /* The place of the picture says why there is none. */
      chart = tn_chart_new ("scatter", NULL, NULL);
      tn_chart_set_empty (chart, tn_message_new_literal (why));
    }
  if (chart != NULL)
    wb_chart_view_set_chart (WB_CHART_VIEW (source), chart);
}

void
wb_scatter_load (WbChartView *view,
                 TnTable *table,
                 guint x_column,
                 guint y_column,
                 GCancellable *cancellable)
{
  Request *request = g_new0 (Request, 1);

  request->table = tn_table_ref (table);
  request->x = x_column;
  request->y = y_column;
  request->language = wb_language ();
  wb_work_start (WB_LANE_LOOK, view, read_in_worker, request, request_free,
                 (GDestroyNotify) tn_chart_unref, cancellable, on_read, NULL);
}
