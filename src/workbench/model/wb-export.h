/* wb-export.h: reports and lists as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-list-filter.h"
#include "tn-progress.h"
#include "wb-project.h"

G_BEGIN_DECLS

/**
 * WbExportKind: what is written; the id is also the file's ending.
 */
typedef enum
{
  WB_EXPORT_PDF,
  WB_EXPORT_HTML,
  WB_EXPORT_PNG,
  WB_EXPORT_CSV,
  WB_EXPORT_XLSX,
} WbExportKind;

gboolean wb_export_from_id (const char *id, WbExportKind *kind);

/* Asks where to, writes off the main loop, and says in a toast how far it is and what became of it.
 * @filter: (nullable): whom of the list. */
void wb_export_ask (GtkWidget *widget,
                    WbProject *project,
                    gint64 run,
                    WbExportKind kind,
                    const TnListFilter *filter,
                    const TnLanguage *language);

/* On any thread. */
gboolean wb_export_write (TnProject *project,
                          gint64 run,
                          WbExportKind kind,
                          const TnListFilter *filter,
                          const TnLanguage *language,
                          const char *path,
                          TnProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
