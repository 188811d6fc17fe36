/* wb-histogram.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-histogram.h"

#include <math.h>

#include "wb-chart-view.h"
#include "wb-ui.h"

#define HEIGHT    128
#define BARS_TOP  18
#define BARS_LAST 22 /* below the bars, for the words */

struct _WbHistogram
{
  GtkWidget parent_instance;

  WbShape shape; /* without the texts */
  TnColumnType type;
  char *zone;
  int at, anchor; /* bars; -1 for none */
  gboolean dragging;
};

static guint brushed;

G_DEFINE_FINAL_TYPE (WbHistogram, wb_histogram, GTK_TYPE_WIDGET)

/* Words */

char *
wb_histogram_say_value (double value, TnColumnType type, const char *zone)
{
  if (!isfinite (value))
    return g_strdup ("–");
  if (type == TN_COLUMN_TIME)
    return tn_language_format_date (wb_language (), tn_zone_to_local (zone, (gint64) value));

  if (value == floor (value) && fabs (value) < 1e15)
    return tn_language_format_number (wb_language (), value, 0);

  return tn_language_format_round (wb_language (), value, 4);
}

static double
get_edge (const WbHistogram *self, guint edge)
{
  const WbShape *shape = &self->shape;

  return shape->bins_low + (shape->bins_high - shape->bins_low) * edge / shape->n_bins;
}

/* The ends of a bar as they are said: of whole numbers 3 to 5, not 3 to 6. */
static char *
say_range (WbHistogram *self, guint bar)
{
  const WbShape *shape = &self->shape;
  double first = bar == 0 ? MIN (shape->low, shape->bins_low) : get_edge (self, bar);
  double last =
      bar + 1 == shape->n_bins ? shape->high : get_edge (self, bar + 1) - (shape->is_whole ? 1 : 0);
  g_autofree char *from = wb_histogram_say_value (MAX (first, shape->low), self->type, self->zone);
  g_autofree char *to = wb_histogram_say_value (MAX (last, first), self->type, self->zone);

  if (g_str_equal (from, to))
    return g_steal_pointer (&from);

  return wb_say_take (tn_message_text (
      tn_message_text (tn_message_new (N_ ("{from} to {to}")), "from", from), "to", to));
}

char *
wb_histogram_say_bar (WbHistogram *self, guint bar)
{
  const WbShape *shape = &self->shape;
  gsize n_known = MAX (shape->n_rows - shape->n_missing, 1);
  g_autofree char *range = say_range (self, bar);
  g_autofree char *share =
      tn_language_format_share (wb_language (), (double) shape->bins[bar] / (double) n_known, 1);
  TnMessage *message =
      tn_message_new_plural (TN_PLURAL ("{range}: {n} row, {share}", "{range}: {n} rows, {share}"),
                             (gint64) shape->bins[bar]);

  message = tn_message_text (message, "range", range);
  message = tn_message_count (message, "n", (gint64) shape->bins[bar]);

  return wb_say_take (tn_message_text (message, "share", share));
}

static void
say_cursor (WbHistogram *self)
{
  g_autofree char *bar = self->at >= 0 ? wb_histogram_say_bar (self, (guint) self->at) : NULL;

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
      bar != NULL ? bar : wb_say (N_ ("Distribution")), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
      wb_say (N_ ("Arrows go from bar to bar, with Shift they mark several, Enter shows their rows "
                  "alone.")),
      -1);
}

/* Choosing */

static void
set_cursor (WbHistogram *self, int at, gboolean extend)
{
  self->at = CLAMP (at, 0, (int) self->shape.n_bins - 1);
  if (!extend || self->anchor < 0)
    self->anchor = self->at;
  say_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
wb_histogram_choose (WbHistogram *self, guint from, guint to)
{
  double low = from == 0 ? -INFINITY : get_edge (self, from);
  double high = to + 1 >= self->shape.n_bins ? INFINITY : get_edge (self, to + 1);

  g_signal_emit (self, brushed, 0, low, high);
}

static void
choose (WbHistogram *self)
{
  if (self->at >= 0)
    wb_histogram_choose (self, (guint) MIN (self->at, self->anchor),
                         (guint) MAX (self->at, self->anchor));
}

static int
find_bar (WbHistogram *self, double x)
{
  int width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);

  return CLAMP ((int) (x / width * self->shape.n_bins), 0, (int) self->shape.n_bins - 1);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, WbHistogram *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragging = TRUE;
  set_cursor (self, find_bar (self, x), FALSE);
}

static void
on_drag_update (GtkGestureDrag *gesture, double by, double y, WbHistogram *self)
{
  double x, start_y;

  gtk_gesture_drag_get_start_point (gesture, &x, &start_y);
  set_cursor (self, find_bar (self, x + by), TRUE);
}

static void
on_drag_end (GtkGestureDrag *gesture, double x, double y, WbHistogram *self)
{
  self->dragging = FALSE;
  choose (self);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        WbHistogram *self)
{
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;

  switch (key)
    {
    case GDK_KEY_Left:
      set_cursor (self, self->at < 0 ? 0 : self->at - 1, extend);
      break;
    case GDK_KEY_Right:
      set_cursor (self, self->at + 1, extend);
      break;
    case GDK_KEY_Home:
      set_cursor (self, 0, extend);
      break;
    case GDK_KEY_End:
      set_cursor (self, (int) self->shape.n_bins - 1, extend);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      choose (self);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  return GDK_EVENT_STOP;
}

static gboolean
on_query_tooltip (WbHistogram *self,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  gpointer user_data)
{
  g_autofree char *said = NULL;

  if (keyboard && self->at < 0)
    return FALSE;
  said = wb_histogram_say_bar (self, (guint) (keyboard ? self->at : find_bar (self, x)));
  gtk_tooltip_set_text (tooltip, said);

  return TRUE;
}

/* Drawing */

static void
write_text (WbHistogram *self,
            GtkSnapshot *snapshot,
            const char *text,
            const GdkRGBA *colour,
            double x,
            double y,
            double align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoFontDescription *font = pango_font_description_copy (
      pango_context_get_font_description (pango_layout_get_context (layout)));
  int width, height;
  int room = gtk_widget_get_width (GTK_WIDGET (self));

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font,
                                              pango_font_description_get_size (font) * 9.0 / 11);
  else
    pango_font_description_set_size (font, pango_font_description_get_size (font) * 9 / 11);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (CLAMP (x - width * align, 0, MAX (room - width, 0)), y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

/* The end of the axis: what lies beyond is in the last bar. */
static char *
say_end (WbHistogram *self, gboolean is_low)
{
  const WbShape *shape = &self->shape;
  g_autofree char *value =
      wb_histogram_say_value (is_low ? shape->bins_low : shape->bins_high, self->type, self->zone);
  gboolean beyond = is_low ? shape->low < shape->bins_low : shape->high > shape->bins_high;

  return beyond ? g_strdup_printf (is_low ? "≤ %s" : "≥ %s", value) : g_steal_pointer (&value);
}

static void
draw_bars (WbHistogram *self, GtkSnapshot *snapshot, double width, double bottom)
{
  TnPlotStyle style = wb_plot_style (FALSE);
  GdkRGBA usual = wb_plot_colour (&style.series[1]);
  GdkRGBA below = wb_plot_colour (&style.series[2]);
  double step = width / self->shape.n_bins;
  gsize most = 1;

  for (guint i = 0; i < self->shape.n_bins; i++)
    most = MAX (most, self->shape.bins[i]);
  for (guint i = 0; i < self->shape.n_bins; i++)
    {
      gsize n = self->shape.bins[i];
      double height = n > 0 ? MAX ((bottom - BARS_TOP) * (double) n / (double) most, 2) : 0;
      gboolean is_below = self->shape.n_below_zero > 0 && get_edge (self, i + 1) <= 0;

      gtk_snapshot_append_color (
          snapshot, is_below ? &below : &usual,
          &GRAPHENE_RECT_INIT (i * step, bottom - height, MAX (step - 2, 1), height));
    }
}

static void
draw_choice (WbHistogram *self, GtkSnapshot *snapshot, const GdkRGBA *ink, double width)
{
  double step = width / self->shape.n_bins;
  int from = MIN (self->at, self->anchor), to = MAX (self->at, self->anchor);
  GdkRGBA tint = *ink;

  if (self->at < 0 || !(self->dragging || gtk_widget_has_focus (GTK_WIDGET (self))))
    return;
  tint.alpha = 0.14f;
  gtk_snapshot_append_color (snapshot, &tint,
                             &GRAPHENE_RECT_INIT (from * step, BARS_TOP - 4, (to - from + 1) * step,
                                                  HEIGHT - BARS_TOP - BARS_LAST + 8));
}

static void
draw_middle (WbHistogram *self, GtkSnapshot *snapshot, const GdkRGBA *ink, double width)
{
  const WbShape *shape = &self->shape;
  double x = (shape->middle - shape->bins_low) / (shape->bins_high - shape->bins_low) * width;
  g_autofree char *value = wb_histogram_say_value (shape->middle, self->type, self->zone);
  g_autofree char *said = wb_say_text (N_ ("middle {value}"), "value", value);

  if (!isfinite (x))
    return;
  for (double y = BARS_TOP - 2; y < HEIGHT - BARS_LAST; y += 5)
    gtk_snapshot_append_color (snapshot, ink, &GRAPHENE_RECT_INIT (floor (x), y, 1, 3));
  write_text (self, snapshot, said, ink, x > width / 2 ? x - 4 : x + 4, 0, x > width / 2 ? 1 : 0);
}

static void
wb_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbHistogram *self = WB_HISTOGRAM (widget);
  double width = gtk_widget_get_width (widget);
  double bottom = HEIGHT - BARS_LAST;
  double zero = -self->shape.bins_low / (self->shape.bins_high - self->shape.bins_low);
  g_autofree char *low = say_end (self, TRUE);
  g_autofree char *high = say_end (self, FALSE);
  GdkRGBA ink, soft;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  soft = ink;
  soft.alpha *= 0.7f;
  draw_choice (self, snapshot, &ink, width);
  draw_bars (self, snapshot, width, bottom);
  gtk_snapshot_append_color (snapshot, &soft, &GRAPHENE_RECT_INIT (0, bottom, (float) width, 1));
  draw_middle (self, snapshot, &soft, width);
  write_text (self, snapshot, low, &soft, 0, bottom + 3, 0);
  write_text (self, snapshot, high, &soft, width, bottom + 3, 1);
  if (self->type == TN_COLUMN_NUMBER && zero > 0.2 && zero < 0.8)
    write_text (self, snapshot, "0", &soft, zero * width, bottom + 3, 0.5);
}

static void
wb_histogram_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 260 : HEIGHT;
}

static void
wb_histogram_finalize (GObject *object)
{
  g_free (WB_HISTOGRAM (object)->zone);

  G_OBJECT_CLASS (wb_histogram_parent_class)->finalize (object);
}

static void
wb_histogram_class_init (WbHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_histogram_finalize;
  widget_class->snapshot = wb_histogram_snapshot;
  widget_class->measure = wb_histogram_measure;
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  brushed = g_signal_new ("brushed", WB_TYPE_HISTOGRAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
wb_histogram_init (WbHistogram *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->at = self->anchor = -1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  /* As the columns of the grid, values run from left to right in every language. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, key);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
wb_histogram_new (const WbShape *shape, TnColumnType type, const char *zone)
{
  WbHistogram *self = g_object_new (WB_TYPE_HISTOGRAM, NULL);

  self->shape = *shape;
  self->type = type;
  self->zone = g_strdup (zone);
  say_cursor (self);

  return GTK_WIDGET (self);
}
