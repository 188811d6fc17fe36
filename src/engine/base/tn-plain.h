/* tn-plain.h: numbers and times as text for files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_PLAIN_BYTES 64

gsize tn_plain_number (double value, char out[TN_PLAIN_BYTES]);
gsize tn_plain_time (gint64 time, char out[TN_PLAIN_BYTES]);
gboolean tn_plain_split_time (gint64 time, int *year, int *month, int *day, gint64 *in_day);

G_END_DECLS
