/* monkey-pipeline.c: what a hand may do to a pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "monkey.h"
#include "tn-graph-part.h"
#include "wb-param-row.h"
#include "wb-step-change.h"
#include "wb-test.h"

#define MOST_NODES 40 /* from then on steps are removed rather */

static const char *
pick_node (Monkey *self)
{
  TnGraph *graph = wb_steps_get_graph (self->steps);

  return tn_graph_get_node (graph, monkey_pick (tn_graph_get_n_nodes (graph)))->id;
}

static const char *
pick_type (void)
{
  const TnNodeSpec *const *specs = tn_node_registry_list ();
  guint n = 0;

  while (specs[n] != NULL)
    n++;

  return specs[monkey_pick (n)]->id;
}

static WbPort
pick_port (Monkey *self)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);
  guint card = monkey_pick (scene->n_cards);
  const TnNodeSpec *spec = scene->cards[card].node->spec;
  gboolean output = monkey_pick (2) != 0;
  guint n = output ? tn_node_spec_count_outputs (spec) : tn_node_spec_count_inputs (spec);

  return n > 0 ? (WbPort){ (int) card, output, monkey_pick (n) } : (WbPort){ -1, FALSE, 0 };
}

/* On the canvas */

void
monkey_choose (Monkey *self)
{
  if (monkey_pick (3) == 0)
    wb_steps_toggle (self->steps, pick_node (self));
  else
    wb_steps_choose (self->steps, pick_node (self));
}

void
monkey_press_key (Monkey *self)
{
  static const guint keys[] = { GDK_KEY_Left,   GDK_KEY_Right, GDK_KEY_Up,     GDK_KEY_Down,
                                GDK_KEY_Home,   GDK_KEY_End,   GDK_KEY_l,      GDK_KEY_k,
                                GDK_KEY_Return, GDK_KEY_f,     GDK_KEY_Escape, GDK_KEY_Delete,
                                GDK_KEY_g,      GDK_KEY_G,     GDK_KEY_0,      GDK_KEY_1,
                                GDK_KEY_plus,   GDK_KEY_minus, GDK_KEY_Tab,    GDK_KEY_a };
  static const GdkModifierType states[] = {
    0, 0, 0, GDK_SHIFT_MASK, GDK_CONTROL_MASK, GDK_ALT_MASK
  };
  guint key = keys[monkey_pick (G_N_ELEMENTS (keys))];

  wb_canvas_press (self->canvas, key, states[monkey_pick (G_N_ELEMENTS (states))]);
}

static void
connect_ports (Monkey *self)
{
  WbPort from = pick_port (self), to = pick_port (self);

  if (from.card >= 0 && to.card >= 0 && from.output && !to.output)
    wb_canvas_connect (self->canvas, from, to);
}

static void
paste (Monkey *self)
{
  const char *const ids[] = { pick_node (self), pick_node (self), NULL };
  g_autofree char *text = tn_graph_part_to_text (wb_steps_get_graph (self->steps),
                                                 wb_steps_get_board (self->steps), ids, NULL);

  wb_canvas_paste_text (self->canvas, text);
}

static void
insert (Monkey *self)
{
  guint n = tn_graph_get_n_links (wb_steps_get_graph (self->steps));

  if (n > 0)
    wb_canvas_insert (self->canvas, pick_type (), monkey_pick (n));
}

/* Notes and groups */

static void
change_board (Monkey *self)
{
  const TnBoard *old = wb_steps_get_board (self->steps);
  g_autoptr (TnBoard) board = tn_board_copy (old);
  guint n = tn_board_get_n_notes (old), n_groups = tn_board_get_n_groups (old);
  TnBox box = { monkey_pick (2000), monkey_pick (1000), 100 + monkey_pick (300),
                40 + monkey_pick (200) };

  if (n == 0 || (n < 20 && monkey_pick (3) == 0))
    tn_board_add_note (board, monkey_pick (2) ? "Why? 为什么" : "\"quoted\"\nand two lines", &box);
  else if (monkey_pick (3) == 0)
    tn_board_remove_note (board, tn_board_get_note (old, monkey_pick (n))->id);
  else
    tn_board_set_note_box (board, tn_board_get_note (old, monkey_pick (n))->id, &box);
  if (n_groups > 0 && monkey_pick (3) == 0)
    tn_board_set_group_title (board, tn_board_get_group (old, monkey_pick (n_groups))->id,
                              monkey_pick (2) ? "As of each date" : "每个日期");
  wb_steps_draw (self->steps, NULL, board, tn_message_new_literal ("draw"));
}

/* What the menu of a card calls. */
static void
arrange (Monkey *self)
{
  static const char *const names[] = { "canvas.group", "canvas.ungroup", "canvas.fold" };

  if (monkey_pick (2) == 0)
    monkey_act (GTK_WIDGET (self->canvas), "canvas.align",
                g_variant_new ("(ii)", monkey_pick (2) ? 1 : -1, 0));
  else
    monkey_act (GTK_WIDGET (self->canvas), names[monkey_pick (G_N_ELEMENTS (names))], NULL);
}

static void
press_at_note (Monkey *self)
{
  static const guint keys[] = { GDK_KEY_Left, GDK_KEY_Down, GDK_KEY_Delete, GDK_KEY_Up };
  static const GdkModifierType states[] = { 0, GDK_ALT_MASK, GDK_ALT_MASK | GDK_SHIFT_MASK };

  wb_canvas_press (self->canvas, GDK_KEY_End, 0);
  gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD);
  wb_canvas_press (self->canvas, keys[monkey_pick (G_N_ELEMENTS (keys))],
                   states[monkey_pick (G_N_ELEMENTS (states))]);
}

static void
thin_out (Monkey *self)
{
  for (guint i = 0; i < 12; i++)
    wb_steps_toggle (self->steps, pick_node (self));
  wb_steps_remove (self->steps);
}

void
monkey_change_steps (Monkey *self)
{
  if (tn_graph_get_n_nodes (wb_steps_get_graph (self->steps)) > MOST_NODES)
    {
      thin_out (self);
      return;
    }
  switch (monkey_pick (14))
    {
    case 11:
      change_board (self);
      break;
    case 12:
      arrange (self);
      break;
    case 13:
      press_at_note (self);
      break;
    case 0:
      wb_canvas_add (self->canvas, pick_type ());
      break;
    case 1:
      insert (self);
      break;
    case 2:
      connect_ports (self);
      break;
    case 3:
      paste (self);
      break;
    case 4:
      wb_canvas_tidy (self->canvas);
      break;
    case 5:
      monkey_act (self->pipeline, "page.duplicate", NULL);
      break;
    case 6:
      monkey_act (self->pipeline, "page.remove", NULL);
      break;
    case 7:
      monkey_act (self->pipeline, "page.switch", NULL);
      break;
    case 8:
      monkey_act (self->pipeline, "page.move", g_variant_new_int32 (monkey_pick (2) ? 1 : -1));
      break;
    case 9:
      wb_steps_place (self->steps, pick_node (self), pick_node (self));
      break;
    default:
      wb_steps_replace (self->steps, pick_node (self), pick_type ());
    }
}

/* Settings */

void
monkey_change_setting (Monkey *self)
{
  GtkWidget *row = monkey_pick_widget (self->pipeline, WB_TYPE_PARAM_ROW);
  GtkWidget *control;

  if (row == NULL)
    return;
  if ((control = wb_test_find (row, "GtkSwitch")) != NULL)
    gtk_switch_set_active (GTK_SWITCH (control), !gtk_switch_get_active (GTK_SWITCH (control)));
  else if ((control = wb_test_find (row, "GtkSpinButton")) != NULL)
    gtk_spin_button_spin (GTK_SPIN_BUTTON (control),
                          monkey_pick (2) ? GTK_SPIN_STEP_FORWARD : GTK_SPIN_STEP_BACKWARD, 0);
  else if ((control = wb_test_find (row, "GtkDropDown")) != NULL)
    gtk_drop_down_set_selected (
        GTK_DROP_DOWN (control),
        monkey_pick (g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (control)))));
  else if ((control = wb_test_find (row, "GtkEntry")) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (control), monkey_pick (2) ? "7, 30" : "…{\"");
}
