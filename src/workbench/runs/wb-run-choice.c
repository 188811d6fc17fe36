/* wb-run-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-run-choice.h"

#include "wb-comparison.h"
#include "wb-ui.h"

struct _WbRunChoice
{
  GObject parent_instance;

  GtkListBox *history;
  GtkButton *button;
  GArray *chosen; /* of gint64 */
  gboolean on;
};

G_DEFINE_FINAL_TYPE (WbRunChoice, wb_run_choice, G_TYPE_OBJECT)

gboolean
wb_run_choice_is_on (WbRunChoice *self)
{
  return self->on;
}

GArray *
wb_run_choice_get (WbRunChoice *self)
{
  return self->chosen;
}

static gboolean
is_chosen (WbRunChoice *self, gint64 run)
{
  for (guint i = 0; i < self->chosen->len; i++)
    if (g_array_index (self->chosen, gint64, i) == run)
      return TRUE;

  return FALSE;
}

static void
forget (WbRunChoice *self, gint64 run)
{
  for (guint i = self->chosen->len; i-- > 0;)
    if (g_array_index (self->chosen, gint64, i) == run)
      g_array_remove_index (self->chosen, i);
}

/* No more than can be told apart, and none without a result. */
static void
update (WbRunChoice *self)
{
  g_autofree char *label = wb_say_take (
      tn_message_count (tn_message_new (N_ ("Compare ({n} chosen)")), "n", self->chosen->len));

  gtk_button_set_label (self->button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->button), self->on);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->chosen->len >= 2);
  for (int i = 0; gtk_list_box_get_row_at_index (self->history, i) != NULL; i++)
    {
      WbRunRow *row = WB_RUN_ROW (gtk_list_box_get_row_at_index (self->history, i));
      GtkWidget *check = wb_run_row_get_check (row);

      gtk_widget_set_visible (check, self->on);
      gtk_widget_set_sensitive (check, wb_run_row_has_result (row) &&
                                           (self->chosen->len < WB_COMPARISON_MOST ||
                                            is_chosen (self, wb_run_row_get_run (row))));
    }
}

void
wb_run_choice_set_on (WbRunChoice *self, gboolean on)
{
  self->on = on;
  update (self);
}

static void
on_checked (GtkCheckButton *check, WbRunChoice *self)
{
  gint64 run = wb_run_row_get_run (
      WB_RUN_ROW (gtk_widget_get_ancestor (GTK_WIDGET (check), WB_TYPE_RUN_ROW)));

  forget (self, run);
  if (gtk_check_button_get_active (check))
    g_array_append_val (self->chosen, run);
  update (self);
}

void
wb_run_choice_add (WbRunChoice *self, WbRunRow *row)
{
  GtkWidget *check = wb_run_row_get_check (row);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               is_chosen (self, wb_run_row_get_run (row)));
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_checked), self, 0);
}

void
wb_run_choice_settle (WbRunChoice *self, const WbState *state)
{
  for (guint i = self->chosen->len; i-- > 0;)
    if (wb_state_find_run (state, g_array_index (self->chosen, gint64, i)) == NULL)
      g_array_remove_index (self->chosen, i);
  update (self);
}

static void
wb_run_choice_finalize (GObject *object)
{
  g_array_unref (WB_RUN_CHOICE (object)->chosen);

  G_OBJECT_CLASS (wb_run_choice_parent_class)->finalize (object);
}

static void
wb_run_choice_class_init (WbRunChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_run_choice_finalize;
}

static void
wb_run_choice_init (WbRunChoice *self)
{
  self->chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * wb_run_choice_new:
 * @history: of WbRunRow; outlives the choice, as @button does
 */
WbRunChoice *
wb_run_choice_new (GtkListBox *history, GtkButton *button)
{
  WbRunChoice *self = g_object_new (WB_TYPE_RUN_CHOICE, NULL);

  self->history = history;
  self->button = button;

  return self;
}
