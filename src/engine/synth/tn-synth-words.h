/* tn-synth-words.h: what things are called and what customers write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth-person.h"

G_BEGIN_DECLS

/**
 * TnSynthOpinion:
 * @rating: 1 to 5 stars
 * @late: it came late, which a review without joy does not pass over
 * @leaves: the writer will not order again, and may say so
 */
typedef struct
{
  guint rating;
  gboolean late;
  gboolean leaves;
} TnSynthOpinion;

const char *tn_synth_category_name (guint category);
char *tn_synth_put_item_name (char *p, guint item);
char *tn_synth_put_review (char *p,
                           const TnSynthPerson *person,
                           guint category,
                           const TnSynthOpinion *opinion,
                           TnRandom *random);

G_END_DECLS
