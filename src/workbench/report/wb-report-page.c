/* wb-report-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-page.h"

#include <math.h>

#include "wb-export.h"
#include "wb-pages.h"
#include "wb-print.h"
#include "wb-ui.h"

static const double zooms[] = { 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1, 1.25, 1.5, 2, 3 };

#define LEAST_ZOOM    0.2
#define GAP           18 /* between pages, and beside them together */
#define TWO_PAGES     (2 * 0.55 * WB_PAGE_WIDTH + 3 * GAP) /* in less room one is shown at a time */
#define FOLD_BELOW    720
#define ABOVE_HEADING 24

/* What decides how large pages are. */
typedef enum
{
  FIT_AUTO, /* two pages where they can be read, the width of one otherwise */
  FIT_WIDTH,
  FIT_PAGE,
  FIT_TWO,
  FIT_NONE,
} Fit;

struct _WbReportPage
{
  AdwBin parent_instance;

  WbProject *project;
  const TnLanguage *language;
  gint64 shown;
  const TnLanguage *shown_language;
  char *shown_reports; /* nullable: how it was laid out by hand */
  Fit fit;
  double zoom;
  GCancellable *loading;
  GCancellable *finding;
  WbPages *layout; /* nullable */
  GArray *marks;   /* nullable: of TnLayoutBox */
  guint current;   /* of them */
  guint zooming;   /* source */
  guint at;        /* page in view, from 0 */
  gboolean narrow;
  gboolean kept; /* after pages changed their size, the view goes back to */
  double kept_y; /* this place of the page in view, points */

  GtkStack *stack;
  GtkButton *export;
  AdwFlap *flap;
  GtkListBox *headings;
  GtkScrolledWindow *scrolled;
  GtkFlowBox *pages; /* %NULL once disposed of */
  GtkMenuButton *zoom_button;
  GtkLabel *count;
  GtkSearchBar *search_bar;
  GtkEditable *search;
  GtkLabel *found;
};

G_DEFINE_FINAL_TYPE (WbReportPage, wb_report_page, ADW_TYPE_BIN)

static WbPageView *
get_page (WbReportPage *self, guint index)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->pages, (int) index);

  return child != NULL ? WB_PAGE_VIEW (gtk_flow_box_child_get_child (child)) : NULL;
}

static GtkAdjustment *
get_adjustment (WbReportPage *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scrolled);
}

/* Top of a page from the top of all; FALSE before they have their places. */
static gboolean
find_top (WbReportPage *self, guint index, double *top)
{
  WbPageView *page = get_page (self, index);
  graphene_rect_t bounds;

  if (page == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (page), GTK_WIDGET (self->pages), &bounds))
    return FALSE;
  *top = bounds.origin.y + gtk_widget_get_margin_top (GTK_WIDGET (self->pages));

  return TRUE;
}

/* How large */

static double
choose_zoom (WbReportPage *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self->scrolled)) - 2 * GAP;
  double height = gtk_widget_get_height (GTK_WIDGET (self->scrolled)) - 2 * GAP;
  double one = width / WB_PAGE_WIDTH;
  double two = (width - 2 * GAP) / (2 * WB_PAGE_WIDTH);

  if (width <= 0)
    return self->zoom;
  switch (self->fit)
    {
    case FIT_WIDTH:
      return MAX (one, LEAST_ZOOM);
    case FIT_PAGE:
      return MAX (MIN (one, height / WB_PAGE_HEIGHT), LEAST_ZOOM);
    case FIT_TWO:
      return MAX (two, LEAST_ZOOM);
    case FIT_AUTO:
      return width >= TWO_PAGES ? MIN (two, 0.75) : CLAMP (one, LEAST_ZOOM, 1);
    case FIT_NONE:
    default:
      return self->zoom;
    }
}

/* The page in view stays in view when it changes its size. */
static void
keep_place (WbReportPage *self)
{
  double top;

  if (self->kept || !find_top (self, self->at, &top))
    return;
  self->kept = TRUE;
  self->kept_y = (gtk_adjustment_get_value (get_adjustment (self)) - top) /
                 (self->zoom * WB_PAGE_WIDTH / TN_LAYOUT_WIDTH);
}

static void
on_placed (WbReportPage *self)
{
  double top;

  if (!self->kept || self->pages == NULL || !find_top (self, self->at, &top))
    return;
  self->kept = FALSE;
  gtk_adjustment_set_value (
      get_adjustment (self),
      MAX (top + self->kept_y * self->zoom * WB_PAGE_WIDTH / TN_LAYOUT_WIDTH, 0));
}

/* A few letters decide whether all buttons have room. */
static void
show_narrow (WbReportPage *self)
{
  adw_flap_set_fold_policy (self->flap, self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                     : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_reveal_flap (self->flap, !self->narrow);
  if (self->narrow)
    gtk_button_set_icon_name (self->export, "document-send-symbolic");
  else
    gtk_button_set_label (self->export, wb_say (N_ ("Export PDF…")));
  wb_name_widget (self->export, wb_say (N_ ("Export PDF…")));
}

static void
show_zoom (WbReportPage *self)
{
  g_autofree char *text = NULL;
  double zoom = choose_zoom (self);
  gboolean one = self->fit == FIT_WIDTH || self->fit == FIT_PAGE;

  text = tn_language_format_percent (wb_language (), zoom, 0);
  gtk_menu_button_set_label (self->zoom_button, text);
  gtk_flow_box_set_max_children_per_line (self->pages, one ? 1 : 2);
  if (zoom != self->zoom)
    keep_place (self);
  self->zoom = zoom;
  for (guint i = 0; get_page (self, i) != NULL; i++)
    wb_page_view_set_zoom (get_page (self, i), zoom);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.zoom", TRUE);
}

static gboolean
show_zoom_cb (gpointer data)
{
  WbReportPage *self = data;
  gboolean narrow = gtk_widget_get_width (GTK_WIDGET (self)) < FOLD_BELOW;

  self->zooming = 0;
  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      show_narrow (self);
    }
  if (fabs (choose_zoom (self) - self->zoom) > 0.002)
    show_zoom (self);

  return G_SOURCE_REMOVE;
}

/* After the layout in which it was told: pages that change their size ask for another. */
static void
on_resized (WbReportPage *self)
{
  if (self->pages != NULL && self->zooming == 0)
    self->zooming = g_idle_add (show_zoom_cb, self);
}

/* Where one is */

static void
show_place (WbReportPage *self)
{
  TnMessage *message =
      tn_message_count (tn_message_new (N_ ("Page {n} of {all}")), "n", (gint64) self->at + 1);
  g_autofree char *text = wb_say_take (
      tn_message_count (message, "all", self->layout != NULL ? wb_pages_get_n (self->layout) : 0));

  gtk_label_set_text (self->count, text);
}

static void
on_scrolled (WbReportPage *self)
{
  double middle, top;
  guint at = 0;

  if (self->pages == NULL || self->layout == NULL)
    return;
  middle = gtk_adjustment_get_value (get_adjustment (self)) +
           gtk_adjustment_get_page_size (get_adjustment (self)) / 2;
  for (guint i = 0; find_top (self, i, &top) && top <= middle; i++)
    {
      double before;

      /* Of two that stand beside each other, the first. */
      if (i == 0 || !find_top (self, i - 1, &before) || before < top)
        at = i;
    }
  if (at == self->at)
    return;
  self->at = at;
  show_place (self);
}

/* @y: on the page, points */
static void
go_to (WbReportPage *self, guint page, double y)
{
  double top;

  if (find_top (self, page, &top))
    gtk_adjustment_set_value (get_adjustment (self),
                              MAX (top + y * self->zoom * 96.0 / 72.0 - ABOVE_HEADING, 0));
}

/* Chapters */

static void
fill_headings (WbReportPage *self)
{
  wb_list_clear (self->headings);
  for (guint i = 0; i < wb_pages_get_n_headings (self->layout); i++)
    {
      TnLayoutHeading heading;
      GtkWidget *label;

      wb_pages_get_heading (self->layout, i, &heading);
      if (heading.text[0] == '\0')
        continue;
      label = wb_label_new (heading.text, heading.level <= 1 ? "heading" : NULL);
      gtk_widget_set_margin_start (label, heading.level > 1 ? 12 * (heading.level - 1) : 0);
      gtk_label_set_lines (GTK_LABEL (label), 3);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_append (self->headings, label);
      g_object_set_data (G_OBJECT (gtk_widget_get_parent (label)), "heading",
                         GUINT_TO_POINTER (i + 1));
    }
}

static void
on_heading (GtkListBox *list, GtkListBoxRow *row, WbReportPage *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "heading"));
  TnLayoutHeading heading;

  if (index == 0 || self->layout == NULL)
    return;
  wb_pages_get_heading (self->layout, index - 1, &heading);
  go_to (self, heading.page, heading.y);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Finding */

static void
show_found (WbReportPage *self)
{
  gboolean asked = *gtk_editable_get_text (self->search) != '\0';
  guint n = self->marks != NULL ? self->marks->len : 0;
  TnMessage *message = tn_message_count (tn_message_new (N_ ("{n} of {all} places")), "n",
                                         n > 0 ? self->current + 1 : 0);
  g_autofree char *text = wb_say_take (tn_message_count (message, "all", n));

  gtk_label_set_text (self->found, !asked ? "" : n > 0 ? text : wb_say (N_ ("Not found")));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.find-move", n > 0);
  for (guint i = 0; get_page (self, i) != NULL; i++)
    wb_page_view_set_marks (get_page (self, i), self->marks, self->current);
  if (n > 0)
    {
      const TnLayoutBox *box = &g_array_index (self->marks, TnLayoutBox, self->current);

      go_to (self, box->page, MAX (box->y - 60, 0));
    }
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbReportPage *self = WB_REPORT_PAGE (source);
  GArray *marks = wb_work_finish (result, NULL);

  if (marks == NULL)
    return;
  g_clear_pointer (&self->marks, g_array_unref);
  self->marks = marks;
  self->current = 0;
  if (self->pages != NULL)
    show_found (self);
}

static void
find_text (WbReportPage *self)
{
  if (self->layout == NULL || self->pages == NULL)
    return;
  g_cancellable_cancel (self->finding);
  g_object_unref (self->finding);
  self->finding = g_cancellable_new ();
  wb_pages_find (self->layout, self, gtk_editable_get_text (self->search), self->finding, on_found,
                 NULL);
}

static void
move_found (WbReportPage *self, int by)
{
  guint n = self->marks != NULL ? self->marks->len : 0;

  if (n == 0)
    return;
  self->current = (self->current + n + by) % n;
  show_found (self);
}

static void
on_find_next (WbReportPage *self)
{
  move_found (self, 1);
}

static void
on_find_previous (WbReportPage *self)
{
  move_found (self, -1);
}

static void
on_search_mode (WbReportPage *self)
{
  if (self->pages == NULL)
    return;
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else
    gtk_editable_set_text (self->search, "");
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
      gtk_flow_box_append (self->pages, wb_page_view_new (pages, i));
      /* Pages are read, not chosen: the keyboard scrolls them. */
      gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (self->pages, (int) i)),
                                FALSE);
    }
  fill_headings (self);
  show_place (self);
  show_zoom (self);
  find_text (self);
  gtk_stack_set_visible_child_name (self->stack, "report");
  on_resized (self);
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
do_zoom (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbReportPage *self = WB_REPORT_PAGE (widget);
  int by = g_variant_get_int32 (parameter);
  double zoom = self->zoom;

  for (guint i = 0; by > 0 && i < G_N_ELEMENTS (zooms) && zoom == self->zoom; i++)
    if (zooms[i] > self->zoom + 0.01)
      zoom = zooms[i];
  for (guint i = G_N_ELEMENTS (zooms); by < 0 && i-- > 0 && zoom == self->zoom;)
    if (zooms[i] < self->zoom - 0.01)
      zoom = zooms[i];
  self->fit = FIT_NONE;
  keep_place (self);
  self->zoom = zoom;
  show_zoom (self);
}

static void
do_fit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbReportPage *self = WB_REPORT_PAGE (widget);
  const char *what = g_variant_get_string (parameter, NULL);

  self->fit = g_str_equal (what, "width")  ? FIT_WIDTH
              : g_str_equal (what, "page") ? FIT_PAGE
              : g_str_equal (what, "two")  ? FIT_TWO
                                           : FIT_NONE;
  keep_place (self);
  if (self->fit == FIT_NONE)
    self->zoom = 1;
  show_zoom (self);
}

static void
do_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_search_bar_set_search_mode (WB_REPORT_PAGE (widget)->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (WB_REPORT_PAGE (widget)->search));
}

static void
do_find_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_found (WB_REPORT_PAGE (widget), g_variant_get_int32 (parameter));
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
      g_signal_handlers_disconnect_by_data (get_adjustment (self), self);
      g_signal_handlers_disconnect_by_data (gtk_scrolled_window_get_hadjustment (self->scrolled),
                                            self);
      g_signal_handlers_disconnect_by_data (self->search_bar, self);
    }
  self->pages = NULL;
  g_clear_pointer (&self->layout, wb_pages_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_report_page_parent_class)->dispose (object);
}

static void
wb_report_page_finalize (GObject *object)
{
  g_clear_object (&WB_REPORT_PAGE (object)->loading);
  g_clear_object (&WB_REPORT_PAGE (object)->finding);
  g_free (WB_REPORT_PAGE (object)->shown_reports);

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
  gtk_widget_class_install_action (widget_class, "page.fit", "s", do_fit);
  gtk_widget_class_install_action (widget_class, "page.find", NULL, do_find);
  gtk_widget_class_install_action (widget_class, "page.find-move", "i", do_find_move);
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
  self->headings = wb_ui_get (ui, "headings");
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
  wb_name_widget (wb_ui_get (ui, "contents"), wb_say (N_ ("Contents")));
  wb_name_widget (wb_ui_get (ui, "find"), wb_say (N_ ("Find in the report")));
  wb_name_widget (wb_ui_get (ui, "find_previous"), wb_say (N_ ("Place before")));
  wb_name_widget (wb_ui_get (ui, "find_next"), wb_say (N_ ("Next place")));
  wb_name_widget (self->headings, wb_say (N_ ("Contents")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->headings), NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->zoom_button), wb_say (N_ ("How large pages are")));
}

static void
connect (WbReportPage *self)
{
  g_signal_connect (self->headings, "row-activated", G_CALLBACK (on_heading), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (find_text), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_find_next), self);
  g_signal_connect_swapped (self->search, "next-match", G_CALLBACK (on_find_next), self);
  g_signal_connect_swapped (self->search, "previous-match", G_CALLBACK (on_find_previous), self);
  g_signal_connect_swapped (self->search_bar, "notify::search-mode-enabled",
                            G_CALLBACK (on_search_mode), self);
  g_signal_connect_swapped (get_adjustment (self), "value-changed", G_CALLBACK (on_scrolled), self);
  g_signal_connect_swapped (get_adjustment (self), "changed", G_CALLBACK (on_placed), self);
  g_signal_connect_swapped (get_adjustment (self), "notify::page-size", G_CALLBACK (on_resized),
                            self);
  g_signal_connect_swapped (gtk_scrolled_window_get_hadjustment (self->scrolled),
                            "notify::page-size", G_CALLBACK (on_resized), self);
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
  show_narrow (self);
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
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
