/* wb-import-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-page.h"

#include "tn-import.h"
#include "wb-import-notes.h"
#include "wb-import-parts.h"
#include "wb-role.h"
#include "wb-ui.h"

struct _WbImportPage
{
  AdwBin parent_instance;

  WbImport *import;
  gboolean asks; /* a question is put to the data then */
  gboolean read; /* it was looked at with success at least once */

  AdwWindowTitle *title;
  GtkWidget *start;
  GtkWidget *undo, *redo;
  GtkProgressBar *bar; /* %NULL once disposed of */
  GtkLabel *sentence;
  GtkLabel *roles;
  GtkWidget *notes_place;
  GtkWidget *notes;
  GtkWidget *questions;
  GtkWidget *add;
  GtkListBox *files;
  GtkWidget *tabs;
  GtkStack *views;
  GtkToggleButton *rows_tab, *problems_tab;
  WbGrid *grid;
  GtkListBox *problems;
  GtkWidget *parts;
  GtkListBox *columns;
  GtkListBox *dialect;
  GtkWidget *readings_title;
  GtkListBox *readings;
  GtkWidget *found;
  GtkLabel *status;
  GtkLabel *cost;
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
  const TnImportPlan *plan = wb_import_get_plan (self->import);
  const char *customer = find_name (plan, TN_ROLE_CUSTOMER);
  const char *time = find_name (plan, TN_ROLE_TIME);
  const char *target = find_name (plan, TN_ROLE_TARGET);
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
  const TnImportPlan *plan = wb_import_get_plan (self->import);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      const char *name = find_name (plan, told[i]);
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

static void
show_title (WbImportPage *self)
{
  guint n = wb_import_get_n_files (self->import);
  gint64 bytes = wb_import_get_size (self->import);
  g_autofree char *count =
      n > 1 ? wb_say_count (TN_PLURAL ("{n} file", "{n} files"), "n", n) : NULL;
  g_autofree char *size = bytes > 0 ? wb_say_size (bytes) : g_strdup ("");

  if (n > 0)
    adw_window_title_set_title (self->title,
                                count != NULL ? count : wb_import_get_file_name (self->import, 0));
  adw_window_title_set_subtitle (self->title, size);
}

/* What was found in the whole files */

static void
show_found (WbImportPage *self)
{
  const WbCheck *check = wb_import_get_check (self->import);
  g_autoptr (GPtrArray) said =
      check != NULL ? tn_import_describe (wb_draft_get (check->draft, 0)->plan, &check->summary)
                    : NULL;

  wb_box_clear (self->found);
  /* The first says how many rows were imported; the foot says how many will be. */
  for (guint i = 1; said != NULL && i < said->len; i++)
    {
      g_autofree char *text = wb_say_message (g_ptr_array_index (said, i));

      gtk_box_append (GTK_BOX (self->found), wb_label_new (text, "dim-label"));
    }
}

/* The foot: rows, memory, time */

static char *
say_duration (const char *id, double seconds)
{
  return wb_say_take (tn_message_duration (tn_message_new (id), "time", seconds));
}

static void
show_cost (WbImportPage *self)
{
  const WbCheck *check = wb_import_get_check (self->import);
  double seconds = wb_import_estimate_seconds (self->import);
  g_autofree char *size = check != NULL ? wb_say_size (check->n_bytes) : NULL;
  g_autofree char *memory = NULL;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->cost), check != NULL);
  if (check == NULL)
    return;
  memory = wb_say_text (N_ ("about {size} of memory in use"), "size", size);
  time = seconds < 1 ? g_strdup (wb_say (N_ ("imported in less than a second")))
                     : say_duration (N_ ("about {time} to import"), seconds);
  text = g_strdup_printf ("%s   ·   %s", memory, time);
  gtk_label_set_text (self->cost, text);
}

static char *
say_checked (const WbCheck *check)
{
  TnMessage *message = tn_message_count (
      tn_message_new_plural (TN_PLURAL ("{n} row, {bad} set aside as problem rows",
                                        "{n} rows, {bad} set aside as problem rows"),
                             check->summary.n_rows),
      "n", check->summary.n_rows);

  return wb_say_take (tn_message_count (message, "bad", check->summary.n_problem_rows));
}

static void
show_status (WbImportPage *self)
{
  const WbCheck *check = wb_import_get_check (self->import);
  const WbPreview *preview = wb_import_get_preview (self->import);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  if (check != NULL)
    {
      text = say_checked (check);
      label = wb_say_count (TN_PLURAL ("Import {n} Row", "Import {n} Rows"), "n",
                            check->summary.n_rows);
    }
  else if (preview != NULL && preview->n_rows > 0)
    text = wb_say_count (TN_PLURAL ("Checking the whole file, about {n} row",
                                    "Checking the whole file, about {n} rows"),
                         "n", preview->n_rows);
  gtk_label_set_text (self->status, text != NULL ? text : wb_say (N_ ("Checking the whole file")));
  gtk_button_set_label (GTK_BUTTON (self->start), label != NULL ? label : wb_say (N_ ("Import")));
  show_cost (self);
}

static void
show_buttons (WbImportPage *self)
{
  gboolean looking = wb_import_is_looking (self->import);

  gtk_widget_set_sensitive (self->start, wb_import_can_start (self->import));
  gtk_widget_set_sensitive (self->undo, wb_import_can_undo (self->import));
  gtk_widget_set_sensitive (self->redo, wb_import_can_redo (self->import));
  gtk_widget_set_sensitive (self->parts, self->read && !wb_import_is_importing (self->import));
  gtk_widget_set_sensitive (self->add, self->read && !wb_import_is_importing (self->import));
  gtk_widget_set_sensitive (self->notes, !wb_import_is_importing (self->import));
  gtk_widget_set_visible (self->add, wb_import_get_dataset (self->import) == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  if (looking)
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
}

/* Problem rows */

static void
show_problems (WbImportPage *self)
{
  const WbCheck *check = wb_import_get_check (self->import);
  gint64 n = check != NULL ? check->summary.n_problem_rows + check->summary.n_problem_cells : 0;
  g_autofree char *label =
      wb_say_count (TN_PLURAL ("Problem rows {n}", "Problem rows {n}"), "n", n);

  wb_import_show_problems (self->problems, self->import);
  gtk_button_set_label (GTK_BUTTON (self->problems_tab), label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->problems_tab), n > 0);
  if (n == 0)
    gtk_toggle_button_set_active (self->rows_tab, TRUE);
}

static void
on_tab (GtkToggleButton *tab, WbImportPage *self)
{
  gtk_stack_set_visible_child_name (
      self->views, gtk_toggle_button_get_active (self->problems_tab) ? "problems" : "rows");
}

static void
step (WbImportPage *self, int direction)
{
  const WbCheck *check = wb_import_get_check (self->import);

  if (check == NULL || check->problems->len == 0)
    return;
  gtk_toggle_button_set_active (self->problems_tab, TRUE);
  wb_import_step_problems (self->problems, self->import, self->grid, direction);
}

/* Signals of the import */

static void
on_looked (WbImport *import, WbImportPage *self)
{
  g_autofree char *focus = wb_import_dup_focus_key (GTK_WIDGET (self));
  g_autoptr (WbSheet) sheet = wb_sheet_new (wb_import_get_preview (import)->table);

  self->read = TRUE;
  show_title (self);
  show_sentence (self);
  show_roles (self);
  wb_grid_set_sheet (self->grid, sheet);
  wb_import_show_date_questions (self->questions, import);
  wb_import_show_files (self->files, import);
  wb_import_show_columns (self->columns, import);
  wb_import_show_dialect (self->dialect, import);
  wb_import_show_readings (self->readings, import);
  gtk_widget_set_visible (self->readings_title,
                          gtk_widget_get_visible (GTK_WIDGET (self->readings)));
  gtk_widget_set_visible (self->parts, TRUE);
  gtk_widget_set_visible (self->tabs, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->views), TRUE);
  show_problems (self);
  show_found (self);
  show_status (self);
  show_buttons (self);
  wb_import_focus_key (GTK_WIDGET (self), focus);
}

static void
on_checked (WbImport *import, WbImportPage *self)
{
  gtk_progress_bar_set_fraction (self->bar, 0);
  wb_import_note_columns (self->columns, import);
  wb_import_show_files (self->files, import);
  show_problems (self);
  show_found (self);
  show_status (self);
  show_buttons (self);
}

static void
on_progressed (WbImport *import, double fraction, double left, WbImportPage *self)
{
  const char *id = wb_import_is_importing (import)
                       ? N_ ("Importing, about {time} left")
                       : N_ ("Checking the whole file, about {time} left");
  g_autofree char *text = left >= 1 ? say_duration (id, left) : NULL;

  gtk_progress_bar_set_fraction (self->bar, fraction);
  if (text != NULL)
    gtk_label_set_text (self->status, text);
}

static void
on_failed (WbImport *import, const GError *error, gboolean unreadable, WbImportPage *self)
{
  g_autofree char *text = unreadable && !self->read ? wb_say_error (error) : NULL;

  gtk_progress_bar_set_fraction (self->bar, 0);
  if (text != NULL)
    gtk_label_set_text (self->sentence, wb_say (N_ ("This cannot be read as it is.")));
  if (unreadable)
    gtk_label_set_text (self->status, "");
  else
    show_status (self);
  show_buttons (self);
}

static void
on_done (WbImport *import, WbProject *project, WbImportPage *self)
{
  g_signal_emit (self, signals[DONE], 0, project, self->asks);
}

/* What a person does */

static void
on_start (GtkButton *button, WbImportPage *self)
{
  if (!wb_import_can_start (self->import))
    return;
  wb_import_start (self->import);
  gtk_label_set_text (self->status, wb_say (N_ ("Reading the file")));
  gtk_widget_set_visible (GTK_WIDGET (self->cost), FALSE);
  show_buttons (self);
}

/* The first press ends an import, the next one leaves the page with all that was chosen. */
static void
cancel (WbImportPage *self)
{
  gboolean importing = wb_import_is_importing (self->import);

  wb_import_stop (self->import);
  if (!importing)
    {
      g_signal_emit (self, signals[LEFT], 0);
      return;
    }
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_label_set_text (self->status, wb_say (N_ ("Stopped. Nothing was imported.")));
  show_buttons (self);
}

static void
do_add_files (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_import_notes_add_files (WB_IMPORT_NOTES (WB_IMPORT_PAGE (widget)->notes));
}

static void
do_undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbImportPage *self = WB_IMPORT_PAGE (widget);

  wb_import_undo (self->import);
  show_buttons (self);
}

static void
do_redo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbImportPage *self = WB_IMPORT_PAGE (widget);

  wb_import_redo (self->import);
  show_buttons (self);
}

static void
do_next_problem (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (WB_IMPORT_PAGE (widget), 1);
}

static void
do_previous_problem (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (WB_IMPORT_PAGE (widget), -1);
}

static void
do_replace_people (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_import_replace_people (WB_IMPORT_PAGE (widget)->import);
}

static void
do_cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cancel (WB_IMPORT_PAGE (widget));
}

/* The widget */

static void
wb_import_page_dispose (GObject *object)
{
  WbImportPage *self = WB_IMPORT_PAGE (object);

  self->bar = NULL;
  if (self->import != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->import, self);
      wb_import_stop (self->import);
    }
  g_clear_object (&self->import);

  G_OBJECT_CLASS (wb_import_page_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_z, GDK_CONTROL_MASK, "import.undo" },
    { GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "import.redo" },
    { GDK_KEY_y, GDK_CONTROL_MASK, "import.redo" },
    { GDK_KEY_F8, 0, "import.next-problem" },
    { GDK_KEY_F8, GDK_SHIFT_MASK, "import.previous-problem" },
    { GDK_KEY_Escape, 0, "import.cancel" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}

static void
wb_import_page_class_init (WbImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_import_page_dispose;
  gtk_widget_class_install_action (widget_class, "import.add-files", NULL, do_add_files);
  gtk_widget_class_install_action (widget_class, "import.undo", NULL, do_undo);
  gtk_widget_class_install_action (widget_class, "import.redo", NULL, do_redo);
  gtk_widget_class_install_action (widget_class, "import.next-problem", NULL, do_next_problem);
  gtk_widget_class_install_action (widget_class, "import.previous-problem", NULL,
                                   do_previous_problem);
  gtk_widget_class_install_action (widget_class, "import.replace-people", NULL, do_replace_people);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, do_cancel);
  add_keys (widget_class);

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
  self->start = wb_ui_get (ui, "import");
  self->undo = wb_ui_get (ui, "undo");
  self->redo = wb_ui_get (ui, "redo");
  self->bar = wb_ui_get (ui, "bar");
  self->sentence = wb_ui_get (ui, "sentence");
  self->roles = wb_ui_get (ui, "roles");
  self->notes_place = wb_ui_get (ui, "notes");
  self->questions = wb_ui_get (ui, "questions");
  self->add = wb_ui_get (ui, "add");
  self->files = wb_ui_get (ui, "files");
  self->tabs = wb_ui_get (ui, "tabs");
  self->views = wb_ui_get (ui, "views");
  self->rows_tab = wb_ui_get (ui, "rows_tab");
  self->problems_tab = wb_ui_get (ui, "problems_tab");
  self->problems = wb_ui_get (ui, "problems");
  self->parts = wb_ui_get (ui, "flow");
  self->columns = wb_ui_get (ui, "columns");
  self->dialect = wb_ui_get (ui, "dialect");
  self->readings_title = wb_ui_get (ui, "readings_title");
  self->readings = wb_ui_get (ui, "readings");
  self->found = wb_ui_get (ui, "found");
  self->status = wb_ui_get (ui, "status");
  self->cost = wb_ui_get (ui, "cost");
  self->spinner = wb_ui_get (ui, "spinner");
  self->grid = WB_GRID (wb_grid_new ());
  /* The grid is drawn from left to right in every language, and so its scroll bar stands right. */
  gtk_widget_set_direction (wb_ui_get (ui, "preview"), GTK_TEXT_DIR_LTR);
  gtk_scrolled_window_set_child (wb_ui_get (ui, "preview"), GTK_WIDGET (self->grid));
}

static void
name_widgets (WbImportPage *self, GtkBuilder *ui)
{
  wb_name_widget (wb_ui_get (ui, "cancel"), wb_say (N_ ("Cancel")));
  wb_name_widget (wb_ui_get (ui, "add_icon"), wb_say (N_ ("Add Files…")));
  wb_name_widget (self->undo, wb_say (N_ ("Undo")));
  wb_name_widget (self->redo, wb_say (N_ ("Redo")));
  wb_name_widget (self->problems, wb_say (N_ ("Problem rows")));
  wb_name_widget (self->columns, wb_say (N_ ("What the columns mean")));
  wb_name_widget (self->dialect, wb_say (N_ ("How the file is written")));
  wb_name_widget (self->files, wb_say (N_ ("Files")));
}

static void
wb_import_page_init (WbImportPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("import-page");

  bind_widgets (self, ui);
  name_widgets (self, ui);
  g_signal_connect (self->start, "clicked", G_CALLBACK (on_start), self);
  g_signal_connect (self->problems_tab, "toggled", G_CALLBACK (on_tab), self);
  adw_bin_set_child (ADW_BIN (self), wb_ui_get (ui, "root"));
}

static WbImportPage *
page_new (WbProject *project, const char *question)
{
  WbImportPage *self = g_object_new (WB_TYPE_IMPORT_PAGE, NULL);

  self->import = wb_import_new (project, question);
  self->asks = question != NULL;
  self->notes = wb_import_notes_new (self->import);
  gtk_box_append (GTK_BOX (self->notes_place), self->notes);
  g_object_bind_property (self->notes, "visible", self->notes_place, "visible",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->import, "began", G_CALLBACK (show_buttons), self);
  g_signal_connect (self->import, "looked", G_CALLBACK (on_looked), self);
  g_signal_connect (self->import, "checked", G_CALLBACK (on_checked), self);
  g_signal_connect (self->import, "progressed", G_CALLBACK (on_progressed), self);
  g_signal_connect (self->import, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->import, "key-changed", G_CALLBACK (show_buttons), self);
  g_signal_connect (self->import, "done", G_CALLBACK (on_done), self);
  gtk_label_set_text (self->sentence, wb_say (N_ ("Looking at the file")));

  return self;
}

/**
 * wb_import_page_new:
 * @project: (nullable): where to; %NULL makes a new project
 * @paths: %NULL-terminated: files of one shape
 * @question: (nullable): id of a template to ask of the data
 */
GtkWidget *
wb_import_page_new (WbProject *project, const char *const *paths, const char *question)
{
  WbImportPage *self = page_new (project, question);

  wb_import_add (self->import, paths);
  show_title (self);
  show_buttons (self);

  return GTK_WIDGET (self);
}

/**
 * wb_import_page_new_again:
 * @dataset: of @project: its files are looked at once more, to be read in another way
 */
GtkWidget *
wb_import_page_new_again (WbProject *project, const char *dataset)
{
  WbImportPage *self = page_new (project, NULL);

  adw_window_title_set_title (self->title, dataset);
  wb_import_again (self->import, dataset);
  show_buttons (self);

  return GTK_WIDGET (self);
}

void
wb_import_page_add (WbImportPage *self, const char *const *paths)
{
  if (!wb_import_is_importing (self->import) && wb_import_get_dataset (self->import) == NULL)
    wb_import_add (self->import, paths);
}
