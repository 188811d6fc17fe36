/* wb-filter-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-filter-bar.h"

#include <string.h>

#include "wb-filter-offers.h"
#include "wb-ui.h"

struct _WbFilterBar
{
  AdwBin parent_instance;

  GtkEditable *entry; /* %NULL once disposed of */
  GtkWidget *popover;
  GtkListBox *list;
  WbSheet *sheet;        /* nullable */
  TnConditionText *read; /* nullable */
  GPtrArray *offers;     /* of WbFilterOffer */
  char *told;            /* nullable: the text “changed” was last emitted for */
  gboolean setting;      /* the program writes, not a person */
};

enum
{
  CHANGED,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbFilterBar, wb_filter_bar, ADW_TYPE_BIN)

/* What was understood */

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (list, attribute);
}

static void
show_read (WbFilterBar *self)
{
  g_autoptr (PangoAttrList) list = pango_attr_list_new ();
  GtkEditable *text = gtk_editable_get_delegate (self->entry);

  for (guint i = 0; self->read != NULL && i < self->read->parts->len; i++)
    {
      const TnConditionPart *part = &g_array_index (self->read->parts, TnConditionPart, i);

      if (part->kind == TN_CONDITION_PART_COLUMN || part->kind == TN_CONDITION_PART_VALUE)
        add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), part->start, part->end);
    }
  if (self->read != NULL && self->read->error != NULL)
    add_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_ERROR), self->read->error_start,
                   self->read->error_end);
  if (GTK_IS_TEXT (text))
    gtk_text_set_attributes (GTK_TEXT (text), list);
}

static void
read_text (WbFilterBar *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  g_clear_pointer (&self->read, tn_condition_text_free);
  if (self->sheet != NULL && *text != '\0')
    self->read = tn_condition_text_read (text, wb_sheet_get_table (self->sheet), wb_language ());
  show_read (self);
}

/* What could come next */

static GtkWidget *
make_row (const WbFilterOffer *offer)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *name = gtk_label_new (offer->shown);
  GtkWidget *about = gtk_label_new (offer->about);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 32);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (about, "dim-label");
  gtk_widget_add_css_class (about, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), about);

  return box;
}

static gboolean
has_focus (WbFilterBar *self)
{
  GtkEditable *text = gtk_editable_get_delegate (self->entry);

  return GTK_IS_WIDGET (text) && gtk_widget_has_focus (GTK_WIDGET (text));
}

/* Offers are made for what stands before the cursor. */
static void
find_offers (WbFilterBar *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  int position = gtk_editable_get_position (self->entry);
  g_autofree char *before =
      g_strndup (text, (gsize) (g_utf8_offset_to_pointer (text, position) - text));
  g_autoptr (TnConditionText) read = NULL;

  g_ptr_array_set_size (self->offers, 0);
  wb_list_clear (self->list);
  if (self->sheet == NULL)
    return;
  read = tn_condition_text_read (before, wb_sheet_get_table (self->sheet), wb_language ());
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offers = wb_filter_offers_new (before, read, self->sheet);
  for (guint i = 0; i < self->offers->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (self->offers, i)));
}

static void
hide_offers (WbFilterBar *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
show_offers (WbFilterBar *self)
{
  find_offers (self);
  if (self->offers->len == 0 || !has_focus (self))
    {
      hide_offers (self);
      return;
    }
  if (!gtk_widget_get_visible (self->popover))
    gtk_popover_popup (GTK_POPOVER (self->popover));
}

static int
get_selected (WbFilterBar *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? gtk_list_box_row_get_index (row) : -1;
}

/* The entry keeps the keys, so it says which offer is meant. */
static void
select_offer (WbFilterBar *self, int index)
{
  int n = (int) self->offers->len;
  const WbFilterOffer *offer;

  if (n == 0)
    return;
  index = (index + n) % n;
  offer = g_ptr_array_index (self->offers, (guint) index);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, index));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  offer->shown, -1);
}

/* What was begun is replaced; a blank behind it asks for what comes next. */
void
wb_filter_bar_take_offer (WbFilterBar *self, guint index)
{
  const char *text = gtk_editable_get_text (self->entry);
  int position = gtk_editable_get_position (self->entry);
  g_autofree char *before =
      g_strndup (text, (gsize) (g_utf8_offset_to_pointer (text, position) - text));
  g_autoptr (TnConditionText) read = NULL;
  g_autofree char *put = NULL;
  int start;

  if (index >= self->offers->len)
    return;
  put = g_strconcat (((WbFilterOffer *) g_ptr_array_index (self->offers, index))->text, " ", NULL);
  read = tn_condition_text_read (before, wb_sheet_get_table (self->sheet), wb_language ());
  start = (int) g_utf8_strlen (before, (gssize) read->expect_start);
  gtk_editable_delete_text (self->entry, start, position);
  gtk_editable_insert_text (self->entry, put, -1, &start);
  gtk_editable_set_position (self->entry, start);
  show_offers (self);
}

guint
wb_filter_bar_get_n_offers (WbFilterBar *self)
{
  return self->offers->len;
}

const char *
wb_filter_bar_get_offer (WbFilterBar *self, guint index)
{
  return ((WbFilterOffer *) g_ptr_array_index (self->offers, index))->shown;
}

/* Keys and changes */

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        WbFilterBar *self)
{
  gboolean open = gtk_widget_get_visible (self->popover);
  int selected = get_selected (self);

  if ((state & GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    {
      if (!open)
        show_offers (self);
      select_offer (self, open ? selected + 1 : 0);
    }
  else if (key == GDK_KEY_Up && open)
    select_offer (self, selected < 0 ? -1 : selected - 1);
  else if (key == GDK_KEY_Tab && open && (state & GDK_SHIFT_MASK) == 0)
    wb_filter_bar_take_offer (self, (guint) MAX (selected, 0));
  else if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && open && selected >= 0)
    wb_filter_bar_take_offer (self, (guint) selected);
  else if (key == GDK_KEY_Escape && open)
    hide_offers (self);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
on_text_changed (GtkEditable *entry, WbFilterBar *self)
{
  if (self->entry == NULL)
    return;
  read_text (self);
  if (!self->setting && *gtk_editable_get_text (entry) != '\0')
    show_offers (self);
  else
    hide_offers (self);
}

/* Told once: the entry tells of every text, and at once of the nothing between two of them. */
static void
tell (WbFilterBar *self)
{
  const char *text;

  if (self->entry == NULL || self->setting)
    return;
  text = gtk_editable_get_text (self->entry);
  if (g_strcmp0 (text, self->told) == 0)
    return;
  g_free (self->told);
  self->told = g_strdup (text);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activate (WbFilterBar *self)
{
  hide_offers (self);
  tell (self);
  g_signal_emit (self, signals[LEFT], 0);
}

static void
on_stop (WbFilterBar *self)
{
  if (*gtk_editable_get_text (self->entry) != '\0')
    wb_filter_bar_set_text (self, "");
  g_signal_emit (self, signals[LEFT], 0);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WbFilterBar *self)
{
  wb_filter_bar_take_offer (self, (guint) gtk_list_box_row_get_index (row));
}

static void
on_focus_left (WbFilterBar *self)
{
  if (self->entry != NULL)
    hide_offers (self);
}

/* The widget */

static void
wb_filter_bar_dispose (GObject *object)
{
  WbFilterBar *self = WB_FILTER_BAR (object);

  self->entry = NULL;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->sheet);

  G_OBJECT_CLASS (wb_filter_bar_parent_class)->dispose (object);
}

static void
wb_filter_bar_finalize (GObject *object)
{
  WbFilterBar *self = WB_FILTER_BAR (object);

  g_clear_pointer (&self->read, tn_condition_text_free);
  g_ptr_array_unref (self->offers);
  g_free (self->told);

  G_OBJECT_CLASS (wb_filter_bar_parent_class)->finalize (object);
}

static void
wb_filter_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbFilterBar *self = WB_FILTER_BAR (widget);

  GTK_WIDGET_CLASS (wb_filter_bar_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
wb_filter_bar_class_init (WbFilterBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_filter_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_filter_bar_finalize;
  GTK_WIDGET_CLASS (klass)->size_allocate = wb_filter_bar_size_allocate;
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", WB_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
add_popover (WbFilterBar *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  wb_name_widget (list, wb_say (N_ ("What could come next")));
  gtk_widget_set_tooltip_text (list, NULL);
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated), self);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), list);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_size_request (list, 260, -1);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

static void
wb_filter_bar_init (WbFilterBar *self)
{
  GtkWidget *entry = gtk_search_entry_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = GTK_EDITABLE (entry);
  self->offers = g_ptr_array_new ();
  gtk_editable_set_width_chars (self->entry, 4);
  g_object_set (entry, "placeholder-text",
                wb_say (N_ ("country is not France and quantity over 10")), NULL);
  wb_name_widget (entry, wb_say (N_ ("Find rows")));
  gtk_widget_set_tooltip_text (entry, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_AUTOCOMPLETE,
                                  GTK_ACCESSIBLE_AUTOCOMPLETE_LIST, -1);
  adw_bin_set_child (ADW_BIN (self), entry);
  add_popover (self);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (entry, key);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect (entry, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_swapped (entry, "search-changed", G_CALLBACK (tell), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (entry, "stop-search", G_CALLBACK (on_stop), self);
}

GtkWidget *
wb_filter_bar_new (void)
{
  return g_object_new (WB_TYPE_FILTER_BAR, NULL);
}

/* @sheet: (nullable) */
void
wb_filter_bar_set_sheet (WbFilterBar *self, WbSheet *sheet)
{
  g_set_object (&self->sheet, sheet);
  read_text (self);
}

const char *
wb_filter_bar_get_text (WbFilterBar *self)
{
  return gtk_editable_get_text (self->entry);
}

void
wb_filter_bar_set_text (WbFilterBar *self, const char *text)
{
  self->setting = TRUE;
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
  self->setting = FALSE;
  tell (self);
}

/* The conditions there are on other columns; %NULL when they do not go together with more. */
static char *
dup_others (WbFilterBar *self, guint column)
{
  const char *text = gtk_editable_get_text (self->entry);
  const TnConditionText *read = self->read;
  char *others = g_strdup ("");
  guint at = 0;
  gsize start = 0;

  if (read == NULL || read->is_words || read->error != NULL || read->any)
    return others;
  for (guint i = 0; i <= read->parts->len && at < read->columns->len; i++)
    {
      const TnConditionPart *part =
          i < read->parts->len ? &g_array_index (read->parts, TnConditionPart, i) : NULL;
      g_autofree char *slice = NULL;
      char *joined;

      if (part != NULL && part->kind != TN_CONDITION_PART_JOIN)
        continue;
      slice = g_strstrip (
          g_strndup (text + start, (part != NULL ? part->start : strlen (text)) - start));
      start = part != NULL ? part->end : 0;
      if (g_array_index (read->columns, guint, at++) == column)
        continue;
      joined = wb_filter_join (others, slice);
      g_free (others);
      others = joined;
    }

  return others;
}

void
wb_filter_bar_add (WbFilterBar *self, guint column, const char *conditions)
{
  g_autofree char *others = dup_others (self, column);
  g_autofree char *text = wb_filter_join (others, conditions);

  wb_filter_bar_set_text (self, text);
}

const TnConditionText *
wb_filter_bar_get_read (WbFilterBar *self)
{
  return self->read;
}

void
wb_filter_bar_focus (WbFilterBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
