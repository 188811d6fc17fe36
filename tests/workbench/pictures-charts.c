/* pictures-charts.c: charts with a value spoken of, zoomed, of very many points, and their data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pictures.h"
#include "tn-chart-kinds.h"
#include "wb-chart-data.h"
#include "wb-chart-view-private.h"
#include "wb-result-choice.h"
#include "wb-ui.h"

#define N_POINTS 200000

static GtkWidget *
find_chart (GtkWidget *widget, const char *kind)
{
  TnChart *chart =
      WB_IS_CHART_VIEW (widget) ? wb_chart_view_get_chart (WB_CHART_VIEW (widget)) : NULL;

  if (chart != NULL && g_str_equal (tn_chart_get_kind (chart), kind))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = gtk_widget_get_child_visible (at) ? find_chart (at, kind) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); found == NULL && at != NULL;
       at = gtk_widget_get_next_sibling (at))
    found = find_type (at, type);

  return found;
}

/* A value of the lift curve, some way along. */
static void
take_value (Pictures *self)
{
  GtkWidget *view = find_chart (GTK_WIDGET (self->window), "lift");
  TnFigure *figure;
  TnHit hit;

  g_assert_nonnull (view);
  gtk_widget_grab_focus (view);
  pictures_settle (GTK_WIDGET (self->window));
  figure = _wb_chart_get_figure (WB_CHART_VIEW (view));
  g_assert_true (tn_figure_walk (figure, TN_WALK_FIRST, &hit));
  for (int i = 0; i < 30; i++)
    tn_figure_walk (figure, TN_WALK_RIGHT, &hit);
  _wb_chart_set_hit (WB_CHART_VIEW (view), &hit, TRUE);
  pictures_take (self, "chart-value");
  _wb_chart_set_hit (WB_CHART_VIEW (view), NULL, FALSE);
}

static void
set_spins (GtkWidget *widget, const double **values)
{
  if (GTK_IS_SPIN_BUTTON (widget))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (widget), *(*values)++);
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    set_spins (at, values);
}

/* Money that the run was not told of, tried out. */
static void
take_money (Pictures *self)
{
  GtkWidget *choice = find_type (GTK_WIDGET (self->window), WB_TYPE_RESULT_CHOICE);
  const double values[] = { 2, 12 }, *at = values;

  g_assert_nonnull (choice);
  set_spins (choice, &at);
  gtk_widget_grab_focus (find_type (choice, GTK_TYPE_SCALE));
  wb_result_choice_set_share (WB_RESULT_CHOICE (choice), 0.3);
  pictures_take (self, "choice");
  gtk_widget_grab_focus (find_chart (GTK_WIDGET (self->window), "profit"));
  pictures_take (self, "chart-money");
}

static void
take_window (Pictures *self, GtkWidget *window, const char *page)
{
  gtk_window_set_default_size (GTK_WINDOW (window), MIN (self->width, 560), 460);
  gtk_window_present (GTK_WINDOW (window));
  pictures_take_window (self, window, page);
}

static void
take_data (Pictures *self)
{
  GtkWidget *view = find_chart (GTK_WIDGET (self->window), "lift");
  GtkWidget *window =
      wb_chart_data_new (wb_chart_view_get_chart (WB_CHART_VIEW (view)), GTK_WINDOW (self->window));

  take_window (self, window, "chart-data");
  gtk_window_destroy (GTK_WINDOW (window));
}

static TnChart *
make_cloud (void)
{
  g_autofree double *x = g_new (double, N_POINTS), *y = g_new (double, N_POINTS);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  TnMessage *title = tn_message_new (N_ ("{y} against {x}"));

  for (gsize i = 0; i < N_POINTS; i++)
    {
      x[i] = exp (g_rand_double (rand) * 2 + g_rand_double (rand) * 2);
      y[i] = sqrt (x[i]) * (0.5 + g_rand_double (rand) + g_rand_double (rand));
    }
  tn_message_take (title, "x", tn_message_new (N_ ("customers")));
  tn_message_take (title, "y", tn_message_new (N_ ("Error")));

  return tn_chart_scatter (title, NULL, tn_message_new (N_ ("customers")),
                           tn_message_new (N_ ("Error")), 1, N_POINTS, x, y);
}

static void
take_cloud (Pictures *self)
{
  g_autoptr (TnChart) chart = make_cloud ();
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = wb_chart_view_new ();
  TnHit hit;

  gtk_widget_set_vexpand (view, TRUE);
  gtk_widget_add_css_class (view, "card-pad");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), view);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "");
  wb_chart_view_set_chart (WB_CHART_VIEW (view), chart);
  take_window (self, window, "scatter");
  _wb_chart_zoom_step (WB_CHART_VIEW (view), 6);
  pictures_settle (GTK_WIDGET (window));
  if (tn_figure_find (_wb_chart_get_figure (WB_CHART_VIEW (view)), 200, 200, &hit))
    _wb_chart_set_hit (WB_CHART_VIEW (view), &hit, TRUE);
  pictures_take_window (self, window, "scatter-zoomed");
  gtk_window_destroy (GTK_WINDOW (window));
}

void
pictures_take_charts (Pictures *self)
{
  wb_window_show_page (self->window, "runs");
  pictures_settle (GTK_WIDGET (self->window));
  take_value (self);
  take_data (self);
  take_money (self);
  take_cloud (self);
}
