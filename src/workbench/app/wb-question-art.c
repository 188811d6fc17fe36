/* wb-question-art.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-question-art.h"

#include <math.h>
#include <string.h>

#include "wb-chart-view.h"
#include "wb-words.h"

#define ART_HEIGHT 106
#define N_LEAVERS  4
#define BAR_HALF   0.22
#define FIGURE_AT  1.03
#define SCALE_END  1.16

/* Who is likely to leave, and how sure that is. */
static TnChart *
make_leavers (void)
{
  static const double value[N_LEAVERS] = { 0.86, 0.71, 0.55, 0.34 };
  static const double low[N_LEAVERS] = { 0.79, 0.60, 0.40, 0.25 };
  static const double high[N_LEAVERS] = { 0.92, 0.80, 0.66, 0.45 };
  static const double zero[N_LEAVERS] = { 0 };
  static const double one[N_LEAVERS] = { 1, 1, 1, 1 };
  double at[N_LEAVERS], top[N_LEAVERS], foot[N_LEAVERS];
  TnChart *chart = tn_chart_new ("bars", NULL, NULL);
  TnPanel *panel = tn_chart_add_panel (chart, 0, 0, 1, 1);

  for (guint i = 0; i < N_LEAVERS; i++)
    {
      at[i] = i;
      top[i] = i - BAR_HALF;
      foot[i] = i + BAR_HALF;
      tn_axis_add_category (&panel->y, tn_message_new_literal (""), NULL);
    }
  panel->tight = TRUE;
  tn_axis_set (&panel->x, TN_UNIT_SHARE, NULL, 0, SCALE_END);
  panel->x.quiet = panel->y.quiet = TRUE;
  tn_panel_add_mark (panel, TN_MARK_RECT, 0, N_LEAVERS, zero, top, one, foot)->tone = TN_TONE_WASH;
  tn_panel_add_mark (panel, TN_MARK_RECT, 2, N_LEAVERS, zero, top, value, foot)->tone =
      TN_TONE_STRONG;
  tn_panel_add_mark (panel, TN_MARK_WHISKER, 0, N_LEAVERS, low, at, high, NULL)->tone =
      TN_TONE_STRONG;
  for (guint i = 0; i < N_LEAVERS; i++)
    tn_panel_add_text (panel, 0, FIGURE_AT, i, TN_PLACE_RIGHT,
                       tn_unit_say (TN_UNIT_SHARE, value[i], 0, NULL));

  return chart;
}

static const struct
{
  const char *id;
  TnChart *(*make) (void);
} arts[] = {
  { "churn", make_leavers },
};

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer chart)
{
  TnPlotStyle style = wb_plot_style (FALSE);

  tn_chart_draw (chart, cr, width, height, &style, wb_language ());
}

/* A question without a picture has a sign. */
static GtkWidget *
make_sign (void)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("tenure-runs-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (image), 48);
  gtk_widget_add_css_class (image, "accent");

  return image;
}

GtkWidget *
wb_question_art_new (const char *template_id)
{
  GtkWidget *area = NULL;

  for (guint i = 0; area == NULL && i < G_N_ELEMENTS (arts); i++)
    if (strcmp (arts[i].id, template_id) == 0)
      {
        area = gtk_drawing_area_new ();
        gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, arts[i].make (),
                                        (GDestroyNotify) tn_chart_unref);
      }
  if (area == NULL)
    area = make_sign ();
  gtk_widget_add_css_class (area, "art");
  gtk_widget_set_size_request (area, -1, ART_HEIGHT);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);

  return area;
}
