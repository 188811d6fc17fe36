/* wb-condition-adder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-condition-adder.h"

#include <string.h>

#include "wb-ui.h"

struct _WbConditionAdder
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkDropDown *column;
  GtkDropDown *comparison;
  GtkWidget *value;
  GtkWidget *add;
};

enum
{
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbConditionAdder, wb_condition_adder, ADW_TYPE_BIN)

/* As the engine reads them, and in words. */
static const struct
{
  const char *sign;
  const char *words;
  gboolean alone; /* takes no value */
} comparisons[] = {
  { "=", N_ ("is"), FALSE },
  { "!=", N_ ("is not"), FALSE },
  { "<", N_ ("is less than"), FALSE },
  { "<=", N_ ("is at most"), FALSE },
  { ">", N_ ("is more than"), FALSE },
  { ">=", N_ ("is at least"), FALSE },
  { "contains", N_ ("contains"), FALSE },
  { "is missing", N_ ("is missing"), TRUE },
  { "is known", N_ ("is known"), TRUE },
};

char *
wb_condition_write (const char *column, const char *comparison, const char *value)
{
  if (value == NULL || g_str_has_prefix (comparison, "is "))
    return g_strdup_printf ("\"%s\" %s", column, comparison);

  return g_strdup_printf ("\"%s\" %s %s", column, comparison, value);
}

static guint
get_comparison (WbConditionAdder *self)
{
  guint chosen = gtk_drop_down_get_selected (self->comparison);

  return chosen < G_N_ELEMENTS (comparisons) ? chosen : 0;
}

static const char *
get_column (WbConditionAdder *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self->column);

  return chosen != NULL ? gtk_string_object_get_string (chosen) : NULL;
}

static void
update (WbConditionAdder *self)
{
  gboolean alone = comparisons[get_comparison (self)].alone;
  const char *value = gtk_editable_get_text (GTK_EDITABLE (self->value));

  gtk_widget_set_visible (self->value, !alone);
  gtk_widget_set_sensitive (self->add, get_column (self) != NULL && (alone || *value != '\0'));
}

static void
on_add (WbConditionAdder *self)
{
  const char *column = get_column (self);
  g_autofree char *line = NULL;

  if (!gtk_widget_get_sensitive (self->add) || column == NULL)
    return;
  line = wb_condition_write (column, comparisons[get_comparison (self)].sign,
                             gtk_editable_get_text (GTK_EDITABLE (self->value)));
  gtk_menu_button_popdown (self->button);
  gtk_editable_set_text (GTK_EDITABLE (self->value), "");
  g_signal_emit (self, signals[ADDED], 0, line);
}

void
wb_condition_adder_set_columns (WbConditionAdder *self, TnTable *table)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; table != NULL && i < tn_table_get_n_columns (table); i++)
    gtk_string_list_append (names, tn_table_get_field (table, i)->name);
  gtk_drop_down_set_model (self->column, G_LIST_MODEL (names));
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), table != NULL);
  update (self);
}

static GtkWidget *
make_popover (WbConditionAdder *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (comparisons); i++)
    gtk_string_list_append (words, wb_say (comparisons[i].words));
  self->column = GTK_DROP_DOWN (gtk_drop_down_new (
      NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string")));
  gtk_drop_down_set_enable_search (self->column, TRUE);
  self->comparison = GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (words)), NULL));
  self->value = gtk_entry_new ();
  self->add = gtk_button_new_with_label (wb_say (N_ ("Add the condition")));
  wb_name_widget (self->column, wb_say (N_ ("Column")));
  wb_name_widget (self->comparison, wb_say (N_ ("Comparison")));
  wb_name_widget (self->value, wb_say (N_ ("Value")));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->value), wb_say (N_ ("Value")));
  gtk_widget_add_css_class (self->add, "suggested-action");
  g_signal_connect_swapped (self->column, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->comparison, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->value, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->value, "activate", G_CALLBACK (on_add), self);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  gtk_widget_set_size_request (box, 240, -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->column));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->comparison));
  gtk_box_append (GTK_BOX (box), self->value);
  gtk_box_append (GTK_BOX (box), self->add);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

static void
wb_condition_adder_class_init (WbConditionAdderClass *klass)
{
  signals[ADDED] = g_signal_new ("added", WB_TYPE_CONDITION_ADDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_condition_adder_init (WbConditionAdder *self)
{
  GtkWidget *face = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (face), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (face), wb_say (N_ ("Add a condition")));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, face);
  wb_name_widget (self->button, wb_say (N_ ("Add a condition")));
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_START);
  gtk_menu_button_set_popover (self->button, make_popover (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  wb_condition_adder_set_columns (self, NULL);
}

GtkWidget *
wb_condition_adder_new (void)
{
  return g_object_new (WB_TYPE_CONDITION_ADDER, NULL);
}
