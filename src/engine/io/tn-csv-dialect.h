/* tn-csv-dialect.h: how a text file is cut into rows and cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TnRowEnd:
 * @TN_ROW_END_LF: a line feed, and any carriage returns just before it
 * @TN_ROW_END_CR: a carriage return
 * @TN_ROW_END_ANY: LF, CR, or CR and LF, mixed in one file
 */
typedef enum
{
  TN_ROW_END_LF,
  TN_ROW_END_CR,
  TN_ROW_END_ANY,
} TnRowEnd;

/**
 * TnCsvDialect:
 * @delimiter: one ASCII character; a blank stands for any run of blanks
 * @quote: one ASCII character, or 0 for none
 * @escape: @quote (doubled), a backslash, or 0 for none
 * @row_end: what ends a row
 * @trim: blanks around cells do not count, and a quote may follow them
 * @comment: rows beginning with it are no rows, or 0 for none
 * @n_skip: lines before the header (or the first row) that are no rows
 * @n_header: rows that name the columns: 0, 1 or more
 */
typedef struct
{
  char delimiter;
  char quote;
  char escape;
  TnRowEnd row_end;
  gboolean trim;
  char comment;
  gint64 n_skip;
  guint n_header;
} TnCsvDialect;

#define TN_CSV_MAX_CELL    (1024 * 1024)
#define TN_CSV_MAX_COLUMNS 16384

void tn_csv_dialect_init (TnCsvDialect *self);
gboolean tn_csv_dialect_equal (const TnCsvDialect *a, const TnCsvDialect *b);
JsonNode *tn_csv_dialect_to_json (const TnCsvDialect *self);
gboolean tn_csv_dialect_from_json (TnCsvDialect *self, JsonNode *node, GError **error);

G_END_DECLS
