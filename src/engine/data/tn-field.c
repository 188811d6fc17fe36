/* tn-field.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-field.h"

#include "tn-chunk.h"
#include "tn-error.h"
#include "tn-json.h"

static const char *const role_ids[TN_N_ROLES] = {
  [TN_ROLE_NONE] = "none",
  [TN_ROLE_FEATURE] = "feature",
  [TN_ROLE_TARGET] = "target",
  [TN_ROLE_CUSTOMER] = "customer",
  [TN_ROLE_ORDER] = "order",
  [TN_ROLE_ITEM] = "item",
  [TN_ROLE_EVENT] = "event",
  [TN_ROLE_TIME] = "time",
  [TN_ROLE_AMOUNT] = "amount",
  [TN_ROLE_PRICE] = "price",
  [TN_ROLE_QUANTITY] = "quantity",
  [TN_ROLE_CATEGORY] = "category",
  [TN_ROLE_TEXT] = "text",
  [TN_ROLE_WEIGHT] = "weight",
  [TN_ROLE_TREATMENT] = "treatment",
  [TN_ROLE_OUTCOME] = "outcome",
  [TN_ROLE_SENSITIVE] = "sensitive",
  [TN_ROLE_IGNORE] = "ignore",
  [TN_ROLE_CUT] = "cut",
  [TN_ROLE_EVIDENCE] = "evidence",
  [TN_ROLE_LABEL_END] = "label_end",
  [TN_ROLE_LINE] = "line",
  [TN_ROLE_UNDONE] = "undone",
};

const char *
tn_role_to_id (TnRole role)
{
  g_return_val_if_fail (role < TN_N_ROLES, NULL);

  return role_ids[role];
}

/**
 * tn_role_get_words:
 *
 * Returns: the role as people call it, for the middle of a sentence: English, to be translated
 */
const char *
tn_role_get_words (TnRole role)
{
  static const char *const words[TN_N_ROLES] = {
    [TN_ROLE_NONE] = N_ ("none"),
    [TN_ROLE_FEATURE] = N_ ("feature"),
    [TN_ROLE_TARGET] = N_ ("target"),
    [TN_ROLE_CUSTOMER] = N_ ("customer"),
    [TN_ROLE_ORDER] = N_ ("order"),
    [TN_ROLE_ITEM] = N_ ("item"),
    [TN_ROLE_EVENT] = N_ ("event"),
    [TN_ROLE_TIME] = N_ ("time"),
    [TN_ROLE_AMOUNT] = N_ ("amount"),
    [TN_ROLE_PRICE] = N_ ("price"),
    [TN_ROLE_QUANTITY] = N_ ("quantity"),
    [TN_ROLE_CATEGORY] = N_ ("category"),
    [TN_ROLE_TEXT] = N_ ("text"),
    [TN_ROLE_WEIGHT] = N_ ("weight"),
    [TN_ROLE_TREATMENT] = N_ ("treatment"),
    [TN_ROLE_OUTCOME] = N_ ("outcome"),
    [TN_ROLE_SENSITIVE] = N_ ("sensitive"),
    [TN_ROLE_IGNORE] = N_ ("ignore"),
    [TN_ROLE_CUT] = N_ ("cut"),
    [TN_ROLE_EVIDENCE] = N_ ("evidence"),
    [TN_ROLE_LABEL_END] = N_ ("label_end"),
    [TN_ROLE_LINE] = N_ ("line"),
    [TN_ROLE_UNDONE] = N_ ("undone"),
  };

  g_return_val_if_fail (role < TN_N_ROLES, NULL);

  return words[role];
}

/**
 * tn_role_say:
 *
 * Returns: (transfer full): tn_role_get_words() for a sentence
 */
TnMessage *
tn_role_say (TnRole role)
{
  g_return_val_if_fail (role < TN_N_ROLES, NULL);

  return tn_message_new (tn_role_get_words (role));
}

gboolean
tn_role_from_id (const char *id, TnRole *role)
{
  for (guint i = 0; i < TN_N_ROLES; i++)
    if (g_strcmp0 (id, role_ids[i]) == 0)
      {
        *role = i;
        return TRUE;
      }

  return FALSE;
}

TnField *
tn_field_new (const char *name, TnRole role)
{
  TnField *self = g_new0 (TnField, 1);

  self->name = g_strdup (name);
  self->role = role;

  return self;
}

TnField *
tn_field_copy (const TnField *self)
{
  TnField *copy = tn_field_new (self->name, self->role);

  copy->unit = g_strdup (self->unit);
  copy->zone = g_strdup (self->zone);
  copy->label = self->label != NULL ? tn_message_ref (self->label) : NULL;
  copy->help = self->help != NULL ? tn_message_ref (self->help) : NULL;

  return copy;
}

void
tn_field_free (TnField *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_free (self->zone);
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->help, tn_message_unref);
  g_free (self);
}

/**
 * tn_zone_check:
 * @zone: (nullable): IANA name, or %NULL for none
 * @error: %TN_ERROR_ARGUMENT when this computer does not know it: systems without tzdata know none
 *
 * To be asked before times are read or days are counted in @zone: where it is not known they would
 * be those of UTC.
 */
gboolean
tn_zone_check (const char *zone, GError **error)
{
  g_autoptr (GTimeZone) found = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  if (zone == NULL || found != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("This computer does not know the time zone “{zone}”; install its time zone "
                    "data (tzdata), or choose another zone."),
                "zone", zone, NULL);

  return FALSE;
}

/**
 * tn_zone_to_local:
 * @zone: (nullable): IANA name; UTC when %NULL or not known
 * @time: microseconds since 1970 UTC, or %TN_TIME_MISSING
 *
 * Returns: the moment as if the clock of @zone were UTC: dates are said by the shop's calendar
 */
gint64
tn_zone_to_local (const char *zone, gint64 time)
{
  g_autoptr (GTimeZone) local = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  gint64 seconds = time / G_USEC_PER_SEC - (time % G_USEC_PER_SEC < 0);
  int span;

  if (local == NULL || time == TN_TIME_MISSING)
    return time;
  span = g_time_zone_find_interval (local, G_TIME_TYPE_UNIVERSAL, seconds);

  return time + (span >= 0 ? (gint64) g_time_zone_get_offset (local, span) * G_USEC_PER_SEC : 0);
}

/**
 * tn_field_say:
 *
 * Returns: (transfer full): the plain name for people
 */
char *
tn_field_say (const TnField *self, const TnLanguage *language)
{
  return self->label != NULL ? tn_message_say (self->label, language) : g_strdup (self->name);
}

JsonNode *
tn_field_to_json (const TnField *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "role", tn_role_to_id (self->role));
  if (self->unit != NULL)
    json_object_set_string_member (object, "unit", self->unit);
  if (self->zone != NULL)
    json_object_set_string_member (object, "zone", self->zone);
  if (self->label != NULL)
    json_object_set_member (object, "label", tn_message_to_json (self->label));
  if (self->help != NULL)
    json_object_set_member (object, "help", tn_message_to_json (self->help));
  json_node_take_object (node, object);

  return node;
}

static gboolean
read_message (JsonObject *object, const char *name, TnMessage **message, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;
  *message = tn_message_from_json (node, error);

  return *message != NULL;
}

/**
 * tn_field_from_json:
 * @error: %TN_ERROR_FORMAT
 *
 * Returns: (transfer full): the field that tn_field_to_json() wrote
 */
TnField *
tn_field_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = tn_json_string (object, "name", NULL);
  g_autoptr (TnField) self = NULL;
  TnRole role;

  if (name == NULL || !tn_role_from_id (tn_json_string (object, "role", "none"), &role))
    {
      tn_error_set (error, TN_ERROR_FORMAT, N_ ("The description of a column is damaged."), NULL);
      return NULL;
    }

  self = tn_field_new (name, role);
  self->unit = g_strdup (tn_json_string (object, "unit", NULL));
  self->zone = g_strdup (tn_json_string (object, "zone", NULL));
  if (!read_message (object, "label", &self->label, error) ||
      !read_message (object, "help", &self->help, error))
    return NULL;

  return g_steal_pointer (&self);
}
