/* wb-start-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-start-page.h"

#include "tn-import.h"
#include "tn-project.h"
#include "tn-template.h"
#include "wb-question-card.h"
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
  GtkWidget *menu;       /* (nullable): of a recent project, the last that was asked for */
  GCancellable *looking; /* (nullable): at a file that is dragged */
};

G_DEFINE_FINAL_TYPE (WbStartPage, wb_start_page, ADW_TYPE_BIN)

static GtkWidget *
make_shop_art (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name ("tenure-shop-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (image), 72);
  gtk_widget_set_vexpand (image, TRUE);
  gtk_widget_add_css_class (image, "accent");
  gtk_widget_add_css_class (box, "art");
  gtk_widget_set_size_request (box, -1, ART_HEIGHT);
  gtk_box_append (GTK_BOX (box), image);

  return box;
}

static void
add_sample (WbStartPage *self)
{
  GtkWidget *button = gtk_button_new_with_label (wb_say (N_ ("Try the Sample Shop")));
  GtkWidget *card;

  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.sample");
  card = wb_card_content_new (
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

/* A file is dragged over the page */

static void
tell_cards (WbStartPage *self, const TnImportPlan *plan)
{
  GtkFlowBoxChild *at;

  for (int i = 0; (at = gtk_flow_box_get_child_at_index (self->cards, i)) != NULL; i++)
    if (WB_IS_QUESTION_CARD (gtk_flow_box_child_get_child (at)))
      wb_question_card_look_at (WB_QUESTION_CARD (gtk_flow_box_child_get_child (at)), plan);
}

static gpointer
look_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnSource) source = tn_source_open (data, cancellable, error);

  return source != NULL ? tn_import_detect (source, NULL, NULL, cancellable, error) : NULL;
}

/* What cannot be read says so when it is dropped. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbStartPage *self = WB_START_PAGE (source);
  g_autoptr (TnImportPlan) plan = wb_work_finish (result, NULL);

  if (plan != NULL && self->looking != NULL && self->unsaved_list != NULL)
    tell_cards (self, plan);
}

void
wb_start_page_look_at (WbStartPage *self, const char *path)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  tell_cards (self, NULL);
  if (path == NULL)
    return;
  self->looking = g_cancellable_new ();
  wb_work_start (WB_LANE_LOOK, self, look_in_worker, g_strdup (path), g_free,
                 (GDestroyNotify) tn_import_plan_free, self->looking, on_looked, NULL);
}

/* Recent projects */

static void
show_menu (GtkWidget *row, double x, double y)
{
  const char *path = g_object_get_data (G_OBJECT (row), "path");
  g_autoptr (GMenu) model = g_menu_new ();
  g_autoptr (GMenuItem) forget = g_menu_item_new (wb_say (N_ ("Forget this project")), NULL);
  WbStartPage *self = WB_START_PAGE (gtk_widget_get_ancestor (row, WB_TYPE_START_PAGE));

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (wb_say (N_ ("Open")), NULL);

      g_menu_item_set_action_and_target (item, "win.open-path", "s", path);
      g_menu_append_item (model, item);
    }
  g_menu_item_set_action_and_target (forget, "win.forget", "s", path);
  g_menu_append_item (model, forget);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_widget_translate_coordinates (row, GTK_WIDGET (self), x, y, &x, &y);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_pressed (GtkGestureClick *click, int n, double x, double y, GtkWidget *row)
{
  show_menu (row, x, y);
}

static gboolean
on_menu_key (GtkWidget *row, GVariant *args, gpointer user_data)
{
  show_menu (row, 40, gtk_widget_get_height (row) / 2.0);

  return TRUE;
}

static void
add_menu (GtkWidget *row, const char *path)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Shift>F10|Menu"),
                        gtk_callback_action_new (on_menu_key, NULL, NULL)));
  gtk_widget_add_controller (row, keys);
}

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
  add_menu (row, recent->path);
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
  WbStartPage *self = WB_START_PAGE (object);

  self->unsaved_list = NULL;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);

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
    gtk_flow_box_append (self->cards, wb_question_card_new (*at));
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
