/* wb-filter-offers.h: what could be typed next in a condition
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-condition-text.h"
#include "wb-sheet.h"

G_BEGIN_DECLS

#define WB_MAX_OFFERS 8

/**
 * WbFilterOffer:
 * @text: what is put in
 * @shown: how it is shown
 * @about: (nullable): a word more on it
 */
typedef struct
{
  char *text;
  char *shown;
  char *about;
} WbFilterOffer;

/* (element-type WbFilterOffer): for the end of @text, which was read as @read. */
GPtrArray *wb_filter_offers_new (const char *text, const TnConditionText *read, WbSheet *sheet);

/* One condition in plain words; @op is an id of tn_condition_text_operators(). */
char *wb_filter_say (WbSheet *sheet, guint column, const char *op, const char *value);
/* "a and b"; either may be empty. */
char *wb_filter_join (const char *first, const char *second);

G_END_DECLS
