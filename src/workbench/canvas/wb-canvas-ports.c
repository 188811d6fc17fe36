/* wb-canvas-ports.c: the ports of the chosen card, undrawn and named
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-step-facts.h"
#include "wb-words.h"

/* Those of all cards would be many to pass by. */

void
_wb_canvas_drop_ports (WbCanvas *self)
{
  for (guint i = 0; i < self->ports->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->ports, i));
  g_ptr_array_set_size (self->ports, 0);
  self->ports_of = NULL;
}

static guint
count (const TnNodeSpec *spec, gboolean outputs)
{
  return outputs ? tn_node_spec_count_outputs (spec) : tn_node_spec_count_inputs (spec);
}

static void
add_port (WbCanvas *self, GtkWidget *card, const TnPortSpec *spec, gboolean output)
{
  GtkWidget *proxy = _wb_canvas_make_proxy (GTK_ACCESSIBLE_ROLE_IMG);
  g_autofree char *name = wb_say_text (output ? N_ ("Gives “{port}”") : N_ ("Takes “{port}”"),
                                       "port", wb_say (spec->title));

  gtk_accessible_update_property (GTK_ACCESSIBLE (proxy), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, wb_port_say (spec->type),
                                  -1);
  gtk_widget_set_parent (proxy, card);
  g_ptr_array_add (self->ports, proxy);
}

void
_wb_canvas_update_ports (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);
  const TnGraphNode *node =
      card >= 0 && !self->scene->cards[card].hidden ? self->scene->cards[card].node : NULL;

  if (node == self->ports_of || (guint) (card + 1) > self->proxies->len)
    return;
  _wb_canvas_drop_ports (self);
  self->ports_of = node;
  for (guint k = 0; k < 2 && node != NULL && node->spec != NULL; k++)
    for (guint i = 0; i < count (node->spec, k == 1); i++)
      add_port (self, g_ptr_array_index (self->proxies, card),
                k == 1 ? &node->spec->outputs[i] : &node->spec->inputs[i], k == 1);
  _wb_canvas_place_ports (self);
}

/* Relative to their card. */
void
_wb_canvas_place_ports (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);
  double size = 2 * WB_PORT_RADIUS * self->zoom;
  guint at = 0;

  if (self->ports->len == 0 || card < 0 || self->scene->cards[card].node != self->ports_of)
    return;
  for (guint k = 0; k < 2; k++)
    for (guint i = 0; i < count (self->scene->cards[card].node->spec, k == 1); i++)
      {
        GtkWidget *proxy = g_ptr_array_index (self->ports, at++);
        const TnBox *box = &self->scene->cards[card].box;
        int least;
        double x, y;

        wb_scene_get_port (self->scene, (WbPort){ card, k == 1, i }, &x, &y);
        gtk_widget_measure (proxy, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
        gtk_widget_size_allocate (proxy,
                                  &(GtkAllocation){ (int) ((x - box->x) * self->zoom - size / 2),
                                                    (int) ((y - box->y) * self->zoom - size / 2),
                                                    MAX ((int) size, 1), MAX ((int) size, 1) },
                                  -1);
      }
}
