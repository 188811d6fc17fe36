/* wb-wrap-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-wrap-bar.h"

#define SPACING 6

struct _WbWrapBar
{
  GtkWidget parent_instance;

  GtkWidget *first, *second;
};

G_DEFINE_FINAL_TYPE (WbWrapBar, wb_wrap_bar, GTK_TYPE_WIDGET)

static void
measure_width (GtkWidget *widget, int *least, int *natural)
{
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, least, natural, NULL, NULL);
}

static int
measure_height (GtkWidget *widget, int width)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);

  return least;
}

static gboolean
fits (WbWrapBar *self, int width)
{
  int first, second, natural;

  measure_width (self->first, &first, &natural);
  measure_width (self->second, &second, &natural);

  return width < 0 || first + SPACING + second <= width;
}

static GtkSizeRequestMode
wb_wrap_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_wrap_bar_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  WbWrapBar *self = WB_WRAP_BAR (widget);
  int least[2], usual[2];

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self->first, &least[0], &usual[0]);
      measure_width (self->second, &least[1], &usual[1]);
      *minimum = MAX (least[0], least[1]);
      *natural = usual[0] + SPACING + usual[1];
      return;
    }
  least[0] = measure_height (self->first, -1);
  least[1] = measure_height (self->second, -1);
  *minimum = *natural =
      fits (self, for_size) ? MAX (least[0], least[1]) : least[0] + SPACING + least[1];
}

static void
place (GtkWidget *widget, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
wb_wrap_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbWrapBar *self = WB_WRAP_BAR (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int least, natural, rest, other;

  measure_width (self->first, &least, &natural);
  measure_width (self->second, &rest, &other);
  if (!fits (self, width))
    {
      int top = measure_height (self->first, -1);

      place (self->first, mirrored ? width - MIN (natural, width) : 0, 0, MIN (natural, width),
             top);
      place (self->second, 0, top + SPACING, width, MAX (height - top - SPACING, 1));
      return;
    }
  natural = CLAMP (natural, least, width - SPACING - rest);
  place (self->first, mirrored ? width - natural : 0, 0, natural, height);
  place (self->second, mirrored ? 0 : natural + SPACING, 0, width - natural - SPACING, height);
}

static void
wb_wrap_bar_dispose (GObject *object)
{
  WbWrapBar *self = WB_WRAP_BAR (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);

  G_OBJECT_CLASS (wb_wrap_bar_parent_class)->dispose (object);
}

static void
wb_wrap_bar_class_init (WbWrapBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_wrap_bar_dispose;
  widget_class->get_request_mode = wb_wrap_bar_get_request_mode;
  widget_class->measure = wb_wrap_bar_measure;
  widget_class->size_allocate = wb_wrap_bar_size_allocate;
}

static void
wb_wrap_bar_init (WbWrapBar *self)
{
}

GtkWidget *
wb_wrap_bar_new (GtkWidget *first, GtkWidget *second)
{
  WbWrapBar *self = g_object_new (WB_TYPE_WRAP_BAR, NULL);

  self->first = first;
  self->second = second;
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
