/* wb-scatter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-scatter.h"

#include "tn-column-chart.h"
#include "wb-words.h"
#include "wb-work.h"

typedef struct
{
  TnTable *table;
  guint x, y;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_table_unref (self->table);
  g_free (self);
}

typedef struct
{
  TnChart *chart;
  TnMessage *finding;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *self = data;

  tn_chart_unref (self->chart);
  g_clear_pointer (&self->finding, tn_message_unref);
  g_free (self);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  TnAssociation association;
  g_autoptr (TnMessage) finding = NULL;
  TnChart *chart = tn_column_chart_new (request->table, request->x, request->y, &finding,
                                        &association, cancellable, error);
  Picture *picture = chart != NULL ? g_new0 (Picture, 1) : NULL;

  if (picture == NULL)
    return NULL;
  picture->chart = chart;
  picture->finding = g_steal_pointer (&finding);

  return picture;
}

typedef struct
{
  WbScatterFunc func;
  gpointer data;
} Done;

/* The place of the picture says why there is none. */
static void
show_why (WbChartView *view, const GError *error)
{
  g_autofree char *why = wb_say_error (error);
  g_autoptr (TnChart) chart = tn_chart_new ("scatter", NULL, NULL);

  tn_chart_set_empty (chart, tn_message_new_literal (why));
  wb_chart_view_set_chart (view, chart);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbChartView *view = WB_CHART_VIEW (source);
  g_autofree Done *done = user_data;
  g_autoptr (GError) error = NULL;
  Picture *picture = wb_work_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (picture != NULL)
    wb_chart_view_set_chart (view, picture->chart);
  else
    show_why (view, error);
  if (done->func != NULL)
    done->func (view, picture != NULL ? picture->finding : NULL, done->data);
  g_clear_pointer (&picture, picture_free);
}

void
wb_scatter_load (WbChartView *view,
                 TnTable *table,
                 guint x_column,
                 guint y_column,
                 GCancellable *cancellable,
                 WbScatterFunc done,
                 gpointer user_data)
{
  Request *request = g_new0 (Request, 1);
  Done *call = g_new0 (Done, 1);

  request->table = tn_table_ref (table);
  request->x = x_column;
  request->y = y_column;
  call->func = done;
  call->data = user_data;
  wb_work_start (WB_LANE_LOOK, view, read_in_worker, request, request_free, picture_free,
                 cancellable, on_read, call);
}
