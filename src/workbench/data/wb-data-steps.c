/* wb-data-steps.c: what is done to data on their page, as steps of the pipeline or of the import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-csv-writer.h"
#include "tn-pipeline-run.h"
#include "wb-chooser.h"
#include "wb-data-private.h"
#include "wb-keep-step.h"
#include "wb-role.h"
#include "wb-toast.h"
#include "wb-ui.h"

#define NEW_PIPELINE "pipeline"

/* Fields */

/* One step of the history. Other fields of the data set stay as they are. @field and @label:
 * (transfer full) */
static void
write_field (WbDataPage *self, guint column, TnField *field, TnMessage *label)
{
  TnEdit *edit = tn_edit_new (label);
  g_autoptr (JsonNode) value = tn_field_to_json (field);
  g_autofree char *place = g_strdup_printf ("%u", column);
  const char *path[] = { "fields", place, NULL };

  tn_edit_set (edit, TN_DOCUMENT_DATASET, self->shown, path, value);
  wb_project_edit (self->project, edit);
  tn_field_free (field);
}

static const TnField *
get_field (WbDataPage *self, guint column)
{
  return tn_table_get_field (wb_sheet_get_table (self->sheet), column);
}

/* Whether an action on a column of the inspector has something to act on. */
static gboolean
can_act (WbDataPage *self, guint column)
{
  return _wb_data_can_change (self) && self->sheet != NULL &&
         column < wb_sheet_get_n_columns (self->sheet);
}

/* "(uu)": a column and its role */
static void
do_set_role (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  TnField *field;
  TnMessage *label;
  guint column, role;

  g_variant_get (parameter, "(uu)", &column, &role);
  if (!can_act (self, column) || role >= TN_N_ROLES || get_field (self, column)->role == role)
    return;
  field = tn_field_copy (get_field (self, column));
  field->role = role;
  label = tn_message_new (N_ ("Let {column} be: {role}"));
  label = tn_message_text (label, "column", field->name);
  label = tn_message_take (label, "role", tn_message_new_literal (wb_role_say (role)));
  write_field (self, column, field, label);
}

/* "(us)": a column and what it is called; nothing for its name in the file */
static void
do_set_label (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  TnField *field;
  TnMessage *label;
  const char *text;
  guint column;

  g_variant_get (parameter, "(u&s)", &column, &text);
  if (!can_act (self, column))
    return;
  field = tn_field_copy (get_field (self, column));
  g_clear_pointer (&field->label, tn_message_unref);
  if (*text != '\0' && !g_str_equal (text, field->name))
    field->label = tn_message_new_literal (text);
  label = tn_message_text (tn_message_new (N_ ("Call {column} “{name}”")), "column", field->name);
  write_field (self, column, field,
               tn_message_text (label, "name", *text != '\0' ? text : field->name));
}

/* Steps of the pipeline */

/* @graph and @label: (transfer full) */
static void
write_pipeline (WbDataPage *self, TnGraph *graph, TnMessage *label)
{
  const WbState *state = wb_project_get_state (self->project);
  TnEdit *edit = tn_edit_new (label);

  tn_edit_put_pipeline (edit, state->pipeline != NULL ? state->pipeline : NEW_PIPELINE, graph);
  wb_project_edit (self->project, edit);
  tn_graph_unref (graph);
}

static void
toast (WbDataPage *self, const char *text)
{
  wb_toast_offer (GTK_WIDGET (self), text, "win.undo", wb_say (N_ ("_Undo")));
}

/* The filter becomes a step behind the data set. The order of rows means nothing to a step; it
 * stays with the data set. */
static void
do_keep (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  const TnConditionText *read = wb_filter_bar_get_read (self->search);
  const WbState *state = wb_project_get_state (self->project);

  if (!_wb_data_can_change (self) || read == NULL || read->is_words || read->error != NULL ||
      read->lines->len < 2)
    return;
  write_pipeline (self,
                  wb_keep_filter (state->graph, self->shown,
                                  (const char *const *) read->lines->pdata, read->any),
                  tn_message_text (tn_message_new (N_ ("Keep the filter of {name} as a step")),
                                   "name", self->shown));
  toast (self, wb_say (N_ ("The pipeline now uses these rows alone")));
}

/* "(uu)": a column and a WbMissingRule */
static void
do_set_missing (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  const WbState *state = wb_project_get_state (self->project);
  TnMessage *label;
  guint column, rule;
  const char *field;

  g_variant_get (parameter, "(uu)", &column, &rule);
  if (!can_act (self, column) || rule >= WB_N_MISSING_RULES)
    return;
  field = get_field (self, column)->name;
  if (wb_keep_get_missing (state->graph, self->shown, field) == rule)
    return;
  label =
      tn_message_text (tn_message_new (N_ ("Where {column} is missing: {rule}")), "column", field);
  label = tn_message_take (label, "rule", tn_message_new_literal (wb_missing_rule_say (rule)));
  write_pipeline (self, wb_keep_missing (state->graph, self->shown, field, rule), label);
}

/* Another type: the files are read again */

void
_wb_data_stop_retype (WbDataPage *self)
{
  if (self->retype == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->retype, self);
  wb_retype_stop (self->retype);
  g_clear_object (&self->retype);
}

static void
on_retype_changed (WbRetype *retype, WbDataPage *self)
{
  g_autofree char *text = NULL;

  if (wb_retype_get_state (retype) == WB_RETYPE_DONE)
    {
      text = wb_say_text (N_ ("Read {column} anew; what does not fit is among the problems"),
                          "column", wb_retype_get_column (retype));
      toast (self, text);
      _wb_data_stop_retype (self);
    }
  if (self->inspected >= 0)
    _wb_data_inspect (self, (guint) self->inspected);
}

/* "(uu)": a column and a TnColumnType */
static void
do_set_type (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  guint column, type;
  TnTable *table;

  g_variant_get (parameter, "(uu)", &column, &type);
  if (!can_act (self, column) || type >= TN_N_COLUMN_TYPES || !self->has_files)
    return;
  table = wb_sheet_get_table (self->sheet);
  _wb_data_stop_retype (self);
  if (tn_column_get_column_type (tn_table_get_column (table, column)) == type)
    return;
  self->retype = wb_retype_new (self->project, self->shown, get_field (self, column)->name, type);
  g_signal_connect (self->retype, "changed", G_CALLBACK (on_retype_changed), self);
  _wb_data_inspect (self, column);
}

static void
do_stop_type (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);

  _wb_data_stop_retype (self);
  if (self->inspected >= 0)
    _wb_data_inspect (self, (guint) self->inspected);
}

static void
on_located (GtkNativeDialog *dialog, int response, WbDataPage *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->retype != NULL)
    wb_retype_locate (self->retype, path);
  g_object_unref (self);
  g_object_unref (dialog);
}

static void
do_locate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      wb_say (N_ ("Where Is the File Now?")), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_OPEN, wb_say (N_ ("_Open")), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_located), g_object_ref (widget));
  wb_chooser_show (dialog);
}

/* Problem rows as a file */

typedef struct
{
  TnTable *table;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  tn_table_unref (self->table);
  g_free (self->path);
  g_free (self);
}

static gpointer
export_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;
  TnWriteOptions options;

  tn_write_options_init (&options);
  options.language = wb_language ();
  tn_csv_write (export->table, export->path, &options, NULL, cancellable, error);

  return NULL;
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbDataPage *self = WB_DATA_PAGE (source);
  g_autofree char *name = user_data;
  g_autofree char *text = wb_say_text (N_ ("Wrote {file}"), "file", name);
  g_autoptr (GError) error = NULL;

  wb_work_finish (result, &error);
  if (self->inspector == NULL)
    return;
  wb_project_fail (self->project, error);
  if (error == NULL)
    wb_toast (GTK_WIDGET (self), text);
}

/* "s": the path; what is shown, row by row as it is stored */
static void
do_export_to (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  Export *export;

  if (self->sheet == NULL)
    return;
  export = g_new0 (Export, 1);
  export->table = tn_table_ref (wb_sheet_get_table (self->sheet));
  export->path = g_variant_dup_string (parameter, NULL);
  wb_work_start (WB_LANE_LONG, self, export_in_worker, export, export_free, NULL, NULL, on_exported,
                 g_path_get_basename (export->path));
}

static void
on_export_response (GtkNativeDialog *dialog, int response, WbDataPage *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "page.export-problems-to", "s", path);
  g_object_unref (self);
  g_object_unref (dialog);
}

static void
do_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      wb_say (N_ ("Export")), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_SAVE, wb_say (N_ ("_Export")), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), wb_say (N_ ("problem rows.csv")));
  g_signal_connect (dialog, "response", G_CALLBACK (on_export_response), g_object_ref (widget));
  wb_chooser_show (dialog);
}

void
_wb_data_add_step_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "page.set-role", "(uu)", do_set_role);
  gtk_widget_class_install_action (klass, "page.set-label", "(us)", do_set_label);
  gtk_widget_class_install_action (klass, "page.set-type", "(uu)", do_set_type);
  gtk_widget_class_install_action (klass, "page.stop-type", NULL, do_stop_type);
  gtk_widget_class_install_action (klass, "page.set-missing", "(uu)", do_set_missing);
  gtk_widget_class_install_action (klass, "page.locate", NULL, do_locate);
  gtk_widget_class_install_action (klass, "page.keep", NULL, do_keep);
  gtk_widget_class_install_action (klass, "page.export-problems", NULL, do_export);
  gtk_widget_class_install_action (klass, "page.export-problems-to", "s", do_export_to);
}
