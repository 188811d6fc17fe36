/* tn-build.h: which build of the program this is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *tn_build_get_id (void);

G_END_DECLS
