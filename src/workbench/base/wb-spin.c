/* wb-spin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-spin.h"

#include "wb-words.h"

#define UNIT_KEY "wb-spin-unit"

static void
speak (GtkWidget *spin)
{
  GtkSpinButton *button = GTK_SPIN_BUTTON (spin);
  const char *unit = g_object_get_data (G_OBJECT (spin), UNIT_KEY);
  g_autofree char *number =
      tn_language_format_number (wb_language (), gtk_spin_button_get_value (button),
                                 (int) gtk_spin_button_get_digits (button));
  g_autofree char *text = unit != NULL ? g_strdup_printf ("%s %s", number, unit) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : number, -1);
}

/**
 * wb_spin_speak:
 * @spin: a #GtkSpinButton
 * @unit: (nullable): as “days”
 */
void
wb_spin_speak (GtkWidget *spin, const char *unit)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  g_object_set_data_full (G_OBJECT (spin), UNIT_KEY, g_strdup (unit), g_free);
  g_signal_connect (spin, "value-changed", G_CALLBACK (speak), NULL);
  g_signal_connect (spin, "notify::digits", G_CALLBACK (speak), NULL);
  speak (spin);
}
