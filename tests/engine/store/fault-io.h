/* fault-io.h: the N-th write, sync, rename… of this program fails
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void fault_arm (const char *folder, guint nth, int errnum, gboolean sticky);
guint fault_disarm (void);
const char *fault_get_hit (void);

G_END_DECLS
