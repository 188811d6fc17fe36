/* wb-compare-view.h: several runs side by side, and why their figures differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-comparison.h"

G_BEGIN_DECLS

/* @names: (element-type utf8): of the runs, in the order of the comparison */
GtkWidget *wb_compare_view_new (const WbComparison *comparison, GPtrArray *names);

G_END_DECLS
