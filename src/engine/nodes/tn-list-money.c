/* tn-list-money.c: what a list assumes of money, and what its amounts are in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-assumptions.h"
#include "tn-field-unit.h"
#include "tn-list-private.h"

/* That of the amounts, where the data name one and only one. */
static const char *
find_in_data (TnStep *step)
{
  TnTable *facts = tn_step_get_table (step, TN_LIST_IN_FACTS);
  const char *found = NULL;

  for (guint i = 0; i < tn_table_get_n_columns (facts); i++)
    {
      const char *unit = tn_table_get_field (facts, i)->unit;

      if (!tn_field_unit_is_money (unit))
        continue;
      if (found != NULL && strcmp (found, unit) != 0)
        return "";
      found = unit;
    }

  return found != NULL ? found : "";
}

/**
 * tn_list_read_money:
 *
 * Reads margin, costs and currency: as stated upstream, or here where nothing upstream takes a
 * currency, or as the data say. A sign that several currencies have, such as ¥ or $, stays a sign.
 */
void
tn_list_read_money (TnList *self)
{
  const char *own = tn_params_get_text (tn_step_get_params (self->step), TN_CURRENCY_PARAM);
  const char *stated = tn_step_read_text (self->step, "value", TN_CURRENCY_PARAM, "");

  tn_assumptions_read (&self->money, self->step);
  self->money_node = tn_step_get_read_node (self->step, "value", TN_CURRENCY_PARAM);
  self->currency = *stated != '\0' ? stated : *own != '\0' ? own : find_in_data (self->step);
  self->currency_known =
      *stated != '\0' || *own != '\0' || tn_field_unit_is_currency_code (self->currency);
}
