/* wb-palette.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-palette.h"

#include "tn-graph-edit.h"
#include "tn-palette-search.h"
#include "wb-step-facts.h"
#include "wb-ui.h"

struct _WbPalette
{
  GtkPopover parent_instance;

  GtkLabel *where;
  GtkWidget *search;
  GtkListBox *list;
  GtkWidget *nothing;
  gboolean replace;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbPalette, wb_palette, GTK_TYPE_POPOVER)

/* Finding */

gboolean
wb_palette_matches (const TnNodeSpec *spec, const char *words)
{
  return tn_palette_rank (spec, words) > 0;
}

static const TnNodeSpec *
get_spec (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "spec");
}

static int
get_number (GtkListBoxRow *row, const char *name)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), name));
}

static gboolean
fits (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "fits") != NULL;
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer user_data)
{
  return get_number (row, "rank") > 0;
}

static void
rank_rows (WbPalette *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    g_object_set_data (G_OBJECT (row), "rank",
                       GUINT_TO_POINTER (tn_palette_rank (get_spec (row), words)));
}

/* What fits here first; the best found first in each half. Equal ones stay in their order. */
static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  int x = get_number (a, "rank"), y = get_number (b, "rank");

  if (fits (a) != fits (b))
    return fits (a) ? -1 : 1;

  return x != y ? y - x : get_number (a, "order") - get_number (b, "order");
}

static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  GtkWidget *label;

  if (before != NULL && fits (before) == fits (row))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = wb_label_new (fits (row) ? wb_say (N_ ("Fit here")) : wb_say (N_ ("Do not fit here")),
                        "heading");
  gtk_widget_add_css_class (label, "palette-head");
  gtk_list_box_row_set_header (row, label);
}

static GtkListBoxRow *
get_first (WbPalette *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL || gtk_widget_get_child_visible (GTK_WIDGET (row)))
        return row;
    }
}

static void
on_search (GtkSearchEntry *entry, WbPalette *self)
{
  rank_rows (self);
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_sort (self->list);
  gtk_list_box_invalidate_headers (self->list);
  gtk_widget_set_visible (self->nothing, get_first (self) == NULL);
}

/* Rows */

/* “Takes Table; “Gradient boosting” gives Model, Scores.” %NULL where the kinds do meet. */
static char *
say_kinds_differ (TnGraph *graph, const char *node, const TnNodeSpec *spec)
{
  const TnGraphNode *at = tn_graph_get_node (graph, (guint) tn_graph_find_node (graph, node));
  g_autofree char *takes = wb_ports_say (spec->inputs);
  g_autofree char *gives = NULL;
  TnMessage *message;

  for (const TnPortSpec *in = spec->inputs; in != NULL && in->id != NULL; in++)
    for (const TnPortSpec *out = at->spec != NULL ? at->spec->outputs : NULL;
         out != NULL && out->id != NULL; out++)
      if (in->type == out->type)
        return NULL;
  if (at->spec == NULL || tn_node_spec_count_inputs (spec) == 0)
    return NULL;
  gives = wb_ports_say (at->spec->outputs);
  message = tn_message_text (tn_message_new (N_ ("It takes {takes}; “{step}” gives {gives}.")),
                             "takes", takes);
  message = tn_message_take (message, "step", tn_message_new (at->spec->title));

  return wb_say_take (tn_message_text (message, "gives", gives));
}

/* Why the step cannot stand there; %NULL when it can. */
static char *
say_misfit (TnGraph *graph,
            guint n_before,
            const char *node,
            const TnNodeSpec *spec,
            gboolean replace)
{
  g_autofree char *differ = node != NULL && !replace ? say_kinds_differ (graph, node, spec) : NULL;
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed = NULL;
  g_autoptr (GPtrArray) now = NULL;
  const TnGraphIssue *first = NULL;

  /* Nearly always that is it, and it is soon known. */
  if (differ != NULL)
    return g_steal_pointer (&differ);
  changed = replace ? tn_graph_replace (graph, node, spec->id)
                    : tn_graph_insert (graph, spec->id, node, &id);
  now = changed != NULL ? tn_graph_check (changed) : NULL;
  if (now == NULL)
    return g_strdup (wb_say (N_ ("It stands here already.")));
  if (now->len <= n_before)
    return NULL;
  /* What is said of the step itself tells more than what others miss. */
  for (guint i = 0; i < now->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (now, i);

      if (g_strcmp0 (issue->node, replace ? node : id) == 0)
        return wb_say_message (issue->message);
      first = first != NULL ? first : issue;
    }

  return wb_say_message (first->message);
}

static GtkWidget *
make_row (const TnNodeSpec *spec, guint order, const char *misfit)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (wb_say (spec->title), -1);
  g_autofree char *text =
      g_markup_escape_text (misfit != NULL ? misfit : wb_say (spec->summary), -1);
  GtkWidget *group = gtk_label_new (wb_group_say (spec->group));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_add_css_class (group, "chip");
  gtk_widget_set_valign (group, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), group);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "spec", (gpointer) spec);
  g_object_set_data (G_OBJECT (row), "order", GUINT_TO_POINTER (order));
  g_object_set_data (G_OBJECT (row), "fits", misfit == NULL ? row : NULL);
  /* Its name it has by its title. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  misfit != NULL ? misfit : wb_say (spec->summary), -1);
  return row;
}

void
wb_palette_set_place (WbPalette *self, TnGraph *graph, const char *node, gboolean replace)
{
  int place = node != NULL ? tn_graph_find_node (graph, node) : -1;
  const TnGraphNode *at = place >= 0 ? tn_graph_get_node (graph, (guint) place) : NULL;
  const char *title = at != NULL && at->spec != NULL ? wb_say (at->spec->title) : node;
  g_autofree char *where =
      node == NULL ? g_strdup (wb_say (N_ ("Add a step")))
                   : wb_say_text (replace ? N_ ("Instead of “{step}”") : N_ ("After “{step}”"),
                                  "step", title);
  /* What is wrong already is not the new step's fault. */
  g_autoptr (GPtrArray) before = tn_graph_check (graph);
  guint order = 0;

  self->replace = replace;
  gtk_label_set_text (self->where, where);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  wb_list_clear (self->list);
  for (const TnNodeSpec *const *spec = tn_node_registry_list (); *spec != NULL; spec++)
    {
      g_autofree char *misfit = say_misfit (graph, before->len, node, *spec, replace);

      if (misfit == NULL || !replace || at == NULL || *spec != at->spec)
        gtk_list_box_append (self->list, make_row (*spec, order++, misfit));
    }
  on_search (NULL, self);
}

void
wb_palette_set_fits (WbPalette *self, GPtrArray *fits_there, const char *where)
{
  self->replace = FALSE;
  gtk_label_set_text (self->where, where);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  wb_list_clear (self->list);
  for (guint i = 0; i < fits_there->len; i++)
    {
      const TnFit *fit = g_ptr_array_index (fits_there, i);
      g_autofree char *trouble = fit->trouble != NULL ? wb_say_message (fit->trouble) : NULL;

      gtk_list_box_append (self->list, make_row (fit->spec, i, trouble));
    }
  on_search (NULL, self);
}

static void
choose (WbPalette *self, GtkListBoxRow *row)
{
  const TnNodeSpec *spec = get_spec (row);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, spec->id, self->replace);
}

static void
on_activated (GtkListBox *list, GtkListBoxRow *row, WbPalette *self)
{
  choose (self, row);
}

/* Enter in the search takes the first that is found. */
static void
on_entered (GtkSearchEntry *entry, WbPalette *self)
{
  GtkListBoxRow *row;

  /* Who types quickly is not waited for. */
  on_search (entry, self);
  row = get_first (self);
  if (row != NULL)
    choose (self, row);
}

static void
on_down (WbPalette *self)
{
  GtkListBoxRow *row = get_first (self);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
on_key (GtkEventControllerKey *keys,
        guint value,
        guint code,
        GdkModifierType state,
        WbPalette *self)
{
  if (value != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  on_down (self);

  return GDK_EVENT_STOP;
}

static void
on_shown (WbPalette *self)
{
  gtk_widget_grab_focus (self->search);
}

static void
wb_palette_class_init (WbPaletteClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", WB_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
wb_palette_init (WbPalette *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->where = GTK_LABEL (wb_label_new (NULL, "heading"));
  self->search = gtk_search_entry_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->nothing =
      wb_label_new (wb_say (N_ ("No step is called that. Try another word.")), "dim-label");
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, is_wanted, NULL, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
  gtk_list_box_set_header_func (self->list, add_header, NULL, NULL);
  wb_name_widget (self->search, wb_say (N_ ("Find a step")));
  wb_name_widget (self->list, wb_say (N_ ("Steps")));
  g_signal_connect (self->search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (on_entered), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->search, keys);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_activated), self);
  g_signal_connect (self, "show", G_CALLBACK (on_shown), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 310, 400);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->where));
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
wb_palette_new (void)
{
  return g_object_new (WB_TYPE_PALETTE, NULL);
}
