/* wb-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-export.h"

#include "tn-html.h"
#include "tn-list-export.h"
#include "tn-pdf.h"
#include "tn-png.h"
#include "tn-report.h"
#include "tn-xlsx-writer.h"
#include "wb-ui.h"
#include "wb-window.h"

static const struct
{
  const char *id;
  const char *name;
} kinds[] = {
  { "pdf", N_ ("report.pdf") },    { "html", N_ ("report.html") },    { "png", N_ ("report.png") },
  { "csv", N_ ("customers.csv") }, { "xlsx", N_ ("customers.xlsx") },
};

gboolean
wb_export_from_id (const char *id, WbExportKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].id, id))
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
write_list (TnProject *project,
            gint64 run,
            WbExportKind kind,
            const TnLanguage *language,
            const char *path,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TnTable) table = tn_list_export (project, run, NULL, language, error);
  TnWriteOptions options;

  if (table == NULL)
    return FALSE;
  tn_write_options_init (&options);
  options.language = language;

  return kind == WB_EXPORT_CSV ? tn_csv_write (table, path, &options, NULL, cancellable, error)
                               : tn_xlsx_write (table, path, &options, NULL, cancellable, error);
}

static gboolean
write_pictures (const TnDocument *document,
                const TnLanguage *language,
                const char *path,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) files =
      tn_png_write (document, language, path, TN_PNG_DPI, NULL, cancellable, error);

  return files != NULL;
}

gboolean
wb_export_write (TnProject *project,
                 gint64 run,
                 WbExportKind kind,
                 const TnLanguage *language,
                 const char *path,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TnDocument) document = NULL;

  if (kind == WB_EXPORT_CSV || kind == WB_EXPORT_XLSX)
    return write_list (project, run, kind, language, path, cancellable, error);
  document = tn_report_new (project, run, error);
  if (document == NULL)
    return FALSE;
  if (kind == WB_EXPORT_PNG)
    return write_pictures (document, language, path, cancellable, error);

  return kind == WB_EXPORT_PDF ? tn_pdf_write (document, language, path, NULL, cancellable, error)
                               : tn_html_write (document, language, path, NULL, cancellable, error);
}

/* Asking */

typedef struct
{
  GtkWidget *widget; /* weak */
  WbProject *project;
  TnProject *store;
  gint64 run;
  WbExportKind kind;
  const TnLanguage *language;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->project);
  tn_project_unref (self->store);
  g_free (self->path);
  g_free (self);
}

static gpointer
write_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  wb_export_write (export->store, export->run, export->kind, export->language, export->path,
                   cancellable, error);

  return NULL;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *text = wb_say_text (N_ ("Wrote {file}"), "file", name);
  GtkRoot *root;

  wb_work_finish (result, &error);
  wb_project_fail (export->project, error);
  root = export->widget != NULL ? gtk_widget_get_root (export->widget) : NULL;
  if (error == NULL && WB_IS_WINDOW (root))
    wb_window_toast (WB_WINDOW (root), text, NULL, NULL);
  export_free (export);
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  if (file != NULL)
    {
      export->path = g_file_get_path (file);
      wb_work_start (WB_LANE_LONG, export->project, write_in_worker, export, NULL, NULL, NULL,
                     on_written, export);
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

void
wb_export_ask (GtkWidget *widget,
               WbProject *project,
               gint64 run,
               WbExportKind kind,
               const TnLanguage *language)
{
  Export *export = g_new0 (Export, 1);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      wb_say (N_ ("Export")), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_SAVE, wb_say (N_ ("_Export")), NULL);

  g_set_weak_pointer (&export->widget, widget);
  export->project = g_object_ref (project);
  export->store = tn_project_ref (wb_project_get_store (project));
  export->run = run;
  export->kind = kind;
  export->language = language;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), wb_say (kinds[kind].name));
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
