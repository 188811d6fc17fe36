/* wb-phases.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-phases.h"

#include <math.h>

#include "wb-flow.h"
#include "wb-ui.h"

/* In the order of any pipeline. */
static const struct
{
  const char *id;
  const char *title;
} kinds[] = {
  { "prepare", N_ ("Prepare") },
  { "features", N_ ("Describe") },
  { "model", N_ ("Predict") },
  { "judge", N_ ("Judge and deliver") },
};

#define N_PHASES G_N_ELEMENTS (kinds)

typedef struct
{
  GtkWidget *box;
  GtkProgressBar *bar;
  GtkImage *icon;
  GtkLabel *state;
} Phase;

struct _WbPhases
{
  AdwBin parent_instance;

  GtkWidget *flow;
  Phase phases[N_PHASES];
};

G_DEFINE_FINAL_TYPE (WbPhases, wb_phases, ADW_TYPE_BIN)

/* What the steps of one phase come to. */
typedef struct
{
  guint n, n_done;
  gboolean running;
  double worked, expected; /* seconds; NaN where a step does not say */
} Sum;

static void
sum_phase (Sum *self, GPtrArray *steps, const char *group)
{
  *self = (Sum){ 0 };
  for (guint i = 0; i < steps->len; i++)
    {
      const WbStep *step = g_ptr_array_index (steps, i);
      gboolean is_done = step->status == WB_STEP_DONE || step->status == WB_STEP_CACHED;

      if (g_strcmp0 (step->group, group) != 0)
        continue;
      self->n++;
      self->n_done += is_done;
      self->running |= step->status == WB_STEP_RUNNING;
      if (step->status == WB_STEP_DONE)
        self->worked += step->seconds;
      else if (!is_done)
        self->expected += step->seconds;
    }
}

static char *
say_state (const Sum *sum)
{
  TnMessage *message;
  g_autofree char *time = NULL;

  if (sum->n_done == sum->n)
    {
      if (!isfinite (sum->worked) || sum->worked <= 0)
        return g_strdup (wb_say (N_ ("known from before")));
      time = tn_language_format_duration (wb_language (), sum->worked);
      return wb_say_text (N_ ("done, {time}"), "time", time);
    }
  if (sum->running || sum->n_done > 0)
    {
      message =
          tn_message_count (tn_message_new (N_ ("{done} of {all} done")), "done", sum->n_done);
      return wb_say_take (tn_message_count (message, "all", sum->n));
    }
  if (!isfinite (sum->expected))
    return g_strdup (wb_say (N_ ("waiting")));
  time = tn_language_format_duration_about (wb_language (), sum->expected);

  return wb_say_text (N_ ("waiting, {time}"), "time", time);
}

static void
update_phase (Phase *self, const Sum *sum, const char *title)
{
  g_autofree char *state = say_state (sum);
  gboolean is_done = sum->n_done == sum->n;

  gtk_progress_bar_set_fraction (self->bar, (double) sum->n_done / (double) sum->n);
  gtk_image_set_from_icon_name (self->icon, is_done        ? "object-select-symbolic"
                                            : sum->running ? "media-playback-start-symbolic"
                                                           : "tenure-clock-symbolic");
  gtk_label_set_text (self->state, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, state, -1);
}

/**
 * wb_phases_update:
 * @steps: (element-type WbStep): of the run; none before it has told them
 */
void
wb_phases_update (WbPhases *self, GPtrArray *steps)
{
  for (guint i = 0; i < N_PHASES; i++)
    {
      Sum sum;

      sum_phase (&sum, steps, kinds[i].id);
      gtk_widget_set_visible (gtk_widget_get_parent (self->phases[i].box), sum.n > 0);
      if (sum.n > 0)
        update_phase (&self->phases[i], &sum, wb_say (kinds[i].title));
    }
}

static void
make_phase (Phase *self, const char *title)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = wb_label_new (title, NULL);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->state = GTK_LABEL (wb_label_new (NULL, "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "tabular");
  gtk_widget_set_valign (GTK_WIDGET (self->icon), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->icon), 2);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
wb_phases_class_init (WbPhasesClass *klass)
{
}

static void
wb_phases_init (WbPhases *self)
{
  self->flow = wb_flow_new (N_PHASES);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (self->flow, "card-pad");
  for (guint i = 0; i < N_PHASES; i++)
    {
      make_phase (&self->phases[i], wb_say (kinds[i].title));
      wb_flow_add (self->flow, self->phases[i].box);
    }
  adw_bin_set_child (ADW_BIN (self), self->flow);
}

GtkWidget *
wb_phases_new (void)
{
  return g_object_new (WB_TYPE_PHASES, NULL);
}
