/* wb-report-page-private.h: what the parts of the report page share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-page-view.h"
#include "wb-report-page.h"
#include "wb-report-pane.h"
#include "wb-ui.h"

G_BEGIN_DECLS

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
  WbPages *layout;        /* nullable */
  WbReportBlocks *blocks; /* nullable */
  GArray *marks;          /* nullable: of TnLayoutBox */
  guint current;          /* of them */
  guint zooming;          /* source */
  guint at;               /* page in view, from 0 */
  char *seen;             /* nullable: the block that was last gone to */
  gboolean narrow;
  gboolean kept; /* after pages changed their size, the view goes back to */
  double kept_y; /* this place of the page in view, points */

  GtkStack *stack;
  GtkButton *export;
  AdwFlap *flap;
  WbReportPane *pane;
  GtkScrolledWindow *scrolled;
  GtkFlowBox *pages; /* %NULL once disposed of */
  GtkMenuButton *zoom_button;
  GtkLabel *count;
  GtkSearchBar *search_bar;
  GtkEditable *search;
  GtkLabel *found;
};

/* The pages, and where one is. */
WbPageView *_wb_report_page_get (WbReportPage *self, guint index);
GtkAdjustment *_wb_report_page_get_adjustment (WbReportPage *self);
/* @y: on the page, points */
void _wb_report_page_go_to (WbReportPage *self, guint page, double y);
void _wb_report_page_show_place (WbReportPage *self);
void _wb_report_page_on_scrolled (WbReportPage *self);

/* How large they are. */
void _wb_report_page_show_narrow (WbReportPage *self);
void _wb_report_page_show_zoom (WbReportPage *self);
void _wb_report_page_on_placed (WbReportPage *self);
void _wb_report_page_on_resized (WbReportPage *self);
void _wb_report_page_do_zoom (GtkWidget *widget, const char *name, GVariant *parameter);
void _wb_report_page_do_fit (GtkWidget *widget, const char *name, GVariant *parameter);

/* Finding words. */
void _wb_report_page_find (WbReportPage *self);
void _wb_report_page_connect_finding (WbReportPage *self);
void _wb_report_page_do_find (GtkWidget *widget, const char *name, GVariant *parameter);
void _wb_report_page_do_find_move (GtkWidget *widget, const char *name, GVariant *parameter);

G_END_DECLS
