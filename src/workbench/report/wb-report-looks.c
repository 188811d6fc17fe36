/* wb-report-looks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-looks.h"

#include "wb-chooser.h"
#include "wb-report-change.h"
#include "wb-ui.h"

struct _WbReportLooks
{
  AdwBin parent_instance;

  WbReportBlocks *blocks; /* %NULL once disposed of */
  gboolean filling;
  GtkCheckButton *layouts[3];
  GtkSwitch *contents;
  GtkWidget *logo;
  GtkWidget *no_logo;
  GtkCheckButton *colours[7];
  GtkCheckButton *other;
  GtkColorChooser *chooser; /* of the other colour */
};

G_DEFINE_FINAL_TYPE (WbReportLooks, wb_report_looks, ADW_TYPE_BIN)

static const struct
{
  const char *name;
  const char *title;
  const char *text;
} layouts[] = {
  { "full", N_ ("Full report"), N_ ("Answer, evidence, list, method") },
  { "boss", N_ ("One page for the boss"), N_ ("The first page alone, fitted to one page") },
  { "appendix", N_ ("Appendix"), N_ ("Evidence and method, without answer and list") },
};

/* All dark enough for letters on white paper. */
static const struct
{
  const char *colour;
  const char *name;
} colours[] = {
  { NULL, N_ ("As made") },
  { "#1a5fb4", N_ ("colour|Blue") },
  { "#26754f", N_ ("colour|Green") },
  { "#a51d2d", N_ ("colour|Red") },
  { "#813d9c", N_ ("colour|Purple") },
  { "#a14a00", N_ ("colour|Brown") },
  { "#3d3846", N_ ("colour|Slate") },
};

/* Choosing a file */

typedef struct
{
  WbReportBlocks *blocks;
  WbPictureChosen chosen;
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *self = data;

  g_object_unref (self->blocks);
  g_free (self);
}

static void
on_answer (GtkFileChooserNative *dialog, int response, Asking *asking)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (path != NULL)
    asking->chosen (asking->blocks, path);
  g_object_unref (dialog);
}

void
wb_report_ask_picture (GtkWidget *from, WbReportBlocks *blocks, WbPictureChosen chosen)
{
  GtkRoot *root = gtk_widget_get_root (from);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      wb_say (N_ ("Choose a Picture")), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_OPEN, wb_say (N_ ("Choose")), wb_say (N_ ("Cancel")));
  GtkFileFilter *filter = gtk_file_filter_new ();
  Asking *asking = g_new0 (Asking, 1);

  gtk_file_filter_set_name (filter, wb_say (N_ ("Pictures (PNG)")));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_pattern (filter, "*.png");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_object_unref (filter);
  asking->blocks = g_object_ref (blocks);
  asking->chosen = chosen;
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), asking, asking_free, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  wb_chooser_show (dialog);
}

/* What is shown */

static void
show_colour (WbReportLooks *self, gint32 colour)
{
  g_autofree char *name = colour >= 0 ? g_strdup_printf ("#%06x", (guint) colour) : NULL;

  gboolean is_other = name != NULL;
  GdkRGBA rgba;

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      gboolean is_this = g_strcmp0 (name, colours[i].colour) == 0;

      gtk_check_button_set_active (self->colours[i], is_this);
      is_other = is_other && !is_this;
    }
  gtk_check_button_set_active (self->other, is_other);
  if (is_other && gdk_rgba_parse (&rgba, name))
    gtk_color_chooser_set_rgba (self->chooser, &rgba);
}

static void
show (WbReportLooks *self)
{
  const WbReportLook *look = wb_report_blocks_get_look (self->blocks);

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    gtk_check_button_set_active (self->layouts[i], g_str_equal (look->layout, layouts[i].name));
  gtk_switch_set_active (self->contents, look->contents);
  show_colour (self, look->colour);
  gtk_widget_set_visible (self->no_logo, look->logo);
  gtk_button_set_label (GTK_BUTTON (self->logo), look->logo ? wb_say (N_ ("Another Logo…"))
                                                            : wb_say (N_ ("Choose a Logo…")));
  gtk_widget_set_sensitive (GTK_WIDGET (self), wb_report_blocks_may_change (self->blocks));
  self->filling = FALSE;
}

static void
on_failed (WbReportLooks *self)
{
  if (self->blocks != NULL)
    show (self);
}

/* What a person does */

static void
on_layout (GtkCheckButton *button, WbReportLooks *self)
{
  if (self->filling || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (self->layouts[i] == button)
      wb_report_set_layout (self->blocks, layouts[i].name);
}

static void
on_contents (WbReportLooks *self)
{
  if (!self->filling)
    wb_report_set_contents (self->blocks, gtk_switch_get_active (self->contents));
}

static void
on_colour (GtkCheckButton *button, WbReportLooks *self)
{
  if (self->filling || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    if (self->colours[i] == button)
      wb_report_set_colour (self->blocks, colours[i].colour);
}

static void
on_other (WbReportLooks *self)
{
  g_autofree char *name = NULL;
  GdkRGBA rgba;

  if (self->filling || !gtk_check_button_get_active (self->other))
    return;
  gtk_color_chooser_get_rgba (self->chooser, &rgba);
  name = g_strdup_printf ("#%02x%02x%02x", (guint) (rgba.red * 255 + 0.5),
                          (guint) (rgba.green * 255 + 0.5), (guint) (rgba.blue * 255 + 0.5));
  wb_report_set_colour (self->blocks, name);
}

/* Whoever picks a colour wants it. */
static void
on_colour_set (WbReportLooks *self)
{
  if (gtk_check_button_get_active (self->other))
    on_other (self);
  else
    gtk_check_button_set_active (self->other, TRUE);
}

static void
on_logo (WbReportLooks *self)
{
  wb_report_ask_picture (GTK_WIDGET (self), self->blocks, wb_report_set_logo);
}

static void
on_no_logo (WbReportLooks *self)
{
  wb_report_set_logo (self->blocks, NULL);
}

/* The widget */

static void
wb_report_looks_dispose (GObject *object)
{
  WbReportLooks *self = WB_REPORT_LOOKS (object);

  if (self->blocks != NULL)
    g_signal_handlers_disconnect_by_data (self->blocks, self);
  g_clear_object (&self->blocks);

  G_OBJECT_CLASS (wb_report_looks_parent_class)->dispose (object);
}

static void
wb_report_looks_class_init (WbReportLooksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_report_looks_dispose;
}

static void
add_layouts (WbReportLooks *self, GtkBox *box)
{
  gtk_box_append (box, wb_label_new (wb_say (N_ ("Template")), "heading"));
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (wb_say (layouts[i].title));
      GtkWidget *text = wb_label_new (wb_say (layouts[i].text), "caption");

      gtk_widget_add_css_class (text, "dim-label");
      gtk_widget_set_margin_start (text, 30);
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->layouts[0]);
      self->layouts[i] = GTK_CHECK_BUTTON (button);
      g_signal_connect (button, "toggled", G_CALLBACK (on_layout), self);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, wb_say (layouts[i].title),
          GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, wb_say (layouts[i].text), -1);
      gtk_box_append (box, button);
      gtk_box_append (box, text);
    }
}

static void
add_contents (WbReportLooks *self, GtkBox *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = wb_label_new (wb_say (N_ ("Table of contents")), NULL);

  self->contents = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->contents), GTK_ALIGN_CENTER);
  wb_name_widget (self->contents, wb_say (N_ ("Table of contents")));
  g_signal_connect_swapped (self->contents, "notify::active", G_CALLBACK (on_contents), self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->contents));
  gtk_box_append (box, line);
}

static void
draw_colour (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  GdkRGBA colour;

  if (!gdk_rgba_parse (&colour, user_data))
    return;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0, 0, 2 * G_PI);
  cairo_fill (cr);
}

static GtkWidget *
make_colour (guint index)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_widget_set_size_request (area, 14, 14);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (area, colours[index].colour != NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_colour,
                                  (gpointer) colours[index].colour, NULL);
  gtk_box_append (GTK_BOX (line), area);
  gtk_box_append (GTK_BOX (line), gtk_label_new (wb_say_in (colours[index].name)));

  return line;
}

/* The shop's own, as its house style has it; what is too light for paper is said when it is set. */
static GtkWidget *
make_other (WbReportLooks *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *radio = gtk_check_button_new_with_label (wb_say_in (N_ ("colour|Another")));
  GtkWidget *button = gtk_color_button_new_with_rgba (&(GdkRGBA){ 0.2F, 0.2F, 0.6F, 1 });

  gtk_color_button_set_title (GTK_COLOR_BUTTON (button), wb_say (N_ ("Colour of the shop")));
  gtk_check_button_set_group (GTK_CHECK_BUTTON (radio), self->colours[0]);
  self->other = GTK_CHECK_BUTTON (radio);
  self->chooser = GTK_COLOR_CHOOSER (button);
  wb_name_widget (button, wb_say (N_ ("Choose another colour")));
  g_signal_connect_swapped (radio, "toggled", G_CALLBACK (on_other), self);
  g_signal_connect_swapped (button, "color-set", G_CALLBACK (on_colour_set), self);
  gtk_box_append (GTK_BOX (line), radio);
  gtk_box_append (GTK_BOX (line), button);

  return line;
}

static void
add_colours (WbReportLooks *self, GtkBox *box)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_box_append (box, wb_label_new (wb_say (N_ ("Colour of the shop")), "heading"));
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      GtkWidget *button = gtk_check_button_new ();

      gtk_check_button_set_child (GTK_CHECK_BUTTON (button), make_colour (i));
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->colours[0]);
      self->colours[i] = GTK_CHECK_BUTTON (button);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      wb_say_in (colours[i].name), -1);
      g_signal_connect (button, "toggled", G_CALLBACK (on_colour), self);
      gtk_grid_attach (GTK_GRID (grid), button, (int) i % 2, (int) i / 2, 1, 1);
    }
  gtk_grid_attach (GTK_GRID (grid), make_other (self), G_N_ELEMENTS (colours) % 2,
                   G_N_ELEMENTS (colours) / 2, 1, 1);
  gtk_box_append (box, grid);
}

static void
add_logo (WbReportLooks *self, GtkBox *box)
{
  self->logo = gtk_button_new_with_label (wb_say (N_ ("Choose a Logo…")));
  self->no_logo = gtk_button_new_with_label (wb_say (N_ ("Remove the Logo")));
  g_signal_connect_swapped (self->logo, "clicked", G_CALLBACK (on_logo), self);
  g_signal_connect_swapped (self->no_logo, "clicked", G_CALLBACK (on_no_logo), self);
  gtk_box_append (box, wb_label_new (wb_say (N_ ("Logo of the shop")), "heading"));
  gtk_box_append (box, self->logo);
  gtk_box_append (box, self->no_logo);
}

static void
wb_report_looks_init (WbReportLooks *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->filling = TRUE;
  add_layouts (self, GTK_BOX (box));
  add_contents (self, GTK_BOX (box));
  add_colours (self, GTK_BOX (box));
  add_logo (self, GTK_BOX (box));
  gtk_widget_set_size_request (box, 250, -1);
  adw_bin_set_child (ADW_BIN (self), box);
  self->filling = FALSE;
}

GtkWidget *
wb_report_looks_new (WbReportBlocks *blocks)
{
  WbReportLooks *self = g_object_new (WB_TYPE_REPORT_LOOKS, NULL);

  self->blocks = g_object_ref (blocks);
  g_signal_connect_swapped (blocks, "loaded", G_CALLBACK (show), self);
  /* What was refused is not chosen. */
  g_signal_connect_object (wb_report_blocks_get_project (blocks), "failed", G_CALLBACK (on_failed),
                           self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
