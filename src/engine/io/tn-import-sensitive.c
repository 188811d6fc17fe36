/* tn-import-sensitive.c: columns that say who a person is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-import-detect-private.h"
#include "tn-import-names-private.h"

/* So many cells of the samples are looked at, and so many in ten must be of the kind. */
#define MAX_CELLS 400
#define MIN_CELLS 3
#define IN_TEN    8
/* So few different texts in so many cells tell kinds of people apart, not people. */
#define MAX_KINDS       5
#define MIN_KINDS_CELLS 100

static const struct
{
  const char *id;
  const char *sentence;
} kinds[TN_N_SENSITIVE] = {
  { "none", "" },
  { "mail", N_ ("These seem to be mail addresses.") },
  { "phone", N_ ("These seem to be telephone numbers.") },
  { "name", N_ ("These seem to be names of people.") },
  { "address", N_ ("These seem to be addresses of people.") },
  { "birth", N_ ("These seem to be days of birth.") },
  { "identity", N_ ("These seem to be numbers of identity cards, cards or accounts.") },
  { "computer", N_ ("These seem to be addresses of computers.") },
};

const char *
tn_sensitive_to_id (TnSensitive sensitive)
{
  g_return_val_if_fail (sensitive < TN_N_SENSITIVE, "none");
  return kinds[sensitive].id;
}

TnSensitive
_tn_sensitive_from_id (const char *id)
{
  for (guint i = 0; i < TN_N_SENSITIVE; i++)
    if (strcmp (kinds[i].id, id) == 0)
      return i;

  return TN_SENSITIVE_NONE;
}

/**
 * tn_sensitive_describe:
 *
 * Returns: (transfer full) (nullable): one sentence; %NULL for %TN_SENSITIVE_NONE
 */
TnMessage *
tn_sensitive_describe (TnSensitive sensitive)
{
  g_return_val_if_fail (sensitive < TN_N_SENSITIVE, NULL);
  return sensitive != TN_SENSITIVE_NONE ? tn_message_new (kinds[sensitive].sentence) : NULL;
}

/* By what the column is called. A title, a product or a shop has a name, too: those are not people.
 */
static TnSensitive
guess_by_name (const char *name)
{
  static const struct
  {
    TnSensitive sensitive;
    const char *words;
  } rules[] = {
    { TN_SENSITIVE_MAIL, "email|e mail|mail|mail address|邮箱|电子邮件" },
    { TN_SENSITIVE_COMPUTER, "=ip|ip address|ipaddress|client ip|ip地址|mac address" },
    { TN_SENSITIVE_PHONE,
      "phone|telephone|phone number|mobile|mobile number|cell phone|cellphone|=tel|fax|手机|电话|"
      "联系方式" },
    { TN_SENSITIVE_NAME,
      "=name|first name|firstname|last name|lastname|surname|full name|fullname|given name|"
      "family name|customer name|client name|user name|username|=login|=nickname|nick name|"
      "cardholder|recipient|consignee|姓名|收货人|收件人|联系人|真实姓名|昵称|买家会员名|用户名" },
    { TN_SENSITIVE_ADDRESS,
      "=address|home address|street|street address|shipping address|billing address|postcode|"
      "post code|postal code|zip|zipcode|zip code|地址|邮编|住址" },
    { TN_SENSITIVE_BIRTH,
      "birth|birthday|birthdate|birth date|date of birth|dob|生日|出生日期|出生年月" },
    { TN_SENSITIVE_IDENTITY,
      "ssn|social security|passport|passport no|id card|identity card|national id|tax id|iban|"
      "card number|cardnumber|credit card number|account number|bank account|身份证|"
      "证件号|护照|银行卡|卡号" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (_tn_name_has (name, rules[i].words))
      return rules[i].sensitive;

  return TN_SENSITIVE_NONE;
}

/* Something @ something with a point in it, without blanks. */
static gboolean
is_mail (const char *text, gsize n)
{
  gsize at = 0;
  gsize point = 0;

  for (gsize i = 0; i < n; i++)
    if (text[i] == ' ' || (text[i] == '@' && at > 0))
      return FALSE;
    else if (text[i] == '@')
      at = i;
    else if (text[i] == '.')
      point = i;

  return at > 0 && point > at + 1 && point + 2 < n;
}

/* With a plus before it or marks between groups, or a mobile number of China: bare digits may be
 * anything. */
static gboolean
is_phone (const char *text, gsize n)
{
  guint n_digits = 0;
  guint n_marks = 0;

  for (gsize i = 0; i < n; i++)
    if (g_ascii_isdigit (text[i]))
      n_digits++;
    else if (strchr (" -()/.", text[i]) != NULL)
      n_marks++;
    else if (text[i] != '+' || i > 0)
      return FALSE;
  if (n_digits == 11 && n == 11 && text[0] == '1' && text[1] >= '3')
    return TRUE;

  return n_digits >= 8 && n_digits <= 15 && (text[0] == '+' || (text[0] == '0' && n_marks > 0));
}

/* Resident identity number of China, GB 11643-1999: 17 digits and a check mark. */
static gboolean
is_resident (const char *text, gsize n)
{
  static const guint8 weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  guint sum = 0;

  if (n != 18)
    return FALSE;
  for (guint i = 0; i < 17; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      sum += weights[i] * (text[i] - '0');
    }

  return "10X98765432"[sum % 11] == g_ascii_toupper (text[17]);
}

/* 13 to 19 digits with the check digit of ISO/IEC 7812, beginning as cards of payment do. */
static gboolean
is_card (const char *text, gsize n)
{
  guint digits[19];
  guint n_digits = 0;
  guint sum = 0;

  for (gsize i = 0; i < n; i++)
    if (g_ascii_isdigit (text[i]) && n_digits < G_N_ELEMENTS (digits))
      digits[n_digits++] = text[i] - '0';
    else if (text[i] != ' ' && text[i] != '-')
      return FALSE;
  if (n_digits < 15 || digits[0] < 3 || digits[0] > 6)
    return FALSE;
  for (guint i = 0; i < n_digits; i++)
    {
      guint digit = digits[n_digits - 1 - i] << (i & 1);

      sum += digit > 9 ? digit - 9 : digit;
    }

  return sum % 10 == 0;
}

static gboolean
is_computer (const char *text, gsize n)
{
  guint parts = 0;
  guint value = 0;
  guint n_digits = 0;

  for (gsize i = 0; i <= n; i++)
    if (i < n && g_ascii_isdigit (text[i]) && ++n_digits <= 3)
      value = 10 * value + (guint) (text[i] - '0');
    else if ((i == n || text[i] == '.') && n_digits > 0 && n_digits <= 3 && value <= 255)
      {
        parts++;
        value = n_digits = 0;
      }
    else
      return FALSE;

  return parts == 4;
}

static TnSensitive
guess_by_cell (const char *text, gsize n)
{
  if (is_mail (text, n))
    return TN_SENSITIVE_MAIL;
  if (is_resident (text, n) || is_card (text, n))
    return TN_SENSITIVE_IDENTITY;
  if (is_computer (text, n))
    return TN_SENSITIVE_COMPUTER;

  return is_phone (text, n) ? TN_SENSITIVE_PHONE : TN_SENSITIVE_NONE;
}

static TnSensitive
guess_by_cells (const TnSampleRows *rows, gsize first_row, guint j)
{
  guint counts[TN_N_SENSITIVE] = { 0 };
  guint n = 0;

  for (gsize i = first_row; i < rows->n_rows && n < MAX_CELLS; i++)
    {
      const TnSampleRow *row = &rows->rows[i];

      if (j >= row->n_cells || row->cells[j].length == 0)
        continue;
      counts[guess_by_cell (row->cells[j].text, row->cells[j].length)]++;
      n++;
    }
  for (guint k = 1; n >= MIN_CELLS && k < TN_N_SENSITIVE; k++)
    if (10 * counts[k] >= IN_TEN * n)
      return k;

  return TN_SENSITIVE_NONE;
}

/* A column called "zip code" may hold "urban" and "rural" and nothing else. */
static gboolean
holds_kinds (const TnSampleRows *rows, gsize first_row, guint j)
{
  g_autoptr (GHashTable) kinds_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (gsize i = first_row; i < rows->n_rows && n < MAX_CELLS; i++)
    {
      const TnSampleRow *row = &rows->rows[i];

      if (j >= row->n_cells || row->cells[j].length == 0)
        continue;
      g_hash_table_add (kinds_seen, g_strndup (row->cells[j].text, row->cells[j].length));
      if (g_hash_table_size (kinds_seen) > MAX_KINDS)
        return FALSE;
      n++;
    }

  return n >= MIN_KINDS_CELLS;
}

/* What a column holds counts more than what it is called. Amounts, flags and times of orders say
 * nothing of who a person is, whatever their name. */
void
_tn_detect_sensitive (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  for (guint j = 0; j < plan->columns->len; j++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, j);
      g_autofree char *name = _tn_fold_name (column->name);
      TnSensitive named = guess_by_name (name);

      if (column->pseudonym && column->sensitive != TN_SENSITIVE_NONE)
        continue;
      column->sensitive = guess_by_cells (rows, first_row, j);
      if (column->sensitive != TN_SENSITIVE_NONE || column->type == TN_COLUMN_FLAG ||
          (column->type == TN_COLUMN_TIME) != (named == TN_SENSITIVE_BIRTH) ||
          (named != TN_SENSITIVE_NONE && holds_kinds (rows, first_row, j)))
        continue;
      column->sensitive = named;
    }
}
