/* wb-chart-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-view.h"

#include "wb-ui.h"

#define CHART_TEXT 11.0

struct _WbChartView
{
  GtkWidget parent_instance;

  TnChart *chart;
  int height;
  guint titles : 1;
};

G_DEFINE_FINAL_TYPE (WbChartView, wb_chart_view, GTK_TYPE_WIDGET)

/**
 * wb_plot_style:
 * @titles: whether charts draw their titles themselves
 *
 * Returns: the palette for light, dark and high contrast, as they are now
 */
TnPlotStyle
wb_plot_style (gboolean titles)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);
  gboolean contrast = adw_style_manager_get_high_contrast (manager);
  TnPlotLook look = contrast ? (dark ? TN_PLOT_CONTRAST_DARK : TN_PLOT_CONTRAST_LIGHT)
                             : (dark ? TN_PLOT_DARK : TN_PLOT_LIGHT);
  TnPlotStyle style = *tn_plot_style_get (look);

  style.text_size = CHART_TEXT;
  style.titles = titles;
  style.paint_paper = FALSE;

  return style;
}

GdkRGBA
wb_plot_colour (const TnRgba *colour)
{
  return (GdkRGBA){ colour->red, colour->green, colour->blue, colour->alpha };
}

static void
wb_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  TnPlotStyle style = wb_plot_style (self->titles);
  cairo_t *cr;

  if (self->chart == NULL || width < 8 || height < 8)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  tn_chart_draw (self->chart, cr, width, height, &style, wb_language ());
  cairo_destroy (cr);
}

static GtkSizeRequestMode
wb_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_chart_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  TnPlotStyle style = wb_plot_style (self->titles);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->height > 0 && self->height < 40 ? 40 : 200;
      *natural = 280;
      return;
    }
  if (self->height > 0 || self->chart == NULL)
    *minimum = *natural = self->height;
  else
    *minimum = *natural = (int) tn_chart_get_height (self->chart, for_size > 0 ? for_size : 280,
                                                     &style, wb_language ());
}

static void
on_look_changed (WbChartView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
wb_chart_view_dispose (GObject *object)
{
  WbChartView *self = WB_CHART_VIEW (object);

  g_clear_pointer (&self->chart, tn_chart_unref);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->dispose (object);
}

static void
wb_chart_view_class_init (WbChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_chart_view_dispose;
  widget_class->snapshot = wb_chart_view_snapshot;
  widget_class->measure = wb_chart_view_measure;
  widget_class->get_request_mode = wb_chart_view_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
wb_chart_view_init (WbChartView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->titles = TRUE;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_look_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_look_changed), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
wb_chart_view_new (void)
{
  return g_object_new (WB_TYPE_CHART_VIEW, NULL);
}

/**
 * wb_chart_view_set_chart:
 * @chart: (nullable): what to draw; a reference is taken
 *
 * A screen reader gets the chart's title as name and the same in words as description.
 */
void
wb_chart_view_set_chart (WbChartView *self, TnChart *chart)
{
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (chart != NULL)
    tn_chart_ref (chart);
  g_clear_pointer (&self->chart, tn_chart_unref);
  self->chart = chart;
  if (chart != NULL)
    {
      name = wb_say_message (tn_chart_get_title (chart));
      words = tn_chart_describe (chart, wb_language ());
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

TnChart *
wb_chart_view_get_chart (WbChartView *self)
{
  return self->chart;
}

void
wb_chart_view_set_height (WbChartView *self, int height)
{
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
wb_chart_view_set_titles (WbChartView *self, gboolean titles)
{
  self->titles = titles;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
