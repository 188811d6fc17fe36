/* tn-list-table.c: a list as a table, a row each customer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-list-private.h"
#include "tn-space.h"

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

/* @column: (transfer full) (nullable): %NULL when there was no memory for it */
static gboolean
take_column (TnTableBuilder *builder,
             const char *name,
             TnRole role,
             const char *label,
             TnColumn *column)
{
  TnField *field;

  if (column == NULL)
    return FALSE;
  field = tn_field_new (name, role);
  field->label = tn_message_new (label);
  tn_table_builder_take (builder, field, column);

  return TRUE;
}

static gboolean
add_numbers (TnTableBuilder *builder,
             const TnList *self,
             const char *name,
             const char *label,
             gsize offset,
             GError **error)
{
  g_autofree double *values = tn_space_try_alloc (self->n_entries, sizeof (double), error);

  if (values == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_entries; i++)
    values[i] = G_STRUCT_MEMBER (double, &self->entries[i], offset);

  return take_column (builder, name, TN_ROLE_NONE, label,
                      tn_column_try_new_numbers (values, self->n_entries, error));
}

typedef const char *(*WordFunc) (const TnListEntry *entry);

static const char *
get_name (const TnListEntry *entry)
{
  return entry->name;
}

static const char *
get_plan (const TnListEntry *entry)
{
  return tn_plan_ids[entry->plan];
}

static gboolean
add_words (TnTableBuilder *builder,
           const TnList *self,
           const char *name,
           TnRole role,
           const char *label,
           WordFunc get_word,
           GError **error)
{
  g_autofree guint32 *codes = tn_space_try_alloc (self->n_entries, sizeof (guint32), error);
  g_autoptr (TnDictionary) dictionary = NULL;
  TnDictionaryBuilder *words;

  if (codes == NULL)
    return FALSE;
  words = tn_dictionary_builder_new ();
  for (gsize i = 0; i < self->n_entries; i++)
    {
      const char *word = get_word (&self->entries[i]);

      codes[i] = tn_dictionary_builder_intern (words, word, strlen (word));
    }
  dictionary = tn_dictionary_builder_try_end (words, error);

  return dictionary != NULL &&
         take_column (builder, name, role, label,
                      tn_column_try_new_codes (TN_COLUMN_CATEGORY, dictionary, codes,
                                               self->n_entries, error));
}

/* Where the shop's clock stands. */
static const char *
find_zone (const TnList *self)
{
  TnTable *facts = tn_step_get_table (self->step, TN_LIST_IN_FACTS);
  int place = tn_table_find_role (facts, TN_ROLE_CUT);

  return place >= 0 ? tn_table_get_field (facts, (guint) place)->zone : NULL;
}

/* A column only where any is known. */
static gboolean
add_last_orders (TnTableBuilder *builder, const TnList *self, GError **error)
{
  g_autofree gint64 *times = tn_space_try_alloc (self->n_entries, sizeof (gint64), error);
  gboolean any = FALSE;
  TnColumn *column;
  TnField *field;

  if (times == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_entries; i++)
    {
      times[i] = self->entries[i].last_order;
      any = any || times[i] != TN_TIME_MISSING;
    }
  if (!any)
    return TRUE;
  column = tn_column_try_new_times (times, self->n_entries, error);
  if (column == NULL)
    return FALSE;
  field = tn_field_new ("last_order", TN_ROLE_NONE);
  field->label = tn_message_new (N_ ("Last order"));
  field->zone = g_strdup (find_zone (self));
  tn_table_builder_take (builder, field, column);

  return TRUE;
}

static gboolean
add_reasons (TnTableBuilder *builder, const TnList *self, GError **error)
{
  g_autofree char **texts = tn_space_try_alloc (self->n_entries, sizeof (char *), error);
  TnColumn *column;

  if (texts == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_entries; i++)
    texts[i] = reasons_to_text (self, i);
  column = tn_column_try_new_texts ((const char *const *) texts, self->n_entries, error);
  for (gsize i = 0; i < self->n_entries; i++)
    g_free (texts[i]);

  return take_column (builder, "reasons", TN_ROLE_TEXT, N_ ("Reasons"), column);
}

static gboolean
add_figures (TnTableBuilder *builder, const TnList *self, GError **error)
{
  static const struct
  {
    const char *name;
    const char *label;
    gsize offset;
  } figures[] = {
    { "chance", N_ ("Chance of leaving"), G_STRUCT_OFFSET (TnListEntry, chance) },
    { "low", N_ ("At least"), G_STRUCT_OFFSET (TnListEntry, low) },
    { "high", N_ ("At most"), G_STRUCT_OFFSET (TnListEntry, high) },
    { "revenue", N_ ("Expected net revenue"), G_STRUCT_OFFSET (TnListEntry, revenue) },
    { "stake", N_ ("Value at stake"), G_STRUCT_OFFSET (TnListEntry, stake) },
    { "pays_from", N_ ("Pays from this share won back"), G_STRUCT_OFFSET (TnListEntry, pays_from) },
  };
  /* The last rests on what is assumed of money. */
  guint n = G_N_ELEMENTS (figures) - (tn_money_is_stated (&self->money) ? 0 : 1);

  for (guint i = 0; i < n; i++)
    if (!add_numbers (builder, self, figures[i].name, figures[i].label, figures[i].offset, error))
      return FALSE;

  return TRUE;
}

TnTable *
tn_list_make_table (const TnList *self, GError **error)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new (self->n_entries);

  if (!add_words (builder, self, "customer", TN_ROLE_CUSTOMER, N_ ("Customer"), get_name, error) ||
      !add_words (builder, self, "action", TN_ROLE_NONE, N_ ("What to do"), get_plan, error) ||
      !add_figures (builder, self, error) || !add_last_orders (builder, self, error) ||
      !add_reasons (builder, self, error))
    return NULL;

  return tn_table_builder_end (g_steal_pointer (&builder));
}
