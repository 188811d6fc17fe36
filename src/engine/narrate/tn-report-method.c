/* tn-report-method.c: how it was done, from the descriptions of the steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-json.h"
#include "tn-report-private.h"

static TnMessage *
say_method (const TnGraphNode *node)
{
  g_autoptr (TnParams) params = tn_params_new (node->spec, node->values, NULL);
  TnMessage *message = tn_message_new (node->spec->method);

  for (const TnParamSpec *spec = node->spec->params;
       params != NULL && spec != NULL && spec->id != NULL; spec++)
    message = tn_report_fill_setting (message, spec->id, params, spec);

  return message;
}

/* What was done, and what was set for it. */
static TnText *
say_step (const TnGraphNode *node)
{
  TnText *text = tn_text_new (say_method (node));
  TnMessage *settings = tn_report_say_settings (node, TRUE);

  if (settings != NULL)
    tn_text_add (text, tn_message_take (tn_message_new (N_ ("{settings}.")), "settings", settings),
                 TN_TEXT_SOFT);

  return text;
}

static void
add_steps (const TnReport *self, TnDocumentBuilder *builder)
{
  g_autofree guint *order = tn_graph_sort (self->graph, NULL);

  tn_document_builder_begin_steps (builder);
  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self->graph, order != NULL ? order[i] : i);

      if (node->spec != NULL && node->spec->method != NULL)
        tn_document_builder_item (builder, tn_text_new (tn_message_new (node->spec->title)),
                                  say_step (node));
    }
  tn_document_builder_end_block (builder);
}

/* What the steps told while they ran: what was left out, which window was taken. */
static void
list_told (const TnReport *self, GPtrArray *told)
{
  JsonArray *warnings = tn_json_array (tn_run_get_info (self->run), "warnings");

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    g_ptr_array_add (told, tn_report_read_message (tn_json_object_at (warnings, i), "message"));
}

/* What was wrong with the data as they came. Of an event log the steps tell; empty cells of a
 * customer table are filled in silence otherwise. */
static void
list_gaps (const TnReport *self, GPtrArray *told)
{
  JsonArray *columns = self->main != NULL ? self->main->columns : NULL;

  if (self->main != NULL && self->main->n_problem_rows > 0)
    g_ptr_array_add (
        told, tn_message_new_plural (TN_PLURAL (N_ ("{n} row of the file could not be read as it "
                                                    "should and is kept as a problem row."),
                                                N_ ("{n} rows of the file could not be read as "
                                                    "they should and are kept as problem rows.")),
                                     self->main->n_problem_rows));
  for (guint i = 0; self->as_of == 0 && columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonObject *column = tn_json_object_at (columns, i);
      gint64 n = tn_json_int (column, "missing", 0);

      if (n == 0)
        continue;
      g_ptr_array_add (
          told, tn_message_text (
                    tn_message_new_plural (TN_PLURAL (N_ ("{n} cell of “{label}” is empty."),
                                                      N_ ("{n} cells of “{label}” are empty.")),
                                           n),
                    "label", tn_json_string (tn_json_object (column, "field"), "name", "")));
    }
}

static void
add_told (const TnReport *self, TnDocumentBuilder *builder)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();

  list_gaps (self, told);
  list_told (self, told);
  if (told->len == 0)
    return;
  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("What was noted on the way")), NULL);
  tn_document_builder_begin_bullets (builder);
  for (guint i = 0; i < told->len; i++)
    tn_document_builder_item (builder, NULL, tn_text_new (g_ptr_array_index (told, i)));
  tn_document_builder_end_block (builder);
}

static void
add_limits (const TnReport *self, TnDocumentBuilder *builder)
{
  gint64 from, to;

  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("What this report cannot tell")),
                               NULL);
  tn_document_builder_begin_bullets (builder);
  tn_document_builder_item (
      builder, NULL,
      tn_report_say (
          N_ ("Whether contacting keeps anyone: it has not been tried against a held-out "
              "group yet.")));
  tn_document_builder_item (
      builder, NULL,
      tn_report_say (
          N_ ("Why customers leave in their own words: only what they did is on file.")));
  if (tn_report_find_season (self, &from, &to))
    tn_document_builder_item (
        builder, NULL,
        tn_text_new (tn_message_period (
            tn_message_new (N_ ("Whether {period} is different: no outcome of that season is on "
                                "file. A longer history would show it.")),
            "period", from, to)));
  if (self->until == 0)
    tn_document_builder_item (
        builder, NULL,
        tn_report_say (N_ ("When a customer leaves: the table has no dates. A log of orders would "
                           "show it.")));
  tn_document_builder_end_block (builder);
}

void
tn_report_add_method (const TnReport *self, TnDocumentBuilder *builder)
{
  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("How it was done")), "method");
  add_steps (self, builder);
  add_told (self, builder);
  add_limits (self, builder);
}
