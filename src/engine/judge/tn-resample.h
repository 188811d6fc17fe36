/* tn-resample.h: how often each customer is drawn in one resample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Up to so many customers exactly as many are drawn as there are; above, each is drawn
 * Poisson(1) times. */
#define TN_RESAMPLE_EXACT 10000

void tn_resample_draw (guint64 seed, guint32 index, guint8 *count, gsize n_units);

G_END_DECLS
