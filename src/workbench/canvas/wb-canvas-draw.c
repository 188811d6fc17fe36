/* wb-canvas-draw.c: the canvas as it is seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-canvas-private.h"
#include "wb-words.h"

/* A frame makes pictures of cards for so long; the others are shown stretched until their turn. */
#define PICTURES_TIME 3000
/* Below this zoom nothing can be read on a card: it is a box with the colour of its state. */
#define TINY 0.2
/* Of the lines a link is drawn of. */
#define PIXELS_A_LINE 20
/* While the zoom goes on, all are stretched. */
#define ZOOM_RESTS 120000

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WbCanvas *self = WB_CANVAS (widget);

  gtk_widget_queue_draw (widget);
  if (self->late)
    return G_SOURCE_CONTINUE;
  self->tick = 0;

  return G_SOURCE_REMOVE;
}

/* Other colours, another scale of the screen: other pictures. */
static void
choose_brush (WbCanvas *self)
{
  WbCanvasColours colours;

  wb_canvas_colours_read (&colours, GTK_WIDGET (self));
  if (memcmp (&colours, &self->brush.colours, sizeof colours) != 0)
    {
      GHashTableIter iter;
      gpointer look;

      self->brush.colours = colours;
      g_hash_table_iter_init (&iter, self->looks);
      while (g_hash_table_iter_next (&iter, NULL, &look))
        wb_card_look_forget (look);
    }
  self->brush.zoom = self->zoom;
  self->brush.factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

/* The ground */

static void
draw_dots (WbCanvas *self, cairo_t *cr, const TnBox *view)
{
  double step = TN_BOARD_GRID, size = MAX (round (1.5 * self->zoom), 1);

  while (step * self->zoom < 12)
    step *= 2;
  /* On whole pixels, which are filled without being measured. */
  cairo_save (cr);
  cairo_translate (cr, self->x, self->y);
  cairo_scale (cr, 1 / self->zoom, 1 / self->zoom);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  gdk_cairo_set_source_rgba (cr, &self->brush.colours.dot);
  for (double y = floor (view->y / step) * step; y < view->y + view->height; y += step)
    for (double x = floor (view->x / step) * step; x < view->x + view->width; x += step)
      cairo_rectangle (cr, round ((x - view->x) * self->zoom - size / 2),
                       round ((y - view->y) * self->zoom - size / 2), size, size);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_group (WbCanvas *self, cairo_t *cr, guint index)
{
  const TnBoardGroup *group = tn_board_get_group (self->scene->board, index);
  GdkRGBA tint = self->brush.colours.tint;
  TnBox box;
  g_autofree char *folded = NULL;

  if (!wb_scene_get_group_box (self->scene, index, &box))
    return;
  wb_card_brush_round (cr, box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 12);
  tint.alpha = group->folded ? 0.16F : 0.07F;
  gdk_cairo_set_source_rgba (cr, &tint);
  cairo_fill_preserve (cr);
  tint.alpha = 0.4F;
  gdk_cairo_set_source_rgba (cr, &tint);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  wb_card_brush_draw_icon (&self->brush, cr,
                           group->folded ? "pan-end-symbolic" : "pan-down-symbolic",
                           &self->brush.colours.accent, box.x + 9, box.y + 9, 16);
  wb_card_brush_write (
      &self->brush, cr, group->title, 9, TRUE, &self->brush.colours.accent,
      &(GdkRectangle){ (int) box.x + 28, (int) box.y + 8, (int) box.width - 38, 0 },
      PANGO_ALIGN_LEFT);
  if (!group->folded)
    return;
  folded = wb_say_count (TN_PLURAL ("{n} step", "{n} steps"), "n", group->nodes->len);
  wb_card_brush_write (
      &self->brush, cr, folded, 9, FALSE, &self->brush.colours.soft,
      &(GdkRectangle){ (int) box.x + 28, (int) box.y + 28, (int) box.width - 38, 0 },
      PANGO_ALIGN_LEFT);
}

static void
draw_outline (cairo_t *cr, const TnBox *box, double away, double width, const GdkRGBA *colour)
{
  wb_card_brush_round (cr, box->x - away, box->y - away, box->width + 2 * away,
                       box->height + 2 * away, 9 + away);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

/* An outline, and the corner it is sized at. */
static void
draw_note_marks (WbCanvas *self, cairo_t *cr, const TnBox *box)
{
  double right = box->x + box->width - 4, foot = box->y + box->height - 4;

  draw_outline (cr, box, 1 / self->zoom, 2 / self->zoom, &self->brush.colours.tint);
  for (guint i = 1; i <= 2; i++)
    {
      cairo_move_to (cr, right - 4 * i, foot);
      cairo_line_to (cr, right, foot - 4 * i);
    }
  gdk_cairo_set_source_rgba (cr, &self->brush.colours.soft);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_note (WbCanvas *self, cairo_t *cr, guint index, const TnBox *view)
{
  const TnBoardNote *note = tn_board_get_note (self->scene->board, index);
  gboolean chosen = (int) index == _wb_canvas_get_note (self);
  TnBox box = chosen ? self->note_box : note->box;
  GdkRGBA back = self->brush.colours.warning;

  if (!wb_box_meets (&box, view))
    return;
  wb_card_brush_round (cr, box.x, box.y, box.width, box.height, 9);
  back.alpha = 0.14F;
  gdk_cairo_set_source_rgba (cr, &back);
  cairo_fill (cr);
  if (chosen)
    draw_note_marks (self, cr, &box);
  wb_card_brush_write (&self->brush, cr, note->text, 9, FALSE, &self->brush.colours.ink,
                       &(GdkRectangle){ (int) box.x + 10, (int) box.y + 8, (int) box.width - 20,
                                        (int) box.height - 16 },
                       PANGO_ALIGN_LEFT);
}

/* Links */

static void
trace_link (cairo_t *cr, const WbSceneLink *link)
{
  double reach = CLAMP (fabs (link->x1 - link->x0) / 2, 30, 120);

  cairo_move_to (cr, link->x0, link->y0);
  cairo_curve_to (cr, link->x0 + reach, link->y0, link->x1 - reach, link->y1, link->x1, link->y1);
}

static TnPortType
get_type (WbCanvas *self, const WbSceneLink *link)
{
  const TnPortSpec *spec =
      wb_scene_get_port_spec (self->scene, (WbPort){ (int) link->from, TRUE, link->from_port });

  return spec != NULL ? spec->type : TN_PORT_RESULT;
}

static const WbCardLook *
get_look (WbCanvas *self, guint card)
{
  return g_hash_table_lookup (self->looks, _wb_canvas_get_id (self, card));
}

static gboolean
is_in_view (const WbSceneLink *link, const TnBox *view)
{
  TnBox box = { MIN (link->x0, link->x1) - 120, MIN (link->y0, link->y1) - 4,
                fabs (link->x1 - link->x0) + 240, fabs (link->y1 - link->y0) + 8 };

  return !link->hidden && wb_box_meets (&box, view);
}

/* Lines of a few pixels: to stroke a curve is five times the work. */
static void
trace_lines (WbCanvas *self, cairo_t *cr, const WbSceneLink *link)
{
  double reach = (fabs (link->x1 - link->x0) + fabs (link->y1 - link->y0)) * self->zoom;
  guint n = (guint) CLAMP (reach / PIXELS_A_LINE, 4, 24);

  cairo_move_to (cr, link->x0, link->y0);
  for (guint i = 1; i <= n; i++)
    {
      double x, y;

      wb_scene_get_link_point (link, (double) i / n, &x, &y);
      cairo_line_to (cr, x, y);
    }
}

static gboolean
is_stale (WbCanvas *self, const WbSceneLink *link)
{
  return wb_card_look_is_stale (get_look (self, link->to)) ||
         wb_card_look_is_stale (get_look (self, link->from));
}

static void
set_pen (WbCanvas *self, cairo_t *cr, TnPortType type, gboolean stale, double width)
{
  static const double dashes[] = { 5, 4 };

  gdk_cairo_set_source_rgba (cr, &self->brush.colours.ports[type]);
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, dashes, stale ? G_N_ELEMENTS (dashes) : 0, 0);
}

/* The chosen one, and the one a card would go into. */
static void
draw_glow (WbCanvas *self, cairo_t *cr, int index)
{
  const WbSceneLink *link = index >= 0 ? &self->scene->links[index] : NULL;
  GdkRGBA glow = self->brush.colours.tint;

  if (link == NULL || link->hidden)
    return;
  trace_link (cr, link);
  glow.alpha = 0.35F;
  cairo_set_line_width (cr, 8);
  gdk_cairo_set_source_rgba (cr, &glow);
  cairo_stroke_preserve (cr);
  set_pen (self, cr, get_type (self, link), is_stale (self, link), 3);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_links (WbCanvas *self, cairo_t *cr, const TnBox *view)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (guint i = 0; i < self->scene->n_links; i++)
    {
      const WbSceneLink *link = &self->scene->links[i];

      if (!is_in_view (link, view))
        continue;
      trace_lines (self, cr, link);
      set_pen (self, cr, get_type (self, link), is_stale (self, link), MAX (2, 1 / self->zoom));
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  draw_glow (self, cr, self->link);
  draw_glow (self, cr, self->insert);
}

/* The one that is being drawn, and what it may end at: that grows, and the rest fades. */
static void
draw_linking (WbCanvas *self, cairo_t *cr)
{
  const WbLinking *linking = &self->linking;
  const TnPortSpec *spec = wb_scene_get_port_spec (self->scene, linking->from);
  GdkRGBA veil = self->brush.colours.back;
  WbSceneLink link = { 0 };

  if (spec == NULL)
    return;
  veil.alpha = 0.72F;
  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const TnNodeSpec *node = self->scene->cards[i].node->spec;
      guint n = node == NULL           ? 0
                : linking->from.output ? tn_node_spec_count_inputs (node)
                                       : tn_node_spec_count_outputs (node);

      for (guint k = 0; k < n && !self->scene->cards[i].hidden; k++)
        {
          WbPort port = { (int) i, !linking->from.output, k };
          double x, y;

          wb_scene_get_port (self->scene, port, &x, &y);
          if (_wb_canvas_fits (self, port))
            {
              wb_card_brush_draw_port (&self->brush, cr, spec->type, x, y, 11);
              continue;
            }
          cairo_arc (cr, x, y, WB_PORT_RADIUS + 0.5, 0, 2 * G_PI);
          gdk_cairo_set_source_rgba (cr, &veil);
          cairo_fill (cr);
        }
    }
  wb_scene_get_port (self->scene, linking->from, &link.x0, &link.y0);
  link.x1 = linking->x;
  link.y1 = linking->y;
  if (linking->to.card >= 0)
    wb_scene_get_port (self->scene, linking->to, &link.x1, &link.y1);
  if (!linking->from.output)
    link = (WbSceneLink){ .x0 = link.x1, .y0 = link.y1, .x1 = link.x0, .y1 = link.y0 };
  trace_link (cr, &link);
  gdk_cairo_set_source_rgba (cr, &self->brush.colours.ports[spec->type]);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
  if (linking->to.card >= 0)
    {
      double x, y;

      wb_scene_get_port (self->scene, linking->to, &x, &y);
      cairo_arc (cr, x, y, 14, 0, 2 * G_PI);
      gdk_cairo_set_source_rgba (cr, &self->brush.colours.accent);
      cairo_stroke (cr);
    }
}

/* Cards */

static double
snap (WbCanvas *self, double value)
{
  return round (value * self->brush.factor) / self->brush.factor;
}

/* Makes its picture where there is time; (nullable): as it is then. */
static const WbCardLook *
prepare_card (WbCanvas *self, guint card, gint64 until)
{
  WbCardLook *look = g_hash_table_lookup (self->looks, _wb_canvas_get_id (self, card));

  if (!wb_card_look_is_current (look, &self->brush))
    {
      gint64 now = g_get_monotonic_time ();

      if (now < until && (look->picture == NULL || now > self->zoomed + ZOOM_RESTS))
        wb_card_look_draw (look, &self->brush);
      else
        self->late = TRUE;
    }

  return look;
}

/* Where its picture goes in the widget. */
static graphene_rect_t
get_place (WbCanvas *self, const TnBox *box, const WbCardLook *look)
{
  double x, y;

  wb_canvas_to_widget (self, box->x, box->y, &x, &y);
  if (look->picture == NULL)
    return GRAPHENE_RECT_INIT (x, y, box->width * self->zoom, box->height * self->zoom);

  return GRAPHENE_RECT_INIT (
      snap (self, x - WB_CARD_MARGIN * self->zoom), snap (self, y - WB_CARD_MARGIN * self->zoom),
      gdk_texture_get_width (look->picture) / look->factor * self->zoom / look->zoom,
      gdk_texture_get_height (look->picture) / look->factor * self->zoom / look->zoom);
}

/* A renderer that draws on the processor takes a texture in as a copy each time, and stretches it
 * with great care: it is given the surface. */
static void
paint_card (WbCanvas *self, cairo_t *cr, const graphene_rect_t *place, const WbCardLook *look)
{
  double scale = self->zoom / look->zoom / look->factor;

  cairo_save (cr);
  cairo_translate (cr, place->origin.x, place->origin.y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, look->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), wb_card_look_is_current (look, &self->brush)
                                                       ? CAIRO_FILTER_NEAREST
                                                       : CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Whole pixels, which are filled without being measured. */
static void
add_box (WbCanvas *self, cairo_t *cr, const TnBox *box, double inside, double width)
{
  double x, y;

  wb_canvas_to_widget (self, box->x, box->y, &x, &y);
  width = width > 0 ? width : round (box->width * self->zoom) - 2 * inside;
  cairo_rectangle (cr, round (x) + inside, round (y) + inside, width,
                   round (box->height * self->zoom) - 2 * inside);
}

static void
fill_boxes (WbCanvas *self, cairo_t *cr, const TnBox *seen, double inside, const GdkRGBA *colour)
{
  for (guint i = 0; i < self->scene->n_cards; i++)
    if (!self->scene->cards[i].hidden && wb_box_meets (&self->scene->cards[i].box, seen))
      add_box (self, cr, &self->scene->cards[i].box, inside, 0);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_fill (cr);
}

/* A line, what is inside of it, and the state at its left. */
static void
draw_tiny_cards (WbCanvas *self, GtkSnapshot *snapshot, const TnBox *seen)
{
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                     gtk_widget_get_height (GTK_WIDGET (self))));

  self->late = FALSE;
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  fill_boxes (self, cr, seen, 0, &self->brush.colours.soft);
  fill_boxes (self, cr, seen, 1, &self->brush.colours.card);
  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const TnBox *box = &self->scene->cards[i].box;

      if (self->scene->cards[i].hidden || !wb_box_meets (box, seen))
        continue;
      add_box (self, cr, box, 1, 3);
      gdk_cairo_set_source_rgba (
          cr, wb_card_look_get_colour (get_look (self, i), &self->brush.colours));
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}

static void
draw_cards (WbCanvas *self, GtkSnapshot *snapshot, const TnBox *seen)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (self)));
  gint64 until = g_get_monotonic_time () + PICTURES_TIME;
  cairo_t *cr = NULL;

  if (GSK_IS_CAIRO_RENDERER (renderer))
    cr = gtk_snapshot_append_cairo (
        snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                       gtk_widget_get_height (GTK_WIDGET (self))));
  self->late = FALSE;
  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const TnBox *box = &self->scene->cards[i].box;
      const WbCardLook *look;
      graphene_rect_t place;

      if (self->scene->cards[i].hidden || !wb_box_meets (box, seen))
        continue;
      look = prepare_card (self, i, until);
      place = get_place (self, box, look);
      if (look->picture != NULL && cr != NULL)
        paint_card (self, cr, &place, look);
      else if (look->picture != NULL)
        gtk_snapshot_append_texture (snapshot, look->picture, &place);
      else
        gtk_snapshot_append_color (snapshot, &self->brush.colours.card, &place);
    }
  if (cr != NULL)
    cairo_destroy (cr);
}

/* Under the cards, so that ports stay whole. Chosen: a firm line. Where the keyboard is: a second
 * one around it. */
static void
draw_marks (WbCanvas *self, cairo_t *cr, const TnBox *view)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  int focused = _wb_canvas_get_focused (self);
  double width = 2 / self->zoom;

  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const WbSceneCard *card = &self->scene->cards[i];

      if (!wb_box_meets (&card->box, view))
        continue;
      if (wb_steps_is_chosen (self->steps, card->node->id))
        draw_outline (cr, &card->box, width / 2, width, &self->brush.colours.tint);
      if ((int) i == focused && gtk_widget_has_visible_focus (focus))
        draw_outline (cr, &card->box, 2.5 * width, width, &self->brush.colours.accent);
    }
}

static void
draw_marquee (WbCanvas *self, GtkSnapshot *snapshot)
{
  GdkRGBA tint = self->brush.colours.tint;
  graphene_rect_t box;

  if (self->drag != WB_DRAG_MARQUEE)
    return;
  graphene_rect_init (&box, MIN (self->start_x, self->pointer_x),
                      MIN (self->start_y, self->pointer_y), fabs (self->pointer_x - self->start_x),
                      fabs (self->pointer_y - self->start_y));
  tint.alpha = 0.14F;
  gtk_snapshot_append_color (snapshot, &tint, &box);
}

static cairo_t *
begin_cairo (WbCanvas *self, GtkSnapshot *snapshot)
{
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                     gtk_widget_get_height (GTK_WIDGET (self))));

  cairo_scale (cr, self->zoom, self->zoom);
  cairo_translate (cr, -self->x, -self->y);

  return cr;
}

void
_wb_canvas_draw (WbCanvas *self, GtkSnapshot *snapshot)
{
  TnBox view = wb_canvas_get_view (self);
  /* Ports stand out of their cards. */
  TnBox seen = { view.x - 16, view.y - 16, view.width + 32, view.height + 32 };
  cairo_t *cr;

  choose_brush (self);
  cr = begin_cairo (self, snapshot);
  draw_dots (self, cr, &view);
  for (guint i = 0; i < tn_board_get_n_groups (self->scene->board); i++)
    draw_group (self, cr, i);
  for (guint i = 0; i < tn_board_get_n_notes (self->scene->board); i++)
    draw_note (self, cr, i, &seen);
  draw_links (self, cr, &seen);
  draw_marks (self, cr, &seen);
  cairo_destroy (cr);
  if (self->zoom < TINY)
    draw_tiny_cards (self, snapshot, &seen);
  else
    draw_cards (self, snapshot, &seen);
  if (self->linking.active)
    {
      cr = begin_cairo (self, snapshot);
      draw_linking (self, cr);
      cairo_destroy (cr);
    }
  draw_marquee (self, snapshot);
  if (self->late && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}
