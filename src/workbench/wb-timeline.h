/* wb-timeline.h: what one customer did, from the data of the project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"
#include "tn-project.h"

G_BEGIN_DECLS

/* On any thread. %NULL without error when the data set has no customers or no times. */
TnChart *wb_timeline_read (TnProject *project,
                           const char *dataset,
                           const char *customer,
                           gint64 as_of,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
