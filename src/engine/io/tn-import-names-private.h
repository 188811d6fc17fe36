/* tn-import-names-private.h: words in column names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *_tn_fold_name (const char *name);
gboolean _tn_name_has (const char *name, const char *words);

G_END_DECLS
