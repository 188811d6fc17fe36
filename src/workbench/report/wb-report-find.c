/* wb-report-find.c: words in the report, found on its pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-page-private.h"
#include "wb-work.h"

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
  for (guint i = 0; _wb_report_page_get (self, i) != NULL; i++)
    wb_page_view_set_marks (_wb_report_page_get (self, i), self->marks, self->current);
  if (n > 0)
    {
      const TnLayoutBox *box = &g_array_index (self->marks, TnLayoutBox, self->current);

      _wb_report_page_go_to (self, box->page, MAX (box->y - 60, 0));
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

void
_wb_report_page_find (WbReportPage *self)
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

void
_wb_report_page_do_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_search_bar_set_search_mode (WB_REPORT_PAGE (widget)->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (WB_REPORT_PAGE (widget)->search));
}

void
_wb_report_page_do_find_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_found (WB_REPORT_PAGE (widget), g_variant_get_int32 (parameter));
}

void
_wb_report_page_connect_finding (WbReportPage *self)
{
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (_wb_report_page_find),
                            self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_find_next), self);
  g_signal_connect_swapped (self->search, "next-match", G_CALLBACK (on_find_next), self);
  g_signal_connect_swapped (self->search, "previous-match", G_CALLBACK (on_find_previous), self);
  g_signal_connect_swapped (self->search_bar, "notify::search-mode-enabled",
                            G_CALLBACK (on_search_mode), self);
}
