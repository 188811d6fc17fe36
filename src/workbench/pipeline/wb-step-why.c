/* wb-step-why.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-why.h"

#include "tn-param-words.h"
#include "wb-step-facts.h"
#include "wb-ui.h"

#define NAMES_SHOWN 12

struct _WbStepWhy
{
  AdwBin parent_instance;

  GPtrArray *rows;    /* what came of the rows and columns */
  GPtrArray *said;    /* what the step says of them */
  GPtrArray *choices; /* settings that are not as usual */
  const char *learns; /* nullable */
};

G_DEFINE_FINAL_TYPE (WbStepWhy, wb_step_why, ADW_TYPE_BIN)

/* A column as people call it, where it is in @table. */
static char *
say_name (const char *name, TnTable *table)
{
  int place = table != NULL ? tn_table_find (table, name) : -1;

  return place >= 0 ? tn_field_say (tn_table_get_field (table, (guint) place), wb_language ())
                    : g_strdup (name);
}

/* “Days since the last order, orders in 7 days and 77 more columns” */
static char *
say_names (GStrv names, TnTable *table)
{
  guint n = g_strv_length (names);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) each = NULL;

  for (guint i = 0; i < MIN (n, NAMES_SHOWN); i++)
    {
      g_autofree char *called = say_name (names[i], table);

      g_strv_builder_add (parts, called);
    }
  if (n > NAMES_SHOWN)
    {
      g_autofree char *more =
          wb_say_count (TN_PLURAL ("{n} more column", "{n} more columns"), "n", n - NAMES_SHOWN);

      g_strv_builder_add (parts, more);
    }
  each = g_strv_builder_end (parts);

  return tn_language_join (wb_language (), each);
}

static void
add_names (GPtrArray *lines, const char *id, GStrv names, TnTable *table)
{
  g_autofree char *joined = NULL;

  if (names == NULL || names[0] == NULL)
    return;
  joined = say_names (names, table);
  g_ptr_array_add (lines, wb_say_text (id, "names", joined));
}

/* A part without lines is not there. */
static void
add_part (GtkWidget *box, const char *heading, GPtrArray *lines)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (part), wb_label_new (heading, "heading"));
  for (guint i = 0; i < lines->len; i++)
    gtk_box_append (GTK_BOX (part), wb_label_new (g_ptr_array_index (lines, i), "dim-label"));
  gtk_widget_set_visible (part, lines->len > 0);
  gtk_box_append (GTK_BOX (box), part);
}

static GtkWidget *
make_more (void)
{
  GtkWidget *button = gtk_button_new_with_label (wb_say (N_ ("More in the Handbook")));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.help");
  gtk_widget_set_halign (button, GTK_ALIGN_START);

  return button;
}

/* All of it anew: a box that was empty while its page was not shown is thought to need no height
 * for its width, also when it has lines. */
static void
show (WbStepWhy *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  g_autoptr (GPtrArray) learns = g_ptr_array_new ();

  if (self->learns != NULL)
    g_ptr_array_add (learns, (char *) wb_say (self->learns));
  add_part (box, wb_say (N_ ("What it does to your rows")), self->rows);
  add_part (box, wb_say (N_ ("What it says of your data")), self->said);
  add_part (box, wb_say (N_ ("What was chosen")), self->choices);
  add_part (box, wb_say (N_ ("What it learns")), learns);
  gtk_box_append (GTK_BOX (box), make_more ());
  adw_bin_set_child (ADW_BIN (self), box);
}

void
wb_step_why_set_preview (WbStepWhy *self, const TnPreview *preview)
{
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->said, 0);
  if (preview->table != NULL)
    {
      g_autoptr (TnMessage) rows = tn_preview_say_rows (preview);

      g_ptr_array_add (self->rows, wb_say_message (rows));
    }
  add_names (self->rows, N_ ("New columns: {names}"), preview->added, preview->table);
  add_names (self->rows, N_ ("Columns left out: {names}"), preview->removed,
             preview->inputs->len > 0
                 ? ((const TnPreviewInput *) g_ptr_array_index (preview->inputs, 0))->table
                 : NULL);
  for (guint i = 0; i < preview->notes->len; i++)
    {
      const TnPreviewNote *note = g_ptr_array_index (preview->notes, i);

      g_ptr_array_add (self->said, wb_say_message (note->message));
    }
  show (self);
}

/* “Trees at most: 200, usually 500” */
static char *
say_choice (const TnParamSpec *spec, JsonNode *value)
{
  g_autofree char *said = wb_param_say_value (spec, value);
  g_autofree char *usual = tn_param_say_usual (spec, wb_language ());
  TnMessage *message = tn_message_new (usual != NULL ? N_ ("{setting}: {value}, usually {usual}")
                                                     : N_ ("{setting}: {value}"));

  tn_message_text (tn_message_text (message, "setting", wb_say (spec->title)), "value", said);
  if (usual != NULL)
    tn_message_text (message, "usual", usual);

  return wb_say_take (message);
}

void
wb_step_why_set_node (WbStepWhy *self, const TnGraphNode *node)
{
  g_ptr_array_set_size (self->choices, 0);
  for (const TnParamSpec *at = node->spec->params; at != NULL && at->id != NULL; at++)
    if (json_object_has_member (node->values, at->id))
      g_ptr_array_add (self->choices,
                       say_choice (at, json_object_get_member (node->values, at->id)));
  if (self->choices->len == 0)
    g_ptr_array_add (self->choices, g_strdup (wb_say (N_ ("All settings are as usual."))));
  self->learns = node->spec->learns;
  show (self);
}

static void
wb_step_why_finalize (GObject *object)
{
  WbStepWhy *self = WB_STEP_WHY (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->said);
  g_ptr_array_unref (self->choices);

  G_OBJECT_CLASS (wb_step_why_parent_class)->finalize (object);
}

static void
wb_step_why_class_init (WbStepWhyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_step_why_finalize;
}

static void
wb_step_why_init (WbStepWhy *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->said = g_ptr_array_new_with_free_func (g_free);
  self->choices = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
wb_step_why_new (void)
{
  return g_object_new (WB_TYPE_STEP_WHY, NULL);
}
