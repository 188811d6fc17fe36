/* tn-list-table.c: a list as a table, a row each customer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-list-private.h"

static char *
reasons_to_text (const TnList *self, gsize index)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (index >= self->n_explained)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < self->reasons[index]->len; i++)
    json_array_add_element (array,
                            tn_message_to_json (g_ptr_array_index (self->reasons[index], i)));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return json_to_string (node, FALSE);
}

static void
add_numbers (TnTableBuilder *builder,
             const TnList *self,
             const char *name,
             const char *label,
             gsize offset)
{
  g_autofree double *values = g_new (double, MAX (self->n_entries, 1));
  TnField *field = tn_field_new (name, TN_ROLE_NONE);

  for (gsize i = 0; i < self->n_entries; i++)
    values[i] = G_STRUCT_MEMBER (double, &self->entries[i], offset);
  field->label = tn_message_new (label);
  tn_table_builder_take (builder, field, tn_column_new_numbers (values, self->n_entries));
}

static void
add_plan (TnTableBuilder *builder, const TnList *self)
{
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, MAX (self->n_entries, 1));
  g_autoptr (TnDictionary) dictionary = NULL;
  TnField *field = tn_field_new ("action", TN_ROLE_NONE);

  for (gsize i = 0; i < self->n_entries; i++)
    {
      const char *word = tn_plan_ids[self->entries[i].plan];

      codes[i] = tn_dictionary_builder_intern (words, word, strlen (word));
    }
  dictionary = tn_dictionary_builder_end (words);
  field->label = tn_message_new (N_ ("What to do"));
  tn_table_builder_take (
      builder, field, tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, self->n_entries));
}

static void
add_last_orders (TnTableBuilder *builder, const TnList *self)
{
  g_autofree gint64 *times = g_new (gint64, MAX (self->n_entries, 1));
  gboolean any = FALSE;
  TnField *field;

  for (gsize i = 0; i < self->n_entries; i++)
    {
      times[i] = self->entries[i].last_order;
      any = any || times[i] != TN_TIME_MISSING;
    }
  if (!any)
    return;
  field = tn_field_new ("last_order", TN_ROLE_NONE);
  field->label = tn_message_new (N_ ("Last order"));
  tn_table_builder_take (builder, field, tn_column_new_times (times, self->n_entries));
}

TnTable *
tn_list_make_table (const TnList *self)
{
  TnTableBuilder *builder = tn_table_builder_new (self->n_entries);
  TnDictionaryBuilder *names = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, MAX (self->n_entries, 1));
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnDictionary) dictionary = NULL;
  TnField *field = tn_field_new ("customer", TN_ROLE_CUSTOMER);

  for (gsize i = 0; i < self->n_entries; i++)
    {
      codes[i] = tn_dictionary_builder_intern (names, self->entries[i].name,
                                               strlen (self->entries[i].name));
      g_ptr_array_add (reasons, reasons_to_text (self, i));
    }
  dictionary = tn_dictionary_builder_end (names);
  field->label = tn_message_new (N_ ("Customer"));
  tn_table_builder_take (
      builder, field, tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, self->n_entries));
  add_plan (builder, self);
  add_numbers (builder, self, "chance", N_ ("Chance of leaving"),
               G_STRUCT_OFFSET (TnListEntry, chance));
  add_numbers (builder, self, "low", N_ ("At least"), G_STRUCT_OFFSET (TnListEntry, low));
  add_numbers (builder, self, "high", N_ ("At most"), G_STRUCT_OFFSET (TnListEntry, high));
  add_numbers (builder, self, "revenue", N_ ("Expected net revenue"),
               G_STRUCT_OFFSET (TnListEntry, revenue));
  add_numbers (builder, self, "stake", N_ ("Value at stake"), G_STRUCT_OFFSET (TnListEntry, stake));
  if (tn_money_is_stated (&self->money))
    add_numbers (builder, self, "pays_from", N_ ("Pays from this share won back"),
                 G_STRUCT_OFFSET (TnListEntry, pays_from));
  add_last_orders (builder, self);
  field = tn_field_new ("reasons", TN_ROLE_TEXT);
  field->label = tn_message_new (N_ ("Reasons"));
  tn_table_builder_take (
      builder, field, tn_column_new_texts ((const char *const *) reasons->pdata, self->n_entries));

  return tn_table_builder_end (builder);
}
