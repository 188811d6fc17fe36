/* pictures-pipeline.c: the states of the pipeline page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "tn-graph-edit.h"
#include "tn-pipeline-run.h"
#include "wb-palette.h"
#include "wb-pipeline-page.h"
#include "wb-step-inspector.h"
#include "wb-work.h"

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL && found == NULL;
       at = gtk_widget_get_next_sibling (at))
    found = find_type (at, type);

  return found;
}

/* There is one at the button and one at the cards. */
static GtkWidget *
find_open_palette (GtkWidget *widget)
{
  GtkWidget *found = WB_IS_PALETTE (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL && found == NULL;
       at = gtk_widget_get_next_sibling (at))
    found = find_open_palette (at);

  return found;
}

/* A popover is a surface of its own. */
static void
take_popover (Pictures *self, GtkWidget *popover, const char *page)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.png", self->label, page);
  g_autofree char *file = g_build_filename (self->folder, name, NULL);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (popover);
  GskRenderNode *node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (guint i = 0; i < 20 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      pictures_settle (popover);
      gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot),
                              gdk_paintable_get_intrinsic_width (paintable),
                              gdk_paintable_get_intrinsic_height (paintable));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (popover)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
  g_assert_cmpint (gdk_texture_get_width (texture), <=, self->width * 2);
  gsk_render_node_unref (node);
  g_print ("%s\n", file);
}

static void
put (Pictures *self, TnGraph *graph)
{
  WbProject *project = wb_window_get_project (self->window);
  TnEdit *edit = tn_edit_new (tn_message_new_literal (""));

  tn_edit_put_pipeline (edit, wb_project_get_state (project)->pipeline, graph);
  wb_project_edit (project, edit);
  pictures_settle (GTK_WIDGET (self->window));
}

static void
set (Pictures *self, const char *setting)
{
  WbProject *project = wb_window_get_project (self->window);
  g_autoptr (TnGraph) graph = tn_graph_copy (wb_project_get_state (project)->graph);
  g_autoptr (GError) error = NULL;

  tn_graph_set_text (graph, setting, &error);
  g_assert_no_error (error);
  put (self, graph);
}

static void
choose (Pictures *self, GtkWidget *page, const char *node)
{
  wb_pipeline_page_choose (WB_PIPELINE_PAGE (page), node);
  pictures_settle (GTK_WIDGET (self->window));
}

static void
take_settings (Pictures *self, GtkWidget *page, TnGraph *graph)
{
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed = tn_graph_insert (graph, "choose_columns", "features", &id);

  tn_graph_set_value (changed, id, "drop",
                      json_node_init_string (json_node_alloc (), "orders_7d\nspend_7d"));
  put (self, changed);
  choose (self, page, id);
  pictures_take (self, "pipeline-columns");
}

static void
take_tab (Pictures *self, GtkWidget *page, const char *tab, const char *name)
{
  WbStepInspector *inspector = WB_STEP_INSPECTOR (find_type (page, WB_TYPE_STEP_INSPECTOR));

  wb_step_inspector_set_tab (inspector, tab);
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, name);
}

static void
take_tabs (Pictures *self, GtkWidget *page)
{
  take_tab (self, page, "result", "pipeline-result");
  choose (self, page, "features");
  take_tab (self, page, "data", "pipeline-data");
  take_tab (self, page, "why", "pipeline-why");
  wb_step_inspector_set_tab (WB_STEP_INSPECTOR (find_type (page, WB_TYPE_STEP_INSPECTOR)),
                             "settings");
}

/* What keeps a pipeline from running, what is off, what was changed, and what can be added. */
void
pictures_take_pipeline (Pictures *self)
{
  GtkWidget *page = find_type (GTK_WIDGET (self->window), WB_TYPE_PIPELINE_PAGE);
  WbProject *project = wb_window_get_project (self->window);
  g_autoptr (TnGraph) before = tn_graph_ref (wb_project_get_state (project)->graph);
  GtkWidget *palette;

  wb_window_show_page (self->window, "pipeline");
  choose (self, page, "features");
  pictures_take (self, "pipeline-preview");
  choose (self, page, "boosting");
  pictures_take (self, "pipeline-learner");
  take_tabs (self, page);
  gtk_widget_activate_action (page, "page.add", NULL);
  pictures_settle (GTK_WIDGET (self->window));
  palette = find_open_palette (page);
  g_assert_nonnull (palette);
  take_popover (self, palette, "pipeline-palette");
  gtk_popover_popdown (GTK_POPOVER (palette));
  set (self, "churn.cuts=1990-01-01");
  choose (self, page, "churn");
  pictures_take (self, "pipeline-error");
  put (self, before);
  set (self, "boosting=off");
  set (self, "impute.columns=");
  choose (self, page, "boosting");
  pictures_take (self, "pipeline-off");
  set (self, "churn=off");
  choose (self, page, "churn");
  pictures_take (self, "pipeline-needs");
  take_settings (self, page, before);
  put (self, before);
  choose (self, page, "data");
}
