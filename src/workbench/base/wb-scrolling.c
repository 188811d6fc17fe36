/* wb-scrolling.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-scrolling.h"

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

void
wb_scrolling_install (GObjectClass *klass)
{
  g_object_class_override_property (klass, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (klass, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (klass, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (klass, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
clear_adjustment (WbScrolling *self, gpointer widget, guint orientation)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], widget);
  g_clear_object (&self->adjustments[orientation]);
}

static gboolean
set_adjustment (WbScrolling *self,
                gpointer widget,
                GCallback scrolled,
                guint orientation,
                GtkAdjustment *adjustment)
{
  if (adjustment != NULL && adjustment == self->adjustments[orientation])
    return FALSE;
  clear_adjustment (self, widget, orientation);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", scrolled, widget);

  return TRUE;
}

gboolean
wb_scrolling_set (WbScrolling *self,
                  gpointer widget,
                  GCallback scrolled,
                  guint property,
                  const GValue *value)
{
  if (property == PROP_HADJUSTMENT || property == PROP_VADJUSTMENT)
    return set_adjustment (self, widget, scrolled, property - PROP_HADJUSTMENT,
                           g_value_get_object (value));
  g_return_val_if_fail (property == PROP_HSCROLL_POLICY || property == PROP_VSCROLL_POLICY, FALSE);
  self->policies[property - PROP_HSCROLL_POLICY] = (guint) g_value_get_enum (value);

  return FALSE;
}

void
wb_scrolling_get (const WbScrolling *self, guint property, GValue *value)
{
  if (property == PROP_HADJUSTMENT || property == PROP_VADJUSTMENT)
    g_value_set_object (value, self->adjustments[property - PROP_HADJUSTMENT]);
  else
    g_value_set_enum (value, (int) self->policies[property - PROP_HSCROLL_POLICY]);
}

/* For dispose. */
void
wb_scrolling_clear (WbScrolling *self, gpointer widget)
{
  for (guint i = 0; i < 2; i++)
    clear_adjustment (self, widget, i);
}
