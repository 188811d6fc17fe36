/* wb-import-notes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-notes.h"

#include "tn-error.h"
#include "tn-memory.h"
#include "wb-chooser.h"
#include "wb-import-parts.h"
#include "wb-ui.h"

struct _WbImportNotes
{
  AdwBin parent_instance;

  WbImport *import;
  GtkWidget *failures; /* %NULL once disposed of */
  GtkWidget *people;
  GtkWidget *key;
  GtkWidget *memory;
  gboolean keep_people; /* they come in as they are, a person said so */
};

G_DEFINE_FINAL_TYPE (WbImportNotes, wb_import_notes, ADW_TYPE_BIN)

/* An empty column of notes takes no room. */
static void
update_visible (WbImportNotes *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->failures) != NULL ||
                                                 gtk_widget_get_visible (self->people) ||
                                                 gtk_widget_get_visible (self->key) ||
                                                 gtk_widget_get_visible (self->memory));
}

static GtkWidget *
make_note (const char *text, gboolean warning)
{
  GtkWidget *note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = wb_label_new (text, NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (note, "note");
  if (warning)
    gtk_widget_add_css_class (note, "warning-note");
  gtk_box_append (GTK_BOX (note), label);

  return note;
}

/* Several buttons stand below the text: beside it there is no room for them in a narrow window. */
static GtkWidget *
add_buttons (GtkWidget *note)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (note), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (note), 6);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (note), buttons);

  return buttons;
}

static GtkWidget *
add_button (GtkWidget *note, WbImportNotes *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (callback != NULL)
    g_signal_connect_object (button, "clicked", callback, self, 0);
  gtk_box_append (GTK_BOX (note), button);
  wb_import_key_widget (button, label, 0);

  return button;
}

/* Choosing files */

typedef void (*Chosen) (WbImportNotes *self, GListModel *files);

static void
on_chooser_response (GtkNativeDialog *dialog, int response, WbImportNotes *self)
{
  Chosen chosen = (Chosen) g_object_get_data (G_OBJECT (dialog), "chosen");

  if (response == GTK_RESPONSE_ACCEPT && self->failures != NULL)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      chosen (self, files);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static GtkFileChooser *
choose (WbImportNotes *self, GtkFileChooserAction action, const char *title, Chosen chosen)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (root), action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_object_set_data (G_OBJECT (dialog), "chosen", (gpointer) chosen);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chooser_response), self, 0);
  wb_chooser_show (dialog);

  return GTK_FILE_CHOOSER (dialog);
}

static char *
dup_path (GListModel *files, guint index)
{
  g_autoptr (GFile) file = g_list_model_get_item (files, index);

  return file != NULL ? g_file_get_path (file) : NULL;
}

/* Failures */

static void
add_failure (WbImportNotes *self, const char *text)
{
  gtk_box_append (GTK_BOX (self->failures), make_note (text, TRUE));
  update_visible (self);
}

static void
on_moved_chosen (WbImportNotes *self, GListModel *files)
{
  g_autofree char *path = dup_path (files, 0);

  wb_box_clear (self->failures);
  if (path != NULL)
    wb_import_locate (self->import, path);
}

static void
on_locate (GtkButton *button, WbImportNotes *self)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_OPEN, wb_say (N_ ("Choose the file that was imported")),
          on_moved_chosen);
}

static void
on_failed (WbImport *import, const GError *error, gboolean unreadable, WbImportNotes *self)
{
  g_autofree char *text = wb_say_error (error);
  GtkWidget *note = make_note (text, TRUE);

  gtk_box_append (GTK_BOX (self->failures), note);
  if (unreadable && wb_import_get_dataset (import) != NULL)
    add_button (note, self, wb_say (N_ ("Choose the File…")), G_CALLBACK (on_locate));
  update_visible (self);
}

static void
on_more_chosen (WbImportNotes *self, GListModel *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autofree char *path = dup_path (files, i);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (paths[0] != NULL)
    wb_import_add (self->import, (const char *const *) paths);
}

/**
 * wb_import_notes_add_files:
 *
 * Asks for more files of the same shape.
 */
void
wb_import_notes_add_files (WbImportNotes *self)
{
  gtk_file_chooser_set_select_multiple (choose (self, GTK_FILE_CHOOSER_ACTION_OPEN,
                                                wb_say (N_ ("Choose files with the same columns")),
                                                on_more_chosen),
                                        TRUE);
}

/* People */

static gboolean
is_open (const TnImportColumn *column)
{
  return column->included && !column->pseudonym && column->sensitive != TN_SENSITIVE_NONE;
}

static void
on_keep (GtkButton *button, WbImportNotes *self)
{
  self->keep_people = TRUE;
  gtk_widget_set_visible (self->people, FALSE);
  update_visible (self);
}

static void
show_people (WbImportNotes *self)
{
  const TnImportPlan *plan = wb_import_get_plan (self->import);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;
  GtkWidget *note, *buttons;

  wb_box_clear (self->people);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    if (is_open (tn_import_plan_get_column (plan, i)))
      g_string_append_printf (names, "%s%s", names->len > 0 ? wb_say_in (N_ ("list|, ")) : "",
                              tn_import_plan_get_column (plan, i)->name);
  gtk_widget_set_visible (self->people, names->len > 0 && !self->keep_people);
  if (names->len == 0 || self->keep_people)
    return;
  text = wb_say_text (N_ ("{columns}: these can say who a person is. Pseudonyms can stand in their "
                          "place: the same value gives the same one, and the value is not kept."),
                      "columns", names->str);
  note = make_note (text, FALSE);
  buttons = add_buttons (note);
  add_button (buttons, self, wb_say (N_ ("Keep as It Is")), G_CALLBACK (on_keep));
  gtk_actionable_set_action_name (
      GTK_ACTIONABLE (add_button (buttons, self, wb_say (N_ ("Replace")), NULL)),
      "import.replace-people");
  gtk_box_append (GTK_BOX (self->people), note);
}

/* The key */

static void
on_key_chosen (WbImportNotes *self, GListModel *files)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path (files, 0);
  g_autofree char *text = NULL;

  if (path == NULL || wb_import_read_key (self->import, path, &error))
    return;
  text = wb_say_error (error);
  add_failure (self, text);
}

static void
on_key_named (WbImportNotes *self, GListModel *files)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path (files, 0);
  g_autofree char *text = NULL;

  if (path == NULL || wb_import_write_key (self->import, path, &error))
    return;
  text = wb_say_error (error);
  add_failure (self, text);
}

static void
on_use_key (GtkButton *button, WbImportNotes *self)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_OPEN, wb_say (N_ ("Choose the file with the key")),
          on_key_chosen);
}

static void
on_save_key (GtkButton *button, WbImportNotes *self)
{
  gtk_file_chooser_set_current_name (choose (self, GTK_FILE_CHOOSER_ACTION_SAVE,
                                             wb_say (N_ ("Choose where the key is kept")),
                                             on_key_named),
                                     "tenure.key");
}

static char *
say_key (WbImportNotes *self, WbImportKey state)
{
  switch (state)
    {
    case WB_IMPORT_KEY_SOUGHT:
      return g_strdup (wb_say (N_ ("Looking for the key of the pseudonyms in the keyring")));
    case WB_IMPORT_KEY_RING:
      return g_strdup (wb_say (N_ ("The key of the pseudonyms is kept in the keyring of this "
                                   "computer, never in the project.")));
    case WB_IMPORT_KEY_FILE:
      return wb_say_text (N_ ("The key of the pseudonyms is in {file}, never in the project. "
                              "Without that file no later data give the same ones."),
                          "file", wb_import_get_key_file (self->import));
    case WB_IMPORT_KEY_LOST:
      return g_strdup (wb_say (N_ ("The pseudonyms of this project were made by a key that is not "
                                   "in the keyring. Choose the file it is in.")));
    case WB_IMPORT_KEY_HOMELESS:
    default:
      return g_strdup (wb_say (N_ ("No keyring answers on this computer. Choose a file for the key "
                                   "of the pseudonyms; the project never holds it.")));
    }
}

static void
show_past (WbImportNotes *self)
{
  if (wb_import_has_plain_past (self->import))
    gtk_box_append (
        GTK_BOX (self->key),
        make_note (wb_say (N_ ("The project already holds these values as they are, and its "
                               "history keeps them for Undo. For a project that never held them, "
                               "import into a new one.")),
                   TRUE));
}

static void
show_key (WbImportNotes *self)
{
  WbImportKey state = wb_import_get_key_state (self->import);
  gboolean stuck = state == WB_IMPORT_KEY_LOST || state == WB_IMPORT_KEY_HOMELESS;
  g_autofree char *text = NULL;
  GtkWidget *note, *place;

  wb_box_clear (self->key);
  gtk_widget_set_visible (self->key, state != WB_IMPORT_KEY_NONE);
  update_visible (self);
  if (state == WB_IMPORT_KEY_NONE)
    return;
  text = say_key (self, state);
  place = note = make_note (text, stuck);
  if (state == WB_IMPORT_KEY_HOMELESS)
    {
      place = add_buttons (note);
      add_button (place, self, wb_say (N_ ("Save the Key…")), G_CALLBACK (on_save_key));
    }
  if (state != WB_IMPORT_KEY_SOUGHT)
    add_button (place, self, wb_say (N_ ("Use a Key File…")), G_CALLBACK (on_use_key));
  gtk_box_append (GTK_BOX (self->key), note);
  show_past (self);
}

/* Memory */

static void
show_memory (WbImportNotes *self)
{
  const WbCheck *check = wb_import_get_check (self->import);
  gint64 available = tn_memory_available ();
  g_autofree char *need = NULL;
  g_autofree char *have = NULL;
  g_autofree char *text = NULL;
  TnMessage *message;

  wb_box_clear (self->memory);
  gtk_widget_set_visible (self->memory, check != NULL && check->n_bytes > available);
  update_visible (self);
  if (check == NULL || check->n_bytes <= available)
    return;
  need = wb_say_size (check->n_bytes);
  have = wb_say_size (available);
  message = tn_message_new (N_ ("With all rows in use this takes {need} of memory, and {have} are "
                                "free. They can be imported; a run will offer to take a sample. "
                                "Columns that are left out need nothing."));
  tn_message_text (message, "need", need);
  text = wb_say_take (tn_message_text (message, "have", have));
  gtk_box_append (GTK_BOX (self->memory), make_note (text, TRUE));
}

/* The widget */

static void
on_looked (WbImport *import, WbImportNotes *self)
{
  wb_box_clear (self->failures);
  show_people (self);
  show_key (self);
  show_memory (self);
  update_visible (self);
}

static void
wb_import_notes_dispose (GObject *object)
{
  WbImportNotes *self = WB_IMPORT_NOTES (object);

  self->failures = NULL;
  if (self->import != NULL)
    g_signal_handlers_disconnect_by_data (self->import, self);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (wb_import_notes_parent_class)->dispose (object);
}

static void
wb_import_notes_class_init (WbImportNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_import_notes_dispose;
}

static GtkWidget *
add_box (GtkWidget *all)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (all), box);

  return box;
}

static void
wb_import_notes_init (WbImportNotes *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->failures = add_box (all);
  self->people = add_box (all);
  self->key = add_box (all);
  self->memory = add_box (all);
  gtk_widget_set_visible (self->people, FALSE);
  gtk_widget_set_visible (self->key, FALSE);
  gtk_widget_set_visible (self->memory, FALSE);
  update_visible (self);
  adw_bin_set_child (ADW_BIN (self), all);
}

GtkWidget *
wb_import_notes_new (WbImport *import)
{
  WbImportNotes *self = g_object_new (WB_TYPE_IMPORT_NOTES, NULL);

  self->import = g_object_ref (import);
  g_signal_connect (import, "looked", G_CALLBACK (on_looked), self);
  g_signal_connect (import, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (import, "checked", G_CALLBACK (show_memory), self);
  g_signal_connect_swapped (import, "key-changed", G_CALLBACK (show_key), self);

  return GTK_WIDGET (self);
}
