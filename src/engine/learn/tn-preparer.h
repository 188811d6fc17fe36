/* tn-preparer.h: what was learned about each of some columns, and done to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnPreparer:
 *
 * A fitted step that treats columns one by one: fills them, encodes them, scales them. It is
 * made by tn_imputer_fit(), tn_encoder_fit() or tn_scaler_fit() and knows for each column what
 * to do with any rows. Immutable, reference-counted.
 */
typedef struct _TnPreparer TnPreparer;

/* What a preparer does to a column; there are tn_imputer, tn_encoder and tn_scaler. */
typedef struct _TnPreparerKind TnPreparerKind;

TnTable *tn_preparer_apply (const TnPreparer *self,
                            TnTable *table,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
const GPtrArray *tn_preparer_get_findings (const TnPreparer *self);
GVariant *tn_preparer_to_variant (const TnPreparer *self);
TnPreparer *tn_preparer_from_variant (const TnPreparerKind *kind,
                                      GVariant *variant,
                                      GError **error);
TnPreparer *tn_preparer_ref (TnPreparer *self);
void tn_preparer_unref (TnPreparer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPreparer, tn_preparer_unref)

G_END_DECLS
