/* wb-customers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-customers.h"

#include <math.h>
#include <string.h>

#include "tn-json.h"

struct _WbCustomerData
{
  TnTable *table;
  gsize n;
  TnDictionary *names;
  guint32 *codes;
  double *chance, *low, *high, *revenue, *stake;
  gint64 *last_order; /* nullable */
  GPtrArray *reasons; /* nullable: TnChunk of the column */
};

struct _WbCustomerItem
{
  GObject parent_instance;

  gsize row;
};

struct _WbCustomers
{
  GObject parent_instance;

  GBytes *rows;
  guint n;
};

/* Reading */

static void
data_clear (gpointer data)
{
  WbCustomerData *self = data;

  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->names, tn_dictionary_unref);
  g_free (self->codes);
  g_free (self->chance);
  g_free (self->low);
  g_free (self->high);
  g_free (self->revenue);
  g_free (self->stake);
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
read_reasons (WbCustomerData *self, GError **error)
{
  int place = tn_table_find (self->table, "reasons");
  TnColumn *column;

  if (place < 0)
    return TRUE;
  column = tn_table_get_column (self->table, place);
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

static gboolean
read_columns (WbCustomerData *self, GError **error)
{
  TnColumn *names = tn_table_require_role (self->table, TN_ROLE_CUSTOMER, error);
  int last = tn_table_find (self->table, "last_order");

  if (names == NULL || (self->codes = tn_column_dup_codes (names, error)) == NULL ||
      (self->names = tn_column_get_dictionary (names, error)) == NULL ||
      (self->chance = read_numbers (self->table, "chance", error)) == NULL ||
      (self->low = read_numbers (self->table, "low", error)) == NULL ||
      (self->high = read_numbers (self->table, "high", error)) == NULL ||
      (self->revenue = read_numbers (self->table, "revenue", error)) == NULL ||
      (self->stake = read_numbers (self->table, "stake", error)) == NULL)
    return FALSE;
  if (last >= 0)
    {
      self->last_order = tn_column_dup_times (tn_table_get_column (self->table, last), error);
      if (self->last_order == NULL)
        return FALSE;
    }

  return read_reasons (self, error);
}

/**
 * wb_customer_data_read:
 * @table: a customer list as the step “list” makes it
 *
 * On any thread.
 */
WbCustomerData *
wb_customer_data_read (TnTable *table, GError **error)
{
  g_autoptr (WbCustomerData) self = g_atomic_rc_box_new0 (WbCustomerData);

  self->table = tn_table_ref (table);
  self->n = tn_table_get_n_rows (table);

  return read_columns (self, error) ? g_steal_pointer (&self) : NULL;
}

gsize
wb_customer_data_get_n (const WbCustomerData *self)
{
  return self->n;
}

static const char *
get_name (const WbCustomerData *self, gsize row)
{
  return self->codes[row] != TN_CODE_MISSING
             ? tn_dictionary_get (self->names, self->codes[row], NULL)
             : "";
}

void
wb_customer_data_get (const WbCustomerData *self, gsize row, WbCustomer *customer)
{
  g_return_if_fail (row < self->n);

  customer->row = row;
  customer->name = get_name (self, row);
  customer->chance = self->chance[row];
  customer->low = self->low[row];
  customer->high = self->high[row];
  customer->revenue = self->revenue[row];
  customer->stake = self->stake[row];
  customer->last_order = self->last_order != NULL ? self->last_order[row] : TN_TIME_MISSING;
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

GBytes *
wb_customer_data_find (const WbCustomerData *self, const WbCustomerWish *wish)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize n = wish->first > 0 ? MIN (wish->first, self->n) : self->n;
  gsize size;
  gpointer data;

  for (gsize i = 0; i < n; i++)
    {
      guint32 row = i;

      if (!(self->chance[i] >= wish->chance) && wish->chance > 0)
        continue;
      if (wish->text != NULL && strstr (get_name (self, i), wish->text) == NULL)
        continue;
      g_array_append_val (rows, row);
    }
  data = g_array_steal (rows, &size);
  g_array_unref (rows);

  return g_bytes_new_take (data, size * sizeof (guint32));
}

/* One row, for list views */

G_DEFINE_FINAL_TYPE (WbCustomerItem, wb_customer_item, G_TYPE_OBJECT)

static void
wb_customer_item_class_init (WbCustomerItemClass *klass)
{
}

static void
wb_customer_item_init (WbCustomerItem *self)
{
}

gsize
wb_customer_item_get_row (WbCustomerItem *self)
{
  return self->row;
}

/* The model */

static GType
get_item_type (GListModel *model)
{
  return WB_TYPE_CUSTOMER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return WB_CUSTOMERS (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  WbCustomers *self = WB_CUSTOMERS (model);
  WbCustomerItem *item;

  if (position >= self->n)
    return NULL;
  item = g_object_new (WB_TYPE_CUSTOMER_ITEM, NULL);
  item->row = ((const guint32 *) g_bytes_get_data (self->rows, NULL))[position];

  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbCustomers,
                               wb_customers,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
wb_customers_finalize (GObject *object)
{
  g_clear_pointer (&WB_CUSTOMERS (object)->rows, g_bytes_unref);

  G_OBJECT_CLASS (wb_customers_parent_class)->finalize (object);
}

static void
wb_customers_class_init (WbCustomersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_customers_finalize;
}

static void
wb_customers_init (WbCustomers *self)
{
}

WbCustomers *
wb_customers_new (void)
{
  return g_object_new (WB_TYPE_CUSTOMERS, NULL);
}

/**
 * wb_customers_set_rows:
 * @rows: (nullable): of guint32; a reference is taken
 */
void
wb_customers_set_rows (WbCustomers *self, GBytes *rows)
{
  guint before = self->n;

  if (rows != NULL)
    g_bytes_ref (rows);
  g_clear_pointer (&self->rows, g_bytes_unref);
  self->rows = rows;
  self->n = rows != NULL ? g_bytes_get_size (rows) / sizeof (guint32) : 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n);
}
