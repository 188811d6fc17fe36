/* wb-report-zoom.c: how large pages are, and where one is among them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-report-page-private.h"

static const double zooms[] = { 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1, 1.25, 1.5, 2, 3 };

#define LEAST_ZOOM    0.2
#define GAP           18 /* between pages, and beside them together */
#define TWO_PAGES     (2 * 0.55 * WB_PAGE_WIDTH + 3 * GAP) /* in less room one is shown at a time */
#define FOLD_BELOW    720
#define ABOVE_HEADING 24

WbPageView *
_wb_report_page_get (WbReportPage *self, guint index)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->pages, (int) index);

  return child != NULL ? WB_PAGE_VIEW (gtk_flow_box_child_get_child (child)) : NULL;
}

GtkAdjustment *
_wb_report_page_get_adjustment (WbReportPage *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scrolled);
}

/* Top of a page from the top of all; FALSE before they have their places. */
static gboolean
find_top (WbReportPage *self, guint index, double *top)
{
  WbPageView *page = _wb_report_page_get (self, index);
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
  self->kept_y = (gtk_adjustment_get_value (_wb_report_page_get_adjustment (self)) - top) /
                 (self->zoom * WB_PAGE_WIDTH / TN_LAYOUT_WIDTH);
}

void
_wb_report_page_on_placed (WbReportPage *self)
{
  double top;

  if (!self->kept || self->pages == NULL || !find_top (self, self->at, &top))
    return;
  self->kept = FALSE;
  gtk_adjustment_set_value (
      _wb_report_page_get_adjustment (self),
      MAX (top + self->kept_y * self->zoom * WB_PAGE_WIDTH / TN_LAYOUT_WIDTH, 0));
}

/* Where the width of the window decides, nothing glides: at the first showing the spring of
 * libadwaita 1.2 gives no number now and then, and the pages would have no width for a frame. */
static void
fold_at_once (WbReportPage *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  gboolean glides;

  g_object_get (settings, "gtk-enable-animations", &glides, NULL);
  if (glides)
    g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  adw_flap_set_fold_policy (self->flap, self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                     : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_reveal_flap (self->flap, !self->narrow);
  /* As the desktop has it, also when that changes. */
  if (glides)
    gtk_settings_reset_property (settings, "gtk-enable-animations");
}

/* A few letters decide whether all buttons have room. */
void
_wb_report_page_show_narrow (WbReportPage *self)
{
  fold_at_once (self);
  if (self->narrow)
    gtk_button_set_icon_name (self->export, "document-send-symbolic");
  else
    gtk_button_set_label (self->export, wb_say (N_ ("Export PDF…")));
  wb_name_widget (self->export, wb_say (N_ ("Export PDF…")));
}

void
_wb_report_page_show_zoom (WbReportPage *self)
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
  for (guint i = 0; _wb_report_page_get (self, i) != NULL; i++)
    wb_page_view_set_zoom (_wb_report_page_get (self, i), zoom);
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
      _wb_report_page_show_narrow (self);
    }
  if (fabs (choose_zoom (self) - self->zoom) > 0.002)
    _wb_report_page_show_zoom (self);

  return G_SOURCE_REMOVE;
}

/* After the layout in which it was told: pages that change their size ask for another. */
void
_wb_report_page_on_resized (WbReportPage *self)
{
  if (self->pages != NULL && self->zooming == 0)
    self->zooming = g_idle_add (show_zoom_cb, self);
}

/* Where one is */

void
_wb_report_page_show_place (WbReportPage *self)
{
  TnMessage *message =
      tn_message_count (tn_message_new (N_ ("Page {n} of {all}")), "n", (gint64) self->at + 1);
  g_autofree char *text = wb_say_take (
      tn_message_count (message, "all", self->layout != NULL ? wb_pages_get_n (self->layout) : 0));

  gtk_label_set_text (self->count, text);
}

void
_wb_report_page_on_scrolled (WbReportPage *self)
{
  double middle, top;
  guint at = 0;

  if (self->pages == NULL || self->layout == NULL)
    return;
  middle = gtk_adjustment_get_value (_wb_report_page_get_adjustment (self)) +
           gtk_adjustment_get_page_size (_wb_report_page_get_adjustment (self)) / 2;
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
  _wb_report_page_show_place (self);
}

/* @y: on the page, points */
void
_wb_report_page_go_to (WbReportPage *self, guint page, double y)
{
  double top;

  if (find_top (self, page, &top))
    gtk_adjustment_set_value (_wb_report_page_get_adjustment (self),
                              MAX (top + y * self->zoom * 96.0 / 72.0 - ABOVE_HEADING, 0));
}

void
_wb_report_page_do_zoom (GtkWidget *widget, const char *name, GVariant *parameter)
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
  _wb_report_page_show_zoom (self);
}

void
_wb_report_page_do_fit (GtkWidget *widget, const char *name, GVariant *parameter)
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
  _wb_report_page_show_zoom (self);
}
