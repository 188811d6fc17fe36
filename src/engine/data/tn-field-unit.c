/* tn-field-unit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-field-unit.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *id;
  const char *name;
  const char *one, *other; /* (nullable): with the number before it */
} Unit;

static const Unit units[] = {
  { TN_FIELD_UNIT_SHARE, N_ ("share"), NULL, NULL },
  { TN_FIELD_UNIT_TIMES, N_ ("times"), TN_PLURAL (N_ ("{value} time"), N_ ("{value} times")) },
  { TN_FIELD_UNIT_WEEKDAY, N_ ("weekday"), NULL, NULL },
  { TN_FIELD_UNIT_HOURS, N_ ("hours"), TN_PLURAL (N_ ("{value} hour"), N_ ("{value} hours")) },
  { TN_FIELD_UNIT_DAYS, N_ ("days"), TN_PLURAL (N_ ("{value} day"), N_ ("{value} days")) },
  { TN_FIELD_UNIT_ORDERS, N_ ("orders"), TN_PLURAL (N_ ("{value} order"), N_ ("{value} orders")) },
  { TN_FIELD_UNIT_LINES, N_ ("lines"), TN_PLURAL (N_ ("{value} line"), N_ ("{value} lines")) },
  { TN_FIELD_UNIT_ITEMS, N_ ("items"), TN_PLURAL (N_ ("{value} item"), N_ ("{value} items")) },
  { TN_FIELD_UNIT_PIECES, N_ ("pieces"), TN_PLURAL (N_ ("{value} piece"), N_ ("{value} pieces")) },
  { TN_FIELD_UNIT_CATEGORIES, N_ ("categories"),
    TN_PLURAL (N_ ("{value} category"), N_ ("{value} categories")) },
  { TN_FIELD_UNIT_EVENTS, N_ ("events"), TN_PLURAL (N_ ("{value} event"), N_ ("{value} events")) },
};

static const Unit *
find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_strcmp0 (units[i].id, id) == 0)
      return &units[i];

  return NULL;
}

gboolean
tn_field_unit_is_known (const char *unit)
{
  return find (unit) != NULL;
}

/**
 * tn_field_unit_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids
 */
const char *const *
tn_field_unit_list (void)
{
  static const char *const ids[] = {
    TN_FIELD_UNIT_SHARE,  TN_FIELD_UNIT_TIMES,      TN_FIELD_UNIT_WEEKDAY, TN_FIELD_UNIT_HOURS,
    TN_FIELD_UNIT_DAYS,   TN_FIELD_UNIT_ORDERS,     TN_FIELD_UNIT_LINES,   TN_FIELD_UNIT_ITEMS,
    TN_FIELD_UNIT_PIECES, TN_FIELD_UNIT_CATEGORIES, TN_FIELD_UNIT_EVENTS,  NULL,
  };

  return ids;
}

/**
 * tn_field_unit_get_name:
 * @unit: an id, or any text
 *
 * Returns: (transfer full): the unit by itself, as over a column; text that is no id as it is
 */
TnMessage *
tn_field_unit_get_name (const char *unit)
{
  const Unit *known = find (unit);

  return known != NULL ? tn_message_new (known->name) : tn_message_new_literal (unit);
}

/**
 * tn_field_unit_is_currency_code:
 *
 * Returns: whether @unit is written like an ISO 4217 code: three capital letters
 */
gboolean
tn_field_unit_is_currency_code (const char *unit)
{
  return unit != NULL && strlen (unit) == 3 && g_ascii_isupper (unit[0]) &&
         g_ascii_isupper (unit[1]) && g_ascii_isupper (unit[2]);
}

/**
 * tn_field_unit_is_money:
 *
 * Returns: whether @unit is a currency: a code, or a sign that does not say which one: ¥ is yuan
 *   and yen, $ many dollars and pesos, 元 yuan and two dollars, kr four crowns
 */
gboolean
tn_field_unit_is_money (const char *unit)
{
  static const char *const signs[] = { "$", "¥", "元", "kr", NULL };

  return unit != NULL && (tn_field_unit_is_currency_code (unit) || g_strv_contains (signs, unit));
}

/**
 * tn_field_unit_say:
 * @unit: (nullable): an id, a currency or any text
 * @value: a finite number
 * @decimals: of the number; of a share, of its percentage; not of money, which has its own
 *
 * Returns: (transfer full): the number with its unit: “90 days”, “38%”, “£12.50”, “3 boxes”
 */
TnMessage *
tn_field_unit_say (const char *unit, double value, int decimals)
{
  const Unit *known = find (unit);
  double scale = pow (10, decimals);
  TnMessage *message;

  if (known != NULL && strcmp (known->id, TN_FIELD_UNIT_SHARE) == 0)
    return tn_message_percent (tn_message_new ("{value}"), "value", value, decimals);
  if (known == NULL && tn_field_unit_is_money (unit))
    return tn_message_money (tn_message_new ("{value}"), "value", value, unit, -1);

  if (known != NULL && known->one != NULL)
    /* The plural goes by what is shown: 1.04 shown as 1 is one. */
    message =
        tn_message_new_plural (known->one, known->other, round (value * scale) == scale ? 1 : 2);
  else if (known != NULL || unit == NULL || *unit == '\0')
    message = tn_message_new ("{value}");
  else
    message = tn_message_text (tn_message_new (N_ ("{value} {unit}")), "unit", unit);

  return tn_message_number (message, "value", value, decimals);
}
