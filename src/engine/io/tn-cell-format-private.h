/* tn-cell-format-private.h: numbers and times as text for files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_CELL_FORMAT_BYTES 64

gsize _tn_format_number (double value, char out[TN_CELL_FORMAT_BYTES]);
gsize _tn_format_time (gint64 time, char out[TN_CELL_FORMAT_BYTES]);
gboolean _tn_time_split (gint64 time, int *year, int *month, int *day, gint64 *in_day);

G_END_DECLS
