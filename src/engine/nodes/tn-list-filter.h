/* tn-list-filter.h: which customers of a list are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TnListFilter:
 * @text: (nullable): part of the customer's number, large or small letters alike
 * @chance_from: least chance of leaving, 0 to 1; NaN for any
 * @chance_to: largest; NaN for any
 * @stake_from: least value at stake; NaN for any
 * @stake_to: largest; NaN for any
 * @reason: (nullable): key of a reason, as “silence”
 * @column: (nullable): a column of words
 * @value: (nullable): what stands in it
 * @first: of the first so many of the list, 0 for all
 *
 * All that is asked for must hold.
 */
typedef struct
{
  char *text;
  double chance_from, chance_to;
  double stake_from, stake_to;
  char *reason;
  char *column;
  char *value;
  gsize first;
} TnListFilter;

void tn_list_filter_init (TnListFilter *self);
void tn_list_filter_clear (TnListFilter *self);
void tn_list_filter_copy (const TnListFilter *self, TnListFilter *copy);
gboolean tn_list_filter_is_all (const TnListFilter *self);
gboolean tn_list_filter_check (const TnListFilter *self, GError **error);

JsonNode *tn_list_filter_to_json (const TnListFilter *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnListFilter, tn_list_filter_clear)

G_END_DECLS
