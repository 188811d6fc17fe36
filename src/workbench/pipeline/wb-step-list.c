/* wb-step-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-list.h"

#include "wb-step-change.h"
#include "wb-step-row.h"
#include "wb-ui.h"

struct _WbStepList
{
  AdwBin parent_instance;

  WbSteps *steps; /* %NULL once disposed of */
  GtkListBox *list;
  gboolean filling;
};

enum
{
  OPENED,
  MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbStepList, wb_step_list, ADW_TYPE_BIN)

static WbStepRow *
get_row (WbStepList *self, guint index)
{
  return (WbStepRow *) gtk_list_box_get_row_at_index (self->list, (int) index);
}

/* What the rows show */

static void
show_rows (WbStepList *self)
{
  TnGraph *graph = wb_steps_get_graph (self->steps);
  const WbStepState *states = wb_steps_get_states (self->steps);
  WbStepRow *row;

  for (guint i = 0; graph != NULL && (row = get_row (self, i)) != NULL; i++)
    {
      int place = tn_graph_find_node (graph, wb_step_row_get_node (row));

      if (place >= 0)
        wb_step_row_show (row, tn_graph_get_node (graph, (guint) place), &states[place],
                          wb_steps_get_issues (self->steps));
    }
}

static void
mark_chosen (WbStepList *self)
{
  const char *chosen = wb_steps_get_chosen (self->steps);
  WbStepRow *row;

  self->filling = TRUE;
  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    if (g_strcmp0 (wb_step_row_get_node (row), chosen) == 0)
      gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  self->filling = FALSE;
}

/* Whether the rows are those of the steps, in their order. */
static gboolean
has_rows_of (WbStepList *self, TnGraph *graph, const guint *order)
{
  guint n = tn_graph_get_n_nodes (graph);
  WbStepRow *row;

  for (guint i = 0; i < n; i++)
    {
      row = get_row (self, i);
      if (row == NULL || !g_str_equal (wb_step_row_get_node (row),
                                       tn_graph_get_node (graph, order != NULL ? order[i] : i)->id))
        return FALSE;
    }

  return get_row (self, n) == NULL;
}

static void
on_repair (WbStepRow *row, TnRepair *repair, WbStepList *self)
{
  wb_project_repair (wb_steps_get_project (self->steps), repair);
}

static void
on_dropped (WbStepRow *row, const char *node, WbStepList *self)
{
  if (!wb_steps_place (self->steps, node, wb_step_row_get_node (row)))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* A pipeline that runs in a circle has no order: as it was drawn then. Rows stay while they may:
 * the keyboard's place is on one of them. */
static void
fill (WbStepList *self)
{
  TnGraph *graph = wb_steps_get_graph (self->steps);
  g_autofree guint *order = graph != NULL ? tn_graph_sort (graph, NULL) : NULL;

  if (graph == NULL || has_rows_of (self, graph, order))
    return;
  self->filling = TRUE;
  wb_list_clear (self->list);
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      GtkWidget *row =
          wb_step_row_new (tn_graph_get_node (graph, order != NULL ? order[i] : i)->id);

      g_signal_connect (row, "repair", G_CALLBACK (on_repair), self);
      g_signal_connect (row, "dropped", G_CALLBACK (on_dropped), self);
      gtk_list_box_append (self->list, row);
    }
  self->filling = FALSE;
}

static void
on_changed (WbStepList *self)
{
  fill (self);
  show_rows (self);
  mark_chosen (self);
}

/* What a person does */

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, WbStepList *self)
{
  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->steps == NULL)
    return;
  wb_steps_choose (self->steps, wb_step_row_get_node (WB_STEP_ROW (row)));
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WbStepList *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
ask_menu (WbStepList *self, GtkWidget *from, double x, double y)
{
  double list_x, list_y;

  gtk_widget_translate_coordinates (from, GTK_WIDGET (self), x, y, &list_x, &list_y);
  g_signal_emit (self, signals[MENU], 0, list_x, list_y);
}

static void
on_pressed (GtkGestureClick *click, int n, double x, double y, WbStepList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int) y);

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  ask_menu (self, GTK_WIDGET (self->list), x, y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  WbStepList *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    ask_menu (self, GTK_WIDGET (row), 40, 30);

  return row != NULL;
}

/* The widget */

static void
add_controllers (WbStepList *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Shift>F10|Menu"),
                        gtk_callback_action_new (on_menu_key, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static void
wb_step_list_dispose (GObject *object)
{
  WbStepList *self = WB_STEP_LIST (object);

  if (self->steps != NULL)
    g_signal_handlers_disconnect_by_data (self->steps, self);
  g_clear_object (&self->steps);

  G_OBJECT_CLASS (wb_step_list_parent_class)->dispose (object);
}

static void
wb_step_list_class_init (WbStepListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_step_list_dispose;
  signals[OPENED] = g_signal_new ("opened", WB_TYPE_STEP_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[MENU] = g_signal_new ("menu", WB_TYPE_STEP_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
wb_step_list_init (WbStepList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_widget_set_margin_top (list, 6);
  gtk_widget_set_margin_bottom (list, 18);
  gtk_widget_set_margin_start (list, 12);
  gtk_widget_set_margin_end (list, 12);
  wb_name_widget (list, wb_say (N_ ("Steps of the pipeline")));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_bin_set_child (ADW_BIN (self), scrolled);
  g_signal_connect (list, "row-selected", G_CALLBACK (on_row_selected), self);
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated), self);
  add_controllers (self);
}

GtkWidget *
wb_step_list_new (WbSteps *steps)
{
  WbStepList *self = g_object_new (WB_TYPE_STEP_LIST, NULL);

  self->steps = g_object_ref (steps);
  g_signal_connect_swapped (steps, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (steps, "facts-changed", G_CALLBACK (show_rows), self);
  g_signal_connect_swapped (steps, "chosen", G_CALLBACK (mark_chosen), self);
  on_changed (self);

  return GTK_WIDGET (self);
}
