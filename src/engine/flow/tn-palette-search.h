/* tn-palette-search.h: finds steps by what people call them or want
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"

G_BEGIN_DECLS

/* How well a step fits what was typed, in English or Chinese: 0 for not at all. Everything fits an
 * empty text. */
guint tn_palette_rank (const TnNodeSpec *spec, const char *text);
/* (element-type TnNodeSpec) (transfer container): the best first. */
GPtrArray *tn_palette_search (const char *text);

G_END_DECLS
