/* wb-question-card.h: a question to choose, with a picture of its answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-template.h"

G_BEGIN_DECLS

#define WB_TYPE_QUESTION_CARD (wb_question_card_get_type ())
G_DECLARE_FINAL_TYPE (WbQuestionCard, wb_question_card, WB, QUESTION_CARD, GtkButton)

GtkWidget *wb_question_card_new (const TnTemplate *question);
const char *wb_question_card_get_id (WbQuestionCard *self);

/* Whether the file that is dragged answers it; @plan: (nullable): none is. */
void wb_question_card_look_at (WbQuestionCard *self, const TnImportPlan *plan);

/* Picture, title, a sentence and what it takes, as the cards of the start page have it. */
GtkWidget *wb_card_content_new (GtkWidget *art,
                                const char *title,
                                const char *text,
                                GtkWidget *foot);

G_END_DECLS
