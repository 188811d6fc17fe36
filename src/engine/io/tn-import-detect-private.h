/* tn-import-detect-private.h: the steps of detection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-cutter.h"
#include "tn-import-plan-private.h"
#include "tn-source.h"

G_BEGIN_DECLS

/* A cell of a sample, unescaped. */
typedef struct
{
  const char *text;
  guint32 length;
} TnSampleCell;

/* Rows of a sample with their cells. */
typedef struct
{
  TnSampleCell *cells;
  guint32 n_cells;
  gint64 line; /* lines before it in its piece */
  guint state; /* TnCsvRowState */
  gboolean blank;
} TnSampleRow;

typedef struct
{
  TnSampleRow *rows;
  gsize n_rows, n_allocated;
  GPtrArray *owned;
  gboolean refused; /* memory was: rows are missing */
} TnSampleRows;

/* One piece of the file as UTF-8. */
typedef struct
{
  char *text;
  gsize size;
  gboolean at_end;
} TnSamplePiece;

TnSampleRows *_tn_sample_rows_new (void);
void _tn_sample_rows_free (TnSampleRows *self);
void _tn_sample_rows_add (TnSampleRows *self,
                          const TnSamplePiece *piece,
                          const TnCsvDialect *dialect,
                          guint n_expected,
                          guint max_rows);
void _tn_sample_rows_append (TnSampleRows *self, const TnSampleRow *row);
gboolean _tn_sample_rows_check (const TnSampleRows *self, GError **error);

void _tn_detect_sensitive (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row);
gboolean _tn_detect_dialect (const TnSamplePiece *head,
                             const TnImportPlan *wish,
                             TnCsvDialect *dialect,
                             GError **error);
guint _tn_wish_header (const TnSampleRows *rows,
                       const TnImportPlan *wish,
                       TnCsvDialect *dialect,
                       GPtrArray *names);
guint _tn_detect_header (const TnSampleRows *rows, TnCsvDialect *dialect, GPtrArray *names);
guint _tn_apply_header (const TnSampleRows *rows, const TnCsvDialect *dialect, GPtrArray *names);
gboolean _tn_detect_columns (TnImportPlan *plan,
                             const TnImportPlan *wish,
                             TnSource *source,
                             gboolean whole,
                             const TnSampleRows *head_rows,
                             gsize first_row,
                             GPtrArray *names,
                             GError **error);
void _tn_detect_columns_end (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row);
gboolean _tn_detect_sheet (TnImportPlan *plan,
                           const TnImportPlan *wish,
                           TnSource *source,
                           GCancellable *cancellable,
                           GError **error);
void _tn_detect_types (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row);
void _tn_detect_currency (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row);
void _tn_detect_roles (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row);

/* What a cell looks like on its own. */
typedef enum
{
  TN_CELL_EMPTY,
  TN_CELL_NUMBER,
  TN_CELL_TIME,
  TN_CELL_WORD,
  TN_CELL_OTHER,
} TnCellLook;

TnCellLook _tn_cell_look (const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSampleRows, _tn_sample_rows_free)

G_END_DECLS
