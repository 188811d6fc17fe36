/* tn-salvage.h: taking what can be read out of a damaged project file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-database.h"

G_BEGIN_DECLS

gboolean tn_salvage_trim (const char *path, GError **error);
gboolean tn_salvage (TnDatabase *from, TnDatabase *to, gint64 *n_lost, GError **error);

G_END_DECLS
