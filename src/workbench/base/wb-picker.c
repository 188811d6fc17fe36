/* wb-picker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-picker.h"

#include <string.h>

#include "wb-role.h"
#include "wb-ui.h"

struct _WbPicker
{
  AdwBin parent_instance;

  WbPick kind;
  char *name;
  GPtrArray *chosen; /* of names or dates, in their order */

  GtkWidget *chips;
  GtkMenuButton *button;
  GtkLabel *label;
  GtkWidget *search;
  GtkListBox *list;
  GtkLabel *nothing;
  GtkCalendar *calendar;
  gboolean filling;
  WbPickWhy why; /* nullable */
  gpointer why_data;
  GDestroyNotify why_free;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbPicker, wb_picker, ADW_TYPE_BIN)

static gboolean
takes_many (const WbPicker *self)
{
  return self->kind == WB_PICK_MANY || self->kind == WB_PICK_DATES;
}

static gboolean
takes_dates (const WbPicker *self)
{
  return self->kind == WB_PICK_DATE || self->kind == WB_PICK_DATES;
}

static guint
find_chosen (const WbPicker *self, const char *name)
{
  guint place;

  return g_ptr_array_find_with_equal_func (self->chosen, name, g_str_equal, &place) ? place
                                                                                    : G_MAXUINT;
}

/* Chips */

static void show (WbPicker *self);

static void
tell (WbPicker *self)
{
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_chip_removed (GtkButton *button, WbPicker *self)
{
  guint place = find_chosen (self, g_object_get_data (G_OBJECT (button), "name"));

  if (place == G_MAXUINT)
    return;
  g_ptr_array_remove_index (self->chosen, place);
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  tell (self);
}

static GtkWidget *
make_chip (WbPicker *self, const char *name)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (name);
  g_autofree char *say = wb_say_text (N_ ("Remove {name}"), "name", name);
  GtkWidget *button = wb_icon_button_new ("window-close-symbolic", say);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 26);
  gtk_widget_set_tooltip_text (label, name);
  gtk_widget_set_halign (chip, GTK_ALIGN_START);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "picked");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_chip_removed), self);

  return chip;
}

static void
show_chips (WbPicker *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->chips), child);
  for (guint i = 0; takes_many (self) && i < self->chosen->len; i++)
    {
      gtk_flow_box_append (GTK_FLOW_BOX (self->chips),
                           make_chip (self, g_ptr_array_index (self->chosen, i)));
      gtk_widget_set_focusable (gtk_widget_get_last_child (self->chips), FALSE);
    }
  gtk_widget_set_visible (self->chips, takes_many (self) && self->chosen->len > 0);
}

static void
show_button (WbPicker *self)
{
  const char *first = self->chosen->len > 0 ? g_ptr_array_index (self->chosen, 0) : NULL;
  const char *text;
  g_autofree char *whole = NULL;

  if (self->kind == WB_PICK_MANY)
    text = wb_say (N_ ("Choose columns"));
  else if (self->kind == WB_PICK_DATES)
    text = wb_say (N_ ("Add a date"));
  else if (self->kind == WB_PICK_NAME)
    text = first != NULL ? first : wb_say (N_ ("Choose a column"));
  else
    text = first != NULL ? first : wb_say (N_ ("automatic"));
  gtk_label_set_text (self->label, text);
  whole = g_strdup_printf ("%s: %s", self->name, text);
  wb_name_widget (self->button, whole);
}

/* The list */

static const char *
get_name (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "name");
}

/* What is chosen can be taken away, whether it fits or not. */
static gboolean
can_turn (WbPicker *self, GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "why") == NULL ||
         find_chosen (self, get_name (row)) != G_MAXUINT;
}

static void
show_list (WbPicker *self)
{
  if (self->list == NULL)
    return;
  self->filling = TRUE;
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
      GtkWidget *check = row != NULL ? g_object_get_data (G_OBJECT (row), "check") : NULL;
      const char *name = row != NULL ? get_name (row) : NULL;

      if (row == NULL)
        break;
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   *name == '\0' ? self->chosen->len == 0
                                                 : find_chosen (self, name) != G_MAXUINT);
      gtk_widget_set_sensitive (check, can_turn (self, row));
    }
  self->filling = FALSE;
}

static void
show (WbPicker *self)
{
  show_chips (self);
  show_button (self);
  show_list (self);
}

static void
turn (WbPicker *self, const char *name)
{
  guint place = find_chosen (self, name);

  if (self->kind == WB_PICK_NAME && place != G_MAXUINT)
    {
      gtk_menu_button_popdown (self->button);
      show_list (self);
      return;
    }
  if (!takes_many (self))
    {
      g_ptr_array_set_size (self->chosen, 0);
      if (*name != '\0')
        g_ptr_array_add (self->chosen, g_strdup (name));
      gtk_menu_button_popdown (self->button);
    }
  else if (place != G_MAXUINT)
    g_ptr_array_remove_index (self->chosen, place);
  else
    g_ptr_array_add (self->chosen, g_strdup (name));
  tell (self);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WbPicker *self)
{
  if (can_turn (self, row))
    turn (self, get_name (row));
  else
    gtk_widget_error_bell (GTK_WIDGET (row));
}

static void
on_checked (GtkCheckButton *check, GParamSpec *pspec, WbPicker *self)
{
  if (!self->filling)
    turn (self, get_name (g_object_get_data (G_OBJECT (check), "row")));
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer user_data)
{
  WbPicker *self = user_data;
  g_autofree char *needle =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_autofree char *hay = g_utf8_casefold (g_object_get_data (G_OBJECT (row), "said"), -1);

  return strstr (hay, needle) != NULL;
}

static GtkWidget *
make_row (WbPicker *self, const char *name, const char *title, const char *detail)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *markup = g_markup_escape_text (title, -1);
  g_autofree char *small = g_markup_escape_text (detail, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), small);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_focusable (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  wb_name_widget (check, title);
  g_object_set_data (G_OBJECT (row), "check", check);
  g_object_set_data (G_OBJECT (check), "row", row);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (row), "said", g_strdup_printf ("%s %s", title, detail), g_free);
  g_signal_connect (check, "notify::active", G_CALLBACK (on_checked), self);

  return row;
}

static void
begin_list (WbPicker *self)
{
  wb_list_clear (self->list);
  if (self->kind == WB_PICK_ONE)
    gtk_list_box_append (self->list, make_row (self, "", wb_say (N_ ("automatic")), ""));
}

static void
end_list (WbPicker *self, guint n)
{
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), n == 0);
  show (self);
}

/* @why: why it cannot be taken. It stays reachable, so that the reason is read and heard. */
static GtkWidget *
make_refused_row (WbPicker *self, const char *name, const char *why)
{
  GtkWidget *row = make_row (self, name, name, why);

  gtk_widget_add_css_class (row, "dim-label");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data (G_OBJECT (row), "why", row);

  return row;
}

typedef enum
{
  LIKELY,
  POSSIBLE,
  REFUSED,
} Fit;

static guint
add_columns (WbPicker *self, TnTable *table, TnRole role, Fit wanted)
{
  guint n = 0;

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      const char *type = wb_type_say (tn_column_get_column_type (tn_table_get_column (table, i)));
      const char *said = wb_role_say (field->role);
      g_autofree char *detail =
          *said != '\0' ? g_strdup_printf ("%s · %s", type, said) : g_strdup (type);
      g_autofree char *why = self->why != NULL ? self->why (table, i, self->why_data) : NULL;
      Fit fit = why != NULL                                   ? REFUSED
                : role != TN_ROLE_NONE && field->role == role ? LIKELY
                                                              : POSSIBLE;

      if (fit != wanted)
        continue;
      gtk_list_box_append (self->list, why != NULL
                                           ? make_refused_row (self, field->name, why)
                                           : make_row (self, field->name, field->name, detail));
      n++;
    }

  return n;
}

void
wb_picker_set_why (WbPicker *self, WbPickWhy why, gpointer user_data, GDestroyNotify free_data)
{
  if (self->why_free != NULL)
    self->why_free (self->why_data);
  self->why = why;
  self->why_data = user_data;
  self->why_free = free_data;
}

void
wb_picker_set_columns (WbPicker *self, TnTable *table, TnRole role)
{
  guint n = 0;

  if (self->list == NULL)
    return;
  begin_list (self);
  if (table != NULL)
    for (Fit fit = LIKELY; fit <= REFUSED; fit++)
      n += add_columns (self, table, role, fit);
  end_list (self, n);
}

void
wb_picker_set_names (WbPicker *self, const char *const *names, const char *const *details)
{
  guint n = 0;

  if (self->list == NULL)
    return;
  begin_list (self);
  for (; names[n] != NULL; n++)
    gtk_list_box_append (self->list, make_row (self, names[n], names[n], details[n]));
  end_list (self, n);
}

void
wb_picker_set_text (WbPicker *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_ptr_array_set_size (self->chosen, 0);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (self->chosen, g_strdup (lines[i]));
  show (self);
}

char *
wb_picker_get_text (WbPicker *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->chosen->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (self->chosen, i));

  return g_string_free (text, FALSE);
}

/* Popovers */

static void
on_shown (WbPicker *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (self->search);
}

static GtkWidget *
make_list_popover (WbPicker *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->search = gtk_search_entry_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->nothing = GTK_LABEL (wb_label_new (
      wb_say (N_ ("Which columns arrive here is known once the steps before can be previewed.")),
      "dim-label"));
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, is_wanted, self, NULL);
  wb_name_widget (self->search, wb_say (N_ ("Find a column")));
  wb_name_widget (self->list, self->name);
  g_signal_connect_swapped (self->search, "search-changed",
                            G_CALLBACK (gtk_list_box_invalidate_filter), self->list);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (on_shown), self);
  gtk_label_set_max_width_chars (self->nothing, 32);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_widget_set_size_request (scrolled, 270, -1);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->nothing));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
on_date_used (GtkButton *button, WbPicker *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");

  if (self->kind == WB_PICK_DATE)
    g_ptr_array_set_size (self->chosen, 0);
  if (find_chosen (self, text) == G_MAXUINT)
    g_ptr_array_add (self->chosen, g_steal_pointer (&text));
  g_ptr_array_sort (self->chosen, compare_texts);
  gtk_menu_button_popdown (self->button);
  tell (self);
}

static void
on_date_dropped (GtkButton *button, WbPicker *self)
{
  g_ptr_array_set_size (self->chosen, 0);
  gtk_menu_button_popdown (self->button);
  tell (self);
}

static void
on_calendar_shown (WbPicker *self)
{
  const char *last =
      self->chosen->len > 0 ? g_ptr_array_index (self->chosen, self->chosen->len - 1) : NULL;
  g_autofree char *text = last != NULL ? g_strdup_printf ("%sT00:00:00", last) : NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) date = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  if (date != NULL)
    gtk_calendar_select_day (self->calendar, date);
}

static GtkWidget *
make_calendar_popover (WbPicker *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *use = gtk_button_new_with_label (wb_say (N_ ("Use this date")));
  GtkWidget *drop = gtk_button_new_with_label (wb_say (N_ ("automatic")));

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  wb_name_widget (self->calendar, self->name);
  gtk_widget_add_css_class (use, "suggested-action");
  g_signal_connect (use, "clicked", G_CALLBACK (on_date_used), self);
  g_signal_connect (drop, "clicked", G_CALLBACK (on_date_dropped), self);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (on_calendar_shown), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->calendar));
  gtk_box_append (GTK_BOX (box), use);
  gtk_box_append (GTK_BOX (box), drop);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

/* The widget */

static void
wb_picker_finalize (GObject *object)
{
  WbPicker *self = WB_PICKER (object);

  g_ptr_array_unref (self->chosen);
  g_free (self->name);
  wb_picker_set_why (self, NULL, NULL, NULL);

  G_OBJECT_CLASS (wb_picker_parent_class)->finalize (object);
}

static void
wb_picker_class_init (WbPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_picker_finalize;
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
wb_picker_init (WbPicker *self)
{
  self->chosen = g_ptr_array_new_with_free_func (g_free);
}

static GtkWidget *
make_face (WbPicker *self)
{
  GtkWidget *face = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *icon = takes_dates (self) ? "x-office-calendar-symbolic" : "list-add-symbolic";

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  if (self->kind != WB_PICK_ONE && self->kind != WB_PICK_NAME)
    gtk_box_append (GTK_BOX (face), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (face), GTK_WIDGET (self->label));
  if (self->kind == WB_PICK_ONE || self->kind == WB_PICK_NAME)
    gtk_box_append (GTK_BOX (face), gtk_image_new_from_icon_name ("pan-down-symbolic"));

  return face;
}

GtkWidget *
wb_picker_new (WbPick kind, const char *name)
{
  WbPicker *self = g_object_new (WB_TYPE_PICKER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->kind = kind;
  self->name = g_strdup (name);
  self->chips = gtk_flow_box_new ();
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->chips), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->chips), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->chips), 3);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->chips), 3);
  wb_name_widget (self->chips, name);
  gtk_menu_button_set_child (self->button, make_face (self));
  gtk_menu_button_set_popover (self->button, takes_dates (self) ? make_calendar_popover (self)
                                                                : make_list_popover (self));
  gtk_widget_set_halign (GTK_WIDGET (self->button), kind == WB_PICK_ONE || kind == WB_PICK_NAME
                                                        ? GTK_ALIGN_FILL
                                                        : GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->chips);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  adw_bin_set_child (ADW_BIN (self), box);
  if (!takes_dates (self))
    begin_list (self);
  show (self);

  return GTK_WIDGET (self);
}
