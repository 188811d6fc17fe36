/* wb-customers-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customers-page.h"

#include <math.h>

#include "tn-json.h"
#include "tn-run-data.h"
#include "wb-customer-filter.h"
#include "wb-customer-list.h"
#include "wb-customer-row.h"
#include "wb-customers.h"
#include "wb-export.h"
#include "wb-portrait.h"
#include "wb-result.h"
#include "wb-toast.h"
#include "wb-ui.h"

#define WIDE_FROM 620

struct _WbCustomersPage
{
  AdwBin parent_instance;

  WbProject *project;
  gboolean narrow; /* rows are of three lines */
  gint64 shown;    /* run whose list is shown or on its way */
  WbResult *result;
  WbCustomerData *data;
  GCancellable *loading;
  GCancellable *finding;

  GtkStack *stack;
  AdwLeaflet *leaflet;
  GtkLabel *leavers;
  GtkLabel *stake;
  GtkEditable *search;
  WbCustomerFilter *filter;
  GtkWidget *filter_bar;
  GtkLabel *filter_words;
  GtkWidget *heads;
  GtkStack *found;
  WbCustomerList *list;
  GtkLabel *status;
  GtkWidget *portrait;
  GtkWidget *back;
  GtkLabel *place;
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
  guint n = wb_customer_list_get_n (self->list);
  gint64 as_of = tn_json_int (list, "as_of", 0);
  /* By the shop's calendar: its midnight is another day elsewhere. */
  g_autofree char *date =
      as_of != 0
          ? tn_language_format_date (
                wb_language (), tn_zone_to_local (wb_customer_data_get_zone (self->data), as_of))
          : g_strdup ("–");
  TnMessage *message = tn_message_count (
      tn_message_new_plural (
          TN_PLURAL ("{n} of {all} customers shown. Chances as of {date}, run {run}.",
                     "{n} of {all} customers shown. Chances as of {date}, run {run}."),
          n),
      "n", n);
  g_autofree char *run = g_strdup_printf ("%" G_GINT64_FORMAT, self->shown);
  g_autofree char *text = NULL;

  message = tn_message_count (message, "all", (gint64) wb_customer_data_get_n (self->data));
  message = tn_message_text (message, "date", date);
  text = wb_say_take (tn_message_text (message, "run", run));
  gtk_label_set_text (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), text);
}

/* What is asked for, in words; @filter initialised */
static void
get_filter (WbCustomersPage *self, TnListFilter *filter)
{
  const char *text = gtk_editable_get_text (self->search);

  if (*text != '\0')
    filter->text = g_strdup (text);
  wb_customer_filter_get (self->filter, filter);
}

static void
show_filter (WbCustomersPage *self)
{
  g_auto (TnListFilter) filter = { 0 };
  g_autoptr (GPtrArray) said = NULL;
  gboolean any;
  g_autofree char *text = NULL;

  tn_list_filter_init (&filter);
  get_filter (self, &filter);
  any = !tn_list_filter_is_all (&filter);
  if (any)
    {
      said = tn_list_search_say_filter (wb_customer_data_get_search (self->data), &filter,
                                        tn_json_string (get_list (self), "currency", ""));
      text = wb_say_take (tn_message_list (
          tn_message_new (N_ ("Only customers with {conditions}.")), "conditions", said));
    }
  gtk_label_set_text (self->filter_words, any ? text : "");
  gtk_widget_set_visible (self->filter_bar, any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.show-all", any);
}

/* One customer */

static guint
get_selected (WbCustomersPage *self)
{
  return wb_customer_list_get_selected (self->list);
}

static void
show_place (WbCustomersPage *self)
{
  guint n = wb_customer_list_get_n (self->list);
  guint at = get_selected (self);
  TnMessage *message = tn_message_new (N_ ("{n} of {all}"));
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.previous", at < n && at > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.next", at < n && at + 1 < n);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.copy-number", at < n);
  message = tn_message_count (message, "n", at < n ? at + 1 : 0);
  text = wb_say_take (tn_message_count (message, "all", n));
  gtk_label_set_text (self->place, at < n ? text : "");
}

static void
show_portrait (WbCustomersPage *self)
{
  guint at = get_selected (self);

  if (self->project == NULL)
    return;
  show_place (self);
  wb_box_clear (self->portrait);
  if (at != WB_NOBODY)
    gtk_box_append (GTK_BOX (self->portrait),
                    wb_portrait_new (self->project, self->data,
                                     wb_customer_list_get_row (self->list, at), self->shown,
                                     get_list (self)));
}

static void
on_activated (WbCustomersPage *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "portrait");
}

/* Search and filter, off the main loop: there may be a million customers */

typedef struct
{
  WbCustomerData *data;
  TnListFilter filter;
} Find;

static void
find_free (gpointer data)
{
  Find *self = data;

  wb_customer_data_unref (self->data);
  tn_list_filter_clear (&self->filter);
  g_free (self);
}

static gpointer
find_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Find *find = data;

  return tn_list_search_find (wb_customer_data_get_search (find->data), &find->filter, cancellable,
                              error);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (source);
  g_autoptr (GBytes) rows = wb_work_finish (result, NULL);

  if (rows == NULL || self->leaflet == NULL)
    return;
  wb_customer_list_set_rows (self->list, rows);
  gtk_stack_set_visible_child_name (self->found, g_bytes_get_size (rows) > 0 ? "some" : "none");
  show_status (self);
  show_portrait (self);
}

static void
find_customers (WbCustomersPage *self)
{
  Find *find;

  if (self->data == NULL || self->project == NULL)
    return;
  g_cancellable_cancel (self->finding);
  g_object_unref (self->finding);
  self->finding = g_cancellable_new ();
  find = g_new0 (Find, 1);
  find->data = wb_customer_data_ref (self->data);
  tn_list_filter_init (&find->filter);
  get_filter (self, &find->filter);
  show_filter (self);
  wb_work_start (WB_LANE_LOOK, self, find_in_worker, find, find_free,
                 (GDestroyNotify) g_bytes_unref, self->finding, on_found, NULL);
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
      g_autoptr (TnRun) run = tn_project_get_run (request->project, request->run, error);
      g_autoptr (GArray) known = run != NULL ? tn_run_get_data (run) : NULL;

      if (known == NULL)
        return NULL;
      loaded->data = wb_customer_data_read (loaded->result->customers,
                                            tn_run_data_find_zone (known), cancellable, error);
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
  wb_customer_list_set_data (self->list, self->data,
                             tn_json_string (get_list (self), "currency", ""));
  wb_customer_filter_set_list (
      self->filter, wb_customer_data_get_search (self->data),
      (gsize) tn_json_int (tn_json_object (get_list (self), "first"), "n", 0),
      tn_json_string (get_list (self), "currency", ""));
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

/* Layout */

static gboolean
set_narrow_cb (gpointer user_data)
{
  WbCustomersPage *self = user_data;

  if (self->leaflet == NULL)
    return G_SOURCE_REMOVE;
  wb_customer_list_set_narrow (self->list, self->narrow);
  gtk_widget_set_visible (self->heads, !self->narrow);

  return G_SOURCE_REMOVE;
}

static void
on_folded (WbCustomersPage *self)
{
  gtk_widget_set_visible (self->back, adw_leaflet_get_folded (self->leaflet));
}

/* Told in the middle of a layout, where no widget may come or go: the rows change after it. */
static void
on_resized (GtkDrawingArea *sensor, int width, int height, WbCustomersPage *self)
{
  /* A page that slides away is as wide as it likes. */
  int room = MIN (width, gtk_widget_get_width (GTK_WIDGET (self->leaflet)));
  gboolean narrow = room < WIDE_FROM;

  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  g_idle_add_full (G_PRIORITY_DEFAULT, set_narrow_cb, g_object_ref (self), g_object_unref);
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
  g_auto (TnListFilter) filter = { 0 };
  WbExportKind kind;

  tn_list_filter_init (&filter);
  get_filter (self, &filter);
  if (self->data != NULL && wb_export_from_id (g_variant_get_string (parameter, NULL), &kind))
    wb_export_ask (widget, self->project, self->shown, kind, &filter, wb_language ());
}

static void
do_show_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (widget);

  gtk_editable_set_text (self->search, "");
  wb_customer_filter_reset (self->filter);
}

/* @parameter: kind of a reason */
static void
do_filter_reason (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (widget);

  wb_customer_filter_choose_reason (self->filter, g_variant_get_string (parameter, NULL));
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static void
do_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
move (WbCustomersPage *self, int by)
{
  guint n = wb_customer_list_get_n (self->list);
  guint at = get_selected (self);

  if (at < n && (by > 0 ? at + 1 < n : at > 0))
    wb_customer_list_select (self->list, at + by);
}

static void
do_previous (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move (WB_CUSTOMERS_PAGE (widget), -1);
}

static void
do_next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move (WB_CUSTOMERS_PAGE (widget), 1);
}

static void
do_copy_number (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCustomersPage *self = WB_CUSTOMERS_PAGE (widget);
  guint at = get_selected (self);
  g_autofree char *text = NULL;
  WbCustomer customer;

  if (at == WB_NOBODY)
    return;
  wb_customer_data_get (self->data, wb_customer_list_get_row (self->list, at), &customer);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), customer.name);
  text = wb_say_text (N_ ("Copied the number {name}"), "name", customer.name);
  wb_toast (widget, text);
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
  gtk_widget_class_install_action (widget_class, "page.show-all", NULL, do_show_all);
  gtk_widget_class_install_action (widget_class, "page.filter-reason", "s", do_filter_reason);
  gtk_widget_class_install_action (widget_class, "page.back", NULL, do_back);
  gtk_widget_class_install_action (widget_class, "page.previous", NULL, do_previous);
  gtk_widget_class_install_action (widget_class, "page.next", NULL, do_next);
  gtk_widget_class_install_action (widget_class, "page.copy-number", NULL, do_copy_number);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "page.previous",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "page.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "page.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "page.copy-number", NULL);
}

static void
bind_widgets (WbCustomersPage *self, GtkBuilder *ui)
{
  self->stack = wb_ui_get (ui, "root");
  self->leaflet = wb_ui_get (ui, "leaflet");
  self->leavers = wb_ui_get (ui, "leavers");
  self->stake = wb_ui_get (ui, "stake");
  self->search = wb_ui_get (ui, "search");
  self->filter_bar = wb_ui_get (ui, "filter_bar");
  self->filter_words = wb_ui_get (ui, "filter_words");
  self->found = wb_ui_get (ui, "found");
  self->heads = wb_ui_get (ui, "heads");
  self->status = wb_ui_get (ui, "status");
  self->portrait = wb_ui_get (ui, "portrait");
  self->back = wb_ui_get (ui, "back");
  self->place = wb_ui_get (ui, "place");
}

static void
wb_customers_page_init (WbCustomersPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("customers-page");

  self->loading = g_cancellable_new ();
  self->finding = g_cancellable_new ();
  self->narrow = TRUE;
  bind_widgets (self, ui);
  self->list = WB_CUSTOMER_LIST (wb_customer_list_new ());
  gtk_scrolled_window_set_child (wb_ui_get (ui, "list_place"), GTK_WIDGET (self->list));
  wb_name_widget (wb_ui_get (ui, "export_button"), wb_say (N_ ("Export the list")));
  wb_name_widget (wb_ui_get (ui, "back"), wb_say (N_ ("Back to the list")));
  wb_name_widget (wb_ui_get (ui, "copy"), wb_say (N_ ("Copy the customer’s number")));
  wb_name_widget (wb_ui_get (ui, "previous"), wb_say (N_ ("Customer before")));
  wb_name_widget (wb_ui_get (ui, "next"), wb_say (N_ ("Next customer")));
  self->filter = WB_CUSTOMER_FILTER (wb_customer_filter_new ());
  adw_bin_set_child (wb_ui_get (ui, "filter_place"), GTK_WIDGET (self->filter));
  wb_name_widget (self->list, wb_say (N_ ("Customers by rank")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->list), NULL);
  fill_heads (self);
  gtk_widget_set_visible (self->heads, FALSE);
  g_signal_connect_swapped (self->list, "activated", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->list, "selected", G_CALLBACK (show_portrait), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (find_customers), self);
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (find_customers), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self);
  g_signal_connect (wb_ui_get (ui, "sensor"), "resize", G_CALLBACK (on_resized), self);
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
