/* wb-canvas-edit.c: what is changed on the canvas, each change one step of the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-arrange.h"
#include "tn-graph-edit.h"
#include "wb-canvas-private.h"
#include "wb-step-change.h"
#include "wb-step-facts.h"
#include "wb-words.h"

/* Places */

static double
snap (double value)
{
  return round (value / TN_BOARD_GRID) * TN_BOARD_GRID;
}

/* @n cards were moved, the chosen one among them. */
static void
put_board (WbCanvas *self, TnBoard *board, guint n)
{
  int card = _wb_canvas_get_card (self);
  TnMessage *label;

  if (n == 1 && card >= 0)
    label = tn_message_take (tn_message_new (N_ ("Move {step}")), "step",
                             tn_message_new (self->scene->cards[card].node->spec != NULL
                                                 ? self->scene->cards[card].node->spec->title
                                                 : self->scene->cards[card].node->type));
  else
    label = tn_message_count (
        tn_message_new_plural (TN_PLURAL ("Move {n} step", "Move {n} steps"), n), "n", n);
  wb_steps_draw (self->steps, NULL, board, label);
}

/* A card of a folded group goes as far as its group does. */
static void
move_hidden (WbCanvas *self, TnBoard *board, const char *id)
{
  double x = 0, y = 0;

  tn_board_get_place (board, id, &x, &y);
  tn_board_set_place (board, id, x + snap (self->drag_x), y + snap (self->drag_y));
}

/* Where the chosen cards have been dragged to. */
void
_wb_canvas_put_places (WbCanvas *self)
{
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);
  guint n = 0;

  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const WbSceneCard *card = &self->scene->cards[i];

      if (!wb_steps_is_chosen (self->steps, card->node->id))
        continue;
      if (card->hidden)
        move_hidden (self, board, card->node->id);
      else
        {
          wb_scene_move (self->scene, i, snap (card->box.x), snap (card->box.y));
          tn_board_set_place (board, card->node->id, card->box.x, card->box.y);
        }
      n++;
    }
  wb_scene_update_links (self->scene);
  if (n > 0 && !tn_board_equal (board, self->scene->board))
    put_board (self, board, n);
}

void
_wb_canvas_nudge (WbCanvas *self, double dx, double dy)
{
  if (!wb_steps_may_change (self->steps))
    return;
  self->drag_x = dx;
  self->drag_y = dy;
  for (guint i = 0; i < self->scene->n_cards; i++)
    if (wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, i)))
      wb_scene_move (self->scene, i, self->scene->cards[i].box.x + dx,
                     self->scene->cards[i].box.y + dy);
  _wb_canvas_put_places (self);
  _wb_canvas_view_changed (self);
}

void
wb_canvas_tidy (WbCanvas *self)
{
  g_autoptr (TnBoard) board = NULL;

  if (self->scene == NULL || !wb_steps_may_change (self->steps))
    return;
  board = tn_arrange (self->scene->graph, self->scene->board, NULL);
  if (!tn_board_equal (board, self->scene->board))
    wb_steps_draw (self->steps, NULL, board, tn_message_new (N_ ("Tidy up")));
  self->placed = FALSE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Links */

static const char *
get_title (WbCanvas *self, guint card)
{
  const TnGraphNode *node = self->scene->cards[card].node;

  return node->spec != NULL ? node->spec->title : node->type;
}

/* “Link {from} to {to}” */
static TnMessage *
name_link (WbCanvas *self, const char *label, guint from, guint to)
{
  TnMessage *message =
      tn_message_take (tn_message_new (label), "from", tn_message_new (get_title (self, from)));

  return tn_message_take (message, "to", tn_message_new (get_title (self, to)));
}

static void
refuse (WbCanvas *self, const GError *error, WbPort from, WbPort to)
{
  g_autofree char *said = wb_say_error (error);
  g_autoptr (GPtrArray) ways = tn_graph_offer_link (
      self->scene->graph, _wb_canvas_get_id (self, (guint) from.card),
      wb_scene_get_port_spec (self->scene, from)->id, _wb_canvas_get_id (self, (guint) to.card),
      wb_scene_get_port_spec (self->scene, to)->id);
  double x, y, wx, wy;

  wb_scene_get_port (self->scene, to, &x, &y);
  _wb_canvas_to_view (self, x, y, &wx, &wy);
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_REFUSED), 0, said, ways, wx, wy);
}

/* An input that takes one link gives up the one it has: what is drawn last is meant. */
static void
make_room (WbCanvas *self, TnGraph *graph, WbPort to)
{
  const TnPortSpec *spec = wb_scene_get_port_spec (self->scene, to);

  for (guint i = 0; !spec->many && i < self->scene->n_links; i++)
    {
      const WbSceneLink *link = &self->scene->links[i];
      WbPort from = { (int) link->from, TRUE, link->from_port };

      if ((int) link->to == to.card && link->to_port == to.index)
        tn_graph_unlink (graph, _wb_canvas_get_id (self, link->from),
                         wb_scene_get_port_spec (self->scene, from)->id,
                         _wb_canvas_get_id (self, (guint) to.card), spec->id);
    }
}

/**
 * wb_canvas_connect:
 * @from: the one that gives or the one that takes
 *
 * Draws a link, or says why it cannot be and what could stand between.
 */
void
wb_canvas_connect (WbCanvas *self, WbPort from, WbPort to)
{
  const TnPortSpec *output, *input;
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  if (!from.output)
    {
      WbPort other = from;

      from = to;
      to = other;
    }
  output = wb_scene_get_port_spec (self->scene, from);
  input = wb_scene_get_port_spec (self->scene, to);
  if (output == NULL || input == NULL || !from.output || to.output ||
      !wb_steps_may_change (self->steps))
    return;
  graph = tn_graph_copy (self->scene->graph);
  make_room (self, graph, to);
  if (!tn_graph_link (graph, _wb_canvas_get_id (self, (guint) from.card), output->id,
                      _wb_canvas_get_id (self, (guint) to.card), input->id, &error))
    {
      refuse (self, error, from, to);
      return;
    }
  wb_steps_draw (self->steps, graph, NULL,
                 name_link (self, N_ ("Link {from} to {to}"), (guint) from.card, (guint) to.card));
}

void
_wb_canvas_remove_link (WbCanvas *self, guint index)
{
  const WbSceneLink link = self->scene->links[index];
  const TnPortSpec *output =
      wb_scene_get_port_spec (self->scene, (WbPort){ (int) link.from, TRUE, link.from_port });
  const TnPortSpec *input =
      wb_scene_get_port_spec (self->scene, (WbPort){ (int) link.to, FALSE, link.to_port });
  g_autoptr (TnGraph) graph = NULL;

  if (output == NULL || input == NULL || !wb_steps_may_change (self->steps))
    return;
  graph = tn_graph_copy (self->scene->graph);
  self->link = -1;
  if (tn_graph_unlink (graph, _wb_canvas_get_id (self, link.from), output->id,
                       _wb_canvas_get_id (self, link.to), input->id))
    wb_steps_draw (self->steps, graph, NULL,
                   name_link (self, N_ ("Unlink {from} from {to}"), link.from, link.to));
}

/* Steps */

static TnMessage *
name_add (const TnNodeSpec *spec)
{
  return tn_message_take (tn_message_new (N_ ("Add {step}")), "step", tn_message_new (spec->title));
}

/* The first port of @spec that takes or gives @type; NULL for none. */
static const char *
match (const TnPortSpec *ports, TnPortType type)
{
  int place = tn_ports_find_type (ports, type);

  return place >= 0 ? ports[place].id : NULL;
}

/* Behind the open port, where the link was dropped. */
static gboolean
add_behind_port (WbCanvas *self, const TnNodeSpec *spec)
{
  const TnPortSpec *port = wb_scene_get_port_spec (self->scene, self->open);
  const char *here = _wb_canvas_get_id (self, (guint) self->open.card);
  gboolean output = self->open.output;
  g_autofree char *id = NULL;
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);
  g_autoptr (TnGraph) graph =
      output ? tn_graph_insert_at_output (self->scene->graph, spec->id, here, port->id, &id)
             : tn_graph_insert_at_input (self->scene->graph, spec->id, here, port->id, &id);

  if (graph == NULL)
    return FALSE;
  tn_board_set_place (board, id, snap (self->open_x - (output ? 0 : TN_CARD_WIDTH)),
                      snap (self->open_y - TN_CARD_HEIGHT / 2.0));
  wb_steps_name_data (self->steps, graph, id);
  wb_steps_draw (self->steps, graph, board, name_add (spec));
  wb_steps_choose_next (self->steps, id);

  return TRUE;
}

/* Behind the chosen step, where it was asked for. */
static gboolean
add_here (WbCanvas *self, const TnNodeSpec *spec)
{
  const char *chosen = wb_steps_get_chosen (self->steps);
  g_autofree char *id = NULL;
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);
  g_autoptr (TnGraph) graph = tn_graph_insert (self->scene->graph, spec->id, chosen, &id);

  if (graph == NULL)
    return FALSE;
  wb_steps_name_data (self->steps, graph, id);
  tn_board_set_place (board, id, snap (self->open_x - TN_CARD_WIDTH / 2.0),
                      snap (self->open_y - TN_CARD_HEIGHT / 2.0));
  wb_steps_draw (self->steps, graph, board, name_add (spec));
  wb_steps_choose_next (self->steps, id);

  return TRUE;
}

/**
 * wb_canvas_insert:
 * @link: what goes over it goes through the new step then
 */
gboolean
wb_canvas_insert (WbCanvas *self, const char *type, guint link)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) graph =
      spec != NULL ? tn_graph_insert_in_link (self->scene->graph, type, link, &id) : NULL;

  if (graph == NULL)
    return FALSE;
  wb_steps_draw (self->steps, graph, NULL, name_add (spec));
  wb_steps_choose_next (self->steps, id);

  return TRUE;
}

int
wb_canvas_get_link (WbCanvas *self)
{
  return self->link;
}

/* What could stand in the middle of the chosen link? */
void
wb_canvas_ask_for_link (WbCanvas *self)
{
  const WbSceneLink *link = &self->scene->links[self->link];
  double x, y;

  self->open.card = -1;
  self->open_here = FALSE;
  _wb_canvas_to_view (self, (link->x0 + link->x1) / 2, (link->y0 + link->y1) / 2, &x, &y);
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_FIND), 0, x, y);
}

void
wb_canvas_ask_for_step (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y = 60;

  self->open.card = -1;
  self->open_here = FALSE;
  if (card >= 0)
    {
      const TnBox *box = &self->scene->cards[card].box;

      _wb_canvas_to_view (self, box->x + box->width, box->y + box->height / 2, &x, &y);
    }
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_FIND), 0, x, y);
}

WbPort
wb_canvas_get_open_port (WbCanvas *self)
{
  return self->open;
}

gboolean
wb_canvas_add (WbCanvas *self, const char *type)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  gboolean done;

  if (self->scene == NULL || spec == NULL)
    return FALSE;
  if (self->open.card >= 0)
    done = add_behind_port (self, spec);
  else if (self->link >= 0)
    done = wb_canvas_insert (self, type, (guint) self->link);
  else if (self->open_here)
    done = add_here (self, spec);
  else
    done = wb_steps_add (self->steps, type, wb_steps_get_chosen (self->steps));
  self->open.card = -1;
  self->open_here = FALSE;

  return done;
}

/* What went over the link goes through @node then, where it takes and gives that kind. */
gboolean
_wb_canvas_insert_into (WbCanvas *self, guint index, const char *node)
{
  const WbSceneLink *link = &self->scene->links[index];
  int place = tn_graph_find_node (self->scene->graph, node);
  const TnNodeSpec *spec = place >= 0 ? self->scene->cards[place].node->spec : NULL;
  const TnPortSpec *output =
      wb_scene_get_port_spec (self->scene, (WbPort){ (int) link->from, TRUE, link->from_port });
  const TnPortSpec *input =
      wb_scene_get_port_spec (self->scene, (WbPort){ (int) link->to, FALSE, link->to_port });
  const char *from = _wb_canvas_get_id (self, link->from), *to = _wb_canvas_get_id (self, link->to);
  const char *takes, *gives;
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnBoard) board = NULL;

  if (spec == NULL || output == NULL || input == NULL || (int) link->from == place ||
      (int) link->to == place)
    return FALSE;
  takes = match (spec->inputs, output->type);
  gives = match (spec->outputs, input->type);
  if (takes == NULL || gives == NULL)
    return FALSE;
  graph = tn_graph_copy (self->scene->graph);
  tn_graph_unlink (graph, from, output->id, to, input->id);
  if (!tn_graph_link (graph, from, output->id, node, takes, NULL) ||
      !tn_graph_link (graph, node, gives, to, input->id, NULL))
    return FALSE;
  board = tn_board_copy (self->scene->board);
  tn_board_set_place (board, node, snap (self->scene->cards[place].box.x),
                      snap (self->scene->cards[place].box.y));
  wb_steps_draw (self->steps, graph, board,
                 tn_message_take (tn_message_new (N_ ("Put {step} between")), "step",
                                  tn_message_new (get_title (self, (guint) place))));

  return TRUE;
}
