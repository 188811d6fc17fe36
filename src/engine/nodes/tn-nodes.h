/* tn-nodes.h: all nodes of this program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void tn_nodes_init (void);

G_END_DECLS
