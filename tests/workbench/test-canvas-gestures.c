/* test-canvas-gestures.c: what is dragged, dropped and pinched on the canvas, and an empty one
 *
 * Gestures are told what a pointer would have them tell: GTK has no way to make up events.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>

#include <glib/gstdio.h>

#include "wb-application.h"
#include "wb-canvas-pane.h"
#include "wb-pipeline-page.h"
#include "wb-step-change.h"
#include "wb-test-files.h"
#include "wb-test.h"

typedef struct
{
  WbProject *project;
  WbSteps *steps;
  GtkWidget *window;
  WbCanvas *canvas;
} Fixture;

static void
show (Fixture *self, WbProject *project)
{
  GtkWidget *pane;

  self->project = project;
  self->steps = wb_steps_new (project);
  self->window = gtk_window_new ();
  pane = wb_canvas_pane_new (self->steps);
  self->canvas = wb_canvas_pane_get_canvas (WB_CANVAS_PANE (pane));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1100, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), pane);
  gtk_window_present (GTK_WINDOW (self->window));
  wb_test_settle ();
}

static void
set_up (Fixture *self, gconstpointer data)
{
  show (self, wb_test_project ());
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->steps);
  wb_project_close (self->project);
  g_clear_object (&self->project);
  wb_test_settle ();
}

static TnGraph *
get_graph (Fixture *self)
{
  return wb_steps_get_graph (self->steps);
}

static const WbSceneCard *
get_card (Fixture *self, const char *id)
{
  int place = tn_graph_find_node (get_graph (self), id);

  g_assert_cmpint (place, >=, 0);

  return &wb_canvas_get_scene (self->canvas)->cards[place];
}

static gboolean
is_linked (Fixture *self, const char *from, const char *to)
{
  TnGraph *graph = get_graph (self);
  int a = tn_graph_find_node (graph, from), b = tn_graph_find_node (graph, to);

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    if ((int) tn_graph_get_link (graph, i)->from == a &&
        (int) tn_graph_get_link (graph, i)->to == b)
      return TRUE;

  return FALSE;
}

/* The pointer */

static gpointer
find_controller (Fixture *self, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) at = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (at), type))
        return at;
    }
  g_assert_not_reached ();
}

/* Between two places of the scene. */
static void
drag (Fixture *self, double x0, double y0, double x1, double y1)
{
  gpointer gesture = find_controller (self, GTK_TYPE_GESTURE_DRAG);
  double ax, ay, bx, by;

  wb_canvas_to_widget (self->canvas, x0, y0, &ax, &ay);
  wb_canvas_to_widget (self->canvas, x1, y1, &bx, &by);
  g_signal_emit_by_name (gesture, "drag-begin", ax, ay);
  for (guint i = 1; i <= 5; i++)
    g_signal_emit_by_name (gesture, "drag-update", (bx - ax) * i / 5, (by - ay) * i / 5);
  g_signal_emit_by_name (gesture, "drag-end", bx - ax, by - ay);
  wb_test_settle ();
}

static void
on_find (WbCanvas *canvas, double x, double y, WbPort *found)
{
  *found = wb_canvas_get_open_port (canvas);
}

/* In the void a step is looked for that goes on from there, and comes to stand there. */
static void
test_drag_into_void (Fixture *self, gconstpointer data)
{
  WbPort found = { -1, FALSE, 0 };
  TnBox all = wb_scene_get_extent (wb_canvas_get_scene (self->canvas));
  int place = tn_graph_find_node (get_graph (self), "encode");
  double x, y, new_x, new_y;

  g_signal_connect (self->canvas, "find", G_CALLBACK (on_find), &found);
  wb_scene_get_port (wb_canvas_get_scene (self->canvas), (WbPort){ place, TRUE, 0 }, &x, &y);
  drag (self, x, y, all.x + 40, all.y + all.height + 60);
  g_assert_cmpint (found.card, ==, place);
  g_assert_true (found.output);
  g_assert_true (wb_canvas_add (self->canvas, "scale"));
  wb_test_settle ();
  g_assert_true (is_linked (self, "encode", "scale_2"));
  g_assert_true (is_linked (self, "encode", "scale"));
  tn_board_get_place (wb_steps_get_board (self->steps), "scale_2", &new_x, &new_y);
  g_assert_cmpfloat (fabs (new_x - (all.x + 40)), <=, TN_BOARD_GRID);
  g_assert_cmpfloat (new_y, >, all.y + all.height - TN_CARD_HEIGHT);
}

/* From port to card: the card is enough, and a port that does not fit is none of its own. */
static void
test_drag_to_card (Fixture *self, gconstpointer data)
{
  int place = tn_graph_find_node (get_graph (self), "base_rate");
  const TnBox *box = &get_card (self, "list")->box;
  double x, y;

  g_assert_false (is_linked (self, "base_rate", "list"));
  wb_scene_get_port (wb_canvas_get_scene (self->canvas), (WbPort){ place, TRUE, 1 }, &x, &y);
  drag (self, x, y, box->x + box->width / 2, box->y + box->height / 2);
  g_assert_true (is_linked (self, "base_rate", "list"));
}

static const WbSceneLink *
find_link (Fixture *self, const char *from, const char *to)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);

  for (guint i = 0; i < scene->n_links; i++)
    if (g_str_equal (scene->cards[scene->links[i].from].node->id, from) &&
        g_str_equal (scene->cards[scene->links[i].to].node->id, to))
      return &scene->links[i];

  return NULL;
}

/* A card that is linked to nothing goes into the link it is dropped on. */
static void
test_drop_on_link (Fixture *self, gconstpointer data)
{
  const WbSceneLink *link;
  const TnBox *box;

  wb_steps_choose (self->steps, NULL);
  g_assert_true (wb_steps_add (self->steps, "filter", NULL));
  wb_test_settle ();
  wb_canvas_fit (self->canvas);
  link = find_link (self, "encode", "scale");
  box = &get_card (self, "filter")->box;
  drag (self, box->x + box->width / 2, box->y + 10, (link->x0 + link->x1) / 2,
        (link->y0 + link->y1) / 2);
  g_assert_true (is_linked (self, "encode", "filter"));
  g_assert_true (is_linked (self, "filter", "scale"));
  g_assert_false (is_linked (self, "encode", "scale"));
  wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_true (is_linked (self, "encode", "scale"));
}

/* What it touches is chosen, nothing else. */
static void
test_marquee (Fixture *self, gconstpointer data)
{
  const TnBox *one = &get_card (self, "logistic")->box, *other = &get_card (self, "boosting")->box;
  TnBox both = { MIN (one->x, other->x) - 4, MIN (one->y, other->y) - 4, 0, 0 };

  both.width = MAX (one->x, other->x) + TN_CARD_WIDTH + 4 - both.x;
  both.height = MAX (one->y, other->y) + TN_CARD_HEIGHT + 4 - both.y;
  wb_steps_choose (self->steps, "data");
  wb_canvas_fit (self->canvas);
  drag (self, both.x, both.y, both.x + both.width, both.y + both.height);
  for (guint i = 0; i < tn_graph_get_n_nodes (get_graph (self)); i++)
    {
      const char *id = tn_graph_get_node (get_graph (self), i)->id;

      g_assert_true (wb_steps_is_chosen (self->steps, id) ==
                     wb_box_meets (&get_card (self, id)->box, &both));
    }
  g_assert_true (wb_steps_is_chosen (self->steps, "boosting"));
  g_assert_false (wb_steps_is_chosen (self->steps, "data"));
}

/* Where a card is let go of is a place on the dots. */
static void
test_snapping (Fixture *self, gconstpointer data)
{
  const TnBox *box = &get_card (self, "report")->box;
  double x, y;

  drag (self, box->x + 80, box->y + 10, box->x + 80 + 31, box->y + 10 + 47);
  g_assert_true (tn_board_get_place (wb_steps_get_board (self->steps), "report", &x, &y));
  g_assert_cmpfloat (fmod (x, TN_BOARD_GRID), ==, 0);
  g_assert_cmpfloat (fmod (y, TN_BOARD_GRID), ==, 0);
}

/* A pinch holds what is under it. */
static void
test_pinch (Fixture *self, gconstpointer data)
{
  gpointer pinch = find_controller (self, GTK_TYPE_GESTURE_ZOOM);
  TnBox all = wb_scene_get_extent (wb_canvas_get_scene (self->canvas));
  double x, y, after_x, after_y;

  wb_canvas_zoom (self->canvas, 0.6);
  wb_canvas_center_on (self->canvas, all.x + all.width / 2, all.y + all.height / 2);
  g_signal_emit_by_name (find_controller (self, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", 300.0,
                         200.0);
  wb_canvas_to_scene (self->canvas, 300, 200, &x, &y);
  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 1.5);
  wb_canvas_to_scene (self->canvas, 300, 200, &after_x, &after_y);
  g_assert_cmpfloat_with_epsilon (wb_canvas_get_zoom (self->canvas), 0.9, 1e-9);
  g_assert_cmpfloat_with_epsilon (x, after_x, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, after_y, 1e-6);
  g_signal_emit_by_name (pinch, "scale-changed", 0.5);
  g_assert_cmpfloat_with_epsilon (wb_canvas_get_zoom (self->canvas), 0.3, 1e-9);
}

/* Where the pointer asks for a step, the step comes to stand. */
static void
test_step_where_asked (Fixture *self, gconstpointer data)
{
  gpointer click = find_controller (self, GTK_TYPE_GESTURE_CLICK);
  TnBox all = wb_scene_get_extent (wb_canvas_get_scene (self->canvas));
  double wx, wy, x, y;

  wb_steps_choose (self->steps, "impute");
  wb_canvas_fit (self->canvas);
  wb_canvas_to_widget (self->canvas, all.x + 100, all.y + all.height + 40, &wx, &wy);
  g_signal_emit_by_name (click, "pressed", 2, wx, wy);
  g_assert_true (wb_canvas_add (self->canvas, "scale"));
  wb_test_settle ();
  g_assert_true (is_linked (self, "impute", "scale_2"));
  tn_board_get_place (wb_steps_get_board (self->steps), "scale_2", &x, &y);
  g_assert_cmpfloat (fabs (x + TN_CARD_WIDTH / 2.0 - (all.x + 100)), <=, TN_BOARD_GRID);
  g_assert_cmpfloat (fabs (y + TN_CARD_HEIGHT / 2.0 - (all.y + all.height + 40)), <=,
                     TN_BOARD_GRID);
}

/* What is heard */

static GtkWidget *
get_proxy (Fixture *self, const char *id)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->canvas));
  const WbScene *scene = wb_canvas_get_scene (self->canvas);

  for (guint i = 0; i < scene->n_cards; i++, child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (scene->cards[scene->order[i]].node->id, id))
      return child;

  return NULL;
}

static void
check_name (GtkWidget *widget, const char *name)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                               GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  g_assert_cmpstr (wrong, ==, NULL);
}

/* Those of the chosen card, and where they are seen. */
static void
test_ports_are_heard (Fixture *self, gconstpointer data)
{
  GtkWidget *port;
  graphene_rect_t bounds;
  double x, y, wx, wy;

  wb_steps_choose (self->steps, "logistic");
  wb_test_settle ();
  port = gtk_widget_get_first_child (get_proxy (self, "logistic"));
  check_name (port, "Takes “Table in folds”");
  port = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (port));
  check_name (port, "Gives “Scores”");
  wb_scene_get_port (wb_canvas_get_scene (self->canvas),
                     (WbPort){ tn_graph_find_node (get_graph (self), "logistic"), TRUE, 1 }, &x,
                     &y);
  wb_canvas_to_widget (self->canvas, x, y, &wx, &wy);
  g_assert_true (gtk_widget_compute_bounds (port, GTK_WIDGET (self->canvas), &bounds));
  g_assert_cmpfloat (fabs (bounds.origin.x + bounds.size.width / 2 - wx), <=, 2);
  g_assert_cmpfloat (fabs (bounds.origin.y + bounds.size.height / 2 - wy), <=, 2);
  wb_steps_choose (self->steps, "scale");
  g_assert_null (gtk_widget_get_first_child (get_proxy (self, "logistic")));
  g_assert_nonnull (gtk_widget_get_first_child (get_proxy (self, "scale")));
}

/* The keyboard is where the new step is, wherever it stands among the others. */
static void
test_focus_follows_new_step (Fixture *self, gconstpointer data)
{
  wb_steps_choose (self->steps, "impute");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  g_assert_true (gtk_widget_is_focus (get_proxy (self, "impute")));
  wb_canvas_ask_for_step (self->canvas);
  g_assert_true (wb_canvas_add (self->canvas, "scale"));
  wb_test_settle ();
  g_assert_cmpstr (wb_steps_get_chosen (self->steps), ==, "scale_2");
  g_assert_true (gtk_widget_is_focus (get_proxy (self, "scale_2")));
}

/* Notes */

static const TnBoardNote *
get_note (Fixture *self)
{
  const TnBoard *board = wb_steps_get_board (self->steps);

  g_assert_cmpuint (tn_board_get_n_notes (board), >, 0);

  return tn_board_get_note (board, tn_board_get_n_notes (board) - 1);
}

static void
add_note (Fixture *self, const char *text)
{
  g_autoptr (TnBoard) board = tn_board_copy (wb_steps_get_board (self->steps));
  TnBox all = wb_scene_get_extent (wb_canvas_get_scene (self->canvas));

  tn_board_add_note (board, text, &(TnBox){ all.x, all.y + all.height + 36, 180, 72 });
  wb_steps_draw (self->steps, NULL, board, tn_message_new_literal ("a note"));
  wb_test_settle ();
  wb_canvas_fit (self->canvas);
}

static void
press (Fixture *self, guint key, GdkModifierType state)
{
  g_assert_true (wb_canvas_press (self->canvas, key, state));
  wb_test_settle ();
}

static void
test_notes_are_dragged (Fixture *self, gconstpointer data)
{
  TnBox before, after;

  add_note (self, "for the boss");
  before = get_note (self)->box;
  drag (self, before.x + 60, before.y + 20, before.x + 60 + 90, before.y + 20 + 54);
  after = get_note (self)->box;
  g_assert_cmpfloat (fabs (after.x - before.x - 90), <=, TN_BOARD_GRID / 2.0);
  g_assert_cmpfloat (fabs (after.y - before.y - 54), <=, TN_BOARD_GRID / 2.0);
  g_assert_cmpfloat (after.width, ==, before.width);
  /* By its corner it is sized; no smaller than a word, though. */
  drag (self, after.x + after.width - 3, after.y + after.height - 3, after.x + after.width - 3 + 36,
        after.y + after.height - 3 + 36);
  g_assert_cmpfloat (get_note (self)->box.width, ==, 216);
  g_assert_cmpfloat (get_note (self)->box.height, ==, 108);
  g_assert_cmpfloat (get_note (self)->box.x, ==, after.x);
  drag (self, after.x + 213, after.y + 105, after.x - 500, after.y - 500);
  g_assert_cmpfloat (get_note (self)->box.width, >=, 2 * TN_BOARD_GRID);
  g_assert_cmpfloat (get_note (self)->box.height, >=, TN_BOARD_GRID);
  for (guint i = 0; i < 3; i++)
    wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_cmpfloat (get_note (self)->box.x, ==, before.x);
  g_assert_cmpfloat (get_note (self)->box.width, ==, before.width);
}

/* Behind the last step Tab comes to them, and they are moved, sized and removed by keys. */
static void
test_notes_by_keys (Fixture *self, gconstpointer data)
{
  TnBox before;
  GtkWidget *note;
  guint n = tn_board_get_n_notes (wb_steps_get_board (self->steps));

  add_note (self, "for the boss");
  before = get_note (self)->box;
  wb_steps_choose (self->steps, "report");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  for (guint i = 0; i <= n; i++)
    g_assert_true (gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD));
  note = gtk_widget_get_focus_child (GTK_WIDGET (self->canvas));
  check_name (note, "Note: for the boss");
  press (self, GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_cmpfloat (get_note (self)->box.x - before.x, >, 0);
  g_assert_true (gtk_widget_is_focus (note));
  press (self, GDK_KEY_Down, GDK_ALT_MASK | GDK_SHIFT_MASK);
  g_assert_cmpfloat (get_note (self)->box.height, ==, before.height + TN_BOARD_GRID);
  press (self, GDK_KEY_Delete, 0);
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (self->steps)), ==, n);
  /* The keyboard is at a step then. */
  g_assert_true (gtk_widget_is_focus (get_proxy (self, "report")));
  wb_project_undo (self->project);
  wb_test_settle ();
  gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD);
  press (self, GDK_KEY_Up, 0);
  g_assert_true (gtk_widget_is_focus (get_proxy (self, "report")));
}

/* Copying */

/* Steps, the note among them and what is set go over into another project. */
static void
test_copy_between_projects (Fixture *self, gconstpointer data)
{
  Fixture other = { 0 };
  const TnBox *box = &get_card (self, "impute")->box;
  g_autoptr (TnBoard) board = tn_board_copy (wb_steps_get_board (self->steps));
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autofree char *text = NULL;

  tn_board_add_note (board, "why filled", &(TnBox){ box->x, box->y + 60, 100, 54 });
  wb_steps_draw (self->steps, NULL, board, tn_message_new_literal ("a note"));
  wb_test_settle ();
  wb_steps_choose (self->steps, "impute");
  wb_steps_toggle (self->steps, "encode");
  text = wb_canvas_copy_text (self->canvas);
  show (&other, wb_test_project_of (graph));
  g_assert_true (wb_canvas_paste_text (other.canvas, text));
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (&other)), ==, 2);
  g_assert_true (is_linked (&other, "impute", "encode"));
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (other.steps)), ==, 1);
  g_assert_cmpstr (get_note (&other)->text, ==, "why filled");
  wb_project_undo (other.project);
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (&other)), ==, 0);
  tear_down (&other, NULL);
}

static void
test_copy_note (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  guint n;

  add_note (self, "for the boss");
  n = tn_board_get_n_notes (wb_steps_get_board (self->steps));
  drag (self, get_note (self)->box.x + 20, get_note (self)->box.y + 20, get_note (self)->box.x + 20,
        get_note (self)->box.y + 20);
  text = wb_canvas_copy_text (self->canvas);
  g_assert_true (wb_canvas_paste_text (self->canvas, text));
  wb_test_settle ();
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (self->steps)), ==, n + 1);
  g_assert_cmpstr (get_note (self)->text, ==, "for the boss");
}

/* Groups and edges */

static void
name_group (Fixture *self, const char *name)
{
  GtkWidget *entry;

  press (self, GDK_KEY_F2, 0);
  entry = wb_test_find (GTK_WIDGET (self->canvas), "GtkEntry");
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  g_signal_emit_by_name (entry, "activate");
  wb_test_settle ();
}

static void
test_groups_are_named (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;

  wb_steps_choose (self->steps, "churn");
  wb_steps_toggle (self->steps, "features");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  press (self, GDK_KEY_g, GDK_CONTROL_MASK);
  first = g_strdup (tn_board_get_group (wb_steps_get_board (self->steps), 0)->title);
  name_group (self, " As of each date ");
  g_assert_cmpstr (tn_board_get_group (wb_steps_get_board (self->steps), 0)->title, ==,
                   "As of each date");
  name_group (self, "  ");
  g_assert_cmpstr (tn_board_get_group (wb_steps_get_board (self->steps), 0)->title, ==,
                   "As of each date");
  wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_cmpstr (tn_board_get_group (wb_steps_get_board (self->steps), 0)->title, ==, first);
  wb_steps_choose (self->steps, "report");
  g_assert_false (wb_canvas_press (self->canvas, GDK_KEY_F2, 0));
}

/* All in one column, none on another; the menu offers it where it means something. */
static void
test_aligned_lie_apart (Fixture *self, gconstpointer data)
{
  static const char *const ids[] = { "data", "clean", "split", "logistic", "boosting", "report" };
  g_autoptr (GMenuModel) one = NULL;
  g_autoptr (GMenuModel) many = NULL;

  wb_steps_choose (self->steps, ids[0]);
  one = wb_canvas_make_menu (self->canvas);
  for (guint i = 1; i < G_N_ELEMENTS (ids); i++)
    wb_steps_toggle (self->steps, ids[i]);
  many = wb_canvas_make_menu (self->canvas);
  g_assert_cmpint (g_menu_model_get_n_items (many), >, g_menu_model_get_n_items (one));
  for (guint down = 0; down < 2; down++)
    {
      gtk_widget_activate_action (GTK_WIDGET (self->canvas), "canvas.align", "(ii)", down ? 0 : -1,
                                  down ? 1 : 0);
      wb_test_settle ();
      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        for (guint k = 0; k < i; k++)
          {
            const TnBox *a = &get_card (self, ids[i])->box, *b = &get_card (self, ids[k])->box;

            g_assert_cmpfloat (down ? a->y : a->x, ==, down ? b->y : b->x);
            g_assert_false (wb_box_meets (a, b));
          }
      wb_project_undo (self->project);
      wb_test_settle ();
    }
}

/* An empty one */

static void
test_empty_canvas (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tenure-canvas-XXXXXX", NULL);
  g_autofree char *path = wb_test_write_people (folder, "people.csv", 30);
  WbProject *project = wb_test_import (path, "people");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_pipeline_page_new (project);
  WbCanvas *canvas = WB_CANVAS (wb_test_find (page, "WbCanvas"));
  WbSteps *steps = wb_canvas_get_steps (canvas);

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_null (wb_steps_get_graph (steps));
  gtk_widget_activate_action (page, "page.begin", NULL);
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (wb_steps_get_graph (steps)), ==, 0);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (canvas)));
  wb_canvas_fit (canvas);
  g_assert_false (wb_canvas_press (canvas, GDK_KEY_Right, 0));
  gtk_widget_activate_action (page, "page.add", NULL);
  g_assert_true (wb_canvas_add (canvas, "dataset"));
  wb_test_settle ();
  g_assert_cmpstr (wb_steps_get_chosen (steps), ==, "dataset");
  /* It is of the data there are, so nothing is wrong with it. */
  g_assert_cmpstr (json_object_get_string_member (
                       tn_graph_get_node (wb_steps_get_graph (steps), 0)->values, "name"),
                   ==, "people");
  wb_project_undo (project);
  wb_project_undo (project);
  wb_test_settle ();
  g_assert_null (wb_steps_get_graph (steps));
  gtk_window_destroy (GTK_WINDOW (window));
  wb_project_close (project);
  wb_test_settle ();
  g_object_unref (project);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr (WbApplication) application = NULL;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
#define ADD(path, func) \
  g_test_add ("/canvas-gestures/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-link-dropped-in-the-void-asks-for-a-step", test_drag_into_void);
  ADD ("a-link-dropped-on-a-card-finds-its-port", test_drag_to_card);
  ADD ("a-card-dropped-on-a-link-goes-into-it", test_drop_on_link);
  ADD ("the-marquee-chooses-what-it-touches", test_marquee);
  ADD ("cards-come-to-stand-on-dots", test_snapping);
  ADD ("a-pinch-keeps-what-is-under-it", test_pinch);
  ADD ("a-step-stands-where-it-was-asked-for", test_step_where_asked);
  ADD ("ports-of-the-chosen-card-are-heard", test_ports_are_heard);
  ADD ("the-keyboard-follows-a-new-step", test_focus_follows_new_step);
  ADD ("notes-are-dragged-and-sized", test_notes_are_dragged);
  ADD ("notes-are-come-to-and-changed-by-keys", test_notes_by_keys);
  ADD ("steps-go-over-to-another-project", test_copy_between_projects);
  ADD ("a-note-is-copied", test_copy_note);
  ADD ("groups-are-named", test_groups_are_named);
  ADD ("aligned-cards-lie-apart", test_aligned_lie_apart);
#undef ADD
  g_test_add_func ("/canvas-gestures/an-empty-canvas-is-begun", test_empty_canvas);

  return g_test_run ();
}
