/* wb-timeline-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-timeline-view.h"

#include "wb-chart-view.h"
#include "wb-ui.h"

#define HEIGHT  200
#define LEAST   (G_GINT64_CONSTANT (14) * G_TIME_SPAN_DAY) /* shown at once */
#define ZOOM    0.5
#define NOTHING G_MAXUINT

struct _WbTimelineView
{
  AdwBin parent_instance;

  WbTimeline *timeline;
  char *currency;
  gint64 from, to;
  guint chosen; /* day, or NOTHING */

  WbChartView *chart;
  GtkLabel *day;
};

G_DEFINE_FINAL_TYPE (WbTimelineView, wb_timeline_view, ADW_TYPE_BIN)

static char *
say_day (WbTimelineView *self, const WbDay *day)
{
  const TnLanguage *language = wb_language ();
  g_autofree char *date = tn_language_format_date (language, day->time);
  g_autofree char *bought = tn_language_format_money (language, day->bought, self->currency, 3);
  g_autofree char *returned =
      tn_language_format_money (language, -day->returned, self->currency, 3);
  TnMessage *message;

  if (day->returned < 0 && day->bought > 0)
    message = tn_message_new (N_ ("{date}: bought {bought}, sent back {returned}"));
  else if (day->returned < 0)
    message = tn_message_new (N_ ("{date}: sent back {returned}"));
  else
    message = tn_message_new (N_ ("{date}: bought {bought}"));
  message = tn_message_text (message, "date", date);
  message = tn_message_text (message, "bought", bought);

  return wb_say_take (tn_message_text (message, "returned", returned));
}

static void
show (WbTimelineView *self)
{
  g_autoptr (TnChart) chart =
      wb_timeline_make_chart (self->timeline, self->from, self->to, self->chosen, self->currency);
  g_autofree char *day =
      self->chosen != NOTHING
          ? say_day (self, wb_timeline_get_day (self->timeline, self->chosen))
          : g_strdup (wb_say (N_ ("Left and right go from day to day, + and − zoom.")));
  gint64 from, to;

  wb_timeline_get_range (self->timeline, &from, &to);
  wb_chart_view_set_chart (self->chart, chart);
  gtk_label_set_text (self->day, day);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "timeline.smaller",
                                 self->from > from || self->to < to);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "timeline.larger",
                                 self->to - self->from > LEAST);
}

/* @length of time around @middle, as far as there is any. */
static void
set_range (WbTimelineView *self, gint64 middle, gint64 length)
{
  gint64 from, to;

  wb_timeline_get_range (self->timeline, &from, &to);
  length = MIN (MAX (length, LEAST), MAX (to - from, LEAST));
  self->from = CLAMP (middle - length / 2, from, MAX (to - length, from));
  self->to = self->from + length;
  show (self);
}

static void
show_all (WbTimelineView *self)
{
  gint64 from, to;

  wb_timeline_get_range (self->timeline, &from, &to);
  set_range (self, from + (to - from) / 2, to - from);
}

static gint64
get_middle (WbTimelineView *self)
{
  return self->chosen != NOTHING ? wb_timeline_get_day (self->timeline, self->chosen)->time
                                 : self->from + (self->to - self->from) / 2;
}

static void
do_larger (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbTimelineView *self = WB_TIMELINE_VIEW (widget);

  set_range (self, get_middle (self), (gint64) ((double) (self->to - self->from) * ZOOM));
}

static void
do_smaller (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbTimelineView *self = WB_TIMELINE_VIEW (widget);

  set_range (self, get_middle (self), (gint64) ((double) (self->to - self->from) / ZOOM));
}

static void
do_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbTimelineView *self = WB_TIMELINE_VIEW (widget);

  show_all (self);
}

/* @day comes into view when it is not. */
static void
choose (WbTimelineView *self, guint day)
{
  gint64 time = wb_timeline_get_day (self->timeline, day)->time;

  self->chosen = day;
  if (time < self->from || time > self->to)
    set_range (self, time, self->to - self->from);
  else
    show (self);
}

/* @parameter: −1 the day before, 1 the next, −2 the first, 2 the last */
static void
do_go (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbTimelineView *self = WB_TIMELINE_VIEW (widget);
  int by = g_variant_get_int32 (parameter);
  guint last = wb_timeline_get_n (self->timeline) - 1;
  guint day = self->chosen;

  if (by == -2 || (day == NOTHING && by == 1))
    day = 0;
  else if (by == 2 || day == NOTHING)
    day = last;
  else if (by < 0)
    day = day > 0 ? day - 1 : 0;
  else
    day = MIN (day + 1, last);
  choose (self, day);
}

static void
wb_timeline_view_dispose (GObject *object)
{
  WbTimelineView *self = WB_TIMELINE_VIEW (object);

  g_clear_pointer (&self->timeline, wb_timeline_unref);

  G_OBJECT_CLASS (wb_timeline_view_parent_class)->dispose (object);
}

static void
wb_timeline_view_finalize (GObject *object)
{
  g_free (WB_TIMELINE_VIEW (object)->currency);

  G_OBJECT_CLASS (wb_timeline_view_parent_class)->finalize (object);
}

static void
wb_timeline_view_class_init (WbTimelineViewClass *klass)
{
  static const struct
  {
    guint key;
    int by;
  } goes[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_Home, -2 }, { GDK_KEY_End, 2 }
  };
  static const guint larger[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint smaller[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_timeline_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_timeline_view_finalize;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "timeline.larger", NULL, do_larger);
  gtk_widget_class_install_action (widget_class, "timeline.smaller", NULL, do_smaller);
  gtk_widget_class_install_action (widget_class, "timeline.all", NULL, do_all);
  gtk_widget_class_install_action (widget_class, "timeline.go", "i", do_go);
  for (guint i = 0; i < G_N_ELEMENTS (goes); i++)
    gtk_widget_class_add_binding_action (widget_class, goes[i].key, 0, "timeline.go", "i",
                                         goes[i].by);
  for (guint i = 0; i < G_N_ELEMENTS (larger); i++)
    gtk_widget_class_add_binding_action (widget_class, larger[i], 0, "timeline.larger", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (smaller); i++)
    gtk_widget_class_add_binding_action (widget_class, smaller[i], 0, "timeline.smaller", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, 0, "timeline.all", NULL);
}

static GtkWidget *
make_button (const char *icon, const char *name, const char *action, int by)
{
  GtkWidget *button = wb_icon_button_new (icon, name);

  gtk_widget_add_css_class (button, "flat");
  if (by != 0)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", by);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

static GtkWidget *
make_head (void)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *title = wb_label_new (wb_say (N_ ("What happened")), "heading");

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), make_button ("go-previous-symbolic", wb_say (N_ ("Day before")),
                                               "timeline.go", -1));
  gtk_box_append (GTK_BOX (head),
                  make_button ("go-next-symbolic", wb_say (N_ ("Next day")), "timeline.go", 1));
  gtk_box_append (GTK_BOX (head), make_button ("zoom-out-symbolic", wb_say (N_ ("Show more time")),
                                               "timeline.smaller", 0));
  gtk_box_append (GTK_BOX (head), make_button ("zoom-in-symbolic", wb_say (N_ ("Show less time")),
                                               "timeline.larger", 0));

  return head;
}

static void
wb_timeline_view_init (WbTimelineView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->chosen = NOTHING;
  self->chart = WB_CHART_VIEW (wb_chart_view_new ());
  self->day = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign",
                            0.0, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->day), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->day), "tabular");
  wb_chart_view_set_height (self->chart, HEIGHT);
  gtk_box_append (GTK_BOX (box), make_head ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chart));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->day));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  wb_name_widget (self, wb_say (N_ ("What happened")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
wb_timeline_view_new (WbTimeline *timeline, const char *currency)
{
  WbTimelineView *self = g_object_new (WB_TYPE_TIMELINE_VIEW, NULL);

  self->timeline = wb_timeline_ref (timeline);
  self->currency = g_strdup (currency);
  show_all (self);

  return GTK_WIDGET (self);
}

void
wb_timeline_view_get_range (WbTimelineView *self, gint64 *from, gint64 *to)
{
  *from = self->from;
  *to = self->to;
}
