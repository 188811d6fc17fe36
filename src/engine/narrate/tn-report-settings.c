/* tn-report-settings.c: what the steps were set to, in their own words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-param-words.h"
#include "tn-report-private.h"

static const char *
find_choice (const TnParamSpec *spec, const char *id)
{
  for (const TnChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
    if (g_str_equal (choice->id, id))
      return choice->title;

  return id;
}

/* As many as it was written with: 0.25 has two, 50 none. */
static int
count_decimals (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *point;

  g_ascii_formatd (text, sizeof text, "%.6f", value);
  for (char *end = text + strlen (text) - 1; *end == '0'; end--)
    *end = '\0';
  point = strchr (text, '.');

  return point != NULL ? (int) strlen (point + 1) : 0;
}

/* Columns stand one a line. */
static TnMessage *
fill_columns (TnMessage *message, const char *name, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  for (char **at = lines; *at != NULL; at++)
    if (*g_strstrip (*at) != '\0')
      g_ptr_array_add (parts, tn_message_new_literal (*at));

  return tn_message_list (message, name, parts);
}

/* Fills the value of a setting into the placeholder @name. */
TnMessage *
tn_report_fill_setting (TnMessage *message,
                        const char *name,
                        const TnParams *params,
                        const TnParamSpec *spec)
{
  switch (spec->type)
    {
    case TN_PARAM_BOOL:
      return tn_message_take (
          message, name,
          tn_message_new (tn_params_get_bool (params, spec->id) ? N_ ("yes") : N_ ("no")));
    case TN_PARAM_INT:
      return tn_message_count (message, name, tn_params_get_int (params, spec->id));
    case TN_PARAM_NUMBER:
      return tn_message_number (message, name, tn_params_get_number (params, spec->id),
                                count_decimals (tn_params_get_number (params, spec->id)));
    case TN_PARAM_CHOICE:
      return tn_message_take (
          message, name,
          tn_message_new (find_choice (spec, tn_params_get_text (params, spec->id))));
    case TN_PARAM_COLUMNS:
      return fill_columns (message, name, tn_params_get_text (params, spec->id));
    case TN_PARAM_TEXT:
    case TN_PARAM_DATE:
    case TN_PARAM_COLUMN:
    case TN_PARAM_DATES:
    case TN_PARAM_NUMBERS:
    case TN_PARAM_CONDITIONS:
    default:
      return tn_message_text (message, name, tn_params_get_text (params, spec->id));
    }
}

/* What is said in place of a number and its unit: “automatic”; %NULL where there is a number. */
const char *
tn_report_find_zero (const TnParams *params, const TnParamSpec *spec)
{
  if (spec->type == TN_PARAM_INT)
    return tn_param_find_zero (spec, (double) tn_params_get_int (params, spec->id));
  if (spec->type == TN_PARAM_NUMBER)
    return tn_param_find_zero (spec, tn_params_get_number (params, spec->id));

  return NULL;
}

static gboolean
is_default (const TnParams *params, const TnParams *defaults, const TnParamSpec *spec)
{
  switch (spec->type)
    {
    case TN_PARAM_BOOL:
      return tn_params_get_bool (params, spec->id) == tn_params_get_bool (defaults, spec->id);
    case TN_PARAM_INT:
      return tn_params_get_int (params, spec->id) == tn_params_get_int (defaults, spec->id);
    case TN_PARAM_NUMBER:
      return tn_params_get_number (params, spec->id) == tn_params_get_number (defaults, spec->id);
    default:
      return g_strcmp0 (tn_params_get_text (params, spec->id),
                        tn_params_get_text (defaults, spec->id)) == 0;
    }
}

/* What was left empty or at 0 says nothing: the step then did without, or went by what it found. */
static gboolean
is_empty (const TnParams *params, const TnParamSpec *spec)
{
  switch (spec->type)
    {
    case TN_PARAM_BOOL:
      return FALSE;
    case TN_PARAM_INT:
      return spec->number == 0 && tn_params_get_int (params, spec->id) == 0;
    case TN_PARAM_NUMBER:
      return spec->number == 0 && tn_params_get_number (params, spec->id) == 0;
    default:
      return *tn_params_get_text (params, spec->id) == '\0';
    }
}

static TnMessage *
say_setting (const TnParams *params, const TnParamSpec *spec)
{
  const char *zero = tn_report_find_zero (params, spec);
  TnMessage *message;

  if (spec->unit == NULL || zero != NULL)
    message = tn_message_new (N_ ("{title}: {value}"));
  else if (g_str_equal (spec->unit, "%"))
    message = tn_message_new (N_ ("{title}: {value}%"));
  else
    message = tn_message_take (tn_message_new (N_ ("{title}: {value} {unit}")), "unit",
                               tn_message_new (spec->unit));
  message = tn_message_take (message, "title", tn_message_new (spec->title));
  if (zero != NULL)
    return tn_message_take (message, "value", tn_message_new (zero));

  return tn_report_fill_setting (message, "value", params, spec);
}

/**
 * tn_report_say_settings:
 * @node: a step of the pipeline
 * @differing: those that differ from their default, or those that do not
 *
 * Returns: (transfer full) (nullable): the settings by title and unit, one after the other; %NULL
 *   when there are none
 */
TnMessage *
tn_report_say_settings (const TnGraphNode *node, gboolean differing)
{
  g_autoptr (TnParams) params = tn_params_new (node->spec, node->values, NULL);
  g_autoptr (TnParams) defaults = tn_params_new (node->spec, NULL, NULL);
  TnMessage *all = NULL;

  for (const TnParamSpec *spec = node->spec->params;
       params != NULL && defaults != NULL && spec != NULL && spec->id != NULL; spec++)
    {
      TnMessage *one;

      if (is_default (params, defaults, spec) == differing || is_empty (params, spec))
        continue;
      /* A column chosen by default is one of our own, by a name nobody knows. */
      if (!differing && spec->type == TN_PARAM_COLUMN)
        continue;
      one = say_setting (params, spec);
      all = all == NULL ? one
                        : tn_message_take (tn_message_take (tn_message_new (N_ ("{first}; {next}")),
                                                            "first", all),
                                           "next", one);
    }

  return all;
}
