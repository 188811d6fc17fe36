/* wb-import-meaning.c: which cells mean “not known”, and whose clock the times show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "wb-import-parts.h"
#include "wb-ui.h"

/* Where distributions and runtimes keep the names of zones, one a line in the third column. */
#define ZONES "/usr/share/zoneinfo/zone1970.tab"

/* Cells that mean “not known” */

static gboolean
contains (GPtrArray *marks, const char *mark)
{
  return g_ptr_array_find_with_equal_func (marks, mark, g_str_equal, NULL);
}

/* What any column takes for unknown, in the order of columns. */
static char *
list_marks (const TnImportPlan *plan)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();

  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      char **missing = tn_import_plan_get_column (plan, i)->missing;

      for (guint j = 0; missing != NULL && missing[j] != NULL; j++)
        if (!contains (marks, missing[j]))
          g_ptr_array_add (marks, missing[j]);
    }
  g_ptr_array_add (marks, NULL);

  return g_strjoinv (", ", (char **) marks->pdata);
}

/* The empty cell is always unknown. */
static GStrv
split_marks (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (marks, parts[i]);

  return g_strv_builder_end (marks);
}

static void
on_marks (AdwEntryRow *row, WbImport *import)
{
  g_auto (GStrv) marks = split_marks (gtk_editable_get_text (GTK_EDITABLE (row)));

  wb_import_set_missing (import, (const char *const *) marks);
}

static void
add_marks (GtkListBox *list, WbImport *import)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *marks = list_marks (wb_import_get_plan (import));
  const char *about =
      wb_say (N_ ("Cells that mean “not known”, with commas between, such as NA, -, unknown. Empty "
                  "ones always do."));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), wb_say (N_ ("Mean “not known”")));
  gtk_editable_set_text (GTK_EDITABLE (row), marks);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, about);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about,
                                  -1);
  wb_import_key_widget (row, "missing", 0);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_marks), import, 0);
  gtk_list_box_append (list, row);
}

/* Whose clock */

static void
add_zone_once (GtkStringList *names, const char *zone)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (names)); i++)
    if (g_str_equal (gtk_string_list_get_string (names, i), zone))
      return;
  gtk_string_list_append (names, zone);
}

static GPtrArray *
read_zones (void)
{
  GPtrArray *zones = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (ZONES, &text, NULL, NULL))
    return zones;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 4);

      if (*lines[i] != '#' && g_strv_length (fields) >= 3)
        g_ptr_array_add (zones, g_strdup (fields[2]));
    }
  g_ptr_array_sort_with_data (zones, (GCompareDataFunc) (void (*) (void)) g_ascii_strcasecmp, NULL);

  return zones;
}

/* World time, this computer's, what is chosen, and then all there are. */
static GtkStringList *
list_zones (const char *now)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GTimeZone) known = g_time_zone_new_identifier (g_time_zone_get_identifier (local));
  g_autoptr (GPtrArray) zones = read_zones ();

  gtk_string_list_append (names, "UTC");
  if (known != NULL)
    add_zone_once (names, g_time_zone_get_identifier (local));
  add_zone_once (names, now);
  for (guint i = 0; i < zones->len; i++)
    gtk_string_list_append (names, g_ptr_array_index (zones, i));

  return names;
}

static void
on_zone (AdwComboRow *row, GParamSpec *pspec, WbImport *import)
{
  GtkStringObject *selected = adw_combo_row_get_selected_item (row);

  if (selected != NULL)
    wb_import_set_zone (import, gtk_string_object_get_string (selected));
}

static void
add_zone (GtkListBox *list, WbImport *import, const char *now)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = list_zones (now);
  g_autoptr (GtkExpression) text =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  guint selected = 0;

  while (!g_str_equal (gtk_string_list_get_string (names, selected), now))
    selected++;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), wb_say (N_ ("Clock of the times")));
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  wb_import_key_widget (row, "zone", 0);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_zone), import, 0);
  gtk_list_box_append (list, row);
}

void
wb_import_show_meaning (GtkListBox *list, WbImport *import)
{
  const TnImportPlan *plan = wb_import_get_plan (import);

  add_marks (list, import);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);

      if (column->type != TN_COLUMN_TIME)
        continue;
      add_zone (list, import, column->zone != NULL ? column->zone : "UTC");
      break;
    }
}
