/* tn-report-list.c: whom to write to first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-report-private.h"

#include "tn-json.h"

#define LISTED 20

static TnMessage *
read_reasons (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? tn_json_parse (text, -1, NULL) : NULL;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return tn_message_new_literal ("");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      TnMessage *part = tn_message_from_json (json_array_get_element (array, i), NULL);

      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  if (parts->len == 0)
    return tn_message_new_literal ("");
  if (parts->len == 1)
    return tn_message_ref (g_ptr_array_index (parts, 0));

  return tn_message_take (
      tn_message_take (tn_message_new (N_("{first}; {second}")), "first", tn_message_ref (g_ptr_array_index (parts, 0))),
      "second", tn_message_ref (g_ptr_array_index (parts, 1)));
}

static double
get_number (TnTable *table, const char *name, gsize row)
{
  g_autoptr (TnChunk) chunk =
      tn_column_get_chunk (tn_table_get_column (table, tn_table_find (table, name)), row / TN_CHUNK_ROWS, NULL);

  return chunk != NULL ? chunk->number[row % TN_CHUNK_ROWS] : 0;
}

static void
add_customer (const TnReport *self, TnGrid *grid, gsize row, gboolean has_stake)
{
  TnTable *table = self->customers;
  g_autofree char *name = tn_column_dup_cell (tn_table_get_column (table, 0), row, NULL);
  g_autofree char *reasons =
      tn_column_dup_cell (tn_table_get_column (table, tn_table_find (table, "reasons")), row, NULL);
  double chance = get_number (table, "chance", row);
  TnMessage *interval = tn_message_new ("{low}–{high}");

  interval = tn_message_percent (interval, "low", get_number (table, "low", row), 0);
  interval = tn_message_percent (interval, "high", get_number (table, "high", row), 0);
  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid, tn_text_new (tn_message_count (tn_message_new ("{rank}"), "rank", row + 1)));
  tn_grid_add_text (grid, tn_text_new (tn_message_new_literal (name != NULL ? name : "")));
  tn_grid_add_bar (grid, TN_GRID_BAR_INTERVAL, TN_GRID_TONE_RUST, chance, get_number (table, "low", row),
                   get_number (table, "high", row),
                   tn_text_new (tn_message_percent (tn_message_new ("{value}"), "value", chance, 0)),
                   tn_text_new_styled (interval, TN_TEXT_SOFT));
  if (has_stake)
    tn_grid_add_text (grid, tn_text_new (tn_message_money (tn_message_new ("{value}"), "value",
                                                           get_number (table, "stake", row), self->currency, 3)));
  tn_grid_add_text (grid, tn_text_new (read_reasons (reasons)));
}

gboolean
tn_report_add_list (const TnReport *self, TnDocumentBuilder *builder, GError **error)
{
  gboolean has_stake = tn_json_object (self->list, "stake") != NULL;
  gsize n = MIN (tn_table_get_n_rows (self->customers), LISTED);
  TnGrid *grid = tn_grid_new (NULL);
  guint chance;

  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_text_new (tn_message_new (N_("Whom to write to first"))), "list");
  tn_grid_add_column (grid, tn_text_new (tn_message_new_literal ("")), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Customer"))), TN_GRID_START);
  chance = tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Chance of leaving"))), TN_GRID_START);
  tn_grid_set_scale (grid, chance, 0, 1);
  if (has_stake)
    tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Value at stake"))), TN_GRID_END);
  tn_grid_add_column (grid, tn_text_new (tn_message_new (N_("Main reasons"))), TN_GRID_START);
  for (gsize i = 0; i < n; i++)
    add_customer (self, grid, i, has_stake);
  tn_document_builder_grid (builder, grid, "customers");

  return TRUE;
}
