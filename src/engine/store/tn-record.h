/* tn-record.h: commands on documents, inside a write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-database.h"
#include "tn-edit.h"

G_BEGIN_DECLS

JsonArray *tn_record_apply (TnDatabase *database, JsonArray *commands, GError **error);
TnRecord *tn_record_read (TnDatabase *database, const char *kind, const char *id, GError **error);
JsonArray *tn_edit_get_commands (const TnEdit *self);
const TnMessage *tn_edit_get_label (const TnEdit *self);

JsonNode *tn_command_new_put (const char *kind, const char *id, int version, JsonNode *body);
JsonNode *tn_command_new_delete (const char *kind, const char *id);
JsonNode *tn_command_new_rename (const char *kind, const char *id, const char *new_id);
JsonNode *tn_command_new_set (const char *kind, const char *id, JsonArray *path, JsonNode *value);
gboolean tn_command_check (JsonNode *command, GError **error);

G_END_DECLS
