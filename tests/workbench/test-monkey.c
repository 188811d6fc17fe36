/* test-monkey.c: whatever a hand may do, in any order, can be taken back and done again
 *
 * Random actions on the pipeline's page (cards and list, settings) and on the data page, through
 * what pointer, keys and menus call; critical warnings end the test. After each round everything
 * is undone and redone, and what the project is made of has to be equal byte for byte. GTest prints
 * the seed; --seed repeats it or takes another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <malloc.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-canonical.h"
#include "tn-graph-part.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"
#include "wb-application.h"
#include "wb-canvas-pane.h"
#include "wb-data-page.h"
#include "wb-filter-bar.h"
#include "wb-grid.h"
#include "wb-keep-step.h"
#include "wb-param-row.h"
#include "wb-pipeline-page.h"
#include "wb-step-change.h"
#include "wb-test-files.h"
#include "wb-test.h"

#define ROUND      250 /* fewer than the history keeps */
#define MOST_NODES 40  /* from then on steps are removed rather */
#define HISTORY    2000

typedef struct
{
  char *folder;
  char *path;
  WbProject *project;
  GtkWidget *pipeline_window, *data_window;
  GtkWidget *pipeline, *data;
  WbCanvas *canvas;
  WbSteps *steps;
  guint n_refused; /* moves that cannot be */
} Monkey;

static guint
pick (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
}

static void
act (GtkWidget *page, const char *action, GVariant *parameter)
{
  if (parameter != NULL)
    g_variant_ref_sink (parameter);
  gtk_widget_activate_action_variant (page, action, parameter);
  if (parameter != NULL)
    g_variant_unref (parameter);
}

static const char *
pick_node (Monkey *self)
{
  TnGraph *graph = wb_steps_get_graph (self->steps);

  return tn_graph_get_node (graph, pick (tn_graph_get_n_nodes (graph)))->id;
}

static const char *
pick_type (void)
{
  const TnNodeSpec *const *specs = tn_node_registry_list ();
  guint n = 0;

  while (specs[n] != NULL)
    n++;

  return specs[pick (n)]->id;
}

static WbPort
pick_port (Monkey *self)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);
  guint card = pick (scene->n_cards);
  const TnNodeSpec *spec = scene->cards[card].node->spec;
  gboolean output = pick (2) != 0;
  guint n = output ? tn_node_spec_count_outputs (spec) : tn_node_spec_count_inputs (spec);

  return n > 0 ? (WbPort){ (int) card, output, pick (n) } : (WbPort){ -1, FALSE, 0 };
}

/* On the canvas */

static void
choose (Monkey *self)
{
  if (pick (3) == 0)
    wb_steps_toggle (self->steps, pick_node (self));
  else
    wb_steps_choose (self->steps, pick_node (self));
}

static void
press_key (Monkey *self)
{
  static const guint keys[] = { GDK_KEY_Left,   GDK_KEY_Right, GDK_KEY_Up,     GDK_KEY_Down,
                                GDK_KEY_Home,   GDK_KEY_End,   GDK_KEY_l,      GDK_KEY_k,
                                GDK_KEY_Return, GDK_KEY_f,     GDK_KEY_Escape, GDK_KEY_Delete,
                                GDK_KEY_g,      GDK_KEY_G,     GDK_KEY_0,      GDK_KEY_1,
                                GDK_KEY_plus,   GDK_KEY_minus, GDK_KEY_Tab,    GDK_KEY_a };
  static const GdkModifierType states[] = {
    0, 0, 0, GDK_SHIFT_MASK, GDK_CONTROL_MASK, GDK_ALT_MASK
  };
  guint key = keys[pick (G_N_ELEMENTS (keys))];

  wb_canvas_press (self->canvas, key, states[pick (G_N_ELEMENTS (states))]);
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
    wb_canvas_insert (self->canvas, pick_type (), pick (n));
}

/* Notes and groups */

static void
change_board (Monkey *self)
{
  const TnBoard *old = wb_steps_get_board (self->steps);
  g_autoptr (TnBoard) board = tn_board_copy (old);
  guint n = tn_board_get_n_notes (old), n_groups = tn_board_get_n_groups (old);
  TnBox box = { pick (2000), pick (1000), 100 + pick (300), 40 + pick (200) };

  if (n == 0 || (n < 20 && pick (3) == 0))
    tn_board_add_note (board, pick (2) ? "Why? 为什么" : "\"quoted\"\nand two lines", &box);
  else if (pick (3) == 0)
    tn_board_remove_note (board, tn_board_get_note (old, pick (n))->id);
  else
    tn_board_set_note_box (board, tn_board_get_note (old, pick (n))->id, &box);
  if (n_groups > 0 && pick (3) == 0)
    tn_board_set_group_title (board, tn_board_get_group (old, pick (n_groups))->id,
                              pick (2) ? "As of each date" : "每个日期");
  wb_steps_draw (self->steps, NULL, board, tn_message_new_literal ("draw"));
}

/* What the menu of a card calls. */
static void
arrange (Monkey *self)
{
  static const char *const names[] = { "canvas.group", "canvas.ungroup", "canvas.fold" };

  if (pick (2) == 0)
    act (GTK_WIDGET (self->canvas), "canvas.align", g_variant_new ("(ii)", pick (2) ? 1 : -1, 0));
  else
    act (GTK_WIDGET (self->canvas), names[pick (G_N_ELEMENTS (names))], NULL);
}

static void
press_at_note (Monkey *self)
{
  static const guint keys[] = { GDK_KEY_Left, GDK_KEY_Down, GDK_KEY_Delete, GDK_KEY_Up };
  static const GdkModifierType states[] = { 0, GDK_ALT_MASK, GDK_ALT_MASK | GDK_SHIFT_MASK };

  wb_canvas_press (self->canvas, GDK_KEY_End, 0);
  gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD);
  wb_canvas_press (self->canvas, keys[pick (G_N_ELEMENTS (keys))],
                   states[pick (G_N_ELEMENTS (states))]);
}

static void
thin_out (Monkey *self)
{
  for (guint i = 0; i < 12; i++)
    wb_steps_toggle (self->steps, pick_node (self));
  wb_steps_remove (self->steps);
}

static void
change_steps (Monkey *self)
{
  if (tn_graph_get_n_nodes (wb_steps_get_graph (self->steps)) > MOST_NODES)
    {
      thin_out (self);
      return;
    }
  switch (pick (14))
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
      act (self->pipeline, "page.duplicate", NULL);
      break;
    case 6:
      act (self->pipeline, "page.remove", NULL);
      break;
    case 7:
      act (self->pipeline, "page.switch", NULL);
      break;
    case 8:
      act (self->pipeline, "page.move", g_variant_new_int32 (pick (2) ? 1 : -1));
      break;
    case 9:
      wb_steps_place (self->steps, pick_node (self), pick_node (self));
      break;
    default:
      wb_steps_replace (self->steps, pick_node (self), pick_type ());
    }
}

/* What a refusal offers is taken now and then. */
static void
on_refused (WbCanvas *canvas, const char *said, GPtrArray *ways, double x, double y, Monkey *self)
{
  g_assert_cmpuint (strlen (said), >, 0);
  if (ways != NULL && ways->len > 0 && pick (2) == 0)
    wb_project_repair (self->project, g_ptr_array_index (ways, pick (ways->len)));
}

/* Settings */

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    collect (at, type, found);
}

static GtkWidget *
pick_widget (GtkWidget *in, GType type)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (in, type, found);

  return found->len > 0 ? g_ptr_array_index (found, pick (found->len)) : NULL;
}

static void
change_setting (Monkey *self)
{
  GtkWidget *row = pick_widget (self->pipeline, WB_TYPE_PARAM_ROW);
  GtkWidget *control;

  if (row == NULL)
    return;
  if ((control = wb_test_find (row, "GtkSwitch")) != NULL)
    gtk_switch_set_active (GTK_SWITCH (control), !gtk_switch_get_active (GTK_SWITCH (control)));
  else if ((control = wb_test_find (row, "GtkSpinButton")) != NULL)
    gtk_spin_button_spin (GTK_SPIN_BUTTON (control),
                          pick (2) ? GTK_SPIN_STEP_FORWARD : GTK_SPIN_STEP_BACKWARD, 0);
  else if ((control = wb_test_find (row, "GtkDropDown")) != NULL)
    gtk_drop_down_set_selected (
        GTK_DROP_DOWN (control),
        pick (g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (control)))));
  else if ((control = wb_test_find (row, "GtkEntry")) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (control), pick (2) ? "7, 30" : "…{\"");
}

/* On the data page */

static void
change_data (Monkey *self)
{
  static const char *const filters[] = {
    "", "anna", "amount over 10", "email is missing", "amount over", "金额 大于 5 或"
  };
  WbGrid *grid = WB_GRID (wb_test_find (self->data, "WbGrid"));
  WbSheet *sheet = wb_grid_get_sheet (grid);
  guint n = sheet != NULL ? wb_sheet_get_n_columns (sheet) : 0;
  guint column = pick (n);

  if (n == 0)
    return;
  switch (pick (10))
    {
    case 0:
      act (self->data, "page.set-role", g_variant_new ("(uu)", column, pick (TN_N_ROLES)));
      break;
    case 1:
      act (self->data, "page.set-label",
           g_variant_new ("(us)", column, pick (2) ? "" : "Ein \"Name\" 名"));
      break;
    case 2:
      act (self->data, "page.set-missing",
           g_variant_new ("(uu)", column, pick (WB_N_MISSING_RULES)));
      break;
    case 3:
      act (self->data, "page.sort", g_variant_new_string (pick (2) ? "ascending" : "descending"));
      break;
    case 4:
      act (self->data, pick (2) ? "page.freeze" : "page.hide", NULL);
      break;
    case 5:
      act (self->data, "page.show-column", g_variant_new ("(ub)", column, pick (2) != 0));
      break;
    case 6:
      act (self->data, pick (2) ? "page.move" : "page.size",
           g_variant_new_int32 (pick (2) ? 1 : -1));
      break;
    case 7:
      act (self->data, "page.keep", NULL);
      break;
    case 8:
      wb_grid_move_to (grid, pick (50), column);
      break;
    default:
      wb_filter_bar_set_text (WB_FILTER_BAR (wb_test_find (self->data, "WbFilterBar")),
                              filters[pick (G_N_ELEMENTS (filters))]);
    }
}

/* Rounds */

static char *export(Monkey *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      tn_project_to_canonical (wb_project_get_store (self->project), &error);

  g_assert_no_error (error);

  return tn_json_print (node, TRUE);
}

/* How many steps of the history behind @base can be taken back; @last: (out): the latest */
static guint
count_steps (Monkey *self, gint64 base, gint64 *last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      tn_project_list_history (wb_project_get_store (self->project), HISTORY, &error);
  guint n = 0;

  g_assert_no_error (error);
  *last = 0;
  for (guint i = 0; i < entries->len; i++)
    {
      const TnHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (entry->undone)
        continue;
      *last = MAX (*last, entry->id);
      n += entry->id > base;
    }

  return n;
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Fields wait a moment before they tell what was typed. */
static void
rest (void)
{
  gboolean over = FALSE;

  g_timeout_add (700, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  wb_test_settle ();
  wb_test_settle ();
}

static void
step_history (Monkey *self, gint64 base)
{
  gint64 last;

  wb_test_settle ();
  if (pick (3) == 0)
    wb_project_redo (self->project);
  else if (count_steps (self, base, &last) > 0)
    wb_project_undo (self->project);
}

static void
do_something (Monkey *self, gint64 base)
{
  guint dice = pick (100);

  /* Nobody is quick enough to act on a pipeline that is not there any more. */
  if (wb_steps_get_graph (self->steps) == NULL ||
      tn_graph_get_n_nodes (wb_steps_get_graph (self->steps)) == 0)
    wb_project_undo (self->project);
  else if (dice < 20)
    choose (self);
  else if (dice < 45)
    press_key (self);
  else if (dice < 65)
    change_steps (self);
  else if (dice < 75)
    change_setting (self);
  else if (dice < 90)
    change_data (self);
  else if (dice < 93)
    act (self->pipeline, "page.as-list", NULL);
  else
    step_history (self, base);
  if (pick (3) != 0)
    wb_test_settle ();
}

static void
repeat (Monkey *self, void (*step) (WbProject *), guint n)
{
  for (guint i = 0; i < n; i++)
    {
      step (self->project);
      wb_test_settle ();
    }
  rest ();
}

static void
do_round (Monkey *self)
{
  gint64 base, last;
  g_autofree char *start = export(self);
  g_autofree char *end = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  guint n;

  count_steps (self, 0, &base);
  for (guint i = 0; i < ROUND; i++)
    do_something (self, base);
  rest ();
  end = export(self);
  n = count_steps (self, base, &last);
  g_test_message ("%u steps of the history", n);
  g_assert_cmpuint (n, >, ROUND / 20);
  repeat (self, wb_project_undo, n);
  undone = export(self);
  g_assert_cmpstr (undone, ==, start);
  repeat (self, wb_project_redo, n);
  redone = export(self);
  g_assert_cmpstr (redone, ==, end);
}

/* The scene */

static GtkWidget *
show (GtkWidget *page)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
on_failed (WbProject *project, const GError *error, Monkey *self)
{
  g_test_message ("refused: %s", error->message);
  self->n_refused++;
}

static void
monkey_init (Monkey *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("people", NULL, &error);

  g_assert_no_error (error);
  self->folder = g_dir_make_tmp ("tenure-monkey-XXXXXX", NULL);
  self->path = wb_test_write_people (self->folder, "people.csv", 60);
  self->project = wb_test_import (self->path, "people");
  tn_project_put_pipeline (wb_project_get_store (self->project), "churn", graph,
                           tn_message_new_literal ("lay out"), &error);
  g_assert_no_error (error);
  g_signal_connect (self->project, "failed", G_CALLBACK (on_failed), self);
  wb_project_refresh (self->project);
  wb_test_settle ();
  self->pipeline = wb_pipeline_page_new (self->project);
  self->data = wb_data_page_new (self->project);
  self->pipeline_window = show (self->pipeline);
  self->data_window = show (self->data);
  self->canvas = WB_CANVAS (wb_test_find (self->pipeline, "WbCanvas"));
  self->steps = wb_canvas_get_steps (self->canvas);
  g_signal_connect (self->canvas, "refused", G_CALLBACK (on_refused), self);
  rest ();
}

static void
monkey_clear (Monkey *self)
{
  gtk_window_destroy (GTK_WINDOW (self->pipeline_window));
  gtk_window_destroy (GTK_WINDOW (self->data_window));
  wb_test_settle ();
  wb_project_close (self->project);
  wb_test_settle ();
  g_signal_handlers_disconnect_by_data (self->project, self);
  g_object_unref (self->project);
  g_remove (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
test_monkey (void)
{
  guint n_rounds = g_test_slow () ? 10000 / ROUND : 1;
  Monkey monkey = { 0 };
  gsize warm = 0, last;

  monkey_init (&monkey);
  for (guint i = 0; i < n_rounds; i++)
    {
      do_round (&monkey);
      if (i == n_rounds / 4)
        warm = mallinfo2 ().uordblks;
    }
  last = mallinfo2 ().uordblks;
  g_test_message ("in use after a quarter: %zu bytes, at the end: %zu", warm, last);
  /* The sanitizers count by themselves, and say nothing here. */
  if (g_test_slow ())
    g_assert_cmpuint (last, <=, warm + warm / 4 + 16 * 1024 * 1024);
  g_test_message ("%u actions, %u refused", n_rounds * ROUND, monkey.n_refused);
  monkey_clear (&monkey);
}

int
main (int argc, char **argv)
{
  WbApplication *application;
  int status;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/monkey/everything-is-taken-back-and-done-again", test_monkey);
  status = g_test_run ();
  g_object_unref (application);

  return status;
}
