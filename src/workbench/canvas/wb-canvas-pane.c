/* wb-canvas-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-pane.h"

#include <math.h>

#include "wb-card-look.h"
#include "wb-minimap.h"
#include "wb-step-facts.h"
#include "wb-ui.h"

struct _WbCanvasPane
{
  AdwBin parent_instance;

  WbCanvas *canvas;
  GtkWidget *zoom;
  GtkWidget *tidy;
  GtkWidget *legend;
  GtkWidget *minimap;
  GtkWidget *hint;   /* as long as there is no step */
  WbCardBrush brush; /* of the legend */
};

G_DEFINE_FINAL_TYPE (WbCanvasPane, wb_canvas_pane, ADW_TYPE_BIN)

WbCanvas *
wb_canvas_pane_get_canvas (WbCanvasPane *self)
{
  return self->canvas;
}

static void
on_out (WbCanvasPane *self)
{
  wb_canvas_zoom (self->canvas, wb_canvas_get_zoom (self->canvas) / 1.25);
}

static void
on_in (WbCanvasPane *self)
{
  wb_canvas_zoom (self->canvas, wb_canvas_get_zoom (self->canvas) * 1.25);
}

static void
on_hundred (WbCanvasPane *self)
{
  wb_canvas_zoom (self->canvas, 1);
}

static void
on_view_changed (WbCanvasPane *self)
{
  const char *percent = wb_say (N_ ("{n}%"));
  g_autofree char *number = tn_language_format_count (
      wb_language (), (guint64) round (wb_canvas_get_zoom (self->canvas) * 100));
  g_autofree char *text = wb_say_text (percent, "n", number);

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->zoom)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (self->zoom), text);
}

static void
on_changed (WbCanvasPane *self)
{
  TnGraph *graph = wb_steps_get_graph (wb_canvas_get_steps (self->canvas));

  gtk_widget_set_visible (self->hint, graph != NULL && tn_graph_get_n_nodes (graph) == 0);
}

static GtkWidget *
make_hint (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (N_ ("No step yet")), "title-2"));
  gtk_box_append (GTK_BOX (box),
                  wb_label_new (wb_say (N_ ("Double-click, or press N: the first step brings the "
                                            "data in.")),
                                "dim-label"));
  for (GtkWidget *at = gtk_widget_get_first_child (box); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    gtk_label_set_justify (GTK_LABEL (at), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (box, FALSE);

  return box;
}

/* What the letters of the ports mean. */

static void
draw_key (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  WbCanvasPane *self =
      WB_CANVAS_PANE (gtk_widget_get_ancestor (GTK_WIDGET (area), WB_TYPE_CANVAS_PANE));

  wb_canvas_colours_read (&self->brush.colours, GTK_WIDGET (area));
  wb_card_brush_draw_port (&self->brush, cr, GPOINTER_TO_UINT (user_data), width / 2.0,
                           height / 2.0, 7);
}

static GtkWidget *
make_legend (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (guint i = 0; i < TN_N_PORT_TYPES; i++)
    {
      GtkWidget *key = gtk_drawing_area_new ();
      GtkWidget *label = gtk_label_new (wb_port_say (i));

      gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (key), 16);
      gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (key), 16);
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (key), draw_key, GUINT_TO_POINTER (i), NULL);
      gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (box), key);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_add_css_class (box, "canvas-bar");
  gtk_widget_add_css_class (box, "legend");

  return box;
}

/* The bar */

static GtkWidget *
add_icon (WbCanvasPane *self, GtkWidget *bar, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = wb_icon_button_new (icon, name);

  gtk_widget_add_css_class (button, "flat");
  if (clicked != NULL)
    g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (bar), button);

  return button;
}

static GtkWidget *
add_button (GtkWidget *bar, const char *icon, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), text);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (bar), button);

  return button;
}

static GtkWidget *
make_bar (WbCanvasPane *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *list, *fit;

  add_icon (self, bar, "list-remove-symbolic", wb_say (N_ ("Smaller")), G_CALLBACK (on_out));
  self->zoom = gtk_button_new ();
  gtk_widget_add_css_class (self->zoom, "flat");
  gtk_widget_add_css_class (self->zoom, "tabular");
  gtk_widget_set_tooltip_text (self->zoom, wb_say (N_ ("Show at 100%")));
  wb_name_widget (self->zoom, wb_say (N_ ("Show at 100%")));
  g_signal_connect_swapped (self->zoom, "clicked", G_CALLBACK (on_hundred), self);
  gtk_box_append (GTK_BOX (bar), self->zoom);
  add_icon (self, bar, "list-add-symbolic", wb_say (N_ ("Larger")), G_CALLBACK (on_in));
  fit = add_icon (self, bar, "zoom-fit-best-symbolic", wb_say (N_ ("Show all of it")), NULL);
  g_signal_connect_swapped (fit, "clicked", G_CALLBACK (wb_canvas_fit), self->canvas);
  gtk_box_append (GTK_BOX (bar), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  list = add_button (bar, "view-list-symbolic", wb_say (N_ ("As a list")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (list), "page.as-list");
  self->tidy = add_button (bar, "tenure-pipeline-symbolic", wb_say (N_ ("Tidy up")));
  g_signal_connect_swapped (self->tidy, "clicked", G_CALLBACK (wb_canvas_tidy), self->canvas);
  gtk_widget_add_css_class (bar, "canvas-bar");

  return bar;
}

/* What there is no room for is left out: legend first, then the map. */
static void
wb_canvas_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbCanvasPane *self = WB_CANVAS_PANE (widget);

  gtk_widget_set_child_visible (self->legend, width >= 850);
  gtk_widget_set_child_visible (self->minimap, width >= 560 && height >= 240);
  GTK_WIDGET_CLASS (wb_canvas_pane_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
wb_canvas_pane_dispose (GObject *object)
{
  WbCanvasPane *self = WB_CANVAS_PANE (object);

  if (self->canvas != NULL)
    g_signal_handlers_disconnect_by_data (wb_canvas_get_steps (self->canvas), self);
  self->canvas = NULL;
  wb_card_brush_clear (&self->brush);

  G_OBJECT_CLASS (wb_canvas_pane_parent_class)->dispose (object);
}

static void
wb_canvas_pane_class_init (WbCanvasPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_canvas_pane_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = wb_canvas_pane_size_allocate;
}

static void
wb_canvas_pane_init (WbCanvasPane *self)
{
  wb_card_brush_init (&self->brush, GTK_WIDGET (self));
}

GtkWidget *
wb_canvas_pane_new (WbSteps *steps)
{
  WbCanvasPane *self = g_object_new (WB_TYPE_CANVAS_PANE, NULL);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->canvas = WB_CANVAS (wb_canvas_new (steps));
  self->legend = make_legend ();
  self->minimap = wb_minimap_new (self->canvas);
  gtk_box_append (GTK_BOX (foot), make_bar (self));
  gtk_box_append (GTK_BOX (foot), self->legend);
  gtk_widget_set_halign (foot, GTK_ALIGN_START);
  gtk_widget_set_valign (foot, GTK_ALIGN_END);
  gtk_widget_add_css_class (foot, "canvas-foot");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->canvas));
  self->hint = make_hint ();
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->hint);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), foot);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->minimap);
  g_signal_connect_swapped (self->canvas, "view-changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (steps, "changed", G_CALLBACK (on_changed), self);
  on_view_changed (self);
  on_changed (self);
  adw_bin_set_child (ADW_BIN (self), overlay);

  return GTK_WIDGET (self);
}
