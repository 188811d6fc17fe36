/* pictures-data.c: the states of the data page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pictures.h"
#include "wb-chart-view.h"
#include "wb-compare.h"
#include "wb-data-page.h"
#include "wb-filter-bar.h"
#include "wb-filter-offers.h"
#include "wb-grid.h"
#include "wb-test-files.h"
#include "wb-test.h"

#define N_WIDE_ROWS    1000000
#define N_WIDE_COLUMNS 300

static gpointer
get_page (Pictures *self)
{
  return wb_test_find (GTK_WIDGET (self->window), "WbDataPage");
}

static void
type_filter (Pictures *self, const char *text)
{
  WbFilterBar *bar = WB_FILTER_BAR (wb_test_find (get_page (self), "WbFilterBar"));

  wb_filter_bar_set_text (bar, text);
  pictures_settle (GTK_WIDGET (self->window));
}

static void
show_column (Pictures *self, const char *name)
{
  WbGrid *grid = WB_GRID (wb_test_find (get_page (self), "WbGrid"));
  TnTable *table = wb_sheet_get_table (wb_grid_get_sheet (grid));
  int column = tn_table_find (table, name);

  g_assert_cmpint (column, >=, 0);
  wb_grid_move_to (grid, 5, (guint) column);
  pictures_settle (GTK_WIDGET (self->window));
}

/* A column against others: as points, a part of them, by kind, and what cannot be. */
static void
take_compare (Pictures *self, WbSheet *sheet, guint number, guint time, guint kind)
{
  GtkWidget *window = wb_compare_new (get_page (self), sheet, number, (int) time);
  GtkWidget *view = wb_test_find (window, "WbChartView");
  GtkMenuButton *button =
      GTK_MENU_BUTTON (wb_test_find (wb_test_find (window, "WbPicker"), "GtkMenuButton"));

  gtk_window_set_default_size (GTK_WINDOW (window), MIN (self->width, 640), 620);
  gtk_window_present (GTK_WINDOW (window));
  pictures_settle (window);
  pictures_take_window (self, window, "compare-points");
  gtk_widget_activate_action (view, "chart.zoom-in", NULL);
  pictures_settle (window);
  pictures_take_window (self, window, "compare-part");
  wb_compare_choose (window, kind);
  pictures_settle (window);
  pictures_take_window (self, window, "compare-kinds");
  gtk_menu_button_popup (button);
  pictures_settle (window);
  pictures_take_window (self, GTK_WIDGET (gtk_menu_button_get_popover (button)), "compare-choice");
  gtk_menu_button_popdown (button);
  pictures_settle (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Understood, and not; a column closely. */
void
pictures_take_data (Pictures *self)
{
  const WbState *state = wb_project_get_state (wb_window_get_project (self->window));
  const TnDataset *dataset = g_ptr_array_index (state->datasets, 0);
  g_autoptr (TnTable) table = tn_project_load_dataset (
      wb_project_get_store (wb_window_get_project (self->window)), dataset->name, NULL);
  int number = -1, kind = -1, time = tn_table_find_role (table, TN_ROLE_TIME);
  g_autoptr (WbSheet) sheet = NULL;
  g_autofree char *over = NULL;
  g_autofree char *known = NULL;
  g_autofree char *understood = NULL;
  g_autofree char *wrong = NULL;

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, i));

      number = number < 0 && type == TN_COLUMN_NUMBER ? (int) i : number;
      kind = type == TN_COLUMN_CATEGORY ? (int) i : kind;
    }
  g_assert_true (number >= 0 && kind >= 0 && time >= 0);
  sheet = wb_sheet_new (table);
  over = wb_filter_say (sheet, (guint) number, "condition|over", "1");
  known = wb_filter_say (sheet, (guint) kind, "condition|is known", NULL);
  understood = wb_filter_join (over, known);
  wrong = g_strdup_printf ("%s over many", tn_table_get_field (table, (guint) number)->name);
  type_filter (self, understood);
  show_column (self, tn_table_get_field (table, (guint) number)->name);
  pictures_take (self, "data-filtered");
  type_filter (self, wrong);
  show_column (self, tn_table_get_field (table, (guint) time)->name);
  pictures_take (self, "data-not-understood");
  type_filter (self, "");
  take_compare (self, sheet, (guint) number, (guint) time, (guint) kind);
}

/* Wide: 300 columns with names of 60 Chinese letters, a million rows. */
static TnTable *
make_wide_table (void)
{
  static const char *const words[] = { "华东", "华南", "西北内陆配送区", "Nordrhein-Westfalen" };
  TnTableBuilder *builder = tn_table_builder_new (N_WIDE_ROWS);
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, G_N_ELEMENTS (words));
  g_autofree double *numbers = g_new (double, N_WIDE_ROWS);
  g_autofree guint32 *codes = g_new (guint32, N_WIDE_ROWS);
  g_autofree gint64 *times = g_new (gint64, N_WIDE_ROWS);
  TnColumn *columns[3];

  for (guint i = 0; i < N_WIDE_ROWS; i++)
    {
      numbers[i] = i % 13 == 0 ? NAN : (double) ((gint64) (i * 7919u % 100003) - 9000) / 8;
      codes[i] = i % 5 == 4 ? TN_CODE_MISSING : i % 4;
      times[i] = (gint64) (1700000000 + i * 37) * G_USEC_PER_SEC;
    }
  columns[0] = tn_column_new_numbers (numbers, N_WIDE_ROWS);
  columns[1] = tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, N_WIDE_ROWS);
  columns[2] = tn_column_new_times (times, N_WIDE_ROWS);
  for (guint i = 0; i < N_WIDE_COLUMNS; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      TnField *field;

      g_string_append_printf (name, "第%u列", i + 1);
      while (g_utf8_strlen (name->str, -1) < 60)
        g_string_append (name, "客户在促销期间的订单金额与退货比例");
      g_string_truncate (name, (gsize) (g_utf8_offset_to_pointer (name->str, 60) - name->str));
      field = tn_field_new (name->str, i == 0 ? TN_ROLE_AMOUNT : TN_ROLE_NONE);
      field->zone = i % 3 == 2 ? g_strdup ("Asia/Shanghai") : NULL;
      tn_table_builder_take (builder, field, tn_column_ref (columns[i % 3]));
    }
  for (guint i = 0; i < 3; i++)
    tn_column_unref (columns[i]);

  return tn_table_builder_end (builder);
}

/* The grid by itself, in the frame of the window: such a table is not imported for a picture. */
void
pictures_take_wide (Pictures *self)
{
  g_autoptr (TnTable) table = make_wide_table ();
  g_autoptr (WbSheet) sheet = wb_sheet_new (table);
  WbGrid *grid = WB_GRID (wb_test_find (get_page (self), "WbGrid"));
  g_autoptr (WbSheet) before = g_object_ref (wb_grid_get_sheet (grid));

  wb_grid_set_sheet (grid, sheet);
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "data-wide");
  wb_grid_move_to (grid, N_WIDE_ROWS - 1, N_WIDE_COLUMNS - 1);
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "data-wide-end");
  wb_grid_set_sheet (grid, before);
}

static void
take_page (Pictures *self, WbProject *project, const char *name, gboolean problems)
{
  Pictures other = *self;
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = wb_data_page_new (project);

  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  gtk_window_present (GTK_WINDOW (window));
  pictures_settle (window);
  if (problems)
    gtk_widget_activate_action (page, "page.show-problems", NULL);
  other.window = (gpointer) window;
  pictures_take (&other, name);
  gtk_window_destroy (GTK_WINDOW (window));
  pictures_settle (GTK_WIDGET (self->window));
}

/* A file with rows that were set aside; nothing at all. */
void
pictures_take_other_data (Pictures *self)
{
  g_autofree char *path = wb_test_write_people (self->folder, "people.csv", 3000);
  g_autoptr (WbProject) people = wb_test_import (path, "people");
  g_autoptr (WbProject) empty = wb_test_project ();

  take_page (self, people, "data-people", FALSE);
  take_page (self, people, "data-problems", TRUE);
  take_page (self, empty, "data-empty", FALSE);
  wb_project_close (people);
  wb_project_close (empty);
}
