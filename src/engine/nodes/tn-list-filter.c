/* tn-list-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-filter.h"

#include <math.h>

#include "tn-error.h"
#include "tn-json.h"

/**
 * tn_list_filter_init:
 *
 * Everybody is meant.
 */
void
tn_list_filter_init (TnListFilter *self)
{
  *self =
      (TnListFilter){ .chance_from = NAN, .chance_to = NAN, .stake_from = NAN, .stake_to = NAN };
}

void
tn_list_filter_clear (TnListFilter *self)
{
  g_free (self->text);
  g_free (self->reason);
  g_free (self->column);
  g_free (self->value);
  tn_list_filter_init (self);
}

/**
 * tn_list_filter_copy:
 * @copy: (out caller-allocates): to be cleared
 */
void
tn_list_filter_copy (const TnListFilter *self, TnListFilter *copy)
{
  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->reason = g_strdup (self->reason);
  copy->column = g_strdup (self->column);
  copy->value = g_strdup (self->value);
}

gboolean
tn_list_filter_is_all (const TnListFilter *self)
{
  return self->text == NULL && isnan (self->chance_from) && isnan (self->chance_to) &&
         isnan (self->stake_from) && isnan (self->stake_to) && self->reason == NULL &&
         self->column == NULL && self->first == 0;
}

/**
 * tn_list_filter_check:
 * @error: %TN_ERROR_ARGUMENT
 *
 * Returns: %FALSE when nobody could be meant because a range ends before it begins
 */
gboolean
tn_list_filter_check (const TnListFilter *self, GError **error)
{
  if (self->chance_from > self->chance_to)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The least chance of leaving is above the largest, so nobody is left. "
                        "Exchange the two."),
                    NULL);
      return FALSE;
    }
  if (self->stake_from > self->stake_to)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The least value at stake is above the largest, so nobody is left. "
                        "Exchange the two."),
                    NULL);
      return FALSE;
    }

  return TRUE;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static void
set_number (JsonObject *object, const char *name, double number)
{
  if (isfinite (number))
    json_object_set_double_member (object, name, number);
}

/**
 * tn_list_filter_to_json:
 *
 * Returns: (transfer full): an object with what is asked for; empty when everybody is meant
 */
JsonNode *
tn_list_filter_to_json (const TnListFilter *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  set_text (object, "number_contains", self->text);
  set_number (object, "chance_from", self->chance_from);
  set_number (object, "chance_to", self->chance_to);
  set_number (object, "stake_from", self->stake_from);
  set_number (object, "stake_to", self->stake_to);
  set_text (object, "reason", self->reason);
  set_text (object, "column", self->column);
  set_text (object, "value", self->value);
  if (self->first > 0)
    json_object_set_int_member (object, "first", (gint64) self->first);
  json_node_take_object (node, object);

  return node;
}
