/* wb-window-files.c: choosing files, importing and saving
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "wb-chooser.h"
#include "wb-import-page.h"
#include "wb-open.h"
#include "wb-ui.h"
#include "wb-window-private.h"

/* Importing */

/* With it go the file it held open and everything it had found out. */
static void
drop_import (WbWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->places, "import");

  if (page != NULL)
    gtk_stack_remove (self->places, page);
}

static void
on_import_done (WbImportPage *page, WbProject *project, gboolean has_question, WbWindow *self)
{
  if (self->project == NULL)
    _wb_window_show_project (self, project);
  _wb_window_show_place (self, "project");
  if (has_question)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run", NULL);
  else
    wb_window_show_page (self, "data");
  drop_import (self);
}

static void
on_import_left (WbImportPage *page, WbWindow *self)
{
  _wb_window_show_place (self, self->project != NULL ? "project" : "start");
  drop_import (self);
}

static void
show_import (WbWindow *self, GtkWidget *page)
{
  drop_import (self);
  g_signal_connect (page, "done", G_CALLBACK (on_import_done), self);
  g_signal_connect (page, "left", G_CALLBACK (on_import_left), self);
  gtk_stack_add_named (self->places, page, "import");
  _wb_window_show_place (self, "import");
}

/**
 * _wb_window_import:
 * @path: of a file
 * @question: (nullable): what to ask of it then
 */
void
_wb_window_import (WbWindow *self, const char *path, const char *question)
{
  const char *paths[] = { path, NULL };

  show_import (self, wb_import_page_new (self->project, paths, question));
}

/**
 * _wb_window_import_all:
 * @paths: %NULL-terminated: files that become one data set
 * @question: (nullable): what to ask of it then
 *
 * With an import open, they join its files.
 */
void
_wb_window_import_all (WbWindow *self, const char *const *paths, const char *question)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->places, "import");

  if (paths[0] == NULL)
    return;
  if (page != NULL && gtk_stack_get_visible_child (self->places) == page)
    wb_import_page_add (WB_IMPORT_PAGE (page), paths);
  else
    show_import (self, wb_import_page_new (self->project, paths, question));
}

/**
 * wb_window_import_files:
 * @paths: %NULL-terminated: files of one shape, as if they were dropped
 */
void
wb_window_import_files (WbWindow *self, const char *const *paths)
{
  _wb_window_import_all (self, paths, NULL);
}

void
wb_window_open_file (WbWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return;
  if (g_str_has_suffix (path, ".tenure"))
    _wb_window_open_path (self, path);
  else
    _wb_window_import (self, path, NULL);
}

/* Choosing files */

/* Any number of files. */
static void
import_chosen (WbWindow *self, GtkFileChooser *chooser, const char *question)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  _wb_window_import_all (self, (const char *const *) paths, question);
}

static void
on_chooser_response (GtkNativeDialog *dialog, int response, WbWindow *self)
{
  WbChosenFunc func = (WbChosenFunc) g_object_get_data (G_OBJECT (dialog), "func");
  const char *detail = g_object_get_data (G_OBJECT (dialog), "detail");

  if (response == GTK_RESPONSE_ACCEPT && func == NULL)
    import_chosen (self, GTK_FILE_CHOOSER (dialog), detail);
  else if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        func (self, path, detail);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooserNative *dialog, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

static GtkFileChooserNative *
choose (WbWindow *self,
        const char *title,
        GtkFileChooserAction action,
        const char *accept,
        WbChosenFunc func,
        const char *detail)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_object_set_data (G_OBJECT (dialog), "func", (gpointer) func);
  g_object_set_data_full (G_OBJECT (dialog), "detail", g_strdup (detail), g_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_chooser_response), self);
  wb_chooser_show (dialog);

  return dialog;
}

static void
take_opened (WbWindow *self, const char *path, const char *detail)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  wb_window_open_file (self, file);
}

/**
 * _wb_window_choose_project:
 * @func: gets the path of what was chosen, and @detail
 */
void
_wb_window_choose_project (WbWindow *self, const char *title, WbChosenFunc func, const char *detail)
{
  static const char *const patterns[] = { "*.tenure", NULL };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *dialog =
      choose (self, title, GTK_FILE_CHOOSER_ACTION_OPEN, wb_say (N_ ("_Open")), func, detail);

  add_filter (dialog, wb_say (N_ ("Tenure projects")), patterns);
  add_filter (dialog, wb_say (N_ ("All files")), all);
}

static void
choose_data (WbWindow *self, const char *question)
{
  static const char *const patterns[] = { "*.csv", "*.tsv",  "*.txt",  "*.csv.gz",
                                          "*.gz",  "*.xlsx", "*.xlsm", NULL };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *dialog =
      choose (self, wb_say (N_ ("Choose a file with orders or customers")),
              GTK_FILE_CHOOSER_ACTION_OPEN, wb_say (N_ ("_Look at It")), NULL, question);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  add_filter (dialog, wb_say (N_ ("Tables (CSV, Excel)")), patterns);
  add_filter (dialog, wb_say (N_ ("All files")), all);
}

static void
save_to (WbWindow *self, const char *path, const char *detail)
{
  g_autofree char *whole =
      g_str_has_suffix (path, ".tenure") ? g_strdup (path) : g_strconcat (path, ".tenure", NULL);

  wb_project_save (self->project, whole, TN_SAVE_OVERWRITE);
}

static void
choose_target (WbWindow *self)
{
  static const char *const patterns[] = { "*.tenure", NULL };
  g_autofree char *name = wb_project_get_name (self->project);
  g_autofree char *file = g_strconcat (name, ".tenure", NULL);
  GtkFileChooserNative *dialog =
      choose (self, wb_say (N_ ("Save the project")), GTK_FILE_CHOOSER_ACTION_SAVE,
              wb_say (N_ ("_Save")), save_to, NULL);

  add_filter (dialog, wb_say (N_ ("Tenure projects")), patterns);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file);
}

/* The file was written by somebody else since */

static void
on_changed_response (AdwMessageDialog *dialog, const char *response, WbWindow *self)
{
  gboolean closes = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "closes"));

  if (g_str_equal (response, "overwrite"))
    wb_project_save (self->project, NULL, TN_SAVE_OVERWRITE);
  else if (g_str_equal (response, "save-as"))
    choose_target (self);
  else if (g_str_equal (response, "close"))
    _wb_window_end (self);
  if (closes && g_str_equal (response, "overwrite"))
    _wb_window_end_when_saved (self);
}

/* @closes: the window was about to close */
static void
ask_changed (WbWindow *self, gboolean closes)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (self), wb_say (N_ ("The file was changed elsewhere")),
      closes ? wb_say (N_ ("Somebody wrote to it after it was opened here. Save under another name "
                           "to keep both; without saving, your changes stay on this computer and "
                           "are offered when Tenure starts."))
             : wb_say (N_ ("Somebody wrote to it after it was opened here. Save under another name "
                           "to keep both."))));

  adw_message_dialog_add_response (dialog, "cancel", wb_say (N_ ("Cancel")));
  if (closes)
    adw_message_dialog_add_response (dialog, "close", wb_say (N_ ("Close without Saving")));
  adw_message_dialog_add_response (dialog, "overwrite", wb_say (N_ ("Write Over It")));
  adw_message_dialog_add_response (dialog, "save-as", wb_say (N_ ("Save as…")));
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "save-as");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data (G_OBJECT (dialog), "closes", GINT_TO_POINTER (closes));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_changed_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gpointer
check_target_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (tn_project_check_target (data));
}

static void
on_target_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWindow *self = WB_WINDOW (source);
  TnTargetState target = GPOINTER_TO_INT (wb_work_finish (result, NULL));

  switch (target)
    {
    case TN_TARGET_NONE:
      choose_target (self);
      break;
    case TN_TARGET_CHANGED:
      ask_changed (self, FALSE);
      break;
    default:
      wb_project_save (self->project, NULL, TN_SAVE_DEFAULT);
      break;
    }
}

static void
on_last_target_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWindow *self = WB_WINDOW (source);

  if (GPOINTER_TO_INT (wb_work_finish (result, NULL)) == TN_TARGET_CHANGED)
    {
      self->is_closing = FALSE;
      gtk_window_present (GTK_WINDOW (self));
      ask_changed (self, TRUE);
      return;
    }
  wb_project_save (self->project, NULL, TN_SAVE_DEFAULT);
  _wb_window_end_when_saved (self);
}

/**
 * _wb_window_save_and_end:
 *
 * Asks where the file was changed by somebody else meanwhile.
 */
void
_wb_window_save_and_end (WbWindow *self)
{
  wb_work_start (WB_LANE_STORE, self, check_target_in_worker,
                 tn_project_ref (wb_project_get_store (self->project)),
                 (GDestroyNotify) tn_project_unref, NULL, NULL, on_last_target_checked, NULL);
}

/* Actions */

static void
do_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _wb_window_choose_project (user_data, wb_say (N_ ("Open a project")), take_opened, NULL);
}

static void
do_import (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose_data (user_data, NULL);
}

/* How a data set was read is seen again and corrected. */
static void
do_import_again (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    show_import (self,
                 wb_import_page_new_again (self->project, g_variant_get_string (parameter, NULL)));
}

static void
do_import_path (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _wb_window_import (user_data, g_variant_get_string (parameter, NULL), NULL);
}

/* A question asks for a file, or is put to the data that are there. */
static void
do_ask (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose_data (user_data, g_variant_get_string (parameter, NULL));
}

typedef struct
{
  TnProject *store;
  char *dataset;
  char *question;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  tn_project_unref (self->store);
  g_free (self->dataset);
  g_free (self->question);
  g_free (self);
}

static gpointer
ask_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  wb_ask (question->store, question->dataset, question->question, error);

  return NULL;
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWindow *self = WB_WINDOW (source);
  g_autoptr (GError) error = NULL;

  wb_work_finish (result, &error);
  _wb_window_fail (self, error);
  wb_project_refresh (self->project);
  if (error == NULL)
    wb_window_show_page (self, "pipeline");
}

static void
do_ask_here (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;
  const WbState *state = wb_project_get_state (self->project);
  const TnDataset *dataset;
  Question *question;

  if (state->datasets->len == 0)
    {
      choose_data (self, g_variant_get_string (parameter, NULL));
      return;
    }
  dataset = g_ptr_array_index (state->datasets, state->datasets->len - 1);
  question = g_new0 (Question, 1);
  question->store = tn_project_ref (wb_project_get_store (self->project));
  question->dataset = g_strdup (dataset->name);
  question->question = g_variant_dup_string (parameter, NULL);
  wb_work_start (WB_LANE_STORE, self, ask_in_worker, question, question_free, NULL, NULL, on_asked,
                 NULL);
}

static void
do_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    wb_work_start (WB_LANE_STORE, self, check_target_in_worker,
                   tn_project_ref (wb_project_get_store (self->project)),
                   (GDestroyNotify) tn_project_unref, NULL, NULL, on_target_checked, NULL);
}

static void
do_save_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WbWindow *self = user_data;

  if (self->project != NULL)
    choose_target (self);
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = do_open },
  { .name = "import", .activate = do_import },
  { .name = "import-again", .activate = do_import_again, .parameter_type = "s" },
  { .name = "import-path", .activate = do_import_path, .parameter_type = "s" },
  { .name = "ask", .activate = do_ask, .parameter_type = "s" },
  { .name = "ask-here", .activate = do_ask_here, .parameter_type = "s" },
  { .name = "save", .activate = do_save },
  { .name = "save-as", .activate = do_save_as },
};

void
_wb_window_add_file_actions (WbWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
