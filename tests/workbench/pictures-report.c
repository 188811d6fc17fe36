/* pictures-report.c: the report and its editor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "tn-report-editor.h"
#include "wb-page-view.h"
#include "wb-project.h"
#include "wb-report-change.h"
#include "wb-report-page.h"
#include "wb-report-pane.h"
#include "wb-words.h"
#include "wb-work.h"

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

/* Words that were written when the report said something else. */
static void
write_long_ago (WbReportBlocks *blocks)
{
  TnProject *store = wb_project_get_store (wb_report_blocks_get_project (blocks));
  const TnLanguage *language = wb_report_blocks_get_language (blocks);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnReportEditor) editor =
      tn_report_editor_new (store, wb_report_blocks_get_run (blocks), language, &error);

  g_assert_no_error (error);
  tn_arrangement_set_text (tn_report_editor_get_arrangement (editor), "front-answer", language,
                           tn_language_is_cjk (language) ? "每三位用户中有一位即将流失。"
                                                         : "One in three customers leaves.",
                           "…", &error);
  tn_report_editor_store (editor, tn_message_new_literal ("…"), &error);
  g_assert_no_error (error);
  wb_project_refresh (wb_report_blocks_get_project (blocks));
}

static void
settle (Pictures *self)
{
  wb_work_drain ();
  pictures_settle (GTK_WIDGET (self->window));
}

/* Chosen, hidden, moved, own, changed since; another template with its popover. */
static void
take_blocks (Pictures *self, GtkWidget *page)
{
  WbReportPane *pane = WB_REPORT_PANE (find_type (page, WB_TYPE_REPORT_PANE));
  WbReportBlocks *blocks = wb_report_pane_get_blocks (pane);
  GtkWidget *looks;

  adw_flap_set_reveal_flap (ADW_FLAP (find_type (page, ADW_TYPE_FLAP)), TRUE);
  settle (self);
  wb_report_blocks_choose (blocks, "front-answer");
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "report-blocks");
  wb_report_show (blocks, "front-kicker", FALSE);
  wb_report_add (blocks, FALSE, wb_say (N_ ("New text")));
  settle (self);
  write_long_ago (blocks);
  settle (self);
  wb_report_blocks_choose (blocks, "front-answer");
  settle (self);
  pictures_take (self, "report-changed");
  wb_report_set_layout (blocks, "boss");
  wb_report_set_colour (blocks, "#26754f");
  settle (self);
  wb_report_blocks_choose (blocks, "own-1");
  gtk_widget_activate_action (page, "page.fit", "s", "page");
  settle (self);
  pictures_take (self, "report-boss");
  looks = find_type (GTK_WIDGET (pane), GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (GTK_MENU_BUTTON (looks));
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take_window (self, GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (looks))),
                        "report-looks");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (looks));
  for (guint i = 0; i < 5; i++)
    {
      wb_project_undo (wb_report_blocks_get_project (blocks));
      settle (self);
    }
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
