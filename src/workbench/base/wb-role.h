/* wb-role.h: roles and types of columns in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-field.h"

G_BEGIN_DECLS

/* Translated; "" for no role. */
const char *wb_role_say (TnRole role);
const char *wb_type_say (TnColumnType type);

/* Roles a person gives a column, %TN_ROLE_NONE first. */
const TnRole *wb_role_list (guint *n_roles);

G_END_DECLS
