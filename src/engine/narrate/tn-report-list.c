/* tn-report-list.c: whom to write to first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-report-private.h"

/* Of the customers' reasons so many stand in the report; the export has all. */
#define SHOWN_REASONS 2

/* One cell's value; NaN when the list has no such column. */
static double
get_number (TnTable *table, const char *name, gsize row)
{
  int place = tn_table_find (table, name);
  g_autoptr (TnChunk) chunk = place >= 0
                                  ? tn_column_get_chunk (tn_table_get_column (table, (guint) place),
                                                         row / TN_CHUNK_ROWS, NULL)
                                  : NULL;

  return chunk != NULL ? chunk->number[row % TN_CHUNK_ROWS] : NAN;
}

static gint64
get_time (TnTable *table, const char *name, gsize row)
{
  int place = tn_table_find (table, name);
  g_autoptr (TnChunk) chunk = place >= 0
                                  ? tn_column_get_chunk (tn_table_get_column (table, (guint) place),
                                                         row / TN_CHUNK_ROWS, NULL)
                                  : NULL;

  return chunk != NULL ? chunk->time[row % TN_CHUNK_ROWS] : TN_TIME_MISSING;
}

static TnMessage *
read_reason (JsonArray *array, guint index)
{
  return index < json_array_get_length (array)
             ? tn_message_from_json (json_array_get_element (array, index), NULL)
             : NULL;
}

static void
add_reasons (const TnReport *self, TnGrid *grid, gsize row)
{
  int place = tn_table_find (self->customers, "reasons");
  g_autofree char *text =
      place >= 0
          ? tn_column_dup_cell (tn_table_get_column (self->customers, (guint) place), row, NULL)
          : NULL;
  g_autoptr (JsonNode) node = text != NULL ? tn_json_parse (text, -1, NULL) : NULL;
  TnMessage *first = NULL, *second = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      first = read_reason (json_node_get_array (node), 0);
      second = read_reason (json_node_get_array (node), 1);
    }
  if (text == NULL)
    tn_grid_add_text (grid,
                      tn_text_new_styled (tn_message_new (N_ ("Not worked out for this customer")),
                                          TN_TEXT_SOFT));
  else if (first == NULL)
    tn_grid_add_text (grid,
                      tn_text_new_styled (
                          tn_message_new (tn_report_has_stake (self)
                                              ? N_ ("No sign stands out; the value puts them here")
                                              : N_ ("No sign stands out")),
                          TN_TEXT_SOFT));
  else if (second == NULL)
    tn_grid_add_text (grid, tn_text_new (first));
  else
    tn_grid_add_lines (grid, tn_text_new (first), tn_text_new (second));
}

static void
add_chance (const TnReport *self, TnGrid *grid, gsize row)
{
  double chance = get_number (self->customers, "chance", row);
  double low = get_number (self->customers, "low", row),
         high = get_number (self->customers, "high", row);

  tn_grid_add_bar (
      grid, TN_GRID_BAR_INTERVAL, TN_GRID_TONE_RUST, chance, low, high,
      tn_text_new_styled (tn_message_percent (tn_message_new ("{value}"), "value", chance, 0),
                          TN_TEXT_STRONG),
      tn_text_new_styled (tn_report_say_share_ends (low, high), TN_TEXT_SOFT));
}

/* Who is left alone for comparison is marked under the name. */
static void
add_name (const TnReport *self, TnGrid *grid, gsize row, const char *name)
{
  int place = tn_table_find (self->customers, "action");
  g_autofree char *action =
      place >= 0
          ? tn_column_dup_cell (tn_table_get_column (self->customers, (guint) place), row, NULL)
          : NULL;
  TnText *text =
      tn_text_new_styled (tn_message_new_literal (name != NULL ? name : "–"), TN_TEXT_STRONG);

  if (g_strcmp0 (action, "hold_out") == 0)
    tn_grid_add_lines (grid, text,
                       tn_text_new_styled (tn_message_new (N_ ("leave alone")), TN_TEXT_SOFT));
  else
    tn_grid_add_text (grid, text);
}

static void
add_customer (const TnReport *self, TnGrid *grid, gsize row, gboolean has_dates)
{
  TnTable *table = self->customers;
  g_autofree char *name = tn_column_dup_cell (tn_table_get_column (table, 0), row, NULL);
  gint64 last = tn_report_to_local (self, get_time (table, "last_order", row));

  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (
      grid, tn_text_new (tn_message_count (tn_message_new ("{rank}"), "rank", (gint64) row + 1)));
  add_name (self, grid, row, name);
  add_chance (self, grid, row);
  if (has_dates)
    tn_grid_add_text (
        grid, tn_text_new (last != TN_TIME_MISSING
                               ? tn_message_date_brief (tn_message_new ("{date}"), "date", last)
                               : tn_message_new_literal ("–")));
  if (tn_report_has_stake (self))
    tn_grid_add_text (
        grid, tn_text_new (tn_message_money (tn_message_new ("{value}"), "value",
                                             get_number (table, "stake", row), self->currency, 2)));
  add_reasons (self, grid, row);
}

static const char *
find_order (const TnReport *self)
{
  const TnGraphNode *step = tn_report_find_step (self, "list");
  const char *order = step != NULL ? tn_json_string (step->values, "order", "stake") : "chance";

  return tn_report_has_stake (self) ? order : "chance";
}

static TnMessage *
say_order (const TnReport *self)
{
  const char *order = find_order (self);
  TnMessage *message;

  if (g_str_equal (order, "chance"))
    message =
        self->as_of != 0
            ? tn_message_new (N_ ("The first {n} of {all} as of {date}, in order of the "
                                  "chance of leaving."))
            : tn_message_new (N_ ("The first {n} of {all}, in order of the chance of leaving."));
  else if (g_str_equal (order, "revenue"))
    message =
        self->as_of != 0
            ? tn_message_new (N_ ("The first {n} of {all} as of {date}, in order of the "
                                  "expected revenue."))
            : tn_message_new (N_ ("The first {n} of {all}, in order of the expected revenue."));
  else
    message =
        self->as_of != 0
            ? tn_message_new (N_ ("The first {n} of {all} as of {date}, in order of the value at "
                                  "stake: the chance of leaving times what the customer would "
                                  "bring."))
            : tn_message_new (N_ ("The first {n} of {all}, in order of the value at stake."));

  return self->as_of != 0 ? tn_message_date (message, "date", self->as_of) : message;
}

static TnText *
say_lead (const TnReport *self, gsize n)
{
  double least = tn_json_double (self->list, "least_chance", 0);
  TnMessage *message = tn_message_count (say_order (self), "n", (gint64) n);
  TnText *text = tn_text_new (tn_message_count (message, "all", tn_json_int (self->list, "n", 0)));

  if (!(least > 0) || g_str_equal (find_order (self), "chance"))
    return text;
  message = tn_message_new (
      N_ ("The {above} with a chance of {least} or more come first; a large customer who will "
          "surely stay does not lead the list."));
  message = tn_message_count (message, "above", tn_json_int (self->list, "above_least", 0));

  return tn_text_add (text, tn_message_percent (message, "least", least, 0), TN_TEXT_PLAIN);
}

gboolean
tn_report_add_list (const TnReport *self, TnDocumentBuilder *builder, GError **error)
{
  gboolean has_dates = tn_table_find (self->customers, "last_order") >= 0;
  gsize n = MIN (tn_table_get_n_rows (self->customers), self->listed);
  TnGrid *grid = tn_grid_new (NULL);
  guint chance;

  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("Whom to write to first")), "list");
  tn_document_builder_lead (builder, say_lead (self, n));
  tn_grid_add_column (grid, tn_text_new (tn_message_new_literal ("")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Customer")), TN_GRID_START);
  chance = tn_grid_add_column (grid, tn_report_say (N_ ("Chance of leaving")), TN_GRID_START);
  tn_grid_set_scale (grid, chance, 0, 1);
  if (has_dates)
    tn_grid_add_column (grid, tn_report_say (N_ ("Last order")), TN_GRID_START);
  if (tn_report_has_stake (self))
    tn_grid_add_column (grid, tn_report_say (N_ ("Value at stake")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Main reasons")), TN_GRID_START);
  tn_grid_set_row_header (grid, 1);
  tn_grid_set_dense (grid, TRUE);
  for (gsize i = 0; i < n; i++)
    add_customer (self, grid, i, has_dates);
  tn_document_builder_grid (builder, grid, "customers");
  tn_document_builder_small (
      builder,
      tn_text_new (tn_message_count (
          tn_message_new (
              N_ ("The bar runs from 0 to 100% and shows the 95% interval: what became of at least "
                  "{n} tested customers with a similar chance. It is the rate of a group, not a "
                  "certainty about one person. Reasons are the strongest signs that raise this "
                  "customer’s chance.")),
          "n", tn_report_count_neighbours (self))));

  return TRUE;
}
