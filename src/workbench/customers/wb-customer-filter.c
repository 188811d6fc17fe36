/* wb-customer-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customer-filter.h"

#include <math.h>

#include "wb-spin.h"
#include "wb-ui.h"

#define POPOVER_WIDTH  280
#define POPOVER_HEIGHT 520

struct _WbCustomerFilter
{
  AdwBin parent_instance;

  TnListSearch *search; /* nullable */
  gsize n_first;
  double most; /* value at stake */
  gboolean filling;

  GtkWidget *button;
  GtkWidget *box;
  GtkWidget *first;     /* check button */
  GtkWidget *chance[2]; /* spin buttons */
  GtkWidget *stake[2];  /* spin buttons */
  GtkWidget *stake_row; /* hidden where no value is known */
  GtkWidget *facets;    /* groups of check buttons */
  GPtrArray *choices;   /* (element-type Choice) */
};

G_DEFINE_FINAL_TYPE (WbCustomerFilter, wb_customer_filter, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A facet that can be chosen; %NULL for “any”. */
typedef struct
{
  GtkWidget *button; /* of the box */
  const TnListFacet *facet;
} Choice;

static void
on_changed (WbCustomerFilter *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Ranges */

static GtkWidget *
make_spin (WbCustomerFilter *self, double from, double to, double step, const char *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (from, to, step);

  gtk_widget_set_hexpand (spin, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  wb_name_widget (spin, name);
  wb_spin_speak (spin, NULL);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (on_changed), self);

  return spin;
}

static GtkWidget *
make_range (WbCustomerFilter *self,
            GtkWidget *spins[2],
            const char *title,
            double most,
            const char *least_name,
            const char *most_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  spins[0] = make_spin (self, 0, most, 1, least_name);
  spins[1] = make_spin (self, 0, most, 1, most_name);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spins[1]), most);
  gtk_box_append (GTK_BOX (row), spins[0]);
  gtk_box_append (GTK_BOX (row), gtk_label_new ("–"));
  gtk_box_append (GTK_BOX (row), spins[1]);
  gtk_box_append (GTK_BOX (box), wb_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (box), row);

  return box;
}

static void
set_spin (GtkWidget *spin, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
}

/* A bound at its end asks for nothing. */
static void
read_range (GtkWidget *const spins[2], double most, double scale, double *from, double *to)
{
  double low = gtk_spin_button_get_value (GTK_SPIN_BUTTON (spins[0]));
  double high = gtk_spin_button_get_value (GTK_SPIN_BUTTON (spins[1]));

  *from = low > 0 ? MIN (low, high) / scale : NAN;
  *to = high < most ? MAX (low, high) / scale : NAN;
}

/* Facets */

static char *
say_facet (const TnListFacet *facet)
{
  g_autofree char *label = wb_say_message (facet->label);
  g_autofree char *n = tn_language_format_count (wb_language (), (gint64) facet->n);
  TnMessage *message = tn_message_text (tn_message_new (N_ ("{label} ({n})")), "label", label);

  return wb_say_take (tn_message_text (message, "n", n));
}

static GtkWidget *
add_choice (WbCustomerFilter *self, const char *words, GtkWidget *group, const TnListFacet *facet)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (words);
  Choice *choice = g_new0 (Choice, 1);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* GtkCheckButton takes a child from 4.8 on. */
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  wb_name_widget (button, words);
  gtk_widget_set_tooltip_text (button, NULL);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), facet == NULL);
  choice->button = button;
  choice->facet = facet;
  g_ptr_array_add (self->choices, choice);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->facets), button);

  return button;
}

/* What comes first of each column heads its group. */
static void
fill_facets (WbCustomerFilter *self)
{
  guint n = self->search != NULL ? tn_list_search_get_n_facets (self->search) : 0;
  const TnListFacet *before = NULL;
  GtkWidget *group = NULL;

  g_ptr_array_set_size (self->choices, 0);
  wb_box_clear (self->facets);
  for (guint i = 0; i < n; i++)
    {
      const TnListFacet *facet = tn_list_search_get_facet (self->search, i);
      g_autofree char *words = say_facet (facet);

      if (before == NULL || g_strcmp0 (before->column, facet->column) != 0)
        {
          g_autofree char *title = facet->title != NULL ? wb_say_message (facet->title)
                                                        : g_strdup (wb_say (N_ ("Reason")));

          gtk_box_append (GTK_BOX (self->facets), wb_label_new (title, "heading"));
          group = add_choice (self, wb_say (N_ ("Any")), NULL, NULL);
        }
      add_choice (self, words, group, facet);
      before = facet;
    }
}

static double
find_most (const TnListSearch *search)
{
  double most = 0;

  for (gsize i = 0; i < tn_list_search_get_n (search); i++)
    {
      double stake = tn_list_search_get_stake (search, i);

      if (stake > most)
        most = stake;
    }

  return ceil (most);
}

static void
set_first (WbCustomerFilter *self)
{
  g_autofree char *text =
      wb_say_count (TN_PLURAL ("Only the first {n}", "Only the first {n}"), "n", self->n_first);

  gtk_check_button_set_label (GTK_CHECK_BUTTON (self->first), text);
  gtk_widget_set_visible (self->first, self->n_first > 0);
}

static void
clear (WbCustomerFilter *self)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->first), FALSE);
  set_spin (self->chance[0], 0);
  set_spin (self->chance[1], 100);
  set_spin (self->stake[0], 0);
  set_spin (self->stake[1], self->most);
  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = g_ptr_array_index (self->choices, i);

      if (choice->facet == NULL)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (choice->button), TRUE);
    }
}

/**
 * wb_customer_filter_set_list:
 *
 * What can be chosen follows from the list; nothing is chosen.
 */
void
wb_customer_filter_set_list (WbCustomerFilter *self,
                             TnListSearch *search,
                             gsize first,
                             const char *currency)
{
  self->filling = TRUE;
  tn_list_search_ref (search);
  g_clear_pointer (&self->search, tn_list_search_unref);
  self->search = search;
  self->n_first = first;
  self->most = find_most (search);
  for (guint i = 0; i < 2; i++)
    {
      gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->stake[i]), 0, self->most);
      gtk_spin_button_set_increments (GTK_SPIN_BUTTON (self->stake[i]), MAX (1, self->most / 100),
                                      MAX (10, self->most / 10));
    }
  gtk_widget_set_visible (self->stake_row, self->most > 0);
  set_first (self);
  fill_facets (self);
  clear (self);
  self->filling = FALSE;
}

void
wb_customer_filter_get (WbCustomerFilter *self, TnListFilter *filter)
{
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->first)))
    filter->first = self->n_first;
  read_range (self->chance, 100, 100, &filter->chance_from, &filter->chance_to);
  if (self->most > 0)
    read_range (self->stake, self->most, 1, &filter->stake_from, &filter->stake_to);
  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = g_ptr_array_index (self->choices, i);

      if (choice->facet == NULL || !gtk_check_button_get_active (GTK_CHECK_BUTTON (choice->button)))
        continue;
      if (choice->facet->column == NULL)
        filter->reason = g_strdup (choice->facet->key);
      else if (filter->column == NULL)
        {
          filter->column = g_strdup (choice->facet->column);
          filter->value = g_strdup (choice->facet->key);
        }
    }
}

void
wb_customer_filter_reset (WbCustomerFilter *self)
{
  self->filling = TRUE;
  clear (self);
  self->filling = FALSE;
  on_changed (self);
}

/* @key: of a reason */
void
wb_customer_filter_choose_reason (WbCustomerFilter *self, const char *key)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = g_ptr_array_index (self->choices, i);

      if (choice->facet != NULL && choice->facet->column == NULL &&
          g_str_equal (choice->facet->key, key))
        gtk_check_button_set_active (GTK_CHECK_BUTTON (choice->button), TRUE);
    }
}

static void
on_reset (WbCustomerFilter *self)
{
  wb_customer_filter_reset (self);
}

static GtkWidget *
make_popover (WbCustomerFilter *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *reset = gtk_button_new_with_label (wb_say (N_ ("Show Everyone")));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->first = gtk_check_button_new ();
  self->facets = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_signal_connect_swapped (self->first, "toggled", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->box),
                  make_range (self, self->chance, wb_say (N_ ("Chance of leaving, %")), 100,
                              wb_say (N_ ("Least chance of leaving, %")),
                              wb_say (N_ ("Largest chance of leaving, %"))));
  self->stake_row =
      make_range (self, self->stake, wb_say (N_ ("Value at stake")), 1,
                  wb_say (N_ ("Least value at stake")), wb_say (N_ ("Largest value at stake")));
  gtk_box_append (GTK_BOX (self->box), self->stake_row);
  gtk_box_append (GTK_BOX (self->box), self->first);
  gtk_box_append (GTK_BOX (self->box), self->facets);
  g_signal_connect_swapped (reset, "clicked", G_CALLBACK (on_reset), self);
  gtk_box_append (GTK_BOX (self->box), reset);
  gtk_widget_add_css_class (self->box, "card-pad");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), POPOVER_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->box);
  gtk_widget_set_size_request (scrolled, POPOVER_WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);

  return popover;
}

static void
wb_customer_filter_dispose (GObject *object)
{
  WbCustomerFilter *self = WB_CUSTOMER_FILTER (object);

  self->filling = TRUE;
  g_ptr_array_set_size (self->choices, 0);
  g_clear_pointer (&self->search, tn_list_search_unref);

  G_OBJECT_CLASS (wb_customer_filter_parent_class)->dispose (object);
}

static void
wb_customer_filter_finalize (GObject *object)
{
  g_ptr_array_unref (WB_CUSTOMER_FILTER (object)->choices);

  G_OBJECT_CLASS (wb_customer_filter_parent_class)->finalize (object);
}

static void
wb_customer_filter_class_init (WbCustomerFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_customer_filter_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_customer_filter_finalize;
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_CUSTOMER_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_customer_filter_init (WbCustomerFilter *self)
{
  self->choices = g_ptr_array_new_with_free_func (g_free);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), wb_say (N_ ("Filter")));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
  adw_bin_set_child (ADW_BIN (self), self->button);
}

GtkWidget *
wb_customer_filter_new (void)
{
  return g_object_new (WB_TYPE_CUSTOMER_FILTER, NULL);
}
