/* wb-data-sets.c: the data sets of the project, and the one that is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import-dataset.h"
#include "wb-data-private.h"
#include "wb-problem-table.h"
#include "wb-ui.h"

/* Reasons are sentences; rows stand as in the file. */
#define PROBLEMS_VIEW "{\"widths\":{\"reason\":420,\"text\":300},\"sort\":\"line\"}"

/* The list */

static GtkWidget *
make_badge (const TnDataset *dataset)
{
  gint64 n_aside = tn_dataset_count_problem_rows (dataset);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *text =
      n_aside > 0
          ? wb_say_count (TN_PLURAL ("{n} row set aside", "{n} rows set aside"), "n", n_aside)
          : g_strdup (wb_say (N_ ("no problems")));
  GtkWidget *icon = gtk_image_new_from_icon_name (n_aside > 0 ? "dialog-warning-symbolic"
                                                              : "object-select-symbolic");
  GtkWidget *label = wb_label_new (text, "caption");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "dim-label");

  return box;
}

static GtkWidget *
make_row (const TnDataset *dataset)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *rows = wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", dataset->n_rows);
  GtkWidget *about = wb_label_new (rows, "caption");

  gtk_widget_add_css_class (about, "dim-label");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), wb_label_new (dataset->name, "heading"));
  gtk_box_append (GTK_BOX (box), about);
  gtk_box_append (GTK_BOX (box), make_badge (dataset));

  return box;
}

static const TnDataset *
fill_datasets (WbDataPage *self, const WbState *state)
{
  const TnDataset *shown = NULL;

  self->filling = TRUE;
  wb_list_clear (self->datasets);
  for (guint i = 0; i < state->datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (state->datasets, i);

      gtk_list_box_append (self->datasets, make_row (dataset));
      if (shown == NULL || g_strcmp0 (dataset->name, self->shown) == 0)
        {
          shown = dataset;
          gtk_list_box_select_row (self->datasets,
                                   gtk_list_box_get_row_at_index (self->datasets, (int) i));
        }
    }
  self->filling = FALSE;

  return shown;
}

/* Loading */

typedef struct
{
  TnProject *project;
  char *name;
  gint64 table;
  gboolean problems;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self->name);
  g_free (self);
}

typedef struct
{
  TnTable *table;
  gint64 id;
  WbView *view;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *self = data;

  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->view, wb_view_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

static gpointer
load_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);
  g_autoptr (TnTable) stored = NULL;
  g_autoptr (JsonNode) sentences = NULL;

  loaded->id = request->table;
  stored = request->problems ? tn_project_load_table (request->project, request->table, error)
                             : tn_project_load_dataset (request->project, request->name, error);
  if (stored == NULL)
    return NULL;
  loaded->table = request->problems ? wb_problem_table_new (stored) : tn_table_ref (stored);
  sentences = json_from_string (PROBLEMS_VIEW, NULL);
  loaded->view = request->problems ? wb_view_new_from_json (sentences)
                                   : wb_view_load (request->project, request->name);

  return g_steal_pointer (&loaded);
}

/* The column's shape has come meanwhile. */
static void
on_sheet_changed (WbSheet *sheet, WbDataPage *self)
{
  if (self->inspected >= 0 && !self->inspected_whole &&
      wb_sheet_peek_shape (sheet, (guint) self->inspected) != NULL)
    _wb_data_inspect (self, (guint) self->inspected);
}

static void
take_view (WbDataPage *self, WbView *view)
{
  g_clear_pointer (&self->view, wb_view_free);
  self->view = view;
  wb_view_apply (view, self->grid);
  self->wish.sort =
      wb_view_get_sort (view, wb_sheet_get_table (self->sheet), &self->wish.descending);
}

static void
show_new_sheet (WbDataPage *self, Loaded *loaded)
{
  guint n = tn_table_get_n_columns (loaded->table);

  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_clear_object (&self->sheet);
  self->sheet = wb_sheet_new (loaded->table);
  self->shown_table = loaded->id;
  g_signal_connect (self->sheet, "changed", G_CALLBACK (on_sheet_changed), self);
  wb_grid_set_sheet (self->grid, self->sheet);
  wb_filter_bar_set_sheet (self->search, self->sheet);
  g_clear_pointer (&self->pending, wb_view_free);
  take_view (self, g_steal_pointer (&loaded->view));
  _wb_data_show_status (self);
  _wb_data_inspect (self, self->inspected > 0 && self->inspected < n ? (guint) self->inspected : 0);
  _wb_data_find_rows (self);
}

/* A layout made here is on its way into the project: what was read before it came is passed over.
 */
static gboolean
is_view_awaited (WbDataPage *self, const WbView *view)
{
  if (self->pending == NULL)
    return FALSE;
  if (wb_view_equal (self->pending, view) || self->n_awaited-- == 0)
    {
      g_clear_pointer (&self->pending, wb_view_free);
      return FALSE;
    }

  return TRUE;
}

/* The same rows: what was fetched of them, the place and the choice stay. */
static void
show_same_sheet (WbDataPage *self, Loaded *loaded)
{
  int sort = self->wish.sort;
  gboolean descending = self->wish.descending;

  wb_sheet_set_table (self->sheet, loaded->table);
  if (!is_view_awaited (self, loaded->view) && !wb_view_equal (self->view, loaded->view))
    take_view (self, g_steal_pointer (&loaded->view));
  if (self->inspected >= 0)
    _wb_data_inspect (self, (guint) self->inspected);
  if (sort != self->wish.sort || descending != self->wish.descending)
    _wb_data_find_rows (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbDataPage *self = WB_DATA_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded = wb_work_finish (result, &error);

  if (self->inspector == NULL)
    return;
  if (loaded == NULL)
    {
      wb_project_fail (self->project, error);
      return;
    }
  if (self->sheet != NULL && self->shown_table == loaded->id)
    show_same_sheet (self, loaded);
  else
    show_new_sheet (self, loaded);
}

static void
load (WbDataPage *self, const TnDataset *dataset)
{
  Request *request = g_new0 (Request, 1);

  g_cancellable_cancel (self->loading);
  g_object_unref (self->loading);
  self->loading = g_cancellable_new ();
  request->project = tn_project_ref (wb_project_get_store (self->project));
  request->name = g_strdup (dataset->name);
  request->problems = self->problems;
  request->table = self->problems ? dataset->problems : dataset->table;
  wb_work_start (WB_LANE_LOOK, self, load_in_worker, request, request_free, loaded_free,
                 self->loading, on_loaded, NULL);
}

/* How it was read can be corrected where that is known. */
static void
show_again (WbDataPage *self, const TnDataset *dataset, const WbState *state)
{
  g_autoptr (GPtrArray) origins = tn_dataset_get_origins (dataset, NULL);

  self->has_files = origins != NULL;
  gtk_widget_set_visible (self->again, origins != NULL && !state->read_only);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->again), "s", dataset->name);
}

void
_wb_data_show_dataset (WbDataPage *self, const TnDataset *dataset)
{
  g_autofree char *tab =
      wb_say_count (TN_PLURAL ("Problems {n}", "Problems {n}"), "n", dataset->n_problem_rows);

  if (g_strcmp0 (self->shown, dataset->name) != 0)
    {
      g_free (self->shown);
      self->shown = g_strdup (dataset->name);
      self->inspected = -1;
      self->shown_table = 0;
      _wb_data_stop_retype (self);
      wb_filter_bar_set_text (self->search, "");
      gtk_toggle_button_set_active (self->rows_tab, TRUE);
    }
  if (self->problems && dataset->problems == 0)
    gtk_toggle_button_set_active (self->rows_tab, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->problems_tab), tab);
  gtk_widget_set_visible (self->tabs, dataset->problems != 0);
  show_again (self, dataset, wb_project_get_state (self->project));
  load (self, dataset);
}

void
_wb_data_select_dataset (WbDataPage *self, GtkListBoxRow *row)
{
  const WbState *state;

  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->project == NULL)
    return;
  state = wb_project_get_state (self->project);
  _wb_data_show_dataset (
      self, g_ptr_array_index (state->datasets, (guint) gtk_list_box_row_get_index (row)));
}

void
_wb_data_show_state (WbDataPage *self)
{
  const TnDataset *shown = fill_datasets (self, wb_project_get_state (self->project));

  gtk_stack_set_visible_child_name (self->stack, shown != NULL ? "data" : "empty");
  if (shown != NULL)
    _wb_data_show_dataset (self, shown);
}
