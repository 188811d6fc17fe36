/* wb-canvas-proxies.c: undrawn cards for keyboard and screen readers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-canvas-private.h"
#include "wb-step-facts.h"
#include "wb-words.h"

/* GTK 4.8 lets nobody else implement GtkAccessible: what works is widgets that are placed, named
 * and given the focus, and never drawn. */

#define WB_TYPE_CARD_PROXY (wb_card_proxy_get_type ())
G_DECLARE_FINAL_TYPE (WbCardProxy, wb_card_proxy, WB, CARD_PROXY, GtkWidget)

struct _WbCardProxy
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (WbCardProxy, wb_card_proxy, GTK_TYPE_WIDGET)

static void
wb_card_proxy_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
}

static void
wb_card_proxy_class_init (WbCardProxyClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = wb_card_proxy_snapshot;
}

static void
wb_card_proxy_init (WbCardProxy *self)
{
}

GtkWidget *
_wb_canvas_make_proxy (GtkAccessibleRole role)
{
  return g_object_new (WB_TYPE_CARD_PROXY, "accessible-role", role, "can-target", FALSE, NULL);
}

/* Whether a link before @index joins the same two. */
static gboolean
is_said (const WbScene *scene, guint index)
{
  for (guint k = 0; k < index; k++)
    if (scene->links[k].from == scene->links[index].from &&
        scene->links[k].to == scene->links[index].to)
      return TRUE;

  return FALSE;
}

/* “Customer features and Split” */
static char *
list_linked (WbCanvas *self, guint card, gboolean before)
{
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_auto (GStrv) each = NULL;
  guint n = 0;

  for (guint i = 0; i < self->scene->n_links; i++)
    {
      const WbSceneLink *link = &self->scene->links[i];

      if ((before ? link->to : link->from) != card || is_said (self->scene, i))
        continue;
      g_strv_builder_add (
          titles, wb_step_say_title (self->scene->cards[before ? link->from : link->to].node));
      n++;
    }
  each = g_strv_builder_end (titles);

  return n > 0 ? tn_language_join (wb_language (), each) : NULL;
}

/* “Boosted trees, from Customer features, to Compare models, Done, 8,185 rows × 22” */
char *
_wb_canvas_say_card (WbCanvas *self, guint card)
{
  const TnGraphNode *node = self->scene->cards[card].node;
  const WbCardLook *look = g_hash_table_lookup (self->looks, node->id);
  g_autofree char *before = list_linked (self, card, TRUE);
  g_autofree char *after = list_linked (self, card, FALSE);
  g_autofree char *from =
      before != NULL ? wb_say_text (N_ ("from {steps}"), "steps", before) : NULL;
  g_autofree char *to = after != NULL ? wb_say_text (N_ ("to {steps}"), "steps", after) : NULL;
  int group = self->scene->cards[card].group;
  g_autofree char *in =
      self->scene->cards[card].hidden
          ? wb_say_text (N_ ("in the folded group “{group}”"), "group",
                         tn_board_get_group (self->scene->board, (guint) group)->title)
          : NULL;
  const char *parts[7] = { wb_step_say_title (node) };
  guint n = 1;

  if (from != NULL)
    parts[n++] = from;
  if (to != NULL)
    parts[n++] = to;
  parts[n++] = wb_standing_say (look->standing);
  if (look->result != NULL)
    parts[n++] = look->result;
  if (in != NULL)
    parts[n++] = in;

  return g_strjoinv (", ", (char **) parts);
}

/* “Link “Scores” of Boosted trees to “Scores” of Evaluate? Enter draws it” */
static char *
say_linking (WbCanvas *self)
{
  WbPort from = self->linking.from, to = self->linking.to;
  TnMessage *message =
      tn_message_new (N_ ("Link “{output}” of {from} to “{input}” of {to}? Enter draws it"));

  if (!from.output)
    {
      from = self->linking.to;
      to = self->linking.from;
    }
  message = tn_message_take (message, "output",
                             tn_message_new (wb_scene_get_port_spec (self->scene, from)->title));
  message =
      tn_message_text (message, "from", wb_step_say_title (self->scene->cards[from.card].node));
  message = tn_message_take (message, "input",
                             tn_message_new (wb_scene_get_port_spec (self->scene, to)->title));
  message = tn_message_text (message, "to", wb_step_say_title (self->scene->cards[to.card].node));

  return wb_say_take (message);
}

/* What the keys are about to do at the card that has the focus; %NULL for nothing of the kind. */
static char *
say_link (WbCanvas *self, guint card)
{
  const WbLinking *linking = &self->linking;
  const char *from, *to;

  if ((int) card != _wb_canvas_get_card (self))
    return NULL;
  if (linking->active && linking->by_keys && linking->to.card >= 0)
    return say_linking (self);
  if (self->link >= 0)
    {
      const WbSceneLink *link = &self->scene->links[self->link];

      from = wb_step_say_title (self->scene->cards[link->from].node);
      to = wb_step_say_title (self->scene->cards[link->to].node);
    }
  else
    return NULL;

  return wb_say_take (tn_message_text (
      tn_message_text (tn_message_new (N_ ("Link from {from} to {to}")), "from", from), "to", to));
}

static void
name_proxy (WbCanvas *self, GtkWidget *proxy, guint card)
{
  const char *id = _wb_canvas_get_id (self, card);
  const WbCardLook *look = g_hash_table_lookup (self->looks, id);
  const TnGraphIssue *issue = wb_issues_find (wb_steps_get_issues (self->steps), id);
  g_autofree char *finding = issue != NULL ? wb_say_message (issue->message) : NULL;
  g_autofree char *link = say_link (self, card);
  g_autofree char *said = link != NULL ? g_steal_pointer (&link) : _wb_canvas_say_card (self, card);

  gtk_accessible_update_property (GTK_ACCESSIBLE (proxy), GTK_ACCESSIBLE_PROPERTY_LABEL, said,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  finding != NULL ? finding : look->settings, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (proxy), GTK_ACCESSIBLE_STATE_SELECTED,
                               wb_steps_is_chosen (self->steps, id), -1);
}

void
_wb_canvas_name_proxies (WbCanvas *self)
{
  for (guint i = 0; self->scene != NULL && i < self->proxies->len && i < self->scene->n_cards; i++)
    name_proxy (self, g_ptr_array_index (self->proxies, i), i);
  _wb_canvas_update_ports (self);
}

/* In the order of a run among the children of the canvas: that is the order they are told in. */
static void
sort_proxies (WbCanvas *self)
{
  GtkWidget *before = NULL;

  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      GtkWidget *proxy = g_ptr_array_index (self->proxies, self->scene->order[i]);

      gtk_widget_insert_after (proxy, GTK_WIDGET (self), before);
      before = proxy;
    }
}

void
_wb_canvas_update_proxies (WbCanvas *self)
{
  guint n = self->scene != NULL ? self->scene->n_cards : 0;

  _wb_canvas_drop_ports (self);
  while (self->proxies->len < n)
    {
      GtkWidget *proxy = _wb_canvas_make_proxy (GTK_ACCESSIBLE_ROLE_LIST_ITEM);

      gtk_widget_set_focusable (proxy, TRUE);
      gtk_widget_set_parent (proxy, GTK_WIDGET (self));
      g_ptr_array_add (self->proxies, proxy);
    }
  while (self->proxies->len > n)
    {
      gtk_widget_unparent (g_ptr_array_index (self->proxies, self->proxies->len - 1));
      g_ptr_array_set_size (self->proxies, self->proxies->len - 1);
    }
  if (n == 0)
    return;
  g_byte_array_set_size (self->shown, 0);
  sort_proxies (self);
  _wb_canvas_name_proxies (self);
  _wb_canvas_place_proxies (self);
}

void
_wb_canvas_place_proxy (WbCanvas *self, GtkWidget *proxy, const TnBox *box)
{
  double x, y;
  int least;

  wb_canvas_to_widget (self, box->x, box->y, &x, &y);
  gtk_widget_measure (proxy, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (proxy,
                            &(GtkAllocation){ (int) round (x), (int) round (y),
                                              MAX ((int) (box->width * self->zoom), 1),
                                              MAX ((int) (box->height * self->zoom), 1) },
                            -1);
}

/* Those that are out of view, and were, are left where they are. */
void
_wb_canvas_place_proxies (WbCanvas *self)
{
  TnBox view = wb_canvas_get_view (self);
  guint old = self->shown->len;

  g_byte_array_set_size (self->shown, self->proxies->len);
  for (guint i = 0; self->scene != NULL && i < self->proxies->len; i++)
    {
      gboolean was_shown = i >= old || self->shown->data[i] != 0;

      self->shown->data[i] = wb_box_meets (&self->scene->cards[i].box, &view);
      if (was_shown || self->shown->data[i])
        _wb_canvas_place_proxy (self, g_ptr_array_index (self->proxies, i),
                                &self->scene->cards[i].box);
    }
  _wb_canvas_place_ports (self);
}

void
_wb_canvas_drop_proxies (WbCanvas *self)
{
  _wb_canvas_drop_ports (self);
  for (guint i = 0; i < self->proxies->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->proxies, i));
  g_ptr_array_set_size (self->proxies, 0);
}

void
_wb_canvas_focus_card (WbCanvas *self, guint card)
{
  gtk_widget_grab_focus (g_ptr_array_index (self->proxies, card));
}

int
_wb_canvas_get_focused (WbCanvas *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; focus != NULL && i < self->proxies->len; i++)
    if (g_ptr_array_index (self->proxies, i) == focus)
      return gtk_widget_is_focus (focus) ? (int) i : -1;

  return -1;
}
