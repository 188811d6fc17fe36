/* wb-what-if-why.c: what a customer's chance is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "wb-chart-view.h"
#include "wb-ui.h"
#include "wb-what-if-private.h"

#define BAR_WIDTH   90
#define BAR_HEIGHT  8
#define MOST_TOPICS 7
#define LEAST_ADDS  0.02 /* of the log-odds; less is nothing a person could see */

typedef struct
{
  TnTopic topic;
  double adds; /* of all its facts */
  double most; /* of its strongest, without sign */
  char *words; /* nullable: of the strongest that can be said */
} Topic;

static void
topic_clear (gpointer data)
{
  g_free (((Topic *) data)->words);
}

static Topic *
find_topic (GArray *topics, TnTopic topic)
{
  Topic new = { .topic = topic };

  for (guint i = 0; topic != TN_TOPIC_NONE && i < topics->len; i++)
    if (g_array_index (topics, Topic, i).topic == topic)
      return &g_array_index (topics, Topic, i);
  g_array_append_val (topics, new);

  return &g_array_index (topics, Topic, topics->len - 1);
}

static int
compare_topics (gconstpointer a, gconstpointer b)
{
  double x = fabs (((const Topic *) a)->adds), y = fabs (((const Topic *) b)->adds);

  return x < y ? 1 : x > y ? -1 : 0;
}

/* Facts of one topic say much the same: they are one line. */
static GArray *
find_topics (WbWhatIf *self)
{
  GArray *topics = g_array_new (FALSE, TRUE, sizeof (Topic));

  g_array_set_clear_func (topics, topic_clear);
  for (guint i = 0; i < _wb_what_if_count_facts (self); i++)
    {
      double adds = tn_json_double (_wb_what_if_get_fact (self, i), "adds", 0);
      g_autoptr (TnMessage) said = NULL;
      TnFact fact;
      Topic *topic;

      if (adds == 0 || !_wb_what_if_read_fact (self, i, &fact))
        continue;
      topic = find_topic (topics, tn_reason_get_topic (self->facts, 0, &fact));
      topic->adds += adds;
      said = tn_reason_say (self->facts, 0, &fact, self->currency);
      if (said == NULL || fabs (adds) <= topic->most)
        continue;
      topic->most = fabs (adds);
      g_free (topic->words);
      topic->words = wb_say_message (said);
    }
  g_array_sort (topics, compare_topics);

  return topics;
}

/* Right of the middle raises, left of it lowers; the word stands beside it. */
static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  double share = *(double *) data;
  TnPlotStyle style = wb_plot_style (FALSE);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (area)) == GTK_TEXT_DIR_RTL;
  const TnRgba *fill = &style.series[share > 0 ? 2 : 1];
  double middle = floor (width / 2.0);
  double length = share * (width / 2.0 - 2) * (rtl ? -1 : 1);

  cairo_set_source_rgba (cr, style.ink.red, style.ink.green, style.ink.blue, 0.4);
  cairo_rectangle (cr, middle - 0.5, 0, 1, height);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, fill->red, fill->green, fill->blue, fill->alpha);
  cairo_rectangle (cr, MIN (middle, middle + length), (height - BAR_HEIGHT) / 2.0, fabs (length),
                   BAR_HEIGHT);
  cairo_fill (cr);
}

static GtkWidget *
make_topic (const Topic *topic, double most)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = wb_label_new (topic->words, "dense-caption");
  GtkWidget *bar = gtk_drawing_area_new ();
  GtkWidget *side =
      gtk_label_new (topic->adds > 0 ? wb_say (N_ ("raises")) : wb_say (N_ ("lowers")));
  double *share = g_new (double, 1);

  *share = most > 0 ? topic->adds / most : 0;
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_size_request (bar, BAR_WIDTH, 18);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (bar), draw_bar, share, g_free);
  gtk_widget_add_css_class (side, "dense-caption");
  gtk_widget_add_css_class (side, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (side), 6);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), bar);
  gtk_box_append (GTK_BOX (row), side);

  return row;
}

void
_wb_what_if_add_topics (WbWhatIf *self)
{
  g_autoptr (GArray) topics = find_topics (self);
  double most = topics->len > 0 ? fabs (g_array_index (topics, Topic, 0).adds) : 0;
  guint n_shown = 0;

  gtk_box_append (GTK_BOX (self->box),
                  wb_label_new (wb_say (N_ ("What raises and lowers the chance")), "heading"));
  for (guint i = 0; i < topics->len && n_shown < MOST_TOPICS; i++)
    {
      const Topic *topic = &g_array_index (topics, Topic, i);

      if (topic->words == NULL || fabs (topic->adds) < LEAST_ADDS)
        continue;
      gtk_box_append (GTK_BOX (self->box), make_topic (topic, most));
      n_shown++;
    }
  if (n_shown == 0)
    gtk_box_append (
        GTK_BOX (self->box),
        wb_label_new (wb_say (N_ ("This model does not tell what a chance is made of.")),
                      "dim-label"));
}

/* All facts, with their day */

static GtkWidget *
make_fact (WbWhatIf *self, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  GtkWidget *name, *number;
  TnFact fact;

  if (!_wb_what_if_read_fact (self, index, &fact))
    return row;
  label = _wb_what_if_say_label (&fact);
  value = _wb_what_if_say_value (self, &fact,
                                 tn_json_double (_wb_what_if_get_fact (self, index), "value", NAN));
  name = wb_label_new (label, "dense-caption");
  number = wb_label_new (value, "dense-caption");
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_add_css_class (number, "tabular");
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), number);

  return row;
}

void
_wb_what_if_add_facts (WbWhatIf *self)
{
  g_autofree char *day =
      self->as_of != 0 ? tn_language_format_date (wb_language (), self->as_of) : NULL;
  g_autofree char *title = day != NULL ? wb_say_text (N_ ("All facts as of {date}"), "date", day)
                                       : g_strdup (wb_say (N_ ("All facts")));
  GtkWidget *expander = gtk_expander_new (title);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (guint i = 0; i < _wb_what_if_count_facts (self); i++)
    gtk_box_append (GTK_BOX (box), make_fact (self, i));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_box_append (GTK_BOX (self->box), expander);
}
