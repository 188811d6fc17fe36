/* test-help-window.c: the handbook in its window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "tn-help.h"
#include "wb-application.h"
#include "wb-help-window.h"
#include "wb-step-inspector.h"
#include "wb-test.h"
#include "wb-ui.h"

static WbApplication *application;

static WbHelpWindow *
open_help (const char *page)
{
  WbHelpWindow *window = wb_help_show (GTK_APPLICATION (application), page);

  wb_test_settle ();

  return window;
}

static void
close_help (WbHelpWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

/* All labels that are shown, line by line. */
static void
read_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    read_labels (at, text);
}

static void
test_every_page_shows (void)
{
  const TnHelp *help = tn_help_get (wb_language ());
  WbHelpWindow *window = open_help ("first-answer");

  for (guint i = 0; i < tn_help_get_n_pages (help); i++)
    {
      const TnHelpPage *page = tn_help_get_page (help, i);
      g_autoptr (GString) text = g_string_new (NULL);

      wb_help_window_go (window, page->id);
      read_labels (wb_test_find (GTK_WIDGET (window), "WbHelpView"), text);
      g_assert_nonnull (strstr (text->str, page->title));
      for (guint j = 0; j < page->blocks->len; j++)
        {
          const TnHelpBlock *block = g_ptr_array_index (page->blocks, j);

          g_assert_nonnull (strstr (text->str, block->text));
        }
    }
  close_help (window);
}

static void
test_back_leads_where_one_was (void)
{
  WbHelpWindow *window = open_help ("import");
  GtkWidget *view = wb_test_find (GTK_WIDGET (window), "WbHelpView");

  g_signal_emit_by_name (view, "link", "privacy");
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "privacy");
  g_signal_emit_by_name (view, "link", "no-such-page");
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "first-answer");
  gtk_widget_activate_action (GTK_WIDGET (window), "help.back", NULL);
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "privacy");
  gtk_widget_activate_action (GTK_WIDGET (window), "help.back", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "help.back", NULL);
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "import");
  close_help (window);
}

static void
test_there_is_one_window (void)
{
  WbHelpWindow *window = open_help ("import");

  g_assert_true (open_help ("report") == window);
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "report");
  close_help (window);
  close_help (open_help ("words"));
}

static void
test_search_lists_what_was_found (void)
{
  WbHelpWindow *window = open_help ("words");
  GtkListBox *list = GTK_LIST_BOX (wb_test_find (GTK_WIDGET (window), "GtkListBox"));
  guint n_all = tn_help_get_n_pages (tn_help_get (wb_language ()));

  g_assert_nonnull (gtk_list_box_get_row_at_index (list, (int) n_all - 1));
  wb_help_window_search (window, "pseudonyms");
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 0));
  g_assert_null (gtk_list_box_get_row_at_index (list, (int) n_all - 1));
  g_signal_emit_by_name (wb_test_find (GTK_WIDGET (window), "GtkSearchEntry"), "activate");
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "privacy");
  wb_help_window_search (window, "zzzz");
  g_assert_null (gtk_list_box_get_row_at_index (list, 0));
  g_signal_emit_by_name (wb_test_find (GTK_WIDGET (window), "GtkSearchEntry"), "activate");
  g_assert_cmpstr (wb_help_window_get_page (window), ==, "privacy");
  close_help (window);
}

/* F1 in the settings of a step explains that step. */
static void
test_settings_know_their_page (void)
{
  WbProject *project = wb_test_project ();
  GtkWidget *inspector = g_object_ref_sink (wb_step_inspector_new (project, "boosting"));
  GtkWidget *child = wb_test_find (inspector, "GtkLabel");

  g_assert_cmpstr (wb_get_help (child), ==, "boosting");
  g_assert_cmpstr (tn_help_find (tn_help_get (wb_language ()), wb_get_help (child))->id, ==,
                   "step-boosting");
  g_object_unref (inspector);
  wb_test_settle ();
  wb_project_close (project);
  g_object_unref (project);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/help-window/every-page-shows", test_every_page_shows);
  g_test_add_func ("/help-window/back-leads-where-one-was", test_back_leads_where_one_was);
  g_test_add_func ("/help-window/there-is-one", test_there_is_one_window);
  g_test_add_func ("/help-window/search-lists-what-was-found", test_search_lists_what_was_found);
  g_test_add_func ("/help-window/settings-know-their-page", test_settings_know_their_page);

  return g_test_run ();
}
