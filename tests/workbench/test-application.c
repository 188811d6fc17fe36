/* test-application.c: start page, preferences, opening and closing, on a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-edit.h"
#include "tn-test.h"
#include "wb-application.h"
#include "wb-chooser.h"
#include "wb-preferences.h"
#include "wb-question-card.h"
#include "wb-settings.h"
#include "wb-start-page.h"
#include "wb-test.h"
#include "wb-ui.h"
#include "wb-unsaved.h"
#include "wb-window.h"
#include "wb-work.h"

static WbApplication *application;

/* Finding */

typedef gboolean (*LookFunc) (GtkWidget *widget, const char *text);

static GtkWidget *
find (GtkWidget *widget, LookFunc look, const char *text)
{
  if (look (widget, text))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find (at, look, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static gboolean
is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         find (widget, is_label, text) != NULL;
}

static gboolean
has_tooltip (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

static gboolean
is_card (GtkWidget *widget, const char *text)
{
  return WB_IS_QUESTION_CARD (widget);
}

static gboolean
is_model_button (GtkWidget *widget, const char *text)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton") &&
         gtk_widget_get_mapped (widget) &&
         gtk_widget_get_ancestor (widget, WB_TYPE_START_PAGE) != NULL;
}

/* Shift+F10 on @row. */
static gboolean
press_menu_key (GtkWidget *row)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (row);
  gboolean done = FALSE;

  for (guint i = 0; !done && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) shortcut = NULL;
      g_autofree char *keys = NULL;

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller) ||
          g_list_model_get_n_items (G_LIST_MODEL (controller)) == 0)
        continue;
      shortcut = g_list_model_get_item (G_LIST_MODEL (controller), 0);
      keys = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
      done = strstr (keys, "<Shift>F10") != NULL &&
             gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, row, NULL);
    }

  return done;
}

/* What is waited for comes by the main loop; the limit is only for a test that is wrong. */
static GtkWidget *
wait_for (GtkWidget *in, LookFunc look, const char *text)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  GtkWidget *found = NULL;

  while ((found = find (in, look, text)) == NULL && g_get_monotonic_time () < patience)
    {
      wb_test_settle ();
      g_thread_yield ();
    }
  if (found == NULL)
    g_test_message ("waited in vain for “%s”", text);
  g_assert_nonnull (found);

  return found;
}

static void
wait_until_gone (GtkWidget *in, LookFunc look, const char *text)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (find (in, look, text) != NULL && g_get_monotonic_time () < patience)
    {
      wb_test_settle ();
      g_thread_yield ();
    }
  g_assert_null (find (in, look, text));
}

static AdwMessageDialog *
find_dialog (const char *heading)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data) &&
        g_strcmp0 (adw_message_dialog_get_heading (at->data), heading) == 0)
      return at->data;

  return NULL;
}

static AdwMessageDialog *
wait_for_dialog (const char *heading)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (find_dialog (heading) == NULL && g_get_monotonic_time () < patience)
    {
      wb_test_settle ();
      g_thread_yield ();
    }
  g_assert_nonnull (find_dialog (heading));

  return find_dialog (heading);
}

static WbWindow *
open_window (void)
{
  WbWindow *window = wb_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  wait_for (GTK_WIDGET (window), is_label, "What do you want to know?");

  return window;
}

static void
close_window (WbWindow *window)
{
  gpointer object = window;
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_object_add_weak_pointer (G_OBJECT (window), &object);
  gtk_window_close (GTK_WINDOW (window));
  while (object != NULL && g_get_monotonic_time () < patience)
    {
      wb_test_settle ();
      g_thread_yield ();
    }
  g_assert_null (object);
}

/* Projects */

static char *
make_project (const char *name)
{
  g_autofree char *directory = tn_test_directory ();
  char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);

  g_assert_no_error (error);
  tn_project_close (project, NULL);
  tn_project_unref (project);

  return path;
}

static void
edit (TnProject *project, const char *label)
{
  g_autoptr (TnEdit) step = tn_edit_new (tn_message_new_literal (label));
  g_autoptr (JsonNode) body = json_from_string ("{}", NULL);
  g_autoptr (GError) error = NULL;

  tn_edit_put (step, "note", label, 1, body);
  tn_project_edit (project, step, &error);
  g_assert_no_error (error);
}

static void
open_file (WbWindow *window, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  wb_window_open_file (window, file);
}

/* Tests */

static void
test_recent_is_forgotten_and_back (void)
{
  g_autofree char *path = make_project ("spring.tenure");
  WbWindow *window;

  wb_recent_add (path, "7");
  window = open_window ();
  wait_for (GTK_WIDGET (window), is_label, "spring.tenure");
  g_signal_emit_by_name (find (GTK_WIDGET (window), has_tooltip, "Forget this project"), "clicked");
  wait_until_gone (GTK_WIDGET (window), is_label, "7 rows");
  wait_for (GTK_WIDGET (window), is_label, "is no longer listed");
  g_signal_emit_by_name (wait_for (GTK_WIDGET (window), is_button, "Undo"), "clicked");
  wait_for (GTK_WIDGET (window), is_label, "7 rows");
  close_window (window);
  wb_recent_remove (path);
}

static void
test_recent_is_located (void)
{
  g_autofree char *path = make_project ("autumn.tenure");
  g_autoptr (GPtrArray) list = NULL;
  WbWindow *window;

  wb_recent_add ("/not/there/autumn.tenure", "9 rows");
  window = open_window ();
  wait_for (GTK_WIDGET (window), is_label, "not found");
  wait_for (GTK_WIDGET (window), is_button, "Locate…");
  wb_recent_move ("/not/there/autumn.tenure", path);
  wait_until_gone (GTK_WIDGET (window), is_label, "not found");
  wait_until_gone (GTK_WIDGET (window), is_button, "Locate…");
  list = wb_recent_list ();
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((WbRecent *) g_ptr_array_index (list, 0))->path, ==, path);
  close_window (window);
  wb_recent_remove (path);
}

/* The menu of a row, by the keys that any desktop has for it. */
static void
test_recent_has_a_menu (void)
{
  g_autofree char *path = make_project ("menu.tenure");
  WbWindow *window;
  GtkWidget *row;

  wb_recent_add (path, "3");
  window = open_window ();
  row = gtk_widget_get_ancestor (wait_for (GTK_WIDGET (window), is_label, "menu.tenure"),
                                 GTK_TYPE_LIST_BOX_ROW);
  g_assert_null (find (GTK_WIDGET (window), is_model_button, NULL));
  g_assert_true (press_menu_key (row));
  wait_for (GTK_WIDGET (window), is_model_button, NULL);
  wait_for (GTK_WIDGET (window), is_label, "Open");
  g_assert_true (press_menu_key (row));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.forget", "s", path);
  wait_until_gone (GTK_WIDGET (window), is_label, "3 rows");
  close_window (window);
  wb_recent_remove (path);
}

/* By arrow keys from card to card, and Tab goes the same way. */
static void
test_arrows_walk_the_cards (void)
{
  WbWindow *window = open_window ();
  GtkWidget *card = wait_for (GTK_WIDGET (window), is_card, NULL);
  GtkWidget *sample = wait_for (GTK_WIDGET (window), is_button, "Try the Sample Shop");

  gtk_widget_grab_focus (card);
  g_assert_true (gtk_widget_has_focus (card));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_RIGHT);
  g_assert_true (gtk_widget_has_focus (sample));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_LEFT);
  g_assert_true (gtk_widget_has_focus (card));
  close_window (window);
}

/* While a file is over the page, a card says whether it answers it, and afterwards what it wants.
 */
static void
test_cards_tell_of_a_dragged_file (void)
{
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *orders = g_build_filename (directory, "orders.csv", NULL);
  g_autofree char *other = g_build_filename (directory, "other.csv", NULL);
  WbWindow *window = open_window ();
  GtkWidget *card = wait_for (GTK_WIDGET (window), is_card, NULL);
  WbStartPage *page = WB_START_PAGE (gtk_widget_get_ancestor (card, WB_TYPE_START_PAGE));

  g_assert_true (g_file_set_contents (
      orders, "customer,order date,amount\nanna,2025-01-03,12.5\nbert,2025-02-03,3\n", -1, NULL));
  g_assert_true (g_file_set_contents (other, "colour,width\nred,3\nblue,4\n", -1, NULL));
  wait_for (card, is_label, "Needs orders, or a table of customers");
  wb_start_page_look_at (page, orders);
  wait_for (card, is_label, "This file answers it");
  g_assert_true (gtk_widget_has_css_class (card, "fits"));
  wb_start_page_look_at (page, other);
  wait_for (card, is_label, "No column has the role “customer”");
  g_assert_true (gtk_widget_has_css_class (card, "lacks"));
  g_assert_false (gtk_widget_has_css_class (card, "fits"));
  wb_start_page_look_at (page, "/not/there.csv");
  wb_test_settle ();
  wait_for (card, is_label, "Needs orders");
  wb_start_page_look_at (page, orders);
  wb_start_page_look_at (page, NULL);
  wb_test_settle ();
  wait_for (card, is_label, "Needs orders");
  g_assert_false (gtk_widget_has_css_class (card, "fits"));
  g_unlink (orders);
  g_unlink (other);
  close_window (window);
}

/* A session bus that has nothing but those who come to it. */
static GSubprocess *
start_bus (const char *directory, GDBusConnection **bus)
{
  static const char config[] =
      "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
      "<policy context='default'><allow send_destination='*' eavesdrop='true'/>"
      "<allow eavesdrop='true'/><allow own='*'/></policy>"
      "</busconfig>";
  g_autofree char *file = g_build_filename (directory, "bus.conf", NULL);
  g_autofree char *option = g_strconcat ("--config-file=", file, NULL);
  g_autofree char *address = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *daemon;

  g_assert_true (g_file_set_contents (file, config, -1, NULL));
  daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                             &error, "dbus-daemon", option, "--print-address", "--nofork", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (daemon));
  address = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  *bus = g_dbus_connection_new_for_address_sync (address,
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (file);

  return daemon;
}

/* In a sandbox files come by a portal. Where none answers, that is said. */
static void
test_desktop_without_chooser_is_told (void)
{
  g_autofree char *directory = tn_test_directory ();
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GSubprocess) daemon = start_bus (directory, &bus);
  WbWindow *window = open_window ();
  AdwMessageDialog *dialog;

  wb_chooser_explain (GTK_WINDOW (window), bus);
  dialog = wait_for_dialog ("No file can be chosen");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "xdg-desktop-portal"));
  adw_message_dialog_response (dialog, "close");
  wb_test_settle ();
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_subprocess_force_exit (daemon);
  g_subprocess_wait (daemon, NULL, NULL);
  close_window (window);
}

/* Two programs: the other holds the project. */
static void
test_open_elsewhere_is_asked_about (void)
{
  g_autofree char *path = make_project ("held.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *other = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  WbWindow *window = open_window ();
  AdwMessageDialog *dialog;

  g_assert_no_error (error);
  open_file (window, path);
  dialog = wait_for_dialog ("Open elsewhere");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "since"));
  adw_message_dialog_response (dialog, "look");
  wait_for (GTK_WIDGET (window), is_label, "Open to look: nothing can be changed here");
  g_assert_true (wb_project_get_state (wb_window_get_project (window))->read_only);
  close_window (window);

  window = open_window ();
  open_file (window, path);
  adw_message_dialog_response (wait_for_dialog ("Open elsewhere"), "take-over");
  wait_for (GTK_WIDGET (window), is_label, "held");
  wb_test_settle ();
  g_assert_false (wb_project_get_state (wb_window_get_project (window))->read_only);
  close_window (window);
  tn_project_close (other, NULL);
  tn_project_unref (other);
}

/* And the other way round: what is changed here after somebody took over. */
static void
test_taken_over_is_told (void)
{
  g_autofree char *path = make_project ("taken.tenure");
  g_autoptr (GError) error = NULL;
  WbWindow *window = open_window ();
  TnEdit *step = tn_edit_new (tn_message_new_literal ("late"));
  g_autoptr (JsonNode) body = json_from_string ("{}", NULL);
  TnProject *other;

  open_file (window, path);
  wait_for (GTK_WIDGET (window), is_label, "taken");
  wb_test_settle ();
  other = tn_project_open (path, TN_OPEN_TAKE_OVER, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_edit_put (step, "note", "late", 1, body);
  wb_project_edit (wb_window_get_project (window), step);
  adw_message_dialog_response (wait_for_dialog ("Open elsewhere"), "close");
  tn_project_close (other, NULL);
  tn_project_unref (other);
  close_window (window);
}

/* After a crash: what the file lacks is there again, and it is said what and when. */
static void
test_unsaved_is_brought_back_and_said (void)
{
  g_autofree char *path = make_project ("crashed.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *before = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  WbWindow *window;

  g_assert_no_error (error);
  edit (before, "First Thing");
  edit (before, "Second Thing");
  tn_project_close (before, NULL);
  tn_project_unref (before);
  window = open_window ();
  wait_for (GTK_WIDGET (window), is_label, "Changes of crashed.tenure were not saved");
  wait_for (GTK_WIDGET (window), is_label, "2 edits, the last: “Second Thing”");
  g_signal_emit_by_name (wait_for (GTK_WIDGET (window), is_button, "Go On"), "clicked");
  wait_for (GTK_WIDGET (window), is_label, "What was not saved the last time was brought back");
  g_signal_emit_by_name (wait_for (GTK_WIDGET (window), is_button, "Save"), "clicked");
  wait_for (GTK_WIDGET (window), is_label, "Saved");
  close_window (window);
  window = open_window ();
  wb_test_settle ();
  g_assert_null (find (GTK_WIDGET (window), is_label, "were not saved"));
  close_window (window);
  wb_recent_remove (path);
}

/* The file is written by somebody else while it is open here: closing asks. */
static void
test_changed_underneath_is_asked_about (void)
{
  g_autofree char *path = make_project ("shared.tenure");
  g_autofree char *other = make_project ("other.tenure");
  g_autofree char *content = NULL;
  gsize size;
  WbWindow *window = open_window ();
  AdwMessageDialog *dialog;

  open_file (window, path);
  wait_for (GTK_WIDGET (window), is_label, "shared");
  edit (wb_project_get_store (wb_window_get_project (window)), "mine");
  wb_project_refresh (wb_window_get_project (window));
  wait_for (GTK_WIDGET (window), is_label, "Kept here, not in the file yet");
  g_assert_true (g_file_get_contents (other, &content, &size, NULL));
  g_assert_true (g_file_set_contents (path, content, size, NULL));
  gtk_window_close (GTK_WINDOW (window));
  dialog = wait_for_dialog ("The file was changed elsewhere");
  adw_message_dialog_response (dialog, "cancel");
  wb_test_settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  gtk_window_close (GTK_WINDOW (window));
  adw_message_dialog_response (wait_for_dialog ("The file was changed elsewhere"), "overwrite");
  wb_test_settle ();
  wb_recent_remove (path);
}

static void
test_password_is_asked_for (void)
{
  g_autofree char *path = make_project ("sealed.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *before = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  WbWindow *window = open_window ();
  AdwMessageDialog *dialog;
  GtkWidget *entry;

  tn_project_set_password (before, "open sesame", NULL, NULL, &error);
  g_assert_no_error (error);
  tn_project_close (before, NULL);
  tn_project_unref (before);
  open_file (window, path);
  dialog = wait_for_dialog ("The project is sealed");
  entry = adw_message_dialog_get_extra_child (dialog);
  gtk_editable_set_text (GTK_EDITABLE (entry), "wrong");
  adw_message_dialog_response (dialog, "open");
  wb_test_settle ();
  dialog = wait_for_dialog ("The project is sealed");
  entry = adw_message_dialog_get_extra_child (dialog);
  gtk_editable_set_text (GTK_EDITABLE (entry), "open sesame");
  adw_message_dialog_response (dialog, "open");
  wait_for (GTK_WIDGET (window), is_label, "sealed");
  close_window (window);
  wb_recent_remove (path);
}

/* Windows and the preferences themselves speak the language from then on. */
static void
test_language_changes_at_once (void)
{
  WbWindow *window = open_window ();
  GtkWindow *preferences = wb_preferences_show (GTK_WINDOW (window));

  wait_for (GTK_WIDGET (preferences), is_label, "Language");
  g_settings_set_string (wb_settings (), "language", "zh_CN");
  wait_for (GTK_WIDGET (window), is_label, "想知道什么");
  wait_for (GTK_WIDGET (preferences), is_label, "语言");
  g_assert_null (find (GTK_WIDGET (preferences), is_label, "Language"));
  g_settings_set_string (wb_settings (), "language", "en");
  wait_for (GTK_WIDGET (preferences), is_label, "Language");
  gtk_window_destroy (preferences);
  close_window (window);
}

static void
test_preferences_say_where_data_lie (void)
{
  WbWindow *window = open_window ();
  GtkWindow *preferences = wb_preferences_show (GTK_WINDOW (window));

  wait_for (GTK_WIDGET (preferences), is_label, "sessions");
  wait_for (GTK_WIDGET (preferences), is_label, "can be made again");
  wait_for (GTK_WIDGET (preferences), is_label, "Processors used at once");
  wait_for (GTK_WIDGET (preferences), is_label, "Memory at most");
  gtk_window_destroy (preferences);
  close_window (window);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/start/recent-is-forgotten-and-back", test_recent_is_forgotten_and_back);
  g_test_add_func ("/start/recent-is-found-elsewhere", test_recent_is_located);
  g_test_add_func ("/start/recent-has-a-menu", test_recent_has_a_menu);
  g_test_add_func ("/start/arrows-walk-the-cards", test_arrows_walk_the_cards);
  g_test_add_func ("/start/cards-tell-of-a-dragged-file", test_cards_tell_of_a_dragged_file);
  g_test_add_func ("/open/desktop-without-chooser-is-told", test_desktop_without_chooser_is_told);
  g_test_add_func ("/open/elsewhere-is-asked-about", test_open_elsewhere_is_asked_about);
  g_test_add_func ("/open/taken-over-is-told", test_taken_over_is_told);
  g_test_add_func ("/open/unsaved-is-brought-back-and-said", test_unsaved_is_brought_back_and_said);
  g_test_add_func ("/open/password-is-asked-for", test_password_is_asked_for);
  g_test_add_func ("/close/changed-underneath-is-asked-about",
                   test_changed_underneath_is_asked_about);
  g_test_add_func ("/preferences/language-changes-at-once", test_language_changes_at_once);
  g_test_add_func ("/preferences/say-where-data-lie", test_preferences_say_where_data_lie);

  return g_test_run ();
}
