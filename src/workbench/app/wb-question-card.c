/* wb-question-card.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-question-card.h"

#include "wb-question-art.h"
#include "wb-ui.h"

struct _WbQuestionCard
{
  GtkButton parent_instance;

  const TnTemplate *question;
  GtkImage *icon;
  GtkLabel *needs;
};

G_DEFINE_FINAL_TYPE (WbQuestionCard, wb_question_card, GTK_TYPE_BUTTON)

GtkWidget *
wb_card_content_new (GtkWidget *art, const char *title, const char *text, GtkWidget *foot)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *about = wb_label_new (text, "dim-label");

  gtk_widget_add_css_class (words, "card-pad");
  gtk_widget_set_vexpand (about, TRUE);
  gtk_widget_set_valign (about, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (about), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (about), 36);
  gtk_box_append (GTK_BOX (card), art);
  gtk_box_append (GTK_BOX (words), wb_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (words), about);
  gtk_widget_set_margin_top (foot, 6);
  gtk_box_append (GTK_BOX (words), foot);
  gtk_box_append (GTK_BOX (card), words);

  return card;
}

static void
say_needs (WbQuestionCard *self, const char *icon, const char *text)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_text (self->needs, text);
}

/**
 * wb_question_card_look_at:
 *
 * A file that fits is told by word, icon and frame; one that does not, by what it lacks.
 */
void
wb_question_card_look_at (WbQuestionCard *self, const TnImportPlan *plan)
{
  g_autoptr (TnMessage) lack = plan != NULL ? tn_template_say_lack (self->question, plan) : NULL;
  g_autofree char *text = lack != NULL ? wb_say_message (lack) : NULL;

  gtk_widget_remove_css_class (GTK_WIDGET (self), "fits");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "lacks");
  if (plan == NULL)
    say_needs (self, "text-x-generic-symbolic", wb_say (self->question->wants));
  else if (lack != NULL)
    say_needs (self, "dialog-warning-symbolic", text);
  else
    say_needs (self, "object-select-symbolic", wb_say (N_ ("This file answers it: drop it here")));
  if (plan != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), lack != NULL ? "lacks" : "fits");
  /* What the file is good for is the news; what a question wants is small print. */
  if (plan != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->needs), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->needs), "dim-label");
}

const char *
wb_question_card_get_id (WbQuestionCard *self)
{
  return self->question->id;
}

static void
wb_question_card_class_init (WbQuestionCardClass *klass)
{
}

static void
wb_question_card_init (WbQuestionCard *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "question-card");
}

GtkWidget *
wb_question_card_new (const TnTemplate *question)
{
  WbQuestionCard *self = g_object_new (WB_TYPE_QUESTION_CARD, NULL);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *title = wb_say (question->question);
  const char *summary = wb_say (question->summary);

  self->question = question;
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->needs = GTK_LABEL (wb_label_new ("", "caption"));
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->needs));
  gtk_button_set_child (GTK_BUTTON (self), wb_card_content_new (wb_question_art_new (question->id),
                                                                title, summary, foot));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.ask");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", question->id);
  wb_question_card_look_at (self, NULL);

  return GTK_WIDGET (self);
}
