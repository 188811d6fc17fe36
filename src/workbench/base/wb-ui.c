/* wb-ui.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ui.h"

#include <string.h>

#define RESOURCE_PATH "/io/github/tenureworkbench/Tenure/ui/"

/* Rewrites one file: what is marked translatable is said, and the marks are dropped. */
typedef struct
{
  GString *out;
  const TnLanguage *spoken;
  GArray *marks; /* of gboolean: whether the open elements are translatable */
} Rewriter;

static void
start_element (GMarkupParseContext *context,
               const char *name,
               const char **attributes,
               const char **values,
               gpointer user_data,
               GError **error)
{
  Rewriter *self = user_data;
  gboolean is_translatable = FALSE;

  g_string_append_printf (self->out, "<%s", name);
  for (guint i = 0; attributes[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (g_str_equal (attributes[i], "translatable"))
        {
          is_translatable = TRUE;
          continue;
        }
      value = g_markup_escape_text (values[i], -1);
      g_string_append_printf (self->out, " %s=\"%s\"", attributes[i], value);
    }
  g_string_append_c (self->out, '>');
  g_array_append_val (self->marks, is_translatable);
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Rewriter *self = user_data;

  g_string_append_printf (self->out, "</%s>", name);
  g_array_set_size (self->marks, self->marks->len - 1);
}

static void
take_text (GMarkupParseContext *context,
           const char *text,
           gsize length,
           gpointer user_data,
           GError **error)
{
  Rewriter *self = user_data;
  g_autofree char *source = g_strndup (text, length);
  gboolean is_translatable =
      self->marks->len > 0 && g_array_index (self->marks, gboolean, self->marks->len - 1);
  g_autofree char *escaped = g_markup_escape_text (
      is_translatable ? tn_language_lookup (self->spoken, source) : source, -1);

  g_string_append (self->out, escaped);
}

/**
 * wb_ui_translate:
 * @xml: a GtkBuilder file
 * @length: its bytes
 * @spoken: the language wanted
 *
 * GtkBuilder translates by gettext, hence by the locale of the process. The window speaks the
 * language that was chosen, from the catalogues its reports are written with, also where no
 * such locale is installed; so the file is translated before it is built.
 *
 * Returns: (transfer full): the same file with every translatable text in that language
 */
char *
wb_ui_translate (const char *xml, gsize length, const TnLanguage *spoken, GError **error)
{
  static const GMarkupParser parser = { start_element, end_element, take_text, NULL, NULL };
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GString) out = g_string_new (NULL);
  Rewriter self = { out, spoken, marks };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &self, NULL);

  if (!g_markup_parse_context_parse (context, xml, length, error) ||
      !g_markup_parse_context_end_parse (context, error))
    return NULL;

  return g_strdup (out->str);
}

/**
 * wb_ui_new:
 * @name: of a file in ui/, without ending
 *
 * Returns: (transfer full): its objects
 */
GtkBuilder *
wb_ui_new (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_PATH, name, ".ui", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  GtkBuilder *self = gtk_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = NULL;

  g_assert (bytes != NULL);
  xml = wb_ui_translate (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), wb_language (),
                         &error);
  if (xml == NULL || !gtk_builder_add_from_string (self, xml, -1, &error))
    g_error ("%s.ui: %s", name, error->message);

  return self;
}

gpointer
wb_ui_get (GtkBuilder *self, const char *id)
{
  GObject *object = gtk_builder_get_object (self, id);

  g_assert (object != NULL);

  return object;
}

/* What a screen reader says, and what the pointer shows. */
void
wb_name_widget (gpointer widget, const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* A label of several lines that starts where text starts. */
void
wb_set_help (gpointer widget, const char *page)
{
  g_object_set_data_full (widget, "wb-help", g_strdup (page), g_free);
}

const char *
wb_get_help (GtkWidget *widget)
{
  const char *page = NULL;

  for (; widget != NULL && page == NULL; widget = gtk_widget_get_parent (widget))
    page = g_object_get_data (G_OBJECT (widget), "wb-help");

  return page;
}

GtkWidget *
wb_label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

GtkWidget *
wb_icon_button_new (const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  wb_name_widget (button, name);

  return button;
}

GtkWidget *
wb_empty_new (const char *icon, const char *title, const char *text)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_set_vexpand (page, TRUE);

  return page;
}

GtkWidget *
wb_pairs_new (void)
{
  GtkWidget *pairs = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (pairs), 4);
  gtk_grid_set_column_spacing (GTK_GRID (pairs), 12);

  return pairs;
}

void
wb_pairs_add (GtkWidget *pairs, const char *name, const char *value)
{
  GtkWidget *label = wb_label_new (name, "dim-label");
  /* A minus has no direction of its own: from right to left it would stand behind its figure. */
  g_autofree char *marked =
      g_str_has_prefix (value, "−") ? g_strconcat ("\u200e", value, NULL) : g_strdup (value);
  GtkWidget *figure = wb_label_new (marked, "tabular");

  gtk_label_set_xalign (GTK_LABEL (figure), 1);
  gtk_widget_set_hexpand (figure, TRUE);
  gtk_grid_attach_next_to (GTK_GRID (pairs), label, NULL, GTK_POS_BOTTOM, 1, 1);
  gtk_grid_attach_next_to (GTK_GRID (pairs), figure, label, GTK_POS_RIGHT, 1, 1);
}

/* The window may have gone before it. */
static void
drop_popover (gpointer data)
{
  g_autoptr (GtkWidget) popover = data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
}

void
wb_popover_drop (GtkPopover *popover)
{
  g_idle_add_once (drop_popover, g_object_ref (popover));
}

void
wb_box_clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

void
wb_list_clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}
