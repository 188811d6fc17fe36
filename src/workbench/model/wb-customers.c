/* wb-customers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customers.h"

#include <math.h>

#include "tn-json.h"

struct _WbCustomerData
{
  TnListSearch *search;
  gsize n;
  char *zone; /* nullable */
  double *low, *high, *revenue;
  gint64 *last_order; /* nullable */
  GPtrArray *reasons; /* nullable: TnChunk of the column */
};

/* Reading */

static void
data_clear (gpointer data)
{
  WbCustomerData *self = data;

  g_clear_pointer (&self->search, tn_list_search_unref);
  g_free (self->zone);
  g_free (self->low);
  g_free (self->high);
  g_free (self->revenue);
  g_free (self->last_order);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
}

WbCustomerData *
wb_customer_data_ref (WbCustomerData *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
wb_customer_data_unref (WbCustomerData *self)
{
  g_atomic_rc_box_release_full (self, data_clear);
}

/* A column that is not there is all missing. */
static double *
read_numbers (TnTable *table, const char *name, GError **error)
{
  int place = tn_table_find (table, name);
  gsize n = tn_table_get_n_rows (table);
  double *values;

  if (place >= 0)
    return tn_column_dup_numbers (tn_table_get_column (table, place), error);
  values = g_new (double, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    values[i] = NAN;

  return values;
}

static gboolean
read_reasons (WbCustomerData *self, TnTable *table, GError **error)
{
  int place = tn_table_find (table, "reasons");
  TnColumn *column;

  if (place < 0)
    return TRUE;
  column = tn_table_get_column (table, place);
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_chunk_unref);
  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      TnChunk *chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL)
        return FALSE;
      g_ptr_array_add (self->reasons, chunk);
    }

  return TRUE;
}

/* A list made before lists said their zone is read by that of the run's data. */
static gboolean
read_last_orders (WbCustomerData *self, TnTable *table, const char *zone, GError **error)
{
  int place = tn_table_find (table, "last_order");
  const char *own = place >= 0 ? tn_table_get_field (table, place)->zone : NULL;

  self->zone = g_strdup (own != NULL ? own : zone);
  if (place < 0)
    return TRUE;
  self->last_order = tn_column_dup_times (tn_table_get_column (table, place), error);

  return self->last_order != NULL;
}

WbCustomerData *
wb_customer_data_read (TnTable *table, const char *zone, GCancellable *cancellable, GError **error)
{
  g_autoptr (WbCustomerData) self = g_atomic_rc_box_new0 (WbCustomerData);

  self->n = tn_table_get_n_rows (table);
  self->search = tn_list_search_new (table, cancellable, error);

  return self->search != NULL && (self->low = read_numbers (table, "low", error)) != NULL &&
                 (self->high = read_numbers (table, "high", error)) != NULL &&
                 (self->revenue = read_numbers (table, "revenue", error)) != NULL &&
                 read_last_orders (self, table, zone, error) && read_reasons (self, table, error)
             ? g_steal_pointer (&self)
             : NULL;
}

TnListSearch *
wb_customer_data_get_search (const WbCustomerData *self)
{
  return self->search;
}

/* (nullable) */
const char *
wb_customer_data_get_zone (const WbCustomerData *self)
{
  return self->zone;
}

gsize
wb_customer_data_get_n (const WbCustomerData *self)
{
  return self->n;
}

void
wb_customer_data_get (const WbCustomerData *self, gsize row, WbCustomer *customer)
{
  gint64 last = self->last_order != NULL ? self->last_order[row] : TN_TIME_MISSING;

  g_return_if_fail (row < self->n);

  customer->row = row;
  customer->name = tn_list_search_get_name (self->search, row);
  customer->chance = tn_list_search_get_chance (self->search, row);
  customer->low = self->low[row];
  customer->high = self->high[row];
  customer->revenue = self->revenue[row];
  customer->stake = tn_list_search_get_stake (self->search, row);
  customer->last_order = last != TN_TIME_MISSING ? tn_zone_to_local (self->zone, last) : last;
}

/**
 * wb_customer_data_get_reasons:
 *
 * Returns: (transfer full): sentences, the strongest first; empty when none were worked out
 */
GPtrArray *
wb_customer_data_get_reasons (const WbCustomerData *self, gsize row)
{
  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_autoptr (JsonNode) node = NULL;
  const TnChunk *chunk;
  guint at = row % TN_CHUNK_ROWS;
  JsonArray *array;

  if (self->reasons == NULL)
    return reasons;
  chunk = g_ptr_array_index (self->reasons, row / TN_CHUNK_ROWS);
  if (tn_chunk_is_missing (chunk, at))
    return reasons;
  node = tn_json_parse (chunk->text + chunk->offset[at], chunk->offset[at + 1] - chunk->offset[at],
                        NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return reasons;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      TnMessage *message = tn_message_from_json (json_array_get_element (array, i), NULL);

      if (message != NULL)
        g_ptr_array_add (reasons, message);
    }

  return reasons;
}
