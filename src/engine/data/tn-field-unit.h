/* tn-field-unit.h: what numbers are counted in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TN_FIELD_UNIT_SHARE:
 *
 * The units fields are given in the engine's code. A field's unit is one of these, a currency of
 * three letters ("GBP"), a sign that several currencies have ("$", "¥", "元", "kr") as it was
 * printed, or what a person wrote. The ids are stored; people are told the name.
 */
#define TN_FIELD_UNIT_SHARE      "share"   /* of one: said as a percentage */
#define TN_FIELD_UNIT_TIMES      "times"   /* of another number */
#define TN_FIELD_UNIT_WEEKDAY    "weekday" /* 0 Monday to 6 Sunday */
#define TN_FIELD_UNIT_HOURS      "hours"
#define TN_FIELD_UNIT_DAYS       "days"
#define TN_FIELD_UNIT_ORDERS     "orders"
#define TN_FIELD_UNIT_LINES      "lines"
#define TN_FIELD_UNIT_ITEMS      "items"
#define TN_FIELD_UNIT_PIECES     "pieces"
#define TN_FIELD_UNIT_CATEGORIES "categories"
#define TN_FIELD_UNIT_EVENTS     "events"

gboolean tn_field_unit_is_known (const char *unit);
gboolean tn_field_unit_is_currency_code (const char *unit);
gboolean tn_field_unit_is_money (const char *unit);
const char *const *tn_field_unit_list (void);
TnMessage *tn_field_unit_get_name (const char *unit);
TnMessage *tn_field_unit_say (const char *unit, double value, int decimals);

G_END_DECLS
