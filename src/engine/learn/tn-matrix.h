/* tn-matrix.h: the numbers a learner works on: doubles, column by column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnMatrix:
 *
 * n_rows × n_cols doubles, column-major: column j starts j × stride doubles after the first,
 * each 64-byte aligned. The maker fills it; once shared nobody writes to it.
 * Reference-counted. NaN is a missing value. Every column has a name, and a label
 * for people when its source had one.
 */
typedef struct _TnMatrix TnMatrix;

TnMatrix *tn_matrix_new (gsize n_rows, gsize n_cols, GError **error);
TnMatrix *tn_matrix_new_from_table (TnTable *table,
                                    const char *const *columns,
                                    GCancellable *cancellable,
                                    GError **error);
TnMatrix *tn_matrix_new_rows (TnMatrix *self, const gsize *rows, gsize n_rows, GError **error);
TnMatrix *tn_matrix_new_row_role (TnMatrix *self,
                                  const guint8 *row_roles,
                                  TnRowRole role,
                                  GError **error);
TnMatrix *tn_matrix_ref (TnMatrix *self);
void tn_matrix_unref (TnMatrix *self);

gsize tn_matrix_get_n_rows (const TnMatrix *self);
gsize tn_matrix_get_n_cols (const TnMatrix *self);
gsize tn_matrix_get_stride (const TnMatrix *self);
const double *tn_matrix_get_column (const TnMatrix *self, gsize col);
const char *tn_matrix_get_name (const TnMatrix *self, gsize col);
const TnMessage *tn_matrix_get_label (const TnMatrix *self, gsize col);

/* For the maker only, before the matrix is shared. */
double *tn_matrix_fill_column (TnMatrix *self, gsize col);
void tn_matrix_set_name (TnMatrix *self, gsize col, const char *name);
void tn_matrix_take_label (TnMatrix *self, gsize col, TnMessage *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnMatrix, tn_matrix_unref)

G_END_DECLS
