/* tn-sample.h: fewer rows, chosen by lot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

/* All give a view in row order; the same seed gives the same rows on every machine. */
TnTable *tn_sample_uniform (TnTable *table,
                            gsize n_rows,
                            guint64 seed,
                            GCancellable *cancellable,
                            GError **error);
TnTable *tn_sample_stratified (TnTable *table,
                               const char *column,
                               gsize n_rows,
                               guint64 seed,
                               GCancellable *cancellable,
                               GError **error);
TnTable *tn_sample_by_customer (TnTable *table,
                                const char *column,
                                double share,
                                guint64 seed,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
