/* test-report-page.c: the report on the screen and on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-nodes.h"
#include "tn-report-editor.h"
#include "wb-customers-page.h"
#include "wb-page-view.h"
#include "wb-print.h"
#include "wb-report-page.h"
#include "wb-test.h"
#include "wb-what-if.h"
#include "wb-words.h"
#include "wb-work.h"

static WbProject *project; /* with a run of the sample shop */

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(WbPages **) user_data = wb_work_finish (result, NULL);
}

static WbPages *
load (const char *language)
{
  WbPages *pages = NULL;

  wb_pages_load (project, wb_project_get_store (project), wb_project_get_shown_run (project)->id,
                 tn_language_get (language), NULL, on_loaded, &pages);
  wb_test_settle ();
  g_assert_nonnull (pages);

  return pages;
}

typedef struct
{
  gboolean done;
  gboolean failed;
} Printed;

static void
on_printed (const GError *error, gpointer user_data)
{
  Printed *printed = user_data;

  printed->done = TRUE;
  printed->failed = error != NULL;
}

static void
print_to (WbPages *pages, const char *file, Printed *printed)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  wb_print (pages, NULL, "shop", file, on_printed, printed);
  while (!printed->done && g_get_monotonic_time () < patience)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (printed->done);
  wb_test_settle ();
}

static char *
read_pdf (const char *file, guint *n_pages)
{
  const char *argv[] = { "pdftotext", "-layout", file, "-", NULL };
  char *text = NULL;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                     NULL))
    return NULL;
  *n_pages = 0;
  for (const char *at = strchr (text, '\f'); at != NULL; at = strchr (at + 1, '\f'))
    ++*n_pages;

  return text;
}

/* What comes out of the printer has the pages of the preview, as text and not as pictures. */
static void
test_print_is_the_preview (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tenure-print-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "printed.pdf", NULL);
  g_autoptr (WbPages) pages = load ("en");
  g_autofree char *text = NULL;
  Printed printed = { FALSE, FALSE };
  guint n_pages;

  print_to (pages, file, &printed);
  g_assert_false (printed.failed);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  text = read_pdf (file, &n_pages);
  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else
    {
      g_assert_cmpuint (n_pages, ==, wb_pages_get_n (pages));
      g_assert_nonnull (strstr (text, "will"));
      g_assert_nonnull (strstr (text, "Three things to do"));
    }
  g_unlink (file);
  g_rmdir (folder);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GArray **) user_data = wb_work_finish (result, NULL);
}

static GArray *
find (WbPages *pages, const char *text)
{
  GArray *found = NULL;

  wb_pages_find (pages, project, text, NULL, on_found, &found);
  wb_test_settle ();
  g_assert_nonnull (found);

  return found;
}

/* Every chapter is found where the list of chapters says it stands. */
static void
test_headings_are_found_where_they_stand (void)
{
  static const char *const languages[] = { "en", "zh_CN" };

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      g_autoptr (WbPages) pages = load (languages[l]);
      guint n = wb_pages_get_n_headings (pages);

      g_assert_cmpuint (n, >, 8);
      for (guint i = 0; i < n; i++)
        {
          TnLayoutHeading heading;
          g_autoptr (GArray) found = NULL;
          gboolean here = FALSE;

          wb_pages_get_heading (pages, i, &heading);
          if (heading.text[0] == '\0')
            continue;
          found = find (pages, heading.text);
          for (guint k = 0; k < found->len; k++)
            {
              const TnLayoutBox *box = &g_array_index (found, TnLayoutBox, k);

              here = here || (box->page == heading.page && ABS (box->y - heading.y) < 3);
            }
          /* A chapter with a note in its name reads otherwise than its name. */
          if (!here)
            g_test_message ("not at its place: %s", heading.text);
          g_assert_true (here || found->len == 0);
        }
    }
}

static void
test_letters_large_and_small_are_alike (void)
{
  g_autoptr (WbPages) pages = load ("en");
  g_autoptr (GArray) small = find (pages, "three things to do");
  g_autoptr (GArray) large = find (pages, "THREE THINGS TO DO");
  g_autoptr (GArray) none = find (pages, "moonlight");
  g_autoptr (GArray) empty = find (pages, "");

  g_assert_cmpuint (small->len, >, 0);
  g_assert_cmpuint (small->len, ==, large->len);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (empty->len, ==, 0);
}

static void
wait_for (GtkWidget *page, const char *words)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!wb_test_says (page, words) && g_get_monotonic_time () < patience)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  if (!wb_test_says (page, words))
    g_error ("“%s” is not said", words);
}

static void
wait_gone (GtkWidget *page, const char *words)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (wb_test_says (page, words) && g_get_monotonic_time () < patience)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_false (wb_test_says (page, words));
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
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

static GtkListBoxRow *
find_last_row (GtkListBox *list)
{
  int n = 0;

  while (gtk_list_box_get_row_at_index (list, n) != NULL)
    n++;

  return gtk_list_box_get_row_at_index (list, n - 1);
}

/* At 360 pixels a page is as wide as the window; a part jumps to its page, which is told. */
static void
test_narrow_page (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_report_page_new (project);
  GtkWidget *list, *view;
  int width;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 720);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (page, "Page 1 of");
  for (guint i = 0; i < 60; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  view = wb_test_find (page, g_type_name (WB_TYPE_PAGE_VIEW));
  width = gtk_widget_get_width (view);
  g_assert_cmpint (width, >, 260);
  g_assert_cmpint (width, <=, 360);
  list = wb_test_find (page, g_type_name (GTK_TYPE_LIST_BOX));
  gtk_list_box_select_row (GTK_LIST_BOX (list), find_last_row (GTK_LIST_BOX (list)));
  for (guint i = 0; i < 60; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_false (wb_test_says (page, "Page 1 of"));
  gtk_widget_activate_action (page, "page.zoom", "i", 1);
  wait_for (page, "50%");
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

static guint
count_pages (GtkWidget *page)
{
  GtkWidget *box = wb_test_find (page, g_type_name (GTK_TYPE_FLOW_BOX));
  guint n = 0;

  while (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), (int) n) != NULL)
    n++;

  return n;
}

static void
wait_for_pages (GtkWidget *page, guint from, guint to)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (count_pages (page) < from || count_pages (page) > to)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, patience);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

/* The preview is what is exported, also when the report was laid out by hand, and when that is
 * taken back. */
static void
test_arranged (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_report_page_new (project);
  g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
  TnEdit *edit = tn_edit_new (tn_message_new_literal ("Chose the boss page"));
  g_autoptr (JsonNode) body = NULL;

  g_assert_true (tn_arrangement_set_template (arrangement, "boss", NULL));
  body = tn_arrangement_to_json (arrangement);
  tn_edit_put (edit, TN_DOCUMENT_REPORT, "churn", TN_ARRANGEMENT_VERSION, body);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_pages (page, 5, 50);
  wb_project_edit (project, edit);
  wait_for_pages (page, 1, 2);
  wb_project_undo (project);
  wait_for_pages (page, 5, 50);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

/* The worker is asked once; then every choice is answered at once, as the list says it. */
static void
test_what_if (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_customers_page_new (project);
  GtkWidget *what_if, *button;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (page, "Customer ");
  what_if = wb_test_find (page, g_type_name (WB_TYPE_WHAT_IF));
  g_assert_nonnull (what_if);
  button = wb_test_find (what_if, g_type_name (GTK_TYPE_BUTTON));
  g_signal_emit_by_name (button, "clicked");
  wait_for (what_if, " now, ");
  g_assert_true (wb_test_says (what_if, "not a promise"));
  g_assert_true (wb_test_says (what_if, "What raises and lowers the chance"));
  g_assert_true (wb_test_says (what_if, "raises"));
  g_assert_true (wb_what_if_choose (WB_WHAT_IF (what_if), "recency_days", 0));
  wait_for (what_if, "0 days");
  g_assert_false (wb_what_if_choose (WB_WHAT_IF (what_if), "moon", 0));
  /* Several at once: one stays while the next is tried, and each can be taken back. */
  g_assert_false (wb_test_says (what_if, ": 0 days"));
  wb_what_if_keep (WB_WHAT_IF (what_if));
  wait_for (what_if, ": 0 days");
  g_assert_false (wb_test_says (what_if, "Take All Back"));
  wb_what_if_keep (WB_WHAT_IF (what_if));
  wait_for (what_if, "Take All Back");
  g_signal_emit_by_name (find_button (what_if, "Take All Back"), "clicked");
  wait_gone (what_if, "Take All Back");
  g_assert_false (wb_test_says (what_if, ": 0 days"));
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
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
  g_test_add_func ("/report-page/the-print-is-the-preview", test_print_is_the_preview);
  g_test_add_func ("/report-page/chapters-are-where-they-stand",
                   test_headings_are_found_where_they_stand);
  g_test_add_func ("/report-page/large-and-small-letters-are-alike",
                   test_letters_large_and_small_are_alike);
  g_test_add_func ("/report-page/360-pixels-are-enough", test_narrow_page);
  g_test_add_func ("/report-page/laid-out-by-hand-and-back", test_arranged);
  g_test_add_func ("/what-if/the-worker-answers", test_what_if);
  status = g_test_run ();
  wb_project_close (project);
  wb_test_settle ();

  return status;
}
