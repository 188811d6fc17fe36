/* tn-params.h: the settings of one node, checked against its description
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"

G_BEGIN_DECLS

/**
 * TnParams:
 *
 * Values by id; what is not set has the default of the description. Immutable,
 * reference-counted.
 */
typedef struct _TnParams TnParams;

/* Whether one setting may have that value. */
gboolean tn_params_check_value (const TnNodeSpec *spec,
                                const char *param,
                                JsonNode *value,
                                GError **error);
TnParams *tn_params_new (const TnNodeSpec *spec, JsonObject *values, GError **error);
/* With assumptions that stand here for others at their defaults: what the node's own verbs see. */
TnParams *tn_params_new_own (const TnParams *self);
TnParams *tn_params_ref (TnParams *self);
void tn_params_unref (TnParams *self);

gboolean tn_params_get_bool (const TnParams *self, const char *id);
gint64 tn_params_get_int (const TnParams *self, const char *id);
double tn_params_get_number (const TnParams *self, const char *id);
const char *tn_params_get_text (const TnParams *self, const char *id);
gboolean tn_params_is_choice (const TnParams *self, const char *id, const char *choice);
GArray *tn_params_get_numbers (const TnParams *self, const char *id);
char **tn_params_get_lines (const TnParams *self, const char *id);
gint64 tn_params_get_date (const TnParams *self, const char *id);

/* One value as JSON text. */
char *tn_params_print (const TnParams *self, const char *id);
/* All values, defaults filled in, in the order of the description. */
JsonNode *tn_params_to_json (const TnParams *self);

/* The text a person typed as the JSON value of a parameter. */
JsonNode *tn_param_parse (const TnParamSpec *spec, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnParams, tn_params_unref)

G_END_DECLS
