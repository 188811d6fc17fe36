/* pictures-customers.c: the customers and the report, closer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "wb-customer-filter.h"
#include "wb-customer-list.h"
#include "wb-customers-page.h"
#include "wb-test-list.h"
#include "wb-timeline-view.h"
#include "wb-what-if.h"
#include "wb-work.h"

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
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

/* Sixty Chinese characters and the number of a customer, and what nobody is. */
static void
take_long (Pictures *self)
{
  /* A million once: it is the same in every look. */
  gsize n = g_str_equal (self->label, "light") || self->width < 600 ? 1000000 : 2000;
  g_autoptr (TnTable) list = wb_test_list_table (n, "Asia/Shanghai", TRUE);
  WbProject *project = wb_test_list_project (list);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_customers_page_new (project);

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  gtk_window_present (GTK_WINDOW (window));
  pictures_take_window (self, window, "customers-long");
  if (self->width < 600)
    {
      adw_leaflet_set_visible_child_name (ADW_LEAFLET (find_type (page, ADW_TYPE_LEAFLET)),
                                          "portrait");
      pictures_take_window (self, window, "customers-long-portrait");
    }
  gtk_window_destroy (GTK_WINDOW (window));
  wb_project_close (project);
  wb_work_drain ();
  g_object_unref (project);
}

static void
take_what_if (Pictures *self, GtkWidget *page)
{
  GtkWidget *what_if = find_type (page, WB_TYPE_WHAT_IF);
  GtkWidget *scrolled = gtk_widget_get_ancestor (what_if, GTK_TYPE_SCROLLED_WINDOW);

  g_signal_emit_by_name (find_type (what_if, GTK_TYPE_BUTTON), "clicked");
  pictures_settle (GTK_WIDGET (self->window));
  wb_what_if_choose (WB_WHAT_IF (what_if), "recency_days", 1);
  if (self->width < 600)
    adw_leaflet_set_visible_child_name (ADW_LEAFLET (find_type (page, ADW_TYPE_LEAFLET)),
                                        "portrait");
  pictures_settle (GTK_WIDGET (self->window));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                            330);
  pictures_take (self, "customers-what-if");
  wb_what_if_keep (WB_WHAT_IF (what_if));
  pictures_settle (GTK_WIDGET (self->window));
  wb_what_if_keep (WB_WHAT_IF (what_if));
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "customers-what-if-several");
  gtk_widget_activate_action (find_type (page, WB_TYPE_TIMELINE_VIEW), "timeline.go", "i", 2);
  gtk_widget_activate_action (find_type (page, WB_TYPE_TIMELINE_VIEW), "timeline.larger", NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                            2000);
  pictures_take (self, "customers-timeline");
}

void
pictures_take_customers (Pictures *self)
{
  GtkWidget *filter, *page, *button;

  wb_window_show_page (self->window, "customers");
  pictures_settle (GTK_WIDGET (self->window));
  filter = find_type (GTK_WIDGET (self->window), WB_TYPE_CUSTOMER_FILTER);
  page = gtk_widget_get_ancestor (filter, WB_TYPE_CUSTOMERS_PAGE);
  button = find_type (filter, GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take_window (self, GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
                        "customers-filter");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  wb_customer_filter_choose_reason (WB_CUSTOMER_FILTER (filter), "silence");
  pictures_take (self, "customers-filtered");
  gtk_editable_set_text (GTK_EDITABLE (find_type (page, GTK_TYPE_SEARCH_ENTRY)), "nobody");
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "customers-none");
  gtk_widget_activate_action (page, "page.show-all", NULL);
  pictures_settle (GTK_WIDGET (self->window));
  take_what_if (self, page);
  if (self->width < 600)
    {
      adw_leaflet_set_visible_child_name (ADW_LEAFLET (find_type (page, ADW_TYPE_LEAFLET)),
                                          "portrait");
      pictures_take (self, "customers-portrait");
      gtk_widget_activate_action (page, "page.back", NULL);
    }
  take_long (self);
}
