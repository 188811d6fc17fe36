/* tn-pack.h: whole numbers in as few bytes as their range asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_PACK_MISSING G_MININT64

/* Byte b of value i goes to out[b * n + i]: high bytes that are all alike end up side
 * by side, where zstd sees them as one run. */
void tn_pack_planes (const guint64 *values, guint n, guint width, guint8 *out);
void tn_unpack_planes (const guint8 *planes, guint n, guint width, guint64 *out);

/* Each returns the bytes used; unpacking returns 0 when @in cannot be @n numbers. */
gsize tn_pack_unsigned (const guint64 *values, guint n, guint8 *out);
gsize tn_pack_signed (gint64 *values, guint n, guint8 *out);
gsize tn_unpack_unsigned (const guint8 *in, gsize size, guint n, guint64 *out);
gsize tn_unpack_signed (const guint8 *in, gsize size, guint n, gint64 *out);

gboolean tn_pack_is_steady (const gint64 *values, guint n);

G_END_DECLS
