/* wb-compare.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-compare.h"

#include <math.h>

#include "tn-column-chart.h"
#include "tn-plain.h"
#include "wb-filter-offers.h"
#include "wb-picker.h"
#include "wb-scatter.h"
#include "wb-ui.h"

#define WIDTH  640
#define HEIGHT 640
#define LEAST  260 /* of points; bars need what they need */
#define DAY    ((double) 86400 * G_USEC_PER_SEC)

#define WB_TYPE_COMPARE (wb_compare_get_type ())
G_DECLARE_FINAL_TYPE (WbCompare, wb_compare, WB, COMPARE, AdwWindow)

struct _WbCompare
{
  AdwWindow parent_instance;

  GtkWidget *page; /* weak */
  WbSheet *sheet;
  guint column;
  guint x, y; /* as they are shown */
  GCancellable *loading;

  WbPicker *picker;
  WbChartView *view;
  GtkLabel *finding;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (WbCompare, wb_compare, ADW_TYPE_WINDOW)

/* Which columns */

static TnColumnType
get_type_of (TnTable *table, guint column)
{
  return tn_column_get_column_type (tn_table_get_column (table, column));
}

/* Kinds and times stand across. */
static void
place (TnTable *table, guint column, guint other, guint *x, guint *y)
{
  TnColumnType one = get_type_of (table, column), two = get_type_of (table, other);
  gboolean across = tn_column_type_get_kind (one) == TN_CHUNK_CODE ||
                    (one == TN_COLUMN_TIME && two == TN_COLUMN_NUMBER);

  *x = across ? column : other;
  *y = across ? other : column;
}

static TnMessage *
refuse (TnTable *table, guint column, guint other)
{
  guint x, y;

  place (table, column, other, &x, &y);

  return tn_column_chart_refuse (table, x, y);
}

static char *
say_why (TnTable *table, guint other, gpointer user_data)
{
  TnMessage *why = refuse (table, GPOINTER_TO_UINT (user_data), other);

  return why != NULL ? wb_say_take (why) : NULL;
}

/* The first that goes with it, a number before a date before kinds; -1 for none. */
static int
find_other (TnTable *table, guint column)
{
  static const TnColumnType types[] = { TN_COLUMN_NUMBER, TN_COLUMN_TIME, TN_COLUMN_CATEGORY,
                                        TN_COLUMN_FLAG };

  for (guint k = 0; k < G_N_ELEMENTS (types); k++)
    for (guint i = 0; i < tn_table_get_n_columns (table); i++)
      {
        g_autoptr (TnMessage) why = refuse (table, column, i);

        if (why == NULL && get_type_of (table, i) == types[k])
          return (int) i;
      }

  return -1;
}

gboolean
wb_compare_can (TnTable *table, guint column)
{
  return find_other (table, column) >= 0;
}

/* The part that is shown as conditions */

/* An end of a part in as few digits as the part needs, rounded so that the part is not smaller. */
static char *
write_number (double value, double span, gboolean up)
{
  double step = pow (10, floor (log10 (span)) - 2);
  double rounded = (up ? ceil (value / step) : floor (value / step)) * step;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (
      g_ascii_formatd (text, sizeof text, "%.12g", isfinite (rounded) ? rounded : value));
}

static char *
write_time (double value, double span, gboolean up)
{
  double step = span > 3 * DAY ? DAY : (double) 60 * G_USEC_PER_SEC;
  double rounded = (up ? ceil (value / step) : floor (value / step)) * step;
  char text[TN_PLAIN_BYTES];

  tn_plain_time ((gint64) rounded, text);

  return g_strdup (text);
}

static char *
say_range (WbCompare *self, guint column, double from, double to)
{
  gboolean is_time = get_type_of (wb_sheet_get_table (self->sheet), column) == TN_COLUMN_TIME;
  char *(*write) (double, double, gboolean) = is_time ? write_time : write_number;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (!(isfinite (from) && isfinite (to) && from < to))
    return g_strdup ("");
  low = write (from, to - from, FALSE);
  high = write (to, to - from, TRUE);
  least =
      wb_filter_say (self->sheet, column, is_time ? "condition|since" : "condition|at least", low);
  most =
      wb_filter_say (self->sheet, column, is_time ? "condition|before" : "condition|at most", high);

  return wb_filter_join (least, most);
}

static void
do_filter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCompare *self = WB_COMPARE (widget);
  const TnZoom *part = wb_chart_view_get_part (self->view);
  g_autofree char *x = say_range (self, self->x, part->x_from, part->x_to);
  g_autofree char *y = say_range (self, self->y, part->y_from, part->y_to);

  if (self->page == NULL)
    return;
  if (*x != '\0')
    gtk_widget_activate_action (self->page, "page.add-filter", "(us)", self->x, x);
  if (*y != '\0')
    gtk_widget_activate_action (self->page, "page.add-filter", "(us)", self->y, y);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
shows_points (WbCompare *self)
{
  TnChart *chart = wb_chart_view_get_chart (self->view);

  return chart != NULL && g_str_equal (tn_chart_get_kind (chart), "scatter") &&
         tn_chart_get_n_rows (chart) > 1;
}

static void
on_part_changed (WbCompare *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.filter",
                                 shows_points (self) &&
                                     !tn_zoom_is_whole (wb_chart_view_get_part (self->view)));
}

/* Loading */

static void
on_loaded (WbChartView *view, const TnMessage *finding, gpointer user_data)
{
  WbCompare *self = user_data;
  g_autofree char *text = finding != NULL ? wb_say_message (finding) : NULL;

  gtk_spinner_stop (self->spinner);
  wb_chart_view_set_height (view, shows_points (self) ? LEAST : 0);
  gtk_label_set_text (self->finding, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->finding), text != NULL);
  on_part_changed (self);
}

static void
load (WbCompare *self, guint other)
{
  TnTable *table = wb_sheet_get_table (self->sheet);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  place (table, self->column, other, &self->x, &self->y);
  gtk_spinner_start (self->spinner);
  wb_scatter_load (self->view, table, self->x, self->y, self->loading, on_loaded, self);
}

static void
on_picked (WbCompare *self)
{
  g_autofree char *name = wb_picker_get_text (self->picker);
  int other = tn_table_find (wb_sheet_get_table (self->sheet), name);

  /* Another column is another picture: of the old part nothing is left. */
  wb_chart_view_set_chart (self->view, NULL);
  if (other >= 0)
    load (self, (guint) other);
}

void
wb_compare_choose (GtkWidget *window, guint other)
{
  WbCompare *self = WB_COMPARE (window);

  wb_picker_set_text (self->picker,
                      tn_table_get_field (wb_sheet_get_table (self->sheet), other)->name);
  on_picked (self);
}

/* The window */

static GtkWidget *
make_header (WbCompare *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *more =
      wb_icon_button_new ("view-more-symbolic", wb_say (N_ ("Copy, save and zoom the picture")));

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  g_signal_connect_swapped (more, "clicked", G_CALLBACK (wb_chart_view_show_menu), self->view);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), more);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), GTK_WIDGET (self->spinner));

  return header;
}

static GtkWidget *
make_choice (WbCompare *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  TnTable *table = wb_sheet_get_table (self->sheet);
  g_autofree char *name = tn_field_say (tn_table_get_field (table, self->column), wb_language ());
  g_autofree char *text = wb_say_text (N_ ("{column} with"), "column", name);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  self->picker = WB_PICKER (wb_picker_new (WB_PICK_NAME, text));
  wb_picker_set_why (self->picker, say_why, GUINT_TO_POINTER (self->column), NULL);
  wb_picker_set_columns (self->picker, table, TN_ROLE_NONE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->picker), TRUE);
  g_signal_connect_swapped (self->picker, "changed", G_CALLBACK (on_picked), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->picker));

  return box;
}

static GtkWidget *
make_foot (WbCompare *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *note = wb_label_new (
      wb_say (N_ ("Rows are taken as independent of each other. That columns go together does not "
                  "say that one brings about the other.")),
      "caption");
  GtkWidget *filter = gtk_button_new_with_mnemonic (wb_say (N_ ("_Filter Rows by This Part")));

  self->finding = GTK_LABEL (wb_label_new (NULL, NULL));
  gtk_label_set_selectable (self->finding, TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (filter), "compare.filter");
  gtk_widget_set_tooltip_text (
      filter, wb_say (N_ ("Drag over a part of the picture, or zoom with + and move with Ctrl and "
                          "the arrows; its rows are then those of the table.")));
  gtk_widget_set_halign (filter, GTK_ALIGN_START);
  gtk_widget_set_margin_top (filter, 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->finding));
  gtk_box_append (GTK_BOX (box), note);
  gtk_box_append (GTK_BOX (box), filter);

  return box;
}

static gboolean
on_close_key (GtkWidget *window, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (window));

  return TRUE;
}

static void
add_close_key (WbCompare *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_close_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
build (WbCompare *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view = WB_CHART_VIEW (wb_chart_view_new ());
  wb_chart_view_set_height (self->view, LEAST);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  g_signal_connect_swapped (self->view, "part-changed", G_CALLBACK (on_part_changed), self);
  gtk_widget_add_css_class (box, "card-pad");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), make_choice (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), make_foot (self));
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), box);
  adw_window_set_content (ADW_WINDOW (self), all);
  add_close_key (self);
}

static void
wb_compare_dispose (GObject *object)
{
  WbCompare *self = WB_COMPARE (object);

  g_cancellable_cancel (self->loading);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  self->view = NULL;
  g_clear_object (&self->loading);
  g_clear_object (&self->sheet);
  g_clear_weak_pointer (&self->page);

  G_OBJECT_CLASS (wb_compare_parent_class)->dispose (object);
}

static void
wb_compare_class_init (WbCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_compare_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "compare.filter", NULL, do_filter);
}

static void
wb_compare_init (WbCompare *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.filter", FALSE);
}

GtkWidget *
wb_compare_new (GtkWidget *page, WbSheet *sheet, guint column, int other)
{
  GtkRoot *root = gtk_widget_get_root (page);
  WbCompare *self = g_object_new (WB_TYPE_COMPARE, "destroy-with-parent", TRUE, NULL);
  TnTable *table = wb_sheet_get_table (sheet);

  g_set_weak_pointer (&self->page, page);
  self->sheet = g_object_ref (sheet);
  self->column = column;
  gtk_window_set_title (GTK_WINDOW (self), wb_say (N_ ("Compare Columns")));
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  build (self);
  other = other >= 0 ? other : find_other (table, column);
  if (other >= 0)
    wb_compare_choose (GTK_WIDGET (self), (guint) other);

  return GTK_WIDGET (self);
}
