/* wb-scene.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-scene.h"

#include <math.h>

#define CURVE_STEPS 24

static void
place_card (WbScene *self, guint index)
{
  WbSceneCard *card = &self->cards[index];
  int group = tn_board_find_group_of (self->board, card->node->id);

  card->group = group;
  card->hidden = group >= 0 && tn_board_get_group (self->board, (guint) group)->folded &&
                 tn_board_get_group_box (self->board, (guint) group, &card->box);
  if (card->hidden)
    return;
  card->box = (TnBox){ 0, 0, TN_CARD_WIDTH, TN_CARD_HEIGHT };
  tn_board_get_place (self->board, card->node->id, &card->box.x, &card->box.y);
}

/* A pipeline that runs in a circle has no order: as it was drawn then. */
static guint *
make_order (TnGraph *graph)
{
  guint *order = tn_graph_sort (graph, NULL);
  guint n = tn_graph_get_n_nodes (graph);

  if (order != NULL)
    return order;
  order = g_new0 (guint, n + 1);
  for (guint i = 0; i < n; i++)
    order[i] = i;

  return order;
}

/**
 * wb_scene_new:
 * @board: all steps of @graph have a place there
 */
WbScene *
wb_scene_new (TnGraph *graph, TnBoard *board)
{
  WbScene *self = g_new0 (WbScene, 1);

  self->graph = tn_graph_ref (graph);
  self->board = tn_board_ref (board);
  self->n_cards = tn_graph_get_n_nodes (graph);
  self->n_links = tn_graph_get_n_links (graph);
  self->cards = g_new0 (WbSceneCard, self->n_cards + 1);
  self->links = g_new0 (WbSceneLink, self->n_links + 1);
  self->order = make_order (graph);
  for (guint i = 0; i < self->n_cards; i++)
    {
      self->cards[i].node = tn_graph_get_node (graph, i);
      place_card (self, i);
    }
  wb_scene_update_links (self);

  return self;
}

void
wb_scene_free (WbScene *self)
{
  tn_graph_unref (self->graph);
  tn_board_unref (self->board);
  g_free (self->cards);
  g_free (self->links);
  g_free (self->order);
  g_free (self);
}

/* Places */

const TnPortSpec *
wb_scene_get_port_spec (const WbScene *self, WbPort port)
{
  const TnNodeSpec *spec = port.card >= 0 ? self->cards[port.card].node->spec : NULL;

  if (spec == NULL)
    return NULL;
  if (port.index >=
      (port.output ? tn_node_spec_count_outputs (spec) : tn_node_spec_count_inputs (spec)))
    return NULL;

  return port.output ? &spec->outputs[port.index] : &spec->inputs[port.index];
}

static guint
count_ports (const WbSceneCard *card, gboolean output)
{
  if (card->node->spec == NULL)
    return 0;

  return output ? tn_node_spec_count_outputs (card->node->spec)
                : tn_node_spec_count_inputs (card->node->spec);
}

/* Inputs at the left, outputs at the right, evenly spread; of a folded group in the middle. */
void
wb_scene_get_port (const WbScene *self, WbPort port, double *x, double *y)
{
  const WbSceneCard *card = &self->cards[port.card];
  guint n = MAX (count_ports (card, port.output), 1);

  *x = card->box.x + (port.output ? card->box.width : 0);
  *y = card->box.y +
       (card->hidden ? card->box.height / 2 : card->box.height * (port.index + 1) / (n + 1));
}

void
wb_scene_update_links (WbScene *self)
{
  for (guint i = 0; i < self->n_links; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, i);
      WbSceneLink *at = &self->links[i];
      const WbSceneCard *from = &self->cards[link->from], *to = &self->cards[link->to];

      *at = (WbSceneLink){ link->from,
                           link->from_port,
                           link->to,
                           link->to_port,
                           0,
                           0,
                           0,
                           0,
                           from->hidden && to->hidden && from->group == to->group };
      wb_scene_get_port (self, (WbPort){ (int) link->from, TRUE, link->from_port }, &at->x0,
                         &at->y0);
      wb_scene_get_port (self, (WbPort){ (int) link->to, FALSE, link->to_port }, &at->x1, &at->y1);
    }
}

void
wb_scene_move (WbScene *self, guint card, double x, double y)
{
  self->cards[card].box.x = x;
  self->cards[card].box.y = y;
}

static void
include (TnBox *box, gboolean *any, const TnBox *other)
{
  double right = other->x + other->width, bottom = other->y + other->height;

  if (!*any)
    {
      *box = *other;
      *any = TRUE;
      return;
    }
  right = MAX (right, box->x + box->width);
  bottom = MAX (bottom, box->y + box->height);
  box->x = MIN (box->x, other->x);
  box->y = MIN (box->y, other->y);
  box->width = right - box->x;
  box->height = bottom - box->y;
}

gboolean
wb_scene_get_group_box (const WbScene *self, guint group, TnBox *box)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_cards; i++)
    if (self->cards[i].group == (int) group)
      include (box, &any, &self->cards[i].box);
  if (!any || tn_board_get_group (self->board, group)->folded)
    return any;
  box->x -= TN_GROUP_PADDING;
  box->y -= TN_GROUP_PADDING + TN_GROUP_HEAD;
  box->width += 2 * TN_GROUP_PADDING;
  box->height += 2 * TN_GROUP_PADDING + TN_GROUP_HEAD;

  return TRUE;
}

TnBox
wb_scene_get_extent (const WbScene *self)
{
  TnBox box = { 0, 0, TN_CARD_WIDTH, TN_CARD_HEIGHT }, group;
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_cards; i++)
    include (&box, &any, &self->cards[i].box);
  for (guint i = 0; i < tn_board_get_n_groups (self->board); i++)
    if (wb_scene_get_group_box (self, i, &group))
      include (&box, &any, &group);
  for (guint i = 0; i < tn_board_get_n_notes (self->board); i++)
    include (&box, &any, &tn_board_get_note (self->board, i)->box);

  return box;
}

gboolean
wb_box_meets (const TnBox *a, const TnBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* What is where */

static gboolean
contains (const TnBox *box, double x, double y)
{
  return x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height;
}

/* The last one lies on top. */
int
wb_scene_find_card (const WbScene *self, double x, double y)
{
  for (guint i = self->n_cards; i-- > 0;)
    if (!self->cards[i].hidden && contains (&self->cards[i].box, x, y))
      return (int) i;

  return -1;
}

WbPort
wb_scene_find_port (const WbScene *self, double x, double y, double slack)
{
  WbPort best = { -1, FALSE, 0 };
  double least = WB_PORT_RADIUS + slack;

  for (guint i = 0; i < self->n_cards; i++)
    for (guint k = 0; k < 2 && !self->cards[i].hidden; k++)
      for (guint p = 0; p < count_ports (&self->cards[i], k == 1); p++)
        {
          WbPort port = { (int) i, k == 1, p };
          double px, py, distance;

          wb_scene_get_port (self, port, &px, &py);
          distance = hypot (px - x, py - y);
          if (distance <= least)
            {
              least = distance;
              best = port;
            }
        }

  return best;
}

/* A curve is left straight and comes in straight. */
void
wb_scene_get_link_point (const WbSceneLink *link, double t, double *x, double *y)
{
  double reach = CLAMP (fabs (link->x1 - link->x0) / 2, 30, 120), u = 1 - t;

  *x = u * u * u * link->x0 + 3 * u * u * t * (link->x0 + reach) +
       3 * u * t * t * (link->x1 - reach) + t * t * t * link->x1;
  *y = u * u * u * link->y0 + 3 * u * u * t * link->y0 + 3 * u * t * t * link->y1 +
       t * t * t * link->y1;
}

static double
get_distance (const WbSceneLink *link, double x, double y)
{
  double least = G_MAXDOUBLE, ax, ay;

  wb_scene_get_link_point (link, 0, &ax, &ay);
  for (guint i = 1; i <= CURVE_STEPS; i++)
    {
      double bx, by, length, share;

      wb_scene_get_link_point (link, (double) i / CURVE_STEPS, &bx, &by);
      length = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
      share = length > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length : 0;
      share = CLAMP (share, 0, 1);
      least = MIN (least, hypot (ax + share * (bx - ax) - x, ay + share * (by - ay) - y));
      ax = bx;
      ay = by;
    }

  return least;
}

int
wb_scene_find_link (const WbScene *self, double x, double y, double slack)
{
  double least = slack;
  int found = -1;

  for (guint i = 0; i < self->n_links; i++)
    {
      const WbSceneLink *link = &self->links[i];
      TnBox near = { MIN (link->x0, link->x1) - 120, MIN (link->y0, link->y1) - slack,
                     fabs (link->x1 - link->x0) + 240, fabs (link->y1 - link->y0) + 2 * slack };
      double distance;

      if (link->hidden || !contains (&near, x, y))
        continue;
      distance = get_distance (link, x, y);
      if (distance <= least)
        {
          least = distance;
          found = (int) i;
        }
    }

  return found;
}

/* Its head, or all of it where it is folded: what is inside belongs to the cards. */
int
wb_scene_find_group (const WbScene *self, double x, double y)
{
  for (guint i = tn_board_get_n_groups (self->board); i-- > 0;)
    {
      TnBox box;

      if (!wb_scene_get_group_box (self, i, &box))
        continue;
      if (!tn_board_get_group (self->board, i)->folded)
        box.height = TN_GROUP_HEAD;
      if (contains (&box, x, y))
        return (int) i;
    }

  return -1;
}

int
wb_scene_find_note (const WbScene *self, double x, double y)
{
  for (guint i = tn_board_get_n_notes (self->board); i-- > 0;)
    if (contains (&tn_board_get_note (self->board, i)->box, x, y))
      return (int) i;

  return -1;
}

/* The way of the keyboard */

static void
get_middle (const WbSceneCard *card, double *x, double *y)
{
  *x = card->box.x + card->box.width / 2;
  *y = card->box.y + card->box.height / 2;
}

/* Of those a link leads to, the one at the most similar height. */
static int
follow (const WbScene *self, guint card, int dx)
{
  double x, y, least = G_MAXDOUBLE;
  int found = -1;

  get_middle (&self->cards[card], &x, &y);
  for (guint i = 0; i < self->n_links && dx != 0; i++)
    {
      const WbSceneLink *link = &self->links[i];
      guint here = dx > 0 ? link->from : link->to, there = dx > 0 ? link->to : link->from;
      double other_x, other_y;

      if (here != card || self->cards[there].hidden)
        continue;
      get_middle (&self->cards[there], &other_x, &other_y);
      /* Ahead of it: a link back is no way ahead. */
      if ((other_x - x) * dx <= 0 || fabs (other_y - y) >= least)
        continue;
      least = fabs (other_y - y);
      found = (int) there;
    }

  return found;
}

static int
find_nearest (const WbScene *self, guint card, int dx, int dy)
{
  double x, y, least = G_MAXDOUBLE;
  int found = -1;

  get_middle (&self->cards[card], &x, &y);
  for (guint i = 0; i < self->n_cards; i++)
    {
      double other_x, other_y, along, aside;

      if (i == card || self->cards[i].hidden)
        continue;
      get_middle (&self->cards[i], &other_x, &other_y);
      along = (other_x - x) * dx + (other_y - y) * dy;
      aside = fabs ((other_x - x) * dy) + fabs ((other_y - y) * dx);
      if (along <= 0 || aside > 2 * along || along + 2 * aside >= least)
        continue;
      least = along + 2 * aside;
      found = (int) i;
    }

  return found;
}

int
wb_scene_find_towards (const WbScene *self, guint card, int dx, int dy)
{
  int found = follow (self, card, dx);

  return found >= 0 ? found : find_nearest (self, card, dx, dy);
}

int
wb_scene_find_in_order (const WbScene *self, int card, int by)
{
  int at = by > 0 ? -1 : (int) self->n_cards;

  for (guint i = 0; card >= 0 && i < self->n_cards; i++)
    if ((int) self->order[i] == card)
      at = (int) i;
  at += by;

  return at >= 0 && at < (int) self->n_cards ? (int) self->order[at] : -1;
}
