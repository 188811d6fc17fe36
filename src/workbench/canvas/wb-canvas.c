/* wb-canvas.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-ui.h"

static guint signals[WB_CANVAS_N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbCanvas, wb_canvas, GTK_TYPE_WIDGET)

guint
_wb_canvas_get_signal (WbCanvasSignal which)
{
  return signals[which];
}

WbSteps *
wb_canvas_get_steps (WbCanvas *self)
{
  return self->steps;
}

const WbScene *
wb_canvas_get_scene (WbCanvas *self)
{
  return self->scene;
}

const char *
_wb_canvas_get_id (WbCanvas *self, guint card)
{
  return self->scene->cards[card].node->id;
}

int
_wb_canvas_get_card (WbCanvas *self)
{
  const char *chosen = wb_steps_get_chosen (self->steps);

  return self->scene != NULL && chosen != NULL ? tn_graph_find_node (self->scene->graph, chosen)
                                               : -1;
}

void
_wb_canvas_choose (WbCanvas *self, int card)
{
  self->link = -1;
  if (card >= 0 && self->scene != NULL)
    wb_steps_choose (self->steps, _wb_canvas_get_id (self, (guint) card));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What the steps say */

static void
update_looks (WbCanvas *self)
{
  const WbStepState *states = wb_steps_get_states (self->steps);

  for (guint i = 0; self->scene != NULL && i < self->scene->n_cards; i++)
    {
      const TnGraphNode *node = self->scene->cards[i].node;
      WbCardLook *look = g_hash_table_lookup (self->looks, node->id);

      if (look == NULL)
        {
          look = wb_card_look_new ();
          g_hash_table_insert (self->looks, g_strdup (node->id), look);
        }
      wb_card_look_set (look, node, states != NULL ? &states[i] : NULL);
    }
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  return tn_graph_find_node (user_data, key) < 0;
}

static void
on_facts_changed (WbCanvas *self)
{
  if (self->scene == NULL || self->scene->graph != wb_steps_get_graph (self->steps))
    return;
  update_looks (self);
  _wb_canvas_name_proxies (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The keyboard goes on at the chosen card, which may be a new one. */
static void
follow_chosen (WbCanvas *self, gboolean had_focus)
{
  int card = _wb_canvas_get_card (self);
  TnBox view = wb_canvas_get_view (self);

  if (card < 0)
    return;
  if (self->placed && !wb_box_meets (&self->scene->cards[card].box, &view))
    wb_canvas_reveal (self, (guint) card);
  if (had_focus && card != _wb_canvas_get_focused (self))
    _wb_canvas_focus_card (self, (guint) card);
}

static gboolean
has_focus (WbCanvas *self)
{
  return _wb_canvas_get_focused (self) >= 0 || gtk_widget_is_focus (GTK_WIDGET (self));
}

static gboolean
follow_cb (gpointer user_data)
{
  WbCanvas *self = user_data;

  self->following = 0;
  if (self->scene != NULL)
    follow_chosen (self, has_focus (self));

  return G_SOURCE_REMOVE;
}

/* Once more when everything has its place: a popover that goes away, and a card that comes into
 * view later than it is chosen, let GTK move the keyboard in the meantime. */
static void
follow_later (WbCanvas *self)
{
  if (self->following == 0)
    self->following = g_idle_add_full (G_PRIORITY_LOW, follow_cb, self, NULL);
}

static void
on_changed (WbCanvas *self)
{
  TnGraph *graph = wb_steps_get_graph (self->steps);
  gboolean had_focus = has_focus (self);
  gboolean had_note = _wb_canvas_get_focused_note (self) >= 0;

  /* What is dragged or drawn belongs to what was there. */
  _wb_canvas_end_link (self, FALSE);
  self->drag = WB_DRAG_NONE;
  self->link = self->insert = -1;
  self->open.card = -1;
  self->open_here = FALSE;
  g_clear_pointer (&self->scene, wb_scene_free);
  if (graph != NULL)
    {
      self->scene = wb_scene_new (graph, wb_steps_get_board (self->steps));
      g_hash_table_foreach_remove (self->looks, is_gone, graph);
      update_looks (self);
    }
  _wb_canvas_update_proxies (self);
  _wb_canvas_update_notes (self);
  _wb_canvas_choose_note (self, _wb_canvas_get_note (self));
  if (!had_note || !_wb_canvas_focus_note (self, _wb_canvas_get_note (self)))
    {
      follow_chosen (self, had_focus || had_note);
      follow_later (self);
    }
  _wb_canvas_view_changed (self);
}

static void
on_chosen (WbCanvas *self)
{
  _wb_canvas_choose_note (self, -1);
  follow_chosen (self, has_focus (self));
  _wb_canvas_name_proxies (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[WB_CANVAS_VIEW_CHANGED], 0);
}

/* The widget */

static void
wb_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbCanvas *self = WB_CANVAS (widget);

  if (self->scene != NULL)
    _wb_canvas_draw (self, snapshot);
}

static void
wb_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbCanvas *self = WB_CANVAS (widget);

  if (self->scene == NULL)
    return;
  if (!self->placed && width > 50 && height > 50)
    _wb_canvas_place (self);
  _wb_canvas_place_proxies (self);
  _wb_canvas_place_notes (self);
  g_signal_emit (self, signals[WB_CANVAS_VIEW_CHANGED], 0);
}

static void
wb_canvas_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 480;
}

/* Tab walks the steps as they run, and notes behind them; into the canvas it leads to the chosen
 * step. */
static gboolean
wb_canvas_focus (GtkWidget *widget, GtkDirectionType direction)
{
  WbCanvas *self = WB_CANVAS (widget);
  int focused = _wb_canvas_get_focused (self), note = _wb_canvas_get_focused_note (self);
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  int next;

  if (self->scene == NULL)
    return FALSE;
  if (self->scene->n_cards == 0)
    return !gtk_widget_is_focus (widget) && gtk_widget_grab_focus (widget);
  if (note >= 0)
    return tab && (direction == GTK_DIR_TAB_BACKWARD && note == 0
                       ? wb_canvas_focus_chosen (self)
                       : _wb_canvas_focus_note (self, direction == GTK_DIR_TAB_FORWARD ? note + 1
                                                                                       : note - 1));
  if (focused < 0)
    return wb_canvas_focus_chosen (self);
  if (!tab)
    return FALSE;
  next = wb_scene_find_in_order (self->scene, focused, direction == GTK_DIR_TAB_FORWARD ? 1 : -1);
  if (next < 0)
    return direction == GTK_DIR_TAB_FORWARD && _wb_canvas_focus_note (self, 0);
  _wb_canvas_focus_card (self, (guint) next);
  _wb_canvas_choose (self, next);
  wb_canvas_reveal (self, (guint) next);

  return TRUE;
}

gboolean
wb_canvas_focus_chosen (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);

  if (self->scene == NULL)
    return FALSE;
  if (card < 0)
    card = wb_scene_find_in_order (self->scene, -1, 1);
  if (card < 0)
    return FALSE;
  _wb_canvas_focus_card (self, (guint) card);
  wb_canvas_reveal (self, (guint) card);

  return TRUE;
}

/* Without any card the canvas has it itself. */
static gboolean
wb_canvas_grab_focus (GtkWidget *widget)
{
  return wb_canvas_focus_chosen (WB_CANVAS (widget)) ||
         GTK_WIDGET_CLASS (wb_canvas_parent_class)->grab_focus (widget);
}

static void
wb_canvas_dispose (GObject *object)
{
  WbCanvas *self = WB_CANVAS (object);
  GtkWidget *child;

  if (self->steps != NULL)
    g_signal_handlers_disconnect_by_data (self->steps, self);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->following, g_source_remove);
  _wb_canvas_drop_proxies (self);
  _wb_canvas_drop_notes (self);
  /* A popover that was open. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->steps);
  wb_card_brush_clear (&self->brush);

  G_OBJECT_CLASS (wb_canvas_parent_class)->dispose (object);
}

static void
wb_canvas_finalize (GObject *object)
{
  WbCanvas *self = WB_CANVAS (object);

  g_clear_pointer (&self->scene, wb_scene_free);
  g_hash_table_unref (self->looks);
  g_ptr_array_unref (self->proxies);
  g_ptr_array_unref (self->ports);
  g_ptr_array_unref (self->notes);
  g_free (self->note);
  g_byte_array_unref (self->shown);
  g_array_unref (self->linking.fits);

  G_OBJECT_CLASS (wb_canvas_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second, GType third)
{
  return g_signal_new (name, WB_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n,
                       first, second, third);
}

static void
wb_canvas_class_init (WbCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_canvas_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_canvas_finalize;
  widget_class->snapshot = wb_canvas_snapshot;
  widget_class->size_allocate = wb_canvas_size_allocate;
  widget_class->measure = wb_canvas_measure;
  widget_class->focus = wb_canvas_focus;
  widget_class->grab_focus = wb_canvas_grab_focus;
  _wb_canvas_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  signals[WB_CANVAS_OPENED] = add_signal ("opened", 0, 0, 0, 0);
  signals[WB_CANVAS_MENU] = add_signal ("menu", 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE, 0);
  signals[WB_CANVAS_FIND] = add_signal ("find", 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE, 0);
  signals[WB_CANVAS_REFUSED] =
      g_signal_new ("refused", WB_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    4, G_TYPE_STRING, G_TYPE_PTR_ARRAY, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[WB_CANVAS_VIEW_CHANGED] = add_signal ("view-changed", 0, 0, 0, 0);
}

static void
wb_canvas_init (WbCanvas *self)
{
  self->looks =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) wb_card_look_free);
  self->proxies = g_ptr_array_new ();
  self->ports = g_ptr_array_new ();
  self->notes = g_ptr_array_new ();
  self->shown = g_byte_array_new ();
  self->linking.fits = g_array_new (FALSE, FALSE, sizeof (WbPort));
  self->zoom = 1;
  self->link = self->insert = -1;
  self->open.card = -1;
  wb_card_brush_init (&self->brush, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  /* Data flow to the right, whatever way the words of the window run. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  wb_name_widget (self, wb_say (N_ ("Pipeline, as cards")));
  _wb_canvas_add_pointer (self);
  _wb_canvas_add_keys (self);
}

GtkWidget *
wb_canvas_new (WbSteps *steps)
{
  WbCanvas *self = g_object_new (WB_TYPE_CANVAS, NULL);

  self->steps = g_object_ref (steps);
  g_signal_connect_swapped (steps, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (steps, "facts-changed", G_CALLBACK (on_facts_changed), self);
  g_signal_connect_swapped (steps, "chosen", G_CALLBACK (on_chosen), self);
  on_changed (self);

  return GTK_WIDGET (self);
}
