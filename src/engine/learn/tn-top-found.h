/* tn-top-found.h: how many really left of those with the highest scores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @scratch has a place for every row. */
double tn_top_found (const float *scores,
                     const double *y,
                     gsize n_rows,
                     gsize n_top,
                     float *scratch);

G_END_DECLS
