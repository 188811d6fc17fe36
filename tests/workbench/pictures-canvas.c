/* pictures-canvas.c: the states of the canvas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "tn-pipeline-run.h"
#include "wb-canvas-pane.h"
#include "wb-pipeline-page.h"
#include "wb-step-change.h"
#include "wb-test.h"

static void
put (Pictures *self, TnGraph *graph, TnBoard *board)
{
  WbProject *project = wb_window_get_project (self->window);
  const char *pipeline = wb_project_get_state (project)->pipeline;
  TnEdit *edit = tn_edit_new (tn_message_new_literal (""));

  tn_edit_put_pipeline (edit, pipeline, graph);
  tn_edit_put_board (edit, pipeline, board);
  wb_project_edit (project, edit);
  pictures_settle (GTK_WIDGET (self->window));
}

static void
choose (Pictures *self, GtkWidget *page, const char *node)
{
  wb_pipeline_page_choose (WB_PIPELINE_PAGE (page), node);
  pictures_settle (GTK_WIDGET (self->window));
}

/* A group and a note, some settings changed, one step off. */
static void
take_marked (Pictures *self, GtkWidget *page, TnGraph *before, TnBoard *drawn)
{
  static const char *const grouped[] = { "churn", "features", NULL };
  g_autoptr (TnGraph) graph = tn_graph_copy (before);
  g_autoptr (TnBoard) board = tn_board_copy (drawn);
  double x = 0, y = 0;

  tn_graph_set_text (graph, "boosting.depth=4", NULL);
  tn_graph_set_off (graph, "value", TRUE);
  tn_board_add_group (board, "As of each cut date", grouped);
  tn_board_get_place (board, "data", &x, &y);
  tn_board_add_note (board, "Orders of two years, one row an order line.",
                     &(TnBox){ x, y + 130, 164, 64 });
  put (self, graph, board);
  choose (self, page, "churn");
  pictures_take (self, "canvas-marked");
  tn_board_set_group_folded (board, tn_board_get_group (board, 0)->id, TRUE);
  put (self, graph, board);
  pictures_take (self, "canvas-folded");
}

void
pictures_take_canvas (Pictures *self)
{
  GtkWidget *page = wb_test_find (GTK_WIDGET (self->window), "WbPipelinePage");
  WbCanvas *canvas = WB_CANVAS (wb_test_find (page, "WbCanvas"));
  WbProject *project = wb_window_get_project (self->window);
  g_autoptr (TnGraph) graph = tn_graph_ref (wb_project_get_state (project)->graph);
  g_autoptr (TnBoard) board = tn_board_ref (wb_project_get_state (project)->board);

  wb_window_show_page (self->window, "pipeline");
  choose (self, page, "boosting");
  pictures_take (self, "canvas");
  wb_canvas_fit (canvas);
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "canvas-all");
  choose (self, page, "features");
  wb_canvas_zoom (canvas, 1);
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  wb_canvas_press (canvas, GDK_KEY_l, 0);
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "canvas-link");
  wb_canvas_press (canvas, GDK_KEY_Escape, 0);
  take_marked (self, page, graph, board);
  put (self, graph, board);
  choose (self, page, "data");
}
