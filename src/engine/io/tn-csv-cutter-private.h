/* tn-csv-cutter-private.h: shared by the ways to cut
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-cutter.h"

G_BEGIN_DECLS

gboolean _tn_csv_cut_reserve_cells (TnCsvCut *self, gsize n_more);
gboolean _tn_csv_cut_reserve_rows (TnCsvCut *self, gsize n_more);
gboolean _tn_csv_cut_row (TnCsvCut *self,
                          const TnCsvDialect *dialect,
                          const char *text,
                          gsize size,
                          gboolean at_end,
                          guint n_expected,
                          gsize *position);
gsize _tn_csv_cut_libcsv (TnCsvCut *self,
                          const TnCsvDialect *dialect,
                          const char *text,
                          gsize size,
                          gboolean at_end,
                          guint n_expected);
gsize _tn_csv_cut_blocks (TnCsvCut *self,
                          const TnCsvDialect *dialect,
                          gboolean simd,
                          const char *text,
                          gsize size,
                          gboolean at_end,
                          guint n_expected);

G_END_DECLS
