/* tn-preparer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-learn-guard.h"
#include "tn-prepare.h"
#include "tn-preparer-private.h"

/* The struct of a kind begins so. */
typedef struct
{
  char *name;
} Item;

static TnPreparer *
preparer_new (const TnPreparerKind *kind)
{
  TnPreparer *self = g_new0 (TnPreparer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->items = g_ptr_array_new ();
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  return self;
}

TnPreparer *
tn_preparer_ref (TnPreparer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_preparer_unref (TnPreparer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (self->kind->clear != NULL)
        self->kind->clear (item);
      g_free (item->name);
      g_free (item);
    }
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

/* A new struct of the kind, in the preparer's keeping. */
static Item *
add_item (TnPreparer *self)
{
  Item *item = g_malloc0 (self->kind->item_size);

  g_ptr_array_add (self->items, item);

  return item;
}

/**
 * _tn_preparer_begin:
 * @table: the rows to learn from
 * @error: %TN_ERROR_LEAK when rows are not train rows
 *
 * Nothing may be read from rows before they have come through here.
 *
 * Returns: (transfer full) (nullable): a preparer that knows nothing yet
 */
TnPreparer *
_tn_preparer_begin (const TnPreparerKind *kind, TnTable *table, GError **error)
{
  return tn_learn_guard (table, error) ? preparer_new (kind) : NULL;
}

/**
 * _tn_preparer_learn:
 * @columns: (nullable): which; %NULL for all features of the kind's types
 * @fit: handed on to the kind
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA
 */
gboolean
_tn_preparer_learn (TnPreparer *self,
                    TnTable *table,
                    const char *const *columns,
                    gpointer fit,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GArray) places = tn_prepare_choose (table, columns, self->kind->types, error);

  if (places == NULL)
    return FALSE;
  for (guint k = 0; k < places->len; k++)
    {
      guint place = g_array_index (places, guint, k);
      const TnField *field = tn_table_get_field (table, place);
      Item *item = add_item (self);

      item->name = g_strdup (field->name);
      if (tn_cancelled (cancellable, error) ||
          !self->kind->learn (self, item, tn_table_get_column (table, place), field, fit, error))
        return FALSE;
      tn_progress_report (progress, (double) (k + 1) / places->len);
    }

  return TRUE;
}

/**
 * tn_preparer_apply:
 * @table: any rows with the columns learned
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA for a column of another type
 *
 * Treats each column as was learned, in the order of learning.
 *
 * Returns: (transfer full) (nullable): as many rows as @table
 */
TnTable *
tn_preparer_apply (const TnPreparer *self,
                   TnTable *table,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new_from (table);

  for (guint k = 0; k < self->items->len; k++)
    {
      if (!self->kind->apply (self, g_ptr_array_index (self->items, k), table, builder, cancellable,
                              error))
        return NULL;
      tn_progress_report (progress, (double) (k + 1) / self->items->len);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/**
 * tn_preparer_get_findings:
 *
 * Returns: (element-type TnMessage): sentences about what was found while learning: columns
 *   with nothing in them, categories that were pooled
 */
const GPtrArray *
tn_preparer_get_findings (const TnPreparer *self)
{
  return self->findings;
}

static GVariant *
item_to_variant (const TnPreparer *self, const Item *item)
{
  GVariantBuilder builder;

  tn_state_begin (&builder, self->kind->id, self->kind->version);
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (item->name));
  self->kind->write (item, &builder);

  return g_variant_builder_end (&builder);
}

/**
 * tn_preparer_to_variant:
 *
 * Returns: (transfer floating): what was learned, as an a{sv}
 */
GVariant *
tn_preparer_to_variant (const TnPreparer *self)
{
  GVariantBuilder builder, list;

  tn_state_begin (&builder, self->kind->id, self->kind->version);
  tn_state_add_uints (&builder, "choices", self->choices, self->kind->n_choices);
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint k = 0; k < self->items->len; k++)
    g_variant_builder_add_value (&list, item_to_variant (self, g_ptr_array_index (self->items, k)));
  g_variant_builder_add (&builder, "{sv}", "columns", g_variant_builder_end (&list));

  return g_variant_builder_end (&builder);
}

static gboolean
read_item (TnPreparer *self, GVariant *variant, GError **error)
{
  Item *item = add_item (self);
  TnState state;

  if (tn_state_open (&state, variant, self->kind->id, self->kind->version))
    {
      item->name = tn_state_dup_string (&state, "name");
      self->kind->read (self, item, &state);
      if (item->name[0] == '\0')
        tn_state_refuse (&state, "name");
    }

  return tn_state_close (&state, error);
}

static void
read_choices (TnPreparer *self, TnState *state)
{
  const TnPreparerKind *kind = self->kind;
  g_autofree guint32 *choices =
      tn_state_dup_uints (state, "choices", kind->n_choices, G_MAXUINT32, NULL);

  for (guint i = 0; choices != NULL && i < kind->n_choices; i++)
    {
      if (choices[i] > kind->highest[i])
        tn_state_refuse (state, "choices");
      self->choices[i] = choices[i];
    }
}

/**
 * tn_preparer_from_variant:
 * @kind: what it must be
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable)
 */
TnPreparer *
tn_preparer_from_variant (const TnPreparerKind *kind, GVariant *variant, GError **error)
{
  g_autoptr (TnPreparer) self = preparer_new (kind);
  g_autoptr (GVariant) list = NULL;
  TnState state;
  gsize n = 0;

  if (tn_state_open (&state, variant, kind->id, kind->version))
    {
      read_choices (self, &state);
      list = tn_state_get_list (&state, "columns", &n);
    }
  for (gsize k = 0; k < n && state.error == NULL; k++)
    {
      g_autoptr (GVariant) item = g_variant_get_child_value (list, k);

      if (!read_item (self, item, &state.error))
        break;
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}
