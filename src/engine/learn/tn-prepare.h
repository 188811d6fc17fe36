/* tn-prepare.h: what the preparing learners share: choosing, reading and making columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/* Bits of column types, for what a step accepts. */
#define TN_PREPARE_NUMBERS    (1u << TN_COLUMN_NUMBER)
#define TN_PREPARE_CATEGORIES (1u << TN_COLUMN_CATEGORY | 1u << TN_COLUMN_FLAG)

/* Fills @out from @in, row by row; both have the same number of rows. */
typedef void (*TnPrepareFunc) (const TnChunk *in, TnChunk *out, gpointer user_data);

GArray *tn_prepare_choose (TnTable *table, const char *const *names, guint types, GError **error);
TnColumn *tn_prepare_find (TnTable *table,
                           const char *name,
                           guint types,
                           const TnField **field,
                           GError **error);
TnColumn *tn_prepare_map (TnColumn *source,
                          TnColumnType type,
                          TnDictionary *dictionary,
                          TnPrepareFunc func,
                          gpointer user_data,
                          GCancellable *cancellable,
                          GError **error);
double *tn_prepare_dup_present (TnColumn *column, gsize *n, GError **error);
gboolean tn_prepare_count_codes (TnColumn *column,
                                 guint64 **counts,
                                 guint32 *n_codes,
                                 guint64 *n_missing,
                                 GError **error);
double tn_prepare_quantile (double *values, gsize n, double share);
TnMessage *tn_prepare_label (const TnField *field);
void tn_prepare_note (GPtrArray *findings, const TnField *field, const char *sentence);
gboolean tn_prepare_no_memory (GError **error);

G_END_DECLS
