/* tn-canonical.h: what the user made, as text that is equal where the work is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"

G_BEGIN_DECLS

#define TN_CANONICAL_FORMAT  "tenure-canonical"
#define TN_CANONICAL_VERSION 1

JsonNode *tn_project_to_canonical (TnProject *self, GError **error);

G_END_DECLS
