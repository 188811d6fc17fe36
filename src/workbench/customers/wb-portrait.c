/* wb-portrait.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-portrait.h"

#include <math.h>

#include "tn-json.h"
#include "wb-risk-bar.h"
#include "wb-timeline-view.h"
#include "wb-ui.h"
#include "wb-what-if.h"

#define WIDTH      394
#define LONG_TITLE 40

struct _WbPortrait
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkWidget *history; /* %NULL once disposed of */
  GCancellable *cancellable;
  char *currency;
};

G_DEFINE_FINAL_TYPE (WbPortrait, wb_portrait, ADW_TYPE_BIN)

typedef struct
{
  TnProject *project;
  char *dataset;
  char *customer;
  gint64 as_of;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self->dataset);
  g_free (self->customer);
  g_free (self);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return wb_timeline_read (request->project, request->dataset, request->customer, request->as_of,
                           cancellable, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbPortrait *self = WB_PORTRAIT (source);
  g_autoptr (WbTimeline) timeline = wb_work_finish (result, NULL);

  if (timeline != NULL && self->history != NULL)
    gtk_box_append (GTK_BOX (self->history), wb_timeline_view_new (timeline, self->currency));
}

/* The data set the pipeline begins with. */
static char *
find_dataset (const WbState *state)
{
  for (guint i = 0; state->graph != NULL && i < tn_graph_get_n_nodes (state->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (state->graph, i);
      const char *name = tn_json_string (node->values, "name", NULL);

      if (g_str_equal (node->type, "dataset") && name != NULL)
        return g_strdup (name);
    }

  return NULL;
}

static void
ask_history (WbPortrait *self, WbProject *project, const char *customer, JsonObject *list)
{
  g_autofree char *dataset = find_dataset (wb_project_get_state (project));
  Request *request;

  if (dataset == NULL)
    return;
  request = g_new0 (Request, 1);
  request->project = tn_project_ref (wb_project_get_store (project));
  request->dataset = g_steal_pointer (&dataset);
  request->customer = g_strdup (customer);
  request->as_of = tn_json_int (list, "as_of", 0);
  wb_work_start (WB_LANE_LOOK, self, read_in_worker, request, request_free,
                 (GDestroyNotify) wb_timeline_unref, self->cancellable, on_read, NULL);
}

/* Head and figures */

static void
add_head (WbPortrait *self, const WbCustomer *customer)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = adw_avatar_new (48, NULL, FALSE);
  g_autofree char *title = wb_say_text (N_ ("Customer {name}"), "name", customer->name);
  g_autofree char *when = customer->last_order != TN_TIME_MISSING
                              ? tn_language_format_date (wb_language (), customer->last_order)
                              : NULL;
  g_autofree char *about =
      when != NULL ? wb_say_text (N_ ("Last order {date}"), "date", when) : g_strdup ("");

  adw_avatar_set_icon_name (ADW_AVATAR (avatar), "avatar-default-symbolic");
  gtk_box_append (
      GTK_BOX (words),
      wb_label_new (title, g_utf8_strlen (title, -1) > LONG_TITLE ? "heading" : "title-3"));
  gtk_box_append (GTK_BOX (words), wb_label_new (about, "dim-label"));
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (avatar, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), avatar);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (self->box), head);
}

static GtkWidget *
make_figure (const char *words, const char *figure, const char *under)
{
  GtkWidget *tile = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (tile, "card");
  gtk_widget_add_css_class (tile, "card-pad");
  gtk_widget_set_hexpand (tile, TRUE);
  gtk_box_append (GTK_BOX (tile), wb_label_new (words, "dim-label"));
  gtk_box_append (GTK_BOX (tile), wb_label_new (figure, "big-figure"));
  if (under != NULL)
    gtk_box_append (GTK_BOX (tile), wb_label_new (under, "dim-label"));

  return tile;
}

static char *
say_ends (double low, double high)
{
  TnMessage *message;

  if (!isfinite (low) || !isfinite (high))
    return NULL;
  message =
      tn_message_percent (tn_message_new (N_ ("95% between {low} and {high}")), "low", low, 0);

  return wb_say_take (tn_message_percent (message, "high", high, 0));
}

static void
add_figures (WbPortrait *self, const WbCustomer *customer, const char *currency)
{
  GtkWidget *tiles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *chance = tn_language_format_percent (wb_language (), customer->chance, 0);
  g_autofree char *ends = say_ends (customer->low, customer->high);
  g_autofree char *stake =
      isfinite (customer->stake)
          ? tn_language_format_money (wb_language (), customer->stake, currency, 3)
          : NULL;
  g_autofree char *revenue =
      isfinite (customer->revenue)
          ? tn_language_format_money (wb_language (), customer->revenue, currency, 3)
          : NULL;
  g_autofree char *of =
      revenue != NULL ? wb_say_text (N_ ("of {revenue} expected"), "revenue", revenue) : NULL;
  GtkWidget *bar = wb_risk_bar_new ();

  gtk_box_append (GTK_BOX (tiles), make_figure (wb_say (N_ ("Chance of leaving")), chance, ends));
  if (stake != NULL)
    gtk_box_append (GTK_BOX (tiles), make_figure (wb_say (N_ ("Value at stake")), stake, of));
  wb_risk_bar_set (WB_RISK_BAR (bar), customer->chance, customer->low, customer->high);
  gtk_box_append (GTK_BOX (self->box), tiles);
  gtk_box_append (GTK_BOX (self->box), bar);
}

static void
add_reasons (WbPortrait *self, const WbCustomerData *data, gsize row)
{
  g_autoptr (GPtrArray) reasons = wb_customer_data_get_reasons (data, row);
  GtkWidget *card = gtk_list_box_new ();

  gtk_box_append (GTK_BOX (self->box),
                  wb_label_new (wb_say (N_ ("What goes with a higher chance")), "heading"));
  if (reasons->len == 0)
    {
      gtk_box_append (
          GTK_BOX (self->box),
          wb_label_new (wb_say (N_ ("Reasons were not worked out for this customer: they "
                                    "stand too far down the list, or nothing speaks "
                                    "for leaving.")),
                        "dim-label"));
      return;
    }
  gtk_widget_add_css_class (card, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (card), GTK_SELECTION_NONE);
  for (guint i = 0; i < reasons->len; i++)
    {
      g_autofree char *text = wb_say_message (g_ptr_array_index (reasons, i));
      GtkWidget *label = wb_label_new (text, "card-pad");

      gtk_list_box_append (GTK_LIST_BOX (card), label);
      gtk_list_box_row_set_activatable (gtk_list_box_get_row_at_index (GTK_LIST_BOX (card), i),
                                        FALSE);
    }
  gtk_box_append (GTK_BOX (self->box), card);
}

static void
wb_portrait_dispose (GObject *object)
{
  WbPortrait *self = WB_PORTRAIT (object);

  g_cancellable_cancel (self->cancellable);
  self->history = NULL;

  G_OBJECT_CLASS (wb_portrait_parent_class)->dispose (object);
}

static void
wb_portrait_finalize (GObject *object)
{
  g_clear_object (&WB_PORTRAIT (object)->cancellable);
  g_free (WB_PORTRAIT (object)->currency);

  G_OBJECT_CLASS (wb_portrait_parent_class)->finalize (object);
}

/* As wide for everybody: the list beside it must not jump. */
static void
wb_portrait_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, WIDTH);
}

static GtkSizeRequestMode
wb_portrait_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_portrait_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkAllocation place = { 0, 0, width, height };

  gtk_widget_size_allocate (adw_bin_get_child (ADW_BIN (widget)), &place, baseline);
}

static void
wb_portrait_class_init (WbPortraitClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = wb_portrait_measure;
  GTK_WIDGET_CLASS (klass)->get_request_mode = wb_portrait_get_request_mode;
  GTK_WIDGET_CLASS (klass)->size_allocate = wb_portrait_size_allocate;
  G_OBJECT_CLASS (klass)->dispose = wb_portrait_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_portrait_finalize;
}

static void
wb_portrait_init (WbPortrait *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->history = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/* The day of the list by the shop's calendar; 0 without. */
static gint64
find_day (const char *zone, JsonObject *list)
{
  gint64 as_of = tn_json_int (list, "as_of", 0);

  return as_of != 0 ? tn_zone_to_local (zone, as_of) : 0;
}

/**
 * wb_portrait_new:
 * @row: of the list
 * @list: (nullable): document of the list
 */
GtkWidget *
wb_portrait_new (WbProject *project, WbCustomerData *data, gsize row, gint64 run, JsonObject *list)
{
  WbPortrait *self = g_object_new (WB_TYPE_PORTRAIT, NULL);
  WbCustomer customer;

  self->currency = g_strdup (tn_json_string (list, "currency", ""));
  wb_customer_data_get (data, row, &customer);
  add_head (self, &customer);
  add_figures (self, &customer, tn_json_string (list, "currency", ""));
  add_reasons (self, data, row);
  /* Those who stayed are listed by their folds, which no longer are. */
  if (!tn_json_bool (list, "stayed", FALSE))
    gtk_box_append (GTK_BOX (self->box),
                    wb_what_if_new (project, run, customer.name, list,
                                    find_day (wb_customer_data_get_zone (data), list)));
  gtk_box_append (GTK_BOX (self->box), self->history);
  ask_history (self, project, customer.name, list);

  return GTK_WIDGET (self);
}
