/* wb-question-art.h: what an answer looks like, before there is one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A picture drawn as the charts of results are, from figures made up for it. It takes no focus
 * and is passed over by screen readers: the card says in words what the question answers. */
GtkWidget *wb_question_art_new (const char *template_id);

G_END_DECLS
