/* test-result.c: the finished run: one choice moves every chart, count and sum
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-json.h"
#include "wb-chart-view-private.h"
#include "wb-result-charts.h"
#include "wb-result-choice.h"
#include "wb-result-view.h"
#include "wb-test.h"
#include "wb-work.h"

static char *folder;
static TnProject *project;

/* The project that was saved once and for all: a run of the template, without figures of money. */
static WbResult *
read_result (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "golden", "project-1.tenure", NULL);
  g_autofree char *to = NULL;
  g_autofree char *sessions = NULL;
  g_autofree char *text = NULL;
  gsize size;
  WbResult *result;

  if (project == NULL)
    {
      folder = g_dir_make_tmp ("wb-result-XXXXXX", &error);
      to = g_build_filename (folder, "project.tenure", NULL);
      sessions = g_build_filename (folder, "sessions", NULL);
      g_setenv ("TENURE_SESSIONS", sessions, TRUE);
      g_assert_true (g_file_get_contents (from, &text, &size, &error));
      g_assert_true (g_file_set_contents (to, text, (gssize) size, &error));
      project = tn_project_open (to, TN_OPEN_EDIT, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  result = wb_result_read (project, 1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result->best);

  return result;
}

static void
forget_project (void)
{
  if (project != NULL)
    tn_project_close (project, NULL);
  g_clear_pointer (&project, tn_project_unref);
  g_free (folder);
}

/* The four counts are the rows tested, whatever the share. */
static void
test_counts_add_up (void)
{
  WbResult *result = read_result ();
  double n = tn_judgement_find (result->best->pooled, "auc")->n;

  for (int percent = 1; percent <= 100; percent++)
    {
      WbCounts counts;

      g_assert_true (wb_result_count (result->best, percent / 100.0, &counts));
      g_assert_cmpfloat_with_epsilon (counts.found + counts.in_vain + counts.missed + counts.spared,
                                      n, 1e-6);
      g_assert_cmpfloat (counts.found, >=, 0);
      g_assert_cmpfloat (counts.in_vain, >=, 0);
      g_assert_cmpfloat (counts.missed, >=, -1e-9);
    }
  wb_result_unref (result);
}

static void
test_money_is_asked_for_and_reckoned (void)
{
  WbResult *result = read_result ();
  WbMoney money = { 2, 30, TRUE }, dear = { 1000, 1, TRUE };
  WbEarnings earnings;
  WbCounts counts;

  g_assert_cmpfloat (result->money.gain, ==, 0);
  g_assert_false (wb_result_earn (result->best, 0.1, &result->money, &earnings));
  g_assert_true (isnan (wb_result_find_most (result->best, &result->money)));
  g_assert_null (wb_result_chart_profit (result, 0.1, &result->money));

  g_assert_true (wb_result_count (result->best, 0.3, &counts));
  g_assert_true (wb_result_earn (result->best, 0.3, &money, &earnings));
  g_assert_cmpfloat_with_epsilon (earnings.profit, 30 * counts.found - 2 * counts.contacted, 1e-9);
  g_assert_cmpfloat (earnings.low, <=, earnings.profit);
  g_assert_cmpfloat (earnings.high, >=, earnings.profit);
  /* When a contact costs more than it can bring, the fewest are best. */
  g_assert_cmpfloat_with_epsilon (wb_result_find_most (result->best, &dear), 0.01, 1e-9);
  for (int percent = 1; percent <= 100; percent++)
    {
      WbEarnings most;

      wb_result_earn (result->best, wb_result_find_most (result->best, &money), &money, &most);
      wb_result_earn (result->best, percent / 100.0, &money, &earnings);
      g_assert_cmpfloat (earnings.profit, <=, most.profit + 1e-9);
    }
  wb_result_unref (result);
}

static void
test_learning_is_read_from_the_run (void)
{
  WbResult *result = read_result ();
  g_autoptr (TnLearning) any = NULL;
  g_autoptr (TnLearning) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_learning_read (project, 1, NULL, &any, &error));
  g_assert_nonnull (any);
  g_assert_cmpuint (any->n, >=, 2);
  for (gsize i = 0; i < any->n; i++)
    {
      g_assert_cmpfloat (any->round[i], ==, (double) i + 1);
      g_assert_cmpfloat (any->validate[any->best], <=, any->validate[i]);
    }
  g_assert_true (tn_learning_read (project, 1, "no such step", &none, &error));
  g_assert_null (none);
  wb_result_unref (result);
}

static gpointer
find_widget (GtkWidget *widget, GType type, const char *kind)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (kind == NULL ||
       (WB_IS_CHART_VIEW (widget) && wb_chart_view_get_chart (WB_CHART_VIEW (widget)) != NULL &&
        g_str_equal (tn_chart_get_kind (wb_chart_view_get_chart (WB_CHART_VIEW (widget))), kind))))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      gpointer found = find_widget (at, type, kind);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Where the mark of the choice stands across: the point added last, of one element. */
static double
find_mark (GtkWidget *view, const char *kind)
{
  WbChartView *chart = find_widget (view, WB_TYPE_CHART_VIEW, kind);
  TnPanel *panel;

  g_assert_nonnull (chart);
  panel = g_ptr_array_index (tn_chart_get_panels (wb_chart_view_get_chart (chart)), 0);
  for (guint i = 0; i < panel->marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->marks, i);

      if (mark->kind == TN_MARK_POINT && mark->n == 1 && mark->tone == TN_TONE_STRONG)
        return mark->x[0];
    }
  g_assert_not_reached ();
}

/* The slider, by keys, moves curves, counts and money together. */
static void
test_one_choice_moves_everything (void)
{
  WbResult *result = read_result ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = wb_result_view_new (result);
  WbResultChoice *choice;
  GtkWidget *scale, *gain;
  g_autofree char *heard = NULL;
  WbCounts counts;
  double roc;

  gtk_window_set_child (GTK_WINDOW (window), view);
  /* Nothing is made that nobody looks at; then a part comes with every frame. */
  g_assert_null (find_widget (view, WB_TYPE_RESULT_CHOICE, NULL));
  gtk_window_present (GTK_WINDOW (window));
  while (!wb_result_view_is_whole (WB_RESULT_VIEW (view)))
    g_main_context_iteration (NULL, TRUE);
  wb_test_settle ();
  choice = find_widget (view, WB_TYPE_RESULT_CHOICE, NULL);
  scale = find_widget (view, GTK_TYPE_SCALE, NULL);
  g_assert_nonnull (choice);
  roc = find_mark (view, "roc");
  g_assert_cmpfloat_with_epsilon (find_mark (view, "lift"), 0.1, 1e-9);
  g_assert_null (find_widget (view, WB_TYPE_CHART_VIEW, "profit"));

  /* What the keys of a slider do. */
  for (int i = 0; i < 30; i++)
    {
      gboolean handled;

      g_signal_emit_by_name (scale, "move-slider", GTK_SCROLL_STEP_RIGHT);
      g_signal_emit_by_name (scale, "change-value", GTK_SCROLL_NONE,
                             gtk_range_get_value (GTK_RANGE (scale)), &handled);
    }
  g_assert_cmpfloat_with_epsilon (wb_result_choice_get_share (choice), 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (find_mark (view, "lift"), 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (find_mark (view, "gains"), 0.4, 1e-9);
  g_assert_cmpfloat (find_mark (view, "roc"), >, roc);

  /* Money that is said here gives the chart of it, at the same choice. */
  gain = find_widget (view, GTK_TYPE_SPIN_BUTTON, NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (gain), 2);
  gain = gtk_widget_get_next_sibling (gain);
  while (!GTK_IS_SPIN_BUTTON (gain))
    gain = gtk_widget_get_next_sibling (gain);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (gain), 40);
  g_assert_true (wb_result_count (result->best, 0.4, &counts));
  g_assert_cmpfloat_with_epsilon (find_mark (view, "profit"), counts.contacted, 1e-6);
  heard = gtk_test_accessible_check_property (GTK_ACCESSIBLE (scale),
                                              GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "");
  /* What a screen reader hears of the slider has people and money in it. */
  g_assert_nonnull (strstr (heard, "customers you would have contacted"));
  g_assert_nonnull (strstr (heard, "in all"));
  wb_result_choice_set_share (choice, 0.6);
  g_assert_true (wb_result_count (result->best, 0.6, &counts));
  g_assert_cmpfloat_with_epsilon (find_mark (view, "profit"), counts.contacted, 1e-6);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_work_drain ();
  wb_result_unref (result);
}

int
main (int argc, char *argv[])
{
  int status;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/result/counts-add-up", test_counts_add_up);
  g_test_add_func ("/result/money-is-asked-for-and-reckoned", test_money_is_asked_for_and_reckoned);
  g_test_add_func ("/result/learning-is-read-from-the-run", test_learning_is_read_from_the_run);
  g_test_add_func ("/result/one-choice-moves-everything", test_one_choice_moves_everything);
  status = g_test_run ();
  forget_project ();

  return status;
}
