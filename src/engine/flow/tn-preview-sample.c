/* tn-preview-sample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-dataset.h"
#include "tn-gather.h"
#include "tn-keys.h"
#include "tn-preview-sample-private.h"
#include "tn-sample.h"

#define SEED 1

void
_tn_preview_sample_free (gpointer data)
{
  TnPreviewSample *self = data;

  g_clear_pointer (&self->packet, tn_packet_unref);
  g_free (self->fields);
  g_free (self);
}

/* Whole customers, so that what a customer did is all there. */
static TnTable *
draw (TnTable *table, gsize n_rows, GCancellable *cancellable, GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);

  /* Nearly all are no better than all. */
  if (n <= n_rows + n_rows / 2)
    return tn_table_ref (table);
  if (place < 0)
    return tn_sample_uniform (table, n_rows, SEED, cancellable, error);

  return tn_sample_by_customer (table, tn_table_get_field (table, place)->name,
                                (double) n_rows / (double) n, SEED, cancellable, error);
}

/* In memory: a view would gather its rows from all over the data at every look. */
static TnTable *
copy_rows (TnTable *view, GCancellable *cancellable, GError **error)
{
  gsize n = tn_table_get_n_rows (view);
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new (n);
  g_autofree guint32 *rows = tn_keys_try_alloc (n, sizeof (guint32), error);

  if (rows == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  for (guint i = 0; i < tn_table_get_n_columns (view); i++)
    {
      g_autoptr (TnColumn) column =
          tn_gather (tn_table_get_column (view, i), rows, n, cancellable, error);

      if (column == NULL)
        return NULL;
      tn_table_builder_add (builder, tn_table_get_field (view, i), column);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

static char *
print_fields (TnTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      g_autoptr (JsonNode) node = tn_field_to_json (field);
      g_autofree char *said = json_to_string (node, FALSE);

      g_string_append (text, said);
    }

  return g_string_free (text, FALSE);
}

/**
 * _tn_preview_sample_take:
 * @samples: by name, of #TnPreviewSample, with _tn_preview_sample_free(): what was drawn before; a
 *   new one is kept there
 * @n_rows: about so many, but whole customers
 *
 * Returns: (transfer none): rows of the data set @name as it is now
 */
TnPreviewSample *
_tn_preview_sample_take (TnProject *project,
                         GHashTable *samples,
                         const char *name,
                         gsize n_rows,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, name, error);
  TnPreviewSample *sample = g_hash_table_lookup (samples, name);
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnTable) drawn = NULL;
  g_autoptr (TnTable) rows = NULL;
  g_autofree char *key = NULL;
  g_autofree char *fields = NULL;

  if (dataset == NULL)
    return NULL;
  table = tn_project_load_dataset (project, name, error);
  fields = table != NULL ? print_fields (table) : NULL;
  if (table != NULL && sample != NULL && sample->id == dataset->table &&
      g_str_equal (sample->fields, fields))
    return sample;
  drawn = table != NULL ? draw (table, n_rows, cancellable, error) : NULL;
  rows = drawn != NULL ? copy_rows (drawn, cancellable, error) : NULL;
  key = rows != NULL ? tn_table_fingerprint (rows, error) : NULL;
  if (key == NULL)
    return NULL;
  sample = g_new0 (TnPreviewSample, 1);
  sample->id = dataset->table;
  sample->fields = g_steal_pointer (&fields);
  sample->packet = tn_packet_new_table (TN_PORT_TABLE, rows);
  sample->n_read = (gint64) tn_table_get_n_rows (rows);
  sample->n_all = (gint64) tn_table_get_n_rows (table);
  tn_packet_set_key (sample->packet, key);
  g_hash_table_replace (samples, g_strdup (name), sample);

  return sample;
}
