/* wb-risk-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-risk-bar.h"

#include <math.h>

#include "wb-chart-view.h"
#include "wb-words.h"

#define BAR_HEIGHT 8.0
#define CAP        3.0

struct _WbRiskBar
{
  GtkWidget parent_instance;

  double value, low, high;
  double from, to;
  guint is_interval : 1;
  guint is_baseline : 1;
};

G_DEFINE_FINAL_TYPE (WbRiskBar, wb_risk_bar, GTK_TYPE_WIDGET)

static double
place (WbRiskBar *self, double value, double width)
{
  double share = self->to > self->from ? (value - self->from) / (self->to - self->from) : 0;
  double x = CAP + CLAMP (share, 0, 1) * (width - 2 * CAP);

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? width - x : x;
}

static void
append_box (GtkSnapshot *snapshot, GdkRGBA colour, double x1, double y, double x2, double height)
{
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (MIN (x1, x2), y, fabs (x2 - x1), height));
}

static void
append_pill (GtkSnapshot *snapshot, GdkRGBA colour, double x1, double y, double x2, double height)
{
  GskRoundedRect pill;

  gsk_rounded_rect_init_from_rect (
      &pill, &GRAPHENE_RECT_INIT (MIN (x1, x2), y, fabs (x2 - x1), height), height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, &colour, &pill.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_whisker (WbRiskBar *self, GtkSnapshot *snapshot, GdkRGBA ink, double width, double middle)
{
  double low = place (self, self->low, width), high = place (self, self->high, width);

  if (!isfinite (self->low) || !isfinite (self->high))
    return;
  append_box (snapshot, ink, low, middle - 0.75, high, 1.5);
  append_box (snapshot, ink, low - 0.75, middle - 5, low + 0.75, 10);
  append_box (snapshot, ink, high - 0.75, middle - 5, high + 0.75, 10);
}

static void
wb_risk_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbRiskBar *self = WB_RISK_BAR (widget);
  double width = gtk_widget_get_width (widget);
  double middle = floor (gtk_widget_get_height (widget) / 2.0);
  TnPlotStyle style = wb_plot_style (FALSE);
  guint series = self->is_interval ? (self->is_baseline ? 0 : 1) : 2;
  GdkRGBA fill = wb_plot_colour (&style.series[series]);
  GdkRGBA track = wb_plot_colour (&style.ink);
  GdkRGBA ink = self->is_interval ? fill : wb_plot_colour (&style.ink);
  double at;

  if (width < 4 * CAP || !isfinite (self->value))
    return;
  at = place (self, self->value, width);
  if (self->is_interval)
    {
      append_whisker (self, snapshot, ink, width, middle);
      append_pill (snapshot, fill, at - 4, middle - 4, at + 4, 8);
      return;
    }
  track.alpha *= 0.13;
  append_pill (snapshot, track, 0, middle - BAR_HEIGHT / 2, width, BAR_HEIGHT);
  append_pill (snapshot, fill, place (self, self->from, width), middle - BAR_HEIGHT / 2, at,
               BAR_HEIGHT);
  append_whisker (self, snapshot, ink, width, middle);
}

static void
wb_risk_bar_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 48 : 14;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 104 : 14;
}

static void
wb_risk_bar_class_init (WbRiskBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = wb_risk_bar_snapshot;
  widget_class->measure = wb_risk_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "riskbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
wb_risk_bar_init (WbRiskBar *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->value = self->low = self->high = NAN;
  self->to = 1;
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
wb_risk_bar_new (void)
{
  return g_object_new (WB_TYPE_RISK_BAR, NULL);
}

static void
update (WbRiskBar *self, const char *words)
{
  if (isfinite (self->value))
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, self->from,
        GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, self->to, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, self->value,
        GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_risk_bar_set:
 * @value: 0 to 1
 * @low: lower end of its interval, NaN without
 * @high: upper end
 */
void
wb_risk_bar_set (WbRiskBar *self, double value, double low, double high)
{
  g_autofree char *words = wb_say_share (value, low, high);

  self->value = value;
  self->low = low;
  self->high = high;
  self->from = 0;
  self->to = 1;
  self->is_interval = FALSE;
  update (self, words);
}

void
wb_risk_bar_set_interval (WbRiskBar *self,
                          double value,
                          double low,
                          double high,
                          double from,
                          double to,
                          gboolean is_baseline)
{
  g_autofree char *words = tn_language_format_number (wb_language (), value, 3);

  self->value = value;
  self->low = low;
  self->high = high;
  self->from = from;
  self->to = to;
  self->is_interval = TRUE;
  self->is_baseline = is_baseline;
  update (self, words);
}
