/* wb-report-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-page.h"

#include "wb-export.h"
#include "wb-pages.h"
#include "wb-ui.h"

static const double zooms[] = { 0.4, 0.5, 0.6, 0.75, 0.9, 1, 1.25, 1.5, 2 };

struct _WbReportPage
{
  AdwBin parent_instance;

  WbProject *project;
  const TnLanguage *language;
  gint64 shown;
  const TnLanguage *shown_language;
  guint zoom;
  GCancellable *loading;

  GtkStack *stack;
  GtkFlowBox *pages; /* %NULL once disposed of */
  GtkLabel *zoom_label;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (WbReportPage, wb_report_page, ADW_TYPE_BIN)

static void
show_zoom (WbReportPage *self)
{
  g_autofree char *text = tn_language_format_percent (wb_language (), zooms[self->zoom], 0);

  gtk_label_set_text (self->zoom_label, text);
  for (int i = 0; gtk_flow_box_get_child_at_index (self->pages, i) != NULL; i++)
    {
      GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->pages, i);

      wb_page_view_set_zoom (WB_PAGE_VIEW (gtk_flow_box_child_get_child (child)),
                             zooms[self->zoom]);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.zoom", TRUE);
}

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
  g_autofree char *count = NULL;

  if (pages == NULL || self->pages == NULL)
    {
      if (self->project != NULL)
        wb_project_fail (self->project, error);
      return;
    }
  clear_pages (self);
  for (guint i = 0; i < wb_pages_get_n (pages); i++)
    gtk_flow_box_append (self->pages, wb_page_view_new (pages, i));
  count = wb_say_count (TN_PLURAL ("{n} page", "{n} pages"), "n", wb_pages_get_n (pages));
  gtk_label_set_text (self->count, count);
  show_zoom (self);
  gtk_stack_set_visible_child_name (self->stack, "report");
}

/* Laid out when somebody looks, not while a run goes on behind another page. */
static void
update (WbReportPage *self)
{
  const TnRun *run = wb_project_get_shown_run (self->project);

  if (run == NULL || run->status != TN_RUN_DONE)
    {
      if (self->shown == 0)
        gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      (run->id == self->shown && self->language == self->shown_language))
    return;
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
do_zoom (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbReportPage *self = WB_REPORT_PAGE (widget);
  int zoom = (int) self->zoom + g_variant_get_int32 (parameter);

  self->zoom = CLAMP (zoom, 0, (int) G_N_ELEMENTS (zooms) - 1);
  show_zoom (self);
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
  self->pages = NULL;
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_report_page_parent_class)->dispose (object);
}

static void
wb_report_page_finalize (GObject *object)
{
  g_clear_object (&WB_REPORT_PAGE (object)->loading);

  G_OBJECT_CLASS (wb_report_page_parent_class)->finalize (object);
}

static void
wb_report_page_class_init (WbReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_report_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_report_page_finalize;
  widget_class->map = wb_report_page_map;
  gtk_widget_class_install_action (widget_class, "page.zoom", "i", do_zoom);
  gtk_widget_class_install_action (widget_class, "page.export", "s", do_export);
}

static void
wb_report_page_init (WbReportPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("report-page");
  GtkWidget *english = wb_ui_get (ui, "english");
  GtkWidget *chinese = wb_ui_get (ui, "chinese");

  self->loading = g_cancellable_new ();
  self->zoom = 2;
  self->stack = wb_ui_get (ui, "root");
  self->pages = wb_ui_get (ui, "pages");
  self->zoom_label = wb_ui_get (ui, "zoom");
  self->count = wb_ui_get (ui, "count");
  wb_name_widget (wb_ui_get (ui, "smaller"), wb_say (N_ ("Smaller")));
  wb_name_widget (wb_ui_get (ui, "larger"), wb_say (N_ ("Larger")));
  wb_name_widget (wb_ui_get (ui, "more"), wb_say (N_ ("More ways to export")));
  g_object_set_data (G_OBJECT (english), "language", (gpointer) "en");
  g_object_set_data (G_OBJECT (chinese), "language", (gpointer) "zh_CN");
  self->language = wb_language ();
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (tn_language_is_cjk (self->language) ? chinese : english), TRUE);
  g_signal_connect (english, "toggled", G_CALLBACK (on_language), self);
  g_signal_connect (chinese, "toggled", G_CALLBACK (on_language), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_report_page_new (WbProject *project)
{
  WbReportPage *self = g_object_new (WB_TYPE_REPORT_PAGE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
