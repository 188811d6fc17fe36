/* tn-folds-private.h: what the schemes and the guard read of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-folds.h"

G_BEGIN_DECLS

/**
 * TnFoldRows:
 * @label: 0, 1, or %TN_LABEL_UNKNOWN
 * @customer: 0 to n_customers - 1
 * @cut: (nullable): the table's cut dates
 * @label_end: (nullable): when the labels are known
 * @evidence: (nullable): time of the latest event that went into the row
 * @zone: (nullable): the time zone of the cut dates; UTC when %NULL
 */
typedef struct
{
  gsize n_rows;
  guint8 *label;
  guint32 *customer;
  gsize n_customers;
  gboolean has_customer;
  gint64 *cut;
  gint64 *label_end;
  gint64 *evidence;
  char *zone;
} TnFoldRows;

gboolean _tn_fold_rows_read (TnFoldRows *self, TnTable *table, GError **error);
void _tn_fold_rows_clear (TnFoldRows *self);
char *_tn_fold_rows_dup_customer (TnTable *table, gsize row);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnFoldRows, _tn_fold_rows_clear)

/* One assignment in the making. */
typedef struct
{
  char *name;
  gint64 cut;
  guint8 *roles;
} TnFoldDraft;

TnFoldDraft *_tn_fold_draft_new (const char *name, gint64 cut, gsize n_rows, GError **error);
void _tn_fold_draft_free (TnFoldDraft *self);
TnFolds *_tn_folds_end (TnFoldScheme scheme,
                        const TnFoldRows *rows,
                        GPtrArray *drafts,
                        gint64 embargo);

gboolean _tn_folds_make_backtest (const TnFoldRows *rows,
                                  const TnFoldsParams *params,
                                  GPtrArray *drafts,
                                  GError **error);
gboolean _tn_folds_make_column (TnTable *table,
                                const TnFoldRows *rows,
                                const TnFoldsParams *params,
                                GPtrArray *drafts,
                                GError **error);
gboolean _tn_folds_cut_validate (TnFoldDraft *draft,
                                 const TnFoldRows *rows,
                                 const TnFoldsParams *params,
                                 guint index,
                                 GError **error);
gboolean _tn_folds_deal (const TnFoldRows *rows,
                         const guint8 *eligible,
                         guint n_parts,
                         const double *share,
                         guint64 seed,
                         const char *stream,
                         guint8 *part,
                         GError **error);

G_END_DECLS
