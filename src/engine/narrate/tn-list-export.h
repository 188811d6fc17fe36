/* tn-list-export.h: the customer list of a run as a table to be written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-run.h"
#include "tn-table.h"

G_BEGIN_DECLS

TnTable *tn_list_export (TnProject *project,
                         gint64 run,
                         const char *node,
                         const TnLanguage *language,
                         GError **error);
TnTable *tn_list_load (TnProject *project,
                       gint64 run,
                       const char *node,
                       TnRun **found,
                       GError **error);
TnTable *tn_list_dress (TnTable *table,
                        const TnRun *run,
                        const TnLanguage *language,
                        GError **error);
TnMessage *tn_list_get_action (const char *word);
TnTable *tn_list_say_reasons (TnTable *table, const TnLanguage *language, GError **error);

G_END_DECLS
