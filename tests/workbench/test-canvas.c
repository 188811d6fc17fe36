/* test-canvas.c: the canvas, by pointer and by keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "tn-graph-part.h"
#include "wb-application.h"
#include "wb-canvas-pane.h"
#include "wb-pipeline-page.h"
#include "wb-step-change.h"
#include "wb-step-row.h"
#include "wb-test.h"
#include "wb-ui.h"

typedef struct
{
  WbProject *project;
  WbSteps *steps;
  GtkWidget *window;
  WbCanvas *canvas;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *pane;

  self->project = wb_test_project ();
  self->steps = wb_steps_new (self->project);
  self->window = gtk_window_new ();
  pane = wb_canvas_pane_new (self->steps);
  self->canvas = wb_canvas_pane_get_canvas (WB_CANVAS_PANE (pane));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1100, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), pane);
  gtk_window_present (GTK_WINDOW (self->window));
  wb_test_settle ();
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

static int
find (Fixture *self, const char *id)
{
  int place = tn_graph_find_node (get_graph (self), id);

  g_assert_cmpint (place, >=, 0);

  return place;
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

static void
press (Fixture *self, guint key, GdkModifierType state)
{
  g_assert_true (wb_canvas_press (self->canvas, key, state));
  wb_test_settle ();
}

/* What is where */

static void
test_hits (Fixture *self, gconstpointer data)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);

  for (guint i = 0; i < scene->n_cards; i++)
    {
      const TnBox *box = &scene->cards[i].box;
      WbPort port;
      double x, y;

      g_assert_cmpint (wb_scene_find_card (scene, box->x + 80, box->y + 5), ==, (int) i);
      for (guint k = 0; k < tn_node_spec_count_outputs (scene->cards[i].node->spec); k++)
        {
          wb_scene_get_port (scene, (WbPort){ (int) i, TRUE, k }, &x, &y);
          port = wb_scene_find_port (scene, x + 3, y - 2, 2);
          g_assert_cmpint (port.card, ==, (int) i);
          g_assert_true (port.output);
          g_assert_cmpuint (port.index, ==, k);
        }
    }
  for (guint i = 0; i < scene->n_links; i++)
    {
      int found = wb_scene_find_link (scene, scene->links[i].x0 + 1, scene->links[i].y0, 3);

      /* Links that begin at one port lie on each other there. */
      g_assert_cmpint (found, >=, 0);
      g_assert_cmpuint (scene->links[found].from, ==, scene->links[i].from);
    }
  g_assert_cmpint (wb_scene_find_card (scene, -1e5, -1e5), ==, -1);
  g_assert_cmpint (wb_scene_find_link (scene, -1e5, -1e5, 10), ==, -1);
  g_assert_cmpint (wb_scene_find_port (scene, -1e5, -1e5, 10).card, ==, -1);
}

static void
test_cards_lie_apart (Fixture *self, gconstpointer data)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);

  for (guint i = 0; i < scene->n_cards; i++)
    for (guint k = 0; k < i; k++)
      g_assert_false (wb_box_meets (&scene->cards[i].box, &scene->cards[k].box));
}

/* Zoom keeps what is under the pointer. */
static void
test_zoom (Fixture *self, gconstpointer data)
{
  TnBox all = wb_scene_get_extent (wb_canvas_get_scene (self->canvas));
  double x, y, after_x, after_y;

  wb_canvas_zoom (self->canvas, 1);
  wb_canvas_center_on (self->canvas, all.x + all.width / 2, all.y + all.height / 2);
  wb_canvas_to_scene (self->canvas, 300, 200, &x, &y);
  wb_canvas_zoom_at (self->canvas, 1.6, 300, 200);
  wb_canvas_to_scene (self->canvas, 300, 200, &after_x, &after_y);
  g_assert_cmpfloat_with_epsilon (x, after_x, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, after_y, 1e-6);
  wb_canvas_zoom (self->canvas, 1000);
  g_assert_cmpfloat (wb_canvas_get_zoom (self->canvas), ==, WB_ZOOM_MOST);
  wb_canvas_zoom (self->canvas, 0);
  g_assert_cmpfloat (wb_canvas_get_zoom (self->canvas), ==, WB_ZOOM_LEAST);
}

static void
test_fit (Fixture *self, gconstpointer data)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);
  TnBox view;

  wb_canvas_zoom (self->canvas, 2);
  wb_canvas_fit (self->canvas);
  view = wb_canvas_get_view (self->canvas);
  for (guint i = 0; i < scene->n_cards; i++)
    {
      const TnBox *box = &scene->cards[i].box;

      g_assert_cmpfloat (box->x, >=, view.x);
      g_assert_cmpfloat (box->y, >=, view.y);
      g_assert_cmpfloat (box->x + box->width, <=, view.x + view.width);
      g_assert_cmpfloat (box->y + box->height, <=, view.y + view.height);
    }
}

/* However far it is panned, something is in view. */
static void
test_pan_ends (Fixture *self, gconstpointer data)
{
  TnBox view, all = wb_scene_get_extent (wb_canvas_get_scene (self->canvas));

  wb_canvas_pan (self->canvas, 1e7, -1e7);
  view = wb_canvas_get_view (self->canvas);
  g_assert_true (wb_box_meets (&view, &all));
}

/* Keys */

static const char *
get_chosen (Fixture *self)
{
  return wb_steps_get_chosen (self->steps);
}

static void
test_tab_walks (Fixture *self, gconstpointer data)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);

  wb_steps_choose (self->steps, "data");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  for (guint i = 0; i < scene->n_cards; i++)
    {
      g_assert_cmpstr (get_chosen (self), ==, scene->cards[scene->order[i]].node->id);
      if (i + 1 < scene->n_cards)
        g_assert_true (gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD));
    }
  /* Behind the last it leaves the canvas. */
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD));
}

static void
test_arrows (Fixture *self, gconstpointer data)
{
  wb_steps_choose (self->steps, "data");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  press (self, GDK_KEY_Right, 0);
  g_assert_cmpstr (get_chosen (self), ==, "clean");
  press (self, GDK_KEY_Left, 0);
  g_assert_cmpstr (get_chosen (self), ==, "data");
  press (self, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_true (wb_steps_is_chosen (self->steps, "data"));
  g_assert_true (wb_steps_is_chosen (self->steps, "clean"));
  press (self, GDK_KEY_End, 0);
  g_assert_cmpstr (get_chosen (self), ==, "report");
}

static void
test_nudge (Fixture *self, gconstpointer data)
{
  double x, y, moved_x, moved_y;

  wb_steps_choose (self->steps, "split");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  tn_board_get_place (wb_steps_get_board (self->steps), "split", &x, &y);
  press (self, GDK_KEY_Right, GDK_ALT_MASK);
  tn_board_get_place (wb_steps_get_board (self->steps), "split", &moved_x, &moved_y);
  g_assert_cmpfloat (moved_x, >, x);
  g_assert_cmpfloat_with_epsilon (moved_y, y, TN_BOARD_GRID);
  wb_project_undo (self->project);
  wb_test_settle ();
  tn_board_get_place (wb_steps_get_board (self->steps), "split", &moved_x, &moved_y);
  g_assert_cmpfloat (moved_x, ==, x);
}

/* An edge in common, each way; of one card alone nothing becomes of it. */
static void
test_align (Fixture *self, gconstpointer data)
{
  static const guint keys[] = { GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Up, GDK_KEY_Down };
  const WbState *state = wb_project_get_state (self->project);
  g_autoptr (TnBoard) before = tn_board_ref (wb_steps_get_board (self->steps));
  double x, y, other_x, other_y;

  wb_steps_choose (self->steps, "data");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  press (self, GDK_KEY_Left, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_assert_true (wb_project_get_state (self->project) == state);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      wb_steps_choose (self->steps, "split");
      wb_steps_toggle (self->steps, "report");
      gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
      press (self, keys[i], GDK_CONTROL_MASK | GDK_SHIFT_MASK);
      tn_board_get_place (wb_steps_get_board (self->steps), "split", &x, &y);
      tn_board_get_place (wb_steps_get_board (self->steps), "report", &other_x, &other_y);
      if (i < 2)
        g_assert_cmpfloat (x, ==, other_x);
      else
        g_assert_cmpfloat (y, ==, other_y);
      wb_project_undo (self->project);
      wb_test_settle ();
      g_assert_true (tn_board_equal (wb_steps_get_board (self->steps), before));
    }
}

/* The link that is chosen by K goes by Delete, and L with the arrows and Enter draws it again. */
static void
test_links_by_keys (Fixture *self, gconstpointer data)
{
  guint n = tn_graph_get_n_links (get_graph (self));

  wb_steps_choose (self->steps, "encode");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  g_assert_true (is_linked (self, "encode", "scale"));
  for (guint i = 0; i < 10 && is_linked (self, "encode", "scale"); i++)
    {
      press (self, GDK_KEY_k, 0);
      press (self, GDK_KEY_Delete, 0);
    }
  g_assert_false (is_linked (self, "encode", "scale"));
  g_assert_cmpuint (tn_graph_get_n_links (get_graph (self)), <, n);
  press (self, GDK_KEY_l, 0);
  for (guint i = 0; i < 30 && !is_linked (self, "encode", "scale"); i++)
    {
      press (self, GDK_KEY_Return, 0);
      if (!is_linked (self, "encode", "scale"))
        {
          wb_project_undo (self->project);
          wb_test_settle ();
          press (self, GDK_KEY_l, 0);
          for (guint k = 0; k <= i; k++)
            press (self, GDK_KEY_Down, 0);
        }
    }
  g_assert_true (is_linked (self, "encode", "scale"));
}

/* Links */

static void
count_refusals (WbCanvas *canvas, const char *said, GPtrArray *ways, double x, double y, guint *n)
{
  g_assert_nonnull (said);
  g_assert_cmpuint (strlen (said), >, 10);
  ++*n;
}

static void
test_impossible_link (Fixture *self, gconstpointer data)
{
  guint n = 0;
  g_autoptr (TnGraph) before = tn_graph_ref (get_graph (self));

  g_signal_connect (self->canvas, "refused", G_CALLBACK (count_refusals), &n);
  /* Events into a model's table. */
  wb_canvas_connect (self->canvas, (WbPort){ find (self, "clean"), TRUE, 0 },
                     (WbPort){ find (self, "boosting"), FALSE, 0 });
  wb_test_settle ();
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (get_graph (self) == before);
}

static void
test_second_link_replaces (Fixture *self, gconstpointer data)
{
  guint n = tn_graph_get_n_links (get_graph (self));

  g_assert_true (is_linked (self, "encode", "boosting"));
  wb_canvas_connect (self->canvas, (WbPort){ find (self, "scale"), TRUE, 0 },
                     (WbPort){ find (self, "boosting"), FALSE, 0 });
  wb_test_settle ();
  g_assert_true (is_linked (self, "scale", "boosting"));
  g_assert_false (is_linked (self, "encode", "boosting"));
  g_assert_cmpuint (tn_graph_get_n_links (get_graph (self)), ==, n);
  wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_true (is_linked (self, "encode", "boosting"));
}

/* Steps */

static void
test_changes_keep_places (Fixture *self, gconstpointer data)
{
  double x, y, later_x, later_y;

  tn_board_get_place (wb_steps_get_board (self->steps), "report", &x, &y);
  wb_steps_choose (self->steps, "impute");
  g_assert_true (wb_canvas_add (self->canvas, "scale"));
  wb_test_settle ();
  g_assert_cmpstr (get_chosen (self), ==, "scale_2");
  g_assert_true (is_linked (self, "impute", "scale_2"));
  tn_board_get_place (wb_steps_get_board (self->steps), "report", &later_x, &later_y);
  g_assert_cmpfloat (x, ==, later_x);
  g_assert_cmpfloat (y, ==, later_y);
}

static void
test_many_at_once (Fixture *self, gconstpointer data)
{
  guint n = tn_graph_get_n_nodes (get_graph (self));

  wb_steps_choose (self->steps, "logistic");
  wb_steps_toggle (self->steps, "boosting");
  g_assert_true (wb_steps_duplicate (self->steps));
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (self)), ==, n + 2);
  wb_project_undo (self->project);
  wb_test_settle ();
  wb_steps_choose (self->steps, "logistic");
  wb_steps_toggle (self->steps, "boosting");
  g_assert_true (wb_steps_remove (self->steps));
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (self)), ==, n - 2);
  wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (self)), ==, n);
}

static void
test_tidy_is_taken_back (Fixture *self, gconstpointer data)
{
  double x, y;

  wb_steps_choose (self->steps, "data");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  for (guint i = 0; i < 30; i++)
    press (self, GDK_KEY_Down, GDK_ALT_MASK);
  tn_board_get_place (wb_steps_get_board (self->steps), "data", &x, &y);
  wb_canvas_tidy (self->canvas);
  wb_test_settle ();
  wb_project_undo (self->project);
  wb_test_settle ();
  tn_board_get_place (wb_steps_get_board (self->steps), "data", NULL, &x);
  g_assert_cmpfloat (x, ==, y);
}

/* Steps as text, put in again; text of another kind is refused. */
static void
test_paste (Fixture *self, gconstpointer data)
{
  static const char *const ids[] = { "impute", "encode", NULL };
  guint n = tn_graph_get_n_nodes (get_graph (self));
  g_autofree char *text =
      tn_graph_part_to_text (get_graph (self), wb_steps_get_board (self->steps), ids, NULL);

  g_assert_true (wb_canvas_paste_text (self->canvas, text));
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (self)), ==, n + 2);
  g_assert_true (is_linked (self, "impute_2", "encode_2"));
  g_assert_false (wb_canvas_paste_text (self->canvas, "no step at all"));
  g_assert_false (wb_canvas_paste_text (self->canvas, ""));
  g_assert_false (wb_canvas_paste_text (self->canvas, "{\"nodes\": 7}"));
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (self)), ==, n + 2);
  wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (self)), ==, n);
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  const WbScene *scene;
  TnBox box;

  wb_steps_choose (self->steps, "churn");
  wb_steps_toggle (self->steps, "features");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  press (self, GDK_KEY_g, GDK_CONTROL_MASK);
  scene = wb_canvas_get_scene (self->canvas);
  g_assert_cmpuint (tn_board_get_n_groups (scene->board), ==, 1);
  g_assert_true (wb_scene_get_group_box (scene, 0, &box));
  g_assert_cmpint (wb_scene_find_group (scene, box.x + 30, box.y + 10), ==, 0);
  press (self, GDK_KEY_f, 0);
  scene = wb_canvas_get_scene (self->canvas);
  g_assert_true (scene->cards[find (self, "churn")].hidden);
  /* What is folded can still be come to, and told. */
  wb_steps_choose (self->steps, "clean");
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (self->canvas), GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (get_chosen (self), ==, "churn");
  press (self, GDK_KEY_f, 0);
  scene = wb_canvas_get_scene (self->canvas);
  g_assert_false (scene->cards[find (self, "churn")].hidden);
  press (self, GDK_KEY_G, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  scene = wb_canvas_get_scene (self->canvas);
  g_assert_cmpuint (tn_board_get_n_groups (scene->board), ==, 0);
  for (guint i = 0; i < 4; i++)
    wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_cmpuint (tn_board_get_n_groups (wb_steps_get_board (self->steps)), ==, 0);
}

static void
write_note (Fixture *self, const char *text)
{
  GtkWidget *view;

  press (self, GDK_KEY_m, GDK_CONTROL_MASK);
  view = wb_test_find (GTK_WIDGET (self->canvas), "GtkTextView");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (view, GTK_TYPE_POPOVER)));
  wb_test_settle ();
}

/* One is written under the chosen card, changed there, and goes when it is left empty. */
static void
test_notes (Fixture *self, gconstpointer data)
{
  guint n = tn_board_get_n_notes (wb_steps_get_board (self->steps));

  wb_steps_choose (self->steps, "report");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  write_note (self, "  ");
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (self->steps)), ==, n);
  write_note (self, "for the boss");
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (self->steps)), ==, n + 1);
  write_note (self, "for the board");
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (self->steps)), ==, n + 1);
  g_assert_cmpstr (tn_board_get_note (wb_steps_get_board (self->steps), n)->text, ==,
                   "for the board");
  write_note (self, "");
  g_assert_cmpuint (tn_board_get_n_notes (wb_steps_get_board (self->steps)), ==, n);
  for (guint i = 0; i < 2; i++)
    wb_project_undo (self->project);
  wb_test_settle ();
  g_assert_cmpstr (tn_board_get_note (wb_steps_get_board (self->steps), n)->text, ==,
                   "for the boss");
}

/* A new step in the middle of a link. */
static void
test_insert (Fixture *self, gconstpointer data)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);
  int from = find (self, "encode"), to = find (self, "boosting");

  for (guint i = 0; i < scene->n_links; i++)
    if ((int) scene->links[i].from == from && (int) scene->links[i].to == to)
      {
        g_assert_true (wb_canvas_insert (self->canvas, "filter", i) ||
                       wb_canvas_insert (self->canvas, "choose_columns", i));
        break;
      }
  wb_test_settle ();
  g_assert_false (is_linked (self, "encode", "boosting"));
  g_assert_true (is_linked (self, "encode", get_chosen (self)));
  g_assert_true (is_linked (self, get_chosen (self), "boosting"));
}

static void
on_find (WbCanvas *canvas, double x, double y, guint *n)
{
  g_assert_cmpfloat (x, >=, 0);
  g_assert_cmpfloat (y, >=, 0);
  g_assert_cmpfloat (x, <=, gtk_widget_get_width (GTK_WIDGET (canvas)));
  g_assert_cmpfloat (y, <=, gtk_widget_get_height (GTK_WIDGET (canvas)));
  ++*n;
}

/* What is asked about a place that is out of view is asked in view. */
static void
test_questions_in_view (Fixture *self, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (self->canvas, "find", G_CALLBACK (on_find), &n);
  wb_steps_choose (self->steps, "encode");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  press (self, GDK_KEY_k, 0);
  wb_canvas_zoom (self->canvas, WB_ZOOM_MOST);
  wb_canvas_pan (self->canvas, 1e6, 1e6);
  wb_canvas_ask_for_link (self->canvas);
  wb_canvas_pan (self->canvas, -1e6, -1e6);
  wb_canvas_ask_for_link (self->canvas);
  g_assert_cmpuint (n, ==, 2);
}

/* Words */

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
test_cards_are_said (Fixture *self, gconstpointer data)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (get_proxy (self, "scale")), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Scale, from Encode categories, to Logistic regression, Not run yet");

  g_assert_cmpstr (wrong, ==, NULL);
}

/* Both views */

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (WB_IS_STEP_ROW (widget))
    g_ptr_array_add (rows, g_strdup (wb_step_row_get_node (WB_STEP_ROW (widget))));
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    collect_rows (at, rows);
}

static void
check_agreement (GtkWidget *page)
{
  const WbScene *scene = wb_canvas_get_scene (WB_CANVAS (wb_test_find (page, "WbCanvas")));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  collect_rows (page, rows);
  g_assert_cmpuint (rows->len, ==, scene->n_cards);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpstr (g_ptr_array_index (rows, i), ==, scene->cards[scene->order[i]].node->id);
}

static void
test_views_agree (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_pipeline_page_new (project);
  static const char *const actions[] = { "page.duplicate", "page.remove", "page.switch" };

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  check_agreement (page);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      wb_pipeline_page_choose (WB_PIPELINE_PAGE (page), "boosting");
      gtk_widget_activate_action (page, actions[i], NULL);
      wb_test_settle ();
      check_agreement (page);
      wb_project_undo (project);
      wb_test_settle ();
      check_agreement (page);
    }
  gtk_widget_activate_action (page, "page.as-list", NULL);
  g_assert_false (gtk_widget_get_mapped (wb_test_find (page, "WbCanvas")));
  gtk_widget_activate_action (page, "page.as-list", NULL);
  g_assert_true (gtk_widget_get_mapped (wb_test_find (page, "WbCanvas")));
  gtk_window_destroy (GTK_WINDOW (window));
  wb_project_close (project);
  wb_test_settle ();
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
#define ADD(path, func) g_test_add ("/canvas/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-is-drawn-is-hit", test_hits);
  ADD ("cards-lie-apart", test_cards_lie_apart);
  ADD ("zoom-keeps-what-is-under-the-pointer", test_zoom);
  ADD ("fit-shows-all", test_fit);
  ADD ("something-stays-in-view", test_pan_ends);
  ADD ("tab-walks-in-the-order-of-a-run", test_tab_walks);
  ADD ("arrows-follow-links", test_arrows);
  ADD ("cards-move-by-keys-and-back-by-undo", test_nudge);
  ADD ("chosen-cards-get-an-edge-in-common", test_align);
  ADD ("links-are-cut-and-drawn-by-keys", test_links_by_keys);
  ADD ("an-impossible-link-says-why", test_impossible_link);
  ADD ("a-second-link-takes-the-place-of-the-first", test_second_link_replaces);
  ADD ("a-new-step-moves-no-other", test_changes_keep_places);
  ADD ("many-steps-are-one-change", test_many_at_once);
  ADD ("tidying-up-is-taken-back", test_tidy_is_taken_back);
  ADD ("steps-are-pasted-as-text", test_paste);
  ADD ("groups-fold", test_groups);
  ADD ("questions-are-asked-in-view", test_questions_in_view);
  ADD ("notes-are-written-under-cards", test_notes);
  ADD ("a-step-goes-into-a-link", test_insert);
  ADD ("cards-are-said-with-their-links", test_cards_are_said);
#undef ADD
  g_test_add_func ("/canvas/cards-and-list-agree", test_views_agree);

  return g_test_run ();
}
