/* tn-workbook.h: the sheets of an Excel workbook
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-source.h"

G_BEGIN_DECLS

/**
 * TnSheetState:
 * @TN_SHEET_VISIBLE: has a tab in Excel
 * @TN_SHEET_HIDDEN: can be shown by its user
 * @TN_SHEET_VERY_HIDDEN: only a program shows it
 */
typedef enum
{
  TN_SHEET_VISIBLE,
  TN_SHEET_HIDDEN,
  TN_SHEET_VERY_HIDDEN,
} TnSheetState;

/**
 * TnSheetInfo:
 * @name: as on its tab
 * @state: whether a person sees it
 * @n_rows: about how many rows; 0 when it is empty, -1 when it cannot be told
 * @n_columns: about how many columns
 * @n_bytes: of its part of the file, unpacked, as the file says
 *
 * Rows and columns are estimates from the beginning of the sheet, cheap to make.
 */
typedef struct
{
  char *name;
  TnSheetState state;
  gint64 n_rows;
  guint n_columns;
  gint64 n_bytes;
} TnSheetInfo;

gboolean tn_source_is_workbook (TnSource *source);
GPtrArray *tn_source_list_sheets (TnSource *source, GCancellable *cancellable, GError **error);
const char *tn_sheet_state_to_id (TnSheetState state);

G_END_DECLS
