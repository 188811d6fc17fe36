/* wb-report-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-export.h"
#include "wb-print.h"
#include "wb-report-page-private.h"
#include "wb-work.h"

G_DEFINE_FINAL_TYPE (WbReportPage, wb_report_page, ADW_TYPE_BIN)

/* Blocks */

static gboolean
is_in_view (WbReportPage *self, const TnLayoutBox *box)
{
  GtkAdjustment *place = _wb_report_page_get_adjustment (self);
  WbPageView *page = _wb_report_page_get (self, box->page);
  double scale = self->zoom * WB_PAGE_WIDTH / TN_LAYOUT_WIDTH;
  graphene_rect_t bounds;
  double top;

  if (page == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (page), GTK_WIDGET (self->pages), &bounds))
    return TRUE;
  top = bounds.origin.y + box->y * scale - gtk_adjustment_get_value (place);

  return top >= 0 && top + MIN (box->height * scale, 40) <= gtk_adjustment_get_page_size (place);
}

/* The chosen block has a frame, and comes into view when another was chosen before. */
static void
show_chosen (WbReportPage *self)
{
  WbReportBlock *chosen = wb_report_blocks_get_chosen (self->blocks);
  const char *id = chosen != NULL ? wb_report_block_get_id (chosen) : NULL;
  g_autoptr (GArray) boxes = NULL;

  if (self->layout == NULL || self->pages == NULL)
    return;
  boxes = wb_pages_find_boxes (self->layout, id);
  /* A part has no place of its own; its title has. */
  if (boxes->len == 0 && chosen != NULL && wb_report_block_is_part (chosen))
    {
      g_autofree char *title =
          g_strdup_printf ("%s-%s", id, g_str_equal (id, TN_PART_FRONT) ? "answer" : "title");

      g_array_unref (boxes);
      boxes = wb_pages_find_boxes (self->layout, title);
    }
  for (guint i = 0; _wb_report_page_get (self, i) != NULL; i++)
    wb_page_view_set_outline (_wb_report_page_get (self, i), boxes);
  if (boxes->len > 0 && g_strcmp0 (id, self->seen) != 0 &&
      !is_in_view (self, &g_array_index (boxes, TnLayoutBox, 0)))
    _wb_report_page_go_to (self, g_array_index (boxes, TnLayoutBox, 0).page,
                           g_array_index (boxes, TnLayoutBox, 0).y);
  g_free (self->seen);
  self->seen = g_strdup (id);
}

/* Once chooses it, twice writes it. */
static void
on_picked (WbPageView *view, const char *id, int n, WbReportPage *self)
{
  g_autofree char *copy = g_strdup (id);

  g_free (self->seen);
  self->seen = g_strdup (id);
  wb_report_blocks_choose (self->blocks, copy);
  if (n < 2)
    return;
  adw_flap_set_reveal_flap (self->flap, TRUE);
  wb_report_pane_write (self->pane);
}

/* Loading */

static void
clear_pages (WbReportPage *self)
{
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->pages, 0)) != NULL)
    gtk_flow_box_remove (self->pages, GTK_WIDGET (child));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbReportPage *self = WB_REPORT_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbPages) pages = wb_work_finish (result, &error);

  if (pages == NULL || self->pages == NULL)
    {
      if (self->project != NULL)
        wb_project_fail (self->project, error);
      return;
    }
  g_clear_pointer (&self->layout, wb_pages_unref);
  self->layout = wb_pages_ref (pages);
  self->at = 0;
  self->kept = FALSE;
  clear_pages (self);
  for (guint i = 0; i < wb_pages_get_n (pages); i++)
    {
      GtkWidget *view = wb_page_view_new (pages, i);

      g_signal_connect (view, "picked", G_CALLBACK (on_picked), self);
      gtk_flow_box_append (self->pages, view);
      /* Pages are read, not chosen: the keyboard scrolls them. */
      gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (self->pages, (int) i)),
                                FALSE);
    }
  _wb_report_page_show_place (self);
  _wb_report_page_show_zoom (self);
  _wb_report_page_find (self);
  wb_report_blocks_take (self->blocks, self->shown, self->shown_language,
                         wb_pages_get_blocks (pages), wb_pages_get_look (pages));
  gtk_stack_set_visible_child_name (self->stack, "report");
  _wb_report_page_on_resized (self);
}

/* Laid out when somebody looks, not while a run goes on behind another page. */
static void
update (WbReportPage *self)
{
  const TnRun *run = wb_project_get_shown_run (self->project);
  const char *reports = wb_project_get_state (self->project)->reports;

  if (run == NULL || run->status != TN_RUN_DONE)
    {
      if (self->shown == 0)
        gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      (run->id == self->shown && self->language == self->shown_language &&
       g_strcmp0 (reports, self->shown_reports) == 0))
    return;
  g_free (self->shown_reports);
  self->shown_reports = g_strdup (reports);
  self->shown = run->id;
  self->shown_language = self->language;
  g_cancellable_cancel (self->loading);
  g_object_unref (self->loading);
  self->loading = g_cancellable_new ();
  wb_pages_load (self, wb_project_get_store (self->project), run->id, self->language, self->loading,
                 on_loaded, NULL);
}

static void
on_changed (WbProject *project, WbReportPage *self)
{
  update (self);
}

static void
on_language (GtkToggleButton *button, WbReportPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "language");

  if (!gtk_toggle_button_get_active (button))
    return;
  self->language = tn_language_get (id);
  if (self->project != NULL)
    update (self);
}

static void
on_printed (const GError *error, gpointer user_data)
{
  g_autoptr (WbProject) project = user_data;

  wb_project_fail (project, error);
}

static void
do_print (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbReportPage *self = WB_REPORT_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *title = self->project != NULL ? wb_project_get_name (self->project) : NULL;

  if (self->layout != NULL)
    wb_print (self->layout, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, NULL,
              on_printed, g_object_ref (self->project));
}

static void
do_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbReportPage *self = WB_REPORT_PAGE (widget);
  WbExportKind kind;

  if (self->shown != 0 && wb_export_from_id (g_variant_get_string (parameter, NULL), &kind))
    wb_export_ask (widget, self->project, self->shown, kind, NULL, self->language);
}

static void
wb_report_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_report_page_parent_class)->map (widget);

  update (WB_REPORT_PAGE (widget));
}

static void
wb_report_page_dispose (GObject *object)
{
  WbReportPage *self = WB_REPORT_PAGE (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_cancellable_cancel (self->loading);
  g_cancellable_cancel (self->finding);
  g_clear_handle_id (&self->zooming, g_source_remove);
  if (self->pages != NULL)
    {
      g_signal_handlers_disconnect_by_data (_wb_report_page_get_adjustment (self), self);
      g_signal_handlers_disconnect_by_data (gtk_scrolled_window_get_hadjustment (self->scrolled),
                                            self);
      g_signal_handlers_disconnect_by_data (self->search_bar, self);
    }
  self->pages = NULL;
  g_clear_pointer (&self->layout, wb_pages_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  if (self->blocks != NULL)
    g_signal_handlers_disconnect_by_data (self->blocks, self);
  g_clear_object (&self->blocks);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_report_page_parent_class)->dispose (object);
}

static void
wb_report_page_finalize (GObject *object)
{
  g_clear_object (&WB_REPORT_PAGE (object)->loading);
  g_clear_object (&WB_REPORT_PAGE (object)->finding);
  g_free (WB_REPORT_PAGE (object)->shown_reports);
  g_free (WB_REPORT_PAGE (object)->seen);

  G_OBJECT_CLASS (wb_report_page_parent_class)->finalize (object);
}

static void
wb_report_page_class_init (WbReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_report_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_report_page_finalize;
  widget_class->map = wb_report_page_map;
  gtk_widget_class_install_action (widget_class, "page.zoom", "i", _wb_report_page_do_zoom);
  gtk_widget_class_install_action (widget_class, "page.export", "s", do_export);
  gtk_widget_class_install_action (widget_class, "page.fit", "s", _wb_report_page_do_fit);
  gtk_widget_class_install_action (widget_class, "page.find", NULL, _wb_report_page_do_find);
  gtk_widget_class_install_action (widget_class, "page.find-move", "i",
                                   _wb_report_page_do_find_move);
  gtk_widget_class_install_action (widget_class, "page.print", NULL, do_print);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "page.print",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "page.zoom",
                                       "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, GDK_CONTROL_MASK, "page.zoom",
                                       "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, GDK_CONTROL_MASK, "page.zoom",
                                       "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "page.fit", "s",
                                       "full");
}

static void
bind_widgets (WbReportPage *self, GtkBuilder *ui)
{
  self->stack = wb_ui_get (ui, "root");
  self->flap = wb_ui_get (ui, "flap");
  self->scrolled = wb_ui_get (ui, "scrolled");
  self->pages = wb_ui_get (ui, "pages");
  self->zoom_button = wb_ui_get (ui, "zoom");
  self->count = wb_ui_get (ui, "count");
  self->search_bar = wb_ui_get (ui, "search_bar");
  self->search = wb_ui_get (ui, "search");
  self->found = wb_ui_get (ui, "found");
  self->export = wb_ui_get (ui, "export");
}

static void
name_widgets (WbReportPage *self, GtkBuilder *ui)
{
  wb_name_widget (wb_ui_get (ui, "smaller"), wb_say (N_ ("Smaller")));
  wb_name_widget (wb_ui_get (ui, "larger"), wb_say (N_ ("Larger")));
  wb_name_widget (wb_ui_get (ui, "more"), wb_say (N_ ("Print, and more ways to export")));
  wb_name_widget (wb_ui_get (ui, "blocks"), wb_say (N_ ("Blocks of the report")));
  wb_name_widget (wb_ui_get (ui, "find"), wb_say (N_ ("Find in the report")));
  wb_name_widget (wb_ui_get (ui, "find_previous"), wb_say (N_ ("Place before")));
  wb_name_widget (wb_ui_get (ui, "find_next"), wb_say (N_ ("Next place")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->zoom_button), wb_say (N_ ("How large pages are")));
}

static void
connect (WbReportPage *self)
{
  _wb_report_page_connect_finding (self);
  g_signal_connect_swapped (_wb_report_page_get_adjustment (self), "value-changed",
                            G_CALLBACK (_wb_report_page_on_scrolled), self);
  g_signal_connect_swapped (_wb_report_page_get_adjustment (self), "changed",
                            G_CALLBACK (_wb_report_page_on_placed), self);
  g_signal_connect_swapped (_wb_report_page_get_adjustment (self), "notify::page-size",
                            G_CALLBACK (_wb_report_page_on_resized), self);
  g_signal_connect_swapped (gtk_scrolled_window_get_hadjustment (self->scrolled),
                            "notify::page-size", G_CALLBACK (_wb_report_page_on_resized), self);
}

static void
wb_report_page_init (WbReportPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("report-page");
  GtkWidget *english = wb_ui_get (ui, "english");
  GtkWidget *chinese = wb_ui_get (ui, "chinese");

  self->loading = g_cancellable_new ();
  self->finding = g_cancellable_new ();
  self->zoom = 0.6;
  self->narrow = TRUE;
  bind_widgets (self, ui);
  name_widgets (self, ui);
  _wb_report_page_show_narrow (self);
  gtk_search_bar_connect_entry (self->search_bar, self->search);
  g_object_set_data (G_OBJECT (english), "language", (gpointer) "en");
  g_object_set_data (G_OBJECT (chinese), "language", (gpointer) "zh_CN");
  self->language = wb_language ();
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (tn_language_is_cjk (self->language) ? chinese : english), TRUE);
  g_signal_connect (english, "toggled", G_CALLBACK (on_language), self);
  g_signal_connect (chinese, "toggled", G_CALLBACK (on_language), self);
  connect (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.find-move", FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_report_page_new (WbProject *project)
{
  WbReportPage *self = g_object_new (WB_TYPE_REPORT_PAGE, NULL);

  self->project = g_object_ref (project);
  self->blocks = wb_report_blocks_new (project);
  self->pane = WB_REPORT_PANE (wb_report_pane_new (self->blocks));
  adw_flap_set_flap (self->flap, GTK_WIDGET (self->pane));
  g_signal_connect_swapped (self->blocks, "chosen", G_CALLBACK (show_chosen), self);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
