/* wb-chart-data.c: the data behind a chart as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-data.h"

#include "wb-chooser.h"
#include "wb-ui.h"
#include "wb-work.h"

#define MOST_LETTERS 28

/* Rows: made when they are looked at, so that a million costs nothing */

#define WB_TYPE_CHART_ROW (wb_chart_row_get_type ())
G_DECLARE_FINAL_TYPE (WbChartRow, wb_chart_row, WB, CHART_ROW, GObject)

struct _WbChartRow
{
  GObject parent_instance;

  TnChart *chart;
  guint index; /* of the chart's rows, 1 for the first below the heads */
};

G_DEFINE_FINAL_TYPE (WbChartRow, wb_chart_row, G_TYPE_OBJECT)

static void
wb_chart_row_finalize (GObject *object)
{
  g_clear_pointer (&WB_CHART_ROW (object)->chart, tn_chart_unref);

  G_OBJECT_CLASS (wb_chart_row_parent_class)->finalize (object);
}

static void
wb_chart_row_class_init (WbChartRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_chart_row_finalize;
}

static void
wb_chart_row_init (WbChartRow *self)
{
}

#define WB_TYPE_CHART_ROWS (wb_chart_rows_get_type ())
G_DECLARE_FINAL_TYPE (WbChartRows, wb_chart_rows, WB, CHART_ROWS, GObject)

struct _WbChartRows
{
  GObject parent_instance;

  TnChart *chart;
};

static GType
get_item_type (GListModel *model)
{
  return WB_TYPE_CHART_ROW;
}

static guint
get_n_items (GListModel *model)
{
  gsize n = tn_chart_get_n_rows (WB_CHART_ROWS (model)->chart);

  return n > 0 ? (guint) MIN (n - 1, G_MAXUINT) : 0;
}

static gpointer
get_item (GListModel *model, guint position)
{
  WbChartRow *row;

  if (position >= get_n_items (model))
    return NULL;
  row = g_object_new (WB_TYPE_CHART_ROW, NULL);
  row->chart = tn_chart_ref (WB_CHART_ROWS (model)->chart);
  row->index = position + 1;

  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbChartRows,
                               wb_chart_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
wb_chart_rows_finalize (GObject *object)
{
  g_clear_pointer (&WB_CHART_ROWS (object)->chart, tn_chart_unref);

  G_OBJECT_CLASS (wb_chart_rows_parent_class)->finalize (object);
}

static void
wb_chart_rows_class_init (WbChartRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_chart_rows_finalize;
}

static void
wb_chart_rows_init (WbChartRows *self)
{
}

/* Columns */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = wb_label_new (NULL, "tabular");

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

/* How wide a text is, by the widths letters have in a fixed-width type: two for Chinese. */
static int
count_widths (const char *text)
{
  int n = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    n += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;

  return n;
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  WbChartRow *row = gtk_list_item_get_item (item);
  g_autofree char *text =
      tn_chart_say_cell (row->chart, row->index, GPOINTER_TO_UINT (user_data), wb_language ());

  /* Wide enough for most, and cut where a name is longer still. */
  gtk_label_set_width_chars (GTK_LABEL (gtk_list_item_get_child (item)),
                             MIN (count_widths (text), MOST_LETTERS));
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static GtkWidget *
make_table (TnChart *chart)
{
  WbChartRows *rows = g_object_new (WB_TYPE_CHART_ROWS, NULL);
  GtkWidget *view;

  rows->chart = tn_chart_ref (chart);
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (rows))));
  gtk_widget_add_css_class (view, "data-table");
  gtk_column_view_set_show_column_separators (GTK_COLUMN_VIEW (view), TRUE);
  for (guint i = 0; i < tn_chart_get_n_columns (chart); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autofree char *head = tn_chart_say_cell (chart, 0, i, wb_language ());
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (head, factory);
      gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }

  return view;
}

/* Copy and save */

typedef struct
{
  GtkWidget *widget; /* weak */
  TnChart *chart;
  char separator;
  const TnLanguage *language;
  char *path; /* NULL for the clipboard */
} Text;

static void
text_free (gpointer data)
{
  Text *self = data;

  g_clear_weak_pointer (&self->widget);
  tn_chart_unref (self->chart);
  g_free (self->path);
  g_free (self);
}

static gpointer
say_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Text *text = data;
  g_autoptr (GBytes) bytes =
      tn_chart_to_text (text->chart, text->separator, text->language, cancellable, error);

  if (bytes == NULL)
    return NULL;
  if (text->path != NULL)
    g_file_set_contents (text->path, g_bytes_get_data (bytes, NULL),
                         (gssize) g_bytes_get_size (bytes), error);

  return g_steal_pointer (&bytes);
}

static void
on_said (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Text *text = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = wb_work_finish (result, &error);

  if (text->widget != NULL && text->path != NULL)
    wb_chart_tell_written (text->widget, text->path, error);
  else if (text->widget != NULL && bytes != NULL)
    {
      g_autofree char *words = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      gdk_clipboard_set_text (gtk_widget_get_clipboard (text->widget), words);
    }
  text_free (text);
}

static Text *
text_new (GtkWidget *widget, char separator)
{
  Text *self = g_new0 (Text, 1);

  g_set_weak_pointer (&self->widget, widget);
  self->chart = tn_chart_ref (g_object_get_data (G_OBJECT (widget), "chart"));
  self->separator = separator;
  self->language = wb_language ();

  return self;
}

static void
say (Text *text)
{
  wb_work_start (WB_LANE_LONG, text->widget, say_in_worker, text, NULL,
                 (GDestroyNotify) g_bytes_unref, NULL, on_said, text);
}

static void
on_copy (GtkWidget *window)
{
  say (text_new (window, '\t'));
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Text *text = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  if (file != NULL && text->widget != NULL)
    {
      text->path = g_file_get_path (file);
      say (text);
    }
  else
    text_free (text);
  g_object_unref (dialog);
}

static void
on_save (GtkWidget *window)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (wb_say (N_ ("Save the Data")), GTK_WINDOW (window),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, wb_say (N_ ("_Save")), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), wb_say (N_ ("chart.csv")));
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), text_new (window, ','));
  wb_chooser_show (dialog);
}

/* Window */

static GtkWidget *
make_header (GtkWidget *window)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_mnemonic (wb_say (N_ ("_Copy")));
  GtkWidget *save = gtk_button_new_with_mnemonic (wb_say (N_ ("Save as CS_V…")));

  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (on_copy), window);
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (on_save), window);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), save);

  return header;
}

static gboolean
on_close_key (GtkWidget *window, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (window));

  return TRUE;
}

static gboolean
on_copy_key (GtkWidget *window, GVariant *args, gpointer user_data)
{
  on_copy (window);

  return TRUE;
}

static void
add_shortcut (GtkEventController *controller,
              guint key,
              GdkModifierType state,
              GtkShortcutFunc func)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, state),
                        gtk_callback_action_new (func, NULL, NULL)));
}

static void
add_shortcuts (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_shortcut (controller, GDK_KEY_Escape, 0, on_close_key);
  add_shortcut (controller, GDK_KEY_c, GDK_CONTROL_MASK, on_copy_key);
  gtk_widget_add_controller (window, controller);
}

/**
 * wb_chart_data_new:
 * @chart: with rows
 * @parent: (nullable): the window of the chart
 *
 * Returns: a window with the data behind a chart: for eyes, screen readers, the clipboard, a file
 */
GtkWidget *
wb_chart_data_new (TnChart *chart, GtkWindow *parent)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "destroy-with-parent", TRUE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *table = make_table (chart);
  const TnMessage *title = tn_chart_get_title (chart);
  g_autofree char *name =
      title != NULL ? wb_say_message (title) : g_strdup (wb_say (N_ ("Data of the chart")));

  g_object_set_data_full (G_OBJECT (window), "chart", tn_chart_ref (chart),
                          (GDestroyNotify) tn_chart_unref);
  gtk_window_set_title (GTK_WINDOW (window), name);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 480);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), table);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (window));
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  add_shortcuts (window);

  return window;
}
