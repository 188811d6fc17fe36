/* wb-customer-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customer-row.h"

#include <math.h>

#include "wb-risk-bar.h"
#include "wb-ui.h"

#define SHOWN_REASONS 2

struct _WbCustomerRow
{
  AdwBin parent_instance;

  GtkLabel *rank;
  GtkLabel *name;
  WbRiskBar *bar;
  GtkLabel *chance;
  GtkLabel *stake;
  GtkLabel *reasons[SHOWN_REASONS];
};

G_DEFINE_FINAL_TYPE (WbCustomerRow, wb_customer_row, ADW_TYPE_BIN)

static void
wb_customer_row_class_init (WbCustomerRowClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
wb_customer_row_init (WbCustomerRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "customer-row");
}

static GtkLabel *
make_label (const char *css_class, float align)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), align);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "tabular");

  return GTK_LABEL (label);
}

static GtkWidget *
make_reasons (WbCustomerRow *self, int width)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < SHOWN_REASONS; i++)
    {
      self->reasons[i] = make_label (i > 0 ? "dim-label" : NULL, 0);
      gtk_label_set_max_width_chars (self->reasons[i], width);
      gtk_label_set_width_chars (self->reasons[i], MIN (width, 20));
      gtk_widget_add_css_class (GTK_WIDGET (self->reasons[i]), "dense-caption");
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reasons[i]));
    }
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  return box;
}

static void
make_wide (WbCustomerRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_size_request (GTK_WIDGET (self->rank), WB_CUSTOMER_RANK, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->name), WB_CUSTOMER_NAME, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), WB_CUSTOMER_BAR, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->chance), WB_CUSTOMER_CHANCE, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->stake), WB_CUSTOMER_STAKE, -1);
  gtk_label_set_max_width_chars (self->name, 1);
  gtk_label_set_max_width_chars (self->stake, 1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rank));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chance));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stake));
  gtk_box_append (GTK_BOX (box), make_reasons (self, 44));
  gtk_widget_set_size_request (box, -1, 40);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
make_narrow (WbCustomerRow *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), TRUE);
  gtk_label_set_width_chars (self->rank, 4);
  gtk_label_set_max_width_chars (self->name, 14);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->rank), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->name), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->stake), 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->bar), 1, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->chance), 2, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), make_reasons (self, 30), 1, 2, 2, 1);
  adw_bin_set_child (ADW_BIN (self), grid);
}

GtkWidget *
wb_customer_row_new (gboolean narrow)
{
  WbCustomerRow *self = g_object_new (WB_TYPE_CUSTOMER_ROW, NULL);

  self->rank = make_label ("dim-label", 1);
  self->name = make_label ("heading", 0);
  /* Long numbers differ at their ends. */
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_MIDDLE);
  self->bar = WB_RISK_BAR (wb_risk_bar_new ());
  self->chance = make_label ("heading", 1);
  self->stake = make_label (NULL, 1);
  if (narrow)
    make_narrow (self);
  else
    make_wide (self);

  return GTK_WIDGET (self);
}

static void
set_number (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  g_free (text);
}

/* All of the row in one breath, for somebody who does not see it. */
static void
name_row (WbCustomerRow *self, const WbCustomer *customer)
{
  g_autofree char *chance = wb_say_share (customer->chance, customer->low, customer->high);
  TnMessage *message =
      tn_message_new (N_ ("{rank}: customer {name}, chance of leaving {chance}, at stake {stake}"));
  g_autofree char *words = NULL;

  message = tn_message_count (message, "rank", (gint64) customer->row + 1);
  message = tn_message_text (message, "name", customer->name);
  message = tn_message_text (message, "chance", chance);
  words = wb_say_take (tn_message_text (message, "stake", gtk_label_get_text (self->stake)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_text (self->reasons[0]), -1);
}

static void
show_reasons (WbCustomerRow *self, const WbCustomerData *data, gsize row)
{
  g_autoptr (GPtrArray) reasons = wb_customer_data_get_reasons (data, row);

  for (guint i = 0; i < SHOWN_REASONS; i++)
    {
      g_autofree char *text =
          i < reasons->len ? wb_say_message (g_ptr_array_index (reasons, i)) : g_strdup ("");

      gtk_label_set_text (self->reasons[i], text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->reasons[i]), *text != '\0' ? text : NULL);
    }
}

/**
 * wb_customer_row_show:
 * @row: of the list
 * @currency: three letters, or ""
 */
void
wb_customer_row_show (WbCustomerRow *self,
                      const WbCustomerData *data,
                      gsize row,
                      const char *currency)
{
  const TnLanguage *language = wb_language ();
  WbCustomer customer;

  wb_customer_data_get (data, row, &customer);
  set_number (self->rank, tn_language_format_count (language, row + 1));
  gtk_label_set_text (self->name, customer.name);
  wb_risk_bar_set (self->bar, customer.chance, customer.low, customer.high);
  set_number (self->chance, tn_language_format_percent (language, customer.chance, 0));
  set_number (self->stake, isfinite (customer.stake)
                               ? tn_language_format_money (language, customer.stake, currency, 3)
                               : g_strdup ("–"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), customer.name);
  show_reasons (self, data, row);
  name_row (self, &customer);
}
