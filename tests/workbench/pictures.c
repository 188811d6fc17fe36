/* pictures.c: a picture of every page, in the looks asked for on the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   pictures FOLDER LABEL WIDTH HEIGHT [file to import]
 *
 * Does the main job on the sample shop and writes FOLDER/LABEL-PAGE.png. Colours, scale and
 * language come from the environment, as for any program: ADW_DEBUG_COLOR_SCHEME,
 * ADW_DEBUG_HIGH_CONTRAST, GDK_SCALE, LANGUAGE.
 */

#include "config.h"

#include "pictures.h"

#include <locale.h>
#include <math.h>

#include <glib/gstdio.h>

#include "tn-edit.h"
#include "wb-application.h"
#include "wb-help-window.h"
#include "wb-preferences.h"
#include "wb-result-view.h"
#include "wb-settings.h"
#include "wb-work.h"

/* How long nothing may be painted before a page counts as come to rest: longer than a search entry
 * or a preview waits for the next key. What never rests, as a running bar, is left after
 * PATIENCE_US. */
#define QUIET_US    (220 * G_TIME_SPAN_MILLISECOND)
#define PATIENCE_US (800 * G_TIME_SPAN_MILLISECOND)

static void
on_paint_cb (GdkFrameClock *clock, gint64 *painted)
{
  *painted = g_get_monotonic_time ();
}

static gboolean
on_time_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A result comes in parts, one a frame. */
static gboolean
is_growing (GtkWidget *widget)
{
  if (WB_IS_RESULT_VIEW (widget))
    return gtk_widget_get_mapped (widget) && !wb_result_view_is_whole (WB_RESULT_VIEW (widget));
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (is_growing (at))
      return TRUE;

  return FALSE;
}

void
pictures_settle (GtkWidget *widget)
{
  gint64 begun = g_get_monotonic_time ();
  gint64 painted = begun;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_paint_cb), &painted);
  guint wake = g_timeout_add (10, on_time_cb, NULL);
  gint64 now;

  g_object_ref (clock);
  do
    {
      wb_work_drain ();
      g_main_context_iteration (NULL, TRUE);
      now = g_get_monotonic_time ();
    }
  while ((now - painted < QUIET_US && now - begun < PATIENCE_US) || is_growing (widget));
  g_source_remove (wake);
  g_signal_handler_disconnect (clock, handler);
  g_object_unref (clock);
}

/* What the window shows, or %NULL in the moment after a change. */
static GskRenderNode *
snapshot_window (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double scale = gtk_widget_get_scale_factor (widget);

  gtk_snapshot_scale (snapshot, scale, scale);
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot),
                          gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));

  return gtk_snapshot_free_to_node (snapshot);
}

void
pictures_take (Pictures *self, const char *page)
{
  pictures_take_window (self, GTK_WIDGET (self->window), page);
}

/* Of another window than the main one. */
void
pictures_take_window (Pictures *self, GtkWidget *widget, const char *page)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.png", self->label, page);
  g_autofree char *file = g_build_filename (self->folder, name, NULL);
  GskRenderNode *node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (guint i = 0; i < 20 && node == NULL; i++)
    {
      pictures_settle (widget);
      node = snapshot_window (widget);
    }
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
  /* A page that wants more than the window was given would make it grow. */
  g_assert_cmpint (gtk_widget_get_width (widget), <=, self->width);
  gsk_render_node_unref (node);
  g_print ("%s: %d × %d\n", file, gdk_texture_get_width (texture),
           gdk_texture_get_height (texture));
}

static void
take_pages (Pictures *self)
{
  static const char *const pages[] = { "data", "pipeline", "runs", "customers", "report" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      wb_window_show_page (self->window, pages[i]);
      pictures_take (self, pages[i]);
    }
  pictures_take_customers (self);
  pictures_take_reports (self);
  wb_window_show_page (self->window, "data");
  pictures_take_data (self);
  pictures_take_wide (self);
  pictures_take_other_data (self);
}

static void
run_sample (Pictures *self)
{
  WbRun *run;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.sample", NULL);
  while (wb_window_get_project (self->window) == NULL ||
         wb_project_get_run (wb_window_get_project (self->window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  run = wb_project_get_run (wb_window_get_project (self->window));
  pictures_take_live (self, run);
  while (wb_run_is_going (run))
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (wb_run_get_error (run));
}

/* Another window than the main one. */
static void
take_window (Pictures *self, GtkWindow *window, const char *page)
{
  WbWindow *main_window = self->window;

  self->window = (WbWindow *) window;
  pictures_take (self, page);
  self->window = main_window;
  gtk_window_destroy (window);
}

/* The start page of somebody who has worked: recent projects, one of them gone, and work that no
 * file holds. */
static void
take_start_used (Pictures *self)
{
  g_autofree char *file = g_build_filename (self->folder, "spring.tenure", NULL);
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new (N_ ("Rename a column")));
  g_autoptr (JsonNode) body = json_from_string ("{}", NULL);
  TnProject *project;
  GtkWidget *window;

  g_unlink (file);
  project = tn_project_create (file, NULL);
  tn_edit_put (edit, "note", "name", 1, body);
  tn_project_edit (project, edit, NULL);
  tn_project_close (project, NULL);
  tn_project_unref (project);
  wb_recent_add ("/home/anna/Documents/winter coupon test 2025 with a rather long name.tenure",
                 "18206");
  wb_recent_add (file, "20065");
  window = GTK_WIDGET (wb_window_new (gtk_window_get_application (GTK_WINDOW (self->window))));
  gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  gtk_window_present (GTK_WINDOW (window));
  take_window (self, GTK_WINDOW (window), "start-used");
}

static void
take_help (Pictures *self, const char *page, const char *name)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self->window));
  WbHelpWindow *window = wb_help_show (application, page);

  if (self->width < 600)
    gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  take_window (self, GTK_WINDOW (window), name);
}

static void
take_dialogs (Pictures *self)
{
  GtkWindow *preferences = wb_preferences_show (GTK_WINDOW (self->window));

  take_window (self, preferences, "preferences");
  take_help (self, "first-answer", "help-guide");
  take_help (self, "step-boosting", "help-step");
}

static void
on_activate (GApplication *application, Pictures *self)
{
  /* GTK has set its own when it began. */
  if (g_str_has_prefix (self->label, "rtl"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  /* Nothing is pictured half way between two pages. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
  self->window = wb_window_new (GTK_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (self->window), self->width, self->height);
  gtk_window_present (GTK_WINDOW (self->window));
  pictures_take (self, "start");
  take_start_used (self);
  take_dialogs (self);
  pictures_take_dialogs (self);
  if (self->file != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self->window), "win.import-path", "s", self->file);
      pictures_take (self, "import");
      pictures_take_imports (self);
    }
  run_sample (self);
  take_pages (self);
  pictures_take_pipeline (self);
  pictures_take_canvas (self);
  pictures_take_charts (self);
  pictures_take_compared (self);
  g_application_quit (application);
}

int
main (int argc, char **argv)
{
  Pictures self = { 0 };
  g_autoptr (WbApplication) application = NULL;

  setlocale (LC_ALL, "");
  if (argc < 5)
    return 2;
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  self.folder = argv[1];
  self.label = argv[2];
  self.width = atoi (argv[3]);
  self.height = atoi (argv[4]);
  self.file = argc > 5 ? argv[5] : NULL;
  g_mkdir_with_parents (self.folder, 0777);
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_signal_connect_after (application, "activate", G_CALLBACK (on_activate), &self);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
