/* wb-import-dialect.c: how a file is written, and what only a person can say of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-workbook.h"
#include "wb-import-parts.h"
#include "wb-ui.h"

static const char delimiters[] = { ',', ';', '\t', '|' };
static const TnTimeOrder orders[] = { TN_TIME_YMD, TN_TIME_DMY, TN_TIME_MDY };

static void
on_delimiter (AdwComboRow *row, GParamSpec *pspec, WbImport *import)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected < sizeof delimiters)
    wb_import_set_delimiter (import, delimiters[selected]);
}

static void
on_header (AdwComboRow *row, GParamSpec *pspec, WbImport *import)
{
  wb_import_set_header (import, adw_combo_row_get_selected (row) == 0);
}

static void
on_decimal (AdwComboRow *row, GParamSpec *pspec, WbImport *import)
{
  wb_import_set_decimal (import, adw_combo_row_get_selected (row) == 1 ? ',' : '.');
}

static void
on_dates (AdwComboRow *row, GParamSpec *pspec, WbImport *import)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected < G_N_ELEMENTS (orders))
    wb_import_set_date_order (import, -1, orders[selected]);
}

static void
on_sheet (AdwComboRow *row, GParamSpec *pspec, WbImport *import)
{
  guint selected = adw_combo_row_get_selected (row);
  GPtrArray *sheets = wb_import_get_preview (import)->sheets;

  if (selected < sheets->len)
    wb_import_set_sheet (import,
                         ((const TnSheetInfo *) g_ptr_array_index (sheets, selected))->name);
}

static void
add_choice (GtkListBox *list,
            WbImport *import,
            const char *key,
            const char *title,
            GtkStringList *names,
            guint selected,
            GCallback callback)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  wb_import_key_widget (row, key, 0);
  g_signal_connect_object (row, "notify::selected", callback, import, 0);
  gtk_list_box_append (list, row);
}

static void
add_words (GtkListBox *list,
           WbImport *import,
           const char *key,
           const char *title,
           const char *const *names,
           guint selected,
           GCallback callback)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  add_choice (list, import, key, title, model, selected, callback);
}

static const TnImportColumn *
find_type (const TnImportPlan *plan, TnColumnType type)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    if (tn_import_plan_get_column (plan, i)->type == type)
      return tn_import_plan_get_column (plan, i);

  return NULL;
}

/* With about how many rows each has, where that can be told. */
static char *
say_sheet (const TnSheetInfo *info)
{
  g_autofree char *rows =
      info->n_rows >= 0
          ? wb_say_count (TN_PLURAL ("about {n} row", "about {n} rows"), "n", info->n_rows)
          : NULL;
  TnMessage *message;

  if (rows == NULL)
    return g_strdup (info->name);
  message = tn_message_new (info->state == TN_SHEET_VISIBLE ? N_ ("{sheet} ({rows})")
                                                            : N_ ("{sheet} ({rows}, hidden)"));
  tn_message_text (message, "sheet", info->name);

  return wb_say_take (tn_message_text (message, "rows", rows));
}

static void
add_sheets (GtkListBox *list, WbImport *import)
{
  const char *sheet = tn_import_plan_get_sheet (wb_import_get_plan (import));
  GPtrArray *sheets = wb_import_get_preview (import)->sheets;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; sheets != NULL && i < sheets->len; i++)
    {
      const TnSheetInfo *info = g_ptr_array_index (sheets, i);
      g_autofree char *name = say_sheet (info);

      gtk_string_list_append (names, name);
      if (strcmp (info->name, sheet) == 0)
        selected = i;
    }
  if (sheets != NULL)
    add_choice (list, import, "sheet", wb_say (N_ ("Sheet")), names, selected,
                G_CALLBACK (on_sheet));
}

static void
add_delimiter (GtkListBox *list, WbImport *import)
{
  const TnCsvDialect *dialect = tn_import_plan_get_dialect (wb_import_get_plan (import));
  const char *names[] = { wb_say (N_ ("Comma")), wb_say (N_ ("Semicolon")), wb_say (N_ ("Tab")),
                          wb_say (N_ ("Bar |")), NULL };
  const char *place = memchr (delimiters, dialect->delimiter, sizeof delimiters);

  add_words (list, import, "separator", wb_say (N_ ("Separator")), names,
             place != NULL ? (guint) (place - delimiters) : GTK_INVALID_LIST_POSITION,
             G_CALLBACK (on_delimiter));
}

static void
add_dates (GtkListBox *list, WbImport *import, const TnImportColumn *column)
{
  const char *names[] = { wb_say (N_ ("Year, month, day")), wb_say (N_ ("Day, month, year")),
                          wb_say (N_ ("Month, day, year")), NULL };
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i] == column->layout.order)
      selected = i;
  add_words (list, import, "dates", wb_say_in (N_ ("import|Dates")), names, selected,
             G_CALLBACK (on_dates));
}

/* A workbook has no separator, and its numbers and dates are no texts. */
void
wb_import_show_dialect (GtkListBox *list, WbImport *import)
{
  const TnImportPlan *plan = wb_import_get_plan (import);
  const char *headers[] = { wb_say (N_ ("Names")), wb_say (N_ ("Already data")), NULL };
  const char *decimals[] = { "1,234.56", "1.234,56", NULL };
  const TnImportColumn *number = find_type (plan, TN_COLUMN_NUMBER);
  const TnImportColumn *time = find_type (plan, TN_COLUMN_TIME);

  wb_list_clear (list);
  if (wb_import_is_workbook (import))
    add_sheets (list, import);
  else
    add_delimiter (list, import);
  add_words (list, import, "header", wb_say (N_ ("First row")), headers,
             tn_import_plan_get_dialect (plan)->n_header > 0 ? 0 : 1, G_CALLBACK (on_header));
  if (wb_import_is_workbook (import))
    {
      wb_import_show_meaning (list, import);
      return;
    }
  if (number != NULL)
    add_words (list, import, "numbers", wb_say_in (N_ ("import|Numbers")), decimals,
               number->format.decimal == ',' ? 1 : 0, G_CALLBACK (on_decimal));
  if (time != NULL)
    add_dates (list, import, time);
  wb_import_show_meaning (list, import);
}

/* Encodings */

static void
on_reading (GtkCheckButton *button, WbImport *import)
{
  if (gtk_check_button_get_active (button))
    wb_import_set_encoding (import, g_object_get_data (G_OBJECT (button), "encoding"));
}

static GtkWidget *
make_reading (WbImport *import, const WbReading *reading, int index, GtkCheckButton **group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_check_button_new ();
  g_autofree char *text = g_markup_escape_text (reading->text, -1);
  const char *now = tn_import_plan_get_encoding (wb_import_get_plan (import));

  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), *group);
  *group = GTK_CHECK_BUTTON (button);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                               g_ascii_strcasecmp (now, reading->encoding) == 0);
  g_object_set_data (G_OBJECT (button), "encoding", (gpointer) reading->encoding);
  wb_import_key_widget (button, "encoding", index);
  wb_name_widget (button, reading->encoding);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_reading), import, 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reading->encoding);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);

  return row;
}

void
wb_import_show_readings (GtkListBox *list, WbImport *import)
{
  const WbPreview *preview = wb_import_get_preview (import);
  GtkCheckButton *group = NULL;
  gboolean asked = preview->readings[0].text != NULL;

  wb_list_clear (list);
  gtk_widget_set_visible (GTK_WIDGET (list), asked);
  for (int i = 0; asked && i < WB_N_READINGS; i++)
    gtk_list_box_append (list, make_reading (import, &preview->readings[i], i, &group));
}

/* Dates that can be read two ways are asked for, once a column */

typedef struct
{
  WbImport *import; /* outlives its page */
  guint column;
  TnTimeOrder order;
} DateChoice;

static void
free_choice (gpointer data, GClosure *closure)
{
  DateChoice *choice = data;

  g_object_unref (choice->import);
  g_free (choice);
}

static void
on_date_chosen (GtkButton *button, gpointer user_data)
{
  DateChoice *choice = user_data;

  wb_import_set_date_order (choice->import, (int) choice->column, choice->order);
}

static GtkWidget *
make_date_button (WbImport *import, guint column, TnTimeOrder order, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  DateChoice *choice = g_new (DateChoice, 1);

  choice->import = g_object_ref (import);
  choice->column = column;
  choice->order = order;
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_date_chosen), choice, free_choice, 0);

  return button;
}

void
wb_import_show_date_questions (GtkWidget *box, WbImport *import)
{
  const TnImportPlan *plan = wb_import_get_plan (import);

  wb_box_clear (box);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      GtkWidget *note;
      g_autofree char *text = NULL;
      GtkWidget *label;

      if (!column->ambiguous || column->type != TN_COLUMN_TIME || !column->included)
        continue;
      text = wb_say_text (N_ ("The dates in {column} can be read two ways. Which comes first?"),
                          "column", column->name);
      note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      label = wb_label_new (text, NULL);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_add_css_class (note, "note");
      gtk_widget_add_css_class (note, "warning-note");
      gtk_box_append (GTK_BOX (note), label);
      gtk_box_append (GTK_BOX (note),
                      make_date_button (import, i, TN_TIME_DMY, wb_say (N_ ("Day First"))));
      gtk_box_append (GTK_BOX (note),
                      make_date_button (import, i, TN_TIME_MDY, wb_say (N_ ("Month First"))));
      gtk_box_append (GTK_BOX (box), note);
    }
  gtk_widget_set_visible (box, gtk_widget_get_first_child (box) != NULL);
}
