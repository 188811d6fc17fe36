/* wb-run-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-run-row.h"

#include "tn-pipeline-run.h"
#include "tn-run-figure.h"
#include "wb-ui.h"

struct _WbRunRow
{
  GtkListBoxRow parent_instance;

  gint64 run;
  gboolean has_result;
  GtkLabel *caption;
  GtkWidget *check;
};

G_DEFINE_FINAL_TYPE (WbRunRow, wb_run_row, GTK_TYPE_LIST_BOX_ROW)

const char *
wb_run_get_icon (TnRunStatus status)
{
  switch (status)
    {
    case TN_RUN_DONE:
      return "object-select-symbolic";
    case TN_RUN_RUNNING:
      return "content-loading-symbolic";
    case TN_RUN_STOPPED:
      return "media-playback-stop-symbolic";
    default:
      return "dialog-warning-symbolic";
    }
}

static const char *
say_status (TnRunStatus status)
{
  switch (status)
    {
    case TN_RUN_DONE:
      return wb_say (N_ ("done"));
    case TN_RUN_RUNNING:
      return wb_say (N_ ("running"));
    case TN_RUN_STOPPED:
      return wb_say (N_ ("discarded"));
    case TN_RUN_INTERRUPTED:
      return wb_say (N_ ("interrupted"));
    default:
      return wb_say (N_ ("stopped by a problem"));
    }
}

/* "Boosting, AUC 0.741" and, where it is so, that it ties. */
static char *
say_figure (const TnRun *run)
{
  g_auto (TnRunFigure) figure = { 0 };
  g_autofree char *value = NULL;
  TnMessage *message;

  if (!tn_run_get_figure (run, &figure) || !g_str_equal (figure.metric, "auc"))
    return NULL;
  value = tn_language_format_number (wb_language (), figure.value, 3);
  if (figure.n_tied > 1)
    message = tn_message_count (tn_message_new (N_ ("{n} tie for best, AUC {value}")), "n",
                                figure.n_tied);
  else
    message = tn_message_take (tn_message_new (N_ ("{model}, AUC {value}")), "model",
                               tn_message_ref (figure.model));

  return wb_say_take (tn_message_text (message, "value", value));
}

static char *
say_run (const TnRun *run)
{
  g_autofree char *when = wb_say_when (run->started);
  g_autofree char *duration =
      run->finished > run->started
          ? tn_language_format_duration (wb_language (), (run->finished - run->started) / 1e6)
          : NULL;

  if (tn_run_get_target (run) != NULL)
    return g_strdup_printf ("%s · %s", when, wb_say (N_ ("part of the pipeline")));
  if (run->status == TN_RUN_DONE && duration != NULL)
    return g_strdup_printf ("%s · %s", when, duration);

  return g_strdup_printf ("%s · %s", when, say_status (run->status));
}

char *
wb_run_say_title (const TnRun *run, const TnRunLabel *label)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, run->id);

  return label->name != NULL ? g_strdup (label->name) : wb_say_text (N_ ("Run {n}"), "n", number);
}

/* %NULL where it is not. */
static const char *
say_pinned (const TnRunLabel *label)
{
  return label->pinned ? wb_say (N_ ("pinned")) : NULL;
}

/* As it is heard: with the state in words, which eyes see as a picture. */
static void
name_row (WbRunRow *self,
          const char *title,
          const TnRun *run,
          const TnRunLabel *label,
          const char *figure)
{
  g_autofree char *when = wb_say_when (run->started);
  g_autofree char *name = g_strjoin (" · ", title, say_status (run->status), when,
                                     figure != NULL ? figure : say_pinned (label),
                                     figure != NULL ? say_pinned (label) : NULL, NULL);
  g_autofree char *choose = wb_say_text (N_ ("Compare {run}"), "run", title);

  wb_name_widget (self, name);
  wb_name_widget (self->check, choose);
}

static GtkWidget *
make_words (WbRunRow *self, const TnRun *run, const TnRunLabel *label)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = wb_run_say_title (run, label);
  g_autofree char *about = say_run (run);
  g_autofree char *figure = run->status == TN_RUN_DONE ? say_figure (run) : NULL;

  self->caption = GTK_LABEL (wb_label_new (about, "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dim-label");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), wb_label_new (title, "heading"));
  if (figure != NULL)
    gtk_box_append (GTK_BOX (words), wb_label_new (figure, "caption"));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->caption));
  if (label->note != NULL)
    gtk_box_append (GTK_BOX (words), wb_label_new (label->note, "caption"));
  name_row (self, title, run, label, figure);

  return words;
}

static GtkWidget *
make_icon (const char *name)
{
  GtkWidget *image = gtk_image_new_from_icon_name (name);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_margin_top (image, 3);

  return image;
}

static void
wb_run_row_class_init (WbRunRowClass *klass)
{
}

static void
wb_run_row_init (WbRunRow *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_visible (self->check, FALSE);
  gtk_widget_set_valign (self->check, GTK_ALIGN_START);
}

GtkWidget *
wb_run_row_new (const TnRun *run, const TnRunLabel *label)
{
  WbRunRow *self = g_object_new (WB_TYPE_RUN_ROW, NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->run = run->id;
  self->has_result = run->status == TN_RUN_DONE && tn_run_get_target (run) == NULL;
  gtk_widget_set_margin_top (row, 6);
  gtk_widget_set_margin_bottom (row, 6);
  gtk_box_append (GTK_BOX (row), self->check);
  gtk_box_append (GTK_BOX (row), make_icon (wb_run_get_icon (run->status)));
  gtk_box_append (GTK_BOX (row), make_words (self, run, label));
  if (label->pinned)
    gtk_box_append (GTK_BOX (row), make_icon ("view-pin-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), row);

  return GTK_WIDGET (self);
}

gint64
wb_run_row_get_run (WbRunRow *self)
{
  return self->run;
}

gboolean
wb_run_row_has_result (WbRunRow *self)
{
  return self->has_result;
}

GtkLabel *
wb_run_row_get_caption (WbRunRow *self)
{
  return self->caption;
}

GtkWidget *
wb_run_row_get_check (WbRunRow *self)
{
  return self->check;
}
