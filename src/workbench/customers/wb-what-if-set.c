/* wb-what-if-set.c: facts that stay changed while others are tried
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-plain.h"
#include "wb-ui.h"
#include "wb-what-if-private.h"

static const char *
get_name (WbWhatIf *self, guint index)
{
  return tn_json_string (tn_json_object (_wb_what_if_get_fact (self, index), "field"), "name", "");
}

double
_wb_what_if_get_set (WbWhatIf *self, guint index)
{
  return tn_json_double (_wb_what_if_get_fact (self, index), "set", NAN);
}

/* Those that are changed, with one of them as it is to be; NaN to take it back. @index: beyond all
 * facts to take back all. */
static char **
list_set (WbWhatIf *self, guint index, double value)
{
  g_autoptr (GStrvBuilder) set = g_strv_builder_new ();

  for (guint i = 0; index < _wb_what_if_count_facts (self) && i < _wb_what_if_count_facts (self);
       i++)
    {
      double at = i == index ? value : _wb_what_if_get_set (self, i);
      char plain[TN_PLAIN_BYTES];
      g_autofree char *text = NULL;

      if (!isfinite (at))
        continue;
      tn_plain_number (at, plain);
      text = g_strdup_printf ("%s=%s", get_name (self, i), plain);
      g_strv_builder_add (set, text);
    }

  return g_strv_builder_end (set);
}

/**
 * _wb_what_if_keep:
 * @value: NaN to take the fact back
 *
 * Every other fact is then tried beside it: the worker is asked anew.
 */
void
_wb_what_if_keep (WbWhatIf *self, guint index, double value)
{
  _wb_what_if_ask (self, list_set (self, index, value));
}

static void
on_remove (GtkButton *button, WbWhatIf *self)
{
  _wb_what_if_keep (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fact")), NAN);
}

static void
on_remove_all (GtkButton *button, WbWhatIf *self)
{
  _wb_what_if_ask (self, list_set (self, G_MAXUINT, NAN));
}

static GtkWidget *
make_row (WbWhatIf *self, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;
  g_autofree char *back = NULL;
  GtkWidget *words, *button;
  TnFact fact;

  if (!_wb_what_if_read_fact (self, index, &fact))
    return row;
  label = _wb_what_if_say_label (&fact);
  value = _wb_what_if_say_value (self, &fact, _wb_what_if_get_set (self, index));
  text = wb_say_take (tn_message_text (
      tn_message_text (tn_message_new (N_ ("{label}: {value}")), "label", label), "value", value));
  back = wb_say_text (N_ ("Take back: {change}"), "change", text);
  words = wb_label_new (text, NULL);
  gtk_widget_set_hexpand (words, TRUE);
  button = wb_icon_button_new ("edit-undo-symbolic", back);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "fact", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove), self);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), button);

  return row;
}

void
_wb_what_if_show_set (WbWhatIf *self)
{
  guint n = 0;

  wb_box_clear (self->changes);
  for (guint i = 0; i < _wb_what_if_count_facts (self); i++)
    if (isfinite (_wb_what_if_get_set (self, i)))
      {
        gtk_box_append (GTK_BOX (self->changes), make_row (self, i));
        n++;
      }
  if (n > 1)
    {
      GtkWidget *all = gtk_button_new_with_label (wb_say (N_ ("Take All Back")));

      gtk_widget_set_halign (all, GTK_ALIGN_START);
      g_signal_connect (all, "clicked", G_CALLBACK (on_remove_all), self);
      gtk_box_append (GTK_BOX (self->changes), all);
    }
  gtk_widget_set_visible (self->changes, n > 0);
}
