/* tn-picture.h: pictures of strangers, as PNG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

gboolean tn_picture_check (GBytes *png, GError **error);
/* A file of a stranger; (transfer full) (nullable). */
GBytes *tn_picture_load (const char *file, GError **error);
cairo_surface_t *tn_picture_read (GBytes *png, GError **error);
/* As wide and tall as it gets, in the middle. */
void tn_picture_draw (cairo_surface_t *self, cairo_t *cr, double width, double height);

G_END_DECLS
