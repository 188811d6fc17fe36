/* wb-report-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-pane.h"

#include "wb-block-list.h"
#include "wb-block-words.h"
#include "wb-report-change.h"
#include "wb-report-looks.h"
#include "wb-ui.h"

#define WIDTH 270

struct _WbReportPane
{
  AdwBin parent_instance;

  WbReportBlocks *blocks; /* %NULL once disposed of */
  GtkBox *box;
  GtkWidget *add;
  GtkWidget *look;
  WbBlockList *list;
  WbBlockWords *words;
};

G_DEFINE_FINAL_TYPE (WbReportPane, wb_report_pane, ADW_TYPE_BIN)

WbReportBlocks *
wb_report_pane_get_blocks (WbReportPane *self)
{
  return self->blocks;
}

gboolean
wb_report_pane_write (WbReportPane *self)
{
  return wb_block_words_write (self->words);
}

static void
on_opened (WbReportPane *self)
{
  WbReportBlock *chosen = wb_report_blocks_get_chosen (self->blocks);
  const char *id = chosen != NULL ? wb_report_block_get_id (chosen) : NULL;

  if (chosen != NULL && wb_report_block_is_part (chosen))
    wb_report_blocks_open (self->blocks, id, !wb_report_blocks_is_open (self->blocks, id));
  else if (!wb_report_pane_write (self))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* Adding */

static void
do_add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbReportPane *self = WB_REPORT_PANE (widget);
  const char *what = g_variant_get_string (parameter, NULL);

  wb_block_list_keep_focus (self->list);
  if (g_str_equal (what, "picture"))
    wb_report_ask_picture (widget, self->blocks, wb_report_add_picture);
  else if (g_str_equal (what, "heading"))
    wb_report_add (self->blocks, TRUE, wb_say (N_ ("New heading")));
  else
    wb_report_add (self->blocks, FALSE, wb_say (N_ ("New text")));
}

static GMenuModel *
make_add_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, wb_say (N_ ("Heading")), "pane.add('heading')");
  g_menu_append (menu, wb_say (N_ ("Text")), "pane.add('text')");
  g_menu_append (menu, wb_say (N_ ("Picture…")), "pane.add('picture')");

  return G_MENU_MODEL (menu);
}

/* The widget */

static void
show (WbReportPane *self)
{
  gboolean may = wb_report_blocks_may_change (self->blocks);

  gtk_widget_set_sensitive (self->add, may);
  gtk_widget_set_sensitive (self->look, may);
}

static void
wb_report_pane_dispose (GObject *object)
{
  WbReportPane *self = WB_REPORT_PANE (object);

  if (self->blocks != NULL)
    g_signal_handlers_disconnect_by_data (self->blocks, self);
  g_clear_object (&self->blocks);

  G_OBJECT_CLASS (wb_report_pane_parent_class)->dispose (object);
}

static void
wb_report_pane_class_init (WbReportPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_report_pane_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "pane.add", "s", do_add);
}

static GtkWidget *
make_menu_button (const char *icon, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  gtk_widget_add_css_class (button, "flat");
  wb_name_widget (button, name);

  return button;
}

static GtkWidget *
make_head (WbReportPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *title = wb_label_new (wb_say (N_ ("Blocks")), "heading");
  GtkWidget *popover = gtk_popover_new ();
  GMenuModel *menu = make_add_menu ();

  gtk_widget_set_hexpand (title, TRUE);
  self->look = make_menu_button ("applications-graphics-symbolic",
                                 wb_say (N_ ("Template, contents, colour and logo")));
  self->add = make_menu_button ("list-add-symbolic", wb_say (N_ ("Add a block")));
  gtk_popover_set_child (GTK_POPOVER (popover), wb_report_looks_new (self->blocks));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->look), popover);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->add), menu);
  g_object_unref (menu);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->look);
  gtk_box_append (GTK_BOX (box), self->add);
  gtk_widget_add_css_class (box, "pane-head");

  return box;
}

static void
wb_report_pane_init (WbReportPane *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_size_request (GTK_WIDGET (self->box), WIDTH, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->box), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "report-pane");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

GtkWidget *
wb_report_pane_new (WbReportBlocks *blocks)
{
  WbReportPane *self = g_object_new (WB_TYPE_REPORT_PANE, NULL);

  self->blocks = g_object_ref (blocks);
  self->list = WB_BLOCK_LIST (wb_block_list_new (blocks));
  self->words = WB_BLOCK_WORDS (wb_block_words_new (blocks));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (self->box, make_head (self));
  gtk_box_append (self->box, GTK_WIDGET (self->list));
  gtk_box_append (self->box, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (self->box, GTK_WIDGET (self->words));
  g_signal_connect_swapped (self->list, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (blocks, "loaded", G_CALLBACK (show), self);
  show (self);

  return GTK_WIDGET (self);
}
