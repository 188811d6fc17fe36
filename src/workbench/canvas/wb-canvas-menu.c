/* wb-canvas-menu.c: what the menu of a card offers beside what every view of the steps does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-words.h"

static int
get_group (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);

  return card >= 0 ? self->scene->cards[card].group : -1;
}

static void
do_align (GtkWidget *widget, const char *name, GVariant *parameter)
{
  int dx, dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  if (WB_CANVAS (widget)->scene != NULL)
    _wb_canvas_align (WB_CANVAS (widget), dx, dy);
}

static void
do_group (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (WB_CANVAS (widget)->scene != NULL)
    _wb_canvas_group (WB_CANVAS (widget));
}

static void
do_ungroup (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (get_group (WB_CANVAS (widget)) >= 0)
    _wb_canvas_ungroup (WB_CANVAS (widget));
}

static void
do_fold (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCanvas *self = WB_CANVAS (widget);

  if (get_group (self) >= 0)
    _wb_canvas_fold_group (self, (guint) get_group (self));
}

static void
do_rename (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbCanvas *self = WB_CANVAS (widget);

  if (get_group (self) >= 0)
    _wb_canvas_rename_group (self, (guint) get_group (self));
}

static void
do_note (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (WB_CANVAS (widget)->scene != NULL)
    _wb_canvas_write_note (WB_CANVAS (widget));
}

void
_wb_canvas_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "canvas.align", "(ii)", do_align);
  gtk_widget_class_install_action (klass, "canvas.group", NULL, do_group);
  gtk_widget_class_install_action (klass, "canvas.ungroup", NULL, do_ungroup);
  gtk_widget_class_install_action (klass, "canvas.fold", NULL, do_fold);
  gtk_widget_class_install_action (klass, "canvas.rename", NULL, do_rename);
  gtk_widget_class_install_action (klass, "canvas.note", NULL, do_note);
}

static GMenuModel *
make_align (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, wb_say (N_ ("Left Edges")), "canvas.align((-1, 0))");
  g_menu_append (menu, wb_say (N_ ("Right Edges")), "canvas.align((1, 0))");
  g_menu_append (menu, wb_say (N_ ("Top Edges")), "canvas.align((0, -1))");
  g_menu_append (menu, wb_say (N_ ("Bottom Edges")), "canvas.align((0, 1))");

  return G_MENU_MODEL (menu);
}

/**
 * wb_canvas_make_menu:
 *
 * Returns: (transfer full): of the chosen cards, as they are now
 */
GMenuModel *
wb_canvas_make_menu (WbCanvas *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GPtrArray) chosen = wb_steps_list_chosen (self->steps);

  if (chosen->len > 1)
    {
      g_autoptr (GMenuModel) align = make_align ();

      g_menu_append_submenu (menu, wb_say (N_ ("Align")), align);
      g_menu_append (menu, wb_say (N_ ("Group")), "canvas.group");
    }
  if (get_group (self) >= 0)
    {
      g_menu_append (menu, wb_say (N_ ("Name the Group…")), "canvas.rename");
      g_menu_append (menu, wb_say (N_ ("Fold or Unfold the Group")), "canvas.fold");
      g_menu_append (menu, wb_say (N_ ("Ungroup")), "canvas.ungroup");
    }
  g_menu_append (menu, wb_say (N_ ("Write a Note…")), "canvas.note");

  return G_MENU_MODEL (menu);
}
