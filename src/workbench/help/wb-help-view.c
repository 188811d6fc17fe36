/* wb-help-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-help-view.h"

#include "wb-ui.h"

#define READING_WIDTH 640

struct _WbHelpView
{
  AdwBin parent_instance;

  GtkWidget *scrolled;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (WbHelpView, wb_help_view, ADW_TYPE_BIN)

enum
{
  LINK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
on_link (GtkLabel *label, const char *uri, WbHelpView *self)
{
  g_signal_emit (self, signals[LINK], 0, uri);

  return GDK_EVENT_STOP;
}

static GtkWidget *
make_text (WbHelpView *self, const char *markup)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  g_signal_connect (label, "activate-link", G_CALLBACK (on_link), self);

  return label;
}

static GtkWidget *
make_heading (const char *text, const char *css_class, int above)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "label", text, "wrap", TRUE, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_margin_top (label, above);

  return label;
}

/* A mark or number in front, its sentences beside it. */
static GtkWidget *
make_item (WbHelpView *self, const TnHelpBlock *block)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *mark =
      block->kind == TN_HELP_NUMBER ? g_strdup_printf ("%u.", block->number) : g_strdup ("•");
  GtkWidget *label = wb_label_new (mark, NULL);

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (label), 2);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_text (self, block->markup));

  return box;
}

static GtkWidget *
make_term (WbHelpView *self, const TnHelpBlock *block)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), make_heading (block->title, "heading", 0));
  gtk_box_append (GTK_BOX (box), make_text (self, block->markup));

  return box;
}

static GtkWidget *
make_block (WbHelpView *self, const TnHelpBlock *block)
{
  switch (block->kind)
    {
    case TN_HELP_HEADING:
      return make_heading (block->text, "title-4", 12);
    case TN_HELP_ITEM:
    case TN_HELP_NUMBER:
      return make_item (self, block);
    case TN_HELP_TERM:
      return make_term (self, block);
    default:
      return make_text (self, block->markup);
    }
}

static gboolean
has_focus (WbHelpView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/**
 * wb_help_view_show:
 * @page: of a handbook that stays
 */
void
wb_help_view_show (WbHelpView *self, const TnHelpPage *page)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));

  /* A link that was followed goes with its page, and must not take the focus with it. */
  if (has_focus (self))
    gtk_widget_grab_focus (self->box);
  wb_name_widget (self->box, page->title);
  wb_box_clear (self->box);
  gtk_box_append (GTK_BOX (self->box), make_heading (page->title, "title-1", 0));
  for (guint i = 0; i < page->blocks->len; i++)
    gtk_box_append (GTK_BOX (self->box), make_block (self, g_ptr_array_index (page->blocks, i)));
  gtk_adjustment_set_value (place, 0);
}

static void
wb_help_view_class_init (WbHelpViewClass *klass)
{
  signals[LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_help_view_init (WbHelpView *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_focusable (self->box, TRUE);
  gtk_widget_set_margin_top (self->box, 24);
  gtk_widget_set_margin_bottom (self->box, 36);
  gtk_widget_set_margin_start (self->box, 18);
  gtk_widget_set_margin_end (self->box, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), READING_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->box);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), clamp);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), self->scrolled);
}

GtkWidget *
wb_help_view_new (void)
{
  return g_object_new (WB_TYPE_HELP_VIEW, NULL);
}
