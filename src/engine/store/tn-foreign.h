/* tn-foreign.h: taking a file of unknown origin into a session directory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"
#include "tn-seal.h"
#include "tn-session.h"

G_BEGIN_DECLS

char *tn_foreign_begin (const char *root, const char *prefix, TnLock **lock, GError **error);
gboolean tn_foreign_make_empty (const char *directory, const char *uuid, GError **error);
gboolean tn_foreign_copy_in (const char *path,
                             const char *directory,
                             TnSeal *seal,
                             const char *uuid,
                             TnMessage **notice,
                             TnProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
