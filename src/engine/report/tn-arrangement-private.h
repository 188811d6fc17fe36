/* tn-arrangement-private.h: what arranging reads of an arrangement
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-arrangement.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text; /* nullable */
  const char *was;  /* nullable */
} TnHandText;

/* A text of @id in that language; of an own block in any, rather than none. */
TnHandText _tn_arrangement_find_text (const TnArrangement *self,
                                      const char *id,
                                      const TnLanguage *language,
                                      gboolean any);
gboolean _tn_arrangement_has_text (const TnArrangement *self, const char *id);
gboolean _tn_arrangement_is_shown (const TnArrangement *self, const char *id, gboolean is_part);
guint _tn_arrangement_get_n_moves (const TnArrangement *self);
gboolean _tn_arrangement_get_move (const TnArrangement *self,
                                   guint index,
                                   const char **id,
                                   const char **after,
                                   gboolean *together);
GList *_tn_arrangement_list_own (const TnArrangement *self);
GList *_tn_arrangement_list_texts (const TnArrangement *self);
/* "text", "heading" or "picture" */
const char *_tn_arrangement_get_own (const TnArrangement *self, const char *id, GBytes **png);

G_END_DECLS
