/* tn-list-file.h: a customer list as a file, with what it is beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-list-filter.h"
#include "tn-progress.h"
#include "tn-project.h"

G_BEGIN_DECLS

/**
 * TnListJob:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the step whose table is wanted; %NULL for the customer list
 * @filter: (nullable): who is written; everybody otherwise
 * @language: of the file
 * @out: file to write: .csv or .xlsx
 */
typedef struct
{
  gint64 run;
  const char *node;
  const TnListFilter *filter;
  const TnLanguage *language;
  const char *out;
} TnListJob;

gboolean tn_list_write (TnProject *project,
                        const TnListJob *job,
                        gsize *n_rows,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);
/* Beside a list in a .csv file; (array zero-terminated=1). None beside a workbook. */
char **tn_list_file_get_companions (const char *out);

G_END_DECLS
