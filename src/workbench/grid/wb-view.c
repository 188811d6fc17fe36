/* wb-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-view.h"

#include <string.h>

#include "tn-json.h"

#define VIEW_VERSION 1
#define MAX_COLUMNS  100000
#define MAX_WIDTH    10000

struct _WbView
{
  GPtrArray *order;   /* names of the columns shown */
  GHashTable *hidden; /* names */
  GHashTable *widths; /* of pixels by name: those a person sized */
  guint n_frozen;
  char *sort; /* nullable */
  gboolean descending;
};

static WbView *
view_new (void)
{
  WbView *self = g_new0 (WbView, 1);

  self->order = g_ptr_array_new_with_free_func (g_free);
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
wb_view_free (WbView *self)
{
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->hidden);
  g_hash_table_unref (self->widths);
  g_free (self->sort);
  g_free (self);
}

/* As JSON */

static void
read_names (JsonArray *names, GPtrArray *order, GHashTable *hidden)
{
  for (guint i = 0; names != NULL && i < MIN (json_array_get_length (names), MAX_COLUMNS); i++)
    {
      JsonNode *node = json_array_get_element (names, i);

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      if (order != NULL)
        g_ptr_array_add (order, json_node_dup_string (node));
      else
        g_hash_table_add (hidden, json_node_dup_string (node));
    }
}

static void
read_widths (JsonObject *widths, GHashTable *into)
{
  g_autoptr (GList) names = widths != NULL ? json_object_get_members (widths) : NULL;

  for (GList *at = names; at != NULL; at = at->next)
    {
      gint64 width = tn_json_int (widths, at->data, 0);

      if (width > 0 && width <= MAX_WIDTH)
        g_hash_table_insert (into, g_strdup (at->data), GINT_TO_POINTER ((int) width));
    }
}

/**
 * wb_view_new_from_json:
 * @node: (nullable): not trusted; what is of no use in it is passed over
 */
WbView *
wb_view_new_from_json (JsonNode *node)
{
  WbView *self = view_new ();
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL)
    return self;
  read_names (tn_json_array (object, "columns"), self->order, NULL);
  read_names (tn_json_array (object, "hidden"), NULL, self->hidden);
  read_widths (tn_json_object (object, "widths"), self->widths);
  self->n_frozen = (guint) CLAMP (tn_json_int (object, "frozen", 0), 0, MAX_COLUMNS);
  self->sort = g_strdup (tn_json_string (object, "sort", NULL));
  self->descending = tn_json_bool (object, "descending", FALSE);

  return self;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* In an order that does not depend on the hash. */
static GList *
list_sorted (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), compare_names);
}

JsonNode *
wb_view_to_json (const WbView *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *columns = json_array_new ();
  JsonArray *hidden = json_array_new ();
  JsonObject *widths = json_object_new ();
  g_autoptr (GList) hidden_names = list_sorted (self->hidden);
  g_autoptr (GList) sized_names = list_sorted (self->widths);

  for (guint i = 0; i < self->order->len; i++)
    json_array_add_string_element (columns, g_ptr_array_index (self->order, i));
  for (GList *at = hidden_names; at != NULL; at = at->next)
    json_array_add_string_element (hidden, at->data);
  for (GList *at = sized_names; at != NULL; at = at->next)
    json_object_set_int_member (widths, at->data,
                                GPOINTER_TO_INT (g_hash_table_lookup (self->widths, at->data)));
  json_object_set_array_member (object, "columns", columns);
  json_object_set_array_member (object, "hidden", hidden);
  json_object_set_object_member (object, "widths", widths);
  json_object_set_int_member (object, "frozen", self->n_frozen);
  if (self->sort != NULL)
    json_object_set_string_member (object, "sort", self->sort);
  json_object_set_boolean_member (object, "descending", self->descending);
  json_node_take_object (node, object);

  return node;
}

gboolean
wb_view_equal (const WbView *a, const WbView *b)
{
  g_autoptr (JsonNode) x = wb_view_to_json (a);
  g_autoptr (JsonNode) y = wb_view_to_json (b);

  return json_node_equal (x, y);
}

WbView *
wb_view_load (TnProject *project, const char *dataset)
{
  g_autoptr (TnRecord) record = tn_project_get_document (project, WB_DOCUMENT_VIEW, dataset, NULL);

  return wb_view_new_from_json (record != NULL ? record->body : NULL);
}

void
wb_view_store (const WbView *self, TnEdit *edit, const char *dataset)
{
  g_autoptr (JsonNode) body = wb_view_to_json (self);

  tn_edit_put (edit, WB_DOCUMENT_VIEW, dataset, VIEW_VERSION, body);
}

/* On the screen */

WbView *
wb_view_new_from_grid (WbGrid *grid, int sort, gboolean descending)
{
  WbView *self = view_new ();
  TnTable *table = wb_sheet_get_table (wb_grid_get_sheet (grid));
  guint n_shown;
  const guint *shown = wb_grid_get_columns (grid, &n_shown);
  gboolean is_moved = FALSE;

  /* In the order of the file nothing needs to be kept. */
  for (guint i = 1; i < n_shown; i++)
    is_moved |= shown[i] < shown[i - 1];
  for (guint i = 0; is_moved && i < n_shown; i++)
    g_ptr_array_add (self->order, g_strdup (tn_table_get_field (table, shown[i])->name));
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const char *name = tn_table_get_field (table, i)->name;
      int width = wb_grid_get_width (grid, i);

      if (n_shown < tn_table_get_n_columns (table) && !wb_grid_is_column_shown (grid, i))
        g_hash_table_add (self->hidden, g_strdup (name));
      if (width != wb_grid_guess_width (grid, i))
        g_hash_table_insert (self->widths, g_strdup (name), GINT_TO_POINTER (width));
    }
  self->n_frozen = wb_grid_get_frozen (grid);
  self->sort = sort >= 0 ? g_strdup (tn_table_get_field (table, (guint) sort)->name) : NULL;
  self->descending = sort >= 0 && descending;

  return self;
}

static GHashTable *
index_columns (TnTable *table)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    g_hash_table_insert (places, tn_table_get_field (table, i)->name, GUINT_TO_POINTER (i + 1));

  return places;
}

/* Columns that came since stand at the end; those that went are passed over. */
void
wb_view_apply (const WbView *self, WbGrid *grid)
{
  TnTable *table = wb_sheet_get_table (wb_grid_get_sheet (grid));
  guint n = tn_table_get_n_columns (table);
  g_autoptr (GHashTable) places = index_columns (table);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gboolean *seen = g_new0 (gboolean, MAX (n, 1));

  for (guint i = 0; i < self->order->len; i++)
    {
      guint place =
          GPOINTER_TO_UINT (g_hash_table_lookup (places, g_ptr_array_index (self->order, i)));

      if (place == 0 || seen[place - 1])
        continue;
      seen[--place] = TRUE;
      g_array_append_val (columns, place);
    }
  for (guint i = 0; i < n; i++)
    if (!seen[i] && !g_hash_table_contains (self->hidden, tn_table_get_field (table, i)->name))
      g_array_append_val (columns, i);
  for (guint i = 0; columns->len == 0 && i < n; i++)
    g_array_append_val (columns, i);
  wb_grid_set_columns (grid, (const guint *) columns->data, columns->len);
  wb_grid_set_widths (grid, self->widths);
  wb_grid_set_frozen (grid, self->n_frozen);
}

int
wb_view_get_sort (const WbView *self, TnTable *table, gboolean *descending)
{
  *descending = self->descending;

  return self->sort != NULL ? tn_table_find (table, self->sort) : -1;
}
