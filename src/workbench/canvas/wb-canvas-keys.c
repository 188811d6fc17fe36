/* wb-canvas-keys.c: everything without a pointer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"

gboolean
_wb_canvas_get_direction (guint key, int *dx, int *dy)
{
  *dx = key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1
        : key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1
                                                        : 0;
  *dy = key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1
        : key == GDK_KEY_Up || key == GDK_KEY_KP_Up   ? -1
                                                      : 0;

  return *dx != 0 || *dy != 0;
}

static void
go_to (WbCanvas *self, int card, gboolean extend)
{
  if (card < 0)
    return;
  self->link = -1;
  _wb_canvas_focus_card (self, (guint) card);
  if (!extend)
    wb_steps_choose (self->steps, _wb_canvas_get_id (self, (guint) card));
  else if (!wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, (guint) card)))
    wb_steps_toggle (self->steps, _wb_canvas_get_id (self, (guint) card));
  wb_canvas_reveal (self, (guint) card);
}

/* A link by keys: from the first port of the step that anything fits to; again for the next. */
static void
start_link (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);
  const TnNodeSpec *spec = card >= 0 ? self->scene->cards[card].node->spec : NULL;
  guint n = spec != NULL ? tn_node_spec_count_outputs (spec) : 0;
  guint first =
      self->linking.active && self->linking.from.card == card ? self->linking.from.index + 1 : 0;

  _wb_canvas_end_link (self, FALSE);
  for (guint i = 0; i < n && !self->linking.active; i++)
    _wb_canvas_begin_link (self, (WbPort){ card, TRUE, (first + i) % n }, TRUE);
  if (n == 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* The links of the step, one after the other. */
static void
choose_link (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);

  for (guint i = 1; i <= self->scene->n_links; i++)
    {
      guint at = (guint) (self->link + (int) i) % self->scene->n_links;
      const WbSceneLink *link = &self->scene->links[at];

      if ((int) link->from != card && (int) link->to != card)
        continue;
      self->link = (int) at;
      break;
    }
  _wb_canvas_name_proxies (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
press_while_linking (WbCanvas *self, guint key)
{
  int dx, dy;

  if (_wb_canvas_get_direction (key, &dx, &dy))
    _wb_canvas_step_link (self, dx + dy);
  else if (key == GDK_KEY_Tab || key == GDK_KEY_ISO_Left_Tab)
    _wb_canvas_step_link (self, key == GDK_KEY_Tab ? 1 : -1);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    _wb_canvas_end_link (self, TRUE);
  else if (key == GDK_KEY_Escape)
    _wb_canvas_end_link (self, FALSE);
  else if (key == GDK_KEY_l || key == GDK_KEY_c)
    start_link (self);
  else
    return FALSE;

  return TRUE;
}

static gboolean
press_with_control (WbCanvas *self, guint key)
{
  g_autoptr (GPtrArray) all = NULL;

  switch (key)
    {
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      wb_canvas_zoom (self, 1);
      return TRUE;
    case GDK_KEY_1:
    case GDK_KEY_KP_1:
      wb_canvas_fit (self);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      wb_canvas_zoom (self, self->zoom * 1.25);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      wb_canvas_zoom (self, self->zoom / 1.25);
      return TRUE;
    case GDK_KEY_g:
      _wb_canvas_group (self);
      return TRUE;
    case GDK_KEY_G:
      _wb_canvas_ungroup (self);
      return TRUE;
    case GDK_KEY_m:
      _wb_canvas_write_note (self);
      return TRUE;
    case GDK_KEY_c:
      _wb_canvas_copy (self);
      return TRUE;
    case GDK_KEY_x:
      _wb_canvas_cut (self);
      return TRUE;
    case GDK_KEY_v:
      _wb_canvas_paste (self);
      return TRUE;
    case GDK_KEY_a:
      all = g_ptr_array_new ();
      for (guint i = 0; i < self->scene->n_cards; i++)
        g_ptr_array_add (all, (gpointer) _wb_canvas_get_id (self, i));
      wb_steps_choose_all (self->steps, all);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
ask_menu (WbCanvas *self, guint card)
{
  const TnBox *box = &self->scene->cards[card].box;
  double x, y;

  _wb_canvas_to_view (self, box->x + 40, box->y + 30, &x, &y);
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_MENU), 0, x, y);
}

static gboolean
press_arrow (WbCanvas *self, int dx, int dy, GdkModifierType state)
{
  int card = _wb_canvas_get_focused (self);

  if ((state & GDK_CONTROL_MASK) && (state & GDK_SHIFT_MASK))
    _wb_canvas_align (self, dx, dy);
  else if (state & GDK_CONTROL_MASK)
    wb_canvas_pan (self, dx * 60, dy * 60);
  else if (state & GDK_ALT_MASK)
    _wb_canvas_nudge (self, dx * TN_BOARD_GRID, dy * TN_BOARD_GRID);
  else if (card < 0)
    wb_canvas_focus_chosen (self);
  else
    go_to (self, wb_scene_find_towards (self->scene, (guint) card, dx, dy),
           (state & GDK_SHIFT_MASK) != 0);

  return TRUE;
}

static gboolean
press_plain (WbCanvas *self, guint key, GdkModifierType state)
{
  int card = _wb_canvas_get_card (self);

  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (state & GDK_SHIFT_MASK)
        return FALSE;
      g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_OPENED), 0);
      return TRUE;
    case GDK_KEY_l:
    case GDK_KEY_c:
      start_link (self);
      return TRUE;
    case GDK_KEY_k:
      choose_link (self);
      return TRUE;
    case GDK_KEY_f:
      if (card < 0 || self->scene->cards[card].group < 0)
        return FALSE;
      _wb_canvas_fold_group (self, (guint) self->scene->cards[card].group);
      return TRUE;
    case GDK_KEY_F2:
      if (card < 0 || self->scene->cards[card].group < 0)
        return FALSE;
      _wb_canvas_rename_group (self, (guint) self->scene->cards[card].group);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_End:
      go_to (self, wb_scene_find_in_order (self->scene, -1, key == GDK_KEY_Home ? 1 : -1), FALSE);
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      if (self->link < 0)
        return FALSE;
      _wb_canvas_remove_link (self, (guint) self->link);
      return TRUE;
    case GDK_KEY_Escape:
      if (self->link < 0)
        return FALSE;
      self->link = -1;
      _wb_canvas_name_proxies (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return TRUE;
    case GDK_KEY_Menu:
    case GDK_KEY_F10:
      if (card < 0 || (key == GDK_KEY_F10 && !(state & GDK_SHIFT_MASK)))
        return FALSE;
      ask_menu (self, (guint) card);
      return TRUE;
    case GDK_KEY_space:
      self->space = TRUE;
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * wb_canvas_press:
 *
 * Returns: whether the key means something here
 */
gboolean
wb_canvas_press (WbCanvas *self, guint key, GdkModifierType state)
{
  int dx, dy;

  state &= GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK;
  if (self->scene == NULL)
    return FALSE;
  /* What can be pasted needs no card. */
  if (self->scene->n_cards == 0)
    return (state & GDK_CONTROL_MASK) && press_with_control (self, key);
  if (self->linking.active)
    return press_while_linking (self, key);
  if (_wb_canvas_get_focused_note (self) >= 0 && _wb_canvas_press_note (self, key, state))
    return TRUE;
  if (_wb_canvas_get_direction (key, &dx, &dy))
    return press_arrow (self, dx, dy, state);
  if (state & GDK_CONTROL_MASK)
    return press_with_control (self, key);
  if (state & GDK_ALT_MASK)
    return FALSE;

  return press_plain (self, key, state);
}

static gboolean
on_pressed (GtkEventControllerKey *keys,
            guint key,
            guint code,
            GdkModifierType state,
            WbCanvas *self)
{
  return wb_canvas_press (self, key, state);
}

static void
on_released (GtkEventControllerKey *keys,
             guint key,
             guint code,
             GdkModifierType state,
             WbCanvas *self)
{
  if (key == GDK_KEY_space)
    self->space = FALSE;
}

void
_wb_canvas_add_keys (WbCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
