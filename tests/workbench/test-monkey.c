/* test-monkey.c: whatever a hand may do, in any order, can be taken back and done again
 *
 * Random actions on the pages of the pipeline (cards and list, settings), of the data and of the
 * report, through what pointer, keys and menus call; critical warnings end the test. After each
 * round everything is undone and redone, and what the project is made of has to be equal byte for
 * byte. GTest prints the seed; --seed repeats it or takes another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>
#ifndef __SANITIZE_ADDRESS__
#  include <malloc.h>
#endif

#include <glib/gstdio.h>

#include "monkey.h"
#include "tn-canonical.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"
#include "wb-application.h"
#include "wb-data-page.h"
#include "wb-pipeline-page.h"
#include "wb-report-page.h"
#include "wb-report-pane.h"
#include "wb-test-files.h"
#include "wb-test.h"

#define ROUND 250 /* fewer than the history keeps */
/* Of the one round of the short form. */
#ifdef __SANITIZE_ADDRESS__
#  define SHORT 80
#else
#  define SHORT 150
#endif
#define HISTORY 2000
#define REST    1200 /* milliseconds: longer than fields and words wait before they tell */

/* What a refusal offers is taken now and then. */
static void
on_refused (WbCanvas *canvas, const char *said, GPtrArray *ways, double x, double y, Monkey *self)
{
  g_assert_cmpuint (strlen (said), >, 0);
  if (ways != NULL && ways->len > 0 && monkey_pick (2) == 0)
    wb_project_repair (self->project, g_ptr_array_index (ways, monkey_pick (ways->len)));
}

/* Rounds */

static char *export(Monkey *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      tn_project_to_canonical (wb_project_get_store (self->project), &error);

  g_assert_no_error (error);

  return tn_json_print (node, TRUE);
}

/* How many steps of the history behind @base can be taken back; @last: (out): the latest */
static guint
count_steps (Monkey *self, gint64 base, gint64 *last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      tn_project_list_history (wb_project_get_store (self->project), HISTORY, &error);
  guint n = 0;

  g_assert_no_error (error);
  *last = 0;
  for (guint i = 0; i < entries->len; i++)
    {
      const TnHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (entry->undone)
        continue;
      *last = MAX (*last, entry->id);
      n += entry->id > base;
    }

  return n;
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Fields wait a moment before they tell what was typed. */
static void
rest (void)
{
  gboolean over = FALSE;

  g_timeout_add (REST, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  wb_test_settle ();
  wb_test_settle ();
}

static void
step_history (Monkey *self, gint64 base)
{
  gint64 last;

  wb_test_settle ();
  if (monkey_pick (3) == 0)
    wb_project_redo (self->project);
  else if (count_steps (self, base, &last) > 0)
    wb_project_undo (self->project);
}

static void
do_something (Monkey *self, gint64 base)
{
  guint dice = monkey_pick (100);

  /* Nobody is quick enough to act on a pipeline that is not there any more. */
  if (wb_steps_get_graph (self->steps) == NULL ||
      tn_graph_get_n_nodes (wb_steps_get_graph (self->steps)) == 0)
    wb_project_undo (self->project);
  else if (dice < 15)
    monkey_choose (self);
  else if (dice < 35)
    monkey_press_key (self);
  else if (dice < 50)
    monkey_change_steps (self);
  else if (dice < 60)
    monkey_change_setting (self);
  else if (dice < 73)
    monkey_change_data (self);
  else if (dice < 90)
    monkey_change_report (self);
  else if (dice < 93)
    monkey_act (self->pipeline, "page.as-list", NULL);
  else
    step_history (self, base);
  if (monkey_pick (3) != 0)
    wb_test_settle ();
}

/* The report is laid out once for all, when it is looked at again. */
static void
repeat (Monkey *self, void (*step) (WbProject *), guint n)
{
  gtk_widget_set_visible (self->report_window, FALSE);
  for (guint i = 0; i < n; i++)
    {
      step (self->project);
      wb_test_settle ();
    }
  gtk_window_present (GTK_WINDOW (self->report_window));
  rest ();
}

static void
do_round (Monkey *self, guint n_actions)
{
  gint64 base, last;
  g_autofree char *start = export(self);
  g_autofree char *end = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  guint n;

  count_steps (self, 0, &base);
  for (guint i = 0; i < n_actions; i++)
    do_something (self, base);
  rest ();
  end = export(self);
  n = count_steps (self, base, &last);
  g_test_message ("%u steps of the history", n);
  g_assert_cmpuint (n, >, n_actions / 20);
  repeat (self, wb_project_undo, n);
  undone = export(self);
  g_assert_cmpstr (undone, ==, start);
  repeat (self, wb_project_redo, n);
  redone = export(self);
  g_assert_cmpstr (redone, ==, end);
}

/* The scene */

static GtkWidget *
show (GtkWidget *page)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static char *
write_picture (const char *folder)
{
  char *path = g_build_filename (folder, "picture.png", NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 60, 40);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.2, 0.5, 0.3);
  cairo_paint (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return path;
}

static void
on_failed (WbProject *project, const GError *error, Monkey *self)
{
  g_test_message ("refused: %s", error->message);
  self->n_refused++;
}

static void
monkey_init (Monkey *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("people", NULL, &error);

  g_assert_no_error (error);
  self->folder = g_dir_make_tmp ("tenure-monkey-XXXXXX", NULL);
  self->path = wb_test_write_people (self->folder, "people.csv", 60);
  self->picture = write_picture (self->folder);
  self->project = wb_test_import (self->path, "people");
  wb_test_run_sample (wb_project_get_store (self->project));
  tn_project_put_pipeline (wb_project_get_store (self->project), "churn", graph,
                           tn_message_new_literal ("lay out"), &error);
  g_assert_no_error (error);
  g_signal_connect (self->project, "failed", G_CALLBACK (on_failed), self);
  wb_project_refresh (self->project);
  wb_test_settle ();
  self->pipeline = wb_pipeline_page_new (self->project);
  self->data = wb_data_page_new (self->project);
  self->report = wb_report_page_new (self->project);
  self->pipeline_window = show (self->pipeline);
  self->data_window = show (self->data);
  self->report_window = show (self->report);
  self->canvas = WB_CANVAS (wb_test_find (self->pipeline, "WbCanvas"));
  self->steps = wb_canvas_get_steps (self->canvas);
  self->blocks = wb_report_pane_get_blocks (
      WB_REPORT_PANE (wb_test_find (self->report, g_type_name (WB_TYPE_REPORT_PANE))));
  g_signal_connect (self->canvas, "refused", G_CALLBACK (on_refused), self);
  rest ();
}

static void
monkey_clear (Monkey *self)
{
  gtk_window_destroy (GTK_WINDOW (self->pipeline_window));
  gtk_window_destroy (GTK_WINDOW (self->data_window));
  gtk_window_destroy (GTK_WINDOW (self->report_window));
  wb_test_settle ();
  wb_project_close (self->project);
  wb_test_settle ();
  g_signal_handlers_disconnect_by_data (self->project, self);
  g_object_unref (self->project);
  g_remove (self->path);
  g_remove (self->picture);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->picture);
  g_free (self->folder);
}

#ifdef __SANITIZE_ADDRESS__
/* Of libasan; GCC 12 has no header for it. */
size_t __sanitizer_get_current_allocated_bytes (void);
#endif

/* Bytes asked for and not given back. */
static gsize
count_bytes (void)
{
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes ();
#else
  return mallinfo2 ().uordblks;
#endif
}

/* Of the long form; MONKEY_ROUNDS is for several processes that share it. */
static guint
get_n_rounds (void)
{
  const char *own = g_getenv ("MONKEY_ROUNDS");

  return own != NULL ? (guint) g_ascii_strtoull (own, NULL, 10) : 10000 / ROUND;
}

static void
test_monkey (void)
{
  guint n_rounds = g_test_slow () ? get_n_rounds () : 1;
  guint n_actions = g_test_slow () ? ROUND : SHORT;
  Monkey monkey = { 0 };
  gsize warm = 0, last;

  monkey_init (&monkey);
  for (guint i = 0; i < n_rounds; i++)
    {
      do_round (&monkey, n_actions);
      if (i == n_rounds / 4)
        warm = count_bytes ();
      g_test_message ("round %u: %zu bytes in use", i + 1, count_bytes ());
    }
  last = count_bytes ();
  g_test_message ("in use after a quarter: %zu bytes, at the end: %zu", warm, last);
  if (g_test_slow ())
    g_assert_cmpuint (last, <=, warm + warm / 4 + 16 * 1024 * 1024);
  g_test_message ("%u actions, %u refused", n_rounds * n_actions, monkey.n_refused);
  monkey_clear (&monkey);
}

int
main (int argc, char **argv)
{
  WbApplication *application;
  int status;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/monkey/everything-is-taken-back-and-done-again", test_monkey);
  status = g_test_run ();
  g_object_unref (application);

  return status;
}
