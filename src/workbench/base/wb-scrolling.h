/* wb-scrolling.h: the properties of a widget that scrolls what it draws itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * WbScrolling:
 * @adjustments: by #GtkOrientation
 * @policies: likewise
 *
 * What a #GtkScrollable keeps; it has no other properties of its own.
 */
typedef struct
{
  GtkAdjustment *adjustments[2]; /* nullable */
  guint policies[2];
} WbScrolling;

/* For class_init of a type that implements GTK_TYPE_SCROLLABLE. */
void wb_scrolling_install (GObjectClass *klass);

/* @scrolled: called with @widget when a person scrolls. Whether there are other adjustments now,
 * which @widget then fills. */
gboolean wb_scrolling_set (WbScrolling *self,
                           gpointer widget,
                           GCallback scrolled,
                           guint property,
                           const GValue *value);
void wb_scrolling_get (const WbScrolling *self, guint property, GValue *value);
void wb_scrolling_clear (WbScrolling *self, gpointer widget);

G_END_DECLS
