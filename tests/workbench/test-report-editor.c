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

  while (!wb_test_says (page, words) && g_get_monotonic_time () < patience)
    turn ();
  if (!wb_test_says (page, words))
    g_error ("“%s” is not said", words);
}

static void
wait_gone (GtkWidget *page, const char *words)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (wb_test_says (page, words) && g_get_monotonic_time () < patience)
    turn ();
  g_assert_false (wb_test_says (page, words));
}

/* Pages have a place before anybody chooses what stands on them. */
static void
wait_placed (GtkWidget *page)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  GtkWidget *box = wb_test_find (page, g_type_name (GTK_TYPE_FLOW_BOX));

  while (gtk_widget_get_height (box) < 2000 && g_get_monotonic_time () < patience)
    turn ();
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
  wait_placed (self->page);
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
  g_assert_true (wb_test_says (self.page, "Page 1 of"));
  wb_report_blocks_open (self.blocks, "method", TRUE);
  choose (&self, "method-title");
  wait_gone (self.page, "Page 1 of");
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

/* Moving */

static void
wait_kept (void)
{
  gint64 until = g_get_monotonic_time () + 1200 * 1000;

  while (g_get_monotonic_time () < until)
    turn ();
  wb_test_settle ();
}

static int
place_of (const Editor *self, const char *id)
{
  int place = wb_report_blocks_find_place (self->blocks, id);

  g_assert_cmpint (place, >=, 0);

  return place;
}

/* A place down by the keyboard, and the keyboard stays with the block; a drop beside another row.
 */
static void
test_move (void)
{
  Editor self;
  int lead;

  begin (&self);
  lead = place_of (&self, "front-lead");
  choose (&self, "front-lead");
  press (&self, GDK_KEY_Down, GDK_ALT_MASK);
  g_assert_cmpint (place_of (&self, "front-lead"), ==, lead + 1);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (get_row (&self, "front-lead"))));
  press (&self, GDK_KEY_Up, GDK_ALT_MASK);
  g_assert_cmpint (place_of (&self, "front-lead"), ==, lead);
  undo ();
  undo ();
  g_signal_emit_by_name (get_row (&self, "front-answer"), "dropped", "parts", FALSE);
  wb_test_settle ();
  g_assert_cmpint (place_of (&self, "parts"), ==, place_of (&self, "front-answer") + 1);
  g_signal_emit_by_name (get_row (&self, "front-answer"), "dropped", "parts", TRUE);
  wb_test_settle ();
  g_assert_cmpint (place_of (&self, "parts"), ==, place_of (&self, "front-answer") - 1);
  /* A part goes among parts. */
  g_signal_emit_by_name (get_row (&self, "evidence"), "dropped", "list", TRUE);
  wb_test_settle ();
  g_assert_cmpint (place_of (&self, "list"), ==, place_of (&self, "evidence") - 1);
  end (&self);
}

/* Closing a part takes its rows; arrows do, too. */
static void
test_fold (void)
{
  Editor self;

  begin (&self);
  choose (&self, "front");
  press (&self, GDK_KEY_Left, 0);
  g_assert_cmpint (wb_report_blocks_find_place (self.blocks, "parts"), <, 0);
  press (&self, GDK_KEY_Right, 0);
  g_assert_cmpint (wb_report_blocks_find_place (self.blocks, "parts"), >, 0);
  choose (&self, "parts");
  press (&self, GDK_KEY_Left, 0);
  g_assert_cmpstr (wb_report_block_get_id (wb_report_blocks_get_chosen (self.blocks)), ==, "front");
  end (&self);
}

/* Writing */

static void
type (const Editor *self, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
}

/* Kept after a pause and again later, and taken back by one step; what reads as before is no
 * writing. */
static void
test_write (void)
{
  Editor self;
  g_autofree char *made = NULL;

  begin (&self);
  choose (&self, "front-answer");
  made = g_strdup (get (&self, "front-answer")->text);
  type (&self, "Half of them leave.");
  g_assert_cmpstr (get (&self, "front-answer")->text, ==, made);
  wait_kept ();
  g_assert_cmpstr (get (&self, "front-answer")->text, ==, "Half of them leave.");
  type (&self, "Half of them leave us.");
  wait_kept ();
  g_assert_cmpstr (get (&self, "front-answer")->text, ==, "Half of them leave us.");
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_EDITED);
  undo ();
  g_assert_cmpstr (get (&self, "front-answer")->text, ==, made);
  /* Leaving keeps what was written, too. */
  type (&self, "They leave.");
  choose (&self, "front-lead");
  g_assert_cmpstr (get (&self, "front-answer")->text, ==, "They leave.");
  choose (&self, "front-answer");
  type (&self, made);
  wait_kept ();
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_AS_MADE);
  end (&self);
}

/* An empty text is not kept, and figures offer no words. */
static void
test_no_words (void)
{
  Editor self;

  begin (&self);
  choose (&self, "front-answer");
  type (&self, "   ");
  wait_kept ();
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_AS_MADE);
  wb_report_blocks_open (self.blocks, "list", TRUE);
  choose (&self, "customers");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (self.view)));
  g_assert_true (wb_test_says (self.page, "Made from the run"));
  end (&self);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_button (at, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
click (const Editor *self, const char *label)
{
  GtkWidget *button = find_button (self->page, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  wb_test_settle ();
}

/* Written when the report said something else. */
static void
write_long_ago (const char *id, const char *text, const char *was)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnReportEditor) editor =
      tn_report_editor_new (wb_project_get_store (project), 0, tn_language_get ("en"), &error);

  g_assert_no_error (error);
  tn_arrangement_set_text (tn_report_editor_get_arrangement (editor), id, tn_language_get ("en"),
                           text, was, &error);
  tn_report_editor_store (editor, tn_message_new_literal ("Wrote"), &error);
  g_assert_no_error (error);
  wb_project_refresh (project);
  wb_test_settle ();
}

/* Figures under words of one's own have changed: it is said with what the report says now. */
static void
test_changed (void)
{
  Editor self;

  begin (&self);
  write_long_ago ("front-answer", "A third leaves.", "About 7 of 9 will leave.");
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_CHANGED);
  choose (&self, "front-answer");
  g_assert_true (wb_test_says (self.page, "The report says something else there now: “About "));
  click (&self, "Keep mine");
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_EDITED);
  g_assert_cmpstr (get (&self, "front-answer")->text, ==, "A third leaves.");
  undo ();
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_CHANGED);
  click (&self, "Use the new words");
  g_assert_cmpint (get (&self, "front-answer")->state, ==, TN_BLOCK_AS_MADE);
  /* What this run does not have waits, and can be thrown away. */
  write_long_ago ("front-sentence-no-longer-there-0000", "Lost.", "It.");
  choose (&self, "front-sentence-no-longer-there-0000");
  g_assert_true (wb_test_says (self.page, "The words wait for a run that has it."));
  click (&self, "Remove");
  g_assert_null (wb_report_blocks_find (self.blocks, "front-sentence-no-longer-there-0000"));
  end (&self);
}

/* Blocks of one's own */

static void
on_failed (WbProject *from, const GError *error, char **said)
{
  g_free (*said);
  *said = wb_say_error (error);
}

static void
test_own (void)
{
  Editor self;
  g_autofree char *id = NULL;

  begin (&self);
  choose (&self, "front-answer");
  wb_report_add (self.blocks, FALSE, "New text");
  wb_test_settle ();
  wait_kept ();
  id = g_strdup (wb_report_block_get_id (wb_report_blocks_get_chosen (self.blocks)));
  g_assert_cmpint (get (&self, id)->state, ==, TN_BLOCK_OWN);
  g_assert_cmpint (place_of (&self, id), ==, place_of (&self, "front-answer") + 1);
  type (&self, "We shall call them.");
  wait_kept ();
  g_assert_cmpstr (get (&self, id)->text, ==, "We shall call them.");
  press (&self, GDK_KEY_Delete, 0);
  g_assert_null (wb_report_blocks_find (self.blocks, "own-1"));
  undo ();
  g_assert_nonnull (wb_report_blocks_find (self.blocks, "own-1"));
  end (&self);
}

static void
test_pictures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tenure-picture-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "shop window.png", NULL);
  g_autofree char *bad = g_build_filename (folder, "bad.png", NULL);
  g_autofree char *said = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 60, 40);
  Editor self;
  gulong handler;

  cairo_surface_write_to_png (surface, good);
  cairo_surface_destroy (surface);
  g_assert_true (g_file_set_contents (bad, "GIF89a, no PNG at all, but a hostile thing", -1, NULL));
  begin (&self);
  handler = g_signal_connect (project, "failed", G_CALLBACK (on_failed), &said);
  wb_report_add_picture (self.blocks, good);
  wb_test_settle ();
  g_assert_null (said);
  g_assert_cmpstr (get (&self, "own-1")->kind, ==, "picture");
  g_assert_cmpstr (get (&self, "own-1")->text, ==, "shop window");
  wb_report_add_picture (self.blocks, bad);
  wb_test_settle ();
  g_assert_nonnull (strstr (said, "not a PNG picture"));
  g_assert_null (wb_report_blocks_find (self.blocks, "own-2"));
  wb_report_set_logo (self.blocks, "/dev/zero");
  wb_test_settle ();
  g_assert_nonnull (strstr (said, "cannot be read"));
  g_assert_false (wb_report_blocks_get_look (self.blocks)->logo);
  wb_report_set_logo (self.blocks, good);
  wb_test_settle ();
  g_assert_true (wb_report_blocks_get_look (self.blocks)->logo);
  g_signal_handler_disconnect (project, handler);
  end (&self);
  g_unlink (good);
  g_unlink (bad);
  g_rmdir (folder);
}

/* The boss page is one page, and the list says what it has no room for. */
static void
test_looks (void)
{
  Editor self;

  begin (&self);
  wb_report_set_layout (self.blocks, "boss");
  wb_test_settle ();
  wait_for (self.page, "Page 1 of 1");
  g_assert_cmpstr (wb_report_blocks_get_look (self.blocks)->layout, ==, "boss");
  g_assert_true (get (&self, "evidence")->hidden);
  wb_report_set_layout (self.blocks, "full");
  wb_report_set_contents (self.blocks, TRUE);
  wb_report_set_colour (self.blocks, "#26754f");
  wb_test_settle ();
  g_assert_true (wb_report_blocks_get_look (self.blocks)->contents);
  g_assert_cmpint (wb_report_blocks_get_look (self.blocks)->colour, ==, 0x26754f);
  end (&self);
}

static void
pick_colour (const Editor *self, const char *colour)
{
  GtkWidget *button = wb_test_find (self->page, g_type_name (GTK_TYPE_COLOR_BUTTON));
  GdkRGBA rgba;

  g_assert_true (gdk_rgba_parse (&rgba, colour));
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (button), &rgba);
  g_signal_emit_by_name (button, "color-set");
  wb_test_settle ();
}

/* The shop's own; one that nobody could read on paper is refused, and nothing is changed. */
static void
test_own_colour (void)
{
  Editor self;

  begin (&self);
  pick_colour (&self, "#123abc");
  g_assert_cmpint (wb_report_blocks_get_look (self.blocks)->colour, ==, 0x123abc);
  pick_colour (&self, "#ffee99");
  g_assert_cmpint (wb_report_blocks_get_look (self.blocks)->colour, ==, 0x123abc);
  undo ();
  g_assert_cmpint (wb_report_blocks_get_look (self.blocks)->colour, ==, -1);
  end (&self);
}

/* For those who do not see it */

static void
check_names (GtkWidget *widget, guint *n)
{
  gboolean is_icon =
      GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL;
  gboolean has_name =
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);

  if (is_icon || GTK_IS_TEXT_VIEW (widget) || GTK_IS_SWITCH (widget) || GTK_IS_LIST_BOX (widget) ||
      WB_IS_BLOCK_ROW (widget) || GTK_IS_MENU_BUTTON (widget))
    {
      if (!has_name)
        g_test_fail_printf ("a %s has no name", G_OBJECT_TYPE_NAME (widget));
      ++*n;
    }
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    check_names (at, n);
}

static void
test_names (void)
{
  Editor self;
  guint n = 0;

  begin (&self);
  wb_report_blocks_open (self.blocks, "method", TRUE);
  choose (&self, "front-answer");
  check_names (wb_test_find (self.page, g_type_name (WB_TYPE_REPORT_PANE)), &n);
  g_assert_cmpuint (n, >, 60);
  end (&self);
}

/* The window is closed while words are on their way: they are kept. */
static void
test_closed_while_writing (void)
{
  Editor self;
  g_autoptr (TnReportEditor) editor = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;
  GPtrArray *blocks;

  begin (&self);
  choose (&self, "front-answer");
  type (&self, "Just written.");
  gtk_window_destroy (GTK_WINDOW (self.window));
  wb_test_settle ();
  editor = tn_report_editor_new (wb_project_get_store (project), 0, tn_language_get ("en"), &error);
  g_assert_no_error (error);
  blocks = tn_report_editor_get_blocks (editor);
  for (guint i = 0; i < blocks->len; i++)
    found |=
        g_strcmp0 (((TnBlockEntry *) g_ptr_array_index (blocks, i))->text, "Just written.") == 0;
  g_assert_true (found);
  undo ();
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
  g_test_add_func ("/report-editor/parts-open-and-close", test_fold);
  g_test_add_func ("/report-editor/moved-by-keys-and-by-dropping", test_move);
  g_test_add_func ("/report-editor/writing-is-one-step-of-the-history", test_write);
  g_test_add_func ("/report-editor/what-has-no-words-offers-none", test_no_words);
  g_test_add_func ("/report-editor/changed-figures-are-told", test_changed);
  g_test_add_func ("/report-editor/own-text-comes-and-goes", test_own);
  g_test_add_func ("/report-editor/hostile-pictures-are-one-sentence", test_pictures);
  g_test_add_func ("/report-editor/template-contents-colour", test_looks);
  g_test_add_func ("/report-editor/own-colour", test_own_colour);
  g_test_add_func ("/report-editor/all-has-a-name", test_names);
  g_test_add_func ("/report-editor/closing-keeps-what-was-written", test_closed_while_writing);
  status = g_test_run ();
  wb_project_close (project);
  wb_test_settle ();

  return status;
}
