/* pictures-runs.c: a run that goes on, rests, is about to be discarded; runs that wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "wb-work.h"

static gboolean
has_rounds (WbRun *run, guint n)
{
  GPtrArray *curves = wb_run_get_curves (run);

  for (guint i = 0; i < curves->len; i++)
    if (((WbCurve *) g_ptr_array_index (curves, i))->round->len >= n)
      return TRUE;

  return FALSE;
}

static void
scroll_down (GtkWidget *widget)
{
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      if (GTK_IS_SCROLLED_WINDOW (at) && gtk_widget_get_mapped (at))
        {
          GtkAdjustment *adjustment =
              gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (at));

          gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
        }
      scroll_down (at);
    }
}

/* While the run of the sample goes on: it rests for its pictures, and then ends by itself. */
void
pictures_take_live (Pictures *self, WbRun *run)
{
  WbQueue *queue = wb_project_get_queue (wb_window_get_project (self->window));

  while (wb_run_is_going (run) && !has_rounds (run, 25))
    g_main_context_iteration (NULL, TRUE);
  if (!wb_run_is_going (run))
    return;
  wb_run_set_aside (run);
  pictures_take (self, "live-discarded");
  wb_run_take_back (run);
  wb_run_pause (run, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.run", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.run", NULL);
  pictures_take (self, "live-paused");
  scroll_down (GTK_WIDGET (self->window));
  pictures_take (self, "live-waiting");
  while (wb_queue_get_waiting (queue)->len > 0)
    wb_queue_remove (queue, g_ptr_array_index (wb_queue_get_waiting (queue), 0));
  wb_run_pause (run, FALSE);
  pictures_take (self, "live");
}
