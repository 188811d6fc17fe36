/* wb-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-export.h"

#include <string.h>

#include "tn-html.h"
#include "tn-list-file.h"
#include "tn-pdf.h"
#include "tn-png.h"
#include "tn-report-editor.h"
#include "wb-chooser.h"
#include "wb-toast.h"
#include "wb-ui.h"

/* So often it is said how far a file is; a short one is there before it is said. */
#define PROGRESS_MS 400

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
            const TnListFilter *filter,
            const TnLanguage *language,
            const char *path,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  TnListJob job = { .run = run, .filter = filter, .language = language, .out = path };

  return tn_list_write (project, &job, NULL, progress, cancellable, error);
}

static gboolean
write_report (const TnDocument *document,
              WbExportKind kind,
              const TnLanguage *language,
              const char *path,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) files = NULL;

  if (kind == WB_EXPORT_PDF)
    return tn_pdf_write (document, language, path, progress, cancellable, error);
  if (kind == WB_EXPORT_HTML)
    return tn_html_write (document, language, path, progress, cancellable, error);
  files = tn_png_write (document, language, path, TN_PNG_DPI, progress, cancellable, error);

  return files != NULL;
}

gboolean
wb_export_write (TnProject *project,
                 gint64 run,
                 WbExportKind kind,
                 const TnListFilter *filter,
                 const TnLanguage *language,
                 const char *path,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TnDocument) document = NULL;

  if (kind == WB_EXPORT_CSV || kind == WB_EXPORT_XLSX)
    return write_list (project, run, filter, language, path, progress, cancellable, error);
  document = tn_report_new_arranged (project, run, language, error);

  return document != NULL &&
         write_report (document, kind, language, path, progress, cancellable, error);
}

/* Asking */

typedef struct
{
  GtkWidget *widget; /* weak */
  WbProject *project;
  TnProject *store;
  gint64 run;
  WbExportKind kind;
  TnListFilter filter;
  const TnLanguage *language;
  char *path;
  GCancellable *cancellable;
  GMutex lock; /* of @fraction */
  double fraction;
  AdwToast *toast; /* nullable: while it is written */
  guint timeout;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->project);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->toast);
  g_clear_handle_id (&self->timeout, g_source_remove);
  tn_list_filter_clear (&self->filter);
  tn_project_unref (self->store);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static void
on_progress (double fraction, const TnMessage *phase, gpointer user_data)
{
  Export *export = user_data;

  g_mutex_lock (&export->lock);
  export->fraction = fraction;
  g_mutex_unlock (&export->lock);
}

static gpointer
write_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;
  g_autoptr (TnProgress) progress = tn_progress_new (on_progress, export);

  wb_export_write (export->store, export->run, export->kind, &export->filter, export->language,
                   export->path, progress, cancellable, error);

  return NULL;
}

/* How far it is */

static void
on_stop (AdwToast *toast, Export *export)
{
  g_cancellable_cancel (export->cancellable);
}

static char *
say_progress (Export *export)
{
  g_autofree char *name = g_path_get_basename (export->path);
  TnMessage *message =
      tn_message_text (tn_message_new (N_ ("Writing {file}: {share}")), "file", name);

  g_mutex_lock (&export->lock);
  message = tn_message_percent (message, "share", export->fraction, 0);
  g_mutex_unlock (&export->lock);

  return wb_say_take (message);
}

static gboolean
show_progress (gpointer data)
{
  Export *export = data;
  g_autofree char *text = say_progress (export);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (export->toast != NULL)
    {
      adw_toast_set_title (export->toast, escaped);
      return G_SOURCE_CONTINUE;
    }
  if (export->widget == NULL)
    return G_SOURCE_CONTINUE;
  export->toast = adw_toast_new (escaped);
  adw_toast_set_timeout (export->toast, 0);
  adw_toast_set_button_label (export->toast, wb_say (N_ ("Stop")));
  g_signal_connect (export->toast, "button-clicked", G_CALLBACK (on_stop), export);
  wb_toast_show (export->widget, g_object_ref (export->toast));

  return G_SOURCE_CONTINUE;
}

static char *
say_written (const Export *export)
{
  g_autofree char *name = g_path_get_basename (export->path);

  if (export->kind == WB_EXPORT_CSV)
    return wb_say_text (N_ ("Wrote {file} and its manifest beside it"), "file", name);

  return wb_say_text (N_ ("Wrote {file}"), "file", name);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = say_written (export);

  wb_work_finish (result, &error);
  if (export->toast != NULL)
    {
      g_signal_handlers_disconnect_by_data (export->toast, export);
      adw_toast_dismiss (export->toast);
    }
  wb_project_fail (export->project, error);
  if (error == NULL && export->widget != NULL)
    wb_toast (export->widget, text);
  export_free (export);
}

/* An ending that says another kind of file would make a list that nobody can open. */
static char *
complete_path (const char *path, WbExportKind kind)
{
  g_autofree char *ending = g_strdup_printf (".%s", kinds[kind].id);
  g_autofree char *folded = g_utf8_casefold (path, -1);

  if (g_str_has_suffix (path, ending))
    return g_strdup (path);
  if (g_str_has_suffix (folded, ending))
    return g_strdup_printf ("%.*s%s", (int) (strlen (path) - strlen (ending)), path, ending);

  return g_strconcat (path, ending, NULL);
}

/* In a sandbox a chosen file comes alone, and a list has its manifest beside it: there a folder is
 * chosen. */
static gboolean
wants_folder (WbExportKind kind)
{
  return kind == WB_EXPORT_CSV && wb_is_sandboxed ();
}

static char *
choose_path (const Export *export, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return NULL;
  if (wants_folder (export->kind))
    return g_build_filename (path, wb_say (kinds[export->kind].name), NULL);

  return complete_path (path, export->kind);
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  if (file != NULL)
    export->path = choose_path (export, file);
  g_object_unref (dialog);
  if (export->path == NULL)
    {
      export_free (export);
      return;
    }
  export->timeout = g_timeout_add (PROGRESS_MS, show_progress, export);
  wb_work_start (WB_LANE_LONG, export->project, write_in_worker, export, NULL, NULL,
                 export->cancellable, on_written, export);
}

void
wb_export_ask (GtkWidget *widget,
               WbProject *project,
               gint64 run,
               WbExportKind kind,
               const TnListFilter *filter,
               const TnLanguage *language)
{
  Export *export = g_new0 (Export, 1);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      wb_say (N_ ("Export")), GTK_WINDOW (gtk_widget_get_root (widget)),
      wants_folder (kind) ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_SAVE,
      wb_say (N_ ("_Export")), NULL);

  g_set_weak_pointer (&export->widget, widget);
  g_mutex_init (&export->lock);
  export->project = g_object_ref (project);
  export->store = tn_project_ref (wb_project_get_store (project));
  export->cancellable = g_cancellable_new ();
  export->run = run;
  export->kind = kind;
  if (filter != NULL)
    tn_list_filter_copy (filter, &export->filter);
  else
    tn_list_filter_init (&export->filter);
  export->language = language;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (!wants_folder (kind))
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), wb_say (kinds[kind].name));
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), export);
  wb_chooser_show (dialog);
}
