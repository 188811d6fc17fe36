/* wb-help-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-help-window.h"

#include "wb-help-view.h"
#include "wb-ui.h"

#define WIDTH         900
#define HEIGHT        680
#define SIDE_WIDTH    260
#define LEAST_READING 340

struct _WbHelpWindow
{
  AdwWindow parent_instance;

  const TnHelp *help;
  const TnHelpPage *page; /* nullable */
  GPtrArray *before;      /* of TnHelpPage: what the way back leads to */
  gboolean filling;
  gboolean searching;

  AdwLeaflet *leaflet;
  GtkSearchEntry *search;
  GtkStack *found;
  GtkListBox *list;
  WbHelpView *view;
  GtkWidget *back;
  AdwWindowTitle *title;
};

G_DEFINE_FINAL_TYPE (WbHelpWindow, wb_help_window, ADW_TYPE_WINDOW)

static const TnHelpPage *
get_page_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page");
}

/* Which row is the page that is shown. */
static void
mark (WbHelpWindow *self)
{
  GtkListBoxRow *row;

  self->filling = TRUE;
  gtk_list_box_unselect_all (self->list);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (get_page_of (row) == self->page)
      gtk_list_box_select_row (self->list, row);
  self->filling = FALSE;
}

static void
show_page (WbHelpWindow *self, const TnHelpPage *page)
{
  self->page = page;
  wb_help_view_show (self->view, page);
  adw_window_title_set_title (self->title, page->title);
  gtk_widget_set_visible (self->back,
                          self->before->len > 0 || adw_leaflet_get_folded (self->leaflet));
  mark (self);
}

static void
go (WbHelpWindow *self, const TnHelpPage *page)
{
  if (self->page != NULL && self->page != page)
    g_ptr_array_add (self->before, (gpointer) self->page);
  show_page (self, page);
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
}

void
wb_help_window_go (WbHelpWindow *self, const char *id)
{
  const TnHelpPage *page = tn_help_find (self->help, id);

  go (self, page != NULL ? page : tn_help_get_page (self->help, 0));
}

const char *
wb_help_window_get_page (WbHelpWindow *self)
{
  return self->page->id;
}

/* Back where one came from; from the first page of a narrow window to the list. */
static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbHelpWindow *self = WB_HELP_WINDOW (widget);

  if (self->before->len > 0)
    show_page (self, g_ptr_array_steal_index (self->before, self->before->len - 1));
  else if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static void
on_folded (AdwLeaflet *leaflet, GParamSpec *pspec, WbHelpWindow *self)
{
  if (self->page != NULL)
    gtk_widget_set_visible (self->back,
                            self->before->len > 0 || adw_leaflet_get_folded (self->leaflet));
}

static void
on_link (WbHelpView *view, const char *id, WbHelpWindow *self)
{
  wb_help_window_go (self, id);
}

/* The list */

static void
add_row (WbHelpWindow *self, const TnHelpPage *page, const char *about)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = about != NULL ? g_markup_escape_text (about, -1) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), page->title);
  if (escaped != NULL)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "page", (gpointer) page);
  gtk_list_box_append (self->list, row);
}

static void
on_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  static const char *const names[] = {
    [TN_HELP_GUIDE] = N_ ("Guides"),
    [TN_HELP_STEP] = N_ ("Steps"),
  };
  WbHelpWindow *self = user_data;
  const TnHelpPage *page = get_page_of (row);
  gboolean begins = before == NULL || get_page_of (before)->kind != page->kind;
  GtkWidget *label;

  if (self->searching || !begins)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = wb_label_new (wb_say (names[page->kind]), "heading");
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_set_margin_start (label, 12);
  gtk_list_box_row_set_header (row, label);
}

static void
fill (WbHelpWindow *self, const char *words)
{
  self->filling = TRUE;
  self->searching = *words != '\0';
  wb_list_clear (self->list);
  if (!self->searching)
    for (guint i = 0; i < tn_help_get_n_pages (self->help); i++)
      add_row (self, tn_help_get_page (self->help, i), NULL);
  else
    {
      g_autoptr (GArray) hits = tn_help_search (self->help, words);

      for (guint i = 0; i < hits->len; i++)
        {
          const TnHelpHit *hit = &g_array_index (hits, TnHelpHit, i);

          add_row (self, hit->page, hit->block != NULL ? hit->block->text : NULL);
        }
    }
  self->filling = FALSE;
  gtk_stack_set_visible_child_name (
      self->found, gtk_list_box_get_row_at_index (self->list, 0) != NULL ? "list" : "nothing");
  mark (self);
}

static void
on_search (GtkSearchEntry *entry, WbHelpWindow *self)
{
  fill (self, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* Enter shows the likeliest page. */
static void
on_search_enter (GtkSearchEntry *entry, WbHelpWindow *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first != NULL)
    go (self, get_page_of (first));
}

void
wb_help_window_search (WbHelpWindow *self, const char *words)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), words);
  fill (self, words);
}

static void
on_row (GtkListBox *list, GtkListBoxRow *row, WbHelpWindow *self)
{
  if (!self->filling)
    go (self, get_page_of (row));
}

/* Building */

static GtkWidget *
make_side (WbHelpWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar),
                                   adw_window_title_new (wb_say (N_ ("Help")), ""));
  g_object_bind_property (self->leaflet, "folded", bar, "show-end-title-buttons",
                          G_BINDING_SYNC_CREATE);
  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  wb_name_widget (self->search, wb_say (N_ ("Find in the help")));
  g_object_set (self->search, "placeholder-text", wb_say (N_ ("Find in the help")), NULL);
  gtk_widget_set_margin_start (GTK_WIDGET (self->search), 9);
  gtk_widget_set_margin_end (GTK_WIDGET (self->search), 9);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->search), 6);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  wb_name_widget (self->list, wb_say (N_ ("Pages of the help")));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_list_box_set_header_func (self->list, on_header, self, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  self->found = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->found), TRUE);
  gtk_stack_add_named (self->found, scrolled, "list");
  gtk_stack_add_named (self->found,
                       wb_empty_new ("system-search-symbolic", wb_say (N_ ("No page says this")),
                                     wb_say (N_ ("Try another word, or fewer."))),
                       "nothing");
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->found));
  gtk_widget_set_size_request (box, SIDE_WIDTH, -1);

  return box;
}

static GtkWidget *
make_content (WbHelpWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();

  self->back = wb_icon_button_new ("go-previous-symbolic", wb_say (N_ ("Back")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->back), "help.back");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), self->back);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", ""));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->title));
  self->view = WB_HELP_VIEW (wb_help_view_new ());
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->view));
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_size_request (box, LEAST_READING, -1);
  g_signal_connect (self->view, "link", G_CALLBACK (on_link), self);

  return box;
}

static void
wb_help_window_dispose (GObject *object)
{
  WbHelpWindow *self = WB_HELP_WINDOW (object);

  self->filling = TRUE;
  G_OBJECT_CLASS (wb_help_window_parent_class)->dispose (object);
}

static void
wb_help_window_finalize (GObject *object)
{
  g_ptr_array_unref (WB_HELP_WINDOW (object)->before);
  G_OBJECT_CLASS (wb_help_window_parent_class)->finalize (object);
}

static void
wb_help_window_class_init (WbHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_help_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_help_window_finalize;
  gtk_widget_class_install_action (widget_class, "help.back", NULL, on_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
wb_help_window_init (WbHelpWindow *self)
{
  AdwLeafletPage *page;

  self->help = tn_help_get (wb_language ());
  self->before = g_ptr_array_new ();
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  page = adw_leaflet_append (self->leaflet, make_side (self));
  adw_leaflet_page_set_name (page, "list");
  page = adw_leaflet_append (self->leaflet, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_leaflet_page_set_navigatable (page, FALSE);
  page = adw_leaflet_append (self->leaflet, make_content (self));
  adw_leaflet_page_set_name (page, "page");
  adw_window_set_content (ADW_WINDOW (self), GTK_WIDGET (self->leaflet));
  gtk_window_set_title (GTK_WINDOW (self), wb_say (N_ ("Help")));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  fill (self, "");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row), self);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (on_search_enter), self);
  g_signal_connect (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self);
}

WbHelpWindow *
wb_help_show (GtkApplication *application, const char *page)
{
  static WbHelpWindow *shown;

  /* The words of a window do not change with the language: another one is made. */
  if (shown != NULL && shown->help != tn_help_get (wb_language ()))
    gtk_window_destroy (GTK_WINDOW (shown));
  if (shown == NULL)
    {
      g_set_weak_pointer (&shown,
                          g_object_new (WB_TYPE_HELP_WINDOW, "application", application, NULL));
    }
  wb_help_window_go (shown, page);
  gtk_widget_grab_focus (GTK_WIDGET (shown->search));
  gtk_window_present (GTK_WINDOW (shown));

  return shown;
}
