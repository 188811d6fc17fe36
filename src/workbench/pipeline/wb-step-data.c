/* wb-step-data.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-data.h"

#include "wb-role.h"
#include "wb-ui.h"

/* More are seen in the preview, and found there. */
#define COLUMNS_SHOWN 200

struct _WbStepData
{
  AdwBin parent_instance;

  GtkLabel *rows;
  GtkListBox *columns;
  GtkLabel *more;
};

G_DEFINE_FINAL_TYPE (WbStepData, wb_step_data, ADW_TYPE_BIN)

/* “Number · amount · new” */
static char *
say_column (const TnField *field, TnColumn *column, gboolean is_new)
{
  const char *role = wb_role_say (field->role);
  const char *type = wb_type_say (tn_column_get_column_type (column));

  return g_strdup_printf ("%s%s%s%s%s", type, *role != '\0' ? " · " : "", role, is_new ? " · " : "",
                          is_new ? wb_say (N_ ("new")) : "");
}

static GtkWidget *
make_row (const TnField *field, TnColumn *column, gboolean is_new)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *about = say_column (field, column, is_new);
  g_autofree char *called = tn_field_say (field, wb_language ());
  GtkWidget *name = wb_label_new (called, is_new ? "heading" : NULL);

  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), wb_label_new (about, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, called,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);

  return row;
}

static void
show_columns (WbStepData *self, TnTable *table, GStrv added)
{
  guint n = table != NULL ? tn_table_get_n_columns (table) : 0;
  g_autofree char *more = NULL;

  for (guint i = 0; i < MIN (n, COLUMNS_SHOWN); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      gboolean is_new = added != NULL && g_strv_contains ((const char *const *) added, field->name);

      gtk_list_box_append (self->columns, make_row (field, tn_table_get_column (table, i), is_new));
    }
  if (n > COLUMNS_SHOWN)
    more = wb_say_count (TN_PLURAL ("{n} more column", "{n} more columns"), "n", n - COLUMNS_SHOWN);
  gtk_label_set_text (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
}

void
wb_step_data_set_preview (WbStepData *self, const TnPreview *preview)
{
  TnTable *table = preview != NULL ? preview->table : NULL;
  g_autoptr (TnMessage) rows = table != NULL ? tn_preview_say_rows (preview) : NULL;
  g_autofree char *text = NULL;

  if (rows != NULL)
    text = wb_say_message (rows);
  else if (preview != NULL && preview->needs != NULL)
    text = wb_say_message (preview->needs);
  else
    text = g_strdup (wb_say (N_ ("What the step gives is not known yet.")));
  gtk_label_set_text (self->rows, text);
  wb_list_clear (self->columns);
  show_columns (self, table, preview != NULL ? preview->added : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->columns), table != NULL);
}

static void
wb_step_data_class_init (WbStepDataClass *klass)
{
}

static void
wb_step_data_init (WbStepData *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->rows = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  self->columns = GTK_LIST_BOX (gtk_list_box_new ());
  self->more = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  gtk_list_box_set_selection_mode (self->columns, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "boxed-list");
  wb_name_widget (self->columns, wb_say (N_ ("Columns")));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->columns));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  adw_bin_set_child (ADW_BIN (self), box);
  wb_step_data_set_preview (self, NULL);
}

GtkWidget *
wb_step_data_new (void)
{
  return g_object_new (WB_TYPE_STEP_DATA, NULL);
}
