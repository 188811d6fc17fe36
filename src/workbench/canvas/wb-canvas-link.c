/* wb-canvas-link.c: links while they are drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-canvas-private.h"

/* How near the end of a link has to come to a port, beside its own size. */
#define NEAR 10

/* Steps that come before @card (@up) or after it, itself included. */
static gboolean *
find_reach (const WbScene *scene, guint card, gboolean up)
{
  gboolean *reach = g_new0 (gboolean, scene->n_cards + 1);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (stack, card);
  while (stack->len > 0)
    {
      guint at = g_array_index (stack, guint, stack->len - 1);

      g_array_set_size (stack, stack->len - 1);
      if (reach[at])
        continue;
      reach[at] = TRUE;
      for (guint i = 0; i < scene->n_links; i++)
        {
          guint next = up ? scene->links[i].from : scene->links[i].to;

          if ((up ? scene->links[i].to : scene->links[i].from) == at)
            g_array_append_val (stack, next);
        }
    }

  return reach;
}

static gboolean
is_linked (const WbScene *scene, WbPort a, WbPort b)
{
  WbPort from = a.output ? a : b, to = a.output ? b : a;

  for (guint i = 0; i < scene->n_links; i++)
    {
      const WbSceneLink *link = &scene->links[i];

      if ((int) link->from == from.card && link->from_port == from.index &&
          (int) link->to == to.card && link->to_port == to.index)
        return TRUE;
    }

  return FALSE;
}

/* In the order of a run: of the same kind, and not in a circle. */
static void
find_fits (WbCanvas *self)
{
  const WbScene *scene = self->scene;
  WbPort from = self->linking.from;
  const TnPortSpec *spec = wb_scene_get_port_spec (scene, from);
  g_autofree gboolean *reach = find_reach (scene, (guint) from.card, from.output);

  g_array_set_size (self->linking.fits, 0);
  for (guint i = 0; i < scene->n_cards; i++)
    {
      guint card = scene->order[i];
      const TnNodeSpec *node = scene->cards[card].node->spec;
      const TnPortSpec *ports = node == NULL ? NULL : from.output ? node->inputs : node->outputs;

      for (guint k = 0; ports != NULL && ports[k].id != NULL && !reach[card]; k++)
        {
          WbPort port = { (int) card, !from.output, k };

          if (ports[k].type == spec->type && !scene->cards[card].hidden &&
              !is_linked (scene, from, port))
            g_array_append_val (self->linking.fits, port);
        }
    }
}

gboolean
_wb_canvas_fits (WbCanvas *self, WbPort port)
{
  for (guint i = 0; i < self->linking.fits->len; i++)
    {
      WbPort at = g_array_index (self->linking.fits, WbPort, i);

      if (at.card == port.card && at.output == port.output && at.index == port.index)
        return TRUE;
    }

  return FALSE;
}

/**
 * _wb_canvas_begin_link:
 * @by_keys: the first that fits is proposed, the arrows choose another
 */
void
_wb_canvas_begin_link (WbCanvas *self, WbPort from, gboolean by_keys)
{
  if (wb_scene_get_port_spec (self->scene, from) == NULL || !wb_steps_may_change (self->steps))
    return;
  self->linking.active = TRUE;
  self->linking.by_keys = by_keys;
  self->linking.from = from;
  self->linking.to.card = -1;
  wb_scene_get_port (self->scene, from, &self->linking.x, &self->linking.y);
  find_fits (self);
  if (by_keys && self->linking.fits->len == 0)
    {
      self->linking.active = FALSE;
      gtk_widget_error_bell (GTK_WIDGET (self));
    }
  else if (by_keys)
    _wb_canvas_step_link (self, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* It ends at the port it comes near to, whether that fits or not: what does not is explained. */
void
_wb_canvas_move_link (WbCanvas *self, double x, double y)
{
  WbPort port = wb_scene_find_port (self->scene, x, y, NEAR / MIN (self->zoom, 1));

  if (port.output == self->linking.from.output || port.card == self->linking.from.card)
    port.card = -1;
  self->linking.to = port;
  self->linking.x = x;
  self->linking.y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
_wb_canvas_step_link (WbCanvas *self, int by)
{
  GArray *fits = self->linking.fits;
  int at = -1;

  for (guint i = 0; i < fits->len; i++)
    {
      WbPort port = g_array_index (fits, WbPort, i);

      if (port.card == self->linking.to.card && port.index == self->linking.to.index)
        at = (int) i;
    }
  at = at < 0 ? 0 : (at + by + (int) fits->len) % (int) fits->len;
  self->linking.to = g_array_index (fits, WbPort, at);
  wb_canvas_reveal (self, (guint) self->linking.to.card);
  _wb_canvas_name_proxies (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A card that is wide of its ports takes a link, too: at the first of its ports that fits. */
static void
take_card (WbCanvas *self)
{
  int card = wb_scene_find_card (self->scene, self->linking.x, self->linking.y);

  for (guint i = 0; i < self->linking.fits->len && self->linking.to.card < 0; i++)
    {
      WbPort port = g_array_index (self->linking.fits, WbPort, i);

      if (port.card == card)
        self->linking.to = port;
    }
}

/* In the void, a step is looked for that goes on from there. */
static void
ask_step (WbCanvas *self)
{
  double x, y;

  self->open = self->linking.from;
  self->open_here = FALSE;
  self->open_x = self->linking.x;
  self->open_y = self->linking.y;
  _wb_canvas_to_view (self, self->open_x, self->open_y, &x, &y);
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_FIND), 0, x, y);
}

void
_wb_canvas_end_link (WbCanvas *self, gboolean connect)
{
  if (!self->linking.active)
    return;
  self->linking.active = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!connect)
    {
      _wb_canvas_name_proxies (self);
      return;
    }
  if (self->linking.to.card < 0)
    take_card (self);
  if (self->linking.to.card >= 0)
    wb_canvas_connect (self, self->linking.from, self->linking.to);
  else if (wb_scene_find_card (self->scene, self->linking.x, self->linking.y) < 0)
    ask_step (self);
  _wb_canvas_name_proxies (self);
}
