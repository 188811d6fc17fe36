/* wb-start-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-start-page.h"

#include <math.h>

#include "tn-project.h"
#include "tn-template.h"
#include "wb-risk-bar.h"
#include "wb-settings.h"
#include "wb-ui.h"
#include "wb-unsaved.h"
#include "wb-work.h"

#define MAX_UNSAVED 5
#define ART_HEIGHT  106

struct _WbStartPage
{
  AdwBin parent_instance;

  GtkListBox *unsaved_list;
  GtkFlowBox *cards;
  GtkWidget *recent_title;
  GtkListBox *recent_list;
};

G_DEFINE_FINAL_TYPE (WbStartPage, wb_start_page, ADW_TYPE_BIN)

/* The picture of an answer: who is likely to leave, and how sure that is. */
static GtkWidget *
make_leavers_art (void)
{
  static const double rows[][3] = {
    { 0.86, 0.79, 0.92 }, { 0.71, 0.60, 0.80 }, { 0.55, 0.40, 0.66 }, { 0.34, 0.25, 0.45 }
  };
  GtkWidget *art = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (art), 3);
  gtk_grid_set_column_spacing (GTK_GRID (art), 9);
  gtk_widget_add_css_class (art, "art");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *share = tn_language_format_percent (wb_language (), rows[i][0], 0);
      GtkWidget *image = gtk_image_new_from_icon_name ("avatar-default-symbolic");
      GtkWidget *bar = wb_risk_bar_new ();
      GtkWidget *label = wb_label_new (share, "heading");

      gtk_widget_add_css_class (image, "dim-label");
      gtk_widget_add_css_class (label, "tabular");
      gtk_widget_set_hexpand (bar, TRUE);
      wb_risk_bar_set (WB_RISK_BAR (bar), rows[i][0], rows[i][1], rows[i][2]);
      gtk_grid_attach (GTK_GRID (art), image, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (art), bar, 1, i, 1, 1);
      gtk_grid_attach (GTK_GRID (art), label, 2, i, 1, 1);
    }

  return art;
}

static GtkWidget *
make_shop_art (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name ("tenure-shop-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (image), 72);
  gtk_widget_set_vexpand (image, TRUE);
  gtk_widget_add_css_class (image, "accent");
  gtk_widget_add_css_class (box, "art");
  gtk_box_append (GTK_BOX (box), image);

  return box;
}

/* Picture, title, a sentence and what it takes; the whole is one button or holds one. */
static GtkWidget *
make_card (GtkWidget *art, const char *title, const char *text, GtkWidget *foot)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *about = wb_label_new (text, "dim-label");

  gtk_widget_add_css_class (words, "card-pad");
  gtk_widget_set_vexpand (about, TRUE);
  gtk_widget_set_valign (about, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (about), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (about), 36);
  gtk_widget_set_size_request (art, -1, ART_HEIGHT);
  gtk_box_append (GTK_BOX (card), art);
  gtk_box_append (GTK_BOX (words), wb_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (words), about);
  gtk_widget_set_margin_top (foot, 6);
  gtk_box_append (GTK_BOX (words), foot);
  gtk_box_append (GTK_BOX (card), words);

  return card;
}

static GtkWidget *
make_needs (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label =
      wb_label_new (wb_say (N_ ("Needs orders, or a table of customers")), "dim-label");

  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("text-x-generic-symbolic"));
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

static void
add_question (WbStartPage *self, const TnTemplate *template)
{
  GtkWidget *button = gtk_button_new ();
  const char *question = wb_say (template->question);

  gtk_button_set_child (GTK_BUTTON (button), make_card (make_leavers_art (), question,
                                                        wb_say (template->summary), make_needs ()));
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "question-card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, question,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, wb_say (template->summary),
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.ask");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", template->id);
  gtk_flow_box_append (self->cards, button);
}

static void
add_sample (WbStartPage *self)
{
  GtkWidget *button = gtk_button_new_with_label (wb_say (N_ ("Try the Sample Shop")));
  GtkWidget *card;

  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.sample");
  card = make_card (
      make_shop_art (), wb_say (N_ ("No file at hand?")),
      wb_say (N_ ("Eighteen months of a made-up shop: 20,065 order lines of 2,500 customers.")),
      button);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "question-card");
  gtk_flow_box_append (self->cards, card);
}

/* The children of a flow box take the focus of their own; here what they hold does. */
static void
let_focus_through (GtkFlowBox *cards)
{
  for (int i = 0; gtk_flow_box_get_child_at_index (cards, i) != NULL; i++)
    gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (cards, i)), FALSE);
}

/* Recent projects */

/* Said when it is shown, in the language of the moment. */
static char *
say_about (const char *about)
{
  gint64 n_rows;

  if (!g_ascii_string_to_signed (about, 10, 0, G_MAXINT64, &n_rows, NULL))
    return g_strdup (about);

  return wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", n_rows);
}

static void
add_recent (WbStartPage *self, const WbRecent *recent)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *base = g_path_get_basename (recent->path);
  g_autofree char *escaped = g_markup_escape_text (base, -1);
  g_autofree char *when = wb_say_when (recent->time);
  g_autofree char *said = say_about (recent->about);
  g_autofree char *about = g_markup_escape_text (said, -1);
  gboolean is_there = g_file_test (recent->path, G_FILE_TEST_EXISTS);
  GtkWidget *label = gtk_label_new (is_there ? when : wb_say (N_ ("not found")));
  GtkWidget *forget =
      wb_icon_button_new ("window-close-symbolic", wb_say (N_ ("Forget this project")));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row),
                                is_there ? "text-x-generic-symbolic" : "dialog-warning-symbolic");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_widget_add_css_class (forget, "flat");
  gtk_widget_set_valign (forget, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (forget), "win.forget");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (forget), "s", recent->path);
  if (!is_there)
    {
      GtkWidget *locate = gtk_button_new_with_label (wb_say (N_ ("Locate…")));

      gtk_widget_set_valign (locate, GTK_ALIGN_CENTER);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (locate), "win.locate");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (locate), "s", recent->path);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), locate);
    }
  else
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-path");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", recent->path);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), forget);
  gtk_list_box_append (self->recent_list, row);
}

static void
fill_recent (WbStartPage *self)
{
  g_autoptr (GPtrArray) list = wb_recent_list ();

  wb_list_clear (self->recent_list);
  for (guint i = 0; i < list->len; i++)
    add_recent (self, g_ptr_array_index (list, i));
  gtk_widget_set_visible (self->recent_title, list->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_list), list->len > 0);
}

/* Work that no file holds */

static gpointer
list_unsaved_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_project_list_unsaved (error);
}

static void
add_unsaved (WbStartPage *self, const TnUnsaved *unsaved)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (wb_say (N_ ("Go On")));
  g_autofree char *title = wb_unsaved_say_title (unsaved);
  g_autofree char *about = wb_unsaved_say (unsaved);
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *about_markup = g_markup_escape_text (about, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about_markup);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "document-revert-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-unsaved");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", unsaved->directory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->unsaved_list, row);
}

static void
on_unsaved_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbStartPage *self = WB_START_PAGE (source);
  g_autoptr (GPtrArray) list = wb_work_finish (result, NULL);

  if (list == NULL || self->unsaved_list == NULL)
    return;
  wb_list_clear (self->unsaved_list);
  for (guint i = 0; i < MIN (list->len, MAX_UNSAVED); i++)
    add_unsaved (self, g_ptr_array_index (list, i));
  gtk_widget_set_visible (GTK_WIDGET (self->unsaved_list), list->len > 0);
}

static void
wb_start_page_dispose (GObject *object)
{
  WB_START_PAGE (object)->unsaved_list = NULL;

  G_OBJECT_CLASS (wb_start_page_parent_class)->dispose (object);
}

static void
wb_start_page_class_init (WbStartPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_start_page_dispose;
}

static void
wb_start_page_init (WbStartPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("start-page");

  self->unsaved_list = wb_ui_get (ui, "unsaved_list");
  self->cards = wb_ui_get (ui, "cards");
  self->recent_title = wb_ui_get (ui, "recent_title");
  self->recent_list = wb_ui_get (ui, "recent_list");
  wb_name_widget (wb_ui_get (ui, "menu_button"), wb_say (N_ ("Menu")));
  wb_name_widget (wb_ui_get (ui, "open_button"), wb_say (N_ ("Open a project")));
  adw_bin_set_child (ADW_BIN (self), wb_ui_get (ui, "root"));

  for (const TnTemplate *const *at = tn_template_list (); *at != NULL; at++)
    add_question (self, *at);
  add_sample (self);
  let_focus_through (self->cards);
  fill_recent (self);
  g_signal_connect_object (wb_settings (), "changed::recent", G_CALLBACK (fill_recent), self,
                           G_CONNECT_SWAPPED);
  wb_work_start (WB_LANE_LOOK, self, list_unsaved_in_worker, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, NULL, on_unsaved_listed, NULL);
}

GtkWidget *
wb_start_page_new (void)
{
  return g_object_new (WB_TYPE_START_PAGE, NULL);
}
