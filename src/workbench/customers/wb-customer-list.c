/* wb-customer-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customer-list.h"

#include <math.h>

#include "wb-customer-row.h"
#include "wb-scrolling.h"
#include "wb-ui.h"

#define LEAST_HEIGHT 24

enum
{
  SELECTED,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A row widget, and whom it shows. */
typedef struct
{
  GtkWidget *widget;
  guint position; /* WB_NOBODY for none */
} Slot;

struct _WbCustomerList
{
  GtkWidget parent_instance;

  WbCustomerData *data; /* nullable */
  char *currency;
  GBytes *rows; /* nullable */
  guint n;
  guint selected;
  gboolean narrow;

  WbScrolling scrolling;
  GArray *slots; /* of Slot: position p stands in slot p % length */
  int height;    /* of a row */
  guint filling; /* source */
};

G_DEFINE_FINAL_TYPE_WITH_CODE (WbCustomerList,
                               wb_customer_list,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void fill (WbCustomerList *self);

static Slot *
get_slot (WbCustomerList *self, guint position)
{
  Slot *slot;

  if (self->slots->len == 0 || position == WB_NOBODY)
    return NULL;
  slot = &g_array_index (self->slots, Slot, position % self->slots->len);

  return slot->position == position ? slot : NULL;
}

static double
get_top (WbCustomerList *self)
{
  return self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL] != NULL
             ? gtk_adjustment_get_value (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL])
             : 0;
}

/* Rows */

static void
clear_slots (WbCustomerList *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    gtk_widget_unparent (g_array_index (self->slots, Slot, i).widget);
  g_array_set_size (self->slots, 0);
}

static void
add_slot (WbCustomerList *self)
{
  Slot slot = { wb_customer_row_new (self->narrow), WB_NOBODY };

  gtk_widget_set_focusable (slot.widget, TRUE);
  gtk_widget_set_child_visible (slot.widget, FALSE);
  gtk_widget_set_parent (slot.widget, GTK_WIDGET (self));
  g_array_append_val (self->slots, slot);
}

static void
mark_selected (WbCustomerList *self, const Slot *slot)
{
  gboolean selected = slot->position == self->selected;

  if (selected)
    gtk_widget_set_state_flags (slot->widget, GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (slot->widget, GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (slot->widget), GTK_ACCESSIBLE_STATE_SELECTED,
                               selected, -1);
}

static void
bind (WbCustomerList *self, Slot *slot, guint position)
{
  slot->position = position;
  wb_customer_row_show (WB_CUSTOMER_ROW (slot->widget), self->data,
                        wb_customer_list_get_row (self, position), self->currency);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (slot->widget), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int) position + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE,
                                  (int) self->n, -1);
  mark_selected (self, slot);
}

/* A row that goes out of view takes the focus along with nobody: the list keeps it. */
static void
release (WbCustomerList *self, Slot *slot)
{
  if (gtk_widget_has_focus (slot->widget))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  slot->position = WB_NOBODY;
  gtk_widget_set_child_visible (slot->widget, FALSE);
}

/* All rows are as high as one. */
static void
measure_row (WbCustomerList *self)
{
  int height = 0;

  if (self->slots->len == 0)
    add_slot (self);
  if (g_array_index (self->slots, Slot, 0).position == WB_NOBODY && self->n > 0)
    bind (self, &g_array_index (self->slots, Slot, 0), 0);
  gtk_widget_measure (g_array_index (self->slots, Slot, 0).widget, GTK_ORIENTATION_VERTICAL, -1,
                      NULL, &height, NULL, NULL);
  self->height = MAX (height, LEAST_HEIGHT);
}

static void
configure (WbCustomerList *self)
{
  double page = gtk_widget_get_height (GTK_WIDGET (self));
  double whole = (double) self->n * self->height;
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_configure (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL],
                              CLAMP (get_top (self), 0, MAX (whole - page, 0)), 0,
                              MAX (whole, page), self->height, page * 0.9, page);
  if (self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    gtk_adjustment_configure (self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL], 0, 0, width,
                              10, width, width);
}

/* Which rows are there follows from where the list stands: those that stay are not touched. */
static void
fill (WbCustomerList *self)
{
  int page = gtk_widget_get_height (GTK_WIDGET (self));
  guint first, n_wanted, last;

  if (self->data == NULL || page <= 0)
    return;
  measure_row (self);
  configure (self);
  n_wanted = (guint) (page / self->height) + 2;
  if (self->slots->len < n_wanted)
    {
      while (self->slots->len < n_wanted)
        add_slot (self);
      /* Their places follow from how many there are. */
      for (guint i = 0; i < self->slots->len; i++)
        release (self, &g_array_index (self->slots, Slot, i));
    }
  first = (guint) (get_top (self) / self->height);
  last = MIN (first + n_wanted, self->n);
  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = &g_array_index (self->slots, Slot, i);

      if (slot->position != WB_NOBODY && (slot->position < first || slot->position >= last))
        release (self, slot);
    }
  for (guint position = first; position < last; position++)
    if (get_slot (self, position) == NULL)
      bind (self, &g_array_index (self->slots, Slot, position % self->slots->len), position);
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = &g_array_index (self->slots, Slot, i);

      gtk_widget_set_child_visible (slot->widget, slot->position != WB_NOBODY);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
fill_later (gpointer data)
{
  WbCustomerList *self = data;

  self->filling = 0;
  fill (self);

  return G_SOURCE_REMOVE;
}

static void
queue_fill (WbCustomerList *self)
{
  if (self->filling == 0)
    self->filling = g_idle_add_full (G_PRIORITY_DEFAULT, fill_later, self, NULL);
}

/* Selecting */

static void
scroll_to (WbCustomerList *self, guint position)
{
  double top = get_top (self);
  double page = gtk_widget_get_height (GTK_WIDGET (self));
  double at = (double) position * self->height;

  if (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL] == NULL || self->height == 0)
    return;
  if (at < top)
    gtk_adjustment_set_value (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL], at);
  else if (at + self->height > top + page)
    gtk_adjustment_set_value (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL],
                              at + self->height - page);
}

void
wb_customer_list_select (WbCustomerList *self, guint position)
{
  guint before = self->selected;
  gboolean focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL ||
                   gtk_widget_has_focus (GTK_WIDGET (self));
  Slot *slot;

  if (position >= self->n || position == before)
    return;
  self->selected = position;
  slot = get_slot (self, before);
  if (slot != NULL)
    mark_selected (self, slot);
  scroll_to (self, position);
  fill (self);
  slot = get_slot (self, position);
  if (slot != NULL)
    {
      mark_selected (self, slot);
      if (focus)
        gtk_widget_grab_focus (slot->widget);
    }
  g_signal_emit (self, signals[SELECTED], 0);
}

static guint
count_page (WbCustomerList *self)
{
  return self->height > 0 ? MAX (1, gtk_widget_get_height (GTK_WIDGET (self)) / self->height) : 1;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        WbCustomerList *self)
{
  gint64 at = self->selected, to = at;

  if (self->n == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      to = at - 1;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      to = at + 1;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      to = at - count_page (self);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      to = at + count_page (self);
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      to = 0;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      to = self->n - 1;
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      g_signal_emit (self, signals[ACTIVATED], 0);
      return TRUE;
    default:
      return FALSE;
    }
  wb_customer_list_select (self, (guint) CLAMP (to, 0, (gint64) self->n - 1));

  return TRUE;
}

static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, WbCustomerList *self)
{
  double at = self->height > 0 ? (get_top (self) + y) / self->height : 0;
  Slot *slot;

  if (at < 0 || at >= self->n)
    return;
  wb_customer_list_select (self, (guint) at);
  slot = get_slot (self, (guint) at);
  if (slot != NULL)
    gtk_widget_grab_focus (slot->widget);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, WbCustomerList *self)
{
  double at = self->height > 0 ? (get_top (self) + y) / self->height : 0;

  if (at >= 0 && at < self->n && (guint) at == self->selected)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Focus comes to whom is selected. */
static gboolean
wb_customer_list_grab_focus (GtkWidget *widget)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (widget);
  Slot *slot = get_slot (self, self->selected);

  if (slot != NULL && gtk_widget_get_child_visible (slot->widget))
    return gtk_widget_grab_focus (slot->widget);

  return GTK_WIDGET_CLASS (wb_customer_list_parent_class)->grab_focus (widget);
}

/* One stop of the tabulator key: rows are gone through by arrows. */
static gboolean
wb_customer_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (gtk_widget_get_focus_child (widget) != NULL || gtk_widget_has_focus (widget) ||
      WB_CUSTOMER_LIST (widget)->n == 0)
    return FALSE;

  return gtk_widget_grab_focus (widget);
}

/* Scrolling */

static void
wb_customer_list_set_property (GObject *object,
                               guint property,
                               const GValue *value,
                               GParamSpec *pspec)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (object);

  wb_scrolling_set (&self->scrolling, self, G_CALLBACK (fill), property, value);
}

static void
wb_customer_list_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  wb_scrolling_get (&WB_CUSTOMER_LIST (object)->scrolling, property, value);
}

/* Layout */

static void
wb_customer_list_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? 100 : 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for (guint i = 0; i < self->slots->len; i++)
      {
        const Slot *slot = &g_array_index (self->slots, Slot, i);
        int least = 0, wanted = 0;

        gtk_widget_measure (slot->widget, orientation, -1, &least, &wanted, NULL, NULL);
        *minimum = MAX (*minimum, least);
        *natural = MAX (*natural, wanted);
      }
}

/* No row may come or go in the middle of a layout: when more are wanted, they come after it. */
static void
wb_customer_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (widget);
  double top = get_top (self);

  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = &g_array_index (self->slots, Slot, i);
      GtkAllocation place = { 0, 0, width, self->height };

      if (!gtk_widget_get_child_visible (slot->widget))
        continue;
      place.y = (int) floor ((double) slot->position * self->height - top);
      gtk_widget_size_allocate (slot->widget, &place, -1);
    }
  if (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL] == NULL ||
      height !=
          gtk_adjustment_get_page_size (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL]))
    queue_fill (self);
}

static void
wb_customer_list_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (widget);

  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = &g_array_index (self->slots, Slot, i);

      if (gtk_widget_get_child_visible (slot->widget))
        gtk_widget_snapshot_child (widget, slot->widget, snapshot);
    }
}

/* The object */

static void
wb_customer_list_dispose (GObject *object)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (object);

  g_clear_handle_id (&self->filling, g_source_remove);
  clear_slots (self);
  wb_scrolling_clear (&self->scrolling, self);
  g_clear_pointer (&self->data, wb_customer_data_unref);
  g_clear_pointer (&self->rows, g_bytes_unref);
  self->n = 0;
  self->selected = WB_NOBODY;

  G_OBJECT_CLASS (wb_customer_list_parent_class)->dispose (object);
}

static void
wb_customer_list_finalize (GObject *object)
{
  WbCustomerList *self = WB_CUSTOMER_LIST (object);

  g_array_unref (self->slots);
  g_free (self->currency);

  G_OBJECT_CLASS (wb_customer_list_parent_class)->finalize (object);
}

static void
wb_customer_list_class_init (WbCustomerListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_customer_list_dispose;
  object_class->finalize = wb_customer_list_finalize;
  object_class->set_property = wb_customer_list_set_property;
  object_class->get_property = wb_customer_list_get_property;
  widget_class->measure = wb_customer_list_measure;
  widget_class->size_allocate = wb_customer_list_size_allocate;
  widget_class->snapshot = wb_customer_list_snapshot;
  widget_class->grab_focus = wb_customer_list_grab_focus;
  widget_class->focus = wb_customer_list_focus;
  wb_scrolling_install (object_class);
  gtk_widget_class_set_css_name (widget_class, "customers");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  signals[SELECTED] = g_signal_new ("selected", WB_TYPE_CUSTOMER_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", WB_TYPE_CUSTOMER_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_customer_list_init (WbCustomerList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  self->selected = WB_NOBODY;
  self->narrow = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
wb_customer_list_new (void)
{
  return g_object_new (WB_TYPE_CUSTOMER_LIST, NULL);
}

static void
forget (WbCustomerList *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    release (self, &g_array_index (self->slots, Slot, i));
}

/**
 * wb_customer_list_set_data:
 * @currency: three letters, or ""
 *
 * Nobody is shown until wb_customer_list_set_rows().
 */
void
wb_customer_list_set_data (WbCustomerList *self, WbCustomerData *data, const char *currency)
{
  wb_customer_data_ref (data);
  forget (self);
  g_clear_pointer (&self->data, wb_customer_data_unref);
  g_clear_pointer (&self->rows, g_bytes_unref);
  g_free (self->currency);
  self->data = data;
  self->currency = g_strdup (currency);
  self->n = 0;
  self->selected = WB_NOBODY;
}

/* Where row @row of the list stands among @rows, which ascend. */
static guint
find_row (const guint32 *rows, guint n, gsize row)
{
  guint from = 0, to = n;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (rows[middle] < row)
        from = middle + 1;
      else
        to = middle;
    }

  return from < n && rows[from] == row ? from : WB_NOBODY;
}

void
wb_customer_list_set_rows (WbCustomerList *self, GBytes *rows)
{
  gsize before = self->selected != WB_NOBODY ? wb_customer_list_get_row (self, self->selected) : 0;
  gboolean any = self->selected != WB_NOBODY;

  forget (self);
  if (rows != NULL)
    g_bytes_ref (rows);
  g_clear_pointer (&self->rows, g_bytes_unref);
  self->rows = rows;
  self->n = rows != NULL ? g_bytes_get_size (rows) / sizeof (guint32) : 0;
  self->selected =
      any && self->n > 0 ? find_row (g_bytes_get_data (rows, NULL), self->n, before) : WB_NOBODY;
  if (self->selected == WB_NOBODY && self->n > 0)
    self->selected = 0;
  configure (self);
  if (self->selected != WB_NOBODY)
    scroll_to (self, self->selected);
  fill (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
wb_customer_list_set_narrow (WbCustomerList *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  clear_slots (self);
  fill (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
wb_customer_list_get_n (WbCustomerList *self)
{
  return self->n;
}

gsize
wb_customer_list_get_row (WbCustomerList *self, guint position)
{
  g_return_val_if_fail (position < self->n, 0);

  return ((const guint32 *) g_bytes_get_data (self->rows, NULL))[position];
}

guint
wb_customer_list_get_selected (WbCustomerList *self)
{
  return self->selected;
}
