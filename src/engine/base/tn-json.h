/* tn-json.h: reading JSON of unknown origin, and writing numbers it allows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TN_JSON_MAX_BYTES (64 * 1024 * 1024)
#define TN_JSON_MAX_DEPTH 64

JsonNode *tn_json_parse (const char *text, gssize size, GError **error);
char *tn_json_print (JsonNode *node, gboolean pretty);

/* Members of an object that may be absent or of another type: the fallback then. */
const char *tn_json_string (JsonObject *object, const char *name, const char *fallback);
double tn_json_double (JsonObject *object, const char *name, double fallback);
gint64 tn_json_int (JsonObject *object, const char *name, gint64 fallback);
gboolean tn_json_bool (JsonObject *object, const char *name, gboolean fallback);
JsonObject *tn_json_object (JsonObject *object, const char *name);
JsonArray *tn_json_array (JsonObject *object, const char *name);
/* Likewise elements of an array, which may be %NULL itself. */
JsonObject *tn_json_object_at (JsonArray *array, guint index);
gint64 tn_json_int_at (JsonArray *array, guint index, gint64 fallback);

/* Shares nothing with @node: another thread may read and copy the same one meanwhile. */
JsonNode *tn_json_copy (JsonNode *node);
JsonObject *tn_json_copy_object (JsonObject *object);

/* JSON has no NaN and no infinity: such a value is written as null. */
void tn_json_set_double (JsonObject *object, const char *name, double value);
void tn_json_add_double (JsonArray *array, double value);

G_END_DECLS
