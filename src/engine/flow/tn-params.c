/* tn-params.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-table.h"

struct _TnParams
{
  gatomicrefcount ref_count;
  const TnNodeSpec *spec;
  JsonObject *values; /* complete and checked */
};

static gboolean
is_text (TnParamType type)
{
  return type >= TN_PARAM_CHOICE;
}

static char *
format_double (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%g", value));
}

/* Takes @message; every sentence about a setting says whose it is. */
static void
take_error (GError **error, const TnParams *self, const char *setting, TnMessage *message)
{
  tn_message_text (message, "setting", setting);
  tn_error_take (error, TN_ERROR_ARGUMENT,
                 tn_message_take (message, "step", tn_message_new (self->spec->title)));
}

static void
set_range_error (GError **error, const TnParams *self, const TnParamSpec *spec)
{
  g_autofree char *min = format_double (spec->min);
  g_autofree char *max = format_double (spec->max);
  TnMessage *message =
      spec->type == TN_PARAM_INT
          ? tn_message_new (
                N_ ("The setting “{setting}” of “{step}” takes a whole number from {min} to "
                    "{max}. Change it."))
          : tn_message_new (
                N_ ("The setting “{setting}” of “{step}” takes a number from {min} to {max}. "
                    "Change it."));

  take_error (error, self, spec->id,
              tn_message_text (tn_message_text (message, "min", min), "max", max));
}

static gboolean
check_choice (const TnParams *self, const TnParamSpec *spec, const char *text, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (const TnChoice *choice = spec->choices; choice->id != NULL; choice++)
    {
      if (strcmp (choice->id, text) == 0)
        return TRUE;
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", choice->id);
    }
  take_error (
      error, self, spec->id,
      tn_message_text (
          tn_message_text (tn_message_new (N_ ("The setting “{setting}” of “{step}” does not know "
                                               "“{value}”. Choose one of: {known}.")),
                           "value", text),
          "known", known->str));

  return FALSE;
}

static gboolean
parse_date (const char *text, gint64 *time)
{
  g_autoptr (GDateTime) date = NULL;
  guint year, month, day;
  char rest;

  if (sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) != 3)
    return FALSE;
  date = g_date_time_new_utc (year, month, day, 0, 0, 0);
  if (date == NULL)
    return FALSE;
  *time = g_date_time_to_unix (date) * G_USEC_PER_SEC;

  return TRUE;
}

static GArray *
parse_numbers (const char *text)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));

  while (*text != '\0')
    {
      char *end;
      double number;

      if (g_ascii_isspace (*text) || *text == ',')
        {
          text++;
          continue;
        }
      number = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (number))
        return NULL;
      g_array_append_val (numbers, number);
      text = end;
    }

  return g_steal_pointer (&numbers);
}

static gboolean
check_text (const TnParams *self, const TnParamSpec *spec, const char *text, GError **error)
{
  gint64 time;

  if (spec->type == TN_PARAM_CHOICE)
    return check_choice (self, spec, text, error);
  if (spec->type == TN_PARAM_DATE && *text != '\0' && !parse_date (text, &time))
    {
      take_error (
          error, self, spec->id,
          tn_message_text (tn_message_new (N_ ("The setting “{setting}” of “{step}” takes a date "
                                               "such as 2026-03-01, not “{value}”. Change it.")),
                           "value", text));
      return FALSE;
    }
  if (spec->type == TN_PARAM_NUMBERS)
    {
      g_autoptr (GArray) numbers = parse_numbers (text);

      if (numbers == NULL)
        {
          take_error (
              error, self, spec->id,
              tn_message_text (tn_message_new (N_ ("The setting “{setting}” of “{step}” takes "
                                                   "numbers such as 7, 30, 90, not “{value}”. "
                                                   "Change it.")),
                               "value", text));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
take_value (TnParams *self, const TnParamSpec *spec, JsonNode *node, GError **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gboolean is_number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;

  if (spec->type == TN_PARAM_BOOL && type == G_TYPE_BOOLEAN)
    json_object_set_boolean_member (self->values, spec->id, json_node_get_boolean (node));
  else if ((spec->type == TN_PARAM_INT || spec->type == TN_PARAM_NUMBER) && is_number)
    {
      double value = json_node_get_double (node);

      if (!(value >= spec->min && value <= spec->max) ||
          (spec->type == TN_PARAM_INT && value != floor (value)))
        {
          set_range_error (error, self, spec);
          return FALSE;
        }
      if (spec->type == TN_PARAM_INT)
        json_object_set_int_member (self->values, spec->id, (gint64) value);
      else
        json_object_set_double_member (self->values, spec->id, value);
    }
  else if (is_text (spec->type) && type == G_TYPE_STRING)
    {
      if (!check_text (self, spec, json_node_get_string (node), error))
        return FALSE;
      json_object_set_string_member (self->values, spec->id, json_node_get_string (node));
    }
  else
    {
      take_error (
          error, self, spec->id,
          tn_message_text (tn_message_new (N_ ("The setting “{setting}” of “{step}” is of another "
                                               "kind: {type}. Set it again.")),
                           "type", tn_param_type_to_id (spec->type)));
      return FALSE;
    }

  return TRUE;
}

static void
set_default (TnParams *self, const TnParamSpec *spec)
{
  switch (spec->type)
    {
    case TN_PARAM_BOOL:
      json_object_set_boolean_member (self->values, spec->id, spec->number != 0);
      break;
    case TN_PARAM_INT:
      json_object_set_int_member (self->values, spec->id, (gint64) spec->number);
      break;
    case TN_PARAM_NUMBER:
      json_object_set_double_member (self->values, spec->id, spec->number);
      break;
    case TN_PARAM_CHOICE:
    case TN_PARAM_TEXT:
    case TN_PARAM_DATE:
    case TN_PARAM_COLUMN:
    case TN_PARAM_COLUMNS:
    case TN_PARAM_DATES:
    case TN_PARAM_NUMBERS:
    case TN_PARAM_CONDITIONS:
    default:
      json_object_set_string_member (self->values, spec->id, spec->text != NULL ? spec->text : "");
      break;
    }
}

static gboolean
check_known (const TnParams *self, JsonObject *values, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (values);

  for (GList *at = names; at != NULL; at = at->next)
    if (tn_node_spec_find_param (self->spec, at->data) == NULL)
      {
        take_error (
            error, self, at->data,
            tn_message_new (N_ ("The step “{step}” has no setting “{setting}”. See its help for "
                                "what it has.")));
        return FALSE;
      }

  return TRUE;
}

/**
 * tn_params_check_value:
 * @error: %TN_ERROR_ARGUMENT: unknown setting, wrong kind, out of range
 */
gboolean
tn_params_check_value (const TnNodeSpec *spec, const char *param, JsonNode *value, GError **error)
{
  g_autoptr (JsonObject) values = json_object_new ();
  g_autoptr (TnParams) params = NULL;

  json_object_set_member (values, param, tn_json_copy (value));
  params = tn_params_new (spec, values, error);

  return params != NULL;
}

/**
 * tn_params_new:
 * @spec: the node
 * @values: (nullable): what was set
 * @error: %TN_ERROR_ARGUMENT: unknown setting, wrong kind, out of range
 *
 * Returns: (transfer full): the complete settings
 */
TnParams *
tn_params_new (const TnNodeSpec *spec, JsonObject *values, GError **error)
{
  g_autoptr (TnParams) self = g_new0 (TnParams, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->spec = spec;
  self->values = json_object_new ();
  if (values != NULL && !check_known (self, values, error))
    return NULL;

  for (const TnParamSpec *param = spec->params; param != NULL && param->id != NULL; param++)
    {
      JsonNode *node = values != NULL ? json_object_get_member (values, param->id) : NULL;

      if (node == NULL)
        set_default (self, param);
      else if (!take_value (self, param, node, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

TnParams *
tn_params_new_own (const TnParams *self)
{
  TnParams *own = g_new0 (TnParams, 1);

  g_atomic_ref_count_init (&own->ref_count);
  own->spec = self->spec;
  own->values = json_object_new ();
  for (const TnParamSpec *param = self->spec->params; param != NULL && param->id != NULL; param++)
    if (param->downstream)
      set_default (own, param);
    else
      json_object_set_member (own->values, param->id,
                              tn_json_copy (json_object_get_member (self->values, param->id)));

  return own;
}

TnParams *
tn_params_ref (TnParams *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_params_unref (TnParams *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  json_object_unref (self->values);
  g_free (self);
}

gboolean
tn_params_get_bool (const TnParams *self, const char *id)
{
  return json_object_get_boolean_member (self->values, id);
}

gint64
tn_params_get_int (const TnParams *self, const char *id)
{
  return json_object_get_int_member (self->values, id);
}

double
tn_params_get_number (const TnParams *self, const char *id)
{
  return json_object_get_double_member (self->values, id);
}

const char *
tn_params_get_text (const TnParams *self, const char *id)
{
  return json_object_get_string_member (self->values, id);
}

gboolean
tn_params_is_choice (const TnParams *self, const char *id, const char *choice)
{
  return g_str_equal (tn_params_get_text (self, id), choice);
}

/**
 * tn_params_get_numbers:
 *
 * Returns: (transfer full) (element-type double): the numbers
 */
GArray *
tn_params_get_numbers (const TnParams *self, const char *id)
{
  return parse_numbers (tn_params_get_text (self, id));
}

/**
 * tn_params_get_lines:
 *
 * Returns: (transfer full) (array zero-terminated=1): lines that are not blank, trimmed
 */
char **
tn_params_get_lines (const TnParams *self, const char *id)
{
  g_auto (GStrv) lines = g_strsplit (tn_params_get_text (self, id), "\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        g_ptr_array_add (kept, g_strdup (lines[i]));
    }
  g_ptr_array_add (kept, NULL);

  return (char **) g_ptr_array_steal (kept, NULL);
}

/**
 * tn_params_get_date:
 *
 * Returns: microseconds UTC of that day's beginning; %TN_TIME_MISSING when it is empty
 */
gint64
tn_params_get_date (const TnParams *self, const char *id)
{
  gint64 time;

  return parse_date (tn_params_get_text (self, id), &time) ? time : TN_TIME_MISSING;
}

char *
tn_params_print (const TnParams *self, const char *id)
{
  return json_to_string (json_object_get_member (self->values, id), FALSE);
}

JsonNode *
tn_params_to_json (const TnParams *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, self->values);

  return node;
}

static JsonNode *
parse_bool (const char *text)
{
  static const char *const yes[] = { "true", "yes", "1", "on", NULL };
  static const char *const no[] = { "false", "no", "0", "off", NULL };
  JsonNode *node;

  if (!g_strv_contains (yes, text) && !g_strv_contains (no, text))
    return NULL;
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_boolean (node, g_strv_contains (yes, text));

  return node;
}

/**
 * tn_param_parse:
 * @text: as typed, C locale
 * @error: %TN_ERROR_ARGUMENT
 *
 * Returns: (transfer full): the value; its range is checked by tn_params_new()
 */
JsonNode *
tn_param_parse (const TnParamSpec *spec, const char *text, GError **error)
{
  JsonNode *node = NULL;
  char *end;
  double number;

  if (is_text (spec->type))
    return json_node_init_string (json_node_alloc (), text);
  if (spec->type == TN_PARAM_BOOL)
    node = parse_bool (text);
  else
    {
      number = g_ascii_strtod (text, &end);
      if (end != text && *end == '\0' && isfinite (number))
        node = spec->type == TN_PARAM_INT && number == floor (number)
                   ? json_node_init_int (json_node_alloc (), (gint64) number)
                   : json_node_init_double (json_node_alloc (), number);
    }
  if (node == NULL)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("The setting “{setting}” cannot be “{value}”. Its kind is: {type}."),
                  "setting", spec->id, "value", text, "type", tn_param_type_to_id (spec->type),
                  NULL);

  return node;
}
