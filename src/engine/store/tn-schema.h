/* tn-schema.h: the tables of a project file, version by version
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-database.h"

G_BEGIN_DECLS

gboolean tn_schema_create (TnDatabase *database, GError **error);
gboolean tn_schema_create_version (TnDatabase *database, int version, GError **error);
gboolean tn_schema_check (TnDatabase *database, int *version, GError **error);
gboolean tn_schema_migrate (TnDatabase *database, GError **error);
const char *const *tn_schema_list_tables (void);

G_END_DECLS
