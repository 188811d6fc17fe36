/* tn-run-data.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-data.h"

#include "tn-hash.h"
#include "tn-json.h"

static void
add_plan (JsonObject *object, const TnDataset *dataset)
{
  JsonNode *plan = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  if (dataset->info != NULL && JSON_NODE_HOLDS_OBJECT (dataset->info))
    plan = json_object_get_member (json_node_get_object (dataset->info), "plan");
  if (plan == NULL)
    return;
  text = json_to_string (plan, FALSE);
  tn_fingerprint_add_string (hash, text);
  id = tn_fingerprint_end (hash);
  json_object_set_string_member (object, "plan_id", id);
  json_object_set_member (object, "plan", json_node_copy (plan));
}

/**
 * tn_run_data_to_json:
 * @table: its rows, with fields as they are now
 * @fingerprint: of its values
 *
 * Returns: (transfer full): for the record of a run
 */
JsonObject *
tn_run_data_to_json (const TnDataset *dataset, TnTable *table, const char *fingerprint)
{
  JsonObject *object = json_object_new ();
  JsonArray *columns = json_array_new ();

  json_object_set_string_member (object, "name", dataset->name);
  json_object_set_int_member (object, "rows", dataset->n_rows);
  json_object_set_int_member (object, "problem_rows", dataset->n_problem_rows);
  json_object_set_string_member (object, "fingerprint", fingerprint);
  add_plan (object, dataset);
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      JsonObject *column = json_object_new ();
      gsize n = 0;

      json_object_set_member (column, "field", tn_field_to_json (tn_table_get_field (table, i)));
      if (tn_column_count_missing (tn_table_get_column (table, i), &n, NULL))
        json_object_set_int_member (column, "missing", (gint64) n);
      json_array_add_object_element (columns, column);
    }
  json_object_set_array_member (object, "columns", columns);

  return object;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (((const TnRunData *) a)->name, ((const TnRunData *) b)->name);
}

GArray *
tn_run_get_data (const TnRun *run)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TnRunData));
  JsonArray *array = tn_json_array (tn_run_get_info (run), "data");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = tn_json_object_at (array, i);
      TnRunData data = { .name = tn_json_string (object, "name", NULL) };

      if (data.name == NULL)
        continue;
      data.n_rows = tn_json_int (object, "rows", 0);
      data.n_problem_rows = tn_json_int (object, "problem_rows", 0);
      data.fingerprint = tn_json_string (object, "fingerprint", "");
      data.plan_id = tn_json_string (object, "plan_id", NULL);
      data.plan = json_object_get_member (object, "plan");
      data.columns = tn_json_array (object, "columns");
      g_array_append_val (list, data);
    }
  g_array_sort (list, compare_names);

  return list;
}

const TnRunData *
tn_run_find_data (GArray *data, const char *name)
{
  for (guint i = 0; i < data->len; i++)
    if (g_strcmp0 (g_array_index (data, TnRunData, i).name, name) == 0)
      return &g_array_index (data, TnRunData, i);

  return NULL;
}

/**
 * tn_run_data_get_zone:
 * @self: (nullable): a data set of the run
 *
 * Returns: (nullable): IANA name of the zone its column of event times is counted in; %NULL for UTC
 */
const char *
tn_run_data_get_zone (const TnRunData *self)
{
  JsonArray *columns = self != NULL ? self->columns : NULL;

  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonObject *column = tn_json_object_at (columns, i);
      JsonObject *field = column != NULL ? tn_json_object (column, "field") : NULL;

      if (field != NULL &&
          g_str_equal (tn_json_string (field, "role", ""), tn_role_to_id (TN_ROLE_TIME)))
        return tn_json_string (field, "zone", NULL);
    }

  return NULL;
}

const char *
tn_run_data_find_zone (GArray *data)
{
  const char *zone = NULL;

  for (guint i = 0; zone == NULL && i < data->len; i++)
    zone = tn_run_data_get_zone (&g_array_index (data, TnRunData, i));

  return zone;
}

/**
 * tn_run_data_dress:
 * @error: %TN_ERROR_DAMAGED
 *
 * Returns: (transfer full): @table with the fields the run knew; columns it did not know as they
 *   are
 */
TnTable *
tn_run_data_dress (const TnRunData *self, TnTable *table, GError **error)
{
  TnTableBuilder *builder = tn_table_builder_new (tn_table_get_n_rows (table));
  g_autoptr (GHashTable) known =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) tn_field_free);

  for (guint i = 0; self->columns != NULL && i < json_array_get_length (self->columns); i++)
    {
      JsonNode *node = json_array_get_element (self->columns, i);
      JsonNode *said = JSON_NODE_HOLDS_OBJECT (node)
                           ? json_object_get_member (json_node_get_object (node), "field")
                           : NULL;
      TnField *field = said != NULL ? tn_field_from_json (said, error) : NULL;

      if (said != NULL && field == NULL)
        {
          tn_table_builder_free (builder);
          return NULL;
        }
      if (field != NULL)
        g_hash_table_replace (known, field->name, field);
    }
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *own = tn_table_get_field (table, i);
      const TnField *field = g_hash_table_lookup (known, own->name);

      tn_table_builder_add (builder, field != NULL ? field : own, tn_table_get_column (table, i));
    }

  return tn_table_builder_end (builder);
}
