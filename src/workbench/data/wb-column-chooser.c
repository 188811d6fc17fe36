/* wb-column-chooser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-column-chooser.h"

#include "wb-ui.h"

#define HEIGHT 340

typedef struct
{
  WbGrid *grid;
  GtkWidget *popover;
  GtkEditable *search;
  GListStore *names; /* of GtkStringObject, with the column */
  GtkStringFilter *filter;
  gboolean filling;
} Chooser;

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("wb-column");
}

static guint
get_column (gpointer object)
{
  return GPOINTER_TO_UINT (g_object_get_qdata (object, get_quark ()));
}

/* Rows: only those in view are widgets */

static void
on_toggled (GtkCheckButton *button, Chooser *self)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (button), "item");
  gpointer name = item != NULL ? gtk_list_item_get_item (item) : NULL;

  if (self->filling || name == NULL)
    return;
  gtk_widget_activate_action (self->popover, "page.show-column", "(ub)", get_column (name),
                              gtk_check_button_get_active (button));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, Chooser *self)
{
  GtkWidget *button = gtk_check_button_new_with_label ("");
  GtkWidget *label = gtk_widget_get_last_child (button);

  if (GTK_IS_LABEL (label))
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
    }
  g_object_set_data (G_OBJECT (button), "item", item);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_list_item_set_child (item, button);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, Chooser *self)
{
  GtkStringObject *name = gtk_list_item_get_item (item);
  GtkCheckButton *button = GTK_CHECK_BUTTON (gtk_list_item_get_child (item));

  self->filling = TRUE;
  gtk_check_button_set_label (button, gtk_string_object_get_string (name));
  gtk_check_button_set_active (button, wb_grid_is_column_shown (self->grid, get_column (name)));
  self->filling = FALSE;
}

static void
fill (Chooser *self)
{
  WbSheet *sheet = wb_grid_get_sheet (self->grid);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; sheet != NULL && i < wb_sheet_get_n_columns (sheet); i++)
    {
      g_autofree char *said =
          tn_field_say (tn_table_get_field (wb_sheet_get_table (sheet), i), wb_language ());
      GtkStringObject *name = gtk_string_object_new (said);

      g_object_set_qdata (G_OBJECT (name), get_quark (), GUINT_TO_POINTER (i));
      g_ptr_array_add (names, name);
    }
  g_list_store_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                       names->pdata, names->len);
}

static void
on_shown (Chooser *self)
{
  gtk_editable_set_text (self->search, "");
  fill (self);
}

static void
on_search (Chooser *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (self->search));
}

static void
on_show_all (Chooser *self)
{
  gtk_widget_activate_action (self->popover, "page.show-column", "(ub)", G_MAXUINT, TRUE);
  fill (self);
}

static GtkWidget *
make_list (Chooser *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkExpression *string = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkFilterListModel *found;
  GtkWidget *list, *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->names = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->filter = gtk_string_filter_new (string);
  found = gtk_filter_list_model_new (G_LIST_MODEL (self->names), GTK_FILTER (self->filter));
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (found))),
                            factory);
  wb_name_widget (list, wb_say (N_ ("Columns")));
  gtk_widget_set_tooltip_text (list, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT);
  gtk_widget_add_css_class (list, "chooser-list");

  return scrolled;
}

GtkWidget *
wb_column_chooser_new (WbGrid *grid)
{
  Chooser *self = g_new0 (Chooser, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *all = gtk_button_new_with_label (wb_say (N_ ("Show All")));

  self->grid = grid;
  self->popover = gtk_popover_new ();
  self->search = GTK_EDITABLE (search);
  wb_name_widget (search, wb_say (N_ ("Find a column")));
  gtk_widget_set_tooltip_text (search, NULL);
  g_object_set (search, "placeholder-text", wb_say (N_ ("Find a column")), NULL);
  gtk_widget_set_size_request (box, 240, -1);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), make_list (self));
  gtk_box_append (GTK_BOX (box), all);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_swapped (self->popover, "map", G_CALLBACK (on_shown), self);
  g_signal_connect_swapped (search, "changed", G_CALLBACK (on_search), self);
  g_signal_connect_swapped (all, "clicked", G_CALLBACK (on_show_all), self);
  g_object_set_data_full (G_OBJECT (self->popover), "chooser", self, g_free);

  return self->popover;
}
