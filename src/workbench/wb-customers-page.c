/* wb-customers-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customers-page.h"

#include <math.h>

#include "tn-json.h"
#include "wb-customer-row.h"
#include "wb-customers.h"
#include "wb-export.h"
#include "wb-portrait.h"
#include "wb-result.h"
#include "wb-ui.h"

#define HIGH_CHANCE 0.5
#define WIDE_FROM   620

enum
{
  FILTER_ALL,
  FILTER_FIRST,
  FILTER_HIGH,
};

struct _WbCustomersPage
{
  AdwBin parent_instance;

  WbProject *project;
  gboolean narrow; /* rows are of three lines */
  gint64 shown;    /* run whose list is shown or on its way */
  WbResult *result;
  WbCustomerData *data;
  WbCustomers *customers;
  GtkSingleSelection *selection;
  GCancellable *loading;
  GCancellable *finding;

  GtkStack *stack;
  AdwLeaflet *leaflet;
  GtkLabel *leavers;
  GtkLabel *stake;
  GtkEditable *search;
  GtkDropDown *filter;
  GtkWidget *heads;
  GtkListView *list;
  GtkLabel *status;
  GtkWidget *portrait;
  GtkWidget *back_bar;
};

G_DEFINE_FINAL_TYPE (WbCustomersPage, wb_customers_page, ADW_TYPE_BIN)

static JsonObject *
get_list (WbCustomersPage *self)
{
  return self->result != NULL && self->result->list != NULL
             ? json_node_get_object (self->result->list)
             : NULL;
}

/* The head: how many, and what is at stake */

static void
show_leavers (WbCustomersPage *self, JsonObject *list)
{
  JsonObject *leavers = tn_json_object (list, "leavers");
  TnMessage *message = tn_message_new (
      N_ ("About {leavers} of {all} customers will probably leave ({low} to {high})."));
  g_autofree char *text = NULL;

  message = tn_message_round (message, "leavers", tn_json_double (leavers, "value", NAN), 3);
  message = tn_message_count (message, "all", tn_json_int (list, "n", 0));
  message = tn_message_round (message, "low", tn_json_double (leavers, "low", NAN), 3);
  text = wb_say_take (tn_message_round (message, "high", tn_json_double (leavers, "high", NAN), 3));
  gtk_label_set_text (self->leavers, text);
}

static void
show_stake (WbCustomersPage *self, JsonObject *list)
{
  JsonObject *stake = tn_json_object (list, "stake");
  const char *currency = tn_json_string (list, "currency", "");
  TnMessage *message;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->stake), stake != NULL);
  if (stake == NULL)
    return;
  message = tn_message_new (N_ ("At stake: {value} (95% interval {low} to {high})."));
  message = tn_message_money (message, "value", tn_json_double (stake, "value", NAN), currency, 2);
  message = tn_message_money (message, "low", tn_json_double (stake, "low", NAN), currency, 2);
  text = wb_say_take (
      tn_message_money (message, "high", tn_json_double (stake, "high", NAN), currency, 2));
  gtk_label_set_text (self->stake, text);
}

static void
show_status (WbCustomersPage *self)
{
  JsonObject *list = get_list (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->customers));
  gint64 as_of = tn_json_int (list, "as_of", 0);
  g_autofree char *date =
      as_of != 0 ? tn_language_format_date (wb_language (), as_of) : g_strdup ("–");
  TnMessage *message = tn_message_count (
      tn_message_new_plural (TN_PLURAL ("{n} customer shown. Chances as of {date}, run {run}.",
                                        "{n} customers shown. Chances as of {date}, run {run}."),
                             n),
      "n", n);
  g_autofree char *run = g_strdup_printf ("%" G_GINT64_FORMAT, self->shown);
  g_autofree char *text = NULL;

  message = tn_message_text (message, "date", date);
  text = wb_say_take (tn_message_text (message, "run", run));
  gtk_label_set_text (self->status, text);
}

/* One customer */

static void
show_portrait (WbCustomersPage *self)
{
  WbCustomerItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->project == NULL)
    return;
  wb_box_clear (self->portrait);
  if (item != NULL && self->data != NULL)
    gtk_box_append (GTK_BOX (self->portrait),
                    wb_portrait_new (self->project, self->data, wb_customer_item_get_row (item),
                                     get_list (self)));
}

static void
on_activated (GtkListView *list, guint position, WbCustomersPage *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "portrait");
}

static void
on_back (GtkButton *button, WbCustomersPage *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

/* Search and filter, off the main loop: there may be a million customers */

typedef struct
{
  WbCustomerData *data;
  char *text;
  WbCustomerWish wish;
} Find;

static void
find_free (gpointer data)
{
  Find *self = data;

  wb_customer_data_unref (self->data);
  g_free (self->text);
  g_free (self);
}

static gpointer
find_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Find *find = data;

  return wb_customer_data_find (find->data, &find->wish);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (source);
  g_autoptr (GBytes) rows = wb_work_finish (result, NULL);

  if (rows == NULL || self->customers == NULL)
    return;
  wb_customers_set_rows (self->customers, rows);
  show_status (self);
  show_portrait (self);
}

static void
find_customers (WbCustomersPage *self)
{
  const char *text;
  Find *find;

  if (self->data == NULL || self->project == NULL)
    return;
  text = gtk_editable_get_text (self->search);
  g_cancellable_cancel (self->finding);
  g_object_unref (self->finding);
  self->finding = g_cancellable_new ();
  find = g_new0 (Find, 1);
  find->data = wb_customer_data_ref (self->data);
  find->text = *text != '\0' ? g_strdup (text) : NULL;
  find->wish.text = find->text;
  if (gtk_drop_down_get_selected (self->filter) == FILTER_HIGH)
    find->wish.chance = HIGH_CHANCE;
  if (gtk_drop_down_get_selected (self->filter) == FILTER_FIRST)
    find->wish.first = tn_json_int (tn_json_object (get_list (self), "first"), "n", 0);
  wb_work_start (WB_LANE_LOOK, self, find_in_worker, find, find_free,
                 (GDestroyNotify) g_bytes_unref, self->finding, on_found, NULL);
}

static void
fill_filter (WbCustomersPage *self)
{
  gint64 first = tn_json_int (tn_json_object (get_list (self), "first"), "n", 0);
  g_autofree char *first_text =
      wb_say_count (TN_PLURAL ("The first {n}", "The first {n}"), "n", first);
  const char *names[] = { wb_say (N_ ("Everyone")), first_text, wb_say (N_ ("Chance from 50%")),
                          NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  gtk_drop_down_set_model (self->filter, G_LIST_MODEL (model));
}

/* Loading */

typedef struct
{
  WbResult *result;
  WbCustomerData *data;
} Loaded;

typedef struct
{
  TnProject *project;
  gint64 run;
} Request;

static void
loaded_free (gpointer data)
{
  Loaded *self = data;

  g_clear_pointer (&self->result, wb_result_unref);
  g_clear_pointer (&self->data, wb_customer_data_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self);
}

static gpointer
load_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  loaded->result = wb_result_read (request->project, request->run, error);
  if (loaded->result == NULL)
    return NULL;
  if (loaded->result->customers != NULL)
    {
      loaded->data = wb_customer_data_read (loaded->result->customers, error);
      if (loaded->data == NULL)
        return NULL;
    }

  return g_steal_pointer (&loaded);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded = wb_work_finish (result, &error);

  if (loaded == NULL)
    {
      if (self->project != NULL)
        wb_project_fail (self->project, error);
      return;
    }
  if (loaded->result->run != self->shown)
    return;
  g_clear_pointer (&self->result, wb_result_unref);
  g_clear_pointer (&self->data, wb_customer_data_unref);
  self->result = g_steal_pointer (&loaded->result);
  self->data = g_steal_pointer (&loaded->data);
  gtk_stack_set_visible_child_name (self->stack, self->data != NULL ? "list" : "empty");
  if (self->data == NULL)
    return;
  show_leavers (self, get_list (self));
  show_stake (self, get_list (self));
  fill_filter (self);
  find_customers (self);
}

static void
on_changed (WbProject *project, WbCustomersPage *self)
{
  const TnRun *run = wb_project_get_shown_run (project);
  Request *request;

  if (run == NULL || run->status != TN_RUN_DONE)
    {
      if (self->data == NULL)
        gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  if (run->id == self->shown)
    return;
  self->shown = run->id;
  g_cancellable_cancel (self->loading);
  g_object_unref (self->loading);
  self->loading = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->project = tn_project_ref (wb_project_get_store (project));
  request->run = run->id;
  wb_work_start (WB_LANE_LOOK, self, load_in_worker, request, request_free, loaded_free,
                 self->loading, on_loaded, NULL);
}

/* Rows */

static void
on_setup_wide (GtkSignalListItemFactory *factory, GtkListItem *item, WbCustomersPage *self)
{
  gtk_list_item_set_child (item, wb_customer_row_new (FALSE));
}

static void
on_setup_narrow (GtkSignalListItemFactory *factory, GtkListItem *item, WbCustomersPage *self)
{
  gtk_list_item_set_child (item, wb_customer_row_new (TRUE));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WbCustomersPage *self)
{
  wb_customer_row_show (WB_CUSTOMER_ROW (gtk_list_item_get_child (item)), self->data,
                        wb_customer_item_get_row (gtk_list_item_get_item (item)),
                        tn_json_string (get_list (self), "currency", ""));
}

static void
choose_factory (WbCustomersPage *self)
{
  gboolean narrow = self->narrow;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup",
                    narrow ? G_CALLBACK (on_setup_narrow) : G_CALLBACK (on_setup_wide), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_widget_set_visible (self->heads, !narrow);
}

static gboolean
choose_factory_cb (gpointer user_data)
{
  WbCustomersPage *self = user_data;

  if (self->leaflet != NULL)
    choose_factory (self);

  return G_SOURCE_REMOVE;
}

static void
on_folded (WbCustomersPage *self)
{
  gtk_widget_set_visible (self->back_bar, adw_leaflet_get_folded (self->leaflet));
}

/* Told in the middle of a layout, where no widget may come or go: the rows change after it. */
static void
on_resized (GtkDrawingArea *sensor, int width, int height, WbCustomersPage *self)
{
  gboolean narrow = width < WIDE_FROM;

  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  g_idle_add_full (G_PRIORITY_DEFAULT, choose_factory_cb, g_object_ref (self), g_object_unref);
}

static void
fill_heads (WbCustomersPage *self)
{
  static const struct
  {
    const char *title;
    int width;
    float align;
  } heads[] = { { N_ ("Rank"), WB_CUSTOMER_RANK, 1 },
                { N_ ("Customer"), WB_CUSTOMER_NAME, 0 },
                { N_ ("Chance of leaving"), WB_CUSTOMER_BAR + 12 + WB_CUSTOMER_CHANCE, 0 },
                { N_ ("At stake"), WB_CUSTOMER_STAKE, 1 },
                { N_ ("Why"), 60, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      GtkWidget *label = gtk_label_new (wb_say (heads[i].title));

      gtk_widget_set_size_request (label, heads[i].width, -1);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
      gtk_label_set_xalign (GTK_LABEL (label), heads[i].align);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_box_append (GTK_BOX (self->heads), label);
    }
}

/* Actions */

static void
do_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (WB_CUSTOMERS_PAGE (widget)->search));
}

static void
do_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (widget);
  WbExportKind kind;

  if (self->data != NULL && wb_export_from_id (g_variant_get_string (parameter, NULL), &kind))
    wb_export_ask (widget, self->project, self->shown, kind, wb_language ());
}

static void
wb_customers_page_dispose (GObject *object)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_cancellable_cancel (self->loading);
  g_cancellable_cancel (self->finding);
  self->leaflet = NULL;
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  g_clear_object (&self->customers);
  g_clear_pointer (&self->result, wb_result_unref);

  G_OBJECT_CLASS (wb_customers_page_parent_class)->dispose (object);
  g_clear_pointer (&self->data, wb_customer_data_unref);
}

static void
wb_customers_page_finalize (GObject *object)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (object);

  g_clear_object (&self->loading);
  g_clear_object (&self->finding);

  G_OBJECT_CLASS (wb_customers_page_parent_class)->finalize (object);
}

static void
wb_customers_page_class_init (WbCustomersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_customers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_customers_page_finalize;
  gtk_widget_class_install_action (widget_class, "page.find", NULL, do_find);
  gtk_widget_class_install_action (widget_class, "page.export", "s", do_export);
}

static void
bind_widgets (WbCustomersPage *self, GtkBuilder *ui)
{
  self->stack = wb_ui_get (ui, "root");
  self->leaflet = wb_ui_get (ui, "leaflet");
  self->leavers = wb_ui_get (ui, "leavers");
  self->stake = wb_ui_get (ui, "stake");
  self->search = wb_ui_get (ui, "search");
  self->filter = wb_ui_get (ui, "filter");
  self->heads = wb_ui_get (ui, "heads");
  self->list = wb_ui_get (ui, "list");
  self->status = wb_ui_get (ui, "status");
  self->portrait = wb_ui_get (ui, "portrait");
  self->back_bar = wb_ui_get (ui, "back_bar");
}

static void
wb_customers_page_init (WbCustomersPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("customers-page");

  self->loading = g_cancellable_new ();
  self->finding = g_cancellable_new ();
  self->narrow = TRUE;
  self->customers = wb_customers_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->customers)));
  bind_widgets (self, ui);
  wb_name_widget (wb_ui_get (ui, "export_button"), wb_say (N_ ("Export the list")));
  wb_name_widget (wb_ui_get (ui, "back"), wb_say (N_ ("Back to the list")));
  wb_name_widget (self->filter, wb_say (N_ ("Which customers")));
  wb_name_widget (self->list, wb_say (N_ ("Customers by rank")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->list), NULL);
  fill_heads (self);
  choose_factory (self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (show_portrait),
                            self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (find_customers), self);
  g_signal_connect_swapped (self->filter, "notify::selected", G_CALLBACK (find_customers), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self);
  g_signal_connect (wb_ui_get (ui, "sensor"), "resize", G_CALLBACK (on_resized), self);
  g_signal_connect (wb_ui_get (ui, "back"), "clicked", G_CALLBACK (on_back), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_customers_page_new (WbProject *project)
{
  WbCustomersPage *self = g_object_new (WB_TYPE_CUSTOMERS_PAGE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
