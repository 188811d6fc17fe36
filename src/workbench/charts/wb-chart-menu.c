/* wb-chart-menu.c: a chart as a picture in the clipboard or in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-data.h"
#include "wb-chart-view-private.h"
#include "wb-chooser.h"
#include "wb-toast.h"
#include "wb-ui.h"
#include "wb-work.h"

#define COPY_SCALE 2
#define KEY_STEP   1.5

static const struct
{
  const char *id;
  TnPictureFormat format;
  const char *name;
} formats[] = {
  { "png", TN_PICTURE_PNG, N_ ("chart.png") },
  { "svg", TN_PICTURE_SVG, N_ ("chart.svg") },
  { "pdf", TN_PICTURE_PDF, N_ ("chart.pdf") },
};

/* Pictures leave the window on paper, whatever its looks are: they go into other documents. */
static TnPlotStyle
paper_style (void)
{
  TnPlotStyle style = *tn_plot_style_get (TN_PLOT_LIGHT);

  style.titles = TRUE;
  style.paint_paper = TRUE;

  return style;
}

/* Copying */

static void
copy_picture (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  TnPlotStyle style = paper_style ();
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) png = NULL;

  if (_wb_chart_get_figure (self) == NULL)
    return;
  png = tn_chart_to_picture_of (self->chart, &self->zoom, TN_PICTURE_PNG, self->width_drawn,
                                self->height_drawn, COPY_SCALE, &style, wb_language (), NULL);
  texture = png != NULL ? gdk_texture_new_from_bytes (png, NULL) : NULL;
  if (texture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), texture);
}

/* Saving */

typedef struct
{
  GtkWidget *widget; /* weak */
  TnChart *chart;
  TnZoom zoom;
  TnPictureFormat format;
  double width, height;
  const TnLanguage *language;
  char *path;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_clear_weak_pointer (&self->widget);
  tn_chart_unref (self->chart);
  g_free (self->path);
  g_free (self);
}

static gpointer
save_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  wb_chart_write (save->chart, &save->zoom, save->format, save->width, save->height, save->language,
                  save->path, error);

  return NULL;
}

/**
 * wb_chart_write:
 * @zoom: (nullable): the part to show
 * @width: as on the screen; a PNG has twice as many pixels
 * @path: the file
 *
 * Writes a chart as a file, on the thread of pages.
 */
gboolean
wb_chart_write (TnChart *chart,
                const TnZoom *zoom,
                TnPictureFormat format,
                double width,
                double height,
                const TnLanguage *language,
                const char *path,
                GError **error)
{
  TnPlotStyle style = paper_style ();
  g_autoptr (GBytes) bytes =
      tn_chart_to_picture_of (chart, zoom, format, width, height,
                              format == TN_PICTURE_PNG ? COPY_SCALE : 1, &style, language, error);

  return bytes != NULL && g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                               (gssize) g_bytes_get_size (bytes), error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (GError) error = NULL;

  wb_work_finish (result, &error);
  if (save->widget != NULL)
    wb_chart_tell_written (save->widget, save->path, error);
  save_free (save);
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  if (file != NULL)
    {
      save->path = g_file_get_path (file);
      wb_work_start (WB_LANE_PAGES, dialog, save_in_worker, save, NULL, NULL, NULL, on_saved, save);
    }
  else
    save_free (save);
  g_object_unref (dialog);
}

static void
save_picture (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GtkFileChooserNative *dialog;
  Save *save;
  guint kind = 0;

  if (_wb_chart_get_figure (self) == NULL)
    return;
  while (kind + 1 < G_N_ELEMENTS (formats) && !g_str_equal (formats[kind].id, id))
    kind++;
  save = g_new0 (Save, 1);
  g_set_weak_pointer (&save->widget, widget);
  save->chart = tn_chart_ref (self->chart);
  save->zoom = self->zoom;
  save->format = formats[kind].format;
  save->width = self->width_drawn;
  save->height = self->height_drawn;
  save->language = wb_language ();
  dialog = gtk_file_chooser_native_new (wb_say (N_ ("Save the Picture")),
                                        GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, wb_say (N_ ("_Save")), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), wb_say (formats[kind].name));
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), save);
  wb_chooser_show (dialog);
}

/**
 * wb_chart_tell_written:
 * @widget: in the window to tell
 * @path: the file
 * @error: (nullable): why it was not written
 */
void
wb_chart_tell_written (GtkWidget *widget, const char *path, const GError *error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text =
      error != NULL ? wb_say_error (error) : wb_say_text (N_ ("Wrote {file}"), "file", name);

  wb_toast (widget, text);
}

/* Menu */

static void
show_data (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  GtkWidget *window;

  if (self->chart == NULL || tn_chart_get_n_rows (self->chart) == 0)
    return;
  window = wb_chart_data_new (self->chart, GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (window));
}

static void
zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _wb_chart_zoom_step (WB_CHART_VIEW (widget), KEY_STEP);
}

static void
reset (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _wb_chart_reset_zoom (WB_CHART_VIEW (widget));
}

void
_wb_chart_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chart.copy", NULL, copy_picture);
  gtk_widget_class_install_action (widget_class, "chart.save", "s", save_picture);
  gtk_widget_class_install_action (widget_class, "chart.data", NULL, show_data);
  gtk_widget_class_install_action (widget_class, "chart.zoom-in", NULL, zoom_in);
  gtk_widget_class_install_action (widget_class, "chart.reset", NULL, reset);
}

static GMenuModel *
make_menu (WbChartView *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) picture = g_menu_new ();
  g_autoptr (GMenu) data = g_menu_new ();
  g_autoptr (GMenu) view = g_menu_new ();

  g_menu_append (picture, wb_say (N_ ("Copy as Picture")), "chart.copy");
  g_menu_append (picture, wb_say (N_ ("Save as PNG…")), "chart.save::png");
  g_menu_append (picture, wb_say (N_ ("Save as SVG…")), "chart.save::svg");
  g_menu_append (picture, wb_say (N_ ("Save as PDF…")), "chart.save::pdf");
  if (tn_chart_get_n_rows (self->chart) > 0)
    g_menu_append (data, wb_say (N_ ("Show the Data")), "chart.data");
  g_menu_append (view, wb_say (N_ ("Zoom In")), "chart.zoom-in");
  g_menu_append (view, wb_say (N_ ("Show Everything")), "chart.reset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (picture));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (data));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (view));

  return G_MENU_MODEL (menu);
}

static void
drop_menu (gpointer data)
{
  WbChartView *self = data;

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_object_unref (self);
}

/* An item is carried out after its menu has closed. */
static void
on_menu_closed (GtkPopover *popover, WbChartView *self)
{
  g_idle_add_once (drop_menu, g_object_ref (self));
}

void
_wb_chart_show_menu (WbChartView *self, double x, double y)
{
  g_autoptr (GMenuModel) menu = NULL;

  if (self->chart == NULL)
    return;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  menu = make_menu (self);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  g_signal_connect (self->menu, "closed", G_CALLBACK (on_menu_closed), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
