/* tn-xlsx-workbook-private.h: what the sheets of a workbook share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-workbook.h"
#include "tn-xlsx-style-private.h"

G_BEGIN_DECLS

/* Texts by number, each kept once. */
typedef struct
{
  char *text;
  gsize n_text;
  gsize max_text;
  guint32 *ends;
  gsize n;
  gsize max;
} TnXlsxStrings;

typedef struct
{
  char *name;
  char *part;
  TnSheetState state;
} TnXlsxSheetEntry;

/**
 * TnXlsxWorkbook:
 * @sheets: worksheets in the order of their tabs; no charts
 * @styles: what cells of each style show
 * @recalculate: values of formulas are to be calculated when it is opened
 *
 * Read once and never changed.
 */
typedef struct
{
  GPtrArray *sheets; /* of TnXlsxSheetEntry */
  GArray *styles;    /* of TnXlsxStyle */
  char *strings_part;
  char *styles_part;
  TnXlsxStrings strings;
  gboolean has_strings; /* they were read */
  gboolean date_1904;
  gboolean recalculate;
  GHashTable *sizes; /* of parts */
} TnXlsxWorkbook;

TnXlsxWorkbook *_tn_xlsx_workbook_get (TnSource *source, GCancellable *cancellable, GError **error);
gboolean _tn_xlsx_workbook_need_strings (TnXlsxWorkbook *self,
                                         TnSource *source,
                                         GCancellable *cancellable,
                                         GError **error);
void _tn_xlsx_workbook_free (TnXlsxWorkbook *self);
int _tn_xlsx_workbook_find (const TnXlsxWorkbook *self, const char *name);
gint64 _tn_xlsx_workbook_get_size (const TnXlsxWorkbook *self, const char *part);

gboolean _tn_xlsx_read_styles (GArray *styles,
                               TnSource *source,
                               const char *part,
                               GCancellable *cancellable,
                               GError **error);
gboolean _tn_xlsx_read_strings (TnXlsxStrings *strings,
                                TnSource *source,
                                const char *part,
                                GCancellable *cancellable,
                                GError **error);
void _tn_xlsx_strings_clear (TnXlsxStrings *self);
gboolean _tn_xlsx_unescape (GString *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnXlsxWorkbook, _tn_xlsx_workbook_free)

G_END_DECLS
