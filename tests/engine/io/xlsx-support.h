/* xlsx-support.h: workbooks made by hand, as good and as bad as wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import.h"
#include "tn-workbook.h"

G_BEGIN_DECLS

/* A part of an archive; %NULL ends a list. */
typedef struct
{
  const char *name;
  const char *text;
} XlsxPart;

GBytes *xlsx_zip (const XlsxPart *parts, const char *password);
GBytes *xlsx_bomb (const char *name,
                   gsize n_pieces,
                   const char *piece,
                   const char *head,
                   const char *tail);
GBytes *xlsx_book (const char *rows, const char *strings, const char *styles);
GBytes *xlsx_book_with (const char *sheet,
                        const char *workbook,
                        const char *strings,
                        const char *styles);

typedef struct
{
  TnImportPlan *plan;
  TnTable *table;
  TnTable *problems;
  TnImportSummary summary;
} XlsxRead;

gboolean xlsx_read (XlsxRead *self, GBytes *bytes, const TnImportPlan *wish, GError **error);
void xlsx_read_clear (XlsxRead *self);
void xlsx_read_ok (XlsxRead *self, GBytes *bytes, const TnImportPlan *wish);
char *xlsx_column (const XlsxRead *self, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XlsxRead, xlsx_read_clear)

G_END_DECLS
