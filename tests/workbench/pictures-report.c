/* pictures-report.c: the report and its editor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "wb-page-view.h"
#include "wb-project.h"
#include "wb-report-change.h"
#include "wb-report-page.h"
#include "wb-report-pane.h"

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_type (at, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
take_blocks (Pictures *self, GtkWidget *page)
{
  WbReportPane *pane = WB_REPORT_PANE (find_type (page, WB_TYPE_REPORT_PANE));
  WbReportBlocks *blocks = wb_report_pane_get_blocks (pane);

  adw_flap_set_reveal_flap (ADW_FLAP (find_type (page, ADW_TYPE_FLAP)), TRUE);
  pictures_settle (GTK_WIDGET (self->window));
  wb_report_blocks_choose (blocks, "front-answer");
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "report-blocks");
}

void
pictures_take_reports (Pictures *self)
{
  GtkWidget *page;

  wb_window_show_page (self->window, "report");
  pictures_settle (GTK_WIDGET (self->window));
  page = gtk_widget_get_ancestor (find_type (GTK_WIDGET (self->window), WB_TYPE_PAGE_VIEW),
                                  WB_TYPE_REPORT_PAGE);
  gtk_widget_activate_action (page, "page.find", NULL);
  gtk_editable_set_text (
      GTK_EDITABLE (find_type (find_type (page, GTK_TYPE_SEARCH_BAR), GTK_TYPE_SEARCH_ENTRY)),
      "60");
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "report-find");
  gtk_widget_activate_action (page, "page.fit", "s", "page");
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "report-page");
  gtk_widget_activate_action (page, "page.fit", "s", "width");
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (find_type (page, GTK_TYPE_SEARCH_BAR)), FALSE);
  adw_flap_set_reveal_flap (ADW_FLAP (find_type (page, ADW_TYPE_FLAP)), FALSE);
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "report-width");
  take_blocks (self, page);
}
