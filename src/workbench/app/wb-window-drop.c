/* wb-window-drop.c: files dragged over the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-question-card.h"
#include "wb-start-page.h"
#include "wb-ui.h"
#include "wb-window-private.h"

/* What may be read while it is still dragged. */
static char **
list_paths (const GValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GSList *files =
      value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) ? g_value_get_boxed (value) : NULL;

  for (GSList *at = files; at != NULL; at = at->next)
    {
      g_autofree char *path = g_file_get_path (at->data);

      if (path != NULL && !g_str_has_suffix (path, ".tenure"))
        g_strv_builder_add (builder, path);
    }

  return g_strv_builder_end (builder);
}

/* The question of the card under the pointer. */
static const char *
find_question (WbWindow *self, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *card = at != NULL ? gtk_widget_get_ancestor (at, WB_TYPE_QUESTION_CARD) : NULL;

  return card != NULL ? wb_question_card_get_id (WB_QUESTION_CARD (card)) : NULL;
}

static void
show_sign (WbWindow *self, gboolean shown)
{
  gtk_widget_set_visible (self->drop_sign, shown);
}

static WbStartPage *
find_start_page (WbWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->places);

  return WB_IS_START_PAGE (page) ? WB_START_PAGE (page) : NULL;
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WbWindow *self)
{
  GSList *files = g_value_get_boxed (value);
  g_auto (GStrv) paths = list_paths (value);

  for (GSList *at = files; at != NULL; at = at->next)
    {
      g_autofree char *path = g_file_get_path (at->data);

      if (path != NULL && g_str_has_suffix (path, ".tenure"))
        wb_window_open_file (self, at->data);
    }
  _wb_window_import_all (self, (const char *const *) paths, find_question (self, x, y));

  return files != NULL;
}

static GdkDragAction
on_enter (GtkDropTarget *target, double x, double y, WbWindow *self)
{
  show_sign (self, TRUE);

  return GDK_ACTION_COPY;
}

static void
on_leave (GtkDropTarget *target, WbWindow *self)
{
  WbStartPage *page = find_start_page (self);

  show_sign (self, FALSE);
  if (page != NULL)
    wb_start_page_look_at (page, NULL);
}

/* The names of the files are known before they are dropped: the cards tell what they are good for.
 */
static void
on_value (GtkDropTarget *target, GParamSpec *spec, WbWindow *self)
{
  g_auto (GStrv) paths = list_paths (gtk_drop_target_get_value (target));
  WbStartPage *page = find_start_page (self);

  if (page != NULL)
    wb_start_page_look_at (page, paths[0]);
}

void
_wb_window_add_drop_target (WbWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "enter", G_CALLBACK (on_enter), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  g_signal_connect (target, "notify::value", G_CALLBACK (on_value), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* A frame around everything, and a word at the foot: the pages stay readable under it. */
void
_wb_window_add_drop_sign (WbWindow *self, GtkOverlay *overlay)
{
  GtkWidget *label = wb_label_new (wb_say (N_ ("Drop the file to look at it")), "heading");

  self->drop_sign = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->drop_sign, "drop-sign");
  gtk_widget_set_can_target (self->drop_sign, FALSE);
  gtk_widget_set_visible (self->drop_sign, FALSE);
  gtk_widget_add_css_class (label, "drop-word");
  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (label, GTK_ALIGN_END);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (self->drop_sign), label);
  gtk_overlay_add_overlay (overlay, self->drop_sign);
}
