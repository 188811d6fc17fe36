/* tn-condition-value.c: a condition that was typed as lines that are stored
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-condition-value-private.h"

/* "1,200" and "−5" */
static char *
plain_number (const char *text)
{
  GString *plain = g_string_new (NULL);
  gboolean is_grouped = strchr (text, ',') != NULL;
  const char *at = text;

  if (g_str_has_prefix (at, "−"))
    {
      g_string_append_c (plain, '-');
      at += strlen ("−");
    }
  for (; *at != '\0'; at++)
    {
      gboolean is_mark =
          *at == ',' && at > text && g_ascii_isdigit (at[-1]) && strspn (at + 1, "0123456789") == 3;

      if (*at == ',' && !is_mark)
        is_grouped = FALSE;
      else if (*at != ',')
        g_string_append_c (plain, *at);
    }
  if (strchr (text, ',') != NULL && !is_grouped)
    g_string_assign (plain, text);

  return g_string_free (plain, FALSE);
}

/* "2026", "2026-3", "2026/3/1": the day it begins with, and the day after it. */
static gboolean
read_span (const char *text, char **first, char **after)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "-/", -1);
  guint n = g_strv_length (parts);
  int figures[3] = { 0, 1, 1 };
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) to = NULL;

  if (n == 0 || n > 3 || strlen (parts[0]) != 4)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (*parts[i] == '\0' || strlen (parts[i]) > 4 ||
          strspn (parts[i], "0123456789") != strlen (parts[i]))
        return FALSE;
      figures[i] = (int) g_ascii_strtoull (parts[i], NULL, 10);
    }
  from = g_date_time_new_utc (figures[0], figures[1], figures[2], 0, 0, 0);
  if (from == NULL)
    return FALSE;
  to = n == 1   ? g_date_time_add_years (from, 1)
       : n == 2 ? g_date_time_add_months (from, 1)
                : g_date_time_add_days (from, 1);
  *first = g_date_time_format (from, "%Y-%m-%d");
  *after = g_date_time_format (to, "%Y-%m-%d");

  return TRUE;
}

static char *
quote_value (const char *value)
{
  gboolean plain = *value != '\0' && !g_ascii_isspace (*value) &&
                   !g_ascii_isspace (value[strlen (value) - 1]) && *value != '"' &&
                   !g_str_has_prefix (value, "“");

  if (plain)
    return g_strdup (value);

  return strchr (value, '"') == NULL ? g_strdup_printf ("\"%s\"", value)
                                     : g_strdup_printf ("“%s”", value);
}

/**
 * tn_condition_line_new:
 * @op: as a line has it
 * @value: (nullable): as a line has it, without quotes
 *
 * Returns: (transfer full): a condition for tn_conditions_new() and for a step
 */
char *
tn_condition_line_new (const TnField *field, const char *op, const char *value)
{
  g_autofree char *quoted = value != NULL ? quote_value (value) : NULL;

  return quoted != NULL ? g_strdup_printf ("%s %s %s", field->name, op, quoted)
                        : g_strdup_printf ("%s %s", field->name, op);
}

static void
add_line (TnConditionText *out, TnTable *table, guint column, const char *op, const char *value)
{
  g_ptr_array_add (out->lines,
                   tn_condition_line_new (tn_table_get_field (table, column), op, value));
}

/* A year, a month or a day is a span of days: "= 2026-03" are two conditions. */
static gboolean
add_span (TnConditionText *out, TnTable *table, guint column, const char *op, const char *value)
{
  g_autofree char *first = NULL;
  g_autofree char *after = NULL;

  if (!read_span (value, &first, &after))
    return FALSE;
  if (strcmp (op, "<") == 0 || strcmp (op, ">=") == 0)
    add_line (out, table, column, op, first);
  else if (strcmp (op, ">") == 0)
    add_line (out, table, column, ">=", after);
  else if (strcmp (op, "<=") == 0)
    add_line (out, table, column, "<", after);
  else if (strcmp (op, "=") == 0 && !out->any)
    {
      add_line (out, table, column, ">=", first);
      add_line (out, table, column, "<", after);
    }
  else
    return FALSE;

  return TRUE;
}

static void
add_flag (TnConditionText *out, TnTable *table, guint column, const char *op, const char *value)
{
  static const char *const yes[] = { "yes", "true", "1", "是", "对", NULL };
  static const char *const no[] = { "no", "false", "0", "否", "不是", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);

  add_line (out, table, column, op,
            g_strv_contains (yes, lower)  ? "yes"
            : g_strv_contains (no, lower) ? "no"
                                          : value);
}

/**
 * _tn_condition_text_add:
 * @out: whose lines it is added to
 * @op: as a line has it
 * @value: (nullable): as it was typed, without quotes
 *
 * A day, a month or a year is a span, which may be two lines.
 */
void
_tn_condition_text_add (TnConditionText *out,
                        TnTable *table,
                        guint column,
                        const char *op,
                        const char *value)
{
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
  g_autofree char *number = NULL;

  if (value == NULL)
    add_line (out, table, column, op, NULL);
  else if (type == TN_COLUMN_NUMBER)
    {
      number = plain_number (value);
      add_line (out, table, column, op, number);
    }
  else if (type == TN_COLUMN_FLAG)
    add_flag (out, table, column, op, value);
  else if (type != TN_COLUMN_TIME || !add_span (out, table, column, op, value))
    add_line (out, table, column, op, value);
}
