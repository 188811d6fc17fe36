/* tn-gather.h: chosen rows of a column as a column of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-column.h"

G_BEGIN_DECLS

#define TN_NO_ROW G_MAXUINT32

TnColumn *tn_gather (TnColumn *column,
                     const guint32 *rows,
                     gsize n_rows,
                     GCancellable *cancellable,
                     GError **error);

G_END_DECLS
