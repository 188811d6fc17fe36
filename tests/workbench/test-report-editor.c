/* test-report-editor.c: the report laid out and written by hand, in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-nodes.h"
#include "tn-report-editor.h"
#include "wb-block-row.h"
#include "wb-page-view.h"
#include "wb-report-change.h"
#include "wb-report-page.h"
#include "wb-report-pane.h"
#include "wb-test.h"
#include "wb-words.h"
#include "wb-work.h"

static WbProject *project; /* with a run of the sample shop */

typedef struct
{
  GtkWidget *window;
  GtkWidget *page;
  GtkWidget *list;
  GtkTextView *view;
  WbReportBlocks *blocks;
} Editor;

static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (says (at, words))
      return TRUE;

  return FALSE;
}

static void
turn (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (1000);
}

static void
wait_for (GtkWidget *page, const char *words)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!says (page, words) && g_get_monotonic_time () < patience)
    turn ();
  if (!says (page, words))
    g_error ("“%s” is not said", words);
}

static void
begin (Editor *self)
{
  self->window = gtk_window_new ();
  self->page = wb_report_page_new (project);
  gtk_window_set_child (GTK_WINDOW (self->window), self->page);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_for (self->page, "Page 1 of");
  wb_test_settle ();
  self->list = wb_test_find (self->page, g_type_name (GTK_TYPE_LIST_BOX));
  self->blocks = wb_report_pane_get_blocks (
      WB_REPORT_PANE (wb_test_find (self->page, g_type_name (WB_TYPE_REPORT_PANE))));
  self->view = GTK_TEXT_VIEW (wb_test_find (self->page, g_type_name (GTK_TYPE_TEXT_VIEW)));
}

/* Everything is taken back, so that the next test begins with a report nobody touched. */
static void
end (Editor *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  wb_test_settle ();
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnRecord) record = tn_project_get_document (wb_project_get_store (project),
                                                             TN_DOCUMENT_REPORT, "churn", NULL);

      if (record == NULL)
        return;
      g_assert_true (tn_project_undo (wb_project_get_store (project), NULL, &error));
      wb_project_refresh (project);
      wb_test_settle ();
    }
  g_assert_not_reached ();
}

static const TnBlockEntry *
get (const Editor *self, const char *id)
{
  WbReportBlock *block = wb_report_blocks_find (self->blocks, id);

  g_assert_nonnull (block);

  return wb_report_block_get (block);
}

static GtkWidget *
get_row (const Editor *self, const char *id)
{
  int place = wb_report_blocks_find_place (self->blocks, id);

  g_assert_cmpint (place, >=, 0);

  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), place));
}

static void
undo (void)
{
  wb_project_undo (project);
  wb_test_settle ();
}

static GtkWidget *
find_icon (GtkWidget *widget, const char *icon)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_icon (at, icon);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* As a shortcut would: the keyboard is where the list is. */
static void
press (const Editor *self, guint key, GdkModifierType modifiers)
{
  GListModel *controllers =
      gtk_widget_observe_controllers (wb_test_find (self->page, "WbBlockList"));
  gboolean done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !done; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !done; j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          g_autofree char *trigger =
              gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
          g_autofree char *wanted = gtk_accelerator_name (key, modifiers);

          if (strstr (trigger, wanted) != NULL)
            done = gtk_shortcut_action_activate (
                gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE,
                gtk_event_controller_get_widget (controller), NULL);
        }
    }
  g_object_unref (controllers);
  g_assert_true (done);
  wb_test_settle ();
}

static void
choose (const Editor *self, const char *id)
{
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (get_row (self, id)));
  wb_test_settle ();
}

/* Choosing, hiding */

/* A row chooses what the page frames; a click on the page chooses the row, also of a closed part.
 */
static void
test_choose (void)
{
  Editor self;
  GtkWidget *view;

  begin (&self);
  g_assert_null (wb_report_blocks_get_chosen (self.blocks));
  choose (&self, "front-answer");
  g_assert_cmpstr (wb_report_block_get_id (wb_report_blocks_get_chosen (self.blocks)), ==,
                   "front-answer");
  g_assert_cmpint (wb_report_blocks_find_place (self.blocks, "roc"), <, 0);
  view = wb_test_find (self.page, g_type_name (WB_TYPE_PAGE_VIEW));
  g_signal_emit_by_name (view, "picked", "roc", 1);
  wb_test_settle ();
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (get_row (&self, "roc"))));
  /* What was clicked is in view; what is chosen in the list comes there. */
  g_assert_true (says (self.page, "Page 1 of"));
  wb_report_blocks_open (self.blocks, "method", TRUE);
  choose (&self, "method-title");
  g_assert_false (says (self.page, "Page 1 of"));
  end (&self);
}

static void
test_hide (void)
{
  Editor self;
  GtkWidget *row;

  begin (&self);
  choose (&self, "parts");
  row = get_row (&self, "parts");
  press (&self, GDK_KEY_Delete, 0);
  g_assert_true (get (&self, "parts")->hidden);
  /* The row is the same: the keyboard stays where it is. */
  g_assert_true (get_row (&self, "parts") == row);
  g_assert_true (gtk_widget_has_css_class (row, "hidden-block"));
  undo ();
  g_assert_false (get (&self, "parts")->hidden);
  g_signal_emit_by_name (find_icon (row, "view-reveal-symbolic"), "clicked");
  wb_test_settle ();
  g_assert_true (get (&self, "parts")->hidden);
  g_signal_emit_by_name (find_icon (row, "view-conceal-symbolic"), "clicked");
  wb_test_settle ();
  g_assert_false (get (&self, "parts")->hidden);
  end (&self);
}

/* What is in a hidden part is hidden with it, and says so. */
static void
test_hidden_part (void)
{
  Editor self;
  GtkWidget *eye;

  begin (&self);
  wb_report_show (self.blocks, "quality", FALSE);
  wb_test_settle ();
  wb_report_blocks_open (self.blocks, "quality", TRUE);
  g_assert_true (get (&self, "roc")->hidden);
  g_assert_true (get (&self, "roc")->covered);
  eye = find_icon (get_row (&self, "roc"), "view-conceal-symbolic");
  g_assert_false (gtk_widget_get_sensitive (eye));
  end (&self);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tn_nodes_init ();
  wb_language_choose ("en");
  project = wb_test_project_ran ();
  g_test_add_func ("/report-editor/list-and-page-choose-each-other", test_choose);
  g_test_add_func ("/report-editor/hidden-and-shown-again", test_hide);
  g_test_add_func ("/report-editor/parts-hide-what-is-in-them", test_hidden_part);
  status = g_test_run ();
  wb_project_close (project);
  wb_test_settle ();

  return status;
}
