/* tn-import-currency.c: what amounts are counted in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-field-unit.h"
#include "tn-import-detect-private.h"

static const char *const names[] = { "currency", "currency code", "currency_code", "currencycode",
                                     "币种",     "货币",          "货币代码" };

/* Only marks of one currency: ¥, $, 元 and kr stay what was printed, and which currency they mean
 * is for a person to say. */
static const struct
{
  const char *mark;
  const char *code;
} marks[] = {
  { "US$", "USD" }, { "HK$", "HKD" }, { "NT$", "TWD" }, { "A$", "AUD" },  { "C$", "CAD" },
  { "R$", "BRL" },  { "£", "GBP" },   { "€", "EUR" },   { "RMB", "CNY" }, { "₹", "INR" },
  { "₩", "KRW" },   { "zł", "PLN" },  { "Kč", "CZK" },
};

/**
 * tn_currency_from_mark:
 * @mark: (nullable): as it stands beside amounts
 *
 * Returns: (nullable): three letters for a mark only one currency has, anything else as it is; the
 *   wide ￥ as ¥
 */
const char *
tn_currency_from_mark (const char *mark)
{
  if (g_strcmp0 (mark, "￥") == 0)
    return "¥";
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_strcmp0 (marks[i].mark, mark) == 0)
      return marks[i].code;

  return mark;
}

static gboolean
is_named (const TnImportColumn *column)
{
  g_autofree char *name = g_utf8_strdown (column->name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (g_strstrip (name), names[i]))
      return TRUE;

  return FALSE;
}

/* The currency all cells of a column name; NULL when they name several or something else. */
static const char *
read_currency (const TnSampleRows *rows, gsize first_row, guint column, char code[8])
{
  gboolean any = FALSE;

  for (gsize i = first_row; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = &rows->rows[i];
      const TnSampleCell *cell = column < row->n_cells ? &row->cells[column] : NULL;
      char said[16] = { 0 };
      const char *found;

      if (row->blank || cell == NULL || cell->length == 0)
        continue;
      if (cell->length >= sizeof said)
        return NULL;
      memcpy (said, cell->text, cell->length);
      found = tn_currency_from_mark (g_strstrip (said));
      if (!tn_field_unit_is_money (found) || (any && strcmp (code, found) != 0))
        return NULL;
      g_strlcpy (code, found, 8);
      any = TRUE;
    }

  return any ? code : NULL;
}

/* Amounts without a mark of their own are in what the column “currency” says, if that is one. */
void
_tn_detect_currency (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  const char *currency = NULL;
  char code[8] = { 0 };

  for (guint j = 0; currency == NULL && j < plan->columns->len; j++)
    if (is_named (_tn_import_plan_get (plan, j)))
      currency = read_currency (rows, first_row, j, code);
  for (guint j = 0; currency != NULL && j < plan->columns->len; j++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, j);

      if ((column->role == TN_ROLE_AMOUNT || column->role == TN_ROLE_PRICE) &&
          column->type == TN_COLUMN_NUMBER && column->format.unit == NULL &&
          !(column->locks & TN_IMPORT_LOCK_MARKS))
        column->format.unit = g_strdup (currency);
    }
}
