/* wb-import-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-page.h"

#include <string.h>

#include "wb-grid.h"
#include "wb-import-work.h"
#include "wb-role.h"
#include "wb-ui.h"

struct _WbImportPage
{
  AdwBin parent_instance;

  WbProject *project; /* nullable: a new one is made */
  char *path;
  char *question; /* nullable */
  TnSource *source;
  TnImportPlan *plan;
  WbCheck *check; /* nullable: of the plan of the moment */
  GCancellable *looking;
  GCancellable *checking;
  gboolean filling;
  gboolean importing;

  AdwWindowTitle *title;
  GtkWidget *import;
  GtkProgressBar *bar; /* %NULL once disposed of */
  GtkLabel *sentence;
  GtkLabel *roles;
  GtkWidget *questions;
  WbGrid *grid;
  GtkListBox *columns;
  GtkListBox *dialect;
  GtkWidget *readings_title;
  GtkListBox *readings;
  GtkWidget *found;
  GtkLabel *status;
  GtkSpinner *spinner;
};

enum
{
  DONE,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbImportPage, wb_import_page, ADW_TYPE_BIN)

static void look (WbImportPage *self, gboolean keep);

/* Progress, told by a thread */

typedef struct
{
  WbImportPage *page;
  double fraction;
} Tick;

static gboolean
show_tick_cb (gpointer data)
{
  Tick *tick = data;

  if (tick->page->bar != NULL)
    gtk_progress_bar_set_fraction (tick->page->bar, tick->fraction);
  g_object_unref (tick->page);
  g_free (tick);

  return G_SOURCE_REMOVE;
}

static void
on_progress_in_worker (double fraction, const TnMessage *phase, gpointer user_data)
{
  Tick *tick = g_new (Tick, 1);

  tick->page = g_object_ref (user_data);
  tick->fraction = fraction;
  g_idle_add (show_tick_cb, tick);
}

/* The sentence: what we think this is */

static const char *
find_name (const TnImportPlan *plan, TnRole role)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);

      if (column->role == role && column->included)
        return column->name;
    }

  return NULL;
}

static void
show_sentence (WbImportPage *self)
{
  const char *customer = find_name (self->plan, TN_ROLE_CUSTOMER);
  const char *time = find_name (self->plan, TN_ROLE_TIME);
  const char *target = find_name (self->plan, TN_ROLE_TARGET);
  const char *kind = customer != NULL && time != NULL
                         ? N_ ("This looks like orders, one row per order line.")
                     : target != NULL ? N_ ("This looks like a table of customers, one row each.")
                                      : N_ ("Say below who the customer is and when it happened.");

  gtk_label_set_text (self->sentence, wb_say (kind));
}

static void
show_roles (WbImportPage *self)
{
  static const TnRole told[] = { TN_ROLE_CUSTOMER, TN_ROLE_TIME, TN_ROLE_AMOUNT, TN_ROLE_ORDER,
                                 TN_ROLE_TARGET };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      const char *name = find_name (self->plan, told[i]);
      TnMessage *message;
      g_autofree char *said = NULL;

      if (name == NULL)
        continue;
      message =
          tn_message_text (tn_message_new (N_ ("{role}: {column}")), "role", wb_role_say (told[i]));
      said = wb_say_take (tn_message_text (message, "column", name));
      g_string_append_printf (text, "%s%s", text->len > 0 ? "   ·   " : "", said);
    }
  gtk_label_set_text (self->roles, text->str);
}

/* Dates that can be read two ways are asked for, once a column */

typedef struct
{
  WbImportPage *page;
  guint column;
  TnTimeOrder order;
} DateChoice;

static void
free_choice (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
on_date_chosen (GtkButton *button, gpointer user_data)
{
  DateChoice *choice = user_data;
  TnTimeLayout layout = tn_import_plan_get_column (choice->page->plan, choice->column)->layout;

  layout.order = choice->order;
  tn_import_plan_set_layout (choice->page->plan, choice->column, &layout);
  look (choice->page, TRUE);
}

static GtkWidget *
make_date_button (WbImportPage *self, guint column, TnTimeOrder order, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  DateChoice *choice = g_new (DateChoice, 1);

  choice->page = self;
  choice->column = column;
  choice->order = order;
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_date_chosen), choice, free_choice, 0);

  return button;
}

static void
show_questions (WbImportPage *self)
{
  wb_box_clear (self->questions);
  for (guint i = 0; i < tn_import_plan_get_n_columns (self->plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (self->plan, i);
      GtkWidget *note;
      g_autofree char *text = NULL;
      GtkWidget *label;

      if (!column->ambiguous || column->type != TN_COLUMN_TIME)
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
                      make_date_button (self, i, TN_TIME_DMY, wb_say (N_ ("Day First"))));
      gtk_box_append (GTK_BOX (note),
                      make_date_button (self, i, TN_TIME_MDY, wb_say (N_ ("Month First"))));
      gtk_box_append (GTK_BOX (self->questions), note);
    }
}

/* Columns */

static guint
get_column (gpointer widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "column"));
}

static void
on_type_chosen (GtkDropDown *drop_down, GParamSpec *pspec, WbImportPage *self)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (self->filling || selected >= TN_N_COLUMN_TYPES)
    return;
  tn_import_plan_set_type (self->plan, get_column (drop_down), selected);
  look (self, TRUE);
}

static void
on_role_chosen (GtkDropDown *drop_down, GParamSpec *pspec, WbImportPage *self)
{
  guint n_roles, selected = gtk_drop_down_get_selected (drop_down);
  const TnRole *roles = wb_role_list (&n_roles);

  if (self->filling || selected >= n_roles)
    return;
  tn_import_plan_set_role (self->plan, get_column (drop_down), roles[selected]);
  look (self, TRUE);
}

static void
on_included (GtkCheckButton *button, WbImportPage *self)
{
  if (self->filling)
    return;
  tn_import_plan_set_included (self->plan, get_column (button),
                               gtk_check_button_get_active (button));
  look (self, TRUE);
}

static GtkWidget *
make_type (WbImportPage *self, guint index, const TnImportColumn *column)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *drop_down;
  g_autofree char *name = wb_say_text (N_ ("Type of {column}"), "column", column->name);

  for (guint i = 0; i < TN_N_COLUMN_TYPES; i++)
    gtk_string_list_append (names, wb_type_say (i));
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), column->type);
  wb_name_widget (drop_down, name);
  g_object_set_data (G_OBJECT (drop_down), "column", GUINT_TO_POINTER (index));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (on_type_chosen), self);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);

  return drop_down;
}

static GtkWidget *
make_role (WbImportPage *self, guint index, const TnImportColumn *column)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_roles, selected = 0;
  const TnRole *roles = wb_role_list (&n_roles);
  GtkWidget *drop_down;
  g_autofree char *name = wb_say_text (N_ ("Role of {column}"), "column", column->name);

  for (guint i = 0; i < n_roles; i++)
    {
      gtk_string_list_append (names, wb_role_say (roles[i]));
      if (roles[i] == column->role)
        selected = i;
    }
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  wb_name_widget (drop_down, name);
  g_object_set_data (G_OBJECT (drop_down), "column", GUINT_TO_POINTER (index));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (on_role_chosen), self);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);

  return drop_down;
}

/* Why this role, and what the whole file says of the type. */
static char *
say_column (WbImportPage *self, guint index, const TnImportColumn *column)
{
  const TnImportColumn *checked =
      self->check != NULL ? tn_import_plan_get_column (self->check->plan, index) : NULL;
  g_autofree char *reason = wb_say_message (column->reason);
  g_autofree char *fits = NULL;
  gint64 n = self->check != NULL ? self->check->summary.n_rows : 0;

  if (checked != NULL && checked->demoted != NULL)
    fits = wb_say_message (checked->demoted);
  else if (checked != NULL && checked->n_problems > 0)
    fits = wb_say_count (TN_PLURAL ("{n} cell does not fit and will be empty.",
                                    "{n} cells do not fit and will be empty."),
                         "n", checked->n_problems);
  else if (checked != NULL && n > 0)
    fits = g_strdup (wb_say (N_ ("All cells fit.")));

  return g_strdup_printf ("%s%s%s", reason, *reason != '\0' && fits != NULL ? " " : "",
                          fits != NULL ? fits : "");
}

static GtkWidget *
make_column (WbImportPage *self, guint index)
{
  const TnImportColumn *column = tn_import_plan_get_column (self->plan, index);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *name = wb_label_new (column->name, "heading");
  g_autofree char *about = say_column (self, index, column);
  g_autofree char *check_name = wb_say_text (N_ ("Bring in {column}"), "column", column->name);
  GtkWidget *label = wb_label_new (about, "dim-label");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), column->included);
  g_object_set_data (G_OBJECT (check), "column", GUINT_TO_POINTER (index));
  g_signal_connect (check, "toggled", G_CALLBACK (on_included), self);
  wb_name_widget (check, check_name);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (name), FALSE);
  gtk_label_set_width_chars (GTK_LABEL (name), 8);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (line), check);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (choices), make_type (self, index, column));
  gtk_box_append (GTK_BOX (choices), make_role (self, index, column));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), choices);
  if (*about != '\0')
    gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "leaderboard-row");

  return box;
}

static void
show_columns (WbImportPage *self)
{
  wb_list_clear (self->columns);
  for (guint i = 0; i < tn_import_plan_get_n_columns (self->plan); i++)
    {
      gtk_list_box_append (self->columns, make_column (self, i));
      gtk_list_box_row_set_activatable (gtk_list_box_get_row_at_index (self->columns, i), FALSE);
    }
}

/* How the file is written */

static const char delimiters[] = { ',', ';', '\t', '|' };

static void
on_delimiter (AdwComboRow *row, GParamSpec *pspec, WbImportPage *self)
{
  TnCsvDialect dialect = *tn_import_plan_get_dialect (self->plan);
  guint selected = adw_combo_row_get_selected (row);

  if (self->filling || selected >= sizeof delimiters)
    return;
  dialect.delimiter = delimiters[selected];
  tn_import_plan_set_dialect (self->plan, &dialect);
  look (self, FALSE);
}

static void
on_header (AdwComboRow *row, GParamSpec *pspec, WbImportPage *self)
{
  TnCsvDialect dialect = *tn_import_plan_get_dialect (self->plan);

  if (self->filling)
    return;
  dialect.n_header = adw_combo_row_get_selected (row) == 0 ? 1 : 0;
  tn_import_plan_set_dialect (self->plan, &dialect);
  look (self, FALSE);
}

static void
on_decimal (AdwComboRow *row, GParamSpec *pspec, WbImportPage *self)
{
  gboolean comma = adw_combo_row_get_selected (row) == 1;

  if (self->filling)
    return;
  for (guint i = 0; i < tn_import_plan_get_n_columns (self->plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (self->plan, i);
      TnNumberFormat format = column->format;

      if (column->type != TN_COLUMN_NUMBER)
        continue;
      format.decimal = comma ? ',' : '.';
      format.group = comma ? '.' : ',';
      tn_import_plan_set_format (self->plan, i, &format);
    }
  look (self, TRUE);
}

static void
add_choice (WbImportPage *self,
            const char *title,
            const char *const *names,
            guint selected,
            GCallback callback)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_signal_connect (row, "notify::selected", callback, self);
  gtk_list_box_append (self->dialect, row);
}

static guint
get_decimal (WbImportPage *self)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (self->plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (self->plan, i);

      if (column->type == TN_COLUMN_NUMBER)
        return column->format.decimal == ',' ? 1 : 0;
    }

  return 0;
}

static void
show_dialect (WbImportPage *self)
{
  const TnCsvDialect *dialect = tn_import_plan_get_dialect (self->plan);
  const char *separators[] = { wb_say (N_ ("Comma")), wb_say (N_ ("Semicolon")),
                               wb_say (N_ ("Tab")), wb_say (N_ ("Bar |")), NULL };
  const char *headers[] = { wb_say (N_ ("Names")), wb_say (N_ ("Already data")), NULL };
  const char *decimals[] = { "1,234.56", "1.234,56", NULL };
  const char *place = memchr (delimiters, dialect->delimiter, sizeof delimiters);

  wb_list_clear (self->dialect);
  add_choice (self, wb_say (N_ ("Separator")), separators, place != NULL ? place - delimiters : 0,
              G_CALLBACK (on_delimiter));
  add_choice (self, wb_say (N_ ("First row")), headers, dialect->n_header > 0 ? 0 : 1,
              G_CALLBACK (on_header));
  add_choice (self, wb_say_in (N_ ("import|Numbers")), decimals, get_decimal (self),
              G_CALLBACK (on_decimal));
}

static void
on_reading (GtkCheckButton *button, WbImportPage *self)
{
  const char *encoding = g_object_get_data (G_OBJECT (button), "encoding");

  if (self->filling || !gtk_check_button_get_active (button))
    return;
  tn_import_plan_set_encoding (self->plan, encoding);
  look (self, FALSE);
}

static void
show_readings (WbImportPage *self, const WbPreview *preview)
{
  const char *now = tn_import_plan_get_encoding (self->plan);
  GtkCheckButton *group = NULL;

  wb_list_clear (self->readings);
  gtk_widget_set_visible (self->readings_title, preview->readings[0].text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->readings), preview->readings[0].text != NULL);
  for (guint i = 0; preview->readings[0].text != NULL && i < WB_N_READINGS; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *button = gtk_check_button_new ();
      g_autofree char *text = g_markup_escape_text (preview->readings[i].text, -1);

      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), group);
      group = GTK_CHECK_BUTTON (button);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                                   g_ascii_strcasecmp (now, preview->readings[i].encoding) == 0);
      g_object_set_data (G_OBJECT (button), "encoding", (gpointer) preview->readings[i].encoding);
      g_signal_connect (button, "toggled", G_CALLBACK (on_reading), self);
      wb_name_widget (button, preview->readings[i].encoding);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), preview->readings[i].encoding);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
      gtk_list_box_append (self->readings, row);
    }
}

/* What was found in the whole file */

static void
show_found (WbImportPage *self)
{
  g_autoptr (GPtrArray) said =
      self->check != NULL ? tn_import_describe (self->check->plan, &self->check->summary) : NULL;

  wb_box_clear (self->found);
  for (guint i = 0; said != NULL && i < said->len; i++)
    {
      g_autofree char *text = wb_say_message (g_ptr_array_index (said, i));

      gtk_box_append (GTK_BOX (self->found), wb_label_new (text, "dim-label"));
    }
}

static void
show_status (WbImportPage *self)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  TnMessage *message;

  if (self->check == NULL)
    {
      gtk_label_set_text (self->status, wb_say (N_ ("Checking the whole file")));
      gtk_button_set_label (GTK_BUTTON (self->import), wb_say (N_ ("Import")));
      return;
    }
  message = tn_message_count (
      tn_message_new_plural (TN_PLURAL ("{n} row, {bad} set aside as problem rows",
                                        "{n} rows, {bad} set aside as problem rows"),
                             self->check->summary.n_rows),
      "n", self->check->summary.n_rows);
  text = wb_say_take (tn_message_count (message, "bad", self->check->summary.n_problem_rows));
  label = wb_say_count (TN_PLURAL ("Import {n} Row", "Import {n} Rows"), "n",
                        self->check->summary.n_rows);
  gtk_label_set_text (self->status, text);
  gtk_button_set_label (GTK_BUTTON (self->import), label);
}

static void
show_plan (WbImportPage *self)
{
  self->filling = TRUE;
  show_sentence (self);
  show_roles (self);
  show_questions (self);
  show_columns (self);
  show_dialect (self);
  show_found (self);
  show_status (self);
  self->filling = FALSE;
}

/* Looking and checking */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImportPage *self = WB_IMPORT_PAGE (source);
  g_autoptr (GError) error = NULL;
  WbCheck *check = wb_work_finish (result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->bar == NULL)
    return;
  gtk_progress_bar_set_fraction (self->bar, 0);
  if (check == NULL)
    {
      text = wb_say_error (error);
      gtk_label_set_text (self->status, text);
      return;
    }
  self->check = check;
  show_plan (self);
}

static void
start_check (WbImportPage *self)
{
  g_autoptr (TnProgress) progress = tn_progress_new (on_progress_in_worker, self);

  g_clear_pointer (&self->check, wb_check_free);
  g_cancellable_cancel (self->checking);
  g_object_unref (self->checking);
  self->checking = g_cancellable_new ();
  wb_import_check (self, self->source, self->plan, progress, self->checking, on_checked, NULL);
}

static void
show_preview (WbImportPage *self, WbPreview *preview)
{
  g_autoptr (WbSheet) sheet = wb_sheet_new (preview->table);
  g_autofree char *size = wb_say_size (tn_source_get_size (preview->source));

  if (self->source == NULL)
    self->source = tn_source_ref (preview->source);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  self->plan = g_steal_pointer (&preview->plan);
  adw_window_title_set_subtitle (self->title, size);
  wb_grid_set_sheet (self->grid, sheet);
  start_check (self);
  show_plan (self);
  self->filling = TRUE;
  show_readings (self, preview);
  self->filling = FALSE;
  gtk_widget_set_sensitive (self->import, TRUE);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImportPage *self = WB_IMPORT_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbPreview) preview = wb_work_finish (result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->bar == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  if (preview == NULL)
    {
      text = wb_say_error (error);
      gtk_label_set_text (self->sentence, text);
      gtk_widget_set_sensitive (self->import, FALSE);
      return;
    }
  show_preview (self, preview);
}

static gboolean
look_cb (gpointer user_data)
{
  WbImportPage *self = user_data;
  gboolean keep = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), "keep"));

  if (self->bar != NULL)
    wb_import_look (self, self->path, self->source, self->plan, keep, self->looking, on_looked,
                    NULL);

  return G_SOURCE_REMOVE;
}

/* @keep: types and roles stay as they are; otherwise everything not decided is found anew.
 * From an idle: the control that was used is one of those that will be made again. */
static void
look (WbImportPage *self, gboolean keep)
{
  g_cancellable_cancel (self->looking);
  g_object_unref (self->looking);
  self->looking = g_cancellable_new ();
  g_cancellable_cancel (self->checking);
  gtk_spinner_start (self->spinner);
  g_object_set_data (G_OBJECT (self), "keep", GINT_TO_POINTER (keep));
  g_idle_add_full (G_PRIORITY_DEFAULT, look_cb, g_object_ref (self), g_object_unref);
}

/* Importing */

static void
on_brought (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImportPage *self = WB_IMPORT_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbProject) project = wb_import_finish (result, self->project, &error);
  g_autofree char *text = NULL;

  self->importing = FALSE;
  if (self->bar == NULL)
    return;
  if (project != NULL)
    {
      g_signal_emit (self, signals[DONE], 0, project, self->question != NULL);
      return;
    }
  gtk_widget_set_sensitive (self->import, TRUE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = wb_say_error (error);
  gtk_label_set_text (self->status, text);
}

static void
on_import (GtkButton *button, WbImportPage *self)
{
  g_autoptr (TnProgress) progress = tn_progress_new (on_progress_in_worker, self);

  g_cancellable_cancel (self->checking);
  g_cancellable_cancel (self->looking);
  g_object_unref (self->looking);
  self->looking = g_cancellable_new ();
  self->importing = TRUE;
  gtk_widget_set_sensitive (self->import, FALSE);
  gtk_label_set_text (self->status, wb_say (N_ ("Reading the file")));
  wb_import_bring (self, self->project, self->source, self->plan, self->question, progress,
                   self->looking, on_brought, NULL);
}

static void
on_cancel (GtkButton *button, WbImportPage *self)
{
  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->checking);
  if (!self->importing)
    g_signal_emit (self, signals[LEFT], 0);
}

/* The widget */

static void
wb_import_page_dispose (GObject *object)
{
  WbImportPage *self = WB_IMPORT_PAGE (object);

  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->checking);
  self->bar = NULL;
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_import_page_parent_class)->dispose (object);
}

static void
wb_import_page_finalize (GObject *object)
{
  WbImportPage *self = WB_IMPORT_PAGE (object);

  g_free (self->path);
  g_free (self->question);
  g_clear_pointer (&self->source, tn_source_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_clear_pointer (&self->check, wb_check_free);
  g_object_unref (self->looking);
  g_object_unref (self->checking);

  G_OBJECT_CLASS (wb_import_page_parent_class)->finalize (object);
}

static void
wb_import_page_class_init (WbImportPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_import_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_import_page_finalize;

  /* The data are in the project; whether a question was asked of them, too. */
  signals[DONE] = g_signal_new ("done", WB_TYPE_IMPORT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, WB_TYPE_PROJECT, G_TYPE_BOOLEAN);
  signals[LEFT] = g_signal_new ("left", WB_TYPE_IMPORT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
bind_widgets (WbImportPage *self, GtkBuilder *ui)
{
  self->title = wb_ui_get (ui, "title");
  self->import = wb_ui_get (ui, "import");
  self->bar = wb_ui_get (ui, "bar");
  self->sentence = wb_ui_get (ui, "sentence");
  self->roles = wb_ui_get (ui, "roles");
  self->questions = wb_ui_get (ui, "questions");
  self->columns = wb_ui_get (ui, "columns");
  self->dialect = wb_ui_get (ui, "dialect");
  self->readings_title = wb_ui_get (ui, "readings_title");
  self->readings = wb_ui_get (ui, "readings");
  self->found = wb_ui_get (ui, "found");
  self->status = wb_ui_get (ui, "status");
  self->spinner = wb_ui_get (ui, "spinner");
  self->grid = WB_GRID (wb_grid_new ());
  gtk_scrolled_window_set_child (wb_ui_get (ui, "preview"), GTK_WIDGET (self->grid));
}

static void
wb_import_page_init (WbImportPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("import-page");

  self->looking = g_cancellable_new ();
  self->checking = g_cancellable_new ();
  bind_widgets (self, ui);
  gtk_widget_set_visible (self->readings_title, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->readings), FALSE);
  g_signal_connect (self->import, "clicked", G_CALLBACK (on_import), self);
  wb_name_widget (wb_ui_get (ui, "cancel"), wb_say (N_ ("Cancel")));
  g_signal_connect (wb_ui_get (ui, "cancel"), "clicked", G_CALLBACK (on_cancel), self);
  adw_bin_set_child (ADW_BIN (self), wb_ui_get (ui, "root"));
}

/**
 * wb_import_page_new:
 * @project: (nullable): where to; %NULL makes a new project
 * @path: of the file
 * @question: (nullable): id of a template to ask of the data
 */
GtkWidget *
wb_import_page_new (WbProject *project, const char *path, const char *question)
{
  WbImportPage *self = g_object_new (WB_TYPE_IMPORT_PAGE, NULL);
  g_autofree char *name = g_path_get_basename (path);

  self->project = project != NULL ? g_object_ref (project) : NULL;
  self->path = g_strdup (path);
  self->question = g_strdup (question);
  adw_window_title_set_title (self->title, name);
  gtk_label_set_text (self->sentence, wb_say (N_ ("Looking at the file")));
  look (self, FALSE);

  return GTK_WIDGET (self);
}
