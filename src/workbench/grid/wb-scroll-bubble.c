/* wb-scroll-bubble.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-scroll-bubble.h"

#include "wb-ui.h"

#define BELOW_HEADER 100

typedef struct
{
  GtkWidget *label;
  GtkAdjustment *adjustment;
  WbGrid *grid;
  gboolean held;
} Bubble;

static Bubble *
get_bubble (GtkWidget *label)
{
  return g_object_get_data (G_OBJECT (label), "bubble");
}

/* The column whose value tells best where one is. */
static guint
choose_column (Bubble *self, TnTable *table)
{
  int sorted = wb_grid_get_sorted (self->grid);
  int time = tn_table_find_role (table, TN_ROLE_TIME);
  guint n;
  const guint *columns = wb_grid_get_columns (self->grid, &n);

  if (sorted >= 0)
    return (guint) sorted;

  return time >= 0 ? (guint) time : n > 0 ? columns[0] : 0;
}

static void
show_text (Bubble *self, WbSheet *sheet)
{
  gsize row = wb_grid_get_first_row (self->grid);
  guint column = choose_column (self, wb_sheet_get_table (sheet));
  g_autofree char *number =
      tn_language_format_count (wb_language (), (gint64) wb_sheet_get_table_row (sheet, row) + 1);
  g_autofree char *text = wb_say_text (N_ ("Row {n}"), "n", number);
  g_autofree char *both = NULL;
  const char *value = NULL;

  if (row < wb_sheet_get_n_rows (sheet) && wb_sheet_peek (sheet, column, row, &value) &&
      value != NULL)
    both = g_strdup_printf ("%s · %s", text, value);
  wb_sheet_fetch (sheet);
  gtk_label_set_text (GTK_LABEL (self->label), both != NULL ? both : text);
}

/* Beside the handle of the scroll bar. */
static void
place (Bubble *self)
{
  double upper = gtk_adjustment_get_upper (self->adjustment);
  double page = gtk_adjustment_get_page_size (self->adjustment);
  double share = upper > page ? gtk_adjustment_get_value (self->adjustment) / (upper - page) : 0;
  int room = gtk_widget_get_height (GTK_WIDGET (self->grid)) - BELOW_HEADER - 40;

  gtk_widget_set_margin_top (self->label, BELOW_HEADER + (int) (share * MAX (room, 0)));
}

static void
update (Bubble *self)
{
  WbSheet *sheet = wb_grid_get_sheet (self->grid);
  gboolean shown = self->held && sheet != NULL && wb_sheet_get_n_rows (sheet) > 0;

  gtk_widget_set_visible (self->label, shown);
  if (!shown)
    return;
  show_text (self, sheet);
  place (self);
}

void
wb_scroll_bubble_hold (GtkWidget *label, gboolean held)
{
  Bubble *self = get_bubble (label);

  self->held = held;
  update (self);
}

const char *
wb_scroll_bubble_get_text (GtkWidget *label)
{
  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static void
on_scrolled (GtkWidget *label)
{
  Bubble *self = get_bubble (label);

  if (self->held)
    update (self);
}

/* The value may be on its way: while the bar is held each frame looks for it. */
static gboolean
on_tick (GtkWidget *label, GdkFrameClock *clock, gpointer user_data)
{
  Bubble *self = get_bubble (label);

  if (!self->held)
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_visible (label))
    show_text (self, wb_grid_get_sheet (self->grid));

  return G_SOURCE_CONTINUE;
}

/* The bar's own gestures take the pointer; its events still pass here on their way down. */
static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, Bubble *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    {
      self->held = TRUE;
      gtk_widget_add_tick_callback (self->label, on_tick, NULL, NULL);
    }
  else if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL ||
           type == GDK_GRAB_BROKEN)
    {
      self->held = FALSE;
      update (self);
    }

  return GDK_EVENT_PROPAGATE;
}

GtkWidget *
wb_scroll_bubble_new (GtkScrolledWindow *scrolled, WbGrid *grid)
{
  Bubble *self = g_new0 (Bubble, 1);
  GtkEventController *events = gtk_event_controller_legacy_new ();

  self->label = gtk_label_new ("");
  self->grid = grid;
  self->adjustment = gtk_scrolled_window_get_vadjustment (scrolled);
  gtk_widget_add_css_class (self->label, "scroll-bubble");
  gtk_widget_set_halign (self->label, GTK_ALIGN_END);
  gtk_widget_set_valign (self->label, GTK_ALIGN_START);
  gtk_widget_set_margin_end (self->label, 24);
  gtk_widget_set_can_target (self->label, FALSE);
  gtk_widget_set_visible (self->label, FALSE);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (gtk_scrolled_window_get_vscrollbar (scrolled), events);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_scrolled), self->label,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (self->label), "bubble", self, g_free);

  return self->label;
}
