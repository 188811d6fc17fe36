/* tn-json-spoil.h: JSON as somebody would write it who wishes no good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A copy in which one value, by lot (GTest's seed), is another: of another type, empty, huge,
 * absent, or there twice. */
JsonNode *tn_json_spoil (JsonNode *node);

G_END_DECLS
