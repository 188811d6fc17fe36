/* tn-xlsx-style-private.h: what a number of a sheet is shown as
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-time-parser.h"

G_BEGIN_DECLS

typedef enum
{
  TN_XLSX_PLAIN,
  TN_XLSX_PERCENT,
  TN_XLSX_DATE,     /* with or without a time of day */
  TN_XLSX_CLOCK,    /* a time of day alone */
  TN_XLSX_DURATION, /* hours may pass 24 */
} TnXlsxShow;

typedef struct
{
  guint8 show;      /* TnXlsxShow */
  const char *unit; /* (nullable): a currency sign, static */
} TnXlsxStyle;

/**
 * TnXlsxColumn:
 * @type: of the column the cell goes to
 * @percent: figures are per cent, whatever a single cell is shown as
 * @decimal: decimal mark its texts have
 * @order: of the dates its texts have
 *
 * A cell that Excel has as a value is written as the texts of its column are, so that both
 * are read alike.
 */
typedef struct
{
  TnColumnType type;
  gboolean percent;
  char decimal;
  TnTimeOrder order;
} TnXlsxColumn;

#define TN_XLSX_VALUE_BYTES 96

TnXlsxStyle _tn_xlsx_style_from_id (guint id);
TnXlsxStyle _tn_xlsx_style_from_code (const char *code);
gsize _tn_xlsx_format_value (const char *raw,
                             gsize length,
                             const TnXlsxStyle *style,
                             const TnXlsxColumn *column,
                             gboolean date_1904,
                             char out[TN_XLSX_VALUE_BYTES],
                             gboolean *inexact);

G_END_DECLS
