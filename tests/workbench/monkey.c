/* monkey.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "monkey.h"

guint
monkey_pick (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
}

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    collect (at, type, found);
}

GtkWidget *
monkey_pick_widget (GtkWidget *in, GType type)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (in, type, found);

  return found->len > 0 ? g_ptr_array_index (found, monkey_pick (found->len)) : NULL;
}

void
monkey_act (GtkWidget *page, const char *action, GVariant *parameter)
{
  if (parameter != NULL)
    g_variant_ref_sink (parameter);
  gtk_widget_activate_action_variant (page, action, parameter);
  if (parameter != NULL)
    g_variant_unref (parameter);
}
